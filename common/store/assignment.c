#include "store/inside.h"
#include "store/rotation.h"

#include <string.h>

/* The log of turns: rows are added, never changed (schema 003). */

enum { BATCH = 512 };

#define COLUMNS                                                                \
	"assignment.id, rotation_id, user_id, rotation, user.email, booking,"  \
	" action, reason, detail, delta, turn, turn_at, at, skipped"           \
	" FROM assignment LEFT JOIN user ON user.id = user_id"

static void
assignment_row(struct sql *s, struct pool *pool, struct assignment *a)
{
	a->id = sql_get_int(s, 0);
	a->rotation_id = sql_get_int(s, 1);
	a->user_id = sql_get_int(s, 2);
	a->rotation = sql_get_text(s, 3, pool);
	a->user_email = sql_get_text(s, 4, pool);
	a->booking = sql_get_text(s, 5, pool);
	a->action = sql_get_text(s, 6, pool);
	a->reason = sql_get_text(s, 7, pool);
	a->detail = sql_get_text(s, 8, pool);
	a->delta = (int)sql_get_int(s, 9);
	a->turn = (int)sql_get_int(s, 10);
	a->turn_at = sql_get_int(s, 11);
	a->at = sql_get_int(s, 12);
	a->skipped = sql_get_text(s, 13, pool);
}

int
assignment_add(struct store *st, const struct assignment *a, struct fail *f)
{
	static const char text[] =
		"INSERT INTO assignment (rotation_id, rotation, user_id,"
		" booking, action, delta, reason, detail, at, turn, turn_at,"
		" skipped)"
		" VALUES (?1, coalesce(?2, (SELECT name FROM rotation"
		" WHERE id = ?1), ''), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
		" ?11, ?12)";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, a->rotation_id);
		sql_text(s, 2, a->rotation);
		if (a->user_id != 0)
			sql_int(s, 3, a->user_id);
		else
			sql_null(s, 3);
		sql_text(s, 4, a->booking);
		sql_text(s, 5, a->action);
		sql_int(s, 6, a->delta);
		sql_text(s, 7, a->reason);
		sql_text(s, 8, a->detail);
		sql_int(s, 9, a->at);
		sql_int(s, 10, a->turn);
		if (a->turn != 0)
			sql_int(s, 11, a->turn_at);
		else
			sql_null(s, 11);
		sql_text(s, 12, a->skipped);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

/* The next of them after `after`, into `list`: how many, or -1. */
static int
batch(struct store *st, const char *text, int64_t rotation_id,
	const struct assignment *after, instant to, struct pool *pool,
	struct assignment *list, struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc, n = 0;

	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, after->at);
	sql_int(s, 3, after->id);
	sql_int(s, 4, to);
	sql_int(s, 5, BATCH);
	while ((rc = sql_step(s, f)) == 1)
		assignment_row(s, pool, &list[n++]);
	sql_free(s);
	return rc < 0 ? -1 : n;
}

/* In batches: a log can be longer than memory is wide, and a callback may ask
 * the store. */
static int
batches(struct store *st, const char *text, int64_t rotation_id, instant from,
	instant to, struct pool *pool,
	int (*each)(void *arg, const struct assignment *), void *arg,
	struct fail *f)
{
	struct assignment *list = pool_array(pool, BATCH, sizeof(*list));
	struct assignment last = { .at = from };
	int rc = 0, n = BATCH, i;

	while (rc == 0 && n == BATCH) {
		struct pool *strings = pool_new();

		memset(list, 0, BATCH * sizeof(*list));
		n = batch(st, text, rotation_id, &last, to, strings, list, f);
		for (i = 0; rc == 0 && i < n; i++)
			rc = each(arg, &list[i]);
		if (n > 0) {
			last.at = list[n - 1].at;
			last.id = list[n - 1].id;
		}
		pool_free(strings);
	}
	return n < 0 ? -1 : rc;
}

int
assignment_each(struct store *st, int64_t rotation_id, instant from, instant to,
	struct pool *pool, int (*each)(void *arg, const struct assignment *),
	void *arg, struct fail *f)
{
	static const char one[] =
		"SELECT " COLUMNS " WHERE rotation_id = ?1"
		" AND (at, assignment.id) > (?2, ?3) AND at < ?4"
		" ORDER BY at, assignment.id LIMIT ?5";
	static const char all[] =
		"SELECT " COLUMNS " WHERE ?1 = 0"
		" AND (at, assignment.id) > (?2, ?3) AND at < ?4"
		" ORDER BY at, assignment.id LIMIT ?5";

	return batches(st, rotation_id != 0 ? one : all, rotation_id, from, to,
		pool, each, arg, f);
}

