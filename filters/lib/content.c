/*
 * elements.csv: which part of a page is its main content. What an element is called (its tag, id, classes, role) says
 * that it holds the content or that it is furniture; how much prose stands in it, and how much of that in links, says
 * whether to believe it.
 */
#include <stdlib.h>

#include "ombud.h"

static const char *const columns[] = {"id", "where", "pattern", "means", "remark", NULL};
static const char *const places[] = {"element", "heading", NULL};
enum { ELEMENT = 1, HEADING_TEXT = 2 };
static const char *const meanings[] = {"known", "body", "content", "label", "value", "furniture", "toggled", "foot", NULL};
enum meaning { NO_MEANING = -1, KNOWN, BODY, CONTENT, IS_LABEL, IS_VALUE, FURNITURE, TOGGLED, FOOT };

static struct rules *rules;
static enum meaning *meaning_by_rule;

/* of an element and all below it */
struct measure {
	uint32_t chars, links; /* letters and signs; those of links */
	uint32_t prose;        /* those that stand in blocks of some length, outside links */
	uint32_t own, own_links; /* those without another block between */
	uint32_t named;        /* the most prose that an element with a name for content has */
	int16_t rule;
	bool in_link;
	bool labels;           /* there is a label or a value in it */
};

static struct measure *measures;
static size_t measured;

#define FORM_CHARS 400u /* a form that has more prose is more than a form */
#define BETWEEN_CHARS 300u /* of a summary before the content */
#define TITLE_CHARS 60u
#define ENOUGH_PROSE 250u
#define PROSE_CHARS 40 /* a block that has fewer is no prose: a caption, an item of a menu */

void content_load(const char *directory)
{
	rules = rules_load(directory, "elements.csv", columns, places);
	const struct table *t = rules_table(rules);
	meaning_by_rule = xcalloc(t->rows, sizeof *meaning_by_rule);
	for (size_t row = 0; row < t->rows; row++)
		meaning_by_rule[row] = (enum meaning)table_word(t, row, "means", meanings);
}

void content_free(void)
{
	rules_free(rules);
	free(meaning_by_rule);
	free(measures);
}

static int rule_of(struct str text, unsigned where)
{
	rules_begin(rules, text, where);
	return rules_next(rules);
}

/* What an element is called; pages of one site call theirs alike, so that the last names are kept. */
static int rule_of_name(struct str name)
{
	static struct { unsigned char len; char name[61]; int16_t rule; } last[512];
	const size_t hash = str_hash(name) % (sizeof last / sizeof *last);
	if (name.len == 0 || name.len > sizeof last->name)
		return rule_of(name, ELEMENT);
	if (last[hash].len != name.len || memcmp(last[hash].name, name.s, name.len) != 0) {
		last[hash].rule = (int16_t)rule_of(name, ELEMENT);
		last[hash].len = (unsigned char)name.len;
		memcpy(last[hash].name, name.s, name.len);
	}
	return last[hash].rule;
}

static enum meaning meaning_of(int rule) { return rule < 0 ? NO_MEANING : meaning_by_rule[rule]; }

/* most elements are called nothing: their tag alone tells nothing either */
static bool is_called(const struct html_node *node, struct str name)
{
	switch (node->tag) {
	case TAG_ARTICLE: case TAG_ASIDE: case TAG_BUTTON: case TAG_FOOTER: case TAG_FORM: case TAG_HEADER: case TAG_MAIN: case TAG_NAV:
	case TAG_NOSCRIPT: case TAG_DIALOG: case TAG_FIGCAPTION: case TAG_DT: case TAG_DD:
		return true;
	default:
		return memchr(name.s, '.', name.len) || memchr(name.s, '#', name.len) || memchr(name.s, '@', name.len)
			|| memchr(name.s, '=', name.len);
	}
}

bool content_is_label(const struct html *h, uint32_t node) { return meaning_of(measures[node].rule) == IS_LABEL && h->nodes[node].tag != TAG_TEXT; }

bool content_is_value(const struct html *h, uint32_t node) { return meaning_of(measures[node].rule) == IS_VALUE && h->nodes[node].tag != TAG_TEXT; }

