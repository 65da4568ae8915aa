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

/* how browsers show elements; whatever is not here is inline, as they have it too */
enum { IN_LINE, AS_BLOCK, NOT_AT_ALL };
static const struct {
	const char *name;
	uint8_t tag, shown;
} elements[] = {
	{"a", TAG_A, IN_LINE}, {"address", TAG_ANY, AS_BLOCK}, {"article", TAG_ARTICLE, AS_BLOCK}, {"aside", TAG_ASIDE, AS_BLOCK},
	{"audio", TAG_ANY, NOT_AT_ALL}, {"b", TAG_BOLD, IN_LINE}, {"blockquote", TAG_ANY, AS_BLOCK}, {"body", TAG_BODY, AS_BLOCK},
	{"br", TAG_BR, IN_LINE}, {"button", TAG_BUTTON, IN_LINE}, {"canvas", TAG_ANY, NOT_AT_ALL}, {"caption", TAG_ANY, AS_BLOCK},
	{"center", TAG_ANY, AS_BLOCK}, {"datalist", TAG_ANY, NOT_AT_ALL}, {"dd", TAG_DD, AS_BLOCK}, {"details", TAG_ANY, AS_BLOCK},
	{"dialog", TAG_DIALOG, AS_BLOCK}, {"dir", TAG_UL, AS_BLOCK}, {"div", TAG_ANY, AS_BLOCK}, {"dl", TAG_DL, AS_BLOCK}, {"dt", TAG_DT, AS_BLOCK},
	{"fieldset", TAG_ANY, AS_BLOCK}, {"figcaption", TAG_FIGCAPTION, AS_BLOCK}, {"figure", TAG_FIGURE, AS_BLOCK},
	{"footer", TAG_FOOTER, AS_BLOCK}, {"form", TAG_FORM, AS_BLOCK}, {"h1", TAG_H1, AS_BLOCK}, {"h2", TAG_H2, AS_BLOCK}, {"h3", TAG_H3, AS_BLOCK},
	{"h4", TAG_H4, AS_BLOCK}, {"h5", TAG_H5, AS_BLOCK}, {"h6", TAG_H6, AS_BLOCK}, {"header", TAG_HEADER, AS_BLOCK}, {"hgroup", TAG_ANY, AS_BLOCK},
	{"hr", TAG_ANY, AS_BLOCK}, {"html", TAG_ANY, AS_BLOCK}, {"legend", TAG_ANY, AS_BLOCK}, {"li", TAG_LI, AS_BLOCK}, {"main", TAG_MAIN, AS_BLOCK},
	{"map", TAG_ANY, NOT_AT_ALL}, {"menu", TAG_UL, AS_BLOCK}, {"meter", TAG_ANY, NOT_AT_ALL}, {"nav", TAG_NAV, AS_BLOCK}, {"noscript", TAG_NOSCRIPT, IN_LINE},
	{"object", TAG_ANY, NOT_AT_ALL}, {"optgroup", TAG_ANY, AS_BLOCK}, {"option", TAG_ANY, AS_BLOCK}, {"p", TAG_P, AS_BLOCK},
	{"pre", TAG_PRE, AS_BLOCK}, {"progress", TAG_ANY, NOT_AT_ALL}, {"rp", TAG_ANY, NOT_AT_ALL}, {"section", TAG_SECTION, AS_BLOCK},
	{"select", TAG_SELECT, AS_BLOCK}, {"strong", TAG_BOLD, IN_LINE}, {"summary", TAG_ANY, AS_BLOCK}, {"svg", TAG_ANY, NOT_AT_ALL},
	{"table", TAG_TABLE, AS_BLOCK}, {"tbody", TAG_ROWS, AS_BLOCK}, {"td", TAG_CELL, AS_BLOCK}, {"template", TAG_ANY, NOT_AT_ALL},
	{"tfoot", TAG_ROWS, AS_BLOCK}, {"th", TAG_CELL, AS_BLOCK}, {"thead", TAG_ROWS, AS_BLOCK}, {"tr", TAG_ROW, AS_BLOCK},
	{"video", TAG_ANY, NOT_AT_ALL}, {"x-ol", TAG_OL, AS_BLOCK}, {"x-ul", TAG_UL, AS_BLOCK},
};

