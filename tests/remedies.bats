#!/usr/bin/env bats
# ombud-classify's remedies: what is agreed or recommended. The sentences are invented, in the grammar of drafters.

load helper
load table

setup() { cd "$BATS_TEST_TMPDIR" || return; }

CASES=$FIXTURES/remedies/cases.txt

# Paragraphs are joined by ` // `; each begins with its section's kind, if that is not the one's before.
# shellcheck disable=SC2016 # the names are jq's
make='def page: [splits(" // ")] | reduce .[] as $text ([]; . + [
		($text | capture("^(?<kind>[a-z]+): (?<text>(.|\n)*)$")) // {kind: .[-1].kind, $text}]) | to_entries
		| map({kind: .value.kind, heading: null, level: 2, paragraphs: [{n: (.key + 1), label: null, text: .value.text}]});
	{complainant: "Mrs X", sections: (.[0] | page)}'
# shellcheck disable=SC2016
read='[.remedies[] | [.kind, .recipient, (.amount | values | "£\(.)"), (.per | values | "a \(.)"), .deadline,
	(.status | select(. != "agreed")), (if .counted then null else "not counted" end)] | map(values) | join(" ")]
	+ [.remedy_total | values | "= \(.)"] | join("; ")'

@test "what is agreed or recommended, of which kind, for whom, how much, by when" {
	table 1 "$make" "$read" ombud-classify <"$CASES"
}

# A sentence is read in pieces of so many things; the sanitizers see whether one more is written somewhere.
@test "a passive with more things behind it than a sentence holds" {
	for join in ', pay' '; pay'; do
		printf 'action: An apology will be sent pay Mr X £1'
		printf "$join Mr X £%d" {2..60}
		printf "$join Mr Y £%d" {1..9}
		printf '\n'
	done | jq -Rc "[.] | $make" | ombud-classify | jq -c '[.remedies[] | .kind] | group_by(.) | map([.[0], length])' >got
	same <(yes '[["apology",1],["payment",65]]' | head -n 2) got
}

@test "no row of the rules is idle: without it something is told otherwise" {
	cut -d '|' -f 1 "$CASES" | sed 's/  *$//; /^$/d' | jq -Rc '[gsub("\\\\n"; "\n")] | '"$make" >in
	for table in commands remedies terms; do
		idle "$table" ombud-classify
	done >got
	same /dev/null got
}

