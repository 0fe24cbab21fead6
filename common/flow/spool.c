#include "flow/spool.h"

#include "base/pool.h"
#include "net/mail.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_LEN = 16 };

/* A plain name from a letter's key, which may hold anything (FNV-1a). */
static char *
name_of(struct pool *pool, const char *key)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * UINT64_C(1099511628211);
	return pool_printf(pool, "%016llx", (unsigned long long)h);
}

/* The folder beside the store. */
static char *
folder_of(struct pool *pool, const char *store_path)
{
	const char *slash = strrchr(store_path, '/');

	if (slash == NULL)
		return pool_str(pool, "outbox");
	return pool_printf(
		pool, "%.*s/outbox", (int)(slash - store_path), store_path);
}

static char *
path_of(struct pool *pool, const char *store_path, const char *key)
{
	return pool_printf(
		pool, "%s/%s", folder_of(pool, store_path), name_of(pool, key));
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
	char *path = path_of(pool, store_path, key), *name;
	char *folder = folder_of(pool, store_path);
	int rc = -1, lock = -1;

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

static void
forget(struct pool *pool, const char *path)
{
	static const char *const ends[] = { "eml", "rc", "new", "lock" };
	size_t i;

	for (i = 0; i < 4; i++)
		unlink(pool_printf(pool, "%s.%s", path, ends[i]));
}

void
spool_forget(const char *store_path, const char *key)
{
	struct pool *pool = pool_new();

	forget(pool, path_of(pool, store_path, key));
	pool_free(pool);
}

void
spool_list(const char *store_path, struct pool *pool, struct strs *names)
{
	DIR *dir = opendir(folder_of(pool, store_path));
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL)
		if (strspn(e->d_name, "0123456789abcdef") == NAME_LEN &&
			e->d_name[NAME_LEN] == '.')
			strs_add(pool, names,
				pool_strn(pool, e->d_name, NAME_LEN));
	if (dir != NULL)
		closedir(dir);
}

void
spool_sweep(const char *store_path, const struct strs *names,
	const struct strs *keys)
{
	struct pool *pool = pool_new();
	struct strs open = { 0 };
	size_t i, k;

	for (k = 0; k < keys->n; k++)
		strs_add(pool, &open, name_of(pool, keys->v[k]));
	for (i = 0; i < names->n; i++) {
		for (k = 0; k < open.n; k++)
			if (strcmp(open.v[k], names->v[i]) == 0)
				break;
		if (k == open.n)
			forget(pool, pool_printf(pool, "%s/%s",
					     folder_of(pool, store_path),
					     names->v[i]));
	}
	pool_free(pool);
}