/*
 * Not fed: elements with all up to their end tags, for nothing of them is shown as text; and tags alone. Of these some hold
 * nothing; some libxml2 takes for the end of the page, which they are not: a body of ours is around it all.
 */
static const char *const raw_elements[] = {"script", "style", "svg", "title", "textarea", "iframe", "noembed", "noframes"};
static const char *const unfed_tags[] = {"area", "base", "body", "col", "embed", "head", "html", "img", "input", "link", "meta",
	"param", "source", "track", "wbr"};
/* all that matters of a tag; of an address, that it is there */
enum { ARIA_HIDDEN, CLASS, ATTR_HIDDEN, HREF, ID, ITEMPROP, OPEN, REVERSED, ROLE, START, STYLE, TYPE, ATTR_VALUE };
static const char *const attributes_fed[] = {"aria-hidden", "class", "hidden", "href", "id", "itemprop", "open", "reversed", "role",
	"start", "style", "type", "value"};
/* libxml2 closes one by another that stands in it, outside its items: they are fed as x-ol and x-ul, which it does not know */
static const char *const list_tags[] = {"ol", "ul"};
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

static int by_name(const void *name, const void *element)
{
	return strcmp(name, *(const char *const *)element);
}

static bool style_hides(const char *style)
{
	static const char *const hiding[][2] = {{"display", "none"}, {"visibility", "hidden"}};
	for (const char *s = style; *s; s += *s == ';') {
		s += strspn(s, " \n");
		for (size_t i = 0; i < COUNT(hiding); i++) {
			size_t len = strlen(hiding[i][0]);
			if (strncasecmp(s, hiding[i][0], len) != 0)
				continue;
			const char *value = s + len + strspn(s + len, " \n");
			if (*value == ':' && strncasecmp(value + 1 + strspn(value + 1, " \n"), hiding[i][1], strlen(hiding[i][1])) == 0)
				return true;
		}
		s += strcspn(s, ";");
	}
	return false;
}

/* the words of a value, each behind `before` */
static void add_words(struct buf *to, char before, const char *value)
{
	for (const char *s = value; *(s += strspn(s, " \n")); s += strcspn(s, " \n")) {
		buf_char(to, before);
		buf_add(to, (struct str){s, strcspn(s, " \n")});
	}
}

static void set_number(struct html_node *node, const char *value)
{
	char *end;
	long number = strtol(value, &end, 10);
	if (end != value && number >= -99999 && number <= 99999)
		node->number = (int32_t)number;
}

/* false where a browser does not show it */
static bool read_attributes(struct html_node *node, const char *name, const char **attributes)
{
	struct buf *names = &at.html->names;
	const char *id = NULL, *class = NULL, *role = NULL, *item = NULL;
	bool is_open = node->tag != TAG_DIALOG;
	for (const char **a = attributes; a && a[0]; a += 2) {
		const char *value = a[1] ? a[1] : "";
		if (strcmp(a[0], "id") == 0)
			id = value;
		else if (strcmp(a[0], "class") == 0)
			class = value;
		else if (strcmp(a[0], "role") == 0)
			role = value;
		else if (strcmp(a[0], "itemprop") == 0)
			item = value;
		else if (strcmp(a[0], "open") == 0)
			is_open = true;
		else if (strcmp(a[0], "href") == 0)
			node->is_link = node->tag == TAG_A;
		else if ((strcmp(a[0], "hidden") == 0 && strcasecmp(value, "until-found") != 0)
			|| (strcmp(a[0], "aria-hidden") == 0 && strcasecmp(value, "true") == 0)
			|| (strcmp(a[0], "style") == 0 && style_hides(value)))
			return false;
		else if (strcmp(a[0], "start") == 0 || (strcmp(a[0], "value") == 0 && node->tag == TAG_LI))
			set_number(node, value);
		else if (strcmp(a[0], "reversed") == 0)
			node->reversed = true;
		else if (strcmp(a[0], "type") == 0 && value[0] && value[1] == '\0')
			node->type = value[0];
	}
	if (!is_open)
		return false;
	node->at = (uint32_t)names->len;
	buf_adds(names, name);
	if (id)
		add_words(names, '#', id);
	if (class)
		add_words(names, '.', class);
	if (role)
		add_words(names, '@', role);
	if (item)
		add_words(names, '=', item);
	node->len = (uint32_t)(names->len - node->at);
	return true;
}

