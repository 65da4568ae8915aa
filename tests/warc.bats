#!/usr/bin/env bats
# ombud-read: archives (WARC, plain and gzipped), HTTP bodies, gzip anywhere, charsets. tests/warc makes the archives.
# shellcheck disable=SC1112 # curly quotes are meant

load helper

setup() {
	set -o pipefail
	mkdir "$BATS_TEST_TMPDIR/work"
	cd "$BATS_TEST_TMPDIR/work" || return 1
}

err() { cat "$BATS_TEST_TMPDIR/err"; }

warc() { "$TESTS/warc" "$1"; }

# read_as STATUS WANTED [OPTION...] FILE...: ombud-read ends so, and the records are these: a line each, address and page
read_as() {
	exits "$1" ombud-read "${@:3}"
	same_text "$2" "$(jq -r '"\(.source.address) \(.page)"' ../out | sed '/^$/d')"
}

# told WANTED: what ombud-read has said
told() { same_text "$1" "$(err)"; }

# plain text is what most of these pages are, so that a page is one line
TEXT="'Content-Type: text/plain'"

@test "a response is a page: address, date, id, size of its body" {
	warc 'save("a.warc", page("https://o.example/1", html("One"), WARC_Record_ID="<urn:uuid:1>"))'
	read_as 0 'https://o.example/1 <!DOCTYPE html>
<title>One</title>
<p>One</p>' a.warc
	same_text '{"path":"a.warc","address":"https://o.example/1","media_type":"text/html","charset":"utf-8","bytes":46,"fetched":"2024-03-05T10:00:00Z","record_id":"urn:uuid:1"}' \
		"$(jq -c .source ../out)"
	same_text '[]' "$(jq -c .warnings ../out)"
	same /dev/null ../err
}

ALL='[info(), request("https://o.example/1"), page("https://o.example/1", "One", '$TEXT'), revisit("https://o.example/2"),
	record("resource", "https://o.example/3", "Three", Content_Type="text/plain"),
	record("metadata", "https://o.example/3", "a: b", Content_Type="application/warc-fields"),
	record("conversion", "https://o.example/4", "<4 Four", Content_Type="text/plain")]'

@test "plain, a gzip member a record, one member for all, from a file, a folder and standard input: the same records" {
	warc "save('a.warc', *$ALL); save('b.gz', gz(*$ALL)); save('c', gz(b''.join($ALL)))"
	wanted='https://o.example/1 One
https://o.example/3 Three
https://o.example/4 <4 Four'
	for file in a.warc b.gz c; do
		read_as 0 "$wanted" "$file"
		same /dev/null ../err
		exits 0 ombud-read <"$file"
		same_text 3 "$(jq -r .source.path ../out | grep -cx -- -)"
		exits 0 ombud-read < <(cat "$file")
		same_text 3 "$(wc -l <../out)"
		same_text text/plain "$(jq -r .source.media_type ../out | sort -u)"
	done
	mkdir folder
	cp a.warc b.gz c folder
	exits 0 ombud-read folder
	same_text '3 folder/a.warc
3 folder/b.gz
3 folder/c' "$(jq -r .source.path ../out | uniq -c | sed 's/^ *//')"
}

@test "version 1.1; fields folded, in any case, with line feeds alone; other fields; addresses in brackets" {
	warc "save('a', page('https://o.example/1', 'One', $TEXT, version='WARC/1.1', WARC_Date='2024-03-05T10:00:00.123Z'),
		page('<https://o.example/2>', 'Two', $TEXT, X_More='a: b'),
		page('https://o.example/3', 'Three', $TEXT, line_end=b'\n', end=b'\n\n'),
		page('https://o.example/4', 'Four', $TEXT).replace(b'WARC-Type: ', b'warc-TYPE:\r\n\t').replace(b'WARC-Date', b'wArC-dAtE'))"
	read_as 0 'https://o.example/1 One
https://o.example/2 Two
https://o.example/3 Three
https://o.example/4 Four' a
	same_text '2024-03-05T10:00:00.123Z 2024-03-05T10:00:00Z' "$(jq -r .source.fetched ../out | uniq | xargs)"
	same /dev/null ../err
}

