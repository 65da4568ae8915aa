/*
 * ombud-split: `text` becomes `layout`, `header` and `sections`. Here all layouts meet: no filter behind this one knows
 * which it was. Header lines and headings are told by the tables headers.csv and headings.csv; what no table knows is a
 * heading (kind other) where it looks like one, else a paragraph. A record without `text` that has sections passes.
 */
#define _GNU_SOURCE 1 /* memmem */
#include <stdlib.h>

#include "lib/ombud.h"

static const char *const header_columns[] = {"id", "where", "literal", "pattern", "action", "remark", NULL};
static const char *const header_places[] = {"head", "body", "tail", NULL};
static const char *const heading_columns[] = {"id", "where", "literal", "pattern", "kind", "level", "remark", NULL};
static const char *const heading_places[] = {"line", "glued", NULL};
enum { HEAD = 1, BODY = 2, TAIL = 4 };
enum { LINE = 1, GLUED = 2 };

#define HEADING_BYTES ((size_t)120)

/* what a header rule does besides filling members from its named groups */
static const char *const actions[] = {"", "named", "opens", "summary", "closes", NULL};
enum action { NOTHING, NAMED /* by the line before: the body */, OPENS /* the decision, behind it */,
	SUMMARISES /* from here to the first heading */, CLOSES /* the decision: the tail begins */ };

enum layout { NUMBERED, DASHED, FLAT, NODES, HTML };
static const char *const layout_names[] = {"numbered", "dashed", "flat", "nodes", "html"};

/* members of header, and the named groups that fill them */
static const char *const members[] = {"authority", "reference", "category", "subcategory", "decision", "decision_date",
	"summary", "satisfied"};
enum { AUTHORITY, SUMMARISED = 6, MEMBERS = 8 };

static struct rules *headers, *headings;
static enum action *header_actions; /* by rule */

struct heading {
	enum kind kind;
	int level;
};
static struct heading *known; /* by rule of headings */

struct line {
	struct str text;  /* without its mark and the space around it */
	struct str label; /* the number of a numbered one */
	size_t indent;
	enum { BLANK, MARK, PLAIN, NUMBER, BULLET, DASH, HEADING } type;
	int level; /* of a HEADING that the page itself marks */
};

/* all that is known of the page so far */
static struct {
	enum layout layout;
	struct str header[MEMBERS];
	struct buf related, unplaced; /* rows of the table of others; lines of the head that no rule knows */
	struct buf sections;          /* the JSON made so far */
	struct buf summary;           /* of the first section of that kind */
	size_t summaries;
	bool in_section, in_paragraph;
	enum kind kind;
	size_t paragraphs;            /* in this section */
	unsigned n;
	struct buf text;              /* of the open paragraph */
	struct str label;
	bool in_list;                 /* the open paragraph has items */
	bool blank;                   /* a blank line or a mark came last */
	size_t indent;                /* of the first numbered line */
} page;

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	headers = rules_load(directory, "headers.csv", header_columns, header_places);
	headings = rules_load(directory, "headings.csv", heading_columns, heading_places);
	const struct table *t = rules_table(headers);
	header_actions = xcalloc(t->rows, sizeof *header_actions);
	for (size_t row = 0; row < t->rows; row++)
		header_actions[row] = (enum action)table_word(t, row, "action", actions);
	t = rules_table(headings);
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

static size_t digits(struct str s)
{
	size_t n = 0;
	while (n < s.len && s.s[n] >= '0' && s.s[n] <= '9')
		n++;
	return n;
}

