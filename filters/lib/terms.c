/*
 * terms.csv: the sums, people and times in what is to be done.
 */
#include <string.h>
#include <strings.h>

#include "remedies.h"

#define NEAR ((size_t)100) /* bytes around a sum that tell what it is */

static const char *const term_columns[] = {"id", "where", "pattern", "says", "remark", NULL};
static const char *const term_places[] = {"sum", "before", "behind", "name-before", "name-behind", "name-in", "name-of",
	"called", "deadline", "content", "which", "means-sum", NULL};
static const char *const says_words[] = {"", "none", "total", "rate", "she", "he", "they", "any", "firm", "loose", "same",
	"each", "unit", "first", "second", "third", "fourth", "last", "others", NULL};

enum says terms_says(const struct rules *terms, int rule)
{
	return (enum says)table_word(rules_table(terms), (size_t)rule, "says", says_words);
}

struct rules *terms_load(const char *directory)
{
	static const char *const groups[][2] = {{"sum", "sum"}, {"name-before", "name"}, {"name-behind", "name"},
		{"name-of", "name"}, {"called", "name"}, {"deadline", "n"}, {"deadline", "unit"}};
	struct rules *terms = rules_load(directory, "terms.csv", term_columns, term_places);
	for (size_t row = 0; row < rules_table(terms)->rows; row++) {
		enum says said = terms_says(terms, (int)row);
		for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
			if (said != SAME && (strcmp(rules_cell(terms, row, "where"), "*") == 0
				|| str_among(str_of(groups[i][0]), rules_cell(terms, row, "where"))))
				rules_need(terms, row, groups[i][1]);
	}
	return terms;
}

/* --- deadlines --- */

static unsigned number(struct str printed)
{
	static const char *const words[] = {"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
		"eleven", "twelve"};
	unsigned n = 0;
	for (unsigned i = 1; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == printed.len && strncasecmp(words[i], printed.s, printed.len) == 0)
			return i;
	for (size_t i = 0; i < printed.len && i < 4; i++)
		if (printed.s[i] >= '0' && printed.s[i] <= '9')
			n = n * 10 + (unsigned)(printed.s[i] - '0');
	return n ? n : 1; /* a month */
}

struct deadline terms_deadline(struct rules *terms, struct str text)
{
	rules_begin(terms, text, DEADLINE);
	int rule = rules_next(terms);
	if (rule < 0)
		return (struct deadline){0};
	enum says said = terms_says(terms, rule);
	if (said == SAME)
		return (struct deadline){.same = true};
	struct deadline d = {.n = number(rules_named(terms, "n")), .firm = said == FIRM};
	d.unit = (char)(rules_named(terms, "unit").s[0] & ~0x20);
	if (d.unit == 'F') /* a fortnight */
		d.n *= 2, d.unit = 'W';
	if (d.unit == 'Q') /* a quarter */
		d.n *= 3, d.unit = 'M';
	return d;
}

/* --- people --- */

struct str terms_called(struct rules *terms, struct str before, enum says pronoun)
{
	struct str name = {NULL, 0};
	int rule;
	for (rules_begin(terms, before, CALLED); (rule = rules_next(terms)) >= 0;)
		if (terms_says(terms, rule) == pronoun || terms_says(terms, rule) == ANY)
			do {
				struct str found = rules_named(terms, "name");
				if (name.s == NULL || found.s > name.s)
					name = found;
			} while (rules_again(terms));
	return name;
}

struct person terms_person(struct rules *terms, struct str text, unsigned places)
{
	struct person first = {0};
	const char *at = NULL;
	int rule;
	for (rules_begin(terms, text, places); (rule = rules_next(terms)) >= 0;) {
		struct str name = rules_named(terms, "name");
		const char *here = name.s ? name.s : str_end(rules_group(terms, 0));
		if (!first.found || here < at) {
			at = here;
			first = (struct person){true, name, terms_says(terms, rule)};
		}
	}
	return first;
}

/* --- sums --- */

static uint64_t pence_of(struct str printed)
{
	uint64_t pence = 0;
	int places = -1;
	for (size_t i = 0; i < printed.len && pence < UINT64_MAX / 1000; i++) {
		if (printed.s[i] == '.')
			places = 0;
		else if (printed.s[i] != ',') {
			pence = pence * 10 + (uint64_t)(printed.s[i] - '0');
			places += places >= 0;
		}
	}
	for (; places < 2; places++)
		pence *= places == -1 ? 1 : 10;
	return pence;
}

bool terms_means_sum(struct rules *terms, struct str text)
{
	rules_begin(terms, text, MEANS_SUM);
	return rules_next(terms) >= 0;
}

size_t terms_sums(struct rules *terms, struct str text, struct sum sums[CLAUSES])
{
	size_t count = 0;
	int rule;
	rules_begin(terms, text, SUM);
	if (rules_next(terms) < 0)
		return 0;
	do {
		struct str printed = rules_named(terms, "sum");
		sums[count++] = (struct sum){.printed = rules_group(terms, 0), .pence = pence_of(printed)};
	} while (count < CLAUSES && rules_again(terms));
	for (size_t i = 0; i < count; i++) {
		const char *first = i ? str_end(sums[i - 1].printed) : text.s;
		struct str before = {first, (size_t)(sums[i].printed.s - first)};
		rules_begin(terms, str_head(str_from(text, str_end(sums[i].printed)), NEAR), BEHIND);
		if ((rule = rules_next(terms)) >= 0) {
			sums[i].is = terms_says(terms, rule);
			sums[i].per = rules_named(terms, "per");
		}
		rules_begin(terms, str_tail(before, NEAR), BEFORE);
		enum says said = (rule = rules_next(terms)) >= 0 ? terms_says(terms, rule) : SAYS_NOTHING;
		sums[i].unit = said == UNIT;
		if (said == SAYS_NONE || (said == UNIT && sums[i].is != SAYS_RATE))
			sums[i].is = SAYS_NONE;
		else if (sums[i].is == SAYS_NOTHING)
			sums[i].is = said;
	}
	return count;
}
