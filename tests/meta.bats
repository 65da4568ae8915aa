#!/usr/bin/env bats
# ombud-meta: who, what and when. Names of real councils stand here only for their codes.

load helper
load table

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# The warnings whose codes match a pattern, behind the value itself.
with_warnings() { printf '[%s, (.warnings[]? | select(.code | test("%s")) | .code)] | map(. // "-") | join(" | ")' "$@"; }

@test "references: all spellings, and what is none" {
	table 1 '{header: {reference: .[0]}, sections: []}' "$(with_warnings .reference reference)" ombud-meta <<-'EOF'
		99 000 101   | 99-000-101
		99-000-101   | 99-000-101
		99000101     | 99-000-101
		00 000 001   | 00-000-001
		99 000 101a  | 99-000-101a
		99 000 101 a | 99-000-101a
		99-000-101B  | 99-000-101b
		99 000 10    | - | bad_reference | no_reference
		99 000 1012  | - | bad_reference | no_reference
		99 000 101ab | - | bad_reference | no_reference
		99 000 101a1 | - | bad_reference | no_reference
		99/000/101   | - | bad_reference | no_reference
		99 000 101.  | - | bad_reference | no_reference
		LGO 99000101 | - | bad_reference | no_reference
		99 OOO 1O1   | - | bad_reference | no_reference
		none         | - | bad_reference | no_reference
	EOF
}

@test "dates: all forms, and days that are none" {
	table 1 '{header: {decision_date: .[0]}, sections: []}' "$(with_warnings .decision_date date)" ombud-meta <<-'EOF'
		02 Feb 2022      | 2022-02-02
		2 Feb 2022       | 2022-02-02
		2 February 2022  | 2022-02-02
		25 November 2022 | 2022-11-25
		27-Nov-2020      | 2020-11-27
		2022-02-02       | 2022-02-02
		2 SEPT 2022      | 2022-09-02
		31 may 2022      | 2022-05-31
		29 Feb 2024      | 2024-02-29
		29 February 2000 | 2000-02-29
		29 Feb 2023      | - | bad_date
		29 Feb 2100      | - | bad_date
		31 Apr 2022      | - | bad_date
		32 Jan 2022      | - | bad_date
		0 Jan 2022       | - | bad_date
		2022-13-01       | - | bad_date
		2022-00-10       | - | bad_date
		2 Ju 2022        | - | bad_date
		2 Juneish 2022   | - | bad_date
		2 Feb 22         | - | bad_date
		2 Feb 20222      | - | bad_date
		2 Feb 1873       | - | bad_date
		02/02/2022       | - | bad_date
		2022-02-02T10:00 | - | bad_date
		-202-02-02       | - | bad_date
		2 Feb -202       | - | bad_date
		+2 Feb 2022      | - | bad_date
		February 2022    | - | bad_date
		in spring        | - | bad_date
	EOF
}

@test "the day a remedy was done is read alike" {
	table 1 '{header: {satisfied: .[0]}, sections: []}' "$(with_warnings .satisfied_date satisfied)" ombud-meta <<-'EOF'
		12 September 2017 | 2017-09-12
		31 September 2017 | - | bad_satisfied_date
	EOF
}

@test "a body has the code that held on the day of the decision" {
	table 2 '{header: {authority: .[0], decision_date: (.[1] | select(. != "-") // null)}, sections: []}' \
		"$(with_warnings .authority_code authorit)" ombud-meta <<-'EOF'
		Gateshead Metropolitan Borough Council          | 2013-03-31 | E08000020
		Gateshead Metropolitan Borough Council          | 2013-04-01 | E08000037
		Gateshead Council                               | 2019-05-01 | E08000037
		Gateshead Council                               | -          | - | several_authorities
		East Hertfordshire District Council             | 2013-03-31 | E07000097
		East Hertfordshire District Council             | 2013-04-01 | E07000242
		St Albans City & District Council               | 2012-03-31 | E07000100
		St. Albans City and District Council            | 2012-04-01 | E07000240
		Dorset County Council                           | 2019-03-31 | E10000009
		Dorset Council                                  | 2019-04-01 | E06000059
		Dorset Council                                  | -          | E06000059
		Bournemouth, Christchurch and Poole Council     | 2019-04-01 | E06000058
		Bournemouth Christchurch & Poole Council        | 2024-05-01 | E06000058
		Aylesbury Vale District Council                 | 2020-03-31 | E07000004
		Buckinghamshire County Council                  | 2020-03-31 | E10000002
		Buckinghamshire Council                         | 2020-04-01 | E06000060
		Northamptonshire County Council                 | 2021-03-31 | E10000021
		West Northamptonshire Council                   | 2021-04-01 | E06000062
		Somerset County Council                         | 2023-03-31 | E10000027
		Somerset Council                                | 2023-04-01 | E06000066
		North Yorkshire County Council                  | 2023-03-31 | E10000023
		North Yorkshire Council                         | 2023-04-01 | E06000065
		Cumbria County Council                          | 2023-03-31 | E10000006
		Westmorland & Furness Council                   | 2023-04-01 | E06000064
		North East Combined Authority                   | 2018-11-01 | E47000005
		North East Combined Authority                   | 2018-11-02 | E47000010
		Bury Metropolitan Borough Council               | 2020-01-01 | E08000002
		Bury Council                                    | 2020-01-01 | E08000002
		BURY COUNCIL                                    | 2020-01-01 | E08000002
		London Borough of Barking & Dagenham            | 2020-01-01 | E09000002
		London Borough of Barking and Dagenham          | 2020-01-01 | E09000002
		Royal Borough of Kensington & Chelsea           | 2020-01-01 | E09000020
		Royal Borough of Kingston upon Thames           | 2020-01-01 | E09000021
		City of London                                  | 2020-01-01 | E09000001
		City of York Council                            | 2020-01-01 | E06000014
		York City Council                               | 2020-01-01 | E06000014
		Westminster City Council                        | 2020-01-01 | E09000033
		City of Bradford Metropolitan District Council  | 2020-01-01 | E08000032
		Southend-on-Sea Borough Council                 | 2020-01-01 | E06000033
		Southend-on-Sea City Council                    | 2022-04-01 | E06000033
		Newcastle-under-Lyme Borough Council            | 2020-01-01 | E07000195
		Newcastle upon Tyne City Council                | 2020-01-01 | E08000021
		Borough Council of King's Lynn & West Norfolk   | 2020-01-01 | E07000146
		Borough Council of King’s Lynn and West Norfolk | 2020-01-01 | E07000146
		St. Helens Metropolitan Borough Council         | 2020-01-01 | E08000013
		Norbury Vale District Council                   | 2020-01-01 | - | unknown_authority
		Norbury Vale Homecare Ltd                       | 2020-01-01 | -
	EOF
}

