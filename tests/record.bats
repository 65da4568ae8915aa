#!/usr/bin/env bats
# What the record layer takes for a record, and what it does not: tables of lines in fixtures/record. refuse.why has,
# line by line, what is said of the lines of refuse.txt. The filters here look at no member of these records.

load helper

ACCEPT=$FIXTURES/record/accept.jsonl
REFUSE=$FIXTURES/record/refuse.txt

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

# refused PROGRAM <WHY: what the program says of lines of which each is refused
refused() { awk -v program="$1" '{ print program ": -:" NR ": " $0 } END { print program ": " NR " of " NR " records rejected" }'; }

# nested DEPTH: a record as deep
nested() {
	awk -v depth="$1" 'BEGIN {
		printf "{\"a\":"
		for (i = 1; i < depth; i++) printf i % 2 ? "[" : "{\"b\":"
		printf "\"x\""
		for (i = depth - 1; i; i--) printf i % 2 ? "]" : "}"
		print "}"
	}'
}

# named COUNT [LAST]: a record of as many members m1, m2, ...; and one that is named as told
named() {
	printf '{%s%s}\n' "$(seq -f '"m%g":0' -s , "$1")" "${2:+,\"$2\":1}"
}

@test "all that RFC 8259 allows goes through a filter as the same bytes" {
	for filter in ombud-render ombud-strip; do
		exits 0 "$filter" <"$ACCEPT"
		same "$ACCEPT" out
		same /dev/null err
	done
}

@test "all that RFC 8259 allows is still there, as it was spelled, behind every filter that adds members" {
	for filter in ombud-split ombud-meta ombud-classify ombud-jsonl; do
		exits 0 "$filter" <"$ACCEPT"
		"$TESTS/members" pairs <out >told
		# of each record the members that it came with
		"$TESTS/members" pairs <"$ACCEPT" | awk '!/^$/ { print }' >wanted
		grep -Fxf wanted told >got
		same wanted got
	done
}

@test "what is accepted jq reads too, with the same members" {
	for filter in ombud-strip ombud-split ombud-meta ombud-classify ombud-jsonl; do
		"$filter" <"$ACCEPT" >out
		jq -cn --slurpfile in "$ACCEPT" --slurpfile out out '$in | keys[] as $i | $out[$i] as $all
			| $in[$i] | with_entries(.value = $all[.key])' >got
		jq -c . "$ACCEPT" >wanted
		same wanted got
	done
}

@test "each line that is no record is refused, at the byte where it goes wrong, and why" {
	exits 1 ombud-strip --rejects rejects <"$REFUSE"
	same <(refused ombud-strip <"${REFUSE%.txt}.why") err
	same "$REFUSE" rejects
	same /dev/null out
}

@test "every filter that reads records refuses the same lines" {
	for filter in "${RECORD_FILTERS[@]}"; do
		"$filter" </dev/null >wanted
		exits 1 "$filter" --rejects rejects <"$REFUSE"
		same <(refused "$filter" <"${REFUSE%.txt}.why") err
		same "$REFUSE" rejects
		same wanted out
	done
}

@test "a line that is refused leaves nothing behind for the next" {
	count=$(wc -l <"$REFUSE")
	paste -d '\n' "$REFUSE" <(yes '{"a":["b"]}' | head -n "$count") >mixed
	exits 1 ombud-strip --rejects rejects <mixed
	same <(yes '{"a":["b"]}' | head -n "$count") out
	same "$REFUSE" rejects
}

