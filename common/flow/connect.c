#include "flow/connect.h"

#include "base/opt.h"
#include "flow/secret.h"
#include "store/calendar.h"

#include <ctype.h>
#include <string.h>

enum { CALENDARS_MAX = 500 };

struct finding {
	struct pool *pool;
	struct found *v;
	size_t n, cap;
};

static int
keep_found(void *arg, const struct found *found, struct fail *f)
{
	struct finding *all = arg;
	struct found *to;

	if (all->n == CALENDARS_MAX)
		return fail(f, EXIT_BAD_DATA, "account: more than %d calendars",
			CALENDARS_MAX);
	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	to = &all->v[all->n++];
	to->name = pool_str(all->pool, found->name);
	to->url = pool_str(all->pool, found->url);
	to->writable = found->writable;
	to->time_zone = pool_str(all->pool, found->time_zone);
	return 0;
}

const char *
connect_disclosure(const char *provider)
{
	if (strcmp(provider, "vdir") == 0)
		return "reads the .ics files there; in a folder, adds, changes "
		       "and "
		       "deletes files of meetings booked here";
	if (strcmp(provider, "ics") == 0)
		return "downloads the calendar at that address; writes nothing";
	return "reads this account's calendars, and any other calendar that "
	       "can "
	       "be reached through it and is selected; adds, changes and "
	       "deletes events of meetings booked here, in the default "
	       "calendar only";
}

/* A short name from what the server calls it: "Ada's Work" to "ada-s-work". */
static char *
slug_of(struct pool *pool, const char *name)
{
	char *to = pool_zero(pool, 33);
	size_t n = 0;

	for (; *name != '\0' && n < 32; name++)
		if (isalnum((unsigned char)*name))
			to[n++] = (char)tolower((unsigned char)*name);
		else if (n > 0 && to[n - 1] != '-')
			to[n++] = '-';
	while (n > 0 && to[n - 1] == '-')
		to[--n] = '\0';
	return n > 0 ? to : pool_str(pool, "calendar");
}

/* user/name, user/name-2, ... whichever is not taken. */
static const char *
free_slug(struct store *store, const struct user *user, const char *name,
	struct pool *pool, struct fail *f)
{
	struct calendar there;
	char *slug, *base = slug_of(pool, name);
	int i, rc;

	for (i = 1; i < 1000; i++) {
		slug = i == 1 ? pool_printf(pool, "%s/%s", user->slug, base)
			      : pool_printf(
					pool, "%s/%s-%d", user->slug, base, i);
		memset(&there, 0, sizeof(there));
		rc = calendar_find(store, slug, pool, &there, f);
		if (rc == 0)
			return slug;
		if (rc < 0)
			return NULL;
	}
	fail(f, EXIT_REFUSED, "user %s: too many calendars named %s",
		user->slug, base);
	return NULL;
}

struct search {
	const char *provider, *url, *login;
	struct account *to;
	struct pool *pool;
	const char *secret; /* the file that the account had */
};

static int
same_account(void *arg, const struct account *a)
{
	struct search *s = arg;

	if (strcmp(a->provider, s->provider) != 0 ||
		strcmp(a->url, s->url) != 0 ||
		strcmp(a->login != NULL ? a->login : "",
			s->login != NULL ? s->login : "") != 0)
		return 0;
	s->to->id = a->id;
	s->to->created_at = a->created_at;
	s->to->home_url = pool_str(s->pool, a->home_url);
	s->secret = pool_str(s->pool, a->secret_file);
	return 1;
}

struct by_url {
	const char *url;
	int64_t account_id;
	struct pool *pool;
	struct calendar *to;
	bool found;
};

static int
same_url(void *arg, const struct calendar *c)
{
	struct by_url *s = arg;

	if (c->account_id != s->account_id || strcmp(c->url, s->url) != 0)
		return 0;
	*s->to = *c;
	s->found = true;
	return 1;
}

