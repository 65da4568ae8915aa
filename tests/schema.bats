#!/usr/bin/env bats
# schemas/decision.schema.json and schemas/tables: that they are what they say they are, and that what the filters print
# is valid by them, in the eyes of validators that others keep: ajv and tableschema (npm), and python3-jsonschema.

load helper

# Records and tables are made once, and read by all tests.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$TESTS/npm/install" 2>no-npm >npm || :
	/usr/bin/python3 -c 'import jsonschema' 2>no-python || echo 'no python3-jsonschema on this machine' >no-python
	pipeline ombud-classify "$ROOT/samples" >samples
	"$ROOT/scripts/make-corpus" 300 1 corpus
	(cd corpus && pipeline ombud-classify pages) >invented
	for records in samples invented; do
		ombud-jsonl --all "$records" >"$records.jsonl"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	SCHEMA=$ROOT/schemas/decision.schema.json TABLES=$ROOT/schemas/tables NPM=$(<npm)
}

need_npm() { [ "$NPM" ] || skip "$(<no-npm)"; }
need_python() { [ ! -s no-python ] || skip "$(<no-python)"; }

# by_ajv and by_python SCHEMA <RECORDS: the faults, as line:/instance/path: what is wrong
by_ajv() { need_npm && node "$NPM/validate-records.mjs" "$1"; }
by_python() { need_python && "$TESTS/validate-records" "$1"; }
by_tableschema() { need_npm && node "$NPM/validate-table.mjs" "$@"; }

# cells FILE COLUMN: the cells of a column of a table of rules, each once, the empty one left out
cells() {
	python3 -c 'import csv, sys
for cell in sorted({row[sys.argv[2]] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))} - {""}): print(cell)' \
		"$ROOT/schemas/rules/$1" "$2"
}

# in_schema FILE COLUMN PATH: each cell of the column is one of the codes that jq finds at the path in the schema
in_schema() { same /dev/null <(comm -23 <(cells "$1" "$2") <(jq -r "$3 | .[]" "$SCHEMA" | sort)); }

# members FILTER: that filter of jq over each member that the schema describes, as {name, is, top}
members() {
	jq -r "[(.properties | to_entries[] | {name: .key, is: .value, top: true}),
		(.properties.source, .\"\$defs\"[] | .title as \$of | .properties | to_entries[]
			| {name: \"\(\$of).\(.key)\", is: .value, top: false})][] | $1" "$SCHEMA"
}

@test "it is a schema of JSON Schema 2020-12 in the eyes of python3-jsonschema" {
	same /dev/null <(by_python "$SCHEMA" </dev/null)
	jq '.properties.outcome.type = "code"' "$SCHEMA" >broken
	exits 2 by_python broken </dev/null
}

@test "it is a schema of JSON Schema 2020-12 in the eyes of ajv, which is strict" {
	same /dev/null <(by_ajv "$SCHEMA" </dev/null)
	for change in '.properties.outcome.type = "code"' '.properties.outcome.enums = []' '.required += ["elegy"]' 'del(.["$schema"])'; do
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
	jq -c '{evidence: (.outcome_evidence, .finding_evidence, .grounds[]?.evidence, .signposted[]?.evidence | select(.)),
		ground: .grounds[]?} , {signpost: .signposted[]?}, {citation: .citations[]?}, {related: .related[]?},
		{section: .sections[]}, {paragraph: .sections[].paragraphs[]}, {warning: .warnings[]}, {source}
		| to_entries[] | [.key, (.value | keys_unsorted)]' samples.jsonl invented.jsonl | sort -u >got
	jq -c '."$defs" + {source: .properties.source} | del(.remedy) | to_entries[] | [.key, (.value.properties | keys_unsorted)]' "$SCHEMA" |
		sort >wanted
	same wanted got
	jq -c '(."$defs"[], .properties.source) | select((.properties | keys_unsorted) != .required or .additionalProperties) | .title' \
		"$SCHEMA" >wrong
	same /dev/null wrong
}

@test "each member has a title, a meaning, a source, an example, and at top level the filter that writes it" {
	[ "$(members .name | wc -l)" -gt 60 ]
	members 'select([.is | .title, .description, .source, .examples[0]] | any(. == null)) | .name' >wrong
	members 'select(.is.description | endswith(".") | not) | .name' >>wrong
	members 'select(.is.source | test("^(printed on the page|inferred|from|made by the filter)\\b") | not) | .name' >>wrong
	members 'select(.top and (.is.filter | . != "all" and (. // "" | startswith("ombud-") | not))) | .name' >>wrong
	members 'select(.is.type | . == "number" or . == ["number", "null"]) | select(.is.unit == null) | .name' >>wrong
	same /dev/null wrong
}

# Every member beside its example: the schemas of all as the members of one, and the examples as records of one member.
@test "each example is valid by its own member" {
	jq '[paths(objects)] as $all | . as $root | {"$schema", "$defs", type: "object", properties: ([$all[] | . as $path
		| {(join("/")): ($root | getpath($path))} | select(.[].examples?)] | add | map_values(del(.["$id"])))}' "$SCHEMA" >each
	jq -c '.properties | to_entries[] | {(.key): .value.examples[]}' each >examples
	[ "$(wc -l <examples)" -gt 80 ]
	same /dev/null <(by_ajv each <examples)
	same /dev/null <(by_python each <examples)
	jq -c 'map_values("?") | select(has("properties/outcome"))' examples >wrong
	has "$(by_ajv each <wrong)" '1:/properties~1outcome: *'
}

