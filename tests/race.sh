#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything at once: whoever changes, destroys and looks at what vmfex has, while
# frames are under way. Nothing is left afterwards.
#
# STEPS, SEED and PATIENCE of the environment: how many changes are made, the
# number that tells which, and the seconds that one may take.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="all_at_once"
steps=${STEPS:-60}
seed=${SEED:-$EPOCHSECONDS}
patience=${PATIENCE:-60}

# Who waits too long stops the machine, as a warning does. A machine that is emulated
# may stand still for longer than the kernel thinks possible.
no_waiting() {
	knob /proc/sys/kernel/hung_task_timeout_secs "$patience"
	knob /proc/sys/kernel/hung_task_panic 1
	knob /sys/module/rcupdate/parameters/rcu_cpu_stall_timeout "$patience"
	knob /proc/sys/kernel/panic_on_rcu_stall 1
	knob /proc/sys/kernel/sysrq 1
}

# quiet_modules: the module is loaded by whom the test tells to do so, and not by each
# request that misses it, which would start a process each time. Tests after this one rely on that.
quiet_modules() {
	modprobe -a veth macvlan macvtap 8021q bridge
	knob /proc/sys/kernel/modprobe ""
}

# stage: both ends of a link of each tag format, with all that makes frames pass; IPv6 is
# on, as in most places
stage() {
	local i tags=(vntag etag svlan)
	ip netns add host
	ip netns add switch
	ip -n switch link add br0 up type bridge
	for i in "${!tags[@]}"; do
		ip -n host link add "up$i" mtu 1520 type veth peer name "sw$i" mtu 1520 netns switch
		ip -n host link add "fex$i" up type vmfex tag "${tags[i]}" num_vfs 3
		ip -n switch link add "fi$i" up type vmfex mode fabric tag "${tags[i]}" num_vfs 3
		ip -n host link set "up$i" up master "fex$i"
		ip -n switch link set "sw$i" up master "fi$i"
	done
	vmfex -n host profile add profile0
	vmfex -n switch profile add profile0
	bind host fex{0,1,2}v{0,1,2} profile0
	bind switch fi{0,1,2}v{0,1,2} profile0
}

# strike: nothing of that is left
strike() {
	local ns
	for ns in host switch; do
		ip netns del "$ns"
	done
	timeout "$patience" modprobe -r vmfex || fail "the module cannot be unloaded"
	[[ ! -e /sys/bus/vmfex && ! -e /sys/module/vmfex && ! -e /sys/devices/vmfex ]] ||
		fail "the module left something"
	# The namespaces go in the background.
	poll "$patience" namespaces_gone
	equal "links" "$(links)" "$before_links"
}

links() {
	ip -o link | wc -l
}

# namespaces_gone: there may be one, and so there is none if another one can be made
namespaces_gone() {
	local max=/proc/sys/user/max_net_namespaces before status=0
	before=$(cat "$max")
	echo 1 >"$max"
	unshare -n true 2>/dev/null || status=1
	echo "$before" >"$max"
	return "$status"
}

# act: the kernel's log has seed and progress also when the machine breaks
act() {
	stage
	echo "race.sh: seed $seed, $steps steps" >/dev/kmsg
	churn -s "$seed" -n "$steps" -t "$patience" host switch 2> >(tee /dev/kmsg) >"$work/churn" ||
		fail "$(cat "$work/churn")"
	strike
}

# Lines of the log that are no warning, and that nobody may pass over
no_oddity() {
	! dmesg | tac | sed '/race\.sh: seed/q' |
		grep -E 'unregister_netdevice: waiting|refcount|leaked|stall|blocked for more|lockdep|possible recursive|imbalance|Modules linked in' ||
		fail "the kernel's log"
}

# What is taken once and kept: the tracepoints' buffer, caches of the first of a kind.
# Whoever traces has names of tasks recorded, by a tracepoint in the scheduler that comes and goes with
# the module's. With several processors at once QEMU at times goes on with the breakpoint that stood there
# while the scheduler's code was patched, on all of them and for ever.
first_of_all() {
	echo 0 >/sys/kernel/tracing/options/record-cmd
	echo 1 >/sys/kernel/tracing/events/vmfex/enable
	before_links=$(links)
	stage
	strike
}

all_at_once() {
	no_waiting
	expedite
	quiet_modules
	first_of_all
	slab save "$work/slab"
	modprobe vmfex
	act
	cat "$work/churn"
	# Caches that stay have so many at most, and what is lost in every tenth step is seen.
	poll "$patience" slab compare "$work/slab" $((steps / 10 > 200 ? steps / 10 : 200))
	no_oddity
}

run_tests
