#!/usr/bin/env bats
# DESIGN.md, "The tables", where no other test holds it already. Those that do:
#   the record's scalars, lists joined by ;, counts    csv.bats; tables.bats by what others read of it
#   a formula is made harmless, numbers are not touched    csv.bats, tables.bats; tests/cells.c
#   by option instead                                   tables.bats: cells, --columns, --excel, --no-guard

load helper

TABLES=(decisions paragraphs grounds remedies citations)

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

# heading TABLE: the names of its columns, a line each
heading() { ombud-csv --table "$1" </dev/null | tr , '\n'; }

@test "each row of each table has reference and path, the decisions' address as well" {
	for table in "${TABLES[@]}"; do
		heading "$table" >columns
		same_text $'path\nreference' "$(grep -xE 'path|reference' columns | sort)"
	done
	heading decisions | grep -qx address
}

@test "decisions have a column for each scalar of the record, in its order, then address, path, lists and counts; no text of sections" {
	ombud-jsonl <<<'{}' | jq -r 'del(.outcome_evidence, .finding_evidence, .grounds, .signposted, .remedies, .citations, .related, .sections, .source, .warnings)
		| keys_unsorted[]' >wanted
	printf '%s\n' address path grounds signposted remedies citations warnings paragraphs words >>wanted
	same wanted <(heading decisions)
}

@test "no record is a heading alone, whatever the table; a list that is null or empty is no row" {
	for table in "${TABLES[@]}"; do
		exits 0 ombud-csv --table "$table" </dev/null
		same_text 1 "$(wc -l <out)"
		[ "$table" != decisions ] || continue
		exits 0 ombud-csv --table "$table" <<<'{"sections":null,"grounds":[],"remedies":null,"citations":[]}'
		same <(heading "$table" | paste -sd ,) out
	done
}

@test "a page that is no decision is left out of each table and counted, and --all keeps it" {
	echo '{"document_type":"other","sections":[{"kind":"law","paragraphs":[{"n":1,"text":"A."}]}],"grounds":[{"code":"late"}],"remedies":[{"kind":"apology"}],"citations":[{"legislation":"Care Act 2014","paragraphs":[1]}]}' >in
	for table in "${TABLES[@]}"; do
		exits 0 ombud-csv --table "$table" in
		same_text 1 "$(wc -l <out)"
		same_text 'ombud-csv: 1 of 1 left out: no decisions' "$(<err)"
		exits 0 ombud-csv --table "$table" --all in
		same_text 2 "$(wc -l <out)"
		same /dev/null err
	done
}

@test "a record that is rejected leaves no part of its rows in any table" {
	for table in paragraphs:sections grounds:grounds remedies:remedies citations:citations; do
		printf '%s\n' "{\"${table#*:}\":[{\"paragraphs\":[{\"n\":1,\"text\":\"A.\"}]},7]}" '{"a":1}' >in
		exits 1 ombud-csv --table "${table%:*}" --rejects rejects in
		same <(heading "${table%:*}" | paste -sd ,) out
		same <(head -n 1 in) rejects
	done
}
