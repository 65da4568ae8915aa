/*
 * The head of a page, and what else of it is no text of the decision: headers.csv tells the lines that say whose decision
 * it is, where that begins, and what stands behind it.
 */
#include <stdlib.h>

#include "ombud.h"

#define HEADER_BYTES ((size_t)1000) /* a line of the header is shorter, but for the summary's */
#define TITLE_BYTES ((size_t)120)   /* and a title, or a line of a list of contents */
#define FURNITURE_LINES 30          /* before the header there are fewer lines that no rule knows */
#define CONTENTS_LINES 64           /* a list of contents has fewer */
#define CONTENTS_TRIES 8            /* and it is looked for so often, for each look reads the page */

static const char *const columns[] = {"id", "where", "pattern", "action", "remark", NULL};
static const char *const places[] = {"head", "body", "tail", NULL};
static const char *const actions[] = {"", "named", "value", "opens", "overview", "report", "summary", "closes", NULL};

/* the names of the members, and of the groups that fill them; `type` is filled by actions */
static const char *const members[HEAD_MEMBERS] = {"authority", "reference", "category", "subcategory", "decision",
	"decision_date", "summary", "satisfied", "type"};

static struct rules *headers;
static enum head_action *action_by_rule;
static const struct str nothing = {NULL, 0};

void head_load(const char *directory)
{
	headers = rules_load(directory, "headers.csv", columns, places);
	const struct table *t = rules_table(headers);
	action_by_rule = xcalloc(t->rows, sizeof *action_by_rule);
	for (size_t row = 0; row < t->rows; row++)
		action_by_rule[row] = (enum head_action)table_word(t, row, "action", actions);
}

void head_free(void)
{
	rules_free(headers);
	free(action_by_rule);
}

static enum head_action action_of(int rule) { return rule < 0 ? NO_RULE : action_by_rule[rule]; }

/* The first header rule that knows the line, or -1. */
static int header_rule(struct str line, unsigned where)
{
	rules_begin(headers, utf8_window(line, 0, line.len > HEADER_BYTES ? HEADER_BYTES : line.len), where);
	int rule = rules_next(headers);
	return line.len > HEADER_BYTES && action_of(rule) != SUMMARISES ? -1 : rule;
}

bool head_label(struct str line) { return shape_colon(line) && action_of(header_rule(line, IN_HEAD)) == VALUE; }

void head_begin(struct head *h, struct str text)
{
	memset(h->member, 0, sizeof h->member);
	h->text = text;
	h->several = h->another = h->mirror = false;
	h->related.len = h->unplaced.len = h->values.len = 0;
	buf_char(&h->related, '[');
}

static void add_related(struct head *h)
{
	static const char *const names[][2] = {{"reference", "related"}, {"date", "related_date"},
		{"summary", "related_summary"}, {"decision", "related_decision"}};
	struct buf *b = &h->related;
	if (b->len > 1)
		buf_char(b, ',');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		json_key(b, i ? ',' : '{', names[i][0]);
		json_quote_or_null(b, rules_named(headers, names[i][1]));
	}
	buf_char(b, '}');
}

/* A page about several decisions (a listing, a newsletter) has titles of them, with other digits than the first. */
static void another_reference(struct head *h, struct str found)
{
	struct str first = h->member[HEAD_REFERENCE];
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
	h->several = h->several || i < first.len || k < found.len;
}

static void leave_out(struct head *h, struct str line)
{
	buf_add(&h->unplaced, line);
	buf_char(&h->unplaced, '\n');
}

/* Fills members by the named groups of the rule that matches. The first that says a thing is believed, the line of
 * another left out, with the warning. */
enum head_action head_line(struct head *h, struct str line, unsigned where)
{
	int rule = header_rule(line, where);
	enum head_action action = action_of(rule);
	bool said_otherwise = false;
	if (rule < 0 || (action == CLOSES && !h->mirror))
		return NO_RULE;
	for (size_t i = 0; i < HEAD_TYPE; i++) {
		struct str found = rules_named(headers, members[i]);
		if (i == HEAD_REFERENCE)
			another_reference(h, found);
		said_otherwise = said_otherwise || (i != HEAD_SUMMARY && found.s && h->member[i].s && !str_same(found, h->member[i]));
		if (found.s && h->member[i].s == NULL)
			h->member[i] = found;
	}
	if (said_otherwise)
		leave_out(h, line);
	h->several = h->several || (h->another && (action == OPENS || action == OVERVIEW));
	if (rules_named(headers, "related").s)
		add_related(h);
	if (action == REPORT || action == OVERVIEW)
		h->member[HEAD_TYPE] = STR("report");
	else if (action == OPENS)
		h->member[HEAD_TYPE] = STR("statement");
	return action == OVERVIEW ? OPENS : action;
}

struct str head_summary(struct str line)
{
	struct str begins = rules_named(headers, "summary"); /* of a long line its beginning */
	return begins.s ? (struct str){begins.s, (size_t)(line.s + line.len - begins.s)} : nothing;
}

/*
 * Puts a label and the nodes of its value on one line (`Category :`, `A`, `>`, `B`) and reads that. Where it is a line of
 * the header, *rest is moved behind the nodes.
 */
