#include "store/cap.h"

#include "store/inside.h"

/* Hosts are looked up one by one, many in one walk. */
enum { FEW = 32 };

/* ?1 now, ?2 the booking left out, ?3 and ?4 the reach */
#define COUNTS                                                                 \
	" booking.id <> ?2 AND coalesce(session_id, -1) <> ?2 AND"             \
	"  status NOT IN ('cancelled', 'declined')"                            \
	" AND NOT (status = 'held' AND coalesce(expires_at, ?1 + 1) <= ?1)"

static struct sql *
open_query(struct store *st, const char *text, const struct cap_query *q,
	struct fail *f)
{
	struct sql *s = sql_new(st, text, f);

	if (s == NULL)
		return NULL;
	sql_int(s, 1, q->now);
	sql_int(s, 2, q->but);
	sql_int(s, 3, q->reach.start);
	sql_int(s, 4, q->reach.end);
	return s;
}

/* A row of start, end and rotation. */
static void
row_add(struct sql *s, struct pool *pool, struct counteds *to)
{
	struct counted *c;

	to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
	c = &to->v[to->n++];
	c->start = sql_get_int(s, 0);
	c->end = sql_get_int(s, 1);
	c->rotation_id = sql_get_int(s, 2);
}

int
cap_page_load(struct store *st, const struct cap_query *q, int64_t page_id,
	struct pool *pool, struct counteds *to, struct fail *f)
{
	static const char text[] =
		"SELECT start_at, end_at, rotation_id FROM booking"
		" WHERE page_id = ?5 AND start_at >= ?3 AND start_at < ?4"
		" AND session_id IS NULL"
		" AND" COUNTS " ORDER BY start_at";
	struct sql *s = open_query(st, text, q, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 5, page_id);
	while ((rc = sql_step(s, f)) == 1)
		row_add(s, pool, to);
	sql_free(s);
	return rc;
}

/* By the key of taken, which has the live ones only. */
static int
few_load(struct store *st, const struct cap_query *q, const int64_t *user_ids,
	size_t n, struct pool *pool, struct counteds *to, struct fail *f)
{
	static const char text[] =
		"SELECT booking.start_at, booking.end_at,"
		" booking_host.rotation_id"
		" FROM taken CROSS JOIN booking ON booking.id ="
		" taken.booking_id"
		" CROSS JOIN booking_host ON booking_host.booking_id ="
		" booking.id AND booking_host.user_id = taken.user_id"
		" WHERE taken.user_id = ?5 AND taken.start_at >= ?3"
		" AND taken.start_at < ?4 AND" COUNTS
		" ORDER BY taken.start_at";
	struct sql *s = open_query(st, text, q, f);
	size_t i;
	int rc = 0;

	if (s == NULL)
		return -1;
	for (i = 0; rc == 0 && i < n; i++) {
		sql_int(s, 5, user_ids[i]);
		while ((rc = sql_step(s, f)) == 1)
			row_add(s, pool, &to[i]);
		sql_reset(s);
	}
	sql_free(s);
	return rc;
}

int
cap_hosts_load(struct store *st, const struct cap_query *q,
	const int64_t *user_ids, size_t n, struct pool *pool,
	struct counteds *to, struct fail *f)
{
	static const char text[] =
		"SELECT start_at, end_at, booking_host.rotation_id, user_id"
		" FROM booking CROSS JOIN booking_host"
		" ON booking_host.booking_id = booking.id"
		" WHERE start_at >= ?3 AND start_at < ?4 AND" COUNTS
		" ORDER BY start_at";
	const struct owner *owners, *o;
	struct sql *s;
	int rc;

	if (n <= FEW)
		return few_load(st, q, user_ids, n, pool, to, f);
	owners = owners_new(pool, user_ids, n);
	if ((s = open_query(st, text, q, f)) == NULL)
		return -1;
	while ((rc = sql_step(s, f)) == 1) {
		o = owners_find(owners, n, sql_get_int(s, 3));
		for (; o != NULL && o < owners + n &&
			o->id == sql_get_int(s, 3);
			o++)
			row_add(s, pool, &to[o->place]);
	}
	sql_free(s);
	return rc;
}

int64_t
cap_booker_count(struct store *st, const struct cap_query *q, int64_t page_id,
	const char *email, struct fail *f)
{
	static const char text[] =
		"SELECT count(*) FROM attendee CROSS JOIN booking"
		" ON booking.id = booking_id"
		" WHERE email = lower(trim(?6)) AND position = 0"
		" AND page_id = ?5 AND end_at > ?1 AND" COUNTS;
	struct sql *s = sql_new(st, text, f);
	int64_t n = -1;

	if (s == NULL)
		return -1;
	sql_int(s, 1, q->now);
	sql_int(s, 2, q->but);
	sql_int(s, 5, page_id);
	sql_text(s, 6, email);
	if (sql_step(s, f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}
