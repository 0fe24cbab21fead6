/*
 * One event (or several components) and the busy time it makes in December
 * 2026. "|" ends a line. Wanted: MM-DDThh:mm/hh:mm in UTC, "=t" tentative,
 * "=u" unavailable, "=f" free but kept; "!partial", "!skipped", "!note" for
 * what was said. 1 December 2026 is a Tuesday; Rome is one hour ahead of UTC
 * then.
 */
/* most rows leave the rest at nothing */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#define D1 "DTSTART:20261201T090000Z|DTEND:20261201T100000Z"
#define EV "BEGIN:VEVENT|UID:u|"
#define END "|END:VEVENT"
#define ROME "Europe/Rome"
#define GAP_FROM "2026-03-27T00:00:00Z"
#define GAP_TO "2026-03-31T00:00:00Z"
#define FOLD_FROM "2026-10-24T00:00:00Z"
#define FOLD_TO "2026-10-27T00:00:00Z"

static const struct row {
	const char *name, *body, *want;
	const char *zone, *from, *to;
	bool keep_free;
} rows[] = {
	/* what an event says of itself */
	{ "R11 a plain event is busy", D1, "12-01T09:00/10:00" },
	{ "R11 TRANSP:TRANSPARENT is free", D1 "|TRANSP:TRANSPARENT", "" },
	{ "R11 TRANSP:OPAQUE is busy", D1 "|TRANSP:OPAQUE",
		"12-01T09:00/10:00" },
	{ "R11 transparent is kept as free when asked",
		D1 "|TRANSP:TRANSPARENT", "12-01T09:00/10:00=f",
		.keep_free = true },
	{ "R11 cancelled is never kept",
		D1 "|TRANSP:TRANSPARENT|STATUS:CANCELLED", "",
		.keep_free = true },
	{ "R11 busy status wins over TRANSP: FREE",
		D1 "|TRANSP:OPAQUE|X-MICROSOFT-CDO-BUSYSTATUS:FREE", "" },
	{ "R11 WORKINGELSEWHERE is free",
		D1 "|X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "" },
	{ "R11 busy status BUSY wins over TRANSPARENT",
		D1 "|TRANSP:TRANSPARENT|X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
		"12-01T09:00/10:00" },
	{ "R11 busy status TENTATIVE",
		D1 "|X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
		"12-01T09:00/10:00=t" },
	{ "R11 out of office is unavailable, also where marked free",
		D1 "|TRANSP:TRANSPARENT|X-MICROSOFT-CDO-BUSYSTATUS:OOF",
		"12-01T09:00/10:00=u" },
	{ "R11 an unknown busy status leaves TRANSP to decide",
		D1 "|TRANSP:TRANSPARENT|X-MICROSOFT-CDO-BUSYSTATUS:MAYBE", "" },
	{ "R11 STATUS:CANCELLED is free", D1 "|STATUS:CANCELLED", "" },
	{ "R11 STATUS:TENTATIVE is tentative", D1 "|STATUS:TENTATIVE",
		"12-01T09:00/10:00=t" },
	{ "R11 lower case names and values",
		"dtstart:20261201t090000z|dtend:20261201t100000z|"
		"status:tentative",
		"12-01T09:00/10:00=t" },
	/* the owner's answer */
	{ "R11 the owner declined",
		D1 "|ATTENDEE;PARTSTAT=DECLINED:mailto:ada@acme.example", "" },
	{ "R11 address and scheme in any case",
		D1 "|ATTENDEE;PARTSTAT=DECLINED:MAILTO:Ada@Acme.Example", "" },
	{ "R11 somebody else declined",
		D1 "|ATTENDEE;PARTSTAT=DECLINED:mailto:bo@acme.example",
		"12-01T09:00/10:00" },
	{ "R11 the owner has not answered",
		D1 "|ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ada@acme.example",
		"12-01T09:00/10:00" },
	{ "R11 no PARTSTAT is no answer",
		D1 "|ATTENDEE;RSVP=TRUE:mailto:ada@acme.example",
		"12-01T09:00/10:00" },
	{ "R11 the owner said maybe",
		D1 "|ATTENDEE;PARTSTAT=TENTATIVE:mailto:ada@acme.example",
		"12-01T09:00/10:00=t" },
	{ "R11 two addresses of the owner: the one that takes time",
		D1 "|ATTENDEE;PARTSTAT=DECLINED:mailto:ada@acme.example"
		   "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@acme.example",
		"12-01T09:00/10:00" },
	{ "R11 the address in EMAIL, the value is Exchange's",
		D1 "|ATTENDEE;PARTSTAT=DECLINED;EMAIL=ada@acme.example:"
		   "invalid:nomail",
		"" },
	{ "R11 a PARTSTAT behind a quoted name with colon and semicolon",
		D1 "|ATTENDEE;CN=\"x;PARTSTAT=ACCEPTED:y\";PARTSTAT=DECLINED:"
		   "mailto:ada@acme.example",
		"" },
	/* lengths */
	{ "DURATION", "DTSTART:20261201T090000Z|DURATION:PT1H30M",
		"12-01T09:00/10:30" },
	{ "neither end nor length: nothing", "DTSTART:20261201T090000Z", "" },
	{ "R11 zero length blocks nothing",
		"DTSTART:20261201T090000Z|DTEND:20261201T090000Z", "" },
	{ "all-day in the host's zone",
		"DTSTART;VALUE=DATE:20261201|"
		"DTEND;VALUE=DATE:20261203",
		"11-30T23:00/12-02T23:00", ROME },
	{ "all-day without DTEND is one day", "DTSTART;VALUE=DATE:20261201",
		"12-01T00:00/12-02T00:00" },
	{ "all-day without VALUE=DATE", "DTSTART:20261201|DTEND:20261202",
		"12-01T00:00/12-02T00:00" },
	{ "all-day that ends on its first day",
		"DTSTART;VALUE=DATE:20261201|DTEND;VALUE=DATE:20261201",
		"12-01T00:00/12-02T00:00" },
	{ "all-day with a length in days",
		"DTSTART;VALUE=DATE:20261201|DURATION:P2D",
		"12-01T00:00/12-03T00:00" },
	{ "VALUE=DATE with a midnight behind it, as Exchange writes",
		"DTSTART;VALUE=DATE:20261201T000000|"
		"DTEND;VALUE=DATE:20261202T000000",
		"12-01T00:00/12-02T00:00" },
	{ "DATE start, DATE-TIME end",
		"DTSTART;VALUE=DATE:20261201|DTEND:20261202T120000",
		"12-01T00:00/12-03T00:00" },
	{ "end before start is read the other way round",
		"DTSTART:20261201T090000Z|DTEND:20261201T080000Z",
		"12-01T08:00/09:00 !note" },
	{ "end long before start is an hour",
		"DTSTART:20261201T090000Z|DTEND:19700101T000000Z",
		"12-01T09:00/10:00 !note" },
	{ "both DTEND and DURATION: the later", D1 "|DURATION:PT2H",
		"12-01T09:00/11:00" },
	{ "a length that overflows is an hour, with a warning",
		"DTSTART:20261201T090000Z|DURATION:P99999999W",
		"12-01T09:00/10:00 !partial" },
	{ "24:00 is the next day's start",
		"DTSTART:20261201T230000Z|DTEND:20261201T240000Z",
		"12-01T23:00/12-02T00:00" },
	/* zones */
	{ "an IANA zone",
		"DTSTART;TZID=Europe/Rome:20261201T100000|"
		"DTEND;TZID=Europe/Rome:20261201T110000",
		"12-01T09:00/10:00" },
	{ "a Windows zone",
		"DTSTART;TZID=W. Europe Standard Time:20261201T100000|"
		"DURATION:PT1H",
		"12-01T09:00/10:00" },
	{ "a Windows zone in quotes",
		"DTSTART;TZID=\"Eastern Standard Time\":20261201T100000|"
		"DURATION:PT1H",
		"12-01T15:00/16:00" },
	{ "a prefixed zone",
		"DTSTART;TZID=/citadel.org/20210210_1/Europe/Rome:"
		"20261201T100000|DURATION:PT1H",
		"12-01T09:00/10:00" },
	{ "a zone in lower case",
		"DTSTART;TZID=europe/rome:20261201T100000|"
		"DURATION:PT1H",
		"12-01T09:00/10:00" },
	{ "an unknown zone is the owner's, aloud",
		"DTSTART;TZID=Mars/Base:20261201T100000|DURATION:PT1H",
		"12-01T09:00/10:00 !partial", ROME },
	{ "two zones in one event",
		"DTSTART;TZID=Europe/Rome:20261201T100000|"
		"DTEND;TZID=America/New_York:20261201T050000",
		"12-01T09:00/10:00" },
	{ "the file's VTIMEZONE wins over a known name",
		"BEGIN:VTIMEZONE|TZID:Europe/Rome|BEGIN:STANDARD|"
		"DTSTART:19700101T000000|TZOFFSETFROM:+0500|TZOFFSETTO:+0500|"
		"END:STANDARD|END:VTIMEZONE|" EV
		"DTSTART;TZID=Europe/Rome:20261201T100000|DURATION:PT1H" END,
		"12-01T05:00/06:00" },
	{ "an escaped comma in TZID, a quoted one in the parameter",
		"BEGIN:VTIMEZONE|TZID:Berlin\\, Rome|BEGIN:STANDARD|"
		"DTSTART:19700101T000000|TZOFFSETFROM:+0300|TZOFFSETTO:+0300|"
		"END:STANDARD|END:VTIMEZONE|" EV "DTSTART;TZID=\"Berlin, "
		"Rome\":20261201T100000|DURATION:PT1H" END,
		"12-01T07:00/08:00" },
	{ "a VTIMEZONE that is empty leaves it to the name",
		"BEGIN:VTIMEZONE|TZID:Europe/Rome|END:VTIMEZONE|" EV
		"DTSTART;TZID=Europe/Rome:20261201T100000|DURATION:PT1H" END,
		"12-01T09:00/10:00" },
	{ "floating time is the host's",
		"DTSTART:20261201T100000|DURATION:PT1H", "12-01T09:00/10:00",
		ROME },
	{ "floating time is the calendar's where it has one",
		"X-WR-TIMEZONE:America/New_York|" EV
		"DTSTART:20261201T100000|DURATION:PT1H" END,
		"12-01T15:00/16:00" },
	{ "an offset behind the time",
		"DTSTART:20261201T100000+0100|"
		"DURATION:PT1H",
		"12-01T09:00/10:00" },
	{ "gap: 02:30 that never comes is 03:30",
		"DTSTART;TZID=Europe/Berlin:20260329T023000|DURATION:PT1H",
		"03-29T01:30/02:30", NULL, GAP_FROM, GAP_TO },
	{ "gap: the days after it keep their hour",
		"DTSTART;TZID=Europe/Berlin:20260328T023000|DURATION:PT1H|"
		"RRULE:FREQ=DAILY;COUNT=3",
		"03-28T01:30/02:30 "
		"03-29T01:30/02:30 03-30T00:30/01:30",
		NULL, GAP_FROM, GAP_TO },
	{ "fold: 02:30 that comes twice is the first",
		"DTSTART;TZID=Europe/Berlin:20261025T023000|DURATION:PT1H",
		"10-25T00:30/01:30", NULL, FOLD_FROM, FOLD_TO },
	{ "an all-day event on the day of 25 hours",
		"DTSTART;VALUE=DATE:20261025", "10-24T22:00/10-25T23:00",
		"Europe/Berlin", FOLD_FROM, FOLD_TO },
	{ "DTEND gives each instance the same exact length",
		"DTSTART;TZID=Europe/Berlin:20261024T010000|"
		"DTEND;TZID=Europe/Berlin:20261024T040000|"
		"RRULE:FREQ=DAILY;COUNT=2",
		"10-23T23:00/10-24T02:00 "
		"10-24T23:00/10-25T02:00",
		NULL, "2026-10-23T00:00:00Z", FOLD_TO },
	{ "a length of a day is a day on the wall",
		"DTSTART;TZID=Europe/Berlin:20261024T120000|DURATION:P1D",
		"10-24T10:00/10-25T11:00", NULL, FOLD_FROM, FOLD_TO },
	{ "a length of 24 hours is exact",
		"DTSTART;TZID=Europe/Berlin:20261024T120000|DURATION:PT24H",
		"10-24T10:00/10-25T10:00", NULL, FOLD_FROM, FOLD_TO },
	/* recurrence */
	{ "R12 a rule", D1 "|RRULE:FREQ=WEEKLY;COUNT=3",
		"12-01T09:00/10:00 "
		"12-08T09:00/10:00 12-15T09:00/10:00" },
	{ "a rule from years ago",
		"DTSTART:20200107T090000Z|DURATION:PT1H|"
		"RRULE:FREQ=WEEKLY;UNTIL=20261208T235959Z",
		"12-01T09:00/10:00 12-08T09:00/10:00" },
	{ "UNTIL in UTC is made local",
		"DTSTART;TZID=America/New_York:20261201T200000|DURATION:PT1H|"
		"RRULE:FREQ=DAILY;UNTIL=20261203T010000Z",
		"12-02T01:00/02:00 12-03T01:00/02:00" },
	{ "a date as UNTIL includes its day",
		D1 "|RRULE:FREQ=DAILY;UNTIL=20261203",
		"12-01T09:00/10:00 "
		"12-02T09:00/10:00 12-03T09:00/10:00" },
	{ "all-day with UNTIL in UTC, as Exchange writes",
		"DTSTART;VALUE=DATE:20261201|RRULE:FREQ=DAILY;"
		"UNTIL=20261201T230000Z",
		"11-30T23:00/12-01T23:00 "
		"12-01T23:00/12-02T23:00",
		ROME },
	{ "EXDATE removes",
		D1 "|RRULE:FREQ=DAILY;COUNT=3|"
		   "EXDATE:20261202T090000Z",
		"12-01T09:00/10:00 12-03T09:00/10:00" },
	{ "EXDATE in another zone removes by instant",
		"DTSTART;TZID=Europe/Rome:20261201T100000|DURATION:PT1H|"
		"RRULE:FREQ=DAILY;COUNT=3|EXDATE:20261202T090000Z|"
		"EXDATE;TZID=America/New_York:20261203T040000",
		"12-01T09:00/10:00" },
	{ "several values in one EXDATE",
		D1 "|RRULE:FREQ=DAILY;COUNT=4|"
		   "EXDATE:20261202T090000Z,20261203T090000Z",
		"12-01T09:00/10:00 12-04T09:00/10:00" },
	{ "EXDATE as a date removes the day",
		D1 "|RRULE:FREQ=DAILY;COUNT=3|"
		   "EXDATE;VALUE=DATE:20261202",
		"12-01T09:00/10:00 12-03T09:00/10:00" },
	{ "EXDATE as midnight removes an all-day instance",
		"DTSTART;VALUE=DATE:20261201|RRULE:FREQ=DAILY;COUNT=3|"
		"EXDATE:20261202T000000",
		"12-01T00:00/12-02T00:00 12-03T00:00/12-04T00:00" },
	{ "EXDATE removes DTSTART too",
		D1 "|RRULE:FREQ=DAILY;COUNT=2|"
		   "EXDATE:20261201T090000Z",
		"12-02T09:00/10:00" },
	{ "an EXDATE that does not exist removes nothing",
		D1 "|EXDATE:20261131T090000Z", "12-01T09:00/10:00 !partial" },
	{ "RDATE adds", D1 "|RDATE:20261205T120000Z",
		"12-01T09:00/10:00 12-05T12:00/13:00" },
	{ "RDATE of a start that is there counts once",
		D1 "|RDATE:20261201T090000Z", "12-01T09:00/10:00" },
	{ "RDATE with its own zone",
		D1 "|RDATE;TZID=Europe/Rome:20261205T130000",
		"12-01T09:00/10:00 12-05T12:00/13:00" },
	{ "RDATE PERIOD with its own end",
		D1 "|RDATE;VALUE=PERIOD:20261205T120000Z/20261205T150000Z",
		"12-01T09:00/10:00 12-05T12:00/15:00" },
	{ "RDATE PERIOD with its own length and zone",
		D1 "|RDATE;VALUE=PERIOD;TZID=Europe/Rome:20261205T130000/PT3H",
		"12-01T09:00/10:00 12-05T12:00/15:00" },
	{ "RDATE as a date takes the event's clock",
		D1 "|RDATE;VALUE=DATE:20261205",
		"12-01T09:00/10:00 12-05T09:00/10:00" },
	{ "two rules are one set",
		D1 "|RRULE:FREQ=DAILY;COUNT=2|"
		   "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2",
		"12-01T09:00/10:00 "
		"12-02T09:00/10:00 12-03T09:00/10:00" },
	{ "WEEKLY with BYSETPOS",
		D1 "|RRULE:FREQ=WEEKLY;BYDAY=TU,TH;"
		   "BYSETPOS=-1;COUNT=3",
		"12-01T09:00/10:00 12-03T09:00/10:00 "
		"12-10T09:00/10:00" },
	{ "DAILY with BYMONTHDAY=-1",
		"DTSTART:20261130T090000Z|DURATION:PT1H|"
		"RRULE:FREQ=DAILY;BYMONTHDAY=-1",
		"12-31T09:00/10:00" },
	{ "an instance that began before the window counts",
		"DTSTART:20261130T220000Z|DURATION:PT4H",
		"11-30T22:00/12-01T02:00" },
	{ "a rule that cannot be read leaves the event, aloud",
		D1 "|RRULE:FREQ=FORTNIGHTLY;COUNT=banana",
		"12-01T09:00/10:00 !partial" },
	/* overrides */
	{ "R12 an override moves its instance",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID:20261202T090000Z|DTSTART:20261202T140000Z|"
		      "DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T14:00/15:00" },
	{ "moved into the window from before it",
		EV "DTSTART:20261125T090000Z|DURATION:PT1H|"
		   "RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		   "RECURRENCE-ID:20261126T090000Z|DTSTART:20261203T090000Z|"
		   "DURATION:PT1H" END,
		"12-03T09:00/10:00" },
	{ "moved out of the window",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID:20261202T090000Z|DTSTART:20270202T140000Z|"
		      "DURATION:PT1H" END,
		"12-01T09:00/10:00" },
	{ "an override stands before its master",
		EV "RECURRENCE-ID:20261202T090000Z|DTSTART:20261202T140000Z|"
		   "DURATION:PT1H" END "|" EV D1
		   "|RRULE:FREQ=DAILY;COUNT=2" END,
		"12-01T09:00/10:00 12-02T14:00/15:00" },
	{ "an override in another zone",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID;TZID=Europe/Rome:20261202T100000|"
		      "DTSTART:20261202T140000Z|DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T14:00/15:00" },
	{ "an orphan override is a single event",
		EV "RECURRENCE-ID:20261202T090000Z|DTSTART:20261202T140000Z|"
		   "DURATION:PT1H" END,
		"12-02T14:00/15:00" },
	{ "a cancelled override removes its instance",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID:20261202T090000Z|DTSTART:20261202T090000Z|"
		      "DURATION:PT1H|STATUS:CANCELLED" END,
		"12-01T09:00/10:00" },
	{ "a declined override frees its instance",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID:20261202T090000Z|DTSTART:20261202T090000Z|"
		      "DURATION:PT1H|ATTENDEE;PARTSTAT=DECLINED:mailto:"
		      "ada@acme.example" END,
		"12-01T09:00/10:00" },
	{ "the higher SEQUENCE of two overrides wins",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "SEQUENCE:3|RECURRENCE-ID:20261202T090000Z|"
		      "DTSTART:20261202T140000Z|DURATION:PT1H" END "|" EV
		      "SEQUENCE:2|RECURRENCE-ID:20261202T090000Z|"
		      "DTSTART:20261202T160000Z|DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T14:00/15:00" },
	{ "the higher SEQUENCE of two masters wins",
		EV "SEQUENCE:1|" D1 END "|" EV
		   "SEQUENCE:2|DTSTART:20261202T090000Z|DURATION:PT1H" END,
		"12-02T09:00/10:00" },
	{ "two masters of one SEQUENCE are united",
		EV D1 END "|" EV "DTSTART:20261202T090000Z|DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T09:00/10:00" },
	{ "a cancelled series takes its overrides along",
		EV D1 "|STATUS:CANCELLED|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID:20261202T090000Z|DTSTART:20261202T140000Z|"
		      "DURATION:PT1H" END,
		"" },
	{ "all-day override by date",
		EV "DTSTART;VALUE=DATE:20261201|RRULE:FREQ=DAILY;COUNT=2" END
		   "|" EV "RECURRENCE-ID;VALUE=DATE:20261202|"
		   "DTSTART;VALUE=DATE:20261210" END,
		"12-01T00:00/12-02T00:00 12-10T00:00/12-11T00:00" },
	{ "all-day override by midnight, as Exchange writes",
		EV "DTSTART;VALUE=DATE:20261201|RRULE:FREQ=DAILY;COUNT=2" END
		   "|" EV "RECURRENCE-ID:20261202T000000|"
		   "DTSTART;VALUE=DATE:20261210" END,
		"12-01T00:00/12-02T00:00 12-10T00:00/12-11T00:00" },
	{ "an override by date of a timed series",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID;VALUE=DATE:20261202|"
		      "DTSTART:20261202T140000Z|DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T14:00/15:00" },
	{ "THISANDFUTURE moves the rest, with its length",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=4" END "|" EV
		      "RECURRENCE-ID;RANGE=THISANDFUTURE:20261203T090000Z|"
		      "DTSTART:20261203T110000Z|DURATION:PT2H" END,
		"12-01T09:00/10:00 12-02T09:00/10:00 12-03T11:00/13:00 "
		"12-04T11:00/13:00" },
	{ "THISANDFUTURE on the wall over a clock change",
		EV "DTSTART;TZID=Europe/Berlin:20261023T090000|DURATION:PT1H|"
		   "RRULE:FREQ=DAILY;COUNT=4" END "|" EV
		   "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:"
		   "20261024T090000|DTSTART;TZID=Europe/Berlin:20261024T100000|"
		   "DURATION:PT1H" END,
		"10-24T08:00/09:00 10-25T09:00/10:00 "
		"10-26T09:00/10:00",
		NULL, FOLD_FROM, FOLD_TO },
	{ "a single override counts against the original starts",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=4" END "|" EV
		      "RECURRENCE-ID;RANGE=THISANDFUTURE:20261202T090000Z|"
		      "DTSTART:20261202T110000Z|DURATION:PT1H" END "|" EV
		      "RECURRENCE-ID:20261203T090000Z|DTSTART:20261203T200000Z|"
		      "DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T11:00/12:00 "
		"12-03T20:00/21:00 12-04T11:00/12:00" },
	{ "THISANDFUTURE cancelled ends the series",
		EV D1
		"|RRULE:FREQ=DAILY;COUNT=4" END "|" EV
		"RECURRENCE-ID;RANGE=THISANDFUTURE:20261202T090000Z|"
		"DTSTART:20261202T090000Z|DURATION:PT1H|STATUS:CANCELLED" END,
		"12-01T09:00/10:00" },
	{ "THISANDFUTURE moves into the window",
		EV "DTSTART:20261101T090000Z|DURATION:PT1H|"
		   "RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		   "RECURRENCE-ID;RANGE=THISANDFUTURE:20261101T090000Z|"
		   "DTSTART:20261203T090000Z|DURATION:PT1H" END,
		"12-03T09:00/10:00 12-04T09:00/10:00" },
	/* other components */
	{ "VTODO is free", "BEGIN:VTODO|UID:t|" D1 "|END:VTODO", "" },
	{ "VFREEBUSY",
		"BEGIN:VFREEBUSY|UID:f|FREEBUSY:20261201T090000Z/"
		"20261201T100000Z,20261202T090000Z/PT2H|"
		"FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261203T090000Z/PT1H|"
		"FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261204T090000Z/PT1H|"
		"FREEBUSY;FBTYPE=FREE:20261205T090000Z/PT1H|"
		"FREEBUSY;FBTYPE=X-ODD:20261206T090000Z/PT1H|END:VFREEBUSY",
		"12-01T09:00/10:00 12-02T09:00/11:00 12-03T09:00/10:00=u "
		"12-04T09:00/10:00=t 12-06T09:00/10:00" },
	{ "properties of an alarm are not the event's",
		D1 "|BEGIN:VALARM|TRIGGER:-PT10M|DURATION:PT9H|"
		   "STATUS:CANCELLED|END:VALARM",
		"12-01T09:00/10:00" },
	/* what cannot be read */
	{ "no start but an end: an hour before it", "DTEND:20261201T100000Z",
		"12-01T09:00/10:00 !partial" },
	{ "no start, no end: skipped aloud", "SUMMARY:lost",
		"!partial !skipped" },
	{ "an override without a start stays where it was",
		EV D1 "|RRULE:FREQ=DAILY;COUNT=2" END "|" EV
		      "RECURRENCE-ID:20261202T090000Z" END,
		"12-01T09:00/10:00 12-02T09:00/10:00 !partial" },
	{ "a RECURRENCE-ID that is no time adds, never removes",
		EV D1 END "|" EV "SEQUENCE:9|RECURRENCE-ID:soon|"
			  "DTSTART:20261202T090000Z|DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T09:00/10:00 !partial" },
	{ "31 November is counted on, aloud",
		"DTSTART:20261131T090000Z|DURATION:PT1H",
		"12-01T09:00/10:00 !partial" },
	{ "month 13 is no time",
		"DTSTART:20261301T090000Z|"
		"DTEND:20261201T100000Z",
		"12-01T09:00/10:00 !partial !partial" },
	{ "an unreadable end is an hour",
		"DTSTART:20261201T090000Z|DTEND:never",
		"12-01T09:00/10:00 !partial" },
	{ "a cut event is busy for what is left",
		EV "DTSTART:20261201T090000Z"
		   "|" EV "DTSTART:20261202T090000Z|DURATION:PT1H" END,
		"12-01T09:00/10:00 12-02T09:00/10:00 !partial" },
	{ "dashes and colons", "DTSTART:2026-12-01T09:00:00Z|DURATION:PT1H",
		"12-01T09:00/10:00" },
	{ "a folded start", "DTSTART:202612|  01T09|  0000Z|DURATION:PT1H",
		"!partial !partial !skipped" },
	{ "a start folded as RFC 5545 says",
		"DTSTART:202612| 01T09| 0000Z|DURATION:PT1H",
		"12-01T09:00/10:00" },
	{ "blank lines and trailing blanks",
		"DTSTART:20261201T090000Z  ||DURATION:PT1H ",
		"12-01T09:00/10:00" },
};
