#include "net/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* A running command: what it says on stderr, and when its time is up. */
struct run {
	pid_t pid;
	int pidfd; /* or -1 where the kernel has none */
	int said;  /* our end of its stderr, -1 once closed */
	int64_t until_ms;
	char line[300]; /* the beginning of what it said */
	size_t line_n;
};

static int64_t
clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/*
 * The message as a file that is nowhere: no pipe to fill up, no SIGPIPE when
 * the command does not read.
 */
static int
message_file(const char *message, size_t len, struct fail *f)
{
	int fd = memfd_create("message", MFD_CLOEXEC);
	size_t at = 0;
	ssize_t n;

	if (fd < 0)
		return fail(f, EXIT_IO, "mail: no memory file: %s",
			strerror(errno));
	for (; at < len; at += (size_t)n) {
		n = write(fd, message + at, len - at);
		if (n < 0 && errno == EINTR) {
			n = 0;
		} else if (n < 0) {
			fail(f, EXIT_IO, "mail: memory file: %s",
				strerror(errno));
			close(fd);
			return -1;
		}
	}
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* In a group of its own, so that its children can be ended with it. */
static int
spawn_shell(const char *command, int in, int err, pid_t *pid)
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t set;
	int rc;

	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, in, 0);
	posix_spawn_file_actions_addopen(&acts, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&acts, err, 2);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setpgroup(&attr, 0);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(&attr, &set);
	sigaddset(&set, SIGPIPE);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	posix_spawnattr_setsigdefault(&attr, &set);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP |
						POSIX_SPAWN_SETSIGDEF |
						POSIX_SPAWN_SETSIGMASK);
	rc = posix_spawn(pid, "/bin/sh", &acts, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&acts);
	return rc;
}

/* Keeps the beginning of what is said, drops the rest. */
static void
listen_once(struct run *r)
{
	char more[512];
	size_t room = sizeof(r->line) - 1 - r->line_n;
	ssize_t n = read(r->said, more, sizeof(more));

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close(r->said);
		r->said = -1;
		return;
	}
	if ((size_t)n < room)
		room = (size_t)n;
	memcpy(r->line + r->line_n, more, room);
	r->line_n += room;
}

/* 1: ended, its status in `*status`; 0: over time. */
static int
wait_end(struct run *r, int *status)
{
	int64_t left;

	while (waitpid(r->pid, status, WNOHANG) == 0) {
		struct pollfd p[2] = { { r->said, POLLIN, 0 },
			{ r->pidfd, POLLIN, 0 } };

		left = r->until_ms - clock_ms();
		if (left <= 0)
			return 0;
		/* without a pidfd: look every 20 ms */
		if (r->pidfd < 0 && left > 20)
			left = 20;
		poll(p, 2, (int)left);
		if (r->said >= 0 && p[0].revents != 0)
			listen_once(r);
	}
	/* what it said last; a child that lives on may hold the other end */
	while (r->said >= 0) {
		struct pollfd p = { r->said, POLLIN, 0 };

		if (poll(&p, 1, 0) <= 0)
			break;
		listen_once(r);
	}
	return 1;
}

static int
judge(const char *command, int status, struct run *r, struct fail *f)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	int n = (int)strcspn(command, " \t\n"), kind = EXIT_REFUSED;
	const char *sep;

	if (code == 0)
		return 0;
	r->line[strcspn(r->line, "\n")] = '\0';
	sep = r->line[0] == '\0' ? "" : ": ";
	if (code == EXIT_BUSY)
		kind = EXIT_BUSY;
	else if (code == 126 || code == 127)
		kind = EXIT_CONFIG;
	if (code < 0)
		return fail(f, EXIT_BUSY, "mail: %.*s ended by signal %d%s%s",
			n, command, WTERMSIG(status), sep, r->line);
	return fail(f, kind, "mail: %.*s exited with %d%s%s", n, command, code,
		sep, r->line);
}

static int
run_to_end(const char *command, int in, int limit_s, struct fail *f)
{
	struct run r = { .pid = -1, .pidfd = -1, .said = -1 };
	int pipes[2], status = 0, rc;

	if (pipe2(pipes, O_CLOEXEC) != 0)
		return fail(f, EXIT_IO, "mail: %s", strerror(errno));
	rc = spawn_shell(command, in, pipes[1], &r.pid);
	close(pipes[1]);
	r.said = pipes[0];
	if (rc != 0) {
		close(r.said);
		return fail(f, EXIT_IO, "mail: /bin/sh: %s", strerror(rc));
	}
	r.until_ms = clock_ms() + (int64_t)limit_s * 1000;
	r.pidfd = pidfd_open(r.pid, 0);
	rc = wait_end(&r, &status);
	if (rc == 0) {
		kill(-r.pid, SIGKILL);
		waitpid(r.pid, &status, 0);
	}
	if (r.pidfd >= 0)
		close(r.pidfd);
	if (r.said >= 0)
		close(r.said);
	if (rc == 0)
		return fail(f, EXIT_UNREACHABLE,
			"mail: %.*s not done after %d s",
			(int)strcspn(command, " \t\n"), command, limit_s);
	return judge(command, status, &r, f);
}

int
sendmail_send(const char *command, const char *message, size_t len, int limit_s,
	struct fail *f)
{
	int in = message_file(message, len, f), rc;

	if (in < 0)
		return -1;
	rc = run_to_end(
		command, in, limit_s > 0 ? limit_s : SENDMAIL_LIMIT_S, f);
	close(in);
	return rc;
}
