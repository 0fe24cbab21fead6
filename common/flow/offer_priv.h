#ifndef FLOW_OFFER_PRIV_H
#define FLOW_OFFER_PRIV_H

#include "flow/offer.h"

/* What the files of flow/offer share. */

/*
 * Caps of the page, its booker, the rotation and the hosts (RULES.md section
 * 4): fills `limits` of the rules and of each host, whose user ids are `ids`.
 * Wants rules, window and zone; reads nothing where no cap is set.
 */
int caps_open(struct store *, const struct offer_query *, const int64_t *ids,
	struct pool *, struct offer *, struct fail *f);

#endif
