#ifndef FLOW_CONTACT_H
#define FLOW_CONTACT_H

#include "record/booking.h"
#include "record/contact.h"
#include "store/store.h"

/*
 * Contacts at work. Those that write want a transaction that is open, so that a
 * meeting and whose it is are one.
 */

/*
 * Makes or finds the contact of a booking's booker, by the e-mail address in
 * lower case, fills what was not known of them, keeps whence they came (R44),
 * and says on the booking whose it is (b->contact_id). Of a meeting that is
 * confirmed the organizer becomes the owner where there is none (R45); a
 * request gives nobody an owner until it is accepted: call it again then. A
 * hold, a session of seats, or a booker without an address, has no contact.
 */
int contact_booked(struct store *, struct booking *, instant now, struct pool *,
	struct fail *f);

/* Saves what was set by hand, with a line in the audit; id 0 adds. The owner is
 * joined anew. EXIT_REFUSED when another contact has the address. */
int contact_change(struct store *, struct contact *, instant now, struct pool *,
	struct fail *f);

#endif
