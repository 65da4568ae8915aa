#!/usr/bin/env bats
# What DESIGN.md promises of every filter alike: the record, the lines, the errors, the options.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export FOREIGN=$FIXTURES/contract/foreign.txt
}

# Where a test has failed, what it left waiting at a FIFO goes on to its end.
teardown() {
	local fifo
	for _ in {1..100}; do
		[ -n "$(jobs -pr)" ] || return 0
		for fifo in first second; do
			[ ! -p "$fifo" ] || : 1<>"$fifo"
		done
		sleep 0.02
	done
}

# into FIFO <BYTES: does not wait for ever for somebody who reads
into() { timeout 20 tee -- "$1" >/dev/null; }

# The members that each filter reads or writes; all others are foreign to it.
declare -gA OWN=(
	[ombud-render]='page text source'
	[ombud-strip]='text stripped'
	[ombud-split]='text layout header sections warnings'
	[ombud-meta]='source header sections reference authority authority_code authority_type category subcategory
		document_type decision decision_date satisfied_date summary complainant citations related warnings'
	[ombud-classify]='header sections document_type decision outcome outcome_basis outcome_evidence finding
		finding_evidence grounds signposted remedies remedy_total citations warnings'
)

# before FILTER [PAGE...]: what the filter gets in the chain
before() {
	local filter last=ombud-read
	for filter in "${FILTERS[@]:1:5}"; do
		[ "$filter" != "$1" ] || break
		last=$filter
	done
	pipeline "$last" "${@:2}"
}

# record FILTER: a record that the filter takes to do with
record() {
	case $1 in
	ombud-render) printf '%s\n' '{"page":"a page\n","source":{"media_type":"text/plain"}}' ;;
	ombud-strip | ombud-split) printf '%s\n' '{"text":"a text\n"}' ;;
	*) printf '%s\n' '{"header":{"authority":"A Council"},"sections":[{"kind":"decision","heading":"x","level":2,"paragraphs":[{"n":1,"label":"1","text":"The Council was at fault."}]}],"document_type":"report"}' ;;
	esac
}

# foreign FILTER <LISTED: the members that are not the filter's, as bytes
foreign() {
	local own
	own=$(printf '^"(%s)"\t' "$(tr -s ' \n\t' '|' <<<"${OWN[$1]}" | sed 's/|$//')")
	grep -vE "$own" | cut -f 2-
}

heading() { [ "$1" != ombud-csv ] || ombud-csv </dev/null; }

