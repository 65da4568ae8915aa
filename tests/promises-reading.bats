#!/usr/bin/env bats
# DESIGN.md, "Reading", sentence by sentence, where no other test holds it already. Those that do:
#   cleaned once, for all       read.bats: line ends, spaces, what cannot be seen, byte-order marks, NUL; here across blocks
#   windows-1252, a warning     read.bats "bytes that are no UTF-8", "one bad byte"
#   empty, binary, unreadable   read.bats "an argument that is …", "a folder without pages", "what cannot be read"
#   FIFOs and devices           read.bats in folders; contract.bats FIFOs as arguments; here devices, sockets
#   standard input              read.bats "standard input is one page"; contract.bats where it is closed; here a folder, a terminal's end
#   names of files              read.bats "any name", "bytes of a path"; contract.bats messages; here read by every filter
#   archives, charsets          warc.bats
# HTML is not rendered yet: what DESIGN.md says of it has its tests when it is.
# shellcheck disable=SC1112 # curly quotes are meant

load helper

ALL=(ombud-read "${RECORD_FILTERS[@]}")

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

# page_of <BYTES: the page that ombud-read makes of them
page_of() { ombud-read | jq -j .page; }

@test "a page is cleaned alike wherever its bytes fall in the blocks that are read" {
	for bytes in '\r\n' '\xc2\xa0' '\xe2\x80\x8b' '\xf0\x9f\x98\x80' '\xc2\xad' 'x\0' '\xe2\x80\x99'; do
		for before in 100 262142 262143 262144 262145 524287; do
			# shellcheck disable=SC2059 # the bytes are a format
			{ head -c "$before" /dev/zero | tr '\0' x && printf "${bytes}y"; } >page
			ombud-read page && ombud-read <page
		done | sed 's/.*"page":"x*//' | uniq
	done >got
	printf '%s\n' '\ny' ' y' y 😀y y �y '’y' | sed 's/$/","warnings":[]}/' >wanted
	same wanted got
}

@test "a page that comes in pieces is the page" {
	printf 'caf\xc3\xa9 \xe2\x82\xac\r\nA form\xc2\xa0was lost.\r\n' >page
	same <(ombud-read - <page) <(dd if=page bs=1 status=none | ombud-read)
}

@test "what is cleaned is cleaned: a page of its page is the same" {
	cat "$SAMPLES"/* | page_of >once
	page_of <once >twice
	same once twice
}

@test "devices and FIFOs are read as arguments, named and skipped in folders" {
	mkdir folder
	echo 'a page' >page
	cp page folder
	mkfifo fifo folder/fifo
	ln -s /dev/null folder/device
	python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("folder/socket")'
	timeout 20 tee fifo <page >/dev/null &
	exits 1 timeout 20 ombud-read fifo /dev/null folder /dev/stdin <page
	wait
	same_text $'fifo\nfolder/page\n/dev/stdin' "$(jq -r .source.path out)"
	same_text 'ombud-read: /dev/null: empty
ombud-read: folder/device: no plain file: skipped
ombud-read: folder/fifo: no plain file: skipped
ombud-read: folder/socket: no plain file: skipped
ombud-read: 1 of 4 pages rejected' "$(<err)"
}

@test "with --field a folder is read the same way, and an empty one is named" {
	mkdir -p folder/below empty
	echo '{"t":"A"}' | tee folder/b >folder/below/c
	mkfifo folder/a
	exits 1 timeout 20 ombud-read --field t folder empty
	same_text $'folder/b\nfolder/below/c' "$(jq -r .source.path out)"
	same_text 'ombud-read: folder/a: no plain file: skipped
ombud-read: empty: no pages in this folder' "$(<err)"
}

@test "a folder for standard input is unreadable input, and so is one for a filter's file, and a file that has no name" {
	mkdir folder
	for filter in "${ALL[@]}"; do
		"$filter" </dev/null >wanted 2>/dev/null || :
		exits 1 "$filter" <folder
		same_text "$filter: -: Is a directory" "$(<err)"
		same wanted out
		exits 1 "$filter" ''
		same_text "$filter: : No such file or directory" "$(<err)"
		same wanted out
	done
	for filter in "${RECORD_FILTERS[@]}"; do
		exits 1 "$filter" folder
		same_text "$filter: folder: Is a directory" "$(<err)"
	done
}

# shellcheck disable=SC2016 # nothing is to expand
# Names that are read: a space, a line break, a dash, quotes, a pattern, escapes for a terminal, no UTF-8, C1, 255 bytes.
NAMES=('a b' $'a\nb' -x --help -- "it's \"a\"" '*' '~' '$HOME' '%s%n' $'\e[31mred\e]0;x\a' $'caf\xe9\xff' $'c1\xc2\x9b' '…é😀'
	"$(printf 'n%.0s' {1..255})")
# shellcheck disable=SC2016
# as a message shows them
SHOWN=('a b' 'a\x0ab' -x --help -- "it's \"a\"" '*' '~' '$HOME' '%s%n' '\x1b[31mred\x1b]0;x\x07' 'caf\xe9\xff' 'c1\xc2\x9b' '…é😀'
	"$(printf 'n%.0s' {1..255})")

@test "a file of any name is read by every filter, and named in its messages so that a terminal is safe" {
	for i in "${!NAMES[@]}"; do
		printf '{"k":%d}\nbad' "$i" >"./${NAMES[i]}"
	done
	for filter in "${RECORD_FILTERS[@]}"; do
		seq -f '{"k":%.0f}' 0 $((${#NAMES[@]} - 1)) | "$filter" >wanted
		exits 1 "$filter" -- "${NAMES[@]}"
		same wanted out
		{
			printf "$filter: %s:2: byte 1: no object: bad\n" "${SHOWN[@]}"
			echo "$filter: ${#NAMES[@]} of $((2 * ${#NAMES[@]})) records rejected"
		} >wanted
		same wanted err
	done
}

@test "a page of any name is read, its path is valid JSON, and a message about it is safe" {
	mkdir names
	for i in "${!NAMES[@]}"; do
		echo "page $i" >"names/${NAMES[i]}"
	done
	exits 0 ombud-read names
	same_text "${#NAMES[@]}" "$(jq -r .page out | grep -c '^page')"
	iconv -f UTF-8 -t UTF-8 out >/dev/null
	jq -r '.source.path | select(test("caf"))' out >got
	same_text 'names/caf��' "$(<got)"
	for i in "${!NAMES[@]}"; do
		: >"names/${NAMES[i]}"
		exits 1 ombud-read "names/${NAMES[i]}"
		same_text "ombud-read: names/${SHOWN[i]}: empty
ombud-read: 1 of 1 pages rejected" "$(<err)"
	done
}

@test "a path may be as long as the system lets it, and one that is longer is named whole" {
	long=$(printf 'd%.0s' {1..200})
	path=.
	for _ in {1..19}; do path+=/$long; done
	mkdir -p "$path"
	echo '{"t":"A","text":"A"}' >"$path/file"
	for filter in "${RECORD_FILTERS[@]}"; do
		exits 0 "$filter" "$path/file"
	done
	exits 0 ombud-read "$path/file"
	same_text "$path/file" "$(jq -r .source.path out)"
	exits 0 ombud-read .
	exits 1 ombud-strip "$path/none"
	same_text "ombud-strip: $path/none: No such file or directory" "$(<err)"
	for filter in "${ALL[@]}"; do
		exits 1 "$filter" "$path/$long/$long"
		same_text "$filter: $path/$long/$long: File name too long" "$(<err)"
	done
	(cd "$path" && mkdir -p "$long" && cd "$long" && echo deep >"$long") # below what a path can reach
	exits 1 ombud-read "$path"
	same_text file "$(jq -r .source.path out | sed 's,.*/,,')"
	has "$(<err)" 'ombud-read: *: File name too long'
}
