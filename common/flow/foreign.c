#include "flow/foreign.h"

#include "engine/busy.h"
#include "flow/intake.h"
#include "store/outbox.h"
#include "wire/ics_line.h"
#include "wire/ics_write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct hearing {
	struct pool *pool;
	struct ics_warnings *w;
};

static void
hear(void *arg, const struct event *e, const char *text)
{
	struct hearing *h = arg;

	ics_warn(h->pool, h->w, e->line, e->uid, e->summary, true, "%s", text);
}

static void
keep_warnings(struct pool *pool, const struct ics *ics, struct ics_warnings *to)
{
	size_t i;

	for (i = 0; i < ics->warnings.n; i++) {
		const struct ics_warning *w = &ics->warnings.v[i];

		ics_warn(pool, to, w->line, w->uid, w->summary, w->partial,
			"%s", w->text);
	}
}

int
foreign_busy(struct pool *pool, const char *text, size_t len,
	const struct foreign *how, struct busies *to, struct ics_warnings *w,
	struct fail *f)
{
	struct ics_read read = { how->owners, how->zone, ics_zones_new(pool) };
	struct hearing hearing = { pool, w };
	struct busy_budget budget = BUSY_BUDGET;
	struct busy_context context = { .window = how->window,
		.host = how->zone,
		.budget = &budget,
		.warn = hear,
		.arg = &hearing };
	struct busies all = { 0 };
	struct ics ics = { 0 };
	size_t i;

	if (ics_scan(pool, text, len, &ics, f) != 0)
		return -1;
	keep_warnings(pool, &ics, w);
	context.calendar = ics_time_zone(pool, &ics, &read);
	for (i = 0; i < ics.objects_n; i++) {
		struct events events = { 0 };

		ics_events(pool, &ics, &ics.objects[i], &read, &events, w);
		busy_expand(pool, &events, &context, &all);
	}
	busies_cut(&all, how->window);
	busies_sort(&all);
	if (how->merged)
		busies_merge(pool, &all, to);
	else
		for (i = 0; i < all.n; i++)
			busies_add(pool, to, &all.v[i]);
	return 0;
}

int
foreign_import(struct store *store, const struct calendar *calendar,
	const char *text, size_t len, instant now, struct pool *pool,
	void (*each)(void *arg, const struct change *), void *arg,
	struct ics_warnings *w, struct fail *f)
{
	struct ics ics = { 0 };
	size_t i;

	if (!calendar->writable)
		return fail(f, EXIT_REFUSED, "calendar %s: cannot be written",
			calendar->slug);
	if (ics_scan(pool, text, len, &ics, f) != 0)
		return -1;
	keep_warnings(pool, &ics, w);
	for (i = 0; i < ics.objects_n; i++) {
		const struct ics_object *o = &ics.objects[i];
		struct change change = { calendar->slug, "added", o->uid, "",
			0 };
		struct letter l = { .kind = "put",
			.calendar_id = calendar->id,
			.uid = o->uid,
			.state = "queued",
			.created_at = now };

		l.key = pool_printf(pool, "import:%" PRId64 ":%s:%" PRIx64,
			calendar->id, o->uid, o->hash);
		l.body = ics_object_text(pool, &ics, o, NULL);
		if (outbox_add(store, &l, f) != 0)
			return -1;
		each(arg, &change);
	}
	return 0;
}

/* ---- out ---- */

struct exporting {
	FILE *to;
	struct pool *pool;
	struct strs zones; /* TZIDs written already */
	struct span window;
	const struct zone *zone;
	struct fail *f;
};

static bool
in_window(struct exporting *x, const struct event_row *row)
{
	struct ics_read how = { NULL, x->zone, NULL };
	struct busy_context context = {
		.window = x->window, .host = x->zone, .keep_free = true
	};
	struct ics_warnings ignored = { 0 };
	struct events events = { 0 };
	struct busies busy = { 0 };
	struct pool *pool;
	struct fail f;
	bool yes;

	if (x->window.end <= x->window.start)
		return true;
	pool = pool_new();
	/* what cannot be read is handed on rather than lost */
	yes = ics_events_read(pool, row->ics, strlen(row->ics), &how, &events,
		      &ignored, NULL, NULL, &f) != 0 ||
	      busy_expand(pool, &events, &context, &busy) > 0;
	pool_free(pool);
	return yes;
}

/* Whether a VTIMEZONE block was not written before; notes it. */
static bool
new_zone(struct exporting *x, const char *block, size_t n)
{
	const char *at = memmem(block, n, "TZID", 4);
	size_t len, i;
	char *line;

	if (at == NULL)
		return false;
	len = strcspn(at, "\r\n");
	line = pool_strn(x->pool, at, len);
	for (i = 0; i < x->zones.n; i++)
		if (strcmp(x->zones.v[i], line) == 0)
			return false;
	strs_add(x->pool, &x->zones, line);
	return true;
}

/*
 * The components inside an object's VCALENDAR, as they are; the texts are our
 * own (ics_object_text): one component after another, CRLF, names in upper
 * case.
 */
static void
copy_parts(struct exporting *x, const char *text)
{
	const char *p = text, *end, *start = NULL;
	char name[64] = "";
	size_t n;

	for (; *p != '\0'; p = *end == '\0' ? end : end + 1) {
		if ((end = strchr(p, '\n')) == NULL)
			end = p + strlen(p);
		if (start == NULL && strncmp(p, "BEGIN:", 6) == 0 &&
			strncmp(p, "BEGIN:VCALENDAR", 15) != 0) {
			n = strcspn(p + 6, "\r\n");
			if (n >= sizeof(name))
				continue;
			memcpy(name, p + 6, n);
			name[n] = '\0';
			start = p;
		} else if (start != NULL && strncmp(p, "END:", 4) == 0 &&
			   strncmp(p + 4, name, strlen(name)) == 0 &&
			   strchr("\r\n", p[4 + strlen(name)]) != NULL) {
			n = (size_t)(end - start) + (*end == '\n');
			if (strcmp(name, "VTIMEZONE") != 0 ||
				new_zone(x, start, n))
				fwrite(start, 1, n, x->to);
			start = NULL;
		}
	}
}

static int
export_row(void *arg, const struct event_row *row)
{
	struct exporting *x = arg;

	if (in_window(x, row))
		copy_parts(x, row->ics);
	return 0;
}

int
foreign_export(FILE *to, struct store *store, const int64_t *calendars,
	size_t n, struct span window, const struct zone *zone,
	struct pool *pool, struct fail *f)
{
	struct exporting x = {
		.to = to, .pool = pool, .window = window, .zone = zone, .f = f
	};
	size_t i;

	fputs("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mtg//mtg-sync//"
	      "EN\r\n",
		to);
	for (i = 0; i < n; i++)
		if (event_each(store, calendars[i], export_row, &x, f) < 0)
			return -1;
	fputs("END:VCALENDAR\r\n", to);
	return 0;
}
