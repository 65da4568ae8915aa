/* Bytes that grow, views of bytes, and memory or death. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "ombud.h"

static void *or_die(void *p)
{
	if (p == NULL)
		die("out of memory");
	return p;
}

void *xmalloc(size_t size) { return or_die(malloc(size ? size : 1)); }

void *xcalloc(size_t n, size_t size) { return or_die(calloc(n ? n : 1, size ? size : 1)); }

void *xrealloc(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		die("out of memory");
	return or_die(realloc(p, n && size ? n * size : 1));
}

char *xstrdup(struct str text)
{
	char *copy = xmalloc(text.len + 1);
	if (text.len)
		memcpy(copy, text.s, text.len);
	copy[text.len] = '\0';
	return copy;
}

/* Half as much again at least, so that adding is linear and no more than a third stays empty. */
char *buf_grow(struct buf *b, size_t more)
{
	if (more > SIZE_MAX / 2 - b->len)
		die("out of memory");
	size_t cap = b->cap + b->cap / 2;
	b->cap = cap < b->len + more ? b->len + more : cap;
	if (b->cap < 256)
		b->cap = 256;
	b->s = xrealloc(b->s, b->cap, 1);
	return b->s + b->len;
}

void buf_add(struct buf *b, struct str text)
{
	if (text.len == 0)
		return;
	memcpy(buf_room(b, text.len), text.s, text.len);
	b->len += text.len;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int len = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (len < 0)
		die("a message could not be formatted: %s", format);
	va_start(arguments, format);
	vsnprintf(buf_room(b, (size_t)len + 1), (size_t)len + 1, format, arguments);
	va_end(arguments);
	b->len += (size_t)len;
}

void buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){0};
}

#define BIG ((size_t)1 << 20)

void buf_spare(struct buf *b)
{
	b->len = 0;
	if (b->cap > BIG)
		buf_free(b);
}

bool str_alike(struct str a, const char *b) { return a.len == strlen(b) && strncasecmp(a.s, b, a.len) == 0; }

struct str str_trim(struct str text)
{
	while (text.len && is_white(text.s[0]))
		text.s++, text.len--;
	while (text.len && is_white(text.s[text.len - 1]))
		text.len--;
	return text;
}

bool str_line(struct str *rest, struct str *line)
{
	if (rest->len == 0)
		return false;
	const char *end = memchr(rest->s, '\n', rest->len);
	size_t len = end ? (size_t)(end - rest->s) : rest->len;
	*line = (struct str){rest->s, len};
	size_t taken = len + (end != NULL);
	rest->s += taken;
	rest->len -= taken;
	return true;
}
