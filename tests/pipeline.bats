#!/usr/bin/env bats
# The whole chain: scripts/ombudsift, scripts/dataset, and what README says of them. tests/golden rewrites its golden
# files.

load helper

setup() {
	tmp=$BATS_TEST_TMPDIR
	cd "$ROOT" || return
}

# other_bin: a folder with all the filters, to put others in their place.
other_bin() {
	rm -rf "${tmp:?}/bin"
	mkdir "$tmp/bin"
	ln -s "$OMBUD_BIN"/ombud-* "$tmp/bin/"
}

# replace FILTER LINE: in that folder the filter is a shell script of this line, in which $real is the filter itself.
replace() {
	rm "$tmp/bin/$1"
	printf '#!/bin/sh\nreal=%s/%s\n%s\n' "$OMBUD_BIN" "$1" "$2" >"$tmp/bin/$1"
	chmod +x "$tmp/bin/$1"
}

@test "the samples make the golden table" {
	scripts/ombudsift samples/first >"$tmp/got"
	same "$FIXTURES/pipeline/samples.csv" "$tmp/got"
	scripts/ombudsift --csv samples/first >"$tmp/got"
	same "$FIXTURES/pipeline/samples.csv" "$tmp/got"
}

@test "the samples make the golden records" {
	scripts/ombudsift --jsonl samples/first >"$tmp/got"
	cmp "$FIXTURES/pipeline/samples.jsonl" "$tmp/got" || {
		diff -u <(jq . "$FIXTURES/pipeline/samples.jsonl") <(jq . "$tmp/got") | head -n 40
		false
	}
}

