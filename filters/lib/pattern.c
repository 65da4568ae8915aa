/*
 * A pattern before it is put to work: the words that it names are put in, a straight apostrophe made to match the curly
 * one, and the literals found that every match contains. PCRE2 judges the syntax; what is read of it here is enough to
 * know where a literal, a class, a quotation and a group begin and end.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pattern.h"

/* --- syntax --- */

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/* `\Q…\E`: how long it is, without its end */
static size_t quotation_length(struct str s)
{
	size_t len = 2;
	while (len < s.len && !(len + 1 < s.len && s.s[len] == '\\' && s.s[len + 1] == 'E'))
		len++;
	return len;
}

/* `[…]`: how long it is; a class's name in it ([:alpha:]) may hold a bracket, and the first place in it */
static size_t class_length(struct str s)
{
	size_t i = s.len > 1 && s.s[1] == '^' ? 2 : 1;
	if (i < s.len && s.s[i] == ']')
		i++;
	while (i < s.len && s.s[i] != ']') {
		const char *named_end = i + 1 < s.len && s.s[i] == '[' && strchr(":.=", s.s[i + 1]) ? memchr(s.s + i, ']', s.len - i)
			: NULL;
		if (named_end)
			i = (size_t)(named_end - s.s) + 1;
		else
			i += s.s[i] == '\\' && i + 1 < s.len ? 2 : 1;
	}
	return i < s.len ? i + 1 : s.len;
}

/*
 * A straight apostrophe in a rule stands for both; in a class both are added to it.
 */
static void both_apostrophes(struct buf *to, struct str s)
{
	for (size_t i = 0, len; i < s.len; i += len) {
		struct str rest = {s.s + i, s.len - i}, part;
		bool in_class = rest.s[0] == '[', quoted = str_starts(rest, "\\Q");
		len = in_class ? class_length(rest) : quoted ? quotation_length(rest) : rest.s[0] == '\\' && rest.len > 1 ? 2 : 1;
		part = (struct str){rest.s, len};
		if (str_is(part, "\\'"))
			part = STR("'");
		for (size_t j = 0; j < part.len; j++) {
			if (part.s[j] != '\'')
				buf_char(to, part.s[j]);
			else
				buf_adds(to, in_class ? "'’" : quoted ? "\\E['’]\\Q" : "['’]");
		}
	}
}

static pcre2_code *compile(struct str pattern, const struct table *t, size_t row, const char *column)
{
	int error;
	PCRE2_SIZE offset;
	struct buf both = {0};
	both_apostrophes(&both, pattern);
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)(both.len ? both.s : ""), both.len,
		PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_NEVER_BACKSLASH_C | PCRE2_DUPNAMES, &error, &offset, NULL);
	if (code == NULL) {
		char reason[200], what[256];
		pcre2_get_error_message(error, (PCRE2_UCHAR *)reason, sizeof reason);
		snprintf(what, sizeof what, "no pattern of PCRE2 (at %zu: %s)", (size_t)offset, reason);
		table_wrong(t, row, column, what);
	}
	buf_free(&both);
	return code;
}

pcre2_code *pattern_compile(struct str pattern, const struct table *t, size_t row, const char *column)
{
	uint32_t empty;
	pcre2_code *code = compile(pattern, t, row, column);
	pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
	if (empty)
		table_wrong(t, row, column, "it matches where there is nothing");
	return code;
}

/* --- words.csv --- */

static const char *const word_columns[] = {"id", "pattern", "remark", NULL};
static struct table *words;
static struct buf *expanded; /* by row */

/* `{gap}` at the beginning of s: the name in it; .s NULL: none, as in \p{lu} or a{2,3} */
static struct str named(const char *s, const char *begin)
{
	size_t len = 1;
	while (s[0] == '{' && (is_lower(s[len]) || (len > 1 && s[len] == '-')))
		len++;
	bool escape = s - begin > 1 && s[-2] == '\\' && strchr("xpPNogk", s[-1]);
	if (s[0] != '{' || len == 1 || s[len] != '}' || escape)
		return (struct str){NULL, 0};
	return (struct str){s + 1, len - 1};
}

/* Puts in words of the first `known` rows. */
static void expand(struct buf *to, size_t known, const struct table *t, size_t row, const char *column)
{
	const char *begin = table_cell(t, row, column);
	for (const char *s = begin; *s; s++) {
		struct str name = named(s, begin);
		if (name.s == NULL) {
			buf_char(to, *s);
			continue;
		}
		size_t i = 0;
		while (i < known && !str_is(name, table_cell(words, i, "id")))
			i++;
		if (i == known)
			table_wrong(t, row, column, "it names a word that words.csv has not, or not above it");
		buf_adds(to, "(?:");
		buf_add(to, buf_str(&expanded[i]));
		buf_char(to, ')');
		s += name.len + 1;
	}
}

static void load_words(const char *directory)
{
	words = table_load(directory, "words.csv", word_columns);
	expanded = xcalloc(words->rows, sizeof *expanded);
	for (size_t row = 0; row < words->rows; row++) {
		expand(&expanded[row], row, words, row, "pattern");
		pcre2_code_free(compile(buf_str(&expanded[row]), words, row, "pattern"));
	}
}

void pattern_expand(struct buf *to, const char *directory, const struct table *t, size_t row, const char *column)
{
	const char *cell = table_cell(t, row, column);
	for (const char *s = cell; *s && words == NULL; s++)
		if (named(s, cell).s)
			load_words(directory);
	expand(to, words ? words->rows : 0, t, row, column);
}

/* --- literals --- */

#define TEXTS_MAX 4096 /* that are looked at in one pattern */
#define MOST 64        /* that it may give */
#define DEPTH 50       /* of groups */

/* literals one of which is required; the shortest tells how rare they are */
struct need {
	size_t from, to; /* in search.texts */
	size_t shortest; /* 0: nothing is required */
};

/* A match has one of the first and one of the second. */
struct needs {
	struct need first, second;
};

static struct {
	struct str rest; /* of the pattern */
	struct buf bytes;
	struct text { size_t at, len; } texts[TEXTS_MAX]; /* of bytes */
	size_t count;
	unsigned depth;
	bool failed; /* syntax that is not followed here, or more than there is room for */
} search;

static struct needs alternatives(void);

static void add_text(struct text text)
{
	search.failed = search.failed || search.count == TEXTS_MAX;
	if (!search.failed)
		search.texts[search.count++] = text;
}

static void take(size_t bytes)
{
	search.rest = (struct str){search.rest.s + bytes, search.rest.len - bytes};
}

static bool next_is(const char *c) { return search.rest.len && strchr(c, *search.rest.s); }

/* Of two needs the one that fewer texts meet: its shortest literal is longer, or it has fewer. */
static bool is_rarer(struct need a, struct need b)
{
	return a.shortest > b.shortest || (a.shortest == b.shortest && a.to - a.from < b.to - b.from);
}

/* Keeps the rarest two. */
static void keep(struct needs *kept, struct need new)
{
	if (is_rarer(new, kept->first)) {
		kept->second = kept->first;
		kept->first = new;
	} else if (is_rarer(new, kept->second)) {
		kept->second = new;
	}
}

/* `{2}`, `{2,}`, `{2,3}`: how long it is; 0: it is none */
static size_t counted_length(struct str s)
{
	size_t digits = 1 + strspn(s.s + 1, "0123456789"), len = digits; /* behind the pattern stands a NUL */
	if (s.s[len] == ',')
		len += 1 + strspn(s.s + len + 1, "0123456789");
	return digits > 1 && s.s[len] == '}' ? len + 1 : 0;
}

/* the quantifier that stands next is taken; how often at least */
static size_t take_quantifier(void)
{
	size_t len = 1, least = 1;
	if (next_is("{")) {
		len = counted_length(search.rest);
		least = strtoul(search.rest.s + 1, NULL, 10);
		search.failed = search.failed || len == 0; /* {,2} and {2, 3} are quantifiers from PCRE2 10.43 on */
	} else if (next_is("*?")) {
		least = 0;
	} else if (!next_is("+")) {
		return 1;
	}
	take(len);
	if (len && next_is("?+"))
		take(1);
	return least;
}

/* How long an escape is that stands for no letter of its own; what may be longer than it seems fails. */
static size_t escape_length(struct str s)
{
	size_t len = 2;
	if (s.s[1] == 'Q') {
		len = quotation_length(s);
		len += len < s.len ? 2 : 0;
	} else if (strchr("xpPNogk", s.s[1]) && s.len > 2 && s.s[2] == '{') {
		while (len < s.len && s.s[len - 1] != '}')
			len++;
	} else if (strchr("pPc", s.s[1])) {
		len = s.len > 2 ? 3 : 2;
	} else if (strchr("x0123456789", s.s[1])) {
		len += strspn(s.s + 2, "0123456789abcdefABCDEF");
	} else if (strchr("oNgkE", s.s[1])) { /* a quantifier behind \E is that of the character before it */
		search.failed = true;
	}
	return len;
}

/* What stands behind `(?` or `(` up to what is in the group is taken. False: it is zero wide, or fails. */
static bool take_group_head(void)
{
	struct str s = search.rest;
	take(1);
	if (next_is("*")) {
		search.failed = true;
	} else if (next_is("?")) {
		size_t flags = 1 + strspn(s.s + 2, "imnsxJU^-");
		search.failed = search.failed || memchr(s.s + 2, 'x', flags - 1) != NULL;
		if (s.s[1 + flags] == ':' || s.s[1 + flags] == ')') {
			take(flags + (s.s[1 + flags] == ':'));
			return s.s[1 + flags] == ':';
		}
		bool look = str_starts(s, "(?=") || str_starts(s, "(?!") || str_starts(s, "(?<=") || str_starts(s, "(?<!");
		if (look || str_starts(s, "(?>") || str_starts(s, "(?|")) {
			take(s.s[2] == '<' ? 3 : 2);
			if (look)
				alternatives();
			return !look;
		}
		const char *end = str_starts(s, "(?<") || str_starts(s, "(?P<") ? memchr(s.s, '>', s.len) : NULL;
		if (end)
			take((size_t)(end - s.s));
		search.failed = search.failed || end == NULL;
	}
	return !search.failed;
}

