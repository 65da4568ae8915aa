#!/usr/bin/env bats
# The main content of 150 web pages of all kinds, by the snippets that must be kept and that must go.

load helper

@test "of snippets from web pages 93 in 100 of those wanted are kept, 85 in 100 of the others dropped" {
	local set=$ROOT/../shared/extraction figures
	[ -d "$set" ] || skip 'no ../shared/extraction: not run on pages of all kinds'
	figures=$(ombud-read "$set/pages" 2>/dev/null | ombud-render | ombud-strip | "$set/score" -)
	awk -v figures="$figures" 'BEGIN {
		match(figures, /kept [0-9]+\/[0-9]+ = [0-9.]+/); kept = substr(figures, RSTART + RLENGTH - 5)
		match(figures, /dropped [0-9]+\/[0-9]+ = [0-9.]+/); dropped = substr(figures, RSTART + RLENGTH - 5)
		print figures
		exit !(kept >= 0.93 && dropped >= 0.85)
	}'
}
