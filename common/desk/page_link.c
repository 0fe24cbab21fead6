#include "desk/page.h"

#include "when/timeword.h"
#include "wire/page_json.h"

#include <string.h>

/* The verb that prints links to pages. */

static void
html(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		if (strchr("<>&\"'", *s) != NULL)
			fprintf(to, "&#%d;", *s);
		else
			fputc(*s, to);
}

static char *
link_url(struct front *front, const struct page_options *want,
	const struct page *p, const char *base)
{
	char *url = page_url(front->pool, base, p->slug);
	char text[INSTANT_TEXT];
	struct timeword at;
	struct fail f;
	size_t i;

	if (want->start != NULL) {
		if (timeword_read(want->start, "--start", front->now,
			    front->zone, &at, &f) != 0)
			front_die(front, &f);
		url = url_add(
			front->pool, url, "start", instant_write(at.at, text));
	}
	if (want->duration != NULL)
		url = url_add(front->pool, url, "d", want->duration);
	if (want->contact != NULL) {
		if (!email_valid(want->contact))
			desk_usage(front, "--contact: not an e-mail address");
		url = url_add(front->pool, url, "email", want->contact);
	}
	for (i = 0; i < want->utm.n; i++) {
		const char *eq = strchr(want->utm.v[i], '=');
		char *key;

		if (eq == NULL || eq == want->utm.v[i])
			desk_usage(front, "--utm: as campaign=dec");
		key = pool_printf(front->pool, "%s%.*s",
			strncmp(want->utm.v[i], "utm_", 4) == 0 ? "" : "utm_",
			(int)(eq - want->utm.v[i]), want->utm.v[i]);
		url = url_add(front->pool, url, key, eq + 1);
	}
	return url;
}

int
desk_page_link(struct front *front, const struct page_options *want, int argc,
	char **argv)
{
	const char *base = config_get(front->config, "page.url");
	struct page p = { 0 };
	struct store *store;
	struct emit *e;
	struct fail f;
	char *url;

	front_formats(front, "text,html,markdown");
	if (argc != 1)
		desk_usage(front, "name one page");
	if (base == NULL) {
		fail(&f, EXIT_CONFIG,
			"page.url is not set, so no link can be made");
		fail_hint(&f, "[page] url = https://meet.example.com in "
			      "~/.config/mtg/config");
		front_die(front, &f);
	}
	store = desk_store(front, STORE_READ);
	desk_page(front, store, argv[0], &p);
	url = link_url(front, want, &p, base);
	/* where nothing is asked for it is the link alone, for $(...) */
	if (front->format_text == NULL && !front->json &&
		front->fields == NULL && front->template_text == NULL)
		front->format = FORMAT_TEXT;
	switch (front->format) {
	case FORMAT_TEXT:
	case FORMAT_TABLE:
		fprintf(front->out, "%s\n", url);
		break;
	case FORMAT_HTML:
		fputs("<a href=\"", front->out);
		html(front->out, url);
		fputs("\">", front->out);
		html(front->out, p.title);
		fputs("</a>\n", front->out);
		break;
	case FORMAT_MARKDOWN:
		fprintf(front->out, "[%s](%s)\n", p.title, url);
		break;
	default:
		e = front_emit(front, "page,url");
		emit_begin(e, "link", url);
		emit_str(e, "page", p.slug);
		emit_str(e, "title", p.title);
		emit_str(e, "url", url);
		emit_end(e);
	}
	store_close(store);
	return 0;
}