static void start_element(void *unused, const xmlChar *xml_name, const xmlChar **attributes)
{
	(void)unused;
	const char *name = (const char *)xml_name;
	at.text = false;
	at.depth++;
	event();
	if (at.hidden)
		return;
	const void *known = bsearch(name, elements, COUNT(elements), sizeof *elements, by_name);
	size_t i = known ? (size_t)((const char *)known - (const char *)elements) / sizeof *elements : 0;
	uint8_t tag = known ? elements[i].tag : TAG_ANY, shown = known ? elements[i].shown : IN_LINE;
	if (at.depth > DEPTH)
		stop("elements nested deeper than 512");
	else if (at.html->count == NODES)
		stop("more than 250000 elements and texts");
	if (at.why || shown == NOT_AT_ALL) {
		at.hidden = at.depth;
		return;
	}
	struct html_node *node = add_node(tag);
	node->block = shown == AS_BLOCK;
	at.open = (uint32_t)(at.html->count - 1);
	if (!read_attributes(node, name, (const char **)attributes)) {
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

static bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* the character that a name stands for, or 0; libxml2 looks through all of them, so that the last ones are kept */
static uint32_t named_character(struct str name)
{
	static struct { char name[9]; uint32_t code; } last[64];
	size_t hash = 0;
	if (name.len >= sizeof last->name)
		return 0;
	for (size_t i = 0; i < name.len; i++)
		hash = hash * 31 + (unsigned char)name.s[i];
	hash %= COUNT(last);
	if (last[hash].name[0] == '\0' || !str_is(name, last[hash].name)) {
		memcpy(last[hash].name, name.s, name.len);
		last[hash].name[name.len] = '\0';
		const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)last[hash].name);
		last[hash].code = entity ? entity->value : 0;
	}
	return last[hash].code;
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
	if (s + len < end && s[len] == ';' && (*code = named_character((struct str){s, len})) != 0)
		return s + len + 1;
	for (len = len < 6 ? len : 6; len > 1; len--) {
		*code = named_character((struct str){s, len});
		if (*code && *code < 0x100 && *code != '\'')
			return s + len;
	}
	return NULL;
}

