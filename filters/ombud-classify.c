/*
 * ombud-classify: what was decided, and why, and what is to be done, from the sections and what ombud-meta found (the
 * label, the complainant, and whose page a joint case's is). What the page publishes is kept apart from what its words
 * say; each conclusion carries the rule and the words that it rests on.
 */
#include <stdlib.h>

#include "lib/ombud.h"

static const char *const outcome_columns[] = {"id", "where", "pattern", "outcome", "basis", "remark", NULL};
static const char *const statement_columns[] = {"id", "where", "pattern", "not", "remark", NULL};
static const char *const finding_columns[] = {"id", "finding", "says", "needs", "unless", "remark", NULL};
static const char *const ground_columns[] = {"id", "where", "pattern", "not", "code", "statute", "bar", "unless",
	"yields", "place", "remark", NULL};
static const char *const body_columns[] = {"id", "where", "pattern", "name", "remark", NULL};
static const char *const signpost_columns[] = {"id", "where", "pattern", "says", "remark", NULL};
static const char *const partner_columns[] = {"id", "where", "pattern", "not", "remark", NULL};
static const char *const odds_columns[] = {"id", "outcome", "finding", "says", "code", "remark", NULL};
static const char *const outcome_places[] = {"label", "finding", "statement", NULL};
static const char *const text_places[] = {"text", NULL};
static const char *const signpost_places[] = {"before", "after", "sentence", "follows", NULL};
static const char *const partner_places[] = {"health_body", "council", NULL}; /* the page's own body */
enum { LABEL = 1, FINDING = 2, STATEMENT = 4 };
enum { BEFORE = 1, AFTER = 2, SENTENCE = 4, FOLLOWS = 8 };

enum { OPT_BLIND, OPT_EXPLAIN };

static struct rules *outcomes, *statements, *partners, *grounds, *bodies, *signposts;
static struct table *findings, *odds;
static struct remedies *remedies;
static struct sections sections;

static const char **given; /* names of bodies, by name_of and give */
static size_t given_count;

static struct evidence *facts; /* by rule of statements: where it matched in the tier that is looked at */

static bool blind, explaining;
static struct buf grounds_told, signposts_told, remedies_told; /* members, as JSON */

#define FOLLOW_BYTES ((size_t)600) /* behind a sentence, in which the next one may send on */
#define LOOKS 50 /* at a body's name in one paragraph, so that no page takes for ever */
#define GROUNDS_MAX 64
static struct found {
	size_t rule;
	struct str match;
	struct evidence evidence;
} found[GROUNDS_MAX];
static size_t found_count;

/* the words of the published record, by table and column */
static const char *const outcome_words[] = {"upheld", "not_upheld", "closed_after_initial_enquiries", NULL};
static const char *const basis_words[] = {"published", "inferred", NULL};
static const char *const finding_words[] = {"fault_and_injustice", "fault_no_injustice", "fault_remedied", "no_fault",
	"not_investigated", "ended_without_finding", NULL};
static const char *const code_words[] = {"", "insufficient_evidence_of_fault", "insufficient_injustice",
	"cannot_add_to_investigation", "no_worthwhile_outcome", "better_placed_body", "assessment_code",
	"complaint_handling_alone", "already_remedied", "tribunal_right", "minister_right", "court_remedy", "late", "premature",
	"not_administrative_function", "public_body_complainant", "out_of_remit", "affects_most_inhabitants", "not_authorised",
	"court_proceedings", "crime_prevention", "commercial", "personnel", "school_internal", NULL};
static const char *const bar_words[] = {"", "cannot", "will_not", NULL};
static const char *const place_words[] = {"", "last", NULL};
static const char *const says_words[] = {"yes", "no", "general", NULL};

static void check_words(const struct table *t, const char *column, const char *const *words)
{
	for (size_t row = 0; row < t->rows; row++)
		table_word(t, row, column, words);
}

/* statements that have a part of their own in what follows */
static size_t declines, declines_whole, leaves, ends, bars, agreed, tells, tells_generally, handled_before, taken_up,
	agreed_with;

/* the rule of this id, or SIZE_MAX */
static size_t statement_of(struct str id)
{
	const struct table *t = rules_table(statements);
	for (size_t row = 0; row < t->rows; row++)
		if (str_is(id, table_cell(t, row, "id")))
			return row;
	return SIZE_MAX;
}

