#!/usr/bin/env bats
# DESIGN.md, "Layout of the tree", "Parts" and what "Rules are data" says of cost, where no other test holds it already:
#   targets of the Makefile, the places of installed rules    install.bats, rules.bats "the tables are found beside"
#   manual pages                                              manual.bats
#   what setup installs                                       setup.bats, tests/bare-debian
#   rules                                                     rules.bats, all but the cost of many

load helper

setup() { cd "$ROOT" || return 1; }

filters() { find filters -maxdepth 1 -name '*.c' -exec basename {} .c ';' | sort; }

@test "each filter is one .c and one manual page of its stem, has its tests, and is what make builds" {
	while read -r filter; do
		[ -e "filters/$filter.1" ] || { echo "filters/$filter.1 is missing" && return 1; }
		[ -e "tests/${filter#ombud-}.bats" ] || { echo "tests/${filter#ombud-}.bats is missing" && return 1; }
		[ -x "$OMBUD_BIN/$filter" ]
	done < <(filters)
	same <(filters) <(printf '%s\n' ombud-read "${RECORD_FILTERS[@]}" | sort)
	same <(filters) <(make -pn --no-print-directory 2>/dev/null | sed -n 's/^FILTERS = //p' | tr ' ' '\n' | sort)
	# what all filters share, and what files of lib share among themselves
	same_text $'filters/lib/ombud.h\nfilters/lib/pattern.h\nfilters/lib/remedies.h' "$(find filters -name '*.h' | sort)"
}

@test "no specimen is a real decision: its reference begins with 99 or 00" {
	grep -rhoE '\b[0-9]{2}[ -][0-9]{3}[ -][0-9]{3}[a-z]?\b' samples | grep -vE '^(99|00)' >"$BATS_TEST_TMPDIR/real" || :
	same /dev/null "$BATS_TEST_TMPDIR/real"
	find samples -type f | grep -E '/[0-9]{2}-[0-9]{3}-[0-9]{3}' | grep -vE '/(99|00)-' >"$BATS_TEST_TMPDIR/real" || :
	same /dev/null "$BATS_TEST_TMPDIR/real"
}

# fails: classify.bats "all evidence stands" leaves the real pages out without a word
@test "tests of what stands beside the project say so where they are skipped" {
	grep -lE 'SEEDS|/shared/' tests/*.bats >"$BATS_TEST_TMPDIR/files"
	while read -r file; do
		grep -qE 'seeds_or_skip|skip .*shared/' "$file" || { echo "$file" && return 1; }
	done <"$BATS_TEST_TMPDIR/files"
}

@test "the filters need the libraries that DESIGN.md names, and no other" {
	! sanitized || skip 'a sanitizer build has libraries of its own'
	for filter in $(filters); do
		objdump -p "$OMBUD_BIN/$filter" 2>/dev/null || readelf -d "$OMBUD_BIN/$filter"
	done | sed -n 's/.*NEEDED.* \[\{0,1\}\(lib[^] ]*\).*/\1/p' | sort -u | grep -vE '^lib(c|csv|cjson|pcre2-8|z|xml2)\.so' >"$BATS_TEST_TMPDIR/others" || :
	same /dev/null "$BATS_TEST_TMPDIR/others"
}