@test "a council outside its dates has no code, and a warning with the one it had" {
	table 2 '{header: {authority: .[0], decision_date: .[1]}, sections: []}' "$(with_warnings .authority_code authorit)" ombud-meta <<-'EOF'
		Somerset County Council | 2023-04-01 | - | authority_outside_its_dates
		Somerset Council        | 2023-03-31 | - | authority_outside_its_dates
	EOF
}

@test "a body's name tells its type" {
	table 1 '{header: {authority: .[0]}, sections: []}' .authority_type ombud-meta <<-'EOF'
		Norbury Vale District Council              | council
		London Borough of Norbury                  | council
		Royal Borough of Wix                       | council
		City of London                             | council
		Council of the Isles of Scilly             | council
		Norbury Primary School                     | school
		St. Osyth's RC School                      | school
		The Norbury Academies Trust                | school
		Norbury Sixth Form College                 | school
		Norbury Hospitals NHS Foundation Trust     | health_body
		NHS Norbury and Wix Integrated Care Board  | health_body
		NHS Norbury ICB                            | health_body
		Wix & Osyth Clinical Commissioning Group   | health_body
		The Wix Surgery                            | health_body
		Wix Dales National Park Authority          | national_park
		Broads Authority                           | national_park
		Transport for London                       | transport_body
		Transport For Norbury                      | transport_body
		Norbury Passenger Transport Executive      | transport_body
		Environment Agency                         | government_agency
		Natural England                            | government_agency
		Norbury Fire & Rescue Authority            | fire_authority
		Norbury Fire Authority                     | fire_authority
		Police and Crime Commissioner for Norbury  | police_body
		Norbury Constabulary                       | police_body
		Norbury and Wix Combined Authority         | other
		Wix Drainage Board                         | other
		Stoneham (Healthcare) Ltd                  | care_provider
		Wix House                                  | care_provider
		Bluebell Care AKA WixCo Limited            | care_provider
		The Wix Group Limited                      | care_provider
		Wixholm Limited                            | care_provider
		Norbury Medical Care Services Ltd          | care_provider
		Bluebell Homecare Agency                   | care_provider
		College Court Care Home                    | care_provider
		Police Lane Nursing Home Ltd               | care_provider
	EOF
	same_text '[null,null,["no_authority"]]' "$(echo '{"header":{},"sections":[]}' | ombud-meta |
		jq -c '[.authority, .authority_type, [.warnings[].code | select(test("authority"))]]')"
}

@test "categories: as the Ombudsman spells them, however they are printed" {
	table 1 '.[0] / " > " | {header: {category: .[0], subcategory: .[1]}, sections: []}' \
		'[.category, .subcategory // "-"] | join(" > ")' ombud-meta <<-'EOF'
		Children's care services > Child protection        | Children's care services > Child protection
		Children S Care Services > Child Protection        | Children's care services > Child protection
		Children’s Care Services > Looked After Children   | Children's care services > Looked after children
		Benefits And Tax > Covid 19                        | Benefits and tax > COVID-19
		Other categories > Leisure And Culture             | Other Categories > Leisure and culture
		Transport And Highways > Parking And Other Penalties | Transport and highways > Parking and other penalties
		Housing                                            | Housing > -
		Moon and stars > Comets                            | Moon and stars > Comets
		Moon And Stars > Red And Blue Comets               | Moon and stars > Red and blue comets
	EOF
}

