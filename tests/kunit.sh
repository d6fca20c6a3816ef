#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The KUnit suites of kernel/tests/: each is a test here, whose comments name its cases.
#
# Only a kernel with KUnit can do that:
# only: debug uml

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

suites="tag vif viflist port profile path uplink frame"
TESTS="every_suite_is_here aliases_are_not_kunits $suites"

# The build lists the suites that the sources have.
every_suite_is_here() {
	local built
	built=$(modinfo -F vmfex_suites vmfex_kunit | tr ' ' '\n' | sed 's/^vmfex_//' | sort)
	equal suites "$built" "$(tr ' ' '\n' <<<"$suites" | sort)"
}

aliases_are_not_kunits() {
	local alias
	equal "aliases of vmfex_kunit" "$(modinfo -F alias vmfex_kunit)" ''
	for alias in $(modinfo -F alias vmfex); do
		equal "$alias" "$(modprobe --resolve-alias "$alias")" vmfex
	done
}

# suite NAME: load the build with the suites, which runs this one, and read what it says
suite() {
	local results=/sys/kernel/debug/kunit/vmfex_$1/results
	rmmod vmfex
	trap 'rmmod vmfex_kunit' EXIT
	printf 'vmfex_%s' "$1" >/sys/module/kunit/parameters/filter_glob
	modprobe vmfex_kunit
	cases_passed "$results" || fail "$(cat "$results")"
	sed -n 's/^ *ok [0-9]* \(vmfex_test_.*\)/# \1/p' "$results"
}

# As many as the suite's plan says, and there is one.
cases_passed() {
	awk '
		/not ok|# SKIP/ { bad = 1 }
		/^ +1\.\./ && !planned { planned = substr($1, 4) }
		/^ +ok [0-9]+ vmfex_test_/ { passed++ }
		END { exit bad || !passed || passed != planned }' "$1"
}

tag() { suite tag; }
vif() { suite vif; }
viflist() { suite viflist; }
port() { suite port; }
profile() { suite profile; }
path() { suite path; }
uplink() { suite uplink; }
frame() { suite frame; }

run_tests
