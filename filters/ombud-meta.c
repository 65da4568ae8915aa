/*
 * ombud-meta: who, what and when, from `header`, `sections` and `source`, in the forms of the finished record. What the
 * page does not say is null, and a warning says why. A record without header and sections gets nulls.
 */
#include <limits.h>
#include <stdlib.h>

#include "lib/ombud.h"

static const char *const category_columns[] = {"id", "name", "remark", NULL};
static const char *const type_columns[] = {"id", "where", "pattern", "type", "remark", NULL};
static const char *const complainant_columns[] = {"id", "where", "pattern", "remark", NULL};
static const char *const label_columns[] = {"id", "where", "pattern", "outcome", "basis", "remark", NULL};
static const char *const type_places[] = {"name", NULL}, *const label_places[] = {"label", "finding", "statement", NULL};
static const char *const authority_types[] = {"council", "care_provider", "school", "health_body", "national_park",
	"transport_body", "government_agency", "fire_authority", "police_body", "other", NULL};

static struct authorities *authorities;
static struct citations *citations;
static struct rules *types, *complainants, *labels;
static struct table *categories;
static struct sections sections;

static const struct str nothing = {NULL, 0};

static void start(const char *directory, struct buf *unused)
{
	(void)unused;
	authorities = authorities_load(directory);
	citations = citations_load(directory);
	types = rules_load(directory, "body_types.csv", type_columns, type_places);
	complainants = rules_load(directory, "complainants.csv", complainant_columns, kind_names);
	labels = rules_load(directory, "outcomes.csv", label_columns, label_places);
	categories = table_load(directory, "categories.csv", category_columns);
	for (size_t row = 0; row < rules_table(complainants)->rows; row++)
		rules_need(complainants, row, "name");
	table_words(rules_table(types), "type", authority_types);
}

/* `24 001 324a`, `24-001-324A` and `24001324a` are 24-001-324a; false where it is no reference */
static bool read_reference(struct str printed, char reference[16])
{
	size_t n = 0;
	for (size_t i = 0; i < printed.len; i++) {
		char c = printed.s[i];
		if (is_digit(c) && n < 10) {
			if (n == 2 || n == 6)
				reference[n++] = '-';
			reference[n++] = c;
		} else if (n == 10 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) {
			reference[n++] = (char)(c | 0x20);
		} else if (c != ' ' && c != '-') {
			return false;
		}
	}
	reference[n] = '\0';
	return n == 10 || n == 11;
}

/* a name as it stands in addresses: lower case, `-` for all that is no letter or digit */
static void add_slug(struct buf *to, struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.s[i];
		if (c >= 'A' && c <= 'Z')
			buf_char(to, (char)(c + 32));
		else if ((c >= 'a' && c <= 'z') || is_digit(c))
			buf_char(to, c);
		else if (to->len && to->s[to->len - 1] != '-')
			buf_char(to, '-');
	}
	while (to->len && to->s[to->len - 1] == '-')
		to->len--;
}

/* Mirrors make names of slugs (`Councillor Conduct And Standards`), a capital on every word: only the first keeps it. */
static struct str sentence_case(struct str printed)
{
	static struct buf made[2];
	static unsigned turn;
	struct buf *b = &made[turn++ % 2];
	bool spaced = false, titled = true;
	for (size_t i = 1; i < printed.len; i++) {
		bool begins = printed.s[i - 1] == ' ';
		spaced = spaced || begins;
		titled = titled && (!begins || (printed.s[i] >= 'A' && printed.s[i] <= 'Z'));
	}
	if (!spaced || !titled)
		return printed;
	b->len = 0;
	buf_add(b, printed);
	for (size_t i = 1; i < b->len; i++) {
		bool acronym = i + 1 < b->len && b->s[i + 1] >= 'A' && b->s[i + 1] <= 'Z';
		if (b->s[i - 1] == ' ' && !acronym)
			b->s[i] = (char)(b->s[i] | 0x20);
	}
	return buf_str(b);
}

/* The Ombudsman's own spelling of a category, however it was printed (`Children S Care Services`). */
static struct str category_name(struct str printed)
{
	static struct buf slug;
	slug.len = 0;
	add_slug(&slug, printed);
	for (size_t row = 0; row < categories->rows; row++)
		if (str_is(buf_str(&slug), table_cell(categories, row, "id")))
			return str_of(table_cell(categories, row, "name"));
	return sentence_case(printed);
}

