#!/usr/bin/env bats
# DESIGN.md, "Shapes", sentence by sentence, where no other test holds it already. Those that do:
#   types, words of each column    schema.bats, by schemas/decision.schema.json; here their order, and what ties one to another
#   n, label, sub-items            split.bats, layouts.bats by their truth; here over all samples and invented pages
#   dashed dumps, what joins       split.bats "dashed: …"
#   kinds and levels by the table  split.bats "headings are known by their words"; here a page's own heading levels
#   references, dates, codes       meta.bats, facts.bats
#   from the address, with a warning; a mirror's Other    meta.bats; layouts.bats, classify.bats
#   the finished record's order    jsonl.bats
# shellcheck disable=SC2016 # the variables are jq's

load helper

# One set of records for all tests: every sample, and invented pages of all layouts with their traps.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$ROOT/scripts/make-corpus" 250 7 corpus
	mapfile -t pages < <(specimens && find corpus/pages -type f -name '*.txt' | sort)
	ombud-read "${pages[@]}" | ombud-render | ombud-strip | ombud-split | ombud-meta | ombud-classify >grown
	ombud-jsonl --all <grown >records 2>/dev/null
	[ "$(wc -l <records)" = "${#pages[@]}" ]
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

# none RULE: jq's RULE finds nothing in the records: what it prints is what is wrong with one
none() {
	jq -c "(.source.path | split(\"/\")[-3:] | join(\"/\")) as \$page | . as \$r | ($1) | [\$page, .]" records >wrong
	[ ! -s wrong ] || { head -n 5 wrong && return 1; }
}

# some RULE: it finds something, so that what is asked of such records is asked at all
some() { [ -n "$(jq "$1" records)" ] || { echo "no record for $1" && return 1; }; }

# shapes NAME PATH: the orders of names that the objects there have, each once
shapes() { jq -r "$2 | keys_unsorted | join(\", \")" grown | sort -u | sed "s/^/$1: /"; }

@test "each object has the members that DESIGN.md gives it, all of them, in that order" {
	{
		shapes source .source
		shapes sections '.sections[]'
		shapes paragraphs '.sections[].paragraphs[]'
		shapes evidence '.outcome_evidence, .finding_evidence, .grounds[].evidence, .signposted[].evidence | values'
		shapes grounds '.grounds[]'
		shapes signposted '.signposted[]'
		shapes citations '.citations[]'
		shapes related '.related[], .header.related[]'
		shapes warnings '.warnings[]'
	} >got
	cat >wanted <<-'EOF'
		source: path, address, media_type, charset, bytes, fetched, record_id
		sections: kind, heading, level, paragraphs
		paragraphs: n, label, text
		evidence: rule, section, paragraph, quote
		grounds: code, statute, bar, evidence
		signposted: name, evidence
		citations: legislation, provision, uri, count, paragraphs
		related: reference, date, summary, decision
		warnings: filter, code, detail
	EOF
	same wanted got
}

# `type` is what the page says that it is, statement or report; meta tells the type of the document by it
@test "header has its members, in that order" {
	same_text 'header: authority, reference, category, subcategory, decision, decision_date, summary, satisfied, type, related' \
		"$(shapes header .header)"
}

@test "n is 0 for the summary's paragraph alone, which has no heading, then 1, 2, 3 through the decision" {
	none '[.sections[].paragraphs[].n] | select((map(select(. > 0)) != [range(1; map(select(. > 0)) | length + 1)]) or (map(select(. == 0)) | length > 1))'
	none '.sections[] | select(.kind == "summary" and .heading != null or (.kind != "summary" and any(.paragraphs[]; .n == 0)))'
	none '[.sections[].paragraphs[] | select(.n == 0).text] as $first | select($first != [] and .summary != $first[0])'
	none 'select(.summary == null and any(.sections[]; .kind == "summary" and .paragraphs != []))'
	some 'select(.sections[0].paragraphs[0].n == 0)'
	some 'select(.sections[0].paragraphs[0].n == 1)'
}

@test "a label is the printed mark without its punctuation, or null" {
	none '.sections[].paragraphs[].label | values | select(test("^[0-9]+$") | not)'
	none 'select(.layout != "numbered" and .layout != "html") | .sections[].paragraphs[].label | values'
	jq -nc '{text: "Body (99 000 101)\n\nThe complaint\n\n  1. A.\n\n  2) B.\n\n  12. C.\n\nD.\n"}' | ombud-split | jq -c '[.sections[0].paragraphs[] | [.label, .text]]' >got
	same_text '[["1","A."],["2","B."],["12","C."],[null,"D."]]' "$(<got)"
}

@test "sub-items stand in their paragraph, each on a line of its own behind its bullet, white space folded" {
	none '.sections[].paragraphs[].text | split("\n")[1:][] | select(startswith("• ") | not)'
	none '.sections[] | .heading // "", (.paragraphs[].text | split("\n")[]) | select(test("^ |  | $|\t"))'
	none '.sections[].paragraphs[].text | select(. == "" or . == "•")'
}

