#ifndef FLOW_BOOK_PRIV_H
#define FLOW_BOOK_PRIV_H

#include "flow/book.h"
#include "flow/offer.h"
#include "flow/assign.h"

/* What the files of flow/book share. */

/* A turn of a rotation that the meeting takes. */
struct work_turn {
	int64_t rotation_id, user_id;
	const char *reason, *detail; /* of the assignment log */
};

/* A meeting of a series that is made (B17). */
struct work_series {
	const char *ref; /* "s_7f3k9" */
	const struct span *times;
	size_t n, at;           /* this one is times[at] */
	const struct strs *who; /* people who are free at all of them */
	/* the first, whose hosts the others have; NULL: this is it */
	const struct booking *first;
};

/* One transaction at work. */
struct work {
	struct store *store;
	const struct book_how *how;
	struct notify_how notify; /* with the page's language */
	struct pool *pool;
	struct booking *b;
	struct offer offer;
	struct slot slot;          /* hosts: who is free */
	struct rotation *rotation; /* whose turn it is first, or NULL */
	struct booking *session;   /* that it is a seat of, or NULL */
	struct work_turn *turns;
	size_t turns_n, turns_cap;
	struct user *hosts; /* of the meeting */
	size_t hosts_n;
	const struct who *rooms; /* asked for by name, or NULL */
	bool more; /* one more time of a proposal, of a booker counted */
	const struct work_series *series; /* or NULL */
};

/* Ends the transaction: commits, or with dry_run rolls back. */
int work_end(struct work *, struct fail *f);

/* Who is asked for a new meeting, and for how long. */
int work_ask(struct work *, struct offer_query *, struct fail *f);
/* Rooms by name, "aula+bella", as what is asked for. */
int work_rooms(struct work *, const char *text, struct fail *f);
/* All else that is asked of its time: work_offer begins with it. */
void work_query(struct work *, struct offer_query *);
/* Adds to a time that cannot be had what to try next. Returns -1. */
int work_hint(struct work *, struct fail *f);
/* Opens the offer for the meeting's time and checks it: fills offer and slot.
 * `query` has who is asked; the rest is set here. */
int work_offer(struct work *, struct offer_query *query, struct fail *f);
/* The host of this address or slug among the offer's, free or not, or NULL. */
struct user *work_host(struct work *, const char *name);
/* 0 when the host is free then; -1 with EXIT_INACTIVE or EXIT_TAKEN. */
int work_host_free(struct work *, const struct user *, struct fail *f);
/* Whether none of the meeting's hosts has a calendar at all (R10). */
bool work_offline(struct work *);

/*
 * Who takes the meeting, of what the offer asks for: sets organizer, hosts,
 * their rotations, rooms, and the turns that rotations gave.
 */
struct choice {
	const char *named; /* who shall organize it, or NULL */
	/* a meeting that is there: its hosts stay, or it is refused; but with
	 * `rotate` those who came out of rotations, and `instead_of` (a user
	 * id, or 0), whose place another one takes */
	const struct booking *keep;
	bool rotate;
	int64_t instead_of;
};
/* After work_offer. 0; -1: EXIT_TAKEN, EXIT_INACTIVE or EXIT_REFUSED for who is
 * named or kept, EXIT_NONE when a rotation has nobody. */
int work_choose(struct work *, const struct choice *, struct fail *f);
/* A turn for each host out of a rotation who has none yet: whether the rule
 * says the same or it was by hand. */
int work_turns(struct work *, struct fail *f);
/* Counts the turns of a confirmed meeting. */
int work_count(struct work *, struct fail *f);
/* What follows when a meeting has another time or other hosts, not saved yet:
 * turns, calendars, letters. */
int work_moved(struct work *, const struct booking *before, struct fail *f);
/* All of making a meeting, or with how->hold_s a hold, inside the transaction.
 */
int work_create(struct work *, struct fail *f);
/* What follows once it is saved: turn, link, letters, a line in the audit. */
int work_settle(struct work *, const char *deed, struct fail *f);
/* Cancels a meeting that is saved as cancelled here: turn, calendars, letters;
 * `before` is how it was. */
int work_cancel(struct work *, const struct booking *before, struct fail *f);
/* 0, or -1 with EXIT_REFUSED: too late for its page to move or cancel it. */
int work_in_time(
	struct work *, const struct booking *, bool cancels, struct fail *f);
/* Loads it again by ref, with the joined names; the token stays. */
int work_reload(struct work *, struct fail *f);
/* Loads the meeting's hosts. */
int work_hosts(struct work *, struct fail *f);
/* A link for the mails that go out now, where links can be made. */
int work_token(struct work *, struct fail *f);
struct notify work_notify(struct work *);
/*
 * After a rollback: mails every host of the offer (`one`: only that one) whose
 * calendar cannot be read that somebody tried (R17), in a transaction of its
 * own. `why` is the failure so far and stays.
 */
void work_tried(struct work *, const char *one, const struct fail *why);

/* The copies in calendars of ours show the meeting at its time now, or not at
 * all when it is over: the old time is free at once. */
int copies_update(struct work *, struct fail *f);

/* Names that nobody has: "b_7f3k9", and the UID. */
int ref_make(struct work *, struct fail *f);
/* A name for a proposal, "p_4mx9aq", or a series, "s_..."; NULL fills `f`. */
const char *ref_proposal(struct work *, struct fail *f);
const char *ref_series(struct work *, struct fail *f);

#endif
