#ifndef WIRE_EVENT_ICS_PRIV_H
#define WIRE_EVENT_ICS_PRIV_H

#include "wire/event_ics.h"
#include "wire/ics_line.h"

/*
 * What event_ics.c and event_props.c share; nobody else includes this.
 */
enum {
	RULES_OF_EVENT = 32,
	DATES_OF_EVENT = 100000,  /* RDATEs and EXDATEs together */
	PERIODS_OF_PART = 100000, /* of one VFREEBUSY */
	TROUBLES = 8,
	GUESS_S = 3600, /* stands in for an unreadable end */
};

/* Something to warn of, once UID and SUMMARY are known. */
struct trouble {
	int line;
	bool partial;
	const char *text;
};

/* One component being read. */
struct reading {
	struct pool *pool;
	const struct ics *ics;
	const struct ics_part *part;
	const struct ics_read *how;
	struct ics_zones *zones;
	struct ics_warnings *warnings;
	struct event ev;
	bool has_start, end_bad, tentative, transparent;
	const char *cdo; /* X-MICROSOFT-CDO-BUSYSTATUS, upper case */
	size_t rules_cap, rdates_cap, exdates_cap;
	struct trouble troubles[TROUBLES];
	int troubles_n;
	/* VFREEBUSY: its periods, the property each came from is read at once
	 */
	struct events *to;
	size_t periods;
	/* the last parameters with a TZID, that TZID and its zone */
	const char *params;
	size_t params_n;
	const char *tzid;
	const struct zone *zone;
	bool zone_known;
};

/* Notes what was lost (`partial`: the event's `problem`) or bent. */
void event_trouble(struct reading *, int line, bool partial, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/* Reads one property of a VEVENT or VFREEBUSY; unknown ones are passed over. */
void event_property(struct reading *, const struct ics_line *);

/* A DATE or DATE-TIME property's value with the zone of its TZID. ICS_BAD is
 * false, with a trouble noted. */
bool event_when(struct reading *, const struct ics_line *, const char *s,
	size_t n, struct when_value *v);

#endif
