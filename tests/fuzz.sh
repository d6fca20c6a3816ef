#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Frames and netlink messages that nobody would send, many of them, from a seed that is
# printed and that a failure can be replayed with:
#
#   SEED=S FRAMES=N MESSAGES=N    in the environment; FROM=K leaves out what is before
#
# The account of frames, which tools/framefuzz draws up from vmfex's counters and from
# what the kernel's packet sockets count in front of and behind it:
#
#   at an uplink   frames that come with a tag outermost, of the adapter's or one that no stack knows
#                  + for each frame to a list of n members, n - 1
#                  = rx_packets + rx_looped + rx drops of all ports + drops of the adapter
#   at a port      frames that its packet socket sees = rx_packets
#                  frames that reach its driver = tx_packets + tx drops
#   beyond it      frames that arrive at the other end of the uplink = tx_packets of all ports
#
# Why an adapter drops frames that it cannot charge a port for is predicted from their bytes,
# reason by reason, but for those cut off and those to lists.
#
# A frame to a list is as many frames as the list has members when all that the headers
# need is there, else it is one, as is a frame to a list without members. An sk_buff
# that shall be cut into segments counts once; who cuts it before it reaches the driver
# makes it several. A tap has a queue, has to cut what it has no offload for, and has
# little room: there frames on the wire may be more than tx_packets, and as many may be
# missing, on the wire and beyond it, as the tap counts as tx_dropped. What a socket or a
# tap refuses to send, or the stack before the driver, never came in, nor does what ends in
# a service VLAN's header, which the stack takes out before all others. Frames without a
# tag, or with a VLAN header in front of it, are the stack's and in no sum.
#
# And each drop that is ours to tell the core was told with the reason that is nearest.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="frames_vntag frames_etag frames_svlan
	messages_of_root messages_of_a_user_namespace messages_of_nobody"

seed=${SEED:-$((RANDOM << 30 | RANDOM << 15 | RANDOM))}
from=${FROM:-0}

ends=(fex0 fi0 fex1 fi1)

# fuzz_links TAG: both ends of a link of veths, and each end on a tap. Of the ports, one stays
# down; each of the others gets a state of its own.
fuzz_links() {
	local end port
	cat <<-END
		link add up0 mtu 1520 type veth peer name sw0 mtu 1520
		link add link up0 name up0.7 type vlan id 7
		link add link sw0 name sw0.7 type vlan id 7
		tuntap add dev up1 mode tap vnet_hdr
		tuntap add dev sw1 mode tap vnet_hdr
		link set up1 mtu 9000
		link set sw1 mtu 65521
		link add fex0 type vmfex mode host tag $1 num_vfs 6
		link add fi0 type vmfex mode fabric tag $1 num_vfs 6
		link add fex1 type vmfex mode host tag $1 num_vfs 6
		link add fi1 type vmfex mode fabric tag $1 num_vfs 6
		link set up0 up master fex0
		link set sw0 up master fi0
		link set up1 up master fex1
		link set sw1 up master fi1
		link set up0.7 up
		link set sw0.7 up
	END
	for end in "${ends[@]}"; do
		for port in "$end" "${end}v"{0..4}; do
			echo "link set $port up"
		done
		echo "link add link ${end}v0 name ${end}v0.7 up type vlan id 7"
	done
}

