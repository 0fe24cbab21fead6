#include "engine/page_rule.h"

#include "when/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS_MAX = 730 };

static const char *const kinds[] = { "days", "business", "bookable", "dates" };

/* "2026-12-01" at the front of a text, and how long that is; 0: none there. */
static int
date_read(const char *text, int64_t *day)
{
	struct civil c = { 0 };
	int n = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &c.year, &c.month, &c.day, &n) != 3 ||
		n != 10 || !civil_valid(&c))
		return 0;
	*day = civil_days(&c);
	return n;
}

static int
dates_read(struct page *p, const char *value, struct fail *f)
{
	int64_t first, last;
	int n = date_read(value, &first);

	if (n == 0 || strncmp(value + n, "..", 2) != 0 || strlen(value) != 22 ||
		date_read(value + n + 2, &last) == 0)
		return fail(f, EXIT_USAGE,
			"horizon: '%.40s' is not two dates, as "
			"2026-12-01..2026-12-20",
			value);
	if (last < first || last - first > DAYS_MAX)
		return fail(f, EXIT_USAGE,
			"horizon: %s: 1 to %d days, the first date first",
			value, DAYS_MAX);
	p->horizon_kind = kinds[3];
	p->first_day = first;
	p->last_day = last;
	return 0;
}

/* Which kind the word behind the number means, or -1. */
static int
kind_of(const char *word)
{
	static const char *const words[][4] = { { "", "d", "day", "days" },
		{ "b", "business", "business day", "business days" },
		{ "s", "bookable", "bookable day", "bookable days" } };
	int i, k;

	word += strspn(word, " ");
	for (i = 0; i < 3; i++)
		for (k = 0; k < 4; k++)
			if (strcmp(words[i][k], word) == 0)
				return i;
	return -1;
}

int
page_horizon_set(struct page *p, const char *value, struct fail *f)
{
	char *end;
	long days;
	int kind;

	if (strstr(value, "..") != NULL)
		return dates_read(p, value, f);
	days = *value == '\0' ? 28 : strtol(value, &end, 10);
	kind = *value == '\0' ? 0 : end == value ? -1 : kind_of(end);
	if (kind < 0 || days < (kind == 2) || days > DAYS_MAX) {
		fail(f, EXIT_USAGE, "horizon: '%.60s' is not 0 to 730 days",
			value);
		return fail_hint(f, "28, '10 business', '5 bookable' or "
				    "2026-12-01..2026-12-20");
	}
	p->horizon_d = (int)days;
	p->horizon_kind = kinds[kind];
	p->first_day = p->last_day = 0;
	return 0;
}
