# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# On which kernels a selftest runs. Its script says so in its head, by the names of scripts/kernels, in lines like
#
#   # kernels: 6.12 uml              enough for all tests that have no line of their own
#   # kernels: 6.12 uml: a b         enough for the tests a and b
#   # only: debug uml                no other kernel can run them
#
# Without a line a test runs on each kernel. $KERNEL is the one that it is asked about; without it, when somebody
# runs a script by hand, each test runs. With $FULL only `only` counts: tests/run --all.

# head_of SCRIPT: those lines, as `kernels:6.12 uml:a b`; the last part is empty for the script as a whole
head_of() {
	sed -nE '/^[^#]/q; s/^# (kernels|only): *([^:]*[^: ]) *:? */\1:\2:/p' "$1"
}

# tests_here SCRIPT TEST...: those of the tests that run on $KERNEL, a line each
tests_here() {
	head_of "$1" | awk -F : -v kernel="${KERNEL-}" -v all="${FULL-}" -v tests="${*:2}" '
		BEGIN { others = 1 }
		kernel && ($1 == "only" || !all) {
			here = index(" " $2 " ", " " kernel " ") > 0
			if ($3 == "")
				others = here
			for (i = split($3, name, " "); i; i--)
				own[name[i]] = here
		}
		END {
			count = split(tests, name, " ")
			for (i = 1; i <= count; i++)
				if (name[i] in own ? own[name[i]] : others)
					print name[i]
		}'
}
