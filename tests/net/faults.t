# A server that misbehaves: no fault may empty a calendar, repeat a write or
# carry a password away.
. "$(dirname "$0")/servers.sh"
build_drive || { ok 1 "the driver builds"; done_testing; exit 1; }
command -v python3 >/dev/null || skip_all "no python3"
LOGIN=lab SECRET=lab
export LOGIN SECRET
D=$tmp/f
mkdir -p "$D/cal"
for i in 1 2 3 4 5 6 7 8 9; do
	event "u$i" "Meeting $i" >"$D/cal/u$i.ics"
done
start_fault "$D" || { ok 1 "the fault server starts"; done_testing; exit 1; }
base=http://127.0.0.1:$port url=$base/cal/
fault() {
	printf '%s\n' "$@" >"$D/fault"
	: >"$D/log"
}
sum() {
	sed -n '$p' "$tmp/out" | tr ' ' '\n' | sed -n "s/^$1=//p"
}
pull() {
	"$drive" caldav pull "$url" "$tmp/state" >"$tmp/out" 2>"$tmp/err"
	rc=$?
}
# fresh: nine events held, tokens known
fresh() {
	fault
	rm -f "$tmp/state"
	pull
}
fresh
is "$rc $(sum held)" "0 9" "without a fault there are nine"
pull
is "$(sum requests) $(cut -d' ' -f1 "$D/log" | tr '\n' ' ')" \
	"1 PROPFIND REPORT PROPFIND REPORT " "unchanged is one request"
# each of these fails, keeps all that is held, and the next pull is well
for row in "html:65" "garbage:65" "status 500:69" "status 503:69" \
	"status 401:4" "status 403:8" "status 404:8" "status 410:8" \
	"cut 100:*" "short 100:65" "short 0:65" "length 50:*" "redirect /elsewhere/:69" \
	"redirect ftp://127.0.0.1/:2" "redirect http://127.0.0.2/:7"; do
	fresh
	fault "* ${row%:*}"
	pull
	case $rc in
	0) r=1 ;;
	${row##*:}) r=0 ;;
	*) r=1 ;;
	esac
	ok $r "with a token, ${row%:*}: fails with ${row##*:} ($rc)"
	is "$(sum held) $(sum gone)" "9 0" "with a token, ${row%:*}: nothing is lost"
	rm -f "$tmp/state"
	pull
	[ "$rc" -ne 0 ]
	ok $? "first sync, ${row%:*}: fails ($rc)"
done
# tokens
for t in 403 409 410 500; do
	fresh
	fault "REPORT:sync status $t"
	event u1 "Changed $t" >"$D/cal/u1.ics"
	rm -f "$D/cal/u9.ics"
	pull
	is "$rc $(sum full) $(sum objects) $(sum same) $(sum gone)" "0 1 1 7 1" \
		"a token refused by $t: ETags are compared"
	event u9 "Meeting 9" >"$D/cal/u9.ics"
done
fresh
fault "REPORT:sync everything"
rm -f "$D/cal/u9.ics"
pull
is "$rc $(sum full) $(sum objects) $(sum same) $(sum gone)" "0 1 0 8 1" \
	"a delta that lists everything is a full comparison"
event u9 "Meeting 9" >"$D/cal/u9.ics"
# what a delta may say
cat >"$D/raw.xml" <<X
<?xml version="1.0"?><A:multistatus xmlns:A="DAV:">
<A:response><A:href>/cal/never.ics</A:href><A:status>HTTP/1.1 404 Not Found</A:status></A:response>
<A:response><A:href>/cal/u2.ics</A:href><A:propstat><A:prop><A:getetag/></A:prop>
<A:status>HTTP/1.1 404 Not Found</A:status></A:propstat></A:response>
<A:response><A:href>http://127.0.0.1:1/cal/u%33.ics</A:href><A:status>HTTP/1.1 404 Not Found</A:status></A:response>
<A:response><A:href>http://other.example/cal/u6.ics</A:href><A:status>HTTP/1.1 404 Not Found</A:status></A:response>
<A:response><A:href>/elsewhere/u4.ics</A:href><A:status>HTTP/1.1 404 Not Found</A:status></A:response>
<A:response><A:href>/cal/sub/../../cal2/u5.ics</A:href><A:status>HTTP/1.1 404 Not Found</A:status></A:response>
<A:sync-token>next</A:sync-token></A:multistatus>
X
fresh
fault "REPORT:sync raw raw.xml"
pull
is "$rc $(sum gone) $(sum objects) $(sum held)" "0 1 1 8" \
	"only an href that is held, in the collection and gone itself is deleted"
