# mtg: five programs over one floor plan. Read the room table first: each room
# leans only on those below it, and is an archive of its own.
MAKEFLAGS += -r
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
wire_SHARE  = locale

# what each program links; --as-needed and the archives keep out the rest
SLIM           = json-c sqlite3 inih
mtg-slots_LIB  = $(SLIM)
mtg-rotate_LIB = $(SLIM)
mtg-page_LIB   = $(SLIM) libmd
mtg-book_LIB   = $(SLIM) libmd
mtg-sync_LIB   = $(SLIM) libmd expat
mtg-sync-net_LIB = $(SLIM) libmd expat libcurl
PROGS = mtg-sync mtg-slots mtg-book mtg-rotate mtg-page mtg-sync-net

bindir     = $(PREFIX)/bin
libexecdir = $(PREFIX)/libexec/mtg
mandir     = $(PREFIX)/share/man
datadir    = $(PREFIX)/share
export DESTDIR bindir libexecdir mandir datadir
ifdef SAN
override O := $(O:%-san=%)-san
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
WARN     = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wformat=2
CFLAGS  ?= -O2 -g
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -DMTG_VERSION='"$(VERSION)"' \
	-DMTG_LIBEXEC='"$(libexecdir)"' -Icommon $(WARN) $(CFLAGS) $(SANFLAGS) -MMD -MP -MT $@
ALL_LDFLAGS = -Wl,--as-needed -Wl,-O1 -Wl,-z,relro $(SANFLAGS) $(LDFLAGS)
archives = -Wl,--start-group $(1:%=$O/lib%.a) -Wl,--end-group
# two small ones come from their archives where there are: a tenth less start-up
small    = $(filter /%,$(if $(filter -ljson-c -linih,$1),$(shell $(CC) -print-file-name=lib$(1:-l%=%).a)))
libs     = $(foreach l,$(shell pkg-config --libs $1),$(or $(call small,$l),$l))
vpath %.c common .
$(shell mkdir -p $(addprefix $O/,$(ROOMS) cmd gen unit fuzz bench))
all: $(PROGS:%=$O/%)
# one archive per room
define room
$(1)_OBJ = $$(patsubst common/%.c,$O/%.o,$$(wildcard common/$(1)/*.c)) \
	$$($(1)_SHARE:%=$O/gen/%.o)
$O/lib$(1).a: $$($(1)_OBJ)
	rm -f $$@; $$(AR) rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room,$r)))
$O/%.o: %.c | need-say
	$(CC) $(ALL_CFLAGS) -c -o $@ $<
$O/gen/%.o: $O/gen/%.c ; $(CC) $(ALL_CFLAGS) -c -o $@ $<
$O/desk/sync.o: $O/libexecdir
$O/libexecdir: $(if $(filter $(libexecdir),$(file <$O/libexecdir)),,always) ; @echo '$(libexecdir)' >$@
.SECONDEXPANSION:
$O/gen/%.c: $$(wildcard share/%/*) share/embed.sh ; sh share/embed.sh share/$* >$@
$(PROGS:%=$O/%): $O/%: $O/cmd/%.o $(ROOMS:%=$O/lib%.a)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(call archives,$(ROOMS)) $(call libs,$($*_LIB))
# a room's unit tests (tests/unit/ROOM[-what].c) link only what it may lean on
rooms = $(or $(foreach r,$(filter $(firstword $(subst -, ,$*)),$(ROOMS)),$r $($r_ON)),$(ROOMS))
define test
$O/$(1)/%: tests/$(1)/%.c $$$$(foreach r,$$$$(rooms),$O/lib$$$$r.a)
	$$(CC) $$(ALL_CFLAGS) -Itests/unit $$(ALL_LDFLAGS) -o $$@ $$< \
		$$(call archives,$$(rooms)) $$(call libs,libical $$(mtg-sync-net_LIB))
endef
$(foreach d,unit fuzz bench,$(eval $(call test,$d)))
tests = $(patsubst tests/%.c,$O/%,$(wildcard tests/$(1)/*.c))
# what is missing is installed first, by package name (share/need.sh)
need-%: ; @sh share/need.sh $*
units: $(call tests,unit)
check: need-check
	@$(MAKE) --no-print-directory -j2 O=$O all units && tests/run $O $(T)
demo: need-demo
	@$(MAKE) --no-print-directory -sj2 O=$O all && share/demo/run $O
storm: ; @MTG_STORM=8 $(MAKE) --no-print-directory check T=storm
bench: need-check all $(call tests,bench) ; @tests/bench/run $O
fuzz: need-check ; @tests/fuzz/run $O $(or $(MINUTES),1)
lint: ; @sh share/lint.sh
install uninstall installcheck: all ; @sh share/install.sh $O $@
README: man1/mtg.1 ; mandoc -Ios=mtg -Tascii -Owidth=78 $< | sed 's/.\x08//g' >$@
dist: all ; git archive --prefix=mtg-$(VERSION)/ -o $O/mtg-$(VERSION).tar.gz HEAD
clean: ; rm -rf build build-*
-include $(shell find $O -name '*.d' 2>/dev/null)
.PHONY: all always bench check clean demo dist fuzz install installcheck lint storm uninstall units
.SECONDARY:
