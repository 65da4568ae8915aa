#!/usr/bin/env bats
# The manual pages and the completions say what the programs do: options, examples, tables, warnings.

load helper

setup() {
	tmp=$BATS_TEST_TMPDIR
	cd "$tmp" || return
	read -ra programs < <(sed -n 's/^FILTERS *= *//p' "$ROOT/Makefile")
}

# page PROGRAM: the path of its manual
page() { if [ "$1" = ombudsift ]; then echo "$ROOT/scripts/ombudsift.1"; else echo "$ROOT/filters/$1.1"; fi; }

# run_help PROGRAM: what it prints for --help
run_help() { if [ "$1" = ombudsift ]; then "$ROOT/scripts/ombudsift" --help; else "$1" --help; fi; }

# needs PROGRAM: skips where it is not there
needs() { command -v "$1" >/dev/null || skip "no $1"; }

# plain FILE: the page as a terminal shows it, without overstrikes; lines are not folded
plain() { mandoc -T utf8 -O width=500 "$1" | LC_ALL=C.UTF-8 sed 's/.\x08//g'; }

# section NAME <PAGE: its lines
section() { sed -n "/^$1\$/,/^[A-Z]/p" | sed '1d; /^[A-Z]/d'; }

# fold: one line, single spaces
fold() { tr -s ' \n' ' ' | sed 's/^ //; s/ $//'; echo; }

# run_examples PAGE: the displays of EXAMPLES go to the file wanted; to got the same, with what each command really
# prints. A command begins with `$ ` and ends where the shell has enough. Blank lines are left out.
run_examples() {
	local line command=''
	plain "$1" | section EXAMPLES | sed -n 's/^ \{11\}//p' >wanted
	while IFS= read -r line <&3; do
		if [ "$command" ]; then
			command+=$'\n'$line
		elif [[ $line == '$ '* ]]; then
			command=${line#??}
		else
			continue
		fi
		if [[ $command != *\\ ]] && bash -n -c "$command" 2>err; then
			printf '$ %s\n' "$command"
			bash -c "$command" </dev/null 2>err || :
			command=''
		fi
	done 3<wanted | sed '/^$/d' >got
}

@test "mandoc has nothing to say against the pages, and each program has one" {
	needs mandoc
	local program pages=("$ROOT/filters/ombudsift.7")
	for program in "${programs[@]}" ombudsift; do
		pages+=("$(page "$program")")
	done
	mandoc -T lint -W warning "${pages[@]}"
	[ "$(find "$ROOT/filters" "$ROOT/scripts" -name '*.[1-9]' | wc -l)" = "${#pages[@]}" ]
}

@test "a page of ours that a page names is there" {
	cat "$ROOT"/filters/*.[17] "$ROOT"/scripts/*.1 | sed -n 's/^\.\(It \)*\(Pf ( \)*Xr \(ombud[a-z-]*\) \([17]\).*/\3.\4/p' | sort -u >named
	[ -s named ]
	find "$ROOT/filters" "$ROOT/scripts" -name '*.[17]' -printf '%f\n' | sort >there
	same <(comm -23 named there) /dev/null
}

@test "the synopsis of each page is the usage that its program prints" {
	needs mandoc
	local program
	for program in "${programs[@]}" ombudsift; do
		plain "$(page "$program")" | section SYNOPSIS | fold >got
		run_help "$program" | sed -n 's/^usage: //p' | fold >wanted
		same wanted got
	done
}

@test "the options of each page are those that its program's help lists" {
	needs mandoc
	local program
	for program in "${programs[@]}" ombudsift; do
		plain "$(page "$program")" | section DESCRIPTION | grep -oE '^     -.*' | sed 's/^ *//; s/  .*//' | sort >got
		if [ "$program" = ombudsift ]; then
			{ run_help ombudsift | grep -oE -- '--[a-z-]+' && echo '-h, --help'; } | sort >wanted
		else
			run_help "$program" | sed -nE 's/^  (--[a-z-]+( [^ ]+)?)( .*)?$/\1/p' | sort >wanted
		fi
		[ -s wanted ]
		same wanted got
	done
}

@test "each command that EXAMPLES of a page shows prints what the page says" {
	needs mandoc
	local page
	for page in "$ROOT"/filters/*.[17] "$ROOT"/scripts/*.1; do
		mkdir "$tmp/${page##*/}"
		cd "$tmp/${page##*/}"
		ln -s "$ROOT"/{samples,schemas,scripts} .
		run_examples "$page"
		grep -q '^[$] ' wanted || { echo "no examples: $page" && return 1; }
		same wanted got || { echo "$page" && cat err && return 1; }
	done
}

