#include "desk/book.h"

#include "engine/book.h"
#include "store/booking.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/day_text.h"
#include "wire/locale.h"

#include <stdlib.h>
#include <string.h>

/* Verbs of mtg-book that hold times and choose among them (B9). */

enum { PROPOSED_S = 3 * 86400 };

int64_t
desk_book_hold(struct front *front, const char *text, int64_t usual)
{
	int64_t hold_s = usual;
	struct fail f;

	if (text != NULL && duration_read(text, "--hold", &hold_s, &f) != 0)
		front_die(front, &f);
	if (text != NULL && (hold_s <= 0 || hold_s > BOOK_HOLD_MAX_S))
		desk_usage(front, "--hold: from a second to 30 days");
	return hold_s;
}

/* ---- propose ---- */

static void
window(struct front *front, const struct book_options *want,
	const struct zone *zone, struct book_proposal *p)
{
	struct fail f;

	if (want->from != NULL && timeword_from(want->from, "--from",
					  front->now, zone, &p->from, &f) != 0)
		front_die(front, &f);
	if (want->to != NULL && timeword_to(want->to, "--to", front->now, zone,
					&p->to, &f) != 0)
		front_die(front, &f);
	if (p->from != 0 && p->to != 0 && p->to <= p->from)
		desk_usage(front, "--to is not after --from");
	if (want->duration != NULL &&
		duration_read(want->duration, "--duration", &p->length_s, &f) !=
			0)
		front_die(front, &f);
}

static int
by_time(const void *a, const void *b)
{
	instant x = *(const instant *)a, y = *(const instant *)b;

	return (x > y) - (x < y);
}

/* --start, as often as it was typed. */
static void
these(struct front *front, const struct book_options *want,
	const struct zone *zone, struct book_proposal *p)
{
	instant *starts;
	struct fail f;
	size_t i;

	if (want->starts.n == 0)
		return;
	starts = pool_array(front->pool, want->starts.n, sizeof(*starts));
	for (i = 0; i < want->starts.n; i++)
		if ((starts[i] = desk_book_time(front, want->starts.v[i],
			     "--start", zone, &f)) == 0)
			front_die(front, &f);
	qsort(starts, want->starts.n, sizeof(*starts), by_time);
	for (i = 1; i < want->starts.n; i++)
		if (starts[i] == starts[i - 1])
			desk_usage(front, "--start: a time twice");
	p->starts = starts;
}

/* Either how many, or which. */
static void
count(struct front *front, const struct book_options *want,
	struct book_proposal *p)
{
	if (want->starts.n == 0) {
		if (p->times < 1 || p->times > BOOK_TIMES_MAX)
			desk_usage(front, "--times: from 1 to 20");
		return;
	}
	if (p->times != 0 || p->per_day != 0 || want->from != NULL ||
		want->to != NULL)
		desk_usage(front, "--start, or --times with --from, --to and "
				  "--per-day");
	if (want->starts.n > BOOK_TIMES_MAX)
		desk_usage(front, "--start: at most 20");
	p->times = (int64_t)want->starts.n;
}

/* As one pastes them into a mail: a line for each time. */
static void
text_write(struct front *front, const struct zone *zone, const char *language,
	const struct booking *b, size_t n)
{
	struct day_text s;
	size_t i;

	day_text_init(&s, front->out, zone, language, b[0].start, b[n - 1].end);
	day_text_head(&s, b[0].start);
	fputs(":\n", front->out);
	for (i = 0; i < n; i++) {
		day_text_turn(&s, b[i].start);
		day_text_date(&s, b[i].start);
		fputs(" ", front->out);
		day_text_span(&s, b[i].start, b[i].end);
		fputc('\n', front->out);
	}
}

