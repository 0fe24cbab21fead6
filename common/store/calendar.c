#include "store/calendar.h"

#include "store/inside.h"

#define COLUMNS                                                                \
	"calendar.id, account_id, calendar.user_id, calendar.slug,"            \
	" calendar.name, calendar.url, selected, calendar.role, writable,"     \
	" all_busy, tentative_free, sync, pages, calendar.time_zone,"          \
	" calendar.state, calendar.error, failures, synced_at, tried_at,"      \
	" calendar.next_at, full_at, sync_token, ctag, etag, modified,"        \
	" busy_from, busy_to, calendar.created_at, user.email, provider,"      \
	" (SELECT count(*) FROM outbox WHERE outbox.calendar_id = calendar.id" \
	" AND outbox.state IN ('queued', 'claimed'))"                          \
	" FROM calendar JOIN user ON user.id = calendar.user_id"               \
	" JOIN account ON account.id = account_id"

static void
settings_row(struct sql *s, struct pool *pool, struct calendar *c)
{
	c->selected = sql_get_int(s, 6) != 0;
	c->role = sql_get_text(s, 7, pool);
	c->writable = sql_get_int(s, 8) != 0;
	c->all_busy = sql_get_int(s, 9) != 0;
	c->tentative_free = sql_get_int(s, 10) != 0;
	c->sync = sql_get_int(s, 11) != 0;
	c->pages = sql_get_int(s, 12) != 0;
	c->time_zone = sql_get_text(s, 13, pool);
}

static void
calendar_row(struct sql *s, struct pool *pool, struct calendar *c)
{
	c->id = sql_get_int(s, 0);
	c->account_id = sql_get_int(s, 1);
	c->user_id = sql_get_int(s, 2);
	c->slug = sql_get_text(s, 3, pool);
	c->name = sql_get_text(s, 4, pool);
	c->url = sql_get_text(s, 5, pool);
	settings_row(s, pool, c);
	c->state = sql_get_text(s, 14, pool);
	c->error = sql_get_text(s, 15, pool);
	c->failures = (int)sql_get_int(s, 16);
	c->synced_at = sql_get_int(s, 17);
	c->tried_at = sql_get_int(s, 18);
	c->next_at = sql_get_int(s, 19);
	c->full_at = sql_get_int(s, 20);
	c->sync_token = sql_get_text(s, 21, pool);
	c->ctag = sql_get_text(s, 22, pool);
	c->etag = sql_get_text(s, 23, pool);
	c->modified = sql_get_text(s, 24, pool);
	c->busy_from = sql_get_int(s, 25);
	c->busy_to = sql_get_int(s, 26);
	c->created_at = sql_get_int(s, 27);
	c->user_email = sql_get_text(s, 28, pool);
	c->provider = sql_get_text(s, 29, pool);
	c->outbox = (int)sql_get_int(s, 30);
}

int
calendar_find(struct store *st, const char *name, struct pool *pool,
	struct calendar *c, struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS
		" WHERE calendar.slug = ?1 OR calendar.id = ?2"
		" ORDER BY calendar.slug = ?1 DESC LIMIT 1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, lower(pool, name));
	sql_int(s, 2, number_of(name));
	if ((rc = sql_step(s, f)) == 1)
		calendar_row(s, pool, c);
	sql_free(s);
	if (rc == 0)
		return near_fail(
			st, "calendar", name, "SELECT slug FROM calendar", f);
	return rc;
}

int
calendar_load(struct store *st, int64_t id, struct pool *pool,
	struct calendar *c, struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE calendar.id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		calendar_row(s, pool, c);
	sql_free(s);
	if (rc == 0)
		fail(f, EXIT_NOT_FOUND, "calendar %" PRId64 ": not found", id);
	return rc;
}

int
calendar_default(struct store *st, int64_t user_id, struct pool *pool,
	struct calendar *c, struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE calendar.user_id = ?1"
		" AND calendar.role = 'default' AND selected = 1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	if ((rc = sql_step(s, f)) == 1)
		calendar_row(s, pool, c);
	sql_free(s);
	return rc;
}

/* Another calendar with that slug, or another default of the user. */
static int
refuse_twin(struct store *st, const struct calendar *c, const char *slug,
	struct fail *f)
{
	static const char text[] =
		"SELECT slug FROM calendar WHERE id <> ?1 AND (slug = ?2 OR"
		" (?3 AND user_id = ?4 AND role = 'default' AND selected = 1))"
		" ORDER BY slug = ?2 DESC";
	struct sql *s = sql_new(st, text, f);
	struct pool *pool = pool_new();
	int rc = -1;
	bool is_default;

