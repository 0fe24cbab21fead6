#include "net/dav_xml.h"

#include <expat.h>
#include <stdarg.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* One piece of memory, used again for each response. */
struct text {
	char *v;
	size_t n, cap;
	bool given;
};

enum { DEPTH_MAX = 64, TEXT_MAX = 8 << 20, PIECE = 16 << 10 };

/* Where the reader stands; each element below the root maps to one of these. */
enum tag {
	TAG_OTHER,
	TAG_MULTISTATUS,
	TAG_RESPONSE,
	TAG_PROPSTAT,
	TAG_PROP,
	TAG_STATUS,
	TAG_HREF,
	TAG_TOKEN,
	TAG_ETAG,
	TAG_DATA,
	TAG_NAME,
	TAG_CTAG,
	TAG_ZONE,
	TAG_COLOR,
	TAG_PRINCIPAL,
	TAG_HOME,
	TAG_OWNER,
	TAG_TYPE,
	TAG_COLLECTION,
	TAG_CALENDAR,
	TAG_IS_PRINCIPAL,
	TAG_COMPONENTS,
	TAG_COMP,
	TAG_PRIVILEGES,
	TAG_PRIVILEGE,
	TAG_READ,
	TAG_WRITE,
	TAG_REPORTS,
	TAG_REPORT,
	TAG_SYNC,
};

struct dav_reader {
	XML_Parser xml;
	struct dav_clean clean;
	int (*each)(void *arg, const struct dav_response *, struct fail *);
	void *arg;
	struct fail *f;
	bool failed; /* the failure is in *f */
	bool whole;  /* the root was a multistatus and ended */
	bool raw;    /* UTF-16: not cleaned */
	bool begun;
	size_t count;
	enum tag stack[DEPTH_MAX];
	int depth;
	/* texts of the response; those of the propstat until its status */
	struct text text[DAV_TEXTS], pending[DAV_TEXTS];
	struct text status, token;
	struct text *into; /* where characters go now, or NULL */
	int into_depth;
	struct dav_response now, prop;
};

static const struct {
	const char *name;
	enum tag tag;
} names[] = {
	{ "DAV:|multistatus", TAG_MULTISTATUS },
	{ "DAV:|response", TAG_RESPONSE },
	{ "DAV:|propstat", TAG_PROPSTAT },
	{ "DAV:|prop", TAG_PROP },
	{ "DAV:|status", TAG_STATUS },
	{ "DAV:|href", TAG_HREF },
	{ "DAV:|sync-token", TAG_TOKEN },
	{ "DAV:|getetag", TAG_ETAG },
	{ "urn:ietf:params:xml:ns:caldav|calendar-data", TAG_DATA },
	{ "DAV:|displayname", TAG_NAME },
	{ "http://calendarserver.org/ns/|getctag", TAG_CTAG },
	{ "urn:ietf:params:xml:ns:caldav|calendar-timezone", TAG_ZONE },
	{ "http://apple.com/ns/ical/|calendar-color", TAG_COLOR },
	{ "DAV:|current-user-principal", TAG_PRINCIPAL },
	{ "urn:ietf:params:xml:ns:caldav|calendar-home-set", TAG_HOME },
	{ "DAV:|owner", TAG_OWNER },
	{ "DAV:|resourcetype", TAG_TYPE },
	{ "DAV:|collection", TAG_COLLECTION },
	{ "urn:ietf:params:xml:ns:caldav|calendar", TAG_CALENDAR },
	{ "DAV:|principal", TAG_IS_PRINCIPAL },
	{ "urn:ietf:params:xml:ns:caldav|supported-calendar-component-set",
		TAG_COMPONENTS },
	{ "urn:ietf:params:xml:ns:caldav|comp", TAG_COMP },
	{ "DAV:|current-user-privilege-set", TAG_PRIVILEGES },
	{ "DAV:|privilege", TAG_PRIVILEGE },
	{ "DAV:|read", TAG_READ },
	{ "DAV:|write", TAG_WRITE },
	{ "DAV:|write-content", TAG_WRITE },
	{ "DAV:|bind", TAG_WRITE },
	{ "DAV:|all", TAG_WRITE },
	{ "DAV:|supported-report-set", TAG_REPORTS },
	{ "DAV:|report", TAG_REPORT },
	{ "DAV:|sync-collection", TAG_SYNC },
};

