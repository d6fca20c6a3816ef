#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Offloads: frames of a flow reach a vNIC as one packet, which can be taken apart
# again to what they were.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag merges taken_apart) vntag_in_transit etag_in_transit
	held_while_unloaded $(by_tag queues) receive_steering_by_flow $(by_tag tunnel_in)
	left_to_a_hypervisor left_below_others"
# A NAPI has times of its own since 6.13.
[[ $(uname -r) != 7.* ]] || TESTS+=" held_by_a_napi"

# train_rig TAG: an adapter of three vNICs on up0, which merges; the other end of the
# link is bare and sends trains of frames.
train_rig() {
	netns host
	netns switch
	ip -n host link add fex0 type vmfex tag "$1" num_vfs 3
	ip -n host link add up0 mtu 1530 type veth peer name sw0 mtu 1530 netns switch
	ip netns exec host ethtool -K up0 gro on
	# What a veth could send as a whole its peer does not merge.
	ip netns exec switch ethtool -K sw0 tso off
	ip netns exec switch tc qdisc add dev sw0 root fq
	ip -n host link set up0 up master fex0
	ip -n switch link set sw0 up
	poll 10 uplink_active up0
	vmfex -n host profile add any
	bind host fex0v0 fex0v1 fex0v2 any
}

# to_first TAG: the words of a train to fex0v0. Of what the stack merges behind VLAN headers of its own, the last segment
# of IPv4, which pushes, stays alone: here there is none.
to_first() {
	echo "down=1$(! tag_is "$1" vlan || echo " open")"
}

# Trains and what is made of them. Tags within tags are merged by whoever knows them.
merges() {
	local list first within=1+1+1+1
	list=$(tag_value "$1" list)
	first=$(to_first "$1")
	! tag_is "$1" vlan || within=4
	train_rig "$1"
	[[ -z $list ]] || vmfex -n host viflist add up0 list "$list" vif 1-3
	{
		cat <<-END
			tcp4 | $first | 4@host/fex0v0
			tcp6 | $first tcp6 | 4@host/fex0v0
			tcp4, 802.1Q | $first vlan=100.3 | 4@host/fex0v0
			two VLANs | $first vlan=5.0; $first vlan=6.0 | 4@host/fex0v0; 4@host/fex0v0
			tag in a tag | $first nested | $within@host/fex0v0
			tcp6, 802.1ad and 802.1Q | $first tcp6 vlan8021ad=7 vlan=8.1 | 4@host/fex0v0
			many | $first size=1400 count=40 | 40@host/fex0v0
			udp4 | $first udp4 | 1+1+1+1@host/fex0v0
			tag in a tag behind 802.1Q | $first vlan=5.0 inside | $within@host/fex0v0
			two vNICs | $first; ${first/1/2} | 4@host/fex0v0; 4@host/fex0v1
		END
		! tag_is "$1" pcp || echo "priority changes | $first pcp=1,1,2,2 | 2+2@host/fex0v0"
		"$1_merges"
	} | trains "$1" switch/sw0
}

vntag_merges() {
	cat <<-END
		source changes | l=1 dst=1 src=5,6 | 1+1+1+1@host/fex0v0
		list | p=1 dst=5 | 4@host/fex0v0 4@host/fex0v1 4@host/fex0v2
		list, looped | p=1 dst=5 l=1 src=2 | 4@host/fex0v0 4@host/fex0v2
	END
}

etag_merges() {
	echo "list | ecid=0x100005 ingress=2 | 4@host/fex0v0 4@host/fex0v2"
}

svlan_merges() {
	echo "DEI changes | $first dei=0,0,1,1 | 2+2@host/fex0v0"
}

