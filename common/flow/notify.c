#include "flow/notify.h"

#include "flow/notify_buffer.h"
#include "flow/notify_text.h"
#include "store/calendar.h"
#include "store/outbox.h"
#include "store/follow.h"
#include "store/outbox_puts.h"
#include "store/page_calendar.h"
#include "store/user.h"
#include "wire/booking_ics.h"
#include "wire/locale.h"
#include "wire/mail.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* ---- one object, one mail ---- */

static int
ics_write(FILE *to, const struct notify *n, const char *method,
	const struct reader *r, bool links, struct fail *f)
{
	struct booking b = *n->booking;
	struct booking_ics ics = { .method = method,
		.stamp = n->how->now,
		.hosts = n->hosts,
		.hosts_n = n->hosts_n,
		.sent_by = n->how->from };

	ics.status = booking_live(n->booking) ? "CONFIRMED" : "CANCELLED";
	ics.description = notice_description(n, r, links);
	/* flow/book_seats.h: answers are to match the hosts' event */
	if (b.session_id != 0) {
		b.uid = b.session_uid;
		b.sequence = b.session_sequence;
	}
	return booking_ics_write(to, &b, &ics, f);
}

/* The object in the pool, or NULL. */
static const char *
ics_text(const struct notify *n, const char *method, const struct reader *r,
	bool links, struct fail *f)
{
	char *text = NULL, *copy = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL) {
		fail(f, EXIT_BUSY, "out of memory");
		return NULL;
	}
	if (ics_write(to, n, method, r, links, f) == 0) {
		fclose(to);
		copy = pool_str(n->pool, text);
	} else {
		fclose(to);
	}
	free(text);
	return copy;
}

/* The sender: the configured address, else the organizer. */
static void
sender(const struct notify_how *how, struct mail *m, const char *name,
	const char *email)
{
	m->from = how->from != NULL ? how->from : email;
	m->from_name = how->from != NULL && how->from_name != NULL
			       ? how->from_name
			       : name;
	if (how->from != NULL && strcmp(how->from, email) != 0)
		m->reply_to = email;
}

/* A mail into the outbox; `what` tells it from the booking's others. */
static int
mail_add(struct store *store, const struct notify *n, const char *what,
	struct mail *m, struct fail *f)
{
	const struct booking *b = n->booking;
	struct letter l = { .kind = "mail",
		.booking_id = b->id,
		.uid = b->uid,
		.sequence = b->sequence,
		.recipient = m->to,
		.subject = m->subject,
		.state = "queued",
		.created_at = n->how->now };
	char *text = NULL;
	size_t size;
	FILE *to;
	int rc;

	m->date = n->how->now;
	m->id = pool_printf(n->pool, "%s.%d.%s", what, b->sequence, b->uid);
	l.key = pool_printf(
		n->pool, "mail:%s:%d:%s", b->uid, b->sequence, what);
	if ((to = open_memstream(&text, &size)) == NULL)
		return fail(f, EXIT_BUSY, "out of memory");
	rc = mail_write(to, m, f);
	fclose(to);
	l.body = text;
	if (rc == 0)
		rc = outbox_add(store, &l, f);
	free(text);
	return rc;
}

/* ---- attendees ---- */

/* The mail to the i-th attendee. Only the booker gets the links. */
static int
attendee_mail(const struct notify *n, size_t i, enum notice notice,
	const struct booking *was, bool links, struct mail *m, struct fail *f)
{
	const struct booking *b = n->booking;
	const struct attendee *a = &b->attendees[i];
	struct reader r = reader_attendee(n, a);

	memset(m, 0, sizeof(*m));
	links = links && i == 0;
	sender(n->how, m, b->organizer_name, b->organizer_email);
	m->to = a->email;
	m->to_name = a->name;
	m->language = r.language;
	m->subject = notice_subject(n->pool, &r, notice, false, b->title);
	m->text = notice_attendee(n, a, notice, was, links);
	if (notice == NOTICE_REQUESTED ||
		(was != NULL && strcmp(was->status, "confirmed") != 0))
		return 0;
	m->method = notice == NOTICE_CANCELLED ? "CANCEL" : "REQUEST";
	m->ics = ics_text(n, m->method, &r, links, f);
	return m->ics == NULL ? -1 : 0;
}

static int
attendees_tell(struct store *store, const struct notify *n, enum notice notice,
	const struct booking *was, const char *what, struct fail *f)
{
	const struct booking *b = n->booking;
	size_t i;

	for (i = 0; !b->session && i < b->attendees_n; i++) {
		struct mail m;

		if (*b->attendees[i].email == '\0')
			continue;
		if (attendee_mail(n, i, notice, was, true, &m, f) != 0 ||
			mail_add(store, n,
				pool_printf(n->pool, "%s.%zu", what, i), &m,
				f) != 0)
			return -1;
	}
	return 0;
}

