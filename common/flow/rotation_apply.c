#include "flow/rotation_apply_priv.h"

#include "engine/cap.h"
#include "flow/assign.h"
#include "store/rotation.h"
#include "store/team.h"
#include "store/user.h"
#include "when/zone.h"
#include "wire/emit.h"

#include <stdlib.h>
#include <string.h>

/* Text into the store: what is changed in which order. */

/* A change as a JSON object, for the audit log. */
static char *
detail(struct pool *pool, const struct apply_record *c)
{
	const char *const keys[] = { "kind", "what", "key", "from", "to" };
	const char *const values[] = { c->kind, c->what, c->key, c->from,
		c->to };
	char *text = NULL, *kept;
	size_t size, i;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return NULL;
	for (i = 0; i < 5; i++) {
		fprintf(to, "%c\"%s\":", i == 0 ? '{' : ',', keys[i]);
		if (values[i] == NULL)
			fputs("null", to);
		else
			emit_json_string(to, values[i]);
	}
	fputs("}", to);
	fclose(to);
	kept = pool_str(pool, text);
	free(text);
	return kept;
}

int
apply_note(struct apply *a, const struct apply_record *c, struct fail *f)
{
	struct apply_changes *all = a->changes;

	all->v = pool_grow(a->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *c;
	if (strcmp(c->what, "missing") == 0)
		return 0;
	return audit_add(a->store, a->now, "rotation.apply", c->name,
		detail(a->pool, c), f);
}

int
apply_blame(struct fail *f, const struct ini_at *at)
{
	if (f->status == EXIT_USAGE) {
		f->status = EXIT_BAD_DATA;
		f->code = fail_name(EXIT_BAD_DATA);
	}
	return ini_blame(f, at);
}

int
apply_user(struct apply *a, const char *who, const struct ini_at *at,
	struct user *u, struct fail *f)
{
	memset(u, 0, sizeof(*u));
	return user_find(a->store, who, a->pool, u, f) == 1
		       ? 0
		       : apply_blame(f, at);
}

int
apply_once(
	struct apply *a, const struct text_key *k, int64_t id, struct fail *f)
{
	size_t i;

	for (i = 0; i < a->seen_n; i++)
		if (a->seen[i].id == id && strcmp(a->seen[i].key, k->key) == 0)
			return fail(f, EXIT_BAD_DATA,
				"%s %s stands in line %d already", k->key,
				k->value, a->seen[i].at.line);
	a->seen = pool_grow(
		a->pool, a->seen, a->seen_n, &a->seen_cap, sizeof(*a->seen));
	a->seen[a->seen_n].key = k->key;
	a->seen[a->seen_n].id = id;
	a->seen[a->seen_n++].at = k->at;
	return 0;
}

int
apply_teams_made(struct apply *a, struct fail *f)
{
	size_t i;
	int rc;

	for (i = 0; i < a->blocks->n; i++) {
		const struct text_block *b = &a->blocks->v[i];
		struct apply_record c = { .kind = "team",
			.name = b->name,
			.what = "created",
			.at = b->at };
		struct team t = { 0 };

		if (b->kind != TEXT_TEAM)
			continue;
		rc = team_find(a->store, b->name, a->pool, &t, f);
		if (rc == 1)
			continue;
		t.name = b->name;
		t.created_at = a->now;
		if (rc < 0 || team_save(a->store, &t, f) != 0 ||
			apply_note(a, &c, f) != 0)
			return apply_blame(f, &b->at);
	}
	return 0;
}

/* One setting of a rotation as a file says it, whole words only. */
static int
read_key(struct apply *a, const struct text_key *k, struct rotation *r,
	struct fail *f)
{
	struct caps caps;

	if (rotation_key_read(a->pool, r, k->key, k->value, f) != 0)
		return apply_blame(f, &k->at);
	if (strcmp(k->key, "period-zone") == 0 && r->period_zone != NULL &&
		zone_load(r->period_zone, f) == NULL)
		return apply_blame(f, &k->at);
	if (strcmp(k->key, "cap") == 0 && r->caps != NULL) {
		if (caps_read(r->caps, "cap", &caps, f) != 0)
			return apply_blame(f, &k->at);
		r->caps = caps_write(a->pool, &caps);
	}
	return 0;
}

/* The line that a refusal of assign_save is about: "method: 'x' is not ...". */
static int
blame_key(const struct text_block *b, struct fail *f)
{
	size_t i, n;

	for (i = 0; i < b->n; i++) {
		n = strlen(b->v[i].key);
		if (strncmp(f->line, b->v[i].key, n) == 0 && f->line[n] == ':')
			return apply_blame(f, &b->v[i].at);
	}
	return apply_blame(f, &b->at);
}

/* The settings that differ, each noted. 1 when there are any, 0, -1. */
static int
note_settings(struct apply *a, const struct text_block *b,
	const struct rotation *was, const struct rotation *is, struct fail *f)
{
	size_t i, n = a->changes->n;

	for (i = 0; rotation_keys[i] != NULL; i++) {
		const char *key = rotation_keys[i];
		const struct text_key *k = text_find(b, key);
		struct apply_record c = { .kind = "rotation",
			.name = is->name,
			.what = "changed",
			.key = key,
			.from = rotation_key_text(a->pool, was, key),
			.to = rotation_key_text(a->pool, is, key),
			.at = k != NULL ? k->at : (struct ini_at){ 0 } };

		if (strcmp(c.from, c.to) != 0 && apply_note(a, &c, f) != 0)
			return -1;
	}
	return a->changes->n > n;
}

static int
rotation_made(struct apply *a, const struct text_block *b, struct fail *f)
{
	const struct rotation usual = { .method = "even" };
	struct apply_record c = { .kind = "rotation",
		.name = b->name,
		.what = "created",
		.at = b->at };
	struct rotation was = { 0 }, r = { 0 };
	size_t i;
	int there, rc;

	there = rotation_find(a->store, b->name, a->pool, &was, f);
	if (there < 0)
		return -1;
	if (there == 0) {
		was = usual;
		was.name = b->name;
		was.created_at = a->now;
	}
	r = was;
	if (a->prune) {
		r = usual;
		r.id = was.id;
		r.name = was.name;
		r.created_at = was.created_at;
		r.period_from = was.period_from;
	}
	for (i = 0; i < b->n; i++)
		if (read_key(a, &b->v[i], &r, f) != 0)
			return -1;
	if (there == 0 && apply_note(a, &c, f) != 0)
		return -1;
	rc = note_settings(a, b, &was, &r, f);
	if (rc == 0 && there == 1)
		return 0;
	if (rc < 0 || assign_save(a->store, &r, a->now, f) != 0)
		return blame_key(b, f);
	return 0;
}

int
apply_rotations_made(struct apply *a, struct fail *f)
{
	size_t i;

	for (i = 0; i < a->blocks->n; i++)
		if (a->blocks->v[i].kind == TEXT_ROTATION &&
			rotation_made(a, &a->blocks->v[i], f) != 0)
			return -1;
	return 0;
}

/* ---- counts that begin anew (R89) ---- */

struct before {
	int64_t id, reset, sum;
	const char *name;
};
struct befores {
	struct apply *a;
	struct before *v;
	size_t n, cap;
	struct fail *f;
};

static int
count_before(void *arg, const struct rotation *r)
{
	struct befores *all = arg;
	struct pool *pool = pool_new();
	struct members members = { 0 };
	struct before *b;
	size_t i;
	int rc;

	all->v = pool_grow(
		all->a->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	b = &all->v[all->n++];
	b->id = r->id;
	b->name = pool_str(all->a->pool, r->name);
	b->reset = assignment_last_reset(all->a->store, r->id);
	rc = members_load(all->a->store, r->id, 0, pool, &members, all->f);
	for (i = 0; rc == 0 && i < members.n; i++)
		b->sum += members.v[i].count;
	pool_free(pool);
	return rc;
}

static int
note_resets(struct apply *a, const struct befores *all, struct fail *f)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		struct apply_record c = { .kind = "rotation",
			.name = all->v[i].name,
			.what = "reset",
			.key = "counts",
			.to = "0" };

		if (all->v[i].sum > 0 &&
			assignment_last_reset(a->store, all->v[i].id) !=
				all->v[i].reset &&
			apply_note(a, &c, f) != 0)
			return -1;
	}
	return 0;
}

int
rotation_apply(struct store *store, const struct text_blocks *blocks,
	bool prune, instant now, struct pool *pool,
	struct apply_changes *changes, struct fail *f)
{
	struct apply a = { .store = store,
		.blocks = blocks,
		.prune = prune,
		.now = now,
		.pool = pool,
		.changes = changes };
	struct befores before = { .a = &a, .f = f };

	if (prune && blocks->n == 0)
		return fail(f, EXIT_REFUSED,
			"the files name nothing: prune would delete every "
			"team, rotation and routing");
	if (rotation_each(store, pool, count_before, &before, f) != 0 ||
		apply_teams_made(&a, f) != 0 ||
		apply_rotations_made(&a, f) != 0 || apply_people(&a, f) != 0 ||
		(prune && apply_pruned(&a, f) != 0) ||
		apply_shares(&a, f) != 0 || apply_routings(&a, f) != 0)
		return -1;
	return note_resets(&a, &before, f);
}
