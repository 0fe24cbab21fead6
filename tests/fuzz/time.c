/*
 * Fuzz target of the time grammar: any text as a time word, a duration, weekly
 * hours and a recurrence rule. What is taken must read the same again; what is
 * refused says so; instances come in order, each once.
 *
 *   cc -DREPLAY ... : a main() that runs the files it is given
 */
#include "base/pool.h"
#include "when/civil.h"
#include "when/duration.h"
#include "when/hours.h"
#include "when/recur.h"
#include "when/timeword.h"
#include "when/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const instant now = 1806130800; /* a Saturday before a clock change */
static const instant year_9999 = INT64_C(253402300800);

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static void
word(const char *text, const struct zone *zone)
{
	struct timeword w;
	struct fail f = { 0 };
	instant from, to;

	if (timeword_read(text, "--from", now, zone, &w, &f) != 0) {
		must(f.status == EXIT_USAGE && f.line[0] != '\0', "refused");
		return;
	}
	must(w.at > -86400 * 2 && w.at < year_9999, "years 1970 to 9998");
	must(!w.date_only || w.next_day > w.at, "a day has a length");
	must(timeword_from(text, "--from", now, zone, &from, &f) == 0 &&
			from == w.at,
		"a range starts as read");
	if (timeword_to(text, "--to", now, zone, &to, &f) == 0)
		must(to >= from, "a range ends behind its start");
}

static void
length(const char *text)
{
	struct duration d;
	struct fail f = { 0 };
	int64_t s, again;
	char to[32];

	if (duration_read(text, "-d", &s, &f) == 0) {
		must(s >= 0 && s <= INT64_C(101) * 366 * 86400, "bounded");
		must(duration_read(duration_write(s, to), "-d", &again, &f) ==
					0 &&
				again == s,
			"a duration reads as written");
	} else {
		must(f.status == EXIT_USAGE, "refused");
	}
	if (duration_read_ical(text, &d, &f) == 0)
		must(d.days > -40000 && d.days < 40000, "bounded");
}

static void
opening(struct pool *pool, const char *text, const struct zone *zone)
{
	struct span window = { now, now + 9 * 86400 };
	struct hours h = { 0 }, again = { 0 };
	struct spans spans = { 0 };
	struct fail f = { 0 };
	char *written;
	size_t i;

	if (hours_read(pool, text, "--hours", &h, &f) != 0) {
		must(f.status == EXIT_USAGE, "refused");
		return;
	}
	written = hours_write(pool, &h);
	must(hours_read(pool, written, "--hours", &again, &f) == 0,
		"hours read as written");
	must(strcmp(written, hours_write(pool, &again)) == 0, "the same hours");
	hours_spans(pool, &h, zone, window, &spans);
	for (i = 0; i < spans.n; i++) {
		must(spans.v[i].start < spans.v[i].end, "a span has a length");
		must(i == 0 || spans.v[i - 1].end < spans.v[i].start,
			"joined and in order");
	}
}

struct walk {
	struct civil last;
	long n;
};

static int
step(void *arg, const struct civil *at)
{
	struct walk *w = arg;

	must(w->n == 0 || memcmp(&w->last, at, sizeof(*at)) != 0,
		"each start once");
	w->last = *at;
	return ++w->n >= 500;
}

static void
rule(struct pool *pool, const char *text)
{
	struct civil start = { .year = 2027, .month = 3, .day = 26, .hour = 9 };
	struct civil from = { .year = 2027, .month = 1, .day = 1 };
	struct civil to = { .year = 2031, .month = 1, .day = 1 };
	struct recur *r;
	struct fail f = { 0 };
	int i;

	if ((r = recur_read(pool, text, &f)) == NULL) {
		must(f.status == EXIT_BAD_DATA && f.line[0] != '\0', "refused");
		return;
	}
	for (i = 0; i < 2; i++) {
		struct walk w = { .n = 0 };

		recur_each(r, &start, i == 1, &from, &to, 20000, step, &w);
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct pool *pool = pool_new();
	const struct zone *zone;
	struct fail f = { 0 };
	char *text;

	if (size > 2000)
		size = 2000;
	text = pool_strn(pool, (const char *)data, size);
	zone = zone_load("Europe/Berlin", &f);
	if (zone == NULL)
		zone = zone_utc();
	word(text, zone);
	length(text);
	opening(pool, text, zone);
	rule(pool, text);
	pool_free(pool);
	return 0;
}

#ifdef REPLAY
int
main(int argc, char **argv)
{
	static unsigned char data[65536];
	FILE *from;
	int i;

	for (i = 1; i < argc; i++) {
		if ((from = fopen(argv[i], "r")) == NULL)
			return 1;
		LLVMFuzzerTestOneInput(
			data, fread(data, 1, sizeof(data), from));
		fclose(from);
	}
	return 0;
}
#endif
