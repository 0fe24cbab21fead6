#include "net/http.h"

#include <curl/curl.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	REDIRECTS_MAX = 5,
	RETRIES_MAX = 2,
	WAIT_MAX_S = 5,
	HEADERS_MAX = 64 << 10,
	KEPT_BAD_MAX = 64 << 10,
};

struct http {
	CURL *curl;
	bool digest; /* the server wants Digest, not Basic */
};

/* One exchange: what the callbacks of libcurl write to. */
struct exchange {
	struct session *s;
	const struct http_request *req;
	struct http_answer *ans;
	struct fail *f;
	size_t headers_n, cap;
	int64_t bytes, limit, retry_after;
	bool failed; /* one of ours, *f is filled */
	bool refused_address;
	bool taken; /* req->take saw bytes */
	bool digest_offered, basic_offered;
	char error[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
start_curl(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static void
http_close(struct session *s)
{
	if (s->http == NULL)
		return;
	curl_easy_cleanup(s->http->curl);
	free(s->http);
	s->http = NULL;
}

/* Loopback, private, link-local, shared, multicast: not for feeds of users. */
static bool
v4_private(uint32_t a)
{
	return a >> 24 == 0 || a >> 24 == 10 || a >> 24 == 127 ||
	       a >> 22 == (100u << 2 | 1) || a >> 16 == (169u << 8 | 254) ||
	       a >> 20 == (172u << 4 | 1) || a >> 8 == 192u << 16 ||
	       a >> 16 == (192u << 8 | 168) || a >> 17 == (198u << 7 | 9) ||
	       a >> 28 >= 14;
}

static bool
address_private(const struct sockaddr *sa)
{
	const struct sockaddr_in6 *v6 = (const void *)sa;
	const uint8_t *b = v6->sin6_addr.s6_addr;
	uint32_t v4;

	if (sa->sa_family == AF_INET)
		return v4_private(
			ntohl(((const struct sockaddr_in *)(const void *)sa)
					->sin_addr.s_addr));
	if (sa->sa_family != AF_INET6)
		return true;
	v4 = (uint32_t)b[12] << 24 | (uint32_t)b[13] << 16 |
	     (uint32_t)b[14] << 8 | b[15];
	/* mapped, NAT64 and the unspecified ones: what stands behind them */
	if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) ||
		memcmp(b, "\0\x64\xff\x9b\0\0\0\0\0\0\0\0", 12) == 0)
		return v4_private(v4);
	if (b[0] == 0x20 && b[1] == 0x02) /* 6to4 */
		return v4_private((uint32_t)b[2] << 24 | (uint32_t)b[3] << 16 |
				  (uint32_t)b[4] << 8 | b[5]);
	/* only 2000::/3 is global unicast (RFC 4291) */
	return b[0] >> 5 != 1;
}

static curl_socket_t
on_socket(void *arg, curlsocktype what, struct curl_sockaddr *to)
{
	struct exchange *x = arg;

	(void)what;
	if (x->s->check_address && !x->s->allow_private &&
		address_private(&to->addr)) {
		x->refused_address = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* Whether the header is `name`; its value, trimmed, goes to the pool. */
static bool
header_is(const char *line, size_t n, const char *name)
{
	size_t len = strlen(name);

	return n > len && line[len] == ':' && strncasecmp(line, name, len) == 0;
}

static char *
header_value(struct session *s, const char *line, size_t n)
{
	const char *colon = memchr(line, ':', n);
	size_t left = n - (size_t)(colon + 1 - line);

	colon++;
	while (left > 0 && strchr(" \t", *colon) != NULL)
		colon++, left--;
	while (left > 0 && (unsigned char)colon[left - 1] <= ' ')
		left--;
	return pool_strn(s->pool, colon, left);
}

/* Seconds of Retry-After: a number or a date (RFC 9110 section 10.2.3). */
static int64_t
retry_seconds(const char *value)
{
	time_t at;
	int64_t n;

	if (*value >= '0' && *value <= '9') {
		n = strtoll(value, NULL, 10);
	} else {
		at = curl_getdate(value, NULL);
		n = at < 0 ? 0 : at - time(NULL);
	}
	return n < 0 ? 0 : n > 7 * 86400 ? 7 * 86400 : n;
}

static size_t
on_header(char *line, size_t size, size_t count, void *arg)
{
	struct exchange *x = arg;
	struct http_answer *a = x->ans;
	size_t n = size * count;

	x->headers_n += n;
	if (x->headers_n > HEADERS_MAX)
		return 0;
	if (n > 5 && memcmp(line, "HTTP/", 5) == 0) {
		/* a new block: what an interim answer said is void */
		a->etag = a->modified = a->type = a->location = NULL;
		x->digest_offered = x->basic_offered = false;
	} else if (header_is(line, n, "ETag")) {
		a->etag = header_value(x->s, line, n);
	} else if (header_is(line, n, "Last-Modified")) {
		a->modified = header_value(x->s, line, n);
	} else if (header_is(line, n, "Content-Type")) {
		a->type = header_value(x->s, line, n);
	} else if (header_is(line, n, "Location")) {
		a->location = header_value(x->s, line, n);
	} else if (header_is(line, n, "Retry-After")) {
		x->retry_after = retry_seconds(header_value(x->s, line, n));
	} else if (header_is(line, n, "WWW-Authenticate")) {
		char *v = header_value(x->s, line, n);

		x->digest_offered |= strcasestr(v, "digest") != NULL;
		x->basic_offered |= strcasestr(v, "basic") != NULL;
	}
	return n;
}

/* Keeps a piece of the body, NUL behind it. */
static bool
keep(struct exchange *x, const char *bytes, size_t n)
{
	struct http_answer *a = x->ans;
	char *v;

	if (a->body_n + n + 1 > x->cap) {
		x->cap = 2 * (a->body_n + n) + 1024;
		if ((v = realloc(a->body, x->cap)) == NULL)
			return false;
		a->body = v;
	}
	memcpy(a->body + a->body_n, bytes, n);
	a->body_n += n;
	a->body[a->body_n] = '\0';
	return true;
}

/* The body after decompression: this is where sizes are counted. */
static size_t
on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct exchange *x = arg;
	size_t n = size * count;
	long status = 0;

	x->bytes += (int64_t)n;
	curl_easy_getinfo(x->s->http->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status / 100 != 2) {
		/* of a failure only the beginning matters */
		if (x->ans->body_n + n <= KEPT_BAD_MAX)
			keep(x, bytes, n);
		return x->bytes > x->limit ? 0 : n;
	}
	if (x->bytes > x->limit) {
		x->failed = true;
		fail(x->f, EXIT_BAD_DATA, "%s: answer above %lld MB",
			x->req->url.host, (long long)(x->limit >> 20));
		return 0;
	}
	if (x->req->take == NULL)
		return keep(x, bytes, n) ? n : 0;
	x->taken = true;
	if (x->req->take(x->req->arg, bytes, n, x->f) != 0) {
		x->failed = true;
		return 0;
	}
	return n;
}

/* Header lines for -vv; what signs in stays dark. */
static int
on_debug(CURL *curl, curl_infotype type, char *data, size_t n, void *arg)
{
	/* the last one only where the address is a secret */
	static const char *const dark[] = { "Authorization", "Cookie",
		"Set-Cookie", "Proxy-Authorization", "Location" };
	struct session *s = arg;
	const char *mark = type == CURLINFO_HEADER_OUT ? ">" : "<", *end, *p;
	size_t dark_n = s->hide_path ? 5 : 4, i, len;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT && type != CURLINFO_HEADER_IN)
		return 0;
	for (p = data; p < data + n; p = end + 1) {
		end = memchr(p, '\n', (size_t)(data + n - p));
		if (end == NULL)
			end = data + n;
		len = (size_t)(end - p);
		while (len > 0 && (p[len - 1] == '\r' || p[len - 1] == '\n'))
			len--;
		for (i = 0; i < dark_n; i++)
			if (header_is(p, len, dark[i])) {
				session_trace(s, "%s %s: ***", mark, dark[i]);
				break;
			}
		if (len == 0 || i < dark_n)
			continue;
		if (s->hide_path && type == CURLINFO_HEADER_OUT && p == data)
			session_trace(
				s, "> %.*s /***", (int)strcspn(p, " "), p);
		else
			session_trace(s, "%s %.*s", mark, (int)len, p);
	}
	return 0;
}

static bool
has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return true;
	return false;
}

