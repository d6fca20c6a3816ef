#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a profile lets a guest send, and what becomes of the rest: it leaves the
# host by no way and counts under one reason.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag forged_tags checksums_make_no_tag) cutting_makes_no_tag foreign_addresses allowed_addresses
	$(by_tag vlans_any vlans_access vlans_trunk vlans_trunk_native cos bridge_learns_nothing)"

# one_guest TAG [ARGUMENT of profile add...]: netns guest, whose eth0 has the profile
# `mine`. The far end lets everything pass, so that it tells what came.
one_guest() {
	rig tag="$1" vfs=1
	vmfex -n host profile add mine "${@:2}"
	vmfex -n switch profile add any
	bind host fex0v0 mine
	bind switch fi0v0 any
	guest guest fex0v0 192.0.2.1/24
	poll 10 carrier eth0 guest
	poll 10 carrier fi0v0 switch
}

# fates: a script for tools/fate on standard input, with shorthands
#   PASS [WORD...] -> [WORD...]   what guest sends arrives like that
#   DROP REASON [WORD...]         what guest sends is dropped
# Where the tag is an 802.1ad header, a guest's own is a forged one, whatever else there is to say of the frame.
fates() {
	local forged=
	! tag_is "$rig_tag" vlan ||
		forged='/^(PASS|DROP)[^>]* (vlans=(\S+,)?ad:|raw=.{24}88a8)/ { s/^(PASS|DROP \S+)/DROP tx_forged_tag/; s/ ->.*// }'

	{
		echo "listen switch/fi0v0"
		echo "watch guest/eth0"
		echo "watch host/fex0"
		echo "watch switch/fi0"
		echo "watch switch/fi0v0"
		sed -E -e "$forged" -e 's,^PASS (.*)->(.*),send guest/eth0 \1 : got switch/fi0v0 \2,' \
			-e 's,^DROP (\S+)(.*),send guest/eth0\2 : drop guest/eth0 \1,'
	} >"$work/fates"
	fate <"$work/fates"
}

# forgeable TAG: types that a guest's frames may not have, those of tags that only vmfex knows and of the adapter's own
forgeable() {
	local other
	for other in "${tags[@]}"; do
		if [[ $other == "$1" ]] || ! tag_is "$other" vlan; then
			tag_value "$other" type
		fi
	done
}

# The second header says where the frame would go if somebody parsed it.
forged_tags() {
	local type payload vlans
	one_guest "$1"
	# A frame behind a VLAN device is as good as one that has the header.
	ip -n guest link add link eth0 name eth0.5 type vlan id 5
	ip -n guest link set eth0.5 up
	{
		echo "PASS ->"
		for type in $(forgeable "$1"); do
			case $type in
			0x8926) payload=0000000188b5 ;;
			0x893f) payload=00000001000088b5 ;;
			0x88a8) payload=000188b5 ;;
			esac
			for vlans in none 5 ad:5 0.7 5,6 ad:5,6 5,ad:6 ad:5,ad:6 \
				4095,0 1,2,3 1,2,3,4,5,6,7,ad:8; do
				echo "DROP tx_forged_tag type=$type payload=$payload vlans=$vlans"
			done
			echo "DROP tx_forged_tag type=$type to=02:00:00:00:00:07 count=5"
			echo "send guest/eth0.5 type=$type payload=$payload : drop guest/eth0 tx_forged_tag"
		done
		# Nobody looks behind that many headers, nor at half of one.
		echo "DROP tx_malformed vlans=1,2,3,4,5,6,7,8,9 type=0x8926"
		echo "DROP tx_malformed raw=ffffffffffff0200000000018100"
		echo "DROP tx_malformed raw=ffffffffffff02000000000188a800058100"
		# Not a tag: the types next to them, and ours as a length of data.
		echo "PASS type=0x8925 ->"
		echo "PASS type=0x8927 ->"
		echo "PASS type=0x893e ->"
		echo "PASS type=0x8940 ->"
		echo "PASS type=0x0800 payload=8926 ->"
		echo "PASS vlans=5 type=0x0800 payload=893f -> vlans=5.0"
		vmfex -n host profile add strict trunk 5,6 native 6 >&2
		echo "run vmfex -n host port bind fex0v0 profile strict"
		for type in $(forgeable "$1"); do
			for vlans in none 5 5,6 6 7 ad:5; do
				echo "DROP tx_forged_tag type=$type vlans=$vlans"
			done
		done
		echo "PASS -> vlans=6.0"
	} | fates
}

