#include "wire/mail.h"

#include "when/civil.h"

#include <stdbool.h>
#include <string.h>

/* ---- headers ---- */

/* Whether the text needs encoded-words: not printable ASCII, or something that
 * would be taken for one. */
static bool
needs_encoding(const char *text)
{
	const unsigned char *p;

	for (p = (const unsigned char *)text; *p != '\0'; p++)
		if (*p >= 0x7f)
			return true;
	return strstr(text, "=?") != NULL;
}

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
base64(FILE *to, const unsigned char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n; i += 3) {
		unsigned v = (unsigned)p[i] << 16;

		if (i + 1 < n)
			v |= (unsigned)p[i + 1] << 8;
		if (i + 2 < n)
			v |= p[i + 2];
		putc(base64_digits[v >> 18], to);
		putc(base64_digits[v >> 12 & 63], to);
		putc(i + 1 < n ? base64_digits[v >> 6 & 63] : '=', to);
		putc(i + 2 < n ? base64_digits[v & 63] : '=', to);
	}
}

/* One encoded-word holds whole characters and is at most 75 bytes long: RFC
 * 2047 sections 2 and 5. */
enum { WORD_BYTES = 42 };

static void
write_encoded(FILE *to, const char *text)
{
	unsigned char word[WORD_BYTES];
	const unsigned char *p = (const unsigned char *)text;
	bool first = true;

	while (*p != '\0') {
		size_t n = 0, k, i;

		while (p[n] != '\0') {
			for (k = 1; (p[n + k] & 0xc0) == 0x80; k++)
				;
			if (n + k > WORD_BYTES)
				break;
			n += k;
		}
		/* broken UTF-8 may have no end of a character in reach */
		if (n == 0)
			n = strnlen((const char *)p, WORD_BYTES);
		for (i = 0; i < n; i++)
			word[i] = p[i] < 0x20 || p[i] == 0x7f ? ' ' : p[i];
		fputs(first ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?", to);
		base64(to, word, n);
		fputs("?=", to);
		first = false;
		p += n;
	}
}

/* ASCII text, folded before a blank where a line would be too long. */
static void
write_folded(FILE *to, const char *text, size_t column)
{
	while (*text != '\0') {
		size_t n = 1 + strcspn(text + 1, " \t\r\n");
		size_t i;

		if (column + n > 76 && *text == ' ' && column > 1) {
			fputs("\r\n", to);
			column = 0;
		}
		for (i = 0; i < n; i++)
			putc((unsigned char)text[i] < 0x20 ? ' ' : text[i], to);
		column += n;
		text += n;
	}
}

/* A text without structure. One very long word cannot be folded, so that is
 * encoded too. */
static void
write_text(FILE *to, const char *name, const char *text)
{
	size_t n, longest = 0;
	const char *p;

	for (p = text; *p != '\0'; p += n + (p[n] != '\0')) {
		n = strcspn(p, " \t\r\n");
		longest = n > longest ? n : longest;
	}
	fprintf(to, "%s: ", name);
	if (needs_encoding(text) || longest > 60)
		write_encoded(to, text);
	else
		write_folded(to, text, strlen(name) + 2);
	fputs("\r\n", to);
}

/* NAME: "Display, Name" <address>. `You@x <You@x>` is refused by some, so a
 * name that is an address stays out. */
static void
write_address(
	FILE *to, const char *name, const char *address, const char *person)
{
	const char *p;

	fprintf(to, "%s: ", name);
	if (person != NULL && *person != '\0' && strchr(person, '@') == NULL) {
		if (needs_encoding(person) || strlen(person) > 60) {
			write_encoded(to, person);
		} else {
			putc('"', to);
			for (p = person; *p != '\0'; p++) {
				if (*p == '"' || *p == '\\')
					putc('\\', to);
				putc((unsigned char)*p < 0x20 ? ' ' : *p, to);
			}
			putc('"', to);
		}
		fputs(strlen(person) + strlen(address) > 60 ? "\r\n " : " ",
			to);
		fprintf(to, "<%s>\r\n", address);
	} else {
		fprintf(to, "%s\r\n", address);
	}
}

/* RFC 5322 section 3.3; names of days and months are English by rule. */
static void
write_date(FILE *to, instant at)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c = civil_of_seconds(at);

	fprintf(to, "Date: %.3s, %d %.3s %04d %02d:%02d:%02d +0000\r\n",
		days + 3 * civil_weekday(&c), c.day, months + 3 * (c.month - 1),
		c.year, c.hour, c.minute, c.second);
}

/* ---- bodies ---- */

/* Quoted-printable (RFC 2045 section 6.7); LF and CR LF end a line. */
static void
write_quoted(FILE *to, const char *text)
{
	const unsigned char *p;
	size_t column = 0;

	for (p = (const unsigned char *)text; *p != '\0'; p++) {
		bool plain, last;

		if (p[0] == '\n' || (p[0] == '\r' && p[1] == '\n')) {
			p += p[0] == '\r';
			fputs("\r\n", to);
			column = 0;
			continue;
		}
		last = p[1] == '\n' || p[1] == '\0' ||
		       (p[1] == '\r' && p[2] == '\n');
		plain = *p > 0x20 && *p < 0x7f && *p != '=';
		plain |= (*p == ' ' || *p == '\t') && !last;
		/* a dot alone ends SMTP's data, "From " a mailbox's mail */
		if (column == 0 && (*p == '.' || strncmp((const char *)p,
							 "From ", 5) == 0))
			plain = false;
		if (column + (plain ? 1 : 3) > (last ? 76 : 75)) {
			fputs("=\r\n", to);
			column = 0;
		}
		if (plain)
			putc(*p, to);
		else
			fprintf(to, "=%02X", *p);
		column += plain ? 1 : 3;
	}
	if (column > 0)
		fputs("\r\n", to);
}

