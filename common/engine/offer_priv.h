#ifndef ENGINE_OFFER_PRIV_H
#define ENGINE_OFFER_PRIV_H

#include "engine/offer.h"

/* What the files of engine/offer share. */

/* The first and the last start that window, notice and horizon allow: steps 2,
 * 4 and 5 of RULES.md section 2, as far as no host is needed. */
instant offer_first(const struct offer_rules *);
instant offer_last(const struct offer_rules *);

/* Hosts in the order of what they stand for and of their hours, so that equal
 * ones are together. */
struct seat {
	struct offer_host *host;
	uint8_t mask;
};

/*
 * How many of the seats of one mask are free at each start, as binary numbers
 * whose digits lie apart: planes_n words for each 64 starts.
 */
struct tally {
	uint8_t mask;
	size_t planes_n;
	uint64_t *planes;
};
/* Counts into at most 256 tallies, one a mask; returns how many. */
size_t tally_seats(struct pool *, const struct offer_rules *,
	const struct seat *, size_t n, const struct offer_sheet *,
	struct tally *);
/* The count of the start with that index. */
size_t tally_free(const struct tally *, size_t start);

/* All starts of a grid (borrowed) and where they stand. */
struct offer_sheet *sheet_new(struct pool *, const struct offer_rules *,
	const struct offer_starts *, bool kept);
const struct offer_starts *sheet_starts(const struct offer_sheet *);
/* Whether the start is on the grid, or words are not kept: then `*taken` says
 * what is known of it. */
bool sheet_knows(struct offer_sheet *, const struct offer_host *, instant start,
	bool *taken);
/* Whether offer_ready takes the rules for so many hosts. */
int rules_check(const struct offer_rules *, size_t hosts_n, struct fail *f);

static inline int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

#endif
