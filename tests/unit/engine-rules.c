/* Tables of the rules of RULES.md sections 2, 3 and 5, one after the other. */
#include "check.h"

#include "engine/offer.h"
#include "engine/who.h"

#include <stdlib.h>

/* 2026-12-01T00:00:00Z, a Tuesday; all rows play on that day. */
#define DAY INT64_C(1796083200)

/*
 * What is asked, as words: h= hours and b= busy times ("0900-1200,1300-1400",
 * hosts parted by "|", behind a busy time its own before, after and gap in
 * minutes: "b15a15g30", and "t" for a hold), r= hours that it is restricted to,
 * d= duration, s= step, o= offset, B= A= G= buffers,
 * n= notice, all in minutes; now= from= to= opens= horizon= times; k= how many
 * hosts; P= how many of each party and m= which parties each host stands for,
 * as digits; any, pack, align. What stands behind a blank and "why" is the
 * first reason of the first host at a start: "why=0900held".
 */
struct row {
	const char *name, *asked, *expect;
};

static const struct row horizon[] = {
	{ "no end but the day's", "h=2200-2400 d=60", "2200 2300" },
	{ "a start at the horizon is beyond it",
		"h=0900-1200 d=60 horizon=1000", "0900" },
	{ "one second more takes it in", "h=0900-1200 d=60 horizon=100001",
		"0900 1000" },
	{ "a meeting may end beyond it", "h=0900-1200 d=60 horizon=0901",
		"0900" },
	{ "a horizon before the hours", "h=0900-1200 d=60 horizon=0800", "" },
	{ "a horizon at the first start", "h=0900-1200 d=60 horizon=0900", "" },
	{ "one that is over already", "h=0900-1200 d=60 now=1300 horizon=1200",
		"" },
	{ "starts at what opens", "h=0900-1200 d=60 opens=1000", "1000 1100" },
	{ "one second later the next", "h=0900-1200 d=60 opens=100001",
		"1100" },
	{ "opens behind the hours", "h=0900-1200 d=60 opens=1200", "" },
	{ "opens and horizon leave one",
		"h=0900-1200 d=60 opens=1000 "
		"horizon=1100",
		"1000" },
	{ "opens behind the horizon",
		"h=0900-1200 d=60 opens=1100 "
		"horizon=1000",
		"" },
	{ "the grid stays the hours'", "h=0900-1200 d=60 opens=0930",
		"1000 1100" },
	{ "--from inside the hours", "h=0900-1200 d=60 from=0930",
		"1000 1100" },
	{ "--from at a start", "h=0900-1200 d=60 from=1000", "1000 1100" },
	{ "--to is the end of meetings", "h=0900-1200 d=60 to=1100",
		"0900 1000" },
	{ "a second less cuts the last", "h=0900-1200 d=60 to=105959", "0900" },
	{ "--to at the end of hours", "h=0900-1200 d=60 to=1200",
		"0900 1000 1100" },
	{ "--from behind --to", "h=0900-1200 d=60 from=1100 to=1000", "" },
	{ "--to before the horizon wins",
		"h=0900-1200 d=60 to=1000 "
		"horizon=1100",
		"0900" },
	{ "several windows, cut in the second",
		"h=0900-1000,1100-1300 d=60 horizon=1130", "0900 1100" },
	{ NULL },
};

