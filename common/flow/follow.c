#include "flow/follow.h"
#include "flow/book_seats.h"
#include "flow/sync_priv.h"

#include "engine/book.h"
#include "store/booking.h"
#include "store/follow.h"
#include "store/outbox.h"
#include "wire/event_ics.h"

#include <inttypes.h>
#include <string.h>

/* a meeting that began so long ago may still go on */
enum { DAYS_LONG = 7 * 86400 };

static int
follow(struct work *w, instant start, instant end, struct fail *f)
{
	struct booking before = *w->b;
	struct notify n;

	book_moved(w->b, start, end, w->how->notify.now);
	if (booking_save(w->store, w->b, f) != 0 || seats_follow(w, f) != 0 ||
		work_token(w, f) != 0 || work_reload(w, f) != 0 ||
		work_hosts(w, f) != 0 || copies_update(w, f) != 0)
		return -1;
	n = work_notify(w);
	if (notify_moved(w->store, &n, &before, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, "booking.follow",
		w->b->ref, NULL, f);
}

int
follow_move(struct store *store, const struct book_how *how, const char *ref,
	instant start, instant end, struct booking *to, struct pool *pool,
	struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };

	if (store_begin(store, f) != 0)
		return -1;
	if (booking_find(store, ref, pool, to, f) == 1 &&
		follow(&w, start, end, f) == 0 && work_end(&w, f) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

/* ---- what a pull noticed ---- */

struct waiting {
	int64_t calendar_id;
	const char *uid;
	const char *href; /* where we wrote it once, or NULL */
	struct pool *pool;
	bool open; /* a letter of ours is still on its way */
};

static int
look(void *arg, const struct letter *l)
{
	struct waiting *w = arg;

	if (l->calendar_id != w->calendar_id || l->uid == NULL ||
		strcmp(l->uid, w->uid) != 0)
		return 0;
	if (strcmp(l->state, "queued") == 0 || strcmp(l->state, "claimed") == 0)
		w->open = true;
	if (strcmp(l->state, "done") == 0 && strcmp(l->kind, "delete") == 0)
		w->href = NULL;
	else if (strcmp(l->state, "done") == 0 && l->href != NULL)
		w->href = pool_str(w->pool, l->href);
	return 0;
}

/* The instant of a time that we wrote ourselves, or a client moved. */
static instant
instant_of(const struct when_value *v, const struct zone *host)
{
	const struct zone *zone = v->utc ? zone_utc() : v->zone;

	return zone_instant(zone != NULL ? zone : host, &v->civil, NULL);
}

/* The one event of the meeting in its calendar's copy; NULL: none. */
static const struct event *
read_copy(struct pool *pool, const struct event_row *row,
	const struct zone *zone, struct events *events)
{
	struct ics_read how = { NULL, zone, NULL };
	struct ics_warnings ignored = { 0 };
	struct fail f;

	if (ics_events_read(pool, row->ics, strlen(row->ics), &how, events,
		    &ignored, NULL, NULL, &f) != 0 ||
		events->n != 1 || events->v[0].problem != NULL)
		return NULL;
	return &events->v[0];
}

static instant
end_of(const struct event *e, instant start, const struct zone *zone)
{
	struct civil c;
	instant end = start;

	if (e->has_end)
		return instant_of(&e->end, zone);
	if (e->has_duration) {
		c = zone_civil(zone, start);
		civil_add_days(&c, e->duration.days);
		end = zone_instant(zone, &c, NULL) + e->duration.seconds;
	}
	return end;
}

/*
 * What keeps the meeting from following a change: a person is told once of each
 * change, not at each pull.
 */
static int
told(struct store *store, const struct event_row *row,
	const struct sync_how *how, const struct booking *b, const char *what,
	const struct fail *why, struct pool *pool, struct fail *f)
{
	struct fail shown = *why;
	struct follow seen;
	char *now;

	if (follow_load(store, b->id, pool, &seen, f) != 0)
		return -1;
	now = pool_printf(
		pool, "%s %016" PRIx64 ": %s", what, row->hash, why->line);
	if (how->problem == NULL ||
		(seen.told != NULL && strcmp(seen.told, now) == 0))
		return 0;
	fail_prefix(&shown, "meeting %s was %s in the calendar", b->ref, what);
	how->problem(how->arg, "meeting", &shown);
	seen.told = now;
	return follow_save(store, &seen, f);
}

/* Another change of the same words is news again. */
static int
forget_told(struct store *store, const struct booking *b, struct pool *pool,
	struct fail *f)
{
	struct follow seen;

	if (follow_load(store, b->id, pool, &seen, f) != 0)
		return -1;
	if (seen.told == NULL)
		return 0;
	seen.told = NULL;
	return follow_save(store, &seen, f);
}

/*
 * Gone from the listing. That is noted only when the resource itself is gone
 * too; what becomes of the meeting is for the second look (follow_gone.c).
 */
static int
removed(struct store *store, struct session *s, const struct provider *provider,
	const struct account *account, const struct calendar *c,
	const struct waiting *w, const struct booking *b,
	const struct sync_how *how, struct fail *f)
{
	struct object o = { .href = w->href };
	struct follow seen;
	struct fail why;

	/* what the host put into a calendar that only they write has no name
	 * of ours: its listing is all there is */
	if (w->href != NULL && (provider->get(s, account, c, &o, &why) == 0 ||
				       why.status != EXIT_NOT_FOUND))
		return 0;
	if (follow_load(store, b->id, w->pool, &seen, f) != 0)
		return -1;
	if (seen.gone_at != 0)
		return 0;
	seen.gone_at = how->now;
	return follow_save(store, &seen, f);
}

int
follow_event(struct store *store, const struct event_row *row,
	const struct booking *b, const struct sync_how *how, struct pool *pool,
	struct fail *f)
{
	const struct zone *zone = zone_load(b->time_zone, &(struct fail){ 0 });
	struct events events = { 0 };
	struct booking to = { 0 };
	const struct event *e;
	instant start, end;
	struct fail why;
	bool again;

	if (zone == NULL)
		zone = zone_utc();
	if ((e = read_copy(pool, row, zone, &events)) == NULL || e->start.date)
		return 0;
	if (e->cancelled) {
		if (book_cancel(store, how->book, b->ref,
			    "cancelled in the host's calendar", &to, &again,
			    pool, &why) != 0)
			return told(
				store, row, how, b, "cancelled", &why, pool, f);
		return 0;
	}
	start = instant_of(&e->start, zone);
	end = end_of(e, start, zone);
	if ((start == b->start && end == b->end) || end <= start ||
		e->sequence < b->sequence)
		return 0;
	if (follow_move(
		    store, how->book, b->ref, start, end, &to, pool, &why) != 0)
		return told(store, row, how, b, "moved", &why, pool, f);
	return forget_told(store, b, pool, f);
}

/* ---- a room's calendar ---- */

/* Whose room it is that the meeting has; b->rooms_n: none of its. */
static size_t
room_at(const struct booking *b, int64_t user_id)
{
	size_t i;

	for (i = 0; i < b->rooms_n && b->rooms[i] != user_id; i++)
		;
	return i;
}

/*
 * What somebody did in the room's calendar, or NULL. The meeting does not end
 * with it: a room is no party to it, and is still reserved here. Gone is what
 * the server says is gone (RULES.md section 7).
 */
static const char *
room_noticed(struct store *store, struct session *s,
	const struct provider *provider, const struct account *account,
	const struct calendar *c, const struct waiting *w,
	const struct booking *b, size_t at)
{
	const struct zone *zone = zone_load(b->time_zone, &(struct fail){ 0 });
	struct strs owner = { .v = &b->room_emails.v[at], .n = 1 };
	struct ics_read how = { .owners = &owner };
	struct object o = { .href = w->href };
	struct ics_warnings ignored = { 0 };
	struct events events = { 0 };
	struct event_row row = { 0 };
	const struct event *e;
	struct fail f;
	int found = event_find_uid(store, c->id, b->uid, w->pool, &row, &f);

	how.zone = zone != NULL ? zone : zone_utc();
	if (found == 0)
		return provider->get(s, account, c, &o, &f) != 0 &&
				       f.status == EXIT_NOT_FOUND
			       ? "removed"
			       : NULL;
	if (found < 0 ||
		ics_events_read(w->pool, row.ics, strlen(row.ics), &how,
			&events, &ignored, NULL, NULL, &f) != 0 ||
		events.n != 1 || events.v[0].problem != NULL)
		return NULL;
	e = &events.v[0];
	if (e->cancelled)
		return "cancelled";
	if (e->owner_partstat != NULL &&
		strcmp(e->owner_partstat, "declined") == 0)
		return "declined";
	return !e->start.date && instant_of(&e->start, how.zone) != b->start
		       ? "moved"
		       : NULL;
}

/* A warning, once for each change. */
static int
room_follow(struct store *store, struct session *s,
	const struct provider *provider, const struct account *account,
	const struct calendar *c, struct waiting *w, const struct booking *b,
	const struct sync_how *how, struct fail *f)
{
	size_t at = room_at(b, c->user_id);
	struct follow seen;
	const char *what, *now;

	if (outbox_each(store, false, w->pool, look, w, f) < 0 ||
		follow_load(store, b->id, w->pool, &seen, f) != 0)
		return -1;
	if (w->open || w->href == NULL || how->warning == NULL)
		return 0;
	what = room_noticed(store, s, provider, account, c, w, b, at);
	if (what == NULL)
		return 0;
	now = pool_printf(w->pool, "%s %s, %d", c->slug, what, b->sequence);
	if (seen.told != NULL && strcmp(seen.told, now) == 0)
		return 0;
	how->warning(how->arg,
		pool_printf(w->pool,
			"meeting %s was %s in calendar %s of room %s, which it "
			"still has here; hint: mtg-book reschedule %s --room "
			"ROOM",
			b->ref, what, c->slug, b->room_emails.v[at], b->ref));
	seen.told = now;
	return follow_save(store, &seen, f);
}

int
sync_meeting(struct store *store, struct session *s,
	const struct provider *provider, const struct account *account,
	const struct calendar *c, const char *uid, const struct sync_how *how,
	struct fail *f)
{
	struct waiting w = {
		.calendar_id = c->id, .uid = uid, .pool = pool_new()
	};
	struct event_row row = { 0 };
	struct booking b = { 0 };
	struct follow seen;
	int rc = 0, found;

	if (how->book == NULL)
		goto out;
	if ((found = booking_find(store, uid, w.pool, &b, f)) != 1) {
		rc = found < 0 ? -1 : 0;
		goto out;
	}
	if (room_at(&b, c->user_id) < b.rooms_n && strcmp(b.uid, uid) == 0 &&
		strcmp(b.status, "confirmed") == 0 && b.end > how->now) {
		rc = room_follow(
			store, s, provider, account, c, &w, &b, how, f);
		goto out;
	}
	if (strcmp(b.uid, uid) != 0 || b.organizer_id != c->user_id ||
		strcmp(b.status, "confirmed") != 0 || b.end <= how->now)
		goto out;
	if (outbox_each(store, false, w.pool, look, &w, f) < 0 ||
		follow_load(store, b.id, w.pool, &seen, f) != 0) {
		rc = -1;
		goto out;
	}
	/* our own change is on its way: what stands there is older; and what
	 * neither we nor the host put there is somebody's copy */
	if (w.open || (w.href == NULL && seen.calendar_id != c->id))
		goto out;
	found = event_find_uid(store, c->id, uid, w.pool, &row, f);
	if (found == 1)
		rc = follow_event(store, &row, &b, how, w.pool, f);
	else if (found == 0)
		rc = removed(store, s, provider, account, c, &w, &b, how, f);
	else
		rc = -1;
out:
	pool_free(w.pool);
	return rc;
}

struct coming {
	const struct calendar *calendar;
	struct pool *pool;
	struct booking *v;
	size_t n, cap;
};

static int
keep_coming(void *arg, const struct booking *b)
{
	struct coming *all = arg;

	if (b->organizer_id != all->calendar->user_id &&
		room_at(b, all->calendar->user_id) == b->rooms_n)
		return 0;
	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *b;
	return 0;
}

/* Whether the calendar holds the meeting just as it is: 1, 0, -1. */
static int
stands(struct store *store, const struct calendar *c, const struct booking *b,
	struct fail *f)
{
	struct event_row row = { 0 };
	struct pool *pool = pool_new();
	int found;

	found = event_find_uid(store, c->id, b->uid, pool, &row, f);
	if (found == 1)
		found = row.start == b->start && row.end == b->end &&
			strcasestr(row.ics, "STATUS:CANCELLED") == NULL;
	pool_free(pool);
	return found;
}

int
sync_meetings(struct store *store, struct session *s,
	const struct provider *provider, const struct account *account,
	const struct calendar *c, const struct sync_how *how, struct fail *f)
{
	struct coming all = { .calendar = c, .pool = pool_new() };
	struct booking_query query = { .from = how->now - DAYS_LONG,
		.to = INT64_MAX / 2,
		.user_id = c->user_id,
		.status = "confirmed",
		.kind = LIST_EVENTS,
		.now = how->now };
	size_t i;
	int rc = 0;

	if (how->book != NULL)
		rc = booking_each(
			store, &query, all.pool, keep_coming, &all, f);
	for (i = 0; rc == 0 && i < all.n; i++) {
		if (all.v[i].end <= how->now)
			continue;
		rc = stands(store, c, &all.v[i], f);
		if (rc == 0)
			rc = sync_meeting(store, s, provider, account, c,
				all.v[i].uid, how, f);
		else if (rc == 1)
			rc = 0;
	}
	pool_free(all.pool);
	return rc;
}
