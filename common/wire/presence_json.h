#ifndef WIRE_PRESENCE_JSON_H
#define WIRE_PRESENCE_JSON_H

#include "wire/emit.h"

/* A member of a rotation on one day (type "presence"). */
struct presence {
	const char *rotation, *user;
	const char *state; /* "free", "full", "closed", "paused", "inactive",
			    * "weight-zero" */
	const struct zone *zone;
	instant day;            /* in it, there */
	int64_t free_s, open_s; /* for meetings; by hours */
	instant paused_until;   /* 0: not paused, or until resumed */
	struct strs reasons;    /* what closed or filled it */
	bool inactive;          /* a calendar cannot be trusted */
};
void presence_write(struct emit *, const struct presence *);

#endif
