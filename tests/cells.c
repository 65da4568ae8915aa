/* cells: what libcsv reads of a table on standard input: each cell with U+001F behind it, each row with U+001E. */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

static void cell(void *s, size_t len, void *unused)
{
	(void)unused;
	fwrite(s, 1, len, stdout);
	putchar('\x1f');
}

static void row(int unused, void *also)
{
	(void)unused;
	(void)also;
	putchar('\x1e');
}

int main(void)
{
	struct csv_parser parser;
	char block[7]; /* small, so that cells are cut at every place */
	size_t n;
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		return EXIT_FAILURE;
	while ((n = fread(block, 1, sizeof block, stdin)) > 0)
		if (csv_parse(&parser, block, n, cell, row, NULL) != n)
			return EXIT_FAILURE;
	if (csv_fini(&parser, cell, row, NULL) != 0)
		return EXIT_FAILURE;
	csv_free(&parser);
	return EXIT_SUCCESS;
}