@test "what is no page is left out and counted in one line, with what is skipped beside it" {
	warc "save('a.warc', info(), request('x'), page('https://o.example/1', 'One', $TEXT), revisit('x'),
		page('https://o.example/2', 'Gone', $TEXT, status='404 Not Found'), page('https://o.example/3', '', $TEXT),
		*[page('https://o.example/4', 'body { margin: 0 }', 'Content-Type: ' + t) for t in
			('image/png', 'text/css; charset=utf-8', 'text/javascript', 'application/json', 'application/rss+xml', 'application/pdf')],
		page('https://o.example/5', b'\x89PNG\r\n', 'Content-Type: application/octet-stream'),
		page('https://o.example/6', '{\"a\":1}', 'Content-Type: '), page('https://o.example/7', '<?xml version=\"1.0\"?><rss/>', 'Content-Type: '),
		page('https://o.example/8', 'Eight', 'Content-Type: '), page('https://o.example/9', '<?xml version=\"1.0\"?><html>', 'Content-Type: '),
		record('resource', 'metadata://gnu.example/wget.log', 'a log', Content_Type='text/plain'),
		record('response', 'dns:o.example', '192.0.2.1', Content_Type='text/dns'))"
	read_as 0 'https://o.example/1 One
https://o.example/8 Eight
https://o.example/9 <?xml version="1.0"?><html>' a.warc
	told 'ombud-read: 12 of 15 pages left out: 1 by status, 11 no pages; also skipped: 1 requests, 1 revisits, 2 metadata'
}

@test "--any-status: responses of every status" {
	warc "save('a', *[page('https://o.example/' + s[0], s, $TEXT, status=s) for s in ('200 OK', '404 Not Found', '301 ', '500')])"
	read_as 0 'https://o.example/2 200 OK' a
	told 'ombud-read: 3 of 4 pages left out: 3 by status'
	read_as 0 'https://o.example/2 200 OK
https://o.example/4 404 Not Found
https://o.example/3 301 
https://o.example/5 500' --any-status a
	same /dev/null ../err
}

@test "--match: records whose whole address matches; * takes slashes too" {
	warc "p = [page('https://o.example/' + n, n, $TEXT) for n in ('a', 'b/c', 'd?e')]; save('a', *p); save('b', gz(*p)); save('c', gz(b''.join(p)))"
	for file in a b c; do
		read_as 0 'https://o.example/b/c b/c' --match '*/b/?' "$file"
		told 'ombud-read: 2 of 3 pages left out: 2 by address'
		read_as 0 'https://o.example/d?e d?e' --match 'https://o.example/d\?[a-e]' "$file"
		read_as 0 '' --match 'o.example' "$file"
		told 'ombud-read: 3 of 3 pages left out: 3 by address'
	done
}

@test "--match: a page without an address is left out; with --field the member's address counts" {
	echo page >page
	exits 0 ombud-read --match '*' page
	same /dev/null ../out
	told 'ombud-read: 1 of 1 pages left out: 1 by address'
	printf '%s\n' '{"t":"A","url":"https://o.example/1"}' '{"t":"B","url":"https://o.example/2"}' '{"t":"C"}' '{"t":null,"url":"https://o.example/1"}' >in
	read_as 1 'https://o.example/1 A' --match '*/1' --field t in
	told 'ombud-read: in:4: member t is null
ombud-read: 2 of 3 pages left out: 2 by address
ombud-read: 1 of 4 records rejected'
}

# coded HEADERS BODY [STATUS]: a body of this Python expression is read as One
coded() {
	warc "save('a', page('https://o.example/1', $2, $TEXT, $1), page('https://o.example/2', 'Two', $TEXT))"
	read_as 0 'https://o.example/1 One
https://o.example/2 Two' a
	same /dev/null ../err
	same_text "$(printf '[]\n[]')" "$(jq -c .warnings ../out)"
}

