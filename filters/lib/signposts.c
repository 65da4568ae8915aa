/*
 * bodies.csv and signposts.csv: the bodies that somebody is sent to, by their proper names. A body is known by its name
 * or a short one; the words around it tell whether the complainant is sent there.
 */
#include <stdlib.h>

#include "ombud.h"

static const char *const body_columns[] = {"id", "where", "pattern", "name", "remark", NULL};
static const char *const signpost_columns[] = {"id", "where", "pattern", "says", "remark", NULL};
static const char *const text_places[] = {"text", NULL};
static const char *const signpost_places[] = {"before", "after", "sentence", "follows", NULL};
enum { BEFORE = 1, AFTER = 2, SENTENCE = 4, FOLLOWS = 8 };
static const char *const says_words[] = {"yes", "no", "general", NULL};

#define LOOKS 50 /* at a body's name in one paragraph, so that no page takes for ever */

static struct rules *bodies, *signposts;
static const char **given; /* names of bodies, by name_of and give */
static size_t given_count;

void signposts_load(const char *directory)
{
	bodies = rules_load(directory, "bodies.csv", body_columns, text_places);
	signposts = rules_load(directory, "signposts.csv", signpost_columns, signpost_places);
	table_words(rules_table(signposts), "says", says_words);
	given = xcalloc(rules_table(bodies)->rows, sizeof *given);
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
	struct str after = str_from(whole, str_end(body));
	struct str follows = str_head(str_from(text, str_end(whole)), FOLLOW_BYTES);
	if (rules_say(signposts, whole, SENTENCE, "says", "no") || rules_say(signposts, before, BEFORE, "says", "no")
			|| rules_say(signposts, after, AFTER, "says", "no") || rules_say(signposts, follows, FOLLOWS, "says", "no"))
		return false;
	if (rules_say(signposts, follows, FOLLOWS, "says", "yes"))
		return true;
	return !rules_say(signposts, whole, SENTENCE, "says", "general")
		&& (rules_say(signposts, before, BEFORE, "says", "yes") || rules_say(signposts, after, AFTER, "says", "yes"));
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

void signposts_print(const struct sections *sections, struct str own, struct buf *to)
{
	struct str names[64];
	size_t count = given_count = 0;
	int rule;
	for (size_t i = 0; i < sections->count; i++)
		for (rules_begin(bodies, sections->p[i].text, ~0u); (rule = rules_next(bodies)) >= 0;)
			if (*rules_cell(bodies, (size_t)rule, "name") != '^')
				give(rules_cell(bodies, (size_t)rule, "name"));
	buf_char(to, '[');
	for (size_t i = 0; i < sections->count; i++) {
		const struct paragraph *p = &sections->p[i];
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
			evidence_print(to, rules_evidence(bodies, rule, p));
			buf_char(to, '}');
			names[count++] = name;
		}
	}
	buf_char(to, ']');
}

void signposts_free(void)
{
	rules_free(bodies);
	rules_free(signposts);
	free(given);
}
