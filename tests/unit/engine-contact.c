/* What is known of a contact: set by hand, filled by bookings. */
#include "check.h"

#include "engine/contact.h"

#include <stdlib.h>

static struct pool *pool;

static const struct {
	const char *what, *key, *value;
	const char *want; /* NULL: taken back; "!": refused */
} sets[] = {
	{ "an address, in lower case", "email", "Pat@Example.COM",
		"pat@example.com" },
	{ "no address", "email", "pat", "!" },
	{ "an address must be", "email", "", "!" },
	{ "a name, its edges cut", "name", "  Pat Lee\t", "Pat Lee" },
	{ "a name taken back", "name", " ", NULL },
	{ "a name in letters of others", "name", "Zoë Ångström",
		"Zoë Ångström" },
	{ "a name with an escape", "name", "a\033[1m", "!" },
	{ "a name that turns the line around", "name", "a\342\200\256b", "!" },
	{ "a name that is no UTF-8", "name", "a\xff", "!" },
	{ "a company", "company", "A & B", "A & B" },
	{ "a number", "phone", "+45 12 34", "+45 12 34" },
	{ "a number of 51 digits", "phone",
		"012345678901234567890123456789012345678901234567890", "!" },
	{ "a zone", "timezone", "Europe/Rome", "Europe/Rome" },
	{ "a zone that there is not", "timezone", "Europe/Nowhere", "!" },
	{ "a zone taken back", "timezone", "", NULL },
	{ "a language", "language", "pt-BR", "pt-BR" },
	{ "a language of one letter", "language", "p", "!" },
	{ "a language with a blank", "language", "pt BR", "!" },
	{ "a lifecycle, in lower case", "lifecycle", "Customer", "customer" },
	{ "a lifecycle must be", "lifecycle", "", "!" },
	{ "a lifecycle of two words", "lifecycle", "big deal", "!" },
	{ "a campaign", "campaign", "dec", "dec" },
	{ "a source taken back", "source", "", NULL },
	{ "a key that there is not", "colour", "red", "!" },
	{ "a key in another case", "Name", "x", "!" },
};

static const char *
value_of(const struct contact *c, const char *key)
{
	switch (key[0]) {
	case 'e':
		return c->email;
	case 'n':
		return c->name;
	case 'c':
		return key[1] == 'o' ? c->company : c->campaign;
	case 'p':
		return c->phone;
	case 't':
		return c->time_zone;
	case 'l':
		return key[1] == 'a' ? c->language : c->lifecycle;
	case 's':
		return c->source;
	}
	return "?";
}

static void
test_set(void)
{
	size_t i;

	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		struct contact c = { .email = "x",
			.name = "x",
			.time_zone = "x",
			.source = "x" };
		struct fail f = { 0 };
		int rc = contact_set(pool, &c, sets[i].key, sets[i].value, &f);

		if (sets[i].want != NULL && strcmp(sets[i].want, "!") == 0)
			check(rc == -1 && f.status == EXIT_USAGE,
				"%s: refused: %s", sets[i].what, f.line);
		else
			check_str(rc == 0 ? value_of(&c, sets[i].key) : "-1",
				sets[i].want, sets[i].what);
	}
}

static void
test_fill(void)
{
	struct contact c = { .email = "pat@example.com" };
	struct contact first = { .name = "Pat",
		.time_zone = "UTC",
		.campaign = "dec",
		.source = "mail",
		.owner_id = 1,
		.owner_email = "ada@acme.example" };
	struct contact second = { .name = "Other",
		.company = "Example",
		.medium = "cpc",
		.owner_id = 2 };
	struct contact none = { .name = "", .language = "da" };

	check(contact_fill(&c, &first), "a first booking says something");
	check(strcmp(c.name, "Pat") == 0 && strcmp(c.time_zone, "UTC") == 0,
		"what was empty is filled");
	check(c.owner_id == 1, "R45: who hosted first is the owner");
	check_str(c.campaign, "dec", "R44: the campaign is kept");
	check(!contact_fill(&c, &first), "the same again changes nothing");
	check(contact_fill(&c, &second), "a second one says more");
	check_str(c.name, "Pat", "what is known is not replaced");
	check_str(c.company, "Example", "what was not known is filled");
	check(c.owner_id == 1, "R45: an owner is never replaced");
	check(c.campaign == NULL && c.source == NULL &&
			strcmp(c.medium, "cpc") == 0,
		"R44: with one of the three, all three are set");
	check(contact_fill(&c, &none) && strcmp(c.medium, "cpc") == 0,
		"R44: a booking with none leaves the three alone");
	check_str(c.language, "da", "and fills the rest");
	c = (struct contact){ .email = "x" };
	none = (struct contact){ .company = "a\342\200\256b" };
	check(!contact_fill(&c, &none) && c.company == NULL,
		"what turns the line around is left with the booking");
	check(contact_number("c_12") == 12 && contact_number("c_") == 0 &&
			contact_number("c_1x") == 0 &&
			contact_number("12") == 0 &&
			contact_number("c_99999999999999999999") == 0,
		"ids are read");
	check_str(contact_ref(pool, 12), "c_12", "and written");
}

int
main(void)
{
	pool = pool_new();
	test_set();
	test_fill();
	pool_free(pool);
	return check_done();
}
