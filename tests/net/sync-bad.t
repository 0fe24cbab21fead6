# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154,SC2034,SC2010
# Servers that refuse, stall, forget and lie, and our own death in the middle:
# what the store says then, and that nothing is lost, doubled or taken as free.
. "$(dirname "$0")/servers.sh"
. "$(dirname "$0")/sync.sh"
command -v python3 >/dev/null || skip_all "no python3"
D=$tmp/f
mkdir -p "$D/cal"
fault() {
	printf '%s\n' "$@" >"$D/fault"
	: >"$D/log"
}
at() {
	MTG_NOW=2026-11-28T$1Z
	export MTG_NOW
}
cal() {
	mtg-sync list -q -f tsv --fields "$1" | sed 1d | tr '\t\n' ' ,'
}
free() {
	mtg-slots demo --to +14d -q -f id 2>/dev/null | grep -c .
}
put_calendar() {
	fresh "$1"
	fault
	mtg-sync connect caldav --user ada --url "$url" --login lab --name work \
		--password-command 'echo lab' -y -q >/dev/null
	mtg-page create demo --user ada --title Demo -q >/dev/null
}
for i in 1 2 3 4 5 6 7 8 9; do
	object "u$i" "2026-12-0${i}T10" 1 >"$D/cal/u$i.ics"
done
start_fault "$D" || { ok 1 "the fault server starts"; done_testing; exit 1; }
url=http://127.0.0.1:$port/cal/
put_calendar refused
run 0 "nine events are pulled" mtg-sync pull -f id
is "$(grep -c . "$tmp/out")" 9 "all of them"
slots=$(free)
[ "$slots" -gt 5 ]
ok $? "and the page has free times ($slots)"

# access lost: at once, and by whom a booking was tried (R16, R17, R18)
for row in "403 inactive 8" "404 inactive 8" "410 inactive 8" "401 sign-in 4"; do
	set -- $row
	: >"$mails"
	fault "* status $1"
	run "$3" "$1: pull exits $3" mtg-sync pull -q
	is "$(cal state)" "$2," "$1: the calendar is $2 (R16)"
	is "$(free)" 0 "$1: nothing is free (R16)"
	mtg-sync status --check -q >/dev/null 2>&1
	is $? "$3" "$1: status --check says $3"
	run 8 "$1: a booking is refused with 8 (R16)" mtg-book create demo \
		--start "$T9" --email pat@example.com -q
	mtg-sync push -q 2>/dev/null
	is "$(grep -c '^Subject' "$mails")" 1 "$1: one mail says that somebody tried (R17)"
	grep -q 'ada/work' "$mails"
	ok $? "$1: and names the calendar (R17)"
	fault
	run 0 "$1: access is restored" mtg-sync pull -q
	is "$(free)" "$slots" "$1: and all is as before (R18)"
done
fault "* status 403"
mtg-sync pull -q 2>/dev/null
run 0 "the inactive calendar is removed" mtg-sync remove ada/work -q
[ "$(free)" -ge "$slots" ]
ok $? "and the host can be booked again (R18)"

# no answer: what is known serves for a while
put_calendar late
mtg-sync pull -q >/dev/null
fault "* status 500"
run 69 "500: pull exits 69" mtg-sync pull -q
is "$(cal state) $(free)" "active, $slots" "500: the last state serves"
at 08:14:00
is "$(free)" "$(MTG_NOW=2026-11-28T08:00:00Z free)" "after 14 minutes too"
at 08:16:00
is "$(cal state) $(free)" "stale, 0" "after 16 it is stale and blocks (R16)"
run 69 "still down" mtg-sync pull -q
fault
run 0 "back again" mtg-sync pull -q
is "$(cal state)" "active," "and active"
# Retry-After counts for cron, not for a person; --grace keeps quiet
fault "* status 503 retry-after 600"
at 09:00:00
run 0 "the first failure is passed over by --grace 3" mtg-sync run --grace 3
is "$(cat "$tmp/err")" "" "in silence"
: >"$D/log"
at 09:05:00
run 0 "Retry-After: run leaves it alone for 600 s" mtg-sync run -q --grace 3
is "$(wc -l <"$D/log")" 0 "no request"
at 09:10:01
run 0 "then it asks again" mtg-sync run -q --grace 3
[ "$(wc -l <"$D/log")" -gt 0 ]
ok $? "and there is one"
at 09:30:00
run 69 "the third failure is told" mtg-sync run -q --grace 3
[ -s "$tmp/err" ]
ok $? "in a line"
fault "* slow 15"
at 11:00:00
# its answer would come in the end, and be taken: 69 says that nobody waited
run 69 "a server that stalls is left in time" mtg-sync pull -q
at 08:00:00

# one bad event costs one event
put_calendar bad
object worse 2026-12-05T10 1 | sed 's/^DTSTART.*/DTSTART:20261399T990000Z\r/' \
	>"$D/cal/worse.ics"
run 3 "one bad event is exit 3" mtg-sync pull -f id
is "$(grep -c . "$tmp/out") $(grep -c "UID worse.*DTSTART" "$tmp/err")" "10 1" \
	"named once, the others are there"
rm "$D/cal/worse.ics"
printf 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:half' >"$D/cal/half.ics"
run 3 "one that is cut" mtg-sync pull -q
grep -q half.ics "$tmp/err"
ok $? "is named by its address"
rm "$D/cal/half.ics"
mtg-sync pull -q >/dev/null 2>&1
is "$(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event')" 9 "nine stay"

