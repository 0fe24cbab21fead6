#ifndef ENGINE_WHO_H
#define ENGINE_WHO_H

#include "base/fail.h"
#include "base/pool.h"

#include <stdbool.h>

/*
 * Who must be free, as text (B10):
 *
 *	ada+bo           both
 *	ada,bo           one of them
 *	2:ada,bo,cy      two of the three
 *	@sales           one member of the rotation
 *	2:@sales         two of them
 *	ada+@sales+@tech+1:aula,bella   Ada, one of each, and one of the rooms
 *
 * Names are slugs or addresses; one with a "+" in it is named by its slug.
 */
enum { WHO_PARTS_MAX = 8, WHO_NAMES_MAX = 200 };
struct who_part {
	size_t need;          /* from 1 on */
	const char *rotation; /* its name, or NULL */
	struct strs names;    /* else these */
};
struct who {
	/* those who are all needed; and of whom some are */
	struct strs fixed;
	struct who_part parts[WHO_PARTS_MAX];
	size_t parts_n;
};

/* Whether text asks for more than one name: "+", "," or "2:" in it. */
bool who_composed(const char *text);

/* Reads it; `what` names it in errors. 0, or -1 with EXIT_USAGE. Names are not
 * looked up, but each can stand there once. */
int who_read(struct pool *, const char *text, const char *what, struct who *,
	struct fail *f);
/* The other way; what was read and written stays the same from then on. */
char *who_write(struct pool *, const struct who *);

#endif
