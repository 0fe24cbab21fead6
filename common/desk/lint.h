#ifndef DESK_LINT_H
#define DESK_LINT_H

#include "desk/desk.h"

/*
 * The verb `mtg-page lint`: a record for each finding about the pages named, or
 * about all that are enabled; nothing on stderr. `days` NULL: 14. Returns
 * EXIT_PARTIAL where there are findings.
 */
int desk_lint(struct front *, const char *days, int argc, char **argv);

#endif
