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
};

struct members {
	struct member *v;
	size_t n, cap;
};

/* Whether the member takes part at `now`: not paused, or the pause is over. */
bool member_on(const struct member *, instant now);

/* A line of the append-only log (schema 003). */
struct assignment {
	int64_t id, rotation_id, user_id;
	const char *rotation, *user_email, *booking, *action, *reason, *detail;
	int delta;
	instant at;
};

#endif
