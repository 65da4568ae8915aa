# ombudsift: see README.md. Everything set here may be set on the command line.
CC       = cc
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
CFLAGS   = -O2 -g
CPPFLAGS = -D_POSIX_C_SOURCE=200809L
LDLIBS   = -Wl,--as-needed -lcsv -lcjson -lpcre2-8
BUILD    = build
BIN      = bin
PAGES    = samples/first
OUT      = build/dataset
FUZZ_SECONDS = 60

FILTERS = ombud-read ombud-render ombud-strip ombud-split ombud-meta ombud-classify ombud-csv ombud-jsonl
SHARED  = authorities buf citations dates json lines literals loop out record rules say sections shapes table utf8 warnings
OBJECTS = $(SHARED:%=$(BUILD)/lib/%.o)
COMPILE = $(CC) -std=c11 $(CPPFLAGS) $(WARN) $(CFLAGS)
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

all: $(FILTERS:%=$(BIN)/%)

$(BIN)/%: filters/%.c $(OBJECTS) filters/lib/ombud.h Makefile
	@mkdir -p $(BIN)
	$(COMPILE) $(LDFLAGS) -o $@ $< $(OBJECTS) $(LDLIBS)

$(BUILD)/lib/%.o: filters/lib/%.c filters/lib/ombud.h Makefile
	@mkdir -p $(BUILD)/lib
	$(COMPILE) -c -o $@ $<

# The main job: pages in, decisions.csv and decisions.jsonl out.
dataset: all
	@scripts/dataset "$(PAGES)" "$(OUT)"

test: all
	@OMBUD_BIN=$(abspath $(BIN)) bats --tap tests

# The same tests with programs that stop at the first bad access or undefined behaviour. They look for their rules
# beside themselves.
check-asan:
	$(MAKE) all BUILD=build/asan BIN=build/asan/bin CFLAGS='-O1 -g $(SANITIZE)'
	@ln -sfn ../../schemas build/asan/schemas
	@OMBUD_BIN=$(abspath build/asan/bin) bats --tap tests

# Needs clang: scripts/setup all.
fuzz: build/fuzz/record
	@mkdir -p build/fuzz/corpus
	build/fuzz/record -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -dict=tests/fuzz/json.dict \
		-artifact_prefix=build/fuzz/ -print_final_stats=1 build/fuzz/corpus tests/fuzz/seeds

build/fuzz/record: tests/fuzz/record.c $(SHARED:%=filters/lib/%.c) filters/lib/ombud.h
	@mkdir -p build/fuzz
	clang -std=c11 $(CPPFLAGS) $(WARN) -O1 -g $(SANITIZE) -fsanitize=fuzzer -Ifilters/lib -o $@ tests/fuzz/record.c \
		$(SHARED:%=filters/lib/%.c) $(LDLIBS)

bench: all
	@scripts/bench

# Made by hand when the source of the table is renewed: the tables of mySociety stand in DATA.
DATA = ../shared/data
authorities:
	@mkdir -p build
	scripts/make-authorities $(DATA) >build/authorities.csv
	mv build/authorities.csv schemas/rules/authorities.csv

clean:
	rm -rf build bin

.SECONDARY: $(OBJECTS)
.PHONY: all dataset test check-asan fuzz bench authorities clean
