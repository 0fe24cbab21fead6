#include "engine/rotate_priv.h"

#include <string.h>

/* Counts in memory: what is offered, periods, credits, one turn more. */

bool
rotate_measures(const struct member *m, instant now)
{
	return member_on(m, now) && m->weight > 0;
}

bool
rotate_behind(const struct member *a, const struct member *b)
{
	return a->count * b->weight < b->count * a->weight;
}

bool
rotate_ahead(const struct member *m, const struct member *least, int64_t lead)
{
	return (m->count - lead) * least->weight > least->count * m->weight;
}

/* Midnight there at the start of the month in which `c` is. */
static instant
first_of(const struct zone *zone, struct civil c, int month)
{
	c.month = month;
	c.day = 1;
	c.hour = c.minute = c.second = 0;
	return zone_instant_after(zone, &c);
}

instant
rotate_period(const char *period, const struct zone *zone, instant now)
{
	struct civil c;

	if (period == NULL)
		return 0;
	c = zone_civil(zone, now);
	if (strcmp(period, "day") == 0)
		return zone_day(zone, now, 0);
	if (strcmp(period, "week") == 0)
		return zone_day(zone, now, -civil_weekday(&c));
	if (strcmp(period, "month") == 0)
		return first_of(zone, c, c.month);
	if (strcmp(period, "quarter") == 0)
		return first_of(zone, c, (c.month - 1) / 3 * 3 + 1);
	if (strcmp(period, "year") == 0)
		return first_of(zone, c, 1);
	return 0;
}

/* A pause that has an end behind it. */
static bool
came_back(const struct member *m, instant now)
{
	return m->paused && member_on(m, now);
}

int64_t
rotate_credit(
	const struct members *members, const struct member *back, instant at)
{
	const struct member *least = NULL, *m;
	int64_t to;
	size_t i;

	for (i = 0; i < members->n; i++) {
		m = &members->v[i];
		if (m->user_id == back->user_id ||
			m->priority != back->priority ||
			!rotate_measures(m, at))
			continue;
		/* who comes back in the same moment did not stay */
		if (m->paused && back->paused &&
			m->paused_until == back->paused_until)
			continue;
		if (least == NULL || rotate_behind(m, least))
			least = m;
	}
	if (least == NULL)
		return back->count;
	to = least->count * back->weight / least->weight;
	return to > back->count ? to : back->count;
}

/* The first end of a pause that is over and stands; 0 without one. */
static instant
first_back(const struct members *members, instant now)
{
	instant first = 0;
	size_t i;

	for (i = 0; i < members->n; i++) {
		const struct member *m = &members->v[i];

		if (came_back(m, now) &&
			(first == 0 || m->paused_until < first))
			first = m->paused_until;
	}
	return first;
}

void
rotate_settle(const struct rotation *rotation, const struct zone *zone,
	struct members *members, instant now)
{
	struct member *m;
	instant back;
	size_t i;

	if (rotation->period_from != 0 && rotate_period(rotation->period, zone,
						  now) > rotation->period_from)
		for (i = 0; i < members->n; i++)
			members->v[i].count = 0;
	while ((back = first_back(members, now)) != 0) {
		for (i = 0; rotation->credit_absence && i < members->n; i++) {
			m = &members->v[i];
			if (m->paused && m->paused_until == back)
				m->count = rotate_credit(members, m, back);
		}
		for (i = 0; i < members->n; i++) {
			m = &members->v[i];
			if (m->paused && m->paused_until == back) {
				m->paused = false;
				m->paused_until = 0;
			}
		}
	}
}

bool
rotate_take(struct members *members, int64_t user_id, instant now)
{
	struct member *m;
	size_t i;

	for (i = 0; i < members->n; i++) {
		m = &members->v[i];
		if (m->user_id != user_id)
			continue;
		m->count++;
		m->recent++;
		m->last_at = now;
		return true;
	}
	return false;
}

/* The one of a level that takes turns and is furthest behind, or NULL. */
static const struct member *
least_of(const struct members *members, int level, instant now)
{
	const struct member *least = NULL, *m;
	size_t i;

	for (i = 0; i < members->n; i++) {
		m = &members->v[i];
		if (m->priority == level && rotate_measures(m, now) &&
			(least == NULL || rotate_behind(m, least)))
			least = m;
	}
	return least;
}

void
rotate_offered(const struct rotation *rotation, const struct members *members,
	instant now, bool *offered)
{
	const struct member *least = NULL, *m;
	size_t i;

	for (i = 0; i < members->n; i++) {
		m = &members->v[i];
		offered[i] = rotate_measures(m, now);
		if (!offered[i] || rotation->lead == 0)
			continue;
		if (least == NULL || least->priority != m->priority)
			least = least_of(members, m->priority, now);
		offered[i] = least == NULL ||
			     !rotate_ahead(m, least, rotation->lead);
	}
}
