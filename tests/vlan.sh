#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# VLANs of profiles from end to end, with the switch's bridge filtering.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag bridge_filters_host_tags bridge_filters_fabric_tags vlan_device_in_guest)
	$(by_tag received_by_host received_by_fabric)"

# four_guests TAG: a and b are in VLAN 100, c is in 200, and d is in both, 100 is its
# native one. d's profile has 300 and 400, too; the bridge has 300 nowhere and
# lets 400 in from d only.
four_guests() {
	local i
	rig tag="$1" vfs=4
	vmfex -n host -b - <<-END
		profile add red vlan 100
		profile add blue vlan 200
		profile add both trunk 100,200,300,400 native 100
		port bind fex0 vf 0-1 profile red
		port bind fex0v2 profile blue
		port bind fex0v3 profile both
	END
	i=0
	for name in a b c d; do
		guest "$name" "fex0v$i" "192.0.2.$((++i))/24"
	done
}

# fates: a script for tools/fate; all guests and the wire listen, and all ports
# tell their drops
fates() {
	{
		for port in a/eth0 b/eth0 c/eth0 d/eth0; do
			echo "listen $port"
			echo "watch $port"
		done
		echo "wire switch/sw0"
		for port in host/fex0 switch/fi0 switch/fi0v{0..3}; do
			echo "watch $port"
		done
		cat
	} >"$work/fates"
	fate <"$work/fates"
}

# connected: wait for all guests and for their ports of the bridge
connected() {
	local name
	for name in a b c d; do
		poll 10 carrier eth0 "$name"
	done
	poll 10 forwards switch fi0v{0..3}
}

# The same frames whichever end takes the tag off: on the wire it is there.
frames_of_vlans() {
	local untagged=$1
	cat <<-END
		send a/eth0 : got switch/sw0 dir=up vif=1 vlans=100.0
			: got switch/sw0 dir=down vif=2 vlans=100.0 : got b/eth0
			: got switch/sw0 dir=down vif=4 vlans=100.0 : got d/eth0
		send c/eth0 : got switch/sw0 dir=up vif=3 vlans=200.0
			: got switch/sw0 dir=down vif=4 vlans=200.0 : got d/eth0 vlans=200.0
		send d/eth0 : got switch/sw0 dir=up vif=4 vlans=100.0
			: got switch/sw0 dir=down vif=1 vlans=100.0 : got a/eth0
			: got switch/sw0 dir=down vif=2 vlans=100.0 : got b/eth0
		send d/eth0 vlans=200 : got switch/sw0 dir=up vif=4 vlans=200.0
			: got switch/sw0 dir=down vif=3 vlans=200.0 : got c/eth0
		send d/eth0 vlans=300 : got switch/sw0 dir=up vif=4 vlans=300.0
		send d/eth0 vlans=400 : got switch/sw0 dir=up vif=4 vlans=400.0
		send d/eth0 vlans=101 : drop d/eth0 tx_vlan
		send a/eth0 vlans=200 : drop a/eth0 tx_vlan
		send c/eth0 vlans=100 : drop c/eth0 tx_vlan
		# Now c sends to a, whose VLAN is another one
		send c/eth0 to=$(address eth0 a) : got switch/sw0 dir=up vif=3 vlans=200.0
			: got switch/sw0 dir=down vif=4 vlans=200.0 : got d/eth0 vlans=200.0
		# What the bridge lets through by mistake the guest's own port drops.
		run bridge -n switch vlan add dev fi0v0 vid 200 $untagged
		send c/eth0 : got switch/sw0 dir=up vif=3 vlans=200.0
			: got switch/sw0 dir=down vif=4 vlans=200.0 : got d/eth0 vlans=200.0
	END
}

# join: continued lines into one
join() {
	sed -E '/^[^#]/{:a;N;s/\n\t*:/ :/;ta;P;D}'
}

