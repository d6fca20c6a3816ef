#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What becomes of each kind of frame that an uplink receives: it reaches those it
# is for, whole and once, or is counted under exactly one reason.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag at_host at_fabric) vntag_lists etag_lists etag_long_numbers
	$(by_tag cut_behind_the_ports_vlan sockets_below_the_uplink nics_are_told)"

# table_rig MODE TAG: an adapter on up0, whose other end is bare. fex0v0 to fex0v2
# are bound and up, fex0v3 is not bound, fex0v4 preassociated, fex0v5 down.
table_rig() {
	netns host
	netns switch
	ip -n host link add fex0 type vmfex mode "$1" tag "$2" num_vfs 6
	ip -n host link add up0 mtu 1520 type veth peer name sw0 mtu 1520 netns switch
	ip -n host link set up0 up master fex0
	ip -n switch link set sw0 up
	poll 10 uplink_active up0
	# To what stands for a guest all frames are of one kind.
	vmfex -n host port set fex0 vf 0-5 host_stack on
	vmfex -n host -b - <<-END
		profile add any
		port bind fex0 vf 0-2 profile any
		port preassociate fex0v4 profile any
		port bind fex0v5 profile any
	END
	ip -n host -b - <<-END
		link set fex0v0 up
		link set fex0v1 up
		link set fex0v2 up
		link set fex0v3 up
		link set fex0v4 up
	END
}

adapter=fex0:adapter_drop

# What is not ours of what comes where TAG is. The stack knows some of the other tags.
of_the_stack() {
	local other
	for other in $(other_tags "$1"); do
		if tag_is "$other" vlan; then
			echo "the tag $other | tag=$other down=1 | up0"
		else
			echo "the tag $other | tag=$other | ${adapter}_rx_other_tag"
		fi
	done
	cat <<-END
		untagged to the uplink | tag=none to=up0 | up0
		untagged to another | tag=none to=fex0v0 | up0
		untagged to all | tag=none to=ff:ff:ff:ff:ff:ff | up0
		untagged, large | tag=none len=1534 to=up0 | up0
		LLDP | tag=none type=0x88cc to=01:80:c2:00:00:0e | up0
		ECP | tag=none type=0x8940 to=01:80:c2:00:00:0e | up0
		BPDU | tag=none llc to=01:80:c2:00:00:00 | up0
	END
}

# A VLAN in front of the tag: FIELDS are those of a frame that would pass. The
# kernel shows a netdev's packet sockets what its VLAN devices receive. Where it knows
# the tag it takes that off for them, too.
outer_vlan() {
	local gone=4
	! tag_is "$1" vlan || gone=8
	echo "outer 802.1Q, no VLAN device | outer=5 $2 | up0"
	ip -n host link add link up0 name up0.6 type vlan id 6
	ip -n host link set up0.6 up
	echo "outer 802.1Q, VLAN device | outer=6 $2 | up0/$gone up0.6"
}

# Frames to fex0v0 that pass: FIELDS address it.
contents() {
	local fields=$1
	cat <<-END
		to the vNIC | $fields to=fex0v0 | fex0v0
		to another address | $fields to=02:00:00:00:00:99 | fex0v0
		to all | $fields to=ff:ff:ff:ff:ff:ff | fex0v0
		multicast | $fields to=01:00:5e:01:02:03 | fex0v0
		large | $fields len=1514 | fex0v0
		LLDP in a tag | $fields type=0x88cc to=01:80:c2:00:00:0e | fex0v0
		LLC | $fields llc to=01:80:c2:00:00:00 | fex0v0
		priority tag | $fields vlan=0.5 | fex0v0
		802.1Q | $fields vlan=100.3 | fex0v0
		802.1ad and 802.1Q | $fields vlan8021ad=7 vlan=8.1 | fex0v0
		802.1Q and LLC | $fields vlan=100.0 llc | fex0v0
	END
}

# two_vlans TAG FIELDS: the type behind both is one that a socket of the uplink waits for, but on a vNIC
two_vlans() {
	ip -n host link add link fex0v0 name inner9 type vlan proto 802.1ad id 9
	ip -n host link set inner9 up
	echo "802.1ad and 802.1Q, VLAN device | $2 vlan8021ad=9 vlan=8.1 | fex0v0 inner9/$(($(tag_value "$1" len) + 4))"
}

