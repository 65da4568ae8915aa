/* The member `warnings`: [{filter, code, detail}], one list that all filters add to. */
#include "ombud.h"

static struct buf list; /* the new value, without its closing bracket */
static bool changed;

static bool is_mine(struct str warning)
{
	struct str filter = warning.s[0] == '{' ? json_find(warning, "filter") : (struct str){NULL, 0};
	return filter.len == strlen(say_program) + 2 && memcmp(filter.s + 1, say_program, filter.len - 2) == 0;
}

/*
 * The others' stay byte for byte, their spaces too: one of ours goes with the comma before it, or where it is the first
 * with the one behind it.
 */
void warnings_begin(struct record *r)
{
	struct str old = record_value(r, "warnings"), one;
	changed = false;
	list.len = 0;
	buf_char(&list, '[');
	if (old.s == NULL || str_is(old, "null"))
		return;
	if (old.s[0] != '[') {
		record_wrong(r, "member warnings is no array: %s", shown(old));
		return;
	}
	bool none = true; /* of the others so far */
	const char *at = old.s + 1, *end = old.s + old.len - 1;
	for (const char *s = at; json_next(&s, &one); at = s) {
		const char *comma = memchr(at, ',', (size_t)(one.s - at));
		if (is_mine(one)) {
			changed = true;
			if (comma && !none)
				buf_add(&list, (struct str){at, (size_t)(comma - at)});
			continue;
		}
		if (comma && none)
			at = comma + 1;
		buf_add(&list, (struct str){at, (size_t)(s - at)});
		none = false;
	}
	buf_add(&list, (struct str){at, (size_t)(end - at)});
}

static bool is_empty(void)
{
	return str_trim((struct str){list.s + 1, list.len - 1}).len == 0;
}

void warnings_add(const char *code, struct str detail)
{
	changed = true;
	if (!is_empty())
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
	if (old.s ? !changed : is_empty())
		return;
	buf_char(&list, ']');
	buf_add(record_set(r, "warnings"), buf_str(&list));
}
