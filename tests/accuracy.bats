#!/usr/bin/env bats
# scripts/accuracy: what it counts, on labels and records made by hand. The labels of samples/labels: well-formed.

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	evidence='{"rule": "r", "section": "decision", "paragraph": 3, "quote": "said so"}'
	jq -nc '
		def page($file; $words; $finding; $at_odds): {$file, outcome: null, $words, $finding, grounds: [],
			$at_odds, signposted: [], remedies: [], remedy_total: null, citations: [], complainant: null, traps: []};
		def remedy($kind; $recipient; $amount; $deadline): {$kind, $recipient, $amount, per: null, $deadline,
			status: "agreed"};
		(page("a.txt"; "upheld"; "fault_and_injustice"; false) + {complainant: "Mr A", grounds: ["late"],
			signposted: ["Housing Ombudsman", "Ofsted"], remedy_total: 250.5,
			remedies: [remedy("apology"; "Mr A"; null; "P1M"), remedy("payment"; "Mr A\u2019s  son"; 250.5; "P1M"),
				remedy("service_improvement"; null; null; null), remedy("service_improvement"; null; null; null)],
			citations: [["Care Act 2014", "section 9"], ["Care Act 2014", null]]}),
		(page("b.txt"; "closed_after_initial_enquiries"; "not_investigated"; false) + {grounds: ["tribunal_right", "late"]}),
		page("c.txt"; null; null; true),
		page("d.txt"; "not_upheld"; "no_fault"; false)' >labels
	jq -nc --argjson evidence "$evidence" '
		def page($file; $outcome; $finding): {source: {path: "x/\($file)"}, outcome: $outcome, outcome_evidence: $evidence,
			finding: $finding, finding_evidence: $evidence, grounds: [], signposted: [], remedies: [], remedy_total: null,
			citations: [], complainant: null, warnings: []};
		def remedy($kind; $recipient; $amount; $deadline; $status): {$kind, $recipient, $amount, per: null, $deadline, $status,
			counted: true, $evidence};
		(page("a.txt"; "upheld"; "fault_and_injustice") + {complainant: "Mr A", remedy_total: 250.5,
			grounds: [{code: "late", $evidence}, {code: "premature", bar: null, $evidence}],
			signposted: [{name: "housing ombudsman service", $evidence}],
			remedies: [remedy("payment"; "Mr A'\''s son"; 250.50; "P1M"; "recommended"),
				remedy("apology"; null; null; "P4W"; "agreed"),
				remedy("service_improvement"; "Mr B"; null; null; "agreed"), remedy("payment"; "Mr A"; 250; "P1M"; "agreed")],
			citations: [{legislation: "Care Act 2014", provision: "Section  9"},
				{legislation: "Care Act 2014", provision: "section 9"}]}),
		(page("b.txt"; "upheld"; "not_investigated") + {remedies: null,
			grounds: [{code: "late", $evidence}, {code: "tribunal_right", $evidence}]}),
		(page("c.txt"; "upheld"; "no_fault") + {warnings: [{filter: "ombud-classify", code: "upheld_no_fault", detail: ""}]}),
		(page("d.txt"; null; null) + {warnings: [{filter: "ombud-meta", code: "no_category", detail: ""}]})' >records
}

accuracy() { "$ROOT/scripts/accuracy" "$@"; }

@test "the figures of labels and records made by hand are those counted by hand" {
	accuracy labels records records >got
	cat >wanted <<-'END'
		labels: 4 pages
		outcome, blind                             upheld         null
		  upheld                                        1            .
		  not_upheld                                    .            1
		  closed_after_initial_enquiries                1            .
		  null                                          1            .
		  accuracy 0.500 (1/2), coverage 0.667 (2/3)
		finding                              fault_and_in     no_fault not_investig         null
		  fault_and_injustice                           1            .            .            .
		  no_fault                                      .            .            .            1
		  not_investigated                              .            .            1            .
		  null                                          .            1            .            .
		  accuracy 0.500 (2/4)
		               precision    recall        F1     right     wrong    missed
		grounds            0.750     1.000     0.857         3         1         0
		signposted         1.000     0.500     0.667         1         0         1
		remedies           0.750     0.750     0.750         3         1         1
		citations          1.000     0.500     0.667         1         0         1
		first ground   0.500 (1/2)
		recipient      0.500 (1/2)
		deadline       0.667 (2/3)
		status         0.667 (2/3)
		remedy_total   1.000 (1/1)
		complainant    1.000 (4/4)
		at_odds        1.000 (4/4)
	END
	same wanted got
}

