#include "check.h"

#include "when/zone.h"

static const struct observance summer = { .start = { 1601, 3, 31, 2, 0, 0 },
	.from_s = 3600,
	.to_s = 7200,
	.name = "SUMMER",
	.rrule = "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" };
static const struct observance winter = { .start = { 1601, 10, 28, 3, 0, 0 },
	.from_s = 7200,
	.to_s = 3600,
	.name = "WINTER",
	.rrule = "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" };

/* The rule that Outlook writes for Berlin says what tzdata says. */
static void
like_berlin(struct pool *pool)
{
	struct observance both[] = { winter, summer };
	struct fail f;
	const struct zone *berlin = zone_load("Europe/Berlin", &f);
	const struct zone *made = zone_make(pool, "Mine", both, 2, &f);
	enum zone_fit a, b;
	instant at;
	int bad = 0, bad_local = 0;

	check(made != NULL && berlin != NULL, "a zone is made");
	if (made == NULL || berlin == NULL)
		return;
	check_str(zone_name(made), "Mine", "and keeps its name");
	/* 1996 to 2100, by a prime that meets all hours */
	for (at = 830000000; at < INT64_C(4102444800); at += 21601) {
		struct civil c = zone_civil(berlin, at);

		bad += zone_offset(made, at) != zone_offset(berlin, at);
		bad_local += zone_instant(made, &c, &a) !=
				     zone_instant(berlin, &c, &b) ||
			     a != b;
	}
	check(bad == 0, "its offsets are Berlin's (%d differ)", bad);
	check(bad_local == 0, "its wall times are (%d differ)", bad_local);
	check_str(zone_abbreviation(made, 1782907200), "SUMMER",
		"its names are its own");
}

static void
odd_ones(struct pool *pool)
{
	static const struct civil moved[] = { { 2025, 6, 1, 0, 0, 0 },
		{ 2026, 6, 1, 0, 0, 0 } };
	struct observance fixed = {
		.start = { 1970, 1, 1, 0, 0, 0 }, .from_s = 19800, .to_s = 19800
	};
	struct observance dates = { .start = { 2024, 6, 1, 0, 0, 0 },
		.from_s = 0,
		.to_s = 3600,
		.rdates = moved,
		.rdates_n = 2 };
	struct observance ended = { .start = { 2000, 4, 2, 2, 0, 0 },
		.from_s = -18000,
		.to_s = -14400,
		.rrule = "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL="
			 "20060402T070000Z" };
	struct observance back[] = { dates, dates };
	const struct zone *zone;
	instant change;
	struct fail f;
	int before, after;

	zone = zone_make(pool, "India", &fixed, 1, &f);
	check(zone != NULL && zone_offset(zone, -1000) == 19800 &&
			zone_offset(zone, 2000000000) == 19800,
		"one observance without a rule holds always");
	back[1].start.month = 9;
	back[1].from_s = 3600;
	back[1].to_s = 0;
	back[1].rdates_n = 0;
	zone = zone_make(pool, "Dates", back, 2, &f);
	check(zone != NULL && zone_offset(zone, 1717200000) == 3600 &&
			zone_offset(zone, 1726000000) == 0 &&
			zone_offset(zone, 1750000000) == 3600,
		"RDATEs are followed");
	zone = zone_make(pool, "Ended", &ended, 1, &f);
	check(zone != NULL && zone_offset(zone, 0) == -18000 &&
			zone_offset(zone, 1143961200) == -14400 &&
			!zone_next_change(zone, 1143961200, INSTANT_MAX,
				&change, &before, &after),
		"UNTIL in UTC ends a rule");
}

static void
refused(struct pool *pool)
{
	struct observance bad = summer;
	struct fail f;

	check(zone_make(pool, "X", NULL, 0, &f) == NULL &&
			f.status == EXIT_BAD_DATA,
		"no observance is refused");
	bad.to_s = 90000;
	check(zone_make(pool, "X", &bad, 1, &f) == NULL &&
			f.status == EXIT_BAD_DATA,
		"an offset beyond 24 hours is refused");
	check_str(f.line, "time zone X: offset beyond 24 hours", "its line");
	bad = summer;
	bad.rrule = "FREQ=SOMETIMES";
	check(zone_make(pool, "X", &bad, 1, &f) == NULL &&
			f.status == EXIT_BAD_DATA,
		"a rule that cannot be read is refused");
	bad = summer;
	bad.start.month = 13;
	check(zone_make(pool, "X", &bad, 1, &f) == NULL, "month 13 is refused");
	bad = summer;
	bad.rrule = "FREQ=SECONDLY";
	check(zone_make(pool, "X", &bad, 1, &f) != NULL,
		"a rule without measure is cut off");
}

int
main(void)
{
	struct pool *pool = pool_new();

	like_berlin(pool);
	odd_ones(pool);
	refused(pool);
	pool_free(pool);
	return check_done();
}
