#include "flow/offer.h"

#include "when/duration.h"
#include "wire/locale.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* All the hosts' addresses: who is free where all have to be. */
static void
everybody(struct pool *pool, const struct offer *o, struct strs *to)
{
	size_t i;

	for (i = 0; i < o->hosts_n; i++)
		if (o->engine_hosts[i].email != NULL)
			strs_add(pool, to, o->engine_hosts[i].email);
}

static void
slot_init(const struct offer *o, instant start, struct slot *slot)
{
	memset(slot, 0, sizeof(*slot));
	slot->page = o->page != NULL ? o->page->slug : NULL;
	slot->rotation = o->rotation != NULL ? o->rotation->name : NULL;
	slot->start = start;
	slot->end = start + o->rules.duration_s;
	slot->time_zone = o->time_zone;
}

/* Whether the start is not the first of its day, or was not asked for. */
static bool
later(const struct offer *o, instant start, instant *day_end)
{
	if (start < *day_end)
		return true;
	*day_end = zone_day(o->zone, start, 1);
	return start < o->window.start;
}

int
offer_each(struct offer *o, struct pool *pool,
	int (*each)(void *arg, const struct slot *), void *arg, struct fail *f)
{
	bool all = o->mode == OFFER_ALL && o->rules.need == 0;
	struct offer_starts starts = { 0 };
	struct strs who = { 0 };
	struct slot slot;
	instant day_end = INT64_MIN;
	size_t i;
	int rc = 0;

	if (offer_starts(pool, &o->rules, o->engine_hosts, o->hosts_n, &starts,
		    f) != 0)
		return -1;
	if (all)
		everybody(pool, o, &who);
	for (i = 0; rc == 0 && i < starts.n; i++) {
		if (o->first_only && later(o, starts.v[i], &day_end))
			continue;
		if (!all && !o->no_hosts) {
			who.n = 0;
			offer_free(pool, &o->rules, o->engine_hosts, o->hosts_n,
				starts.v[i], &who);
		}
		slot_init(o, starts.v[i], &slot);
		slot.hosts = who;
		rc = each(arg, &slot);
	}
	return rc;
}

/* ---- one start ---- */

/* "Tue 1 Dec 2026 10:00 Europe/Rome (page demo)" */
static char *
start_text(struct pool *pool, const struct offer *o, instant start)
{
	char *text = NULL, *copy;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return pool_str(pool, "that time");
	locale_time(to, "en", "%a %e %b %Y %H:%M %V", start, o->zone);
	if (o->page != NULL)
		fprintf(to, " (page %s)", o->page->slug);
	else if (o->rotation != NULL)
		fprintf(to, " (rotation %s)", o->rotation->name);
	else if (o->hosts_n == 1 && o->engine_hosts[0].email != NULL)
		fprintf(to, " (%s)", o->engine_hosts[0].email);
	fclose(to);
	copy = pool_str(pool, text);
	free(text);
	return copy;
}

/* The exit status that a rule leads to. */
static int
rule_status(const char *rule)
{
	if (strcmp(rule, "inactive") == 0)
		return EXIT_INACTIVE;
	if (strcmp(rule, "busy") == 0 || strcmp(rule, "buffer") == 0 ||
		strcmp(rule, "held") == 0)
		return EXIT_TAKEN;
	return EXIT_REFUSED;
}

/* How much a status weighs: an inactive calendar more than the page's rules,
 * these more than a meeting that is there already. */
static int
weight(int status)
{
	return status == EXIT_INACTIVE ? 3 : status == EXIT_REFUSED ? 2 : 1;
}

/* The strongest reason among those of one host, the first of equals. */
static const struct reason *
strongest(const struct explain *e)
{
	const struct reason *best = &e->rules[0];
	size_t i;

	for (i = 1; i < e->rules_n; i++)
		if (weight(rule_status(e->rules[i].rule)) >
			weight(rule_status(best->rule)))
			best = &e->rules[i];
	return best;
}

