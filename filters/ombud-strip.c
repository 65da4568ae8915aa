/*
 * ombud-strip: takes the lines of web boilerplate out of `text`, as the table boilerplate.csv knows them. Where such a
 * line marked the end of a section a form feed stays, on a line of its own. `stripped` counts the lines by rule; run
 * again it finds nothing more and adds nothing. Blank lines are folded: one at most, none at the ends.
 */
#include <stdlib.h>

#include "lib/ombud.h"

static const char *const columns[] = {"id", "where", "literal", "pattern", "action", "remark", NULL};
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

/* what an earlier run has counted */
static void read_counts(struct record *r)
{
	const struct table *t = rules_table(boilerplate);
	const cJSON *stripped = record_object(r, "stripped");
	for (size_t row = 0; row < t->rows; row++) {
		const cJSON *count = cJSON_GetObjectItemCaseSensitive(stripped, table_cell(t, row, "id"));
		counts[row] = cJSON_IsNumber(count) && count->valuedouble >= 0 && count->valuedouble < RECORD_MAX ? (size_t)count->valuedouble : 0;
	}
}

static void print_counts(struct buf *to)
{
	const struct table *t = rules_table(boilerplate);
	const char *comma = "";
	buf_char(to, '{');
	for (size_t row = 0; row < t->rows; row++) {
		if (counts[row] == 0)
			continue;
		buf_adds(to, comma);
		json_quote(to, str_of(table_cell(t, row, "id")));
		buf_char(to, ':');
		json_number(to, counts[row]);
		comma = ",";
	}
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
	read_counts(r);
	kept.len = 0;
	strip_lines(buf_str(&text), &kept);
	json_quote(record_set(r, "text"), buf_str(&kept));
	print_counts(record_set(r, "stripped"));
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
