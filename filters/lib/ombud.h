/*
 * What the filters share. One family of functions a file, under that file's name. Memory failure ends the program
 * (status 2), so no function here returns it. A `struct str` is a view of bytes that somebody else keeps.
 */
#ifndef OMBUD_H
#define OMBUD_H

#include <cjson/cJSON.h>
#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#define OMBUD_VERSION "0.1.0"

enum status { DONE = 0, REJECTED = 1, FAILED = 2 }; /* exit statuses, the worst seen wins */

struct str {
	const char *s;
	size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

static inline struct str str_of(const char *s) { return (struct str){s, strlen(s)}; }

static inline bool str_is(struct str a, const char *b)
{
	size_t len = strlen(b);
	return a.len == len && memcmp(a.s, b, len) == 0;
}

static inline bool str_same(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static inline bool str_starts(struct str a, const char *b)
{
	size_t len = strlen(b);
	return a.len >= len && memcmp(a.s, b, len) == 0;
}

/* of ASCII, whatever the locale */
static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
static inline bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
static inline bool is_white(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

/* the first word of a list joined by spaces, *words moved behind it; false at the end */
static inline bool str_word(const char **words, struct str *word)
{
	*word = (struct str){*words, strcspn(*words, " ")};
	*words += word->len + ((*words)[word->len] == ' ');
	return word->len > 0;
}
/* is it one of a list joined by spaces? */
static inline bool str_among(struct str one, const char *words)
{
	for (struct str word; str_word(&words, &word);)
		if (str_same(word, one))
			return true;
	return false;
}
/* for a small cache: the same text, the same number */
static inline size_t str_hash(struct str s)
{
	size_t hash = 0;
	for (size_t i = 0; i < s.len; i++)
		hash = hash * 31 + (unsigned char)s.s[i];
	return hash;
}
bool str_alike(struct str, const char *); /* the same, the case of ASCII aside */
/* text without the white space (space, tab, line feed, form feed) at its ends */
struct str str_trim(struct str text);
/* the next line of *rest without its line feed, *rest moved behind it; false at the end */
bool str_line(struct str *rest, struct str *line);

/* buf.c: bytes that grow; a zeroed struct is an empty buffer */
struct buf {
	char *s;
	size_t len, cap;
};

char *buf_grow(struct buf *, size_t more); /* for buf_room */
/* where `more` bytes may be written; the caller then adds to len */
static inline char *buf_room(struct buf *b, size_t more) { return b->s && more <= b->cap - b->len ? b->s + b->len : buf_grow(b, more); }
void buf_add(struct buf *, struct str);
static inline void buf_char(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->len++;
}
void buf_printf(struct buf *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_free(struct buf *);
void buf_spare(struct buf *); /* empties it, and frees it where it has grown big: one long page is no reason to stay so */
static inline struct str buf_str(const struct buf *b) { return (struct str){b->s, b->len}; }
static inline void buf_adds(struct buf *b, const char *s) { buf_add(b, str_of(s)); }

void *xmalloc(size_t);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *, size_t n, size_t size);
char *xstrdup(struct str);

/* say.c: messages on standard error, always `program: …`, control characters and bad UTF-8 made visible */
extern const char *say_program;
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* the same, with the reason of errno behind it */
void say_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));
void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn)); /* say, exit FAILED */
/* a value (no name of a file) for a message: cut to SHOWN_BYTES at most, at the end of a character; good until the
 * second next call */
#define SHOWN_BYTES 60
const char *shown(struct str value);

/* utf8.c: RFC 3629 */
/* bytes (1 to 4) of the well-formed character at s, before end; 0 where there is none */
size_t utf8_length(const char *s, const char *end);
/* behind the printable ASCII that s begins with, or most of it */
const char *utf8_plain(const char *s, const char *end);
uint32_t utf8_decode(const char *s, size_t length); /* the code point of a well-formed character */
void utf8_add(struct buf *, uint32_t code);
/* the same, as filters behind ombud-read may rely on it: U+0000 is U+FFFD; every space is a space (tabs, no-break and thin
 * ones too), every line end a line feed; what cannot be seen (soft hyphens, zero-width characters) is left out */
void utf8_add_clean(struct buf *, uint32_t code);
/* the code point of a byte from 0x80 to 0x9f in windows-1252, the five gaps as the Encoding Standard fills them */
uint32_t utf8_windows_1252(uint32_t byte);
/* the bytes from..to of text, less what they hold of a character that is cut */
struct str utf8_window(struct str text, size_t from, size_t to);

