#include "when/recur_priv.h"

#include <stdlib.h>

enum {
	DAY_S = 86400,
	STEPS_MAX = 4000000,
	/* days of a year of 53 weeks, months at both ends not yet cut */
	DAYS_MAX = 31 * 14,
	SETPOS_MAX = 2 * 366,
};

/*
 * Seconds here are civil ones since 1970-01-01. A unit is the number of an
 * interval of the rule's frequency, counted from some zero that never shows.
 */
struct walk {
	struct recur rule; /* with what DTSTART fills in */
	struct recur_days days;
	bool date_only;
	/* each interval has one instance, DTSTART the first one's */
	bool one_each;
	int64_t start_s, from_s, end_s;
	int64_t left; /* of COUNT; negative without */
	long steps;   /* left */
	/* the set of one interval: each of these days at each clock */
	int64_t day[DAYS_MAX];
	int64_t day_n;
	int hour[24], minute[60], second[60];
	int64_t hour_n, minute_n, second_n;
	/* the clocks that a unit may begin at, as bits */
	uint64_t hours, minutes, seconds;
	/* where BYSETPOS picks from that: its places, sorted */
	int64_t place[SETPOS_MAX];
	int (*each)(void *, const struct civil *);
	void *arg;
};

/* How a walk goes on; the first three are what recur_each returns. */
enum { DONE = 0, STOPPED = 1, EXHAUSTED = -1, ON = 2 };

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static bool
step(struct walk *w)
{
	return w->steps-- > 0;
}

/* Seconds of a unit of a day or less. */
static int64_t
unit_length(const struct walk *w)
{
	static const int length[] = { 1, 60, 3600, DAY_S };

	return length[w->rule.freq];
}

/* The week that a day is in; weeks begin on WKST. */
static int64_t
week_of(const struct walk *w, int64_t day)
{
	return floor_div(day + 3 - w->rule.wkst, 7);
}

/* With BYWEEKNO a year is one of weeks, see recur_days.c. */
static int64_t
unit_of(const struct walk *w, int64_t at_s)
{
	int64_t day = floor_div(at_s, DAY_S);
	struct civil c;
	int year;

	if (w->rule.freq <= RECUR_DAILY)
		return floor_div(at_s, unit_length(w));
	if (w->rule.freq == RECUR_WEEKLY)
		return week_of(w, day);
	c = civil_of_days(day);
	if (w->rule.freq == RECUR_MONTHLY)
		return (int64_t)c.year * 12 + c.month - 1;
	if (!recur_has(&w->rule, BY_WEEKNO))
		return c.year;
	civil_week(&c, w->rule.wkst, &year);
	return year;
}

static void
fill(struct recur *r, int by, int number)
{
	r->has |= 1U << by;
	r->by[by].plus[number / 64] |= UINT64_C(1) << (number % 64);
}

/*
 * "Information, not contained in the rule, is taken from DTSTART": RFC 5545
 * section 3.3.10. A part that speaks of days stands for all that are finer.
 */
static void
fill_date(struct recur *r, const struct civil *start)
{
	bool named = recur_has(r, BY_DAY) || recur_has(r, BY_MONTHDAY) ||
		     recur_has(r, BY_YEARDAY);

	if (named || r->freq < RECUR_WEEKLY)
		return;
	if (r->freq == RECUR_WEEKLY || recur_has(r, BY_WEEKNO)) {
		r->has |= 1U << BY_DAY;
		r->weekdays = 1U << civil_weekday(start);
		return;
	}
	if (r->freq == RECUR_YEARLY && !recur_has(r, BY_MONTH))
		fill(r, BY_MONTH, start->month);
	fill(r, BY_MONTHDAY, start->day);
}

static void
fill_clock(struct recur *r, const struct civil *start)
{
	if (r->freq > RECUR_HOURLY && !recur_has(r, BY_HOUR))
		fill(r, BY_HOUR, start->hour);
	if (r->freq > RECUR_MINUTELY && !recur_has(r, BY_MINUTE))
		fill(r, BY_MINUTE, start->minute);
	if (r->freq > RECUR_SECONDLY && !recur_has(r, BY_SECOND))
		fill(r, BY_SECOND, start->second);
}

/* The numbers of a list, or all below `all` where there is no list. */
static int64_t
clock_list(const struct recur *r, int by, int all, int *to)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < all; i++)
		if (!recur_has(r, by) || recur_bit(r->by[by].plus, i))
			to[n++] = i;
	return n;
}

