/*
 * The records of a WARC archive (ISO 28500, versions 1.0 and 1.1), one after the other; plain, or gzipped in one member
 * or many. Behind a fault the next record is looked for: a line that begins as one, or a member of gzip that does.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "ombud.h"

#define MAGIC "WARC/1."
#define HEAD_MAX ((size_t)1 << 16)

static void warc_wrong(struct warc *w, bool lost, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* lost: where the next record begins is to be looked for */
static void warc_wrong(struct warc *w, bool lost, const char *format, ...)
{
	va_list arguments;
	char text[4 * SHOWN_BYTES + 200];
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	w->why.len = 0;
	buf_adds(&w->why, text);
	buf_char(&w->why, '\0');
	w->lost = lost;
	w->ended = true;
	w->left = 0;
}

/* more of the archive; false at its end, or where it cannot be read or inflated */
static bool more(struct warc *w)
{
	w->got = source_more(w->source);
	if (w->got == SOURCE_BROKEN) {
		w->offset = source_offset(w->source);
		warc_wrong(w, true, "broken gzip: %s", source_why(w->source));
	} else if (w->got == SOURCE_UNREADABLE) {
		warc_wrong(w, false, "%s", strerror(errno));
	}
	return w->got == SOURCE_MORE || w->got == SOURCE_MEMBER;
}

/* The archive goes on, and not with a record: what is seen behind the first bytes of the view is no beginning of one. No
 * more is read than tells this: another member may begin behind what there is. */
static bool goes_on(struct warc *w, size_t seen)
{
	for (;;) {
		struct str view = source_view(w->source);
		size_t len = view.len - seen;
		if (len >= sizeof MAGIC - 1 || memcmp(view.s + seen, MAGIC, len) != 0)
			return len && !str_starts((struct str){view.s + seen, len}, MAGIC);
		if (w->got == SOURCE_END || !more(w))
			return len > 0;
	}
}

/* Line ends behind a record are two; others are passed over too. false: nothing comes. */
static bool pass_line_ends(struct warc *w)
{
	for (;;) {
		struct str view = source_view(w->source);
		size_t n = 0;
		while (n < view.len && (view.s[n] == '\r' || view.s[n] == '\n'))
			n++;
		source_take(w->source, n);
		if (n < view.len)
			return true;
		if (!more(w))
			return false;
	}
}

/* bytes up to and with the empty line that ends a head; 0: there is none yet, or none */
static size_t head_length(struct str view)
{
	struct str rest, line;
	if (view.len > HEAD_MAX)
		view.len = HEAD_MAX;
	rest = view;
	while (str_line(&rest, &line))
		if (line.s + line.len < view.s + view.len && (line.len == 0 || (line.len == 1 && line.s[0] == '\r')))
			return (size_t)(rest.s - view.s);
	return 0;
}

static bool read_head(struct warc *w)
{
	struct source *s = w->source;
	if (!pass_line_ends(w))
		return false;
	source_mark(s);
	w->offset = source_offset(s);
	for (;;) {
		struct str view = source_view(s), line = view;
		size_t len = head_length(view);
		if (view.len >= sizeof MAGIC - 1 && !str_starts(view, MAGIC)) {
			str_line(&view, &line);
			warc_wrong(w, true, "no record of WARC/1.0 or 1.1: %s", shown(str_trim(line)));
			return false;
		}
		if (len) {
			buf_add(&w->head, (struct str){view.s, len});
			source_take(s, len);
			return true;
		}
		if (view.len > HEAD_MAX) {
			source_take(s, HEAD_MAX); /* to be seen again only as far as there is leave to */
			warc_wrong(w, true, "a head of more than %zu bytes", HEAD_MAX);
			return false;
		}
		bool goes = more(w) && (w->got != SOURCE_MEMBER || goes_on(w, view.len));
		if (w->got == SOURCE_BROKEN || w->got == SOURCE_UNREADABLE)
			return false;
		if (!goes) {
			source_take(s, view.len);
			warc_wrong(w, false, "it ends within its head");
			return false;
		}
	}
}

static bool read_length(struct warc *w, struct str digits)
{
	w->length = 0;
	for (size_t i = 0; i < digits.len; i++) {
		unsigned digit = (unsigned)(digits.s[i] - '0');
		if (digit > 9 || w->length > (UINT64_MAX - digit) / 10) {
			digits.len = 0;
			break;
		}
		w->length = w->length * 10 + digit;
	}
	return digits.len > 0;
}

/* <urn:uuid:…>, in version 1.0 addresses too, without the brackets */
static struct str unbracketed(struct str value)
{
	bool has = value.len > 1 && value.s[0] == '<' && value.s[value.len - 1] == '>';
	return has ? (struct str){value.s + 1, value.len - 2} : value;
}

