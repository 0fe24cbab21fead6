#include "check.h"

#include "base/share.h"
#include "store-temp.h"
#include "store/sql.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char crowd_path[300];

static int64_t
number(struct store *st, const char *text)
{
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t n = -1;

	if (s != NULL && sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}

/* A raw store with the first `version` schema files, and a user if it can. */
static void
make_old(const char *path, int version, int application)
{
	char text[100];
	sqlite3 *db;
	int i;

	sqlite3_open(path, &db);
	for (i = 0; i < version && share_schema[i].name != NULL; i++)
		sqlite3_exec(db, share_schema[i].text, NULL, NULL, NULL);
	if (version > 0)
		sqlite3_exec(db,
			"INSERT INTO user (id, slug, email, name, time_zone,"
			" created_at) VALUES (7, 'ada', 'ada@example.org',"
			" 'Ada', 'UTC', 5)",
			NULL, NULL, NULL);
	snprintf(text, sizeof(text),
		"PRAGMA user_version = %d; PRAGMA application_id = %d", version,
		application);
	sqlite3_exec(db, text, NULL, NULL, NULL);
	sqlite3_close(db);
}

static int
files(void)
{
	int n = 0;

	while (share_schema[n].name != NULL)
		n++;
	return n;
}

static void
fresh(void)
{
	const char *path = temp_path("a/b/fresh.db");
	struct stat sb;
	struct fail f;
	struct store *st;

	st = store_open(path, STORE_WRITE, &f);
	check(st != NULL, "a store is made with its folders");
	check(number(st, "PRAGMA user_version") == files(),
		"it has the newest version");
	check(number(st, "PRAGMA foreign_keys") == 1, "foreign keys are on");
	check(number(st, "PRAGMA synchronous") == 2, "synchronous is FULL");
	check(number(st, "PRAGMA trusted_schema") == 0,
		"the schema is not trusted");
	check(store_warning(st) == NULL, "no warning on a local disk");
	check_str(store_path(st), path, "it knows its path");
	store_close(st);
	stat(path, &sb);
	check((sb.st_mode & 0777) == 0600, "the file is 0600");
	stat(temp_path("a/b"), &sb);
	check((sb.st_mode & 0777) == 0700, "the folder is 0700");
	st = store_open(path, STORE_READ, &f);
	check(st != NULL && store_begin(st, &f) == -1 && f.status == EXIT_BUG,
		"a reader cannot begin to write");
	store_close(st);
}

static void
migrations(void)
{
	struct fail f;
	struct store *st;
	char name[40];
	int v;

	for (v = 1; v <= files(); v++) {
		snprintf(name, sizeof(name), "old%d.db", v);
		make_old(temp_path(name), v, 0x6d746731);
		st = store_open(
			temp_path(name), v % 2 ? STORE_READ : STORE_WRITE, &f);
		check(st != NULL &&
				number(st, "PRAGMA user_version") == files() &&
				number(st, "SELECT count(*) FROM user") == 1 &&
				number(st, "SELECT count(*) FROM audit") == 0,
			"version %d is migrated, its people kept", v);
		store_close(st);
	}
}

static void
refuse(const char *what, const char *path, enum store_mode mode, int status,
	const char *words)
{
	struct fail f = { 0 };
	struct store *st = store_open(path, mode, &f);

	check(st == NULL && f.status == status, "%s: status %d", what, status);
	check(strstr(f.line, words) != NULL && strstr(f.line, path) != NULL,
		"%s: the line names path and reason: %s", what, f.line);
	store_close(st);
}

static void
write_file(const char *path, const char *data, size_t n)
{
	FILE *to = fopen(path, "w");

	fwrite(data, 1, n, to);
	fclose(to);
}

static void
damage(const char *path, long from, long to)
{
	FILE *file = fopen(path, "r+");
	long i;

	fseek(file, from, SEEK_SET);
	for (i = from; i < to; i++)
		fputc(0xa5, file);
	fclose(file);
}

static void
refusals(void)
{
	char zeros[8192] = "";
	struct store *st;
	struct fail f;

	refuse("missing", temp_path("none.db"), STORE_READ, EXIT_NOT_FOUND,
		"there is none yet");
	refuse("missing folder", temp_path("no/where.db"), STORE_READ,
		EXIT_NOT_FOUND, "none");
	refuse("a folder", temp_folder, STORE_WRITE, EXIT_IO, "folder");
	refuse("a folder, reading", temp_folder, STORE_READ, EXIT_IO, "folder");
	refuse("a device", "/dev/null", STORE_WRITE, EXIT_IO, "not a file");
	write_file(temp_path("empty.db"), "", 0);
	refuse("empty, reading", temp_path("empty.db"), STORE_READ,
		EXIT_BAD_DATA, "empty");
	st = store_open(temp_path("empty.db"), STORE_WRITE, &f);
	check(st != NULL, "an empty file is made a store when writing");
	store_close(st);
	memset(zeros, 'x', sizeof(zeros));
	write_file(temp_path("text.db"), zeros, sizeof(zeros));
	refuse("text", temp_path("text.db"), STORE_READ, EXIT_BAD_DATA,
		"not a store");
	refuse("text, writing", temp_path("text.db"), STORE_WRITE,
		EXIT_BAD_DATA, "not a store");
	make_old(temp_path("other.db"), 1, 0);
	refuse("another program's", temp_path("other.db"), STORE_WRITE,
		EXIT_BAD_DATA, "not a store");
	make_old(temp_path("newer.db"), files() + 1, 0x6d746731);
	refuse("newer", temp_path("newer.db"), STORE_READ, EXIT_CONFIG,
		"newer");
	refuse("newer, writing", temp_path("newer.db"), STORE_WRITE,
		EXIT_CONFIG, "newer");
	make_old(temp_path("bad.db"), files(), 0x6d746731);
	damage(temp_path("bad.db"), 100, 4096);
	refuse("damaged", temp_path("bad.db"), STORE_WRITE, EXIT_BAD_DATA, "");
}

static void
find_in_damaged(void)
{
	struct pool *pool = pool_new();
	struct store *st;
	struct user u;
	struct fail f;

	make_old(temp_path("bad2.db"), files(), 0x6d746731);
	damage(temp_path("bad2.db"), 4096, 40000);
	st = store_open(temp_path("bad2.db"), STORE_READ, &f);
	check(st == NULL ? f.status == EXIT_BAD_DATA
			 : user_find(st, "ada", pool, &u, &f) == -1 &&
				   f.status == EXIT_BAD_DATA,
		"damage in the middle is told: %s", f.line);
	store_close(st);
	pool_free(pool);
}

static void
locked(void)
{
	const char *path = temp_path("locked.db");
	struct store *st = temp_store("locked.db"), *other;
	struct fail f;
	int fd;

	setenv("MTG_STORE_TIMEOUT_MS", "120", 1);
	other = store_open(path, STORE_WRITE, &f);
	must(store_begin(st, &f) == 0, &f);
	check(store_begin(other, &f) == -1 && f.status == EXIT_BUSY,
		"a second writer gives up after the time-out: %s", f.line);
	store_close(other);
	other = store_open(path, STORE_READ, &f);
	check(other != NULL && number(other, "SELECT count(*) FROM user") == 0,
		"a reader is not held up");
	store_close(other);
	store_rollback(st);
	/* somebody who holds SQLite's lock without ours */
	other = store_open(path, STORE_WRITE, &f);
	must(sql_exec(st, "BEGIN IMMEDIATE", &f) == 0, &f);
	check(store_begin(other, &f) == -1 && f.status == EXIT_BUSY,
		"so it does for a foreign lock");
	must(sql_exec(st, "ROLLBACK", &f) == 0, &f);
	check(store_begin(other, &f) == 0, "and writes when that is over");
	store_close(other);
	store_close(st);
	/* the lock file alone */
	fd = open(temp_path("locked.db-lock"), O_RDWR);
	flock(fd, LOCK_EX);
	st = store_open(path, STORE_WRITE, &f);
	check(st != NULL, "opening for writing needs no lock");
	check(store_begin(st, &f) == -1 && f.status == EXIT_BUSY,
		"the lock file alone holds a writer up");
	close(fd);
	check(store_begin(st, &f) == 0, "until it is let go");
	store_close(st);
	unsetenv("MTG_STORE_TIMEOUT_MS");
}

static int
open_one(int i)
{
	struct fail f;
	struct store *st = store_open(crowd_path, STORE_WRITE, &f);

	(void)i;
	if (st == NULL || number(st, "PRAGMA user_version") != files())
		return 1;
	store_close(st);
	return 0;
}

static int
open_reader(int i)
{
	struct fail f;
	struct store *st = store_open(crowd_path, STORE_READ, &f);

	(void)i;
	if (st == NULL || number(st, "SELECT count(*) FROM audit") != 0)
		return 1;
	store_close(st);
	return 0;
}

static void
crowds(void)
{
	snprintf(crowd_path, sizeof(crowd_path), "%s", temp_path("crowd.db"));
	check(temp_crowd(8, open_one, 0) == 8, "8 make one store at once");
	snprintf(crowd_path, sizeof(crowd_path), "%s", temp_path("crowd1.db"));
	make_old(crowd_path, 1, 0x6d746731);
	check(temp_crowd(8, open_one, 0) == 8, "8 migrate one store at once");
	snprintf(crowd_path, sizeof(crowd_path), "%s", temp_path("crowd2.db"));
	make_old(crowd_path, 2, 0x6d746731);
	check(temp_crowd(8, open_reader, 0) == 8, "so do 8 readers");
}

/* In a child of its own: status of a write that meets the limit. */
static int
write_full(int i)
{
	struct rlimit limit = { 400000, 400000 };
	struct fail f;
	struct store *st = store_open(crowd_path, STORE_WRITE, &f);
	char big[60000];

	(void)i;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	memset(big, 'y', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	if (st == NULL || store_begin(st, &f) != 0)
		return 1;
	for (i = 0; i < 20; i++) {
		char name[20];

		snprintf(name, sizeof(name), "n%d", i);
		if (setting_save(st, name, big, &f) != 0)
			break;
	}
	if (i == 20 && store_commit(st, &f) == 0)
		return 1;
	store_close(st);
	return f.status;
}

static int
as_nobody(int i)
{
	struct fail f;
	struct store *st;

	(void)i;
	if (setgid(65534) != 0 || setuid(65534) != 0)
		return EXIT_PERMISSION;
	st = store_open(crowd_path, STORE_WRITE, &f);
	if (st != NULL)
		return 0;
	return strstr(f.line, crowd_path) != NULL ? f.status : 1;
}

static int
read_as_nobody(int i)
{
	struct pool *pool = pool_new();
	struct user u;
	struct fail f;
	struct store *st;

	(void)i;
	if (setgid(65534) != 0 || setuid(65534) != 0)
		return 42;
	st = store_open(crowd_path, STORE_READ, &f);
	if (st == NULL)
		return f.status;
	return user_find(st, "ada", pool, &u, &f) == 1 ? 42 : f.status;
}

static void
limits(void)
{
	struct store *st = temp_store("full.db");
	struct fail f;

	store_close(st);
	snprintf(crowd_path, sizeof(crowd_path), "%s", temp_path("full.db"));
	check(temp_crowd(1, write_full, EXIT_IO) == 1,
		"a file that cannot grow is EXIT_IO");
	st = store_open(crowd_path, STORE_READ, &f);
	check(st != NULL && number(st, "SELECT count(*) FROM setting") == 0,
		"and nothing of it is kept");
	store_close(st);
	st = temp_store("mine.db");
	temp_user(st, "ada");
	store_close(st);
	snprintf(crowd_path, sizeof(crowd_path), "%s", temp_path("mine.db"));
	check(temp_crowd(1, as_nobody, EXIT_PERMISSION) == 1,
		"a store of somebody else is EXIT_PERMISSION");
	/* readable, in a folder that is not writable, -wal and -shm there */
	chmod(temp_folder, 0755);
	chmod(crowd_path, 0644);
	chmod(temp_path("mine.db-wal"), 0644);
	chmod(temp_path("mine.db-shm"), 0644);
	check(temp_crowd(1, read_as_nobody, 42) == 1,
		"it can be read where modes allow that, without writing");
	unlink(temp_path("mine.db-shm"));
	check(getuid() != 0 ||
			temp_crowd(1, read_as_nobody, EXIT_PERMISSION) == 1,
		"without -shm there, a clear refusal");
}

static void
network(void)
{
	struct store *st;
	struct fail f;

	setenv("MTG_STORE_JOURNAL", "delete", 1);
	st = temp_store("net.db");
	check(store_warning(st) != NULL, "a network file system warns");
	check(number(st, "PRAGMA synchronous") == 3, "synchronous is EXTRA");
	temp_user(st, "ada");
	check(access(temp_path("net.db-wal"), F_OK) != 0, "there is no WAL");
	store_close(st);
	unsetenv("MTG_STORE_JOURNAL");
	st = store_open(temp_path("net.db"), STORE_WRITE, &f);
	temp_user(st, "bea");
	check(number(st, "SELECT count(*) FROM user") == 2 &&
			access(temp_path("net.db-wal"), F_OK) == 0,
		"back on a local disk the WAL comes back");
	store_close(st);
	st = store_open(temp_path(":memory:"), STORE_WRITE, &f);
	store_close(st);
	st = store_open(temp_path("a b?c%41#d.db"), STORE_WRITE, &f);
	check(st != NULL && access(temp_path("a b?c%41#d.db"), F_OK) == 0,
		"odd characters in a path are kept");
	store_close(st);
}

static int
tell(void *arg, const char *problem)
{
	snprintf(arg, 300, "%s", problem);
	return 0;
}

static void
care(void)
{
	struct store *st = temp_store("care.db"), *copy;
	struct busy b = { .start = 100, .end = 200, .status = BUSY_BUSY };
	struct busies busy = { &b, 1, 1 };
	struct event_row e = {
		.href = "x.ics", .uid = "x", .ics = "", .end = 1
	};
	struct stat sb;
	char problem[300] = "";
	struct fail f;
	int fd;

	e.calendar_id = temp_calendar(st, temp_user(st, "ada"), "ada/work");
	must(event_save(st, &e, &busy, &f) == 0, &f);
	check(store_check(st, tell, problem, &f) == 0,
		"a good store has no"
		" problems%s",
		problem);
	check(store_backup(st, temp_path("copy.db"), &f) == 0, "a backup");
	stat(temp_path("copy.db"), &sb);
	check((sb.st_mode & 0777) == 0600, "the copy is 0600");
	check(store_backup(st, temp_path("copy.db"), &f) == -1 &&
			f.status == EXIT_REFUSED,
		"a file that is there is not overwritten");
	check(store_backup(st, temp_path("no/copy.db"), &f) == -1 &&
			f.status == EXIT_IO,
		"a folder that is not there is EXIT_IO");
	copy = store_open(temp_path("copy.db"), STORE_WRITE, &f);
	check(copy != NULL &&
			number(copy, "SELECT count(*) FROM busy_chunk") == 1 &&
			store_check(copy, tell, problem, &f) == 0,
		"the copy is whole and opens");
	must(sql_exec(copy, "UPDATE busy_chunk SET data = x'0000000004000000'",
		     &f) == 0,
		&f);
	check(store_check(copy, tell, problem, &f) == 1 &&
			strstr(problem, "ada/work") != NULL,
		"a busy chunk that was changed is found: %s", problem);
	must(sql_exec(copy, "DELETE FROM busy_chunk", &f) == 0, &f);
	check(store_check(copy, tell, problem, &f) == 1,
		"one that is gone too");
	must(busy_chunks_make_calendar(copy, e.calendar_id, &f) == 0, &f);
	check(store_check(copy, tell, problem, &f) == 0, "and mended");
	store_close(copy);
	must(store_checkpoint(st, &f) == 0, &f);
	check(stat(temp_path("care.db-wal"), &sb) == 0 && sb.st_size < 5000,
		"a checkpoint leaves the head of the WAL only");
	store_close(st);
	fd = open(temp_path("care.db"), O_RDONLY);
	check(fd >= 0, "the store stays");
	close(fd);
}

static void
notes(void)
{
	struct store *st = temp_store("notes.db");
	struct pool *pool = pool_new();
	struct fail f;

	check(setting_load(st, "page.url", pool) == NULL, "no setting yet");
	setting_save(st, "page.url", "https://a.example", &f);
	setting_save(st, "page.url", "https://b.example", &f);
	check_str(setting_load(st, "page.url", pool), "https://b.example",
		"a setting is saved and changed");
	setting_save(st, "page.url", NULL, &f);
	check(setting_load(st, "page.url", pool) == NULL, "and taken back");
	check(audit_add(st, 5, "page.edit", "demo", "{}", &f) == 0 &&
			number(st, "SELECT at FROM audit WHERE actor <> ''") ==
				5,
		"a line in the audit log");
	check(sql_exec(st, "UPDATE audit SET at = 1", &f) == -1 &&
			sql_exec(st, "DELETE FROM audit", &f) == -1,
		"which cannot be changed: %s", f.line);
	check(sql_exec(st, "UPDATE nothing SET at = 1", &f) == -1 &&
			f.status == EXIT_BUG,
		"a fault of ours is EXIT_BUG");
	store_close(st);
	pool_free(pool);
}

int
main(void)
{
	fresh();
	migrations();
	refusals();
	find_in_damaged();
	locked();
	crowds();
	limits();
	network();
	care();
	notes();
	temp_end();
	return check_done();
}
