#include "store/inside.h"
#include "store/rotation.h"

#include <string.h>

/* The log of turns: rows are added, never changed (schema 003). */

#define COLUMNS                                                                \
	"assignment.id, rotation_id, user_id, rotation, user.email, booking,"  \
	" action, reason, detail, delta, at"                                   \
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
	a->at = sql_get_int(s, 10);
}

int
assignment_add(struct store *st, const struct assignment *a, struct fail *f)
{
	static const char text[] =
		"INSERT INTO assignment (rotation_id, rotation, user_id,"
		" booking, action, delta, reason, detail, at)"
		" VALUES (?1, coalesce(?2, (SELECT name FROM rotation"
		" WHERE id = ?1), ''), ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
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
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

int
assignment_each(struct store *st, int64_t rotation_id, instant from, instant to,
	struct pool *pool, int (*each)(void *arg, const struct assignment *),
	void *arg, struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE ?1 IN (0, rotation_id)"
		" AND at >= ?2 AND at < ?3"
		" ORDER BY assignment.id";
	struct sql *s = sql_new(st, text, f);
	struct assignment *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, from);
	sql_int(s, 3, to);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		assignment_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
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

int
assignment_of_booking(struct store *st, const char *ref, struct assignment *a,
	struct pool *pool, struct fail *f)
{
	/* the latest line that says who has it, unless that was given back */
	static const char text[] =
		"SELECT " COLUMNS " WHERE booking = ?1"
		" AND action IN ('assign', 'move-in', 'give-back', 'move-out')"
		" ORDER BY assignment.id DESC LIMIT 1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, ref);
	if ((rc = sql_step(s, f)) == 1) {
		assignment_row(s, pool, a);
		if (strcmp(a->action, "assign") != 0 &&
			strcmp(a->action, "move-in") != 0)
			rc = 0;
	}
	sql_free(s);
	return rc;
}
