#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An ordinary switch at the far end: a host whose vNICs are service VLANs (tag svlan), and at the other end of its
# uplinks what others have made.
#
# The oldest bridge and the newest:
# kernels: 6.1 7.2 uml
# Which numbers there are is the module's alone:
# kernels: 7.2: as_many_vnics_as_service_vlans

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=openvswitchlib.sh
. "$here/openvswitchlib.sh"

TESTS="linux_bridge open_vswitch fabric_end provider_bridge_to_a_bridge provider_bridge_to_a_fabric_end
	port_for_each_service_vlan plain_qinq bridge_in_between failover
	as_many_vnics_as_service_vlans"

# host_end NETNS LINK...: netns host, whose fex0 has an uplink to each of these netdevs of NETNS; and netns switch
host_end() {
	local ns=$1 link number=0
	shift
	netns host
	netns switch
	ip -n host link add fex0 type vmfex tag svlan num_vfs 3
	for link; do
		ip -n host link add "up$number" type veth peer name "$link" netns "$ns"
		ip -n "$ns" link set "$link" up
		ip -n host link set "up$number" up master fex0
		poll 10 carrier "up$number" host
		number=$((number + 1))
	done
	poll 10 uplink_active up0
}

# guests RED BLUE: a, b and c on the vNICs of the service VLANs 1, 2 and 3, a and b with a profile that is RED, c with one
# that is BLUE; and o at swp9, an ordinary port of the switch
guests() {
	local name number=0
	vmfex -n host -b - <<-END
		profile add red $1
		profile add blue $2
		port bind fex0 vf 0-1 profile red
		port bind fex0v2 profile blue
	END
	for name in a b c; do
		guest "$name" "fex0v$number" "192.0.2.$((++number))/24"
		poll 10 carrier eth0 "$name"
		equal "MTU of $name" "$(ip netns exec "$name" cat /sys/class/net/eth0/mtu)" 1500
	done
	station o switch swp9 192.0.2.9/24
}

# station NAME NETNS PORT ADDRESS/LEN: a host at a port of a switch
station() {
	netns "$1"
	ip -n "$1" link add eth0 type veth peer name "$3" netns "$2"
	ip -n "$1" address add "$4" dev eth0
	ip -n "$1" link set eth0 up
	ip -n "$2" link set "$3" up
}

# service_vlans LINK: a VLAN device of the switch for each service VLAN of a link
service_vlans() {
	local vid
	for vid in 1 2 3; do
		ip -n switch link add link "$1" name "$1.$vid" type vlan proto 802.1ad id "$vid"
		ip -n switch link set "$1.$vid" up
	done
}

# vlan_bridge PORT...: of a, b and c, on one or more links, and swp9 in a bridge, which has a, b and o in VLAN 100 and c in
# 200. With untagged=1 the VLANs are the ports', else the guests' frames have them.
vlan_bridge() {
	local number=0 port vids=(100 100 200)
	switch_bridge vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0 -- "$@" swp9
	for port; do
		join_vlan "$port" "${vids[number++ % 3]}"
	done
	bridge -n switch vlan add dev swp9 vid 100 pvid untagged
	poll 10 forwards switch "$@" swp9
}

# join_vlan PORT VID
join_vlan() {
	bridge -n switch vlan add dev "$1" vid "$2" ${untagged:+pvid untagged}
}

