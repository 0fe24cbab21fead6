#include "net/caldav.h"

#include <stdlib.h>
#include <string.h>

#include "when/zone.h"

/*
 * From any address a person has at hand to the list of calendars: RFC 6764
 * (well-known), RFC 5397 (principal), RFC 4791 section 6.2.1 (home set).
 */
#define PROPS                                                                  \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"                         \
	"<D:propfind xmlns:D=\"DAV:\""                                         \
	" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""                           \
	" xmlns:A=\"http://apple.com/ns/ical/\"><D:prop>"                      \
	"<D:resourcetype/><D:displayname/><D:current-user-principal/>"         \
	"<D:owner/><D:current-user-privilege-set/><C:calendar-home-set/>"      \
	"<C:supported-calendar-component-set/><C:calendar-timezone/>"          \
	"<A:calendar-color/></D:prop></D:propfind>"

enum { CALENDARS_MAX = 1000, HOMES_MAX = 16 };

struct find {
	struct session *s;
	int (*found)(void *arg, const struct found *, struct fail *);
	void *arg;
	struct url base; /* of the request that is being answered */
	char *self;      /* its plain path without the last slash */
	/* what the address itself said */
	bool collection, calendar, is_principal;
	const char *principal, *homes;
	const char *my_path; /* plain path of the principal, or NULL */
	struct strs urls;    /* told already */
};

/* A plain path without the slash at its end. */
static char *
bare(struct pool *pool, const char *path)
{
	char *plain = url_path_plain(pool, path);
	size_t n = strlen(plain);

	if (n > 1 && plain[n - 1] == '/')
		plain[n - 1] = '\0';
	return plain;
}

/* TZID of the VTIMEZONE in calendar-timezone, if it is a zone we know. */
static const char *
time_zone(struct pool *pool, const char *ics)
{
	const char *p = ics == NULL ? NULL : strstr(ics, "TZID");
	char *name;

	if (p == NULL || (p = strpbrk(p, ":\r\n")) == NULL || *p != ':')
		return NULL;
	name = pool_strn(pool, p + 1, strcspn(p + 1, "\r\n"));
	return zone_find(name);
}

/* Something to call it by: its name, else the last part of its path. */
static const char *
name_of(struct find *d, const struct dav_response *r, const struct url *u)
{
	const char *name = r->text[DAV_NAME], *slash;

	if (name != NULL && *name != '\0')
		return name;
	name = bare(d->s->pool, u->path);
	slash = strrchr(name, '/');
	return slash == NULL || slash[1] == '\0' ? u->host : slash + 1;
}

static bool
told(struct find *d, const char *url)
{
	size_t i;

	for (i = 0; i < d->urls.n; i++)
		if (strcmp(d->urls.v[i], url) == 0)
			return true;
	strs_add(d->s->pool, &d->urls, url);
	return false;
}

/* Behind proxies servers are wrong about their own scheme and port. */
static void
same_door(const struct find *d, struct url *u)
{
	if (strcmp(u->host, d->base.host) != 0)
		return;
	u->tls = d->base.tls;
	u->port = d->base.port;
}

/* Tells of a calendar that events can be read from. */
static int
tell(struct find *d, const struct dav_response *r, const struct url *u,
	struct fail *f)
{
	struct found c = { .url = url_write(d->s->pool, u) };
	const char *owner = r->text[DAV_OWNER];

	/* tasks only; free-busy only (R15 asks for the details) */
	if ((r->components && !r->vevent) ||
		(r->privileges && !r->may_read && !r->may_write))
		return 0;
	if (told(d, c.url) || d->urls.n > CALENDARS_MAX)
		return 0;
	c.name = name_of(d, r, u);
	c.writable = !r->privileges || r->may_write;
	c.owner = owner != NULL && *owner != '\0' ? owner : NULL;
	c.access = c.writable ? "read-write" : "read-only";
	if (c.writable &&
		(c.owner == NULL || d->my_path == NULL ||
			strcmp(bare(d->s->pool, c.owner), d->my_path) == 0))
		c.access = "owner";
	c.time_zone = time_zone(d->s->pool, r->text[DAV_ZONE]);
	c.color = r->text[DAV_COLOR];
	return d->found(d->arg, &c, f);
}

/* A response about the address itself (or its children, with Depth 1). */
static int
on_self(void *arg, const struct dav_response *r, struct fail *f)
{
	struct find *d = arg;
	struct url u;

	if (url_resolve(d->s->pool, &d->base, r->text[DAV_HREF], &u, f) != 0)
		return 0;
	if (r->status >= 400 || !r->good)
		return 0;
	d->collection |= r->collection;
	d->is_principal |= r->principal;
	if (r->text[DAV_PRINCIPAL] != NULL)
		d->principal = pool_str(d->s->pool, r->text[DAV_PRINCIPAL]);
	if (r->text[DAV_HOME] != NULL)
		d->homes = pool_str(d->s->pool, r->text[DAV_HOME]);
	if (!r->calendar)
		return 0;
	d->calendar = true;
	same_door(d, &u);
	return tell(d, r, &u, f);
}

