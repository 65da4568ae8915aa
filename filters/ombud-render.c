/*
 * ombud-render: `page` becomes `text`. A text page is its own text, byte for byte. HTML pages are rejected: rendering
 * them is not written yet. A record without `page` passes unchanged.
 */
#include "lib/ombud.h"

static enum verdict render(struct record *r, struct buf *unused)
{
	(void)unused;
	struct str page = record_value(r, "page");
	if (page.s == NULL || str_is(page, "null"))
		return KEEP;
	if (page.s[0] != '"') {
		record_wrong(r, "member page is no string: %s", shown(page));
		return REJECT;
	}
	struct str media_type = json_member(record_object(r, "source"), "media_type");
	if (media_type.s && !str_is(media_type, "text/plain")) {
		record_wrong(r, "only text pages can be rendered yet, no HTML: %s", shown(media_type));
		return REJECT;
	}
	buf_add(record_set(r, "text"), page);
	record_drop(r, "page");
	return KEEP;
}

static const struct filter ombud_render = {
	.name = "ombud-render",
	.synopsis = "ombud-render [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Turns the page of each record into text. Takes page, leaves text.\n",
	.record = render,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_render); }