# truncated TAG FIELDS: every frame that does not hold the tag and an inner type; and that which just does.
# What the stack takes off by itself it does with two bytes more, or drops the frame.
truncated() {
	local whole=$((14 + $(tag_value "$1" len))) length short=${adapter}_rx_short
	if tag_is "$1" vlan; then
		((whole += 2))
		short=
	fi
	for ((length = 14; length < whole; length++)); do
		echo "cut to $length | $2 cut=$length | $short"
	done
	echo "no payload | $2 cut=$whole | fex0v0"
	for ((length = whole; length < whole + 4; length++)); do
		echo "802.1Q cut to $length | $2 vlan=5.0 cut=$length | fex0v0:drop_rx_short"
	done
}

# beside: in0 in netns switch sends as sw0 does, but what the stack knows as a VLAN header comes beside the frame, as
# from a NIC that takes it out
beside() {
	ip -n switch -b - <<-END
		link add in0 mtu 1520 up type veth peer name in1 mtu 1520
		link set in1 up
	END
	tc -n switch qdisc add dev in1 clsact
	tc -n switch filter add dev in1 ingress matchall action mirred egress redirect dev sw0
	poll 10 carrier in0 switch
}

# table: what standard input says, from the wire and, of a tag that a NIC may take out, from a NIC that does
table() {
	cat >"$work/table"
	rxtable "$1" <"$work/table"
	if tag_is "$1" vlan; then
		beside
		rxtable "$1" in0 <"$work/table"
	fi
}

# at MODE WAY TAG: WAY is up or down. The rows of all formats, and those of this one
at() {
	local fields=$2=1 self
	self=$(tag_value "$3" self)
	table_rig "$1" "$3"
	{
		contents "$fields"
		of_the_stack "$3"
		outer_vlan "$3" "$fields"
		two_vlans "$3" "$fields"
		truncated "$3" "$fields"
		cat <<-END
			second | $2=2 | fex0v1
			VIF nobody has | $2=7 | ${adapter}_rx_unknown_vif
			the adapter's own port | $2=$self | fex0:drop_rx_unbound
			unbound | $2=4 | fex0v3:drop_rx_unbound
			preassociated | $2=5 | fex0v4:drop_rx_unbound
			down | $2=6 | fex0v5:drop_rx_down
		END
		"$3_at_$1"
	} | table "$3"
}

at_host() {
	at host down "$1"
}

at_fabric() {
	at fabric up "$1"
}

vntag_at_host() {
	local version
	for version in 1 2 3; do
		echo "version $version | dst=1 ver=$version | ${adapter}_rx_version"
		echo "version $version, list | p=1 dst=1 ver=$version | ${adapter}_rx_version"
	done
	cat <<-END
		third vNIC | dst=3 | fex0v2
		reserved bit | dst=1 r=1 | fex0v0
		source without L | dst=1 src=1 | fex0v0
		L and another source | dst=1 l=1 src=2 | fex0v0
		L and no source | dst=1 l=1 | fex0v0
		hairpin to its source | dst=1 l=1 src=1 | fex0v0:rx_looped
		VIF 0 | dst=0 | ${adapter}_rx_unknown_vif
		VIF 4094 | dst=4094 | ${adapter}_rx_unknown_vif
		bit 12 | dst=0x1001 | ${adapter}_rx_unknown_vif
		bit 13 | dst=0x2001 | ${adapter}_rx_unknown_vif
		both bits | dst=0x3001 | ${adapter}_rx_unknown_vif
		all bits | dst=0x3fff | ${adapter}_rx_unknown_vif
		towards the bridge | d=0 src=1 | ${adapter}_rx_direction
		towards the bridge, to a VIF | d=0 dst=1 | ${adapter}_rx_direction
		towards the bridge, list | d=0 p=1 dst=1 | ${adapter}_rx_direction
		no lists | p=1 dst=1 | ${adapter}_rx_unknown_list
	END
}

etag_at_host() {
	local priority
	for priority in {1..7}; do
		echo "priority $priority | ecid=1 pcp=$priority | fex0v0"
	done
	cat <<-END
		third vNIC | ecid=3 | fex0v2
		reserved 1 | ecid=1 res=1 | fex0v0
		reserved 2 | ecid=1 res=2 | fex0v0
		reserved 3 | ecid=1 res=3 | fex0v0
		DEI | ecid=1 dei=1 | fex0v0
		another source | ecid=1 ingress=2 | fex0v0
		source of high bits | ecid=1 ingress=0x1001 | fex0v0
		hairpin to its source | ecid=1 ingress=1 | fex0v0:rx_looped
		E-CID 0 | ecid=0 | ${adapter}_rx_unknown_vif
		extension | ecid=0x1001 | ${adapter}_rx_unknown_vif
		high extension | ecid=0xff001 | ${adapter}_rx_unknown_vif
		no lists | ecid=0x100001 | ${adapter}_rx_unknown_list
		all bits | ecid=0x3fffff | ${adapter}_rx_unknown_list
	END
}