@test "each category of the table is found by its slug and by a mirror's spelling" {
	sed 1d "$ROOT/schemas/rules/categories.csv" | jq -Rc 'split(",") | {header: {category: .[0],
		subcategory: (.[0] / "-" | map((.[:1] | ascii_upcase) + .[1:]) | join(" "))}, sections: []}' >in
	ombud-meta in | jq -r '.category, .subcategory' >got
	sed 1d "$ROOT/schemas/rules/categories.csv" | cut -d , -f 2 | sed p >wanted
	same wanted got
}

@test "address and path give reference and category where the page does not, with a warning" {
	table 2 '{header: {}, source: {address: (.[0] | select(. != "-") // null), path: .[1]}, sections: []}' \
		'[.reference, .category, .subcategory, (.warnings[] | select(.code | test("reference|category")) | .code)] | map(. // "-") | join(", ")' \
		ombud-meta <<-'EOF'
		https://o.example/decisions/housing/allocations/99-000-101       | x | 99-000-101, Housing, Allocations, reference_from_address, category_from_address
		http://www.o.example/decisions/housing/allocations/99-000-101b/  | x | 99-000-101b, Housing, Allocations, reference_from_address, category_from_address
		https://o.example/decisions/children-s-care-services/other/99-000-101?chapter=0 | x | 99-000-101, Children's care services, Other, reference_from_address, category_from_address
		https://o.example/decisions/moon-and-stars/red-comets/99-000-101#top | x | 99-000-101, Moon and stars, Red comets, reference_from_address, category_from_address
		https://o.example/decisions/housing/allocations/99-000-101?a=/b/c | x | 99-000-101, Housing, Allocations, reference_from_address, category_from_address
		https://o.example/99-000-101                                     | x | 99-000-101, -, -, reference_from_address, no_category, no_subcategory
		https://o.example/                                               | decisions/education/covid-19/99-000-101.html | 99-000-101, Education, COVID-19, reference_from_address, category_from_address
		- | /data/decisions/housing/allocations/99-000-101.txt           | 99-000-101, Housing, Allocations, reference_from_address, category_from_address
		- | pages/99-000-101.txt                                         | 99-000-101, -, -, reference_from_address, no_category, no_subcategory
		- | 99000101 | -, -, -, no_reference, no_category, no_subcategory
		- | pages/20240305.txt | -, -, -, no_reference, no_category, no_subcategory
		- | pages/2024-03-05.txt | -, -, -, no_reference, no_category, no_subcategory
		- | decisions/education/other/99-000-101/index.html               | 99-000-101, Education, Other, reference_from_address, category_from_address
		- | decisions/education/other/99-000-101/index.html?displaypref=1 | 99-000-101, Education, Other, reference_from_address, category_from_address
		- | decisions/education/other/99-000-101b?displaypref=1           | 99-000-101b, Education, Other, reference_from_address, category_from_address
		- | decisions/education/other/99-000-101@displaypref=1.html       | 99-000-101, Education, Other, reference_from_address, category_from_address
		- | decisions/education/other/99-000-101                          | 99-000-101, Education, Other, reference_from_address, category_from_address
		- | index.html                                                   | -, -, -, no_reference, no_category, no_subcategory
		- | a#b/99-000-101a.txt | 99-000-101a, -, -, reference_from_address, no_category, no_subcategory
		- | decisions/housing/allocations/index.html                     | -, -, -, no_reference, no_category, no_subcategory
		- | pages/12_notes.txt                                           | -, -, -, no_reference, no_category, no_subcategory
		- | pages/000_4edca1f5.txt                                       | -, -, -, no_reference, no_category, no_subcategory
		- | pages/2024-report.txt                                        | -, -, -, no_reference, no_category, no_subcategory
	EOF
}

@test "what the page prints is believed before the address, without a warning" {
	echo '{"header":{"reference":"99 000 101","category":"Housing","subcategory":"Allocations"},"source":{"address":"https://o.example/decisions/education/other/99-000-102"},"sections":[]}' |
		ombud-meta | jq -c '[.reference, .category, .subcategory, [.warnings[].code | select(test("reference|category"))]]' >got
	echo '["99-000-101","Housing","Allocations",[]]' >wanted
	same wanted got
}

@test "a warning says of each member of the header why it is null" {
	echo '{"header":{},"sections":[]}' | ombud-meta | jq -c '[.reference, .authority, .category, .decision, .decision_date, .satisfied_date,
		.summary, .complainant], [.warnings[].code], [.warnings[].filter] == ([.warnings[] | "ombud-meta"]), .citations, .related' >got
	printf '%s\n' '[null,null,null,null,null,null,null,null]' \
		'["no_reference","no_authority","no_category","no_subcategory","no_decision","no_decision_date","no_summary"]' true '[]' '[]' >wanted
	same wanted got
}

