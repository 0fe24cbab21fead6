# shellcheck shell=sh
# For the tests beside it: real CalDAV servers from Debian's packages on a free
# loopback port, ended with the test; and the driver that speaks to them.
#   . net/servers.sh		BUILD is set by tests/run; else ../build
#   start_radicale DIR; echo "$port"	user "lab", password "lab"
#   start_xandikos DIR; echo "$port"
#   start_smtpd DIR [FAULT]; echo "$port"	net/smtpd.py
#   start_fault DIR [OPTION...]; echo "$port"	net/fault.py, log in DIR/log
here=$(cd "$(dirname "$0")" && pwd)
BUILD=${BUILD:-$here/../../build}
tmp=$(mktemp -d) || exit 2
pids=
stop_all() {
	for p in $pids; do
		kill "$p" 2>/dev/null
	done
	wait 2>/dev/null
	rm -rf "$tmp"
}
trap stop_all EXIT
trap 'exit 130' INT TERM
free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}
# until something listens there, 20 s at most
wait_port() {
	python3 -c 'import socket, sys, time
for i in range(200):
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1).close()
        sys.exit(0)
    except OSError:
        time.sleep(0.1)
sys.exit(1)' "$1"
}
start_radicale() {
	command -v radicale >/dev/null || return 1
	port=$(free_port)
	mkdir -p "$1/data"
	echo lab:lab >"$1/users"
	cat >"$1/config" <<-C
		[server]
		hosts = 127.0.0.1:$port
		[auth]
		type = htpasswd
		htpasswd_filename = $1/users
		htpasswd_encryption = plain
		delay = 0
		[rights]
		type = owner_only
		[storage]
		filesystem_folder = $1/data
		[logging]
		level = error
	C
	radicale --config "$1/config" >"$1/log" 2>&1 &
	pids="$pids $!"
	wait_port "$port"
}
start_xandikos() {
	command -v xandikos >/dev/null || return 1
	port=$(free_port)
	mkdir -p "$1"
	xandikos -d "$1" -l 127.0.0.1 -p "$port" --defaults \
		--current-user-principal /lab/ >"$1.log" 2>&1 &
	pids="$pids $!"
	wait_port "$port"
}
start_fault() {
	port=$(free_port)
	mkdir -p "$1"
	dir=$1
	shift
	python3 "$here/fault.py" "$port" "$dir" "$@" >"$dir/err" 2>&1 &
	pids="$pids $!"
	wait_port "$port"
}
start_smtpd() {
	port=$(free_port)
	mkdir -p "$1"
	rm -f "$1/session" "$1/message"
	python3 "$here/smtpd.py" "$port" "$@" >"$1/err" 2>&1 &
	pids="$pids $!"
	wait_port "$port"
}
# the driver, built once a build folder, with the sanitizers of its archives
drive=$BUILD/davdrive
build_drive() {
	[ "$drive" -nt "$BUILD/libnet.a" ] &&
		[ "$drive" -nt "$here/davdrive.c" ] && return 0
	san=
	nm "$BUILD/libnet.a" 2>/dev/null | grep -q __asan_init &&
		san=-fsanitize=address,undefined
	# shellcheck disable=SC2046,SC2086
	${CC:-cc} -std=c11 -D_GNU_SOURCE -g -I"$here/../../common" $san \
		-o "$drive" "$here/davdrive.c" -Wl,--start-group \
		"$BUILD/libnet.a" "$BUILD/libwire.a" "$BUILD/librecord.a" \
		"$BUILD/libwhen.a" "$BUILD/libbase.a" -Wl,--end-group \
		$(pkg-config --libs libcurl expat json-c libical)
}
# TAP
n=0
ok() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
	fi
}
# is GOT WANT NAME
is() {
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || printf '%s\n' "got  $1" "want $2" | sed 's/^/# /'
}
# like GOT PATTERN NAME: a shell pattern
like() {
	# shellcheck disable=SC2254
	case $1 in $2) r=0 ;; *) r=1 ;; esac
	ok $r "$3"
	[ $r -eq 0 ] || printf '%s\n' "got  $1" "want $2" | sed 's/^/# /'
}
skip_all() {
	echo "ok 1 - # SKIP $1"
	echo 1..1
	exit 0
}
done_testing() {
	echo "1..$n"
}
# event UID [SUMMARY [LINE]]: a calendar object on stdout
event() {
	printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//test//EN \
		${3:+"$3"} BEGIN:VEVENT "UID:$1" DTSTAMP:20261101T000000Z \
		DTSTART:20261201T090000Z DTEND:20261201T100000Z \
		"SUMMARY:${2:-Meeting}" END:VEVENT END:VCALENDAR
}
