#include "engine/page.h"

#include "engine/schedule.h"
#include "when/duration.h"

#include <string.h>

/* Settings of a page as text, as engine/page.c and page_rule.c read them. */

enum { NOTICE_S = 4 * 3600, HORIZON_D = 28 };

static const char *
length(struct pool *pool, int64_t seconds, int64_t usual)
{
	char text[32];

	return seconds == usual ? ""
				: pool_str(pool, duration_write(seconds, text));
}

static const char *
text_of(const char *text)
{
	return text != NULL ? text : "";
}

static const char *
get_title(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->title);
}

static const char *
get_description(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->description);
}

static const char *
get_duration(struct pool *pool, const struct page *p)
{
	char *text = pool_str(pool, "");
	size_t i;

	if (p->durations_n == 1 && p->durations[0] == 30)
		return text;
	for (i = 0; i < p->durations_n; i++)
		text = pool_printf(pool, "%s%s%d", text, i > 0 ? "," : "",
			p->durations[i]);
	return text;
}

static const char *
get_step(struct pool *pool, const struct page *p)
{
	return length(pool, p->step_m * INT64_C(60), 0);
}

static const char *
get_offset(struct pool *pool, const struct page *p)
{
	return length(pool, p->offset_m * INT64_C(60), 0);
}

static const char *
get_hours(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->hours);
}

static const char *
get_timezone(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->time_zone);
}

static const char *
get_language(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->language);
}

static const char *
get_notice(struct pool *pool, const struct page *p)
{
	return length(pool, p->notice_s, NOTICE_S);
}

static const char *
get_horizon(struct pool *pool, const struct page *p)
{
	const char *kind = text_of(p->horizon_kind);

	if (strcmp(kind, "dates") == 0)
		return pool_printf(pool, "%s..%s",
			schedule_day_text(pool, p->first_day),
			schedule_day_text(pool, p->last_day));
	if (strcmp(kind, "business") == 0 || strcmp(kind, "bookable") == 0)
		return pool_printf(pool, "%d %s", p->horizon_d, kind);
	return p->horizon_d == HORIZON_D
		       ? ""
		       : pool_printf(pool, "%d", p->horizon_d);
}

static const char *
get_before(struct pool *pool, const struct page *p)
{
	return length(pool, p->before_s, 0);
}

static const char *
get_after(struct pool *pool, const struct page *p)
{
	return length(pool, p->after_s, 0);
}

static const char *
get_gap(struct pool *pool, const struct page *p)
{
	return length(pool, p->gap_s, 0);
}

static const char *
get_location(struct pool *pool, const struct page *p)
{
	if (p->location_type == NULL || strcmp(p->location_type, "none") == 0)
		return "";
	return pool_printf(
		pool, "%s:%s", p->location_type, text_of(p->location));
}

static const char *
get_links(struct pool *pool, const struct page *p)
{
	(void)pool;
	return p->links ? "" : "off";
}

static const char *
get_max_age(struct pool *pool, const struct page *p)
{
	return length(pool, p->max_age_s, -1);
}

static const char *
get_schedule(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->schedule);
}

static const char *
get_cap(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->caps);
}

static const char *
get_booker_cap(struct pool *pool, const struct page *p)
{
	return p->booker_cap == 0 ? "" : pool_printf(pool, "%d", p->booker_cap);
}

static const char *
get_move_notice(struct pool *pool, const struct page *p)
{
	return length(pool, p->move_notice_s, 0);
}

static const char *
get_cancel_notice(struct pool *pool, const struct page *p)
{
	return length(pool, p->cancel_notice_s, 0);
}

static const char *
get_align(struct pool *pool, const struct page *p)
{
	(void)pool;
	return p->align_clock ? "clock" : "";
}

static const char *
get_pack(struct pool *pool, const struct page *p)
{
	(void)pool;
	return p->pack ? "on" : "";
}

static const char *
get_first_only(struct pool *pool, const struct page *p)
{
	(void)pool;
	return p->first_only ? "on" : "";
}

static const char *
get_restrict(struct pool *pool, const struct page *p)
{
	if (p->legal_hours == NULL)
		return "";
	return pool_printf(pool, "%s%s%s", text_of(p->legal_zone),
		p->legal_zone != NULL ? " " : "", p->legal_hours);
}

static const char *
slugs(struct pool *pool, const struct strs *list)
{
	char *text = pool_str(pool, "");
	size_t i;

	for (i = 0; i < list->n; i++)
		text = pool_printf(
			pool, "%s%s%s", text, i > 0 ? "," : "", list->v[i]);
	return text;
}

static const char *
get_calendars(struct pool *pool, const struct page *p)
{
	return slugs(pool, &p->calendars);
}

static const char *
get_write(struct pool *pool, const struct page *p)
{
	return slugs(pool, &p->write_to);
}

static const char *
get_buffer_events(struct pool *pool, const struct page *p)
{
	(void)pool;
	return p->buffer_events ? "on" : "";
}

static const char *
get_repeat(struct pool *pool, const struct page *p)
{
	(void)pool;
	return text_of(p->repeat);
}

static const char *
get_instant(struct pool *pool, const struct page *p)
{
	(void)pool;
	return p->instant ? "on" : "";
}

static const char *
get_seats(struct pool *pool, const struct page *p)
{
	return p->seats == 0 ? "" : pool_printf(pool, "%d", p->seats);
}

const char *const page_keys[] = { "title", "description", "duration", "step",
	"offset", "hours", "timezone", "schedule", "language", "notice",
	"horizon", "before", "after", "gap", "location", "links", "max-age",
	"cap", "booker-cap", "move-notice", "cancel-notice", "align", "pack",
	"first-only", "restrict", "calendars", "write", "buffer-events",
	"repeat", "instant", "seats" };
const size_t page_keys_n = sizeof(page_keys) / sizeof(page_keys[0]);

const char *
page_get(struct pool *pool, const struct page *p, const char *key)
{
	static const char *(*const get[])(
		struct pool *, const struct page *) = { get_title,
		get_description, get_duration, get_step, get_offset, get_hours,
		get_timezone, get_schedule, get_language, get_notice,
		get_horizon, get_before, get_after, get_gap, get_location,
		get_links, get_max_age, get_cap, get_booker_cap,
		get_move_notice, get_cancel_notice, get_align, get_pack,
		get_first_only, get_restrict, get_calendars, get_write,
		get_buffer_events, get_repeat, get_instant, get_seats };
	size_t i;

	for (i = 0; i < page_keys_n; i++)
		if (strcmp(page_keys[i], key) == 0)
			return get[i](pool, p);
	return "";
}
