#!/usr/bin/env bats
# DESIGN.md, "Errors", sentence by sentence, where no other test holds it already. Those that do:
#   status 0, 1, 2          contract.bats: each test by its own cause; read.bats, render.bats … for a filter's own
#   the worst wins          contract.bats "the worst that was seen"; pipeline.bats for the whole chain
#   one form of message     record.bats and fixtures/record/refuse.why: each refusal of a line, in each filter
#   named, counted, kept    contract.bats "a bad line between good ones", "a line of 70 MB"; read.bats "counted as rejected"
#   never half-prints       contract.bats "no type of a member"; csv.bats "no part of a row"
#   no decision             contract.bats, csv.bats, jsonl.bats; layouts.bats "listings and other pages"
#   full disk, closed pipe  contract.bats, for what is written in one go
#   no crash, no hang       record.bats, tests/fuzz, contract.bats "no record of 2 MB takes long"
#   16 MB and 6 times       contract.bats "memory is …"
#   --max-record            contract.bats "a line is refused"; read.bats "a page is refused"

load helper

ALL=(ombud-read "${RECORD_FILTERS[@]}")

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	echo '{"a":1}' >good
	echo bad >bad
	echo 'a page' >page
}

# rows <TABLE: its lines, the cells of which (joined by ` | `, more spaces before the bar allowed) are parted by tabs
rows() { sed 's/ *| /\t/g; s/ *|$//; /^$/d'; }

# says STATUS FORMAT COMMAND...: the command ends so, and one of its lines on standard error is `program: ` and the
# message, whose format is spelled as in the C. All its lines have that form, or are the usage.
says() {
	local status=$1 format=$2 program pattern
	program=$(printf '%s\n' "${@:3}" | sed -n 's/^\(.*\/\)\{0,1\}ombud-/ombud-/p;T;q')
	exits "$status" "${@:3}" || return 1
	pattern=$(sed 's/[][(){}.*^$+?|\\]/\\&/g; s/%[-.0-9\\]*z\{0,1\}[sud]/.*/g' <<<"$format")
	grep -qE "^$program: (.*: )?$pattern" err || { printf 'not said: %s: %s\nbut: ' "$program" "$format" && cat err && return 1; }
	! grep -vE "^($program: |usage: $program )" err
}

# with FILE CALLS FAULT COMMAND...: the command, with a fault in these calls on that file (strace's inject)
with() {
	ASAN_OPTIONS=detect_leaks=0 strace -qq -o /dev/null -P "$1" -e trace="$2" -e inject="$2:$3" "${@:4}"
}

# input FILTER: the name of a file that the filter does something with
input() { if [ "$1" = ombud-read ]; then echo page; else echo good; fi; }

