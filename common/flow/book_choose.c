#include "flow/book_priv.h"

#include "store/booking.h"
#include "store/contact.h"
#include "store/room.h"
#include "store/rotation.h"
#include "store/user.h"

#include <string.h>

/*
 * Who takes a meeting: of each part of the offer as many as it needs, each once
 * (RULES.md sections 5 and 6).
 */

/* A choice that is being made. */
struct choosing {
	struct work *w;
	const struct choice *how;
	bool *free, *taken; /* by host of the offer */
	uint8_t *mask;      /* what each can stand for here */
	size_t *from;       /* the part that took them */
	struct parties left;
	const struct user *organizer; /* or NULL: not known yet */
	size_t first; /* the first that a rotation gave; hosts_n: none */
};

/* Marks who is free then: the slot names them in the order of the hosts. */
static void
mark_free(struct choosing *c, const struct strs *who)
{
	const struct offer *o = &c->w->offer;
	size_t i, k = 0;

	for (i = 0; i < o->hosts_n && k < who->n; i++)
		if (strcmp(o->engine_hosts[i].email, who->v[k]) == 0) {
			c->free[i] = true;
			k++;
		}
}

static void
take(struct choosing *c, size_t host, size_t part)
{
	c->taken[host] = true;
	c->from[host] = part;
	if (part < c->left.n && c->left.need[part] > 0)
		c->left.need[part]--;
}

/* Whether the others can still be had when this one is taken for `part`. */
static bool
leaves_enough(const struct choosing *c, size_t host, size_t part)
{
	const struct offer *o = &c->w->offer;
	struct parties left = c->left;
	struct party_count free[256];
	size_t i, n = 0;

	left.need[part]--;
	for (i = 0; i < o->hosts_n; i++)
		if (c->free[i] && !c->taken[i] && i != host)
			n = party_count_add(free, n, c->mask[i], 1);
	return parties_met(&left, free, n);
}

/* Who could be taken for the part; what they stand for decides, so that it is
 * worked out once for each kind. */
static void
candidates(const struct choosing *c, size_t part, bool *can)
{
	const struct offer *o = &c->w->offer;
	signed char known[256] = { 0 };
	size_t i;

	for (i = 0; i < o->hosts_n; i++) {
		uint8_t mask = c->mask[i];

		can[i] = false;
		if (!c->free[i] || c->taken[i] || (mask >> part & 1) == 0)
			continue;
		if (known[mask] == 0)
			known[mask] = leaves_enough(c, i, part) ? 1 : -1;
		can[i] = known[mask] > 0;
	}
}

/* ---- who stays ---- */

/* The part that a host of the meeting stands for: of the rotation it came
 * from, else the first that still needs one and leaves enough for the others.
 */
static size_t
part_for(const struct choosing *c, size_t host, int64_t rotation_id)
{
	const struct offer *o = &c->w->offer;
	size_t p, found = o->parts_n, last = o->parts_n;

	for (p = 0; p < o->parts_n; p++) {
		const struct offer_part *part = &o->parts[p];

		if ((c->mask[host] >> p & 1) == 0 || c->left.need[p] == 0)
			continue;
		if (rotation_id != 0 && part->rotation != NULL &&
			part->rotation->id == rotation_id)
			return p;
		if (!c->free[host] || leaves_enough(c, host, p)) {
			if (found == o->parts_n)
				found = p;
		} else if (last == o->parts_n) {
			last = p;
		}
	}
	return found < o->parts_n ? found : last;
}

/* Rotating: who was taken in turn of a rotation is not taken of it again. */
static void
give_way(struct choosing *c, size_t host, int64_t rotation_id)
{
	const struct offer *o = &c->w->offer;
	size_t p;

	for (p = 0; p < o->parts_n; p++)
		if (o->parts[p].rotation != NULL &&
			o->parts[p].rotation->id == rotation_id)
			c->mask[host] &= (uint8_t) ~(1U << p);
}

/* A host whom the page asks no more. */
static int
not_there(const struct booking *b, const char *email, int64_t from,
	const struct page *page, struct fail *f)
{
	fail(f, EXIT_REFUSED,
		"booking %s: %s is not among the hosts of page %s", b->ref,
		email, page != NULL ? page->slug : "-");
	if (from != 0)
		return fail_hint(f, "--rotate gives it to another member");
	return fail_hint(
		f, "mtg-book reassign %s USER --instead-of %s", b->ref, email);
}