static long
or_else(int value, int usual)
{
	return value > 0 ? value : usual;
}

/* What is the same for all requests of a session. */
static void
set_limits(CURL *c, const struct exchange *x)
{
	const struct session *s = x->s;

	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, or_else(s->connect_s, 10));
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
	/* a large streamed answer may take its time, and servers think long
	 * before the first byte of 10,000 events */
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME,
		or_else(s->stall_s, 30) * (x->req->take != NULL ? 2 : 1));
	curl_easy_setopt(c, CURLOPT_TIMEOUT,
		or_else(s->total_s, 60) * (x->req->take != NULL ? 10 : 1));
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip");
	curl_easy_setopt(c, CURLOPT_USERAGENT, "mtg/" MTG_VERSION);
	/* a proxy would hide the address that has to be checked */
	curl_easy_setopt(c, CURLOPT_NOPROXY,
		s->check_address && !s->allow_private
			? "*"
			: "localhost,127.0.0.1,::1");
}

static void
set_callbacks(CURL *c, struct exchange *x)
{
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, x);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, x->error);
	if (x->s->trace != NULL) {
		curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
		curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, on_debug);
		curl_easy_setopt(c, CURLOPT_DEBUGDATA, x->s);
	}
}

/* Basic at once, so that one request is enough; Digest once it was asked for.
 */