int
assignment_replay(struct store *st, int64_t rotation_id, struct pool *pool,
	int (*each)(void *arg, const struct assignment *), void *arg,
	struct fail *f)
{
	/* a clock can be set back, ids cannot. ?2 and ?4 are of the other ones.
	 */
	static const char text[] =
		"SELECT id, rotation_id, user_id, NULL, NULL, NULL, action,"
		" reason, NULL, delta, 0, NULL, at, NULL FROM assignment"
		" WHERE ?1 IN (0, rotation_id) AND ?2 < ?4"
		" AND id > ?3 ORDER BY id LIMIT ?5";

	return batches(
		st, text, rotation_id, 0, INSTANT_MAX, pool, each, arg, f);
}

int
assignment_skips(struct store *st, int64_t rotation_id, instant from,
	instant to, void (*each)(void *arg, instant at, const char *skipped),
	void *arg, struct fail *f)
{
	/* all of it lies in the index assignment_skipped */
	static const char text[] =
		"SELECT at, CAST (skipped AS BLOB) FROM assignment"
		" WHERE rotation_id = ?1 AND at >= ?2 AND at < ?3"
		" AND skipped IS NOT NULL ORDER BY at";
	struct sql *s = sql_new(st, text, f);
	char skipped[2000];
	const void *lent;
	size_t n;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, from);
	sql_int(s, 3, to);
	while ((rc = sql_step(s, f)) == 1) {
		if ((lent = sql_get_blob(s, 1, &n)) == NULL ||
			n >= sizeof(skipped))
			continue;
		memcpy(skipped, lent, n);
		skipped[n] = '\0';
		each(arg, sql_get_int(s, 0), skipped);
	}
	sql_free(s);
	return rc;
}

int
assignment_of(struct store *st, const char *ref, struct pool *pool,
	struct assignment **to, size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE booking = ?1 ORDER BY assignment.id";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_text(s, 1, ref);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		assignment_row(s, pool, &(*to)[(*n)++]);
	}
	sql_free(s);
	return rc;
}

int64_t
assignment_last_reset(struct store *st, int64_t rotation_id)
{
	static const char text[] = "SELECT max(id) FROM assignment"
				   " WHERE rotation_id = ?1"
				   " AND action IN ('reset', 'add')";
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t id = 0;

	if (s == NULL)
		return 0;
	sql_int(s, 1, rotation_id);
	if (sql_step(s, &f) == 1)
		id = sql_get_int(s, 0);
	sql_free(s);
	return id;
}

/* The turn of this user in this rotation among `list`, or NULL. */
static struct turn *
turn_of(struct turns *list, const struct assignment *a)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (list->v[i].rotation_id == a->rotation_id &&
			list->v[i].user_id == a->user_id)
			return &list->v[i];
	return NULL;
}

/* Follows one line; a turn that a no-show gave back stays in the list with
 * `given`, to be had again. */
static void
follow(struct pool *pool, struct turns *list, const struct assignment *a)
{
	struct turn *t = turn_of(list, a);

	if (a->turn > 0) {
		if (t == NULL) {
			list->v = pool_grow(pool, list->v, list->n, &list->cap,
				sizeof(*list->v));
			t = &list->v[list->n++];
		}
		*t = (struct turn){ .rotation_id = a->rotation_id,
			.user_id = a->user_id,
			.line = a->id,
			.delta = a->delta,
			.at = a->turn_at };
	} else if (t != NULL && a->reason != NULL &&
		   strcmp(a->reason, "no-show") == 0) {
		t->given = true;
		t->line = a->id;
		t->delta = a->delta;
	} else if (t != NULL) {
		*t = list->v[--list->n];
	}
}

int
assignment_turns(struct store *st, const char *ref, bool given,
	struct pool *pool, struct turns *to, struct fail *f)
{
	struct assignment *lines;
	size_t n, i, k = 0;

	if (assignment_of(st, ref, pool, &lines, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		if (lines[i].turn != 0)
			follow(pool, to, &lines[i]);
	for (i = 0; i < to->n; i++)
		if (to->v[i].given == given)
			to->v[k++] = to->v[i];
	to->n = k;
	return 0;
}
