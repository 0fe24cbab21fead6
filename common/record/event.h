#ifndef RECORD_EVENT_H
#define RECORD_EVENT_H

#include "base/pool.h"
#include "when/duration.h"
#include "when/recur.h"
#include "when/span.h"
#include "when/zone.h"

/*
 * What an event does to its host's time, weakest first; in an overlap the
 * strongest counts (RULES.md section 1).
 */
enum busy_status {
	BUSY_FREE,
	BUSY_TENTATIVE,
	BUSY_BUSY,
	BUSY_UNAVAILABLE,
};
/* JSCalendar freeBusyStatus words: "free", "tentative", "busy", "unavailable".
 */
const char *busy_word(enum busy_status);

/* A time as iCalendar writes it (RFC 5545 section 3.3.4, 3.3.5). */
struct when_value {
	struct civil civil;
	bool date;               /* VALUE=DATE */
	bool utc;                /* ended in Z */
	const struct zone *zone; /* of a TZID; NULL: floating, UTC or date */
};

/* An RDATE: a start, for VALUE=PERIOD with its own length. */
struct rdate {
	struct when_value start;
	bool period;
	bool has_end; /* end rather than duration */
	struct when_value end;
	struct duration duration;
};

/* One VEVENT (or VFREEBUSY period) as it was read; nothing is expanded. */
struct event {
	const char *uid;
	const char *summary; /* "" when there is none */
	int line;            /* of BEGIN:VEVENT in its source, 1 based */
	int64_t sequence;
	instant stamp; /* LAST-MODIFIED or DTSTAMP, 0 none */
	struct when_value start;
	bool has_end, has_duration;
	struct when_value end;
	struct duration duration;
	/* RRULEs; NULL-free array */
	struct recur **rules;
	size_t rules_n;
	struct rdate *rdates;
	size_t rdates_n;
	struct when_value *exdates;
	size_t exdates_n;
	/* has RECURRENCE-ID; one that could not be read has month 0 */
	bool override;
	bool this_and_future;
	struct when_value recurrence_id;
	bool cancelled; /* STATUS:CANCELLED */
	/* status after TRANSP, STATUS, X-MICROSOFT-CDO-BUSYSTATUS */
	enum busy_status status;
	bool transparent; /* free by TRANSP or busy status alone, so
			   * that treat=all-busy can undo it */
	/* PARTSTAT of the owner when among the attendees, lower case, else NULL
	 */
	const char *owner_partstat;
	/* what could not be read and was taken as busy, or NULL */
	const char *problem;
};

struct events {
	struct event *v;
	size_t n, cap;
};

/* One stretch of busy time with what made it. */
struct busy {
	instant start, end;
	enum busy_status status;
	const char *uid; /* or NULL: merged, or not known */
	const char *summary;
	const char *calendar; /* slug or NULL */
	const char *booking;  /* ref of a booking in the store, or NULL */
	/* buffers this one brings along (a booking's), seconds */
	int64_t before_s, after_s, gap_s;
};
struct busies {
	struct busy *v;
	size_t n, cap;
};
void busies_add(struct pool *, struct busies *, const struct busy *);
/* Sorts by start, then end. */
void busies_sort(struct busies *);

/*
 * Busy time in little memory: pairs of words, the start in seconds from `base`
 * and (length << 2 | status), by start, none overlapping another. Of one person
 * there may be several such, in any order, each with its own pairs.
 */
struct busy_words {
	struct busy_words *next; /* or NULL */
	instant base;
	uint32_t n;  /* pairs */
	uint32_t at; /* of a reader: where it looked last */
	uint32_t v[][2];
};

#endif
