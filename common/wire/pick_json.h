#ifndef WIRE_PICK_JSON_H
#define WIRE_PICK_JSON_H

#include "record/slot.h"
#include "wire/emit.h"

#include <json-c/json.h>

/*
 * A slot with its organizer as a "pick" record; keys of `record` (the slot as
 * it came, or NULL) that a pick does not have are handed on behind its own. A
 * start of 0 (no time was asked) gives nulls.
 */
void pick_write(struct emit *, const struct slot *, struct json_object *record);

/* One member beside others when one was to be chosen. */
struct candidate {
	const char *rotation, *user, *rule;
	instant start, end; /* 0: no time was asked */
	bool chosen;
	bool no_figures;              /* those below are not known */
	int64_t count, recent, score; /* recent: -1 not looked at */
	int weight, priority;
	instant last_at; /* 0: never */
	/* of one in the log: of which meeting, when, and why the chosen one
	 * was; else NULL and 0 */
	const char *booking, *reason;
	instant at;
};
void candidate_write(struct emit *, const struct candidate *);

#endif