pages_of() { case $1 in samples) printf '%s\n' "$SAMPLES"/* ;; seeds) printf '%s\n' "$SEEDS"/*.txt ;; esac; }

# run again, and one after the other: over the pages of a folder
twice_is_once() {
	local filter
	ombud-read "$@" >in
	for filter in "${RECORD_PRINTERS[@]}"; do
		"$filter" <in >once
		"$filter" <once >twice
		same once twice
		[ "$filter" = ombud-jsonl ] || mv once in
	done
	for filter in "${RECORD_PRINTERS[@]:0:5}"; do # an earlier filter finds nothing more to do at the end
		"$filter" <in >again
		same in again
	done
}

one_by_one() {
	local filter page
	ombud-read "$@" >in
	for page in "$@"; do ombud-read "$page"; done >parts
	same in parts
	for filter in "${RECORD_FILTERS[@]}"; do
		"$filter" <in >all
		heading "$filter" >parts
		while IFS= read -r line; do
			if [ "$filter" = ombud-csv ]; then ombud-csv <<<"$line" | sed 1d; else "$filter" <<<"$line"; fi
		done <in >>parts
		same all parts
		[ "$filter" = ombud-csv ] || mv all in
	done
}

@test "members that a filter does not know stay as they came, in order, whatever they are and wherever they stand" {
	for filter in "${RECORD_PRINTERS[@]:0:5}"; do
		before "$filter" "$SAMPLES" | "$TESTS/members" plant >in
		exits 0 "$filter" <in
		"$TESTS/members" list <in | foreign "$filter" >wanted
		"$TESTS/members" list <out | foreign "$filter" >got
		same wanted got
		same_text "$(wc -l <in)" "$(grep -c $'\r$' out)" # its line end too
		"$filter" <out >again
		same out again
	done
}

@test "a filter's own members stay in their places, and new ones go to the end" {
	for filter in "${RECORD_PRINTERS[@]:0:5}"; do
		before "$filter" "$SAMPLES/99-000-101.txt" | "$TESTS/members" plant >in
		"$filter" <in | "$TESTS/members" list | cut -f 1 | grep . >after
		"$TESTS/members" list <in | cut -f 1 | grep -Fxf after >kept
		same kept <(head -n "$(wc -l <kept)" after)
	done
}

@test "a member that goes takes its comma along" {
	while IFS=$'\t' read -r in out; do
		same_text "$out" "$(ombud-render <<<"$in")"
	done <<-'EOF'
		{"page":"a"}	{"text":"a"}
		{"page":"a","x":1}	{"x":1,"text":"a"}
		{"x":1,"page":"a"}	{"x":1,"text":"a"}
		{"x":1,"page":"a","y":2}	{"x":1,"y":2,"text":"a"}
		{"text":"b","page":"a"}	{"text":"a"}
		{"page":"a","text":"b"}	{"text":"a"}
		{"x":1,"page":"a","text":"b","y":2}	{"x":1,"text":"a","y":2}
		{ "page" : "a" }	{ "text":"a" }
		{ "page" : "a" , "x" : 1 }	{ "x" : 1,"text":"a" }
		{ "x" : 1 , "page" : "a" , "y" : 2 }	{ "x" : 1 , "y" : 2,"text":"a" }
		{"p\u0061ge":"a","x":1}	{"x":1,"text":"a"}
		{"page":"\u0061\/\ud83d\ude00","t\u0065xt":"b"}	{"t\u0065xt":"\u0061\/\ud83d\ude00"}
		{}	{}
		 { } 	 { } 
		{"x":1}	{"x":1}
	EOF
}

@test "jsonl puts unknown members behind the schema's, in order, as they came" {
	pipeline ombud-classify "$SAMPLES" | "$TESTS/members" plant >in
	exits 0 ombud-jsonl --all <in
	"$TESTS/members" list <in | cut -f 2- | grep -Fxf "$FOREIGN" >wanted
	"$TESTS/members" list <out | awk -F '\t' '$1 == "\"warnings\"" { behind = 1; next } /^$/ { behind = 0 } behind' | cut -f 2- >got
	same wanted got
	pipeline ombud-classify "$SAMPLES" | ombud-jsonl --all | "$TESTS/members" list | cut -f 1 >plain
	"$TESTS/members" list <out | cut -f 1 | awk '/^$/ { rest = 0 } !rest; /"warnings"/ { rest = 1 }' >got
	same plain got
}

@test "warnings of others stay as they are, whatever they are" {
	for warnings in '[{"filter":"x","code":"y","detail":"\u00e9 \/"},{"filter":"z","n":1.0}]' '[1,"x",null,{},[[]],[1,[2]],{"a":[]}]' '[ {"filter":"x"} , {"filter":"y"} ]'; do
		for filter in ombud-split ombud-meta ombud-classify; do
			line=$(record "$filter")
			got=$("$filter" <<<"{\"warnings\":$warnings,${line#\{}" | "$TESTS/members" list | sed -n 's/^"warnings"\t"warnings"://p')
			same_text "${warnings%]}" "${got:0:${#warnings}-1}"
		done
	done
}

@test "a filter run again puts its own warnings where its old ones stood, and leaves the others" {
	theirs='{"filter":"x","code":"y","detail":null}'
	for filter in ombud-split ombud-meta ombud-classify; do
		line=$(record "$filter") mine="{\"filter\":\"$filter\",\"code\":\"old\",\"detail\":null}"
		new=$("$filter" <<<"$line" | jq -c ".warnings // [] | map(select(.filter == \"$filter\"))[]" | paste -sd ,)
		while IFS='|' read -r before after; do
			wanted=${after//NEW,/${new:+$new,}} wanted=${wanted//,NEW/${new:+,$new}}
			got=$("$filter" <<<"{\"warnings\":[$before],${line#\{}" | jq -c .warnings)
			same_text "[$wanted]" "$got"
		done <<-EOF
			$mine,$theirs|NEW,$theirs
			$theirs,$mine|$theirs,NEW
			$mine,$theirs,$mine|NEW,$theirs
			$theirs,$mine,$theirs|$theirs,NEW,$theirs
			$theirs,$theirs|$theirs,$theirs,NEW
		EOF
	done
}

@test "each filter run twice is as run once, over the samples" {
	twice_is_once "$SAMPLES"/*
}

@test "each filter run twice is as run once, over the real pages" {
	seeds_or_skip
	twice_is_once "$SEEDS"/*.txt
}

@test "f(a then b) is f(a) then f(b), over the samples" {
	one_by_one "$SAMPLES"/*
}

@test "f(a then b) is f(a) then f(b), over the real pages" {
	seeds_or_skip
	one_by_one "$SEEDS"/*.txt
}

@test "a page that is no decision goes through all, and csv and jsonl leave it out, counted" {
	printf 'Nothing of interest.\n' | pipeline ombud-classify >in
	for filter in ombud-csv ombud-jsonl; do
		exits 0 "$filter" <in
		same <(heading "$filter") out
		same_text "$filter: 1 of 1 left out: no decisions" "$(<err)"
		exits 0 "$filter" --all <in
		same_text "$(($(heading "$filter" | wc -l) + 1))" "$(wc -l <out)"
		same /dev/null err
	done
}

@test "whatever a filter prints every other one takes" {
	{ echo '{}' && record ombud-render && record ombud-split && record ombud-meta; } >records
	for filter in "${RECORD_PRINTERS[@]}"; do
		"$filter" <records >in
		same_text 4 "$(wc -l <in)"
		for next in "${RECORD_FILTERS[@]}"; do
			exits 0 "$next" <in
		done
	done
}

@test "no type of a member makes a filter fail, half-print or change its mind" {
	section='{"kind":"decision","heading":null,"level":2,"paragraphs"'
	values=(null true 0 -1.5e400 '""' '"x"' '"\u0000\ud83d\ude00"' '[]' '{}' '[null,1,"x",{},[[]]]' '{"path":1}' '{"path":"a","path":[]}'
		'{"authority":[],"reference":5,"related":[1,null,{"reference":1,"date":2}]}' '{"related":{"a":{"reference":"x"}}}'
		'[{"filter":"ombud-strip","code":1},{"filter":null}]' "[$section:[]}]" "[$section:{}}]" "[$section:[1]}]" '[{"kind":"decision"}]'
		"[$section:[{\"n\":-1,\"text\":\"x\"}]}]" "[$section:[{\"n\":1.7,\"text\":\"\"}]}]" "[$section:[{\"n\":1e99,\"text\":null}]}]" "0.${RANDOM//?/7777777777777777}")
	for name in source page text header sections stripped warnings layout reference document_type decision decision_date citations related grounds remedies signposted; do
		printf '{"k":1,"'"$name"'":%s,"z":2}\n' "${values[@]}"
	done >in
	for filter in "${RECORD_FILTERS[@]}"; do
		got=0
		"$filter" --rejects rejects <in >out 2>err || got=$?
		((got < 2)) || { cat err && return 1; }
		[ "$filter" = ombud-csv ] && continue
		same_text "$(wc -l <in)" "$(cat out rejects | wc -l)"
		[ "$(jq -c .k <out | sort -u)" = 1 ]
		exits 0 "$filter" <out
		mv out twice
		"$filter" <twice >thrice
		same twice thrice
	done
}

@test "no input is no output but csv's heading, and no fault" {
	for filter in "${RECORD_FILTERS[@]}"; do
		exits 0 "$filter" </dev/null
		same /dev/null err
		[ "$filter" = ombud-csv ] || same /dev/null out
	done
	same_text 1 "$(ombud-csv </dev/null | wc -l)"
}

@test "the last line needs no end" {
	for filter in "${RECORD_FILTERS[@]}"; do
		record "$filter" >in
		"$filter" <in >wanted
		printf '%s' "$(<in)" >endless
		exits 0 "$filter" <endless
		same wanted out
		same_text "$(cat wanted wanted | sort -u)" "$("$filter" in endless | sort -u)"
	done
}

@test "a bad line between good ones is named, counted and kept, and they come out in order" {
	for filter in "${RECORD_FILTERS[@]}"; do
		{ record "$filter" && printf '{"bad":1,}\r\n' && record "$filter" | sed 's/^{/{"second":2,/' && printf 'worse \xff\x01'; } >in
		{ record "$filter" && record "$filter" | sed 's/^{/{"second":2,/'; } | "$filter" >wanted
		exits 1 "$filter" --rejects rejects <in
		same wanted out
		same_text "$filter: -:2: byte 10: no name of a member: }\\x0d
$filter: -:4: byte 1: no object: worse \\xff\\x01
$filter: 2 of 4 records rejected" "$(<err)"
		same <(printf '{"bad":1,}\r\nworse \xff\x01') rejects
		exits 1 "$filter" <in
		same wanted out
	done
}

@test "a record that is rejected is named by its page too" {
	for filter in ombud-render ombud-strip ombud-split; do
		exits 1 "$filter" <<<'{"source":{"path":"pages/x.txt"},"page":1,"text":2}'
		has "$(<err)" "$filter: -:1: pages/x.txt: member *: [12]
$filter: 1 of 1 records rejected"
	done
	for filter in ombud-meta ombud-classify ombud-csv; do
		exits 1 "$filter" <<<'{"source":{"path":"pages/x.txt"},"sections":3}'
		has "$(<err)" "$filter: -:1: pages/x.txt: member sections *: 3
$filter: 1 of 1 records rejected"
	done
}

@test "a line is refused that is longer than --max-record, and none that is as long" {
	for filter in "${RECORD_FILTERS[@]}"; do
		printf '{"a":"123"}\n{"b":"1234"}\n{"c":"123"}\n%s' '{"d":"12345"}' >in
		printf '{"a":"123"}\n{"c":"123"}\n' | "$filter" >wanted
		exits 1 "$filter" --max-record 11 --rejects rejects <in
		same wanted out
		same_text "$filter: -:2: a record of more than 11 bytes: {\"b\":\"1234\"}
$filter: -:4: a record of more than 11 bytes: {\"d\":\"12345\"}
$filter: 2 of 4 records rejected" "$(<err)"
		same <(printf '{"b":"1234"}\n{"d":"12345"}') rejects
	done
}

@test "a line of 70 MB between good ones is refused, and they come out" {
	{ echo '{"a":1}' && printf '{"x":"' && head -c 70000000 /dev/zero | tr '\0' x && printf '"}\n{"a":2}\n' && head -c 70000000 /dev/zero | tr '\0' y; } >in
	sed -n 2p in >long
	tail -n 1 in >>long
	for filter in "${RECORD_FILTERS[@]}"; do
		rm -f rejects
		rejects=(--rejects rejects)
		[ "$filter" = ombud-strip ] || rejects=()
		exits 1 "$filter" "${rejects[@]}" <in
		same <("$filter" <<<$'{"a":1}\n{"a":2}') out
		has "$(<err)" "$filter: -:2: a record of more than 67108864 bytes: {\"x\":\"xxx*
$filter: -:4: a record of more than 67108864 bytes: yyy*
$filter: 2 of 4 records rejected"
		[ ! -e rejects ] || cmp long rejects
	done
	exits 1 ombud-read --rejects rejects in
	cmp in rejects
}

@test "memory is 16 MB and six times the longest record, however long the lines that are refused" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	{ echo '{"a":1}' && head -c 70000000 /dev/zero | tr '\0' x && printf '\n{"a":2}\n'; } >in
	for filter in "${RECORD_FILTERS[@]}"; do
		exits 1 "$TESTS/peak" kib "$filter" --max-record 1M <in
		(($(<kib) <= (16 + 6) * 1024)) || { echo "$filter: $(<kib) KiB" && return 1; }
	done
	exits 1 "$TESTS/peak" kib ombud-read --max-record 1M in
	(($(<kib) <= (16 + 6) * 1024))
	exits 1 "$TESTS/peak" kib ombud-strip <in
	(($(<kib) <= (16 + 6 * 64) * 1024))
}

# peak_of FILTER <in >out: it holds 16 MB and six times the longest of its records at most
peak_of() {
	local filter=$1 longest got=0
	"$TESTS/peak" kib "$filter" <in >out 2>err || got=$?
	((got < 2))
	longest=$(wc -L in out | awk '{ if ($1 > most) most = $1 } END { print most }')
	echo "$filter: $(<kib) KiB for a record of $((longest / 1024)) KiB"
	(($(<kib) * 1024 <= 16 * 1048576 + 6 * longest))
}

@test "memory is 16 MB and six times the longest record, whatever is in it" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	text=$(printf 'The Council wrote to her on that day. %.0s' {1..10})
	{ cat "$SAMPLES/99-000-101.txt" && seq -f "  %.0f. $text" 15000; } | ombud-read >in
	for filter in "${RECORD_PRINTERS[@]}"; do
		peak_of "$filter"
		mv out in
	done
	peak_of ombud-csv
	{ printf '{"a":0' && seq -f ',"%.0f":1' 500000 | tr -d '\n' && echo '}'; } >in
	for filter in ombud-strip ombud-meta ombud-jsonl; do
		peak_of "$filter"
	done
	{ printf '{"header":{},"sections":[],"warnings":[' && yes '{"filter":"x","code":"y","detail":null},' | head -n 200000 | tr -d '\n' && echo '{}]}'; } >in
	for filter in ombud-csv ombud-split ombud-classify ombud-meta; do
		peak_of "$filter"
	done
}

@test "memory does not grow with the count of records" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	for filter in ombud-strip ombud-split ombud-csv; do
		yes "$(record "$filter")" | head -n 30000 >in
		exits 0 "$TESTS/peak" kib "$filter" <in
		(($(<kib) <= 16 * 1024)) || { echo "$filter: $(<kib) KiB" && return 1; }
	done
}

# laws: files law.0, law.1, ... of a record of 2 MB, each a paragraph that names laws or bodies all the time
laws() {
	local text i=0
	for text in 'section %.0f of the Care Act 2014 and ' 'Care Act 2014 ' 'section %.0f of the Care Act 2014, as under the 1999 Act, ' 'ICO, '; do
		{
			printf '{"header":{},"sections":[{"kind":"decision","heading":"x","level":2,"paragraphs":[{"n":1,"label":null,"text":"'
			if [[ $text == *%* ]]; then seq -f "$text" 80000; else yes "$text"; fi 2>/dev/null | tr -d '\n' | head -c 2000000
			echo '"}]}]}'
		} >law.$((i++))
	done
}

@test "memory is 16 MB and six times the longest record, however often it names a law" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	laws
	for file in law.*; do
		mv "$file" in
		peak_of ombud-meta
		peak_of ombud-classify
	done
}

@test "no record of 2 MB takes long, however often it names a law or a body" {
	laws
	for file in law.*; do
		for filter in ombud-meta ombud-classify; do
			got=0
			timeout 20 "$filter" <"$file" >out 2>err || got=$?
			((got < 2)) || { echo "$filter: not done in 20 s: $(head -c 200 "$file")" && return 1; }
		done
	done
}

@test "files, and - among them, are read in order; one that is missing is named, and the rest is done" {
	for filter in "${RECORD_FILTERS[@]}"; do
		for name in a b c; do
			record "$filter" | sed "s/^{/{\"$name\":1,/" >"$name"
		done
		cat a b c | "$filter" >wanted
		exits 0 "$filter" a - c <b
		same wanted out
		mkdir -p folder
		exits 1 "$filter" a missing - folder c <b
		same wanted out
		same_text "$filter: missing: No such file or directory
$filter: folder: Is a directory" "$(<err)"
		exits 0 "$filter" -- a ./b c
		same wanted out
	done
}

@test "a message tells the file and its own line" {
	printf '{}\n{}\nx\n' >three
	printf 'x\n{}\nx' >'with space'
	for filter in "${RECORD_FILTERS[@]}"; do
		exits 1 "$filter" three missing 'with space' - <<<y
		same_text "$filter: three:3: byte 1: no object: x
$filter: missing: No such file or directory
$filter: with space:1: byte 1: no object: x
$filter: with space:3: byte 1: no object: x
$filter: -:1: byte 1: no object: y
$filter: 4 of 7 records rejected" "$(<err)"
	done
}

@test "a message shows control characters and bytes that are no UTF-8, and cuts a value short" {
	file=$'no\x1b[2J\n\x7f\xff\xc2\x9bsuch'
	long=$(printf 'é%.0s' {1..100})
	for filter in "${RECORD_FILTERS[@]}"; do
		printf '\x1b[31m\x00\xe2\x80\xc2\x85\n%s\n' "$long" >in
		printf '%s\n' '{"source":{"path":"\u001b\u0007\n\u009b"},"page":1,"text":2,"sections":3}' >>in
		got=0
		"$filter" "$file" "$file/x" in <<<'{}' >out 2>err || got=$?
		same_text 1 "$got"
		told=$(<err)
		[[ $told == *'no\x1b[2J\x0a\x7f\xff\xc2\x9bsuch: No such file or directory'* ]]
		[[ $told == *'in:1: byte 1: no object: \x1b[31m'* && $told == *"in:2: byte 1: no object: ${long:0:60}…"$'\n'* ]]
		[[ $filter == ombud-jsonl || $told == *'in:3: \x1b\x07\x0a\xc2\x9b: member '* ]]
		exits 2 "$filter" --max-record $'\x1b\xff'
		cat err
		exits 2 "$filter" --rejects $'no\x1b\xff/such'
		cat err
		exits 2 "$filter" $'--no\x1b\xff'
	done >>said
	cat err >>said
	exits 2 ombud-strip --rules $'no\x1b\xff' </dev/null
	cat err >>said
	tr -d '\n' <said | LC_ALL=C.UTF-8 sed 's/[[:print:]]//g' >left
	same /dev/null left
	iconv -f UTF-8 -t UTF-8 said >/dev/null
}

@test "the worst that was seen is the status" {
	for filter in "${RECORD_FILTERS[@]}"; do
		exits 1 "$filter" missing - <<<'{}'
		exits 1 "$filter" - missing <<<'x'
		got=0
		{ echo x && record "$filter"; } | "$filter" missing - >/dev/full 2>err || got=$?
		same_text 2 "$got"
	done
}

@test "usage that is wrong ends with 2 and the usage, before anything is read" {
	for filter in "${FILTERS[@]}"; do
		usage=$("$filter" --help | head -n 1)
		for option in --nothing -x --rejects --rules --max-record --help=x --all=x; do
			exits 2 "$filter" "$option"
			[[ $(<err) == "$filter: "*": $option"$'\n'"$usage" ]] || { cat err && return 1; }
			same /dev/null out
		done
	done
}

@test "an option that is none is named as it was given" {
	for filter in "${FILTERS[@]}"; do
		for option in -x -xyz -x= --x --x=y; do
			exits 2 "$filter" missing "$option"
			same_text "$filter: no such option: $option" "$(head -n 1 err)"
		done
	done
}

@test "a size that is none ends with 2 and is named" {
	sizes=(0 -1 x 9999999999999 '' 99999999999999999999999 1x 1KB 1.5 0x10 2G 0K ' 1' '1 ')
	for filter in "${FILTERS[@]}"; do
		for size in "${sizes[@]}"; do
			exits 2 "$filter" --max-record "$size" <<<'{}'
			has "$(<err)" "$filter: --max-record takes *: $size"
			[ ! -s out ]
		done
		sizes=(0 -1 x 9999999999999) # the same code is in all
	done
	for size in 100 1K 1M 1G 2147483647; do
		exits 0 ombud-strip --max-record="$size" <<<'{}'
	done
}

@test "--help and --version print and end with 0, also without input or rules" {
	for filter in "${FILTERS[@]}"; do
		cp "$OMBUD_BIN/$filter" alone # has no rules beside it
		exits 0 ./alone --help <&-
		same /dev/null err
		has "$(<out)" "usage: $filter *" '*--rules *--rejects *--max-record *--help *--version *'
		exits 0 ./alone --version <&-
		same_text "$filter $(sed -n 's/.*OMBUD_VERSION "\(.*\)"/\1/p' "$ROOT/filters/lib/ombud.h")" "$(<out)"
		exits 2 "$filter" --nothing --help
		own=$("$filter" --help | sed '/^Common/,$d' | grep '^  --' | grep -vc '^  --all') || : # which is the library's
		((own <= 4))
	done
}

@test "a full disk is an error, and so is a closed standard output" {
	for filter in "${FILTERS[@]}"; do
		record "$filter" | sed 's/"report"/"statement"/' >in
		for argument in in --help --version; do
			got=0
			"$filter" "$argument" >/dev/full 2>err || got=$?
			same_text "2 $filter: standard output: No space left on device" "$got $(<err)"
			got=0
			"$filter" "$argument" >&- 2>err || got=$?
			same_text "2 $filter: standard output: Bad file descriptor" "$got $(<err)"
		done
		got=0 # the rejects do not become standard output
		"$filter" --rejects rejects in >&- 2>err || got=$?
		same_text "2 $filter: standard output: Bad file descriptor" "$got $(<err)"
		[ ! -s rejects ]
	done
}

@test "rejects that cannot be written are an error" {
	for filter in "${RECORD_FILTERS[@]}"; do
		exits 2 "$filter" --rejects /dev/full <<<x
		has "$(<err)" "*$filter: /dev/full: No space left on device"
		exits 2 "$filter" --rejects missing/x </dev/null
		same_text "$filter: missing/x: No such file or directory" "$(<err)"
		exits 0 "$filter" --rejects rejects </dev/null
		same /dev/null rejects
	done
}

@test "rejects are byte for byte also where standard error is closed" {
	for filter in "${RECORD_FILTERS[@]}"; do
		got=0
		"$filter" --rejects rejects <<<'bad' >out 2>&- || got=$?
		same_text 1 "$got"
		same <(echo bad) rejects
	done
}

@test "standard input that is closed is unreadable input" {
	for filter in "${FILTERS[@]}"; do
		exits 1 "$filter" <&-
		same_text "$filter: -: Bad file descriptor" "$(<err)"
	done
}

@test "a pipe that closes ends a filter quietly" {
	for filter in "${RECORD_FILTERS[@]}"; do
		record "$filter" >in
		for ignored in '' 'trap "" PIPE;'; do
			got=$(bash -c "$ignored"' (yes "$(<in)" 2>/dev/null; :) | ("$1" 2>err; echo $? >status) | head -n 1 >/dev/null; cat status' closes "$filter")
			same_text 141 "$got"
			same /dev/null err
		done
	done
	head -c 3000000 /dev/zero | tr '\0' x >page
	for ignored in '' 'trap "" PIPE;'; do
		same_text 141 "$(bash -c "$ignored"' (ombud-read page 2>err; echo $? >status) | head -c 1 >/dev/null; cat status')"
		same /dev/null err
	done
}

# drip LINES: four records, each when those before it are in the file out, behind so many lines
drip() {
	head -n 1 in && lines_come $(($1 + 1)) out && head -n 1 in && lines_come $(($1 + 2)) out
	printf '{"a":' && sleep 0.06 && echo '1}' && lines_come $(($1 + 3)) out && head -n 1 in
}

# calls FILTER: its reads of standard input (r, e at the end) and writes to standard output (w), in order
calls() {
	ASAN_OPTIONS=detect_leaks=0 strace -qq -o log -e trace=read,write,readv,writev,pread64,pwrite64 "$1" >out
	sed -n 's/^p\?read[v64]*(0,.* = 0$/e/p; s/^p\?read[v64]*(0,.* = [1-9].*/r/p; s/^p\?write[v64]*(1,.*/w/p' log | tr -d '\n'
}

