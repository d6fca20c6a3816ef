#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What cannot be done is refused, with a text that names the value, and nothing
# changes. The requests are in tools/refuse, as tables.
#
# What the module alone refuses, by its own values and limits, it refuses on each kernel:
# kernels: 6.12 debug uml: links link_words ports profiles_and_lists users_have_a_quota numbers_are_left

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="links link_words uplinks ports profiles_and_lists the_last_counts rights own_namespace
	vlan_devices_beside_tags vlan_devices_below_tags vlan_device_that_leaves_headers uplinks_of_other_kinds uplinks_too_deep uplinks_that_change uplinks_that_go vnics_stay netconsole
	users_have_a_quota users_wake_nobody users_refuse_nothing users_announce_little numbers_are_left"

# objects: what the tables speak of, all in netns host
objects() {
	netns host
	netns other
	local batch=(
		"link add up0 mtu 1520 type veth peer name sw0 mtu 1520"
		"link add up1 mtu 1520 type veth peer name free mtu 1520"
		"link add e0 mtu 1520 type veth peer name peer mtu 1520"
		"link add fex0 type vmfex num_vfs 4"
		"link add fex1 type vmfex tag etag num_vfs 1"
		"link add fex7 type vmfex"
		"link add fex8 type vmfex"
		"link add fi0 type vmfex mode fabric cluster lab num_vfs 2"
		"link set up0 up master fex0"
		"link set up1 up master fex0"
		"link set free up"
		"link set sw0 up master fi0"
		"link set e0 master fex1"
		# A tag that is a VLAN header, and VLAN devices
		"link add s0 type veth peer name peers"
		"link add fexs type vmfex tag svlan num_vfs 2"
		"link set s0 master fexs"
		"link add s1 type dummy"
		"link add link s1 name s1.ad9 type vlan protocol 802.1ad id 9"
		"link add link s1 name s1.9 type vlan id 9"
		# An uplink that is a bridge; a bridge and a VLAN on a vNIC
		"link add bru type bridge"
		"link set bru master fex0"
		"link add brv type bridge"
		"link set fi0v1 master brv"
		"link add link fex0v1 name vlan0 type vlan id 5"
		# In use otherwise
		"link add below type dummy"
		"link add link below name above type macvlan"
		"link add tlb type bond mode balance-tlb"
		"link add alb type bond mode balance-alb"
		"link add link tlb name tlb.5 type vlan id 5"
		"link add below1 type dummy"
		"link add link below1 name nopromisc type macvlan mode passthru nopromisc"
		"link add fex9v1 type dummy"
		"link add tiny mtu 73 type dummy"
		"link add tinier mtu 67 type dummy"
	)
	local i
	for i in {0..8}; do
		batch+=("link add d$i type dummy")
		((i == 8)) || batch+=("link set d$i master fex8")
	done
	printf '%s\n' "${batch[@]}" | ip -n host -b -
	vmfex -n host -b - <<-END
		profile add web vlan 100
		profile add trunk trunk 10,20-30 native 10
		profile add labs cluster lab
		port bind fex0v3 profile web instance 00112233-4455-6677-8899-aabbccddeeff
		port set fex0v1 vif 1000 uplink up1
		viflist add up0 list 5 vif 1,2
	END
	ip -n host link set fex0v3 up
	poll 10 settled
}

# The kernel takes its time to say that a link is up.
settled() {
	[[ $(ip netns exec host cat /sys/class/net/{fex0v3,up0,sw0}/operstate) == $'up\nup\nup' ]]
}

# refuses TABLE...
refuses() {
	objects
	ip netns exec host refuse "$@"
}

links() {
	refuses link sysfs
}

# Who asks ip for an adapter with a value that none can have is told which value of what.
link_words() {
	local keyword value
	while IFS='|' read -r keyword value; do
		refused ip link add fi9 type vmfex "$keyword" "$value"
		[[ $refusal == *"argument \"$value\" is wrong: "*"$keyword"* ]] || fail "$keyword '$value': $refusal"
	done <<-END
		mode|both
		tag|none
		num_vfs|-1
		num_vfs|many
		cluster|
		cluster|$(printf 'c%.0s' {1..41})
		idle_timeout|soon
	END
}

uplinks() {
	refuses uplink
}