@test "a reference, label, address or complainant and the sections tell a statement from a report and from what is neither" {
	table 3 '{header: (if .[0] == "-" then {} else .[0] / " " | map({(.): "99 000 101"}) | add end | if .decision then .decision = "Upheld" else . end),
		source: (if .[1] | startswith("http") then {path: "x", address: .[1]} else {path: .[1], address: null} end),
		sections: (.[2] / " " | map({kind: ., heading: null, level: 2, paragraphs: [{n: 1, label: null, text: (if . == "complaint" then "Mr K complains." else "A." end)}]}))}' \
		.document_type ombud-meta <<-'EOF'
		reference authority decision | - | summary complaint powers method assessment decision | statement
		-                            | - | summary complaint powers method findings decision   | statement
		-                            | - | summary powers method findings decision             | other
		-                            | - | summary complaint decision                          | other
		-                            | https://o.example/99-000-101 | summary complaint decision | statement
		reference authority          | - | decision                                            | other
		reference authority          | - | powers decision                                     | statement
		reference authority decision | - | summary findings recommendations                    | report
		reference authority decision | - | complaint method findings recommendations           | report
		reference authority decision | - | complaint method findings recommendations decision  | statement
		reference authority decision | https://o.example/99-000-101?chapter=2 | law facts method | report
		reference authority decision | https://o.example/99-000-101?chapter=0 | law method decision | statement
		reference authority decision | pages/99-000-101?chapter=2.html | law method decision | report
		reference authority decision | 99-000-101@chapter=2 | law method decision         | report
		reference authority decision | 99-000-101?chapter=0 | law method decision         | statement
		reference authority decision | - | law facts                                           | report
		-                            | - | names complaint findings recommendations            | report
		-                            | - | names summary findings recommendations              | other
		reference                    | - | other                                               | report
		reference authority decision | - | other                                               | other
		reference authority decision decision_date | - | other                                 | statement
		-                            | - | other                                               | other
		-                            | - | findings recommendations background                 | other
		-                            | - | decision                                            | other
		authority                    | - | summary other                                       | other
	EOF
	printf '%s\n' '{"header":{"decision":"For decision"},"sections":[{"kind":"recommendations","paragraphs":[]},{"kind":"findings","paragraphs":[]}]}' \
		'{"header":{"reference":"99 000 101","authority":"A Council","type":"report"},"sections":[{"kind":"method","paragraphs":[]},{"kind":"decision","paragraphs":[]}]}' \
		'{"header":{"reference":"99 000 101","authority":"A Council","type":"statement"},"sections":[{"kind":"summary","paragraphs":[]}]}' |
		ombud-meta | jq -r .document_type >got
	printf '%s\n' other report statement >wanted
	same wanted got
}

@test "the complainant's name, as the page has it" {
	table 2 '{header: {}, sections: [{kind: .[0], heading: null, level: 2, paragraphs: [{n: 1, label: null, text: .[1]}]}]}' \
		.complainant ombud-meta <<-'EOF'
		complaint | The complainant, whom I shall call Mrs P, complains of noise. | Mrs P
		complaint | The complainant, who I will refer to as Miss X, says it is loud. | Miss X
		complaint | The complainants, whom I shall call Mr and Mrs X, say it is loud. | Mr and Mrs X
		complaint | The complainant, who I will call ‘Ms Q’, says it is loud. | Ms Q
		complaint | I shall call her Ms D. The complainant, Mrs P, wants quiet. | Mrs P
		complaint | Mr K was ill. A couple, whom I shall call Mr and Mrs X, complain of his care. | Mr and Mrs X
		complaint | The complainant (Mr K) says it is loud. | Mr K
		complaint | Mr K complains of noise for his mother, Mrs L. | Mr K
		complaint | Mr K and Ms L complain of noise. | Mr K and Ms L
		complaint | Mr & Mrs K complain of noise. | Mr & Mrs K
		complaint | Dr K complains of noise. | Dr K
		complaint | Councillor K complains of noise. | Councillor K
		complaint | The complainant, a firm which I shall call Company A, complains. | Company A
		complaint | Mr Osyth of the Council wrote to Mrs P. | Mrs P
		complaint | The complaint is about noise. | -
		summary   | We will not look into Mrs P’s complaint of noise. | Mrs P
		law       | Mr K was a case in court. | -
	EOF
	printf '%s\n' '{"header":{},"sections":[{"kind":"summary","paragraphs":[{"n":0,"text":"Mr K wrote."}]},{"kind":"complaint","paragraphs":[{"n":1,"text":"Ms L, a friend, wrote."},{"n":2,"text":"The complainant, Mrs P, complains."}]}]}' |
		ombud-meta | jq -r .complainant >got
	echo 'Mrs P' >wanted
	same wanted got
}

# law READ [ORDER]: a table of one paragraph's text | what the jq program READ makes of each of its citations, in their order
# or another, joined by `; `.
law() {
	table 1 '{sections: [{kind: "law", heading: null, level: 3, paragraphs: [{n: 1, label: null, text: .[0]}]}]}' \
		"[.citations[] | $1] ${2-} | join(\"; \")" ombud-meta
}

