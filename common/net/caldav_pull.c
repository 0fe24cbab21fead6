#include "net/caldav.h"

#include <stdlib.h>
#include <string.h>

/*
 * The portable way of FIELD-NOTES: what works with every server we met.
 *   unchanged   one request: sync-collection with the token, or the ctag
 *   first       one calendar-query with all data, streamed
 *   later       what the token names, in chunks of calendar-multiget
 *   any doubt   all ETags, compared with what is held
 */
enum { CHUNK = 100, ROUNDS_MAX = 1000 };

#define XML "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define NS                                                                     \
	" xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""          \
	" xmlns:S=\"http://calendarserver.org/ns/\""
#define FILTER                                                                 \
	"<C:filter><C:comp-filter name=\"VCALENDAR\">"                         \
	"<C:comp-filter name=\"VEVENT\"/></C:comp-filter></C:filter>"

/* An object that has to be fetched. */
struct want {
	const char *href;
	bool done;
};

struct pull {
	struct session *s;
	const struct account *acc;
	struct calendar *cal;
	struct pull_sink *sink;
	const char *what;
	struct url url;       /* of the collection, after redirects */
	char *root;           /* its plain path, with a slash at the end */
	struct pool *scratch; /* of one response */
	struct want *want;
	size_t want_n, want_cap;
	size_t at, to; /* the chunk that is being fetched */
	size_t same, bad, changes, foreign, mine;
	bool more; /* the server cut its list (507) */
	bool full; /* naming everything */
	bool no_multiget;
	/* what PROPFIND said of the collection */
	const char *ctag, *token;
	bool sync_report, seen;
};

static void
set_url(struct pull *p, const struct url *u)
{
	char *plain = url_path_plain(p->s->pool, u->path);
	size_t n = strlen(plain);

	p->url = *u;
	p->root = plain[n - 1] == '/' ? plain
				      : pool_printf(p->s->pool, "%s/", plain);
}

/*
 * The plain path of a response's href, in the scratch pool: NULL when it is not
 * an object of this collection. `*self` tells the collection itself.
 */
static const char *
href_of(struct pull *p, const char *text, bool *self)
{
	struct fail f;
	struct url u;
	char *plain;
	size_t n = strlen(p->root);

	*self = false;
	pool_free(p->scratch);
	p->scratch = pool_new();
	if (url_resolve(p->scratch, &p->url, text, &u, &f) != 0 ||
		strcmp(u.host, p->url.host) != 0) {
		p->foreign++;
		return NULL;
	}
	plain = url_path_plain(p->scratch, u.path);
	*self = strncmp(plain, p->root, n - 1) == 0 &&
		(plain[n - 1] == '\0' || strcmp(plain + n - 1, "/") == 0);
	if (*self) {
		p->mine++;
		return NULL;
	}
	if (strncmp(plain, p->root, n) != 0 || strchr(plain + n, '/') != NULL) {
		p->foreign++;
		return NULL;
	}
	p->mine++;
	return plain;
}

static void
want_add(struct pull *p, const char *href)
{
	p->want = pool_grow(
		p->s->pool, p->want, p->want_n, &p->want_cap, sizeof(*p->want));
	p->want[p->want_n].href = pool_str(p->s->pool, href);
	p->want[p->want_n++].done = false;
}

static int
hand_over(struct pull *p, const char *href, const struct dav_response *r,
	struct fail *f)
{
	struct object obj = { .href = href,
		.etag = r->text[DAV_ETAG],
		.ics = r->text[DAV_DATA],
		.len = r->data_n };

	p->changes++;
	return p->sink->object(p->sink->arg, &obj, f);
}

static bool
is_gone(const struct dav_response *r)
{
	/* of the response itself: a property's 404 is no deletion */
	return !r->good && (r->status == 404 || r->status == 410);
}

/* Held and of this version. */
static bool
is_same(struct pull *p, const char *href, const char *etag)
{
	const char *held = p->sink->known(p->sink->arg, href);

	return held != NULL && etag != NULL && *etag != '\0' &&
	       strcmp(held, etag) == 0;
}

