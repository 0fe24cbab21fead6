#include "engine/book.h"

#include "when/duration.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Bytes of the UTF-8 character at `p`, 0 when it is none (RFC 3629). */
static size_t
utf8_length(const unsigned char *p)
{
	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		return (p[1] & 0xc0) == 0x80 ? 2 : 0;
	if ((p[0] & 0xf0) == 0xe0) {
		if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 ||
			(p[0] == 0xe0 && p[1] < 0xa0) ||
			(p[0] == 0xed && p[1] > 0x9f))
			return 0;
		return 3;
	}
	if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80 ||
			(p[3] & 0xc0) != 0x80 ||
			(p[0] == 0xf0 && p[1] < 0x90) ||
			(p[0] == 0xf4 && p[1] > 0x8f))
			return 0;
		return 4;
	}
	return 0;
}

/* C0, DEL, C1 and the two Unicode line ends, which some readers obey; also the
 * marks that turn the direction of what follows. */
static bool
control(const unsigned char *p)
{
	if (p[0] < 0x20 || p[0] == 0x7f)
		return true;
	if (p[0] == 0xc2 && p[1] < 0xa0)
		return true;
	if (p[0] == 0xe2 && p[1] == 0x80)
		return p[2] >= 0xa8 && p[2] <= 0xae;
	return p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9;
}

bool
book_clean(const char *text, bool lines)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n;

	for (; *p != '\0'; p += n) {
		if ((n = utf8_length(p)) == 0)
			return false;
		if (lines && (*p == '\n' || *p == '\t'))
			continue;
		if (control(p))
			return false;
	}
	return true;
}

char *
book_shown(struct pool *pool, const char *text)
{
	char *shown = pool_zero(pool, 64), *to = shown;
	const unsigned char *p = (const unsigned char *)text;
	size_t n;

	for (; *p != '\0' && to - shown < 57; p += n) {
		n = utf8_length(p);
		if (n == 0 || control(p)) {
			*to++ = '?';
			n = n == 0 ? 1 : n;
		} else {
			memcpy(to, p, n);
			to += n;
		}
	}
	if (*p != '\0')
		strcpy(to, "...");
	return shown;
}

/* Trims and checks one text; an empty one becomes NULL. */
static int
tidy(struct pool *pool, const char **text, const char *what, size_t max,
	bool lines, struct fail *f)
{
	const char *s = *text;
	char *copy, *from, *to;
	size_t n;

	if (s == NULL)
		return 0;
	s += strspn(s, " \t\r\n");
	for (n = strlen(s); n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL; n--)
		;
	if (n > max)
		return fail(f, EXIT_REFUSED, "%s: longer than %zu bytes", what,
			max);
	copy = pool_strn(pool, s, n);
	/* what was typed on another system may end its lines with CR LF */
	for (from = to = copy; lines && *from != '\0'; from++)
		if (!(from[0] == '\r' && from[1] == '\n'))
			*to++ = *from;
	if (lines)
		*to = '\0';
	if (!book_clean(copy, lines))
		return fail(f, EXIT_REFUSED,
			"%s: control characters or broken UTF-8 in it", what);
	*text = *copy == '\0' ? NULL : copy;
	return 0;
}

static char *
lower(struct pool *pool, const char *text)
{
	char *copy = pool_str(pool, text), *p;

	for (p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return copy;
}

static int
check_attendee(
	struct pool *pool, struct attendee *a, const char *who, struct fail *f)
{
	if (tidy(pool, &a->name, who, BOOK_NAME_MAX, false, f) != 0 ||
		tidy(pool, &a->email, "e-mail address", 254, false, f) != 0 ||
		tidy(pool, &a->language, "language", 35, false, f) != 0 ||
		tidy(pool, &a->time_zone, "time zone", 64, false, f) != 0)
		return -1;
	if (a->email == NULL)
		return 0;
	if (!email_valid(a->email) || !book_clean(a->email, false))
		return fail(f, EXIT_REFUSED, "'%s' is no e-mail address",
			book_shown(pool, a->email));
	a->email = lower(pool, a->email);
	return 0;
}

static bool
known(const struct booking *b, size_t n, const struct strs *hosts,
	const char *email)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcasecmp(b->attendees[i].email, email) == 0)
			return true;
	for (i = 0; hosts != NULL && i < hosts->n; i++)
		if (strcasecmp(hosts->v[i], email) == 0)
			return true;
	return false;
}

/* The booker stays the first; guests are taken once each. */
static int
check_attendees(struct pool *pool, struct booking *b, const struct strs *hosts,
	struct fail *f)
{
	size_t i, n = 0;

	if (b->attendees_n > BOOK_GUESTS_MAX + 1)
		return fail(f, EXIT_REFUSED, "more than %d guests",
			BOOK_GUESTS_MAX);
	for (i = 0; i < b->attendees_n; i++) {
		struct attendee *a = &b->attendees[i];

		if (check_attendee(
			    pool, a, i == 0 ? "name" : "guest's name", f) != 0)
			return -1;
		if (i == 0 && a->email == NULL && !b->invite)
			a->email = "";
		if (a->email == NULL)
			return fail(f, EXIT_REFUSED,
				i == 0 ? "no e-mail address to invite"
				       : "a guest without an e-mail address");
		if (i > 0 && known(b, n, hosts, a->email))
			continue;
		a->participation = "needs-action";
		b->attendees[n++] = *a;
	}
	b->attendees_n = n;
	if (n > 0 || !b->invite)
		return 0;
	fail(f, EXIT_REFUSED, "no e-mail address to invite");
	return fail_hint(f, "--email ADDRESS, or --no-invite for the record "
			    "alone");
}

