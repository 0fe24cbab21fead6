#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "front/front.h"
#include "record/calendar.h"
#include "record/page.h"
#include "record/rotation.h"
#include "record/user.h"
#include "store/store.h"

/*
 * What stands behind several doors: the store by the door's options, and its
 * things by the names that people type. All of them end the program with the
 * message and status when it does not work, as doors do.
 */

/* Opens the store that the options name; warns of what is odd about it. */
struct store *desk_store(struct front *, enum store_mode);
/* The same for writing, a transaction begun. */
struct store *desk_begin(struct front *);
/* Commits, or with -n forgets what was done only to show it; closes. */
void desk_finish(struct front *, struct store *);

/* Misuse of a verb: "VERB: WHAT", with a hint to its help. */
_Noreturn void desk_usage(struct front *, const char *what);

/* By name, into the pool of the run. A "@" before a rotation's is fine; a page
 * that was deleted is not found. */
void desk_user(struct front *, struct store *, const char *name, struct user *);
/* The same of somebody who hosts: a room is refused. */
void desk_person(
	struct front *, struct store *, const char *name, struct user *);
void desk_calendar(
	struct front *, struct store *, const char *name, struct calendar *);
void desk_rotation(
	struct front *, struct store *, const char *name, struct rotation *);
void desk_page(struct front *, struct store *, const char *slug, struct page *);

/* sync.max-stale, or the usual 15 minutes. */
int64_t desk_max_stale(struct front *);

#endif
