#include "flow/assign.h"
#include "flow/offer_owner.h"
#include "flow/offer_priv.h"

#include "store/page.h"
#include "store/rotation.h"
#include "store/user.h"

#include <inttypes.h>
#include <string.h>

/* Who is asked for an offer, part by part (RULES.md section 5, B10). */

static struct offer_part *
part_add(struct opening *w, size_t need)
{
	struct offer_part *p = &w->offer->parts[w->offer->parts_n++];

	p->need = need;
	return p;
}

/* The part that is being filled, as a mask. */
static uint8_t
last_bit(const struct opening *w)
{
	return (uint8_t)(1U << (w->offer->parts_n - 1));
}

/* Adds a host to the last part; who is needed in any case stands for nothing
 * else. False: was in it. */
static bool
host_add(struct opening *w, int64_t id)
{
	uint8_t bit = last_bit(w), was;
	size_t i = w->ids_n;

	/* members of one rotation differ */
	if (w->offer->parts_n > 1 || w->offer->parts[0].rotation == NULL)
		for (i = 0; i < w->ids_n && w->ids[i] != id; i++)
			;
	if (i == w->ids_n) {
		w->ids = pool_grow(w->pool, w->ids, w->ids_n, &w->ids_cap,
			sizeof(*w->ids));
		w->masks = pool_grow(w->pool, w->masks, w->ids_n, &w->masks_cap,
			sizeof(*w->masks));
		w->masks[w->ids_n] = bit;
		w->ids[w->ids_n++] = id;
		return true;
	}
	was = w->masks[i];
	if ((was & bit) != 0)
		return false;
	if (w->offer->parts[w->offer->parts_n - 1].whole)
		w->masks[i] = bit;
	else if (!w->whole || (was & w->whole) == 0)
		w->masks[i] |= bit;
	return true;
}

/* ---- rotations ---- */

/* Who hosts a meeting that is moved, whatever the rotation says of them now. */
static bool
hosts_already(const struct offer_query *q, int64_t user_id)
{
	size_t i;

	for (i = 0; q->moving != NULL && i < q->moving->hosts_n; i++)
		if (q->moving->hosts[i] == user_id)
			return true;
	for (i = 0; q->beside != NULL && i < q->beside->hosts_n; i++)
		if (q->beside->hosts[i] == user_id)
			return true;
	return false;
}

/* Whether a member is asked: the owner alone, where it is theirs (B12); else
 * whoever takes part, and who is named or hosts it already. `offered` says who
 * is not too far ahead (NULL: nobody is). */
static bool
asked(const struct opening *w, const struct offer_part *part,
	const struct member *m, const bool *offered, int64_t by_hand)
{
	const struct offer_query *q = w->query;

	if (part->owner_id != 0 && !part->owner_full)
		return m->user_id == part->owner_id;
	if (q->only_member != 0 && part->rotation->id == q->only_rotation)
		return m->user_id == q->only_member;
	if (m->user_id == by_hand || hosts_already(q, m->user_id))
		return true;
	return offered != NULL ? *offered
			       : member_on(m, q->now) && m->weight > 0;
}

/* The members; where a lead hides some, `*offered` says of each. */
static int
members_read(struct opening *w, const struct rotation *r,
	struct members *members, bool **offered, struct fail *f)
{
	const struct offer_query *q = w->query;

	*offered = NULL;
	if (r->lead > 0) {
		if (assign_members(w->store, r, q->now, w->pool, members, f) !=
			0)
			return -1;
		*offered =
			pool_array(w->pool, members->n + 1, sizeof(**offered));
		rotate_offered(r, members, q->now, *offered);
	} else if (q->members != NULL && q->rotation != NULL) {
		*members = *q->members;
	} else if (members_brief(w->store, r->id, w->pool, members, f) != 0) {
		return -1;
	}
	return 0;
}

/* The user id of who is named, 0 of nobody: who that is matters to others. */
static int64_t
named_id(struct opening *w)
{
	struct user u = { 0 };
	struct fail ignored;

	return w->query->by_hand != NULL &&
			       user_find(w->store, w->query->by_hand, w->pool,
				       &u, &ignored) == 1
		       ? u.id
		       : 0;
}

/* Whether somebody takes another part of it in any case: is needed there, or
 * comes first there. */
static bool
there_anyway(const struct opening *w, int64_t user_id)
{
	const struct offer *o = w->offer;
	size_t i;

	for (i = 0; i < w->ids_n; i++)
		if (w->ids[i] == user_id && (w->masks[i] & w->whole) != 0)
			return true;
	for (i = 0; i < o->parts_n; i++)
		if (o->parts[i].owner_id == user_id && !o->parts[i].owner_full)
			return true;
	return false;
}

