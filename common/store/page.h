#ifndef STORE_PAGE_H
#define STORE_PAGE_H

#include "record/page.h"
#include "store/store.h"

/* By slug, case and edge slashes ignored; deleted ones are found too (state
 * says so). 1, 0 with EXIT_NOT_FOUND and did-you-mean, -1. */
int page_find(struct store *, const char *slug, struct pool *, struct page *,
	struct fail *f);
int page_load(struct store *, int64_t id, struct pool *, struct page *,
	struct fail *f);
/* Inserts or updates, with `hosts` of a group by user id in order. EXIT_REFUSED
 * when the slug is taken. A deleted page's slug is free again when no meeting
 * to come uses it (`now`). */
int page_save(struct store *, struct page *, const int64_t *hosts,
	size_t hosts_n, instant now, struct fail *f);
/* Ids of a group's hosts in order. */
int page_hosts(struct store *, int64_t page_id, struct pool *, int64_t **ids,
	size_t *n, struct fail *f);
/* Not the deleted ones; of one owner (0: all), by slug. */
int page_each(struct store *, int64_t user_id, struct pool *,
	int (*each)(void *arg, const struct page *), void *arg, struct fail *f);

#endif