static const struct row grid[] = {
	{ "the duration is the step", "h=0900-1030 d=45", "0900 0945" },
	{ "a step of its own", "h=0900-1000 d=30 s=10", "0900 0910 0920 0930" },
	{ "a step longer than the duration", "h=0900-1200 d=30 s=90",
		"0900 1030" },
	{ "a step of two hours", "h=0900-1200 d=30 s=120", "0900 1100" },
	{ "a step beyond the window", "h=0900-1000 d=30 s=120", "0900" },
	{ "a step of one minute", "h=0900-0904 d=2 s=1", "0900 0901 0902" },
	{ "an odd window's start is the anchor", "h=0907-1007 d=30",
		"0907 0937" },
	{ "each window its own", "h=0900-1000,1015-1115 d=30",
		"0900 0930 1015 1045" },
	{ "an offset behind the start", "h=0900-1000 d=15 o=20", "0920 0935" },
	{ "an offset as long as the window", "h=0900-1000 d=30 o=60", "" },
	{ "an offset of a step skips one", "h=0900-1000 d=30 o=30", "0930" },
	{ "each window's offset", "h=0900-0930,1000-1030 d=15 o=10",
		"0910 1010" },
	{ "align on the hour changes nothing", "h=0900-1000 d=30 align",
		"0900 0930" },
	{ "align takes the next of the clock", "h=0905-1035 d=30 align",
		"0930 1000" },
	{ "align with a step that does not divide the hour",
		"h=0905-1100 d=25 s=25 align", "0925 0950 1015" },
	{ "align with an offset", "h=0905-1035 d=30 o=15 align", "0915 0945" },
	{ "align one minute past", "h=0901-1001 d=60 align", "" },
	{ "packed behind a busy time", "h=0900-1100 d=30 b=0930-0940 pack",
		"0900 0940 1000 1030" },
	{ "packed on the grid is there once",
		"h=0900-1100 d=30 b=0930-1000 "
		"pack",
		"0900 1000 1030" },
	{ "packed starts must fit", "h=0900-1000 d=30 b=0930-0940 pack",
		"0900" },
	{ "packed behind two that touch",
		"h=0900-1100 d=30 "
		"b=0930-0940,0940-0950 pack",
		"0900 0950 1000 1030" },
	{ "packed behind two with too little between",
		"h=0900-1100 d=30 b=0930-0940,1000-1010 pack",
		"0900 1010 1030" },
	{ "packed on the next full minute",
		"h=0900-1100 d=60 b=0930-094001 "
		"pack",
		"0941 1000" },
	{ "packed behind what ends before the window",
		"h=0900-1000 d=30 b=0800-0850 pack", "0900 0930" },
	{ NULL },
};

static const struct row fit[] = {
	{ "exactly as long", "h=0900-0930 d=30", "0900" },
	{ "a minute short", "h=0900-0929 d=30", "" },
	{ "a second short", "h=0900-092959 d=30", "" },
	{ "a second to spare", "h=0900-093001 d=30", "0900" },
	{ "the last that fits", "h=0900-1000 d=45 s=5", "0900 0905 0910 0915" },
	{ "longer than each window", "h=0900-1000,1100-1200 d=90", "" },
	{ "windows that touch are one", "h=0900-1000,1000-1100 d=90", "0900" },
	{ "windows that overlap are one", "h=0900-1000,0930-1100 d=120",
		"0900" },
	{ "a minute between them is a wall", "h=0900-1000,1001-1100 d=90", "" },
	{ "a window inside another", "h=0900-1200,1000-1100 d=180", "0900" },
	{ "all the day", "h=0000-2400 d=1440", "0000" },
	{ "longer than the day", "h=0000-2400 d=1441", "" },
	{ "to midnight", "h=2300-2400 d=60", "2300" },
	{ "two lengths of one window: the short", "h=0900-0945 d=15",
		"0900 0915 0930" },
	{ "two lengths of one window: the long", "h=0900-0945 d=45", "0900" },
	{ "a window of a minute", "h=0900-0901 d=1", "0900" },
	{ "an empty window", "h=0900-0900 d=1", "" },
	{ "no window", "h= d=30", "" },
	{ "the group's common part is too short",
		"h=0900-1000|0945-1100 b=| d=30", "" },
	{ "and just long enough", "h=0900-1015|0945-1100 b=| d=30", "0945" },
	{ NULL },
};

static const struct row notice[] = {
	{ "none: now is a start", "h=0900-1000 d=30 now=0900", "0900 0930" },
	{ "none: a second ago is not", "h=0900-1000 d=30 now=090001", "0930" },
	{ "to the second", "h=0900-1000 d=30 now=0830 n=30", "0900 0930" },
	{ "a second late", "h=0900-1000 d=30 now=083001 n=30", "0930" },
	{ "longer than the day that is left", "h=0900-1000 d=30 now=0800 n=600",
		"" },
	{ "it does not move the grid", "h=0900-1100 d=60 now=0830 n=45",
		"1000" },
	{ "from the day before", "h=0000-0100 d=30 now=0000 n=15", "0030" },
	{ "a day ahead of itself", "h=0900-1000 d=30 n=1440", "" },
	{ "with an offset", "h=0900-1000 d=20 o=10 now=0850 n=10",
		"0910 0930" },
	{ "with an offset, just missed", "h=0900-1000 d=20 o=10 now=0851 n=20",
		"0930" },
	{ "notice and opens: the later",
		"h=0900-1200 d=60 now=0900 n=30 "
		"opens=1100",
		"1100" },
	{ "opens and notice: the later",
		"h=0900-1200 d=60 now=0930 n=60 "
		"opens=1000",
		"1100" },
	{ "notice beyond the horizon",
		"h=0900-1200 d=60 now=0900 n=120 "
		"horizon=1000",
		"" },
	{ "--from before the notice",
		"h=0900-1200 d=60 now=0900 n=60 "
		"from=0800",
		"1000 1100" },
	{ "--from behind the notice",
		"h=0900-1200 d=60 now=0800 n=60 "
		"from=1030",
		"1100" },
	{ "busy when the notice ends",
		"h=0900-1200 d=60 now=0900 n=60 "
		"b=1000-1030",
		"1100" },
	{ "packed behind it, but too soon",
		"h=0900-1200 d=60 now=0930 n=60 b=0900-1015 pack", "1100" },
	{ "packed behind it, in time",
		"h=0900-1200 d=60 now=0930 n=45 b=0900-1015 pack",
		"1015 1100" },
	{ "of all hosts alike", "h=0900-1100|0900-1100 b=| d=60 any now=0901",
		"1000" },
	{ "the hours are over", "h=0900-1000 d=30 now=1000", "" },
	{ "the last start is now", "h=0900-1000 d=30 now=0930", "0930" },
	{ NULL },
};

