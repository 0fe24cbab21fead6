#ifndef RECORD_USER_H
#define RECORD_USER_H

#include "when/instant.h"

/* A person who hosts meetings, or a room. Strings live in the pool of whoever
 * loaded it.
 */
struct user {
	int64_t id;        /* 0: not saved yet */
	const char *slug;  /* "ada", as in calendar ids */
	const char *email; /* identity, lower case */
	const char *name;
	const char *time_zone; /* IANA name */
	const char *language;  /* "da" or NULL */
	const char *hours; /* text of when/hours.h or NULL for the default */
	const char *role;  /* "member", "admin" */
	bool pages_on;
	instant created_at;
	const char *caps; /* text of engine/cap.h, or NULL */
	bool room;        /* no person: a calendar that is reserved (B16) */
};

/* The usual week as text of when/hours.h: the user's own, else Monday to Friday
 * 9-17; of a room all day, every day. */
const char *user_hours(const struct user *);

/* Whether text can be a slug: a-z 0-9 . _ -, starts with one of a-z 0-9,
 * 1 to 64 bytes. Page slugs may hold "/" between such parts, to 128 bytes. */
bool slug_valid(const char *text);
bool page_slug_valid(const char *text);
/*
 * Whether text can stand as an e-mail address in mail and calendars: one @,
 * no blanks, control characters, quotes, angle brackets, commas or semicolons,
 * at most 254 bytes, a dot or nothing odd in the domain (RFC 5321 4.1.2 without
 * quoted local parts; UTF-8 allowed, RFC 6531).
 */
bool email_valid(const char *text);

#endif
