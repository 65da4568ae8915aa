#!/usr/bin/env bats
# ombud-classify: what was decided, and why. The sentences are invented, in the grammar of those who write decisions.

load helper
load table

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# page(KIND): a text as the sections of a record, of that kind, or of the kinds it names: `summary: A. // analysis: B.`
# shellcheck disable=SC2016 # the names are jq's
page='def page($kind): [splits(" // ")] | to_entries | map((.value | capture("^(?<kind>[a-z]+): (?<text>.*)$") // {$kind, text: .})
	+ {n: .key}) | map({kind, heading: null, level: 2, paragraphs: [{n, label: null, text}]}); '

# declined: what a table of sentences makes, each the assessment under a decision that declines.
declined="$page {sections: (\"decision: We will not investigate this complaint. // assessment: \\(.[0])\" | page(\"\"))}"

grounds='[.grounds[] | "\(.code) \(.bar)"] | join("; ")'
names='[.signposted[].name] | join("; ")'

@test "the published label is the outcome" {
	table 1 '{decision: .[0], sections: []}' \
		'"\(.outcome) \(.outcome_basis) \([.warnings[]?.code] | join(" "))" | sub(" $"; "")' ombud-classify <<-'EOF'
		Upheld                                              | upheld published
		UPHELD                                              | upheld published
		Not upheld                                          | not_upheld published
		Not Upheld                                          | not_upheld published
		Closed after initial enquiries                      | closed_after_initial_enquiries published
		Upheld: maladministration and injustice             | upheld published
		Not upheld: no maladministration                    | not_upheld published
		Closed after initial enquiries: out of jurisdiction | closed_after_initial_enquiries published
		Other                                               | closed_after_initial_enquiries inferred
		Partly upheld                                       | null null unknown_decision
		Discontinued                                        | null null unknown_decision
		Others                                              | null null unknown_decision
	EOF
}

@test "--blind: the label is left out of account, and no warning speaks of it" {
	table 2 "$page {decision: .[0], sections: (.[1] | page(\"summary\"))}" \
		'"\(.outcome) \(.outcome_basis) \(.decision) \(.outcome_evidence.section) \([.warnings[]?.code] | join(" "))"' ombud-classify --blind <<-'EOF'
		Upheld         | We found no fault by the Council.        | not_upheld inferred Upheld summary 
		Not upheld     | The Council was at fault.                | upheld inferred Not upheld summary 
		Discontinued   | Mr K complains of noise.                 | null null Discontinued null 
	EOF
}

@test "--explain: what fired, where, and what was tried in vain, a line each and one screen" {
	cat >in <<-'EOF'
		{"reference":"99-000-999","authority":"Wix Council","decision":"Upheld","sections":[{"kind":"summary","paragraphs":[{"n":0,"text":"We found no fault in the letter. We will not look into the rest of the complaint: it is late.\nMr K should complain to the ICO."}]},{"kind":"powers","paragraphs":[{"n":1,"text":"It was unlikely we would find fault."}]},{"kind":"action","paragraphs":[{"n":2,"text":"The Council will pay Mr K a total of £50, made up of:\n• £20 a week for the letter; and\n• £30."}]}]}
	EOF
	ombud-classify --explain in >got
	cat >wanted <<-'EOF'
		99-000-999  Wix Council
		outcome    upheld, published  [label-upheld]  Upheld
		finding    no_fault  [no-fault-found, summary 0]  We found no fault in the letter.
		grounds    late will_not  [late, summary 0]  We will not look into the rest of the complaint: it is late.
		           better_placed_body will_not  [expect-body, summary 0]  Mr K should complain to the ICO.
		signposted Information Commissioner's Office  [ico, summary 0]  Mr K should complain to the ICO.
	EOF
	same wanted <(head -n 6 got)
	has "$(<got)" '*remedies   payment Mr K £50 agreed (not counted)  \[payment, action 2\]  pay Mr K*' \
		'*payment Mr K £20 a week agreed  \[payment-thing, action 2\]*' $'*\ntotal      null\n*' \
		'*tried, and no match:*findings   fault-found, set aside (summary 0);*grounds*'
	[[ $(<got) != *powers* && $(wc -l <got) -le 24 && $(awk '{ print length }' got | sort -n | tail -n 1) -le 120 ]]
}

