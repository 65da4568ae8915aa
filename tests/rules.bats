#!/usr/bin/env bats
# The tables of rules: a wrong row, of whatever kind, in whatever table, is named before any record is read. Each case
# adds one row to a copy of the real table, or changes its heading.
# shellcheck disable=SC1112 # curly quotes are meant

load helper

# FILTER TABLE, a line for each table that each filter opens
setup_file() {
	for filter in "${RECORD_FILTERS[@]}"; do
		ASAN_OPTIONS=detect_leaks=0 strace -qq -e trace=open,openat "$filter" </dev/null 2>&1 >/dev/null |
			sed -n "s/.*\/rules\/\([a-z_]*\)\.csv\".*/$filter \1/p"
	done >"$BATS_FILE_TMPDIR/tables"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cp -rL "$OMBUD_BIN/../schemas/rules" real
	mkdir rules
	cp real/*.csv rules
}

# Cells of a good row, by table and column, or by column; others are empty.
declare -gA CELL=(
	[id]=zz [where]='*' [literal]=zz [pattern]=zz [remark]=added [action]=drop [means]=content [headers.action]='' [kind]=other [level]=3
	[headings.where]=line [type]=council [name]=zz [uri]=zz [unit]=section [complainants.pattern]='(?<name>zz)'
	[provisions.pattern]='(?<list>zz)' [outcome]=upheld [basis]=inferred [finding]=no_fault [code]=late [bar]=will_not
	[says]=yes [findings.says]=declines [odds.says]=declines [odds.code]=zz [status]=agreed [remedies.kind]=apology [terms.where]=before [terms.says]=none
)

tables() { cat "$BATS_FILE_TMPDIR/tables"; }

# one table of each filter: the code that reads cells and rows is the same for all
few_tables() { tables | awk '!seen[$1]++'; }

pattern_tables() {
	tables | while read -r filter table; do
		! head -n 1 "real/$table.csv" | grep -q '^id,where,literal,pattern,' || echo "$filter $table"
	done
}

# row TABLE [COLUMN=CELL]...: a row, good but for what is told
row() {
	local table=$1 column cell part row='' columns
	IFS=, read -ra columns <"real/$table.csv"
	for column in "${columns[@]}"; do
		cell=${CELL[$table.$column]-${CELL[$column]-}}
		for part in "${@:2}"; do
			[ "${part%%=*}" != "$column" ] || cell=${part#*=}
		done
		row+=,\"${cell//\"/\"\"}\"
	done
	printf '%s\n' "${row#,}"
}

# broken FILTER TABLE LINE COLUMN VALUE: the table is refused in these words (patterns of the shell), and nothing else
broken() {
	exits 2 "$1" --rules rules <<<'{"text":"x"}'
	local said
	said=$(<err)
	has "$said" "$1: rules/$2.csv:$3: column $4: *: $5"
	[[ $said != *$'\n'* && ! -s out ]] || { printf 'more is said: %s\n' "$said" "$(<out)" && return 1; }
}

# added TABLE [COLUMN=CELL]...: the table with that row behind its own; line is where it stands
added() {
	local rows
	mapfile -t rows <"real/$1.csv"
	line=$((${#rows[@]} + 1))
	{ printf '%s\n' "${rows[@]}" && row "$@"; } >"rules/$1.csv"
}

# with FILTER TABLE COLUMN VALUE: a row whose cell of that column is VALUE is refused
with() {
	local line
	added "$2" "$3=$4"
	broken "$1" "$2" "$line" "$3" "${4//\\/\\\\}"
	cp "real/$2.csv" rules
}

# stripped PATTERN [LITERAL] <TEXT: what ombud-strip leaves of it with that rule alone
stripped() {
	{ head -n 1 real/boilerplate.csv && row boilerplate where=line "pattern=$1" "literal=${2-}"; } >rules/boilerplate.csv
	jq -cRs '{text: .}' | ombud-strip --rules rules | jq -r .text
}

@test "every table is read by a filter whose help names it, and a good row more does no harm" {
	same <(cd real && printf '%s\n' *.csv) <(tables | sed 's/.* //; s/$/.csv/' | sort -u)
	for filter in ombud-render ombud-strip ombud-split ombud-meta ombud-classify; do
		same <(tables | sed -n "s/^$filter \(.*\)/\1.csv/p" | sort) <("$filter" --help | grep -o '[a-z_]*\.csv' | sort)
	done
	tables | while read -r filter table; do
		added "$table"
		exits 0 "$filter" --rules rules <<<'{}'
		same /dev/null err
	done
}

@test "a table that is not there is named" {
	tables | while read -r filter table; do
		rm "rules/$table.csv"
		exits 2 "$filter" --rules rules <<<'{}'
		same_text "$filter: rules/$table.csv: No such file or directory" "$(<err)"
		same /dev/null out
		mkdir "rules/$table.csv"
		exits 2 "$filter" --rules rules <<<'{}'
		has "$(<err)" "$filter: rules/$table.csv: *"
		rmdir "rules/$table.csv"
		cp "real/$table.csv" rules
	done
	exits 2 ombud-strip --rules nowhere <<<'{}'
	same_text 'ombud-strip: nowhere/boilerplate.csv: No such file or directory' "$(<err)"
}

@test "a heading that is another is named" {
	tables | while read -r filter table; do
		sed "1s/^id,/Id,/" "real/$table.csv" >"rules/$table.csv"
		broken "$filter" "$table" 1 id Id
		cp "real/$table.csv" rules
	done
	few_tables | while read -r filter table; do
		last=$(sed '1{s/.*,//;q}' "real/$table.csv")
		sed "1s/,$last\$/,more/" "real/$table.csv" >"rules/$table.csv"
		broken "$filter" "$table" 1 "$last" more
		sed "1s/\$/,more/" "real/$table.csv" >"rules/$table.csv"
		broken "$filter" "$table" 1 '*' more
		sed "1s/,$last\$//" "real/$table.csv" >"rules/$table.csv"
		broken "$filter" "$table" 1 "$last" ''
		sed $'1s/^/\xef\xbb\xbf/' "real/$table.csv" >"rules/$table.csv"
		broken "$filter" "$table" 1 id '*id'
		sed 1d "real/$table.csv" >"rules/$table.csv"
		broken "$filter" "$table" 1 id '*'
		: >"rules/$table.csv"
		broken "$filter" "$table" 1 id ''
		cp "real/$table.csv" rules
	done
}

@test "a row with a cell too few or too many is named, and an empty line" {
	few_tables | while read -r filter table; do
		added "$table"
		last=$(sed '1{s/.*,//;q}' "real/$table.csv")
		sed -i '$s/,"[^"]*"$//' "rules/$table.csv"
		broken "$filter" "$table" "$line" "$last" ''
		added "$table"
		sed -i '$s/$/,more/' "rules/$table.csv"
		broken "$filter" "$table" "$line" '*' more
		added "$table"
		sed -i '$s/^/\n/' "rules/$table.csv"
		broken "$filter" "$table" "$line" id ''
		sed -i 's/$/\r/' "rules/$table.csv"
		broken "$filter" "$table" "$line" id ''
		added "$table"
		printf zz >>"rules/$table.csv"
		broken "$filter" "$table" $((line + 1)) '*' ''
		cp "real/$table.csv" rules
	done
}

@test "an id that is empty, or there twice, is named" {
	tables | while read -r filter table; do
		with "$filter" "$table" id ''
		with "$filter" "$table" id "$(sed -n '2s/,.*//p' "real/$table.csv" | tr -d '"')"
	done
}

