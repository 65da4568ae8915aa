/*
 * The law that a text names. statutes.csv finds the instruments; provisions.csv reads the sections before or behind a
 * name, as drafters write them: `section 17 of the Children Act 1989`, `Care Act 2014 (s.9)`, `Local Government Act
 * 1974, sections 26(1) and 26A(1), as amended`, `Schedule 5/5A, paragraph 1/3`. `Section 42 of the Act` is of the Act
 * named last on the page; a section that stands alone is of the one named last in its paragraph.
 */
#define _GNU_SOURCE 1 /* memmem */
#include <stdlib.h>

#include "ombud.h"

static const char *const statute_columns[] = {"id", "where", "pattern", "name", "uri", "remark", NULL};
static const char *const provision_columns[] = {"id", "where", "pattern", "unit", "remark", NULL};
static const char *const statute_places[] = {"text", NULL};
/*
 * `of the` Act, right before it; nothing but a comma before it; another list before such a one; behind it; alone; of the
 * kind that guidance has, alone
 */
static const char *const provision_places[] = {"before", "beside", "chain", "after", "bare", "point", NULL};
enum { BEFORE = 1, BESIDE = 2, CHAIN = 4, AFTER = 8, BARE = 16, POINT = 32 };

#define WINDOW ((size_t)240) /* bytes before and behind a name in which its sections may stand */
#define LOOK_BACK 100        /* citations among which `the Act` is looked for */
#define LISTS 12             /* lists of numbers around one name, and numbers in one list: more are not read */
#define LIST 64
#define BUCKETS 16384        /* a page that cites 100,000 provisions is still quick */
#define EACH_WITH_EACH 16    /* pairs of schedules and paragraphs: no drafter means more */
#define NONE UINT32_MAX

struct citation {
	struct str name;                                 /* in the table or the page: the page lives as long */
	size_t provision, provision_len;                 /* in texts; provision_len 0: none */
	uint32_t hash, next;                             /* next: another of the same bucket, or NONE */
	const char *uri;                                 /* of the instrument, in the table */
	size_t count;
	struct buf paragraphs;
	unsigned last;
};

struct citations {
	struct rules *statutes, *provisions;
	struct citation *all;
	uint32_t count, cap;
	struct buf texts;
	uint32_t buckets[BUCKETS]; /* the first citation of each, or NONE */
	struct buf taken; /* a byte for each of the text: 1 in a name that is read, which a later rule leaves alone */
	struct mention *mentions; /* of the text that is read */
	size_t mention_count, mention_cap;
};

struct citations *citations_load(const char *directory)
{
	struct citations *c = xcalloc(1, sizeof *c);
	c->statutes = rules_load(directory, "statutes.csv", statute_columns, statute_places);
	c->provisions = rules_load(directory, "provisions.csv", provision_columns, provision_places);
	for (size_t row = 0; row < rules_table(c->provisions)->rows; row++)
		rules_need(c->provisions, row, "list");
	return c;
}

void citations_begin(struct citations *c)
{
	c->count = 0;
	c->texts.len = 0;
	for (size_t i = 0; i < BUCKETS; i++)
		c->buckets[i] = NONE;
}

static uint32_t hash(struct str name, struct str provision) /* FNV-1a */
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < name.len + provision.len; i++)
		h = (h ^ (unsigned char)(i < name.len ? name.s[i] : provision.s[i - name.len])) * 16777619u;
	return h;
}

static struct str kept(const struct citations *c, size_t at, size_t len) { return (struct str){c->texts.s + at, len}; }

static struct citation *find(const struct citations *c, struct str name, struct str provision, uint32_t h)
{
	for (uint32_t i = c->buckets[h % BUCKETS]; i != NONE; i = c->all[i].next) {
		const struct citation *old = &c->all[i];
		if (old->hash == h && str_same(old->name, name) && str_same(kept(c, old->provision, old->provision_len), provision))
			return &c->all[i];
	}
	return NULL;
}

