#!/usr/bin/env bats
# schemas/decision.schema.json and schemas/tables: that they are the schemas they say they are, and that what the filters
# print is valid by them, in the eyes of validators that others keep: ajv and tableschema (npm), python3-jsonschema.
# shellcheck disable=SC2016 # $defs and $schema are words of JSON Schema

load helper

# Records are made once, and read by all tests.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$TESTS/npm/install" 2>no-npm >npm || :
	/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || echo 'no python3-jsonschema on this machine' >no-python
	"$ROOT/scripts/make-corpus" 300 1 corpus
	mapfile -t pages < <(specimens)
	pipeline ombud-classify "${pages[@]}" >samples
	(cd corpus && pipeline ombud-classify pages) >invented
	cat samples invented | ombud-jsonl --all >records
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	SCHEMA=$ROOT/schemas/decision.schema.json TABLES=$ROOT/schemas/tables NPM=$(<npm)
	VALIDATORS=()
	[ -z "$NPM" ] || VALIDATORS+=(by_ajv)
	[ -e no-python ] || VALIDATORS+=(by_python)
}

# by_ajv and by_python SCHEMA <RECORDS: each fault as line:/instance/path: what is wrong; status 0: none
by_ajv() { node "$NPM/validate-records.mjs" "$1"; }
by_python() { "$TESTS/validate-records" "$1"; }
# by_tableschema SCHEMA [CSV]: each fault as row:column: what is wrong
by_tableschema() { node "$NPM/validate-table.mjs" "$@"; }

need_npm() { [ "$NPM" ] || skip "$(<no-npm)"; }
# need_both: at the end of a test that has asked what validators there are; says so where one was missing
need_both() { [ ${#VALIDATORS[@]} = 2 ] || skip "$(cat no-npm no-python 2>/dev/null)"; }

# valid COMMAND...: it ends well and tells no fault, or its faults are shown
valid() {
	exits 0 "$@" && same /dev/null "$BATS_TEST_TMPDIR/out" && return
	head -n 20 "$BATS_TEST_TMPDIR/out"
	return 1
}

# all_valid SCHEMA RECORDS: no validator finds a fault, and there are records
all_valid() {
	[ -s "$2" ]
	for validator in "${VALIDATORS[@]}"; do
		valid "$validator" "$1" <"$2"
	done
}

# cells FILE COLUMN: the cells of a column of a table of rules, each once, the empty one left out
cells() {
	/usr/bin/python3 -c 'import csv, sys
for cell in sorted({row[sys.argv[2]] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))} - {""}):
    print(cell)' "$ROOT/schemas/rules/$1" "$2"
}

# in_schema FILE COLUMN PATH: each cell of the column is one of the codes that jq finds at the path in the schema
in_schema() {
	cells "$1" "$2" >codes
	[ -s codes ]
	same /dev/null <(comm -23 codes <(jq -r "$3 | .[] | values" "$SCHEMA" | sort))
}

# members FILTER: what that filter of jq makes of each member in the schema, as {name, is, top}
members() {
	jq -r '[(.properties | to_entries[] | {name: .key, is: .value, top: true}),
		(.properties.source, ."$defs"[] | .title as $of | .properties | to_entries[]
			| {name: "\($of).\(.key)", is: .value, top: false})][] | '"$1" "$SCHEMA"
}

@test "it is a schema of JSON Schema 2020-12 in the eyes of python3-jsonschema" {
	[ ! -e no-python ] || skip "$(<no-python)"
	valid by_python "$SCHEMA" </dev/null
	jq '.properties.outcome.type = "code"' "$SCHEMA" >broken
	exits 2 by_python broken </dev/null
}

@test "it is a schema of JSON Schema 2020-12 in the eyes of ajv, which is strict" {
	need_npm
	valid by_ajv "$SCHEMA" </dev/null
	for change in '.properties.outcome.type = "code"' '.properties.outcome.enums = []' '.required += ["elegy"]' 'del(."$schema")'; do
		jq "$change" "$SCHEMA" >broken
		exits 2 by_ajv broken </dev/null
	done
}

