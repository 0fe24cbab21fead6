#include "net/feed.h"
#include "net/http.h"

#include <string.h>

#include "when/zone.h"

/*
 * A calendar published as one file over HTTP, given by users: no private
 * addresses unless allowed, the address itself is a secret and stays out of
 * messages, a cut or foreign answer is never an empty calendar.
 */
static const char *
what_of(struct session *s, const struct calendar *cal)
{
	const char *name = cal == NULL         ? NULL
			   : cal->slug != NULL ? cal->slug
					       : cal->name;

	return name == NULL ? "feed"
			    : pool_printf(s->pool, "calendar %s", name);
}

static int
feed_get(struct session *s, const char *url, const struct calendar *cal,
	struct http_answer *ans, struct fail *f)
{
	struct http_request req = { .method = "GET", .read_only = true };
	const char *what = what_of(s, cal);
	size_t n = 0;
	int rc;

	if (url_read(s->pool, url, &req.url, f) != 0)
		return fail_prefix(f, "%s", what);
	req.headers[n++] = "Accept: text/calendar, */*;q=0.1";
	if (cal != NULL && cal->etag != NULL)
		req.headers[n++] =
			pool_printf(s->pool, "If-None-Match: %s", cal->etag);
	if (cal != NULL && cal->modified != NULL)
		req.headers[n++] = pool_printf(
			s->pool, "If-Modified-Since: %s", cal->modified);
	s->check_address = s->hide_path = true;
	rc = http_send(s, &req, ans, f);
	s->check_address = s->hide_path = false;
	if (rc != 0)
		return fail_prefix(f, "%s", what);
	if (ans->status == 304 && n > 1)
		return 0;
	if (ans->status != 200 || http_is_page(ans))
		return http_fail(s, what, ans, f);
	return 0;
}

static int
ics_pull(struct session *s, const struct account *acc, struct calendar *cal,
	struct pull_sink *sink, bool *unchanged, struct fail *f)
{
	struct pool *pool;
	struct http_answer ans;
	struct ics ics = { 0 };
	char *ctag;
	int rc;

	(void)acc;
	*unchanged = true;
	if (feed_get(s, cal->url, cal, &ans, f) != 0)
		return -1;
	if (ans.status == 304)
		return 0;
	ctag = feed_ctag(s->pool, ans.body, ans.body_n);
	if (cal->ctag == NULL || strcmp(cal->ctag, ctag) != 0) {
		*unchanged = false;
		pool = pool_new();
		rc = ics_scan(pool, ans.body, ans.body_n, &ics, f);
		if (rc != 0)
			fail_prefix(f, "%s: from %s", what_of(s, cal),
				ans.url.host);
		if (rc == 0)
			rc = sink->full(sink->arg, f);
		if (rc == 0)
			rc = feed_objects(&ics, "", sink, f);
		pool_free(pool);
		if (rc != 0)
			return -1;
	}
	cal->ctag = ctag;
	cal->etag = ans.etag;
	cal->modified = ans.modified;
	return 0;
}

static int
ics_discover(struct session *s, const struct account *acc,
	int (*found)(void *arg, const struct found *, struct fail *), void *arg,
	struct fail *f)
{
	struct pool *pool = pool_new();
	struct http_answer ans;
	struct found c = { .access = "read-only" };
	struct ics ics = { 0 };
	struct url u;
	int rc = -1;

	if (url_read(s->pool, acc->url, &u, f) != 0 ||
		feed_get(s, acc->url, NULL, &ans, f) != 0)
		goto out;
	if (ics_scan(pool, ans.body, ans.body_n, &ics, f) != 0) {
		fail_prefix(f, "feed from %s", ans.url.host);
		goto out;
	}
	c.url = url_write(pool, &u);
	c.name = ics.name != NULL && *ics.name != '\0' ? ics.name : u.host;
	c.time_zone = ics.time_zone == NULL ? NULL : zone_find(ics.time_zone);
	rc = found(arg, &c, f);
out:
	pool_free(pool);
	return rc;
}

static int
ics_put(struct session *s, const struct account *acc,
	const struct calendar *cal, const char *uid, struct object *obj,
	struct fail *f)
{
	(void)acc, (void)uid, (void)obj;
	return fail(
		f, EXIT_REFUSED, "%s: a feed is read only", what_of(s, cal));
}

static int
ics_remove(struct session *s, const struct account *acc,
	const struct calendar *cal, const char *href, const char *etag,
	struct fail *f)
{
	(void)acc, (void)href, (void)etag;
	return fail(
		f, EXIT_REFUSED, "%s: a feed is read only", what_of(s, cal));
}

static int
ics_get(struct session *s, const struct account *acc,
	const struct calendar *cal, struct object *obj, struct fail *f)
{
	(void)acc, (void)obj;
	return fail(f, EXIT_REFUSED, "%s: a feed comes as a whole only",
		what_of(s, cal));
}

const struct provider provider_ics = {
	.name = "ics",
	.remote = true,
	.discover = ics_discover,
	.pull = ics_pull,
	.put = ics_put,
	.remove = ics_remove,
	.get = ics_get,
};
