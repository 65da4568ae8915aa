# Shared by all test files: load helper. The programs under test are found by OMBUD_BIN, default ../bin.
# shellcheck shell=bash

bats_require_minimum_version 1.5.0
export LC_ALL=C TZ=UTC
TESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$TESTS")
OMBUD_BIN=$(cd "${OMBUD_BIN:-$ROOT/bin}" && pwd)
export TESTS ROOT OMBUD_BIN PATH=$OMBUD_BIN:$PATH
FIXTURES=$TESTS/fixtures
SAMPLES=$ROOT/samples/first
SEEDS=$ROOT/../shared/seeds
export FIXTURES SAMPLES SEEDS

# The filters in the order of the chain; those that read records; those that print records.
FILTERS=(ombud-read ombud-render ombud-strip ombud-split ombud-meta ombud-classify ombud-csv ombud-jsonl)
RECORD_FILTERS=(ombud-render ombud-strip ombud-split ombud-meta ombud-classify ombud-csv ombud-markdown ombud-jsonl)
RECORD_PRINTERS=(ombud-render ombud-strip ombud-split ombud-meta ombud-classify ombud-markdown ombud-jsonl)
export FILTERS RECORD_FILTERS RECORD_PRINTERS

# same WANTED GOT: the two files are equal byte for byte, or the difference is shown. Each is read once: <(…) may be one.
same() {
	diff -au --label "wanted ($1)" --label "got ($2)" -- "$1" "$2"
}

# same_text WANTED GOT: the two strings are equal, or the difference is shown.
same_text() {
	[ "$1" = "$2" ] || diff -u --label wanted --label got <(printf '%s\n' "$1") <(printf '%s\n' "$2")
}

# has TEXT PATTERN...: the text matches each pattern of the shell, or the text and the pattern are shown.
has() {
	local text=$1 pattern
	for pattern in "${@:2}"; do
		# shellcheck disable=SC2053
		[[ $text == $pattern ]] || { printf 'no match for: %s\nin: %s\n' "$pattern" "$text" && return 1; }
	done
}

# exits STATUS COMMAND...: the command ends with that status; stdout and stderr are left in files out and err of
# the test's own folder, so that nothing is lost of their bytes.
exits() {
	local wanted=$1 got=0
	"${@:2}" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || got=$?
	[ "$got" = "$wanted" ] || { printf 'status %s, not %s: %s\n' "$got" "$wanted" "${*:2}"; head -c 2000 "$BATS_TEST_TMPDIR/err"; return 1; }
}

# pipeline LAST [PAGE...]: the chain up to and with the filter LAST over pages; records of that stage on stdout.
pipeline() {
	local last=$1 stage chain=ombud-read
	shift
	for stage in "${FILTERS[@]:1}"; do
		[ "$last" = ombud-read ] && break
		[ "$last" = ombud-jsonl ] && [ "$stage" = ombud-csv ] && continue
		chain+=" | $stage"
		[ "$stage" = "$last" ] && break
	done
	bash -o pipefail -c "${chain/ombud-read/ombud-read \"\$@\"}" pipeline "$@"
}

# sanitized: the programs are a sanitizer build, whose memory says nothing of theirs.
sanitized() { grep -aq __asan_init "$OMBUD_BIN/ombud-read"; }

# specimens: the pages of samples/, a path a line, without those of labels/, which are for scripts/accuracy alone.
specimens() { find "$ROOT/samples" -path "$ROOT/samples/labels" -prune -o \( -name '*.txt' -o -name '*.html' \) -print | sort; }

# seeds_or_skip: skips, and says so, where the real pages do not stand beside the project.
seeds_or_skip() { [ -d "$SEEDS" ] || skip "no ../shared/seeds: not run on the real pages"; }
