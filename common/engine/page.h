#ifndef ENGINE_PAGE_H
#define ENGINE_PAGE_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/page.h"

/*
 * The settings of a page: one place that knows their names, forms and bounds,
 * for `mtg-page create` (options) and `edit` (key=value).
 *
 *   title description duration step offset hours timezone language notice
 *   horizon before after gap location links max-age schedule
 *
 * An empty value goes back to the default where there is one. `location` is
 * KIND:VALUE (phone, address, video, text) or "none". Durations are minutes or
 * "30m,1h"; step, offset, notice, before, after, gap, max-age lengths of time;
 * horizon days ("28" or "28d"); links on or off.
 */

/* A new page's defaults (RULES.md section 2): 30 minutes, notice 4 hours, 28
 * days, no buffers, links on. */
void page_init(struct page *);

/*
 * Sets one thing; strings go into the pool. 0, or -1: EXIT_USAGE for a key that
 * does not exist (with did-you-mean) or a value that cannot be read, which the
 * line names.
 */
int page_set(struct pool *, struct page *, const char *key, const char *value,
	struct fail *f);

/*
 * The other way: the text that page_set reads as what the page has, "" for the
 * default; in the pool. `key` is one of page_keys, which lists those of this
 * header and of engine/page_rule.h in the order in which files have them.
 */
extern const char *const page_keys[];
extern const size_t page_keys_n;
const char *page_get(struct pool *, const struct page *, const char *key);

/* What must hold between the settings: a gap excludes before and after; the
 * shortest duration is not zero; a title. 0, or -1 with EXIT_USAGE. */
int page_check(const struct page *, struct fail *f);

#endif
