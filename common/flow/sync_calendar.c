#include "flow/sync_priv.h"

#include "store/outbox_puts.h"
#include "store/user.h"

#include <stdlib.h>
#include <string.h>

enum {
	BATCH = 256, /* objects in one transaction */
	BATCH_BYTES = 4 << 20,
	FRESH_S = 300, /* an unchanged calendar younger is not written */
};

/* What the store holds of the calendar, sorted by href. */
struct held {
	const char *href, *etag;
	int64_t id;
	bool seen;
};

struct item {
	const char *href, *etag, *ics; /* ics NULL: gone */
	size_t len;
};

struct pulling {
	struct store *store;
	struct calendar *calendar;
	const struct sync_how *how;
	struct sync_counts *counts;
	struct intake in;
	struct pool *pool;
	struct held *held;
	size_t held_n, held_cap;
	bool full;
	struct pool *batch_pool;
	struct item batch[BATCH];
	size_t batch_n, batch_bytes;
	bool wrote;
	struct strs own; /* hrefs that we wrote and the server did not name */
	size_t bad;
};

static int
hold(void *arg, const struct event_row *row)
{
	struct pulling *p = arg;
	struct held *h;

	p->held = pool_grow(
		p->pool, p->held, p->held_n, &p->held_cap, sizeof(*p->held));
	h = &p->held[p->held_n++];
	h->href = pool_str(p->pool, row->href);
	h->etag = row->etag != NULL ? pool_str(p->pool, row->etag) : "";
	h->id = row->id;
	return 0;
}

static int
by_href(const void *a, const void *b)
{
	return strcmp(
		((const struct held *)a)->href, ((const struct held *)b)->href);
}

