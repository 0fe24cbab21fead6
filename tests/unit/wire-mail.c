/* Mails as they go out: RFC 5322, 2045, 2047, 6047. */
#include "check.h"

#include "base/fail.h"
#include "base/pool.h"
#include "wire/mail.h"

#include <stdbool.h>
#include <stdlib.h>

static const struct mail plain = {
	.from = "ada@acme.example",
	.from_name = "Ada Rossi",
	.to = "pat@example.com",
	.to_name = "Pat Lee",
	.subject = "Product demo",
	.id = "1@meet.acme.example",
	.date = 1795248000,
	.text = "Hello\n\nSee you\n",
};

/* The message, to be freed; NULL when it was refused. */
static char *
written(const struct mail *m)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	struct fail f;
	int rc = mail_write(to, m, &f);

	fclose(to);
	if (rc == 0)
		return text;
	check(size == 0 && f.status == EXIT_BAD_DATA,
		"what is refused writes nothing");
	free(text);
	return NULL;
}

/* Every line ends in CR LF, none is longer than 78. */
static bool
well_formed(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text == '\n')
			return false;
		if (*text == '\r') {
			if (*++text != '\n')
				return false;
			n = 0;
		} else if (++n > 78) {
			return false;
		}
	}
	return n == 0;
}

static void
holds(const struct mail *m, const char *want, const char *what)
{
	char *text = written(m);

	check(text != NULL && strstr(text, want) != NULL, "%s", what);
	if (text != NULL && strstr(text, want) == NULL)
		printf("# %s\n", text);
	check(text != NULL && well_formed(text), "%s: CR LF, short lines",
		what);
	free(text);
}

static void
test_headers(void)
{
	struct mail m = plain;

	holds(&m,
		"From: \"Ada Rossi\" <ada@acme.example>\r\n"
		"To: \"Pat Lee\" <pat@example.com>\r\n"
		"Subject: Product demo\r\n"
		"Date: Sat, 21 Nov 2026 08:00:00 +0000\r\n"
		"Message-ID: <1@meet.acme.example>\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"MIME-Version: 1.0\r\n",
		"all headers");
	m.to_name = "pat@example.com";
	holds(&m, "\r\nTo: pat@example.com\r\n",
		"a name that is an address stays out");
	m.to_name = "Lee, \"Pat\" \\";
	holds(&m, "\"Lee, \\\"Pat\\\" \\\\\" <pat@", "quotes in a name");
	m.to_name = "Søren";
	holds(&m, "To: =?UTF-8?B?U8O4cmVu?= <pat@example.com>\r\n",
		"RFC 2047 in a name");
	m.subject = "Ærø Ærø Ærø Ærø Ærø Ærø Ærø Ærø Ærø Ærø Ærø Ærø Ærø Ærø";
	holds(&m, "?=\r\n =?UTF-8?B?", "a long subject is folded");
	m.subject = "=?UTF-8?B?Zm9v?=";
	holds(&m, "Subject: =?UTF-8?B?PT9VVEYtOD9CP1ptOXY/PQ==?=\r\n",
		"what looks encoded is encoded");
	m.subject = "one two three four five six seven eight nine ten eleven "
		    "twelve thirteen fourteen fifteen sixteen";
	holds(&m, "\r\n thirteen", "a long ASCII subject is folded");
	m.reply_to = "bo@acme.example";
	holds(&m, "\r\nReply-To: bo@acme.example\r\n", "Reply-To");
}

static void
test_injection(void)
{
	struct mail m = plain;
	char *text;

	m.subject = "Demo\r\nBcc: all@example.com";
	m.to_name = "Pat\nBcc: all@example.com";
	text = written(&m);
	check(text != NULL && strstr(text, "\nBcc") == NULL,
		"no header out of a name or a subject");
	free(text);
	m = plain;
	m.to = "pat@example.com\r\nBcc: all@example.com";
	check(written(&m) == NULL, "a line break in an address");
	m.to = "pat@example.com, all@example.com";
	check(written(&m) == NULL, "two addresses in one");
	m = plain;
	m.id = "1>\r\nX: y";
	check(written(&m) == NULL, "a line break in the id");
	m = plain;
	m.ics = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
	m.method = "REQUEST\r\nX: y";
	check(written(&m) == NULL, "a line break in the method");
}

static void
test_bodies(void)
{
	struct mail m = plain;

	holds(&m, "\r\n\r\nHello\r\n\r\nSee you\r\n", "plain text as it is");
	m.text = "Grüße\n";
	holds(&m, "quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n",
		"quoted-printable");
	m.text = ".\nFrom here\nend \n";
	holds(&m, "=2E\r\n=46rom here\r\nend=20\r\n",
		"what mail programs would change");
	m.text = "0123456789012345678901234567890123456789012345678901234567890"
		 "1234567890123456789\n";
	holds(&m, "=\r\n", "a long line");
}

static void
test_calendar(void)
{
	struct mail m = plain;

	m.ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
	m.method = "REQUEST";
	holds(&m, "Content-Type: multipart/mixed; boundary=", "R74: parts");
	holds(&m,
		"Content-Type: text/calendar; method=REQUEST; "
		"charset=UTF-8\r\n",
		"R50, R74: RFC 6047 section 2.4");
	holds(&m, "filename=\"invite.ics\"\r\n", "R74: the attachment");
	holds(&m, "QkVHSU46VkNBTEVOREFSDQpNRVRIT0Q6UkVRVUVTVA0K",
		"R74: the same object, base64");
	m.method = "CANCEL";
	holds(&m, "filename=\"cancel.ics\"\r\n", "R55: of a cancellation");
}

int
main(void)
{
	test_headers();
	test_injection();
	test_bodies();
	test_calendar();
	return check_done();
}
