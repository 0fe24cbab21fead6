#ifndef FLOW_OFFER_H
#define FLOW_OFFER_H

#include "engine/offer.h"
#include "engine/who.h"
#include "record/booking.h"
#include "record/page.h"
#include "record/room.h"
#include "record/rotation.h"
#include "record/slot.h"
#include "record/user.h"
#include "store/seat.h"
#include "store/store.h"

/*
 * What can be booked: loads from the store what engine/offer decides on. The
 * one way for mtg-slots (offering), mtg-slots --check and mtg-book (checking
 * inside its transaction), so that what is offered can be booked.
 */
struct offer_query {
	/* who: a page, or a rotation by name, or users (e-mail, slug), rooms
	 * among them */
	const char *page;
	const char *rotation;
	struct strs users;
	const struct who *who; /* several of these together; or NULL */
	/* the rotation's, where they are loaded already (offer_who); or NULL */
	const struct members *members;
	bool any_of, all_of; /* as given; the default is by kind */
	/* what overrides the page or the defaults: -1, NULL, 0 are "not given"
	 */
	int64_t duration_s, step_s, notice_s, before_s, after_s, gap_s;
	int64_t offset_s; /* of the grid; counts with offset_given */
	bool offset_given;
	const char *hours;       /* text of when/hours.h */
	const struct zone *zone; /* --tz: the zone named in slots; where a
				  * page keeps to the booker's hours,
				  * theirs */
	bool align_clock, pack;
	instant from, to; /* 0: now, the horizon's end */
	instant at;       /* not 0: offer_check of this start is all
			   * that is wanted; in place of from, to */
	instant now;
	int64_t max_stale_s;
	/* a booking being moved: itself and its copies in calendars are ignored
	 */
	const struct booking *moving;
	/* who books, where that is known: their meetings may be enough, and a
	 * rotation may give them to their owner (flow/offer_owner.h) */
	const char *booker;
	size_t guests; /* how many come besides the hosts, as far as that is
			* known: rooms that are too small are left out */
	/* rooms that are asked for by name: of a page some of its own, else
	 * besides all others; or NULL */
	const struct who *rooms;
	bool any_owner; /* but not here: a host is named */
	/* that host (e-mail or slug), who is asked even when a rotation would
	 * never propose them: off, weight 0, too far ahead (R92); or NULL */
	const char *by_hand;
	bool more; /* one more time of a proposal: their cap counts it no
		    * more */
	/* of this rotation this member (a user id) alone; 0: all */
	int64_t only_rotation, only_member;
	/* --busy: used in place of the store's calendars; busy_users names
	 * whose each is, NULL among them or not among the hosts: everybody's */
	const struct busies *busy;
	const struct strs *busy_users;
	/*
	 * Of a page with seats: for how many people (0: one). Sessions of who
	 * is named by hand alone are joined; or none at all, by a meeting that
	 * moves with all its people.
	 */
	int64_t party;
	bool apart;
	bool explain;   /* load events one by one, with uid, title */
	bool no_hosts;  /* offer_each leaves slot.hosts empty where
			 * it would have to be worked out */
	bool any_state; /* disabled pages too (by their admins) */
	bool inside;    /* asked by flow/offer itself: the page's
			 * horizon is `to` */
	/* to start right away: notice, grid and first-only do not count. Of a
	 * page that does not let one EXIT_REFUSED */
	bool instant;
	bool may_instant; /* what offer_who found: the page lets one */
	/* the meetings of its series before this one, which the same people
	 * host; or NULL. Or the first of them, saved with its hosts, who are
	 * asked whatever a rotation says of them now */
	const struct spans *also;
	const struct booking *beside;
};

/* The start of a meeting that is to start right away: the full minute. */
instant offer_now(instant now);

/* So many of some of the hosts: those with bit i in their engine host's
 * `parties` stand for part i (B10). */
struct offer_part {
	size_t need;
	struct rotation *rotation; /* whose members they are, or NULL */
	bool whole;                /* all of them are needed */
	bool rooms;                /* rooms of which some are needed */
	int64_t owner_id;          /* user id of who is asked first (B12) */
	bool owner_full;           /* but has no slot for long */
};

/* A session of a page with seats: how many are left, and whether the rules let
 * it be booked. */
struct offer_session {
	struct page_session session;
	int left;
	bool open;
};

