#ifndef FLOW_CONNECT_H
#define FLOW_CONNECT_H

#include "flow/sync.h"
#include "record/user.h"

/*
 * Connecting calendars: an account is asked which calendars it has (nothing is
 * read of them before), they are kept, and one is selected: the user's default
 * if the account can be written and there is none, else one that only counts.
 */
struct connecting {
	struct account account; /* user_id, provider, url, secret set */
	const struct user *user;
	const char *name; /* of the calendar; NULL: as found */
	bool dry_run;
};

/* What access a provider's connection uses, in lines for a person (R8). */
const char *connect_disclosure(const char *provider);

/*
 * Discovers and saves. Calls back with each calendar as it was saved. An
 * account that is connected already is signed in again (secret and state anew),
 * its calendars kept. 0, or -1 with what the provider said; EXIT_NOT_FOUND when
 * there is no calendar.
 */
int connect_account(struct store *, const struct provider *,
	struct connecting *, const struct sync_how *, struct pool *,
	void (*each)(void *arg, const struct calendar *), void *arg,
	struct fail *f);

/* Takes a calendar out for good; its account too when it was the last. Path of
 * a secret's file that is needed no more comes back in `*secret` (or NULL). */
int connect_remove(struct store *, const struct calendar *, struct pool *,
	const char **secret, struct fail *f);

/*
 * key=value of `mtg-sync set`: role, treat, tentative, sync, pages, name.
 * Another default of the user becomes "busy". EXIT_USAGE names key and value.
 */
int connect_set(struct store *, struct calendar *, const char *assignment,
	struct pool *, struct fail *f);

#endif
