/*
 * ombud-read: pages in, one record a page out: `source` (where it came from), `page` (its characters as UTF-8, cleaned
 * once for all) and `warnings`. Files, folders, WARC archives and standard input, any of them gzipped; text and HTML pages.
 * With --field the inputs are lines of JSON, each with a page in one of its members; the other members are kept.
 */
#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/ombud.h"

#define LOOKED_AT ((size_t)4096) /* bytes by which a page is told from a binary file */

static struct limits limits;
static enum status worst;
static size_t inputs, pages, records;
static struct buf raw, page;

/* --field: the member that holds the page, --address: the one that holds its address, else url; --match */
static const char *field, *address_field, *match;
static bool any_status_flag;

/* the input that is read */
static const char *input;
static struct source *bytes_in;

/* Pages that are left out, for the last message, and what in archives is no page's. */
enum { BY_ADDRESS, BY_STATUS, NO_PAGES, LEFT_OUT, REQUESTS = LEFT_OUT, REVISITS, OTHERS, COUNTS };
static const char *const count_names[COUNTS] = {"by address", "by status", "no pages", "requests", "revisits", "metadata"};
static size_t counts[COUNTS];

/* where a page comes from, besides its path */
struct origin {
	struct str address, fetched, id;
	struct str media; /* its Content-Type; .s NULL: none */
	struct str cut;   /* why it is not whole */
	bool text;        /* an archive's own conversion into text */
};

static void clean(struct buf *to, struct str text)
{
	const char *s = text.s, *end = s + text.len;
	to->len = 0;
	while (s < end) {
		const char *from = s;
		for (s = utf8_plain(s, end); s < end && *s == '\n'; s = utf8_plain(s + 1, end))
			;
		buf_add(to, (struct str){from, (size_t)(s - from)});
		if (s == end)
			break;
		if (*s == '\r') {
			buf_char(to, '\n');
			s += end - s > 1 && s[1] == '\n' ? 2 : 1;
		} else {
			size_t len = utf8_length(s, end);
			utf8_add_clean(to, utf8_decode(s, len));
			s += len;
		}
	}
}

/* A page is text: no known head of another kind of file, and hardly a control character. */
static bool is_binary(struct str bytes, struct str text)
{
	static const struct str heads[] = {{"%PDF-", 5}, {"PK\3\4", 4}, {"\x89PNG", 4}, {"\xff\xd8\xff", 3}, {"GIF8", 4},
		{"\x1f\x8b", 2}, {"BZh", 3}, {"\xfd" "7zXZ", 5}, {"SQLite format", 13}};
	size_t look = text.len < LOOKED_AT ? text.len : LOOKED_AT, controls = 0;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (bytes.len >= heads[i].len && memcmp(bytes.s, heads[i].s, heads[i].len) == 0)
			return true;
	for (size_t i = 0; i < look; i++) {
		unsigned char c = (unsigned char)text.s[i];
		controls += c < ' ' && !(c >= '\t' && c <= '\r');
	}
	return controls * 32 > look;
}

/* what is wrong with the bytes that read as this text, or NULL: they are a page */
static const char *unfit(struct str bytes, struct str text)
{
	if (str_trim(text).len == 0)
		return "empty";
	return is_binary(bytes, text) ? "binary, no page" : NULL;
}

/* Text does not begin with a tag. */
static bool is_html(struct str text)
{
	text = str_trim(text);
	char second = text.len > 1 && text.s[0] == '<' ? text.s[1] : '\0';
	return second == '!' || second == '?' || ((second | 0x20) >= 'a' && (second | 0x20) <= 'z');
}

static bool is_in(struct str word, const char *const words[])
{
	while (*words && !str_alike(word, *words))
		words++;
	return *words != NULL;
}

