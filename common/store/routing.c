#include "store/routing.h"

#include "store/inside.h"

#include <string.h>

#define COLUMNS "id, name, fallback, created_at FROM routing"

static void
routing_row(struct sql *s, struct pool *pool, struct routing *r)
{
	memset(r, 0, sizeof(*r));
	r->id = sql_get_int(s, 0);
	r->name = sql_get_text(s, 1, pool);
	r->fallback = sql_get_text(s, 2, pool);
	r->created_at = sql_get_int(s, 3);
}

static int
load_rules(
	struct store *st, struct pool *pool, struct routing *r, struct fail *f)
{
	static const char text[] =
		"SELECT name, condition, target FROM route"
		" WHERE routing_id = ?1 ORDER BY position, name";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, r->id);
	while ((rc = sql_step(s, f)) == 1) {
		r->v = pool_grow(pool, r->v, r->n, &r->cap, sizeof(*r->v));
		r->v[r->n].name = sql_get_text(s, 0, pool);
		r->v[r->n].when = sql_get_text(s, 1, pool);
		r->v[r->n++].to = sql_get_text(s, 2, pool);
	}
	sql_free(s);
	return rc;
}

int
routing_find(struct store *st, const char *name, struct pool *pool,
	struct routing *r, struct fail *f)
{
	/* the column's collation ignores case */
	static const char text[] = "SELECT " COLUMNS " WHERE name = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, name);
	if ((rc = sql_step(s, f)) == 1)
		routing_row(s, pool, r);
	sql_free(s);
	if (rc == 0)
		return near_fail(
			st, "routing", name, "SELECT name FROM routing", f);
	if (rc == 1 && load_rules(st, pool, r, f) != 0)
		return -1;
	return rc;
}

int
routing_each(struct store *st, struct pool *pool,
	int (*each)(void *arg, const struct routing *), void *arg,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " ORDER BY name";
	struct sql *s = sql_new(st, text, f);
	struct routing *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		routing_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = load_rules(st, pool, &list[i], f);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

int
routing_name_check(
	const char *what, const char *name, bool dots, struct fail *f)
{
	const unsigned char *p = (const unsigned char *)name;
	size_t n = strlen(name);

	if (n == 0 || n > 64 || *name == '-' || *name == '.')
		return fail(f, EXIT_REFUSED,
			"%s '%.64s': a name has 1 to 64 bytes and no - or . "
			"in front",
			what, name);
	for (; *p != '\0'; p++)
		if (*p <= ' ' || *p == 0x7f || (*p == '.' && !dots) ||
			strchr(":,;@\"'\\", *p) != NULL)
			return fail(f, EXIT_REFUSED,
				"%s '%s': no blanks, quotes, colons, commas%s "
				"or @ in a name",
				what, name, dots ? "" : ", dots");
	return 0;
}

static int
refuse_twin(struct store *st, const struct routing *r, struct fail *f)
{
	static const char text[] =
		"SELECT 1 FROM routing WHERE name = ?1 AND id <> ?2";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, r->name);
	sql_int(s, 2, r->id);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(f, EXIT_REFUSED, "routing %s: the name is taken",
			r->name);
	sql_free(s);
	return rc;
}

static int
drop_rules(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] = "DELETE FROM route WHERE routing_id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

static int
write_rules(struct store *st, const struct routing *r, struct fail *f)
{
	static const char text[] =
		"INSERT INTO route (routing_id, name, position, condition,"
		" target) VALUES (?1, ?2, ?3, ?4, ?5)";
	struct sql *s;
	size_t i;
	int rc = drop_rules(st, r->id, f);

	if (rc != 0 || (s = sql_new(st, text, f)) == NULL)
		return -1;
	for (i = 0; rc == 0 && i < r->n; i++) {
		sql_int(s, 1, r->id);
		sql_text(s, 2, r->v[i].name);
		sql_int(s, 3, (int64_t)i + 1);
		sql_text(s, 4, r->v[i].when);
		sql_text(s, 5, r->v[i].to);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return rc;
}

static int
write_all(struct store *st, struct routing *r, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO routing (name, fallback, created_at)"
		" VALUES (?2, ?3, ?4)";
	static const char update[] =
		"UPDATE routing SET name = ?2, fallback = ?3, created_at = ?4"
		" WHERE id = ?1";
	struct sql *s;
	size_t i;
	int rc;

	if (routing_name_check("routing", r->name, false, f) != 0)
		return -1;
	for (i = 0; i < r->n; i++)
		if (routing_name_check("route", r->v[i].name, true, f) != 0)
			return -1;
	if (r->n > ROUTES_MAX)
		return fail(f, EXIT_REFUSED, "routing %s: more than %d rules",
			r->name, ROUTES_MAX);
	if (refuse_twin(st, r, f) != 0 ||
		(s = sql_new(st, r->id == 0 ? insert : update, f)) == NULL)
		return -1;
	if (r->id != 0)
		sql_int(s, 1, r->id);
	sql_text(s, 2, r->name);
	sql_text(s, 3, r->fallback);
	sql_int(s, 4, r->created_at);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && r->id != 0 && sql_changes(st) == 0)
		return fail(
			f, EXIT_NOT_FOUND, "routing %s: not found", r->name);
	if (rc == 0 && r->id == 0)
		r->id = sql_last_id(st);
	return rc == 0 ? write_rules(st, r, f) : -1;
}

int
routing_save(struct store *st, struct routing *r, struct fail *f)
{
	int in = store_enter(st, f);

	return in < 0 ? -1 : store_leave(st, in, write_all(st, r, f), f);
}

int
routing_remove(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] = "DELETE FROM routing WHERE id = ?1";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, id);
		rc = sql_run(s, f);
		sql_free(s);
	}
	if (rc == 0 && sql_changes(st) == 0)
		rc = fail(f, EXIT_NOT_FOUND, "routing %" PRId64 ": not found",
			id);
	return store_leave(st, in, rc, f);
}

int
booking_routing_save(struct store *st, const struct booking *b, struct fail *f)
{
	static const char text[] =
		"UPDATE booking SET routing = ?2 WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, b->id);
	sql_text(s, 2, b->routing);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

char *
booking_routing(struct store *st, int64_t booking_id, struct pool *pool)
{
	static const char text[] = "SELECT routing FROM booking WHERE id = ?1";
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	char *json = NULL;

	if (s == NULL)
		return NULL;
	sql_int(s, 1, booking_id);
	if (sql_step(s, &f) == 1)
		json = sql_get_text(s, 0, pool);
	sql_free(s);
	return json;
}
