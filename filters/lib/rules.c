/*
 * A table of patterns at work. The literals say which rules may match, in one pass; only those are tried, by PCRE2's
 * JIT. A literal cell may hold several, joined by |: a match then contains one of them. An empty one: always tried.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

#include "ombud.h"

#define MATCH_LIMIT 1000000 /* PCRE2's count of backtracks; the longest honest match of our rules takes some 1,000 */
#define HEAP_LIMIT 4096     /* KiB */
#define JIT_STACK ((size_t)1 << 20)
#define TRIES 50 /* matches of one rule that its `not` may refuse in one text */

static char failure[256]; /* of PCRE2, the first since somebody asked */

struct rules {
	struct table *table;
	pcre2_code **codes, **nots; /* by rule; nots[i] NULL: it has none */
	unsigned *where;
	struct literals *literals;
	uint64_t *always, *found; /* a bit a rule */
	size_t words;
	pcre2_match_data *match, *not_match;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	/* the search that is going on */
	struct str text;
	unsigned here;
	size_t next; /* rule to look at */
	int rule;
};

static size_t quotation(const char *s)
{
	const char *end = strstr(s, "\\E");
	return end ? (size_t)(end - s) : strlen(s);
}

/*
 * A straight apostrophe in a rule stands for both; in a class both are added to it. Of the syntax of patterns it is
 * enough to know where a class and a quotation (\Q…\E) begin and end.
 */
static void both_apostrophes(struct buf *to, const char *s)
{
	bool in_class = false;
	for (; *s; s++) {
		size_t name = in_class && s[0] == '[' && s[1] && strchr(":.=", s[1]) ? strcspn(s, "]") + 1 : 0; /* [:alpha:] */
		size_t quoted = s[0] == '\\' && s[1] == 'Q' ? quotation(s) : 0;
		if (quoted) {
			for (size_t i = 0; i < quoted; i++) {
				if (s[i] == '\'')
					buf_adds(to, "\\E['’]\\Q");
				else
					buf_char(to, s[i]);
			}
			s += quoted - 1;
		} else if (name) {
			name -= s[name - 1] == '\0';
			buf_add(to, (struct str){s, name});
			s += name - 1;
		} else if (s[0] == '\\' && s[1] && s[1] != '\'') {
			buf_add(to, (struct str){s++, 2});
		} else if (s[0] == '\'' || s[0] == '\\') {
			s += s[0] == '\\' && s[1];
			buf_adds(to, in_class ? "'’" : "['’]");
		} else if (s[0] == '[' && !in_class) {
			in_class = true;
			size_t head = 1 + (s[1] == '^');
			head += s[head] == ']';
			buf_add(to, (struct str){s, head});
			s += head - 1;
		} else {
			in_class = in_class && s[0] != ']';
			buf_char(to, s[0]);
		}
	}
}

static pcre2_code *compile(const struct table *t, size_t row, const char *column)
{
	int error;
	PCRE2_SIZE offset;
	struct buf pattern = {0};
	both_apostrophes(&pattern, table_cell(t, row, column));
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.s, pattern.len,
		PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C | PCRE2_DUPNAMES, &error, &offset, NULL);
	if (code == NULL) {
		char reason[200], what[256];
		pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, sizeof reason);
		snprintf(what, sizeof what, "no pattern of PCRE2 (at %zu: %s)", (size_t)offset, reason);
		table_wrong(t, row, column, what);
	}
	uint32_t empty;
	pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty)
		table_wrong(t, row, column, "it matches where there is nothing");
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* where there is no JIT, the interpreter serves */
	buf_free(&pattern);
	return code;
}

/* the bits of the words in column where */
static unsigned read_where(const struct table *t, size_t row, const char *const *words)
{
	const char *s = table_cell(t, row, "where");
	unsigned bits = 0;
	if (strcmp(s, "*") == 0)
		return ~0u;
	while (*s) {
		size_t len = strcspn(s, " "), i = 0;
		while (words[i] && !str_is((struct str){s, len}, words[i]))
			i++;
		if (words[i] == NULL)
			table_wrong(t, row, "where", "a word that this column has not");
		bits |= 1u << i;
		s += len + (s[len] == ' ');
	}
	if (bits == 0)
		table_wrong(t, row, "where", "empty");
	return bits;
}

static void read_literals(struct rules *r, size_t row)
{
	const char *s = table_cell(r->table, row, "literal");
	if (*s == '\0')
		r->always[row / 64] |= UINT64_C(1) << row % 64;
	while (*s) {
		size_t len = strcspn(s, "|");
		if (len == 0 || (s[len] == '|' && s[len + 1] == '\0'))
			table_wrong(r->table, row, "literal", "one of the literals is empty");
		literals_add(r->literals, (struct str){s, len}, (uint32_t)row);
		s += len + (s[len] == '|');
	}
}

