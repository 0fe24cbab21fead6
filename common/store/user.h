#ifndef STORE_USER_H
#define STORE_USER_H

#include "record/user.h"
#include "store/store.h"

/*
 * By e-mail, slug, or id as text; case does not matter. 1 found, 0 not (fills
 * `f` with EXIT_NOT_FOUND and a did-you-mean hint), -1 failure.
 */
int user_find(struct store *, const char *name, struct pool *, struct user *,
	struct fail *f);
/* The same of somebody who hosts: a room is EXIT_REFUSED and -1. */
int user_find_person(struct store *, const char *name, struct pool *,
	struct user *, struct fail *f);
int user_load(struct store *, int64_t id, struct pool *, struct user *,
	struct fail *f);
/* Inserts (id 0, then set) or updates. EXIT_REFUSED when e-mail or slug is
 * taken by another. */
int user_save(struct store *, struct user *, struct fail *f);
/* Removes with accounts and calendars; the caller has checked for meetings to
 * come. EXIT_REFUSED while pages, rotations or bookings refer to it. */
int user_remove(struct store *, int64_t id, struct fail *f);
/* All, by slug. The callback's non-zero ends it and is returned. */
int user_each(struct store *, struct pool *,
	int (*each)(void *arg, const struct user *), void *arg, struct fail *f);

#endif