/* The text at this place of the page, its references resolved, and what they name cleaned as ombud-read cleans. */
static void add_text(size_t place)
{
	struct html *h = at.html;
	const char *s = at.page.s + place, *last = at.page.s + at.page.len;
	const char *end = memchr(s + 1, '<', (size_t)(last - s - 1)); /* the first may be one that opens no tag */
	end = end ? end : last;
	while (s < end) {
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

static bool is_space(char c) { return c == ' ' || c == '\n'; }

/* a text of the page: where it begins, or that it is only white space, which tells nothing in some places */
static void feed_text(const char *from, const char *to)
{
	const char *s = from;
	while (s < to && is_space(*s))
		s++;
	if (s < to) {
		json_number(&at.fed, (size_t)(from - at.page.s));
		buf_char(&at.fed, ';');
	} else if (from < to) {
		buf_char(&at.fed, ' ');
	}
}

/* the tag whose name begins at s has one of these names */
static const char *name_in(const char *s, const char *end, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(names[i]);
		if ((size_t)(end - s) > len && (s[0] | 0x20) == names[i][0] && strncasecmp(s, names[i], len) == 0 && strchr(" >/\n", s[len]) != NULL)
			return names[i];
	}
	return NULL;
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
static const char *skip_raw(const char *s, const char *end, const char *name)
{
	char close[16] = "</";
	strcat(close, name);
	const char *found = find(s, end, close);
	const char *behind = found ? memchr(found, '>', (size_t)(end - found)) : NULL;
	return behind ? behind + 1 : end;
}

static size_t attribute_of(struct str name)
{
	for (size_t i = 0; i < COUNT(attributes_fed); i++)
		if ((name.s[0] | 0x20) == attributes_fed[i][0] && strlen(attributes_fed[i]) == name.len
			&& strncasecmp(name.s, attributes_fed[i], name.len) == 0)
			return i;
	return COUNT(attributes_fed);
}

/* The attributes of a tag from s on, those that matter fed where it is fed at all; behind the tag, or end. */
static const char *read_tag(const char *s, const char *end, bool fed)
{
	const char *tag = s;
	size_t left_out = 0;
	unsigned seen = 0; /* attributes: the first of a name counts */
	for (;;) {
		while (s < end && (is_space(*s) || *s == '/'))
			s++;
		if (s == end || *s == '>')
			break;
		struct str name = {s, 1}, value = {NULL, 0};
		while (++s < end && !is_space(*s) && *s != '/' && *s != '>' && *s != '=')
			name.len++;
		const char *behind = s;
		while (behind < end && is_space(*behind))
			behind++;
		if (behind < end && *behind == '=') {
			for (s = behind + 1; s < end && is_space(*s); s++)
				;
			char quote = s < end && (*s == '"' || *s == '\'') ? *s++ : '\0';
			const char *close = s;
			if (quote)
				close = memchr(s, quote, (size_t)(end - s));
			else
				while (close < end && !is_space(*close) && *close != '>')
					close++;
			close = close ? close : end;
			value = (struct str){s, (size_t)(close - s)};
			s = close + (quote && close < end);
			left_out += quote && value.len > VALUE_BYTES ? value.len : 0;
		}
		size_t which = fed ? attribute_of(name) : COUNT(attributes_fed);
		if (which == COUNT(attributes_fed) || seen & 1u << which || value.len > VALUE_BYTES)
			continue;
		seen |= 1u << which;
		buf_char(&at.fed, ' ');
		buf_adds(&at.fed, attributes_fed[which]);
		if (value.s && which != HREF) {
			char quote = memchr(value.s, '"', value.len) ? '\'' : '"';
			buf_char(&at.fed, '=');
			buf_char(&at.fed, quote);
			buf_add(&at.fed, value);
			buf_char(&at.fed, quote);
		}
	}
	if ((size_t)(s - tag) - left_out > TAG_BYTES)
		stop("a tag of more than 65536 bytes");
	return s < end ? s + 1 : end;
}

/* a start or end tag, whose name begins at s; behind it, and behind all that is not fed with it */
static const char *feed_tag(const char *s, const char *end, bool closes)
{
	const char *raw = closes ? NULL : name_in(s, end, raw_elements, COUNT(raw_elements));
	bool fed = !raw && !name_in(s, end, unfed_tags, COUNT(unfed_tags));
	size_t len = 0;
	while (s + len < end && len < NAME_BYTES && !is_space(s[len]) && s[len] != '/' && s[len] != '>')
		len++;
	if (fed) {
		buf_adds(&at.fed, closes ? "</" : "<");
		buf_adds(&at.fed, name_in(s, end, list_tags, COUNT(list_tags)) ? "x-" : "");
		buf_add(&at.fed, (struct str){s, len});
	}
	s = read_tag(s + len, end, fed && !closes);
	if (fed)
		buf_char(&at.fed, '>');
	return raw && !(s - 2 > at.page.s && s[-2] == '/') ? skip_raw(s, end, raw) : s;
}

static void feed_page(void)
{
	const char *s = at.page.s, *end = s + at.page.len;
	buf_adds(&at.fed, "<html><body>");
	while (at.why == NULL && s < end) {
		const char *tag = memchr(s, '<', (size_t)(end - s));
		tag = tag ? tag : end;
		feed_text(s, tag);
		if (at.fed.len > PIECE_BYTES)
			feed();
		bool closes = end - tag > 1 && tag[1] == '/';
		s = tag + 1 + closes;
		if (s < end && is_letter(*s)) {
			s = feed_tag(s, end, closes);
		} else if (s < end && (*s == '!' || *s == '?' || closes)) {
			s = skip_comment(s + !closes, end);
		} else if (tag < end) { /* the sign itself */
			s = memchr(tag + 1, '<', (size_t)(end - tag - 1));
			s = s ? s : end;
			feed_text(tag, s);
		}
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