static int
on_child(void *arg, const struct dav_response *r, struct fail *f)
{
	struct find *d = arg;
	struct url u;

	if (!r->calendar || r->status >= 400)
		return 0;
	if (url_resolve(d->s->pool, &d->base, r->text[DAV_HREF], &u, f) != 0 ||
		strcmp(u.host, d->base.host) != 0)
		return 0;
	same_door(d, &u);
	return tell(d, r, &u, f);
}

/* Status of the PROPFIND, base set to where the answer came from; -1. */
static int
look(struct find *d, const struct url *u, const char *depth,
	int (*each)(void *arg, const struct dav_response *, struct fail *),
	struct dav_result *res, struct fail *f)
{
	struct dav_call call = { .method = "PROPFIND",
		.depth = depth,
		.body = PROPS,
		.url = *u,
		.each = each,
		.arg = d };

	d->base = *u;
	if (dav_send(d->s, &call, res, f) != 0)
		return -1;
	d->base = res->ans.url;
	return res->ans.status;
}

/* An address that a property names; no other host gets the password. */
static int
other(struct find *d, const char *href, struct url *u, struct fail *f)
{
	if (url_resolve(d->s->pool, &d->base, href, u, f) != 0)
		return fail_prefix(f, "%s", d->base.host);
	if (d->s->login == NULL || strcmp(u->host, d->base.host) == 0) {
		same_door(d, u);
		return 0;
	}
	fail(f, EXIT_REFUSED,
		"%s: calendars are at %s, where the password does not go",
		d->base.host, u->host);
	return fail_hint(
		f, "connect again with --url %s", url_write(d->s->pool, u));
}

/* Lists the calendars of each home. */
static int
list_homes(struct find *d, const char *homes, struct fail *f)
{
	struct strs list = { 0 };
	struct url base = d->base, u;
	struct dav_result res;
	size_t i;
	int status;

	strs_split(d->s->pool, &list, homes, '\n');
	for (i = 0; i < list.n && i < HOMES_MAX; i++) {
		d->base = base;
		if (other(d, list.v[i], &u, f) != 0)
			return -1;
		status = look(d, &u, "1", on_child, &res, f);
		if (status < 0)
			return -1;
		if (status != 207)
			return http_fail(d->s, "calendar home", &res.ans, f);
	}
	return 0;
}

/* The principal's home; 1 when it has one, 0, -1. */
static int
ask_principal(struct find *d, const char *href, struct fail *f)
{
	struct dav_result res;
	struct url u;
	int status;

	if (other(d, href, &u, f) != 0)
		return -1;
	d->my_path = bare(d->s->pool, u.path);
	if (d->homes == NULL) {
		status = look(d, &u, "0", on_self, &res, f);
		if (status < 0)
			return -1;
		if (status != 207)
			return http_fail(d->s, "principal", &res.ans, f);
	}
	if (d->homes == NULL)
		return 0;
	return list_homes(d, d->homes, f) != 0 ? -1 : 1;
}

/* Follows what one address says. 1: calendars came or were looked for, 0: it
 * knows nothing of calendars, -1. */
static int
try_address(struct find *d, const struct url *u, struct fail *f)
{
	struct dav_result res;
	int status;

	d->collection = d->calendar = d->is_principal = false;
	d->principal = d->homes = NULL;
	status = look(d, u, "0", on_self, &res, f);
	if (status < 0)
		return f->status == EXIT_BAD_DATA ? 0 : -1;
	if (status == 401 || status == 429 || status / 100 == 5) {
		http_fail(d->s, "account", &res.ans, f);
		return -1;
	}
	if (status != 207) {
		http_fail(d->s, "account", &res.ans, f);
		return 0;
	}
	if (d->calendar)
		return 1;
	/* a home: calendars right below */
	if (d->collection && strcmp(d->base.path, "/") != 0) {
		struct url home = d->base;

		if (d->principal != NULL)
			d->my_path = bare(d->s->pool, d->principal);
		status = look(d, &home, "1", on_child, &res, f);
		if (status < 0)
			return -1;
		if (status == 207 && d->urls.n > 0)
			return 1;
		d->base = home;
	}
	if (d->principal != NULL)
		return ask_principal(d, d->principal, f);
	if (d->homes != NULL)
		return list_homes(d, d->homes, f) != 0 ? -1 : 1;
	return 0;
}

int
caldav_discover(struct session *s, const struct account *acc,
	int (*found)(void *arg, const struct found *, struct fail *), void *arg,
	struct fail *f)
{
	struct find d = { .s = s, .found = found, .arg = arg };
	struct url given, known, root;
	bool bare_host;
	int rc = 0;

	if (url_read(s->pool, acc->url, &given, f) != 0)
		return -1;
	known = root = given;
	known.path = "/.well-known/caldav";
	root.path = "/";
	known.query = root.query = "";
	bare_host = strcmp(given.path, "/") == 0;
	memset(f, 0, sizeof(*f));
	if (!bare_host)
		rc = try_address(&d, &given, f);
	if (rc == 0)
		rc = try_address(&d, &known, f);
	if (rc == 0)
		rc = try_address(&d, &root, f);
	if (rc < 0)
		return -1;
	if (rc == 0 && f->status == EXIT_OK)
		fail(f, EXIT_NOT_FOUND, "%s: no calendars there", given.host);
	if (rc == 0)
		return fail_hint(f,
			"give the address of the calendar itself with --url");
	return 0;
}
