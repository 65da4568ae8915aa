#!/usr/bin/env bats
# The tables of ombud-csv, read back by what people read tables with: the same cells everywhere. The cells wanted are
# those that jq takes from the records by the schemas' paths.
# shellcheck disable=SC1112 # curly quotes are meant

load helper

TABLES=(decisions paragraphs grounds remedies citations)

# Records of all specimens, and one with what makes trouble; its texts are made harmless by the guard, so it has two.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	mapfile -t pages < <(specimens)
	pipeline ombud-classify "${pages[@]}" | ombud-jsonl 2>/dev/null >records
	jq -c 'select(.reference == "99-000-201")' records | head -n 1 >one
	jq -c '.reference = "99-000-999" | .authority = "A \"quoted\", name" |
		.summary = "one\ntwo\r\nthree; é’£ 😀" | .category = " spaces " | .subcategory = "Number 00123" | .decision = "12E5x" | .authority_code = "E07000035" |
		.complainant = "@Mrs P" | .remedy_total = 1234.5 | .decision_date = "2024-03-05" | .grounds = [{code: "late", statute: "s26B", bar: null,
		evidence: {rule: "x", section: "decision", paragraph: 7, quote: "=1+2"}}] | .remedies = [{kind: "payment", recipient: "Mrs P", amount: 350.5,
		per: null, deadline: "P1M", status: "agreed", counted: true, evidence: {rule: "y", section: "action", paragraph: 19, quote: "pay her"}}]' one >>records
	for table in "${TABLES[@]}"; do
		ombud-csv --table "$table" records >"$table.csv"
		ombud-csv --table "$table" --excel records >"$table.excel.csv"
	done
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

# wanted TABLE: the rows as arrays of strings, an empty one for null, by the schema's own paths.
wanted() {
	jq -c --slurpfile schema "$ROOT/schemas/tables/$1.json" '
		def text: if . == null then "" elif type == "string" then . else tojson end;
		def words: [splits("[ \n\t]+")] | map(select(. != "" and . != "•")) | length;
		def steps: split(".") | map({name: rtrimstr("[]"), list: endswith("[]")});
		def all($steps): if ($steps | length) == 0 then . else $steps[0] as $s |
			(if ($s.name | contains("+")) then . as $o | [$s.name | split("+")[] | $o[.] | select(. != null)] | join(", ") else .[$s.name] end) |
			select(. != null) | if $s.list then .[] else . end | all($steps[1:]) end;
		def rows($steps): if ($steps | length) == 0 then [.] else . as $o | .[$steps[0].name] // [] | .[] | rows($steps[1:]) | [$o] + . end;
		$schema[0] as $t | (($t.rows // "") | if . == "" then [] else steps end) as $at |
		(if $at == [] then [.] else rows($at) end) as $row | [$t.fields[] | . as $f | ($f.path | steps) as $p |
			([range(0; ($at | length)) | select(. < ($p | length) and $at[:. + 1] == $p[:. + 1])] | length) as $shared |
			[$row[$shared] | all($p[$shared:])] | if $f.how == "count" then length | tojson
				elif $f.how == "words" then map(words) | add // 0 | tojson
				else map(text) | join(";") end | if test("^[=+@\t\r-].") and $f.type == "string" then "'"'"'" + . else . end]' records
}

# rows: a table on standard input as python reads it, a line of JSON a row, without the heading.
rows() {
	python3 -c 'import csv, io, json, sys
for row in list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline=""), strict=True))[1:]:
    print(json.dumps(row, ensure_ascii=False, separators=(",", ":")))'
}

needs() { command -v "$1" >/dev/null || skip "no $1: tables are not read back by it"; }

@test "python's csv reads the cells that the schemas' paths lead to, in every table, also as made for Excel" {
	for table in "${TABLES[@]}"; do
		wanted "$table" >"$BATS_TEST_TMPDIR/wanted"
		[ -s "$BATS_TEST_TMPDIR/wanted" ]
		rows <"$table.csv" >"$BATS_TEST_TMPDIR/got"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
		rows <"$table.excel.csv" >"$BATS_TEST_TMPDIR/got"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	done
}

@test "--excel: a byte-order mark once, rows end in CRLF, line breaks within cells stay" {
	for table in "${TABLES[@]}"; do
		same_text $'\xef\xbb\xbf' "$(head -c 3 "$table.excel.csv")"
		python3 - "$table" <<-'END'
			import csv, sys
			plain = open(sys.argv[1] + ".csv", newline="", encoding="utf-8").read()
			excel = open(sys.argv[1] + ".excel.csv", newline="", encoding="utf-8").read()
			assert excel.startswith("\ufeff") and "\ufeff" not in excel[1:]
			cells = list(csv.reader(plain.splitlines(keepends=True)))
			assert excel[1:].count("\r\n") - plain.count("\r\n") == len(cells), "each row, and no other line, ends in CRLF"
		END
	done
}