/* `alternative-provision` without a spelling of its own is `Alternative provision` */
static struct str category_of_slug(struct str slug, struct buf *to)
{
	struct str name = category_name(slug);
	if (name.s != slug.s || slug.len == 0)
		return name;
	size_t from = to->len;
	for (size_t i = 0; i < slug.len; i++)
		buf_char(to, slug.s[i] == '-' ? ' ' : slug.s[i]);
	if (to->s[from] >= 'a' && to->s[from] <= 'z')
		to->s[from] = (char)(to->s[from] - 32);
	return (struct str){to->s + from, slug.len};
}

/* the last part of a path before *end, *end moved before it; a query and an ending aside */
static struct str last_part(struct str path, size_t *end)
{
	size_t to = *end;
	while (to > 0 && path.s[to - 1] == '/')
		to--;
	size_t from = to;
	while (from > 0 && path.s[from - 1] != '/')
		from--;
	*end = from;
	return (struct str){path.s + from, to - from};
}

struct place { /* decisions/<category>/<subcategory>/<reference>, as far as an address or a path has it */
	char reference[16];
	struct str category, subcategory;
};

/* `24-001-324a`, as addresses spell it, or with spaces; eight digits alone may be anything */
static bool is_reference_name(struct str name)
{
	static const char form[] = "dd-ddd-ddd";
	for (size_t i = 0; i < sizeof form - 1; i++)
		if (i >= name.len || (form[i] == 'd' ? !is_digit(name.s[i]) : !strchr("- ", name.s[i])))
			return false;
	return name.len == sizeof form - 1 || (name.len == sizeof form && ((name.s[name.len - 1] | 0x20) >= 'a'));
}

/* a part of a path up to its ending, or to the query that crawlers leave in a file's name (as `@`, for Windows) */
static struct str stem(struct str name)
{
	size_t len = 0;
	while (len < name.len && !strchr(".?@", name.s[len]))
		len++;
	return (struct str){name.s, len};
}

/* What a page's address or path says, whose bytes up to `end` count (a query and a fragment do not). An index stands
 * for the folder it is in. */
static bool read_place(struct str path, size_t end, struct place *place)
{
	struct str name = stem(last_part(path, &end));
	if (str_is(name, "index"))
		name = stem(last_part(path, &end));
	if (!is_reference_name(name) || !read_reference(name, place->reference)) {
		place->reference[0] = '\0';
		return false;
	}
	struct str subcategory = last_part(path, &end), category = last_part(path, &end);
	bool is_site = str_is(last_part(path, &end), "decisions");
	place->category = is_site ? category : nothing;
	place->subcategory = is_site ? subcategory : nothing;
	return true;
}

static void set_string(struct record *r, const char *name, struct str value)
{
	json_quote_or_null(record_set(r, name), value);
}

/* printed in the header, else from the place; a warning says which and why */
static struct str from_place(struct str printed, struct str placed, const char *missing, const char *used)
{
	if (printed.s)
		return printed;
	if (placed.s && placed.len)
		warnings_add(used, placed);
	else
		warnings_add(missing, nothing);
	return placed.len ? placed : nothing;
}

static void set_reference(struct record *r, const cJSON *header, const struct place *place)
{
	struct str printed = json_member(header, "reference");
	char reference[16] = "";
	if (printed.s && !read_reference(printed, reference)) {
		warnings_add("bad_reference", printed);
		reference[0] = '\0';
	}
	set_string(r, "reference", from_place(reference[0] ? str_of(reference) : nothing, str_of(place->reference),
		"no_reference", "reference_from_address"));
}

static void set_authority(struct record *r, struct str name, const char *day)
{
	static const char *const warnings[] = {"unknown_authority", NULL, "authority_outside_its_dates", "several_authorities"};
	const char *code = NULL, *type = NULL;
	if (name.s == NULL)
		warnings_add("no_authority", nothing);
	enum authority_found found = name.s ? authorities_find(authorities, name, day, &code) : UNKNOWN_BODY;
	if (name.s) {
		rules_begin(types, name, ~0u);
		int rule = rules_next(types);
		type = rule < 0 ? "other" : rules_cell(types, (size_t)rule, "type");
	}
	/* only of a council can it be said that its code ought to be known */
	if (found == FOUND_OUTSIDE_ITS_DATES)
		warnings_add(warnings[found], str_of(code));
	else if (warnings[found] && name.s && (found == SEVERAL || strcmp(type, "council") == 0))
		warnings_add(warnings[found], name);
	set_string(r, "authority", name);
	set_string(r, "authority_code", found == FOUND ? str_of(code) : nothing);
	set_string(r, "authority_type", type ? str_of(type) : nothing);
}

