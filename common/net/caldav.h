#ifndef NET_CALDAV_H
#define NET_CALDAV_H

#include "net/dav_xml.h"
#include "net/http.h"
#include "net/provider.h"

/*
 * What the files of the CalDAV provider share (RFC 4791, 6578, 6764).
 */

/* One PROPFIND or REPORT. */
struct dav_call {
	const char *method, *depth, *body;
	struct url url;
	int (*each)(void *arg, const struct dav_response *, struct fail *);
	void *arg;
};
struct dav_result {
	struct http_answer ans;
	const char *token; /* sync-token of the multistatus, or NULL */
	size_t count;      /* responses in it */
};

/*
 * 0 when an answer came: with status 207 a whole multistatus whose responses
 * `each` has seen, with any other status whatever it is. -1: no answer, or one
 * that promised to be a multistatus and is none (EXIT_BAD_DATA).
 */
int dav_send(struct session *, const struct dav_call *, struct dav_result *,
	struct fail *);

/* "calendar NAME" for messages. */
const char *caldav_what(struct session *, const struct calendar *);
/* The address of an href in its collection. */
int caldav_object_url(struct session *, const struct calendar *,
	const char *href, struct url *, struct fail *);

int caldav_discover(struct session *, const struct account *,
	int (*found)(void *arg, const struct found *, struct fail *), void *arg,
	struct fail *);
int caldav_pull(struct session *, const struct account *, struct calendar *,
	struct pull_sink *, bool *unchanged, struct fail *);
int caldav_put(struct session *, const struct account *,
	const struct calendar *, const char *uid, struct object *,
	struct fail *);
int caldav_remove(struct session *, const struct account *,
	const struct calendar *, const char *href, const char *etag,
	struct fail *);
int caldav_get(struct session *, const struct account *,
	const struct calendar *, struct object *, struct fail *);

#endif
