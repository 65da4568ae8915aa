/*
 * What is agreed or recommended. commands.csv finds the words that make a remedy of what follows (`has agreed to`,
 * `should`); what follows is a chain of things (`apologise to Mrs X, pay her £100 and review its policy`), or a list of
 * them behind a colon. remedies.csv tells where the next thing may begin, and its kind; terms.csv the sums in it, for
 * whom, and by when. A thing is told several times: in what is agreed, in the decision, in the summary. The fullest
 * telling counts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "remedies.h"

static const char *const command_columns[] = {"id", "where", "pattern", "not", "status", "remark", NULL};
/* kinds of section, in which a sentence commands; anywhere, that the body took or refused what was recommended; a
 * sentence that sets a time for what was told before; verbs whose subject is what is to be done, or who it is for; that
 * it is done already */
static const char *const command_places[] = {"summary", "complaint", "scope", "powers", "method", "background", "law",
	"facts", "findings", "analysis", "assessment", "recommendations", "action", "decision", "names", "other", "answer",
	"time", "passive", "over", NULL};
enum { ANSWER = 1 << KINDS, TIME = 2 << KINDS, PASSIVE = 4 << KINDS, OVER = 8 << KINDS };
static const char *const status_words[] = {"", "agreed", "recommended", NULL};

#define REMEDIES_MAX 128           /* of a page */
#define NEAR ((size_t)100)         /* bytes around a sum in which the one who gets it is named */
#define CALLED_BYTES ((size_t)600) /* before a pronoun, in which its name stands */

struct remedy {
	enum remedy_kind kind;
	const char *rule, *status;
	struct str recipient, per, quote;
	uint64_t pence, product; /* product: the sum of a rate over its time, where the page tells it */
	bool has_amount, counted, total, each;
	bool answered; /* it is said whether the body takes it */
	bool aside; /* told behind another, in the same item */
	struct deadline deadline;
	const struct paragraph *paragraph;
};

/* what a line that ends in a colon says of the items behind it */
struct list {
	bool open; /* they are things to be done */
	enum { NO_DETAILS, DETAILS /* of a thing that the line has told */, VERBS, NO_VERBS /* and how they begin */ } details;
	enum remedy_kind kind;
	const char *status;
	struct deadline deadline;
	struct str recipient;
};

struct remedies {
	struct rules *commands, *things, *terms;
	struct remedy all[REMEDIES_MAX];
	size_t count;
	struct list list;
	const struct paragraph *paragraph;
	enum kind kind; /* of its section; under an unknown heading in what is agreed or recommended, of the section before */
	struct str complainant;
	size_t section; /* the first remedy of the section that is read */
};

struct remedies *remedies_load(const char *directory)
{
	struct remedies *r = xcalloc(1, sizeof *r);
	r->commands = rules_load(directory, "commands.csv", command_columns, command_places);
	table_words(rules_table(r->commands), "status", status_words);
	r->things = things_load(directory);
	r->terms = terms_load(directory);
	return r;
}

/* --- things --- */

/* the remedy of this section that was told last; NULL: none was */
static struct remedy *last_told(struct remedies *r) { return r->count > r->section ? &r->all[r->count - 1] : NULL; }

/* The first time that a text sets; `within that time` is that of the thing before, else of the words before. */
static struct deadline find_deadline(struct remedies *r, struct str text)
{
	struct deadline time = terms_deadline(r->terms, text);
	if (!time.same)
		return time;
	if (last_told(r))
		return last_told(r)->deadline;
	time = terms_deadline(r->terms, (struct str){r->paragraph->text.s, (size_t)(text.s - r->paragraph->text.s)});
	return time.same ? (struct deadline){0} : time;
}

/*
 * Who is named in this place of a text; .s NULL: nobody. A pronoun means the last fitting name in the text before, else
 * of those who get something the last, else the complainant.
 */