@test "the real pages agree with what a careful reader found" {
	seeds_or_skip
	scripts/ombudsift --jsonl ../shared/seeds/*.txt | ../shared/check-seeds - >"$tmp/got" || :
	echo '5 of 5 pages agree' >"$tmp/wanted"
	same "$tmp/wanted" "$tmp/got"
}

@test "pages are named, or standard input; a name may begin with a dash" {
	cp samples/first/99-000-101.txt "$tmp/-x.txt"
	cd "$tmp"
	"$ROOT/scripts/ombudsift" --jsonl -- -x.txt | jq -r '.source.path' >got
	"$ROOT/scripts/ombudsift" --jsonl <./-x.txt | jq -r '.reference' >>got
	"$ROOT/scripts/ombudsift" --jsonl - <./-x.txt | jq -r '.reference' >>got
	printf '%s\n' -x.txt 99-000-101 99-000-101 >wanted
	same wanted got
}

@test "help is printed, a wrong option is a usage error" {
	exits 0 scripts/ombudsift --help
	has "$(cat "$tmp/out")" 'usage: ombudsift *'
	exits 0 scripts/ombudsift -h
	local option
	for option in --bogus -x; do
		exits 2 scripts/ombudsift "$option" samples/first
		same_text '' "$(cat "$tmp/out")"
		has "$(cat "$tmp/err")" "ombudsift: no such option: $option*usage: *"
	done
	exits 2 scripts/ombudsift --jsonl --bogus samples/first
}

@test "without the filters it says that they are not built" {
	mkdir "$tmp/scripts"
	cp scripts/ombudsift "$tmp/scripts"
	exits 2 env OMBUD_BIN= PATH=/usr/bin:/bin "$tmp/scripts/ombudsift" samples/first
	has "$(cat "$tmp/err")" '*not built*make*'
}

@test "the status is the worst of any stage" {
	local filter status
	for filter in ombud-read ombud-render ombud-strip ombud-split ombud-meta ombud-classify ombud-csv; do
		for status in 1 2; do
			other_bin
			# shellcheck disable=SC2016 # the script's own
			replace "$filter" '"$real" "$@"; exit '$status
			OMBUD_BIN=$tmp/bin exits "$status" scripts/ombudsift samples/first
			same "$FIXTURES/pipeline/samples.csv" "$tmp/out"
		done
	done
	# shellcheck disable=SC2016
	replace ombud-read '"$real" "$@"; exit 1'
	OMBUD_BIN=$tmp/bin exits 2 scripts/ombudsift samples/first
}

@test "an unreadable page is status 1, and the others are done" {
	exits 1 scripts/ombudsift samples/first "$tmp/none.txt"
	same "$FIXTURES/pipeline/samples.csv" "$tmp/out"
}

@test "a broken table of rules is status 2, however many pages come" {
	local filter table i pages=()
	for ((i = 0; i < 30; i++)); do pages+=(samples/first); done
	for filter in ombud-strip:boilerplate ombud-split:headings ombud-meta:statutes ombud-classify:grounds; do
		table=${filter#*:} filter=${filter%:*}
		other_bin
		rm -rf "$tmp/rules"
		cp -R schemas/rules "$tmp/rules"
		echo broken >>"$tmp/rules/$table.csv"
		# shellcheck disable=SC2016
		replace "$filter" 'exec "$real" --rules '"$tmp/rules"
		OMBUD_BIN=$tmp/bin exits 2 scripts/ombudsift "${pages[@]}"
		has "$(cat "$tmp/err")" "*$filter: *$table.csv:*"
	done
}

@test "dataset makes both files and says what it made" {
	exits 0 scripts/dataset samples/first "$tmp/data set"
	has "$(cat "$tmp/out")" "3 decisions from samples/first: $tmp/data set/decisions.csv and decisions.jsonl"
	{ printf '\xef\xbb\xbf' && sed 's/$/\r/' "$FIXTURES/pipeline/samples.csv"; } >"$tmp/wanted"
	same "$tmp/wanted" "$tmp/data set/decisions.csv"
	same "$FIXTURES/pipeline/samples.jsonl" "$tmp/data set/decisions.jsonl"
	same_text "$(printf 'decisions.csv\ndecisions.jsonl')" "$(ls "$tmp/data set")"
}

@test "where there is not one page dataset leaves the data of before" {
	mkdir "$tmp/data"
	echo old | tee "$tmp/data/decisions.csv" >"$tmp/data/decisions.jsonl"
	exits 1 scripts/dataset "$tmp/none" "$tmp/data"
	same_text $'old\nold' "$(cat "$tmp"/data/*)"
}

@test "make dataset takes pages and a folder with a space in their names" {
	mkdir "$tmp/my pages"
	cp samples/first/99-000-101.txt "$tmp/my pages"
	# what make would run, run here: nothing is built
	unset MAKEFLAGS MFLAGS MAKELEVEL
	make -n dataset PAGES="$tmp/my pages" OUT="$tmp/my data" | tail -n 1 >"$tmp/command"
	exits 0 sh "$tmp/command"
	same_text 99-000-101 "$(jq -r .reference "$tmp/my data/decisions.jsonl")"
}

@test "where some pages fail dataset makes the data of the others, with status 1" {
	other_bin
	# shellcheck disable=SC2016 # the script's own
	replace ombud-split 'sed 1d | "$real" "$@"; exit 1'
	OMBUD_BIN=$tmp/bin exits 1 scripts/dataset samples/first "$tmp/data"
	[ "$(wc -l <"$tmp/data/decisions.jsonl")" = 2 ]
	[ "$(wc -l <"$tmp/data/decisions.csv")" = 3 ]
}

@test "where a stage fails dataset leaves what was there, and nothing half-made" {
	mkdir "$tmp/data" "$tmp/empty"
	echo old | tee "$tmp/data/decisions.csv" >"$tmp/data/decisions.jsonl"
	local filter
	for filter in ombud-read ombud-classify ombud-jsonl ombud-csv; do
		other_bin
		# shellcheck disable=SC2016
		replace "$filter" '"$real" "$@" | head -c 100; exit 2'
		OMBUD_BIN=$tmp/bin exits 2 scripts/dataset samples/first "$tmp/data"
		same_text "$(printf 'decisions.csv\ndecisions.jsonl')" "$(ls "$tmp/data")"
		same_text "$(printf 'old\nold')" "$(cat "$tmp"/data/*)"
		OMBUD_BIN=$tmp/bin exits 2 scripts/dataset samples/first "$tmp/empty"
		same_text '' "$(ls "$tmp/empty")"
	done
}

@test "dataset: a usage error, a folder that can't be made" {
	exits 2 scripts/dataset samples/first
	has "$(cat "$tmp/err")" 'usage: dataset *'
	: >"$tmp/file"
	exits 2 scripts/dataset samples/first "$tmp/file/data"
}

# readme N PART: of the Nth block of README that begins with a prompt, the command, or the output that it shows.
readme() {
	sed -n 's/^    //p; /^$/p' README.md | awk -v n="$1" -v part="$2" '
		BEGIN { RS = ""; FS = "\n" }
		!/^[$]/ || /^[$] PATH=[^\n]*$/ || ++seen != n { next }
		{ for (i = 1; i <= NF; i++) if ($i ~ /^[$ ]/) { sub(/^[$]/, "", $i); if (part == "command") print $i }
			else if (part == "output") print $i }'
}

@test "the pipeline that README prints is what ombudsift runs" {
	readme 1 command | grep -o 'ombud-[a-z]*' >"$tmp/wanted"
	[ -s "$tmp/wanted" ]
	sed 's/"[$]last"/ombud-jsonl/' scripts/ombudsift | sed -n '/^ombud-read "[$]@"/,/^$/p' | grep -o 'ombud-[a-z]*' >"$tmp/got"
	same "$tmp/wanted" "$tmp/got"
}

@test "the commands that README shows print what it says" {
	local n
	for n in 1 2; do
		readme "$n" output >"$tmp/wanted"
		[ -s "$tmp/wanted" ]
		bash -o pipefail -c "$(readme "$n" command)" >"$tmp/got"
		same "$tmp/wanted" "$tmp/got"
	done
}

@test "README names the members of the record, in order" {
	[ -e README.md ] || skip 'no README.md'
	# shellcheck disable=SC2016 # the marks of Markdown
	sed -n '/^## The record/,/^What/p' README.md | grep -o '`[a-z_]*`' | tr -d '`' >"$tmp/wanted"
	echo '{}' | ombud-jsonl | jq -r 'keys_unsorted[]' >"$tmp/got"
	same "$tmp/wanted" "$tmp/got"
}