/* A response of the delta. */
static int
on_delta(void *arg, const struct dav_response *r, struct fail *f)
{
	struct pull *p = arg;
	bool self;
	const char *href = href_of(p, r->text[DAV_HREF], &self);

	if (self && r->status == 507)
		p->more = true;
	if (href == NULL || r->collection)
		return 0;
	if (is_gone(r)) {
		/* what was never held can't be deleted */
		if (p->sink->known(p->sink->arg, href) == NULL)
			return 0;
		p->changes++;
		return p->sink->gone(p->sink->arg, href, f);
	}
	if (is_same(p, href, r->text[DAV_ETAG]))
		p->same++;
	else
		want_add(p, href);
	return 0;
}

/* A response of a listing of all, with or without data. */
static int
on_listed(void *arg, const struct dav_response *r, struct fail *f)
{
	struct pull *p = arg;
	bool self;
	const char *href = href_of(p, r->text[DAV_HREF], &self);

	if (href == NULL || r->collection || is_gone(r))
		return 0;
	if (is_same(p, href, r->text[DAV_ETAG])) {
		p->same++;
		return p->sink->same(p->sink->arg, href, f);
	}
	if (r->data_n > 0)
		return hand_over(p, href, r, f);
	want_add(p, href);
	return 0;
}

/* A response of a multiget: only what was asked for, once. */
static int
on_fetched(void *arg, const struct dav_response *r, struct fail *f)
{
	struct pull *p = arg;
	bool self;
	const char *href = href_of(p, r->text[DAV_HREF], &self);
	size_t i;

	for (i = p->at; href != NULL && i < p->to; i++) {
		if (p->want[i].done || strcmp(p->want[i].href, href) != 0)
			continue;
		if (r->data_n == 0)
			return 0;
		p->want[i].done = true;
		return hand_over(p, href, r, f);
	}
	return 0;
}

static int
on_state(void *arg, const struct dav_response *r, struct fail *f)
{
	struct pull *p = arg;

	(void)f;
	if (!r->good && r->status != 200)
		return 0;
	p->seen = true;
	if (r->text[DAV_CTAG] != NULL && *r->text[DAV_CTAG] != '\0')
		p->ctag = pool_str(p->s->pool, r->text[DAV_CTAG]);
	if (r->text[DAV_TOKEN] != NULL && *r->text[DAV_TOKEN] != '\0')
		p->token = pool_str(p->s->pool, r->text[DAV_TOKEN]);
	p->sync_report |= r->sync_report;
	return 0;
}

static const char state_props[] =
	XML "<D:propfind" NS "><D:prop><S:getctag/><D:resourcetype/>"
	    "<D:supported-report-set/></D:prop></D:propfind>";
static const char ctag_props[] =
	XML "<D:propfind" NS "><D:prop><S:getctag/></D:prop></D:propfind>";
static const char token_props[] =
	XML "<D:propfind" NS "><D:prop><S:getctag/><D:sync-token/></D:prop>"
	    "</D:propfind>";

/* Asks the collection about itself; answers other than 207 are failures. */
static int
ask_state(struct pull *p, const char *body, struct fail *f)
{
	struct dav_call call = { .method = "PROPFIND",
		.depth = "0",
		.body = body,
		.url = p->url,
		.each = on_state,
		.arg = p };
	struct dav_result res;

	p->ctag = p->token = NULL;
	p->seen = false;
	if (dav_send(p->s, &call, &res, f) != 0)
		return fail_prefix(f, "%s", p->what);
	if (res.ans.status != 207)
		return http_fail(p->s, p->what, &res.ans, f);
	if (!p->seen)
		return fail_code(f, EXIT_INACTIVE, "gone",
			"%s: %s says nothing about it", p->what, p->url.host);
	set_url(p, &res.ans.url);
	return 0;
}