/* Whether the text can go as it is: ASCII in short lines that no mail program
 * on the way reads as something else. */
static bool
is_plain(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n;

	for (; *p != '\0'; p += n + (p[n] != '\0')) {
		if (*p == '.' || strncmp((const char *)p, "From ", 5) == 0)
			return false;
		/* a line that could be a boundary: "=" is coded then */
		if (strncmp((const char *)p, "--", 2) == 0)
			return false;
		n = strcspn((const char *)p, "\n");
		if (n > 78 || (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t')))
			return false;
		for (n = 0; p[n] != '\n' && p[n] != '\0'; n++)
			if (p[n] >= 0x7f ||
				(p[n] < 0x20 && p[n] != '\t' && p[n] != '\r'))
				return false;
	}
	return true;
}

/* The encoding's header, the empty line, and the text in it. */
static void
write_body(FILE *to, const char *text)
{
	bool plain = is_plain(text);

	fprintf(to, "Content-Transfer-Encoding: %s\r\n\r\n",
		plain ? "7bit" : "quoted-printable");
	if (!plain) {
		write_quoted(to, text);
		return;
	}
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			putc('\r', to);
		if (*text != '\r')
			putc(*text, to);
	}
}

static void
write_base64(FILE *to, const char *text)
{
	size_t n = strlen(text), i;

	for (i = 0; i < n; i += 57) {
		base64(to, (const unsigned char *)text + i,
			n - i < 57 ? n - i : 57);
		fputs("\r\n", to);
	}
}

static void
write_plain(FILE *to, const struct mail *m)
{
	fputs("Content-Type: text/plain; charset=UTF-8\r\n", to);
	write_body(to, m->text);
}

/* "=_" can stand in neither quoted-printable nor base64, so no body holds a
 * boundary: RFC 2045 section 6.7, note. */
#define MIXED "=_mixed"
#define ALTERNATIVE "=_alternative"

static void
write_parts(FILE *to, const struct mail *m)
{
	const char *name =
		strcmp(m->method, "CANCEL") == 0 ? "cancel.ics" : "invite.ics";

	fputs("Content-Type: multipart/mixed; boundary=\"" MIXED "\"\r\n"
	      "\r\n"
	      "--" MIXED "\r\n"
	      "Content-Type: multipart/alternative; boundary=\"" ALTERNATIVE
	      "\"\r\n"
	      "\r\n"
	      "--" ALTERNATIVE "\r\n",
		to);
	write_plain(to, m);
	fprintf(to,
		"\r\n--" ALTERNATIVE "\r\n"
		"Content-Type: text/calendar; method=%s; charset=UTF-8\r\n",
		m->method);
	write_body(to, m->ics);
	fprintf(to,
		"\r\n--" ALTERNATIVE "--\r\n"
		"\r\n--" MIXED "\r\n"
		"Content-Type: application/ics; name=\"%s\"\r\n"
		"Content-Disposition: attachment; filename=\"%s\"\r\n"
		"Content-Transfer-Encoding: base64\r\n"
		"\r\n",
		name, name);
	write_base64(to, m->ics);
	fputs("\r\n--" MIXED "--\r\n", to);
}

/* ---- the whole ---- */

/* An address, an id, a method: no blank, no control character, no bracket. */
static bool
token_valid(const char *text)
{
	const unsigned char *p;

	if (text == NULL || *text == '\0' || strlen(text) > 320)
		return false;
	for (p = (const unsigned char *)text; *p != '\0'; p++)
		if (*p <= ' ' || *p == 0x7f || strchr("<>\"(),;", *p) != NULL)
			return false;
	return true;
}

static int
mail_check(const struct mail *m, struct fail *f)
{
	if (!token_valid(m->from) || !token_valid(m->to) ||
		(m->reply_to != NULL && !token_valid(m->reply_to)))
		return fail(f, EXIT_BAD_DATA, "mail: an address that is none");
	if (!token_valid(m->id) || (m->ics != NULL && !token_valid(m->method)))
		return fail(f, EXIT_BAD_DATA, "mail: a bad id or method");
	if (m->language != NULL && !token_valid(m->language))
		return fail(f, EXIT_BAD_DATA, "mail: a bad language");
	return 0;
}

int
mail_write(FILE *to, const struct mail *m, struct fail *f)
{
	if (mail_check(m, f) != 0)
		return -1;
	write_address(to, "From", m->from, m->from_name);
	write_address(to, "To", m->to, m->to_name);
	if (m->reply_to != NULL)
		write_address(to, "Reply-To", m->reply_to, NULL);
	write_text(to, "Subject", m->subject);
	write_date(to, m->date);
	fprintf(to, "Message-ID: <%s>\r\n", m->id);
	if (m->language != NULL)
		fprintf(to, "Content-Language: %s\r\n", m->language);
	fputs("Auto-Submitted: auto-generated\r\n"
	      "MIME-Version: 1.0\r\n",
		to);
	if (m->ics != NULL)
		write_parts(to, m);
	else
		write_plain(to, m);
	return 0;
}
