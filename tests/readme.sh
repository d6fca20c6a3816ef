#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What README.md says to type does what README.md says.
#
# Nothing here depends on the kernel:
# kernels: 6.12 uml

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="macvtap_hears_multicast mtu_for_vntag mtu_for_etag mtu_for_svlan adapters_ping
	point_to_point switch_without_vmfex"

# readme SECTION WORDS: the block of commands of a section that has these words
readme() {
	awk -v section="## $1" -v words="$2" '
		/^ *$/ || /^[^ ]/ { if (inside && index(block, words)) printf "%s", block; block = "" }
		/^## / { inside = $0 == section }
		/^    / { block = block substr($0, 5) "\n" }' "$here/../README.md"
}

# type_in NETNS: run the commands on the standard input there
type_in() {
	local commands
	commands=$(sed -E "s/#.*//; s/^ *(vmfex|ip|bridge) /\\1 -n $1 /; s/^ *ping /ip netns exec $1 ping -qc 1 -W 1 /")
	[[ $commands ]] || fail "README.md has no such commands"
	echo "$commands"
	eval "$commands"
}

received() {
	ip netns exec host cat "/sys/class/net/$1/statistics/rx_packets"
}

# heard COUNT: one more frame than so many, to a group that nobody has joined
heard() {
	send -n switch -i fi0v0 -d 33:33:ff:00:00:77 -s 02:00:00:00:00:77
	(($(received vm0) > $1))
}

macvtap_hears_multicast() {
	modprobe macvtap
	rig
	vmfex -n host profile add web
	vmfex -n switch profile add web
	bind switch fi0v0 web
	readme "Use it on a hypervisor" "type macvtap" | grep -vE 'tap=|qemu|-device' | type_in host
	poll 10 carrier vm0 host
	poll 10 heard "$(received vm0)"
	equal "address" "$(address vm0 host)" 52:54:00:00:01:00
}

# In the table of MTUs
declare -A columns=([vntag]=3 [etag]=4 [svlan]=5)

# row WORDS TAG: a number of the table
row() {
	awk -F'|' -v words="$1" -v column="${columns[$2]}" \
		'/^ *[|]/ && index($0, words) { print $column + 0 }' "$here/../README.md"
}

# vlan_end NETNS DEV NUMBER: the vNIC, a VLAN on it and a VLAN in a VLAN have addresses. A guest's outer one is a service
# VLAN, where those are not the tag.
vlan_end() {
	local netdev
	vmfex -n "$1" profile add any
	bind "$1" "$2" any
	ip -n "$1" link set "$2" mtu 1500
	ip -n "$1" link add link "$2" name one type vlan id 9
	# shellcheck disable=SC2086 # words
	ip -n "$1" link add link "$2" name outer type vlan $outer id 7
	ip -n "$1" link add link outer name two type vlan id 8
	for netdev in one outer two; do
		ip -n "$1" link set "$netdev" up
	done
	ip -n "$1" address add "192.0.2.$3/24" dev "$2"
	ip -n "$1" address add "198.51.100.$3/24" dev one
	ip -n "$1" address add "203.0.113.$3/24" dev two
}

passes() {
	ip netns exec host ping -qc 1 -W 1 -M 'do' -s 1472 "$1"
}

# The numbers of the table, and none that is smaller
mtu_for() {
	local plain qinq outer='proto 802.1ad'
	[[ $1 != svlan ]] || outer=
	modprobe 8021q
	plain=$(row "MTU of the uplinks" "$1")
	qinq=$(row "QinQ" "$1")
	rig vfs=1 tag="$1" mtu="$qinq"
	vlan_end host fex0v0 1
	vlan_end switch fi0v0 2
	poll 10 passes 203.0.113.2
	ip -n host link set up0 mtu $((qinq - 1))
	! passes 203.0.113.2 || fail "QinQ needs less than $qinq"
	ip -n host link set up0 mtu "$plain"
	passes 192.0.2.2
	passes 198.51.100.2
	equal "MTU" "$(ip netns exec host cat /sys/class/net/fex0v0/mtu)" 1500
	ip -n host link set up0 mtu $((plain - 1))
	equal "smaller MTU" "$(ip netns exec host cat /sys/class/net/fex0v0/mtu)" 1499
}

mtu_for_vntag() {
	mtu_for vntag
}

mtu_for_etag() {
	mtu_for etag
}

mtu_for_svlan() {
	mtu_for svlan
}

adapters_ping() {
	rig
	equal "unbound" "$(ip netns exec host cat /sys/class/net/fex0/operstate)" down
	ip -n host link set fex0 up
	ip -n switch link set fi0 up
	readme "Check that it works" "ping 192" | grep -v ping | sed 's/fex0/fi0/; s/192.0.2.1/192.0.2.2/' | type_in switch
	readme "Check that it works" "ping 192" | grep -v ping | type_in host
	poll 10 type_in host <<<"$(readme "Check that it works" "ping 192" | grep ping)"
}

point_to_point() {
	local commands
	rig
	commands=$(readme "The switch's side" "host_stack on")
	sed 's/fex0v0/fi0v0/g; s/192.0.2.1/192.0.2.2/' <<<"$commands" | type_in switch
	type_in host <<<"$commands"
	poll 10 ip netns exec host ping -qc 1 -W 1 192.0.2.2
}

switch_without_vmfex() {
	netns host
	netns switch
	ip -n host link add fex0 type vmfex tag svlan num_vfs 2
	ip -n host link add up0 type veth peer name swp1 netns switch
	ip -n host link set up0 up master fex0
	readme "A switch without vmfex" "type vlan" | type_in switch
	readme "A switch without vmfex" "type bridge" | type_in switch
	vmfex -n host profile add web vlan 100
	vmfex -n host port bind fex0 vf 0-1 profile web
	guest a fex0v0 192.0.2.1/24
	guest b fex0v1 192.0.2.2/24
	poll 10 ip netns exec a ping -qc 1 -W 1 192.0.2.2
}

run_tests