@test "each code has its meaning, and each code that the rules and filters have is one of them" {
	jq -r '.. | objects | select(.meanings) | select((.enum // .examples | map(values)) != (.meanings | keys_unsorted)) | .title' "$SCHEMA" >wrong
	same /dev/null wrong
	in_schema outcomes.csv outcome .properties.outcome.enum
	in_schema outcomes.csv basis .properties.outcome_basis.enum
	in_schema findings.csv finding .properties.finding.enum
	in_schema grounds.csv code '."$defs".ground.properties.code.enum'
	in_schema grounds.csv bar '."$defs".ground.properties.bar.enum'
	in_schema headings.csv kind '."$defs".section.properties.kind.enum'
	in_schema body_types.csv type .properties.authority_type.enum
	in_schema odds.csv id '."$defs".warning.properties.code.examples'
	jq -c '[."$defs" | .section, .evidence | .properties | (.kind // .section).enum | map(values)] | unique | length' "$SCHEMA" >kinds
	same_text 1 "$(<kinds)"
	grep -ohE '"(no|bad|unknown|several)_[a-z_]+"|"[a-z_]+_(from_address|outside_[a-z_]+)"|code\\":\\"[a-z_]+' "$ROOT"/filters/*.c |
		grep -oE '[a-z_]+"?$' | tr -d '"' | grep -vxFf <(jq -r '.properties | .outcome, .finding | .enum[] | values' "$SCHEMA") |
		sort -u >codes
	[ "$(wc -l <codes)" -gt 15 ]
	jq -r '."$defs".warning.properties.code.examples[]' "$SCHEMA" | sort >known
	same /dev/null <(comm -23 codes known)
}

@test "the records of the specimens are valid" {
	same /dev/null <(by_ajv "$SCHEMA" <samples.jsonl)
	same /dev/null <(by_python "$SCHEMA" <samples.jsonl)
	[ "$(wc -l <samples.jsonl)" = "$(find "$ROOT/samples" -name '*.txt' | wc -l)" ]
}

@test "the records of 300 invented pages are valid" {
	same /dev/null <(by_ajv "$SCHEMA" <invented.jsonl)
	same /dev/null <(by_python "$SCHEMA" <invented.jsonl)
	same_text 300 "$(wc -l <invented.jsonl)"
}

@test "the records of the real pages are valid" {
	seeds_or_skip
	pipeline ombud-classify "$SEEDS" 2>/dev/null | ombud-jsonl --all >real
	same /dev/null <(by_ajv "$SCHEMA" <real)
	same /dev/null <(by_python "$SCHEMA" <real)
	[ -s real ]
}

@test "the records of lines of JSON, with members of others, are valid" {
	jq -Rsc '{id: 7, url: "https://mirror.example/x?y#z", text: ., category: 5}' "$SAMPLES"/*.txt >lines
	ombud-read --field text lines | ombud-render | ombud-strip | ombud-split | ombud-meta | ombud-classify | ombud-jsonl --all >given
	jq -c '[.id, .given]' given >got
	same <(printf '[7,{"category":5}]\n') <(sort -u got)
	same /dev/null <(by_ajv "$SCHEMA" <given)
	same /dev/null <(by_python "$SCHEMA" <given)
}

# By the schema any member may be null, for a filter may be left out; behind the whole chain these are not.
@test "behind the whole chain a list is a list; what every page has is not null" {
	jq -c '[.document_type, .layout, .source, .grounds, .signposted, .citations, .related, .sections, .warnings] | map(type)' \
		samples.jsonl invented.jsonl | sort -u >got
	same <(echo '["string","string","object","array","array","array","array","array","array"]') got
	ombud-jsonl <<<'{}' >empty
	same /dev/null <(by_ajv "$SCHEMA" <empty)
	same /dev/null <(by_python "$SCHEMA" <empty)
}

@test "a wrong record is refused, and where it is wrong is told" {
	jq -c 'select(.grounds != [] and .citations != [] and .signposted != [])' samples.jsonl invented.jsonl | head -n 1 >right
	sed '/^$/d; s/  *|/ |/' >table <<-'END'
		/outcome               | .outcome = "Upheld"
		/outcome               | .outcome = "discontinued"
		/outcome_basis         | .outcome_basis = "guessed"
		/finding               | .finding = ""
		/document_type         | .document_type = "page"
		/layout                | .layout = 1
		/authority_type        | .authority_type = "Council"
		/authority_code        | .authority_code = "E0700003"
		/reference             | .reference = "99 000 101"
		/reference             | .reference = "99-000-101A"
		/decision_date         | .decision_date = "05 Mar 2024"
		/decision_date         | .decision_date = "2024-02-30"
		/decision_date         | .decision_date = "2024-3-5"
		/satisfied_date        | .satisfied_date = "2024-13-01"
		/remedy_total          | .remedy_total = "350"
		/remedy_total          | .remedy_total = -1
		/outcome_evidence      | .outcome_evidence = "Upheld"
		/grounds               | .grounds = {}
		/grounds               | .grounds = "late"
		/grounds/0/code        | .grounds[0].code = "lateness"
		/grounds/0/code        | .grounds[0].code = null
		/grounds/0/bar         | .grounds[0].bar = "may"
		/grounds/0             | del(.grounds[0].statute)
		/grounds/0/evidence    | .grounds[0].evidence = null
		/grounds/0/evidence    | del(.grounds[0].evidence.quote)
		/grounds/0/evidence    | .grounds[0].evidence.page = 1
		/grounds/0/evidence/section   | .grounds[0].evidence.section = "elegy"
		/grounds/0/evidence/paragraph | .grounds[0].evidence.paragraph = 1.5
		/signposted/0/name     | .signposted[0].name = ""
		/remedies/0            | .remedies = [{"kind": "apology"}]
		/citations/0/count     | .citations[0].count = 0
		/citations/0/uri       | .citations[0].uri = "legislation.example/x"
		/citations/0/paragraphs | .citations[0].paragraphs = []
		/related/0             | .related = [5]
		/sections/0/kind       | .sections[0].kind = "preface"
		/sections/0/level      | .sections[0].level = 0
		/sections/0/level      | .sections[0].level = 7
		/sections/0/paragraphs/0/n | .sections[0].paragraphs[0].n = "1"
		/sections/0/paragraphs/0/text | .sections[0].paragraphs[0].text = ""
		/sections/0            | .sections[0].note = "x"
		/source                | del(.source.path)
		/source/bytes          | .source.bytes = -1
		/source/fetched        | .source.fetched = "yesterday"
		/warnings/0/code       | .warnings = [{"filter": "x", "code": "A b", "detail": null}]
		/warnings/0            | .warnings = ["no_summary"]
	END
	jq -r '.required[] | " | del(.\(.))"' "$SCHEMA" >>table
	sed 's/.* | //' table | while read -r change; do jq -c "$change" right; done >wrong
	same_text "$(wc -l <table)" "$(wc -l <wrong)"
	sed 's/ | .*//' table | awk '{ print NR ":" $0 }' | sort >wanted
	# an object that may be null is told by two faults of one place, and by what is wrong of both: each place once
	for validator in by_ajv by_python; do
		"$validator" "$SCHEMA" <wrong >said && false
		sed 's/^\([0-9]*:[^:]*\):.*/\1/' said | sort -u >got
		same wanted got
	done
}