/* Takes a line apart. A mark is a number with its full stop, a bullet, or a dash, each with a space behind it. */
static struct line read_line(struct str raw)
{
	static const char *const bullets[] = {"•", "‣", "◦", "▪", "·", "*", NULL};
	struct line line = {.text = str_trim(raw), .type = PLAIN};
	struct str s = line.text;
	if (s.len == 0) {
		line.type = raw.len && memchr(raw.s, '\f', raw.len) ? MARK : BLANK;
		return line;
	}
	line.indent = (size_t)(s.s - raw.s);
	size_t hashes = 0;
	while (hashes < s.len && hashes < 6 && s.s[hashes] == '#')
		hashes++;
	if (hashes && hashes < s.len && s.s[hashes] == ' ') {
		line.type = HEADING;
		line.level = (int)hashes;
		line.text = str_trim((struct str){s.s + hashes, s.len - hashes});
		return line;
	}
	size_t mark = digits(s);
	if (mark && mark < 4 && mark + 1 < s.len && (s.s[mark] == '.' || s.s[mark] == ')') && s.s[mark + 1] == ' ') {
		line.type = NUMBER;
		line.label = (struct str){s.s, mark};
		line.text = str_trim((struct str){s.s + mark + 1, s.len - mark - 1});
		return line;
	}
	for (const char *const *b = bullets; *b; b++) {
		size_t len = strlen(*b);
		if (s.len > len + 1 && str_starts(s, *b) && s.s[len] == ' ') {
			line.type = BULLET;
			line.text = str_trim((struct str){s.s + len, s.len - len});
			return line;
		}
	}
	if (s.len > 2 && s.s[0] == '-' && s.s[1] == ' ') {
		line.type = DASH;
		line.text = str_trim((struct str){s.s + 1, s.len - 1});
	}
	return line;
}

static enum layout layout_of(struct str text)
{
	size_t count[HEADING + 1] = {0}, nodes = 0;
	struct str raw;
	while (str_line(&text, &raw)) {
		struct line line = read_line(raw);
		count[line.type]++;
		nodes += line.type == PLAIN && (str_is(line.text, "Category :") || str_is(line.text, "Decision :"));
	}
	if (count[HEADING] > 1)
		return HTML;
	if (nodes)
		return NODES;
	if (count[NUMBER] || count[DASH])
		return count[NUMBER] >= count[DASH] ? NUMBERED : DASHED;
	return FLAT;
}

static void close_paragraph(void)
{
	if (!page.in_paragraph)
		return;
	if (page.kind == SUMMARY && page.summaries == 1) { /* a copy, its paragraphs on lines of their own */
		if (page.summary.len)
			buf_char(&page.summary, '\n');
		buf_add(&page.summary, buf_str(&page.text));
	}
	struct buf *b = &page.sections;
	if (page.paragraphs++)
		buf_char(b, ',');
	json_key(b, '{', "n");
	json_number(b, page.n++);
	json_key(b, ',', "label");
	json_quote_or_null(b, page.label);
	json_key(b, ',', "text");
	json_quote(b, buf_str(&page.text));
	buf_char(b, '}');
	page.in_paragraph = page.in_list = false;
}

static void close_section(void)
{
	close_paragraph();
	if (page.in_section)
		buf_adds(&page.sections, "]}");
	page.in_section = false;
}

static void open_section(enum kind kind, struct str heading, int level)
{
	close_section();
	struct buf *b = &page.sections;
	if (b->len > 1)
		buf_char(b, ',');
	json_key(b, '{', "kind");
	json_quote(b, str_of(kind_names[kind]));
	json_key(b, ',', "heading");
	json_quote_or_null(b, heading);
	json_key(b, ',', "level");
	json_number(b, (size_t)level);
	json_key(b, ',', "paragraphs");
	buf_char(b, '[');
	page.in_section = true;
	page.kind = kind;
	page.summaries += kind == SUMMARY;
	page.paragraphs = 0;
}

static void open_paragraph(struct str label, struct str text)
{
	close_paragraph();
	if (!page.in_section)
		open_section(OTHER, (struct str){NULL, 0}, 3);
	if (page.n == 0 && page.kind != SUMMARY)
		page.n = 1;
	page.in_paragraph = true;
	page.label = label;
	page.text.len = 0;
	buf_add(&page.text, text);
}

