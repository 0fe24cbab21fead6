#include "flow/book_seats.h"

#include "engine/book.h"
#include "store/booking.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/user.h"

#include <string.h>

/* Cancelling, moving, inviting again: what happens to a meeting that is there.
 */

/* What the page says of how late a meeting can be moved or cancelled. */
int
work_in_time(
	struct work *w, const struct booking *b, bool cancels, struct fail *f)
{
	struct page page = { 0 };

	if (w->how->late || b->page_id == 0 || booking_held(b))
		return 0;
	if (page_load(w->store, b->page_id, w->pool, &page, f) != 1)
		return -1;
	return book_notice(b->start,
		cancels ? page.cancel_notice_s : page.move_notice_s,
		w->how->notify.now, cancels ? "cancelled" : "moved", f);
}

/* ---- cancel ---- */

int
work_cancel(struct work *w, const struct booking *before, struct fail *f)
{
	struct booking *b = w->b;
	struct notify n;

	if (b->session_id != 0)
		return seat_cancel(w, before, f);
	if (booking_save(w->store, b, f) != 0 || seats_cancel(w, f) != 0)
		return -1;
	/* later it counts: RULES.md section 6 */
	if (w->how->notify.now < b->start &&
		assign_give_back(w->store, b->ref, w->how->notify.now, f) != 0)
		return -1;
	if (work_hosts(w, f) != 0 || copies_update(w, f) != 0)
		return -1;
	n = work_notify(w);
	/* nobody was told of a hold */
	if (!booking_held(before) &&
		notify_cancelled(w->store, &n, before, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, "booking.cancel", b->ref,
		NULL, f);
}

int
book_cancel(struct store *store, const struct book_how *how, const char *ref,
	const char *reason, struct booking *to, bool *again, struct pool *pool,
	struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };
	struct booking before;
	int rc = -1;

	*again = false;
	if (book_reason(pool, &reason, f) != 0 || store_begin(store, f) != 0)
		return -1;
	if (booking_find(store, ref, pool, to, f) != 1)
		goto out;
	before = *to;
	if (!book_cancelled(to, reason, how->notify.now)) {
		*again = true;
		rc = 0;
		goto out;
	}
	if (work_in_time(&w, &before, true, f) == 0 &&
		work_cancel(&w, &before, f) == 0)
		return work_end(&w, f);
out:
	store_rollback(store);
	return rc;
}

/* ---- move ---- */

/* Who is asked: the page's hosts, or those of a meeting without a page; the
 * rotation that it came from when another member shall take it. */
static int
move_query(struct work *w, const struct book_move *move, struct offer_query *q,
	struct fail *f)
{
	const struct booking *b = w->b;
	size_t i;

	q->any_state = true;
	q->duration_s = b->end - b->start;
	if (b->rotation_id != 0) {
		w->rotation = pool_zero(w->pool, sizeof(*w->rotation));
		if (rotation_load(w->store, b->rotation_id, w->pool,
			    w->rotation, f) != 1)
			w->rotation = NULL;
	}
	if (move->rotate && w->rotation == NULL)
		return fail(f, EXIT_REFUSED,
			"booking %s: it came from no rotation", b->ref);
	if (move->rooms != NULL && work_rooms(w, move->rooms, f) != 0)
		return -1;
	if (b->page != NULL)
		return 0;
	if (w->rooms == NULL && b->rooms_n > 0) {
		struct who *who = pool_zero(w->pool, sizeof(*who));

		who->fixed = b->room_emails;
		w->rooms = who;
	}
	if (move->rotate)
		q->rotation = w->rotation->name;
	else if (move->organizer != NULL)
		strs_add(w->pool, &q->users, move->organizer);
	else
		for (i = 0; i < b->host_emails.n; i++)
			strs_add(w->pool, &q->users, b->host_emails.v[i]);
	return 0;
}

/* Whose it is from now on. */
static int
move_host(struct work *w, const struct book_move *move,
	const struct booking *before, struct fail *f)
{
	struct choice choice = { .keep = before, .rotate = move->rotate };
	struct user *u;

	if (move->organizer != NULL) {
		if ((u = work_host(w, move->organizer)) == NULL)
			return fail(f, EXIT_REFUSED,
				"booking %s: %s is not among the hosts of "
				"page %s",
				w->b->ref, move->organizer,
				w->offer.page != NULL ? w->offer.page->slug
						      : "-");
		choice.named = u->email;
		if (u->id != before->organizer_id)
			choice.instead_of = before->organizer_id;
	}
	return work_choose(w, &choice, f);
}

/* Whether the user hosts it out of that rotation. */
static bool
came_from(const struct booking *b, int64_t user_id, int64_t rotation_id)
{
	size_t i;

	for (i = 0; i < b->hosts_n; i++)
		if (b->hosts[i] == user_id)
			return rotation_id ==
			       (b->host_rotations != NULL ? b->host_rotations[i]
							  : 0);
	return false;
}

static bool
same_hosts(const struct booking *a, const struct booking *b)
{
	size_t i, k;

	if (a->hosts_n != b->hosts_n || a->organizer_id != b->organizer_id ||
		a->rooms_n != b->rooms_n)
		return false;
	for (i = 0; i < a->hosts_n; i++)
		if (!came_from(b, a->hosts[i],
			    a->host_rotations != NULL ? a->host_rotations[i]
						      : 0))
			return false;
	for (i = 0; i < a->rooms_n; i++) {
		for (k = 0; k < b->rooms_n && a->rooms[i] != b->rooms[k]; k++)
			;
		if (k == b->rooms_n)
			return false;
	}
	return true;
}