static int
check_location(struct pool *pool, struct booking *b, struct fail *f)
{
	if (tidy(pool, &b->location, "location", BOOK_LINE_MAX, false, f) != 0)
		return -1;
	if (b->location_type == NULL)
		b->location_type = "none";
	if (strcmp(b->location_type, "video") != 0 || b->location == NULL)
		return 0;
	if ((strncmp(b->location, "https://", 8) != 0 &&
		    strncmp(b->location, "http://", 7) != 0) ||
		strpbrk(b->location, " <>\"\\^`{|}") != NULL)
		return fail(f, EXIT_REFUSED,
			"location '%s' is no link (https://...)",
			book_shown(pool, b->location));
	return 0;
}

int
book_check(struct pool *pool, struct booking *b, const struct strs *hosts,
	struct fail *f)
{
	if (tidy(pool, &b->title, "title", BOOK_TITLE_MAX, false, f) != 0 ||
		tidy(pool, &b->description, "description", BOOK_TEXT_MAX, true,
			f) != 0 ||
		tidy(pool, &b->internal_note, "internal note", BOOK_TEXT_MAX,
			true, f) != 0 ||
		tidy(pool, &b->key, "key", BOOK_KEY_MAX, false, f) != 0)
		return -1;
	if (b->title == NULL) {
		fail(f, EXIT_REFUSED, "no title");
		return fail_hint(f, "--title TEXT");
	}
	if (b->answers != NULL && strlen(b->answers) > BOOK_MAP_MAX)
		return fail(f, EXIT_REFUSED, "answers: longer than %d bytes",
			BOOK_MAP_MAX);
	if (b->tracking != NULL && strlen(b->tracking) > BOOK_MAP_MAX)
		return fail(f, EXIT_REFUSED, "tracking: longer than %d bytes",
			BOOK_MAP_MAX);
	if (check_location(pool, b, f) != 0)
		return -1;
	return check_attendees(pool, b, hosts, f);
}

int
book_reason(struct pool *pool, const char **reason, struct fail *f)
{
	return tidy(pool, reason, "reason", BOOK_LINE_MAX, false, f);
}

int
book_location(struct pool *pool, const char *text, const char *what,
	const char **type, const char **value, struct fail *f)
{
	static const char *const kinds[] = { "phone", "address", "video",
		"text" };
	const char *colon = strchr(text, ':');
	size_t i;

	if (strcasecmp(text, "none") == 0) {
		*type = "none";
		*value = NULL;
		return 0;
	}
	for (i = 0; colon != NULL && i < 4; i++)
		if (strlen(kinds[i]) == (size_t)(colon - text) &&
			strncasecmp(text, kinds[i], (size_t)(colon - text)) ==
				0) {
			*type = kinds[i];
			*value = pool_str(pool, colon + 1);
			return 0;
		}
	return fail(f, EXIT_USAGE,
		"%s '%s': phone:, address:, video: or text: and a value, or "
		"none",
		what, book_shown(pool, text));
}

int
book_time(const struct booking *b, instant now, struct fail *f)
{
	if (b->start < 0 || b->start - now > BOOK_AHEAD_MAX_S)
		return fail(f, EXIT_REFUSED,
			"the meeting is more than ten years away");
	if (b->end == 0)
		return 0;
	if (b->end <= b->start)
		return fail(
			f, EXIT_REFUSED, "the meeting ends before it starts");
	if (b->end - b->start > BOOK_LENGTH_MAX_S)
		return fail(
			f, EXIT_REFUSED, "the meeting is longer than a day");
	return 0;
}

int
book_notice(instant start, int64_t notice_s, instant now, const char *what,
	struct fail *f)
{
	char text[32];

	if (notice_s <= 0 || start - notice_s >= now)
		return 0;
	fail(f, EXIT_REFUSED, "too late: %s not later than %s before the start",
		what, duration_write(notice_s, text));
	return fail_hint(f, "--late does it all the same");
}

void
book_made(struct booking *b, bool offline, instant now)
{
	size_t i;

	b->sequence = 0;
	b->status = offline ? "requested" : "confirmed";
	b->outcome = "scheduled";
	b->created_at = b->updated_at = now;
	for (i = 0; i < b->attendees_n; i++)
		b->attendees[i].participation = "needs-action";
}

void
book_held(struct booking *b, int64_t hold_s, instant now)
{
	b->status = "held";
	b->expires_at = now + hold_s;
}

void
book_moved(struct booking *b, instant start, instant end, instant now)
{
	size_t i;

	b->start = start;
	b->end = end;
	b->sequence++;
	b->updated_at = now;
	/* an answer to the old time says nothing about the new one: RFC 5546
	 * section 3.2.2.1 */
	for (i = 0; i < b->attendees_n; i++)
		b->attendees[i].participation = "needs-action";
}

bool
book_cancelled(struct booking *b, const char *reason, instant now)
{
	if (!booking_live(b))
		return false;
	b->status = "cancelled";
	b->outcome = "cancelled";
	b->cancel_reason = reason;
	b->sequence++;
	b->updated_at = now;
	return true;
}

const char *
book_ical_status(const struct booking *b)
{
	if (!booking_live(b))
		return "CANCELLED";
	return strcmp(b->status, "confirmed") == 0 ? "CONFIRMED" : "TENTATIVE";
}
