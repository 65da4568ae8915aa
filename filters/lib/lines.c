/* The lines of a page of text, each taken apart from the mark that a list or a heading prints before it. */
#include "ombud.h"

/* bytes of the mark at the head of s, without the space behind it; 0 where there is none */
static size_t mark_length(struct str s, enum line_type *type)
{
	static const struct str bullets[] = {{"•", 3}, {"‣", 3}, {"◦", 3}, {"▪", 3}, {"·", 2}, {"*", 1},
		{"–", 3}};
	size_t digits = 0;
	while (digits < s.len && s.s[digits] >= '0' && s.s[digits] <= '9')
		digits++;
	if (digits && digits < 4 && digits < s.len && (s.s[digits] == '.' || s.s[digits] == ')')) {
		*type = NUMBER;
		return digits + 1;
	}
	for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
		if (str_starts(s, bullets[i].s)) {
			*type = BULLET;
			return bullets[i].len;
		}
	*type = DASH;
	return str_starts(s, "-") ? 1 : 0;
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
	struct line line = {.text = str_trim(raw), .type = PLAIN};
	struct str s = line.text;
	line.indent = s.len ? (size_t)(s.s - raw.s) : 0;
	size_t mark = 0;
	while (mark < s.len && mark < 6 && s.s[mark] == '#')
		mark++;
	if (mark && mark < s.len && s.s[mark] == ' ') {
		line.type = HEADING;
		line.level = (int)mark;
	} else {
		enum line_type type;
		mark = mark_length(s, &type);
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

/* the next line that is not blank; .s NULL where a mark of strip or the end comes first */
static struct str after_blanks(struct str *rest)
{
	struct str raw, words;
	while (str_line(rest, &raw)) {
		words = str_trim(raw);
		if (words.len)
			return raw;
		if (memchr(raw.s, '\f', raw.len))
			break;
	}
	return (struct str){NULL, 0};
}

bool line_next(struct str *rest, struct line *line)
{
	struct str raw, ahead;
	bool blank = false;
	while (str_line(rest, &raw)) {
		if (str_trim(raw).len == 0) {
			blank = true;
			if (memchr(raw.s, '\f', raw.len) == NULL)
				continue;
			*line = (struct line){.type = MARK, .blank = true};
			return true;
		}
		*line = read_line(raw);
		line->blank = blank;
		if (line->text.len == 0) { /* a mark alone: its text stands on the next line, if that has no mark of its own */
			ahead = *rest;
			struct str next = after_blanks(&ahead);
			struct line below = next.s ? read_line(next) : (struct line){.type = MARK};
			if (below.type == PLAIN) {
				line->text = below.text;
				*rest = ahead;
			} else {
				line->type = STRAY;
				line->text = str_trim(raw);
			}
		}
		return true;
	}
	return false;
}
