#ifndef FLOW_MERGE_H
#define FLOW_MERGE_H

#include "base/fail.h"
#include "base/pool.h"

enum merge {
	MERGE_SAME, /* what is there is ours, in this version */
	MERGE_OURS, /* `*merged` is to be written */
};

/*
 * Our object meets another version of the same meeting in the calendar. What a
 * meeting is (times, title, place, people, status, sequence: the properties
 * that we write) is ours; what the host added there (alarms, categories,
 * colours, notes of other programs) stays, and so do answers that its server
 * took from mails, as long as the time is the same. A series with moved
 * instances (of an import) takes the whole place. `*merged` holds both. Returns
 * one of enum merge, or -1 with EXIT_TAKEN "newer" when what is there is
 * another UID or has a higher SEQUENCE: then the calendar's word counts.
 */
int merge_object(struct pool *, const char *there, const char *ours,
	const char *uid, char **merged, struct fail *f);

#endif
