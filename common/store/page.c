#include "store/page.h"

#include "store/inside.h"
#include "store/page_rule.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS                                                                \
	"page.id, page.user_id, page.rotation_id, page.slug, page.kind, "      \
	"title,"                                                               \
	" description, durations, step_m, offset_m, page.time_zone,"           \
	" page.hours, page.language, notice_s, horizon_d, before_s, after_s,"  \
	" gap_s, location_type, location, links, max_age_s, state,"            \
	" page.created_at, updated_at, user.email, rotation.name, schedule"    \
	" FROM page JOIN user ON user.id = page.user_id"                       \
	" LEFT JOIN rotation ON rotation.id = page.rotation_id"

/* Lower case, without slashes at its edges (R31). */
static char *
slug_plain(struct pool *pool, const char *slug)
{
	char *copy = lower(pool, slug + strspn(slug, "/"));
	size_t n = strlen(copy);

	while (n > 0 && copy[n - 1] == '/')
		copy[--n] = '\0';
	return copy;
}

static void
durations_read(struct page *p, const char *text)
{
	size_t max = sizeof(p->durations) / sizeof(p->durations[0]);
	char *end;

	p->durations_n = 0;
	while (text != NULL && *text != '\0' && p->durations_n < max) {
		p->durations[p->durations_n++] = (int)strtol(text, &end, 10);
		text = *end == ',' ? end + 1 : NULL;
	}
}

static const char *
durations_write(struct pool *pool, const struct page *p)
{
	const char *text = NULL;
	size_t i;

	for (i = 0; i < p->durations_n; i++)
		text = pool_printf(pool, "%s%s%d", text == NULL ? "" : text,
			text == NULL ? "" : ",", p->durations[i]);
	return text == NULL ? "30" : text;
}

static void
page_row(struct sql *s, struct pool *pool, struct page *p)
{
	memset(p, 0, sizeof(*p));
	p->id = sql_get_int(s, 0);
	p->user_id = sql_get_int(s, 1);
	p->rotation_id = sql_get_int(s, 2);
	p->slug = sql_get_text(s, 3, pool);
	p->kind = sql_get_text(s, 4, pool);
	p->title = sql_get_text(s, 5, pool);
	p->description = sql_get_text(s, 6, pool);
	durations_read(p, sql_get_text(s, 7, pool));
	p->step_m = (int)sql_get_int(s, 8);
	p->offset_m = (int)sql_get_int(s, 9);
	p->time_zone = sql_get_text(s, 10, pool);
	p->hours = sql_get_text(s, 11, pool);
	p->language = sql_get_text(s, 12, pool);
	p->notice_s = sql_get_int(s, 13);
	p->horizon_d = (int)sql_get_int(s, 14);
	p->before_s = sql_get_int(s, 15);
	p->after_s = sql_get_int(s, 16);
	p->gap_s = sql_get_int(s, 17);
	p->location_type = sql_get_text(s, 18, pool);
	p->location = sql_get_text(s, 19, pool);
	p->links = sql_get_int(s, 20) != 0;
	p->max_age_s = sql_is_null(s, 21) ? -1 : sql_get_int(s, 21);
	p->state = sql_get_text(s, 22, pool);
	p->created_at = sql_get_int(s, 23);
	p->updated_at = sql_get_int(s, 24);
	p->owner_email = sql_get_text(s, 25, pool);
	p->rotation = sql_get_text(s, 26, pool);
	p->schedule = sql_get_text(s, 27, pool);
}

static int
hosts_load(struct store *st, struct page *p, struct pool *pool, struct fail *f)
{
	static const char text[] = "SELECT email, slug FROM page_host JOIN "
				   "user ON user.id = user_id"
				   " WHERE page_id = ?1 ORDER BY position";
	struct sql *s;
	int rc;

	if (strcmp(p->kind, "group") != 0)
		return 0;
	if ((s = sql_new(st, text, f)) == NULL)
		return -1;
	sql_int(s, 1, p->id);
	while ((rc = sql_step(s, f)) == 1) {
		strs_add(pool, &p->hosts, sql_get_text(s, 0, pool));
		strs_add(pool, &p->host_slugs, sql_get_text(s, 1, pool));
	}
	sql_free(s);
	return rc;
}