static void set_category(struct record *r, const cJSON *header, const struct place *place)
{
	static struct buf made;
	struct str printed = json_member(header, "category"), below = json_member(header, "subcategory");
	made.len = 0;
	buf_room(&made, place->category.len + place->subcategory.len);
	struct str placed = place->category.s ? category_of_slug(place->category, &made) : nothing;
	struct str placed_below = place->subcategory.s ? category_of_slug(place->subcategory, &made) : nothing;
	bool lost = printed.s == NULL;
	struct str category = printed.s ? category_name(printed) : nothing;
	set_string(r, "category", from_place(category, placed, "no_category", "category_from_address"));
	below = below.s ? category_name(below) : lost && placed_below.len ? placed_below : nothing;
	if (below.s == NULL)
		warnings_add("no_subcategory", nothing);
	set_string(r, "subcategory", below);
}

/* the first rule of the table that matches anywhere, in its first paragraph */
static struct str complainant(void)
{
	struct str found = nothing;
	int best = INT_MAX;
	for (size_t i = 0; i < sections.count; i++) {
		rules_begin(complainants, sections.p[i].text, 1u << sections.p[i].kind);
		int rule = rules_next(complainants);
		struct str name = rule < 0 ? nothing : rules_named(complainants, "name");
		if (name.s == NULL || rule >= best)
			continue;
		best = rule;
		found = name;
	}
	return found;
}

/* `?chapter=2`: reports alone have chapters; 0 is the whole of any page */
static bool is_chapter(struct str address)
{
	static const char *const marks[] = {"?chapter=", "&chapter=", "@chapter="};
	for (size_t i = 0; address.s && i < sizeof marks / sizeof *marks; i++) {
		const char *at = strstr(address.s, marks[i]);
		if (at && at[strlen(marks[i])] >= '1' && at[strlen(marks[i])] <= '9')
			return true;
	}
	return false;
}

static bool is_label(struct str printed)
{
	if (printed.s == NULL)
		return false;
	rules_begin(labels, printed, 1);
	return rules_next(labels) >= 0;
}

/*
 * A decision has a reference or stands at the address of one, and has besides one of the labels, the line that opens it,
 * or sections that nothing else has; or it has such sections and somebody who complains. (Minutes, newsletters and
 * digests have references in their titles, and headings such as Background and Recommendations.) Reports say that they
 * are, or have recommendations and names, or none of what closes a statement. Anything else is no decision.
 */
static const char *document_type(const cJSON *header, bool placed, bool chapter, bool complainant)
{
	const unsigned own = 1u << POWERS | 1u << METHOD | 1u << ASSESSMENT | 1u << NAMES, has = sections.headings;
	const unsigned told = 1u << COMPLAINT | 1u << FINDINGS | 1u << DECISION, blank = 1u << SUMMARY | 1u << OTHER;
	const unsigned closes = 1u << DECISION | 1u << ASSESSMENT, recommends = 1u << FINDINGS | 1u << RECOMMENDATIONS;
	struct str type = json_member(header, "type");
	bool has_reference = json_member(header, "reference").s, has_name = json_member(header, "authority").s;
	bool has_label = is_label(json_member(header, "decision")), has_date = json_member(header, "decision_date").s;
	bool is_report = str_is(type, "report") || chapter || has & 1u << NAMES;
	bool bare = has_reference && !has_name && sections.count; /* an old report: the reference is its title */
	bool is_decision = ((has_reference || placed) && (has_label || type.s || has & own || is_report || bare))
		|| (placed && has & told)
		|| (has_label && has & (told | own | recommends))
		|| (has & own && sections.known > 2 && (complainant || type.s));
	if (!is_decision || !(has & ~blank || type.s || has_date || bare))
		return "other";
	if (is_report || (type.s == NULL && !(has & closes) && (has & ~(blank | told) || bare)))
		return "report";
	return has & (own | closes) || !(has & recommends) ? "statement" : "report";
}