bridge_filters_host_tags() {
	four_guests "$1"
	vmfex -n switch -b - <<-END
		profile add any
		port bind fi0 vf 0-3 profile any
	END
	switch_bridge vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0 -- fi0v{0..3}
	bridge -n switch -b - <<-END
		vlan add dev fi0v0 vid 100
		vlan add dev fi0v1 vid 100
		vlan add dev fi0v2 vid 200
		vlan add dev fi0v3 vid 100
		vlan add dev fi0v3 vid 200
		vlan add dev fi0v3 vid 400
	END
	connected
	{
		frames_of_vlans
		echo ": got switch/sw0 dir=down vif=1 vlans=200.0 : drop a/eth0 rx_vlan"
		# The other way: a may send into no VLAN but its own all the same.
		echo "send a/eth0 vlans=200 : drop a/eth0 tx_vlan"
		echo "run bridge -n switch vlan del dev fi0v0 vid 100"
		echo "send a/eth0 : got switch/sw0 dir=up vif=1 vlans=100.0"
		echo "send b/eth0 : got switch/sw0 dir=up vif=2 vlans=100.0"
		echo ": got switch/sw0 dir=down vif=4 vlans=100.0 : got d/eth0"
	} | join | fates
}

# Both ends have the profile: the vEths are access ports, as the guests are.
bridge_filters_fabric_tags() {
	four_guests "$1"
	vmfex -n switch -b - <<-END
		profile add red vlan 100
		profile add blue vlan 200
		profile add both trunk 100,200,300,400 native 100
		port bind fi0 vf 0-1 profile red
		port bind fi0v2 profile blue
		port bind fi0v3 profile both
	END
	switch_bridge vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0 -- fi0v{0..3}
	bridge -n switch -b - <<-END
		vlan add dev fi0v0 vid 100 pvid untagged
		vlan add dev fi0v1 vid 100 pvid untagged
		vlan add dev fi0v2 vid 200 pvid untagged
		vlan add dev fi0v3 vid 100 pvid untagged
		vlan add dev fi0v3 vid 200
		vlan add dev fi0v3 vid 400
	END
	connected
	{
		frames_of_vlans
		# The vEth does not send into a VLAN that is not its own.
		echo ": drop switch/fi0v0 tx_vlan"
		echo "run bridge -n switch vlan del dev fi0v1 vid 100"
		echo "send b/eth0 : got switch/sw0 dir=up vif=2 vlans=100.0"
		echo "send a/eth0 : got switch/sw0 dir=up vif=1 vlans=100.0"
		echo ": got switch/sw0 dir=down vif=4 vlans=100.0 : got d/eth0"
	} | join | fates
}

vlan_device_in_guest() {
	four_guests "$1"
	vmfex -n switch -b - <<-END
		profile add any
		port bind fi0 vf 0-3 profile any
	END
	switch_bridge vlan_filtering 1 vlan_default_pvid 0 mcast_snooping 0 -- fi0v{0..3}
	bridge -n switch -b - <<-END
		vlan add dev fi0v0 vid 100
		vlan add dev fi0v2 vid 200
		vlan add dev fi0v3 vid 100
		vlan add dev fi0v3 vid 200
	END
	# c is in the subnet of d's VLAN device.
	ip -n c address flush dev eth0
	ip -n c address add 198.51.100.3/24 dev eth0
	ip -n d link add link eth0 name eth0.200 type vlan id 200
	ip -n d address add 198.51.100.4/24 dev eth0.200
	ip -n d link set eth0.200 up
	connected
	poll 10 ip netns exec d ping -qc 1 -W 1 192.0.2.1
	poll 10 ip netns exec d ping -qc 1 -W 1 198.51.100.3
	capture switch sw0 two_pings
	equal "requests, native" "$(captured "type=0x0800 vlans=100.0 from=$(address eth0 d) $(to_bridge 4)")" 10
	equal "requests, VLAN" "$(captured "type=0x0800 vlans=200.0 from=$(address eth0 d) $(to_bridge 4)")" 10
	equal "answers, native" "$(captured "type=0x0800 vlans=100.0 to=$(address eth0 d) $(to_vnic 4)")" 10
	equal "answers, VLAN" "$(captured "type=0x0800 vlans=200.0 to=$(address eth0 d) $(to_vnic 4)")" 10
	equal "at all" "$(captured type=0x0800)" 80
	# Both VLANs have both addresses: it was not the routing that kept them apart.
	refused ip netns exec a ping -qc 1 -W 1 -I eth0 198.51.100.3
	refused ip netns exec d ping -qc 1 -W 1 -I eth0.200 192.0.2.1
	equal "drops of a" "$(all_drops eth0 a)" ""
	equal "drops of d" "$(all_drops eth0 d)" ""
}