struct rules *rules_load(const char *directory, const char *file, const char *const columns[], const char *const *words)
{
	struct rules *r = xcalloc(1, sizeof *r);
	uint32_t groups = 0;
	bool has_not = false;
	for (const char *const *column = columns; *column; column++)
		has_not = has_not || strcmp(*column, "not") == 0;
	r->table = table_load(directory, file, columns);
	size_t rows = r->table->rows;
	r->words = rows / 64 + 1;
	r->codes = xcalloc(rows, sizeof *r->codes);
	r->nots = xcalloc(rows, sizeof *r->nots);
	r->where = xcalloc(rows, sizeof *r->where);
	r->always = xcalloc(r->words, sizeof *r->always);
	r->found = xcalloc(r->words, sizeof *r->found);
	r->literals = literals_new();
	for (size_t row = 0; row < rows; row++) {
		uint32_t own;
		r->where[row] = read_where(r->table, row, words);
		read_literals(r, row);
		r->codes[row] = compile(r->table, row, "pattern");
		if (has_not && *table_cell(r->table, row, "not"))
			r->nots[row] = compile(r->table, row, "not");
		pcre2_pattern_info(r->codes[row], PCRE2_INFO_CAPTURECOUNT, &own);
		if (own > groups)
			groups = own;
	}
	literals_build(r->literals);
	r->match = pcre2_match_data_create(groups + 1, NULL);
	r->not_match = pcre2_match_data_create(1, NULL);
	r->context = pcre2_match_context_create(NULL);
	r->stack = pcre2_jit_stack_create(32 << 10, JIT_STACK, NULL);
	if (r->match == NULL || r->not_match == NULL || r->context == NULL)
		die("out of memory");
	pcre2_set_match_limit(r->context, MATCH_LIMIT);
	pcre2_set_heap_limit(r->context, HEAP_LIMIT);
	if (r->stack)
		pcre2_jit_stack_assign(r->context, NULL, r->stack);
	return r;
}

const char *rules_cell(const struct rules *r, size_t rule, const char *column)
{
	return table_cell(r->table, rule, column);
}

const struct table *rules_table(const struct rules *r) { return r->table; }

void rules_begin(struct rules *r, struct str text, unsigned where)
{
	r->text = text.s ? text : STR("");
	r->here = where;
	r->next = 0;
	r->rule = -1;
	memcpy(r->found, r->always, r->words * sizeof *r->found);
	literals_find(r->literals, r->text, r->found);
}

/* PCRE2's answer to one pattern; what it fails at is kept, and ends the search */
static bool match(struct rules *r, size_t rule, const pcre2_code *code, struct str text, size_t from,
	pcre2_match_data *data)
{
	int result = pcre2_match(code, (PCRE2_SPTR)text.s, text.len, from, PCRE2_NO_UTF_CHECK, data, r->context);
	if (result >= 0)
		return true;
	if (result != PCRE2_ERROR_NOMATCH) {
		char reason[160];
		pcre2_get_error_message(result, (PCRE2_UCHAR *)reason, sizeof reason);
		snprintf(failure, sizeof failure, "rule %.80s: %s", table_cell(r->table, rule, "id"), reason);
	}
	return false;
}

/* The first match of a rule from an offset on whose sentence, up to the end of the match, has nothing of its `not`. */
static bool try(struct rules *r, size_t rule, size_t from)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->match);
	for (int tries = 0; tries < TRIES && match(r, rule, r->codes[rule], r->text, from, r->match); tries++) {
		if (r->nots[rule] == NULL)
			return true;
		struct str said = sentence(r->text, at[0], at[1]);
		said.len = (size_t)(r->text.s + at[1] - said.s);
		if (!match(r, rule, r->nots[rule], said, 0, r->not_match))
			return failure[0] == '\0';
		from = at[1];
	}
	return false;
}

/* the next rule one of whose literals the text has, in a place that it names */
static bool next_candidate(struct rules *r)
{
	for (r->rule = -1; r->next < r->table->rows && failure[0] == '\0'; r->next++) {
		uint64_t left = r->found[r->next / 64] >> r->next % 64;
		if (left == 0)
			r->next |= 63;
		else if ((left & 1) && (r->where[r->next] & r->here))
			return true;
	}
	return false;
}

int rules_next(struct rules *r)
{
	for (; next_candidate(r); r->next++)
		if (try(r, r->next, 0))
			return r->rule = (int)r->next++;
	return -1;
}

bool rules_match(struct rules *r, size_t rule, struct str text)
{
	rules_begin(r, text, ~0u);
	return (r->found[rule / 64] >> rule % 64 & 1) && try(r, rule, 0);
}

int rules_tried(struct rules *r, enum tried *how)
{
	if (!next_candidate(r))
		return -1;
	if (try(r, r->next, 0))
		*how = MATCHED;
	else
		*how = match(r, r->next, r->codes[r->next], r->text, 0, r->match) ? SET_ASIDE : NO_MATCH;
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
	int size = pcre2_substring_nametable_scan(r->codes[r->rule], (PCRE2_SPTR)group, &first, &last);
	for (; size > 0 && first <= last; first += size) {
		struct str found = rules_group(r, (unsigned)(first[0] << 8 | first[1]));
		if (found.s)
			return found;
	}
	return (struct str){NULL, 0};
}

void rules_need(const struct rules *r, size_t rule, const char *group)
{
	if (pcre2_substring_number_from_name(r->codes[rule], (PCRE2_SPTR)group) == PCRE2_ERROR_NOSUBSTRING) {
		char what[80];
		snprintf(what, sizeof what, "no group of the name %s", group);
		table_wrong(r->table, rule, "pattern", what);
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
	for (size_t row = 0; row < r->table->rows; row++) {
		pcre2_code_free(r->codes[row]);
		pcre2_code_free(r->nots[row]);
	}
	pcre2_match_data_free(r->match);
	pcre2_match_data_free(r->not_match);
	pcre2_match_context_free(r->context);
	pcre2_jit_stack_free(r->stack);
	literals_free(r->literals);
	table_free(r->table);
	free(r->codes);
	free(r->nots);
	free(r->where);
	free(r->always);
	free(r->found);
	free(r);
}
