#ifndef DESK_PAGE_H
#define DESK_PAGE_H

#include "desk/desk.h"

/* What stands behind mtg-page. */

enum { PAGE_SETTINGS = 17, PAGE_RULES = 24 };

/* Its options, as typed. */
struct page_options {
	const char *user, *rotation, *group, *hosts, *rooms;
	const char *set[PAGE_SETTINGS]; /* as engine/page.h lists them */
	const char *rule[PAGE_RULES];   /* in the order of page_rule_keys */
	const char *owner, *days;
	const char *contact, *start, *duration;
	struct strs utm;
};

/* The verbs; each returns its exit status. */
int desk_page_create(
	struct front *, const struct page_options *, int argc, char **argv);
int desk_page_edit(struct front *, int argc, char **argv);
int desk_page_list(
	struct front *, const struct page_options *, int argc, char **argv);
int desk_page_show(struct front *, int argc, char **argv);
int desk_page_enable(struct front *, int argc, char **argv);
int desk_page_disable(struct front *, int argc, char **argv);
int desk_page_delete(struct front *, int argc, char **argv);
int desk_page_link(
	struct front *, const struct page_options *, int argc, char **argv);
int desk_page_template(struct front *, int argc, char **argv);
int desk_page_export(struct front *, int argc, char **argv);
int desk_page_apply(struct front *, int argc, char **argv);

#endif
