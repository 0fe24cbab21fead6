#include "wire/booking_ics.h"

#include "wire/booking_text.h"
#include "wire/ics_write.h"

#include <string.h>
#include <strings.h>

static bool
hosted_by(const struct booking_ics *how, const char *email)
{
	size_t i;

	for (i = 0; i < how->hosts_n; i++)
		if (strcasecmp(how->hosts[i].email, email) == 0)
			return true;
	return false;
}

/* "CN=...;" or nothing. */
static const char *
common_name(struct pool *pool, const char *name)
{
	if (name == NULL || *name == '\0')
		return "";
	return pool_printf(pool, "CN=%s;", ics_param_value(pool, name));
}

static int
write_organizer(FILE *to, struct pool *pool, const struct booking *b,
	const struct booking_ics *how, const char *agent, struct fail *f)
{
	const char *sent_by = "";
	const char *params;
	size_t n;

	if (how->sent_by != NULL &&
		strcasecmp(how->sent_by, b->organizer_email) != 0)
		sent_by = pool_printf(pool, "SENT-BY=%s;",
			ics_param_value(pool,
				pool_printf(pool, "mailto:%s", how->sent_by)));
	params = pool_printf(pool, "%s%s%s",
		common_name(pool, b->organizer_name), sent_by, agent);
	n = strlen(params);
	if (n == 0)
		return ics_write_mailto(
			to, "ORGANIZER", NULL, b->organizer_email, f);
	return ics_write_mailto(to, "ORGANIZER", pool_strn(pool, params, n - 1),
		b->organizer_email, f);
}

static int
write_host(FILE *to, struct pool *pool, const char *name, const char *email,
	bool chair, const char *agent, struct fail *f)
{
	return ics_write_mailto(to, "ATTENDEE",
		pool_printf(pool,
			"%s%sCUTYPE=INDIVIDUAL;ROLE=%s;"
			"PARTSTAT=ACCEPTED",
			common_name(pool, name), agent,
			chair ? "CHAIR" : "REQ-PARTICIPANT"),
		email, f);
}

