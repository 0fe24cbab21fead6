#include "flow/sync.h"
#include "flow/sync_priv.h"

#include "flow/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RETRY_MAX_S = 86400 };

int
sync_session(const struct account *account, const struct sync_how *how,
	struct pool *pool, struct session *s, struct fail *f)
{
	memset(s, 0, sizeof(*s));
	s->pool = pool;
	s->login = account->login;
	s->total_s = s->stall_s = how->timeout_s;
	s->allow_private = how->allow_private;
	s->trace = how->trace;
	s->trace_arg = how->arg;
	return secret_get(account, &s->secret, f);
}

void
sync_session_end(struct session *s)
{
	char *secret = s->secret;

	session_clear(s);
	secret_wipe(secret);
	free(secret);
}

/* 30 s, a minute, two, ... an hour. */
static int64_t
backoff(int failures)
{
	return failures > 7 ? 3600 : INT64_C(30) << (failures - 1);
}

int
sync_failed(struct store *store, int64_t calendar_id, const struct fail *why,
	int64_t retry_after, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct calendar c = { 0 };
	struct account a = { 0 };
	int rc = -1;

	if (store_begin(store, f) != 0)
		goto out;
	if (calendar_load(store, calendar_id, pool, &c, f) != 1 ||
		account_load(store, c.account_id, pool, &a, f) != 1)
		goto out;
	c.tried_at = now;
	c.failures++;
	c.error = why->line;
	if (why->status == EXIT_SIGN_IN || why->status == EXIT_PERMISSION) {
		c.state = "sign-in";
		a.state = "sign-in";
		a.error = why->line;
	} else if (why->status == EXIT_INACTIVE) {
		c.state = "inactive";
	}
	if (why->status == EXIT_UNREACHABLE) {
		/* nobody may tell us to stay away for good */
		if (retry_after > RETRY_MAX_S)
			retry_after = RETRY_MAX_S;
		a.next_at = now + (retry_after > 0 ? retry_after
						   : backoff(c.failures));
		a.error = why->line;
	}
	if (calendar_save(store, &c, f) != 0 || account_save(store, &a, f) != 0)
		goto out;
	rc = store_commit(store, f);
out:
	if (rc != 0)
		store_rollback(store);
	pool_free(pool);
	return rc;
}

/* ---- one account after another, or several processes ---- */

/* Holds the account against a second sync; released when the file is closed. */
static int
lock_account(const char *store_path, int64_t account_id)
{
	struct flock l = { .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = account_id,
		.l_len = 1 };
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s-sync", store_path);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		while (fcntl(fd, F_OFD_SETLKW, &l) != 0 && errno == EINTR)
			;
	return fd;
}

struct job {
	int64_t account;
	int64_t *calendars;
	size_t n, cap;
	/* of a process: */
	pid_t pid;
	FILE *from;
};

static int
run_here(const char *store_path, const struct job *job,
	const struct sync_how *how, struct sync_counts *counts)
{
	struct store *store;
	struct fail f;
	int rc, lock;

	lock = lock_account(store_path, job->account);
	if ((store = store_open(store_path, STORE_WRITE, &f)) == NULL) {
		if (how->problem != NULL)
			how->problem(how->arg, "store", &f);
		rc = f.status;
	} else {
		rc = sync_account(store, job->account, job->calendars, job->n,
			how, counts);
	}
	store_close(store);
	if (lock >= 0)
		close(lock);
	return rc;
}

/* What a process tells its parent: fields separated by US, one record a line.
 */
enum { US = 0x1f };

static void
say(FILE *to, const char *text)
{
	fputc(US, to);
	for (; text != NULL && *text != '\0'; text++)
		fputc((unsigned char)*text < ' ' ? ' ' : *text, to);
}

static void
say_change(void *arg, const struct change *c)
{
	FILE *to = arg;

	fputc('C', to);
	say(to, c->calendar);
	say(to, c->action);
	say(to, c->uid);
	say(to, c->summary);
	fprintf(to, "%c%" PRId64 "\n", US, c->start);
	fflush(to);
}

static void
say_problem(void *arg, const char *what, const struct fail *f)
{
	FILE *to = arg;

	fprintf(to, "P%c%d", US, f->status);
	say(to, f->code);
	say(to, what);
	say(to, f->line);
	say(to, f->hint);
	fputc('\n', to);
	fflush(to);
}