static struct citation *add(struct citations *c, struct str name, struct str provision, uint32_t h)
{
	if (c->count == c->cap) {
		uint32_t cap = c->cap + c->cap / 2 + 32;
		c->all = xrealloc(c->all, cap, sizeof *c->all);
		memset(c->all + c->cap, 0, (cap - c->cap) * sizeof *c->all);
		c->cap = cap;
	}
	struct citation *new = &c->all[c->count];
	struct buf paragraphs = new->paragraphs; /* of an earlier record: its room is used again */
	paragraphs.len = 0;
	*new = (struct citation){.name = name, .provision = c->texts.len, .provision_len = provision.len, .hash = h,
		.next = c->buckets[h % BUCKETS], .paragraphs = paragraphs, .last = UINT32_MAX};
	buf_add(&c->texts, provision);
	c->buckets[h % BUCKETS] = c->count++;
	return new;
}

static void cite(struct citations *c, struct str name, struct str provision, const char *uri, unsigned paragraph)
{
	uint32_t h = hash(name, provision);
	struct citation *one = find(c, name, provision, h);
	if (one == NULL)
		one = add(c, name, provision, h);
	one->uri = uri;
	one->count++;
	if (one->last == paragraph)
		return;
	one->last = paragraph;
	if (one->paragraphs.len)
		buf_char(&one->paragraphs, ',');
	json_number(&one->paragraphs, paragraph);
}

/*
 * a number of a provision, its brackets after it; `26(6)(a) and (b)` has a second whose stem is 26(6), `34H(3 and 4)` a
 * first whose bracket is open and a second whose stem is 34H(
 */
struct number {
	struct str stem, rest;
	bool open;
};

/* `26(1) and 26A(1)` is two numbers: letters, digits and brackets make one; a bracket may stand off by a space */
static size_t split_numbers(struct str list, struct number *numbers)
{
	size_t n = 0;
	for (size_t i = 0; i < list.len && n < LIST;) {
		bool roman = list.s[i] == 'I' || list.s[i] == 'V' || list.s[i] == 'X', bracket = list.s[i] == '(' && n;
		if (!(list.s[i] >= '0' && list.s[i] <= '9') && !roman && !bracket) {
			i++;
			continue;
		}
		size_t from = i;
		while (i < list.len && (is_alphanumeric(list.s[i]) || list.s[i] == '(' || list.s[i] == ')'
				|| (list.s[i] == ' ' && i + 1 < list.len && list.s[i + 1] == '(')
				|| (list.s[i] == '.' && i + 1 < list.len && is_alphanumeric(list.s[i + 1]))))
			i++;
		struct str stem = {list.s, 0};
		if (bracket) {
			stem = numbers[n - 1].stem.len ? numbers[n - 1].stem : numbers[n - 1].rest;
			size_t cut = stem.len;
			while (cut && stem.s[cut - 1] != '(')
				cut--;
			stem.len = numbers[n - 1].stem.len || cut == 0 ? stem.len : cut - 1;
		}
		struct str rest = {list.s + from, i - from};
		const char *last = memrchr(rest.s, '(', rest.len);
		bool closed = memchr(last ? last : rest.s, ')', rest.len - (size_t)(last ? last - rest.s : 0)) != NULL;
		bool goes_on = n && numbers[n - 1].open && last == NULL;
		if (goes_on) {
			struct str before = numbers[n - 1].stem.len ? numbers[n - 1].stem : numbers[n - 1].rest;
			stem = (struct str){before.s, (size_t)((char *)memrchr(before.s, '(', before.len) - before.s) + 1};
		}
		numbers[n++] = (struct number){stem, rest, (goes_on || last) && !closed};
	}
	return n;
}

static void add_number(struct buf *to, struct number number)
{
	struct str parts[] = {number.stem, number.rest};
	for (size_t part = 0; part < 2; part++)
		for (size_t i = 0; i < parts[part].len; i++)
			if (parts[part].s[i] != ' ' || (i + 1 < parts[part].len && parts[part].s[i + 1] != '('))
				buf_char(to, parts[part].s[i]);
	if (number.open)
		buf_char(to, ')');
}

