#include "store/store.h"

#include "base/share.h"
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* "mtg1" in the file's header */
enum { APPLICATION = 0x6d746731, TIMEOUT_MS = 30000 };

static int
schema_version(void)
{
	int n = 0;

	while (share_schema[n].name != NULL)
		n++;
	return n;
}

/* Whether shared memory cannot be relied on there, so WAL neither. */
static bool
network_folder(const char *path)
{
	static const unsigned long kinds[] = { 0x6969 /* NFS */,
		0x517b /* SMB */, 0xfe534d42 /* SMB2 */, 0xff534d42 /* CIFS */,
		0x01021997 /* 9P */, 0x65735546 /* FUSE */,
		0x00c36400 /* Ceph */, 0x5346414f /* AFS */,
		0x6b414653 /* kAFS */, 0x73757245 /* Coda */,
		0x0bd00bd0 /* Lustre */, 0x564c /* NCP */,
		0x01161970 /* GFS2 */, 0x7461636f /* OCFS2 */,
		0x19830326 /* BeeGFS */ };
	const char *forced = getenv("MTG_STORE_JOURNAL");
	struct statfs fs;
	size_t i;

	if (forced != NULL && strcmp(forced, "delete") == 0)
		return true;
	if (statfs(path, &fs) != 0)
		return false;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (((unsigned long)fs.f_type & 0xffffffff) == kinds[i])
			return true;
	return false;
}

static int
errno_fail(const struct store *st, int no, struct fail *f)
{
	int status = no == EACCES || no == EPERM || no == EROFS
			     ? EXIT_PERMISSION
			     : EXIT_IO;

	return fail(f, status, "store %s: %s", st->path, strerror(no));
}

static int
missing(const struct store *st, struct fail *f)
{
	fail(f, EXIT_NOT_FOUND, "store %s: there is none yet", st->path);
	return fail_hint(f, "mtg-sync init");
}

/* Makes the folders above the file, each 0700. */
static int
make_folders(struct store *st, struct fail *f)
{
	char *path = pool_str(st->pool, st->file), *slash;

	for (slash = path + 1; *path != '\0'; slash++) {
		if ((slash = strchr(slash, '/')) == NULL)
			return 0;
		*slash = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST &&
			access(path, F_OK) != 0)
			return errno_fail(st, errno, f);
		*slash = '/';
	}
	return 0;
}

/* Looks at the file before SQLite does, and makes it where that is wanted. */
static int
look(struct store *st, struct fail *f)
{
	struct stat sb;
	int fd;

	if (*st->file == '\0')
		return missing(st, f);
	if (stat(st->file, &sb) == 0) {
		if (S_ISDIR(sb.st_mode))
			return fail(
				f, EXIT_IO, "store %s: is a folder", st->path);
		if (!S_ISREG(sb.st_mode))
			return fail(f, EXIT_IO, "store %s: is not a file",
				st->path);
		if (sb.st_size == 0 && st->mode == STORE_READ &&
			wal_size(st) == 0) {
			fail(f, EXIT_BAD_DATA, "store %s: the file is empty",
				st->path);
			return fail_hint(f, "mtg-sync init");
		}
		return 0;
	}
	if (errno != ENOENT && errno != ENOTDIR)
		return errno_fail(st, errno, f);
	if (st->mode == STORE_READ)
		return missing(st, f);
	if (make_folders(st, f) != 0)
		return -1;
	fd = open(st->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno != EEXIST)
		return errno_fail(st, errno, f);
	if (fd >= 0)
		close(fd);
	return 0;
}

/* 1: ours and up to date, 0: to be migrated (or empty), -1. */
static int
version_check(struct store *st, int *version, struct fail *f)
{
	char application[24], text[24], things[24];

	if (db_word(st, "PRAGMA application_id", application,
		    sizeof(application), f) != 0 ||
		db_word(st, "PRAGMA user_version", text, sizeof(text), f) != 0)
		return -1;
	*version = atoi(text);
	if (atoi(application) != APPLICATION) {
		if (db_word(st, "SELECT count(*) FROM sqlite_schema", things,
			    sizeof(things), f) != 0)
			return -1;
		if (atoi(application) != 0 || *version != 0 ||
			atoi(things) != 0)
			return fail(f, EXIT_BAD_DATA,
				"store %s: not a store of mtg", st->path);
		return 0;
	}
	if (*version > schema_version())
		return fail(f, EXIT_CONFIG,
			"store %s: made by a newer mtg (version %d, this one"
			" knows %d)",
			st->path, *version, schema_version());
	return *version == schema_version();
}

static int
apply(struct store *st, int version, struct fail *f)
{
	char text[80];
	int i;

	for (i = version; share_schema[i].name != NULL; i++)
		if (db_script(st, share_schema[i].text, f) != 0)
			return fail_prefix(f, "%s", share_schema[i].name);
	snprintf(text, sizeof(text),
		"PRAGMA application_id = %d; PRAGMA user_version = %d",
		APPLICATION, i);
	return db_script(st, text, f);
}

/* Brings the schema up to date; several programs may try at once. */
static int
migrate(struct store *st, struct fail *f)
{
	int version, rc;

	if (store_begin(st, f) != 0)
		return -1;
	rc = version_check(st, &version, f);
	if (rc == 0)
		rc = apply(st, version, f) == 0 ? 1 : -1;
	if (rc < 0) {
		store_rollback(st);
		return -1;
	}
	return store_commit(st, f);
}

/* WAL and FULL; on network file systems DELETE and EXTRA. */
static int
journal_set(struct store *st, struct fail *f)
{
	const char *want = st->rollback_journal ? "delete" : "wal";
	char now[24];
	int64_t left;
	int rc = 0;

	if (db_word(st, "PRAGMA journal_mode", now, sizeof(now), f) != 0)
		return -1;
	if (strcmp(now, want) != 0) {
		if (lock_take(st, &left, f) != 0)
			return -1;
		rc = db_word(st,
			st->rollback_journal ? "PRAGMA journal_mode = DELETE"
					     : "PRAGMA journal_mode = WAL",
			now, sizeof(now), f);
		lock_drop(st);
	}
	if (rc == 0 && strcmp(now, want) != 0)
		st->rollback_journal = strcmp(now, "wal") != 0;
	if (rc == 0)
		rc = db_script(st,
			st->rollback_journal ? "PRAGMA synchronous = EXTRA"
					     : "PRAGMA synchronous = FULL",
			f);
	return rc;
}

static int
open_write(struct store *st, struct fail *f)
{
	int version, rc;

	if (db_open(st, DB_WRITE, f) != 0)
		return -1;
	if ((rc = version_check(st, &version, f)) < 0)
		return -1;
	if (journal_set(st, f) != 0)
		return -1;
	return rc == 1 ? 0 : migrate(st, f);
}

/* A medium that nobody can write, with no WAL left on it, can be read as it
 * stands. */
static int
open_frozen(struct store *st, struct fail *f)
{
	struct statvfs fs;
	int version;

	if (statvfs(st->file, &fs) != 0 || !(fs.f_flag & ST_RDONLY) ||
		wal_size(st) != 0)
		return fail(f, EXIT_PERMISSION,
			"store %s: its folder cannot be written, and the -wal"
			" and -shm files are missing or cannot be read",
			st->path);
	db_close(st);
	if (db_open(st, DB_FROZEN, f) != 0)
		return -1;
	return version_check(st, &version, f);
}

static int
open_read(struct store *st, struct fail *f)
{
	int version, rc;

	if (db_open(st, DB_READ, f) != 0)
		return -1;
	rc = version_check(st, &version, f);
	if (rc < 0 && f->status == EXIT_PERMISSION)
		rc = open_frozen(st, f);
	else if (rc < 0 && f->status == EXIT_IO && access(st->file, R_OK) == 0)
		rc = open_frozen(st, f);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	/* an older one: as a writer first, then as asked */
	db_close(st);
	st->mode = STORE_WRITE;
	if (open_write(st, f) != 0)
		return fail_prefix(f, "older store, to be migrated");
	db_close(st);
	st->mode = STORE_READ;
	return db_open(st, DB_READ, f);
}

static int64_t
timeout_ms(void)
{
	const char *text = getenv("MTG_STORE_TIMEOUT_MS");
	char *end;
	long ms;

	if (text == NULL || *text == '\0')
		return TIMEOUT_MS;
	ms = strtol(text, &end, 10);
	return *end != '\0' || ms < 0 || ms > 3600000 ? TIMEOUT_MS : ms;
}

struct store *
store_open(const char *path, enum store_mode mode, struct fail *f)
{
	struct pool *pool = pool_new();
	struct store *st = pool_zero(pool, sizeof(*st));
	int rc;

	st->pool = pool;
	st->path = st->file = pool_str(pool, path);
	st->mode = mode;
	st->lock_fd = -1;
	st->timeout_ms = timeout_ms();
	if (look(st, f) != 0) {
		store_close(st);
		return NULL;
	}
	st->rollback_journal = network_folder(st->file);
	if (st->rollback_journal)
		st->warning = pool_printf(pool,
			"store %s: on a network file system; slower there, and"
			" one machine at a time is safer",
			path);
	rc = mode == STORE_WRITE ? open_write(st, f) : open_read(st, f);
	if (rc != 0) {
		store_close(st);
		return NULL;
	}
	return st;
}

void
store_close(struct store *st)
{
	struct pool *pool;

	if (st == NULL)
		return;
	if (st->db != NULL) {
		store_rollback(st);
		store_end_read(st);
		wal_on_close(st);
	}
	db_close(st);
	if (st->lock_fd >= 0)
		close(st->lock_fd);
	pool = st->pool;
	pool_free(pool);
}

const char *
store_path(const struct store *st)
{
	return st->path;
}

const char *
store_warning(const struct store *st)
{
	return st->warning;
}
