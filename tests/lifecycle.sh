#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# All that comes goes again, whole, also while frames are under way. The machine
# stops at the first warning, and a reference that is never given back keeps the
# command waiting that removes the device.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="thousand_lives unload_under_load uplink_deleted_under_load
	uplink_moved_under_load host_dies_under_load guest_dies_under_load
	grow_and_shrink_under_load any_order_of_destruction looked_at_while_removed
	looked_at_while_refused held_when_removed"

# no_leak: nobody waits for a device that is still referred to
no_leak() {
	! dmesg | grep 'unregister_netdevice: waiting' || fail "a device is leaked"
}

devices() {
	find /sys/bus/vmfex/devices/ -type l | wc -l
}

devices_are() {
	(($(devices) == $1))
}

links() {
	ip ${1:+-n "$1"} -o link | wc -l
}

# Four at a time: most of a life is waiting for grace periods, even if they are expedited.
thousand_lives() {
	local before_links before_percpu i
	expedite
	for i in 0 1 2 3; do
		netns "host$i"
		ip -n "host$i" link add up0 mtu 1520 type veth peer name sw0 mtu 1520
		ip -n "host$i" link set sw0 up
		ip -n "host$i" link set up0 up
		poll 10 carrier up0 "host$i"
	done
	# The first lives fill caches that stay.
	lives 10
	slab save "$work/slab"
	before_links=$(all_links)
	before_percpu=$(percpu)

	lives "$(portion 250)"

	equal "links" "$(all_links)" "$before_links"
	equal "devices" "$(devices)" 0
	for i in 0 1 2 3; do
		equal "profiles" "$(vmfex -n "host$i" -j profile show)" "[]"
	done
	# One object leaked in every fourth of 1,000 lives is seen, or in most of 400. What waits for RCU is given time.
	poll 30 slab compare "$work/slab" 250
	(($(percpu) - before_percpu < 100)) ||
		fail "per CPU memory grew from $before_percpu to $(percpu) KiB"
	no_leak
}

# lives COUNT: in each of the four namespaces
lives() {
	local i pids=() start=$EPOCHREALTIME
	for i in 0 1 2 3; do
		ip netns exec "host$i" rounds "$1" &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i"
	done
	awk -v a="$start" -v b="$EPOCHREALTIME" -v n="$1" \
		'BEGIN { printf "# %d lives: %.1f s\n", 4 * n, b - a }'
}

all_links() {
	local i numbers=()
	for i in 0 1 2 3; do
		numbers+=("$(links "host$i")")
	done
	echo "${numbers[*]}"
}

# under_load: two guests that send to each other and to all
under_load() {
	two_guests
	load_from a b
	load_from b a
	poll 10 flowing a
	poll 10 flowing b
}

# load_from NETNS OTHER
load_from() {
	background ip netns exec "$1" load eth0 "$(address eth0 "$2")"
}

# flowing NETNS: frames arrive
flowing() {
	local before
	before=$(stat_of eth0 rx_packets "$1")
	read -rt 0.1 <&"$never" || true
	(($(stat_of eth0 rx_packets "$1") > before + 10))
}

unload_under_load() {
	local i
	for i in 1 2 3; do
		under_load
		rmmod vmfex
		[[ ! -e /sys/bus/vmfex ]] || fail "round $i: the bus is still there"
		refused ip -n a link show eth0
		refused ip -n switch link show fi0v0
		no_leak
		_reset || fail "clean-up"
		modprobe vmfex
	done
}

uplink_deleted_under_load() {
	local i
	under_load
	for i in 1 2 3 4; do
		# By turns at this end and at the other.
		if ((i % 2)); then
			ip -n host link del up0
		else
			ip -n switch link del sw0
		fi
		equal "uplinks" "$(ip netns exec host cat /sys/class/net/fex0/vmfex/num_uplinks)" 0
		equal "links" "$(ip netns exec switch cat /sys/class/net/fi0/vmfex/num_uplinks)" 0
		no_carrier eth0 a
		ip -n host link add up0 mtu 1520 type veth peer name sw0 mtu 1520 netns switch
		ip -n host link set up0 up master fex0
		ip -n switch link set sw0 up master fi0
		poll 10 uplink_active up0
		poll 10 flowing a
		poll 10 flowing b
	done
	no_leak
}

uplink_moved_under_load() {
	local i
	under_load
	netns elsewhere
	for i in 1 2 3; do
		ip -n host link set up0 netns elsewhere
		equal "uplinks" "$(ip netns exec host cat /sys/class/net/fex0/vmfex/num_uplinks)" 0
		refused ip netns exec elsewhere cat /sys/class/net/up0/vmfex/state
		equal "promiscuity" "$(ip -n elsewhere -d -j link show up0 |
			grep -o '"promiscuity":[0-9]*')" '"promiscuity":0'
		ip -n elsewhere link set up0 netns host
		ip -n host link set up0 up master fex0
		poll 10 uplink_active up0
		poll 10 flowing a
		poll 10 flowing b
	done
	no_leak
}

# The namespace of the adapter dies, and with it the vNICs in those of the guests.
host_dies_under_load() {
	local ns
	for ns in host switch; do
		under_load
		equal "devices" "$(devices)" 6
		ip netns del "$ns"
		poll 30 devices_are 3
		if [[ $ns == host ]]; then
			refused ip -n a link show eth0
			refused ip -n b link show eth0
		else
			poll 10 no_carrier eth0 a
		fi
		no_leak
		_reset || fail "clean-up"
		modprobe vmfex
	done
}

guest_dies_under_load() {
	local name mac
	under_load
	mac=$(address eth0 a)
	ip netns pids a | xargs kill -9
	ip netns del a
	poll 30 came_home
	name=$(vmfex -n host -br port show fex0 vf 0 | awk 'NR > 1 { print $1 }')
	equal "address" "$(address "$name" host)" "$mac"
	equal "state" "$(ip netns exec host cat "/sys/class/net/$name/vmfex/state")" associated
	no_leak

	# Good for another guest.
	ip -n host link set "$name" down
	guest a "$name" 192.0.2.1/24
	poll 10 ip netns exec a ping -qc 1 -W 1 192.0.2.2
	poll 10 flowing a
}

# The vNIC is where its adapter is.
came_home() {
	ip -n host -o link | grep -q ' link/ether '"$mac"
}

# num_vfs NETNS ADAPTER N
num_vfs() {
	ip netns exec "$1" bash -c "echo $3 >/sys/class/net/$2/device/sriov_numvfs"
}

grow_and_shrink_under_load() {
	local round pid last count
	two_guests
	ip netns exec a ping -ni 0.01 192.0.2.2 >"$work/ping" &
	pid=$!
	echo "$pid" >>"$work/background"
	for round in 1 2 3 4 5; do
		num_vfs host fex0 34
		equal "VFs" "$(ip netns exec host cat /sys/class/net/fex0/device/sriov_numvfs)" 34
		num_vfs switch fi0 34
		refused num_vfs host fex0 1
		[[ $refusal == *"Device or resource busy"* ]] || fail "$refusal"
		equal "VFs" "$(ip netns exec host cat /sys/class/net/fex0/device/sriov_numvfs)" 34
		num_vfs switch fi0 2
		num_vfs host fex0 2
		equal "devices in round $round" "$(devices)" 6
	done
	kill -INT "$pid"
	wait "$pid" || true
	# The last request may be under way; of those before it none is lost.
	read -r last count < <(sed -n 's/.*icmp_seq=\([0-9]*\) .*/\1/p' "$work/ping" |
		awk '{ n++ } END { print $1, n }')
	equal "answers" "$count" "$last"
	((count >= 20)) || fail "only $count answers in five rounds"
	refused num_vfs host fex0 0
	vmfex -n host port unbind fex0v0
	vmfex -n host port unbind fex0v1
	num_vfs host fex0 0
	refused ip -n a link show eth0
	no_leak
}

# build_all NETNS
build_all() {
	ip -n "$1" -batch - <<-END
		link add fex0 type vmfex num_vfs 2
		link add fi0 type vmfex mode fabric num_vfs 2
		link add up0 mtu 1520 type veth peer name sw0 mtu 1520
		link set up0 up master fex0
		link set sw0 up master fi0
		link add br0 up type bridge
		link set fi0v0 up master br0
		link set fi0v1 up master br0
		link set fex0v0 up
		link set fex0v1 up
	END
	vmfex -n "$1" -b - <<-END
		profile add any
		port bind fex0 vf 0-1 profile any
		port bind fi0 vf 0-1 profile any
	END
}