# 802.1ad is the tag's, 802.1Q is free, whichever comes first.
vlan_devices_beside_tags() {
	netns host
	ip -n host -b - <<-END
		link add d0 type dummy
		link add link d0 name d0.5 type vlan id 5
		link add link d0 name d0.ad5 type vlan protocol 802.1ad id 5
		link add fex0 type vmfex tag svlan num_vfs 1
		link add fex1 type vmfex num_vfs 1
	END
	export -f left_as_it_was seen refused equal fail
	ip netns exec host bash -ec 'left_as_it_was d0 fex0 "d0 has a VLAN device for tags of format svlan, d0.ad5"'
	# No other tag minds.
	ip -n host link set d0 master fex1
	ip -n host link set d0 nomaster
	ip -n host link del d0.ad5
	ip -n host link set d0 master fex0
	ip -n host link add link d0 name d0.6 type vlan id 6
	refused ip -n host link add link d0 name d0.ad6 type vlan protocol 802.1ad id 6
	[[ $refusal == *"d0 has tags of format svlan for vNICs, not for d0.ad6"* ]] || fail "$refusal"
	refused ip -n host link show dev d0.ad6
	equal "uplinks" "$(vmfex -n host -j uplink show | jq -c 'map(.ifname)')" '["d0"]'
	# When the tag is gone its VLANs are free.
	ip -n host link set d0 nomaster
	ip -n host link add link d0 name d0.ad6 type vlan protocol 802.1ad id 6
}

# The stack gives them their frames before what is above has any; behind another VLAN no frame is theirs.
vlan_devices_below_tags() {
	netns host
	ip -n host -b - <<-END
		link add d0 type dummy
		link add d1 type dummy
		link add link d1 name d1.ad5 type vlan protocol 802.1ad id 5
		link add bond0 type bond mode active-backup miimon 100
		link set d0 master bond0
		link add fex0 type vmfex tag svlan num_vfs 1
		link set bond0 master fex0
	END
	refused ip -n host link add link d0 name d0.ad6 type vlan protocol 802.1ad id 6
	[[ $refusal == *"d0 has tags of format svlan for vNICs, not for d0.ad6"* ]] || fail "$refusal"
	refused ip -n host link set d1 master bond0
	[[ $refusal == *"d1 has a VLAN device for tags of format svlan, d1.ad5"* ]] || fail "$refusal"
	equal "slaves" "$(ip netns exec host cat /sys/class/net/bond0/bonding/slaves)" d0
	ip -n host link add link d0 name d0.6 type vlan id 6
	ip -n host link set bond0 nomaster
	ip -n host link set d1 master bond0
	refused ip -n host link set bond0 master fex0
	[[ $refusal == *"bond0 has a VLAN device for tags of format svlan, d1.ad5"* ]] || fail "$refusal"
	ip -n host link add link d1 name d1.7 type vlan id 7
	ip -n host link set d1.7 master fex0
	refused ip -n host link add link d1.7 name d1.7.ad8 type vlan protocol 802.1ad id 8
	ip -n host link add link d1 name d1.ad8 type vlan protocol 802.1ad id 8
}

# Its frames begin with two addresses and a VLAN header that is not where the stack says.
vlan_device_that_leaves_headers() {
	netns host
	ip -n host -b - <<-END
		link add d0 up type dummy
		link add link d0 name d0.5 type vlan id 5 reorder_hdr off
		link add fex0 type vmfex num_vfs 1
	END
	export -f left_as_it_was seen refused equal fail
	ip netns exec host bash -ec 'left_as_it_was d0.5 fex0 "d0.5 is a VLAN device without reorder_hdr, unfit to carry vNICs"'
	ip -n host link set d0.5 type vlan reorder_hdr on
	ip -n host link set d0.5 up master fex0
	ip -n host link set d0.5 type vlan reorder_hdr off
	poll 10 no_uplinks host
}

# Kinds that not every kernel has
uplinks_of_other_kinds() {
	modprobe -qa ipvlan vrf || skip "there are no ipvlan and VRF"
	ip link add fex0 type vmfex
	ip link add d0 mtu 1520 type dummy
	ip link add link d0 name ipvlan0 type ipvlan mode l2
	ip link add vrf0 type vrf table 10
	refused ip link set ipvlan0 master fex0
	[[ $refusal == *"ipvlan0 is an ipvlan"* ]] || fail "$refusal"
	refused ip link set vrf0 master fex0
	[[ $refusal == *"vrf0 is of a kind whose frames nobody else takes"* ]] || fail "$refusal"
	ip link del vrf0
	ip link del d0
}

# tower NETDEV NAME: a VLAN on the netdev, a VLAN on that, ..., seven storeys
tower() {
	local i below=$1
	for i in {1..7}; do
		echo "link add link $below name $2$i type vlan id $i"
		below=$2$i
	done | ip -n host -b -
}

