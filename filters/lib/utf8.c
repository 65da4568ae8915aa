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

const char *utf8_plain(const char *s, const char *end)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	for (; end - s >= 8; s += 8) { /* is a byte below space, or above ASCII? */
		uint64_t w;
		memcpy(&w, s, sizeof w);
		if (((w - each * 0x20) | w) & each * 0x80)
			break;
	}
	while (s < end && *s >= ' ' && *s < 0x7f)
		s++;
	return s;
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

uint32_t utf8_windows_1252(uint32_t byte)
{
	static const uint16_t codes[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160,
		0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122,
		0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};
	return codes[byte - 0x80];
}

/* Form feeds and the other line ends of Unicode are line ends: a form feed means something else behind ombud-strip. */
void utf8_add_clean(struct buf *to, uint32_t code)
{
	switch (code) {
	case 0: utf8_add(to, 0xfffd); break;
	case '\v': case '\f': case 0x85: case 0x2028: case 0x2029: buf_char(to, '\n'); break;
	case '\t': case 0xa0: case 0x202f: case 0x205f: case 0x3000: buf_char(to, ' '); break;
	case 0xad: case 0x2060: case 0xfeff: break;
	default:
		if (code >= 0x2000 && code <= 0x200a) /* spaces of all widths */
			buf_char(to, ' ');
		else if (code < 0x200b || code > 0x200f) /* zero-width characters and marks of direction go */
			utf8_add(to, code);
	}
}