vntag_at_fabric() {
	local version
	for version in 1 2 3; do
		echo "version $version | d=0 src=1 ver=$version | ${adapter}_rx_version"
	done
	cat <<-END
		reserved bit | d=0 src=1 r=1 | fex0v0
		VIF 0 | d=0 src=0 | ${adapter}_rx_unknown_vif
		from the bridge | d=1 dst=1 | ${adapter}_rx_direction
		from the bridge, a source | d=1 src=1 | ${adapter}_rx_direction
		from the bridge, list | d=1 p=1 dst=1 | ${adapter}_rx_direction
		a list upward | d=0 p=1 dst=1 src=1 | ${adapter}_rx_direction
	END
}

etag_at_fabric() {
	vmfex -n host port set fex0v2 vif 70000
	cat <<-END
		long E-CID | ecid=70000 | fex0v2
		old number | ecid=3 | ${adapter}_rx_unknown_vif
		priority and DEI | ecid=1 pcp=7 dei=1 | fex0v0
		reserved bits | ecid=1 res=3 | fex0v0
		E-CID 0 | ecid=0 | ${adapter}_rx_unknown_vif
		group 1 | ecid=0x100001 | ${adapter}_rx_direction
		group 2 | ecid=0x200001 | ${adapter}_rx_direction
		group 3 | ecid=0x300001 | ${adapter}_rx_direction
		a source | ecid=1 ingress=2 | ${adapter}_rx_direction
		itself as the source | ecid=1 ingress=1 | ${adapter}_rx_direction
		a source of extension only | ecid=1 ingress=0x1000 | ${adapter}_rx_direction
	END
}

# There is no direction. What has the number 0 is a priority tag, which the stack takes off, and the next one, too.
svlan_at_host() {
	local priority
	for priority in {1..7}; do
		echo "priority $priority | vid=1 pcp=$priority | fex0v0"
	done
	cat <<-END
		third | vid=3 | fex0v2
		DEI | vid=1 dei=1 | fex0v0
		number 0 | vid=0 | up0
		number 0 and a priority | vid=0 pcp=7 dei=1 | up0
		a VIF within 0 | vid=0 vlan8021ad=1 | up0/8
		the same one within | vid=1 vlan8021ad=1 | fex0v0
		another one within | vid=1 vlan8021ad=2 vlan=3.0 | fex0v0
		number 4095 | vid=4095 | ${adapter}_rx_unknown_vif
		802.1Q with the number | tag=none vlan=1.0 | up0/4
	END
}

svlan_at_fabric() {
	svlan_at_host
}

