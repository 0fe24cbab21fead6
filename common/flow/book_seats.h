#ifndef FLOW_BOOK_SEATS_H
#define FLOW_BOOK_SEATS_H

#include "flow/book_priv.h"

/*
 * Several bookers in one meeting (B17). The meeting is a session: a booking
 * with hosts, rooms and time and nobody who booked it; each booker has a seat,
 * a booking of its own (schema 012). All of these run inside a transaction.
 *
 * The event in the hosts' calendars is the session's and names everybody who
 * takes part. Each booker's invitation names them and their guests alone, but
 * carries the UID and SEQUENCE of the session, so that answers match the hosts'
 * event; the seat's own uid and sequence are in no iCalendar. Whoever joins or
 * leaves raises the session's SEQUENCE; the others are not told. Who moves to
 * another session gets a CANCEL of the one UID and a REQUEST of the other.
 */

/* How many seats it asks for: its people, each once; at least one. */
int64_t seats_wanted(const struct booking *);
/* Joins the session that work.slot names: sets work.session, and the hosts and
 * organizer of the booking. */
int seat_join(struct work *, struct fail *f);
/* Saves a new booking as a seat, of work.session or of a session made for it,
 * and tells everybody. */
int seat_create(struct work *, struct fail *f);
/* The booking, a seat, is cancelled, not saved yet: it leaves its session, and
 * the last one ends it. */
int seat_cancel(struct work *, const struct booking *before, struct fail *f);
/*
 * Moves a seat to the time that its booking has now, into an open session or a
 * new one; of the only seat the session itself, if there is none to join. 0,
 * or -1.
 */
int seat_move(struct work *, const struct book_move *,
	const struct booking *before, struct fail *f);

/* What follows for all seats when a session (saved; anything else: nothing) has
 * another time or other hosts, or is cancelled: their bookers are told. */
int seats_follow(struct work *, struct fail *f);
int seats_cancel(struct work *, struct fail *f);
/* The invitation of each once more. */
int seats_invite(struct work *, struct fail *f);

#endif
