#include "store/rotation.h"

#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS                                                                \
	"id, name, method, recent_s, created_at, caps, lead, period,"          \
	" period_zone, period_from, credit_absence, no_show_free, owner"       \
	" FROM rotation"

static void
int_or_null(struct sql *s, int n, int64_t value)
{
	if (value != 0)
		sql_int(s, n, value);
	else
		sql_null(s, n);
}

static void
rotation_row(struct sql *s, struct pool *pool, struct rotation *r)
{
	r->id = sql_get_int(s, 0);
	r->name = sql_get_text(s, 1, pool);
	r->method = sql_get_text(s, 2, pool);
	r->recent_s = sql_get_int(s, 3);
	r->created_at = sql_get_int(s, 4);
	r->caps = sql_get_text(s, 5, pool);
	r->lead = sql_get_int(s, 6);
	r->period = sql_get_text(s, 7, pool);
	r->period_zone = sql_get_text(s, 8, pool);
	r->period_from = sql_get_int(s, 9);
	r->credit_absence = sql_get_int(s, 10) != 0;
	r->no_show_free = sql_get_int(s, 11) != 0;
	r->owner = sql_get_text(s, 12, pool);
}

int
rotation_find(struct store *st, const char *name, struct pool *pool,
	struct rotation *r, struct fail *f)
{
	/* the column's collation ignores case */
	static const char text[] = "SELECT " COLUMNS " WHERE name = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, name);
	if ((rc = sql_step(s, f)) == 1)
		rotation_row(s, pool, r);
	sql_free(s);
	if (rc == 0)
		return near_fail(
			st, "rotation", name, "SELECT name FROM rotation", f);
	return rc;
}

int
rotation_load(struct store *st, int64_t id, struct pool *pool,
	struct rotation *r, struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		rotation_row(s, pool, r);
	sql_free(s);
	if (rc == 0)
		fail(f, EXIT_NOT_FOUND, "rotation %" PRId64 ": not found", id);
	return rc;
}

static int
refuse_twin(struct store *st, const struct rotation *r, struct fail *f)
{
	static const char text[] =
		"SELECT 1 FROM rotation WHERE name = ?1 AND id <> ?2";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, r->name);
	sql_int(s, 2, r->id);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(f, EXIT_REFUSED, "rotation %s: the name is taken",
			r->name);
	sql_free(s);
	return rc;
}

static int
write_row(struct store *st, struct rotation *r, struct fail *f)
{
	/* the log of one that was deleted is not another's */
	static const char insert[] =
		"INSERT INTO rotation (id, name, method, recent_s, created_at,"
		" caps, lead, period, period_zone, period_from,"
		" credit_absence, no_show_free, owner) VALUES ((SELECT 1 + max("
		"coalesce((SELECT max(id) FROM rotation), 0), coalesce((SELECT"
		" max(rotation_id) FROM assignment), 0))),"
		" ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
	static const char update[] =
		"UPDATE rotation SET name = ?2, method = ?3, recent_s = ?4,"
		" created_at = ?5, caps = ?6, lead = ?7, period = ?8,"
		" period_zone = ?9, period_from = ?10, credit_absence = ?11,"
		" no_show_free = ?12, owner = ?13 WHERE id = ?1";
	struct sql *s;
	int rc;

	if (refuse_twin(st, r, f) != 0 ||
		(s = sql_new(st, r->id == 0 ? insert : update, f)) == NULL)
		return -1;
	if (r->id != 0)
		sql_int(s, 1, r->id);
	sql_text(s, 2, r->name);
	sql_text(s, 3, r->method == NULL ? "even" : r->method);
	int_or_null(s, 4, r->recent_s);
	sql_int(s, 5, r->created_at);
	sql_text(s, 6, r->caps);
	int_or_null(s, 7, r->lead);
	sql_text(s, 8, r->period);
	sql_text(s, 9, r->period_zone);
	int_or_null(s, 10, r->period_from);
	sql_int(s, 11, r->credit_absence);
	sql_int(s, 12, r->no_show_free);
	sql_text(s, 13,
		r->owner != NULL && strcmp(r->owner, "none") == 0 ? NULL
								  : r->owner);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && r->id != 0 && sql_changes(st) == 0)
		return fail(
			f, EXIT_NOT_FOUND, "rotation %s: not found", r->name);
	if (rc == 0 && r->id == 0)
		r->id = sql_last_id(st);
	return rc;
}