# far_end NETNS DEV BRIDGE PORT...: netns far with DEV, the peer of a port of BRIDGE; all that goes there
# goes frame by frame, with checksums
far_end() {
	local ns=$1 dev=$2 bridge=$3 port
	[[ -e /run/netns/far ]] || netns far
	ip -n "$ns" -b - <<-END
		link add p$dev mtu 1530 type veth peer name $dev mtu 1530 netns far
		link add $bridge type bridge mcast_snooping 0
		link set p$dev up master $bridge
		link set $bridge up
	END
	ip netns exec "$ns" ethtool -K "p$dev" tso off gso off tx-udp-segmentation off sg off tx off \
		>"$work/ethtool"
	ip -n far link set "$dev" up
	for port in "${@:4}"; do
		ip -n "$ns" link set "$port" up master "$bridge"
	done
	poll 10 forwards "$ns" "p$dev" "${@:4}"
}

# apart_rig TAG: behind fex0v0 and fex0v1 are bridges, and what they forward is seen at far/c0 and far/c1;
# on fex0v2 is a macvtap
apart_rig() {
	train_rig "$1"
	far_end host c0 br0 fex0v0
	far_end host c1 br1 fex0v1
	ip -n host link add link fex0v2 name vm0 type macvtap mode passthru
	ip -n host link set vm0 up
	poll 10 carrier vm0 host
}

# apart TRAIN LIST
apart() {
	cat <<-END
		$1, bridge | $1 | 4@host/fex0v0 1+1+1+1@far/c0
		$1, macvtap | $1 down=3 | 4@host/fex0v2 1+1+1+1@host/vm0,tap
	END
	[[ -z $2 ]] || cat <<-END
		$1, list | $1 list=$2 | 4@host/fex0v0 1+1+1+1@far/c0 1+1+1+1@far/c1 4@host/fex0v2 1+1+1+1@host/vm0,tap
	END
}

taken_apart() {
	local train list first
	list=$(tag_value "$1" list)
	first=$(to_first "$1")
	apart_rig "$1"
	[[ -z $list ]] || vmfex -n host viflist add up0 list "$list" vif 1-3
	for train in tcp4 "tcp6 vlan=100.3"; do
		apart "$first $train" "$list"
	done | trains "$1" switch/sw0
	# UDP is merged in one of two ways, if at all.
	ip netns exec host ethtool -K up0 rx-udp-gro-forwarding on
	apart "$first udp4" "$list" | trains "$1" switch/sw0
	ip netns exec host ethtool -K up0 rx-gro-list on
	apart "$first udp6 vlan=100.3" "$list" | trains "$1" switch/sw0
	ip netns exec host ethtool -K up0 rx-udp-gro-forwarding off rx-gro-list off
	# A port that is untagged in its VLAN: what it has no need of is gone.
	vmfex -n host profile add access vlan 100
	vmfex -n host port bind fex0v0 profile access
	trains "$1" switch/sw0 <<-END
		access | $first vlan=100.3 | 4@host/fex0v0,access 1+1+1+1@far/c0,access
		another VLAN | $first vlan=101.3 | 0@far/c0,access
	END
}

# transit FIELDS FORM: a bridge that forwards tagged frames to far/c0, with the VLAN that it puts in front or
# without. Some come as a whole from a sender that is not trusted.
transit() {
	local train
	for train in tcp4 "tcp6 vlan=100.3"; do
		echo "$train | $1 $train | 4@host/up0,tagged 1+1+1+1@far/c0,$2"
		echo "$train, as a whole | $1 $train vnet | any@host/up0,tagged 1+1+1+1@far/c0,$2"
	done
	echo "tags in tags, as a whole | $1 nested=3 vnet | 0@far/c0,$2"
	echo "many tags, as a whole | $1 nested=3000 vnet | 0@far/c0,$2"
}

vntag_in_transit() {
	train_rig vntag
	ip -n host link set up0 nomaster
	far_end host c0 br0 up0
	transit dst=1 tagged | trains vntag switch/sw0
	# The bridge's VLAN, in front of the tag, and not as metadata
	ip -n host link set br0 type bridge vlan_filtering 1
	bridge -n host vlan add dev up0 vid 10 pvid untagged
	bridge -n host vlan add dev pc0 vid 10
	ip netns exec host ethtool -K pc0 txvlan off
	transit dst=1 outer | trains vntag switch/sw0
	# The sender's headers are looked at, and the packet passes the link as it is.
	ip netns exec switch ethtool -K sw0 tso on
	echo "on a link with TSO | dst=1 vnet | 4@host/up0,tagged 1+1+1+1@far/c0,outer" | trains vntag switch/sw0
}

etag_in_transit() {
	train_rig etag
	ip -n host link set up0 nomaster
	far_end host c0 br0 up0
	transit ecid=1 tagged | trains etag switch/sw0
}

train_is_under_way() {
	(($(stat_of sw0 tx_packets switch) >= before + 4))
}

# What NAPI holds when the module goes has to come out.
held_while_unloaded() {
	train_rig vntag
	ip netns exec host sh -c 'echo 1000000000 >/sys/class/net/up0/gro_flush_timeout'
	unloads_with_a_train
}

held_by_a_napi() {
	train_rig vntag
	ip netns exec host napihold up0 1000000000
	unloads_with_a_train
}

unloads_with_a_train() {
	local before pid
	before=$(stat_of sw0 tx_packets switch)
	echo "held | dst=1 open | 4@host/fex0v0" | trains vntag switch/sw0 &
	pid=$!
	poll 10 train_is_under_way
	rmmod vmfex
	wait "$pid"
}

# near_end QUEUES TAG: netns a has eth0 on fex0v0; so many queues has the link, to sw0 in netns switch
near_end() {
	netns host
	netns switch
	ip -n host link add up0 mtu 1520 numtxqueues "$1" numrxqueues "$1" type veth \
		peer name sw0 mtu 1520 numtxqueues "$1" numrxqueues "$1" netns switch
	ip -n host link add fex0 type vmfex tag "$2" num_vfs 1
	ip -n host link set up0 up master fex0
	ip -n switch link set sw0 up
	poll 10 uplink_active up0
	vmfex -n host profile add any
	bind host fex0v0 any
	guest a fex0v0 192.0.2.1/24
	poll 10 carrier eth0 a
}

# other_end NETNS DEV TAG: fi0v0 of a fabric adapter on DEV, which netns a knows as 192.0.2.2
other_end() {
	ip -n "$1" link add fi0 type vmfex mode fabric tag "$3" num_vfs 1
	ip -n "$1" link set "$2" master fi0
	poll 10 uplink_active "$2" "$1"
	vmfex -n "$1" profile add any
	bind "$1" fi0v0 any
	poll 10 carrier fi0v0 "$1"
	ip -n a neigh replace 192.0.2.2 lladdr "$(address fi0v0 "$1")" nud permanent dev eth0
}

# queue_rig QUEUES TAG
queue_rig() {
	near_end "$@"
	other_end switch sw0 "$2"
}

# queues_used FLOWS COUNT: of up0, by so many flows
queues_used() {
	ip netns exec host tc qdisc replace dev up0 root handle 1: mq
	flows a 192.0.2.2 "$1" "$2" switch/fi0v0 >"$work/flows"
	ip netns exec host tc -s qdisc show dev up0 |
		awk '/^qdisc/ { child = / parent / } /Sent/ && child && $4 { used++ } END { print used }'
	ip netns exec host tc qdisc del dev up0 root
}

# steer NETNS DEV MASK: RPS of all receive queues
steer() {
	local queue
	for queue in $(ip netns exec "$1" sh -c "echo /sys/class/net/$2/queues/rx-*/rps_cpus"); do
		ip netns exec "$1" sh -c "echo $3 >$queue"
	done
}

# no_idling: until the test ends, each processor has something to do. PREEMPT_RT before 6.10 warns where RPS, of
# any netdev, hands frames to one that is idle and about to look for work by itself.
no_idling() {
	local cpu
	for ((cpu = 0; cpu < $(nproc); cpu++)); do
		background nice -n 19 taskset -c "$cpu" sh -c 'while :; do :; done'
	done
}

