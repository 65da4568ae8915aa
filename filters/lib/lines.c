/* The lines of a page of text, each taken apart from the mark that a list or a heading prints before it. */
#include "ombud.h"

/* bytes of the mark at the head of s, without the space behind it; 0 where there is none. A dash marks paragraphs too, an
 * en dash and the others only items. */
static size_t mark_length(struct str s, enum line_type *type)
{
	static const char *const bullets[] = {"•", "‣", "◦", "▪", "·", "–", NULL};
	size_t digits = 0;
	while (digits < s.len && s.s[digits] >= '0' && s.s[digits] <= '9')
		digits++;
	if (digits) {
		*type = NUMBER;
		return digits < 4 && digits < s.len && (s.s[digits] == '.' || s.s[digits] == ')') ? digits + 1 : 0;
	}
	*type = s.s[0] == '-' ? DASH : BULLET;
	if (s.s[0] == '-' || s.s[0] == '*')
		return 1;
	for (const char *const *b = bullets; (unsigned char)s.s[0] >= 0x80 && *b; b++)
		if (str_starts(s, *b))
			return strlen(*b);
	return 0;
}

/* bytes of a letter (or a Roman number) that counts an item, with its full stop; 0 where there is none */
static size_t letter_length(struct str s)
{
	size_t n = 0, roman = 0;
	for (; n < s.len && n < 6 && ((s.s[n] >= 'a' && s.s[n] <= 'z') || (s.s[n] >= 'A' && s.s[n] <= 'Z')); n++)
		roman += strchr("ivxlcIVXLC", s.s[n]) != NULL;
	return n && n < s.len && s.s[n] == '.' && (n == 1 || roman == n) ? n + 1 : 0;
}

/* no letter or digit: ASCII's signs and the dashes, quotes and dots of U+2010 to U+2027 */
static bool is_stray(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.s[i], lower = c | 0x20;
		if (c == 0xe2 && s.len - i > 2 && s.s[i + 1] == '\x80')
			i += 2;
		else if (c >= 0x80 || (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z'))
			return false;
	}
	return true;
}

static struct line read_line(struct str raw)
{
	struct line line = {.type = PLAIN};
	struct str s = str_trim(raw);
	line.indent = (size_t)(s.s - raw.s);
	size_t mark = 0;
	while (mark < s.len && mark < 6 && s.s[mark] == '#')
		mark++;
	if (mark && mark < s.len && s.s[mark] == ' ') {
		line.type = HEADING;
		line.level = (int)mark;
	} else {
		enum line_type type;
		mark = mark_length(s, &type);
		if (mark == 0 && line.indent > 1) { /* where it can be no initial of a name */
			mark = letter_length(s);
			type = NUMBER;
		}
		if (mark && (mark == s.len || s.s[mark] == ' '))
			line.type = type;
		else
			mark = 0;
	}
	line.text = str_trim((struct str){s.s + mark, s.len - mark});
	if (line.type == NUMBER)
		line.label = (struct str){s.s, mark - 1};
	if (line.text.len && is_stray(line.text))
		line.type = STRAY;
	return line;
}

bool line_next(struct str *rest, struct line *line)
{
	struct str raw;
	bool blank = false;
	while (str_line(rest, &raw)) {
		if (str_trim(raw).len) {
			*line = read_line(raw);
			line->blank = blank;
			return true;
		}
		blank = true;
		if (memchr(raw.s, '\f', raw.len)) {
			*line = (struct line){.type = MARK, .blank = true};
			return true;
		}
	}
	return false;
}