static const struct row busy[] = {
	{ "exactly one slot", "h=0900-1030 d=30 b=0930-1000", "0900 1000" },
	{ "a minute of it", "h=0900-1030 d=30 b=0940-0941", "0900 1000" },
	{ "a second of it", "h=0900-1030 d=30 b=094000-094001", "0900 1000" },
	{ "its last second", "h=0900-1030 d=30 b=095959-1000", "0900 1000" },
	{ "its first second", "h=0900-1030 d=30 b=0930-093001", "0900 1000" },
	{ "touching before", "h=0900-1000 d=30 b=0830-0900", "0900 0930" },
	{ "touching behind", "h=0900-1000 d=30 b=1000-1030", "0900 0930" },
	{ "across two slots", "h=0900-1030 d=30 b=0925-0935", "1000" },
	{ "no length", "h=0900-1000 d=30 b=0915-0915", "0900 0930" },
	{ "from the night into the hours", "h=0900-1000 d=30 b=0000-0901",
		"0930" },
	{ "from the hours into the night", "h=0900-1000 d=30 b=0959-2400",
		"0900" },
	{ "all day", "h=0900-1000 d=30 b=0000-2400", "" },
	{ "outside of all", "h=0900-1000 d=30 b=1200-1300", "0900 0930" },
	{ "twice the same", "h=0900-1030 d=30 b=0930-1000,0930-1000",
		"0900 1000" },
	{ "one inside another", "h=0900-1100 d=30 b=0930-1030,0945-1000",
		"0900 1030" },
	{ "overlapping", "h=0900-1100 d=30 b=0930-1000,0945-1015",
		"0900 1030" },
	{ "a hole as long as the meeting",
		"h=0900-1100 d=30 s=10 "
		"b=0900-0940,1010-1100",
		"0940" },
	{ "a hole a second too short",
		"h=0900-1100 d=30 s=10 "
		"b=0900-094001,1010-1100",
		"" },
	{ "out of order", "h=0900-1100 d=30 b=1030-1100,0900-0930",
		"0930 1000" },
	{ "the other host's counts in a group",
		"h=0900-1000|0900-1000 "
		"b=0900-0930| d=30",
		"0930" },
	{ "and not where one is enough",
		"h=0900-1000|0900-1000 "
		"b=0900-0930| d=30 any",
		"0900 0930" },
	{ NULL },
};

