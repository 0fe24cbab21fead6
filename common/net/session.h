#ifndef NET_SESSION_H
#define NET_SESSION_H

#include "base/pool.h"

#include <stdbool.h>
#include <stdint.h>

struct http;

/*
 * One conversation with one account's server: limits, sign-in, tracing. Knows
 * no library, so that providers without a network need none. One session per
 * account and per thread; sessions share nothing, so accounts may be asked in
 * parallel. A zeroed struct with a pool is ready: zeros mean the defaults.
 */
struct session {
	struct pool *pool; /* strings that come back live here */
	/* sign-in, or NULL; the secret is the caller's, session_clear() does
	 * not free it but wipes it */
	const char *login;
	char *secret;
	/* limits: seconds, bytes after decompression */
	int connect_s;      /* 10 */
	int total_s;        /* 60: one request; a streamed answer 10 times */
	int stall_s;        /* 30: not a byte for so long; streamed: twice */
	int64_t answer_max; /* 64 MB; streamed answers: 16 times that */
	int backoff_ms;     /* 500: before the first of two retries */
	/* sync.allow-private: feeds may live at loopback, private and
	 * link-local addresses (FIELD-NOTES: SSRF); other providers always may
	 */
	bool allow_private;
	/* a password may travel over http:// to another machine */
	bool allow_plain;
	/* called with one line per step when not NULL; secrets are masked */
	void (*trace)(void *arg, const char *line);
	void *trace_arg;

	/* out: seconds that the server asks to be left alone, 0 none */
	int64_t retry_after;
	/* out: requests sent and bytes of answers as they came, for -v */
	int64_t requests, bytes;

	/* net/http.c's own */
	struct http *http;
	void (*close)(struct session *);
	bool check_address; /* refuse private addresses on this request */
	bool hide_path;     /* the address itself is a secret (feeds) */
};

/* Closes connections and wipes the secret. The session can be used again
 * without one. */
void session_clear(struct session *);
/* A line to the trace, printf's way; nothing when nobody listens. */
void session_trace(const struct session *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Overwrites a secret so that no optimizer leaves it out. NULL is fine. */
void secret_wipe(char *secret);

#endif