int
rotation_save(struct store *st, struct rotation *r, struct fail *f)
{
	int in = store_enter(st, f);

	return in < 0 ? -1 : store_leave(st, in, write_row(st, r, f), f);
}

/* EXIT_REFUSED naming a page that uses it; deleted pages let go. */
static int
pages_let_go(struct store *st, int64_t id, struct fail *f)
{
	static const char used[] =
		"SELECT rotation.name, slug FROM page"
		" JOIN rotation ON rotation.id = rotation_id"
		" WHERE rotation_id = ?1 AND state <> 'deleted'"
		" UNION SELECT rotation.name, slug FROM page_party"
		" JOIN page ON page.id = page_id"
		" JOIN rotation ON rotation.id = page_party.rotation_id"
		" WHERE page_party.rotation_id = ?1 AND state <> 'deleted'"
		" ORDER BY 2";
	static const char *const release[] = {
		"UPDATE page SET rotation_id = NULL"
		" WHERE rotation_id = ?1 AND state = 'deleted'",
		/* only deleted pages are left */
		"DELETE FROM page_party WHERE rotation_id = ?1",
	};
	struct pool *pool = pool_new();
	struct sql *s = sql_new(st, used, f);
	int rc = -1;
	size_t i;

	if (s == NULL)
		goto out;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(f, EXIT_REFUSED, "rotation %s: page %s uses it",
			sql_get_text(s, 0, pool), sql_get_text(s, 1, pool));
	sql_free(s);
	if (rc != 0)
		goto out;
	for (i = 0; rc == 0 && i < 2; i++) {
		if ((s = sql_new(st, release[i], f)) == NULL) {
			rc = -1;
			goto out;
		}
		sql_int(s, 1, id);
		rc = sql_run(s, f);
		sql_free(s);
	}
out:
	pool_free(pool);
	return rc;
}

/* Deletes one row by id, which must be there. */
static int
drop_row(struct store *st, const char *text, const char *what, int64_t id,
	struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "%s %" PRId64 ": not found",
			what, id);
	return rc;
}

int
rotation_remove(struct store *st, int64_t id, struct fail *f)
{
	int in = store_enter(st, f), rc;

	if (in < 0)
		return -1;
	rc = pages_let_go(st, id, f);
	if (rc == 0)
		rc = drop_row(st, "DELETE FROM rotation WHERE id = ?1",
			"rotation", id, f);
	return store_leave(st, in, rc, f);
}