/* Of each rotation turns go from who hosts no more to who came instead. */
static int
turns_move(struct work *w, const struct booking *before, struct fail *f)
{
	bool *done;
	size_t i, k;

	if (work_turns(w, f) != 0)
		return -1;
	done = pool_array(w->pool, w->turns_n + 1, sizeof(*done));
	for (i = 0; before->host_rotations != NULL && i < before->hosts_n;
		i++) {
		int64_t id = before->host_rotations[i];
		const struct work_turn *t;

		if (id == 0 || came_from(w->b, before->hosts[i], id))
			continue;
		for (k = 0; k < w->turns_n; k++) {
			t = &w->turns[k];
			if (!done[k] && t->rotation_id == id &&
				!came_from(before, t->user_id, id))
				break;
		}
		if (k == w->turns_n)
			continue;
		done[k] = true;
		if (assign_move_in(w->store, w->b->ref, id, before->hosts[i],
			    t->user_id, t->reason, t->detail,
			    w->how->notify.now, f) != 0)
			return -1;
	}
	return 0;
}

int
work_moved(struct work *w, const struct booking *before, struct fail *f)
{
	struct booking *b = w->b;
	struct notify n;

	book_moved(b, b->start, b->end, w->how->notify.now);
	if (booking_save(w->store, b, f) != 0)
		return -1;
	if (!same_hosts(before, b) && turns_move(w, before, f) != 0)
		return -1;
	if (seats_follow(w, f) != 0 || work_token(w, f) != 0 ||
		work_reload(w, f) != 0 || work_hosts(w, f) != 0 ||
		copies_update(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_moved(w->store, &n, before, f) != 0)
		return -1;
	return audit_add(
		w->store, w->how->notify.now, "booking.move", b->ref, NULL, f);
}

/* 0 done, 1 nothing to do, -1. */
static int
move(struct work *w, const struct book_move *m, struct fail *f)
{
	struct booking *b = w->b, before = *b;
	struct offer_query q = { .by_hand = m->organizer };
	int64_t length = m->length_s > 0 ? m->length_s : b->end - b->start;

	/* a hold is no meeting yet; B9 */
	if (!booking_live(b) || booking_held(b))
		return fail(
			f, EXIT_REFUSED, "booking %s is %s", b->ref, b->status);
	if (m->start != 0)
		b->start = m->start;
	b->end = b->start + length;
	if (b->start == before.start && b->end == before.end &&
		m->organizer == NULL && !m->rotate && m->rooms == NULL)
		return 1;
	if ((b->start != before.start || b->end != before.end) &&
		work_in_time(w, &before, false, f) != 0)
		return -1;
	if (book_time(b, w->how->notify.now, f) != 0)
		return -1;
	if (b->session_id != 0)
		return seat_move(w, m, &before, f);
	if (move_query(w, m, &q, f) != 0)
		return -1;
	q.apart = true;
	/* the length of the meeting as it was stays allowed, whatever the page
	 * offers now */
	q.moving = &before;
	if (work_offer(w, &q, f) != 0 || move_host(w, m, &before, f) != 0)
		return -1;
	if (b->start == before.start && b->end == before.end &&
		same_hosts(&before, b))
		return 1;
	return work_moved(w, &before, f);
}

int
book_move(struct store *store, const struct book_how *how, const char *ref,
	const struct book_move *m, struct booking *to, bool *again,
	struct pool *pool, struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };
	int rc;

	*again = false;
	if (store_begin(store, f) != 0)
		return -1;
	rc = booking_find(store, ref, pool, to, f) == 1 ? move(&w, m, f) : -1;
	if (rc == 0)
		rc = work_end(&w, f);
	else if (rc == 1)
		*again = true;
	if (rc != 0)
		store_rollback(store);
	if (rc < 0 && w.offer.hosts != NULL)
		work_tried(&w,
			w.offer.mode == OFFER_ANY ? to->organizer_email : NULL,
			f);
	return rc < 0 ? -1 : 0;
}

/* ---- invite ---- */

static int
invite(struct work *w, struct fail *f)
{
	struct booking *b = w->b;
	struct notify n;

	if (strcmp(b->status, "confirmed") != 0)
		return fail(
			f, EXIT_REFUSED, "booking %s is %s", b->ref, b->status);
	if (!b->invite) {
		fail(f, EXIT_REFUSED,
			"booking %s was made without an invitation", b->ref);
		return -1;
	}
	if (seats_invite(w, f) != 0 || work_hosts(w, f) != 0 ||
		work_token(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_again(w->store, &n, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, "booking.invite", b->ref,
		NULL, f);
}

int
book_invite(struct store *store, const struct book_how *how, const char *ref,
	struct booking *to, struct pool *pool, struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };

	if (store_begin(store, f) != 0)
		return -1;
	if (booking_find(store, ref, pool, to, f) == 1 && invite(&w, f) == 0 &&
		work_end(&w, f) == 0)
		return 0;
	store_rollback(store);
	return -1;
}