static const char *
rule_words(const char *rule)
{
	static const char *const words[][2] = {
		{ "hours", "outside the opening hours" },
		{ "horizon", "beyond the days that are offered" },
		{ "fit", "the opening hours end before the meeting does" },
		{ "notice", "too soon" },
		{ "limit", "as many meetings as are allowed" },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], rule) == 0)
			return words[i][1];
	return rule;
}

/* The one reason to answer with: where all are needed the strongest of any
 * host, where one is enough that of the host who came nearest. */
static const struct reason *
verdict(struct pool *pool, const struct offer *o, instant start,
	const char **who)
{
	const struct reason *best = NULL, *why;
	struct explain e;
	size_t i;
	int a, b;

	for (i = 0; i < o->hosts_n; i++) {
		offer_why(pool, &o->rules, &o->engine_hosts[i], start, &e);
		if (e.free)
			continue;
		why = strongest(&e);
		a = weight(rule_status(why->rule));
		b = best != NULL ? weight(rule_status(best->rule)) : 0;
		if (best == NULL || (o->mode == OFFER_ALL ? a > b : a < b)) {
			best = why;
			*who = e.user;
		}
	}
	return best;
}

static int
refuse(struct pool *pool, const struct offer *o, instant start, struct fail *f)
{
	const char *at = start_text(pool, o, start), *who = NULL, *words;
	const struct reason *why = verdict(pool, o, start, &who);
	char text[32];

	if (why == NULL)
		return fail(f, EXIT_TAKEN, "slot taken: %s", at);
	if (strcmp(why->rule, "inactive") == 0)
		return fail(f, EXIT_INACTIVE,
			"calendar inactive: %s%s%s cannot be booked: %s",
			why->calendar != NULL ? why->calendar : "",
			why->calendar != NULL ? " of " : "",
			who != NULL ? who : "the host", why->detail);
	if (rule_status(why->rule) == EXIT_TAKEN)
		return fail(f, EXIT_TAKEN, "slot taken: %s", at);
	words = rule_words(why->rule);
	if (strcmp(why->rule, "limit") == 0 && why->detail != NULL)
		words = pool_printf(pool, "%s (%s)", words, why->detail);
	if (strcmp(why->rule, "hours") == 0 && why->detail != NULL)
		words = why->detail;
	if (strcmp(why->rule, "notice") == 0 && start < o->rules.now)
		words = "in the past";
	else if (strcmp(why->rule, "notice") == 0)
		words = pool_printf(pool, "too soon, %s of notice are wanted",
			duration_write(o->rules.notice_s, text));
	else if (strcmp(why->rule, "horizon") == 0 && why->detail != NULL)
		words = why->detail;
	fail(f, EXIT_REFUSED, "not offered: %s: %s", at, words);
	if (why->handover != NULL)
		fail_hint(f, "mtg-slots %s lists free times of who stands in",
			why->handover);
	return -1;
}

int
offer_check(struct offer *o, instant start, bool grid, struct pool *pool,
	struct slot *slot, struct fail *f)
{
	struct strs who = { 0 };

	if (!offer_free(
		    pool, &o->rules, o->engine_hosts, o->hosts_n, start, &who))
		return refuse(pool, o, start, f);
	if (grid && !offer_on_grid(pool, &o->rules, o->engine_hosts, o->hosts_n,
			    start))
		return fail(f, EXIT_REFUSED,
			"not offered: %s: not one of the starts",
			start_text(pool, o, start));
	slot_init(o, start, slot);
	slot->hosts = who;
	return 0;
}

/* ---- reasons ---- */

int
offer_explain_at(struct offer *o, instant start, struct pool *pool,
	int (*each)(void *arg, const struct explain *), void *arg)
{
	struct explain e;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < o->hosts_n; i++) {
		offer_why(pool, &o->rules, &o->engine_hosts[i], start, &e);
		rc = each(arg, &e);
	}
	return rc;
}

int
offer_explain(struct offer *o, struct span window, struct pool *pool,
	int (*each)(void *arg, const struct explain *), void *arg)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < o->hosts_n; i++)
		rc = offer_explain_host(pool, &o->rules, &o->engine_hosts[i],
			window, each, arg);
	return rc;
}
