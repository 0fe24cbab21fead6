#!/bin/sh
# R21: 64 processes want one slot of one host: one gets it, 63 end with 6; the
# same through a page whose rotation has two members: two get it.
. ./tap.sh
team
# storm N FILE COMMAND...: their exit statuses, counted
storm() {
	n=$1
	shift
	i=0
	while [ $i -lt "$n" ]; do
		i=$((i + 1))
		{
			"$@" --email "p$i@example.com" --name "P $i" -q -f id >>"$T/ids" 2>>"$T/errs"
			echo $? >"$T/rc.$i"
		} &
	done
	wait
	sort "$T"/rc.* | uniq -c | awk '{ printf "%s%s:%d", (NR > 1 ? " " : ""), $2, $1 }'
	rm -f "$T"/rc.*
}
is "$(storm 64 mtg-book create demo --start '2027-03-23 10:00' --organizer ada)" \
	'0:1 6:63' '64 processes, one slot, one host: one winner'
is "$(mtg-book list -f id | sort)" "$(sort "$T/ids")" 'what was printed is in the store'
: >"$T/ids"
is "$(storm 32 mtg-book create demo --start '2027-03-24 10:00')" \
	'0:2 6:30' '32 processes, a rotation of two: each member once'
is "$(mtg-book list --from 2027-03-24 -f tsv --fields organizer.email | sort | tr '\n' ' ')" \
	'ada@acme.example bo@acme.example organizer.email ' 'both hosts have one'
# B9: 16 processes choose among the three times of one proposal; and 16 want a
# hold that is over together with those who would choose it
mtg-book propose demo --times 3 --email kim@example.com --from 2027-03-25 -q -f id >"$T/held"
i=0
while [ $i -lt 16 ]; do
	i=$((i + 1))
	mtg-book choose "$(sed -n "$((i % 3 + 1))p" "$T/held")" -q -f id >>"$T/chosen" 2>>"$T/errs" &
done
wait
is "$(sort -u "$T/chosen" | wc -l)" 1 'B9: 16 choose of one proposal: one time is chosen'
is "$(mtg-book list --from 2027-03-25 -f id)" "$(sort -u "$T/chosen")" 'B9: and that is the meeting'
is "$(mtg-book hold list)" '' 'B9: the other times are released'
mtg-book create demo --start '2027-03-26 10:00' --organizer ada --hold 1h --email h@example.com -q -f id >"$T/held"
late=$(date -u -d "@$(($(date +%s) + 7200))" +%Y-%m-%dT%H:%M:%SZ)
i=0
while [ $i -lt 8 ]; do
	i=$((i + 1))
	mtg-book choose "$(cat "$T/held")" --now "$late" -q -f id >>"$T/late" 2>>"$T/errs" &
	mtg-book create demo --start '2027-03-26 10:00' --organizer ada --email "l$i@example.com" \
		--now "$late" -q -f id >>"$T/late" 2>>"$T/errs" &
done
wait
is "$(mtg-book list --from 2027-03-26 -f id)" "$(cat "$T/late")" 'B9: a hold that is over: one of all gets its time'
# R45, B14: 16 processes book for one new contact; 16 give one meeting to others
i=0
while [ $i -lt 16 ]; do
	i=$((i + 1))
	mtg-book create demo --start "2027-03-29 $((9 + i / 2)):$((i % 2 * 3))0" --email new@example.com \
		-q -f tsv --fields contact >>"$T/contacts" 2>>"$T/errs" &
done
wait
is "$(grep -c '^c_' "$T/contacts"):$(grep '^c_' "$T/contacts" | sort -u | wc -l)" 15:1 \
	'R45: 15 meetings of a new contact: one contact'
one=$(mtg-book list --from 2027-03-29 --user ada -f id | head -1)
i=0
while [ $i -lt 16 ]; do
	i=$((i + 1))
	mtg-book reassign "$one" "$(test $((i % 2)) = 0 && echo ada || echo bo)" -q -f id >>"$T/given" 2>>"$T/errs" &
done
wait
is "$(sqlite3 "$MTG_STORE" "SELECT count(*) FROM taken WHERE booking_id = (SELECT id FROM booking WHERE ref = '$one')")" \
	1 'B14: given to and fro at once, one has it'
is "$(mtg-sync check -q)" '' 'and the log replays to the counts'
is "$(sqlite3 "$MTG_STORE" 'PRAGMA integrity_check')" ok 'the store is whole'
finish
