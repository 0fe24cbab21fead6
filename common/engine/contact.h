#ifndef ENGINE_CONTACT_H
#define ENGINE_CONTACT_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/contact.h"

/*
 * What is known of a contact: set by hand, and filled by bookings.
 *
 *   email name company phone timezone language lifecycle campaign source medium
 *
 * An empty value takes what is known back; e-mail and lifecycle must be.
 */
enum {
	CONTACT_NAME_MAX = 120, /* bytes; company too */
	CONTACT_PHONE_MAX = 50,
	CONTACT_TRACKING_MAX = 255,
};

/* Sets one thing, tidied, strings in the pool. 0, or -1 with EXIT_USAGE for a
 * key that does not exist (with did-you-mean) or a value that cannot be. */
int contact_set(struct pool *, struct contact *, const char *key,
	const char *value, struct fail *f);

/*
 * What a booking says of its booker: fields that are empty are filled, none is
 * replaced, but campaign, source and medium are all three of `from` where it
 * has one of them (R44). `from->owner_id` becomes the owner of who has none
 * (R45). Whether anything changed.
 */
bool contact_fill(struct contact *, const struct contact *from);

#endif
