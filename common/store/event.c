#include "store/calendar.h"
#include "store/inside.h"

#define COLUMNS                                                                \
	"id, calendar_id, href, etag, uid, summary, ics, problem, start_at,"   \
	" end_at, recurring, hash"

static void
event_row_of(struct sql *s, struct pool *pool, struct event_row *e)
{
	e->id = sql_get_int(s, 0);
	e->calendar_id = sql_get_int(s, 1);
	e->href = sql_get_text(s, 2, pool);
	e->etag = sql_get_text(s, 3, pool);
	e->uid = sql_get_text(s, 4, pool);
	e->summary = sql_get_text(s, 5, pool);
	e->ics = sql_get_text(s, 6, pool);
	e->problem = sql_get_text(s, 7, pool);
	e->start = sql_get_int(s, 8);
	e->end = sql_get_int(s, 9);
	e->recurring = sql_get_int(s, 10) != 0;
	e->hash = (uint64_t)sql_get_int(s, 11);
}

int
event_load(struct store *st, int64_t id, struct pool *pool, struct event_row *e,
	struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " FROM event WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		event_row_of(s, pool, e);
	sql_free(s);
	return rc;
}

static int
find(struct store *st, const char *text, int64_t calendar_id, const char *name,
	struct pool *pool, struct event_row *e, struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, calendar_id);
	sql_text(s, 2, name);
	if ((rc = sql_step(s, f)) == 1)
		event_row_of(s, pool, e);
	sql_free(s);
	return rc;
}

int
event_find_href(struct store *st, int64_t calendar_id, const char *href,
	struct pool *pool, struct event_row *e, struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " FROM event"
				   " WHERE calendar_id = ?1 AND href = ?2";

	return find(st, text, calendar_id, href, pool, e, f);
}

int
event_find_uid(struct store *st, int64_t calendar_id, const char *uid,
	struct pool *pool, struct event_row *e, struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " FROM event"
		" WHERE calendar_id = ?1 AND uid = ?2 ORDER BY id LIMIT 1";

	return find(st, text, calendar_id, uid, pool, e, f);
}

/* Drops an event's occurrences and remembers their chunks. */
static int
occurrences_drop(struct store *st, int64_t event_id, struct fail *f)
{
	static const char text[] = "DELETE FROM occurrence WHERE event_id = ?1"
				   " RETURNING calendar_id, start_at, end_at";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, event_id);
	while ((rc = sql_step(s, f)) == 1)
		chunk_mark(st, sql_get_int(s, 0), sql_get_int(s, 1),
			sql_get_int(s, 2));
	sql_free(s);
	return rc;
}

static int
occurrences_add(struct store *st, const struct event_row *e,
	const struct busies *busy, struct fail *f)
{
	static const char text[] =
		"INSERT INTO occurrence (event_id, calendar_id, start_at,"
		" end_at, status) VALUES (?1, ?2, ?3, ?4, ?5)";
	struct sql *s = sql_new(st, text, f);
	const struct busy *b;
	int rc = s == NULL ? -1 : 0;
	size_t i;

	for (i = 0; rc == 0 && i < busy->n; i++) {
		b = &busy->v[i];
		sql_int(s, 1, e->id);
		sql_int(s, 2, e->calendar_id);
		sql_int(s, 3, b->start);
		sql_int(s, 4, b->end);
		sql_int(s, 5, b->status);
		rc = sql_run(s, f);
		chunk_mark(st, e->calendar_id, b->start, b->end);
	}
	sql_free(s);
	return rc;
}