static void
fill_rule(struct walk *w, const struct civil *start)
{
	struct recur *r = &w->rule;

	if (w->date_only)
		r->has &= ~(1U << BY_HOUR | 1U << BY_MINUTE | 1U << BY_SECOND);
	w->one_each = r->has == 0 && r->freq <= RECUR_WEEKLY &&
		      !(w->date_only && r->freq < RECUR_DAILY);
	fill_date(r, start);
	/* what a unit's length leaves at nought; a date has no clock to ask */
	w->hours = r->freq < RECUR_DAILY ? UINT64_MAX >> 40 : 1;
	w->minutes = r->freq < RECUR_HOURLY ? UINT64_MAX >> 4 : 1;
	w->seconds = r->freq < RECUR_MINUTELY ? UINT64_MAX >> 4 : 1;
	if (w->date_only) {
		w->hour_n = w->minute_n = w->second_n = 1;
		return;
	}
	fill_clock(r, start);
	w->hour_n = clock_list(r, BY_HOUR, 24, w->hour);
	w->minute_n = clock_list(r, BY_MINUTE, 60, w->minute);
	w->second_n = clock_list(r, BY_SECOND, 60, w->second);
	if (r->freq < RECUR_DAILY && recur_has(r, BY_HOUR))
		w->hours = r->by[BY_HOUR].plus[0];
	if (r->freq < RECUR_HOURLY && recur_has(r, BY_MINUTE))
		w->minutes = r->by[BY_MINUTE].plus[0];
	if (r->freq < RECUR_MINUTELY && recur_has(r, BY_SECOND))
		w->seconds = r->by[BY_SECOND].plus[0];
}

/* First second past what is wanted and what UNTIL allows. */
static int64_t
end_of(const struct walk *w, const struct civil *to)
{
	struct civil last = { 9999, 12, 31, 23, 59, 59 };
	int64_t end = civil_seconds(&last) + 1, wanted = civil_seconds(to);
	struct civil until = w->rule.until;

	if (wanted < end)
		end = wanted;
	if (w->rule.until_kind == RECUR_FOREVER)
		return end;
	if (w->date_only || w->rule.until_kind == RECUR_UNTIL_DATE) {
		until.hour = 23;
		until.minute = until.second = 59;
	}
	return civil_seconds(&until) < end ? civil_seconds(&until) + 1 : end;
}

static int64_t
clocks(const struct walk *w)
{
	return w->hour_n * w->minute_n * w->second_n;
}

/* The i-th of the interval's days and clocks. */
static int64_t
member(const struct walk *w, int64_t i)
{
	int64_t all = clocks(w), clock = i % all;

	return w->day[i / all] * DAY_S +
	       w->hour[clock / (w->minute_n * w->second_n)] * INT64_C(3600) +
	       w->minute[clock / w->second_n % w->minute_n] * INT64_C(60) +
	       w->second[clock % w->second_n];
}

static int64_t
chosen(const struct walk *w, int64_t i)
{
	return member(w, recur_has(&w->rule, BY_SETPOS) ? w->place[i] : i);
}

