#ifndef FLOW_BOOK_H
#define FLOW_BOOK_H

#include "engine/series.h"
#include "flow/notify.h"
#include "record/booking.h"
#include "store/store.h"
#include "when/zone.h"

/*
 * Whole transactions on meetings: each begins one, loads, decides, saves, lays
 * letters into the outbox and commits, so that a meeting is whole or not there
 * (RULES.md section 7). Nothing waits for the network while it holds one. After
 * 0 everything is on the disk; after -1 nothing is.
 */
struct book_how {
	struct notify_how notify;
	int64_t max_stale_s;
	bool dry_run;   /* all of it, then rolled back */
	bool late;      /* whatever the page's notice for moving, cancelling */
	int64_t hold_s; /* book_create, book_propose: a hold for that long */
	/* book_create: the meeting starts right away, at the full minute,
	 * whatever its start and on a page that lets one its notice and grid */
	bool instant;
};

/*
 * Makes a meeting. `b` says what is asked: page (slug) or none; start, and end
 * (0: the page's usual length, or half an hour); organizer_email (address or
 * slug; NULL: the page's, or whom the rotation proposes); rotation (name or
 * NULL); title, location, time_zone, attendees (the booker first), guests,
 * answers, key, invite. `b` becomes the meeting as it was stored, with joined
 * names and, where links can be made, its token.
 *
 * The time is checked again inside the transaction (flow/offer.h); on a page
 * the start must lie on its grid; without one any free time of the organizer
 * will do, whatever their hours. A key that was used before gives that meeting,
 * with
 * `*again` (NULL: not asked) true, and changes nothing.
 *
 * 0; the status says whether it is confirmed, or requested because no host has
 * a calendar (R10). -1: EXIT_TAKEN, EXIT_REFUSED, EXIT_NOT_FOUND, EXIT_NONE,
 * EXIT_INACTIVE (each host concerned has then been mailed, R17) or what the
 * store says.
 */
int book_create(struct store *, const struct book_how *, struct booking *b,
	bool *again, struct pool *, struct fail *f);

/*
 * Several in one go (B17): all of them or none. `b` is the first, as
 * book_create takes it, with time_zone where there is no page; `to` gets them
 * in order, in the pool. Each is checked as a single one is and is a booking of
 * its own, for all rules, turns, mails to the booker and calendars; one name
 * ties them, booking.series, and each host gets one mail about all. They have
 * the same hosts: who is free at all of the times; each counts as a turn. The
 * key is kept with the first: the same key gives the same series, with `*again`
 * true, as it is now. -1: as book_create, "3 of 6: " before what is wrong with
 * one of them; EXIT_REFUSED where the page does not allow it; as series_starts.
 */
int book_series(struct store *, const struct book_how *, const struct series *,
	const struct booking *b, struct booking **to, size_t *n, bool *again,
	struct pool *, struct fail *f);
/*
 * Cancels all of a series ("s_...") that are to come: those that have begun
 * stay. `to` gets what was cancelled; `*late` how many stay because it is too
 * late for them. Nothing left to come: 0 with none. EXIT_NOT_FOUND;
 * EXIT_REFUSED when it is too late for all.
 */
int book_series_cancel(struct store *, const struct book_how *,
	const char *series, const char *reason, struct booking **to, size_t *n,
	size_t *late, struct pool *, struct fail *f);

/*
 * Holds (B9). With how->hold_s book_create makes one: the time is taken from
 * everybody until expires_at, nobody is told, no calendar is written, no turn
 * counted; who books need not be known yet. From expires_at on it is as if it
 * had never been.
 *
 * book_propose makes `times` holds of what `b` asks for, at the first free
 * times in [from, to), at most `per_day` on one day of the page (0: any
 * number), which share one proposal. All or none: EXIT_NONE when there are
 * fewer; of times that are named what book_create says, "2 of 3: " before it.
 * `to` gets them in order, in the pool. A booker's cap counts a proposal as one
 * meeting; the other caps count each of its times.
 */
