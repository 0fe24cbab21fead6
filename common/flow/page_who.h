#ifndef FLOW_PAGE_WHO_H
#define FLOW_PAGE_WHO_H

#include "engine/who.h"
#include "record/page.h"
#include "store/store.h"

/*
 * Who takes part in the meetings of a page, as text (engine/who.h) and as it is
 * stored: kind, rotation, hosts and parties of the page.
 */

/*
 * Sets who hosts; rooms that were set stay. `owner` organizes meetings of hosts
 * who are all needed; one host is a page of kind "user" when it is the owner.
 * `*hosts` gets the ids of kind "group". 0, or -1: EXIT_USAGE, EXIT_NOT_FOUND,
 * EXIT_REFUSED for people and rooms mixed in one part.
 */
int page_hosts_set(struct store *, struct page *, const char *text,
	int64_t owner, struct pool *, int64_t **hosts, size_t *n,
	struct fail *f);
/* Sets the rooms (B16): "aula", "aula+bella", "1:aula,bella"; "": none. */
int page_rooms_set(struct store *, struct page *, const char *text,
	struct pool *, struct fail *f);

/*
 * Whether the page's owner is somebody who hosts, and in a team of each room
 * that is for some alone (B16): EXIT_REFUSED names room and teams.
 */
int page_rooms_check(
	struct store *, const struct page *, struct pool *, struct fail *f);

/* The other way; in the pool; "" for no rooms. `owner` is the slug of the host
 * of kind "user". */
char *page_hosts_text(struct pool *, const struct page *, const char *owner);
char *page_rooms_text(struct pool *, const struct page *);

/*
 * Finds the owner where nobody is named: the first member of the first
 * rotation, or the first of those of whom some are needed. 0, or -1 with
 * EXIT_REFUSED when the rotation has nobody yet.
 */
int page_owner_find(
	struct store *, struct page *, struct pool *, struct fail *f);

/* Ids of users, each once, in the pool. */
struct user_ids {
	struct pool *pool;
	int64_t *v;
	size_t n, cap;
};
void user_ids_add(struct user_ids *, int64_t id);
/* Adds everybody whose calendar counts on the page: hosts, members that are on
 * at `now`, rooms. 0 or -1. */
int page_people(struct store *, const struct page *, instant now,
	struct user_ids *to, struct fail *f);

#endif
