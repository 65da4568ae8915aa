#!/usr/bin/env bats
# DESIGN.md, "The record", sentence by sentence, where no other test holds it already. Those that do:
#   a line is RFC 8259         record.bats and fixtures/record, in each filter; jsontestsuite.bats
#   takes, leaves, drops       contract.bats "members stay in their places"; each filter's own file; jsonl.bats
#   only its own members       contract.bats "members that a filter does not know", "a member that goes", "warnings of others"
#   run twice                  contract.bats "each filter run twice"; split, meta, classify, jsonl.bats
#   512 levels, names twice    record.bats, for ombud-strip; here for each filter, and for the members that it reads
#   one line out, in order     contract.bats "a bad line between good ones", "f(a then b)"; here over many blocks
#   flushed before each read   contract.bats "output is written before each read", "a page goes through all"; here ombud-read
#   memory is one record       contract.bats "memory is …", to 6 MB; here 20 MB, and ombud-read
#   nothing is lost            layouts.bats, split.bats "each word of the …", read.bats "the samples are read whole"
#   evidence, copies           classify.bats "all evidence stands"; layouts.bats "the summary is a copy"; promises-shapes.bats
#   layouts meet in split      layouts.bats; here that no filter behind it looks at the layout
#   members are always there   jsonl.bats, classify.bats; here split and meta

load helper

STAGES=(ombud-render ombud-strip ombud-split ombud-meta ombud-classify)

# The members that each filter reads.
declare -gA READS=(
	[ombud-render]='page source'
	[ombud-strip]='text stripped'
	[ombud-split]='text sections warnings'
	[ombud-meta]='source header sections document_type warnings'
	[ombud-classify]='sections decision reference authority_type complainant warnings'
	[ombud-csv]='reference source sections document_type'
	[ombud-markdown]='reference sections document_type'
	[ombud-jsonl]='reference document_type'
)

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

# where a test has failed, what waits at a FIFO goes
teardown() { [ -z "${reader-}" ] || kill "$reader" 2>/dev/null || :; }

# each_stage COMMAND...: runs it for each filter of the chain, with what it prints of all samples in the file out
each_stage() {
	local filter
	mapfile -t pages < <(specimens)
	ombud-read "${pages[@]}" >out
	for filter in ombud-read "${STAGES[@]}" 'ombud-jsonl --all'; do
		# shellcheck disable=SC2086 # a filter and its option
		[ "$filter" = ombud-read ] || { mv out in && $filter <in >out; }
		"$@" "$filter" || { echo "$filter" && return 1; }
	done
}

# reprinted HOW: each line of JSON as other programs may print it: compact, spaced (and escaped beyond ASCII), or every
# character of every string an escape
reprinted() {
	python3 -c 'import json, sys

def escaped(value):
    if isinstance(value, str):
        units = value.encode("utf-16-be").hex(" ", 2).split()
        return "\"" + "".join("\\u" + unit for unit in units) + "\""
    if isinstance(value, list):
        return "[ " + " , ".join(map(escaped, value)) + " ]"
    if isinstance(value, dict):
        return "{ " + " , ".join(escaped(k) + " : " + escaped(v) for k, v in value.items()) + " }"
    return json.dumps(value)

prints = {"compact": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
          "spaced": json.dumps, "escaped": escaped}
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
for line in sys.stdin.buffer:
    print(prints[sys.argv[1]](json.loads(line)))' "$1"
}

is_compact() { reprinted compact <out >wanted && same wanted out; }

@test "output is compact, raw UTF-8, escapes only where JSON demands them, at each stage" {
	each_stage is_compact
	grep -q '"outcome":"upheld"' out
	printf 'This page has all sorts: "a\\b" \x01\x1f\x7f\x08 é€😀 \xc2\x85 \xe2\x80\xa8 / </p> \0 %%s and more, so that it is a page and no binary file: %s\n' "$(printf 'x%.0s' {1..99})" >page
	ombud-read page >out && is_compact
	for filter in "${STAGES[@]}"; do
		"$filter" <out >next && mv next out && is_compact
	done
	grep -qF '"a\\b\" \u0001\u001f'$'\x7f''\b é€😀' out
}

# alike HOW: through a chain in which another program prints the records again between the filters, each filter says the
# same, also when it is run again
alike() {
	local filter
	mapfile -t pages < <(specimens)
	ombud-read "${pages[@]}" | tee plain >other
	for filter in "${STAGES[@]}" ombud-split ombud-meta ombud-classify 'ombud-jsonl --all'; do
		# shellcheck disable=SC2086 # a filter and its option
		{ $filter <plain >next && mv next plain && reprinted "$1" <other | $filter >next && mv next other; }
		same <(jq -S . plain) <(jq -S . other) || { echo "$filter" && return 1; }
	done
	same <(ombud-csv --all plain) <(reprinted "$1" <other | ombud-csv --all)
}

