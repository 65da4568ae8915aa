/*
 * ombud-read: pages in, one record a page out: `source` (where it came from), `page` (its characters as UTF-8, cleaned
 * once for all) and `warnings`. Files, folders and standard input; text and HTML pages. With --field the inputs are
 * lines of JSON, each with a page in one of its members; the other members are kept.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/ombud.h"

#define BLOCK ((size_t)1 << 18)
#define LOOKED_AT ((size_t)4096) /* bytes by which a page is told from a binary file */

static struct limits limits;
static enum status worst;
static size_t inputs, pages, records;
static struct buf raw, page;

/* --field: the member that holds the page, --address: the one that holds its address, else url; the input that is read */
static const char *field, *address_field, *input;

static bool is_utf8(struct str bytes)
{
	const char *end = bytes.s + bytes.len;
	for (const char *s = bytes.s; s < end;) {
		size_t len = utf8_length(s, end);
		if (len == 0)
			return false;
		s += len;
	}
	return true;
}

static void clean(struct buf *to, struct str bytes, bool utf8)
{
	const char *s = bytes.s, *end = s + bytes.len;
	to->len = 0;
	while (s < end) {
		const char *from = s;
		while (s < end && (unsigned char)*s < 0x80 && (unsigned char)*s >= ' ')
			s++;
		buf_add(to, (struct str){from, (size_t)(s - from)});
		if (s == end)
			break;
		unsigned char c = (unsigned char)*s;
		if (c == '\r') {
			buf_char(to, '\n');
			s += end - s > 1 && s[1] == '\n' ? 2 : 1;
		} else if (c < 0x80) {
			utf8_add_clean(to, c);
			s++;
		} else if (utf8) {
			size_t len = utf8_length(s, end);
			utf8_add_clean(to, utf8_decode(s, len));
			s += len;
		} else {
			utf8_add_clean(to, c < 0xa0 ? utf8_windows_1252(c) : c);
			s++;
		}
	}
}

/* A page is text: no known head of another kind of file, and hardly a control character. */
static bool is_binary(struct str bytes)
{
	static const struct str heads[] = {{"%PDF-", 5}, {"PK\3\4", 4}, {"\x89PNG", 4}, {"\xff\xd8\xff", 3}, {"GIF8", 4},
		{"\x1f\x8b", 2}, {"BZh", 3}, {"\xfd" "7zXZ", 5}, {"SQLite format", 13}};
	size_t look = bytes.len < LOOKED_AT ? bytes.len : LOOKED_AT, controls = 0;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (bytes.len >= heads[i].len && memcmp(bytes.s, heads[i].s, heads[i].len) == 0)
			return true;
	for (size_t i = 0; i < look; i++) {
		unsigned char c = (unsigned char)bytes.s[i];
		controls += c < ' ' && !(c >= '\t' && c <= '\r');
	}
	return controls * 32 > look;
}

/* Text does not begin with a tag. */
static bool is_html(struct str text)
{
	text = str_trim(text);
	char second = text.len > 1 && text.s[0] == '<' ? text.s[1] : '\0';
	return second == '!' || second == '?' || ((second | 0x20) >= 'a' && (second | 0x20) <= 'z');
}

static void add_path(struct buf *to, const char *path)
{
	static struct buf valid;
	valid.len = 0;
	for (const char *s = path, *end = path + strlen(path); s < end;) {
		size_t len = utf8_length(s, end);
		if (len)
			buf_add(&valid, (struct str){s, len});
		else
			utf8_add(&valid, 0xfffd);
		s += len ? len : 1;
	}
	json_quote(to, buf_str(&valid));
}

/* the member `source` of the page that has been cleaned */
static void add_source(struct buf *to, const char *path, struct str address, bool utf8, size_t bytes)
{
	buf_adds(to, "{\"path\":");
	add_path(to, path);
	buf_adds(to, ",\"address\":");
	json_quote_or_null(to, address);
	buf_printf(to, ",\"media_type\":\"%s\",\"charset\":\"%s\",\"bytes\":%zu,\"fetched\":null,\"record_id\":null}",
		is_html(buf_str(&page)) ? "text/html" : "text/plain", utf8 ? "utf-8" : "windows-1252", bytes);
}