@test "each message of the record: whatever is wrong with a line or a member" {
	rows <<-'EOF' | while IFS=$'\t' read -r filter format line; do says 1 "$format" "$filter" <<<"$line" || return 1; done
		ombud-strip    | an empty line |
		ombud-strip    | no object                              | 1
		ombud-split    | byte %zu: the line ends here: %s       | {"a"
		ombud-meta     | byte %zu: %s: %s                       | {"a":1}x
		ombud-csv      | more behind the record                 | {}{}
		ombud-render   | no name of a member                    | {1:2}
		ombud-jsonl    | no colon behind a name                 | {"a"1}
		ombud-classify | no JSON value                          | {"a":nil}
		ombud-strip    | no JSON number                         | {"a":01}
		ombud-strip    | no comma or } behind a member          | {"a":1 "b"}
		ombud-strip    | no comma or ] behind a value           | {"a":[1 2]}
		ombud-strip    | a string that does not end             | {"a
		ombud-strip    | an escape that JSON has not            | {"a":"\x"}
		ombud-strip    | half a surrogate pair                  | {"a":"\ud800"}
		ombud-strip    | byte %u: a member that is there twice: %s | {"a":1,"\u0061":2}
		ombud-render   | member page is no string: %s           | {"page":[]}
		ombud-render   | a page that is neither text nor HTML: %s | {"page":"x","source":{"media_type":"application/pdf"}}
		ombud-strip    | member %s is no string: %s             | {"text":{}}
		ombud-split    | member %s is no string: %s             | {"text":1}
		ombud-classify | member %s is no string: %s             | {"decision":["Upheld"],"sections":[]}
		ombud-render   | member %s is no object: %s             | {"page":"x","source":[]}
		ombud-strip    | member %s is no object: %s             | {"text":"x","stripped":[]}
		ombud-meta     | member %s is no object: %s             | {"sections":[],"header":"x"}
		ombud-meta     | member %s is no object: %s             | {"sections":[],"source":1}
		ombud-split    | member warnings is no array: %s        | {"text":"x","warnings":{}}
		ombud-meta     | member warnings is no array: %s        | {"sections":[],"warnings":"x"}
		ombud-classify | member warnings is no array: %s        | {"sections":[],"warnings":1}
		ombud-meta     | member sections is not in the form that ombud-split gives it: %s | {"sections":{}}
		ombud-classify | member sections is not in the form that ombud-split gives it: %s | {"sections":[1]}
	EOF
	says 1 'a bare control character in a string' ombud-strip < <(printf '{"a":"\x01"}')
	says 1 'bytes that are no UTF-8' ombud-strip < <(printf '{"a":"\xff"}')
	says 1 'nested deeper than 512' ombud-strip < <(yes '{"a":' | head -n 513 | tr -d '\n')
	says 1 'a record of more than %zu bytes: %s' ombud-strip --max-record 6 good
	says 1 '%zu of %zu records rejected' ombud-strip good bad
	html() { jq -Rsc '{page: ., source: {media_type: "text/html"}}'; }
	says 1 'elements nested deeper than 512' ombud-render < <(yes '<b>' | head -n 600 | html)
	says 1 'more than 250000 elements and texts' ombud-render < <(yes '<p>a' | head -n 130000 | html)
	says 1 'a tag of more than 65536 bytes' ombud-render < <(yes '<p' | head -n 40000 | html)
	printf '{"sections":[%s[]]}\n' "$(yes '[],' | head -n 300000 | tr -d '\n')" >many
	for filter in ombud-meta ombud-classify; do
		says 1 'member %s needs more than the %zu bytes that there are for it: %s' "$filter" many
	done
	echo '{"document_type":"other"}' >other
	says 0 '%zu of %zu left out: no decisions' ombud-jsonl other
}

@test "each message of ombud-read: whatever is wrong with a file, a folder or a page" {
	mkdir -p folder/below dir
	cp page folder
	: >folder/empty
	mkfifo folder/fifo
	ln -s . folder/below/self
	printf '\x89PNG' >png
	printf '%s\n' '{"text":null}' '{}' '{"text":" "}' >lines
	rows <<-'EOF' | while IFS=$'\t' read -r ended format arguments; do
		1 | No such file or directory                          | none
		1 | empty                                              | /dev/null
		1 | binary, no page                                    | png
		1 | a page of more than %zu bytes                      | --max-record 3 page
		1 | %zu of %zu pages rejected                          | png page
		1 | no pages in this folder                            | dir
		0 | %s: %s: skipped                                    | folder
		0 | %s: no plain file: skipped                         | folder
		0 | %s: a folder that holds itself, by a link: skipped | folder
		1 | member %s is null                                  | --field text lines
		1 | no member %s                                       | --field text lines
		1 | member %s is %s                                    | --field text lines
		2 | --address is of use with --field only              | --address url page
	EOF
		# shellcheck disable=SC2086 # the arguments are several words
		says "$ended" "$format" ombud-read $arguments || return 1
	done
}

