#include "store/calendar.h"
#include "store/inside.h"

int
store_begin(struct store *st, struct fail *f)
{
	int64_t left;
	int rc;

	if (st->writing || st->reading)
		return fail(f, EXIT_BUG, "store %s: a transaction is open",
			st->path);
	if (st->mode == STORE_READ)
		return fail(
			f, EXIT_BUG, "store %s: opened for reading", st->path);
	if (lock_take(st, &left, f) != 0)
		return -1;
	if (!st->wrote)
		st->wal_before = wal_size(st);
	db_timeout(st, left);
	rc = db_script(st, "BEGIN IMMEDIATE", f);
	db_timeout(st, st->timeout_ms);
	if (rc != 0) {
		lock_drop(st);
		return -1;
	}
	st->writing = st->wrote = true;
	st->dirty_n = 0;
	return 0;
}

int
store_commit(struct store *st, struct fail *f)
{
	if (!st->writing)
		return fail(f, EXIT_BUG, "store %s: no transaction is open",
			st->path);
	/* what callers forgot; nothing to do otherwise */
	if (busy_chunks_make(st, f) != 0 || db_script(st, "COMMIT", f) != 0) {
		store_rollback(st);
		return -1;
	}
	st->writing = false;
	lock_drop(st);
	return 0;
}

void
store_rollback(struct store *st)
{
	struct fail f;

	if (!st->writing)
		return;
	/* SQLite may have rolled back by itself, as on a full disk */
	db_script(st, "ROLLBACK", &f);
	st->writing = false;
	st->dirty_n = 0;
	lock_drop(st);
}

int
store_begin_read(struct store *st, struct fail *f)
{
	/* inside a writing transaction the view is one already */
	if (st->writing)
		return 0;
	if (st->reading)
		return fail(f, EXIT_BUG, "store %s: a transaction is open",
			st->path);
	if (db_script(st, "BEGIN", f) != 0)
		return -1;
	st->reading = true;
	return 0;
}

void
store_end_read(struct store *st)
{
	struct fail f;

	if (!st->reading)
		return;
	db_script(st, "ROLLBACK", &f);
	st->reading = false;
}

int
store_enter(struct store *st, struct fail *f)
{
	if (st->writing)
		return 0;
	return store_begin(st, f) != 0 ? -1 : 1;
}

int
store_leave(struct store *st, int entered, int rc, struct fail *f)
{
	if (entered != 1)
		return entered < 0 ? -1 : rc;
	if (rc >= 0)
		return store_commit(st, f) != 0 ? -1 : rc;
	store_rollback(st);
	return rc;
}