@test "--explain: records are rejected as without it, and without sections nothing is told" {
	printf '%s\n' '{"sections":1}' '{}' >in
	exits 1 ombud-classify --explain in
	has "$(<err)" '*in:1: *sections*'
	has "$(<out)" '*outcome    not told*grounds    none*findings   none*'
}

@test "the label is its own evidence, and stays as it is printed" {
	echo '{"decision":"Not Upheld","sections":[]}' | ombud-classify | jq -c '.decision, .outcome_evidence' >got
	printf '%s\n' '"Not Upheld"' '{"rule":"label-not-upheld","section":null,"paragraph":null,"quote":"Not Upheld"}' >wanted
	same wanted got
}

@test "the published label stands against the words" {
	table 2 "$page {decision: .[0], sections: (.[1] | page(\"summary\"))}" '.outcome + " " + .outcome_basis' ombud-classify <<-'EOF'
		Upheld                         | We found no fault.                       | upheld published
		Not upheld                     | The Council was at fault.                | not_upheld published
		Closed after initial enquiries | The Council was at fault.                | closed_after_initial_enquiries published
	EOF
}

@test "without a label the outcome is inferred from what summary, decision and reasoning say, or unknown" {
	table 1 "$page {sections: (.[0] | page(\"summary\"))}" '"\(.outcome) \(.outcome_basis)"' ombud-classify <<-'EOF'
		We will not investigate Mr K’s complaint about noise.            | closed_after_initial_enquiries inferred
		We cannot investigate this complaint.                            | closed_after_initial_enquiries inferred
		The Ombudsman should not investigate this complaint.             | closed_after_initial_enquiries inferred
		We found fault by the Council causing injustice.                 | upheld inferred
		decision: I have completed my investigation. I uphold the complaint. | upheld inferred
		The Council was at fault and will say sorry.                     | upheld inferred
		There was no fault by the Council.                               | not_upheld inferred
		The Council was not at fault.                                    | not_upheld inferred
		decision: I have found no evidence of fault.                     | not_upheld inferred
		The Council acted without fault.                                 | not_upheld inferred
		Mr K complains of noise.                                         | null null
		Mr K complains of noise. // analysis: The Council was at fault.  | upheld inferred
		complaint: The Council was at fault.                             | null null
		We have ended our investigation of this complaint.               | null null
		Mr K complains the Council was at fault.                         | null null
		There was fault in the delay. There was no fault in the decision. | upheld inferred
		We will not investigate what happened in 2015. We found fault with the rest. | upheld inferred
	EOF
}

@test "the finding is what summary and decision say, else the reasoning" {
	table 1 "$page {sections: (.[0] | page(\"summary\"))}" .finding ombud-classify <<-'EOF'
		We found the Council at fault for a delay, which caused Mrs P distress. | fault_and_injustice
		The Council was at fault. It lost her form, and this caused her worry. | fault_and_injustice
		There was fault by the Council causing injustice. It has agreed to apologise. | fault_and_injustice
		We uphold the complaint. The Council took too long, and this meant six lost weeks. | fault_and_injustice
		The Council’s actions amount to fault which caused Mrs P injustice. | fault_and_injustice
		There was no fault in the decision. There was fault in the delay, causing Mr K distress. | fault_and_injustice
		We will not investigate part of the complaint. We found fault with the rest, and this caused distress. | fault_and_injustice
		decision: I have completed my investigation with a finding of fault causing injustice. | fault_and_injustice
		The Council was at fault for a wrong bill, but this did not cause an injustice. | fault_no_injustice
		There was fault in how it kept notes. However, it caused Mr K no injustice. | fault_no_injustice
		We found fault, but no injustice to Mr K. | fault_no_injustice
		decision: There was fault but no injustice. I have completed my investigation. | fault_no_injustice
		There was fault by the Council, but it has already put this right and apologised. | fault_remedied
		The Council accepts it was at fault and has already remedied the injustice. | fault_remedied
		The Council was at fault but has provided a suitable remedy already. | fault_remedied
		We will not investigate this complaint. The Council has accepted fault and agreed to a suitable remedy. | fault_remedied
		We found no fault by the Council. | no_fault
		There was no fault in how the Council decided the application. | no_fault
		The Council was not at fault. | no_fault
		I do not find the Council at fault. | no_fault
		The Council acted without fault. | no_fault
		There is no evidence that the Council was at fault. | no_fault
		Neither the Council nor the care home was at fault. | no_fault
		We will not investigate Mr K’s complaint about a fine. It is late. | not_investigated
		We cannot investigate this complaint because Mr K has appealed to a tribunal. | not_investigated
		The Ombudsman should not investigate this complaint. | not_investigated
		I have decided not to investigate this complaint. | not_investigated
		We do not intend to investigate this complaint. | not_investigated
		We will not investigate because there is not enough evidence of fault. | not_investigated
		Mr K says the Council was at fault. We will not investigate, as it is unlikely we would find fault. | not_investigated
		The Council has apologised for a delay. We will not investigate, as there is nothing to add. | not_investigated
		We have ended our investigation because Mr K has gone to court. | ended_without_finding
		I have discontinued my investigation. There is nothing more to gain. | ended_without_finding
		The Council has agreed to Mr K’s request, so we have ended our investigation. | ended_without_finding
		Mr K complains the Council was at fault for its delay. | -
		Mr K complained of a bill. The Council did not send it. This caused him worry. | -
		Mr K complains of a bill. // analysis: I have seen no fault. // decision: I have completed my investigation. | no_fault
		Mr K complains of a bill. // analysis: There was fault, and it caused him worry. | fault_and_injustice
		Mr K complains of a bill. We found no fault. // analysis: He says that there was fault. | no_fault
		complaint: The Council was at fault. | -
		powers: We may find fault. If there was fault by a council, we ask whether it caused injustice. | -
	EOF
}

