#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Who stands behind a vNIC: a guest, in whose network the host's own stack takes no part; the host, if it
# says so; or another network namespace, into and out of which a frame takes nothing along.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="guests_network_is_not_the_hosts the_hosts_own_port what_stands_on_a_vnic ipvlan_on_a_vnic
	sent_from_a_container received_in_a_container sent_later_from_a_container"

# neighbours: netns b on fex0v1, a guest of the same switch as fex0v0, which is the host's to give away
neighbours() {
	rig
	vmfex -n host profile add any
	vmfex -n switch profile add any
	bind host fex0v0 fex0v1 any
	bind switch fi0v0 fi0v1 any
	switch_bridge mcast_snooping 0 -- fi0v0 fi0v1
	ipv6 host
	ip -n host link add mgmt type dummy
	ip -n host address add 10.9.9.9/32 dev mgmt
	ip -n host link set mgmt up
	guest b fex0v1 10.9.9.1/24
	poll 10 carrier eth0 b
	poll 10 carrier fex0v0 host
	poll 10 forwards switch fi0v0 fi0v1
	# IPv6 configures itself when the netdev comes up.
	ip -n host link set fex0v0 down
	ip netns exec host sysctl -qw net.ipv6.conf.fex0v0.disable_ipv6=0 net.ipv6.conf.mgmt.disable_ipv6=1
	ip -n host link set fex0v0 up
	poll 10 carrier fex0v0 host
}

# answered: the host answers ARP for an address of another netdev, as hosts do
answered() {
	ip netns exec b busybox arping -q -c 1 -w 1 -I eth0 10.9.9.9
}

routed() {
	[[ $(ip -n host -6 route show default) == *'dev fex0v0'* ]]
}

# received COUNT: so many frames more than $before came to fex0v0
received() {
	(($(stat_of fex0v0 rx_packets host) >= before + $1))
}

# not_the_hosts WHEN: b's frames come to the vNIC, and mean nothing to the host
not_the_hosts() {
	local before
	before=$(stat_of fex0v0 rx_packets host)
	! answered || fail "$1: the host answers ARP"
	ip netns exec b radvert eth0
	poll 10 received 2
	! routed || fail "$1: the guest's network gave the host a route"
	equal "$1: IPv6 addresses of the vNIC" "$(ip -n host -6 -o address show dev fex0v0)" ""
}

guests_network_is_not_the_hosts() {
	local mode tap
	modprobe macvtap
	neighbours
	not_the_hosts "with nothing on top"
	for mode in private bridge passthru; do
		ip -n host link add vm0 link fex0v0 type macvtap mode "$mode"
		ip -n host link set vm0 up allmulticast on
		poll 10 carrier vm0 host
		# As a hypervisor has it open; a macvtap that nobody has is a netdev of the host.
		exec {tap}<>"/dev/tap$(ip netns exec host cat /sys/class/net/vm0/ifindex)"
		not_the_hosts "under a macvtap, $mode"
		equal "what the guest got, $mode" "$(stat_of vm0 rx_packets host)" 2
		exec {tap}>&-
		ip -n host link del vm0
		not_the_hosts "after the macvtap"
	done
}

the_hosts_own_port() {
	neighbours
	equal "an adapter's own port" "$(vmfex -n host -j port show fex0 vf self | jq '.[0].host_stack')" true
	equal "a vNIC" "$(vmfex -n host -j port show fex0v0 | jq '.[0].host_stack')" false
	ip -n host link set fex0v0 down
	vmfex -n host port set fex0v0 host_stack on
	ip -n host link set fex0v0 up
	poll 10 carrier fex0v0 host
	vmfex -n host port show fex0v0 | grep -q "host_stack on"
	answered || fail "the host does not answer ARP"
	ip netns exec b radvert eth0
	poll 10 routed
	[[ $(ip -n host -6 -o address show dev fex0v0 scope link) == *fe80:* ]] || fail "no link-local address"
	ip -n host link set fex0v0 down
	vmfex -n host port set fex0v0 host_stack off
	ip -n host link set fex0v0 up
	poll 10 carrier fex0v0 host
	not_the_hosts "again"
	refused vmfex -n host port set fex0v0 host_stack maybe
	# Elsewhere it is whose it is there.
	guest a fex0v0 10.9.9.3/24
	poll 10 carrier eth0 a
	ip netns exec b ping -qc 1 -W 2 10.9.9.3
}

# reached WHAT: b reaches the host at 10.9.9.2, asking for its address first
reached() {
	echo "by $1:"
	ip -n b neigh flush all
	poll 10 ip netns exec b ping -qc 1 -W 1 10.9.9.2
}

# on_top KIND...: a device of the host on fex0v0, which bears an address
on_top() {
	local dev=top
	ip -n host link add "$dev" "$@"
	ip -n host address add 10.9.9.2/24 dev "$dev"
}