@test "the outcome is of the blind run, all else of the other" {
	jq -c '.outcome = "not_upheld" | .finding = null' records >blind
	accuracy labels records blind >got
	has "$(cat got)" $'*\n  accuracy 0.333 (1/3), coverage 1.000 (3/3)\n*' $'*\n  accuracy 0.500 (2/4)\n*'
}

@test "-v lists each difference with what was wanted, what came and its evidence, and no other" {
	accuracy -v labels records records | sed 1,25d >got
	cat >wanted <<-END
		outcome: b.txt
		    wanted   "closed_after_initial_enquiries"
		    got      "upheld"
		    evidence $evidence
		outcome: d.txt
		    wanted   "not_upheld"
		    got      null
		    evidence $evidence
		finding: c.txt
		    wanted   null
		    got      "no_fault"
		    evidence $evidence
		finding: d.txt
		    wanted   "no_fault"
		    got      null
		    evidence $evidence
		grounds: a.txt
		    wanted   null
		    got      {"code": "premature", "bar": null}
		    evidence $evidence
		signposted: a.txt
		    wanted   "Ofsted"
		    got      null
		remedies: a.txt
		    wanted   {"kind": "service_improvement", "recipient": null, "amount": null, "per": null, "deadline": null, "status": "agreed"}
		    got      null
		remedies: a.txt
		    wanted   null
		    got      {"kind": "payment", "recipient": "Mr A", "amount": 250, "per": null, "deadline": "P1M", "status": "agreed", "counted": true}
		    evidence $evidence
		citations: a.txt
		    wanted   ["Care Act 2014", null]
		    got      null
		first ground: b.txt
		    wanted   "tribunal_right"
		    got      "late"
		    evidence $evidence
		recipient: a.txt
		    wanted   "mr a"
		    got      null
		    evidence $evidence
		deadline: a.txt
		    wanted   "P1M"
		    got      "P4W"
		    evidence $evidence
		status: a.txt
		    wanted   "agreed"
		    got      "recommended"
		    evidence $evidence
	END
	same wanted got
}

@test "a warning counts as at odds where odds.csv gives its code" {
	jq -c '.warnings = []' records >none
	accuracy -v labels none none >got
	has "$(cat got)" $'*\nat_odds        0.750 (3/4)\n*' $'*\nat_odds: c.txt\n    wanted   true\n    got      false*'
}

@test "a page without a record, a second record and a record without a label are named: status 1" {
	sed 1d records >fewer
	exits 1 accuracy labels fewer fewer
	has "$(cat err)" '*fewer: no record of a.txt*'
	has "$(cat out)" 'labels: 3 pages*'
	cat records records >twice
	exits 1 accuracy labels twice records
	has "$(cat err)" '*twice: a second line of a.txt*'
	has "$(cat out)" 'labels: 4 pages*'
	sed 1d labels >unlabelled
	exits 1 accuracy unlabelled records records
	has "$(cat err)" '*records: a record of no label: a.txt*'
}

@test "wrong usage, and what is no label or record, is status 2" {
	exits 2 accuracy labels records
	exits 2 accuracy labels records none
	echo '[]' >list
	exits 2 accuracy list records records
	echo 'x' >bad
	exits 2 accuracy labels bad records
	jq -c 'del(.finding)' records >short
	exits 2 accuracy labels short records
}

