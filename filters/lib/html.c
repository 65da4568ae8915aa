/*
 * An HTML page as a tree, by libxml2's parser in push mode. The parser is fed only what it is good at: tags, with the
 * attributes that matter here. Comments, scripts and the like never reach it, nor does text: where one stands the parser
 * is given its place on the page, a number, and gives it back. The depth, the number of elements and the time are bounded.
 * What a browser does not show (display: none in a style attribute, say) is not in the tree.
 */
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

#include "ombud.h"

#define TAG_BYTES ((size_t)64 << 10) /* a tag is shorter, its long values aside */
#define VALUE_BYTES ((size_t)4 << 10) /* a value that is longer (a picture, say) is left out */
#define PIECE_BYTES ((size_t)32 << 10) /* are fed at once, up to the next tag */
#define NAME_BYTES ((size_t)64) /* of an element, no more of it is fed */
#define DEPTH 512
#define NODES ((size_t)250000)
#define SECONDS 20 /* of CPU for a page; an honest one takes a thousandth */
#define EVENTS 1024 /* between looks at the clock */

/*
 * How browsers show elements; whatever is not here is inline, as they have it too. Not fed: those with all up to their end
 * tags of which nothing is shown as text (where these are not RAW they must have one); and tags alone, of which some hold nothing, and libxml2 takes some for the end
 * of the page, which they are not: a body of ours is around it all. Lists it closes by one another where one stands in
 * another outside its items: they are fed under names that it does not know.
 */
enum { IN_LINE, AS_BLOCK, NOT_AT_ALL, NOT_FED, SKIPPED, RAW };
static const struct element {
	const char *name;
	uint8_t tag, shown;
} elements[] = {
	{"a", TAG_A, IN_LINE}, {"address", TAG_ANY, AS_BLOCK}, {"area", TAG_ANY, NOT_FED}, {"article", TAG_ARTICLE, AS_BLOCK},
	{"aside", TAG_ASIDE, AS_BLOCK}, {"audio", TAG_ANY, NOT_AT_ALL}, {"b", TAG_BOLD, IN_LINE}, {"base", TAG_ANY, NOT_FED},
	{"blockquote", TAG_ANY, AS_BLOCK}, {"body", TAG_BODY, NOT_FED}, {"br", TAG_BR, IN_LINE}, {"button", TAG_BUTTON, IN_LINE},
	{"canvas", TAG_ANY, NOT_AT_ALL}, {"caption", TAG_ANY, AS_BLOCK}, {"center", TAG_ANY, AS_BLOCK}, {"col", TAG_ANY, NOT_FED},
	{"datalist", TAG_ANY, NOT_AT_ALL}, {"dd", TAG_DD, AS_BLOCK}, {"details", TAG_ANY, AS_BLOCK}, {"dialog", TAG_DIALOG, AS_BLOCK},
	{"dir", TAG_UL, AS_BLOCK}, {"div", TAG_ANY, AS_BLOCK}, {"dl", TAG_DL, AS_BLOCK}, {"dt", TAG_DT, AS_BLOCK},
	{"embed", TAG_ANY, NOT_FED}, {"fieldset", TAG_ANY, AS_BLOCK}, {"figcaption", TAG_FIGCAPTION, AS_BLOCK},
	{"figure", TAG_FIGURE, AS_BLOCK}, {"footer", TAG_FOOTER, AS_BLOCK}, {"form", TAG_FORM, AS_BLOCK}, {"h1", TAG_H1, AS_BLOCK},
	{"h2", TAG_H2, AS_BLOCK}, {"h3", TAG_H3, AS_BLOCK}, {"h4", TAG_H4, AS_BLOCK}, {"h5", TAG_H5, AS_BLOCK},
	{"h6", TAG_H6, AS_BLOCK}, {"head", TAG_ANY, NOT_FED}, {"header", TAG_HEADER, AS_BLOCK}, {"hgroup", TAG_ANY, AS_BLOCK},
	{"hr", TAG_ANY, AS_BLOCK}, {"html", TAG_ANY, NOT_FED}, {"iframe", TAG_ANY, RAW}, {"img", TAG_ANY, NOT_FED},
	{"input", TAG_ANY, NOT_FED}, {"legend", TAG_ANY, AS_BLOCK}, {"li", TAG_LI, AS_BLOCK}, {"link", TAG_ANY, NOT_FED},
	{"main", TAG_MAIN, AS_BLOCK}, {"map", TAG_ANY, NOT_AT_ALL}, {"menu", TAG_UL, AS_BLOCK}, {"meta", TAG_ANY, NOT_FED},
	{"meter", TAG_ANY, NOT_AT_ALL}, {"nav", TAG_NAV, AS_BLOCK}, {"noembed", TAG_ANY, RAW}, {"noframes", TAG_ANY, RAW},
	{"noscript", TAG_NOSCRIPT, IN_LINE}, {"object", TAG_ANY, NOT_AT_ALL}, {"ol", TAG_OL, AS_BLOCK},
	{"optgroup", TAG_ANY, AS_BLOCK}, {"option", TAG_ANY, AS_BLOCK}, {"p", TAG_P, AS_BLOCK}, {"param", TAG_ANY, NOT_FED},
	{"pre", TAG_PRE, AS_BLOCK}, {"progress", TAG_ANY, NOT_AT_ALL}, {"rp", TAG_ANY, NOT_AT_ALL}, {"script", TAG_ANY, RAW},
	{"section", TAG_SECTION, AS_BLOCK}, {"select", TAG_ANY, SKIPPED}, {"source", TAG_ANY, NOT_FED},
	{"strong", TAG_BOLD, IN_LINE}, {"style", TAG_ANY, RAW}, {"summary", TAG_ANY, AS_BLOCK}, {"svg", TAG_ANY, SKIPPED},
	{"table", TAG_TABLE, AS_BLOCK}, {"tbody", TAG_ROWS, AS_BLOCK}, {"td", TAG_CELL, AS_BLOCK}, {"template", TAG_ANY, NOT_AT_ALL},
	{"textarea", TAG_ANY, RAW}, {"tfoot", TAG_ROWS, AS_BLOCK}, {"th", TAG_CELL, AS_BLOCK}, {"thead", TAG_ROWS, AS_BLOCK},
	{"title", TAG_ANY, RAW}, {"tr", TAG_ROW, AS_BLOCK}, {"track", TAG_ANY, NOT_FED}, {"ul", TAG_UL, AS_BLOCK},
	{"video", TAG_ANY, NOT_AT_ALL}, {"wbr", TAG_ANY, NOT_FED}, {"x-dir", TAG_UL, AS_BLOCK}, {"x-menu", TAG_UL, AS_BLOCK},
	{"x-ol", TAG_OL, AS_BLOCK}, {"x-ul", TAG_UL, AS_BLOCK},
};

