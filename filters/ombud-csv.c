/*
 * ombud-csv: a table of RFC 4180. Which tables there are, what their columns are and where in the record a cell comes
 * from stands in Frictionless Table Schemas, schemas/tables/NAME.json: `rows` is the list whose elements are rows (none: a
 * row a record), a field's `path` leads to its cell. A text that a spreadsheet would run as a formula is made harmless by
 * an apostrophe before it; numbers are never touched. A page that is no decision is left out and counted.
 */
#include <csv.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/ombud.h"

#define STEPS 6

/*
 * `grounds[].evidence.quote`: members one in the other, [] where one is a list. The last step may name several members
 * of an object (`legislation+provision`), which are joined by a comma.
 */
struct path {
	struct step {
		char *name;
		bool list;
	} steps[STEPS];
	size_t count;
};

/* what is printed of all that a path leads to: the values, joined by `;`; how many there are; how many words */
static const char *const hows[] = {"join", "count", "words", NULL};

static struct column {
	const char *name;
	struct path path;
	size_t shared; /* steps that it has in common with the rows */
	enum { JOIN, COUNT, WORDS } how;
} *columns;
static size_t column_count;
static struct path rows;

static const char *table_name = "decisions", *chosen_columns;
static bool excel_flag, no_guard_flag;

/* the table's schema: lives to the end, for names of columns are views of it */
static struct buf schema_text;
static cJSON *schema;

static struct path read_path(const char *text)
{
	struct path path = {.count = 0};
	for (const char *s = text; *s;) {
		size_t len = strcspn(s, ".");
		bool list = len > 2 && memcmp(s + len - 2, "[]", 2) == 0;
		if (path.count == STEPS || len == 0)
			die("tables/%s.json: no path: %s", table_name, text);
		path.steps[path.count++] = (struct step){xstrdup((struct str){s, list ? len - 2 : len}), list};
		s += len + (s[len] == '.');
	}
	return path;
}

static size_t shared_steps(const struct path *a, const struct path *b)
{
	size_t n = 0;
	while (n < a->count && n < b->count && a->steps[n].list == b->steps[n].list
		&& strcmp(a->steps[n].name, b->steps[n].name) == 0)
		n++;
	return n;
}

static void load_schema(void)
{
	static struct buf path;
	const char *folder = shared_folder("tables");
	if (folder == NULL)
		die("no schemas of tables beside the program");
	buf_printf(&path, "%s/%s.json", folder, table_name);
	buf_char(&path, '\0');
	int fd = strchr(table_name, '/') ? -1 : open(path.s, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		die("no such table: %s", shown(str_of(table_name)));
	while (read_block(fd, &schema_text, BLOCK) > 0)
		;
	close(fd);
	buf_char(&schema_text, '\0');
	schema = cJSON_Parse(schema_text.s);
	if (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(schema, "fields")))
		die("%s: no Table Schema", path.s);
}

static void add_column(const cJSON *field)
{
	struct str name = json_member(field, "name"), path = json_member(field, "path"), how = json_member(field, "how");
	if (name.s == NULL || path.s == NULL)
		die("tables/%s.json: a field without name or path", table_name);
	struct column c = {.name = name.s, .path = read_path(path.s)};
	while (how.s && hows[c.how] && !str_is(how, hows[c.how]))
		c.how++;
	if (hows[c.how] == NULL)
		die("tables/%s.json: no way to make a cell: %s", table_name, how.s);
	c.shared = shared_steps(&c.path, &rows);
	columns[column_count++] = c;
}

/* --columns: in the order that is asked for */
static void choose_columns(const cJSON *fields)
{
	const cJSON *field;
	for (const char *s = chosen_columns; s; s = strchr(s, ',') ? strchr(s, ',') + 1 : NULL) {
		struct str wanted = {s, strcspn(s, ",")};
		size_t before = column_count;
		cJSON_ArrayForEach(field, fields) {
			struct str name = json_member(field, "name");
			if (name.s && str_same(name, wanted))
				add_column(field);
		}
		if (column_count == before)
			die("table %s has no column %s", table_name, shown(wanted));
	}
}

