# events.awk: -v n=COUNT -v days=N -v seed=S: an iCalendar of n events, seeded,
# spread over so many days from 22 March 2027 on; one in ten repeats weekly.
function two(x) { return x < 10 ? "0" x : x }
BEGIN {
	srand(seed)
	split("31 30 31 30 31 31 30 31 30 31 31 28", len, " ")	# from March on
	printf "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n"
	for (i = 0; i < n; i++) {
		d = 21 + int(rand() * days)
		year = 2027
		for (m = 1; d >= len[m]; m = m % 12 + 1)
			d -= len[m]
		month = (m + 1) % 12 + 1
		if (month < 3)
			year++
		day = year two(month) two(d + 1)
		h = 6 + int(rand() * 12)
		q = int(rand() * 4) * 15
		printf "BEGIN:VEVENT\r\nUID:%d-%d@bench.example\r\nDTSTAMP:20270101T000000Z\r\n", seed, i
		printf "DTSTART:%sT%s%s00Z\r\nDURATION:PT%dM\r\nSUMMARY:Meeting %d\r\n", \
			day, two(h), two(q), 15 + 15 * int(rand() * 3), i
		if (weekly && i % 10 == 0)
			printf "RRULE:FREQ=WEEKLY;COUNT=8\r\n"
		printf "DESCRIPTION:Words that stand in calendars\\, and few people read.\r\nEND:VEVENT\r\n"
	}
	printf "END:VCALENDAR\r\n"
}
