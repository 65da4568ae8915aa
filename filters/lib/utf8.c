/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#include "ombud.h"

static bool is_tail(const char *s) { return ((unsigned char)*s & 0xc0) == 0x80; }

size_t utf8_length(const char *s, const char *end)
{
	if (s >= end)
		return 0;
	unsigned char a = (unsigned char)s[0];
	if (a < 0x80)
		return 1;
	if (a < 0xc2 || a > 0xf4 || end - s < 2 || !is_tail(s + 1))
		return 0;
	if (a < 0xe0)
		return 2;
	unsigned char b = (unsigned char)s[1];
	if (end - s < 3 || !is_tail(s + 2) || (a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f))
		return 0;
	if (a < 0xf0)
		return 3;
	if (end - s < 4 || !is_tail(s + 3) || (a == 0xf0 && b < 0x90) || (a == 0xf4 && b > 0x8f))
		return 0;
	return 4;
}

struct str utf8_window(struct str text, size_t from, size_t to)
{
	while (from < to && is_tail(text.s + from))
		from++;
	while (to > from && to < text.len && is_tail(text.s + to))
		to--;
	return (struct str){text.s + from, to - from};
}

uint32_t utf8_decode(const char *s, size_t length)
{
	static const unsigned char lead[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t code = (unsigned char)s[0] & lead[length];
	for (size_t i = 1; i < length; i++)
		code = code << 6 | ((unsigned char)s[i] & 0x3fu);
	return code;
}

void utf8_add(struct buf *b, uint32_t code)
{
	char *s = buf_room(b, 4);
	if (code < 0x80) {
		s[0] = (char)code;
		b->len += 1;
	} else if (code < 0x800) {
		s[0] = (char)(0xc0 | code >> 6);
		s[1] = (char)(0x80 | (code & 0x3f));
		b->len += 2;
	} else if (code < 0x10000) {
		s[0] = (char)(0xe0 | code >> 12);
		s[1] = (char)(0x80 | (code >> 6 & 0x3f));
		s[2] = (char)(0x80 | (code & 0x3f));
		b->len += 3;
	} else {
		s[0] = (char)(0xf0 | code >> 18);
		s[1] = (char)(0x80 | (code >> 12 & 0x3f));
		s[2] = (char)(0x80 | (code >> 6 & 0x3f));
		s[3] = (char)(0x80 | (code & 0x3f));
		b->len += 4;
	}
}
