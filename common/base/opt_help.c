#include "base/opt.h"

#include <string.h>

static void
help_lines(FILE *to, const char *text)
{
	const char *end;

	for (; text != NULL && *text != '\0'; text = end) {
		end = text + strcspn(text, "\n");
		fprintf(to, "  %.*s\n", (int)(end - text), text);
		end += *end == '\n';
	}
}

static void
help_options(FILE *to, const char *title, const struct opt *o)
{
	char left[80], letter[4];

	if (o == NULL || o->kind == OPT_END)
		return;
	fprintf(to, "\n%s:\n", title);
	for (; o->kind != OPT_END; o++) {
		snprintf(letter, sizeof(letter),
			o->short_name != 0 ? "-%c," : "   ", o->short_name);
		snprintf(left, sizeof(left), "%s --%s%s%s", letter, o->name,
			o->arg == NULL ? "" : " ",
			o->arg == NULL ? "" : o->arg);
		fprintf(to, "  %-26s  %s\n", left, o->help);
	}
}

static void
help_verbs(FILE *to, const struct program *p)
{
	const struct verb *v;

	fprintf(to, "\nVerbs:\n");
	for (v = p->verbs; v->name != NULL; v++)
		fprintf(to, "  %-26s  %s\n", v->name, v->help);
	fprintf(to, "\n%s VERB --help is about one verb.\n", p->name);
}

static void
help_usage(FILE *to, const struct program *p, const struct verb *v)
{
	const char *operands = v != NULL          ? v->operands
			       : p->verbs != NULL ? "VERB [OPERAND]..."
						  : p->operands;

	fprintf(to, "Usage: %s%s%s%s%s [OPTION]...\n", p->name,
		v == NULL ? "" : " ", v == NULL ? "" : v->name,
		operands == NULL || *operands == '\0' ? "" : " ",
		operands == NULL ? "" : operands);
}

void
opt_help(FILE *to, const struct program *p, const struct verb *v,
	const struct opt *common)
{
	const char *examples =
		v != NULL && v->examples != NULL ? v->examples : p->examples;
	const char *text = v != NULL ? v->help : p->help;

	fputs("Examples:\n", to);
	help_lines(to, examples);
	fputc('\n', to);
	help_usage(to, p, v);
	fprintf(to, "%c%s.\n",
		*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text,
		text + 1);
	if (v == NULL && p->verbs != NULL)
		help_verbs(to, p);
	help_options(to, "Options", v != NULL ? v->opts : p->opts);
	help_options(to, "Options of all programs", common);
}

void
opt_short_help(FILE *to, const struct program *p)
{
	const struct verb *v;
	size_t column = 0;

	fprintf(to, "%s: %s\n", p->name, p->help);
	help_usage(to, p, NULL);
	if (p->verbs != NULL) {
		fputs("Verbs:", to);
		column = 6;
		for (v = p->verbs; v->name != NULL; v++) {
			if (column + 1 + strlen(v->name) > 76) {
				fputs("\n      ", to);
				column = 6;
			}
			fprintf(to, " %s", v->name);
			column += 1 + strlen(v->name);
		}
		fputc('\n', to);
	}
	fputs("Examples:\n", to);
	help_lines(to, p->examples);
	fprintf(to, "%s%s --help says more, man %s says all.\n", p->name,
		p->verbs == NULL ? "" : " [VERB]", p->name);
}
