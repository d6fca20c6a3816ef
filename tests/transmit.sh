#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every frame that a vNIC sends is tagged right, and arrives at the far end as it
# was sent.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag frames streams) short_sctp $(by_tag room_for_the_tag) congestion_is_no_drop"

# one_guest TAG: netns a with eth0 on fex0v0; fi0v0 is a netdev of the switch that
# no bridge has
one_guest() {
	rig tag="$1" vfs=1
	vmfex -n host profile add any
	vmfex -n switch profile add any
	bind host fex0v0 any
	bind switch fi0v0 any
	guest a fex0v0 192.0.2.1/24
	poll 10 carrier eth0 a
	poll 10 carrier fi0v0 switch
	drops_before=$(both_drops)
}

# While the ends come up, one may send what the other does not take yet.
both_drops() {
	echo "a: $(all_drops eth0 a) switch: $(all_drops fi0v0 switch)"
}

no_drops() {
	equal "drops" "$(both_drops)" "$drops_before"
}

# no_hardware_vlans: NICs that do not put the tag in, so that the stack does. The far end of a veth counts it then.
no_hardware_vlans() {
	ip -n host link set up0 mtu 1524
	ip -n switch link set sw0 mtu 1524
	ip -n a link set eth0 mtu 1520
	ip -n switch link set fi0v0 mtu 1520
	offloads tx-vlan-stag-hw-insert off
}

frames() {
	one_guest "$1"
	txframes "$1" 1
	if tag_is "$1" vlan; then
		no_hardware_vlans
		txframes "$1" 1
	fi
	no_drops
}

# A CRC, other than a sum, is not that of a packet with bytes behind it: the switch has to sum what was padded.
short_sctp() {
	modprobe sctp
	two_guests
	ip netns exec switch ethtool -K fi0v0 tx-checksum-sctp off
	ip netns exec switch ethtool -K fi0v1 tx-checksum-sctp off
	echo "as it was" >"$work/sent"
	background ip netns exec b socat -u SCTP-LISTEN:5000 "CREATE:$work/received"
	poll 10 sctp_listens
	ip netns exec a timeout 60 socat -u "OPEN:$work/sent" SCTP:192.0.2.2:5000
	poll 10 cmp "$work/sent" "$work/received"
}

sctp_listens() {
	ip netns exec b grep -qw 5000 /proc/net/sctp/eps
}

# reallocated DEV NETNS: frames that had no room for the tag
reallocated() {
	ip netns exec "$2" ethtool -S "$1" | awk '$1 == "tx_realloc:" { print $2 }'
}

# has_had_room DEV NETNS: no frame needed another head, but what TCP sent again while
# someone still had the first copy
has_had_room() {
	local again copied
	again=$(ip netns exec "$2" cat /proc/net/snmp | awk '/^Tcp:/ { value = $13 } END { print value }')
	copied=$(reallocated "$1" "$2")
	((copied <= again)) || fail "$1: $copied reallocations, $again segments sent again"
}

# offloads FEATURE STATE...: of both ends of the link
offloads() {
	ip netns exec host ethtool -K up0 "$@"
	ip netns exec switch ethtool -K sw0 "$@"
}

streams() {
	one_guest "$1"
	ipv6 a
	# Not on sw0, whose own frames have no tag
	ip netns exec switch sysctl -qw net.ipv6.conf.default.disable_ipv6=0 \
		net.ipv6.conf.fi0v0.disable_ipv6=0
	ip -n a -b - <<-END
		address add 2001:db8::1/64 dev eth0 nodad
		link add link eth0 name eth0.100 type vlan id 100
		address add 198.51.100.1/24 dev eth0.100
		address add 2001:db8:1::1/64 dev eth0.100 nodad
		link set eth0.100 up
	END
	host_stack switch fi0v0
	ip -n switch -b - <<-END
		address add 192.0.2.2/24 dev fi0v0
		address add 2001:db8::2/64 dev fi0v0 nodad
		link add link fi0v0 name fi0v0.100 type vlan id 100
		address add 198.51.100.2/24 dev fi0v0.100
		address add 2001:db8:1::2/64 dev fi0v0.100 nodad
		link set fi0v0.100 up
	END
	large_segments a switch
	command streams "$1" 1 whole
	command streams "$1" 1 whole 100
	! tag_is "$1" vlan || no_hardware_vlans
	offloads tso off gso off tx-udp-segmentation off
	command streams "$1" 1 segmented
	command streams "$1" 1 segmented 100
	offloads sg off tx off
	command streams "$1" 1 summed
	no_drops
	has_had_room eth0 a
	has_had_room fi0v0 switch
}

probe_on() {
	echo 'p:expanded pskb_expand_head' >/sys/kernel/tracing/kprobe_events
	echo 1 >/sys/kernel/tracing/events/kprobes/expanded/enable
}

