/*
 * ombud-split: `text` becomes `layout`, `header` and `sections`. Here all layouts meet: no filter behind this one knows
 * which it was. Header lines and headings are told by the tables headers.csv and headings.csv; what no table knows is a
 * heading (kind other) where it looks like one, else a paragraph or an item of one (endings.csv, items.csv). A record
 * without `text` that has sections passes.
 */
#include <stdlib.h>

#include "lib/ombud.h"

static const char *const header_columns[] = {"id", "where", "literal", "pattern", "action", "remark", NULL};
static const char *const header_places[] = {"head", "body", "tail", NULL};
static const char *const heading_columns[] = {"id", "where", "literal", "pattern", "kind", "level", "remark", NULL};
static const char *const heading_places[] = {"line", "glued", NULL};
enum { HEAD = 1, BODY = 2, TAIL = 4 };
enum { LINE = 1, GLUED = 2 };

#define HEADING_BYTES ((size_t)120) /* a known heading is shorter */
#define TOPIC_WORDS ((size_t)10)    /* so is an unknown one, where nothing marks paragraphs */
#define HEADER_BYTES ((size_t)1000) /* a line of the header is shorter, but for the summary's */
#define FURNITURE_LINES 30          /* before the header there are fewer lines that no rule knows */
#define CONTENTS_LINES 64           /* a list of contents has fewer */
#define CONTENTS_TRIES 8            /* and it is looked for so often, for each look reads the page */

/* what a header rule does besides filling members from its named groups */
static const char *const actions[] = {"", "named", "value", "opens", "overview", "report", "summary", "closes", NULL};
enum action { NO_RULE = -1, NOTHING, NAMED /* by the line before: the body */, VALUE /* stands on the lines behind */,
	OPENS /* a statement, behind it */, OVERVIEW /* so it does, a report */, REPORT /* the page is one */,
	SUMMARISES /* from here to the first heading */, CLOSES /* the decision of a mirror: the tail begins */ };

/* By the marks of paragraphs: numbers; dashes; none; none, and each node of the page's text on a line of its own. */
enum layout { NUMBERED, DASHED, FLAT, NODES, HTML };
static const char *const layout_names[] = {"numbered", "dashed", "flat", "nodes", "html"};

/* members of header, and the named groups that fill them; `type` is filled by actions */
enum { AUTHORITY, REFERENCE, SUMMARISED = 6, TYPE = 8, MEMBERS };
static const char *const members[MEMBERS] = {[AUTHORITY] = "authority", [REFERENCE] = "reference", "category", "subcategory",
	"decision", "decision_date", [SUMMARISED] = "summary", "satisfied", [TYPE] = "type"};

static struct rules *headers, *headings;
static enum action *header_actions; /* by rule */

struct heading {
	enum kind kind;
	int level;
};
static struct heading *known; /* by rule of headings */

static struct buf text;              /* of the page */
static struct buf values;            /* header lines put together from several; never moves while the page is read */
static struct buf related, unplaced; /* rows of the table of others; lines of the head that no rule knows */
static struct writer writer, *const w = &writer;

/* what else is known of the page so far */
static struct {
	enum layout layout;
	struct str header[MEMBERS];
	bool mirror;           /* it has the line that says all, or none of what a page of the Ombudsman's says */
	bool blanks;           /* blank lines stand between its blocks */
	bool several;          /* it has the titles of several decisions */
	bool one_paragraph;    /* the open section is the summary of a statement, up to the first heading */
	bool blank, marked;    /* a blank line, a mark came last */
	bool rows;             /* a row of a table did */
	size_t indent;         /* of the first numbered line */
	unsigned number, item; /* of the open paragraph; of the next item of a list that stands at its indent, or 0 */
	bool sentences;        /* the open list has items with a capital and a verb of items.csv */
	size_t depth;          /* of brackets, at the end of the open paragraph */
} page;

static const struct str nothing = {NULL, 0};

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	headers = rules_load(directory, "headers.csv", header_columns, header_places);
	headings = rules_load(directory, "headings.csv", heading_columns, heading_places);
	shapes_load(directory);
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

static enum action action_of(int rule) { return rule < 0 ? NO_RULE : header_actions[rule]; }

