/*
 * ombud-split: `text` becomes `layout`, `header` and `sections`. Here all layouts meet: no filter behind this one knows
 * which it was. Header lines and headings are told by the tables headers.csv and headings.csv; what no table knows is a
 * heading (kind other) where it looks like one, else a paragraph; items.csv tells items where all have the same mark. A record without `text` that has sections passes.
 */
#define _GNU_SOURCE 1 /* memmem, memrchr */
#include <stdlib.h>

#include "lib/ombud.h"

static const char *const header_columns[] = {"id", "where", "literal", "pattern", "action", "remark", NULL};
static const char *const header_places[] = {"head", "body", "tail", NULL};
static const char *const heading_columns[] = {"id", "where", "literal", "pattern", "kind", "level", "remark", NULL};
static const char *const heading_places[] = {"line", "glued", NULL};
static const char *const item_columns[] = {"id", "where", "literal", "pattern", "remark", NULL};
static const char *const item_places[] = {"lead", "item", NULL}; /* first words of an item, and what may stand before them */
enum { HEAD = 1, BODY = 2, TAIL = 4 };
enum { LINE = 1, GLUED = 2 };
enum { LEAD = 1, ITEM = 2 };

#define HEADING_BYTES ((size_t)120) /* of a known one; */
#define TOPIC_BYTES ((size_t)90)    /* of one that only looks like it; */
#define TOPIC_WORDS 10              /* where nothing marks the paragraphs */
#define CONTENTS_LINES 64

/* what a header rule does besides filling members from its named groups */
static const char *const actions[] = {"", "named", "value", "opens", "summary", "closes", NULL};
enum action { NO_RULE = -1, NOTHING, NAMED /* by the line before: the body */, VALUE /* stands on the lines behind */,
	OPENS /* the decision, behind it */, SUMMARISES /* from here to the first heading */,
	CLOSES /* the decision: the tail begins */ };

/* By the marks of paragraphs: numbers; dashes; none; none, and each node of the page's text on a line of its own. */
enum layout { NUMBERED, DASHED, FLAT, NODES, HTML };
static const char *const layout_names[] = {"numbered", "dashed", "flat", "nodes", "html"};

/* members of header, and the named groups that fill them */
static const char *const members[] = {"authority", "reference", "category", "subcategory", "decision", "decision_date",
	"summary", "satisfied", "opens"};
enum { AUTHORITY, SUMMARISED = 6, MEMBERS = 9 };

static struct rules *headers, *headings, *items;
static enum action *header_actions; /* by rule */

struct heading {
	enum kind kind;
	int level;
};
static struct heading *known; /* by rule of headings */

/* all that is known of the page so far */
static struct {
	enum layout layout;
	bool blanks;                  /* blank lines stand between its blocks */
	struct str header[MEMBERS];
	struct buf values;            /* header lines put together from several; never moves while the page is read */
	struct buf related, unplaced; /* rows of the table of others; lines of the head that no rule knows */
	struct writer sections;
	bool one_paragraph;           /* the summary of a statement, up to the first heading */
	bool blank, marked;           /* a blank line, a mark came last */
	size_t indent;                /* of the first numbered line */
	unsigned number, item;        /* of the open paragraph; of the next item of a list that stands at its indent, or 0 */
	bool sentences;               /* its list has items with a capital and a verb of items.csv */
} page;

static struct writer *const w = &page.sections;

static const struct str nothing = {NULL, 0};

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	headers = rules_load(directory, "headers.csv", header_columns, header_places);
	headings = rules_load(directory, "headings.csv", heading_columns, heading_places);
	items = rules_load(directory, "items.csv", item_columns, item_places);
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

/* The first header rule that knows the text, or -1. */
static int header_rule(struct str text, unsigned where)
{
	rules_begin(headers, text, where);
	return rules_next(headers);
}

static enum action action_of(int rule) { return rule < 0 ? NO_RULE : header_actions[rule]; }

