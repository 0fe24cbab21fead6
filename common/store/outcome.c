#include "store/outcome.h"

#include "store/inside.h"

#include <string.h>

/* 'scheduled', 'completed', 'rescheduled', 'no-show' and 'cancelled' are in
 * every store: RULES.md section 7. */
#define NAMES                                                                  \
	"(SELECT 0 AS own, column1 AS place, column2 AS name FROM"             \
	" (VALUES (1, 'scheduled'), (2, 'completed'), (3, 'rescheduled'),"     \
	" (4, 'no-show'), (5, 'cancelled'))"                                   \
	" UNION ALL SELECT 1, 0, name FROM outcome_value)"

static void
outcome_row(struct sql *s, struct pool *pool, struct outcome *o)
{
	o->name = sql_get_text(s, 0, pool);
	o->own = sql_get_int(s, 1) != 0;
}

int
outcome_each(struct store *st, struct pool *pool,
	int (*each)(void *arg, const struct outcome *), void *arg,
	struct fail *f)
{
	static const char text[] = "SELECT name, own FROM " NAMES
				   " ORDER BY own, place, name COLLATE NOCASE";
	struct sql *s = sql_new(st, text, f);
	struct outcome list[OUTCOMES_MAX + 5];
	size_t n = 0, i;
	int rc = 0;

	if (s == NULL)
		return -1;
	while (n < sizeof(list) / sizeof(list[0]) && (rc = sql_step(s, f)) == 1)
		outcome_row(s, pool, &list[n++]);
	sql_free(s);
	/* as many as there can be */
	if (rc == 1)
		rc = 0;
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

int
outcome_find(struct store *st, const char *name, struct pool *pool,
	struct outcome *o, struct fail *f)
{
	static const char text[] = "SELECT name, own FROM " NAMES
				   " WHERE name = ?1 COLLATE NOCASE";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, name);
	if ((rc = sql_step(s, f)) == 1)
		outcome_row(s, pool, o);
	sql_free(s);
	return rc != 0 ? rc
		       : near_fail(st, "outcome", name,
				 "SELECT name FROM " NAMES, f);
}

static int
insert(struct store *st, const char *name, instant now, struct fail *f)
{
	static const char text[] =
		"INSERT INTO outcome_value (name, created_at)"
		" SELECT ?1, ?2 WHERE (SELECT count(*) FROM outcome_value)"
		" < ?3";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, name);
	sql_int(s, 2, now);
	sql_int(s, 3, OUTCOMES_MAX);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && sql_changes(st) == 0)
		rc = fail(f, EXIT_REFUSED, "outcome %s: there are %d already",
			name, OUTCOMES_MAX);
	return rc;
}

int
outcome_add(struct store *st, const char *name, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	int in = store_enter(st, f), rc = -1;
	struct outcome there;
	struct fail ignored;

	if (in < 0)
		goto out;
	rc = outcome_find(st, name, pool, &there, &ignored);
	if (rc == 0)
		rc = insert(st, name, now, f);
	else if (rc == 1)
		rc = fail(f, EXIT_REFUSED, "outcome %s: is there already",
			there.name);
	else
		*f = ignored;
	rc = store_leave(st, in, rc, f);
out:
	pool_free(pool);
	return rc;
}

static int
remove_row(struct store *st, const struct outcome *o, struct fail *f)
{
	static const char text[] =
		"DELETE FROM outcome_value WHERE name = ?1 AND NOT EXISTS"
		" (SELECT 1 FROM booking WHERE outcome = ?1)";
	struct sql *s;
	int rc;

	if (!o->own)
		return fail(f, EXIT_REFUSED, "outcome %s: every store has it",
			o->name);
	if ((s = sql_new(st, text, f)) == NULL)
		return -1;
	sql_text(s, 1, o->name);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && sql_changes(st) == 0) {
		fail(f, EXIT_REFUSED, "outcome %s: meetings have it", o->name);
		return fail_hint(
			f, "mtg-book list --all --outcome '%s'", o->name);
	}
	return rc;
}

int
outcome_remove(struct store *st, const char *name, struct fail *f)
{
	struct pool *pool = pool_new();
	int in = store_enter(st, f), rc = -1;
	struct outcome o;

	if (in >= 0) {
		rc = outcome_find(st, name, pool, &o, f);
		rc = rc == 1 ? remove_row(st, &o, f) : -1;
		rc = store_leave(st, in, rc, f);
	}
	pool_free(pool);
	return rc;
}

int
outcome_save(struct store *st, int64_t booking_id, const char *name,
	instant now, struct fail *f)
{
	static const char text[] = "UPDATE booking SET outcome = ?1,"
				   " updated_at = ?2 WHERE id = ?3";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_text(s, 1, name);
		sql_int(s, 2, now);
		sql_int(s, 3, booking_id);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}