/* The first header rule that knows the line, or -1. */
static int header_rule(struct str line, unsigned where)
{
	rules_begin(headers, utf8_window(line, 0, line.len > HEADER_BYTES ? HEADER_BYTES : line.len), where);
	int rule = rules_next(headers);
	return line.len > HEADER_BYTES && action_of(rule) != SUMMARISES ? -1 : rule;
}

/* A heading is short: what is longer is not looked at, nor what stands far behind a glued one. */
static int heading_rule(struct str line, unsigned where)
{
	if (shape_lower(line) || (line.len > HEADING_BYTES && where == LINE))
		return -1;
	rules_begin(headings, utf8_window(line, 0, line.len > HEADING_BYTES ? HEADING_BYTES : line.len), where);
	return rules_next(headings);
}

static bool is_known_heading(struct str line) { return heading_rule(line, LINE) >= 0; }

/* The next line. A mark alone has its text on the next one, if that has no mark of its own and is no heading. */
static bool next_line(struct str *rest, struct line *line)
{
	struct line below;
	struct str ahead;
	if (!line_next(rest, line))
		return false;
	if (line->text.len || line->type == MARK)
		return true;
	ahead = *rest;
	if (line_next(&ahead, &below) && below.type == PLAIN && !below.blank && !is_known_heading(below.text)) {
		line->text = below.text;
		*rest = ahead;
	} else {
		line->type = STRAY;
		line->text = STR("-");
	}
	return true;
}

static enum layout layout_of(struct str rest)
{
	const size_t few = 8, blanks_of_a_page = 3; /* lines */
	size_t count[LINE_TYPES] = {0}, blanks = 0, labels = 0;
	struct line line;
	while (next_line(&rest, &line)) {
		count[line.type]++;
		blanks += line.blank && line.type != MARK;
		labels += line.type == PLAIN && shape_colon(line.text) && action_of(header_rule(line.text, HEAD)) == VALUE;
	}
	page.blanks = blanks >= blanks_of_a_page;
	if (count[HEADING] > 1)
		return HTML;
	if (labels)
		return NODES;
	if (count[NUMBER] || count[DASH] > 1 || (count[DASH] && count[PLAIN] < few)) /* one dash in many lines is an item */
		return count[NUMBER] >= count[DASH] ? NUMBERED : DASHED;
	return page.blanks || count[PLAIN] < few / 2 ? FLAT : NODES;
}

static bool has_marks(void) { return page.layout == NUMBERED || page.layout == DASHED; }

static void open_section(enum kind kind, struct str heading, int level)
{
	sections_open(w, kind, heading, level);
	page.one_paragraph = page.sentences = false;
	page.number = page.item = 0;
	page.depth = 0;
}

/* The summary has no heading of its own: it is the paragraph before the first one. */
static void open_known(int rule, struct str heading, int level)
{
	open_section(known[rule].kind, known[rule].kind == SUMMARY ? nothing : heading, level);
}

static void open_topic(struct str heading) { open_section(OTHER, heading, 3); }

static void count_brackets(struct str added)
{
	if (page.layout != NODES)
		return; /* nobody asks */
	for (size_t i = 0; i < added.len; i++)
		if (added.s[i] == '(')
			page.depth++;
		else if (added.s[i] == ')' && page.depth)
			page.depth--;
}

static void open_paragraph(struct str label, struct str first)
{
	sections_paragraph(w, label, first);
	page.item = 0;
	page.sentences = false;
	page.depth = 0;
	count_brackets(first);
}

static void add_item(struct str item)
{
	sections_item(w, item);
	page.sentences = page.sentences || (page.layout != NUMBERED && shape_upper(item) && shape_item(item));
	page.depth = 0;
	count_brackets(item);
}

static void join(const char *between, struct str more)
{
	sections_join(w, between, more);
	count_brackets(more);
}