static uint32_t signs(struct str text)
{
	uint32_t n = 0;
	for (size_t i = 0; i < text.len; i++)
		n += (unsigned char)text.s[i] > ' ' && ((unsigned char)text.s[i] & 0xc0) != 0x80;
	return n;
}

static void measure(const struct html *h)
{
	if (measured < h->count) {
		measured = h->cap;
		measures = xrealloc(measures, measured, sizeof *measures);
	}
	memset(measures, 0, h->count * sizeof *measures);
	for (uint32_t i = 0; i < h->count; i++) {
		const struct html_node *node = h->nodes + i;
		measures[i].rule = -1;
		measures[i].in_link = node->is_link || (i && measures[node->parent].in_link);
		if (node->tag == TAG_TEXT) {
			measures[i].chars = measures[i].own = signs(html_text(h, i));
			if (measures[i].in_link)
				measures[i].links = measures[i].own_links = measures[i].chars;
		} else if (is_called(node, html_name(h, i)))
			measures[i].rule = (int16_t)rule_of_name(html_name(h, i));
	}
	for (uint32_t i = (uint32_t)h->count - 1; i > 0; i--) {
		const struct html_node *node = h->nodes + i;
		struct measure *m = measures + i, *up = measures + node->parent;
		if (node->block) {
			if (m->own - m->own_links >= PROSE_CHARS)
				m->prose += m->own - m->own_links;
		} else {
			up->own += m->own;
			up->own_links += m->own_links;
		}
		if ((meaning_of(m->rule) == CONTENT || meaning_of(m->rule) == BODY) && m->prose > m->named)
			m->named = m->prose;
		if (m->named > up->named)
			up->named = m->named;
		m->labels = m->labels || meaning_of(m->rule) == IS_LABEL || meaning_of(m->rule) == IS_VALUE;
		up->labels = up->labels || m->labels;
		up->chars += m->chars;
		up->links += m->links;
		up->prose += m->prose;
	}
}

/* drops it with all below it, and takes its measures from those above it */
static void drop(struct html *h, uint32_t i)
{
	struct measure gone = measures[i];
	h->nodes[i].dropped = true;
	for (uint32_t up = i; up; up = h->nodes[up].parent) {
		struct measure *m = measures + h->nodes[up].parent;
		m->chars -= gone.chars;
		m->links -= gone.links;
		m->prose -= gone.prose;
	}
}

static bool is_heading(const struct html_node *node) { return node->tag >= TAG_H1 && node->tag <= TAG_H6; }

/* More than a tenth of the prose is hidden by names that scripts give and take: panels that open, which are content. */
static bool opens(const struct html *h, uint32_t root)
{
	uint32_t prose = 0;
	for (uint32_t i = root + 1; i < h->nodes[root].end;) {
		bool toggled = meaning_of(measures[i].rule) == TOGGLED;
		prose += toggled ? measures[i].prose : 0;
		i = toggled ? h->nodes[i].end : i + 1;
	}
	return prose * 10 > measures[root].prose;
}

/* its id or a class is the words of the heading that it begins with: `<section id="recommendations">` */
static bool is_called_by_heading(const struct html *h, uint32_t i)
{
	static struct buf slug;
	const struct html_node *nodes = h->nodes;
	struct str name = html_name(h, i);
	if (nodes[i].end <= i + 1 || !is_heading(nodes + i + 1))
		return false;
	slug.len = 0;
	for (uint32_t k = i + 2; k < nodes[i + 1].end; k++)
		if (nodes[k].tag == TAG_TEXT)
			buf_add(&slug, html_text(h, k));
	struct str words = str_trim(buf_str(&slug));
	for (size_t at = 0; words.len && at + words.len < name.len; at++) {
		if (name.s[at] != '#' && name.s[at] != '.')
			continue;
		const char *word = name.s + at + 1;
		size_t n = 0;
		while (n < words.len && (word[n] == '-' ? words.s[n] == ' ' : (word[n] | 0x20) == (words.s[n] | 0x20)))
			n++;
		if (n == words.len && (word + n == name.s + name.len || strchr("#.@=", word[n])))
			return true;
	}
	return false;
}

