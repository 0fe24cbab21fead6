#include "flow/report.h"

#include "flow/assign.h"
#include "store/rotation.h"
#include "store/standing.h"

#include <string.h>

/* Where a user's line is; sorted by user. */
struct place {
	int64_t user_id;
	size_t at;
};

struct gather {
	struct store *store;
	struct pool *pool;
	struct shares *to;
	const char *rotation;
	struct place *places;
	size_t places_n, places_cap;
};

/* The first place whose user is not below. */
static size_t
place_of(const struct gather *g, int64_t user_id)
{
	size_t low = 0, high = g->places_n, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (g->places[mid].user_id < user_id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct share *
add_line(struct gather *g, int64_t user_id, const char *email, const char *name)
{
	size_t at = place_of(g, user_id);
	struct share *s;

	g->places = pool_grow(g->pool, g->places, g->places_n, &g->places_cap,
		sizeof(*g->places));
	memmove(&g->places[at + 1], &g->places[at],
		(g->places_n - at) * sizeof(*g->places));
	g->places[at] = (struct place){ user_id, g->to->n };
	g->places_n++;
	g->to->v = pool_grow(
		g->pool, g->to->v, g->to->n, &g->to->cap, sizeof(*g->to->v));
	s = &g->to->v[g->to->n++];
	s->rotation = g->rotation;
	s->user_id = user_id;
	s->user = email;
	s->name = name;
	return s;
}

/* The line of a user, NULL without one. */
static struct share *
line_of(const struct gather *g, int64_t user_id)
{
	size_t at = place_of(g, user_id);

	return at < g->places_n && g->places[at].user_id == user_id
		       ? &g->to->v[g->places[at].at]
		       : NULL;
}

/* Of somebody who is a member no more. */
static struct share *
former_line(
	struct gather *g, int64_t user_id, const char *email, const char *name)
{
	struct share *s = line_of(g, user_id);

	if (s != NULL || email == NULL)
		return s;
	s = add_line(g, user_id, email, name != NULL ? name : email);
	s->former = true;
	return s;
}

static void
members_in(struct gather *g, const struct members *members, instant now)
{
	size_t i;

	for (i = 0; i < members->n; i++) {
		const struct member *m = &members->v[i];
		struct share *s = add_line(g, m->user_id, m->email, m->slug);

		s->weight = m->weight;
		s->on = member_on(m, now);
	}
}

static int
turns_in(struct gather *g, int64_t rotation_id, struct span w, instant now,
	struct fail *f)
{
	struct standing *list;
	struct share *s;
	size_t n, i;

	if (standing_load(g->store, rotation_id, w.start, w.end, now, g->pool,
		    &list, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++) {
		s = former_line(
			g, list[i].user_id, list[i].email, list[i].slug);
		if (s == NULL)
			continue;
		if (s->former)
			s->name = list[i].slug;
		s->assigned = list[i].turns;
		s->last_at = list[i].last_at;
		s->upcoming = list[i].upcoming;
		s->completed = list[i].completed;
		s->no_show = list[i].no_show;
		s->cancelled = list[i].cancelled;
	}
	return 0;
}

static void
skip(void *arg, int64_t user_id, const char *rule)
{
	/* as rotate_word of engine/rotate.h says them */
	static const char *const rules[SHARE_SKIPS] = {
		[SKIP_BUSY] = "not-free",
		[SKIP_HOURS] = "hours",
		[SKIP_PAUSED] = "paused",
		[SKIP_WEIGHT_ZERO] = "weight-zero",
		[SKIP_EXCLUDED] = "excluded",
		[SKIP_LOWER_PRIORITY] = "lower-priority",
		[SKIP_AHEAD] = "ahead",
		[SKIP_OWNER] = "owner-first",
		[SKIP_BY_HAND] = "by-hand",
	};
	struct share *s = line_of(arg, user_id);
	int i;

	for (i = 0; s != NULL && i < SHARE_SKIPS; i++)
		if (strcmp(rule, rules[i]) == 0) {
			s->skipped[i]++;
			return;
		}
}

static void
skips(void *arg, instant at, const char *skipped)
{
	(void)at;
	assign_skipped(skipped, skip, arg);
}

/* Targets, parts, and how even it is. */
static void
finish(struct gather *g, const struct members *members, instant now)
{
	double *target = pool_array(g->pool, members->n + 1, sizeof(*target));
	double sum = 0, squares = 0, x;
	struct shares *to = g->to;
	int64_t of_those_on = 0;
	size_t i, n = 0;

	for (i = 0; i < to->n; i++) {
		to->assigned += to->v[i].assigned;
		if (to->v[i].on && to->v[i].weight > 0)
			of_those_on += to->v[i].assigned;
	}
	rotate_targets(members, now, of_those_on, target);
	for (i = 0; i < to->n; i++) {
		struct share *s = &to->v[i];

		s->part = to->assigned == 0
				  ? 0
				  : (double)s->assigned / (double)to->assigned;
		if (!s->on || s->weight == 0)
			continue;
		s->target = target[i];
		s->difference = (double)s->assigned - s->target;
		if (s->difference > to->deviation)
			to->deviation = s->difference;
		if (-s->difference > to->deviation)
			to->deviation = -s->difference;
		x = (double)s->assigned / s->weight;
		sum += x;
		squares += x * x;
		n++;
	}
	to->fairness = squares > 0 ? sum * sum / ((double)n * squares) : 1;
}

int
report_rotation(struct store *store, const struct rotation *rotation,
	instant from, instant to, instant now, struct pool *pool,
	struct shares *shares, struct fail *f)
{
	struct gather g = { .store = store,
		.pool = pool,
		.to = shares,
		.rotation = rotation->name };
	struct span w = { from, to };
	struct members members = { 0 };

	if (assign_members(store, rotation, now, pool, &members, f) != 0)
		return -1;
	members_in(&g, &members, now);
	if (turns_in(&g, rotation->id, w, now, f) != 0 ||
		assignment_skips(store, rotation->id, from, to, skips, &g, f) !=
			0)
		return -1;
	finish(&g, &members, now);
	return 0;
}
