#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A vNIC is a netdev like any other: what stands on it, and who looks at it, finds what a NIC has.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="lacp_over_vnics settings_of_the_active_uplink time_stamps dormant_uplink proto_down
	multicast_is_counted linked_to_the_uplink $(by_tag vlans_past_the_stack)"
# The debug kernels have no filter by route.
! modinfo cls_route >/dev/null 2>&1 || TESTS+=" route_is_known_on_the_uplink"

# ports [ARGUMENT of rig...]: two vNICs and their vEths that are up and let all pass
ports() {
	rig vfs=2 "$@"
	vmfex -n host profile add any
	vmfex -n switch profile add any
	bind host fex0v0 fex0v1 any
	bind switch fi0v0 fi0v1 any
	poll 10 carrier fex0v0 host
	poll 10 carrier fi0v0 switch
}

# file DEV NAME [NETNS]: of /sys/class/net
file() {
	ip netns exec "${3:-host}" cat "/sys/class/net/$1/$2"
}

# file_is DEV NAME VALUE [NETNS]: for poll
file_is() {
	[[ $(file "$1" "$2" "${4:-host}") == "$3" ]]
}

# bond_of NETNS DEV...: with LACP
bond_of() {
	local dev
	ip -n "$1" link add bond7 type bond mode 802.3ad miimon 50 lacp_rate fast
	for dev in "${@:2}"; do
		ip -n "$1" link set "$dev" down
		ip -n "$1" link set "$dev" master bond7
	done
	ip -n "$1" link set bond7 up
}

# aggregated NETNS: both ports are in one aggregator, and the partner of it is known
aggregated() {
	ip netns exec "$1" cat /proc/net/bonding/bond7 | awk '
		/Number of ports:/ { ports = $NF }
		/Partner Mac Address:/ { partner = $NF }
		END { exit ports != 2 || partner == "00:00:00:00:00:00" }'
}

lacp_over_vnics() {
	modprobe bonding max_bonds=0 || true
	ports
	netns c
	ip -n host link set fex0v0 netns c
	ip -n host link set fex0v1 netns c
	bond_of c fex0v0 fex0v1
	bond_of switch fi0v0 fi0v1
	poll 20 aggregated c
	poll 20 aggregated switch
	ip -n c address add 192.0.2.1/24 dev bond7
	ip -n switch address add 192.0.2.2/24 dev bond7
	poll 10 ip netns exec c ping -qc 1 -W 1 192.0.2.2
	poll 10 file_is bond7 speed 20000 c
}

# Another uplink takes over, and nobody loses the carrier: a bridge learns of the other speed.
settings_of_the_active_uplink() {
	local changes
	ports
	equal "speed" "$(file fex0v0 speed)" "$(file up0 speed)"
	equal "duplex" "$(file fex0v0 duplex)" full
	equal "speed of the adapter" "$(ip netns exec host ethtool fex0 | awk '/Speed:/ { print $2 }')" 10000Mb/s
	ip -n host link add br0 up type bridge
	ip -n host link set fex0v1 master br0
	equal "cost" "$(file fex0v1 brport/path_cost)" 2
	changes=$(file fex0v1 carrier_changes)

	# One that nothing is known of
	ip -n host link add slow up mtu 1520 type dummy
	ip -n host link set slow master fex0
	vmfex -n host uplink set slow priority 1
	poll 10 uplink_active slow
	poll 10 file_is fex0v1 brport/path_cost 100
	equal "speed" "$(file fex0v0 speed)" -1
	equal "duplex" "$(file fex0v0 duplex)" unknown
	ip -n host link del slow
	poll 10 file_is fex0v1 brport/path_cost 2
	equal "changes of the carrier" "$(file fex0v1 carrier_changes)" "$changes"

	ip -n host link set up0 nomaster
	equal "without an uplink" "$(ip netns exec host ethtool fex0v0 | awk '/Speed:/ { print $2 }')" 'Unknown!'
}