@test "HTTP: chunks, gzip, deflate with zlib's head and without it, one in another" {
	coded "'Transfer-Encoding: chunked'" 'chunked("One", 1)'
	coded "'transfer-encoding:CHUNKED'" 'chunked("One", 2, extension=";a=b", trailer="X: y\r\n")'
	coded "'Content-Encoding: gzip'" 'gz("One")'
	coded "'Content-Encoding: x-gzip'" 'gz("O", "ne")'
	coded "'Content-Encoding: GZIP'" 'gz("One") + b"rubbish"'
	coded "'Content-Encoding: deflate'" 'deflate("One")'
	coded "'Content-Encoding: deflate'" 'deflate("One", -15)'
	coded "'Content-Encoding: identity'" '"One"'
	coded "'Content-Encoding: gzip', 'Transfer-Encoding: chunked'" 'chunked(gz("One"), 7)'
	coded "'Content-Encoding: deflate, gzip'" 'gz(deflate("One"))'
	coded "'Content-Encoding: deflate', 'Content-Encoding: gzip'" 'gz(deflate("One"))'
	coded "'Transfer-Encoding: gzip, chunked'" 'chunked(gz("One"), 7)'
}

@test "HTTP: a coding that an archive's maker has undone already is no fault" {
	coded "'Transfer-Encoding: chunked'" '"One"'
	for coding in gzip deflate br zstd; do
		coded "'Content-Encoding: $coding'" '"One"'
	done
	warc "save('a', page('x', 'be\r\nseen, or 3\r\nbe heard', $TEXT, 'Transfer-Encoding: chunked'), page('y', '2\r\nbe seen', $TEXT, 'Transfer-Encoding: chunked'))"
	exits 0 ombud-read a
	same_text '"2\nbe seen"' "$(jq -c .page ../out | tail -n 1)"
	warc "save('a', page('x', 'face\r\nto face', $TEXT, 'Transfer-Encoding: chunked', 'Content-Encoding: gzip'))"
	exits 0 ombud-read a
	same_text '["truncated"]' "$(jq -c '[.warnings[].code]' ../out)" # a chunk of 64206 bytes may have been cut
}

@test "HTTP: codings without end, and a chunk of a size that no number holds, end" {
	warc "save('a', page('x', 'One', $TEXT, 'Content-Encoding: ' + 'gzip' + ',gzip' * 3), page('y', 'One', $TEXT, 'Content-Encoding: ' + 'gzip' + ',gzip' * 4),
		page('z', '3\r\nOne\r\n1000000000000000000003\r\nTwo\r\n0\r\n\r\n', $TEXT, 'Transfer-Encoding: chunked'))"
	exits 1 ombud-read a
	same_text 'x' "$(jq -r .source.address ../out)"
	has "$(err)" '*: a body in a coding that is not known: *: a body that is broken: chunked
ombud-read: 2 of 3 pages rejected'
}

@test "HTTP: versions, folded heads, interim answers; a head alone is an empty page" {
	for protocol in HTTP/1.0 HTTP/1.1 HTTP/2 HTTP/2.0; do
		warc "save('a', page('x', 'One', $TEXT, protocol='$protocol'))"
		read_as 0 'x One' a
	done
	warc "save('a', record('response', 'x', http('', status='100 Continue') + http('One', $TEXT)))"
	read_as 0 'x One' a
	warc "save('a', record('response', 'x', b'HTTP/1.1 200\nContent-Encoding:\n gzip\nContent-Type: text/plain\n\n' + gz('One')))"
	read_as 0 'x One' a
	warc "save('a', record('response', 'x', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'))"
	read_as 0 '' a
	told 'ombud-read: 1 of 1 pages left out: 1 no pages'
}

