# shellcheck shell=sh source-path=SCRIPTDIR disable=SC2154,SC2034,SC2010
# Feeds over HTTP through mtg-sync: asked with conditions, never emptied by half
# an answer.
. "$(dirname "$0")/servers.sh"
. "$(dirname "$0")/sync.sh"
command -v python3 >/dev/null || skip_all "no python3"
D=$tmp/f
mkdir -p "$D"
feed() {
	printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n'
	for i; do
		printf '%s\r\n' BEGIN:VEVENT "UID:f$i" DTSTAMP:20261101T000000Z \
			"DTSTART:2026120${i}T100000Z" "DTEND:2026120${i}T110000Z" \
			"SUMMARY:Feed $i" END:VEVENT
	done
	printf 'END:VCALENDAR\r\n'
}
fault() {
	printf '%s\n' "$@" >"$D/fault"
	: >"$D/log"
}
count() {
	sqlite3 "$MTG_STORE" 'SELECT count(*) FROM event'
}
feed 1 2 3 4 5 >"$D/feed.ics"
start_fault "$D" || { ok 1 "the fault server starts"; done_testing; exit 1; }
fresh feed
sed -i /allow-private/d "$MTG_CONFIG"
run 7 "a feed at a private address is refused" mtg-sync connect ics --user ada \
	--url "http://127.0.0.1:$port/feed.ics" --name club -y -q
printf '[sync]\nallow-private = true\n' >>"$MTG_CONFIG"
run 0 "unless allowed" mtg-sync connect ics --user ada \
	--url "http://127.0.0.1:$port/feed.ics" --name club -y -f tsv \
	--fields id,role,writable
grep -q 'writes nothing' "$tmp/err"
ok $? "it says what it does (R8)"
is "$(sed 1d "$tmp/out")" "ada/club	busy	false" "it counts, and is never written (R14)"
run 0 "pulled" mtg-sync pull -q -f id
is "$(grep -c . "$tmp/out")" 5 "five events (R1)"
fault
before=$(fingerprint)
run 0 "pulled again" mtg-sync pull -q
is "$(cut -d' ' -f1,3 "$D/log")" "GET 304" "one request, 304"
is "$(fingerprint)" "$before" "and no write"
feed 1 2 3 4 6 | sed 's/Feed 2/Moved/' >"$D/feed.ics"
run 0 "changed" mtg-sync pull -q -f tsv --fields action,uid
is "$(sed 1d "$tmp/out" | sort | tr '\t\n' ' ,')" "added f6,changed f2,removed f5," \
	"adds, changes, removes"
feed 1 >"$D/feed.ics"
for row in "cut 100:69" "short 100:65" "html:65" "garbage:65" "status 500:69"; do
	fault "GET ${row%:*}"
	run "${row##*:}" "${row%:*} is refused" mtg-sync pull -q
	is "$(count) $(mtg-sync list -q -f tsv --fields state | sed 1d)" "5 active" \
		"${row%:*}: nothing is lost"
done
fault "GET status 404"
run 8 "a feed that is gone" mtg-sync pull -q
is "$(mtg-sync list -q -f tsv --fields state | sed 1d)" inactive "is inactive (R16)"
fault
run 0 "and back" mtg-sync pull -q
is "$(count)" 1 "what is there now counts (R18)"
run 7 "nothing can be imported into it" sh -c \
	"mtg-sync import --calendar ada/club -q '$D/feed.ics'"
done_testing
