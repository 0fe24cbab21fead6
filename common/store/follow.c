#include "store/follow.h"

#include "store/inside.h"

int
follow_load(struct store *st, int64_t booking_id, struct pool *pool,
	struct follow *to, struct fail *f)
{
	static const char text[] =
		"SELECT gone_at, calendar_id, told FROM follow"
		" WHERE booking_id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	*to = (struct follow){ .booking_id = booking_id };
	if (s == NULL)
		return -1;
	sql_int(s, 1, booking_id);
	if ((rc = sql_step(s, f)) == 1) {
		to->gone_at = sql_get_int(s, 0);
		to->calendar_id = sql_get_int(s, 1);
		to->told = sql_get_text(s, 2, pool);
	}
	sql_free(s);
	return rc < 0 ? -1 : 0;
}

int
follow_save(struct store *st, const struct follow *w, struct fail *f)
{
	static const char text[] =
		"INSERT INTO follow (booking_id, gone_at, calendar_id, told)"
		" VALUES (?1, nullif(?2, 0), nullif(?3, 0), ?4)"
		" ON CONFLICT (booking_id) DO UPDATE SET"
		" gone_at = excluded.gone_at,"
		" calendar_id = excluded.calendar_id, told = excluded.told";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, w->booking_id);
		sql_int(s, 2, w->gone_at);
		sql_int(s, 3, w->calendar_id);
		sql_text(s, 4, w->told);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

int
follow_gone(struct store *st, instant now, struct pool *pool, struct gone **to,
	size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT ref, organizer_id FROM follow"
		" JOIN booking ON booking.id = booking_id"
		" WHERE gone_at IS NOT NULL AND status = 'confirmed'"
		" AND end_at > ?1 ORDER BY start_at, booking.id";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, now);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		(*to)[*n].ref = sql_get_text(s, 0, pool);
		(*to)[(*n)++].user_id = sql_get_int(s, 1);
	}
	sql_free(s);
	return rc;
}

/* One line of what was done outside. */
static int
done_add(struct store *st, int64_t booking_id, const char *kind,
	int64_t calendar_id, const char *href, instant now, struct fail *f)
{
	static const char text[] =
		"INSERT INTO outbox (kind, key, booking_id, calendar_id, uid,"
		" sequence, body, state, href, created_at, done_at)"
		" SELECT ?1, 'found:' || uid || ':' || (SELECT 1 +"
		" coalesce(max(id), 0) FROM outbox), id, ?2, uid, sequence,"
		" '', 'done', ?3, ?4, ?4 FROM booking WHERE id = ?5";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, kind);
	sql_int(s, 2, calendar_id);
	sql_text(s, 3, href);
	sql_int(s, 4, now);
	sql_int(s, 5, booking_id);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

int
outbox_relocate(struct store *st, int64_t booking_id, int64_t from, int64_t to,
	const char *href, instant now, struct fail *f)
{
	int in = store_enter(st, f), rc;

	if (in < 0)
		return -1;
	rc = done_add(st, booking_id, "delete", from, NULL, now, f);
	if (rc == 0 && href != NULL)
		rc = done_add(st, booking_id, "put", to, href, now, f);
	return store_leave(st, in, rc, f);
}
