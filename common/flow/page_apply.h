#ifndef FLOW_PAGE_APPLY_H
#define FLOW_PAGE_APPLY_H

#include "record/page.h"
#include "store/store.h"
#include "wire/apply_json.h"

#include <stdio.h>

/*
 * Pages and the schedules of their hosts as text that can live in git
 * (wire/ini_text.h):
 *
 *	[page "demo"]
 *		owner = ada@acme.example
 *		hosts = ada+@sales
 *		notice = 2h
 *	[schedule "ada/default"]
 *		hours = mon-fri 09:00-17:00
 *		date = 2026-12-24 none
 *
 * Keys of a page: owner, hosts, rooms, state (enabled, disabled) and page_keys
 * of engine/page.h; of a schedule hours, timezone and any number of dates. A
 * block says all of its thing: a key that is not there has its default, a date
 * to come that is not there is taken back. [schedule "ada"] has the dates that
 * count for all of Ada's schedules. What no block names stays as it is.
 */

/* The pages, then the schedules of their hosts, both in order of their names. A
 * VAVAILABILITY is named in a comment: it has a form of its own. Dates before
 * `now` are left out. 0 or -1. */
int page_export(struct store *, const struct page *pages, size_t n, instant now,
	FILE *to, struct pool *, struct fail *f);

/*
 * Makes the store what the text says, inside the caller's transaction, and
 * calls back with each difference in the order of the text, schedules first.
 * Blocks that change nothing write nothing. 0, or -1 with "FILE:12: ...":
 * EXIT_BAD_DATA, EXIT_USAGE, EXIT_NOT_FOUND, EXIT_REFUSED.
 */
int page_apply(struct store *, const char *file, const char *text, size_t len,
	instant now, struct pool *,
	void (*each)(void *arg, const struct apply_record *), void *arg,
	struct fail *f);

#endif