/* Of a part that needs one the contact's owner may be that one. */
static int
owner_open(struct opening *w, struct offer_part *part,
	const struct members *members, struct fail *f)
{
	struct owner_first first;

	if (part->need != 1)
		return 0;
	if (owner_who(w->store, w->query, part->rotation, members, w->pool,
		    &first, f) != 0)
		return -1;
	/* nobody takes two: whose turn it is comes along (B10) */
	if (first.owner_id != 0 && there_anyway(w, first.owner_id))
		return 0;
	if (owner_ask(w->store, w->query, part->rotation, &first, f) != 0)
		return -1;
	part->owner_id = first.owner_id;
	part->owner_full = first.full;
	return 0;
}

/* Why a rotation has nobody to ask. */
static const char *
nobody(const struct members *members, instant now)
{
	size_t i;

	for (i = 0; i < members->n; i++)
		if (member_on(&members->v[i], now) && members->v[i].weight == 0)
			return "the weights of all members that are on are 0";
	return members->n == 0 ? "it has no members" : "nobody takes part now";
}

static int
members_open(struct opening *w, struct rotation *rotation, size_t need,
	struct fail *f)
{
	struct members members = { 0 };
	struct offer_part *part = part_add(w, need);
	int64_t by_hand = named_id(w);
	bool *offered;
	size_t i, n = 0;

	part->rotation = rotation;
	if (w->offer->rotation == NULL)
		w->offer->rotation = rotation;
	if (members_read(w, rotation, &members, &offered, f) != 0)
		return -1;
	if (owner_open(w, part, &members, f) != 0)
		return -1;
	for (i = 0; i < members.n; i++)
		if (asked(w, part, &members.v[i],
			    offered != NULL ? &offered[i] : NULL, by_hand)) {
			host_add(w, members.v[i].user_id);
			n++;
		}
	if (n == 0)
		return fail(f, EXIT_REFUSED, "rotation %s: %s", rotation->name,
			nobody(&members, w->query->now));
	if (n < need)
		return fail(f, EXIT_REFUSED,
			"rotation %s: %zu of its members are needed, and only "
			"%zu take part now",
			rotation->name, need, n);
	return 0;
}

static int
rotation_open(struct opening *w, const char *name, int64_t id, size_t need,
	struct fail *f)
{
	struct rotation *r = pool_zero(w->pool, sizeof(*r));
	int rc = name != NULL ? rotation_find(w->store, name, w->pool, r, f)
			      : rotation_load(w->store, id, w->pool, r, f);

	return rc == 1 ? members_open(w, r, need, f) : -1;
}

/* ---- pages ---- */

/* Those who are needed in any case. */
static void
whole_part(struct opening *w, const int64_t *ids, size_t n)
{
	struct offer_part *part = part_add(w, n);
	size_t i;

	part->whole = true;
	w->whole |= last_bit(w);
	for (i = 0; i < n; i++)
		host_add(w, ids[i]);
}

static int
party_open(struct opening *w, const struct page_party *p, struct fail *f)
{
	struct offer_part *part;
	size_t i;

	if (w->offer->parts_n == PARTIES_MAX)
		return fail(f, EXIT_BUG, "page %s: too many parties",
			w->offer->page->slug);
	if (p->rotation_id != 0)
		return rotation_open(w, NULL, p->rotation_id, p->need, f);
	if (p->need == p->users_n) {
		whole_part(w, p->users, p->users_n);
		w->offer->parts[w->offer->parts_n - 1].rooms = p->rooms;
		return 0;
	}
	part = part_add(w, p->need);
	part->rooms = p->rooms;
	for (i = 0; i < p->users_n; i++)
		host_add(w, p->users[i]);
	return 0;
}

/* Whom its kind asks for. */
static int
kind_open(struct opening *w, struct fail *f)
{
	const struct page *page = w->offer->page;
	int64_t *ids = NULL;
	size_t n = 0;

	if (strcmp(page->kind, "rotation") == 0)
		return rotation_open(w, NULL, page->rotation_id, 1, f);
	if (strcmp(page->kind, "user") == 0) {
		whole_part(w, &page->user_id, 1);
		return 0;
	}
	if (page_hosts(w->store, page->id, w->pool, &ids, &n, f) != 0)
		return -1;
	if (n > 0)
		whole_part(w, ids, n);
	else if (page->parties_n == 0)
		return fail(
			f, EXIT_REFUSED, "page %s has no hosts", page->slug);
	return 0;
}