@test "the finding is of fault where one thing was fault and another not" {
	table 1 "$page {sections: (.[0] | page(\"summary\"))}" .finding ombud-classify <<-'EOF'
		The Council was not at fault for its decision but was at fault for a delay, which caused distress. | fault_and_injustice
		We found no fault in the decision, but the Council delayed in telling Mr K and this was fault. | fault_and_injustice
	EOF
}

@test "what is called fault in other words is fault" {
	table 1 "$page {sections: (.[0] | page(\"summary\"))}" .finding ombud-classify <<-'EOF'
		The delay of six months was fault. It caused Mrs P distress. | fault_and_injustice
		The Council failed to review his plan, which was fault. It caused him distress. | fault_and_injustice
		Mrs P complains of a bill. // analysis: It came too late. This was fault and caused her worry. | fault_and_injustice
		We found that the Council failed to look at his request. This is fault, and it caused worry. | fault_and_injustice
	EOF
}

@test "fault that the body accepts or that is found, and that is put right, is remedied" {
	table 1 "$page {sections: (.[0] | page(\"summary\"))}" .finding ombud-classify <<-'EOF'
		decision: We will not investigate. The Council accepts it was at fault for a delay and has apologised. This is enough. | fault_remedied
		We will not investigate this delay. The Council has accepted fault, and its apology is a suitable remedy. | fault_remedied
		It was at fault and refunded him before he came to us. We consider this a suitable remedy. | fault_remedied
		We found fault with the Council. Its apology has put things right. | fault_remedied
	EOF
}

@test "what is not found is no finding of fault" {
	table 1 "$page {sections: (.[0] | page(\"summary\"))}" .finding ombud-classify <<-'EOF'
		We will not investigate. There is insufficient evidence of fault. | not_investigated
		We find no injustice flowing from the fault. | fault_no_injustice
		I do not uphold this complaint. | no_fault
	EOF
}

@test "an investigation that was stopped, or for which there is no power, has no finding" {
	table 1 "$page {sections: (.[0] | page(\"summary\"))}" .finding ombud-classify <<-'EOF'
		We have stopped investigating this complaint, as it is late. | ended_without_finding
		We have no power to investigate this complaint about a school. | not_investigated
	EOF
}

@test "in a joint case the finding is about the page's own body" {
	table 3 "$page {reference: .[0], authority_type: .[1], sections: (.[2] | page(\"summary\"))}" .finding ombud-classify <<-'EOF'
		99-000-101a | health_body | The Council was at fault for a delay, which caused distress. The Trust was not at fault. | no_fault
		99-000-101b | council     | The Council was at fault for a delay, which caused distress. The Trust was not at fault. | fault_and_injustice
		99-000-101b | council     | We found fault by the Trust causing distress. We found no fault by the Council. | no_fault
		99-000-101b | council     | We found fault by the Trust and the Council causing distress. | fault_and_injustice
		99-000-101a | health_body | Neither the Council nor the Trust was at fault. | no_fault
		99-000-101a | health_body | Both were at fault, and this caused distress. | fault_and_injustice
		99-000-101b | council     | The Trust was at fault for its notes, which caused distress. | -
	EOF
}

