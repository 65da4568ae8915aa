/*
 * ombud-jsonl: the published record: its members in the schema's order, then those that the schema has not, as they
 * came. `header` and `stripped` go. A page that is no decision is left out and counted.
 */
#include "lib/ombud.h"

/* The finished record, in order. What no filter has looked for is null, a list too. */
static const char *const schema[] = {"reference", "authority", "authority_code", "authority_type", "category",
	"subcategory", "document_type", "decision", "decision_date", "satisfied_date", "outcome", "outcome_basis",
	"outcome_evidence", "finding", "finding_evidence", "complainant", "summary", "grounds", "signposted", "remedies",
	"remedy_total", "citations", "related", "sections", "layout", "source", "warnings"};
#define SCHEMA (sizeof schema / sizeof *schema)


static bool is_known(struct str name)
{
	for (size_t i = 0; i < SCHEMA; i++)
		if (str_is(name, schema[i]))
			return true;
	return str_is(name, "header") || str_is(name, "stripped");
}

static enum verdict publish(struct record *r, struct buf *to)
{
	for (size_t i = 0; i < SCHEMA; i++) {
		struct str value = record_value(r, schema[i]);
		json_key(to, i ? ',' : '{', schema[i]);
		buf_add(to, value.s ? value : STR("null"));
	}
	for (size_t i = 0; i < r->count; i++) {
		const struct member *m = &r->members[i];
		if (is_known(record_name(r, i)))
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