static const char *const statement_lists[] = {"says", "needs", "unless"};

/* the first id of a list joined by spaces, *ids moved behind it; false at the end */
static bool next_id(const char **ids, struct str *id)
{
	*id = (struct str){*ids, strcspn(*ids, " ")};
	*ids += id->len + ((*ids)[id->len] == ' ');
	return id->len > 0;
}

static void check_statements(const struct table *t, size_t row, const char *column)
{
	struct str id;
	for (const char *ids = table_cell(t, row, column); next_id(&ids, &id);)
		if (statement_of(id) == SIZE_MAX)
			table_wrong(t, row, column, "it names a rule that statements.csv has not");
}

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	outcomes = rules_load(directory, "outcomes.csv", outcome_columns, outcome_places);
	statements = rules_load(directory, "statements.csv", statement_columns, kind_names);
	partners = rules_load(directory, "partners.csv", partner_columns, partner_places);
	findings = table_load(directory, "findings.csv", finding_columns);
	grounds = rules_load(directory, "grounds.csv", ground_columns, kind_names);
	bodies = rules_load(directory, "bodies.csv", body_columns, text_places);
	signposts = rules_load(directory, "signposts.csv", signpost_columns, signpost_places);
	odds = table_load(directory, "odds.csv", odds_columns);
	shapes_load(directory);
	remedies = remedies_load(directory);
	facts = xcalloc(rules_table(statements)->rows, sizeof *facts);
	given = xcalloc(rules_table(bodies)->rows, sizeof *given);
	for (size_t row = 0; row < findings->rows; row++)
		for (size_t i = 0; i < 3; i++)
			check_statements(findings, row, statement_lists[i]);
	for (size_t row = 0; row < odds->rows; row++)
		check_statements(odds, row, "says");
	declines = statement_of(STR("declines")), declines_whole = statement_of(STR("declines-whole"));
	leaves = statement_of(STR("leaves"));
	ends = statement_of(STR("ends")), bars = statement_of(STR("bars"));
	agreed = statement_of(STR("agreed"));
	tells = statement_of(STR("told")), tells_generally = statement_of(STR("told-generally"));
	handled_before = statement_of(STR("handled-before"));
	taken_up = statement_of(STR("taken-up")), agreed_with = statement_of(STR("agreed-with"));
	check_words(rules_table(outcomes), "outcome", outcome_words);
	check_words(rules_table(outcomes), "basis", basis_words);
	check_words(findings, "finding", finding_words);
	check_words(rules_table(grounds), "code", code_words);
	check_words(rules_table(grounds), "bar", bar_words);
	check_words(rules_table(grounds), "place", place_words);
	check_words(rules_table(signposts), "says", says_words);
	check_words(odds, "outcome", outcome_words);
	check_words(odds, "finding", finding_words);
}

static struct evidence evidence_of(const struct rules *rules, int rule, const struct paragraph *p)
{
	struct str match = rules_group(rules, 0);
	size_t from = (size_t)(match.s - p->text.s);
	return (struct evidence){rules_cell(rules, (size_t)rule, "id"), p, sentence(p->text, from, from + match.len)};
}

/* the first statement of the list that was found, or NULL */
static const struct evidence *first_of(const char *ids)
{
	struct str id;
	while (next_id(&ids, &id)) {
		const struct evidence *fact = &facts[statement_of(id)];
		if (fact->rule)
			return fact;
	}
	return NULL;
}

static bool all_of(const char *ids)
{
	struct str id;
	while (next_id(&ids, &id))
		if (facts[statement_of(id)].rule == NULL)
			return false;
	return true;
}

/*
 * In a joint case a letter stands behind the reference, and the page is about one of two bodies. What a sentence says
 * of the other alone is no statement about the page's own. The result is the bit of the own body's kind, or 0.
 */
static unsigned joint_case(struct record *r)
{
	static struct buf reference;
	struct str type = record_value(r, "authority_type");
	if (!record_string(r, "reference", &reference) || !type.s)
		return 0;
	char last = reference.len ? reference.s[reference.len - 1] : ' ';
	if (last < 'a' || last > 'z')
		return 0;
	for (unsigned i = 0; partner_places[i]; i++)
		if (json_is(type, partner_places[i]))
			return 1u << i;
	return 0;
}

static bool is_about_partner(struct str quote, unsigned own)
{
	if (own)
		rules_begin(partners, quote, own);
	return own && rules_next(partners) >= 0;
}

