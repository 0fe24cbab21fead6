# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154,SC2034,SC2010
# Letters: mail.command gets each message once whatever dies in the middle;
# poison shows; several pushes and runs at once; accounts in parallel.
. "$(dirname "$0")/servers.sh"
. "$(dirname "$0")/sync.sh"
fresh mail
for u in ada bo cy; do
	mkdir -p "$tmp/mail.d/$u"
	[ $u = ada ] || mtg-sync user add $u@acme.example --timezone UTC -q >/dev/null
	mtg-sync connect vdir --user $u --url "$tmp/mail.d/$u" --name work -y -q >/dev/null
	object "u-$u" 2026-12-01T10 1 >"$tmp/mail.d/$u/u.ics"
	object same 2026-12-0${#u}T12 1 "The same of $u" >"$tmp/mail.d/$u/same.ics"
done
run 0 "three accounts at once" mtg-sync pull --jobs 3 -f tsv --fields calendar,action,uid
is "$(sed 1d "$tmp/out" | sort | tr '\t\n' ' ,')" \
	"ada/work added same,ada/work added u-ada,bo/work added same,bo/work added u-bo,cy/work added same,cy/work added u-cy," \
	"all are told, and one UID in three calendars is three events"
rm "$tmp/mail.d/bo/same.ics"
mtg-sync pull -q >/dev/null
is "$(sqlite3 "$MTG_STORE" "SELECT count(*) FROM event WHERE uid = 'same'")" 2 \
	"removed from one, it stays in the others"
mtg-page create demo --user ada --title Demo -q >/dev/null
letters() {
	sqlite3 "$MTG_STORE" "SELECT count(*) FROM outbox WHERE kind = 'mail'
		AND state IN ('queued', 'claimed')"
}
# a slow mailer, killed senders
cat >"$tmp/mailer" <<M
#!/bin/sh
cat >"$tmp/mail.d/msg.\$\$"
sleep 0.05
mv "$tmp/mail.d/msg.\$\$" "$tmp/mail.d/got.\$\$"
M
chmod +x "$tmp/mailer"
sed -i "s,^command.*,command = $tmp/mailer," "$MTG_CONFIG"
for h in 10 11 12 13 14 15; do
	mtg-book create demo --start "2026-12-07 $h:00" --email "p$h@example.com" -q >/dev/null
done
n1=$(letters)
i=0
while [ "$(letters)" -gt 0 ] && [ $i -lt 60 ]; do
	i=$((i + 1))
	mtg-sync push -q >/dev/null 2>&1 &
	p=$!
	# somewhere between the start and the third letter
	sleep "0.$(printf %02d $((i * 7 % 23)))"
	kill -9 $p 2>/dev/null
	wait $p 2>/dev/null
	# the clock goes on, so that what was put off is due
	MTG_NOW=2026-11-28T$(printf %02d:%02d $((8 + i / 12)) $((i % 12 * 5))):00Z
	export MTG_NOW
done
is "$(letters)" 0 "after $i killed pushes all $n1 letters are done"
sleep 0.3
is "$(cat "$tmp"/mail.d/got.* | grep -c '^Message-ID')" "$n1" "each came once"
is "$(cat "$tmp"/mail.d/got.* | grep '^Message-ID' | sort -u | wc -l)" "$n1" \
	"and none twice"
is "$(ls "$tmp/mail.d/ada" | grep -c meet.acme)" 6 "six events in the calendar (R14)"
mtg-sync push -q
is "$(ls "$tmp"/mail.d/outbox | wc -l)" 0 "nothing is left in the spool"
# several at once
rm -f "$tmp"/mail.d/got.*
for h in 10 11 12 13; do
	mtg-book create demo --start "2026-12-08 $h:00" --email "p$h@example.com" -q >/dev/null
done
n2=$(letters)
ps=
for k in 1 2 3 4; do
	mtg-sync run -q >"$tmp/run$k" 2>&1 &
	ps="$ps $!"
done
bad=0
for p in $ps; do
	wait "$p" || bad=$?
done
is "$bad" 0 "four runs at once end well"
is "$(cat "$tmp"/run?)" "" "in silence"
is "$(cat "$tmp"/mail.d/got.* | grep -c '^Message-ID') $(letters)" "$n2 0" "each letter is sent once"
is "$(ls "$tmp/mail.d/ada" | grep -c meet.acme)" 10 "each event is written once"
run 0 "the store is whole" mtg-sync check -q
# a letter that nobody takes
sed -i "s,^command.*,command = sh -c 'echo no such person >\&2; exit 67'," "$MTG_CONFIG"
mtg-book create demo --start "2026-12-09 10:00" --email pat@example.com -q >/dev/null
run 3 "a mail that is refused" mtg-sync push -q
grep -q 'exited with 67: no such person' "$tmp/err"
ok $? "is told with the mailer's words"
! grep -q 'mail: (' "$tmp/err"
ok $? "and its name alone"
for i in 0 1 2 3 4 5 6 7 8 9; do
	MTG_NOW=2026-11-29T1$i:00:00Z mtg-sync push -q >/dev/null 2>&1
done
is "$(mtg-sync outbox -q -f tsv --fields kind,state | sed 1d | sort -u)" "mail	failed" \
	"after eight tries it is poison"
mtg-sync status --check -q
is $? 3 "which status --check tells with 3"
sed -i "s,^command.*,command = $tmp/mailer," "$MTG_CONFIG"
rm -f "$tmp"/mail.d/got.*
n3=0
for l in $(mtg-sync outbox -q -f id); do
	mtg-sync outbox retry "$l" -q >/dev/null
	n3=$((n3 + 1))
done
run 0 "tried again by a person" mtg-sync push -q
is "$(cat "$tmp"/mail.d/got.* | grep -c '^Message-ID')" "$n3" "each is sent once"
sed -i "s,^command.*,command = /no/such/mailer," "$MTG_CONFIG"
mtg-book create demo --start "2026-12-09 11:00" --email pat@example.com -q >/dev/null
mtg-sync push -q 2>"$tmp/err"
is $? 3 "no mailer at all"
grep -q '/no/such/mailer' "$tmp/err"
ok $? "is named"
run 0 "dropped by a person" mtg-sync outbox drop "$(mtg-sync outbox -q -f id | head -n 1)" -y -q

# passwords: one source, never shown, never given up to another
fresh secret
if start_radicale "$tmp/radicale"; then
	base=http://127.0.0.1:$port
	curl -s -u lab:lab -X MKCALENDAR "$base/lab/work/" >/dev/null
	d=$tmp/secret.d
	echo lab >"$tmp/pass"
	con() {
		mtg-sync connect caldav --user ada --url "$base" --login lab \
			-y -q -f id "$@"
	}
	run 4 "a wrong password is 4" con --password-command 'echo wrong'
	run 4 "a command that fails is 4" con --password-command 'echo lab; exit 1'
	run 4 "one that says nothing too" con --password-command true
	run 2 "no password named, and nobody to ask" con
	run 4 "an empty descriptor" con --password-fd 3 3</dev/null
	is "$(ls "$d/secrets" 2>/dev/null | wc -l)" 0 "no password is kept of what failed"
	run 0 "a rehearsal" sh -c "mtg-sync connect caldav --user ada --url $base \
		--login lab -y -q -n -f id --password-fd 3 3<$tmp/pass"
	is "$(ls "$d/secrets" 2>/dev/null | wc -l) $(mtg-sync list -q -f json)" "0 " \
		"leaves nothing"
	run 0 "by descriptor" sh -c "mtg-sync connect caldav --user ada --url $base \
		--login lab -y -q -f id --password-fd 3 3<$tmp/pass"
	is "$(stat -c %a "$d/secrets" "$d"/secrets/* | tr '\n' ' ')" "700 600 " \
		"it is kept for its owner alone"
	run 0 "pulled with it" mtg-sync pull -q -vv
	! grep -q 'bGFiOmxhYg\|: lab$' "$tmp/err"
	ok $? "no trace shows it"
	! sqlite3 "$MTG_STORE" .dump | grep -q bGFiOmxhYg
	ok $? "nor the store"
	run 0 "signed in again" sh -c "mtg-sync connect caldav --user ada --url $base \
		--login lab -y -q -f id --password-fd 3 3<$tmp/pass"
	is "$(ls "$d/secrets" | wc -l) $(mtg-sync list --available -q -f id | wc -l)" "1 1" \
		"keeps one calendar and one password"
	chmod 644 "$d"/secrets/*
	run 77 "a file that others may read is not used" mtg-sync pull -q
	grep -q 'chmod 600' "$tmp/err"
	ok $? "and the cure is named"
	chmod 600 "$d"/secrets/*
	echo other >"$(ls "$d"/secrets/*)"
	run 4 "the password was changed there: 4" mtg-sync pull -q
	is "$(mtg-sync list -q -f tsv --fields state | sed 1d)" sign-in \
		"the calendar wants a person to sign in"
	run 0 "who does" sh -c "mtg-sync connect caldav --user ada --url $base \
		--login lab -y -q -f id --password-fd 3 3<$tmp/pass"
	run 0 "and all is well" mtg-sync pull -q
	run 0 "disconnected" mtg-sync disconnect ada/lab-work -y -q
	is "$(ls "$d/secrets" | wc -l)" 0 "the password is forgotten"
else
	ok 0 "radicale # SKIP not installed"
fi
done_testing
