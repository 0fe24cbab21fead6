#include "net/caldav.h"
#include "net/object.h"

#include <stdlib.h>
#include <string.h>

const struct provider provider_caldav = {
	.name = "caldav",
	.remote = true,
	.writable = true,
	.multi = true,
	.discover = caldav_discover,
	.pull = caldav_pull,
	.put = caldav_put,
	.remove = caldav_remove,
	.get = caldav_get,
};

static int
take_xml(void *arg, const char *bytes, size_t n, struct fail *f)
{
	return dav_reader_feed(arg, bytes, n, f);
}

int
dav_send(struct session *s, const struct dav_call *call, struct dav_result *res,
	struct fail *f)
{
	struct dav_reader *reader = dav_reader_new(call->each, call->arg);
	struct http_request req = { .method = call->method,
		.url = call->url,
		.body = call->body,
		.body_n = strlen(call->body),
		.read_only = true,
		.take = take_xml,
		.arg = reader };
	int rc = -1;

	req.headers[0] = pool_printf(s->pool, "Depth: %s", call->depth);
	req.headers[1] = "Content-Type: application/xml; charset=utf-8";
	req.headers[2] = "Accept: application/xml, text/xml";
	memset(res, 0, sizeof(*res));
	if (http_send(s, &req, &res->ans, f) != 0)
		goto out;
	rc = 0;
	if (res->ans.status / 100 != 2)
		goto out;
	if ((rc = dav_reader_end(reader, f)) != 0) {
		if (http_is_page(&res->ans))
			http_fail(s, "answer", &res->ans, f);
		goto out;
	}
	/* a whole multistatus, whatever number stood above it */
	res->ans.status = 207;
	res->token = pool_str(s->pool, dav_reader_token(reader));
	res->count = dav_reader_count(reader);
out:
	dav_reader_free(reader);
	return rc;
}

const char *
caldav_what(struct session *s, const struct calendar *cal)
{
	const char *name = cal->slug != NULL ? cal->slug : cal->name;

	return name == NULL ? "calendar"
			    : pool_printf(s->pool, "calendar %s", name);
}

int
caldav_object_url(struct session *s, const struct calendar *cal,
	const char *href, struct url *u, struct fail *f)
{
	char *root;
	size_t n;

	if (url_read(s->pool, cal->url, u, f) != 0)
		return fail_prefix(f, "%s", caldav_what(s, cal));
	root = url_path_plain(s->pool, u->path);
	n = strlen(root);
	if (root[n - 1] != '/') {
		root = pool_printf(s->pool, "%s/", root);
		n++;
	}
	/* writes go nowhere but into the collection */
	if (strncmp(href, root, n) != 0 || href[n] == '\0' ||
		strchr(href + n, '/') != NULL ||
		strcmp(href, url_path_plain(s->pool, href)) != 0)
		return fail(f, EXIT_REFUSED, "%s: %s is not in it",
			caldav_what(s, cal), href);
	u->path = url_path_escape(s->pool, href);
	u->query = "";
	return 0;
}

/* The path of a new object: the collection's and the name made from the UID. */
static char *
new_href(struct session *s, const struct calendar *cal, const char *uid,
	struct fail *f)
{
	struct url u;
	char *root;

	if (url_read(s->pool, cal->url, &u, f) != 0)
		return NULL;
	root = url_path_plain(s->pool, u.path);
	return pool_printf(s->pool, "%s%s%s", root,
		root[strlen(root) - 1] == '/' ? "" : "/",
		provider_name_of(s->pool, uid));
}

static bool
weak(const char *etag)
{
	return strncmp(etag, "W/", 2) == 0;
}

/*
 * The condition of a write. Weak ETags can't stand in If-Match (RFC 9110
 * section 13.1.1): then we look first, and write without a condition.
 */
static int
condition(struct session *s, const struct account *acc,
	const struct calendar *cal, const char *href, const char *etag,
	const char **header, struct fail *f)
{
	struct object now = { .href = href };

	*header = NULL;
	if (!weak(etag)) {
		*header = pool_printf(s->pool, "If-Match: %s", etag);
		return 0;
	}
	if (caldav_get(s, acc, cal, &now, f) != 0) {
		if (f->status != EXIT_NOT_FOUND)
			return -1;
		return fail_code(f, EXIT_TAKEN, "changed", "%s: %s is gone",
			caldav_what(s, cal), href);
	}
	if (now.etag == NULL || strcmp(now.etag, etag) != 0)
		return fail_code(f, EXIT_TAKEN, "changed",
			"%s: %s changed on the server", caldav_what(s, cal),
			href);
	return 0;
}

/* A multistatus in answer to PUT: success only if nothing failed in it. */
static int
see_put(void *arg, const struct dav_response *r, struct fail *f)
{
	int *worst = arg, status = r->status;

	(void)f;
	if (status < 400)
		status = r->bad_status;
	if (status > *worst)
		*worst = status;
	return 0;
}