static void end_row(struct buf *to) { buf_adds(to, excel_flag ? "\r\n" : "\n"); }

static void start(const char *unused, struct buf *to)
{
	(void)unused;
	load_schema();
	const cJSON *fields = cJSON_GetObjectItemCaseSensitive(schema, "fields"), *field;
	struct str list = json_member(schema, "rows");
	size_t wanted = (size_t)cJSON_GetArraySize(fields);
	for (const char *s = chosen_columns; s && *s; s++)
		wanted += *s == ',';
	columns = xcalloc(wanted + 1, sizeof *columns);
	if (list.s)
		rows = read_path(list.s);
	if (chosen_columns)
		choose_columns(fields);
	else
		cJSON_ArrayForEach(field, fields)
			add_column(field);
	if (excel_flag)
		buf_adds(to, "\xef\xbb\xbf");
	for (size_t i = 0; i < column_count; i++)
		buf_printf(to, "%s%s", i ? "," : "", columns[i].name);
	end_row(to);
}

static void add_text(struct buf *to, struct str text)
{
	static struct buf harmless;
	if (!no_guard_flag && text.len > 1 && memchr("=+-@\t\r", text.s[0], 6)) { /* a sign alone is no formula */
		harmless.len = 0;
		buf_char(&harmless, '\'');
		buf_add(&harmless, text);
		text = buf_str(&harmless);
	}
	char *room = buf_room(to, text.len * 2 + 2);
	to->len += csv_write(room, text.len * 2 + 2, text.s, text.len);
}

static size_t words(struct str text)
{
	size_t count = 0;
	bool in_word = false;
	for (size_t i = 0; i < text.len; i++) {
		bool space = text.s[i] == ' ' || text.s[i] == '\n' || text.s[i] == '\t';
		bool bullet = !in_word && text.len - i > 3 && memcmp(text.s + i, "• ", 4) == 0; /* ours, not the page's */
		count += !space && !in_word && !bullet;
		in_word = !space;
	}
	return count;
}

/* a cell in the making */
static struct {
	struct buf text;
	size_t values, words;
	bool is_text;     /* one of the values is */
	struct str wrong; /* what on the path was not what it is to be; .s NULL: nothing */
} cell;

static void take(const struct column *c, struct str value, const char *before)
{
	static struct buf text;
	bool is_string = value.s[0] == '"';
	text.len = 0;
	if (is_string)
		json_text(&text, value);
	if (c->how == WORDS)
		cell.words += words(buf_str(&text));
	if (c->how == JOIN) {
		if (cell.values)
			buf_adds(&cell.text, before);
		buf_add(&cell.text, is_string ? buf_str(&text) : value);
	}
	cell.is_text = cell.is_text || is_string || value.s[0] == '{' || value.s[0] == '[';
	cell.values++;
}

static struct str member(struct record *r, struct str object, const char *name)
{
	struct str value = object.s ? json_find(object, name) : record_value(r, name);
	return value.s == NULL || str_is(value, "null") ? (struct str){NULL, 0} : value;
}

/* The members of the last step, joined by a comma: an Act and its provision. */
static void take_joined(struct record *r, const struct column *c, struct str object, const char *names)
{
	const char *before = ";";
	for (const char *s = names; s; s = strchr(s, '+') ? strchr(s, '+') + 1 : NULL) {
		char name[64];
		size_t len = strcspn(s, "+");
		if (len >= sizeof name)
			die("tables/%s.json: a name too long: %s", table_name, names);
		memcpy(name, s, len);
		name[len] = '\0';
		struct str value = member(r, object, name);
		if (value.s)
			take(c, value, before);
		if (value.s)
			before = ", ";
	}
}

