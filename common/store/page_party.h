#ifndef STORE_PAGE_PARTY_H
#define STORE_PAGE_PARTY_H

#include "record/page.h"
#include "store/store.h"

/* The further parties of a page (schema 010), in order: fills page.parties. */
int page_parties_load(
	struct store *, struct page *, struct pool *, struct fail *f);
/* Puts page.parties in place of what was there. Inside a transaction. */
int page_parties_save(struct store *, const struct page *, struct fail *f);

#endif
