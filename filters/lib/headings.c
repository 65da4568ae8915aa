/* headings.csv: which lines head a section, and what kind of one. */
#include <stdlib.h>

#include "ombud.h"

#define HEADING_BYTES ((size_t)120) /* a known heading is shorter */

static const char *const columns[] = {"id", "where", "pattern", "kind", "level", "remark", NULL};
static const char *const places[] = {"line", "glued", NULL};
enum { LINE = 1, GLUED = 2 };

static struct rules *headings;
static struct heading *known; /* by rule */

void headings_load(const char *directory)
{
	headings = rules_load(directory, "headings.csv", columns, places);
	const struct table *t = rules_table(headings);
	known = xcalloc(t->rows, sizeof *known);
	for (size_t row = 0; row < t->rows; row++) {
		const char *level = table_cell(t, row, "level");
		known[row].kind = (enum kind)table_word(t, row, "kind", kind_names);
		known[row].level = level[0] - '0';
		if (level[0] < '1' || level[0] > '6' || level[1])
			table_wrong(t, row, "level", "no number from 1 to 6");
		if (strstr(table_cell(t, row, "where"), "glued") || strcmp(table_cell(t, row, "where"), "*") == 0)
			rules_need(headings, row, "heading");
	}
}

void headings_free(void)
{
	rules_free(headings);
	free(known);
}

/* What is longer than a heading is not looked at, nor what stands far behind a glued one. */
static int rule_of(struct str line, unsigned where)
{
	if (shape_lower(line) || (line.len > HEADING_BYTES && where == LINE))
		return -1;
	rules_begin(headings, utf8_window(line, 0, line.len > HEADING_BYTES ? HEADING_BYTES : line.len), where);
	return rules_next(headings);
}

bool heading_known(struct str line) { return rule_of(line, LINE) >= 0; }

bool heading_find(struct str line, bool glued, struct heading *found)
{
	int rule = rule_of(line, glued ? GLUED : LINE);
	struct str text = rule >= 0 && glued ? rules_named(headings, "heading") : line;
	if (rule < 0 || text.s == NULL)
		return false;
	*found = known[rule];
	found->text = text;
	return true;
}

bool page_line(struct str *rest, struct line *line)
{
	struct line below;
	struct str ahead;
	if (!line_next(rest, line))
		return false;
	if (line->text.len || line->type == MARK)
		return true;
	ahead = *rest;
	if (line_next(&ahead, &below) && below.type == PLAIN && !below.blank && !heading_known(below.text)) {
		line->text = below.text;
		*rest = ahead;
	} else {
		line->type = STRAY;
		line->text = STR("-");
	}
	return true;
}