static int
keep_host(struct choosing *c, size_t at, struct fail *f)
{
	const struct booking *b = c->how->keep;
	const struct offer *o = &c->w->offer;
	const char *email = b->host_emails.v[at];
	int64_t from = b->host_rotations != NULL ? b->host_rotations[at] : 0;
	struct user *u = work_host(c->w, email);
	size_t i;

	if (u == NULL && c->how->rotate && from != 0)
		return 0;
	if (u == NULL)
		return not_there(b, email, from, o->page, f);
	i = (size_t)(u - o->hosts);
	if (c->taken[i])
		return 0;
	if (c->how->rotate && from != 0) {
		give_way(c, i, from);
		return 0;
	}
	if (work_host_free(c->w, u, f) != 0) {
		if (f->status == EXIT_TAKEN && from != 0)
			fail_hint(f, "--rotate gives it to another member");
		return -1;
	}
	take(c, i, part_for(c, i, from));
	return 0;
}

/* The hosts of a meeting that is moved stay; its rooms where they are free. */
static int
keep(struct choosing *c, struct fail *f)
{
	const struct booking *b = c->how->keep;
	const struct offer *o = &c->w->offer;
	size_t i;

	for (i = 0; i < b->hosts_n; i++) {
		/* another one takes this part */
		if (c->how->instead_of != 0 &&
			b->hosts[i] == c->how->instead_of)
			continue;
		if (keep_host(c, i, f) != 0)
			return -1;
	}
	/* unless others are named in their place */
	for (i = 0; c->w->rooms == NULL && i < b->rooms_n; i++) {
		struct user *u = work_host(c->w, b->room_emails.v[i]);
		size_t at, part;

		if (u == NULL)
			continue;
		at = (size_t)(u - o->hosts);
		part = part_for(c, at, 0);
		if (c->free[at] && !c->taken[at] && part < o->parts_n)
			take(c, at, part);
	}
	return 0;
}

/* ---- who is named ---- */

static int
no_host(const struct choosing *c, const char *named, struct fail *f)
{
	const struct offer *o = &c->w->offer;

	if (o->page != NULL)
		return fail(f, EXIT_REFUSED,
			"page %s: %s is not among its hosts", o->page->slug,
			named);
	return fail(f, EXIT_NOT_FOUND, "user %s: not found", named);
}

static int
take_named(struct choosing *c, struct fail *f)
{
	const char *named = c->how->named;
	const struct offer *o = &c->w->offer;
	struct user *u = work_host(c->w, named);
	size_t i, part;

	if (u != NULL && u->room)
		return fail(f, EXIT_REFUSED, "%s is a room and hosts nothing",
			u->email);
	if (u == NULL)
		return no_host(c, named, f);
	i = (size_t)(u - o->hosts);
	c->organizer = u;
	if (c->taken[i])
		return 0;
	if (work_host_free(c->w, u, f) != 0)
		return -1;
	part = part_for(c, i, 0);
	if (part == o->parts_n)
		return fail(f, EXIT_REFUSED,
			"page %s: %s is not needed beside the others",
			o->page != NULL ? o->page->slug : "-", named);
	take(c, i, part);
	return 0;
}

/* Rooms by their names, which the offer knows. */
static int
take_rooms(struct choosing *c, struct fail *f)
{
	const struct who *rooms = c->w->rooms;
	const struct offer *o = &c->w->offer;
	size_t i, at, part;

	for (i = 0; rooms != NULL && i < rooms->fixed.n; i++) {
		const char *name = rooms->fixed.v[i];
		struct user *u = work_host(c->w, name);

		if (u == NULL)
			return no_host(c, name, f);
		at = (size_t)(u - o->hosts);
		if (c->taken[at])
			continue;
		if (work_host_free(c->w, u, f) != 0)
			return -1;
		part = part_for(c, at, 0);
		if (part == o->parts_n)
			return fail(f, EXIT_REFUSED,
				"page %s: %s is not needed beside the other "
				"rooms",
				o->page != NULL ? o->page->slug : "-", name);
		take(c, at, part);
	}
	return 0;
}

/* ---- whose turn it is ---- */