/* Of a layout without marks: a heading is short, stands behind prose and before a longer paragraph. */
static bool is_flat_topic(struct str line, struct str rest)
{
	struct line next, second;
	bool is_short = shape_words(line, TOPIC_WORDS + 1) <= TOPIC_WORDS;
	if (!is_short || !shape_heading(line) || !shape_upper(line) || !next_line(&rest, &next))
		return false;
	if (page.marked)
		return true;
	bool in_remedies = w->in_list && (w->kind == RECOMMENDATIONS || w->kind == ACTION);
	if (w->kind == NAMES || in_remedies || (w->in_paragraph && !shape_prose(buf_str(&w->text))) || !shape_upper(next.text))
		return false;
	if (page.layout == NODES && shape_cut(line, next.text, false))
		return false;
	bool cut = page.layout == NODES && next_line(&rest, &second) && second.type == PLAIN
		&& shape_cut(next.text, second.text, false);
	return cut || (next.text.len > line.len && (shape_prose(next.text) || shape_colon(next.text)));
}

/*
 * A line is a row of a table where another follows it without a blank line, though such lines part the blocks of the
 * page; where there are none, two more lines like it.
 */
static bool is_row(struct str rest)
{
	struct line next;
	for (int i = 0; i < (page.blanks ? 1 : 2); i++)
		if (!next_line(&rest, &next) || next.type != PLAIN || (page.blanks ? next.blank : !shape_heading(next.text))
			|| is_known_heading(next.text))
			return false;
	return true;
}

/*
 * The same where paragraphs have marks. What stands alone between two known headings is what the first has to say, and
 * what stands between a summary and a known heading ends the summary, though they lack their full stops.
 */
static bool is_marked_topic(struct str line, struct str rest)
{
	struct line next;
	bool alone = page.one_paragraph || (w->in_section && !w->in_paragraph && w->paragraphs == 0 && w->kind != OTHER);
	if (!shape_heading(line) || (w->kind == NAMES && w->in_section && !page.marked))
		return false;
	page.rows = (page.rows && !page.blank) || is_row(rest);
	if (page.rows)
		return false;
	return !alone || !next_line(&rest, &next) || next.type != PLAIN || !is_known_heading(next.text);
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
	struct str all = buf_str(&w->text);
	size_t from = all.len;
	while (from && all.s[from - 1] != '\n')
		from--;
	from += sizeof "•"; /* and the space behind it */
	return (struct str){all.s + from, all.len - from};
}

/*
 * A list goes on behind a colon, behind an item that says so, and where its items are sentences with another of their
 * kind. Where items begin with capitals and lack their full stops, the first line that has one is no item.
 */
static bool list_goes_on(struct str next)
{
	struct str before = buf_str(&w->text);
	if (!w->in_paragraph || shape_colon(before))
		return w->in_paragraph;
	bool unfinished = !shape_lower(next) && !shape_ends(next, FINISHED) && !shape_colon(next);
	if (!w->in_list)
		return page.layout == DASHED && unfinished && shape_ends(before, LIST_MAY_BEGIN);
	if (shape_ends(before, LIST_GOES_ON) || (page.sentences && shape_item(next)))
		return true;
	bool may_be_cut = page.layout == NODES && page.sentences; /* a node of text may be the beginning of a sentence */
	return unfinished && !may_be_cut && !shape_lower(last_item()) && !shape_ends(before, FINISHED);
}

/*
 * Numbers restart in each section and behind each list; a list at its paragraph's own indent counts from 1 behind a
 * colon. An item may have been made a paragraph of its own: it begins in lower case, and the one before is not finished.
 */
static void numbered_line(const struct line *line)
{
	struct str before = buf_str(&w->text);
	unsigned number = (unsigned)strtoul(line->label.s, NULL, 10);
	if (page.indent == SIZE_MAX)
		page.indent = line->indent;
	bool deeper = line->indent > page.indent + 1;
	bool first = number == 1 && shape_colon(before);
	bool next = w->in_list && page.item == number && (number != page.number + 1 || shape_ends(before, LIST_GOES_ON));
	bool promoted = w->in_list && shape_lower(line->text) && !shape_ends(before, FINISHED);
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
	if (w->in_paragraph && shape_citation(line->text))
		join(" ", line->text);
	else if (w->in_paragraph && !page.one_paragraph && (list_goes_on(line->text) || shape_lower(line->text)))
		add_item(line->text);
	else
		open_paragraph(nothing, line->text);
}

