#include "flow/book_seats.h"

#include "engine/book.h"
#include "flow/contact.h"
#include "store/booking.h"
#include "store/page.h"
#include "store/room.h"
#include "store/rotation.h"
#include "store/user.h"

#include <string.h>

/* ---- who ---- */

/* The rotation whose turn it takes: the one named, else the page's. */
static int
find_rotation(struct work *w, struct fail *f)
{
	w->rotation = w->offer.rotation;
	if (w->b->rotation == NULL)
		return 0;
	w->rotation = pool_zero(w->pool, sizeof(*w->rotation));
	return rotation_find(
		       w->store, w->b->rotation, w->pool, w->rotation, f) == 1
		       ? 0
		       : -1;
}

/* A host who was named, with a rotation besides: it is a turn of that. */
static void
rotation_named(struct work *w)
{
	struct booking *b = w->b;
	size_t i;

	if (w->rotation == NULL || w->offer.rotation != NULL)
		return;
	for (i = 0; i < b->hosts_n; i++)
		if (b->hosts[i] == b->organizer_id)
			b->host_rotations[i] = w->rotation->id;
}

/* ---- what ---- */

/* What the page says where nothing was asked for. */
static void
page_defaults(struct work *w)
{
	const struct page *page = w->offer.page;
	struct booking *b = w->b;
	const struct offer_rules *r = &w->offer.rules;

	b->before_s = r->before_s;
	b->after_s = r->after_s;
	b->gap_s = r->gap_s;
	b->links = page == NULL || page->links;
	b->page_id = page != NULL ? page->id : 0;
	b->rotation_id = w->rotation != NULL ? w->rotation->id : 0;
	if (page == NULL)
		return;
	if (b->title == NULL || *b->title == '\0')
		b->title = page->title;
	if (b->description == NULL)
		b->description = page->description;
	if (b->location_type == NULL) {
		b->location_type = page->location_type;
		b->location = page->location;
	}
}

/* Zones of the meeting and its people. On a page the meeting has the page's
 * zone; another one named with the slot is where the booker looked from. */
static int
zones(struct work *w, struct fail *f)
{
	struct booking *b = w->b;
	const char *page_zone = zone_name(w->offer.zone);
	size_t i;

	if (b->time_zone == NULL)
		b->time_zone = page_zone;
	else if (zone_load(b->time_zone, f) == NULL)
		return -1;
	if (w->offer.page != NULL) {
		if (b->attendees_n > 0 && b->attendees[0].time_zone == NULL &&
			strcmp(b->time_zone, page_zone) != 0)
			b->attendees[0].time_zone = b->time_zone;
		b->time_zone = page_zone;
	}
	for (i = 0; i < b->attendees_n; i++)
		if (b->attendees[i].time_zone != NULL &&
			zone_load(b->attendees[i].time_zone, f) == NULL)
			return -1;
	return 0;
}

/* A hold may be of somebody who did not say yet who they are. */
static int
look(struct work *w, const struct strs *hosts, struct fail *f)
{
	struct booking *b = w->b;
	bool invite = b->invite;
	int rc;

	if (w->how->hold_s > 0)
		b->invite = false;
	rc = book_check(w->pool, b, hosts, f);
	b->invite = invite;
	return rc;
}

/* No mail goes to a room: it is reserved, not invited (B16). */
static int
no_room(struct work *w, struct fail *f)
{
	const struct booking *b = w->b;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < b->attendees_n; i++)
		if (b->attendees[i].email != NULL)
			rc = room_has_email(w->store, b->attendees[i].email, f);
	if (rc <= 0)
		return rc;
	fail(f, EXIT_REFUSED, "%s is a room: it is reserved, not invited",
		b->attendees[i - 1].email);
	return fail_hint(f, "--room %s", b->attendees[i - 1].email);
}

int
work_ask(struct work *w, struct offer_query *q, struct fail *f)
{
	struct booking *b = w->b;
	const char *named = b->organizer_email;

	q->duration_s = b->end > b->start ? b->end - b->start : 0;
	q->any_owner = named != NULL;
	q->by_hand = named;
	q->party = seats_wanted(b);
	if (b->page == NULL && named == NULL && b->rotation == NULL) {
		fail(f, EXIT_USAGE, "no page, and nobody to organize it");
		return fail_hint(f, "--organizer USER");
	}
	if (b->page == NULL && named != NULL)
		strs_add(w->pool, &q->users, named);
	else if (b->page == NULL)
		q->rotation = b->rotation;
	if (b->start == 0)
		return fail(f, EXIT_USAGE, "no start");
	if (b->room_text != NULL && work_rooms(w, b->room_text, f) != 0)
		return -1;
	return book_time(b, w->how->notify.now, f);
}