/* ---- hosts ---- */

static int
host_tell(struct store *store, const struct notify *n, const struct user *u,
	enum notice notice, const struct booking *was, const char *calendar,
	struct fail *f)
{
	const struct booking *b = n->booking;
	struct reader r = reader_host(n, u);
	struct mail m = { 0 };

	if (n->quiet)
		return 0;
	sender(n->how, &m, n->how->from != NULL ? NULL : u->name, u->email);
	m.reply_to = NULL;
	/* an answer goes to the contact */
	if (!b->session && b->attendees_n > 0 && *b->attendees[0].email != '\0')
		m.reply_to = b->attendees[0].email;
	m.to = u->email;
	m.to_name = u->name;
	m.language = r.language;
	m.subject = notice_subject(n->pool, &r, notice, true, b->title);
	m.text = notice_host(n, u, notice, was, calendar);
	return mail_add(
		store, n, pool_printf(n->pool, "host.%" PRId64, u->id), &m, f);
}

/* ---- calendars ---- */

static int
object_add(struct store *store, const struct notify *n, const char *kind,
	int64_t calendar_id, const char *body, struct fail *f)
{
	const struct booking *b = n->booking;
	struct letter l = { .kind = kind,
		.booking_id = b->id,
		.calendar_id = calendar_id,
		.uid = b->uid,
		.sequence = b->sequence,
		.body = body,
		.state = "queued",
		.created_at = n->how->now };

	l.key = pool_printf(n->pool, "%s:%s:%d:%" PRId64, kind, b->uid,
		b->sequence, calendar_id);
	return outbox_add(store, &l, f);
}

/* Where the host moved the event themselves: there it stays. 1, 0, -1. */
static int
moved_calendar(struct store *store, const struct notify *n,
	const struct user *u, struct calendar *c, struct fail *f)
{
	struct follow seen;

	if (follow_load(store, n->booking->id, n->pool, &seen, f) != 0)
		return -1;
	if (seen.calendar_id == 0)
		return 0;
	if (calendar_load(store, seen.calendar_id, n->pool, c, f) != 1)
		return -1;
	return c->user_id == u->id && c->selected && c->writable;
}

/* R14: the host's default calendar, or the one its page names (B8), and no
 * other. `*c` says which, id 0 when the host has none that can be written. Of
 * a seat nothing is put: its session stands there. */
static int
put_add(struct store *store, const struct notify *n, const struct user *u,
	struct calendar *c, struct fail *f)
{
	struct reader r = reader_host(n, u);
	const char *ics;
	int rc;

	memset(c, 0, sizeof(*c));
	rc = moved_calendar(store, n, u, c, f);
	if (rc == 0)
		rc = page_write_calendar(
			store, n->booking->page_id, u->id, n->pool, c, f);
	if (rc == 0)
		rc = calendar_default(store, u->id, n->pool, c, f);
	if (rc < 0)
		return -1;
	if (rc == 0 || !c->writable) {
		c->id = 0;
		c->slug = NULL;
		return 0;
	}
	if (n->booking->session_id != 0) {
		c->id = 0;
		return 0;
	}
	/* many can read a room's calendar: no links of the booker's there */
	if ((ics = ics_text(n, NULL, &r, !u->room, f)) == NULL)
		return -1;
	return object_add(store, n, "put", c->id, ics, f);
}

/* Takes the event out of calendars that have it, but those of `keep[]`. */
static int
deletes_add(struct store *store, const struct notify *n, const int64_t *puts,
	size_t puts_n, const int64_t *keep, size_t keep_n, struct fail *f)
{
	size_t i, k;

	for (i = 0; i < puts_n; i++) {
		for (k = 0; k < keep_n && keep[k] != puts[i]; k++)
			;
		if (k == keep_n &&
			object_add(store, n, "delete", puts[i], "", f) != 0)
			return -1;
	}
	return 0;
}

/* Rooms have it in their calendars, and get no mail (B16). The calendars go to
 * to[], 0 for a room without one. */
static int
rooms_put(struct store *store, const struct notify *n, int64_t *to,
	struct fail *f)
{
	const struct booking *b = n->booking;
	size_t i;

	for (i = 0; i < b->rooms_n; i++) {
		struct user u = { 0 };
		struct calendar c = { 0 };

		if (user_load(store, b->rooms[i], n->pool, &u, f) != 1 ||
			put_add(store, n, &u, &c, f) != 0)
			return -1;
		to[i] = c.id;
	}
	return 0;
}

/* Room for the calendars of hosts and rooms. */
static int64_t *
calendars_new(const struct notify *n)
{
	return pool_array(
		n->pool, n->hosts_n + n->booking->rooms_n + 1, sizeof(int64_t));
}

/* ---- changes ---- */