/* One object by itself, after a multiget did not bring it. */
static int
fetch_one(struct pull *p, struct want *w, struct fail *f)
{
	struct object obj = { .href = w->href };
	struct calendar cal = *p->cal;
	struct fail one;
	bool held = p->sink->known(p->sink->arg, w->href) != NULL;

	w->done = true;
	cal.url = url_write(p->s->pool, &p->url);
	if (caldav_get(p->s, p->acc, &cal, &obj, &one) == 0) {
		p->changes++;
		return p->sink->object(p->sink->arg, &obj, f);
	}
	if (one.status == EXIT_SIGN_IN || one.status == EXIT_UNREACHABLE) {
		*f = one;
		return -1;
	}
	/* removed since it was listed; a full listing leaves a held one alone
	 */
	if (one.status == EXIT_NOT_FOUND && !held)
		return 0;
	p->changes++;
	if (one.status == EXIT_NOT_FOUND && !p->full)
		return p->sink->gone(p->sink->arg, w->href, f);
	p->bad++;
	return p->sink->bad(p->sink->arg, w->href, one.line, f);
}

static char *
multiget_body(struct pool *pool, const struct want *w, size_t n)
{
	char *body = pool_printf(pool, "%s",
		XML "<C:calendar-multiget" NS "><D:prop><D:getetag/>"
		    "<C:calendar-data/></D:prop>");
	size_t len = strlen(body), cap = len + 1, i;

	for (i = 0; i < n; i++)
		cap += 5 * 3 * strlen(w[i].href) + 32;
	body = memcpy(pool_zero(pool, cap + 32), body, len);
	for (i = 0; i < n; i++) {
		const char *c = url_path_escape(pool, w[i].href);

		len = (size_t)(stpcpy(body + len, "<D:href>") - body);
		for (; *c != '\0'; c++)
			if (*c == '&')
				len = (size_t)(stpcpy(body + len, "&amp;") -
					       body);
			else
				body[len++] = *c;
		len = (size_t)(stpcpy(body + len, "</D:href>") - body);
	}
	stpcpy(body + len, "</C:calendar-multiget>");
	return body;
}

/*
 * Fetches want[at, to). An answer that can't be read is asked for again in
 * halves, so that one odd object costs itself and not its neighbours.
 */
static int
fetch_range(struct pull *p, size_t at, size_t to, struct fail *f)
{
	struct pool *pool = pool_new();
	struct dav_call call = { .method = "REPORT",
		.depth = "1",
		.url = p->url,
		.each = on_fetched,
		.arg = p };
	struct dav_result res;
	size_t half = at + (to - at) / 2;
	int rc;

	p->at = at;
	p->to = to;
	call.body = multiget_body(pool, p->want + at, to - at);
	rc = dav_send(p->s, &call, &res, f);
	pool_free(pool);
	if (rc != 0) {
		if (f->status != EXIT_BAD_DATA)
			return fail_prefix(f, "%s", p->what);
		if (to - at < 2)
			return 0;
		if (fetch_range(p, at, half, f) != 0)
			return -1;
		return fetch_range(p, half, to, f);
	}
	if (res.ans.status == 207)
		return 0;
	if (res.ans.status == 401 || res.ans.status == 403 ||
		res.ans.status == 429 ||
		(res.ans.status / 100 == 5 && res.ans.status != 501))
		return http_fail(p->s, p->what, &res.ans, f);
	p->no_multiget = true;
	return 0;
}

/* Fetches all that is wanted. */
static int
fetch(struct pull *p, struct fail *f)
{
	size_t at, to, i;

	for (at = 0; at < p->want_n; at = to) {
		to = at + CHUNK < p->want_n ? at + CHUNK : p->want_n;
		if (!p->no_multiget && fetch_range(p, at, to, f) != 0)
			return -1;
		for (i = at; i < to; i++)
			if (!p->want[i].done &&
				fetch_one(p, &p->want[i], f) != 0)
				return -1;
	}
	p->want_n = 0;
	return 0;
}