static struct str find_name(struct remedies *r, struct str text, unsigned place)
{
	struct person person = terms_person(r->terms, text, place);
	if (!person.found || person.name.s)
		return person.name;
	struct str before = {r->paragraph->text.s, (size_t)(text.s - r->paragraph->text.s)};
	struct str name = terms_called(r->terms, str_tail(before, CALLED_BYTES), person.pronoun);
	for (size_t i = r->count; name.s == NULL && i > r->section; i--)
		name = r->all[i - 1].recipient;
	return name.s ? name : r->complainant;
}

/* Who gets a sum is named behind it, else before it. */
static struct str find_payee(struct remedies *r, struct str before, struct str behind)
{
	struct str name = find_name(r, str_head(behind, NEAR), NAME_BEHIND);
	return name.s ? name : find_name(r, str_tail(before, NEAR), NAME_BEFORE);
}

static bool same_person(struct str a, struct str b) { return a.s == NULL || b.s == NULL || str_same(a, b); }

/* A thing may be told twice, in words and then in a list: the fuller telling stays. */
static bool is_told(struct remedies *r, const struct remedy *new)
{
	for (size_t i = r->section; i < r->count; i++) {
		struct remedy *old = &r->all[i];
		if (old->kind != new->kind || !same_person(old->recipient, new->recipient) || old->kind >= WAIVE)
			continue;
		bool detail = r->list.details && i + 1 == r->count && !old->has_amount; /* pay Mr X: £200 for … */
		bool same = old->kind == APOLOGY || ((old->paragraph != new->paragraph || detail)
			&& (old->has_amount == new->has_amount ? old->pence == new->pence : true));
		if (same && new->has_amount && !old->has_amount) {
			old->has_amount = true;
			old->pence = new->pence;
			old->per = new->per;
			old->product = new->product;
			old->quote = new->quote;
			old->paragraph = new->paragraph;
		}
		if (same && old->deadline.n == 0)
			old->deadline = new->deadline;
		if (same)
			return true;
	}
	return false;
}

static void add(struct remedies *r, struct remedy new)
{
	bool explains = new.aside && new.kind != APOLOGY && !new.has_amount;
	if (r->count < REMEDIES_MAX && !explains && !is_told(r, &new))
		r->all[r->count++] = new;
}

/* `It should make this payment within a month`: the sum was told before, as a remedy or as an offer. True: the former. */
static bool is_sum_told(struct remedies *r, struct remedy *new, struct str clause)
{
	static struct sum sums[CLAUSES];
	if (!terms_means_sum(r->terms, clause))
		return false;
	struct remedy *last = last_told(r);
	if (last && last->paragraph == new->paragraph && is_money(last->kind)) {
		if (last->deadline.n == 0)
			last->deadline = new->deadline;
		return true;
	}
	struct str before = str_tail((struct str){r->paragraph->text.s, (size_t)(clause.s - r->paragraph->text.s)}, CALLED_BYTES);
	size_t count = terms_sums(r->terms, before, sums);
	if (count == 0)
		return false;
	struct sum sum = sums[count - 1];
	struct str lead = {before.s, (size_t)(sum.printed.s - before.s)};
	struct str name = find_payee(r, lead, str_from(before, str_end(sum.printed)));
	if (name.s)
		new->recipient = name;
	new->has_amount = true;
	new->pence = sum.pence;
	new->per = sum.per;
	return false;
}

