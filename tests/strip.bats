#!/usr/bin/env bats
# ombud-strip: text loses its boilerplate.

load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# strip TEXT: what is left of a text, and what was counted, both as JSON.
strip() { jq -cn --arg text "$1" '{$text}' | ombud-strip | jq -c '.text, .stripped'; }

# The lines of boilerplate, each before the rule that takes it.
lines() {
	sed 's/  *|/|/' <<-'EOF'
		Back to top |back-to-top
		back to Top |back-to-top
		Investigator's decision on behalf of the Ombudsman |on-behalf
		Investigator's final decision on behalf of the Ombudsman |on-behalf
		The Investigator's decision on behalf of the Ombudsmen |on-behalf
		Print this page |print
		LGO logogram |logo
		Review your privacy settings |cookie-review
		Privacy settings |cookie-review
		Required cookies |cookie-kind
		View required cookies |cookie-kind
		Analytical cookies |cookie-kind
		View analytical cookies |cookie-kind
		These cookies enable the website to function properly. You can only disable these by changing your browser preferences, but this will affect how the website performs. |cookie-required
		These cookies enable the website to function properly. |cookie-required
		You can only disable these by changing your browser preferences, but this will affect how the website performs. |cookie-browser
		Google Analytics cookies help us improve the performance of the website by understanding how visitors use the site. |cookie-analytics
		We recommend you set these 'ON'. |cookie-on
		In using Google Analytics, we do not collect or store personal information that could identify you. |cookie-google
		Skip to main content |skip-link
		Skip to content |skip-link
		Source · LGO (Local Government & Social Care Ombudsman) |mirror-source
		View Norbury Vale District Council scorecard |mirror-scorecard
		Full decision |mirror-full
		View original on LGO (Local Governme… website |mirror-original
		View all decisions for this organisation |mirror-all
	EOF
}

# taken: of each line on standard input, the rule that takes it where it stands alone, or -.
taken() {
	while IFS= read -r line; do
		jq -cn --arg line "$line" '{text: "a\n\($line)\nb\n"}'
	done | ombud-strip | jq -r '.stripped | keys_unsorted | join(" ") | if . == "" then "-" else . end'
}

@test "each line of boilerplate is taken, by its rule" {
	lines | cut -d '|' -f 1 | taken | paste -d '|' <(lines | cut -d '|' -f 1) - >got
	lines >wanted
	same wanted got
}

@test "each rule of the table takes a line of this list" {
	lines | cut -d '|' -f 2 | sort -u >got
	cut -d , -f 1 "$ROOT/schemas/rules/boilerplate.csv" | sed 1d | sort >wanted
	same wanted got
}

@test "a line with curly apostrophes or spaces around it is taken too" {
	lines | cut -d '|' -f 1 | sed "s/'/’/g; s/.*/  &\t/" | taken >got
	lines | cut -d '|' -f 2 >wanted
	same wanted got
}

@test "the same words inside a longer line stay" {
	lines | cut -d '|' -f 1 | sed 's/^/Mr K says: /' | taken | sort -u >got
	echo - >wanted
	same wanted got
	lines | grep -vE 'cookie-(browser|analytics|google|required)|mirror-(source|scorecard|original)' | cut -d '|' -f 1 |
		sed 's/$/ and more/' | taken | sort -u >got
	same wanted got
}

@test "a form feed stands once where furniture marked the end of a section, and not at the beginning" {
	same_text '"a\n\f\nb\n\f\n"
{"back-to-top":4,"on-behalf":1}' "$(strip $'Back to top\na\n\nBack to top\n\nBack to top\n\nb\nBack to top\nInvestigator\'s decision on behalf of the Ombudsman\n')"
}

@test "a form feed that is there already stays, once" {
	same_text '"a\n\f\nb\n"
{}' "$(strip $'\f\na\n\f\n\n\f\nb')"
}

@test "what only clutters leaves no form feed" {
	same_text '"a\n\nb\n"
{"print":1,"logo":1}' "$(strip $'a\n\nPrint this page\n\nLGO logogram\n\nb\n')"
}

@test "blank lines are folded to one, none at the ends; the space before a line stays" {
	same_text '"  1. a\n    • b\n\nc\n"
{}' "$(strip $'\n \n  1. a\n    • b\n\n\t\n\n\nc\n\n\n')"
}

@test "cookie text before the title goes" {
	same_text '"Norbury Vale District Council (99 000 101)\n"
{"cookie-review":1,"cookie-kind":2}' "$(strip $'Review your privacy settings\n\nRequired cookies\n\nView required cookies\n\nNorbury Vale District Council (99 000 101)\n')"
}

@test "stripped counts lines by rule, in the table's order" {
	same_text '"a\n"
{"print":2,"logo":1}' "$(strip $'a\nLGO logogram\nPrint this page\nPrint this page\n')"
}

@test "text that is all boilerplate, or empty, leaves an empty text" {
	same_text $'""\n{"print":1}\n""\n{}' "$(strip 'Print this page' && strip '')"
}

@test "twice is the same as once" {
	pipeline ombud-strip "$SAMPLES" >once
	ombud-strip once >twice
	same once twice
}

@test "a record without text is unchanged; a text that is no string is rejected" {
	printf '%s\n' '{}' '{"page":"Back to top"}' '{"text":null}' >in
	ombud-strip in >got
	same in got
	echo '{"text":["a"]}' >in
	exits 1 ombud-strip in
	has "$(cat err)" 'ombud-strip: in:1: member text is no string: \["a"\]*'
}
