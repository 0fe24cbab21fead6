#include "flow/assign_priv.h"

#include <string.h>

/* Who is proposed. Only reads. */

static bool
listed(const struct strs *list, const char *email)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i], email) == 0)
			return true;
	return false;
}

const struct zone *
assign_zone(const struct rotation *r, struct fail *f)
{
	const struct zone *zone;

	if (r->period == NULL || r->period_zone == NULL)
		return zone_utc();
	if ((zone = zone_load(r->period_zone, f)) == NULL) {
		fail_prefix(f, "rotation %s", r->name);
		f->status = EXIT_CONFIG;
	}
	return zone;
}

int
assign_members(struct store *store, const struct rotation *r, instant now,
	struct pool *pool, struct members *members, struct fail *f)
{
	const struct zone *zone = assign_zone(r, f);
	struct rotation fresh = *r;

	/* another one may have begun a period since the rotation was loaded */
	if (zone == NULL ||
		members_load(store, r->id, 0, pool, members, f) != 0 ||
		(r->period != NULL &&
			rotation_load(store, r->id, pool, &fresh, f) != 1))
		return -1;
	rotate_settle(&fresh, zone, members, now);
	return 0;
}

int
assign_recents(struct store *store, const struct rotation *r, instant now,
	struct members *members, struct fail *f)
{
	size_t i;

	(void)f;
	for (i = 0; r->recent_s > 0 && i < members->n; i++)
		members->v[i].recent = member_recent(
			store, r->id, members->v[i].user_id, now - r->recent_s);
	return 0;
}

/* Which of the tie-breaks made `seats[best]` the one, in a word. */
static const char *
why(const struct rotation *rotation, const struct proposal *p, int best)
{
	const struct rotate_seat *won = &p->seats[best], *s;
	bool weighted = false, tied = false, same_recent = false;
	size_t i;

	if (strcmp(rotation->method, "first-available") == 0)
		return "first-available";
	for (i = 0; i < p->seats_n; i++) {
		s = &p->seats[i];
		if (s->rule == ROTATE_OWNER_FIRST)
			return "owner";
		if (s->rule != ROTATE_BEHIND)
			continue;
		if (s->member->weight != won->member->weight)
			weighted = true;
		else if (s->score == won->score) {
			tied = true;
			same_recent |= s->member->recent == won->member->recent;
		}
	}
	if (weighted)
		return "weight";
	if (!tied)
		return "fewest";
	if (rotation->recent_s > 0 && !same_recent)
		return "fewest-recent";
	return won->member->last_at == 0 ? "never-assigned" : "least-recent";
}

/* The owner's turn, though nobody else was there to be passed over. */
static bool
owners(const struct rotation *r, const struct assign_ask *ask,
	const struct rotate_seat *won)
{
	return ask->owner_id != 0 && won->member->user_id == ask->owner_id &&
	       r->owner != NULL && strcmp(r->owner, "none") != 0;
}

static void
seats_of(const struct members *members, const struct assign_ask *ask,
	struct pool *pool, struct proposal *to)
{
	size_t i;

	to->members = *members;
	to->seats_n = members->n;
	to->seats = pool_array(pool, to->seats_n + 1, sizeof(*to->seats));
	for (i = 0; i < to->seats_n; i++) {
		const struct member *m = &members->v[i];

		to->seats[i].member = m;
		to->seats[i].free =
			ask->free == NULL || listed(ask->free, m->email);
		to->seats[i].excluded =
			ask->exclude != NULL && listed(ask->exclude, m->email);
	}
}

int
assign_choose_for(const struct rotation *rotation,
	const struct members *members, const struct assign_ask *ask,
	instant now, struct pool *pool, struct proposal *to, struct fail *f)
{
	struct rotate_ask q = { .owner_id = ask->owner_id,
		.owner_full = ask->owner_full };
	int best;

	memset(to, 0, sizeof(*to));
	to->rotation = rotation;
	seats_of(members, ask, pool, to);
	best = rotate_pick_for(rotation, &q, to->seats, to->seats_n, now, f);
	if (best >= 0)
		to->reason = owners(rotation, ask, &to->seats[best])
				     ? "owner"
				     : why(rotation, to, best);
	if (ask->by_hand != 0 &&
		(best < 0 || to->seats[best].member->user_id != ask->by_hand)) {
		/* R92: the rule would not have said so */
		q.by_hand = ask->by_hand;
		to->reason = "manual";
		best = rotate_pick_for(
			rotation, &q, to->seats, to->seats_n, now, f);
		if (best >= 0 &&
			to->seats[best].member->user_id != ask->by_hand)
			return fail(f, EXIT_NOT_FOUND,
				"rotation %s: who was named is no member",
				rotation->name);
	}
	if (best < 0)
		return -1;
	to->user_id = to->seats[best].member->user_id;
	to->email = to->seats[best].member->email;
	return 0;
}

/* Of many members only those at the head are looked up in the log. */
static bool
recents_of_tied(struct store *store, const struct rotation *r,
	struct members *members, const struct proposal *p, instant now,
	struct pool *pool)
{
	bool *tied = pool_array(pool, members->n + 1, sizeof(*tied));
	bool any = false;
	size_t i;

	if (!rotate_tied(r, p->seats, p->seats_n, tied))
		return false;
	for (i = 0; i < members->n; i++)
		if (tied[i] && members->v[i].recent < 0) {
			members->v[i].recent = member_recent(store, r->id,
				members->v[i].user_id, now - r->recent_s);
			any = true;
		}
	return any;
}

int
assign_members_recent(struct store *store, const struct rotation *r,
	instant now, struct pool *pool, struct members *members, struct fail *f)
{
	enum { FEW = 64 };
	size_t i;

	if (assign_members(store, r, now, pool, members, f) != 0)
		return -1;
	if (members->n <= FEW)
		return assign_recents(store, r, now, members, f);
	for (i = 0; r->recent_s > 0 && i < members->n; i++)
		members->v[i].recent = -1;
	return 0;
}

int
assign_choose_lazily(struct store *store, const struct rotation *r,
	struct members *members, const struct assign_ask *ask, instant now,
	struct pool *pool, struct proposal *to, struct fail *f)
{
	int rc = assign_choose_for(r, members, ask, now, pool, to, f);

	if (rc == 0 && recents_of_tied(store, r, members, to, now, pool))
		rc = assign_choose_for(r, members, ask, now, pool, to, f);
	return rc;
}

int
assign_propose_for(struct store *store, const struct rotation *r,
	const struct assign_ask *ask, instant now, struct pool *pool,
	struct proposal *to, struct fail *f)
{
	struct members members = { 0 };

	if (assign_members_recent(store, r, now, pool, &members, f) != 0)
		return -1;
	return assign_choose_lazily(store, r, &members, ask, now, pool, to, f);
}
