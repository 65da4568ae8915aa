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
	[id]=zz [where]='*' [pattern]=zz [remark]=added [action]=drop [means]=content [headers.action]='' [kind]=other [level]=3
	[headings.where]=line [type]=council [name]=zz [uri]=zz [unit]=section [complainants.pattern]='(?<name>zz)'
	[provisions.pattern]='(?<list>zz)' [outcome]=upheld [basis]=inferred [finding]=no_fault [code]=late [bar]=will_not
	[says]=yes [findings.says]=declines [odds.says]=declines [odds.code]=zz [status]=agreed [remedies.kind]=apology [terms.where]=before [terms.says]=none
)

tables() { cat "$BATS_FILE_TMPDIR/tables"; }

# one table of each filter: the code that reads cells and rows is the same for all
few_tables() { tables | awk '!seen[$1]++'; }

pattern_tables() {
	tables | while read -r filter table; do
		! head -n 1 "real/$table.csv" | grep -q '^id,where,pattern,' || echo "$filter $table"
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

# stripped PATTERN... <TEXT: what ombud-strip leaves of it with one rule of these patterns alone
stripped() {
	{
		head -n 1 real/boilerplate.csv && row boilerplate where=line "pattern=$1"
		for pattern in "${@:2}"; do printf ',,"%s",,\n' "$pattern"; done
	} >rules/boilerplate.csv
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
	{ cat real/headings.csv && row headings where=glued 'pattern=zz|(?<heading>yy)'; } >rules/headings.csv
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

@test "a pattern is tried where words stand that each of its matches contains: curly apostrophes and case do not hide them" {
	printf '%s\n' "IT'S OFF" 'It’s oFF' kept >text
	for pattern in "(?i)^it's off\$" "(?i)'s o.." "(?i)(?:t'|nothing)" "(?i)off"; do
		same_text "$pattern: kept" "$pattern: $(stripped "$pattern" <text)"
	done
	printf '%s\n' a{\',’}b{\',’}c{\',’}d{\',’}e kept >text
	same_text kept "$(stripped "^a'b'c'd'e\$" <text)"
}

# Each line: a pattern, and lines that it matches whole, joined by ` | `. Wrong words found in it would hide a line.
@test "whatever its syntax, no pattern loses a match for the words that are looked for first" {
	while IFS= read -r line; do
		pattern=${line%%  *} rest=${line#*  }
		sed 's/^ *//; s/ | /\n/g; s/\\n/\n/g' <<<"$rest" >text
		same_text "$pattern: " "$pattern: $(stripped "$pattern" <text)"
	done <<-'END'
		abc  xabcx
		ab?c  ac | abc
		ab*cd  acd | abbcd
		ab+cd  abcd | abbcd
		ab{0}cd  acd
		ab{0,2}cd  acd | abbcd
		ab{2}cd  abbcd
		ab{2,}cd  abbbcd
		ab{,0}{0,1}cd  ab{,0cd | ab{,0}cd
		ab{+0}{0,1}cd  ab{0cd | ab{{0}cd
		ab{0,1,2}cd  ab{0,1,2}cd
		ab{0cd  ab{0cd
		a{x}  a{x}
		ab|cd|e  ab | cd | e
		(?:ab|cd)ef|gh  abef | cdef | gh
		(?:ab|)cd  abcd | cd
		(?:abcd)?ef  ef | abcdef
		(?:abcd){0,1}ef  ef
		(?:abcd)*?ef  ef
		(ab(cd|ef))+gh  abcdgh | abefabcdgh
		(?<word>ab)cd  abcd
		(?P<word>ab)cd  abcd
		(?i)abc  ABC
		(?i:ab)cd  ABcd
		(?>ab|cd)ef  abef
		(?|(ab)|(cd))ef  cdef
		(?=ab)a.c  abc
		(?!cd)ab  ab
		(?<=ab)cd  abcd
		(?<!ab)cd  xcd
		ab(?# no words )cd  abcd
		a\.b\-c  a.b-c
		ab\x43de  abCde
		ab\x{43}de  abCde
		ab\103de  abCde
		(ab)\1cd  ababcd
		\Qab.c\Ede  ab.cde
		[ab]cd  acd | bcd
		[]ab]cd  ]cd | acd
		[^]ab]cd  xcd
		[[:alpha:]]cd  acd
		[a\]b]cd  ]cd
		\bab\b cd  ab cd
		^ab$  ab
		\p{Lu}bc  Abc
		\pLbc  abc
		a.c\wd\se  abcdd e
		(?x) a b c  abc
		(?i)café  café
		(?i)é (?:ab|cd)  É cd
		£ab  £ab
		a – b  a – b
		(a)(?(1)bc|de)  abc
		(ab)(?1)cd  ababcd
		(?&w)cd(?<w>ab)  abcdab
		a\Kbc  abc
		ab\R?cd  abcd
	END
}

@test "a row without an id is one more pattern of the rule above; the match that begins first is the rule's" {
	printf '%s\n' one two three >text
	same_text three "$(stripped one two <text)"
	same_text '{"stripped":{"zz":2}}' "$(jq -cRs '{text: .}' text | ombud-strip --rules rules | jq -c '{stripped}')"
	printf '%s\n' zz,line,one,drop, ,,two,,'why not' >>rules/boilerplate.csv
	exits 2 ombud-strip --rules rules <<<'{}' # zz twice
	for wrong in ',line,one,,' ',,one,drop,'; do
		{ head -n 1 real/boilerplate.csv && row boilerplate && echo "$wrong"; } >rules/boilerplate.csv
		broken ombud-strip boilerplate 3 id ''
	done
	{ head -n 1 real/boilerplate.csv && echo ',,one,,'; } >rules/boilerplate.csv
	broken ombud-strip boilerplate 2 id ''
	{ head -n 1 real/boilerplate.csv && row boilerplate && echo ',,(one,,'; } >rules/boilerplate.csv
	broken ombud-strip boilerplate 3 pattern '(one'
	{ head -n 1 real/complainants.csv && row complainants && echo ',,(zz),'; } >rules/complainants.csv
	broken ombud-meta complainants 3 pattern '(zz)'
	{ head -n 1 real/complainants.csv && row complainants 'pattern=for (?<name>Mr Z)' && echo ',,(?<name>Mrs Z) and,'; } >rules/complainants.csv
	same_text 'Mrs Z' "$(jq -cn '{sections: [{kind: "summary", heading: null, level: 2, paragraphs: [{n: 1, label: null,
		text: "Mrs Z and her son wrote for Mr Z."}]}]}' | ombud-meta --rules rules | jq -r .complainant)"
}