static bool
confirmed(const struct booking *b)
{
	return strcmp(b->status, "confirmed") == 0;
}

int
notify_made(struct store *store, const struct notify *n, struct fail *f)
{
	const struct booking *b = n->booking;
	enum notice notice = confirmed(b) ? NOTICE_BOOKED : NOTICE_REQUESTED;
	int64_t *puts = calendars_new(n);
	size_t i;

	if (!b->invite)
		return 0;
	for (i = 0; i < n->hosts_n; i++) {
		struct calendar c = { 0 };

		if (confirmed(b) && put_add(store, n, &n->hosts[i], &c, f) != 0)
			return -1;
		puts[i] = c.id;
		if (n->times_n == 0 && host_tell(store, n, &n->hosts[i], notice,
					       NULL, c.slug, f) != 0)
			return -1;
	}
	if (confirmed(b) && rooms_put(store, n, puts + n->hosts_n, f) != 0)
		return -1;
	if (buffers_put(store, n, puts, n->hosts_n, f) != 0)
		return -1;
	/* the first mail names all times; an invitation is of one event */
	if (!confirmed(b) && n->times_at > 0)
		return 0;
	return attendees_tell(store, n, notice, NULL,
		confirmed(b) ? "request" : "received", f);
}

/* What those are told who had to do with it before. */
static enum notice
moved_how(const struct booking *b, const struct booking *before)
{
	return b->start == before->start && b->end == before->end
		       ? NOTICE_REASSIGNED
		       : NOTICE_MOVED;
}

/* A host for whom it is new is told so. */
static enum notice
host_notice(const struct notify *n, const struct booking *before, int64_t id)
{
	size_t i;

	for (i = 0; i < before->hosts_n; i++)
		if (before->hosts[i] == id)
			return moved_how(n->booking, before);
	return confirmed(n->booking) ? NOTICE_BOOKED : NOTICE_REQUESTED;
}

/* A host who had the meeting and has it no more. */
static int
left_tell(struct store *store, const struct notify *n,
	const struct booking *before, struct fail *f)
{
	size_t i, k;

	for (i = 0; i < before->hosts_n; i++) {
		struct user u = { 0 };

		for (k = 0; k < n->hosts_n; k++)
			if (n->hosts[k].id == before->hosts[i])
				break;
		if (k < n->hosts_n)
			continue;
		if (user_load(store, before->hosts[i], n->pool, &u, f) != 1)
			return -1;
		if (host_tell(store, n, &u, moved_how(n->booking, before),
			    before, NULL, f) != 0)
			return -1;
	}
	return 0;
}

int
notify_moved(struct store *store, const struct notify *n,
	const struct booking *before, struct fail *f)
{
	const struct booking *b = n->booking;
	int64_t *keep = calendars_new(n);
	int64_t *puts;
	size_t puts_n, i;

	if (!b->invite)
		return 0;
	if (outbox_puts(store, b->id, n->pool, &puts, &puts_n, f) != 0)
		return -1;
	for (i = 0; i < n->hosts_n; i++) {
		struct calendar c = { 0 };

		if (confirmed(b) && put_add(store, n, &n->hosts[i], &c, f) != 0)
			return -1;
		keep[i] = c.id;
		if (host_tell(store, n, &n->hosts[i],
			    host_notice(n, before, n->hosts[i].id), before,
			    c.slug, f) != 0)
			return -1;
	}
	if (confirmed(b) && rooms_put(store, n, keep + n->hosts_n, f) != 0)
		return -1;
	if (left_tell(store, n, before, f) != 0 ||
		deletes_add(store, n, puts, puts_n, keep,
			n->hosts_n + b->rooms_n, f) != 0 ||
		buffers_put(store, n, keep, n->hosts_n, f) != 0)
		return -1;
	return attendees_tell(
		store, n, moved_how(b, before), before, "request", f);
}

int
notify_cancelled(struct store *store, const struct notify *n,
	const struct booking *before, struct fail *f)
{
	int64_t *puts;
	size_t puts_n, i;

	if (!n->booking->invite)
		return 0;
	if (outbox_puts(store, n->booking->id, n->pool, &puts, &puts_n, f) !=
			0 ||
		deletes_add(store, n, puts, puts_n, NULL, 0, f) != 0 ||
		buffers_put(store, n, NULL, 0, f) != 0)
		return -1;
	for (i = 0; n->times_n == 0 && i < n->hosts_n; i++)
		if (host_tell(store, n, &n->hosts[i], NOTICE_CANCELLED, NULL,
			    NULL, f) != 0)
			return -1;
	return attendees_tell(store, n, NOTICE_CANCELLED, before, "cancel", f);
}

int
notify_session(struct store *store, const struct notify *n, struct fail *f)
{
	struct calendar c;
	size_t i;

	if (!n->booking->invite || !confirmed(n->booking))
		return 0;
	for (i = 0; i < n->hosts_n; i++)
		if (put_add(store, n, &n->hosts[i], &c, f) != 0)
			return -1;
	return rooms_put(store, n, calendars_new(n), f);
}

