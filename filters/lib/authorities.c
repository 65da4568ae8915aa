/* Names of public bodies and the codes they have: a sorted list, looked up by a name folded in one of three ways. */
#include <stdlib.h>

#include "ombud.h"

static const char *const columns[] = {"id", "name", "aliases", "code", "from", "until", "remark", NULL};

/* how names are held against each other: as they stand, without the words that come and go, without Council too */
enum { WHOLE, BARE, BAREST, WAYS };

struct name {
	char *folded;
	size_t row;
};

struct authorities {
	struct table *table;
	struct name *names[WAYS];
	size_t count;
};

/* Lower case, `&` is `and`, no punctuation, one space between words; and without the loose ones, as the way asks. */
static void fold(struct str name, int way, struct buf *to)
{
	static const char *const loose[] = {"council", "metropolitan", "borough", "city", "royal", "the", "of", NULL};
	to->len = 0;
	for (size_t i = 0; i < name.len;) {
		size_t word = to->len;
		for (; i < name.len && name.s[i] != ' ' && name.s[i] != '-'; i++) {
			char c = name.s[i];
			if (c >= 'A' && c <= 'Z')
				buf_char(to, (char)(c + 32));
			else if (c == '&')
				buf_adds(to, "and");
			else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
				buf_char(to, c);
		}
		struct str found = {to->s + word, to->len - word};
		bool drop = found.len == 0;
		for (const char *const *w = loose + (way == BARE); way != WHOLE && *w; w++)
			drop = drop || str_is(found, *w);
		if (drop)
			to->len = word;
		else
			buf_char(to, ' ');
		i++;
	}
	to->len -= to->len > 0;
	buf_char(to, '\0');
	to->len--;
}

static int compare(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = strcmp(x->folded, y->folded);
	return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

static void add(struct authorities *a, struct str name, size_t row)
{
	struct buf folded = {0};
	if ((a->count & (a->count - 1)) == 0)
		for (int way = 0; way < WAYS; way++)
			a->names[way] = xrealloc(a->names[way], a->count ? a->count * 2 : 1, sizeof **a->names);
	for (int way = 0; way < WAYS; way++) {
		fold(name, way, &folded);
		a->names[way][a->count] = (struct name){xstrdup(buf_str(&folded)), row};
	}
	a->count++;
	buf_free(&folded);
}

static void check_day(const struct table *t, size_t row, const char *column)
{
	const char *day = table_cell(t, row, column);
	char iso[11];
	if (*day && (!date_read(str_of(day), iso) || strcmp(day, iso) != 0))
		table_wrong(t, row, column, "no day of the form YYYY-MM-DD");
}

struct authorities *authorities_load(const char *directory)
{
	struct authorities *a = xcalloc(1, sizeof *a);
	struct table *t = a->table = table_load(directory, "authorities.csv", columns);
	for (size_t row = 0; row < t->rows; row++) {
		check_day(t, row, "from");
		check_day(t, row, "until");
		add(a, str_of(table_cell(t, row, "name")), row);
		for (const char *alias = table_cell(t, row, "aliases"); *alias;) {
			size_t len = strcspn(alias, "|");
			add(a, (struct str){alias, len}, row);
			alias += len + (alias[len] == '|');
		}
	}
	for (int way = 0; way < WAYS && a->count; way++)
		qsort(a->names[way], a->count, sizeof **a->names, compare);
	return a;
}

/* the first of that name, or NULL */
static const struct name *first(const struct authorities *a, int way, const char *folded)
{
	size_t low = 0, high = a->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(a->names[way][middle].folded, folded) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < a->count && strcmp(a->names[way][low].folded, folded) == 0 ? &a->names[way][low] : NULL;
}

enum authority_found authorities_find(const struct authorities *a, struct str name, const char *day, const char **code)
{
	static struct buf folded;
	fold(name, WHOLE, &folded);
	bool says_council = strstr(folded.s, "council") != NULL;
	for (int way = 0; way < WAYS; way++) {
		fold(name, way, &folded);
		if (way == BAREST && !says_council)
			break; /* `Eden` may be anything */
		const struct name *found = folded.len ? first(a, way, folded.s) : NULL;
		if (found == NULL)
			continue;
		const struct name *end = a->names[way] + a->count;
		const char *any = NULL, *held = NULL;
		bool one_any = true, one_held = true;
		for (; found < end && strcmp(found->folded, folded.s) == 0; found++) {
			const char *from = table_cell(a->table, found->row, "from"), *until = table_cell(a->table, found->row, "until");
			const char *here = table_cell(a->table, found->row, "code");
			one_any = one_any && (any == NULL || strcmp(any, here) == 0);
			any = here;
			if (*day && strcmp(from, day) <= 0 && (*until == '\0' || strcmp(day, until) <= 0)) {
				one_held = one_held && (held == NULL || strcmp(held, here) == 0);
				held = here;
			}
		}
		*code = held ? held : any;
		if (held ? one_held : one_any)
			return held || *day == '\0' ? FOUND : FOUND_OUTSIDE_ITS_DATES;
		return SEVERAL;
	}
	return UNKNOWN_BODY;
}

void authorities_free(struct authorities *a)
{
	for (int way = 0; way < WAYS; way++) {
		for (size_t i = 0; i < a->count; i++)
			free(a->names[way][i].folded);
		free(a->names[way]);
	}
	table_free(a->table);
	free(a);
}
