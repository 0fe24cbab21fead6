#include "engine/rotate.h"

#include <inttypes.h>
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

/* Why there is nobody, in the words of the reason that is nearest to a cure. */
static int
nobody(const struct rotation *rotation, const struct rotate_seat *seats,
	size_t n, struct fail *f)
{
	size_t of[ROTATE_LOWER_PRIORITY + 1] = { 0 };
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
	if (of[ROTATE_NOT_FREE] > 0)
		return fail_code(f, EXIT_NONE, "no-member",
			"rotation %s: no member is free then", rotation->name);
	return fail_code(f, EXIT_NONE, "no-member",
		"rotation %s: all members that are on are excluded",
		rotation->name);
}

int
rotate_pick(const struct rotation *rotation, struct rotate_seat *seats,
	size_t n, instant now, struct fail *f)
{
	struct standing st = { 0 };
	int best = -1;
	size_t i;

	st.recent = rotation->recent_s > 0;
	st.in_order = strcmp(rotation->method, "first-available") == 0;
	sift(seats, n, now, &st);
	keep_highest(seats, n);
	for (i = 0; i < n; i++)
		if (seats[i].rule == ROTATE_BEHIND &&
			(best < 0 || compare(&st, &seats[i], &seats[best]) < 0))
			best = (int)i;
	if (best < 0)
		return nobody(rotation, seats, n, f);
	seats[best].rule = ROTATE_CHOSEN;
	return best;
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
