#include "wire/page_json.h"

#include "when/civil.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

char *
page_url(struct pool *pool, const char *base, const char *slug)
{
	size_t n;

	if (base == NULL)
		return NULL;
	for (n = strlen(base); n > 0 && base[n - 1] == '/'; n--)
		;
	return pool_printf(pool, "%.*s/%s", (int)n, base, slug);
}

char *
url_add(struct pool *pool, const char *url, const char *key, const char *value)
{
	char *coded = pool_zero(pool, strlen(value) * 3 + 1), *to = coded;
	const unsigned char *p;

	for (p = (const unsigned char *)value; *p != '\0'; p++)
		if (isalnum(*p) || strchr("-._~", *p) != NULL)
			*to++ = (char)*p;
		else
			to += sprintf(to, "%%%02X", *p);
	return pool_printf(pool, "%s%c%s=%s", url,
		strchr(url, '?') == NULL ? '?' : '&', key, coded);
}

static void
numbers(struct emit *e, const struct page *p)
{
	struct pool *pool = pool_new();
	char *list = pool_str(pool, "[");
	size_t i;

	for (i = 0; i < p->durations_n; i++)
		list = pool_printf(pool, "%s%s%d", list, i == 0 ? "" : ",",
			p->durations[i]);
	emit_json(e, "durations", pool_printf(pool, "%s]", list));
	pool_free(pool);
	emit_int(e, "stepMinutes", p->step_m > 0 ? p->step_m : p->durations[0]);
	emit_int(e, "offsetMinutes", p->offset_m);
}

/* A date in days since 1970, null for none. */
static void
date(struct emit *e, const char *key, int64_t day)
{
	struct civil c = civil_of_days(day);
	char text[32];

	if (day == 0) {
		emit_null(e, key);
		return;
	}
	snprintf(text, sizeof(text), "%04d-%02d-%02d", c.year, c.month, c.day);
	emit_str(e, key, text);
}

/* What no other key says; null and 0 where there is no rule. */
static void
rules(struct emit *e, const struct page *p)
{
	emit_str(e, "caps", p->caps);
	emit_int(e, "bookerCap", p->booker_cap);
	emit_int(e, "moveNoticeMinutes", p->move_notice_s / 60);
	emit_int(e, "cancelNoticeMinutes", p->cancel_notice_s / 60);
	emit_str(e, "horizonKind", p->horizon_kind);
	date(e, "horizonFirst", p->first_day);
	date(e, "horizonLast", p->last_day);
	emit_bool(e, "alignClock", p->align_clock);
	emit_bool(e, "pack", p->pack);
	emit_bool(e, "firstOnly", p->first_only);
	emit_str(e, "restrictHours", p->legal_hours);
	emit_str(e, "restrictZone", p->legal_zone);
	emit_strs(e, "calendars", &p->calendars);
	emit_strs(e, "writeCalendars", &p->write_to);
	emit_bool(e, "bufferEvents", p->buffer_events);
	emit_str(e, "repeat", p->repeat);
	emit_bool(e, "instant", p->instant);
	emit_int(e, "seats", p->seats);
}

void
page_write(struct emit *e, const struct page *p, const char *time_zone,
	bool offline, const char *base)
{
	struct pool *pool = pool_new();

	emit_begin(e, "page", p->slug);
	emit_str(e, "slug", p->slug);
	emit_str(e, "title", p->title);
	emit_str(e, "state", p->state);
	emit_str(e, "kind", p->kind);
	emit_str(e, "owner", p->owner_email);
	numbers(e, p);
	emit_str(e, "rotation", p->rotation);
	emit_strs(e, "hosts", &p->hosts);
	emit_str(e, "who", p->who);
	emit_str(e, "timeZone", time_zone);
	emit_str(e, "hours", p->hours);
	emit_str(e, "schedule", p->schedule);
	emit_str(e, "language", p->language);
	emit_int(e, "noticeMinutes", p->notice_s / 60);
	emit_int(e, "horizonDays", p->horizon_d);
	emit_int(e, "bufferBefore", p->before_s / 60);
	emit_int(e, "bufferAfter", p->after_s / 60);
	emit_int(e, "gap", p->gap_s / 60);
	emit_open_object(e, "location");
	emit_str(e, "type", p->location_type);
	emit_str(e, "uri", p->location);
	emit_close_object(e);
	emit_str(e, "description", p->description);
	emit_bool(e, "links", p->links);
	if (p->max_age_s >= 0)
		emit_int(e, "maxAgeMinutes", p->max_age_s / 60);
	else
		emit_null(e, "maxAgeMinutes");
	rules(e, p);
	emit_bool(e, "offline", offline);
	emit_bool(e, "robots", false);
	emit_str(e, "url", page_url(pool, base, p->slug));
	emit_time(e, "createdAt", p->created_at);
	emit_time(e, "updatedAt", p->updated_at);
	emit_end(e);
	pool_free(pool);
}
