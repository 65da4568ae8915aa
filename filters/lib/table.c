/* Tables of rules: CSV (RFC 4180) by libcsv, and nothing in it that is not expected. */
#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "ombud.h"

struct reader {
	struct table *t;
	size_t column, lines; /* of the row that is being read; of lines read whole */
	int last_end;
};

static int no_space(unsigned char c) /* libcsv would trim a cell; RFC 4180 says that its spaces are part of it */
{
	(void)c;
	return 0;
}

static void wrong_at(const struct table *t, size_t line, size_t column, const char *what, const char *value)
{
	const char *name = column < t->width ? t->columns[column] : "(one too many)";
	die("%s:%zu: column %s: %s: %s", t->path, line, name, what, shown(str_of(value)));
}

static void on_cell(void *cell, size_t len, void *context)
{
	struct reader *reader = context;
	struct table *t = reader->t;
	char *text = xstrdup((struct str){cell, len});
	size_t line = reader->lines + 1;
	if (reader->column >= t->width)
		wrong_at(t, line, reader->column, "a cell too many", text);
	if (strlen(text) != len || strchr(text, '\n') || strchr(text, '\r'))
		wrong_at(t, line, reader->column, "a line break or NUL in a cell", text);
	for (const char *s = text, *end = text + len; s < end;) {
		size_t bytes = utf8_length(s, end);
		if (bytes == 0)
			wrong_at(t, line, reader->column, "bytes that are no UTF-8", text);
		s += bytes;
	}
	if (reader->lines == 0 && strcmp(text, t->columns[reader->column]) != 0)
		wrong_at(t, line, reader->column, "the heading is another", text);
	if (reader->lines > 0) {
		t->cells = xrealloc(t->cells, (t->rows + 1) * t->width, sizeof *t->cells);
		t->cells[t->rows * t->width + reader->column] = text;
	} else {
		free(text);
	}
	reader->column++;
	reader->last_end = 0;
}

static void on_row(int end, void *context)
{
	struct reader *reader = context;
	bool second = end == '\n' && reader->last_end == '\r' && reader->column == 0; /* of CR LF */
	reader->last_end = end;
	if (second)
		return;
	if (reader->column < reader->t->width)
		wrong_at(reader->t, reader->lines + 1, reader->column, "a row too short: this cell is not there", "");
	if (reader->lines++ > 0) {
		struct table *t = reader->t;
		t->lines = xrealloc(t->lines, t->rows + 1, sizeof *t->lines);
		t->lines[t->rows++] = reader->lines;
	}
	reader->column = 0;
}

static const struct table *sorting; /* qsort has no context */

static int compare_ids(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order = strcmp(sorting->cells[x * sorting->width], sorting->cells[y * sorting->width]);
	return order ? order : x < y ? -1 : 1;
}

static void check_twice(const struct table *t)
{
	size_t *order = xcalloc(t->rows, sizeof *order), twice = SIZE_MAX;
	for (size_t row = 0; row < t->rows; row++)
		order[row] = row;
	sorting = t;
	qsort(order, t->rows, sizeof *order, compare_ids);
	for (size_t i = 1; i < t->rows && twice == SIZE_MAX; i++)
		if (*t->cells[order[i] * t->width]
			&& strcmp(t->cells[order[i - 1] * t->width], t->cells[order[i] * t->width]) == 0)
			twice = order[i];
	free(order);
	if (twice != SIZE_MAX)
		table_wrong(t, twice, t->columns[0], "there twice");
}

struct table *table_read(const char *directory, const char *file, const char *const columns[])
{
	struct table *t = xcalloc(1, sizeof *t);
	struct reader reader = {.t = t};
	struct csv_parser parser;
	char block[1 << 14];
	size_t len;
	t->path = xmalloc(strlen(directory) + strlen(file) + 2);
	sprintf(t->path, "%s/%s", directory, file);
	t->columns = columns;
	while (columns[t->width])
		t->width++;
	FILE *f = fopen(t->path, "rb");
	if (f == NULL) {
		say_errno("%s", t->path);
		exit(FAILED);
	}
	/* every line end is told, so that an empty line is a row too short and the count of lines is right */
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
		die("out of memory");
	csv_set_space_func(&parser, no_space);
	while ((len = fread(block, 1, sizeof block, f)) > 0)
		if (csv_parse(&parser, block, len, on_cell, on_row, &reader) != len)
			wrong_at(t, reader.lines + 1, reader.column, csv_strerror(csv_error(&parser)), "");
	if (ferror(f)) {
		errno = EIO;
		say_errno("%s", t->path);
		exit(FAILED);
	}
	if (csv_fini(&parser, on_cell, on_row, &reader) != 0)
		wrong_at(t, reader.lines + 1, reader.column, csv_strerror(csv_error(&parser)), "");
	csv_free(&parser);
	fclose(f);
	if (reader.lines == 0)
		die("%s:1: column %s: the heading is not there: ", t->path, columns[0]);
	check_twice(t);
	return t;
}

struct table *table_load(const char *directory, const char *file, const char *const columns[])
{
	struct table *t = table_read(directory, file, columns);
	for (size_t row = 0; row < t->rows; row++)
		if (*t->cells[row * t->width] == '\0')
			table_wrong(t, row, columns[0], "empty");
	return t;
}

const char *table_cell(const struct table *t, size_t row, const char *column)
{
	size_t i = 0;
	while (t->columns[i] && strcmp(t->columns[i], column) != 0)
		i++;
	if (i == t->width)
		die("%s: no column %s", t->path, column);
	return t->cells[row * t->width + i];
}

int table_word(const struct table *t, size_t row, const char *column, const char *const *words)
{
	const char *cell = table_cell(t, row, column);
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], cell) == 0)
			return i;
	table_wrong(t, row, column, "a word that this column has not");
}

void table_words(const struct table *t, const char *column, const char *const *words)
{
	for (size_t row = 0; row < t->rows; row++)
		table_word(t, row, column, words);
}

void table_wrong(const struct table *t, size_t row, const char *column, const char *what)
{
	die("%s:%zu: column %s: %s: %s", t->path, t->lines[row], column, what, shown(str_of(table_cell(t, row, column))));
}

void table_free(struct table *t)
{
	for (size_t i = 0; i < t->rows * t->width; i++)
		free(t->cells[i]);
	free(t->cells);
	free(t->lines);
	free(t->path);
	free(t);
}