static int
set_sign_in(CURL *c, struct session *s, const struct url *u, struct fail *f)
{
	if (s->login == NULL || s->secret == NULL)
		return 0;
	if (!u->tls && !url_loopback(u) && !s->allow_plain)
		return fail(f, EXIT_REFUSED,
			"%s: no password over http without encryption",
			u->host);
	curl_easy_setopt(c, CURLOPT_USERNAME, s->login);
	curl_easy_setopt(c, CURLOPT_PASSWORD, s->secret);
	curl_easy_setopt(c, CURLOPT_HTTPAUTH,
		(long)(s->http->digest ? CURLAUTH_DIGEST : CURLAUTH_BASIC));
	return 0;
}

static struct curl_slist *
header_list(const struct http_request *req)
{
	struct curl_slist *list = NULL;
	size_t i;

	for (i = 0; i < 8 && req->headers[i] != NULL; i++)
		list = curl_slist_append(list, req->headers[i]);
	/* libcurl's own: no wait for 100-continue */
	return curl_slist_append(list, "Expect:");
}

static int
check_request(const struct http_request *req, struct fail *f)
{
	size_t i;

	for (i = 0; i < 8 && req->headers[i] != NULL; i++)
		if (has_control(req->headers[i]))
			return fail(f, EXIT_REFUSED,
				"%s: control character in a header",
				req->url.host);
	return 0;
}

