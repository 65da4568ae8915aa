/*
 * pattern.c: one pattern of a table of rules, for rules.c.
 */
#ifndef PATTERN_H
#define PATTERN_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "ombud.h"

/*
 * The cell with each {name} in it replaced by that row of words.csv. The folder's table is read when the first name is
 * met. A name that it has not ends the program.
 */
void pattern_expand(struct buf *to, const char *directory, const struct table *, size_t row, const char *column);
/* Compiles an expanded pattern; what is none, or matches where there is nothing, ends the program by table_wrong(). */
pcre2_code *pattern_compile(struct str pattern, const struct table *, size_t row, const char *column);
/*
 * Every match of an expanded pattern contains a literal of each of some sets, ASCII case aside: gives each literal, with
 * the number of its set, and returns how many sets there are, 2 at most; 0: nothing is required, or it can't be told.
 */
unsigned pattern_literals(struct str pattern, void (*give)(void *context, unsigned set, struct str literal), void *context);

#endif