int
desk_book_propose(struct front *front, const struct book_options *want,
	int argc, char **argv)
{
	struct book_how how = desk_book_how(front);
	struct book_proposal p = { .times = want->times,
		.per_day = want->per_day };
	struct booking asked = { 0 }, *held = NULL;
	struct booking_ask ask = { 0 };
	const struct zone *zone;
	struct page page = { 0 };
	struct store *store;
	struct fail f;
	size_t i;

	front_formats(front, "text");
	if (argc != 1)
		desk_usage(front, "name one page");
	count(front, want, &p);
	if (want->email == NULL)
		desk_usage(front, "--email: to whom?");
	desk_book_ask(front, want, &asked, &ask);
	asked.page = argv[0];
	how.hold_s = desk_book_hold(front, want->hold, PROPOSED_S);
	store = desk_store(front, STORE_WRITE);
	desk_page(front, store, argv[0], &page);
	zone = front->zone;
	if (!front->zone_given &&
		(zone = book_zone(store, argv[0], front->pool, &f)) == NULL)
		front_die(front, &f);
	p.zone = front->zone_given ? zone : NULL;
	window(front, want, zone, &p);
	these(front, want, zone, &p);
	if (!front->dry_run && book_fresh(store, argv[0], NULL, NULL, false,
				       front->now, front->pool, &f) != 0)
		front_die(front, &f);
	if (book_propose(store, &how, &p, &asked, &held, front->pool, &f) != 0)
		front_die(front, &f);
	if (front->format == FORMAT_TEXT)
		text_write(front, zone,
			front->language_given || page.language == NULL
				? front->language
				: page.language,
			held, (size_t)p.times);
	for (i = 0; i < (size_t)p.times; i++) {
		if (front->format != FORMAT_TEXT)
			desk_book_print(front, &held[i]);
		desk_book_say(front, "held", &held[i]);
	}
	front_say(front, "%sproposal %s", front->dry_run ? "not kept: " : "",
		held[0].proposal);
	store_close(store);
	return 0;
}

/* ---- choose ---- */

int
desk_book_choose(struct front *front, const struct book_options *want, int argc,
	char **argv)
{
	struct book_how how = desk_book_how(front);
	struct booking with = { 0 }, b = { 0 };
	struct booking_ask ask = { 0 };
	struct store *store;
	struct fail f;
	bool again;
	int rc;

	if (argc != 1)
		desk_usage(front, "name one hold");
	desk_book_ask(front, want, &with, &ask);
	store = desk_store(front, STORE_WRITE);
	if (booking_find(store, argv[0], front->pool, &b, &f) != 1 ||
		(!front->dry_run && booking_held(&b) &&
			book_fresh(store, b.page, b.organizer_email, NULL,
				false, front->now, front->pool, &f) != 0))
		front_die(front, &f);
	if (book_choose(store, &how, argv[0], &with, &b, &again, front->pool,
		    &f) != 0)
		front_die(front, &f);
	rc = desk_book_done(front, &b, again);
	store_close(store);
	return rc;
}

/* ---- hold list, hold drop ---- */

static int
list_one(void *arg, const struct booking *b)
{
	desk_book_print(arg, b);
	return 0;
}

static int
list(struct front *front, const struct book_options *want)
{
	struct booking_query q = { .from = INSTANT_MIN,
		.to = INSTANT_MAX,
		.status = "held",
		.now = front->now };
	struct store *store = desk_store(front, STORE_READ);
	struct page page = { 0 };
	struct fail f;

	if (want->page != NULL) {
		desk_page(front, store, want->page, &page);
		q.page_id = page.id;
	}
	desk_book_open(front);
	if (booking_each(store, &q, front->pool, list_one, front, &f) != 0)
		front_die(front, &f);
	store_close(store);
	return 0;
}

static int
drop(struct front *front, int argc, char **argv)
{
	struct book_how how = desk_book_how(front);
	struct store *store = desk_store(front, STORE_WRITE);
	int i, good = 0;

	for (i = 0; i < argc; i++) {
		struct booking *b = NULL;
		size_t n = 0, k;
		struct fail f;

		if (book_release(store, &how, argv[i], &b, &n, front->pool,
			    &f) != 0) {
			front_error(front, &f);
			continue;
		}
		good++;
		for (k = 0; k < n; k++) {
			desk_book_print(front, &b[k]);
			desk_book_say(front, "released", &b[k]);
		}
	}
	store_close(store);
	return front->status != 0 && good > 0 ? EXIT_PARTIAL : front->status;
}

int
desk_book_holds(struct front *front, const struct book_options *want, int argc,
	char **argv)
{
	if (argc == 1 && strcmp(argv[0], "list") == 0)
		return list(front, want);
	if (argc >= 2 && strcmp(argv[0], "drop") == 0)
		return drop(front, argc - 1, argv + 1);
	desk_usage(front, "hold list, or hold drop ID...");
	return EXIT_USAGE;
}