static bool ends_with(struct str text, const char *end)
{
	size_t len = strlen(end);
	return text.len >= len && memcmp(text.s + text.len - len, end, len) == 0;
}

static bool is_upper(struct str text) { return text.len && text.s[0] >= 'A' && text.s[0] <= 'Z'; }

static bool is_lower(struct str text) { return text.len && text.s[0] >= 'a' && text.s[0] <= 'z'; }

/* A heading is short: what is longer is not looked at, nor what stands far behind a glued one. */
static int heading_rule(struct str text, unsigned where)
{
	if (is_lower(text) || (text.len > HEADING_BYTES && where == LINE))
		return -1;
	if (text.len > HEADING_BYTES) {
		text.len = HEADING_BYTES;
		while (((unsigned char)text.s[text.len] & 0xc0) == 0x80) /* not within a character */
			text.len--;
	}
	rules_begin(headings, text, where);
	return rules_next(headings);
}

/* A sentence has come to its end. */
static bool is_finished(struct str text)
{
	return text.len == 0 || strchr(".?!)", text.s[text.len - 1]) || ends_with(text, "”") || ends_with(text, ".’");
}

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

static bool has_open_bracket(struct str text)
{
	size_t depth = 0;
	for (size_t i = 0; i < text.len; i++) {
		depth += text.s[i] == '(';
		depth -= text.s[i] == ')' && depth;
	}
	return depth;
}

/* "Was it right?" may head a section; a sentence, a list's beginning or a part of one does not. */
static bool looks_like_heading(struct str text)
{
	static const char *const not[] = {".", ";", ",", ":", "!", "”", "\"", " and", " or", NULL};
	if (text.len > TOPIC_BYTES || text.len < 3 || is_lower(text) || text.s[0] == '(' || memmem(text.s, text.len, ". ", 2))
		return false;
	for (const char *const *end = not; *end; end++)
		if (ends_with(text, *end))
			return false;
	return true;
}

/* More than an item or a heading is long, though it may lack its full stop. */
static bool is_prose(struct str text)
{
	return is_finished(text) || (text.len > TOPIC_BYTES && !ends_with(text, ":"));
}

/* Of a layout without marks: a heading is short, stands behind prose and before a longer paragraph. */
static bool looks_like_flat_heading(struct str text, struct str rest)
{
	struct line next;
	size_t words = 1;
	for (size_t i = 0; i < text.len; i++)
		words += text.s[i] == ' ';
	if (words > TOPIC_WORDS || !looks_like_heading(text) || !is_upper(text) || !line_next(&rest, &next))
		return false;
	bool in_remedies = w->in_list && (w->kind == RECOMMENDATIONS || w->kind == ACTION);
	if (page.marked || w->kind == NAMES || in_remedies || (w->in_paragraph && !is_prose(buf_str(&w->text))))
		return page.marked;
	return next.text.len > text.len && is_upper(next.text) && (is_prose(next.text) || ends_with(next.text, ":"));
}

/*
 * The same where paragraphs have marks. What stands alone between two known headings is what the first has to say, and
 * what stands between a summary and a known heading ends the summary, though they lack their full stops.
 */
static bool looks_like_topic(struct str text, struct str rest)
{
	struct line next;
	bool alone = page.one_paragraph || (w->in_section && !w->in_paragraph && w->paragraphs == 0 && w->kind != OTHER);
	if (!looks_like_heading(text) || (w->kind == NAMES && w->in_section && !page.marked))
		return false;
	return !alone || !line_next(&rest, &next) || next.type != PLAIN || heading_rule(next.text, LINE) < 0;
}

static bool is_layout_with_marks(void) { return page.layout == NUMBERED || page.layout == DASHED; }