is "$(grep -c never "$tmp/out")" 0 "what was never held is not deleted"
is "$(sed -n 1p "$tmp/state")" next "the new token is kept"
printf '%s' '<?xml version="1.0"?><multistatus xmlns="DAV:"><sync-token>other</sync-token></multistatus>' >"$D/raw.xml"
fresh
event u1 "Changed again" >"$D/cal/u1.ics"
fault "REPORT:sync raw raw.xml"
pull
is "$rc $(sum full) $(sum objects)" "0 1 1" "a moved ctag with an empty delta is a full listing"
printf '%s' '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><multistatus xmlns="DAV:"/>' >"$D/raw.xml"
rm -f "$tmp/state"
fault "REPORT raw raw.xml"
pull
is $rc 65 "a DTD is refused"
printf '%s' '<?xml version="1.0"?><multistatus xmlns="DAV:"><response><href>/other/a.ics</href><propstat><prop><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>' >"$D/raw.xml"
fresh
fault "REPORT raw raw.xml"
sed -i 1,4s/.*/-/ "$tmp/state"
pull
is "$rc $(sum held)" "65 9" "a list of other addresses is no empty calendar"
# a first sync whose big answer breaks goes on in pieces
rm -f "$tmp/state"
fault "REPORT:query#1 short 1200"
pull
is "$rc $(sum held)" "0 9" "a cut first answer is asked for in pieces"
rm -f "$tmp/state"
fault "REPORT:query#1 status 501"
pull
is "$rc $(sum held)" "0 9" "no calendar-query with data: ETags and multiget"
rm -f "$tmp/state"
fault "REPORT status 501"
pull
is "$rc $(sum held)" "0 9" "no REPORT at all: PROPFIND and GET"
fresh
fault "* no-etag"
event u1 "Changed once more" >"$D/cal/u1.ics"
pull
is "$rc $(sum held)" "0 9" "without ETags all is fetched"
printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:l1\r\nDTSTART:20261201T090000Z\r\nSUMMARY:Caf\351 \013x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' >"$D/cal/l1.ics"
rm -f "$tmp/state"
fault
pull
is "$rc $(sum held) $(sum bad)" "0 10 0" "a Latin-1 byte does not cost the calendar"
rm -f "$D/cal/l1.ics"
# busy servers
fresh
fault "REPORT#1 status 503 retry-after 1"
pull
is "$rc $(sum requests)" "0 2" "Retry-After of a second is waited for"
fresh
fault "REPORT status 429 retry-after 120"
pull
is "$rc $(sum requests) $(sum retry)" "69 1 120" "one of two minutes is given back"
fresh
fault "REPORT status 503"
pull
is "$rc $(sum requests)" "69 3" "three tries, no more"
# sizes
fresh
fault "* bomb 80"
ANSWER_MAX=1048576 "$drive" caldav pull "$url" "$tmp/state" >"$tmp/out" 2>"$tmp/err"
is $? 65 "a gzip bomb is not swallowed"
# writes
put() {
	"$drive" caldav put "$url" "$@" >"$tmp/put" 2>"$tmp/err"
	rc=$?
}
event w1 >"$tmp/w1.ics"
fault "PUT redirect /cal/other.ics"
put w1 "$tmp/w1.ics"
is "$rc $(grep -c '^PUT' "$D/log")" "7 1" "a redirected PUT is not followed"
fault "PUT after 500"
put w1 "$tmp/w1.ics"
is "$rc $(grep -c '^PUT' "$D/log")" "69 1" "a PUT is not repeated by itself"
fault "PUT after 503"
put w9 "$tmp/w1.ics"
is "$rc $(grep -c '^PUT' "$D/log")" "69 1" "not even after 503"
rm -f "$D/cal/w9.ics"
fault
put w1 "$tmp/w1.ics"
is $rc 6 "the retry meets its own work"
rm -f "$D/cal/w1.ics"
fault "PUT no-etag"
put w1 "$tmp/w1.ics"
like "$(cat "$tmp/put")" '/cal/w1.ics	"*"' "a missing ETag is asked for"
fault "* weak-etag"
put w1 "$tmp/w1.ics" "W/$(cut -f2 "$tmp/put")" /cal/w1.ics
is "$rc $(grep -c '^GET' "$D/log")" "0 1" "a weak ETag is compared by looking"
put w1 "$tmp/w1.ics" 'W/"old"' /cal/w1.ics
is $rc 6 "and an old one is refused"
fault "PUT status 412"
put w2 "$tmp/w1.ics"
is $rc 6 "412 is 6"
fault "PUT status 403"
put w2 "$tmp/w1.ics"
is $rc 7 "403 to a write is 7"
fault
for href in /cal/../etc/x.ics /other/x.ics /cal/ /cal/a/b.ics http://127.0.0.1/x.ics; do
	put w2 "$tmp/w1.ics" "" "$href"
	is "$rc $(grep -c '^PUT' "$D/log")" "7 0" "no write to $href"
done
put "a/../b c?#%" "$tmp/w1.ics"
like "$rc $(cut -f1 "$tmp/put")" "0 /cal/mtg-*.ics" "an odd UID gets a name of its own"
# the password stays
D2=$tmp/f2
mkdir -p "$D2/cal"
here_port=$port
start_fault "$D2"
fault "* redirect http://localhost:$port/cal/"
"$drive" caldav pull "$url" "$tmp/s2" >/dev/null 2>"$tmp/err"
is $? 7 "a redirect to another host is refused"
like "$(cat "$tmp/err")" "*--url http://localhost:$port/cal/" "with a hint"
is "$(cat "$D2/log" 2>/dev/null)" "" "and the other host heard nothing"
fault "* redirect http://127.0.0.1:$port/cal/"
"$drive" caldav pull "$url" "$tmp/s2" >/dev/null 2>"$tmp/err"
is "$? $(cat "$D2/log" 2>/dev/null)" "7 " "neither did another port"
port=$here_port
"$drive" caldav pull http://192.0.2.1/cal/ "$tmp/s2" >/dev/null 2>"$tmp/err"
is $? 7 "no password over plain http to another machine"
"$drive" caldav pull http://u:p@127.0.0.1/ "$tmp/s2" >/dev/null 2>"$tmp/err"
is $? 2 "no password in an address"
is "$(grep -c 'u:p' "$tmp/err")" 0 "and it is not repeated"
done_testing
