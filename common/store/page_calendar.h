#ifndef STORE_PAGE_CALENDAR_H
#define STORE_PAGE_CALENDAR_H

#include "record/calendar.h"
#include "record/page.h"
#include "store/store.h"

/* The calendars that a page names (B8): page.calendars, page.write_to. */
int page_calendars_load(
	struct store *, struct page *, struct pool *, struct fail *f);
/* EXIT_NOT_FOUND with did-you-mean for a name that is none, EXIT_REFUSED for
 * one that cannot be used like that. */
int page_calendars_save(struct store *, const struct page *, struct fail *f);

/* A calendar whose busy time a page looks at, and whose it is. */
struct checked {
	int64_t user_id;
	const char *slug;
};
/* Those that still count (selected, neither "ignore" nor "tasks"). */
int page_checked_load(struct store *, int64_t page_id, struct pool *,
	struct checked **to, size_t *n, struct fail *f);

/* Where meetings of a page go for that host, when it names a calendar of theirs
 * that can be written. 1, 0 none, -1. */
int page_write_calendar(struct store *, int64_t page_id, int64_t user_id,
	struct pool *, struct calendar *, struct fail *f);

#endif
