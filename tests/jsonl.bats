#!/usr/bin/env bats
# ombud-jsonl: the finished record.

load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

schema='["reference","authority","authority_code","authority_type","category","subcategory","document_type","decision","decision_date","satisfied_date","outcome","outcome_basis","outcome_evidence","finding","finding_evidence","complainant","summary","grounds","signposted","remedies","remedy_total","citations","related","sections","layout","source","warnings"]'

@test "members stand in the schema's order, all of them" {
	pipeline ombud-jsonl "$SAMPLES" | jq -c keys_unsorted | sort -u >got
	echo "$schema" >wanted
	same wanted got
}

@test "members come as they were written, unknown ones after them in their order, header and stripped gone" {
	echo '{"z":1.0e2,"warnings" : [ ],"header":{"a":1},"a" : "\u00e9\/","stripped":{},"reference":"x","\u0062":[1, 2]}' >in
	ombud-jsonl in | sed 's/"[a-z_]*":null,//g' >got
	echo '{"reference":"x","warnings":[ ],"z":1.0e2,"a" : "\u00e9\/","\u0062":[1, 2]}' >wanted
	same wanted got
}

@test "what no filter has looked for is null" {
	echo '{}' | ombud-jsonl | jq -c 'keys_unsorted, (to_entries | map(select(.value != null)))' >got
	printf '%s\n' "$schema" '[]' >wanted
	same wanted got
}

@test "a page that is no decision is left out and counted; --all keeps it" {
	printf '%s\n' '{"reference":"a","document_type":"other"}' '{"reference":"b","document_type":"statement"}' '{"reference":"c"}' >in
	exits 0 ombud-jsonl in
	same_text 'ombud-jsonl: 1 of 3 left out: no decisions' "$(cat err)"
	same_text $'b\nc' "$(jq -r .reference out)"
	exits 0 ombud-jsonl --all in
	same_text '' "$(cat err)"
	same_text $'a\nb\nc' "$(jq -r .reference out)"
}

@test "pages read are records out, rejected and left out" {
	mkdir pages
	cp "$SAMPLES"/*.txt pages
	echo 'It rains in Norbury.' >pages/weather.txt
	pipeline ombud-classify pages >records
	[ "$(wc -l <records)" = "$(($(find "$SAMPLES" -maxdepth 1 -name '*.txt' | wc -l) + 1))" ]
	{ cat records && echo 'no record'; } >in
	exits 1 ombud-jsonl in
	[ "$(wc -l <out)" = "$(find "$SAMPLES" -maxdepth 1 -name '*.txt' | wc -l)" ]
	has "$(cat err)" '*1 of * left out: no decisions*1 of * records rejected'
}

@test "twice is the same as once" {
	pipeline ombud-jsonl "$SAMPLES" >once
	ombud-jsonl once >twice
	same once twice
}