/* all that matters of a tag; of an address, that it is there */
enum attribute { ARIA_HIDDEN, CLASS, HIDDEN, HREF, ID, ITEMPROP, IS_OPEN, REVERSED, ROLE, START, STYLE, TYPE, SET_VALUE, ATTRIBUTES };
static const char *const attribute_names[] = {"aria-hidden", "class", "hidden", "href", "id", "itemprop", "open", "reversed",
	"role", "start", "style", "type", "value"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct {
	struct html *html;
	htmlParserCtxtPtr parser;
	uint32_t open;        /* the element that is open; 0 is the root of all */
	unsigned depth, hidden; /* elements that are open; the depth at which what is hidden began, or 0 */
	size_t events;
	size_t place;         /* of a text, as far as it has been read */
	bool text;            /* the last node is a text that goes on */
	struct timespec begun;
	struct str page;
	struct buf fed;       /* what goes to the parser next */
	bool in_line;         /* no tag of a block came last */
	bool in_paragraph;    /* its tag was the last of a block */
	bool endless[COUNT(elements)];
	const char *why;
} at;

static void stop(const char *why)
{
	if (at.why == NULL)
		at.why = why;
	xmlStopParser(at.parser);
}

static bool out_of_time(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec - at.begun.tv_sec > SECONDS;
}

static void event(void)
{
	if (++at.events % EVENTS == 0 && out_of_time())
		stop("more than 20 seconds of work");
}

static struct html_node *add_node(uint8_t tag)
{
	struct html *h = at.html;
	if (h->count == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 1024;
		h->nodes = xrealloc(h->nodes, h->cap, sizeof *h->nodes);
	}
	struct html_node *node = h->nodes + h->count++;
	*node = (struct html_node){.tag = tag, .parent = at.open, .number = NO_NUMBER};
	return node;
}

/* the element of this name, case aside; NULL: none that is told of above */
static const struct element *element_of(struct str name)
{
	size_t from = 0, to = COUNT(elements);
	while (from < to) {
		size_t middle = (from + to) / 2;
		const char *known = elements[middle].name;
		int order = (name.s[0] | 0x20) - known[0];
		order = order ? order : strncasecmp(name.s, known, name.len);
		order = order ? order : known[name.len] ? -1 : 0;
		if (order == 0)
			return elements + middle;
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

static bool is_space(char c) { return c == ' ' || c == '\n'; }

/* the part of *rest up to a sign, without the space around it, *rest moved behind the sign; false at the end */
static bool next_part(struct str *rest, char sign, struct str *part)
{
	if (rest->len == 0)
		return false;
	const char *at_sign = memchr(rest->s, sign, rest->len);
	size_t len = at_sign ? (size_t)(at_sign - rest->s) : rest->len;
	*part = str_trim((struct str){rest->s, len});
	len += at_sign != NULL;
	*rest = (struct str){rest->s + len, rest->len - len};
	return true;
}

/* the last declaration of a property counts */
static bool style_hides(struct str style)
{
	struct str declaration, property, value;
	bool display = true, visible = true;
	while (next_part(&style, ';', &declaration)) {
		if (!next_part(&declaration, ':', &property) || !next_part(&declaration, '!', &value))
			continue;
		if (str_alike(property, "display"))
			display = !str_alike(value, "none");
		else if (str_alike(property, "visibility"))
			visible = !str_alike(value, "hidden");
	}
	return !display || !visible;
}

/* the words of a value, each behind `before` */
static void add_words(struct buf *to, char before, struct str value)
{
	for (size_t i = 0; i < value.len;) {
		size_t from = i;
		while (i < value.len && !is_space(value.s[i]))
			i++;
		if (i > from) {
			buf_char(to, before);
			buf_add(to, (struct str){value.s + from, i - from});
		}
		i += i < value.len;
	}
}

static void set_number(struct html_node *node, struct str value)
{
	long number = 0;
	bool minus = value.len && value.s[0] == '-';
	size_t i = minus;
	for (; i < value.len && i < 7 && is_digit(value.s[i]); i++)
		number = number * 10 + value.s[i] - '0';
	if (i > minus && i < 7)
		node->number = (int32_t)(minus ? -number : number);
}

/* which of the attributes above has this name, or ATTRIBUTES */
static enum attribute attribute_of(struct str name)
{
	enum attribute i = ARIA_HIDDEN;
	while (i < ATTRIBUTES && ((name.s[0] | 0x20) != attribute_names[i][0] || !str_alike(name, attribute_names[i])))
		i++;
	return i;
}

/* The next attribute of a tag, *s moved behind it; false where the tag ends, *s at its > or at the end of the page. */
static bool next_attribute(const char **s, const char *end, struct str *name, struct str *value)
{
	const char *at_name = *s;
	while (at_name < end && (is_space(*at_name) || *at_name == '/'))
		at_name++;
	*s = at_name;
	if (at_name == end || *at_name == '>')
		return false;
	const char *behind = at_name + 1;
	while (behind < end && !is_space(*behind) && *behind != '/' && *behind != '>' && *behind != '=')
		behind++;
	*name = (struct str){at_name, (size_t)(behind - at_name)};
	*value = (struct str){NULL, 0};
	*s = behind;
	while (behind < end && is_space(*behind))
		behind++;
	if (behind == end || *behind != '=')
		return true;
	for (behind++; behind < end && is_space(*behind); behind++)
		;
	char quote = behind < end && (*behind == '"' || *behind == '\'') ? *behind++ : '\0';
	const char *close = behind;
	if (quote)
		close = memchr(behind, quote, (size_t)(end - behind));
	else
		while (close < end && !is_space(*close) && *close != '>')
			close++;
	close = close ? close : end;
	*value = (struct str){behind, (size_t)(close - behind)};
	*s = close + (quote && close < end);
	return true;
}

/* what the attributes at s tell of the element; false where a browser does not show it */
static bool read_attributes(struct html_node *node, struct str name, const char *s)
{
	static const struct { enum attribute which; char before; } parts[] = {{ID, '#'}, {CLASS, '.'}, {ROLE, '@'}, {ITEMPROP, '='}};
	struct buf *names = &at.html->names;
	struct str values[ATTRIBUTES] = {{0}}, attribute, value;
	unsigned has = 0;
	while (s && next_attribute(&s, at.page.s + at.page.len, &attribute, &value)) {
		enum attribute which = attribute_of(attribute);
		if (which == ATTRIBUTES || has & 1u << which || value.len > VALUE_BYTES)
			continue; /* the first of a name counts */
		has |= 1u << which;
		values[which] = value;
	}
	if ((has & 1u << HIDDEN && !str_alike(values[HIDDEN], "until-found")) || str_alike(values[ARIA_HIDDEN], "true")
		|| (values[STYLE].len && style_hides(values[STYLE])) || (node->tag == TAG_DIALOG && !(has & 1u << IS_OPEN)))
		return false;
	node->is_link = node->tag == TAG_A && has & 1u << HREF;
	node->reversed = has & 1u << REVERSED;
	node->type = values[TYPE].len == 1 ? values[TYPE].s[0] : '\0';
	set_number(node, str_trim(values[node->tag == TAG_LI ? SET_VALUE : START]));
	node->at = (uint32_t)names->len;
	buf_add(names, name);
	for (size_t i = 0; i < COUNT(parts); i++)
		add_words(names, parts[i].before, values[parts[i].which]);
	node->len = (uint32_t)(names->len - node->at);
	return true;
}

/* Of a tag with attributes the only one that is fed, p, tells their place on the page. */
static void start_element(void *unused, const xmlChar *xml_name, const xmlChar **fed)
{
	(void)unused;
	struct str name = str_of((const char *)xml_name);
	at.text = false;
	at.depth++;
	event();
	if (at.hidden)
		return;
	const struct element *element = element_of(name);
	if (at.depth > DEPTH)
		stop("elements nested deeper than 512");
	else if (at.html->count == NODES)
		stop("more than 250000 elements and texts");
	if (at.why || (element && element->shown == NOT_AT_ALL)) {
		at.hidden = at.depth;
		return;
	}
	struct html_node *node = add_node(element ? element->tag : TAG_ANY);
	node->block = element && (element->shown == AS_BLOCK || element->shown == NOT_FED); /* our own body */
	at.open = (uint32_t)(at.html->count - 1);
	const char *place = fed && fed[0] ? (const char *)fed[1] : NULL;
	if (!read_attributes(node, name, place ? at.page.s + strtoul(place, NULL, 10) : NULL)) {
		at.open = node->parent;
		at.html->count--;
		at.hidden = at.depth;
	}
}

static void end_element(void *unused, const xmlChar *name)
{
	(void)unused, (void)name;
	at.text = false;
	if (at.hidden) {
		at.hidden = at.hidden == at.depth-- ? 0 : at.hidden;
		return;
	}
	struct html_node *node = at.html->nodes + at.open;
	node->end = (uint32_t)at.html->count;
	at.open = node->parent;
	at.depth--;
}

/* --- texts */

/* the character that a name stands for, or 0; libxml2 looks through all of them, so that the last ones are kept */
static uint32_t named_character(struct str name)
{
	static struct { char name[9]; uint32_t code; } last[64];
	const size_t hash = str_hash(name) % COUNT(last);
	if (name.len >= sizeof last->name)
		return 0;
	if (last[hash].name[0] == '\0' || !str_is(name, last[hash].name)) {
		memcpy(last[hash].name, name.s, name.len);
		last[hash].name[name.len] = '\0';
		const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)last[hash].name);
		last[hash].code = entity ? entity->value : 0;
	}
	return last[hash].code;
}

/*
 * The names that libxml2 does not know, of characters that occur in prose: HTML 5's for what stands on a keyboard, which
 * some web sites write for each of them (PHP: htmlentities with ENT_HTML5). WHATWG, HTML, 13.5 Named character references.
 */
static uint32_t newer_character(struct str name)
{
	static const struct { const char *name; uint32_t code; } newer[] = {{"AMP", '&'}, {"COPY", 0xa9}, {"GT", '>'},
		{"Hat", '^'}, {"LT", '<'}, {"NewLine", '\n'}, {"QUOT", '"'}, {"REG", 0xae}, {"Tab", '\t'}, {"ast", '*'},
		{"bsol", '\\'}, {"bullet", 0x2022}, {"colon", ':'}, {"comma", ','}, {"commat", '@'}, {"dash", 0x2010},
		{"dollar", '$'}, {"equals", '='}, {"excl", '!'}, {"grave", '`'}, {"half", 0xbd}, {"hyphen", 0x2010}, {"lbrace", '{'},
		{"lbrack", '['}, {"lcub", '{'}, {"lowbar", '_'}, {"lpar", '('}, {"lsqb", '['}, {"mldr", 0x2026}, {"num", '#'},
		{"percnt", '%'}, {"period", '.'}, {"plus", '+'}, {"quest", '?'}, {"rbrace", '}'}, {"rbrack", ']'}, {"rcub", '}'},
		{"rdquor", 0x201d}, {"rpar", ')'}, {"rsqb", ']'}, {"rsquor", 0x2019}, {"semi", ';'}, {"sol", '/'}, {"verbar", '|'},
		{"vert", '|'}};
	for (size_t i = 0; i < COUNT(newer); i++)
		if (str_is(name, newer[i].name))
			return newer[i].code;
	return 0;
}

/* A reference to a number, behind &#; numbers 128 to 159 are bytes of windows-1252, as browsers have it. */
static const char *number_reference(const char *s, const char *end, uint32_t *code)
{
	bool hex = s < end && (*s | 0x20) == 'x';
	const char *digits = s + hex;
	for (s = digits, *code = 0; s < end && (is_digit(*s) || (hex && (*s | 0x20) >= 'a' && (*s | 0x20) <= 'f')); s++)
		if (*code < 0x110000)
			*code = *code * (hex ? 16 : 10) + (uint32_t)(is_digit(*s) ? *s - '0' : (*s | 0x20) - 'a' + 10);
	if (s == digits)
		return NULL;
	if (*code >= 0x80 && *code < 0xa0)
		*code = utf8_windows_1252(*code);
	else if (*code == 0 || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000))
		*code = 0xfffd;
	return s + (s < end && *s == ';');
}

