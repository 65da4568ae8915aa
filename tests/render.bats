#!/usr/bin/env bats
# ombud-render: page becomes text.

load helper
load table

setup() { cd "$BATS_TEST_TMPDIR" || return; }

@test "a text page becomes text byte for byte, its escapes as they were" {
	printf '%s\n' '{"page":"a\u0041 \/ é\t\n","source":{"media_type":"text/plain"},"n":1.0e2}' >in
	printf '%s\n' '{"source":{"media_type":"text/plain"},"n":1.0e2,"text":"a\u0041 \/ é\t\n"}' >wanted
	ombud-render in >got
	same wanted got
}

@test "a page of unknown type is text" {
	for source in '' ',"source":null' ',"source":{}' ',"source":{"media_type":null}'; do
		printf '{"page":"x"%s}\n' "$source"
	done >in
	ombud-render in | jq -r .text >got
	printf 'x\nx\nx\nx\n' >wanted
	same wanted got
}

@test "a record without page is unchanged" {
	printf '%s\n' '{}' '{"text":"a" , "b":1}' '{"source":{"media_type":"text/html"}}' >in
	ombud-render in >got
	same in got
}

@test "a page that is no string, and one that is neither text nor HTML, are rejected and named" {
	printf '%s\n' '{"page":"%PDF","source":{"path":"x.pdf","media_type":"application/pdf"}}' '{"page":"y"}' '{"page":7}' >in
	exits 1 ombud-render --rejects kept in
	same_text '{"text":"y"}' "$(cat out)"
	has "$(cat err)" 'ombud-render: in:1: x.pdf: *: application/pdf*in:3: *no string: 7*2 of 3 records rejected'
	sed 2d in >wanted
	same wanted kept
}

# renders: each line of standard input is HTML, a bar, and what it becomes; \n and \t are read in both
renders() {
	local html='{source: {media_type: "text/html"}, page: .[0]}'
	table 1 "$html" '.text | rtrimstr("\n") | gsub("\n"; "\\n") | gsub("\t"; "\\t")' ombud-render "$@"
}

@test "blocks stand between blank lines, white space is folded, line breaks stay" {
	renders <<-'EOF'
		<p>a</p><p>b</p>                             | a\n\nb
		<p>a<p>b                                     | a\n\nb
		a<div>b</div>c                               | a\n\nb\n\nc
		<div><div><p>a</p></div></div>               | a
		<p>  a \n b\t<b> c</b>d<i>  </i>e </p>       | a b cd e
		<p>a<br>b<br/>c<br><br>d</p>                 | a\nb\nc\nd
		<pre>a  b\n  c</pre>                         | a b\nc
		<p>a<wbr>b&shy;c&#8203;d</p>                 | abcd
		a < b, 1<2 & c                               | a < b, 1<2 & c
		x<p>y</div>z</body>w</html>v                 | x\n\nyzwv
		<div>a</p>b</div>                            | a\n\nb
		<p>a<ul><li>b</li></ul></p>c                 | a\n\n    • b\n\nc
		<p>one<p>two<                                | one\n\ntwo<
		<h1></h1><p> </p>                            | -
	EOF
}

@test "headings have as many signs as their level" {
	renders <<-'EOF'
		<h1>A</h1><p>b</p><h2>C</h2>d                | # A\n\nb\n\n## C\n\nd
		<H3>A<br>b <em>c</em></H3>                   | ### A b c
		<h6><span>A</span></h6><h4></h4>             | ###### A
	EOF
}