int
rotation_each(struct store *st, struct pool *pool,
	int (*each)(void *arg, const struct rotation *), void *arg,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " ORDER BY name";
	struct sql *s = sql_new(st, text, f);
	struct rotation *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		rotation_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

#define MEMBER                                                                 \
	"SELECT m.id, m.rotation_id, m.user_id, email, slug, name, weight,"    \
	" priority, paused, paused_until, count, last_at, joined_at,"          \
	" NOT direct, own_share,"
/* R85: of a row that is there by a team it is the team that says */
#define IS_MEMBER                                                              \
	" AND (direct = 1 OR EXISTS (SELECT 1 FROM rotation_team t"            \
	" JOIN team_member USING (team_id) WHERE t.rotation_id = ?1"           \
	" AND team_member.user_id = m.user_id))"

static void
member_row(struct sql *s, struct pool *pool, struct member *m)
{
	m->id = sql_get_int(s, 0);
	m->rotation_id = sql_get_int(s, 1);
	m->user_id = sql_get_int(s, 2);
	m->email = sql_get_text(s, 3, pool);
	m->slug = sql_get_text(s, 4, pool);
	m->name = sql_get_text(s, 5, pool);
	m->weight = (int)sql_get_int(s, 6);
	m->priority = (int)sql_get_int(s, 7);
	m->paused = sql_get_int(s, 8) != 0;
	m->paused_until = sql_get_int(s, 9);
	m->count = sql_get_int(s, 10);
	m->last_at = sql_get_int(s, 11);
	m->joined_at = sql_get_int(s, 12);
	m->by_team = sql_get_int(s, 13) != 0;
	m->own_share = sql_get_int(s, 14) != 0;
	m->recent = sql_get_int(s, 15);
}

static int
by_joining(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->joined_at != y->joined_at)
		return x->joined_at < y->joined_at ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

int
members_load(struct store *st, int64_t rotation_id, instant recent_from,
	struct pool *pool, struct members *members, struct fail *f)
{
	static const char text[] = MEMBER
		" CASE WHEN ?2 = 0 THEN 0 ELSE"
		" (SELECT coalesce(sum(turn), 0) FROM assignment a"
		" WHERE a.rotation_id = ?1 AND a.user_id = m.user_id"
		" AND turn_at >= ?2 AND turn <> 0) END"
		" FROM rotation_member m JOIN user ON user.id = m.user_id"
		" WHERE m.rotation_id = ?1" IS_MEMBER;
	struct sql *s = sql_new(st, text, f);
	struct member *m;
	bool sorted = true;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, recent_from);
	while ((rc = sql_step(s, f)) == 1) {
		members->v = pool_grow(pool, members->v, members->n,
			&members->cap, sizeof(*members->v));
		m = &members->v[members->n++];
		member_row(s, pool, m);
		sorted =
			sorted && (members->n == 1 || by_joining(m - 1, m) < 0);
	}
	sql_free(s);
	/* here rather than by SQL: mostly they come in order */
	if (!sorted)
		qsort(members->v, members->n, sizeof(*members->v), by_joining);
	return rc;
}

int
members_brief(struct store *st, int64_t rotation_id, struct pool *pool,
	struct members *members, struct fail *f)
{
	static const char text[] =
		"SELECT id, user_id, weight, paused, paused_until, joined_at"
		" FROM rotation_member m WHERE rotation_id = ?1" IS_MEMBER;
	struct sql *s = sql_new(st, text, f);
	struct member *m;
	bool sorted = true;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	while ((rc = sql_step(s, f)) == 1) {
		members->v = pool_grow(pool, members->v, members->n,
			&members->cap, sizeof(*members->v));
		m = &members->v[members->n++];
		m->rotation_id = rotation_id;
		m->id = sql_get_int(s, 0);
		m->user_id = sql_get_int(s, 1);
		m->weight = (int)sql_get_int(s, 2);
		m->paused = sql_get_int(s, 3) != 0;
		m->paused_until = sql_get_int(s, 4);
		m->joined_at = sql_get_int(s, 5);
		sorted =
			sorted && (members->n == 1 || by_joining(m - 1, m) < 0);
	}
	sql_free(s);
	if (!sorted)
		qsort(members->v, members->n, sizeof(*members->v), by_joining);
	return rc;
}

int
member_find(struct store *st, int64_t rotation_id, int64_t user_id,
	struct pool *pool, struct member *m, struct fail *f)
{
	static const char text[] =
		MEMBER " 0 FROM rotation_member m"
		       " JOIN user ON user.id = m.user_id"
		       " WHERE m.rotation_id = ?1 AND m.user_id = ?2" IS_MEMBER;
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, user_id);
	if ((rc = sql_step(s, f)) == 1)
		member_row(s, pool, m);
	sql_free(s);
	return rc;
}

