#include "flow/sync_priv.h"

#include <string.h>

/* Tells of a failure unless it is one that `grace` passes over. */
static void
complain(struct store *store, int64_t calendar_id, const struct sync_how *how,
	const char *what, const struct fail *why, int *status)
{
	struct pool *pool = pool_new();
	struct calendar c = { 0 };
	struct fail f;

	if (why->status != EXIT_UNREACHABLE ||
		calendar_load(store, calendar_id, pool, &c, &f) != 1 ||
		c.failures >= how->grace) {
		*status = fail_worse(*status, why->status);
		if (how->problem != NULL)
			how->problem(how->arg, what, why);
	}
	pool_free(pool);
}

/* All calendars of an account that cannot be spoken to at all. */
static int
fail_all(struct store *store, const int64_t *calendars, size_t n,
	const struct sync_how *how, const struct fail *why)
{
	struct fail ignored;
	int status = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sync_failed(store, calendars[i], why, 0, how->now, &ignored);
	complain(store, calendars[0], how, "account", why, &status);
	return status;
}

int
sync_account(struct store *store, int64_t account_id, const int64_t *calendars,
	size_t n, const struct sync_how *how, struct sync_counts *counts)
{
	const struct provider *provider;
	struct pool *pool = pool_new();
	struct account account = { 0 };
	struct session session = { 0 };
	size_t i, done = 0;
	int status = 0, rc;
	struct fail f;

	if (account_load(store, account_id, pool, &account, &f) != 1) {
		if (how->problem != NULL)
			how->problem(how->arg, "account", &f);
		pool_free(pool);
		return f.status;
	}
	if (account.next_at > how->now && !how->forced)
		goto out;
	if ((provider = how->find(account.provider)) == NULL) {
		fail(&f, EXIT_BUG,
			"account %s %s: no provider of that name here",
			account.user_slug, account.provider);
		status = f.status;
		if (how->problem != NULL)
			how->problem(how->arg, "account", &f);
		goto out;
	}
	if (sync_session(&account, how, pool, &session, &f) != 0) {
		fail_prefix(&f, "account of %s at %s", account.user_slug,
			account.url);
		status = fail_all(store, calendars, n, how, &f);
		goto out;
	}
	for (i = 0; i < n; i++) {
		rc = sync_calendar(store, &session, provider, &account,
			calendars[i], how, counts, &f);
		if (rc < 0)
			complain(store, calendars[i], how, "calendar", &f,
				&status);
		else if (rc == 1)
			status = fail_worse(status, EXIT_PARTIAL);
		done += rc >= 0;
	}
	if (status > EXIT_PARTIAL && done > 0)
		status = EXIT_PARTIAL;
	sync_session_end(&session);
out:
	pool_free(pool);
	return status;
}
