#!/usr/bin/env bats
# All layouts meet: the same decision gives the same record, whatever page it comes from. The pages are those of the
# sub-folders of samples/, their truth stands in fixtures/layouts: REFERENCE.txt, the sections as a careful reader finds
# them in the numbered page; members.txt, a page a line, of the header; related.txt, the mirrors' tables of others.

load helper

TRUTH=$FIXTURES/layouts
SIX=(99-000-201 99-000-202 99-000-203 99-000-204 99-000-205a 99-000-206)
DECISIONS=(numbered dashed contents nodes mirror dashed-bare mirror-bare reports)
REPORTS=(99-000-211 99-000-212 99-000-213 99-000-214 99-000-215 99-000-215-chapter-2)

setup() { cd "$ROOT/samples" || return; }

# page FOLDER REFERENCE: the path of a specimen.
page() { find "$1" -name "$2.txt"; }

# shown PAGE...: the sections, [n label] before each paragraph, in the form of the truth.
shown() {
	pipeline ombud-split "$@" | jq -r '[.sections[] | ["\(.kind) \(.level): \(.heading)",
		(.paragraphs[] | "[\(.n) \(.label)] \(.text | gsub("\n"; "\n    "))")] | join("\n")] | join("\n\n")'
}

# unlabelled: the truth on standard input, without the printed numbers, which only a numbered page has.
unlabelled() { sed 's/^\(\[[0-9]*\) [0-9]*\]/\1 null]/'; }

# words: of what is shown, a line a section: kind, level, heading, then its words without marks and cuts.
words() {
	sed 's/^\[[0-9]* [^]]*\] //; s/^    • / /' | awk 'BEGIN { RS = ""; FS = "\n" } { $1 = $1 ":"; print }' | tr -s ' '
}

# alike FOLDER: the six of that folder have the sections of the truth, numbers aside.
alike() {
	local reference
	for reference in "${SIX[@]}"; do
		shown "$(page "$1" "$reference")" >"$BATS_TEST_TMPDIR/got"
		unlabelled <"$TRUTH/$reference.txt" >"$BATS_TEST_TMPDIR/wanted"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got" || { echo "$1/$reference"; return 1; }
	done
}

# as_truth FOLDER REFERENCE...: these pages have the sections of the truth as they stand there.
as_truth() {
	local reference
	for reference in "${@:2}"; do
		shown "$(page "$1" "$reference")" >"$BATS_TEST_TMPDIR/got"
		same "$TRUTH/$reference.txt" "$BATS_TEST_TMPDIR/got" || { echo "$1/$reference"; return 1; }
	done
}

# same_words FOLDER REFERENCE...: these pages have the words of the truth, section by section.
same_words() {
	local reference
	for reference in "${@:2}"; do
		words <"$TRUTH/$reference.txt" >"$BATS_TEST_TMPDIR/wanted"
		shown "$(page "$1" "$reference")" | words >"$BATS_TEST_TMPDIR/got"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got" || { echo "$1/$reference"; return 1; }
	done
}

# members FOLDER: the header of that folder's pages is as members.txt has it: path, document_type, reference, authority,
# category, subcategory, decision, decision_date, satisfied_date, and the warnings that say what the page lacks.
members() {
	grep "^$1/" "$TRUTH/members.txt" >"$BATS_TEST_TMPDIR/wanted"
	[ -s "$BATS_TEST_TMPDIR/wanted" ]
	mapfile -t pages < <(sed 's/ | .*//' "$BATS_TEST_TMPDIR/wanted")
	pipeline ombud-jsonl "${pages[@]}" | jq -r '[.source.path, .document_type, .reference, .authority,
		.category, .subcategory, .decision, .decision_date, .satisfied_date,
		([.warnings[].code | select(test("^no_|_from_address$"))] | sort | join(" "))] |
		map(if . == null or . == "" then "-" else . end) | join(" | ")' >"$BATS_TEST_TMPDIR/got"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "numbered: sections, texts and printed numbers are the truth" { as_truth numbered "${SIX[@]}"; }
@test "dashed: the same sections and texts" { alike dashed; }
@test "dashed with a list of contents: the same sections and texts" { alike contents; }
@test "a node a line: the same sections and texts" { alike nodes; }
@test "mirror: the same words a section" { same_words mirror "${SIX[@]}"; }
@test "dashed without category, decision and date: sections" { as_truth dashed-bare 99-000-207; }
@test "mirror without its line: the words of each section" { same_words mirror-bare 99-000-208; }
@test "reports: old ones, one of 2016, one a node a line, one with names and lone dashes, its second chapter" {
	as_truth reports "${REPORTS[@]}"
}

