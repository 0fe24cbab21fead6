# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154,SC2034,SC2010
# From a real CalDAV server to a meeting in it and back: connect, pull, book,
# push, conflicts, crashes, meetings that follow their events.
. "$(dirname "$0")/servers.sh"
. "$(dirname "$0")/sync.sh"

# the way of a meeting: name, address to start from, the calendar's
flow() {
	who=$1 base=$2 url=$3
	fresh "$who"
	if [ "$who" = radicale ]; then
		curl -s -u lab:lab -X MKCALENDAR "$base/lab/home/" >/dev/null
	fi
	run 0 "$who: connect finds the calendars from the root (R8, R12)" \
		mtg-sync connect caldav --user ada --url "$base" --login lab \
		--password-command 'echo lab' -y -f tsv --fields id,role,selected
	grep -q 'can be reached' "$tmp/err"
	ok $? "$who: and says which access it uses (R8)"
	main=$(sed -n 's/	default	true//p' "$tmp/out")
	if [ "$who" = radicale ]; then
		is "$(grep -c '' "$tmp/out")" 3 "$who: it has two calendars"
		mtg-sync add -q ada/lab-home >/dev/null
		is "$main" ada/lab-work "$who: one of them is the default (R14)"
	fi
	mtg-page create demo --user ada --title Demo -q >/dev/null
	mtg-book create demo --start "$T9" --email p@example.com -q \
		>/dev/null 2>&1
	is $? 8 "$who: nothing is booked before the first pull"
	mtg-sync push -q
	: >"$mails"
	# pull: first, unchanged, delta
	i=0
	while [ $i -lt 5 ]; do
		i=$((i + 1))
		object "ev$i" 2026-12-01T1$i 1 | put "ev$i.ics"
	done
	run 0 "$who: the first pull (R11)" mtg-sync pull -f tsv --fields action,uid
	is "$(grep -c added "$tmp/out")" 5 "$who: five events are new"
	is "$(mtg-sync busy ada --to 2026-12-31 -q -f json | grep -c 2026-12-01)" 1 \
		"$who: their time is busy (R11)"
	before=$(fingerprint)
	run 0 "$who: pulled again" mtg-sync pull -vv "$main"
	is "$(cat "$tmp/out")" "" "$who: unchanged prints nothing"
	is "$(grep -cE '^mtg-sync: [*] [A-Z]+ 127' "$tmp/err")" 1 \
		"$who: unchanged is one request"
	is "$(fingerprint)" "$before" "$who: and no write to the store"
	object ev6 2026-12-03T11 1 | put ev6.ics
	object ev1 2026-12-02T11 1 | put ev1.ics
	del ev2.ics
	run 0 "$who: a delta" mtg-sync pull -f tsv --fields action,uid
	is "$(sed 1d "$tmp/out" | sort | tr '\t\n' ' ,')" \
		"added ev6,changed ev1,removed ev2," "$who: adds, changes, removes"
	# write
	run 0 "$who: a booking" mtg-book create demo --start "$T9" \
		--email pat@example.com --name Pat -f id -q
	id=$(cat "$tmp/out")
	uid=$(mtg-book show "$id" -f json --fields uid -q | cut -d'"' -f4)
	run 0 "$who: is pushed" mtg-sync push -q
	is "$(held "$uid")" 1 "$who: the server holds it exactly once (R14)"
	if [ "$who" = radicale ]; then
		is "$(curl -s -u lab:lab "$base/lab/home/" | grep -c "$uid")" 0 \
			"$who: and no other calendar (R14)"
	fi
	is "$(body "$uid" | grep -c METHOD)" 0 "$who: without a METHOD"
	is "$(grep -c '^Subject' "$mails")" 2 "$who: host and guest are mailed once"
	run 0 "$who: our own event is no news" mtg-sync pull
	is "$(cat "$tmp/out")" "" "$who: nothing to tell"
	# the host adds an alarm; pulled or not, it stays
	for pulled in no yes; do
		alarm "$uid" "ALARM-$pulled"
		[ $pulled = no ] || mtg-sync pull -q >/dev/null
		run 0 "$who: moved after the host's change, pulled: $pulled" \
			mtg-book reschedule "$id" --start "2026-12-04 1$n9:00" -q
		run 0 "$who: and pushed" mtg-sync push -q
		body "$uid" >"$tmp/body"
		is "$(grep -c "ALARM-$pulled" "$tmp/body") $(grep -c "DTSTART.*T1$n9" "$tmp/body")" \
			"1 1" "$who: the alarm stays, the time is ours ($pulled)"
		n9=$((n9 + 1))
	done
	is "$(held "$uid")" 1 "$who: still exactly once"
	run 0 "$who: our own move is no deletion" mtg-sync run -q
	is "$(status "$id")" confirmed "$who: the meeting stands"
	# the host moves it (R28)
	start=$(mtg-book show "$id" -q --fields start | cut -d'"' -f4)
	: >"$mails"
	body "$uid" | sed 's/^DTSTART.*/DTSTART:20261207T100000Z\r/
		s/^DTEND.*/DTEND:20261207T103000Z\r/' >"$tmp/moved"
	put "$(name "$uid")" <"$tmp/moved"
	run 0 "$who: the host moved it there" mtg-sync run -q
	is "$(mtg-book show "$id" -q --fields start,status)" \
		'{"start":"2026-12-07T10:00:00Z","status":"confirmed"}' \
		"$who: and it follows from $start (R28)"
	grep -q 'SEQUENCE:3' "$mails"
	ok $? "$who: the guest is told (R28)"
	# cancelled by us: removed
	run 0 "$who: cancelled" mtg-book cancel "$id" -q
	run 0 "$who: and pushed" mtg-sync push -q
	is "$(held "$uid")" 0 "$who: it is gone from the server"
	run 0 "$who: which is no news" mtg-sync pull
	is "$(cat "$tmp/out")" "" "$who: nothing to tell"
	# removed by the host
	id=$(mtg-book create demo --start "$T9" --email pat@example.com -f id -q)
	uid=$(mtg-book show "$id" -q --fields uid | cut -d'"' -f4)
	mtg-sync push -q
	del "$(name "$uid")"
	run 0 "$who: the host removed a meeting" mtg-sync run -q
	is "$(status "$id")" cancelled "$who: it is cancelled (R28)"
	# cancelled, and left standing there
	id=$(mtg-book create demo --start "$T9" --email pat@example.com -f id -q)
	uid=$(mtg-book show "$id" -q --fields uid | cut -d'"' -f4)
	mtg-sync push -q
	body "$uid" | sed 's/^STATUS:.*/STATUS:CANCELLED\r/' >"$tmp/gone"
	grep -q STATUS:CANCELLED "$tmp/gone"
	ok $? "$who: the host marks a meeting as cancelled"
	put "$(name "$uid")" <"$tmp/gone"
	run 0 "$who: pulled" mtg-sync run -q
	is "$(status "$id")" cancelled "$who: it is cancelled (R28)"
	[ "$who" != radicale ] || dragged
	# what was imported is written, and follows no meeting
	object imported 2026-12-10T10 1 >"$tmp/imported.ics"
	run 0 "$who: a file is imported" mtg-sync import --calendar "$main" \
		-q -f id "$tmp/imported.ics"
	run 0 "$who: and pushed" mtg-sync push -q
	run 0 "$who: imported again" mtg-sync import --calendar "$main" \
		-q -f id "$tmp/imported.ics"
	run 0 "$who: changes nothing" mtg-sync push -q
	is "$(held imported)" 1 "$who: it is there once"
	# many-coloured tokens
	sqlite3 "$MTG_STORE" "UPDATE calendar SET sync_token = 'http://x/bogus'"
	run 0 "$who: a bogus token" mtg-sync pull
	is "$(cat "$tmp/out")" "" "$who: costs a comparison, and nothing is new"
}
# R28: the host drags a meeting into their other calendar, which once cancelled
# it; then takes it out there
dragged() {
	id=$(mtg-book create demo --start "$T9" --email pat@example.com -f id -q)
	uid=$(mtg-book show "$id" -q --fields uid | cut -d'"' -f4)
	mtg-sync push -q
	body "$uid" >"$tmp/dragged"
	del "$(name "$uid")"
	work=$url url=$base/lab/home/
	put dragged.ics <"$tmp/dragged"
	run 0 "$who: the host dragged it into another calendar" mtg-sync run -q
	is "$(status "$id")" confirmed "$who: the meeting stands (R28)"
	run 0 "$who: moved by us" mtg-book reschedule "$id" \
		--start "2026-12-04 15:00" -q
	run 0 "$who: and pushed" mtg-sync run -q
	is "$(curl -s -u lab:lab "${url}dragged.ics" | grep -c 'DTSTART.*T15') $(
		url=$work; held "$uid")" "1 0" "$who: there, and only there (R14)"
	del dragged.ics
	run 0 "$who: removed there" mtg-sync run -q
	is "$(status "$id")" cancelled "$who: it is cancelled (R28)"
	url=$work
}
# death between PUT and its recording, with a proxy that does what it is asked
# and says that it failed, or says nothing for so long that we are killed
crash() {
	fresh crash
	start_fault "$tmp/proxy" --forward "$base"
	mtg-sync connect caldav --user ada --name work --login lab -y -q \
		--url "http://127.0.0.1:$port${url#"$base"}" \
		--password-command 'echo lab' >/dev/null
	mtg-page create demo --user ada --title Demo -q >/dev/null
	run 0 "crash: pulled through a proxy" mtg-sync pull -q
	for how in "after 500" "after 503" "slow 2"; do
		id=$(mtg-book create demo --start "2026-12-0$n9 16:00" \
			--email pat@example.com -f id -q)
		uid=$(mtg-book show "$id" -q --fields uid | cut -d'"' -f4)
		echo "PUT $how" >"$tmp/proxy/fault"
		mtg-sync push -q >/dev/null 2>&1 &
		p=$!
		[ "$how" != "slow 2" ] || sleep 1
		[ "$how" != "slow 2" ] || kill -9 $p
		wait $p 2>/dev/null
		i=0
		until [ "$(held "$uid")" = 1 ] || [ $i -gt 40 ]; do
			i=$((i + 1))
			sleep 0.1
		done
		rm -f "$tmp/proxy/fault"
		is "$(mtg-sync outbox -q -f tsv --fields kind | grep -c put)" 1 \
			"crash, PUT $how: the letter is still open"
		MTG_NOW=2026-11-28T08:0$n9:00Z
		run 0 "crash, PUT $how: the next push" mtg-sync push -q
		is "$(held "$uid") $(mtg-sync outbox -q -f json)" "1 " \
			"crash, PUT $how: exactly one event, nothing waits (R14)"
		n9=$((n9 + 1))
	done
	run 0 "crash: pulled" mtg-sync run -q
	is "$(mtg-book list -q --from 2026-12-01 -f id | wc -l)" 3 \
		"crash: all meetings stand"
	MTG_NOW=2026-11-28T08:00:00Z
}
n9=2
if start_radicale "$tmp/radicale"; then
	base=http://127.0.0.1:$port
	curl -s -u lab:lab -X MKCALENDAR "$base/lab/work/" >/dev/null
	flow radicale "$base" "$base/lab/work/"
	n9=2
	crash
else
	ok 0 "radicale # SKIP not installed"
fi
n9=2
if start_xandikos "$tmp/xandikos"; then
	base=http://127.0.0.1:$port
	flow xandikos "$base" "$base/lab/calendars/calendar/"
else
	ok 0 "xandikos # SKIP not installed"
fi
done_testing