@test "citations: sections behind the name" {
	law .provision <<-'EOF'
		Equality Act 2010, section 149(1)(a)-(c) | section 149(1)(a); section 149(1)(c)
		Children Act 1989, ss.27-28 | section 27; section 28
		(Local Government Act 1974, section 24A(6), as amended) | section 24A(6)
		(Local Government Act 1974, sections 26(1) and 26A(1), as amended) | section 26(1); section 26A(1)
		(Local Government Act 1974, section 30(1B) and 34H(i), as amended) | section 30(1B); section 34H(i)
		(Local Government Act 1974, sections 24A(1)(A) and 25(7), as amended) | section 24A(1)(A); section 25(7)
		(Local Government Act 1974, section 34(B)) | section 34(B)
		(Local Government Act 1974, section 26(5), section 34(B)6) | section 26(5); section 34(B)6
		(Local Government Act 1974, ss. 26B, 34D) | section 26B; section 34D
		(Local Government Act 1974, Section 26 (6) (a)) | section 26(6)(a)
		(Local Government Act 1974, s.26(6)(a)) | section 26(6)(a)
		(Local Government Act 1974, s26(6)(a)) | section 26(6)(a)
		(Local Government Act 1974, section 26(7), as amended, and section 34) | section 26(7); section 34
		Care Act 2014 (s.9) | section 9
		Care Act 2014 S.9 | section 9
		Care Act 2014 (as amended) sections 9 & 10 | section 9; section 10
		Care Act 2014, section 9 or 10 | section 9; section 10
		Housing Act 1996, sections 184, 189B and 193 | section 184; section 189B; section 193
		Housing Act 1996, Part 7, sections 184 and 202 | Part 7; section 184; section 202
		Education Act 1996 section 19 and section 508B | section 19; section 508B
		Care Act 2014, section 9, and in 2015 it was | section 9
		Care Act 2014, section 9 and 2014 was the year | section 9
		Human Rights Act 1998, Article 8 | article 8
		Local Government Act 1974, Schedule 5 | Schedule 5
		Local Government Act 1974, Schedule 5, paragraph 2 | Schedule 5, paragraph 2
		Local Government Act 1974, Schedule 5, paragraphs 2 and 3 | Schedule 5, paragraph 2; Schedule 5, paragraph 3
		Local Government Act 1974, Schedule 5/5A, paragraph 1/3 | Schedule 5, paragraph 1; Schedule 5A, paragraph 3
		Local Government Act 1974, Schedule 5A paragraph 3(2) | Schedule 5A, paragraph 3(2)
		Local Government Act 1974, paragraph 5 of Schedule 5 | Schedule 5, paragraph 5
		Local Government Act 1974, Part III | Part III
		the Wix Act 2001, Chapter 3 | chapter 3
		The Wix Regulations 2001, regulation 20(1)(d) | regulation 20(1)(d)
	EOF
}

@test "citations: sections before the name" {
	law .provision '| sort' <<-'EOF'
		Section 17 of the Children Act 1989 says so. | section 17
		under s.42 Children and Families Act 2014 | section 42
		a plan (section 117 of the Mental Health Act 1983) | section 117
		Sections 17, 20 and 47 of the Children Act 1989 | section 17; section 20; section 47
		section 193 (2) of the Housing Act 1996 | section 193(2)
		paragraph 2 of Schedule 5 to the Local Government Act 1974 | Schedule 5, paragraph 2
		Schedule 2, paragraph 10 of the Children Act 1989 | Schedule 2, paragraph 10
		Part 6 of the Housing Act 1996 | Part 6
		Article 8 of the Human Rights Act 1998 | article 8
		chapter 3 of the Wix Act 2001 | chapter 3
		regulation 3 of the Wix Gardens (Fees) Regulations 2019 | regulation 3
		in 2014 the Care Act 2014 | -
		section 17 and section 47 of the Children Act 1989 | section 17; section 47
		section 26(6)(a) and (b) of the Local Government Act 1974 | section 26(6)(a); section 26(6)(b)
	EOF
}

@test "citations: a section belongs to the one Act that it is of" {
	law '"\(.legislation) \(.provision) \(.count)"' '| sort' <<-'EOF'
		Care Act 2014 (section 9) and Children Act 1989 (section 17) | Care Act 2014 section 9 1; Children Act 1989 section 17 1
		Care Act 2014, section 9, and Children Act 1989 | Care Act 2014 section 9 1; Children Act 1989 null 1
		the Care Act 2014 and section 17 of the Children Act 1989 | Care Act 2014 null 1; Children Act 1989 section 17 1
		Care Act 2014, section 9, and section 10 of the Care Act 2014 | Care Act 2014 section 10 1; Care Act 2014 section 9 1
	EOF
}

