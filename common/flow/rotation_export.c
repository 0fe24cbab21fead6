#include "flow/rotation_apply.h"

#include "store/rotation.h"
#include "store/routing.h"
#include "store/team.h"
#include "wire/routing_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The store as text, in an order that stays. */

struct export
{
	struct store *store;
	FILE *to;
	struct pool *pool;
	struct fail *f;
	size_t n;
};

static void
gap(struct export *e)
{
	if (e->n++ > 0)
		putc('\n', e->to);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
one_team(void *arg, const struct team *t)
{
	struct export *e = arg;
	struct team_member *people;
	struct strs emails = { 0 };
	size_t n, i;

	if (team_members(e->store, t->id, e->pool, &people, &n, e->f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		strs_add(e->pool, &emails, people[i].email);
	/* the same whoever came first, here and where it is applied */
	if (n > 1)
		qsort(emails.v, n, sizeof(*emails.v), by_text);
	gap(e);
	team_text_write(e->to, t, &emails);
	return 0;
}

static int
by_team(const void *a, const void *b)
{
	const struct rotation_team *x = a, *y = b;

	return strcasecmp(x->team, y->team);
}

static int
one_rotation(void *arg, const struct rotation *r)
{
	struct export *e = arg;
	struct pool *pool = pool_new();
	struct members members = { 0 };
	struct rotation_team *teams;
	size_t n;
	int rc;

	rc = rotation_teams(e->store, r->id, 0, pool, &teams, &n, e->f);
	if (rc == 0)
		rc = members_load(e->store, r->id, 0, pool, &members, e->f);
	if (rc == 0) {
		if (n > 1)
			qsort(teams, n, sizeof(*teams), by_team);
		gap(e);
		rotation_text_write(e->to, r, &members, teams, n);
	}
	pool_free(pool);
	return rc;
}

static int
one_routing(void *arg, const struct routing *r)
{
	struct export *e = arg;

	gap(e);
	routing_text_write(e->to, r);
	return 0;
}

/* What the names choose, each once. */
struct chosen {
	struct strs teams, rotations, routings;
};

static void
choose(struct pool *pool, struct strs *to, const char *name)
{
	size_t i;

	for (i = 0; i < to->n; i++)
		if (strcasecmp(to->v[i], name) == 0)
			return;
	strs_add(pool, to, name);
}

static int
find(struct export *e, const char *name, struct chosen *to)
{
	struct rotation_team *teams;
	struct rotation r = { 0 };
	struct routing g = { 0 };
	struct team t = { 0 };
	size_t n, i;

	if (strncasecmp(name, "team:", 5) == 0) {
		if (team_find(e->store, name, e->pool, &t, e->f) != 1)
			return -1;
		choose(e->pool, &to->teams, t.name);
		return 0;
	}
	if (strncasecmp(name, "routing:", 8) == 0) {
		if (routing_find(e->store, name + 8, e->pool, &g, e->f) != 1)
			return -1;
		choose(e->pool, &to->routings, g.name);
		return 0;
	}
	if (rotation_find(e->store, *name == '@' ? name + 1 : name, e->pool, &r,
		    e->f) != 1 ||
		rotation_teams(e->store, r.id, 0, e->pool, &teams, &n, e->f) !=
			0)
		return -1;
	choose(e->pool, &to->rotations, r.name);
	for (i = 0; i < n; i++)
		choose(e->pool, &to->teams, teams[i].team);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

static void
sort(struct strs *s)
{
	if (s->n > 1)
		qsort(s->v, s->n, sizeof(*s->v), by_name);
}

static int
some(struct export *e, struct chosen *c)
{
	struct rotation r = { 0 };
	struct routing g = { 0 };
	struct team t = { 0 };
	size_t i;

	sort(&c->teams);
	sort(&c->rotations);
	sort(&c->routings);
	for (i = 0; i < c->teams.n; i++)
		if (team_find(e->store, c->teams.v[i], e->pool, &t, e->f) !=
				1 ||
			one_team(e, &t) != 0)
			return -1;
	for (i = 0; i < c->rotations.n; i++)
		if (rotation_find(e->store, c->rotations.v[i], e->pool, &r,
			    e->f) != 1 ||
			one_rotation(e, &r) != 0)
			return -1;
	for (i = 0; i < c->routings.n; i++)
		if (routing_find(e->store, c->routings.v[i], e->pool, &g,
			    e->f) != 1 ||
			one_routing(e, &g) != 0)
			return -1;
	return 0;
}

int
rotation_export(struct store *store, const struct strs *names, FILE *to,
	struct pool *pool, struct fail *f)
{
	struct export e = { .store = store, .to = to, .pool = pool, .f = f };
	struct chosen chosen = { 0 };
	size_t i;

	for (i = 0; i < names->n; i++)
		if (find(&e, names->v[i], &chosen) != 0)
			return -1;
	if (names->n > 0)
		return some(&e, &chosen);
	if (team_each(store, pool, one_team, &e, f) != 0 ||
		rotation_each(store, pool, one_rotation, &e, f) != 0)
		return -1;
	return routing_each(store, pool, one_routing, &e, f);
}
