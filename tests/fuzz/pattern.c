/*
 * Fuzz target for the literals that are found in a pattern: whatever a pattern matches contains one of each set. Each byte
 * of the input is a piece of syntax, up to a byte of 255; behind it each is a letter of the text. Few letters, so that
 * patterns match often.
 */
#include <assert.h>

#include "pattern.h"

static const char *const pieces[] = {"a", "b", "ab", "bc", "c", "|", ")", "?", "*", "+", "{2}", "{0,1}", "??", "++", "(", "(?:",
	"(?i:", "(?i)", "(?>", "(?|", "(?=", "(?!", "(?<=", "(?<n>", "(?#a)", "[ab]", "[^a]", "[]b]", "[[:alpha:]]", ".", "\\b", "\\B",
	"^", "$", "\\w", "\\.", ".", "\\x62", "\\x{62}", "\\141", "\\Qab\\E", "\\p{L}", "\\pL", "\\1", "\\K", "\\R", "(?1)", "(?x)", " ",
	"'", "’", "£", "é", "{,2}", "{a}", "(?(1)a|b)", "\\N"};
static const char *const letters[] = {"a", "b", "c", "ab", "bc", "A", "B", ".", " ", "\n", "'", "’", "£", "é", "{a}", "{,2}"};

struct search {
	struct literals *literals;
	unsigned sets;
};

static void give(void *context, unsigned set, struct str literal)
{
	struct search *s = context;
	assert(literal.len > 1);
	literals_add(s->literals, literal, set);
	s->sets |= 1u << set;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf pattern, text;
	pattern.len = text.len = 0;
	size_t i = 0;
	for (; i < size && data[i] != 255; i++)
		buf_adds(&pattern, pieces[data[i] % (sizeof pieces / sizeof *pieces)]);
	for (i++; i < size; i++)
		buf_adds(&text, letters[data[i] % (sizeof letters / sizeof *letters)]);
	buf_char(&pattern, '\0');
	buf_char(&text, '\0');
	pattern.len--;
	text.len--;

	struct search s = {literals_new(), 0};
	unsigned sets = pattern_literals(buf_str(&pattern), give, &s);
	assert(s.sets == (1u << sets) - 1);
	int error;
	PCRE2_SIZE offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.s, pattern.len, PCRE2_UTF | PCRE2_DUPNAMES, &error, &offset, NULL);
	if (code && sets) {
		pcre2_match_data *match = pcre2_match_data_create_from_pattern(code, NULL);
		uint64_t found = 0;
		literals_build(s.literals);
		literals_find(s.literals, buf_str(&text), &found);
		if (pcre2_match(code, (PCRE2_SPTR)text.s, text.len, 0, 0, match, NULL) >= 0)
			assert(found == s.sets);
		pcre2_match_data_free(match);
	}
	pcre2_code_free(code);
	literals_free(s.literals);
	return 0;
}