# seen NETDEV...: what an uplink changes, of all netdevs and of these
seen() {
	local dev
	ip -d link show
	vmfex -b - <<<$'adapter show\nuplink show\nport show'
	for dev; do
		ls "/sys/class/net/$dev"
		ethtool -k "$dev"
	done
}

# left_as_it_was NETDEV ADAPTER TEXT: the uplink is refused with the text, which leaves nothing
left_as_it_was() {
	seen "$1" "$2" >"$work/before"
	refused ip link set "$1" master "$2"
	[[ $refusal == *"$3"* ]] || fail "$refusal"
	seen "$1" "$2" >"$work/after"
	diff "$work/before" "$work/after"
	equal "uplinks of $2" "$(vmfex -j adapter show "$2" | jq '.[].num_uplinks')" 0
}

# The core has a limit for what stands on each other, and comes to it when we have begun.
uplinks_too_deep() {
	netns host
	ip -n host -b - <<-END
		link add fex0 type vmfex num_vfs 1
		link add fex1 type vmfex num_vfs 1
		link add d0 mtu 1520 up type dummy
		link add d1 mtu 1520 up type dummy
		link add br0 type bridge
	END
	tower d0 below
	tower fex1 above
	export -f left_as_it_was seen refused equal fail
	ip netns exec host bash -ec 'left_as_it_was below7 fex0 "Too many links"; left_as_it_was d1 fex1 "Too many links"'
	# Nobody has them.
	ip -n host link set d1 master br0
	ip -n host link set d1 nomaster
	ip -n host link del above7
	ip -n host link set d1 master fex1
	ip -n host link set below6 master fex0
	equal "uplinks" "$(vmfex -n host -j uplink show | jq -c '[.[] | [.adapter, .ifname]] | sort')" \
		'[["fex0","below6"],["fex1","d1"]]'
}

# What was a good uplink does not become a bad one: it is refused, or the uplink is released.
uplinks_that_change() {
	knob /proc/sys/net/core/message_cost 0
	netns host
	ip -n host -b - <<-END
		link add fex0 type vmfex
		link add d0 mtu 1520 type dummy
		link add d1 mtu 1520 type dummy
		link add link d0 name m0 mtu 1520 up type macvlan mode passthru
		link add link d1 name m1 mtu 1520 type macvlan mode bridge
		link add bond0 mtu 1520 type bond mode active-backup
		link set bond0 up master fex0
		link set m0 master fex0
	END
	refused ip -n host link set m1 master bond0
	[[ $refusal == *"m1 is a macvlan not in mode passthru"* ]] || fail "$refusal"
	ip -n host link set bond0 down
	ip -n host link set bond0 type bond mode balance-alb
	refused ip -n host link set bond0 up
	[[ $refusal == *"bond0 is a bond that balances by MAC address"* ]] || fail "$refusal"
	ip -n host link set bond0 type bond mode 802.3ad
	ip -n host link set bond0 up

	background vmfex -n host -j monitor uplink >"$work/events"
	poll 10 monitor_hears host bond0
	dmesg -C
	ip -n host link set m0 type macvlan mode passthru nopromisc
	poll 10 grep -q '"uplink-del".*"m0"' "$work/events"
	grep -q 'uplink m0 is released: m0 is a macvlan with nopromisc' <(dmesg) || fail "$(dmesg)"
	equal "uplinks" "$(vmfex -n host -j uplink show | jq -c 'map(.ifname)')" '["bond0"]'
}

# users_netns NAME: a network namespace that belongs to a user namespace
users_netns() {
	ip netns add "$1"
	umount "/run/netns/$1"
	unshare -Urn sleep infinity &
	echo $! >>"$work/background"
	poll 10 is_users $!
	mount --bind "/proc/$!/ns/net" "/run/netns/$1"
	ip netns exec "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
}

is_users() {
	[[ $(readlink "/proc/$1/ns/net") != "$(readlink /proc/self/ns/net)" ]]
}

# What a user's adapter stands on is the host's, which changes it as it likes. The uplink goes then.
users_refuse_nothing() {
	netns host
	users_netns user
	ip -n host -b - <<-END
		link add d0 type dummy
		link add bond0 type bond mode active-backup
		link set d0 master bond0
		link set bond0 up
		link add link bond0 name v5 type vlan id 5
		link set v5 netns user
	END
	ip -n user link set v5 up
	ip -n user link add fexc type vmfex num_vfs 1
	ip -n user link set v5 master fexc
	equal "uplinks" "$(vmfex -n user -j uplink show | jq -c 'map(.ifname)')" '["v5"]'
	ip -n host link set bond0 down
	ip -n host link set d0 nomaster
	ip -n host link set bond0 type bond mode balance-alb
	ip -n host link set bond0 up
	poll 10 no_uplinks user
}

