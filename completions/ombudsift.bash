# Completion for ombudsift and its filters, for bash. Installed under the name of each of them, or read by `source`.
# shellcheck shell=bash

# the columns of a table of ombud-csv
_ombud_columns() {
	case $1 in
	decisions) echo reference authority authority_code authority_type category subcategory document_type decision \
		decision_date satisfied_date outcome outcome_basis finding complainant summary remedy_total layout address path \
		grounds signposted remedies citations warnings paragraphs words ;;
	paragraphs) echo reference path section heading level n label text ;;
	grounds) echo reference path code statute bar rule section paragraph quote ;;
	remedies) echo reference path kind recipient amount per deadline status counted rule section paragraph quote ;;
	citations) echo reference path legislation provision uri count paragraphs ;;
	esac
}

_ombudsift() {
	local program=${1##*/} word=$2 before=$3 options='--rules --rejects --max-record --help --version'
	local table=decisions chosen='' words i

	# readline parts `--table=grounds` at the sign
	[ "$word" != = ] || word=''
	[ "$before" != = ] || before=${COMP_WORDS[COMP_CWORD - 2]}

	case $program in
	ombud-render) options="--all $options" ;;
	ombud-read) options="--field --address --match --any-status $options" ;;
	ombud-classify) options="--blind --explain $options" ;;
	ombud-csv) options="--table --columns --excel --no-guard --all $options" ;;
	ombud-jsonl) options="--all $options" ;;
	ombudsift) options='--csv --jsonl --help' ;;
	esac

	case $before in
	--table)
		words='decisions paragraphs grounds remedies citations'
		compopt +o default 2>/dev/null
		;;
	--columns)
		for ((i = 1; i < COMP_CWORD; i++)); do
			[ "${COMP_WORDS[i]}" != --table ] || table=${COMP_WORDS[i + 1]}
			[ "$table" != = ] || table=${COMP_WORDS[i + 2]}
		done
		[[ $word != *,* ]] || chosen=${word%,*},
		words=$(_ombud_columns "$table")
		compopt -o nospace +o default 2>/dev/null
		;;
	--rules)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	--field | --address | --match | --max-record)
		compopt +o default 2>/dev/null
		COMPREPLY=()
		return
		;;
	*)
		words=''
		[[ $word != -* || $before == --rejects ]] || words=$options
		;;
	esac
	# where there is no word the files and folders are readline's own
	mapfile -t COMPREPLY < <(compgen -P "$chosen" -W "$words" -- "${word##*,}")
}

complete -o default -F _ombudsift ombudsift ombud-read ombud-render ombud-strip ombud-split ombud-meta ombud-classify \
	ombud-csv ombud-markdown ombud-jsonl
