#ifndef RECORD_ROTATION_H
#define RECORD_ROTATION_H

#include "when/instant.h"

struct rotation {
	int64_t id;
	const char *name;
	const char *method; /* "even", "first-available", "priority" */
	int64_t recent_s;   /* second key over this long; 0: last assigned */
	instant created_at;
	const char *caps; /* of each member in it: text of engine/cap.h, or
			   * NULL */
	/* who is more than this many turns ahead is hidden; 0: nobody is */
	int64_t lead;
	/* counts are of the current "day", "week", "month", "quarter" or
	 * "year", in this zone (NULL: UTC); NULL: since the last reset */
	const char *period, *period_zone;
	instant period_from; /* the period that the stored counts are of */
	bool credit_absence; /* back from a pause: raised to the least */
	bool no_show_free;   /* a no-show gives the turn back */
	const char *owner;   /* contact owner first: "prefer", "strict"; NULL or
			      * "none": not asked */
};

struct member {
	int64_t id, rotation_id, user_id;
	const char *email, *slug, *name; /* joined from user */
	int weight;                      /* 100 usual, 0 never proposed */
	int priority;         /* higher first, for method "priority" */
	bool paused;          /* as stored; see member_on */
	instant paused_until; /* 0: until resumed */
	int64_t count;
	instant last_at; /* 0: never assigned */
	instant joined_at;
	int64_t recent; /* assignments in recent_s, when asked for */
	/* Of one who is a member by a team alone `by_team` is true; `own_share`
	 * says that weight and priority were set for the member, not for the
	 * team's entry. */
	bool by_team, own_share;
};

struct members {
	struct member *v;
	size_t n, cap;
};

/* Whether the member takes part at `now`: not paused, or the pause is over. */
bool member_on(const struct member *, instant now);

/* A team as a member of a rotation: what its people weigh by it (R84). */
struct rotation_team {
	int64_t team_id;
	const char *team; /* its name */
	int weight, priority;
	instant added_at;
	int64_t people; /* how many are in it now */
};

/*
 * A line of the append-only log (schemas 003 and 011). Actions:
 *   assign, move-in, restore       a turn begins: turn +1, delta +1 or 0
 *   give-back, move-out            a turn ends: turn -1, delta -1 or 0
 *   credit                         back from an absence: delta > 0
 *   reset, add                     all counts become 0 (`user_id` of an add
 *                                  joined; 0 of a reset)
 *   remove, pause, resume, weight  delta 0
 * delta is what happened to the count, in full: replaying adds it up. A turn
 * that began before the last reset ends with delta 0.
 */
struct assignment {
	int64_t id, rotation_id, user_id;
	const char *rotation, *user_email, *booking, *action, *reason, *detail;
	const char *skipped; /* whom it passed over, or NULL: assign_skipped of
			      * flow/assign.h */
	int delta;
	int turn;        /* +1, -1 or 0 on who holds a turn */
	instant turn_at; /* when that turn began; 0: no turn */
	instant at;
};

/* Who holds a turn of a booking. */
struct turn {
	int64_t rotation_id, user_id;
	int64_t line; /* id of the line that began it */
	int delta;    /* what that line added to the count */
	instant at;   /* when it began */
	bool given;   /* of those given back for a no-show: by that line */
};
struct turns {
	struct turn *v;
	size_t n, cap;
};

#endif
