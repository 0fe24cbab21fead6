#include "desk/rotate_priv.h"

#include "flow/assign.h"
#include "flow/offer.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/presence_json.h"

#include <stdlib.h>
#include <string.h>

/* Who of a rotation is there when: day by day, by calendars and switches. */

static const char columns[] =
	"user,date,state,freeMinutes,openMinutes,pausedUntil,reasons";
enum { DAYS_MAX = 366 };

struct days {
	struct front *front;
	struct members members;
	struct span span[DAYS_MAX]; /* of each day, in front->zone */
	size_t n;
	struct presence *of; /* member by member, day by day */
};

/* Midnights there from `w.start` on; the first and last day cut to the window.
 */
static void
split(struct days *d, struct span w)
{
	const struct zone *zone = d->front->zone;
	instant at = w.start, next;

	while (at < w.end) {
		if (d->n == DAYS_MAX)
			desk_usage(d->front, "a year at most");
		next = zone_day(zone, at, 1);
		if (next > w.end)
			next = w.end;
		d->span[d->n++] = (struct span){ at, next };
		at = next;
	}
}

static size_t
member_of(const struct days *d, const char *email)
{
	size_t i;

	for (i = 0; i < d->members.n; i++)
		if (strcmp(d->members.v[i].email, email) == 0)
			break;
	return i;
}

static bool
has(const struct strs *list, const char *text)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i], text) == 0)
			return true;
	return false;
}

/* What a stretch says of the part of it that is in a day. */
static void
count(struct days *d, struct presence *p, const struct explain *e,
	int64_t seconds)
{
	struct pool *pool = d->front->pool;
	bool open = true;
	size_t i;

	for (i = 0; i < e->rules_n; i++) {
		const struct reason *r = &e->rules[i];
		const char *text = r->rule;

		open &= strcmp(r->rule, "hours") != 0;
		p->inactive |= strcmp(r->rule, "inactive") == 0;
		/* neither nights nor what is past say anything about a day */
		if (strcmp(r->rule, "notice") == 0 ||
			(strcmp(r->rule, "hours") == 0 && r->detail == NULL))
			continue;
		if (r->detail != NULL)
			text = pool_printf(pool, "%s: %s", r->rule, r->detail);
		if (!has(&p->reasons, text))
			strs_add(pool, &p->reasons, text);
	}
	p->open_s += open ? seconds : 0;
	p->free_s += e->free ? seconds : 0;
}

static int
stretch(void *arg, const struct explain *e)
{
	struct days *d = arg;
	size_t m = member_of(d, e->user), i;

	for (i = 0; m < d->members.n && i < d->n; i++) {
		instant from = e->start > d->span[i].start ? e->start
							   : d->span[i].start;
		instant to = e->end < d->span[i].end ? e->end : d->span[i].end;

		if (from < to)
			count(d, &d->of[m * d->n + i], e, to - from);
	}
	return 0;
}

/* Calendars of all members, asked together; those of a rotation that is too
 * far ahead or off as well. */
static void
look(struct days *d, struct store *store, struct span w, int64_t length_s)
{
	struct front *front = d->front;
	struct offer_query query = { .duration_s = length_s,
		.any_of = true,
		.step_s = -1,
		.notice_s = 0,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.from = w.start,
		.to = w.end,
		.now = front->now,
		.max_stale_s = desk_max_stale(front),
		.explain = true };
	struct offer offer = { 0 };
	struct fail f;
	size_t i;

	for (i = 0; i < d->members.n; i++)
		strs_add(front->pool, &query.users, d->members.v[i].email);
	if (query.users.n == 0)
		return;
	if (offer_open(store, &query, front->pool, &offer, &f) != 0)
		front_die(front, &f);
	offer_explain(&offer, w, front->pool, stretch, d);
}

static const char *
state_of(const struct member *m, const struct presence *p, struct span day)
{
	if (m->paused && (m->paused_until == 0 || m->paused_until >= day.end))
		return "paused";
	if (m->weight == 0)
		return "weight-zero";
	if (p->free_s > 0)
		return "free";
	if (p->inactive)
		return "inactive";
	return p->open_s > 0 ? "full" : "closed";
}

static void
print(struct days *d, const struct rotation *r)
{
	size_t m, i;

	for (m = 0; m < d->members.n; m++)
		for (i = 0; i < d->n; i++) {
			struct presence *p = &d->of[m * d->n + i];

			p->rotation = r->name;
			p->user = d->members.v[m].email;
			p->zone = d->front->zone;
			p->day = d->span[i].start;
			p->paused_until = d->members.v[m].paused
						  ? d->members.v[m].paused_until
						  : 0;
			p->state = state_of(&d->members.v[m], p, d->span[i]);
			presence_write(d->front->emit, p);
		}
}

int
desk_rotate_availability(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct days *d = pool_zero(front->pool, sizeof(*d));
	int64_t length_s = 1800;
	struct rotation r;
	struct store *store;
	struct fail f;
	struct span w;

	if (argc != 1)
		desk_usage(front, "name one rotation");
	d->front = front;
	w.start = zone_day(front->zone, front->now, 0);
	if (want->from != NULL &&
		timeword_from(want->from, "--from", front->now, front->zone,
			&w.start, &f) != 0)
		front_die(front, &f);
	w.end = zone_day(front->zone, w.start, 7);
	if (want->to != NULL && timeword_to(want->to, "--to", front->now,
					front->zone, &w.end, &f) != 0)
		front_die(front, &f);
	if (w.end <= w.start)
		desk_usage(front, "--to is not after --from");
	if (want->duration != NULL &&
		duration_read(want->duration, "--duration", &length_s, &f) != 0)
		front_die(front, &f);
	split(d, w);
	store = desk_store(front, STORE_READ);
	desk_rotation(front, store, argv[0], &r);
	if (assign_members(
		    store, &r, front->now, front->pool, &d->members, &f) != 0)
		front_die(front, &f);
	d->of = pool_array(
		front->pool, d->members.n * d->n + 1, sizeof(*d->of));
	front_emit(front, columns);
	look(d, store, w, length_s);
	print(d, &r);
	store_close(store);
	return 0;
}
