/*
 * ombud-csv: a table of RFC 4180 with a row a decision: the record's scalars, then its lists joined by `;`, then counts.
 * A page that is no decision is left out and counted. A text that a spreadsheet would run as a formula is made harmless
 * by an apostrophe before it; numbers are never touched.
 */
#include <csv.h>

#include "lib/ombud.h"

/* How a cell is made: a scalar as it is; a member of `source`; a list's members `part`, joined; counted in sections. */
enum how { SCALAR, SOURCE, LIST, PARAGRAPHS, WORDS };

static const struct column {
	const char *name;
	enum how how;
	const char *member, *part;
} columns[] = {
	{"reference", SCALAR, "reference", NULL},
	{"authority", SCALAR, "authority", NULL},
	{"authority_code", SCALAR, "authority_code", NULL},
	{"authority_type", SCALAR, "authority_type", NULL},
	{"category", SCALAR, "category", NULL},
	{"subcategory", SCALAR, "subcategory", NULL},
	{"document_type", SCALAR, "document_type", NULL},
	{"decision", SCALAR, "decision", NULL},
	{"decision_date", SCALAR, "decision_date", NULL},
	{"satisfied_date", SCALAR, "satisfied_date", NULL},
	{"outcome", SCALAR, "outcome", NULL},
	{"outcome_basis", SCALAR, "outcome_basis", NULL},
	{"finding", SCALAR, "finding", NULL},
	{"complainant", SCALAR, "complainant", NULL},
	{"summary", SCALAR, "summary", NULL},
	{"remedy_total", SCALAR, "remedy_total", NULL},
	{"layout", SCALAR, "layout", NULL},
	{"address", SOURCE, "source", "address"},
	{"path", SOURCE, "source", "path"},
	{"grounds", LIST, "grounds", "code"},
	{"signposted", LIST, "signposted", "name"},
	{"remedies", LIST, "remedies", "kind"},
	{"citations", LIST, "citations", "provision"},
	{"warnings", LIST, "warnings", "code"},
	{"paragraphs", PARAGRAPHS, NULL, NULL},
	{"words", WORDS, NULL, NULL},
};
#define COLUMNS (sizeof columns / sizeof *columns)

static struct sections sections;

static void add_cell(struct buf *to, struct str text)
{
	if (text.s == NULL)
		return;
	static struct buf harmless;
	if (text.len > 1 && memchr("=+-@\t\r", text.s[0], 6)) { /* a sign alone is no formula */
		harmless.len = 0;
		buf_char(&harmless, '\'');
		buf_add(&harmless, text);
		text = buf_str(&harmless);
	}
	char *room = buf_room(to, text.len * 2 + 2);
	to->len += csv_write(room, text.len * 2 + 2, text.s, text.len);
}

static void add_scalar(struct record *r, const char *name, struct buf *to)
{
	static struct buf text;
	struct str value = record_value(r, name);
	if (value.s == NULL || str_is(value, "null"))
		return;
	if (value.s[0] == '"') {
		record_string(r, name, &text);
		add_cell(to, buf_str(&text));
	} else if (value.s[0] == '{' || value.s[0] == '[') {
		add_cell(to, value);
	} else {
		buf_add(to, value);
	}
}

/* the citation of an Act is its name, with the provision where there is one */
static void add_part(struct buf *to, const cJSON *one, const char *part)
{
	struct str act = json_member(one, "legislation"), value = json_member(one, part);
	if (act.s && strcmp(part, "provision") == 0) {
		buf_add(to, act);
		buf_adds(to, value.s ? ", " : "");
	}
	if (value.s)
		buf_add(to, value);
}

static void add_list(struct record *r, const struct column *c, struct buf *to)
{
	static struct buf text;
	const cJSON *one;
	text.len = 0;
	cJSON_ArrayForEach(one, record_json(r, c->member)) {
		if (text.len)
			buf_char(&text, ';');
		add_part(&text, one, c->part);
	}
	if (text.len)
		add_cell(to, buf_str(&text));
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

static enum verdict row(struct record *r, struct buf *to)
{
	sections_load(&sections, r);
	for (size_t i = 0; i < COLUMNS; i++) {
		const struct column *c = &columns[i];
		size_t count = 0;
		if (i)
			buf_char(to, ',');
		switch (c->how) {
		case SCALAR:
			add_scalar(r, c->member, to);
			break;
		case SOURCE:
			add_cell(to, json_member(record_object(r, c->member), c->part));
			break;
		case LIST:
			add_list(r, c, to);
			break;
		case PARAGRAPHS:
			json_number(to, sections.count);
			break;
		case WORDS:
			for (size_t p = 0; p < sections.count; p++)
				count += words(sections.p[p].text);
			json_number(to, count);
		}
	}
	buf_char(to, '\n');
	return r->why.len ? REJECT : PRINTED;
}

static void start(const char *unused, struct buf *to)
{
	(void)unused;
	for (size_t i = 0; i < COLUMNS; i++)
		buf_printf(to, "%s%s", i ? "," : "", columns[i].name);
	buf_char(to, '\n');
}

static const struct filter ombud_csv = {
	.name = "ombud-csv",
	.synopsis = "ombud-csv [--all] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Prints a table of RFC 4180 CSV, a row a decision, its heading first. A page that is\n"
		"no decision is left out, and counted. Lines end in LF.\n"
		"  --all           print those too\n",
	.leaves_out = true,
	.start = start,
	.record = row,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_csv); }