# partial START OFFSET FRAME...: the uplink would fill the checksum in, behind our back
partial() {
	local start=$1 offset=$2
	shift 2
	printf '01 00 0000 0000 %02x00 %02x00 %s\n' "$start" "$offset" "$*" | sendhex guest eth0 vnet
}

# The type behind two VLAN headers is at 20. What follows has the sum that makes it the tag's.
checksums_make_no_tag() {
	local vlans='ffffffffffff 020000000001 81000005 81000006' rest fill
	fill=$(printf %04x $((0xffff - $(tag_value "$1" type) - 0x0001 - 0x0002 - 0x0800)))
	rest="00000002 0800 $fill $(printf '00%.0s' {1..60})"
	one_guest "$1"
	send_all() {
		partial 20 0 "$vlans 0001 $rest"
		partial 20 1 "$vlans 0001 $rest"
		partial 22 0 "$vlans 0001 $rest"
	}
	capture switch sw0 send_all
	equal "on the wire" "$(captured vlans=5.0,6.0)" 1
	equal "dropped" "$(drops eth0 tx_malformed guest)" 2
	# Without such an uplink the stack does it first, and what comes of it is seen.
	ip netns exec host ethtool -K up0 tx off >"$work/ethtool"
	partial 20 0 "$vlans 0001 $rest"
	equal "forged" "$(drops eth0 tx_forged_tag guest)" 1
}

# Who cuts a packet writes the length where the sender says that IP's is. What looks like the beginning of
# IP's header is the VLAN 0x505 here, and the length its type.
cutting_makes_no_tag() {
	one_guest vntag
	ip netns exec host ethtool -K up0 tso off
	send_train() {
		printf '01 01 3600 e803 2200 1000 %s\n' "ffffffffffff 020000000001 8100 4505 0800 0000 4000 4006 0000
			c0000201 c0000202 03e8 0009 00000001 00000001 5010 0200 0000 0000 $(printf '00%.0s' {1..2500})" |
			tr -d '\n' | sendhex guest eth0 vnet 0x0800
	}
	capture switch sw0 send_train
	equal "on the wire" "$(captured from=02:00:00:00:00:01)" 0
	equal "dropped" "$(drops eth0 tx_malformed guest)" 1
}