@test "citations: sections of the Act, and sections alone, are of the Act named before" {
	table 1 '{sections: [{kind: "law", heading: null, level: 3, paragraphs: (.[0] / " // " | to_entries | map({n: .key, label: null, text: .value}))}]}' \
		'[.citations[] | select(.provision) | "\(.legislation) \(.provision)"] | join("; ")' ombud-meta <<-'EOF'
		The Care Act 2014 says so. Section 9 of the Act says more. | Care Act 2014 section 9
		The Care Act 2014 (the Act) says so. Sections 9 and 10 of the Act say more. | Care Act 2014 section 9; Care Act 2014 section 10
		The Care Act 2014 says so. // Section 9 of the Act says more. | Care Act 2014 section 9
		The Care Act 2014 says so. Section 9 says more. | Care Act 2014 section 9
		The Care Act 2014 says so. // Section 9 says more. | -
		The Care Act 2014 and the Wix Regulations 2001 say so. Regulation 4 says more. | Wix Regulations 2001 regulation 4
		Care Act 2014 // Children Act 1989 // Section 9 of the 2014 Act. | Care Act 2014 section 9
		Care Act 2014 // Children Act 1989 // section 17 of the 1989 Act and section 9 of the 2014 Act. | Children Act 1989 section 17; Care Act 2014 section 9
		Section 9 of the Act says so. | -
		It lay under section 9 of the 2014 Act (Care Act 2014). | Care Act 2014 section 9
		The Care and Support Statutory Guidance says so (paragraph 6.29). | Care and Support Statutory Guidance paragraph 6.29
		The Care and Support Statutory Guidance says so. The Council’s policy says otherwise at paragraph 5.2. | -
		The SEND Code of Practice (9.176) says so. | SEND Code of Practice paragraph 9.176
		He was held under section 2 and then section 3 of the Mental Health Act 1983. | Mental Health Act 1983 section 3; Mental Health Act 1983 section 2
		The Mental Health Act Code of Practice says so. Section 9 says more. | -
		Children Act 1989 // Care Act 2014 // The Children Act 1989 says so in section 17. Section 20 of that Act says more. | Children Act 1989 section 17; Children Act 1989 section 20
		Mental Health Act 1983 // (Local Government Act 1974, section 26B) // He was held under section 2 of that Act. | Local Government Act 1974 section 26B; Mental Health Act 1983 section 2
		Mental Health Act 1983 // (Local Government Act 1974, section 26B) // We used section 24A of that Act. | Local Government Act 1974 section 26B; Local Government Act 1974 section 24A
		Mental Health Act 1983 // (Health Service Commissioners Act 1993, section 3) // He was held under section 2 of that Act. | Health Service Commissioners Act 1993 section 3; Mental Health Act 1983 section 2
		(Health Service Commissioners Act 1993, section 3) // Section 4 of that Act says more. | Health Service Commissioners Act 1993 section 3; Health Service Commissioners Act 1993 section 4
		Children Act 1989, section 20 // Local Government Act 1974, section 31(2). It was a placement under section 20, and section 30 was used. | Children Act 1989 section 20; Local Government Act 1974 section 31(2); Local Government Act 1974 section 30
	EOF
}

@test "citations: names of Acts and instruments, with their year" {
	law .legislation <<-'EOF'
		The Care Act 2014 says so. | Care Act 2014
		Under the Care Act 2014 it must. | Care Act 2014
		The Care Quality Commission knows the Care Act 2014. | Care Act 2014
		the Anti-social Behaviour, Crime and Policing Act 2014 | Anti-social Behaviour, Crime and Policing Act 2014
		The Children’s Homes (England) Regulations 2015 | Children’s Homes (England) Regulations 2015
		The Care and Support (Charging and Assessment of Resources) Regulations 2014 | Care and Support (Charging and Assessment of Resources) Regulations 2014
		The Town and Country Planning (General Permitted Development) (England) Order 2015 | Town and Country Planning (General Permitted Development) (England) Order 2015
		the Wix Wells (Amendment) Act 1999 | Wix Wells (Amendment) Act 1999
		The Wix Wells (Amendment)(England) Regulations 2012 | Wix Wells (Amendment)(England) Regulations 2012
		The Council Tax (Administration and Enforcement) Regulations 1992 | Council Tax (Administration and Enforcement) Regulations 1992
		the Regulatory Reform (Collaboration etc. between Ombudsmen) Order 2007 | Regulatory Reform (Collaboration etc. between Ombudsmen) Order 2007
		the Town & Country Planning Act 1990 | Town and Country Planning Act 1990
		The Freedom of Information Act 2000 (FOIA) lets it. | Freedom of Information Act 2000
		FOIA, the LGA 1974, the DPA 1998, the DPA 2018 and the TCPA apply. | Freedom of Information Act 2000; Local Government Act 1974; Data Protection Act 1998; Data Protection Act 2018; Town and Country Planning Act 1990
		the Town Police Clauses Act 1847 | Town Police Clauses Act 1847
		the Data Protection Act | Data Protection Act
		Part 3A of the Local Government Act | Local Government Act 1974
		The Act says so, and so does our Code of 2014. | -
		He bought an Order 2014. | -
	EOF
}

