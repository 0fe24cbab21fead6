#include "store/moved.h"

#include "store/inside.h"
#include "when/zone.h"

#include <string.h>

char *
wall_write(struct pool *pool, const char *time_zone, instant at)
{
	struct fail f;
	const struct zone *zone = zone_load(time_zone, &f);
	struct civil c = zone_civil(zone == NULL ? zone_utc() : zone, at);

	return pool_printf(pool, "%04d-%02d-%02dT%02d:%02d", c.year, c.month,
		c.day, c.hour, c.minute);
}

int
booking_moved(struct store *st, instant now, struct pool *pool,
	struct moveds *to, struct fail *f)
{
	static const char text[] =
		"SELECT ref, time_zone, wall_start, start_at FROM booking"
		" WHERE start_at >= ?1"
		" AND status NOT IN ('cancelled', 'declined')"
		" AND NOT (status = 'held' AND coalesce(expires_at, ?1 + 1)"
		" <= ?1) ORDER BY start_at, id";
	struct sql *s = sql_new(st, text, f);
	struct moved one;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, now);
	while ((rc = sql_step(s, f)) == 1) {
		one.ref = sql_get_text(s, 0, pool);
		one.time_zone = sql_get_text(s, 1, pool);
		one.was = sql_get_text(s, 2, pool);
		one.is = wall_write(pool, one.time_zone, sql_get_int(s, 3));
		if (strcmp(one.was, one.is) == 0 || strlen(one.was) < 16)
			continue;
		to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
		to->v[to->n++] = one;
	}
	sql_free(s);
	return rc;
}

const struct moved *
moved_find(const struct moveds *all, const char *ref)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (strcmp(all->v[i].ref, ref) == 0)
			return &all->v[i];
	return NULL;
}

int
moved_keep(
	struct store *st, int64_t booking_id, const char *wall, struct fail *f)
{
	static const char text[] = "UPDATE booking SET wall_start = ?2"
				   " WHERE id = ?1 OR session_id = ?1";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, booking_id);
		sql_text(s, 2, wall);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}
