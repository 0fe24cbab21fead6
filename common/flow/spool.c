#include "flow/spool.h"

#include "base/pool.h"
#include "net/mail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder beside the store; a name in it from the letter's key. */
static char *
path_of(struct pool *pool, const char *store_path, const char *key)
{
	const char *slash = strrchr(store_path, '/');
	uint64_t h = UINT64_C(14695981039346656037);
	const char *p;

	/* keys may hold anything; FNV-1a gives a plain name, the head a hint */
	for (p = key; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
	if (slash == NULL)
		return pool_printf(
			pool, "outbox/%016llx", (unsigned long long)h);
	return pool_printf(pool, "%.*s/outbox/%016llx",
		(int)(slash - store_path), store_path, (unsigned long long)h);
}

/* The status that an earlier try left behind; -1: none. */
static int
earlier(const char *path, struct pool *pool)
{
	FILE *from = fopen(pool_printf(pool, "%s.rc", path), "re");
	int status = -1;

	if (from == NULL)
		return -1;
	if (fscanf(from, "%d", &status) != 1)
		status = -1;
	fclose(from);
	return status;
}

static int
write_message(const char *path, const char *message, struct fail *f)
{
	size_t n = strlen(message), at;
	ssize_t got;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
	for (at = 0; at < n; at += (size_t)got)
		if ((got = write(fd, message + at, n - at)) < 0) {
			if (errno == EINTR) {
				got = 0;
				continue;
			}
			break;
		}
	if (at < n || fsync(fd) != 0) {
		fail(f, EXIT_IO, "%s: %s", path, strerror(errno));
		close(fd);
		unlink(path);
		return -1;
	}
	close(fd);
	return 0;
}

/* 'text' for a shell. */
static char *
quote(struct pool *pool, const char *text)
{
	char *to = pool_zero(pool, strlen(text) * 4 + 3), *p = to;

	*p++ = '\'';
	for (; *text != '\0'; text++)
		if (*text == '\'')
			p += sprintf(p, "'\\''");
		else
			*p++ = *text;
	*p = '\'';
	return to;
}

int
spool_send(const char *store_path, const char *key, const char *command,
	const char *message, struct fail *f)
{
	struct pool *pool = pool_new();
	char *path = path_of(pool, store_path, key), *name, *slash;
	char *folder = pool_str(pool, path);
	int rc = -1, lock = -1;

	if ((slash = strrchr(folder, '/')) != NULL)
		*slash = '\0';
	if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
		fail(f, EXIT_IO, "%s: %s", folder, strerror(errno));
		goto out;
	}
	/* a shell of an earlier try that is still at it holds the lock */
	name = pool_printf(pool, "%s.lock", path);
	lock = open(name, O_RDWR | O_CREAT, 0600);
	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) != 0) {
		fail(f, EXIT_BUSY, "mail: an earlier try is still at work");
		goto out;
	}
	if (earlier(path, pool) == 0) {
		rc = 0;
		goto out;
	}
	name = pool_printf(pool, "%s.eml", path);
	if (write_message(name, message, f) != 0)
		goto out;
	path = quote(pool, path);
	rc = sendmail_send(pool_printf(pool,
				   "(%s\n) <%s.eml; rc=$?; echo $rc >%s.new && "
				   "mv %s.new %s.rc; exit $rc",
				   command, path, path, path, path),
		"", 0, 0, f);
	/* the bracket is ours, not the command's */
	if (rc != 0 && strncmp(f->line, "mail: (", 7) == 0)
		memmove(f->line + 6, f->line + 7, strlen(f->line + 6));
out:
	if (lock >= 0)
		close(lock);
	pool_free(pool);
	return rc;
}

void
spool_forget(const char *store_path, const char *key)
{
	static const char *const ends[] = { "eml", "rc", "new", "lock" };
	struct pool *pool = pool_new();
	char *path = path_of(pool, store_path, key);
	size_t i;

	for (i = 0; i < 4; i++)
		unlink(pool_printf(pool, "%s.%s", path, ends[i]));
	pool_free(pool);
}
