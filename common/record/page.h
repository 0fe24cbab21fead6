#ifndef RECORD_PAGE_H
#define RECORD_PAGE_H

#include "base/pool.h"
#include "when/instant.h"

/*
 * So many of some (schema 010): members of a rotation, or of users, all of them
 * people or all of them rooms.
 */
enum { PAGE_PARTIES_MAX = 7 };
struct page_party {
	size_t need;
	int64_t rotation_id;  /* or 0 */
	const char *rotation; /* its name; joined */
	int64_t *users;
	size_t users_n;
	struct strs slugs, emails; /* of the users; joined */
	bool rooms;                /* joined */
};

/* A scheduling page; column comments of schema 004 say the rest. */
struct page {
	int64_t id, user_id, rotation_id;
	const char *slug;
	const char *kind; /* "user", "rotation", "group" */
	const char *title, *description;
	int durations[16]; /* minutes; the first is the default */
	size_t durations_n;
	int step_m; /* 0: the duration */
	int offset_m;
	const char *time_zone; /* NULL: the owner's */
	const char *hours;     /* NULL: each host's own */
	const char *schedule;  /* name, NULL: each host's default */
	const char *language;
	int64_t notice_s;
	int horizon_d;
	int64_t before_s, after_s, gap_s;
	const char *
		location_type; /* "none", "phone", "address", "video", "text" */
	const char *location;
	bool links;
	int64_t max_age_s; /* -1: not set */
	const char *state; /* "enabled", "disabled", "deleted" */
	instant created_at, updated_at;
	/* joined */
	const char *owner_email, *rotation; /* rotation: its name or NULL */
	struct strs hosts;                  /* e-mails of a group's hosts */
	struct strs host_slugs;
	/* beside these, who else is needed */
	struct page_party *parties;
	size_t parties_n;
	const char *who; /* all of them as text (flow/page_who.h), where it is
			  * shown */
	/* rules of schema 008 (engine/page_rule.h) */
	const char *caps; /* text of engine/cap.h, or NULL */
	int booker_cap;   /* 0: any number */
	int64_t move_notice_s, cancel_notice_s; /* 0: always */
	/* what horizon_d counts: "days", "business", "bookable"; "dates": not
	 * it, but first_day to last_day, days since 1970, both included */
	const char *horizon_kind;
	int64_t first_day, last_day;
	bool align_clock, pack, first_only;
	/* text of when/hours.h, or NULL; zone NULL: the booker's */
	const char *legal_hours, *legal_zone;
	/* slugs: whose busy time counts, where meetings go; none: the usual */
	struct strs calendars, write_to;
	bool buffer_events; /* buffers stand in the calendar too */
	/* schema 016: text of engine/series.h, or NULL; meetings at once */
	const char *repeat;
	bool instant;
	int seats; /* schema 012: 0, or for so many people */
};

#endif