@test "bytes that make no plain cell are named: a line break, a NUL, no UTF-8, a quote out of place" {
	few_tables | while read -r filter table; do
		added "$table" $'remark=a\nb'
		broken "$filter" "$table" "$line" remark 'a\\x0ab'
		added "$table" $'remark=a\rb'
		broken "$filter" "$table" "$line" remark 'a\\x0db'
		added "$table" $'remark=caf\xe9 \xff'
		broken "$filter" "$table" "$line" remark 'caf\\xe9 \\xff'
		added "$table"
		sed -i '$s/added/a\x00b/' "rules/$table.csv"
		broken "$filter" "$table" "$line" remark 'a*'
		added "$table"
		sed -i '$s/"$//' "rules/$table.csv"
		broken "$filter" "$table" "$line" remark '*'
		row "$table" id=zzz >>"rules/$table.csv"
		broken "$filter" "$table" "$line" remark '*'
		added "$table"
		sed -i '$s/^"zz"/z"z/' "rules/$table.csv"
		broken "$filter" "$table" "$line" id '*'
		cp "real/$table.csv" rules
	done
}

@test "a place that the table has not is named" {
	pattern_tables | while read -r filter table; do
		with "$filter" "$table" where nowhere
		with "$filter" "$table" where ''
	done
	with ombud-strip boilerplate where ' '
	with ombud-strip boilerplate where 'line,line'
	with ombud-split headings where 'line nowhere'
}

