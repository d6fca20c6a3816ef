# SPDX-License-Identifier: GPL-2.0-only
#
# Builds and installs vmfex. kbuild reads Kbuild, not this file.
#
#   make                    module (for KDIR's kernel) and tool
#   make install            both; DESTDIR, PREFIX
#   make check              all tests, in virtual machines (root, Debian 12)
#   make check-debug        the same on kernels that find faults, which it builds
#   make coverage           which lines of the module the tests execute
#   make race               everything at once, for long, on machines of 4 CPUs
#   make check-libvirt-latest
#                           the tests of libvirt, with the newest kernel, libvirt and QEMU
#   make fuzz               a million frames and a million netlink messages for each of three
#                           kernels, and the parsers of the tool
#   make bench              what frames and ports cost, and goodput beside other ways
#   make bench-check        whether frames cost more than is recorded, also in make check
#   make demo [SHELL=1]     see it work, in a virtual machine (root, Debian 12)

PREFIX ?= /usr/local
DESTDIR ?=

# The running kernel's headers, or else the newest that are installed.
KDIR ?= $(firstword $(wildcard /lib/modules/$(shell uname -r)/build) \
	  $(shell ls -d /lib/modules/*/build 2>/dev/null | sort -rV))

# The kernel's name below /lib/modules
RELEASE = $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' $(KDIR)/include/generated/utsrelease.h)

KBUILD = $(MAKE) -C $(KDIR) M=$(CURDIR) CONFIG_DEBUG_INFO_BTF_MODULES=
# How `make demo SHELL=1` asks for a shell; make's own SHELL is a path.
INTERACTIVE := $(if $(filter command,$(origin SHELL)),--shell)
override SHELL := /bin/sh

all: modules tool

modules: kdir
	$(KBUILD) modules

tool:
	$(MAKE) -C user

install: modules_install tool_install

# kbuild makes no index with headers that come without a System.map, as Debian's do.
modules_install: kdir
	$(KBUILD) INSTALL_MOD_PATH=$(DESTDIR) INSTALL_MOD_DIR=updates modules_install
	$(if $(DESTDIR),,PATH="$$PATH:/sbin" depmod -a $(RELEASE))

tool_install:
	$(MAKE) -C user install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

clean:
	$(if $(KDIR),$(KBUILD) clean)
	$(MAKE) -C user clean

check:
	scripts/check

check-static:
	scripts/check static

check-unit:
	scripts/check unit

check-debug:
	scripts/debug-kernel
	scripts/check --kernel debug --kernel uml

coverage:
	scripts/coverage

race:
	scripts/race

check-libvirt-latest:
	scripts/check vm --kernel 7.2 --rootfs sid --force libvirt migrate

fuzz:
	scripts/fuzz

bench:
	scripts/bench

bench-check:
	scripts/check bench

demo:
	scripts/demo $(INTERACTIVE)

kdir:
	@test -n "$(KDIR)" || { echo "no kernel headers found: set KDIR" >&2; exit 1; }

.PHONY: all modules tool install modules_install tool_install clean check \
	check-static check-unit check-debug coverage race check-libvirt-latest \
	fuzz bench bench-check demo kdir
