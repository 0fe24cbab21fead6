#include "flow/page_who.h"
#include "flow/offer_priv.h"

#include "store/page.h"
#include "store/room.h"
#include "store/rotation.h"
#include "store/user.h"

#include <string.h>

/* ---- names to ids ---- */

/* The users of a part and their slugs; rooms are wanted, or people. */
static int
users_find(struct store *store, const struct strs *names, bool rooms,
	struct pool *pool, int64_t **ids, struct strs *slugs, struct fail *f)
{
	size_t i;

	*ids = pool_array(pool, names->n + 1, sizeof(**ids));
	for (i = 0; i < names->n; i++) {
		struct user u = { 0 };
		size_t k;

		if (user_find(store, names->v[i], pool, &u, f) != 1)
			return -1;
		if (u.room && !rooms) {
			fail(f, EXIT_REFUSED, "%s is a room and hosts nothing",
				u.email);
			return fail_hint(f, "rooms=%s", u.slug);
		}
		if (!u.room && rooms)
			return fail(f, EXIT_REFUSED, "%s is no room", u.email);
		for (k = 0; k < i; k++)
			if ((*ids)[k] == u.id)
				return fail(f, EXIT_USAGE,
					"%s stands there twice", u.email);
		(*ids)[i] = u.id;
		strs_add(pool, slugs, u.slug);
	}
	return 0;
}

static int
party_of(struct store *store, const struct who_part *part, bool rooms,
	struct pool *pool, struct page_party *to, struct fail *f)
{
	struct rotation r = { 0 };

	memset(to, 0, sizeof(*to));
	to->need = part->need;
	to->rooms = rooms;
	if (part->rotation != NULL) {
		if (rotation_find(store, part->rotation, pool, &r, f) != 1)
			return -1;
		to->rotation_id = r.id;
		to->rotation = r.name;
		return 0;
	}
	to->users_n = part->names.n;
	return users_find(
		store, &part->names, rooms, pool, &to->users, &to->slugs, f);
}

/* Keeps the parties of people (or of rooms), puts `more` behind them. */
static int
parties_replace(struct page *p, bool rooms, const struct page_party *more,
	size_t n, struct pool *pool, struct fail *f)
{
	struct page_party *all =
		pool_array(pool, PAGE_PARTIES_MAX + 1, sizeof(*all));
	size_t i, k = 0;

	for (i = 0; i < p->parties_n; i++)
		if (p->parties[i].rooms != rooms)
			all[k++] = p->parties[i];
	for (i = 0; i < n; i++) {
		if (k == PAGE_PARTIES_MAX)
			return fail(f, EXIT_USAGE,
				"hosts and rooms: more than %d parts",
				PAGE_PARTIES_MAX);
		all[k++] = more[i];
	}
	p->parties = all;
	p->parties_n = k;
	return 0;
}

/* ---- setting ---- */

/* The kind that says it shortest; what it can't say becomes parties. */
static int
kind_set(struct page *p, struct page_party *parties, size_t n,
	const int64_t *fixed, size_t fixed_n, struct pool *pool, struct fail *f)
{
	bool one = fixed_n == 0 && n == 1 && parties[0].rotation_id != 0 &&
		   parties[0].need == 1;

	p->rotation_id = 0;
	p->rotation = NULL;
	p->kind = "group";
	if (fixed_n == 1 && n == 0 && fixed[0] == p->user_id)
		p->kind = "user";
	if (one) {
		p->kind = "rotation";
		p->rotation_id = parties[0].rotation_id;
		p->rotation = parties[0].rotation;
	}
	return parties_replace(p, false, parties, one ? 0 : n, pool, f);
}

int
page_hosts_set(struct store *store, struct page *p, const char *text,
	int64_t owner, struct pool *pool, int64_t **hosts, size_t *n,
	struct fail *f)
{
	struct page_party parties[WHO_PARTS_MAX];
	struct who who;
	size_t i;

	p->host_slugs = (struct strs){ 0 };
	if (who_read(pool, text, "hosts", &who, f) != 0 ||
		users_find(store, &who.fixed, false, pool, hosts,
			&p->host_slugs, f) != 0)
		return -1;
	*n = who.fixed.n;
	for (i = 0; i < who.parts_n; i++)
		if (party_of(store, &who.parts[i], false, pool, &parties[i],
			    f) != 0)
			return -1;
	if (owner != 0)
		p->user_id = owner;
	else if (p->user_id == 0 && *n > 0)
		p->user_id = (*hosts)[0];
	if (kind_set(p, parties, who.parts_n, *hosts, *n, pool, f) != 0)
		return -1;
	if (strcmp(p->kind, "group") != 0)
		*n = p->host_slugs.n = 0;
	return 0;
}

int
page_rooms_set(struct store *store, struct page *p, const char *text,
	struct pool *pool, struct fail *f)
{
	struct page_party parties[WHO_PARTS_MAX + 1];
	struct who who = { .parts_n = 0 };
	size_t i, n = 0;

	if (*text != '\0' && who_read(pool, text, "rooms", &who, f) != 0)
		return -1;
	if (who.fixed.n > 0) {
		struct who_part all = { .need = who.fixed.n,
			.names = who.fixed };

		if (party_of(store, &all, true, pool, &parties[n++], f) != 0)
			return -1;
	}
	for (i = 0; i < who.parts_n; i++) {
		if (who.parts[i].rotation != NULL)
			return fail(f, EXIT_USAGE,
				"rooms: '@%s' is a rotation: for one of "
				"several 1:aula,bella",
				who.parts[i].rotation);
		if (party_of(store, &who.parts[i], true, pool, &parties[n++],
			    f) != 0)
			return -1;
	}
	return parties_replace(p, true, parties, n, pool, f);
}