/* One row and its hosts: 1, 0, -1. */
static int
one_load(struct store *st, struct sql *s, struct pool *pool, struct page *p,
	struct fail *f)
{
	int rc = sql_step(s, f);

	if (rc == 1)
		page_row(s, pool, p);
	sql_free(s);
	return rc == 1 && (hosts_load(st, p, pool, f) != 0 ||
				  page_rules_load(st, p, pool, f) != 0)
		       ? -1
		       : rc;
}

int
page_find(struct store *st, const char *slug, struct pool *pool, struct page *p,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE page.slug = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, slug_plain(pool, slug));
	rc = one_load(st, s, pool, p, f);
	if (rc == 0)
		return near_fail(st, "page", slug,
			"SELECT slug FROM page WHERE state <> 'deleted'", f);
	return rc;
}

int
page_load(struct store *st, int64_t id, struct pool *pool, struct page *p,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE page.id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	rc = one_load(st, s, pool, p, f);
	if (rc == 0)
		fail(f, EXIT_NOT_FOUND, "page %" PRId64 ": not found", id);
	return rc;
}

/* Takes the slug from a deleted page that no meeting to come uses. */
static int
slug_take(struct store *st, int64_t id, const char *slug, instant now,
	struct fail *f)
{
	static const char free_it[] =
		"UPDATE page SET slug = slug || '~' || id"
		" WHERE slug = ?1 AND id <> ?2 AND state = 'deleted'"
		" AND NOT EXISTS (SELECT 1 FROM booking WHERE page_id = page.id"
		" AND end_at > ?3 AND status NOT IN ('cancelled', 'declined'))";
	static const char taken[] = "SELECT state = 'deleted' FROM page WHERE "
				    "slug = ?1 AND id <> ?2";
	struct sql *s = sql_new(st, free_it, f);
	int rc = -1;

	if (s == NULL)
		return -1;
	sql_text(s, 1, slug);
	sql_int(s, 2, id);
	sql_int(s, 3, now);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc != 0 || (s = sql_new(st, taken, f)) == NULL)
		return -1;
	sql_text(s, 1, slug);
	sql_int(s, 2, id);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(f, EXIT_REFUSED,
			sql_get_int(s, 0)
				? "page %s: a deleted page has that"
				  " name until its last meeting is over"
				: "page %s: the name is taken",
			slug);
	sql_free(s);
	return rc;
}

static void
bind_rules(struct sql *s, const struct page *p, struct pool *pool)
{
	sql_text(s, 8, durations_write(pool, p));
	if (p->step_m > 0)
		sql_int(s, 9, p->step_m);
	else
		sql_null(s, 9);
	sql_int(s, 10, p->offset_m);
	sql_text(s, 11, p->time_zone);
	sql_text(s, 12, p->hours);
	sql_text(s, 13, p->language);
	sql_int(s, 14, p->notice_s);
	sql_int(s, 15, p->horizon_d);
	sql_int(s, 16, p->before_s);
	sql_int(s, 17, p->after_s);
	sql_int(s, 18, p->gap_s);
}

static void
bind_row(struct sql *s, const struct page *p, const char *slug,
	struct pool *pool)
{
	if (p->id != 0)
		sql_int(s, 1, p->id);
	sql_text(s, 2, slug);
	sql_int(s, 3, p->user_id);
	sql_text(s, 4, p->kind);
	if (p->rotation_id != 0)
		sql_int(s, 5, p->rotation_id);
	else
		sql_null(s, 5);
	sql_text(s, 6, p->title);
	sql_text(s, 7, p->description);
	bind_rules(s, p, pool);
	sql_text(s, 19, p->location_type == NULL ? "none" : p->location_type);
	sql_text(s, 20, p->location);
	sql_int(s, 21, p->links);
	if (p->max_age_s >= 0)
		sql_int(s, 22, p->max_age_s);
	else
		sql_null(s, 22);
	sql_text(s, 23, p->state == NULL ? "enabled" : p->state);
	sql_int(s, 24, p->created_at);
	sql_int(s, 25, p->updated_at);
	sql_text(s, 26, p->schedule);
}

