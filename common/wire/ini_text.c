#include "wire/ini_text.h"

#include "wire/utf8.h"

#include <stdbool.h>
#include <string.h>

void
ini_open(struct ini *in, struct pool *pool, const char *file, const char *text,
	size_t len)
{
	in->pool = pool;
	in->at.file = file;
	in->at.line = 0;
	in->p = text;
	in->end = text + len;
	/* a mark of the byte order, as some editors write it */
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		in->p += 3;
}

int
ini_blame(struct fail *f, const struct ini_at *at)
{
	return at->file == NULL ? -1
				: fail_prefix(f, "%s:%d", at->file, at->line);
}

static int
bad(const struct ini *in, struct fail *f, const char *why)
{
	return fail(
		f, EXIT_BAD_DATA, "%s:%d: %s", in->at.file, in->at.line, why);
}

/* The next line without its end and the blanks around it, in the pool: 1, 0 at
 * the end, -1. */
static int
next_line(struct ini *in, char **to, struct fail *f)
{
	const char *end, *from = in->p;
	char *line, *p;
	size_t n;

	if (in->p >= in->end)
		return 0;
	in->at.line++;
	end = memchr(from, '\n', (size_t)(in->end - from));
	in->p = end == NULL ? in->end : end + 1;
	end = end == NULL ? in->end : end;
	if (end - from > INI_LINE)
		return bad(in, f, "the line is longer than 16384 bytes");
	while (from < end && (*from == ' ' || *from == '\t'))
		from++;
	while (end > from &&
		(end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	if (memchr(from, '\0', (size_t)(end - from)) != NULL)
		return bad(in, f, "a NUL byte");
	line = pool_strn(in->pool, from, (size_t)(end - from));
	for (p = line; *p != '\0'; p += n) {
		if (((unsigned char)*p < ' ' && *p != '\t') || *p == 0x7f)
			return bad(in, f, "a control character");
		if ((n = utf8_length(p)) == 0)
			return bad(in, f, "not UTF-8");
	}
	*to = line;
	return 1;
}

/* Takes quotes away and \" \\ \n inside them, in place. */
static int
unquote(const struct ini *in, char *text, struct fail *f)
{
	char *to = text;
	bool quoted = false;

	for (; *text != '\0'; text++) {
		if (*text == '"') {
			quoted = !quoted;
			continue;
		}
		if (!quoted && strchr("#;\\", *text) != NULL)
			return bad(in, f,
				"# ; and \\ stand in quotes, comments on lines "
				"of their own");
		if (*text != '\\') {
			*to++ = *text;
			continue;
		}
		if (*++text != '"' && *text != '\\' && *text != 'n')
			return bad(in, f,
				"a \\ before something else than \" \\ or n");
		*to++ = *text == 'n' ? '\n' : *text;
	}
	*to = '\0';
	return quoted ? bad(in, f, "a quote that does not close") : 0;
}

/* Letters, digits and -, a letter first, made lower case. */
static bool
is_key(char *text)
{
	char *p;

	for (p = text; *p != '\0'; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
		if (*p >= 'a' && *p <= 'z')
			continue;
		if (p == text || ((*p < '0' || *p > '9') && *p != '-'))
			return false;
	}
	return p > text;
}

/* [section] or [section "name"], without the brackets. */
static int
section_read(struct ini *in, char *text, struct ini_line *to, struct fail *f)
{
	size_t n = strcspn(text, " \t\"");
	char *name = text + n + strspn(text + n, " \t");

	to->section = pool_strn(in->pool, text, n);
	to->name = NULL;
	if (!is_key((char *)(uintptr_t)to->section))
		return bad(in, f, "[section] or [section \"name\"] expected");
	if (*name == '\0')
		return 1;
	if (*name != '"' || name[strlen(name) - 1] != '"')
		return bad(in, f, "the name of a section stands in quotes");
	if (unquote(in, name, f) != 0)
		return -1;
	if (*name == '\0')
		return bad(in, f, "a section with an empty name");
	to->name = name;
	return 1;
}

int
ini_next(struct ini *in, struct ini_line *to, struct fail *f)
{
	char *line = NULL, *equals, *end;
	int rc;

	memset(to, 0, sizeof(*to));
	do
		if ((rc = next_line(in, &line, f)) != 1)
			return rc;
	while (*line == '\0' || *line == '#' || *line == ';');
	to->at = in->at;
	if (*line == '[') {
		end = line + strlen(line) - 1;
		if (*end != ']')
			return bad(in, f, "a [ without its ]");
		*end = '\0';
		return section_read(in, line + 1, to, f);
	}
	if ((equals = strchr(line, '=')) == NULL)
		return bad(
			in, f, "neither [section], key = value nor a comment");
	for (end = equals; end > line && (end[-1] == ' ' || end[-1] == '\t');)
		end--;
	*end = '\0';
	if (!is_key(line))
		return bad(in, f, "a key has letters, digits and - only");
	to->key = line;
	equals++;
	equals += strspn(equals, " \t");
	if (unquote(in, equals, f) != 0)
		return -1;
	to->value = equals;
	return 1;
}

/* ---- out ---- */

static void
write_quoted(FILE *to, const char *text)
{
	putc('"', to);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\' || *text == '\n')
			putc('\\', to);
		putc(*text == '\n' ? 'n' : *text, to);
	}
	putc('"', to);
}

void
ini_write_section(FILE *to, const char *section, const char *name)
{
	fprintf(to, "[%s", section);
	if (name != NULL) {
		putc(' ', to);
		write_quoted(to, name);
	}
	fputs("]\n", to);
}

void
ini_write_key(FILE *to, const char *key, const char *value)
{
	size_t n = strlen(value);

	fprintf(to, "\t%s = ", key);
	if (value[strcspn(value, "#;\"\\\n")] != '\0' ||
		(n > 0 && (value[0] == ' ' || value[0] == '\t' ||
				  value[n - 1] == ' ' || value[n - 1] == '\t')))
		write_quoted(to, value);
	else
		fputs(value, to);
	putc('\n', to);
}
