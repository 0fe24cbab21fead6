#!/bin/sh
# The pipelines of the manual on a store made of the demo's calendars: a team of
# four, one page, a sendmail and a mail that write what they are given to files.
. ./tap.sh
mkdir "$T/bin" "$T/mail"
cat >"$T/bin/sendmail" <<S
#!/bin/sh
cat >"$T/mail/\$\$.eml"
S
cat >"$T/bin/mail" <<S
#!/bin/sh
{ printf '%s\n' "\$*"; cat; } >"$T/mail/agenda"
S
chmod +x "$T/bin/sendmail" "$T/bin/mail"
PATH=$T/bin:$PATH
cp -r "$root/share/demo/calendars" "$T/cal"
chmod -R u+w "$T/cal"
cd "$T" || exit 2
printf '[page]\nurl = https://meet.acme.example\n' >config
mtg-sync init -q
for u in ada:Europe/Rome bo:Europe/Copenhagen cy:Europe/London dee:Europe/Prague; do
	n=${u%%:*}
	mtg-sync user add "$n@acme.example" --name "$n" --timezone "${u#*:}" -q >out
	mtg-sync connect vdir -y -q --user "$n" --url "cal/$n" --name work >out
done
mtg-sync pull -q
mtg-rotate create sales -q >out
mtg-rotate members sales add ada bo cy dee -q >out
mtg-page create demo --rotation sales --title 'Product demo' --duration 30 \
	--timezone Europe/Rome -q >out
# p WANT NAME: the shell line on stdin ends with WANT
p() {
	cat >line
	runs "$1" "$2" bash -c "$(cat line)"
}