@test "items have the number that their list really has, or a bullet, and the depth of it" {
	renders <<-'EOF'
		<ol><li>a<li>b</ol>                                   |   1. a\n  2. b
		<p>z:<ol start=7><li>a</li><li>b</li></ol>y           | z:\n\n  7. a\n  8. b\n\ny
		<ol><li>a<li value=5>b<li>c</ol>                      |   1. a\n  5. b\n  6. c
		<ol reversed><li>a<li>b<li>c</ol>                     |   3. a\n  2. b\n  1. c
		<ol reversed start=9><li>a<li>b</ol>                  |   9. a\n  8. b
		<ol start=-1><li>a<li>b<li>c</ol>                     |   -1. a\n  0. b\n  1. c
		<ol type=a start=26><li>a<li>b</ol>                   |   z. a\n  aa. b
		<ol type=A><li>a</ol>                                 |   A. a
		<ol type=i start=8><li>a<li>b</ol>                    |   viii. a\n  ix. b
		<ol type=I start=399><li>a<li>b</ol>                  |   CCCXCIX. a\n  400. b
		<ol type=a start=0><li>a<li>b</ol>                    |   0. a\n  a. b
		<ol start=x type=zz><li>a</ol>                        |   1. a
		<ul><li>a<li>b</ul>                                   |     • a\n    • b
		<ol><li>a:<ul><li>b;<ul><li>c</ul></ul><li>d</ol>     |   1. a:\n    • b;\n      • c\n  2. d
		<ol><li>a:<ol type=a><li>b<li>c</ol></ol>             |   1. a:\n    a. b\n    b. c
		<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>   |   1. a\n\n  b\n  2. c
		<ol><li>a</li></ol><ul><li>b</li></ul>                |   1. a\n\n    • b
		<ol><li>a</li><ul><li>b</li></ul><li>c</li></ol>      |   1. a\n    • b\n\n  2. c
		<ol><li></li><li>b</li></ol>                          |   2. b
	EOF
}

@test "rows of a table are lines with tabs between the cells, unless a cell needs lines of its own" {
	renders <<-'EOF'
		<table><tr><th>A<th>b<tr><td>c<td> <p>d</p> </table>            | A\tb\nc\td
		<table><tr><td>A:</td><td>b</td></tr></table>                   | A: b
		<table><tr><td></td><td>b</td><td>c</td></tr></table>           | b\tc
		<table><tr><td>nav</td><td><h2>A</h2><p>b</p></td></tr></table> | nav\n\n## A\n\nb
		<table><caption>T</caption><tbody><tr><td>a</td></tr></table>   | T\n\na
	EOF
}

@test "a label and its value are on one line" {
	renders <<-'EOF'
		<dl><dt>Decision</dt> <dd>Upheld</dd><dt>Date :</dt><dd>1 May</dd></dl>   | Decision : Upheld\nDate : 1 May
		<p><span class="label">A:</span><span class="field-value">b > c</span></p> | A: b > c
		<div><div class="x label">A</div><!-- --><div class="value y">b</div></div> | A : b
		<dl><dt>A</dt><dd><p>b</p><ul><li>c</li></ul></dd></dl>                   | A :\n\nb\n\n    • c
		<dl><dt>A</dt><dt>B</dt></dl>                                             | A\n\nB
		<div class="field__label">A:</div><div class="field__items"><div class="field__item">b</div></div> | A: b
		<p><b class="labelled">A</b> <i class="value">b</i></p>                   | A b
	EOF
}

@test "entities are as browsers show them" {
	renders <<-'EOF'
		&amp;&lt;&gt;&quot;&pound;5&nbsp;&nbsp;&rsquo;&hellip; | &<>"£5 ’…
		&#163;&#xA3;&#146;&#x93;&#8217;                        | ££’“’
		&copy 1&amp;amp; &unknown; & &pound500,&POUND;         | © 1&amp; &unknown; & £500,&POUND;
		Smith&comma; T&period; &lpar;99&sol;1&rpar;&NewLine;b  | Smith, T. (99/1) b
		&period &solid &AMP;&hyphen;&colon&Tab;x               | &period &solid &‐&colon x
	EOF
}

