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
static const char *const partner_columns[] = {"id", "where", "pattern", "not", "remark", NULL};
static const char *const odds_columns[] = {"id", "outcome", "finding", "says", "code", "remark", NULL};
static const char *const outcome_places[] = {"label", "finding", "statement", NULL};
static const char *const partner_places[] = {"health_body", "council", NULL}; /* the page's own body */
enum { LABEL = 1, FINDING = 2, STATEMENT = 4 };

enum { OPT_BLIND, OPT_EXPLAIN };

static struct rules *outcomes, *statements, *partners;
static struct table *findings, *odds;
static struct remedies *remedies;
static struct sections sections;

static struct evidence *facts; /* by rule of statements: where it matched in the tier that is looked at */

static bool blind, explaining;
static struct buf grounds_told, signposts_told, remedies_told; /* members, as JSON */

/* the words of the published record, by table and column */
static const char *const outcome_words[] = {"upheld", "not_upheld", "closed_after_initial_enquiries", NULL};
static const char *const basis_words[] = {"published", "inferred", NULL};
static const char *const finding_words[] = {"fault_and_injustice", "fault_no_injustice", "fault_remedied", "no_fault",
	"not_investigated", "ended_without_finding", NULL};

/* statements that have a part of their own in what follows */
static size_t declines_whole, ends, agreed;

static const char *const statement_lists[] = {"says", "needs", "unless"};

static void check_statements(const struct table *t, size_t row, const char *column)
{
	struct str id;
	for (const char *ids = table_cell(t, row, column); str_word(&ids, &id);)
		if (rules_find(statements, id) == SIZE_MAX)
			table_wrong(t, row, column, "it names a rule that statements.csv has not");
}

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	outcomes = rules_load(directory, "outcomes.csv", outcome_columns, outcome_places);
	statements = rules_load(directory, "statements.csv", statement_columns, kind_names);
	partners = rules_load(directory, "partners.csv", partner_columns, partner_places);
	findings = table_load(directory, "findings.csv", finding_columns);
	odds = table_load(directory, "odds.csv", odds_columns);
	grounds_load(directory, statements);
	signposts_load(directory);
	shapes_load(directory);
	remedies = remedies_load(directory);
	facts = xcalloc(rules_table(statements)->rows, sizeof *facts);
	for (size_t row = 0; row < findings->rows; row++)
		for (size_t i = 0; i < 3; i++)
			check_statements(findings, row, statement_lists[i]);
	for (size_t row = 0; row < odds->rows; row++)
		check_statements(odds, row, "says");
	declines_whole = rules_find(statements, STR("declines-whole"));
	ends = rules_find(statements, STR("ends"));
	agreed = rules_find(statements, STR("agreed"));
	table_words(rules_table(outcomes), "outcome", outcome_words);
	table_words(rules_table(outcomes), "basis", basis_words);
	table_words(findings, "finding", finding_words);
	table_words(odds, "outcome", outcome_words);
	table_words(odds, "finding", finding_words);
}

/* the first statement of the list that was found, or NULL */
static const struct evidence *first_of(const char *ids)
{
	struct str id;
	while (str_word(&ids, &id)) {
		const struct evidence *fact = &facts[rules_find(statements, id)];
		if (fact->rule)
			return fact;
	}
	return NULL;
}

static bool all_of(const char *ids)
{
	struct str id;
	while (str_word(&ids, &id))
		if (facts[rules_find(statements, id)].rule == NULL)
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
				struct evidence e = rules_evidence(statements, rule, p);
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
	explain_tried(to, "grounds", grounds_rules());
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
	grounds_read(&sections, tiers[1] | 1u << SCOPE, declined);

	grounds_told.len = signposts_told.len = remedies_told.len = 0;
	grounds_print(&grounds_told);
	static struct buf authority;
	bool has_authority = record_string(r, "authority", &authority);
	signposts_print(&sections, has_authority ? buf_str(&authority) : (struct str){NULL, 0}, &signposts_told);
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
	grounds_free();
	signposts_free();
	table_free(findings);
	table_free(odds);
	remedies_free(remedies);
	shapes_free();
	free(facts);
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
