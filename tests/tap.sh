# tap.sh: what the shell tests share: ok, is, skip, finish; a folder $T of their
# own, left at the end, in which HOME, the store and the mails lie.
# shellcheck shell=sh
tests=$(pwd)
root=$(cd .. && pwd)
BUILD=${BUILD:-$root/build}
T=$(mktemp -d "${TMPDIR:-/tmp}/mtg-test.XXXXXX") || exit 2
trap 'chmod -R u+rwx "$T" 2>/dev/null; rm -rf "$T"' EXIT
trap 'exit 130' INT TERM
PATH=$BUILD:$PATH HOME=$T TZ=UTC LC_ALL=C
MTG_STORE=$T/store.db MTG_CONFIG=$T/config MTG_NOW=2027-03-22T07:00:00Z
export PATH HOME TZ LC_ALL MTG_STORE MTG_CONFIG MTG_NOW BUILD
unset XDG_DATA_HOME XDG_CONFIG_HOME MAKEFLAGS MFLAGS MAKELEVEL SAN O
: "$tests"
: >"$MTG_CONFIG"
cases=0
failures=0

# ok STATUS NAME: 0 is success
ok() {
	cases=$((cases + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $cases - $2"
	else
		failures=$((failures + 1))
		echo "not ok $cases - $2"
		[ -z "${3:-}" ] || printf '%s\n' "$3" | head -n 40 | sed 's/^/# /'
	fi
}
# is GOT WANT NAME
is() {
	[ "$1" = "$2" ]
	ok $? "$3" "got:  $1
want: $2"
}
# runs WANT NAME COMMAND...: its exit status; what it said is in $T/out, $T/err
runs() {
	want=$1
	name=$2
	shift 2
	"$@" >"$T/out" 2>"$T/err" </dev/null
	got=$?
	[ "$got" -eq "$want" ]
	ok $? "$name" "exit $got, want $want: $*
$(head -n 5 "$T/out")
$(head -n 20 "$T/err")"
}
# says TEXT NAME: one line of stderr holds it, and no other but hints
says() {
	grep -qF -- "$1" "$T/err" &&
		[ "$(grep -vc ': hint: ' "$T/err")" -eq 1 ]
	ok $? "$2" "$(cat "$T/err")"
}
skip() {
	cases=$((cases + 1))
	echo "ok $cases - $1 # SKIP $2"
}
finish() {
	echo "1..$cases"
	[ "$failures" -eq 0 ]
	exit
}

# a team of two with a page: ada and bo, rotation sales, page demo
team() {
	mtg-sync init -q
	for u in ada bo; do
		mkdir -p "$T/cal/$u"
		mtg-sync user add "$u@acme.example" --timezone Europe/Rome -q \
			--name "$u" >/dev/null
		mtg-sync connect vdir -y -q --user "$u" --url "$T/cal/$u" \
			--name work >/dev/null
	done
	mtg-sync pull -q
	mtg-rotate create sales -q >/dev/null
	mtg-rotate members sales add ada bo -q >/dev/null
	mtg-page create demo --rotation sales --title Demo --duration 30 \
		--timezone Europe/Rome -q >/dev/null
}
