#include "flow/book_priv.h"
#include "flow/notify_buffer.h"
#include "flow/offer_owner.h"

#include "engine/book.h"

#include "store/booking.h"
#include "store/calendar.h"
#include "store/outbox_puts.h"
#include "store/page.h"
#include "store/user.h"

#include <string.h>
#include <strings.h>

int
work_end(struct work *w, struct fail *f)
{
	if (!w->how->dry_run)
		return store_commit(w->store, f);
	/* no link was ever made */
	w->b->token = NULL;
	store_rollback(w->store);
	return 0;
}

/* ---- the offer ---- */

/* How mtg-slots names whom this offer asks. */
static const char *
asked(struct work *w)
{
	const struct offer *o = &w->offer;
	const char *who = o->page != NULL ? o->page->slug : o->hosts[0].email;

	if (o->page == NULL && o->rotation != NULL)
		who = pool_printf(w->pool, "@%s", o->rotation->name);
	if (offer_owner(o) == NULL)
		return who;
	return pool_printf(w->pool, "%s --contact %s", who,
		book_shown(w->pool, w->b->attendees[0].email));
}

/* What to try next, for times that cannot be had. */
int
work_hint(struct work *w, struct fail *f)
{
	struct civil c = zone_civil(w->offer.zone, w->b->start);
	const char *who = asked(w);

	if (f->status == EXIT_TAKEN)
		return fail_hint(f,
			"mtg-slots %s --from %04d-%02d-%02d lists "
			"free times",
			who, c.year, c.month, c.day);
	/* who stands in for an absent host was named already */
	if (f->status == EXIT_REFUSED && f->hint[0] == '\0')
		return fail_hint(f,
			"mtg-slots %s --check '%04d-%02d-%02d "
			"%02d:%02d' --explain says why",
			who, c.year, c.month, c.day, c.hour, c.minute);
	if (f->status == EXIT_INACTIVE)
		return fail_hint(f, "mtg-sync status");
	return -1;
}

/* Where the booker looks from: their zone, else that of the slot, which must
 * exist (that is looked at later). NULL: the page's. */
static const struct zone *
booker_zone(const struct booking *b)
{
	const char *name =
		b->attendees_n > 0 ? b->attendees[0].time_zone : NULL;
	struct fail ignored;

	if (name == NULL)
		name = b->time_zone;
	return name == NULL ? NULL : zone_load(name, &ignored);
}

/* Of a series only those can take it who are free at all of its times. */
static void
keep_together(struct work *w)
{
	const struct strs *who = w->series->who;
	struct strs *free = &w->slot.hosts;
	size_t i, k, n = 0;

	for (i = 0; i < free->n; i++) {
		for (k = 0; k < who->n && strcmp(who->v[k], free->v[i]) != 0;
			k++)
			;
		if (k < who->n)
			free->v[n++] = free->v[i];
	}
	free->n = n;
}

static size_t
guests(const struct booking *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->attendees_n; i++)
		n += b->attendees[i].email != NULL &&
		     *b->attendees[i].email != '\0';
	return n;
}

int
work_rooms(struct work *w, const char *text, struct fail *f)
{
	struct who *who = pool_zero(w->pool, sizeof(*who));

	if (*text != '\0' && who_read(w->pool, text, "rooms", who, f) != 0)
		return -1;
	w->rooms = who;
	return 0;
}

void
work_query(struct work *w, struct offer_query *q)
{
	struct booking *b = w->b;

	q->page = b->page;
	q->step_s = q->before_s = q->after_s = q->gap_s = -1;
	q->notice_s = b->page != NULL ? -1 : 0;
	/* a hold was made in time; choosing it is not booking anew */
	if (q->moving != NULL && booking_held(q->moving))
		q->notice_s = 0;
	/* without a page it is for the colleague who books to know the hours */
	if (b->page == NULL)
		q->hours = "daily 00:00-24:00";
	q->at = b->start;
	q->booker = b->attendees_n > 0 ? b->attendees[0].email : NULL;
	q->guests = guests(b);
	q->rooms = w->rooms;
	q->more = w->more;
	q->instant = w->how->instant && b->page != NULL;
	/* whose hosts are settled */
	q->beside = w->series != NULL ? w->series->first : NULL;
	q->any_owner |= q->beside != NULL;
	q->zone = booker_zone(b);
	q->now = w->how->notify.now;
	q->max_stale_s = w->how->max_stale_s;
}