two_pings() {
	ip netns exec d ping -qc 10 -i 0.05 -W 2 192.0.2.1
	ip netns exec d ping -qc 10 -i 0.05 -W 2 198.51.100.3
}

# Frames as a switch that is not set up right would send them. The lines are
# VLANS FATE, one for each profile: what the guest sees, or - where it is dropped. An
# 802.1ad header that would be a tag no end sends.
received() {
	local sender=$1 receiver=$2 profile sent got netns=${2%/*}
	while read -r profile sent got; do
		if [[ $profile != "${current-}" ]]; then
			echo "run vmfex -n $netns port bind ${3} profile $profile"
			current=$profile
		fi
		if [[ $sent == ad:* ]] && tag_is "$rig_tag" vlan; then
			echo "send $sender vlans=$sent count=3 : drop $sender tx_forged_tag"
		elif [[ $got == - ]]; then
			echo "send $sender vlans=$sent count=3 : drop $receiver rx_vlan"
		else
			echo "send $sender vlans=$sent : got $receiver vlans=$got"
		fi
	done <<-END
		any none none
		any 0.5 0.5
		any 100 100.0
		any ad:100.3 ad:100.3
		any ad:100,200 ad:100.0,200.0
		access none none
		access 0 none
		access 0.5 none
		access 100 none
		access 100.7 none
		access 99 -
		access 200 -
		access 4095 -
		access ad:100 -
		access ad:0 -
		access ad:100,100 -
		trunk none -
		trunk 0 -
		trunk 0.5 -
		trunk 100 100.0
		trunk 200.3 200.3
		trunk 202.1 202.1
		trunk 199 -
		trunk 203 -
		trunk 4095 -
		trunk ad:100 -
		trunk ad:200,100 -
		trunk 200,5 200.0,5.0
		native none none
		native 0 none
		native 0.5 none
		native 100 none
		native 100.3 none
		native 200.3 200.3
		native 300 -
		native ad:100 -
		native ad:200 -
		native 202 202.0
	END
}

profiles='
	profile add any
	profile add access vlan 100
	profile add trunk trunk 100,200-202
	profile add native trunk 100,200-202 native 100'

received_by_host() {
	rig tag="$1" vfs=1
	vmfex -n host -b - <<<"$profiles"
	vmfex -n switch profile add any
	bind host fex0v0 any
	bind switch fi0v0 any
	poll 10 carrier fex0v0 host
	poll 10 carrier fi0v0 switch
	{
		echo "listen host/fex0v0"
		echo "watch host/fex0v0"
		echo "watch host/fex0"
		echo "watch switch/fi0v0"
		received switch/fi0v0 host/fex0v0 fex0v0
	} >"$work/fates"
	fate <"$work/fates"
}

received_by_fabric() {
	rig tag="$1" vfs=1
	vmfex -n switch -b - <<<"$profiles"
	vmfex -n host profile add any
	bind host fex0v0 any
	bind switch fi0v0 any
	poll 10 carrier fex0v0 host
	poll 10 carrier fi0v0 switch
	{
		echo "listen switch/fi0v0"
		echo "watch switch/fi0v0"
		echo "watch switch/fi0"
		echo "watch host/fex0v0"
		received host/fex0v0 switch/fi0v0 fi0v0
	} >"$work/fates"
	fate <"$work/fates"
}

run_tests
