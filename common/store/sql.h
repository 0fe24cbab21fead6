#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/instant.h"

/*
 * The small face of SQL: prepare, bind, step, column. sql.c is the only file
 * that includes sqlite3.h (STYLE.md section 10).
 */
struct store;
struct sql;

/* Prepares one statement. NULL fills `f`. */
struct sql *sql_new(struct store *, const char *text, struct fail *f);
void sql_free(struct sql *); /* NULL is fine */

/* Binds ?n, counted from 1. Strings are copied; NULL binds NULL. */
void sql_int(struct sql *, int n, int64_t value);
void sql_text(struct sql *, int n, const char *value);
void sql_blob(struct sql *, int n, const void *data, size_t size);
void sql_null(struct sql *, int n);

/*
 * Goes to the next row: 1 a row, 0 done, -1 a failure in `f`: EXIT_TAKEN when
 * the guard of taken time refused ("slot-taken"), EXIT_BUSY when the store
 * stayed locked, EXIT_IO for disks, EXIT_BAD_DATA for a corrupt file,
 * EXIT_REFUSED for other constraints (line names it), EXIT_BUG else.
 */
int sql_step(struct sql *, struct fail *f);
/* One that returns no rows: step, then ready to be bound and run again. */
int sql_run(struct sql *, struct fail *f);
void sql_reset(struct sql *);

/* Columns of the row, counted from 0. Text is copied into the pool. */
int64_t sql_get_int(struct sql *, int column);
char *sql_get_text(struct sql *, int column, struct pool *); /* NULL for NULL */
const void *sql_get_blob(struct sql *, int column, size_t *size); /* lent */
bool sql_is_null(struct sql *, int column);

/* Runs a statement without values (no rows). */
int sql_exec(struct store *, const char *text, struct fail *f);
int64_t sql_last_id(struct store *);
/* Rows changed by the last statement. */
int64_t sql_changes(struct store *);

/* Much is about to be read, and once: keeps few pages of the file in memory
 * from now on. */
int sql_thrift(struct store *, struct fail *f);

#endif
