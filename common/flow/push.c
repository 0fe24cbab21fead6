#include "flow/intake.h"
#include "flow/merge.h"
#include "flow/spool.h"
#include "flow/sync_priv.h"

#include "net/mail.h"
#include "store/outbox.h"
#include "store/user.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	LEASE_S = 300, /* longer than any one letter may take */
	TRIES_MAX = 8, /* then it is poison and a person is asked */
	AGAIN_S = 900, /* after trouble that a person has to mend */
	SKIP_MAX = 64, /* accounts left alone for the rest of a run */
};

struct pushing {
	struct store *store;
	const char *store_path;
	const struct sync_how *how;
	struct sync_counts *counts;
	char who[64]; /* this process, in leases */
	int status;
	/* accounts that did not answer in this run */
	int64_t skip[SKIP_MAX];
	size_t skip_n;
};

/* ---- who works on what ---- */

/* When a process started, in ticks since boot; 0: there is no such process. */
static unsigned long long
process_start(long pid)
{
	unsigned long long ticks = 0;
	char path[64], text[1024], *p;
	FILE *from;
	size_t n;
	int i;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if ((from = fopen(path, "re")) == NULL)
		return 0;
	n = fread(text, 1, sizeof(text) - 1, from);
	fclose(from);
	text[n] = '\0';
	/* the name in brackets may hold anything: count from its end */
	if ((p = strrchr(text, ')')) == NULL)
		return 0;
	for (i = 0; i < 20 && p != NULL; i++)
		p = strchr(p + 1, ' ');
	if (p != NULL)
		ticks = strtoull(p, NULL, 10);
	return ticks;
}

struct dead {
	int64_t ids[256];
	size_t n;
};

/* Whether the letter is claimed by a process of this host that is no more. */
static bool
worker_died(const struct letter *l)
{
	char host[64] = "", mine[64] = "";
	unsigned long long ticks;
	long pid;

	gethostname(mine, sizeof(mine) - 1);
	if (strcmp(l->state, "claimed") != 0 || l->lease_by == NULL ||
		sscanf(l->lease_by, "%ld %llu %63s", &pid, &ticks, host) != 3 ||
		strncmp(host, mine, 20) != 0)
		return false;
	return process_start(pid) != ticks;
}

static int
release_one(void *arg, const struct letter *l)
{
	struct dead *dead = arg;

	if (worker_died(l) &&
		dead->n < sizeof(dead->ids) / sizeof(dead->ids[0]))
		dead->ids[dead->n++] = l->id;
	return 0;
}

/* Letters whose worker died need not wait for the end of its lease. */
static int
release_dead(struct pushing *p, struct fail *f)
{
	struct dead dead = { .n = 0 };
	struct pool *pool = pool_new();
	size_t i;
	int rc;

	rc = outbox_each(p->store, true, pool, release_one, &dead, f);
	for (i = 0; rc == 0 && i < dead.n; i++) {
		struct letter l = { 0 };

		rc = outbox_find(p->store, dead.ids[i], pool, &l, f) == 1 ? 0
									  : -1;
		/* another push may have been quicker, and lives */
		if (rc == 0 && worker_died(&l)) {
			l.state = "queued";
			l.next_at = 0;
			l.error = "its worker died";
			rc = outbox_end(p->store, &l, f);
		}
	}
	pool_free(pool);
	return rc;
}

struct keys {
	struct pool *pool;
	struct strs list;
};

static int
keep_key(void *arg, const struct letter *l)
{
	struct keys *keys = arg;

	if (strcmp(l->kind, "mail") == 0)
		strs_add(keys->pool, &keys->list, l->key);
	return 0;
}

/* Files of letters that were done when their sender died. */
static int
sweep(struct pushing *p, struct fail *f)
{
	struct keys keys = { .pool = pool_new() };
	struct strs names = { 0 };
	int rc = 0;

	spool_list(p->store_path, keys.pool, &names);
	if (names.n > 0)
		rc = outbox_each(p->store, true, keys.pool, keep_key, &keys, f);
	if (rc == 0)
		spool_sweep(p->store_path, &names, &keys.list);
	pool_free(keys.pool);
	return rc;
}

/* ---- ends of a letter ---- */