/* Inserts one calendar, or brings the one that is there up to date. */
static int
save_calendar(struct store *store, const struct connecting *c,
	const struct found *found, instant now, struct pool *pool,
	struct calendar *row, struct fail *f)
{
	struct by_url s = { found->url, c->account.id, pool, row, false };

	if (calendar_each(store, c->user->id, false, pool, same_url, &s, f) < 0)
		return -1;
	if (s.found) {
		/* signed in again: what was lost is looked at anew */
		row->writable = found->writable;
		row->state = "active";
		row->error = NULL;
		row->failures = 0;
		row->next_at = 0;
		return calendar_save(store, row, f);
	}
	memset(row, 0, sizeof(*row));
	row->account_id = c->account.id;
	row->user_id = c->user->id;
	row->name = c->name != NULL ? c->name : found->name;
	row->slug = free_slug(store, c->user, row->name, pool, f);
	if (row->slug == NULL)
		return -1;
	row->url = found->url;
	row->role = "busy";
	row->writable = found->writable;
	row->sync = row->pages = true;
	row->time_zone = found->time_zone;
	row->state = "active";
	row->created_at = now;
	row->user_email = c->user->email;
	row->provider = c->account.provider;
	return calendar_save(store, row, f);
}

/* Of new calendars the first that can be written is selected as default where
 * there is none; else the first of all counts. */
static int
select_one(struct store *store, const struct connecting *c,
	struct calendar *rows, size_t n, struct pool *pool, struct fail *f)
{
	struct calendar other = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < n; i++)
		if (rows[i].selected)
			return 0;
	rc = calendar_default(store, c->user->id, pool, &other, f);
	if (rc < 0)
		return -1;
	for (i = 0; rc == 0 && i < n && !rows[i].writable; i++)
		;
	if (rc == 1 || i == n)
		i = 0;
	rows[i].selected = true;
	rows[i].role = rc == 0 && rows[i].writable ? "default" : "busy";
	return calendar_save(store, &rows[i], f);
}

int
connect_account(struct store *store, const struct provider *provider,
	struct connecting *c, const struct sync_how *how, struct pool *pool,
	void (*each)(void *arg, const struct calendar *), void *arg,
	struct fail *f)
{
	struct search s = { c->account.provider, c->account.url,
		c->account.login, &c->account, pool, NULL };
	struct finding all = { .pool = pool };
	struct session session;
	struct calendar *rows;
	size_t i;
	int rc;

	rc = sync_session(&c->account, how, pool, &session, f);
	if (rc == 0)
		rc = provider->discover(
			&session, &c->account, keep_found, &all, f);
	sync_session_end(&session);
	if (rc != 0)
		return -1;
	if (all.n == 0)
		return fail(f, EXIT_NOT_FOUND, "%s: no calendar there",
			c->account.url);
	rows = pool_array(pool, all.n, sizeof(*rows));
	if (store_begin(store, f) != 0)
		return -1;
	if (account_each(store, c->user->id, pool, same_account, &s, f) < 0)
		goto out;
	c->account.state = "active";
	c->account.error = NULL;
	c->account.next_at = 0;
	if (account_save(store, &c->account, f) != 0)
		goto out;
	for (i = 0; i < all.n; i++)
		if (save_calendar(store, c, &all.v[i], how->now, pool, &rows[i],
			    f) != 0)
			goto out;
	if (select_one(store, c, rows, all.n, pool, f) != 0 ||
		audit_add(store, how->now, "calendar.connect", c->account.url,
			NULL, f) != 0)
		goto out;
	for (i = 0; i < all.n; i++)
		each(arg, &rows[i]);
	if (c->dry_run) {
		store_rollback(store);
		return 0;
	}
	if (store_commit(store, f) != 0)
		goto out;
	/* the password that this one takes the place of */
	secret_forget(s.secret);
	return 0;
out:
	store_rollback(store);
	return -1;
}

struct count {
	int64_t account_id;
	size_t n;
};

