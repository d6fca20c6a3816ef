#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Ports: what states they have and what every interface says of them.
#
# The states, and who uses a profile, are the module's alone:
# kernels: 6.12 debug uml: views_agree repeated_bind profile_in_use

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="views_agree sysfs_waits_for_nobody identity counters_agree
	preassociated_passes_nothing repeated_bind profile_in_use own_port_of_adapter
	home_from_netns home_under_another_name home_with_any_names home_to_init_netns renumbered"

# events COUNT: that many events of fex0v0 have come since the monitor listened
events() {
	(($(grep -c '"ifname":"fex0v0"' "$work/events") >= $1))
}

monitored() {
	ip -n host link set fex0v1 name probe
	ip -n host link set probe name fex0v1
	[[ -s $work/events ]]
}

# agree WHAT STATE PROFILE GENERATION CARRIER: all views do, and an event told it
told=0
agree() {
	local what=$1 state=$2 profile=$3 generation=$4 carrier=$5
	((++told))
	poll 10 events "$told"
	equal "views, $what" "$(views host fex0v0 "$work/events" | uniq -c | xargs)" \
		"4 $state $profile $generation 1 up0 $carrier $mac"
	equal "events, $what" "$(grep -c '"ifname":"fex0v0"' "$work/events")" "$told"
}

