#include "flow/rotation_apply_priv.h"

#include "flow/assign.h"
#include "flow/team.h"
#include "store/rotation.h"
#include "store/team.h"

#include <string.h>
#include <strings.h>

/* Who is in what. First everybody comes in, then the others go: who comes by a
 * team and goes by himself stays a member, and no count is lost. */

/* ---- in ---- */

/* Whether a list of a team's people holds a user. */
static bool
is_in(const struct team_member *people, size_t n, int64_t user_id)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (people[i].user_id == user_id)
			return true;
	return false;
}

static int
team_people(struct apply *a, const struct text_block *b, struct fail *f)
{
	struct team_member *people;
	struct team t = { 0 };
	struct user u;
	size_t n, i;

	if (team_find(a->store, b->name, a->pool, &t, f) != 1 ||
		team_members(a->store, t.id, a->pool, &people, &n, f) != 0)
		return apply_blame(f, &b->at);
	a->seen_n = 0;
	for (i = 0; i < b->n; i++) {
		struct apply_record c = { .kind = "team",
			.name = t.name,
			.what = "added",
			.at = b->v[i].at };

		if (apply_user(a, b->v[i].value, &b->v[i].at, &u, f) != 0)
			return -1;
		if (apply_once(a, &b->v[i], u.id, f) != 0)
			return apply_blame(f, &b->v[i].at);
		if (is_in(people, n, u.id))
			continue;
		c.key = u.email;
		if (team_add_user(a->store, &t, u.id, a->now, NULL, f) != 0 ||
			apply_note(a, &c, f) != 0)
			return apply_blame(f, &b->v[i].at);
	}
	return 0;
}

/* Notes what a member, team or share of a rotation became. */
static int
note_share(struct apply *a, const char *kind, const struct rotation *r,
	const char *who, const char *was, const char *is,
	const struct ini_at *at, struct fail *f)
{
	const struct apply_record c = { .kind = kind,
		.name = r->name,
		.what = was == NULL  ? "added"
			: is == NULL ? "removed"
				     : "changed",
		.key = who,
		.from = was,
		.to = is,
		.at = at == NULL ? (struct ini_at){ 0 } : *at };

	return apply_note(a, &c, f);
}

static char *
numbers(struct pool *pool, int weight, int priority)
{
	return pool_printf(pool, "weight=%d priority=%d", weight, priority);
}