static int
decide(struct work *w, struct fail *f)
{
	struct booking *b = w->b;
	struct choice choice = { .named = b->organizer_email };
	struct offer_query q = { 0 };

	if (w->series != NULL)
		choice.keep = w->series->first;
	if (work_ask(w, &q, f) != 0)
		return -1;
	if (work_offer(w, &q, f) != 0)
		return -1;
	if (w->offer.seats > 0 && w->how->hold_s > 0)
		return fail(f, EXIT_REFUSED,
			"page %s: seats are booked, not held", b->page);
	if (w->offer.seats > 0 && w->rooms != NULL)
		return fail(f, EXIT_REFUSED,
			"page %s: its sessions have its own rooms", b->page);
	if (find_rotation(w, f) != 0)
		return -1;
	page_defaults(w);
	if (look(w, NULL, f) != 0 || zones(w, f) != 0)
		return -1;
	if (w->slot.session_id != 0 ? seat_join(w, f)
				    : work_choose(w, &choice, f))
		return -1;
	rotation_named(w);
	/* who hosts is no guest, nor is a room */
	if (no_room(w, f) != 0)
		return -1;
	return look(w, &b->host_emails, f);
}

/* ---- all of it ---- */

int
work_count(struct work *w, struct fail *f)
{
	size_t i;

	if (work_turns(w, f) != 0)
		return -1;
	for (i = 0; i < w->turns_n; i++) {
		const struct work_turn *t = &w->turns[i];

		if (assign_count_detail(w->store, t->rotation_id, t->user_id,
			    w->b->ref, t->reason, t->detail, w->how->notify.now,
			    f) != 0)
			return -1;
	}
	return 0;
}

int
work_settle(struct work *w, const char *deed, struct fail *f)
{
	struct booking *b = w->b;
	struct notify n;
	int rc = 0;

	/* a request is nobody's turn until it is accepted (R10) */
	if (strcmp(b->status, "confirmed") == 0)
		rc = work_count(w, f);
	if (rc != 0 ||
		contact_booked(w->store, b, w->how->notify.now, w->pool, f) !=
			0 ||
		work_token(w, f) != 0 || work_reload(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_made(w->store, &n, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, deed, b->ref, NULL, f);
}

int
work_create(struct work *w, struct fail *f)
{
	struct booking *b = w->b;

	if (decide(w, f) != 0)
		return -1;
	if (w->offer.seats > 0)
		return seat_create(w, f);
	book_made(b, work_offline(w), w->how->notify.now);
	if (w->how->hold_s > 0)
		book_held(b, w->how->hold_s, w->how->notify.now);
	if (ref_make(w, f) != 0 || booking_save(w->store, b, f) != 0)
		return -1;
	if (!booking_held(b))
		return work_settle(w, "booking.create", f);
	/* a hold is told to nobody and is nobody's turn (B9) */
	if (work_reload(w, f) != 0)
		return -1;
	return audit_add(
		w->store, w->how->notify.now, "booking.hold", b->ref, NULL, f);
}

int
book_create(struct store *store, const struct book_how *how, struct booking *b,
	bool *again, struct pool *pool, struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = b };
	const char *named = b->organizer_email;
	struct user *one;
	int rc = 0;

	if (again != NULL)
		*again = false;
	if (store_begin(store, f) != 0)
		return -1;
	if (b->key != NULL && *b->key != '\0' &&
		(rc = booking_sweep(store, how->notify.now, f)) == 0)
		rc = booking_find_key(store, b->key, pool, b, f);
	if (rc == 1) {
		store_rollback(store);
		if (again != NULL)
			*again = true;
		return 0;
	}
	if (how->instant) {
		if (b->end > b->start)
			b->end += offer_now(how->notify.now) - b->start;
		b->start = offer_now(how->notify.now);
	}
	if (rc == 0)
		rc = work_create(&w, f);
	if (rc == 0 && work_end(&w, f) == 0)
		return 0;
	store_rollback(store);
	one = named != NULL && w.offer.mode == OFFER_ANY ? work_host(&w, named)
							 : NULL;
	work_tried(&w, one != NULL ? one->email : NULL, f);
	return -1;
}
