#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/instant.h"

/*
 * The one store: a SQLite file in WAL mode (DELETE with synchronous=EXTRA on
 * network file systems, with a warning in store_warning). Writers line up at a
 * lock file ("FILE-lock") before BEGIN IMMEDIATE; two syncs for a commit; no
 * checkpoint on close (FIELD-NOTES section 2). Nouns that save may be called
 * without a transaction: each then has one of its own. After a failure inside
 * one, roll back.
 *
 * The environment: MTG_STORE_TIMEOUT_MS is how long a writer waits in place of
 * 30000; MTG_STORE_JOURNAL=delete does without a WAL, as on a network file
 * system.
 */
struct store;

enum store_mode {
	STORE_READ,  /* must exist; never migrates: an older one is opened for
		      * writing to migrate it first, where that is possible */
	STORE_WRITE, /* made when missing (folder too, mode 0700, file 0600) */
};

/*
 * Opens and, when needed, migrates (all steps inside BEGIN IMMEDIATE, version
 * read inside). NULL fills `f`: EXIT_NOT_FOUND with hint "mtg-sync init"
 * (missing, STORE_READ), EXIT_BAD_DATA (not a store of mtg, corrupt),
 * EXIT_CONFIG (newer than this program), EXIT_BUSY (locked for 30 s), EXIT_IO,
 * EXIT_PERMISSION.
 */
struct store *store_open(const char *path, enum store_mode, struct fail *f);
/*
 * Closes, rolling back what is open. Merges the WAL only when this process
 * wrote over 50 pages of it, or it has grown over 400, and nobody else is at
 * it: one who books never pays for it, save every twentieth time. NULL is fine.
 */
void store_close(struct store *);
const char *store_path(const struct store *);
/* A sentence to warn with (network file system), or NULL. */
const char *store_warning(const struct store *);

/* One writing transaction at a time, begun by flow/ and by doors of one row. */
int store_begin(struct store *, struct fail *f);
int store_commit(struct store *, struct fail *f);
void store_rollback(struct store *); /* fine when none is open */
/* A reading transaction: one consistent view over several loads. */
int store_begin_read(struct store *, struct fail *f);
void store_end_read(struct store *);

/* Copies the live store with the backup API into a new file (mode 0600), whole
 * or not at all. EXIT_REFUSED when the file is there. */
int store_backup(struct store *, const char *to, struct fail *f);
/*
 * integrity_check, foreign_key_check, derived tables against the truth. Calls
 * back with each problem in words; returns how many, or -1.
 */
int store_check(struct store *, int (*each)(void *arg, const char *problem),
	void *arg, struct fail *f);
/* Merges the WAL into the file: at the end of a sync, and whenever there is
 * time (four syncs). EXIT_BUSY when a reader or writer stays at it. */
int store_checkpoint(struct store *, struct fail *f);

/* Settings by name; NULL when there is none. Saving NULL takes it back. */
char *setting_load(struct store *, const char *name, struct pool *);
int setting_save(
	struct store *, const char *name, const char *value, struct fail *f);

/* Who is at work: the login name, for the audit log. */
int audit_add(struct store *, instant at, const char *action, const char *ref,
	const char *detail_json, struct fail *f);

#endif
