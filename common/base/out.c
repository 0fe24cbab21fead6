#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* For the signal handler, which can be told nothing else. */
static const char *volatile unfinished;
static const int ends[] = { SIGHUP, SIGINT, SIGPIPE, SIGTERM };
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

FILE *
out_open(struct pool *pool, const char *path, char **temporary, struct fail *f)
{
	mode_t mask = umask(0);
	struct stat st;
	FILE *to;
	int fd;

	umask(mask);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		fail(f, EXIT_IO, "%s: a folder", path);
		return NULL;
	}
	*temporary = pool_printf(pool, "%s.tmpXXXXXX", path);
	if ((fd = mkostemp(*temporary, O_CLOEXEC)) < 0) {
		fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
		return NULL;
	}
	watch(*temporary);
	fchmod(fd, 0666 & ~mask);
	if ((to = fdopen(fd, "w")) == NULL) {
		fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
		close(fd);
		unlink(*temporary);
		unwatch();
	}
	return to;
}

int
out_flush(FILE *to, const char *name, struct fail *f)
{
	int lost = ferror(to), kept = errno;

	if (fflush(to) == 0 && !lost)
		return 0;
	if (lost) /* the write that failed was earlier: ask it again */
		errno = kept != 0 ? kept : EIO;
	return fail(f, EXIT_IO, "%s: %s", name, strerror(errno));
}

int
out_keep(FILE *to, const char *temporary, const char *path, struct fail *f)
{
	int rc = out_flush(to, path, f);

	if (fclose(to) != 0 && rc == 0)
		rc = fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
	if (rc == 0 && rename(temporary, path) != 0)
		rc = fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
	if (rc != 0)
		unlink(temporary);
	unwatch();
	return rc;
}

void
out_drop(FILE *to, const char *temporary)
{
	fclose(to);
	unlink(temporary);
	unwatch();
}