@test "a warning where the label and the words are at odds" {
	table 2 "$page {decision: .[0], sections: (.[1] | page(\"summary\"))}" '[.warnings[]?.code] | join(" ")' ombud-classify <<-'EOF'
		Upheld                         | We will not investigate this complaint.                              | upheld_not_investigated
		Upheld                         | We have ended our investigation of this complaint.                   | upheld_ended
		Upheld                         | We found no fault.                                                   | upheld_no_fault
		Not upheld                     | There was fault by the Council causing injustice.                    | not_upheld_fault
		Not upheld                     | We found fault, but no injustice to Mr K.                            | not_upheld_fault_no_injustice
		Not upheld                     | There was fault by the Council, but it has already put this right.   | not_upheld_fault_remedied
		Closed after initial enquiries | There was fault by the Council causing injustice.                    | closed_fault
		Closed after initial enquiries | We found fault, but no injustice to Mr K.                            | closed_fault_no_injustice
		Other                          | There was fault by the Council, but it has already put this right.   | closed_fault_remedied
		Upheld                         | There was fault by the Council causing injustice.                    | -
		Upheld                         | There was fault by the Council, but it has already put this right.   | -
		Not upheld                     | We found no fault.                                                   | -
		Not upheld                     | We have ended our investigation of this complaint.                   | -
		Closed after initial enquiries | We will not investigate this complaint.                              | -
	EOF
}

@test "grounds for not investigating, and whether the law bars it" {
	table 1 "$declined" "$grounds" ombud-classify <<-'EOF'
		There is not enough evidence of fault by the Council to justify an investigation. | insufficient_evidence_of_fault will_not
		It is unlikely we would find fault. | insufficient_evidence_of_fault will_not
		There is insufficient evidence of fault to warrant our involvement. | insufficient_evidence_of_fault will_not
		There is no sign of fault in the way it decided. | insufficient_evidence_of_fault will_not
		This is because we have found no fault in it. | insufficient_evidence_of_fault will_not
		Mr K has not suffered a significant injustice. | insufficient_injustice will_not
		Any injustice is speculative. | insufficient_injustice will_not
		The wall has not caused Mr K enough injustice to justify our involvement. | insufficient_injustice will_not
		Mr K is not significantly affected by the tree. | insufficient_injustice will_not
		We could not add to the Council’s own investigation. | cannot_add_to_investigation will_not
		It is unlikely we could add anything to the reply he has had. | cannot_add_to_investigation will_not
		Further investigation by us would not add to what he knows. | cannot_add_to_investigation will_not
		It is unlikely we could add anything. | cannot_add_to_investigation will_not
		We could not add more than the Council has found. | cannot_add_to_investigation will_not
		Another investigation is unlikely to add to it. | cannot_add_to_investigation will_not
		An investigation would not lead to a different outcome. | no_worthwhile_outcome will_not
		There is no worthwhile outcome to be had. | no_worthwhile_outcome will_not
		We cannot achieve the outcome Mr K wants. | no_worthwhile_outcome cannot
		Nothing more would be achieved. | no_worthwhile_outcome will_not
		An investigation would achieve nothing. | no_worthwhile_outcome will_not
		Our investigation would not lead to anything more. | no_worthwhile_outcome will_not
		We cannot order the Council to do what Mr K wants. | no_worthwhile_outcome cannot
		There is another body better placed to consider it. | better_placed_body will_not
		It is reasonable to expect Mr K to complain to the Information Commissioner’s Office. | better_placed_body will_not
		The complaint does not meet the tests in our Assessment Code. | assessment_code will_not
		It is not a good use of public money to look at complaint handling alone. | complaint_handling_alone will_not
		The Council has already put things right. | already_remedied will_not
		The Council has offered a suitable remedy. | already_remedied will_not
		It is reasonable to expect Mrs P to appeal to the SEND Tribunal. | tribunal_right will_not
		Mr K has used his right of appeal to a tribunal. | tribunal_right cannot
		Mrs P has appealed to a tribunal, so we cannot look at this. | tribunal_right cannot
		Mrs P had a right of appeal to the tribunal and used it. | tribunal_right cannot
		Mr K can appeal to the Planning Inspector. | minister_right will_not
		Mr K had the right to appeal to the Secretary of State. | minister_right will_not
		It is reasonable for Mr K to go to court for his damages. | court_remedy will_not
		Mr K has gone to court about it, so we cannot look at it. | court_remedy cannot
		Mr K can make a claim on the Council’s insurance. | court_remedy will_not
		The complaint is late and there are no good reasons to set the time limit aside. | late will_not
		Mr K complained more than 12 months after he knew. | late will_not
		The complaint is premature. | premature will_not
		The Council has not yet had a chance to answer. | premature will_not
		Mr K has not completed the Council’s complaints procedure. | premature will_not
		It is not an administrative function of the Council. | not_administrative_function cannot
		The complaint is from a council, which is a public body. | public_body_complainant cannot
		Parish councils are outside our jurisdiction. | out_of_remit cannot
		It is outside our jurisdiction, because it is a personnel matter. | personnel cannot
		The matter affects all or most of the people in the Council’s area. | affects_most_inhabitants cannot
		Mr K has no consent from his mother to complain on her behalf. | not_authorised cannot
		It is about the start of court proceedings. | court_proceedings cannot
		It is about the prevention of crime. | crime_prevention cannot
		It is about a commercial transaction. | commercial cannot
		It is about a personnel matter. | personnel cannot
		We cannot look at the internal management of a school. | school_internal cannot
		The complaint is late, and another body is better placed to consider it. | late will_not; better_placed_body will_not
		It is late. It is unlikely we would find fault. It is late. | late will_not; insufficient_evidence_of_fault will_not
	EOF
}

