/* What a piece of text looks like: how it begins and ends (items.csv, endings.csv), and what it may therefore be. */
#define _GNU_SOURCE 1 /* memmem */
#include "ombud.h"

#define TAIL_BYTES ((size_t)24)  /* how far back an ending is looked for */
#define TOPIC_BYTES ((size_t)90) /* of a heading that no table knows */

static const char *const columns[] = {"id", "where", "pattern", "remark", NULL};
static const char *const ending_places[] = {"finished", "list", "lead", "cut", "cut-word", "cut-prose", "line", NULL};
static const char *const item_places[] = {"lead", "item", NULL}; /* its first word, and what may stand before it */
enum { LEAD = 1, ITEM = 2 };

static struct rules *endings, *items;

void shapes_load(const char *directory)
{
	endings = rules_load(directory, "endings.csv", columns, ending_places);
	items = rules_load(directory, "items.csv", columns, item_places);
}

void shapes_free(void)
{
	rules_free(endings);
	rules_free(items);
}

bool shape_ends(struct str text, enum ending how)
{
	rules_begin(endings, utf8_window(text, text.len > TAIL_BYTES ? text.len - TAIL_BYTES : 0, text.len), how);
	return rules_next(endings) >= 0;
}

bool shape_item(struct str text)
{
	rules_begin(items, text, LEAD);
	if (rules_next(items) >= 0) {
		struct str lead = rules_group(items, 0);
		size_t taken = (size_t)(lead.s - text.s) + lead.len;
		text = (struct str){text.s + taken, text.len - taken};
	}
	rules_begin(items, text, ITEM);
	return rules_next(items) >= 0;
}

bool shape_upper(struct str text) { return text.len && text.s[0] >= 'A' && text.s[0] <= 'Z'; }

bool shape_lower(struct str text) { return text.len && text.s[0] >= 'a' && text.s[0] <= 'z'; }

bool shape_colon(struct str text) { return text.len && text.s[text.len - 1] == ':'; }

bool shape_citation(struct str text)
{
	size_t depth = 0, i = 0;
	if (text.len && text.s[text.len - 1] == '.')
		text.len--;
	if (text.len < 3 || text.s[0] != '(' || text.s[text.len - 1] != ')' || !memchr(text.s, ' ', text.len))
		return false;
	do {
		depth += text.s[i] == '(';
		depth -= text.s[i] == ')';
	} while (depth && ++i < text.len);
	return i + 1 == text.len;
}

bool shape_prose(struct str text)
{
	return shape_ends(text, FINISHED) || (text.len > TOPIC_BYTES && !shape_colon(text)) || memmem(text.s, text.len, ". ", 2);
}

bool shape_heading(struct str text)
{
	return text.len <= TOPIC_BYTES && text.len >= 3 && !shape_lower(text) && text.s[0] != '(' && !memchr(text.s, '|', text.len)
		&& !memchr(text.s, '\t', text.len) && !memmem(text.s, text.len, ". ", 2) && !shape_ends(text, AS_NO_HEADING);
}

size_t shape_words(struct str text, size_t most)
{
	size_t words = text.len > 0;
	for (const char *s = text.s, *end = s + text.len; words < most && (s = memchr(s, ' ', (size_t)(end - s))) != NULL; s++)
		words++;
	return words;
}

bool shape_cut(struct str before, struct str next, bool in_list)
{
	bool quote = str_starts(next, "”") || str_starts(next, "“") || str_starts(next, "‘");
	struct str word = quote ? (struct str){next.s + 3, next.len - 3} : next;
	bool goes_on = next.s[0] == '(' || (shape_lower(word) && !in_list);
	enum ending how = in_list ? (shape_lower(word) ? CUT : CUT | CUT_WORD) : CUT | CUT_WORD | CUT_PROSE;
	return (goes_on && !strchr(".?!:", before.s[before.len - 1])) || shape_ends(before, how);
}