/* all that the path leads to from this step on, where the steps before have led to `from` (.s NULL: the record) */
static void collect(struct record *r, const struct column *c, size_t step, struct str from)
{
	const struct step *at = &c->path.steps[step];
	struct str value, one;
	if (step == c->path.count) {
		take(c, from, ";");
	} else if (from.s && from.s[0] != '{') {
		cell.wrong = from;
	} else if (strchr(at->name, '+')) {
		take_joined(r, c, from, at->name);
	} else if ((value = member(r, from, at->name)).s == NULL) {
		return;
	} else if (!at->list) {
		collect(r, c, step + 1, value);
	} else if (value.s[0] != '[') {
		cell.wrong = value;
	} else {
		for (const char *s = value.s + 1; json_next(&s, &one);)
			collect(r, c, step + 1, one);
	}
}

/* at[n]: the object that the first n steps of the rows have led to */
static void add_row(struct record *r, const struct str at[], struct buf *to)
{
	for (size_t i = 0; i < column_count; i++) {
		const struct column *c = &columns[i];
		if (i)
			buf_char(to, ',');
		cell.text.len = cell.values = cell.words = 0;
		cell.is_text = false;
		cell.wrong = (struct str){NULL, 0};
		collect(r, c, c->shared, at[c->shared]);
		if (cell.wrong.s)
			record_wrong(r, "member %s is not what column %s needs: %s", c->path.steps[0].name, c->name, shown(cell.wrong));
		if (c->how != JOIN)
			json_number(to, c->how == COUNT ? cell.values : cell.words);
		else if (cell.is_text)
			add_text(to, buf_str(&cell.text));
		else
			buf_add(to, buf_str(&cell.text));
	}
	end_row(to);
}

static void add_rows(struct record *r, size_t step, struct str at[], struct buf *to)
{
	struct str one, list;
	if (step == rows.count) {
		add_row(r, at, to);
		return;
	}
	list = member(r, at[step], rows.steps[step].name);
	if (list.s == NULL)
		return;
	if (list.s[0] != '[') {
		record_wrong(r, "member %s is no list: %s", rows.steps[step].name, shown(list));
		return;
	}
	for (const char *s = list.s + 1; json_next(&s, &one) && r->why.len == 0;) {
		at[step + 1] = one;
		if (one.s[0] == '{')
			add_rows(r, step + 1, at, to);
		else
			record_wrong(r, "member %s holds what is no object: %s", rows.steps[step].name, shown(one));
	}
}

static enum verdict print_rows(struct record *r, struct buf *to)
{
	struct str at[STEPS + 1] = {{NULL, 0}};
	add_rows(r, 0, at, to);
	buf_spare(&cell.text);
	return r->why.len ? REJECT : PRINTED;
}

enum { OPT_TABLE, OPT_COLUMNS, OPT_EXCEL, OPT_NO_GUARD };

static const struct option own[] = {
	{"table", required_argument, NULL, OPT_TABLE},
	{"columns", required_argument, NULL, OPT_COLUMNS},
	{"excel", no_argument, NULL, OPT_EXCEL},
	{"no-guard", no_argument, NULL, OPT_NO_GUARD},
	{0},
};

static void option(int which, const char *argument)
{
	switch (which) {
	case OPT_TABLE: table_name = argument; break;
	case OPT_COLUMNS: chosen_columns = argument; break;
	case OPT_EXCEL: excel_flag = true; break;
	default: no_guard_flag = true;
	}
}

static const struct filter ombud_csv = {
	.name = "ombud-csv",
	.synopsis = "ombud-csv [--table NAME] [--columns NAME,...] [--excel] [--no-guard] [--all] "
		"[--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Prints a table of RFC 4180 CSV, a row a decision (or paragraph, ground, remedy,\n"
		"citation), its heading first. A page that is no decision is left out, and counted.\n"
		"  --table NAME         decisions (the default), paragraphs, grounds, remedies, citations\n"
		"  --columns NAME,...   these columns, in this order\n"
		"  --excel              begin with a byte-order mark, end lines in CRLF\n"
		"  --no-guard           leave text alone that a spreadsheet would run as a formula\n"
		"  --all                pages that are no decisions, too\n",
	.options = own,
	.option = option,
	.leaves_out = true,
	.start = start,
	.record = print_rows,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_csv); }