static void
say_line(void *arg, const char *line)
{
	FILE *to = arg;

	fputc('W', to);
	say(to, line);
	fputc('\n', to);
	fflush(to);
}

static void
say_trace(void *arg, const char *line)
{
	FILE *to = arg;

	fputc('T', to);
	say(to, line);
	fputc('\n', to);
	fflush(to);
}

static void
child(const char *store_path, const struct job *job,
	const struct sync_how *parents, int fd)
{
	struct sync_counts counts = { 0 };
	struct sync_how how = *parents;
	FILE *to = fdopen(fd, "w");
	int rc;

	if (to == NULL)
		_exit(EXIT_IO);
	how.change = parents->change != NULL ? say_change : NULL;
	how.problem = say_problem;
	how.warning = say_line;
	how.trace = parents->trace != NULL ? say_trace : NULL;
	how.progress = NULL;
	how.arg = to;
	rc = run_here(store_path, job, &how, &counts);
	fprintf(to, "N%c%" PRId64 "%c%" PRId64 "%c%" PRId64 "\n", US,
		counts.added, US, counts.changed, US, counts.removed);
	fclose(to);
	_exit(rc);
}

static int
start(const char *store_path, struct job *job, const struct sync_how *how)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) != 0)
		return -1;
	fflush(NULL);
	if ((job->pid = fork()) < 0) {
		close(fds[0]);
		close(fds[1]);
		return -1;
	}
	if (job->pid == 0) {
		close(fds[0]);
		child(store_path, job, how, fds[1]);
	}
	close(fds[1]);
	job->from = fdopen(fds[0], "r");
	return 0;
}

/* The next field of a record, ended in place; "" when there is none. */
static char *
field(char **at)
{
	char *start = *at, *end = strchr(start, US);

	if (end == NULL) {
		*at = start + strlen(start);
		return start;
	}
	*end = '\0';
	*at = end + 1;
	return start;
}

static void
hear_problem(const struct sync_how *how, char *at)
{
	struct fail f;
	const char *code, *what, *line;

	f.status = atoi(field(&at));
	code = field(&at);
	what = field(&at);
	line = field(&at);
	fail_code(&f, f.status,
		strcmp(code, "mass-deletion") == 0 ? "mass-deletion"
						   : fail_name(f.status),
		"%s", line);
	if (*at != '\0')
		fail_hint(&f, "%s", at);
	if (how->problem != NULL)
		how->problem(how->arg, what, &f);
}

static void
hear(const struct sync_how *how, struct sync_counts *counts, char *line)
{
	char kind = line[0], *at = line + 1;
	struct change c;

	line[strcspn(line, "\n")] = '\0';
	if (kind == '\0' || *at++ != US)
		return;
	switch (kind) {
	case 'C':
		c.calendar = field(&at);
		c.action = field(&at);
		c.uid = field(&at);
		c.summary = field(&at);
		c.start = strtoll(at, NULL, 10);
		how->change(how->arg, &c);
		break;
	case 'P':
		hear_problem(how, at);
		break;
	case 'W':
		if (how->warning != NULL)
			how->warning(how->arg, at);
		break;
	case 'T':
		how->trace(how->arg, at);
		break;
	case 'N':
		counts->added += strtoll(field(&at), NULL, 10);
		counts->changed += strtoll(field(&at), NULL, 10);
		counts->removed += strtoll(at, NULL, 10);
		break;
	}
}

/* Reads all that a process says, then its end. Records come out account by
 * account, in their order. */