# What is wrong with the labels of samples/labels: the page or line, and why. Nothing of what a page says is shown.
@test "each page of samples/labels has a line, and what the lines say stands in the pages" {
	python3 - "$ROOT" <<-'END' >wrong
		import csv, json, os, re, sys

		root = sys.argv[1]
		schema = json.load(open(f"{root}/schemas/decision.schema.json", encoding="utf-8"))
		words = {member: schema["properties"][member]["enum"] for member in ("outcome", "finding")}
		words.update({member: schema["$defs"]["remedy"]["properties"][member]["enum"] for member in ("kind", "status")})
		codes = {row["code"] for row in csv.DictReader(open(f"{root}/schemas/rules/grounds.csv", encoding="utf-8"))}
		members = ("file outcome words finding grounds at_odds signposted remedies remedy_total citations complainant "
		           "traps").split()
		for half, prefix in ("open", ("99-401", "99-402", "99-405", "99-406", "99-407", "99-408", "99-410", "99-411", "99-412", "99-416", "99-417", "99-418", "99-419", "99-420", "99-421")), ("testing", ("99-403", "99-404", "99-409", "99-413", "99-414", "99-415", "99-422")):
		    folder = f"{root}/samples/labels/{half}"
		    labels = [json.loads(line) for line in open(folder + ".jsonl", encoding="utf-8")]
		    files, pages = [label["file"] for label in labels], sorted(os.listdir(folder))
		    if files != pages:
		        print(half, "pages and lines are not the same, in order:", *sorted({*files} ^ {*pages}))
		    for label in (label for label in labels if label["file"] in pages):
		        text = " ".join(open(f"{folder}/{label['file']}", encoding="utf-8").read().split()).replace("’", "'")
		        printed = re.search(r" Decision : (Upheld|Not upheld|Closed after initial enquiries) (?:Decision date|The )", text)
		        remedies, total = label["remedies"], label["remedy_total"]
		        amounts = [one["amount"] for one in remedies if one["amount"] is not None]
		        money = [one for one in remedies if one["kind"] in ("payment", "refund")]
		        paid = [one["amount"] for one in money if one["amount"] is not None]
		        each = re.search(r"£[\d,]+ each", text)
		        numbers = [n for _, provision in label["citations"] for n in re.findall(r"\d[\w()]*", provision or "")]

		        def stands(amount):
		            return re.search(rf"£{amount:,.2f}".replace(".00", r"(\.00)?") + r"(?!,?\d)", text)

		        for agrees, what in (
		                (list(label) == members, "members"),
		                (label["file"].startswith(prefix), "the wrong half"),
		                (label["outcome"] == (printed and printed[1].lower().replace(" ", "_")), "outcome"),
		                (label["words"] in words["outcome"], "words"),
		                (label["finding"] in words["finding"], "finding"),
		                (codes.issuperset(label["grounds"]), "code of a ground"),
		                (len({*label["grounds"]}) == len(label["grounds"]), "a ground twice"),
		                (len({*map(tuple, label["citations"])}) == len(label["citations"]), "a citation twice"),
		                (all(one["kind"] in words["kind"] for one in remedies), "kind of a remedy"),
		                (all(one["status"] in words["status"] for one in remedies), "status of a remedy"),
		                (all(re.fullmatch(r"P\d+[DWMY]", one["deadline"] or "P1D") for one in remedies), "deadline"),
		                (all(map(stands, amounts)), "amount"),
		                # `sections 34B(8) and (9)` has a 34B(9)
		                (all(number in text or all(part in text for part in re.findall(r"^\w+|\(\w+\)", number))
		                     for number in numbers), "provision"),
		                (all((one["recipient"] or "").replace("’", "'") in text for one in remedies), "recipient"),
		                ((label["complainant"] or "") in text, "complainant"),
		                (total is None or bool(remedies), "a total without a remedy"),
		                # with a rate, or "each", it or the product of that one stands in the page, or there is no total
		                (total in (None, sum(paid)) or stands(total) or
		                 any(stands(total - sum(paid) + one) for one in paid) or each, "total"),
		                (total is not None or not remedies or each or any(one["per"] or not one["amount"] for one in money),
		                 "no total"),
		        ):
		            if not agrees:
		                print(label["file"], what)
	END
	same /dev/null wrong
}