# A flow has one queue of the uplink's; a vNIC steers its frames whichever they came from.
queues() {
	queue_rig 4 "$1"
	equal "queues of 64 flows" "$(queues_used 64 1)" 4
	equal "queues of one flow" "$(queues_used 1 8)" 1
	(($(nproc) > 1)) || return 0
	no_idling
	steer switch fi0v0 2
	equal "to the second processor" "$(flows a 192.0.2.2 64 1 switch/fi0v0)" "0 64"
	steer switch fi0v0 0
	equal "without steering" "$(flows a 192.0.2.2 64 1 switch/fi0v0)" "64 0"
}

# Whatever the uplink's own RPS made of the tagged frames, where it sees no flows
receive_steering_by_flow() {
	local first others
	(($(nproc) > 1)) || skip "there is one processor"
	queue_rig 1 vntag
	no_idling
	steer switch sw0 1
	steer switch fi0v0 3
	read -r first others < <(flows a 192.0.2.2 64 1 switch/fi0v0)
	((first && others)) || fail "64 flows on two processors: $first and $others"
}

# tunnel NETNS DEV HOST PEER: VXLAN on a vNIC
tunnel() {
	ip -n "$1" -b - <<-END
		link add vx0 type vxlan id 7 dev $2 local 192.0.2.$3 remote 192.0.2.$4 dstport 4789 udpcsum
		address add 198.51.100.$3/24 dev vx0
		link set vx0 up
	END
}

# tunnel_rig TAG: from fex0v0 in netns a to fi0v0 in netns far; the link between has a bridge in it, which
# forwards tagged frames, and nothing but frames
tunnel_rig() {
	modprobe vxlan
	near_end 1 "$1"
	far_end switch c0 br0 sw0
	other_end far c0 "$1"
	host_stack far fi0v0
	ip -n far address add 192.0.2.2/24 dev fi0v0
	tunnel a eth0 1 2
	tunnel far fi0v0 2 1
	large_segments a
	head -c 2M /dev/urandom >"$work/sent"
}

tunnel_listens() {
	ip netns exec far ss -Hltn 'sport = 5000' | grep -q .
}

# through_tunnel: bytes of a packet of the uplink, of a TCP stream that has to arrive whole
through_tunnel() {
	local bytes packets receiver
	ip netns exec far socat -u TCP-LISTEN:5000,reuseaddr "CREATE:$work/received" &
	receiver=$!
	poll 10 tunnel_listens
	bytes=$(stat_of up0 tx_bytes host)
	packets=$(stat_of up0 tx_packets host)
	ip netns exec a socat -u "OPEN:$work/sent" TCP:198.51.100.2:5000
	wait "$receiver"
	cmp "$work/sent" "$work/received" >&2 || fail "something else came"
	echo $((($(stat_of up0 tx_bytes host) - bytes) / ($(stat_of up0 tx_packets host) - packets)))
}

# What the uplink can do for tunnels its vNICs can as well.
tunnel_in() {
	local size largest
	tunnel_rig "$1"
	largest=$(($(ip netns exec host cat /sys/class/net/up0/mtu) + 14))
	size=$(through_tunnel)
	echo "# $size bytes a packet"
	((size > 2 * largest)) || fail "$size bytes a packet"
	ip netns exec host ethtool -K up0 tx-udp_tnl-segmentation off tx-udp_tnl-csum-segmentation off
	size=$(through_tunnel)
	((size <= largest)) || fail "without segmentation of tunnels $size bytes a packet"
	ip netns exec host ethtool -K up0 tx off sg off >"$work/ethtool"
	size=$(through_tunnel)
	((size <= largest)) || fail "without checksums $size bytes a packet"
	equal "drops" "$(all_drops eth0 a)$(all_drops fi0v0 far)" ""
}

