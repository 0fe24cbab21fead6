#ifndef ENGINE_BOOK_H
#define ENGINE_BOOK_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/booking.h"
#include "record/user.h"

/*
 * What may be asked of a meeting, and what changes when it is made, moved or
 * cancelled (RULES.md section 7). Pure: whether the time is free is the
 * business of flow/offer.h, whether nobody was faster that of the store.
 */
enum {
	BOOK_NAME_MAX = 120, /* bytes of a person's name */
	BOOK_TITLE_MAX = 200,
	BOOK_TEXT_MAX = 8000, /* description, internal note */
	BOOK_LINE_MAX = 500,  /* location, reason */
	BOOK_KEY_MAX = 128,
	BOOK_MAP_MAX = 16384, /* answers or tracking, as JSON */
	BOOK_GUESTS_MAX = 50,
	BOOK_LENGTH_MAX_S = 24 * 3600,
	BOOK_AHEAD_MAX_S = 3653 * 86400,
	BOOK_HOLD_MAX_S = 30 * 86400,
	BOOK_TIMES_MAX = 20, /* of a proposal */
};

/*
 * Looks at all that came from outside and tidies it, new strings in the pool:
 * edges trimmed, empty texts to NULL, addresses in lower case, a guest that is
 * the booker or a host (`hosts`, or NULL) or comes twice taken once. 0, or -1
 * with EXIT_REFUSED that names the field: too long, control characters or
 * broken UTF-8 in it, an address that is none, a link that is no http(s) URL,
 * no address although an invitation is to be sent (R73), too many guests. A
 * meeting without an invitation may have a booker without an address (R25).
 */
int book_check(struct pool *, struct booking *, const struct strs *hosts,
	struct fail *f);

/* Tidies the reason of a cancellation in the same way; NULL stays. */
int book_reason(struct pool *, const char **reason, struct fail *f);

/* "phone:+45 1234" into kind and value: phone, address, video, text, or "none".
 * 0, or -1 with EXIT_USAGE naming `what`. */
int book_location(struct pool *, const char *text, const char *what,
	const char **type, const char **value, struct fail *f);

/* [start, end) can be the time of a meeting: at most a day long (an end of 0 is
 * not known yet), at most ten years ahead. Whether it is too late for it is for
 * flow/offer.h to say. 0 or -1 with EXIT_REFUSED. */
int book_time(const struct booking *, instant now, struct fail *f);

/*
 * Whether a meeting that starts at `start` can still be changed, where
 * `notice_s` before it is the last moment, inclusive; 0: always. `what` is to
 * happen: "moved". 0 or -1 with EXIT_REFUSED "too late".
 */
int book_notice(instant start, int64_t notice_s, instant now, const char *what,
	struct fail *f);

/* A new meeting's state: confirmed, or requested when its hosts are offline
 * (R10); nobody has answered yet (R52). */
void book_made(struct booking *, bool offline, instant now);
/* After book_made: a hold, whose time is free again from now + hold_s on. */
void book_held(struct booking *, int64_t hold_s, instant now);
/* R56: the same record, UID; SEQUENCE one up. */
void book_moved(struct booking *, instant start, instant end, instant now);
/* Cancelled, SEQUENCE one up, the outcome with it (R55). `reason` may be NULL.
 * False, and nothing changed, when it was over already. */
bool book_cancelled(struct booking *, const char *reason, instant now);
/* The status as RFC 5545 section 3.8.1.11 knows it: CONFIRMED, TENTATIVE,
 * CANCELLED. */
const char *book_ical_status(const struct booking *);

/*
 * Text of a stranger as it can stand in a message: control characters as '?',
 * cut behind 60 bytes at a character; in the pool.
 */
char *book_shown(struct pool *, const char *text);
/* Whether text is UTF-8 without control characters; tab and newline only pass
 * with `lines`. */
bool book_clean(const char *text, bool lines);

#endif