/* where the text names an instrument, and by which rule; small, for a page may do little else */
struct mention {
	uint32_t from, to, rule;
};

/* The lists of numbers around one mention, in the order read. Two are alive at a time: this one's and the next one's. */
struct lists {
	size_t count;
	struct list {
		const char *unit;
		size_t count;
		struct number numbers[LIST];
	} list[LISTS];
};

struct instrument {
	struct str name; /* .s NULL: there is none */
	const char *uri;
};

/* the list that a rule has matched; `whole` is one place: Schedule 2, Part 1, Class E */
static void add_list(struct lists *lists, const char *unit, struct str text, struct str whole)
{
	if (lists->count == LISTS)
		return;
	struct list *list = &lists->list[lists->count++];
	list->unit = unit;
	if (whole.s) {
		list->numbers[0] = (struct number){{whole.s, 0}, whole, false};
		list->count = 1;
	} else {
		list->count = split_numbers(text, list->numbers);
	}
}

static void add_match(struct lists *lists, const struct citations *c, int rule)
{
	add_list(lists, rules_cell(c->provisions, (size_t)rule, "unit"), rules_named(c->provisions, "list"),
		rules_named(c->provisions, "whole"));
}

static void cite_number(struct citations *c, struct instrument of, const struct number *schedule, const char *unit,
	struct number number, unsigned paragraph)
{
	static struct buf provision;
	provision.len = 0;
	if (schedule) {
		buf_adds(&provision, "Schedule ");
		add_number(&provision, *schedule);
		buf_adds(&provision, ", ");
	}
	buf_adds(&provision, unit);
	buf_char(&provision, ' ');
	add_number(&provision, number);
	cite(c, of.name, buf_str(&provision), of.uri, paragraph);
}

static bool is_unit(const struct lists *lists, size_t i, const char *unit)
{
	return i < lists->count && strcmp(lists->list[i].unit, unit) == 0;
}

/* A paragraph beside a schedule is one of that schedule. As many of both go in pairs; else each with each, if few. */
static void cite_lists(struct citations *c, struct instrument of, const struct lists *lists, unsigned paragraph)
{
	for (size_t i = 0; i < lists->count; i++) {
		const struct list *list = &lists->list[i], *next = list + 1;
		bool first = is_unit(lists, i, "Schedule") && is_unit(lists, i + 1, "paragraph");
		bool last = is_unit(lists, i, "paragraph") && is_unit(lists, i + 1, "Schedule");
		const struct list *schedules = first ? list : next, *paragraphs = first ? next : list;
		bool beside = first || last;
		bool many = beside && schedules->count != paragraphs->count && schedules->count * paragraphs->count > EACH_WITH_EACH;
		if (!beside || many) {
			for (size_t j = 0; j < list->count; j++)
				cite_number(c, of, NULL, list->unit, list->numbers[j], paragraph);
			continue;
		}
		for (size_t j = 0; j < paragraphs->count; j++)
			for (size_t k = 0; k < schedules->count; k++)
				if (paragraphs->count != schedules->count || j == k)
					cite_number(c, of, &schedules->numbers[k], "paragraph", paragraphs->numbers[j], paragraph);
		i++;
	}
}

static struct str window_before(struct str text, size_t first, size_t to)
{
	return utf8_window(text, to - first > WINDOW ? to - WINDOW : first, to);
}

static struct str window_behind(struct str text, size_t from, size_t last)
{
	return utf8_window(text, from, last - from > WINDOW ? from + WINDOW : last);
}

/* Where the first list behind a name ends that is clearly its own: after a comma, in a bracket, or `Act 1996 s.9`. */
static size_t claimed(struct citations *c, struct str text, size_t from, size_t to)
{
	struct str behind = window_behind(text, from, to);
	bool beside = behind.len > 2 && (str_starts(behind, " s") || str_starts(behind, " S"))
		&& memchr(".s e0123456789", behind.s[2], 14);
	if (!beside && !str_starts(behind, ",") && !str_starts(behind, "(") && !str_starts(behind, " ("))
		return from;
	rules_begin(c->provisions, behind, AFTER);
	if (rules_next(c->provisions) < 0)
		return from;
	struct str all = rules_group(c->provisions, 0);
	return (size_t)(all.s + all.len - text.s);
}

