#include "desk/slots_answer.h"

#include "engine/busy.h"
#include "flow/offer_owner.h"
#include "wire/busy_ics.h"
#include "wire/explain_text.h"
#include "wire/locale.h"
#include "wire/page_json.h"
#include "wire/slot_html.h"
#include "wire/slot_json.h"
#include "wire/slot_text.h"
#include "wire/week_map.h"

#include <inttypes.h>
#include <string.h>

/* What mtg-slots prints. */

static const char slot_columns[] = "start,end,timeZone,hosts";
static const char explain_columns[] = "user,start,end,free,why";

struct answer {
	struct front *front;
	const struct slots_how *how;
	const struct slots_series *series;
	struct offer *offer;
	struct spans slots; /* for text and ics */
	int64_t n, today;
	instant day_end;
	const char *base;     /* page.url without its slash, or NULL */
	bool stay;            /* collect instead of print */
	struct week_map *map; /* for svg and ansi, else NULL */
	struct slot *links;   /* for html */
	size_t links_n, links_cap;
	struct explain_text summary; /* of --explain -f text */
};

static const char *
slot_url(const struct answer *a, const struct slot *slot)
{
	char at[INSTANT_TEXT];

	if (a->base == NULL || slot->page == NULL)
		return NULL;
	return pool_printf(a->front->pool, "%s/%s?start=%s&d=%" PRId64, a->base,
		slot->page, instant_write(slot->start, at),
		(slot->end - slot->start) / 60);
}

/* In a mail: the page opens in the zone and language that the mail is in. */
static void
keep_link(struct answer *a, const struct slot *slot)
{
	struct slot *to;

	a->links = pool_grow(a->front->pool, a->links, a->links_n,
		&a->links_cap, sizeof(*a->links));
	to = &a->links[a->links_n++];
	to->start = slot->start;
	to->end = slot->end;
	to->url = slot_url(a, slot);
	if (to->url != NULL && a->front->zone_given)
		to->url = url_add(a->front->pool, to->url, "tz",
			zone_name(a->front->zone));
	if (to->url != NULL && a->front->language_given)
		to->url = url_add(
			a->front->pool, to->url, "lang", a->front->language);
}

static void
print(struct answer *a, const struct slot *slot)
{
	struct slot copy = *slot;

	if (a->map != NULL) {
		week_map_add(a->map, slot);
		return;
	}
	if (a->front->format == FORMAT_HTML) {
		keep_link(a, slot);
		return;
	}
	if (a->stay) {
		spans_add(a->front->pool, &a->slots, slot->start, slot->end);
		return;
	}
	copy.url = slot_url(a, slot);
	slot_write(front_emit(a->front, slot_columns), &copy);
}

/* Counts off --limit, --first and --per-day. */
static int
take(void *arg, const struct slot *slot)
{
	struct answer *a = arg;

	if (a->n == a->how->limit)
		return 1;
	if (slot->start >= a->day_end) {
		a->today = 0;
		a->day_end = zone_day(a->front->zone, slot->start, 1);
	}
	if (a->today == a->how->per_day)
		return 0;
	a->today++;
	a->n++;
	print(a, slot);
	return 0;
}

/* A host's free stretches, out of the slots that this host can take. */
static void
free_stretches(struct answer *a, struct offer_host *h, struct busies *to)
{
	struct spans free = { 0 };
	size_t i;

	for (i = 0; i < a->slots.n; i++)
		if (offer_host_free(&a->offer->rules, h, a->slots.v[i].start))
			spans_add(a->front->pool, &free, a->slots.v[i].start,
				a->slots.v[i].end);
	spans_join(&free);
	for (i = 0; i < free.n; i++)
		busies_add(a->front->pool, to,
			&(struct busy){ .start = free.v[i].start,
				.end = free.v[i].end,
				.status = BUSY_FREE });
}

static void
ics_write(struct answer *a)
{
	struct offer *o = a->offer;
	struct fail f;
	size_t i;

	busy_ics_begin(a->front->out);
	for (i = 0; i < o->hosts_n; i++) {
		struct offer_host *h = &o->engine_hosts[i];
		struct busies list = { 0 };
		struct busy_ics how = { .email = h->email,
			.name = o->hosts[i].name,
			.stamp = a->front->now,
			.window = o->window };

		busies_merge(a->front->pool, &h->busy, &list);
		busies_cut(&list, o->window);
		free_stretches(a, h, &list);
		busies_sort(&list);
		if (busy_ics_write(a->front->out, &how, &list, &f) != 0)
			front_die(a->front, &f);
	}
	busy_ics_end(a->front->out);
}

/* What was collected, in the formats that want it all at once. */
static void
print_collected(struct answer *a)
{
	if (!a->stay)
		return;
	if (a->front->format == FORMAT_ICS)
		ics_write(a);
	else if (a->front->format == FORMAT_HTML)
		slot_html_write(a->front->out, a->links, a->links_n,
			a->front->zone, a->front->language);
	else if (a->front->format == FORMAT_ANSI)
		week_map_text(a->front->out, a->map, a->front->color_out);
	else if (a->front->format == FORMAT_SVG)
		week_map_svg(a->front->out, a->map,
			a->offer->page != NULL       ? a->offer->page->title
			: a->offer->rotation != NULL ? a->offer->rotation->name
						     : "Free times");
	else
		slot_text_write(a->front->out, &a->slots, a->front->zone,
			a->front->language);
}

static int
explain_one(void *arg, const struct explain *e)
{
	struct answer *a = arg;

	if (a->stay)
		explain_text_add(&a->summary, e);
	else
		explain_write(front_emit(a->front, explain_columns), e);
	return 0;
}