# fuzz_rig TAG [LIST LIST LIST]
fuzz_rig() {
	modprobe tun
	netns fuzz
	fuzz_links "$1" | ip -n fuzz -b -
	vmfex -n fuzz -b - <<-END
		profile add any
		profile add access vlan 100 mac_forge deny cos 5
		profile add trunk trunk 10-20 native 10 mac_forge deny
	END
	(($# == 1)) || fuzz_lists "${@:2}"
}

# fuzz_lists LIST LIST LIST: with three members, with all, with none
fuzz_lists() {
	vmfex -n fuzz -b - <<-END
		viflist add up0 list $1 vif 1-3
		viflist add up0 list $2 vif 1-6
		viflist add up0 list $3
		viflist add up1 list $1 vif 1-3
		viflist add up1 list $2 vif 1-6
		viflist add up1 list $3
	END
}

# all_are STATE FILE...: sysfs says so of each netdev
all_are() {
	local state=$1
	shift
	[[ $(cd /sys/class/net && cat "$@" | sort -u) == "$state" ]]
}
export -f all_are

# fuzz_ports: bound only now, when the uplinks carry: nobody announces himself
fuzz_ports() {
	local end
	poll 20 in_fuzz all_are active {up0,sw0,up1,sw1}/vmfex/state
	for end in "${ends[@]}"; do
		cat <<-END
			port bind ${end}v0 profile any
			port bind ${end}v1 profile access
			port bind ${end}v2 profile trunk
			port preassociate ${end}v4 profile any
			port bind ${end}v5 profile any
		END
	done | vmfex -n fuzz -b -
	poll 20 in_fuzz all_are up {fex0,fi0,fex1,fi1}v{0,1,2,0.7}/operstate
}

# in_fuzz FUNCTION...
in_fuzz() {
	ip netns exec fuzz bash -c '"$@"' - "$@"
}

# counts_reasons: the kernel can; all stock kernels do, and drops.sh needs it there
counts_reasons() {
	[[ -e /sys/kernel/tracing/events/skb/kfree_skb/hist ]]
}

# fuzz_frames TAG [LIST LIST LIST]
fuzz_frames() {
	local lists='' pid go=$work/go-$1
	(($# == 1)) || lists=:$2=3,$3=6,$4=0
	fuzz_rig "$@"
	counts_reasons && reasons watch
	mkfifo "$go"
	ip netns exec fuzz framefuzz --seed "$seed" --from "$from" --count "${FRAMES:-5500}" --wait "$go" \
		"fex0:host:$1:up0:sw0$lists" "fi0:fabric:$1:sw0:up0" \
		"fex1:host:$1:up1:-$lists" "fi1:fabric:$1:sw1:-" >"$work/account" 2>&1 &
	pid=$!
	fuzz_ports
	echo go >"$go"
	wait "$pid" || fail "SEED=$seed FROM=$from: $(cat "$work/account")"
	cat "$work/account"
	counts_reasons || return 0
	equal "reasons that the core was told, SEED=$seed FROM=$from" "$(reasons told)" \
		"$(reasons counted fuzz "${ends[@]}" {fex0,fi0,fex1,fi1}v{0..5})"
}

frames_vntag() {
	fuzz_frames vntag 5 16383 7
}

frames_etag() {
	fuzz_frames etag 0x100005 0x3ffffe 0x2ab007
}

frames_svlan() {
	fuzz_frames svlan
}

# fuzz_messages WHO COUNT: every request must have one answer, and every object be removable. What a message says of a
# process by its number, as of one in whose network namespace to make an adapter, is nobody's but the fuzzer's.
fuzz_messages() {
	unshare --pid --fork nlfuzz --as "$1" --seed "$seed" --from "$from" --count "$2" >"$work/messages" 2>&1 ||
		fail "SEED=$seed FROM=$from: $(cat "$work/messages")"
	cat "$work/messages"
	# Its network namespace dies with it.
	poll 60 no_references
}

no_references() {
	[[ $(cat /sys/module/vmfex/refcnt) == 0 && -z $(ls /sys/bus/vmfex/devices) ]]
}

messages_of_root() {
	fuzz_messages root "${MESSAGES:-8000}"
}

messages_of_a_user_namespace() {
	fuzz_messages userns "$((${MESSAGES:-8000} / 4))"
}

# Who may change nothing changes nothing.
messages_of_nobody() {
	fuzz_messages nobody "$((${MESSAGES:-8000} / 4))"
}

run_tests
