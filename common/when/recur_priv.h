#ifndef WHEN_RECUR_PRIV_H
#define WHEN_RECUR_PRIV_H

#include "when/recur.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What the recur_*.c files share; nobody else includes this.
 */

/* The parts that are lists of numbers, in the order of the RFC's table. */
enum recur_by {
	BY_MONTH,
	BY_WEEKNO,
	BY_YEARDAY,
	BY_MONTHDAY,
	BY_HOUR,
	BY_MINUTE,
	BY_SECOND,
	BY_SETPOS,
	BY_DAY, /* kept apart: weekdays with ordinals */
	BY_N = BY_DAY,
};

enum { RECUR_SET_WORDS = 6 };

/*
 * Numbers 0 to 366 as bits, so that order and duplicates take care of
 * themselves; the negative ones (-1 is bit 1) in a set of their own.
 */
struct recur_set {
	uint64_t plus[RECUR_SET_WORDS], minus[RECUR_SET_WORDS];
};

struct recur {
	enum recur_freq freq;
	/* cut to RECUR_INTERVAL_MAX, which is beyond year 9999 in any unit */
	int64_t interval;
	int64_t count; /* 0: none */
	enum recur_until until_kind;
	struct civil until;
	int wkst;
	/* bit of each part that is there, BY_DAY too */
	unsigned has;
	struct recur_set by[BY_N];
	/* BYDAY without and with ordinals; bit n of [weekday] is the n-th */
	unsigned weekdays;
	uint64_t nth_plus[7], nth_minus[7];
	bool nth;
	const char *odd;
};

#define RECUR_INTERVAL_MAX INT64_C(1000000000000)

static inline bool
recur_has(const struct recur *r, int by)
{
	return (r->has >> by & 1) != 0;
}

static inline bool
recur_bit(const uint64_t *words, int bit)
{
	return bit >= 0 && bit < RECUR_SET_WORDS * 64 &&
	       (words[bit / 64] >> (bit % 64) & 1) != 0;
}

/*
 * A year as days since 1970-01-01: of 1 January, its length; of the weeks of
 * RFC 5545, their first days from the year before to two years later.
 */
struct recur_year {
	int year;
	int64_t first;
	int length;
	int64_t weeks[4];
};

/*
 * Every part that speaks of days decides alone whether a date stays, in each
 * frequency (the table of RFC 5545 section 3.3.10: what expands is what is left
 * of all days of the interval). So the days of a month are one word, bit 0 its
 * first, and the month asked for last is kept.
 */
struct recur_days {
	const struct recur *rule;
	struct recur_year in;
	int64_t first; /* of the month that is kept */
	int year, month, length;
	uint32_t mask;
};

void recur_days_init(struct recur_days *, const struct recur *);
/* Makes `year`, `month` the kept one; its mask. Years 0 to 10000. */
uint32_t recur_days_month(struct recur_days *, int year, int month);
/* Makes the month of `day` (since 1970-01-01) the kept one. */
void recur_days_at(struct recur_days *, int64_t day);
/* First day of week 1 of `year`, weeks beginning on `wkst`. */
int64_t recur_week_one(int year, int wkst);

#endif