@test "a name in braces stands for its row of words.csv, which may name rows above" {
	printf '%s\n' id,pattern,remark 'colour,red|blue,' 'thing,{colour} (?:hat|coat),' >rules/words.csv
	printf '%s\n' 'red hat' 'blue coat' 'red' 'a{2}' 'no hat' >text
	same_text $'red\na{2}\nno hat' "$(stripped '^\b{thing}$' <text)"
	same_text $'blue coat\na{2}\nno hat' "$(stripped '^(?:red|\x{41}|a{2}b)' <text)"
	for unknown in '{things}' 'a {x-y}'; do
		{ head -n 1 real/boilerplate.csv && row boilerplate "pattern=$unknown"; } >rules/boilerplate.csv
		broken ombud-strip boilerplate 2 pattern "$unknown"
	done
	cp real/boilerplate.csv rules
	{ head -n 1 real/boilerplate.csv && row boilerplate 'pattern={thing}'; } >rules/boilerplate.csv
	printf '%s\n' id,pattern,remark 'thing,{colour} hat,' 'colour,red,' >rules/words.csv
	broken ombud-strip words 2 pattern '{colour} hat'
	printf '%s\n' id,pattern,remark 'thing,(hat,' >rules/words.csv
	broken ombud-strip words 2 pattern '(hat'
}

@test "a cell keeps its spaces, commas and quotes" {
	printf '%s\n' 'a, "b"' ' a' 'a  b' >text
	same_text $' a\na  b' "$(stripped '^a, "b"$' <text)"
	same_text $'a, "b"\n a' "$(stripped '^a  b$' <text)"
	{ head -n 1 real/boilerplate.csv && echo 'zz,line, [ab] ,drop, added '; } >rules/boilerplate.csv # without quotes
	same_text '{"text":"xa x\n","stripped":{"zz":1}}' "$(ombud-strip --rules rules <<<'{"text":"xa x\nx b x"}')"
}

@test "a pattern that takes too long rejects the record by its name, and only that record" {
	{ head -n 1 real/boilerplate.csv && row boilerplate where=line 'pattern=^(a+)+$'; } >rules/boilerplate.csv
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