/* `Care Act 2014, section 9, Children Act 1989`: a list with nothing but commas between two names is of the first. */
static bool stands_apart(struct str text, size_t from, size_t to)
{
	struct str between = window_before(text, from, to);
	for (size_t i = 0; i < between.len; i++)
		if (strchr("(.;:", between.s[i]))
			return true;
	return from == 0 || between.len < to - from;
}

/*
 * Lists before the name at `name` are read backwards (`paragraph 2 of Schedule 5 to the …`), the first down to the name
 * before it, which ends at `first`, the others to what that name has claimed. The result is where they begin.
 */
static size_t read_before(struct citations *c, struct str text, size_t first, size_t name, struct lists *lists)
{
	struct str before = window_before(text, first, name);
	size_t own = first ? claimed(c, text, first, name) : 0;
	unsigned where = stands_apart(text, first, name) ? BEFORE | BESIDE : BEFORE;
	for (lists->count = 0;; where = BEFORE | CHAIN) {
		rules_begin(c->provisions, before, where);
		int rule = rules_next(c->provisions);
		if (rule < 0)
			return name;
		add_match(lists, c, rule);
		before.len = (size_t)(rules_group(c->provisions, 0).s - before.s) + 1;
		name = (size_t)(before.s - text.s) + before.len - 1;
		if (name < own)
			return name;
		size_t start = (size_t)(before.s - text.s);
		if (start < own)
			before = utf8_window(text, own, name + 1);
	}
}

/* Lists behind a name, up to `last`; the result is where they end. */
static size_t read_behind(struct citations *c, struct str text, size_t name_end, size_t last, struct lists *lists)
{
	struct str behind = window_behind(text, name_end, last);
	for (;;) {
		rules_begin(c->provisions, behind, AFTER);
		int rule = rules_next(c->provisions);
		if (rule < 0)
			return (size_t)(behind.s - text.s);
		struct str all = rules_group(c->provisions, 0);
		add_match(lists, c, rule);
		behind.len -= (size_t)(all.s + all.len - behind.s);
		behind.s = all.s + all.len;
	}
}

static int by_place(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;
	return x->from < y->from ? -1 : x->from > y->from;
}

/* Names by the rules, in the rules' order: what one has taken no later one takes. Then in the order of the text. */
static void find_mentions(struct citations *c, struct str text)
{
	int rule;
	c->mention_count = 0;
	rules_begin(c->statutes, text, ~0u);
	for (bool first = true; (rule = rules_next(c->statutes)) >= 0; first = false) {
		if (first) {
			c->taken.len = 0;
			memset(buf_room(&c->taken, text.len), 0, text.len);
		}
		do {
			struct str found = rules_group(c->statutes, 0);
			size_t from = (size_t)(found.s - text.s);
			if (memchr(c->taken.s + from, 1, found.len))
				continue;
			memset(c->taken.s + from, 1, found.len);
			if (c->mention_count == c->mention_cap) {
				c->mention_cap += c->mention_cap / 2 + 16;
				c->mentions = xrealloc(c->mentions, c->mention_cap, sizeof *c->mentions);
			}
			c->mentions[c->mention_count++] =
				(struct mention){(uint32_t)from, (uint32_t)(from + found.len), (uint32_t)rule};
		} while (rules_again(c->statutes));
	}
	if (c->mention_count > 1)
		qsort(c->mentions, c->mention_count, sizeof *c->mentions, by_place);
}

static bool says(struct str name, const char *word) { return memmem(name.s, name.len, word, strlen(word)) != NULL; }

/* the instruments named last in a paragraph: sections that stand alone are of the first, regulations of the second */
struct last {
	struct instrument act, regulations, guidance;
	size_t end; /* of what has been read */
};

