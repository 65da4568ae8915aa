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
	for filter in ombud-render ombud-csv ombud-jsonl; do
		exits 0 "lone/$filter" </dev/null
	done
	exits 0 lone/ombud-read <<<page
	exits 2 lone/ombud-strip </dev/null
}

@test "counts of another table's rules were lost" {
	same_text '{"text":"","stripped":{"mine":5,"back-to-top":2}}' \
		"$(ombud-strip <<<'{"text":"Back to top","stripped":{"mine":5,"back-to-top":1}}')"
}
