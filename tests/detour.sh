#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Frames between two vNICs of one host take the way over the fabric, always.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag unicast_takes_the_detour broadcast_takes_the_detour multicast_takes_the_detour)
	nothing_without_uplink"

unicast_takes_the_detour() {
	two_guests tag="$1"
	local a b
	a=$(address eth0 a)
	b=$(address eth0 b)
	capture host up0 ip netns exec a ping -qc 20 -i 0.05 -W 1 192.0.2.2
	equal "requests up" "$(captured "from=$a to=$b type=0x0800 $(to_bridge 1)")" 20
	equal "requests down" "$(captured "from=$a to=$b type=0x0800 $(to_vnic 2)")" 20
	equal "answers up" "$(captured "from=$b to=$a type=0x0800 $(to_bridge 2)")" 20
	equal "answers down" "$(captured "from=$b to=$a type=0x0800 $(to_vnic 1)")" 20
	equal "at all" "$(captured "type=0x0800")" 80
}

# to_all DESTINATION: ten frames from guest a, which only guest b gets
to_all() {
	local before_a before_b
	before_a=$(stat_of eth0 rx_packets a)
	before_b=$(stat_of eth0 rx_packets b)
	capture host up0 send -n a -i eth0 -d "$1" -t 0x88b5 -c 10
	equal "up" "$(captured "to=$1 $(to_bridge 1)")" 10
	equal "down" "$(captured "to=$1 $(to_vnic 2)")" 10
	equal "at all" "$(captured "to=$1")" 20
	equal "received by b" "$(stat_of eth0 rx_packets b)" $((before_b + 10))
	equal "received by a" "$(stat_of eth0 rx_packets a)" "$before_a"
}

broadcast_takes_the_detour() {
	two_guests tag="$1"
	acquaint
	to_all ff:ff:ff:ff:ff:ff
}

multicast_takes_the_detour() {
	two_guests tag="$1"
	acquaint
	to_all 01:00:5e:01:02:03
}

nothing_without_uplink() {
	two_guests
	acquaint
	local before destination
	before=$(stat_of eth0 rx_packets b)
	ip -n host link set up0 down
	poll 10 no_carrier eth0 a
	for destination in "$(address eth0 b)" ff:ff:ff:ff:ff:ff 01:00:5e:01:02:03; do
		send -n a -i eth0 -d "$destination" -c 10
	done
	equal "received" "$(stat_of eth0 rx_packets b)" "$before"
	equal "carrier of a" "$(ip netns exec a cat /sys/class/net/eth0/carrier)" 0
}

run_tests
