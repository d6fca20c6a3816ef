#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A host and a switch that are two virtual machines, see scripts/pair. Their uplinks are virtio NICs, and what is
# between these knows nothing of tags. This is the host; both are set up by the commands of README.

# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

TESTS="vntag_bulk_tcp etag_bulk_tcp vntag_failover etag_failover"

# at_switch [LINE...]: run lines of bash, of stdin unless given, at the switch, up to the first that fails
at_switch() {
	local said
	said=$(if (($#)); then printf '%s\n' "$@"; else cat; fi |
		socat -t 60 - TCP:198.51.100.2:7777,connect-timeout=5) || true
	[[ $said == *'status 0' ]] || fail "at the switch: $said"
}

switch_answers() {
	(at_switch true) >/dev/null 2>&1
}

# What README says for the host, for the switch, and at the switch for one link
host_lines='ip link add fex0 type vmfex num_vfs 16
ip link set fex0 up
ip link set eth0 mtu 1506 up
ip link set eth1 mtu 1506 up
ip link set eth0 master fex0
ip link set eth1 master fex0
vmfex uplink set eth0 priority 10
vmfex profile add web vlan 100 mac_forge deny
vmfex port bind fex0v0 profile web
ip link set fex0v2 netns CONTAINER name eth0'
switch_lines='vmfex profile add bridge
ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0
ip link set br0 up'
link_lines='ip link add fi0 type vmfex mode fabric num_vfs 16
ip link set fi0 up
ip link set swp1 mtu 1506 up
ip link set swp1 master fi0
vmfex port bind fi0 vf 0-15 profile bridge
ip link set fi0v0 up master br0
bridge vlan add dev fi0v0 vid 100'

# in_readme LINES: it has them, before a comment or not
in_readme() {
	local line
	while IFS= read -r line; do
		grep -qxF -- "$line" <(sed 's/^ *//; s/  *#.*//' "$here/../README.md") || fail "README has no line '$line'"
	done <<<"$1"
}

# with_tag TAG [SED-COMMAND]: not README's, whose tag is the default, and other names
with_tag() {
	sed "s/ type vmfex .*/& tag $1/; $([[ $1 == vntag ]] || echo 's/1506/1508/;') ${2-}"
}

# host TAG: with a container on the first vNIC
host() {
	in_readme "$host_lines"
	netns guest
	eval "$(with_tag "$1" 's/fex0v2/fex0v0/; s/CONTAINER/guest/' <<<"$host_lines")"
	ip -n guest address add 10.100.0.2/24 dev eth0
	ip -n guest link set eth0 up
}

# switch TAG: with a server in VLAN 100
switch() {
	in_readme "$switch_lines"$'\n'"$link_lines"
	at_switch <<-END
	modprobe vmfex
	$switch_lines
	$(with_tag "$1" <<<"$link_lines")
	$(with_tag "$1" 's/fi0/fi1/g; s/swp1/swp2/' <<<"$link_lines")
	ip netns add server
	ip link add swp9 type veth peer name eth0 netns server
	ip link set swp9 up master br0
	bridge vlan add dev swp9 vid 100 pvid untagged
	ip -n server address add 10.100.0.1/24 dev eth0
	ip -n server link set eth0 up
	ip netns exec server iperf3 -s -D
	END
}

# What the last test left at the switch
switch_cleared() {
	at_switch <<-'END'
	pkill iperf3 || true
	ip link del swp9 || true
	ip netns del server || true
	ip link del br0 || true
	! grep -q '^vmfex ' /proc/modules || rmmod vmfex
	END
}

# pair TAG: both, ready
pair() {
	grep -q eth2 /proc/net/dev || modprobe virtio_net
	ip address replace 198.51.100.1/24 dev eth2
	ip link set eth2 up
	poll 60 switch_answers
	switch_cleared
	segmenting on
	switch "$1"
	host "$1"
	poll 10 ip netns exec guest ping -qc 1 -W 1 10.100.0.1
}

# transfer [OPTION of iperf3]: Mbit/s that arrived, and segments that had to be sent again, of a thousand
transfer() {
	ip netns exec guest iperf3 -c 10.100.0.1 -t 1 -J "$@" | jq -r '.end |
		"\(.sum_received.bits_per_second / 1e6 | floor) \(.sum_sent.retransmits * 1448000 / (.sum_sent.bytes + 1) | floor)"'
}

# segmenting on|off: leave segments to the virtio NIC, if the module does
segmenting() {
	ethtool -K eth0 tso "$1" >/dev/null
	at_switch "ethtool -K swp1 tso $1 >/dev/null"
}

# median FILE COLUMN: of an odd number of lines
median() {
	awk -v column="$2" '{ print $column }' "$1" | sort -n | awk '{ line[NR] = $1 } END { print line[(NR + 1) / 2] }'
}

# measure on|off [OPTION of iperf3]: add a line to $work/on or $work/off
measure() {
	segmenting "$1"
	transfer "${@:2}" >>"$work/$1"
}

# as_fast: with segments left to the NIC as without, but for 20 %
as_fast() {
	(($(median "$work/on" 1) * 100 >= $(median "$work/off" 1) * 80))
}

# bulk_tcp NAME [OPTION of iperf3]: one direction. Another kernel would have to cut what a NIC does not, and drop it.
# The computer has other work, and two machines that are emulated suffer from that by chance: more is measured then.
bulk_tcp() {
	local name=$1 round again
	rm -f "$work/on" "$work/off"
	for round in {1..21}; do
		((round % 2 == 0)) || measure on "${@:2}"
		measure off "${@:2}"
		((round % 2)) || measure on "${@:2}"
		((round % 2 == 0 || round < 3)) || ! as_fast || break
	done
	again=$(median "$work/on" 2)
	echo "# $name: $(median "$work/on" 1) Mbit/s, $again of 1000 segments again;" \
		"tso off: $(median "$work/off" 1) Mbit/s; $round rounds"
	((again <= 50)) || fail "$name: $again of 1000 segments were sent again"
	as_fast || fail "$name: Mbit/s: $(cut -d ' ' -f 1 "$work/on" | xargs); tso off: $(cut -d ' ' -f 1 "$work/off" | xargs)"
}

both_ways() {
	pair "$1"
	bulk_tcp "to the switch"
	bulk_tcp "from the switch" --reverse
}

vntag_bulk_tcp() {
	both_ways vntag
}

etag_bulk_tcp() {
	both_ways etag
}

active() {
	[[ $(<"/sys/class/net/$1/vmfex/state") == active ]]
}

# failover TAG: the first link fails while a guest pings, and comes back
failover() {
	local lost
	pair "$1"
	ip netns exec guest ping -i 0.05 -c 100 10.100.0.1 >"$work/ping" &
	poll 10 grep -q icmp_seq=20 "$work/ping"
	ip link set eth0 down
	poll 10 active eth1
	poll 10 grep -q icmp_seq=60 "$work/ping"
	ip link set eth0 up
	poll 10 active eth0
	wait $!
	cat "$work/ping"
	lost=$(sed -n 's/^100 packets transmitted, \([0-9]*\) received.*/\1/p' "$work/ping")
	echo "# $((100 - lost)) of 100 pings lost"
	((100 - lost <= 10)) || fail "$((100 - lost)) of 100 pings lost"
}

vntag_failover() {
	failover vntag
}

etag_failover() {
	failover etag
}

trap 'at_switch "touch /run/finished"' EXIT
run_tests
