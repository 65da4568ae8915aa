/*
 * A table of patterns at work. Of each pattern it is found out which literals its matches contain; one pass over a text
 * says which of these stand in it, and only their patterns are tried, by PCRE2's JIT. One that requires no literal is
 * always tried. A row without an id is one more pattern of the rule above it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pattern.h"

#define MATCH_LIMIT 1000000 /* PCRE2's count of backtracks; the longest honest match of our rules takes some 1,000 */
#define HEAP_LIMIT 4096     /* KiB */
#define JIT_STACK ((size_t)1 << 20)
#define TRIES 50 /* matches of one rule that its `not` may refuse in one text */

static char failure[256]; /* of PCRE2, the first since somebody asked */

struct rules {
	struct table *all;  /* all rows, each a pattern */
	struct table table; /* of them the rules, that is the rows with an id */
	pcre2_code **codes; /* by pattern */
	size_t *first;      /* by rule, the first of its patterns; at the end how many there are */
	size_t *rule_of;    /* by pattern */
	pcre2_code **nots;  /* by rule; NULL: it has none */
	unsigned *where;    /* by rule */
	struct literals *literals;
	uint64_t *always, *found; /* two bits a pattern: a literal of either set is found always, is found here */
	size_t words;
	pcre2_match_data *match, *other, *not_match;
	const pcre2_code *code; /* of the match */
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	/* the search that is going on */
	struct str text;
	unsigned here;
	size_t next; /* rule to look at */
	int rule;
};

#define SETS 2 /* of literals; 64 is a multiple of it */

/* Of the bits of a word those of the patterns that may match, the lower one of each. */
static uint64_t both(uint64_t found) { return found & found >> 1 & UINT64_C(0x5555555555555555); }

/* Is there a literal of each set in the text? */
static bool may_match(const struct rules *r, size_t pattern)
{
	return both(r->found[pattern * SETS / 64]) >> pattern * SETS % 64 & 1;
}

/* the bits of the words in column where */
static unsigned read_where(const struct table *t, size_t row, const char *const *words)
{
	const char *s = table_cell(t, row, "where");
	unsigned bits = 0;
	struct str word;
	if (strcmp(s, "*") == 0)
		return ~0u;
	while (str_word(&s, &word)) {
		size_t i = 0;
		while (words[i] && !str_is(word, words[i]))
			i++;
		if (words[i] == NULL)
			table_wrong(t, row, "where", "a word that this column has not");
		bits |= 1u << i;
	}
	if (bits == 0)
		table_wrong(t, row, "where", "empty");
	return bits;
}

struct literals_of { struct literals *to; size_t pattern; };

static void add_literal(void *context, unsigned set, struct str literal)
{
	const struct literals_of *of = context;
	literals_add(of->to, literal, (uint32_t)(of->pattern * SETS + set));
}

static pcre2_code *read_pattern(struct rules *r, const char *directory, size_t row, const char *column, struct buf *pattern)
{
	pattern->len = 0;
	pattern_expand(pattern, directory, r->all, row, column);
	buf_char(pattern, '\0');
	pattern->len--;
	return pattern_compile(buf_str(pattern), r->all, row, column);
}

/* A row without an id has a pattern and a remark, and nothing else. */
static bool is_rule(const struct table *t, size_t row)
{
	if (*t->cells[row * t->width])
		return true;
	for (size_t i = 0; i < t->width; i++) {
		const char *column = t->columns[i];
		bool own = strcmp(column, "pattern") == 0 || strcmp(column, "remark") == 0;
		if (row == 0 || (!own && *t->cells[row * t->width + i]))
			table_wrong(t, row, t->columns[0], "empty");
	}
	return false;
}

