# A feed over HTTP: conditional requests, whole downloads only, no private
# addresses unless allowed; and folders and files of .ics.
. "$(dirname "$0")/servers.sh"
build_drive || { ok 1 "the driver builds"; done_testing; exit 1; }
command -v python3 >/dev/null || skip_all "no python3"
D=$tmp/f
mkdir -p "$D"
feed() {
	printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//test//EN \
		X-WR-CALNAME:Holidays
	for i; do
		event "$i" "Event $i" | sed '1,3d;$d'
	done
	printf 'END:VCALENDAR\r\n'
}
feed a b c d >"$D/feed.ics"
start_fault "$D" || { ok 1 "the fault server starts"; done_testing; exit 1; }
url=http://127.0.0.1:$port/feed.ics
fault() {
	printf '%s\n' "$@" >"$D/fault"
	: >"$D/log"
}
sum() {
	sed -n '$p' "$tmp/out" | tr ' ' '\n' | sed -n "s/^$1=//p"
}
pull() {
	"$drive" "${what:-ics}" pull "$url" "$tmp/state" >"$tmp/out" 2>"$tmp/err"
	rc=$?
}
pull
is $rc 7 "a feed on this machine is refused"
like "$(cat "$tmp/err")" "*private address*" "as a private address"
is "$(cat "$D/log" 2>/dev/null)" "" "before a byte is sent"
PRIVATE=1
export PRIVATE
is "$("$drive" ics discover "$url" | cut -f1,3)" "Holidays	read-only" "its name is found"
is "$("$drive" ics discover "webcal://127.0.0.1:$port/feed.ics" | cut -f2)" "$url" "webcal is understood"
pull
is "$rc $(sum full) $(sum objects)" "0 1 4" "four events come"
pull
is "$rc $(sed -n '$p' "$tmp/out" | cut -d' ' -f1) $(sum requests) $(sum bytes)" "0 unchanged 1 0" "then 304"
sed -i 3,4s/.*/-/ "$tmp/state"
pull
is "$rc $(sed -n '$p' "$tmp/out" | cut -d' ' -f1)" "0 unchanged" "the same text without ETags is unchanged"
feed a b c e >"$D/feed.ics"
pull
is "$rc $(sum objects) $(sum same) $(sum gone)" "0 1 3 1" "one new, one gone, the others untouched"
for row in "html:65" "garbage:65" "short 200:65" "cut 200:69" "short 0:65" \
	"status 404:8" "status 403:8" "status 401:4" "status 500:69" "bomb 40:65"; do
	fault "* ${row%:*}"
	feed a "$row" >"$D/feed.ics"
	pull
	is "$rc $(sum held)" "${row##*:} 4" "${row%:*} is ${row##*:} and empties nothing"
done
fault "*#1 redirect http://localhost:$port/feed.ics"
feed a b >"$D/feed.ics"
pull
is "$rc $(sum held)" "0 2" "a feed may move"
fault "* redirect $url"
pull
is "$rc" 69 "in circles it may not"
"$drive" ics put "$url" x "$D/feed.ics" >/dev/null 2>&1
is $? 7 "a feed is not written"
like "$(TRACE=1 "$drive" ics pull "$url?key=secret" "$tmp/s" 2>&1 | grep -c 'secret\|/feed')" 0 \
	"its address is not told"
fault "* slow 3"
TOTAL_S=1 pull
is "$rc $(sum held)" "69 2" "silence is 69 and empties nothing"
unset PRIVATE
for host in 10.0.0.1 127.1.2.3 169.254.1.1 192.168.1.1 172.16.0.1 '[::1]' '[fe80::1]' \
	'[fc00::1]' '[::ffff:127.0.0.1]' 0.0.0.0 100.64.0.1 0x7f000001 2130706433; do
	"$drive" ics pull "http://$host:$port/feed.ics" "$tmp/s" >/dev/null 2>"$tmp/err"
	is $? 7 "$host is private"
done
# files and folders
what=vdir
url=$tmp/cal
mkdir "$url"
rm -f "$tmp/state"
for i in 1 2 3; do
	event "v$i" >"$url/v$i.ics"
done
pull
is "$rc $(sum held)" "0 3" "a folder of three"
pull
is "$(sed -n '$p' "$tmp/out" | cut -d' ' -f1)" unchanged "is unchanged"
event v4 >"$tmp/v4.ics"
"$drive" vdir put "$url" v4 "$tmp/v4.ics" >"$tmp/put"
ok $? "an event is written"
is "$(cut -f1 "$tmp/put")" v4.ics "under its UID"
is "$(find "$url" -name '.*' -type f)" "" "nothing is left over"
"$drive" vdir put "$url" v4 "$tmp/v4.ics" >/dev/null 2>&1
is $? 6 "not twice"
pull
is "$rc $(sum objects) $(sum same)" "0 1 3" "and is pulled"
etag=$(cut -f2 "$tmp/put")
"$drive" vdir put "$url" v4 "$tmp/v4.ics" "$etag" v4.ics >"$tmp/put"
ok $? "it is changed"
"$drive" vdir delete "$url" v4.ics "$etag" 2>/dev/null
is $? 6 "an older version is not removed"
"$drive" vdir delete "$url" v4.ics "$(cut -f2 "$tmp/put")"
ok $? "the known one is"
"$drive" vdir delete "$url" v4.ics
ok $? "gone is gone"
feed x y z >"$url/many.ics"
printf 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n' >"$url/cut.ics"
pull
is "$rc $(sum objects) $(sum gone) $(sum bad) $(sum held)" "0 3 1 1 6" \
	"a file of three counts three, a cut one costs itself"
"$drive" vdir get "$url" many.ics/y | grep -q 'UID:y'
ok $? "one of three is found"
rm "$url/v1.ics" "$url/cut.ics"
pull
is "$rc $(sum gone)" "0 1" "a removed file is gone"
for href in ../x.ics a/b.ics .x.ics x.txt; do
	"$drive" vdir put "$url" v5 "$tmp/v4.ics" "" "$href" >/dev/null 2>&1
	is $? 7 "no write to $href"
done
rm -f "$tmp/state"
url=$tmp/cal/many.ics
pull
is "$rc $(sum held)" "0 3" "a single file of three"
pull
is "$(sed -n '$p' "$tmp/out" | cut -d' ' -f1)" unchanged "is unchanged"
"$drive" vdir put "$url" v5 "$tmp/v4.ics" >/dev/null 2>&1
is $? 7 "and read only"
url=$tmp/none
pull
is "$rc $(sum held)" "8 3" "a folder that is gone is 8 and empties nothing (R16)"
mkdir -p "$tmp/root/one" "$tmp/root/two"
echo "Team one" >"$tmp/root/one/displayname"
is "$("$drive" vdir discover "$tmp/root" | cut -f1 | tr '\n' ' ')" "Team one two " \
	"a folder of folders is several calendars"
done_testing
