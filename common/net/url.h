#ifndef NET_URL_H
#define NET_URL_H

#include "base/fail.h"
#include "base/pool.h"

#include <stdbool.h>

/* An http or https address in parts (RFC 3986), all in the pool. */
struct url {
	bool tls;
	const char *host;  /* lower case; IPv6 in brackets */
	int port;          /* 80 and 443 where none was given */
	const char *path;  /* begins with '/', as it was written */
	const char *query; /* with its '?', or "" */
};

/*
 * Reads an address: http, https, webcal (https, but http to loopback) and
 * webcals; without a scheme https. Blanks become %20, the fragment is cut. -1
 * with EXIT_USAGE: another scheme, user:password@ inside, control characters,
 * no host, longer than 4,000 bytes.
 */
int url_read(struct pool *, const char *text, struct url *, struct fail *);
/* As text; the port only where it is not the usual one. */
char *url_write(struct pool *, const struct url *);
/* What `ref` means beside `base` (RFC 3986 section 5.2): a full address,
 * //host, /path, a relative path. -1 as url_read. */
int url_resolve(struct pool *, const struct url *base, const char *ref,
	struct url *to, struct fail *);
/* Scheme, host and port are the same; `upgrade` lets http become https on the
 * usual ports. */
bool url_same_origin(
	const struct url *from, const struct url *to, bool upgrade);
/* "localhost" and addresses of the loopback. */
bool url_loopback(const struct url *);

/*
 * The one spelling of a path by which hrefs are compared and kept: percent
 * escapes decoded but for those of control characters, '%', '/', '?' and '#';
 * "." and ".." and double slashes taken out. In the pool.
 */
char *url_path_plain(struct pool *, const char *path);
/* The way back: what has to be escaped is, existing escapes stay. */
char *url_path_escape(struct pool *, const char *plain);

#endif