/* One entry a sum. A rate takes the sum that it comes to; what is no remedy is left out. */
static void add_sums(struct remedies *r, struct remedy new, struct str clause)
{
	static struct sum sums[CLAUSES];
	size_t count = terms_sums(r->terms, clause, sums);
	bool told = false;
	uint64_t had = 0; /* offered or paid before */
	for (size_t i = 0; i < count; i++) {
		struct remedy one = new;
		struct str before = {i ? str_end(sums[i - 1].printed) : clause.s, 0};
		struct str behind = str_from(clause, str_end(sums[i].printed));
		before.len = (size_t)(sums[i].printed.s - before.s);
		if (i + 1 < count)
			behind.len = (size_t)(sums[i + 1].printed.s - behind.s);
		if (sums[i].is == SAYS_NONE)
			had += sums[i].pence;
		if (sums[i].is == SAYS_NONE || r->count == REMEDIES_MAX)
			continue;
		struct remedy *last = last_told(r);
		if (last && (last->paragraph != new.paragraph || !is_money(last->kind)))
			last = NULL;
		bool alone = i == 1 && last && (r->count == r->section + 1 || !last[-1].has_amount); /* else it may be the total of several */
		bool times = last && (last->per.s || last->each || (alone && last->pence && sums[i].pence % last->pence == 0));
		struct str rest = str_trim(behind), lead = str_trim(before);
		if (i && sums[i].is == SAYS_NOTHING && last && last->per.s && last->pence && sums[i].pence % last->pence == 0
			&& lead.len && str_end(lead)[-1] == ',' && (rest.len == 0 || strchr(".;,", *rest.s)))
			sums[i].is = SAYS_TOTAL; /* £150 for each month she stayed, £600 */
		if (sums[i].is == SAYS_TOTAL && last && had && last->pence + had == sums[i].pence)
			continue;
		if (sums[i].is == EACH && str_is(str_trim(before), "(") && last && sums[i].pence && last->pence > sums[i].pence
			&& last->pence % sums[i].pence == 0) { /* £1,000 (£500 each) */
			last->product = last->pence;
			last->pence = sums[i].pence;
			last->each = true;
			continue;
		}
		if (sums[i].is == SAYS_TOTAL && times && sums[i].pence > last->pence) {
			last->product = sums[i].pence;
			told = true;
			continue;
		}
		if (sums[i].is == SAYS_RATE && last && (last->total || sums[i].unit) && last->per.s == NULL && sums[i].pence
			&& last->pence % sums[i].pence == 0) { /* £1,400, at £100 a week */
			last->product = last->pence;
			last->pence = sums[i].pence;
			last->per = sums[i].per;
			last->total = false;
			continue;
		}
		struct str name = find_payee(r, before, behind);
		if (name.s)
			one.recipient = name;
		one.has_amount = true;
		one.pence = sums[i].pence;
		one.per = sums[i].per;
		one.total = sums[i].is == SAYS_TOTAL;
		one.each = sums[i].is == EACH;
		add(r, one);
		told = true;
	}
	if (count == 0 && is_sum_told(r, &new, clause))
		return;
	if (!told)
		add(r, new);
}

static struct str without_join(struct str text)
{
	static const char *const words[] = {",", ";", ":", " and", " by", " to", " also"};
	for (bool cut = true; cut;) {
		text = str_trim(text);
		cut = false;
		for (size_t i = 0; i < sizeof words / sizeof *words && !cut; i++) {
			size_t len = strlen(words[i]);
			cut = text.len > len && memcmp(str_end(text) - len, words[i], len) == 0;
			if (cut)
				text.len -= len;
		}
	}
	return text;
}

/*
 * By when: as the words right before the thing say, or its own, else the sentence before all, else behind it (`apologise
 * and pay £100 within a month`), else the line above a list. A time in what is to be changed (`that replies go out
 * within ten days`) is none of it.
 */
static void find_deadlines(struct remedies *r, struct clause *clauses, size_t count, struct str before,
	struct deadline above)
{
	struct deadline first = find_deadline(r, before), next = {0}, own[1 + CLAUSES + 1];
	for (size_t i = 0; i < count; i++) {
		struct clause *one = &clauses[i];
		own[i] = find_deadline(r, one->text);
		rules_begin(r->terms, one->text, CONTENT);
		bool content = rules_next(r->terms) >= 0, told = first.n || above.n;
		if (!own[i].firm && (one->kind >= RECONSIDER ? told || content : told && content))
			own[i].n = 0;
		struct deadline here = find_deadline(r, (struct str){one->from, i ? (size_t)(one->text.s - one->from) : 0});
		if (here.n)
			first = here;
		one->deadline = own[i].n ? own[i] : first;
	}
	for (size_t i = count; i-- > 0;) {
		if (own[i].n)
			next = own[i];
		if (clauses[i].deadline.n == 0)
			clauses[i].deadline = next.n ? next : above;
	}
}

