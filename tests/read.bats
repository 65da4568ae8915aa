#!/usr/bin/env bats
# ombud-read: what becomes of the bytes of a page, which files and folders are pages, and what is said of the others.
# shellcheck disable=SC1112 # curly quotes are meant

load helper

setup() {
	set -o pipefail # jq says yes to no input
	mkdir "$BATS_TEST_TMPDIR/work"
	cd "$BATS_TEST_TMPDIR/work" || return 1
}

# pages <RECORDS: the member page of each
pages() { sed -n 's/.*,"page":\(.*\),"warnings":.*/\1/p'; }

# paths <RECORDS: the paths, as JSON spells them
paths() { sed -n 's/^{"source":{"path":\(.*\),"address":.*/\1/p'; }

# cleaned BYTES WANTED: what printf makes of the one is read as the other, which is JSON
cleaned() {
	# shellcheck disable=SC2059
	printf "$1" >page.txt
	exits 0 ombud-read page.txt
	same_text "$1 is \"$2\"" "$1 is $(pages <../out)"
}

err() { cat "$BATS_TEST_TMPDIR/err"; }

@test "a page becomes a record of these members, in this order" {
	printf 'The Council\xe2\x80\x99s "reply"\n' >page.txt
	exits 0 ombud-read page.txt
	same_text '{"source":{"path":"page.txt","address":null,"media_type":"text/plain","charset":"utf-8","bytes":24,"fetched":null,"record_id":null},"page":"The Council’s \"reply\"\n","warnings":[]}' "$(<../out)"
	same /dev/null ../err
}

@test "every kind of line end is a line feed" {
	cleaned 'a\nb\n' 'a\nb\n'
	cleaned 'a\r\nb\r\n' 'a\nb\n'
	cleaned 'a\rb\r' 'a\nb\n'
	cleaned 'a\r\r\nb\n\r' 'a\n\nb\n\n'
	cleaned 'a\r\n\r\nb' 'a\n\nb'
	cleaned 'a\fb\vc' 'a\nb\nc'
	cleaned 'a\xc2\x85b\xe2\x80\xa8c\xe2\x80\xa9d' 'a\nb\nc\nd'
}

@test "no-break and thin spaces are spaces, and spaces stay as many" {
	cleaned 'a\xc2\xa0b' 'a b'
	cleaned 'a\xe2\x80\xafb' 'a b'
	cleaned 'a\xe2\x80\x87b\xe2\x80\x89c\xe2\x80\x8ad' 'a b c d'
	cleaned '  a \xc2\xa0 b  ' '  a   b  '
	cleaned 'a\tb' 'a b'
	cleaned 'a\xe2\x80\x83b\xe3\x80\x80c' 'a b c'
}

@test "soft hyphens and zero-width spaces are out" {
	cleaned 'Om\xc2\xadbuds\xe2\x80\x8bman' 'Ombudsman'
	cleaned 'a\xe2\x81\xa0b' 'ab'
	cleaned 'a\xe2\x80\x8cb\xe2\x80\x8fc' 'abc'
	cleaned '\xc2\xad\xc2\xada\xc2\xad' 'a'
}

@test "a byte-order mark is off, at the beginning and elsewhere" {
	cleaned '\xef\xbb\xbfa' 'a'
	cleaned '\xef\xbb\xbf\xef\xbb\xbfa\xef\xbb\xbfb' 'ab'
	exits 0 ombud-read page.txt
	has "$(<../out)" '*"bytes":11,*'
	cleaned '\xef\xbb\xbfa\x92b' 'a’b'
}

@test "a NUL is U+FFFD, other control characters are escapes" {
	long=$(printf 'x%.0s' {1..100})
	cleaned "$long\\0$long" "$long�$long"
	cleaned "$long\\b\\x1b\\x01$long" "$long\\b\\u001b\\u0001$long"
	cleaned "$long\\x7f" "$long"$'\x7f'
}