/* The status that an answer to PUT really has. */
static int
put_status(const struct http_answer *a)
{
	struct dav_reader *r;
	struct fail f;
	int worst = 0;

	if (a->status != 207)
		return a->status;
	r = dav_reader_new(see_put, &worst);
	if (dav_reader_feed(r, a->body, a->body_n, &f) != 0 ||
		dav_reader_end(r, &f) != 0)
		worst = 500;
	dav_reader_free(r);
	return worst < 400 ? 204 : worst;
}

static int
write_fail(struct session *s, const struct calendar *cal, const char *href,
	struct http_answer *a, struct fail *f)
{
	const char *what = caldav_what(s, cal);

	a->status = put_status(a);
	if (strstr(a->body, "no-uid-conflict") != NULL)
		return fail_code(f, EXIT_TAKEN, "uid-exists",
			"%s: the UID of %s is there under another name", what,
			href);
	if (a->status == 412)
		return fail_code(f, EXIT_TAKEN, "changed",
			"%s: %s changed on the server", what, href);
	if (a->status == 403 || a->status == 405)
		return fail(f, EXIT_REFUSED, "%s: %d from %s, takes no writes",
			what, a->status, a->url.host);
	if (a->status == 423)
		return fail(f, EXIT_BUSY, "%s: 423 from %s, locked", what,
			a->url.host);
	return http_fail(s, what, a, f);
}

int
caldav_put(struct session *s, const struct account *acc,
	const struct calendar *cal, const char *uid, struct object *obj,
	struct fail *f)
{
	struct http_request req = { .method = "PUT" };
	struct http_answer ans;
	struct object now = { 0 };
	int status;

	if (obj->href == NULL && (obj->href = new_href(s, cal, uid, f)) == NULL)
		return -1;
	if (caldav_object_url(s, cal, obj->href, &req.url, f) != 0)
		return -1;
	req.headers[0] = "Content-Type: text/calendar; charset=utf-8";
	if (obj->etag == NULL || obj->etag[0] == '\0')
		req.headers[1] = "If-None-Match: *";
	else if (condition(s, acc, cal, obj->href, obj->etag, &req.headers[1],
			 f) != 0)
		return -1;
	req.body_n = obj->len;
	req.body = object_stored(s->pool, obj->ics, &req.body_n);
	if (http_send(s, &req, &ans, f) != 0)
		return fail_prefix(f, "%s", caldav_what(s, cal));
	status = put_status(&ans);
	if (status / 100 != 2)
		return write_fail(s, cal, obj->href, &ans, f);
	obj->etag = ans.etag;
	if (obj->etag != NULL)
		return 0;
	/* it is written; what it is called now is a question of its own */
	now.href = obj->href;
	if (caldav_get(s, acc, cal, &now, &(struct fail){ 0 }) == 0)
		obj->etag = now.etag;
	return 0;
}

int
caldav_remove(struct session *s, const struct account *acc,
	const struct calendar *cal, const char *href, const char *etag,
	struct fail *f)
{
	struct http_request req = { .method = "DELETE" };
	struct http_answer ans;
	int status;

	if (caldav_object_url(s, cal, href, &req.url, f) != 0)
		return -1;
	if (etag != NULL && etag[0] != '\0' &&
		condition(s, acc, cal, href, etag, &req.headers[0], f) != 0)
		return -1;
	if (http_send(s, &req, &ans, f) != 0)
		return fail_prefix(f, "%s", caldav_what(s, cal));
	status = put_status(&ans);
	if (status / 100 == 2 || status == 404 || status == 410)
		return 0;
	return write_fail(s, cal, href, &ans, f);
}

int
caldav_get(struct session *s, const struct account *acc,
	const struct calendar *cal, struct object *obj, struct fail *f)
{
	struct http_request req = { .method = "GET", .read_only = true };
	struct http_answer ans;

	(void)acc;
	if (caldav_object_url(s, cal, obj->href, &req.url, f) != 0)
		return -1;
	req.headers[0] = "Accept: text/calendar";
	/* some servers change the ETag with the encoding */
	req.headers[1] = "Accept-Encoding: identity";
	if (http_send(s, &req, &ans, f) != 0)
		return fail_prefix(f, "%s", caldav_what(s, cal));
	if (ans.status == 404 || ans.status == 410)
		return fail(f, EXIT_NOT_FOUND, "%s: no %s in it",
			caldav_what(s, cal), obj->href);
	if (ans.status != 200 || http_is_page(&ans) ||
		strstr(ans.body, "BEGIN:VCALENDAR") == NULL)
		return http_fail(s, caldav_what(s, cal), &ans, f);
	obj->etag = ans.etag;
	obj->ics = ans.body;
	obj->len = ans.body_n;
	return 0;
}
