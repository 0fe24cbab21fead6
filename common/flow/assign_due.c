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

int
assign_credit(struct store *store, const struct rotation *r,
	struct member *back, instant now, struct fail *f)
{
	struct assignment line = { .rotation_id = r->id,
		.user_id = back->user_id,
		.action = "credit",
		.reason = "absence",
		.at = now };
	struct pool *pool = pool_new();
	struct members all = { 0 };
	int rc = 0;
	int64_t to;

	if (!r->credit_absence)
		goto out;
	if ((rc = members_load(store, r->id, 0, pool, &all, f)) != 0)
		goto out;
	to = rotate_credit(&all, back, now);
	line.delta = (int)(to - back->count);
	if (line.delta == 0)
		goto out;
	back->count = to;
	if ((rc = member_save(store, back, f)) == 0)
		rc = assign_log(store, &line, f);
out:
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

/* Those whose pause is over; all of them are on before the first is measured
 * by those who stayed. */
static int
come_back(struct store *store, const struct rotation *r, instant now,
	struct pool *pool, struct fail *f)
{
	struct members all = { 0 };
	struct members back = { 0 };
	size_t i;
	int rc;

	if (members_load(store, r->id, 0, pool, &all, f) != 0)
		return -1;
	for (i = 0; i < all.n; i++)
		if (all.v[i].paused && member_on(&all.v[i], now)) {
			back.v = pool_grow(pool, back.v, back.n, &back.cap,
				sizeof(*back.v));
			back.v[back.n++] = all.v[i];
		}
	for (rc = 0, i = 0; rc == 0 && i < back.n; i++)
		rc = assign_credit(store, r, &back.v[i], now, f);
	for (i = 0; rc == 0 && i < back.n; i++) {
		back.v[i].paused = false;
		back.v[i].paused_until = 0;
		if ((rc = member_save(store, &back.v[i], f)) == 0)
			rc = assign_note(store, r->id, back.v[i].user_id,
				"resume", "until", NULL, now, f);
	}
	return rc;
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