@test "what a browser hides is not rendered, with --all either" {
	for option in '' --all; do
		# shellcheck disable=SC2086 # none or one
		renders $option <<-'EOF'
			a<script>if (1<2) "<p>x</p>"</script>b                | ab
			a<style>b { }</style><template><p>x</p></template>c   | ac
			a<!-- <p>x</p> --><!doctype x><?x y?></ >b            | ab
			a<!--->b<!-- -- x --!>c<!-- > -- > --->d<!--          | abcd
			<title>x</title>a<textarea>x</textarea>               | a
			a<p hidden>x</p><p HIDDEN=until-found>b               | a\n\nb
			a<span aria-hidden="true">x<b>x</b></span>b           | ab
			a<p style="color: red; Display : none">x</p>b         | ab
			a<b style=visibility:hidden>x</b><b style=display:inline>b</b> | ab
			a<b style="display:none;display:block">b</b>          | ab
			a<svg><title>x</title><text>x</text></svg>b           | ab
			a<dialog>x</dialog>                                   | a
			a<select><option>x</select><svg/><select>b            | ab
			a<!-->b                                               | ab
			a<script>x                                            | a
		EOF
	done
}

# main OPTION: the text of the page of standard input
main() { jq -Rsc '{source: {media_type: "text/html"}, page: .}' | ombud-render "$@" | jq -r '.text | split("\n")[] | select(. != "")'; }

prose() { printf 'The Council told us that it had looked at %s, and that it had nothing to add to its answer. ' "$1"; }

@test "of a page with landmarks the main content is left, with its title; --all takes the whole body" {
	cat >page <<-EOF
		<body><a class="skip-link" href="#m">Skip</a><header role="banner"><h1>Logo</h1></header>
		<nav><ul><li><a href="/">Home</a></li></ul></nav><div id="breadcrumb">You are here</div>
		<div class="cookie-banner"><p>$(prose cookies)</p></div><h1>Title</h1>
		<main><p>$(prose one)</p><p>$(prose two)</p><div class="share-links">Share</div><form><p>Search</p></form>
		<h2>Related articles</h2><ul><li><a href="/x">Another</a></li></ul></main>
		<aside>$(prose asides)</aside><footer><p>Foot</p></footer></body>
	EOF
	same <(printf '# Title\n%s\n%s\n' "$(prose one | sed 's/ $//')" "$(prose two | sed 's/ $//')") <(main <page)
	has "$(main --all <page)" '*Skip*# Logo*Home*You are here*cookies*Another*asides*Foot*'
}

@test "the decision of the Ombudsman's site is known by its article, however little it says" {
	main <<-EOF >got
		<main><h2>News</h2><p>$(prose news)</p><p>$(prose more)</p>
		<article id="article"><h1>Body (99 000 001)</h1><p>Closed.</p><p>We decided nothing here, and say so.</p></article>
		</main>
	EOF
	printf '%s\n' '# Body (99 000 001)' Closed. 'We decided nothing here, and say so.' >wanted
	same wanted got
}

@test "of that article a heading stays, whatever it is called" {
	main <<-'EOF' >got
		<article id="article"><h1>Body (99 000 001)</h1><h2 id="recommendations">Recommendations</h2><p>Pay her.</p>
		<h2 class="legal">Legal</h2><p>None.</p></article>
	EOF
	printf '%s\n' '# Body (99 000 001)' '## Recommendations' 'Pay her.' '## Legal' None. >wanted
	same wanted got
}

@test "what stands between the title and the content is kept if it is a little" {
	local body
	body="<div class='entry-content'><p>$(prose one)</p><p>$(prose two)</p></div>"
	same_text $'# T\nIn short.' "$(main <<<"<body><h1>T</h1><p>In short.</p><div>$body</div></body>" | head -n 2)"
}

@test "without landmarks or names the smallest element with nearly all of the prose is the content" {
	same_text "$({ prose one; prose two; prose three; prose four; } | sed 's/ $//')" "$(main <<<"<table><tr><td><a href='/'>Home</a></td><td><p>$(prose one; prose two; prose three; prose four)</p></td></tr></table>")"
}

