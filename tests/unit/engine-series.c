#include "check.h"

#include "engine/series.h"

/*
 * Starts of a series (B17), in UTC; an expectation in brackets is the line that
 * refuses it, "[..." its beginning alone.
 */
static const struct row {
	const char *name, *repeat;
	int count;
	const char *until, *zone, *first, *expect;
} rows[] = {
	{ "weekly", "weekly", 3, NULL, "UTC", "2026-12-01T09:00:00Z",
		"2026-12-01T09:00:00Z 2026-12-08T09:00:00Z "
		"2026-12-15T09:00:00Z" },
	{ "in any case", "WEEKLY", 2, NULL, "UTC", "2026-12-01T09:00:00Z",
		"2026-12-01T09:00:00Z 2026-12-08T09:00:00Z" },
	{ "every other week, over the year's end", "biweekly", 2, NULL, "UTC",
		"2026-12-22T09:00:00Z",
		"2026-12-22T09:00:00Z 2027-01-05T09:00:00Z" },
	{ "the same in words", "2 weeks", 2, NULL, "UTC",
		"2026-12-22T09:00:00Z",
		"2026-12-22T09:00:00Z 2027-01-05T09:00:00Z" },
	{ "one of them in words", "1 week", 2, NULL, "UTC",
		"2026-12-22T09:00:00Z",
		"2026-12-22T09:00:00Z 2026-12-29T09:00:00Z" },
	{ "every third day", "3days", 3, NULL, "UTC", "2026-12-30T09:00:00Z",
		"2026-12-30T09:00:00Z 2027-01-02T09:00:00Z "
		"2027-01-05T09:00:00Z" },
	{ "daily, over a leap day", "daily", 3, NULL, "UTC",
		"2028-02-28T09:00:00Z",
		"2028-02-28T09:00:00Z 2028-02-29T09:00:00Z "
		"2028-03-01T09:00:00Z" },
	{ "weekdays leave Saturday and Sunday out", "weekdays", 4, NULL, "UTC",
		"2026-12-03T09:00:00Z",
		"2026-12-03T09:00:00Z 2026-12-04T09:00:00Z "
		"2026-12-07T09:00:00Z 2026-12-08T09:00:00Z" },
	{ "weekdays from a Friday", "weekdays", 2, NULL, "UTC",
		"2026-12-04T09:00:00Z",
		"2026-12-04T09:00:00Z 2026-12-07T09:00:00Z" },
	{ "two weeks of weekdays", "weekdays", 7, NULL, "UTC",
		"2026-12-04T09:00:00Z",
		"2026-12-04T09:00:00Z 2026-12-07T09:00:00Z "
		"2026-12-08T09:00:00Z 2026-12-09T09:00:00Z "
		"2026-12-10T09:00:00Z 2026-12-11T09:00:00Z "
		"2026-12-14T09:00:00Z" },
	{ "weekdays from a Saturday", "weekdays", 2, NULL, "UTC",
		"2026-12-05T09:00:00Z",
		"[1 of 2: 2026-12-05 is a Saturday, no weekday]" },
	{ "a weekday where the page is", "weekdays", 2, NULL,
		"America/New_York", "2026-12-05T01:00:00Z",
		"2026-12-05T01:00:00Z 2026-12-08T01:00:00Z" },
	{ "the same wall time in spring", "weekly", 3, NULL, "Europe/Rome",
		"2027-03-21T09:00:00Z",
		"2027-03-21T09:00:00Z 2027-03-28T08:00:00Z "
		"2027-04-04T08:00:00Z" },
	{ "and in autumn", "weekly", 2, NULL, "America/New_York",
		"2026-10-29T13:00:00Z",
		"2026-10-29T13:00:00Z 2026-11-05T14:00:00Z" },
	{ "half an hour of it", "daily", 2, NULL, "Australia/Lord_Howe",
		"2026-10-02T23:00:00Z",
		"2026-10-02T23:00:00Z 2026-10-03T22:30:00Z" },
	{ "a time that the clock skips", "weekly", 3, NULL, "Europe/Rome",
		"2027-03-21T01:30:00Z",
		"[2 of 3: 2027-03-28 02:30 does not exist in Europe/Rome]" },
	{ "a day that is missing", "daily", 3, NULL, "Pacific/Apia",
		"2011-12-29T20:00:00Z",
		"[2 of 3: 2011-12-30 10:00 does not exist in Pacific/Apia]" },
	{ "a time that comes twice: the first", "weekly", 2, NULL,
		"Europe/Rome", "2026-10-18T00:30:00Z",
		"2026-10-18T00:30:00Z 2026-10-25T00:30:00Z" },
	{ "the second of the two stays the first of a series", "weekly", 2,
		NULL, "Europe/Rome", "2026-10-25T01:30:00Z",
		"2026-10-25T01:30:00Z 2026-11-01T01:30:00Z" },
	{ "monthly, over the year's end", "monthly", 3, NULL, "UTC",
		"2026-11-15T09:00:00Z",
		"2026-11-15T09:00:00Z 2026-12-15T09:00:00Z "
		"2027-01-15T09:00:00Z" },
	{ "monthly on the 31st", "monthly", 3, NULL, "UTC",
		"2026-12-31T09:00:00Z", "[3 of 3: 2027-02-31 does not exist]" },
	{ "on the 29th, where February has one", "monthly", 2, NULL, "UTC",
		"2028-01-29T09:00:00Z",
		"2028-01-29T09:00:00Z 2028-02-29T09:00:00Z" },
	{ "on the 29th, where it has none", "monthly", 2, NULL, "UTC",
		"2027-01-29T09:00:00Z", "[2 of 2: 2027-02-29 does not exist]" },
	{ "on the 31st, two months apart", "2 months", 2, NULL, "UTC",
		"2026-10-31T09:00:00Z",
		"2026-10-31T09:00:00Z 2026-12-31T09:00:00Z" },
	{ "until a day", "weekly", 0, "2026-12-16T00:00:00Z", "UTC",
		"2026-12-01T09:00:00Z",
		"2026-12-01T09:00:00Z 2026-12-08T09:00:00Z "
		"2026-12-15T09:00:00Z" },
	{ "until is excluded to the second", "weekly", 0,
		"2026-12-15T09:00:00Z", "UTC", "2026-12-01T09:00:00Z",
		"2026-12-01T09:00:00Z 2026-12-08T09:00:00Z" },
	{ "until counts what does not exist", "monthly", 0,
		"2027-04-01T00:00:00Z", "UTC", "2027-01-31T09:00:00Z",
		"[2 of 3: 2027-02-31 does not exist]" },
	{ "until after the first alone", "weekly", 0, "2026-12-02T00:00:00Z",
		"UTC", "2026-12-01T09:00:00Z",
		"[a series has at least 2 meetings]" },
	{ "until before the first", "weekly", 0, "2026-11-02T00:00:00Z", "UTC",
		"2026-12-01T09:00:00Z", "[a series has at least 2 meetings]" },
	{ "until far away", "daily", 0, "2028-12-01T00:00:00Z", "UTC",
		"2026-12-01T09:00:00Z", "[a series has at most 52 meetings]" },
	{ "one is none", "weekly", 1, NULL, "UTC", "2026-12-01T09:00:00Z",
		"[a series has at least 2 meetings]" },
	{ "one too many", "weekly", 53, NULL, "UTC", "2026-12-01T09:00:00Z",
		"[a series has at most 52 meetings]" },
	{ "no such word", "yearly", 2, NULL, "UTC", "2026-12-01T09:00:00Z",
		"[--repeat yearly: not understood]" },
	{ "nothing", "", 2, NULL, "UTC", "2026-12-01T09:00:00Z",
		"[--repeat : not understood]" },
	{ "no weeks", "0 weeks", 2, NULL, "UTC", "2026-12-01T09:00:00Z",
		"[--repeat 0 weeks: not understood]" },
	{ "weeks back", "-2 weeks", 2, NULL, "UTC", "2026-12-01T09:00:00Z",
		"[--repeat -2 weeks: not understood]" },
	{ "a number alone", "2", 2, NULL, "UTC", "2026-12-01T09:00:00Z",
		"[--repeat 2: not understood]" },
	{ "more behind it", "2 weeks on", 2, NULL, "UTC",
		"2026-12-01T09:00:00Z",
		"[--repeat 2 weeks on: not understood]" },
};