int
work_offer(struct work *w, struct offer_query *q, struct fail *f)
{
	struct booking *b = w->b;
	bool grid;

	work_query(w, q);
	if (offer_open(w->store, q, w->pool, &w->offer, f) != 0)
		return -1;
	if (w->offer.page != NULL && w->offer.page->language != NULL)
		w->notify.language = w->offer.page->language;
	b->end = b->start + w->offer.rules.duration_s;
	/* a hold was on the grid, which moves with its neighbours (pack) */
	grid = w->offer.page != NULL && !q->instant &&
	       (q->moving == NULL || !booking_held(q->moving));
	if (offer_check(&w->offer, b->start, grid, w->pool, &w->slot, f) != 0)
		return work_hint(w, f);
	if (w->series != NULL)
		keep_together(w);
	return 0;
}

struct user *
work_host(struct work *w, const char *name)
{
	size_t i;

	for (i = 0; i < w->offer.hosts_n; i++)
		if (strcasecmp(w->offer.hosts[i].email, name) == 0 ||
			strcasecmp(w->offer.hosts[i].slug, name) == 0)
			return &w->offer.hosts[i];
	return NULL;
}

/* Whether a rule of the host's own keeps them from it, and which: a cap, or
 * what a room is for. */
static bool
capped(struct work *w, const struct offer_host *h, const char **why)
{
	struct explain e;

	offer_why(w->pool, &w->offer.rules, h, w->b->start, &e);
	if (e.free)
		return false;
	*why = e.rules[0].detail;
	if (strcmp(e.rules[0].rule, "limit") == 0)
		*why = pool_printf(w->pool,
			"%s has as many meetings as are allowed (%s)", h->email,
			*why);
	else if (strcmp(e.rules[0].rule, "team") != 0 &&
		 strcmp(e.rules[0].rule, "capacity") != 0)
		return false;
	return true;
}

int
work_host_free(struct work *w, const struct user *u, struct fail *f)
{
	const struct offer_host *h = &w->offer.engine_hosts[u - w->offer.hosts];
	const char *why;
	size_t i;

	for (i = 0; i < w->slot.hosts.n; i++)
		if (strcmp(w->slot.hosts.v[i], u->email) == 0)
			return 0;
	for (i = 0; i < w->slot.rooms.n; i++)
		if (strcmp(w->slot.rooms.v[i], u->email) == 0)
			return 0;
	if (h->inactive != NULL) {
		fail(f, EXIT_INACTIVE,
			"calendar inactive: %s of %s cannot be booked: %s",
			h->inactive_calendar, u->email, h->inactive);
		return work_hint(w, f);
	}
	if (capped(w, h, &why)) {
		fail(f, EXIT_REFUSED, "not offered: %s", why);
		return work_hint(w, f);
	}
	fail(f, EXIT_TAKEN, "slot taken: %s is not free then", u->email);
	return work_hint(w, f);
}

bool
work_offline(struct work *w)
{
	size_t i, k;

	for (i = 0; i < w->hosts_n; i++)
		for (k = 0; k < w->offer.hosts_n; k++) {
			const struct offer_host *h = &w->offer.engine_hosts[k];

			if (w->offer.hosts[k].id == w->hosts[i].id &&
				(h->inactive != NULL || h->known.start != 0 ||
					h->known.end != 0))
				return false;
		}
	return true;
}

/* ---- hosts ---- */

int
work_hosts(struct work *w, struct fail *f)
{
	size_t i;

	w->hosts_n = w->b->hosts_n;
	w->hosts = pool_array(w->pool, w->hosts_n + 1, sizeof(*w->hosts));
	for (i = 0; i < w->hosts_n; i++)
		if (user_load(w->store, w->b->hosts[i], w->pool, &w->hosts[i],
			    f) != 1)
			return -1;
	return 0;
}

int
work_reload(struct work *w, struct fail *f)
{
	const char *token = w->b->token;
	struct booking fresh = { 0 };

	if (booking_find(w->store, w->b->ref, w->pool, &fresh, f) != 1)
		return -1;
	*w->b = fresh;
	w->b->token = token;
	return 0;
}

struct notify
work_notify(struct work *w)
{
	struct notify n = { .how = &w->notify,
		.booking = w->b,
		.hosts = w->hosts,
		.hosts_n = w->hosts_n,
		.pool = w->pool };
	const struct page *page = w->offer.page;
	struct page loaded = { 0 };
	struct fail ignored;

	if (page == NULL && w->b->page_id != 0 &&
		page_load(w->store, w->b->page_id, w->pool, &loaded,
			&ignored) == 1)
		page = &loaded;
	if (page != NULL) {
		n.move_notice_s = page->move_notice_s;
		n.cancel_notice_s = page->cancel_notice_s;
	}
	if (w->series != NULL) {
		n.times = w->series->times;
		n.times_n = w->series->n;
		n.times_at = w->series->at;
	}
	return n;
}

/* ---- an attempt ---- */

/* Who is told of a host's calendar: for a room the page's owner, or the first
 * who is asked besides. NULL: nobody. */
