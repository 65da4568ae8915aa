# Tables of one line in, one line out: load table, after load helper.
# shellcheck shell=bash

# table CELLS MAKE READ COMMAND...: each line of standard input is cells joined by ` | `, more spaces before the bar
# allowed. jq's MAKE turns the first CELLS of them (an array of strings, \n and \t in them read) into a record, and READ
# what COMMAND leaves of it into a string, in which nothing and null are `-`. The rest of the line is what that is to be.
table() {
	local cells=$1 make=$2 read=$3 in=$BATS_TEST_TMPDIR/in wanted=$BATS_TEST_TMPDIR/wanted got=$BATS_TEST_TMPDIR/got
	shift 3
	sed 's/  *|/ |/g; /^$/d' >"$wanted"
	[ -s "$wanted" ] || { echo 'an empty table' && return 1; }
	jq -Rr --argjson n "$cells" 'split(" | ")[:$n] | join(" | ")' "$wanted" >"$in"
	jq -Rc 'split(" | ") | map(gsub("\\\\n"; "\n") | gsub("\\\\t"; "\t")) | '"$make" "$in" | "$@" |
		jq -r "($read) | if . == null or . == \"\" then \"-\" else . end" | paste -d '\t' "$in" - | sed 's/\t/ | /' >"$got"
	same "$wanted" "$got"
}

# idle TABLE FILTER: the rules of schemas/rules/TABLE.csv without which the filter prints of the records in `in` what it
# prints with them. A row without an id goes with the rule above it.
idle() {
	local table=$1 line
	rm -rf rules && cp -R "$ROOT/schemas/rules" rules
	"$2" --rules rules in >all || return
	while IFS=: read -r line id; do
		awk -v rule="$line" 'NR == rule { gone = 1; next } gone && /^,/ { next } { gone = 0; print }' \
			"$ROOT/schemas/rules/$table.csv" >"rules/$table.csv"
		! "$2" --rules rules in 2>err | cmp -s - all || echo "$table: $id"
	done < <(grep -no '^[^,][^,]*' "$ROOT/schemas/rules/$table.csv" | sed 1d)
}