/* 1 when the listing came, 0 when the server does not do it, -1. */
static int
list(struct pull *p, const char *method, const char *body, struct fail *f)
{
	struct dav_call call = { .method = method,
		.depth = "1",
		.body = body,
		.url = p->url,
		.each = on_listed,
		.arg = p };
	struct dav_result res;
	int status;

	p->foreign = p->mine = 0;
	if (dav_send(p->s, &call, &res, f) != 0)
		return fail_prefix(f, "%s", p->what);
	status = res.ans.status;
	if (status == 207 && p->foreign > 0 && p->mine == 0)
		return fail(f, EXIT_BAD_DATA,
			"%s: %s lists %zu objects, none inside %s", p->what,
			p->url.host, p->foreign, p->root);
	if (status == 207)
		return 1;
	if (status == 400 || status == 405 || status == 409 || status == 415 ||
		status == 422 || status == 500 || status == 501 ||
		status == 507)
		return 0;
	return http_fail(p->s, p->what, &res.ans, f);
}

static const char all_data[] =
	XML "<C:calendar-query" NS "><D:prop><D:getetag/><C:calendar-data/>"
	    "</D:prop>" FILTER "</C:calendar-query>";
static const char all_etags[] =
	XML "<C:calendar-query" NS "><D:prop><D:getetag/></D:prop>" FILTER
	    "</C:calendar-query>";
static const char members[] =
	XML "<D:propfind" NS "><D:prop><D:getetag/><D:resourcetype/></D:prop>"
	    "</D:propfind>";

/* All objects with their data in one streamed answer. 1, 0 or -1 as list(). */
static int
list_data(struct pull *p, struct fail *f)
{
	int rc = list(p, "REPORT", all_data, f);

	/* not readable as a whole: object by object then */
	if (rc < 0 && f->status == EXIT_BAD_DATA) {
		session_trace(p->s, "* %s, asking in pieces", f->line);
		return 0;
	}
	return rc;
}

static int
list_all(struct pull *p, struct fail *f)
{
	int rc = 0;

	p->full = true;
	if (p->sink->full(p->sink->arg, f) != 0)
		return -1;
	if (p->sink->held == 0)
		rc = list_data(p, f);
	if (rc == 0) {
		p->want_n = 0;
		rc = list(p, "REPORT", all_etags, f);
	}
	if (rc == 0) {
		p->want_n = 0;
		rc = list(p, "PROPFIND", members, f);
	}
	if (rc == 0)
		return fail(f, EXIT_BAD_DATA, "%s: %s lists no objects",
			p->what, p->url.host);
	return rc < 0 ? -1 : fetch(p, f);
}

/*
 * The token of what was just listed. It is dear on some servers (Radicale works
 * a minute for the first of 10,000 events), so nobody waits for it with the
 * events in hand, and it counts only if the ctag did not move meanwhile.
 */
static void
late_token(struct pull *p, const char *ctag)
{
	struct fail f;
	const char *token = NULL;

	if (!p->sync_report)
		return;
	if (ask_state(p, token_props, &f) == 0 && p->ctag != NULL &&
		strcmp(p->ctag, ctag) == 0)
		token = p->token;
	p->cal->sync_token = token;
}

static int
pull_full(struct pull *p, bool *unchanged, struct fail *f)
{
	const char *ctag, *token = NULL;

	p->want_n = 0;
	if (ask_state(p, state_props, f) != 0)
		return -1;
	ctag = p->ctag;
	/* no token was ever had: the ctag tells */
	if (p->cal->sync_token == NULL && p->cal->ctag != NULL &&
		ctag != NULL && strcmp(ctag, p->cal->ctag) == 0) {
		*unchanged = true;
		return 0;
	}
	if (ctag == NULL && p->sync_report && ask_state(p, token_props, f) == 0)
		token = p->token;
	if (list_all(p, f) != 0)
		return -1;
	p->cal->ctag = p->bad > 0 ? NULL : ctag;
	p->cal->sync_token = p->bad > 0 ? NULL : token;
	if (ctag != NULL && p->bad == 0)
		late_token(p, ctag);
	return 0;
}

