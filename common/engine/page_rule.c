#include "engine/page_rule.h"

#include "engine/cap.h"
#include "engine/series.h"
#include "when/duration.h"
#include "when/hours.h"
#include "when/zone.h"

#include <stdlib.h>
#include <string.h>

enum { BOOKER_MAX = 1000, CALENDARS_MAX = 200, NOTICE_MAX_S = 365 * 86400 };

static int
bad(struct fail *f, const char *key, const char *value, const char *want)
{
	return fail(f, EXIT_USAGE, "%s: '%.60s' is not %s", key, value, want);
}

static int
set_caps(struct pool *pool, struct page *p, const char *key, const char *value,
	struct fail *f)
{
	struct caps caps;

	if (caps_read(value, key, &caps, f) != 0)
		return -1;
	p->caps = caps_write(pool, &caps);
	return 0;
}

static int
set_booker_cap(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	char *end;
	long n = strtol(value, &end, 10);

	(void)pool;
	if (*end != '\0' || n < 0 || n > BOOKER_MAX)
		return bad(f, key, value, "0 to 1000 meetings");
	p->booker_cap = (int)n;
	return 0;
}

static int
set_notice(int64_t *to, const char *key, const char *value, struct fail *f)
{
	int64_t s = 0;

	if (*value != '\0' && duration_read(value, key, &s, f) != 0)
		return -1;
	if (s > NOTICE_MAX_S)
		return bad(f, key, value, "at most 365 days");
	*to = s;
	return 0;
}

static int
set_move_notice(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	(void)pool;
	return set_notice(&p->move_notice_s, key, value, f);
}

static int
set_cancel_notice(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	(void)pool;
	return set_notice(&p->cancel_notice_s, key, value, f);
}

static int
set_align(struct pool *pool, struct page *p, const char *key, const char *value,
	struct fail *f)
{
	(void)pool;
	if (*value != '\0' && strcmp(value, "clock") != 0)
		return bad(f, key, value, "clock");
	p->align_clock = *value != '\0';
	return 0;
}

static int
set_switch(bool *to, const char *key, const char *value, struct fail *f)
{
	*to = strcmp(value, "on") == 0;
	if (!*to && *value != '\0' && strcmp(value, "off") != 0)
		return bad(f, key, value, "on or off");
	return 0;
}

static int
set_pack(struct pool *pool, struct page *p, const char *key, const char *value,
	struct fail *f)
{
	(void)pool;
	return set_switch(&p->pack, key, value, f);
}

static int
set_first_only(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	(void)pool;
	return set_switch(&p->first_only, key, value, f);
}

static int
set_restrict(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	const char *zone = pool_strn(pool, value, strcspn(value, " "));
	const char *rest = value + strlen(zone);
	struct hours hours = { 0 };
	struct fail ignored;

	rest += strspn(rest, " ");
	if (strchr(zone, '/') == NULL && zone_load(zone, &ignored) == NULL) {
		zone = NULL;
		rest = value;
	}
	if (zone != NULL && zone_load(zone, f) == NULL)
		return fail_prefix(f, "%s", key);
	if (*value != '\0' && hours_read(pool, rest, key, &hours, f) != 0)
		return -1;
	p->legal_zone = *value == '\0' ? NULL : zone;
	p->legal_hours = *value == '\0' ? NULL : hours_write(pool, &hours);
	return 0;
}

/* Whether there are such calendars is the store's to say. */
static int
set_slugs(struct pool *pool, struct strs *to, const char *key,
	const char *value, struct fail *f)
{
	struct strs slugs = { 0 };

	strs_split(pool, &slugs, value, ',');
	if (slugs.n > CALENDARS_MAX)
		return fail(f, EXIT_USAGE, "%s: more than %d calendars", key,
			CALENDARS_MAX);
	*to = slugs;
	return 0;
}

static int
set_calendars(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	return set_slugs(pool, &p->calendars, key, value, f);
}

static int
set_write(struct pool *pool, struct page *p, const char *key, const char *value,
	struct fail *f)
{
	return set_slugs(pool, &p->write_to, key, value, f);
}

static int
set_seats(struct pool *pool, struct page *p, const char *key, const char *value,
	struct fail *f)
{
	char *end;
	long n = strtol(value, &end, 10);

	(void)pool;
	if (*end != '\0' || n < 0 || n == 1 || n > PAGE_SEATS_MAX)
		return bad(f, key, value, "2 to 1000 seats, or 0");
	p->seats = (int)n;
	return 0;
}

static int
set_buffer_events(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	(void)pool;
	return set_switch(&p->buffer_events, key, value, f);
}

static int
set_repeat(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	return series_rule_read(pool, value, key, &p->repeat, f);
}

static int
set_instant(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	(void)pool;
	return set_switch(&p->instant, key, value, f);
}

const char *const page_rule_keys[] = { "cap", "booker-cap", "move-notice",
	"cancel-notice", "align", "pack", "first-only", "restrict", "calendars",
	"write", "buffer-events", "repeat", "instant", "seats" };
const size_t page_rule_keys_n =
	sizeof(page_rule_keys) / sizeof(page_rule_keys[0]);

int
page_rule_set(struct pool *pool, struct page *p, const char *key,
	const char *value, struct fail *f)
{
	static int (*const set[])(struct pool *, struct page *, const char *key,
		const char *value, struct fail *) = { set_caps, set_booker_cap,
		set_move_notice, set_cancel_notice, set_align, set_pack,
		set_first_only, set_restrict, set_calendars, set_write,
		set_buffer_events, set_repeat, set_instant, set_seats };
	size_t i;

	for (i = 0; i < page_rule_keys_n; i++)
		if (strcmp(page_rule_keys[i], key) == 0)
			return set[i](pool, p, key, value, f);
	return 1;
}
