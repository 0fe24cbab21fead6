#include "desk/rotate_priv.h"

#include "engine/rotate.h"
#include "flow/simulate.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/simulate_json.h"

#include <stdlib.h>
#include <string.h>

/* Who the next meetings would go to. */

static const char columns[] = "number,start,end,user,reason,free,count";
static const char tally_columns[] =
	"user,on,weight,before,assigned,count,target,difference,share";

struct run {
	struct front *front;
	const struct rotate_options *want;
	struct store *store;
	struct rotation rotation;
	struct simulate_how how;
	int64_t made;
};

static int
print(void *arg, const struct simulated *one)
{
	struct run *run = arg;
	struct sample s = { .rotation = run->rotation.name,
		.user = one->user,
		.reason = one->reason,
		.number = one->number,
		.free = one->free,
		.count = one->count,
		.at = one->at };

	run->made = one->number;
	if (!run->want->summary)
		sample_write(run->front->emit, &s);
	return 0;
}

static void
print_tallies(const struct run *run, const struct members *before,
	const struct members *after)
{
	struct pool *pool = run->front->pool;
	double *targets = pool_array(pool, before->n + 1, sizeof(*targets));
	size_t i;

	rotate_targets(before, run->how.now, run->made, targets);
	for (i = 0; i < before->n; i++) {
		struct tally t = { .rotation = run->rotation.name,
			.user = before->v[i].email,
			.weight = before->v[i].weight,
			.on = member_on(&before->v[i], run->how.now),
			.before = before->v[i].count,
			.count = after->v[i].count,
			.target = targets[i] };

		t.assigned = t.count - t.before;
		t.part = run->made == 0
				 ? 0
				 : (double)t.assigned / (double)run->made;
		tally_write(run->front->emit, &t);
	}
}

/* --away U and --weight U=N, as ids. */
static void
what_if(struct run *run)
{
	const struct strs *away = &run->want->away,
			  *weights = &run->want->weights;
	struct pool *pool = run->front->pool;
	int64_t *ids = pool_array(pool, away->n + 1, sizeof(*ids));
	struct simulate_weight *w =
		pool_array(pool, weights->n + 1, sizeof(*w));
	struct user u;
	size_t i;

	for (i = 0; i < away->n; i++) {
		desk_user(run->front, run->store, away->v[i], &u);
		ids[i] = u.id;
	}
	for (i = 0; i < weights->n; i++) {
		const char *eq = strrchr(weights->v[i], '=');
		char *end = NULL;
		long n = eq == NULL || eq[1] < '0' || eq[1] > '9'
				 ? -1
				 : strtol(eq + 1, &end, 10);

		if (n < 0 || n > 10000 || *end != '\0')
			desk_usage(run->front,
				"--weight is USER=N, N from 0 to 10000");
		desk_user(run->front, run->store,
			pool_strn(pool, weights->v[i],
				(size_t)(eq - weights->v[i])),
			&u);
		w[i] = (struct simulate_weight){ u.id, (int)n };
	}
	run->how.away = ids;
	run->how.away_n = away->n;
	run->how.weights = w;
	run->how.weights_n = weights->n;
}

static void
read_options(struct run *run)
{
	const struct rotate_options *want = run->want;
	struct front *front = run->front;
	struct simulate_how *how = &run->how;
	struct fail f;

	how->now = front->now;
	how->count = want->count < 0 ? 10 : want->count;
	if (how->count > 100000)
		desk_usage(front, "--count is 0 to 100000");
	how->seed = want->seed < 0 ? 1 : (uint64_t)want->seed;
	how->calendars = want->from != NULL || want->to != NULL;
	if (want->counts && how->calendars)
		desk_usage(front, "--counts has no --from and --to");
	if (want->duration != NULL && !how->calendars)
		desk_usage(front, "--duration wants --from or --to");
	how->length_s = 1800;
	if (want->duration != NULL &&
		duration_read(
			want->duration, "--duration", &how->length_s, &f) != 0)
		front_die(front, &f);
	how->from = front->now;
	how->max_stale_s = desk_max_stale(front);
	if (want->from != NULL &&
		timeword_from(want->from, "--from", front->now, front->zone,
			&how->from, &f) != 0)
		front_die(front, &f);
	how->to = how->from + INT64_C(28) * 86400;
	if (want->to != NULL && timeword_to(want->to, "--to", front->now,
					front->zone, &how->to, &f) != 0)
		front_die(front, &f);
	if (how->to <= how->from)
		desk_usage(front, "--to is not after --from");
}

int
desk_rotate_simulate(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct run run = { .front = front, .want = want };
	struct members before = { 0 }, after = { 0 };
	struct fail f;
	int rc;

	if (argc != 1)
		desk_usage(front, "name one rotation");
	read_options(&run);
	run.store = desk_store(front, STORE_READ);
	desk_rotation(front, run.store, argv[0], &run.rotation);
	what_if(&run);
	front_emit(front, want->summary ? tally_columns : columns);
	rc = simulate(run.store, &run.rotation, &run.how, front->pool, &before,
		&after, print, &run, &f);
	if (rc != 0)
		front_error(front, &f);
	if (want->summary && (rc == 0 || run.made > 0))
		print_tallies(&run, &before, &after);
	store_close(run.store);
	return front->status;
}
