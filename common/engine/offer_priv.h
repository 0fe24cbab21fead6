#ifndef ENGINE_OFFER_PRIV_H
#define ENGINE_OFFER_PRIV_H

#include "engine/offer.h"

/* What the files of engine/offer share. */

/* The first and the last start that window, notice and horizon allow: steps 2,
 * 4 and 5 of RULES.md section 2, as far as no host is needed. */
instant offer_first(const struct offer_rules *);
instant offer_last(const struct offer_rules *);

static inline int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

#endif
