#!/bin/sh
# need.sh say|build|demo|check: installs what is missing, by Debian package name,
# asking pkg-config and PATH first. Where it may not install, or has only to say
# so, it prints the one command that would, and ends with 1.
set -u
missing=
lack() {
	missing="$missing $1"
}
lib() { # pkg-config name, package
	pkg-config --exists "$1" 2>/dev/null || lack "$2"
}
prog() { # program, package
	command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || lack "$2"
}
prog pkg-config pkg-config
if [ "${1:-build}" = say ] && pkg-config --exists sqlite3 json-c inih libmd \
	expat libcurl 2>/dev/null; then
	exit 0
fi
lib sqlite3 libsqlite3-dev
lib json-c libjson-c-dev
lib inih libinih-dev
lib libmd libmd-dev
lib expat libexpat1-dev
lib libcurl libcurl4-openssl-dev
[ -d /usr/share/zoneinfo/Europe ] || lack tzdata
case ${1:-build} in
say | build | demo) ;;
check)
	lib libical libical-dev
	prog sqlite3 sqlite3
	prog curl curl
	prog python3 python3
	prog jq jq
	prog mandoc mandoc
	prog radicale radicale
	prog xandikos xandikos
	prog strace strace
	prog script bsdutils
	prog fish fish
	prog zsh zsh
	prog shellcheck shellcheck
	prog clang clang
	ls /usr/share/doc/libclang-rt*-dev >/dev/null 2>&1 || lack libclang-rt-dev
	;;
*)
	echo "usage: need.sh say|build|demo|check" >&2
	exit 2
	;;
esac
[ -n "$missing" ] || exit 0
install="apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
	echo "missing:$missing (the names of Debian's packages)" >&2
	exit 1
fi
if [ "${1:-build}" = say ]; then
	echo "missing:$missing" >&2
	echo "run as root: apt-get update && $install" >&2
	exit 1
elif [ "$(id -u)" -eq 0 ]; then
	as=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as=sudo
elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then
	as=sudo
else
	echo "missing:$missing" >&2
	echo "run as root: apt-get update && $install" >&2
	exit 1
fi
echo "installing:$missing" >&2
log=$(mktemp) || exit 1
# shellcheck disable=SC2086
if ! { $as apt-get update -q && $as env DEBIAN_FRONTEND=noninteractive $install; } >"$log" 2>&1 </dev/null; then
	tail -n 15 "$log" >&2
	echo "could not install; run as root: apt-get update && $install" >&2
	rm -f "$log"
	exit 1
fi
rm -f "$log"
