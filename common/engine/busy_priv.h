#ifndef ENGINE_BUSY_PRIV_H
#define ENGINE_BUSY_PRIV_H

#include "engine/busy.h"

/*
 * What the busy*.c files share; nobody else includes this.
 */

/* How long an event's instances are: see busy_expand(). */
struct length {
	int64_t days;    /* on the wall */
	int64_t seconds; /* exact, after the days */
	int64_t lead;    /* starts so much earlier (swapped ends) */
	bool odd;        /* the end was before the start */
};

/* Which instance a RECURRENCE-ID or EXDATE means: an instant, or a date. */
struct mark {
	bool day;
	int64_t at; /* instant, or days since 1970-01-01 */
};
/* Marks, sorted, for bisection. */
struct marks {
	int64_t *instants, *days;
	size_t instants_n, days_n;
	size_t instants_cap, days_cap;
};

/* A start of an event. */
struct occurrence {
	struct civil civil; /* on the wall of its event */
	instant start;
	int64_t key;                /* the start, of all-day events its days */
	int64_t day;                /* the date on the wall, days */
	const struct rdate *period; /* that made it, or NULL */
};
struct occurrences {
	struct occurrence *v;
	size_t n, cap;
};

/* The zone on whose wall a value stands. */
const struct zone *busy_zone(
	const struct busy_context *, const struct when_value *);
/* The moment of a value; a date's first. */
instant busy_instant(const struct busy_context *, const struct when_value *);

struct length busy_length(const struct busy_context *, const struct event *);
/* The end of an instance that begins at `civil`, `start`. */
instant busy_end(const struct length *, const struct zone *,
	const struct civil *civil, instant start);

/* What `v` means among the instances of a master that starts at `start`. */
struct mark busy_mark(const struct busy_context *, const struct when_value *v,
	const struct when_value *start);
void marks_add(struct pool *, struct marks *, struct mark);
void marks_sort(struct marks *);
bool marks_hit(const struct marks *, const struct occurrence *);

/*
 * All starts of `ev` that may reach the window when moved by up to `slack`
 * seconds: rules and RDATEs, without EXDATEs, sorted, each key once. When
 * limits end it early, `*cut` is where (else INSTANT_MAX).
 */
void busy_starts(struct pool *, const struct event *,
	const struct busy_context *, const struct marks *exdates, int64_t slack,
	struct occurrences *to, instant *cut);

#endif