/* What stands between the open paragraph and a node of text that goes on with it; NULL: it does not. */
static const char *goes_on_with(struct str node, struct str rest)
{
	struct str before = buf_str(&w->text);
	struct line next;
	if (!w->in_paragraph)
		return NULL;
	if (w->kind == NAMES && shape_words(before, 4) < 4 && !shape_ends(before, FINISHED))
		return " "; /* a list of names is a table of two columns: the short name, and whose it is */
	if (strchr(",.;:)?!", node.s[0]) || str_starts(node, "’") || before.s[before.len - 1] == '(')
		return "";
	bool in_brackets = page.depth
		&& (memchr(node.s, ')', node.len) || (next_line(&rest, &next) && memchr(next.text.s, ')', next.text.len)));
	return in_brackets || shape_cut(before, node, w->in_list) || shape_citation(node) ? " " : NULL;
}

static void node_line(const struct line *line, struct str rest)
{
	const char *between = goes_on_with(line->text, rest);
	bool topic = between == NULL && is_flat_topic(line->text, rest);
	if (between)
		join(between, line->text);
	else if (page.one_paragraph && w->in_paragraph && !topic)
		join(" ", line->text);
	else if (list_goes_on(line->text) || (w->in_paragraph && shape_lower(line->text)))
		add_item(line->text);
	else if (topic)
		open_topic(line->text);
	else
		open_paragraph(nothing, line->text);
}

/* The summary is one paragraph up to the first heading; any other plain line stands for itself. */
static void plain_line(const struct line *line, struct str rest)
{
	bool in_summary = page.one_paragraph && w->in_paragraph;
	bool unfinished = in_summary && !shape_ends(buf_str(&w->text), FINISHED);
	bool wrapped = page.layout == NUMBERED && page.blanks;
	bool goes_on = w->in_paragraph && !page.blank && (wrapped || unfinished || shape_lower(line->text));
	bool citation = has_marks() && w->in_paragraph && shape_citation(line->text);
	if (goes_on || citation)
		join(" ", line->text);
	else if (has_marks() ? is_marked_topic(line->text, rest) : is_flat_topic(line->text, rest))
		open_topic(line->text);
	else if (in_summary)
		join(" ", line->text);
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
	struct buf *b = &related;
	if (b->len > 1)
		buf_char(b, ',');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		json_key(b, i ? ',' : '{', names[i][0]);
		json_quote_or_null(b, rules_named(headers, names[i][1]));
	}
	buf_char(b, '}');
}

static bool is_same(struct str a, struct str b) { return a.len == b.len && memcmp(a.s, b.s, a.len) == 0; }

/* A page about several decisions (a listing, a newsletter) has titles of them, with other digits than the first. */
static void another_reference(struct str found)
{
	struct str first = page.header[REFERENCE];
	size_t i = 0, k = 0;
	if (found.s == NULL || first.s == NULL)
		return;
	for (;; i++, k++) {
		while (i < first.len && strchr(" -", first.s[i]))
			i++;
		while (k < found.len && strchr(" -", found.s[k]))
			k++;
		if (i == first.len || k == found.len || first.s[i] != found.s[k])
			break;
	}
	page.several = page.several || i < first.len || k < found.len;
}

static void leave_out(struct str line)
{
	buf_add(&unplaced, line);
	buf_char(&unplaced, '\n');
}

/* Fills members by the named groups of the rule that matches. The first that says a thing is believed, the line of
 * another left out, with the warning. */
static enum action header_line(struct str line, unsigned where)
{
	int rule = header_rule(line, where);
	enum action action = action_of(rule);
	bool said_otherwise = false;
	if (rule < 0 || (action == CLOSES && !page.mirror))
		return NO_RULE;
	for (size_t i = 0; i < TYPE; i++) {
		struct str found = rules_named(headers, members[i]);
		if (i == REFERENCE)
			another_reference(found);
		said_otherwise = said_otherwise || (i != SUMMARISED && found.s && page.header[i].s && !is_same(found, page.header[i]));
		if (found.s && page.header[i].s == NULL)
			page.header[i] = found;
	}
	if (said_otherwise)
		leave_out(line);
	if (rules_named(headers, "related").s)
		add_related();
	if (action == REPORT || action == OVERVIEW)
		page.header[TYPE] = STR("report");
	else if (action == OPENS)
		page.header[TYPE] = STR("statement");
	return action == OVERVIEW ? OPENS : action;
}

