#!/usr/bin/env bats
# Faults that were once there. A test is named for what broke, and stays.

load helper

setup() {
	set -o pipefail # jq says yes to no input
	cd "$BATS_TEST_TMPDIR" || return 1
}

# paragraph TEXT: a record of one paragraph
paragraph() {
	printf '%s' "$1" | jq -Rsc '{header: {}, sections: [{kind: "other", heading: null, level: 3,
		paragraphs: [{n: 1, label: null, text: .}]}]}'
}

@test "an Act named twice and no provision before it: undefined behaviour" {
	paragraph 'The Care Act 2014 and the Care Act 2014.' | ombud-meta | jq -e '.citations == [{legislation: "Care Act 2014",
		provision: null, uri: "http://www.legislation.gov.uk/id/ukpga/2014/23", count: 2, paragraphs: [1]}]'
}

@test "many sections of the Act named before: its name was read after it was freed" {
	local text='Care Act 2014, section 1.' i
	for i in {2..40}; do
		text+=" See section $i of the Act."
	done
	paragraph "$text" | ombud-meta |
		jq -e '[.citations[] | select(.legislation == "Care Act 2014") | .provision] == [range(1; 41) | "section \(.)"]'
}

@test "a long run of capitals before a word like Act: hours" {
	paragraph "$(yes Alpha | head -n 20000 | tr '\n' ' ')Act 1x" >in
	timeout 10 ombud-meta <in >out
	jq -e '.citations == []' out
}

@test "a body's name many times over: the rest was read again for each" {
	paragraph "$(yes 'ICO, Ofsted, Cafcass, Social Work England.' | head -n 50000 | tr '\n' ' ')" >in
	timeout 20 ombud-classify <in >out
	jq -e '.signposted == []' out
}

@test "a summary of several paragraphs: all but the last were lost" {
	jq -nc '{text: "Body (99 000 101)\n\nSummary\n\n  1. One.\n  2. Two.\n\nThe complaint\n\n  1. Three.\n\nSummary\n\n  1. Again.\n"}' |
		ombud-split | jq -e '.header.summary == "One.\nTwo."'
}

@test "a plain line about other decisions, in no mirror: it and all behind it were lost" {
	jq -nc '{text: "Body (99 000 101)\n\nThe complaint\n\n  1. One.\n\nOther decisions involving the school\n\n  2. Two.\n"}' |
		ombud-split |
		jq -e '[.sections[].paragraphs[].text] == ["One.", "Two."] and .sections[1].heading == "Other decisions involving the school"'
}

@test "a line of prose that begins like a mirror's link was dropped" {
	jq -nc '{text: "View original on the portal, she said.\n"}' | ombud-strip |
		jq -e '.text == "View original on the portal, she said.\n"'
}

@test "spaces between the warnings of others went in the second run" {
	echo '{"warnings":[ {"filter":"a"}, {"filter":"b"} ],"sections":[],"header":{}}' | ombud-meta >once
	ombud-meta <once >twice
	same once twice
	grep -qF '"warnings":[ {"filter":"a"}, {"filter":"b"} ,{"filter":"ombud-meta",' once
}

@test "a member of the wrong type was overwritten, or taken for none" {
	for record in '{"warnings":"keep"}' '{"header":5,"sections":[]}' '{"source":[],"header":{},"sections":[]}'; do
		exits 1 ombud-meta <<<"$record"
		[[ ! -s out ]]
	done
	exits 1 ombud-classify <<<'{"decision":["Upheld"],"sections":[]}'
}

@test "a page that is null is none" {
	same_text '{"page":null}' "$(ombud-render <<<'{"page":null}')"
}

@test "a NUL in a cell, and an apostrophe before it" {
	echo '{"summary":"\u0000x","source":{"path":"-"}}' | ombud-csv | python3 -c 'import csv, sys
row = list(csv.DictReader(sys.stdin))[0]
assert (row["summary"], row["path"]) == ("\ufffdx", "-"), row'
}

@test "input that does not wait was taken for broken" {
	python3 - <<-'EOF' >got
		import os, subprocess, time
		read, write = os.pipe()
		os.set_blocking(read, False)
		child = subprocess.Popen(["ombud-strip"], stdin=read)
		time.sleep(0.3)
		os.write(write, b'{"a":1}\n')
		os.close(write)
		raise SystemExit(child.wait())
	EOF
	same_text '{"a":1}' "$(<got)"
}