no_uplinks() {
	[[ $(vmfex -n "$1" -j uplink show) == '[]' ]]
}

# One frame for each vNIC, whatever is in its filter and its profile.
users_announce_little() {
	local i
	users_netns user
	ip -n user -b - <<-END
		link add d0 mtu 1520 up type dummy
		link add d1 mtu 1520 up type dummy
		link add fexc type vmfex num_vfs 1
		link set d0 master fexc
		link set d1 master fexc
	END
	vmfex -n user profile add all trunk 1-4094
	vmfex -n user port bind fexc vf 0 profile all
	ip -n user link set fexcv0 up
	for i in 1 2 3 4 5 6; do
		bridge -n user fdb add "02:00:00:00:00:0$i" dev fexcv0 self
	done
	poll 10 carrier fexcv0 user
	equal "frames before" "$(stat_of d1 tx_packets user)" 0
	vmfex -n user uplink set d1 priority 40
	poll 10 uplink_active d1 user
	i=$(stat_of d1 tx_packets user)
	((i > 0 && i <= 6)) || fail "$i frames"
}

# Whoever takes an uplink away: the kernel log tells who did, and an event which one.
uplinks_that_go() {
	knob /proc/sys/net/core/message_cost 0
	netns host
	local i
	ip -n host link add fex0 type vmfex
	for i in 0 1; do
		ip -n host link add "d$i" mtu 1520 type dummy
		ip -n host link set "d$i" master fex0
	done
	background vmfex -n host -j monitor uplink >"$work/events"
	poll 10 monitor_hears host d0
	dmesg -C
	ip -n host link set d0 nomaster
	ip -n host link del d1
	poll 10 grep -q '"uplink-del".*"d0"' "$work/events"
	poll 10 grep -q '"uplink-del".*"d1"' "$work/events"
	grep -q 'fex0: uplink d0 is taken out by ip$' <(dmesg) || fail "$(dmesg)"
	grep -q 'fex0: uplink d1 is gone$' <(dmesg) || fail "$(dmesg)"
}

ports() {
	refuses port
}

profiles_and_lists() {
	refuses profile viflist
}

# As everywhere in netlink; VLAN ranges add up.
the_last_counts() {
	vmfex profile add web
	PYTHONPATH=$here/tools python3 - <<-'END'
		import nl
		verdict, _ = nl.Genl().request("profile-set", [
		    ("name", "nope"), ("name", "web"), ("cos", 2), ("cos", 3),
		    ("vlan_range", [(10, 20)]), ("vlan_range", [(30, None)])])
		assert not verdict.error, verdict.text
	END
	equal "profile" "$(vmfex profile show web)" \
		"web: cluster default generation 2 trunk 10-20,30 mac_forge allow cos 3 uplink_fail link-down num_ports 0"
}

nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)

# A user may look, and so may root of a user namespace. The table's own dumps are
# the proof of that.
rights() {
	objects
	local host=(ip netns exec host)
	"${host[@]}" "${nobody[@]}" refuse unprivileged
	"${host[@]}" "${nobody[@]}" unshare -Ur refuse unprivileged
	"${host[@]}" "${nobody[@]}" refuse state >"$work/nobody"
	"${host[@]}" refuse state >"$work/root"
	diff "$work/nobody" "$work/root"
	refused "${host[@]}" "${nobody[@]}" unshare -Urn nsenter --net=/run/netns/other true
	[[ $refusal == *"Operation not permitted"* ]] || fail "$refusal"
}

in_own_netns() {
	[[ $(readlink "/proc/$1/ns/user") != "$(readlink /proc/self/ns/user)" &&
		$(readlink "/proc/$1/ns/net") != "$(readlink /proc/self/ns/net)" ]]
}

# Root of a user namespace has adapters of its own in a network namespace of its
# own, and no say over any other, not even over the port of a vNIC put there.
own_namespace() {
	objects
	local pid
	background "${nobody[@]}" unshare -Urn --mount \
		bash -c 'mount -t sysfs sysfs /sys && exec refuse own' >"$work/own" 2>&1
	pid=$!
	poll 10 in_own_netns "$pid"
	# A name, so that it lives on when the program has ended
	ip netns attach own "$pid"
	ip -n host link set fex0v2 netns "$pid"
	ip netns exec host refuse state >"$work/before"
	ip link add go mtu 1520 netns "$pid" type dummy
	wait "$pid" || fail "$(cat "$work/own")"
	cat "$work/own"
	ip netns exec host refuse state >"$work/after"
	diff "$work/before" "$work/after"
}