static enum layout layout_of(struct str text)
{
	size_t count[LINE_TYPES] = {0}, blanks = 0, labels = 0;
	struct line line;
	while (line_next(&text, &line)) {
		count[line.type]++;
		blanks += line.blank && line.type != MARK;
		labels += line.type == PLAIN && line.text.s[line.text.len - 1] == ':'
			&& action_of(header_rule(line.text, HEAD)) == VALUE;
	}
	page.blanks = blanks > 2;
	if (count[HEADING] > 1)
		return HTML;
	if (labels)
		return NODES;
	if (count[NUMBER] || count[DASH])
		return count[NUMBER] >= count[DASH] ? NUMBERED : DASHED;
	return page.blanks || count[PLAIN] < 4 ? FLAT : NODES;
}

static void open_section(enum kind kind, struct str heading, int level)
{
	sections_open(w, kind, heading, level);
	page.one_paragraph = false;
	page.number = page.item = 0;
}

static void open_paragraph(struct str label, struct str text)
{
	sections_paragraph(w, label, text);
	page.item = 0;
	page.sentences = false;
}

static bool is_item(struct str text)
{
	rules_begin(items, text, LEAD);
	if (rules_next(items) >= 0) {
		size_t lead = rules_group(items, 0).len;
		text = (struct str){text.s + lead, text.len - lead};
	}
	rules_begin(items, text, ITEM);
	return rules_next(items) >= 0;
}

static void add_item(struct str text)
{
	sections_item(w, text);
	page.sentences = page.sentences || (is_upper(text) && is_item(text));
}

/* The summary has no heading of its own: it is the paragraph before the first one. */
static void open_known(int rule, struct str heading, int level)
{
	open_section(known[rule].kind, known[rule].kind == SUMMARY ? nothing : heading, level);
}

static bool known_heading(const struct line *line)
{
	int rule = heading_rule(line->text, LINE);
	if (rule >= 0) {
		open_known(rule, line->text, line->type == HEADING ? line->level : known[rule].level);
		return true;
	}
	if (page.layout != FLAT || (rule = heading_rule(line->text, GLUED)) < 0)
		return false;
	struct str heading = rules_named(headings, "heading");
	if (heading.s == NULL)
		return false;
	size_t taken = (size_t)(heading.s - line->text.s) + heading.len;
	open_known(rule, heading, known[rule].level);
	open_paragraph(nothing, str_trim((struct str){line->text.s + taken, line->text.len - taken}));
	return true;
}

static struct str last_item(void)
{
	struct str text = buf_str(&w->text);
	const char *item = memrchr(text.s, '\n', text.len);
	size_t mark = item ? sizeof "\n•" : sizeof "•"; /* and the space behind it */
	item = item ? item : text.s;
	return (struct str){item + mark, (size_t)(text.s + text.len - item) - mark};
}

/* An item says at its end that another follows. */
static bool is_followed(struct str text)
{
	static const char *const more[] = {",", ";", " and", " or", NULL};
	for (const char *const *end = more; *end; end++)
		if (ends_with(text, *end))
			return true;
	return false;
}

/*
 * A list goes on behind a colon, behind an item that says so, and where its items are sentences with another of their
 * kind. Where items begin with capitals and lack their full stops, the first line that has one is no item.
 */
static bool list_goes_on(struct str next)
{
	struct str text = buf_str(&w->text);
	if (!w->in_paragraph || ends_with(text, ":"))
		return w->in_paragraph;
	if (!w->in_list || is_followed(text) || (page.sentences && is_item(next)))
		return w->in_list;
	struct str last = last_item();
	bool may_be_cut = page.layout == NODES && page.sentences; /* a node of text may be the beginning of a sentence */
	return is_upper(last) && !is_finished(last) && is_upper(next) && !is_finished(next) && !may_be_cut;
}

/*
 * Numbers restart in each section and behind each list; a list at its paragraph's own indent counts from 1 behind a
 * colon. An item may have been made a paragraph of its own: it begins in lower case, and the one before is not finished.
 */
