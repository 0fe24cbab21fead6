#include "store/page_calendar.h"

#include "store/calendar.h"
#include "store/inside.h"

#include <string.h>

int
page_calendars_load(
	struct store *st, struct page *p, struct pool *pool, struct fail *f)
{
	static const char text[] =
		"SELECT use = 'write', calendar.slug FROM page_calendar"
		" JOIN calendar ON calendar.id = calendar_id"
		" WHERE page_id = ?1 ORDER BY calendar.slug";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, p->id);
	while ((rc = sql_step(s, f)) == 1)
		strs_add(pool, sql_get_int(s, 0) ? &p->write_to : &p->calendars,
			sql_get_text(s, 1, pool));
	sql_free(s);
	return rc;
}

/* 0 when it can be used like that. */
static int
calendar_fits(const struct calendar *c, bool write, struct fail *f)
{
	if (!c->selected)
		return fail(f, EXIT_REFUSED, "calendar %s is not selected",
			c->slug);
	if (write && !c->writable)
		return fail(f, EXIT_REFUSED, "calendar %s cannot be written",
			c->slug);
	if (!write && (strcmp(c->role, "ignore") == 0 ||
			      strcmp(c->role, "tasks") == 0))
		return fail(f, EXIT_REFUSED,
			"calendar %s has role %s: it never counts", c->slug,
			c->role);
	return 0;
}

static int
one_save(struct store *st, int64_t page_id, const char *slug, bool write,
	struct pool *pool, struct fail *f)
{
	static const char text[] =
		"INSERT INTO page_calendar (page_id, use, calendar_id)"
		" VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
	struct calendar c = { 0 };
	struct sql *s;
	int rc;

	if (calendar_find(st, slug, pool, &c, f) != 1 ||
		calendar_fits(&c, write, f) != 0)
		return -1;
	if ((s = sql_new(st, text, f)) == NULL)
		return -1;
	sql_int(s, 1, page_id);
	sql_text(s, 2, write ? "write" : "check");
	sql_int(s, 3, c.id);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

static int
one_drop(struct store *st, int64_t page_id, const char *slug, bool write,
	struct fail *f)
{
	static const char text[] =
		"DELETE FROM page_calendar WHERE page_id = ?1 AND use = ?2"
		" AND calendar_id = (SELECT id FROM calendar WHERE slug = ?3)";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, page_id);
	sql_text(s, 2, write ? "write" : "check");
	sql_text(s, 3, slug);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

static bool
among(const struct strs *list, const char *slug)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i], slug) == 0)
			return true;
	return false;
}

/* Only what is new has to fit: calendars change behind a page's back. */
static int
list_save(struct store *st, int64_t page_id, const struct strs *was,
	const struct strs *now, bool write, struct pool *pool, struct fail *f)
{
	size_t i;

	for (i = 0; i < was->n; i++)
		if (!among(now, was->v[i]) &&
			one_drop(st, page_id, was->v[i], write, f) != 0)
			return -1;
	for (i = 0; i < now->n; i++)
		if (!among(was, now->v[i]) &&
			one_save(st, page_id, now->v[i], write, pool, f) != 0)
			return -1;
	return 0;
}

int
page_calendars_save(struct store *st, const struct page *p, struct fail *f)
{
	struct pool *pool = pool_new();
	struct page was = { .id = p->id };
	int rc = page_calendars_load(st, &was, pool, f);

	if (rc == 0)
		rc = list_save(st, p->id, &was.calendars, &p->calendars, false,
			pool, f);
	if (rc == 0)
		rc = list_save(
			st, p->id, &was.write_to, &p->write_to, true, pool, f);
	pool_free(pool);
	return rc;
}

int
page_checked_load(struct store *st, int64_t page_id, struct pool *pool,
	struct checked **to, size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT user_id, slug FROM page_calendar"
		" JOIN calendar ON calendar.id = calendar_id"
		" WHERE page_id = ?1 AND use = 'check' AND selected = 1"
		" AND role NOT IN ('ignore', 'tasks')";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, page_id);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		(*to)[*n].user_id = sql_get_int(s, 0);
		(*to)[(*n)++].slug = sql_get_text(s, 1, pool);
	}
	sql_free(s);
	return rc;
}

int
page_write_calendar(struct store *st, int64_t page_id, int64_t user_id,
	struct pool *pool, struct calendar *c, struct fail *f)
{
	static const char text[] =
		"SELECT calendar.id FROM page_calendar"
		" JOIN calendar ON calendar.id = calendar_id"
		" WHERE page_id = ?1 AND use = 'write' AND user_id = ?2"
		" AND selected = 1 AND writable = 1"
		" ORDER BY calendar.slug LIMIT 1";
	struct sql *s;
	int64_t id = 0;
	int rc;

	if (page_id == 0)
		return 0;
	if ((s = sql_new(st, text, f)) == NULL)
		return -1;
	sql_int(s, 1, page_id);
	sql_int(s, 2, user_id);
	if ((rc = sql_step(s, f)) == 1)
		id = sql_get_int(s, 0);
	sql_free(s);
	return rc == 1 ? calendar_load(st, id, pool, c, f) : rc;
}
