#include "when/timeword.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 64, WORDS_MAX = 4, NUMBER_MAX = 1000000 };

/* The years that we book in. */
#define AT_MIN INT64_C(0)
#define AT_MAX INT64_C(253370764800) /* 9999-01-01T00:00:00Z */

/* What is being read. */
struct reading {
	const char *text, *what;
	instant now;
	const struct zone *zone;
	struct civil today; /* now on the wall */
};

static const char *const weekdays[] = { "monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday" };

static int
not_understood(const struct reading *r, struct fail *f)
{
	fail(f, EXIT_USAGE, "%s %.60s: not understood as a time", r->what,
		r->text);
	return fail_hint(f,
		"write 2026-12-01, '2026-12-01 10:00', 10:00, now, today, "
		"tomorrow, mon, 'next mon', +2w, -3d, +90m, +36h, +1mo, a day "
		"and a clock ('tomorrow 09:00') or 2026-12-01T10:00:00Z");
}

/* Lower case words, parted by blanks, in `text`; how many, or -1. */
static int
words_split(char *text, char **words)
{
	char *save = NULL, *word, *p;
	int n = 0;

	for (p = text; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	for (word = strtok_r(text, " \t", &save); word != NULL;
		word = strtok_r(NULL, " \t", &save)) {
		if (n == WORDS_MAX)
			return -1;
		words[n++] = word;
	}
	return n;
}

/* Digits by a pattern: "dddd-dd-dd"; d is a digit, the rest is itself. */
static bool
looks(const char *s, const char *pattern)
{
	for (; *pattern != '\0'; pattern++, s++)
		if (*pattern == 'd' ? !isdigit((unsigned char)*s)
				    : *s != *pattern)
			return false;
	return *s == '\0';
}

/* "09:00" or "9:00" into the clock of `c`. */
static bool
clock_read(const char *word, struct civil *c)
{
	char *end;

	if (!looks(word, "dd:dd") && !looks(word, "d:dd"))
		return false;
	c->hour = (int)strtol(word, &end, 10);
	c->minute = (int)strtol(end + 1, NULL, 10);
	c->second = 0;
	return c->hour <= 23 && c->minute <= 59;
}

static int
weekday_of(const char *word)
{
	int i;

	for (i = 0; i < 7; i++)
		if (strcmp(word, weekdays[i]) == 0 ||
			(strlen(word) == 3 &&
				strncmp(word, weekdays[i], 3) == 0))
			return i;
	return -1;
}

/* Words that are a date; takes them from `*words`. The clock becomes 0. */
static bool
date_read(const struct reading *r, char ***words, int *n, struct civil *c,
	bool *relative)
{
	const char *word = **words;
	bool next = *n > 1 && strcmp(word, "next") == 0;
	int weekday;

	*c = r->today;
	c->hour = c->minute = c->second = 0;
	*relative = true;
	weekday = weekday_of(next ? (*words)[1] : word);
	if (looks(word, "dddd-dd-dd")) {
		sscanf(word, "%d-%d-%d", &c->year, &c->month, &c->day);
		*relative = false;
	} else if (strcmp(word, "tomorrow") == 0) {
		civil_add_days(c, 1);
	} else if (strcmp(word, "yesterday") == 0) {
		civil_add_days(c, -1);
	} else if (weekday >= 0) {
		weekday = (weekday - civil_weekday(c) + 7) % 7;
		civil_add_days(c, next && weekday == 0 ? 7 : weekday);
	} else if (strcmp(word, "today") != 0) {
		return false;
	}
	*words += 1 + next;
	*n -= 1 + next;
	return civil_valid(c);
}

/* "+2w": the number with its sign, and the unit behind it. */
static bool
step_read(const char *word, int *number, const char **unit)
{
	char *end;
	long n;

	if ((*word != '+' && *word != '-') || !isdigit((unsigned char)word[1]))
		return false;
	n = strtol(word + 1, &end, 10);
	if (n > NUMBER_MAX)
		return false;
	*number = (int)(*word == '-' ? -n : n);
	*unit = end;
	return true;
}

/* Moves a date by days, weeks, months. False for other units. */
static bool
step_days(struct civil *c, int n, const char *unit)
{
	if (strcmp(unit, "d") == 0)
		civil_add_days(c, n);
	else if (strcmp(unit, "w") == 0)
		civil_add_days(c, n * INT64_C(7));
	else if (strcmp(unit, "mo") == 0)
		civil_add_months(c, n);
	else
		return false;
	return true;
}

static char *
wall_write(const struct zone *zone, instant at, char *to, size_t size)
{
	struct civil c = zone_civil(zone, at);

	snprintf(to, size, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day,
		c.hour, c.minute);
	return to;
}

/* A skipped time: says what comes before and behind the gap. */
static int
skipped(const struct reading *r, const struct civil *c, struct fail *f)
{
	instant after = zone_instant_after(r->zone, c);
	char before[64], behind[64];

	return fail(f, EXIT_USAGE,
		"%s %.60s: %04d-%02d-%02d %02d:%02d does not exist in %s, the "
		"clock goes from %s to %s",
		r->what, r->text, c->year, c->month, c->day, c->hour, c->minute,
		zone_name(r->zone),
		wall_write(r->zone, after - 60, before, sizeof(before)),
		wall_write(r->zone, after, behind, sizeof(behind)));
}

/* A date with a typed clock. */
static int
set_clock(const struct reading *r, const struct civil *c, struct timeword *to,
	struct fail *f)
{
	enum zone_fit fit;

	to->at = zone_instant(r->zone, c, &fit);
	if (fit == ZONE_NEVER)
		return skipped(r, c, f);
	to->twice = fit == ZONE_TWICE;
	return 0;
}

/* A date alone: where its midnight is skipped, it begins behind the gap. */
static int
set_date(const struct reading *r, const struct civil *c, struct timeword *to,
	struct fail *f)
{
	struct civil there;

	to->at = zone_instant_after(r->zone, c);
	to->next_day = zone_day(r->zone, to->at, 1);
	to->date_only = true;
	there = zone_civil(r->zone, to->at);
	if (there.day != c->day)
		return skipped(r, c, f);
	return 0;
}

/* "+2w", "+90m", "+2w 14:00". */
static int
set_step(const struct reading *r, char **words, int n, struct timeword *to,
	struct fail *f)
{
	struct civil c = r->today;
	const char *unit;
	int number;

	to->relative = true;
	if (!step_read(words[0], &number, &unit))
		return not_understood(r, f);
	if (n == 1 && strcmp(unit, "m") == 0) {
		to->at = r->now + number * INT64_C(60);
		return 0;
	}
	if (n == 1 && strcmp(unit, "h") == 0) {
		to->at = r->now + number * INT64_C(3600);
		return 0;
	}
	if (!step_days(&c, number, unit))
		return not_understood(r, f);
	if (n == 1) {
		/* the clock is now's and was not typed: no gap to complain of
		 */
		to->at = zone_instant(r->zone, &c, NULL);
		return 0;
	}
	if (n != 2 || !clock_read(words[1], &c))
		return not_understood(r, f);
	return set_clock(r, &c, to, f);
}

static int
words_read(const struct reading *r, char **words, int n, struct timeword *to,
	struct fail *f)
{
	struct civil c = r->today;

	if (n < 1)
		return not_understood(r, f);
	if (n == 1 && strcmp(words[0], "now") == 0) {
		to->at = r->now;
		to->relative = true;
		return 0;
	}
	if (n == 1 && clock_read(words[0], &c)) {
		to->relative = true;
		return set_clock(r, &c, to, f);
	}
	if (*words[0] == '+' || *words[0] == '-')
		return set_step(r, words, n, to, f);
	if (!date_read(r, &words, &n, &c, &to->relative))
		return not_understood(r, f);
	if (n == 0)
		return set_date(r, &c, to, f);
	if (n > 1 || !clock_read(words[0], &c))
		return not_understood(r, f);
	return set_clock(r, &c, to, f);
}

int
timeword_read(const char *text, const char *what, instant now,
	const struct zone *zone, struct timeword *to, struct fail *f)
{
	struct reading r = { text, what, now, zone, zone_civil(zone, now) };
	char copy[TEXT_MAX + 1], *words[WORDS_MAX];

	*to = (struct timeword){ 0 };
	if (strlen(text) > TEXT_MAX)
		return not_understood(&r, f);
	if (!instant_read(text, &to->at)) {
		strcpy(copy, text);
		if (words_read(&r, words, words_split(copy, words), to, f) != 0)
			return -1;
	}
	if (to->at < AT_MIN || to->at >= AT_MAX)
		return fail(f, EXIT_USAGE,
			"%s %.60s: outside of the years 1970 to 9998", what,
			text);
	return 0;
}

int
timeword_from(const char *text, const char *what, instant now,
	const struct zone *zone, instant *at, struct fail *f)
{
	struct timeword t;

	if (timeword_read(text, what, now, zone, &t, f) != 0)
		return -1;
	*at = t.at;
	return 0;
}

int
timeword_to(const char *text, const char *what, instant now,
	const struct zone *zone, instant *at, struct fail *f)
{
	struct timeword t;

	if (timeword_read(text, what, now, zone, &t, f) != 0)
		return -1;
	*at = t.date_only ? t.next_day : t.at;
	return 0;
}