/* Characters that stand together have come to their end. */
static void end_run(struct buf *run, struct needs *kept)
{
	if (run->len) {
		struct need need = {search.count, search.count + 1, run->len};
		add_text((struct text){search.bytes.len, run->len});
		buf_add(&search.bytes, buf_str(run));
		keep(kept, need);
	}
	run->len = 0;
}

/* a character that stands for itself: how many bytes it has; 0: it may stand for another case of it, or is none */
static size_t literal_length(struct str s)
{
	if (*s.s == '\\' && s.len > 1)
		return !is_alphanumeric(s.s[1]) && (unsigned char)s.s[1] < 0x80 ? 2 : 0;
	if ((unsigned char)*s.s < 0x80)
		return !strchr(".[", *s.s);
	return str_starts(s, "’") || str_starts(s, "‘") || str_starts(s, "–") ? 3 : str_starts(s, "£") || str_starts(s, "§") ? 2 : 0;
}

/* What the pieces of a branch require: of its runs of characters and its groups the rarest two. */
static struct needs branch(void)
{
	struct needs kept = {{0, 0, 0}, {0, 0, 0}};
	struct buf run = {0};
	while (search.rest.len && !search.failed && !next_is("|)")) {
		struct str s = search.rest;
		if (*s.s == '(') {
			bool wide = take_group_head();
			struct needs group = {{0, 0, 0}, {0, 0, 0}};
			if (wide) {
				end_run(&run, &kept);
				group = alternatives();
			}
			search.failed = search.failed || !next_is(")");
			take(search.rest.len > 0);
			if (take_quantifier() > 0) {
				keep(&kept, group.first);
				keep(&kept, group.second);
			}
			continue;
		}
		size_t len = literal_length(s);
		if (next_is("^$") || (*s.s == '\\' && s.len > 1 && strchr("bBAzZGK", s.s[1]))) {
			take(*s.s == '\\' ? 2 : 1);
		} else if (len == 0) { /* a class */
			take(*s.s == '[' ? class_length(s) : *s.s == '\\' && s.len > 1 ? escape_length(s) : utf8_length(s.s, s.s + s.len));
			take_quantifier();
			end_run(&run, &kept);
		} else {
			take(len);
			const char *behind = search.rest.s;
			size_t least = take_quantifier();
			if (least)
				buf_add(&run, *s.s == '\\' ? (struct str){s.s + 1, 1} : (struct str){s.s, len});
			if (search.rest.s != behind)
				end_run(&run, &kept);
		}
	}
	end_run(&run, &kept);
	buf_free(&run);
	return kept;
}

/* The literals of two needs together, where both are needs. */
static void join(struct need *to, struct need also)
{
	for (size_t i = also.from; i < also.to; i++)
		add_text(search.texts[i]);
	to->to = search.count;
	if (also.shortest < to->shortest || to->to - to->from > MOST)
		to->shortest = to->to - to->from > MOST ? 0 : also.shortest;
}

/* What all branches require: nothing, where one of them requires nothing. */
static struct needs alternatives(void)
{
	struct needs branches[MOST + 1];
	size_t count = 0;
	search.failed = search.failed || search.depth == DEPTH;
	search.depth++;
	for (bool more = true; more && !search.failed; count += count < MOST) {
		branches[count] = branch();
		more = next_is("|");
		take(more);
	}
	search.depth--;
	struct needs all = {{search.count, search.count, SIZE_MAX}, {0, 0, SIZE_MAX}};
	for (size_t i = 0; i < count; i++)
		join(&all.first, branches[i].first);
	all.second.from = search.count;
	for (size_t i = 0; i < count; i++)
		join(&all.second, branches[i].second);
	if (count == 0 || count == MOST)
		all.first.shortest = all.second.shortest = 0;
	return all;
}

unsigned pattern_literals(struct str pattern, void (*give)(void *context, unsigned set, struct str literal), void *context)
{
	search.rest = pattern;
	search.bytes.len = search.count = search.depth = 0;
	search.failed = false;
	struct needs needs = alternatives();
	const struct need both[] = {needs.first, needs.second};
	unsigned sets = 0;
	for (unsigned set = 0; set < 2 && !search.failed && search.rest.len == 0 && both[set].shortest > 1; set++) {
		for (size_t i = both[set].from; i < both[set].to; i++)
			give(context, set, (struct str){search.bytes.s + search.texts[i].at, search.texts[i].len});
		sets++;
	}
	return sets;
}