static bool is_meant(struct str name, const char *word, const char *year)
{
	return says(name, word) && (year == NULL || memmem(name.s, name.len, year, 4));
}

/*
 * The Act of 1974 is recited in every decision, sections 23 to 34T of it: another section that stands alone, or is one
 * of `that Act`, is not of it.
 */
static bool may_be_of(struct instrument of, const char *unit, struct str number)
{
	if (strcmp(of.uri, "ukpga/1974/7") != 0 || strcmp(unit, "section") != 0)
		return true;
	unsigned n = 0;
	for (size_t i = 0; i < number.len && i < 4 && is_digit(number.s[i]); i++)
		n = n * 10 + (unsigned)(number.s[i] - '0');
	return n >= 23 && n <= 34;
}

/*
 * What `the Act` is whose provisions are in `lists`: the one named last in the paragraph, else of the last citations of
 * the page one whose name has this word, and the year that is said. The Health Service Commissioners Act, which is
 * recited too, is one only where there is no other.
 */
static struct instrument named_last(const struct citations *c, struct str said, const struct last *last,
	const struct lists *lists)
{
	static const char *const words[] = {" Act", " Regulations", " Order", " Code", " Guidance", " Convention"};
	const char *year = NULL, *word = NULL;
	const struct instrument *const here[] = {&last->act, &last->regulations, &last->act, &last->guidance,
		&last->guidance, &last->guidance}; /* for each word */
	struct instrument recited = {{NULL, 0}, NULL};
	bool has_number = lists->count && lists->list[0].count;
	const char *unit = has_number ? lists->list[0].unit : "";
	struct str number = has_number ? lists->list[0].numbers[0].rest : (struct str){NULL, 0};
	for (size_t i = 0; i + 4 <= said.len && year == NULL; i++)
		if (said.s[i] >= '1' && said.s[i] <= '2' && is_digit(said.s[i + 1]))
			year = said.s + i;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (says(said, words[i])) {
			word = words[i];
			if (here[i]->name.s && is_meant(here[i]->name, word, year))
				return *here[i];
		}
	for (uint32_t i = c->count; word && i-- > (c->count > LOOK_BACK ? c->count - LOOK_BACK : 0);) {
		struct instrument of = {c->all[i].name, c->all[i].uri};
		if (!is_meant(of.name, word, year) || !may_be_of(of, unit, number))
			continue;
		if (strcmp(of.uri, "ukpga/1993/46") != 0)
			return of;
		recited = of;
	}
	return recited;
}

/* Of what legislation a provision with this unit and stem has been cited on the page: `s.184(3)` after `s.184(1)`. */
static struct instrument cited_before(const struct citations *c, const char *unit, struct str stem)
{
	size_t unit_len = strlen(unit), bracket = 0;
	while (bracket < stem.len && stem.s[bracket] != '(' && stem.s[bracket] != ' ')
		bracket++;
	for (uint32_t i = c->count; i-- > (c->count > LOOK_BACK ? c->count - LOOK_BACK : 0);) {
		struct str had = kept(c, c->all[i].provision, c->all[i].provision_len);
		size_t end = unit_len + 1 + bracket;
		if (had.len >= end && memcmp(had.s, unit, unit_len) == 0 && memcmp(had.s + unit_len + 1, stem.s, bracket) == 0
			&& (had.len == end || had.s[end] == '('))
			return (struct instrument){c->all[i].name, c->all[i].uri};
	}
	return (struct instrument){{NULL, 0}, NULL};
}

/*
 * Provisions that stand alone before `to`. Where the paragraph has named nothing yet, a schedule is of the Act named
 * last on the page, a section of the one whose section of that number has been cited there. The result is how many.
 */
