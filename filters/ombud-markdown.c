/*
 * ombud-markdown: leaves `markdown`, the decision as one clean text in Markdown (CommonMark): the body and the reference
 * as its title, the label and what goes with it as a list, the summary, then each section under its heading. What
 * Markdown would take for its own is escaped, and nothing else. A record without sections passes.
 */
#include "lib/ombud.h"

static const char *const facts[][2] = {{"category", "Category"}, {"subcategory", "Subcategory"}, {"decision", "Decision"},
	{"decision_date", "Date"}, {"satisfied_date", "Complied with"}};

static bool is_alnum(struct str text, size_t i)
{
	unsigned char c = i < text.len ? (unsigned char)text.s[i] : ' ', lower = c | 0x20;
	return c >= 0x80 || (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z');
}

/* `&amp;`, `&#8217;`: a name or number between & and ; */
static bool is_entity(struct str text, size_t i)
{
	size_t end = i + 1 + (i + 1 < text.len && text.s[i + 1] == '#');
	size_t from = end;
	while (is_alnum(text, end))
		end++;
	return end > from && end < text.len && text.s[end] == ';';
}

/* Would CommonMark take the sign at i for a markup? Signs that mean something at the head of a line only are not here. */
static bool is_markup(struct str text, size_t i)
{
	char next = i + 1 < text.len ? text.s[i + 1] : ' ';
	switch (text.s[i]) {
	case '\\': case '`': case '*': return true;
	case '_': return i == 0 || !is_alnum(text, i - 1) || !is_alnum(text, i + 1);
	case ']': return next == '(' || next == '[' || next == ':';
	case '<': return next == '/' || next == '!' || next == '?' || is_alnum(text, i + 1);
	case '&': return is_entity(text, i);
	default: return false;
	}
}

/* A line of text: its words as they are shown. What begins a heading, a list, a quotation or a fence does so no more. */
static void add_words(struct buf *to, struct str line)
{
	struct str text = str_trim(line);
	size_t digits = 0;
	while (digits < text.len && text.s[digits] >= '0' && text.s[digits] <= '9')
		digits++;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.s[i];
		bool mark = (i == 0 && strchr("#+-=~>", c)) || (i == digits && digits && (c == '.' || c == ')'));
		if (mark || is_markup(text, i))
			buf_char(to, '\\');
		buf_char(to, c == '\n' || c == '\r' ? ' ' : c); /* a name has none, if it is from our own filters */
	}
}

/* A paragraph of a record: its first line, then items, which begin with a bullet, each on a line of its own. */
static void add_paragraph(struct buf *to, struct str text)
{
	struct str line;
	bool first = true, in_list = false;
	for (; str_line(&text, &line); first = false) {
		bool item = str_starts(line, "• ");
		if (!first)
			buf_adds(to, item && in_list ? "\n" : "\n\n");
		if (item) {
			buf_adds(to, "- ");
			line = (struct str){line.s + strlen("• "), line.len - strlen("• ")};
		}
		add_words(to, line);
		in_list = item;
	}
	buf_adds(to, "\n\n");
}

static bool add_string(struct buf *text, struct str value)
{
	text->len = 0;
	if (value.s && value.s[0] == '"')
		json_text(text, value);
	return text->len;
}

/* to is empty */
static void add_head(struct record *r, struct buf *to)
{
	static struct buf text;
	bool named = record_string(r, "authority", &text);
	buf_adds(to, named ? "# " : "");
	add_words(to, buf_str(&text));
	if (record_string(r, "reference", &text)) {
		buf_adds(to, named ? " (" : "# ");
		buf_add(to, buf_str(&text));
		buf_adds(to, named ? ")" : "");
	}
	if (to->len)
		buf_adds(to, "\n\n");
	size_t before = to->len;
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		if (!record_string(r, facts[i][0], &text))
			continue;
		buf_printf(to, "- %s: ", facts[i][1]);
		add_words(to, buf_str(&text));
		buf_char(to, '\n');
	}
	if (to->len > before)
		buf_char(to, '\n');
}

static void add_sections(struct record *r, struct str sections, struct buf *to)
{
	static struct buf text;
	struct str section, paragraph;
	for (const char *s = sections.s + 1; json_next(&s, &section);) {
		struct str list = section.s[0] == '{' ? json_find(section, "paragraphs") : (struct str){NULL, 0};
		if (list.s == NULL || list.s[0] != '[') {
			record_wrong(r, "member sections is not in the form that ombud-split gives it: %s", shown(sections));
			return;
		}
		if (add_string(&text, json_find(section, "heading"))) {
			struct str level = json_find(section, "level");
			buf_adds(to, level.s && level.s[0] >= '3' && level.s[0] <= '6' ? "### " : "## ");
			add_words(to, buf_str(&text));
			buf_adds(to, "\n\n");
		}
		for (const char *p = list.s + 1; json_next(&p, &paragraph);)
			if (paragraph.s[0] == '{' && add_string(&text, json_find(paragraph, "text")))
				add_paragraph(to, buf_str(&text));
	}
	buf_spare(&text);
}

static enum verdict markdown(struct record *r, struct buf *unused)
{
	(void)unused;
	static struct buf made;
	struct str sections = record_value(r, "sections");
	if (sections.s == NULL || str_is(sections, "null"))
		return KEEP;
	if (sections.s[0] != '[') {
		record_wrong(r, "member sections is no list: %s", shown(sections));
		return REJECT;
	}
	made.len = 0;
	add_head(r, &made);
	add_sections(r, sections, &made);
	while (made.len > 1 && made.s[made.len - 1] == '\n' && made.s[made.len - 2] == '\n')
		made.len--;
	json_quote(record_set(r, "markdown"), buf_str(&made));
	buf_spare(&made);
	return r->why.len ? REJECT : KEEP;
}

static const struct filter ombud_markdown = {
	.name = "ombud-markdown",
	.synopsis = "ombud-markdown [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Leaves markdown: the decision as one text in Markdown. Takes authority, reference,\n"
		"category, subcategory, decision, decision_date, satisfied_date, sections.\n",
	.record = markdown,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_markdown); }