probe_off() {
	echo 0 >/sys/kernel/tracing/events/kprobes/expanded/enable
	echo >/sys/kernel/tracing/kprobe_events
}

# expanded: heads of frames that the kernel reallocated, by anyone
expanded() {
	awk '$1 == "expanded" { print $2 }' /sys/kernel/tracing/kprobe_profile
}

# reallocates WHAT EACH COMMAND...: that sends 100 frames by fex0v0, EACH of them without room
reallocates() {
	local what=$1 each=$2 sent counted heads
	shift 2
	sent=$(stat_of fex0v0 tx_packets host)
	counted=$(reallocated fex0v0 host)
	heads=$(expanded)
	"$@"
	poll 10 sent_since "$sent"
	equal "$what: reallocations" $(($(reallocated fex0v0 host) - counted)) $((each * 100))
	equal "$what: reallocations by anyone" $(($(expanded) - heads)) $((each * 100))
}

sent_since() {
	(($(stat_of fex0v0 tx_packets host) == $1 + 100))
}

# Nobody is behind the uplink, and nothing but what is sent here is on the way. A tag that goes beside the frame needs
# no room.
room_for_the_tag() {
	local length without=1
	! tag_is "$1" vlan || without=0
	modprobe -a macvtap vhost_net 2>/dev/null || skip "there is no vhost-net"
	[[ -e /sys/kernel/tracing/kprobe_events ]] || skip "there are no kprobes"
	netns host
	ip -n host link add up0 mtu 1520 type veth peer name sw0 mtu 1520
	ip -n host link set sw0 up
	ip -n host link add fex0 type vmfex tag "$1" num_vfs 1
	ip -n host link set up0 up master fex0
	vmfex -n host profile add any
	bind host fex0v0 any
	ip -n host address add 192.0.2.1/24 dev fex0v0
	ip -n host neigh replace 192.0.2.2 lladdr 02:00:00:00:00:02 nud permanent dev fex0v0
	poll 10 carrier fex0v0 host
	trap probe_off EXIT
	probe_on

	reallocates "stack" 0 pings
	for length in 60 1514; do
		reallocates "packet socket, $length" 0 \
			send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -l "$length" -c 100
	done

	ip -n host link add vm0 link fex0v0 type macvtap mode passthru
	ip -n host link set vm0 up
	poll 10 carrier vm0 host
	for length in 42 1514; do
		reallocates "macvtap with vhost, $length" 0 in_host vhostsend vhost vm0 "$length" 100
		reallocates "macvtap, $length" "$without" in_host vhostsend write vm0 "$length" 100
	done
}

# pings: 100 that nobody answers
pings() {
	in_host ping -qc 100 -i 0.002 -W 0.1 192.0.2.2 >"$work/ping" || true
	grep -q '^100 packets transmitted' "$work/ping"
}

in_host() {
	ip netns exec host "$@"
}

# counts: what eth0 in netns a counts, as `sent dropped tx_uplink`
counts() {
	echo "$(stat_of eth0 tx_packets a) $(stat_of eth0 tx_dropped a) $(drops eth0 tx_uplink a)"
}

# queue_drops: what the queue of up0 with room for five frames has dropped
queue_drops() {
	tc -n host -j -s qdisc show dev up0 | jq '.[] | select(.parent).drops'
}

# hundred: frames by eth0 to an uplink whose queue hardly moves; sets $sent, $dropped, $uplink, $queue
hundred() {
	local before after
	read -ra before <<<"$(counts)"
	send -n a -i eth0 -d ff:ff:ff:ff:ff:ff -c 100
	read -ra after <<<"$(counts)"
	sent=$((after[0] - before[0]))
	dropped=$((after[1] - before[1]))
	uplink=$((after[2] - before[2]))
	queue=$(queue_drops)
	((queue >= 50)) || fail "the queue dropped $queue only"
}

# A queue without room that takes a frame says so, and drops another one, which may be anybody's. That is not the
# end of the frame that it took.
congestion_is_no_drop() {
	local sent dropped uplink queue
	one_guest vntag
	tc -n host qdisc add dev up0 root handle 1: tbf rate 80bit burst 100 limit 100000
	tc -n host qdisc add dev up0 parent 1: handle 2: pfifo_head_drop limit 5
	hundred
	equal "taken in another's place: sent, dropped, by the uplink" "$sent $dropped $uplink" "100 0 0"
	no_drops

	# The same frames, and a queue that drops them themselves
	tc -n host qdisc replace dev up0 parent 1: handle 3: pfifo limit 5
	hundred
	equal "refused: sent, dropped, by the uplink" "$sent $dropped $uplink" "$((100 - queue)) $queue $queue"
}

run_tests