# a first sync that dies twice
i=100
while [ $i -lt 700 ]; do
	i=$((i + 1))
	object "m$i" "2027-01-1$((i % 10))T10" 1 >"$D/cal/m$i.ics"
done
put_calendar first
fault "REPORT:query#1 cut 110000"
mtg-sync pull -q >/dev/null 2>&1
[ $? -ge 65 ]
ok $? "a first sync is cut off"
some=$(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event')
[ "$some" -ge 256 ] && [ "$some" -lt 609 ]
ok $? "what came is kept ($some)"
is "$(free)" 0 "and not one time is offered before all of it is known"
fault "REPORT:multiget#4 slow 3"
mtg-sync pull -q >/dev/null 2>&1 &
p=$!
i=0
until [ "$(grep -c REPORT "$D/log")" -ge 4 ] || [ $i -ge 40 ]; do
	i=$((i + 1))
	sleep 0.1
done
sleep 0.5
# the client is mtg-sync-net under the same number, by exec
kill -9 $p
wait $p 2>/dev/null
more=$(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event')
[ "$more" -gt "$some" ] && [ "$more" -lt 609 ]
ok $? "killed in the middle of the second ($more)"
fault
run 0 "the third brings the rest" mtg-sync pull -q -f id
is "$(grep -c . "$tmp/out") $(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event')" \
	"$((609 - more)) 609" "and only the rest"
run 0 "the store is whole" mtg-sync check -q

# a short listing is not believed
sqlite3 "$MTG_STORE" 'UPDATE calendar SET sync_token = NULL, ctag = NULL'
fault "PROPFIND#2 short-list"
run 0 "a short listing, then a whole one" mtg-sync pull -q -f id
is "$(grep -c . "$tmp/out") $(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event')" \
	"0 609" "the second look keeps all"
rm "$D"/cal/m[1-6]*.ics
sqlite3 "$MTG_STORE" 'UPDATE calendar SET sync_token = NULL, ctag = NULL'
fault
run 3 "most of it gone, twice" mtg-sync pull -q
grep -q 'mtg-sync pull --full ada/work' "$tmp/err"
ok $? "a person is asked"
is "$(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event')" 609 "nothing was removed"
run 0 "who says --full" mtg-sync pull --full ada/work -q -f id
is "$(sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event')" \
	"$(ls "$D/cal" | wc -l)" "is believed"
run 0 "the store is whole" mtg-sync check -q

# writing: done there, but not told; killed before the answer
put_calendar write
rm -f "$D"/cal/m*.ics
mtg-sync pull -q >/dev/null
book() {
	id=$(mtg-book create demo --start "$1" --email pat@example.com -f id -q)
	uid=$(mtg-book show "$id" -q --fields uid | cut -d'"' -f4)
}
there() {
	cat "$D"/cal/*.ics | grep -c "^UID:$uid"
}
book '2026-12-03 13:00'
fault "PUT after 500"
run 3 "the PUT is done, its answer lost" mtg-sync push -q
is "$(there)" 1 "it is there"
fault
at 08:05:00
run 0 "pushed again" mtg-sync push -q
is "$(there) $(grep -c '^PUT.* 412 ' "$D/log") $(grep -c '^PUT.* 20' "$D/log")" "1 1 0" \
	"exactly one, recognized as ours, not written twice (R14)"
is "$(mtg-sync outbox -q -f json)" "" "nothing waits"
book '2026-12-03 14:00'
fault "PUT slow 2"
mtg-sync push -q >/dev/null 2>&1 &
p=$!
sleep 1
kill -9 $p
wait $p 2>/dev/null
is "$(mtg-sync outbox -q -f tsv --fields kind,state | grep -c claimed)" 1 \
	"killed while it waits: the letter is claimed"
i=0
until [ "$(there)" = 1 ] || [ $i -gt 40 ]; do
	i=$((i + 1))
	sleep 0.1
done
fault
run 0 "the next push takes it over at once" mtg-sync push -q
is "$(there) $(mtg-sync outbox -q -f json)" "1 " "exactly one, and nothing waits"
# a PUT whose fate nobody knows, then the meeting is cancelled
book '2026-12-03 15:00'
fault "PUT after 500"
mtg-sync push -q 2>/dev/null
mtg-book cancel "$id" -q >/dev/null
fault
at 08:30:00
run 0 "cancelled after a PUT that nobody knew of" mtg-sync push -q
is "$(there)" 0 "nothing stays there"
# writes refused: it shows, and mail goes its way
book '2026-12-03 16:00'
: >"$mails"
fault "PUT status 403"
mtg-sync push -q 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9; do
	at 1$i:00:00
	mtg-sync push -q 2>/dev/null
done
is "$(mtg-sync outbox -q -f tsv --fields kind,state | sed 1d)" "put	failed" \
	"a write that is refused for good ends as failed"
fault
mtg-sync pull -q
mtg-sync status --check -q
is $? 3 "and status --check tells"
letter=$(mtg-sync outbox -q -f id)
run 0 "a person tries it again" mtg-sync outbox retry "$letter" -q
run 0 "pushed" mtg-sync push -q
is "$(there)" 1 "and it is there"
done_testing
