# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154,SC2034,SC2010
# A room's calendar on a real CalDAV server (B16): it gains one event with the
# meeting's UID, loses it on a move to another room and on a cancel, and what
# somebody does to it there ends no meeting.
. "$(dirname "$0")/servers.sh"
. "$(dirname "$0")/sync.sh"
# in NAME UID: how many events of that calendar have it
in_calendar() {
	url=$base/lab/$1/
	held "$2"
}
# three UID WANT TEXT: how often it stands in the calendars of Ada, Aula, Bella
three() {
	is "$(in_calendar work "$1") $(in_calendar aula "$1") $(in_calendar bella "$1")" \
		"$2" "$3"
}
start_radicale "$tmp/radicale" || skip_all "radicale is not installed"
base=http://127.0.0.1:$port
for c in work aula bella; do
	curl -s -u lab:lab -X MKCALENDAR "$base/lab/$c/" >/dev/null
done
fresh room
for r in aula bella; do
	mtg-sync room add $r@acme.example --name $r --timezone UTC -q >/dev/null
	run 0 "calendars are connected to room $r" mtg-sync connect caldav \
		--user $r --url "$base/lab/$r/" --name cal --login lab \
		--password-command 'echo lab' -y -q
done
mtg-sync connect caldav --user ada --url "$base/lab/work/" --name cal \
	--login lab --password-command 'echo lab' -y -q >/dev/null
run 0 "all are pulled" mtg-sync pull -q
mtg-page create demo --user ada --rooms 1:aula,bella --title Demo --notice 0 \
	-q >/dev/null
: >"$mails"
id=$(mtg-book create demo --start "$T9" --email pat@example.com -f id -q)
uid=$(mtg-book show "$id" -q --fields uid | cut -d'"' -f4)
run 0 "a meeting with a room is pushed" mtg-sync push -q
three "$uid" "1 1 0" "host and room hold it exactly once, the other room not (R14)"
url=$base/lab/aula/
is "$(body "$uid" | grep -c 'CUTYPE=ROOM')" 1 "the room is named in it as a room"
is "$(grep -c '^To: .*aula@' "$mails")" 0 "no mail goes to the room"
is "$(grep -c '^Subject' "$mails")" 2 "host and guest are mailed"
run 0 "run again" mtg-sync run
is "$(cat "$tmp/out")" "" "our own event is no news"
# its calendar blocks it
object other 2026-12-07T10 1 | put other.ics
mtg-sync pull -q >/dev/null
run 0 "moved to where that room is busy" mtg-book reschedule "$id" \
	--start '2026-12-07 10:00' -q --fields rooms
is "$(cat "$tmp/out")" '{"rooms":["bella@acme.example"]}' "it has the other room"
run 0 "and pushed" mtg-sync push -q
three "$uid" "1 0 1" "the first room is released, the second has it once"
url=$base/lab/bella/
is "$(body "$uid" | grep -c 'DTSTART.*20261207T10')" 1 "at the new time"
run 0 "to another room by name" mtg-book reschedule "$id" \
	--start '2026-12-08 10:00' --room aula -q -f id
run 0 "and pushed" mtg-sync push -q
three "$uid" "1 1 0" "released and reserved again"
# somebody meddles
url=$base/lab/aula/
body "$uid" | sed 's/^DTSTART.*/DTSTART:20261209T100000Z\r/
	s/^DTEND.*/DTEND:20261209T103000Z\r/' >"$tmp/moved"
put "$(name "$uid")" <"$tmp/moved"
run 0 "moved in the room's calendar" mtg-sync pull
grep -q "meeting $id was moved in calendar aula/cal of room aula" "$tmp/err"
ok $? "a warning says so"
is "$(mtg-book show "$id" -q --fields start,status)" \
	'{"start":"2026-12-08T10:00:00Z","status":"confirmed"}' "the meeting stays"
del "$(name "$uid")"
run 0 "removed there" mtg-sync pull
grep -q "meeting $id was removed in calendar aula/cal of room aula" "$tmp/err"
ok $? "a warning says so"
is "$(status "$id")" confirmed "the meeting stays"
run 1 "and the room is still taken" mtg-slots aula --check '2026-12-08 10:00'
# released
run 0 "moved once more" mtg-book reschedule "$id" --start '2026-12-10 10:00' \
	--room bella -q -f id
mtg-sync push -q
three "$uid" "1 0 1" "it is where it belongs"
run 0 "cancelled" mtg-book cancel "$id" -q
run 0 "and pushed" mtg-sync push -q
three "$uid" "0 0 0" "nothing has it any more"
is "$(grep -c '^To: .*\(aula\|bella\)@' "$mails")" 0 "no mail went to a room"
is "$(mtg-sync outbox -q -f json)" "" "nothing waits"
done_testing