static void add_record(const char *path, struct str bytes)
{
	struct str text = bytes;
	if (str_starts(text, "\xef\xbb\xbf"))
		text = (struct str){text.s + 3, text.len - 3};
	bool utf8 = is_utf8(text);
	clean(&page, text, utf8);
	buf_adds(&out, "{\"source\":");
	add_source(&out, path, (struct str){NULL, 0}, utf8, bytes.len);
	buf_adds(&out, ",\"page\":");
	json_quote(&out, buf_str(&page));
	buf_adds(&out, ",\"warnings\":[");
	if (!utf8)
		buf_adds(&out, "{\"filter\":\"ombud-read\",\"code\":\"charset_guessed\",\"detail\":\"windows-1252\"}");
	buf_adds(&out, "]}\n");
	records++;
}

/* what is wrong with the bytes, or NULL: they are a page */
static const char *unfit(struct str bytes)
{
	if (str_trim(bytes).len == 0)
		return "empty";
	if (str_starts(bytes, "\xff\xfe") || str_starts(bytes, "\xfe\xff"))
		return "UTF-16, which is not read yet";
	return is_binary(bytes) ? "binary, no page" : NULL;
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
	if (!record_string(r, field, &raw)) {
		record_wrong(r, record_value(r, field).s ? "member %s is null" : "no member %s", shown(str_of(field)));
		return REJECT;
	}
	const char *what = unfit(buf_str(&raw));
	if (what)
		record_wrong(r, "member %s is %s", shown(str_of(field)), what);
	if (r->why.len)
		return REJECT;
	clean(&page, buf_str(&raw), true);
	record_drop(r, field);
	keep_given(r);
	add_source(record_set(r, "source"), input, has_address ? buf_str(&address) : (struct str){NULL, 0}, true, raw.len);
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

/* A source that may be waited for gets what is done before; plain files are there, and are read in one go. */
static void read_page(const char *path, int fd, bool regular, bool in_folder)
{
	ssize_t n;
	bool too_long = false;
	raw.len = 0;
	do {
		if (!regular || out.len > BLOCK)
			out_flush();
		n = read_block(fd, &raw);
		too_long = too_long || raw.len > limits.max_record;
		if (too_long) {
			reject_add(buf_str(&raw));
			raw.len = 0;
		}
	} while (n > 0);
	if (n == -1) {
		say_errno("%s", path);
		worst = REJECTED;
		return;
	}
	const char *what = unfit(buf_str(&raw));
	pages++;
	if (too_long) {
		buf_room(&page, 100);
		snprintf(page.s, 100, "a page of more than %zu bytes", limits.max_record);
		fault(path, page.s);
	} else if (what) {
		pages -= in_folder;
		no_page(path, what, in_folder);
		if (!in_folder)
			reject_add(buf_str(&raw));
	} else {
		add_record(path, buf_str(&raw));
	}
}

static void read_input(const char *path, int fd, bool regular, bool in_folder)
{
	inputs++;
	input = path;
	if (!field)
		read_page(path, fd, regular, in_folder);
	else if (filter_lines(path, fd) == 0)
		no_page(path, "empty", in_folder);
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
	read_input(path, fd, regular, parent != NULL);
	close(fd);
}

enum { OPT_FIELD, OPT_ADDRESS };

static const struct option own[] = {
	{"field", required_argument, NULL, OPT_FIELD},
	{"address", required_argument, NULL, OPT_ADDRESS},
	{0},
};

static void option(int which, const char *argument)
{
	if (which == OPT_FIELD)
		field = argument;
	else
		address_field = argument;
}

static const struct filter ombud_read = {
	.name = "ombud-read",
	.synopsis = "ombud-read [--field NAME [--address NAME]] [--rejects FILE] [--max-record N] [FILE|DIR|-]...",
	.about = "Reads saved pages, prints one record a page: source, page, warnings.\n"
		"A folder is read with all below it, in the order of the names' bytes; names\n"
		"that begin with a dot are left. No argument, or -, is standard input: one page, or\n"
		"with --field lines.\n"
		"  --field NAME    read lines of JSON: their member NAME is a page; others are kept,\n"
		"                  in a member `given` where the records have that name themselves\n"
		"  --address NAME  the member that holds the page's address (url)\n",
	.options = own,
	.option = option,
	.record = read_field,
};

int main(int argc, char **argv)
{
	int first = filter_options(argc, argv, &ombud_read, &limits);
	if (address_field && !field)
		die("--address is of use with --field only");
	if (first == argc)
		read_input("-", STDIN_FILENO, false, false);
	for (int i = first; i < argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			read_input("-", STDIN_FILENO, false, false);
		else
			read_path(argv[i], NULL);
	}
	if (pages > records)
		say("%zu of %zu pages rejected", pages - records, pages);
	return filter_finish(worst);
}