@test "citations: cases, as they are named, and guidance" {
	law .legislation '| map(select(. != "Care Act 2014"))' <<-'EOF'
		The law is settled. (R (M) v Commissioner [2006]) | R (M) v Commissioner [2006]
		R (on the application of Wix) v Wells Council [2014] EWCA Civ 99 says so. | R (on the application of Wix) v Wells Council [2014] EWCA Civ 99
		See Wix v Wells District Council [2019] UKSC 99, and Regina (K) v Wells [2011] EWHC 99 (Admin). | Wix v Wells District Council [2019] UKSC 99; Regina (K) v Wells [2011] EWHC 99 (Admin)
		(R v The Commissioner for Wix, ex parte PH (1999) EWCA Civ 99) | R v The Commissioner for Wix, ex parte PH (1999) EWCA Civ 99
		See R (ER) v Commissioner (Wix Ombudsman) [2014] EWCA Civ 99. | R (ER) v Commissioner (Wix Ombudsman) [2014] EWCA Civ 99
		He paid £5 v £6 in [2006], and Wells v Wix was a match. | -
		It must follow the School Admissions Code. | School Admissions Code
		It must follow the Care and support statutory guidance (Care Act 2014). | Care and support statutory guidance
		It is told how. (Wix local authority guidance, paragraph 4) | Wix local authority guidance
		It looked at our guidance, its Code and (what it calls) guidance. | -
		The statutory guidance “Moving children who cannot walk” says so. | Moving children who cannot walk
		Working Together to Safeguard Children (2023) says so, as does Getting the Best from Complaints. | Working Together to Safeguard Children; Getting the Best from Complaints
		The Wix Wells Enforcement Guidance says so. Our guidance, “We may pay”, does not. | Wix Wells Enforcement Guidance
		The Government published the Wix Wells Grant (Closed) guidance in May. The Council published the guidance. | Wix Wells Grant (Closed) guidance
		The Council will revise its family and friends care policy. | -
		It is in the Government’s Homes for Wix guidance. | Homes for Wix guidance
		It follows the guidance, ‘The Wix wells (England)’, and the Charging for Residential Accommodation Guide. | Wix wells (England); Charging for Residential Accommodation Guide
		Working Together to Safeguard Children 2018 and the NPPF | Working Together to Safeguard Children 2018; National Planning Policy Framework
		Environmental Information Regulations apply, as does the Wix Signs Regulations and General Directions 2016 | Environmental Information Regulations 2004; Wix Signs Regulations and General Directions 2016
		Article 8 ECHR and the UK GDPR apply. | European Convention on Human Rights; UK General Data Protection Regulation
	EOF
}

@test "citations: what stands between a name and its sections" {
	law '"\(.legislation) \(.provision)"' <<-'EOF'
		The Wix Act 2001 (“the Act”), sections 9 and 10, and the Wells Act 2002: sections 2 and 3 | Wix Act 2001 section 9; Wix Act 2001 section 10; Wells Act 2002 section 2; Wells Act 2002 section 3
		Section 19 (Wix Act 2001) and a section 7 report (Wells Act 2002) | Wix Act 2001 section 19; Wells Act 2002 section 7
		The Wix Regulations 2014 (SI 2014/99), reg.6 (rooms) and regulation 7 | Wix Regulations 2014 regulation 6; Wix Regulations 2014 regulation 7
		The duty is in section 5B of, and Schedule 3 to, the Wix Act 2001. | Wix Act 2001 Schedule 3; Wix Act 2001 section 5B
		By section 9 it must look. (Wix Act 2001) | Wix Act 2001 section 9
		Wix Order 2015, Schedule 2, Part 1, Class E | Wix Order 2015 Schedule 2, Part 1, Class E
		The School Admissions Code (paras 2.4 and 2.16). The Code, paragraph 3.1, too. | School Admissions Code paragraph 2.4; School Admissions Code paragraph 2.16; School Admissions Code paragraph 3.1
		Wix Act 2001 s184(1), and paragraph 18.5 of the School Admissions Code | Wix Act 2001 section 184(1); School Admissions Code paragraph 18.5
		The Council served a section 21 notice about section I of the plan. | -
		The Care and Support Statutory Guidance, Annex A, and Annex B of the Homelessness Code of Guidance | Care and Support Statutory Guidance Annex A; Homelessness Code of Guidance Annex B
		Volume 3 of the Children Act 1989 guidance and regulations | Children Act 1989 guidance and regulations Volume 3
		(Children Act 1989 guidance and regulations, volume 2) | Children Act 1989 guidance and regulations Volume 2
		Homelessness Code of Guidance 15.5 and 15.7 | Homelessness Code of Guidance paragraph 15.5; Homelessness Code of Guidance paragraph 15.7
		Schedule A1 to the Wix Act 2001, and the Wells Act 2002, Schedule A2 | Wix Act 2001 Schedule A1; Wells Act 2002 Schedule A2
		The Wix Act 2001 (WA), section 9 | Wix Act 2001 section 9
		(Wix Act 2001, sections 34B, 34H(3 and 4) and 26(1, 2 and 3), as amended) | Wix Act 2001 section 34B; Wix Act 2001 section 34H(3); Wix Act 2001 section 34H(4); Wix Act 2001 section 26(1); Wix Act 2001 section 26(2); Wix Act 2001 section 26(3)
		Wix Act 2001, Schedule 5/5a, paragraph 1/4 | Wix Act 2001 Schedule 5, paragraph 1; Wix Act 2001 Schedule 5a, paragraph 4
		National Planning Policy Framework July 2021, paragraph 59, or National Planning Policy Framework (2012), paragraph 207 | National Planning Policy Framework paragraph 59; National Planning Policy Framework paragraph 207
		Paragraph 59 of the NPPF | National Planning Policy Framework paragraph 59
	EOF
}