static const struct user *
told(struct work *w, size_t at)
{
	const struct offer *o = &w->offer;
	struct user *owner = pool_zero(w->pool, sizeof(*owner));
	struct fail ignored;
	size_t i;

	if (!o->hosts[at].room)
		return &o->hosts[at];
	if (o->page != NULL)
		return user_load(w->store, o->page->user_id, w->pool, owner,
			       &ignored) == 1
			       ? owner
			       : NULL;
	for (i = 0; i < o->hosts_n; i++)
		if (!o->hosts[i].room)
			return &o->hosts[i];
	return NULL;
}

void
work_tried(struct work *w, const char *one, const struct fail *why)
{
	const struct offer *o = &w->offer;
	struct fail f;
	size_t i;

	if (why->status != EXIT_INACTIVE || w->how->dry_run ||
		store_begin(w->store, &f) != 0)
		return;
	for (i = 0; i < o->hosts_n; i++) {
		const struct offer_host *h = &o->engine_hosts[i];

		const struct user *to;

		if (h->inactive == NULL ||
			(one != NULL && !o->hosts[i].room &&
				strcmp(one, h->email) != 0) ||
			(to = told(w, i)) == NULL)
			continue;
		if (notify_tried(w->store, &w->notify, to, h->inactive_calendar,
			    h->inactive, w->b, w->pool, &f) != 0) {
			store_rollback(w->store);
			return;
		}
	}
	if (store_commit(w->store, &f) != 0)
		store_rollback(w->store);
}

/* ---- copies ---- */

static int
copy_update(struct work *w, int64_t calendar_id, const char *uid, instant start,
	instant end, struct fail *f)
{
	const struct booking *b = w->b;
	struct event_row row = { 0 };
	struct calendar c = { 0 };
	struct busies busy = { 0 };
	struct busy at = { .start = start, .end = end, .status = BUSY_BUSY };
	bool theirs = false;
	size_t i;
	int rc;

	rc = event_find_uid(w->store, calendar_id, uid, w->pool, &row, f);
	if (rc != 1)
		return rc;
	if (calendar_load(w->store, calendar_id, w->pool, &c, f) != 1)
		return -1;
	for (i = 0; i < b->hosts_n; i++)
		theirs |= b->hosts[i] == c.user_id;
	for (i = 0; i < b->rooms_n; i++)
		theirs |= b->rooms[i] == c.user_id;
	if (booking_live(b) && theirs && start >= c.busy_from &&
		end <= c.busy_to)
		busies_add(w->pool, &busy, &at);
	if (booking_live(b)) {
		row.start = start;
		row.end = end;
	}
	return event_save(w->store, &row, &busy, f);
}

/* Those of the buffers beside it; what is free takes no time. */
static int
buffers_update(struct work *w, bool *any, struct fail *f)
{
	struct buffer buffers[2];
	size_t buffers_n = buffers_of(w->pool, w->b, buffers), n, i, k;
	struct put *puts;

	if (outbox_beside(w->store, w->b->id, w->pool, &puts, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		for (k = 0; k < buffers_n; k++) {
			if (buffers[k].free ||
				strcmp(buffers[k].uid, puts[i].uid) != 0)
				continue;
			*any = true;
			if (copy_update(w, puts[i].calendar_id, puts[i].uid,
				    buffers[k].start, buffers[k].end, f) != 0)
				return -1;
		}
	return 0;
}

int
copies_update(struct work *w, struct fail *f)
{
	const struct booking *b = w->b;
	int64_t *puts;
	size_t n, i;
	bool any;

	if (outbox_puts(w->store, b->id, w->pool, &puts, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		if (copy_update(w, puts[i], b->uid, b->start, b->end, f) != 0)
			return -1;
	any = n > 0;
	if ((b->before_s > 0 || b->after_s > 0) &&
		buffers_update(w, &any, f) != 0)
		return -1;
	return any ? busy_chunks_make(w->store, f) : 0;
}

/* ---- small questions ---- */

int
book_load(struct store *store, const char *ref, struct pool *pool,
	struct booking *b, struct user **hosts, struct fail *f)
{
	struct work w = { .store = store, .pool = pool, .b = b };

	if (booking_find(store, ref, pool, b, f) != 1)
		return -1;
	if (work_hosts(&w, f) != 0)
		return -1;
	*hosts = w.hosts;
	return 0;
}

const struct zone *
book_zone(struct store *store, const char *page, struct pool *pool,
	struct fail *f)
{
	struct page p = { 0 };
	struct user owner = { 0 };

	if (page_find(store, page, pool, &p, f) != 1)
		return NULL;
	if (p.time_zone != NULL)
		return zone_load(p.time_zone, f);
	if (user_load(store, p.user_id, pool, &owner, f) != 1)
		return NULL;
	return zone_load(owner.time_zone, f);
}
