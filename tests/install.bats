#!/usr/bin/env bats
# make install, uninstall, dist and deb. make distcheck, which runs all tests in what make dist made, is .ci/run's.

load helper

setup() {
	# The make that may run these tests has settings of its own.
	unset MAKEFLAGS MAKELEVEL MFLAGS
	tmp=$BATS_TEST_TMPDIR
	cd "$ROOT" || return
}

mapfile -t COMMANDS < <(cd "$ROOT/filters" && printf '%s\n' *.c | sed 's/\.c$//' && echo ombudsift)
# With nothing but a PATH; what a sanitizer is told stays.
BARE=(env -i ASAN_OPTIONS="${ASAN_OPTIONS-}")

# installs TARGET DESTDIR PREFIX [SETTING]: make install or uninstall of the programs under test, as they are
installs() {
	make -s -o all "$1" BIN="$(realpath --relative-to=. "$OMBUD_BIN")" DESTDIR="$2" PREFIX="$3" "${@:4}"
}

# paths FOLDER: all that is in it, with types and modes
paths() { find "$1" -mindepth 1 -printf '%M %P\n' | sort -k 2; }

# The files that are to be installed, from PREFIX.
wanted() {
	{
		printf 'bin/%s\n' "${COMMANDS[@]}"
		printf 'share/bash-completion/completions/%s\n' "${COMMANDS[@]}"
		printf 'share/doc/ombudsift/%s\n' README.md CHANGES.md LICENSE authorities.LICENCE
		printf 'share/man/man1/%s.1\n' "${COMMANDS[@]}"
		echo share/man/man7/ombudsift.7
		echo share/ombudsift/installed
		(cd schemas && printf 'share/ombudsift/%s\n' decision.schema.json rules/*.csv tables/*.json)
		echo share/zsh/site-functions/_ombudsift
	} | sort
}

# source_of PATH: where the file that was installed there comes from
source_of() {
	case $1 in
	bin/ombudsift) echo scripts/ombudsift ;;
	bin/*) echo "$OMBUD_BIN/${1##*/}" ;;
	*/bash-completion/*) echo completions/ombudsift.bash ;;
	*/zsh/*) echo "completions/${1##*/}" ;;
	*/authorities.LICENCE) echo schemas/rules/authorities.LICENCE ;;
	*/doc/*) echo "${1##*/}" ;;
	*/ombudsift.1) echo "scripts/${1##*/}" ;;
	*/man/*) echo "filters/${1##*/}" ;;
	share/ombudsift/*) echo "schemas/${1#share/ombudsift/}" ;;
	esac
}

# same_bytes FOLDER: each file that is installed there is its source's bytes; `installed` has none
same_bytes() {
	local path
	while read -r path; do
		[ "$path" = share/ombudsift/installed ] || cmp "$(source_of "$path")" "$1/$path" || return
	done < <(wanted)
}

# runs FOLDER: the programs in FOLDER/bin make the tables and records that those under test make
runs() {
	local bare=("${BARE[@]}" PATH="$1/bin:/usr/bin:/bin") table
	mkdir "$tmp/run"
	cp -R --parents samples/first "$tmp/run"
	cd "$tmp/run" || return
	"${bare[@]}" ombudsift samples/first >got
	same "$FIXTURES/pipeline/samples.csv" got
	"${bare[@]}" ombudsift --jsonl samples/first >got
	same "$FIXTURES/pipeline/samples.jsonl" got
	for table in "$ROOT"/schemas/tables/*.json; do
		table=$(basename "$table" .json)
		ombud-csv --table "$table" <"$FIXTURES/pipeline/samples.jsonl" >"$table.csv"
		"${bare[@]}" ombud-csv --table "$table" <"$FIXTURES/pipeline/samples.jsonl" | same "$table.csv" -
	done
	ombud-markdown <"$FIXTURES/pipeline/samples.jsonl" >wanted
	"${bare[@]}" ombud-markdown <"$FIXTURES/pipeline/samples.jsonl" | same wanted -
	cd "$ROOT" || return
}

version() { ombud-read --version | cut -d ' ' -f 2; }

# archive: make dist into $tmp/archive, unpacked into $tmp/tree
archive() {
	make -s dist BUILD="$tmp/archive"
	mkdir "$tmp/tree"
	tar -xzf "$tmp"/archive/*.tar.gz -C "$tmp/tree" --strip-components=1
}

@test "what is installed is this and no more, for all to read" {
	(umask 077 && installs install "$tmp/to" /usr/local)
	(cd "$tmp/to/usr/local" && find . ! -type d -printf '%P\n') | sort >"$tmp/got"
	same <(wanted) "$tmp/got"
	same_bytes "$tmp/to/usr/local"
	same /dev/null <(paths "$tmp/to" | grep -vE '^(d|l|-rwxr-xr-x .*/bin/|-rw-r--r-- .*/share/)')
	same /dev/null <(paths "$tmp/to" | grep -E '^d' | grep -v '^drwxr-xr-x ')
}