static enum tag
tag_of(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].tag;
	return TAG_OTHER;
}

static void
stop(struct dav_reader *r, const char *why)
{
	if (!r->failed)
		fail(r->f, EXIT_BAD_DATA, "%s", why);
	r->failed = true;
	XML_StopParser(r->xml, XML_FALSE);
}

static void
text_add(struct dav_reader *r, struct text *t, const char *s, size_t n)
{
	size_t need = t->n + n + 1;
	char *v;

	if (need > TEXT_MAX) {
		stop(r, "answer: an object above 8 MB");
		return;
	}
	if (need > t->cap) {
		need = need < 256 ? 256 : 2 * need;
		if ((v = realloc(t->v, need)) == NULL) {
			stop(r, "answer: no memory for it");
			return;
		}
		t->v = v;
		t->cap = need;
	}
	memcpy(t->v + t->n, s, n);
	t->n += n;
	t->v[t->n] = '\0';
}

/* Characters of the element that begins now go to `t`. */
static void
text_begin(struct dav_reader *r, struct text *t)
{
	t->n = 0;
	t->given = true;
	text_add(r, t, "", 0);
	r->into = t;
	r->into_depth = r->depth;
}

static void
swap_text(struct text *a, struct text *b)
{
	struct text t = *a;

	*a = *b;
	*b = t;
}

/* The tag `up` levels above the innermost. */
static enum tag
above(const struct dav_reader *r, int up)
{
	return r->depth > up ? r->stack[r->depth - 1 - up] : TAG_OTHER;
}

static void
reset(struct text *t)
{
	int i;

	for (i = 0; i < DAV_TEXTS; i++) {
		t[i].n = 0;
		t[i].given = false;
	}
}

/* An href inside a property; several of a home-set are kept by lines. */
static void
begin_href(struct dav_reader *r)
{
	struct text *t;

	switch (above(r, 1)) {
	case TAG_RESPONSE:
		/* a response may list several (RFC 4918 section 14.24): the
		 * first one stands for it */
		if (!r->text[DAV_HREF].given)
			text_begin(r, &r->text[DAV_HREF]);
		return;
	case TAG_PRINCIPAL:
		text_begin(r, &r->pending[DAV_PRINCIPAL]);
		return;
	case TAG_OWNER:
		text_begin(r, &r->pending[DAV_OWNER]);
		return;
	case TAG_HOME:
		t = &r->pending[DAV_HOME];
		if (!t->given) {
			text_begin(r, t);
			return;
		}
		text_add(r, t, "\n", 1);
		r->into = t;
		r->into_depth = r->depth;
		return;
	default:
		return;
	}
}

/* A property with a text of its own, directly inside <prop>. */
static void
begin_property(struct dav_reader *r, enum tag tag)
{
	static const struct {
		enum tag tag;
		enum dav_text to;
	} plain[] = { { TAG_ETAG, DAV_ETAG }, { TAG_DATA, DAV_DATA },
		{ TAG_NAME, DAV_NAME }, { TAG_CTAG, DAV_CTAG },
		{ TAG_TOKEN, DAV_TOKEN }, { TAG_ZONE, DAV_ZONE },
		{ TAG_COLOR, DAV_COLOR } };
	size_t i;

	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (plain[i].tag == tag)
			text_begin(r, &r->pending[plain[i].to]);
	if (tag == TAG_COMPONENTS)
		r->prop.components = true;
	if (tag == TAG_PRIVILEGES)
		r->prop.privileges = true;
}

/* What is deeper inside a property and says something by being there. */
static void
begin_inside(struct dav_reader *r, enum tag tag, const char **atts)
{
	enum tag up = above(r, 1);

	if (up == TAG_TYPE) {
		r->prop.collection |= tag == TAG_COLLECTION;
		r->prop.calendar |= tag == TAG_CALENDAR;
		r->prop.principal |= tag == TAG_IS_PRINCIPAL;
	} else if (up == TAG_PRIVILEGE && above(r, 2) == TAG_PRIVILEGES) {
		r->prop.may_read |= tag == TAG_READ;
		r->prop.may_write |= tag == TAG_WRITE;
	} else if (tag == TAG_COMP && up == TAG_COMPONENTS) {
		for (; atts[0] != NULL; atts += 2)
			if (strcmp(atts[0], "name") == 0 &&
				strcmp(atts[1], "VEVENT") == 0)
				r->prop.vevent = true;
	} else if (tag == TAG_SYNC && up == TAG_REPORT) {
		r->prop.sync_report = true;
	}
}

