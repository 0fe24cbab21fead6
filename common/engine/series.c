#include "engine/series.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { EVERY_MAX = 52 };

static const struct {
	const char *name;
	enum series_unit unit;
	int every;
} words[] = {
	{ "daily", SERIES_DAYS, 1 },
	{ "weekdays", SERIES_WEEKDAYS, 1 },
	{ "weekly", SERIES_WEEKS, 1 },
	{ "biweekly", SERIES_WEEKS, 2 },
	{ "monthly", SERIES_MONTHS, 1 },
};
enum { WORDS = sizeof(words) / sizeof(words[0]) };

/* ---- words ---- */

/* "2 weeks": the number and what it counts. */
static bool
every_read(const char *text, struct series *to)
{
	static const char *const units[] = { "day", "", "week", "month" };
	char *end;
	long n = strtol(text, &end, 10);
	size_t i, len;

	if (end == text || n < 1 || n > EVERY_MAX || *text < '0' || *text > '9')
		return false;
	end += strspn(end, " ");
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		len = strlen(units[i]);
		if (len == 0 || strncasecmp(end, units[i], len) != 0 ||
			(end[len] != '\0' && strcasecmp(end + len, "s") != 0))
			continue;
		to->unit = (enum series_unit)i;
		to->every = (int)n;
		return true;
	}
	return false;
}

int
series_read(
	const char *text, const char *what, struct series *to, struct fail *f)
{
	size_t i;

	for (i = 0; i < WORDS; i++)
		if (strcasecmp(text, words[i].name) == 0) {
			to->unit = words[i].unit;
			to->every = words[i].every;
			return 0;
		}
	if (every_read(text, to))
		return 0;
	fail(f, EXIT_USAGE, "%s %.60s: not understood", what, text);
	return fail_hint(f,
		"daily, weekdays, weekly, biweekly, monthly, '3 days', "
		"'2 weeks' or '2 months'");
}

/* ---- starts ---- */

/* The date of the i-th, which a month may not have. */
static struct civil
date_of(const struct series *s, const struct civil *first, int64_t i)
{
	struct civil c = *first;
	int64_t days;
	int month;

	switch (s->unit) {
	case SERIES_DAYS:
		civil_add_days(&c, i * s->every);
		break;
	case SERIES_WEEKS:
		civil_add_days(&c, i * s->every * 7);
		break;
	case SERIES_WEEKDAYS:
		/* five of them in seven days */
		days = civil_weekday(&c) + i;
		civil_add_days(&c, i + days / 5 * 2);
		break;
	case SERIES_MONTHS:
		month = (int)(c.month - 1 + i * s->every);
		c.year += month / 12;
		c.month = month % 12 + 1;
		break;
	}
	return c;
}

/* How many dates there are before `until`, up to one more than are allowed. */
static int64_t
count_until(const struct series *s, const struct civil *first,
	const struct zone *zone)
{
	struct civil c;
	int64_t n = 0;

	while (n <= SERIES_MAX) {
		c = date_of(s, first, n);
		/* 31 February is as far as 3 March */
		if (zone_instant_after(zone, &c) >= s->until)
			break;
		n++;
	}
	return n;
}

static int
start_of(const struct series *s, const struct civil *c, int64_t i, int64_t n,
	const struct zone *zone, instant *to, struct fail *f)
{
	enum zone_fit fit = ZONE_ONCE;

	if (s->unit == SERIES_MONTHS &&
		c->day > civil_month_length(c->year, c->month)) {
		fail(f, EXIT_REFUSED,
			"%" PRId64 " of %" PRId64
			": %04d-%02d-%02d does not exist",
			i + 1, n, c->year, c->month, c->day);
		return fail_hint(
			f, "up to the 28th there is one in every month");
	}
	*to = zone_instant(zone, c, &fit);
	if (fit != ZONE_NEVER)
		return 0;
	return fail(f, EXIT_REFUSED,
		"%" PRId64 " of %" PRId64
		": %04d-%02d-%02d %02d:%02d does not exist in %s",
		i + 1, n, c->year, c->month, c->day, c->hour, c->minute,
		zone_name(zone));
}

int
series_starts(const struct series *s, instant first, const struct zone *zone,
	struct series_starts *to, struct fail *f)
{
	const struct civil from = zone_civil(zone, first);
	int64_t n = s->count > 0 ? s->count : count_until(s, &from, zone), i;
	struct civil c;

	to->n = 0;
	if (n < SERIES_MIN || n > SERIES_MAX)
		return fail(f, EXIT_USAGE,
			n < SERIES_MIN ? "a series has at least %d meetings"
				       : "a series has at most %d meetings",
			n < SERIES_MIN ? SERIES_MIN : SERIES_MAX);
	if (s->unit == SERIES_WEEKDAYS && civil_weekday(&from) > 4)
		return fail(f, EXIT_REFUSED,
			"1 of %" PRId64 ": %04d-%02d-%02d is a %s, no weekday",
			n, from.year, from.month, from.day,
			civil_weekday(&from) == 5 ? "Saturday" : "Sunday");
	/* as it was asked for, also where its time comes twice */
	to->v[to->n++] = first;
	for (i = 1; i < n; i++) {
		c = date_of(s, &from, i);
		if (c.year > 9998)
			return fail(f, EXIT_USAGE, "beyond the year 9998");
		if (start_of(s, &c, i, n, zone, &to->v[to->n++], f) != 0)
			return -1;
	}
	return 0;
}

/* ---- what a page allows ---- */

int
series_rule_read(struct pool *pool, const char *text, const char *what,
	const char **rule, struct fail *f)
{
	size_t len = strcspn(text, ":"), i;
	const char *name = "any";
	char *end = NULL;
	long n = text[len] == ':' ? strtol(text + len + 1, &end, 10) : 0;

	if (*text == '\0') {
		*rule = NULL;
		return 0;
	}
	for (i = 0; i < WORDS; i++)
		if (strlen(words[i].name) == len &&
			strncasecmp(words[i].name, text, len) == 0)
			name = words[i].name;
	if ((strcmp(name, "any") == 0 &&
		    (len != 3 || strncasecmp(text, "any", 3) != 0)) ||
		end == NULL || *end != '\0' || n < SERIES_MIN ||
		n > SERIES_MAX) {
		fail(f, EXIT_USAGE,
			"%s: '%.60s' is not a rhythm and how often at most",
			what, text);
		return fail_hint(f,
			"weekly:12, so with daily, weekdays, biweekly, "
			"monthly, any; from 2 to 52");
	}
	*rule = pool_printf(pool, "%s:%ld", name, n);
	return 0;
}

int
series_allowed(const char *rule, const struct series *s, size_t n,
	const char *page, struct fail *f)
{
	size_t len, i;
	long most;

	if (rule == NULL) {
		fail(f, EXIT_REFUSED,
			"page %s: meetings are not repeated on it", page);
		return fail_hint(f, "mtg-page edit %s repeat=weekly:12", page);
	}
	len = strcspn(rule, ":");
	most = rule[len] == ':' ? strtol(rule + len + 1, NULL, 10) : 0;
	for (i = 0; i < WORDS; i++)
		if (strlen(words[i].name) == len &&
			strncmp(words[i].name, rule, len) == 0 &&
			(words[i].unit != s->unit ||
				words[i].every != s->every))
			return fail(f, EXIT_REFUSED,
				"page %s: meetings are repeated %s alone", page,
				words[i].name);
	if ((long)n > most)
		return fail(f, EXIT_REFUSED,
			"page %s: at most %ld meetings at once", page, most);
	return 0;
}
