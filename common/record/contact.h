#ifndef RECORD_CONTACT_H
#define RECORD_CONTACT_H

#include "base/pool.h"
#include "when/instant.h"

/* Somebody who books or is booked; column comments of schema 013 say the rest.
 * NULL where nothing is known. */
struct contact {
	int64_t id;        /* 0: not saved yet; "c_12" to the world */
	const char *email; /* identity, lower case */
	const char *name, *company, *phone;
	int64_t owner_id;        /* 0: nobody */
	const char *owner_email; /* joined */
	const char *time_zone, *language;
	const char *lifecycle;
	const char *campaign, *source, *medium;
	instant created_at, updated_at;
};

/* "c_12", in the pool; NULL for 0. */
char *contact_ref(struct pool *, int64_t id);
/* The number of "c_12"; 0 for other texts. */
int64_t contact_number(const char *ref);

#endif