static void
problem(struct pushing *p, const struct letter *l, const struct fail *why)
{
	char what[64];

	snprintf(what, sizeof(what), "letter %" PRId64 " (%s)", l->id, l->kind);
	p->status = fail_worse(p->status, why->status);
	if (p->how->problem != NULL)
		p->how->problem(p->how->arg, what, why);
}

static int
done(struct pushing *p, struct letter *l, struct fail *f)
{
	l->state = "done";
	l->error = NULL;
	l->done_at = p->how->now;
	if (outbox_end(p->store, l, f) != 0)
		return -1;
	p->counts->sent++;
	return 0;
}

/* Later again, or poison after too many tries. */
static int
again(struct pushing *p, struct letter *l, const struct fail *why,
	int64_t retry_after, struct fail *f)
{
	bool passing =
		why->status == EXIT_UNREACHABLE || why->status == EXIT_BUSY;
	bool mendable =
		why->status == EXIT_SIGN_IN || why->status == EXIT_INACTIVE ||
		why->status == EXIT_CONFIG || why->status == EXIT_PERMISSION;

	l->error = why->line;
	if (!passing && !mendable && l->tries >= TRIES_MAX) {
		l->state = "failed";
		p->counts->failed++;
	} else {
		l->state = "queued";
		l->next_at =
			p->how->now +
			(retry_after > 0   ? retry_after
				: mendable ? AGAIN_S
					   : INT64_C(30)
						     << (l->tries < 7 ? l->tries
								      : 7));
		p->counts->waiting++;
	}
	if (!passing || l->tries >= p->how->grace)
		problem(p, l, why);
	return outbox_end(p->store, l, f);
}

/* ---- mail ---- */

static int
send_mail(struct pushing *p, struct letter *l, struct fail *f)
{
	struct fail why;
	int rc;

	if (p->how->smtp != NULL)
		rc = p->how->smtp(p->how->arg, l->body, strlen(l->body),
			l->recipient, &why);
	else
		rc = spool_send(p->store_path, l->key, p->how->mail_command,
			l->body, &why);
	if (rc != 0)
		return again(p, l, &why, 0, f);
	if (done(p, l, f) != 0)
		return -1;
	spool_forget(p->store_path, l->key);
	return 0;
}

/* ---- calendar objects ---- */

struct target {
	struct pool *pool;
	struct calendar calendar;
	struct account account;
	struct user user;
	const struct provider *provider;
	struct session session;
	struct event_row held; /* href NULL: not held */
};

static bool
skipped(const struct pushing *p, int64_t account)
{
	size_t i;

	for (i = 0; i < p->skip_n; i++)
		if (p->skip[i] == account)
			return true;
	return false;
}

static int
find_target(struct pushing *p, const struct letter *l, struct target *t,
	struct fail *f)
{
	if (calendar_load(p->store, l->calendar_id, t->pool, &t->calendar, f) !=
			1 ||
		account_load(p->store, t->calendar.account_id, t->pool,
			&t->account, f) != 1 ||
		user_load(p->store, t->calendar.user_id, t->pool, &t->user,
			f) != 1)
		return -1;
	if (event_find_uid(
		    p->store, t->calendar.id, l->uid, t->pool, &t->held, f) < 0)
		return -1;
	if (skipped(p, t->account.id))
		return fail(f, EXIT_UNREACHABLE, "calendar %s: did not answer",
			t->calendar.slug);
	t->provider = p->how->find(t->account.provider);
	if (t->provider == NULL || t->provider->put == NULL)
		return fail(f, EXIT_REFUSED, "calendar %s: cannot be written",
			t->calendar.slug);
	return sync_session(&t->account, p->how, t->pool, &t->session, f);
}

/* What was written is what the store holds: the next pull has nothing to do. */
static int
note_put(struct pushing *p, struct letter *l, struct target *t,
	const struct object *o, const char *ics, struct fail *f)
{
	struct intake in;
	int rc;

	l->href = o->href;
	l->etag = o->etag;
	if ((rc = store_begin(p->store, f)) != 0)
		return rc;
	rc = intake_open(
		&in, p->store, &t->calendar, &t->user, p->how->now, t->pool, f);
	if (rc == 0)
		rc = intake_resource(
			&in, o->href, o->etag, ics, strlen(ics), f);
	if (rc == 0)
		rc = busy_chunks_make(p->store, f);
	if (rc == 0)
		rc = done(p, l, f);
	if (rc == 0)
		rc = store_commit(p->store, f);
	if (rc != 0)
		store_rollback(p->store);
	return rc;
}

