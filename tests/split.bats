#!/usr/bin/env bats
# ombud-split: text becomes layout, header and sections. The pages of its cases stand in fixtures/split: x.in is a page,
# x.out what show.jq prints of its record: [n label] before each paragraph.

load helper
load table

setup() { cd "$FIXTURES/split" || return; }

# page NAME: the page comes out as wanted.
page() {
	pipeline ombud-split - <"$1.in" | jq -rf show.jq >"$BATS_TEST_TMPDIR/got"
	same "$1.out" "$BATS_TEST_TMPDIR/got"
}

# sections MAKE: a table of what text the jq program MAKE makes of a line | the last section's kind, level and heading.
sections() {
	table 1 "{text: ($1)}" '.sections[-1] | "\(.kind) \(.level) \(.heading)"' ombud-split
}

numbered='"Norbury Vale District Council (99 000 201)\n\nThe Ombudsman'\''s final decision:\n\nSummary: A.\n\nThe complaint\n\n  1. B.\n\n\(.[0])\n\n  1. C.\n"'
mirror='"The Ombudsman'\''s final decision\n\nSummary: A.\n\nThe complaint\n\nB.\n\n\(.[0])\n\nShe wrote to the Council, which never wrote to her.\n"'

@test "numbered: labels restart, bullets and deeper numbers are items, lines go on" { page numbered; }
@test "numbered: known and unknown headings, a section without Back to top" { page numbered-headings; }
@test "numbered: a bracketed citation joins the paragraph or list before it" { page numbered-citations; }
@test "numbered: paragraphs without a number" { page numbered-plain; }
@test "numbered: lists at their paragraph's indent, promoted items, lost lists, stray lines" { page numbered-lists; }
@test "dashed: what joins a list and what does not" { page dashed; }
@test "dashed: items that are sentences of their own, or have no full stop" { page dashed-items; }
@test "HTML: headings of its own levels, letters and Roman numerals, lines that a paragraph breaks, a citation behind a list" { page html; }
@test "a mark alone on its line has its text on the next" { page marks-alone; }
@test "a list of contents without marks stands in no section" { page contents-plain; }
@test "nodes: labels and values, lists, what links and emphasis have cut" { page nodes; }
@test "nodes: a report without a title, its list of names" { page nodes-names; }
@test "dashed: no category, decision and date; a list of contents" { page dashed-bare; }
@test "mirror: the line that says all, the body before it, glued headings, other decisions" { page mirror; }
@test "mirror without that line" { page mirror-bare; }
@test "report: summary under a heading, recommendations, the day it was done" { page report; }
@test "old report: its title is the reference" { page report-old; }
@test "old report: the first heading is lost, its words are not" { page report-lost; }
@test "mirror: its line may lack a part" { page mirror-parts; }
@test "the summary may span lines, begin in lower case and lack its full stop" { page summary-lines && page summary-lines-dashed; }
@test "text before the title is left out, with a warning" { page before-title; }
@test "a page with no decision has its words in one section" { page no-decision; }
@test "a paragraph that begins like a line of the header is a paragraph" { page marked-header; }

