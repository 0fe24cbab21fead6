#include "check.h"

#include "engine/page.h"

/* key=value onto a fresh page: what it becomes, or what the refusal says. */
static const struct row {
	const char *key, *value;
	const char *refused; /* part of the line or the hint; NULL: taken */
} rows[] = {
	{ "title", "Product demo", NULL },
	{ "title", "two\nlines", "control character" },
	{ "description", "two\nlines", NULL },
	{ "description", "bell\a", "control character" },
	{ "duration", "15,30,60", NULL },
	{ "duration", "1h", NULL },
	{ "duration", "", NULL },
	{ "duration", ",", "1 to 16 lengths" },
	{ "duration", "30,30", "twice" },
	{ "duration", "0", "whole minutes" },
	{ "duration", "90s", "whole minutes" },
	{ "duration", "2d", "not a length" },
	{ "duration", "soon", "soon" },
	{ "step", "15", NULL },
	{ "step", "0", "whole minutes" },
	{ "offset", "0", NULL },
	{ "hours", "mon-fri 09:00-12:00 13:00-17:00", NULL },
	{ "hours", "mon 25:00-26:00", "hours" },
	{ "hours", "", NULL },
	{ "timezone", "Europe/Rome", NULL },
	{ "timezone", "Europe/Roma", "Europe/Rome" },
	{ "language", "da", NULL },
	{ "language", "dansk", "two letters" },
	{ "notice", "2h", NULL },
	{ "notice", "400d", "not a length" },
	{ "horizon", "60d", NULL },
	{ "horizon", "731", "0 to 730" },
	{ "horizon", "10 business", NULL },
	{ "horizon", "10b", NULL },
	{ "horizon", "0 business days", NULL },
	{ "horizon", "5 bookable", NULL },
	{ "horizon", "5s", NULL },
	{ "horizon", "0 bookable", "0 to 730" },
	{ "horizon", "5 moons", "0 to 730" },
	{ "horizon", "business", "0 to 730" },
	{ "horizon", "2026-12-01..2026-12-20", NULL },
	{ "horizon", "2026-12-01..2026-12-01", NULL },
	{ "horizon", "2026-12-20..2026-12-01", "the first date first" },
	{ "horizon", "2026-12-01..2029-12-20", "1 to 730 days" },
	{ "horizon", "2026-02-30..2026-12-20", "not two dates" },
	{ "horizon", "2026-12-01..", "not two dates" },
	{ "horizon", "2026-12-01..2026-12-20 ", "not two dates" },
	{ "cap", "day:5,week:2h", NULL },
	{ "cap", "day:5h30m", NULL },
	{ "cap", "hour:5", "is no cap" },
	{ "booker-cap", "2", NULL },
	{ "booker-cap", "two", "0 to 1000" },
	{ "seats", "2", NULL },
	{ "seats", "1000", NULL },
	{ "seats", "0", NULL },
	{ "seats", "1", "2 to 1000" },
	{ "seats", "1001", "2 to 1000" },
	{ "seats", "-3", "2 to 1000" },
	{ "seats", "2x", "2 to 1000" },
	{ "move-notice", "1d", NULL },
	{ "cancel-notice", "400d", "at most 365 days" },
	{ "align", "clock", NULL },
	{ "align", "hour", "not clock" },
	{ "pack", "on", NULL },
	{ "pack", "yes", "on or off" },
	{ "first-only", "off", NULL },
	{ "horizon", "-1", "0 to 730" },
	{ "before", "15m", NULL },
	{ "gap", "10", NULL },
	{ "location", "video:https://video.example/x", NULL },
	{ "location", "moon:base", "phone:" },
	{ "location", "phone:", "phone:" },
	{ "location", "none", NULL },
	{ "links", "off", NULL },
	{ "links", "maybe", "on or off" },
	{ "max-age", "10m", NULL },
	{ "notise", "2h", "did you mean 'notice'?" },
	{ "colour", "red", "settings are" },
};