@test "what is installed runs wherever it is moved, and opens nothing of the source tree" {
	installs install "$tmp/to" /opt/ombudsift
	mv "$tmp/to/opt/ombudsift" "$tmp/moved"
	rm -r "$tmp/to"
	runs "$tmp/moved"
	cd "$tmp/run"
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=%file -o "$tmp/trace" "${BARE[@]}" ASAN_OPTIONS=detect_leaks=0 \
		PATH="$tmp/moved/bin:/usr/bin:/bin" ombudsift samples/first >/dev/null
	grep -q "\"$tmp/moved/.*/rules/grounds.csv\"" "$tmp/trace"
	run ! grep -F "\"$ROOT/" "$tmp/trace"
}

@test "PREFIX may have a space in it, a slash at its end, or be relative" {
	installs install "$tmp/a b" "/opt/it's  \$\$HOME/" # make takes $$ for $
	runs "$tmp/a b/opt/it's  \$HOME"
	installs uninstall "$tmp/a b" "/opt/it's  \$\$HOME/"
	same /dev/null <(paths "$tmp/a b")
	local relative
	relative=$(realpath --relative-to=. "$tmp")
	installs install '' "$relative/some where"
	same_bytes "$tmp/some where"
	installs uninstall '' "$relative/some where"
	[ ! -e "$tmp/some where" ]
}

@test "uninstall takes what install made and nothing else" {
	mkdir -p "$tmp"/to/usr/local/{bin,lib,share/man/man1,share/ombudsift/rules,share/zsh}
	touch "$tmp"/to/usr/local/{bin/other,share/man/man1/other.1,share/ombudsift/rules/mine.csv}
	chmod 2775 "$tmp/to/usr/local/bin"
	paths "$tmp/to" >"$tmp/before"
	installs install "$tmp/to" /usr/local
	same <({ wanted && printf '%s\n' bin/other share/man/man1/other.1 share/ombudsift/rules/mine.csv; } | sort) \
		<(cd "$tmp/to/usr/local" && find . ! -type d -printf '%P\n' | sort)
	installs install "$tmp/to" /usr/local
	installs uninstall "$tmp/to" /usr/local
	same "$tmp/before" <(paths "$tmp/to")
	# Once more: nothing to do.
	exits 0 installs uninstall "$tmp/to" /usr/local
	has "$(<"$tmp/err")" "uninstall: nothing to do: nothing was installed at $tmp/to/usr/local"
	same "$tmp/before" <(paths "$tmp/to")
	# What was moved names what may be another's now.
	installs install "$tmp/to" /usr/local
	cp -R "$tmp/to/usr/local" "$tmp/to/opt"
	paths "$tmp/to" >"$tmp/before"
	exits 0 installs uninstall "$tmp/to" /opt
	same "$tmp/before" <(paths "$tmp/to")
}

@test "uninstall leaves files of others in the folders that install made" {
	installs install "$tmp/to" /usr
	touch "$tmp/to/usr/share/ombudsift/rules/mine.csv"
	installs uninstall "$tmp/to" /usr
	same_text $'usr\nusr/share\nusr/share/ombudsift\nusr/share/ombudsift/rules\nusr/share/ombudsift/rules/mine.csv' \
		"$(paths "$tmp/to" | cut -d ' ' -f 2)"
}

@test "a newer version leaves nothing of the older one" {
	installs install "$tmp/to" /usr
	mkdir "$tmp/to/usr/share/ombudsift/old"
	touch "$tmp"/to/usr/{bin/ombud-old,share/ombudsift/old/table}
	printf '%s\n' /usr/bin/ombud-old /usr/share/ombudsift/old/ /usr/share/ombudsift/old/table \
		>>"$tmp/to/usr/share/ombudsift/installed"
	installs install "$tmp/to" /usr
	same <(wanted) <(cd "$tmp/to/usr" && find . ! -type d -printf '%P\n' | sort)
	[ ! -e "$tmp/to/usr/share/ombudsift/old" ]
	installs uninstall "$tmp/to" /usr
	same /dev/null <(paths "$tmp/to")
}

@test "an installation that fails changes nothing, or can be undone" {
	installs install "$tmp/to" /usr
	paths "$tmp/to" >"$tmp/before"
	exits 2 make -s -o all install BIN="$tmp/none" DESTDIR="$tmp/to" PREFIX=/usr
	has "$(<"$tmp/err")" "install: no $tmp/none/ombud-read: nothing is installed*"
	same "$tmp/before" <(paths "$tmp/to")
	installs uninstall "$tmp/to" /usr
	mkdir -p "$tmp/to/usr/share"
	touch "$tmp/to/usr/share/zsh"
	paths "$tmp/to" >"$tmp/before"
	exits 2 installs install "$tmp/to" /usr
	installs uninstall "$tmp/to" /usr
	same "$tmp/before" <(paths "$tmp/to")
}