@test "the layout is named" {
	pipeline ombud-split numbered dashed contents nodes mirror dashed-bare mirror-bare |
		jq -r '"\(.source.path | split("/")[0]) \(.layout)"' | uniq >"$BATS_TEST_TMPDIR/got"
	printf '%s\n' 'numbered numbered' 'dashed dashed' 'contents dashed' 'nodes nodes' 'mirror flat' 'dashed-bare dashed' \
		'mirror-bare flat' >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "numbered: header" { members numbered; }
@test "dashed: header" { members dashed; }
@test "dashed with a list of contents: header, from page and address" { members contents; }
@test "a node a line: header, with and without a title" { members nodes; }
@test "mirror: header" { members mirror; }
@test "dashed without category, decision and date: what the page lacks is said" { members dashed-bare; }
@test "mirror without its line: what the page lacks is said" { members mirror-bare; }
@test "reports: header, and when the Ombudsman was satisfied" { members reports; }

@test "the summary is a copy of its paragraph; where there is none it is null" {
	mapfile -t pages < <(find "${DECISIONS[@]}" -name '*.txt' | sort)
	local path name
	for path in "${pages[@]}"; do
		name=${path##*/}
		echo "$path $(sed -n 's/^\[0 null\] //p' "$TRUTH/$name")"
	done | sed 's/ $/ null/' >"$BATS_TEST_TMPDIR/wanted"
	pipeline ombud-jsonl "${pages[@]}" | jq -r '"\(.source.path) \(.summary)"' >"$BATS_TEST_TMPDIR/got"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "a mirror's table of other decisions is in related, and nowhere else" {
	pipeline ombud-jsonl mirror | jq -r '.reference as $of | .related[] |
		[$of, .reference, .date, .summary, .decision] | map(. // "-") | join(" | ")' >"$BATS_TEST_TMPDIR/got"
	same "$TRUTH/related.txt" "$BATS_TEST_TMPDIR/got"
	pipeline ombud-jsonl numbered dashed contents nodes dashed-bare mirror-bare reports |
		jq -c .related | sort -u >"$BATS_TEST_TMPDIR/got"
	same_text '[]' "$(cat "$BATS_TEST_TMPDIR/got")"
}

@test "the outcome is the label's in each layout that has one; a mirror's Other is inferred" {
	local folder
	pipeline ombud-jsonl numbered dashed nodes mirror |
		jq -r '"\(.source.path | split("/")[0]) \(.reference) \(.outcome) \(.outcome_basis)"' >"$BATS_TEST_TMPDIR/got"
	for folder in numbered dashed nodes mirror; do
		sed "s/^/$folder /; /mirror.*closed/s/published/inferred/" <<-'EOF'
			99-000-201 upheld published
			99-000-202 not_upheld published
			99-000-203 closed_after_initial_enquiries published
			99-000-204 closed_after_initial_enquiries published
			99-000-205a not_upheld published
			99-000-206 upheld published
		EOF
	done >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "listings and other pages are no decisions: left out of the table, and counted" {
	pipeline ombud-meta listings other | jq -r '"\(.source.path) \(.document_type)"' >"$BATS_TEST_TMPDIR/got"
	find listings other -name '*.txt' | sort | sed 's/$/ other/' >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	exits 0 pipeline ombud-csv listings dashed other
	has "$(cat "$BATS_TEST_TMPDIR/err")" '*ombud-csv: 5 of 11 left out: no decisions'
	[ "$(wc -l <"$BATS_TEST_TMPDIR/out")" = 7 ]
	exits 0 pipeline ombud-jsonl listings other
	same_text '' "$(cat "$BATS_TEST_TMPDIR/out")"
}

# decision_words PAGE: of the decision alone, a line a word: behind the line that opens it (in a report the last line of
# the header) and up to the one that closes it, without furniture, the summary's mark and the marks of lists.
decision_words() {
	awk '
		after_date { after_date = 0; next }
		/^The Ombudsman.s final decision:?$/ || /^Decision date :/ || /^99 000 [0-9]*$/ {
			text = ""
			after_date = /^Decision date :$/
			next
		}
		/^Investigator.s decision on behalf/ { exit }
		/^(Ombudsman satisfied with .*|Print this page|Back to top|Overview:|Summary:?)$/ { next }
		{ sub(/^Summary: /, ""); text = text $0 "\n" }
		END { printf "%s", text }' "$1" | sed 's/^ *\([0-9]*\.\|•\|-\)\( \|$\)//' | tr ' ' '\n' | grep '[[:alnum:]]'
}

@test "each word of the decision stands in the sections once and in order, no word of boilerplate does" {
	local path
	find "${DECISIONS[@]}" -name '*.txt' | while read -r path; do
		decision_words "$path" >"$BATS_TEST_TMPDIR/wanted"
		pipeline ombud-split "$path" | jq -r '.sections[] | .heading // empty, .paragraphs[].text' |
			tr ' ' '\n' | grep '[[:alnum:]]' >"$BATS_TEST_TMPDIR/got"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got" || { echo "$path"; return 1; }
	done
}