static void
turn_add(struct work *w, int64_t rotation_id, int64_t user_id,
	const char *reason, const char *detail)
{
	struct work_turn *t;

	w->turns = pool_grow(
		w->pool, w->turns, w->turns_n, &w->turns_cap, sizeof(*t));
	t = &w->turns[w->turns_n++];
	t->rotation_id = rotation_id;
	t->user_id = user_id;
	t->reason = reason;
	t->detail = detail;
}

/* The rotation's choice among those who can. */
static int
propose(struct choosing *c, size_t part, const bool *can, struct fail *f)
{
	struct work *w = c->w;
	const struct offer *o = &w->offer;
	struct strs free = { 0 }, taken = { 0 };
	struct assign_ask ask = { .free = &free,
		.exclude = &taken,
		.owner_id = o->parts[part].owner_id,
		.owner_full = o->parts[part].owner_full };
	struct proposal p = { 0 };
	struct user *u;
	size_t i;

	/* who hosts already was not passed over for being busy */
	for (i = 0; i < o->hosts_n; i++)
		if (can[i] || c->taken[i])
			strs_add(w->pool, can[i] ? &free : &taken,
				o->engine_hosts[i].email);
	/* whom nobody looked at because the owner comes first is not busy */
	if (ask.owner_id != 0 && !ask.owner_full && free.n > 0)
		ask.free = NULL;
	if (assign_propose_for(w->store, o->parts[part].rotation, &ask,
		    w->how->notify.now, w->pool, &p, f) != 0)
		return -1;
	if ((u = work_host(w, p.email)) == NULL)
		return fail(f, EXIT_BUG,
			"rotation %s: proposed %s, who is no host",
			o->parts[part].rotation->name, p.email);
	turn_add(w, o->parts[part].rotation->id, u->id, p.reason,
		assign_detail(w->pool, &p));
	i = (size_t)(u - o->hosts);
	take(c, i, part);
	if (c->first == o->hosts_n)
		c->first = i;
	return 0;
}

static bool
has_turn(const struct work *w, int64_t rotation_id, int64_t user_id)
{
	size_t i;

	for (i = 0; i < w->turns_n; i++)
		if (w->turns[i].rotation_id == rotation_id &&
			w->turns[i].user_id == user_id)
			return true;
	return false;
}

/* Whether the booker's contact is this host's, where the rotation asks for
 * that (B12): 1, 0, -1. */
static int
owns(struct work *w, const struct rotation *r, int64_t user_id, struct fail *f)
{
	const struct booking *b = w->b;
	struct contact c = { 0 };
	int rc;

	if (r->owner == NULL || b->attendees_n == 0 ||
		b->attendees[0].email == NULL)
		return 0;
	rc = contact_find_email(
		w->store, b->attendees[0].email, w->pool, &c, f);
	return rc == 1 ? c.owner_id == user_id : rc;
}

int
work_turns(struct work *w, struct fail *f)
{
	const struct booking *b = w->b;
	size_t i;

	for (i = 0; b->host_rotations != NULL && i < b->hosts_n; i++) {
		struct assign_ask ask = { .free = &w->slot.hosts,
			.by_hand = b->hosts[i] };
		struct rotation *r = pool_zero(w->pool, sizeof(*r));
		struct proposal p = { 0 };
		struct fail ignored;
		int64_t id = b->host_rotations[i];
		int rc;

		if (id == 0 || has_turn(w, id, b->hosts[i]))
			continue;
		/* who hosts the first hosts them all */
		if (w->series != NULL && w->series->first != NULL) {
			turn_add(w, id, b->hosts[i], "series", NULL);
			continue;
		}
		if (rotation_load(w->store, id, w->pool, r, f) != 1)
			return -1;
		if ((rc = owns(w, r, b->hosts[i], f)) < 0)
			return -1;
		if (rc == 1)
			ask.owner_id = b->hosts[i];
		/* whom the rule would have passed over is there by hand */
		if (assign_propose_for(w->store, r, &ask, w->how->notify.now,
			    w->pool, &p, &ignored) == 0)
			turn_add(w, id, b->hosts[i], p.reason,
				assign_detail(w->pool, &p));
		else
			turn_add(w, id, b->hosts[i], "manual", NULL);
	}
	return 0;
}

/* How many meetings start in the week of this one: of several rooms, or people
 * without a rotation, the one who has the fewest (B16). */