# Members that cannot take a frame: the reason is theirs, and the others get it.
vntag_lists() {
	table_rig host vntag
	vmfex -n host -b - <<-END
		viflist add up0 list 1 vif 1-3
		viflist add up0 list 16383 vif 2
		viflist add up0 list 2 vif 1,4-6
		viflist add up0 list 3
		viflist add up0 list 4 vif 1-3
		viflist del up0 list 4 vif 2
		viflist add up0 list 5 vif 1
		viflist del up0 list 5 vif 1
		viflist add up0 list 6 vif 1
		viflist del up0 list 6
	END
	rxtable vntag <<-END
		to all | p=1 dst=1 to=ff:ff:ff:ff:ff:ff | fex0v0 fex0v1 fex0v2
		multicast | p=1 dst=1 to=01:00:5e:01:02:03 | fex0v0 fex0v1 fex0v2
		unicast | p=1 dst=1 to=fex0v1 | fex0v0 fex0v1 fex0v2
		large | p=1 dst=1 len=1514 | fex0v0 fex0v1 fex0v2
		priority tag | p=1 dst=1 vlan=0.5 | fex0v0 fex0v1 fex0v2
		LLC | p=1 dst=1 llc | fex0v0 fex0v1 fex0v2
		reserved bit | p=1 dst=1 r=1 | fex0v0 fex0v1 fex0v2
		looped | p=1 dst=1 l=1 src=2 | fex0v0 fex0v1:rx_looped fex0v2
		looped, last | p=1 dst=1 l=1 src=3 | fex0v0 fex0v1 fex0v2:rx_looped
		looped, not a member | p=1 dst=1 l=1 src=9 | fex0v0 fex0v1 fex0v2
		looped, source 0 | p=1 dst=1 l=1 src=0 | fex0v0 fex0v1 fex0v2
		looped, the list's number | p=1 dst=16383 l=1 src=4095 | fex0v1
		not looped | p=1 dst=1 l=0 src=2 | fex0v0 fex0v1 fex0v2
		highest list | p=1 dst=0x3fff | fex0v1
		looped, the only one | p=1 dst=0x3fff l=1 src=2 | fex0v1:rx_looped
		some cannot | p=1 dst=2 | fex0v0 fex0v3:drop_rx_unbound fex0v4:drop_rx_unbound fex0v5:drop_rx_down
		a member left | p=1 dst=4 | fex0v0 fex0v2
		VIF 1 is not list 1 | p=0 dst=1 | fex0v0
		never had a member | p=1 dst=3 | ${adapter}_rx_unknown_list
		all members left | p=1 dst=5 | ${adapter}_rx_unknown_list
		deleted | p=1 dst=6 | ${adapter}_rx_unknown_list
		list 0 | p=1 dst=0 | ${adapter}_rx_unknown_list
		unknown | p=1 dst=0x1001 | ${adapter}_rx_unknown_list
		upward | d=0 p=1 dst=1 | ${adapter}_rx_direction
		802.1Q cut | p=1 dst=1 vlan=5.0 cut=22 | ${adapter}_rx_short
	END
}

etag_lists() {
	table_rig host etag
	vmfex -n host -b - <<-END
		port set fex0v1 vif 70000
		port set fex0v2 vif 368
		viflist add up0 list 0x100001 vif 1,368,70000
		viflist add up0 list 0x3ffffe vif 70000
		viflist add up0 list 0x2ab005 vif 1,4-6
		viflist add up0 list 0x100003
	END
	# 70000 and 368 are equal but for the extension.
	rxtable etag <<-END
		to all | ecid=0x100001 to=ff:ff:ff:ff:ff:ff | fex0v0 fex0v1 fex0v2
		multicast | ecid=0x100001 to=01:00:5e:01:02:03 | fex0v0 fex0v1 fex0v2
		large | ecid=0x100001 len=1512 | fex0v0 fex0v1 fex0v2
		priority tag | ecid=0x100001 vlan=0.5 | fex0v0 fex0v1 fex0v2
		LLC | ecid=0x100001 llc | fex0v0 fex0v1 fex0v2
		reserved and DEI | ecid=0x100001 res=3 dei=1 pcp=3 | fex0v0 fex0v1 fex0v2
		source | ecid=0x100001 ingress=1 | fex0v0:rx_looped fex0v1 fex0v2
		long source | ecid=0x100001 ingress=70000 | fex0v0 fex0v1:rx_looped fex0v2
		short source | ecid=0x100001 ingress=368 | fex0v0 fex0v1 fex0v2:rx_looped
		source not a member | ecid=0x100001 ingress=9 | fex0v0 fex0v1 fex0v2
		highest list | ecid=0x3ffffe | fex0v1
		source is the only one | ecid=0x3ffffe ingress=70000 | fex0v1:rx_looped
		some cannot | ecid=0x2ab005 | fex0v0 fex0v3:drop_rx_unbound fex0v4:drop_rx_unbound fex0v5:drop_rx_down
		E-CID 1 is not the list | ecid=1 | fex0v0
		never had a member | ecid=0x100003 | ${adapter}_rx_unknown_list
		other group | ecid=0x200001 | ${adapter}_rx_unknown_list
		other extension | ecid=0x101001 | ${adapter}_rx_unknown_list
		unknown | ecid=0x2ab006 | ${adapter}_rx_unknown_list
		802.1Q cut | ecid=0x100001 vlan=5.0 cut=24 | ${adapter}_rx_short
	END
}

etag_long_numbers() {
	table_rig host etag
	vmfex -n host port set fex0v0 vif 70000
	vmfex -n host port set fex0v1 vif 1048575
	vmfex -n host port set fex0v2 vif 4096
	refused vmfex -n host port set fex0v2 vif 1048576
	rxtable etag <<-END
		70000 | ecid=70000 | fex0v0
		same base only | ecid=368 | ${adapter}_rx_unknown_vif
		same base, next extension | ecid=$((70000 + 4096)) | ${adapter}_rx_unknown_vif
		highest | ecid=1048575 | fex0v1
		no base | ecid=4096 | fex0v2
		old number | ecid=1 | ${adapter}_rx_unknown_vif
		hairpin | ecid=70000 ingress=70000 | fex0v0:rx_looped
		source of the same base | ecid=70000 ingress=368 | fex0v0
	END
}

