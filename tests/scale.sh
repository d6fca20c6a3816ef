#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An adapter with all the vNICs that VN-Tag has numbers for.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="memory_of_a_macvlan all_vnics_of_vntag netns_exit_with_all_vnics"
ALL=$(slice 4094)
PROFILES=1000

# step WHAT COMMAND...: run it and print how long it took
step() {
	local what=$1 start=$EPOCHREALTIME
	shift
	"$@"
	awk -v a="$start" -v b="$EPOCHREALTIME" -v what="$what" \
		'BEGIN { printf "# %s: %.2f s\n", what, b - a }'
}

# in_host COMMAND...
in_host() {
	ip netns exec host "$@"
}

# meminfo: MemAvailable, Slab and Percpu in KiB
meminfo() {
	awk '$1 ~ /^(MemAvailable|Slab|Percpu):$/ { v[$1] = $2 }
		END { print v["MemAvailable:"], v["Slab:"], v["Percpu:"] }' /proc/meminfo
}

# per_vnic BEFORE AFTER: prints what a vNIC takes; leaves the whole in $taken, bytes each
per_vnic() {
	local before after
	read -ra before <<<"$1"
	read -ra after <<<"$2"
	taken=$(((before[0] - after[0]) * 1024 / ALL))
	echo "# memory of a vNIC: $taken bytes in all, slab" \
		"$(((after[1] - before[1]) * 1024 / ALL)), per CPU" \
		"$(((after[2] - before[2]) * 1024 / ALL))"
}

# adapter NETNS NUM_VFS: fex0 with a profile and one uplink, whose peer is here as well, for one process to
# use both
adapter() {
	netns "$1"
	ip -n "$1" link add up0 mtu 1520 type veth peer name sw0 mtu 1520
	ip -n "$1" link add fex0 type vmfex num_vfs "$2"
	ip -n "$1" link set up0 up master fex0
	ip -n "$1" link set sw0 up
	poll 10 uplink_active up0 "$1"
	vmfex -n "$1" profile add any
}

alone() {
	expedite
	adapter host 1
}

num_vfs() {
	in_host bash -c "echo $1 >/sys/class/net/fex0/device/sriov_numvfs"
}

links() {
	in_host sh -c 'find /sys/class/net -type l | wc -l'
}

# cheapest_bind NETNS PROFILE: nanoseconds to bind one of the first 64 VFs, which are unbound at the end
cheapest_bind() {
	ip netns exec "$1" cost bind fex0 64 "$2" | cut -d ' ' -f 3
}

# least NUMBER NUMBER
least() {
	echo $(($1 < $2 ? $1 : $2))
}

# bind_as_cheaply: what else the computer does may make either dearer for a while. Leaves both in $few and
# $all.
bind_as_cheaply() {
	few=$(least "$few" "$(cheapest_bind few any)")
	all=$(least "$all" "$(cheapest_bind host "p$PROFILES")")
	echo "# ns to bind a port: $few with 64 and a profile, $all with $ALL and $PROFILES more"
	((all <= 2 * few))
}

