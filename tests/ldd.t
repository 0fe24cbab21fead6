#!/bin/sh
# What each program loads: it is felt at each start (FIELD-NOTES section 1).
. ./tap.sh
# shared libraries, without the loader and the kernel's
libs() {
	ldd "$BUILD/$1" | grep -c '=>'
}
if nm "$BUILD/mtg-slots" 2>/dev/null | grep -q __asan_init; then
	skip 'libraries of each program' 'sanitizers bring their own'
	finish
fi
for p in mtg-slots mtg-rotate; do
	[ "$(libs $p)" -le 5 ]
	ok $? "$p loads at most 5 libraries" "$(ldd "$BUILD/$p")"
done
for p in mtg-sync mtg-slots mtg-book mtg-rotate mtg-page; do
	! ldd "$BUILD/$p" | grep -E 'curl|microhttpd|gnutls|ssl|libicu'
	ok $? "$p: no network, no ICU" "$(ldd "$BUILD/$p")"
done
ldd "$BUILD/mtg-sync-net" | grep -q libcurl
ok $? 'mtg-sync-net has libcurl'
finish