/*
 * Another version stands there: fetched and merged. The same meeting in the
 * same version is our own work of a time when we did not live to write it down.
 */
static int
put_over(const struct letter *l, struct target *t, struct object *o,
	struct fail *f)
{
	struct object there = { .href = o->href };
	char *merged;
	int rc;

	if (there.href == NULL && t->held.href != NULL)
		there.href = t->held.href;
	if (t->provider->get(
		    &t->session, &t->account, &t->calendar, &there, f) != 0)
		return -1;
	rc = merge_object(t->pool, there.ics, l->body, l->uid, &merged, f);
	if (rc < 0)
		return -1;
	o->href = there.href;
	o->etag = there.etag;
	if (rc == MERGE_SAME) {
		o->ics = there.ics;
		return 0;
	}
	o->ics = merged;
	o->len = strlen(merged);
	return t->provider->put(
		&t->session, &t->account, &t->calendar, l->uid, o, f);
}

/* Nothing is to be done any more; a person is told why. */
static int
drop(struct pushing *p, struct letter *l, struct fail *f)
{
	struct fail why = *f;

	l->state = "dropped";
	l->error = why.line;
	problem(p, l, &why);
	return outbox_end(p->store, l, f);
}

/*
 * What the last pull brought is known already: our meeting is put into that, so
 * that the host's alarms and notes stay. 0, or -1 with code "newer".
 */
static int
put_into_held(const struct letter *l, struct target *t, struct object *o,
	struct fail *f)
{
	struct fail ignored;
	char *merged;
	int rc;

	if (t->held.href == NULL)
		return 0;
	o->href = pool_strn(t->pool, t->held.href, strcspn(t->held.href, "#"));
	o->etag = t->held.etag;
	if (strchr(t->held.href, '#') != NULL)
		return 0;
	rc = merge_object(
		t->pool, t->held.ics, l->body, l->uid, &merged, &ignored);
	if (rc < 0) {
		*f = ignored;
		return -1;
	}
	o->ics = merged;
	o->len = strlen(merged);
	return 0;
}

/*
 * The calendar's version is the newer one: the letter is dropped, and the
 * meeting follows now if that version was pulled already, else with the next
 * pull.
 */
static int
give_way(struct pushing *p, struct letter *l, struct target *t, struct fail *f)
{
	if (drop(p, l, f) != 0)
		return -1;
	return sync_meeting(p->store, &t->session, t->provider, &t->account,
		&t->calendar, l->uid, p->how, f);
}

static int
put(struct pushing *p, struct letter *l, struct target *t, struct fail *f)
{
	struct object o = { .ics = l->body, .len = strlen(l->body) };
	int rc, tries;

	if (put_into_held(l, t, &o, f) != 0)
		return give_way(p, l, t, f);
	rc = t->provider->put(
		&t->session, &t->account, &t->calendar, l->uid, &o, f);
	for (tries = 0; rc != 0 && f->status == EXIT_TAKEN && tries < 3;
		tries++)
		rc = put_over(l, t, &o, f);
	if (rc != 0 && strcmp(f->code, "newer") == 0)
		return give_way(p, l, t, f);
	/* somebody removed it between: then it is created anew */
	if (rc != 0 && f->status == EXIT_NOT_FOUND) {
		o.etag = NULL;
		o.ics = l->body;
		o.len = strlen(l->body);
		rc = t->provider->put(
			&t->session, &t->account, &t->calendar, l->uid, &o, f);
	}
	return rc != 0 ? rc : note_put(p, l, t, &o, o.ics, f);
}

static int
take_out(struct pushing *p, struct letter *l, struct target *t, struct fail *f)
{
	const char *href = t->held.href;
	int rc;

	/* not held: it may have been put and never seen again; its name is ours
	 */
	if (href == NULL)
		href = l->href;
	if (href != NULL &&
		t->provider->remove(&t->session, &t->account, &t->calendar,
			pool_strn(t->pool, href, strcspn(href, "#")), NULL,
			f) != 0)
		return -1;
	if ((rc = store_begin(p->store, f)) != 0)
		return rc;
	if (t->held.href != NULL)
		rc = event_remove(p->store, t->held.id, f);
	if (rc == 0)
		rc = busy_chunks_make(p->store, f);
	if (rc == 0)
		rc = done(p, l, f);
	if (rc == 0)
		rc = store_commit(p->store, f);
	if (rc != 0)
		store_rollback(p->store);
	return rc;
}

