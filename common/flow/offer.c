#include "flow/offer_priv.h"

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

/* Takes the rooms out of who is free; both are in the order of the hosts. */
static void
rooms_apart(struct pool *pool, const struct offer *o, struct strs *who,
	struct strs *rooms)
{
	size_t i, k = 0, n = 0;

	rooms->n = 0;
	for (i = 0; o->rooms > 0 && i < o->hosts_n && k < who->n; i++) {
		if (o->engine_hosts[i].email != who->v[k] &&
			strcmp(o->engine_hosts[i].email, who->v[k]) != 0)
			continue;
		if (o->hosts[i].room)
			strs_add(pool, rooms, who->v[k++]);
		else
			who->v[n++] = who->v[k++];
	}
	if (o->rooms > 0)
		who->n = n;
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
	bool all = o->mode == OFFER_ALL && o->rules.need == 0 &&
		   o->rules.parties.n == 0;
	struct offer_starts starts = { 0 };
	struct strs who = { 0 }, rooms = { 0 };
	struct slot slot;
	instant day_end = INT64_MIN;
	size_t i;
	int rc = 0;

	if (offer_starts(pool, &o->rules, o->engine_hosts, o->hosts_n, &starts,
		    f) != 0)
		return -1;
	seats_merge(o, pool, &starts);
	if (all) {
		everybody(pool, o, &who);
		rooms_apart(pool, o, &who, &rooms);
	}
	for (i = 0; rc == 0 && i < starts.n; i++) {
		if (o->first_only && later(o, starts.v[i], &day_end))
			continue;
		if (!all && !o->no_hosts) {
			who.n = 0;
			offer_free(pool, &o->rules, o->engine_hosts, o->hosts_n,
				starts.v[i], &who);
			rooms_apart(pool, o, &who, &rooms);
		}
		slot_init(o, starts.v[i], &slot);
		slot.hosts = who;
		slot.rooms = rooms;
		seats_slot(o, pool, &slot);
		rc = each(arg, &slot);
	}
	return rc;
}

/* ---- one start ---- */

/* "Tue 1 Dec 2026 10:00 Europe/Rome (page demo)" */
char *
offer_start_text(struct pool *pool, const struct offer *o, instant start)
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
		{ "team", "the room is for others" },
		{ "capacity", "the room is too small" },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i][0], rule) == 0)
			return words[i][1];
	return rule;
}

/* Whether a reason says more than the best one so far: of hosts who are all
 * needed the strongest, of others that of who came nearest. */
static bool
says_more(const struct reason *why, const struct reason *best, bool all)
{
	int a = weight(rule_status(why->rule)), b;

	if (best == NULL)
		return true;
	b = weight(rule_status(best->rule));
	return all ? a > b : a < b;
}

/* Why one part has not enough of its hosts. */
static const struct reason *
part_verdict(struct pool *pool, const struct offer *o, instant start,
	uint8_t bit, bool all, const char **who)
{
	const struct reason *best = NULL, *why;
	struct explain e;
	size_t i;

	for (i = 0; i < o->hosts_n; i++) {
		if ((offer_stands_for(&o->rules, &o->engine_hosts[i]) & bit) ==
			0)
			continue;
		offer_why(pool, &o->rules, &o->engine_hosts[i], start, &e);
		if (e.free)
			continue;
		why = strongest(&e);
		if (says_more(why, best, all)) {
			best = why;
			*who = e.user;
		}
	}
	return best;
}

/* The one reason to answer with: the strongest of the parts that are short. */
static const struct reason *
verdict(struct pool *pool, const struct offer *o, instant start,
	const char **who)
{
	uint8_t short_of =
		offer_short(&o->rules, o->engine_hosts, o->hosts_n, start);
	const struct reason *best = NULL, *why;
	struct parties parties;
	const char *one = NULL;
	size_t i;

	offer_parties(&o->rules, o->hosts_n, &parties);
	for (i = 0; i < parties.n; i++) {
		bool all = o->rules.parties.n > 0 ? o->parts[i].whole
						  : o->mode == OFFER_ALL;

		/* none of them alone: they share too few hosts */
		if (short_of != 0 && (short_of >> i & 1) == 0)
			continue;
		why = part_verdict(
			pool, o, start, (uint8_t)(1U << i), all, &one);
		if (why != NULL && says_more(why, best, true)) {
			best = why;
			*who = one;
		}
	}
	return best;
}

bool
offer_enough(const struct offer *o, const bool *free)
{
	struct party_count counts[256];
	struct parties parties;
	size_t i, n = 0;

	offer_parties(&o->rules, o->hosts_n, &parties);
	for (i = 0; i < o->hosts_n; i++)
		if (free[i])
			n = party_count_add(counts, n,
				offer_stands_for(
					&o->rules, &o->engine_hosts[i]),
				1);
	return n > 0 && parties_met(&parties, counts, n);
}

static int
refuse(struct pool *pool, const struct offer *o, instant start, struct fail *f)
{
	const char *at = offer_start_text(pool, o, start), *who = NULL, *words;
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
	if ((strcmp(why->rule, "hours") == 0 ||
		    strcmp(why->rule, "team") == 0 ||
		    strcmp(why->rule, "capacity") == 0) &&
		why->detail != NULL)
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
	struct strs who = { 0 }, rooms = { 0 };

	slot_init(o, start, slot);
	if (seats_at(o, start) != NULL) {
		seats_slot(o, pool, slot);
		return 0;
	}
	if (!offer_free(
		    pool, &o->rules, o->engine_hosts, o->hosts_n, start, &who))
		return o->seats > 0 && seats_refuse(o, start,
					       offer_start_text(pool, o, start),
					       f) != 0
			       ? -1
			       : refuse(pool, o, start, f);
	if (o->seats > 0 &&
		seats_fit(o, offer_start_text(pool, o, start), f) != 0)
		return -1;
	if (grid && !offer_on_grid(pool, &o->rules, o->engine_hosts, o->hosts_n,
			    start))
		return fail(f, EXIT_REFUSED,
			"not offered: %s: not one of the starts",
			offer_start_text(pool, o, start));
	rooms_apart(pool, o, &who, &rooms);
	slot->hosts = who;
	slot->rooms = rooms;
	seats_slot(o, pool, slot);
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
		seats_explain(o, pool, &e);
		if (o->seats > 0 && seats_free(o, e.user, start)) {
			e.free = true;
			e.rules_n = 0;
		}
		rc = each(arg, &e);
	}
	return rc;
}

struct explaining {
	const struct offer *offer;
	struct pool *pool;
	int (*each)(void *arg, const struct explain *);
	void *arg;
};

static int
explain_seats(void *arg, const struct explain *e)
{
	const struct explaining *x = arg;
	struct explain copy = *e;

	copy.rules = pool_array(x->pool, copy.rules_n + 1, sizeof(*copy.rules));
	if (copy.rules_n > 0)
		memcpy(copy.rules, e->rules, copy.rules_n * sizeof(*e->rules));
	seats_explain(x->offer, x->pool, &copy);
	return x->each(x->arg, &copy);
}

int
offer_explain(struct offer *o, struct span window, struct pool *pool,
	int (*each)(void *arg, const struct explain *), void *arg)
{
	struct explaining x = { o, pool, each, arg };
	bool seats = o->sessions_n > 0;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < o->hosts_n; i++)
		rc = offer_explain_host(pool, &o->rules, &o->engine_hosts[i],
			window, seats ? explain_seats : each,
			seats ? (void *)&x : arg);
	return rc;
}
