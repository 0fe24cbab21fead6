#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* For the signal handler, which can be told nothing else. */
static const char *volatile unfinished;
static const int ends[] = { SIGHUP, SIGINT, SIGPIPE, SIGTERM };
static const char tail[] = ".tmpXXXXXX";
enum { ENDS = sizeof(ends) / sizeof(ends[0]) };

void
out_guard(void)
{
	int fd;

	for (fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			/* takes the lowest free number: this one */
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

static void
on_end(int sig)
{
	if (unfinished != NULL)
		unlink(unfinished);
	/* SA_RESETHAND: now the default, which ends us */
	raise(sig);
}

static void
watch(const char *temporary)
{
	struct sigaction act = { .sa_handler = on_end }, old;
	int i;

	act.sa_flags = (int)SA_RESETHAND;
	unfinished = temporary;
	for (i = 0; i < ENDS; i++)
		/* what nohup(1) had ignored stays ignored */
		if (sigaction(ends[i], NULL, &old) == 0 &&
			old.sa_handler != SIG_IGN)
			sigaction(ends[i], &act, NULL);
}

static void
unwatch(void)
{
	int i;

	for (i = 0; i < ENDS; i++) {
		struct sigaction old;

		if (sigaction(ends[i], NULL, &old) == 0 &&
			old.sa_handler == on_end)
			signal(ends[i], SIG_DFL);
	}
	unfinished = NULL;
}

/* A pipe, a terminal or /dev/null is written to, never replaced. */
static FILE *
open_device(const char *path, struct fail *f)
{
	FILE *to = fopen(path, "we");

	if (to == NULL)
		fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
	return to;
}

FILE *
out_open(struct pool *pool, const char *path, char **temporary, struct fail *f)
{
	char *real = realpath(path, NULL); /* links stay links */
	struct stat st;
	mode_t mask;
	FILE *to;
	int fd;

	*temporary = NULL;
	if (real != NULL && stat(real, &st) == 0 && !S_ISREG(st.st_mode)) {
		free(real);
		return open_device(path, f);
	}
	*temporary =
		pool_printf(pool, "%s%s", real == NULL ? path : real, tail);
	free(real);
	if ((fd = mkostemp(*temporary, O_CLOEXEC)) < 0) {
		fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
		return NULL;
	}
	watch(*temporary);
	mask = umask(0);
	umask(mask);
	if (fchmod(fd, 0666 & ~mask) != 0 || (to = fdopen(fd, "w")) == NULL) {
		fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
		close(fd);
		unlink(*temporary);
		unwatch();
		return NULL;
	}
	return to;
}

int
out_flush(FILE *to, const char *name, struct fail *f)
{
	bool lost = ferror(to) != 0;

	if (fflush(to) != 0)
		return fail(f, EXIT_IO, "%s: %s", name, strerror(errno));
	if (lost)
		return fail(f, EXIT_IO, "%s: not all could be written", name);
	return 0;
}

int
out_keep(FILE *to, const char *temporary, const char *path, struct fail *f)
{
	int rc = out_flush(to, path, f);
	char *name = NULL;

	if (fclose(to) != 0 && rc == 0)
		rc = fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
	if (temporary == NULL)
		return rc;
	name = strndup(temporary, strlen(temporary) - strlen(tail));
	if (rc == 0 && (name == NULL || rename(temporary, name) != 0))
		rc = fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
	if (rc != 0)
		unlink(temporary);
	unwatch();
	free(name);
	return rc;
}

void
out_drop(FILE *to, const char *temporary)
{
	fclose(to);
	if (temporary == NULL)
		return;
	unlink(temporary);
	unwatch();
}