# A page cut off is there as far as it goes, with a warning.
@test "HTTP: a body whose end is missing has a warning; one that is broken, or in a coding nobody knows, is rejected" {
	warc "save('a', page('x', chunked('One Two', 4)[:14], $TEXT, 'Transfer-Encoding: chunked'))"
	read_as 0 'x One Tw' a
	same_text '["truncated","chunked"]' "$(jq -c '.warnings[] | [.code, .detail]' ../out)"
	warc "save('a', page('x', deflate('One Two', 31)[:-9], $TEXT, 'Content-Encoding: gzip'))"
	read_as 0 'x One Two' a
	same_text '["truncated","gzip"]' "$(jq -c '.warnings[] | [.code, .detail]' ../out)"
	warc "save('a', page('x', 'One', $TEXT, WARC_Truncated='length'))"
	exits 0 ombud-read a
	same_text '["truncated","length"]' "$(jq -c '.warnings[] | [.code, .detail]' ../out)"
	warc "save('a', page('x', 'One', $TEXT, WARC_Segment_Number='1'))"
	exits 0 ombud-read a
	same_text '["truncated","segment"]' "$(jq -c '.warnings[] | [.code, .detail]' ../out)"
	warc "save('a', page('x', gz('One')[:-8] + b'12345678', $TEXT, 'Content-Encoding: gzip'), page('y', '4\r\nabcd\r\nzz\r\n', $TEXT, 'Transfer-Encoding: chunked'),
		page('z', '\x00\x01\xff', $TEXT, 'Content-Encoding: br'), record('response', 'https://o.example/h', 'no head'), page('v', 'Good', $TEXT))"
	read_as 1 'v Good' --rejects rejects a
	told "ombud-read: a: offset 0: a body that is broken: gzip
ombud-read: a: offset $(offset 2 a): a body that is broken: chunked
ombud-read: a: offset $(offset 3 a): a body in a coding that is not known: br
ombud-read: a: offset $(offset 4 a): no head of HTTP: no head
ombud-read: 4 of 5 pages rejected"
	same rejects <(head -c "$(offset 5 a)" a)
}

# offset N FILE: where its Nth record begins
offset() { grep -abo '^WARC/1\.' "$2" | sed -n "$1s/:.*//p"; }

@test "a decompression bomb, and a record that is too long, are named, counted, kept and passed over" {
	warc "p = [page('x', gz('0' * 5000000), $TEXT, 'Content-Encoding: gzip'), page('y', 'y' * 5000000, $TEXT), page('z', 'Good', $TEXT)]
save('a', *p); save('b', gz(*p))"
	for file in a b; do
		exits 1 "$TESTS/peak" kib ombud-read --max-record 1000 --rejects rejects "$file"
		same_text Good "$(jq -r .page ../out)"
		same_text 2 "$(grep -c "$file: offset [0-9]*: a page of more than 1000 bytes" ../err)"
		same_text 'ombud-read: 2 of 3 pages rejected' "$(tail -n 1 ../err)"
		same <(head -c "$(offset 3 a)" a) rejects
		sanitized || (($(<kib) <= 16 * 1024))
	done
	warc "save('a', page('x', chunked('1' * 1000, 1), $TEXT, 'Transfer-Encoding: chunked'), page('y', '1' * 1001, $TEXT))"
	exits 1 ombud-read --max-record 1000 a
	same_text x "$(jq -r .source.address ../out)"
}

@test "an archive whose first gzip member is broken is an archive still" {
	warc "p = [gz(page('https://o.example/%d' % i, 'Page %d' % i, $TEXT)) for i in range(3)]
for at in 3, 12, 30, len(p[0]) - 5:
	bad = bytearray(p[0]); bad[at] ^= 0x55
	save('at%d' % at, bad, *p[1:])
save('cut', p[0][:20], *p[1:])"
	for file in *; do
		exits 1 ombud-read "$file"
		same_text '1 2' "$(jq -r .source.address ../out | sed 's,.*/,,' | xargs)"
		has "$(err)" "ombud-read: $file: offset 0: broken gzip: *
ombud-read: 1 of 3 pages rejected"
	done
}

