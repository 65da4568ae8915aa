/*
 * Fuzz target for ombud-render: pages of HTML, the main content and the whole body. Whatever the page, the text is UTF-8
 * without control characters but the ends of lines, no line of it is blank behind a blank one, and each word of the main
 * content stands in the whole body too.
 */
#include <assert.h>

#define main render_main
#include "../../filters/ombud-render.c"
#undef main

static void check(struct str text)
{
	const char *end = text.s + text.len;
	for (const char *s = text.s; s < end;) {
		size_t len = utf8_length(s, end);
		assert(len);
		assert((unsigned char)*s >= ' ' || *s == '\n' || *s == '\t');
		assert(end - s < 3 || memcmp(s, "\n\n\n", 3) != 0);
		s += len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool started;
	static struct buf page, content, whole;
	if (!started)
		content_load("schemas/rules");
	started = true;
	page.len = 0;
	for (const char *s = (const char *)data, *end = s + size; s < end;) { /* as ombud-read leaves pages */
		size_t len = utf8_length(s, end);
		utf8_add_clean(&page, len ? utf8_decode(s, len) : 0xfffd);
		s += len ? len : 1;
	}
	for (size_t i = 0; i < page.len; i++)
		if ((unsigned char)page.s[i] < ' ')
			page.s[i] = '\n';
	if (page.len == 0 || html_read(&html, buf_str(&page)))
		return 0;
	content_find(&html, true);
	render_page(&whole);
	check(buf_str(&whole));
	content_find(&html, false);
	render_page(&content);
	check(buf_str(&content));
	return 0;
}