static void
starts_test(const struct row *r)
{
	struct series s = { .count = r->count };
	struct series_starts to = { .n = 0 };
	char got[SERIES_MAX * 24] = "", text[INSTANT_TEXT];
	struct fail f = { .status = 0 };
	instant first = 0;
	size_t i;

	instant_read(r->first, &first);
	if (r->until != NULL)
		instant_read(r->until, &s.until);
	if (series_read(r->repeat, "--repeat", &s, &f) != 0 ||
		series_starts(&s, first, zone_load(r->zone, &f), &to, &f) != 0)
		snprintf(got, sizeof(got), "[%s]", f.line);
	else
		for (i = 0; i < to.n; i++) {
			strcat(got, i > 0 ? " " : "");
			strcat(got, instant_write(to.v[i], text));
		}
	check_str(got, r->expect, r->name);
}

/* What a page allows (B17). */
static const struct allowed {
	const char *name, *rule, *repeat;
	size_t n;
	const char *expect; /* the line that refuses it, or NULL */
} alloweds[] = {
	{ "no rule", "", "weekly", 2,
		"page demo: meetings are not repeated on it" },
	{ "as many as it says", "weekly:12", "weekly", 12, NULL },
	{ "one more", "weekly:12", "weekly", 13,
		"page demo: at most 12 meetings at once" },
	{ "the same in words", "weekly:12", "1 week", 2, NULL },
	{ "another rhythm", "weekly:12", "daily", 2,
		"page demo: meetings are repeated weekly alone" },
	{ "another number of weeks", "weekly:12", "biweekly", 2,
		"page demo: meetings are repeated weekly alone" },
	{ "any rhythm", "any:3", "5 days", 3, NULL },
	{ "any rhythm, too often", "any:3", "monthly", 4,
		"page demo: at most 3 meetings at once" },
	{ "in capitals", "Weekdays:5", "weekdays", 5, NULL },
	{ "weekdays are not days", "weekdays:5", "daily", 5,
		"page demo: meetings are repeated weekdays alone" },
	{ "no number", "weekly", "weekly", 2,
		"repeat: 'weekly' is not a rhythm and how often at most" },
	{ "an empty number", "weekly:", "weekly", 2,
		"repeat: 'weekly:' is not a rhythm and how often at most" },
	{ "too small a number", "weekly:1", "weekly", 2,
		"repeat: 'weekly:1' is not a rhythm and how often at most" },
	{ "too large a number", "any:53", "weekly", 2,
		"repeat: 'any:53' is not a rhythm and how often at most" },
	{ "more behind it", "any:5x", "weekly", 2,
		"repeat: 'any:5x' is not a rhythm and how often at most" },
	{ "no such rhythm", "yearly:5", "weekly", 2,
		"repeat: 'yearly:5' is not a rhythm and how often at most" },
	{ "a beginning of a word", "an:5", "weekly", 2,
		"repeat: 'an:5' is not a rhythm and how often at most" },
};

static void
allowed_test(struct pool *pool, const struct allowed *a)
{
	struct series s = { .count = 2 };
	struct fail f = { .line = "" };
	const char *rule = "old";
	bool ok = series_read(a->repeat, "--repeat", &s, &f) == 0 &&
		  series_rule_read(pool, a->rule, "repeat", &rule, &f) == 0 &&
		  series_allowed(rule, &s, a->n, "demo", &f) == 0;

	check_str(ok ? NULL : f.line, a->expect, a->name);
}

int
main(void)
{
	struct pool *pool = pool_new();
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		starts_test(&rows[i]);
	for (i = 0; i < sizeof(alloweds) / sizeof(alloweds[0]); i++)
		allowed_test(pool, &alloweds[i]);
	pool_free(pool);
	return check_done();
}
