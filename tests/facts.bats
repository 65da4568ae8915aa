#!/usr/bin/env bats
# The headers of real decisions, as ../shared/facts lists them, through the whole chain.

load helper

setup() {
	FACTS=$ROOT/../shared/facts/decisions.csv DATA=$ROOT/../shared/data
	[ -r "$FACTS" ] || skip 'no ../shared/facts: not run on the facts of real decisions'
	cd "$BATS_TEST_TMPDIR" || return
	python3 "$FIXTURES/facts/headers.py" "$ROOT/schemas/rules/categories.csv" "$FACTS" wanted >pages
	ombud-read --field saved pages | ombud-render | ombud-strip | ombud-split | ombud-meta >records
}

@test "each header comes back exactly from the layouts numbered, dashed, nodes and flat" {
	jq -c '[.as, .reference, .authority, .decision, .decision_date, .category, .subcategory]' records >got
	same wanted got
	jq -c 'select(.layout != .as or .document_type != "statement")' records >got
	same /dev/null got
}

@test "each body that the register knows has the code that held on that date" {
	[ -r "$DATA/uk_local_authorities_future.csv" ] || skip 'no ../shared/data: codes are not compared'
	python3 "$FIXTURES/facts/headers.py" --codes "$DATA" "$FACTS" >codes
	[ "$(wc -l <codes)" -gt 90 ]
	cut -d ' ' -f 1 codes >known
	jq -r 'select(.as == "numbered") | "\(.reference) \(.authority_code)"' records | grep -Ff known >got
	same codes got
}

@test "schools, care providers, health bodies, parks and transport bodies have a type and no code" {
	jq -r 'select(.as == "numbered" and .authority_code == null and .authority) | "\(.authority_type) \(.authority)"' records | sort -u >got
	grep -vE '^(school .*School|care_provider .*(Limited|Ltd)|health_body .*(NHS|Clinical)|national_park .*National Park|transport_body Transport for|government_agency Environment Agency)' got >others || :
	same /dev/null others
	jq -r 'select(.authority_code and .authority_type != "council") | .authority' records | sort -u >got
	same_text 'Greater Manchester Combined Authority' "$(cat got)"
}