/* What a failure of libcurl means; `*again` tells whether to try once more. */
static int
curl_fail(struct exchange *x, CURLcode rc, bool *again, struct fail *f)
{
	const char *host = x->req->url.host;

	*again = false;
	if (x->failed)
		return -1;
	if (x->refused_address)
		return fail(f, EXIT_REFUSED,
			"%s: a private address; sync.allow-private lets feeds "
			"come from there",
			host);
	switch (rc) {
	case CURLE_OPERATION_TIMEDOUT:
		return fail(f, EXIT_UNREACHABLE, "%s: no answer in time", host);
	case CURLE_COULDNT_RESOLVE_HOST:
		return fail(f, EXIT_UNREACHABLE, "%s: no such host", host);
	case CURLE_PARTIAL_FILE:
	case CURLE_BAD_CONTENT_ENCODING:
		*again = true;
		return fail(f, EXIT_UNREACHABLE, "%s: answer cut off", host);
	case CURLE_WRITE_ERROR:
		return fail(f, EXIT_BAD_DATA, "%s: answer not readable", host);
	case CURLE_COULDNT_CONNECT:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_GOT_NOTHING:
		*again = true;
		break;
	default:
		break;
	}
	return fail(f, EXIT_UNREACHABLE, "%s: %s", host,
		x->error[0] != '\0' ? x->error : curl_easy_strerror(rc));
}

/* One request, one answer; nothing is repeated here. */
static int
exchange_once(struct exchange *x, bool *again, struct fail *f)
{
	CURL *c = x->s->http->curl;
	const struct http_request *req = x->req;
	struct curl_slist *list = NULL;
	long status = 0;
	curl_off_t down = 0;
	CURLcode rc;

	*again = false;
	curl_easy_reset(c);
	set_limits(c, x);
	set_callbacks(c, x);
	if (set_sign_in(c, x->s, &req->url, f) != 0)
		return -1;
	curl_easy_setopt(c, CURLOPT_URL, url_write(x->s->pool, &req->url));
	curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L);
	if (req->body != NULL) {
		curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)req->body_n);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, req->body);
	}
	if (strcmp(req->method, "GET") != 0)
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, req->method);
	list = header_list(req);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, list);
	x->s->requests++;
	rc = curl_easy_perform(c);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(c, CURLINFO_SIZE_DOWNLOAD_T, &down);
	x->s->bytes += down;
	curl_slist_free_all(list);
	x->ans->status = (int)status;
	session_trace(x->s, "* %s %s: %ld, %lld bytes", req->method,
		req->url.host, status, (long long)down);
	return rc == CURLE_OK ? 0 : curl_fail(x, rc, again, f);
}

static void
wait_ms(int64_t ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&ts, NULL);
}

/* How long before try `n`: doubled each time, up to half as much by chance. */
static int64_t
backoff(const struct session *s, int n, int64_t retry_after)
{
	int64_t ms = or_else(s->backoff_ms, 500) * (1 << n);
	uint16_t chance = 0;

	if (getrandom(&chance, sizeof(chance), 0) != sizeof(chance))
		chance = 0;
	ms += ms / 2 * chance / 65536;
	return retry_after > 0 ? retry_after * 1000 : ms;
}

static bool
passing(int status)
{
	return status == 429 || (status >= 502 && status <= 504);
}

/* The request with its repetitions. */
static int
exchange(struct session *s, const struct http_request *req,
	struct http_answer *ans, struct fail *f)
{
	int64_t limit = s->answer_max > 0 ? s->answer_max : 64 << 20;
	int tries;

	for (tries = 0;; tries++) {
		struct exchange x = { .s = s,
			.req = req,
			.ans = ans,
			.f = f,
			.limit = req->take != NULL ? 16 * limit : limit };
		bool again;
		int rc;

		free(ans->body);
		memset(ans, 0, sizeof(*ans));
		ans->url = req->url;
		rc = exchange_once(&x, &again, f);
		s->retry_after = x.retry_after;
		if (rc == 0 && ans->status == 401 && !s->http->digest &&
			x.digest_offered && !x.basic_offered &&
			s->login != NULL) {
			s->http->digest = true;
			tries--;
			continue;
		}
		if (rc == 0)
			again = passing(ans->status);
		if (!again || !req->read_only || x.taken ||
			tries >= RETRIES_MAX || x.retry_after > WAIT_MAX_S)
			return rc;
		wait_ms(backoff(s, tries, x.retry_after));
	}
}