static int
send_object(struct pushing *p, struct letter *l, struct fail *f)
{
	struct target t = { .pool = pool_new() };
	struct fail why, ignored;
	int rc;

	rc = find_target(p, l, &t, &why);
	if (rc == 0)
		rc = strcmp(l->kind, "put") == 0 ? put(p, l, &t, &why)
						 : take_out(p, l, &t, &why);
	if (rc != 0) {
		if (why.status == EXIT_UNREACHABLE && p->skip_n < SKIP_MAX &&
			!skipped(p, t.account.id))
			p->skip[p->skip_n++] = t.account.id;
		/* access lost is known at once, not only at the next pull */
		if (why.status == EXIT_SIGN_IN || why.status == EXIT_INACTIVE)
			sync_failed(p->store, l->calendar_id, &why, 0,
				p->how->now, &ignored);
		rc = again(p, l, &why, t.session.retry_after, f);
	}
	sync_session_end(&t.session);
	pool_free(t.pool);
	return rc;
}

static bool
concerns(struct pushing *p, const struct letter *l, int64_t user_id)
{
	struct pool *pool;
	struct calendar c = { 0 };
	struct fail f;
	bool yes;

	if (user_id == 0 || l->calendar_id == 0)
		return true;
	pool = pool_new();
	yes = calendar_load(p->store, l->calendar_id, pool, &c, &f) == 1 &&
	      c.user_id == user_id;
	pool_free(pool);
	return yes;
}

/* One letter; 1 there was one, 0 none is due, -1. `*n` counts those tried. */
static int
next(struct pushing *p, int64_t user_id, int64_t *n, struct fail *f)
{
	struct pool *pool = pool_new();
	struct letter l = { 0 };
	int rc;

	rc = outbox_claim(
		p->store, NULL, p->who, p->how->now, LEASE_S, pool, &l, f);
	if (rc != 1)
		goto out;
	if (!concerns(p, &l, user_id)) {
		/* not asked for: back, a second later, so that the next is met
		 */
		l.state = "queued";
		l.next_at = p->how->now + 1;
		l.tries--;
		rc = outbox_end(p->store, &l, f) == 0 ? 1 : -1;
		goto out;
	}
	++*n;
	if (strcmp(l.kind, "mail") == 0) {
		rc = send_mail(p, &l, f) == 0 ? 1 : -1;
	} else {
		rc = send_object(p, &l, f) == 0 ? 1 : -1;
	}
out:
	pool_free(pool);
	return rc;
}

int
sync_push(const char *store_path, int64_t user_id, int64_t limit,
	const struct sync_how *how, struct sync_counts *counts)
{
	struct pushing p = {
		.store_path = store_path, .how = how, .counts = counts
	};
	char host[64] = "";
	struct fail f;
	int64_t n = 0;
	int rc;

	gethostname(host, sizeof(host) - 1);
	snprintf(p.who, sizeof(p.who), "%ld %llu %.20s", (long)getpid(),
		process_start((long)getpid()), host);
	if ((p.store = store_open(store_path, STORE_WRITE, &f)) == NULL) {
		if (how->problem != NULL)
			how->problem(how->arg, "store", &f);
		return f.status;
	}
	rc = release_dead(&p, &f) == 0 && sweep(&p, &f) == 0 ? 1 : -1;
	while (rc == 1 && (limit == 0 || n < limit) &&
		(rc = next(&p, user_id, &n, &f)) == 1) {
		if (how->progress != NULL)
			how->progress(how->arg, "outbox", (long)n, 0);
	}
	if (rc < 0) {
		p.status = fail_worse(p.status, f.status);
		if (how->problem != NULL)
			how->problem(how->arg, "outbox", &f);
	}
	store_close(p.store);
	return p.status != 0 && counts->sent > 0 ? EXIT_PARTIAL : p.status;
}
