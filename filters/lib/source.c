/*
 * The bytes of an input, gunzipped where its first bytes say that they are gzipped, seen through a window. What was read
 * is kept for a while behind a mark: behind a fault it is looked through again. It may be looked through again only as
 * often as there was progress before, so that no input costs more than twice its size.
 */
#define ZLIB_CONST
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "ombud.h"

#define WINDOW ((size_t)1 << 16) /* bytes inflated at a time: they stay in the processor's cache */
#define PROBE ((size_t)1 << 10)  /* bytes by which the head of a member is told */
#define GZIP (15 + 16)           /* zlib's word for gzip with the biggest window */
#define TRAILER 8                /* bytes behind a gzip member: checksum and length */

struct source {
	int fd;
	bool regular, gzipped;
	bool in_member, at_trailer; /* of gzip; its data have come to their end */
	bool sums, summed;          /* are checksums wanted; is this member's known */
	size_t block, kept;         /* bytes read at a time; bytes that stay behind */
	struct buf raw;             /* as read */
	size_t next;                /* of raw: what is seen or inflated next */
	uint64_t offset, mark;      /* in the file: of raw; where the member or record begins */
	size_t spare;               /* bytes that may be looked through again */
	z_stream z;
	struct buf made;            /* inflated */
	size_t taken, counted;      /* of made: seen, in the sum */
	unsigned long sum, wanted_sum, wanted_length;
	const char *why;
};

static struct source source;
static z_stream probe;

static void set_mark(struct source *s, uint64_t mark)
{
	uint64_t spare = s->spare + (mark - s->mark);
	s->spare = spare > s->kept ? s->kept : (size_t)spare;
	s->mark = mark;
}

/* more of the file behind what there is of it. What stands before the mark goes, and what is too far behind. */
static ssize_t read_raw(struct source *s)
{
	uint64_t here = s->offset + s->next, from = here - s->mark > s->kept ? here - s->kept : s->mark;
	size_t gone = from > s->offset ? (size_t)(from - s->offset) : 0;
	if (gone && (gone == s->raw.len || s->raw.len + s->block > 2 * s->kept)) {
		memmove(s->raw.s, s->raw.s + gone, s->raw.len - gone);
		s->raw.len -= gone;
		s->next -= gone;
		s->offset += gone;
	}
	/* what a slow source has given so far is not to wait for more of it */
	if (!s->regular || out.len > s->block)
		out_flush();
	return read_block(s->fd, &s->raw, s->block);
}

static enum source_got got_of(ssize_t n) { return n > 0 ? SOURCE_MORE : n == 0 ? SOURCE_END : SOURCE_UNREADABLE; }

static void start_inflate(z_stream *z)
{
	if (inflateInit2(z, GZIP) != Z_OK)
		die("out of memory");
	inflateValidate(z, 0); /* the sums are made here, of what is wanted */
}

struct source *source_open(int fd, size_t block)
{
	struct source *s = &source;
	struct stat info;
	struct buf raw = s->raw, made = s->made;
	z_stream z = s->z;
	raw.len = made.len = 0;
	*s = (struct source){.fd = fd, .block = block, .raw = raw, .made = made, .z = z, .sums = true};
	s->kept = s->spare = 4 * block + 2 * TRAILER;
	s->regular = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
	return s;
}

enum source_got source_kind(struct source *s)
{
	enum source_got got = SOURCE_MORE;
	while (s->raw.len < 3 && got == SOURCE_MORE)
		got = got_of(read_raw(s));
	if (got == SOURCE_UNREADABLE)
		return got;
	s->gzipped = str_starts(buf_str(&s->raw), "\x1f\x8b\b");
	if (!s->gzipped)
		return s->raw.len ? SOURCE_MORE : SOURCE_END;
	if (s->z.state == NULL)
		start_inflate(&s->z);
	return source_more(s);
}

void source_checks(struct source *s, bool all) { s->sums = all; }

struct str source_view(const struct source *s)
{
	return s->gzipped ? (struct str){s->made.s + s->taken, s->made.len - s->taken} :
		(struct str){s->raw.s + s->next, s->raw.len - s->next};
}

bool source_is_gzip(const struct source *s) { return s->gzipped; }

uint64_t source_offset(const struct source *s) { return s->gzipped ? s->mark : s->offset + s->next; }

const char *source_why(const struct source *s) { return s->why; }

void source_mark(struct source *s)
{
	if (!s->gzipped)
		set_mark(s, s->offset + s->next);
}

static void add_to_sum(struct source *s, size_t end)
{
	if (s->summed && end > s->counted)
		s->sum = crc32_z(s->sum, (const unsigned char *)s->made.s + s->counted, end - s->counted);
	s->counted = end;
}

void source_take(struct source *s, size_t n)
{
	if (!s->gzipped) {
		s->next += n;
		return;
	}
	s->taken += n;
	if (s->taken > s->counted)
		add_to_sum(s, s->taken);
}

size_t source_skip(struct source *s, uint64_t n)
{
	size_t seen = source_view(s).len;
	if (s->gzipped && !s->sums)
		s->summed = false;
	if (n <= seen || s->gzipped || !s->regular || n - seen <= s->kept) {
		size_t some = n < seen ? (size_t)n : seen;
		source_take(s, some);
		return some;
	}
	struct stat info;
	off_t at = lseek(s->fd, 0, SEEK_CUR), over = (off_t)(n - seen);
	bool is_there = n - seen <= INT64_MAX && at != -1 && fstat(s->fd, &info) == 0 && info.st_size - at >= over;
	if (!is_there || lseek(s->fd, over, SEEK_CUR) == -1) {
		source_take(s, seen);
		return seen;
	}
	s->offset += s->next + n;
	s->raw.len = s->next = 0;
	return (size_t)n;
}