@test "a filter that needs no rules died without them" {
	mkdir lone
	cp "$(dirname "$(command -v ombud-read)")"/ombud-* lone
	exits 0 lone/ombud-jsonl </dev/null
	exits 0 lone/ombud-read <<<page
	exits 2 lone/ombud-strip </dev/null
}

@test "counts of another table's rules were lost" {
	same_text '{"text":"","stripped":{"mine":5,"back-to-top":2}}' \
		"$(ombud-strip <<<'{"text":"Back to top","stripped":{"mine":5,"back-to-top":1}}')"
}

# split TEXT: the sections that ombud-split makes of a text, a line each: kind, heading, texts
split() { jq -nc --arg text "$1" '{text: $text}' | ombud-split | jq -c '.sections[] | [.kind, .heading, (.paragraphs[].text)]'; }

@test "split: a label above its value was lost, or another's memory printed, in a page with headings of its own" {
	jq -nc '{text: ("## A\n\n## Category :\n\n" + "Housing " * 40 + "\n\n>\n\nAllocations\n\n## Decision :\n\nUpheld\n\n## The complaint\n\nB.")}' |
		ombud-split | jq -c '[.layout, (.header.category | length), .header.subcategory, .header.decision]' >"$BATS_TEST_TMPDIR/got"
	same_text '["html",319,"Allocations","Upheld"]' "$(<"$BATS_TEST_TMPDIR/got")"
}

@test "split: a mark alone above a heading took the heading for its text" {
	same_text '["complaint","The complaint","A."]
["findings","Finding","B."]' "$(split $'The complaint\n- A.\n-\nFinding\n- B.')"
}

@test "split: a heading that comes again was taken for a list of contents" {
	same_text '["background","Background","A."]
["facts","What happened","B."]
["background","Background","C."]' "$(split $'## Background\n\nA.\n\n## What happened\n\nB.\n\n## Background\n\nC.')"
	same_text '["other",null,"Injustice"]
["other","Injustice","B."]' "$(split $'1. Injustice\n\nInjustice\n\n1. B.')"
}

@test "split: one dash made a mirror a dashed dump" {
	text=$'The Ombudsman\'s final decision\n\nSummary: A.\n\nThe complaint\n\nB.\n\n- He wants a form.\n\nHow I considered this complaint\n\nC.\n\nMy assessment\n\nD.\n\nAnalysis We see no fault.\n\nFinal decision\n\nE.'
	has "$(split "$text")" '*"analysis","Analysis","We see no fault."*'
}

@test "split: a record's list was told by the record before it" {
	first='{"text":"The complaint\n- A.\n- She says:\n- Pay it.\n- Send it."}'
	second='{"text":"The complaint\n• the form.\n- Contact took place.\n- B."}'
	same_text "$(ombud-split <<<"$second")" "$(printf '%s\n' "$first" "$second" | ombud-split | tail -n 1)"
}

@test "split: a label without a value took the line that opens the decision" {
	jq -nc '{text: "A Council (99 000 101)\nCategory :\nHousing\nDecision :\nThe Ombudsman'\''s final decision:\nSummary:\nA.\nThe complaint\nB."}' |
		ombud-split | jq -c '[.header.decision, .header.type]' >"$BATS_TEST_TMPDIR/got"
	same_text '[null,"statement"]' "$(<"$BATS_TEST_TMPDIR/got")"
}

@test "split: a heading of a numbered page became the name of the body" {
	same_text null "$(jq -nc '{text: "99 000 101\n\nThe complaint\n\n  1. A.\n\nOther decisions involving Mr K\n\n  1. B."}' |
		ombud-split | jq -c .header.authority)"
}

@test "split: a bracket that is never closed took all that follows" {
	same_text '["complaint","The complaint","A form (the first one.","She wants:\n• one;\n• two."]' \
		"$(split $'Category :\nHousing\nThe complaint\nA form (the first one.\nShe wants:\none;\ntwo.')"
}

