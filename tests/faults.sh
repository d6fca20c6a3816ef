#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Memory that runs out at any point of any operation: an error, nothing changed, nothing
# lost (kmemleak looks, at the end of the run).
#
# The emulated debug kernel, which takes twenty times as long as User Mode Linux, is there for its locks: an eighth of
# the allocations, another one in each run, unless all is asked for.
#
# Only a kernel with fault injection can do that:
# only: debug uml

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="every_allocation"

# Only tasks that ask for it, by /proc/self/fail-nth, are hit; but then at any allocation.
arm() {
	local debugfs=/sys/kernel/debug
	echo N | tee "$debugfs"/fail{slab,_page_alloc}/ignore-gfp-wait "$debugfs/fail_page_alloc/ignore-gfp-highmem"
	echo 0 | tee "$debugfs"/fail{slab,_page_alloc}/verbose "$debugfs/fail_page_alloc/min-order"
}

every_allocation() {
	local slice=()
	arm >/dev/null
	rig vfs=4
	ip -n host link add spare type dummy
	vmfex -n host -b - <<-END
		profile add web vlan 100
		profile add db trunk 10-20 native 10
		profile add slow confirm on
		viflist add up0 list 5 vif 1
	END
	background vmfex -n host -j monitor all >"$work/events"
	poll 10 heard
	[[ ${KERNEL-} != debug || ${FULL-} ]] || slice=($((RANDOM % 8 + 1)) 8)
	echo "# allocations: ${slice[*]:-all}"
	ip netns exec host faults "${slice[@]}"
	# Who listens was told that there was no memory to tell him.
	grep -q '"event":"overrun"' "$work/events"
}

heard() {
	vmfex -n host profile set web cos 1
	vmfex -n host profile set web cos none
	[[ -s $work/events ]]
}

run_tests
