#include "flow/lint.h"

#include "flow/offer.h"
#include "store/booking.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/user.h"
#include "when/duration.h"

#include <inttypes.h>
#include <string.h>

/* One page while it is looked at. */
struct look {
	struct store *store;
	const struct lint *how;
	const struct page *page;
	struct pool *pool; /* of the findings */
	struct pool *work; /* of everything else */
	struct findings *to;
	struct offer offer; /* of the page's first duration */
	int64_t longest_s;  /* of the opening windows, in the days looked at */
};

static void add(struct look *, const char *rule, const char *hint,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static void
add(struct look *l, const char *rule, const char *hint, const char *fmt, ...)
{
	struct findings *to = l->to;
	struct finding *one;
	va_list ap;

	to->v = pool_grow(l->pool, to->v, to->n, &to->cap, sizeof(*to->v));
	one = &to->v[to->n++];
	one->page = pool_str(l->pool, l->page->slug);
	one->rule = rule;
	one->hint = pool_str(l->pool, hint);
	va_start(ap, fmt);
	one->detail = pool_vprintf(l->pool, fmt, ap);
	va_end(ap);
}

static const char *
length(struct look *l, int64_t seconds)
{
	char text[32];

	return pool_str(l->work, duration_write(seconds, text));
}

/* ---- before anything is opened ---- */

static int
look_state(struct look *l, struct fail *f)
{
	const struct page *p = l->page;
	struct user owner = { 0 };

	if (strcmp(p->state, "enabled") != 0)
		add(l, "disabled",
			pool_printf(l->work, "mtg-page enable %s", p->slug),
			"the page is %s", p->state);
	if (user_load(l->store, p->user_id, l->work, &owner, f) != 1)
		return -1;
	if (!owner.pages_on)
		add(l, "disabled", NULL, "the pages of %s are off",
			owner.email);
	return 0;
}

/* 1: there is somebody to look at, 0: nobody, which was said, -1. */
static int
look_members(struct look *l, struct fail *f)
{
	const char *name = l->page->rotation;
	struct members members = { 0 };
	size_t i, on = 0, weight = 0;

	if (members_load(l->store, l->page->rotation_id, 0, l->work, &members,
		    f) != 0)
		return -1;
	for (i = 0; i < members.n; i++)
		if (member_on(&members.v[i], l->how->now)) {
			on++;
			weight += members.v[i].weight > 0;
		}
	if (weight > 0)
		return 1;
	if (on > 0)
		add(l, "no-weight",
			pool_printf(l->work, "mtg-rotate show %s", name),
			"the weights of rotation %s sum to zero", name);
	else
		add(l, "no-members",
			pool_printf(l->work, "mtg-rotate show %s", name),
			members.n == 0 ? "rotation %s has no members"
				       : "nobody of rotation %s takes part now",
			name);
	return 0;
}

static int
look_hosts(struct look *l, struct fail *f)
{
	int64_t *ids = NULL;
	size_t n = 0;

	if (strcmp(l->page->kind, "rotation") == 0)
		return look_members(l, f);
	if (strcmp(l->page->kind, "group") != 0)
		return 1;
	if (page_hosts(l->store, l->page->id, l->work, &ids, &n, f) != 0)
		return -1;
	if (n == 0 && l->page->parties_n == 0)
		add(l, "no-hosts", NULL, "the page has no hosts");
	return n > 0 || l->page->parties_n > 0;
}

/* ---- what is offered ---- */

static int
one_is_enough(void *arg, const struct slot *slot)
{
	(void)arg;
	(void)slot;
	return 1;
}

/* The page as a visitor finds it, with one of its durations: 1 open, 0 not,
 * which was said, -1. */
static int
look_open(struct look *l, int64_t duration_s, struct offer *o, struct fail *f)
{
	struct offer_query q = { .page = l->page->slug,
		.now = l->how->now,
		.to = l->how->now + l->how->days * 86400,
		.max_stale_s = l->how->max_stale_s,
		.duration_s = duration_s,
		.step_s = -1,
		.notice_s = -1,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.no_hosts = true,
		.any_state = true };

	if (offer_open(l->store, &q, l->work, o, f) == 0)
		return 1;
	/* a locked store says nothing about the page */
	if (f->status > EXIT_BAD_DATA)
		return -1;
	add(l, "refused", f->hint[0] != '\0' ? f->hint : NULL, "%s", f->line);
	return 0;
}

/* Which of the durations can be booked at all. */
static int
look_slots(struct look *l, struct fail *f)
{
	const struct page *p = l->page;
	const char *none = NULL;
	struct offer other, *o;
	int64_t s;
	size_t i, n = 0;
	int rc;

	for (i = 0; i < p->durations_n; i++) {
		o = i == 0 ? &l->offer : &other;
		s = p->durations[i] * INT64_C(60);
		if (i > 0 && (rc = look_open(l, s, o, f)) != 1)
			return rc;
		rc = offer_each(o, l->work, one_is_enough, NULL, f);
		if (rc < 0)
			return -1;
		if (rc > 0)
			continue;
		n++;
		none = none == NULL ? length(l, s)
				    : pool_printf(l->work, "%s, %s", none,
					      length(l, s));
	}
	if (n == 0)
		return 0;
	add(l, "no-slot",
		pool_printf(l->work,
			"mtg-slots %s --to +%" PRId64 "d --explain -f text",
			p->slug, l->how->days),
		n < p->durations_n
			? "no free time in the next %" PRId64 " days for %s"
			: "no free time in the next %" PRId64 " days",
		l->how->days, none);
	return 0;
}

/* ---- hosts ---- */

/* Whether nothing goes without this host. */
static bool
needed(const struct offer *o, size_t i)
{
	size_t p;

	for (p = 0; p < o->parts_n; p++)
		if (o->parts[p].whole &&
			(o->engine_hosts[i].parties >> p & 1) != 0)
			return true;
	return false;
}

/* R16: in a group one such host blocks all. */
static void
look_calendars(struct look *l)
{
	const struct offer *o = &l->offer;
	size_t i;

	if (o->offline)
		add(l, "offline",
			pool_printf(l->work,
				"mtg-sync connect caldav --user %s --url URL",
				o->hosts[0].slug),
			"no host has a calendar: times can only be requested");
	for (i = 0; i < o->inactive_n; i++) {
		const struct inactive *one = &o->inactive[i];

		add(l, "inactive", "mtg-sync status",
			"calendar %s of %s is %s: %s", one->calendar,
			o->engine_hosts[one->host].email, one->why,
			!needed(o, one->host) ? "the others go on"
			: o->hosts_n > 1      ? "nobody can be booked"
					      : "no time is offered");
	}
}

static int64_t
longest(const struct spans *hours, struct span window)
{
	int64_t best = 0;
	size_t i;

	for (i = 0; i < hours->n; i++) {
		const struct span *s = &hours->v[i];

		if (s->start < window.end && s->end > window.start &&
			s->end - s->start > best)
			best = s->end - s->start;
	}
	return best;
}

/* Opening windows of each host and, where all are needed, of all together. */
static void
look_hours(struct look *l)
{
	struct offer *o = &l->offer;
	struct spans both = { 0 }, common = { 0 };
	size_t i, closed = 0, all = 0;
	int64_t s;

	for (i = 0; i < o->hosts_n; i++) {
		const struct spans *hours = &o->engine_hosts[i].hours;

		s = longest(hours, o->window);
		if (s == 0) {
			closed++;
			add(l, "no-hours",
				pool_printf(l->work, "mtg-page show %s",
					l->page->slug),
				"%s has no opening hours in the next %" PRId64
				" days",
				o->engine_hosts[i].email, l->how->days);
		}
		if (s > l->longest_s)
			l->longest_s = s;
		if (!needed(o, i))
			continue;
		if (all++ == 0) {
			common = *hours;
		} else {
			both = (struct spans){ 0 };
			spans_intersect(l->work, &common, hours, &both);
			common = both;
		}
	}
	if (all == 0)
		return;
	l->longest_s = longest(&common, o->window);
	if (l->longest_s == 0 && closed == 0)
		add(l, "no-hours", NULL,
			"the hosts have no opening hours in common in the "
			"next %" PRId64 " days",
			l->how->days);
}

/* ---- rules against each other ---- */

static void
look_durations(struct look *l)
{
	const struct page *p = l->page;
	size_t i;

	for (i = 0; i < p->durations_n; i++)
		if (p->durations[i] * INT64_C(60) > l->longest_s)
			add(l, "duration",
				pool_printf(l->work,
					"mtg-page edit %s duration=...",
					p->slug),
				"a meeting of %s fits into no opening window, "
				"the longest is %s",
				length(l, p->durations[i] * INT64_C(60)),
				length(l, l->longest_s));
}

static void
look_rules(struct look *l)
{
	const struct offer_rules *r = &l->offer.rules;
	const char *slug = l->page->slug;
	int64_t around = r->before_s + r->after_s;

	if (r->gap_s > around)
		around = r->gap_s;
	if (r->now + r->notice_s >= r->horizon)
		add(l, "notice",
			pool_printf(
				l->work, "mtg-page edit %s notice=4h", slug),
			"%s of notice is beyond the last day that is offered",
			length(l, r->notice_s));
	if (l->longest_s == 0)
		return;
	look_durations(l);
	if (r->offset_s >= l->longest_s)
		add(l, "offset",
			pool_printf(l->work, "mtg-page edit %s offset=", slug),
			"an offset of %s leaves no start in any opening "
			"window, the longest is %s",
			length(l, r->offset_s), length(l, l->longest_s));
	if (r->step_s > l->longest_s)
		add(l, "step",
			pool_printf(l->work, "mtg-page edit %s step=", slug),
			"a step of %s leaves one start in each opening window, "
			"the longest is %s",
			length(l, r->step_s), length(l, l->longest_s));
	if (around > l->longest_s)
		add(l, "buffer",
			pool_printf(l->work,
				"mtg-page edit %s before= after= gap=", slug),
			"%s kept free around a meeting is longer than every "
			"opening window, the longest is %s",
			length(l, around), length(l, l->longest_s));
}

/* ---- what is left undone ---- */

static int
count_one(void *arg, const struct booking *b)
{
	(void)b;
	++*(size_t *)arg;
	return 0;
}

static int
look_outcomes(struct look *l, struct fail *f)
{
	struct booking_query q = { .from = INSTANT_MIN,
		.to = l->how->now,
		.page_id = l->page->id,
		.outcome = "none",
		.now = l->how->now };
	size_t n = 0;

	if (booking_each(l->store, &q, l->work, count_one, &n, f) != 0)
		return -1;
	if (n > 0)
		add(l, "outcome",
			pool_printf(l->work,
				"mtg-book list --page %s --to now --outcome "
				"none",
				l->page->slug),
			n == 1 ? "%zu meeting is over without an outcome"
			       : "%zu meetings are over without an outcome",
			n);
	return 0;
}

static int
look(struct look *l, struct fail *f)
{
	int rc;

	if (look_state(l, f) != 0)
		return -1;
	if ((rc = look_hosts(l, f)) == 1 &&
		(rc = look_open(l, -1, &l->offer, f)) == 1) {
		look_calendars(l);
		look_hours(l);
		look_rules(l);
		rc = look_slots(l, f);
	}
	return rc < 0 ? -1 : look_outcomes(l, f);
}

int
lint_page(struct store *store, const struct lint *how, const struct page *page,
	struct pool *pool, struct findings *to, struct fail *f)
{
	struct look l = { .store = store,
		.how = how,
		.page = page,
		.pool = pool,
		.work = pool_new(),
		.to = to };
	int rc = look(&l, f);

	pool_free(l.work);
	return rc;
}