static int
bring_team(struct apply *a, const struct rotation *r, const struct text_key *k,
	const struct text_share *s, struct fail *f)
{
	struct rotation_team *teams;
	const char *was = NULL;
	struct team t = { 0 };
	size_t n, i;

	if (team_find(a->store, s->who, a->pool, &t, f) != 1 ||
		apply_once(a, k, t.id, f) != 0 ||
		rotation_teams(a->store, r->id, 0, a->pool, &teams, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (teams[i].team_id != t.id)
			continue;
		if (teams[i].weight == s->weight &&
			teams[i].priority == s->priority)
			return 0;
		was = numbers(a->pool, teams[i].weight, teams[i].priority);
	}
	if (assign_add_team(
		    a->store, r, &t, s->weight, s->priority, a->now, f) != 0)
		return -1;
	return note_share(a, "member", r,
		pool_printf(a->pool, "team:%s", t.name), was,
		numbers(a->pool, s->weight, s->priority), &k->at, f);
}

static int
bring_member(struct apply *a, const struct rotation *r,
	const struct text_key *k, const struct text_share *s, struct fail *f)
{
	const bool share = strcmp(k->key, "share") == 0;
	struct member m = { 0 };
	const char *was = NULL;
	struct user u;
	int rc;

	if (apply_user(a, s->who, &k->at, &u, f) != 0)
		return 1; /* is blamed already */
	if (apply_once(a, k, u.id, f) != 0 ||
		(rc = member_find(a->store, r->id, u.id, a->pool, &m, f)) < 0)
		return -1;
	if (share && (rc == 0 || !m.by_team)) {
		fail(f, EXIT_REFUSED, "rotation %s: %s is in it by no team",
			r->name, u.email);
		fail_hint(f, "member = %s", k->value);
		return -1;
	}
	if (rc == 1 && m.by_team == share && (!share || m.own_share)) {
		if (m.weight == s->weight && m.priority == s->priority)
			return 0;
		was = numbers(a->pool, m.weight, m.priority);
	}
	if (share)
		rc = assign_set_member(
			a->store, r, u.id, &s->weight, &s->priority, a->now, f);
	else
		rc = assign_add_member(
			a->store, r, u.id, s->weight, s->priority, a->now, f);
	if (rc != 0)
		return -1;
	return note_share(a, share ? "share" : "member", r, u.email, was,
		numbers(a->pool, s->weight, s->priority), &k->at, f);
}

/* Lines of these keys, from order[from] to order[to - 1]. */
static int
rotation_people(struct apply *a, const struct text_block *b, size_t from,
	size_t to, struct fail *f)
{
	static const char *const order[] = { "team", "member", "share" };
	struct rotation r = { 0 };
	struct text_share s;
	size_t i, k;
	int rc = 0;

	if (rotation_find(a->store, b->name, a->pool, &r, f) != 1)
		return apply_blame(f, &b->at);
	a->seen_n = 0;
	for (k = from; k < to; k++)
		for (i = 0; i < b->n; i++) {
			if (strcmp(b->v[i].key, order[k]) != 0)
				continue;
			rc = share_text_read(a->pool, b->v[i].value, &s, f);
			if (rc == 0)
				rc = k == 0 ? bring_team(a, &r, &b->v[i], &s, f)
					    : bring_member(
						      a, &r, &b->v[i], &s, f);
			if (rc < 0)
				return apply_blame(f, &b->v[i].at);
			if (rc > 0)
				return -1;
		}
	return 0;
}

int
apply_people(struct apply *a, struct fail *f)
{
	size_t i;

	for (i = 0; i < a->blocks->n; i++)
		if (a->blocks->v[i].kind == TEXT_TEAM &&
			team_people(a, &a->blocks->v[i], f) != 0)
			return -1;
	for (i = 0; i < a->blocks->n; i++)
		if (a->blocks->v[i].kind == TEXT_ROTATION &&
			rotation_people(a, &a->blocks->v[i], 0, 2, f) != 0)
			return -1;
	return 0;
}

int
apply_shares(struct apply *a, struct fail *f)
{
	size_t i;

	for (i = 0; i < a->blocks->n; i++)
		if (a->blocks->v[i].kind == TEXT_ROTATION &&
			rotation_people(a, &a->blocks->v[i], 2, 3, f) != 0)
			return -1;
	return 0;
}

/* ---- out ---- */

/* Ids that lines of a block name under a key. Names were found before. */
struct ids {
	int64_t *v;
	size_t n, cap;
};

static int
named(struct apply *a, const struct text_block *b, const char *key,
	struct ids *to, struct fail *f)
{
	struct text_share s;
	struct team t = { 0 };
	struct user u;
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (strcmp(b->v[i].key, key) != 0)
			continue;
		if (share_text_read(a->pool, b->v[i].value, &s, f) != 0)
			return -1;
		to->v = pool_grow(
			a->pool, to->v, to->n, &to->cap, sizeof(*to->v));
		if (strcmp(key, "team") == 0) {
			if (team_find(a->store, s.who, a->pool, &t, f) != 1)
				return -1;
			to->v[to->n++] = t.id;
		} else {
			if (apply_user(a, s.who, &b->v[i].at, &u, f) != 0)
				return -1;
			to->v[to->n++] = u.id;
		}
	}
	return 0;
}

static bool
has(const struct ids *ids, int64_t id)
{
	size_t i;

	for (i = 0; i < ids->n; i++)
		if (ids->v[i] == id)
			return true;
	return false;
}

/* A member by a team whose share is no longer his own: the team's. */
static int
share_back(struct apply *a, const struct rotation *r, const struct member *was,
	struct fail *f)
{
	struct rotation_team *teams;
	struct member m = { 0 };
	size_t n;

	if (rotation_teams(
		    a->store, r->id, was->user_id, a->pool, &teams, &n, f) != 0)
		return -1;
	if (n == 0)
		return 0;
	if (assign_set_member(a->store, r, was->user_id, &teams[0].weight,
		    &teams[0].priority, a->now, f) != 0 ||
		member_find(a->store, r->id, was->user_id, a->pool, &m, f) != 1)
		return -1;
	m.own_share = false;
	return member_save(a->store, &m, f);
}

static int
prune_members(struct apply *a, const struct rotation *r,
	const struct text_block *b, struct fail *f)
{
	struct ids keep = { 0 }, shares = { 0 };
	struct members all = { 0 };
	size_t i;

	if (named(a, b, "member", &keep, f) != 0 ||
		named(a, b, "share", &shares, f) != 0 ||
		members_load(a->store, r->id, 0, a->pool, &all, f) != 0)
		return -1;
	for (i = 0; i < all.n; i++) {
		const struct member *m = &all.v[i];

		if (m->by_team || has(&keep, m->user_id))
			continue;
		if (assign_remove_member(a->store, r, m->user_id, a->now, f) !=
				0 ||
			(!has(&shares, m->user_id) &&
				share_back(a, r, m, f) != 0) ||
			note_share(a, "member", r, m->email,
				numbers(a->pool, m->weight, m->priority), NULL,
				NULL, f) != 0)
			return -1;
	}
	return 0;
}

