/* What may be asked of a meeting, and what changes when it moves. */
#include "check.h"

#include "engine/book.h"

#include <stdlib.h>

static struct pool *pool;

static char *
repeat(char c, size_t n)
{
	char *s = pool_zero(pool, n + 1);

	memset(s, c, n);
	return s;
}

static struct booking
asked(const char *name, const char *email)
{
	struct booking b = { .title = "Demo", .invite = true };

	b.attendees = pool_zero(pool, 4 * sizeof(*b.attendees));
	b.attendees[0].name = name;
	b.attendees[0].email = email;
	b.attendees_n = 1;
	return b;
}

static const struct {
	const char *what, *name, *email;
	bool invite;
	int status;
} people[] = {
	{ "a plain person", "Pat Lee", "pat@example.com", true, 0 },
	{ "no name", NULL, "pat@example.com", true, 0 },
	{ "a name in Danish", "Søren Ærø", "soeren@example.dk", true, 0 },
	{ "an address in capitals", "Pat", "PAT@Example.COM", true, 0 },
	{ "R73: no address, but an invitation", "Pat", NULL, true,
		EXIT_REFUSED },
	{ "R25: no address and no invitation", "Pat", NULL, false, 0 },
	{ "R73: no address at all", "Pat", "pat at example", true,
		EXIT_REFUSED },
	{ "R73: a bad address, no invitation", "Pat", "x", false,
		EXIT_REFUSED },
	{ "a line break in the name", "Pat\r\nBcc: x@y.example",
		"pat@example.com", true, EXIT_REFUSED },
	{ "a line break in the address", "Pat", "pat@example.com\r\nX: y", true,
		EXIT_REFUSED },
	{ "a Unicode line end in the name", "Pat\xe2\x80\xa8Lee",
		"pat@example.com", true, EXIT_REFUSED },
	{ "a mark that turns the text around", "Pat\xe2\x80\xaeLee",
		"pat@example.com", true, EXIT_REFUSED },
	{ "broken UTF-8", "Pat \xc3", "pat@example.com", true, EXIT_REFUSED },
	{ "an overlong slash", "Pat \xc0\xaf", "pat@example.com", true,
		EXIT_REFUSED },
	{ "brackets in the address", "Pat", "<pat@example.com>", true,
		EXIT_REFUSED },
};

static void
test_people(void)
{
	size_t i;

	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		struct booking b = asked(people[i].name, people[i].email);
		struct fail f = { 0 };
		int rc;

		b.invite = people[i].invite;
		rc = book_check(pool, &b, NULL, &f);
		check(rc == (people[i].status == 0 ? 0 : -1) &&
				(rc == 0 || f.status == people[i].status),
			"%s", people[i].what);
		if (rc == 0 && people[i].email != NULL)
			check(strcmp(b.attendees[0].participation,
				      "needs-action") == 0,
				"R52: %s: not answered yet", people[i].what);
	}
}

static void
test_bounds(void)
{
	struct booking b = asked(repeat('n', BOOK_NAME_MAX), "p@example.com");
	struct fail f;

	check(book_check(pool, &b, NULL, &f) == 0, "the longest name");
	b = asked(repeat('n', BOOK_NAME_MAX + 1), "p@example.com");
	check(book_check(pool, &b, NULL, &f) != 0, "one byte more");
	b = asked("Pat", "p@example.com");
	b.title = " \t ";
	check(book_check(pool, &b, NULL, &f) != 0, "R62: a title is needed");
	b.title = "  Demo  ";
	check(book_check(pool, &b, NULL, &f) == 0 &&
			strcmp(b.title, "Demo") == 0,
		"edges are trimmed");
	b.description = "one\r\ntwo";
	check(book_check(pool, &b, NULL, &f) == 0 &&
			strcmp(b.description, "one\ntwo") == 0,
		"lines end in LF");
	b.location_type = "video";
	b.location = "javascript:alert(1)";
	check(book_check(pool, &b, NULL, &f) != 0, "R66: a link that is none");
	b.location = "https://video.example/x";
	check(book_check(pool, &b, NULL, &f) == 0, "R66: a link");
	b.answers = repeat('x', BOOK_MAP_MAX + 1);
	check(book_check(pool, &b, NULL, &f) != 0, "answers without end");
	check(strlen(book_shown(pool, repeat('x', 1000))) == 60 &&
			strcmp(book_shown(pool, "a\033[2Jb"), "a?[2Jb") == 0,
		"a stranger's text in a message is short and harmless");
}

