#ifndef STORE_SCHEDULE_H
#define STORE_SCHEDULE_H

#include "record/schedule.h"
#include "store/store.h"

/*
 * Schedules, dates that differ, absences, travel and public holidays. A user of
 * 0 stands for everybody. Callbacks get strings in `pool`; their non-zero ends
 * the walk and is returned; -1 fills `f`.
 */

/* Which of them anybody has at all, as bits; one look, so that offers of people
 * without any cost nothing more. -1 fills `f`. */
enum {
	HAVE_SCHEDULES = 1,
	HAVE_DATES = 2,
	HAVE_AWAYS = 4,
	HAVE_TRAVELS = 8,
	HAVE_HOLIDAYS = 16,
};
int schedule_have(struct store *, struct fail *f);

/* By name, any case. 1, 0 (EXIT_NOT_FOUND with did-you-mean in `f`), -1. */
int schedule_find(struct store *, int64_t user_id, const char *name,
	struct pool *, struct schedule *, struct fail *f);
/* In order of user and name; with `name` (or NULL) those and the default ones.
 */
int schedule_each(struct store *, int64_t user_id, const char *name,
	struct pool *, int (*each)(void *arg, const struct schedule *),
	void *arg, struct fail *f);
/* Adds it or replaces the user's of that name. EXIT_REFUSED beyond
 * SCHEDULES_MAX. */
int schedule_save(struct store *, const struct schedule *, struct fail *f);
/* Removes it with its own dates. 1, 0 there was none, -1: EXIT_REFUSED while
 * one of the user's own pages goes by it. */
int schedule_remove(
	struct store *, int64_t user_id, const char *name, struct fail *f);
/* Removes the schedule alone, its dates stay. 1, 0 there was none, -1. */
int schedule_forget(
	struct store *, int64_t user_id, const char *name, struct fail *f);
/* Whether one of the page's hosts has it (`user_id`, or anybody for 0). */
int schedule_known(
	struct store *, int64_t user_id, const char *name, struct fail *f);

/* In order of user and day, for days first to last. */
int schedule_date_each(struct store *, int64_t user_id, int64_t first,
	int64_t last, struct pool *,
	int (*each)(void *arg, const struct schedule_date *), void *arg,
	struct fail *f);
/* Replaces; `hours` NULL takes it back. EXIT_REFUSED beyond DATES_MAX. */
int schedule_date_save(
	struct store *, const struct schedule_date *, struct fail *f);

/* Those that touch the window, in order of user and start. */
int away_each(struct store *, int64_t user_id, struct span window,
	struct pool *, int (*each)(void *arg, const struct away *), void *arg,
	struct fail *f);
/* Adds it and sets its id. EXIT_REFUSED beyond AWAYS_MAX. */
int away_save(struct store *, struct away *, struct fail *f);
/* 1, 0 (EXIT_NOT_FOUND in `f`), -1. */
int away_remove(struct store *, int64_t user_id, int64_t id, struct fail *f);

/* Those that touch days first to last, in order of user and day. */
int travel_each(struct store *, int64_t user_id, int64_t first, int64_t last,
	struct pool *, int (*each)(void *arg, const struct travel *), void *arg,
	struct fail *f);
/*
 * Adds it; others of the user are cut where they overlap it. `time_zone` NULL
 * only cuts. EXIT_REFUSED beyond TRAVELS_MAX.
 */
int travel_save(struct store *, const struct travel *, struct fail *f);

/* Occurrences in the window of selected calendars with role "holidays",
 * whatever their status, in order of start. */
int holiday_each(struct store *, int64_t user_id, struct span window,
	struct pool *, int (*each)(void *arg, const struct holiday *),
	void *arg, struct fail *f);

#endif