@test "names do not make furniture of what holds most of the prose" {
	same_text "$(prose one | sed 's/ $//')" "$(main <<<"<form class='sidebar'><p>$(prose one)</p></form>")"
	same_text "$(prose one | sed 's/ $//')" "$(main <<<"<noscript><p>$(prose one)</p></noscript>")"
}

@test "panels that a script opens are content; what little else is hidden by name is not" {
	panels() { printf '<main><p>%s</p>' "$(prose one)$(prose two)"; printf '<h2>%s</h2><div class="panel is-hidden"><p>%s</p></div>' "$@"; echo '</main>'; }
	same <(printf '%s\n' "$(prose one)$(prose two | sed 's/ $//')" '## A' "$(prose a | sed 's/ $//')" '## B' "$(prose b | sed 's/ $//')") \
		<(panels A "$(prose a)" B "$(prose b)" | main)
	same <(printf '%s\n' "$(prose one)$(prose two | sed 's/ $//')" '## A') <(panels A Closed | main)
}

@test "a section called by the words of its heading is content, unless these say what it is" {
	local text
	text=$(prose one; prose two | sed 's/ $//')
	main <<-EOF >got
		<main><p>$text</p><section id="recommendations"><h2>Recommendations</h2><p>Pay her.</p></section>
		<div class="related-articles"><h2>Related articles</h2><p>Another.</p></div></main>
	EOF
	printf '%s\n' "$text" '## Recommendations' 'Pay her.' >wanted
	same wanted got
}

@test "a heading that is a button, or in one, is a heading; a button in a heading is none" {
	local text
	text=$(prose one; prose two | sed 's/ $//')
	main <<-EOF >got
		<main><h2><button aria-expanded="false">A</button></h2><p>$text</p><h2><span role="button">B</span></h2>
		<p>$text</p><button><h2>C</h2></button><p>$text</p><h2>Decision <button>Edit</button></h2></main>
	EOF
	printf '%s\n' '## A' "$text" '## B' "$text" '## C' "$text" '## Decision' >wanted
	same wanted got
}

@test "a page that has no prose is rendered all the same" {
	same_text Hello. "$(main <<<'<p>Hello.</p>')"
}

# page: a page of HTML on standard input as a record
page() { jq -Rsc '{source: {path: "x", media_type: "text/html"}, page: .}'; }

@test "what the parser could not bear is refused and named, and the next page rendered" {
	# wrong TEXT: standard input, of a page, is refused for this
	wrong() {
		{ page | jq -c . && echo '{"page":"y"}'; } >in
		exits 1 ombud-render in
		same_text '{"text":"y"}' "$(cat out)"
		has "$(cat err)" "ombud-render: in:1: x: $1*1 of 2 records rejected"
	}
	printf '<b>%.0s' {1..600} | wrong 'elements nested deeper than 512'
	yes '<p>a' | head -n 130000 | wrong 'more than 250000 elements and texts'
	printf '<p %s>' "$(yes a=b | head -n 20000 | tr '\n' ' ')" | wrong 'a tag of more than 65536 bytes'
	printf '<p %s' "$(yes a=b | head -n 20000 | tr '\n' ' ')" | wrong 'a tag of more than 65536 bytes'
}

@test "a picture in an address is no long tag" {
	printf 'a<img alt=x src="data:,%0*d" class=y>b' 99999 0 | page | ombud-render | jq -j .text >got
	printf 'ab\n' >wanted
	same wanted got
}

@test "a page of nothing but signs that open no tag takes no more memory than the limit" {
	! sanitized || skip 'a sanitizer build takes memory of its own'
	head -c 6000000 /dev/zero | tr '\0' '<' | page >in
	"$TESTS/peak" kib ombud-render in | jq -j .text >got
	cmp <(head -c 6000000 /dev/zero | tr "\0" "<" && echo) got
	(($(<kib) * 1024 <= 16 * 1048576 + 6 * $(stat -c %s in)))
}
