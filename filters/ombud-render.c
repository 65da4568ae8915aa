/*
 * ombud-render: `page` becomes `text`. A text page is its own text, byte for byte. Of an HTML page the main content (with
 * --all the whole body) is put on lines in the form of a numbered dump: `## Heading`, paragraphs between blank lines, the
 * items of lists behind their numbers or bullets, `Label : value`. A record without `page` passes unchanged.
 */
#include <stdio.h>

#include "lib/ombud.h"

static bool all;
static struct html html;

/* the text that is being made, and where on the page we are */
static struct {
	struct buf *to;
	size_t line;     /* where the line begins */
	char space;      /* is due before the next words of the line: a space, a tab, or 0 */
	bool blank;      /* a blank line is due before the next line */
	bool one_line;   /* blocks do not break lines: in headings, rows of tables, labels and values */
	bool pre;        /* line feeds do */
	unsigned lists;  /* that are open */
	unsigned indent; /* of lines in an item of a list */
	char mark[80];   /* of the item or heading, due before its first words */
} at;

static bool in_line(void) { return at.to->len > at.line; }

static void break_line(void)
{
	if (at.one_line) {
		at.space = at.space ? at.space : ' ';
		return;
	}
	if (in_line()) {
		buf_char(at.to, '\n');
		at.line = at.to->len;
	}
	at.space = '\0';
}

static void end_block(void)
{
	break_line();
	at.blank = at.blank || (!at.one_line && at.mark[0] == '\0');
}

static void begin_line(void)
{
	if (at.blank && at.line)
		buf_char(at.to, '\n');
	at.blank = false;
	at.line = at.to->len;
	at.space = '\0';
	if (at.mark[0])
		buf_adds(at.to, at.mark);
	else
		buf_printf(at.to, "%*s", (int)at.indent, "");
	at.mark[0] = '\0';
}

/* a space between two words */
static bool is_one_space(struct str text, size_t i)
{
	return text.s[i] == ' ' && i && i + 1 < text.len && (unsigned char)text.s[i - 1] > ' ' && (unsigned char)text.s[i + 1] > ' ';
}

static void add_text(struct str text)
{
	for (size_t i = 0; i < text.len;) {
		size_t from = i;
		while (i < text.len && ((unsigned char)text.s[i] > ' ' || is_one_space(text, i)))
			i++;
		if (i > from) {
			if (!in_line())
				begin_line();
			else if (at.space)
				buf_char(at.to, at.space);
			at.space = '\0';
			buf_add(at.to, (struct str){text.s + from, i - from});
		}
		for (; i < text.len && (unsigned char)text.s[i] <= ' '; i++) {
			if (at.pre && text.s[i] == '\n')
				break_line();
			else if (at.space == '\0')
				at.space = ' ';
		}
	}
}

static void render_node(uint32_t node);
static void render_children(uint32_t parent);

static uint32_t behind(uint32_t node) { return html.nodes[node].end; }

static bool is_text(uint32_t node) { return html.nodes[node].tag == TAG_TEXT; }

/* the next node beside this one that is not dropped and not white space alone, or 0 */
static uint32_t sibling(uint32_t node)
{
	uint32_t end = html.nodes[html.nodes[node].parent].end;
	uint32_t i = behind(node);
	while (i < end && (html.nodes[i].dropped || (is_text(i) && str_trim(html_text(&html, i)).len == 0)))
		i = behind(i);
	return i < end ? i : 0;
}

/* nothing stands in it that needs lines of its own */
static bool fits_a_line(uint32_t node)
{
	unsigned paragraphs = 0;
	for (uint32_t i = node + 1; i < html.nodes[node].end; i = html.nodes[i].dropped ? behind(i) : i + 1) {
		switch (html.nodes[i].tag) {
		case TAG_DL: case TAG_H1: case TAG_H2: case TAG_H3: case TAG_H4: case TAG_H5: case TAG_H6: case TAG_OL: case TAG_PRE:
		case TAG_TABLE: case TAG_UL:
			return false;
		case TAG_P:
			paragraphs++;
		}
	}
	return paragraphs < 2;
}