/* The things of a chain are told; `common` holds what they have in common. */
static void tell(struct remedies *r, struct clause *clauses, size_t count, struct str sentence, struct remedy common)
{
	find_deadlines(r, clauses, count, (struct str){sentence.s, (size_t)(clauses[0].text.s - sentence.s)}, common.deadline);
	for (size_t i = 0; i < count; i++) {
		struct remedy new = common;
		new.kind = clauses[i].kind;
		new.deadline = clauses[i].deadline;
		new.rule = rules_cell(r->things, (size_t)clauses[i].rule, "id");
		new.quote = without_join(clauses[i].text);
		r->list.kind = new.kind;
		if (new.kind == NO_REMEDY)
			continue;
		struct str name = find_name(r, str_head(new.quote, CLAUSE), new.kind <= WAIVE ? NAME_IN : NAME_OF);
		if (name.s)
			new.recipient = name;
		if (new.kind == IMPROVEMENT || new.kind == REVIEW_OTHERS || new.kind == PRIORITY)
			new.recipient.s = NULL;
		if (is_money(new.kind))
			add_sums(r, new, new.quote);
		else
			add(r, new);
	}
}

/* a chain of things in a sentence; false: there are none */
static bool read_chain(struct remedies *r, struct str chain, struct str sentence, unsigned places, struct remedy common)
{
	static struct clause clauses[CLAUSES + 1];
	size_t count = find_clauses(r->things, chain, places, clauses);
	if (count)
		tell(r, clauses, count, sentence, common);
	return count > 0;
}

/* --- sentences --- */

struct command {
	int rule; /* -1: none */
	struct str said, behind;
	struct str done; /* the participle of a passive */
};

/* the command that is said first in a text, and what stands behind it */
static struct command find_command(struct remedies *r, struct str text, unsigned where)
{
	struct command first = {.rule = -1};
	int rule;
	for (rules_begin(r->commands, text, where); (rule = rules_next(r->commands)) >= 0;) {
		struct str said = rules_group(r->commands, 0);
		if (first.rule < 0 || str_end(said) < first.behind.s || (str_end(said) == first.behind.s && said.s < first.said.s))
			first = (struct command){rule, said, str_from(text, str_end(said)), rules_named(r->commands, "done")};
	}
	return first;
}

static const char *status_of(const struct remedies *r, int rule)
{
	return rules_cell(r->commands, (size_t)rule, "status");
}

/* `It should do this within six weeks`: what was told without a time gets this one. */
static void set_time(struct remedies *r, struct str text)
{
	struct deadline time = find_deadline(r, text);
	if (time.n == 0 || find_command(r, text, TIME).rule < 0)
		return;
	for (size_t i = r->section; i < r->count; i++)
		if (r->all[i].deadline.n == 0)
			r->all[i].deadline = time;
}

/* `It will pay £900. This is £600 for the delay and £300 for distress`: the parts take the place of the whole. */
static void read_parts(struct remedies *r, struct str text)
{
	static struct sum sums[CLAUSES];
	struct remedy *whole = last_told(r);
	uint64_t total = 0;
	if (whole == NULL || !whole->has_amount || whole->paragraph != r->paragraph)
		return;
	size_t count = terms_sums(r->terms, text, sums);
	for (size_t i = 0; i < count; i++)
		total += sums[i].pence;
	if (count == 1 && sums[0].is == SAYS_RATE && whole->per.s == NULL && total && whole->pence % total == 0) {
		whole->product = whole->pence; /* `This is £600 a month` */
		whole->pence = total;
		whole->per = sums[0].per;
		whole->total = false;
	}
	if (count == 1 && sums[0].is == SAYS_TOTAL && whole->per.s && total > whole->pence)
		whole->product = total;
	if (count < 2 || total != whole->pence)
		return;
	whole->counted = false;
	struct remedy part = *whole;
	part.counted = true;
	part.quote = text;
	for (size_t i = 0; i < count && r->count < REMEDIES_MAX; i++) {
		const char *end = i + 1 < count ? sums[i + 1].printed.s : str_end(text);
		struct str behind = {str_end(sums[i].printed), (size_t)(end - str_end(sums[i].printed))};
		struct str name = find_name(r, str_head(behind, NEAR), NAME_BEHIND);
		part.recipient = name.s ? name : whole->recipient;
		part.pence = sums[i].pence;
		r->all[r->count++] = part;
	}
}

