/* HTTP messages as archives keep them: the head, and the body without its transfer and content codings. */
#define ZLIB_CONST
#include <zlib.h>

#include "ombud.h"

#define CODINGS 4 /* more, one in another, are no page's */

void http_unfold(struct buf *head)
{
	struct str rest = buf_str(head), line;
	while (str_line(&rest, &line) && rest.len) {
		size_t end = (size_t)(rest.s - head->s) - 1;
		if (rest.s[0] != ' ' && rest.s[0] != '\t')
			continue;
		head->s[end] = ' ';
		if (line.len && head->s[end - 1] == '\r')
			head->s[end - 1] = ' ';
	}
}

static struct str trimmed(struct str text)
{
	text = str_trim(text);
	while (text.len && text.s[text.len - 1] == '\r')
		text.len--;
	return str_trim(text);
}

bool http_field(struct str *rest, struct str *name, struct str *value)
{
	struct str line;
	if (!str_line(rest, &line))
		return false;
	line = trimmed(line);
	if (line.len == 0)
		return false;
	const char *colon = memchr(line.s, ':', line.len);
	*name = (struct str){NULL, 0};
	*value = line;
	if (colon && colon > line.s) {
		size_t len = (size_t)(colon - line.s);
		*name = str_trim((struct str){line.s, len});
		*value = str_trim((struct str){colon + 1, line.len - len - 1});
	}
	return true;
}

/* HTTP/1.1 200 OK, HTTP/2 200: the status, or 0 */
static int read_status(struct str line)
{
	const char *s = line.s, *end = s + line.len;
	if (!str_starts(line, "HTTP/"))
		return 0;
	for (s += 5; s < end && *s != ' '; s++)
		if (!is_digit(*s) && *s != '.')
			return 0;
	while (s < end && *s == ' ')
		s++;
	if (end - s < 3 || !is_digit(s[0]) || !is_digit(s[1]) || !is_digit(s[2]) || (end - s > 3 && is_digit(s[3])))
		return 0;
	return (s[0] - '0') * 100 + (s[1] - '0') * 10 + s[2] - '0';
}

/* bytes of the head with its empty line, or all */
static size_t head_length(struct str message)
{
	struct str rest = message, line;
	while (str_line(&rest, &line))
		if (line.len == 0 || (line.len == 1 && line.s[0] == '\r'))
			break;
	return message.len - rest.len;
}

bool http_read(struct http *h, struct str message)
{
	struct str rest, line, name, value;
	struct buf transfer = {0};
	h->body = message;
	do { /* an interim answer (100 Continue) has a head alone */
		size_t len = head_length(h->body);
		h->head.len = h->codings.len = transfer.len = 0;
		h->media = (struct str){NULL, 0};
		buf_add(&h->head, (struct str){h->body.s, len});
		h->body = (struct str){h->body.s + len, h->body.len - len};
		http_unfold(&h->head);
		rest = buf_str(&h->head);
		if (!str_line(&rest, &line))
			line = STR("");
		h->status = read_status(line);
		while (h->status && http_field(&rest, &name, &value)) {
			bool of_content = name.s && str_alike(name, "Content-Encoding");
			if (of_content || (name.s && str_alike(name, "Transfer-Encoding"))) {
				buf_add(of_content ? &h->codings : &transfer, value);
				buf_char(of_content ? &h->codings : &transfer, ',');
			} else if (name.s && h->media.s == NULL && str_alike(name, "Content-Type")) {
				h->media = value;
			}
		}
	} while (h->status / 100 == 1 && str_starts(h->body, "HTTP/"));
	buf_add(&h->codings, buf_str(&transfer)); /* the last coding was done last */
	buf_free(&transfer);
	return h->status != 0;
}

/* The size line of a chunk, its extensions too; false where there is none. */
static bool chunk_size(struct str *rest, size_t *size)
{
	struct str line;
	size_t n = 0, digits = 0;
	struct str after = *rest;
	if (!str_line(&after, &line) || line.len == 0 || line.s[line.len - 1] != '\r')
		return false;
	for (; digits < line.len; digits++) {
		char c = line.s[digits];
		int digit = is_digit(c) ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
		if (digit == -1)
			break;
		if (n >> (8 * sizeof n - 4))
			return false;
		n = n << 4 | (size_t)digit;
	}
	if (digits == 0 || (digits < line.len && !strchr("\r; \t", line.s[digits])))
		return false;
	*rest = after;
	*size = n;
	return true;
}