@test "each message of ombud-read: whatever is wrong with an archive, and with gzip" {
	cat >pieces <<-'EOF'
		empty: b'' | page: page('x', 'One') | none: info()
		length: page('x', 'One', Content_Length=None) | number: page('x', 'One', Content_Length='x')
		old: page('x', 'One', version='WARC/0.18'), page('y', '') | head: page('x', 'One', X='x' * 70000)
		field: page('x', 'One').replace(b'WARC-Type:', b'Type')
		within: page('x', 'One')[:40] | short: page('x', 'One')[:-7] | end: page('x', 'One', Content_Length=20)
		http: record('response', 'x', 'x') | body: page('x', gz('x')[:-8] + b'12345678', 'Content-Encoding: gzip')
		coding: page('x', b'\xff', 'Content-Encoding: br') | long: page('x', 'One Two')
		cut: gz('One')[:-1] | sum: gz('One')[:-8] + b'1234' + gz('One')[-4:] | size: gz('One')[:-1] + b'x' | not: page('x', 'x')[:2], gz('x')
		between: gz(page('x', 'One'), '') + b'rubbish'
	EOF
	tr '|' '\n' <pieces | sed "s/^[ \t]*\([a-z]*\): \(.*\)/save('\1', \2)/" >program
	"$TESTS/warc" "$(<program)"
	rows <<-'EOF' | while IFS=$'\t' read -r ended format arguments; do
		1 | an archive without pages                              | none
		1 | no Content-Length                                     | length
		1 | a Content-Length that is no number of bytes: %s       | number
		1 | no record of WARC/1.0 or 1.1: %s                      | old
		1 | a head of more than %zu bytes                         | head
		1 | a line of its head that is no field: %s               | field
		1 | it ends within its head                               | within
		1 | it ends %" PRIu64 " bytes before its Content-Length   | short
		1 | no end of the record where its Content-Length says: %s | end
		1 | no head of HTTP: %s                                   | http
		1 | a body that is broken: %s                             | body
		1 | a body in a coding that is not known: %s              | coding
		1 | a page of more than %zu bytes                         | --max-record 3 long
		1 | offset %" PRIu64 ": broken gzip: %s                   | cut
		1 | %s: offset %" PRIu64 ": %s                            | http
		1 | broken gzip: %s                                       | between
		1 | cut off before its end                                | cut
		1 | a wrong checksum                                      | sum
		1 | another length than it says                           | size
		0 | %zu of %zu pages left out: %s                         | --match z page
	EOF
		# shellcheck disable=SC2086 # the arguments are several words
		says "$ended" "${format//'%" PRIu64 "'/%zu}" ombud-read $arguments || return 1
	done
}

@test "each message of the options" {
	says 2 '--max-record takes bytes, from 1 to %zu: %s' ombud-strip --max-record 0
	says 2 'an option without its argument: %s' ombud-strip --rejects
	says 2 'no such option: %s' ombud-strip -q
	cp "$OMBUD_BIN/ombud-strip" .
	says 2 'no tables of rules beside the program: name their folder by --rules' ./ombud-strip good
}