static void numbered_line(const struct line *line)
{
	unsigned number = (unsigned)strtoul(line->label.s, NULL, 10);
	bool more = w->in_list && is_followed(buf_str(&w->text));
	if (page.indent == SIZE_MAX)
		page.indent = line->indent;
	bool deeper = line->indent > page.indent + 1;
	bool first = number == 1 && ends_with(buf_str(&w->text), ":");
	bool next = w->in_list && page.item == number && (more || number != page.number + 1);
	bool promoted = w->in_list && is_lower(line->text) && !is_finished(buf_str(&w->text));
	if (w->in_paragraph && (deeper || first || next || promoted)) {
		add_item(line->text);
		page.item = first || next ? number + 1 : 0;
	} else {
		open_paragraph(line->label, line->text);
		page.number = number;
	}
}

/* Everything in a dashed dump has the same mark; the words tell a paragraph from an item. */
static void dashed_line(const struct line *line)
{
	if (w->in_paragraph && is_citation(line->text))
		sections_join(w, " ", line->text);
	else if (w->in_paragraph && !page.one_paragraph && (list_goes_on(line->text) || is_lower(line->text)))
		add_item(line->text);
	else
		open_paragraph(nothing, line->text);
}

/* A link or an emphasised name cuts a paragraph in several nodes of text: no sentence ends with one of these. */
static bool is_cut(struct str before, struct str next)
{
	static const char *const ends[] = {" the", " a", " an", " of", " in", " to", " by", " on", " at", " for", " from", " with",
		" under", " and", " or", " see", " our", " its", NULL};
	bool quote = str_starts(next, "”") || str_starts(next, "“") || str_starts(next, "‘");
	struct str word = quote ? (struct str){next.s + 3, next.len - 3} : next;
	if (has_open_bracket(before) || (!w->in_list && is_lower(word) && !strchr(".?!:", before.s[before.len - 1])))
		return true;
	for (const char *const *end = ends; !w->in_list && *end; end++)
		if (ends_with(before, *end))
			return true;
	return false;
}

/* What stands between the open paragraph and a node of text that goes on with it; NULL: it does not. */
static const char *goes_on_with(struct str text)
{
	struct str before = buf_str(&w->text);
	if (!w->in_paragraph)
		return NULL;
	if (strchr(",.;:)?!", text.s[0]) || str_starts(text, "’") || ends_with(before, "("))
		return "";
	return is_cut(before, text) || is_citation(text) ? " " : NULL;
}

/* a list of names is a table of two columns: the short name, and whose it is */
static bool is_name_alone(void)
{
	struct str text = buf_str(&w->text);
	size_t spaces = 0;
	for (size_t i = 0; i < text.len; i++)
		spaces += text.s[i] == ' ';
	return w->kind == NAMES && w->in_paragraph && spaces < 3 && !is_finished(text);
}

static void node_line(const struct line *line, struct str rest)
{
	const char *between = is_name_alone() ? " " : goes_on_with(line->text);
	bool heading = looks_like_flat_heading(line->text, rest);
	if (page.one_paragraph && w->in_paragraph && !heading)
		between = between ? between : " ";
	if (between)
		sections_join(w, between, line->text);
	else if (list_goes_on(line->text) || (w->in_paragraph && is_lower(line->text)))
		add_item(line->text);
	else if (heading)
		open_section(OTHER, line->text, 3);
	else
		open_paragraph(nothing, line->text);
}

/* The summary is one paragraph up to the first heading; any other plain line stands for itself. */
static void plain_line(const struct line *line, struct str rest)
{
	bool in_summary = page.one_paragraph && w->in_paragraph;
	bool unfinished = in_summary && !is_finished(buf_str(&w->text));
	bool wrapped = page.layout == NUMBERED && page.blanks;
	bool goes_on = w->in_paragraph && !page.blank && (wrapped || unfinished || is_lower(line->text));
	bool citation = is_layout_with_marks() && w->in_paragraph && is_citation(line->text);
	if (goes_on || citation)
		sections_join(w, " ", line->text);
	else if (is_layout_with_marks() ? looks_like_topic(line->text, rest) : looks_like_flat_heading(line->text, rest))
		open_section(OTHER, line->text, 3);
	else if (in_summary)
		sections_join(w, " ", line->text);
	else
		open_paragraph(nothing, line->text);
}

