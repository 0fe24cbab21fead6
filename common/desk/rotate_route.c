#include "desk/rotate_text.h"

#include "desk/rotate_priv.h"
#include "flow/route.h"
#include "store/booking.h"
#include "store/routing.h"
#include "wire/record_in.h"
#include "wire/routing_json.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Records to pages, rotations and hosts (B13). */

static const char columns[] = "routing.rule,page,rotation,organizer";

/* Records from stdin, each on its way at once. */
static int
stream(struct front *front, struct router *router, bool explain)
{
	struct record_in *in = record_in_new(front->pool, stdin, "stdin");
	struct json_object *record;
	long n = 0, good = 0;
	struct fail f;
	int rc;

	while ((rc = record_in_next(in, &record, &f)) == 1) {
		const struct field_ask ask = routing_fields(record);
		struct pool *pool = pool_new();
		struct routed routed = { 0 };

		n++;
		if (record_failed(record, &f))
			rc = -1;
		else
			rc = router_route(router, &ask, pool, &routed, &f);
		if (explain && routed.routing != NULL)
			routed_explain(front->emit, &routed);
		if (rc != 0)
			front_error_record(front, &f, record_text(record));
		else if (!explain)
			routed_write(front->emit, record, &routed);
		good += rc == 0;
		pool_free(pool);
	}
	if (rc != 0)
		front_error(front, &f);
	record_in_free(in);
	if (front->status != 0)
		return good > 0 ? EXIT_PARTIAL : front->status;
	/* a filter that read nothing hands the emptiness on */
	return n == 0 ? EXIT_NONE : 0;
}

/* Whether records come in: a pipe, a file or a socket. */
static bool
stdin_has_records(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 &&
	       (S_ISFIFO(st.st_mode) || S_ISREG(st.st_mode) ||
		       S_ISSOCK(st.st_mode));
}

int
desk_rotate_route(struct front *front, bool explain, int argc, char **argv)
{
	struct router *router;
	struct store *store;
	struct fail f;
	int rc;

	if (argc < 1 || argc > 2 || (argc == 2 && strcmp(argv[1], "-") != 0))
		desk_usage(front, "name one routing");
	if (argc == 1 && !stdin_has_records())
		desk_usage(front, "no records on stdin");
	store = desk_store(front, STORE_READ);
	router = router_open(store, argv[0], front->pool, &f);
	if (router == NULL)
		front_die(front, &f);
	front_emit(front, explain ? "rule,matched,why,to" : columns);
	rc = stream(front, router, explain);
	store_close(store);
	return rc;
}

bool
desk_rotate_why_route(struct front *front, struct store *store, const char *ref)
{
	struct booking b = { 0 };
	struct routed routed;
	const char *json;
	struct fail f;

	if (booking_find(store, ref, front->pool, &b, &f) != 1 ||
		(json = booking_routing(store, b.id, front->pool)) == NULL ||
		!routed_read(front->pool, json, &routed))
		return false;
	if (front->template_text == NULL &&
		(front->format == FORMAT_JSON ||
			front->format == FORMAT_JSON_ARRAY))
		routed_explain(front->emit, &routed);
	else if (routed.rule == NULL || routed.n == 0)
		front_say(front, "%s: routing %s, by default", ref,
			routed.routing);
	else
		front_say(front, "%s: routing %s, rule %s: %s", ref,
			routed.routing, routed.rule,
			routed.v[routed.n - 1].why);
	return true;
}

/* ---- routing list, show, delete ---- */

static int
list_one(void *arg, const struct routing *r)
{
	routing_write(((struct front *)arg)->emit, r);
	return 0;
}

static int
delete_all(struct front *front, int argc, char **argv)
{
	struct store *store;
	struct fail f;
	int i;

	if (argc < 1)
		desk_usage(front, "delete: name the routings");
	if (!front->dry_run &&
		!front_confirm(front, "delete routing %s%s?", argv[0],
			argc > 1 ? " and the others" : ""))
		return 0;
	store = rotate_begin(front);
	for (i = 0; i < argc; i++) {
		struct routing r = { 0 };

		if (routing_find(store, argv[i], front->pool, &r, &f) != 1 ||
			routing_remove(store, r.id, &f) != 0 ||
			audit_add(store, front->now, "routing.delete", r.name,
				NULL, &f) != 0)
			front_die(front, &f);
		routing_write(front->emit, &r);
	}
	desk_finish(front, store);
	for (i = 0; i < argc; i++)
		front_say(front, "%s routing %s",
			front->dry_run ? "would delete" : "deleted", argv[i]);
	return 0;
}

static int
show(struct front *front, int argc, char **argv)
{
	struct store *store;
	struct fail f;
	int i;

	if (argc < 1)
		desk_usage(front, "show: name the routings");
	store = desk_store(front, STORE_READ);
	for (i = 0; i < argc; i++) {
		struct routing r = { 0 };

		if (routing_find(store, argv[i], front->pool, &r, &f) != 1)
			front_die(front, &f);
		routing_write(front->emit, &r);
	}
	store_close(store);
	return 0;
}

int
desk_rotate_routing(struct front *front, int argc, char **argv)
{
	static const char *const verbs[] = { "list", "show", "delete" };
	struct store *store;
	const char *near;
	struct fail f;

	if (argc < 1)
		desk_usage(front, "list, show NAME... or delete NAME...");
	front_emit(front, "name,default,rules");
	if (strcmp(argv[0], "show") == 0)
		return show(front, argc - 1, argv + 1);
	if (strcmp(argv[0], "delete") == 0)
		return delete_all(front, argc - 1, argv + 1);
	if (strcmp(argv[0], "list") != 0) {
		near = opt_near(argv[0], verbs, 3);
		fail(&f, EXIT_USAGE, "routing: no verb '%s'", argv[0]);
		if (near != NULL)
			fail_hint(&f, "did you mean '%s'?", near);
		else
			fail_hint(&f, "routing list|show|delete");
		front_die(front, &f);
	}
	if (argc > 1)
		desk_usage(front, "list takes no operand");
	store = desk_store(front, STORE_READ);
	if (routing_each(store, front->pool, list_one, front, &f) != 0)
		front_die(front, &f);
	store_close(store);
	return 0;
}