@test "only what JSON demands is escaped" {
	cleaned 'a/b\\\\c"d&<>\x27' 'a/b\\\\c\"d&<>'"'"
	cleaned '\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80' 'é€😀'
}

@test "bytes that are no UTF-8 are windows-1252, with a warning" {
	cleaned '\x80\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8e' '€‚ƒ„…†‡ˆ‰Š‹ŒŽ'
	cleaned '\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9e\x9f' '‘’“”•–—˜™š›œžŸ'
	cleaned '\x81\x8d\x8f\x90\x9d' $'\xc2\x81\xc2\x8d\xc2\x8f\xc2\x90\xc2\x9d'
	cleaned 'a\xa0b\xadc\xa3\xe9\xff' 'a bc£éÿ'
	printf 'caf\xe9' >page.txt
	exits 0 ombud-read page.txt
	has "$(<../out)" '*"charset":"windows-1252","bytes":4,*"warnings":\[{"filter":"ombud-read","code":"charset_guessed","detail":"windows-1252"}\]}'
}

@test "one bad byte in a page of UTF-8 tells that it is none" {
	for bad in '\x80' '\xc3' '\xc0\x80' '\xed\xa0\x80' '\xf4\x90\x80\x80' '\xe2\x80'; do
		# shellcheck disable=SC2059
		printf "caf\\xc3\\xa9 $bad" >page.txt
		ombud-read page.txt | jq -e '.source.charset == "windows-1252" and (.page | startswith("cafÃ© "))' >/dev/null
	done
}

@test "what a page begins with tells HTML from text" {
	for start in '<!DOCTYPE html>' '<html lang=en>' ' \n\t<HTML>' '\xef\xbb\xbf<!doctype HTML>' '<?xml version="1.0"?>' '<!-- saved -->' '<article>' '<p>'; do
		# shellcheck disable=SC2059
		printf "$start<p>x" | ombud-read | jq -e '.source.media_type == "text/html"' >/dev/null
	done
	for start in 'x <html>' '< html' '<3 it' 'html'; do
		printf '%s' "$start" | ombud-read | jq -e '.source.media_type == "text/plain"' >/dev/null
	done
}

@test "an argument that is empty, binary or unreadable is named, and the rest is done" {
	echo one >1.txt && echo two >2.txt
	: >empty.txt
	printf ' \n\f' >blank.txt
	printf '%%PDF-1.7\n' >a.pdf
	printf '\x89PNG\r\n\x1a\n' >a.png
	printf '\x1f\x8b\x08\x00' >a.gz
	printf 'PK\x03\x04' >a.zip
	printf 'a\x01\x02\x03\x04\x05b' >controls
	exits 1 ombud-read 1.txt empty.txt blank.txt a.pdf a.png a.gz a.zip controls missing.txt /proc/self/mem 2.txt
	same_text $'"1.txt"\n"2.txt"' "$(paths <../out)"
	same_text 'ombud-read: empty.txt: empty
ombud-read: blank.txt: empty
ombud-read: a.pdf: binary, no page
ombud-read: a.png: binary, no page
ombud-read: a.gz: offset 0: broken gzip: cut off before its end
ombud-read: a.zip: binary, no page
ombud-read: controls: binary, no page
ombud-read: missing.txt: No such file or directory
ombud-read: /proc/self/mem: Input/output error
ombud-read: 7 of 9 pages rejected' "$(err)"
}

@test "what is counted as rejected is among the rejects, byte for byte" {
	printf '%%PDF-1.7\n\0\xff' >a.pdf
	printf 'long\r\n\0\xff' >long.txt
	echo ok >ok.txt
	exits 1 ombud-read --max-record 5 --rejects rejects long.txt ok.txt
	same long.txt rejects
	exits 1 ombud-read --rejects rejects a.pdf ok.txt
	same a.pdf rejects
}

