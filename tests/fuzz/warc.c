/*
 * Fuzz target for the reader of archives. The first four bytes tell how what follows is wrapped, read and spoilt: gzipped
 * or not, in how small blocks, where a byte is changed or the rest is cut off. An archive without a fault has the same
 * records however it is read and whether their blocks are looked at or passed over; one with faults comes to an end.
 */
#define _GNU_SOURCE 1 /* memfd_create */
#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "ombud.h"

enum { EACH = 1 /* a member a record */, WHOLE = 2 /* one for all */, CHANGED = 4, SHORT = 8 };

struct reading {
	size_t records, faults;
	unsigned long heads, blocks; /* checksums */
};

static struct buf archive;

static void add_member(const uint8_t *data, size_t size)
{
	z_stream z = {0};
	int status = deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	assert(status == Z_OK);
	size_t room = deflateBound(&z, size) + 32;
	z.next_in = (uint8_t *)(uintptr_t)data;
	z.avail_in = (unsigned)size;
	z.next_out = (uint8_t *)buf_room(&archive, room);
	z.avail_out = (unsigned)room;
	status = deflate(&z, Z_FINISH);
	assert(status == Z_STREAM_END);
	archive.len += room - z.avail_out;
	deflateEnd(&z);
}

static void wrap(const uint8_t *data, size_t size, unsigned how)
{
	archive.len = 0;
	if (how & WHOLE)
		add_member(data, size);
	else if (!(how & EACH))
		buf_add(&archive, (struct str){(const char *)data, size});
	while ((how & (WHOLE | EACH)) == EACH && size) {
		const uint8_t *next = size > 1 ? memmem(data + 1, size - 1, "WARC/1.", 7) : NULL;
		size_t len = next ? (size_t)(next - data) : size;
		add_member(data, len);
		data += len;
		size -= len;
	}
}

static unsigned long add(unsigned long sum, struct str bytes)
{
	static const char end = '\n';
	return crc32(crc32(sum, (const uint8_t *)bytes.s, (unsigned)bytes.len), (const uint8_t *)&end, 1);
}

static struct reading read_archive(int fd, size_t block, bool pass)
{
	static struct warc w;
	struct reading r = {0};
	enum warc_got got;
	lseek(fd, 0, SEEK_SET);
	struct source *s = source_open(fd, block);
	enum source_got first = source_kind(s);
	assert(first != SOURCE_UNREADABLE);
	source_checks(s, !pass);
	warc_begin(&w, s);
	while ((got = warc_next(&w)) != WARC_END) {
		uint64_t length = 0;
		struct str piece;
		assert(r.records + r.faults <= archive.len + 2);
		if (got == WARC_FAULT) {
			assert(w.why.len);
			r.faults++;
			continue;
		}
		if (pass) {
			bool whole = warc_pass(&w);
			assert(whole == (w.why.len == 0));
		} else {
			while ((piece = warc_piece(&w)).len) {
				length += piece.len;
				r.blocks = crc32(r.blocks, (const uint8_t *)piece.s, (unsigned)piece.len);
			}
			assert(w.why.len || length == w.length);
		}
		r.records++;
		r.faults += w.why.len != 0;
		r.heads = add(add(add(add(r.heads, w.type), w.address), w.id), buf_str(&w.head));
	}
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	if (size < 5)
		return 0;
	if (fd == -1)
		fd = memfd_create("archive", 0);
	wrap(data + 4, size - 4, data[0]);
	size_t at = archive.len ? (size_t)(data[2] << 8 | data[3]) % archive.len : 0;
	if (data[0] & CHANGED && archive.len)
		archive.s[at] ^= 0x55;
	if (data[0] & SHORT)
		archive.len = at;
	lseek(fd, 0, SEEK_SET);
	ssize_t written = write(fd, archive.s, archive.len);
	assert(written == (ssize_t)archive.len && ftruncate(fd, written) == 0);
	struct reading big = read_archive(fd, BLOCK, false), small = read_archive(fd, 1 + data[1] % 64, false);
	struct reading passed = read_archive(fd, 1 + data[1] % 64, true);
	if (big.faults == 0) {
		assert(small.faults == 0 && small.records == big.records && small.heads == big.heads && small.blocks == big.blocks);
		assert(passed.faults == 0 && passed.records == big.records && passed.heads == big.heads);
	}
	return 0;
}
