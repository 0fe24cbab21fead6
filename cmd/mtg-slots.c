/* mtg-slots: when people are free, and why they are not. */
#include "desk/slots_answer.h"
#include "engine/busy.h"
#include "flow/offer.h"
#include "flow/offer_busy.h"
#include "flow/offer_owner.h"
#include "front/front.h"
#include "record/calendar.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/locale.h"

#include <inttypes.h>
#include <malloc.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static struct front front;

static struct {
	const char *from, *to, *duration, *step, *offset, *hours, *notice;
	const char *before, *after, *gap, *align, *busy, *owner, *check;
	const char *contact;
	int64_t limit, per_day;
	const char *repeat, *until;
	int64_t count;
	bool first, all_of, any_of, pack, explain, instant;
} want = { .limit = -1, .per_day = -1 };
static struct slots_series series; /* with --repeat */

static void
die(struct fail *f)
{
	front_die(&front, f);
}

static void
usage(const char *what)
{
	struct fail f;

	fail(&f, EXIT_USAGE, "%s", what);
	fail_hint(&f, "mtg-slots --help");
	die(&f);
}

/* ---- options to a query ---- */

static void
length(const char *text, const char *name, int64_t *to)
{
	struct fail f;

	if (text != NULL && duration_read(text, name, to, &f) != 0)
		die(&f);
}

static void
lengths(struct offer_query *q)
{
	q->duration_s = q->step_s = q->notice_s = -1;
	q->before_s = q->after_s = q->gap_s = -1;
	length(want.duration, "--duration", &q->duration_s);
	length(want.step, "--step", &q->step_s);
	length(want.notice, "--notice", &q->notice_s);
	length(want.before, "--before", &q->before_s);
	length(want.after, "--after", &q->after_s);
	length(want.gap, "--gap", &q->gap_s);
	length(want.offset, "--offset", &q->offset_s);
	q->offset_given = want.offset != NULL;
	if (q->duration_s == 0 || q->step_s == 0)
		usage("--duration, --step: more than nothing");
}

static void
tell_time(const char *name, const char *text, instant at)
{
	char to[INSTANT_TEXT];

	front_tell(&front, 1, "%s %s is %s", name, text, instant_write(at, to));
}

static void
check_time(struct offer_query *q)
{
	struct timeword at;
	struct fail f;

	if (timeword_read(
		    want.check, "--check", front.now, front.zone, &at, &f) != 0)
		die(&f);
	if (at.date_only)
		usage("--check: name the time of day too");
	if (at.twice)
		front_warn(&front, "--check %s comes twice, the first is taken",
			want.check);
	tell_time("--check", want.check, at.at);
	q->at = at.at;
	if (q->may_instant && strcasecmp(want.check, "now") == 0)
		want.instant = true;
}

static void
times(struct offer_query *q)
{
	struct fail f;

	if (want.from != NULL) {
		if (timeword_from(want.from, "--from", front.now, front.zone,
			    &q->from, &f) != 0)
			die(&f);
		tell_time("--from", want.from, q->from);
	}
	if (want.to != NULL) {
		if (timeword_to(want.to, "--to", front.now, front.zone, &q->to,
			    &f) != 0)
			die(&f);
		tell_time("--to", want.to, q->to);
	}
	if (q->to != 0 && q->to <= (q->from != 0 ? q->from : front.now))
		usage(q->from != 0 ? "--to is not after --from"
				   : "--to is not after now");
	if (want.check != NULL)
		check_time(q);
	if (want.instant) {
		q->instant = true;
		q->at = offer_now(front.now);
	}
	if (want.until != NULL &&
		timeword_to(want.until, "--until", front.now, front.zone,
			&series.series.until, &f) != 0)
		die(&f);
}

/* --repeat and what goes with it. */
static void
repeat(void)
{
	struct fail f;

	if (want.repeat == NULL) {
		if (want.count > 0 || want.until != NULL)
			usage("--count, --until go with --repeat");
		return;
	}
	if (series_read(want.repeat, "--repeat", &series.series, &f) != 0)
		die(&f);
	if ((want.count > 0) == (want.until != NULL))
		usage("--repeat: how often, by --count or --until");
	if (want.count > 0 &&
		(want.count < SERIES_MIN || want.count > SERIES_MAX))
		usage("--count: from 2 to 52");
	if (want.instant)
		usage("--instant or --repeat, not both");
	if (want.explain && want.check == NULL)
		usage("--explain of --repeat goes with --check");
	series.series.count = want.count;
	series.limit = want.per_day < 0 ? want.limit : -1;
	series.why = want.explain;
}

static void
exclusive(void)
{
	if (want.all_of && want.any_of)
		usage("--all-of and --any-of exclude each other");
	if (want.align != NULL && strcmp(want.align, "clock") != 0)
		usage("--align: clock is all there is");
	if (want.owner != NULL && want.busy == NULL)
		usage("--owner goes with --busy");
	if (want.check != NULL &&
		(want.from != NULL || want.to != NULL || want.first ||
			want.limit >= 0 || want.per_day >= 0))
		usage("--check asks for one start: no --from, --to, --first, "
		      "--limit, --per-day");
	if (want.instant &&
		(want.from != NULL || want.to != NULL || want.check != NULL))
		usage("--instant is now: no --from, --to, --check");
	if (want.explain && front.format > FORMAT_TEXT)
		usage("--explain prints records or -f text: no other format");
}

static void
max_stale(struct offer_query *q)
{
	const char *text = config_get(front.config, "sync.max-stale");
	struct fail f;

	q->max_stale_s = CALENDAR_MAX_STALE_S;
	if (text != NULL && duration_read(text, "sync.max-stale",
				    &q->max_stale_s, &f) != 0) {
		f.status = EXIT_CONFIG;
		f.code = fail_name(EXIT_CONFIG);
		die(&f);
	}
}

/* Whether somebody looks at who is free: it costs with many people. */
static bool
hosts_wanted(void)
{
	if (front.template_text != NULL || front.format == FORMAT_ICS)
		return true;
	if (front.fields != NULL)
		return strstr(front.fields, "hosts") != NULL ||
		       strstr(front.fields, "rooms") != NULL;
	return front.format != FORMAT_ID && front.format != FORMAT_TEXT &&
	       front.format != FORMAT_HTML;
}

/* ---- busy time from outside ---- */

static void
busy_read(struct offer_query *q, const struct zone *zone, struct busies *busy,
	struct strs *users)
{
	instant from = q->at != 0 ? q->at : q->from != 0 ? q->from : front.now;
	instant to = q->at != 0   ? q->at + OFFER_DURATION_MAX
		     : q->to != 0 ? q->to
				  : front.now + INT64_C(62) * 86400;
	struct offer_busy_how how = { .now = front.now,
		.zone = zone_name(zone),
		.owner = want.owner,
		.quiet = front.quiet };
	struct fail f;
	int rc;

	/* a page may look further ahead, and buffers reach out */
	if ((q->page != NULL && q->to == 0 && q->at == 0) ||
		want.repeat != NULL)
		to = front.now + OFFER_WINDOW_MAX;
	how.window.start = from - OFFER_DURATION_MAX;
	how.window.end = to + OFFER_DURATION_MAX;
	rc = offer_busy_read(front.pool, want.busy, &how, busy, users, &f);
	if (rc < 0)
		die(&f);
	front.status = fail_worse(front.status, rc);
	q->busy = busy;
	q->busy_users = users;
}

/* Without a store: people are who is named, or whoever the records name. */
static void
bare_users(struct offer_query *q, int argc, char **argv)
{
	const struct strs *names = q->busy_users;
	size_t i, k;
	int n;

	for (n = 0; n < argc; n++)
		strs_add(front.pool, &q->users, argv[n]);
	if (argc > 0 || names == NULL)
		return;
	for (i = 0; i < names->n; i++) {
		if (names->v[i] == NULL || q->users.n >= OFFER_HOSTS_MAX)
			continue;
		/* records of one person stand together, mostly */
		for (k = q->users.n; k > 0; k--)
			if (strcmp(q->users.v[k - 1], names->v[i]) == 0)
				break;
		if (k == 0)
			strs_add(front.pool, &q->users, names->v[i]);
	}
}

static bool
store_there(void)
{
	return access(front_store_path(&front), F_OK) == 0;
}

/* ---- the run ---- */

/* Times are read and shown in --tz, else the page's or the host's zone. */
static void
set_zone(struct offer_query *q, const struct zone *zone)
{
	if (front.zone_given)
		q->zone = front.zone;
	else
		front.zone = zone;
}

/* Everything from the store; closed again before the first line is out. */
static void
open_with_store(struct offer_query *q, int argc, char **argv, struct offer *o)
{
	struct busies busy = { 0 };
	struct strs users = { 0 };
	const struct zone *zone;
	const char *language = NULL;
	struct store *store;
	struct fail f;

	store = store_open(front_store_path(&front), STORE_READ, &f);
	if (store == NULL)
		die(&f);
	if (store_warning(store) != NULL)
		front_warn(&front, "%s", store_warning(store));
	if (store_begin_read(store, &f) != 0 ||
		offer_who(store, argv, argc, front.pool, q, &zone, &language,
			&f) != 0)
		die(&f);
	if (q->who != NULL && (want.any_of || want.all_of))
		usage("--all-of and --any-of: the names say already how many "
		      "are needed");
	set_zone(q, zone);
	if (language != NULL && !front.language_given)
		front.language = locale_find(language);
	/* nobody's pipe is waited for while the store is held */
	store_end_read(store);
	times(q);
	if (want.busy != NULL)
		busy_read(q, zone, &busy, &users);
	if (store_begin_read(store, &f) != 0 ||
		offer_open(store, q, front.pool, o, &f) != 0 ||
		(want.repeat != NULL && slots_series_find(&series, store, q, o,
						front.pool, &f) != 0))
		die(&f);
	store_end_read(store);
	store_close(store);
}

/* --busy alone: a filter that depends on nothing but its input. */
static void
open_bare(struct offer_query *q, int argc, char **argv, struct offer *o)
{
	static struct busies busy;
	static struct strs users;
	struct fail f;

	set_zone(q, zone_utc());
	times(q);
	busy_read(q, front.zone, &busy, &users);
	bare_users(q, argc, argv);
	if (offer_open(NULL, q, front.pool, o, &f) != 0 ||
		(want.repeat != NULL && slots_series_find(&series, NULL, q, o,
						front.pool, &f) != 0))
		die(&f);
}

static int
run(int argc, char **argv)
{
	struct offer_query q = { .now = front.now };
	struct slots_how how;
	struct offer o;

	front_formats(&front, "text,html,ics,svg,ansi");
	exclusive();
	if (want.first)
		want.limit = 1;
	repeat();
	if (argc == 0 && want.busy == NULL)
		usage("name a page, users or a @rotation");
	lengths(&q);
	max_stale(&q);
	q.hours = want.hours;
	q.any_of = want.any_of;
	q.all_of = want.all_of;
	q.align_clock = want.align != NULL;
	q.pack = want.pack;
	if (want.contact != NULL && !email_valid(want.contact))
		usage("--contact: not an e-mail address");
	q.booker = want.contact;
	q.explain = want.explain || front.format == FORMAT_ICS;
	q.no_hosts = want.repeat == NULL && !hosts_wanted();
	if (want.busy != NULL && (argc == 0 || !store_there()))
		open_bare(&q, argc, argv, &o);
	else
		open_with_store(&q, argc, argv, &o);
	if (o.offline)
		front_tell(&front, 1,
			"no calendar is connected: times can be requested");
	if (offer_owner(&o) != NULL)
		front_tell(&front, 1, "%s is %s's: only their times",
			want.contact, offer_owner(&o)->email);
	how.explain = want.explain;
	how.check = want.check != NULL;
	how.instant = want.instant;
	how.first = want.first;
	how.limit = want.limit;
	how.per_day = want.per_day;
	return slots_answer(
		&front, &how, want.repeat != NULL ? &series : NULL, &o, q.at);
}

