/* Dates as pages print them. */
#include <stdio.h>
#include <strings.h>

#include "ombud.h"

/* takes up to `most` digits from *s; false where there is none */
static bool take_number(struct str *s, size_t most, unsigned *number)
{
	size_t n = 0;
	for (*number = 0; n < most && n < s->len && is_digit(s->s[n]); n++)
		*number = *number * 10 + (unsigned)(s->s[n] - '0');
	s->s += n;
	s->len -= n;
	return n > 0;
}

static bool take(struct str *s, const char *any)
{
	if (s->len == 0 || !strchr(any, s->s[0]))
		return false;
	s->s++;
	s->len--;
	return true;
}

/* a month's name, whole or its first three letters or more: 1 to 12, or 0 */
static unsigned take_month(struct str *s)
{
	static const char *const names[] = {"january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december"};
	size_t len = 0;
	while (len < s->len && ((s->s[len] | 0x20) >= 'a' && (s->s[len] | 0x20) <= 'z'))
		len++;
	for (unsigned month = 0; month < 12 && len >= 3; month++)
		if (len <= strlen(names[month]) && strncasecmp(s->s, names[month], len) == 0) {
			s->s += len;
			s->len -= len;
			return month + 1;
		}
	return 0;
}

bool date_read(struct str printed, char iso[11])
{
	static const unsigned char lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned year, month, day;
	struct str s = printed;
	bool read = take_number(&s, 4, &year) && s.s - printed.s == 4 && take(&s, "-") && take_number(&s, 2, &month)
		&& take(&s, "-") && take_number(&s, 2, &day);
	if (!read) {
		s = printed;
		read = take_number(&s, 2, &day) && take(&s, " -") && (month = take_month(&s)) != 0 && take(&s, " -")
			&& s.len == 4 && take_number(&s, 4, &year);
	}
	if (!read || s.len || month < 1 || month > 12 || day < 1 || day > lengths[month - 1])
		return false;
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	if (year < 1900 || year > 2999 || (month == 2 && day == 29 && !leap))
		return false;
	snprintf(iso, 11, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
	return true;
}
