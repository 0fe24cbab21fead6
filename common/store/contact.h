#ifndef STORE_CONTACT_H
#define STORE_CONTACT_H

#include "record/contact.h"
#include "store/store.h"

/* By "c_12" or e-mail, any case. 1, 0 with EXIT_NOT_FOUND and did-you-mean in
 * `f`, -1. */
int contact_find(struct store *, const char *name, struct pool *,
	struct contact *, struct fail *f);
/* By e-mail alone; 0 leaves `f` as it is. */
int contact_find_email(struct store *, const char *email, struct pool *,
	struct contact *, struct fail *f);
/* Inserts (id 0, then set) or updates. EXIT_REFUSED when another has the
 * e-mail: it is named. */
int contact_save(struct store *, struct contact *, struct fail *f);

/* In order of id. The whole answer is read before the first callback, whose
 * non-zero ends it and is returned. */
struct contact_query {
	int64_t owner_id; /* 0: anybody's */
	bool unowned;     /* those without an owner alone */
};
int contact_each(struct store *, const struct contact_query *, struct pool *,
	int (*each)(void *arg, const struct contact *), void *arg,
	struct fail *f);

/* Whose meeting a booking is from now on. */
int contact_attach(
	struct store *, int64_t contact_id, int64_t booking_id, struct fail *f);

#endif
