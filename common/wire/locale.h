#ifndef WIRE_LOCALE_H
#define WIRE_LOCALE_H

#include "when/zone.h"

#include <stdio.h>

/*
 * Words for people from share/locale/LL (key = text lines): names of days and
 * months, how dates and times are written there, and the phrases of mails. en,
 * da, de, es, fi, fr, it, nb, nl, pl, pt, sv; anything else reads as English.
 */

/* "da" for "da_DK.UTF-8", "de-AT", ...; "en" for what is not there. */
const char *locale_find(const char *tag);
/* Whether there is a catalogue of exactly this language ("da", "da-DK"). */
bool locale_known(const char *tag);
/* The language of LC_ALL, LC_MESSAGES, LANG, in this order; else "en". */
const char *locale_environment(void);

/* A phrase by key ("mail.booked"); English when it is missing there, "" when
 * nowhere. */
const char *locale_text(const char *language, const char *key);

/*
 * Writes a moment by a strftime-like pattern in that language and zone: %a %A
 * %b %B (short and full names), %d (01) %e (1) %m %y %Y %H %I (1-12) %M %p (am)
 * %Z (the abbreviation) %z (+0100) %V (zone name, "Europe/Rome") %x (the
 * language's usual date with weekday, "Tue 1 Dec 2026") %X (its usual clock,
 * 10:00 or 10:00 am) %%.
 */
void locale_time(FILE *to, const char *language, const char *pattern,
	instant at, const struct zone *zone);

#endif