static void body_line(const struct line *line, struct str rest)
{
	if ((line->type == PLAIN || line->type == HEADING) && known_heading(line))
		return;
	switch (line->type) {
	case HEADING:
		open_section(OTHER, line->text, line->level);
		break;
	case NUMBER:
		numbered_line(line);
		break;
	case BULLET:
		add_item(line->text);
		break;
	case DASH:
		dashed_line(line);
		break;
	default:
		if (page.layout == NODES)
			node_line(line, rest);
		else
			plain_line(line, rest);
	}
}

static void add_related(void)
{
	static const char *const names[][2] = {{"reference", "related"}, {"date", "related_date"},
		{"summary", "related_summary"}, {"decision", "related_decision"}};
	struct buf *b = &page.related;
	if (b->len > 1)
		buf_char(b, ',');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		json_key(b, i ? ',' : '{', names[i][0]);
		json_quote_or_null(b, rules_named(headers, names[i][1]));
	}
	buf_char(b, '}');
}

/* Fills members by the named groups of the rule that matches. The first that says a thing is believed. */
static enum action header_line(struct str text, unsigned where)
{
	int rule = header_rule(text, where);
	if (rule < 0)
		return NO_RULE;
	for (size_t i = 0; i < MEMBERS; i++) {
		struct str found = rules_named(headers, members[i]);
		if (found.s && page.header[i].s == NULL)
			page.header[i] = found;
	}
	if (rules_named(headers, "related").s)
		add_related();
	return header_actions[rule];
}

/* Puts a label and the nodes of its value on one line: `Category :`, `A`, `>`, `B`. *rest is moved behind them. */
static struct str label_and_value(struct str label, struct str *rest)
{
	struct buf *b = &page.values;
	struct line next;
	size_t from = b->len;
	buf_add(b, label);
	for (struct str ahead = *rest; line_next(&ahead, &next) && next.type != MARK; *rest = ahead) {
		bool link = str_is(next.text, ">"), linked = ends_with(buf_str(b), ">");
		bool first = b->len == from + label.len && next.type != STRAY && action_of(header_rule(next.text, HEAD)) != VALUE;
		if (!first && !link && !linked)
			break;
		buf_char(b, ' ');
		buf_add(b, next.text);
	}
	return (struct str){b->s + from, b->len - from};
}

static bool comes_again(struct str text, struct str rest)
{
	struct line line;
	while (line_next(&rest, &line))
		if ((line.type == PLAIN || line.type == HEADING) && line.text.len == text.len
			&& memcmp(line.text.s, text.s, text.len) == 0)
			return true;
	return false;
}

/* A list of contents names the headings that come again behind it: with marks, or one line after the other. */
static bool is_contents(const struct line *line, struct str rest, size_t before)
{
	struct line next;
	if (line->text.len > HEADING_BYTES || before > CONTENTS_LINES || !comes_again(line->text, rest))
		return false;
	return line->type != PLAIN || before
		|| (line_next(&rest, &next) && heading_rule(next.text, LINE) >= 0 && comes_again(next.text, rest));
}

/*
 * The head ends behind the line that opens the decision, or before the summary or the first known heading; where there
 * is none of them, or something that no rule knows stands before it, behind the last line of the header. What else the
 * head says goes into `unplaced`.
 */