static int
write_attendee(FILE *to, struct pool *pool, const struct attendee *a,
	const char *agent, struct fail *f)
{
	char *answer = pool_str(pool, a->participation);
	char *p;

	for (p = answer; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p -= 'a' - 'A';
	return ics_write_mailto(to, "ATTENDEE",
		pool_printf(pool,
			"%s%sCUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
			"PARTSTAT=%s;RSVP=TRUE",
			common_name(pool, a->name), agent, answer),
		a->email, f);
}

/* A room, or a thing: it takes part and is not asked (RFC 5545 3.2.3). */
static int
write_room(FILE *to, struct pool *pool, const struct booking *b, size_t i,
	const char *agent, struct fail *f)
{
	bool thing = b->room_things != NULL && b->room_things[i];

	return ics_write_mailto(to, "ATTENDEE",
		pool_printf(pool,
			"%s%sCUTYPE=%s;ROLE=NON-PARTICIPANT;PARTSTAT=ACCEPTED",
			common_name(pool, b->room_names.v[i]), agent,
			thing ? "RESOURCE" : "ROOM"),
		b->room_emails.v[i], f);
}

static int
write_people(FILE *to, struct pool *pool, const struct booking *b,
	const struct booking_ics *how, struct fail *f)
{
	const char *agent = how->method == NULL ? "SCHEDULE-AGENT=CLIENT;" : "";
	bool hosted = false;
	size_t i;

	if (write_organizer(to, pool, b, how, agent, f) != 0)
		return -1;
	for (i = 0; i < how->hosts_n; i++) {
		const struct user *u = &how->hosts[i];
		bool chair = u->id == b->organizer_id;

		hosted |= chair;
		if (write_host(to, pool, u->name, u->email, chair, agent, f) !=
			0)
			return -1;
	}
	if (!hosted && write_host(to, pool, b->organizer_name,
			       b->organizer_email, true, agent, f) != 0)
		return -1;
	for (i = 0; i < b->room_emails.n; i++)
		if (write_room(to, pool, b, i, agent, f) != 0)
			return -1;
	for (i = 0; i < b->attendees_n; i++) {
		const struct attendee *a = &b->attendees[i];

		if (*a->email == '\0' || hosted_by(how, a->email))
			continue;
		if (write_attendee(to, pool, a, agent, f) != 0)
			return -1;
	}
	return 0;
}

static int
write_place(
	FILE *to, struct pool *pool, const struct booking *b, struct fail *f)
{
	const char *place = booking_place(pool, b);

	if (place == NULL)
		return 0;
	ics_write_text(to, "LOCATION", place);
	if (place != b->location || strcmp(b->location_type, "video") != 0)
		return 0;
	/* RFC 7986 section 5.11 */
	return ics_write_uri(
		to, "CONFERENCE;VALUE=URI;FEATURE=VIDEO", b->location, f);
}

static int
write_event(FILE *to, struct pool *pool, const struct booking *b,
	const struct booking_ics *how, struct fail *f)
{
	ics_write_text(to, "UID", b->uid);
	ics_write_time(to, "DTSTAMP", how->stamp);
	if (ics_write_fmt(to, f, "SEQUENCE:%d", b->sequence) != 0)
		return -1;
	ics_write_time(to, "CREATED", b->created_at);
	ics_write_time(to, "LAST-MODIFIED", b->updated_at);
	ics_write_time(to, "DTSTART", b->start);
	ics_write_time(to, "DTEND", b->end);
	ics_write_text(to, "SUMMARY", b->title);
	if (ics_write_fmt(to, f, "STATUS:%s", how->status) != 0 ||
		ics_write_line(to, "TRANSP:OPAQUE", f) != 0 ||
		write_people(to, pool, b, how, f) != 0 ||
		write_place(to, pool, b, f) != 0)
		return -1;
	if (how->description != NULL && *how->description != '\0')
		ics_write_text(to, "DESCRIPTION", how->description);
	if (!booking_live(b) && b->cancel_reason != NULL)
		ics_write_text(to, "COMMENT", b->cancel_reason);
	return 0;
}

int
booking_ics_write(FILE *to, const struct booking *b,
	const struct booking_ics *how, struct fail *f)
{
	struct pool *pool = pool_new();
	int rc = -1;

	if (ics_write_line(to, "BEGIN:VCALENDAR", f) != 0 ||
		ics_write_line(to, "VERSION:2.0", f) != 0 ||
		ics_write_line(
			to, "PRODID:-//mtg//mtg " MTG_VERSION "//EN", f) != 0 ||
		ics_write_line(to, "CALSCALE:GREGORIAN", f) != 0)
		goto out;
	if (how->method != NULL &&
		ics_write_fmt(to, f, "METHOD:%s", how->method) != 0)
		goto out;
	if (ics_write_line(to, "BEGIN:VEVENT", f) != 0 ||
		write_event(to, pool, b, how, f) != 0 ||
		ics_write_line(to, "END:VEVENT", f) != 0 ||
		ics_write_line(to, "END:VCALENDAR", f) != 0)
		goto out;
	rc = 0;
out:
	pool_free(pool);
	return rc;
}

int
booking_ics_buffer(FILE *to, const struct booking *b, const char *uid,
	instant start, instant end, bool free, instant stamp, struct fail *f)
{
	struct pool *pool = pool_new();
	int rc = -1;

	if (ics_write_line(to, "BEGIN:VCALENDAR", f) != 0 ||
		ics_write_line(to, "VERSION:2.0", f) != 0 ||
		ics_write_line(
			to, "PRODID:-//mtg//mtg " MTG_VERSION "//EN", f) != 0 ||
		ics_write_line(to, "CALSCALE:GREGORIAN", f) != 0 ||
		ics_write_line(to, "BEGIN:VEVENT", f) != 0)
		goto out;
	ics_write_text(to, "UID", uid);
	ics_write_time(to, "DTSTAMP", stamp);
	if (ics_write_fmt(to, f, "SEQUENCE:%d", b->sequence) != 0)
		goto out;
	ics_write_time(to, "DTSTART", start);
	ics_write_time(to, "DTEND", end);
	ics_write_text(to, "SUMMARY", pool_printf(pool, "(%s)", b->title));
	if (ics_write_line(to, free ? "TRANSP:TRANSPARENT" : "TRANSP:OPAQUE",
		    f) != 0 ||
		ics_write_line(to, "END:VEVENT", f) != 0 ||
		ics_write_line(to, "END:VCALENDAR", f) != 0)
		goto out;
	rc = 0;
out:
	pool_free(pool);
	return rc;
}
