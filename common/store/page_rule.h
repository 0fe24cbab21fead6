#ifndef STORE_PAGE_RULE_H
#define STORE_PAGE_RULE_H

#include "record/page.h"
#include "store/store.h"

/* The rules of schema 008 of a page that is loaded or saved otherwise. */
int page_rules_load(
	struct store *, struct page *, struct pool *, struct fail *f);
int page_rules_save(struct store *, const struct page *, struct fail *f);

#endif
