#include "desk/rotate_priv.h"
#include "desk/rotate_text.h"

#include "flow/why.h"
#include "wire/rotation_json.h"

#include <inttypes.h>
#include <string.h>

/* What happened: line by line, and why. */

static const char why_columns[] =
	"rotation,at,user,rule,count,weight,priority,recent,lastAssigned,score,"
	"reason";
static const char history_columns[] = "at,action,user,delta,reason,booking";
static const char skip_columns[] = "at,user,rule,chosen,reason,booking";

int
desk_rotate_why(struct front *front, int argc, char **argv)
{
	struct store *store;
	struct fail f;
	size_t i;
	int k;

	if (argc < 1)
		desk_usage(front, "name the bookings");
	store = desk_store(front, STORE_READ);
	front_emit(front, why_columns);
	for (k = 0; k < argc; k++) {
		bool routed = desk_rotate_why_route(front, store, argv[k]);
		struct whys all = { 0 };

		if (why_booking(store, argv[k], front->pool, &all, &f) != 0) {
			if (routed && f.status == EXIT_NONE)
				continue;
			front_error(front, &f);
			continue;
		}
		for (i = 0; i < all.n; i++)
			candidate_write(front->emit, &all.v[i]);
		if (all.unsaid > 0)
			front_say(front,
				"%s: %" PRId64 " more members stood behind",
				argv[k], all.unsaid);
	}
	store_close(store);
	if (front->status != 0 && emit_count(front->emit) > 0)
		return EXIT_PARTIAL;
	return front->status;
}

static int
print_line(void *arg, const struct assignment *a, const char *user,
	const char *rule)
{
	struct front *front = arg;

	if (rule == NULL)
		assignment_write(front->emit, a);
	else
		skip_write(front->emit, a, user, rule);
	return 0;
}

int
desk_rotate_history(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct why_query query = {
		.skipped = want->skipped, .each = print_line, .arg = front
	};
	struct rotation r;
	struct user u;
	struct store *store;
	struct fail f;
	struct span w = { INSTANT_MIN, INSTANT_MAX };

	if (argc != 1)
		desk_usage(front, "name one rotation");
	if (want->from != NULL || want->to != NULL)
		w = rotate_window(front, want, 30);
	query.from = w.start;
	query.to = w.end;
	store = desk_store(front, STORE_READ);
	desk_rotation(front, store, argv[0], &r);
	query.rotation_id = r.id;
	if (want->user != NULL) {
		desk_user(front, store, want->user, &u);
		query.user_id = u.id;
	}
	front_emit(front, want->skipped ? skip_columns : history_columns);
	if (why_history(store, &query, front->pool, &f) != 0)
		front_die(front, &f);
	store_close(store);
	return 0;
}