static int
room_check(struct store *store, const struct user *owner, int64_t room_id,
	const char *slug, struct pool *pool, struct fail *f)
{
	int rc = room_allows(store, room_id, owner->id, f);
	struct room r;

	if (rc != 0)
		return rc == 1 ? 0 : -1;
	if (room_load(store, room_id, pool, &r, f) != 0)
		return -1;
	return fail(f, EXIT_REFUSED,
		"room %s is only for team %s, and %s, who owns the page, is "
		"in none of them",
		slug, room_teams_text(pool, &r), owner->email);
}

int
page_rooms_check(struct store *store, const struct page *p, struct pool *pool,
	struct fail *f)
{
	struct user owner = { 0 };
	size_t i, k;

	if (user_load(store, p->user_id, pool, &owner, f) != 1)
		return -1;
	if (owner.room)
		return fail(f, EXIT_REFUSED, "%s is a room and owns no page",
			owner.email);
	for (i = 0; i < p->parties_n; i++)
		for (k = 0; p->parties[i].rooms && k < p->parties[i].users_n;
			k++)
			if (room_check(store, &owner, p->parties[i].users[k],
				    p->parties[i].slugs.v[k], pool, f) != 0)
				return -1;
	return 0;
}

/* ---- back to text ---- */

static void
part_add(struct pool *pool, struct who *w, const struct page_party *p)
{
	struct who_part *part;
	size_t i;

	if (p->rotation_id == 0 && p->need == p->users_n) {
		for (i = 0; i < p->slugs.n; i++)
			strs_add(pool, &w->fixed, p->slugs.v[i]);
		return;
	}
	part = &w->parts[w->parts_n++];
	part->need = p->need;
	part->rotation = p->rotation;
	part->names = p->slugs;
}

char *
page_hosts_text(struct pool *pool, const struct page *p, const char *owner)
{
	struct who w = { .parts_n = 0 };
	size_t i;

	if (strcmp(p->kind, "rotation") == 0) {
		w.parts[0].need = 1;
		w.parts[0].rotation = p->rotation;
		w.parts_n = 1;
	} else if (strcmp(p->kind, "user") == 0) {
		strs_add(pool, &w.fixed, owner);
	}
	for (i = 0; i < p->host_slugs.n; i++)
		strs_add(pool, &w.fixed, p->host_slugs.v[i]);
	for (i = 0; i < p->parties_n; i++)
		if (!p->parties[i].rooms)
			part_add(pool, &w, &p->parties[i]);
	return who_write(pool, &w);
}

char *
page_rooms_text(struct pool *pool, const struct page *p)
{
	struct who w = { .parts_n = 0 };
	size_t i;

	for (i = 0; i < p->parties_n; i++)
		if (p->parties[i].rooms)
			part_add(pool, &w, &p->parties[i]);
	return who_write(pool, &w);
}

/* ---- everybody ---- */

void
user_ids_add(struct user_ids *all, int64_t id)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->v[i] == id)
			return;
	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = id;
}

static int
members_add(struct store *store, struct user_ids *all, int64_t rotation_id,
	instant now, struct fail *f)
{
	struct members members = { 0 };
	size_t i;

	if (members_load(store, rotation_id, 0, all->pool, &members, f) != 0)
		return -1;
	for (i = 0; i < members.n; i++)
		if (member_on(&members.v[i], now))
			user_ids_add(all, members.v[i].user_id);
	return 0;
}

int
page_people(struct store *store, const struct page *p, instant now,
	struct user_ids *to, struct fail *f)
{
	int64_t *hosts = NULL;
	size_t hosts_n = 0, i, k;
	int rc = 0;

	if (strcmp(p->kind, "rotation") == 0)
		rc = members_add(store, to, p->rotation_id, now, f);
	else if (strcmp(p->kind, "group") == 0)
		rc = page_hosts(store, p->id, to->pool, &hosts, &hosts_n, f);
	else
		user_ids_add(to, p->user_id);
	for (i = 0; i < hosts_n; i++)
		user_ids_add(to, hosts[i]);
	for (i = 0; rc == 0 && i < p->parties_n; i++) {
		if (p->parties[i].rotation_id != 0)
			rc = members_add(
				store, to, p->parties[i].rotation_id, now, f);
		for (k = 0; k < p->parties[i].users_n; k++)
			user_ids_add(to, p->parties[i].users[k]);
	}
	return rc;
}

int
page_owner_find(
	struct store *store, struct page *p, struct pool *pool, struct fail *f)
{
	int64_t rotation = p->rotation_id;
	struct members members = { 0 };
	size_t i;

	for (i = 0; i < p->parties_n && rotation == 0 && p->user_id == 0; i++) {
		rotation = p->parties[i].rotation_id;
		if (p->parties[i].users_n > 0 && !p->parties[i].rooms)
			p->user_id = p->parties[i].users[0];
	}
	if (p->user_id != 0)
		return 0;
	if (rotation != 0 &&
		members_load(store, rotation, 0, pool, &members, f) != 0)
		return -1;
	if (members.n == 0) {
		fail(f, EXIT_REFUSED,
			"page %s: its rotation has no members yet", p->slug);
		return fail_hint(f, "name an owner: --user USER");
	}
	p->user_id = members.v[0].user_id;
	return 0;
}
