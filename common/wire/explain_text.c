#include "wire/explain_text.h"

#include "wire/day_text.h"
#include "wire/utf8.h"

#include <stdlib.h>
#include <string.h>

/* So many hosts are named one by one; of more only the rules are. */
enum { NAMED = 8, RULES = 16 };

/* A stretch of which one thing is said. */
struct part {
	instant start, end;
	const char *words;
	bool free, closed; /* closed: no hours, and nothing else to say */
};

/* All of it, while it is worked out. */
struct summary {
	const struct explain_text *text;
	struct explain **lanes; /* what each host says now */
	bool *lane_free;
	size_t lanes_n;
	struct part *parts;
	size_t parts_n, parts_cap;
};

void
explain_text_add(struct explain_text *t, const struct explain *e)
{
	t->v = pool_grow(t->pool, t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = *e;
}

/* ---- the words for a reason ---- */

/* A title comes from outside: nothing in it may steer a terminal. */
static char *
printable(struct pool *pool, const char *s)
{
	char *copy = pool_zero(pool, strlen(s) + 1), *to = copy;
	size_t n;

	for (; *s != '\0'; s += n > 0 ? n : 1) {
		uint32_t c = utf8_code(s);

		n = utf8_length(s);
		if (n == 0 || c < ' ' || (c >= 0x7f && c < 0xa0) ||
			(c >= 0x2028 && c <= 0x202e) ||
			(c >= 0x2066 && c <= 0x2069))
			*to++ = '?';
		else
			to = mempcpy(to, s, n);
	}
	return copy;
}

static const char *
event_words(const struct explain_text *t, const struct reason *r)
{
	const char *what = r->rule, *where = r->calendar;

	if (where == NULL)
		where = r->booking;
	if (r->detail != NULL && strcmp(what, "busy") == 0)
		what = r->detail;
	if (where == NULL && r->detail != NULL && what != r->detail)
		return pool_printf(t->pool, "%s (%s)", what, r->detail);
	if (where == NULL)
		return what;
	if (t->titles && r->summary != NULL && *r->summary != '\0')
		return pool_printf(t->pool, "%s, %s: %s", what, where,
			printable(t->pool, r->summary));
	if (r->detail != NULL && what != r->detail)
		return pool_printf(
			t->pool, "%s, %s (%s)", what, where, r->detail);
	return pool_printf(t->pool, "%s, %s", what, where);
}

static const char *
reason_words(const struct explain_text *t, const struct reason *r)
{
	const char *detail = r->detail;

	if (strcmp(r->rule, "hours") == 0)
		return detail == NULL
			       ? "no hours"
			       : pool_printf(t->pool, "no hours (%s)", detail);
	if (strcmp(r->rule, "notice") == 0)
		return detail != NULL && strcmp(detail, "in the past") == 0
			       ? detail
			       : pool_printf(t->pool, "too soon, %s",
					 detail != NULL ? detail : "notice");
	if (strcmp(r->rule, "horizon") == 0)
		return detail != NULL ? detail
				      : "beyond the days that are offered";
	if (strcmp(r->rule, "fit") == 0)
		return detail != NULL ? detail : "too short for a meeting";
	if (strcmp(r->rule, "team") == 0 || strcmp(r->rule, "capacity") == 0)
		return detail != NULL ? detail : r->rule;
	return event_words(t, r);
}

/* How far a reason makes the others not worth a word: 0 first. */
static int
rank(const struct reason *r)
{
	if (strcmp(r->rule, "hours") == 0)
		return 0;
	if (strcmp(r->rule, "notice") == 0 && r->detail != NULL &&
		strcmp(r->detail, "in the past") == 0)
		return 1;
	return strcmp(r->rule, "horizon") == 0 ? 2 : 3;
}

/* The best rank among one host's reasons. */
static int
host_rank(const struct explain *e)
{
	int best = 3;
	size_t i;

	for (i = 0; i < e->rules_n; i++)
		if (rank(&e->rules[i]) < best)
			best = rank(&e->rules[i]);
	return best;
}

/* ---- what is said of a stretch ---- */

/* Phrases, each with the hosts of which it holds. */
struct phrases {
	const char *words[RULES];
	const char *hosts[RULES];
	const char *last[RULES]; /* of hosts: one is named once */
	size_t count[RULES];
	bool where[RULES]; /* a calendar or meeting tells whose it is */
	size_t n;
};

static void
phrase(struct pool *pool, struct phrases *p, const char *words,
	const char *host, bool where)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->words[i], words) == 0)
			break;
	if (i == RULES)
		return;
	if (i == p->n) {
		p->n++;
		p->words[i] = words;
		p->hosts[i] = p->last[i] = host;
		p->count[i] = 1;
		p->where[i] = where;
	} else if (p->last[i] != host) {
		p->last[i] = host;
		p->hosts[i] = pool_printf(pool, "%s, %s", p->hosts[i], host);
		p->count[i]++;
	}
}