@test "a right record of unknown members and unknown warnings is accepted" {
	jq -c '.elegy = {"a": [1]} | .warnings += [{"filter": "jq", "code": "a_new_one", "detail": "x"}]' samples.jsonl >foreign
	same /dev/null <(by_ajv "$SCHEMA" <foreign)
	same /dev/null <(by_python "$SCHEMA" <foreign)
	printf '{"a":"\u2028"}\nx\n' >lines # U+2028 ends no line
	exits 1 by_ajv <(echo '{"$schema": "https://json-schema.org/draft/2020-12/schema"}') <lines
	has "$(<"$BATS_TEST_TMPDIR/out")" '2:: *'
	exits 1 by_python <(echo '{"$schema": "https://json-schema.org/draft/2020-12/schema"}') <lines
	has "$(<"$BATS_TEST_TMPDIR/out")" '2:: *'
}

# each_table COMMAND...: the command, with the name of each table behind it
each_table() {
	[ -d "$TABLES" ] || skip 'no schemas/tables yet'
	for table in "$TABLES"/*.json; do
		"$@" "$(basename "$table" .json)"
	done
}

is_table_schema() {
	same /dev/null <(by_tableschema "$TABLES/$1.json")
	jq '.fields[0].type = "code"' "$TABLES/$1.json" >broken
	exits 2 by_tableschema broken
}

@test "each table's schema is a Frictionless Table Schema, each column with a meaning and an example that fits" {
	each_table is_table_schema
	jq '.fields[0].example = "elegy" | .fields[0].type = "date" | del(.fields[1].description)' "$TABLES/decisions.json" >broken
	exits 1 by_tableschema broken
	same_text 2 "$(grep -c '^example:' "$BATS_TEST_TMPDIR/out")"
}

is_valid_table() {
	for records in samples invented; do
		ombud-csv --all --table "$1" "$records" >table.csv
		same /dev/null <(by_tableschema "$TABLES/$1.json" table.csv)
		ombud-csv --all --table "$1" --excel "$records" >excel.csv
		same /dev/null <(by_tableschema "$TABLES/$1.json" excel.csv)
	done
}

@test "each table of the specimens and of 300 invented pages is valid, for spreadsheets too" {
	each_table is_valid_table
	same_text 301 "$(ombud-csv --all --columns reference invented | wc -l)"
}

@test "a wrong table is refused, and where it is wrong is told" {
	[ -d "$TABLES" ] || skip 'no schemas/tables yet'
	ombud-csv samples >right.csv
	# what is wrong | what is told: the row (1 has the names) and the column
	sed '/^$/d; s/  *|/ |/' >table <<-'END'
		3s/^\("*[0-9a-z-]*"*,.*\),"statement",/\1,"elegy",/ | 3:document_type: *
		3s/"20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]"/"2024-02-30"/ | 3:decision_date: *
		3s/[0-9]*$/many/        | 3:words: *
		3s/$/,1/                | *[Ll]ength*
		1s/"*layout"*/layouts/  | *layout*missing*
		1s/"*authority"*,"*authority_code"*/authority_code,authority/ | 1:: the columns are *
	END
	while IFS='|' read -r change told; do
		sed "$change" right.csv >wrong.csv
		cmp -s right.csv wrong.csv && echo "it changes nothing: $change" && return 1
		exits 1 by_tableschema "$TABLES/decisions.json" wrong.csv
		has "$(<"$BATS_TEST_TMPDIR/out")" "${told# }"
	done <table
}