static const struct row held[] = {
	{ "a hold blocks its time",
		"h=0900-1030 d=30 b=0930-1000t why=0930held", "0900 1000" },
	{ "touching before", "h=0900-1000 d=30 b=0830-0900t", "0900 0930" },
	{ "touching behind", "h=0900-1000 d=30 b=1000-1030t", "0900 0930" },
	{ "a second of a slot", "h=0900-1030 d=30 b=095959-1000t why=0930held",
		"0900 1000" },
	{ "a hold and a meeting, the meeting first",
		"h=0900-1030 d=30 b=0930-0940,0940-1000t why=0930busy",
		"0900 1000" },
	{ "a hold and a meeting, the hold first",
		"h=0900-1030 d=30 b=0930-0940t,0940-1000 why=0930held",
		"0900 1000" },
	{ "two holds that touch",
		"h=0900-1100 d=30 b=0930-1000t,1000-1030t "
		"why=1000held",
		"0900 1030" },
	{ "two that overlap", "h=0900-1100 d=30 b=0930-1010t,1000-1030t",
		"0900 1030" },
	{ "one inside another", "h=0900-1100 d=30 b=0930-1030t,0940-0950t",
		"0900 1030" },
	{ "the same time twice", "h=0900-1030 d=30 b=0930-1000t,0930-1000t",
		"0900 1000" },
	{ "of a proposal: three times",
		"h=0900-1200 d=30 "
		"b=0900-0930t,1000-1030t,1100-1130t",
		"0930 1030 1130" },
	{ "its buffer behind",
		"h=0900-1030 d=30 b=0900-0930a30t why=0930buffer", "1000" },
	{ "its buffer ahead", "h=0900-1030 d=30 b=1000-1030b30t why=0930buffer",
		"0900" },
	{ "its gap and the page's: the longer",
		"h=0900-1100 d=30 G=15 b=0900-0930g45t", "1030" },
	{ "its after and the page's before add up",
		"h=0900-1100 d=30 B=15 b=0900-0930a15t", "1000 1030" },
	{ "a buffer into which a meeting runs",
		"h=0900-1100 d=30 b=0900-0930a30t,0950-1000", "1000 1030" },
	{ "all day", "h=0900-1000 d=30 b=0000-2400t why=0900held", "" },
	{ "outside the hours", "h=0900-1000 d=30 b=1200-1300t", "0900 0930" },
	{ "in a group one's hold is enough",
		"h=0900-1000|0900-1000 b=0900-0930t| d=30 why=0900held",
		"0930" },
	{ "in a rotation the other goes on",
		"h=0900-1000|0900-1000 b=0900-0930t| d=30 any", "0900 0930" },
	{ "packed behind a hold", "h=0900-1030 d=30 b=0900-0910t pack",
		"0910 0930 1000" },
	{ "of each of two parties (B10)",
		"h=0900-1030|0900-1030 b=0900-0930t|0930-1000t d=30 P=11 m=1|2",
		"1000" },
	{ NULL },
};

static const struct row restricted[] = {
	{ "wider than the hours", "h=0900-1000 r=0000-2400 d=30", "0900 0930" },
	{ "the same", "h=0900-1000 r=0900-1000 d=30", "0900 0930" },
	{ "the end is cut", "h=0900-1100 r=0900-1000 d=30 why=1000hours",
		"0900 0930" },
	{ "the beginning is cut", "h=0900-1100 r=1000-1100 d=30 why=0900hours",
		"1000 1030" },
	{ "both are", "h=0900-1200 r=1000-1100 d=30", "1000 1030" },
	{ "the grid starts with what is left", "h=0900-1100 r=0915-1100 d=30",
		"0915 0945 1015" },
	{ "a minute too short", "h=0900-1000 r=0900-0929 d=30", "" },
	{ "just long enough", "h=0900-1000 r=0915-0945 d=30", "0915" },
	{ "nothing in common", "h=0900-1000 r=1000-1100 d=30 why=0900hours",
		"" },
	{ "one second in common", "h=0900-1000 r=095959-1100 d=30", "" },
	{ "two windows of it", "h=0900-1200 r=0900-0930,1100-1130 d=30",
		"0900 1100" },
	{ "two windows of the host", "h=0900-0930,1100-1130 r=0800-1200 d=30",
		"0900 1100" },
	{ "windows that touch are one",
		"h=0900-1030 r=0900-0945,0945-1030 "
		"d=60",
		"0900" },
	{ "across the gap of the host",
		"h=0900-1000,1030-1130 r=0930-1100 "
		"d=30",
		"0930 1030" },
	{ "of each host in a group",
		"h=0900-1100|0930-1200 b=| r=1000-1130 "
		"d=30",
		"1000 1030" },
	{ "of each host in a rotation",
		"h=0900-1000|1030-1130 b=| r=0930-1100 d=30 any", "0930 1030" },
	{ "with a step and an offset", "h=0900-1100 r=0930-1100 d=30 s=20 o=10",
		"0940 1000 1020" },
	{ "aligned to the clock", "h=0900-1100 r=0910-1100 d=30 align",
		"0930 1000 1030" },
	{ "busy in what is left", "h=0900-1100 r=0930-1030 d=30 b=0930-1000",
		"1000" },
	{ "packed inside it alone",
		"h=0900-1100 r=0930-1030 d=30 b=0900-0920 "
		"pack",
		"0930 1000" },
	{ "a buffer reaches in from outside it",
		"h=0900-1100 r=0930-1030 d=30 B=20 b=0900-0925", "1000" },
	{ "fixed and rotating (B10)",
		"h=0900-1100|0900-1100 b=| r=1000-1100 d=30 P=11 m=1|2",
		"1000 1030" },
	{ NULL },
};