/* A reference behind &; NULL: it is none. Browsers know the names of Latin-1 and of markup without their semicolons, by
 * the longest of them that a word begins with (&pound500). */
static const char *reference(const char *s, const char *end, uint32_t *code)
{
	if (s < end && *s == '#')
		return number_reference(s + 1, end, code);
	size_t len = 0;
	while (len < 9 && s + len < end && (is_letter(s[len]) || is_digit(s[len])))
		len++;
	const struct str name = {s, len};
	if (s + len < end && s[len] == ';' && ((*code = named_character(name)) != 0 || (*code = newer_character(name)) != 0))
		return s + len + 1;
	for (len = len < 6 ? len : 6; len > 1; len--) {
		*code = named_character((struct str){s, len});
		if (*code && *code < 0x100 && *code != '\'')
			return s + len;
	}
	return NULL;
}

/* where the text at s ends: at a tag or comment, not at a sign that opens none */
static const char *text_end(const char *s, const char *end)
{
	for (; (s = memchr(s, '<', (size_t)(end - s))) != NULL; s++) {
		const char *sign = s + 1;
		if (sign < end && (is_letter(*sign) || *sign == '!' || *sign == '?' || (*sign == '/' && end - sign > 1)))
			return s;
	}
	return end;
}

/* The text at this place of the page, its references resolved, and what they name cleaned as ombud-read cleans. */
static void add_text(size_t place)
{
	struct html *h = at.html;
	const char *s = at.page.s + place, *end = text_end(s, at.page.s + at.page.len);
	for (; s < end && at.why == NULL; event()) {
		const char *sign = memchr(s, '&', (size_t)(end - s)), *behind;
		uint32_t code;
		buf_add(&h->text, (struct str){s, (size_t)((sign ? sign : end) - s)});
		if (sign == NULL)
			break;
		if ((behind = reference(sign + 1, end, &code)) != NULL)
			utf8_add_clean(&h->text, code);
		else
			buf_char(&h->text, '&');
		s = behind ? behind : sign + 1;
	}
}