@test "what is not so, or set aside, is no ground" {
	table 1 "$declined" "$grounds" ombud-classify <<-'EOF'
		The complaint is late, but there are good reasons to look at it. | -
		The complaint is late, but I have used my discretion to investigate it. | -
		There is enough evidence of fault. | -
		Mr K was caused a significant injustice. | -
		We could achieve the outcome Mr K wants. | -
		The Council has had its chance to answer. | -
		He has consent from his mother to complain on her behalf. | -
		Mr K wrote to the Council in May. The late bus cost him an hour. | -
		The complaint is not late. | -
		The complaint is no longer premature. | -
		There is no right of appeal to a tribunal about this. | -
		He could not appeal to the tribunal. | -
		It would not be reasonable to expect her to appeal to the tribunal. | -
		It is not reasonable to expect Mr K to go to court. | -
		The Council has not offered a suitable remedy. | -
		No other body is better placed to look at this. | -
		The parish council does not want the wall. | -
	EOF
}

@test "what recites or tells gives no grounds, what reasons does" {
	table 1 "$page {sections: (\"decision: We will not investigate this complaint. // \\(.[0]): It is late.\" | page(\"\"))}" \
		"$grounds" ombud-classify <<-'EOF'
		powers          | -
		law             | -
		complaint       | -
		method          | -
		background      | -
		facts           | -
		names           | -
		scope           | late will_not
		findings        | late will_not
		analysis        | late will_not
		assessment      | late will_not
		other           | late will_not
		decision        | late will_not
	EOF
}

@test "where the whole is not declined only a paragraph that declines gives grounds" {
	table 1 "$page {sections: (.[0] | page(\"assessment\"))}" "$grounds" ombud-classify <<-'EOF'
		summary: We found fault. // We will not investigate what happened in 2015, as it is late. // Mr K can go to court. | late will_not
		summary: We found fault. // It is late. | -
	EOF
}

@test "a ground has its statute" {
	table 1 "$declined" '.grounds[0] | "\(.statute) \(.evidence.rule) \(.evidence.section) \(.evidence.paragraph) \(.evidence.quote)"' \
		ombud-classify <<-'EOF'
		He wrote in May. The complaint is late. We told him. | s26B, 34D late assessment 1 The complaint is late.
	EOF
}