@test "a pattern that is none, or that matches where there is nothing, is named" {
	pattern_tables | while read -r filter table; do
		with "$filter" "$table" pattern '(?<name>a)(?<list>b'
		with "$filter" "$table" pattern '(?<name>a)?(?<list>b)*'
	done
	for pattern in '(' '[a' 'a{2,1}' ')' '(?<=a*)b' '\C' '*' '(?x' '\p{Nothing}' '(?1)' \
		'' 'a*' 'a?' '^' '$' '\b' '(?=a)' 'a|' '(?:a|b?)' '(a){0}' '(?#a)' '\Ba*'; do
		with ombud-strip boilerplate pattern "$pattern"
	done
}

@test "a literal that is empty among several is named" {
	pattern_tables | while read -r filter table; do
		with "$filter" "$table" literal 'a||b'
	done
	for literal in '|' 'a|' '|a' '||'; do
		with ombud-strip boilerplate literal "$literal"
	done
}

@test "a word that its column has not is named" {
	while read -r filter table column word; do
		with "$filter" "$table" "$column" "$word"
		with "$filter" "$table" "$column" "${CELL[$column]^}"
	done <<-'EOF'
		ombud-strip boilerplate action keep
		ombud-split headers action drop
		ombud-split headings kind odd
		ombud-meta body_types type shop
	EOF
	with ombud-strip boilerplate action ''
	with ombud-split headings kind ''
	with ombud-meta body_types type ''
	for level in '' 0 7 33 x -1 ' 3'; do
		with ombud-split headings level "$level"
	done
}

@test "a word of the published record that its schema has not is named" {
	while read -r table column word; do
		with ombud-classify "$table" "$column" "$word"
	done <<-'EOF'
		outcomes outcome uphold
		outcomes basis guessed
		findings finding fault
		grounds code later
		grounds bar may_not
		signposts says maybe
		commands status refused
		remedies kind fine
		terms says maybe
		odds outcome up_held
		odds finding faults
	EOF
	with ombud-classify outcomes outcome ''
	with ombud-classify findings finding ''
	added terms where=sum says=
	broken ombud-classify terms "$line" pattern zz
	cp real/terms.csv rules
}

@test "a day that is none is named" {
	for day in 2024 1-4-2024 2024-4-1 '1 April 2024' 2024-04-01x; do
		with ombud-meta authorities from "$day"
		with ombud-meta authorities until "$day"
	done
}

@test "a day that the calendar has not is named" {
	for day in 2024-13-01 2024-00-10 2023-02-29 2024-04-31; do
		with ombud-meta authorities until "$day"
	done
}