static char *
sync_body(struct pool *pool, const char *token)
{
	/* an opaque text of the server's; made safe for XML */
	char *body = pool_zero(pool, 6 * strlen(token) + 400), *to;

	to = stpcpy(body, XML "<D:sync-collection" NS "><D:sync-token>");
	for (; *token != '\0'; token++) {
		if (*token == '&')
			to = stpcpy(to, "&amp;");
		else if (*token == '<')
			to = stpcpy(to, "&lt;");
		else if (*token == '>')
			to = stpcpy(to, "&gt;");
		else
			*to++ = *token;
	}
	stpcpy(to, "</D:sync-token><D:sync-level>1</D:sync-level>"
		   "<D:prop><D:getetag/></D:prop></D:sync-collection>");
	return body;
}

/* All pages of the delta. 1, 0 when the token is no good, -1. */
static int
ask_delta(struct pull *p, const char **token, struct fail *f)
{
	int round, status;

	for (round = 0; round < ROUNDS_MAX; round++) {
		struct dav_call call = { .method = "REPORT",
			.depth = "0",
			.url = p->url,
			.each = on_delta,
			.arg = p,
			.body = sync_body(p->s->pool, *token) };
		struct dav_result res;

		p->more = false;
		p->foreign = p->mine = 0;
		if (dav_send(p->s, &call, &res, f) != 0)
			return f->status == EXIT_BAD_DATA
				       ? 0
				       : fail_prefix(f, "%s", p->what);
		status = res.ans.status;
		if (status == 401 || status == 429 ||
			(status >= 502 && status <= 504))
			return http_fail(p->s, p->what, &res.ans, f);
		if (status != 207 || res.token == NULL ||
			(p->foreign > 0 && p->mine == 0))
			return 0;
		if (!p->more) {
			*token = res.token;
			return 1;
		}
		if (strcmp(*token, res.token) == 0)
			return 0;
		*token = res.token;
	}
	return 0;
}

/*
 * After a delta without changes whose token moved: did the collection change
 * all the same? 1 yes, 0 no, -1.
 */
static int
ctag_moved(struct pull *p, struct fail *f)
{
	const char *before = p->cal->ctag;

	if (ask_state(p, ctag_props, f) != 0)
		return -1;
	p->cal->ctag = p->ctag;
	return before != NULL && p->ctag != NULL &&
	       strcmp(before, p->ctag) != 0;
}

/* 1 when done, 0 when everything has to be listed, -1. */
static int
pull_delta(struct pull *p, bool *unchanged, struct fail *f)
{
	const char *token = p->cal->sync_token, *old_ctag = p->cal->ctag;
	bool moved;
	int rc = ask_delta(p, &token, f);

	if (rc != 1)
		return rc;
	/* most of what is held was named, with nothing new about it: some
	 * servers answer a token they forgot with everything */
	if (p->same > 0 && 2 * p->same >= p->sink->held)
		return 0;
	moved = strcmp(token, p->cal->sync_token) != 0;
	*unchanged = p->changes == 0 && p->want_n == 0;
	if (*unchanged && !moved)
		return 1;
	rc = ctag_moved(p, f);
	/* only our own writes, named again, move the ctag in good order */
	if (rc < 0 || (rc == 1 && *unchanged && p->same == 0)) {
		p->cal->ctag = old_ctag;
		*unchanged = false;
		return rc < 0 ? -1 : 0;
	}
	if (fetch(p, f) != 0) {
		p->cal->ctag = old_ctag;
		return -1;
	}
	if (p->bad == 0)
		p->cal->sync_token = token;
	return 1;
}

int
caldav_pull(struct session *s, const struct account *acc, struct calendar *cal,
	struct pull_sink *sink, bool *unchanged, struct fail *f)
{
	struct pull p = { .s = s, .acc = acc, .cal = cal, .sink = sink };
	struct url u;
	int rc = 0;

	*unchanged = false;
	p.what = caldav_what(s, cal);
	if (url_read(s->pool, cal->url, &u, f) != 0)
		return fail_prefix(f, "%s", p.what);
	set_url(&p, &u);
	p.scratch = pool_new();
	if (cal->sync_token != NULL)
		rc = pull_delta(&p, unchanged, f);
	if (rc == 0) {
		p.same = p.bad = 0;
		rc = pull_full(&p, unchanged, f);
	}
	pool_free(p.scratch);
	return rc < 0 ? -1 : 0;
}