static bool is_own(enum kind kind) { return kind == ACTION || kind == RECOMMENDATIONS; }

/* no list: what a section of this kind says by itself */
static struct list no_list(enum kind kind)
{
	return (struct list){.status = status_words[kind == RECOMMENDATIONS ? 2 : 1]};
}

enum told { TELLS_NOTHING, A_COMMAND, A_THING };

/*
 * An item that tells of the thing in the line above: of a sum it may be a part. Nothing says where such items end and
 * the list goes on; a thing of another kind does, or a verb where they had none.
 */
static enum told read_detail(struct remedies *r, struct str text, struct remedy common)
{
	struct str thing = text;
	int rule = thing_at(r->things, &thing, is_money(r->list.kind) ? VERB | NOUN : VERB);
	bool ends = rule >= 0 && (r->list.details == NO_VERBS || !is_part(thing_kind(r->things, rule), r->list.kind));
	if (r->list.details == DETAILS)
		r->list.details = rule < 0 ? NO_VERBS : VERBS;
	if (!ends)
		return TELLS_NOTHING;
	if (!is_money(r->list.kind)) {
		r->list.details = NO_DETAILS;
		r->list.open = true;
		r->list.recipient.s = common.recipient.s = NULL;
	}
	return read_chain(r, text, text, VERB | NOUN | LISTED, common) ? A_THING : TELLS_NOTHING;
}

/*
 * A sentence whose verb is passive. What is done shows where verb and subject change places: `the debt will be written
 * off` is read as `written off the debt`, `Mr X is to be paid £50` as `paid Mr X £50`. Else the subject tells it, as in
 * `an apology will follow`. More may stand behind: `and sent an apology`.
 */
static bool read_passive(struct remedies *r, struct str text, struct remedy common)
{
	static struct clause clauses[1 + CLAUSES + 1]; /* the passive and what stands behind it */
	char turned[2 * CLAUSE];
	struct command verb = find_command(r, text, PASSIVE);
	if (verb.rule < 0)
		return false;
	const struct str done = verb.done.s ? str_head(verb.done, CLAUSE / 2) : verb.done;
	const struct str rest = str_from(text, done.s ? str_end(done) : verb.behind.s);
	struct str subject = {text.s, (size_t)(verb.said.s - text.s)};
	int noun = thing_at(r->things, &subject, NOUN); /* it takes off what may stand before */
	subject = str_head(subject, CLAUSE / 2);
	int len = snprintf(turned, sizeof turned, "%.*s %.*s%.*s", (int)done.len, done.s ? done.s : "", (int)subject.len,
		subject.s, (int)str_head(rest, CLAUSE / 2).len, rest.s);
	struct str active = {turned, (size_t)len};
	int rule = done.s ? thing_at(r->things, &active, VERB) : -1;
	if (rule < 0)
		rule = noun;
	if (rule < 0 || thing_kind(r->things, rule) == NO_REMEDY)
		return false;
	size_t more = find_clauses(r->things, rest, VERB | NOUN, clauses + 1);
	if (more && clauses[1].from == rest.s) /* that is the passive's own object */
		memmove(clauses + 1, clauses + 2, --more * sizeof *clauses);
	const char *begin = subject.s, *end = more ? clauses[1].from : str_end(text);
	struct str name = find_name(r, subject, NAME_BEFORE);
	if (name.s && str_same(name, subject)) { /* who gets it, and no part of it */
		common.recipient = name;
		begin = verb.said.s;
	}
	clauses[0] = (struct clause){text.s, {begin, (size_t)(end - begin)}, rule, thing_kind(r->things, rule), {0}};
	tell(r, clauses, 1 + more, text, common);
	return true;
}

/* An item that has lost its mark begins with its verb or thing, and no body or time before it. */
static bool begins_thing(struct remedies *r, struct str text)
{
	rules_begin(r->things, str_head(text, CLAUSE), VERB | NOUN);
	int rule = rules_next(r->things);
	return rule >= 0 && thing_kind(r->things, rule) != NO_REMEDY;
}