@test "each message of the tables of rules, with the file, the line and the column" {
	cp -rL "$OMBUD_BIN/../schemas/rules" real
	rows <<-'EOF' | while IFS=$'\t' read -r filter table column format row; do
		ombud-strip    | boilerplate  | (one too many) | a cell too many                          | z,line,z,drop,,z
		ombud-strip    | boilerplate  | remark         | a line break or NUL in a cell            | z,line,z,drop,"a\nb"
		ombud-strip    | boilerplate  | remark         | bytes that are no UTF-8                  | z,line,z,drop,\xff
		ombud-strip    | boilerplate  | remark         | a row too short: this cell is not there  | z,line,z,drop
		ombud-strip    | boilerplate  | id             | empty                                    | ,line,z,drop,
		ombud-strip    | boilerplate  | id             | there twice                              | back-to-top,line,z,drop,
		ombud-strip    | boilerplate  | where          | a word that this column has not          | z,page,z,drop,
		ombud-strip    | boilerplate  | where          | empty                                    | z,,z,drop,
		ombud-strip    | boilerplate  | pattern        | no pattern of PCRE2 (at %zu: %s)         | z,line,(z,drop,
		ombud-strip    | boilerplate  | pattern        | it names a word that words.csv has not, or not above it | z,line,{zz}z,drop,
		ombud-meta     | words        | pattern        | no pattern of PCRE2 (at %zu: %s)         | z,(z,
		ombud-strip    | boilerplate  | pattern        | it matches where there is nothing        | z,line,z*,drop,
		ombud-strip    | boilerplate  | action         | a word that this column has not          | z,line,z,keep,
		ombud-split    | headings     | level          | no number from 1 to 6                    | z,line,z,law,9,
		ombud-split    | headings     | pattern        | no group of the name %s                  | z,glued,z,law,3,
		ombud-meta     | complainants | pattern        | no group of the name %s                  | z,*,z,
		ombud-meta     | authorities  | from           | no day of the form YYYY-MM-DD            | z,Z,,E0,soon,,
		ombud-classify | findings     | needs          | it names a rule that statements.csv has not | z,no_fault,declines,nobody,,
	EOF
		rm -rf rules && cp -r real rules
		printf '%b\n' "$row" >>"rules/$table.csv"
		says 2 "rules/$table.csv:$(($(wc -l <"real/$table.csv") + 1)): column $column: $format: " "$filter" --rules rules good || return 1
	done
	: >rules/boilerplate.csv
	says 2 '%s:1: column %s: the heading is not there: ' ombud-strip --rules rules good
	echo '"' >>rules/boilerplate.csv
	says 2 '%s:%zu: column %s: %s: %s' ombud-strip --rules rules good
	echo 'id,place' >rules/boilerplate.csv
	says 2 'rules/boilerplate.csv:1: column where: the heading is another: place' ombud-strip --rules rules good
	printf '%s\n' id,where,pattern,action,remark 'zz,line,^(a+)+$,drop,' >rules/boilerplate.csv
	says 1 'rule %.80s: %s' ombud-strip --rules rules <<<"{\"text\":\"$(printf 'a%.0s' {1..60})b\"}"
}

@test "each message of the tables that ombud-csv prints, and of their schemas" {
	rows <<-'EOF' | while IFS=$'\t' read -r ended arguments format line; do
		1 | --table grounds   | member %s is no list: %s                       | {"grounds":"x"}
		1 | --table grounds   | member %s holds what is no object: %s          | {"grounds":[1]}
		1 | --table decisions | member %s is not what column %s needs: %s      | {"source":"x"}
		2 | --table nothing   | no such table: %s                              | {}
		2 | --table ../tables/grounds | no such table: %s                      | {}
		2 | --columns reference,x | table %s has no column %s                  | {}
	EOF
		# shellcheck disable=SC2086 # an option and its argument
		says "$ended" "$format" ombud-csv $arguments <<<"$line" || return 1
	done
	says 1 'member sections is no list: %s' ombud-markdown <<<'{"sections":"x"}'
	mkdir -p tree/bin tree/schemas/tables
	cp "$OMBUD_BIN/ombud-csv" tree/bin
	cp "$OMBUD_BIN/ombud-csv" .
	says 2 'no schemas of tables beside the program' ./ombud-csv good
	rows <<-EOF | while IFS=$'\t' read -r format schema; do
		%s: no Table Schema                            | {}
		%s: no Table Schema                            | no JSON
		tables/%s.json: a field without name or path   | {"fields":[{"name":"a"}]}
		tables/%s.json: a field without name or path   | {"fields":[{"path":"a"}]}
		tables/%s.json: no path: %s                    | {"fields":[{"name":"a","path":"a..b"}]}
		tables/%s.json: no path: %s                    | {"fields":[{"name":"a","path":"a.b.c.d.e.f.g"}]}
		tables/%s.json: no way to make a cell: %s      | {"fields":[{"name":"a","path":"a","how":"sum"}]}
		tables/%s.json: a name too long: %s            | {"fields":[{"name":"a","path":"a+$(printf 'b%.0s' {1..64})"}]}
	EOF
		printf '%s' "$schema" >tree/schemas/tables/decisions.json
		says 2 "$format" tree/bin/ombud-csv good || return 1
	done
}

# What no input or command reaches in a test's time: mistakes of the program itself, a table of some 40 million literals,
# a page that takes too long.
# shellcheck disable=SC2034 # it is read below, as text
UNREACHED=('a message could not be formatted: %s' 'more than %d members are changed' '%s: no column %s'
	'more than 20 seconds of work' 'more literals in a table of rules than %u moves can tell')

@test "no message of the sources is missing from these tests" {
	"$TESTS/messages" "$ROOT"/filters/*.c "$ROOT"/filters/lib/*.c >messages
	[ "$(wc -l <messages)" -gt 50 ]
	while IFS= read -r message; do
		grep -qF -- "${message% }" "$BATS_TEST_FILENAME" || echo "$message"
	done <messages >missing
	same /dev/null missing
}

@test "memory that there is not is status 2, and said, in every filter" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	{ printf '{"page":"' && head -c 60000000 /dev/zero | tr '\0' x && echo '"}'; } >long
	for filter in "${ALL[@]}"; do
		says 2 'out of memory' bash -c 'ulimit -v 65536 && "$@"' limited "$filter" long
		same /dev/null <(grep -v '^reference,' out)
	done
}

@test "a read, a write or a close that fails is said, with its status; one that is interrupted is done again" {
	yes '{"a":"some text, so that there are two blocks to read and to write"}' | head -n 6000 >in
	for filter in "${ALL[@]}"; do
		"$filter" in in >wanted
		rows <<-'EOF' | while IFS=$'\t' read -r ended file call fault message; do
			0 | in  | read  | error=EINTR:when=1..2
			0 | in  | read  | error=EAGAIN:when=1..2
			0 | out | write | error=EINTR:when=1..2
			0 | out | write | error=EAGAIN:when=1..2
			1 | in  | read  | error=EIO:when=4     | in: Input/output error
			2 | out | write | error=ENOSPC:when=2  | standard output: No space left on device
			2 | out | write | error=EFBIG:when=1   | standard output: File too large
			2 | out | close | error=EDQUOT:when=1  | standard output: Disk quota exceeded
		EOF
			exits "$ended" with "$PWD/$file" "$call" "$fault" "$filter" in in || return 1
			same_text "${message:+$filter: $message}" "$(<err)" || return 1
			[ "$ended" != 0 ] || same wanted out || return 1
			cmp -n "$(stat -c %s out)" wanted out # what was written is the beginning of it
		done
	done
}

@test "what is behind a file that cannot be read to its end is done, and no half of a page or record comes out" {
	printf '{"a":1}\n{"a":2,"b' >in
	for filter in "${ALL[@]}"; do
		if [ "$filter" = ombud-read ]; then "$filter" page >wanted; else "$filter" good good >wanted; fi
		says 1 'in: Input/output error' with "$PWD/in" read error=EIO:when=2 "$filter" in "$(input "$filter")"
		same wanted out
	done
	echo '{"a":"x"}' >behind
	says 1 'in: Input/output error' with "$PWD/in" read error=EIO:when=2 ombud-read --field a in behind
	same <(ombud-read --field a behind) out
}

@test "rejects that cannot be written to their end are status 2, and said" {
	for filter in "${ALL[@]}"; do
		says 2 'rejects: No space left on device' with "$PWD/rejects" write error=ENOSPC "$filter" --rejects rejects --max-record 3 bad
		says 2 'rejects: Input/output error' with "$PWD/rejects" close error=EIO "$filter" --rejects rejects good
		says 2 '.: Is a directory' "$filter" --rejects . good
		same /dev/null out
	done
	for options in '' '--field text'; do
		# shellcheck disable=SC2086 # two words, or none
		says 2 'missing/x: No such file or directory' ombud-read $options --rejects missing/x page
		# shellcheck disable=SC2086
		says 2 '/dev/full: No space left on device' ombud-read $options --rejects /dev/full --max-record 3 page
	done
}

@test "a table of rules that cannot be read is status 2, and said" {
	cp -rL "$OMBUD_BIN/../schemas/rules" rules
	for filter in ombud-strip:boilerplate ombud-split:items ombud-meta:categories ombud-classify:odds; do
		table=rules/${filter#*:}.csv
		says 2 "$table: Input/output error" with "$PWD/$table" read error=EIO "${filter%:*}" --rules rules good
		same /dev/null out
	done
}

@test "of several things that go wrong the worst is the status, whichever comes first" {
	echo '{"document_type":"other"}' >other
	: >empty
	cp -rL "$OMBUD_BIN/../schemas/rules" rules
	for table in rules/*.csv; do echo '"' >>"$table"; done
	for filter in "${ALL[@]}"; do
		wrong=bad needs_rules=0
		[ "$filter" != ombud-read ] || wrong=empty
		case $filter in ombud-render | ombud-strip | ombud-split | ombud-meta | ombud-classify) needs_rules=2 ;; esac
		rows <<-EOF | while IFS=$'\t' read -r ended arguments; do
			0            | other
			1            | missing other
			1            | other $wrong
			1            | $wrong missing other
			1            | missing $wrong
			2            | missing $wrong --max-record 0
			2            | --rejects missing/x missing $wrong
			2            | --nothing missing $wrong
			$needs_rules | --rules rules other
		EOF
			# shellcheck disable=SC2086 # the arguments are several words
			exits "$ended" "$filter" $arguments || return 1
		done
		for arguments in "missing $wrong $(input "$filter")" "$(input "$filter") $wrong missing"; do
			got=0
			# shellcheck disable=SC2086
			"$filter" $arguments >/dev/full 2>err || got=$?
			same_text 2 "$got"
			# shellcheck disable=SC2086
			exits 2 "$filter" --rejects /dev/full --max-record 3 $arguments
		done
	done
}

@test "pages read are records out, rejected and left out, through the whole chain; what is rejected is kept" {
	mkdir pages
	cp "$SAMPLES"/*.txt pages
	printf '%%PDF-1.7' >pages/binary
	: >pages/empty
	nested() { printf '<b>%.0s' {1..600}; }
	nested >pages/html
	echo 'It rains in Norbury.' >pages/weather
	head -c 200000 /dev/zero | tr '\0' x >pages/long
	head -c 100000 /dev/zero | tr '\0' x >pages/longer-than-strip-takes
	for last in ombud-jsonl ombud-csv; do
		ombud-read --max-record 150000 --rejects read pages/* 2>said | ombud-render --rejects render 2>>said |
			ombud-strip --max-record 90000 --rejects strip 2>>said | ombud-split | ombud-meta | ombud-classify |
			"$last" 2>>said | sed '/^reference,/d' >out
		same_text 3 "$(wc -l <out)"
		same_text 6 "$(($(sed -n 's/^[a-z-]*: \([0-9]*\) of [0-9]* .*/\1/p' said | paste -sd +)))"
		same_text 9 "$(find pages -type f | wc -l)"
		same <(cat pages/binary pages/empty pages/long) read
		same <(nested) <(jq -j .page render)
		same_text pages/longer-than-strip-takes "$(jq -r .source.path strip)"
	done
}

# é as often as told: two bytes each, so that a cut may fall within one
e() { printf 'é%.0s' $(seq "$1"); }

# cut_short WANTED COMMAND...: the value in the first message is cut to that, and marked
cut_short() {
	"${@:2}" 2>err >out || :
	has "$(head -n 1 err)" "*: $1…"
	[ "$(head -n 1 err | iconv -f UTF-8 -t UTF-8 | wc -c)" -lt 300 ]
}

@test "the offending value is cut short, between two characters: lines, members, sizes, cells" {
	for before in '' x; do # 60 bytes, or 59
		value=$before$(e 200) wanted=$before$(e 30)
		[ -z "$before" ] || wanted=$before$(e 29)
		for filter in "${ALL[@]}"; do
			cut_short "$wanted" "$filter" --max-record "$value"
			[ "$filter" = ombud-read ] || cut_short "$wanted" "$filter" <<<"$value"
			[ "$filter" = ombud-read ] || cut_short "$wanted" "$filter" --max-record 300 <<<"$value"
		done
		cut_short "$wanted" ombud-render <<<"{\"page\":\"x\",\"source\":{\"media_type\":\"$value\"}}"
		cut_short "$wanted" ombud-strip <<<"{\"$value\":1,\"$value\":2}"
		value=x$value wanted=\"x${wanted%é}
		for filter in ombud-meta ombud-classify; do
			cut_short "$wanted" "$filter" <<<"{\"sections\":\"$value\"}"
		done
		cut_short "$wanted" ombud-split <<<"{\"text\":\"\",\"warnings\":\"$value\"}"
		cut_short "$wanted" ombud-strip <<<"{\"text\":\"\",\"stripped\":\"$value\"}"
	done
	mkdir rules
	cp "$OMBUD_BIN/../schemas/rules/boilerplate.csv" rules
	echo "z,$(e 200),z,drop," >>rules/boilerplate.csv
	cut_short "$(e 30)" ombud-strip --rules rules good
}

@test "the offending value is cut short: an option" {
	for filter in "${ALL[@]}"; do
		cut_short "--$(e 29)" "$filter" "--$(e 200)"
	done
}

@test "the offending value is cut short: the name of a member" {
	printf '%s\n' '{}' "{\"$(e 200)\":null}" "{\"$(e 200)\":\" \"}" >lines
	exits 1 ombud-read --field "$(e 200)" lines
	same_text 3 "$(grep -c 'lines:[123]: .*member .*é…' err)"
	run ! grep -F '\xc3' err
}

@test "the offending value is cut short: NULs" {
	head -c 100 /dev/zero >nuls
	for filter in "${RECORD_FILTERS[@]}"; do
		cut_short '\\x00\\x00*\\x00' "$filter" nuls
	done
}
