#ifndef WIRE_CONTACT_JSON_H
#define WIRE_CONTACT_JSON_H

#include "record/booking.h"
#include "record/contact.h"
#include "wire/emit.h"

/* The contact record (CLI.md section 8). */
void contact_write(struct emit *, const struct contact *);

/*
 * What a booking says of its booker: e-mail, name, zone, language; answers
 * named company and phone, where they are texts that a contact can have;
 * campaign, source and medium out of utm_* (cut and cleaned when it was read).
 * No owner, no id. Strings in the pool or the booking's own. False: it has no
 * booker with an address.
 */
bool contact_of_booking(
	struct pool *, const struct booking *, struct contact *);

#endif
