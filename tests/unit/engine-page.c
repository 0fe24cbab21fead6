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
	{ "duration", "", "1 to 16 lengths" },
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
