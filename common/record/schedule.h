#ifndef RECORD_SCHEDULE_H
#define RECORD_SCHEDULE_H

#include "record/event.h"
#include "when/hours.h"

/* When people are open; column comments of schema 007 say the rest. */

/* The name of the schedule where nothing else is said. */
#define SCHEDULE_DEFAULT "default"

enum {
	SCHEDULES_MAX = 100, /* of one user */
	DATES_MAX = 2000,
	AWAYS_MAX = 2000,
	TRAVELS_MAX = 2000,
	SCHEDULE_ICS_MAX = 1 << 20, /* bytes of a VAVAILABILITY */
};

struct schedule {
	int64_t id, user_id;
	const char *name;
	const char *time_zone; /* NULL: the user's */
	const char *hours;     /* text of when/hours.h, or NULL: */
	const char *ics;       /* an iCalendar with VAVAILABILITY */
	instant updated_at;
};

/* A date that differs. */
struct schedule_date {
	int64_t user_id;
	int64_t day;          /* days since 1970-01-01 */
	const char *schedule; /* its name, "" for all */
	const char *hours;    /* "10:00-14:00 15:00-16:00" or "none" */
};

struct away {
	int64_t id, user_id;
	struct span span;
	int64_t handover_id;                  /* 0: nobody */
	const char *handover, *handover_name; /* e-mail, name; joined */
	const char *note;                     /* or NULL */
	const char *user_email;               /* joined, for lists */
	instant created_at;
};

struct travel {
	int64_t user_id;
	int64_t first_day, last_day; /* both included */
	const char *time_zone;
};

/* A date that differs: its windows (their weekday does not count) in place of
 * those that begin on it; none: closed. */
struct schedule_day {
	int64_t day; /* days since 1970-01-01 */
	struct hours hours;
};
/* Days, both included, on which windows are read on another zone's wall. */
struct schedule_trip {
	int64_t first_day, last_day;
	const struct zone *zone;
};

/* An event of a calendar with role "holidays". */
struct holiday {
	int64_t user_id;
	struct span span;
	const char *calendar, *uid, *summary;
};

/*
 * A VAVAILABILITY (RFC 7953 section 3.1): within its bounds the time that no
 * AVAILABLE of it opens is `busy`.
 */
struct availability {
	bool has_start, has_end, has_duration;
	struct when_value start, end;
	struct duration duration;
	enum busy_status busy; /* of BUSYTYPE */
	int priority;          /* 1 highest ... 9, 10 for 0 and none */
	const char *summary;   /* or NULL */
	struct events *opens;  /* AVAILABLEs, those of one UID together */
	size_t opens_n, opens_cap;
};
struct availabilities {
	struct availability *v;
	size_t n, cap;
};

#endif
