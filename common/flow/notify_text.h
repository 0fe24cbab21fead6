#ifndef FLOW_NOTIFY_TEXT_H
#define FLOW_NOTIFY_TEXT_H

#include "flow/notify.h"

/* What the mails of flow/notify say, as plain text for one reader. */

enum notice {
	NOTICE_BOOKED,
	NOTICE_REQUESTED,
	NOTICE_MOVED,
	NOTICE_CANCELLED,
	NOTICE_REASSIGNED, /* another host, the same time */
};

/* Who reads: in which language, by which clock. */
struct reader {
	const char *language; /* one that wire/locale.h has */
	const struct zone *zone;
};
struct reader reader_attendee(const struct notify *, const struct attendee *);
struct reader reader_host(const struct notify *, const struct user *);

/* "Tue 1 Dec 2026, 10:00 - 10:30 (Europe/Rome)" in the pool. */
char *notice_time(
	struct pool *, const struct reader *, instant start, instant end);
/* Subject of a mail about the meeting: its title alone for an invitation, since
 * Exchange names the guest's event so. Never a stranger's text. */
char *notice_subject(struct pool *, const struct reader *, enum notice,
	bool for_host, const char *title);
/* To the booker or a guest. `was` (or NULL) is the meeting before it moved,
 * `links` whether the booking's token is shown. */
char *notice_attendee(const struct notify *, const struct attendee *,
	enum notice, const struct booking *was, bool links);
/* To a host: time, contact, references (R49). `calendar` is the slug of the
 * calendar that has it, or NULL. */
char *notice_host(const struct notify *, const struct user *, enum notice,
	const struct booking *was, const char *calendar);
/* Who asked for what (`asked`), and which calendar was in the way. */
char *notice_tried(struct pool *, const struct reader *, const struct user *,
	const char *calendar, const char *why, const struct booking *asked);
/* DESCRIPTION of the event: the meeting's own text and, if it has them, the
 * links (R54). NULL when there is nothing. */
char *notice_description(
	const struct notify *, const struct reader *, bool links);

#endif
