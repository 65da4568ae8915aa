/* The member `warnings`: [{filter, code, detail}], one list that all filters add to. */
#include "ombud.h"

static struct buf list; /* the new value, without its closing bracket */
static bool changed;

static bool is_mine(struct str warning)
{
	struct str filter = json_member(json_tree(warning), "filter");
	return filter.s && str_is(filter, say_program);
}

void warnings_begin(struct record *r)
{
	struct str old = record_value(r, "warnings"), one;
	changed = false;
	list.len = 0;
	buf_char(&list, '[');
	if (old.s == NULL || old.s[0] != '[')
		return;
	for (const char *s = old.s + 1; json_next(&s, &one);) {
		if (is_mine(one)) {
			changed = true;
			continue;
		}
		if (list.len > 1)
			buf_char(&list, ',');
		buf_add(&list, one);
	}
	if (!changed && list.len > 1) { /* then its spaces stay too */
		list.len = 0;
		buf_add(&list, (struct str){old.s, old.len - 1});
	}
}

void warnings_add(const char *code, struct str detail)
{
	changed = true;
	if (list.len > 1)
		buf_char(&list, ',');
	json_key(&list, '{', "filter");
	json_quote(&list, str_of(say_program));
	json_key(&list, ',', "code");
	json_quote(&list, str_of(code));
	json_key(&list, ',', "detail");
	json_quote_or_null(&list, detail);
	buf_char(&list, '}');
}

void warnings_end(struct record *r)
{
	struct str old = record_value(r, "warnings");
	if (old.s ? !changed : list.len == 1)
		return;
	buf_char(&list, ']');
	buf_add(record_set(r, "warnings"), buf_str(&list));
}