what_stands_on_a_vnic() {
	modprobe -a macvlan bonding 8021q bridge
	neighbours
	on_top type bridge
	ip -n host link set fex0v0 master top
	ip -n host link set top up
	reached "a bridge"
	ip -n host link del top
	on_top type bond mode active-backup miimon 20
	ip -n host link set fex0v0 down
	ip -n host link set fex0v0 master top
	ip -n host link set top up
	reached "a bond"
	# It forbids IPv6 to configure its slaves, and allows it when it is gone.
	ip -n host link set fex0v0 nomaster
	ip -n host link del top
	ip -n host link set fex0v0 up
	poll 10 carrier fex0v0 host
	not_the_hosts "after a bond"
	on_top link fex0v0 type macvlan mode bridge
	ip -n host link set top up
	reached "a macvlan"
	ip -n host link del top
	on_top link fex0v0 type vlan id 100
	ip -n host link set top up
	ip -n b link add link eth0 name eth0.100 type vlan id 100
	ip -n b address flush dev eth0
	ip -n b address add 10.9.9.1/24 dev eth0.100
	ip -n b link set eth0.100 up
	reached "a VLAN device"
	ip -n host link del top
}

ipvlan_on_a_vnic() {
	modprobe ipvlan 2>/dev/null || skip "this kernel has no ipvlan"
	neighbours
	on_top link fex0v0 type ipvlan mode l2
	ip -n host link set top up
	reached "an ipvlan"
}

# datagram NETNS ADDRESS: with a mark and a priority
datagram() {
	ip netns exec "$1" python3 - "$2" <<-'END'
		import socket, sys
		s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		s.setsockopt(socket.SOL_SOCKET, 36, 5)  # SO_MARK
		s.setsockopt(socket.SOL_SOCKET, 12, 6)  # SO_PRIORITY
		s.sendto(b"x", (sys.argv[1], 9))
	END
}

# counting NETNS DEV DIRECTION: what carries mark 5 or priority 6 there, and anything
counting() {
	local filter=(tc -n "$1" filter add dev "$2" "$3" protocol all)
	tc -n "$1" qdisc add dev "$2" clsact 2>/dev/null || true
	"${filter[@]}" pref 1 handle 5 fw action continue || skip "this kernel has no cls_fw"
	"${filter[@]}" pref 2 basic match 'meta(priority eq 6)' action continue
	"${filter[@]}" pref 3 matchall action ok
}

# counted NETNS DEV DIRECTION PREF
counted() {
	tc -n "$1" -s filter show dev "$2" "$3" pref "$4" |
		awk '$1 == "Sent" { n += $4 } END { print n + 0 }'
}

# marked NETNS DEV DIRECTION: how many frames came, with the mark, with the priority
marked() {
	echo "$(counted "$@" 1) $(counted "$@" 2)"
}

any_frame() {
	(($(counted "$@" 3) > 0))
}

# at_home_and_away: fex0v0 is the host's, fex0v1 in netns b; their neighbours need not be asked for
at_home_and_away() {
	neighbours
	ip -n host address add 10.9.8.2/24 dev fex0v0
	ip -n host neigh replace 10.9.8.7 lladdr 02:00:00:00:00:07 nud permanent dev fex0v0
	ip -n b neigh replace 10.9.9.7 lladdr 02:00:00:00:00:07 nud permanent dev eth0
}

sent_from_a_container() {
	at_home_and_away
	counting host up0 egress
	datagram b 10.9.9.7
	poll 10 any_frame host up0 egress
	equal "with mark, with priority, from a container" "$(marked host up0 egress)" "0 0"
	datagram host 10.9.8.7
	poll 10 marks_seen host up0 egress
	equal "with mark, with priority, at home" "$(marked host up0 egress)" "1 1"
}

marks_seen() {
	[[ $(marked "$@") == "1 1" ]]
}

received_in_a_container() {
	at_home_and_away
	counting b eth0 ingress
	counting host fex0v0 ingress
	tc -n host qdisc add dev up0 clsact
	tc -n host filter add dev up0 ingress protocol all matchall action skbedit mark 5 priority 6 pipe action ok
	send -n switch -i fi0v1 -d ff:ff:ff:ff:ff:ff
	send -n switch -i fi0v0 -d ff:ff:ff:ff:ff:ff
	poll 10 any_frame b eth0 ingress
	equal "with mark, with priority, in a container" "$(marked b eth0 ingress)" "0 0"
	poll 10 any_frame host fex0v0 ingress
	equal "with mark, with priority, at home" "$(marked host fex0v0 ingress)" "1 1"
}

# A qdisc of the uplink that keeps to delivery times keeps to none of a container's.
sent_later_from_a_container() {
	local before
	at_home_and_away
	tc -n host qdisc add dev up0 root fq 2>/dev/null || skip "this kernel has no fq"
	before=$(stat_of fi0v1 rx_packets switch)
	ip netns exec b python3 - <<-'END'
		import socket, struct, time
		s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
		s.setsockopt(socket.SOL_SOCKET, 61, struct.pack("iI", time.CLOCK_MONOTONIC, 0))  # SO_TXTIME
		when = struct.pack("Q", time.monotonic_ns() + 9000000000)
		s.sendmsg([b"x"], [(socket.SOL_SOCKET, 61, when)], 0, ("10.9.9.7", 9))
	END
	poll 5 arrived
}

arrived() {
	(($(stat_of fi0v1 rx_packets switch) > before))
}

run_tests
