#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every frame that a vNIC sends is tagged right, and arrives at the far end as it
# was sent.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="vntag_frames etag_frames vntag_streams etag_streams"

# one_guest TAG: netns a with eth0 on fex0v0; fi0v0 is a netdev of the switch that
# no bridge has
one_guest() {
	rig tag="$1" vfs=1
	vmfex -n host profile add any
	vmfex -n switch profile add any
	bind host fex0v0 any
	bind switch fi0v0 any
	guest a fex0v0 192.0.2.1/24
	poll 10 carrier eth0 a
	poll 10 carrier fi0v0 switch
	drops_before=$(both_drops)
}

# While the ends come up, one may send what the other does not take yet.
both_drops() {
	echo "a: $(all_drops eth0 a) switch: $(all_drops fi0v0 switch)"
}

no_drops() {
	equal "drops" "$(both_drops)" "$drops_before"
}

frames_of() {
	one_guest "$1"
	txframes "$@"
	no_drops
}

vntag_frames() {
	frames_of vntag 1
}

etag_frames() {
	frames_of etag 1
}

# offloads FEATURE STATE...: of both ends of the link
offloads() {
	ip netns exec host ethtool -K up0 "$@"
	ip netns exec switch ethtool -K sw0 "$@"
}

streams_of() {
	one_guest "$1"
	ipv6 a
	# Not on sw0, whose own frames have no tag
	ip netns exec switch sysctl -qw net.ipv6.conf.default.disable_ipv6=0 \
		net.ipv6.conf.fi0v0.disable_ipv6=0
	ip -n a -b - <<-END
		address add 2001:db8::1/64 dev eth0 nodad
		link add link eth0 name eth0.100 type vlan id 100
		address add 198.51.100.1/24 dev eth0.100
		address add 2001:db8:1::1/64 dev eth0.100 nodad
		link set eth0.100 up
	END
	ip -n switch -b - <<-END
		address add 192.0.2.2/24 dev fi0v0
		address add 2001:db8::2/64 dev fi0v0 nodad
		link add link fi0v0 name fi0v0.100 type vlan id 100
		address add 198.51.100.2/24 dev fi0v0.100
		address add 2001:db8:1::2/64 dev fi0v0.100 nodad
		link set fi0v0.100 up
	END
	streams "$1" "$2" whole
	streams "$1" "$2" whole 100
	offloads tso off gso off tx-udp-segmentation off
	streams "$1" "$2" segmented
	streams "$1" "$2" segmented 100
	offloads sg off tx off
	streams "$1" "$2" summed
	no_drops
}

vntag_streams() {
	streams_of vntag 1
}

etag_streams() {
	streams_of etag 1
}

run_tests