@test "signposted is a body that the complainant is sent to" {
	table 1 "$declined" "$names" ombud-classify <<-'EOF'
		Mr K can complain to the Information Commissioner’s Office. | Information Commissioner's Office
		It is reasonable to expect Mrs P to complain to the ICO. | Information Commissioner's Office
		The Information Commissioner is better placed to consider this. | Information Commissioner's Office
		A complaint about data is better directed to the ICO. | Information Commissioner's Office
		The ICO is the appropriate body for it. | Information Commissioner's Office
		The ICO looks after data. Mr K can complain to it. | Information Commissioner's Office
		Mr K was told he could go to the ICO. | Information Commissioner's Office
		Mr K may report the social worker to Social Work England. | Social Work England
		Mr K should take the matter to the Housing Ombudsman. | Housing Ombudsman Service
		This is a matter for the police. | police
		If he wants to, Mr K may contact the police. | police
		Mrs P can appeal to the SEND Tribunal. | First-tier Tribunal (Special Educational Needs and Disability)
		Mr K can appeal to the Valuation Tribunal. | Valuation Tribunal for England
		Mr K could ask the Valuation Office Agency to look at the band. | Valuation Office Agency
		It is reasonable to expect Mr K to apply to the Traffic Enforcement Centre. | Traffic Enforcement Centre
		He can appeal to the Traffic Penalty Tribunal. | Traffic Penalty Tribunal
		He can appeal to London Tribunals. | London Tribunals
		A motorist may appeal to London Tribunals. It is reasonable for Mr K to do so. | London Tribunals
		A motorist may appeal to London Tribunals. It was reasonable for Mr K to do so. | -
		Mr K could appeal to the Planning Inspector. | Planning Inspectorate
		He can complain to the PHSO. | Parliamentary and Health Service Ombudsman
		She may raise this with the Care Quality Commission. | Care Quality Commission
		She can tell Ofsted. | Ofsted
		She can complain to the Department for Education about the academy. | Department for Education
		He may complain to the Pensions Ombudsman. | Pensions Ombudsman
		He can complain to the Nursing and Midwifery Council. | Nursing and Midwifery Council
		She can complain to the Office of the Public Guardian. | Office of the Public Guardian
		Mr K could complain to the ICO, and to Social Work England about the worker. | Information Commissioner's Office; Social Work England
		He can go to the ICO. It is open to him to go to the ICO. | Information Commissioner's Office
		He has written to the ICO. He can also complain to the ICO. | Information Commissioner's Office
		The SEND Tribunal charges nothing. It is reasonable for Mrs P to appeal to the Tribunal. | First-tier Tribunal (Special Educational Needs and Disability)
		The First-tier Tribunal (Property Chamber) charges £100. He can appeal to the First-tier Tribunal. | First-tier Tribunal (Property Chamber)
		The Teaching Regulation Agency is in London. She can write to the Agency. | Teaching Regulation Agency
	EOF
}

@test "each body of the table can be signposted, by its full name" {
	python3 -c 'import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    name = row["name"]
    if row["id"] and not name.startswith("^"):
        print("Mr K can complain to the", name, "|", name)' "$ROOT/schemas/rules/bodies.csv" | sort -u | table 1 "$declined" "$names" ombud-classify
}

@test "a body that is merely mentioned is not signposted" {
	table 1 "$declined" "$names" ombud-classify <<-'EOF'
		Mr K complained to the Information Commissioner’s Office in May. | -
		Mr K has complained to the ICO. | -
		Mrs P appealed to the SEND Tribunal. | -
		Mrs P had a right of appeal to the SEND Tribunal and used it. | -
		Mr K has already used his right to appeal to the Valuation Tribunal. | -
		The Planning Inspector dismissed his appeal. | -
		The Council reported it to the police. | -
		The Council should contact the Information Commissioner’s Office. | -
		We will share this decision with the CQC. | -
		I will send a copy of this decision to Ofsted. | -
		We may refer it to the CQC, with which we share this decision. | -
		A motorist may appeal to London Tribunals. | -
		Ofsted inspects schools. | -
		The police came on Monday. | -
		She cannot complain to the Housing Ombudsman. | -
		She can appeal to the Tribunal. | -
		The ICO has a form. She can appeal to the Tribunal. | -
		Mr K may go to the county court. | -
	EOF
}

@test "nobody is sent to the page's own body" {
	echo 'Mr K can complain to the Environment Agency, or to Ofsted.' |
		jq -Rc "$page {authority: \"Environment Agency\", sections: page(\"assessment\")}" | ombud-classify | jq -c '[.signposted[].name]' >got
	echo '["Ofsted"]' | cmp - got
}