# A port that has the outer header taken off: the next one is the first that the stack meets.
cut_behind_the_ports_vlan() {
	local first=$((14 + $(tag_value "$1" len) + 6)) length list
	list=$(tag_value "$1" list)
	table_rig host "$1"
	vmfex -n host profile add access vlan 100
	vmfex -n host port bind fex0v1 profile access
	[[ -z $list ]] || vmfex -n host viflist add up0 list "$list" vif 1,2
	for ((length = first; length < first + 4; length++)); do
		echo "second 802.1Q cut to $length | down=2 vlan=100.0 vlan=5.0 cut=$length | fex0v1:drop_rx_short"
		[[ -z $list ]] ||
			echo "same, list | list=$list vlan=100.0 vlan=5.0 cut=$length | fex0v0 fex0v1:drop_rx_short"
	done | rxtable "$1"
}

# The port's VLAN is taken off, and the next header the stack takes: behind it is a type that sockets wait for, as is
# that of what a bond's slave has received.
sockets_below_the_uplink() {
	netns host
	netns switch
	ip -n host -b - <<-END
		link add fex0 type vmfex tag $1 num_vfs 1
		link add up0 mtu 1520 type veth peer name sw0 mtu 1520 netns switch
		link add bond0 mtu 1520 type bond mode active-backup miimon 100
		link set up0 master bond0
		link set bond0 up master fex0
	END
	ip -n switch link set sw0 up
	poll 10 uplink_active bond0
	vmfex -n host profile add access vlan 100
	vmfex -n host port set fex0v0 host_stack on
	bind host fex0v0 access
	poll 10 carrier fex0v0 host
	rxtable "$1" <<-END
		LLDP | down=1 vlan=100.0 type=0x88cc to=01:80:c2:00:00:0e | fex0v0/$(($(tag_value "$1" len) + 4))
		two 802.1Q | down=1 vlan=100.0 vlan=200.0 type=0x88cc | fex0v0/$(($(tag_value "$1" len) + 4))
	END
}

probe_vids() {
	# shellcheck disable=SC2016 # the kernel's
	printf 'p:vid_%s vlan_vid_%s type=$arg2:x16 vid=$arg3:u16\n' add add del del >/sys/kernel/tracing/kprobe_events
	echo 1 >/sys/kernel/tracing/events/kprobes/enable
	echo >/sys/kernel/tracing/trace
}

probe_vids_off() {
	echo 0 >/sys/kernel/tracing/events/kprobes/enable
	echo >/sys/kernel/tracing/kprobe_events
}

# vids_told WHAT WORD...: which service VLANs the core was told meanwhile that a netdev takes, as +VID, and takes no
# longer, as -VID; nothing of a tag that it does not know
vids_told() {
	local wanted=${*:2}
	tag_is "$tag" vlan || wanted=
	equal "$1" "$(sed -nE -e 's/.* vid_add: .* type=0xa888 vid=/+/p' -e 's/.* vid_del: .* type=0xa888 vid=/-/p' \
		/sys/kernel/tracing/trace | sort | xargs)" "$wanted"
	echo >/sys/kernel/tracing/trace
}

# The core tells a NIC that filters.
nics_are_told() {
	local tag=$1
	[[ -e /sys/kernel/tracing/kprobe_events ]] || skip "there are no kprobes"
	netns host
	ip -n host link add up0 mtu 1520 type dummy
	ip -n host link add fex0 type vmfex tag "$tag" num_vfs 2
	trap probe_vids_off EXIT
	probe_vids
	ip -n host link set up0 master fex0
	vids_told "new uplink" +1 +2 +4094
	vmfex -n host port set fex0v0 vif 77
	vids_told "another VIF" +77 -1
	ip -n host link set fex0 type vmfex num_vfs 3
	vids_told "one more vNIC" +3
	refused vmfex -n host port set fex0v0 vif 2
	vids_told "a VIF that is taken"
	ip -n host link set fex0 type vmfex num_vfs 1
	vids_told "fewer vNICs" -2 -3
	ip -n host link set up0 nomaster
	vids_told "no uplink any more" -4094 -77
}

run_tests
