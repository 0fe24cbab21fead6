#include "wire/people_json.h"

#include <inttypes.h>
#include <stdio.h>

void
user_write(struct emit *e, const struct user *u)
{
	emit_begin(e, "user", u->slug);
	emit_str(e, "slug", u->slug);
	emit_str(e, "email", u->email);
	emit_str(e, "name", u->name);
	emit_str(e, "timeZone", u->time_zone);
	emit_str(e, "language", u->language);
	emit_str(e, "hours", user_hours(u));
	emit_str(e, "role", u->role);
	emit_bool(e, "pages", u->pages_on);
	emit_str(e, "caps", u->caps);
	emit_time(e, "createdAt", u->created_at);
	emit_end(e);
}

void
room_write(struct emit *e, const struct user *u, const struct room *r)
{
	emit_begin(e, "room", u->slug);
	emit_str(e, "slug", u->slug);
	emit_str(e, "email", u->email);
	emit_str(e, "name", u->name);
	emit_bool(e, "resource", r->resource);
	if (r->capacity > 0)
		emit_int(e, "capacity", r->capacity);
	else
		emit_null(e, "capacity");
	emit_str(e, "location", r->location);
	emit_strs(e, "teams", &r->team_names);
	emit_str(e, "timeZone", u->time_zone);
	emit_str(e, "hours", user_hours(u));
	emit_str(e, "caps", u->caps);
	emit_time(e, "createdAt", u->created_at);
	emit_end(e);
}

void
calendar_write(struct emit *e, const struct calendar *c, instant now,
	int64_t max_stale_s)
{
	const char *state = c->state, *why;

	if (calendar_blocks(c, now, max_stale_s, &why))
		state = why;
	emit_begin(e, "calendar", c->slug);
	emit_str(e, "id", c->slug);
	emit_str(e, "user", c->user_email);
	emit_str(e, "provider", c->provider);
	emit_str(e, "name", c->name);
	emit_bool(e, "selected", c->selected);
	emit_str(e, "role", c->role);
	emit_str(e, "state", state);
	emit_time(e, "lastSync", c->synced_at);
	if (c->synced_at == 0)
		emit_null(e, "ageSeconds");
	else
		emit_int(e, "ageSeconds", now - c->synced_at);
	emit_time(e, "nextSync", c->next_at);
	emit_int(e, "failures", c->failures);
	emit_int(e, "outbox", c->outbox);
	emit_str(e, "error", c->error);
	emit_bool(e, "writable", c->writable);
	emit_str(e, "treat", c->all_busy ? "all-busy" : "as-marked");
	emit_str(e, "tentative", c->tentative_free ? "free" : "busy");
	emit_bool(e, "sync", c->sync);
	emit_bool(e, "pages", c->pages);
	emit_str(e, "timeZone", c->time_zone);
	emit_end(e);
}

void
letter_write(struct emit *e, const struct letter *l)
{
	char id[24];

	snprintf(id, sizeof(id), "%" PRId64, l->id);
	emit_begin(e, "letter", id);
	emit_int(e, "id", l->id);
	emit_str(e, "kind", l->kind);
	emit_str(e, "state", l->state);
	emit_str(e, "booking", l->booking);
	emit_str(e, "calendar", l->calendar);
	emit_str(e, "uid", l->uid);
	emit_str(e, "recipient", l->recipient);
	emit_str(e, "subject", l->subject);
	emit_int(e, "tries", l->tries);
	emit_time(e, "nextTry", l->next_at);
	emit_str(e, "error", l->error);
	emit_time(e, "createdAt", l->created_at);
	emit_time(e, "doneAt", l->done_at);
	emit_end(e);
}
