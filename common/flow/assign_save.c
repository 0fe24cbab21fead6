#include "flow/assign_priv.h"

#include "engine/book.h"
#include "store/user.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* Rotations themselves: what they can be told, and by whom. */

/* Whether `word` is one of `words`, NULL-ended; else EXIT_USAGE names them. */
static int
one_of(const char *what, const char *word, const char *const *words,
	struct fail *f)
{
	char list[100] = "";
	size_t i, n;

	for (i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], word) == 0)
			return 0;
		n = strlen(list);
		snprintf(list + n, sizeof(list) - n, "%s%s",
			i == 0                 ? ""
			: words[i + 1] == NULL ? " or "
					       : ", ",
			words[i]);
	}
	return fail(f, EXIT_USAGE, "%s: '%.40s' is not %s", what, word, list);
}

static int
words_check(const struct rotation *r, struct fail *f)
{
	static const char *const methods[] = { "even", "first-available",
		"priority", NULL };
	static const char *const periods[] = { "day", "week", "month",
		"quarter", "year", NULL };
	static const char *const owners[] = { "none", "prefer", "strict",
		NULL };

	if (r->method != NULL && one_of("method", r->method, methods, f) != 0)
		return -1;
	if (r->period != NULL && one_of("period", r->period, periods, f) != 0)
		return -1;
	if (r->owner != NULL && one_of("owner", r->owner, owners, f) != 0)
		return -1;
	if (r->lead < 0 || r->lead > 1000000)
		return fail(f, EXIT_USAGE,
			"lead: %" PRId64 " is not 0 to 1000000", r->lead);
	return r->period_zone == NULL || zone_load(r->period_zone, f) != NULL
		       ? 0
		       : -1;
}

/* A name that can be typed, shown and written into a text, and that is not
 * taken for something else: `@sales`, `team:sales`, an option. */
static int
name_check(const char *name, struct fail *f)
{
	enum { LONGEST = 200 };
	size_t n = strlen(name);

	if (n == 0 || n > LONGEST || !book_clean(name, false) ||
		name[0] == ' ' || name[n - 1] == ' ')
		return fail(f, EXIT_REFUSED,
			"rotation: a name is 1 to %d bytes of UTF-8 without "
			"control characters, and no blank at its ends",
			LONGEST);
	if (*name == '@' || *name == '-' ||
		strncasecmp(name, "team:", 5) == 0 ||
		strncasecmp(name, "routing:", 8) == 0)
		return fail(f, EXIT_REFUSED,
			"rotation %s: no @, -, team: or routing: in front of a "
			"name",
			name);
	return 0;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

int
assign_save(
	struct store *store, struct rotation *r, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct rotation was = { 0 };
	const struct zone *zone;
	int rc = -1;

	if (words_check(r, f) != 0)
		goto out;
	if (r->id != 0 &&
		(assign_settle(store, r->id, now, f) != 0 ||
			rotation_load(store, r->id, pool, &was, f) != 1))
		goto out;
	if ((!same(r->name, was.name) && name_check(r->name, f) != 0) ||
		(zone = assign_zone(r, f)) == NULL)
		goto out;
	r->period_from = was.period_from;
	if (r->period_from == 0 || !same(r->period, was.period) ||
		!same(r->period_zone, was.period_zone))
		r->period_from = rotate_period(r->period, zone, now);
	rc = rotation_save(store, r, f);
out:
	pool_free(pool);
	return rc;
}

struct roles {
	const char *login;
	bool any, may;
};

static int
look(void *arg, const struct user *u)
{
	struct roles *roles = arg;

	if (u->role == NULL || strcmp(u->role, "admin") != 0)
		return 0;
	roles->any = true;
	roles->may |= strcmp(u->slug, roles->login) == 0;
	return 0;
}

int
assign_may_manage(struct store *store, struct fail *f)
{
	struct pool *pool = pool_new();
	const struct passwd *who = getpwuid(getuid());
	struct roles roles = { .login = who != NULL ? who->pw_name : "?" };
	int rc = user_each(store, pool, look, &roles, f);

	pool_free(pool);
	if (rc != 0)
		return -1;
	/* who holds the store's file can always write to it: this keeps honest
	 * people apart, no more */
	if (!roles.any || roles.may)
		return 0;
	fail(f, EXIT_PERMISSION,
		"%s has no role admin, which changing rotations, teams and "
		"roles wants",
		roles.login);
	return -1;
}
