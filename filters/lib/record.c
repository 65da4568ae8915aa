/*
 * One line of JSON: found and checked in one pass without recursion, changed by splicing. The bytes of a member that
 * nobody touches are copied as they came, so its number spellings, escapes and spaces live through every filter.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "ombud.h"

const char *const record_schema[] = {"reference", "authority", "authority_code", "authority_type", "category",
	"subcategory", "document_type", "decision", "decision_date", "satisfied_date", "outcome", "outcome_basis",
	"outcome_evidence", "finding", "finding_evidence", "complainant", "summary", "grounds", "signposted", "remedies",
	"remedy_total", "citations", "related", "sections", "layout", "source", "warnings", NULL};

bool record_in_schema(struct str name)
{
	for (size_t i = 0; record_schema[i]; i++)
		if (str_is(name, record_schema[i]))
			return true;
	return false;
}

/*
 * cJSON's tree can take 30 times the bytes it was made from. It gets an arena, emptied with each record, of what a
 * filter may take for a record: past that cJSON is told that there is no memory, and the record is rejected.
 */
#define ARENA_FLOOR ((size_t)4 << 20)
#define ARENA_TIMES 3
#define ARENA_BLOCK ((size_t)256 << 10)

struct block {
	struct block *next;
	size_t size;
};

static struct arena {
	struct block *blocks;
	size_t used, total, limit; /* used: of the first block */
} arena;

static void *arena_take(size_t size)
{
	size = (size + 15) & ~(size_t)15;
	if (arena.blocks == NULL || size > arena.blocks->size - arena.used) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;
		if (arena.total + room > arena.limit)
			return NULL;
		struct block *b = xmalloc(sizeof *b + 16 + room);
		*b = (struct block){arena.blocks, room};
		arena.blocks = b;
		arena.used = 0;
		arena.total += room;
	}
	char *start = (char *)arena.blocks + ((sizeof(struct block) + 15) & ~(size_t)15);
	arena.used += size;
	return start + arena.used - size;
}

static void arena_keep(void *p) { (void)p; }

/* one block is kept for the next record, so that most records allocate nothing */
static void arena_empty(size_t record)
{
	while (arena.blocks && (arena.blocks->next || arena.blocks->size > ARENA_BLOCK)) {
		struct block *b = arena.blocks;
		arena.blocks = b->next;
		arena.total -= b->size;
		free(b);
	}
	arena.used = 0;
	arena.limit = ARENA_FLOOR + ARENA_TIMES * record;
}

void record_wrong(struct record *r, const char *format, ...)
{
	if (r->why.len)
		return;
	char text[1024]; /* more than any message of ours: two values, each byte of them shown as four */
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	buf_adds(&r->why, text);
	buf_char(&r->why, '\0');
}

struct str record_name(const struct record *r, size_t i)
{
	const struct member *m = &r->members[i];
	return (struct str){(m->escaped ? r->names.s : r->line.s) + m->name, m->name_len};
}

static const struct record *sorting; /* qsort has no context */

static int compare_names(const void *a, const void *b)
{
	struct str x = record_name(sorting, *(const uint32_t *)a);
	struct str y = record_name(sorting, *(const uint32_t *)b);
	if (x.len != y.len)
		return x.len < y.len ? -1 : 1;
	return x.len ? memcmp(x.s, y.s, x.len) : 0;
}

/* A member whose name stands twice, or SIZE_MAX. Few names are held against each other, many are sorted, so that no input
 * takes long. */
static size_t twice(const struct record *r)
{
	if (r->count <= 64) {
		for (uint32_t i = 1; i < r->count; i++)
			for (uint32_t j = 0; j < i; j++) {
				if (r->members[i].name_len != r->members[j].name_len)
					continue;
				struct str name = record_name(r, i);
				if (name.len == 0 || memcmp(name.s, record_name(r, j).s, name.len) == 0)
					return i;
			}
		return SIZE_MAX;
	}
	size_t found = SIZE_MAX;
	uint32_t *order = xmalloc(r->count * sizeof *order);
	for (uint32_t i = 0; i < r->count; i++)
		order[i] = i;
	sorting = r;
	qsort(order, r->count, sizeof *order, compare_names);
	for (size_t i = 1; i < r->count && found == SIZE_MAX; i++)
		if (compare_names(&order[i - 1], &order[i]) == 0)
			found = order[i];
	free(order);
	return found;
}

