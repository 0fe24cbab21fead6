#ifndef FLOW_LINT_H
#define FLOW_LINT_H

#include "record/page.h"
#include "store/store.h"

/*
 * What is wrong with pages before a prospect finds out, for `mtg-page lint` in
 * cron. One finding for each thing that a person should look at:
 *
 *   disabled       it was named, and is switched off (by itself or its owner)
 *   no-hosts       a group's page without hosts
 *   no-members     nobody of the rotation takes part now
 *   no-weight      those who do all have weight 0
 *   refused        it cannot be opened at all, for another reason
 *   offline        no host has a calendar: times can only be requested (R10)
 *   inactive       a host's calendar cannot be relied on (R16), each of them
 *   no-hours       a host, or all of a group together, never open
 *   no-slot        nothing can be booked in the days looked at
 *   notice         longer than the horizon
 *   duration       longer than every opening window
 *   offset         no first start in any opening window
 *   step           no second start in any opening window
 *   buffer         longer than every opening window
 *   outcome        meetings are over and nobody said how they went
 */
struct finding {
	const char *page;   /* slug */
	const char *rule;   /* of the list above */
	const char *detail; /* one line for a person */
	const char *hint;   /* a command that helps, or NULL */
};
struct findings {
	struct finding *v;
	size_t n, cap;
};

struct lint {
	instant now;
	int64_t days; /* looked at from now on, 1 to LINT_DAYS_MAX */
	int64_t max_stale_s;
};
enum { LINT_DAYS_MAX = 366 };

/* Adds what is found about the page, by the very rules that offer its times;
 * strings go into the pool. Inside a read transaction. 0 or -1. */
int lint_page(struct store *, const struct lint *, const struct page *,
	struct pool *, struct findings *, struct fail *f);

#endif