@test "meta: a newsletter, and minutes with a reference in their title, were decisions" {
	printf '%s\n' '{"text":"A Council (99 000 101)\nDecision : Not upheld\nA story.\nB Council (99 000 102)\nDecision : Upheld\nAnother."}' \
		'{"text":"Complaint: Norbury Council (99 000 101)\n\nBackground\n\nA.\n\nRecommendations\n\nB."}' \
		'{"text":"Background\n\nA.","source":{"path":"20-001-234.txt"}}' |
		ombud-split | ombud-meta | jq -r .document_type >"$BATS_TEST_TMPDIR/got"
	printf '%s\n' other other other >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "meta: a decision without reference, label and complainant's name was none" {
	text=$'The Ombudsman\'s final decision:\nSummary: A.\nThe complaint\n- A man says it is loud.\nThe Ombudsman\'s role and powers\n- B.\nMy assessment\n- C.\nFinal decision\n- D.'
	same_text statement "$(jq -nc --arg text "$text" '{text: $text}' | ombud-split | ombud-meta | jq -r .document_type)"
}

# header TEXT FILTER: what jq's FILTER takes from the record of a text
header() { jq -nc --arg text "$1" '{text: $text}' | ombud-split | jq -c "$2"; }

@test "split: a line of the header at the foot of a page took all before it out of the sections" {
	same_text '[["A.","B says so."],null,"report"]' "$(header $'The form\n- A.\n- B says so.\nOmbudsman satisfied with Council\'s response: 1 May 2020' \
		'[[.sections[].paragraphs[].text], .warnings, .header.type]')"
	same_text '["A form was lost in May, and nobody looked for it."]' "$(header $'A Council (99 000 101)\n\nA form was lost in May, and nobody looked for it.\n\nDecision : Upheld' \
		'[.sections[0].paragraphs[0].text]')"
}

@test "split: a value was lost whose label made no line of the header" {
	has "$(header $'Category :\n>\nPlanning\nDecision : Upheld\nThe complaint\nA.' '.warnings[].detail')" '*Planning*'
	same_text '["Adult care services",null,"Upheld"]' "$(header $'Category :\nAdult care services\n>\n\fDecision :\nUpheld\nThe complaint\nA.' \
		'[.header | .category, .subcategory, .decision]')"
	same_text '["complaint",null]' "$(header $'Decision date :\nThe complaint\nMrs P lost a form.' '[.sections[-1].kind, .header.decision_date]')"
}

@test "split: what the header says a second time, and otherwise, was dropped without a word" {
	same_text '["Upheld","Decision : Not upheld"]' "$(header $'A Council (99 000 101)\nDecision : Upheld\nDecision : Not upheld\nThe complaint\nA.' \
		'[.header.decision, (.warnings[] | select(.code == "text_outside_sections") | .detail)]')"
	same_text '[null,"99 000 101"]' "$(header $'A Council (99 000 101)\nB Council (99 000 102)\nThe complaint\nA.' \
		'[.header.reference, (.warnings[] | select(.code == "several_references") | .detail)]')"
}

@test "split: a long line before the first heading was too much for a pattern of the header" {
	for line in "Category : $(printf 'a %.0s' {1..300000})" "x $(printf '%500000s' '')(" "LGO ($(printf ') Reference Sector %.0s' {1..20000})"; do
		printf '%s\n\nThe complaint\n\nA.\n' "$line" | jq -cRs '{text: .}' | ombud-split >"$BATS_TEST_TMPDIR/out"
		same_text complaint "$(jq -r '.sections[-1].kind' "$BATS_TEST_TMPDIR/out")"
	done
}

@test "warnings: spaces at the head of the list went when a filter ran again" {
	once=$(ombud-meta <<<'{"header":{},"sections":[],"warnings":[ ]}')
	same_text "$once" "$(ombud-meta <<<"$once")"
}

@test "csv: a list too long for a tree ended the program by a bad access" {
	jq -nc '{reference: "99-000-101", document_type: "statement", warnings: [range(40000) | {code: "a"}]}' | ombud-csv --columns reference,warnings >"$BATS_TEST_TMPDIR/out"
	same_text 80015 "$(tail -n 1 "$BATS_TEST_TMPDIR/out" | wc -c)"
}

@test "read: --field given lost the members that stand in given" {
	same_text '{"id":1,"given":{"summary":"x"},"page":"A."}' \
		"$(ombud-read --field given <<<'{"given":"A.","summary":"x","id":1}' | jq -c '{id, given, page}')"
}

@test "read: a url that is no string took the page with it, though nobody asked for it" {
	same_text '[null,123]' "$(ombud-read --field text <<<'{"text":"A.","url":123}' | jq -c '[.source.address, .url]')"
}

@test "usage that was wrong emptied the file of the rejects" {
	echo old >"$BATS_TEST_TMPDIR/rejects"
	exits 2 ombud-strip --rejects "$BATS_TEST_TMPDIR/rejects" --nothing
	same_text old "$(cat "$BATS_TEST_TMPDIR/rejects")"
}
