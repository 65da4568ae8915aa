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
	same_text ombud.h "$(find filters -name '*.h' -exec basename {} ';')"
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

# seconds COMMAND...: of processor time, the least of three runs
seconds() {
	for _ in 1 2 3; do
		python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)' "$@"
	done | sort -n | head -n 1
}

@test "a thousand rules cost what ten cost" {
	! sanitized || skip 'a sanitizer build takes its own time'
	mkdir "$BATS_TEST_TMPDIR/few" "$BATS_TEST_TMPDIR/many"
	cd "$BATS_TEST_TMPDIR"
	head -n 1 "$ROOT/schemas/rules/boilerplate.csv" | tee few/boilerplate.csv >many/boilerplate.csv
	seq 10 | sed "s|.*|r&,line,never said &,never said &,drop,|" >>few/boilerplate.csv
	seq 1000 | sed "s|.*|r&,line,never said &,never said &,drop,|" >>many/boilerplate.csv
	echo '{"text":"x"}' >nothing
	yes 'The Council wrote to her on that day, and never said why.' | head -n 60000 | jq -cRs '{text: .}' >in
	for rules in few many; do
		seconds ombud-strip --rules "$rules" nothing
		seconds ombud-strip --rules "$rules" in
	done | paste -sd ' ' >measured
	# less what it takes to load them
	awk '{ few = $2 - $1; many = $4 - $3; print few, many; exit !(many < 2 * few) }' measured
}