/* The first of `n` chosen that is not before `at_s`. */
static int64_t
first_from(const struct walk *w, int64_t n, int64_t at_s)
{
	int64_t low = 0, high = n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (chosen(w, middle) < at_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int
by_place(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The places that BYSETPOS takes of a set of `all`. */
static int64_t
places(struct walk *w, int64_t all)
{
	const struct recur_set *set = &w->rule.by[BY_SETPOS];
	int64_t n = 0, unique = 0, i;

	for (i = 1; i <= 366 && i <= all; i++) {
		if (recur_bit(set->plus, (int)i))
			w->place[n++] = i - 1;
		if (recur_bit(set->minus, (int)i))
			w->place[n++] = all - i;
	}
	qsort(w->place, (size_t)n, sizeof(*w->place), by_place);
	for (i = 0; i < n; i++)
		if (i == 0 || w->place[i] != w->place[unique - 1])
			w->place[unique++] = w->place[i];
	return unique;
}

static int
tell(struct walk *w, int64_t at_s)
{
	int64_t day = floor_div(at_s, DAY_S);
	int clock = (int)(at_s - day * DAY_S);
	struct civil c = { 0 };

	if (w->days.month != 0 && day >= w->days.first &&
		day < w->days.first + w->days.length) {
		c.year = w->days.year;
		c.month = w->days.month;
		c.day = (int)(day - w->days.first) + 1;
	} else
		c = civil_of_days(day);
	c.hour = clock / 3600;
	c.minute = clock / 60 % 60;
	c.second = clock % 60;
	return w->each(w->arg, &c) != 0 ? STOPPED : ON;
}

/* Calls back with what of the interval's set is asked for. */
static int
interval_tell(struct walk *w)
{
	int64_t n = w->day_n * clocks(w), i, from, at_s;

	if (recur_has(&w->rule, BY_SETPOS))
		n = places(w, n);
	i = first_from(w, n, w->start_s + 1);
	if (w->from_s > w->start_s) {
		from = first_from(w, n, w->from_s);
		if (w->left >= 0 && (w->left -= from - i) <= 0)
			return DONE;
		i = from;
	}
	for (; i < n; i++) {
		if ((at_s = chosen(w, i)) >= w->end_s || w->left == 0)
			return DONE;
		if (!step(w))
			return EXHAUSTED;
		if (w->left > 0)
			w->left--;
		if (tell(w, at_s) == STOPPED)
			return STOPPED;
	}
	return w->left == 0 ? DONE : ON;
}

/* Adds the days of a month that lie in [low, high). */
static void
take_month(struct walk *w, int year, int month, int64_t low, int64_t high)
{
	uint32_t left = recur_days_month(&w->days, year, month);
	int64_t day;

	for (; left != 0; left &= left - 1) {
		day = w->days.first + __builtin_ctz(left);
		if (day >= low && day < high)
			w->day[w->day_n++] = day;
	}
}

static void
take_year(struct walk *w, int year)
{
	int64_t low = INT64_MIN, high = INT64_MAX;
	int month;

	if (recur_has(&w->rule, BY_WEEKNO)) {
		low = recur_week_one(year, w->rule.wkst);
		high = recur_week_one(year + 1, w->rule.wkst);
		take_month(w, year - 1, 12, low, high);
	}
	for (month = 1; month <= 12; month++)
		take_month(w, year, month, low, high);
	if (recur_has(&w->rule, BY_WEEKNO))
		take_month(w, year + 1, 1, low, high);
}

static bool
day_fits(struct walk *w, int64_t day)
{
	recur_days_at(&w->days, day);
	return (w->days.mask >> (day - w->days.first) & 1) != 0;
}

/* The days of a unit longer than a day. */
static void
take(struct walk *w, int64_t unit)
{
	int64_t day = unit * 7 - 3 + w->rule.wkst;
	int i;

	w->day_n = 0;
	if (w->rule.freq == RECUR_YEARLY) {
		w->steps -= 12;
		take_year(w, (int)unit);
	} else if (w->rule.freq == RECUR_MONTHLY) {
		take_month(w, (int)(unit / 12), (int)(unit % 12) + 1, INT64_MIN,
			INT64_MAX);
	} else {
		for (i = 0; i < 7; i++, day++)
			if (day_fits(w, day))
				w->day[w->day_n++] = day;
	}
}

static int
walk_long(struct walk *w, int64_t unit, int64_t last)
{
	int rc;

	for (; unit <= last; unit += w->rule.interval) {
		if (!step(w))
			return EXHAUSTED;
		take(w, unit);
		if (w->day_n > 0 && (rc = interval_tell(w)) != ON)
			return rc;
	}
	return DONE;
}

static int
bit_from(uint64_t mask, int from)
{
	mask = from > 63 ? 0 : mask >> from;
	return mask == 0 ? -1 : from + __builtin_ctzll(mask);
}

/* The first second of a day from `clock` on that BYxxx lets a unit begin at. */
static int64_t
next_clock(const struct walk *w, int64_t clock)
{
	int h = (int)(clock / 3600), m = (int)(clock / 60 % 60);
	int s = bit_from(w->seconds, (int)(clock % 60)), h0 = h, m0 = m;

	if (s < 0)
		m++;
	if ((m = bit_from(w->minutes, m)) < 0)
		h++;
	if ((h = bit_from(w->hours, h)) < 0)
		return DAY_S;
	if (h != h0)
		m = bit_from(w->minutes, 0);
	if (h != h0 || m != m0)
		s = bit_from(w->seconds, 0);
	return h * INT64_C(3600) + m * INT64_C(60) + s;
}

static int64_t
common_divisor(int64_t a, int64_t b)
{
	int64_t rest;

	while (b != 0) {
		rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/*
 * Whether a unit can ever begin at a clock that is let through: what never can
 * would be looked for until the end of the calendar.
 */
static bool
clock_possible(struct walk *w, int64_t unit)
{
	int64_t length = unit_length(w), all = DAY_S / length, next;
	int64_t every = common_divisor(w->rule.interval, all);
	int64_t rest = (unit % every + every) % every, at = rest;

	while (at < all && (next = next_clock(w, at * length)) != at * length) {
		next = (next + length - 1) / length;
		at = next + ((rest - next) % every + every) % every;
	}
	return at < all;
}

/* The next day of the month that fits, else the first of the next month. */
static int64_t
day_after(const struct walk *w, int64_t day)
{
	int next = bit_from(w->days.mask, (int)(day - w->days.first) + 1);

	return w->days.first + (next < 0 ? w->days.length : next);
}

/* Of an interval of less than a day, what is its own clock. */
static void
clock_enter(struct walk *w, int64_t clock)
{
	if (w->date_only || w->rule.freq >= RECUR_DAILY)
		return;
	w->hour[0] = (int)(clock / 3600);
	w->hour_n = 1;
	if (w->rule.freq == RECUR_HOURLY)
		return;
	w->minute[0] = (int)(clock / 60 % 60);
	w->minute_n = 1;
	if (w->rule.freq == RECUR_MINUTELY)
		return;
	w->second[0] = (int)(clock % 60);
	w->second_n = 1;
}

/* Days and less: what cannot match is jumped over. */
static int
walk_short(struct walk *w, int64_t unit, int64_t last)
{
	int64_t length = unit_length(w), next, day, clock, interval;
	int rc;

	interval = w->rule.interval;
	w->day_n = 1;
	while (unit <= last) {
		if (!step(w))
			return EXHAUSTED;
		day = floor_div(unit * length, DAY_S);
		clock = unit * length - day * DAY_S;
		if (!day_fits(w, day)) {
			next = day_after(w, day) * DAY_S;
		} else if ((next = next_clock(w, clock)) != clock) {
			next += day * DAY_S;
		} else {
			w->day[0] = day;
			clock_enter(w, clock);
			if ((rc = interval_tell(w)) != ON)
				return rc;
			/* a date is told once however often it is hit */
			next = day * DAY_S + (w->date_only ? DAY_S : clock + 1);
		}
		next = (floor_div(next + length - 1, length) - unit + interval -
			       1) /
		       interval;
		unit += (next < 1 ? 1 : next) * interval;
	}
	return DONE;
}

static int
walk_from(struct walk *w)
{
	int64_t unit = unit_of(w, w->start_s), last = unit_of(w, w->end_s - 1);
	int64_t jump;

	if (w->from_s > w->start_s && (w->left < 0 || w->one_each)) {
		jump = (unit_of(w, w->from_s) - 1 - unit) / w->rule.interval;
		if (jump > 0)
			unit += jump * w->rule.interval;
		/* the interval jumped to counts itself, the first has */
		if (jump > 1 && w->left > 0 && (w->left -= jump - 1) <= 0)
			return DONE;
	}
	if (w->rule.freq > RECUR_DAILY)
		return walk_long(w, unit, last);
	clock_enter(w, 0); /* for how many there are in an interval */
	if (recur_has(&w->rule, BY_SETPOS) && places(w, clocks(w)) == 0)
		return DONE;
	return clock_possible(w, unit) ? walk_short(w, unit, last) : DONE;
}

/* DTSTART is the first instance whether it matches or not. */
static int
walk_start(struct walk *w)
{
	if (w->end_s <= w->start_s || w->end_s <= w->from_s)
		return DONE;
	if (w->left > 0)
		w->left--;
	if (w->start_s >= w->from_s) {
		if (!step(w))
			return EXHAUSTED;
		if (tell(w, w->start_s) == STOPPED)
			return STOPPED;
	}
	return w->left == 0 ? DONE : walk_from(w);
}

int
recur_each(const struct recur *r, const struct civil *start, bool date_only,
	const struct civil *from, const struct civil *to, long limit,
	int (*each)(void *arg, const struct civil *at), void *arg)
{
	struct walk w = { .rule = *r, .each = each, .arg = arg };
	struct civil first = *start;

	w.date_only = date_only;
	w.steps = limit > 0 ? limit : STEPS_MAX;
	w.left = r->count > 0 ? r->count : -1;
	if (date_only)
		first.hour = first.minute = first.second = 0;
	if (!civil_valid(&first))
		return DONE;
	fill_rule(&w, &first);
	recur_days_init(&w.days, &w.rule);
	w.start_s = civil_seconds(&first);
	w.from_s = civil_seconds(from);
	w.end_s = end_of(&w, to);
	return walk_start(&w);
}