@test "a page is refused that is longer than --max-record, and none that is as long" {
	printf '123456789\n' >ten.txt
	printf '123456789\nx' >eleven.txt
	exits 0 ombud-read --max-record 10 ten.txt
	exits 1 ombud-read --max-record 10 --rejects rejects ten.txt eleven.txt ten.txt
	same_text $'ombud-read: eleven.txt: a page of more than 10 bytes\nombud-read: 1 of 3 pages rejected' "$(err)"
	same eleven.txt rejects
	same_text $'"ten.txt"\n"ten.txt"' "$(paths <../out)"
	exits 1 ombud-read --max-record 10 <eleven.txt
	has "$(err)" 'ombud-read: -: a page of more than 10 bytes*'
}

@test "a folder is read with all below it, in the order of the names' bytes, names with a dot left" {
	mkdir -p pages/b/c pages/.git pages/Z
	for name in pages/{b.txt,b/2,b/10,b/c/x,a,B,é,_,.hidden,.git/config,Z/z,b-}; do
		echo "$name" >"$name"
	done
	exits 0 ombud-read pages
	same_text '"pages/B"
"pages/Z/z"
"pages/_"
"pages/a"
"pages/b/10"
"pages/b/2"
"pages/b/c/x"
"pages/b-"
"pages/b.txt"
"pages/é"' "$(paths <../out)"
	exits 0 ombud-read pages/b/
	same_text $'"pages/b/10"\n"pages/b/2"\n"pages/b/c/x"' "$(paths <../out)"
	exits 0 ombud-read pages/.hidden pages/.git
	same_text $'"pages/.hidden"\n"pages/.git/config"' "$(paths <../out)"
	cd pages/b/c
	same_text '"./x"' "$(ombud-read . | paths)"
}

@test "a folder without pages is named, with status 1, and the rest is done" {
	mkdir -p empty dots binary full/below
	echo x >dots/.x
	printf '%%PDF-' >binary/a.pdf
	echo x >full/x
	exits 1 ombud-read empty dots binary full
	same_text '"full/x"' "$(paths <../out)"
	same_text 'ombud-read: empty: no pages in this folder
ombud-read: dots: no pages in this folder
ombud-read: binary/a.pdf: binary, no page: skipped
ombud-read: binary: no pages in this folder' "$(err)"
	exits 0 ombud-read full
}

@test "what is no page in a folder is skipped with a message" {
	mkdir pages
	echo x >pages/x
	: >pages/empty
	printf 'GIF89a' >pages/a.gif
	mkfifo pages/fifo
	ln -s /dev/null pages/null
	exits 0 timeout 20 ombud-read pages
	same_text '"pages/x"' "$(paths <../out)"
	same_text 'ombud-read: pages/a.gif: binary, no page: skipped
ombud-read: pages/empty: empty: skipped
ombud-read: pages/fifo: no plain file: skipped
ombud-read: pages/null: no plain file: skipped' "$(err)"
}

@test "what cannot be read in a folder is named, with status 1, and the rest is done" {
	mkdir pages
	echo x >pages/c
	ln -s nowhere pages/a
	exits 1 ombud-read pages
	same_text '"pages/c"' "$(paths <../out)"
	same_text 'ombud-read: pages/a: No such file or directory' "$(err)"
	ln -sf /proc/self/mem pages/a
	exits 1 ombud-read pages
	same_text '"pages/c"' "$(paths <../out)"
	same_text 'ombud-read: pages/a: Input/output error' "$(err)"
}

@test "a folder or file that its reader may not open is named, with status 1" {
	[ "$(id -u)" != 0 ] || skip 'root may open all'
	mkdir -m 0 closed
	echo x >x && chmod 0 x
	exits 1 ombud-read closed x
	same_text $'ombud-read: closed: Permission denied\nombud-read: x: Permission denied' "$(err)"
}

@test "links are followed, and a folder that holds itself by one is read once" {
	mkdir -p pages/a/b elsewhere
	echo x >pages/a/b/x
	echo y >elsewhere/y
	ln -s ../.. pages/a/b/up
	ln -s . pages/self
	ln -s ../elsewhere pages/other
	ln -s elsewhere/y y
	exits 0 timeout 20 ombud-read pages y
	same_text $'"pages/a/b/x"\n"pages/other/y"\n"y"' "$(paths <../out)"
	same_text 'ombud-read: pages/a/b/up: a folder that holds itself, by a link: skipped
ombud-read: pages/self: a folder that holds itself, by a link: skipped' "$(err)"
}