@test "all members of the finished record are in it, in their order, and required" {
	ombud-jsonl <<<'{}' | jq keys_unsorted >wanted
	same wanted <(jq '.properties | keys_unsorted' "$SCHEMA")
	same wanted <(jq .required "$SCHEMA")
}

@test "all members of the objects within are in it, in their order, and required" {
	jq -c '{evidence: (.outcome_evidence, .finding_evidence, .grounds[].evidence, .signposted[].evidence, .remedies[].evidence | values)},
		{ground: .grounds[]}, {signpost: .signposted[]}, {remedy: .remedies[]}, {citation: .citations[]}, {related: .related[]}, {section: .sections[]},
		{paragraph: .sections[].paragraphs[]}, {warning: .warnings[]}, {source}
		| to_entries[] | [.key, (.value | keys_unsorted)]' records | sort -u >got
	jq -c '."$defs" + {source: .properties.source}
		| to_entries[] | [.key, (.value.properties | keys_unsorted)]' "$SCHEMA" | sort >wanted
	same wanted got
	jq -c '(."$defs"[], .properties.source) | select((.properties | keys_unsorted) != .required or .additionalProperties != false)
		| .title' "$SCHEMA" >wrong
	same /dev/null wrong
}

@test "each member has a title, a meaning, a source, an example, and at top level the filter that writes it" {
	[ "$(members .name | wc -l)" -gt 60 ]
	members 'select([.is | .title, .description, .source, .examples[0]?] | length != 4 or any(. == null)
		or (.[1] | endswith(".") | not)
		or (.[2] | test("^(printed on the page|inferred|from|made by the filter)\\b") | not))
		| .name' >wrong
	members 'select(.top and (.is.filter // "" | . != "all" and (startswith("ombud-") | not))) | .name' >>wrong
	members 'select((.is.type | tostring | contains("number")) and .is.unit == null) | .name' >>wrong
	same /dev/null wrong
}

# Every member beside its examples: all as the members of one schema, each example as a record of one member.
@test "each example is valid by its own member" {
	jq '. as $root | {"$schema", "$defs", type: "object", properties: ([paths(objects) as $path | {($path | join("/")):
		($root | getpath($path))} | select(.[].examples?)] | add)}' "$SCHEMA" >each
	jq -c '.properties | to_entries[] | {(.key): .value.examples[]}' each >examples
	[ "$(wc -l <examples)" -gt 80 ]
	all_valid each examples
	echo '{"properties/outcome":"?"}' >wrong
	for validator in "${VALIDATORS[@]}"; do
		exits 1 "$validator" each <wrong
	done
	need_both
}

