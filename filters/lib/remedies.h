/*
 * What the files that read remedies share. remedies.c goes through sentences and lists; things.c takes a chain of things
 * to be done apart (remedies.csv); terms.c finds sums, people and times in one (terms.csv). Texts are views of a
 * paragraph; a group is one of the rule that matched last.
 */
#ifndef REMEDIES_H
#define REMEDIES_H

#include "ombud.h"

#define CLAUSES 64           /* of a sentence, and sums of a clause */
#define CLAUSE ((size_t)240) /* bytes in which a thing shows its kind */

/* --- terms.c --- */

/* a sum; words right before and behind it; the person right before and behind it, in what is paid or said,
 * in any other thing, or in the text before; a time; which of the things that were told; a sum that was told */
enum term_place { SUM = 1, BEFORE = 2, BEHIND = 4, NAME_BEFORE = 8, NAME_BEHIND = 16, NAME_IN = 32, NAME_OF = 64, CALLED = 128,
	DEADLINE = 256, CONTENT = 512, WHICH = 1024, MEANS_SUM = 2048 };

/* what a term says besides: words of the column `says` */
enum says { SAYS_NOTHING, SAYS_NONE, SAYS_TOTAL, SAYS_RATE, SHE, HE, THEY, ANY, FIRM, LOOSE, SAME, EACH, UNIT, FIRST,
	SECOND, THIRD, FOURTH, LAST, OTHERS };

struct deadline {
	unsigned n; /* 0: none */
	char unit;  /* D W M Y */
	bool firm;  /* it says that it runs from the decision */
	bool same;  /* no time, but that of the thing before */
};

struct sum {
	struct str printed;
	uint64_t pence;
	enum says is;
	bool unit; /* of which an earlier sum is made: `at £100 a week` */
	struct str per;
};

struct person {
	bool found;
	struct str name; /* .s NULL: a pronoun stands there */
	enum says pronoun;
};

struct rules *terms_load(const char *directory);
enum says terms_says(const struct rules *, int rule);
struct deadline terms_deadline(struct rules *, struct str text); /* the first, a firm one if there is any */
struct person terms_person(struct rules *, struct str text, unsigned places); /* who is named in these first */
struct str terms_called(struct rules *, struct str before, enum says pronoun); /* the last name that fits; or .s NULL */
bool terms_means_sum(struct rules *, struct str text); /* `pay this` */
size_t terms_sums(struct rules *, struct str text, struct sum sums[CLAUSES]);

/* --- things.c --- */

/* before a thing; its verb; a thing that is no deed (`a payment`); what else an item begins with, or what a body has
 * agreed to; between two things */
enum thing_place { LEAD = 1, VERB = 2, NOUN = 4, REST = 8, ELSE = 16, JOIN = 32, LISTED = 64 /* no place: the text is an item */ };

enum remedy_kind { NO_REMEDY, APOLOGY, PAYMENT, REFUND, WAIVE, RECONSIDER, REASSESSMENT, PRIORITY, IMPROVEMENT,
	REVIEW_OTHERS, OTHER_REMEDY };

extern const char *const remedy_kinds[]; /* their codes */

struct clause {
	const char *from; /* behind the join before it */
	struct str text;
	int rule;
	enum remedy_kind kind;
	struct deadline deadline;
};

struct rules *things_load(const char *directory);
enum remedy_kind thing_kind(const struct rules *, int rule);
bool is_money(enum remedy_kind kind);
/* What is part of a deed is none of its own: `review its policy and tell staff`, `contact others and refund them`. */
bool is_part(enum remedy_kind kind, enum remedy_kind of);
/* The first rule of a thing that begins here, after the words that may stand before it, which are taken off *text. */
int thing_at(struct rules *, struct str *text, unsigned places);
/* Takes a chain of things apart: where a join stands, the next may begin. */
size_t find_clauses(struct rules *, struct str chain, unsigned places, struct clause clauses[CLAUSES + 1]);

#endif
