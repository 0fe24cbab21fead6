#ifndef DESK_BOOK_H
#define DESK_BOOK_H

#include "desk/desk.h"
#include "flow/book.h"
#include "wire/booking_json.h"

/* What stands behind mtg-book: how meetings are shown, and the verb that makes
 * them. */

/* How this run books: clock, links, sender, languages, dry run. */
struct book_how desk_book_how(struct front *);
/* Opens the answer, so that an empty one is an empty array where one was asked
 * for; then prints records. */
void desk_book_open(struct front *);
void desk_book_print(struct front *, const struct booking *);
/* "WHAT b_7f3k9, Tue 1 Dec 10:00 Europe/Rome, Ada Rossi" to stderr. */
void desk_book_say(struct front *, const char *what, const struct booking *);
/* A typed time in that zone, with a warning where it comes twice; 0 fills `f`.
 */
instant desk_book_time(struct front *, const char *text, const char *what,
	const struct zone *, struct fail *f);

/* Options of `create`, as typed. */
struct book_options {
	const char *start, *duration, *title, *name, *email, *organizer;
	const char *location, *description, *internal, *key, *hold;
	const char *from, *to, *page; /* of propose; of hold list */
	int64_t times, per_day;
	const char *contact; /* of create: whom it is with */
	const char *repeat, *until;
	int64_t count;
	struct strs answers, guests, utm, rooms;
	struct strs starts; /* of propose */
	bool no_invite, fresh;
};
/*
 * The verb: one meeting, or one for each record on stdin, each answered in its
 * place. Returns the exit status, EXIT_PENDING for requests.
 */
int desk_book_create(
	struct front *, const struct book_options *, int argc, char **argv);

/* `reschedule --keep`: the present time of a meeting is right. */
int desk_book_keep(struct front *, const char *ref);

/* What the options say of a meeting; words of time go into `ask`. */
void desk_book_ask(struct front *, const struct book_options *,
	struct booking *, struct booking_ask *ask);
/* Prints what was made and says so; the exit status. */
int desk_book_done(struct front *, const struct booking *, bool again);
/* Says of a request that it is one, and what is missing. */
void desk_book_offline(struct front *, const struct booking *);
/* --hold as seconds, `usual` where it is not given; ends the run where it is
 * not from a second to BOOK_HOLD_MAX_S. */
int64_t desk_book_hold(struct front *, const char *text, int64_t usual);

/* The verbs of holds (B9). */
int desk_book_propose(
	struct front *, const struct book_options *, int argc, char **argv);
int desk_book_choose(
	struct front *, const struct book_options *, int argc, char **argv);
int desk_book_holds(
	struct front *, const struct book_options *, int argc, char **argv);

#endif