/* image/png or application/pdf is no page; who says nothing, or that it is bytes, does not say what they are. */
static bool is_told(struct str media, bool *is_page)
{
	static const char *const of_pages[] = {"text/html", "text/plain", "application/xhtml+xml", NULL};
	static const char *const vague[] = {"application/octet-stream", "binary/octet-stream", "application/unknown",
		"unknown/unknown", "*/*", NULL};
	const char *end = media.s ? memchr(media.s, ';', media.len) : NULL;
	media = str_trim((struct str){media.s, end ? (size_t)(end - media.s) : media.len});
	*is_page = is_in(media, of_pages);
	return *is_page || (media.len && memchr(media.s, '/', media.len) && !is_in(media, vague));
}

/* JSON, or XML that is no XHTML */
static bool is_data(struct str text)
{
	text = str_trim(text);
	if (text.len && (text.s[0] == '{' || text.s[0] == '['))
		return true;
	if (!str_starts(text, "<?xml"))
		return false;
	for (size_t i = 0; i < text.len && i < LOOKED_AT; i++)
		if (str_starts((struct str){text.s + i, text.len - i}, "<html"))
			return false;
	return true;
}

/* a string that may have any bytes; .s NULL: null */
static void add_string(struct buf *to, struct str text)
{
	static struct buf valid;
	valid.len = 0;
	for (const char *s = text.s, *end = s + text.len; s < end;) {
		size_t len = utf8_length(s, end);
		if (len)
			buf_add(&valid, (struct str){s, len});
		else
			utf8_add(&valid, 0xfffd);
		s += len ? len : 1;
	}
	json_quote_or_null(to, text.s ? (struct str){valid.s ? valid.s : "", valid.len} : text);
}

/* the member `source` of the page that has been cleaned */
static void add_source(struct buf *to, const struct origin *from, const char *charset, size_t bytes)
{
	buf_adds(to, "{\"path\":");
	add_string(to, str_of(input));
	buf_adds(to, ",\"address\":");
	add_string(to, from->address);
	buf_printf(to, ",\"media_type\":\"%s\",\"charset\":\"%s\",\"bytes\":%zu,\"fetched\":",
		!from->text && is_html(buf_str(&page)) ? "text/html" : "text/plain", charset, bytes);
	add_string(to, from->fetched);
	buf_adds(to, ",\"record_id\":");
	add_string(to, from->id);
	buf_char(to, '}');
}

static void add_warning(const char *code, struct str detail)
{
	bool first = out.s[out.len - 1] == '[';
	buf_printf(&out, "%s{\"filter\":\"ombud-read\",\"code\":\"%s\",\"detail\":", first ? "" : ",", code);
	add_string(&out, detail);
	buf_char(&out, '}');
}

static void add_record(const struct origin *from, struct str bytes, const struct charset_text *t)
{
	char wrong[24];
	clean(&page, t->text);
	buf_adds(&out, "{\"source\":");
	add_source(&out, from, t->name, bytes.len);
	buf_adds(&out, ",\"page\":");
	json_quote(&out, buf_str(&page));
	buf_adds(&out, ",\"warnings\":[");
	if (t->unknown.s)
		add_warning("charset_unknown", t->unknown);
	if (t->guessed)
		add_warning("charset_guessed", str_of(t->name));
	snprintf(wrong, sizeof wrong, "%zu", t->wrong);
	if (t->wrong)
		add_warning("bad_bytes", str_of(wrong));
	if (from->cut.s)
		add_warning("truncated", from->cut);
	buf_adds(&out, "]}\n");
	records++;
}

static struct charset_text characters(const struct origin *from, struct str bytes)
{
	struct str label = from->media.s ? charset_parameter(from->media) : from->media;
	return charset_read(bytes, label, !from->text && is_html(bytes));
}

static bool matches(struct str address)
{
	static struct buf string;
	if (match == NULL)
		return true;
	string.len = 0;
	buf_add(&string, address);
	buf_char(&string, '\0');
	return address.s && fnmatch(match, string.s, 0) == 0;
}

