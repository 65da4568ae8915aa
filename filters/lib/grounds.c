/*
 * grounds.csv: why a matter is not looked into. What a sentence gives as a reason is a ground where its paragraph may give
 * reasons, unless the words around it set it aside.
 */
#include <stdlib.h>

#include "ombud.h"

static const char *const ground_columns[] = {"id", "where", "pattern", "not", "code", "statute", "bar", "unless",
	"yields", "place", "remark", NULL};
/* the words of the published record */
static const char *const code_words[] = {"", "insufficient_evidence_of_fault", "insufficient_injustice",
	"cannot_add_to_investigation", "no_worthwhile_outcome", "better_placed_body", "assessment_code",
	"complaint_handling_alone", "already_remedied", "tribunal_right", "minister_right", "court_remedy", "late", "premature",
	"not_administrative_function", "public_body_complainant", "out_of_remit", "affects_most_inhabitants", "not_authorised",
	"court_proceedings", "crime_prevention", "commercial", "personnel", "school_internal", NULL};
static const char *const bar_words[] = {"", "cannot", "will_not", NULL};
static const char *const place_words[] = {"", "last", NULL};

static struct rules *grounds, *statements;
static const struct sections *sections;
/* rules of statements */
static size_t declines, leaves, ends, bars, tells, tells_generally, handled_before, taken_up, agreed_with;

#define GROUNDS_MAX 64

static struct found {
	size_t rule;
	struct str match;
	struct evidence evidence;
} found[GROUNDS_MAX];
static size_t found_count;

void grounds_load(const char *directory, struct rules *of_statements)
{
	grounds = rules_load(directory, "grounds.csv", ground_columns, kind_names);
	table_words(rules_table(grounds), "code", code_words);
	table_words(rules_table(grounds), "bar", bar_words);
	table_words(rules_table(grounds), "place", place_words);
	statements = of_statements;
	declines = rules_find(statements, STR("declines"));
	leaves = rules_find(statements, STR("leaves"));
	ends = rules_find(statements, STR("ends"));
	bars = rules_find(statements, STR("bars"));
	tells = rules_find(statements, STR("told"));
	tells_generally = rules_find(statements, STR("told-generally"));
	handled_before = rules_find(statements, STR("handled-before"));
	taken_up = rules_find(statements, STR("taken-up"));
	agreed_with = rules_find(statements, STR("agreed-with"));
}

struct rules *grounds_rules(void) { return grounds; }

static bool states(struct str text, size_t statement) { return rules_match(statements, statement, text); }

static bool is_one_of(const struct found *f, const char *codes)
{
	return str_among(str_of(rules_cell(grounds, f->rule, "code")), codes);
}

/* A code stands once, by the first rule that finds it; but one that may give way leaves its place to one that may not. */
static void add_ground(const struct found *new)
{
	const char *code = rules_cell(grounds, new->rule, "code");
	size_t i = 0;
	while (i < found_count && strcmp(rules_cell(grounds, found[i].rule, "code"), code) != 0)
		i++;
	bool better = i < found_count && *rules_cell(grounds, found[i].rule, "yields")
		&& !*rules_cell(grounds, new->rule, "yields");
	if (i < GROUNDS_MAX && (i == found_count || better))
		found[i] = *new;
	found_count += i == found_count && i < GROUNDS_MAX;
}

/* Where a match ends tells more: it may begin far before its reason (`We cannot look at the first or the second`). */
static int by_place(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	const char *x_end = x->match.s + x->match.len, *y_end = y->match.s + y->match.len;
	if (x_end != y_end)
		return x_end < y_end ? -1 : 1;
	return x->match.s < y->match.s ? -1 : x->match.s > y->match.s;
}

/* Is there one of the codes that the column names among these, in this sentence or, where there is none, in any? */
static bool gives_way(const struct found *f, const char *column, const char *in, const struct found *here, size_t count)
{
	const char *codes = rules_cell(grounds, f->rule, column);
	for (size_t i = 0; i < count; i++)
		if (is_one_of(&here[i], codes) && (in == NULL || here[i].evidence.quote.s == in))
			return true;
	return false;
}

/* Of two rules that find one ground in one sentence the first of the table is the more special. */
static bool is_said(const struct found *new, const struct found *here, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (here[i].evidence.quote.s == new->evidence.quote.s
			&& strcmp(rules_cell(grounds, here[i].rule, "code"), rules_cell(grounds, new->rule, "code")) == 0)
			return true;
	return false;
}

/*
 * `The complaint is late, but there are good reasons to look at it`: a row without a code sets aside what its sentence
 * raises, and the codes that it names in `yields` wherever they stand before it in its paragraph.
 */
static bool is_set_aside(const struct found *f)
{
	const struct paragraph *p = f->evidence.paragraph;
	struct str quote = f->evidence.quote, behind = str_head(str_from(p->text, str_end(quote)), FOLLOW_BYTES);
	if (rules_say(grounds, quote, 1u << p->kind, "code", ""))
		return true;
	int rule;
	for (rules_begin(grounds, behind, 1u << p->kind); (rule = rules_next(grounds)) >= 0;)
		if (*rules_cell(grounds, (size_t)rule, "code") == '\0' && is_one_of(f, rules_cell(grounds, (size_t)rule, "yields")))
			return true;
	return false;
}

/* Does its sentence leave something out, or, where the ground is a bar in law, one beside it? */
static bool is_left_out(const struct found *f)
{
	struct str text = f->evidence.paragraph->text, quote = f->evidence.quote;
	size_t from = (size_t)(quote.s - text.s), to = from + quote.len;
	if (strcmp(rules_cell(grounds, f->rule, "bar"), "cannot") == 0) {
		from -= from < 2 ? from : 2;
		to += text.len - to < 2 ? text.len - to : 2;
	}
	return states(sentence(text, from, to), leaves);
}