static void
host_phrases(
	const struct summary *s, const struct explain *e, struct phrases *p)
{
	const char *host = e->user != NULL ? e->user : "";
	int best = host_rank(e);
	size_t i;

	for (i = 0; i < e->rules_n; i++) {
		const struct reason *r = &e->rules[i];

		if (rank(r) != best)
			continue;
		/* of many hosts the rules alone: calendars would fill pages */
		if (s->lanes_n > NAMED && best == 3)
			phrase(s->text->pool, p, r->rule, "", true);
		else
			phrase(s->text->pool, p, reason_words(s->text, r), host,
				r->calendar != NULL);
	}
}

static const char *
phrases_join(const struct summary *s, const struct phrases *p)
{
	struct pool *pool = s->text->pool;
	const char *text = "";
	bool many = s->lanes_n > NAMED;
	size_t i;

	for (i = 0; i < p->n; i++) {
		bool named = !many && !p->where[i] && s->lanes_n > 1 &&
			     p->count[i] < s->lanes_n;

		text = pool_printf(pool, "%s%s%s%s%s%s", text,
			i == 0 ? ""
			: many ? ", "
			       : " and ",
			p->words[i], named ? " (" : "",
			named ? p->hosts[i] : "", named ? ")" : "");
	}
	if (*text == '\0')
		return "not free";
	return text;
}

static const char *
free_words(const struct summary *s, size_t n)
{
	const char *who = "";
	size_t i;

	if (n == s->lanes_n || s->lanes_n > NAMED)
		return "free";
	for (i = 0; i < s->lanes_n; i++)
		if (s->lanes[i] != NULL && s->lanes[i]->free)
			who = pool_printf(s->text->pool, "%s%s%s", who,
				*who != '\0' ? ", " : "", s->lanes[i]->user);
	return pool_printf(s->text->pool, "free (%s)", who);
}

static void
part_words(const struct summary *s, struct part *p)
{
	struct phrases all = { .n = 0 };
	size_t i, free = 0;

	for (i = 0; i < s->lanes_n; i++) {
		s->lane_free[i] = s->lanes[i] != NULL && s->lanes[i]->free;
		free += s->lane_free[i];
	}
	p->free = s->text->enough != NULL ? s->text->enough(s->text->enough_arg,
						    s->lane_free, s->lanes_n)
					  : free == s->lanes_n;
	p->closed = false;
	if (p->free) {
		p->words = free_words(s, free);
		return;
	}
	for (i = 0; i < s->lanes_n; i++)
		if (s->lanes[i] != NULL && !s->lanes[i]->free)
			host_phrases(s, s->lanes[i], &all);
	p->words = phrases_join(s, &all);
	p->closed = strcmp(p->words, "no hours") == 0;
}

/* ---- from hosts to parts ---- */

struct turn {
	struct explain *says;
	size_t lane;
};

static int
by_start(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;

	if (x->says->start != y->says->start)
		return x->says->start < y->says->start ? -1 : 1;
	return (x->lane > y->lane) - (x->lane < y->lane);
}

static void
part_add(struct summary *s, instant start, instant end)
{
	struct part next = { .start = start, .end = end }, *last;

	if (start >= end)
		return;
	part_words(s, &next);
	last = s->parts_n > 0 ? &s->parts[s->parts_n - 1] : NULL;
	if (last != NULL && last->end == start &&
		strcmp(last->words, next.words) == 0) {
		last->end = end;
		return;
	}
	s->parts = pool_grow(s->text->pool, s->parts, s->parts_n, &s->parts_cap,
		sizeof(*s->parts));
	s->parts[s->parts_n++] = next;
}

/* Where all are needed, what they have free together may be too short; at the
 * edges of what was asked for it goes on unseen. */
static void
parts_fit(struct summary *s)
{
	size_t i;

	if (s->text->enough != NULL)
		return;
	for (i = 1; i + 1 < s->parts_n; i++) {
		struct part *p = &s->parts[i];

		if (p->free && p->end - p->start < s->text->duration_s) {
			p->free = false;
			p->words = "too short for a meeting";
		}
	}
}

