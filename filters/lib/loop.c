/* The life of a filter: options, lines in, lines out, rejects, exit status. A filter brings one function. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ombud.h"

#define MAX_RECORD ((size_t)64 << 20)

enum { OPT_ALL = 1000, OPT_RULES, OPT_REJECTS, OPT_MAX_RECORD, OPT_HELP, OPT_VERSION };

static struct {
	const struct filter *filter;
	struct record record;
	struct limits limits;
	size_t records, rejected, left_out;
	enum status worst;
	const char *input; /* that is read, and its descriptor */
	int fd;
} run;

static const struct option all_option = {"all", no_argument, NULL, OPT_ALL};
static bool all_flag;

static const struct option common[] = {
	{"rules", required_argument, NULL, OPT_RULES},
	{"rejects", required_argument, NULL, OPT_REJECTS},
	{"max-record", required_argument, NULL, OPT_MAX_RECORD},
	{"help", no_argument, NULL, OPT_HELP},
	{"version", no_argument, NULL, OPT_VERSION},
};

static const char common_help[] =
	"\nCommon to all filters:\n"
	"  --rules DIR     read the tables of rules from DIR\n"
	"  --rejects FILE  keep what is rejected in FILE, byte for byte\n"
	"  --max-record N  reject what is longer than N bytes (or NK, NM, NG; 64M)\n"
	"  --help          print this\n"
	"  --version       print the version\n"
	"\nExit status: 0 all done; 1 some rejected, or some input unreadable; 2 usage, memory,\n"
	"a broken table of rules, a failed write.\n";

static _Noreturn void print_and_exit(void)
{
	out_close();
	exit(DONE);
}

static _Noreturn void help(const struct filter *f)
{
	buf_printf(&out, "usage: %s\n\n%s%s", f->synopsis, f->about, common_help);
	print_and_exit();
}

static _Noreturn void version(const struct filter *f)
{
	buf_printf(&out, "%s %s\n", f->name, OMBUD_VERSION);
	print_and_exit();
}

static size_t parse_size(const char *text)
{
	static const char units[] = "KMG";
	char *end;
	errno = 0;
	unsigned long long n = *text >= '0' && *text <= '9' ? strtoull(text, &end, 10) : 0;
	if (n && *end && strchr(units, *end) && end[1] == '\0') {
		unsigned shift = 10 * (unsigned)(strchr(units, *end) - units + 1);
		n = n > RECORD_MAX >> shift ? RECORD_MAX : n << shift;
	} else if (n && *end) {
		n = 0;
	}
	if (errno || n == 0 || n >= RECORD_MAX)
		die("--max-record takes bytes, from 1 to %zu: %s", RECORD_MAX - 1, shown(str_of(text)));
	return (size_t)n;
}

const char *shared_folder(const char *name)
{
	static const char *const places[] = {"/../schemas/", "/../share/ombudsift/"};
	static char path[4200];
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
	if (len > 0) {
		self[len] = '\0';
		*strrchr(self, '/') = '\0';
		for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
			snprintf(path, sizeof path, "%s%s%s", self, places[i], name);
			if (access(path, X_OK) == 0)
				return path;
		}
	}
	return NULL;
}

static const char *find_rules(void)
{
	const char *path = shared_folder("rules");
	if (path == NULL)
		die("no tables of rules beside the program: name their folder by --rules");
	return path;
}

static _Noreturn void usage(const struct filter *f)
{
	fprintf(stderr, "usage: %s\n", f->synopsis);
	exit(FAILED);
}

/* getopt points behind the option that it does not know, but at a word of single letters that it is still in */
static const char *unknown_option(char **argv)
{
	const char *last = argv[optind - 1], *next = argv[optind];
	bool single = last[0] == '-' && last[1] == optopt && last[2] == '\0';
	bool inside = !single && next && next[0] == '-' && next[1] != '-' && optopt > 0 && strchr(next + 1, optopt);
	return inside ? next : last;
}

int filter_options(int argc, char **argv, const struct filter *f, struct limits *limits)
{
	struct option options[16] = {0};
	const char *rejects = NULL;
	size_t n = 0;
	int c;
	run.filter = f;
	say_program = f->name;
	out_open();
	*limits = (struct limits){NULL, MAX_RECORD};
	for (const struct option *own = f->options; own && own->name; own++)
		options[n++] = *own;
	if (f->leaves_out)
		options[n++] = all_option;
	memcpy(options + n, common, sizeof common);
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":", options, NULL)) != -1) {
		switch (c) {
		case OPT_ALL: all_flag = true; break;
		case OPT_RULES: limits->rules = optarg; break;
		case OPT_REJECTS: rejects = optarg; break;
		case OPT_MAX_RECORD: limits->max_record = parse_size(optarg); break;
		case OPT_HELP: help(f);
		case OPT_VERSION: version(f);
		case '?':
			say("no such option: %s", shown(str_of(unknown_option(argv))));
			usage(f);
		case ':':
			say("an option without its argument: %s", shown(str_of(argv[optind - 1])));
			usage(f);
		default: f->option(c, optarg);
		}
	}
	if (rejects) /* usage that is wrong empties no file */
		reject_open(rejects);
	if (limits->rules == NULL && f->needs_rules)
		limits->rules = find_rules();
	run.limits = *limits;
	return optind;
}