static void XMLCALL
on_start(void *arg, const XML_Char *name, const XML_Char **atts)
{
	struct dav_reader *r = arg;
	enum tag tag = tag_of(name);

	if (r->failed)
		return;
	if (r->depth >= DEPTH_MAX) {
		stop(r, "answer: elements nested too deep");
		return;
	}
	if (r->depth == 0 && tag != TAG_MULTISTATUS) {
		stop(r, "answer: XML, but no multistatus");
		return;
	}
	r->stack[r->depth++] = tag;
	if (tag == TAG_RESPONSE && r->depth == 2) {
		memset(&r->now, 0, sizeof(r->now));
		reset(r->text);
	} else if (tag == TAG_PROPSTAT && above(r, 1) == TAG_RESPONSE) {
		memset(&r->prop, 0, sizeof(r->prop));
		reset(r->pending);
		r->status.n = 0;
		r->status.given = false;
	} else if (tag == TAG_HREF) {
		begin_href(r);
	} else if (tag == TAG_STATUS && (above(r, 1) == TAG_PROPSTAT ||
						above(r, 1) == TAG_RESPONSE)) {
		text_begin(r, &r->status);
	} else if (tag == TAG_TOKEN && r->depth == 2) {
		text_begin(r, &r->token);
	} else if (above(r, 1) == TAG_PROP && above(r, 2) == TAG_PROPSTAT) {
		begin_property(r, tag);
	} else {
		begin_inside(r, tag, atts);
	}
}

/* "HTTP/1.1 200 OK" to 200; 0 when it is none. */
static int
status_of(const struct text *t)
{
	const char *s = t->given && t->v != NULL ? strchr(t->v, ' ') : NULL;
	int status = s == NULL ? 0 : atoi(s);

	return status >= 100 && status < 600 ? status : 0;
}

/* Properties of a propstat count when its status is 2xx (or missing). */
static void
end_propstat(struct dav_reader *r)
{
	int status = status_of(&r->status), i;

	if (status != 0 && status / 100 != 2) {
		r->now.bad_status = status;
		return;
	}
	r->now.good = true;
	for (i = 0; i < DAV_TEXTS; i++)
		if (i != DAV_HREF && r->pending[i].given)
			swap_text(&r->text[i], &r->pending[i]);
	r->now.collection |= r->prop.collection;
	r->now.calendar |= r->prop.calendar;
	r->now.principal |= r->prop.principal;
	r->now.components |= r->prop.components;
	r->now.vevent |= r->prop.vevent;
	r->now.privileges |= r->prop.privileges;
	r->now.may_read |= r->prop.may_read;
	r->now.may_write |= r->prop.may_write;
	r->now.sync_report |= r->prop.sync_report;
}

/* Blanks around a text are layout, but for calendar data. */
static const char *
trimmed(struct text *t)
{
	char *s = t->v;

	while (t->n > 0 && strchr(" \t\r\n", t->v[t->n - 1]) != NULL)
		t->v[--t->n] = '\0';
	while (*s != '\0' && strchr(" \t\r\n", *s) != NULL)
		s++;
	return s;
}

static void
end_response(struct dav_reader *r)
{
	int i;

	r->count++;
	for (i = 0; i < DAV_TEXTS; i++) {
		if (!r->text[i].given)
			continue;
		r->now.text[i] =
			i == DAV_DATA ? r->text[i].v : trimmed(&r->text[i]);
	}
	r->now.data_n = r->text[DAV_DATA].given ? r->text[DAV_DATA].n : 0;
	if (r->now.text[DAV_HREF] == NULL)
		return;
	if (r->each(r->arg, &r->now, r->f) != 0) {
		r->failed = true;
		XML_StopParser(r->xml, XML_FALSE);
	}
}