static int
load_of(struct choosing *c, size_t host, size_t *n, struct fail *f)
{
	struct work *w = c->w;
	const struct zone *zone = w->offer.zone;
	struct civil day = zone_civil(zone, w->b->start);
	struct busies busy = { 0 };
	struct span week;
	size_t i;
	int wday = civil_weekday(&day);

	week.start = zone_day(zone, w->b->start, -wday);
	week.end = zone_day(zone, w->b->start, 7 - wday);
	if (booking_busy(w->store, w->offer.hosts[host].id, week, w->b->id,
		    w->how->notify.now, w->pool, &busy, f) != 0)
		return -1;
	*n = 0;
	for (i = 0; i < busy.n; i++)
		*n += busy.v[i].start >= week.start &&
		      busy.v[i].start < week.end;
	return 0;
}

/* Whether a room is smaller than another, for rooms of the same load: the
 * larger ones stay free for those who need them. */
static bool
smaller(const struct offer *o, size_t a, size_t b)
{
	int x, y;

	if (!o->hosts[a].room || !o->hosts[b].room)
		return false;
	x = o->room_of[a].capacity;
	y = o->room_of[b].capacity;
	return x != 0 && (y == 0 || x < y);
}

static int
take_least(struct choosing *c, size_t part, const bool *can, struct fail *f)
{
	const struct offer *o = &c->w->offer;
	size_t i, n, best = o->hosts_n, least = 0;

	for (i = 0; i < o->hosts_n; i++) {
		if (!can[i])
			continue;
		if (load_of(c, i, &n, f) != 0)
			return -1;
		if (best == o->hosts_n || n < least ||
			(n == least && smaller(o, i, best))) {
			best = i;
			least = n;
		}
	}
	if (best == o->hosts_n)
		return fail_code(f, EXIT_NONE, "no-member",
			"nobody is left for one of the parts");
	take(c, best, part);
	return 0;
}

static int
fill(struct choosing *c, struct fail *f)
{
	const struct offer *o = &c->w->offer;
	bool *can = pool_array(c->w->pool, o->hosts_n + 1, sizeof(*can));
	size_t p;
	int rc = 0;

	for (p = 0; rc == 0 && p < o->parts_n; p++)
		while (rc == 0 && c->left.need[p] > 0) {
			candidates(c, p, can);
			rc = o->parts[p].rotation != NULL
				     ? propose(c, p, can, f)
				     : take_least(c, p, can, f);
		}
	return rc;
}

/* ---- what comes of it ---- */

/* Whether somebody hosts in any case, not only as one of several. */
static bool
some_fixed(const struct choosing *c)
{
	const struct offer *o = &c->w->offer;
	size_t i;

	for (i = 0; i < o->hosts_n; i++)
		if (c->taken[i] && !o->hosts[i].room &&
			c->from[i] < o->parts_n && o->parts[c->from[i]].whole)
			return true;
	return false;
}

/* Named; else as it was; else who came first out of a rotation; else the page's
 * owner where hosts are fixed; else the first host. */
static int
organize(struct choosing *c, struct fail *f)
{
	struct work *w = c->w;
	const struct offer *o = &w->offer;
	const struct booking *was = c->how->keep;
	struct user *owner;
	size_t i;

	for (i = 0; c->organizer == NULL && was != NULL && i < o->hosts_n; i++)
		if (c->taken[i] && o->hosts[i].id == was->organizer_id)
			c->organizer = &o->hosts[i];
	if (c->organizer == NULL && c->first < o->hosts_n)
		c->organizer = &o->hosts[c->first];
	if (c->organizer == NULL && o->page != NULL && some_fixed(c)) {
		owner = pool_zero(w->pool, sizeof(*owner));
		if (user_load(w->store, o->page->user_id, w->pool, owner, f) !=
			1)
			return -1;
		c->organizer = owner;
	}
	for (i = 0; c->organizer == NULL && i < o->hosts_n; i++)
		if (c->taken[i] && !o->hosts[i].room)
			c->organizer = &o->hosts[i];
	if (c->organizer == NULL)
		return fail(f, EXIT_REFUSED, "a room alone hosts nothing");
	return 0;
}

/* Without a page who organizes decides which rooms can be had; with one its
 * owner, which flow/offer has looked at. */
