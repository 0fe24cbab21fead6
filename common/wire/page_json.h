#ifndef WIRE_PAGE_JSON_H
#define WIRE_PAGE_JSON_H

#include "record/page.h"
#include "wire/emit.h"

/* The page record (CLI.md section 8). `base` is what links begin with
 * ("https://meet.example.com"), NULL: no URL. `offline`: no host has a
 * calendar. */
void page_write(struct emit *, const struct page *, const char *time_zone,
	bool offline, const char *base);

/* BASE/SLUG, in the pool; NULL without a base. */
char *page_url(struct pool *, const char *base, const char *slug);
/* Adds "?key=value" or "&key=value", percent-encoded (RFC 3986 section 2.3). */
char *url_add(
	struct pool *, const char *url, const char *key, const char *value);

#endif
