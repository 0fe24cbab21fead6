#ifndef WIRE_SCHEDULE_JSON_H
#define WIRE_SCHEDULE_JSON_H

#include "record/schedule.h"
#include "wire/emit.h"

/*
 * A "schedule" record with what differs from it: dates that are its own or of
 * all schedules, and travel. `hours` is null where a VAVAILABILITY says them
 * ("kind" is "availability" then, else "weekly"). Its id is the name.
 */
struct schedule_all {
	struct schedule schedule;
	const char *user;      /* e-mail */
	const char *time_zone; /* in which it is read */
	const struct schedule_date *dates;
	size_t dates_n;
	const struct travel *travels;
	size_t travels_n;
};
void schedule_write(struct emit *, const struct schedule_all *);

/* An "away" record; its id is the number that `away --remove` takes. */
void away_write(struct emit *, const struct away *);

#endif
