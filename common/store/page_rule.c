#include "store/page_rule.h"

#include "store/sql.h"

int
page_rules_load(
	struct store *st, struct page *p, struct pool *pool, struct fail *f)
{
	static const char text[] = "SELECT caps, booker_cap FROM page"
				   " WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, p->id);
	if ((rc = sql_step(s, f)) == 1) {
		p->caps = sql_get_text(s, 0, pool);
		p->booker_cap = (int)sql_get_int(s, 1);
	}
	sql_free(s);
	return rc < 0 ? -1 : 0;
}

int
page_rules_save(struct store *st, const struct page *p, struct fail *f)
{
	static const char text[] = "UPDATE page SET caps = ?2, booker_cap = ?3"
				   " WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, p->id);
	sql_text(s, 2, p->caps);
	sql_int(s, 3, p->booker_cap);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}