@test "other tools may stand between the filters: records that they print again, spaced and escaped, go on alike" {
	alike spaced
}

@test "however a record spells its strings, the filters say the same" {
	alike escaped
}

@test "a reference is of a joint case however its letter is spelled" {
	record='"authority_type":"health_body","sections":[{"kind":"decision","heading":"x","level":2,"paragraphs":[{"n":1,"label":null,"text":"The Council was at fault and this caused injustice."}]}]}'
	same_text "$(ombud-classify <<<'{"reference":"99-000-205a",'"$record" | jq -c .finding)" \
		"$(ombud-classify <<<'{"reference":"99-000-205\u0061",'"$record" | jq -c .finding)"
}

@test "no filter behind ombud-split looks at the layout" {
	mapfile -t pages < <(specimens)
	pipeline ombud-split "${pages[@]}" >records
	for layout in '' '"layout":null,' '"layout":"dashed",' '"layout":"html",' '"layout":[],'; do
		for filter in ombud-meta ombud-classify; do
			"$filter" <records | sed 's/"layout":"[a-z]*",//' >wanted
			sed "s/\"layout\":\"[a-z]*\",/$layout/" records | "$filter" | sed "s/\"layout\":\(null\|\[\]\|\"[a-z]*\"\),//" >got
			same wanted got
		done
	done
}

@test "members are always there: unknown is null, none is []" {
	for record in '{}' '{"a":1}' '{"text":null}' '{"text":""}' '{"text":" \n\f"}'; do
		ombud-split <<<"$record" | jq -c '[.layout | type], (.header | del(.related) | [.[]] | unique), .header.related, .sections' >got
		printf '%s\n' '["string"]' '[null]' '[]' '[]' >wanted
		same wanted got
	done
	for record in '{}' '{"header":null,"sections":null,"source":null}' '{"header":{},"sections":[],"source":{}}'; do
		ombud-meta <<<"$record" | jq -c 'del(.header, .sections, .source, .warnings)' >got
		echo '{"reference":null,"authority":null,"authority_code":null,"authority_type":null,"category":null,"subcategory":null,"document_type":"other","decision":null,"decision_date":null,"satisfied_date":null,"summary":null,"complainant":null,"citations":[],"related":[]}' >wanted
		same wanted got
	done
	mapfile -t pages < <(specimens)
	pipeline ombud-jsonl "${pages[@]}" | jq -c 'to_entries[] | select(.value == null or .value == []) | [.key, .value]' | sort -u >got
	printf '%s\n' grounds signposted remedies citations related warnings | grep -f - got | grep -v '\[\]' >wrong || :
	grep -vE '"(grounds|signposted|remedies|citations|related|warnings)"' got | grep -v ',null\]' >>wrong || :
	same /dev/null wrong
}

@test "where a header field is null a warning says why" {
	mapfile -t pages < <(specimens)
	pipeline ombud-meta "${pages[@]}" | jq -r '. as $r | ("reference", "authority", "category", "subcategory", "decision", "decision_date", "summary")
		| select($r[.] == null) as $name | select([$r.warnings[].code] | any(. == "no_\($name)" or . == "bad_date") | not)
		| "\($r.source.path): \($name)"' >got
	same /dev/null got
	printf '%s\n' '{"reference":"x"}' '{"decision_date":"soon"}' '{"satisfied":"soon"}' | jq -c '{header: ., sections: []}' | ombud-meta |
		jq -c '[.reference, .decision_date, .satisfied_date], [.warnings[] | select(.code | test("^bad_")) | .code, .detail]' >got
	printf '%s\n' '[null,null,null]' '["bad_reference","x"]' '[null,null,null]' '["bad_date","soon"]' '[null,null,null]' '["bad_satisfied_date","soon"]' >wanted
	same wanted got
}

# nested DEPTH: arrays as deep
nested() { head -c "$1" /dev/zero | tr '\0' '[' && head -c "$1" /dev/zero | tr '\0' ']'; }

@test "512 levels are a record and 513 are none, in each filter, and in the members that it reads" {
	for filter in "${RECORD_FILTERS[@]}"; do
		for name in a ${READS[$filter]}; do
			printf '{"%s":%s}\n' "$name" "$(nested 511)" >in
			printf '{"%s":%s}\n' "$name" "$(nested 512)" >deeper
			got=0
			"$filter" in >out 2>err || got=$?
			[[ $got != 2 && $(<err) != *nested* ]] || { cat err && return 1; }
			[ "$name" != a ] || same_text 0 "$got"
			exits 1 "$filter" --rejects rejects deeper
			has "$(<err)" "$filter: deeper:1: byte *: nested deeper than 512: *"
			same deeper rejects
		done
	done
}

