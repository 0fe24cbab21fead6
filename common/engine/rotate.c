#include "engine/rotate_priv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What the comparison needs of the whole rotation. */
struct standing {
	int64_t weights; /* W: of the members that take part */
	int64_t total;   /* T: of their counts */
	bool recent;     /* second key: assignments lately */
	bool in_order;   /* method first-available */
};

const char *
rotate_word(enum rotate_rule rule)
{
	static const char *const words[] = { "chosen", "behind", "paused",
		"weight-zero", "not-free", "excluded", "lower-priority",
		"ahead", "owner-first", "by-hand" };

	return words[rule];
}

/* First assigned longest ago, never assigned counting as longest. */
static int
by_age(const struct member *a, const struct member *b)
{
	if (a->last_at != b->last_at)
		return a->last_at < b->last_at ? -1 : 1;
	if (a->joined_at != b->joined_at)
		return a->joined_at < b->joined_at ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

static int
by_joining(const struct member *a, const struct member *b)
{
	if (a->joined_at != b->joined_at)
		return a->joined_at < b->joined_at ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

/* Less than 0 when `a` comes before `b`. */
static int
compare(const struct standing *st, const struct rotate_seat *a,
	const struct rotate_seat *b)
{
	const struct member *x = a->member, *y = b->member;

	if (st->in_order)
		return by_joining(x, y);
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	if (st->recent && x->recent != y->recent)
		return x->recent < y->recent ? -1 : 1;
	return by_age(x, y);
}

/* Says for each seat whether it can be chosen at all; sums up the others. */
static void
sift(struct rotate_seat *seats, size_t n, instant now, struct standing *st)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct member *m = seats[i].member;

		if (!member_on(m, now)) {
			seats[i].rule = ROTATE_PAUSED;
			continue;
		}
		st->weights += m->weight;
		st->total += m->count;
		if (m->weight == 0)
			seats[i].rule = ROTATE_WEIGHT_ZERO;
		else if (seats[i].excluded)
			seats[i].rule = ROTATE_EXCLUDED;
		else if (!seats[i].free)
			seats[i].rule = ROTATE_NOT_FREE;
		else
			seats[i].rule = ROTATE_BEHIND;
	}
	for (i = 0; i < n; i++)
		seats[i].score =
			(int64_t)seats[i].member->weight * (st->total + 1) -
			seats[i].member->count * st->weights;
}

/* The one of a level that takes turns and is furthest behind, or NULL. */
static const struct member *
least_of(const struct rotate_seat *seats, size_t n, int level, instant now)
{
	const struct member *least = NULL, *m;
	size_t i;

	for (i = 0; i < n; i++) {
		m = seats[i].member;
		if (m->priority == level && rotate_measures(m, now) &&
			(least == NULL || rotate_behind(m, least)))
			least = m;
	}
	return least;
}

/* Who is too far ahead of the one of its level that is furthest behind. */
static void
hide_leaders(const struct rotation *r, struct rotate_seat *seats, size_t n,
	instant now)
{
	const struct member *least = NULL, *m;
	size_t i;

	for (i = 0; r->lead > 0 && i < n; i++) {
		m = seats[i].member;
		if (seats[i].rule != ROTATE_BEHIND)
			continue;
		if (least == NULL || least->priority != m->priority)
			least = least_of(seats, n, m->priority, now);
		if (least != NULL && rotate_ahead(m, least, r->lead))
			seats[i].rule = ROTATE_AHEAD;
	}
}

/* Only the highest level with somebody left is considered. */
static void
keep_highest(struct rotate_seat *seats, size_t n)
{
	int top = 0;
	bool any = false;
	size_t i;

	for (i = 0; i < n; i++)
		if (seats[i].rule == ROTATE_BEHIND &&
			(!any || seats[i].member->priority > top)) {
			top = seats[i].member->priority;
			any = true;
		}
	for (i = 0; i < n; i++)
		if (seats[i].rule == ROTATE_BEHIND &&
			seats[i].member->priority < top)
			seats[i].rule = ROTATE_LOWER_PRIORITY;
}

/* The seat of a user, -1 without one. */
static int
seat_of(const struct rotate_seat *seats, size_t n, int64_t user_id)
{
	size_t i;

	for (i = 0; user_id != 0 && i < n; i++)
		if (seats[i].member->user_id == user_id)
			return (int)i;
	return -1;
}

/* Who could have been chosen, now that one is for another reason. */
static void
others(struct rotate_seat *seats, size_t n, int one, enum rotate_rule rule)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((int)i != one &&
			(seats[i].rule == ROTATE_BEHIND ||
				seats[i].rule == ROTATE_AHEAD ||
				seats[i].rule == ROTATE_LOWER_PRIORITY))
			seats[i].rule = rule;
}

/*
 * B12. The index of the owner, to be taken; -1 when the rotation decides; -2
 * with `f` when it must be the owner, who cannot.
 */
static int
owner_first(const struct rotation *r, const struct rotate_ask *ask,
	struct rotate_seat *seats, size_t n, instant now, struct fail *f)
{
	bool strict = r->owner != NULL && strcmp(r->owner, "strict") == 0;
	int i;