/*
 * One sentence. An item of a list of things to be done begins with one; so does a sentence that begins with a verb, in
 * the sections of what is agreed or recommended. Any other needs a command. What an item says behind its first sentence
 * explains it.
 */
static enum told read_sentence(struct remedies *r, struct str text, bool first, bool item)
{
	enum kind kind = r->kind;
	bool own = is_own(kind), listed = item && r->list.open;
	struct remedy common = {.status = r->list.status, .deadline = r->list.deadline, .recipient = r->list.recipient,
		.counted = true, .paragraph = r->paragraph};
	if (first && item && r->list.details)
		return read_detail(r, text, common);
	if (first && listed && read_chain(r, text, text, VERB | NOUN | REST | LISTED, common))
		return A_THING;
	if (own && !item && (shape_item(text) || (r->list.open && begins_thing(r, text)))
		&& read_chain(r, text, text, VERB | (r->list.open ? NOUN | REST : 0), common))
		return A_THING;
	if (!item && first)
		r->list = no_list(kind);
	struct command command = find_command(r, text, 1u << kind);
	if (command.rule < 0 && own && read_passive(r, text, common)) {
		set_time(r, text);
		return A_THING;
	}
	if (command.rule < 0) {
		set_time(r, text);
		read_parts(r, text);
		return TELLS_NOTHING;
	}
	struct command answer = find_command(r, text, ANSWER);
	if (r->count > r->section && answer.rule >= 0 && answer.said.s < command.behind.s) {
		set_time(r, text);
		return TELLS_NOTHING;
	}
	common.status = kind == ACTION ? status_words[1] : status_of(r, command.rule);
	if (!item) {
		const struct remedy *last = last_told(r);
		common.deadline = own && last && last->paragraph == r->paragraph ? last->deadline : (struct deadline){0};
	}
	common.aside = item && !first;
	if (str_starts(command.behind, ":")) /* the items of a list that has lost its marks may be sentences */
		r->list.deadline = find_deadline(r, (struct str){text.s, (size_t)(command.behind.s - text.s)});
	bool agreed = common.status == status_of(r, command.rule) && strcmp(common.status, status_words[1]) == 0;
	bool told = read_chain(r, command.behind, text, VERB | NOUN | (own ? REST : agreed && kind != SUMMARY ? ELSE : 0), common);
	set_time(r, text);
	if (!common.aside)
		r->list.status = common.status;
	return told ? A_THING : A_COMMAND;
}

/* the next sentence of *rest, *rest moved behind it; false at the end */
static bool next_sentence(struct str *rest, struct str *text)
{
	*rest = str_trim(*rest);
	if (rest->len == 0)
		return false;
	*text = sentence(*rest, 0, 0);
	if (text->len == 0) /* nothing but a mark */
		*text = *rest;
	*rest = str_from(*rest, str_end(*text));
	return true;
}

/* A line has ended in a colon: are the items behind it things to be done, or details of one? */
static void open_list(struct remedies *r, struct str line, bool item, enum told last, bool things)
{
	bool details = things && last != A_COMMAND && r->list.kind != NO_REMEDY;
	if (!details && item && last != A_COMMAND)
		return;
	r->list.details = details ? DETAILS : NO_DETAILS;
	if (details) {
		const struct remedy *whole = last_told(r);
		r->list.recipient = whole ? whole->recipient : (struct str){NULL, 0};
		r->list.deadline = whole ? whole->deadline : (struct deadline){0};
		return;
	}
	r->list.open = last == A_COMMAND || (is_own(r->kind) && find_command(r, line, OVER).rule < 0);
	r->list.deadline = find_deadline(r, str_tail(line, CALLED_BYTES));
	r->list.recipient.s = NULL;
}

