#include "flow/offer_priv.h"

#include "store/booking.h"
#include "store/busy.h"

#include <stdlib.h>
#include <string.h>

/* Busy time of the hosts of an offer. */

/* ---- busy time ---- */

/* Hosts in the order of their addresses, for finding them. */
static int
by_email(const void *a, const void *b)
{
	return strcmp((*(struct offer_host *const *)a)->email,
		(*(struct offer_host *const *)b)->email);
}

static struct offer_host *
host_named(struct offer_host *const *sorted, size_t n, const char *email)
{
	struct offer_host key = { .email = email }, *want = &key, **found;

	if (email == NULL)
		return NULL;
	found = bsearch(&want, sorted, n, sizeof(*sorted), by_email);
	return found != NULL ? *found : NULL;
}

/* --busy in place of the calendars: each host's own and everybody's. */
void
busy_given(struct opening *w)
{
	const struct offer_query *q = w->query;
	struct offer *o = w->offer;
	struct offer_host **sorted, *own;
	size_t i, k, n = 0;

	sorted = pool_array(w->pool, o->hosts_n, sizeof(*sorted));
	for (i = 0; i < o->hosts_n; i++)
		if (o->engine_hosts[i].email != NULL)
			sorted[n++] = &o->engine_hosts[i];
	qsort(sorted, n, sizeof(*sorted), by_email);
	for (k = 0; k < q->busy->n; k++) {
		own = q->busy_users != NULL
			      ? host_named(sorted, n, q->busy_users->v[k])
			      : NULL;
		if (own != NULL)
			busies_add(w->pool, &own->busy, &q->busy->v[k]);
		for (i = 0; own == NULL && i < o->hosts_n; i++)
			busies_add(w->pool, &o->engine_hosts[i].busy,
				&q->busy->v[k]);
	}
}

/* A meeting of ours whose copy stands in a calendar is named once. */
static void
copies_drop(struct busies *busy)
{
	size_t i, k;

	for (i = 0; i < busy->n; i++) {
		const struct busy *own = &busy->v[i];

		for (k = 0; own->booking != NULL && k < busy->n; k++) {
			struct busy *b = &busy->v[k];

			if (b->booking == NULL && b->uid != NULL &&
				own->uid != NULL && b->start == own->start &&
				strcmp(b->uid, own->uid) == 0)
				b->status = BUSY_FREE;
		}
	}
}

/* What is read is put on the sheet, if there is one, and kept, if asked for. */
static void
words_add(void *arg, size_t place, const struct busy_words *lent)
{
	struct opening *w = arg;
	struct offer_host *h = &w->offer->engine_hosts[place];
	size_t size = sizeof(*lent) + lent->n * sizeof(lent->v[0]);
	struct busy_words *words;

	if (h->row != NULL)
		offer_sheet_busy(w->offer->rules.sheet, h, lent);
	if (h->row != NULL && w->query->no_hosts)
		return;
	words = pool_zero(w->pool, size);
	memcpy(words, lent, size);
	words->next = h->words;
	h->words = words;
}

/* Nobody asks which event it was: the short form. */
static int
plain_busy(struct opening *w, struct fail *f)
{
	bool many = w->ids_n > OFFER_MANY;
	struct offer *o = w->offer;

	if (many || w->query->no_hosts)
		o->rules.sheet = offer_sheet_new(w->pool, &o->rules,
			o->engine_hosts, o->hosts_n, !w->query->no_hosts);
	return busy_words_each(w->store, w->ids, w->ids_n, w->load,
		many ? &w->sources : NULL, words_add, w, f);
}

static int
busy_of_calendars(struct opening *w, struct busies *busy, struct fail *f)
{
	const struct offer_query *q = w->query;
	const char *but = q->moving != NULL ? q->moving->uid : NULL;
	size_t i, k;

	if (!q->explain && but == NULL && w->checked_n == 0)
		return q->at == 0 ? plain_busy(w, f)
				  : busy_load_many(w->store, w->ids, w->ids_n,
					    w->load, w->pool, busy, f);
	for (i = 0; i < w->ids_n; i++)
		if (busy_load_events(w->store, w->ids[i], w->load, but, w->pool,
			    &busy[i], f) != 0)
			return -1;
	for (i = 0; w->checked_n > 0 && i < w->ids_n; i++)
		for (k = 0; k < busy[i].n; k++)
			if (!calendar_counts(
				    w, w->ids[i], busy[i].v[k].calendar))
				busy[i].v[k].status = BUSY_FREE;
	return 0;
}

/* The meetings before this one of a series: with its own buffers. */
static void
also_busy(struct opening *w)
{
	const struct spans *also = w->query->also;
	const struct offer_rules *r = &w->offer->rules;
	struct busy one = { .status = BUSY_BUSY,
		.before_s = r->before_s,
		.after_s = r->after_s,
		.gap_s = r->gap_s };
	size_t i, k;

	for (k = 0; also != NULL && k < also->n; k++) {
		one.start = also->v[k].start;
		one.end = also->v[k].end;
		for (i = 0; i < w->offer->hosts_n; i++)
			if (!w->offer->hosts[i].room)
				busies_add(w->pool,
					&w->offer->engine_hosts[i].busy, &one);
	}
}

int
busy_open(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	struct offer *o = w->offer;
	int64_t but = q->moving != NULL ? q->moving->id : 0;
	struct busies *busy = pool_array(w->pool, w->ids_n, sizeof(*busy));
	size_t i;

	if (q->busy == NULL && busy_of_calendars(w, busy, f) != 0)
		return -1;
	if (booking_busy_many(w->store, w->ids, w->ids_n, w->load, but, q->now,
		    w->pool, busy, f) != 0)
		return -1;
	for (i = 0; i < o->hosts_n; i++) {
		o->engine_hosts[i].busy = busy[i];
		if (q->explain)
			copies_drop(&o->engine_hosts[i].busy);
	}
	if (q->busy != NULL)
		busy_given(w);
	also_busy(w);
	return 0;
}