@test "a section's level is the table's, 3 for one that is not known, or the page's own" {
	printf '## %s\n\nA.\n\n' 'The complaint' >page
	for level in 1 2 3 4 5 6; do
		printf '%.*s %s\n\nA.\n\n' "$level" '######' "A topic at $level" "$level" '######' 'Analysis'
	done >>page
	ombud-read page | ombud-render | ombud-strip | ombud-split | jq -r '.sections[] | "\(.level) \(.kind) \(.heading)"' >got
	{
		echo '2 complaint The complaint'
		printf '%s\n' 1 2 3 4 5 6 | sed 's/.*/& other A topic at &\n& analysis Analysis/'
	} >wanted
	same wanted got
	none 'select(.layout != "html") | .sections[] | select(.kind == "other" and .level != 3)'
	none '.sections[] | select(.level < 1 or .level > 6)'
}

@test "evidence names a rule of its table, and a paragraph of a section of that kind that holds the quote, byte for byte" {
	none '.outcome_evidence, .finding_evidence, .grounds[].evidence, .signposted[].evidence | values | select(.section != null) | . as $e
		| select(any($r.sections[] | select(.kind == $e.section) | .paragraphs[]; .n == $e.paragraph and (.text | contains($e.quote))) | not)'
	none '.outcome_evidence, .finding_evidence, .grounds[].evidence, .signposted[].evidence | values | select(.quote == "" or .rule == "")'
	# the published label is its own evidence: it stands in no paragraph
	none '.finding_evidence, .grounds[].evidence, .signposted[].evidence | values | select(.section == null or .paragraph == null)'
	none '.outcome_evidence | values | select(.section == null) | select(.quote != $r.decision or .paragraph != null or $r.outcome_basis == "" )'
	for found in finding_evidence:statements grounds:grounds signposted:bodies; do
		jq -r "[.${found%:*} | values] | flatten[] | .evidence // . | .rule" records | sort -u >rules
		[ -s rules ]
		same /dev/null <(comm -23 rules <(sed 's/^"\{0,1\}\([^,"]*\).*/\1/' "$ROOT/schemas/rules/${found#*:}.csv" | sort -u))
	done
}

@test "what is inferred says so and carries its evidence" {
	none 'select((.outcome == null) != (.outcome_evidence == null) or (.outcome == null) != (.outcome_basis == null))'
	none 'select((.finding == null) != (.finding_evidence == null))'
	none 'select(.outcome_basis == "published" and .decision == null)'
	none 'select(.outcome_basis == "inferred" and .decision == null and .outcome_evidence.section == null)'
	none 'select(.outcome_basis == "inferred" and .decision != null and (.decision | test("^other$"; "i") | not))'
	some 'select(.outcome_basis == "inferred" and .decision == null)'
	some 'select(.outcome_basis == "inferred" and .decision == "Other")'
}

@test "citations: each once, of paragraphs that there are and that name it, spelled out, uri of legislation.gov.uk" {
	none '[.citations[] | [.legislation, .provision]] | select(. != unique and (length != (unique | length)))'
	none '([.sections[].paragraphs[].n]) as $all | .citations[] | select(.paragraphs == [] or .paragraphs != (.paragraphs | unique)
		or (.paragraphs - $all) != [] or .count < (.paragraphs | length))'
	none '.citations[].provision | values | select(test("^(section|Schedule|paragraph|Part|regulation|article|rule|chapter|order)s? ?"; "i") | not)'
	none '.citations[].uri | values | select(test("^http://www\\.legislation\\.gov\\.uk/id/[a-z]+/[0-9]{4}/[0-9]+(/[A-Za-z0-9]+)*$") | not)'
	none '.citations[] | . as $c | select(.provision == null and (.legislation | test("Act|Regulations|Order|Rules"))) | select(
		any($r.sections[].paragraphs[]; .n == $c.paragraphs[0] and (.text | contains($c.legislation | sub(" [0-9]{4}$"; "")))) | not)'
}

@test "references, dates and codes have one form each" {
	none '.reference, .related[].reference | values | select(test("^[0-9]{2}-[0-9]{3}-[0-9]{3}[a-z]?$") | not)'
	none '.decision_date, .satisfied_date, .related[].date | values | select((strptime("%Y-%m-%d") | strftime("%Y-%m-%d")) != .)'
	none '.authority_code | values | select(test("^[EWSN][0-9]{8}$") | not)'
	none 'select(.authority_code != null and .authority_type == null or (.authority == null) != (.authority_type == null))'
}

@test "warnings are of one filter each, in the order of the chain, and none comes twice" {
	none '[.warnings[].filter] | [.[] | {"ombud-read":0, "ombud-render":1, "ombud-strip":2, "ombud-split":3, "ombud-meta":4, "ombud-classify":5}[.]]
		| select(. != sort or any(.[]; . == null))'
	none '.warnings | select(length != (unique | length))'
	none '.warnings[] | select((.code | test("^[a-z]+(_[a-z]+)*$") | not) or .detail == "")'
}

@test "grounds and signposts: each once, in the order of the text, a bar or none" {
	none '[.grounds[].code] | select(length != (unique | length))'
	none '[.signposted[].name] | select(length != (unique | length))'
	none '.grounds[].bar | values | select(IN("cannot", "will_not") | not)'
}
