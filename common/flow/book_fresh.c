#include "flow/book.h"
#include "flow/page_who.h"

#include "record/calendar.h"
#include "store/calendar.h"
#include "store/page.h"
#include "store/user.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Calendars pulled by mtg-sync before a booking: only that program talks to
 * other machines. */

extern char **environ;

/* mtg-sync beside this program, else the name alone for PATH. */
static const char *
sync_program(struct pool *pool)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *beside;
	char *slash;

	if (n <= 0)
		return "mtg-sync";
	self[n] = '\0';
	if ((slash = strrchr(self, '/')) == NULL)
		return "mtg-sync";
	*slash = '\0';
	beside = pool_printf(pool, "%s/mtg-sync", self);
	return access(beside, X_OK) == 0 ? beside : "mtg-sync";
}

/* The program's exit status, or -1 when it could not be run. Its records go
 * nowhere, what it has to say goes to stderr. */
static int
run(const char *program, char *const *argv)
{
	posix_spawn_file_actions_t files;
	int status = -1, rc;
	pid_t pid;

	if (posix_spawn_file_actions_init(&files) != 0)
		return -1;
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	rc = posix_spawnp(&pid, program, &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	if (rc != 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* ---- what is old, what failed ---- */

struct look {
	instant now;
	int64_t max_age_s;
	bool old; /* one is older than that */
	struct pool *pool;
	const char *failed; /* a line, or NULL */
};

static int
look(void *arg, const struct calendar *c)
{
	struct look *l = arg;
	const char *why;

	if (strcmp(c->role, "ignore") == 0 || strcmp(c->role, "tasks") == 0)
		return 0;
	l->old |= c->synced_at < l->now - l->max_age_s;
	/* one that has lost access is met by the booking itself, with a mail
	 * to its host */
	if (c->failures > 0 && l->failed == NULL &&
		!calendar_blocks(c, l->now, CALENDAR_MAX_STALE_S, &why))
		l->failed = pool_printf(l->pool, "calendar %s: %s", c->slug,
			c->error != NULL ? c->error : "did not answer");
	return 0;
}

static int
pull(struct store *store, const char *program, const struct user *u,
	struct fail *f)
{
	const char *argv[] = { "mtg-sync", "pull", "--quiet", "--store",
		store_path(store), "--user", u->email, NULL };
	int status = run(program, (char *const *)argv);

	if (status < 0 || status == 127)
		return fail(f, EXIT_UNREACHABLE,
			"mtg-sync: cannot be run to pull the calendars of %s",
			u->email);
	if (status == EXIT_OK || status == EXIT_PARTIAL ||
		status == EXIT_NONE || status == EXIT_SIGN_IN ||
		status == EXIT_INACTIVE || status == EXIT_UNREACHABLE)
		return 0;
	return fail(f, EXIT_UNREACHABLE, "mtg-sync pull --user %s: status %d",
		u->email, status);
}

static int
freshen(struct store *store, const char *program, int64_t user_id, bool always,
	int64_t max_age_s, instant now, struct pool *pool, struct fail *f)
{
	struct look l = { .now = now, .max_age_s = max_age_s, .pool = pool };
	struct user u = { 0 };

	if (user_load(store, user_id, pool, &u, f) != 1 ||
		calendar_each(store, user_id, true, pool, look, &l, f) != 0)
		return -1;
	if (!always && !l.old)
		return 0;
	if (pull(store, program, &u, f) != 0)
		return -1;
	l.failed = NULL;
	if (calendar_each(store, user_id, true, pool, look, &l, f) != 0)
		return -1;
	/* without --fresh the last state may serve as long as rules say */
	if (always && l.failed != NULL)
		return fail(f, EXIT_UNREACHABLE, "%s", l.failed);
	return 0;
}

static int
rooms_freshen(struct store *store, const char *rooms, bool always,
	int64_t max_age_s, instant now, struct pool *pool, struct fail *f)
{
	struct strs names = { 0 };
	struct who who = { .parts_n = 0 };
	size_t i, k;

	if (*rooms != '\0' && who_read(pool, rooms, "rooms", &who, f) != 0)
		return -1;
	names = who.fixed;
	for (i = 0; i < who.parts_n; i++)
		for (k = 0; k < who.parts[i].names.n; k++)
			strs_add(pool, &names, who.parts[i].names.v[k]);
	for (i = 0; i < names.n; i++) {
		struct user u = { 0 };

		if (user_find(store, names.v[i], pool, &u, f) != 1 ||
			freshen(store, sync_program(pool), u.id, always,
				max_age_s, now, pool, f) != 0)
			return -1;
	}
	return 0;
}

int
book_fresh(struct store *store, const char *page, const char *organizer,
	const char *rooms, bool always, instant now, struct pool *pool,
	struct fail *f)
{
	struct user u = { 0 };
	struct page p = { .max_age_s = -1 };
	struct user_ids all = { .pool = pool };
	size_t i;

	if (page != NULL && page_find(store, page, pool, &p, f) != 1)
		return -1;
	if (!always && p.max_age_s < 0)
		return 0;
	if (organizer != NULL) {
		if (user_find(store, organizer, pool, &u, f) != 1)
			return -1;
		user_ids_add(&all, u.id);
	} else if (page != NULL && page_people(store, &p, now, &all, f) != 0) {
		return -1;
	}
	for (i = 0; i < all.n; i++)
		if (freshen(store, sync_program(pool), all.v[i], always,
			    p.max_age_s, now, pool, f) != 0)
			return -1;
	return rooms != NULL ? rooms_freshen(store, rooms, always, p.max_age_s,
				       now, pool, f)
			     : 0;
}