/* One number about a (rotation, user); 0 when it cannot be had. */
static int64_t
number(struct store *st, const char *text, int64_t rotation_id, int64_t user_id,
	instant since)
{
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t n = 0;

	if (s == NULL)
		return 0;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, user_id);
	sql_int(s, 3, since);
	if (sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}

int64_t
member_recent(
	struct store *st, int64_t rotation_id, int64_t user_id, instant since)
{
	return number(st,
		"SELECT coalesce(sum(turn), 0) FROM assignment"
		" WHERE rotation_id = ?1 AND user_id = ?2 AND turn_at >= ?3"
		" AND turn <> 0",
		rotation_id, user_id, since);
}

instant
member_last(struct store *st, int64_t rotation_id, int64_t user_id)
{
	return number(st,
		"SELECT max(turn_at) FROM assignment"
		" WHERE rotation_id = ?1 AND user_id = ?2 AND turn_at >= ?3"
		" AND turn <> 0",
		rotation_id, user_id, 0);
}

int
members_back(struct store *st, int64_t rotation_id, instant now, struct fail *f)
{
	static const char text[] =
		"SELECT 1 FROM rotation_member WHERE rotation_id = ?1"
		" AND paused = 1 AND paused_until <= ?2 LIMIT 1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, now);
	rc = sql_step(s, f);
	sql_free(s);
	return rc;
}

/* Of one who was in it by a team that has let go. */
static int
drop_stale(struct store *st, const struct member *m, struct fail *f)
{
	static const char text[] =
		"DELETE FROM rotation_member WHERE rotation_id = ?1"
		" AND user_id = ?2 AND direct = 0";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, m->rotation_id);
	sql_int(s, 2, m->user_id);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

static int
member_write(struct store *st, struct member *m, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO rotation_member (rotation_id, user_id, weight,"
		" priority, paused, paused_until, count, last_at, joined_at,"
		" direct, own_share)"
		" VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
	static const char update[] =
		"UPDATE rotation_member SET rotation_id = ?2, user_id = ?3,"
		" weight = ?4, priority = ?5, paused = ?6, paused_until = ?7,"
		" count = ?8, last_at = ?9, joined_at = ?10, direct = ?11,"
		" own_share = ?12 WHERE id = ?1";
	struct sql *s;
	int rc;

	if ((m->id == 0 && drop_stale(st, m, f) != 0) ||
		(s = sql_new(st, m->id == 0 ? insert : update, f)) == NULL)
		return -1;
	if (m->id != 0)
		sql_int(s, 1, m->id);
	sql_int(s, 2, m->rotation_id);
	sql_int(s, 3, m->user_id);
	sql_int(s, 4, m->weight);
	sql_int(s, 5, m->priority);
	sql_int(s, 6, m->paused);
	int_or_null(s, 7, m->paused_until);
	sql_int(s, 8, m->count);
	int_or_null(s, 9, m->last_at);
	sql_int(s, 10, m->joined_at);
	sql_int(s, 11, !m->by_team);
	/* one by himself always has his own */
	sql_int(s, 12, m->own_share || !m->by_team);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && m->id != 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "member %" PRId64 ": not found",
			m->id);
	if (rc == 0 && m->id == 0)
		m->id = sql_last_id(st);
	return rc;
}

int
member_save(struct store *st, struct member *m, struct fail *f)
{
	int in = store_enter(st, f);

	return in < 0 ? -1 : store_leave(st, in, member_write(st, m, f), f);
}

int
member_remove(struct store *st, int64_t id, struct fail *f)
{
	int in = store_enter(st, f);

	if (in < 0)
		return -1;
	return store_leave(st, in,
		drop_row(st, "DELETE FROM rotation_member WHERE id = ?1",
			"member", id, f),
		f);
}

int
members_reset(struct store *st, int64_t rotation_id, struct fail *f)
{
	static const char text[] = "UPDATE rotation_member SET count = 0"
				   " WHERE rotation_id = ?1 AND count <> 0";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, rotation_id);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}