/* White space as it is, and the places of texts, each ended by a semicolon. */
static void characters(void *unused, const xmlChar *fed, int len)
{
	(void)unused;
	struct html *h = at.html;
	event();
	if (at.hidden || at.why)
		return;
	if (!at.text) {
		if (h->count == NODES) {
			stop("more than 250000 elements and texts");
			return;
		}
		struct html_node *node = add_node(TAG_TEXT);
		node->at = (uint32_t)h->text.len;
		node->end = (uint32_t)h->count;
		at.text = true;
	}
	for (int i = 0; i < len; i++) {
		if (is_digit((char)fed[i])) {
			at.place = at.place * 10 + (size_t)(fed[i] - '0');
		} else if (fed[i] == ';') {
			if (at.place < at.page.len) /* always, if the parser gives back what it got */
				add_text(at.place);
			at.place = 0;
		} else {
			buf_char(&h->text, ' ');
		}
	}
	h->nodes[h->count - 1].len = (uint32_t)(h->text.len - h->nodes[h->count - 1].at);
}

static xmlSAXHandler handler = {
	.startElement = start_element,
	.endElement = end_element,
	.characters = characters,
	.ignorableWhitespace = characters,
	.initialized = 1,
};

/* --- what is fed */

/* gives the parser what has been put together for it */
static void feed(void)
{
	if (at.fed.len && at.why == NULL)
		htmlParseChunk(at.parser, at.fed.s, (int)at.fed.len, 0);
	at.fed.len = 0;
}