static const struct row buffer[] = {
	{ "before keeps away from what ends",
		"h=0900-1030 d=30 B=15 "
		"b=0830-0900",
		"0930 1000" },
	{ "before touches exactly", "h=0900-1000 d=30 B=30 b=0800-0830",
		"0900 0930" },
	{ "before, a second too near", "h=0900-1000 d=30 B=30 b=0800-083001",
		"0930" },
	{ "after keeps away from what begins",
		"h=0900-1030 d=30 A=15 "
		"b=1030-1100",
		"0900 0930" },
	{ "after touches exactly", "h=0900-1000 d=30 A=30 b=1030-1100",
		"0900 0930" },
	{ "after, a second too near", "h=0900-1000 d=30 A=30 b=102959-1100",
		"0900" },
	{ "both around one meeting", "h=0900-1200 d=30 B=15 A=15 b=1030-1100",
		"0900 0930 1130" },
	{ "gap behind", "h=0900-1030 d=30 G=30 b=0830-0900", "0930 1000" },
	{ "gap ahead", "h=0900-1030 d=30 G=30 b=1030-1100", "0900 0930" },
	{ "gap and the other's gap: the longer",
		"h=0900-1100 d=30 G=15 "
		"b=0830-0900g45",
		"1000 1030" },
	{ "gap and the other's shorter gap",
		"h=0900-1100 d=30 G=30 "
		"b=0830-0900g15",
		"0930 1000 1030" },
	{ "the other's after and my before add up",
		"h=0900-1100 d=30 B=15 "
		"b=0830-0900a15",
		"0930 1000 1030" },
	{ "a minute more and the first is gone",
		"h=0900-1100 d=30 B=15 "
		"b=0830-0900a16",
		"1000 1030" },
	{ "the other's before and my after add up",
		"h=0900-1100 d=30 A=15 "
		"b=1100-1130b15",
		"0900 0930 1000" },
	{ "my gap against its after: the longer",
		"h=0900-1100 d=30 G=15 "
		"b=0830-0900a45",
		"1000 1030" },
	{ "its after does not act ahead of it",
		"h=0900-1100 d=30 "
		"b=1030-1100a60",
		"0900 0930 1000" },
	{ "its before does not act behind it",
		"h=0900-1100 d=30 "
		"b=0900-0930b60",
		"0930 1000 1030" },
	{ "none at the edges of the hours", "h=0900-1000 d=60 B=60 A=60",
		"0900" },
	{ "of a meeting outside the hours",
		"h=0900-1030 d=30 B=30 "
		"b=0700-0845",
		"0930 1000" },
	{ "between two meetings too little is left",
		"h=0900-1200 d=30 s=15 B=15 A=15 b=0900-0930,1015-1200", "" },
	{ "and just enough",
		"h=0900-1200 d=30 s=15 B=15 A=15 "
		"b=0900-0930,1030-1200",
		"0945" },
	{ "packed behind the buffer", "h=0900-1100 d=30 B=10 b=0900-0930 pack",
		"0940 1000 1030" },
	{ "packed behind the gap", "h=0900-1100 d=30 G=20 b=0900-0930 pack",
		"0950 1000 1030" },
	{ NULL },
};

