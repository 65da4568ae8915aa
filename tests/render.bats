#!/usr/bin/env bats
# ombud-render: page becomes text.

load helper

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

@test "a page of HTML, and one that is no string, are rejected and named" {
	printf '%s\n' '{"page":"<p>","source":{"path":"x.html","media_type":"text/html"}}' '{"page":"y"}' '{"page":7}' >in
	exits 1 ombud-render --rejects kept in
	same_text '{"text":"y"}' "$(cat out)"
	has "$(cat err)" 'ombud-render: in:1: x.html: *HTML*: text/html*in:3: *no string: 7*2 of 3 records rejected'
	sed 2d in >wanted
	same wanted kept
}
