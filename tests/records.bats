#!/usr/bin/env bats
# The five real reports beside the project, a node of text a line, through --field and the whole chain.

load helper

setup() {
	RECORDS=$ROOT/../shared/records
	[ -d "$RECORDS" ] || skip 'no ../shared/records: not run on real reports'
	cd "$BATS_TEST_TMPDIR" || return
	jq -c '{url, text}' "$RECORDS"/*.json >in
	ombud-read --field text in | ombud-render | ombud-strip | ombud-split | ombud-meta | ombud-classify | ombud-jsonl >records
}

@test "reports: type, reference and category from the address, what the header and the foot say" {
	jq -r '[.document_type, .reference, .category, .subcategory, .decision, .outcome, .outcome_basis, .decision_date, .satisfied_date, .layout] | join(" | ")' records >got
	cat >wanted <<-'END'
		report | 15-020-792 | Environment and regulation | Drainage | Upheld | upheld | published | 2016-12-20 | 2017-09-12 | nodes
		report | 15-018-561 | Children's care services | Friends and family carers | Upheld | upheld | published | 2016-12-08 | 2017-07-28 | nodes
		report | 16-000-780 | Adult care services | Transition from childrens services | Upheld | upheld | published | 2017-02-14 | 2017-09-11 | nodes
		report | 15-018-169 | Education | School transport | Upheld | upheld | published | 2017-02-02 | 2017-07-19 | nodes
		report | 15-020-256 | Adult care services | Assessment and care plan | Upheld | upheld | published | 2017-03-29 | 2018-02-21 | nodes
	END
	same wanted got
}

@test "reports: the same reference and category where the address is all that says them" {
	jq -c '.text |= sub("Category :\n[^\n]*\n>\n[^\n]*\n"; "")' in | ombud-read --field text | ombud-render | ombud-strip | ombud-split |
		ombud-meta | jq -c '[.reference, .category, .subcategory]' >got
	jq -c '[.reference, .category, .subcategory]' records >wanted
	same wanted got
}

@test "reports: the sections with their kinds, and nothing lost" {
	jq -r '[.sections[] | "\(.kind): \(.heading)"] | join(", ")' records | sort -u >got
	same_text 'summary: null, complaint: The complaint, findings: Finding, recommendations: Recommendations' "$(<got)"
	jq -c '.text | split("\n") | .[(index("Summary") + 1):] | map(select(test("^(Ombudsman satisfied with|Print this page)") | not)) | join(" ") | [splits("\\s+")] | map(select(. != ""))' in >wanted
	jq -c '[.sections[] | .heading // "", .paragraphs[].text] | join(" ") | [splits("\\s+")] | map(select(. != "" and . != "•"))' records >got
	same wanted got
}

@test "reports: the remedies stand in the recommendations, as items" {
	jq -r '.sections[] | select(.kind == "recommendations") | [.paragraphs[].text | scan("(?:^|\n)• (\\w+)")[]] | join(" ")' records >got
	cat >wanted <<-'END'
		Within work work Ensure Meet Meet Meet Pay
		apologise pay pay pay meet pay ensure ensure hold
		pay pay reassesses review
		apologise pay make review review review
		apologise pay review apologise pay
	END
	same wanted got
}
