/*
 * ombud-split: `text` becomes `layout`, `header` and `sections`. Here all layouts meet: no filter behind this one knows
 * which it was. Header lines and headings are told by the tables headers.csv and headings.csv; what no table knows is a
 * heading (kind other) where it looks like one, else a paragraph or an item of one (endings.csv, items.csv). A record
 * without `text` that has sections passes.
 */
#include <stdlib.h>

#include "lib/ombud.h"

#define TOPIC_WORDS ((size_t)10) /* a heading that no table knows is shorter, where nothing marks paragraphs */

/* By the marks of paragraphs: numbers; dashes; none; none, and each node of the page's text on a line of its own. */
enum layout { NUMBERED, DASHED, FLAT, NODES, HTML };
static const char *const layout_names[] = {"numbered", "dashed", "flat", "nodes", "html"};

static struct buf text; /* of the page */
static struct head head;
static struct writer writer, *const w = &writer;

/* what else is known of the page so far */
static struct {
	enum layout layout;
	bool blanks;           /* blank lines stand between its blocks */
	bool one_paragraph;    /* the open section is the summary of a statement, up to the first heading */
	bool blank, marked;    /* a blank line, a mark came last */
	bool rows;             /* a row of a table did */
	size_t indent;         /* of the first numbered line */
	unsigned number, item; /* of the open paragraph; of the next item of a list that stands at its indent, or 0 */
	bool lettered;         /* that list has letters */
	bool sentences;        /* the open list has items with a capital and a verb of items.csv */
	size_t depth;          /* of brackets, at the end of the open paragraph */
} page;

static const struct str nothing = {NULL, 0};

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	head_load(directory);
	headings_load(directory);
	shapes_load(directory);
}