struct rules *rules_load(const char *directory, const char *file, const char *const columns[], const char *const *words)
{
	struct rules *r = xcalloc(1, sizeof *r);
	struct buf pattern = {0};
	uint32_t groups = 0;
	bool has_not = false;
	for (const char *const *column = columns; *column; column++)
		has_not = has_not || strcmp(*column, "not") == 0;
	r->all = table_read(directory, file, columns);
	size_t rows = r->all->rows;
	r->table = *r->all;
	r->table.rows = 0;
	r->table.cells = xcalloc(rows * r->table.width, sizeof *r->table.cells);
	r->table.lines = xcalloc(rows, sizeof *r->table.lines);
	r->words = rows * SETS / 64 + 1;
	r->codes = xcalloc(rows, sizeof *r->codes);
	r->first = xcalloc(rows + 1, sizeof *r->first);
	r->rule_of = xcalloc(rows, sizeof *r->rule_of);
	r->nots = xcalloc(rows, sizeof *r->nots);
	r->where = xcalloc(rows, sizeof *r->where);
	r->always = xcalloc(r->words, sizeof *r->always);
	r->found = xcalloc(r->words, sizeof *r->found);
	r->literals = literals_new();
	for (size_t row = 0; row < rows; row++) {
		uint32_t own;
		if (is_rule(r->all, row)) {
			size_t rule = r->table.rows++;
			memcpy(&r->table.cells[rule * r->table.width], &r->all->cells[row * r->table.width],
				r->table.width * sizeof *r->table.cells);
			r->table.lines[rule] = r->all->lines[row];
			r->first[rule] = row;
			r->where[rule] = read_where(r->all, row, words);
			if (has_not && *table_cell(r->all, row, "not"))
				r->nots[rule] = read_pattern(r, directory, row, "not", &pattern);
		}
		r->rule_of[row] = r->table.rows - 1;
		r->codes[row] = read_pattern(r, directory, row, "pattern", &pattern);
		for (size_t set = pattern_literals(buf_str(&pattern), add_literal, &(struct literals_of){r->literals, row}); set < SETS; set++)
			r->always[(row * SETS + set) / 64] |= UINT64_C(1) << (row * SETS + set) % 64;
		pcre2_pattern_info(r->codes[row], PCRE2_INFO_CAPTURECOUNT, &own);
		if (own > groups)
			groups = own;
	}
	r->first[r->table.rows] = rows;
	buf_free(&pattern);
	literals_build(r->literals);
	r->match = pcre2_match_data_create(groups + 1, NULL);
	r->other = pcre2_match_data_create(groups + 1, NULL);
	r->not_match = pcre2_match_data_create(1, NULL);
	r->context = pcre2_match_context_create(NULL);
	r->stack = pcre2_jit_stack_create(32 << 10, JIT_STACK, NULL);
	if (r->match == NULL || r->other == NULL || r->not_match == NULL || r->context == NULL)
		die("out of memory");
	pcre2_set_match_limit(r->context, MATCH_LIMIT);
	pcre2_set_heap_limit(r->context, HEAP_LIMIT);
	if (r->stack)
		pcre2_jit_stack_assign(r->context, NULL, r->stack);
	return r;
}

const char *rules_cell(const struct rules *r, size_t rule, const char *column)
{
	return table_cell(&r->table, rule, column);
}

const struct table *rules_table(const struct rules *r) { return &r->table; }

void rules_begin(struct rules *r, struct str text, unsigned where)
{
	r->text = text.s ? text : STR("");
	r->here = where;
	r->next = 0;
	r->rule = -1;
	memcpy(r->found, r->always, r->words * sizeof *r->found);
	literals_find(r->literals, r->text, r->found);
}

/*
 * PCRE2's answer to one pattern; what it fails at is kept, and ends the search. The JIT compiles a pattern when it is
 * first tried, for many never are; where there is no JIT the interpreter serves.
 */
static bool match(struct rules *r, size_t rule, pcre2_code *code, struct str text, size_t from, pcre2_match_data *data)
{
	size_t compiled = 0;
	pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &compiled);
	if (compiled == 0)
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	int result = pcre2_match(code, (PCRE2_SPTR)text.s, text.len, from, PCRE2_NO_UTF_CHECK, data, r->context);
	if (result >= 0)
		return true;
	if (result != PCRE2_ERROR_NOMATCH) {
		char reason[160];
		pcre2_get_error_message(result, (PCRE2_UCHAR *)reason, sizeof reason);
		snprintf(failure, sizeof failure, "rule %.80s: %s", table_cell(&r->table, rule, "id"), reason);
	}
	return false;
}

/* The first match of a rule from an offset on: the one that begins first, of two there the first pattern's. */
static bool first_match(struct rules *r, size_t rule, size_t from)
{
	size_t begin = SIZE_MAX;
	for (size_t pattern = r->first[rule]; pattern < r->first[rule + 1] && begin != from; pattern++) {
		if (!may_match(r, pattern) || !match(r, rule, r->codes[pattern], r->text, from, r->other))
			continue;
		size_t at = pcre2_get_ovector_pointer(r->other)[0];
		if (at >= begin)
			continue;
		pcre2_match_data *best = r->other;
		r->other = r->match;
		r->match = best;
		r->code = r->codes[pattern];
		begin = at;
	}
	return begin != SIZE_MAX && failure[0] == '\0';
}

/* The first match of a rule from an offset on whose sentence, up to the end of the match, has nothing of its `not`. */
static bool try(struct rules *r, size_t rule, size_t from)
{
	for (int tries = 0; tries < TRIES && first_match(r, rule, from); tries++) {
		if (r->nots[rule] == NULL)
			return true;
		const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);
		struct str said = sentence(r->text, at[0], at[1]);
		said.len = (size_t)(r->text.s + at[1] - said.s);
		if (!match(r, rule, r->nots[rule], said, 0, r->not_match))
			return failure[0] == '\0';
		from = at[1];
	}
	return false;
}