/* What page_get says, set again, says the same; each key is known to both. */
static const char *const kept[][2] = { { "title", "A; \"b\" # c" },
	{ "description", "two\nlines" }, { "duration", "15,30,90" },
	{ "step", "20m" }, { "offset", "10m" },
	{ "hours", "mon-fri 09:00-17:00" }, { "timezone", "Europe/Rome" },
	{ "schedule", "oncall" }, { "language", "da" }, { "notice", "1h30m" },
	{ "horizon", "0" }, { "horizon", "10 business" },
	{ "horizon", "5 bookable" }, { "horizon", "2026-12-01..2026-12-20" },
	{ "before", "15m" }, { "after", "1h" }, { "gap", "30m" },
	{ "location", "phone:+45 12" }, { "links", "off" },
	{ "max-age", "10m" }, { "cap", "day:5,week:10h" },
	{ "booker-cap", "2" }, { "move-notice", "1d" },
	{ "cancel-notice", "2h" }, { "align", "clock" }, { "pack", "on" },
	{ "first-only", "on" }, { "restrict", "mon-sat 08:00-20:00" },
	{ "restrict", "Europe/Rome mon-fri 08:00-18:00" },
	{ "calendars", "ada/work,bo/work" }, { "write", "ada/home" },
	{ "buffer-events", "on" }, { "repeat", "weekly:12" },
	{ "instant", "on" }, { "seats", "20" } };

static void
run_kept(struct pool *pool)
{
	size_t i, k, n = sizeof(kept) / sizeof(kept[0]);

	for (i = 0; i < n; i++) {
		struct page p;
		struct fail f = { 0 };

		page_init(&p);
		check_str(page_get(pool, &p, kept[i][0]), "",
			pool_printf(pool, "%s: the default says nothing",
				kept[i][0]));
		check(page_set(pool, &p, kept[i][0], kept[i][1], &f) == 0,
			"%s is set: %s", kept[i][0], f.line);
		check_str(page_get(pool, &p, kept[i][0]), kept[i][1],
			pool_printf(pool, "%s comes back", kept[i][0]));
		check(page_set(pool, &p, kept[i][0], "", &f) == 0 &&
				*page_get(pool, &p, kept[i][0]) == '\0',
			"%s goes back to its default", kept[i][0]);
	}
	for (k = 0; k < page_keys_n; k++) {
		for (i = 0; i < n && strcmp(kept[i][0], page_keys[k]) != 0; i++)
			;
		check(i < n, "%s is among them", page_keys[k]);
	}
}

static void
run_row(const struct row *r, struct pool *pool)
{
	struct page p;
	struct fail f = { 0 };
	int rc;

	page_init(&p);
	rc = page_set(pool, &p, r->key, r->value, &f);
	if (r->refused == NULL)
		check(rc == 0, "%s=%s is taken", r->key, r->value);
	else
		check(rc == -1 && f.status == EXIT_USAGE &&
				(strstr(f.line, r->refused) != NULL ||
					strstr(f.hint, r->refused) != NULL),
			"%s=%s is refused: %s", r->key, r->value, r->refused);
}

int
main(void)
{
	struct pool *pool = pool_new();
	struct page p;
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i], pool);
	run_kept(pool);
	page_init(&p);
	check(p.durations_n == 1 && p.durations[0] == 30 &&
			p.notice_s == 4 * 3600 && p.horizon_d == 28 &&
			p.before_s == 0 && p.after_s == 0 && p.links,
		"a new page: 30 minutes, notice 4 hours, 28 days, no buffers");
	p.slug = "demo";
	check(page_check(&p, &f) == -1, "a page wants a title");
	p.title = "Demo";
	check(page_check(&p, &f) == 0, "and then is fine");
	p.slug = "Bad Slug";
	check(page_check(&p, &f) == -1, "a slug with a blank is refused");
	p.slug = "team/demo";
	check(page_check(&p, &f) == 0, "a slug may have parts");
	p.gap_s = 600;
	p.after_s = 60;
	check(page_check(&p, &f) == -1, "a gap excludes before and after");
	page_set(pool, &p, "after", "", &f);
	check(page_check(&p, &f) == 0, "an empty value takes one back");
	pool_free(pool);
	return check_done();
}