static int
page_open(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	struct page *page = pool_zero(w->pool, sizeof(*page));
	struct user owner = { 0 };
	size_t i;

	if (page_find(w->store, q->page, w->pool, page, f) != 1)
		return -1;
	w->offer->page = page;
	if (!q->any_state && strcmp(page->state, "enabled") != 0)
		return fail(f, EXIT_REFUSED, "page %s is %s", page->slug,
			page->state);
	if (q->instant && !page->instant) {
		fail(f, EXIT_REFUSED,
			"page %s: no meeting on it starts right away",
			page->slug);
		return fail_hint(f, "mtg-page edit %s instant=on", page->slug);
	}
	if (user_load(w->store, page->user_id, w->pool, &owner, f) != 1)
		return -1;
	if (!q->any_state && !owner.pages_on)
		return fail(f, EXIT_REFUSED, "page %s: the pages of %s are off",
			page->slug, owner.email);
	if (page->time_zone == NULL)
		page->time_zone = owner.time_zone;
	if (kind_open(w, f) != 0)
		return -1;
	for (i = 0; i < page->parties_n; i++)
		if (party_open(w, &page->parties[i], f) != 0)
			return fail_prefix(f, "page %s", page->slug);
	return 0;
}

/* ---- people who are named ---- */

static int
names_open(struct opening *w, const struct strs *names, int64_t **ids,
	size_t *n, struct fail *f)
{
	size_t i;

	*ids = pool_array(w->pool, names->n + 1, sizeof(**ids));
	*n = 0;
	for (i = 0; i < names->n; i++) {
		struct user u = { 0 };
		size_t k;

		if (user_find(w->store, names->v[i], w->pool, &u, f) != 1)
			return -1;
		/* the same person named twice is one */
		for (k = 0; k < *n && (*ids)[k] != u.id; k++)
			;
		if (k == *n)
			(*ids)[(*n)++] = u.id;
	}
	return 0;
}

static int
users_open(struct opening *w, struct fail *f)
{
	struct offer_part *part;
	int64_t *ids;
	size_t n, i;

	if (names_open(w, &w->query->users, &ids, &n, f) != 0)
		return -1;
	if (n == 0)
		return fail(f, EXIT_USAGE, "nobody is named");
	if (!w->query->any_of) {
		whole_part(w, ids, n);
		return 0;
	}
	part = part_add(w, 1);
	part->whole = n == 1;
	for (i = 0; i < n; i++)
		host_add(w, ids[i]);
	return 0;
}

/* "ada+@sales+2:bo,cy,di" */
static int
who_open(struct opening *w, const struct who *who, struct fail *f)
{
	int64_t *ids;
	size_t n, i, k;

	if (names_open(w, &who->fixed, &ids, &n, f) != 0)
		return -1;
	if (n > 0)
		whole_part(w, ids, n);
	for (i = 0; i < who->parts_n; i++) {
		const struct who_part *p = &who->parts[i];

		if (p->rotation != NULL) {
			if (rotation_open(w, p->rotation, 0, p->need, f) != 0)
				return -1;
			continue;
		}
		if (names_open(w, &p->names, &ids, &n, f) != 0)
			return -1;
		part_add(w, p->need);
		for (k = 0; k < n; k++)
			host_add(w, ids[k]);
	}
	return 0;
}

/* ---- rooms that are named ---- */

/* Says "room" where nobody of that name was found. Returns -1. */
static int
no_room(const char *name, struct fail *f)
{
	char hint[sizeof(f->hint)];

	if (f->status != EXIT_NOT_FOUND)
		return -1;
	memcpy(hint, f->hint, sizeof(hint));
	fail(f, EXIT_NOT_FOUND, "room %s: not found", name);
	return fail_hint(f, "%s",
		hint[0] != '\0' ? hint : "mtg-sync room list names them");
}

static int
rooms_find(struct opening *w, const struct strs *names, int64_t **ids,
	size_t *n, struct fail *f)
{
	size_t i;

	*ids = pool_array(w->pool, names->n + 1, sizeof(**ids));
	*n = names->n;
	for (i = 0; i < names->n; i++) {
		struct user u = { 0 };

		if (user_find(w->store, names->v[i], w->pool, &u, f) != 1)
			return no_room(names->v[i], f);
		if (!u.room)
			return fail(f, EXIT_REFUSED, "%s is no room", u.email);
		(*ids)[i] = u.id;
	}
	return 0;
}