static int
rooms_check(const struct choosing *c, struct fail *f)
{
	const struct offer *o = &c->w->offer;
	size_t i;
	int rc = 1;

	for (i = 0; o->page == NULL && i < o->hosts_n && rc == 1; i++) {
		if (!c->taken[i] || !o->hosts[i].room)
			continue;
		rc = room_allows(
			c->w->store, o->hosts[i].id, c->organizer->id, f);
		if (rc == 0)
			return fail(f, EXIT_REFUSED,
				"%s is in none of the teams that may have %s",
				c->organizer->email, o->hosts[i].email);
	}
	return rc < 0 ? -1 : 0;
}

static void
host_set(struct choosing *c, size_t at)
{
	struct work *w = c->w;
	const struct offer *o = &w->offer;
	struct booking *b = w->b;
	size_t part = c->from[at];

	if (o->hosts[at].room) {
		b->rooms[b->rooms_n++] = o->hosts[at].id;
		strs_add(w->pool, &b->room_emails, o->hosts[at].email);
		strs_add(w->pool, &b->room_names, o->hosts[at].name);
		return;
	}
	w->hosts[w->hosts_n++] = o->hosts[at];
	if (part < o->parts_n && o->parts[part].rotation != NULL)
		b->host_rotations[b->hosts_n] = o->parts[part].rotation->id;
	b->hosts[b->hosts_n++] = o->hosts[at].id;
	strs_add(w->pool, &b->host_emails, o->hosts[at].email);
}

/* The choice onto the meeting. */
static void
settle(struct choosing *c)
{
	struct work *w = c->w;
	const struct offer *o = &w->offer;
	struct booking *b = w->b;
	size_t i;

	b->organizer_id = c->organizer->id;
	b->organizer_email = c->organizer->email;
	b->organizer_name = c->organizer->name;
	b->hosts = pool_array(w->pool, o->hosts_n, sizeof(*b->hosts));
	b->host_rotations =
		pool_array(w->pool, o->hosts_n, sizeof(*b->host_rotations));
	b->rooms = pool_array(w->pool, o->hosts_n, sizeof(*b->rooms));
	b->room_things = NULL;
	b->room_places = (struct strs){ 0 };
	b->hosts_n = b->rooms_n = w->hosts_n = 0;
	b->host_emails = b->room_emails = b->room_names = (struct strs){ 0 };
	w->hosts = pool_array(w->pool, o->hosts_n, sizeof(*w->hosts));
	/* who organizes stands first */
	for (i = 0; i < o->hosts_n; i++)
		if (c->taken[i] && o->hosts[i].id == c->organizer->id)
			host_set(c, i);
	for (i = 0; i < o->hosts_n; i++)
		if (c->taken[i] && o->hosts[i].id != c->organizer->id)
			host_set(c, i);
}

int
work_choose(struct work *w, const struct choice *how, struct fail *f)
{
	const struct offer *o = &w->offer;
	struct choosing c = { .w = w, .how = how, .first = o->hosts_n };
	size_t i, p;

	c.free = pool_array(w->pool, o->hosts_n, sizeof(*c.free));
	c.taken = pool_array(w->pool, o->hosts_n, sizeof(*c.taken));
	c.from = pool_array(w->pool, o->hosts_n, sizeof(*c.from));
	c.mask = pool_array(w->pool, o->hosts_n, sizeof(*c.mask));
	for (i = 0; i < o->hosts_n; i++)
		c.mask[i] = o->engine_hosts[i].parties;
	mark_free(&c, &w->slot.hosts);
	mark_free(&c, &w->slot.rooms);
	c.left.n = o->parts_n;
	for (p = 0; p < o->parts_n; p++) {
		c.left.need[p] = o->parts[p].need;
		for (i = 0; o->parts[p].whole && i < o->hosts_n; i++)
			if ((o->engine_hosts[i].parties >> p & 1) != 0)
				take(&c, i, p);
	}
	if (how->keep != NULL && keep(&c, f) != 0)
		return -1;
	if ((how->named != NULL && take_named(&c, f) != 0) ||
		take_rooms(&c, f) != 0)
		return -1;
	if (fill(&c, f) != 0 || organize(&c, f) != 0 || rooms_check(&c, f) != 0)
		return -1;
	settle(&c);
	/* of many the offer knows no more than names */
	return o->hosts_n > 1 ? work_hosts(w, f) : 0;
}