# warning_codes: those that the sources can give. A place that this does not understand is a failure.
warning_codes() {
	local sources=("$ROOT"/filters/*.c)
	grep -ohP 'warnings_add\("\K[a-z_]+' "${sources[@]}"
	grep -ohP 'add_warning\("\K[a-z_]+' "${sources[@]}"
	# ombud-meta hands codes on: from_place(), and a list by what was found
	grep -ohPz 'from_place\([^;]*;' "${sources[@]}" | tr '\0' '\n' | grep -oP '"\K[a-z_]+(?=")'
	grep -ohP 'warnings\[\] = \{\K[^}]*' "${sources[@]}" | grep -oP '"\K[a-z_]+'
	cut -d , -f 5 "$ROOT/schemas/rules/odds.csv" | sed 1d
	! grep -nP 'warnings_add\((?!"|missing,|used,|warnings\[found\],|table_cell\(odds, row, "code"\),)' "${sources[@]}"
}

@test "the warnings of ombudsift.7 are those that the sources can give" {
	warning_codes >codes
	sort -u codes >wanted
	[ "$(wc -l <wanted)" -gt 20 ]
	sed -n '/^\.Sh WARNINGS/,/^\.Sh LIMITS/s/^\.It Cm //p' "$ROOT/filters/ombudsift.7" | sort >got
	same wanted got
}

@test "ombudsift.7 tells the columns of each table of rules, and no others" {
	local table
	for table in "$ROOT"/schemas/rules/*.csv; do
		echo "$(basename "$table"): $(head -n 1 "$table")"
	done >wanted
	sed -n '/^\.Sh RULES/,/^\.Sh WARNINGS/s/^\.It Pa \(.*\)/\1/p; s/^\.Dl \(id,.*\)/\1/p' "$ROOT/filters/ombudsift.7" | paste -d '\n' - - |
		paste -d : - - | sed 's/:/: /' | sort >got
	same wanted got
}

@test "each page names the tables that its program's help names" {
	local program
	for program in "${programs[@]}"; do
		run_help "$program" | grep -oE '[a-z_]+\.csv' | sort -u >wanted || :
		sed -n 's/^\.It Pa \([a-z_]*\.csv\)$/\1/p' "$(page "$program")" | sort -u >got
		same wanted got
	done
}

@test "ombudsift.7 names the members of the record, in order, and the codes of all grounds" {
	echo '{}' | ombud-jsonl | jq -r 'keys_unsorted[]' >wanted
	sed -n '/^\.Sh MEMBERS/,/^\.Sh LAYOUTS/s/^\.It Va //p' "$ROOT/filters/ombudsift.7" >got
	same wanted got
	python3 -c 'import csv, sys; print("\n".join(sorted({r["code"] for r in csv.DictReader(sys.stdin)} - {""})))' \
		<"$ROOT/schemas/rules/grounds.csv" >wanted
	sed -n '/^\.Sh MEMBERS/,/^\.Sh LAYOUTS/s/^\.It Cm //p' "$ROOT/filters/ombudsift.7" | sort >got
	same wanted got
}

# schema_columns: of each table that ombud-csv prints, its name and its columns
schema_columns() {
	local table
	for table in "$ROOT"/schemas/tables/*.json; do
		jq -r --arg name "$(basename "$table" .json)" '$name + " " + ([.fields[].name] | join(" "))' "$table"
	done | sort
}

@test "ombud-csv's page tells the columns of each table" {
	schema_columns >wanted
	sed -n '/^\.It Fl .-table/,/^\.It Fl .-columns/p' "$(page ombud-csv)" | awk '
		/^\.It Cm / { if (columns) print columns; columns = $3 }
		/^[a-z]/ { gsub(",", ""); columns = columns " " $0 }
		END { print columns }' | sort >got
	same wanted got
}

# bash_completes PROGRAM WORD...: what bash would offer for the last word
bash_completes() {
	# shellcheck disable=SC2016 # the inner shell's own
	bash --norc -c 'source "$1" && shift
		function=$(complete -p "$1") && function=${function#*-F } && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		"${function%% *}" "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
		[ ${#COMPREPLY[@]} -eq 0 ] || printf "%s\n" "${COMPREPLY[@]}"' bash "$ROOT/completions/ombudsift.bash" "$@"
}

# zsh_completes PROGRAM [TABLE]: the options that zsh would offer, or the columns of a table. What zsh itself brings
# for completion is put in the place of: it works in a terminal only.
zsh_completes() {
	# shellcheck disable=SC2016 # the inner shell's own
	zsh -f -c '
		_arguments() {
			if [[ $table ]]; then
				state=columns opt_args[--table]=$table
			else
				print -rl -- $own $common | sed -nE "s/^(\([^)]*\))?(--[a-z-]+).*/\2/p"
			fi
		}
		_values() { print -r -- $table ${@:4}; }
		service=$2 table=$3
		complete() { source $1; }
		complete $1' zsh "$ROOT/completions/_ombudsift" "$@"
}