static int
count_of(void *arg, const struct calendar *c)
{
	struct count *count = arg;

	count->n += c->account_id == count->account_id;
	return 0;
}

int
connect_remove(struct store *store, const struct calendar *c, struct pool *pool,
	const char **secret, struct fail *f)
{
	struct count left = { c->account_id, 0 };
	struct account account = { 0 };

	*secret = NULL;
	if (account_load(store, c->account_id, pool, &account, f) != 1 ||
		calendar_remove(store, c->id, f) != 0 ||
		calendar_each(
			store, c->user_id, false, pool, count_of, &left, f) < 0)
		return -1;
	if (left.n > 0)
		return 0;
	*secret = account.secret_file;
	return account_remove(store, c->account_id, f);
}

/* The user's default becomes one that only counts. */
static int
demote(struct store *store, const struct calendar *but, struct pool *pool,
	struct fail *f)
{
	struct calendar other = { 0 };
	int rc = calendar_default(store, but->user_id, pool, &other, f);

	if (rc != 1 || other.id == but->id)
		return rc < 0 ? -1 : 0;
	other.role = "busy";
	return calendar_save(store, &other, f);
}

static int
set_role(struct store *store, struct calendar *c, const char *value,
	struct pool *pool, struct fail *f)
{
	static const char *const roles[] = { "default", "busy", "ignore",
		"tasks", "holidays" };
	size_t i;

	for (i = 0; i < 5 && strcmp(roles[i], value) != 0; i++)
		;
	if (i == 5)
		return fail(f, EXIT_USAGE,
			"role: '%s' is not default, busy, ignore, tasks or "
			"holidays",
			value);
	if (i == 0) {
		if (!c->writable)
			return fail(f, EXIT_REFUSED,
				"calendar %s: cannot be written, so it cannot "
				"be the default",
				c->slug);
		if (demote(store, c, pool, f) != 0)
			return -1;
		c->selected = true;
	}
	c->role = roles[i];
	return 0;
}

static int
on_off(bool *to, const char *key, const char *value, const char *yes,
	const char *no, struct fail *f)
{
	if (strcmp(value, yes) == 0)
		*to = true;
	else if (strcmp(value, no) == 0)
		*to = false;
	else
		return fail(f, EXIT_USAGE, "%s: '%s' is not %s or %s", key,
			value, yes, no);
	return 0;
}

int
connect_set(struct store *store, struct calendar *c, const char *assignment,
	struct pool *pool, struct fail *f)
{
	static const char *const keys[] = { "role", "treat", "tentative",
		"sync", "pages", "name" };
	const char *eq = strchr(assignment, '='), *near;
	char *key;

	if (eq == NULL)
		return fail(f, EXIT_USAGE, "set: '%s' is not key=value",
			assignment);
	key = pool_strn(pool, assignment, (size_t)(eq - assignment));
	if (strcmp(key, "role") == 0)
		return set_role(store, c, eq + 1, pool, f);
	if (strcmp(key, "treat") == 0)
		return on_off(
			&c->all_busy, key, eq + 1, "all-busy", "as-marked", f);
	if (strcmp(key, "tentative") == 0)
		return on_off(
			&c->tentative_free, key, eq + 1, "free", "busy", f);
	if (strcmp(key, "sync") == 0)
		return on_off(&c->sync, key, eq + 1, "on", "off", f);
	if (strcmp(key, "pages") == 0)
		return on_off(&c->pages, key, eq + 1, "on", "off", f);
	if (strcmp(key, "name") == 0 && eq[1] != '\0') {
		c->name = pool_str(pool, eq + 1);
		return 0;
	}
	fail(f, EXIT_USAGE, "set: no setting '%s'", key);
	near = opt_near(key, keys, 6);
	if (near != NULL)
		return fail_hint(f, "did you mean '%s'?", near);
	return fail_hint(
		f, "settings are role, treat, tentative, sync, pages, name");
}
