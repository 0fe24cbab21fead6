#include "desk/rotate_priv.h"

#include "flow/report.h"
#include "store/rotation.h"
#include "wire/rotation_json.h"
#include "wire/share_bars.h"

/* What happened: totals. */

static const char summary_columns[] =
	"rotation,members,assigned,fairness,largestDifference";
static const char columns[] =
	"rotation,user,on,weight,assigned,target,difference,upcoming,completed,"
	"noShow,cancelled,skipped.busy,skipped.paused,lastAssigned";

static void
report_one(struct front *front, const struct rotate_options *want,
	struct store *store, const struct rotation *r, struct span w)
{
	struct shares shares = { 0 };
	char *title;
	struct civil a, b;
	struct fail f;
	size_t i;

	if (report_rotation(store, r, w.start, w.end, front->now, front->pool,
		    &shares, &f) != 0)
		front_die(front, &f);
	if (want->summary) {
		fairness_write(front_emit(front, summary_columns), r->name, w,
			&shares);
		return;
	}
	a = zone_civil(front->zone, w.start);
	b = zone_civil(front->zone, w.end - 1);
	title = pool_printf(front->pool,
		"%s, %04d-%02d-%02d to %04d-%02d-%02d (%s)", r->name, a.year,
		a.month, a.day, b.year, b.month, b.day, zone_name(front->zone));
	if (front->format == FORMAT_ANSI)
		share_bars_text(front->out, title, &shares, front->color_out);
	else if (front->format == FORMAT_SVG)
		share_bars_svg(front->out, title, &shares);
	else
		for (i = 0; i < shares.n; i++)
			share_write(front_emit(front, columns), &shares.v[i]);
}

int
desk_rotate_report(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct rotations all = { 0 };
	struct store *store;
	struct span w;
	size_t i;

	front_formats(front, "svg,ansi");
	if (argc > 1)
		desk_usage(front, "name one rotation or none");
	if (want->summary &&
		(front->format == FORMAT_ANSI || front->format == FORMAT_SVG))
		desk_usage(front, "pictures have the summary in them");
	w = rotate_window(front, want, 30);
	store = desk_store(front, STORE_READ);
	rotate_named(front, store, argc, argv, &all);
	if (front->format == FORMAT_SVG && all.n != 1)
		desk_usage(front, "an SVG is of one rotation: name it");
	if (front->format != FORMAT_ANSI && front->format != FORMAT_SVG)
		front_emit(front, want->summary ? summary_columns : columns);
	for (i = 0; i < all.n; i++) {
		if (i > 0 && front->format == FORMAT_ANSI)
			fputc('\n', front->out);
		report_one(front, want, store, &all.v[i], w);
	}
	store_close(store);
	return 0;
}
