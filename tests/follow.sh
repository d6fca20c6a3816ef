#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What vNICs take over from their uplinks, of which there are two: MTU and features.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag mtu_follows mtu_without_room features_follow)"

mtu() {
	ip netns exec "${2:-host}" cat "/sys/class/net/$1/mtu"
}

mtu_follows() {
	local length
	length=$(tag_value "$1" room)
	rig links=2 tag="$1" mtu=1520
	equal "of fex0" "$(mtu fex0)" $((1520 - length))
	equal "at first" "$(mtu fex0v0)" $((1520 - length))
	ip -n host link set up0 mtu 9000
	equal "with 9000 and 1520" "$(mtu fex0v0)" $((1520 - length))
	ip -n host link set up1 mtu 4000
	equal "with 9000 and 4000" "$(mtu fex0v0)" $((4000 - length))
	ip -n host link set up1 mtu 1400
	equal "with 9000 and 1400" "$(mtu fex0v0)" $((1400 - length))
	equal "fex0's with 1400" "$(mtu fex0)" $((1400 - length))
	refused ip -n host link set fex0v0 mtu $((1401 - length))

	# One that was chosen stays as long as the uplinks carry it.
	ip -n host link set fex0v1 mtu 1300
	ip -n host link set up1 mtu 1500
	equal "chosen one" "$(mtu fex0v1)" 1300
	equal "other one" "$(mtu fex0v0)" $((1500 - length))
	ip -n host link set up1 mtu 1300
	equal "chosen one that is too large" "$(mtu fex0v1)" $((1300 - length))

	# Who is gone counts no more, who joins counts.
	ip -n host link set up1 nomaster
	equal "without up1" "$(mtu fex0v0)" $((9000 - length))
	ip -n host link set up1 master fex0
	equal "with up1" "$(mtu fex0v0)" $((1300 - length))
	ip -n host link set fex0 type vmfex num_vfs 3
	equal "of one more vNIC" "$(mtu fex0v2)" $((1300 - length))

	# As much as that passes, and arrives whole.
	ip -n host link set up1 nomaster
	ip -n host link set up0 mtu 2000
	ip -n switch link set sw0 mtu 2000
	vmfex -n host profile add any
	vmfex -n switch profile add any
	bind host fex0v0 any
	host_stack switch fi0v0
	bind switch fi0v0 any
	ip -n switch address add 192.0.2.2/24 dev fi0v0
	guest a fex0v0 192.0.2.1/24
	poll 10 carrier eth0 a
	poll 10 carrier fi0v0 switch
	equal "in the guest" "$(mtu eth0 a)" $((2000 - length))
	poll 10 ip netns exec a ping -qc 1 -W 1 192.0.2.2
	ip netns exec a ping -qc 3 -i 0.02 -W 1 -M "do" -s $((2000 - length - 28)) 192.0.2.2
	refused ip netns exec a ping -qc 1 -W 1 -M "do" -s $((2001 - length - 28)) 192.0.2.2
}

# An uplink that was made too small for a tag: never less than the least of an Ethernet, nor more than any
mtu_without_room() {
	rig tag="$1"
	ip -n host link add d0 type dummy
	ip -n host link add fex9 type vmfex tag "$1" num_vfs 1
	ip -n host link set d0 master fex9
	ip -n host link set d0 mtu 3
	ip -n host link set fex9 type vmfex num_vfs 2
	equal "of a vNIC" "$(mtu fex9v0)" 68
	equal "of a new one" "$(mtu fex9v1)" 68
	refused ip -n host link set fex9v0 mtu 69
	# What the vNIC takes does not fit.
	vmfex -n host profile add any
	ip -n host link set d0 up
	poll 10 uplink_active d0
	bind host fex9v0 any
	poll 10 carrier fex9v0 host
	send -n host -i fex9v0 -d ff:ff:ff:ff:ff:ff -c 3
	equal "dropped" "$(all_drops fex9v0 host)" "drop_tx_too_long=3"
	equal "dropped on transmit" "$(stat_of fex9v0 tx_dropped host)" 3
	equal "dropped on receive" "$(stat_of fex9v0 rx_dropped host)" 0
}

# feature DEV NAME
feature() {
	ip netns exec host ethtool -k "$1" | awk -v name="$2:" '$1 == name { print $2 }'
}

# features_are WHAT TX-CHECKSUM SG TSO: of the vNIC
features_are() {
	equal "$1" "$(ip netns exec host ethtool -k fex0v0 | awk '
		$1 == "tx-checksum-ip-generic:" { c = $2 }
		$1 == "tx-scatter-gather:" { s = $2 }
		$1 == "tx-tcp-segmentation:" { t = $2 }
		END { print c, s, t }')" "$2 $3 $4"
}

# What one uplink cannot do is done before the frame gets there.
features_follow() {
	rig tag="$1" links=2
	features_are "at first" on on on
	ip netns exec host ethtool -K up1 tx off
	features_are "without checksums on up1" off on off
	ip netns exec host ethtool -K up1 tx on
	features_are "with checksums again" on on on
	ip netns exec host ethtool -K up1 sg off
	features_are "without sg on up1" on off off
	ip -n host link set up1 nomaster
	features_are "without up1" on on on
	ip -n host link set up1 master fex0
	features_are "with up1" on off off
	ip netns exec host ethtool -K up1 sg on tso on
	features_are "with sg again" on on on

	# What was switched off by hand stays off.
	ip netns exec host ethtool -K fex0v0 tx off
	features_are "by hand" off on off
	ip netns exec host ethtool -K up1 tx off
	ip netns exec host ethtool -K up1 tx on
	features_are "by hand, after a change below" off on off

	# There is room for a tag in the first skb of a list only.
	equal "lists" "$(feature fex0v0 tx-gso-list)" off
}

run_tests
