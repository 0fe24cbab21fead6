#include "wire/rotation_json.h"

void
rotation_write(struct emit *e, const struct rotation *r,
	const struct members *members, instant now)
{
	struct strs names = { 0 };
	struct pool *pool = pool_new();
	size_t i, on = 0;

	for (i = 0; members != NULL && i < members->n; i++) {
		strs_add(pool, &names, members->v[i].email);
		on += member_on(&members->v[i], now);
	}
	emit_begin(e, "rotation", r->name);
	emit_str(e, "name", r->name);
	emit_str(e, "method", r->method);
	if (r->recent_s > 0)
		emit_int(e, "recentDays", r->recent_s / 86400);
	else
		emit_null(e, "recentDays");
	emit_strs(e, "members", &names);
	emit_int(e, "on", (int64_t)on);
	emit_str(e, "caps", r->caps);
	emit_time(e, "createdAt", r->created_at);
	emit_end(e);
	pool_free(pool);
}

void
member_write(struct emit *e, const struct rotation *r, const struct member *m,
	instant now)
{
	emit_begin(e, "member", m->email);
	emit_str(e, "rotation", r->name);
	emit_str(e, "user", m->email);
	emit_bool(e, "on", member_on(m, now));
	emit_int(e, "weight", m->weight);
	emit_int(e, "priority", m->priority);
	emit_int(e, "count", m->count);
	emit_time(e, "lastAssigned", m->last_at);
	emit_time(e, "pausedUntil", m->paused ? m->paused_until : 0);
	emit_time(e, "joinedAt", m->joined_at);
	emit_end(e);
}

void
share_write(struct emit *e, const struct share *s)
{
	emit_begin(e, "share", s->user);
	emit_str(e, "rotation", s->rotation);
	emit_str(e, "user", s->user);
	emit_int(e, "weight", s->weight);
	emit_bool(e, "on", s->on);
	emit_int(e, "assigned", s->assigned);
	emit_num(e, "target", s->target);
	emit_num(e, "share", s->part);
	emit_int(e, "upcoming", s->upcoming);
	emit_int(e, "completed", s->completed);
	emit_int(e, "noShow", s->no_show);
	emit_int(e, "cancelled", s->cancelled);
	emit_open_object(e, "skipped");
	emit_int(e, "busy", s->skipped_busy);
	emit_int(e, "hours", s->skipped_hours);
	emit_int(e, "paused", s->skipped_paused);
	emit_close_object(e);
	emit_time(e, "lastAssigned", s->last_at);
	emit_end(e);
}
