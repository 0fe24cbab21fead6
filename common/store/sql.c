#include "store/inside.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sql {
	struct store *store;
	sqlite3_stmt *stmt;
	struct sql *next;
	uint64_t hash;
	char *text;
	int bound; /* the first error of binding, told by sql_step */
	bool used, cached;
};

static int
constraint_fail(struct store *st, int code, const char *text, struct fail *f)
{
	if (code == SQLITE_CONSTRAINT_TRIGGER && !strcmp(text, "slot-taken"))
		return fail(f, EXIT_TAKEN, "slot-taken");
	return fail(f, EXIT_REFUSED, "store %s: %s", st->path, text);
}

static int
disk_fail(struct store *st, int code, struct fail *f)
{
	int no = sqlite3_system_errno(st->db);

	if ((code & 0xff) == SQLITE_FULL || no == ENOSPC || no == EDQUOT)
		return fail(f, EXIT_IO, "store %s: the disk is full", st->path);
	if (no == EACCES || no == EPERM || no == EROFS ||
		(code & 0xff) == SQLITE_READONLY ||
		(code & 0xff) == SQLITE_PERM)
		return fail(f, EXIT_PERMISSION,
			"store %s: no permission to write it or its folder",
			st->path);
	return fail(f, EXIT_IO, "store %s: %s", st->path,
		no != 0 ? strerror(no) : sqlite3_errmsg(st->db));
}

/* Turns SQLite's code and words into ours. */
static int
sql_fail(struct store *st, int code, struct fail *f)
{
	const char *text = sqlite3_errmsg(st->db);

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return fail(f, EXIT_BUSY, "store %s: locked by another program",
			st->path);
	case SQLITE_CONSTRAINT:
		return constraint_fail(st, code, text, f);
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_NOLFS:
		return disk_fail(st, code, f);
	case SQLITE_NOTADB:
		return fail(f, EXIT_BAD_DATA, "store %s: not a store of mtg",
			st->path);
	case SQLITE_CORRUPT:
		return fail(f, EXIT_BAD_DATA, "store %s: damaged (%s)",
			st->path, text);
	case SQLITE_TOOBIG:
		return fail(f, EXIT_BAD_DATA, "store %s: a value is too big",
			st->path);
	case SQLITE_NOMEM:
		return fail(f, EXIT_BUSY, "store %s: out of memory", st->path);
	default:
		return fail(f, EXIT_BUG, "store %s: %s", st->path, text);
	}
}

static uint64_t
hash_of(const char *text)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return h;
}

static struct sql *
cache_find(struct store *st, uint64_t hash, const char *text)
{
	struct sql *s;

	for (s = st->cache[hash % SQL_BUCKETS]; s != NULL; s = s->next)
		if (!s->used && s->hash == hash && strcmp(s->text, text) == 0)
			return s;
	return NULL;
}

static void
drop(struct sql *s)
{
	sqlite3_finalize(s->stmt);
	free(s->text);
	free(s);
}

struct sql *
sql_new(struct store *st, const char *text, struct fail *f)
{
	uint64_t hash = hash_of(text);
	struct sql *s = cache_find(st, hash, text);
	int rc;

	if (s != NULL) {
		s->used = true;
		s->bound = SQLITE_OK;
		return s;
	}
	if ((s = calloc(1, sizeof(*s))) == NULL ||
		(s->text = strdup(text)) == NULL) {
		free(s);
		fail(f, EXIT_BUSY, "store %s: out of memory", st->path);
		return NULL;
	}
	rc = sqlite3_prepare_v3(
		st->db, text, -1, SQLITE_PREPARE_PERSISTENT, &s->stmt, NULL);
	if (rc != SQLITE_OK) {
		sql_fail(st, rc, f);
		drop(s);
		return NULL;
	}
	s->store = st;
	s->hash = hash;
	s->used = true;
	if (st->cached < SQL_CACHE_MAX) {
		st->cached++;
		s->cached = true;
		s->next = st->cache[hash % SQL_BUCKETS];
		st->cache[hash % SQL_BUCKETS] = s;
	}
	return s;
}

