#ifndef ENGINE_PAGE_RULE_H
#define ENGINE_PAGE_RULE_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/page.h"

/*
 * The rules of a page beyond those of engine/page.h, which calls in here; set
 * in the same way, by key and value; an empty value ends the rule.
 *
 *   cap         text of engine/cap.h: meetings on the page
 *   booker-cap  meetings to come that one booker can have on it
 *   move-notice, cancel-notice  how long before its start a meeting can be
 *               moved, cancelled
 *   align       "clock": starts are counted from the full hour
 *   pack        on: also a start right behind each busy time
 *   first-only  on: only the first start of each day
 *   restrict    text of when/hours.h, perhaps behind a zone's name: meetings
 *               lie within them, on the booker's wall where no zone is named
 *   calendars   slugs, commas between: the only ones of their owners that
 *               count on the page
 *   write       slugs: where meetings go in place of the default calendar
 *   buffer-events  on: buffers stand in the calendar, beside the meeting
 *   repeat      text of engine/series.h: how meetings can be repeated on it
 *   instant     on: a meeting can start at once, whatever notice and grid
 *   seats       2 to 1000: so many people can book the same meeting; 0: one
 */
enum { PAGE_SEATS_MAX = 1000 };
extern const char *const page_rule_keys[];
extern const size_t page_rule_keys_n;

/* Sets one: 0; 1 when the key is none of these; -1 with EXIT_USAGE. */
int page_rule_set(struct pool *, struct page *, const char *key,
	const char *value, struct fail *f);

/*
 * How far ahead is offered: "28" days (or "28d"), "10 business" (10b), "5
 * bookable" (5s), "2026-12-01..2026-12-20"; "": 28 days. 0, or -1 with
 * EXIT_USAGE.
 */
int page_horizon_set(struct page *, const char *value, struct fail *f);

#endif