/* text from s on */
static inline struct str str_from(struct str text, const char *s)
{
	return (struct str){s, (size_t)(text.s + text.len - s)};
}

static inline const char *str_end(struct str text) { return text.s + text.len; }

/* the `most` bytes or fewer at the beginning of text, and at its end; no character is cut */
static inline struct str str_head(struct str text, size_t most)
{
	return utf8_window(text, 0, text.len < most ? text.len : most);
}
static inline struct str str_tail(struct str text, size_t most)
{
	return utf8_window(text, text.len > most ? text.len - most : 0, text.len);
}

/* json.c: RFC 8259 strings; text is UTF-8 */
/* behind the closing quote of the string whose opening quote is at s; NULL and *why where it is malformed.
 * *escaped is set where it holds a backslash. */
const char *json_string_end(const char *s, const char *end, bool *escaped, const char **why);
void json_quote(struct buf *, struct str text);         /* adds "text", escapes only where JSON demands them */
void json_unquote(struct buf *, struct str string);     /* adds the text of a checked string, quotes included in it */
/* the same, with U+FFFD for U+0000, as ombud-read has it; all of text is what was in it and is added */
void json_text(struct buf *text, struct str string);
void json_quote_or_null(struct buf *, struct str text); /* null where text.s is NULL */
void json_number(struct buf *, size_t number);
/* adds `before` ({ or a comma), the name of a member (plain, a literal of ours) and its colon */
void json_key(struct buf *, char before, const char *name);
/* behind the checked value at s: for a walk over an array or object without a tree */
const char *json_skip(const char *s);
/* the value at *s inside the brackets of a checked array, *s moved behind it; false at the end */
bool json_next(const char **s, struct str *value);
/* the JSON text is a string, however spelled, and is this */
bool json_is(struct str string, const char *text);
/* the value of a member of a checked object, without a tree; .s NULL: none */
struct str json_find(struct str object, const char *name);

/*
 * record.c: one line of JSON, its members found and all of it checked in one pass. What is not set or dropped is
 * printed byte for byte as it came. Offsets are 32 bits wide: a line is shorter than RECORD_MAX.
 */
#define RECORD_MAX ((size_t)1 << 31)
#define RECORD_DEPTH 512
#define RECORD_EDITS 40

struct member {
	uint32_t start, value, end; /* the name's quote; the value; behind the value */
	uint32_t name, name_len;    /* in `names` where the name has escapes, else in the line */
	bool escaped;
};

struct edit {
	const char *name;   /* not copied */
	size_t member;      /* its index, or SIZE_MAX: a new one */
	size_t value, size; /* in `values`; size 0: the member is dropped */
};

struct record {
	struct str line;
	struct member *members;
	size_t count, cap;
	struct buf names, values;
	struct edit edits[RECORD_EDITS];
	size_t edited;
	struct buf why; /* what is wrong with it, for the message of a rejection */
};

/* the members of a finished record, in order (NULL at the end) */
extern const char *const record_schema[];
bool record_in_schema(struct str name);

/* takes the line (kept by the caller until the record is printed); false and `why` where it is no record */
bool record_scan(struct record *, struct str line);
struct str record_name(const struct record *, size_t member); /* without its quotes and escapes */
/* the JSON text of a member; .s is NULL where there is none */
struct str record_value(const struct record *, const char *name);
/* a member that is a string, its text put into out in place of what was there (U+FFFD for U+0000, as ombud-read has
 * it); false: none, or null. Any other type: false, and record_wrong() says so. */
bool record_string(struct record *, const char *name, struct buf *out);
/* a checked value, or a member, as cJSON has it, good until the next record_scan(); NULL: none, or no memory for it */
const cJSON *json_tree(struct str value);
const cJSON *record_json(struct record *, const char *name);
/* the same of a member that is an object; NULL: none, or null. Any other type: NULL, and record_wrong() says so. */
const cJSON *record_object(struct record *, const char *name);
/* The value of member `name` (a string that lives on) is what is added to the result before the next call. In its
 * place where the line has it, else behind all others. */
