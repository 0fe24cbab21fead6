#include "flow/assign_priv.h"

#include <string.h>

/* What has come due since the last line: periods and pauses that are over. */

int
assign_log(struct store *store, const struct assignment *line, struct fail *f)
{
	/* the rotation's name is filled in there */
	return assignment_add(store, line, f);
}

int
assign_note(struct store *store, int64_t rotation_id, int64_t user_id,
	const char *action, const char *reason, const char *detail, instant now,
	struct fail *f)
{
	struct assignment line = { .rotation_id = rotation_id,
		.user_id = user_id,
		.action = action,
		.reason = reason,
		.detail = detail,
		.at = now };

	return assign_log(store, &line, f);
}

/* Saves a member whose count was raised, with its line. */
static int
credit(struct store *store, struct member *m, int64_t was, instant now,
	struct fail *f)
{
	struct assignment line = { .rotation_id = m->rotation_id,
		.user_id = m->user_id,
		.action = "credit",
		.reason = "absence",
		.delta = (int)(m->count - was),
		.at = now };

	if (member_save(store, m, f) != 0)
		return -1;
	return line.delta == 0 ? 0 : assign_log(store, &line, f);
}

int
assign_credit(struct store *store, const struct rotation *r,
	struct member *back, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct members all = { 0 };
	int64_t was = back->count;
	int rc = 0;

	if (r->credit_absence &&
		(rc = members_load(store, r->id, 0, pool, &all, f)) == 0) {
		back->count = rotate_credit(&all, back, now);
		if (back->count != was)
			rc = credit(store, back, was, now, f);
	}
	pool_free(pool);
	return rc;
}

static int
new_period(struct store *store, struct rotation *r, instant now, struct fail *f)
{
	const struct zone *zone = assign_zone(r, f);
	instant from;

	if (zone == NULL)
		return -1;
	from = rotate_period(r->period, zone, now);
	if (from <= r->period_from)
		return 0;
	r->period_from = from;
	if (rotation_save(store, r, f) != 0 ||
		members_reset(store, r->id, f) != 0)
		return -1;
	return assign_note(store, r->id, 0, "reset", "period", NULL, now, f);
}

/* Those whose pause is over. */
static int
come_back(struct store *store, const struct rotation *r, instant now,
	struct pool *pool, struct fail *f)
{
	struct members were = { 0 }, are = { 0 };
	struct rotation same = *r;
	size_t i;

	/* the period is this one by now */
	same.period = NULL;
	if (members_load(store, r->id, 0, pool, &were, f) != 0)
		return -1;
	are.n = were.n;
	are.v = pool_array(pool, were.n + 1, sizeof(*are.v));
	memcpy(are.v, were.v, were.n * sizeof(*are.v));
	rotate_settle(&same, zone_utc(), &are, now);
	for (i = 0; i < are.n; i++) {
		if (are.v[i].paused == were.v[i].paused)
			continue;
		if (assign_note(store, r->id, are.v[i].user_id, "resume",
			    "until", NULL, now, f) != 0 ||
			credit(store, &are.v[i], were.v[i].count, now, f) != 0)
			return -1;
	}
	return 0;
}

int
assign_settle(
	struct store *store, int64_t rotation_id, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct rotation r = { 0 };
	int rc = -1;

	if (rotation_load(store, rotation_id, pool, &r, f) != 1)
		goto out;
	rc = r.period != NULL ? new_period(store, &r, now, f) : 0;
	if (rc == 0)
		rc = members_back(store, rotation_id, now, f);
	if (rc == 1)
		rc = come_back(store, &r, now, pool, f);
out:
	pool_free(pool);
	return rc;
}