/* A text of the page: where it begins, or that it is only white space, which is nothing beside a block. */
static void feed_text(const char *from, const char *to)
{
	const char *s = from;
	while (s < to && is_space(*s))
		s++;
	if (s < to) {
		json_number(&at.fed, (size_t)(from - at.page.s));
		buf_char(&at.fed, ';');
		at.in_line = true;
	} else if (from < to && at.in_line) {
		buf_char(&at.fed, ' ');
	}
}

static const char *find(const char *s, const char *end, const char *what)
{
	size_t len = strlen(what);
	for (; (s = memchr(s, what[0], (size_t)(end - s))) != NULL; s++)
		if ((size_t)(end - s) < len)
			return NULL;
		else if (strncasecmp(s, what, len) == 0)
			return s;
	return NULL;
}

static bool starts(const char *s, const char *end, const char *with)
{
	return (size_t)(end - s) >= strlen(with) && memcmp(s, with, strlen(with)) == 0;
}

/* behind a comment, or whatever else begins with <! or <?; s is behind these */
static const char *skip_comment(const char *s, const char *end)
{
	if (!starts(s, end, "--")) {
		const char *close = memchr(s, '>', (size_t)(end - s));
		return close ? close + 1 : end;
	}
	s += 2;
	if (starts(s, end, ">") || starts(s, end, "->"))
		return s + 1 + (*s == '-');
	for (; (s = find(s, end, "--")) != NULL; s++)
		if (starts(s, end, "-->") || starts(s, end, "--!>"))
			return s + 3 + (s[2] == '!');
	return end;
}

/* behind the end tag of an element that is not fed; its own tag ends at s */
static const char *skip(const struct element *element, const char *s, const char *end)
{
	char close[16] = "</";
	strcat(close, element->name);
	bool *endless = at.endless + (element - elements); /* no end tag follows: not looked for again */
	const char *found = *endless ? NULL : find(s, end, close);
	const char *behind = found ? memchr(found, '>', (size_t)(end - found)) : NULL;
	*endless = behind == NULL;
	return behind ? behind + 1 : element->shown == RAW ? end : s;
}