struct buf *record_set(struct record *, const char *name);
void record_drop(struct record *, const char *name);
void record_print(const struct record *, struct buf *out);
/* says why a record is to be rejected; the first word stands */
void record_wrong(struct record *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void record_free(struct record *);

/* warnings.c: the member `warnings`, which all filters share */
/* Add warnings between begin and end. A filter's own from an earlier run go, the others stay as they are. */
void warnings_begin(struct record *);
void warnings_add(const char *code, struct str detail);
void warnings_end(struct record *);

/*
 * html.c: a page of HTML as a tree of elements and texts in the order of the page; what browsers do not show is not in it.
 * Only ombud-render uses it (and libxml2).
 */
enum tag { TAG_ANY, TAG_TEXT, TAG_A, TAG_ARTICLE, TAG_ASIDE, TAG_BODY, TAG_BOLD, TAG_BR, TAG_BUTTON, TAG_CELL, TAG_DD,
	TAG_DIALOG, TAG_DL, TAG_DT, TAG_FIGCAPTION, TAG_FIGURE, TAG_FOOTER, TAG_FORM, TAG_H1, TAG_H2, TAG_H3, TAG_H4, TAG_H5,
	TAG_H6, TAG_HEADER, TAG_LI, TAG_MAIN, TAG_NAV, TAG_NOSCRIPT, TAG_OL, TAG_P, TAG_PRE, TAG_ROW, TAG_ROWS, TAG_SECTION,
	TAG_TABLE, TAG_UL };
#define NO_NUMBER INT32_MIN

struct html_node {
	uint8_t tag; /* an enum tag */
	char type;   /* of an OL: how it counts (a, A, i, I); 0: by digits */
	bool block : 1, is_link : 1, reversed : 1, dropped : 1; /* dropped: by content.c, with all below it */
	uint32_t parent, end; /* indexes; end is behind the last node below */
	uint32_t at, len;     /* of its text, or of the name of an element */
	int32_t number;       /* `start` of an OL, `value` of an LI, or NO_NUMBER */
};

struct html {
	struct html_node *nodes; /* the first is the page, a parent of all */
	size_t count, cap;
	struct buf text, names;
};

/* NULL, or why the page is refused: what libxml2 cannot bear, or too much of anything */
const char *html_read(struct html *, struct str page);
struct str html_text(const struct html *, uint32_t node);
/* of an element with what it is called by: `div#id.class.class@role=itemprop` */
struct str html_name(const struct html *, uint32_t node);
void html_free(struct html *);

/* content.c: elements.csv, which part of a page is its main content */
void content_load(const char *directory);
/* marks as dropped what is none: navigation, banners and the like; nothing where all is wanted */
void content_find(struct html *, bool all);
/* what an element is called tells that it holds a label, or the value behind one */
bool content_is_label(const struct html *, uint32_t node);
bool content_is_value(const struct html *, uint32_t node);
void content_free(void);

/* lines.c: the lines of a page, each taken apart from the mark of a list or heading that stands before it */
enum line_type { PLAIN, NUMBER /* 1. or 1), and of an indented line a. or iv. */, BULLET, DASH, HEADING /* ## */, STRAY /* no letter or digit in it */,
	MARK /* a form feed: the end of a section, as ombud-strip found it */, LINE_TYPES };

struct line {
	enum line_type type;
	struct str text;  /* without its mark and the space around it */
	struct str label; /* of a NUMBER, without its full stop; else .s is NULL */
	size_t indent;
	int level;        /* of a HEADING */
	bool blank;       /* a blank line came before */
};

/* the next line of *rest that is not blank, *rest moved behind it; false at the end. A mark alone has no text. */
bool line_next(struct str *rest, struct line *line);

/* shapes.c: what a piece of text looks like, by its words alone; endings.csv and items.csv */
enum ending { FINISHED = 1 /* a sentence */, LIST_GOES_ON = 2, LIST_MAY_BEGIN = 4, CUT = 8 /* within a sentence */,
	CUT_WORD = 16, CUT_PROSE = 32 /* so are these, but in some lists and in all */, AS_NO_HEADING = 64 };

void shapes_load(const char *directory);
void shapes_free(void);
bool shape_ends(struct str text, enum ending); /* in one of these ways, which may be joined by | */
bool shape_item(struct str text);              /* it begins with the verb of a remedy */
bool shape_upper(struct str text);             /* it begins with a capital (of ASCII) */
bool shape_lower(struct str text);
bool shape_colon(struct str text);             /* it ends with one */
bool shape_citation(struct str text);          /* one bracket from end to end, of more than a word */
bool shape_prose(struct str text);             /* more than an item or a heading: it has a sentence, or is long */
/* "Was it right?" may head a section; a sentence, a list's beginning, a part of one or a row of a table does not */
bool shape_heading(struct str text);
size_t shape_words(struct str text, size_t most); /* how many, `most` at most */
/* a sentence that a link or an emphasised name has cut: `next` is a piece of it as well. Neither is empty. */
bool shape_cut(struct str before, struct str next, bool in_list);

/* sections.c: the member `sections`, as ombud-split leaves it */
enum kind { SUMMARY, COMPLAINT, SCOPE, POWERS, METHOD, BACKGROUND, LAW, FACTS, FINDINGS, ANALYSIS, ASSESSMENT,
	RECOMMENDATIONS, ACTION, DECISION, NAMES, OTHER, KINDS };
extern const char *const kind_names[KINDS + 1]; /* NULL at the end */

struct paragraph {
	enum kind kind;
	unsigned n;
	struct str text;
};

struct sections {
	struct paragraph *p; /* all paragraphs, in order */
	size_t count, cap;
	unsigned headings;   /* bit 1 << kind for each kind of section there is */
	size_t known;        /* sections of another kind than other */
};

/* headings.c: headings.csv, which lines head a section */
struct heading {
	enum kind kind;
	int level;
	struct str text;
};

void headings_load(const char *directory);
void headings_free(void);
bool heading_known(struct str line); /* it is one of them, all of the line */
/* the same, and which; glued: it stands before its paragraph on the same line, as in mirrors */
bool heading_find(struct str line, bool glued, struct heading *);
/* line_next(), a mark alone with the text of the next line, if that has no mark of its own and is no heading */
bool page_line(struct str *rest, struct line *line);

/* head.c: headers.csv, the lines of a page that say whose decision it is and where it begins and ends */
enum head_place { IN_HEAD = 1, IN_BODY = 2, IN_TAIL = 4 };
enum head_member { HEAD_AUTHORITY, HEAD_REFERENCE, HEAD_CATEGORY, HEAD_SUBCATEGORY, HEAD_DECISION, HEAD_DATE, HEAD_SUMMARY,
	HEAD_SATISFIED, HEAD_TYPE /* statement or report, if the page says so */, HEAD_MEMBERS };

/* what a rule does besides filling members from its named groups; NO_RULE: it is no line of the header */
enum head_action { NO_RULE = -1, NOTHING, NAMED /* by the line before: the body, in a mirror */,
	VALUE /* stands on the lines behind */, OPENS /* a statement, behind it */, OVERVIEW /* so it does, a report */,
	REPORT /* the page is one */, SUMMARISES /* from here to the first heading */,
	CLOSES /* the decision of a mirror: the tail begins */ };

struct head {
	struct str text;                      /* of the page, which lives on; members are views of it or of `values` */
	struct str member[HEAD_MEMBERS];      /* as printed, .s NULL where it is not */
	struct buf related, unplaced, values; /* rows of a table of others, as JSON; lines that no rule knows; joined lines */
	bool mirror;                          /* a mirror's page: only that goes on behind the decision */
	bool several;                         /* the page is about several decisions */
	bool another;                         /* it has the title of another one */
};

void head_load(const char *directory);
void head_free(void);
bool head_label(struct str line); /* a label alone, with its value on the lines behind */
void head_begin(struct head *, struct str text);
struct str head_read(struct head *); /* where the decision begins */
enum head_action head_line(struct head *, struct str line, unsigned where);
struct str head_summary(struct str line); /* what stands behind the label, where the line's action was SUMMARISES */
void head_title(struct head *, struct str line); /* is this line of the decision the title of another? */
void head_print(const struct head *, struct buf *to); /* the member `header` */

/* What makes them: a page's sections one after the other, the last of them and its last paragraph open. */
struct writer {
	struct buf made;        /* the JSON; whole after sections_end() */
	struct buf summary;     /* the text of the first section of kind summary, its paragraphs on lines of their own */
	bool in_section, in_paragraph;
	enum kind kind;         /* of the open section */
	struct str heading;
	struct str label;       /* of the open paragraph */
	struct buf text;
	bool in_list;           /* it has items */
	size_t start, paragraphs, summaries;
	unsigned n;
};

void sections_begin(struct writer *);
void sections_open(struct writer *, enum kind, struct str heading, int level); /* heading.s NULL: none */
void sections_close(struct writer *);
void sections_paragraph(struct writer *, struct str label, struct str text);
void sections_item(struct writer *, struct str text);
void sections_join(struct writer *, const char *between, struct str text); /* to the end of the open paragraph */
void sections_end(struct writer *);

/* false where the record has no sections, or (then `why` is set) not in their form */
bool sections_load(struct sections *, struct record *);
/* a string member of an object; .s NULL where it is none */
struct str json_member(const cJSON *object, const char *name);
/* the sentence (or list item) of text that holds the bytes from..to */
struct str sentence(struct str text, size_t from, size_t to);
#define FOLLOW_BYTES ((size_t)600) /* behind a sentence, in which something may still be said of it */

/* the words that something rests on; rule NULL: there are none. The quote stands in the paragraph, or in the label. */
struct evidence {
	const char *rule;
	const struct paragraph *paragraph; /* NULL: the label */
	struct str quote;
};

void evidence_print(struct buf *, struct evidence);

/* table.c: a table of CSV, read strictly: the columns as told, one physical line a row, no id (the first column)
 * there twice. What is wrong is said by file, line and column, and ends the program with FAILED. */
struct table {
	char *path;
	const char *const *columns; /* NULL at the end */
	size_t width, rows;
	char **cells;
	size_t *lines; /* by row, where it stands in the file */
};

struct table *table_read(const char *directory, const char *file, const char *const columns[]); /* ids may be empty */
struct table *table_load(const char *directory, const char *file, const char *const columns[]); /* none is */
const char *table_cell(const struct table *, size_t row, const char *column);
/* the index in words (NULL at the end) of the cell, which must be one of them */
int table_word(const struct table *, size_t row, const char *column, const char *const *words);
void table_words(const struct table *, const char *column, const char *const *words); /* the same for each row */
void table_wrong(const struct table *, size_t row, const char *column, const char *what) __attribute__((noreturn));
void table_free(struct table *);

/*
 * rules.c: a table of patterns. Columns `id,where,pattern` come first, then the table's own, `remark` last. A
 * column `not` is a second pattern: where it matches in the sentence of a match, up to its end, the match does not count.
 * A row without an id is one more pattern of the rule above it; {name} in a pattern stands for that row of words.csv.
 */
struct rules;

/* `words` (NULL at the end, 31 at most) are what column where may name, several joined by a space; `*` is all */
struct rules *rules_load(const char *directory, const char *file, const char *const columns[], const char *const *words);
const char *rules_cell(const struct rules *, size_t rule, const char *column);
const struct table *rules_table(const struct rules *);
/* Which rules match text? Begin with the bit of the word that says where it stands; then each call of next gives a
 * rule (in table order, its first match), or -1 at the end. */
void rules_begin(struct rules *, struct str text, unsigned where);
int rules_next(struct rules *);
/* the rule of this id; SIZE_MAX: there is none */
size_t rules_find(const struct rules *, struct str id);
/* does this one match, wherever the text stands? One that is not there does not. */
bool rules_match(struct rules *, size_t rule, struct str text);
/* does one match that has this value in a column? */
bool rules_say(struct rules *, struct str text, unsigned where, const char *column, const char *value);
/* The same for a person to see: each rule that is tried, and how that ended. Its match is good where it matched. */
enum tried { MATCHED, SET_ASIDE /* by its `not` */, NO_MATCH };
int rules_tried(struct rules *, enum tried *);
/* the match of the rule that next gave: group 0 is all of it; .s NULL where a group is not there */
struct str rules_group(const struct rules *, unsigned group);
struct str rules_named(const struct rules *, const char *group);
/* ends the program where the pattern of a rule has no group of this name */
void rules_need(const struct rules *, size_t rule, const char *group);
/* the same rule again, behind its last match */
bool rules_again(struct rules *);
/* what PCRE2 failed at (a limit) since the last call, or NULL. Nothing matches in between; the loop asks after each
 * record, and rejects it. */
const char *rules_error(void);
void rules_free(struct rules *);

/* literals.c: Aho-Corasick over the literals of a table; ASCII case is ignored, ' finds ’ too */
struct literals;

struct literals *literals_new(void);
void literals_add(struct literals *, struct str literal, uint32_t id);
void literals_build(struct literals *);
/* sets bit id of found for each literal in text */
void literals_find(const struct literals *, struct str text, uint64_t *found);
void literals_free(struct literals *);

/* authorities.c: authorities.csv, which bodies have which code of the Office for National Statistics, and when */
struct authorities;
enum authority_found { UNKNOWN_BODY, FOUND, FOUND_OUTSIDE_ITS_DATES, SEVERAL };

struct authorities *authorities_load(const char *directory);
/* The code of the body of this name on a day (ISO 8601; "" where it is not known). Exact names first (case aside),
 * then without the words that drafters add and drop (Borough, City, Royal, …). */
enum authority_found authorities_find(const struct authorities *, struct str name, const char *day, const char **code);
void authorities_free(struct authorities *);

/* citations.c: statutes.csv and provisions.csv; which law a text names */
struct citations;

struct citations *citations_load(const char *directory);
void citations_begin(struct citations *); /* a page; the texts that are read live until it is printed */
void citations_read(struct citations *, struct str text, unsigned paragraph);
void citations_print(const struct citations *, struct buf *to); /* the member `citations` */
void citations_free(struct citations *);

/* the match that a rule has just had in a paragraph, with the sentence around it */
struct evidence rules_evidence(const struct rules *, int rule, const struct paragraph *);

/* grounds.c: grounds.csv, on statements.csv, whose rules live on; why a matter is not looked into */
void grounds_load(const char *directory, struct rules *statements);
/* `reasoning` are the kinds of section that may give reasons besides summary and decision; `declined`: all is */
void grounds_read(const struct sections *, unsigned reasoning, bool declined);
void grounds_print(struct buf *to); /* the member `grounds`, the weightiest first */
struct rules *grounds_rules(void);
void grounds_free(void);

/* signposts.c: bodies.csv and signposts.csv */
void signposts_load(const char *directory);
/* the member `signposted`; `own` is the page's own body, to which nobody is sent, .s NULL where that is unknown */
void signposts_print(const struct sections *, struct str own, struct buf *to);
void signposts_free(void);

/* remedies.c: commands.csv, remedies.csv and terms.csv; what is agreed or recommended. Needs shapes_load(). */
struct remedies;

struct remedies *remedies_load(const char *directory);
void remedies_read(struct remedies *, const struct sections *, struct str complainant); /* .s NULL: unknown */
size_t remedies_count(const struct remedies *);
void remedies_print(const struct remedies *, struct buf *to); /* the member `remedies` */
void remedies_total(const struct remedies *, struct buf *to);
void remedies_free(struct remedies *);

/* loop.c: options, input, output and exit status of a filter, alike in all */
enum verdict {
	KEEP,     /* print the record as edited */
	PRINTED,  /* the filter has added what is to be printed to out */
	REJECT    /* a message, and to the rejects; record_wrong() has said why */
};

struct filter {
	const char *name, *synopsis, *about;
	const struct option *options; /* the filter's own, ending in zeros; val names it to option() */
	void (*option)(int option, const char *argument);
	/* before any input: load tables, print a heading */
	void (*start)(const char *rules, struct buf *out);
	enum verdict (*record)(struct record *, struct buf *out);
	void (*finish)(void);
	bool needs_rules;
	bool leaves_out; /* pages that are no decisions, but with the option --all */
};

int filter_main(int argc, char **argv, const struct filter *);

/* for a filter with a loop of its own */
struct limits {
	const char *rules;
	size_t max_record;
};

/* the folder of this name beside the program: in the source tree's schemas, or installed */
const char *shared_folder(const char *name);
/* takes the options away; what is left of argv begins at the result */
int filter_options(int argc, char **argv, const struct filter *, struct limits *);
/* The lines of an input, each a record, through the filter's function: how many. `input` is its name in messages, `more`
 * adds bytes to the buffer: how many, 0 at the end, -1 where it has said what is wrong. */
size_t filter_lines(const char *input, ssize_t (*more)(struct buf *));
/* says what was rejected or left out, closes and checks the outputs; the exit status, `worst` or worse */
int filter_finish(enum status worst);
#define BLOCK ((size_t)1 << 18) /* bytes that are usually read at a time */
/* read(2) to the end of a buffer, waiting where there is nothing yet; 0 at the end, -1 and errno */
ssize_t read_block(int fd, struct buf *, size_t most);

/*
 * source.c: the bytes of an input, gunzipped where its first bytes say so. They are seen in a view, which ends where
 * nothing more has been read; what is taken from it is gone. There is one source at a time.
 */
struct source;
enum source_got { SOURCE_MORE, SOURCE_MEMBER /* no more yet: a gzip member has ended as it should */, SOURCE_END,
	SOURCE_BROKEN /* by gzip's word; source_why() */, SOURCE_UNREADABLE /* by errno */ };

struct source *source_open(int fd, size_t block); /* block: bytes read at a time */
enum source_got source_kind(struct source *);     /* the first bytes: to be called once, before all below */
bool source_is_gzip(const struct source *);
void source_checks(struct source *, bool all);    /* are checksums to be made of what is skipped, too? (yes) */
struct str source_view(const struct source *);    /* good until the next call with a source that is not const */
enum source_got source_more(struct source *);     /* adds to the view */
void source_take(struct source *, size_t n);      /* no more than is in the view */
size_t source_skip(struct source *, uint64_t n);  /* takes up to n, faster, also behind the view: how many */
const char *source_why(const struct source *);
/* where in the file the view begins; where it is gzipped, the member that was inflated last */
uint64_t source_offset(const struct source *);
void source_mark(struct source *);  /* a record begins here */
void source_again(struct source *); /* goes back to behind the mark, as far as it may, where it is not gzipped */
/* behind something broken: goes on at the next gzip member whose bytes begin so */
enum source_got source_next_member(struct source *, const char *text);

/* http.c: messages of HTTP as archives keep them */
struct http {
	int status;
	struct str media;      /* the Content-Type; .s NULL: none */
	struct str body;       /* after http_body() decoded; before, as it stands */
	struct str coding;     /* that was undone last */
	struct buf head, codings, decoded[2];
};
enum http_got { HTTP_AS_IT_IS, HTTP_WHOLE, HTTP_CUT /* its end is missing */, HTTP_LONG /* more than max bytes */,
	HTTP_WRONG /* the coding is broken */, HTTP_UNKNOWN /* no coding that is known */ };

bool http_read(struct http *, struct str message); /* false: it begins with no head. The message is to live on. */
enum http_got http_body(struct http *, size_t max);
void http_unfold(struct buf *head);                /* each field becomes one line */
/* the next field of an unfolded head, *rest moved behind it; false at the end. name.s NULL: the line in value is none. */
bool http_field(struct str *rest, struct str *name, struct str *value);

/* charset.c: the characters of a page */
struct charset_text {
	struct str text;    /* UTF-8; good until the next call */
	const char *name;   /* of the charset, as the Encoding Standard has it, in lower case */
	bool guessed;       /* windows-1252, for want of a better one */
	size_t wrong;       /* bytes that are none in this charset: U+FFFD */
	struct str unknown; /* a label that the page or its HTTP head gives it and nobody knows; .s NULL: none */
};
/* label: the HTTP head's (.s NULL: none); html: to look for a meta element */
struct charset_text charset_read(struct str bytes, struct str label, bool html);
struct str charset_parameter(struct str content_type); /* the label in it; .s NULL: none */

/* warc.c: the records of an archive */
struct warc {
	struct source *source;
	uint64_t offset;       /* in the file, of the record; where it is gzipped, of its member */
	struct buf head;       /* as it stands */
	struct str type, address, date, id, media, cut; /* fields: media is the Content-Type, cut why the block is not whole */
	uint64_t length;       /* of the block */
	struct buf why;        /* a C string: what is wrong with it; .len 0: nothing */
	/* its own */
	struct buf fields;
	uint64_t left;
	size_t given;
	bool lost, ended;
	enum source_got got;
};
enum warc_got { WARC_RECORD, WARC_FAULT, WARC_END };

void warc_begin(struct warc *, struct source *);
/* The head of the next record, when all of the last one has been seen or passed; or a fault. Behind any fault, `why` is
 * set, the next call goes on with the next record that can be found. */
enum warc_got warc_next(struct warc *);
struct str warc_piece(struct warc *); /* the next bytes of the block; none at its end, or where `why` says what is wrong */
bool warc_pass(struct warc *);        /* passes over the rest of the block; false: `why` */

/* dates.c */
/* the day of a date as pages print it (2 Feb 2022, 25 November 2022, 27-Nov-2020, 2022-02-02), in the form of ISO 8601;
 * false where it is none */
bool date_read(struct str printed, char iso[11]);

/* out.c: standard output (and the rejects), in big blocks */
extern struct buf out;
void out_open(void);
void out_flush(void); /* writes all there is; a failure ends the program */
void out_close(void);
void reject_open(const char *path);
void reject_add(struct str bytes);

#endif