static void read_paragraph(struct remedies *r)
{
	static const char bullet[] = "• ";
	struct str rest = r->paragraph->text, line, text;
	while (str_line(&rest, &line)) {
		bool item = str_starts(line, bullet), first = true, things = false;
		enum told told = TELLS_NOTHING;
		struct str left = item ? str_from(line, line.s + strlen(bullet)) : line;
		for (; next_sentence(&left, &text); first = false) {
			told = read_sentence(r, text, first, item);
			things = things || told == A_THING;
		}
		if (shape_colon(str_trim(line)) || (told == A_COMMAND && str_starts(rest, bullet)))
			open_list(r, line, item, told, things);
	}
}

/* A sum that is called a total and is that of its neighbours repeats them. */
static void find_totals(struct remedies *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct remedy *one = &r->all[i];
		if (!one->total || one->per.s)
			continue;
		for (int step = -1; step <= 1; step += 2) {
			uint64_t sum = 0;
			size_t parts = 0;
			for (size_t j = i + (size_t)step; j < r->count && r->all[j].has_amount && sum < one->pence; j += (size_t)step) {
				sum += r->all[j].product ? r->all[j].product : r->all[j].pence;
				parts++;
			}
			if (parts > 1 && sum == one->pence)
				r->all[i].counted = false;
		}
	}
}

/* which things a text names, in their order (`the second`, `the latter`); 0: none */
static unsigned long find_which(struct remedies *r, struct str text, const unsigned *deeds)
{
	unsigned last = r->count ? deeds[r->count - 1] : 0;
	unsigned long which = 0;
	int rule;
	for (rules_begin(r->terms, text, WHICH); (rule = rules_next(r->terms)) >= 0;) {
		enum says said = terms_says(r->terms, rule);
		if (said == OTHERS)
			for (size_t i = 0; i < r->count; i++)
				which |= (unsigned long)!r->all[i].answered << deeds[i] % 64;
		else
			which |= 1ul << (said == LAST ? last : (unsigned)(said - FIRST)) % 64;
	}
	return which;
}

static bool is_within(struct str part, struct str text) { return part.s >= text.s && part.s < str_end(text); }

/*
 * A sentence says what the body took, or refused, of what was recommended: things by their order, else the kinds that
 * it names, else what the sentence itself has told, else all.
 */
static void read_answer(struct remedies *r, struct str text)
{
	static struct clause named[CLAUSES + 1];
	unsigned deeds[REMEDIES_MAX] = {0};
	bool own = false;
	for (size_t i = 0; i < r->count; i++) {
		deeds[i] = i ? deeds[i - 1] + (r->all[i].quote.s != r->all[i - 1].quote.s) : 0;
		own = own || is_within(r->all[i].quote, text);
	}
	for (struct command one = find_command(r, text, ANSWER), next; one.rule >= 0; one = next) {
		next = find_command(r, one.behind, ANSWER);
		const char *end = next.rule < 0 ? str_end(text) : next.said.s;
		unsigned long which = find_which(r, (struct str){one.said.s, (size_t)(end - one.said.s)}, deeds);
		unsigned kinds = 0;
		for (size_t i = find_clauses(r->things, (struct str){one.behind.s, (size_t)(end - one.behind.s)}, VERB | NOUN, named); i-- > 0;)
			kinds |= 1u << named[i].kind;
		kinds &= ~(1u << NO_REMEDY);
		for (size_t i = 0; i < r->count; i++) {
			struct remedy *told = &r->all[i];
			if (which ? which >> deeds[i] % 64 & 1 : (kinds == 0 || kinds >> told->kind & 1)
				&& (!own || is_within(told->quote, text))) {
				told->status = status_of(r, one.rule);
				told->answered = true;
			}
		}
	}
}

static void find_answers(struct remedies *r, const struct sections *sections)
{
	struct str text;
	for (size_t i = 0; i < sections->count && r->count; i++) {
		const struct paragraph *p = &sections->p[i];
		if (is_own(p->kind) || p->kind == DECISION || p->kind == SUMMARY)
			for (struct str rest = p->text; next_sentence(&rest, &text);)
				read_answer(r, text);
	}
}

