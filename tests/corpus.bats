#!/usr/bin/env bats
# scripts/make-corpus and scripts/check-corpus: pages made by a grammar, with what they hold, and the check against it.

load helper

# One corpus for all tests: the pages are only read.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$ROOT/scripts/make-corpus" 300 1 corpus
	(cd corpus && pipeline ombud-classify pages | ombud-jsonl --all) >records 2>errors
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

# truth FILTER: what the filter of jq takes from each line of the truth
truth() { jq -r "$1" corpus/truth.jsonl; }

@test "the same seed makes the same bytes, another seed others" {
	"$ROOT/scripts/make-corpus" 300 1 "$BATS_TEST_TMPDIR/again"
	diff -r corpus "$BATS_TEST_TMPDIR/again"
	"$ROOT/scripts/make-corpus" 300 2 "$BATS_TEST_TMPDIR/other"
	run ! diff -rq corpus "$BATS_TEST_TMPDIR/other"
	run ! cmp corpus/truth.jsonl "$BATS_TEST_TMPDIR/other/truth.jsonl"
}

@test "pages and lines of truth are as many as asked for, each page has its line" {
	truth .file | LC_ALL=C sort >named
	(cd corpus && find pages -type f | LC_ALL=C sort) >there
	same named there
	same_text 300 "$(wc -l <named)"
}