static const char *skip_space(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n'))
		s++;
	return s;
}

static bool digit_at(const char *s, const char *end) { return s < end && is_digit(*s); }

static const char *skip_digits(const char *s, const char *end)
{
	while (digit_at(s, end))
		s++;
	return s;
}

/* behind the number at s; NULL where it is not one of RFC 8259 */
static const char *number_end(const char *s, const char *end)
{
	if (*s == '-')
		s++;
	if (!digit_at(s, end) || (*s == '0' && digit_at(s + 1, end)))
		return NULL;
	s = skip_digits(s, end);
	if (s < end && *s == '.') {
		if (!digit_at(++s, end))
			return NULL;
		s = skip_digits(s, end);
	}
	if (s < end && (*s == 'e' || *s == 'E')) {
		s++;
		if (s < end && (*s == '+' || *s == '-'))
			s++;
		if (!digit_at(s, end))
			return NULL;
		s = skip_digits(s, end);
	}
	return s;
}

/* behind the string, number or word at s; NULL and *why where there is none */
static const char *scalar_end(const char *s, const char *end, const char **why)
{
	static const struct str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
	bool escaped;
	*why = "no JSON value";
	if (s == end)
		return NULL;
	if (*s == '"')
		return json_string_end(s, end, &escaped, why);
	if (*s == '-' || digit_at(s, end)) {
		*why = "no JSON number";
		return number_end(s, end);
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if ((size_t)(end - s) >= words[i].len && memcmp(s, words[i].s, words[i].len) == 0)
			return s + words[i].len;
	return NULL;
}

/* Adds the member whose name stands at s; the result is behind its colon, or NULL and *why. */
static const char *add_member(struct record *r, const char *s, const char *end, const char **why)
{
	if (r->count == r->cap) {
		r->cap = r->cap ? r->cap + r->cap / 2 : 64;
		r->members = xrealloc(r->members, r->cap, sizeof *r->members);
	}
	struct member *m = &r->members[r->count];
	m->start = (uint32_t)(s - r->line.s);
	m->escaped = false;
	if ((s = json_string_end(s, end, &m->escaped, why)) == NULL)
		return NULL;
	struct str quoted = {r->line.s + m->start, (size_t)(s - r->line.s) - m->start};
	m->name = m->start + 1;
	m->name_len = (uint32_t)quoted.len - 2;
	if (m->escaped) {
		m->name = (uint32_t)r->names.len;
		json_unquote(&r->names, quoted);
		m->name_len = (uint32_t)r->names.len - m->name;
	}
	return s;
}

/* The pass. Open brackets are bits of a stack: 1 for an object. Only the members of the outermost are kept. */
static const char *scan(struct record *r, const char *s, const char *end, const char **why)
{
	unsigned char objects[RECORD_DEPTH / 8 + 1] = {0};
	size_t depth = 0;
	for (;;) { /* at a value, or at a name, or at the end of an empty object or array */
		bool in_object = depth && objects[depth / 8] >> depth % 8 & 1;
		bool first = depth && (s[-1] == '{' || s[-1] == '[');
		const char *before = s = skip_space(s, end);
		if (first && s < end && *s == (in_object ? '}' : ']')) {
			goto value_ends;
		}
		if (in_object) {
			bool escaped;
			*why = "no name of a member";
			if (s == end || *s != '"')
				return s;
			s = depth == 1 ? add_member(r, s, end, why) : json_string_end(s, end, &escaped, why);
			if (s == NULL)
				return before;
			s = skip_space(s, end);
			*why = "no colon behind a name";
			if (s == end || *s != ':')
				return s;
			s = skip_space(s + 1, end);
			if (depth == 1)
				r->members[r->count].value = (uint32_t)(s - r->line.s);
		}
		if (s < end && (*s == '{' || *s == '[')) {
			*why = "nested deeper than 512";
			if (depth == RECORD_DEPTH)
				return s;
			depth++;
			unsigned char bit = (unsigned char)(1u << depth % 8);
			objects[depth / 8] = (unsigned char)((objects[depth / 8] & ~bit) | (*s == '{' ? bit : 0));
			s++;
			continue;
		}
		before = s;
		if ((s = scalar_end(s, end, why)) == NULL)
			return before;
		for (;;) { /* behind a value */
			in_object = objects[depth / 8] >> depth % 8 & 1;
			if (depth == 1) {
				r->members[r->count++].end = (uint32_t)(s - r->line.s);
			}
			s = skip_space(s, end);
			*why = in_object ? "no comma or } behind a member" : "no comma or ] behind a value";
			if (s == end)
				return s;
			if (*s == ',') {
				s++;
				break;
			}
value_ends:
			in_object = objects[depth / 8] >> depth % 8 & 1;
			if (*s != (in_object ? '}' : ']'))
				return s;
			s++;
			if (--depth == 0) {
				*why = "more behind the record";
				s = skip_space(s, end);
				return s == end ? NULL : s;
			}
		}
	}
}

bool record_scan(struct record *r, struct str line)
{
	const char *end = line.s + line.len, *why = "no object";
	r->line = line;
	r->count = r->edited = 0;
	r->names.len = r->values.len = r->why.len = 0;
	const char *at = skip_space(line.s, end);
	if (at < end && *at == '{')
		at = scan(r, at, end, &why);
	if (at) {
		size_t column = (size_t)(at - line.s) + 1;
		if (at == end && line.len)
			record_wrong(r, "byte %zu: the line ends here: %s", column, why);
		else
			record_wrong(r, "byte %zu: %s: %s", column, line.len ? why : "an empty line",
				shown((struct str){at, (size_t)(end - at)}));
		return false;
	}
	size_t again = twice(r);
	if (again != SIZE_MAX) {
		record_wrong(r, "byte %u: a member that is there twice: %s", r->members[again].start + 1,
			shown(record_name(r, again)));
		return false;
	}
	arena_empty(line.len);
	return true;
}

static size_t find(const struct record *r, const char *name)
{
	size_t len = strlen(name);
	for (size_t i = 0; i < r->count; i++)
		if (r->members[i].name_len == len && memcmp(record_name(r, i).s, name, len) == 0)
			return i;
	return SIZE_MAX;
}

struct str record_value(const struct record *r, const char *name)
{
	size_t i = find(r, name);
	if (i == SIZE_MAX)
		return (struct str){NULL, 0};
	return (struct str){r->line.s + r->members[i].value, r->members[i].end - r->members[i].value};
}

bool record_string(struct record *r, const char *name, struct buf *text)
{
	struct str value = record_value(r, name);
	text->len = 0;
	if (value.s == NULL || str_is(value, "null"))
		return false;
	if (value.s[0] != '"') {
		record_wrong(r, "member %s is no string: %s", name, shown(value));
		return false;
	}
	json_text(text, value);
	return true;
}

/* The value is checked: cJSON needs to see no end. It would cut a string at U+0000, so that becomes U+FFFD, in a copy. */
const cJSON *json_tree(struct str value)
{
	static cJSON_Hooks hooks = {arena_take, arena_keep};
	static const char nul[] = "\\u0000", replacement[] = "\\ufffd";
	const size_t size = sizeof nul - 1;
	char *copy = NULL;
	cJSON_InitHooks(&hooks);
	for (size_t at = 0; at + size <= value.len; at++) {
		const char *backslash = memchr(value.s + at, '\\', value.len - at);
		if (backslash == NULL)
			break;
		at = (size_t)(backslash - value.s) + 1; /* the loop steps over what is escaped */
		if (at - 1 + size > value.len || memcmp(backslash, nul, size) != 0)
			continue;
		if (copy == NULL) {
			if ((copy = arena_take(value.len)) == NULL)
				return NULL;
			memcpy(copy, value.s, value.len);
		}
		memcpy(copy + at - 1, replacement, size);
	}
	return cJSON_ParseWithLengthOpts(copy ? copy : value.s, value.len, NULL, false);
}

const cJSON *record_json(struct record *r, const char *name)
{
	struct str value = record_value(r, name);
	if (value.s == NULL)
		return NULL;
	const cJSON *json = json_tree(value);
	if (json == NULL)
		record_wrong(r, "member %s needs more than the %zu bytes that there are for it: %s", name, arena.limit,
			shown(value));
	return json;
}

const cJSON *record_object(struct record *r, const char *name)
{
	struct str value = record_value(r, name);
	if (value.s == NULL || str_is(value, "null"))
		return NULL;
	if (value.s[0] != '{') {
		record_wrong(r, "member %s is no object: %s", name, shown(value));
		return NULL;
	}
	return record_json(r, name);
}

static struct edit *edit(struct record *r, const char *name)
{
	for (size_t i = 0; i < r->edited; i++)
		if (strcmp(r->edits[i].name, name) == 0)
			return &r->edits[i];
	if (r->edited == RECORD_EDITS)
		die("more than %d members are changed", RECORD_EDITS);
	struct edit *e = &r->edits[r->edited++];
	*e = (struct edit){name, find(r, name), 0, 0};
	return e;
}

/* The last edit's size is known when the next one begins, or at the print. */
static void settle(struct record *r)
{
	for (size_t i = 0; i < r->edited; i++)
		if (r->edits[i].size == SIZE_MAX)
			r->edits[i].size = r->values.len - r->edits[i].value;
}

struct buf *record_set(struct record *r, const char *name)
{
	settle(r);
	struct edit *e = edit(r, name);
	e->value = r->values.len;
	e->size = SIZE_MAX;
	return &r->values;
}

void record_drop(struct record *r, const char *name)
{
	settle(r);
	if (find(r, name) != SIZE_MAX)
		edit(r, name)->size = 0;
}

static int compare_edits(const void *a, const void *b)
{
	size_t x = (*(const struct edit *const *)a)->member, y = (*(const struct edit *const *)b)->member;
	return x < y ? -1 : x > y;
}

static void add_span(struct buf *b, const struct record *r, size_t from, size_t to)
{
	buf_add(b, (struct str){r->line.s + from, to - from});
}

/* A member brings the comma before it along, but for the first that stays: so a member that goes takes one comma. */
void record_print(const struct record *r, struct buf *b)
{
	settle((struct record *)r);
	const struct edit *order[RECORD_EDITS];
	size_t edits = 0;
	for (size_t i = 0; i < r->edited; i++)
		if (r->edits[i].member != SIZE_MAX)
			order[edits++] = &r->edits[i];
	qsort(order, edits, sizeof *order, compare_edits);

	size_t at = 0, gone = 0; /* at: of the line, up to which all is done */
	for (size_t i = 0; i < edits; i++) {
		size_t index = order[i]->member;
		const struct member *m = &r->members[index];
		if (order[i]->size) {
			add_span(b, r, at, m->value);
			buf_add(b, (struct str){r->values.s + order[i]->value, order[i]->size});
			at = m->end;
		} else if (index > gone) { /* one before it stays */
			add_span(b, r, at, m[-1].end > at ? m[-1].end : at);
			at = m->end;
			gone++;
		} else {
			add_span(b, r, at, m->start);
			at = index + 1 < r->count ? m[1].start : m->end;
			gone++;
		}
	}
	const char *brace = memchr(r->line.s, '{', r->line.len);
	size_t last = r->count ? r->members[r->count - 1].end : (size_t)(brace - r->line.s) + 1;
	add_span(b, r, at, last);
	bool comma = r->count > gone;
	for (size_t i = 0; i < r->edited; i++) {
		const struct edit *e = &r->edits[i];
		if (e->member != SIZE_MAX || e->size == 0)
			continue;
		if (comma)
			buf_char(b, ',');
		comma = true;
		json_quote(b, str_of(e->name));
		buf_char(b, ':');
		buf_add(b, (struct str){r->values.s + e->value, e->size});
	}
	add_span(b, r, last, r->line.len);
}

void record_free(struct record *r)
{
	free(r->members);
	buf_free(&r->names);
	buf_free(&r->values);
	buf_free(&r->why);
	*r = (struct record){0};
	arena_empty(0);
	free(arena.blocks);
	arena.blocks = NULL;
	arena.total = 0;
}