static void add_item(struct str text)
{
	if (!page.in_paragraph)
		open_paragraph((struct str){NULL, 0}, STR(""));
	else
		buf_char(&page.text, '\n');
	page.in_list = true;
	buf_adds(&page.text, "• ");
	buf_add(&page.text, text);
}

static void join(struct str text)
{
	buf_char(&page.text, ' ');
	buf_add(&page.text, text);
}

static bool ends_with(struct str text, const char *end)
{
	size_t len = strlen(end);
	return text.len >= len && memcmp(text.s + text.len - len, end, len) == 0;
}

static bool is_upper(struct str text) { return text.len && text.s[0] >= 'A' && text.s[0] <= 'Z'; }

static bool is_lower(struct str text) { return text.len && text.s[0] >= 'a' && text.s[0] <= 'z'; }

/* One bracket from end to end, of more than a word. */
static bool is_citation(struct str text)
{
	size_t depth = 0, i = 0;
	if (ends_with(text, "."))
		text.len--;
	do {
		depth += text.s[i] == '(';
		depth -= text.s[i] == ')';
	} while (depth && ++i < text.len);
	return text.len > 2 && text.s[0] == '(' && i + 1 == text.len && memchr(text.s, ' ', text.len);
}

/* "Was it right?" may head a section; a sentence, a list's beginning or a part of one does not. */
static bool looks_like_heading(struct str text)
{
	static const char *const not[] = {".", ";", ",", ":", "!", "”", "\"", " and", " or", NULL};
	if (text.len > 90 || text.len < 3 || is_lower(text) || text.s[0] == '(' || memmem(text.s, text.len, ". ", 2))
		return false;
	for (const char *const *end = not; *end; end++)
		if (ends_with(text, *end))
			return false;
	return true;
}

/* Of a layout without marks: a heading is short, stands behind a finished sentence and before a longer paragraph. */
static bool looks_like_flat_heading(struct str text, struct str rest)
{
	struct str raw, next = {NULL, 0};
	size_t words = 1;
	for (size_t i = 0; i < text.len; i++)
		words += text.s[i] == ' ';
	while (next.len == 0 && str_line(&rest, &raw))
		next = str_trim(raw);
	struct str before = buf_str(&page.text);
	bool finished = !page.in_paragraph || strchr(".?!)", before.s[before.len - 1]) || ends_with(before, "”");
	return words <= 8 && looks_like_heading(text) && is_upper(text) && finished && next.len > text.len && is_upper(next)
		&& (ends_with(next, ".") || ends_with(next, ":") || ends_with(next, "?") || ends_with(next, ")"));
}

/* The summary is one paragraph up to the first heading; any other plain line stands for itself. */
static void plain_line(struct line line, struct str rest)
{
	bool marked = page.layout == NUMBERED || page.layout == DASHED;
	bool in_summary = page.in_paragraph && page.kind == SUMMARY;
	bool unfinished = in_summary && !strchr(".?!", page.text.s[page.text.len - 1]);
	bool goes_on = page.in_paragraph && !page.blank && (page.layout == NUMBERED || unfinished || is_lower(line.text));
	if (goes_on || (marked && page.in_paragraph && is_citation(line.text)))
		join(line.text);
	else if (marked ? looks_like_heading(line.text) : looks_like_flat_heading(line.text, rest))
		open_section(OTHER, line.text, 3);
	else if (in_summary)
		join(line.text);
	else
		open_paragraph((struct str){NULL, 0}, line.text);
}

/* Everything in a dashed dump has the same mark; the words tell a paragraph from an item. */
static void dashed_line(struct line line)
{
	struct str open = buf_str(&page.text);
	bool goes_on = page.in_list
		&& (ends_with(open, ",") || ends_with(open, ";") || ends_with(open, " and") || ends_with(open, " or"));
	if (page.in_paragraph && page.kind != SUMMARY && (goes_on || ends_with(open, ":") || is_lower(line.text)))
		add_item(line.text);
	else
		open_paragraph((struct str){NULL, 0}, line.text);
}