@test "standard input is one page: where nothing is named, and where - is" {
	echo a >a && echo b >b
	exits 0 ombud-read <<<$'a\nb'
	same_text '"-" "a\nb\n"' "$(paths <../out) $(pages <../out)"
	exits 0 ombud-read a - b <<<x
	same_text $'"a"\n"-"\n"b"' "$(paths <../out)"
	exits 0 ombud-read < <(cat a)
	exits 1 ombud-read </dev/null
	same_text $'ombud-read: -: empty\nombud-read: 1 of 1 pages rejected' "$(err)"
	exits 1 ombud-read - a <&-
	same_text '"a"' "$(paths <../out)"
	has "$(err)" 'ombud-read: -: Bad file descriptor*'
}

@test "any name of a file is a path" {
	mkdir names
	for name in 'a b' $'a\nb' $'a\tb' 'a"b\c' "it's" '*' '-x' '~' $'\x1b[31m' $'\x7f' 'é😀' '{}' '%s%n'; do
		echo x >"names/$name"
	done
	exits 0 ombud-read names
	paths <../out | jq -r '"\(.)."' >got
	(cd names && printf 'names/%s.\n' *) >wanted
	same wanted got
	cd names
	exits 0 ombud-read -- -x '*'
	same_text $'"-x"\n"*"' "$(paths <"$BATS_TEST_TMPDIR/out")"
	exits 0 ombud-read ./-x $'a\nb'
	same_text $'"./-x"\n"a\\nb"' "$(paths <"$BATS_TEST_TMPDIR/out")"
}