static enum http_got unchunk(struct str body, struct buf *to)
{
	struct str rest = body, line;
	size_t size;
	to->len = 0;
	for (bool first = true; rest.len; first = false) {
		if (!chunk_size(&rest, &size)) /* at the beginning: an archive's maker has taken the chunks away */
			return first ? HTTP_AS_IT_IS : memchr(rest.s, '\n', rest.len) ? HTTP_WRONG : HTTP_CUT;
		if (size == 0)
			return HTTP_WHOLE;
		if (size > rest.len) {
			buf_add(to, rest);
			return HTTP_CUT;
		}
		buf_add(to, (struct str){rest.s, size});
		rest = (struct str){rest.s + size, rest.len - size};
		if (str_line(&rest, &line) && trimmed(line).len)
			return first ? HTTP_AS_IT_IS : HTTP_WRONG;
	}
	return HTTP_CUT;
}

/* All members where it is gzip. What stands behind them is passed over, as browsers do. */
static enum http_got inflate_all(struct str body, int bits, struct buf *to, size_t max)
{
	z_stream z = {0};
	int status = Z_OK;
	if (inflateInit2(&z, bits) != Z_OK)
		die("out of memory");
	to->len = 0;
	z.next_in = (const unsigned char *)body.s;
	while (status == Z_OK && to->len <= max) {
		size_t left = (size_t)((const unsigned char *)body.s + body.len - z.next_in), room = 1 << 16;
		z.avail_in = left > 1 << 30 ? 1 << 30 : (unsigned)left;
		z.next_out = (unsigned char *)buf_room(to, room);
		z.avail_out = (unsigned)room;
		status = inflate(&z, Z_SYNC_FLUSH);
		to->len += room - z.avail_out;
		if (status == Z_STREAM_END && z.avail_in > 2 && memcmp(z.next_in, "\x1f\x8b\b", 3) == 0)
			status = inflateReset(&z);
	}
	inflateEnd(&z);
	if (status == Z_MEM_ERROR)
		die("out of memory");
	if (to->len > max)
		return HTTP_LONG;
	return status == Z_STREAM_END ? HTTP_WHOLE : status == Z_BUF_ERROR ? HTTP_CUT : HTTP_WRONG;
}

/* it reads as text, so that it is not coded any more */
static bool is_text(struct str body)
{
	size_t len;
	for (const char *s = body.s, *end = s + body.len; s < end; s += len) {
		len = utf8_length(s, end);
		if (len == 0 || ((unsigned char)*s < ' ' && !strchr("\t\n\f\r", *s)) || *s == '\0')
			return false;
	}
	return true;
}

static enum http_got undo(struct str coding, struct str body, struct buf *to, size_t max)
{
	const unsigned char *s = (const unsigned char *)body.s;
	if (coding.len == 0 || str_alike(coding, "identity") || body.len == 0)
		return HTTP_AS_IT_IS;
	if (str_alike(coding, "chunked"))
		return unchunk(body, to);
	if (str_alike(coding, "gzip") || str_alike(coding, "x-gzip"))
		return body.len > 2 && memcmp(s, "\x1f\x8b\b", 3) == 0 ? inflate_all(body, 15 + 16, to, max) : HTTP_AS_IT_IS;
	if (!str_alike(coding, "deflate"))
		return is_text(body) ? HTTP_AS_IT_IS : HTTP_UNKNOWN;
	bool has_head = body.len > 1 && (s[0] & 15) == 8 && (s[0] << 8 | s[1]) % 31 == 0; /* many servers leave zlib's out */
	enum http_got got = inflate_all(body, has_head ? 15 : -15, to, max);
	return (got == HTTP_WRONG || got == HTTP_CUT) && is_text(body) ? HTTP_AS_IT_IS : got;
}

enum http_got http_body(struct http *h, size_t max)
{
	struct str codings = buf_str(&h->codings);
	enum http_got worst = HTTP_WHOLE;
	for (int n = 0; codings.len; n++) {
		size_t start = --codings.len; /* its comma */
		while (start && codings.s[start - 1] != ',')
			start--;
		h->coding = str_trim((struct str){codings.s + start, codings.len - start});
		codings.len = start;
		enum http_got got = n < CODINGS ? undo(h->coding, h->body, &h->decoded[n % 2], max) : HTTP_UNKNOWN;
		if (got > HTTP_CUT)
			return got;
		if (got != HTTP_AS_IT_IS)
			h->body = buf_str(&h->decoded[n % 2]);
		worst = got > worst ? got : worst;
	}
	return h->body.len > max ? HTTP_LONG : worst;
}