foreign_addresses() {
	local mac new=02:00:00:00:0a:01
	one_guest vntag mac_forge deny
	mac=$(address eth0 guest)
	# So that the addresses of macvlans count in another network namespace
	ip -n host link set fex0 vf 0 trust on
	ip -n guest link add link eth0 name mv0 address 02:00:00:00:0b:01 type macvlan mode private
	ip -n guest link set mv0 up
	fates <<-END
		PASS -> from=$mac
		DROP tx_mac from=02:00:00:00:00:01
		DROP tx_mac from=02:00:00:00:00:01 to=02:00:00:00:00:07 count=5
		DROP tx_mac from=02:00:00:00:00:01 vlans=5
		DROP tx_mac from=00:00:00:00:00:00
		DROP tx_mac from=ff:ff:ff:ff:ff:ff
		DROP tx_mac from=${mac%:*}:$(printf %02x $((0x${mac##*:} ^ 1)))
		DROP tx_mac from=$(address fi0v0 switch)
		DROP tx_mac from=$(address fex0 host)
		# A group that the guest listens to is not an address of it.
		DROP tx_mac from=01:00:5e:00:00:01
		# The types come first: one reason for a frame.
		DROP tx_forged_tag from=02:00:00:00:00:01 type=0x8926
		# A macvlan's address is in the unicast filter as long as it is up.
		send guest/mv0 : got switch/fi0v0 from=02:00:00:00:0b:01
		PASS from=02:00:00:00:0b:01 -> from=02:00:00:00:0b:01
		send guest/mv0 from=02:00:00:00:0b:02 : drop guest/eth0 tx_mac
		run ip -n guest link set mv0 down
		DROP tx_mac from=02:00:00:00:0b:01
		run ip -n guest link set eth0 address $new
		PASS -> from=$new
		DROP tx_mac from=$mac
		run ip -n guest link set eth0 address $mac
		DROP tx_mac from=$new
		PASS -> from=$mac
	END
	equal "drops" "$(all_drops eth0 guest)" "drop_tx_forged_tag=1 drop_tx_mac=17"
	equal "drops of the adapter" "$(all_drops fex0 host)" ""
	equal "dropped in ip -s" "$(stat_of eth0 tx_dropped guest)" 18
}

# The default, and a change of it, both ways
allowed_addresses() {
	one_guest vntag
	fates <<-END
		PASS from=02:00:00:00:00:01 -> from=02:00:00:00:00:01
		PASS from=02:00:00:00:00:01 to=02:00:00:00:00:07 count=5 -> from=02:00:00:00:00:01
		PASS ->
		run vmfex -n host profile set mine mac_forge deny
		DROP tx_mac from=02:00:00:00:00:01
		PASS ->
		run vmfex -n host profile set mine mac_forge allow
		PASS from=02:00:00:00:00:01 -> from=02:00:00:00:00:01
	END
}

vlans_any() {
	one_guest "$1"
	fates <<-END
		PASS ->
		PASS vlans=0.3 -> vlans=0.3
		PASS vlans=1 -> vlans=1.0
		PASS vlans=4095.7 -> vlans=4095.7
		PASS vlans=ad:9.1 -> vlans=ad:9.1
		PASS vlans=ad:9.1,8.2 -> vlans=ad:9.1,8.2
		PASS vlans=7,6,5,4 -> vlans=7.0,6.0,5.0,4.0
		PASS vlans=1,2,3,4,5,6,7,8 -> vlans=1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0
	END
}

vlans_access() {
	one_guest "$1" vlan 100
	fates <<-END
		PASS -> vlans=100.0
		PASS vlans=0.0 -> vlans=100.0
		PASS vlans=0.5 -> vlans=100.5
		DROP tx_vlan vlans=100
		DROP tx_vlan vlans=100.5
		DROP tx_vlan vlans=1
		DROP tx_vlan vlans=99 count=5
		DROP tx_vlan vlans=101
		DROP tx_vlan vlans=4095
		DROP tx_vlan vlans=ad:0
		DROP tx_vlan vlans=ad:100
		DROP tx_vlan vlans=ad:100,100
		DROP tx_vlan vlans=ad:0,100
		# Behind a header that the switch takes off there must not be another.
		DROP tx_vlan vlans=0,5
		DROP tx_vlan vlans=0,ad:5
		DROP tx_vlan vlans=0,0
		DROP tx_vlan vlans=100,5
		DROP tx_vlan vlans=100,100
		PASS -> vlans=100.0
	END
}

vlans_trunk() {
	one_guest "$1" trunk 10,20-30,4094
	fates <<-END
		PASS vlans=10 -> vlans=10.0
		PASS vlans=20.7 -> vlans=20.7
		PASS vlans=25 -> vlans=25.0
		PASS vlans=30.1 -> vlans=30.1
		PASS vlans=4094 -> vlans=4094.0
		DROP tx_vlan
		DROP tx_vlan vlans=0
		DROP tx_vlan vlans=0.7
		DROP tx_vlan vlans=0,10
		DROP tx_vlan vlans=1
		DROP tx_vlan vlans=9
		DROP tx_vlan vlans=11
		DROP tx_vlan vlans=19
		DROP tx_vlan vlans=31 count=5
		DROP tx_vlan vlans=4093
		DROP tx_vlan vlans=4095
		DROP tx_vlan vlans=ad:10
		DROP tx_vlan vlans=ad:10,10
		DROP tx_vlan vlans=31,10
		# What the guest has inside of a VLAN of its own is its affair.
		PASS vlans=10.2,ad:31.3 -> vlans=10.2,ad:31.3
		PASS vlans=10,31 -> vlans=10.0,31.0
	END
}

vlans_trunk_native() {
	one_guest "$1" trunk 10,20-30 native 10
	fates <<-END
		PASS -> vlans=10.0
		PASS vlans=0 -> vlans=10.0
		PASS vlans=0.3 -> vlans=10.3
		PASS vlans=10.4 -> vlans=10.4
		PASS vlans=20.5 -> vlans=20.5
		DROP tx_vlan vlans=11
		DROP tx_vlan vlans=31
		DROP tx_vlan vlans=4095
		DROP tx_vlan vlans=ad:0
		DROP tx_vlan vlans=ad:10
		DROP tx_vlan vlans=ad:20
		# The first header goes with the native VLAN: the second would choose.
		DROP tx_vlan vlans=10,20
		DROP tx_vlan vlans=10,31
		DROP tx_vlan vlans=10,ad:20
		DROP tx_vlan vlans=0,20
		DROP tx_vlan vlans=0,31
		DROP tx_vlan vlans=0.1,0,31
		PASS vlans=20,10 -> vlans=20.0,10.0
		PASS vlans=20,31 -> vlans=20.0,31.0
	END
}

# A tag that has a priority has the profile's.
cos() {
	local wire=
	! tag_is "$1" pcp || wire=epcp=COS
	one_guest "$1" cos 5
	vmfex -n host profile add access vlan 100 cos 6
	vmfex -n host profile add trunk trunk 10,20 native 10 cos 1
	vmfex -n host profile add zero cos 0
	vmfex -n host profile add none vlan 100
	{
		echo "wire switch/sw0"
		# Lines: COS of the profile, what the guest sends, what arrives
		while read -r pcp sent got; do
			if [[ $pcp == bind ]]; then
				echo "run vmfex -n host port bind fex0v0 profile $sent"
				continue
			fi
			echo "PASS vlans=$sent -> vlans=$got : got switch/sw0 dir=up vif=1 vlans=$got ${wire//COS/$pcp}"
		done <<-END
			5 none 0.5
			5 0.2 0.5
			5 7.3 7.5
			5 7.5 7.5
			5 ad:7.3 ad:7.5
			5 ad:7.3,8.2 ad:7.5,8.2
			5 7,8.2 7.5,8.2
			bind access
			6 none 100.6
			6 0.1 100.6
			bind trunk
			1 none 10.1
			1 0.7 10.1
			1 10.7 10.1
			1 20.7 20.1
			1 20,10.7 20.1,10.7
			bind zero
			0 none 0.0
			0 7.7 7.0
			bind none
			0 none 100.0
			0 0.7 100.7
		END
		# The guest's own priority stays when the profile says so.
		echo "run vmfex -n host port bind fex0v0 profile mine"
		echo "run vmfex -n host profile set mine cos none"
		for got in ad:7.6,8.1 none 0.3 7.3; do
			echo "PASS vlans=$got -> vlans=$got : got switch/sw0 dir=up vif=1 vlans=$got ${wire//COS/0}"
		done
	} | fates
}

# The uplink is a bridge with snooping: it passes a guest's joins, and does not make them its own.
bridge_learns_nothing() {
	local tag=$1
	[[ -e /proc/net/igmp ]] || skip "this kernel has no IGMP"
	modprobe bridge
	netns host
	netns switch
	ip -n host link add br0 mtu 1520 type bridge mcast_snooping 1
	ip -n host link add up0 mtu 1520 type veth peer name sw0 mtu 1520 netns switch
	ip -n host link set up0 up master br0
	ip -n host link set br0 up
	ip -n host link add fex0 type vmfex tag "$tag" num_vfs 1
	ip -n host link set br0 master fex0
	ip -n switch link set sw0 up
	ip -n switch link add fi0 type vmfex mode fabric tag "$tag" num_vfs 1
	ip -n switch link set sw0 master fi0
	vmfex -n host profile add mine
	vmfex -n switch profile add any
	bind host fex0v0 mine
	bind switch fi0v0 any
	guest guest fex0v0 192.0.2.1/24
	poll 10 carrier eth0 guest
	poll 10 carrier fi0v0 switch
	poll 10 forwards host up0
	capture switch fi0v0 join
	(($(captured to=01:00:5e:02:02:02) > 0)) || fail "no report arrived: $(cat "$work/frames")"
	equal "groups of the bridge" "$(bridge -n host mdb show dev br0 | grep -c 239.2.2.2 || true)" 0
}

# join: the group 239.2.2.2, by IGMPv2, whose reports go to the group itself
join() {
	ip netns exec guest sysctl -qw net.ipv4.conf.all.force_igmp_version=2
	background ip netns exec guest python3 -c '
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
             socket.inet_aton("239.2.2.2") + socket.inet_aton("192.0.2.1"))
time.sleep(600)'
	poll 10 reported
}

reported() {
	tcpdump -r "$work/cap" 'ether dst 01:00:5e:02:02:02' 2>/dev/null | grep -q .
}

run_tests