@test "bytes of a path that are no UTF-8 are U+FFFD in the record and visible in messages" {
	name=$'caf\xe9-\xff\xc3'
	echo x >"$name"
	exits 0 ombud-read "$name"
	same_text '"caf�-��"' "$(paths <../out)"
	: >"$name"
	exits 1 ombud-read "$name" $'no\x1b[31m\nsuch\xe2\x80' $'c1\xc2\x9b'
	same_text 'ombud-read: caf\xe9-\xff\xc3: empty
ombud-read: no\x1b[31m\x0asuch\xe2\x80: No such file or directory
ombud-read: c1\xc2\x9b: No such file or directory
ombud-read: 1 of 1 pages rejected' "$(err)"
}

@test "a message names a file so that it can be found, however long its path" {
	folder=decisions/adult-care-services/assessment-and-care-plan-of-a-long-name
	mkdir -p "$folder"
	: >"$folder/99-000-101.txt"
	exits 1 ombud-read "$folder/99-000-101.txt" "$folder/99-000-102.txt"
	same_text "ombud-read: $folder/99-000-101.txt: empty
ombud-read: $folder/99-000-102.txt: No such file or directory
ombud-read: 1 of 1 pages rejected" "$(err)"
}

@test "the samples are read whole: their words are in their records" {
	exits 0 ombud-read "$SAMPLES"
	pages <../out | jq -rj . | tr -s ' \n' '\n' >got
	cat "$SAMPLES"/* | tr -s ' \n' '\n' >wanted
	same wanted got
}

# field WANTED [OPTION...] <LINES: what --field text makes of the lines, less the source
field() {
	local wanted=$1
	cat >in
	exits 0 ombud-read --field text "${@:2}" in
	same_text "$wanted" "$(jq -c 'del(.source)' ../out)"
}

@test "--field: the member is the page, url the address, the others are kept as they came" {
	printf '%s\n' '{"id":12345678901234567890,"url":"https://o.example/1","text":"A\u00a0form\r\nwas lost.","n":[1.0]}' >in
	exits 0 ombud-read --field text in
	same_text '{"id":12345678901234567890,"url":"https://o.example/1","n":[1.0],"source":{"path":"in","address":"https://o.example/1","media_type":"text/plain","charset":"utf-8","bytes":18,"fetched":null,"record_id":null},"page":"A form\nwas lost.","warnings":[]}' "$(<../out)"
}

@test "--field: a line a page, from files, folders and standard input, the last line without its end" {
	mkdir folder
	printf '{"body":"A"}\n{"body":"B"}' >folder/a.jsonl
	printf '{"body":"C"}\n' >folder/b.jsonl
	echo '{"body":"D"}' | ombud-read --field body folder - | jq -r '"\(.source.path) \(.page)"' >got
	printf '%s\n' 'folder/a.jsonl A' 'folder/a.jsonl B' 'folder/b.jsonl C' '- D' >wanted
	same wanted got
}

@test "--field: --address names the member of the address, null where there is none; a number is none" {
	printf '%s\n' '{"text":"A","link":"https://o.example/1"}' '{"text":"A","url":"x","link":null}' '{"text":"A","link":7}' '{"text":"A","url":"x"}' >in
	exits 1 ombud-read --field text --address link in
	jq -c .source.address ../out >got
	printf '%s\n' '"https://o.example/1"' null null >wanted
	same wanted got
	has "$(err)" 'ombud-read: in:3: member link is no string: 7*1 of 4 records rejected'
}

@test "--field: members that the records have themselves are kept in given" {
	field '{"id":1,"page":"A","warnings":[],"given":{"authority":null,"source":"x","page":"y","warnings":[1],"given":2}}' <<-'EOF'
		{"authority":null,"id":1,"source":"x","page":"y","text":"A","warnings":[ 1 ],"given":2}
	EOF
	names=$(ombud-jsonl <<<'{}' | jq -c 'with_entries(.value = 1) + {"text":"A","header":1,"stripped":1,"page":1}')
	[ "$(ombud-read --field text <<<"$names" | jq -c '[(.given | keys | length), ([.given[]] | unique)]')" = '[30,[1]]' ]
}

@test "--field: the page may stand in page; a name may have any characters" {
	printf '%s\n' '{"page":"A","x":1}' | ombud-read --field page | jq -c 'del(.source)' >got
	printf '%s\n' '{"é \"":"B"}' | ombud-read --field 'é "' | jq -c 'del(.source)' >>got
	printf '%s\n' '{"page":"A","x":1,"warnings":[]}' '{"page":"B","warnings":[]}' >wanted
	same wanted got
}

@test "--field: a line without the member, or that is no record, is named, counted and kept; the others are done" {
	printf '%s\n' '{"text":"A"}' '{"url":"x"}' '{"text":null}' '{"text":7}' '{"text":" \n"}' 'no record' '{"text":"B"}' >in
	exits 1 ombud-read --rejects rejects --field text in
	same_text $'"A"\n"B"' "$(pages <../out)"
	has "$(err)" 'ombud-read: in:2: no member text*in:3: member text is null*in:4: member text is no string: 7*in:5: member text is empty*in:6: *5 of 7 records rejected'
	sed -n 2,6p in >wanted
	same wanted rejects
}

@test "--field: a file that is not there is named, an empty one is no page, a usage error is 2" {
	: >empty
	exits 1 ombud-read --field text none empty
	has "$(err)" 'ombud-read: none: No such file or directory*ombud-read: empty: empty*'
	same /dev/null ../out
	exits 2 ombud-read --field
	exits 2 ombud-read --address url in
	has "$(err)" 'ombud-read: --address is of use with --field only'
}

@test "--field: a record goes out before the next is waited for" {
	mkfifo fifo
	ombud-read --field text fifo >got &
	exec 7>fifo
	printf '{"text":"A"}\n' >&7
	for ((i = 0; i < 100; i++)); do [ ! -s got ] || break; sleep 0.1; done
	same_text '"A"' "$(pages <got)"
	exec 7>&-
	wait
}
