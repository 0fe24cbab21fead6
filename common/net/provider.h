#ifndef NET_PROVIDER_H
#define NET_PROVIDER_H

#include "base/fail.h"
#include "net/session.h"
#include "record/calendar.h"

#include <stddef.h>

/*
 * Where calendars come from: a provider is one file and one row. What comes
 * back lives in session->pool, what is handed to callbacks until they return.
 *
 * How failures are told apart (status, code):
 *   EXIT_SIGN_IN, "sign-in"       401: login or password refused
 *   EXIT_INACTIVE, "access-lost"  403 on the collection, a file not readable
 *   EXIT_INACTIVE, "gone"         404 or 410 on the collection, file or folder
 *   EXIT_UNREACHABLE              no name, no answer, time-out, 5xx, 429; with
 *                                 session->retry_after when the server gave it
 *   EXIT_BAD_DATA                 not what was promised: a web page, cut, no
 * XML EXIT_TAKEN, "changed"         a write met another version (412): get,
 * merge EXIT_TAKEN, "uid-exists"      the UID lives at another href already
 *   EXIT_REFUSED                  the calendar takes no such write; a redirect
 *                                 to another host with a password (with a hint)
 *   EXIT_NOT_FOUND                get: no such object
 *   EXIT_CONFIG, EXIT_USAGE       the address itself is no good
 */

/* A calendar that discovery found; strings until the callback returns. */
struct found {
	const char *name; /* for people; never empty */
	const char *url;
	bool writable;
	const char *access;    /* "owner", "read-write", "read-only" */
	const char *owner;     /* address of its owner's principal, or NULL */
	const char *time_zone; /* IANA name or NULL */
	const char *color;     /* "#rrggbb" or NULL */
};

/* One calendar object: all components of one UID. */
struct object {
	/*
	 * caldav: path, percent-decoded but for / and % (net/url.h);
	 * vdir: name in the folder, of a file that holds several UIDs with the
	 * UID behind a slash; ics, single files: the UID
	 */
	const char *href;
	const char *etag; /* or NULL; opaque, compared byte by byte */
	const char *ics;  /* a whole VCALENDAR, NUL terminated */
	size_t len;
};

/*
 * Where a pull puts what it learns. Each callback returns 0, or -1 with the
 * failure, which ends the pull. What object() got may be kept (committed) at
 * once: a pull that is cut off goes on from there next time, by ETags.
 */
struct pull_sink {
	void *arg;
	/* how many objects of this calendar are held; 0: a first sync */
	size_t held;
	/* ETag of a held object ("" when it has none), NULL when not held */
	const char *(*known)(void *arg, const char *href);
	/*
	 * What follows is a full listing: whoever is held and was named by
	 * neither object(), same() nor bad() when the pull ends with 0 is gone.
	 * May come after some object() and gone() (a delta that could not be
	 * trusted); then everything is named again.
	 */
	int (*full)(void *arg, struct fail *);
	/* new or changed */
	int (*object)(void *arg, const struct object *, struct fail *);
	/* held, and just as it was */
	int (*same)(void *arg, const char *href, struct fail *);
	/* removed; only ever called for what is held */
	int (*gone)(void *arg, const char *href, struct fail *);
	/* this one could not be got; what is held of it stays */
	int (*bad)(void *arg, const char *href, const char *why, struct fail *);
};

struct provider {
	const char *name; /* "caldav" */
	bool remote;      /* needs the network (libcurl) */
	bool writable;    /* has put and remove */
	bool multi;       /* one account may have several calendars */
	/* Calls `found` for each calendar of account->url. 0 or -1. */
	int (*discover)(struct session *, const struct account *,
		int (*found)(void *arg, const struct found *, struct fail *),
		void *arg, struct fail *);
	/*
	 * Fetches what is new. The calendar's sync_token, ctag, etag and
	 * modified tell where the last pull ended; NULLs (--full) mean from the
	 * beginning. On 0 they are the new ones and *unchanged tells that no
	 * callback was needed; on -1 they are as before.
	 */
	int (*pull)(struct session *, const struct account *, struct calendar *,
		struct pull_sink *, bool *unchanged, struct fail *);
	/*
	 * Writes one object. obj->href NULL: made from `uid`, always the same.
	 * obj->etag NULL: create, must not exist; else must still be that
	 * version. href and etag come back (etag NULL if nobody knows it).
	 */
	int (*put)(struct session *, const struct account *,
		const struct calendar *, const char *uid, struct object *obj,
		struct fail *);
	/* Removes it; etag NULL: whatever is there. One that is gone is fine.
	 */
	int (*remove)(struct session *, const struct account *,
		const struct calendar *, const char *href, const char *etag,
		struct fail *);
	/* Fills etag, ics, len of the object at obj->href. */
	int (*get)(struct session *, const struct account *,
		const struct calendar *, struct object *obj, struct fail *);
};

extern const struct provider provider_vdir, provider_ics, provider_caldav;

/* By name, among all of them; NULL: no such provider. Links libcurl. */
const struct provider *provider_find(const char *name);
/* Among those that need no network. */
const struct provider *provider_find_local(const char *name);

/*
 * The last part of the href for a UID, ".ics" included: the UID itself if it is
 * made of letters, digits and @._- , else a hash of it. Always the same.
 */
char *provider_name_of(struct pool *, const char *uid);

#endif
