#include "flow/book_seats.h"

#include "engine/book.h"
#include "flow/contact.h"
#include "store/booking.h"

#include <string.h>
#include <strings.h>

int64_t
seats_wanted(const struct booking *b)
{
	int64_t n = 0;
	size_t i, k;

	/* more than that are refused anyhow */
	if (b->attendees_n > BOOK_GUESTS_MAX + 1)
		return (int64_t)b->attendees_n;
	for (i = 0; i < b->attendees_n; i++) {
		const char *email = b->attendees[i].email;

		for (k = 0; email != NULL && k < i; k++)
			if (b->attendees[k].email != NULL &&
				strcasecmp(b->attendees[k].email, email) == 0)
				break;
		n += email == NULL || k == i;
	}
	return n > 0 ? n : 1;
}

/* ---- sessions ---- */

static struct work
session_work(const struct work *w, struct booking *session)
{
	struct work lw = *w;

	lw.b = session;
	lw.session = NULL;
	lw.hosts = NULL;
	lw.hosts_n = 0;
	return lw;
}

static int
session_load(
	struct work *w, const char *ref, struct booking *to, struct fail *f)
{
	memset(to, 0, sizeof(*to));
	return booking_find(w->store, ref, w->pool, to, f) == 1 ? 0 : -1;
}

/* A session for the booking's time, with the hosts that it was given; title,
 * place and text are the page's. */
