#include "flow/report.h"

#include "engine/rotate.h"
#include "store/booking.h"
#include "store/rotation.h"
#include "store/user.h"

#include <stdio.h>
#include <string.h>

struct gather {
	struct store *store;
	struct pool *pool;
	struct shares *to;
	const char *rotation;
	instant now;
	int64_t rotation_id;
	instant from, until; /* of the turns */
};

/* The line of a user; one more when it is not there (a former member). */
static struct share *
line_of(struct gather *g, const char *email, const char *name)
{
	struct share *s;
	size_t i;

	for (i = 0; i < g->to->n; i++)
		if (strcmp(g->to->v[i].user, email) == 0)
			return &g->to->v[i];
	g->to->v = pool_grow(
		g->pool, g->to->v, g->to->n, &g->to->cap, sizeof(*g->to->v));
	s = &g->to->v[g->to->n++];
	s->rotation = g->rotation;
	s->user = pool_str(g->pool, email);
	s->name = pool_str(g->pool, name != NULL ? name : email);
	return s;
}

/* Counts "email":"word" pairs of a log line's detail (assign_detail). */
static void
count_skipped(struct gather *g, const char *detail)
{
	char email[256], word[32];
	struct share *s;
	const char *p = detail;
	int n;

	if (p == NULL || *p++ != '{')
		return;
	for (; sscanf(p, "\"%255[^\"]\":\"%31[^\"]\"%n", email, word, &n) == 2;
		p += n + (p[n] == ',')) {
		s = line_of(g, email, NULL);
		s->skipped_busy += strcmp(word, "not-free") == 0 ||
				   strcmp(word, "busy") == 0;
		s->skipped_hours += strcmp(word, "hours") == 0;
		s->skipped_paused += strcmp(word, "paused") == 0;
	}
}

static int
turn(void *arg, const struct assignment *a)
{
	struct gather *g = arg;
	struct share *s;

	if (a->user_email == NULL)
		return 0;
	if (strcmp(a->action, "assign") == 0)
		count_skipped(g, a->detail);
	if (a->delta == 0 && strcmp(a->action, "assign") != 0)
		return 0;
	s = line_of(g, a->user_email, NULL);
	s->assigned += a->delta;
	if (a->delta > 0 && a->at > s->last_at)
		s->last_at = a->at;
	return 0;
}

static int
meeting(void *arg, const struct booking *b)
{
	struct gather *g = arg;
	struct share *s;

	if (b->rotation_id != g->rotation_id || b->created_at < g->from ||
		b->created_at >= g->until)
		return 0;
	s = line_of(g, b->organizer_email, NULL);
	if (!booking_live(b))
		s->cancelled++;
	else if (strcmp(b->outcome, "no-show") == 0)
		s->no_show++;
	else if (b->end > g->now)
		s->upcoming++;
	else
		s->completed++;
	return 0;
}

static void
finish(struct gather *g, const struct members *members)
{
	double *target = pool_array(g->pool, members->n + 1, sizeof(*target));
	int64_t total = 0;
	size_t i;

	for (i = 0; i < g->to->n; i++)
		total += g->to->v[i].assigned;
	rotate_targets(members, g->now, total, target);
	for (i = 0; i < g->to->n; i++) {
		struct share *s = &g->to->v[i];

		s->target = i < members->n ? target[i] : 0;
		s->part = total == 0 ? 0 : (double)s->assigned / (double)total;
	}
}

int
report_rotation(struct store *store, const struct rotation *rotation,
	instant from, instant to, instant now, struct pool *pool,
	struct shares *shares, struct fail *f)
{
	struct gather g = { store, pool, shares, rotation->name, now,
		rotation->id, from, to };
	struct booking_query query = { .from = from,
		.to = INSTANT_MAX,
		.all = true,
		.kind = LIST_EVENTS,
		.now = now };
	struct members members = { 0 };
	size_t i;

	if (members_load(store, rotation->id, 0, pool, &members, f) != 0)
		return -1;
	for (i = 0; i < members.n; i++) {
		struct share *s =
			line_of(&g, members.v[i].email, members.v[i].slug);

		s->weight = members.v[i].weight;
		s->on = member_on(&members.v[i], now);
	}
	if (assignment_each(store, rotation->id, from, to, pool, turn, &g, f) !=
		0)
		return -1;
	if (booking_each(store, &query, pool, meeting, &g, f) != 0)
		return -1;
	finish(&g, &members);
	return 0;
}