@test "each code has its meaning, and each code that rules and filters have is there" {
	jq -r '.. | objects | select(.meanings)
		| select((.enum // .examples | map(values)) != (.meanings | keys_unsorted)) | .title' "$SCHEMA" >wrong
	same /dev/null wrong
	in_schema outcomes.csv outcome .properties.outcome.enum
	in_schema outcomes.csv basis .properties.outcome_basis.enum
	in_schema findings.csv finding .properties.finding.enum
	in_schema body_types.csv type .properties.authority_type.enum
	in_schema headings.csv kind '."$defs".section.properties.kind.enum'
	in_schema grounds.csv code '."$defs".ground.properties.code.enum'
	in_schema grounds.csv bar '."$defs".ground.properties.bar.enum'
	in_schema odds.csv code '."$defs".warning.properties.code.examples'
	same <(jq '."$defs".section.properties.kind.enum' "$SCHEMA") <(jq '."$defs".evidence.properties.section.enum | map(values)' "$SCHEMA")
	# warnings whose codes stand in C
	grep -ohE 'warnings_add\("[a-z_]+|"(no|unknown|several)_[a-z]+"|"[a-z]+_(from_address|outside_its_dates)"|code\\":\\"[a-z_]+' \
		"$ROOT"/filters/*.c | grep -oE '[a-z_]+"?$' | tr -d '"' | grep -vxFf <(jq -r '.. | .enum? // empty | .[] | values' "$SCHEMA") |
		sort -u >codes
	[ "$(wc -l <codes)" -gt 18 ]
	jq -r '."$defs".warning.properties.code.examples[]' "$SCHEMA" | sort >known
	same /dev/null <(comm -23 codes known)
}

@test "the records of the specimens and of 300 invented pages are valid" {
	same_text "$(($(specimens | wc -l) + 300))" "$(wc -l <records)"
	all_valid "$SCHEMA" records
	need_both
}

@test "the records of the real pages are valid" {
	seeds_or_skip
	pipeline ombud-classify "$SEEDS"/*.txt | ombud-jsonl --all >real
	all_valid "$SCHEMA" real
	need_both
}

@test "the records of lines of JSON, with members of others, are valid" {
	jq -Rsc '{id: 7, url: "https://mirror.example/x?y#z", text: ., category: 5}' "$SAMPLES"/*.txt >lines
	ombud-read --field text lines | ombud-render | ombud-strip | ombud-split | ombud-meta | ombud-classify | ombud-jsonl --all >given
	same_text '[7,{"category":5}]' "$(jq -c '[.id, .given]' given)"
	all_valid "$SCHEMA" given
	need_both
}

# By the schema any member may be null, for any filter may be left out; behind the whole chain these are not.
@test "behind the whole chain a list is a list, or nobody has looked; what every page has is not null" {
	jq -c '[.document_type, .layout, .source, .grounds, .signposted, .citations, .related, .sections, .warnings] | map(type)' \
		records | sort -u >got
	same <(echo '["string","string","object","array","array","array","array","array","array"]') got
	ombud-jsonl <<<'{}' >empty
	all_valid "$SCHEMA" empty
	need_both
}

@test "a wrong record is refused, and where it is wrong is told" {
	jq -c 'select(.grounds != [] and .citations != [] and .signposted != [])' records | head -n 1 >right
	all_valid "$SCHEMA" right
	# where it is told | what is wrong
	sed 's/  *|/ |/' >table <<-'END'
		/outcome                      | .outcome = "Upheld"
		/outcome                      | .outcome = "discontinued"
		/outcome_basis                | .outcome_basis = "guessed"
		/finding                      | .finding = ""
		/document_type                | .document_type = "page"
		/layout                       | .layout = 1
		/authority_type               | .authority_type = "Council"
		/authority_code               | .authority_code = "E0700003"
		/reference                    | .reference = "99 000 101"
		/reference                    | .reference = "99-000-101A"
		/decision_date                | .decision_date = "05 Mar 2024"
		/decision_date                | .decision_date = "2024-02-30"
		/decision_date                | .decision_date = "2024-3-5"
		/satisfied_date               | .satisfied_date = "2024-13-01"
		/remedy_total                 | .remedy_total = "350"
		/remedy_total                 | .remedy_total = -1
		/outcome_evidence             | .outcome_evidence = "Upheld"
		/grounds                      | .grounds = {}
		/grounds                      | .grounds = "late"
		/grounds/0/code               | .grounds[0].code = "lateness"
		/grounds/0/code               | .grounds[0].code = null
		/grounds/0/bar                | .grounds[0].bar = "may"
		/grounds/0                    | del(.grounds[0].statute)
		/grounds/0/evidence           | .grounds[0].evidence = null
		/grounds/0/evidence           | del(.grounds[0].evidence.quote)
		/grounds/0/evidence           | .grounds[0].evidence.page = 1
		/grounds/0/evidence/section   | .grounds[0].evidence.section = "elegy"
		/grounds/0/evidence/paragraph | .grounds[0].evidence.paragraph = 1.5
		/signposted/0/name            | .signposted[0].name = ""
		/remedies/0                   | .remedies = [{"kind": "apology"}]
		/citations/0/count            | .citations[0].count = 0
		/citations/0/uri              | .citations[0].uri = "legislation.example/x"
		/citations/0/paragraphs       | .citations[0].paragraphs = []
		/related/0                    | .related = [5]
		/sections/0/kind              | .sections[0].kind = "preface"
		/sections/0/level             | .sections[0].level = 0
		/sections/0/level             | .sections[0].level = 7
		/sections/0/paragraphs/0/n    | .sections[0].paragraphs[0].n = "1"
		/sections/0/paragraphs/0/text | .sections[0].paragraphs[0].text = ""
		/sections/0                   | .sections[0].note = "x"
		/source                       | del(.source.path)
		/source/bytes                 | .source.bytes = -1
		/source/fetched               | .source.fetched = "yesterday"
		/warnings/0/code              | .warnings = [{"filter": "x", "code": "A b", "detail": null}]
		/warnings/0                   | .warnings = ["no_summary"]
	END
	jq -r '.required[] | " | del(.\(.))"' "$SCHEMA" >>table
	jq -c "$(sed 's/.* | \(.*\)/(\1)/' table | paste -sd ,)" right >wrong
	same_text "$(wc -l <table)" "$(wc -l <wrong)"
	sed 's/ | .*//' table | awk '{ print NR ":" $0 }' | sort >wanted
	for validator in "${VALIDATORS[@]}"; do
		exits 1 "$validator" "$SCHEMA" <wrong
		# a fault may be told in more than one way: each place once
		sed 's/^\([0-9]*:[^:]*\):.*/\1/' "$BATS_TEST_TMPDIR/out" | sort -u >got
		same wanted got
	done
	need_both
}

@test "unknown members and unknown warnings are accepted" {
	jq -c '.elegy = {"a": [1]} | .warnings += [{"filter": "jq", "code": "a_new_one", "detail": "x"}]' records | head -n 50 >foreign
	all_valid "$SCHEMA" foreign
	need_both
}

@test "the validators count lines by line feeds, and refuse what is no JSON" {
	printf '{"a":"\xe2\x80\xa8"}\r\nx\n' >lines # U+2028
	echo '{"$schema": "https://json-schema.org/draft/2020-12/schema"}' >any
	for validator in "${VALIDATORS[@]}"; do
		exits 1 "$validator" any <lines
		has "$(<"$BATS_TEST_TMPDIR/out")" '2:: *'
	done
	need_both
}

# each_table COMMAND...: the command, with the name of each table behind it
each_table() {
	need_npm
	for table in "$TABLES"/*.json; do
		"$@" "$(basename "$table" .json)"
	done
}

is_table_schema() { valid by_tableschema "$TABLES/$1.json"; }

@test "each table's schema is a Frictionless Table Schema, each column with a meaning and an example that fits" {
	each_table is_table_schema
	jq '.fields[0].example = "elegy" | .fields[0].type = "date" | del(.fields[1].description)' "$TABLES/decisions.json" >broken
	exits 1 by_tableschema broken
	same_text 2 "$(grep -c '^example:' "$BATS_TEST_TMPDIR/out")"
	jq '.fields[0].type = "code"' "$TABLES/decisions.json" >broken
	exits 2 by_tableschema broken
}

is_valid_table() {
	ombud-csv --all --table "$1" samples invented >table.csv
	valid by_tableschema "$TABLES/$1.json" table.csv
	ombud-csv --all --table "$1" --excel samples invented >excel.csv
	valid by_tableschema "$TABLES/$1.json" excel.csv
}

@test "each table of the specimens and of 300 invented pages is valid, for spreadsheets too" {
	each_table is_valid_table
}

@test "a wrong table is refused, and where it is wrong is told" {
	need_npm
	pipeline ombud-csv "$SAMPLES" >right.csv
	# how it is made wrong | what is told: the row (1 has the names) and the column
	sed 's/  *|/|/' >table <<-'END'
		2s/"statement"/"elegy"/       | 2:document_type: *
		2s/"2024-03-05"/"2024-02-30"/ | 2:decision_date: *
		2s/[0-9]*$/many/              | 2:words: *
		2s/$/,1/                      | 2:: *27 values*26 fields*
		1s/,layout,/,layouts,/        | *layout*missing*
		1s/authority,authority_code/authority_code,authority/ | 1:: the columns are *
	END
	while IFS='|' read -r change told; do
		sed "$change" right.csv >wrong.csv
		run ! cmp -s right.csv wrong.csv
		exits 1 by_tableschema "$TABLES/decisions.json" wrong.csv
		has "$(<"$BATS_TEST_TMPDIR/out")" "${told# }"
	done <table
}