@test "man finds the pages that are installed" {
	local page man
	man=$(type -P man mman | head -n 1) || skip 'no man'
	installs install "$tmp/to" '/opt/a b'
	for page in "${COMMANDS[@]}"; do
		same_text "$tmp/to/opt/a b/share/man/man1/$page.1" "$("$man" -M "$tmp/to/opt/a b/share/man" -w 1 "$page")"
	done
	same_text "$tmp/to/opt/a b/share/man/man7/ombudsift.7" "$("$man" -M "$tmp/to/opt/a b/share/man" -w 7 ombudsift)"
}

@test "each command has its completion where the shells look for it" {
	local command zsh
	installs install "$tmp/to" /usr
	zsh=$(head -n 1 "$tmp/to/usr/share/zsh/site-functions/_ombudsift")
	has "$zsh" '#compdef *'
	for command in "${COMMANDS[@]}"; do
		# shellcheck disable=SC2016 # the inner shell's
		bash --norc --noprofile -c '. "$1" && complete -p "$2"' - \
			"$tmp/to/usr/share/bash-completion/completions/$command" "$command"
		has " ${zsh#\#compdef} " "* $command *"
	done
}

@test "the archive is the tracked files, twice the same bytes whoever makes it" {
	archive
	[ ! -e .git ] || same <(git ls-files | sort) <(cd "$tmp/tree" && find . -type f -printf '%P\n' | sort)
	local version
	version=$(version)
	same_text "$tmp/archive/ombudsift-$version.tar.gz" "$(echo "$tmp"/archive/*)"
	tar -tvzf "$tmp"/archive/*.tar.gz >"$tmp/list"
	run ! grep -vE "^-rw(-r--r--|xr-xr-x) 0/0 .* ombudsift-$version/" "$tmp/list"
	same_text 1 "$(awk '{ print $4, $5 }' "$tmp/list" | sort -u | wc -l)"
	# From what was unpacked, with other modes and times, an object and a program among it.
	chmod -R go-rwx "$tmp/tree"
	find "$tmp/tree" ! -name Makefile -exec touch {} +
	mkdir "$tmp/tree/build" "$tmp/tree/bin"
	touch "$tmp/tree/build/x" "$tmp/tree/bin/x"
	(umask 077 && make -s -C "$tmp/tree" dist BUILD="$tmp/again")
	cmp "$tmp"/archive/*.tar.gz "$tmp"/again/*.tar.gz
}

@test "distcheck refuses a version that CHANGES.md does not know" {
	archive
	sed -i 's/^## .*/## 9.9.9 (some day)/' "$tmp/tree/CHANGES.md"
	make -s -C "$tmp/tree" dist BUILD="$tmp/wrong" >/dev/null
	exits 1 scripts/distcheck "$tmp"/wrong/*.tar.gz "$(version)"
	has "$(<"$tmp/err")" 'distcheck: this is version *, but the newest in CHANGES.md is 9.9.9'
}

@test "the Debian package is what is installed, says what it needs, and runs" {
	command -v dpkg-shlibdeps >/dev/null || skip 'no dpkg-dev'
	! sanitized || skip 'the package has programs of its own'
	make -s deb BUILD="$tmp/made"
	local deb=("$tmp"/made/*.deb)
	dpkg-deb -x "${deb[0]}" "$tmp/root"
	dpkg-deb -e "${deb[0]}" "$tmp/control"
	{
		wanted | sed -E 's,^share/zsh/site-functions,share/zsh/vendor-completions,; s,^share/man/.*,&.gz,' |
			grep -vE '^share/(ombudsift/installed|doc/ombudsift/(LICENSE|authorities\.LICENCE))$'
		printf 'share/doc/ombudsift/%s\n' changelog.gz copyright
	} | sort >"$tmp/wanted"
	same "$tmp/wanted" <(cd "$tmp/root/usr" && find . ! -type d -printf '%P\n' | sort)
	(cd "$tmp/root" && md5sum --quiet -c "$tmp/control/md5sums")
	same <(cd "$tmp/root" && find . -type f -printf '%P\n' | sort) <(cut -c 35- "$tmp/control/md5sums" | sort)
	has "$(<"$tmp/control/control")" \
		'*Depends: *libc6 (>= *libcjson1 (>= *libcsv3 (>= *libpcre2-8-0 (>= *' '*Description: *'
	has "$(<"$tmp/root/usr/share/doc/ombudsift/copyright")" '*Permission is hereby granted*SOFTWARE.*mySociety*CC-BY*'
	runs "$tmp/root/usr"
	command -v lintian >/dev/null || skip 'no lintian; all else is well'
	lintian --allow-root --fail-on error,warning "${deb[0]}"
}
