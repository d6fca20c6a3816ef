# SPDX-License-Identifier: GPL-2.0-only
#
# Builds and installs vmfex. kbuild reads Kbuild, not this file.
#
#   make [all]              module and tool
#   make modules            the module, for KDIR's kernel
#   make tool               the tool, with its plugins of ip
#   make install            module and tool; DESTDIR, PREFIX
#   make modules_install    the module only
#   make tool_install       the tool only
#   make uninstall          what that has put there, with the same DESTDIR, PREFIX and KDIR
#   make modules_uninstall  the module only
#   make tool_uninstall     the tool only
#   make clean              delete what make all has built
#   make check              all tests, in virtual machines (root, Debian 12)
#   make check-all          the same, everywhere where it can run, the debug kernels with it
#   make check-static       what can be said without running anything
#   make check-unit         tests that need no kernel
#   make check-debug        the selftests on kernels that find faults, which it builds
#   make coverage           which lines of the module the tests execute
#   make mutants [N=40] [SEED=n] [FILES=GLOB,...]
#                           whether the tests notice faults that it plants in the sources
#   make race               everything at once, for long, on machines of 4 CPUs
#   make check-libvirt [SUITE=bookworm|trixie|sid]
#                           the tests of libvirt, with kernel, libvirt and QEMU of a suite of
#                           Debian; all three, unless one is named
#   make fuzz               a million frames of each tag format and a million netlink messages for
#                           each of three kernels, and the parsers of the tool
#   make bench              what frames and ports cost, and goodput beside other ways
#   make bench-check        whether frames cost more than is recorded, also in make check
#   make demo [INTERACTIVE=1]
#                           see it work, in a virtual machine (root, Debian 12)
#   make help               this list

# Make's own shell, and that of every make below: only a program can be one.
ifeq ($(origin SHELL),command line)
ifeq ($(findstring /,$(SHELL)),)
$(error SHELL=$(SHELL) is no shell; for one in the demo write "make demo INTERACTIVE=1")
endif
endif

PREFIX ?= /usr/local
DESTDIR ?=

# Also where another directory is built in
TOP := $(dir $(lastword $(MAKEFILE_LIST)))

# Who names a kernel means it.
KDIR_NAMED := $(filter-out undefined,$(origin KDIR))

# The running kernel's headers, or else the newest that are installed.
KDIR ?= $(firstword $(wildcard /lib/modules/$(shell uname -r)/build) \
	  $(shell ls -d /lib/modules/*/build 2>/dev/null | sort -rV))

# The kernel's name below /lib/modules
RELEASE = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' $(KDIR)/include/generated/utsrelease.h)

UPDATES = $(DESTDIR)/lib/modules/$(RELEASE)/updates
KBUILD = $(MAKE) -C $(KDIR) M=$(CURDIR) CONFIG_DEBUG_INFO_BTF_MODULES=

# Headers of a distribution come without the key that its modules are signed with.
UNSIGNED = $(if $(wildcard $(KDIR)/certs/signing_key.x509),,CONFIG_MODULE_SIG_ALL=)
# kbuild makes an index only beside a System.map, and tells where there is none.
NO_INDEX = quiet_cmd_depmod= cmd_depmod=:
INDEX = $(if $(DESTDIR),,PATH="$$PATH:/sbin" depmod -a $(RELEASE))

all: modules tool

modules: kdir
	$(KBUILD) modules
	@$(if $(KDIR_NAMED),,$(TOP)scripts/module-note built $(RELEASE))

tool:
	$(MAKE) -C user

install: modules_install tool_install

modules_install: kdir
	$(KBUILD) INSTALL_MOD_PATH=$(DESTDIR) INSTALL_MOD_DIR=updates \
		$(UNSIGNED) $(NO_INDEX) modules_install
	$(INDEX)
	@$(TOP)scripts/module-note installed $(RELEASE) $(DESTDIR)

tool_install:
	$(MAKE) -C user install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

uninstall: modules_uninstall tool_uninstall

# The kernel's configuration says whether modules are compressed.
modules_uninstall: kdir
	rm -f $(addprefix $(UPDATES)/kernel/vmfex,.ko .ko.gz .ko.xz .ko.zst)
	@rmdir $(UPDATES)/kernel $(UPDATES) 2>/dev/null || :
	$(INDEX)

tool_uninstall:
	$(MAKE) -C user uninstall DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

clean:
	$(if $(KDIR),$(KBUILD) clean)
	$(MAKE) -C user clean

check:
	scripts/check

check-all:
	scripts/check --force
	$(MAKE) check-debug

check-static:
	scripts/check static

check-unit:
	scripts/check unit

check-debug:
	scripts/debug-kernel
	scripts/check --kernel debug --kernel uml

coverage:
	scripts/coverage

mutants:
	scripts/mutants $(if $(N),--number $(N)) $(if $(SEED),--seed $(SEED)) $(if $(FILES),--files '$(FILES)')

race:
	scripts/race

# Each suite has its own kernel.
KERNEL_bookworm = 6.1
KERNEL_trixie = 6.12
KERNEL_sid = 7.2
SUITE ?= bookworm trixie sid

check-libvirt: $(SUITE:%=check-libvirt-%)

check-libvirt-%:
	@test -n "$(KERNEL_$*)" || { echo "SUITE=$*: not bookworm, trixie or sid" >&2; exit 1; }
	scripts/check vm --kernel $(KERNEL_$*) --rootfs $* --force libvirt migrate

fuzz:
	scripts/fuzz

bench:
	scripts/bench

bench-check:
	scripts/check bench

demo:
	scripts/demo $(if $(INTERACTIVE),--shell)

# The list at the top
help:
	@awk '/^#   / { print substr($$0, 3) } !/^#/ { exit }' $(TOP)Makefile

kdir:
	@test -n "$(KDIR)" || { echo "no kernel headers found: set KDIR" >&2; exit 1; }

.PHONY: all modules tool install modules_install tool_install \
	uninstall modules_uninstall tool_uninstall clean check check-all check-static check-unit check-debug coverage mutants race check-libvirt \
	fuzz bench bench-check demo help kdir