static size_t read_bare(struct citations *c, struct str text, size_t to, const struct last *last, unsigned paragraph)
{
	static struct lists lists;
	size_t count = 0;
	int rule;
	if (last->end >= to)
		return 0;
	struct instrument act = last->act, regulations = last->regulations;
	rules_begin(c->provisions, utf8_window(text, last->end, to), BARE);
	while ((rule = rules_next(c->provisions)) >= 0) {
		const char *unit = rules_cell(c->provisions, (size_t)rule, "unit");
		struct instrument *of = strcmp(unit, "regulation") == 0 ? &regulations : &act;
		do {
			lists.count = 0;
			add_match(&lists, c, rule);
			struct str paragraphs = rules_named(c->provisions, "paragraphs"); /* of a schedule */
			if (paragraphs.s)
				add_list(&lists, "paragraph", paragraphs, (struct str){NULL, 0});
			if (of->name.s == NULL && paragraphs.s)
				*of = named_last(c, STR("the Act"), last, &lists);
			else if (of->name.s == NULL && lists.list[0].count)
				*of = cited_before(c, unit, lists.list[0].numbers[0].rest);
			if (of->name.s == NULL)
				continue;
			struct instrument meant = *of;
			if (lists.list[0].count && !may_be_of(meant, unit, lists.list[0].numbers[0].rest))
				meant = cited_before(c, unit, lists.list[0].numbers[0].rest);
			if (meant.name.s == NULL)
				continue;
			cite_lists(c, meant, &lists, paragraph);
			count++;
		} while (rules_again(c->provisions));
	}
	return count;
}

/* `The Code says (paragraph 6.29)`: numbers with points that stand alone are of the guidance named last; how many */
static size_t read_points(struct citations *c, struct str text, size_t to, const struct last *last, unsigned paragraph)
{
	static struct lists lists;
	size_t count = 0;
	if (last->guidance.name.s == NULL || last->end >= to)
		return 0;
	rules_begin(c->provisions, utf8_window(text, last->end, to), POINT);
	for (int rule; (rule = rules_next(c->provisions)) >= 0;)
		do {
			lists.count = 0;
			add_match(&lists, c, rule);
			cite_lists(c, last->guidance, &lists, paragraph);
			count++;
		} while (rules_again(c->provisions));
	return count;
}

static bool in_brackets(struct str text, const struct mention *m)
{
	return m->from && m->to < text.len && text.s[m->from - 1] == '(' && text.s[m->to] == ')';
}

static bool is_guidance(struct instrument of)
{
	bool law = *of.uri || says(of.name, " Act") || says(of.name, " Order") || says(of.name, " Regulations");
	return says(of.name, " Code") || says(of.name, "uidance") || (!law && !says(of.name, " v "));
}

/* `the 1990 Act (Town and Country Planning Act 1990)`: the next mention, in brackets right behind, tells what it is */
static struct instrument named_behind(const struct citations *c, struct str text, const struct mention *m)
{
	const struct mention *next = m + 1;
	const char *full = rules_cell(c->statutes, next->rule, "name");
	bool told = next->from == m->to + 2 && in_brackets(text, next) && strcmp(full, "^") != 0;
	struct str name = *full ? str_of(full) : (struct str){text.s + next->from, next->to - next->from};
	return (struct instrument){told ? name : (struct str){NULL, 0}, rules_cell(c->statutes, next->rule, "uri")};
}