static bool read_fields(struct warc *w)
{
	struct str rest, line, name, value, length = {NULL, 0}, segment = {NULL, 0};
	struct { const char *name; struct str *value; } wanted[] = {{"WARC-Type", &w->type}, {"WARC-Target-URI", &w->address},
		{"WARC-Date", &w->date}, {"WARC-Record-ID", &w->id}, {"Content-Type", &w->media}, {"Content-Length", &length},
		{"WARC-Truncated", &w->cut}, {"WARC-Segment-Number", &segment}};
	w->type = w->address = w->date = w->id = w->media = w->cut = (struct str){NULL, 0};
	w->fields.len = 0;
	buf_add(&w->fields, buf_str(&w->head));
	http_unfold(&w->fields);
	rest = buf_str(&w->fields);
	str_line(&rest, &line); /* the version */
	while (http_field(&rest, &name, &value)) {
		if (name.s == NULL) {
			warc_wrong(w, true, "a line of its head that is no field: %s", shown(value));
			return false;
		}
		for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
			if (wanted[i].value->s == NULL && str_alike(name, wanted[i].name))
				*wanted[i].value = value;
	}
	if (length.s == NULL) {
		warc_wrong(w, true, "no Content-Length");
		return false;
	}
	if (!read_length(w, length)) {
		warc_wrong(w, true, "a Content-Length that is no number of bytes: %s", shown(length));
		return false;
	}
	if (w->type.s == NULL)
		w->type = STR("");
	if (w->cut.s == NULL && segment.s)
		w->cut = STR("segment");
	w->address = unbracketed(w->address);
	w->id = unbracketed(w->id);
	return true;
}

/* Behind a fault: the next line, or member of gzip, that begins as a record does. */
static bool find_record(struct warc *w)
{
	struct source *s = w->source;
	bool fresh = w->got == SOURCE_BROKEN; /* a line or member begins */
	if (fresh)
		w->got = source_next_member(s, MAGIC);
	else
		source_again(s);
	while (w->got != SOURCE_UNREADABLE) {
		struct str view = source_view(s);
		if (fresh && str_starts(view, MAGIC))
			return true;
		if (!fresh || view.len >= sizeof MAGIC - 1) {
			const char *end = view.len ? memchr(view.s, '\n', view.len) : NULL;
			source_take(s, end ? (size_t)(end - view.s) + 1 : view.len);
			fresh = end != NULL;
			if (end)
				continue;
		}
		if (!more(w))
			break;
		if (w->got == SOURCE_MEMBER) {
			source_take(s, source_view(s).len);
			fresh = true;
		}
	}
	return false;
}

void warc_begin(struct warc *w, struct source *s)
{
	w->source = s;
	w->lost = false;
	w->got = SOURCE_MORE;
	w->ended = true;
	w->left = w->given = 0;
}

enum warc_got warc_next(struct warc *w)
{
	w->why.len = w->head.len = 0;
	w->ended = true;
	if (w->got == SOURCE_UNREADABLE)
		return WARC_END;
	if (!(w->lost ? find_record(w) && read_head(w) : read_head(w)))
		return w->why.len ? WARC_FAULT : WARC_END;
	w->lost = false;
	if (!read_fields(w))
		return WARC_FAULT;
	w->left = w->length;
	w->ended = false;
	return WARC_RECORD;
}

/* There is a next byte of the block. */
static bool fill(struct warc *w)
{
	while (source_view(w->source).len == 0) {
		if (more(w) && (w->got != SOURCE_MEMBER || goes_on(w, 0)))
			continue;
		if (w->got != SOURCE_BROKEN && w->got != SOURCE_UNREADABLE)
			warc_wrong(w, w->got == SOURCE_END, "it ends %" PRIu64 " bytes before its Content-Length", w->left);
		return false;
	}
	return true;
}

/* Two line ends follow. Where they do not, the block is as long as it says if a record or nothing follows. */
static void end_record(struct warc *w)
{
	static const char ends[] = "\r\n\r\n";
	size_t seen = 0;
	w->ended = true;
	for (;;) {
		struct str view = source_view(w->source);
		while (seen < sizeof ends - 1 && view.len && *view.s == ends[seen]) {
			source_take(w->source, 1);
			view = source_view(w->source);
			seen++;
		}
		if (seen == sizeof ends - 1 || view.len)
			break;
		if (!more(w) || w->got == SOURCE_MEMBER)
			return;
	}
	if (seen == sizeof ends - 1) {
		/* a member's checksum is behind its end */
		if (source_view(w->source).len == 0 && source_is_gzip(w->source))
			more(w);
	} else if (pass_line_ends(w) && goes_on(w, 0)) {
		struct str rest = source_view(w->source), line;
		str_line(&rest, &line);
		warc_wrong(w, true, "no end of the record where its Content-Length says: %s", shown(str_trim(line)));
	}
}

struct str warc_piece(struct warc *w)
{
	struct str view = {NULL, 0};
	source_take(w->source, w->given);
	w->left -= w->given;
	w->given = 0;
	if (w->left && fill(w)) {
		view = source_view(w->source);
		w->given = view.len = view.len < w->left ? view.len : (size_t)w->left;
	} else if (w->left == 0 && !w->ended) {
		end_record(w);
	}
	return view;
}

bool warc_pass(struct warc *w)
{
	source_take(w->source, w->given);
	w->left -= w->given;
	w->given = 0;
	while (w->left && fill(w))
		w->left -= source_skip(w->source, w->left);
	while (warc_piece(w).len)
		;
	return w->why.len == 0;
}