static int
prune_teams(struct apply *a, const struct rotation *r,
	const struct text_block *b, struct fail *f)
{
	struct rotation_team *teams;
	struct ids keep = { 0 };
	size_t n, i;

	if (named(a, b, "team", &keep, f) != 0 ||
		rotation_teams(a->store, r->id, 0, a->pool, &teams, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++) {
		struct team t = { .id = teams[i].team_id,
			.name = teams[i].team };

		if (has(&keep, t.id))
			continue;
		if (assign_remove_team(a->store, r, &t, a->now, f) != 0 ||
			note_share(a, "member", r,
				pool_printf(a->pool, "team:%s", t.name),
				numbers(a->pool, teams[i].weight,
					teams[i].priority),
				NULL, NULL, f) != 0)
			return -1;
	}
	return 0;
}

static int
prune_shares(struct apply *a, const struct rotation *r,
	const struct text_block *b, struct fail *f)
{
	struct members all = { 0 };
	struct ids keep = { 0 };
	size_t i;

	if (named(a, b, "share", &keep, f) != 0 ||
		members_load(a->store, r->id, 0, a->pool, &all, f) != 0)
		return -1;
	for (i = 0; i < all.n; i++) {
		const struct member *m = &all.v[i];

		if (!m->by_team || !m->own_share || has(&keep, m->user_id))
			continue;
		if (share_back(a, r, m, f) != 0 ||
			note_share(a, "share", r, m->email,
				numbers(a->pool, m->weight, m->priority), NULL,
				NULL, f) != 0)
			return -1;
	}
	return 0;
}

static int
prune_people(struct apply *a, const struct text_block *b, struct fail *f)
{
	struct team_member *people;
	struct ids keep = { 0 };
	struct team t = { 0 };
	size_t n, i;

	if (named(a, b, "member", &keep, f) != 0 ||
		team_find(a->store, b->name, a->pool, &t, f) != 1 ||
		team_members(a->store, t.id, a->pool, &people, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++) {
		const struct apply_record c = { .kind = "team",
			.name = t.name,
			.what = "removed",
			.key = people[i].email };

		if (has(&keep, people[i].user_id))
			continue;
		if (team_remove_user(a->store, &t, people[i].user_id, a->now,
			    NULL, f) != 0 ||
			apply_note(a, &c, f) != 0)
			return -1;
	}
	return 0;
}

/* ---- things that no file names ---- */

struct pruning {
	struct apply *a;
	struct fail *f;
};

static bool
is_named(const struct apply *a, enum text_kind kind, const char *name)
{
	size_t i;

	for (i = 0; i < a->blocks->n; i++)
		if (a->blocks->v[i].kind == kind &&
			strcasecmp(a->blocks->v[i].name, name) == 0)
			return true;
	return false;
}

static int
drop_rotation(void *arg, const struct rotation *r)
{
	const struct pruning *p = arg;
	const struct apply_record c = { .kind = "rotation",
		.name = pool_str(p->a->pool, r->name),
		.what = "removed" };

	if (is_named(p->a, TEXT_ROTATION, r->name))
		return 0;
	if (rotation_remove(p->a->store, r->id, p->f) != 0)
		return -1;
	return apply_note(p->a, &c, p->f);
}

static int
drop_team(void *arg, const struct team *t)
{
	const struct pruning *p = arg;
	const struct apply_record c = { .kind = "team",
		.name = pool_str(p->a->pool, t->name),
		.what = "removed" };

	if (is_named(p->a, TEXT_TEAM, t->name))
		return 0;
	if (team_remove(p->a->store, t->id, p->f) != 0)
		return -1;
	return apply_note(p->a, &c, p->f);
}

int
apply_pruned(struct apply *a, struct fail *f)
{
	struct pruning p = { a, f };
	size_t i;

	for (i = 0; i < a->blocks->n; i++) {
		const struct text_block *b = &a->blocks->v[i];
		struct rotation r = { 0 };

		if (b->kind != TEXT_ROTATION)
			continue;
		if (rotation_find(a->store, b->name, a->pool, &r, f) != 1 ||
			prune_members(a, &r, b, f) != 0 ||
			prune_teams(a, &r, b, f) != 0 ||
			prune_shares(a, &r, b, f) != 0)
			return -1;
	}
	for (i = 0; i < a->blocks->n; i++)
		if (a->blocks->v[i].kind == TEXT_TEAM &&
			prune_people(a, &a->blocks->v[i], f) != 0)
			return -1;
	if (rotation_each(a->store, a->pool, drop_rotation, &p, f) != 0)
		return -1;
	return team_each(a->store, a->pool, drop_team, &p, f);
}