# What is looked through again after a fault is limited: each of these would take hours else.
@test "no archive takes long, whatever is broken in it" {
	warc "n = 10000000
head = b'WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: %d\r\n\r\n'
save('starts', b'WARC/1.0\r\n' * (n // 10)); save('lines', b'WARC/1.0\r\n' + b'\n' * n); save('fields', b'WARC/1.0\r\n' + b'a:b\n' * (n // 4))
save('huge', head % 10 ** 15 * (n // 60)); save('long', head % 10 ** 5 * (n // 60)); save('empty', head % 0 * (n // 60))
stored = bytes.fromhex('1f8b08000000000000ff00ffff0000') + b'WARC/1.0\r\n'
save('members', gz('WARC/1.0'), stored * (n // len(stored))); save('names', gz('WARC/1.0'), bytes.fromhex('1f8b08080000000000ff') + b'a' * 8, bytes.fromhex('1f8b0808') * (n // 4))
save('nothing', gz(b'') * (n // 20))"
	for file in *; do
		got=0
		timeout 60 ombud-read "$file" >../out 2>../err || got=$?
		((got < 2)) || { echo "$file: $got" && return 1; }
	done
}

@test "a gzip member that is cut off, or has a wrong byte, is named with its offset; the others are read" {
	warc "import random
random.seed(7)
p = [gz(page('https://o.example/%d' % i, ' '.join(random.choices('abcdefghij', k=3000)), $TEXT)) for i in range(5)]
at = [sum(len(q) for q in p[:i]) for i in range(6)]
save('cut', *p[:2], p[2][:700], *p[3:])
save('end', *p[:4], p[4][:700])
for name, where in ('head', 0), ('data', 400), ('sum', len(p[2]) - 6), ('length', len(p[2]) - 2):
	bad = bytearray(p[2]); bad[where] ^= 0x55
	save(name, *p[:2], bad, *p[3:])
save('between', *p[:2], b'rubbish\n', *p[2:])
save('zeros', *p[:2], bytes(1000), *p[2:], bytes(999))
save('offsets', '%d %d' % (at[2], at[4]))"
	read -r at last <offsets || :
	for file in cut head data sum length; do
		exits 1 ombud-read "$file"
		same_text '0 1 3 4' "$(jq -r .source.address ../out | sed 's,.*/,,' | xargs)"
		has "$(err)" "ombud-read: $file: offset $at: broken gzip: *
ombud-read: 1 of 5 pages rejected"
	done
	exits 1 ombud-read end
	same_text '0 1 2 3' "$(jq -r .source.address ../out | sed 's,.*/,,' | xargs)"
	told "ombud-read: end: offset $last: broken gzip: cut off before its end
ombud-read: 1 of 5 pages rejected"
	exits 1 ombud-read between
	same_text 5 "$(wc -l <../out)"
	told "ombud-read: between: offset $at: broken gzip: incorrect header check
ombud-read: 1 of 6 pages rejected"
	exits 0 ombud-read zeros
	same_text 5 "$(wc -l <../out)"
}

# faulty RECORD WANTED: a record of this Python expression between good ones is named so, and they are read
faulty() {
	warc "bad = $1
save('a', page('x', 'One', $TEXT), bad, page('y', 'Two', $TEXT)); save('b', gz(page('x', 'One', $TEXT)), gz(bad), gz(page('y', 'Two', $TEXT)))
save('c', gz(page('x', 'One', $TEXT) + bad + page('y', 'Two', $TEXT)))
save('offsets', str(len(page('x', 'One', $TEXT))), ' ', str(len(gz(page('x', 'One', $TEXT)))), '\n')"
	read -r plain gzipped <offsets
	for file in a b c; do
		at=$plain
		[ "$file" != b ] || at=$gzipped
		[ "$file" != c ] || at=0
		exits 1 ombud-read "$file"
		same_text 'x y' "$(jq -r .source.address ../out | xargs)"
		same_text "ombud-read: $file: offset $at: $2" "$(head -n 1 ../err)"
		same_text 'ombud-read: 1 of 3 pages rejected' "$(tail -n 1 ../err)"
	done
}

@test "a head that is wrong is named with its offset; the others are read" {
	faulty "page('bad', 'Bad', Content_Length=None)" 'no Content-Length'
	for length in -1 1e3 '12 34' 0x10 18446744073709551616 99999999999999999999999999 ''; do
		faulty "page('bad', 'Bad', Content_Length='$length')" "a Content-Length that is no number of bytes: $length"
	done
	faulty "page('bad', 'Bad', X='y' * 70000)" 'a head of more than 65536 bytes'
	faulty "page('bad', 'Bad', version='WARC/0.18')" 'no record of WARC/1.0 or 1.1: WARC/0.18'
	faulty "b'rubbish\r\nand more\r\n\r\n'" 'no record of WARC/1.0 or 1.1: rubbish'
	faulty "page('bad', 'Bad').replace(b'\r\n\r\nHTTP', b'\r\nHTTP')" 'a line of its head that is no field: HTTP/1.1 200 OK'
}

@test "a Content-Length that is wrong is named with the record's offset; the others are read" {
	faulty "page('bad', 'Bad and more', Content_Length=50)" 'no end of the record where its Content-Length says: d more'
	length='len(http("Bad")) + 20'
	warc "bad = page('bad', 'Bad', Content_Length=$length)
save('a', page('x', 'One', $TEXT), bad, page('y', 'Two', $TEXT)); save('b', gz(page('x', 'One', $TEXT), bad, page('y', 'Two', $TEXT)))"
	for file in a b; do
		exits 1 ombud-read "$file"
		same_text 'x y' "$(jq -r .source.address ../out | xargs)"
		same_text 'ombud-read: 1 of 3 pages rejected' "$(tail -n 1 ../err)"
	done
	warc "save('a', page('x', 'One', $TEXT), page('bad', 'Bad', Content_Length=18446744073709551615), page('y', 'Two', $TEXT))"
	for options in '' '--match x' '--max-record 10'; do
		# shellcheck disable=SC2086 # an option and its argument
		exits 1 ombud-read $options a
		has "$(err)" "*ombud-read: a: offset *: it ends 18446744073709* bytes before its Content-Length*"
	done
	exits 1 ombud-read a
	same_text 'x y' "$(jq -r .source.address ../out | xargs)"
}

@test "a gzip member that ends within a head, or that more stands in than its record, costs its neighbours nothing" {
	warc "one, bad, two = page('x', 'One', $TEXT), page('bad', 'Bad and more', $TEXT), page('y', 'Two', $TEXT)
save('head', gz(one), gz(bad[:40]), gz(two))
save('more', gz(one), gz(bad.replace(b'Content-Length: ', b'Content-Length: 0')[:-4] + b'more'), gz(two))
save('apart', gz(one), gz(bad[:40]), gz(bad[40:]), gz(two))"
	for file in head more; do
		exits 1 ombud-read "$file"
		same_text 'x y' "$(jq -r .source.address ../out | xargs)"
		same_text 'ombud-read: 1 of 3 pages rejected' "$(tail -n 1 ../err)"
	done
	exits 0 ombud-read apart # members need not be records
	same_text 'x bad y' "$(jq -r .source.address ../out | xargs)"
}

@test "checksums: all are looked at, but with --match those of what goes by are not" {
	warc "p = [gz(page('https://o.example/%d' % i, 'Page', $TEXT)) for i in range(2)]; save('a', p[0][:-8] + b'1234' + p[0][-4:], p[1])"
	exits 1 ombud-read a
	has "$(err)" 'ombud-read: a: offset 0: broken gzip: a wrong checksum*'
	exits 0 ombud-read --match '*/1' a
	exits 1 ombud-read --match '*/0' a
}

@test "records without the line ends behind them are records, and so is the last one of an archive" {
	warc "p = [page('x', 'One', $TEXT, end=b''), page('y', 'Two', $TEXT, end=b'\r\n'), page('z', 'Three', $TEXT, end=b'\r\n' * 5), page('w', 'Four', $TEXT, end=b'')]
save('a', *p); save('b', gz(*p)); save('c', gz(b''.join(p)))"
	for file in a b c; do
		read_as 0 'x One
y Two
z Three
w Four' "$file"
		same /dev/null ../err
	done
}

@test "an archive that ends within a head or a block is named; a piped one is read the same way" {
	warc "r = page('x', 'One', $TEXT); save('head', r, r[:30]); save('block', r, r[:-8])"
	for file in head block; do
		exits 1 ombud-read "$file"
		same_text x "$(jq -r .source.address ../out)"
		mv ../err wanted
		exits 1 ombud-read < <(cat "$file")
		same_text x "$(jq -r .source.address ../out)"
		same <(sed "s/: $file:/: -:/" wanted) ../err
	done
	has "$(<wanted)" 'ombud-read: block: offset *: it ends 4 bytes before its Content-Length
ombud-read: 1 of 2 pages rejected'
}

@test "an archive without pages is named; in a folder it is skipped" {
	warc "save('a', info(), request('x')); import os; os.mkdir('d'); save('d/a', info()); save('d/b', 'a page')"
	exits 1 ombud-read a
	told 'ombud-read: a: an archive without pages'
	exits 0 ombud-read d
	told 'ombud-read: d/a: an archive without pages: skipped'
}

@test "gzip anywhere: a page, lines of JSON, standard input; several members; one that is broken" {
	warc "save('p', gz('One ', 'page')); save('l', gz('{\"t\":\"A\"}\n{\"t\":', '\"B\"}\n')); save('twice', gz(gz('One'))); save('cut', gz('One page')[:-9]); save('lcut', gz('{\"t\":\"A\"}\n' * 3)[:-5])"
	read_as 0 'null One page' p
	same_text 8 "$(jq .source.bytes ../out)"
	read_as 0 'null One page' - <p
	read_as 0 'null A
null B' --field t l
	read_as 0 'null A
null B' --field t <l
	exits 1 ombud-read twice
	has "$(err)" 'ombud-read: twice: binary, no page*'
	exits 1 ombud-read cut
	told 'ombud-read: cut: offset 0: broken gzip: cut off before its end
ombud-read: 1 of 1 pages rejected'
	same /dev/null ../out
	exits 1 ombud-read --field t lcut
	told 'ombud-read: lcut: offset 0: broken gzip: cut off before its end'
}

@test "memory is one record's, however long the archive; plain bodies of no interest are not even read" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	warc "p = [page('https://o.example/%d' % i, 'x' * 3000000, $TEXT) for i in range(20)]; save('a', *p); save('b', gz(*p)); save('c', gz(b''.join(p)))"
	for file in a b c; do
		exits 0 "$TESTS/peak" kib ombud-read --match '*/7' "$file"
		same_text 'https://o.example/7 3000000' "$(jq -r '"\(.source.address) \(.source.bytes)"' ../out)"
		(($(<kib) <= 34 * 1024)) || { echo "$file: $(<kib) KiB" && return 1; }
	done
	command -v strace >/dev/null || skip 'no strace'
	strace -qq -o calls -e trace=read -P a ombud-read --match none a
	(($(sed -n 's/.* = //p' calls | paste -sd +) < 20000000))
}

# charset WANTED_NAME WANTED_PAGE FORMAT [HEADER]: what printf makes of FORMAT, as a file, or with a header as a response
charset() {
	# shellcheck disable=SC2059
	printf "$3" >bytes
	if [ $# = 4 ]; then
		warc "save('page', page('x', open('bytes', 'rb').read(), '$4'))"
	else
		mv bytes page
	fi
	exits 0 ombud-read page
	same_text "$1 $2" "$(jq -r '"\(.source.charset) \(.page)"' ../out)"
	# shellcheck disable=SC2034 # read by tests
	warnings=$(jq -r '.warnings[] | "\(.code) \(.detail)"' ../out)
}

@test "charset: a byte-order mark says it first" {
	charset utf-8 'é' '\xef\xbb\xbf\xc3\xa9' 'Content-Type: text/plain; charset=koi8-r'
	charset utf-16le 'aé€😀' '\xff\xfea\0\xe9\0\xac\x20\x3d\xd8\x00\xde'
	charset utf-16be 'aé' '\xfe\xff\0a\0\xe9' 'Content-Type: text/html; charset=utf-8'
	same_text '' "$warnings"
	charset utf-16le 'a�b�' '\xff\xfea\0\x00\xd8b\0\x01'
	same_text 'bad_bytes 2' "$warnings"
}

@test "charset: then the HTTP head, by the labels of the Encoding Standard" {
	charset koi8-r 'Я' '\xf1' 'Content-Type: text/plain; charset=KOI8-R'
	charset windows-1252 '’' '\x92' 'Content-Type: text/plain;charset="iso-8859-1"'
	charset windows-1252 'Ã©' '\xc3\xa9' 'Content-Type: text/plain; charset=us-ascii'
	charset windows-1252 $'\xc2\x81' '\x81' 'Content-Type: text/plain; charset=latin1'
	same_text '' "$warnings"
	charset iso-8859-15 '€' '\xa4' 'Content-Type: text/plain; charset=iso-8859-15'
	charset shift_jis 'あ' '\x82\xa0' 'Content-Type: text/plain; charset=sjis'
	charset gbk '€' '\xa2\xe3' 'Content-Type: text/plain; charset=gb2312'
	charset utf-16le 'a' 'a\0' 'Content-Type: text/plain; charset=utf-16'
	charset koi8-r '<meta charset=utf-8>Я' '<meta charset=utf-8>\xf1' 'Content-Type: text/html; charset=koi8-r'
	charset utf-8 'é' '\xc3\xa9' 'Content-Type: text/plain; charset=martian'
	same_text 'charset_unknown martian' "$warnings"
}

@test "charset: then the page's meta element, as the HTML Standard looks for it" {
	local head body
	for head in '<meta charset=iso-8859-15>' '<META CharSet = "l9" >' "<meta x charset='iso8859-15'/>" \
		'<meta http-equiv=content-type content="text/html; charset=iso-8859-15">' '<meta content="a; charset = latin-9; charset=l9" http-equiv=Content-Type>' \
		'<?xml version="1.0" encoding="iso-8859-15"?><html>' '<!-- <meta charset=utf-8> --><meta charset=l9>' \
		'<a href=">" title="<meta charset=utf-8>"><meta charset=l9>' '<!doctype html><meta charset=martian><meta charset=l9>' \
		'<meta name=x content="charset=utf-8"><meta charset=l9>'; do
		[[ $head != *latin-9* ]] || continue
		charset iso-8859-15 "$head€" "$head\\xa4"
	done
	for head in '<meta name=x content="charset=l9">' '<p>charset=l9' '<meta charset=utf-16>' '<!-- <meta charset=l9> -->' '<meta charset=l9'; do
		charset utf-8 "${head}é" "$head\\xc3\\xa9"
	done
	charset utf-8 'é<meta charset=l9 ' '\xc3\xa9<meta charset=l9 '
	charset utf-8 '<p>é<meta charset=l9 ' '<p>\xc3\xa9<meta charset=l9 '
	body="<html>$(printf 'x%.0s' {1..1010})<meta charset=l9>"
	charset utf-8 "$body" "$body"
	charset utf-8 'text, and <meta charset=l9> in it' 'text, and <meta charset=l9> in it'
	charset windows-1252 '<meta charset=martian>é' '<meta charset=martian>\xe9'
	same_text $'charset_unknown martian\ncharset_guessed windows-1252' "$warnings"
}

@test "charset: a character may fall where the blocks that are converted meet" {
	{ printf '<meta charset=sjis>' && head -c 262124 /dev/zero | tr '\0' x && printf '\x82\xa0\x82\xa0\x82'; } >page
	exits 0 ombud-read page
	same_text 'xああ�' "$(jq -r '.page[-4:]' ../out)"
	same_text '["bad_bytes","1"]' "$(jq -c '.warnings[] | [.code, .detail]' ../out)"
}

@test "charset: else UTF-8 if it can be, else windows-1252; what says UTF-8 and is not" {
	charset utf-8 'é' '\xc3\xa9'
	charset windows-1252 'é' '\xe9'
	same_text 'charset_guessed windows-1252' "$warnings"
	# nothing in it is UTF-8
	charset windows-1252 'it’s' 'it\x92s' 'Content-Type: text/plain; charset=utf-8'
	same_text 'charset_guessed windows-1252' "$warnings"
	# some of it is
	charset utf-8 'café it�s �' 'caf\xc3\xa9 it\x92s \xe2' 'Content-Type: text/plain; charset=utf-8'
	same_text 'bad_bytes 2' "$warnings"
	charset shift_jis 'a�b' 'a\xffb' 'Content-Type: text/plain; charset=sjis'
	same_text 'bad_bytes 1' "$warnings"
}
