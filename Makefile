# mtg: five programs over one floor plan. Read the room table first: each room
# leans only on those below it, and is an archive of its own.
O       ?= build
VERSION  = 1.0.0
PREFIX  ?= /usr/local
ROOMS    = web desk flow front engine store net wire record when base

web_ON    = flow front engine store wire record when base
desk_ON   = flow front engine store net wire record when base
flow_ON   = engine store net wire record when base
front_ON  = wire record when base
engine_ON = record when base
store_ON  = record when base
net_ON    = wire record when base
wire_ON   = record when base
record_ON = when base
when_ON   = base

# texts of share/ that live inside a room (base/share.h)
when_SHARE  = zones
store_SHARE = schema
wire_SHARE  = locale mail

# what each program links; --as-needed and the archives keep out the rest
SLIM           = json-c sqlite3 inih
mtg-slots_LIB  = $(SLIM)
mtg-rotate_LIB = $(SLIM)
mtg-page_LIB   = $(SLIM) libmd
mtg-book_LIB   = $(SLIM) libmd libical
mtg-sync_LIB   = $(SLIM) libmd libical expat
mtg-sync-net_LIB = $(SLIM) libmd libical expat libcurl
DOORS = mtg-sync mtg-slots mtg-book mtg-rotate mtg-page
PROGS = $(DOORS) mtg-sync-net

bindir     = $(PREFIX)/bin
libexecdir = $(PREFIX)/libexec/mtg
mandir     = $(PREFIX)/share/man
datadir    = $(PREFIX)/share
sysconfdir = $(PREFIX)/etc
ifdef SAN
ifeq ($(findstring -san,$O),)
override O := $(O)-san
endif
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
WARN     = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wwrite-strings -Wformat=2
CFLAGS  ?= -O2 -g
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DMTG_VERSION='"$(VERSION)"' \
	-DMTG_LIBEXEC='"$(libexecdir)"' -Icommon $(WARN) $(CFLAGS) $(SANFLAGS) -MMD -MP
ALL_LDFLAGS = -Wl,--as-needed -Wl,-O1 -Wl,-z,relro $(SANFLAGS) $(LDFLAGS)
libs     = $(shell pkg-config --libs $(1))

all: $(PROGS:%=$O/%)

# one archive per room
define room
$(1)_OBJ = $$(patsubst common/%.c,$O/%.o,$$(wildcard common/$(1)/*.c)) \
	$$($(1)_SHARE:%=$O/gen/%.o)
$O/lib$(1).a: $$($(1)_OBJ)
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room,$r)))
$O/%.o: common/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<
$O/cmd/%.o: cmd/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -c -o $@ $<
$O/gen/%.o: $O/gen/%.c
	$(CC) $(ALL_CFLAGS) -c -o $@ $<
.SECONDEXPANSION:
$O/gen/%.c: $$(wildcard share/%/*) share/embed.sh
	@mkdir -p $(@D)
	sh share/embed.sh share/$* >$@
$(PROGS:%=$O/%): $O/%: $O/cmd/%.o $(ROOMS:%=$O/lib%.a)
	$(CC) $(ALL_LDFLAGS) -o $@ $< -Wl,--start-group $(ROOMS:%=$O/lib%.a) -Wl,--end-group $(call libs,$($*_LIB))

# a room's unit tests (tests/unit/ROOM[-what].c) link only what it may lean on
room = $(firstword $(subst -, ,$(notdir $*)))
ALL_LIBS = json-c sqlite3 inih libmd libical expat libcurl
$O/unit/%: tests/unit/%.c $$(foreach r,$$(room) $$($$(room)_ON),$O/lib$$r.a)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests/unit $(ALL_LDFLAGS) -o $@ $< -Wl,--start-group \
		$(foreach r,$(room) $($(room)_ON),$O/lib$r.a) -Wl,--end-group $(call libs,$(ALL_LIBS))

# what is missing is installed first, by package name (share/need.sh)
need-%:
	@sh share/need.sh $*
units: $(patsubst tests/unit/%.c,$O/unit/%,$(wildcard tests/unit/*.c))
check: need-check
	@$(MAKE) --no-print-directory -j2 O=$O all units
	@tests/run $O $(T)
clean:
	rm -rf build build-*
-include $(shell find $O -name '*.d' 2>/dev/null)
.PHONY: all clean check units
.SECONDARY:
