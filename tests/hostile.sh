#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Guests that do their worst, and what arrives of it: on the wire, at the neighbours, in the
# stacks of both ends. What they may send goes on to pass.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag hostile_guest) list_storm_vntag list_storm_etag"

# tenants [ARGUMENT of rig...]: netns a, the hostile one, and b, its neighbour, have the vNICs 1 and
# 2; the third is the host's. Behind the switch's bridge, which forwards everything, all are
# connected with all.
tenants() {
	rig "$@" vfs=3
	vmfex -n host -b - <<-END
		profile add strict mac_forge deny
		profile add access mac_forge deny vlan 100
		profile add other mac_forge deny vlan 200
		profile add tagged mac_forge deny trunk 100
		profile add native mac_forge deny trunk 100,300 native 100
		profile add cos3 mac_forge deny cos 3
		profile add cos0 mac_forge deny cos 0
		profile add cos6 mac_forge deny vlan 100 cos 6
	END
	vmfex -n switch profile add any
	bind host fex0v0 fex0v1 fex0v2 strict
	bind switch fi0v0 fi0v1 fi0v2 any
	switch_bridge mcast_snooping 0 -- fi0v0 fi0v1 fi0v2
	guest a fex0v0 192.0.2.1/24
	guest b fex0v1 192.0.2.2/24
	ip -n a -b - <<-END
		link add link eth0 name eth0.5 type vlan id 5
		link add link eth0 name eth0.7 type vlan id 7 egress 0:0 1:1 2:2 3:3 4:4 5:5 6:6 7:7
		link add link eth0 name eth0.ad5 type vlan protocol 802.1ad id 5
		link add link eth0.5 name eth0.5.6 type vlan id 6
		link set eth0.5 up
		link set eth0.7 up
		link set eth0.ad5 up
		link set eth0.5.6 up
	END
	poll 10 carrier eth0 a
	poll 10 carrier eth0 b
	poll 10 forwards switch fi0v0 fi0v1 fi0v2
}

# adapters_of_a: a container has adapters, and a bridge between their uplinks and its vNIC
adapters_of_a() {
	local number=0 tag
	modprobe bridge
	ip -n a link add br0 type bridge mcast_snooping 0
	ip -n a link set br0 up
	for tag in "${tags[@]}"; do
		ip -n a -b - <<-END
			link add own$number type vmfex tag $tag num_vfs 1
			link add below$number mtu 1520 type veth peer name port$number mtu 1520
			link set below$number up master own$number
			link set port$number up master br0
		END
		vmfex -n a -b - <<-END
			profile add all$number
			port bind own${number}v0 profile all$number
		END
		ip -n a link set "own${number}v0" up
		number=$((number + 1))
	done
	ip -n a link set eth0 master br0
	poll 10 carrier own0v0 a
	poll 10 carrier own1v0 a
	poll 10 carrier own2v0 a
	poll 10 forwards a port0 port1 port2 eth0
}

# guest TAG: all that one guest can do
hostile_guest() {
	tenants "tag=$1"
	rogue "$1" forged short spoofed control priority hopping
	slab save "$work/slab"
	storm guest "$1"
	slab compare "$work/slab" 1000
	macvtap
	vnetlies "$1" whole truths sizes checksums
	offloads off
	vnetlies "$1" segmented truths sizes kinds headers
	adapters_of_a
	rogue "$1" nested
}

# macvtap: host/vm0 on fex0v2, which has its address
macvtap() {
	modprobe macvtap
	ip -n host link add vm0 link fex0v2 type macvtap mode passthru
	ip -n host link set vm0 address "$(address fex0v2 host)" up
	# The wire's other end takes more than the uplink may send.
	ip -n switch link set sw0 mtu 65535
}

# offloads STATE: of the uplink
offloads() {
	ip netns exec host ethtool -K up0 tso "$1" gso "$1" tx-udp-segmentation "$1"
	ip netns exec host ethtool -K up0 sg "$1" tx "$1"
}

# Of 128 members
list_storm() {
	local list
	list=$(tag_value "$1" list)
	netns host
	netns switch
	ip -n host link add fex0 type vmfex tag "$1" num_vfs 130
	ip -n host link add up0 mtu 1520 type veth peer name sw0 mtu 1520 netns switch
	ip -n host link set up0 up master fex0
	ip -n switch link set sw0 up
	poll 10 uplink_active up0
	vmfex -n host -b - <<-END
		profile add any
		port bind fex0 vf 0-129 profile any
		viflist add up0 list $list vif 1-128
	END
	printf 'link set fex0v%d up\n' {0..129} | ip -n host -b -
	slab save "$work/slab"
	storm list "$1" "$list" 128
	slab compare "$work/slab" 1000
}

run_tests