@test "a rule that leans on a rule that is not there is named, before any record is read" {
	for column in says needs unless; do
		with ombud-classify findings "$column" nobody
		with ombud-classify findings "$column" 'declines nobody'
		[ "$column" != says ] || with ombud-classify odds says nobody
	done
}

@test "a heading glued to its paragraph is told by a named group: a pattern without it is named" {
	for where in glued 'line glued' '*'; do
		added headings "where=$where" pattern=zzz
		broken ombud-split headings "$line" pattern zzz
	done
}

@test "a pattern without the named group that its table asks for is named" {
	with ombud-meta complainants pattern '(zz)'
	with ombud-meta provisions pattern '(zz)'
}

@test "a rule may leave its named group empty" {
	{ cat real/headings.csv && row headings where=glued 'pattern=zz|(?<heading>yy)' literal=; } >rules/headings.csv
	exits 0 ombud-split --rules rules <<<'{"text":"zz and more\nyy and more\n"}'
	exits 0 ombud-split --rules rules <<<'{"text":"A body\n\nThe complaint\n\nzz and more\nyy and more\n"}'
}

@test "a table whose lines end in CR LF, or whose last one does not end, says the same" {
	pipeline ombud-classify "$SAMPLES" >wanted
	for end in '\r\n' '\n'; do
		for table in real/*.csv; do
			mapfile -t rows <"$table"
			# shellcheck disable=SC2059
			{ printf "%s$end" "${rows[@]:0:${#rows[@]}-1}" && printf '%s' "${rows[-1]}"; } >"rules/${table#real/}"
		done
		ombud-read "$SAMPLES" | ombud-render | ombud-strip --rules rules | ombud-split --rules rules |
			ombud-meta --rules rules | ombud-classify --rules rules >got
		same wanted got
	done
}

@test "a table may have no row but its heading" {
	for table in real/*.csv; do
		head -n 1 "$table" >"rules/${table#real/}"
	done
	pipeline ombud-render "$SAMPLES"/*.txt >in
	for filter in ombud-strip ombud-split ombud-meta ombud-classify; do
		exits 0 "$filter" --rules rules <in
		mv out in
	done
	same_text 3 "$(wc -l <in)"
}

@test "a straight apostrophe in a rule matches the curly one too, alone and in a class" {
	printf '%s\n' "it's off" 'it’s off' 'its off' 'it‘s off' kept >text
	for pattern in "^it's off\$" "^it[']s off\$" "^it['x]s off\$" "^it[^a-z‘]s off\$" "^it(?:'|x)s off\$" "^it[]']s off\$" \
		"^it\\x{27}?'?s off\$(?<!ts off)"; do
		same_text "$pattern: "$'its off\nit‘s off\nkept' "$pattern: $(stripped "$pattern" <text)"
	done
	same_text $'it\'s off\nit’s off\nits off\nkept' "$(stripped "^it[^']s off\$" <text)"
}

@test "so it does behind a class's name, a backslash and in a quotation" {
	printf '%s\n' "it's off" 'it’s off' 'its off' 'it‘s off' kept >text
	for pattern in "^it[[:digit:]']s off\$" "^it\\'s off\$" "^it[\\']s off\$" "^it\\Q'\\Es off\$"; do
		same_text "$pattern: "$'its off\nit‘s off\nkept' "$pattern: $(stripped "$pattern" <text)"
	done
	same_text $'it\'s off\nit’s off\nits off\nkept' "$(stripped "^it[^[:digit:]']s off\$" <text)"
}

@test "a straight apostrophe in a literal matches the curly one too, case of ASCII aside" {
	printf '%s\n' "IT'S OFF" 'It’s oFF' kept >text
	for literal in "it's" "'s o" "t'" 'nothing|it'"'"'s' 'OFF' "nothing'|off"; do
		same_text "$literal: kept" "$literal: $(stripped "(?i)^it's off\$" "$literal" <text)"
	done
}

@test "so do four apostrophes in a literal, curly or straight" {
	printf '%s\n' a{\',’}b{\',’}c{\',’}d{\',’}e kept >text
	same_text kept "$(stripped "^a'b'c'd'e\$" "a'b'c'd'e" <text)"
}

@test "a rule is tried where one of its literals stands, and only there" {
	printf '%s\n' 'one two' 'two three' 'three four' >text
	same_text $'two three\nthree four' "$(stripped '.+' one <text)"
	same_text 'three four' "$(stripped '.+' 'one|two' <text)"
	same_text '' "$(stripped '.+' 'one|o t|four|ee' <text)"
	same_text '' "$(stripped '.+' '' <text)"
	same_text "$(<text)" "$(stripped '.+' 'five|onetwo' <text)"
	same_text 'a|b' "$(stripped '^x.*' 'x' <<<$'xy\na|b')"
	{ head -n 1 real/boilerplate.csv && row boilerplate id=1 pattern=.+ literal=five && row boilerplate id=2 pattern=x literal=three; } >rules/boilerplate.csv
	same_text '{"text":"three\n","stripped":{}}' "$(ombud-strip --rules rules <<<'{"text":"three"}')"
}

@test "a cell keeps its spaces, commas and quotes" {
	printf '%s\n' 'a, "b"' ' a' 'a  b' >text
	same_text $' a\na  b' "$(stripped '^a, "b"$' ', "b"' <text)"
	same_text $'a, "b"\n a' "$(stripped '^a  b$' '  ' <text)"
	{ head -n 1 real/boilerplate.csv && echo 'zz,line, a | b , [ab] ,drop, added '; } >rules/boilerplate.csv # without quotes
	same_text '{"text":"xa x\n","stripped":{"zz":1}}' "$(ombud-strip --rules rules <<<'{"text":"xa x\nx b x"}')"
}

@test "a pattern that takes too long rejects the record by its name, and only that record" {
	{ head -n 1 real/boilerplate.csv && row boilerplate where=line 'pattern=^(a+)+$' literal=a; } >rules/boilerplate.csv
	slow=$(printf 'a%.0s' {1..60})b
	exits 1 timeout 60 ombud-strip --rules rules --rejects rejects <<<'{"text":"a"}
{"source":{"path":"slow.txt"},"text":"'"$slow"'"}
{"text":"b"}'
	has "$(<err)" 'ombud-strip: -:2: slow.txt: rule zz: *
ombud-strip: 1 of 3 records rejected'
	same_text $'{"text":"","stripped":{"zz":1}}\n{"text":"b\\n","stripped":{}}' "$(<out)"
	same_text '{"source":{"path":"slow.txt"},"text":"'"$slow"'"}' "$(<rejects)"
}

@test "the tables are found beside the program, in the tree and where it is installed" {
	mkdir -p tree/bin tree/schemas installed/bin installed/share/ombudsift bare/bin links
	cp "$OMBUD_BIN/ombud-strip" tree/bin
	cp "$OMBUD_BIN/ombud-strip" installed/bin
	cp "$OMBUD_BIN/ombud-strip" bare/bin
	cp -r rules tree/schemas/rules
	cp -r rules installed/share/ombudsift/rules
	ln -s ../tree/bin/ombud-strip links/ombud-strip
	for program in tree/bin/ombud-strip installed/bin/ombud-strip links/ombud-strip; do
		same_text '{"text":"x\n","stripped":{}}' "$("./$program" <<<'{"text":"x"}')"
	done
	exits 2 bare/bin/ombud-strip <<<'{"text":"x"}'
	same_text 'ombud-strip: no tables of rules beside the program: name their folder by --rules' "$(<err)"
	exits 0 bare/bin/ombud-strip --rules rules <<<'{"text":"x"}'
	exits 0 bare/bin/ombud-strip --help
}
