#include "store/page_rule.h"

#include "store/sql.h"

int
page_rules_load(
	struct store *st, struct page *p, struct pool *pool, struct fail *f)
{
	static const char text[] = "SELECT caps, booker_cap, move_notice_s,"
				   " cancel_notice_s FROM page WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, p->id);
	if ((rc = sql_step(s, f)) == 1) {
		p->caps = sql_get_text(s, 0, pool);
		p->booker_cap = (int)sql_get_int(s, 1);
		p->move_notice_s = sql_get_int(s, 2);
		p->cancel_notice_s = sql_get_int(s, 3);
	}
	sql_free(s);
	return rc < 0 ? -1 : 0;
}

int
page_rules_save(struct store *st, const struct page *p, struct fail *f)
{
	static const char text[] = "UPDATE page SET caps = ?2, booker_cap = ?3,"
				   " move_notice_s = ?4, cancel_notice_s = ?5"
				   " WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, p->id);
	sql_text(s, 2, p->caps);
	sql_int(s, 3, p->booker_cap);
	sql_int(s, 4, p->move_notice_s);
	sql_int(s, 5, p->cancel_notice_s);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}
