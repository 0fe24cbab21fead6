#ifndef NET_DAV_XML_H
#define NET_DAV_XML_H

#include "base/fail.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * WebDAV multistatus answers (RFC 4918 section 13) as a stream: bytes in,
 * one call per response out, memory bounded by the largest object. Any
 * namespace prefix goes. A DTD, more than 64 levels, a text above 8 MB are
 * refused. Bytes that are no UTF-8 are taken as Windows-1252 and control
 * characters become blanks, so that one odd event does not cost a calendar.
 */
enum dav_text {
	DAV_HREF, /* of the response */
	DAV_ETAG,
	DAV_DATA,
	DAV_NAME,
	DAV_CTAG,
	DAV_TOKEN,
	DAV_ZONE,
	DAV_COLOR,
	DAV_PRINCIPAL, /* href in current-user-principal */
	DAV_HOME,      /* href in calendar-home-set; several by newline */
	DAV_OWNER,     /* href in owner */
	DAV_TEXTS
};
struct dav_response {
	/* properties with a 2xx status only; NULL: not given. Until the call
	 * returns. */
	const char *text[DAV_TEXTS];
	size_t data_n;  /* bytes of text[DAV_DATA] */
	int status;     /* of the response itself, 0 when none */
	int bad_status; /* of a propstat that was not 2xx, 0 none */
	bool good;      /* a propstat was 2xx */
	bool collection, calendar, principal; /* resourcetype */
	bool components, vevent; /* supported-calendar-component-set */
	bool privileges, may_read, may_write; /* current-user-privilege-set */
	bool sync_report; /* supported-report-set: sync-collection */
};

struct dav_reader;
struct dav_reader *dav_reader_new(
	int (*each)(void *arg, const struct dav_response *, struct fail *),
	void *arg);
/* -1 with EXIT_BAD_DATA, or what `each` said. */
int dav_reader_feed(
	struct dav_reader *, const char *bytes, size_t n, struct fail *);
/* Ends: -1 with EXIT_BAD_DATA unless it was one whole multistatus. */
int dav_reader_end(struct dav_reader *, struct fail *);
/* sync-token of the multistatus, or NULL; lives as long as the reader. */
const char *dav_reader_token(const struct dav_reader *);
/* How many responses there were. */
size_t dav_reader_count(const struct dav_reader *);
void dav_reader_free(struct dav_reader *);

/* Mends bytes for XML, state kept between pieces: at most 3 bytes wait. */
struct dav_clean {
	unsigned char wait[4];
	int wait_n;
};
/* `to` has room for 3 * (n + 4) bytes; returns how many were written. `last`
 * lets nothing wait. */
size_t dav_clean(
	struct dav_clean *, const char *bytes, size_t n, bool last, char *to);

#endif
