/* Secrets: one source each, bounded, never readable by others. */
#include "check.h"

#include "flow/secret.h"
#include "net/session.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/mtg-secret-XXXXXX";

static const struct {
	const char *what, *command;
	int status;
	const char *secret;
} commands[] = {
	{ "the first line counts", "printf 'one\\ntwo\\n'", 0, "one" },
	{ "a line without an end", "printf one", 0, "one" },
	{ "CR LF", "printf 'one\\r\\n'", 0, "one" },
	{ "blanks belong to it", "echo ' a b '", 0, " a b " },
	{ "nothing", "true", EXIT_SIGN_IN, NULL },
	{ "an empty line", "printf '\\nx\\n'", EXIT_SIGN_IN, NULL },
	{ "a failure, whatever was said", "echo x; exit 3", EXIT_SIGN_IN,
		NULL },
	{ "no such program", "/no/such/program 2>/dev/null", EXIT_SIGN_IN,
		NULL },
	{ "stdin is not ours to give", "cat; echo x", 0, "x" },
};

static void
by_command(void)
{
	struct account a = { 0 };
	struct fail f = { 0 };
	char *secret;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		a.secret_command = commands[i].command;
		rc = secret_get(&a, &secret, &f);
		check((rc == 0 ? 0 : f.status) == commands[i].status,
			"command: %s: %d", commands[i].what, rc);
		check_str(secret, commands[i].secret, commands[i].what);
		free(secret);
	}
	/* one source: a file beside it is not asked when the command fails */
	a.secret_command = "false";
	a.secret_file = "/etc/hostname";
	rc = secret_get(&a, &secret, &f);
	check(rc == -1 && f.status == EXIT_SIGN_IN && secret == NULL,
		"no second source is tried");
	check(strstr(f.line, "false") == NULL, "the command is not told");
	a.secret_command = a.secret_file = NULL;
	check(secret_get(&a, &secret, &f) == 0 && secret == NULL,
		"an account without a secret");
	a.secret_command = "yes | head -c 3000000 | tr -d '\\n'";
	rc = secret_get(&a, &secret, &f);
	check(rc == -1 || strlen(secret) <= SECRET_MAX, "a flood is bounded");
	free(secret);
}

static void
by_file(struct pool *pool)
{
	char *store = pool_printf(pool, "%s/store.db", folder), *path, *secret;
	struct account a = { 0 };
	struct fail f = { 0 };
	struct stat st;

	path = secret_keep(pool, store, "p w", &f);
	check(path != NULL && stat(path, &st) == 0 &&
			(st.st_mode & 0777) == 0600,
		"kept for its owner alone");
	check(stat(pool_printf(pool, "%s/secrets", folder), &st) == 0 &&
			(st.st_mode & 0777) == 0700,
		"in a folder for its owner alone");
	check(strcmp(path, secret_keep(pool, store, "p w", &f)) != 0,
		"each has a file of its own");
	a.secret_file = path;
	check(secret_get(&a, &secret, &f) == 0 && strcmp(secret, "p w") == 0,
		"and read again");
	secret_wipe(secret);
	check_str(secret, "", "wiped");
	free(secret);
	chmod(path, 0640);
	check(secret_get(&a, &secret, &f) == -1 &&
			f.status == EXIT_PERMISSION && secret == NULL,
		"one that others may read is refused");
	chmod(path, 0600);
	a.secret_file = pool_printf(pool, "%s/link", folder);
	if (symlink(path, a.secret_file) == 0)
		check(secret_get(&a, &secret, &f) == -1 &&
				f.status == EXIT_PERMISSION,
			"a link is not followed");
	secret_forget(path);
	secret_forget(path);
	secret_forget(NULL);
	a.secret_file = path;
	check(secret_get(&a, &secret, &f) == -1 && f.status == EXIT_SIGN_IN,
		"one that is gone is asked for again");
}

int
main(void)
{
	struct pool *pool = pool_new();
	struct fail f = { 0 };
	char *secret = NULL;
	int fds[2];

	if (mkdtemp(folder) == NULL || pipe(fds) != 0)
		return 99;
	by_command();
	by_file(pool);
	check(write(fds[1], "fd\nmore\n", 8) == 8 &&
			secret_read_fd(fds[0], &secret, &f) == 0 &&
			strcmp(secret, "fd") == 0,
		"a descriptor that stays open ends with its line");
	free(secret);
	if (system(pool_printf(pool, "rm -rf %s", folder)) != 0)
		puts("# cannot clean up");
	pool_free(pool);
	return check_done();
}