/* the next rule that may match, in a place that it names */
static bool next_candidate(struct rules *r)
{
	r->rule = -1;
	for (size_t pattern = r->first[r->next]; pattern < r->all->rows && failure[0] == '\0';) {
		uint64_t left = both(r->found[pattern * SETS / 64]) >> pattern * SETS % 64;
		size_t rule = r->rule_of[pattern];
		if (left == 0) { /* so has none of those whose bits are in this word */
			pattern = (pattern | (64 / SETS - 1)) + 1;
		} else if (!(left & 1)) {
			pattern++;
		} else if (r->where[rule] & r->here) {
			r->next = rule;
			return true;
		} else {
			pattern = r->first[rule + 1];
		}
	}
	r->next = r->table.rows;
	return false;
}

int rules_next(struct rules *r)
{
	for (; next_candidate(r); r->next++)
		if (try(r, r->next, 0))
			return r->rule = (int)r->next++;
	return -1;
}

size_t rules_find(const struct rules *r, struct str id)
{
	for (size_t rule = 0; rule < r->table.rows; rule++)
		if (str_is(id, table_cell(&r->table, rule, "id")))
			return rule;
	return SIZE_MAX;
}

bool rules_match(struct rules *r, size_t rule, struct str text)
{
	if (rule == SIZE_MAX)
		return false;
	rules_begin(r, text, ~0u);
	return try(r, rule, 0);
}

bool rules_say(struct rules *r, struct str text, unsigned where, const char *column, const char *value)
{
	int rule;
	for (rules_begin(r, text, where); (rule = rules_next(r)) >= 0;)
		if (strcmp(rules_cell(r, (size_t)rule, column), value) == 0)
			return true;
	return false;
}

struct evidence rules_evidence(const struct rules *r, int rule, const struct paragraph *p)
{
	struct str match = rules_group(r, 0);
	size_t from = (size_t)(match.s - p->text.s);
	return (struct evidence){rules_cell(r, (size_t)rule, "id"), p, sentence(p->text, from, from + match.len)};
}

int rules_tried(struct rules *r, enum tried *how)
{
	if (!next_candidate(r))
		return -1;
	if (try(r, r->next, 0))
		*how = MATCHED;
	else
		*how = first_match(r, r->next, 0) ? SET_ASIDE : NO_MATCH;
	return r->rule = (int)r->next++;
}

bool rules_again(struct rules *r)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);
	return r->rule >= 0 && at[1] > at[0] && try(r, (size_t)r->rule, at[1]);
}

struct str rules_group(const struct rules *r, unsigned group)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);
	if (group >= pcre2_get_ovector_count(r->match) || at[2 * group] == PCRE2_UNSET)
		return (struct str){NULL, 0};
	return (struct str){r->text.s + at[2 * group], at[2 * group + 1] - at[2 * group]};
}

struct str rules_named(const struct rules *r, const char *group)
{
	PCRE2_SPTR first = NULL, last = NULL;
	int size = pcre2_substring_nametable_scan(r->code, (PCRE2_SPTR)group, &first, &last);
	for (; size > 0 && first <= last; first += size) {
		struct str found = rules_group(r, (unsigned)(first[0] << 8 | first[1]));
		if (found.s)
			return found;
	}
	return (struct str){NULL, 0};
}

void rules_need(const struct rules *r, size_t rule, const char *group)
{
	for (size_t pattern = r->first[rule]; pattern < r->first[rule + 1]; pattern++)
		if (pcre2_substring_number_from_name(r->codes[pattern], (PCRE2_SPTR)group) == PCRE2_ERROR_NOSUBSTRING) {
			char what[80];
			snprintf(what, sizeof what, "no group of the name %s", group);
			table_wrong(r->all, pattern, "pattern", what);
		}
}

const char *rules_error(void)
{
	static char told[sizeof failure];
	memcpy(told, failure, sizeof told);
	failure[0] = '\0';
	return told[0] ? told : NULL;
}

void rules_free(struct rules *r)
{
	for (size_t pattern = 0; pattern < r->all->rows; pattern++)
		pcre2_code_free(r->codes[pattern]);
	for (size_t rule = 0; rule < r->table.rows; rule++)
		pcre2_code_free(r->nots[rule]);
	pcre2_match_data_free(r->match);
	pcre2_match_data_free(r->other);
	pcre2_match_data_free(r->not_match);
	pcre2_match_context_free(r->context);
	pcre2_jit_stack_free(r->stack);
	literals_free(r->literals);
	free(r->table.cells);
	free(r->table.lines);
	table_free(r->all);
	free(r->codes);
	free(r->first);
	free(r->rule_of);
	free(r->nots);
	free(r->where);
	free(r->always);
	free(r->found);
	free(r);
}