# A vNIC goes home when its network namespace dies. Whoever chooses the names there and here could leave it none.
vnics_stay() {
	# shellcheck disable=SC2016 # expanded inside
	refused "${nobody[@]}" unshare -Urn bash -c '
		ip link add fex0 type vmfex num_vfs 1 || exit 0
		unshare -n sleep infinity &
		trap "kill $!" EXIT
		until [[ $(readlink /proc/$!/ns/net) != "$(readlink /proc/self/ns/net)" ]]; do :; done
		ip link set fex0v0 netns $!'
}

# It would send where no frame may wait, into an uplink's queue.
netconsole() {
	local target=/sys/kernel/config/netconsole/vmfex
	modprobe netconsole
	[[ -d ${target%/*} ]] || mount -t configfs none /sys/kernel/config
	vmfex profile add any uplink_fail warning
	vmfex adapter add fex0 num_vfs 1
	vmfex port bind fex0v0 profile any
	ip link set fex0v0 up
	mkdir "$target"
	echo fex0v0 >"$target/dev_name"
	echo 192.0.2.1 >"$target/local_ip"
	echo 192.0.2.2 >"$target/remote_ip"
	refused sh -c "echo 1 >$target/enabled"
	equal "enabled" "$(cat "$target/enabled")" 0
	rmdir "$target"
}

# For all that there is one request is enough, while which everybody waits who wants to change a netdev.
users_have_a_quota() {
	"${nobody[@]}" unshare -Urn bash -e <<-'END'
		refused() {
			local text
			! text=$("${@:2}" 2>&1) || { echo "FAIL: not refused: ${*:2}"; exit 1; }
			[[ $text == *"$1"* ]] || { echo "FAIL: $text"; exit 1; }
		}
		refused "4094 more VFs than the 0 there are, a user namespace's netns may have 64" \
			ip link add fex0 type vmfex num_vfs 4094
		refused "65 more VFs" ip link add fex0 type vmfex num_vfs 65
		ip link add fex0 type vmfex num_vfs 60
		refused "5 more VFs than the 60 there are" ip link add fex1 type vmfex num_vfs 5
		ip link add fex1 type vmfex num_vfs 4
		refused "1 more VFs than the 64 there are" ip link set fex0 type vmfex num_vfs 61
		refused "1 more VFs than the 64 there are" vmfex adapter set fex1 num_vfs 5
		ip link set fex0 type vmfex num_vfs 50
		ip link set fex1 type vmfex num_vfs 14
		ip link set fex1 type vmfex num_vfs 0

		printf 'link add f%d type vmfex\n' {3..64} | ip -b -
		refused "all of the 64 adapters that a user namespace's netns may have exist" \
			ip link add f65 type vmfex
		ip link del f64
		ip link add f65 type vmfex

		ip link add up0 mtu 1520 type dummy
		ip link set up0 master fex0
		printf 'viflist add up0 list %d vif 1\n' {1..16} | vmfex -b -
		refused "all of the 16 lists that up0 may have in a user namespace exist" \
			vmfex viflist add up0 list 17 vif 1
		vmfex viflist add up0 list 16 vif 2
	END
}

# What somebody does in a user namespace of its own wakes nobody who waits for the host's devices.
users_wake_nobody() {
	background uevents >"$work/uevents"
	poll 10 grep -q listening "$work/uevents"
	"${nobody[@]}" unshare -Urn ip link add fexu type vmfex num_vfs 2
	# Its network namespace is gone, as its number is free, before the host makes one.
	poll 20 no_devices
	ip link add fexh type vmfex num_vfs 1
	ip link del fexh
	poll 10 grep -q 'remove@/devices/vmfex/f...:00:00.0$' "$work/uevents"
	equal "events" "$(grep -c '@/devices/vmfex/f...:00:00..$' "$work/uevents")" 4
}

no_devices() {
	[[ -z $(ls /sys/bus/vmfex/devices) ]]
}

# level: adapters, as many as there may be in a network namespace, and the next one in it, until one is refused
level() {
	printf "link add f%d type vmfex\n" {1..64} | ip -b - || { echo finished; sleep infinity; }
	unshare -n bash -c level
}

# All the adapters that roots of user namespaces can have leave some to the host.
numbers_are_left() {
	netns host
	export -f level
	background "${nobody[@]}" unshare -Urn --pid --fork --kill-child bash -c level >"$work/own" 2>&1
	poll 120 grep -q finished "$work/own"
	equal "the last" "$(grep -v finished "$work/own" | xargs -d '\n')" \
		"Error: all of the 2048 adapters that may be here exist. Command failed -:1"
	ip -n host link add fex0 type vmfex num_vfs 1
}

run_tests
