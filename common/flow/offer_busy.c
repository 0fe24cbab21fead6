#include "flow/offer_busy.h"

#include "wire/record_in.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* What is read into: busy times and whose they are. */
struct target {
	struct pool *pool;
	struct busies *to;
	struct strs *users;
	const char *name;
};

static int
status_read(const char *text, enum busy_status *status)
{
	enum busy_status s;

	if (text == NULL) {
		*status = BUSY_BUSY;
		return 0;
	}
	for (s = BUSY_FREE; s <= BUSY_UNAVAILABLE; s++)
		if (strcmp(busy_word(s), text) == 0) {
			*status = s;
			return 0;
		}
	return -1;
}

static int
fields_read(struct pool *pool, struct json_object *record, struct busy *b,
	const char **user, const char **word, struct fail *f)
{
	return field_time(record, "start", &b->start, f) != 0 ||
			       field_time(record, "end", &b->end, f) != 0 ||
			       field_str(pool, record, "freeBusyStatus", word,
				       f) != 0 ||
			       field_str(pool, record, "user", user, f) != 0 ||
			       field_str(pool, record, "calendar", &b->calendar,
				       f) != 0 ||
			       field_str(pool, record, "uid", &b->uid, f) !=
				       0 ||
			       field_str(pool, record, "summary", &b->summary,
				       f) != 0
		       ? -1
		       : 0;
}

/* One record; `n` counts them from 1, for errors. */
static int
busy_take(struct target *t, struct json_object *record, long n, struct fail *f)
{
	const char *type = NULL, *user = NULL, *word = NULL;
	struct busy b = { .start = INSTANT_MIN, .end = INSTANT_MIN };

	if (field_str(t->pool, record, "type", &type, f) != 0 ||
		fields_read(t->pool, record, &b, &user, &word, f) != 0)
		return fail_prefix(f, "%s: record %ld", t->name, n);
	if (type != NULL && strcmp(type, "busy") != 0)
		return fail(f, EXIT_BAD_DATA,
			"%s: record %ld: type %.40s where busy was expected",
			t->name, n, type);
	if (b.start == INSTANT_MIN || b.end == INSTANT_MIN)
		return fail(f, EXIT_BAD_DATA, "%s: record %ld: no %s", t->name,
			n, b.start == INSTANT_MIN ? "start" : "end");
	if (b.end < b.start)
		return fail(f, EXIT_BAD_DATA,
			"%s: record %ld: it ends before it starts", t->name, n);
	if (status_read(word, &b.status) != 0)
		return fail(f, EXIT_BAD_DATA,
			"%s: record %ld: freeBusyStatus %.40s is none", t->name,
			n, word);
	if (b.status == BUSY_FREE || b.start == b.end)
		return 0;
	if (t->to->n >= OFFER_BUSY_MAX)
		return fail(f, EXIT_BAD_DATA, "%s: more than %d busy times",
			t->name, OFFER_BUSY_MAX);
	busies_add(t->pool, t->to, &b);
	strs_add(t->pool, t->users, user);
	return 0;
}

static int
json_read(struct target *t, FILE *from, struct fail *f)
{
	struct record_in *in = record_in_new(t->pool, from, t->name);
	struct json_object *record;
	long n = 0;
	int rc;

	while ((rc = record_in_next(in, &record, f)) == 1)
		if ((rc = busy_take(t, record, ++n, f)) != 0)
			break;
	record_in_free(in);
	return rc;
}

/* ---- iCalendar ---- */

/* All that is left of `from` as a file that a child can read from its start. */
static int
copy_of(FILE *from, const char *name, struct fail *f)
{
	char data[65536];
	size_t n, all = 0;
	int fd = memfd_create("busy", MFD_CLOEXEC);

	if (fd < 0)
		return fail(f, EXIT_IO, "%s: %s", name, strerror(errno));
	while ((n = fread(data, 1, sizeof(data), from)) > 0) {
		all += n;
		if (all > OFFER_BUSY_BYTES) {
			close(fd);
			return fail(f, EXIT_BAD_DATA, "%s: more than %d MB",
				name, OFFER_BUSY_BYTES >> 20);
		}
		if (write(fd, data, n) != (ssize_t)n) {
			close(fd);
			return fail(
				f, EXIT_IO, "%s: %s", name, strerror(errno));
		}
	}
	if (ferror(from) || lseek(fd, 0, SEEK_SET) != 0) {
		close(fd);
		return fail(f, EXIT_IO, "%s: %s", name, strerror(errno));
	}
	return fd;
}

/* mtg-sync beside this program; else as PATH has it. */
static const char *
sync_path(struct pool *pool)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash, *path;

	if (n > 0) {
		self[n] = '\0';
		if ((slash = strrchr(self, '/')) != NULL) {
			*slash = '\0';
			path = pool_printf(pool, "%s/mtg-sync", self);
			if (access(path, X_OK) == 0)
				return path;
		}
	}
	return "mtg-sync";
}