all_vnics_of_vntag() {
	local before small size count few=1000000000 all=1000000000
	alone
	adapter few 64
	# rtnetlink shows 512 VFs, and not one more.
	num_vfs 512
	small=$(in_host many newlink fex0)
	num_vfs 1
	echo "# largest message about the adapter: $small bytes"
	count=$(links)
	before=$(meminfo)
	step "create by sriov_numvfs" num_vfs "$ALL"
	equal "links" "$(links)" $((count + ALL - 1))
	per_vnic "$before" "$(meminfo)"
	# It was 51 KiB when this was written, nearly all of it what any netdev takes. What a debug kernel
	# notes of each object, and puts around it, is not the vNIC's.
	[[ -e /sys/kernel/debug/kmemleak ]] || ((taken < 65536)) || fail "a vNIC takes $taken bytes"

	equal "bytes of RTM_NEWLINK" "$(in_host many newlink fex0)" "$small"
	step "show by ip" ip -n host -d link show fex0 >"$work/show"
	grep '^# ' "$work/show"
	step "add profiles" add_profiles
	step "bind" vmfex -n host port bind fex0 vf 0-$((ALL - 1)) profile "p$PROFILES"
	poll 20 bind_as_cheaply
	ip -n few link del fex0
	vmfex -n host port bind fex0 vf 0-63 profile "p$PROFILES"
	step "set up" in_host many up fex0 "$ALL"
	step "list with 4 KiB" in_host many list fex0 "$ALL" >"$work/list"
	grep '^# ' "$work/list"
	size=$(head -n 1 "$work/list")
	echo "# largest port message: $size bytes"
	step "a frame from each" in_host many transmit fex0 "$ALL" sw0
	step "a frame to each" in_host many receive fex0 "$ALL" sw0
	equal "dropped" "$(all_drops fex0 host)" ""

	step "list all links" ip -n host -o link show >"$work/show"
	grep '^# ' "$work/show"
	equal "links listed" "$(grep -cE 'fex0v[0-9]+(@up0)?: ' "$work/show")" "$ALL"

	refused num_vfs 2
	[[ $refusal == *"Device or resource busy"* ]] || fail "$refusal"
	equal "VFs" "$(in_host cat /sys/class/net/fex0/device/sriov_numvfs)" "$ALL"
	step "uplink lost and back" uplink_bounces
	step "release the uplink" ip -n host link set up0 nomaster
	step "take the uplink" ip -n host link set up0 master fex0
	step "unbind" unbind_all
	step "remove by sriov_numvfs" num_vfs 0
	equal "links left" "$(links)" $((count - 1))
	ip -n host link del fex0
	equal "links at the end" "$(links)" $((count - 2))
	equal "devices at the end" "$(ls /sys/bus/vmfex/devices)" ""
}

add_profiles() {
	seq -f 'profile add p%g' "$PROFILES" | vmfex -n host -b -
}

unbind_all() {
	seq -f 'port unbind fex0v%g' 0 $((ALL - 1)) | vmfex -n host -b -
}

uplink_bounces() {
	ip -n host link set up0 down
	in_host many carriers fex0 "$ALL" 0
	ip -n host link set up0 up
	poll 10 uplink_active up0
	in_host many carriers fex0 "$ALL" 1
}

# There is no per-CPU memory left before of what is populated, or either kind would take what others gave
# back.
memory_of_a_macvlan() {
	local first=100 more=300 vnic macvlan
	[[ ! -e /sys/kernel/debug/kmemleak ]] || skip "debug kernels note what is allocated"
	alone
	num_vfs "$first"
	use_up_percpu
	memory save "$work/before"
	macvlans "$first" "$more"
	macvlan=$(memory each "$work/before" "$more" | head -n 1)
	memory save "$work/before"
	num_vfs $((first + more))
	vmfex -n host port bind fex0 vf "$first-$((first + more - 1))" profile any
	vnic=$(memory each "$work/before" "$more" | head -n 1)
	echo "# bytes of a vNIC, slab, per CPU: $vnic; of a macvlan: $macvlan"
	[[ $vnic != *" 0" && $macvlan != *" 0" ]] || fail "no per-CPU memory is counted: $vnic, $macvlan"
	((${vnic%% *} * 10 <= ${macvlan%% *} * 11)) || fail "a vNIC takes $vnic, a macvlan $macvlan"
}

# Makes macvlans until each batch takes new pages.
use_up_percpu() {
	local batch=100 made last now in_a_row=0
	now=$(percpu)
	for ((made = 1000; made < 5000; made += batch)); do
		last=$now
		macvlans "$made" "$batch"
		now=$(percpu)
		((in_a_row = now > last ? in_a_row + 1 : 0)) || continue
		((in_a_row < 3)) || return 0
	done
	fail "4000 macvlans did not use up the per-CPU memory"
}

netns_exit_with_all_vnics() {
	alone
	step "create by num_vfs" ip -n host link set fex0 type vmfex num_vfs "$ALL"
	step "bind" vmfex -n host port bind fex0 vf 0-$((ALL - 1)) profile any
	step "end of the network namespace" host_goes
}

host_goes() {
	ip netns del host
	poll 120 host_gone
}

host_gone() {
	[[ -z $(ls /sys/bus/vmfex/devices) ]]
}

run_tests