/*
 * Furniture, unless much of the prose stands in it, or what is named as content: a name can't be relied on so far. A
 * heading, and what it heads, may be called by its own words (`id="recommendations"`), which say nothing; and a button that has most of a
 * heading's words, or a heading in it, opens what stands below.
 */
static void drop_furniture(struct html *h, uint32_t root, uint32_t most)
{
	const struct html_node *nodes = h->nodes;
	uint32_t named = measures[0].named / 2, heading = 0;
	bool toggles = !opens(h, root);
	for (uint32_t i = root + 1; i < nodes[root].end; i++) {
		const struct measure *m = measures + i;
		heading = is_heading(nodes + i) ? i : heading;
		bool headline = heading && i < nodes[heading].end && m->chars * 2 > measures[heading].chars;
		headline = headline || (nodes[i].tag == TAG_BUTTON && nodes[i].end > i + 1 && is_heading(nodes + i + 1));
		uint32_t limit = nodes[i].tag == TAG_FORM && FORM_CHARS < most ? FORM_CHARS : most;
		enum meaning meaning = meaning_of(m->rule);
		bool furniture = (meaning == FURNITURE || (meaning == TOGGLED && toggles)) && m->prose <= limit
			&& (m->named == 0 || m->named <= named) && !headline && !is_called_by_heading(h, i);
		if (!nodes[i].dropped && !furniture)
			continue;
		if (!nodes[i].dropped)
			drop(h, i);
		i = nodes[i].end - 1;
	}
}

/* how much an element holds: its prose; of a known one, which may hold little, all text outside links */
static uint32_t amount(uint32_t i, enum meaning meaning)
{
	return meaning == KNOWN ? measures[i].chars - measures[i].links : measures[i].prose;
}

/* The element that the first of the rules with this meaning names and that has enough of the page (tenths), or 0. */
static uint32_t named_content(const struct html *h, enum meaning wanted, uint32_t enough)
{
	const struct table *t = rules_table(rules);
	for (size_t row = 0; row < t->rows; row++) {
		if (meaning_by_rule[row] != wanted)
			continue;
		uint32_t best = 0, most = 0, sum = 0;
		for (uint32_t i = 1; i < h->count; i = h->nodes[i].dropped ? h->nodes[i].end : i + 1) {
			if (h->nodes[i].dropped || measures[i].rule != (int)row)
				continue;
			sum += amount(i, wanted);
			if (amount(i, wanted) > most) {
				best = i;
				most = amount(i, wanted);
			}
		}
		if (most * 10 >= amount(0, wanted) * enough && most * 10 >= sum * 6 && best)
			return best;
	}
	return 0;
}

/* the smallest element that holds nearly all of the prose, if there is enough to tell by */
static uint32_t densest(const struct html *h, uint32_t root)
{
	if (measures[root].prose < ENOUGH_PROSE)
		return root;
	for (uint32_t i = root + 1; i < h->nodes[root].end; i = h->nodes[i].dropped || !h->nodes[i].block ? h->nodes[i].end : i + 1)
		if (h->nodes[i].block && !h->nodes[i].dropped && measures[i].prose * 20 >= measures[root].prose * 19)
			root = i;
	return root;
}

/* the page's title, where it stands before the content and not in it: the nearest one that is not furniture, or 0 */
static uint32_t title_before(const struct html *h, uint32_t root)
{
	uint32_t title = 0;
	for (uint32_t i = root; i < h->nodes[root].end; i++)
		if (h->nodes[i].tag == TAG_H1 && !h->nodes[i].dropped && measures[i].chars)
			return 0;
	for (uint32_t i = 1; i < root; i = h->nodes[i].dropped ? h->nodes[i].end : i + 1)
		if (h->nodes[i].tag == TAG_H1 && !h->nodes[i].dropped && measures[i].chars)
			title = i;
	return title;
}

/*
 * Drops all but the content, the title before it and, where that is a little, what stands between them: the author, a
 * summary, the header of a decision.
 */
