#ifndef STORE_TEMP_H
#define STORE_TEMP_H

/* A folder for stores of a test, and people in them. */
#include "store/calendar.h"
#include "store/user.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <inttypes.h>
#include <sys/wait.h>
#include <unistd.h>

static char temp_folder[200];

static inline void
temp_end(void)
{
	char command[300];

	snprintf(command, sizeof(command), "rm -rf '%s'", temp_folder);
	if (temp_folder[0] != '\0' && system(command) != 0)
		fputs("# cannot clean up\n", stdout);
}

static inline const char *
temp_path(const char *name)
{
	static char paths[8][300];
	static int i;
	const char *tmp = getenv("TMPDIR");

	if (temp_folder[0] == '\0') {
		snprintf(temp_folder, sizeof(temp_folder),
			"%s/mtg-store-XXXXXX", tmp == NULL ? "/tmp" : tmp);
		if (mkdtemp(temp_folder) == NULL)
			exit(99);
	}
	i = (i + 1) % 8;
	snprintf(paths[i], sizeof(paths[i]), "%s/%s", temp_folder, name);
	return paths[i];
}

/* Ends the test at once when something that must work does not. */
static inline void
must(int ok, const struct fail *f)
{
	if (ok)
		return;
	printf("Bail out! %s\n", f->line);
	exit(1);
}

static inline struct store *
temp_store(const char *name)
{
	struct fail f;
	struct store *st = store_open(temp_path(name), STORE_WRITE, &f);

	must(st != NULL, &f);
	return st;
}

static inline int64_t
temp_user(struct store *st, const char *slug)
{
	struct fail f;
	char email[100];
	struct user u = { .slug = slug,
		.email = email,
		.name = slug,
		.time_zone = "UTC",
		.pages_on = true,
		.created_at = 1000 };

	snprintf(email, sizeof(email), "%s@example.org", slug);
	must(user_save(st, &u, &f) == 0, &f);
	return u.id;
}

static inline int64_t
temp_calendar(struct store *st, int64_t user_id, const char *slug)
{
	struct fail f;
	struct account a = { .user_id = user_id,
		.provider = "vdir",
		.url = slug,
		.created_at = 1000 };
	struct calendar c = { .user_id = user_id,
		.slug = slug,
		.name = slug,
		.url = slug,
		.selected = true,
		.role = "busy",
		.sync = true,
		.pages = true,
		.busy_to = INT64_C(4000000000) };

	must(account_save(st, &a, &f) == 0, &f);
	c.account_id = a.id;
	must(calendar_save(st, &c, &f) == 0, &f);
	return c.id;
}

/* Runs `work` in n processes at once; how many ended with status `want`. */
static inline int
temp_crowd(int n, int (*work)(int), int want)
{
	int i, status, good = 0, gate[2];
	char c;

	if (pipe(gate) != 0)
		exit(99);
	fflush(stdout);
	for (i = 0; i < n; i++)
		if (fork() == 0) {
			close(gate[1]);
			/* all start when the gate closes */
			if (read(gate[0], &c, 1) != 0)
				_exit(99);
			_exit(work(i));
		}
	close(gate[0]);
	close(gate[1]);
	while (wait(&status) > 0)
		good += WIFEXITED(status) && WEXITSTATUS(status) == want;
	return good;
}

#endif