static int
collect(struct job *job, const struct sync_how *how, struct sync_counts *counts)
{
	char *line = NULL;
	size_t cap = 0;
	int status = 0;

	while (getline(&line, &cap, job->from) > 0)
		hear(how, counts, line);
	free(line);
	fclose(job->from);
	while (waitpid(job->pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_BUG;
}

/* Keeps up to `how->jobs` processes at work, reads them in order. */
static void
run_jobs(const char *store_path, struct job *jobs, size_t n,
	const struct sync_how *how, struct sync_counts *counts, int *status)
{
	size_t started = 0, done = 0;

	for (done = 0; done < n; done++) {
		for (; started < n && started - done < (size_t)how->jobs;
			started++)
			if (start(store_path, &jobs[started], how) != 0)
				break;
		status[done] = started > done && jobs[done].from != NULL
				       ? collect(&jobs[done], how, counts)
				       : run_here(store_path, &jobs[done], how,
						 counts);
		if (started == done)
			started++;
		if (how->progress != NULL)
			how->progress(
				how->arg, "accounts", (long)done + 1, (long)n);
	}
}

static struct job *
job_of(struct pool *pool, struct job *jobs, size_t *n, int64_t account)
{
	size_t i;

	(void)pool;
	for (i = 0; i < *n; i++)
		if (jobs[i].account == account)
			return &jobs[i];
	jobs[*n].account = account;
	return &jobs[(*n)++];
}

/* Calendars by account. The store is closed again before processes start. */
static int
plan(const char *store_path, const int64_t *calendars, size_t n,
	struct pool *pool, struct job *jobs, size_t *jobs_n, struct fail *f)
{
	struct store *store = store_open(store_path, STORE_READ, f);
	struct calendar c;
	struct job *job;
	size_t i;

	if (store == NULL)
		return -1;
	for (i = 0; i < n; i++) {
		memset(&c, 0, sizeof(c));
		if (calendar_load(store, calendars[i], pool, &c, f) != 1) {
			store_close(store);
			return -1;
		}
		job = job_of(pool, jobs, jobs_n, c.account_id);
		job->calendars = pool_grow(pool, job->calendars, job->n,
			&job->cap, sizeof(*job->calendars));
		job->calendars[job->n++] = c.id;
	}
	store_close(store);
	return 0;
}

/* Meetings whose event is gone: what becomes of them is known only after a
 * second look, also into the host's other calendars. */
static int
look_again(const char *store_path, const int64_t *calendars, size_t n,
	const struct sync_how *parents, struct sync_counts *counts,
	struct pool *pool, struct fail *f)
{
	struct store *store = store_open(store_path, STORE_READ, f);
	struct sync_how how = *parents;
	struct missing missing = { 0 };
	size_t jobs_n = 0, i;
	struct job *jobs;
	int rc;

	if (store == NULL)
		return f->status;
	rc = missing_find(store, calendars, n, &how, pool, &missing, f);
	store_close(store);
	if (rc != 0 || missing.gone_n == 0)
		return rc != 0 ? f->status : 0;
	jobs = pool_array(pool, missing.again_n + 1, sizeof(*jobs));
	if (plan(store_path, missing.again, missing.again_n, pool, jobs,
		    &jobs_n, f) != 0)
		return f->status;
	/* said once already */
	how.warning = NULL;
	how.full = false;
	for (i = 0; i < jobs_n; i++)
		run_here(store_path, &jobs[i], &how, counts);
	if ((store = store_open(store_path, STORE_WRITE, f)) == NULL)
		return f->status;
	for (i = 0; rc == 0 && i < missing.gone_n; i++)
		rc = missing_settle(store, missing.gone[i].ref, &how, f);
	store_close(store);
	return rc != 0 ? f->status : 0;
}

int
sync_pull(const char *store_path, const int64_t *calendars, size_t n,
	const struct sync_how *how, struct sync_counts *counts)
{
	struct pool *pool = pool_new();
	struct job *jobs = pool_array(pool, n + 1, sizeof(*jobs));
	int *status = pool_array(pool, n + 1, sizeof(*status));
	size_t jobs_n = 0, i, good = 0;
	struct fail f;
	int worst = 0;

	if (plan(store_path, calendars, n, pool, jobs, &jobs_n, &f) != 0) {
		if (how->problem != NULL)
			how->problem(how->arg, "store", &f);
		pool_free(pool);
		return f.status;
	}
	if (jobs_n > 1 && how->jobs > 1)
		run_jobs(store_path, jobs, jobs_n, how, counts, status);
	else
		for (i = 0; i < jobs_n; i++)
			status[i] = run_here(store_path, &jobs[i], how, counts);
	for (i = 0; i < jobs_n; i++) {
		good += status[i] == 0;
		worst = fail_worse(worst, status[i]);
	}
	if (how->book != NULL && (i = (size_t)look_again(store_path, calendars,
					  n, how, counts, pool, &f)) != 0) {
		worst = fail_worse(worst, (int)i);
		if (how->problem != NULL)
			how->problem(how->arg, "meetings", &f);
	}
	pool_free(pool);
	return worst != 0 && good > 0 ? EXIT_PARTIAL : worst;
}