void
sql_free(struct sql *s)
{
	if (s == NULL)
		return;
	if (!s->cached) {
		drop(s);
		return;
	}
	/* a statement left half way would hold its view of the store open */
	sqlite3_reset(s->stmt);
	sqlite3_clear_bindings(s->stmt);
	s->used = false;
}

static void
note(struct sql *s, int rc)
{
	if (rc != SQLITE_OK && s->bound == SQLITE_OK)
		s->bound = rc;
}

void
sql_int(struct sql *s, int n, int64_t value)
{
	note(s, sqlite3_bind_int64(s->stmt, n, value));
}

void
sql_text(struct sql *s, int n, const char *value)
{
	note(s, value == NULL
			? sqlite3_bind_null(s->stmt, n)
			: sqlite3_bind_text64(s->stmt, n, value, strlen(value),
				  SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
sql_blob(struct sql *s, int n, const void *data, size_t size)
{
	note(s, sqlite3_bind_blob64(s->stmt, n, size == 0 ? "" : data, size,
			SQLITE_TRANSIENT));
}

void
sql_null(struct sql *s, int n)
{
	note(s, sqlite3_bind_null(s->stmt, n));
}

int
sql_step(struct sql *s, struct fail *f)
{
	int rc = s->bound != SQLITE_OK ? s->bound : sqlite3_step(s->stmt);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	return sql_fail(s->store, rc, f);
}

int
sql_run(struct sql *s, struct fail *f)
{
	int rc;

	while ((rc = sql_step(s, f)) == 1)
		;
	sqlite3_reset(s->stmt);
	return rc;
}

void
sql_reset(struct sql *s)
{
	sqlite3_reset(s->stmt);
}

int64_t
sql_get_int(struct sql *s, int column)
{
	return sqlite3_column_int64(s->stmt, column);
}

char *
sql_get_text(struct sql *s, int column, struct pool *pool)
{
	const unsigned char *text = sqlite3_column_text(s->stmt, column);

	if (text == NULL)
		return NULL;
	return pool_strn(pool, (const char *)text,
		(size_t)sqlite3_column_bytes(s->stmt, column));
}

const void *
sql_get_blob(struct sql *s, int column, size_t *size)
{
	const void *data = sqlite3_column_blob(s->stmt, column);

	*size = (size_t)sqlite3_column_bytes(s->stmt, column);
	return data;
}

bool
sql_is_null(struct sql *s, int column)
{
	return sqlite3_column_type(s->stmt, column) == SQLITE_NULL;
}

int
sql_exec(struct store *st, const char *text, struct fail *f)
{
	return db_script(st, text, f);
}

int
sql_thrift(struct store *st, struct fail *f)
{
	return db_script(st, "PRAGMA cache_size = 16", f);
}

int64_t
sql_last_id(struct store *st)
{
	return sqlite3_last_insert_rowid(st->db);
}

int64_t
sql_changes(struct store *st)
{
	return sqlite3_changes64(st->db);
}

int
db_script(struct store *st, const char *text, struct fail *f)
{
	int rc = sqlite3_exec(st->db, text, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : sql_fail(st, rc, f);
}

int
db_word(struct store *st, const char *text, char *to, size_t size,
	struct fail *f)
{
	sqlite3_stmt *stmt = NULL;
	const unsigned char *word;
	int rc;

	*to = '\0';
	rc = sqlite3_prepare_v2(st->db, text, -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		word = sqlite3_column_text(stmt, 0);
		snprintf(
			to, size, "%s", word == NULL ? "" : (const char *)word);
		rc = SQLITE_OK;
	}
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		sql_fail(st, rc, f);
	sqlite3_finalize(stmt);
	return rc == SQLITE_OK || rc == SQLITE_DONE ? 0 : -1;
}

void
db_timeout(struct store *st, int64_t ms)
{
	sqlite3_busy_timeout(st->db, (int)ms);
}

/* A path as a URI, for what only a URI can say. */
static char *
uri_of(const char *path, const char *query)
{
	char *uri = malloc(strlen(path) * 3 + strlen(query) + 8), *to;

	if (uri == NULL)
		return NULL;
	to = stpcpy(uri, "file:");
	for (; *path != '\0'; path++)
		if (strchr("%?#", *path) != NULL)
			to += sprintf(to, "%%%02X", (unsigned char)*path);
		else
			*to++ = *path;
	stpcpy(to, query);
	return uri;
}

static void
set_up(struct store *st, enum db_how how)
{
	sqlite3_extended_result_codes(st->db, 1);
	sqlite3_limit(st->db, SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024);
	sqlite3_db_config(st->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(st->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(st->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_busy_timeout(st->db, (int)st->timeout_ms);
	if (how == DB_WRITE)
		sqlite3_wal_autocheckpoint(st->db, 0);
}

int
db_open(struct store *st, enum db_how how, struct fail *f)
{
	static bool configured;
	const char *name;
	char *uri = NULL;
	int rc, flags;

	if (!configured) {
		configured = true;
		/*
		 * Who writes reads files up to 1 GB through the page cache
		 * itself. Who asks reads few pages, far apart: each would bring
		 * its neighbours along, three times the memory for no gain.
		 */
		sqlite3_config(SQLITE_CONFIG_MMAP_SIZE,
			(sqlite3_int64)(how == DB_WRITE ? 1 << 30 : 0),
			(sqlite3_int64)1 << 40);
		sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	}
	/* a store belongs to one thread: nothing locks its every step */
	flags = SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX |
		(how == DB_WRITE ? SQLITE_OPEN_READWRITE
				 : SQLITE_OPEN_READONLY);
	/* always as a URI: a name like ":memory:" is a file to us */
	uri = uri_of(st->file, how == DB_FROZEN ? "?immutable=1" : "");
	if (uri == NULL)
		return fail(f, EXIT_BUSY, "store %s: out of memory", st->path);
	rc = sqlite3_open_v2(uri, &st->db, flags | SQLITE_OPEN_URI, NULL);
	free(uri);
	if (rc != SQLITE_OK) {
		if (st->db == NULL)
			return fail(f, EXIT_BUSY, "store %s: out of memory",
				st->path);
		sql_fail(st, rc, f);
		db_close(st);
		return -1;
	}
	set_up(st, how);
	name = sqlite3_db_filename(st->db, "main");
	if (name != NULL && *name != '\0')
		st->file = pool_str(st->pool, name);
	return 0;
}

void
db_close(struct store *st)
{
	struct sql *s, *next;
	int i;

	for (i = 0; i < SQL_BUCKETS; i++) {
		for (s = st->cache[i]; s != NULL; s = next) {
			next = s->next;
			drop(s);
		}
		st->cache[i] = NULL;
	}
	st->cached = 0;
	sqlite3_close_v2(st->db);
	st->db = NULL;
}

int
db_empty_wal(struct store *st, struct fail *f)
{
	int rc = sqlite3_wal_checkpoint_v2(
		st->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	if (rc == SQLITE_OK)
		return 1;
	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		return 0;
	return sql_fail(st, rc, f);
}

int
db_copy(struct store *st, const char *to, struct fail *f)
{
	struct store copy = { .path = (char *)(uintptr_t)to };
	sqlite3_backup *b = NULL;
	int rc;

	rc = sqlite3_open_v2(to, &copy.db, SQLITE_OPEN_READWRITE, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(copy.db, 1);
		b = sqlite3_backup_init(copy.db, "main", st->db, "main");
		/* all pages in one step: one consistent view, no restarts */
		rc = b == NULL ? sqlite3_extended_errcode(copy.db)
			       : sqlite3_backup_step(b, -1);
		if (rc == SQLITE_DONE)
			rc = SQLITE_OK;
		sqlite3_backup_finish(b);
	}
	if (rc != SQLITE_OK)
		sql_fail(&copy, rc, f);
	if (sqlite3_close(copy.db) != SQLITE_OK && rc == SQLITE_OK)
		return fail(f, EXIT_IO, "%s: cannot be closed", to);
	return rc == SQLITE_OK ? 0 : -1;
}