static bool
enough(const void *arg, const bool *free, size_t n)
{
	const struct offer *o = arg;

	return n == o->hosts_n && offer_enough(o, free);
}

/* Readies the summary of reasons. */
static void
explain_ready(struct answer *a)
{
	struct offer *o = a->offer;
	struct explain_text *s = &a->summary;

	s->pool = a->front->pool;
	s->zone = a->front->zone;
	s->language = a->front->language;
	if (o->hosts_n > 1 && (o->mode == OFFER_ANY || o->rules.need > 0 ||
				      o->rules.parties.n > 0)) {
		s->enough = enough;
		s->enough_arg = o;
	}
	s->duration_s = o->rules.duration_s;
	s->titles = a->front->verbose > 0;
}

/* Why, of one start or (`at` 0) of all that was asked for. */
static int
explain(struct answer *a, instant at)
{
	struct offer *o = a->offer;
	int rc;

	explain_ready(a);
	rc = at != 0 ? offer_explain_at(o, at, a->front->pool, explain_one, a)
		     : offer_explain(
			       o, o->window, a->front->pool, explain_one, a);
	if (a->stay)
		explain_text_write(a->front->out, &a->summary);
	return rc;
}

/* R16: who cannot be booked at all is said, not left to be guessed. */
static void
warn_inactive(const struct answer *a)
{
	const struct offer *o = a->offer;
	size_t i, said = 0;

	for (i = 0; i < o->hosts_n; i++) {
		const struct offer_host *h = &o->engine_hosts[i];

		if (h->inactive == NULL)
			continue;
		if (said++ == 3) {
			front_warn(a->front, "and others");
			break;
		}
		front_warn(a->front, "calendar %s of %s is %s: not offered",
			h->inactive_calendar, h->email, h->inactive);
	}
}

static int
answer_check(struct answer *a, instant at)
{
	struct offer *o = a->offer;
	struct slot slot;
	struct fail f;
	int rc = offer_check(o, at, false, a->front->pool, &slot, &f);

	slot.instant = a->how->instant && o->page != NULL;
	if (a->how->explain)
		explain(a, at);
	else if (rc == 0)
		print(a, &slot);
	if (rc == 0) {
		if (!a->how->explain)
			print_collected(a);
		return 0;
	}
	front_say(a->front, "%s", f.line);
	return EXIT_NONE;
}

static int
answer_none(const struct answer *a)
{
	const struct offer *o = a->offer;
	const struct user *owner = offer_owner(o);
	struct fail f;

	fail(&f, EXIT_NONE, "no slot: %s%s is free%s%s",
		owner != NULL ? "nothing of " : "nothing",
		owner != NULL ? owner->email : "",
		o->page != NULL ? " on page " : "",
		o->page != NULL ? o->page->slug : "");
	fail_hint(&f, "--explain says why; --to looks further ahead");
	return front_error(a->front, &f);
}

/* Why, meeting by meeting; as text under a line that says which. */
static void
explain_series(struct answer *a)
{
	const struct explain *e;
	size_t i;

	explain_ready(a);
	for (i = 0; i < a->series->reasons_n; i++) {
		e = &a->series->reasons[i];
		if (a->stay && (i == 0 || e[-1].meeting != e->meeting)) {
			explain_text_write(a->front->out, &a->summary);
			a->summary.n = 0;
			fprintf(a->front->out, "%d of %zu:\n", e->meeting,
				a->series->meetings);
		}
		explain_one(a, e);
	}
	if (a->stay)
		explain_text_write(a->front->out, &a->summary);
}

/* What was found of a series; of one start also why there is nothing. */
static int
answer_series(struct answer *a)
{
	size_t i;
	int rc = 0;

	if (a->how->explain) {
		explain_series(a);
	} else {
		for (i = 0; rc == 0 && i < a->series->n; i++)
			rc = take(a, &a->series->v[i]);
		if (a->series->n > 0 || !a->how->check)
			print_collected(a);
	}
	if (!a->how->check)
		return a->how->first && a->n == 0 ? answer_none(a) : 0;
	if (a->series->n > 0)
		return 0;
	front_say(a->front, "%s", a->series->failed.line);
	return EXIT_NONE;
}

int
slots_answer(struct front *front, const struct slots_how *how,
	const struct slots_series *series, struct offer *o, instant at)
{
	struct answer a = { .front = front,
		.how = how,
		.series = series,
		.offer = o,
		.day_end = INT64_MIN };
	struct fail f;

	a.base = config_get(front->config, "page.url");
	if (a.base != NULL)
		a.base = pool_strn(front->pool, a.base,
			strlen(a.base) -
				(*a.base != '\0' &&
					a.base[strlen(a.base) - 1] == '/'));
	a.stay = front->format >= FORMAT_TEXT;
	if (front->format == FORMAT_SVG || front->format == FORMAT_ANSI)
		a.map = week_map_new(front->pool, front->zone, front->language);
	if (!a.stay)
		front_emit(
			front, how->explain ? explain_columns : slot_columns);
	if (series != NULL) {
		if (!how->check)
			warn_inactive(&a);
		return answer_series(&a);
	}
	if (how->check || how->instant)
		return answer_check(&a, at);
	if (how->explain)
		return explain(&a, 0);
	warn_inactive(&a);
	if (offer_each(o, front->pool, take, &a, &f) < 0)
		front_die(front, &f);
	print_collected(&a);
	return how->first && a.n == 0 ? answer_none(&a) : 0;
}
