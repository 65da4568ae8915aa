/*
 * Fuzz target for HTTP messages and their characters. The first byte tells whether what follows is a message as it
 * stands, or a body that is coded here: then it comes back as it was. Whatever it is, its characters are UTF-8.
 */
#include <assert.h>
#include <stdlib.h>
#include <zlib.h>

#include "ombud.h"

enum { CHUNKED = 1, GZIP = 2, DEFLATE = 4, RAW = 8 };

#define MOST ((size_t)1 << 16)

static struct http h;
static struct buf message, coded, chunks;

static void squeeze(struct str body, int bits)
{
	z_stream z = {0};
	int status = deflateInit2(&z, 1, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
	assert(status == Z_OK);
	size_t room = deflateBound(&z, body.len) + 32;
	coded.len = 0;
	z.next_in = (uint8_t *)(uintptr_t)body.s;
	z.avail_in = (unsigned)body.len;
	z.next_out = (uint8_t *)buf_room(&coded, room);
	z.avail_out = (unsigned)room;
	status = deflate(&z, Z_FINISH);
	assert(status == Z_STREAM_END);
	coded.len = room - z.avail_out;
	deflateEnd(&z);
}

static void chunk(struct str body, size_t size)
{
	chunks.len = 0;
	while (body.len) {
		size_t n = body.len < size ? body.len : size;
		buf_printf(&chunks, "%zx\r\n", n);
		buf_add(&chunks, (struct str){body.s, n});
		buf_adds(&chunks, "\r\n");
		body = (struct str){body.s + n, body.len - n};
	}
	buf_adds(&chunks, "0\r\n\r\n");
}

static void check_coded(struct str body, unsigned how, size_t chunk_size)
{
	struct str now = body;
	message.len = 0;
	buf_adds(&message, "HTTP/1.1 200 OK\r\n");
	if (how & (GZIP | DEFLATE)) {
		bool gzip = how & GZIP;
		squeeze(body, gzip ? 15 + 16 : how & RAW ? -15 : 15);
		now = buf_str(&coded);
		buf_printf(&message, "Content-Encoding: %s\r\n", gzip ? "gzip" : "deflate");
	}
	if (how & CHUNKED) {
		chunk(now, chunk_size);
		now = buf_str(&chunks);
		buf_adds(&message, "Transfer-Encoding: chunked\r\n");
	}
	buf_adds(&message, "\r\n");
	buf_add(&message, now);
	bool has_head = http_read(&h, buf_str(&message));
	assert(has_head && h.status == 200);
	enum http_got got = http_body(&h, MOST);
	assert(got == HTTP_WHOLE && str_same(h.body, body));
}

static void check_characters(struct str body, struct str label)
{
	for (int html = 0; html < 2; html++) {
		struct charset_text t = charset_read(body, label, html);
		assert(t.name && *t.name);
		for (const char *s = t.text.s, *end = s + t.text.len; s < end;) {
			size_t len = utf8_length(s, end);
			assert(len);
			s += len;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	struct str rest = {(const char *)data + 2, size - 2};
	if (data[0] & (CHUNKED | GZIP | DEFLATE)) {
		check_coded(rest, data[0], (size_t)data[1] + 1);
	} else if (http_read(&h, rest)) {
		struct str label = h.media.s ? charset_parameter(h.media) : h.media;
		enum http_got got = http_body(&h, MOST);
		assert(got == HTTP_LONG || h.body.len <= MOST);
		check_characters(h.body, label);
	} else {
		check_characters(rest, (struct str){NULL, 0});
	}
	return 0;
}