ssize_t read_block(int fd, struct buf *to, size_t most)
{
	for (;;) {
		ssize_t n = read(fd, buf_room(to, most), most);
		if (n >= 0) {
			to->len += (size_t)n;
			return n;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK) /* somebody has made it so that it does not wait */
			poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
		else if (errno != EINTR)
			return -1;
	}
}

static void reject(const char *input, size_t line, struct str bytes)
{
	struct record *r = &run.record;
	const cJSON *source = r->count ? record_json(r, "source") : NULL;
	struct str path = source ? json_member(source, "path") : (struct str){NULL, 0};
	say("%s:%zu: %.*s%s%s", input, line, (int)path.len, path.s ? path.s : "", path.s ? ": " : "", r->why.s);
	reject_add(bytes);
	run.rejected++;
	run.worst = REJECTED;
}

static bool is_left_out(struct record *r)
{
	static struct buf type;
	if (!run.filter->leaves_out || all_flag)
		return false;
	struct str value = record_value(r, "document_type");
	return value.s && value.s[0] == '"' && record_string(r, "document_type", &type) && str_is(buf_str(&type), "other");
}

static void one_line(const char *input, size_t number, struct str bytes)
{
	struct record *r = &run.record;
	struct str line = bytes;
	size_t before = out.len;
	if (line.len && line.s[line.len - 1] == '\n')
		line.len--;
	run.records++;
	enum verdict verdict = REJECT;
	if (line.len > run.limits.max_record) {
		r->count = 0;
		r->why.len = 0;
		record_wrong(r, "a record of more than %zu bytes: %s", run.limits.max_record, shown(line));
	} else if (!record_scan(r, line)) {
		r->count = 0;
	} else if (is_left_out(r)) {
		run.left_out++;
		return;
	} else {
		verdict = run.filter->record(r, &out);
		const char *error = rules_error();
		if (error)
			record_wrong(r, "%s", error);
		if (r->why.len)
			verdict = REJECT;
	}
	switch (verdict) {
	case KEEP:
		record_print(r, &out);
		buf_char(&out, '\n');
		break;
	case PRINTED:
		break;
	case REJECT:
		out.len = before;
		reject(input, number, bytes);
	}
}

/* Output goes out before each read, so that a slow source is never waited for with something in hand. */
size_t filter_lines(const char *input, ssize_t (*more)(struct buf *))
{
	static struct buf in;
	size_t number = 0, looked = 0;
	bool too_long = false; /* the rest of a line that has been rejected already goes by */
	in.len = 0;
	for (;;) {
		out_flush();
		ssize_t n = more(&in);
		if (n == -1)
			run.worst = REJECTED;
		if (n <= 0)
			break;
		struct str rest = buf_str(&in);
		const char *end;
		while ((end = memchr(rest.s + looked, '\n', rest.len - looked)) != NULL) {
			struct str bytes = {rest.s, (size_t)(end - rest.s) + 1};
			if (too_long)
				reject_add(bytes);
			else
				one_line(input, ++number, bytes);
			too_long = false;
			rest.s += bytes.len;
			rest.len -= bytes.len;
			looked = 0;
		}
		if (too_long) {
			reject_add(rest);
			rest.len = 0;
		} else if (rest.len > run.limits.max_record) {
			one_line(input, ++number, rest);
			too_long = true;
			rest.len = 0;
		}
		if (rest.len)
			memmove(in.s, rest.s, rest.len);
		in.len = looked = rest.len;
	}
	if (in.len)
		one_line(input, ++number, buf_str(&in));
	return number;
}

int filter_finish(enum status worst)
{
	if (run.left_out)
		say("%zu of %zu left out: no decisions", run.left_out, run.records);
	if (run.rejected)
		say("%zu of %zu records rejected", run.rejected, run.records);
	record_free(&run.record);
	out_close();
	return (int)(worst > run.worst ? worst : run.worst);
}

static ssize_t read_input(struct buf *to)
{
	ssize_t n = read_block(run.fd, to, BLOCK);
	if (n == -1)
		say_errno("%s", run.input);
	return n;
}

int filter_main(int argc, char **argv, const struct filter *f)
{
	static char stdin_name[] = "-", *only_stdin[] = {stdin_name, NULL};
	struct limits limits;
	int first = filter_options(argc, argv, f, &limits);
	if (f->start)
		f->start(limits.rules, &out);
	for (char **input = first < argc ? argv + first : only_stdin; *input; input++) {
		bool is_stdin = strcmp(*input, "-") == 0;
		out_flush(); /* opening a FIFO waits for its writer */
		run.input = *input;
		run.fd = is_stdin ? STDIN_FILENO : open(*input, O_RDONLY | O_CLOEXEC);
		if (run.fd == -1) {
			say_errno("%s", *input);
			run.worst = REJECTED;
			continue;
		}
		filter_lines(*input, read_input);
		if (!is_stdin)
			close(run.fd);
	}
	if (f->finish)
		f->finish();
	return filter_finish(DONE);
}
