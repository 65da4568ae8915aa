#!/usr/bin/env bats
# scripts/setup, as far as it installs nothing: what would is replaced by a script that only leaves a file `called`.

load helper

setup() {
	tmp=$BATS_TEST_TMPDIR
	cd "$ROOT" || return
	mkdir "$tmp/bin"
	ln -s "$(type -P cat)" "$(type -P env)" "$tmp/bin/"
}

# fake PROGRAM LINE: a program of one line of shell, the first in PATH.
fake() {
	printf '#!/bin/sh\n%s\n' "$2" >"$tmp/bin/$1"
	chmod +x "$tmp/bin/$1"
}

# A Debian where the packages that match the pattern $1 are missing.
fake_debian() {
	fake apt-get "echo called >$tmp/called; exit 9"
	fake sudo "echo called >$tmp/called; exit 9"
	# shellcheck disable=SC2016 # the script's own
	fake dpkg-query 'for p in "$@"; do case $p in -*) ;; '"$1"') echo "no $p" >&2 ;; *) printf "installed:%s " "$p" ;; esac; done'
}

@test "usage errors are told from help" {
	local arguments
	for arguments in everything Core --bogus 'core test' 'all extra'; do
		# shellcheck disable=SC2086 # one or two
		exits 2 scripts/setup $arguments
		has "$(cat "$tmp/err")" 'usage: scripts/setup *core*test*all*'
		same_text '' "$(cat "$tmp/out")"
	done
	exits 2 scripts/setup ''
	exits 0 scripts/setup --help
	has "$(cat "$tmp/out")" 'usage: scripts/setup *core*test*all*'
	same_text '' "$(cat "$tmp/err")"
	exits 0 scripts/setup -h
}

@test "a system without apt-get gets the list of what is needed" {
	local part
	for part in '' core test all; do
		# shellcheck disable=SC2086 # none, or one
		PATH=$tmp/bin exits 2 scripts/setup $part
		same_text '' "$(cat "$tmp/out")"
		has "$(cat "$tmp/err")" 'setup: no apt-get*by hand*' '*gcc *make *libcsv-dev *libcjson-dev *libpcre2-dev *'
		mv "$tmp/err" "$tmp/list.${part:-none}"
	done
	same "$tmp/list.core" "$tmp/list.none"
	run ! grep -qE '^(bats|clang) ' "$tmp/list.core"
	grep -q '^bats ' "$tmp/list.test"
	run ! grep -q '^clang ' "$tmp/list.test"
	grep -q '^bats ' "$tmp/list.all"
	grep -q '^clang ' "$tmp/list.all"
}

@test "where all is there it says and calls nothing" {
	fake_debian none
	fake id 'echo 1000'
	PATH=$tmp/bin exits 0 scripts/setup all
	same_text '' "$(cat "$tmp/out" "$tmp/err")"
	[ ! -e "$tmp/called" ]
}

@test "what another package provides is there" {
	fake_debian 'npm | git'
	# shellcheck disable=SC2016 # the script's own
	sed -i '1a case $* in *Provides*) printf ",,, nodejs-dev, npm,, git (= 1), x,"; exit ;; esac' "$tmp/bin/dpkg-query"
	fake id 'echo 1000'
	PATH=$tmp/bin exits 0 scripts/setup all
	same_text '' "$(cat "$tmp/out" "$tmp/err")"
}

@test "with neither root nor sudo it prints the command for what is missing, only" {
	fake_debian 'make | libcsv-dev | bats'
	rm "$tmp/bin/sudo"
	fake id 'echo 1000'
	PATH=$tmp/bin exits 2 scripts/setup
	has "$(cat "$tmp/err")" '*neither root nor sudo*apt-get install --no-install-recommends make libcsv-dev'
	[ ! -e "$tmp/called" ]
}

@test "an installation that fails is status 1" {
	fake_debian make
	fake id 'echo 0'
	PATH=$tmp/bin exits 1 scripts/setup
	has "$(cat "$tmp/out")" 'setup: installing make'
	[ -e "$tmp/called" ]
}
