# ombudsift: see README.md. Everything set here may be set on the command line.
CC       = cc
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
CFLAGS   = -O2 -g
CPPFLAGS = -D_POSIX_C_SOURCE=200809L -I/usr/include/libxml2
LDLIBS   = -Wl,--as-needed -lcsv -lcjson -lpcre2-8 -lxml2 -lz
BUILD    = build
BIN      = bin
PAGES    = samples/first
OUT      = build/dataset
FUZZ_SECONDS = 60
FUZZ_SEED = 0
PREFIX   = /usr/local
DESTDIR  =

FILTERS = ombud-read ombud-render ombud-strip ombud-split ombud-meta ombud-classify ombud-csv ombud-markdown ombud-jsonl
SHARED  = authorities buf charset citations content dates grounds head headings html http json lines literals loop out pattern record \
	remedies rules say sections shapes signposts source table terms things utf8 warc warnings
OBJECTS = $(SHARED:%=$(BUILD)/lib/%.o)
ARCHIVE = $(BUILD)/lib/libombud.a
COMPILE = $(CC) -std=c11 $(CPPFLAGS) $(WARN) $(CFLAGS)
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

all: $(FILTERS:%=$(BIN)/%)

$(BIN)/%: filters/%.c $(ARCHIVE) filters/lib/ombud.h Makefile
	@mkdir -p $(BIN)
	$(COMPILE) $(LDFLAGS) -o $@ $< $(ARCHIVE) $(LDLIBS)

# A filter takes from it what it uses, and needs no library that others use.
$(ARCHIVE): $(OBJECTS)
	rm -f $@
	$(AR) rcs $@ $(OBJECTS)

$(BUILD)/lib/%.o: filters/lib/%.c filters/lib/ombud.h filters/lib/remedies.h filters/lib/pattern.h Makefile
	@mkdir -p $(BUILD)/lib
	$(COMPILE) -c -o $@ $<

# The main job: pages in, decisions.csv and decisions.jsonl out.
dataset: all
	@scripts/dataset "$(PAGES)" "$(OUT)"

test: all
	@OMBUD_BIN="$(abspath $(BIN))" bats --tap tests

# The same tests with programs that stop at the first bad access or undefined behaviour. They look for their rules
# beside themselves.
check-asan:
	$(MAKE) all BUILD=build/asan BIN=build/asan/bin CFLAGS='-O1 -g $(SANITIZE)'
	@ln -sfn ../../schemas build/asan/schemas
	@OMBUD_BIN="$(abspath build/asan/bin)" bats --tap tests

# Needs clang: scripts/setup all. Each is a target of its own, too: make fuzz-warc. Seed 0 is another one each time.
FUZZERS = record warc body render pattern
fuzz: $(FUZZERS:%=fuzz-%)

$(FUZZERS:%=fuzz-%): fuzz-%: build/fuzz/%
	@mkdir -p build/fuzz/corpus/$*
	build/fuzz/$* -max_total_time=$(FUZZ_SECONDS) -seed=$(FUZZ_SEED) -max_len=4096 -dict=tests/fuzz/$*.dict \
		-artifact_prefix=build/fuzz/$*- -print_final_stats=1 build/fuzz/corpus/$* tests/fuzz/seeds/$*

build/fuzz/%: tests/fuzz/%.c $(SHARED:%=filters/lib/%.c) filters/lib/ombud.h filters/lib/remedies.h filters/lib/pattern.h
	@mkdir -p build/fuzz
	clang -std=c11 $(CPPFLAGS) $(WARN) -O1 -g $(SANITIZE) -fsanitize=fuzzer -Ifilters/lib -o $@ $< \
		$(SHARED:%=filters/lib/%.c) $(LDLIBS)

bench: all $(BUILD)/sax
	@scripts/bench

$(BUILD)/sax: tests/sax.c $(ARCHIVE) filters/lib/ombud.h
	$(COMPILE) -Ifilters/lib $(LDFLAGS) -o $@ $< $(ARCHIVE) $(LDLIBS)

# How far the records agree with labelled pages. `scripts/accuracy -v` on the files that this leaves shows each
# difference; this does not: who writes rules does not look into the testing half.
accuracy: all
	@mkdir -p $(BUILD)/accuracy
	@PATH="$(abspath $(BIN)):$$PATH"; for half in open testing; do \
		made=$(BUILD)/accuracy/$$half; \
		ombud-read samples/labels/$$half | ombud-render | ombud-strip | ombud-split | ombud-meta >$$made.meta && \
		ombud-classify $$made.meta >$$made.jsonl && \
		ombud-classify --blind $$made.meta >$$made.blind && \
		scripts/accuracy samples/labels/$$half.jsonl $$made.jsonl $$made.blind || exit; \
	done