static enum head_action label_and_value(struct head *h, struct str label, struct str *rest)
{
	struct buf *b = &h->values;
	struct str ahead = *rest, behind = *rest;
	struct line next;
	if (b->len == 0)
		buf_room(b, h->text.len + 1); /* all labels and values stand in the text, with a byte more between them than here */
	size_t from = b->len;
	buf_add(b, label);
	for (; line_next(&ahead, &next) && next.type != MARK; behind = ahead) {
		bool link = str_is(next.text, ">"), linked = b->s[b->len - 1] == '>', first = b->len == from + label.len;
		bool value = next.type != STRAY && header_rule(next.text, IN_HEAD) < 0 && !heading_known(next.text);
		if (!link && !(value && (first || linked)))
			break;
		buf_char(b, ' ');
		buf_add(b, next.text);
	}
	while (b->len > from && strchr("> ", b->s[b->len - 1]))
		b->len--;
	enum head_action action = head_line(h, (struct str){b->s + from, b->len - from}, IN_HEAD);
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
		if ((other.type == PLAIN || other.type == HEADING) && str_same(other.text, line))
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
		enum head_action action = line.type == PLAIN || line.type == HEADING ? action_of(header_rule(line.text, IN_HEAD)) : NO_RULE;
		bool again = str_same(line.text, first->text);
		if (again || action == OPENS || action == OVERVIEW || action == SUMMARISES)
			return lines > 1 && (again || comes_again(first->text, before)) && comes_again(last, before) ? before : nothing;
		if (line.type != MARK && line.type != STRAY) {
			if (line.type != first->type || line.text.len > TITLE_BYTES)
				return nothing;
			last = line.text;
		}
	}
	return nothing;
}

/*
 * Where the line begins that is the page's title, if it stands ahead and no decision before it: a text of all of a web page
 * begins with its menus, and a notice of cookies. NULL: there is none.
 */
static const char *title_ahead(struct str rest)
{
	struct line line;
	bool after_heading = false;
	for (size_t sections = 0; sections < 2 && line_next(&rest, &line);) {
		bool plain = (line.type == PLAIN || line.type == HEADING) && line.text.len;
		bool heading = plain && heading_known(line.text);
		int rule = plain && line.text.len <= TITLE_BYTES ? header_rule(line.text, IN_HEAD) : -1;
		enum head_action action = action_of(rule);
		if (rule >= 0 && rules_named(headers, "authority").s && line.text.s[line.text.len - 1] == ')')
			return line.text.s;
		if (action == OPENS || action == OVERVIEW || action == SUMMARISES)
			return NULL;
		sections += after_heading && !heading && line.type != MARK && shape_prose(line.text);
		after_heading = heading;
	}
	return NULL;
}

/*
 * The head ends behind the line that opens the decision, or before the summary or the first known heading; where there
 * is none of them, or something that no rule knows stands before it, behind the last line of the header. What else the
 * head says goes into `unplaced`.
 */
struct str head_read(struct head *h)
{
	struct str rest = h->text;
	struct str before = rest;     /* where the line begins */
	struct str unknown = nothing; /* where the first of the lines that no rule knows begins, since the last that one does */
	struct str name = nothing;    /* the line before */
	size_t placed = 0;            /* bytes of `unplaced` up to the last line of the header */
	size_t furniture = 0, tries = 0;
	const char *title = NULL;     /* of the page, ahead; NULL: none, or nobody has looked */
	bool looked = false;
	struct line line;
	for (; page_line(&rest, &line); before = rest) {
		if (line.type == MARK || line.type == STRAY)
			continue;
		bool plain = line.type == PLAIN || line.type == HEADING;
		enum head_action action = plain ? head_line(h, line.text, IN_HEAD) : NO_RULE;
		if (action == VALUE)
			action = label_and_value(h, line.text, &rest);
		if (action == OPENS)
			return rest;
		if (action == REPORT)
			continue; /* it may stand at the foot of a page without headings */
		if (action == NO_RULE) {
			bool heading = plain && heading_known(line.text);
			struct str behind = (heading || !plain) && tries++ < CONTENTS_TRIES ? behind_contents(&line, rest) : nothing;
			if (behind.s) {
				rest = behind;
				continue;
			}
			bool titled = h->member[HEAD_REFERENCE].s || h->member[HEAD_AUTHORITY].s;
			bool ends = heading || ++furniture > FURNITURE_LINES || (titled && shape_prose(line.text));
			if (unknown.s == NULL)
				unknown = before;
			if (ends && !titled && !looked) {
				title = title_ahead(rest);
				looked = true;
			}
			if (ends && (title == NULL || line.text.s > title))
				break;
			leave_out(h, line.text);
			name = line.text;
			continue;
		}
		if (action == SUMMARISES)
			break;
		if (action == NAMED) {
			h->mirror = true;
			if (name.s && h->member[HEAD_AUTHORITY].s == NULL) {
				h->member[HEAD_AUTHORITY] = name;
				h->unplaced.len -= name.len + 1;
			}
		}
		unknown = name = nothing;
		placed = h->unplaced.len;
		furniture = 0;
	}
	h->unplaced.len = placed;
	return unknown.s ? unknown : before;
}

/* A decision whose own header says more than its title may name others behind it; without one, or where another decision
 * opens behind such a title, the page is about several. */
void head_title(struct head *h, struct str line)
{
	bool several = h->several;
	if (line.len > TITLE_BYTES || line.s[line.len - 1] != ')' || header_rule(line, IN_HEAD) < 0)
		return;
	another_reference(h, rules_named(headers, "reference"));
	h->another = h->another || h->several;
	h->several = several || (h->several && h->member[HEAD_TYPE].s == NULL && h->member[HEAD_DATE].s == NULL);
}

void head_print(const struct head *h, struct buf *to)
{
	for (size_t i = 0; i < HEAD_MEMBERS; i++) {
		json_key(to, i ? ',' : '{', members[i]);
		json_quote_or_null(to, h->member[i]);
	}
	json_key(to, ',', "related");
	buf_add(to, buf_str(&h->related));
	buf_adds(to, "]}");
}