# told NETNS DEV WHAT: does ethtool -T tell it?
told() {
	ip netns exec "$1" ethtool -T "$2" | grep -c "$3" || true
}

time_stamps() {
	ports
	equal "of the uplink" "$(told host up0 software-transmit)" 1
	equal "sent" "$(told host fex0v0 software-transmit)" 1
	equal "received" "$(told host fex0v0 software-receive)" 1
	equal "hardware's" "$(told host fex0v0 hardware-transmit)" 0
	equal "clock" "$(told host fex0v0 'Clock: none')" 1
	refused ip netns exec host hwstamp fex0v0
	equal "error" "$refusal" "Operation not supported"

	# One that takes no time, as a standby: it may be the one tomorrow.
	ip -n host link add bru mtu 1520 type bridge
	ip -n host link set bru master fex0
	equal "of the bridge" "$(told host bru software-transmit)" 0
	equal "sent" "$(told host fex0v0 software-transmit)" 0
	equal "received" "$(told host fex0v0 software-receive)" 1
	ip -n host link del bru
	equal "sent" "$(told host fex0v0 software-transmit)" 1
}

# As an uplink is that 802.1X has not yet let in
dormant_uplink() {
	ports
	poll 10 file_is fex0v0 operstate up
	ip -n host link set up0 mode dormant
	ip -n host link set up0 state dormant
	equal "of the uplink" "$(file up0 operstate)" dormant
	poll 10 file_is fex0v0 operstate dormant
	has_carrier fex0v0 host
	ip -n host link set up0 mode default
	ip -n host link set up0 state up
	poll 10 file_is fex0v0 operstate up

	# One that takes over and is not
	ip -n host link set up0 mode dormant
	ip -n host link set up0 state dormant
	poll 10 file_is fex0v0 operstate dormant
	ip -n host link add other up mtu 1520 type dummy
	ip -n host link set other master fex0
	vmfex -n host uplink set other priority 1
	poll 10 file_is fex0v0 operstate up
}

# Nobody gets a carrier by giving it back that would have none.
proto_down() {
	ports
	ip -n host link set fex0v0 protodown on
	no_carrier fex0v0 host
	# Nor does an uplink give it.
	ip -n host link set up0 down
	ip -n host link set up0 up
	poll 10 carrier fex0v1 host
	no_carrier fex0v0 host
	ip -n host link set fex0v0 protodown off
	has_carrier fex0v0 host
	ip -n host link set fex0v0 protodown on
	vmfex -n host port unbind fex0v0
	ip -n host link set fex0v0 protodown off
	no_carrier fex0v0 host
}

multicast_is_counted() {
	local mac before
	ports
	mac=$(address fex0v0 host)
	before=$(stat_of fex0v0 rx_packets host)
	equal "at first" "$(stat_of fex0v0 multicast host)" 0
	send -n switch -i fi0v0 -d 01:00:5e:00:00:01 -c 3
	send -n switch -i fi0v0 -d ff:ff:ff:ff:ff:ff -c 5
	send -n switch -i fi0v0 -d "$mac" -c 7
	equal "packets" "$(($(stat_of fex0v0 rx_packets host) - before))" 15
	equal "multicasts" "$(stat_of fex0v0 multicast host)" 3
}

linked_to_the_uplink() {
	local shown
	ports
	equal "link" "$(file fex0v0 iflink)" "$(file up0 ifindex)"
	shown=$(ip -n host -br link show fex0v0)
	[[ $shown == fex0v0@up0\ * ]] || fail "$shown"
	ip -n host link add other up mtu 1520 type dummy
	ip -n host link set other master fex0
	vmfex -n host uplink set other priority 1
	equal "another" "$(file fex0v0 iflink)" "$(file other ifindex)"

	# In a container the number is one of the adapter's network namespace.
	netns c
	ip -n host link set fex0v1 netns c
	shown=$(ip -n c -d -j link show fex0v1)
	[[ $shown == *"\"link_index\":$(file other ifindex),"* && $shown == *'"link_netnsid":0'* ]] || fail "$shown"

	ip -n host link del other
	ip -n host link set up0 nomaster
	equal "without an uplink" "$(file fex0v0 iflink)" "$(file fex0v0 ifindex)"
	equal "the adapter's" "$(file fex0 iflink)" "$(file fex0 ifindex)"
}