struct book_proposal {
	int64_t times, per_day;
	instant from, to;        /* 0: now, the page's horizon */
	int64_t length_s;        /* 0: the page's */
	const struct zone *zone; /* where the booker is, or NULL */
	/* these and no others, ascending, `times` of them; or NULL */
	const instant *starts;
};
int book_propose(struct store *, const struct book_how *,
	const struct book_proposal *, const struct booking *b,
	struct booking **to, struct pool *, struct fail *f);

/*
 * Makes a hold the meeting that it stands for, confirmed or requested, with all
 * that book_create does then; other holds of its proposal are released in the
 * same transaction. `with` adds what is known now: attendees (the booker's
 * empty fields stay as they were), answers, internal note. The hold's own time
 * is checked again but for the notice. `*again`: it was chosen before. -1:
 * EXIT_NOT_FOUND; of a hold that is over EXIT_TAKEN when its time went to
 * somebody else, EXIT_REFUSED when it is still free or was released; and all
 * that book_create says.
 */
int book_choose(struct store *, const struct book_how *, const char *ref,
	const struct booking *with, struct booking *to, bool *again,
	struct pool *, struct fail *f);

/* Releases a hold, or all of a proposal: "p_...". Nobody is told. `to` gets
 * them, `*n` how many. EXIT_NOT_FOUND, EXIT_REFUSED for what is no hold. */
int book_release(struct store *, const struct book_how *, const char *ref,
	struct booking **to, size_t *n, struct pool *, struct fail *f);

/* Cancels a meeting by ref (R55). One that is over stays as it is, with
 * `*again` true, and is no failure. `reason` may be NULL. */
int book_cancel(struct store *, const struct book_how *, const char *ref,
	const char *reason, struct booking *to, bool *again, struct pool *,
	struct fail *f);

struct book_move {
	instant start;         /* 0: stays */
	int64_t length_s;      /* 0: stays */
	const char *organizer; /* whose it becomes, or NULL */
	bool rotate;           /* to another member, by the rule */
	const char *rooms; /* which it has from now on, as "aula+bella"; of a
			    * page some of its own; NULL: stay where they
			    * are free */
};
/*
 * Moves a meeting (R56): the same record and UID, SEQUENCE one up, the old time
 * free at once. Nothing to change: `*again` true, no failure. Of a rotation the
 * turn moves along with the host.
 */
int book_move(struct store *, const struct book_how *, const char *ref,
	const struct book_move *, struct booking *to, bool *again,
	struct pool *, struct fail *f);

/*
 * A meeting that a change of tzdata moved on the wall (store/moved.h) stays at
 * its instant: that is the time it was made for from now on. Nobody is told,
 * nothing moves. None to keep: `*again` true, no failure. EXIT_NOT_FOUND;
 * EXIT_REFUSED for one that is off.
 */
int book_keep(struct store *, const struct book_how *, const char *ref,
	struct booking *to, bool *again, struct pool *, struct fail *f);

/* Loads a meeting with its hosts. 0, or -1 with EXIT_NOT_FOUND. */
int book_load(struct store *, const char *ref, struct pool *, struct booking *b,
	struct user **hosts, struct fail *f);
/* Sends the invitation of a confirmed meeting again. EXIT_REFUSED for others.
 */
int book_invite(struct store *, const struct book_how *, const char *ref,
	struct booking *to, struct pool *, struct fail *f);

/* The zone of a page's times: its own, else its owner's. NULL fills `f`. */
const struct zone *book_zone(
	struct store *, const char *page, struct pool *, struct fail *f);

/*
 * Pulls the calendars of those who would host a meeting on `page` (or of
 * `organizer`, when given; and of `rooms`, as engine/who.h has them, or NULL)
 * by running mtg-sync, found beside this program or in
 * PATH: all with `always`, else those older than the page's maxAge. Begins no
 * transaction. 0: done, or what is wrong stands in the calendars' state, where
 * booking meets it. -1: EXIT_UNREACHABLE naming the calendar, EXIT_NOT_FOUND.
 */
int book_fresh(struct store *, const char *page, const char *organizer,
	const char *rooms, bool always, instant now, struct pool *,
	struct fail *f);

#endif
