#ifndef STORE_INSIDE_H
#define STORE_INSIDE_H

#include "store/sql.h"
#include "store/store.h"

#include <inttypes.h>

#include <stdbool.h>

/* What only the files of this room share. */

enum { SQL_BUCKETS = 64, SQL_CACHE_MAX = 128 };

struct sqlite3;
struct store {
	struct sqlite3 *db;
	char *path; /* as it was given */
	char *file; /* links followed */
	enum store_mode mode;
	const char *warning;
	bool rollback_journal; /* DELETE + EXTRA in place of WAL + FULL */
	bool writing, reading; /* a transaction is open */
	bool wrote;
	int64_t wal_before; /* bytes of the WAL when writing began first */
	int lock_fd;        /* of FILE-lock; -1: not opened yet */
	int64_t timeout_ms;
	/* prepared statements by hash of their text */
	struct sql *cache[SQL_BUCKETS];
	int cached;
	/* ids of busy chunks to be made anew (chunk.c); may repeat */
	int64_t *dirty;
	size_t dirty_n, dirty_cap;
	struct pool *pool;
};

/* sql.c: the connection. How to open: */
enum db_how {
	DB_READ,   /* as a reader */
	DB_WRITE,  /* for writing; the file is there */
	DB_FROZEN, /* a medium nobody can write: no locks, no WAL */
};
int db_open(struct store *, enum db_how, struct fail *f);
void db_close(struct store *);
/* Several statements; rows are dropped. */
int db_script(struct store *, const char *text, struct fail *f);
/* First column of the first row as text into `to` ("" without a row). */
int db_word(struct store *, const char *text, char *to, size_t size,
	struct fail *f);
void db_timeout(struct store *, int64_t ms);
/* Merges and empties the WAL: 1 done, 0 somebody is at it, -1. */
int db_empty_wal(struct store *, struct fail *f);
/* Copies the whole store into a file that is there and empty. */
int db_copy(struct store *, const char *to, struct fail *f);

/* lock.c: the queue of writers. `*left_ms` is what remains of the time-out. */
int lock_take(struct store *, int64_t *left_ms, struct fail *f);
/* 1 taken, 0 somebody has it, -1 no lock file. */
int lock_try(struct store *);
void lock_drop(struct store *);

/* wal.c: when the WAL is merged. Bytes of the -wal file, 0 without one. */
int64_t wal_size(const struct store *);
void wal_on_close(struct store *);

/* Begins a transaction when none is open: 1 begun, 0 one is open, -1. */
int store_enter(struct store *, struct fail *f);
/* Ends what store_enter gave: commits when rc >= 0, else rolls back. Returns
 * rc, or -1. */
int store_leave(struct store *, int entered, int rc, struct fail *f);

/* chunk.c: busy chunks. */
enum { CHUNK_S = 64 * 86400, CHUNK_MAX = 2047 };
/* The chunk an instant falls in, cut to 0...CHUNK_MAX (years 1970 to 2328). */
int64_t chunk_of(instant at);
int64_t chunk_id(int64_t chunk, int64_t calendar_id);
void chunk_mark(
	struct store *, int64_t calendar_id, instant start, instant end);
/* How many chunks of a calendar differ from what its occurrences say; -1. */
int64_t chunk_compare(struct store *, int64_t calendar_id, struct fail *f);

/* User ids with their places in the caller's array, for loads of many. */
struct owner {
	int64_t id;
	size_t place;
};
struct owner *owners_new(struct pool *, const int64_t *ids, size_t n);
/* The first of those with that id (more may follow), or NULL. */
const struct owner *owners_find(const struct owner *, size_t n, int64_t id);

/*
 * "WHAT NAME: not found" with the nearest of the names that `text` selects (one
 * column, no values). Returns 0, for finders.
 */
int near_fail(struct store *, const char *what, const char *name,
	const char *text, struct fail *f);
/* Lower case ASCII; of slugs and e-mails. */
char *lower(struct pool *, const char *text);
/* A number and nothing else: its value, else 0. */
int64_t number_of(const char *text);

#endif
