#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

/*
 * Writers line up here before they ask SQLite, whose own waiting sleeps and is
 * unfair. flock(2) has no time-out, so a timer of this thread's own interrupts
 * it; a tick that falls just before the call is made up for by the next.
 */

static int64_t
clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Opens FILE-lock, with the modes that the store itself has. */
static int
lock_open(struct store *st, struct fail *f)
{
	struct pool *pool = pool_new();
	const char *name = pool_printf(pool, "%s-lock", st->file);
	struct stat sb;
	mode_t mode = 0600;
	int no;

	if (stat(st->file, &sb) == 0)
		mode = sb.st_mode & 0666;
	st->lock_fd = open(name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (st->lock_fd < 0 && errno == ENOENT) {
		st->lock_fd = open(
			name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
		if (st->lock_fd >= 0)
			fchmod(st->lock_fd, mode);
	}
	no = errno;
	pool_free(pool);
	if (st->lock_fd >= 0)
		return 0;
	return fail(f,
		no == EACCES || no == EPERM || no == EROFS ? EXIT_PERMISSION
							   : EXIT_IO,
		"store %s: lock file: %s", st->path, strerror(no));
}

static void
tick(int number)
{
	(void)number;
}

/* A timer that interrupts this thread after `ms` and then every 20 ms. */
static int
timer_start(timer_t *timer, int64_t ms)
{
	struct sigaction sa = { .sa_handler = tick };
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID };
	struct itimerspec when = { .it_interval.tv_nsec = 20000000 };
	sigset_t set;
	int number = SIGRTMAX - 3;

	/* without SA_RESTART; it stays, and means nothing to anybody else */
	if (sigaction(number, &sa, NULL) != 0)
		return -1;
	sigemptyset(&set);
	sigaddset(&set, number);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	event.sigev_signo = number;
	event.sigev_notify_thread_id = gettid();
	if (timer_create(CLOCK_MONOTONIC, &event, timer) != 0)
		return -1;
	when.it_value.tv_sec = ms / 1000;
	when.it_value.tv_nsec = ms % 1000 * 1000000 + 1;
	return timer_settime(*timer, 0, &when, NULL);
}

int
lock_take(struct store *st, int64_t *left_ms, struct fail *f)
{
	int64_t end = clock_ms() + st->timeout_ms;
	timer_t timer;
	int rc, no = EAGAIN;

	*left_ms = st->timeout_ms;
	if (st->lock_fd < 0 && lock_open(st, f) != 0)
		return -1;
	rc = flock(st->lock_fd, LOCK_EX | LOCK_NB);
	if (rc != 0 && errno == EWOULDBLOCK && st->timeout_ms > 0) {
		if (timer_start(&timer, st->timeout_ms) != 0)
			return fail(f, EXIT_IO, "store %s: timer: %s", st->path,
				strerror(errno));
		do {
			rc = flock(st->lock_fd, LOCK_EX);
			no = errno;
		} while (rc != 0 && no == EINTR && clock_ms() < end);
		timer_delete(timer);
		*left_ms = end > clock_ms() ? end - clock_ms() : 0;
	} else if (rc != 0) {
		no = errno;
	}
	if (rc == 0)
		return 0;
	if (no == EINTR || no == EWOULDBLOCK)
		return fail(f, EXIT_BUSY, "store %s: locked by another program",
			st->path);
	return fail(
		f, EXIT_IO, "store %s: lock file: %s", st->path, strerror(no));
}

int
lock_try(struct store *st)
{
	struct fail f;

	if (st->lock_fd < 0 && lock_open(st, &f) != 0)
		return -1;
	return flock(st->lock_fd, LOCK_EX | LOCK_NB) == 0;
}

void
lock_drop(struct store *st)
{
	if (st->lock_fd >= 0)
		flock(st->lock_fd, LOCK_UN);
}
