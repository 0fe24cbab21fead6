#ifndef FLOW_OFFER_PRIV_H
#define FLOW_OFFER_PRIV_H

#include "flow/offer.h"
#include "store/busy.h"
#include "store/page_calendar.h"

/* What the files of flow/offer share. */

/* From so many hosts on, tables are read once rather than host by host. */
enum { OFFER_MANY = 8, OFFER_HOURS_KEPT = 64 };

/* Opening hours that hosts share: worked out once. */
struct shared_hours {
	const char *text;
	const struct zone *zone;
	struct spans spans;
};

/* What goes on while an offer is opened. */
struct opening {
	struct store *store;
	const struct offer_query *query;
	struct pool *pool;
	struct offer *offer;
	int64_t *ids; /* of the hosts, in order */
	size_t ids_n, ids_cap;
	uint8_t *masks; /* side by side: the parts they stand for */
	size_t masks_cap;
	uint8_t whole;    /* the parts that need all of theirs */
	struct span load; /* whose busy time counts */
	struct shared_hours hours[OFFER_HOURS_KEPT];
	size_t hours_n;
	bool calendars; /* somebody has one */
	struct busy_sources
		sources;         /* theirs; by id from OFFER_MANY hosts on */
	struct checked *checked; /* the page's choice of them */
	size_t checked_n;
};

/* Who is asked: page, rotation, users or who of the query, as ids with their
 * parts. Fills page, rotation, parts and mode of the offer, and what the rules
 * say of parties. */
int people_open(struct opening *, struct fail *f);
/* Their records: offer.hosts and offer.engine_hosts. */
int people_load(struct opening *, struct fail *f);
/* What their calendars say of them: inactive, known from when to when. */
int calendars_open(struct opening *, struct fail *f);
/* Whether a calendar counts here: where the page names some of its owner's,
 * those alone do (B8). */
bool calendar_counts(const struct opening *, int64_t user_id, const char *slug);
/* Their busy time in opening.load: of the query, the calendars, meetings. */
int busy_open(struct opening *, struct fail *f);
/* The query's, in place of the calendars: each host's own and everybody's. */
void busy_given(struct opening *);

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

/* Whether the host's own hours count, whatever those of page and query. */
bool hours_own(const struct offer *, size_t host);

/* Closes rooms that those who ask may not have, or that are too small; fills
 * room_of. Wants hours. One look where no rooms are asked. */
int rooms_open(struct opening *, struct fail *f);
/* "sales, support" of the teams that alone may have it. */
char *room_teams_text(struct pool *, const struct room *);

/* Cuts the hosts' hours to those a page is restricted to (B3), which are the
 * booker's: of query.zone. Wants hours and window. */
int legal_open(const struct offer_query *, struct pool *, struct offer *,
	struct fail *f);

/*
 * Sessions of a page with seats (B17): fills sessions, seats and party. Wants
 * rules, hosts, calendars and caps.
 */
int seats_open(struct opening *, struct fail *f);
/* The session that a party of offer.party joins at `start`, or NULL. */
const struct offer_session *seats_at(const struct offer *, instant start);
/* Adds the starts of sessions that can be joined; ascending, each once. */
void seats_merge(const struct offer *, struct pool *, struct offer_starts *);
/* What a slot says of seats; of a session that can be joined its hosts. */
void seats_slot(const struct offer *, struct pool *, struct slot *);
/* 0, or -1 where sessions at `start` have too few seats left; where a new one
 * would have. */
int seats_refuse(
	const struct offer *, instant start, const char *when, struct fail *f);
int seats_fit(const struct offer *, const char *when, struct fail *f);
/* Busy time of sessions: rule "full", or how many seats are left. */
void seats_explain(const struct offer *, struct pool *, struct explain *);
/* Whether a session of this host can be joined at `start`. */
bool seats_free(const struct offer *, const char *email, instant start);

/* How far a page offers: sets `opens` and `horizon` of the rules. Wants zone
 * and length. */
int horizon_open(struct store *, const struct offer_query *, struct offer *,
	struct fail *f);
/* Of a page that offers the first start of each day alone: whether query.at is
 * it, else that start becomes a limit. Wants the rules. */
int first_open(struct store *, const struct offer_query *, struct pool *,
	struct offer *, struct fail *f);

#endif
