#include "flow/book_reassign.h"

#include "flow/book_seats.h"
#include "store/booking.h"
#include "store/rotation.h"
#include "store/user.h"

#include <string.h>

/* ---- whose place ---- */

static size_t
host_at(const struct booking *b, int64_t user_id)
{
	size_t i;

	for (i = 0; i < b->hosts_n && b->hosts[i] != user_id; i++)
		;
	return i;
}

/* Which of the meeting's hosts leaves. */
static int
who_leaves(struct work *w, const struct book_reassign *r, size_t *at,
	struct fail *f)
{
	const struct booking *b = w->b;
	struct user u = { 0 };

	*at = 0;
	if (r->instead == NULL) {
		if (b->hosts_n == 1)
			return 0;
		fail(f, EXIT_REFUSED, "booking %s: it has %zu hosts", b->ref,
			b->hosts_n);
		return fail_hint(f, "--instead-of USER says whose place");
	}
	if (user_find(w->store, r->instead, w->pool, &u, f) != 1)
		return -1;
	*at = host_at(b, u.id);
	if (*at == b->hosts_n)
		return fail(f, EXIT_REFUSED, "booking %s: %s does not host it",
			b->ref, u.email);
	return 0;
}

/* ---- who comes ---- */

/* Opens the offer of those who might, at the meeting's time. */
static int
look(struct work *w, const struct booking *before, struct offer_query *q,
	struct fail *f)
{
	const struct booking *b = w->b;

	q->any_state = true;
	q->duration_s = b->end - b->start;
	q->step_s = -1;
	q->before_s = b->before_s;
	q->after_s = b->after_s;
	q->gap_s = b->gap_s;
	/* a colleague's word counts more than hours */
	q->hours = "daily 00:00-24:00";
	q->at = b->start;
	q->now = w->how->notify.now;
	q->max_stale_s = w->how->max_stale_s;
	q->moving = before;
	if (offer_open(w->store, q, w->pool, &w->offer, f) != 0)
		return -1;
	return offer_check(&w->offer, b->start, false, w->pool, &w->slot, f);
}

/* Somebody who is named: free, or why not. */
static int
named(struct work *w, const struct booking *before, const struct user *u,
	struct fail *f)
{
	struct offer_query q = { 0 };
	struct civil c;

	strs_add(w->pool, &q.users, u->email);
	if (look(w, before, &q, f) == 0) {
		if (!w->offer.offline ||
			strcmp(before->status, "confirmed") != 0)
			return 0;
		fail(f, EXIT_REFUSED,
			"booking %s: %s has no calendar to put it into",
			before->ref, u->email);
		return fail_hint(f,
			"mtg-sync connect caldav --user %s --url URL", u->slug);
	}
	if (f->status == EXIT_INACTIVE)
		return fail_hint(f, "mtg-sync status");
	if (f->status != EXIT_TAKEN)
		return -1;
	c = zone_civil(w->offer.zone, before->start);
	fail(f, EXIT_TAKEN, "slot taken: %s is not free then", u->email);
	return fail_hint(f,
		"mtg-slots %s --from %04d-%02d-%02d lists free times", u->slug,
		c.year, c.month, c.day);
}

/* Out of which rotation the host came, or 0; of older meetings it is the
 * meeting's, whose only host that is. */
static int64_t
rotation_of(const struct booking *b, size_t at)
{
	if (b->host_rotations != NULL && b->host_rotations[at] != 0)
		return b->host_rotations[at];
	return b->hosts_n == 1 ? b->rotation_id : 0;
}

/* Another member, by the rule, among those who are free; `*u` is one of the
 * offer's. */
static int
by_turn(struct work *w, const struct booking *before, size_t at, struct user *u,
	const char **reason, const char **detail, struct fail *f)
{
	int64_t id = rotation_of(before, at);
	struct offer_query q = { 0 };
	struct rotation rotation = { 0 };
	struct proposal p = { 0 };
	struct assign_ask ask = { .free = &w->slot.hosts,
		.exclude = &before->host_emails };

	if (id == 0)
		return fail(f, EXIT_REFUSED,
			"booking %s: %s came out of no rotation", before->ref,
			before->host_emails.v[at]);
	if (rotation_load(w->store, id, w->pool, &rotation, f) != 1)
		return -1;
	q.rotation = rotation.name;
	if (look(w, before, &q, f) != 0 ||
		assign_propose_for(w->store, &rotation, &ask,
			w->how->notify.now, w->pool, &p, f) != 0)
		return -1;
	*reason = p.reason;
	*detail = assign_detail(w->pool, &p);
	return user_load(w->store, p.user_id, w->pool, u, f) == 1 ? 0 : -1;
}

/* What the rotation would have said of somebody who is named, for the log;
 * NULL of none, or who is no member. */