static const struct row members[] = {
	{ "nobody else: one host is all and one", "h=0900-1000 d=30 any",
		"0900 0930" },
	{ "all of two", "h=0900-1000|0900-1000 b=0900-0930| d=30", "0930" },
	{ "one of two", "h=0900-1000|0900-1000 b=0900-0930|0900-1000 d=30 any",
		"0930" },
	{ "two of three (B10)",
		"h=0900-1030|0900-1030|0900-1030 "
		"b=0900-0930|0930-1000|0900-1000 d=30 any k=2",
		"1000" },
	{ "two of three, each half hour another pair (B10)",
		"h=0900-1030|0900-1030|0900-1030 "
		"b=0900-0930|0930-1000|1000-1030 d=30 any k=2",
		"0900 0930 1000" },
	{ "three of three are all (B10)",
		"h=0900-1000|0900-1000|0930-1000 "
		"b=|| d=30 any k=3",
		"0930" },
	{ "a fixed one and one of two (B10)",
		"h=0900-1030|0900-1030|0900-1030 "
		"b=0900-0930|0930-1000|0930-1000 d=30 P=11 m=1|2|2",
		"1000" },
	{ "the fixed one alone is not enough (B10)",
		"h=0900-1000|0900-1000 b=|0900-0930 d=30 P=11 m=1|2", "0930" },
	{ "the other's hours within the fixed one's (B10)",
		"h=0900-1000|0915-1200 b=| d=30 P=11 m=1|2", "0915" },
	{ "each of the others has a grid of its own (B10)",
		"h=0900-1100|0900-1100|0915-1100 b=|| d=60 P=11 m=1|2|2",
		"0900 0915 1000" },
	{ "one of each of two rotations (B10)",
		"h=0900-1000|0900-1000|0900-1000 "
		"b=0900-0930||0930-1000 d=30 P=11 m=1|2|2",
		"0930" },
	{ "one who is in both is one person (B10)",
		"h=0900-1000|0900-1000 b=|0900-0930 d=30 P=11 m=3|2", "0930" },
	{ "two who are in both are enough (B10)",
		"h=0900-1000|0900-1000 b=| d=30 P=11 m=3|3", "0900 0930" },
	{ "three parties of two hosts are not (B10)",
		"h=0900-1000|0900-1000|0900-1000 b=||0900-0930 d=30 P=111 "
		"m=7|7|7",
		"0930" },
	{ "a chain: each can stand for two (B10)",
		"h=0900-1000|0900-1000|0900-1000 b=|| d=30 P=111 m=3|6|5",
		"0900 0930" },
	{ "a chain with one missing (B10)",
		"h=0900-1000|0900-1000|0900-1000 b=|0900-0930| d=30 P=111 "
		"m=3|6|5",
		"0930" },
	{ "two of a party and one of another (B10)",
		"h=0900-1000|0900-1000|0900-1000|0900-1000 "
		"b=|0900-0930|| d=30 P=21 m=1|1|3|2",
		"0900 0930" },
	{ "and not when the shared one is needed twice (B10)",
		"h=0900-1000|0900-1000|0900-1000|0900-1000 "
		"b=|0900-0930||0900-0930 d=30 P=21 m=1|1|3|2",
		"0930" },
	{ "who stands for nothing does not help (B10)",
		"h=0900-1000|0900-1000 b=0900-0930| d=30 P=1 m=1|0", "0930" },
	{ "nor do their hours make a grid (B10)",
		"h=0900-1000|0910-1010 b=| d=30 P=1 m=1|0", "0900 0930" },
	{ "packed behind any of them (B10)",
		"h=0900-1030|0900-1030 b=|0900-0910 d=30 P=11 m=1|2 pack",
		"0910 0930 1000" },
	{ "buffers of each (B10)",
		"h=0900-1030|0900-1030 b=0830-0900|1030-1100 d=30 B=15 A=15 "
		"P=11 m=1|2",
		"0930" },
	{ NULL },
};

/* ---- how they are read ---- */

enum { HOSTS = 4 };

struct asked {
	struct spans legal;
	const char *why; /* a start and its reason, or NULL */
	struct offer_rules r;
	struct offer_host hosts[HOSTS];
	size_t n;
};

static const char *
clock_read(const char *p, instant *at)
{
	int v[3] = { 0, 0, 0 }, i;

	for (i = 0; i < 3 && p[0] >= '0' && p[0] <= '9'; i++, p += 2)
		v[i] = (p[0] - '0') * 10 + p[1] - '0';
	*at = DAY + v[0] * 3600 + v[1] * 60 + v[2];
	return p;
}

static const char *
busy_read(const char *p, struct busy *b)
{
	memset(b, 0, sizeof(*b));
	b->status = BUSY_BUSY;
	p = clock_read(p, &b->start);
	p = clock_read(p + 1, &b->end);
	while (*p == 'b' || *p == 'a' || *p == 'g') {
		int64_t *to = *p == 'b'   ? &b->before_s
			      : *p == 'a' ? &b->after_s
					  : &b->gap_s;

		*to = 60 * strtol(p + 1, (char **)&p, 10);
	}
	if (*p == 't') {
		b->status = BUSY_TENTATIVE;
		b->booking = "b_held";
		p++;
	}
	return p;
}

/* Lists of times, one for each host. */
static void
lists_read(struct pool *pool, const char *p, bool hours, struct asked *a)
{
	size_t i = 0;
	struct busy b;

	if (hours)
		a->n = 1;
	while (*p != '\0' && *p != ' ') {
		if (*p == '|') {
			i++;
			a->n = hours ? i + 1 : a->n;
			p++;
			continue;
		}
		p += *p == ',';
		p = busy_read(p, &b);
		if (hours)
			spans_add(pool, &a->hosts[i].hours, b.start, b.end);
		else
			busies_add(pool, &a->hosts[i].busy, &b);
	}
}

static void
legal_read(struct pool *pool, const char *p, struct asked *a)
{
	struct busy b;

	while (*p != '\0' && *p != ' ') {
		p = busy_read(p + (*p == ','), &b);
		spans_add(pool, &a->legal, b.start, b.end);
	}
	spans_join(&a->legal);
	a->r.legal = &a->legal;
	a->r.legal_name = "restricted";
}

static void
word_read(struct pool *pool, const char *word, struct asked *a)
{
	static const char *const times[] = {
		"now=", "from=", "to=", "opens=", "horizon="
	};
	struct offer_rules *r = &a->r;
	instant *const at[] = { &r->now, &r->window.start, &r->window.end,
		&r->opens, &r->horizon };
	int64_t minutes;
	const char *eq = strchr(word, '=');
	size_t i, k;

	for (i = 0; i < 5; i++)
		if (strncmp(word, times[i], strlen(times[i])) == 0) {
			clock_read(eq + 1, at[i]);
			return;
		}
	if (strncmp(word, "any", 3) == 0)
		r->mode = OFFER_ANY;
	else if (strncmp(word, "pack", 4) == 0)
		r->pack = true;
	else if (strncmp(word, "align", 5) == 0)
		r->align_clock = true;
	else if (strncmp(word, "why=", 4) == 0)
		a->why = word + 4;
	if (eq != word + 1)
		return;
	minutes = 60 * strtol(eq + 1, NULL, 10);
	switch (*word) {
	case 'h':
	case 'b':
		lists_read(pool, eq + 1, *word == 'h', a);
		break;
	case 'r':
		legal_read(pool, eq + 1, a);
		break;
	case 'd':
		r->duration_s = minutes;
		break;
	case 's':
		r->step_s = minutes;
		break;
	case 'o':
		r->offset_s = minutes;
		break;
	case 'B':
		r->before_s = minutes;
		break;
	case 'A':
		r->after_s = minutes;
		break;
	case 'G':
		r->gap_s = minutes;
		break;
	case 'n':
		r->notice_s = minutes;
		break;
	case 'k':
		r->need = (size_t)minutes / 60;
		break;
	case 'P':
		for (k = 1; eq[k] >= '1' && eq[k] <= '9'; k++)
			r->parties.need[r->parties.n++] = (size_t)(eq[k] - '0');
		break;
	case 'm':
		for (i = 0, k = 1; i < HOSTS; i++, k += 2) {
			a->hosts[i].parties = (uint8_t)(eq[k] - '0');
			if (eq[k + 1] != '|')
				break;
		}
		break;
	}
}

static void
asked_read(struct pool *pool, const char *text, struct asked *a)
{
	size_t i;

	memset(a, 0, sizeof(*a));
	a->r.now = a->r.window.start = DAY;
	a->r.window.end = a->r.horizon = DAY + 86400;
	for (;; text++) {
		word_read(pool, text, a);
		if ((text = strchr(text, ' ')) == NULL)
			break;
	}
	for (i = 0; i < a->n; i++) {
		struct offer_host *h = &a->hosts[i];

		spans_join(&h->hours);
		if (a->r.legal == NULL)
			continue;
		h->own = h->hours;
		h->hours = (struct spans){ 0 };
		spans_intersect(pool, &h->own, a->r.legal, &h->hours);
	}
}

/* Whether the first reason at the start is the one that is named. */
static bool
reasons(struct pool *pool, struct asked *a)
{
	struct explain why;
	const char *rule;
	instant at;

	if (a->why == NULL)
		return true;
	rule = clock_read(a->why, &at);
	offer_why(pool, &a->r, &a->hosts[0], at, &why);
	return why.rules_n > 0 &&
	       strncmp(why.rules[0].rule, rule, strlen(why.rules[0].rule)) == 0;
}

/* Offered, bookable one by one, and on the grid; all else is not both. */
static bool
agrees(struct pool *pool, struct asked *a, const struct offer_starts *got)
{
	size_t k = 0;
	instant at;

	for (at = DAY; at < DAY + 86400; at += 60) {
		bool offered = k < got->n && got->v[k] == at;

		k += offered;
		if (offered !=
			(offer_free(pool, &a->r, a->hosts, a->n, at, NULL) &&
				offer_on_grid(pool, &a->r, a->hosts, a->n, at)))
			return false;
	}
	return true;
}

