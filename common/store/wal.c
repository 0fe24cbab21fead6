#include "store/inside.h"

#include <string.h>
#include <sys/stat.h>

/*
 * When the WAL is merged into the file. Every process that opens the store
 * after all others have left reads the WAL once, so it must stay small; merging
 * costs four syncs, so whoever wrote little leaves it to others for long. After
 * it the WAL's new head is written at once: the next writer needs only two
 * syncs.
 */
enum { PAGE = 4096 + 24, MANY = 50 * PAGE, LOTS = 400 * PAGE };

int64_t
wal_size(const struct store *st)
{
	struct pool *pool = pool_new();
	struct stat sb;
	int64_t size = 0;

	if (stat(pool_printf(pool, "%s-wal", st->file), &sb) == 0)
		size = sb.st_size;
	pool_free(pool);
	return size;
}

/* The lock is held. 1 merged, 0 somebody is at it, -1. */
static int
merge(struct store *st, struct fail *f)
{
	char version[24], text[64] = "PRAGMA user_version = ";
	int rc;

	if (db_word(st, "PRAGMA user_version", version, sizeof(version), f) !=
		0)
		return -1;
	if ((rc = db_empty_wal(st, f)) != 1)
		return rc;
	strncat(text, version, sizeof(text) - strlen(text) - 1);
	return db_script(st, text, f) != 0 ? -1 : 1;
}

int
store_checkpoint(struct store *st, struct fail *f)
{
	int64_t left;
	int rc;

	if (st->rollback_journal || wal_size(st) <= PAGE + 32)
		return 0;
	if (st->mode == STORE_READ)
		return fail(
			f, EXIT_BUG, "store %s: opened for reading", st->path);
	if (lock_take(st, &left, f) != 0)
		return -1;
	db_timeout(st, left);
	rc = merge(st, f);
	db_timeout(st, st->timeout_ms);
	lock_drop(st);
	if (rc == 0)
		return fail(f, EXIT_BUSY, "store %s: locked by another program",
			st->path);
	return rc < 0 ? -1 : 0;
}

void
wal_on_close(struct store *st)
{
	struct fail f;
	int64_t size;

	if (!st->wrote || st->rollback_journal)
		return;
	size = wal_size(st);
	if (size <= LOTS && size - st->wal_before <= MANY)
		return;
	if (lock_try(st) != 1)
		return;
	/* what fails here is done by the next one */
	db_timeout(st, 0);
	merge(st, &f);
	lock_drop(st);
}