# A filter there classifies by the route that the host's stack took.
route_is_known_on_the_uplink() {
	ports
	ip -n host address add 192.0.2.1/24 dev fex0v0
	ip -n host route add 198.51.100.0/24 via 192.0.2.2 realm 7
	ip -n host neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 nud permanent dev fex0v0
	tc -n host -batch - <<-END
		qdisc add dev up0 root handle 1: prio
		qdisc add dev up0 parent 1:3 handle 30: pfifo
		filter add dev up0 parent 1: protocol ip route to 7 classid 1:3
	END
	ip netns exec host ping -qc 3 -i 0.05 -W 1 198.51.100.1 || true
	ip netns exec host ping -qc 2 -i 0.05 -W 1 192.0.2.2 || true
	equal "frames of the class" "$(tc -n host -s qdisc show dev up0 | awk '/pfifo 30:/ { getline; print $4 }')" 3
}

# into_vnic: frames of VLAN 5, whose header is beside them, that XDP sends out of fex0v0; and of 802.1ad's VLAN 5
into_vnic() {
	local profile
	for profile in any trunk access; do
		vmfex -n host port bind fex0v0 profile "$profile"
		poll 10 carrier fex0v0 host
		send -n host -i x0.5 -d "${to[$profile]}" -c 5
	done
	vmfex -n host port bind fex0v0 profile any
	poll 10 carrier fex0v0 host
	send -n host -i x0.ad5 -d "${to[802.1ad]}" -c 5
}

# Their header goes behind the tag, and the policy judges it. One that would be taken for the tag goes nowhere.
vlans_past_the_stack() {
	local offloads profile forged=0
	local -A to=([any]=02:00:00:00:00:01 [trunk]=02:00:00:00:00:02 [access]=02:00:00:00:00:03
		[802.1ad]=02:00:00:00:00:04)
	! tag_is "$1" vlan || forged=5
	ports tag="$1"
	vmfex -n host profile add access vlan 7
	vmfex -n host profile add trunk trunk 5,6
	ip -n host link add x0 up type veth peer name x1
	ip -n host link add link x0 up name x0.5 type vlan id 5
	ip -n host link add link x0 up name x0.ad5 type vlan protocol 802.1ad id 5
	ip -n host link set x1 up
	poll 10 carrier x0 host
	ip netns exec host xdp x1 redirect fex0v0
	capture switch sw0 into_vnic
	for profile in any trunk; do
		equal "$profile" "$(captured "to=${to[$profile]} vlans=5.0 $(to_bridge 1)")" 5
	done
	equal "access" "$(captured "to=${to[access]}")" 0
	equal "802.1ad" "$(captured "to=${to[802.1ad]} vlans=5.0 $(to_bridge 1)")" $((5 - forged))
	equal "802.1ad, whatever is around it" "$(captured "to=${to[802.1ad]}")" $((5 - forged))
	equal "dropped" "$(drops fex0v0 tx_vlan host)" 5
	equal "forged" "$(drops fex0v0 tx_forged_tag host)" "$forged"

	# On receive it is taken off before XDP of the vNIC sees the frame, and nobody can change that.
	offloads=$(ip netns exec host ethtool -k fex0v0)
	[[ $offloads == *'rx-vlan-offload: on [fixed]'* && $offloads == *'rx-vlan-stag-hw-parse: on [fixed]'* ]] ||
		fail "$offloads"
}

run_tests