static const char *
by_hand(struct work *w, const struct booking *before, size_t at,
	const struct user *u)
{
	struct assign_ask ask = { .by_hand = u->id,
		.exclude = &before->host_emails };
	struct rotation rotation = { 0 };
	struct proposal p = { 0 };
	struct fail ignored;
	int64_t id =
		before->host_rotations != NULL ? before->host_rotations[at] : 0;

	if (id == 0 ||
		rotation_load(w->store, id, w->pool, &rotation, &ignored) !=
			1 ||
		assign_propose_for(w->store, &rotation, &ask,
			w->how->notify.now, w->pool, &p, &ignored) != 0)
		return NULL;
	return assign_detail(w->pool, &p);
}

/* ---- what changes ---- */

static void
replace(struct work *w, const struct booking *before, size_t at,
	const struct user *u)
{
	struct booking *b = w->b;
	size_t i, n = before->hosts_n;

	b->hosts = pool_array(w->pool, n, sizeof(*b->hosts));
	b->host_emails = (struct strs){ 0 };
	for (i = 0; i < n; i++) {
		b->hosts[i] = i == at ? u->id : before->hosts[i];
		strs_add(w->pool, &b->host_emails,
			i == at ? u->email : before->host_emails.v[i]);
	}
	if (before->organizer_id == before->hosts[at]) {
		b->organizer_id = u->id;
		b->organizer_email = u->email;
		b->organizer_name = u->name;
	}
	b->sequence++;
	b->updated_at = w->how->notify.now;
}

static int
save(struct work *w, const struct booking *before, size_t at,
	const struct user *u, const char *reason, const char *detail,
	struct fail *f)
{
	struct booking *b = w->b;
	instant now = w->how->notify.now;
	struct notify n;

	replace(w, before, at, u);
	if (booking_save(w->store, b, f) != 0 || seats_follow(w, f) != 0 ||
		assign_move_in(w->store, b->ref, 0, before->hosts[at], u->id,
			reason, detail, now, f) != 0)
		return -1;
	if (work_token(w, f) != 0 || work_reload(w, f) != 0 ||
		work_hosts(w, f) != 0 || copies_update(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_moved(w->store, &n, before, f) != 0)
		return -1;
	return audit_add(w->store, now, "booking.reassign", b->ref,
		pool_printf(w->pool, "{\"from\":\"%s\",\"to\":\"%s\"}",
			before->host_emails.v[at], u->email),
		f);
}

/* Who comes hosts it: nothing to do, unless somebody else is to leave who
 * still does. 1 or -1. */
static int
hosts_already(struct work *w, const struct book_reassign *r,
	const struct user *u, struct fail *f)
{
	const struct booking *b = w->b;
	struct user leaves = { 0 };

	if (r->instead == NULL)
		return 1;
	if (user_find(w->store, r->instead, w->pool, &leaves, f) != 1)
		return -1;
	if (leaves.id == u->id || host_at(b, leaves.id) == b->hosts_n)
		return 1;
	return fail(f, EXIT_REFUSED,
		"booking %s: %s hosts it already, beside %s", b->ref, u->email,
		leaves.email);
}

/* 0 done, 1 nothing to do, -1. */
static int
reassign(struct work *w, const struct book_reassign *r, struct user *u,
	struct fail *f)
{
	struct booking *b = w->b, before = *b;
	const char *reason = "manual", *detail = NULL;
	size_t at;

	if (!booking_live(b) || booking_held(b))
		return fail(
			f, EXIT_REFUSED, "booking %s is %s", b->ref, b->status);
	if (b->session_id != 0) {
		fail(f, EXIT_REFUSED, "booking %s is a seat of session %s",
			b->ref, b->session_ref);
		return fail_hint(f, "mtg-book reassign %s gives all of it away",
			b->session_ref);
	}
	if (b->start <= w->how->notify.now)
		return fail(f, EXIT_REFUSED, "booking %s: it began already",
			b->ref);
	if (r->to != NULL) {
		if (user_find(w->store, r->to, w->pool, u, f) != 1)
			return -1;
		if (u->room)
			return fail(f, EXIT_REFUSED,
				"%s is a room: it hosts nothing", u->email);
		if (host_at(b, u->id) < b->hosts_n)
			return hosts_already(w, r, u, f);
	}
	if (who_leaves(w, r, &at, f) != 0)
		return -1;
	if ((r->to != NULL ? named(w, &before, u, f)
			   : by_turn(w, &before, at, u, &reason, &detail, f)) !=
		0)
		return -1;
	if (r->to != NULL)
		detail = by_hand(w, &before, at, u);
	return save(w, &before, at, u, reason, detail, f);
}

int
book_reassign(struct store *store, const struct book_how *how, const char *ref,
	const struct book_reassign *r, struct booking *to, bool *again,
	struct pool *pool, struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };
	struct user u = { 0 };
	int rc;

	*again = false;
	if (store_begin(store, f) != 0)
		return -1;
	rc = booking_find(store, ref, pool, to, f) == 1 ? reassign(&w, r, &u, f)
							: -1;
	if (rc == 0)
		rc = work_end(&w, f);
	else if (rc == 1)
		*again = true;
	if (rc != 0)
		store_rollback(store);
	if (rc < 0 && r->to != NULL && w.offer.hosts != NULL)
		work_tried(&w, u.email, f);
	return rc < 0 ? -1 : 0;
}
