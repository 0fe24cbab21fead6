#ifndef WIRE_SHARE_BARS_H
#define WIRE_SHARE_BARS_H

#include "record/share.h"

#include <stdio.h>

/*
 * Pictures of a report (CLI.md section 10): one bar a member, a tick at the
 * member's target, figures and what skipped them in columns of their own; how
 * even it is above. `title` says rotation and dates. The text uses # . | and
 * stays readable with `color` off; the SVG has role=img, title and desc, no
 * style element, and the reader's colours, light or dark.
 */
void share_bars_text(
	FILE *, const char *title, const struct shares *, bool color);
void share_bars_svg(FILE *, const char *title, const struct shares *);

#endif
