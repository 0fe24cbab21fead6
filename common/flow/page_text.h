#ifndef FLOW_PAGE_TEXT_H
#define FLOW_PAGE_TEXT_H

#include "record/page.h"
#include "record/schedule.h"
#include "record/user.h"
#include "store/store.h"
#include "wire/ini_text.h"

/* What flow/page_apply reads and writes: the text, and what it says of things.
 */
struct text_key {
	struct ini_at at;
	const char *key, *value;
};
/* [page "demo"] or [schedule "ada/default"] */
struct text_thing {
	struct ini_at at;
	const char *kind, *name;
	struct text_key *v;
	size_t n, cap;
};
struct text_things {
	struct text_thing *v;
	size_t n, cap;
};
enum { PAGE_TEXT_THINGS = 10000 };

/* All of a text. 0, or -1 with EXIT_BAD_DATA "FILE:12: ...": other sections, a
 * key twice (but date), a thing twice. */
int page_text_read(struct pool *, const char *file, const char *text,
	size_t len, struct text_things *to, struct fail *f);
/* What it says of a key, or NULL. */
const struct text_key *thing_key(const struct text_thing *, const char *key);

/* A key and what it says, "" for the default. */
struct key_text {
	const char *key, *text;
};
/* All keys of a page, in the order of files. */
enum { PAGE_TEXT_MAX = 64 };
int page_text_keys(struct store *, const struct page *, struct pool *,
	struct key_text *to, size_t *n, struct fail *f);

/* A week and dates to come. */
struct schedule_text {
	const char *hours, *time_zone; /* "" for none */
	bool ics;                      /* it is a VAVAILABILITY */
	struct schedule_date *dates;   /* by day */
	size_t dates_n, dates_cap;
};
enum { SCHEDULE_KEYS = 3 };
/* Out of a block; hours and zone only where it is `named`. `*at` says where
 * something is wrong. */
int schedule_text_read(struct pool *, const struct text_thing *, bool named,
	struct schedule_text *to, const struct ini_at **at, struct fail *f);
/* Out of the store; `*there` whether there is such a schedule. */
int schedule_text_load(struct store *, const struct user *, const char *name,
	instant now, struct pool *, struct schedule_text *to, bool *there,
	struct fail *f);
/* hours, timezone, and the dates as one text. */
void schedule_text_keys(
	struct pool *, const struct schedule_text *, struct key_text *to);

#endif