static const struct opt opts[] = {
	{ OPT_TEXT, 0, "from", "TIME", "no slot before it, now if not named",
		&want.from },
	{ OPT_TEXT, 0, "to", "TIME",
		"no slot ends behind it; a bare date is that whole day",
		&want.to },
	{ OPT_TEXT, 'd', "duration", "DURATION",
		"length of the meeting, the page's first or 30m",
		&want.duration },
	{ OPT_TEXT, 0, "step", "DURATION",
		"from start to start, the duration if not named", &want.step },
	{ OPT_INT, 0, "limit", "N", "at most so many slots", &want.limit },
	{ OPT_INT, 0, "per-day", "N", "at most so many a day", &want.per_day },
	{ OPT_FLAG, 0, "first", NULL,
		"the first one; status 1 if there is none", &want.first },
	{ OPT_FLAG, 0, "all-of", NULL,
		"all are free, as usual for several users", &want.all_of },
	{ OPT_FLAG, 0, "any-of", NULL, "one is enough, as usual for rotations",
		&want.any_of },
	{ OPT_TEXT, 0, "hours", "TEXT",
		"opening hours, such as 'mon-fri 09:00-17:00'", &want.hours },
	{ OPT_TEXT, 0, "notice", "DURATION", "no slot sooner than that",
		&want.notice },
	{ OPT_TEXT, 0, "before", "DURATION", "kept free before the meeting",
		&want.before },
	{ OPT_TEXT, 0, "after", "DURATION", "kept free after the meeting",
		&want.after },
	{ OPT_TEXT, 0, "gap", "DURATION", "at least this long between meetings",
		&want.gap },
	{ OPT_TEXT, 0, "offset", "DURATION",
		"from the opening to the first start", &want.offset },
	{ OPT_TEXT, 0, "align", "clock",
		"count starts from the full hour, not the opening",
		&want.align },
	{ OPT_FLAG, 0, "pack", NULL, "also a start right behind each busy time",
		&want.pack },
	{ OPT_TEXT, 0, "busy", "FILE|-",
		"busy records or iCalendar in place of calendars", &want.busy },
	{ OPT_TEXT, 0, "owner", "EMAIL",
		"whose answers count in the iCalendar of --busy", &want.owner },
	{ OPT_TEXT, 0, "contact", "ADDRESS",
		"who is to book: their owner's times, where it is theirs",
		&want.contact },
	{ OPT_TEXT, 0, "check", "START",
		"whether this start is free: status 0 or 1", &want.check },
	{ OPT_FLAG, 0, "instant", NULL,
		"who could be met right away: status 0 or 1", &want.instant },
	{ OPT_TEXT, 0, "repeat", "WORD",
		"starts of a series: daily, weekdays, weekly, ..., '2 weeks'",
		&want.repeat },
	{ OPT_INT, 0, "count", "N", "repeat: so many meetings, 2 to 52",
		&want.count },
	{ OPT_TEXT, 0, "until", "TIME",
		"repeat: those before then; a bare date is included",
		&want.until },
	{ OPT_FLAG, 0, "explain", NULL,
		"which rule removed what; -f text sums it up", &want.explain },
	{ OPT_END },
};

static const struct program program = {
	.name = "mtg-slots",
	.help = "say when people are free, and why they are not",
	.examples = "mtg-slots demo --to +1w --per-day 2 -f text\n"
		    "mtg-slots ada bo --any-of --first | mtg-book create - "
		    "--email pat@example.com\n",
	.operands = "PAGE|WHO...",
	.opts = opts,
	.run = run,
};

int
main(int argc, char **argv)
{
	/* a thousand people's calendars: no giving memory back and forth */
	mallopt(M_MMAP_THRESHOLD, 64 << 20);
	mallopt(M_TRIM_THRESHOLD, 256 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
	return front_main(&front, &program, argc, argv);
}
