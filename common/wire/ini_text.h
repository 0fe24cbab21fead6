#ifndef WIRE_INI_TEXT_H
#define WIRE_INI_TEXT_H

#include "base/fail.h"
#include "base/pool.h"

#include <stdio.h>

/*
 * Settings as text that can live in git: the plain subset of INI that the
 * configuration is in too (CLI.md section 6) and `git config -f` edits.
 * [section] or [section "name"], key = value, comments on lines of their own; a
 * value with # ; " \ newlines or blanks at an edge stands in quotes, with \" \\
 * and \n inside. UTF-8, lines of at most INI_LINE bytes.
 */
enum { INI_LINE = 16384 };

/* Of which line something was said. */
struct ini_at {
	const char *file;
	int line;
};
struct ini {
	struct pool *pool;
	struct ini_at at; /* the line read last */
	const char *p, *end;
};
struct ini_line {
	struct ini_at at;
	/* of a section: its lower case word and name, NULL without one */
	const char *section, *name;
	/* of a setting (section is NULL): lower case key, value */
	const char *key, *value;
};

void ini_open(struct ini *, struct pool *, const char *file, const char *text,
	size_t len);
/* The next section or setting: 1, 0 at the end, -1 with EXIT_BAD_DATA
 * "FILE:12: ...". */
int ini_next(struct ini *, struct ini_line *, struct fail *f);

/* Puts "FILE:12: " before the line of a failure. Returns -1. */
int ini_blame(struct fail *f, const struct ini_at *);

void ini_write_section(FILE *, const char *section, const char *name);
void ini_write_key(FILE *, const char *key, const char *value);

#endif
