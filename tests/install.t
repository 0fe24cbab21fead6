#!/bin/sh
# make install into a folder, run from there, uninstall without a trace.
. ./tap.sh
# make would build anew for another prefix: install.sh alone is run
install_sh() {
	(cd "$root" && DESTDIR=$T/d bindir=/opt/bin libexecdir=/opt/libexec/mtg \
		mandir=/opt/share/man datadir=/opt/share sh share/install.sh "$BUILD" "$1")
}
runs 0 'install' install_sh install
runs 0 'installcheck' install_sh installcheck
env -i HOME="$T" PATH="$T/d/opt/bin:/usr/bin:/bin" MTG_NOW="$MTG_NOW" sh -c \
	'mtg-sync init -q && mtg-sync user add a@acme.example -q && mtg-slots a --first -f id' \
	>"$T/out" 2>"$T/err"
ok $? 'the installed programs run' "$(cat "$T/err")"
for p in sync slots book rotate page; do
	[ -f "$T/d/opt/share/man/man1/mtg-$p.1" ] &&
		[ -f "$T/d/opt/share/bash-completion/completions/mtg-$p" ] &&
		[ -f "$T/d/opt/share/zsh/site-functions/_mtg-$p" ] &&
		[ -f "$T/d/opt/share/fish/vendor_completions.d/mtg-$p.fish" ]
	ok $? "mtg-$p: manual and completions are installed"
done
grep -q '^ExecStart=/opt/bin/mtg-sync run' "$T/d/opt/share/mtg/systemd/mtg-sync.service"
ok $? 'the unit names the installed program'
runs 0 'uninstall' install_sh uninstall
is "$(find "$T/d" -type f -o -type l 2>/dev/null)" '' 'nothing is left'
runs 2 'make without a header says which package' env PKG_CONFIG_PATH=/nonexistent \
	PKG_CONFIG_LIBDIR=/nonexistent make -C "$root" --no-print-directory O="$T/b" "$T/b/libbase.a"
grep -q 'libsqlite3-dev' "$T/err" && grep -q 'apt-get install' "$T/err"
ok $? 'and the one command that installs it' "$(cat "$T/err")"
finish
