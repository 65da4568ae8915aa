/* The member `warnings`: [{filter, code, detail}], one list that all filters add to, each in a place of its own. */
#include "ombud.h"

static struct buf before, own, behind; /* the others' that stand before ours, ours, the others' behind them */
static bool had;                       /* there were some of ours */

static bool is_mine(struct str warning)
{
	return warning.s[0] == '{' && json_is(json_find(warning, "filter"), say_program);
}

static bool is_empty(const struct buf *list) { return str_trim(buf_str(list)).len == 0; }

/* The others' stay byte for byte, their spaces too; one of ours goes with the comma before it. */
void warnings_begin(struct record *r)
{
	struct str old = record_value(r, "warnings"), one;
	had = false;
	before.len = own.len = behind.len = 0;
	if (old.s == NULL || str_is(old, "null"))
		return;
	if (old.s[0] != '[') {
		record_wrong(r, "member warnings is no array: %s", shown(old));
		return;
	}
	struct buf *to = &before;
	bool none = true; /* of the others in `to` */
	const char *at = old.s + 1, *end = old.s + old.len - 1;
	for (const char *s = at; json_next(&s, &one); at = s) {
		const char *comma = memchr(at, ',', (size_t)(one.s - at));
		if (is_mine(one)) {
			had = true;
			buf_add(to, (struct str){at, (size_t)((comma ? comma : one.s) - at)});
			none = none || to == &before;
			to = &behind;
			continue;
		}
		if (comma && none)
			at = comma + 1;
		buf_add(to, (struct str){at, (size_t)(s - at)});
		none = false;
	}
	buf_add(to, (struct str){at, (size_t)(end - at)});
}

void warnings_add(const char *code, struct str detail)
{
	if (own.len)
		buf_char(&own, ',');
	json_key(&own, '{', "filter");
	json_quote(&own, str_of(say_program));
	json_key(&own, ',', "code");
	json_quote(&own, str_of(code));
	json_key(&own, ',', "detail");
	json_quote_or_null(&own, detail);
	buf_char(&own, '}');
}

/* Ours stand where they stood, else behind the others'. */
void warnings_end(struct record *r)
{
	const struct buf *const lists[] = {&before, &own, &behind};
	if (!had && own.len == 0)
		return;
	struct buf *to = record_set(r, "warnings");
	bool some = false;
	buf_char(to, '[');
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		bool empty = is_empty(lists[i]);
		if (some && !empty)
			buf_char(to, ',');
		buf_add(to, buf_str(lists[i]));
		some = some || !empty;
	}
	buf_char(to, ']');
}