static void render_in_line(uint32_t node)
{
	bool before = at.one_line;
	at.one_line = true;
	render_children(node);
	at.one_line = before;
}

/* "Category : Housing" on a line of its own, or the value below where that has lines of its own */
static void render_pair(uint32_t label, uint32_t value)
{
	break_line();
	size_t from = at.to->len;
	render_in_line(label);
	if (at.to->len > from) {
		buf_adds(at.to, at.to->s[at.to->len - 1] == ':' ? "" : " :");
		at.space = ' ';
	}
	if (fits_a_line(value))
		render_in_line(value);
	else
		render_children(value);
	break_line();
}

static void render_row(uint32_t row)
{
	const struct html_node *nodes = html.nodes;
	unsigned cells = 0;
	bool in_a_line = true;
	for (uint32_t i = row + 1; i < nodes[row].end; i = behind(i)) {
		cells += nodes[i].tag == TAG_CELL && !nodes[i].dropped;
		in_a_line = in_a_line && fits_a_line(i);
	}
	if (cells < 2 || !in_a_line) {
		end_block();
		render_children(row);
		end_block();
		return;
	}
	break_line();
	for (uint32_t i = row + 1; i < nodes[row].end; i = behind(i)) {
		if (nodes[i].dropped)
			continue;
		if (nodes[i].tag == TAG_CELL && in_line())
			at.space = at.to->s[at.to->len - 1] == ':' ? ' ' : '\t';
		render_in_line(i);
	}
	break_line();
}

static void render_heading(uint32_t heading)
{
	char mark[sizeof at.mark];
	unsigned indent = at.indent;
	end_block();
	memcpy(mark, at.mark, sizeof mark); /* of the item of a list that begins with a heading */
	snprintf(at.mark, sizeof at.mark, "%.*s ", html.nodes[heading].tag - TAG_H1 + 1, "######");
	at.indent = 0;
	render_in_line(heading);
	memcpy(at.mark, mark, sizeof mark);
	at.indent = indent;
	end_block();
}

