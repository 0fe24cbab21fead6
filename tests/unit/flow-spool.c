/* Mail handed to a command once, also when its sender dies. */
#include "check.h"

#include "flow/spool.h"

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/mtg-spool-XXXXXX";
static struct pool *pool;
static char *store, *got;

/* How many times the command was run to its end. */
static int
count(void)
{
	FILE *from = fopen(got, "r");
	int c, n = 0;

	while (from != NULL && (c = fgetc(from)) != EOF)
		n += c == '\n';
	if (from != NULL)
		fclose(from);
	return n;
}

static int
files(void)
{
	DIR *dir = opendir(pool_printf(pool, "%s/outbox", folder));
	struct dirent *e;
	int n = 0;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		n += e->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	return n;
}

static void
plain(void)
{
	const char *command = pool_printf(pool, "cat >>%s", got);
	struct fail f = { 0 };

	check(spool_send(store, "k1", command, "one\n", &f) == 0 &&
			count() == 1,
		"sent");
	check(spool_send(store, "k1", command, "one\n", &f) == 0 &&
			count() == 1,
		"a second try of the same letter sends nothing");
	spool_forget(store, "k1");
	check(files() == 0, "nothing is left when it is forgotten");
	spool_forget(store, "k1");
	check(spool_send(store, "k/../'$(x) \n", command, "two\n", &f) == 0 &&
			count() == 2,
		"a key may hold anything");
	spool_forget(store, "k/../'$(x) \n");
	check(files() == 0, "and is forgotten too");
}

static void
refused(void)
{
	struct fail f = { 0 };

	check(spool_send(store, "k2", "echo full >&2; exit 75", "x", &f) ==
				-1 &&
			f.status == EXIT_BUSY,
		"75 is for later");
	check_str(f.line, "mail: echo exited with 75: full",
		"the command is named as it was written");
	check(spool_send(store, "k2", "exit 67", "x", &f) == -1 &&
			f.status == EXIT_REFUSED,
		"another status is a refusal, tried anew");
	check(spool_send(store, "k2", pool_printf(pool, "exec cat >>%s", got),
		      "three\n", &f) == 0 &&
			count() == 3,
		"a command may exec");
	check(spool_send(store, "k2", "exit 1", "x", &f) == 0,
		"and then it is done");
	spool_forget(store, "k2");
}

/* The sender is killed at a moment of its own; the shell lives on. */
static void
killed(void)
{
	const char *command =
		pool_printf(pool, "sleep 0.1; cat >>%s; sleep 0.1", got);
	int before = count(), i, tries, busy = 0;
	struct fail f = { 0 };
	pid_t pid;

	for (i = 0; i < 8; i++) {
		const char *key = pool_printf(pool, "dead%d", i);

		fflush(stdout);
		if ((pid = fork()) == 0)
			_exit(spool_send(store, key, command, "x\n", &f) != 0);
		usleep((useconds_t)(i * 30000));
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		for (tries = 0; tries < 100 &&
				spool_send(store, key, command, "x\n", &f) != 0;
			tries++) {
			busy += f.status == EXIT_BUSY;
			usleep(10000);
		}
	}
	check(busy > 0, "a try that is still at work is waited for (%d)", busy);
	check(count() == before + 8, "8 killed senders, 8 mails: %d",
		count() - before);
}

static void
swept(void)
{
	struct strs names = { 0 }, keys = { 0 };
	struct fail f = { 0 };

	strs_add(pool, &keys, "dead3");
	spool_list(store, pool, &names);
	spool_sweep(store, &names, &keys);
	names.n = 0;
	spool_list(store, pool, &names);
	check(names.n > 0 && files() <= 3, "those of open letters stay");
	check(spool_send(store, "dead3", "exit 1", "x", &f) == 0,
		"and are still done");
	keys.n = 0;
	spool_sweep(store, &names, &keys);
	check(files() == 0, "the others go");
	spool_list("/no/such/folder/store.db", pool, &names);
	check(true, "no folder is no trouble");
}

int
main(void)
{
	if (mkdtemp(folder) == NULL)
		return 99;
	pool = pool_new();
	store = pool_printf(pool, "%s/store.db", folder);
	got = pool_printf(pool, "%s/got", folder);
	plain();
	refused();
	killed();
	swept();
	if (system(pool_printf(pool, "rm -rf %s", folder)) != 0)
		puts("# cannot clean up");
	pool_free(pool);
	return check_done();
}
