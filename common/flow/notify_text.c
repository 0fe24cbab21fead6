#include "flow/notify_text.h"

#include "engine/book.h"
#include "record/contact.h"
#include "wire/booking_text.h"
#include "wire/locale.h"

#include <stdlib.h>
#include <string.h>

static struct reader
reader(const struct notify *n, const char *language, const char *zone)
{
	struct reader r;
	struct fail f;

	if (language == NULL || !locale_known(language))
		language = n->how->language;
	r.language = locale_find(language != NULL ? language : "en");
	r.zone = zone == NULL ? NULL : zone_load(zone, &f);
	if (r.zone == NULL)
		r.zone = zone_load(n->booking->time_zone, &f);
	if (r.zone == NULL)
		r.zone = zone_utc();
	return r;
}

struct reader
reader_attendee(const struct notify *n, const struct attendee *a)
{
	return reader(n, a->language, a->time_zone);
}

struct reader
reader_host(const struct notify *n, const struct user *u)
{
	return reader(n, u->language, u->time_zone);
}

/* ---- lines ---- */

static const char *
say(const struct reader *r, const char *key)
{
	return locale_text(r->language, key);
}

/* "When: ..."; nothing when there is no value. */
static void
line(FILE *to, const struct reader *r, const char *key, const char *value)
{
	if (value != NULL && *value != '\0')
		fprintf(to, "%s: %s\n", say(r, key), value);
}

static char *
closed(struct pool *pool, FILE *to, char **text)
{
	char *copy;

	fclose(to);
	copy = pool_str(pool, *text);
	free(*text);
	return copy;
}

char *
notice_time(
	struct pool *pool, const struct reader *r, instant start, instant end)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return pool_str(pool, "");
	locale_time(to, r->language, "%x, %X", start, r->zone);
	if (end > start)
		locale_time(to, r->language, " - %X", end, r->zone);
	fprintf(to, " (%s)", zone_name(r->zone));
	return closed(pool, to, &text);
}

static const char *
person(struct pool *pool, const char *name, const char *email)
{
	if (name == NULL || *name == '\0')
		return email;
	if (email == NULL || *email == '\0')
		return name;
	return pool_printf(pool, "%s <%s>", name, email);
}

/* "Choose another time (until Mon 30 Nov 2026, 10:00): ..."; when it is too
 * late for it no link, but that it is (B5). */
static void
link_write(FILE *to, const struct notify *n, const struct reader *r,
	const char *key, const char *path, int64_t notice_s)
{
	const struct booking *b = n->booking;
	const char *url = n->how->url;
	instant last = b->start - notice_s;
	size_t len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	fputs(say(r, key), to);
	if (notice_s > 0 && last < n->how->now) {
		fprintf(to, ": %s\n", say(r, "mail.too-late"));
		return;
	}
	if (notice_s > 0)
		fprintf(to, " (%s %s)", say(r, "mail.until"),
			notice_time(n->pool, r, last, last));
	fprintf(to, ": %.*s/b/%s/%s\n", (int)len, url, b->token, path);
}

static void
links_write(FILE *to, const struct notify *n, const struct reader *r)
{
	link_write(to, n, r, "mail.move", "reschedule", n->move_notice_s);
	link_write(to, n, r, "mail.cancel", "cancel", n->cancel_notice_s);
}

static bool
has_links(const struct notify *n)
{
	return n->how->url != NULL && n->booking->token != NULL &&
	       booking_live(n->booking);
}

/* ---- subjects ---- */

static const char *const attendee_keys[] = { "mail.booked", "mail.requested",
	"mail.moved", "mail.cancelled", "mail.reassigned" };
static const char *const host_keys[] = { "mail.host-booked",
	"mail.host-requested", "mail.host-moved", "mail.host-cancelled",
	"mail.host-reassigned" };

char *
notice_subject(struct pool *pool, const struct reader *r, enum notice notice,
	bool for_host, const char *title)
{
	static const char *const subjects[] = { NULL, "mail.subject-requested",
		NULL, "mail.subject-cancelled", NULL };

	if (for_host)
		return pool_printf(
			pool, "%s: %s", say(r, host_keys[notice]), title);
	if (subjects[notice] == NULL)
		return pool_str(pool, title);
	return pool_printf(pool, "%s: %s", say(r, subjects[notice]), title);
}

/* ---- mails ---- */

/* When all of a series are: to a host theirs by name, to attendees which of
 * them it is and, with the first, all of them. */
static void
times_write(FILE *to, const struct notify *n, const struct reader *r)
{
	bool named = n->all_n > 0;
	size_t total = named ? n->all_n : n->times_n, i;

	if (!named && n->times_n > 0)
		fprintf(to, "%s: %zu/%zu\n", say(r, "mail.series"),
			n->times_at + 1, n->times_n);
	if (total == 0 || (!named && n->times_at > 0))
		return;
	fprintf(to, "%s:\n", say(r, "mail.times"));
	for (i = 0; i < total; i++)
		fprintf(to, "  %s%s%s\n",
			named ? notice_time(n->pool, r, n->all[i].start,
					n->all[i].end)
			      : notice_time(n->pool, r, n->times[i].start,
					n->times[i].end),
			named ? ", " : "", named ? n->all[i].ref : "");
}

static void
meeting_write(FILE *to, const struct notify *n, const struct reader *r,
	const struct booking *was)
{
	const struct booking *b = n->booking;

	fprintf(to, "%s\n", b->title);
	if (n->all_n == 0)
		line(to, r, "mail.when",
			notice_time(n->pool, r, b->start, b->end));
	if (n->all_n > 0 || was == NULL)
		times_write(to, n, r);
	if (was != NULL && was->start != b->start)
		line(to, r, "mail.before",
			notice_time(n->pool, r, was->start, was->end));
	line(to, r, "mail.where", booking_place(n->pool, b));
	line(to, r, "mail.reserved", booking_reserved(n->pool, b));
}

char *
notice_attendee(const struct notify *n, const struct attendee *a,
	enum notice notice, const struct booking *was, bool links)
{
	const struct booking *b = n->booking;
	struct reader r = reader_attendee(n, a);
	char *text = NULL;
	size_t size, i;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return pool_str(n->pool, b->title);
	fprintf(to, "%s%s%s,\n\n%s\n\n", say(&r, "mail.hello"),
		a->name != NULL ? " " : "", a->name != NULL ? a->name : "",
		say(&r, attendee_keys[notice]));
	meeting_write(to, n, &r, was);
	line(to, &r, "mail.with",
		person(n->pool, b->organizer_name, b->organizer_email));
	for (i = 0; i < n->hosts_n; i++)
		if (n->hosts[i].id != b->organizer_id)
			line(to, &r, "mail.with",
				person(n->pool, n->hosts[i].name,
					n->hosts[i].email));
	if (notice == NOTICE_CANCELLED)
		line(to, &r, "mail.reason", b->cancel_reason);
	else if (b->description != NULL)
		fprintf(to, "\n%s\n", b->description);
	if (links && has_links(n)) {
		putc('\n', to);
		links_write(to, n, &r);
	}
	return closed(n->pool, to, &text);
}

static void
answers_write(FILE *to, const struct notify *n, const struct reader *r)
{
	const struct booking *b = n->booking;
	size_t i;

	for (i = 0; i < b->attendees_n; i++) {
		const char *who = person(
			n->pool, b->attendees[i].name, b->attendees[i].email);
		const char *ref =
			i == 0 ? contact_ref(n->pool, b->contact_id) : NULL;

		if (ref != NULL)
			who = pool_printf(n->pool,
				"%s (mtg-book contact show %s)", who, ref);
		line(to, r,
			i == 0 || b->session ? "mail.contact" : "mail.guest",
			who);
	}
}

char *
notice_host(const struct notify *n, const struct user *u, enum notice notice,
	const struct booking *was, const char *calendar)
{
	const struct booking *b = n->booking;
	struct reader r = reader_host(n, u);
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return pool_str(n->pool, b->title);
	fprintf(to, "%s %s,\n\n%s.\n\n", say(&r, "mail.hello"), u->name,
		say(&r, host_keys[notice]));
	meeting_write(to, n, &r, was);
	answers_write(to, n, &r);
	if (notice == NOTICE_CANCELLED)
		line(to, &r, "mail.reason", b->cancel_reason);
	if (was != NULL && was->organizer_id != b->organizer_id)
		line(to, &r, "mail.with",
			person(n->pool, b->organizer_name, b->organizer_email));
	if (notice == NOTICE_REQUESTED)
		fprintf(to,
			"\n%s\n  mtg-sync connect caldav --user %s --url "
			"URL\n",
			say(&r, "mail.connect"), u->slug);
	putc('\n', to);
	if (n->all_n > 0)
		line(to, &r, "mail.series",
			pool_printf(n->pool, "%s (mtg-book list --series %s)",
				b->series, b->series));
	else
		line(to, &r, "mail.meeting",
			pool_printf(n->pool, "%s (mtg-book show %s)", b->ref,
				b->ref));
	if (calendar != NULL)
		line(to, &r, "mail.event",
			pool_printf(n->pool, "%s, %s", calendar,
				b->session_id != 0 ? b->session_uid : b->uid));
	return closed(n->pool, to, &text);
}

char *
notice_tried(struct pool *pool, const struct reader *r, const struct user *u,
	const char *calendar, const char *why, const struct booking *asked)
{
	const struct attendee *a =
		asked->attendees_n > 0 ? &asked->attendees[0] : NULL;
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return pool_str(pool, "");
	fprintf(to, "%s %s,\n\n%s\n\n", say(r, "mail.hello"), u->name,
		say(r, "mail.tried-text"));
	line(to, r, "mail.when",
		notice_time(pool, r, asked->start, asked->start));
	line(to, r, "mail.page", asked->page);
	/* nobody has looked at these yet */
	if (a != NULL && a->name != NULL)
		line(to, r, "mail.contact", book_shown(pool, a->name));
	if (a != NULL && a->email != NULL)
		line(to, r, "mail.contact", book_shown(pool, a->email));
	line(to, r, "mail.calendar",
		pool_printf(pool, "%s (%s)", calendar, why));
	fprintf(to, "\n%s\n  mtg-sync status\n  mtg-sync remove %s\n",
		say(r, "mail.tried-cure"), calendar);
	return closed(pool, to, &text);
}

char *
notice_description(const struct notify *n, const struct reader *r, bool links)
{
	const struct booking *b = n->booking;
	char *text = NULL, *whole;
	size_t size;
	FILE *to;

	links = links && b->links && has_links(n);
	if (b->description == NULL && !links)
		return NULL;
	if ((to = open_memstream(&text, &size)) == NULL)
		return NULL;
	if (b->description != NULL)
		fprintf(to, "%s%s", b->description, links ? "\n\n" : "");
	if (links)
		links_write(to, n, r);
	whole = closed(n->pool, to, &text);
	size = strlen(whole);
	if (size > 0 && whole[size - 1] == '\n')
		whole[size - 1] = '\0';
	return whole;
}