/* A member whose name the records use themselves would be overwritten on its way: it is kept in `given`. */
static void keep_given(struct record *r)
{
	static const char *const between[] = {"page", "text", "stripped", "header", "markdown", "given"};
	static struct buf given;
	given.len = 0;
	for (size_t i = 0; i < r->count; i++) {
		struct str name = record_name(r, i);
		bool used = record_in_schema(name);
		for (size_t k = 0; k < sizeof between / sizeof *between; k++)
			used = used || str_is(name, between[k]);
		if (!used || str_is(name, field))
			continue;
		buf_char(&given, given.len ? ',' : '{');
		json_quote(&given, name);
		buf_char(&given, ':');
		buf_add(&given, (struct str){r->line.s + r->members[i].value, r->members[i].end - r->members[i].value});
	}
	for (size_t k = 0; record_schema[k]; k++)
		record_drop(r, record_schema[k]);
	for (size_t k = 0; k < sizeof between / sizeof *between; k++)
		record_drop(r, between[k]);
	if (given.len) {
		buf_char(&given, '}');
		buf_add(record_set(r, "given"), buf_str(&given));
	}
}

static enum verdict read_field(struct record *r, struct buf *unused)
{
	(void)unused;
	static struct buf address;
	const char *address_member = address_field ? address_field : "url";
	struct str given_address = record_value(r, address_member);
	bool is_text = given_address.s && given_address.s[0] == '"'; /* only the option insists on it */
	bool has_address = (is_text || address_field) && record_string(r, address_member, &address);
	struct origin from = {.address = has_address ? buf_str(&address) : (struct str){NULL, 0}};
	if (!matches(from.address) && r->why.len == 0) {
		counts[BY_ADDRESS]++;
		pages++;
		return PRINTED;
	}
	if (!record_string(r, field, &raw)) {
		record_wrong(r, record_value(r, field).s ? "member %s is null" : "no member %s", shown(str_of(field)));
		return REJECT;
	}
	const char *what = unfit(buf_str(&raw), buf_str(&raw));
	if (what)
		record_wrong(r, "member %s is %s", shown(str_of(field)), what);
	if (r->why.len)
		return REJECT;
	pages++;
	records++;
	clean(&page, buf_str(&raw));
	record_drop(r, field);
	keep_given(r);
	add_source(record_set(r, "source"), &from, "utf-8", raw.len);
	json_quote(record_set(r, "page"), buf_str(&page));
	buf_adds(record_set(r, "warnings"), "[]");
	return KEEP;
}

static void fault(const char *path, const char *what)
{
	say("%s: %s", path, what);
	worst = REJECTED;
}

/* In a folder there may be anything; what is named is to be a page. */
static void no_page(const char *path, const char *what, bool in_folder)
{
	inputs -= in_folder;
	if (in_folder)
		say("%s: %s: skipped", path, what);
	else
		fault(path, what);
}

/* The input does not go on, in the midst of a page or of lines. */
static void end_early(enum source_got got)
{
	char text[200];
	if (got == SOURCE_UNREADABLE) {
		say_errno("%s", input);
		worst = REJECTED;
	} else {
		snprintf(text, sizeof text, "offset %" PRIu64 ": broken gzip: %s", source_offset(bytes_in), source_why(bytes_in));
		fault(input, text);
	}
}

static ssize_t read_lines(struct buf *to)
{
	for (;;) {
		struct str view = source_view(bytes_in);
		buf_add(to, view);
		source_take(bytes_in, view.len);
		if (view.len)
			return (ssize_t)view.len;
		enum source_got got = source_more(bytes_in);
		if (got == SOURCE_END)
			return 0;
		if (got != SOURCE_MORE && got != SOURCE_MEMBER) {
			end_early(got);
			return -1;
		}
	}
}

static void reject_record(const struct warc *w)
{
	reject_add(buf_str(&w->head));
	reject_add(buf_str(&raw));
	reject_add(STR("\r\n\r\n"));
}

static void archive_fault(const struct warc *w, const char *what)
{
	pages++;
	worst = REJECTED;
	say("%s: offset %" PRIu64 ": %s", input, w->offset, what);
}

