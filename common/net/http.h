#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/fail.h"
#include "net/session.h"
#include "net/url.h"

#include <stddef.h>

/*
 * HTTP through libcurl: the only file that speaks it. TLS 1.2 or later with
 * verification, gzip, no cookies, no netrc; time-outs, sizes counted after
 * decompression; redirects by hand (at most 5), the password goes to no other
 * host; http:// with a password only to loopback (or session->allow_plain).
 */
struct http_request {
	const char *method;
	struct url url;
	/* "Name: value", NULL ends; control characters are refused */
	const char *headers[8];
	const char *body; /* or NULL */
	size_t body_n;
	bool read_only; /* may be repeated and redirected: never PUT */
	/* gets the body of a 2xx answer in pieces; NULL: it is kept */
	int (*take)(void *arg, const char *bytes, size_t n, struct fail *);
	void *arg;
};

struct http_answer {
	int status;
	struct url url; /* where it came from, after redirects */
	/* headers or NULL */
	const char *etag, *modified, *type, *location;
	char *body; /* kept, NUL terminated; of failures 64 KB at most */
	size_t body_n;
};

/*
 * Sends a request, waits for the whole answer. 0 with any HTTP status;
 * -1: no answer (EXIT_UNREACHABLE), too large or cut (EXIT_BAD_DATA),
 * refused by us (EXIT_REFUSED) or by `take`. read_only requests are tried
 * again, at most twice, when the connection broke or the server said 429, 502,
 * 503 or 504, unless `take` saw bytes already or Retry-After is above 5 s.
 */
int http_send(struct session *, const struct http_request *,
	struct http_answer *, struct fail *);

/*
 * Fills the failure for an answer that is none of what was hoped for, as
 * net/provider.h lists them; `what` is the thing asked for ("calendar work").
 * Returns -1.
 */
int http_fail(struct session *, const char *what, const struct http_answer *,
	struct fail *);

/* The type is HTML: a sign-in page of a network, not what was asked for. */
bool http_is_page(const struct http_answer *);

#endif