static void
run_row(const char *rule, const struct row *row)
{
	struct pool *pool = pool_new();
	struct offer_starts got = { 0 };
	char text[800] = "";
	struct asked a;
	struct fail f = { 0 };
	size_t i, n = 0;

	asked_read(pool, row->asked, &a);
	if (offer_ready(pool, &a.r, a.hosts, a.n, &f) != 0 ||
		offer_starts(pool, &a.r, a.hosts, a.n, &got, &f) != 0)
		snprintf(text, sizeof(text), "%s", f.line);
	for (i = 0; i < got.n && n + 8 < sizeof(text); i++) {
		int64_t t = (got.v[i] - DAY) / 60;

		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%02d%02d",
			i > 0 ? " " : "", (int)(t / 60), (int)(t % 60));
	}
	check_str(text, row->expect,
		pool_printf(pool, "%s: %s", rule, row->name));
	if (!reasons(pool, &a))
		check(false, "%s: %s: another reason", rule, row->name);
	if (!agrees(pool, &a, &got))
		check(false, "%s: %s: offering and booking differ", rule,
			row->name);
	pool_free(pool);
}

/* ---- who, as text ---- */

static const struct row texts[] = {
	{ "one", "ada", "ada" },
	{ "both", "ada+bo", "ada+bo" },
	{ "one of both", "ada,bo", "ada,bo" },
	{ "one of both, said so", "1:ada,bo", "ada,bo" },
	{ "two of three", "2:ada,bo,cy", "2:ada,bo,cy" },
	{ "all of three", "3:ada,bo,cy", "ada+bo+cy" },
	{ "one of one", "1:ada", "ada" },
	{ "a rotation", "@sales", "@sales" },
	{ "one of it, said so", "1:@sales", "@sales" },
	{ "two of it", "2:@sales", "2:@sales" },
	{ "fixed ones stand first", "@sales+ada", "ada+@sales" },
	{ "everything", "ada+@sales+2:@tech+aula,bella+bo",
		"ada+bo+@sales+2:@tech+aula,bella" },
	{ "addresses", "ada@acme.example+bo@acme.example",
		"ada@acme.example+bo@acme.example" },
	{ "nothing", "", "who: a name is missing" },
	{ "nothing behind the plus", "ada+", "who: a name is missing" },
	{ "nothing before the plus", "+ada", "who: a name is missing" },
	{ "none of them", "0:ada", "who: '0:ada': from 1 to 999 of them" },
	{ "too many of them", "1000:ada",
		"who: '1000:ada': from 1 to 999 of them" },
	{ "more than there are", "3:ada,bo",
		"who: '3:ada,bo': there are only 2" },
	{ "twice", "ada+ada", "who: a host stands there twice: ada" },
	{ "twice in a list", "ada,ada", "who: a host stands there twice: ada" },
	{ "fixed and in a list", "ada+ada,bo",
		"who: a host stands there twice: ada" },
	{ "a rotation twice", "@a+2:@a",
		"who: rotation a stands there twice: for two of it 2:@a" },
	{ "a rotation in a list", "ada,@sales",
		"who: '@sales' is no name of a host" },
	{ "rotations in a list", "@sales,tech",
		"who: '@sales,tech' is no rotation" },
	{ "an empty rotation", "@", "who: '@' is no rotation" },
	{ "too many parts", "@a+@b+@c+@d+@e+@f+@g+@h",
		"who: more than 7 parts" },
	{ NULL },
};

static void
run_texts(void)
{
	const struct row *row;

	for (row = texts; row->name != NULL; row++) {
		struct pool *pool = pool_new();
		struct who who;
		struct fail f;
		int rc = who_read(pool, row->asked, "who", &who, &f);

		check_str(rc == 0 ? who_write(pool, &who) : f.line, row->expect,
			pool_printf(pool, "B10: %s", row->name));
		pool_free(pool);
	}
}

int
main(void)
{
	static const struct {
		const char *rule;
		const struct row *rows;
	} tables[] = { { "horizon", horizon }, { "grid", grid }, { "fit", fit },
		{ "notice", notice }, { "busy", busy }, { "held", held },
		{ "restricted", restricted }, { "buffer", buffer },
		{ "members", members } };
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		const struct row *row = tables[i].rows;

		for (; row->name != NULL; row++)
			run_row(tables[i].rule, row);
		check(row - tables[i].rows >= 20, "%s: at least 20 rows",
			tables[i].rule);
	}
	run_texts();
	return check_done();
}
