#ifndef RECORD_SLOT_H
#define RECORD_SLOT_H

#include "base/pool.h"
#include "when/span.h"

/*
 * A time that can be booked. Never stored. Between programs it is a "slot"
 * record, with an organizer chosen a "pick" (CLI.md section 8).
 */
struct slot {
	const char *page; /* slug or NULL */
	instant start, end;
	const char *time_zone; /* of the page or the host */
	struct strs hosts;     /* e-mails of who is free then */
	struct strs rooms;     /* and the rooms */
	const char *organizer; /* chosen by a pick, or NULL */
	const char *rotation;  /* or NULL */
	const char *reason;    /* why that organizer, or NULL */
	const char *url;       /* or NULL */
	/*
	 * Of a page with seats how many are left, else 0: in the session that
	 * the next one to book joins (its id), or with 0 in a new one.
	 */
	int seats_left;
	int64_t session_id;
	const instant *starts; /* of a series: all of them, the first too */
	size_t starts_n;
	bool instant; /* it starts right away */
};

/* Why a stretch is not offered to one user; one line of --explain. */
struct reason {
	const char *rule;     /* "hours", "horizon", "fit", "notice", "busy",
			       * "buffer", "held", "inactive", "limit", "taken";
			       * of rooms "team", "capacity" */
	const char *calendar; /* slug or NULL */
	const char *uid, *summary; /* or NULL */
	const char *booking;       /* ref or NULL */
	const char *detail;        /* words or NULL */
	const char *handover;      /* e-mail of who stands in, or NULL */
	instant start, end;        /* of the thing that refused, 0 when none */
};
struct explain {
	const char *user; /* e-mail */
	instant start, end;
	bool free;
	int meeting; /* which of a series, from 1 on; 0: of none */
	struct reason *rules;
	size_t rules_n, rules_cap;
};

#endif
