/*
 * ombud-strip: takes the lines of web boilerplate out of `text`, as the table boilerplate.csv knows them. Where such a
 * line marked the end of a section a form feed stays, on a line of its own. `stripped` counts the lines by rule; run
 * again it finds nothing more and adds nothing. Blank lines are folded: one at most, none at the ends.
 */
#include <stdlib.h>

#include "lib/ombud.h"

static const char *const columns[] = {"id", "where", "pattern", "action", "remark", NULL};
static const char *const places[] = {"line", NULL}; /* a whole line, without the white space around it */
static const char *const actions[] = {"drop", "mark", NULL};

static struct rules *boilerplate;
static bool *marks; /* by rule */
static size_t *counts;

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	boilerplate = rules_load(directory, "boilerplate.csv", columns, places);
	const struct table *t = rules_table(boilerplate);
	marks = xcalloc(t->rows, sizeof *marks);
	counts = xcalloc(t->rows, sizeof *counts);
	for (size_t row = 0; row < t->rows; row++)
		marks[row] = table_word(t, row, "action", actions) == 1;
}

static bool is_rule(const char *id)
{
	const struct table *t = rules_table(boilerplate);
	size_t row = 0;
	while (row < t->rows && strcmp(table_cell(t, row, "id"), id) != 0)
		row++;
	return row < t->rows;
}

static size_t count_of(const cJSON *number)
{
	bool fits = cJSON_IsNumber(number) && number->valuedouble >= 0 && number->valuedouble < (double)RECORD_MAX;
	return fits ? (size_t)number->valuedouble : 0;
}

/* what an earlier run has counted, of this table's rules */
static void read_counts(const cJSON *stripped)
{
	const struct table *t = rules_table(boilerplate);
	for (size_t row = 0; row < t->rows; row++)
		counts[row] = count_of(cJSON_GetObjectItemCaseSensitive(stripped, table_cell(t, row, "id")));
}

static void add_count(struct buf *to, const char *id, size_t count)
{
	if (count == 0)
		return;
	if (to->s[to->len - 1] != '{')
		buf_char(to, ',');
	json_quote(to, str_of(id));
	buf_char(to, ':');
	json_number(to, count);
}

/* counts of other tables' rules stay, before ours */
static void print_counts(struct buf *to, const cJSON *stripped)
{
	const struct table *t = rules_table(boilerplate);
	const cJSON *one;
	buf_char(to, '{');
	cJSON_ArrayForEach(one, stripped)
		if (!is_rule(one->string))
			add_count(to, one->string, count_of(one));
	for (size_t row = 0; row < t->rows; row++)
		add_count(to, table_cell(t, row, "id"), counts[row]);
	buf_char(to, '}');
}

/* A line is held back while it is blank or a mark: none of them begins the text, and none comes twice. */
static void strip_lines(struct str text, struct buf *to)
{
	struct str line;
	bool blank = false, mark = false;
	while (str_line(&text, &line)) {
		struct str words = str_trim(line);
		if (words.len == 0) {
			mark = mark || memchr(line.s, '\f', line.len);
			blank = blank || !mark;
			continue;
		}
		rules_begin(boilerplate, words, ~0u);
		int rule = rules_next(boilerplate);
		if (rule >= 0) {
			counts[rule]++;
			mark = mark || marks[rule];
			continue;
		}
		if (to->len && mark)
			buf_adds(to, "\f\n");
		else if (to->len && blank)
			buf_char(to, '\n');
		blank = mark = false;
		buf_add(to, line);
		buf_char(to, '\n');
	}
	if (to->len && mark)
		buf_adds(to, "\f\n");
}

static enum verdict strip(struct record *r, struct buf *unused)
{
	(void)unused;
	static struct buf text, kept;
	if (!record_string(r, "text", &text))
		return r->why.len ? REJECT : KEEP;
	const cJSON *stripped = record_object(r, "stripped");
	read_counts(stripped);
	kept.len = 0;
	strip_lines(buf_str(&text), &kept);
	json_quote(record_set(r, "text"), buf_str(&kept));
	print_counts(record_set(r, "stripped"), stripped);
	return KEEP;
}

static void finish(void)
{
	rules_free(boilerplate);
	free(marks);
	free(counts);
}

static const struct filter ombud_strip = {
	.name = "ombud-strip",
	.synopsis = "ombud-strip [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Takes web boilerplate out of each record's text. Takes text; leaves text, and\n"
		"stripped: how many lines each rule took. Rules: boilerplate.csv.\n",
	.needs_rules = true,
	.start = start,
	.record = strip,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_strip); }