# options PROGRAM: those of its help
options() { { run_help "$1" | grep -oE -- '(^  |[[|])--[a-z-]+' && echo --help; } | grep -oE -- '--[a-z-]+' | sort -u; }

@test "bash completes each option of each program and no other, and the words of options" {
	local program table columns
	for program in "${programs[@]}" ombudsift; do
		same <(options "$program") <(bash_completes "$program" -- | sort)
	done
	same_text --no-guard "$(bash_completes ombud-csv --no)"
	bash_completes ombud-csv --table '' | sort >got
	schema_columns | cut -d ' ' -f 1 >wanted
	same wanted got
	while read -r table columns; do
		same_text "$columns" "$(bash_completes ombud-csv --table "$table" --columns '' | paste -sd ' ')"
		same_text "$columns" "$(bash_completes ombud-csv --table = "$table" --columns = '' | paste -sd ' ')"
	done < <(schema_columns)
	same_text 'path,outcome path,outcome_basis' "$(bash_completes ombud-csv --columns path,outcome | paste -sd ' ')"
}

@test "bash completes files and folders" {
	mkdir folder
	touch file
	same_text folder "$(bash_completes ombud-strip --rules f)"
	# none of ours: then bash completes files
	same_text '' "$(bash_completes ombud-read f)"
	same_text '' "$(bash_completes ombud-read --rejects -)"
	same_text '' "$(bash_completes ombud-read --max-record 1)"
	has "$(bash --norc -c 'source "$1"; complete -p ombud-read' bash "$ROOT/completions/ombudsift.bash")" '*-o default*'
}

@test "zsh completes each option of each program and no other, and the words of options" {
	needs zsh
	local program table
	zsh -n "$ROOT/completions/_ombudsift"
	same <(printf '%s\n' "${programs[@]}" ombudsift | sort) \
		<(sed -n 's/^#compdef //p' "$ROOT/completions/_ombudsift" | tr ' ' '\n' | sort)
	for program in "${programs[@]}" ombudsift; do
		same <(options "$program") <(zsh_completes "$program" | sort)
	done
	same <(schema_columns) <(for table in $(schema_columns | cut -d ' ' -f 1); do zsh_completes ombud-csv "$table"; done)
	same_text "$(schema_columns | cut -d ' ' -f 1)" \
		"$(sed -n "s/.*--table=.*:(\(.*\))'/\1/p" "$ROOT/completions/_ombudsift" | tr ' ' '\n' | sort)"
}