/* a number as its list prints it: 27 is 27, aa, AA, xxvii or XXVII */
static void add_number(struct buf *to, long number, char type)
{
	static const struct { int value; const char *digits; } roman[] = {{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"},
		{9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}};
	const size_t from = to->len;
	if ((type == 'a' || type == 'A') && number > 0) {
		char letters[16];
		size_t n = sizeof letters;
		for (; number > 0; number = (number - 1) / 26)
			letters[--n] = (char)('a' + (number - 1) % 26);
		buf_add(to, (struct str){letters + n, sizeof letters - n});
	} else if ((type == 'i' || type == 'I') && number > 0 && number < 400) {
		for (size_t i = 0; number > 0; number -= roman[i].value) {
			while (roman[i].value > number)
				i++;
			buf_adds(to, roman[i].digits);
		}
	} else {
		buf_printf(to, "%ld", number);
	}
	for (size_t i = from; i < to->len && (type == 'A' || type == 'I'); i++)
		to->s[i] = (char)(to->s[i] >= 'a' ? to->s[i] - 0x20 : to->s[i]);
}

static long first_number(uint32_t list)
{
	const struct html_node *nodes = html.nodes;
	if (nodes[list].number != NO_NUMBER || !nodes[list].reversed)
		return nodes[list].number == NO_NUMBER ? 1 : nodes[list].number;
	long items = 0;
	for (uint32_t i = list + 1; i < nodes[list].end; i = behind(i))
		items += nodes[i].tag == TAG_LI;
	return items;
}

/* Items are indented by two spaces a depth; bullets by four at least, as in numbered dumps. */
static void render_list(uint32_t list)
{
	static struct buf mark;
	const struct html_node *nodes = html.nodes;
	bool numbered = nodes[list].tag == TAG_OL;
	long number = first_number(list);
	unsigned outer = at.indent, depth = at.lists < 20 ? ++at.lists : at.lists;
	unsigned indent = numbered || depth > 1 ? 2 * depth : 4;
	end_block();
	at.blank = at.blank && depth == 1;
	for (uint32_t i = list + 1; i < nodes[list].end; i = behind(i)) {
		bool item = nodes[i].tag == TAG_LI;
		number = item && nodes[i].number != NO_NUMBER ? nodes[i].number : number;
		at.indent = indent;
		if (item && !nodes[i].dropped) {
			mark.len = 0;
			buf_printf(&mark, "%*s", (int)indent, "");
			if (numbered)
				add_number(&mark, number, nodes[list].type);
			buf_adds(&mark, numbered ? ". " : "• ");
			snprintf(at.mark, sizeof at.mark, "%.*s", (int)mark.len, mark.s);
			render_children(i);
			at.mark[0] = '\0';
			break_line();
			at.blank = false;
		} else if (!nodes[i].dropped) {
			render_node(i);
		}
		number += item ? nodes[list].reversed ? -1 : 1 : 0;
	}
	at.indent = outer;
	at.lists = depth - 1;
	end_block();
}

static void render_node(uint32_t i)
{
	const struct html_node *node = html.nodes + i;
	switch (node->tag) {
	case TAG_TEXT:
		add_text(html_text(&html, i));
		break;
	case TAG_BR:
		break_line();
		break;
	case TAG_H1: case TAG_H2: case TAG_H3: case TAG_H4: case TAG_H5: case TAG_H6:
		render_heading(i);
		break;
	case TAG_OL: case TAG_UL:
		render_list(i);
		break;
	case TAG_ROW:
		render_row(i);
		break;
	case TAG_PRE:
		at.pre = true;
		end_block();
		render_children(i);
		end_block();
		at.pre = false;
		break;
	default:
		if (node->block)
			end_block();
		render_children(i);
		if (node->block)
			end_block();
	}
}

/* the value that stands behind a label, or 0 */
static uint32_t value_of(uint32_t label)
{
	uint32_t value = content_is_label(&html, label) ? sibling(label) : 0;
	return value && content_is_value(&html, value) ? value : 0;
}

static void render_children(uint32_t parent)
{
	for (uint32_t i = parent + 1; i < html.nodes[parent].end; i = behind(i)) {
		uint32_t value = html.nodes[i].dropped ? 0 : value_of(i);
		if (value) {
			render_pair(i, value);
			i = value;
		} else if (!html.nodes[i].dropped) {
			render_node(i);
		}
	}
}

static void render_page(struct buf *to)
{
	memset(&at, 0, sizeof at);
	at.to = to;
	to->len = 0;
	render_children(0);
	break_line();
}

static enum verdict render(struct record *r, struct buf *unused)
{
	(void)unused;
	static struct buf page, text;
	struct str given = record_value(r, "page");
	if (given.s == NULL || str_is(given, "null"))
		return KEEP;
	if (given.s[0] != '"') {
		record_wrong(r, "member page is no string: %s", shown(given));
		return REJECT;
	}
	struct str media_type = json_member(record_object(r, "source"), "media_type");
	if (str_is(media_type, "text/html")) {
		record_string(r, "page", &page);
		const char *why = html_read(&html, buf_str(&page));
		if (why) {
			record_wrong(r, "%s", why);
			return REJECT;
		}
		content_find(&html, all);
		render_page(&text);
		json_quote(record_set(r, "text"), buf_str(&text));
		buf_spare(&page);
		buf_spare(&text);
	} else if (media_type.s == NULL || str_is(media_type, "text/plain")) {
		buf_add(record_set(r, "text"), given);
	} else {
		record_wrong(r, "a page that is neither text nor HTML: %s", shown(media_type));
		return REJECT;
	}
	record_drop(r, "page");
	return KEEP;
}

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	content_load(directory);
}

static void finish(void)
{
	content_free();
	html_free(&html);
}

static const struct option own[] = {
	{"all", no_argument, NULL, 'a'},
	{0},
};

static void option(int which, const char *argument)
{
	(void)which, (void)argument;
	all = true;
}

static const struct filter ombud_render = {
	.name = "ombud-render",
	.synopsis = "ombud-render [--all] [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Turns the page of each record into text. Takes page, leaves text: of an HTML page\n"
		"the main content. Rules: elements.csv.\n"
		"  --all  the whole body\n",
	.options = own,
	.option = option,
	.needs_rules = true,
	.start = start,
	.record = render,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_render); }
