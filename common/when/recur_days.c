#include "when/recur_priv.h"

static int64_t
first_of(int year, int month)
{
	struct civil c = { .year = year, .month = month, .day = 1 };

	return civil_days(&c);
}

/* Monday 0; of days since 1970-01-01, a Thursday. */
static int
weekday_of(int64_t day)
{
	return (int)(((day + 3) % 7 + 7) % 7);
}

int64_t
recur_week_one(int year, int wkst)
{
	/* the week that has 4 January in it */
	int64_t fourth = first_of(year, 1) + 3;

	return fourth - (weekday_of(fourth) - wkst + 7) % 7;
}

void
recur_days_init(struct recur_days *d, const struct recur *rule)
{
	*d = (struct recur_days){ .rule = rule, .in.year = -1 };
}

static void
year_enter(struct recur_days *d, int year)
{
	int i;

	if (d->in.year == year)
		return;
	d->in.year = year;
	d->in.first = first_of(year, 1);
	d->in.length = 365 + civil_leap(year);
	for (i = 0; recur_has(d->rule, BY_WEEKNO) && i < 4; i++)
		d->in.weeks[i] = recur_week_one(year - 1 + i, d->rule->wkst);
}

static uint32_t
monthdays(const struct recur_set *set, int length)
{
	uint32_t mask = (uint32_t)(set->plus[0] >> 1);
	int i;

	for (i = 1; i <= length; i++)
		if (recur_bit(set->minus, i))
			mask |= UINT32_C(1) << (length - i);
	return mask;
}

/* The days of BYDAY's weekdays, be they with an ordinal or not. */
static uint32_t
weekdays(const struct recur *r, int first_weekday)
{
	const uint64_t each_week = 0x10204081; /* bits 0, 7, 14, 21, 28 */
	uint32_t mask = 0;
	int i;

	for (i = 0; i < 7; i++)
		if ((r->weekdays >> i & 1) != 0 || r->nth_plus[i] != 0 ||
			r->nth_minus[i] != 0)
			mask |= (uint32_t)(each_week
					   << (i - first_weekday + 7) % 7);
	return mask;
}

/* `day` (0 the first) of `length` days is an n-th of its weekday. */
static bool
nth_fits(const struct recur *r, int weekday, int day, int length)
{
	return (r->weekdays >> weekday & 1) != 0 ||
	       (r->nth_plus[weekday] >> (day / 7 + 1) & 1) != 0 ||
	       (r->nth_minus[weekday] >> ((length - 1 - day) / 7 + 1) & 1) != 0;
}

/* Ordinals count in the month for MONTHLY and YEARLY with BYMONTH. */
static bool
ordinal_fits(const struct recur_days *d, int of_month, int weekday)
{
	const struct recur *r = d->rule;
	int64_t day = d->first + of_month;

	if (r->freq == RECUR_MONTHLY || recur_has(r, BY_MONTH))
		return nth_fits(r, weekday, of_month, d->length);
	return nth_fits(r, weekday, (int)(day - d->in.first), d->in.length);
}

static bool
yearday_fits(const struct recur_days *d, int64_t day)
{
	const struct recur_set *set = &d->rule->by[BY_YEARDAY];
	int n = (int)(day - d->in.first);

	return recur_bit(set->plus, n + 1) ||
	       recur_bit(set->minus, d->in.length - n);
}

/* Days around New Year belong to the year that their week belongs to. */
static bool
week_fits(const struct recur_days *d, int64_t day)
{
	const struct recur_set *set = &d->rule->by[BY_WEEKNO];
	const int64_t *weeks = d->in.weeks;
	int i = day < weeks[1] ? 0 : day < weeks[2] ? 1 : 2;
	int n = (int)((day - weeks[i]) / 7);
	int all = (int)((weeks[i + 1] - weeks[i]) / 7);

	return recur_bit(set->plus, n + 1) || recur_bit(set->minus, all - n);
}

/* Takes out of `mask` the days that fail what has to be asked day by day. */
static uint32_t
sift(const struct recur_days *d, uint32_t mask)
{
	const struct recur *r = d->rule;
	int first_weekday = weekday_of(d->first), i;
	uint32_t left, bit;

	for (left = mask; left != 0; left &= left - 1) {
		i = __builtin_ctz(left);
		bit = UINT32_C(1) << i;
		if (r->nth && !ordinal_fits(d, i, (first_weekday + i) % 7))
			mask &= ~bit;
		if (recur_has(r, BY_YEARDAY) && !yearday_fits(d, d->first + i))
			mask &= ~bit;
		if (recur_has(r, BY_WEEKNO) && !week_fits(d, d->first + i))
			mask &= ~bit;
	}
	return mask;
}

uint32_t
recur_days_month(struct recur_days *d, int year, int month)
{
	const struct recur *r = d->rule;

	if (d->month == month && d->year == year)
		return d->mask;
	d->year = year;
	d->month = month;
	d->length = civil_month_length(year, month);
	d->first = first_of(year, month);
	d->mask = 0;
	if (recur_has(r, BY_MONTH) && !recur_bit(r->by[BY_MONTH].plus, month))
		return 0;
	d->mask = UINT32_MAX >> (32 - d->length);
	if (recur_has(r, BY_MONTHDAY))
		d->mask &= monthdays(&r->by[BY_MONTHDAY], d->length);
	if (recur_has(r, BY_DAY))
		d->mask &= weekdays(r, weekday_of(d->first));
	if (d->mask != 0 && (r->nth || recur_has(r, BY_YEARDAY) ||
				    recur_has(r, BY_WEEKNO))) {
		year_enter(d, year);
		d->mask = sift(d, d->mask);
	}
	return d->mask;
}

void
recur_days_at(struct recur_days *d, int64_t day)
{
	struct civil c;

	if (d->month != 0 && day >= d->first && day < d->first + d->length)
		return;
	c = civil_of_days(day);
	recur_days_month(d, c.year, c.month);
}
