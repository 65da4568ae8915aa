/*
 * ombud-jsonl: the published record: its members in the schema's order, then those that the schema has not, as they
 * came. `header` and `stripped` go. A page that is no decision is left out and counted.
 */
#include "lib/ombud.h"

static enum verdict publish(struct record *r, struct buf *to)
{
	for (size_t i = 0; record_schema[i]; i++) { /* what no filter has looked for is null, a list too */
		struct str value = record_value(r, record_schema[i]);
		json_key(to, i ? ',' : '{', record_schema[i]);
		buf_add(to, value.s ? value : STR("null"));
	}
	for (size_t i = 0; i < r->count; i++) {
		const struct member *m = &r->members[i];
		struct str name = record_name(r, i);
		if (record_in_schema(name) || str_is(name, "header") || str_is(name, "stripped"))
			continue;
		buf_char(to, ',');
		buf_add(to, (struct str){r->line.s + m->start, m->end - m->start});
	}
	buf_adds(to, "}\n");
	return PRINTED;
}

static const struct filter ombud_jsonl = {
	.name = "ombud-jsonl",
	.synopsis = "ombud-jsonl [--all] [--rejects FILE] [--max-record N] [FILE|-]...",
	.about = "Prints the finished records: members in the schema's order, unknown ones after\n"
		"them, header and stripped gone. A page that is no decision is left out, and counted.\n"
		"  --all           print those too\n",
	.leaves_out = true,
	.record = publish,
};

int main(int argc, char **argv) { return filter_main(argc, argv, &ombud_jsonl); }