@test "a name that is there twice is an error in each filter, of whatever member, escaped or not" {
	for filter in "${RECORD_FILTERS[@]}"; do
		for name in a ${READS[$filter]}; do
			escaped="\\u00$(printf '%s' "${name:0:1}" | od -An -tx1 | tr -d ' ')${name:1}"
			printf '%s\n' "{\"$name\":null,\"$name\":null}" "{\"$name\":null,\"b\":{},\"$escaped\":null}" "{\"$escaped\":null,\"$name\":null}" >in
			exits 1 "$filter" --rejects rejects in
			same_text 3 "$(grep -c "^$filter: in:[123]: byte [0-9]*: a member that is there twice: $name\$" err)"
			same in rejects
		done
		exits 0 "$filter" <<<'{"x":{"a":1,"a":2}}' # below the top each is the business of whose member it is
	done
}

@test "records come out as many as they came and in their order, over many blocks, whatever is rejected among them" {
	python3 -c 'import random
random.seed(1)
for k in range(4000):
    print("bad" if k % 97 == 5 else "{\"k\":%d,\"x\":\"%s\"}" % (k, "x" * random.choice([0, 1, 7, 300, 5000, 300000 if k % 50 == 0 else 9])))' >in
	grep -v bad in | grep -o '^{"k":[0-9]*' >wanted
	for filter in "${RECORD_PRINTERS[@]}"; do
		exits 1 "$filter" --rejects rejects in
		grep -o '"k":[0-9]*' out | sed 's/^/{/' >got
		same wanted got
		same <(grep bad in) rejects
		sed -n 's/.*: in:\([0-9]*\): .*/\1/p' err >got
		same <(grep -n bad in | cut -d : -f 1) got
	done
}

# come LINES FILE: the file has as many lines before ten seconds are over
come() {
	for _ in {1..500}; do
		[ "$(wc -l <"$2")" -lt "$1" ] || return 0
		sleep 0.02
	done
	echo "$2 has $(wc -l <"$2") lines, not $1" && return 1
}

@test "ombud-read waits for nothing with something in hand: not for standard input, a FIFO or the next line" {
	echo one >one
	echo '{"t":"x"}' >lines
	mkfifo fifo
	for arguments in 'one one -' 'one one fifo one' '--field t lines lines -' '--field t lines lines fifo'; do
		: >records
		if [[ $arguments == *- ]]; then
			# shellcheck disable=SC2086 # several words
			ombud-read $arguments <fifo >records 3>&- &
			reader=$!
			exec 7>fifo
			come 2 records
		else
			# shellcheck disable=SC2086
			ombud-read $arguments >records 3>&- &
			reader=$!
			come 2 records # the FIFO has no writer yet: opening it waits
			exec 7>fifo
		fi
		cat lines >&7
		[[ $arguments != --field* ]] || come 3 records
		exec 7>&-
		wait "$reader"
		come 3 records
	done
}

# peak_of COMMAND...: from in to out, of one record each, it holds 16 MB and six times the longer one at most
peak_of() {
	local longest got=0
	"$TESTS/peak" kib "$@" <in >out 2>err || got=$?
	((got < 2))
	longest=$(stat -c %s in out | sort -n | tail -n 1)
	(($(<kib) * 1024 <= 16 * 1048576 + 6 * longest)) || { echo "$*: $(<kib) KiB for a record of $((longest / 1024)) KiB" && return 1; }
}

@test "memory is 16 MB and six times the record, also where that is 20 MB" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	for text in 'The Council wrote to her.\n' '\"'; do
		{ printf '{"text":"' && yes "$text" | tr -d '\n' | head -c 20000000 && printf '\\n"}\n'; } >in 2>/dev/null
		for filter in ombud-strip ombud-split ombud-meta ombud-classify ombud-csv; do
			peak_of "$filter"
			[ "$filter" = ombud-csv ] || mv out in
		done
		peak_of ombud-jsonl --all
	done
	{ printf '{"summary":"=' && head -c 40000000 /dev/zero | tr '\0' x && echo '"}'; } >in
	peak_of ombud-csv
}

@test "memory of ombud-read is 16 MB and six times the record, whatever the page" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	for bytes in 'x' '\r\n' '"' '\x92\x80' '\xc3\xa9' '\x01xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; do
		# shellcheck disable=SC2059 # the bytes are a format
		{ printf x && yes "$(printf "$bytes"x)" | tr -d '\n' | head -c 20000000; } >in 2>/dev/null
		peak_of ombud-read
		cp in page
		peak_of ombud-read page
	done
	{ printf '{"t":"' && head -c 40000000 /dev/zero | tr '\0' x && echo '"}'; } >in
	peak_of ombud-read --field t
}