static void XMLCALL
on_end(void *arg, const XML_Char *name)
{
	struct dav_reader *r = arg;
	enum tag tag;

	(void)name;
	if (r->failed || r->depth == 0)
		return;
	if (r->into != NULL && r->depth == r->into_depth)
		r->into = NULL;
	tag = r->stack[--r->depth];
	if (tag == TAG_PROPSTAT && above(r, 0) == TAG_RESPONSE)
		end_propstat(r);
	else if (tag == TAG_STATUS && above(r, 0) == TAG_RESPONSE)
		r->now.status = status_of(&r->status);
	else if (tag == TAG_RESPONSE && r->depth == 1)
		end_response(r);
	else if (r->depth == 0)
		r->whole = true;
}

static void XMLCALL
on_text(void *arg, const XML_Char *s, int n)
{
	struct dav_reader *r = arg;

	/* only the element's own text, not that of what is inside it */
	if (!r->failed && r->into != NULL && r->depth == r->into_depth)
		text_add(r, r->into, s, (size_t)n);
}

static void XMLCALL
on_doctype(void *arg, const XML_Char *name, const XML_Char *sysid,
	const XML_Char *pubid, int internal)
{
	(void)name, (void)sysid, (void)pubid, (void)internal;
	stop(arg, "answer: a web page or a DTD, not WebDAV");
}

struct dav_reader *
dav_reader_new(
	int (*each)(void *arg, const struct dav_response *, struct fail *),
	void *arg)
{
	struct dav_reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->each = each;
	r->arg = arg;
	return r;
}

/* UTF-16 goes to expat as it is; everything else is made UTF-8 first. */
static int
begin(struct dav_reader *r, const char *bytes, size_t n)
{
	r->begun = true;
	r->raw = n >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 ||
				   memcmp(bytes, "\xfe\xff", 2) == 0);
	r->xml = XML_ParserCreateNS(r->raw ? NULL : "UTF-8", '|');
	if (r->xml == NULL)
		return -1;
	XML_SetUserData(r->xml, r);
	XML_SetElementHandler(r->xml, on_start, on_end);
	XML_SetCharacterDataHandler(r->xml, on_text);
	XML_SetStartDoctypeDeclHandler(r->xml, on_doctype);
	return 0;
}

static int
parse(struct dav_reader *r, const char *s, size_t n, bool last, struct fail *f)
{
	r->f = f;
	if (XML_Parse(r->xml, s, (int)n, last) == XML_STATUS_OK)
		return r->failed ? -1 : 0;
	if (!r->failed)
		fail(f, EXIT_BAD_DATA, "answer: line %lu: %s",
			(unsigned long)XML_GetCurrentLineNumber(r->xml),
			XML_ErrorString(XML_GetErrorCode(r->xml)));
	r->failed = true;
	return -1;
}

int
dav_reader_feed(
	struct dav_reader *r, const char *bytes, size_t n, struct fail *f)
{
	char clean[3 * (PIECE + 4)];

	if (r == NULL || (!r->begun && n > 0 && begin(r, bytes, n) != 0))
		return fail(f, EXIT_BUSY, "answer: no memory for it");
	while (n > 0) {
		size_t piece = n < PIECE ? n : PIECE, out;
		int rc;

		if (r->raw) {
			rc = parse(r, bytes, piece, false, f);
		} else {
			out = dav_clean(&r->clean, bytes, piece, false, clean);
			rc = parse(r, clean, out, false, f);
		}
		if (rc != 0)
			return -1;
		bytes += piece;
		n -= piece;
	}
	return 0;
}

int
dav_reader_end(struct dav_reader *r, struct fail *f)
{
	char clean[16];
	size_t out;

	if (r == NULL || !r->begun)
		return fail(f, EXIT_BAD_DATA, "answer: empty");
	out = dav_clean(&r->clean, "", 0, true, clean);
	if (parse(r, clean, out, true, f) != 0)
		return -1;
	if (!r->whole)
		return fail(f, EXIT_BAD_DATA, "answer: cut off");
	return 0;
}

const char *
dav_reader_token(const struct dav_reader *r)
{
	return r->token.given ? trimmed((struct text *)&r->token) : NULL;
}

size_t
dav_reader_count(const struct dav_reader *r)
{
	return r->count;
}

void
dav_reader_free(struct dav_reader *r)
{
	int i;

	if (r == NULL)
		return;
	if (r->xml != NULL)
		XML_ParserFree(r->xml);
	for (i = 0; i < DAV_TEXTS; i++) {
		free(r->text[i].v);
		free(r->pending[i].v);
	}
	free(r->status.v);
	free(r->token.v);
	free(r);
}
