#ifndef BASE_SHARE_H
#define BASE_SHARE_H

/*
 * Texts of share/ that are compiled into the programs, one table per folder,
 * sorted by name, ended by a NULL name: share_schema, share_locale, ...
 * (made by share/embed.sh; each lives in the room that the Makefile names).
 */
struct share_file {
	const char *name; /* "da" or "001-core.sql" */
	const char *text;
};

extern const struct share_file share_zones[];
extern const struct share_file share_schema[];
extern const struct share_file share_locale[];

#endif