p 0 'P1: first free time, yes' <<'L'
mtg-slots demo --first -f id || echo 'nothing free' >&2
L
is "$(cat out)" 2027-03-22T11:00:00Z 'P1: it is the first in the week'
p 0 'P1: and no' <<'L'
mtg-slots demo --from 2027-03-27 --to 2027-03-27 --first -f id || echo 'nothing free' >&2
L
grep -q 'nothing free' err
ok $? 'P1: says so'
p 0 'P2: times in a mail, in the zone of the prospect' <<'L'
{ printf 'To: pat@example.com\nSubject: Times for a demo\n\nHi Pat,\n\n'; mtg-slots demo --to +1w --per-day 2 --tz America/New_York -f text; } | sendmail -t
L
grep -q 'America/New_York' mail/*.eml && grep -q 'Tuesday 23 March: ' mail/*.eml
ok $? 'P2: days and the zone' "$(cat mail/*.eml)"
cp "$root/share/demo/offer.txt" .
if command -v jq >/dev/null; then
	p 0 'P3: the same through a template' <<'L'
mtg-slots demo --limit 5 --tz America/New_York -f json-array | jq '{name:"Pat",slots:.}' | mtg-page template render offer.txt - --tz America/New_York
L
	is "$(grep -c '^- .* EDT$' out)" 5 'P3: five times'
else
	skip 'P3' 'no jq'
fi
p 0 'P4: slot, owner by rotation, booking' <<'L'
mtg-slots demo --first | mtg-rotate pick sales | mtg-book create - --email pat@example.com --name 'Pat Lee'
L
grep -q '"start":"2027-03-22T11:00:00Z"' out && grep -q '"rotation":"sales"' out
ok $? 'P4: one booking of the first slot' "$(cat out)"
p 0 'P5: book' <<'L'
mtg-book create demo --start '2027-03-24 10:00' --email pat@example.com --name Pat --organizer bo || case $? in 6) mtg-slots demo --limit 3 -f text ;; *) exit 1 ;; esac
L
p 0 'P5: else say why' <<'L'
mtg-book create demo --start '2027-03-24 10:00' --email kim@example.com --name Kim --organizer bo || case $? in 6) mtg-slots demo --limit 3 -f text ;; *) exit 1 ;; esac
L
grep -q 'slot taken' err && grep -q '^Monday 22 March: ' out
ok $? 'P5: refused, three other times offered' "$(cat out err)"
p 0 'P6: cron: quiet sync' <<'L'
mtg-sync run -q --grace 3
L
[ ! -s out ] && [ ! -s err ]
ok $? 'P6: silent when nothing needs a person' "$(cat out err)"
is "$(find cal -name '*@meet.acme.example.ics' | wc -l)" 2 'P6: both meetings are in calendars'
is "$(grep -l '^To:.*pat@example.com' mail/*.eml | wc -l | tr -d ' ')" 3 'P6: the offer and both invitations are mailed'
p 0 'P6: once more' <<'L'
mtg-sync run -q --grace 3
L
is "$(find cal -name '*@meet.acme.example.ics' | wc -l)" 2 'P6: exactly once'
p 0 'P12: nightly export' <<'L'
mtg-sync export --user ada@acme.example -o ada.ics
L
grep -q '^BEGIN:VCALENDAR' ada.ics && grep -q '^SUMMARY:Product demo' ada.ics
ok $? 'P12: a calendar with the meeting in it'
p 0 'P14: the agenda of today' <<'L'
mtg-book list --today --user ada@acme.example -f text | mail -E -s "Today" ada@acme.example
L
grep -q 'Product demo' mail/agenda
ok $? 'P14: the meeting stands in it' "$(cat mail/agenda)"
p 0 'P16: cancel all of a leaver, rehearsed first' <<'L'
mtg-book list --from now --user bo@acme.example -f id | xargs -r mtg-book cancel -n --reason 'Reassigned'
L
is "$(mtg-book list --from now --user bo@acme.example -f id | wc -l)" 1 'P16: a rehearsal cancels nothing'
grep -q '"dryRun":true' out && grep -q '"status":"cancelled"' out
ok $? 'P16: shows what would be' "$(cat out)"
p 0 'P16: then done' <<'L'
mtg-book list --from now --user bo@acme.example -f id | xargs -r mtg-book cancel --reason 'Reassigned'
L
is "$(mtg-book list --from now --user bo@acme.example -f id)" '' 'P16: none left'
p 0 'P15: meetings past without an outcome' <<'L'
mtg-book list --now 2027-03-30 --to now --outcome none -f id -0 | xargs -0 -r -n1 mtg-book show --json | jq -r '[.id,.organizer.email]|@tsv'
L
is "$(wc -l <out)" 1 'P15: the one that was not cancelled' "$(cat out)"
mtg-book outcome "$(cut -f 1 out)" no-show -q >out
p 0 'P11: no-show rate per person with sqlite' <<'L'
mtg-book list --from=-90d -f tsv --fields organizer.email,outcome | sqlite3 -tabs :memory: '.import /dev/stdin b' "select \"organizer.email\",round(100.0*sum(outcome='no-show')/count(*),1) from b group by 1"
L
is "$(cut -f 2 out)" 100.0 'P11: it was the only one' "$(cat out)"
p 0 'P16: or given to colleagues by the rule' <<'L'
mtg-book list --from now --user ada@acme.example -f id | xargs -r mtg-book reassign --rotate -n
L
grep -q '"dryRun":true' out && ! grep -q '"email":"ada@acme.example"' out
ok $? 'P16: somebody else would have it' "$(cat out)"
p 0 'P20: personal links for a mailing' <<'L'
mtg-book contact list -f tsv --fields email | tail -n +2 | while read -r e; do printf '%s\t%s\n' "$e" "$(mtg-page link demo --contact "$e" --utm campaign=dec)"; done
L
is "$(cat out)" 'pat@example.com	https://meet.acme.example/demo?email=pat%40example.com&utm_campaign=dec' \
	'P20: one for each who booked'
p 0 'P18: free time against a foreign calendar' <<L
cat "$root/share/demo/calendars/bo/outlook.ics" | mtg-slots ada@acme.example --busy - --to +2w -f tsv --fields start,end
L
head -n 1 out | grep -qx 'start	end' && [ "$(wc -l <out)" -gt 20 ]
ok $? 'P18: columns and times' "$(head -n 5 out)"
finish