/* Index of the first held href that is not below `href`. */
static size_t
lower(const struct pulling *p, const char *href)
{
	size_t lo = 0, hi = p->held_n, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (strcmp(p->held[mid].href, href) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Marks a resource as seen, with those that share it ("href#UID"). */
static void
see(struct pulling *p, const char *href)
{
	size_t n = strlen(href), i;

	for (i = lower(p, href); i < p->held_n; i++) {
		if (strncmp(p->held[i].href, href, n) != 0)
			break;
		if (p->held[i].href[n] == '\0' || p->held[i].href[n] == '#')
			p->held[i].seen = true;
	}
}

/* Others of a resource that held several UIDs and is gone, or has them no more.
 */
static int
others_gone(struct pulling *p, const struct item *item, struct fail *f)
{
	size_t n = strlen(item->href), i;

	for (i = lower(p, item->href); i < p->held_n; i++) {
		const char *href = p->held[i].href;

		if (strncmp(href, item->href, n) != 0)
			break;
		if (href[n] == '#' &&
			(item->ics == NULL ||
				strstr(item->ics, href + n + 1) == NULL) &&
			intake_gone(&p->in, href, f) != 0)
			return -1;
	}
	return 0;
}

static int
put_away(struct pulling *p, const struct item *item, struct fail *f)
{
	struct fail bad;

	if (others_gone(p, item, f) != 0)
		return -1;
	if (item->ics == NULL)
		return intake_gone(&p->in, item->href, f);
	if (intake_resource(&p->in, item->href, item->etag, item->ics,
		    item->len, &bad) == 0)
		return 0;
	if (bad.status != EXIT_BAD_DATA) {
		*f = bad;
		return -1;
	}
	/* one that cannot be read costs itself; what is held of it stays */
	p->bad++;
	if (p->how->warning != NULL)
		p->how->warning(p->how->arg,
			pool_printf(p->batch_pool, "calendar %s: %s",
				p->calendar->slug, bad.line));
	return 0;
}

/* One transaction for all that waits. */
static int
flush_batch(struct pulling *p, struct fail *f)
{
	size_t i;
	int rc;

	if (p->batch_n == 0)
		return 0;
	if ((rc = store_begin(p->store, f)) != 0)
		return rc;
	for (i = 0; rc == 0 && i < p->batch_n; i++)
		rc = put_away(p, &p->batch[i], f);
	if (rc == 0)
		rc = busy_chunks_make(p->store, f);
	if (rc == 0)
		rc = store_commit(p->store, f);
	if (rc != 0)
		store_rollback(p->store);
	p->wrote = true;
	pool_free(p->batch_pool);
	p->batch_pool = pool_new();
	p->batch_n = p->batch_bytes = 0;
	return rc;
}

static int
push_item(struct pulling *p, const char *href, const char *etag,
	const char *ics, size_t len, struct fail *f)
{
	struct item *item = &p->batch[p->batch_n++];

	item->href = pool_str(p->batch_pool, href);
	item->etag = pool_str(p->batch_pool, etag);
	item->ics = ics == NULL ? NULL : pool_strn(p->batch_pool, ics, len);
	item->len = len;
	p->batch_bytes += len;
	if (p->how->progress != NULL)
		p->how->progress(p->how->arg, p->calendar->slug,
			p->in.added + p->in.changed + (long)p->batch_n, 0);
	return p->batch_n == BATCH || p->batch_bytes > BATCH_BYTES
		       ? flush_batch(p, f)
		       : 0;
}

static const char *
on_known(void *arg, const char *href)
{
	struct pulling *p = arg;
	size_t i = lower(p, href);

	return i < p->held_n && strcmp(p->held[i].href, href) == 0
		       ? p->held[i].etag
		       : NULL;
}

static int
on_full(void *arg, struct fail *f)
{
	struct pulling *p = arg;
	size_t i;

	(void)f;
	p->full = true;
	for (i = 0; i < p->held_n; i++)
		p->held[i].seen = false;
	return 0;
}

static int
on_object(void *arg, const struct object *o, struct fail *f)
{
	struct pulling *p = arg;

	see(p, o->href);
	return push_item(p, o->href, o->etag, o->ics, o->len, f);
}

static int
on_same(void *arg, const char *href, struct fail *f)
{
	(void)f;
	see(arg, href);
	return 0;
}

static int
on_gone(void *arg, const char *href, struct fail *f)
{
	see(arg, href);
	return push_item(arg, href, NULL, NULL, 0, f);
}

static int
on_bad(void *arg, const char *href, const char *why, struct fail *f)
{
	struct pulling *p = arg;

	(void)f;
	see(p, href);
	p->bad++;
	if (p->how->warning != NULL)
		p->how->warning(p->how->arg,
			pool_printf(p->batch_pool, "calendar %s: %s: %s",
				p->calendar->slug, href, why));
	return 0;
}

static void
on_change(void *arg, const struct change *c)
{
	struct pulling *p = arg;

	if (p->how->change != NULL)
		p->how->change(p->how->arg, c);
}

static size_t
count_missing(const struct pulling *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->held_n; i++)
		n += !p->held[i].seen;
	return n;
}

static int
remove_missing(struct pulling *p, struct fail *f)
{
	size_t i;

	for (i = 0; i < p->held_n; i++)
		if (!p->held[i].seen &&
			push_item(p, p->held[i].href, NULL, NULL, 0, f) != 0)
			return -1;
	return flush_batch(p, f);
}

/* Asks the provider once; `again` from the beginning. */
static int
ask(struct pulling *p, struct session *s, const struct provider *provider,
	const struct account *account, bool again, bool *unchanged,
	struct fail *f)
{
	struct pull_sink sink = { .arg = p,
		.held = p->held_n,
		.known = on_known,
		.full = on_full,
		.object = on_object,
		.same = on_same,
		.gone = on_gone,
		.bad = on_bad };
	struct calendar *c = p->calendar;
	struct fail ignored;

	if (again)
		c->sync_token = c->ctag = c->etag = c->modified = NULL;
	*unchanged = false;
	if (provider->pull(s, account, c, &sink, unchanged, f) == 0)
		return flush_batch(p, f);
	/* what came is kept: the next pull goes on from there */
	flush_batch(p, &ignored);
	return -1;
}

/*
 * A listing that lacks much of what is held is asked for again; when it says
 * the same, a person has to believe it (--full).
 */
static int
settle_removals(struct pulling *p, struct session *s,
	const struct provider *provider, const struct account *account,
	struct fail *f)
{
	size_t missing = count_missing(p);
	bool unchanged;

	if (!p->full)
		return 0;
	if (!p->how->full &&
		intake_is_mass_deletion((int64_t)p->held_n, (int64_t)missing)) {
		if (ask(p, s, provider, account, true, &unchanged, f) != 0)
			return -1;
		missing = count_missing(p);
		if (intake_is_mass_deletion(
			    (int64_t)p->held_n, (int64_t)missing)) {
			fail_code(f, EXIT_PARTIAL, "mass-deletion",
				"calendar %s: %zu of %zu events are gone from "
				"it; nothing was removed",
				p->calendar->slug, missing, p->held_n);
			return fail_hint(f,
				"mtg-sync pull --full %s, if that is right",
				p->calendar->slug);
		}
	}
	return remove_missing(p, f);
}

static int
add_href(void *arg, const char *href)
{
	struct pulling *p = arg;
	size_t i = lower(p, href);

	if (i < p->held_n && strcmp(p->held[i].href, href) == 0 &&
		!p->held[i].seen)
		strs_add(p->pool, &p->own, href);
	return 0;
}

/*
 * What we wrote since the last pull is news to the token, so the server must
 * have named it. One whose tokens are made of the contents does not, when
 * somebody took it out again: then we look for ourselves.
 */
static int
look_at_own(struct pulling *p, struct session *s,
	const struct provider *provider, const struct account *account,
	struct fail *f)
{
	size_t i;

	if (p->full || provider->put == NULL)
		return 0;
	if (outbox_written(p->store, p->calendar->id, p->calendar->synced_at,
		    add_href, p, f) != 0)
		return -1;
	for (i = 0; i < p->own.n; i++) {
		struct object o = { .href = p->own.v[i] };
		struct fail why;

		p->wrote = true;
		if (provider->get(s, account, p->calendar, &o, &why) == 0 ||
			why.status != EXIT_NOT_FOUND)
			continue;
		if (push_item(p, p->own.v[i], NULL, NULL, 0, f) != 0)
			return -1;
	}
	return flush_batch(p, f);
}

/* Tokens and states back to the row, which others may have changed meanwhile.
 */
static int
note_success(struct pulling *p, bool unchanged, struct fail *f)
{
	struct calendar *now = p->calendar, row = { 0 };
	struct account a = { 0 };
	int rc;

	if (unchanged && !p->wrote && now->failures == 0 &&
		strcmp(now->state, "active") == 0 && now->error == NULL &&
		p->how->now - now->synced_at < FRESH_S)
		return 0;
	if ((rc = store_begin(p->store, f)) != 0)
		return rc;
	rc = calendar_load(p->store, now->id, p->pool, &row, f) == 1 &&
			     account_load(p->store, now->account_id, p->pool,
				     &a, f) == 1
		     ? 0
		     : -1;
	row.sync_token = now->sync_token;
	row.ctag = now->ctag;
	row.etag = now->etag;
	row.modified = now->modified;
	row.busy_from = now->busy_from;
	row.busy_to = now->busy_to;
	row.synced_at = row.tried_at = p->how->now;
	if (p->full)
		row.full_at = p->how->now;
	row.failures = 0;
	row.state = "active";
	row.error = NULL;
	a.state = "active";
	a.error = NULL;
	a.next_at = 0;
	if (rc == 0)
		rc = calendar_save(p->store, &row, f);
	if (rc == 0)
		rc = account_save(p->store, &a, f);
	if (rc == 0)
		rc = store_commit(p->store, f);
	if (rc != 0)
		store_rollback(p->store);
	return rc;
}

/* The window of occurrences moves on with the clock, before anything is pulled.
 */
static int
renew(struct pulling *p, struct fail *f)
{
	int rc;

	if (p->calendar->busy_to == 0 ||
		p->calendar->busy_to >=
			p->how->now + (instant)INTAKE_RENEW_D * 86400)
		return 0;
	if ((rc = store_begin(p->store, f)) != 0)
		return rc;
	rc = intake_renew(&p->in, false, f) < 0 ? -1 : 0;
	if (rc == 0)
		rc = calendar_save(p->store, p->calendar, f);
	if (rc == 0)
		rc = busy_chunks_make_calendar(p->store, p->calendar->id, f);
	if (rc == 0)
		rc = store_commit(p->store, f);
	if (rc != 0)
		store_rollback(p->store);
	p->wrote = true;
	return rc;
}

static void
tell_warnings(struct pulling *p)
{
	const struct ics_warnings *w = &p->in.warnings;
	size_t i;

	for (i = 0; i < w->n && p->how->warning != NULL; i++)
		p->how->warning(p->how->arg,
			pool_printf(p->pool, "calendar %s: %s",
				p->calendar->slug,
				ics_warning_line(p->pool, &w->v[i])));
}

static int
pull(struct pulling *p, struct session *s, const struct provider *provider,
	const struct account *account, const struct user *user, struct fail *f)
{
	bool unchanged = false;

	if (intake_open(&p->in, p->store, p->calendar, user, p->how->now,
		    p->pool, f) != 0 ||
		renew(p, f) != 0)
		return -1;
	p->in.each = on_change;
	p->in.arg = p;
	if (event_each_key(p->store, p->calendar->id, p->pool, hold, p, f) != 0)
		return -1;
	if (p->held_n > 1)
		qsort(p->held, p->held_n, sizeof(*p->held), by_href);
	if (ask(p, s, provider, account, p->how->full, &unchanged, f) != 0 ||
		look_at_own(p, s, provider, account, f) != 0 ||
		settle_removals(p, s, provider, account, f) != 0)
		return -1;
	/* before it is noted: who dies here looks again next time */
	if ((!unchanged || p->wrote) &&
		sync_meetings(p->store, s, provider, account, p->calendar,
			p->how, f) != 0)
		return -1;
	return note_success(p, unchanged, f);
}

int
sync_calendar(struct store *store, struct session *s,
	const struct provider *provider, const struct account *account,
	int64_t calendar_id, const struct sync_how *how,
	struct sync_counts *counts, struct fail *f)
{
	struct pulling *p = calloc(1, sizeof(*p));
	struct calendar calendar = { 0 };
	struct user user = { 0 };
	struct fail ignored;
	int rc = -1;

	if (p == NULL)
		return fail(f, EXIT_BUSY, "out of memory");
	p->store = store;
	p->how = how;
	p->counts = counts;
	p->calendar = &calendar;
	p->pool = pool_new();
	p->batch_pool = pool_new();
	if (calendar_load(store, calendar_id, p->pool, &calendar, f) == 1 &&
		user_load(store, calendar.user_id, p->pool, &user, f) == 1)
		rc = pull(p, s, provider, account, &user, f);
	if (calendar.slug != NULL)
		tell_warnings(p);
	counts->added += p->in.added;
	counts->changed += p->in.changed;
	counts->removed += p->in.removed;
	if (rc != 0 && calendar.slug != NULL) {
		sync_failed(store, calendar_id, f, s->retry_after, how->now,
			&ignored);
		if (strncmp(f->line, "calendar ", 9) != 0)
			fail_prefix(f, "calendar %s", calendar.slug);
	} else if (rc == 0 && p->bad + p->in.warnings.partial > 0) {
		/* done, but something in it could not be read */
		rc = 1;
	}
	pool_free(p->batch_pool);
	pool_free(p->pool);
	free(p);
	return rc;
}