@test "libcsv reads the same cells, strictly" {
	needs cc
	cc -std=c11 -o "$BATS_TEST_TMPDIR/cells" "$TESTS/cells.c" -lcsv
	for table in "${TABLES[@]}"; do
		"$BATS_TEST_TMPDIR/cells" <"$table.csv" >"$BATS_TEST_TMPDIR/read"
		# Not jq -R: 1.6 reads lines of over 4,095 bytes in pieces, and loses a character that lies on the edge of two.
		python3 - "$BATS_TEST_TMPDIR/read" <<-'END' | jq -c . >"$BATS_TEST_TMPDIR/got"
			import json, sys
			for row in open(sys.argv[1], newline="", encoding="utf-8").read().split("\x1e")[1:-1]:
			    print(json.dumps(row.split("\x1f")[:-1]))
		END
		rows <"$table.csv" | jq -c . >"$BATS_TEST_TMPDIR/wanted"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	done
}

@test "sqlite3 .import makes the same cells of it" {
	needs sqlite3
	for table in "${TABLES[@]}"; do
		rm -f db
		sqlite3 db ".import --csv $table.csv t" 2>"$BATS_TEST_TMPDIR/err"
		same /dev/null "$BATS_TEST_TMPDIR/err"
		sqlite3 -json db "select * from t" | jq -c '.[] | [.[]]' >"$BATS_TEST_TMPDIR/got"
		rows <"$table.csv" | jq -c . >"$BATS_TEST_TMPDIR/wanted"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	done
}

@test "Miller makes the same cells of it" {
	needs mlr
	for table in "${TABLES[@]}"; do
		mlr -S --icsv --ojsonl cat "$table.csv" | jq -c '[.[] | tostring]' >"$BATS_TEST_TMPDIR/got"
		rows <"$table.csv" | jq -c 'map(gsub("\r\n"; "\n"))' >"$BATS_TEST_TMPDIR/wanted" # within a cell, too
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	done
}

@test "LibreOffice makes the same cells of it" {
	needs soffice
	for table in "${TABLES[@]}"; do
		HOME=$BATS_TEST_TMPDIR soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' \
			--infilter='CSV:44,34,UTF8' --outdir "$BATS_TEST_TMPDIR" "$table.excel.csv" >/dev/null 2>&1
		rows <"$BATS_TEST_TMPDIR/$table.excel.csv" | jq -c 'map(if . == "TRUE" or . == "FALSE" then ascii_downcase else . end)' >"$BATS_TEST_TMPDIR/got" # its own spelling
		rows <"$table.csv" | jq -c 'map(gsub("\r\n"; "\n"))' >"$BATS_TEST_TMPDIR/wanted"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	done
}

# sheet TABLE: the cells of a table as LibreOffice has them, a line of JSON a row: [type, value] of each.
sheet() {
	HOME=$BATS_TEST_TMPDIR soffice --headless --convert-to fods --infilter='CSV:44,34,UTF8' --outdir "$BATS_TEST_TMPDIR" "$1" >/dev/null 2>&1
	python3 - "$BATS_TEST_TMPDIR/$(basename "$1" .csv).fods" <<-'END'
		import json, sys, xml.etree.ElementTree as tree
		NS = {k: f"urn:oasis:names:tc:opendocument:xmlns:{k}:1.0" for k in ("office", "table", "text")}
		def name(space, local): return f"{{{NS[space]}}}{local}"
		for row in list(tree.parse(sys.argv[1]).iter(name("table", "table-row")))[1:]:
		    cells = []
		    for cell in row.iter(name("table", "table-cell")):
		        times = int(cell.get(name("table", "number-columns-repeated"), 1))
		        kind = cell.get(name("office", "value-type"))
		        text = "\n".join("".join(p.itertext()) for p in cell.findall(name("text", "p")))
		        value = cell.get(name("office", "date-value")) or cell.get(name("office", "value")) or text
		        cells += [[kind, value, cell.get(name("table", "formula"))]] * (times if times < 100 else 0)
		    if any(c[1] for c in cells):
		        print(json.dumps(cells, ensure_ascii=False))
	END
}

