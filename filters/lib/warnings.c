/* The member `warnings`: [{filter, code, detail}], one list that all filters add to. */
#include "ombud.h"

static struct buf list; /* the new value, without its closing bracket */

void warnings_begin(struct record *r)
{
	struct str old = record_value(r, "warnings"), one;
	list.len = 0;
	buf_char(&list, '[');
	if (old.s == NULL || old.s[0] != '[')
		return;
	for (const char *s = old.s + 1; json_next(&s, &one);) {
		const cJSON *tree = json_tree(one);
		struct str filter = json_member(tree, "filter");
		if (filter.s && str_is(filter, say_program))
			continue;
		if (list.len > 1)
			buf_char(&list, ',');
		buf_add(&list, one);
	}
}

void warnings_add(const char *code, struct str detail)
{
	if (list.len > 1)
		buf_char(&list, ',');
	buf_adds(&list, "{\"filter\":");
	json_quote(&list, str_of(say_program));
	buf_adds(&list, ",\"code\":");
	json_quote(&list, str_of(code));
	buf_adds(&list, ",\"detail\":");
	json_quote_or_null(&list, detail);
	buf_char(&list, '}');
}

void warnings_end(struct record *r)
{
	struct str old = record_value(r, "warnings");
	buf_char(&list, ']');
	if (old.s ? old.len == list.len && memcmp(old.s, list.s, list.len) == 0 : list.len == 2)
		return;
	buf_add(record_set(r, "warnings"), buf_str(&list));
}