/* Reads the paragraphs begin..end of these kinds, in place of what was read before if they tell more. */
static void read_section(struct remedies *r, const struct sections *sections, size_t begin, size_t end, unsigned kinds)
{
	r->section = r->count;
	r->list = no_list(sections->p[begin].kind);
	for (size_t i = begin; i < end; i++) {
		r->paragraph = &sections->p[i];
		if (r->paragraph->kind != OTHER || i == begin || !is_own(r->kind))
			r->kind = r->paragraph->kind;
		if (kinds >> r->kind & 1)
			read_paragraph(r);
	}
	size_t told = r->count - r->section;
	if (told > r->section)
		memmove(r->all, r->all + r->section, told * sizeof *r->all);
	r->count = told > r->section ? told : r->section;
}

void remedies_read(struct remedies *r, const struct sections *sections, struct str complainant)
{
	static const unsigned tiers[] = {1u << ACTION, 1u << RECOMMENDATIONS,
		1u << SCOPE | 1u << FINDINGS | 1u << ANALYSIS | 1u << ASSESSMENT | 1u << DECISION | 1u << OTHER, 1u << SUMMARY};
	r->count = 0;
	r->complainant = complainant;
	for (size_t tier = 0; tier < sizeof tiers / sizeof *tiers && r->count == 0; tier++) {
		if (tier < 2 && sections->count)
			read_section(r, sections, 0, sections->count, tiers[tier]);
		for (size_t i = 0, next; tier >= 2 && i < sections->count; i = next) {
			for (next = i + 1; next < sections->count && sections->p[next].kind == sections->p[i].kind; next++)
				;
			if (tiers[tier] >> sections->p[i].kind & 1)
				read_section(r, sections, i, next, tiers[tier]);
		}
	}
	find_totals(r);
	find_answers(r, sections);
}

size_t remedies_count(const struct remedies *r) { return r->count; }

/* --- printing --- */

static void print_pence(struct buf *to, uint64_t pence)
{
	buf_printf(to, pence % 100 ? "%llu.%02u" : "%llu", (unsigned long long)(pence / 100), (unsigned)(pence % 100));
	if (pence % 100 && pence % 10 == 0)
		to->len--;
}

void remedies_print(const struct remedies *r, struct buf *to)
{
	buf_char(to, '[');
	for (size_t i = 0; i < r->count; i++) {
		const struct remedy *one = &r->all[i];
		if (i)
			buf_char(to, ',');
		json_key(to, '{', "kind");
		json_quote(to, str_of(remedy_kinds[one->kind]));
		json_key(to, ',', "recipient");
		json_quote_or_null(to, one->recipient);
		json_key(to, ',', "amount");
		if (one->has_amount)
			print_pence(to, one->pence);
		else
			buf_adds(to, "null");
		json_key(to, ',', "per");
		json_quote_or_null(to, one->per);
		json_key(to, ',', "deadline");
		if (one->deadline.n)
			buf_printf(to, "\"P%u%c\"", one->deadline.n, one->deadline.unit);
		else
			buf_adds(to, "null");
		json_key(to, ',', "status");
		json_quote(to, str_of(one->status));
		json_key(to, ',', "counted");
		buf_adds(to, one->counted ? "true" : "false");
		json_key(to, ',', "evidence");
		evidence_print(to, (struct evidence){one->rule, one->paragraph, one->quote});
		buf_char(to, '}');
	}
	buf_char(to, ']');
}

/* Payments and refunds that are paid once, and rates whose sum is told; null where a sum is not, or nothing is. */
void remedies_total(const struct remedies *r, struct buf *to)
{
	uint64_t total = 0;
	bool known = r->count > 0;
	for (size_t i = 0; i < r->count; i++) {
		const struct remedy *one = &r->all[i];
		if (!one->counted || (one->kind != PAYMENT && one->kind != REFUND))
			continue;
		known = known && one->has_amount && ((one->per.s == NULL && !one->each) || one->product);
		total += one->product ? one->product : one->pence;
	}
	if (known)
		print_pence(to, total);
	else
		buf_adds(to, "null");
}

void remedies_free(struct remedies *r)
{
	rules_free(r->commands);
	rules_free(r->things);
	rules_free(r->terms);
	free(r);
}
