#ifndef WIRE_EXPLAIN_TEXT_H
#define WIRE_EXPLAIN_TEXT_H

#include "record/slot.h"
#include "when/zone.h"

#include <stdio.h>

/*
 * What --explain found, as a summary for a person: a line for each day with its
 * stretches, all hosts taken together:
 *
 *	Times in Europe/Rome (CET):
 *	Tuesday 23 March: no hours
 *	Wednesday 24 March 10:00-12:00: busy, ada/work; 14:00-17:00: free
 *
 * Neighbours of which the same is said are one, days too. A stretch outside the
 * hours is named only where a day has nothing else, and hides other reasons.
 * Days and zone are in the language, reasons in English.
 */
struct explain_text {
	struct pool *pool;
	const struct zone *zone;
	const char *language;
	/* whether those hosts, in the order in which they were added, of whom
	 * `free` says so are enough; NULL: all are needed */
	bool (*enough)(const void *arg, const bool *free, size_t n);
	const void *enough_arg;
	int64_t duration_s; /* of the meeting, or 0 */
	bool titles;        /* name events by their titles too */
	/* filled by explain_text_add */
	struct explain *v;
	size_t n, cap;
};

/* Keeps one record, whose strings must outlive the text: each user's in order
 * of start, user after user, as offer_explain calls back. */
void explain_text_add(struct explain_text *, const struct explain *);
/* Writes the summary; of nothing, nothing. */
void explain_text_write(FILE *to, const struct explain_text *);

#endif
