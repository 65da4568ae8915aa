#!/usr/bin/env bats
# DESIGN.md, "Options", where no other test holds it already. Those that do:
#   --help, --version       contract.bats "--help and --version print": stdout, status 0, without input, rules or stdin
#   at most four of its own the same test
#   unknown options         contract.bats "usage that is wrong", "an option that is none"
#   sizes that are none     contract.bats "a size that is none"
#   --rules                 rules.bats; contract.bats "a broken table of rules"
#   --rejects               contract.bats "a bad line between good ones", "rejects that cannot be written"; promises-errors.bats
#   --field, --address      read.bats; --all: csv.bats, jsonl.bats; --table, --columns and the rest of ombud-csv: csv.bats
# What is common to all is tried in all, whatever code they share.

load helper

ALL=(ombud-read "${RECORD_FILTERS[@]}")

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	echo '{"a":1}' >good
}

usage_of() { "$1" --help | head -n 1; }

@test "--help names every option of the usage, and the usage every option of its own" {
	for filter in "${ALL[@]}"; do
		"$filter" --help >help
		for option in $(head -n 1 help | grep -o -- '--[a-z-]*'); do
			grep -q "^  $option " help || { echo "$filter: $option is not told" && return 1; }
		done
		sed -n '/^Common/,$d; s/^  \(--[a-z-]*\) .*/\1/p' help >own
		while read -r option; do
			has "$(head -n 1 help)" "*${option}[] ]*"
		done <own
		same_text '--rules --rejects --max-record --help --version' "$(sed '1,/^Common/d' help | grep -o '^  --[a-z-]*' | xargs)"
	done
}

@test "all have the same version" {
	for filter in "${ALL[@]}"; do "$filter" --version | sed "s/^$filter //"; done | sort -u >versions
	same_text 1 "$(wc -l <versions)"
}

@test "an option that may be several is none: named, with the usage, status 2" {
	for filter in "${ALL[@]}"; do
		for option in --r --r= --r=x; do
			exits 2 "$filter" "$option" good
			same_text "$filter: no such option: $option
$(usage_of "$filter")" "$(<err)"
			same /dev/null out
		done
	done
}

@test "an option without its argument is named, with the usage, status 2" {
	for filter in "${ALL[@]}"; do
		for option in $("$filter" --help | sed -n 's/^  \(--[a-z-]*\) [A-Z].*/\1/p'); do
			exits 2 "$filter" good "$option"
			same_text "$filter: an option without its argument: $option
$(usage_of "$filter")" "$(<err)"
			same /dev/null out
		done
	done
}

@test "an option that takes no argument and gets one, or that only other filters have, is none" {
	for filter in "${ALL[@]}"; do
		for option in --help=x --version= --all=yes --field --table --all; do
			! "$filter" --help | grep -q "^  $option\( \|$\)" || continue
			exits 2 "$filter" "$option" good
			same_text "$filter: no such option: $option" "$(head -n 1 err)"
		done
	done
}

@test "what only prints, and usage that is wrong, leaves standard input unread" {
	for filter in "${ALL[@]}"; do
		for options in --help --version --nothing '--max-record 0' '--max-record' '--rejects missing/x'; do
			# shellcheck disable=SC2086 # an option and its argument
			{ "$filter" $options >out 2>err || :; cat >left; } <good
			same good left
		done
	done
}

@test "options stand before, between and behind the files, and -- ends them" {
	printf 'x\n' >--help
	printf '{"b":1}\n' >-r
	for filter in "${RECORD_FILTERS[@]}"; do
		"$filter" good -- -r >wanted
		for arguments in '--max-record 20 --rejects rejects good ./-r ./--help' 'good --rejects=rejects ./-r --max-record=20 ./--help' \
			'good ./-r ./--help --rejects rejects' '--rejects=rejects -- good -r --help'; do
			# shellcheck disable=SC2086 # several words
			exits 1 "$filter" $arguments
			same wanted out
			same_text x "$(<rejects)"
		done
	done
}

# line BYTES: a record as long, its line end aside
line() { printf '{"x":"' && head -c $(($1 - 8)) /dev/zero | tr '\0' x && printf '"}'; }

@test "--max-record counts bytes, K, M; the last that fits is taken, the first that does not is named by the size in bytes" {
	line 1024 >of.1024
	line 1025 >of.1025
	line 1048576 >of.1048576
	line 1048577 >of.1048577
	for filter in "${ALL[@]}"; do
		thing=record
		while read -r size bytes; do
			exits 0 "$filter" --max-record "$size" "of.$bytes"
			exits 1 "$filter" --max-record="$size" --rejects rejects "of.$((bytes + 1))"
			[ "$filter" != ombud-read ] || thing=page
			has "$(head -n 1 err)" "$filter: of.$((bytes + 1))*: a $thing of more than $bytes bytes*"
			same "of.$((bytes + 1))" rejects
		done <<-'EOF'
			1024 1024
			1K 1024
			001K 1024
			1M 1048576
			1024K 1048576
		EOF
	done
	exits 0 ombud-read --field x --max-record 1K of.1024
	exits 1 ombud-read --field x --max-record 1K --rejects rejects of.1025
	has "$(<err)" 'ombud-read: of.1025:1: a record of more than 1024 bytes: {"x":"xxx*…
ombud-read: 1 of 1 records rejected'
	same of.1025 rejects
}

@test "--max-record refuses what is no size, in each filter in the same words" {
	for filter in "${ALL[@]}"; do
		for size in 0 '' -1 +1 1k 1KB 1KK K 1.5 1e3 0x10 ' 1' '1 ' 2G 2097152K 2048M 2147483648 99999999999999999999G $'1\n' ١; do
			exits 2 "$filter" --max-record "$size" good
			shown=${size/$'\n'/\\x0a}
			same_text "$filter: --max-record takes bytes, from 1 to 2147483647: $shown" "$(<err)"
			same /dev/null out
		done
		for size in 1G 2047M 2097151K 2147483647; do
			exits 0 "$filter" --max-record "$size" good
		done
	done
}

@test "without --max-record the longest record has 64 MiB" {
	line 67108864 >longest
	line 67108865 >longer
	for filter in "${ALL[@]}"; do
		exits 0 "$filter" longest
		[ "$filter" = ombud-csv ] || (($(wc -c <out) >= 67108864))
		exits 1 "$filter" longer
		has "$(<err)" "$filter: longer*: a * of more than 67108864 bytes*"
	done
}

@test "--rules is taken by all, also by those that have no tables" {
	cp -rL "$OMBUD_BIN/../schemas/rules" tables
	for filter in "${ALL[@]}"; do
		"$filter" good >wanted
		for option in '--rules tables' --rules=tables '--rules tables/'; do
			# shellcheck disable=SC2086 # an option and its argument
			exits 0 "$filter" $option good
			same wanted out
		done
	done
}

@test "--rejects replaces what was in its file, and is empty where nothing is rejected" {
	for filter in "${ALL[@]}"; do
		echo old >rejects
		exits 0 "$filter" --rejects rejects good
		same /dev/null rejects
		echo old >rejects
		exits 1 "$filter" --max-record 3 --rejects rejects good
		same good rejects
	done
}
