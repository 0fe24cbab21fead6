#ifndef DESK_SYNC_PRIV_H
#define DESK_SYNC_PRIV_H

#include "desk/desk.h"
#include "desk/sync.h"
#include "flow/sync.h"

/* What the files of mtg-sync's verbs share: the one front, the options. */
extern struct front front;
extern struct want {
	const char *location; /* of a room */
	struct strs teams;
	int64_t capacity; /* -1: not named */
	bool resource;
	const char *user, *url, *login, *name, *password_command, *calendar,
		*page, *from, *to, *ics, *timezone, *hours, *email, *language,
		*cap, *set, *handover, *note, *remove, *role;
	struct strs owners, overrides, travels;
	int64_t password_fd, grace, jobs, limit;
	bool available, full, check, repair, busy_only, all, drop;
} want;
extern const struct sync_net *sync_net;

/* The provider of that name; becomes mtg-sync-net (and does not return) when
 * only that one knows it. NULL: nobody does. */
void need_network(void);

/* Options onto a user or room; what is wrong with them ends the program. */
void set_user(struct user *);
/* The short name that an address gives. */
const char *slug_of(const char *email);
/* After hours or zone of somebody changed: what followed from the old ones. */
void user_changed(struct store *, const struct user *);
/* Dies when meetings of theirs are to come; `what` is "user" or "room". */
void refuse_coming(struct store *, const struct user *, const char *what);

struct calendars {
	struct calendar *v;
	size_t n, cap;
};
/* A callback of calendar_each that keeps them. */
int keep_calendar(void *calendars, const struct calendar *);
void load_calendars(
	struct store *, const char *user, bool selected, struct calendars *);
void print_calendar(const struct calendar *);
void print_change(void *ignored, const struct change *);
/* --from and --to; `days` from --from on where --to is missing. */
void window(int64_t days, struct span *to);
/* The options as flow/sync.h wants them. */
void how_to_sync(struct sync_how *);

/* The verbs; each returns its exit status. */
int verb_init(int argc, char **argv);
int verb_user(int argc, char **argv);
int verb_room(int argc, char **argv);
int verb_connect(int argc, char **argv);
int verb_disconnect(int argc, char **argv);
int verb_list(int argc, char **argv);
int verb_add(int argc, char **argv);
int verb_remove(int argc, char **argv);
int verb_set(int argc, char **argv);
int verb_pull(int argc, char **argv);
int verb_push(int argc, char **argv);
int verb_run(int argc, char **argv);
int verb_status(int argc, char **argv);
int verb_outbox(int argc, char **argv);
int verb_import(int argc, char **argv);
int verb_export(int argc, char **argv);
int verb_busy(int argc, char **argv);
int verb_availability(int argc, char **argv);
int verb_away(int argc, char **argv);
int verb_backup(int argc, char **argv);
int verb_check(int argc, char **argv);

#endif