@test "in LibreOffice dates are dates, numbers numbers, references and codes text, and nothing runs" {
	needs soffice
	sheet decisions.excel.csv >"$BATS_TEST_TMPDIR/cells"
	same_text "$(wc -l <records)" "$(wc -l <"$BATS_TEST_TMPDIR/cells")"
	same_text '[]' "$(jq -c '[.[][2] | select(.)] | unique' "$BATS_TEST_TMPDIR/cells" | sort -u)"
	head -n 1 decisions.csv | tr , '\n' | cat -n | awk '{ print $1 - 1, $2 }' >"$BATS_TEST_TMPDIR/columns"
	column() { awk -v name="$1" '$2 == name { print $1 }' "$BATS_TEST_TMPDIR/columns"; }
	for name in reference authority_code category subcategory outcome complainant; do
		same_text string "$(jq -r ".[$(column "$name")] | select(.[1] != \"\") | .[0]" "$BATS_TEST_TMPDIR/cells" | sort -u)"
	done
	for name in paragraphs words; do
		same_text float "$(jq -r ".[$(column "$name")][0]" "$BATS_TEST_TMPDIR/cells" | sort -u)"
	done
	jq -r ".[$(column decision_date)] | select(.[1]) | select(.[1] != \"\") | \"\\(.[0]) \\(.[1])\"" "$BATS_TEST_TMPDIR/cells" >"$BATS_TEST_TMPDIR/got"
	jq -r 'select(.decision_date) | "date " + .decision_date' records >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	jq -r ".[$(column reference)][1]" "$BATS_TEST_TMPDIR/cells" >"$BATS_TEST_TMPDIR/got"
	jq -r '.reference // ""' records >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "pandas: read_csv and read_json in one call each give the types that one expects" {
	python=$(type -ap python3 | while read -r one; do "$one" -c 'import pandas' 2>/dev/null && echo "$one" && break; done || :)
	[ -n "$python" ] || skip 'no pandas: not read by it'
	"$python" - <<-'END'
		import pandas as pd
		table = pd.read_csv("decisions.csv", parse_dates=["decision_date", "satisfied_date"])
		assert str(table.decision_date.dtype) == "datetime64[ns]" and str(table.satisfied_date.dtype) == "datetime64[ns]"
		assert str(table.paragraphs.dtype) == "int64" and str(table.words.dtype) == "int64"
		assert str(table.remedy_total.dtype) == "float64" and (table.remedy_total == 1234.5).any()
		for name in ("reference", "authority", "outcome", "grounds", "address"):
		    assert table[name].dropna().map(type).eq(str).all(), name
		records = pd.read_json("records", lines=True, convert_dates=["decision_date", "satisfied_date"])
		assert len(records) == len(table) and list(records.reference.fillna("")) == list(table.reference.fillna(""))
		assert str(records.decision_date.dtype) == "datetime64[ns]" and (records.decision_date.dropna() == table.decision_date.dropna()).all()
		assert records.sections.map(type).eq(list).all() and records.source.map(type).eq(dict).all()
		assert str(records.remedy_total.dtype) == "float64"
		for name in ("reference", "authority", "outcome"):
		    assert records[name].dropna().map(type).eq(str).all(), name
	END
}

@test "--columns: these columns, in this order, of any table; one that is none is named" {
	same_text $'outcome,reference\n"upheld","99-000-999"' "$(tail -n 1 records | ombud-csv --columns outcome,reference)"
	same_text 'bar,code' "$(ombud-csv --table grounds --columns bar,code </dev/null)"
	exits 2 ombud-csv --columns reference,poem records
	has "$(cat "$BATS_TEST_TMPDIR/err")" 'ombud-csv: table decisions has no column poem'
	exits 2 ombud-csv --table poems records
	has "$(cat "$BATS_TEST_TMPDIR/err")" 'ombud-csv: no such table: poems'
	exits 2 ombud-csv --table ../tables/grounds records
}

@test "--no-guard: texts stay as they are" {
	same_text $'quote\n"=1+2"' "$(tail -n 1 records | ombud-csv --table grounds --columns quote --no-guard)"
	same_text $'quote\n"\'=1+2"' "$(tail -n 1 records | ombud-csv --table grounds --columns quote)"
}

@test "a member that is not what its column needs rejects the record, named" {
	printf '%s\n' '{"grounds":7}' '{"source":"x"}' '{"sections":[7]}' '{"sections":[{"paragraphs":7}]}' '{"reference":"a"}' >"$BATS_TEST_TMPDIR/in"
	exits 1 ombud-csv "$BATS_TEST_TMPDIR/in"
	same_text 2 "$(wc -l <"$BATS_TEST_TMPDIR/out")"
	has "$(cat "$BATS_TEST_TMPDIR/err")" '*in:1: *grounds*: 7*in:2: *source*: "x"*in:3: *sections*: 7*in:4: *sections*: 7*4 of 5 records rejected'
	exits 1 ombud-csv --table paragraphs "$BATS_TEST_TMPDIR/in"
	has "$(cat "$BATS_TEST_TMPDIR/err")" '*in:3: member sections holds what is no object: 7*in:4: member paragraphs is no list: 7*'
	same_text 1 "$(wc -l <"$BATS_TEST_TMPDIR/out")"
}