/* Adds the facts of the sections of these kinds; the first match of a rule stands. */
static void find_facts(unsigned kinds, unsigned own)
{
	for (size_t i = 0; i < sections.count; i++) {
		const struct paragraph *p = &sections.p[i];
		if (!(kinds >> p->kind & 1))
			continue;
		int rule;
		for (rules_begin(statements, p->text, 1u << p->kind); (rule = rules_next(statements)) >= 0;)
			while (facts[rule].rule == NULL) {
				struct evidence e = evidence_of(statements, rule, p);
				if (!is_about_partner(e.quote, own))
					facts[rule] = e;
				else if (!rules_again(statements))
					break;
			}
	}
}

/* The first row of findings one of whose statements is made, with all that it needs and nothing that forbids it. */
static const char *conclude(struct evidence *evidence)
{
	for (size_t row = 0; row < findings->rows; row++) {
		const struct evidence *fact = first_of(table_cell(findings, row, "says"));
		if (fact && all_of(table_cell(findings, row, "needs")) && !first_of(table_cell(findings, row, "unless"))) {
			*evidence = *fact;
			return table_cell(findings, row, "finding");
		}
	}
	return NULL;
}

/* Summary and decision say it best; where they don't, the reasoning does. */
static const unsigned tiers[] = {
	1u << SUMMARY | 1u << DECISION,
	1u << FINDINGS | 1u << ANALYSIS | 1u << ASSESSMENT | 1u << RECOMMENDATIONS | 1u << ACTION | 1u << OTHER,
};

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

/* does one of the rules with this value in the column match? */
static bool matches(struct rules *rules, struct str text, unsigned where, const char *column, const char *value)
{
	int rule;
	for (rules_begin(rules, text, where); (rule = rules_next(rules)) >= 0;)
		if (strcmp(rules_cell(rules, (size_t)rule, column), value) == 0)
			return true;
	return false;
}

static bool states(struct str text, size_t statement)
{
	return statement != SIZE_MAX && rules_match(statements, statement, text);
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
	struct str id;
	for (const char *codes = rules_cell(grounds, f->rule, column); next_id(&codes, &id);)
		for (size_t i = 0; i < count; i++)
			if (str_is(id, rules_cell(grounds, here[i].rule, "code"))
				&& (in == NULL || here[i].evidence.quote.s == in))
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
	struct str quote = f->evidence.quote, id;
	size_t end = (size_t)(quote.s - p->text.s) + quote.len;
	struct str behind = utf8_window(p->text, end, p->text.len - end > FOLLOW_BYTES ? end + FOLLOW_BYTES : p->text.len);
	if (matches(grounds, quote, 1u << p->kind, "code", ""))
		return true;
	int rule;
	for (rules_begin(grounds, behind, 1u << p->kind); (rule = rules_next(grounds)) >= 0;)
		if (*rules_cell(grounds, (size_t)rule, "code") == '\0')
			for (const char *codes = rules_cell(grounds, (size_t)rule, "yields"); next_id(&codes, &id);)
				if (str_is(id, rules_cell(grounds, f->rule, "code")))
					return true;
	return false;
}

/* Do the words make a reason of what was told before them: another way is to be used, anything else is agreed with? */
static bool takes_up(const struct found *f, struct str text)
{
	static const char ways[] = "tribunal_right minister_right court_remedy better_placed_body premature";
	struct str id, head = utf8_window(text, 0, text.len > FOLLOW_BYTES ? FOLLOW_BYTES : text.len);
	for (const char *codes = ways; next_id(&codes, &id);)
		if (str_is(id, rules_cell(grounds, f->rule, "code")) && states(head, taken_up))
			return true;
	return states(head, agreed_with);
}

/*
 * `The Council told him that he could appeal`: what a sentence reports of others, or says of people in general or of
 * another complaint, is no reason, unless the words behind it make it one (`I would expect him to use this right`).
 */