/* a start or end tag, whose name begins at s; behind it, and behind all that is not fed with it */
static const char *feed_tag(const char *s, const char *end, bool closes)
{
	struct str name = {s, 0}, attribute, value;
	while (s < end && (is_letter(*s) || is_digit(*s) || *s == '-'))
		s++;
	name.len = (size_t)(s - name.s);
	while (s < end && !is_space(*s) && *s != '/' && *s != '>') /* whatever else is in it */
		s++;
	const struct element *element = element_of(name);
	bool fed = !element || element->shown < NOT_FED, matters = false;
	const char *attributes = s;
	size_t left_out = 0;
	while (next_attribute(&s, end, &attribute, &value)) {
		matters = matters || attribute_of(attribute) < ATTRIBUTES;
		left_out += value.len > VALUE_BYTES ? value.len : 0;
	}
	if ((size_t)(s - name.s) - left_out > TAG_BYTES)
		stop("a tag of more than 65536 bytes");
	bool whole = s > attributes && s[-1] == '/'; /* <svg/> has no end tag */
	s += s < end;
	if (fed) {
		bool block = element && element->shown == AS_BLOCK;
		if (block && closes && element->tag == TAG_P && !at.in_paragraph)
			buf_adds(&at.fed, "<p>"); /* as browsers do: what stands behind is on another line */
		at.in_line = !block;
		at.in_paragraph = block ? !closes && element->tag == TAG_P : at.in_paragraph;
		buf_adds(&at.fed, closes ? "</" : "<");
		buf_adds(&at.fed, element && (element->tag == TAG_OL || element->tag == TAG_UL) ? "x-" : "");
		buf_add(&at.fed, (struct str){name.s, name.len < NAME_BYTES ? name.len : NAME_BYTES});
		if (matters && !closes) {
			buf_adds(&at.fed, " p=");
			json_number(&at.fed, (size_t)(attributes - at.page.s));
		}
		buf_char(&at.fed, '>');
	}
	bool skipped = element && element->shown >= SKIPPED && !closes && !whole;
	return skipped ? skip(element, s, end) : s;
}

static void feed_page(void)
{
	const char *s = at.page.s, *end = s + at.page.len;
	buf_adds(&at.fed, "<html><body>");
	while (at.why == NULL && s < end) {
		const char *tag = text_end(s, end);
		feed_text(s, tag);
		if (at.fed.len > PIECE_BYTES)
			feed();
		if (tag == end)
			break;
		bool closes = tag[1] == '/';
		s = tag + 1 + closes;
		s = is_letter(*s) ? feed_tag(s, end, closes) : skip_comment(s + !closes, end);
	}
	feed();
}

const char *html_read(struct html *html, struct str page)
{
	html->count = html->text.len = html->names.len = 0;
	struct buf fed = at.fed;
	memset(&at, 0, sizeof at);
	at.fed = fed;
	at.fed.len = 0;
	at.html = html;
	at.page = page;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at.begun);
	at.parser = htmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (at.parser == NULL)
		die("out of memory");
	htmlCtxtUseOptions(at.parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC
		| HTML_PARSE_NOIMPLIED | HTML_PARSE_NONET);
	struct html_node *root = add_node(TAG_ANY);
	root->block = true;
	feed_page();
	if (at.why == NULL)
		htmlParseChunk(at.parser, NULL, 0, 1);
	htmlFreeParserCtxt(at.parser);
	for (uint32_t open = at.open; open; open = html->nodes[open].parent)
		html->nodes[open].end = (uint32_t)html->count;
	html->nodes[0].end = (uint32_t)html->count;
	return at.why;
}

struct str html_text(const struct html *h, uint32_t node) { return (struct str){h->text.s + h->nodes[node].at, h->nodes[node].len}; }

struct str html_name(const struct html *h, uint32_t node) { return (struct str){h->names.s + h->nodes[node].at, h->nodes[node].len}; }

void html_free(struct html *h)
{
	free(h->nodes);
	buf_free(&h->text);
	buf_free(&h->names);
	buf_free(&at.fed);
	xmlCleanupParser();
}
