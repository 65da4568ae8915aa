#!/usr/bin/env bats
# The site of samples/site, served on this machine, fetched by wget and by curl, and read: the same records by whichever
# way its pages come, and the same decisions as in the text specimens. In the folder of this file's tests stand
#   tree/           what `wget --recursive` saves
#   crawl.warc.gz   what it writes beside, crawl.warc unpacked
#   packed.warc.gz  the same where the server has packed its pages
#   curled/         the pages of decisions, each fetched by curl
#   crawl.wet       the text of the pages as ombud-render makes it. (Common Crawl's is another: all words of a page, without
#                   the marks of its lists and headings. The layout of that is `nodes`, of which layouts.bats tells.)

load helper

# The text specimens of the decisions that stand on the site.
SPECIMENS=(first/99-000-101 first/99-000-102 numbered/99-000-201 numbered/99-000-202 numbered/99-000-203
	numbered/99-000-204 numbered/99-000-205a numbered/99-000-206 dashed-bare/decisions/housing/allocations/99-000-207
	reports/decisions/benefits-and-tax/council-tax/99-000-211 reports/99-000-213 reports/99-000-215
	reports/99-000-215-chapter-2)
CRAWLED=25 # so many pages of decisions: of each its page and, but for the second chapter, the one with larger letters

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	local program site page
	for program in wget curl; do
		command -v "$program" >/dev/null || skip "no $program"
	done
	"$TESTS/serve-site" "$ROOT/samples/site" >address 3>&- &
	echo $! >server
	for _ in {1..100}; do
		[ ! -s address ] || break
		sleep 0.1
	done
	site=$(cat address)
	crawl crawl
	mv "${site#http://}" tree
	crawl packed --compression=auto
	gzip -dc crawl.warc.gz >crawl.warc
	decisions | while read -r page; do
		curl -fsS --create-dirs -o "curled/$page.html" "$site/$page"
	done
	ombud-read crawl.warc.gz 2>/dev/null | ombud-render | "$TESTS/make-wet" >crawl.wet
}

teardown_file() { [ ! -e "$BATS_FILE_TMPDIR/server" ] || kill "$(cat "$BATS_FILE_TMPDIR/server")"; }

setup() { cd "$BATS_FILE_TMPDIR" || return; }

# crawl NAME [OPTION...]: wget fetches the site; NAME.warc.gz is the archive. 8: a link leads to a page that is gone.
crawl() {
	wget --recursive --adjust-extension --no-verbose --warc-file="$1" "${@:2}" "$(cat address)/decisions" 2>"$1.log" ||
		[ $? = 8 ]
}

# decisions: the addresses of the site's pages of decisions, from its root
decisions() {
	(cd "$ROOT/samples/site" && find decisions -name '99-*.html') | sed 's/-chapter-2/?chapter=2/; s/\.html$//' | sort
}

# records INPUT...: the finished records of all decisions in it, a line each, without where they come from
records() {
	exits 0 pipeline ombud-jsonl "$@" || return
	jq -c 'del(.source)' "$BATS_TEST_TMPDIR/out" | sort
}

# site_page SPECIMEN: the path of the site's page of that decision
site_page() { find "$ROOT/samples/site" -name "${1##*/}.html"; }

@test "the crawl meets each decision twice, a report's second chapter, and a page that is gone" {
	decisions | sed '/chapter/!p; /chapter/!s/$/?displaypref=1/' | sort >"$BATS_TEST_TMPDIR/wanted"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/wanted")" = $CRAWLED ]
	(cd tree && find decisions -name '99-*' | sed 's/\.html$//' | sort) >"$BATS_TEST_TMPDIR/got"
	same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got"
	tr -d '\r' <crawl.warc | sed -n 's,^WARC-Target-URI: <http://[^/]*/\(decisions/.*/99.*\)>,\1,p' | sort -u >"$BATS_TEST_TMPDIR/got"
	sort - "$BATS_TEST_TMPDIR/wanted" <<<decisions/housing/private-housing/99-000-210 | same - "$BATS_TEST_TMPDIR/got"
	grep -aq '^HTTP/1.1 404' crawl.warc
	run ! grep -aq '^Content-Encoding: gzip' crawl.warc
	gzip -dc packed.warc.gz | grep -aq '^Content-Encoding: gzip'
}

@test "tree of files, archive, unpacked archive, archive of packed pages, and WET make the same records" {
	local input
	records crawl.warc.gz >"$BATS_TEST_TMPDIR/wanted"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/wanted")" = $CRAWLED ]
	for input in tree crawl.warc packed.warc.gz crawl.wet; do
		records "$input" >"$BATS_TEST_TMPDIR/got"
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got" || { echo "$input" && return 1; }
	done
}