	if (s == NULL)
		goto out;
	is_default = c->selected && c->role != NULL && c->role[0] == 'd';
	sql_int(s, 1, c->id);
	sql_text(s, 2, slug);
	sql_int(s, 3, is_default);
	sql_int(s, 4, c->user_id);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(f, EXIT_REFUSED, "calendar %s: %s is there already%s",
			slug, sql_get_text(s, 0, pool),
			is_default ? " (one default calendar for a user)" : "");
out:
	sql_free(s);
	pool_free(pool);
	return rc;
}

static void
bind_settings(struct sql *s, const struct calendar *c)
{
	sql_int(s, 7, c->selected);
	sql_text(s, 8, c->role == NULL ? "busy" : c->role);
	sql_int(s, 9, c->writable);
	sql_int(s, 10, c->all_busy);
	sql_int(s, 11, c->tentative_free);
	sql_int(s, 12, c->sync);
	sql_int(s, 13, c->pages);
	sql_text(s, 14, c->time_zone);
}

static void
bind_row(struct sql *s, const struct calendar *c, const char *slug)
{
	if (c->id != 0)
		sql_int(s, 1, c->id);
	sql_int(s, 2, c->account_id);
	sql_int(s, 3, c->user_id);
	sql_text(s, 4, slug);
	sql_text(s, 5, c->name);
	sql_text(s, 6, c->url);
	bind_settings(s, c);
	sql_text(s, 15, c->state == NULL ? "active" : c->state);
	sql_text(s, 16, c->error);
	sql_int(s, 17, c->failures);
	sql_int(s, 18, c->synced_at);
	sql_int(s, 19, c->tried_at);
	sql_int(s, 20, c->next_at);
	sql_int(s, 21, c->full_at);
	sql_text(s, 22, c->sync_token);
	sql_text(s, 23, c->ctag);
	sql_text(s, 24, c->etag);
	sql_text(s, 25, c->modified);
	sql_int(s, 26, c->busy_from);
	sql_int(s, 27, c->busy_to);
	sql_int(s, 28, c->created_at);
}

static int
write_row(
	struct store *st, struct calendar *c, struct pool *pool, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO calendar (account_id, user_id, slug, name, url,"
		" selected, role, writable, all_busy, tentative_free, sync,"
		" pages, time_zone, state, error, failures, synced_at,"
		" tried_at, next_at, full_at, sync_token, ctag, etag, modified,"
		" busy_from, busy_to, created_at)"
		" VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
		" ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
		" ?26, ?27, ?28)";
	static const char update[] =
		"UPDATE calendar SET account_id = ?2, user_id = ?3, slug = ?4,"
		" name = ?5, url = ?6, selected = ?7, role = ?8, writable = ?9,"
		" all_busy = ?10, tentative_free = ?11, sync = ?12, pages = "
		"?13,"
		" time_zone = ?14, state = ?15, error = ?16, failures = ?17,"
		" synced_at = ?18, tried_at = ?19, next_at = ?20, full_at = "
		"?21,"
		" sync_token = ?22, ctag = ?23, etag = ?24, modified = ?25,"
		" busy_from = ?26, busy_to = ?27, created_at = ?28 WHERE id = "
		"?1";
	const char *slug = lower(pool, c->slug);
	struct sql *s;
	int rc;

	if (refuse_twin(st, c, slug, f) != 0 ||
		(s = sql_new(st, c->id == 0 ? insert : update, f)) == NULL)
		return -1;
	bind_row(s, c, slug);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && c->id != 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "calendar %s: not found", slug);
	if (rc == 0 && c->id == 0)
		c->id = sql_last_id(st);
	return rc;
}

int
calendar_save(struct store *st, struct calendar *c, struct fail *f)
{
	struct pool *pool = pool_new();
	int in = store_enter(st, f), rc = -1;

	if (in >= 0)
		rc = store_leave(st, in, write_row(st, c, pool, f), f);
	pool_free(pool);
	return rc;
}

int
calendar_remove(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] = "DELETE FROM calendar WHERE id = ?1";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, id);
		rc = sql_run(s, f);
		if (rc == 0 && sql_changes(st) == 0)
			rc = fail(f, EXIT_NOT_FOUND,
				"calendar %" PRId64 ": not found", id);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

int
calendar_each(struct store *st, int64_t user_id, bool selected_only,
	struct pool *pool, int (*each)(void *arg, const struct calendar *),
	void *arg, struct fail *f)
{
	static const char all[] =
		"SELECT " COLUMNS " WHERE ?1 IN (0, calendar.user_id)"
		" AND selected >= ?2 ORDER BY calendar.slug";
	/* by its index */
	static const char one[] =
		"SELECT " COLUMNS " WHERE calendar.user_id = ?1"
		" AND selected >= ?2 ORDER BY calendar.slug";
	struct sql *s = sql_new(st, user_id == 0 ? all : one, f);
	struct calendar *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_int(s, 2, selected_only);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		calendar_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}