static int
write_row(struct store *st, struct page *p, const char *slug, struct pool *pool,
	struct fail *f)
{
	static const char insert[] =
		"INSERT INTO page (slug, user_id, kind, rotation_id, title,"
		" description, durations, step_m, offset_m, time_zone, hours,"
		" language, notice_s, horizon_d, before_s, after_s, gap_s,"
		" location_type, location, links, max_age_s, state, created_at,"
		" updated_at, schedule)"
		" VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
		" ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
		" ?26)";
	static const char update[] =
		"UPDATE page SET slug = ?2, user_id = ?3, kind = ?4,"
		" rotation_id = ?5, title = ?6, description = ?7,"
		" durations = ?8, step_m = ?9, offset_m = ?10, time_zone = ?11,"
		" hours = ?12, language = ?13, notice_s = ?14, horizon_d = ?15,"
		" before_s = ?16, after_s = ?17, gap_s = ?18,"
		" location_type = ?19, location = ?20, links = ?21,"
		" max_age_s = ?22, state = ?23, created_at = ?24,"
		" updated_at = ?25, schedule = ?26 WHERE id = ?1";
	struct sql *s = sql_new(st, p->id == 0 ? insert : update, f);
	int rc;

	if (s == NULL)
		return -1;
	bind_row(s, p, slug, pool);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && p->id != 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "page %s: not found", slug);
	if (rc == 0 && p->id == 0)
		p->id = sql_last_id(st);
	return rc;
}

static int
hosts_save(struct store *st, int64_t page_id, const int64_t *hosts, size_t n,
	struct fail *f)
{
	static const char drop[] = "DELETE FROM page_host WHERE page_id = ?1";
	static const char add[] =
		"INSERT INTO page_host (page_id, position, user_id)"
		" VALUES (?1, ?2, ?3)";
	struct sql *s = sql_new(st, drop, f);
	size_t i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, page_id);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc != 0 || n == 0)
		return rc;
	if ((s = sql_new(st, add, f)) == NULL)
		return -1;
	for (i = 0; rc == 0 && i < n; i++) {
		sql_int(s, 1, page_id);
		sql_int(s, 2, (int64_t)i);
		sql_int(s, 3, hosts[i]);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return rc;
}

int
page_save(struct store *st, struct page *p, const int64_t *hosts,
	size_t hosts_n, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	const char *slug = slug_plain(pool, p->slug);
	int64_t id = p->id;
	int in = store_enter(st, f), rc = -1;

	if (in >= 0) {
		rc = slug_take(st, p->id, slug, now, f);
		if (rc == 0)
			rc = write_row(st, p, slug, pool, f);
		if (rc == 0)
			rc = hosts_save(st, p->id, hosts, hosts_n, f);
		if (rc == 0)
			rc = page_rules_save(st, p, f);
		rc = store_leave(st, in, rc, f);
	}
	if (rc != 0)
		p->id = id;
	pool_free(pool);
	return rc;
}

int
page_hosts(struct store *st, int64_t page_id, struct pool *pool, int64_t **ids,
	size_t *n, struct fail *f)
{
	static const char text[] = "SELECT user_id FROM page_host"
				   " WHERE page_id = ?1 ORDER BY position";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*ids = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, page_id);
	while ((rc = sql_step(s, f)) == 1) {
		*ids = pool_grow(pool, *ids, *n, &cap, sizeof(**ids));
		(*ids)[(*n)++] = sql_get_int(s, 0);
	}
	sql_free(s);
	return rc;
}

int
page_each(struct store *st, int64_t user_id, struct pool *pool,
	int (*each)(void *arg, const struct page *), void *arg, struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE state <> 'deleted'"
				   " AND ?1 IN (0, page.user_id)"
				   " ORDER BY page.slug";
	struct sql *s = sql_new(st, text, f);
	struct page *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		page_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = hosts_load(st, &list[i], pool, f) != 0 ||
				     page_rules_load(st, &list[i], pool, f) != 0
			     ? -1
			     : 0;
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}
