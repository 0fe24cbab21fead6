#include "store/page_rule.h"

#include "store/page_calendar.h"
#include "store/page_party.h"
#include "store/sql.h"

#include <string.h>

int
page_rules_load(
	struct store *st, struct page *p, struct pool *pool, struct fail *f)
{
	static const char text[] = "SELECT caps, booker_cap, move_notice_s,"
				   " cancel_notice_s, horizon_kind, first_day,"
				   " last_day, align_clock, pack, first_only,"
				   " legal_hours, legal_zone, buffer_events,"
				   " repeat, instant, seats"
				   " FROM page WHERE id = ?1";
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
		p->horizon_kind = sql_get_text(s, 4, pool);
		p->first_day = sql_get_int(s, 5);
		p->last_day = sql_get_int(s, 6);
		p->align_clock = sql_get_int(s, 7) != 0;
		p->pack = sql_get_int(s, 8) != 0;
		p->first_only = sql_get_int(s, 9) != 0;
		p->legal_hours = sql_get_text(s, 10, pool);
		p->legal_zone = sql_get_text(s, 11, pool);
		p->buffer_events = sql_get_int(s, 12) != 0;
		p->repeat = sql_get_text(s, 13, pool);
		p->instant = sql_get_int(s, 14) != 0;
		p->seats = (int)sql_get_int(s, 15);
	}
	sql_free(s);
	return rc < 0 || page_calendars_load(st, p, pool, f) != 0
		       ? -1
		       : page_parties_load(st, p, pool, f);
}

int
page_rules_save(struct store *st, const struct page *p, struct fail *f)
{
	static const char text[] =
		"UPDATE page SET caps = ?2, booker_cap = ?3,"
		" move_notice_s = ?4, cancel_notice_s = ?5,"
		" horizon_kind = ?6, first_day = ?7,"
		" last_day = ?8, align_clock = ?9, pack = ?10,"
		" first_only = ?11,"
		" legal_hours = ?12, legal_zone = ?13,"
		" buffer_events = ?14, repeat = ?15, instant = ?16,"
		" seats = ?17"
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
	sql_text(s, 6, p->horizon_kind == NULL ? "days" : p->horizon_kind);
	if (p->horizon_kind != NULL && strcmp(p->horizon_kind, "dates") == 0) {
		sql_int(s, 7, p->first_day);
		sql_int(s, 8, p->last_day);
	} else {
		sql_null(s, 7);
		sql_null(s, 8);
	}
	sql_int(s, 9, p->align_clock);
	sql_int(s, 10, p->pack);
	sql_int(s, 11, p->first_only);
	sql_text(s, 12, p->legal_hours);
	sql_text(s, 13, p->legal_zone);
	sql_int(s, 14, p->buffer_events);
	sql_text(s, 15, p->repeat);
	sql_int(s, 16, p->instant);
	sql_int(s, 17, p->seats);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0)
		rc = page_calendars_save(st, p, f);
	return rc == 0 ? page_parties_save(st, p, f) : rc;
}