@test "no beginning of a record is one" {
	line='{"a":[1,-2.5e+3,{"b":null}],"\u00e9\ud83d\ude00":"é😀\n","c":{"d":[true,false,[]]},"e":""}'
	for ((i = 0; i < ${#line}; i++)); do # bytes, in the locale C
		printf '%s\n' "${line:0:i}"
	done >beginnings
	exits 1 ombud-strip --rejects rejects <beginnings
	same beginnings rejects
	same /dev/null out
	same_text "$line" "$(ombud-strip <<<"$line")"
}

@test "a record is the same however its bytes arrive" {
	dd if="$ACCEPT" bs=1 status=none | ombud-strip >out
	same "$ACCEPT" out
	exits 1 ombud-strip < <(dd if="$REFUSE" bs=7 status=none)
	same <(refused ombud-strip <"${REFUSE%.txt}.why") err
}

@test "512 levels are a record, 513 are none, and 200,000 do no harm" {
	nested 511 >in && nested 512 >>in
	for filter in "${RECORD_PRINTERS[@]}"; do
		exits 0 "$filter" <in
		"$TESTS/members" list <out | grep '^"a"' | cut -f 2 >got
		sed 's/^{//; s/}$//' in >wanted
		same wanted got
	done
	exits 1 ombud-strip < <(nested 513)
	has "$(<err)" 'ombud-strip: -:1: byte 1537: nested deeper than 512: *'
	exits 1 ombud-strip < <(nested 200000 && head -c 200000 /dev/zero | tr '\0' '[' && printf '\n{"a":' && head -c 200000 /dev/zero | tr '\0' '[')
	same_text 'ombud-strip: 3 of 3 records rejected' "$(tail -n 1 err)"
}

@test "a thousand members are a record, and the one that is there twice among them is found" {
	named 1000 >in
	exits 0 ombud-strip <in
	same in out
	for last in m1 m500 m1000 '\u006d1' 'm\u0031' '\u006d\u0031\u0030\u0030\u0030'; do
		exits 1 ombud-strip < <(named 1000 "$last")
		has "$(<err)" "ombud-strip: -:1: byte *: a member that is there twice: m*"
	done
	for last in m1001 M1 '\u006d' 'm1\u0000' '\\u006d1'; do
		exits 0 ombud-strip < <(named 1000 "$last")
	done
}

@test "few members or many, it is the second of one name that is pointed at" {
	for count in 2 60 70 1000; do
		named "$count" 'm\u0031' >in
		exits 1 ombud-strip <in
		at=$(grep -bo '"m.u0031"' in | cut -d : -f 1)
		same_text "ombud-strip: -:1: byte $((at + 1)): a member that is there twice: m1" "$(head -n 1 err)"
	done
}

@test "a number of 100,000 digits and a string of 1 MB keep their bytes" {
	digits=$(head -c 100000 /dev/zero | tr '\0' 7)
	printf '{"a":%s,"b":-0.%se-%s,"c":"' "$digits" "$digits" "$digits" >in
	head -c 1000000 /dev/zero | tr '\0' 'x' >>in
	printf '%s"}\n' 'é\u00e9' >>in
	for filter in "${RECORD_PRINTERS[@]}"; do
		exits 0 "$filter" <in
		"$TESTS/members" list <out | grep '^"[abc]"' | cut -f 2 | paste -sd , >got
		sed 's/^{//; s/}$//' in >wanted
		same wanted got
	done
}

@test "a member may be named by the escape of U+0000 beside one named U+FFFD: they are two names" {
	line='{"\u0000":1,"\ufffd":2,"a\u0000":3,"a�":4}'
	same_text "$line" "$(ombud-strip <<<"$line")"
	exits 1 ombud-strip <<<'{"\u0000":1,"\u0000":2}'
}

@test "a NUL in a line is shown as what it is" {
	exits 1 ombud-strip --rejects rejects < <(printf '{"a":1}\0\n{"a":"\0b"}\n')
	same_text 'ombud-strip: -:1: byte 8: more behind the record: \x00
ombud-strip: -:2: byte 6: a bare control character in a string: "\x00b"}
ombud-strip: 2 of 2 records rejected' "$(<err)"
	same <(printf '{"a":1}\0\n{"a":"\0b"}\n') rejects
}
