/* Connecting an account, and what can be set of its calendars. */
#include "check.h"
#include "store-temp.h"

#include "flow/connect.h"

#include <stdbool.h>

static struct store *st;
static struct pool *pool;
static struct user user;
static int offered, fault;

/* A provider that has the first `offered` of these. */
static const struct found all[] = {
	{ .name = "Holidays", .url = "u/holidays", .writable = false },
	{ .name = "Ada's Work!", .url = "u/work", .writable = true },
	{ .name = "ada's work", .url = "u/work2", .writable = true },
	{ .name = "\xe4\xbc\x9a", .url = "u/kanji", .writable = true },
};

static int
discover(struct session *s, const struct account *a,
	int (*found)(void *arg, const struct found *, struct fail *), void *arg,
	struct fail *f)
{
	int i;

	(void)s;
	(void)a;
	if (fault != 0)
		return fail(f, fault, "server: refused");
	for (i = 0; i < offered; i++)
		if (found(arg, &all[i], f) != 0)
			return -1;
	return 0;
}

static const struct provider provider = {
	.name = "caldav", .writable = true, .multi = true, .discover = discover
};

static char listed[500];

static void
list(void *arg, const struct calendar *c)
{
	(void)arg;
	sprintf(listed + strlen(listed), "%s %s%s,", c->slug, c->role,
		c->selected ? "*" : "");
}

/* Connects; the status. */
static int
connect_it(int n, bool dry_run)
{
	struct sync_how how = { .now = 5000 };
	struct connecting c = { .user = &user,
		.dry_run = dry_run,
		.account = { .user_id = user.id,
			.provider = "caldav",
			.url = "https://dav.example.org/",
			.login = "ada",
			.created_at = 5000 } };
	struct fail f = { 0 };

	offered = n;
	listed[0] = '\0';
	return connect_account(st, &provider, &c, &how, pool, list, NULL, &f) ==
			       0
		       ? 0
		       : f.status;
}

static int
count_one(void *arg, const struct calendar *c)
{
	(void)c;
	++*(int *)arg;
	return 0;
}

static int
count(void)
{
	struct fail f;
	int n = 0;

	must(calendar_each(st, 0, false, pool, count_one, &n, &f) >= 0, &f);
	return n;
}

static void
connecting(void)
{
	check(connect_it(0, false) == EXIT_NOT_FOUND && count() == 0,
		"an account without calendars");
	fault = EXIT_SIGN_IN;
	check(connect_it(4, false) == EXIT_SIGN_IN && count() == 0,
		"a refused password leaves nothing");
	fault = 0;
	check(connect_it(4, true) == 0 && count() == 0,
		"a rehearsal leaves nothing");
	check(connect_it(4, false) == 0, "four calendars (R12)");
	check_str(listed,
		"ada/holidays busy,ada/ada-s-work default*,ada/ada-s-work-2 "
		"busy,ada/calendar busy,",
		"names of their own; the first that can be written is the "
		"default (R14)");
	check(connect_it(4, false) == 0 && count() == 4,
		"connected again they are the same (R19)");
	check_str(listed,
		"ada/holidays busy,ada/ada-s-work default*,ada/ada-s-work-2 "
		"busy,ada/calendar busy,",
		"with what was chosen of them");
}

static const struct {
	const char *calendar, *assignment;
	int status;
	const char *role;
} sets[] = {
	{ "ada/calendar", "role=default", 0, "default" },
	{ "ada/ada-s-work", "role=busy", 0, "busy" },
	{ "ada/holidays", "role=default", EXIT_REFUSED, "busy" },
	{ "ada/holidays", "role=holidays", 0, "holidays" },
	{ "ada/holidays", "role=boss", EXIT_USAGE, "holidays" },
	{ "ada/holidays", "role", EXIT_USAGE, "holidays" },
	{ "ada/holidays", "rolle=busy", EXIT_USAGE, "holidays" },
	{ "ada/holidays", "name=", EXIT_USAGE, "holidays" },
	{ "ada/holidays", "treat=all-busy", 0, "holidays" },
	{ "ada/holidays", "treat=busy", EXIT_USAGE, "holidays" },
	{ "ada/holidays", "tentative=free", 0, "holidays" },
	{ "ada/holidays", "sync=off", 0, "holidays" },
	{ "ada/holidays", "pages=maybe", EXIT_USAGE, "holidays" },
};

static void
setting(void)
{
	struct calendar c = { 0 };
	struct fail f = { 0 };
	size_t i;

	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		int rc;

		must(calendar_find(st, sets[i].calendar, pool, &c, &f) == 1,
			&f);
		must(store_begin(st, &f) == 0, &f);
		rc = connect_set(st, &c, sets[i].assignment, pool, &f);
		check((rc == 0 ? 0 : f.status) == sets[i].status, "%s %s",
			sets[i].calendar, sets[i].assignment);
		if (rc == 0)
			must(calendar_save(st, &c, &f) == 0, &f);
		must(store_commit(st, &f) == 0, &f);
		must(calendar_find(st, sets[i].calendar, pool, &c, &f) == 1,
			&f);
		check_str(c.role, sets[i].role, "its role");
	}
	check(calendar_default(st, user.id, pool, &c, &f) == 1 &&
			strcmp(c.slug, "ada/calendar") == 0,
		"there is one default (R14)");
}

static void
removing(void)
{
	static const char *const names[] = { "ada/holidays", "ada/ada-s-work",
		"ada/ada-s-work-2", "ada/calendar" };
	const char *secret;
	struct calendar c;
	struct account a = { 0 };
	struct fail f = { 0 };
	int i;

	for (i = 0; i < 4; i++) {
		memset(&c, 0, sizeof(c));
		must(calendar_find(st, names[i], pool, &c, &f) == 1, &f);
		check(connect_remove(st, &c, pool, &secret, &f) == 0,
			"%s is removed (R19)", names[i]);
		check((account_load(st, c.account_id, pool, &a, &f) == 1) ==
				(i < 3),
			"the account goes with the last");
	}
}

int
main(void)
{
	struct fail f = { 0 };
	int64_t id;

	atexit(temp_end);
	pool = pool_new();
	st = temp_store("connect.db");
	id = temp_user(st, "ada");
	must(user_load(st, id, pool, &user, &f) == 1, &f);
	check(strstr(connect_disclosure("caldav"), "any other calendar") !=
			NULL,
		"what is reached is said (R8)");
	check(strstr(connect_disclosure("ics"), "writes nothing") != NULL,
		"and what is not done (R8)");
	connecting();
	setting();
	removing();
	store_close(st);
	pool_free(pool);
	return check_done();
}