@test "what recites or tells signposts nobody" {
	table 1 "$page {sections: (\"\\(.[0]): Mr K can complain to the ICO.\" | page(\"\"))}" "$names" ombud-classify <<-'EOF'
		powers     | -
		law        | -
		complaint  | -
		method     | -
		background | -
		names      | -
		summary    | Information Commissioner's Office
		assessment | Information Commissioner's Office
		analysis   | Information Commissioner's Office
		decision   | Information Commissioner's Office
	EOF
}

# evidence_stands PAGE...: all evidence is a byte substring of the paragraph that it names.
evidence_stands() {
	pipeline ombud-classify "$@" >records
	[ -s records ]
	python3 - records <<-'EOF' >got
		import json, sys
		for line in open(sys.argv[1], encoding="utf-8"):
		    r = json.loads(line)
		    texts = {(s["kind"], p["n"]): p["text"] for s in r["sections"] for p in s["paragraphs"]}
		    evidence = [r["outcome_evidence"], r["finding_evidence"]] + [x["evidence"] for x in r["grounds"] + r["signposted"] + r["remedies"]]
		    for e in filter(None, evidence):
		        text = texts.get((e["section"], e["paragraph"]), r["decision"] if e["section"] is None else "")
		        if not e["rule"] or not e["quote"] or e["quote"] not in text:
		            print(r["source"]["path"], e)
	EOF
	same /dev/null got
}

@test "all evidence stands, byte for byte, in the paragraph that it names" {
	mapfile -t pages < <(specimens)
	evidence_stands "${pages[@]}"
}

@test "all evidence stands in the real pages, too" {
	seeds_or_skip
	evidence_stands "$SEEDS"/*.txt
}

@test "a record without sections gets nulls and empty lists" {
	echo '{"a":1}' | ombud-classify >got
	echo '{"a":1,"outcome":null,"outcome_basis":null,"outcome_evidence":null,"finding":null,"finding_evidence":null,"grounds":[],"signposted":[],"remedies":[],"remedy_total":null}' >wanted
	same wanted got
}

@test "twice is the same as once" {
	pipeline ombud-classify "$SAMPLES" >once
	ombud-classify once >twice
	same once twice
}

@test "sections in another form are rejected" {
	printf '%s\n' '{"sections":"all"}' '{"sections":[{"kind":"law"}]}' '{"sections":[]}' >in
	exits 1 ombud-classify in
	[ "$(wc -l <out)" = 1 ]
	has "$(cat err)" 'ombud-classify: in:1: *sections*"all"*in:2: *sections*2 of 3 records rejected'
}

# A line of cases.txt: the label, or the letter of a joint case and its body's kind, then paragraphs joined by ` // `.
# shellcheck disable=SC2016 # the names are jq's
case_page='(capture("^(?<label>[^:]*): (?<text>.*)$")) as $c | ($c.label | capture("^(?<letter>[a-z]) (?<type>.*)$") // null) as $joint
	| {decision: (if $joint or $c.label == "" then null else $c.label end), reference: "99-000-101\($joint.letter // "")",
	authority_type: $joint.type, sections: [$c.text | splits(" // ")] | to_entries | map((.value | capture("^(?<kind>[a-z]+): (?<text>.*)$"))
	+ {n: .key}) | map({kind, heading: null, level: 2, paragraphs: [{n, label: null, text}]})}'
# shellcheck disable=SC2016
case_read='[.finding, .outcome, (.grounds[] | "\(.code) \(.bar)"), .signposted[].name, (.warnings[]? | .code)]
	| map(values) | join("; ")'

@test "what is concluded from a page, all in one: finding, outcome, grounds, bodies, warnings" {
	table 1 ".[0] | $case_page" "$case_read" ombud-classify <"$FIXTURES/classify/cases.txt"
}

@test "no row of the rules is idle: without it some decision reads otherwise" {
	cut -d '|' -f 1 "$FIXTURES/classify/cases.txt" | sed 's/  *$//; /^$/d' | jq -Rc "$case_page" >in
	for table in outcomes statements partners findings grounds signposts odds; do
		idle "$table" ombud-classify
	done >got
	same /dev/null got
}