/* The block of a record into raw. One that is too long goes by, to the rejects; then, or if it is broken: false. */
static bool read_block_of(struct warc *w)
{
	/* of HTTP what is told of the page's length is not told of its head and its chunks */
	size_t most = 2 * limits.max_record + ((size_t)1 << 16);
	bool too_long = w->length > most;
	struct str piece;
	raw.len = 0;
	if (too_long)
		reject_add(buf_str(&w->head));
	while ((piece = warc_piece(w)).len) {
		if (too_long)
			reject_add(piece);
		else
			buf_add(&raw, piece);
	}
	if (w->why.len == 0 && !too_long)
		return true;
	buf_room(&page, 100);
	snprintf(page.s, 100, "a page of more than %zu bytes", limits.max_record);
	archive_fault(w, w->why.len ? w->why.s : page.s);
	if (too_long)
		reject_add(STR("\r\n\r\n"));
	else
		reject_record(w);
	return false;
}

static bool begins_alike(struct str text, const char *word)
{
	return text.len >= strlen(word) && str_alike((struct str){text.s, strlen(word)}, word);
}

static void leave_out(int why)
{
	counts[why]++;
	pages++;
}

/* the page in raw, the block of a record */
static void read_block_page(const struct warc *w, struct origin *from)
{
	static struct http http;
	struct str bytes = buf_str(&raw);
	bool is_http = str_alike(w->type, "response") && (w->media.s == NULL || begins_alike(w->media, "application/http"));
	bool is_page;
	enum http_got got = HTTP_WHOLE;
	char what[400] = "";
	if (is_http && !http_read(&http, bytes)) {
		snprintf(what, sizeof what, "no head of HTTP: %s", shown(bytes));
		archive_fault(w, what);
		reject_record(w);
		return;
	}
	if (is_http && http.status != 200 && !any_status_flag) {
		leave_out(BY_STATUS);
		return;
	}
	from->media = is_http ? http.media : w->media;
	bool told = is_told(from->media, &is_page);
	if (told && !is_page) {
		leave_out(NO_PAGES);
		return;
	}
	if (is_http) {
		got = http_body(&http, limits.max_record);
		bytes = http.body;
	} else if (bytes.len > limits.max_record) {
		got = HTTP_LONG;
	}
	if (got == HTTP_LONG)
		snprintf(what, sizeof what, "a page of more than %zu bytes", limits.max_record);
	else if (got == HTTP_WRONG)
		snprintf(what, sizeof what, "a body that is broken: %s", shown(http.coding));
	else if (got == HTTP_UNKNOWN)
		snprintf(what, sizeof what, "a body in a coding that is not known: %s", shown(http.coding));
	if (*what) {
		archive_fault(w, what);
		reject_record(w);
		return;
	}
	if (got == HTTP_CUT && from->cut.s == NULL)
		from->cut = http.coding;
	struct charset_text t = characters(from, bytes);
	if (unfit(bytes, t.text) || (!told && is_data(t.text))) {
		leave_out(NO_PAGES);
		return;
	}
	pages++;
	add_record(from, bytes, &t);
}

/* Of a record that is not wanted no more than its head is looked at. */
static void read_record(struct warc *w)
{
	static const char *const of_pages[] = {"response", "resource", "conversion", NULL};
	struct origin from = {.address = w->address, .fetched = w->date, .id = w->id, .cut = w->cut};
	int why = str_alike(w->type, "request") ? REQUESTS : str_alike(w->type, "revisit") ? REVISITS : OTHERS;
	bool is_page = is_in(w->type, of_pages) && !begins_alike(w->address, "metadata:"); /* wget's own log */
	if (is_page && matches(w->address)) {
		from.text = str_alike(w->type, "conversion") && begins_alike(w->media, "text/plain");
		if (read_block_of(w))
			read_block_page(w, &from);
		buf_spare(&raw);
	} else if (!warc_pass(w)) {
		archive_fault(w, w->why.s);
	} else if (is_page) {
		leave_out(BY_ADDRESS);
	} else {
		counts[why]++;
	}
}