static size_t
turns_make(const struct explain_text *t, struct turn *turns)
{
	size_t i, lane = 0;

	for (i = 0; i < t->n; i++) {
		const char *user = t->v[i].user;

		if (i > 0 && (user != t->v[i - 1].user ||
				     t->v[i].start < t->v[i - 1].end))
			lane++;
		turns[i].says = &t->v[i];
		turns[i].lane = lane;
	}
	return t->n > 0 ? lane + 1 : 0;
}

static void
parts_make(struct summary *s)
{
	const struct explain_text *t = s->text;
	struct turn *turns = pool_array(t->pool, t->n, sizeof(*turns));
	instant start, end, last = INSTANT_MIN;
	size_t i;

	s->lanes_n = turns_make(t, turns);
	s->lanes = pool_array(t->pool, s->lanes_n, sizeof(*s->lanes));
	s->lane_free = pool_array(t->pool, s->lanes_n, sizeof(bool));
	qsort(turns, t->n, sizeof(*turns), by_start);
	for (i = 0; i < t->n; i++)
		if (t->v[i].end > last)
			last = t->v[i].end;
	for (i = 0; i < t->n;) {
		start = turns[i].says->start;
		for (; i < t->n && turns[i].says->start == start; i++)
			s->lanes[turns[i].lane] = turns[i].says;
		end = i < t->n ? turns[i].says->start : last;
		part_add(s, start, end);
	}
	parts_fit(s);
}

/* ---- from parts to days ---- */

/* The line at hand: some parts of a day, or whole days that say the same. */
struct page {
	struct day_text days;
	const char *whole;   /* what is said of whole days, or NULL */
	instant first, last; /* begin of the first and the last of them */
};

static void
whole_flush(struct page *p)
{
	FILE *to = p->days.to;

	if (p->whole == NULL)
		return;
	day_text_turn(&p->days, p->first);
	day_text_date(&p->days, p->first);
	if (p->first != p->last) {
		fputs(" to ", to);
		day_text_turn(&p->days, p->last);
		day_text_date(&p->days, p->last);
	}
	fprintf(to, ": %s\n", p->whole);
	p->whole = NULL;
}

static void
whole_day(struct page *p, instant day, const char *words)
{
	if (p->whole == NULL || strcmp(p->whole, words) != 0 ||
		zone_day(p->days.zone, p->last, 1) != day) {
		whole_flush(p);
		p->first = day;
	}
	p->whole = words;
	p->last = day;
}

/* The parts of one day, cut to [start, end). */
static void
day(struct page *p, const struct part *parts, size_t n, instant start,
	instant end)
{
	size_t i, closed = 0;
	bool begun = false;

	if (n == 1 && parts->start <= start && parts->end >= end) {
		whole_day(p, start, parts->words);
		return;
	}
	whole_flush(p);
	for (i = 0; i < n; i++)
		closed += parts[i].closed;
	day_text_turn(&p->days, parts->start > start ? parts->start : start);
	day_text_date(&p->days, start);
	for (i = 0; i < n; i++) {
		if (parts[i].closed && closed < n)
			continue;
		fputs(begun ? "; " : " ", p->days.to);
		begun = true;
		day_text_span(&p->days,
			parts[i].start > start ? parts[i].start : start,
			parts[i].end < end ? parts[i].end : end);
		fprintf(p->days.to, ": %s", parts[i].words);
	}
	fputc('\n', p->days.to);
}

void
explain_text_write(FILE *to, const struct explain_text *t)
{
	struct summary s = { .text = t };
	struct page p = { .whole = NULL };
	instant start, end, last;
	size_t i, n;

	if (t->n == 0)
		return;
	parts_make(&s);
	if (s.parts_n == 0)
		return;
	last = s.parts[s.parts_n - 1].end;
	day_text_init(
		&p.days, to, t->zone, t->language, s.parts[0].start, last);
	day_text_head(&p.days, s.parts[0].start);
	fputs(":\n", to);
	start = zone_day(t->zone, s.parts[0].start, 0);
	for (i = 0; i < s.parts_n && start < last; start = end) {
		end = zone_day(t->zone, start, 1);
		while (i < s.parts_n && s.parts[i].end <= start)
			i++;
		for (n = 0; i + n < s.parts_n && s.parts[i + n].start < end;)
			n++;
		if (n > 0)
			day(&p, &s.parts[i], n, start, end);
	}
	whole_flush(&p);
}
