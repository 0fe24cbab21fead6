#ifndef WIRE_ICS_SCAN_H
#define WIRE_ICS_SCAN_H

#include "base/fail.h"
#include "base/pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One pass over a calendar's text (RFC 5545), at the speed of memchr(3): is it
 * whole, which objects are in it, where, and what is each one's hash, so that
 * an unchanged object of a feed costs its hash and nothing else. Values are not
 * read here: wire/event_ics.h does that for the objects that changed.
 *
 * The readers of this room need no library: hostile text meets no recursion, no
 * repair in silence and nothing quadratic.
 */
enum {
	ICS_FILE_MAX = 32 << 20, /* bytes; larger is refused */
	ICS_LINE_MAX = 1 << 20,  /* unfolded; a longer one is not read */
	ICS_DEPTH_MAX = 16,      /* components inside each other */
	ICS_PARTS_MAX = 200000,  /* components of any kind */
	ICS_WARNINGS_MAX = 1000, /* kept; the rest is only counted */
	ICS_ZONE_MAX = 64 << 10, /* bytes of a VTIMEZONE that is used */
	ICS_TZID_MAX = 255,      /* bytes of a TZID that is looked up */
	ICS_TZIDS_MAX = 4,
};

/* Something was bent, lost or skipped; the calendar is otherwise usable. */
struct ics_warning {
	int line;            /* of the source, 1 based; 0: the whole file */
	const char *uid;     /* or NULL */
	const char *summary; /* or NULL */
	const char *text;    /* what and what was done instead */
	bool partial;        /* an event lost something: EXIT_PARTIAL */
};
struct ics_warnings {
	struct ics_warning *v;
	size_t n, cap;
	size_t dropped; /* beyond ICS_WARNINGS_MAX */
	size_t partial; /* how many of all had partial set */
};
/* Adds one, its strings copied into `pool` and cut at 200 bytes each. */
void ics_warn(struct pool *, struct ics_warnings *, int line, const char *uid,
	const char *summary, bool partial, const char *fmt, ...)
	__attribute__((format(printf, 7, 8)));
/*
 * The warning as one line for a person: `line 12: UID x, "Title": reason`, in
 * `pool`; control characters of foreign text are shown as '?'.
 */
char *ics_warning_line(struct pool *, const struct ics_warning *);

enum ics_kind { ICS_EVENT, ICS_FREEBUSY };

/* One VEVENT or VFREEBUSY: bytes [at, at + len) of ics.text. */
struct ics_part {
	size_t at, len;
	int line, lines; /* of its BEGIN in the source; how many */
	enum ics_kind kind;
	bool broken;  /* its END is missing or out of place */
	int calendar; /* which VCALENDAR of the file, from 0 */
	int next;     /* the object's next part, or -1 */
	uint64_t hash;
	/* indices into ics.tzids of the TZIDs that it names; with tzids_n above
	 * ICS_TZIDS_MAX: too many to list */
	int tzids[ICS_TZIDS_MAX];
	int tzids_n;
};

/* All parts of one UID: the master and its overrides. */
struct ics_object {
	const char *uid; /* unescaped; derived from the text if missing */
	bool derived;    /* the UID was missing */
	/*
	 * Of what is written in its parts, DTSTAMP left out (feeds set it to
	 * the time of the download), in the VTIMEZONEs that they name, and of
	 * X-WR-TIMEZONE; line ends do not count. The same text gives the same
	 * hash in every run.
	 */
	uint64_t hash;
	int line;        /* of its first part */
	int first, last; /* indices into ics.parts; follow `next` */
	int parts_n;
};

/* A VTIMEZONE of the file. */
struct ics_zone {
	const char *tzid; /* unescaped, without quotes; "" when missing */
	size_t at, len;
	int line, calendar;
	uint64_t hash;
};

struct ics {
	/* what the offsets point into: the caller's text, or a cleaned copy in
	 * the pool when it had to be mended (Latin-1, NULs, CR line ends); not
	 * NUL terminated */
	const char *text;
	size_t len;
	struct ics_object *objects;
	size_t objects_n, objects_cap;
	struct ics_part *parts;
	size_t parts_n, parts_cap;
	struct ics_zone *zones;
	size_t zones_n, zones_cap;
	struct ics_map *index; /* of zones, for ics_zone_get() */
	const char **tzids;
	size_t tzids_n, tzids_cap;
	const char *time_zone; /* X-WR-TIMEZONE, or NULL, as all below */
	const char *name;      /* X-WR-CALNAME or NAME */
	const char *method;    /* METHOD, upper case */
	const char *prodid;
	size_t others; /* VTODO, VJOURNAL, ...: left out */
	struct ics_warnings warnings;
};

/*
 * Scans `text`, which must stay where it is as long as `ics` is used. Returns
 * 0, or -1 with EXIT_BAD_DATA, the line named: no VCALENDAR in it (a web page,
 * an empty file), END:VCALENDAR missing (a cut download is never an empty
 * calendar), a limit from above exceeded. An event whose own END is missing
 * inside a whole calendar costs that event: its part is `broken`, a warning
 * says so. Bytes that are no UTF-8 are taken as Windows-1252, with a warning.
 */
int ics_scan(struct pool *, const char *text, size_t len, struct ics *,
	struct fail *f);

/*
 * A VCALENDAR of its own for one object (one for each that its parts came
 * from): its parts and the VTIMEZONEs that they name, X-WR-TIMEZONE if there is
 * one, CRLF line ends, no METHOD. In `pool`, NUL terminated; `*len` (NULL: not
 * asked) is its length.
 */
char *ics_object_text(struct pool *, const struct ics *,
	const struct ics_object *, size_t *len);

/*
 * The file's VTIMEZONE of a TZID: that of the same VCALENDAR first, then of any
 * other. NULL when there is none.
 */
const struct ics_zone *ics_zone_get(
	const struct ics *, const char *tzid, int calendar);

/* 64 bits of `n` bytes, going on from `h`; not for secrets. */
uint64_t ics_hash(uint64_t h, const void *bytes, size_t n);

#endif
