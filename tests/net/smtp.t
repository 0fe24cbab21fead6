# Mail by SMTP: what the server hears, and what its refusals become.
. "$(dirname "$0")/servers.sh"
build_drive || { ok 1 "the driver builds"; done_testing; exit 1; }
command -v python3 >/dev/null || skip_all "no python3"
printf 'Subject: x\nTo: b@example.org\n\n.dot\nend' >"$tmp/m"
D=$tmp/d
send() {
	"$drive" smtp send "smtp://127.0.0.1:$port" a@example.org \
		b@example.org,c@example.net "$tmp/m" >"$tmp/out" 2>"$tmp/err"
	rc=$?
}
start_smtpd "$D" || { ok 1 "the mail server starts"; done_testing; exit 1; }
send
is $rc 0 "a mail is taken"
is "$(grep -c '^RCPT' "$D/session")" 2 "for both recipients"
is "$(grep '^MAIL' "$D/session" | cut -c1-25)" "MAIL FROM:<a@example.org>" "from the envelope's address"
is "$(tr '\r' '|' <"$D/message" | tr '\n' ' ')" "Subject: x| To: b@example.org| | .dot| end| " \
	"lines end in CR LF, dots survive"
LOGIN=me SECRET=pw send
is "$rc $(grep -c '|me|pw' "$D/session")" "0 1" "it signs in"
for row in rcpt-550:7 data-451:75 drop:69 auth-535:4; do
	start_smtpd "$D" "${row%:*}"
	LOGIN=me SECRET=pw send
	is $rc "${row##*:}" "${row%:*} is ${row##*:}"
	is "$(grep -c pw "$tmp/err")" 0 "without the password in it"
done
"$drive" smtp send "smtp://localhost.localdomain.invalid" a@example.org b@example.org "$tmp/m" 2>"$tmp/err"
is $? 69 "no such server is 69"
done_testing