/* All of these, beside whoever is needed in any case. */
static void
rooms_whole(struct opening *w, const int64_t *ids, size_t n)
{
	struct offer_part *part = &w->offer->parts[0];
	size_t i;

	if (w->offer->parts_n != 1 || !part->whole) {
		whole_part(w, ids, n);
		return;
	}
	for (i = 0; i < n; i++)
		part->need += host_add(w, ids[i]);
}

/* Of a page one of its rooms, each by its name: which of them is taken is
 * decided when the meeting is booked. */
static int
page_has_rooms(struct opening *w, const struct who *rooms, const int64_t *ids,
	size_t n, struct fail *f)
{
	size_t i, k;

	if (rooms->parts_n > 0)
		return fail(f, EXIT_USAGE,
			"page %s says which rooms: name one of them",
			w->offer->page->slug);
	for (i = 0; i < n; i++) {
		for (k = 0; k < w->ids_n && w->ids[k] != ids[i]; k++)
			;
		if (k == w->ids_n)
			return fail(f, EXIT_REFUSED,
				"page %s: %s is not among its rooms",
				w->offer->page->slug, rooms->fixed.v[i]);
	}
	return 0;
}

static int
rooms_named(struct opening *w, const struct who *rooms, struct fail *f)
{
	int64_t *ids;
	size_t n, i, k;

	if (rooms_find(w, &rooms->fixed, &ids, &n, f) != 0)
		return -1;
	if (w->offer->page != NULL)
		return page_has_rooms(w, rooms, ids, n, f);
	if (w->offer->parts_n + (n > 0) + rooms->parts_n > PARTIES_MAX)
		return fail(f, EXIT_USAGE, "rooms: more than %d parts",
			PARTIES_MAX);
	if (n > 0)
		rooms_whole(w, ids, n);
	for (i = 0; i < rooms->parts_n; i++) {
		if (rooms->parts[i].rotation != NULL)
			return fail(f, EXIT_USAGE, "rooms: '@%s' is a rotation",
				rooms->parts[i].rotation);
		if (rooms_find(w, &rooms->parts[i].names, &ids, &n, f) != 0)
			return -1;
		part_add(w, rooms->parts[i].need);
		for (k = 0; k < n; k++)
			host_add(w, ids[k]);
	}
	return 0;
}

/* ---- all of it ---- */

/* What the engine is asked: "all" and "one" are its short words. */
static void
parts_mode(struct opening *w)
{
	struct offer *o = w->offer;
	size_t i;

	o->mode = OFFER_ANY;
	if (o->parts_n == 1 && o->parts[0].whole)
		o->mode = OFFER_ALL;
	if (o->parts_n == 1 && (o->parts[0].whole || o->parts[0].need == 1))
		return;
	o->rules.parties.n = o->parts_n;
	for (i = 0; i < o->parts_n; i++)
		o->rules.parties.need[i] = o->parts[i].need;
}

/* The parts that stand for those of a mask: `to` says which became of each. */
static uint8_t
mask_of(const struct opening *w, uint8_t mask, const size_t *to)
{
	uint8_t made = 0;
	size_t p;

	for (p = 0; p < w->offer->parts_n; p++)
		if ((mask >> p & 1) != 0)
			made |= (uint8_t)(1U << to[p]);
	return made;
}

/* --any-of and --all-of of a page or rotation: one party of all who host; its
 * rooms are had besides. */
static void
parts_override(struct opening *w)
{
	const struct offer_query *q = w->query;
	struct offer *o = w->offer;
	struct offer_part parts[PARTIES_MAX];
	size_t to[PARTIES_MAX] = { 0 }, i, n = 0, kept = 1;

	if ((!q->any_of && !q->all_of) || q->who != NULL)
		return;
	parts[0] = o->parts[0];
	for (i = 0; i < o->parts_n; i++)
		if (o->parts[i].rooms) {
			parts[kept] = o->parts[i];
			to[i] = kept++;
		}
	for (i = 0; i < w->ids_n; i++) {
		w->masks[i] = mask_of(w, w->masks[i], to);
		n += w->masks[i] & 1;
	}
	parts[0].whole = q->all_of || n == 1;
	parts[0].need = q->all_of ? n : 1;
	parts[0].rooms = false;
	o->parts_n = kept;
	memcpy(o->parts, parts, kept * sizeof(*parts));
}

int
people_open(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	int rc = q->page != NULL       ? page_open(w, f)
		 : q->who != NULL      ? who_open(w, q->who, f)
		 : q->rotation != NULL ? rotation_open(w, q->rotation, 0, 1, f)
				       : users_open(w, f);

	if (rc != 0 || (q->rooms != NULL && rooms_named(w, q->rooms, f) != 0))
		return -1;
	parts_override(w);
	parts_mode(w);
	return 0;
}