# Made by hand when the source of the table is renewed: the tables of mySociety stand in DATA.
DATA = ../shared/data
authorities:
	@mkdir -p build
	scripts/make-authorities $(DATA) >build/authorities.csv
	mv build/authorities.csv schemas/rules/authorities.csv

# Items are MODE:FILE:PATH, or link:TARGET:PATH, the path one below PREFIX. scripts/dataset is not among them: it is the
# recipe of `make dataset`, and what is installed does the same by `ombudsift --jsonl PAGES | tee FILE | ombud-csv`.
put = $(foreach file,$(3),$(1):$(file):$(2)/$(notdir $(file)))
INSTALLED = $(call put,755,bin,$(FILTERS:%=$(BIN)/%) scripts/ombudsift) \
	$(call put,644,share/ombudsift,schemas/decision.schema.json) \
	$(call put,644,share/ombudsift/rules,$(wildcard schemas/rules/*.csv)) \
	$(call put,644,share/ombudsift/tables,$(wildcard schemas/tables/*.json)) \
	$(call put,644,share/man/man1,$(wildcard filters/*.1 scripts/*.1)) \
	$(call put,644,share/man/man7,$(wildcard filters/*.7 scripts/*.7)) \
	$(call put,644,share/doc/ombudsift,README.md CHANGES.md LICENSE schemas/rules/authorities.LICENCE) \
	644:completions/ombudsift.bash:share/bash-completion/completions/ombudsift \
	$(FILTERS:%=link:ombudsift:share/bash-completion/completions/%) \
	$(call put,644,share/zsh/site-functions,completions/_ombudsift)

install uninstall: export DESTDIR := $(DESTDIR)
install uninstall: export PREFIX := $(PREFIX)
install: all
	@scripts/install "$$DESTDIR" "$$PREFIX" $(INSTALLED)

uninstall:
	@scripts/install --undo "$$DESTDIR" "$$PREFIX"

# The archive is the tracked files as they stand here, or all files of an unpacked one; the same files, the same bytes.
VERSION = $(shell sed -n 's/^.define OMBUD_VERSION "\(.*\)"/\1/p' filters/lib/ombud.h)
DIST = $(BUILD)/ombudsift-$(VERSION).tar.gz
EPOCH = $(or $(SOURCE_DATE_EPOCH),$(shell if [ -e .git ]; then git log -1 --format=%ct; else stat -c %Y Makefile; fi))
dist:
	@mkdir -p $(BUILD)
	@if [ -e .git ]; then git ls-files -z; else \
		find . -path ./build -prune -o -path ./bin -prune -o ! -type d -printf '%P\0'; fi | LC_ALL=C sort -z | \
		tar --null -T - --transform 's,^,ombudsift-$(VERSION)/,S' --format=gnu --hard-dereference \
		--owner=0 --group=0 --numeric-owner --mode=u+rw,a+rX,go-w --mtime=@$(EPOCH) -I 'gzip -n9' -cf $(DIST).new
	@mv $(DIST).new $(DIST)
	@echo $(DIST)

distcheck: dist
	@scripts/distcheck $(DIST) $(VERSION)

# With Debian's own flags. Needs dpkg-dev: scripts/setup test.
FLAGS = DEB_BUILD_MAINT_OPTIONS=hardening=+all dpkg-buildflags --get
deb:
	@command -v dpkg-shlibdeps >/dev/null || { echo 'make deb: needs dpkg-dev: scripts/setup test' >&2 && exit 2; }
	@rm -rf $(BUILD)/deb
	@$(MAKE) --no-print-directory install BUILD=$(BUILD)/deb BIN=$(BUILD)/deb/bin CFLAGS="$$($(FLAGS) CFLAGS)" \
		CPPFLAGS="$(CPPFLAGS) $$($(FLAGS) CPPFLAGS)" LDFLAGS="$$($(FLAGS) LDFLAGS)" \
		DESTDIR=$(BUILD)/deb/debian/ombudsift PREFIX=/usr
	@SOURCE_DATE_EPOCH=$(EPOCH) scripts/deb $(BUILD)/deb $(VERSION) $(BUILD)

clean:
	rm -rf build bin

.SECONDARY: $(OBJECTS) $(ARCHIVE)
.PHONY: all dataset test check-asan fuzz $(FUZZERS:%=fuzz-%) bench accuracy authorities install uninstall dist distcheck deb clean