static void read_archive(bool in_folder)
{
	static struct warc w;
	size_t before = pages;
	enum warc_got got;
	source_checks(bytes_in, match == NULL); /* what goes by unseen goes by at the speed of inflating it */
	warc_begin(&w, bytes_in);
	while ((got = warc_next(&w)) != WARC_END) {
		if (got == WARC_RECORD) {
			read_record(&w);
		} else {
			archive_fault(&w, w.why.s);
			reject_add(buf_str(&w.head));
		}
	}
	if (pages == before)
		no_page(input, "an archive without pages", in_folder);
}

static void read_page(enum source_got got, bool in_folder)
{
	static const struct origin nowhere;
	bool too_long = false;
	raw.len = 0;
	for (;;) {
		struct str view = source_view(bytes_in);
		buf_add(&raw, view);
		source_take(bytes_in, view.len);
		too_long = too_long || raw.len > limits.max_record;
		if (too_long) {
			reject_add(buf_str(&raw));
			raw.len = 0;
		}
		if (got != SOURCE_MORE && got != SOURCE_MEMBER)
			break;
		got = source_more(bytes_in);
	}
	if (got == SOURCE_UNREADABLE) {
		end_early(got);
		return;
	}
	pages++;
	struct charset_text t = characters(&nowhere, buf_str(&raw));
	const char *what = unfit(buf_str(&raw), t.text);
	if (got == SOURCE_BROKEN) {
		end_early(got);
		reject_add(buf_str(&raw));
		/* it may have been the first record of an archive */
		if (source_next_member(bytes_in, "WARC/1.") == SOURCE_MORE)
			read_archive(in_folder);
	} else if (too_long) {
		buf_room(&page, 100);
		snprintf(page.s, 100, "a page of more than %zu bytes", limits.max_record);
		fault(input, page.s);
	} else if (what) {
		pages -= in_folder;
		no_page(input, what, in_folder);
		if (!in_folder)
			reject_add(buf_str(&raw));
	} else {
		add_record(&nowhere, buf_str(&raw), &t);
	}
}

static void read_input(const char *path, int fd, bool in_folder)
{
	inputs++;
	input = path;
	bytes_in = source_open(fd, BLOCK);
	enum source_got got = source_kind(bytes_in);
	while (!field && source_view(bytes_in).len < 5 && (got == SOURCE_MORE || got == SOURCE_MEMBER))
		got = source_more(bytes_in);
	if (field && (got == SOURCE_UNREADABLE || got == SOURCE_BROKEN))
		end_early(got);
	else if (field && filter_lines(path, read_lines) == 0)
		no_page(path, "empty", in_folder);
	else if (!field && str_starts(source_view(bytes_in), "WARC/"))
		read_archive(in_folder);
	else if (!field && match && got != SOURCE_UNREADABLE)
		leave_out(BY_ADDRESS);
	else if (!field)
		read_page(got, in_folder);
}

struct folder {
	const struct folder *parent; /* so that a loop of links is seen */
	dev_t device;
	ino_t inode;
};

static void read_path(const char *path, const struct folder *parent);

