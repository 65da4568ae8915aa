/* The member `sections`: how ombud-split makes it, and how the filters behind read it. */
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

/* The first two spaces beside each other, or NULL: eight bytes at a time, for most texts have none. */
static const char *two_spaces(struct str text)
{
	const uint64_t ones = 0x0101010101010101u, low = 0x7f7f7f7f7f7f7f7fu;
	size_t i = 0;
	for (; i + 9 <= text.len; i += 8) {
		uint64_t here, next;
		memcpy(&here, text.s + i, 8);
		memcpy(&next, text.s + i + 1, 8);
		uint64_t other = (here ^ ones * ' ') | (next ^ ones * ' '); /* a byte of zero: both are spaces */
		if (~(((other & low) + low) | other | low))
			break;
	}
	for (; i + 1 < text.len; i++)
		if (text.s[i] == ' ' && text.s[i + 1] == ' ')
			return text.s + i;
	return NULL;
}

/* White space is folded, as a browser shows it: then a text is the same whatever layout it came from. */
static void add_folded(struct buf *to, struct str text)
{
	const char *twice;
	size_t from = to->len;
	while ((twice = two_spaces(text)) != NULL) {
		size_t len = (size_t)(twice - text.s) + 1;
		buf_add(to, (struct str){text.s, len});
		while (len < text.len && text.s[len] == ' ')
			len++;
		text = (struct str){text.s + len, text.len - len};
	}
	buf_add(to, text);
	char *tab = to->len > from ? memchr(to->s + from, '\t', to->len - from) : NULL; /* between the cells of a table */
	if (tab == NULL)
		return;
	char *end = to->s + to->len, *made = tab;
	for (char *s = tab; s < end; s++)
		if ((*s != ' ' && *s != '\t') || made == to->s + from || made[-1] != ' ')
			*made++ = *s == '\t' ? ' ' : *s;
	to->len = (size_t)(made - to->s);
}

void sections_begin(struct writer *w)
{
	w->made.len = w->summary.len = w->text.len = 0;
	w->in_section = w->in_paragraph = w->in_list = false;
	w->summaries = 0;
	w->n = 0;
	buf_char(&w->made, '[');
}

static void close_paragraph(struct writer *w)
{
	if (!w->in_paragraph)
		return;
	w->summaries += w->kind == SUMMARY && w->paragraphs == 0;
	bool summary = w->kind == SUMMARY && w->summaries == 1, first = summary && w->paragraphs == 0;
	if (summary) {
		if (!first)
			buf_char(&w->summary, '\n');
		buf_add(&w->summary, buf_str(&w->text));
	}
	struct buf *b = &w->made;
	if (w->paragraphs++)
		buf_char(b, ',');
	json_key(b, '{', "n");
	json_number(b, first ? 0 : ++w->n);
	json_key(b, ',', "label");
	json_quote_or_null(b, w->label);
	json_key(b, ',', "text");
	json_quote(b, buf_str(&w->text));
	buf_char(b, '}');
	w->in_paragraph = w->in_list = false;
}

void sections_close(struct writer *w)
{
	close_paragraph(w);
	if (w->in_section && w->paragraphs == 0 && w->heading.s == NULL)
		w->made.len = w->start; /* nothing has been said */
	else if (w->in_section)
		buf_adds(&w->made, "]}");
	w->in_section = false;
}

void sections_open(struct writer *w, enum kind kind, struct str heading, int level)
{
	sections_close(w);
	struct buf *b = &w->made;
	w->start = b->len;
	if (b->len > 1)
		buf_char(b, ',');
	json_key(b, '{', "kind");
	json_quote(b, str_of(kind_names[kind]));
	json_key(b, ',', "heading");
	json_quote_or_null(b, heading);
	json_key(b, ',', "level");
	json_number(b, (size_t)level);
	json_key(b, ',', "paragraphs");
	buf_char(b, '[');
	w->in_section = true;
	w->kind = kind;
	w->heading = heading;
	w->paragraphs = 0;
}

void sections_paragraph(struct writer *w, struct str label, struct str text)
{
	close_paragraph(w);
	if (!w->in_section)
		sections_open(w, OTHER, (struct str){NULL, 0}, 3);
	w->in_paragraph = true;
	w->label = label;
	w->text.len = 0;
	add_folded(&w->text, text);
}

void sections_item(struct writer *w, struct str text)
{
	if (w->in_paragraph)
		buf_char(&w->text, '\n');
	else
		sections_paragraph(w, (struct str){NULL, 0}, STR(""));
	w->in_list = true;
	buf_adds(&w->text, "• ");
	add_folded(&w->text, text);
}

void sections_join(struct writer *w, const char *between, struct str text)
{
	buf_adds(&w->text, between);
	add_folded(&w->text, text);
}

void sections_end(struct writer *w)
{
	sections_close(w);
	buf_char(&w->made, ']');
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

void evidence_print(struct buf *to, struct evidence e)
{
	if (e.rule == NULL) {
		buf_adds(to, "null");
		return;
	}
	json_key(to, '{', "rule");
	json_quote(to, str_of(e.rule));
	json_key(to, ',', "section");
	json_quote_or_null(to, e.paragraph ? str_of(kind_names[e.paragraph->kind]) : (struct str){NULL, 0});
	json_key(to, ',', "paragraph");
	if (e.paragraph)
		json_number(to, e.paragraph->n);
	else
		buf_adds(to, "null");
	json_key(to, ',', "quote");
	json_quote(to, e.quote);
	buf_char(to, '}');
}