@test "output is written before each read and at no other time" {
	for filter in "${RECORD_FILTERS[@]}"; do
		heading=
		[ "$filter" != ombud-csv ] || heading=w
		yes "$(record "$filter" | sed 's/"report"/"statement"/')" | head -n 400 >in
		same_text "${heading}rwe" "$(calls "$filter" <in)"
		# records that come one at a time, the next when the last is out; the third in two pieces, which may come together
		: >out
		got=$(drip "${#heading}" | calls "$filter")
		[[ $got =~ ^${heading}(rw|rrw)+e$ && ${#got} -ge 5 ]] || { echo "$filter: $got" && return 1; }
	done
}

@test "a record that is done does not wait for the next file" {
	for filter in "${RECORD_PRINTERS[@]}"; do
		rm -f first second
		mkfifo first second
		"$filter" first second >out 3>&- &
		printf '{"a":1}' | into first # the last line of a file, without its end
		for _ in {1..500}; do
			[ ! -s out ] || break
			sleep 0.02
		done
		cp out early
		into second <<<'{"a":2}'
		wait $!
		same <(head -n 1 out) early
	done
}

# lines_come COUNT FILE: the file has as many lines before ten seconds are over
lines_come() {
	for _ in {1..500}; do
		[ "$(wc -l <"$2")" -lt "$1" ] || return 0
		sleep 0.02
	done
	echo "$2 has $(wc -l <"$2") lines, not $1" && return 1
}

@test "a page goes through all the stages before the next one is there" {
	for last in ombud-jsonl ombud-csv; do
		rm -f first second
		mkfifo first second
		pipeline "$last" first second >records 3>&- &
		[ "$last" = ombud-jsonl ] || lines_come 1 records # the heading
		into first <"$SAMPLES/99-000-101.txt"
		lines_come $((1 + $(heading "$last" | wc -l))) records
		into second <"$SAMPLES/99-000-102.txt"
		wait $!
		same <(pipeline "$last" "$SAMPLES"/99-000-10[12].txt | sed "s,$SAMPLES/99-000-101.txt,first,; s,$SAMPLES/99-000-102.txt,second,") \
			<(sed 's/"99-000-10[12]"/&/' records)
	done
}

@test "a broken table of rules ends a filter before any record is read" {
	cp -rL "$OMBUD_BIN/../schemas/rules" rules
	record ombud-meta >in
	for filter in ombud-strip ombud-split ombud-meta ombud-classify; do
		for table in rules/*.csv; do
			cp "$table" whole
			echo '"' >>"$table"
			got=0
			{
				"$filter" --rules rules >out 2>err || got=$?
				cat >left
			} <in
			mv whole "$table"
			[ "$got" != 0 ] || continue # not of this filter
			echo "$filter" >>broken
			same_text 2 "$got"
			same in left
			same /dev/null out
		done
	done
	for filter in ombud-strip ombud-split ombud-meta ombud-classify; do
		grep -q "^$filter\$" broken
	done
}