@test "citations: a section whose paragraph names no Act is of the one whose section was cited" {
	jq -nc '{sections: [{kind: "law", heading: null, level: 2, paragraphs: ["Wix Act 2001, section 26(1)", "Wells Act 2002, section 9",
		"It is barred by section 26(7), and section 5 bars more.", "The section 8 notice came. (Schedule 5, paragraph 4)"] | to_entries
		| map({n: .key, label: null, text: .value})}]}' | ombud-meta | jq -r '.citations[] | "\(.legislation) \(.provision)"' >got
	printf '%s\n' 'Wix Act 2001 section 26(1)' 'Wells Act 2002 section 9' 'Wix Act 2001 section 26(7)' 'Wix Act 2001 section 5' \
		'Wix Act 2001 Schedule 5, paragraph 4' >wanted
	cmp wanted got
}

@test "citations: a section is of no case and no guidance" {
	law '"\(.legislation) \(.provision)"' <<-'EOF'
		Care Act 2014; R (M) v Wix [2006]. Section 9 says more. | Care Act 2014 null; R (M) v Wix [2006] null; Care Act 2014 section 9
		The Wix Act 2001 says so (section 2), and may not (Schedule 5, paragraph 3). | Wix Act 2001 null; Wix Act 2001 section 2; Wix Act 2001 Schedule 5, paragraph 3
		The Wix Act 2001 says so. Schedule 5 is long. | Wix Act 2001 null
	EOF
}

@test "citations: addresses of legislation.gov.uk" {
	law '.uri // "none" | sub("^http://www.legislation.gov.uk/id/"; "")' <<-'EOF'
		Care Act 2014 | ukpga/2014/23
		Care Act 2014, section 9 | ukpga/2014/23/section/9
		Local Government Act 1974, section 24A(6) | ukpga/1974/7/section/24A/6
		Local Government Act 1974, section 26(6)(a) | ukpga/1974/7/section/26/6/a
		Local Government Act 1974, section 34(B)(6) | ukpga/1974/7/section/34B/6
		Local Government Act 1974, section 34(B)6 | ukpga/1974/7/section/34B/6
		Local Government Act 1974, section 30(1B) | ukpga/1974/7/section/30/1B
		Local Government Act 1974, Schedule 5A, paragraph 3 | ukpga/1974/7/schedule/5A/paragraph/3
		Housing Act 1996, Part VI | ukpga/1996/52/part/VI
		Special Educational Needs and Disability Regulations 2014, regulation 20(1) | uksi/2014/1530/regulation/20/1
		Wix Act 2001, section 3 | none
	EOF
}

@test "each Act of the table is found by its name, with its address" {
	python3 -c 'import csv, json, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    if row["name"] and row["uri"]:
        print(json.dumps([row["name"], row["uri"]]))' "$ROOT/schemas/rules/statutes.csv" >wanted
	[ -s wanted ]
	jq -c '{sections: [{kind: "law", paragraphs: [{n: 1, text: "The \(.[0]), as amended."}]}]}' wanted | ombud-meta |
		jq -r '.citations[] | "[\"\(.legislation)\", \"\(.uri | sub("^http://www.legislation.gov.uk/id/"; ""))\"]"' >got
	same wanted got
}

@test "citations are counted, with the paragraphs they stand in" {
	echo '{"sections":[{"kind":"powers","paragraphs":[{"n":1,"text":"Care Act 2014, section 9. Care Act 2014, s.9."}]},{"kind":"law","paragraphs":[{"n":2,"text":"Care Act 2014"},{"n":3,"text":"section 9 of the Care Act 2014"}]}]}' |
		ombud-meta | jq -c '.citations[] | [.legislation, .provision, .count, .paragraphs]' >got
	printf '%s\n' '["Care Act 2014","section 9",3,[1,3]]' '["Care Act 2014",null,1,[2]]' >wanted
	same wanted got
}

@test "other decisions: references and dates in the record's form" {
	echo '{"header":{"related":[{"reference":"99-000-241A","date":"4 March 2024","summary":"A.","decision":"Upheld"},{"reference":"see there","date":"soon","summary":null,"decision":null}]},"sections":[]}' |
		ombud-meta | jq -c '.related[]' >got
	printf '%s\n' '{"reference":"99-000-241a","date":"2024-03-04","summary":"A.","decision":"Upheld"}' \
		'{"reference":"see there","date":null,"summary":null,"decision":null}' >wanted
	same wanted got
}

@test "a record without header and sections gets nulls, one that has been read is unchanged" {
	echo '{"a":1}' | ombud-meta >once
	jq -c '[.reference, .authority, .decision_date, .document_type, .citations, .related]' once >got
	echo '[null,null,null,"other",[],[]]' >wanted
	same wanted got
	pipeline ombud-meta "$SAMPLES" >>once
	ombud-meta once >twice
	same once twice
}

@test "sections that are not what ombud-split leaves are rejected" {
	printf '%s\n' '{"sections":{}}' '{"sections":[{"kind":"poem","paragraphs":[]}]}' '{"sections":[{"kind":"law","paragraphs":[{"n":-1,"text":"a"}]}]}' >in
	exits 1 ombud-meta in
	has "$(cat err)" 'ombud-meta: in:1: *sections*{}*in:2: *sections*in:3: *sections*3 of 3 records rejected'
}