/*
 * Puts a label and the nodes of its value on one line (`Category :`, `A`, `>`, `B`) and reads that. Where it is a line of
 * the header, *rest is moved behind the nodes.
 */
static enum action label_and_value(struct str label, struct str *rest)
{
	struct buf *b = &values;
	struct str ahead = *rest, behind = *rest;
	struct line next;
	if (b->len == 0)
		buf_room(b, text.len + 1); /* all labels and values stand in the text, with a byte more between them than here */
	size_t from = b->len;
	buf_add(b, label);
	for (; line_next(&ahead, &next) && next.type != MARK; behind = ahead) {
		bool link = str_is(next.text, ">"), linked = b->s[b->len - 1] == '>', first = b->len == from + label.len;
		bool value = next.type != STRAY && header_rule(next.text, HEAD) < 0 && !is_known_heading(next.text);
		if (!link && !(value && (first || linked)))
			break;
		buf_char(b, ' ');
		buf_add(b, next.text);
	}
	while (b->len > from && strchr("> ", b->s[b->len - 1]))
		b->len--;
	enum action action = header_line((struct str){b->s + from, b->len - from}, HEAD);
	if (action == VALUE)
		return NO_RULE; /* there was none */
	if (action == NO_RULE)
		b->len = from;
	else
		*rest = behind;
	return action;
}

static bool comes_again(struct str line, struct str rest)
{
	struct line other;
	while (line_next(&rest, &other))
		if ((other.type == PLAIN || other.type == HEADING) && is_same(other.text, line))
			return true;
	return false;
}

/*
 * Behind a list of contents that begins with this line, or .s NULL where none does: two lines or more, all of a kind, up
 * to the line that opens the decision or the first of them again; the first and the last stand behind it as headings.
 */
static struct str behind_contents(const struct line *first, struct str rest)
{
	struct str before = rest, last = first->text;
	struct line line;
	size_t lines = 1;
	for (; lines < CONTENTS_LINES && line_next(&rest, &line); before = rest, lines += line.type == first->type) {
		enum action action = line.type == PLAIN || line.type == HEADING ? action_of(header_rule(line.text, HEAD)) : NO_RULE;
		bool again = is_same(line.text, first->text);
		if (again || action == OPENS || action == OVERVIEW || action == SUMMARISES)
			return lines > 1 && (again || comes_again(first->text, before)) && comes_again(last, before) ? before : nothing;
		if (line.type != MARK && line.type != STRAY) {
			if (line.type != first->type || line.text.len > HEADING_BYTES)
				return nothing;
			last = line.text;
		}
	}
	return nothing;
}

/*
 * The head ends behind the line that opens the decision, or before the summary or the first known heading; where there
 * is none of them, or something that no rule knows stands before it, behind the last line of the header. What else the
 * head says goes into `unplaced`.
 */
static struct str read_head(struct str rest)
{
	struct str before = rest;     /* where the line begins */
	struct str unknown = nothing; /* where the first of the lines that no rule knows begins, since the last that one does */
	struct str name = nothing;    /* the line before */
	size_t placed = 0;            /* bytes of `unplaced` up to the last line of the header */
	size_t furniture = 0, tries = 0;
	struct line line;
	for (; next_line(&rest, &line); before = rest) {
		if (line.type == MARK || line.type == STRAY)
			continue;
		bool plain = line.type == PLAIN || line.type == HEADING;
		enum action action = plain ? header_line(line.text, HEAD) : NO_RULE;
		if (action == VALUE)
			action = label_and_value(line.text, &rest);
		if (action == OPENS)
			return rest;
		if (action == REPORT)
			continue; /* it may stand at the foot of a page without headings */
		if (action == NO_RULE) {
			bool heading = plain && is_known_heading(line.text);
			struct str behind = (heading || !plain) && tries++ < CONTENTS_TRIES ? behind_contents(&line, rest) : nothing;
			if (behind.s) {
				rest = behind;
				continue;
			}
			bool titled = page.header[REFERENCE].s || page.header[AUTHORITY].s;
			if (unknown.s == NULL)
				unknown = before;
			if (heading)
				break;
			if (++furniture > FURNITURE_LINES || (titled && shape_prose(line.text)))
				break;
			leave_out(line.text);
			name = line.text;
			continue;
		}
		if (action == SUMMARISES)
			break;
		if (action == NAMED) {
			page.layout = FLAT; /* a mirror, whatever marks its paragraphs begin with */
			page.mirror = true;
			if (name.s && page.header[AUTHORITY].s == NULL) {
				page.header[AUTHORITY] = name;
				unplaced.len -= name.len + 1;
			}
		}
		unknown = name = nothing;
		placed = unplaced.len;
		furniture = 0;
	}
	unplaced.len = placed;
	return unknown.s ? unknown : before;
}

