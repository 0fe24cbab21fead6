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

/*
 * Schedules, dates that differ, absences, travel and public holidays of the
 * hosts, whose user ids are `ids`: takes the place of their hours and says what
 * closed them. Wants hours and window; one look at the store where nobody has
 * any. Hours of a page or of the query stay, but can be closed.
 */
int schedules_open(struct store *, const struct offer_query *,
	const int64_t *ids, struct pool *, struct offer *, struct fail *f);

/* Cuts the hosts' hours to those a page is restricted to (B3), which are the
 * booker's: of query.zone. Wants hours and window. */
int legal_open(const struct offer_query *, struct pool *, struct offer *,
	struct fail *f);

/* How far a page offers: sets `opens` and `horizon` of the rules. Wants zone
 * and length. */
int horizon_open(struct store *, const struct offer_query *, struct offer *,
	struct fail *f);
/* Of a page that offers the first start of each day alone: whether query.at is
 * it, else that start becomes a limit. Wants the rules. */
int first_open(struct store *, const struct offer_query *, struct pool *,
	struct offer *, struct fail *f);

#endif
