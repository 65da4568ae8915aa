/*
 * Fuzz target for the record layer. What it accepts, cJSON accepts too, with the same members; what cJSON takes and it
 * refuses is refused for a reason that DESIGN names; and what is set, dropped and printed reads back as it was meant.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "ombud.h"

#define CJSON_NUMBER 63 /* the longest number that cJSON reads; the record layer passes longer ones on */

/* What cJSON takes although RFC 8259 does not, or we refuse on purpose. */
static const char *const on_purpose[] = {"no JSON number", "bytes that are no UTF-8", "a bare control character",
	"nested deeper than 512", "there twice", "no object", "an empty line", "an escape that JSON has not" /* \u00zz */, NULL};

static struct record r;
static struct buf copy, first, second, text, again;

static bool has_long_number(struct str line)
{
	size_t run = 0;
	for (size_t i = 0; i < line.len; i++) {
		run = line.s[i] && strchr("0123456789+-.eE", line.s[i]) ? run + 1 : 0;
		if (run > CJSON_NUMBER)
			return true;
	}
	return false;
}

/* cJSON takes any byte up to the space for white space, and skips a byte-order mark */
static bool has_odd_space(struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.s[i] < ' ' && !strchr("\t\n\r", line.s[i]))
			return true;
	return str_starts(line, "\xef\xbb\xbf");
}

static bool has_nul(struct str s)
{
	for (size_t i = 0; i + 6 <= s.len; i++)
		if (memcmp(s.s + i, "\\u0000", 6) == 0)
			return true;
	return false;
}

/* held against each other as cJSON prints them: its comparison finds no infinity equal to itself */
static void check_value(struct str value, const cJSON *theirs)
{
	const cJSON *tree = json_tree(value);
	cJSON_InitHooks(NULL);
	assert(tree);
	char *ours = cJSON_PrintUnformatted(tree), *expected = cJSON_PrintUnformatted(theirs);
	assert(ours && expected && strcmp(ours, expected) == 0);
	free(ours);
	free(expected);
}

static void check_members(const cJSON *theirs)
{
	const cJSON *member = theirs->child;
	for (size_t i = 0; i < r.count; i++, member = member->next) {
		const struct member *m = &r.members[i];
		struct str whole = {r.line.s + m->start, m->end - m->start}, value = {r.line.s + m->value, m->end - m->value};
		assert(member);
		assert(json_skip(value.s) == value.s + value.len);
		if (has_nul(whole))
			continue;
		assert(str_is(record_name(&r, i), member->string));
		check_value(value, member);
		if (cJSON_IsString(member)) {
			text.len = again.len = 0;
			json_unquote(&text, value);
			assert(str_is(buf_str(&text), member->valuestring));
			json_quote(&again, buf_str(&text));
			first.len = 0;
			json_unquote(&first, buf_str(&again));
			assert(first.len == text.len && memcmp(first.s, text.s, text.len) == 0);
		}
	}
	assert(member == NULL);
}

static void edit(struct buf *to)
{
	buf_adds(record_set(&r, "a"), "[1,\"set\"]");
	record_drop(&r, "b");
	record_drop(&r, "");
	buf_adds(record_set(&r, "new"), "null");
	to->len = 0;
	record_print(&r, to);
}

static void check_edits(struct str line)
{
	bool scanned = record_scan(&r, line);
	assert(scanned);
	first.len = 0;
	record_print(&r, &first);
	assert(first.len == line.len && memcmp(first.s, line.s, line.len) == 0);
	edit(&first);
	scanned = record_scan(&r, buf_str(&first));
	assert(scanned);
	assert(str_is(record_value(&r, "a"), "[1,\"set\"]") && str_is(record_value(&r, "new"), "null"));
	assert(record_value(&r, "b").s == NULL && record_value(&r, "").s == NULL);
	edit(&second);
	assert(first.len == second.len && memcmp(first.s, second.s, first.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	copy.len = 0;
	buf_add(&copy, (struct str){(const char *)data, size});
	buf_char(&copy, '\0');
	struct str line = {copy.s, size};
	cJSON_InitHooks(NULL);
	cJSON *theirs = memchr(data, '\0', size) ? NULL : cJSON_ParseWithLengthOpts(copy.s, size + 1, NULL, true);
	if (record_scan(&r, line)) {
		assert(theirs || has_long_number(line));
		if (theirs)
			check_members(theirs);
		check_edits(line);
	} else if (theirs && !has_odd_space(line)) {
		const char *const *why = on_purpose;
		while (*why && strstr(r.why.s, *why) == NULL)
			why++;
		if (*why == NULL)
			fprintf(stderr, "refused, and cJSON takes it: %s\n", r.why.s);
		assert(*why);
	}
	cJSON_InitHooks(NULL);
	cJSON_Delete(theirs);
	return 0;
}