# hypervisor: behind tap0 in netns host, which it makes. Whatever it is asked comes from fd ${hypervisor[1]}.
hypervisor() {
	netns host
	modprobe tun
	[[ -e /dev/net/tun ]] || { mkdir -p /dev/net; mknod /dev/net/tun c 10 200; }
	ip -n host link add fex0 type vmfex num_vfs 1
	vmfex -n host profile add any
	coproc hypervisor { exec ip netns exec host uncut fex0v0; }
	echo "$!" >>"$work/background"
	local ready
	read -rt 10 ready <&"${hypervisor[0]}"
	equal "hypervisor" "$ready" ready
	ip -n host link set tap0 mtu 1520 up
}

# leaves WHAT WANTED: what the hypervisor gets of a packet of five segments
leaves() {
	local got
	echo send >&"${hypervisor[1]}"
	read -rt 20 got <&"${hypervisor[0]}"
	equal "$1" "$got" "$2"
}

# uses WHAT UPLINK SETTING USED REASON
uses() {
	equal "$1" "$(vmfex -n host -j uplink show "$2" | jq -r '.[0] | "\(.offload) \(.offload_used) \(.offload_reason)"')" \
		"$3 $4 $5"
	equal "$1 in sysfs" "$(ip netns exec host cat /sys/class/net/"$2"/vmfex/offload{,_used} | xargs)" "$3 $4"
}

# No other kernel is left to cut what has a tag that it does not know, unless someone says that it can.
left_to_a_hypervisor() {
	hypervisor
	ip -n host link set tap0 master fex0
	bind host fex0v0 any
	poll 10 carrier fex0v0 host
	uses "by default" tap0 auto checksum "tap0 is a paravirtual NIC"
	leaves "by default" "5 frames, 0 to be cut, 5 without a sum"
	vmfex -n host uplink set tap0 offload trust
	uses "trusted" tap0 trust all "set"
	leaves "trusted" "1 frames, 1 to be cut, 1 without a sum"
	vmfex -n host uplink set tap0 offload off
	uses "off" tap0 off none "set"
	leaves "off" "5 frames, 0 to be cut, 0 without a sum"
	vmfex -n host uplink set tap0 offload auto
	leaves "by default again" "5 frames, 0 to be cut, 5 without a sum"
	refused vmfex -n host uplink set tap0 offload sometimes
}

# Nor below a bond, a VLAN, a bridge or a macvlan, also where it comes there later.
left_below_others() {
	hypervisor
	modprobe bonding
	ip -n host link add bond0 mtu 1520 type bond mode active-backup
	ip -n host link set bond0 master fex0
	bind host fex0v0 any
	uses "bond without slaves" bond0 auto all "no paravirtual NIC"
	ip -n host link set tap0 down
	ip -n host link set tap0 master bond0
	ip -n host link set tap0 up
	ip -n host link set bond0 up
	poll 10 carrier fex0v0 host
	uses "bond" bond0 auto checksum "tap0 is a paravirtual NIC"
	leaves "bond" "5 frames, 0 to be cut, 5 without a sum"
	ip -n host link set tap0 nomaster
	uses "bond that lost it" bond0 auto all "no paravirtual NIC"
	ip -n host link del bond0

	local dev
	ip -n host link set tap0 up
	ip -n host -b - <<-END
		link add br9 mtu 1520 type bridge
		link add link tap0 name macvlan9 type macvlan mode passthru
		link add link tap0 name vlan9 type vlan id 9
	END
	for dev in vlan9 macvlan9 br9; do
		[[ $dev != br9 ]] || ip -n host link set tap0 master br9
		ip -n host link set "$dev" up master fex0
		poll 10 carrier fex0v0 host
		[[ $dev != br9 ]] || poll 10 forwards host tap0
		uses "$dev" "$dev" auto checksum "tap0 is a paravirtual NIC"
		leaves "$dev" "5 frames, 0 to be cut, 5 without a sum"
		ip -n host link del "$dev"
	done

	# What takes all packets since it has nothing to do with them is no NIC.
	ip -n host link add d0 mtu 1520 type dummy
	ip -n host link add link d0 name macvlan9 type macvlan mode passthru
	ip -n host link set macvlan9 master fex0
	uses "macvlan on another" macvlan9 auto all "no paravirtual NIC"
}

run_tests