/* Eight letters that nobody chose before. */
static const char *
salt(struct pool *pool)
{
	unsigned char bytes[8];
	char *text = pool_zero(pool, sizeof(bytes) + 1);
	size_t i;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		memset(bytes, 0, sizeof(bytes));
	for (i = 0; i < sizeof(bytes); i++)
		text[i] = "abcdefghijkmnpqrstuvwxyz23456789"[bytes[i] & 31];
	return text;
}

int
notify_again(struct store *store, const struct notify *n, struct fail *f)
{
	const struct booking *b = n->booking;

	if (!b->invite || !confirmed(b))
		return 0;
	return attendees_tell(store, n, NOTICE_BOOKED, NULL,
		pool_printf(n->pool, "again-%s", salt(n->pool)), f);
}

int
notify_tried(struct store *store, const struct notify_how *how,
	const struct user *u, const char *calendar, const char *why,
	const struct booking *asked, struct pool *pool, struct fail *f)
{
	/* a meeting that never was: only what a mail's key is made of */
	struct booking none = { .time_zone = u->time_zone };
	struct notify n = { .how = how, .booking = &none, .pool = pool };
	struct reader r = reader_host(&n, u);
	const char *at = strchr(u->email, '@');
	struct mail m = { 0 };

	none.uid = pool_printf(pool, "%s%s", salt(pool), at != NULL ? at : "");
	sender(how, &m, how->from != NULL ? NULL : u->name, u->email);
	m.reply_to = NULL;
	m.to = u->email;
	m.to_name = u->name;
	m.language = r.language;
	m.subject = locale_text(r.language, "mail.tried");
	m.text = notice_tried(pool, &r, u, calendar, why, asked);
	return mail_add(store, &n, "tried", &m, f);
}

/* ---- several at once ---- */

/* To one host what was made or cancelled of theirs. */
static int
series_tell(struct store *store, const struct notify_how *how,
	const struct booking *all, size_t n, int64_t host, struct pool *pool,
	struct fail *f)
{
	struct booking *theirs = pool_array(pool, n, sizeof(*theirs));
	struct notify one = { .how = how, .pool = pool, .all = theirs };
	struct user u = { 0 };
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < all[i].hosts_n; k++)
			if (all[i].hosts[k] == host)
				theirs[one.all_n++] = all[i];
	one.booking = &theirs[0];
	if (user_load(store, host, pool, &u, f) != 1)
		return -1;
	return host_tell(store, &one, &u,
		!booking_live(one.booking) ? NOTICE_CANCELLED
		: confirmed(one.booking)   ? NOTICE_BOOKED
					   : NOTICE_REQUESTED,
		NULL, NULL, f);
}

/* Whether a host was among those of an earlier meeting. */
static bool
told(const struct booking *all, size_t n, int64_t host)
{
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < all[i].hosts_n; k++)
			if (all[i].hosts[k] == host)
				return true;
	return false;
}

int
notify_series(struct store *store, const struct notify_how *how,
	const struct booking *all, size_t n, struct pool *pool, struct fail *f)
{
	size_t i, k;

	if (n == 0 || !all[0].invite)
		return 0;
	for (i = 0; i < n; i++)
		for (k = 0; k < all[i].hosts_n; k++)
			if (!told(all, i, all[i].hosts[k]) &&
				series_tell(store, how, all, n, all[i].hosts[k],
					pool, f) != 0)
				return -1;
	return 0;
}

/* ---- to look at ---- */

int
notify_write_ics(FILE *to, const struct notify *n, struct fail *f)
{
	struct attendee nobody = { 0 };
	struct reader r = reader_attendee(n, n->booking->attendees_n > 0
						     ? &n->booking->attendees[0]
						     : &nobody);

	return ics_write(to, n, booking_live(n->booking) ? "REQUEST" : "CANCEL",
		&r, false, f);
}

int
notify_write_mail(FILE *to, const struct notify *n, struct fail *f)
{
	const struct booking *b = n->booking;
	enum notice notice = !booking_live(b) ? NOTICE_CANCELLED
			     : confirmed(b)   ? NOTICE_BOOKED
					      : NOTICE_REQUESTED;
	struct mail m;

	if (b->session || b->attendees_n == 0 || *b->attendees[0].email == '\0')
		return fail(f, EXIT_REFUSED, "booking %s: nobody to invite",
			b->ref);
	if (attendee_mail(n, 0, notice, NULL, false, &m, f) != 0)
		return -1;
	m.date = n->how->now;
	m.id = pool_printf(n->pool, "shown.%d.%s", b->sequence, b->uid);
	return mail_write(to, &m, f);
}