static int
session_make(struct work *w, struct booking *to, struct fail *f)
{
	const struct page *page = w->offer.page;
	const struct offer_rules *r = &w->offer.rules;
	struct work lw = *w;

	*to = *w->b;
	to->id = 0;
	to->session = true;
	to->session_id = to->contact_id = 0;
	to->session_ref = to->session_uid = NULL;
	to->title = page->title;
	to->description = page->description;
	to->location_type = page->location_type;
	to->location = page->location;
	to->before_s = r->before_s;
	to->after_s = r->after_s;
	to->gap_s = r->gap_s;
	to->internal_note = to->key = to->cancel_reason = NULL;
	to->answers = to->tracking = "{}";
	to->series = to->proposal = to->token = NULL;
	to->expires_at = 0;
	to->attendees = NULL;
	to->attendees_n = to->attendees_cap = 0;
	lw.b = to;
	book_made(to, work_offline(w), w->how->notify.now);
	if (ref_make(&lw, f) != 0 || booking_save(w->store, to, f) != 0)
		return -1;
	if (strcmp(to->status, "confirmed") == 0 && work_count(&lw, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, "session.create",
		to->ref, NULL, f);
}

/* Its event in the hosts' calendars, as it is from now on; the hosts are told
 * of each seat. `fresh`: nobody has it yet. */
static int
session_put(struct work *w, struct booking *session, bool fresh, struct fail *f)
{
	struct work lw = session_work(w, session);
	struct notify n;

	if (!fresh) {
		session->sequence++;
		session->updated_at = w->how->notify.now;
		if (booking_save(w->store, session, f) != 0)
			return -1;
	}
	if (work_reload(&lw, f) != 0 || work_hosts(&lw, f) != 0)
		return -1;
	n = work_notify(&lw);
	n.quiet = true;
	return fresh ? notify_made(w->store, &n, f)
		     : notify_session(w->store, &n, f);
}

/* Nobody has a seat any more. */
static int
session_end(struct work *w, struct booking *session, struct fail *f)
{
	struct work lw = session_work(w, session);
	struct booking before = *session;
	instant now = w->how->notify.now;
	struct notify n;

	book_cancelled(session, NULL, now);
	if (booking_save(w->store, session, f) != 0)
		return -1;
	if (now < session->start &&
		assign_give_back(w->store, session->ref, now, f) != 0)
		return -1;
	if (work_hosts(&lw, f) != 0 || copies_update(&lw, f) != 0)
		return -1;
	n = work_notify(&lw);
	n.quiet = true;
	if (notify_cancelled(w->store, &n, &before, f) != 0)
		return -1;
	return audit_add(
		w->store, now, "session.cancel", session->ref, NULL, f);
}

/* A seat of it is gone: `session` is loaded anew, and updated or ended. */
static int
session_left(struct work *w, const char *ref, struct booking *session,
	struct fail *f)
{
	if (session_load(w, ref, session, f) != 0)
		return -1;
	if (!booking_live(session))
		return 0;
	return session->seats_taken == 0 ? session_end(w, session, f)
					 : session_put(w, session, false, f);
}

/* ---- making one ---- */

int
seat_join(struct work *w, struct fail *f)
{
	const struct offer *o = &w->offer;
	struct booking *b = w->b;
	size_t i;

	for (i = 0; i < o->sessions_n; i++)
		if (o->sessions[i].session.id == w->slot.session_id)
			break;
	if (i == o->sessions_n)
		return fail(f, EXIT_BUG, "no session to join");
	w->session = pool_zero(w->pool, sizeof(*w->session));
	if (session_load(w, o->sessions[i].session.ref, w->session, f) != 0)
		return -1;
	b->organizer_id = w->session->organizer_id;
	b->organizer_email = w->session->organizer_email;
	b->organizer_name = w->session->organizer_name;
	b->hosts = w->session->hosts;
	b->hosts_n = w->session->hosts_n;
	b->host_emails = w->session->host_emails;
	b->host_rotations = w->session->host_rotations;
	b->rooms = w->session->rooms;
	b->rooms_n = w->session->rooms_n;
	b->room_emails = w->session->room_emails;
	b->room_names = w->session->room_names;
	return 0;
}

/* Nobody sits on two chairs. */
static int
sits_already(struct work *w, const struct booking *session, struct fail *f)
{
	const struct booking *b = w->b;
	const char *ref;
	size_t i;
	int rc;

	for (i = 0; i < b->attendees_n; i++) {
		const char *email = b->attendees[i].email;

		if (email == NULL || *email == '\0')
			continue;
		if ((rc = seat_of(w->store, session->id, email, b->id, w->pool,
			     &ref, f)) < 0)
			return -1;
		if (rc == 1)
			return fail(f, EXIT_REFUSED,
				"%s has a seat then already: %s", email, ref);
	}
	return 0;
}

/* What a seat has of its session. */
static void
seat_settle(struct booking *b, const struct booking *session)
{
	b->session_id = session->id;
	b->rotation_id = session->rotation_id;
	b->organizer_id = session->organizer_id;
	b->title = session->title;
	b->description = session->description;
	b->location_type = session->location_type;
	b->location = session->location;
	b->time_zone = session->time_zone;
	/* beside a session's time there is its own buffer */
	b->before_s = b->after_s = b->gap_s = 0;
}

int
seat_create(struct work *w, struct fail *f)
{
	struct booking *b = w->b, made, *session = w->session;
	bool fresh = session == NULL;
	struct notify n;

	if (fresh) {
		session = &made;
		if (session_make(w, session, f) != 0)
			return -1;
	} else if (sits_already(w, session, f) != 0) {
		return -1;
	}
	seat_settle(b, session);
	book_made(b, strcmp(session->status, "confirmed") != 0,
		w->how->notify.now);
	if (ref_make(w, f) != 0 || booking_save(w->store, b, f) != 0 ||
		contact_booked(w->store, b, w->how->notify.now, w->pool, f) !=
			0)
		return -1;
	/* the first whose invitation goes out brings it into calendars */
	if (b->invite && !session->invite) {
		session->invite = true;
		session->sequence++;
		if (booking_save(w->store, session, f) != 0)
			return -1;
		fresh = true;
	}
	if (session_put(w, session, fresh, f) != 0 || work_token(w, f) != 0 ||
		work_reload(w, f) != 0 || work_hosts(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_made(w->store, &n, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, "booking.create", b->ref,
		NULL, f);
}

/* ---- leaving, moving ---- */

int
seat_cancel(struct work *w, const struct booking *before, struct fail *f)
{
	struct booking *b = w->b, session;
	struct notify n;

	if (booking_save(w->store, b, f) != 0 ||
		session_left(w, before->session_ref, &session, f) != 0 ||
		work_reload(w, f) != 0 || work_hosts(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_cancelled(w->store, &n, before, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, "booking.cancel", b->ref,
		NULL, f);
}

/* The only seat takes its session along. */
static int
move_session(struct work *w, struct booking *session, struct fail *f)
{
	struct booking before = *session;
	struct choice choice = { .keep = &before };
	struct work lw = session_work(w, session);

	session->start = w->b->start;
	session->end = w->b->end;
	if (work_choose(&lw, &choice, f) != 0 ||
		work_moved(&lw, &before, f) != 0)
		return -1;
	return work_reload(w, f);
}

/* Who had the other session in their calendar is rid of it. */
static int
tell_left(struct work *w, const struct booking *before,
	const struct booking *left, struct fail *f)
{
	struct booking gone = *before;
	struct work gw = session_work(w, &gone);
	struct notify n;

	gone.status = "cancelled";
	gone.sequence = w->b->sequence;
	gone.session_sequence = left->sequence;
	if (work_hosts(&gw, f) != 0)
		return -1;
	n = work_notify(&gw);
	n.quiet = true;
	return notify_cancelled(w->store, &n, before, f);
}

/* From its old session into work.session, or one made for it. */
static int
move_over(struct work *w, const struct booking *before, struct fail *f)
{
	struct booking *b = w->b, made, left, *session = w->session;
	bool fresh = session == NULL;
	struct notify n;

	if (fresh) {
		session = &made;
		if (session_make(w, session, f) != 0)
			return -1;
	} else if (sits_already(w, session, f) != 0) {
		return -1;
	}
	seat_settle(b, session);
	book_moved(b, b->start, b->end, w->how->notify.now);
	if (booking_save(w->store, b, f) != 0 ||
		session_left(w, before->session_ref, &left, f) != 0 ||
		session_put(w, session, fresh, f) != 0 ||
		tell_left(w, before, &left, f) != 0 || work_token(w, f) != 0 ||
		work_reload(w, f) != 0 || work_hosts(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_moved(w->store, &n, before, f) != 0)
		return -1;
	return audit_add(
		w->store, w->how->notify.now, "booking.move", b->ref, NULL, f);
}

int
seat_move(struct work *w, const struct book_move *m,
	const struct booking *before, struct fail *f)
{
	struct booking session;
	struct choice choice = { 0 };
	struct offer_query q = { .any_state = true,
		.party = seats_wanted(before),
		.duration_s = w->b->end - w->b->start };
	bool alone;

	if (m->organizer != NULL || m->rotate || m->rooms != NULL) {
		fail(f, EXIT_REFUSED,
			"booking %s is a seat: hosts and rooms are the "
			"session's",
			before->ref);
		return fail_hint(
			f, "mtg-book reassign %s", before->session_ref);
	}
	if (session_load(w, before->session_ref, &session, f) != 0)
		return -1;
	alone = session.seats_taken == q.party;
	q.moving = alone ? &session : before;
	if (work_offer(w, &q, f) != 0)
		return -1;
	if (w->slot.session_id == 0 && alone)
		return move_session(w, &session, f);
	if (w->slot.session_id != 0 ? seat_join(w, f)
				    : work_choose(w, &choice, f))
		return -1;
	return move_over(w, before, f);
}

/* ---- all seats of a session ---- */

struct seats {
	struct pool *pool;
	struct booking *v;
	size_t n, cap;
};

static int
seats_add(void *arg, const struct booking *b)
{
	struct seats *s = arg;

	s->v = pool_grow(s->pool, s->v, s->n, &s->cap, sizeof(*s->v));
	s->v[s->n++] = *b;
	return 0;
}

/* The live ones; none of what is no session. */
static int
seats_of(struct work *w, struct seats *to, struct fail *f)
{
	struct booking_query q = { .from = INSTANT_MIN,
		.to = INSTANT_MAX,
		.session_id = w->b->id,
		.now = w->how->notify.now };

	to->pool = w->pool;
	if (!w->b->session)
		return 0;
	return booking_each(w->store, &q, w->pool, seats_add, to, f);
}

static int
seat_follow(struct work *w, const struct booking *session, struct fail *f)
{
	struct booking *b = w->b, before = *b;
	struct notify n;

	if (b->start != session->start || b->end != session->end) {
		book_moved(b, session->start, session->end, w->how->notify.now);
	} else {
		b->sequence++;
		b->updated_at = w->how->notify.now;
	}
	seat_settle(b, session);
	if (booking_save(w->store, b, f) != 0 || work_token(w, f) != 0 ||
		work_reload(w, f) != 0 || work_hosts(w, f) != 0)
		return -1;
	n = work_notify(w);
	n.quiet = true;
	if (notify_moved(w->store, &n, &before, f) != 0)
		return -1;
	return audit_add(
		w->store, w->how->notify.now, "booking.move", b->ref, NULL, f);
}

int
seats_follow(struct work *w, struct fail *f)
{
	struct seats all = { 0 };
	size_t i;

	if (seats_of(w, &all, f) != 0)
		return -1;
	for (i = 0; i < all.n; i++) {
		struct work one = session_work(w, &all.v[i]);

		if (seat_follow(&one, w->b, f) != 0)
			return -1;
	}
	return 0;
}

int
seats_cancel(struct work *w, struct fail *f)
{
	struct seats all = { 0 };
	size_t i;

	if (seats_of(w, &all, f) != 0)
		return -1;
	w->b->seats_taken = w->b->seats_left = 0;
	for (i = 0; i < all.n; i++) {
		struct work one = session_work(w, &all.v[i]);
		struct booking before = all.v[i];
		struct notify n;

		book_cancelled(one.b, w->b->cancel_reason, w->how->notify.now);
		if (booking_save(w->store, one.b, f) != 0 ||
			work_reload(&one, f) != 0 || work_hosts(&one, f) != 0)
			return -1;
		n = work_notify(&one);
		n.quiet = true;
		if (notify_cancelled(w->store, &n, &before, f) != 0 ||
			audit_add(w->store, w->how->notify.now,
				"booking.cancel", one.b->ref, NULL, f) != 0)
			return -1;
	}
	return 0;
}

int
seats_invite(struct work *w, struct fail *f)
{
	struct seats all = { 0 };
	size_t i;

	if (seats_of(w, &all, f) != 0)
		return -1;
	for (i = 0; i < all.n; i++) {
		struct work one = session_work(w, &all.v[i]);
		struct notify n;

		if (work_hosts(&one, f) != 0 || work_token(&one, f) != 0)
			return -1;
		n = work_notify(&one);
		if (notify_again(w->store, &n, f) != 0)
			return -1;
	}
	return 0;
}