static enum source_got broken(struct source *s, const char *why)
{
	s->why = why;
	return SOURCE_BROKEN;
}

static void begin_member(struct source *s)
{
	set_mark(s, s->offset + s->next);
	inflateReset(&s->z);
	s->in_member = true;
	s->at_trailer = false;
	s->summed = true;
	s->sum = 0;
	s->counted = s->made.len;
}

static unsigned long little_endian(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	return u[0] | (unsigned long)u[1] << 8 | (unsigned long)u[2] << 16 | (unsigned long)u[3] << 24;
}

static enum source_got end_member(struct source *s)
{
	s->in_member = s->at_trailer = false;
	add_to_sum(s, s->made.len);
	if (s->wanted_length != (s->z.total_out & 0xffffffff))
		return broken(s, "another length than it says");
	if (s->summed && s->wanted_sum != s->sum)
		return broken(s, "a wrong checksum");
	return SOURCE_MEMBER;
}

/* Inflates what there is, to the end of the window or of the member: bytes made. */
static size_t inflate_some(struct source *s)
{
	size_t room = WINDOW;
	s->z.next_in = (const unsigned char *)s->raw.s + s->next;
	s->z.avail_in = (unsigned)(s->raw.len - s->next);
	s->z.next_out = (unsigned char *)buf_room(&s->made, room);
	s->z.avail_out = (unsigned)room;
	int status = inflate(&s->z, Z_FINISH);
	s->next = s->raw.len - s->z.avail_in;
	s->made.len += room - s->z.avail_out;
	if (status == Z_MEM_ERROR)
		die("out of memory");
	if (status == Z_STREAM_END) {
		s->at_trailer = true;
		s->wanted_sum = little_endian(s->raw.s + s->next - TRAILER);
		s->wanted_length = little_endian(s->raw.s + s->next - TRAILER / 2);
	} else if (status != Z_OK && status != Z_BUF_ERROR) {
		s->why = s->z.msg;
	}
	return room - s->z.avail_out;
}

static enum source_got more_made(struct source *s)
{
	if (s->taken) {
		memmove(s->made.s, s->made.s + s->taken, s->made.len - s->taken);
		s->made.len -= s->taken;
		s->counted -= s->taken;
		s->taken = 0;
	}
	s->why = NULL;
	for (;;) {
		if (s->at_trailer)
			return end_member(s);
		if (s->next == s->raw.len) {
			enum source_got got = got_of(read_raw(s));
			if (got == SOURCE_END && s->in_member)
				return broken(s, "cut off before its end");
			if (got != SOURCE_MORE)
				return got;
		}
		if (!s->in_member) { /* zeros may fill up a tape */
			while (s->next < s->raw.len && s->raw.s[s->next] == '\0')
				s->next++;
			if (s->next == s->raw.len)
				continue;
			begin_member(s);
		}
		if (inflate_some(s))
			return SOURCE_MORE;
		if (s->why)
			return SOURCE_BROKEN;
	}
}

enum source_got source_more(struct source *s) { return s->gzipped ? more_made(s) : got_of(read_raw(s)); }

/* as far behind as there are bytes, and leave to see them again; but behind the mark */
static void go_back(struct source *s)
{
	size_t back = s->next < s->spare ? s->next : s->spare;
	uint64_t here = s->offset + s->next;
	if (here - back <= s->mark)
		back = here > s->mark ? (size_t)(here - s->mark - 1) : 0;
	s->next -= back;
	s->spare -= back;
}

void source_again(struct source *s)
{
	if (!s->gzipped)
		go_back(s);
}

/* A member begins here, and what is in it begins with the text. */
static bool member_begins(struct source *s, const char *text)
{
	unsigned char head[16];
	size_t len = s->raw.len - s->next;
	if (len < 4 || memcmp(s->raw.s + s->next, "\x1f\x8b\b", 3) != 0)
		return false;
	if (probe.state == NULL)
		start_inflate(&probe);
	inflateReset(&probe);
	probe.next_in = (const unsigned char *)s->raw.s + s->next;
	probe.avail_in = (unsigned)(len < PROBE ? len : PROBE);
	probe.next_out = head;
	probe.avail_out = (unsigned)strlen(text);
	inflate(&probe, Z_SYNC_FLUSH);
	return probe.avail_out == 0 && memcmp(head, text, strlen(text)) == 0;
}

enum source_got source_next_member(struct source *s, const char *text)
{
	go_back(s);
	s->in_member = s->at_trailer = false;
	s->made.len = s->taken = s->counted = 0;
	for (;;) {
		enum source_got got = SOURCE_MORE;
		const char *at = memchr(s->raw.s + s->next, 0x1f, s->raw.len - s->next);
		s->next = at ? (size_t)(at - s->raw.s) : s->raw.len;
		set_mark(s, s->offset + s->next);
		while (s->raw.len - s->next < PROBE && (got = got_of(read_raw(s))) == SOURCE_MORE)
			;
		if (got == SOURCE_UNREADABLE || s->next == s->raw.len)
			return got;
		if (member_begins(s, text))
			return SOURCE_MORE;
		s->next++;
	}
}
