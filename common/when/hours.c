#include "when/hours.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_M = 1440, TEXT_MAX = 4096, RANGES_MAX = 7 * 48 };
/* A window of a hundred years is looked at, no more. */
enum { DAYS_MAX = 36525 };

static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat",
	"sun" };

/* A weekday's three letters at `*p`, which moves behind them; or -1. */
static int
day_read(const char **p)
{
	int i;

	for (i = 0; i < 7; i++)
		if (strncasecmp(*p, days[i], 3) == 0 &&
			!isalpha((unsigned char)(*p)[3])) {
			*p += 3;
			return i;
		}
	return -1;
}

static void
blanks(const char **p)
{
	*p += strspn(*p, " \t\r\n");
}

/* "mon-fri", "mon,wed", "daily" as bits, Monday the lowest; 0: none of it. */
static unsigned
days_read(const char **p)
{
	unsigned bits = 0;
	int from, to;

	if (strncasecmp(*p, "daily", 5) == 0 &&
		!isalpha((unsigned char)(*p)[5])) {
		*p += 5;
		return 0x7f;
	}
	for (;;) {
		if ((from = to = day_read(p)) < 0)
			return 0;
		if (**p == '-') {
			++*p;
			if ((to = day_read(p)) < 0)
				return 0;
		}
		/* "fri-mon" runs over the weekend */
		for (; from != to; from = (from + 1) % 7)
			bits |= 1u << from;
		bits |= 1u << to;
		blanks(p);
		if (**p != ',')
			return bits;
		++*p;
		blanks(p);
	}
}

/* "9:00" or "09:00" up to "24:00" in minutes; or -1. */
static int
clock_read(const char **p)
{
	int hour = 0, minute = 0, n;

	for (n = 0; n < 2 && isdigit((unsigned char)**p); n++, ++*p)
		hour = hour * 10 + (**p - '0');
	if (n == 0 || *(*p)++ != ':')
		return -1;
	for (n = 0; n < 2; n++, ++*p) {
		if (!isdigit((unsigned char)**p))
			return -1;
		minute = minute * 10 + (**p - '0');
	}
	if (minute > 59 || hour * 60 + minute > DAY_M ||
		isdigit((unsigned char)**p))
		return -1;
	return hour * 60 + minute;
}

static bool
range_read(const char **p, struct hours_range *r)
{
	if ((r->start_m = clock_read(p)) < 0 || r->start_m == DAY_M)
		return false;
	if (*(*p)++ != '-' || (r->end_m = clock_read(p)) < 0)
		return false;
	if (r->end_m == r->start_m)
		return false;
	if (r->end_m < r->start_m)
		r->end_m += DAY_M;
	/* "22:00-00:00" ends at 24:00, which is the same */
	return true;
}

/* One "mon,wed 09:00-12:00 13:00-17:30". */
static bool
item_read(struct pool *pool, const char **p, struct hours *to)
{
	unsigned bits = days_read(p);
	struct hours_range r;
	int ranges = 0, i;

	if (bits == 0)
		return false;
	for (blanks(p); isdigit((unsigned char)**p); blanks(p)) {
		if (!range_read(p, &r) || to->n + 7 > RANGES_MAX)
			return false;
		for (i = 0; i < 7; i++) {
			if ((bits >> i & 1) == 0)
				continue;
			r.weekday = i;
			to->v = pool_grow(
				pool, to->v, to->n, &to->cap, sizeof(*to->v));
			to->v[to->n++] = r;
		}
		ranges++;
		if (**p == ',')
			++*p;
	}
	return ranges > 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct hours_range *x = a, *y = b;

	if (x->weekday != y->weekday)
		return x->weekday < y->weekday ? -1 : 1;
	if (x->start_m != y->start_m)
		return x->start_m < y->start_m ? -1 : 1;
	return (x->end_m > y->end_m) - (x->end_m < y->end_m);
}

/* Sorts, and melts ranges of a day that touch while the sum can be written. */
static void
tidy(struct hours *h)
{
	struct hours_range *last = h->v, *r;
	size_t i;
	int end;

	if (h->n == 0)
		return;
	qsort(h->v, h->n, sizeof(*h->v), by_start);
	for (i = 1; i < h->n; i++) {
		r = &h->v[i];
		end = r->end_m > last->end_m ? r->end_m : last->end_m;
		if (r->weekday == last->weekday && r->start_m <= last->end_m &&
			end - last->start_m < DAY_M + (end == DAY_M))
			last->end_m = end;
		else
			*++last = *r;
	}
	h->n = (size_t)(last - h->v) + 1;
}