/* Whether a redirect may be followed; `to` is where it leads. */
static int
redirect(struct session *s, const struct url *from, const char *location,
	struct url *to, struct fail *f)
{
	if (url_resolve(s->pool, from, location, to, f) != 0)
		return fail_prefix(f, "%s: redirect", from->host);
	if (from->tls && !to->tls)
		return fail(f, EXIT_REFUSED, "%s: redirects from https to http",
			from->host);
	if (s->login == NULL || url_same_origin(from, to, true))
		return 0;
	fail(f, EXIT_REFUSED,
		"%s: redirects to %s, where the password does not go",
		from->host, to->host);
	return fail_hint(
		f, "connect again with --url %s", url_write(s->pool, to));
}

static int
follow(struct session *s, struct http_request *req, struct http_answer *ans,
	struct fail *f)
{
	int hops;

	for (hops = 0;; hops++) {
		struct url to;

		if (exchange(s, req, ans, f) != 0)
			return -1;
		if (!req->read_only || ans->location == NULL ||
			ans->status / 100 != 3 || ans->status == 304 ||
			ans->status == 300)
			return 0;
		if (hops >= REDIRECTS_MAX)
			return fail(f, EXIT_UNREACHABLE,
				"%s: more than %d redirects", req->url.host,
				REDIRECTS_MAX);
		if (redirect(s, &req->url, ans->location, &to, f) != 0)
			return -1;
		req->url = to;
	}
}

int
http_send(struct session *s, const struct http_request *req,
	struct http_answer *ans, struct fail *f)
{
	struct http_request now = *req;
	char *kept;
	int rc;

	memset(ans, 0, sizeof(*ans));
	if (check_request(req, f) != 0)
		return -1;
	pthread_once(&once, start_curl);
	if (s->http == NULL) {
		s->http = calloc(1, sizeof(*s->http));
		if (s->http == NULL ||
			(s->http->curl = curl_easy_init()) == NULL)
			return fail(f, EXIT_BUSY, "%s: libcurl does not start",
				req->url.host);
		s->close = http_close;
	}
	rc = follow(s, &now, ans, f);
	kept = ans->body;
	ans->body = rc == 0 && kept != NULL
			    ? pool_strn(s->pool, kept, ans->body_n)
			    : pool_str(s->pool, "");
	if (rc != 0 || kept == NULL)
		ans->body_n = 0;
	free(kept);
	return rc;
}

bool
http_is_page(const struct http_answer *a)
{
	return a->type != NULL &&
	       (strncasecmp(a->type, "text/html", 9) == 0 ||
		       strncasecmp(a->type, "application/xhtml", 17) == 0);
}

int
http_fail(struct session *s, const char *what, const struct http_answer *a,
	struct fail *f)
{
	const char *host = a->url.host;
	int status = a->status;

	if (status == 401)
		return fail(f, EXIT_SIGN_IN, "%s: 401 from %s, %s", what, host,
			s->login == NULL ? "wants a login"
					 : "login or password refused");
	if (status == 403)
		return fail_code(f, EXIT_INACTIVE, "access-lost",
			"%s: 403 from %s, no access", what, host);
	if (status == 404 || status == 410)
		return fail_code(f, EXIT_INACTIVE, "gone",
			"%s: %d from %s, not there", what, status, host);
	if (status == 429 || status / 100 == 5)
		return fail(f, EXIT_UNREACHABLE, "%s: %d from %s%s", what,
			status, host,
			status == 429 ? ", too many requests" : "");
	if (status / 100 == 3)
		return fail(f, EXIT_REFUSED, "%s: %d from %s, moved away", what,
			status, host);
	if (status / 100 == 2)
		return fail(f, EXIT_BAD_DATA, "%s: %d from %s, %s", what,
			status, host,
			http_is_page(a) ? "a web page, not a calendar"
					: "not what was asked for");
	return fail(f, EXIT_REFUSED, "%s: %d from %s", what, status, host);
}
