/* The member `sections`, for the filters that read what ombud-split found. */
#include <stdlib.h>

#include "ombud.h"

const char *const kind_names[KINDS + 1] = {"summary", "complaint", "scope", "powers", "method", "background", "law",
	"facts", "findings", "analysis", "assessment", "recommendations", "action", "decision", "names", "other", NULL};

struct str json_member(const cJSON *object, const char *name)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
	return cJSON_IsString(member) ? str_of(member->valuestring) : (struct str){NULL, 0};
}

static int kind_of(struct str name)
{
	for (int kind = 0; name.s && kind < KINDS; kind++)
		if (str_is(name, kind_names[kind]))
			return kind;
	return -1;
}

static void add(struct sections *to, struct paragraph p)
{
	if (to->count == to->cap) {
		to->cap = to->cap ? to->cap * 2 : 64;
		to->p = xrealloc(to->p, to->cap, sizeof *to->p);
	}
	to->p[to->count++] = p;
}

bool sections_load(struct sections *to, struct record *r)
{
	const cJSON *list = record_json(r, "sections"), *section, *paragraph;
	to->count = to->known = 0;
	to->headings = 0;
	if (list == NULL || cJSON_IsNull(list))
		return false;
	if (!cJSON_IsArray(list))
		goto wrong;
	cJSON_ArrayForEach(section, list) {
		int kind = kind_of(json_member(section, "kind"));
		const cJSON *paragraphs = cJSON_GetObjectItemCaseSensitive(section, "paragraphs");
		if (kind < 0 || !cJSON_IsArray(paragraphs))
			goto wrong;
		to->headings |= 1u << kind;
		to->known += kind != OTHER;
		cJSON_ArrayForEach(paragraph, paragraphs) {
			const cJSON *n = cJSON_GetObjectItemCaseSensitive(paragraph, "n");
			struct str text = json_member(paragraph, "text");
			if (!cJSON_IsNumber(n) || n->valuedouble < 0 || n->valuedouble >= UINT32_MAX || text.s == NULL)
				goto wrong;
			add(to, (struct paragraph){(enum kind)kind, (unsigned)n->valuedouble, text});
		}
	}
	return true;
wrong:
	record_wrong(r, "member sections is not in the form that ombud-split gives it: %s", shown(record_value(r, "sections")));
	return false;
}

static bool ends_sentence(struct str text, size_t i)
{
	if (text.s[i] == '\n')
		return true;
	return strchr(".?!", text.s[i]) && i + 1 < text.len && (text.s[i + 1] == ' ' || text.s[i + 1] == '\n');
}

/* Far from a full stop the quote is cut: no page is to make this slow. */
#define SENTENCE ((size_t)1000) /* bytes on each side */

struct str sentence(struct str text, size_t from, size_t to)
{
	size_t first = from > SENTENCE ? from - SENTENCE : 0, last = text.len - to > SENTENCE ? to + SENTENCE : text.len;
	while (from > first && !ends_sentence(text, from - 1))
		from--;
	to -= to > from; /* the match may hold the full stop */
	while (to < last && !ends_sentence(text, to))
		to++;
	to += to < text.len && text.s[to] != '\n';
	struct str found = str_trim(utf8_window(text, from, to));
	if (str_starts(found, "• ")) {
		found.s += strlen("• ");
		found.len -= strlen("• ");
	}
	return found;
}