/* 1 the row was there, 0 it is new, -1. Sets e->id. */
static int
write_row(struct store *st, struct event_row *e, struct fail *f)
{
	static const char find_id[] =
		"SELECT id FROM event WHERE calendar_id = ?1 AND href = ?2";
	static const char text[] =
		"INSERT INTO event (calendar_id, href, etag, uid, summary,"
		" start_at, end_at, recurring, ics, hash, problem)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
		" ON CONFLICT (calendar_id, href) DO UPDATE SET"
		" etag = excluded.etag, uid = excluded.uid,"
		" summary = excluded.summary, start_at = excluded.start_at,"
		" end_at = excluded.end_at, recurring = excluded.recurring,"
		" ics = excluded.ics, hash = excluded.hash,"
		" problem = excluded.problem";
	struct sql *s = sql_new(st, find_id, f);
	int there, rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, e->calendar_id);
	sql_text(s, 2, e->href);
	if ((there = sql_step(s, f)) == 1)
		e->id = sql_get_int(s, 0);
	sql_free(s);
	if (there < 0 || (s = sql_new(st, text, f)) == NULL)
		return -1;
	sql_int(s, 1, e->calendar_id);
	sql_text(s, 2, e->href);
	sql_text(s, 3, e->etag);
	sql_text(s, 4, e->uid);
	sql_text(s, 5, e->summary == NULL ? "" : e->summary);
	sql_int(s, 6, e->start);
	sql_int(s, 7, e->end);
	sql_int(s, 8, e->recurring);
	sql_text(s, 9, e->ics);
	sql_int(s, 10, (int64_t)e->hash);
	sql_text(s, 11, e->problem);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && there == 0)
		e->id = sql_last_id(st);
	return rc != 0 ? -1 : there;
}

int
event_save(struct store *st, struct event_row *e, const struct busies *busy,
	struct fail *f)
{
	int in = store_enter(st, f), rc;

	if (in < 0)
		return -1;
	rc = write_row(st, e, f);
	if (rc == 1)
		rc = occurrences_drop(st, e->id, f);
	if (rc == 0)
		rc = occurrences_add(st, e, busy, f);
	return store_leave(st, in, rc, f);
}

int
event_remove(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] = "DELETE FROM event WHERE id = ?1";
	int in = store_enter(st, f), rc;
	struct sql *s = NULL;

	if (in < 0)
		return -1;
	rc = occurrences_drop(st, id, f);
	if (rc == 0 && (s = sql_new(st, text, f)) == NULL)
		rc = -1;
	if (rc == 0) {
		sql_int(s, 1, id);
		rc = sql_run(s, f);
		if (rc == 0 && sql_changes(st) == 0)
			rc = fail(f, EXIT_NOT_FOUND,
				"event %" PRId64 ": not found", id);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

int
event_each_key(struct store *st, int64_t calendar_id, struct pool *pool,
	int (*each)(void *arg, const struct event_row *), void *arg,
	struct fail *f)
{
	static const char text[] = "SELECT id, href, etag, hash, uid FROM event"
				   " WHERE calendar_id = ?1 ORDER BY href";
	struct sql *s = sql_new(st, text, f);
	struct event_row *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, calendar_id);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		list[n].calendar_id = calendar_id;
		list[n].id = sql_get_int(s, 0);
		list[n].href = sql_get_text(s, 1, pool);
		list[n].etag = sql_get_text(s, 2, pool);
		list[n].hash = (uint64_t)sql_get_int(s, 3);
		list[n++].uid = sql_get_text(s, 4, pool);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

/* Ids of a calendar's events, ascending. */
static int
ids_load(struct store *st, int64_t calendar_id, struct pool *pool,
	int64_t **ids, size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT id FROM event WHERE calendar_id = ?1 ORDER BY id";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*ids = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, calendar_id);
	while ((rc = sql_step(s, f)) == 1) {
		*ids = pool_grow(pool, *ids, *n, &cap, sizeof(**ids));
		(*ids)[(*n)++] = sql_get_int(s, 0);
	}
	sql_free(s);
	return rc;
}

int
event_each(struct store *st, int64_t calendar_id,
	int (*each)(void *arg, const struct event_row *), void *arg,
	struct fail *f)
{
	struct pool *pool = pool_new(), *one;
	struct event_row e;
	int64_t *ids;
	size_t n, i;
	int rc = ids_load(st, calendar_id, pool, &ids, &n, f);

	for (i = 0; rc == 0 && i < n; i++) {
		one = pool_new();
		/* one that is gone by now is skipped */
		if ((rc = event_load(st, ids[i], one, &e, f)) == 1)
			rc = each(arg, &e);
		pool_free(one);
	}
	pool_free(pool);
	return rc;
}

int64_t
event_count(struct store *st, int64_t calendar_id)
{
	static const char text[] =
		"SELECT count(*) FROM event WHERE calendar_id = ?1";
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t n = 0;

	if (s == NULL)
		return 0;
	sql_int(s, 1, calendar_id);
	if (sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}
