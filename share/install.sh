#!/bin/sh
# install.sh BUILD install|uninstall|installcheck: called by the Makefile, which
# exports DESTDIR, bindir, libexecdir, mandir, datadir.
set -eu
build=$1
: "${DESTDIR=}" "${bindir:?}" "${libexecdir:?}" "${mandir:?}" "${datadir:?}"
doors='mtg-sync mtg-slots mtg-book mtg-rotate mtg-page'

# one line a file: mode, from, to
files() {
	for p in $doors; do
		echo "755 $build/$p $bindir/$p"
		echo "644 completions/$p.bash $datadir/bash-completion/completions/$p"
		echo "644 completions/_$p $datadir/zsh/site-functions/_$p"
		echo "644 completions/$p.fish $datadir/fish/vendor_completions.d/$p.fish"
	done
	echo "755 $build/mtg-sync-net $libexecdir/mtg-sync-net"
	for f in man1/*.1; do
		echo "644 $f $mandir/$f"
	done
	for f in share/systemd/*; do
		echo "644 $f $datadir/mtg/systemd/${f##*/}"
	done
	echo "644 README $datadir/doc/mtg/README"
	echo "644 LICENSE $datadir/doc/mtg/LICENSE"
}

case $2 in
install)
	files | while read -r mode from to; do
		case $from in
		share/systemd/*.service)
			mkdir -p "$DESTDIR${to%/*}"
			sed "s|@bindir@|$bindir|g" "$from" >"$DESTDIR$to"
			chmod "$mode" "$DESTDIR$to"
			;;
		*) install -D -m "$mode" "$from" "$DESTDIR$to" ;;
		esac
	done
	;;
uninstall)
	# folders go too where they are ours alone or empty
	files | while read -r mode from to; do
		rm -f "$DESTDIR$to"
		rmdir -p --ignore-fail-on-non-empty "$DESTDIR${to%/*}" 2>/dev/null || :
	done
	;;
installcheck)
	files | while read -r mode from to; do
		[ -e "$DESTDIR$to" ] || {
			echo "not installed: $DESTDIR$to" >&2
			exit 1
		}
	done
	for p in $doors; do
		"$DESTDIR$bindir/$p" --version
		"$DESTDIR$bindir/$p" --help >/dev/null
	done
	;;
esac
