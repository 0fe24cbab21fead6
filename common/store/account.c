#include "store/calendar.h"
#include "store/inside.h"

#define COLUMNS                                                                \
	"account.id, account.user_id, provider, url, login, secret_command,"   \
	" secret_file, home_url, state, error, next_at, account.created_at,"   \
	" user.email, user.slug FROM account JOIN user ON user.id = user_id"

static void
account_row(struct sql *s, struct pool *pool, struct account *a)
{
	a->id = sql_get_int(s, 0);
	a->user_id = sql_get_int(s, 1);
	a->provider = sql_get_text(s, 2, pool);
	a->url = sql_get_text(s, 3, pool);
	a->login = sql_get_text(s, 4, pool);
	a->secret_command = sql_get_text(s, 5, pool);
	a->secret_file = sql_get_text(s, 6, pool);
	a->home_url = sql_get_text(s, 7, pool);
	a->state = sql_get_text(s, 8, pool);
	a->error = sql_get_text(s, 9, pool);
	a->next_at = sql_get_int(s, 10);
	a->created_at = sql_get_int(s, 11);
	a->user_email = sql_get_text(s, 12, pool);
	a->user_slug = sql_get_text(s, 13, pool);
}

int
account_load(struct store *st, int64_t id, struct pool *pool, struct account *a,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE account.id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		account_row(s, pool, a);
	sql_free(s);
	if (rc == 0)
		fail(f, EXIT_NOT_FOUND, "account %" PRId64 ": not found", id);
	return rc;
}

/* The same folder or feed twice for one user. */
static int
refuse_twin(struct store *st, const struct account *a, struct fail *f)
{
	static const char text[] =
		"SELECT 1 FROM account WHERE id <> ?1 AND user_id = ?2"
		" AND provider = ?3 AND url = ?4 AND login IS ?5";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, a->id);
	sql_int(s, 2, a->user_id);
	sql_text(s, 3, a->provider);
	sql_text(s, 4, a->url);
	sql_text(s, 5, a->login);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(f, EXIT_REFUSED, "account %s: connected already",
			a->url);
	sql_free(s);
	return rc;
}

static int
write_row(struct store *st, struct account *a, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO account (user_id, provider, url, login,"
		" secret_command, secret_file, home_url, state, error, next_at,"
		" created_at)"
		" VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
	static const char update[] =
		"UPDATE account SET user_id = ?2, provider = ?3, url = ?4,"
		" login = ?5, secret_command = ?6, secret_file = ?7,"
		" home_url = ?8, state = ?9, error = ?10, next_at = ?11,"
		" created_at = ?12 WHERE id = ?1";
	struct sql *s;
	int rc;

	if (refuse_twin(st, a, f) != 0 ||
		(s = sql_new(st, a->id == 0 ? insert : update, f)) == NULL)
		return -1;
	if (a->id != 0)
		sql_int(s, 1, a->id);
	sql_int(s, 2, a->user_id);
	sql_text(s, 3, a->provider);
	sql_text(s, 4, a->url);
	sql_text(s, 5, a->login);
	sql_text(s, 6, a->secret_command);
	sql_text(s, 7, a->secret_file);
	sql_text(s, 8, a->home_url);
	sql_text(s, 9, a->state == NULL ? "active" : a->state);
	sql_text(s, 10, a->error);
	sql_int(s, 11, a->next_at);
	sql_int(s, 12, a->created_at);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && a->id != 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "account %s: not found", a->url);
	if (rc == 0 && a->id == 0)
		a->id = sql_last_id(st);
	return rc;
}

int
account_save(struct store *st, struct account *a, struct fail *f)
{
	int in = store_enter(st, f);

	return in < 0 ? -1 : store_leave(st, in, write_row(st, a, f), f);
}

int
account_remove(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] = "DELETE FROM account WHERE id = ?1";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, id);
		rc = sql_run(s, f);
		if (rc == 0 && sql_changes(st) == 0)
			rc = fail(f, EXIT_NOT_FOUND,
				"account %" PRId64 ": not found", id);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

int
account_each(struct store *st, int64_t user_id, struct pool *pool,
	int (*each)(void *arg, const struct account *), void *arg,
	struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE ?1 IN (0, account.user_id)"
		" ORDER BY account.id";
	struct sql *s = sql_new(st, text, f);
	struct account *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		account_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}