static bool is_only_told(const struct found *f)
{
	const struct paragraph *p = f->evidence.paragraph, *next = p + 1;
	struct str quote = f->evidence.quote;
	size_t end = (size_t)(quote.s - p->text.s) + quote.len;
	if (!states(quote, tells) && !states(quote, tells_generally) && !states(quote, handled_before))
		return false;
	bool goes_on = next < sections.p + sections.count && next->kind == p->kind;
	return !takes_up(f, (struct str){p->text.s + end, p->text.len - end}) && !(goes_on && takes_up(f, next->text));
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
	for (size_t i = 0; i < sections.count; i++) {
		const struct paragraph *p = &sections.p[i];
		if (!(kinds >> p->kind & 1))
			continue;
		bool reasons = declined || p->kind == SCOPE || states(p->text, declines) || states(p->text, ends);
		struct found here[GROUNDS_MAX];
		size_t count = 0;
		int rule;
		for (rules_begin(grounds, p->text, 1u << p->kind); (rule = rules_next(grounds)) >= 0 && count < GROUNDS_MAX;) {
			struct found new = {(size_t)rule, rules_group(grounds, 0), evidence_of(grounds, rule, p)};
			if (*rules_cell(grounds, (size_t)rule, "code") && !is_said(&new, here, count)
				&& (reasons || is_left_out(&new)))
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

static void print_grounds(struct buf *to)
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

/* What recites or tells is no advice. */
static const unsigned no_advice = 1u << POWERS | 1u << LAW | 1u << COMPLAINT | 1u << METHOD | 1u << BACKGROUND
	| 1u << NAMES;

/*
 * Do the words around a body send the complainant there, in its sentence or right behind it, and does none of them say
 * otherwise? What anybody may do (`general`) counts only with a word behind it that the complainant may.
 */
static bool sends(struct str text, struct str body)
{
	size_t from = (size_t)(body.s - text.s);
	struct str whole = sentence(text, from, from + body.len), before = {whole.s, (size_t)(body.s - whole.s)};
	struct str after = {body.s + body.len, (size_t)(whole.s + whole.len - body.s) - body.len};
	size_t end = (size_t)(whole.s - text.s) + whole.len;
	struct str follows = utf8_window(text, end, text.len - end > FOLLOW_BYTES ? end + FOLLOW_BYTES : text.len);
	if (matches(signposts, whole, SENTENCE, "says", "no") || matches(signposts, before, BEFORE, "says", "no")
			|| matches(signposts, after, AFTER, "says", "no") || matches(signposts, follows, FOLLOWS, "says", "no"))
		return false;
	if (matches(signposts, follows, FOLLOWS, "says", "yes"))
		return true;
	return !matches(signposts, whole, SENTENCE, "says", "general")
		&& (matches(signposts, before, BEFORE, "says", "yes") || matches(signposts, after, AFTER, "says", "yes"));
}

/*
 * What a row of bodies.csv calls a body: its name, or behind `^` a word of the name that the page has given last
 * (`the Tribunal`), NULL where it has given none. Where the page has a longer name that begins so, it is that one
 * (`First-tier Tribunal`).
 */
static const char *name_of(size_t rule)
{
	const char *name = rules_cell(bodies, rule, "name");
	size_t i = given_count;
	if (*name == '^') {
		while (i && strstr(given[i - 1], name + 1) == NULL)
			i--;
		if (i == 0)
			return NULL;
		name = given[i - 1];
	}
	for (i = given_count; i--;)
		if (strncmp(given[i], name, strlen(name)) == 0 && given[i][strlen(name)])
			return given[i];
	return name;
}

/* The names of a page, each once, the one given last at the end. */
static void give(const char *name)
{
	size_t at = 0;
	while (at < given_count && given[at] != name)
		at++;
	given_count -= at < given_count;
	memmove(given + at, given + at + 1, (given_count - at) * sizeof *given);
	given[given_count++] = name;
}

/* `own` is the page's own body, to which nobody is sent. */
static void print_signposts(struct buf *to, struct str own)
{
	struct str names[64];
	size_t count = given_count = 0;
	int rule;
	for (size_t i = 0; i < sections.count; i++)
		for (rules_begin(bodies, sections.p[i].text, ~0u); (rule = rules_next(bodies)) >= 0;)
			if (*rules_cell(bodies, (size_t)rule, "name") != '^')
				give(rules_cell(bodies, (size_t)rule, "name"));
	buf_char(to, '[');
	for (size_t i = 0; i < sections.count; i++) {
		const struct paragraph *p = &sections.p[i];
		for (rules_begin(bodies, p->text, ~0u); (rule = rules_next(bodies)) >= 0;) {
			const char *given_name = name_of((size_t)rule);
			if (given_name == NULL)
				continue;
			give(given_name);
			if (no_advice >> p->kind & 1)
				continue;
			struct str name = str_of(given_name);
			bool known = count == sizeof names / sizeof *names || str_is(own, name.s), sent = false;
			for (size_t j = 0; j < count; j++)
				known = known || str_is(name, names[j].s);
			for (int looks = 0; !known && looks < LOOKS; looks++)
				if ((sent = sends(p->text, rules_group(bodies, 0))) || !rules_again(bodies))
					break;
			if (!sent)
				continue;
			if (count)
				buf_char(to, ',');
			json_key(to, '{', "name");
			json_quote(to, name);
			json_key(to, ',', "evidence");
			evidence_print(to, evidence_of(bodies, rule, p));
			buf_char(to, '}');
			names[count++] = name;
		}
	}
	buf_char(to, ']');
}

static int outcome_of(struct str text, unsigned where)
{
	rules_begin(outcomes, text, where);
	return rules_next(outcomes);
}

/* The published label, always; where there is none, what the finding tells, else what is stated, with its evidence. */
static const char *read_outcome(struct str label, const char *finding, struct evidence of_finding,
	struct evidence *evidence, const char **basis)
{
	int rule = label.s ? outcome_of(label, LABEL) : finding ? outcome_of(str_of(finding), FINDING) : -1;
	*basis = "";
	*evidence = label.s ? (struct evidence){NULL, NULL, label} : of_finding;
	for (size_t row = 0; row < rules_table(statements)->rows && rule < 0 && label.s == NULL; row++)
		if (facts[row].rule) {
			rule = outcome_of(str_of(facts[row].rule), STATEMENT);
			*evidence = facts[row];
		}
	if (rule < 0) {
		evidence->rule = NULL;
		return "";
	}
	if (label.s)
		evidence->rule = rules_cell(outcomes, (size_t)rule, "id");
	*basis = rules_cell(outcomes, (size_t)rule, "basis");
	return rules_cell(outcomes, (size_t)rule, "outcome");
}

static void set_string(struct record *r, const char *name, const char *value)
{
	json_quote_or_null(record_set(r, name), *value ? str_of(value) : (struct str){NULL, 0});
}

/* --- for a person --- */

#define WIDTH 118 /* of a line, in bytes */
#define INDENT 10
#define TRIED 12  /* rules of one table that are told */

/* A line is cut where a screen would break it; what has gone into the buffer since `line` is it. */
static void explain_end(struct buf *to, size_t line)
{
	struct str text = {to->s + line, to->len - line};
	if (text.len > WIDTH) {
		to->len = line + utf8_window(text, 0, WIDTH - strlen("…")).len;
		buf_adds(to, "…");
	}
	for (size_t i = line; i < to->len; i++)
		if ((unsigned char)to->s[i] < ' ')
			to->s[i] = ' ';
	buf_char(to, '\n');
}

static void explain_outcome(struct buf *to, const char *label, const char *value, const char *basis, struct evidence e)
{
	size_t line = to->len;
	buf_printf(to, "%-10s %s%s%s", label, *value ? value : "not told", *basis ? ", " : "", basis);
	if (e.paragraph)
		buf_printf(to, "  [%s, %s %u]  ", e.rule, kind_names[e.paragraph->kind], e.paragraph->n);
	else if (e.rule)
		buf_printf(to, "  [%s]  ", e.rule);
	buf_add(to, e.quote);
	explain_end(to, line);
}

/* The entries of a member, a line each: what they say, then the rule, where, and the words. */
static void explain_list(struct buf *to, const char *label, const struct buf *json)
{
	static const char *const names[] = {"code", "bar", "name", "kind", "recipient", "amount", "per", "deadline", "status",
		NULL};
	const char *at = json->s + 1;
	struct str entry, value;
	bool any = false;
	for (; json_next(&at, &entry); any = true) {
		struct str evidence = json_find(entry, "evidence");
		size_t line = to->len;
		buf_printf(to, "%-10s", any ? "" : label);
		for (size_t i = 0; names[i]; i++) {
			value = json_find(entry, names[i]);
			if (value.s == NULL || str_is(value, "null"))
				continue;
			buf_adds(to, strcmp(names[i], "amount") == 0 ? " £" : strcmp(names[i], "per") == 0 ? " a " : " ");
			if (*value.s == '"')
				json_unquote(to, value);
			else
				buf_add(to, value);
		}
		if (str_is(json_find(entry, "counted"), "false"))
			buf_adds(to, " (not counted)");
		buf_adds(to, "  [");
		json_unquote(to, json_find(evidence, "rule"));
		buf_adds(to, ", ");
		json_unquote(to, json_find(evidence, "section"));
		buf_char(to, ' ');
		buf_add(to, json_find(evidence, "paragraph"));
		buf_adds(to, "]  ");
		json_unquote(to, json_find(evidence, "quote"));
		explain_end(to, line);
	}
	if (!any)
		buf_printf(to, "%-10s none\n", label);
}

/* The rules of a table that were tried in what reasons and decides, and never matched: where first, and why. */
static void explain_tried(struct buf *to, const char *label, struct rules *rules)
{
	size_t rows = rules_table(rules)->rows, told = 0, line = to->len;
	struct trial {
		const struct paragraph *at; /* NULL: not tried */
		enum tried how;
	} *trials = xcalloc(rows, sizeof *trials);
	for (size_t i = 0; i < sections.count; i++) {
		const struct paragraph *p = &sections.p[i];
		int rule;
		enum tried how;
		if (!((tiers[0] | tiers[1]) >> p->kind & 1))
			continue;
		for (rules_begin(rules, p->text, 1u << p->kind); (rule = rules_tried(rules, &how)) >= 0;)
			if (trials[rule].at == NULL || how < trials[rule].how)
				trials[rule] = (struct trial){p, how};
	}
	buf_printf(to, "%-10s", label);
	for (size_t row = 0; row < rows; row++) {
		const struct trial *t = &trials[row];
		if (t->at == NULL || t->how == MATCHED || told++ >= TRIED)
			continue;
		size_t begin = to->len;
		buf_printf(to, " %s%s (%s %u);", rules_cell(rules, row, "id"), t->how == SET_ASIDE ? ", set aside" : "",
			kind_names[t->at->kind], t->at->n);
		if (to->len - line > WIDTH && begin > line + INDENT) { /* on a line of its own */
			static struct buf said;
			said.len = 0;
			buf_add(&said, (struct str){to->s + begin, to->len - begin});
			to->len = begin;
			buf_printf(to, "\n%*s", INDENT, "");
			line = begin + 1;
			buf_add(to, buf_str(&said));
		}
	}
	if (told > TRIED)
		buf_printf(to, " %zu more", told - TRIED);
	buf_adds(to, told ? "\n" : " none\n");
	free(trials);
}

static void explain_all(struct buf *to)
{
	explain_list(to, "grounds", &grounds_told);
	explain_list(to, "signposted", &signposts_told);
	explain_list(to, "remedies", &remedies_told);
	buf_printf(to, "%-11s", "total");
	remedies_total(remedies, to);
	buf_adds(to, "\ntried, and no match:\n");
	explain_tried(to, "findings", statements);
	explain_tried(to, "grounds", grounds);
	buf_char(to, '\n');
}

static void explain_title(struct buf *to, struct record *r)
{
	static const char *const names[] = {"reference", "authority", "decision_date", "category", NULL};
	static struct buf value;
	size_t line = to->len;
	for (size_t i = 0; names[i]; i++)
		if (record_string(r, names[i], &value)) {
			buf_adds(to, to->len > line ? "  " : "");
			buf_add(to, buf_str(&value));
		}
	explain_end(to, line);
}

static enum verdict classify(struct record *r, struct buf *to)
{
	struct evidence outcome_evidence = {NULL, NULL, {NULL, 0}}, finding_evidence = outcome_evidence;
	static struct buf label;
	if (!sections_load(&sections, r) && r->why.len)
		return REJECT;
	bool has_label = record_string(r, "decision", &label) && !blind;

	static struct buf complainant;
	bool has_complainant = record_string(r, "complainant", &complainant);

	const char *basis, *finding = NULL;
	unsigned own = joint_case(r);
	bool declined = false;
	remedies_read(remedies, &sections, has_complainant ? buf_str(&complainant) : (struct str){NULL, 0});
	memset(facts, 0, rules_table(statements)->rows * sizeof *facts);
	if (remedies_count(remedies) && agreed != SIZE_MAX)
		facts[agreed].rule = "agreed";
	for (size_t i = 0; i < sizeof tiers / sizeof *tiers && finding == NULL; i++) {
		find_facts(tiers[i], own);
		finding = conclude(&finding_evidence);
		if (i == 0)
			declined = (declines_whole != SIZE_MAX && facts[declines_whole].rule) || (finding
				&& (strcmp(finding, "not_investigated") == 0 || strcmp(finding, "ended_without_finding") == 0
				|| (strcmp(finding, "fault_remedied") == 0 && ends != SIZE_MAX && facts[ends].rule)));
	}
	const char *outcome = read_outcome(has_label ? buf_str(&label) : (struct str){NULL, 0}, finding, finding_evidence,
		&outcome_evidence, &basis);
	declined = declined || ((finding == NULL || strcmp(finding, "fault_remedied") == 0)
		&& strcmp(outcome, "closed_after_initial_enquiries") == 0);
	found_count = 0;
	find_grounds(1u << SUMMARY, declined);
	find_grounds(1u << DECISION, declined);
	find_grounds(tiers[1] | 1u << SCOPE, declined);
	drop_general();

	grounds_told.len = signposts_told.len = remedies_told.len = 0;
	print_grounds(&grounds_told);
	static struct buf authority;
	bool has_authority = record_string(r, "authority", &authority);
	print_signposts(&signposts_told, has_authority ? buf_str(&authority) : (struct str){NULL, 0});
	remedies_print(remedies, &remedies_told);
	if (explaining) {
		if (r->why.len)
			return REJECT;
		explain_title(to, r);
		explain_outcome(to, "outcome", outcome, basis, outcome_evidence);
		explain_outcome(to, "finding", finding ? finding : "", "", finding_evidence);
		explain_all(to);
		return PRINTED;
	}
	set_string(r, "outcome", outcome);
	set_string(r, "outcome_basis", basis);
	evidence_print(record_set(r, "outcome_evidence"), outcome_evidence);
	set_string(r, "finding", finding ? finding : "");
	evidence_print(record_set(r, "finding_evidence"), finding_evidence);
	buf_add(record_set(r, "grounds"), buf_str(&grounds_told));
	buf_add(record_set(r, "signposted"), buf_str(&signposts_told));
	buf_add(record_set(r, "remedies"), buf_str(&remedies_told));
	remedies_total(remedies, record_set(r, "remedy_total"));

	warnings_begin(r);
	if (has_label && *outcome == '\0')
		warnings_add("unknown_decision", buf_str(&label));
	for (size_t row = 0; row < odds->rows && finding; row++)
		if (strcmp(table_cell(odds, row, "outcome"), outcome) == 0
			&& strcmp(table_cell(odds, row, "finding"), finding) == 0 && all_of(table_cell(odds, row, "says")))
			warnings_add(table_cell(odds, row, "code"), finding_evidence.quote);
	warnings_end(r);
	return r->why.len ? REJECT : KEEP;
}

static void finish(void)
{
	rules_free(outcomes);
	rules_free(statements);
	rules_free(partners);
	rules_free(grounds);
	rules_free(bodies);
	rules_free(signposts);
	table_free(findings);
	table_free(odds);
	remedies_free(remedies);
	shapes_free();
	free(facts);
	free(given);
	free(sections.p);
	buf_free(&grounds_told);
	buf_free(&signposts_told);
	buf_free(&remedies_told);
}

static const struct option own[] = {
	{"blind", no_argument, NULL, OPT_BLIND},
	{"explain", no_argument, NULL, OPT_EXPLAIN},
	{0},
};

static void option(int which, const char *unused)
{
	(void)unused;
	blind = blind || which == OPT_BLIND;
	explaining = explaining || which == OPT_EXPLAIN;
}

static const struct filter ombud_classify = {
	.name = "ombud-classify",
	.synopsis = "ombud-classify [--blind] [--explain] [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Takes sections, decision, reference, authority, authority_type and complainant; leaves\n"
		"outcome, outcome_basis, outcome_evidence, finding, finding_evidence, grounds,\n"
		"signposted, remedies, remedy_total. Rules: bodies.csv, commands.csv, findings.csv,\n"
		"grounds.csv, items.csv, endings.csv, odds.csv, outcomes.csv, partners.csv,\n"
		"remedies.csv, signposts.csv, statements.csv, terms.csv, words.csv.\n"
		"  --blind              infer the outcome from the words alone\n"
		"  --explain            print for a person what fired, where, and what did not\n",
	.options = own,
	.option = option,
	.needs_rules = true,
	.start = start,
	.record = classify,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_classify); }
