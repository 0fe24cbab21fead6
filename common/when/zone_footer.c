#include "when/zone_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The day of a change within a year, by one of POSIX's three forms. */
struct day_rule {
	enum { DAY_NO_LEAP, DAY_ZERO, DAY_WEEK } form;
	int day;         /* Jn: 1-365; n: 0-365; M: 0 Sunday ... 6 */
	int month, week; /* M: 1-12, 1-5 (5: the last) */
	int clock_s;     /* wall time before the change, -167 to 167 h */
};

struct footer {
	const char *std, *dst; /* names; dst NULL: no summer time */
	int std_s, dst_s;      /* seconds east */
	struct day_rule start, end;
};

/* The years that are followed: 400 and room for the wrap at both ends. */
enum { YEARS = 403 };

/* A number of at most `max`, not negative; -1 when there is none. */
static int
number(const char **p, int max)
{
	int n = 0;

	if (!isdigit((unsigned char)**p))
		return -1;
	for (; isdigit((unsigned char)**p); (*p)++)
		if ((n = n * 10 + (**p - '0')) > max)
			return -1;
	return n;
}

/* "CET" or "<+03>". */
static const char *
name_read(struct pool *pool, const char **p)
{
	const char *from = *p;
	size_t n;

	if (*from == '<') {
		n = strcspn(++from, ">");
		if (from[n] == '\0')
			return NULL;
		*p = from + n + 1;
	} else {
		for (n = 0; isalpha((unsigned char)from[n]); n++)
			;
		*p = from + n;
	}
	return n < 3 || n > 30 ? NULL : pool_strn(pool, from, n);
}

/* "[+-]h[h][h][:mm[:ss]]" in seconds. */
static bool
clock_read(const char **p, int hours_max, int *seconds)
{
	int sign = **p == '-' ? -1 : 1, hour, minute = 0, second = 0;

	if (**p == '-' || **p == '+')
		(*p)++;
	hour = number(p, hours_max);
	if (**p == ':') {
		(*p)++;
		minute = number(p, 59);
		if (**p == ':') {
			(*p)++;
			second = number(p, 59);
		}
	}
	*seconds = sign * (hour * 3600 + minute * 60 + second);
	return hour >= 0 && minute >= 0 && second >= 0;
}

/* ",M3.5.0/2", ",J60" or ",59/-1:30". */
static bool
day_read(const char **p, struct day_rule *r)
{
	if (*(*p)++ != ',')
		return false;
	if (**p == 'M') {
		++*p;
		r->form = DAY_WEEK;
		r->month = number(p, 12);
		if (r->month < 1 || *(*p)++ != '.')
			return false;
		r->week = number(p, 5);
		if (r->week < 1 || *(*p)++ != '.')
			return false;
		r->day = number(p, 6);
	} else if (**p == 'J') {
		++*p;
		r->form = DAY_NO_LEAP;
		r->day = number(p, 365);
		if (r->day == 0)
			return false;
	} else {
		r->form = DAY_ZERO;
		r->day = number(p, 365);
	}
	r->clock_s = 2 * 3600;
	if (**p != '/')
		return r->day >= 0;
	++*p;
	return r->day >= 0 && clock_read(p, 167, &r->clock_s);
}

static bool
footer_read(struct pool *pool, const char *p, struct footer *f)
{
	memset(f, 0, sizeof(*f));
	if ((f->std = name_read(pool, &p)) == NULL ||
		!clock_read(&p, 24, &f->std_s))
		return false;
	f->std_s = -f->std_s; /* POSIX counts westward */
	if (*p == '\0')
		return true;
	if ((f->dst = name_read(pool, &p)) == NULL)
		return false;
	f->dst_s = f->std_s + 3600;
	if (*p != ',') {
		if (!clock_read(&p, 24, &f->dst_s))
			return false;
		f->dst_s = -f->dst_s;
	}
	return day_read(&p, &f->start) && day_read(&p, &f->end) && *p == '\0';
}

/* Days since the epoch of the day that a rule means in a year. */
static int64_t
day_of(const struct day_rule *r, int year)
{
	struct civil c = { .year = year, .month = 1, .day = 1 };
	int64_t first = civil_days(&c);
	int sunday_based, day;

	if (r->form == DAY_ZERO)
		return first + r->day;
	if (r->form == DAY_NO_LEAP)
		return first + r->day - 1 + (civil_leap(year) && r->day >= 60);
	c.month = r->month;
	sunday_based = (civil_weekday(&c) + 1) % 7;
	day = 1 + (r->day - sunday_based + 7) % 7 + (r->week - 1) * 7;
	if (day > civil_month_length(year, r->month))
		day -= 7;
	c.day = day;
	return civil_days(&c);
}

/* Adds what lies behind the file's last change, in order whatever rules say. */
static void
add_behind(struct pool *pool, struct zone *zone, instant last, instant at,
	int offset_s, const char *name)
{
	if (at > last && at >= zone->v[zone->n - 1].at)
		zone_add(pool, zone, at, offset_s, name);
}

static void
follow(struct pool *pool, struct zone *zone, const struct footer *f)
{
	struct civil c = { .year = 1970, .month = 1, .day = 1 };
	instant last = zone->v[zone->n - 1].at, start, end;
	int year, first = 1970;

	if (zone->n > 1)
		first = civil_of_seconds(last).year - 1;
	for (year = first; year < first + YEARS; year++) {
		start = day_of(&f->start, year) * 86400 + f->start.clock_s -
			f->std_s;
		end = day_of(&f->end, year) * 86400 + f->end.clock_s - f->dst_s;
		if (start <= end)
			add_behind(pool, zone, last, start, f->dst_s, f->dst);
		add_behind(pool, zone, last, end, f->std_s, f->std);
		if (start > end)
			add_behind(pool, zone, last, start, f->dst_s, f->dst);
	}
	c.year = first + YEARS - 1;
	zone->wraps = civil_seconds(&c);
}

bool
zone_footer(struct pool *pool, struct zone *zone, const char *tz)
{
	struct footer f;

	if (!footer_read(pool, tz, &f))
		return false;
	if (f.dst != NULL)
		follow(pool, zone, &f);
	return true;
}