static enum layout layout_of(struct str rest)
{
	const size_t few = 8, blanks_of_a_page = 3; /* lines */
	size_t count[LINE_TYPES] = {0}, blanks = 0, labels = 0;
	struct line line;
	while (page_line(&rest, &line)) {
		count[line.type]++;
		blanks += line.blank && line.type != MARK;
		labels += line.type == PLAIN && head_label(line.text);
	}
	page.blanks = blanks >= blanks_of_a_page;
	if (count[HEADING])
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
static void open_known(const struct heading *known)
{
	open_section(known->kind, known->kind == SUMMARY ? nothing : known->text, known->level);
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
	if (!is_short || !shape_heading(line) || !shape_upper(line) || !page_line(&rest, &next))
		return false;
	if (page.marked)
		return true;
	bool in_remedies = w->in_list && (w->kind == RECOMMENDATIONS || w->kind == ACTION);
	if (w->kind == NAMES || in_remedies || (w->in_paragraph && !shape_prose(buf_str(&w->text))) || !shape_upper(next.text))
		return false;
	if (page.layout == NODES && shape_cut(line, next.text, false))
		return false;
	bool cut = page.layout == NODES && page_line(&rest, &second) && second.type == PLAIN
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
		if (!page_line(&rest, &next) || next.type != PLAIN || (page.blanks ? next.blank : !shape_heading(next.text))
			|| heading_known(next.text))
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
	return !alone || !page_line(&rest, &next) || next.type != PLAIN || !heading_known(next.text);
}

static bool known_heading(const struct line *line)
{
	struct heading known;
	if (heading_find(line->text, false, &known)) {
		known.level = line->type == HEADING ? line->level : known.level;
		open_known(&known);
		return true;
	}
	if (page.layout != FLAT || !heading_find(line->text, true, &known))
		return false;
	size_t taken = (size_t)(known.text.s - line->text.s) + known.text.len;
	open_known(&known);
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

static unsigned roman_value(struct str numeral)
{
	static const char digits[] = "ivxlc";
	static const unsigned values[] = {1, 5, 10, 50, 100};
	unsigned sum = 0, behind = 0;
	for (size_t i = numeral.len; i-- > 0;) {
		const char *digit = strchr(digits, numeral.s[i] | 0x20);
		unsigned value = digit ? values[digit - digits] : 0;
		sum = value < behind ? sum - value : sum + value;
		behind = value;
	}
	return sum;
}

/* Is it the label of a list's nth item? A letter may be a Roman numeral. */
static bool is_nth(struct str label, unsigned n)
{
	if (label.s[0] >= '0' && label.s[0] <= '9')
		return strtoul(label.s, NULL, 10) == n;
	return (label.len == 1 && (unsigned)(label.s[0] | 0x20) == 'a' + n - 1) || roman_value(label) == n;
}

/*
 * Numbers restart in each section and behind each list; a list at its paragraph's own indent counts from 1 behind a
 * colon. An item may have been made a paragraph of its own: it begins in lower case, and the one before is not finished.
 */
static void numbered_line(const struct line *line)
{
	struct str before = buf_str(&w->text);
	unsigned number = (unsigned)strtoul(line->label.s, NULL, 10); /* 0: a letter */
	if (page.indent == SIZE_MAX)
		page.indent = line->indent;
	bool deeper = line->indent > page.indent + 1;
	bool first = is_nth(line->label, 1) && shape_colon(before);
	bool next = w->in_list && page.item && page.lettered == (number == 0) && is_nth(line->label, page.item)
		&& (number != page.number + 1 || shape_ends(before, LIST_GOES_ON));
	bool promoted = w->in_list && shape_lower(line->text) && !shape_ends(before, FINISHED);
	if (w->in_paragraph && (deeper || first || next || promoted)) {
		add_item(line->text);
		page.item = deeper ? 0 : first ? 2 : next ? page.item + 1 : 0;
		page.lettered = number == 0;
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
		&& (memchr(node.s, ')', node.len) || (page_line(&rest, &next) && memchr(next.text.s, ')', next.text.len)));
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
	bool wrapped = (page.layout == NUMBERED || page.layout == HTML) && page.blanks && w->kind != NAMES;
	bool goes_on = w->in_paragraph && !page.blank && (wrapped || unfinished || shape_lower(line->text));
	bool citation = (has_marks() || page.layout == HTML) && w->in_paragraph && shape_citation(line->text);
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
		if (page.layout == HTML && memchr(line->text.s, '\t', line->text.len))
			open_paragraph(nothing, line->text); /* a row of a table */
		else if (page.layout == NODES)
			node_line(line, rest);
		else
			plain_line(line, rest);
	}
}

static void read_body(struct str rest)
{
	struct line line;
	unsigned where = IN_BODY;
	if (head.mirror && page.layout != HTML)
		page.layout = FLAT; /* whatever marks its paragraphs begin with */
	if (!head.mirror) /* one without its line has no reference either */
		head.mirror = page.layout == FLAT && head.member[HEAD_REFERENCE].s == NULL && head.member[HEAD_TYPE].s;
	while (page_line(&rest, &line)) {
		page.blank = page.blank || line.blank;
		if (line.type == MARK) {
			sections_close(w);
			page.marked = true;
			continue;
		}
		if (line.type == STRAY && !(page.layout == NODES && strchr(".,)(", line.text.s[0])))
			continue;
		bool plain = line.type == PLAIN || line.type == HEADING;
		enum head_action action = plain ? head_line(&head, line.text, where) : NO_RULE;
		if (action == CLOSES) {
			sections_close(w);
			where = IN_TAIL;
		} else if (action == SUMMARISES) {
			struct str summary = head_summary(line.text);
			open_section(SUMMARY, nothing, 2);
			page.one_paragraph = true;
			if (summary.s)
				open_paragraph(nothing, summary);
		} else if (action == NO_RULE) {
			if (plain)
				head_title(&head, line.text);
			body_line(&line, rest);
		}
		page.blank = page.marked = false;
	}
	sections_end(w);
}

static void begin_page(void)
{
	memset(&page, 0, sizeof page);
	page.indent = SIZE_MAX;
	page.layout = layout_of(buf_str(&text));
	head_begin(&head, buf_str(&text));
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
	read_body(head_read(&head));
	warnings_begin(r);
	if (!has_text)
		warnings_add("no_text", nothing);
	if (head.unplaced.len)
		warnings_add("text_outside_sections", str_trim(buf_str(&head.unplaced)));
	if (head.several) {
		warnings_add("several_references", head.member[HEAD_REFERENCE]);
		head.member[HEAD_REFERENCE] = nothing;
	}
	warnings_end(r);
	record_drop(r, "text");
	json_quote(record_set(r, "layout"), str_of(layout_names[page.layout]));
	if (w->summary.len)
		head.member[HEAD_SUMMARY] = buf_str(&w->summary);
	head_print(&head, record_set(r, "header"));
	buf_add(record_set(r, "sections"), buf_str(&w->made));
	buf_spare(&text);
	buf_spare(&head.values);
	buf_spare(&w->text);
	return KEEP;
}

static void finish(void)
{
	head_free();
	headings_free();
	shapes_free();
}

static const struct filter ombud_split = {
	.name = "ombud-split",
	.synopsis = "ombud-split [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Splits each record's text into header and sections. Takes text; leaves layout,\n"
		"header, sections. Rules: endings.csv, headers.csv,\n"
		"headings.csv, items.csv, words.csv.\n",
	.needs_rules = true,
	.start = start,
	.record = split,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_split); }
