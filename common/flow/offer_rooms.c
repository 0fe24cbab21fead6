#include "flow/offer_priv.h"

#include "store/room.h"

#include <string.h>

/*
 * What keeps a room from being had, whatever its calendar says (B16): it is for
 * other teams, or too small for all who come.
 */

/* How many people host the meeting: those of whom all are needed, and of the
 * others as many as are. */
static size_t
hosts_count(struct opening *w)
{
	struct offer *o = w->offer;
	size_t i, p, n = 0;

	for (p = 0; p < o->parts_n; p++) {
		size_t people = 0, rooms = 0;

		for (i = 0; i < o->hosts_n; i++)
			if ((o->engine_hosts[i].parties >> p & 1) != 0)
				*(o->hosts[i].room ? &rooms : &people) += 1;
		if (o->parts[p].whole)
			n += people;
		else if (people > 0)
			n += o->parts[p].need;
		o->parts[p].rooms = people == 0 && rooms > 0;
	}
	return n;
}

/* Whether those of the offer may have it: the page's owner decides; without a
 * page one of the people who are asked. Nobody is asked where a room's own
 * times are looked at. 1, 0, -1. */
static int
allowed(struct opening *w, const struct room *r, struct fail *f)
{
	const struct offer *o = w->offer;
	size_t i;
	int rc = 0;

	if (r->team_names.n == 0 || o->rooms == o->hosts_n)
		return 1;
	if (o->page != NULL)
		return room_allows(w->store, r->user_id, o->page->user_id, f);
	for (i = 0; rc == 0 && i < o->hosts_n; i++)
		if (!o->hosts[i].room)
			rc = room_allows(w->store, r->user_id, w->ids[i], f);
	return rc;
}

char *
room_teams_text(struct pool *pool, const struct room *r)
{
	char *text = pool_str(pool, "");
	size_t i;

	for (i = 0; i < r->team_names.n; i++)
		text = pool_printf(pool, "%s%s%s", text, i > 0 ? ", " : "",
			r->team_names.v[i]);
	return text;
}

/* Closed for good: the rule stands where others say which hours. */
static void
bar(struct opening *w, size_t i, const char *rule, const char *detail)
{
	struct offer_host *h = &w->offer->engine_hosts[i];
	struct reason *why = pool_array(w->pool, h->closed_n + 1, sizeof(*why));
	bool more = h->closed_n > 0 && h->hours.n == 0 &&
		    h->closed[0].start == INSTANT_MIN;

	memset(why, 0, sizeof(*why));
	why[0].rule = rule;
	why[0].detail = detail;
	why[0].start = INSTANT_MIN;
	why[0].end = INSTANT_MAX;
	if (more)
		why[1] = h->closed[0];
	h->closed = why;
	h->closed_n = more ? 2 : 1;
	memset(&h->hours, 0, sizeof(h->hours));
}

static int
room_open(struct opening *w, size_t i, size_t people, struct fail *f)
{
	struct room *r = &w->offer->room_of[i];
	const char *name = w->offer->hosts[i].name;
	int rc;

	if (name == NULL)
		name = w->offer->hosts[i].email;
	if (room_load(w->store, w->ids[i], w->pool, r, f) != 0 ||
		(rc = allowed(w, r, f)) < 0)
		return -1;
	if (r->capacity > 0 && people > (size_t)r->capacity)
		bar(w, i, "capacity",
			pool_printf(w->pool, "%s is for %d, and %zu come", name,
				r->capacity, people));
	if (rc == 0)
		bar(w, i, "team",
			pool_printf(w->pool, "%s is only for team %s", name,
				room_teams_text(w->pool, r)));
	return 0;
}

int
rooms_open(struct opening *w, struct fail *f)
{
	struct offer *o = w->offer;
	size_t i, people;

	if (o->rooms == 0)
		return 0;
	people = hosts_count(w) + w->query->guests;
	/* on a page there is somebody who books, known or not */
	if (o->page != NULL && w->query->guests == 0)
		people++;
	/* a session's room is one for all who may come */
	if (o->page != NULL && o->page->seats > 0)
		people = hosts_count(w) + (size_t)o->page->seats;
	o->room_of = pool_array(w->pool, o->hosts_n, sizeof(*o->room_of));
	for (i = 0; i < o->hosts_n; i++)
		if (o->hosts[i].room && room_open(w, i, people, f) != 0)
			return -1;
	return 0;
}