@test "every layout has its share of three in a hundred, and every trap comes" {
	truth .layout | sort | uniq -c | awk '$1 < 9' >few
	same /dev/null few
	same_text 'C D D0 H H0 HL HM HR HX L N R1 R2 R3 S S0 T X' "$(truth .layout | sort -u | xargs)"
	grep -oh 'trap("[a-z_0-9]*' "$ROOT"/scripts/make-corpus "$ROOT"/scripts/corpus_*.py | cut -d'"' -f2 | sort -u >could
	"$ROOT/scripts/make-corpus" 2000 3 "$BATS_TEST_TMPDIR/more"
	"$ROOT/scripts/make-corpus" --layouts H,HR,HM 500 3 "$BATS_TEST_TMPDIR/html"
	jq -r '.traps[]' "$BATS_TEST_TMPDIR"/*/truth.jsonl | sort -u >did
	same /dev/null <(comm -23 could did)
}

@test "references are invented and none comes twice" {
	truth '.record | select(.reference) | .reference' | sort >references
	same /dev/null <(uniq -d references)
	same /dev/null <(grep -vE '^(99|00)-[0-9]{3}-[0-9]{3}[a-z]?$' references)
}

@test "categories and subcategories are those of the table" {
	truth '.record | (.category, .subcategory) | select(.)' | sort -u >used
	cut -d, -f2 "$ROOT/schemas/rules/categories.csv" | sort -u >known
	same /dev/null <(comm -23 used known)
}

@test "recitals and law aside, hardly a paragraph of more than a line stands in two decisions" {
	jq -r '.record.sections[]? | select(.kind | IN("powers", "method", "law", "names", "decision") | not)
		| .paragraphs[].text | select(length > 120) | @json' corpus/truth.jsonl | sort >all
	[ $(($(uniq -d all | wc -l) * 100)) -lt "$(wc -l <all)" ]
}

@test "no mark of the grammar is left in a page" {
	same /dev/null <(grep -rhaE --include='*.txt' '[{}|<]|§|%s| \*| //' corpus/pages)
}

# agree LAYOUTS [OPTION...]: check-corpus on the records of these layouts
agree() {
	jq -c --arg layouts "$1" 'select(.layout | IN($layouts / " " | .[]))' corpus/truth.jsonl >truth
	jq -r .file truth >files
	jq -c --rawfile files files '.source.path as $path | select($files | split("\n") | index($path))' records >some
	exits 0 "$ROOT/scripts/check-corpus" "${@:2}" truth <some || { head -n 40 "$BATS_TEST_TMPDIR/out" && return 1; }
}

@test "the records of numbered and dashed pages agree with the truth" {
	agree N --strict reference,authority,category,document_type,decision_date
	agree D --strict reference,authority,category,document_type,decision_date
}

@test "the records of HTML pages agree with the truth, to the last label and word" {
	agree 'H H0 HR HM HL HX'
}

@test "a wrong record is named, and so are one that is missing and one too many" {
	head -n 1 corpus/truth.jsonl >truth
	file=$(jq -r .file truth)
	jq -c --arg file "$file" 'select(.source.path == $file)' records >right
	jq -c '.source.path |= "/elsewhere/" + . | .document_type = "elegy"' right >wrong
	exits 1 "$ROOT/scripts/check-corpus" truth <wrong
	has "$(cat "$BATS_TEST_TMPDIR/out")" '*document_type: 1 differ*' "*$file*" '*got    elegy*'
	exits 0 "$ROOT/scripts/check-corpus" --strict reference truth <wrong
	exits 1 "$ROOT/scripts/check-corpus" --strict reference truth </dev/null
	has "$(cat "$BATS_TEST_TMPDIR/out")" "*no record of $file*"
	jq -c '.source.path = "x"' right | cat right - >two
	exits 1 "$ROOT/scripts/check-corpus" --strict reference truth <two
	has "$(cat "$BATS_TEST_TMPDIR/out")" '*a record of no page: x*'
	cat right right >two
	exits 1 "$ROOT/scripts/check-corpus" --strict reference truth <two
	has "$(cat "$BATS_TEST_TMPDIR/out")" '*a second record of*'
}

@test "a text that is wrong by a word is counted, and shown" {
	jq -c 'select(.layout == "N")' corpus/truth.jsonl | head -n 1 >truth
	jq -c --arg file "$(jq -r .file truth)" 'select(.source.path == $file)
		| .sections[-1].paragraphs[0].text |= sub("[a-z]+"; "elegy")' records >wrong
	exits 1 "$ROOT/scripts/check-corpus" --strict texts truth <wrong
	has "$(cat "$BATS_TEST_TMPDIR/out")" '*N texts: 1 differ*' '*elegy*'
	exits 0 "$ROOT/scripts/check-corpus" --strict sections truth <wrong
}

@test "only the layouts that are named are made" {
	"$ROOT/scripts/make-corpus" --layouts H,HR 40 1 "$BATS_TEST_TMPDIR/html"
	same_text 'H HR' "$(jq -r .layout "$BATS_TEST_TMPDIR/html/truth.jsonl" | sort -u | xargs)"
	find "$BATS_TEST_TMPDIR/html/pages" -type f -print0 | xargs -0 head -qc 40 | grep -aoiE '<!doctype html' | wc -l >pages
	same <(echo 40) pages
}

@test "what a browser hides is in HTML pages, and not in the truth; nothing of a frame is left open" {
	"$ROOT/scripts/make-corpus" --layouts H,HR 100 1 "$BATS_TEST_TMPDIR/html"
	[ "$(grep -rla 'not for publication' "$BATS_TEST_TMPDIR/html/pages" | wc -l)" -gt 20 ]
	same /dev/null <(grep -a 'not for publication' "$BATS_TEST_TMPDIR/html/truth.jsonl")
	same /dev/null <(grep -rha '{{' "$BATS_TEST_TMPDIR/html/pages")
}

@test "the scraper that bench measures against takes what there is to take" {
	/usr/bin/python3 -c 'import bs4, lxml' 2>/dev/null || skip 'no python3-bs4 and python3-lxml: no scraper'
	"$ROOT/scripts/make-corpus" --layouts H 30 1 "$BATS_TEST_TMPDIR/html"
	cd "$BATS_TEST_TMPDIR/html"
	"$ROOT/scripts/bench-scrape" pages >../table
	mlr --icsv --ojsonl cat ../table | jq -r '"\(.path) \(.reference | gsub(" "; "-")) \(.category) \(.decision)"' |
		sort >../got
	jq -r '"\(.file) \(.record.reference) \(.record.category) > \(.record.subcategory) \(.record.decision)"' truth.jsonl |
		sort >../wanted
	same ../wanted ../got
	exits 2 "$ROOT/scripts/bench-scrape"
}

@test "wrong usage is status 2" {
	exits 2 "$ROOT/scripts/make-corpus" 10 x "$BATS_TEST_TMPDIR/c"
	exits 2 "$ROOT/scripts/make-corpus" 0 1 "$BATS_TEST_TMPDIR/c"
	exits 2 "$ROOT/scripts/make-corpus" 10 1
	exits 2 "$ROOT/scripts/make-corpus" --layouts H,Q 10 1 "$BATS_TEST_TMPDIR/c"
	exits 2 "$ROOT/scripts/make-corpus" --layouts
	exits 2 "$ROOT/scripts/check-corpus" --strict elegy corpus/truth.jsonl
	exits 2 "$ROOT/scripts/check-corpus" "$BATS_TEST_TMPDIR/none"
}
