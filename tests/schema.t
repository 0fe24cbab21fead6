#!/bin/sh
# Every kind of record that the programs print fits its schema in share/schema
# (CLI.md section 8), and every schema is met.
here=$(cd "$(dirname "$0")" && pwd)
command -v python3 >/dev/null 2>&1 || {
	echo "ok 1 - schemas # SKIP no python3"
	echo 1..1
	exit 0
}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
HOME=$work TZ=Europe/Rome MTG_STORE=$work/store.db MTG_CONFIG=$work/config
MTG_NOW=2027-03-22T07:00:00Z
export HOME TZ MTG_STORE MTG_CONFIG MTG_NOW
printf '[page]\nurl = https://meet.acme.example\n[mail]\ncommand = cat >/dev/null\n' >config
cp -r "$here/../share/demo/calendars" .
chmod -R u+w calendars
{
	for u in ada bo cy; do
		mtg-sync user add $u@acme.example
		mtg-sync connect vdir --yes --user $u --url calendars/$u --name work
	done
	mtg-sync pull --json
	mtg-rotate create sales
	mtg-rotate members sales add ada bo cy
	mtg-sync availability ada --override 2027-03-24=closed \
		--travel 2027-03-25..2027-03-26=Asia/Tokyo --json
	mtg-sync away bo --from 2027-03-23 --to 2027-03-23 --handover ada
	mtg-page create demo --rotation sales --location 'text:Room 1'
	mtg-page link demo --json
	mtg-sync room add aula@acme.example --capacity 8
	mtg-page edit demo rooms=aula
	mtg-page export >pages.ini
	sed 's/title = .*/title = Other/' pages.ini | mtg-page apply - -n
	mtg-slots demo --limit 20
	mtg-slots demo --to +3d --explain
	mtg-slots ada+aula --limit 2
	mtg-slots demo --first | mtg-rotate pick sales
	mtg-rotate pick sales --counts
	mtg-rotate pick sales --counts --explain
	printf '[routing "in"]\ndefault = rotation:sales\n[route "in.big"]\nwhen = size > 9\nto = page:demo\n' |
		mtg-rotate apply --json -
	mtg-rotate routing list
	echo '{"email":"lee@example.com","size":5}' | mtg-rotate route in --explain
	echo '{"email":"lee@example.com","employees":5}' | mtg-rotate route in
	echo '{"email":"lee@example.com","employees":5}' | mtg-rotate route in |
		mtg-book create - --organizer ada --start '2027-03-24 17:00' --title Intro -f id |
		xargs mtg-book show
	mtg-slots demo --first | mtg-book create - --email pat@example.com --name Pat \
		--guest kim@example.org --answer size=9 --utm source=mail
	mtg-slots demo --first -n
	echo '{"page":"demo","start":"2027-03-22T03:00:00Z","email":"x@example.com"}' |
		mtg-book create -
	mtg-book list
	mtg-page create class --user cy --seats 9
	mtg-slots class --first | mtg-book create - --email pat@example.com --guest kim@example.org
	mtg-slots class --first
	mtg-slots class --from tomorrow --to tomorrow --explain
	mtg-book list --page class
	mtg-book list --sessions
	mtg-book contact list
	mtg-book outcome-value list
	mtg-book list -f id | xargs mtg-book cancel
	mtg-sync outbox list
	mtg-sync push
	mtg-sync outbox list --all
	mtg-sync busy ada
	mtg-sync status
	mtg-rotate report sales
	mtg-rotate report --summary
	mtg-rotate team create emea ada bo
	mtg-rotate members sales set cy --weight 1000
	mtg-rotate members sales pause cy --yes
	mtg-slots demo --first | mtg-book create - --email sam@example.com --name Sam -f id >id
	mtg-rotate why "$(cat id)"
	mtg-book reassign "$(cat id)" bo
	mtg-rotate why "$(cat id)"
	mtg-rotate history sales
	mtg-rotate history sales --skipped
	mtg-rotate simulate sales --count 2
	mtg-rotate simulate sales --count 2 --to +1w
	mtg-rotate simulate sales --summary --away ada
	mtg-rotate availability sales
	mtg-rotate reset sales --yes
	mtg-page edit demo repeat=any:6 instant=on
	mtg-slots demo --repeat weekly --count 2 --first
	mtg-slots demo --repeat weekly --count 2 --check '2027-03-24 10:00' --explain
	mtg-slots demo --instant --now 2027-03-23T09:00:10Z
	mtg-book create demo --start '2027-03-24 10:00' --repeat weekly --count 2 \
		--email kim@example.com --name Kim
	mtg-page disable demo -n
	mtg-page edit demo notice=60d -q
	mtg-page lint
	sqlite3 store.db 'DELETE FROM busy_chunk'
	mtg-sync check
} 2>/dev/null >records
python3 "$here/schema.py" "$here/../share/schema" <records