void citations_read(struct citations *c, struct str text, unsigned paragraph)
{
	static struct lists turns[2];
	struct last last = {0};
	const struct mention *told = NULL; /* what one before it has been taken for */
	find_mentions(c, text);
	size_t begins = c->mention_count ? read_before(c, text, 0, c->mentions[0].from, &turns[0]) : 0;
	for (size_t i = 0; i < c->mention_count; i++) {
		const struct mention *m = &c->mentions[i];
		struct lists *lists = &turns[i % 2];
		size_t here = begins;
		begins = i + 1 < c->mention_count ? read_before(c, text, m->to, m[1].from, &turns[(i + 1) % 2]) : text.len;
		struct str said = {text.s + m->from, m->to - m->from};
		const char *full = rules_cell(c->statutes, m->rule, "name");
		struct instrument of = {*full ? str_of(full) : said, rules_cell(c->statutes, m->rule, "uri")};
		bool named = strcmp(full, "^") != 0;
		if (!named)
			of = named_last(c, said, &last, lists);
		if (of.name.s == NULL && i + 1 < c->mention_count) {
			of = named_behind(c, text, m);
			told = of.name.s ? m + 1 : NULL;
		}
		if (of.name.s == NULL)
			continue;
		size_t end = read_behind(c, text, m->to, begins, lists);
		bool alone = lists->count == 0;
		if (alone && named && in_brackets(text, m)) { /* `… under section 9. (Care Act 2014)` */
			struct last of_it = last;
			if (says(of.name, " Regulations") && last.regulations.name.s == NULL)
				of_it.regulations = of;
			else if (says(of.name, " Act") && last.act.name.s == NULL)
				of_it.act = of;
			alone = read_bare(c, text, here, &of_it, paragraph) == 0;
		} else {
			read_bare(c, text, here, &last, paragraph);
		}
		cite_lists(c, of, lists, paragraph);
		last.end = end;
		bool guidance = is_guidance(of);
		if (guidance)
			last.guidance = of;
		bool has_points = read_points(c, text, begins, &last, paragraph) > 0 && guidance;
		if (named && alone && !has_points && told != m)
			cite(c, of.name, STR(""), of.uri, paragraph);
		if (says(of.name, " Regulations"))
			last.regulations = of;
		else if (!guidance && (says(of.name, " Act") || says(of.name, " Order"))) /* cases have no sections */
			last.act = of;
	}
	read_bare(c, text, text.len, &last, paragraph);
}

/* legislation.gov.uk: …/section/24A/6. Drafters put the letter of an inserted section into brackets: 34(B) is 34B. */
static void add_uri(struct buf *to, const char *uri, struct str provision)
{
	buf_adds(to, "\"http://www.legislation.gov.uk/id/");
	buf_adds(to, uri);
	for (size_t i = 0; i < provision.len; i++) {
		char c = provision.s[i];
		bool inserted = c == '(' && i + 2 < provision.len && provision.s[i + 2] == ')' && provision.s[i + 1] >= 'A'
			&& provision.s[i + 1] <= 'Z';
		if (i == 0 && c != '(')
			buf_char(to, '/');
		if (c == ')' && i + 1 < provision.len && is_digit(provision.s[i + 1])) /* 34(B)6 */
			buf_char(to, '/');
		if (c == ')' || c == ',' || inserted)
			continue;
		if (c >= 'A' && c <= 'Z' && i + 1 < provision.len && provision.s[i + 1] >= 'a') /* Schedule, Part */
			c = (char)(c + 32);
		buf_char(to, c == '(' || c == ' ' ? '/' : c);
	}
	buf_char(to, '"');
}

void citations_print(const struct citations *c, struct buf *to)
{
	buf_char(to, '[');
	for (size_t i = 0; i < c->count; i++) {
		const struct citation *one = &c->all[i];
		struct str provision = kept(c, one->provision, one->provision_len);
		if (i)
			buf_char(to, ',');
		json_key(to, '{', "legislation");
		json_quote(to, one->name);
		json_key(to, ',', "provision");
		json_quote_or_null(to, provision.len ? provision : (struct str){NULL, 0});
		json_key(to, ',', "uri");
		if (*one->uri)
			add_uri(to, one->uri, provision);
		else
			buf_adds(to, "null");
		json_key(to, ',', "count");
		json_number(to, one->count);
		json_key(to, ',', "paragraphs");
		buf_char(to, '[');
		buf_add(to, buf_str(&one->paragraphs));
		buf_adds(to, "]}");
	}
	buf_char(to, ']');
}

void citations_free(struct citations *c)
{
	for (size_t i = 0; i < c->cap; i++)
		buf_free(&c->all[i].paragraphs);
	free(c->all);
	buf_free(&c->texts);
	buf_free(&c->taken);
	free(c->mentions);
	rules_free(c->statutes);
	rules_free(c->provisions);
	free(c);
}
