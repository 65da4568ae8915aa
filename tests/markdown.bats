#!/usr/bin/env bats
# ombud-markdown: one clean Markdown text a decision.

load helper
load table

setup() { cd "$BATS_TEST_TMPDIR" || return; }

@test "a decision: title, header, summary, sections, lists" {
	pipeline ombud-meta "$ROOT/samples/numbered/99-000-203.txt" | ombud-markdown | jq -r .markdown >got
	same "$FIXTURES/markdown/99-000-203.md" got
}

@test "what Markdown would take for its own is escaped, and nothing else" {
	table 1 '{sections: [{kind: "other", heading: null, level: 3, paragraphs: [{n: 1, label: null, text: .[0]}]}]}' \
		'.markdown | rtrimstr("\n")' ombud-markdown <<-'EOF'
		Telford & Wrekin paid £5 (plus 10%). | Telford & Wrekin paid £5 (plus 10%).
		R (M) v Commissioner [2006] at 4.    | R (M) v Commissioner [2006] at 4.
		a_b is one word, _c is not           | a_b is one word, \_c is not
		2 * 3 * 4                            | 2 \* 3 \* 4
		1. is no list                        | 1\. is no list
		12) is none                          | 12\) is none
		2024 was long.                       | 2024 was long.
		- nor is this                        | \- nor is this
		# no heading                         | \# no heading
		> no quotation                       | \> no quotation
		a < b, a <b>, <!-- c                 | a < b, a \<b>, \<!-- c
		AT&T and &amp; and &#8217;           | AT&T and \&amp; and \&#8217;
		[x](y) and [z]: w                    | [x\](y) and [z\]: w
		a \ b and `c`                        | a \\ b and \`c\`
	EOF
}

@test "items are a list, apart from what stands before and behind it" {
	same_text $'She wants:\n\n- an apology;\n- 1\\. a form.\n\nNo more.' "$(jq -nc '{sections: [{kind: "other", heading: null, level: 3,
		paragraphs: [{n: 1, label: null, text: "She wants:\n• an apology;\n• 1. a form.\nNo more."}]}]}' | ombud-markdown | jq -r .markdown)"
}

@test "no sections: the record passes; sections that are none: it is rejected" {
	same_text '{"a":1}' "$(ombud-markdown <<<'{"a":1}')"
	same_text '{"sections":[],"markdown":""}' "$(ombud-markdown <<<'{"sections":[]}')"
	exits 1 ombud-markdown <<<'{"sections":7}'
	has "$(cat err)" 'ombud-markdown: -:1: member sections is no list: 7*'
	exits 1 ombud-markdown <<<'{"sections":[7]}'
	has "$(cat err)" 'ombud-markdown: -:1: member sections is not in the form*'
}

@test "each word of the samples stands in their Markdown" {
	mapfile -t pages < <(specimens)
	pipeline ombud-meta "${pages[@]}" | ombud-markdown >records
	jq -r '.sections[] | .heading // empty, (.paragraphs[].text | gsub("(^|\n)• "; "\n"))' records | tr -s ' \n' '\n' >wanted
	jq -r '.markdown | gsub("(^|\n)(#+|-) "; "\n") | gsub("\\\\(?<sign>[^a-zA-Z0-9 ])"; .sign)' records | tr -s ' \n' '\n' >got
	[ "$(wc -l <wanted)" -gt 10000 ]
	same /dev/null <(diff wanted got | sed -n '/^</p')
}