# provider_bridge [NAME ARGUMENT...]...: netns provider with a bridge that knows service VLANs; each port's have the
# arguments of `bridge vlan add`, in one word
provider_bridge() {
	ip -n provider link add br0 type bridge vlan_protocol 802.1ad vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0
	ip -n provider link set br0 up
	while (($#)); do
		ip -n provider link set "$1" up master br0
		# shellcheck disable=SC2086 # words
		bridge -n provider vlan add dev "$1" $2
		poll 10 forwards provider "$1"
		shift 2
	done
}

# reaches NETNS ADDRESS: with packets of 1500 bytes
reaches() {
	ip netns exec "$1" ping -qc 1 -W 1 -M 'do' -s 1472 "$2"
}

# everyone: whom fate shall see, and whose drops
everyone() {
	printf 'listen %s/eth0\n' a b c o
	printf 'watch %s\n' {a,b,c}/eth0 host/fex0
}

# What comes to whom. What is sent to an unknown address, as broadcast and multicast, comes to all others of the VLAN, once.
deliveries() {
	local a b c
	a=$(address eth0 a)
	b=$(address eth0 b)
	c=$(address eth0 c)
	cat <<-END
		$(everyone)
		send a/eth0 : got b/eth0 : got o/eth0
		send b/eth0 : got a/eth0 : got o/eth0
		send o/eth0 : got a/eth0 : got b/eth0
		send a/eth0 to=01:00:5e:00:00:77 : got b/eth0 : got o/eth0
		send a/eth0 to=$unknown : got b/eth0 : got o/eth0
		send a/eth0 to=$b : got b/eth0
		send b/eth0 to=$a len=1514 : got a/eth0 len=1514
		send o/eth0 to=$b len=1514 : got b/eth0 len=1514
		# c is in another VLAN.
		send c/eth0
		send c/eth0 to=$a
		send a/eth0 to=$c : got b/eth0 : got o/eth0
		# An address moves from a to o, and to b.
		send a/eth0 from=$moving to=$b : got b/eth0
		run $settle
		send b/eth0 to=$moving : got a/eth0
		send o/eth0 from=$moving to=$b : got b/eth0
		run $settle
		send b/eth0 to=$moving : got o/eth0
		send b/eth0 from=$moving to=$a : got a/eth0
		run $settle
		send a/eth0 to=$moving : got b/eth0
		send o/eth0 to=$moving : got b/eth0
	END
}

unknown=02:00:00:00:00:77 moving=02:00:00:00:00:88 marked=02:00:00:00:00:99
# What makes the switch act on what it has learned
settle=true

# broadcast_from_a: one that counts, and one more, which comes after all copies of the first
broadcast_from_a() {
	local source before
	for source in $marked 02:00:00:00:00:9a; do
		before=$(stat_of eth0 rx_packets b)
		send -n a -i eth0 -d ff:ff:ff:ff:ff:ff -s "$source"
		poll 10 b_received "$before"
	done
}

b_received() {
	(($(stat_of eth0 rx_packets b) > $1))
}

# copies VID: of $marked's frame in a service VLAN of the captured link, on its way there and back
copies() {
	tcpdump --count -r "$work/cap" "ether src $marked and ether[12:4] & 0xffff0fff = $((0x88a80000 | $1))" 2>/dev/null |
		awk '{ print $1 }'
}

# copies_are VID-1 VID-2 VID-3: of a's broadcast, which the switch copies, for each service VLAN that shall have it
copies_are() {
	capture host up0 broadcast_from_a
	equal "copies in the service VLANs 1, 2, 3" "$(copies 1) $(copies 2) $(copies 3)" "$*"
}

# switches COMMAND...: as any switch does. The command has c's port join the VLAN of a, b and o, and c come there.
switches() {
	poll 10 reaches a 192.0.2.2
	poll 10 reaches a 192.0.2.9
	poll 10 reaches o 192.0.2.2
	! reaches c 192.0.2.1 || fail "c reaches another VLAN"
	deliveries | fate
	copies_are 1 1 0
	"$@"
	poll 10 reaches c 192.0.2.1
	reaches c 192.0.2.2
	reaches c 192.0.2.9
}

# c_joins PORT: the switch sends c the frames of VLAN 100. If they tell their VLAN, c's own profile has to let them in, too.
c_joins() {
	bridge -n switch vlan del dev "$1" vid 200
	join_vlan "$1" 100
	equal "dropped by c before" "$(all_drops eth0 c)" ""
	copies_are 1 1 1
	[[ ! ${untagged-} ]] || return 0
	equal "dropped by c's profile" "$(drops eth0 rx_vlan c)" 2
	vmfex -n host port bind fex0 vf 2 profile red
}

linux_bridge() {
	host_end switch swp1
	guests "vlan 100" "vlan 200"
	service_vlans swp1
	vlan_bridge swp1.1 swp1.2 swp1.3
	switches c_joins swp1.3
}

open_vswitch() {
	modprobe -qn openvswitch || skip "this kernel has no openvswitch"
	modprobe openvswitch
	host_end switch swp1
	guests '' ''
	service_vlans swp1
	start_openvswitch switch
	vsctl add-br br0 -- add-port br0 swp9 tag=100 -- add-port br0 swp1.1 tag=100 \
		-- add-port br0 swp1.2 tag=100 -- add-port br0 swp1.3 tag=200
	kernel_switches br0
	settle="ovs-appctl -t $work/ovs/switch.ctl revalidator/wait"
	switches c_joins_at_openvswitch
}

c_joins_at_openvswitch() {
	vsctl set port swp1.3 tag=100
	poll 10 reaches c 192.0.2.1
	copies_are 1 1 1
}

# fabric_adapter LINK: the far end of the link has one
fabric_adapter() {
	ip -n switch link add fi0 type vmfex mode fabric tag svlan num_vfs 3
	ip -n switch link set "$1" master fi0
	vmfex -n switch profile add any
	bind switch fi0v{0..2} any
}

fabric_end() {
	host_end switch swp1
	guests "vlan 100" "vlan 200"
	fabric_adapter swp1
	vlan_bridge fi0v{0..2}
	switches c_joins fi0v2
}

# carried: netns provider between the host and swp1
carried() {
	netns provider
	host_end provider p1
	ip -n provider link add p2 type veth peer name swp1 netns switch
	ip -n switch link set swp1 up
	provider_bridge p1 'vid 1-3' p2 'vid 1-3'
	guests "vlan 100" "vlan 200"
}

provider_bridge_to_a_bridge() {
	carried
	service_vlans swp1
	vlan_bridge swp1.1 swp1.2 swp1.3
	switches c_joins swp1.3
}

provider_bridge_to_a_fabric_end() {
	carried
	fabric_adapter swp1
	vlan_bridge fi0v{0..2}
	switches c_joins fi0v2
}

# customer_ports NETNS: a port for each service VLAN, without a tag, with a cable to NETNS
customer_ports() {
	local vid
	for vid in 1 2 3; do
		ip -n provider link add "port$vid" type veth peer name "cable$vid" netns "$1"
		ip -n "$1" link set "cable$vid" up
	done
	provider_bridge p1 'vid 1-3' port1 'vid 1 pvid untagged' port2 'vid 2 pvid untagged' port3 'vid 3 pvid untagged'
}

# Cables lead from there to an ordinary switch.
port_for_each_service_vlan() {
	local untagged=1
	netns provider
	host_end provider p1
	guests '' ''
	customer_ports switch
	vlan_bridge cable1 cable2 cable3
	switches c_joins cable3
}

# What a switch gives that carries service VLANs and has none of the above: each vNIC a cable to somewhere, and no way
# from one to the next.
plain_qinq() {
	local vid
	netns provider
	host_end provider p1
	guests '' ''
	for vid in 1 2 3; do
		station "far$vid" provider "port$vid" "192.0.2.1$vid/24"
	done
	provider_bridge p1 'vid 1-3' port1 'vid 1 pvid untagged' port2 'vid 2 pvid untagged' port3 'vid 3 pvid untagged'
	poll 10 reaches a 192.0.2.11
	reaches b 192.0.2.12
	reaches far3 192.0.2.3
	fate <<-END
		listen a/eth0
		listen b/eth0
		listen c/eth0
		listen far1/eth0
		listen far2/eth0
		listen far3/eth0
		send a/eth0 to=$(address eth0 b) : got far1/eth0
		send a/eth0 to=$(address eth0 far2) : got far1/eth0
		send far1/eth0 to=$(address eth0 b) : got a/eth0
		# The guests' own VLANs are nothing to it.
		send b/eth0 vlans=100.5 : got far2/eth0 vlans=100.5
		send far3/eth0 vlans=100 len=1518 : got c/eth0 vlans=100.0
	END
	# A service VLAN of two ports is one LAN, and vNICs in different ones stay apart.
	bridge -n provider vlan del dev port2 vid 2
	bridge -n provider vlan add dev port2 vid 1 pvid untagged
	fate <<-END
		listen a/eth0
		listen b/eth0
		listen far1/eth0
		listen far2/eth0
		send b/eth0
		send a/eth0 : got far1/eth0 : got far2/eth0
	END
}

# A bridge that does not know service VLANs has one place for an address, which is in two of them: it learns from the
# copies that come back.
bridge_in_between() {
	local port
	netns provider
	host_end provider p1
	ip -n provider link add p2 type veth peer name swp1 netns switch
	ip -n switch link set swp1 up
	ip -n provider link add br0 type bridge mcast_snooping 0
	for port in p1 p2 br0; do
		ip -n provider link set "$port" up
	done
	ip -n provider link set p1 master br0
	ip -n provider link set p2 master br0
	guests "vlan 100" "vlan 200"
	service_vlans swp1
	vlan_bridge swp1.1 swp1.2 swp1.3
	poll 10 forwards provider p1 p2
	learning off
	to_a_passes ": got a/eth0"
	learning on
	to_a_passes
}

# learning on|off: at the bridge in between
learning() {
	bridge -n provider link set dev p1 learning "$1"
	bridge -n provider link set dev p2 learning "$1"
}

# to_a_passes [GOT]: whether what is sent to a's address does; what is sent to all does
to_a_passes() {
	fate <<-END
		listen a/eth0
		listen b/eth0
		listen o/eth0
		send a/eth0 : got b/eth0 : got o/eth0
		send o/eth0 to=$(address eth0 a) ${1-}
		send o/eth0 : got a/eth0 : got b/eth0
	END
}

# learned_at ADDRESS PORT: the switch's bridge knows it there
learned_at() {
	bridge -n switch fdb show br br0 | grep -q "^$1 dev $2 "
}

uplink_is() {
	[[ $(ip netns exec host cat "/sys/class/net/$1/vmfex/state") == "$2" ]]
}

# Two links to one bridge: it floods to both, and the host takes the frames of one.
# has_sent NETNS FRAMES
has_sent() {
	(($(stat_of eth0 tx_packets "$1") == $2))
}

failover() {
	local a sent
	host_end switch swp1 swp2
	guests "vlan 100" "vlan 200"
	service_vlans swp1
	service_vlans swp2
	vlan_bridge swp1.{1..3} swp2.{1..3}
	a=$(address eth0 a)
	poll 10 reaches a 192.0.2.2
	reaches a 192.0.2.9
	poll 10 learned_at "$a" swp1.1
	once_each

	sent=$(stat_of eth0 tx_packets c)
	ip -n switch link set swp1 down
	poll 10 uplink_is up1 active
	# It has not sent, but was announced.
	poll 10 learned_at "$a" swp2.1
	poll 10 reaches o 192.0.2.1
	reaches a 192.0.2.2
	# Announced is three times, by two frames; what is flooded later would come by both links. c says nothing else.
	poll 10 has_sent c $((sent + 6))

	ip -n switch link set swp1 up
	poll 10 uplink_is up0 standby
	poll 10 forwards switch swp1.{1..3}
	equal "uplink" "$(ip netns exec host cat /sys/class/net/up1/vmfex/state)" active
	once_each
	ip -n switch link set swp2 down
	poll 10 uplink_is up0 active
	poll 10 learned_at "$a" swp1.1
	poll 10 reaches o 192.0.2.1
	reaches a 192.0.2.2
}

# once_each: nobody gets what comes on the other link
once_each() {
	fate <<-END
		$(everyone)
		send o/eth0 : got a/eth0 : got b/eth0 : drop a/eth0 rx_standby : drop b/eth0 rx_standby
		send a/eth0 : got b/eth0 : got o/eth0 : drop a/eth0 rx_standby : drop b/eth0 rx_standby
		send c/eth0 : drop c/eth0 rx_standby
		send a/eth0 to=$(address eth0 b) : got b/eth0
	END
}

# One number is the adapter's own.
as_many_vnics_as_service_vlans() {
	netns host
	ip -n host link add fex0 type vmfex tag svlan num_vfs 4094
	ip -n host link add up0 type veth peer name sw0
	refused vmfex -n host uplink add up0 adapter fex0
	equal "reason" "$refusal" "Error: up0 has no VIF left, svlan has 4094, one for the adapter"
	equal "master" "$(ip -n host -j link show up0 | jq -r '.[0].master')" null
	vmfex -n host adapter set fex0 num_vfs 4093
	vmfex -n host uplink add up0 adapter fex0
	equal "number of the last" "$(vif_on_up0 fex0v4092)" 4093
	equal "the adapter's" "$(vif_on_up0 fex0)" 4094
	refused vmfex -n host adapter set fex0 num_vfs 4094
	equal "reason" "$refusal" "Error: up0 has no VIF left, svlan has 4094, one for the adapter"
	equal "vNICs" "$(ip netns exec host cat /sys/class/net/fex0/vmfex/num_vfs)" 4093
}

# vif_on_up0 DEV
vif_on_up0() {
	vmfex -n host -j port show "$1" | jq '.[] | select(.ifname == "'"$1"'").vifs[0].vif'
}

run_tests