views_agree() {
	local mac instance=11111111-2222-3333-4444-555555555555
	local host=66666666-7777-8888-9999-aaaaaaaaaaaa
	unbound_rig
	mac=$(address fex0v0 host)
	vmfex -n host -j monitor port >"$work/events" &
	echo $! >>"$work/background"
	poll 10 monitored
	equal "views, unbound" "$(views host fex0v0 | uniq -c | xargs)" \
		"3 unbound - - 1 up0 no-carrier $mac"
	vmfex -n host port bind fex0v0 profile web
	agree bound associated web 1 carrier
	vmfex -n host profile set web cos 3
	agree changed associated web 2 carrier
	vmfex -n host port bind fex0v0 profile db
	agree rebound associated db 1 carrier
	vmfex -n host port preassociate fex0v0 profile web
	agree preassociated preassociated web 2 no-carrier
	vmfex -n host port preassociate fex0v0 profile web rr
	agree preassociated-rr preassociated web 2 no-carrier
	mac=02:00:00:00:0a:01
	# The change of the address is an event of its own.
	((++told))
	vmfex -n host port bind fex0v0 profile web mac "$mac" instance "$instance" host "$host"
	agree "with address" associated web 2 carrier
	equal "UUIDs" "$(vmfex -n host -d port show fex0v0 | grep -o '[a-z_]*uuid .*' | xargs)" \
		"instance_uuid $instance host_uuid $host"
	equal "UUIDs of the event" "$(tail -n 1 "$work/events" | grep -o '"[a-z_]*_uuid":"[^"]*"' | xargs)" \
		"instance_uuid:$instance host_uuid:$host"
	equal "request" "$(vmfex -n host -j port show fex0v0 | grep -o '"request":[^}]*"response":"[a-z]*"')" \
		'"request":"associate","response":"success"'
	# Without uplink there is neither carrier nor number.
	ip -n host link set up0 down
	poll 10 no_carrier fex0v0 host
	((++told))
	poll 10 events "$told"
	equal "state without uplink" "$(ip netns exec host cat /sys/class/net/fex0v0/vmfex/state)" associated
	equal "uplink without uplink" "$(ip netns exec host cat /sys/class/net/fex0v0/vmfex/uplink)" ""
	ip -n host link set up0 up
	poll 10 carrier fex0v0 host
	agree "with uplink again" associated web 2 carrier
	refused vmfex -n host port bind fex0v0 profile nobody
	[[ $refusal == *"no profile nobody in cluster default"* ]] || fail "$refusal"
	refused vmfex -n host port bind fex0v0 profile db mac 01:00:5e:00:00:01
	vmfex -n host port unbind fex0v0
	agree unbound unbound - - no-carrier
	equal "UUIDs, unbound" "$(vmfex -n host -d port show fex0v0 | grep -c uuid || true)" 0
	vmfex -n host port unbind fex0v0
	agree "unbound twice" unbound - - no-carrier
}

# Others may be busy with RTNL for as long as they like.
sysfs_waits_for_nobody() {
	local said
	unbound_rig
	vmfex -n host port bind fex0v0 profile web
	poll 10 carrier fex0v0 host
	said=$(all_files)
	[[ $said == *associated* && $said == *active* && $said == *fabric*A* ]] || fail "$said"
	[[ -e /proc/sys/vm/unprivileged_userfaultfd ]] || skip "no userfaultfd, by which RTNL is held"
	equal "files with RTNL held" "$(all_files rtnl timeout 30)" "$said"
}

# all_files [COMMAND...]: what is in sysfs of an adapter, a vNIC and an uplink, read by the command
all_files() {
	ip netns exec host "$@" grep -r '' /sys/class/net/{fex0,fex0v0,up0}/vmfex/
}

# What a tool learns that knows any NIC
identity() {
	local device told
	unbound_rig
	device=$(ip netns exec host readlink /sys/class/net/fex0v0/device)
	told=$(ip netns exec host ethtool -i fex0v0 | grep -E '^(driver|firmware-version|bus-info): ' | xargs)
	equal "ethtool -i" "$told" "driver: vmfex firmware-version: vntag host bus-info: ${device##*/}"
	equal "most VFs" "$(ip netns exec host cat /sys/class/net/fex0/device/sriov_totalvfs)" 4094
}

# counters WHAT TX RX DROPPED REASONS: what all counters say. Without carrier it
# depends on when the kernel learns of that whether tx_unbound counts a frame or
# the kernel's noop qdisc takes it: DROPPED and REASONS are without tx_unbound. In
# newer kernels the qdisc adds to the netdev's tx_dropped, which is no less, then.
counters() {
	local sysfs=/sys/class/net/fex0v0 shown dropped unbound tx rx rx_dropped tx_dropped
	unbound=$(drops fex0v0 tx_unbound host)
	read -r tx rx rx_dropped tx_dropped < <(ip -n host -s -j link show fex0v0 | python3 -c '
import json, sys
stats = json.load(sys.stdin)[0]["stats64"]
print(stats["tx"]["packets"], stats["rx"]["packets"],
      stats["rx"]["dropped"], stats["tx"]["dropped"])')
	equal "$1, ip" "$tx $rx $rx_dropped" "$2 $3 $4"
	((tx_dropped >= unbound)) || fail "$1, ip: tx_dropped is $tx_dropped, tx_unbound $unbound"
	dropped=$(($4 + unbound))
	((unbound <= 10)) || fail "$1: more dropped than sent"
	unbound=${unbound/#0}
	set -- "${@:1:3}" "$dropped" "${unbound:+drop_tx_unbound=$unbound }$5"
	shown=$(vmfex -n host -s -j port show fex0v0 | python3 -c '
import json, sys
port = json.load(sys.stdin)[0]
print(port["stats"]["tx_packets"], port["stats"]["rx_packets"],
      sum(port["drops"].values()),
      *(f"drop_{k}={v}" for k, v in port["drops"].items() if v))')
	equal "$1, vmfex" "$shown" "$2 $3 $4${5:+ $5}"
	equal "$1, ethtool" "$(all_drops fex0v0 host)" "$5"
	equal "$1, sysfs" "$(ip netns exec host cat "$sysfs/vmfex/drops")" "$dropped"
}

# From the switch to the vNIC; the frames are there when the counters have moved.
inject() {
	local before
	before=$(moved)
	# Of a protocol that has a handler: the core counts others as dropped.
	send -n switch -i fi0v0 -d ff:ff:ff:ff:ff:ff -t 0x0806 -c "$1"
	poll 10 moved_by $((before + $1))
}

moved() {
	ip netns exec host ethtool -S fex0v0 |
		awk -v sum="$(stat_of fex0v0 rx_packets host)" '/drop_rx_/ { sum += $2 } END { print sum }'
}

moved_by() {
	(($(moved) == $1))
}

counters_agree() {
	unbound_rig
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -c 2
	inject 3
	counters unbound 0 0 3 drop_rx_unbound=3
	vmfex -n host port bind fex0v0 profile web
	poll 10 carrier fex0v0 host
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -c 4
	inject 5
	counters bound 4 5 3 drop_rx_unbound=3
	vmfex -n host port preassociate fex0v0 profile web
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -c 1
	inject 2
	counters preassociated 4 5 5 drop_rx_unbound=5
	vmfex -n host port bind fex0v0 profile web
	ip -n host link set fex0v0 down
	inject 6
	counters down 4 5 11 "drop_rx_unbound=5 drop_rx_down=6"
	vmfex -n host port unbind fex0v0
	ip -n host link set fex0v0 up
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -c 7
	inject 8
	counters "unbound again" 4 5 19 "drop_rx_unbound=13 drop_rx_down=6"
}

preassociated_passes_nothing() {
	local mac new=02:00:00:00:0a:01
	unbound_rig vfs=1
	mac=$(address fex0v0 host)
	{
		cat <<-END
			listen host/fex0v0
			listen switch/fi0v0
			wire switch/sw0
			watch host/fex0v0
			watch host/fex0
			watch switch/fi0v0
		END
		for state in "preassociate fex0v0 profile web mac $new" \
			"preassociate fex0v0 profile web rr mac $new" "unbind fex0v0"; do
			cat <<-END
				run vmfex -n host port $state
				run grep -qx $mac /sys/class/net/fex0v0/address
				send host/fex0v0 count=3 : may-drop host/fex0v0 tx_unbound
				send switch/fi0v0 count=3 : got switch/sw0 dir=down vif=1 : drop host/fex0v0 rx_unbound
			END
		done
		cat <<-END
			run vmfex -n host port preassociate fex0v0 profile db mac $new
			run vmfex -n host port bind fex0v0 profile db mac $new
			run grep -qx $new /sys/class/net/fex0v0/address
			up host/fex0v0
			send host/fex0v0 : got switch/sw0 dir=up vif=1 vlans=7.0 from=$new : got switch/fi0v0 vlans=7.0
			send switch/fi0v0 : got switch/sw0 dir=down vif=1 : got host/fex0v0
		END
	} | sed 's,^run grep,run ip netns exec host grep,' >"$work/fates"
	fate <"$work/fates"
}

changes() {
	ip netns exec host cat /sys/class/net/fex0v0/carrier_changes
}

repeated_bind() {
	local before first
	local machine=(instance 11111111-2222-3333-4444-555555555555
		host 66666666-7777-8888-9999-aaaaaaaaaaaa)
	local mac=(mac 02:00:00:00:0a:01)
	unbound_rig
	# libvirt goes through it.
	vmfex -n host port preassociate fex0v0 profile web "${machine[@]}"
	before=$(changes)
	vmfex -n host port bind fex0v0 profile web "${mac[@]}" "${machine[@]}"
	equal "carrier changes of the first" "$(changes)" $((before + 1))
	first=$(vmfex -n host -j port show fex0v0)
	for _ in 1 2 3; do
		vmfex -n host port bind fex0v0 profile web "${mac[@]}" "${machine[@]}"
		equal "port after the repetition" "$(vmfex -n host -j port show fex0v0)" "$first"
	done
	# The address is there: to leave it out is the same.
	vmfex -n host port bind fex0v0 profile web "${machine[@]}"
	equal "port without address" "$(vmfex -n host -j port show fex0v0)" "$first"
	equal "carrier changes of repetitions" "$(changes)" $((before + 1))
	# Another machine or another profile: the link goes and comes.
	vmfex -n host port bind fex0v0 profile web instance 21111111-2222-3333-4444-555555555555
	equal "carrier changes of another machine" "$(changes)" $((before + 3))
	vmfex -n host port bind fex0v0 profile db instance 21111111-2222-3333-4444-555555555555
	equal "carrier changes of another profile" "$(changes)" $((before + 5))
	equal "profile" "$(ip netns exec host cat /sys/class/net/fex0v0/vmfex/profile)" db
	equal "users" "$(vmfex -n host port show profile web)" ""
	poll 10 carrier fex0v0 host
	# One that is refused does not touch the link.
	first=$(vmfex -n host -j port show fex0v0)
	refused vmfex -n host port bind fex0v0 profile nobody
	refused vmfex -n host port bind fex0v0 profile web mac 00:00:00:00:00:00
	equal "port after refusals" "$(vmfex -n host -j port show fex0v0)" "$first"
	equal "carrier changes of refusals" "$(changes)" $((before + 5))
}

profile_in_use() {
	unbound_rig vfs=64
	vmfex -n host port bind fex0v0 profile web
	refused vmfex -n host profile del web
	[[ $refusal == *"profile web is used by fex0v0" ]] || fail "$refusal"
	vmfex -n host port preassociate fex0v1 profile web
	refused vmfex -n host profile del web
	[[ $refusal == *"profile web is used by fex0v0, fex0v1" ]] || fail "$refusal"
	vmfex -n host port bind fex0 vf 2-63 profile web
	refused vmfex -n host profile del web
	[[ $refusal =~ "profile web is used by "(.*)" and "([0-9]+)" more"$ ]] || fail "$refusal"
	# All who are named are users, and the rest is counted.
	# shellcheck disable=SC2086 # a list
	set -- ${BASH_REMATCH[1]//,/}
	equal "users" $(($# + BASH_REMATCH[2])) 64
	equal "the first users" "$1 $2 $3" "fex0v0 fex0v1 fex0v2"
	equal "state" "$(ip netns exec host cat /sys/class/net/fex0v0/vmfex/state)" associated
	has_carrier fex0v0 host
	vmfex -n host port unbind fex0 vf 0-62
	refused vmfex -n host profile del web
	[[ $refusal == *"profile web is used by fex0v63" ]] || fail "$refusal"
	vmfex -n host port unbind fex0v63
	vmfex -n host profile del web
	refused vmfex -n host profile show web
}

# The adapter is the first user of its last number.
own_port_of_adapter() {
	unbound_rig vfs=1
	ip -n switch link set fi0 up
	cat >"$work/fates" <<-END
		listen host/fex0
		listen switch/fi0
		wire switch/sw0
		watch host/fex0
		watch switch/fi0
		send host/fex0 count=3 : may-drop host/fex0 tx_unbound
		run vmfex -n switch port bind fi0 vf self profile any
		up switch/fi0
		send switch/fi0 : got switch/sw0 dir=down vif=4095 : drop host/fex0 rx_unbound
		run vmfex -n host port preassociate fex0 profile web
		send host/fex0 : may-drop host/fex0 tx_unbound
		send switch/fi0 : got switch/sw0 dir=down vif=4095 : drop host/fex0 rx_unbound
		run vmfex -n host port bind fex0 profile web
		up host/fex0
		send host/fex0 count=3 : got switch/sw0 dir=up vif=4095 : got switch/fi0
		send switch/fi0 count=3 : got switch/sw0 dir=down vif=4095 : got host/fex0
		run vmfex -n host port unbind fex0 vf self
		send host/fex0 : may-drop host/fex0 tx_unbound
		send switch/fi0 : got switch/sw0 dir=down vif=4095 : drop host/fex0 rx_unbound
	END
	fate <"$work/fates"
	equal "views" "$(views host fex0 | uniq -c | xargs)" \
		"3 unbound - - 4095 up0 no-carrier $(address fex0 host)"
	vmfex -n host port bind fex0 profile db
	equal "views" "$(views host fex0 | uniq -c | xargs)" \
		"3 associated db 1 4095 up0 carrier $(address fex0 host)"
	vmfex -n host port bind fex0 profile web
	ip -n host address add 192.0.2.1/24 dev fex0
	ip -n switch address add 192.0.2.2/24 dev fi0
	ip netns exec host ping -qc 3 -i 0.05 -W 2 192.0.2.2
	vmfex -n switch port unbind fi0
	refused ip netns exec host ping -qc 1 -W 1 192.0.2.2
}

# where NETNS: the name that vNIC 0 has there
where() {
	local dev
	for dev in $(${1:+ip netns exec "$1"} ls /sys/class/net); do
		[[ $(${1:+ip netns exec "$1"} cat "/sys/class/net/$dev/vmfex/vf" 2>/dev/null) == 0 ]] || continue
		echo "$dev"
		return
	done
	return 1
}

at_home() {
	where host >/dev/null
}

home_from_netns() {
	local dev mac
	unbound_rig vfs=1
	vmfex -n host port bind fex0v0 profile web
	guest g fex0v0 192.0.2.1/24
	mac=$(address eth0 g)
	host_stack switch fi0v0
	ip -n switch address add 192.0.2.2/24 dev fi0v0
	ip netns exec g ping -qc 3 -i 0.05 -W 2 192.0.2.2
	# Its first name and its number still mean it.
	vmfex -n host port show fex0v0 | grep -q "state associated"
	vmfex -n host port show fex0 vf 0 | grep -q "state associated"
	vmfex -n host port unbind fex0v0
	poll 10 no_carrier eth0 g
	vmfex -n host port bind fex0 vf 0 profile web
	poll 10 carrier eth0 g
	ip netns exec g ping -qc 3 -i 0.05 -W 2 192.0.2.2

	# It does not pass by the initial network namespace, which has this name.
	ip link add taken type dummy
	ip -n g link set eth0 down
	ip -n g link set eth0 name taken
	ip netns del g
	poll 20 at_home
	ip link del taken
	dev=$(where host)
	equal "name" "$dev" taken
	equal "address" "$(address "$dev" host)" "$mac"
	equal "state" "$(ip netns exec host cat "/sys/class/net/$dev/vmfex/state")" associated
	refused where ""
	guest g2 "$dev" 192.0.2.1/24
	poll 10 carrier eth0 g2
	ip netns exec g2 ping -qc 3 -i 0.05 -W 2 192.0.2.2
	# Two at once, one of them for the second time
	ip -n host link set fex0 netns g2 2>/dev/null && fail "the adapter moved"
	ip netns del g2
	poll 20 at_home
	equal "adapter's VFs" "$(vmfex -n host -j port show adapter fex0 | grep -o '"vf":[^,]*' | xargs)" \
		"vf:self vf:0"
}

# ifindex DEV [NETNS]
ifindex() {
	${2:+ip netns exec "$2"} cat "/sys/class/net/$1/ifindex"
}

# ports JQ-FILTER: of each port of fex0 in netns host
ports() {
	vmfex -n host -j port show adapter fex0 | jq -r ".[] | $1"
}

# Whoever has the names and the numbers at home that they had there keeps them. Several come at once, from
# several network namespaces that end together, and are the ports that they were.
home_under_another_name() {
	local v dev macs
	unbound_rig vfs=4
	host_stack switch fi0v0
	ip -n switch address add 192.0.2.2/24 dev fi0v0
	vmfex -n host port bind fex0 vf 0-3 profile web
	netns g0
	netns g1
	ip -n host -b - <<-END
		link set fex0v0 netns g0 name eth0
		link set fex0v1 netns g0 name eth1
		link set fex0v2 netns g1 name eth0
		link set fex0v3 netns g1 name free
	END
	macs=$(ports .mac | xargs)
	# Names of netdevs, an alternative one, and the numbers that two of them have.
	ip -n host -b - <<-END
		link add eth0 index $(ifindex eth0 g0) type dummy
		link add other index $(ifindex eth1 g0) type dummy
		link property add dev other altname eth1
		link add vmfex0 type dummy
	END
	ip link add eth0 type dummy
	dmesg -C
	printf 'netns del g0\nnetns del g1\n' | ip -b -
	poll 20 vnics_at_home 4 host
	equal "warnings" "$(dmesg | grep -c 'go home' || true)" 0
	refused where ""
	ip link del eth0
	equal "names" "$(ports .ifname | sort | xargs)" "fex0 free vmfex1 vmfex2 vmfex3"
	equal "the others" "$(ip -n host -j link show type dummy | jq -r '.[].ifname' | sort | xargs)" \
		"eth0 other vmfex0"
	equal "numbers of their own" "$(ip netns exec host cat /sys/class/net/*/ifindex | sort | uniq -d)" ""
	equal "ports" "$(ports '"\(.vf) \(.state) \(.profile) \(has("netnsid"))"' | xargs)" \
		"self unbound null false 0 associated web false 1 associated web false 2 associated web false 3 associated web false"
	equal "addresses" "$(ports .mac | xargs)" "$macs"
	for v in 0 1 2 3; do
		dev=$(vmfex -n host -j port show fex0 vf "$v" | jq -r '.[].ifname')
		equal "address of VF $v" "$(address "$dev" host)" "$(cut -d ' ' -f $((v + 2)) <<<"$macs")"
		equal "number of VF $v" "$(vmfex -n host -j port show "$dev" | jq '.[0] | .vf, .ifindex' | xargs)" \
			"$v $(ifindex "$dev" host)"
	done
	# Under that name it goes on passing frames, in another guest as well.
	guest g2 "$(vmfex -n host -j port show fex0 vf 0 | jq -r '.[].ifname')" 192.0.2.1/24
	poll 10 carrier eth0 g2
	ip netns exec g2 ping -qc 3 -i 0.05 -W 2 192.0.2.2
}

# vnics_at_home N [NETNS]
vnics_at_home() {
	# shellcheck disable=SC2016 # expanded inside
	(($(${2:+ip netns exec "$2"} bash -c 'cat /sys/class/net/*/vmfex/vf' 2>/dev/null | grep -c '^[0-9]') == $1))
}

# names DEV [NETNS]: its alternative ones
names() {
	ip ${2:+-n "$2"} link show "$1" | awk '$1 == "altname" { print $2 }' | xargs
}

# named_in_netns [NETNS]: where fex0 is there are names for which vNICs come home that have them as well
named_in_netns() {
	local v
	ip ${1:+-n "$1"} link add taken type dummy
	ip ${1:+-n "$1"} link property add dev taken altname taken-too
	netns g
	for v in 0 1 2 3 4; do
		ip ${1:+-n "$1"} link set "fex0v$v" netns g
	done
	ip -n g link property add dev fex0v0 altname taken
	ip -n g link property add dev fex0v1 altname of-my-own altname taken-too altname also-mine
	ip -n g link property add dev fex0v2 altname vmfex0
	# One that another takes on the way home
	ip -n g link set fex0v3 name taken-too2
	ip -n g link property add dev taken-too2 altname fex0v3
	ip -n g link set fex0v4 name vmfex1
	dmesg -C
	ip netns del g
}

# Alternative names as well. Of these it loses those that are taken.
home_with_any_names() {
	netns host
	ip -n host link add fex0 type vmfex num_vfs 5
	named_in_netns host
	poll 20 vnics_at_home 5 host
	equal "names of the first" "$(names fex0v0 host)" ""
	equal "names of the second" "$(names fex0v1 host | xargs -n 1 | sort | xargs)" "also-mine of-my-own"
	equal "names of the third" "$(names fex0v2 host)" vmfex0
	equal "names of the fourth" "$(names taken-too2 host)" fex0v3
	equal "of the others" "$(names taken host)" taken-too
	equal "warnings" "$(dmesg | grep -c 'go home' || true)" 0
	refused where ""
	# They can go once more.
	guest g2 fex0v1 192.0.2.1/24
	ip netns del g2
	poll 20 vnics_at_home 5 host
	ip -n host link del fex0

	# To the initial network namespace the core would bring them, too.
	ip link add fex0 type vmfex num_vfs 5
	named_in_netns
	poll 20 vnics_at_home 5
	equal "names of the second" "$(names fex0v1 | xargs -n 1 | sort | xargs)" "also-mine of-my-own"
	equal "warnings" "$(dmesg | grep -c 'go home' || true)" 0
	ip link del fex0
	ip link del taken
}

# The same with an adapter that is in the initial network namespace
home_to_init_netns() {
	local i devs
	ip link add fex0 type vmfex num_vfs 3
	vmfex profile add web
	vmfex port bind fex0 vf 0-2 profile web
	for i in 0 1 2; do
		netns "g$i"
		ip link set "fex0v$i" netns "g$i" name eth0
	done
	for i in 0 1 2; do
		ip netns del "g$i"
	done
	poll 20 vnics_at_home 3
	devs=$(vmfex -j port show adapter fex0 | grep -o '"vf":[^,]*' | xargs)
	equal "ports" "$devs" "vf:self vf:0 vf:1 vf:2"
	equal "elsewhere" "$(vmfex -j port show adapter fex0 | grep -c netnsid || true)" 0
	equal "state" "$(cat /sys/class/net/*/vmfex/state | sort | uniq -c | xargs)" "3 associated 1 unbound"
	ip link del fex0
	refused where ""
}

renumbered() {
	unbound_rig vfs=2
	vmfex -n host port bind fex0v0 profile web
	poll 10 carrier fex0v0 host
	cat >"$work/fates" <<-END
		listen host/fex0v0
		listen switch/fi0v0
		wire switch/sw0
		watch host/fex0v0
		watch host/fex0
		watch switch/fi0
		watch switch/fi0v0
		up host/fex0v0
		send host/fex0v0 : got switch/sw0 dir=up vif=1 : got switch/fi0v0
		run vmfex -n host port set fex0v0 vif 77
		# The other end does not know it yet.
		send host/fex0v0 : got switch/sw0 dir=up vif=77 : drop switch/fi0 adapter_rx_unknown_vif
		send switch/fi0v0 : got switch/sw0 dir=down vif=1 : drop host/fex0 adapter_rx_unknown_vif
		run vmfex -n switch port set fi0v0 vif 77
		send host/fex0v0 count=3 : got switch/sw0 dir=up vif=77 : got switch/fi0v0
		send switch/fi0v0 count=3 : got switch/sw0 dir=down vif=77 : got host/fex0v0
		run vmfex -n host port set fex0v0 vif 4094 uplink up0
		run vmfex -n switch port set fi0 vf 0 vif 4094 uplink sw0
		send host/fex0v0 : got switch/sw0 dir=up vif=4094 : got switch/fi0v0
		send switch/fi0v0 : got switch/sw0 dir=down vif=4094 : got host/fex0v0
	END
	fate <"$work/fates"
	equal "number" "$(vmfex -n host -j port show fex0v0 | grep -o '"vif":[0-9]*' | xargs)" \
		"vif:4094 vif:4094"
	for number in 2 4095 0 4096; do
		refused vmfex -n host port set fex0v0 vif "$number"
	done
	refused vmfex -n host port set fex0v0 vif 2
	[[ $refusal == *"VIF 2 on up0 belongs to fex0v1"* ]] || fail "$refusal"
	equal "number after refusals" "$(ip netns exec host cat /sys/class/net/fex0v0/vmfex/vif)" 4094
	# A number that was given back is anybody's.
	vmfex -n host port set fex0v1 vif 1
	equal "number of the other" "$(ip netns exec host cat /sys/class/net/fex0v1/vmfex/vif)" 1
}

run_tests
