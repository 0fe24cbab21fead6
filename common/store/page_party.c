#include "store/page_party.h"

#include "store/sql.h"

#include <string.h>

static int
users_load(struct store *st, int64_t page_id, int64_t position,
	struct page_party *p, struct pool *pool, struct fail *f)
{
	static const char text[] =
		"SELECT user_id, slug, email, user.kind FROM page_party_user"
		" JOIN user ON user.id = user_id"
		" WHERE page_id = ?1 AND position = ?2 ORDER BY place";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, page_id);
	sql_int(s, 2, position);
	while ((rc = sql_step(s, f)) == 1) {
		p->users = pool_grow(
			pool, p->users, p->users_n, &cap, sizeof(*p->users));
		p->users[p->users_n++] = sql_get_int(s, 0);
		strs_add(pool, &p->slugs, sql_get_text(s, 1, pool));
		strs_add(pool, &p->emails, sql_get_text(s, 2, pool));
		p->rooms = strcmp(sql_get_text(s, 3, pool), "room") == 0;
	}
	sql_free(s);
	return rc;
}

int
page_parties_load(
	struct store *st, struct page *page, struct pool *pool, struct fail *f)
{
	static const char text[] =
		"SELECT position, need, rotation_id, name FROM page_party"
		" LEFT JOIN rotation ON rotation.id = rotation_id"
		" WHERE page_id = ?1 ORDER BY position";
	struct sql *s = sql_new(st, text, f);
	int64_t positions[PAGE_PARTIES_MAX];
	size_t n = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, page->id);
	while ((rc = sql_step(s, f)) == 1 && n < PAGE_PARTIES_MAX) {
		struct page_party *p;

		if (n == 0)
			page->parties = pool_array(
				pool, PAGE_PARTIES_MAX, sizeof(*page->parties));
		p = &page->parties[n];
		positions[n++] = sql_get_int(s, 0);
		p->need = (size_t)sql_get_int(s, 1);
		p->rotation_id = sql_get_int(s, 2);
		p->rotation = sql_get_text(s, 3, pool);
	}
	sql_free(s);
	page->parties_n = n;
	for (i = 0; rc >= 0 && i < n; i++)
		if (page->parties[i].rotation_id == 0)
			rc = users_load(st, page->id, positions[i],
				&page->parties[i], pool, f);
	return rc < 0 ? -1 : 0;
}

static int
party_save(struct store *st, const struct page *page, size_t at, struct fail *f)
{
	static const char party[] =
		"INSERT INTO page_party (page_id, position, need, rotation_id)"
		" VALUES (?1, ?2, ?3, ?4)";
	static const char user[] =
		"INSERT INTO page_party_user (page_id, position, place,"
		" user_id) VALUES (?1, ?2, ?3, ?4)";
	const struct page_party *p = &page->parties[at];
	struct sql *s = sql_new(st, party, f);
	size_t i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, page->id);
	sql_int(s, 2, (int64_t)at);
	sql_int(s, 3, (int64_t)p->need);
	if (p->rotation_id != 0)
		sql_int(s, 4, p->rotation_id);
	else
		sql_null(s, 4);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc != 0 || p->users_n == 0)
		return rc;
	if ((s = sql_new(st, user, f)) == NULL)
		return -1;
	for (i = 0; rc == 0 && i < p->users_n; i++) {
		sql_int(s, 1, page->id);
		sql_int(s, 2, (int64_t)at);
		sql_int(s, 3, (int64_t)i);
		sql_int(s, 4, p->users[i]);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return rc;
}

int
page_parties_save(struct store *st, const struct page *page, struct fail *f)
{
	static const char drop[] = "DELETE FROM page_party WHERE page_id = ?1";
	struct sql *s = sql_new(st, drop, f);
	size_t i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, page->id);
	rc = sql_run(s, f);
	sql_free(s);
	for (i = 0; rc == 0 && i < page->parties_n; i++)
		rc = party_save(st, page, i, f);
	return rc;
}
