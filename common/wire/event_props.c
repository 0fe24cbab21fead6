#include "wire/event_ics_priv.h"

#include "wire/ics_priv.h"
#include "wire/ics_value.h"
#include "wire/ics_zone.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
event_trouble(struct reading *r, int line, bool partial, const char *fmt, ...)
{
	struct trouble *t;
	va_list ap;
	char *text;

	if (r->troubles_n >= TROUBLES)
		return;
	va_start(ap, fmt);
	text = pool_vprintf(r->pool, fmt, ap);
	va_end(ap);
	t = &r->troubles[r->troubles_n++];
	t->line = line;
	t->partial = partial;
	t->text = text;
	if (partial && r->ev.problem == NULL)
		r->ev.problem = text;
}

/* How much of a foreign value stands in a warning. */
static int
shown(size_t n)
{
	return n > 60 ? 60 : (int)n;
}

/*
 * The zone of the line's TZID; NULL without one. A TZID that nobody knows is
 * the owner's zone, with a trouble.
 */
static const struct zone *
line_zone(struct reading *r, const struct ics_line *l)
{
	char *tzid;

	if (l->params_n == 0)
		return NULL;
	/* DTSTART and DTEND mostly say the same */
	if (r->params != NULL && r->params_n == l->params_n &&
		memcmp(r->params, l->params, l->params_n) == 0)
		return r->zone_known ? r->zone : r->how->zone;
	tzid = ics_param(r->pool, l, "TZID");
	if (tzid == NULL || *tzid == '\0')
		return NULL;
	tzid = ics_text(r->pool, tzid, strlen(tzid));
	r->params = pool_strn(r->pool, l->params, l->params_n);
	r->params_n = l->params_n;
	if (r->tzid == NULL || strcmp(r->tzid, tzid) != 0) {
		r->tzid = tzid;
		r->zone =
			ics_zone_of(r->zones, r->ics, tzid, r->part->calendar);
		r->zone_known = r->zone != NULL;
		if (!r->zone_known)
			event_trouble(r, l->line, true,
				"unknown time zone \"%.*s\","
				" read in the owner's zone",
				shown(strlen(tzid)), tzid);
	}
	return r->zone_known ? r->zone : r->how->zone;
}

static bool
value_kind(struct reading *r, const struct ics_line *l, const char *kind)
{
	char *value;

	value = l->params_n == 0 ? NULL : ics_param(r->pool, l, "VALUE");
	return value != NULL && strcasecmp(value, kind) == 0;
}

/* What only the parameters say. */
static void
settle(struct reading *r, const struct ics_line *l, struct when_value *v)
{
	v->zone = NULL;
	/* Exchange writes VALUE=DATE:20261201T000000 */
	if (!v->date && value_kind(r, l, "DATE")) {
		v->date = true;
		v->utc = false;
	}
	if (v->date)
		v->civil.hour = v->civil.minute = v->civil.second = 0;
	else if (!v->utc)
		v->zone = line_zone(r, l);
}

bool
event_when(struct reading *r, const struct ics_line *l, const char *s, size_t n,
	struct when_value *v)
{
	enum ics_fit fit = ics_when(s, n, v);

	if (fit == ICS_BAD) {
		event_trouble(r, l->line, true, "%.*s \"%.*s\" is no time",
			shown(l->name_n), l->name, shown(n), s);
		return false;
	}
	if (fit == ICS_BENT)
		event_trouble(r, l->line, true,
			"%.*s %.*s: no such day, counted on to %d-%02d-%02d",
			shown(l->name_n), l->name, shown(n), s, v->civil.year,
			v->civil.month, v->civil.day);
	settle(r, l, v);
	return true;
}

static void
read_start(struct reading *r, const struct ics_line *l)
{
	struct when_value v;

	if (r->has_start)
		event_trouble(r, l->line, true, "a second DTSTART left out");
	else if (event_when(r, l, l->value, l->value_n, &v)) {
		r->ev.start = v;
		r->has_start = true;
	}
}

static void
read_end(struct reading *r, const struct ics_line *l)
{
	struct when_value v;

	if (r->ev.has_end)
		event_trouble(r, l->line, true, "a second DTEND left out");
	else if (event_when(r, l, l->value, l->value_n, &v)) {
		r->ev.end = v;
		r->ev.has_end = true;
	} else {
		r->end_bad = true;
	}
}

static void
read_duration(struct reading *r, const struct ics_line *l)
{
	if (ics_duration(l->value, l->value_n, &r->ev.duration) == ICS_GOOD) {
		r->ev.has_duration = true;
		return;
	}
	r->end_bad = true;
	event_trouble(r, l->line, true, "DURATION \"%.*s\" cannot be read",
		shown(l->value_n), l->value);
}

static void
read_rule(struct reading *r, const struct ics_line *l)
{
	struct event *ev = &r->ev;
	struct recur *rule;
	struct fail f;
	size_t n = l->value_n;
	char *text;

	if (ev->rules_n >= RULES_OF_EVENT) {
		event_trouble(r, l->line, true, "more than %d RRULEs",
			RULES_OF_EVENT);
		return;
	}
	while (n > 0 && strchr(" \t;", l->value[n - 1]) != NULL)
		n--;
	text = pool_strn(r->pool, l->value, n);
	rule = recur_read(r->pool, text, &f);
	if (rule == NULL) {
		event_trouble(r, l->line, true,
			"RRULE left out, single event: %.120s", f.line);
		return;
	}
	if (recur_odd(rule) != NULL)
		event_trouble(
			r, l->line, false, "RRULE: %.120s", recur_odd(rule));
	ev->rules = pool_grow(r->pool, ev->rules, ev->rules_n, &r->rules_cap,
		sizeof(*ev->rules));
	ev->rules[ev->rules_n++] = rule;
}

static bool
too_many_dates(struct reading *r, const struct ics_line *l)
{
	if (r->ev.rdates_n + r->ev.exdates_n < DATES_OF_EVENT)
		return false;
	event_trouble(r, l->line, true, "more than %d RDATEs and EXDATEs",
		DATES_OF_EVENT);
	return true;
}

static void
add_rdate(struct reading *r, const struct rdate *d)
{
	struct event *ev = &r->ev;

	ev->rdates = pool_grow(r->pool, ev->rdates, ev->rdates_n,
		&r->rdates_cap, sizeof(*ev->rdates));
	ev->rdates[ev->rdates_n++] = *d;
}

static void
read_rdates(struct reading *r, const struct ics_line *l)
{
	const char *p = l->value, *s;
	struct rdate d;
	size_t n;

	while (ics_next_value(&p, l->value + l->value_n, &s, &n)) {
		if (too_many_dates(r, l))
			return;
		memset(&d, 0, sizeof(d));
		if (memchr(s, '/', n) == NULL) {
			if (event_when(r, l, s, n, &d.start))
				add_rdate(r, &d);
			continue;
		}
		switch (ics_period(s, n, &d)) {
		case ICS_BAD:
			event_trouble(r, l->line, true,
				"RDATE \"%.*s\" is no period", shown(n), s);
			continue;
		case ICS_BENT:
			event_trouble(r, l->line, true,
				"RDATE \"%.*s\": its end cannot be read",
				shown(n), s);
			break;
		case ICS_GOOD:
			break;
		}
		if (!d.start.utc)
			d.start.zone = line_zone(r, l);
		if (d.has_end && !d.end.utc)
			d.end.zone = line_zone(r, l);
		add_rdate(r, &d);
	}
}

static void
read_exdates(struct reading *r, const struct ics_line *l)
{
	struct event *ev = &r->ev;
	const char *p = l->value, *s;
	struct when_value v;
	size_t n;

	while (ics_next_value(&p, l->value + l->value_n, &s, &n)) {
		if (too_many_dates(r, l))
			return;
		/* a day that does not exist takes nothing out */
		if (ics_when(s, n, &v) == ICS_BENT) {
			event_trouble(r, l->line, true,
				"EXDATE %.*s: no such day, left out", shown(n),
				s);
			continue;
		}
		if (!event_when(r, l, s, n, &v))
			continue;
		ev->exdates = pool_grow(r->pool, ev->exdates, ev->exdates_n,
			&r->exdates_cap, sizeof(*ev->exdates));
		ev->exdates[ev->exdates_n++] = v;
	}
}

static void
read_recurrence_id(struct reading *r, const struct ics_line *l)
{
	struct when_value v;
	char *range;

	if (r->ev.override)
		return;
	r->ev.override = true;
	/* one that cannot be read stands in for no instance */
	if (ics_when(l->value, l->value_n, &v) == ICS_GOOD) {
		settle(r, l, &v);
		r->ev.recurrence_id = v;
	} else {
		event_trouble(r, l->line, true,
			"RECURRENCE-ID \"%.*s\" is no time, single event",
			shown(l->value_n), l->value);
		return;
	}
	range = ics_param(r->pool, l, "RANGE");
	if (range == NULL)
		return;
	if (strcasecmp(range, "THISANDFUTURE") == 0)
		r->ev.this_and_future = true;
	else
		event_trouble(r, l->line, true,
			"RANGE=%.30s is not known, taken for one instance",
			range);
}

static void
read_sequence(struct reading *r, const struct ics_line *l)
{
	char buf[24] = "";
	long long v;

	memcpy(buf, l->value, l->value_n < 23 ? l->value_n : 23);
	v = strtoll(buf, NULL, 10);
	r->ev.sequence = v < 0 ? 0 : v;
}

/* LAST-MODIFIED, else DTSTAMP: the later of them is as good. */
static void
read_stamp(struct reading *r, const struct ics_line *l)
{
	struct when_value v;
	instant at;

	if (ics_when(l->value, l->value_n, &v) == ICS_BAD)
		return;
	at = civil_seconds(&v.civil);
	if (at > r->ev.stamp)
		r->ev.stamp = at;
}

static void
read_summary(struct reading *r, const struct ics_line *l)
{
	r->ev.summary = ics_text(
		r->pool, l->value, l->value_n > 4096 ? 4096 : l->value_n);
}

static void
read_status(struct reading *r, const struct ics_line *l)
{
	if (ics_value_is(l->value, l->value_n, "CANCELLED") ||
		ics_value_is(l->value, l->value_n, "CANCELED"))
		r->ev.cancelled = true;
	r->tentative = ics_value_is(l->value, l->value_n, "TENTATIVE");
}

static void
read_transp(struct reading *r, const struct ics_line *l)
{
	r->transparent = ics_value_is(l->value, l->value_n, "TRANSPARENT");
}

