#ifndef FLOW_NOTIFY_H
#define FLOW_NOTIFY_H

#include "record/booking.h"
#include "record/user.h"
#include "store/store.h"
#include "when/span.h"

#include <stdio.h>

/*
 * Who is told what when a meeting is made, moved or cancelled: mails and
 * calendar objects, composed whole and laid into the outbox. All but the two
 * that print want an open transaction, so that a meeting and its letters are
 * one. Keys of letters are fixed by UID, SEQUENCE and purpose: the same change
 * is told once.
 */
struct notify_how {
	instant now;
	const char *url;       /* page.url, what links begin with, or NULL */
	const char *from;      /* mail.from, or NULL: the organizer's own */
	const char *from_name; /* mail.name, or NULL */
	const char *language;  /* for who has none of their own */
};

/* A meeting with all its hosts. */
struct notify {
	const struct notify_how *how;
	const struct booking *booking;
	const struct user *hosts;
	size_t hosts_n;
	struct pool *pool;
	/* how long before its start it can be moved, cancelled (B5); 0: always
	 */
	int64_t move_notice_s, cancel_notice_s;
	/*
	 * Of a series (B17): the times of all its meetings (n 0: of none), of
	 * which this is times[at]. Its hosts are told of all at once, by
	 * notify_series.
	 */
	const struct span *times;
	size_t times_n, times_at;
	const struct booking *all; /* notify.c's own: of one host */
	size_t all_n;
	bool quiet; /* no mail to the hosts: they know it otherwise */
};

/*
 * A new meeting. Confirmed: a put into each host's default calendar (R14, R75)
 * and each room's (B16),
 * REQUEST to booker and guests (R50, R74), a mail to each host (R49). Requested
 * (R10): no put, no REQUEST; the host and the booker are mailed. With invite
 * off nobody is told anything (R25, R72).
 */
int notify_made(struct store *, const struct notify *, struct fail *f);
/* R56. `before` is the meeting as it was. Calendars of hosts that are no longer
 * theirs lose it. */
int notify_moved(struct store *, const struct notify *,
	const struct booking *before, struct fail *f);
/* R55. `before` tells whether it had been confirmed. */
int notify_cancelled(struct store *, const struct notify *,
	const struct booking *before, struct fail *f);
/*
 * Somebody joined or left a session with seats (flow/book_seats.h), whose
 * SEQUENCE is one up: its event in the hosts' calendars, and nothing else. Of a
 * session none of these mails those who take part: each seat does, of which no
 * event stands in a calendar.
 */
int notify_session(struct store *, const struct notify *, struct fail *f);
/* The invitation once more, to all attendees. Nothing but a confirmed meeting
 * with invite on. */
int notify_again(struct store *, const struct notify *, struct fail *f);

/*
 * The hosts' mails about several meetings of a series that were made, or
 * cancelled: to each of them one that lists theirs. `all` is in order of start.
 */
int notify_series(struct store *, const struct notify_how *,
	const struct booking *all, size_t n, struct pool *, struct fail *f);

/* R17: one mail to a host whose calendar cannot be read: what was asked for
 * (start, page or none, booker, as they came) and which calendar, and why. */
int notify_tried(struct store *, const struct notify_how *, const struct user *,
	const char *calendar, const char *why, const struct booking *asked,
	struct pool *, struct fail *f);

/* Writes the iTIP object: REQUEST, or CANCEL of a meeting that is cancelled. */
int notify_write_ics(FILE *to, const struct notify *, struct fail *f);
/* Writes the whole mail that invites the booker (or tells of the
 * cancellation), without links: only the mail itself ever holds these. */
int notify_write_mail(FILE *to, const struct notify *, struct fail *f);

#endif