/* Starts it with `in` as stdin; its stdout is `*out`. 0 or -1. */
static int
sync_start(struct pool *pool, const struct offer_busy_how *how, int in,
	pid_t *pid, FILE **out, struct fail *f)
{
	char from[INSTANT_TEXT], to[INSTANT_TEXT], now[INSTANT_TEXT];
	const char *path = sync_path(pool);
	const char *argv[] = { "mtg-sync", "busy", "--ics", "-", "--from",
		instant_write(how->window.start, from), "--to",
		instant_write(how->window.end, to), "-f", "json", "--now",
		instant_write(how->now, now), "--tz", how->zone, NULL, NULL,
		NULL, NULL };
	size_t n = 14;
	posix_spawn_file_actions_t acts;
	int ends[2], rc;

	if (how->owner != NULL) {
		argv[n++] = "--owner";
		argv[n++] = how->owner;
	}
	if (how->quiet)
		argv[n++] = "-q";
	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail(f, EXIT_IO, "pipe: %s", strerror(errno));
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&acts, ends[1], STDOUT_FILENO);
	rc = posix_spawnp(pid, path, &acts, NULL, (char **)argv, environ);
	posix_spawn_file_actions_destroy(&acts);
	close(ends[1]);
	if (rc != 0) {
		close(ends[0]);
		return fail(f, EXIT_CONFIG,
			"mtg-sync, which reads iCalendar, does not start: %s",
			strerror(rc));
	}
	*out = fdopen(ends[0], "r");
	return 0;
}

static int
sync_status(struct target *t, pid_t pid, struct fail *f)
{
	int status, code;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail(
				f, EXIT_IO, "mtg-sync: %s", strerror(errno));
	code = WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_BUG;
	if (code == 0 || code == EXIT_PARTIAL)
		return code;
	/* its own line stands on stderr already */
	return fail(f, code == 127 ? EXIT_CONFIG : code,
		"%s: mtg-sync could not read it", t->name);
}

static int
ics_read(struct target *t, FILE *from, const struct offer_busy_how *how,
	struct fail *f)
{
	FILE *out = NULL;
	struct fail ended;
	pid_t pid;
	int in = copy_of(from, t->name, f), rc, code;

	if (in < 0)
		return -1;
	rc = sync_start(t->pool, how, in, &pid, &out, f);
	close(in);
	if (rc != 0)
		return -1;
	rc = json_read(t, out, f);
	fclose(out);
	code = sync_status(t, pid, &ended);
	if (code < 0) {
		*f = ended;
		return -1;
	}
	return rc != 0 ? -1 : code;
}

/* ---- which ---- */

/* The first byte that is no blank, put back; EOF when there is none. A byte
 * order mark is skipped. */
static int
peek(FILE *from)
{
	int c = getc(from);

	if (c == 0xef) {
		if ((c = getc(from)) == 0xbb)
			c = getc(from);
		if (c == 0xbf)
			c = getc(from);
	}
	while (c == ' ' || c == '\t' || c == '\r' || c == '\n')
		c = getc(from);
	if (c != EOF)
		ungetc(c, from);
	return c;
}

static bool
is_null_device(FILE *from)
{
	struct stat st;

	return fstat(fileno(from), &st) == 0 && S_ISCHR(st.st_mode) &&
	       st.st_rdev == makedev(1, 3);
}

static int
read_any(struct target *t, FILE *from, const struct offer_busy_how *how,
	struct fail *f)
{
	int c = peek(from);

	if (ferror(from))
		return fail(f, EXIT_IO, "%s: %s", t->name, strerror(errno));
	if (c == EOF && is_null_device(from))
		return 0;
	if (c == EOF) {
		fail(f, EXIT_BAD_DATA,
			"%s: empty: neither busy times nor a calendar",
			t->name);
		return fail_hint(f, "an empty list is written []");
	}
	if (c == '{' || c == '[')
		return json_read(t, from, f);
	if (c == 'B' || c == 'b')
		return ics_read(t, from, how, f);
	return fail(f, EXIT_BAD_DATA,
		"%s: line 1: neither busy records (JSON) nor iCalendar",
		t->name);
}

int
offer_busy_read(struct pool *pool, const char *name,
	const struct offer_busy_how *how, struct busies *to, struct strs *users,
	struct fail *f)
{
	bool std = strcmp(name, "-") == 0;
	struct target t = { .pool = pool,
		.to = to,
		.users = users,
		.name = std ? "stdin" : name };
	FILE *from = std ? stdin : fopen(name, "re");
	int rc;

	if (from == NULL)
		return fail(f, errno == ENOENT ? EXIT_NOT_FOUND : EXIT_IO,
			"%s: %s", name, strerror(errno));
	rc = read_any(&t, from, how, f);
	if (!std)
		fclose(from);
	return rc;
}
