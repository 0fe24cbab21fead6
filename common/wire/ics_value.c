#include "wire/ics_value.h"

#include <string.h>
#include <strings.h>

static void
trim(const char **s, size_t *n)
{
	while (*n > 0 && (**s == ' ' || **s == '\t')) {
		(*s)++;
		(*n)--;
	}
	while (*n > 0 && ((*s)[*n - 1] == ' ' || (*s)[*n - 1] == '\t'))
		(*n)--;
}

bool
ics_value_is(const char *s, size_t n, const char *word)
{
	trim(&s, &n);
	return n == strlen(word) && strncasecmp(s, word, n) == 0;
}

bool
ics_next_value(const char **p, const char *end, const char **s, size_t *n)
{
	const char *comma;

	while (*p < end) {
		comma = memchr(*p, ',', end - *p);
		if (comma == NULL)
			comma = end;
		*s = *p;
		*n = comma - *p;
		*p = comma < end ? comma + 1 : end;
		trim(s, n);
		if (*n > 0)
			return true;
	}
	return false;
}

/* Exactly `n` digits; -1 when one of them is none. */
static int
digits(const char *s, size_t n)
{
	int v = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return -1;
		v = v * 10 + *s - '0';
	}
	return v;
}

enum ics_fit
ics_offset(const char *s, size_t n, int *seconds)
{
	int sign = 1, h, m, sec = 0;

	trim(&s, &n);
	if (n > 0 && (*s == '+' || *s == '-')) {
		sign = *s == '-' ? -1 : 1;
		s++;
		n--;
	}
	if (n != 4 && n != 6)
		return ICS_BAD;
	h = digits(s, 2);
	m = digits(s + 2, 2);
	if (n == 6)
		sec = digits(s + 4, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return ICS_BAD;
	*seconds = sign * (h * 3600 + m * 60 + sec);
	return ICS_GOOD;
}

/* Dashes of the date and colons of the time left out, into `to`. */
static bool
squeeze(const char *s, size_t n, char to[32], size_t *to_n)
{
	size_t i, k = 0;
	bool clock = false;

	for (i = 0; i < n; i++) {
		if (s[i] == 'T' || s[i] == 't')
			clock = true;
		if (clock ? s[i] == ':' : s[i] == '-')
			continue;
		if (k == 31)
			return false;
		to[k++] = s[i];
	}
	*to_n = k;
	return true;
}

/* The date of `c`, which may be one that its month lacks, and `seconds`. */
static enum ics_fit
count_on(struct civil *c, int64_t seconds)
{
	bool bent = c->day > civil_month_length(c->year, c->month);
	int day = c->day;

	c->day = 1;
	*c = civil_of_seconds(
		civil_seconds(c) + (int64_t)(day - 1) * 86400 + seconds);
	if (!civil_valid(c))
		return ICS_BAD;
	return bent ? ICS_BENT : ICS_GOOD;
}

/* "HHMM[SS][Z|+hhmm]" into seconds of the day; -1: bad. */
static int64_t
read_clock(const char *s, size_t n, bool *utc)
{
	int h, m, sec = 0, east = 0;
	size_t k = 4;

	if (n < 4)
		return -1;
	h = digits(s, 2);
	m = digits(s + 2, 2);
	if (n >= 6 && s[4] >= '0' && s[4] <= '9') {
		sec = digits(s + 4, 2);
		k = 6;
	}
	if (h < 0 || h > 24 || m < 0 || m > 59 || sec < 0 || sec > 60 ||
		(h == 24 && m + sec > 0))
		return -1;
	s += k;
	n -= k;
	if (n == 1 && (*s == 'Z' || *s == 'z'))
		*utc = true;
	else if (n > 0 && ics_offset(s, n, &east) == ICS_GOOD &&
		 (*s == '+' || *s == '-'))
		*utc = true;
	else if (n > 0)
		return -1;
	/* an offset may lead to the day before: a day is added, see below */
	return h * 3600 + m * 60 + sec - east + 86400;
}

enum ics_fit
ics_when(const char *s, size_t n, struct when_value *v)
{
	struct civil c = { 0 };
	bool utc = false;
	int64_t clock = 0;
	enum ics_fit fit;
	char buf[32];

	trim(&s, &n);
	if (n > 8 && memchr(s, '-', n < 8 ? n : 8) != NULL) {
		if (!squeeze(s, n, buf, &n))
			return ICS_BAD;
		s = buf;
	}
	if (n < 8)
		return ICS_BAD;
	c.year = digits(s, 4);
	c.month = digits(s + 4, 2);
	c.day = digits(s + 6, 2);
	if (c.year < 1 || c.month < 1 || c.month > 12 || c.day < 1 ||
		c.day > 31)
		return ICS_BAD;
	if (n > 8) {
		if (s[8] != 'T' && s[8] != 't')
			return ICS_BAD;
		clock = read_clock(s + 9, n - 9, &utc);
		if (clock < 0)
			return ICS_BAD;
		clock -= 86400;
	}
	fit = count_on(&c, clock);
	if (fit == ICS_BAD)
		return fit;
	v->civil = c;
	v->date = n == 8;
	v->utc = utc;
	return fit;
}

enum ics_fit
ics_duration(const char *s, size_t n, struct duration *d)
{
	struct duration got;
	struct fail f;
	char buf[64];

	trim(&s, &n);
	if (n == 0 || n >= sizeof(buf))
		return ICS_BAD;
	memcpy(buf, s, n);
	buf[n] = '\0';
	if (strlen(buf) != n || duration_read_ical(buf, &got, &f) != 0)
		return ICS_BAD;
	*d = got;
	return ICS_GOOD;
}

enum ics_fit
ics_period(const char *s, size_t n, struct rdate *r)
{
	const char *slash = memchr(s, '/', n), *rest;
	enum ics_fit fit;
	size_t left;

	memset(r, 0, sizeof(*r));
	fit = ics_when(s, slash == NULL ? n : (size_t)(slash - s), &r->start);
	if (fit == ICS_BAD)
		return ICS_BAD;
	if (slash == NULL)
		return ICS_BENT;
	rest = slash + 1;
	left = s + n - rest;
	if (ics_when(rest, left, &r->end) != ICS_BAD)
		r->has_end = true;
	else if (ics_duration(rest, left, &r->duration) != ICS_GOOD)
		return ICS_BENT;
	r->period = true;
	return fit == ICS_BENT ? ICS_GOOD : fit;
}