static void set_related(struct record *r, const cJSON *header)
{
	const cJSON *related = cJSON_GetObjectItemCaseSensitive(header, "related"), *one;
	struct buf *to = record_set(r, "related");
	const char *comma = "";
	char reference[16], date[11];
	buf_char(to, '[');
	cJSON_ArrayForEach(one, related) {
		struct str printed = json_member(one, "reference"), day = json_member(one, "date");
		buf_adds(to, comma);
		json_key(to, '{', "reference");
		json_quote_or_null(to, printed.s && read_reference(printed, reference) ? str_of(reference) : printed);
		json_key(to, ',', "date");
		json_quote_or_null(to, day.s && date_read(day, date) ? str_of(date) : nothing);
		json_key(to, ',', "summary");
		json_quote_or_null(to, json_member(one, "summary"));
		json_key(to, ',', "decision");
		json_quote_or_null(to, json_member(one, "decision"));
		buf_char(to, '}');
		comma = ",";
	}
	buf_char(to, ']');
}

static enum verdict meta(struct record *r, struct buf *unused)
{
	(void)unused;
	char date[11] = "", satisfied[11] = "";
	struct place place = {"", nothing, nothing};
	if (!sections_load(&sections, r) && r->why.len)
		return REJECT;
	if (record_value(r, "header").s == NULL && record_value(r, "document_type").s)
		return KEEP; /* a finished record: what the header said stands in its members */
	const cJSON *header = record_object(r, "header"), *source = record_object(r, "source");
	if (r->why.len)
		return REJECT;
	struct str address = json_member(source, "address"), path = json_member(source, "path");
	struct str printed_date = json_member(header, "decision_date"), printed_satisfied = json_member(header, "satisfied");
	if (!(address.s && read_place(address, strcspn(address.s, "?#"), &place)) && path.s)
		read_place(path, path.len, &place);

	struct str name_of_complainant = complainant();
	bool chapter = is_chapter(address) || is_chapter(path);
	const char *type = document_type(header, *place.reference, chapter, name_of_complainant.s);
	struct str label = json_member(header, "decision"), name = json_member(header, "authority");
	warnings_begin(r);
	set_reference(r, header, &place);
	if (printed_date.s && !date_read(printed_date, date))
		warnings_add("bad_date", printed_date);
	set_authority(r, name, date);
	set_category(r, header, &place);
	set_string(r, "document_type", str_of(type));
	if (label.s == NULL)
		warnings_add("no_decision", nothing);
	set_string(r, "decision", label);
	if (printed_date.s == NULL)
		warnings_add("no_decision_date", nothing);
	set_string(r, "decision_date", *date ? str_of(date) : nothing);
	if (printed_satisfied.s && !date_read(printed_satisfied, satisfied))
		warnings_add("bad_satisfied_date", printed_satisfied);
	set_string(r, "satisfied_date", *satisfied ? str_of(satisfied) : nothing);
	struct str summary = json_member(header, "summary");
	if (summary.s == NULL)
		warnings_add("no_summary", nothing);
	set_string(r, "summary", summary);
	set_string(r, "complainant", name_of_complainant);
	citations_begin(citations);
	for (size_t i = 0; i < sections.count; i++)
		citations_read(citations, sections.p[i].text, sections.p[i].n);
	citations_print(citations, record_set(r, "citations"));
	set_related(r, header);
	warnings_end(r);
	return r->why.len ? REJECT : KEEP;
}

static void finish(void)
{
	authorities_free(authorities);
	citations_free(citations);
	rules_free(types);
	rules_free(complainants);
	rules_free(labels);
	table_free(categories);
	free(sections.p);
}

static const struct filter ombud_meta = {
	.name = "ombud-meta",
	.synopsis = "ombud-meta [--rules DIR] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Takes header, sections and source; leaves reference, authority, authority_code,\n"
		"authority_type, category, subcategory, document_type, decision, decision_date,\n"
		"satisfied_date, summary, complainant, citations, related. Rules: authorities.csv,\n"
		"body_types.csv, categories.csv, complainants.csv, outcomes.csv, provisions.csv,\n"
		"statutes.csv, words.csv.\n",
	.needs_rules = true,
	.start = start,
	.record = meta,
	.finish = finish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_meta); }
