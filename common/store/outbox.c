#include "store/outbox.h"

#include "store/inside.h"

#include <string.h>

#define COLUMNS                                                                \
	"outbox.id, kind, outbox.key, outbox.booking_id, outbox.calendar_id,"  \
	" outbox.uid, outbox.sequence, recipient, subject, body,"              \
	" outbox.state, tries, outbox.next_at, lease_by, lease_until,"         \
	" outbox.error, href, outbox.etag, outbox.created_at, done_at,"        \
	" booking.ref, calendar.slug FROM outbox"                              \
	" LEFT JOIN booking ON booking.id = outbox.booking_id"                 \
	" LEFT JOIN calendar ON calendar.id = outbox.calendar_id"

static void
letter_row(struct sql *s, struct pool *pool, struct letter *l)
{
	l->id = sql_get_int(s, 0);
	l->kind = sql_get_text(s, 1, pool);
	l->key = sql_get_text(s, 2, pool);
	l->booking_id = sql_get_int(s, 3);
	l->calendar_id = sql_get_int(s, 4);
	l->uid = sql_get_text(s, 5, pool);
	l->sequence = (int)sql_get_int(s, 6);
	l->recipient = sql_get_text(s, 7, pool);
	l->subject = sql_get_text(s, 8, pool);
	l->body = sql_get_text(s, 9, pool);
	l->state = sql_get_text(s, 10, pool);
	l->tries = (int)sql_get_int(s, 11);
	l->next_at = sql_get_int(s, 12);
	l->lease_by = sql_get_text(s, 13, pool);
	l->lease_until = sql_get_int(s, 14);
	l->error = sql_get_text(s, 15, pool);
	l->href = sql_get_text(s, 16, pool);
	l->etag = sql_get_text(s, 17, pool);
	l->created_at = sql_get_int(s, 18);
	l->done_at = sql_get_int(s, 19);
	l->booking = sql_get_text(s, 20, pool);
	l->calendar = sql_get_text(s, 21, pool);
}

static void
id_or_null(struct sql *s, int n, int64_t value)
{
	if (value != 0)
		sql_int(s, n, value);
	else
		sql_null(s, n);
}

/* 1 added, 0 the key is there, -1. */
static int
insert(struct store *st, struct letter *l, struct fail *f)
{
	static const char text[] =
		"INSERT INTO outbox (kind, key, booking_id, calendar_id, uid,"
		" sequence, recipient, subject, body, next_at, created_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
		" ON CONFLICT (key) DO NOTHING";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, l->kind);
	sql_text(s, 2, l->key);
	id_or_null(s, 3, l->booking_id);
	id_or_null(s, 4, l->calendar_id);
	sql_text(s, 5, l->uid);
	sql_int(s, 6, l->sequence);
	sql_text(s, 7, l->recipient);
	sql_text(s, 8, l->subject);
	sql_text(s, 9, l->body);
	sql_int(s, 10, l->next_at);
	sql_int(s, 11, l->created_at);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc != 0)
		return -1;
	if (sql_changes(st) == 0)
		return 0;
	l->id = sql_last_id(st);
	return 1;
}

