#include "wire/schedule_json.h"

#include <inttypes.h>
#include <string.h>

static void
write_day(struct emit *e, const char *key, int64_t day)
{
	struct civil c = civil_of_days(day);
	char text[32];

	snprintf(text, sizeof(text), "%04d-%02d-%02d", c.year, c.month, c.day);
	emit_str(e, key, text);
}

static void
write_dates(struct emit *e, const struct schedule_all *s)
{
	size_t i;

	emit_open_array(e, "overrides");
	for (i = 0; i < s->dates_n; i++) {
		emit_open_object(e, NULL);
		write_day(e, "date", s->dates[i].day);
		emit_str(e, "hours", s->dates[i].hours);
		emit_close_object(e);
	}
	emit_close_array(e);
}

static void
write_travels(struct emit *e, const struct schedule_all *s)
{
	size_t i;

	emit_open_array(e, "travel");
	for (i = 0; i < s->travels_n; i++) {
		emit_open_object(e, NULL);
		write_day(e, "first", s->travels[i].first_day);
		write_day(e, "last", s->travels[i].last_day);
		emit_str(e, "timeZone", s->travels[i].time_zone);
		emit_close_object(e);
	}
	emit_close_array(e);
}

void
schedule_write(struct emit *e, const struct schedule_all *s)
{
	emit_begin(e, "schedule", s->schedule.name);
	emit_str(e, "name", s->schedule.name);
	emit_str(e, "user", s->user);
	emit_str(
		e, "kind", s->schedule.ics != NULL ? "availability" : "weekly");
	emit_str(e, "hours", s->schedule.hours);
	emit_str(e, "timeZone", s->time_zone);
	write_dates(e, s);
	write_travels(e, s);
	emit_time(e, "updatedAt", s->schedule.updated_at);
	emit_end(e);
}

void
away_write(struct emit *e, const struct away *a)
{
	char id[24];

	snprintf(id, sizeof(id), "%" PRId64, a->id);
	emit_begin(e, "away", id);
	emit_int(e, "id", a->id);
	emit_str(e, "user", a->user_email);
	emit_time(e, "start", a->span.start);
	emit_time(e, "end", a->span.end);
	emit_str(e, "handover", a->handover);
	emit_str(e, "note", a->note);
	emit_time(e, "createdAt", a->created_at);
	emit_end(e);
}
