#ifndef STORE_CALENDAR_H
#define STORE_CALENDAR_H

#include "record/calendar.h"
#include "record/event.h"
#include "store/store.h"

int account_load(struct store *, int64_t id, struct pool *, struct account *,
	struct fail *f);
int account_save(struct store *, struct account *, struct fail *f);
int account_remove(struct store *, int64_t id, struct fail *f);
/* Of one user (0: all), by id. */
int account_each(struct store *, int64_t user_id, struct pool *,
	int (*each)(void *arg, const struct account *), void *arg,
	struct fail *f);

/* By slug ("ada/work") or id. 1, 0 with EXIT_NOT_FOUND, -1. */
int calendar_find(struct store *, const char *name, struct pool *,
	struct calendar *, struct fail *f);
int calendar_load(struct store *, int64_t id, struct pool *, struct calendar *,
	struct fail *f);
/* Inserts or updates all columns but the joined ones. */
int calendar_save(struct store *, struct calendar *, struct fail *f);
int calendar_remove(struct store *, int64_t id, struct fail *f);
/* Of one user (0: all); `selected_only` leaves the others out. By slug. */
int calendar_each(struct store *, int64_t user_id, bool selected_only,
	struct pool *, int (*each)(void *arg, const struct calendar *),
	void *arg, struct fail *f);
/* The selected calendar with role default of a user: 1, 0 none, -1. */
int calendar_default(struct store *, int64_t user_id, struct pool *,
	struct calendar *, struct fail *f);

/* One calendar object as it rests (schema 002). */
struct event_row {
	int64_t id, calendar_id;
	const char *href, *etag, *uid, *summary, *ics, *problem;
	instant start, end;
	bool recurring;
	uint64_t hash;
};

/* A whole row by id: 1, 0, -1. */
int event_load(struct store *, int64_t id, struct pool *, struct event_row *,
	struct fail *f);
int event_find_href(struct store *, int64_t calendar_id, const char *href,
	struct pool *, struct event_row *, struct fail *f); /* 1, 0, -1 */
int event_find_uid(struct store *, int64_t calendar_id, const char *uid,
	struct pool *, struct event_row *, struct fail *f); /* 1, 0, -1 */
/*
 * Inserts or updates (by calendar and href) the object and replaces its
 * occurrences by `busy` (each start < end; over the calendar's busy window);
 * remembers the days whose chunks must be made anew. busy->status 0 rows are
 * kept for treat=all-busy.
 */
int event_save(struct store *, struct event_row *, const struct busies *busy,
	struct fail *f);
int event_remove(struct store *, int64_t id, struct fail *f);
/* href, etag, hash, id, uid of all objects of a calendar, for comparing. */
int event_each_key(struct store *, int64_t calendar_id, struct pool *,
	int (*each)(void *arg, const struct event_row *), void *arg,
	struct fail *f);
/* Whole objects of a calendar (for export, re-expansion), by id. Reads the row
 * wholly before the callback; the strings live until it returns. */
int event_each(struct store *, int64_t calendar_id,
	int (*each)(void *arg, const struct event_row *), void *arg,
	struct fail *f);
int64_t event_count(struct store *, int64_t calendar_id);
/* Makes the chunks of what was saved and removed since store_begin; to be
 * called before store_commit. Whole calendar: after its settings changed. */
int busy_chunks_make(struct store *, struct fail *f);
int busy_chunks_make_calendar(
	struct store *, int64_t calendar_id, struct fail *f);

#endif
