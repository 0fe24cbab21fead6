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
is "$(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM rotation_member m WHERE count <>
	(SELECT coalesce(sum(delta), 0) FROM assignment a WHERE a.user_id = m.user_id)')" \
	0 'B14: the log adds up to the counts'
# B17: 64 processes want one of ten seats; the last who leave end the session
mtg-page create class --user ada --seats 10 -q -f id >>"$T/out"
: >"$T/ids"
is "$(storm 64 mtg-book create class --start '2027-03-30 10:00')" \
	'0:10 6:54' 'B17: 64 processes, ten seats: ten have one'
is "$(mtg-book list --sessions --from 2027-03-30 -f tsv --fields seats.taken,seats.left | tail -n +2)" \
	'10	0' 'B17: and they are in one session'
is "$(mtg-book list --page class -f id | sort)" "$(sort "$T/ids")" 'B17: with the seats that were printed'
: >"$T/ids"
is "$(storm 16 mtg-book create class --start '2027-03-30 11:00' --guest g@example.com)" \
	'0:1 7:15' 'B17: 16 bring the same guest: once'
mtg-book list --page class -f id | xargs -n 1 -P 11 mtg-book cancel -q -f id >>"$T/out" 2>>"$T/errs"
is "$(mtg-book list --sessions; sqlite3 "$MTG_STORE" 'SELECT count(*) FROM taken JOIN booking ON id = booking_id WHERE session')" \
	0 'B17: eleven leave at once: no session is left'
is "$(mtg-sync check 2>&1)" '' 'the store knows of nothing wrong'
is "$(sqlite3 "$MTG_STORE" 'PRAGMA integrity_check')" ok 'the store is whole'

# Rotations: 64 at once share out evenly; then cancel, reschedule, reassign and
# change members while others book. The log replays to the counts, and whoever
# hosts has the turn. make storm goes round and round.
for u in cy dan; do
	mkdir -p "$T/cal/$u"
	mtg-sync user add "$u@acme.example" --timezone Europe/Rome -q --name "$u" >/dev/null
	mtg-sync connect vdir -y -q --user "$u" --url "$T/cal/$u" --name work >/dev/null
done
mtg-sync pull -q
mtg-rotate members sales add cy dan -q >/dev/null
sql() {
	sqlite3 -cmd '.timeout 30000' "$MTG_STORE" "$1"
}
# wave FILE: runs its lines at once; who is refused or too late is no failure
wave() {
	while read -r line; do
		eval "mtg-$line" >/dev/null 2>"$T/err.$$" </dev/null ||
			[ $? -le 9 ] || echo "$line" >>"$T/bad" &
	done <"$1"
	wait
}
book_some() { # N DAY
	mtg-slots demo --from "$2" --limit "$1" -f id | awk -v d="$2" '{
		print "book create demo --start " $1 " --email s" NR d "@example.com -q" }'
}
replays() {
	is "$(mtg-sync check)" '' "$1: the log replays to the counts"
	is "$(sql "SELECT count(*) FROM booking b WHERE b.status = 'confirmed' AND b.rotation_id IS NOT NULL
		AND b.outcome IS NOT 'no-show' AND b.start_at > unixepoch('2027-04-01') AND
		(SELECT sum(turn) FROM assignment a WHERE a.booking = b.ref AND a.user_id = b.organizer_id) IS NOT 1")" \
		0 "$1: whoever hosts has the turn"
	is "$(sql "SELECT count(*) FROM (SELECT booking, sum(turn) AS n FROM assignment
		WHERE booking IS NOT NULL GROUP BY 1 HAVING n NOT IN (0, 1))")" 0 "$1: nobody else has"
}
: >"$T/bad"
book_some 64 2027-04-01 >"$T/wave"
wave "$T/wave"
is "$(sql 'SELECT sum(count), max(count) - min(count) <= 1 FROM rotation_member')" '64|1' \
	'64 processes book at once: counts differ by at most one'
replays 'booked at once'
sql 'UPDATE rotation SET no_show_free = 1, credit_absence = 1'
round=1
while [ $round -le "${MTG_STORM:-1}" ]; do
	# every command finds others at work on the same meetings and members
	mtg-book list --from 2027-04-01 -f id | awk '
		NR % 4 == 0 { print "book cancel " $1 " -y -q" }
		NR % 4 == 1 { print "book reassign " $1 " --rotate -q" }
		NR % 4 == 2 { print "book reschedule " $1 " --start 2027-04-" 20 + NR % 8 "T" 7 + NR % 7 ":00:00Z --rotate -q" }
		NR % 8 == 3 { print "book outcome " $1 " no-show -q" }' | head -n 48 >"$T/wave"
	{
		book_some 12 2027-04-15
		for u in ada bo cy dan; do
			echo "rotate members sales pause $u --until +10d -y -q"
			echo "rotate members sales add $u --weight $((50 + round * 50)) -q"
			echo "rotate members sales resume $u -q"
		done
		echo 'rotate members sales remove dan -y -q'
		echo 'rotate members sales add dan -q'
	} >>"$T/wave"
	sort "$T/wave" | awk '{ print NR * 7 % 97, $0 }' | sort -n | cut -d ' ' -f 2- >"$T/mixed"
	wave "$T/mixed"
	replays "round $round"
	for u in ada bo cy dan; do
		mtg-rotate members sales add $u -q >/dev/null
		mtg-rotate members sales resume $u -q >/dev/null
	done
	round=$((round + 1))
done
is "$(cat "$T/bad")" '' 'nothing failed but what was refused or taken'
finish