static void
test_guests(void)
{
	struct booking b = asked("Pat", "pat@example.com");
	struct strs hosts = { 0 };
	struct fail f;

	strs_add(pool, &hosts, "ada@acme.example");
	b.attendees[1].email = "PAT@example.com";
	b.attendees[2].email = "Ada@acme.example";
	b.attendees[3].email = "kim@example.org";
	b.attendees_n = 4;
	check(book_check(pool, &b, &hosts, &f) == 0 && b.attendees_n == 2 &&
			strcmp(b.attendees[1].email, "kim@example.org") == 0,
		"R61: guests once each, never the booker or a host");
	b.attendees[1].email = NULL;
	check(book_check(pool, &b, NULL, &f) != 0, "a guest has an address");
	b.attendees_n = BOOK_GUESTS_MAX + 2;
	check(book_check(pool, &b, NULL, &f) != 0, "too many guests");
}

static void
test_location(void)
{
	const char *type = NULL, *value = NULL;
	struct fail f;

	check(book_location(pool, "phone:+45 12:34", "--location", &type,
		      &value, &f) == 0 &&
			strcmp(type, "phone") == 0 &&
			strcmp(value, "+45 12:34") == 0,
		"R66: a telephone number");
	check(book_location(pool, "none", "--location", &type, &value, &f) ==
				0 &&
			value == NULL,
		"no place");
	check(book_location(pool, "moon:crater", "--location", &type, &value,
		      &f) != 0 &&
			f.status == EXIT_USAGE,
		"a kind that is none");
}

static void
test_life(void)
{
	struct booking b = asked("Pat", "pat@example.com");
	const char *bad = "ill\nX: y";
	struct fail f;

	b.start = 1000;
	b.end = 2800;
	check(book_time(&b, 0, &f) == 0, "half an hour");
	b.start = INT64_C(253402300799);
	b.end = 0;
	check(book_time(&b, 0, &f) != 0, "in the year 9999");
	b.start = 1000;
	b.end = b.start + BOOK_LENGTH_MAX_S + 1;
	check(book_time(&b, 0, &f) != 0, "longer than a day");
	b.end = b.start;
	check(book_time(&b, 0, &f) != 0, "no length");
	b.end = 2800;
	book_made(&b, true, 10);
	check(strcmp(b.status, "requested") == 0, "R10: offline is a request");
	check(strcmp(book_ical_status(&b), "TENTATIVE") == 0,
		"a request is tentative");
	book_made(&b, false, 10);
	check(strcmp(b.status, "confirmed") == 0 && b.sequence == 0,
		"confirmed, SEQUENCE 0");
	b.attendees[0].participation = "accepted";
	book_moved(&b, 4000, 5800, 20);
	check(b.sequence == 1 && b.start == 4000 && b.updated_at == 20 &&
			strcmp(b.outcome, "scheduled") == 0,
		"R56: SEQUENCE one up, the same record");
	check(strcmp(b.attendees[0].participation, "needs-action") == 0,
		"an answer to the old time is none to the new");
	check(book_reason(pool, &bad, &f) != 0, "a line break in a reason");
	check(book_cancelled(&b, "ill", 30) && b.sequence == 2 &&
			strcmp(b.outcome, "cancelled") == 0 &&
			strcmp(book_ical_status(&b), "CANCELLED") == 0,
		"R55: cancelled, the outcome too");
	check(!book_cancelled(&b, "again", 40) && b.sequence == 2 &&
			strcmp(b.cancel_reason, "ill") == 0,
		"cancelling twice changes nothing");
}

int
main(void)
{
	pool = pool_new();
	test_people();
	test_bounds();
	test_guests();
	test_location();
	test_life();
	pool_free(pool);
	return check_done();
}
