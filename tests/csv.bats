#!/usr/bin/env bats
# ombud-csv: a table that others read back.

load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# cells [COLUMN...]: the table on standard input as Python reads it: a line of JSON a row, of all cells or of these columns.
cells() {
	python3 -c 'import csv, io, json, sys
rows = csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline=""), strict=True)
for row in rows:
    print(json.dumps([row[c] for c in sys.argv[1:]] or list(row.values()), ensure_ascii=False, separators=(",", ":")))' "$@"
}

@test "a heading, then a row a decision, with as many cells" {
	pipeline ombud-csv "$SAMPLES" >table
	same_text reference,authority,authority_code,authority_type,category,subcategory,document_type,decision,decision_date,satisfied_date,outcome,outcome_basis,finding,complainant,summary,remedy_total,layout,address,path,grounds,signposted,remedies,citations,warnings,paragraphs,words \
		"$(head -n 1 table | tr -d '\r')"
	cells <table | jq length >got
	printf '26\n26\n26\n' >wanted
	same wanted got
}

@test "the cells are the record's members" {
	pipeline ombud-classify "$SAMPLES" >records
	jq -c '[.reference, .authority, .authority_code, .decision_date, .outcome, .finding, .complainant, .summary, .layout, .source.path] |
		map(. // "")' records >wanted
	ombud-csv records | cells reference authority authority_code decision_date outcome finding complainant summary layout path >got
	same wanted got
}

@test "no record: a heading alone" {
	ombud-csv </dev/null | wc -l >got
	echo 1 >wanted
	same wanted got
}

@test "quotes, commas and line breaks come back as they were" {
	cat >in <<-'EOF'
		{"reference":"a \"b\", c","authority":"l1\nl2\r\nl3","category":"","decision":"é’£","summary":"\"","complainant":"a,b","finding":" c "}
	EOF
	jq -c '[.reference, .authority, .category, .decision, .summary, .complainant, .finding, ""]' in >wanted
	ombud-csv in | cells reference authority category decision summary complainant finding outcome >got
	same wanted got
}

@test "a text that a spreadsheet would run is made harmless, in scalars, source and lists; others are not touched" {
	printf '%s\n' '{"reference":"=1+2","authority":"+1","category":"-1","decision":"@a","summary":"\tb","complainant":"\rc","finding":"a=b","outcome":"'"'"'=d","source":{"address":"=e","path":"-f"},"grounds":[{"code":"=g"},{"code":"=h"}]}' >in
	ombud-csv in | cells reference authority category decision summary complainant finding outcome address path grounds >got
	printf '%s\n' '["'"'=1+2\",\"'+1\",\"'-1\",\"'@a\",\"'\\tb\",\"'\\rc\",\"a=b\",\"'=d\",\"'=e\",\"'-f\",\"'=g;=h"'"]' >wanted
	same wanted got
}

@test "numbers are bare and not touched" {
	printf '%s\n' '{"remedy_total":-12.50}' '{"remedy_total":1E3}' '{"remedy_total":0}' '{"remedy_total":null}' >in
	ombud-csv in | sed 1d | cut -d , -f 16,25 | tr -d '\r' >got
	printf '%s\n' -12.50,0 1E3,0 0,0 ,0 >wanted
	same wanted got
}

@test "lists are joined by semicolons, an empty one and a null are empty" {
	cat >in <<-'EOF'
		{"grounds":[{"code":"late"},{"code":"premature"}],"signposted":[{"name":"A, B"},{"name":"C"}],"remedies":[{"kind":"apology"},{"kind":"payment"}],"citations":[{"legislation":"Care Act 2014","provision":"section 9"},{"legislation":"Wix Act 2001","provision":null}],"warnings":[{"code":"no_reference"}]}
		{"grounds":[],"signposted":null,"remedies":null}
	EOF
	ombud-csv in | cells grounds signposted remedies citations warnings >got
	printf '%s\n' '["late;premature","A, B;C","apology;payment","Care Act 2014, section 9;Wix Act 2001","no_reference"]' '["","","","",""]' >wanted
	same wanted got
}

@test "paragraphs and words are counted" {
	printf '%s\n' '{"sections":[{"kind":"law","paragraphs":[{"n":1,"text":"One two\n• three."},{"n":2,"text":" four  five\t"}]},{"kind":"decision","paragraphs":[]}]}' >in
	ombud-csv in | cells paragraphs words >got
	echo '["2","5"]' >wanted # the bullet is ours, no word of the page
	same wanted got
}

@test "a page that is no decision is left out and counted; --all keeps it" {
	printf '%s\n' '{"reference":"a","document_type":"other"}' '{"reference":"b","document_type":"report"}' '{"reference":"c"}' '{"reference":"d","document_type" : "other" }' >in
	exits 0 ombud-csv in
	same_text 'ombud-csv: 2 of 4 left out: no decisions' "$(cat err)"
	cells reference <out >got
	printf '%s\n' '["b"]' '["c"]' >wanted
	same wanted got
	exits 0 ombud-csv --all in
	same_text '' "$(cat err)"
	[ "$(wc -l <out)" = 5 ]
}

@test "the table of the finished records is that of the records before" {
	pipeline ombud-classify "$SAMPLES" >records
	ombud-csv records >wanted
	ombud-jsonl records | ombud-csv >got
	same wanted got
}

@test "a rejected record leaves no part of a row" {
	printf '%s\n' '{"reference":"a"}' '{"reference":"b","sections":5}' '{"reference":"c"' '{"reference":"d"}' >in
	exits 1 ombud-csv in
	cells reference <out >got
	printf '%s\n' '["a"]' '["d"]' >wanted
	same wanted got
	has "$(cat err)" 'ombud-csv: in:2: *sections*in:3: *2 of 4 records rejected'
}
