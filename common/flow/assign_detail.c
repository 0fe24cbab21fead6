#include "flow/assign_priv.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of a proposal as text, and the quick way back to who was skipped.
 */

enum { ALL = 48, FIRST = 16, SKIPPED = 64 };

/* The place of the chosen one in `order`; n when nobody was. */
static size_t
chosen_at(const struct proposal *p, const size_t *order)
{
	size_t i;

	for (i = 0; i < p->seats_n; i++)
		if (p->seats[order[i]].rule == ROTATE_CHOSEN)
			return i;
	return p->seats_n;
}

/* "not-free:7 paused:9,12", of those that stood before the chosen one. */
static void
skipped_write(
	FILE *to, const struct proposal *p, const size_t *order, size_t chosen)
{
	size_t i, n = chosen < SKIPPED ? chosen : SKIPPED;
	bool any = false;
	int rule;

	if (chosen == p->seats_n)
		return;
	for (rule = ROTATE_PAUSED; rule < ROTATE_RULES; rule++) {
		bool first = true;

		for (i = 0; i < n; i++) {
			const struct rotate_seat *s = &p->seats[order[i]];

			if ((int)s->rule != rule)
				continue;
			if (first)
				fprintf(to, "%s%s:", any ? " " : "",
					rotate_word(s->rule));
			fprintf(to, "%s%" PRId64, first ? "" : ",",
				s->member->user_id);
			first = false;
			any = true;
		}
	}
}

static void
rules_write(FILE *to, const struct proposal *p)
{
	size_t of[ROTATE_RULES] = { 0 }, i;
	const char *comma = "";

	for (i = 0; i < p->seats_n; i++)
		of[p->seats[i].rule]++;
	fputs(",\"rules\":{", to);
	for (i = 0; i < ROTATE_RULES; i++)
		if (of[i] > 0) {
			fprintf(to, "%s\"%s\":%zu", comma,
				rotate_word((enum rotate_rule)i), of[i]);
			comma = ",";
		}
	putc('}', to);
}

/* Addresses were checked when their users were made: no quotes in them; a
 * backslash can be. */
static void
email_write(FILE *to, const char *email)
{
	putc('"', to);
	for (; *email != '\0'; email++) {
		if (*email == '\\' || *email == '"')
			putc('\\', to);
		putc(*email, to);
	}
	putc('"', to);
}

static void
seat_write(FILE *to, const struct rotate_seat *s)
{
	const struct member *m = s->member;

	putc('[', to);
	email_write(to, m->email);
	fprintf(to, ",\"%s\",%" PRId64 ",%d,%d,", rotate_word(s->rule),
		m->count, m->weight, m->priority);
	if (m->recent < 0)
		fputs("null", to);
	else
		fprintf(to, "%" PRId64, m->recent);
	fprintf(to, ",%" PRId64 ",%" PRId64 "]", (int64_t)m->last_at, s->score);
}

char *
assign_detail(struct pool *pool, const struct proposal *p)
{
	size_t *order = pool_array(pool, p->seats_n + 1, sizeof(*order));
	size_t chosen, i, n = p->seats_n, size = 0;
	const char *comma = "";
	char *text = NULL, *copy;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		return pool_str(pool, "{}");
	rotate_order(p->rotation, p->seats, n, order);
	chosen = chosen_at(p, order);
	fputs("{\"skipped\":\"", to);
	skipped_write(to, p, order, chosen);
	fprintf(to, "\",\"of\":%zu", n);
	if (n > ALL)
		rules_write(to, p);
	fputs(",\"members\":[", to);
	for (i = 0; i < n; i++) {
		if (n > ALL && i >= FIRST && i != chosen)
			continue;
		fputs(comma, to);
		seat_write(to, &p->seats[order[i]]);
		comma = ",";
	}
	fputs("]}", to);
	fclose(to);
	copy = pool_str(pool, text == NULL ? "{}" : text);
	free(text);
	return copy;
}

void
assign_skipped(const char *text,
	void (*each)(void *arg, int64_t user_id, const char *rule), void *arg)
{
	static const char head[] = "{\"skipped\":\"";
	const char *p = text;
	char rule[32], *end;
	size_t n;

	if (p != NULL && strncmp(p, head, sizeof(head) - 1) == 0)
		p += sizeof(head) - 1;
	for (; p != NULL && *p >= 'a' && *p <= 'z'; p += *p == ' ') {
		n = strcspn(p, ":");
		if (n >= sizeof(rule) || p[n] != ':')
			return;
		memcpy(rule, p, n);
		rule[n] = '\0';
		for (p += n; *p == ':' || *p == ','; p = end) {
			int64_t id = strtoll(p + 1, &end, 10);

			if (end == p + 1)
				return;
			each(arg, id, rule);
		}
	}
}

char *
assign_skipped_text(struct pool *pool, const char *detail)
{
	static const char head[] = "{\"skipped\":\"";
	size_t n;

	if (detail == NULL || strncmp(detail, head, sizeof(head) - 1) != 0)
		return NULL;
	detail += sizeof(head) - 1;
	n = strcspn(detail, "\"");
	return n == 0 ? NULL : pool_strn(pool, detail, n);
}