static void
read_cdo(struct reading *r, const struct ics_line *l)
{
	static const char *const words[] = { "FREE", "WORKINGELSEWHERE",
		"TENTATIVE", "BUSY", "OOF" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (ics_value_is(l->value, l->value_n, words[i]))
			r->cdo = words[i];
}

/* An address without "mailto:"; compared in any case. */
static bool
is_owner(const struct strs *owners, const char *s, size_t n)
{
	size_t i;

	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	if (n > 7 && strncasecmp(s, "mailto:", 7) == 0) {
		s += 7;
		n -= 7;
	}
	for (i = 0; i < owners->n; i++)
		if (strlen(owners->v[i]) == n &&
			strncasecmp(owners->v[i], s, n) == 0)
			return true;
	return false;
}

/* With two addresses of one person the answer that takes time counts. */
static int
answer_rank(const char *partstat)
{
	static const char *const weak[] = { "declined", "tentative" };
	size_t i;

	for (i = 0; partstat != NULL && i < 2; i++)
		if (strcmp(partstat, weak[i]) == 0)
			return i + 1;
	return partstat == NULL ? 0 : 3;
}

static void
read_attendee(struct reading *r, const struct ics_line *l)
{
	const struct strs *owners = r->how->owners;
	char *email, *answer, *p;
	bool mine;

	if (owners == NULL || owners->n == 0)
		return;
	mine = is_owner(owners, l->value, l->value_n);
	if (!mine) {
		email = ics_param(r->pool, l, "EMAIL");
		mine = email != NULL && is_owner(owners, email, strlen(email));
	}
	if (!mine)
		return;
	answer = ics_param(r->pool, l, "PARTSTAT");
	if (answer == NULL)
		answer = pool_str(r->pool, "needs-action");
	for (p = answer; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	if (answer_rank(answer) > answer_rank(r->ev.owner_partstat))
		r->ev.owner_partstat = answer;
}

static void
read_exrule(struct reading *r, const struct ics_line *l)
{
	event_trouble(r, l->line, true,
		"EXRULE is not followed, what it takes out stays busy");
}

static enum busy_status
fbtype(struct reading *r, const struct ics_line *l)
{
	char *type = ics_param(r->pool, l, "FBTYPE");

	if (type == NULL)
		return BUSY_BUSY;
	if (strcasecmp(type, "FREE") == 0)
		return BUSY_FREE;
	if (strcasecmp(type, "BUSY-TENTATIVE") == 0)
		return BUSY_TENTATIVE;
	if (strcasecmp(type, "BUSY-UNAVAILABLE") == 0)
		return BUSY_UNAVAILABLE;
	return BUSY_BUSY;
}

/* One FREEBUSY period as an event of its own. */
static void
add_period(struct reading *r, const struct ics_line *l, enum busy_status status,
	const char *s, size_t n)
{
	struct event ev = { .uid = r->ev.uid,
		.summary = "",
		.line = l->line,
		.status = status };
	struct rdate d;
	enum ics_fit fit = ics_period(s, n, &d);

	if (fit == ICS_BAD || r->periods == PERIODS_OF_PART) {
		event_trouble(r, l->line, true,
			fit == ICS_BAD ? "FREEBUSY \"%.*s\" is no period"
				       : "FREEBUSY \"%.*s\": too many periods",
			shown(n), s);
		return;
	}
	ev.start = d.start;
	ev.has_end = d.has_end;
	ev.end = d.end;
	ev.has_duration = d.period && !d.has_end;
	ev.duration = d.duration;
	if (fit == ICS_BENT) {
		ev.has_duration = true;
		ev.duration.seconds = GUESS_S;
		event_trouble(r, l->line, true,
			"FREEBUSY \"%.*s\": its end cannot be read", shown(n),
			s);
		ev.problem = r->ev.problem;
	}
	/* periods are UTC, whether it is written or not */
	ev.start.utc = ev.end.utc = true;
	r->to->v =
		pool_grow(r->pool, r->to->v, r->to->n, &r->to->cap, sizeof(ev));
	r->to->v[r->to->n++] = ev;
	r->periods++;
}

static void
read_freebusy(struct reading *r, const struct ics_line *l)
{
	enum busy_status status = fbtype(r, l);
	const char *p = l->value, *s;
	size_t n;

	if (status == BUSY_FREE || r->part->kind != ICS_FREEBUSY)
		return;
	while (ics_next_value(&p, l->value + l->value_n, &s, &n))
		add_period(r, l, status, s, n);
}

static const struct prop {
	const char *name;
	size_t n;
	void (*read)(struct reading *, const struct ics_line *);
} props[] = {
#define PROP(name, read)                                                       \
	{                                                                      \
		name, sizeof(name) - 1, read                                   \
	}
	PROP("DTSTART", read_start),
	PROP("DTEND", read_end),
	PROP("DURATION", read_duration),
	PROP("RRULE", read_rule),
	PROP("RDATE", read_rdates),
	PROP("EXDATE", read_exdates),
	PROP("EXRULE", read_exrule),
	PROP("RECURRENCE-ID", read_recurrence_id),
	PROP("SEQUENCE", read_sequence),
	PROP("DTSTAMP", read_stamp),
	PROP("LAST-MODIFIED", read_stamp),
	PROP("SUMMARY", read_summary),
	PROP("STATUS", read_status),
	PROP("TRANSP", read_transp),
	PROP("X-MICROSOFT-CDO-BUSYSTATUS", read_cdo),
	PROP("ATTENDEE", read_attendee),
	PROP("FREEBUSY", read_freebusy),
#undef PROP
};

void
event_property(struct reading *r, const struct ics_line *l)
{
	const struct prop *p;
	size_t i;

	for (i = 0; i < sizeof(props) / sizeof(*props); i++) {
		p = &props[i];
		if (p->n != l->name_n ||
			(p->name[0] | 0x20) != (l->name[0] | 0x20) ||
			strncasecmp(p->name, l->name, p->n) != 0)
			continue;
		if (l->long_line)
			event_trouble(r, l->line, p->read != read_summary,
				"%s is longer than 1 MB, left out", p->name);
		else
			p->read(r, l);
		return;
	}
}
