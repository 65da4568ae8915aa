/* Messages: one form, one place. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "ombud.h"

const char *say_program = "ombud";

/* A file's name or a page's words may hold anything: terminals get no control characters (C0, DEL, C1) from us. */
static void add_visible(struct buf *b, struct str text)
{
	const char *end = text.s + text.len;
	for (const char *s = text.s; s < end;) {
		size_t len = utf8_length(s, end);
		uint32_t code = len ? utf8_decode(s, len) : 0;
		if (len == 0 || code < 0x20 || (code >= 0x7f && code < 0xa0)) {
			for (size_t i = 0; i < (len ? len : 1); i++)
				buf_printf(b, "\\x%02x", (unsigned char)s[i]);
		} else {
			buf_add(b, (struct str){s, len});
		}
		s += len ? len : 1;
	}
}

static void say_all(const char *reason, const char *format, va_list arguments)
{
	va_list again;
	va_copy(again, arguments);
	int len = vsnprintf(NULL, 0, format, arguments);
	char *text = malloc((size_t)len + 1);
	struct buf b = {0};
	if (text == NULL) {
		fputs("out of memory\n", stderr);
		exit(FAILED);
	}
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	buf_printf(&b, "%s: ", say_program);
	add_visible(&b, (struct str){text, (size_t)len});
	if (reason)
		buf_printf(&b, ": %s", reason);
	buf_char(&b, '\n');
	fwrite(b.s, 1, b.len, stderr); /* one write, so that the stages of a pipe do not mix their lines */
	buf_free(&b);
	free(text);
}

void say(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_all(NULL, format, arguments);
	va_end(arguments);
}

void say_errno(const char *format, ...)
{
	const char *reason = strerror(errno);
	va_list arguments;
	va_start(arguments, format);
	say_all(reason, format, arguments);
	va_end(arguments);
}

void die(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	say_all(NULL, format, arguments);
	va_end(arguments);
	exit(FAILED);
}

const char *shown(struct str value)
{
	static struct buf turns[2];
	static unsigned turn;
	struct buf *b = &turns[turn++ % 2];
	size_t len = value.len;
	if (len > SHOWN_BYTES) {
		len = SHOWN_BYTES;
		while (len > SHOWN_BYTES - 4 && ((unsigned char)value.s[len] & 0xc0) == 0x80)
			len--;
	}
	b->len = 0;
	for (size_t i = 0; i < len; i++) {
		if (value.s[i] == '\0') /* the message is a C string from here on */
			buf_adds(b, "\\x00");
		else
			buf_char(b, value.s[i]);
	}
	buf_adds(b, len < value.len ? "…" : "");
	buf_char(b, '\0');
	return b->s;
}
