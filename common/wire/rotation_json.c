#include "wire/rotation_json.h"

static void
int_or_null(struct emit *e, const char *key, int64_t value)
{
	if (value > 0)
		emit_int(e, key, value);
	else
		emit_null(e, key);
}

void
rotation_write(struct emit *e, const struct rotation *r,
	const struct members *members, const struct strs *teams, instant now)
{
	static const struct strs none;
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
	int_or_null(e, "recentDays", r->recent_s / 86400);
	int_or_null(e, "lead", r->lead);
	emit_str(e, "period", r->period);
	emit_str(e, "periodZone", r->period_zone);
	emit_bool(e, "creditAbsence", r->credit_absence);
	emit_str(e, "noShow", r->no_show_free ? "free" : "count");
	emit_str(e, "owner", r->owner != NULL ? r->owner : "none");
	emit_strs(e, "members", &names);
	emit_strs(e, "teams", teams != NULL ? teams : &none);
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
	emit_bool(e, "byTeam", m->by_team);
	emit_end(e);
}

void
team_write(struct emit *e, const struct team *t, const struct strs *people,
	const struct strs *rotations)
{
	emit_begin(e, "team", t->name);
	emit_str(e, "name", t->name);
	emit_strs(e, "members", people);
	emit_strs(e, "rotations", rotations);
	emit_time(e, "createdAt", t->created_at);
	emit_end(e);
}

void
share_write(struct emit *e, const struct share *s)
{
	bool counts = s->on && s->weight > 0;
	int i;

	emit_begin(e, "share", s->user);
	emit_str(e, "rotation", s->rotation);
	emit_str(e, "user", s->user);
	emit_int(e, "weight", s->weight);
	emit_bool(e, "on", s->on);
	emit_bool(e, "member", !s->former);
	emit_int(e, "assigned", s->assigned);
	emit_num(e, "target", s->target);
	if (counts)
		emit_num(e, "difference", s->difference);
	else
		emit_null(e, "difference");
	emit_num(e, "share", s->part);
	emit_int(e, "upcoming", s->upcoming);
	emit_int(e, "completed", s->completed);
	emit_int(e, "noShow", s->no_show);
	emit_int(e, "cancelled", s->cancelled);
	emit_open_object(e, "skipped");
	for (i = 0; i < SHARE_SKIPS; i++)
		emit_int(e, share_skips[i], s->skipped[i]);
	emit_close_object(e);
	emit_time(e, "lastAssigned", s->last_at);
	emit_end(e);
}

void
fairness_write(struct emit *e, const char *rotation, struct span window,
	const struct shares *all)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < all->n; i++)
		n += all->v[i].on && all->v[i].weight > 0;
	emit_begin(e, "fairness", rotation);
	emit_str(e, "rotation", rotation);
	emit_time(e, "start", window.start);
	emit_time(e, "end", window.end);
	emit_int(e, "members", n);
	emit_int(e, "assigned", all->assigned);
	emit_num(e, "fairness", all->fairness);
	emit_num(e, "largestDifference", all->deviation);
	emit_end(e);
}

void
assignment_write(struct emit *e, const struct assignment *a)
{
	emit_begin(e, "assignment", a->booking);
	emit_time(e, "at", a->at);
	emit_str(e, "rotation", a->rotation);
	emit_str(e, "action", a->action);
	emit_str(e, "user", a->user_email);
	emit_int(e, "delta", a->delta);
	emit_str(e, "reason", a->reason);
	emit_str(e, "booking", a->booking);
	emit_int(e, "line", a->id);
	emit_end(e);
}

void
skip_write(struct emit *e, const struct assignment *a, const char *user,
	const char *rule)
{
	emit_begin(e, "skip", user);
	emit_time(e, "at", a->at);
	emit_str(e, "rotation", a->rotation);
	emit_str(e, "user", user);
	emit_str(e, "rule", rule);
	emit_str(e, "chosen", a->user_email);
	emit_str(e, "reason", a->reason);
	emit_str(e, "booking", a->booking);
	emit_int(e, "line", a->id);
	emit_end(e);
}