	if (!strict && (r->owner == NULL || strcmp(r->owner, "prefer") != 0))
		return -1;
	i = seat_of(seats, n, ask->owner_id);
	if (i < 0 || !member_on(seats[i].member, now) || seats[i].excluded)
		return -1;
	if (seats[i].free)
		return i;
	if (!strict && ask->owner_full)
		return -1;
	others(seats, n, i, ROTATE_OWNER_FIRST);
	fail_code(f, EXIT_NONE, "no-member",
		"rotation %s: %s, who owns the contact, is not free then",
		r->name, seats[i].member->email);
	return -2;
}

/* Why there is nobody, in the words of the reason that is nearest to a cure. */
static int
nobody(const struct rotation *rotation, const struct rotate_seat *seats,
	size_t n, struct fail *f)
{
	size_t of[ROTATE_RULES] = { 0 };
	size_t i;

	for (i = 0; i < n; i++)
		of[seats[i].rule]++;
	if (n == 0)
		return fail_code(f, EXIT_NONE, "no-member",
			"rotation %s: no members", rotation->name);
	if (of[ROTATE_PAUSED] == n)
		return fail_code(f, EXIT_NONE, "no-member",
			"rotation %s: all members are paused", rotation->name);
	if (of[ROTATE_WEIGHT_ZERO] + of[ROTATE_PAUSED] == n)
		return fail(f, EXIT_REFUSED,
			"rotation %s: the weights of all members that are on "
			"are 0",
			rotation->name);
	if (of[ROTATE_NOT_FREE] > 0 && of[ROTATE_AHEAD] > 0)
		return fail_code(f, EXIT_NONE, "no-member",
			"rotation %s: who is free then is too far ahead of the "
			"others",
			rotation->name);
	if (of[ROTATE_NOT_FREE] > 0)
		return fail_code(f, EXIT_NONE, "no-member",
			"rotation %s: no member is free then", rotation->name);
	return fail_code(f, EXIT_NONE, "no-member",
		"rotation %s: all members that are on are excluded",
		rotation->name);
}

static struct standing
standing_of(const struct rotation *rotation)
{
	return (struct standing){ .recent = rotation->recent_s > 0,
		.in_order = strcmp(rotation->method, "first-available") == 0 };
}

int
rotate_pick_for(const struct rotation *rotation, const struct rotate_ask *ask,
	struct rotate_seat *seats, size_t n, instant now, struct fail *f)
{
	struct standing st = standing_of(rotation);
	int best = -1, one;
	size_t i;

	sift(seats, n, now, &st);
	hide_leaders(rotation, seats, n, now);
	keep_highest(seats, n);
	if ((one = seat_of(seats, n, ask->by_hand)) >= 0) {
		others(seats, n, one, ROTATE_BY_HAND);
		seats[one].rule = ROTATE_CHOSEN;
		return one;
	}
	one = owner_first(rotation, ask, seats, n, now, f);
	if (one == -2)
		return -1;
	if (one >= 0) {
		others(seats, n, one, ROTATE_OWNER_FIRST);
		seats[one].rule = ROTATE_CHOSEN;
		return one;
	}
	for (i = 0; i < n; i++)
		if (seats[i].rule == ROTATE_BEHIND &&
			(best < 0 || compare(&st, &seats[i], &seats[best]) < 0))
			best = (int)i;
	if (best < 0)
		return nobody(rotation, seats, n, f);
	seats[best].rule = ROTATE_CHOSEN;
	return best;
}

int
rotate_pick(const struct rotation *rotation, struct rotate_seat *seats,
	size_t n, instant now, struct fail *f)
{
	static const struct rotate_ask nothing;

	return rotate_pick_for(rotation, &nothing, seats, n, now, f);
}

bool
rotate_tied(const struct rotation *rotation, const struct rotate_seat *seats,
	size_t n, bool *tied)
{
	struct standing st = standing_of(rotation);
	const struct rotate_seat *first = NULL, *s;
	size_t i, k = 0;

	memset(tied, 0, n * sizeof(*tied));
	if (!st.recent || st.in_order)
		return false;
	st.recent = false;
	for (i = 0; i < n; i++) {
		s = &seats[i];
		if ((s->rule == ROTATE_BEHIND || s->rule == ROTATE_CHOSEN) &&
			(first == NULL || compare(&st, s, first) < 0))
			first = s;
	}
	/* whoever stands there, so that all are ordered by the same numbers */
	for (i = 0; first != NULL && i < n; i++) {
		s = &seats[i];
		tied[i] = s->score == first->score &&
			  s->member->weight == first->member->weight;
		k += tied[i];
	}
	return k > 1;
}

/* qsort_r's view of compare. */
struct sorting {
	struct standing st;
	const struct rotate_seat *seats;
};

static int
by_standing(const void *a, const void *b, void *arg)
{
	const struct sorting *s = arg;

	return compare(&s->st, &s->seats[*(const size_t *)a],
		&s->seats[*(const size_t *)b]);
}

void
rotate_order(const struct rotation *rotation, const struct rotate_seat *seats,
	size_t n, size_t *order)
{
	struct sorting s = { standing_of(rotation), seats };
	size_t i;

	for (i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_standing, &s);
}

void
rotate_targets(const struct members *members, instant now, int64_t total,
	double *targets)
{
	int64_t weights = 0;
	size_t i;

	for (i = 0; i < members->n; i++)
		if (member_on(&members->v[i], now))
			weights += members->v[i].weight;
	for (i = 0; i < members->n; i++)
		targets[i] = weights == 0 || !member_on(&members->v[i], now)
				     ? 0
				     : (double)total * members->v[i].weight /
					       (double)weights;
}
