#include "flow/secret.h"

#include "net/session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* Cuts at the first line's end; -1 when nothing is left. */
static int
first_line(char *text)
{
	text[strcspn(text, "\r\n")] = '\0';
	return text[0] == '\0' ? -1 : 0;
}

static int64_t
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/*
 * Reads until end, SECRET_MAX bytes or the time is over; -1 for the latter.
 * With `line` the end of one will do: who types, or keeps the other end open,
 * sends no end of file.
 */
static int
read_some(int fd, char *to, int limit_s, bool line)
{
	int64_t end = seconds() + limit_s;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	size_t n = 0;
	ssize_t got;

	while (n < SECRET_MAX) {
		int64_t left = end - seconds();

		if (left <= 0 || poll(&p, 1, (int)left * 1000) == 0)
			return -1;
		if ((got = read(fd, to + n, SECRET_MAX - n)) < 0) {
			if (errno == EINTR)
				continue;
			break;
		}
		if (got == 0)
			break;
		n += (size_t)got;
		if (line && memchr(to, '\n', n) != NULL)
			break;
	}
	to[n] = '\0';
	return 0;
}

int
secret_read_fd(int fd, char **secret, struct fail *f)
{
	char *text = calloc(1, SECRET_MAX + 1);

	if (text == NULL || read_some(fd, text, SECRET_COMMAND_S, true) != 0 ||
		first_line(text) != 0) {
		secret_wipe(text);
		free(text);
		return fail(f, EXIT_SIGN_IN,
			"password: nothing came on descriptor %d", fd);
	}
	*secret = text;
	return 0;
}

static int
from_command(const char *command, char **secret, struct fail *f)
{
	char sh[] = "sh", dash_c[] = "-c";
	char *argv[] = { sh, dash_c, (char *)command, NULL };
	posix_spawn_file_actions_t actions;
	char *text = calloc(1, SECRET_MAX + 1);
	int fds[2], status = 0, rc, late;
	pid_t pid;

	if (text == NULL || pipe2(fds, O_CLOEXEC) != 0) {
		free(text);
		return fail(
			f, EXIT_IO, "password command: %s", strerror(errno));
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, fds[1], 1);
	rc = posix_spawn(&pid, "/bin/sh", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(fds[1]);
	if (rc != 0) {
		close(fds[0]);
		free(text);
		return fail(f, EXIT_IO, "password command: %s", strerror(rc));
	}
	late = read_some(fds[0], text, SECRET_COMMAND_S, false);
	close(fds[0]);
	if (late != 0)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (late == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
		first_line(text) == 0) {
		*secret = text;
		return 0;
	}
	secret_wipe(text);
	free(text);
	if (late != 0)
		return fail(f, EXIT_SIGN_IN,
			"password command did not end in %d s",
			SECRET_COMMAND_S);
	return fail(f, EXIT_SIGN_IN,
		"password command failed or printed nothing (status %d)",
		WIFEXITED(status) ? WEXITSTATUS(status)
				  : 128 + WTERMSIG(status));
}

static int
from_file(const char *path, char **secret, struct fail *f)
{
	struct stat st;
	int fd, rc;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) < 0)
		return fail(f, errno == ENOENT ? EXIT_SIGN_IN : EXIT_PERMISSION,
			"password file %s: %s", path, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
		(st.st_mode & 077) != 0 || st.st_uid != geteuid()) {
		close(fd);
		fail(f, EXIT_PERMISSION,
			"password file %s: others may read it or own it", path);
		return fail_hint(f, "chmod 600 %s", path);
	}
	rc = secret_read_fd(fd, secret, f);
	close(fd);
	if (rc != 0)
		return fail(f, EXIT_SIGN_IN, "password file %s: empty", path);
	return 0;
}

int
secret_get(const struct account *account, char **secret, struct fail *f)
{
	*secret = NULL;
	if (account->secret_command != NULL)
		return from_command(account->secret_command, secret, f);
	if (account->secret_file != NULL)
		return from_file(account->secret_file, secret, f);
	return 0;
}

char *
secret_keep(struct pool *pool, const char *store_path, const char *secret,
	struct fail *f)
{
	const char *slash = strrchr(store_path, '/');
	unsigned char bits[8];
	char *folder, *path;
	size_t n = strlen(secret), i;
	int fd;

	folder = slash == NULL ? pool_str(pool, "secrets")
			       : pool_printf(pool, "%.*s/secrets",
					 (int)(slash - store_path), store_path);
	if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
		fail(f, EXIT_IO, "%s: %s", folder, strerror(errno));
		return NULL;
	}
	if (getrandom(bits, sizeof(bits), 0) != (ssize_t)sizeof(bits)) {
		fail(f, EXIT_IO, "no random numbers: %s", strerror(errno));
		return NULL;
	}
	path = pool_printf(pool, "%s/", folder);
	for (i = 0; i < sizeof(bits); i++)
		path = pool_printf(pool, "%s%02x", path, bits[i]);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, secret, n) != (ssize_t)n ||
		write(fd, "\n", 1) != 1 || fsync(fd) != 0) {
		fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
		if (fd >= 0) {
			close(fd);
			unlink(path);
		}
		return NULL;
	}
	close(fd);
	return path;
}

void
secret_forget(const char *path)
{
	if (path != NULL)
		unlink(path);
}
