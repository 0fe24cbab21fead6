#include "desk/book_series.h"

#include "when/timeword.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

void
desk_series_options(struct front *front, const struct book_options *want)
{
	struct series series;
	struct fail f;

	if (want->repeat == NULL) {
		if (want->count > 0 || want->until != NULL)
			desk_usage(front, "--count, --until go with --repeat");
		return;
	}
	if (series_read(want->repeat, "--repeat", &series, &f) != 0)
		front_die(front, &f);
	if ((want->count > 0) == (want->until != NULL))
		desk_usage(front, "--repeat: how often, by --count or --until");
	if (want->count > 0 &&
		(want->count < SERIES_MIN || want->count > SERIES_MAX))
		desk_usage(front, "--count: from 2 to 52");
	if (want->hold != NULL)
		desk_usage(front, "--hold or --repeat, not both");
	if (want->start != NULL && strcasecmp(want->start, "now") == 0)
		desk_usage(front, "--start now or --repeat, not both");
}

/* "booked s_7f3k9: 6 meetings, the first b_..., Tue 1 Dec 10:00 ..." */
static int
done(struct front *front, const struct booking *all, size_t n, bool again)
{
	bool pending = false;
	const char *what;
	size_t i;

	for (i = 0; i < n; i++) {
		desk_book_print(front, &all[i]);
		pending |= strcmp(all[i].status, "requested") == 0;
	}
	what = pool_printf(front->pool, "%s%s %s: %zu meetings, the first",
		again ? "already " : "", pending ? "requested" : "booked",
		all[0].series, n);
	desk_book_say(front, what, &all[0]);
	if (pending)
		desk_book_offline(front, &all[0]);
	return pending ? EXIT_PENDING : 0;
}

/* Where to look for starts from which on all can be had. */
static void
try_next(const struct book_options *want, const char *page, struct pool *pool,
	struct fail *f)
{
	const char *much =
		want->until != NULL
			? pool_printf(pool, "--until '%.40s'", want->until)
			: pool_printf(pool, "--count %" PRId64, want->count);

	fail_hint(f, "mtg-slots %s --repeat '%.40s' %s lists free starts", page,
		want->repeat, much);
}

int
desk_series_book(struct front *front, struct store *store,
	const struct book_how *how, const struct book_options *want,
	const struct booking *b, const struct zone *zone, struct pool *pool,
	struct fail *f)
{
	struct series series = { .count = want->count };
	struct booking *all = NULL;
	bool again = false;
	size_t n = 0;

	if (series_read(want->repeat, "--repeat", &series, f) != 0 ||
		(want->until != NULL &&
			timeword_to(want->until, "--until", front->now, zone,
				&series.until, f) != 0))
		return -1;
	if (book_series(store, how, &series, b, &all, &n, &again, pool, f) !=
		0) {
		if (f->status == EXIT_TAKEN && b->page != NULL)
			try_next(want, b->page, pool, f);
		return -1;
	}
	return n == 0 ? 0 : done(front, all, n, again);
}

int
desk_series_cancel(struct front *front, struct store *store,
	const struct book_how *how, const char *series, const char *reason,
	struct fail *f)
{
	struct booking *all = NULL;
	size_t n = 0, late = 0, i;

	if (book_series_cancel(store, how, series, reason, &all, &n, &late,
		    front->pool, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		desk_book_print(front, &all[i]);
	front_say(front, "%scancelled %zu meeting%s of %s",
		front->dry_run ? "would have " : "", n, n == 1 ? "" : "s",
		series);
	if (late == 0)
		return 0;
	fail(f, EXIT_REFUSED, "series %s: too late for %zu of it", series,
		late);
	fail_hint(f, "mtg-book cancel --late %s", series);
	return 1;
}