static bool declines_something(struct str text) { return states(text, declines) || states(text, ends); }

/*
 * May it be a reason in a paragraph that declines a part of the matter, or nothing? What may as well be a finding on the
 * rest (`we found no evidence of fault`) is one only where its own sentence declines. Whatever the paragraph, a sentence
 * may leave something out.
 */
static bool may_be_reason(const struct found *f, bool part)
{
	static const char findings[] = "insufficient_evidence_of_fault insufficient_injustice already_remedied";
	return (part && (!is_one_of(f, findings) || declines_something(f->evidence.quote))) || is_left_out(f);
}

/* Do the words make a reason of what was told before them: another way is to be used, anything else is agreed with? */
static bool takes_up(const struct found *f, struct str text)
{
	static const char ways[] = "tribunal_right minister_right court_remedy better_placed_body premature";
	struct str head = str_head(text, FOLLOW_BYTES);
	return (is_one_of(f, ways) && states(head, taken_up)) || states(head, agreed_with);
}

/*
 * `The Council told him that he could appeal`: what a sentence reports of others, or says of people in general or of
 * another complaint, is no reason, unless the words behind it make it one (`I would expect him to use this right`).
 */
static bool is_only_told(const struct found *f)
{
	const struct paragraph *p = f->evidence.paragraph, *next = p + 1;
	struct str quote = f->evidence.quote;
	if (!states(quote, tells) && !states(quote, tells_generally) && !states(quote, handled_before))
		return false;
	bool goes_on = next < sections->p + sections->count && next->kind == p->kind;
	return !takes_up(f, str_from(p->text, str_end(quote))) && !(goes_on && takes_up(f, next->text));
}

static bool is_last(const struct found *f) { return *rules_cell(grounds, f->rule, "place"); }

/* What is said besides (`the rest does not meet our tests`) stands behind the reasons that the same part gives. */
static void order_grounds(size_t first)
{
	static struct found ordered[GROUNDS_MAX];
	size_t count = 0;
	for (int last = 0; last < 2; last++)
		for (size_t i = first; i < found_count; i++)
			if (is_last(&found[i]) == (last == 1))
				ordered[count++] = found[i];
	memcpy(found + first, ordered, count * sizeof *found);
}

/*
 * A ground is a reason for not going into a matter. Where the summary or the decision declines the whole, all of the
 * reasoning may give reasons; else only a paragraph that itself declines something, or that tells the scope, or a
 * sentence beside words that leave a part out. A row without a code, found in the same sentence, sets a ground aside
 * (`late, but there are good reasons to look at it`). In the order of the text; summary and decision are read first,
 * since what they give is the weightiest.
 */
static void find_grounds(unsigned kinds, bool declined)
{
	size_t first = found_count;
	for (size_t i = 0; i < sections->count; i++) {
		const struct paragraph *p = &sections->p[i];
		if (!(kinds >> p->kind & 1))
			continue;
		bool whole = declined || p->kind == SCOPE, part = !whole && declines_something(p->text);
		struct found here[GROUNDS_MAX];
		size_t count = 0;
		int rule;
		for (rules_begin(grounds, p->text, 1u << p->kind); (rule = rules_next(grounds)) >= 0 && count < GROUNDS_MAX;) {
			struct found new = {(size_t)rule, rules_group(grounds, 0), rules_evidence(grounds, rule, p)};
			if (*rules_cell(grounds, (size_t)rule, "code") && !is_said(&new, here, count)
					&& (whole || may_be_reason(&new, part)))
				here[count++] = new;
		}
		qsort(here, count, sizeof *here, by_place);
		for (size_t j = 0; j < count; j++)
			if (!is_set_aside(&here[j]) && !is_only_told(&here[j])
					&& !gives_way(&here[j], "unless", here[j].evidence.quote.s, here, count))
				add_ground(&here[j]);
	}
	order_grounds(first);
}

/* `Outside our jurisdiction` is said of most bars in law: one that the page names anywhere is the better word. */
static void drop_general(void)
{
	size_t kept = 0;
	for (size_t i = 0; i < found_count; i++)
		if (!gives_way(&found[i], "yields", NULL, found, found_count))
			found[kept++] = found[i];
	found_count = kept;
}

void grounds_read(const struct sections *of_page, unsigned reasoning, bool declined)
{
	sections = of_page;
	found_count = 0;
	find_grounds(1u << SUMMARY, declined);
	find_grounds(1u << DECISION, declined);
	find_grounds(reasoning, declined);
	drop_general();
}

void grounds_print(struct buf *to)
{
	buf_char(to, '[');
	for (size_t i = 0; i < found_count; i++) {
		struct str quote = found[i].evidence.quote;
		const char *bar = rules_cell(grounds, found[i].rule, "bar");
		if (states(quote, bars))
			bar = "cannot";
		if (i)
			buf_char(to, ',');
		json_key(to, '{', "code");
		json_quote(to, str_of(rules_cell(grounds, found[i].rule, "code")));
		json_key(to, ',', "statute");
		const char *statute = rules_cell(grounds, found[i].rule, "statute");
		json_quote_or_null(to, *statute ? str_of(statute) : (struct str){NULL, 0});
		json_key(to, ',', "bar");
		json_quote_or_null(to, *bar ? str_of(bar) : (struct str){NULL, 0});
		json_key(to, ',', "evidence");
		evidence_print(to, found[i].evidence);
		buf_char(to, '}');
	}
	buf_char(to, ']');
}

void grounds_free(void) { rules_free(grounds); }