/* The summary has no heading of its own: it is the paragraph before the first one. */
static void open_known(int rule, struct str heading, int level)
{
	if (known[rule].kind == SUMMARY)
		open_section(SUMMARY, (struct str){NULL, 0}, level);
	else
		open_section(known[rule].kind, heading, level);
}

/* A heading is short: what is longer is not looked at, nor what stands far behind a glued one. */
static int heading_rule(struct str text, unsigned where)
{
	if (text.len > HEADING_BYTES && where == LINE)
		return -1;
	if (text.len > HEADING_BYTES) {
		text.len = HEADING_BYTES;
		while (((unsigned char)text.s[text.len] & 0xc0) == 0x80) /* not within a character */
			text.len--;
	}
	rules_begin(headings, text, where);
	return rules_next(headings);
}

static bool known_heading(struct line line)
{
	int rule = heading_rule(line.text, LINE);
	if (rule >= 0) {
		open_known(rule, line.text, line.type == HEADING ? line.level : known[rule].level);
		return true;
	}
	if (page.layout != FLAT || (rule = heading_rule(line.text, GLUED)) < 0)
		return false;
	struct str heading = rules_named(headings, "heading");
	if (heading.s == NULL)
		return false;
	size_t taken = (size_t)(heading.s - line.text.s) + heading.len;
	open_known(rule, heading, known[rule].level);
	open_paragraph((struct str){NULL, 0}, str_trim((struct str){line.text.s + taken, line.text.len - taken}));
	return true;
}

static void body_line(struct line line, struct str rest)
{
	if ((line.type == PLAIN || line.type == HEADING) && known_heading(line))
		return;
	switch (line.type) {
	case HEADING:
		open_section(OTHER, line.text, line.level);
		break;
	case NUMBER:
		if (page.indent == SIZE_MAX)
			page.indent = line.indent;
		if (page.in_paragraph && line.indent > page.indent + 1)
			add_item(line.text);
		else
			open_paragraph(line.label, line.text);
		break;
	case BULLET:
		add_item(line.text);
		break;
	case DASH:
		if (page.layout == DASHED)
			dashed_line(line);
		else
			add_item(line.text);
		break;
	default:
		plain_line(line, rest);
	}
}

static void add_related(void)
{
	static const char *const names[] = {"reference", "date", "summary", "decision"};
	static const char *const groups[] = {"related", "related_date", "related_summary", "related_decision"};
	if (page.related.len > 1)
		buf_char(&page.related, ',');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		json_key(&page.related, i ? ',' : '{', names[i]);
		json_quote_or_null(&page.related, rules_named(headers, groups[i]));
	}
	buf_char(&page.related, '}');
}

/* A line that a header rule knows fills what is empty. The first that says a thing is believed. */
static int header_line(struct str text, unsigned where)
{
	rules_begin(headers, text, where);
	int rule = rules_next(headers);
	if (rule < 0)
		return -1;
	for (size_t i = 0; i < MEMBERS; i++) {
		struct str found = rules_named(headers, members[i]);
		if (found.s && page.header[i].s == NULL)
			page.header[i] = found;
	}
	if (rules_named(headers, "related").s)
		add_related();
	return (int)header_actions[rule];
}

/*
 * The head ends behind the line that opens the decision, or before the summary or the first known heading; where there
 * is none of them, before the first line that no header rule knows. What the head says besides goes into `unplaced`.
 */