static struct str read_head(struct str text)
{
	struct str rest = text, before = text, unknown = nothing, name = nothing;
	struct buf *lines = &page.unplaced;
	struct line line;
	size_t placed = 0, contents = 0;
	for (; line_next(&rest, &line); before = rest) {
		if (line.type == MARK || line.type == STRAY)
			continue;
		bool plain = line.type == PLAIN || line.type == HEADING;
		enum action action = plain ? header_line(line.text, HEAD) : NO_RULE;
		if (action == VALUE)
			action = header_line(label_and_value(line.text, &rest), HEAD);
		if (action == OPENS)
			return rest;
		if (action == NO_RULE && is_contents(&line, rest, contents)) {
			contents++;
			continue;
		}
		if (action == SUMMARISES || (action == NO_RULE && plain && heading_rule(line.text, LINE) >= 0)) {
			lines->len = placed;
			return unknown.s ? unknown : before;
		}
		if (action == NAMED) {
			page.layout = FLAT; /* a mirror, whatever marks its paragraphs begin with */
			if (name.s && page.header[AUTHORITY].s == NULL) {
				page.header[AUTHORITY] = name;
				lines->len -= name.len + 1;
			}
		}
		if (action == NO_RULE) {
			if (unknown.s == NULL)
				unknown = before;
			buf_add(lines, line.text);
			buf_char(lines, '\n');
			name = line.text;
		} else {
			unknown = name = nothing;
			placed = lines->len;
		}
	}
	lines->len = placed;
	return unknown.s ? unknown : rest;
}

static void read_body(struct str rest)
{
	struct line line;
	unsigned where = BODY;
	while (line_next(&rest, &line)) {
		page.blank = page.blank || line.blank;
		if (line.type == MARK) {
			sections_close(w);
			page.marked = true;
			continue;
		}
		if (line.type == STRAY && !(page.layout == NODES && strchr(".,)(", line.text.s[0])))
			continue;
		enum action action = line.type == PLAIN || line.type == HEADING ? header_line(line.text, where) : NO_RULE;
		if (action == CLOSES && page.layout == FLAT) { /* only a mirror goes on behind the decision */
			sections_close(w);
			where = TAIL;
		} else if (action == SUMMARISES) {
			struct str text = rules_named(headers, "summary");
			open_section(SUMMARY, nothing, 2);
			page.one_paragraph = true;
			if (text.s)
				open_paragraph(nothing, text);
		} else if (action == NO_RULE || action == CLOSES) {
			body_line(&line, rest);
		}
		page.blank = page.marked = false;
	}
	sections_end(w);
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
	page.related.len = page.unplaced.len = page.values.len = 0;
	buf_char(&page.related, '[');
	buf_room(&page.values, page.layout == NODES ? text.len + 1 : 0);
	sections_begin(w);
	page.one_paragraph = page.blank = page.marked = false;
	page.indent = SIZE_MAX;
	page.number = page.item = 0;
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
		warnings_add("no_text", nothing);
	if (page.unplaced.len)
		warnings_add("text_outside_sections", str_trim(buf_str(&page.unplaced)));
	warnings_end(r);
	record_drop(r, "text");
	json_quote(record_set(r, "layout"), str_of(layout_names[page.layout]));
	if (w->summary.len)
		page.header[SUMMARISED] = buf_str(&w->summary);
	print_header(record_set(r, "header"));
	buf_add(record_set(r, "sections"), buf_str(&w->made));
	buf_spare(&text);
	buf_spare(&page.values);
	buf_spare(&w->text);
	return KEEP;
}

static void finish(void)
{
	rules_free(headers);
	rules_free(headings);
	rules_free(items);
	free(header_actions);
	free(known);
}

static const struct filter ombud_split = {
	.name = "ombud-split",
	.synopsis = "ombud-split [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Splits each record's text into header and sections. Takes text; leaves layout,\n"
		"header, sections. Rules: headers.csv, headings.csv, items.csv.\n",
	.needs_rules = true,
	.start = start,
	.record = split,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_split); }