struct inactive {
	size_t host; /* of engine_hosts */
	const char *calendar, *why;
};
struct offer {
	struct page *page;         /* or NULL */
	struct rotation *rotation; /* the first one, or NULL */
	struct user *hosts;        /* in the order of engine hosts */
	size_t hosts_n;
	size_t rooms;         /* how many of these are rooms */
	struct room *room_of; /* by host, where there are rooms */
	struct offer_part parts[PARTIES_MAX];
	size_t parts_n; /* without a store 0 */
	enum offer_mode mode;
	struct offer_rules rules; /* what engine/offer works with */
	struct offer_host *engine_hosts;
	const struct zone *zone; /* the page's, or the first host's */
	bool offline;            /* no host has a calendar at all (R10);
				  * rooms are none */
	const char *time_zone;   /* what slots name: --tz, else zone's */
	struct span window;      /* what was asked for, for offer_explain */
	bool no_hosts;
	bool first_only; /* slots are the first of their day */
	/* of a page with seats (0: of no such page) */
	int seats;
	int64_t party;                  /* for so many people */
	struct offer_session *sessions; /* by start */
	size_t sessions_n;
	struct inactive *inactive; /* every calendar that blocks its host */
	size_t inactive_n, inactive_cap;
	bool booker_full; /* the booker has as many meetings as are allowed */
	bool not_first;   /* the start asked for is not the day's first */
};

/*
 * What operands mean: "@NAME" a rotation; one word a page, where there is one,
 * else a user; "a+b", "2:a,b,c" and the like (engine/who.h); several: all of
 * them. Sets page, rotation, users or who of the query,
 * `*zone` to the page's or the first host's, by which times that people type
 * are read, and `*language` to the page's or NULL. 0, or -1: EXIT_NOT_FOUND
 * with a did-you-mean, EXIT_USAGE.
 */
int offer_who(struct store *, char **operands, int n, struct pool *,
	struct offer_query *, const struct zone **zone, const char **language,
	struct fail *f);

/*
 * Loads everything that is needed for the window. 0, or -1: EXIT_NOT_FOUND
 * (page, user, rotation, with did-you-mean), EXIT_REFUSED (disabled or deleted
 * page, pages off, page without hosts, a duration that the page does not
 * offer).
 *
 * A store of NULL: the users are names alone (or nobody is named), open by
 * `hours` or the usual ones in `zone` or UTC, busy by `busy`, without notice,
 * for 28 days.
 */
int offer_open(struct store *, const struct offer_query *, struct pool *,
	struct offer *, struct fail *f);

/* Calls back with each slot in order of start; hosts are who is free then. Of a
 * page with seats open sessions are slots too, with their hosts. The
 * slot lives until the callback returns. Its non-zero ends it and is returned;
 * -1 with EXIT_USAGE in `f` where there are too many starts. */
int offer_each(struct offer *, struct pool *,
	int (*each)(void *arg, const struct slot *), void *arg, struct fail *f);

/*
 * Whether [start, start + duration) can be booked, and by whom: fills `slot`
 * (hosts: who is free; or of the session that can be joined, which is that of
 * slot->session_id). 0 yes. -1 no, with the strongest reason in `f`:
 * EXIT_INACTIVE, EXIT_REFUSED (hours, notice, horizon, fit, limit), EXIT_TAKEN
 * (busy, buffer, held, taken). `grid`: whether the start must lie on the page's
 * grid (a visitor's) or only be free and within hours (a colleague's).
 */
int offer_check(struct offer *, instant start, bool grid, struct pool *,
	struct slot *slot, struct fail *f);

/* "Tue 1 Dec 2026 10:00 Europe/Rome (page demo)", in the pool. */
char *offer_start_text(struct pool *, const struct offer *, instant start);

/* Whether those of the hosts of whom `free` says so, in their order, are
 * enough. */
bool offer_enough(const struct offer *, const bool *free);

/* --explain: each user's ranges in the window and the rules that refused them,
 * free ranges included; joined where neighbours have the same reasons. */
int offer_explain(struct offer *, struct span window, struct pool *,
	int (*each)(void *arg, const struct explain *), void *arg);
/* The same of one start: a record for each user, all its rules. */
int offer_explain_at(struct offer *, instant start, struct pool *,
	int (*each)(void *arg, const struct explain *), void *arg);

#endif