@test "what curl has fetched makes the same records; a page with larger letters makes that of its page" {
	records curled >"$BATS_TEST_TMPDIR/got"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/got")" = ${#SPECIMENS[@]} ]
	records crawl.warc.gz | uniq | same - "$BATS_TEST_TMPDIR/got"
}

@test "the decisions are those of the text specimens, word for word, with all that is told of them" {
	local specimen all='del(.source, .layout, .sections[].level, .sections[].paragraphs[].label)'
	for specimen in "${SPECIMENS[@]}"; do
		pipeline ombud-jsonl "$ROOT/samples/$specimen.txt" | jq "$all" >"$BATS_TEST_TMPDIR/wanted"
		pipeline ombud-jsonl "$(site_page "$specimen")" | jq "$all" >"$BATS_TEST_TMPDIR/got"
		[ -s "$BATS_TEST_TMPDIR/got" ]
		same "$BATS_TEST_TMPDIR/wanted" "$BATS_TEST_TMPDIR/got" || { echo "$specimen" && return 1; }
	done
}

@test "paragraphs have the numbers that a browser shows" {
	pipeline ombud-jsonl "$ROOT/samples/site" | jq -r '[(.source.path | split("/")[-1]),
		([.sections[].paragraphs[] | .label // "-"] | join(" "))] | join(" ")' | sort >"$BATS_TEST_TMPDIR/got"
	{
		pipeline ombud-jsonl "$ROOT/samples/numbered" "$ROOT/samples/first/99-000-101.txt" |
			jq -r '[.reference + ".html", ([.sections[].paragraphs[] | .label // "-"] | join(" "))] | join(" ")'
		echo '99-000-102.html - 1 2 3 4 5 6 7 8 9 10 11'
		echo '99-000-207.html - 1 2 3 4 5 6 7 8 9'
		echo '99-000-211.html - - - - - - - - - -'
		echo '99-000-213.html - - - - -'
		echo '99-000-215.html - - - - - 1 2 3'
		echo '99-000-215-chapter-2.html 4 5 6 7 8 9 10'
	} | sort | same - "$BATS_TEST_TMPDIR/got"
}

# headings PAGE: level and words of each heading, as they stand between its tags
headings() {
	local charset=utf-8
	grep -q 'charset=windows-1252' "$1" && charset=windows-1252
	iconv -f "$charset" -t utf-8 "$1" | sed -n 's,.*<[hH]\([1-6]\)[^>]*>\(<a [^>]*></a>\)*\(.*\)</[hH].*,\1 \3,p' |
		python3 -X utf8 -c 'import html, sys; sys.stdout.write(html.unescape(sys.stdin.read()))'
}

@test "each section has the level of its heading on the page" {
	local specimen page
	for specimen in "${SPECIMENS[@]}"; do
		page=$(site_page "$specimen")
		pipeline ombud-split "$page" | jq -r '.layout, (.sections[] | select(.heading) | "\(.level) \(.heading)")' >"$BATS_TEST_TMPDIR/got"
		same_text html "$(head -n 1 "$BATS_TEST_TMPDIR/got")"
		sed 1d "$BATS_TEST_TMPDIR/got" | sort -u | comm -23 - <(headings "$page" | sort -u) | same /dev/null -
	done
}

@test "what is no decision is none, and pages that are gone are no pages" {
	pipeline ombud-classify crawl.warc.gz | jq -r 'select(.document_type == "other") | .source.address' | sed 's,http://[^/]*/,,' |
		grep -v '\.' | sort >"$BATS_TEST_TMPDIR/got"
	printf '%s\n' '' decisions 'decisions?page=2' decisions/housing how-we-work news/a-plot-sold-twice | sort |
		same - "$BATS_TEST_TMPDIR/got"
}

@test "--match takes the pages whose address is like it" {
	local input
	for input in crawl.warc.gz crawl.wet; do
		ombud-read --match '*/decisions/*/99-*' "$input" | jq -r .source.address | sed 's,http://[^/]*/,,' | sort >"$BATS_TEST_TMPDIR/got"
		decisions | sed '/chapter/!p; /chapter/!s/$/?displaypref=1/' | sort | same - "$BATS_TEST_TMPDIR/got"
	done
}

@test "the commands of README fetch and read the site" {
	local site
	site=$(cat address)
	sed -n '/^## From the site/,/^## [^F]/s/^    //p' "$ROOT/README.md" >"$BATS_TEST_TMPDIR/commands"
	grep -q '^wget ' "$BATS_TEST_TMPDIR/commands"
	grep -q 'curl ' "$BATS_TEST_TMPDIR/commands"
	cd "$BATS_TEST_TMPDIR"
	ln -s "$ROOT/scripts" .
	decisions | sed "s,^,$site/," >addresses.txt
	sed "s,https://www.ombudsman.example,$site,; s,www.ombudsman.example,${site#http://},; s/--wait=1//; s/>decisions/>&/" commands >run
	OMBUD_BIN=$OMBUD_BIN bash run 2>log || { cat log && return 1; }
	records "${site#http://}" >wanted
	[ "$(wc -l <wanted)" = ${#SPECIMENS[@]} ]
	records crawl.warc.gz | same wanted -
	records pages | same wanted -
	# each of the three commands that make the table has made it whole
	[ "$(grep -c '^reference,' decisions.csv)" = "$(grep -c '>>decisions.csv' run)" ]
	[ "$(grep -c '^"99-' decisions.csv)" = $(("$(grep -c '^reference,' decisions.csv)" * ${#SPECIMENS[@]})) ]
}
