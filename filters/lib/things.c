/*
 * remedies.csv: the things that are to be done, and where in a chain of them (`apologise to Mrs X, pay her £100 and
 * review its policy`) the next one begins.
 */
#include <stdlib.h>
#include <string.h>

#include "remedies.h"

static const char *const remedy_columns[] = {"id", "where", "pattern", "not", "kind", "remark", NULL};
static const char *const remedy_places[] = {"lead", "verb", "noun", "rest", "else", "join", NULL};
const char *const remedy_kinds[] = {"", "apology", "payment", "refund", "waive", "reconsider", "assessment",
	"priority", "service_improvement", "review_others", "other", NULL};

struct rules *things_load(const char *directory)
{
	struct rules *things = rules_load(directory, "remedies.csv", remedy_columns, remedy_places);
	table_words(rules_table(things), "kind", remedy_kinds);
	return things;
}

enum remedy_kind thing_kind(const struct rules *things, int rule)
{
	return (enum remedy_kind)table_word(rules_table(things), (size_t)rule, "kind", remedy_kinds);
}

bool is_money(enum remedy_kind kind) { return kind == PAYMENT || kind == REFUND || kind == WAIVE; }

bool is_part(enum remedy_kind kind, enum remedy_kind of)
{
	return (kind == of && !is_money(kind)) || (kind >= IMPROVEMENT && of >= IMPROVEMENT)
		|| (kind == OTHER_REMEDY && of != NO_REMEDY && !is_money(of)) || (of == REVIEW_OTHERS && !is_money(kind) && kind != APOLOGY);
}

static bool is_noun(const struct rules *things, int rule)
{
	return strcmp(rules_cell(things, (size_t)rule, "where"), "noun") == 0;
}

/* `give her an apology and £100`, `pay £100 and send an apology`, not `refund £100 and £50 for postage` */
static bool is_gift(enum remedy_kind kind, enum remedy_kind behind)
{
	return (kind == APOLOGY || kind == PAYMENT) && !(is_money(kind) && is_money(behind));
}

int thing_at(struct rules *things, struct str *text, unsigned places)
{
	for (bool taken = true; taken;) {
		*text = str_trim(*text);
		rules_begin(things, str_head(*text, CLAUSE), LEAD);
		int rule = rules_next(things);
		taken = rule >= 0 && rules_group(things, 0).len > 0;
		if (taken)
			*text = str_from(*text, str_end(rules_group(things, 0)));
	}
	rules_begin(things, str_head(*text, CLAUSE), places);
	return text->len ? rules_next(things) : -1;
}

/* where the next thing may begin, behind a mark or a word; a mark sets things apart, and so does one that was lost */
struct join {
	const char *end;
	bool apart;
};

static int by_place(const void *a, const void *b)
{
	const struct join *x = a, *y = b;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* the joins of a chain, in order */
static size_t find_joins(struct rules *things, struct str chain, struct join joins[CLAUSES])
{
	size_t count = 0;
	for (rules_begin(things, chain, JOIN); rules_next(things) >= 0;)
		do {
			struct str said = rules_group(things, 0);
			if (count < CLAUSES)
				joins[count++] = (struct join){str_end(said), said.len == 1 || strchr(",;:", said.s[0])};
		} while (count < CLAUSES && rules_again(things));
	qsort(joins, count, sizeof *joins, by_place);
	return count;
}

size_t find_clauses(struct rules *things, struct str chain, unsigned places, struct clause clauses[CLAUSES + 1])
{
	struct join joins[CLAUSES];
	bool list = !(places & LISTED); /* items of a list hold one deed each, sentences several between commas */
	bool deed = false; /* behind one only deeds follow, and what is given with another thing */
	size_t count = 0, joined = find_joins(things, chain, joins);
	for (size_t i = 0; i <= joined; i++) {
		struct str text = i ? str_from(chain, joins[i - 1].end) : chain;
		int rule = thing_at(things, &text, count ? places & ~(unsigned)(REST | ELSE) : places);
		if (rule < 0)
			continue;
		enum remedy_kind kind = thing_kind(things, rule);
		bool apart = i && list && joins[i - 1].apart;
		enum remedy_kind last = count ? clauses[count - 1].kind : NO_REMEDY;
		if (list && kind == IMPROVEMENT && last == kind)
			apart = true;
		if (kind == REVIEW_OTHERS && last == kind) /* what is done for those who are found */
			apart = false;
		if (count && (text.s <= clauses[count - 1].text.s || (!apart && is_part(kind, last))))
			continue;
		if (deed && is_noun(things, rule) && !is_gift(kind, last))
			continue;
		if (count)
			clauses[count - 1].text.len = (size_t)(joins[i - 1].end - clauses[count - 1].text.s);
		clauses[count++] = (struct clause){i ? joins[i - 1].end : chain.s, text, rule, kind, {0}};
		deed = deed || !is_noun(things, rule);
	}
	return count;
}