@test "HTML: the row of a table is a paragraph, or a line of the header" {
	jq -nc '{text: "# Norbury Vale District Council (99 000 231)\n\nCategory\tHousing > Allocations\nDecision\tUpheld\nDecision date\t05 Mar 2024\n\n## Key to names used\n\nMrs P\tThe complainant\nMs Z\t\tA clerk\n\n## Findings\n\nNone.\n"}' |
		ombud-split | jq -c '.header.category, .header.subcategory, .header.decision, .header.decision_date,
			(.sections[] | [.kind, .paragraphs[].text])' >"$BATS_TEST_TMPDIR/got"
	printf '%s\n' '"Housing"' '"Allocations"' '"Upheld"' '"05 Mar 2024"' \
		'["names","Mrs P The complainant","Ms Z A clerk"]' '["findings","None."]' >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "HTML: a mirror keeps its layout, its table of others is in related" {
	jq -nc '{text: "# Norbury Vale Council\n\nLGO (A) Other Reference 99-000-231 Sector Housing Category Other Decided 5 March 2024\n\n## Decision\n\nA.\n\n## Other decisions involving Norbury Vale Council\n\nReference\tDate\tSummary\tOutcome\n99-000-232\t5 May 2023\tUpheld\n99-000-233\tOther\n"}' |
		ombud-split | jq -c '.layout, .header.authority, .header.related, [.sections[].paragraphs[].text]' >"$BATS_TEST_TMPDIR/got"
	printf '%s\n' '"html"' '"Norbury Vale Council"' \
		'[{"reference":"99-000-232","date":"5 May 2023","summary":null,"decision":"Upheld"},{"reference":"99-000-233","date":null,"summary":null,"decision":"Other"}]' \
		'["A."]' >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

# Headings as they are printed, each before what it is.
headings() {
	cat <<-'EOF'
		The complaint | complaint 2
		My complaint | complaint 2
		Complaints: | complaint 2
		Complaint to the Ombudsman | complaint 2
		The Ombudsman's role and powers | powers 2
		The Ombudsman’s role and powers | powers 2
		The Ombudsmen’s role and powers | powers 2
		The Ombudsman's powers and role | powers 2
		Our role and powers | powers 2
		What I have investigated | scope 2
		What I did not investigate | scope 2
		What I have and have not investigated | scope 2
		What we have not investigated and why | scope 2
		Parts of the complaint that I did not investigate | scope 2
		Part of the complaint I did not consider | scope 2
		Parts of Mr K’s complaint I have not investigated | scope 2
		Parts of the complaint not investigated | scope 2
		Scope of the investigation | scope 2
		How I considered this complaint | method 2
		How we considered these complaints | method 2
		How the Ombudsman considered this complaint | method 2
		How I investigated the complaint | method 2
		What I considered | method 2
		How the complaint was considered | method 2
		What I found | findings 2
		WHAT WE FOUND | findings 2
		Finding | findings 2
		Findings of fact | findings 2
		Finding: fault | findings 2
		My assessment | assessment 2
		The Ombudsman’s assessment | assessment 2
		Analysis | analysis 3
		My analysis and findings | analysis 3
		Consideration | analysis 3
		Conclusions | analysis 3
		Analysis: the delay | analysis 3
		My analysis – charges | analysis 3
		Background | background 3
		Background to the complaint | background 3
		Brief background facts | background 3
		Law and guidance | law 3
		Relevant law and guidance | law 3
		The law and the Council’s policy | law 3
		Legal and administrative background | law 3
		Law, guidance and policies | law 3
		Statutory guidance | law 3
		What should have happened | law 3
		What happened | facts 3
		Key facts | facts 3
		Summary of key events | facts 3
		Chronology of events | facts 3
		Background and chronology | facts 3
		Recommendations | recommendations 2
		Recommended action | recommendations 2
		Agreed action | action 2
		Agreed remedy | action 2
		Proposed actions | action 2
		Action | action 2
		Injustice | other 3
		Injustice to Mr J | other 3
		Final decision | decision 2
		My decision | decision 2
		Provisional decision | decision 2
		The Ombudsman’s final decision and reasons | decision 2
		Key to names used | names 2
		Overview | summary 2
		Was there fault? | other 3
		Charging for care | other 3
		The Care Act 2014 | other 3
	EOF
}

# The same where a mirror glues them to what follows.
glued() {
	cat <<-'EOF'
		Analysis We found it. | analysis 3 Analysis
		Conclusions In May it wrote. | analysis 3 Conclusions
		My analysis She wrote. | analysis 3 My analysis
		My conclusion ‘Fault’ is a big word. | analysis 3 My conclusion
		Analysis and findings She wrote. | analysis 3 Analysis and findings
		Findings The Council wrote. | findings 2 Findings
		What I found The Council wrote. | findings 2 What I found
		Background Mr K wrote. | background 3 Background
		Background to the complaint Mr K wrote. | background 3 Background to the complaint
		Relevant background Mr K wrote. | background 3 Relevant background
		Law The Act says so. | law 3 Law
		Policy The scheme says so. | law 3 Policy
		Law and the Council’s policy The Act says so. | law 3 Law and the Council’s policy
		The relevant guidance The scheme says so. | law 3 The relevant guidance
		Legal background The Act says so. | law 3 Legal background
		What should have happened It should write. | law 3 What should have happened
		What happened The Council wrote. | facts 3 What happened
		Summary of key events Mr K wrote. | facts 3 Summary of key events
		Agreed action The Council will write. | action 2 Agreed action
		Proposed remedy The Council will write. | action 2 Proposed remedy
		Recommendations Within a month it should write. | recommendations 2 Recommendations
		Injustice Mr K lost sleep. | other 3 Injustice
		Final decision We found fault. | decision 2 Final decision
		The Ombudsman’s assessment Mr K wrote. | assessment 2 The Ombudsman’s assessment
		How I considered this complaint I read the form. | method 2 How I considered this complaint
		The Ombudsman’s role and powers We look at fault. | powers 2 The Ombudsman’s role and powers
		The complaint Mr K complains. | complaint 2 The complaint
	EOF
}

@test "headings are known by their words" {
	headings | table 1 "{text: ($numbered)}" '.sections[-1] | "\(.kind) \(.level)"' ombud-split
}

@test "a heading glued to its paragraph is told from it" {
	glued | sections "$mirror"
}

@test "glued or alone, a heading is of the same kind" {
	glued | sed 's/^.*| *\([a-z]* [0-9]\) \(.*\)/\2 | \1 \2/' | sections "$mirror"
}

@test "each rule of the table is hit by one of these headings" {
	cd "$BATS_TEST_TMPDIR"
	headings | jq -Rc "split(\" | \") | {text: ($numbered)}" >in
	glued | jq -Rc "split(\" | \") | {text: ($mirror)}" >>in
	idle headings ombud-split >got
	same /dev/null got
}

@test "a sentence is no heading" {
	table 1 "{text: ($numbered)}" '.sections[-1].heading' ombud-split <<-'EOF'
		The complaint was late. | The complaint
		Findings were sent to Mr K. | The complaint
		My decision on this is final. | The complaint
		What happened next is disputed. | The complaint
		Action is needed, and soon. | The complaint
		The law says that: | The complaint
		Background checks were done (there were two). | The complaint
		the analysis of the form | The complaint
		Analysis of the form, and | The complaint
		A line of more than ninety bytes has too many of them for a heading, even where it lacks its full stop | The complaint
	EOF
}

@test "in a mirror a sentence that begins like a heading is none" {
	table 1 "{text: ($mirror)}" '.sections[-1].heading' ombud-split <<-'EOF'
		Analysis of the form shows nothing. | The complaint
		Background noise was measured. | The complaint
		Findings were sent to Mr K. | The complaint
		Law firms wrote to him. | The complaint
		Policy makers met. | The complaint
		Final decisions are sent by post. | The complaint
		What happened next is not known. | The complaint
		The complaint was late. | The complaint
		Recommendations were made. | The complaint
		Some words without an end that are far too many for any heading | The complaint
	EOF
}

@test "in a mirror an unknown heading is short and stands before a longer sentence" {
	sections "$mirror" <<-'EOF'
		What I looked for | other 3 What I looked for
		Was it lost? | other 3 Was it lost?
	EOF
}

@test "a text that is empty, or of boilerplate, leaves no sections and null members" {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' '{"text":""}' '{"text":" \n\f\n"}' '{"text":null}' >in
	ombud-split in | jq -c '[.layout, .sections, (.header | del(.related) | add), .header.related, has("text")]' >got
	printf '%s\n' '["flat",[],null,[],false]' '["flat",[],null,[],false]' '["flat",[],null,[],false]' >wanted
	same wanted got
}

@test "no text is said in a warning, whatever came before" {
	printf '%s\n' '{"text":null}' '{}' '{"text":"A."}' '{"text":null}' '{}' |
		ombud-split | jq -c '[.warnings[]?.code]' >"$BATS_TEST_TMPDIR/got"
	printf '%s\n' '["no_text"]' '["no_text"]' '[]' '["no_text"]' '["no_text"]' >"$BATS_TEST_TMPDIR/wanted"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "a record that is split already is unchanged; a text that is no string is rejected" {
	cd "$BATS_TEST_TMPDIR" || return
	pipeline ombud-split "$SAMPLES" >in
	ombud-split in >got
	same in got
	echo '{"text":{}}' >in
	exits 1 ombud-split in
	has "$(cat err)" 'ombud-split: in:1: member text is no string: {}*'
}

@test "each word of the samples stands in the sections once and in order" {
	local sample
	for sample in "$SAMPLES"/*.txt; do
		sed '/^Summary:/,/^Investigator/!d' "$sample" | sed '/^Back to top$/d; /^Investigator/d; s/^Summary: //; s/^ *\([0-9]*\.\|•\|-\) //' |
			tr ' ' '\n' | sed '/^$/d' >"$BATS_TEST_TMPDIR/wanted"
		pipeline ombud-split "$sample" | jq -r '.sections[] | .heading // empty, (.paragraphs[].text | gsub("(^|\n)• "; "\n"))' |
			tr ' ' '\n' | sed '/^$/d' >"$BATS_TEST_TMPDIR/got"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	done
}

@test "a text of all of a web page: the title stands behind its menus, other decisions' titles behind the decision" {
	{
		printf 'Menu %s\n' {1..40}
		echo 'We use cookies to make the site work. We would like to set others, to see how it is used.'
		sed -n '/(99 000 101)/,/on behalf of/p' "$SAMPLES/99-000-101.txt"
		printf '%s\n' Share 'Other decisions' 'Another Council (99 000 999)' 'Statement Upheld Allocations 05-Mar-2024'
	} >"$BATS_TEST_TMPDIR/page"
	pipeline ombud-split "$SAMPLES/99-000-101.txt" | jq '.header' >"$BATS_TEST_TMPDIR/wanted"
	pipeline ombud-split "$BATS_TEST_TMPDIR/page" | jq '.header' >"$BATS_TEST_TMPDIR/got"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
}

@test "two decisions in one text have no reference, whatever the first one's header says" {
	cat "$SAMPLES"/99-000-10[12].txt >"$BATS_TEST_TMPDIR/page"
	pipeline ombud-split "$BATS_TEST_TMPDIR/page" | jq -c '[.header.reference, .warnings[].code]' >"$BATS_TEST_TMPDIR/got"
	has "$(cat "$BATS_TEST_TMPDIR/got")" '*null,*several_references*'
}