static bool
text_read(struct pool *pool, const char *p, struct hours *to)
{
	blanks(&p);
	if (strncasecmp(p, "none", 4) == 0) {
		p += 4;
		blanks(&p);
		return *p == '\0';
	}
	for (;;) {
		if (!item_read(pool, &p, to))
			return false;
		if (*p == '\0')
			break;
		if (*p++ != ';')
			return false;
		blanks(&p);
		if (*p == '\0')
			break;
	}
	tidy(to);
	return true;
}

int
hours_read(struct pool *pool, const char *text, const char *what,
	struct hours *to, struct fail *f)
{
	*to = (struct hours){ 0 };
	if (strlen(text) <= TEXT_MAX && text_read(pool, text, to))
		return 0;
	fail(f, EXIT_USAGE, "%s %.60s: not understood as opening hours", what,
		text);
	return fail_hint(f,
		"write '%s; sat 10:00-12:00 13:00-14:00', 'daily "
		"00:00-24:00' or 'none'",
		HOURS_DEFAULT);
}

/* The ranges of one day as text, "" where it is closed. */
static const char *
ranges_write(struct pool *pool, const struct hours *h, int weekday)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < h->n; i++) {
		const struct hours_range *r = &h->v[i];
		int end = r->end_m > DAY_M ? r->end_m - DAY_M : r->end_m;

		if (r->weekday == weekday)
			text = pool_printf(pool, "%s %02d:%02d-%02d:%02d", text,
				r->start_m / 60, r->start_m % 60, end / 60,
				end % 60);
	}
	return text;
}

/* "mon-wed,fri"; two in a row are as short with a comma. */
static const char *
days_write(struct pool *pool, unsigned bits)
{
	const char *text = "", *comma = "";
	int i, last;

	if (bits == 0x7f)
		return "daily";
	for (i = 0; i < 7; i = last + 1) {
		for (last = i; last < 6 && (bits >> (last + 1) & 1); last++)
			;
		if ((bits >> i & 1) == 0) {
			last = i;
			continue;
		}
		if (last - i < 2)
			last = i;
		text = pool_printf(pool, "%s%s%s%s%s", text, comma, days[i],
			last > i ? "-" : "", last > i ? days[last] : "");
		comma = ",";
	}
	return text;
}

char *
hours_write(struct pool *pool, const struct hours *h)
{
	const char *ranges[7];
	char *text = pool_str(pool, "");
	unsigned done = 0, bits;
	int i, j;

	for (i = 0; i < 7; i++)
		ranges[i] = ranges_write(pool, h, i);
	for (i = 0; i < 7; i++) {
		if (*ranges[i] == '\0' || (done >> i & 1))
			continue;
		for (bits = 0, j = i; j < 7; j++)
			if (strcmp(ranges[i], ranges[j]) == 0)
				bits |= 1u << j;
		done |= bits;
		text = pool_printf(pool, "%s%s%s%s", text, *text ? "; " : "",
			days_write(pool, bits), ranges[i]);
	}
	return *text == '\0' ? pool_str(pool, "none") : text;
}

/* The moment of a minute of a day, which may lie in the day after. */
static instant
minute_at(const struct zone *zone, struct civil day, int minute)
{
	if (minute >= DAY_M)
		civil_add_days(&day, minute / DAY_M);
	day.hour = minute % DAY_M / 60;
	day.minute = minute % 60;
	return zone_instant_after(zone, &day);
}

static void
day_add(struct pool *pool, const struct hours *h, const struct zone *zone,
	const struct civil *day, int weekday, struct spans *to)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (h->v[i].weekday == weekday)
			spans_add(pool, to,
				minute_at(zone, *day, h->v[i].start_m),
				minute_at(zone, *day, h->v[i].end_m));
}

void
hours_spans(struct pool *pool, const struct hours *h, const struct zone *zone,
	struct span window, struct spans *to)
{
	struct civil day, last;
	size_t i, kept = 0;
	int n;

	to->n = 0;
	if (window.end <= window.start)
		return;
	day = zone_civil(zone, window.start);
	last = zone_civil(zone, window.end);
	day.hour = day.minute = day.second = 0;
	last.hour = last.minute = last.second = 0;
	/* see the header: a whole week back, and from a Monday */
	civil_add_days(&day, -7 - civil_weekday(&day));
	civil_add_days(&last, 2);
	for (n = 0; n < DAYS_MAX && civil_compare(&day, &last) < 0; n++) {
		day_add(pool, h, zone, &day, n % 7, to);
		civil_add_days(&day, 1);
	}
	spans_join(to);
	for (i = 0; i < to->n; i++)
		if (to->v[i].end > window.start && to->v[i].start < window.end)
			to->v[kept++] = to->v[i];
	to->n = kept;
}
