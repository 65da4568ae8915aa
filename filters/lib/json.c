/* Strings of JSON, eight bytes at a time: most of a record is long plain text. */
#define _GNU_SOURCE 1 /* rawmemchr */
#include "ombud.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* A bit is set in each byte that is below space, a quote or a backslash (and perhaps in bytes above such a one: the
 * caller looks again, byte by byte). With `high`, in each byte from 0x80 too. */
static uint64_t special(const char *s, uint64_t high)
{
	uint64_t w;
	memcpy(&w, s, sizeof w);
	uint64_t quote = w ^ EACH('"'), backslash = w ^ EACH('\\');
	uint64_t low = (w - EACH(0x20)) | (quote - EACH(1)) | (backslash - EACH(1));
	return ((low & ~w) | (w & high)) & EACH(0x80);
}

/* Of the eight bytes those before the first that is flagged, as far as the order of bytes lets one tell. */
static size_t before(uint64_t flags)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(flags) / 8;
#else
	return flags == 0;
#endif
}

/* behind bytes that mean nothing in a string; the caller looks at the one that comes next */
static const char *plain(const char *s, const char *end, uint64_t high)
{
	for (; end - s >= 8; s += 8) {
		uint64_t flags = special(s, high);
		if (flags)
			return s + before(flags);
	}
	return s;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* the four digits behind \u, or -1 */
static int32_t hex4(const char *s, const char *end)
{
	int32_t value = 0;
	if (end - s < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(s[i]);
		if (digit < 0)
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

/* behind the escape whose backslash is at s */
static const char *escape_end(const char *s, const char *end, const char **why)
{
	*why = "an escape that JSON has not";
	if (end - s < 2)
		return NULL;
	if (s[1] != 'u')
		return s[1] != '\0' && strchr("\"\\/bfnrt", s[1]) ? s + 2 : NULL;
	int32_t code = hex4(s + 2, end);
	if (code < 0)
		return NULL;
	if (code < 0xd800 || code > 0xdfff)
		return s + 6;
	*why = "half a surrogate pair";
	if (code > 0xdbff || end - s < 12 || s[6] != '\\' || s[7] != 'u')
		return NULL;
	code = hex4(s + 8, end);
	return code >= 0xdc00 && code <= 0xdfff ? s + 12 : NULL;
}

const char *json_string_end(const char *s, const char *end, bool *escaped, const char **why)
{
	for (s++;;) {
		s = plain(s, end, EACH(0x80));
		if (s == end) {
			*why = "a string that does not end";
			return NULL;
		}
		unsigned char c = (unsigned char)*s;
		if (c == '"')
			return s + 1;
		if (c == '\\') {
			*escaped = true;
			if ((s = escape_end(s, end, why)) == NULL)
				return NULL;
		} else if (c < 0x20) {
			*why = "a bare control character in a string";
			return NULL;
		} else if (c < 0x80) {
			s++;
		} else {
			size_t len = utf8_length(s, end);
			if (len == 0) {
				*why = "bytes that are no UTF-8";
				return NULL;
			}
			s += len;
		}
	}
}

void json_quote(struct buf *b, struct str text)
{
	static const char hex[] = "0123456789abcdef", mark[] = "btn?fr";
	const char *s = text.s, *end = s + text.len;
	buf_room(b, text.len + 2);
	buf_char(b, '"');
	while (s < end) {
		const char *from = s;
		while (s < end) {
			s = plain(s, end, 0);
			if (s == end || (unsigned char)*s < 0x20 || *s == '"' || *s == '\\')
				break;
			s++;
		}
		buf_add(b, (struct str){from, (size_t)(s - from)});
		if (s == end)
			break;
		unsigned char c = (unsigned char)*s++;
		char *to = buf_room(b, 6);
		to[0] = '\\';
		if (c == '"' || c == '\\') {
			to[1] = (char)c;
			b->len += 2;
		} else if (c >= '\b' && c <= '\r' && c != '\v') {
			to[1] = mark[c - '\b'];
			b->len += 2;
		} else {
			memcpy(to + 1, "u00", 3);
			to[4] = hex[c >> 4];
			to[5] = hex[c & 15];
			b->len += 6;
		}
	}
	buf_char(b, '"');
}

void json_quote_or_null(struct buf *b, struct str text)
{
	if (text.s)
		json_quote(b, text);
	else
		buf_adds(b, "null");
}

void json_number(struct buf *b, size_t number)
{
	char digits[24], *s = digits + sizeof digits;
	do
		*--s = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	buf_add(b, (struct str){s, (size_t)(digits + sizeof digits - s)});
}

void json_key(struct buf *b, char before, const char *name)
{
	size_t len = strlen(name);
	char *s = buf_room(b, len + 4);
	s[0] = before;
	s[1] = '"';
	memcpy(s + 2, name, len);
	memcpy(s + 2 + len, "\":", 2);
	b->len += len + 4;
}

void json_unquote(struct buf *b, struct str string)
{
	const char *s = string.s + 1, *end = string.s + string.len - 1;
	buf_room(b, string.len);
	while (s < end) {
		const char *backslash = memchr(s, '\\', (size_t)(end - s));
		const char *to = backslash ? backslash : end;
		buf_add(b, (struct str){s, (size_t)(to - s)});
		if (backslash == NULL)
			break;
		s = backslash + 2;
		switch (backslash[1]) {
		case 'b': buf_char(b, '\b'); break;
		case 'f': buf_char(b, '\f'); break;
		case 'n': buf_char(b, '\n'); break;
		case 'r': buf_char(b, '\r'); break;
		case 't': buf_char(b, '\t'); break;
		case 'u': {
			uint32_t code = (uint32_t)hex4(s, end);
			s += 4;
			if (code >= 0xd800 && code <= 0xdbff) {
				code = 0x10000 + ((code - 0xd800) << 10) + ((uint32_t)hex4(s + 2, end) - 0xdc00);
				s += 6;
			}
			utf8_add(b, code);
			break;
		}
		default: buf_char(b, backslash[1]);
		}
	}
}

static void replace_nuls(struct buf *text)
{
	struct buf new = {0};
	for (size_t i = 0; i < text->len; i++) {
		if (text->s[i])
			buf_char(&new, text->s[i]);
		else
			utf8_add(&new, 0xfffd);
	}
	buf_free(text);
	*text = new;
}

void json_text(struct buf *text, struct str string)
{
	json_unquote(text, string);
	if (memchr(text->s, '\0', text->len))
		replace_nuls(text);
}

/* behind the closing quote of a checked string: the first quote with an even count of backslashes before it */
static const char *string_end(const char *s)
{
	for (const char *from = s + 1;; from = s + 1) {
		s = rawmemchr(from, '"');
		const char *back = s;
		while (back > from && back[-1] == '\\')
			back--;
		if ((s - back) % 2 == 0)
			return s + 1;
	}
}

const char *json_skip(const char *s)
{
	size_t depth = 0;
	do {
		if (*s == '"') {
			s = string_end(s);
		} else if (*s == '{' || *s == '[') {
			depth++;
			s++;
		} else if (*s == '}' || *s == ']') {
			depth--;
			s++;
		} else {
			size_t word = strcspn(s, ",:]}\" \t\r\n[{");
			s += word ? word : 1;
		}
	} while (depth);
	return s;
}

bool json_is(struct str string, const char *text)
{
	static struct buf spelled;
	if (string.len < 2 || string.s[0] != '"')
		return false;
	struct str inner = {string.s + 1, string.len - 2};
	if (memchr(inner.s, '\\', inner.len) == NULL)
		return str_is(inner, text);
	spelled.len = 0;
	json_unquote(&spelled, string);
	return str_is(buf_str(&spelled), text);
}

struct str json_find(struct str object, const char *name)
{
	static const char space[] = ", \t\r\n";
	const char *s = object.s + 1 + strspn(object.s + 1, space);
	while (*s == '"') {
		const char *value = json_skip(s);
		bool found = json_is((struct str){s, (size_t)(value - s)}, name);
		value += strspn(value, ": \t\r\n");
		s = json_skip(value);
		if (found)
			return (struct str){value, (size_t)(s - value)};
		s += strspn(s, space);
	}
	return (struct str){NULL, 0};
}

bool json_next(const char **s, struct str *value)
{
	const char *from = *s + strspn(*s, ", \t\r\n");
	if (*from == ']')
		return false;
	*s = json_skip(from);
	*value = (struct str){from, (size_t)(*s - from)};
	return true;
}
