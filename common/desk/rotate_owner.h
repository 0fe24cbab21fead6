#ifndef DESK_ROTATE_OWNER_H
#define DESK_ROTATE_OWNER_H

#include "desk/desk.h"
#include "flow/assign.h"
#include "flow/offer_owner.h"

#include <json-c/json.h>

/*
 * For whom `mtg-rotate pick` looks, so that the contact's owner comes first
 * (B12). What was worked out of the last slot is kept for those like it.
 */
struct rotate_owner {
	struct store *store;
	const struct rotation *rotation;
	const struct members *members;
	const char *contact; /* an address, or NULL: of the records */
	instant now;
	int64_t max_stale_s;
	struct pool *pool; /* of the run */
	const char *key;
	struct owner_first last;
};

/* --contact as an address: one as it is, "c_12" by the store. Ends the run with
 * what is wrong. */
const char *rotate_contact(struct front *, struct store *, const char *name);

/*
 * Fills owner_id and owner_full of `ask` for a slot, or for no time (start 0):
 * then calendars are not looked at. `record` is the slot as it came, or NULL:
 * its "email" is the contact where none was named. 0 or -1.
 */
int rotate_owner_ask(struct rotate_owner *, const struct slot *,
	struct json_object *record, struct assign_ask *ask, struct fail *f);

#endif