# destroy NETNS WHAT: a profile is not destroyed while ports use it
destroy() {
	case $2 in
	profile)
		if [[ $(vmfex -n "$1" -j adapter show) == "[]" ]]; then
			vmfex -n "$1" profile del any
		else
			refused vmfex -n "$1" profile del any
		fi
		;;
	bridge) ip -n "$1" link del br0 ;;
	adapters)
		# Which of the two goes first changes from time to time.
		printf 'link del %s\n' "${ends[@]}" | ip -n "$1" -batch -
		ends=("${ends[1]}" "${ends[0]}")
		;;
	uplink) ip -n "$1" link del up0 ;;
	esac
}

# Those orders that begin with the same go one after the other, the others beside them.
any_order_of_destruction() {
	local first pids=()
	for first in profile bridge adapters uplink; do
		netns "$first"
		orders_from "$first" &
		pids+=($!)
	done
	for first in "${pids[@]}"; do
		wait "$first"
	done
	equal "devices" "$(devices)" 0
	no_leak
}

# orders_from WHAT: all orders that begin with it, in the namespace of that name
orders_from() {
	local second third what before ends=(fex0 fi0)
	before=$(links "$1")
	for second in profile bridge adapters uplink; do
		for third in profile bridge adapters uplink; do
			[[ $1 != "$second" && $1 != "$third" && $second != "$third" ]] || continue
			build_all "$1"
			destroy "$1" "$1"
			destroy "$1" "$second"
			destroy "$1" "$third"
			for what in profile bridge adapters uplink; do
				[[ " $1 $second $third " == *" $what "* ]] || destroy "$1" "$what"
			done
			vmfex -n "$1" --if-exists profile del any
			equal "links after $1, $second, $third" "$(links "$1")" "$before"
		done
	done
}

# ethtool refers to a netdev, waits for its turn, and looks at the netdev's parent before it sees that
# the netdev is gone.
looked_at_while_removed() {
	local i=0 rounds=5
	# KASAN sees it.
	((unhurried == 1)) || rounds=20
	expedite
	rig vfs=1
	background ip netns exec host bash -c 'while :; do ethtool fex0v0; done' >"$work/looks1" 2>&1
	background ip netns exec host bash -c 'while :; do ethtool fex0v0; done' >"$work/looks2" 2>&1
	until ((i >= rounds)) && have_seen "$work/looks1" && have_seen "$work/looks2"; do
		((i++ < 200)) || fail "nobody looked in time"
		# To close it the core waits, so there are many who wait as well.
		ip -n host link set fex0v0 up
		ip -n host link set fex0 type vmfex num_vfs 0
		ip -n host link set fex0 type vmfex num_vfs 1
	done
	no_leak
}

# have_seen FILE: what ethtool printed there is of a netdev that was there, and of one that was not
have_seen() {
	grep -q 'Settings for fex0v0' "$1" && grep -q 'No such device' "$1"
}

# A netdev can be found before another part of the kernel refuses it: sysctl has no room for this name.
looked_at_while_refused() {
	local i=0 looker
	(($(nproc) > 1)) || skip "there is one processor"
	expedite
	netns host
	background ip netns exec host look default
	looker=$!
	while kill -0 "$looker" 2>"$work/kill"; do
		((i++ < 200)) || fail "nobody looked in time"
		refused ip -n host link add default type vmfex
	done
	wait "$looker"
	[[ $refusal == *"cannot register default"* ]] || fail "$refusal"
	equal "adapters" "$(vmfex -n host -j adapter show)" '[]'
	no_leak
}

# The core tells every second that a netdev is removed, until nobody refers to it; its adapter must not be
# gone by then.
held_when_removed() {
	local pid
	rig vfs=1
	vmfex -n host profile add any
	bind host fex0v0 any
	poll 10 carrier fex0v0 host
	ip netns exec host tc qdisc add dev up0 root tbf rate 80bit burst 100 limit 100000
	background ip netns exec host stuck fex0v0 "$work/stuck"
	pid=$!
	poll 10 test -e "$work/stuck"
	ip -n host link del fex0 &
	local removal=$!
	read -rt 2.5 <&"$never" || true
	kill -0 "$removal" 2>"$work/kill" || fail "the netdev was not held"
	kill -9 "$pid"
	wait "$removal"
	no_leak
}

run_tests
