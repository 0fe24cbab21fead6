/* Our meeting meets another version of itself in the host's calendar. */
#include "check.h"

#include "flow/merge.h"

#include <stdbool.h>

#define CAL(x)                                                                 \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" x           \
	"END:VCALENDAR\r\n"
#define EV(x) "BEGIN:VEVENT\r\nUID:u1\r\n" x "END:VEVENT\r\n"
#define ALARM "BEGIN:VALARM\r\nACTION:DISPLAY\r\nSUMMARY:Ring\r\nEND:VALARM\r\n"

static const char ours[] = CAL(EV("DTSTART:20261201T090000Z\r\n"
				  "DTEND:20261201T093000Z\r\nSEQUENCE:1\r\n"
				  "SUMMARY:Demo\r\nSTATUS:CONFIRMED\r\n"));

/* With people: who answered there, and who did not. */
static void
answers(struct pool *pool)
{
	static const char mine[] = CAL(EV(
		"DTSTART:20261201T090000Z\r\nDTEND:20261201T093000Z\r\n"
		"SEQUENCE:2\r\n"
		"ATTENDEE;CN=\";PARTSTAT=NEEDS-ACTION\";PARTSTAT=NEEDS-ACTION;"
		"RSVP=TRUE:mailto:pat@example.com\r\n"
		"ATTENDEE;PARTSTAT=DECLINED:mailto:kim@example.com\r\n"
		"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:lu@example.com\r\n"));
#define THERE(time)                                                            \
	CAL(EV("DTSTART:" time "Z\r\nDTEND:20261201T093000Z\r\n"               \
	       "SEQUENCE:1\r\n"                                                \
	       "ATTENDEE;PARTSTAT=accepted:MAILTO:pat@example.com\r\n"         \
	       "ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim@example.com\r\n"         \
	       "ATTENDEE;PARTSTAT=ACCEPTED:mailto:gone@example.com\r\n"))
	char *merged = NULL;
	struct fail f;

	check(merge_object(pool, THERE("20261201T090000"), mine, "u1", &merged,
		      &f) == MERGE_OURS &&
			strstr(merged,
				"NEEDS-ACTION\";PARTSTAT=ACCEPTED;RSVP") !=
				NULL,
		"an answer that the calendar has stays");
	check(strstr(merged, "DECLINED:mailto:kim") != NULL &&
			strstr(merged, "NEEDS-ACTION:mailto:lu") != NULL &&
			strstr(merged, "gone") == NULL,
		"ours counts where there is one; who left is gone");
	check(merge_object(pool, THERE("20261130T090000"), mine, "u1", &merged,
		      &f) == MERGE_OURS &&
			strstr(merged, "ACCEPTED") == NULL,
		"an answer to another time is none");
}

static const struct {
	const char *what, *there;
	int rc;
	const char *has, *lacks;
} rows[] = {
	{ "the same in the same version is ours",
		CAL(EV("DTSTART:20261201T090000Z\r\nSEQUENCE:1\r\n"
		       "SUMMARY:Demo\r\nSTATUS:CONFIRMED\r\n")),
		MERGE_SAME, "DTEND:20261201T093000Z", NULL },
	{ "an older version gets our time",
		CAL(EV("DTSTART:20261130T090000Z\r\nDURATION:PT1H\r\n"
		       "SEQUENCE:0\r\nSUMMARY:Demo\r\n")),
		MERGE_OURS, "DTSTART:20261201T090000Z\r\n", "20261130" },
	{ "its alarm stays",
		CAL(EV("DTSTART:20261130T090000Z\r\nSUMMARY:Old\r\n" ALARM)),
		MERGE_OURS, "SUMMARY:Ring\r\n", "Old" },
	{ "its colour and notes stay",
		CAL(EV("DTSTART:20261130T090000Z\r\nCOLOR:red\r\n"
		       "COMMENT:ask for the price\r\n")),
		MERGE_OURS, "COMMENT:ask for the price\r\n", NULL },
	{ "a folded line stays one line",
		CAL(EV("DTSTART:20261130T090000Z\r\nX-NOTE:one two\r\n  "
		       "three\r\n")),
		MERGE_OURS, "X-NOTE:one two three\r\n", NULL },
	{ "a length of another kind goes",
		CAL(EV("DTSTART:20261130T090000Z\r\nDURATION:PT5H\r\n")),
		MERGE_OURS, "DTEND:20261201T093000Z", "DURATION" },
	{ "no METHOD is stored",
		CAL("METHOD:REQUEST\r\n" EV("DTSTART:20261130T090000Z\r\n")),
		MERGE_OURS, "DTSTART:20261201", "METHOD" },
	{ "small letters are the same names",
		CAL(EV("dtstart:20261130T090000Z\r\nsummary:Old\r\n")),
		MERGE_OURS, "SUMMARY:Demo", "Old" },
	{ "a newer version is the calendar's word (R28)",
		CAL(EV("DTSTART:20261202T090000Z\r\nSEQUENCE:2\r\n")), -1, NULL,
		NULL },
	{ "another event is never overwritten",
		CAL("BEGIN:VEVENT\r\nUID:u2\r\nDTSTART:20261202T090000Z\r\n"
		    "END:VEVENT\r\n"),
		-1, NULL, NULL },
	{ "nor is what has no UID", CAL("BEGIN:VEVENT\r\nEND:VEVENT\r\n"), -1,
		NULL, NULL },
	{ "nor what is no calendar", "<html>", -1, NULL, NULL },
	{ "an empty text", "", -1, NULL, NULL },
};

/* An imported series is not mixed with the one that stands there. */
static void
series(struct pool *pool)
{
	static const char new[] = CAL(EV("DTSTART:20261201T090000Z\r\n"
					 "RRULE:FREQ=DAILY;COUNT=3\r\n")
			EV("RECURRENCE-ID:20261202T090000Z\r\n"
			   "DTSTART:20261202T100000Z\r\n"));
	char *merged = NULL;
	struct fail f = { 0 };

	check(merge_object(pool, ours, new, "u1", &merged, &f) == -1 &&
			strcmp(f.code, "newer") == 0,
		"a series: an older one gives way");
	check(merge_object(pool, CAL(EV("DTSTART:20261130T090000Z\r\n")), new,
		      "u1", &merged, &f) == MERGE_OURS,
		"a series is written");
	check_str(merged, new, "as a whole");
	check(merge_object(pool, new, new, "u1", &merged, &f) == MERGE_SAME,
		"and known again");
}

int
main(void)
{
	struct pool *pool = pool_new();
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *merged = NULL;
		struct fail f = { 0 };
		int rc = merge_object(
			pool, rows[i].there, ours, "u1", &merged, &f);

		check(rc == rows[i].rc, "%s: %d", rows[i].what, rc);
		if (rc < 0) {
			check(f.status == EXIT_TAKEN &&
					strcmp(f.code, "newer") == 0,
				"%s: told so: %s", rows[i].what, f.line);
			continue;
		}
		check(strstr(merged, rows[i].has) != NULL, "%s: has %s",
			rows[i].what, rows[i].has);
		if (rows[i].lacks != NULL)
			check(strstr(merged, rows[i].lacks) == NULL,
				"%s: lacks %s", rows[i].what, rows[i].lacks);
		check(strstr(merged, "DTSTART") ==
				strstr(merged, "DTSTART:20261201"),
			"%s: one start", rows[i].what);
	}
	series(pool);
	answers(pool);
	pool_free(pool);
	return check_done();
}