static struct str read_head(struct str text)
{
	struct str rest = text, before = text, unknown = {NULL, 0}, name = {NULL, 0}, raw;
	for (; str_line(&rest, &raw); before = rest) {
		struct line line = read_line(raw);
		if (line.type == BLANK || line.type == MARK)
			continue;
		int action = header_line(line.text, HEAD);
		if (action == OPENS)
			return rest;
		if (action == SUMMARISES || (action < 0 && line.type != DASH && heading_rule(line.text, LINE) >= 0))
			return before;
		if (action == NAMED) {
			page.layout = FLAT; /* a mirror, whatever marks its paragraphs begin with */
			if (name.s && page.header[AUTHORITY].s == NULL) {
				page.header[AUTHORITY] = name;
				page.unplaced.len -= name.len + 1;
			}
		}
		name = action < 0 ? line.text : (struct str){NULL, 0};
		if (action < 0) {
			buf_add(&page.unplaced, name);
			buf_char(&page.unplaced, '\n');
			if (unknown.s == NULL)
				unknown = before;
		}
	}
	page.unplaced.len = 0;
	return unknown.s ? unknown : rest;
}

static void read_body(struct str rest)
{
	struct str raw;
	unsigned where = BODY;
	while (str_line(&rest, &raw)) {
		struct line line = read_line(raw);
		if (line.type == BLANK || line.type == MARK) {
			if (line.type == MARK)
				close_section();
			page.blank = true;
			continue;
		}
		int action = line.type == PLAIN ? header_line(line.text, where) : -1;
		if (action == CLOSES && page.layout != FLAT)
			action = -1; /* only a mirror goes on behind the decision */
		if (action == SUMMARISES) {
			struct str text = rules_named(headers, "summary");
			open_section(SUMMARY, (struct str){NULL, 0}, 2);
			if (text.s)
				open_paragraph((struct str){NULL, 0}, text);
		} else if (action == CLOSES) {
			close_section();
			where = TAIL;
		} else if (action < 0) {
			body_line(line, rest);
		}
		page.blank = false;
	}
	close_section();
}

static void print_header(struct buf *to)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		json_key(to, i ? ',' : '{', members[i]);
		json_quote_or_null(to, page.header[i]);
	}
	json_key(to, ',', "related");
	buf_add(to, buf_str(&page.related));
	buf_adds(to, "]}");
}

static void begin_page(struct str text)
{
	page.layout = layout_of(text);
	memset(page.header, 0, sizeof page.header);
	page.related.len = page.unplaced.len = page.sections.len = page.summary.len = page.text.len = 0;
	buf_char(&page.related, '[');
	buf_char(&page.sections, '[');
	page.in_section = page.in_paragraph = page.in_list = page.blank = false;
	page.n = 0;
	page.summaries = 0;
	page.indent = SIZE_MAX;
}

static enum verdict split(struct record *r, struct buf *unused)
{
	(void)unused;
	static struct buf text;
	bool has_text = record_string(r, "text", &text), has_sections = record_value(r, "sections").s;
	if (r->why.len || (!has_text && has_sections))
		return r->why.len ? REJECT : KEEP;
	begin_page(buf_str(&text));
	read_body(read_head(buf_str(&text)));
	warnings_begin(r);
	if (!has_text)
		warnings_add("no_text", (struct str){NULL, 0});
	if (page.unplaced.len)
		warnings_add("text_outside_sections", str_trim(buf_str(&page.unplaced)));
	warnings_end(r);
	record_drop(r, "text");
	json_quote(record_set(r, "layout"), str_of(layout_names[page.layout]));
	if (page.summary.len)
		page.header[SUMMARISED] = buf_str(&page.summary);
	print_header(record_set(r, "header"));
	buf_spare(&text);
	buf_spare(&page.text);
	buf_char(&page.sections, ']');
	buf_add(record_set(r, "sections"), buf_str(&page.sections));
	return KEEP;
}

static void finish(void)
{
	rules_free(headers);
	rules_free(headings);
	free(header_actions);
	free(known);
}

static const struct filter ombud_split = {
	.name = "ombud-split",
	.synopsis = "ombud-split [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Splits each record's text into header and sections. Takes text; leaves layout,\n"
		"header, sections. Rules: headers.csv, headings.csv.\n",
	.needs_rules = true,
	.start = start,
	.record = split,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_split); }