static int is_shown(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static void read_folder(const char *path, const struct folder *parent, const struct stat *info)
{
	struct folder here = {parent, info->st_dev, info->st_ino};
	struct dirent **entries;
	for (const struct folder *f = parent; f; f = f->parent)
		if (f->device == here.device && f->inode == here.inode) {
			say("%s: a folder that holds itself, by a link: skipped", path);
			return;
		}
	int n = scandir(path, &entries, is_shown, by_bytes);
	if (n == -1) {
		say_errno("%s", path);
		worst = REJECTED;
		return;
	}
	size_t before = inputs, len = strlen(path);
	for (int i = 0; i < n; i++) {
		struct buf inner = {0};
		buf_printf(&inner, "%s%s%s", path, len && path[len - 1] == '/' ? "" : "/", entries[i]->d_name);
		buf_char(&inner, '\0');
		read_path(inner.s, &here);
		buf_free(&inner);
		free(entries[i]);
	}
	free(entries);
	if (inputs == before && parent == NULL)
		fault(path, "no pages in this folder");
}

static void read_path(const char *path, const struct folder *parent)
{
	struct stat info;
	if (stat(path, &info) == -1) {
		say_errno("%s", path);
		worst = REJECTED;
		return;
	}
	if (S_ISDIR(info.st_mode)) {
		read_folder(path, parent, &info);
		return;
	}
	bool regular = S_ISREG(info.st_mode);
	if (parent && !regular) {
		say("%s: no plain file: skipped", path);
		return;
	}
	if (!regular)
		out_flush(); /* opening a FIFO waits for its writer */
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1) {
		say_errno("%s", path);
		worst = REJECTED;
		return;
	}
	read_input(path, fd, parent != NULL);
	close(fd);
}

enum { OPT_FIELD, OPT_ADDRESS, OPT_MATCH, OPT_ANY_STATUS };

static const struct option own[] = {
	{"field", required_argument, NULL, OPT_FIELD},
	{"address", required_argument, NULL, OPT_ADDRESS},
	{"match", required_argument, NULL, OPT_MATCH},
	{"any-status", no_argument, NULL, OPT_ANY_STATUS},
	{0},
};

static void option(int which, const char *argument)
{
	switch (which) {
	case OPT_FIELD: field = argument; break;
	case OPT_ADDRESS: address_field = argument; break;
	case OPT_MATCH: match = argument; break;
	default: any_status_flag = true;
	}
}

static const struct filter ombud_read = {
	.name = "ombud-read",
	.synopsis = "ombud-read [--field NAME [--address NAME]] [--match GLOB] [--any-status] [--rejects FILE] "
		"[--max-record N] [FILE|DIR|-]...",
	.about = "Reads saved pages, prints one record a page: source, page, warnings.\n"
		"A file is a page, or a WARC archive of pages; either may be gzipped. A folder is\n"
		"read with all below it, in the order of the names' bytes; names that begin with a\n"
		"dot are left. No argument, or -, is standard input: one page, an archive, or with\n"
		"--field lines.\n"
		"  --field NAME    read lines of JSON: their member NAME is a page; others are kept,\n"
		"                  in a member `given` where the records have that name themselves\n"
		"  --address NAME  the member that holds the page's address (url)\n"
		"  --match GLOB    only pages whose whole address matches, as a shell's pattern\n"
		"  --any-status    of an archive all responses, not those of status 200 alone\n",
	.options = own,
	.option = option,
	.record = read_field,
};

/* 36 of 40 pages left out: 30 by address, 6 no pages; also skipped: 40 requests */
static void say_counts(void)
{
	struct buf line = {0};
	size_t left_out = 0, others = 0;
	for (int i = 0; i < COUNTS; i++) {
		size_t *sum = i < LEFT_OUT ? &left_out : &others;
		if (counts[i])
			buf_printf(&line, "%s%zu %s", *sum ? ", " : i < LEFT_OUT ? "" : "; also skipped: ", counts[i], count_names[i]);
		*sum += counts[i];
	}
	buf_char(&line, '\0');
	if (left_out)
		say("%zu of %zu pages left out: %s", left_out, pages, line.s);
	buf_free(&line);
	if (pages > records + left_out)
		say("%zu of %zu pages rejected", pages - records - left_out, pages);
}

int main(int argc, char **argv)
{
	int first = filter_options(argc, argv, &ombud_read, &limits);
	if (address_field && !field)
		die("--address is of use with --field only");
	if (first == argc)
		read_input("-", STDIN_FILENO, false);
	for (int i = first; i < argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			read_input("-", STDIN_FILENO, false);
		else
			read_path(argv[i], NULL);
	}
	say_counts();
	return filter_finish(worst);
}