static void look_for_title(struct str line)
{
	if (line.len <= HEADING_BYTES && line.s[line.len - 1] == ')' && header_rule(line, HEAD) >= 0)
		another_reference(rules_named(headers, "reference"));
}

static void read_body(struct str rest)
{
	struct line line;
	unsigned where = BODY;
	page.mirror = page.mirror || (page.layout == FLAT && page.header[REFERENCE].s == NULL && page.header[TYPE].s);
	while (next_line(&rest, &line)) {
		page.blank = page.blank || line.blank;
		if (line.type == MARK) {
			sections_close(w);
			page.marked = true;
			continue;
		}
		if (line.type == STRAY && !(page.layout == NODES && strchr(".,)(", line.text.s[0])))
			continue;
		bool plain = line.type == PLAIN || line.type == HEADING;
		enum action action = plain ? header_line(line.text, where) : NO_RULE;
		if (action == CLOSES) {
			sections_close(w);
			where = TAIL;
		} else if (action == SUMMARISES) {
			struct str summary = rules_named(headers, "summary"); /* its beginning: the whole line is the summary's */
			open_section(SUMMARY, nothing, 2);
			page.one_paragraph = true;
			if (summary.s)
				open_paragraph(nothing, (struct str){summary.s, (size_t)(line.text.s + line.text.len - summary.s)});
		} else if (action == NO_RULE) {
			if (plain)
				look_for_title(line.text);
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
	buf_add(to, buf_str(&related));
	buf_adds(to, "]}");
}

static void begin_page(void)
{
	memset(&page, 0, sizeof page);
	page.indent = SIZE_MAX;
	page.layout = layout_of(buf_str(&text));
	related.len = unplaced.len = values.len = 0;
	buf_char(&related, '[');
	sections_begin(w);
}

static enum verdict split(struct record *r, struct buf *unused)
{
	(void)unused;
	bool has_text = record_string(r, "text", &text), has_sections = record_value(r, "sections").s;
	if (r->why.len || (!has_text && has_sections))
		return r->why.len ? REJECT : KEEP;
	if (!has_text)
		text.len = 0;
	begin_page();
	read_body(read_head(buf_str(&text)));
	warnings_begin(r);
	if (!has_text)
		warnings_add("no_text", nothing);
	if (unplaced.len)
		warnings_add("text_outside_sections", str_trim(buf_str(&unplaced)));
	if (page.several) {
		warnings_add("several_references", page.header[REFERENCE]);
		page.header[REFERENCE] = nothing;
	}
	warnings_end(r);
	record_drop(r, "text");
	json_quote(record_set(r, "layout"), str_of(layout_names[page.layout]));
	if (w->summary.len)
		page.header[SUMMARISED] = buf_str(&w->summary);
	print_header(record_set(r, "header"));
	buf_add(record_set(r, "sections"), buf_str(&w->made));
	buf_spare(&text);
	buf_spare(&values);
	buf_spare(&w->text);
	return KEEP;
}

static void finish(void)
{
	rules_free(headers);
	rules_free(headings);
	shapes_free();
	free(header_actions);
	free(known);
}

static const struct filter ombud_split = {
	.name = "ombud-split",
	.synopsis = "ombud-split [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Splits each record's text into header and sections. Takes text; leaves layout,\n"
		"header, sections. Rules: endings.csv, headers.csv,\n"
		"headings.csv, items.csv.\n",
	.needs_rules = true,
	.start = start,
	.record = split,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_split); }