/* Older puts of the same object that nobody has begun to send. */
static int
drop_older(struct store *st, const struct letter *l, struct fail *f)
{
	static const char text[] =
		"UPDATE outbox SET state = 'dropped', done_at = ?5"
		" WHERE uid = ?1 AND calendar_id = ?2 AND kind = 'put'"
		" AND state = 'queued' AND tries = 0 AND sequence < ?3 AND id "
		"<> ?4";
	struct sql *s;
	int rc;

	if (l->uid == NULL || l->calendar_id == 0 ||
		strcmp(l->kind, "mail") == 0)
		return 0;
	if ((s = sql_new(st, text, f)) == NULL)
		return -1;
	sql_text(s, 1, l->uid);
	sql_int(s, 2, l->calendar_id);
	sql_int(s, 3, l->sequence);
	sql_int(s, 4, l->id);
	sql_int(s, 5, l->created_at);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

int
outbox_add(struct store *st, struct letter *l, struct fail *f)
{
	int in = store_enter(st, f), rc;

	if (in < 0)
		return -1;
	if ((rc = insert(st, l, f)) == 1)
		rc = drop_older(st, l, f);
	return store_leave(st, in, rc, f);
}

/*
 * The next that is due: 1, 0, -1. An earlier letter of the same object (mails:
 * to the same person about it) that is still open goes first.
 */
static int
next_due(struct store *st, const char *kind, instant now, int64_t *id,
	struct fail *f)
{
	static const char text[] =
		"SELECT id FROM outbox o WHERE ((state = 'queued'"
		" AND next_at <= ?1) OR (state = 'claimed'"
		" AND lease_until <= ?1)) AND (?2 IS NULL OR kind = ?2)"
		" AND (uid IS NULL OR NOT EXISTS (SELECT 1 FROM outbox e"
		" WHERE e.uid = o.uid AND e.id < o.id"
		" AND e.state IN ('queued', 'claimed')"
		" AND e.calendar_id IS o.calendar_id"
		" AND (o.kind <> 'mail' OR e.recipient IS o.recipient)))"
		" ORDER BY next_at, id LIMIT 1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, now);
	sql_text(s, 2, kind);
	if ((rc = sql_step(s, f)) == 1)
		*id = sql_get_int(s, 0);
	sql_free(s);
	return rc;
}

static int
lease(struct store *st, int64_t id, const char *who, instant until,
	struct fail *f)
{
	static const char text[] =
		"UPDATE outbox SET state = 'claimed', lease_by = ?2,"
		" lease_until = ?3, tries = tries + 1 WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	sql_text(s, 2, who);
	sql_int(s, 3, until);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

int
outbox_claim(struct store *st, const char *kind, const char *who, instant now,
	int64_t lease_s, struct pool *pool, struct letter *l, struct fail *f)
{
	int64_t id = 0;
	int in, rc;

	/* nothing to do is the usual case, and needs no lock */
	if ((rc = next_due(st, kind, now, &id, f)) != 1)
		return rc;
	if ((in = store_enter(st, f)) < 0)
		return -1;
	if ((rc = next_due(st, kind, now, &id, f)) == 1) {
		rc = lease(st, id, who, now + lease_s, f);
		if (rc == 0)
			rc = outbox_find(st, id, pool, l, f);
	}
	return store_leave(st, in, rc, f);
}

int
outbox_end(struct store *st, const struct letter *l, struct fail *f)
{
	/* one who lost the lease may still say that it is done */
	static const char text[] =
		"UPDATE outbox SET state = ?2, next_at = ?3, error = ?4,"
		" href = coalesce(?5, href), etag = coalesce(?6, etag),"
		" done_at = ?7, lease_by = NULL, lease_until = NULL"
		" WHERE id = ?1 AND (?2 = 'done' OR lease_by IS ?8)";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, l->id);
		sql_text(s, 2, l->state);
		sql_int(s, 3, l->next_at);
		sql_text(s, 4, l->error);
		sql_text(s, 5, l->href);
		sql_text(s, 6, l->etag);
		id_or_null(s, 7, l->done_at);
		sql_text(s, 8, l->lease_by);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

/* Sets the state of one that is not done. */
static int
set_state(struct store *st, const char *text, int64_t id, struct fail *f)
{
	int in = store_enter(st, f), rc = -1;
	struct pool *pool = pool_new();
	struct letter l;
	struct sql *s;

	if (in < 0)
		goto out;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, id);
		rc = sql_run(s, f);
	}
	sql_free(s);
	if (rc == 0 && sql_changes(st) == 0) {
		rc = -1;
		if (outbox_find(st, id, pool, &l, f) == 1)
			fail(f, EXIT_REFUSED, "outbox %" PRId64 ": %s already",
				id, l.state);
	}
	rc = store_leave(st, in, rc, f);
out:
	pool_free(pool);
	return rc;
}

int
outbox_retry(struct store *st, int64_t id, struct fail *f)
{
	return set_state(st,
		"UPDATE outbox SET state = 'queued', next_at = 0, tries = 0,"
		" lease_by = NULL, lease_until = NULL"
		" WHERE id = ?1 AND state IN ('queued', 'failed')",
		id, f);
}

int
outbox_drop(struct store *st, int64_t id, struct fail *f)
{
	return set_state(st,
		"UPDATE outbox SET state = 'dropped', lease_by = NULL,"
		" lease_until = NULL WHERE id = ?1 AND state <> 'done'",
		id, f);
}

int
outbox_find(struct store *st, int64_t id, struct pool *pool, struct letter *l,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE outbox.id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		letter_row(s, pool, l);
	sql_free(s);
	if (rc == 0)
		fail(f, EXIT_NOT_FOUND, "outbox %" PRId64 ": not found", id);
	return rc;
}

int
outbox_each(struct store *st, bool open_only, struct pool *pool,
	int (*each)(void *arg, const struct letter *), void *arg,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE NOT ?1"
				   " OR outbox.state NOT IN ('done', "
				   "'dropped') ORDER BY outbox.id";
	struct sql *s = sql_new(st, text, f);
	struct letter *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, open_only);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		letter_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

int64_t
outbox_depth(struct store *st)
{
	static const char text[] = "SELECT count(*) FROM outbox"
				   " WHERE state IN ('queued', 'claimed')";
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t n = 0;

	if (s != NULL && sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}