static void keep_only(struct html *h, uint32_t root)
{
	struct html_node *nodes = h->nodes;
	uint32_t title = title_before(h, root), between = 0;
	for (uint32_t i = title ? nodes[title].end : root; i < root; i = nodes[i].dropped ? nodes[i].end : i + 1)
		if (nodes[i].tag == TAG_TEXT && !measures[i].in_link)
			between += measures[i].chars;
	bool near = between <= BETWEEN_CHARS || between * 4 < measures[root].chars;
	for (uint32_t i = 1; i < h->count;) {
		bool above = i < root && nodes[i].end > root;
		bool above_title = i < title && nodes[i].end > title;
		bool kept = i == root || i == title || (near && title && i > title && i < root);
		if (above || above_title) {
			i++;
		} else {
			nodes[i].dropped = nodes[i].dropped || !kept;
			i = nodes[i].end;
		}
	}
}

/* Lists and the like that are mostly links. */
static void drop_links(struct html *h, uint32_t root)
{
	for (uint32_t i = root + 1; i < h->nodes[root].end; i++) {
		const struct html_node *node = h->nodes + i;
		const struct measure *m = measures + i;
		if (node->dropped) {
			i = node->end - 1;
			continue;
		}
		bool only_links = node->tag == TAG_P && m->chars && m->links * 10 > m->chars * 9;
		bool list = only_links || node->tag == TAG_UL || node->tag == TAG_OL || node->tag == TAG_ANY || node->tag == TAG_SECTION || node->tag == TAG_TABLE;
		if (node->block && list && !m->labels && m->prose == 0 && m->links * 10 > m->chars * 6) {
			drop(h, i);
			i = node->end - 1;
		}
	}
}

/* the words of a short block or element, folded into one line; .len 0 where it is empty or no title */
static struct str title_of(const struct html *h, uint32_t i)
{
	static struct buf words;
	words.len = 0;
	if (measures[i].chars == 0 || measures[i].chars - measures[i].links > TITLE_CHARS || measures[i].chars > 4 * TITLE_CHARS)
		return buf_str(&words);
	for (uint32_t k = i; k < h->nodes[i].end; k++)
		if (h->nodes[k].tag == TAG_TEXT)
			buf_add(&words, html_text(h, k));
	return str_trim(buf_str(&words));
}

/*
 * From a title such as "Related articles", what stands behind it in its element, up to a heading of its own rank, unless
 * much of the prose stands there.
 */
static void drop_feet(struct html *h, uint32_t root)
{
	struct html_node *nodes = h->nodes;
	for (uint32_t i = root + 1; i < nodes[root].end; i++) {
		if (nodes[i].dropped) {
			i = nodes[i].end - 1;
			continue;
		}
		bool item = nodes[i].tag == TAG_LI || nodes[i].tag == TAG_CELL || nodes[i].tag == TAG_ROW;
		struct str title = nodes[i].block && !item ? title_of(h, i) : (struct str){NULL, 0};
		if (title.len == 0 || meaning_of(rule_of(title, HEADING_TEXT)) != FOOT)
			continue;
		uint32_t end = nodes[i].end, parent_end = nodes[nodes[i].parent].end;
		uint32_t prose = 0;
		while (end < parent_end && !(is_heading(nodes + end) && (!is_heading(nodes + i) || nodes[end].tag <= nodes[i].tag))) {
			prose += nodes[end].dropped ? 0 : measures[end].prose;
			end = nodes[end].end;
		}
		if (prose * 4 > measures[root].prose)
			end = nodes[i].end;
		for (uint32_t k = i; k < end; k = nodes[k].end)
			if (!nodes[k].dropped)
				drop(h, k);
		i = end - 1;
	}
}

void content_find(struct html *h, bool all)
{
	measure(h);
	if (all)
		return;
	uint32_t total = measures[0].prose;
	uint32_t root = named_content(h, KNOWN, 1);
	if (root) {
		drop_furniture(h, root, 200);
	} else {
		drop_furniture(h, 0, measures[0].named ? total / 3 * 2 : total / 3);
		root = named_content(h, BODY, 1);
		if (root == 0)
			root = named_content(h, CONTENT, 6);
		if (root == 0)
			root = densest(h, 0);
		drop_links(h, root);
		drop_feet(h, root);
	}
	if (root)
		keep_only(h, root);
}
