#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A decoder that others wrote sees on the wire what we meant to send, and so does
# tools/frames, on which other tests rely. The wire is the same on each kernel, and
# Wireshark takes its time:
# kernels: 6.1

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag is_what_wireshark_says)"

# send_all: the samples from guest a, then what only another switch would send
send_all() {
	awk '{ print $1 }' "$work/samples" | sendhex a eth0
	awk '{ print $1 }' "$work/injected" | sendhex switch sw0
}

# meant UP DOWN: each sample goes up and comes down again
meant() {
	local up=$1 down=$2 inner
	while read -r _ inner; do
		echo "$up $inner"
		echo "$down $inner"
	done <"$work/samples"
	cut -d ' ' -f 2- "$work/injected"
}

# same WHAT FILE FILE: the lines are the same, in any order
same() {
	diff <(sort "$2") <(sort "$3") || fail "$1"
}

# compare NUMBER UP DOWN: one capture of as many frames, three opinions
compare() {
	capture host up0 send_all
	meant "$2" "$3" >"$work/meant"
	equal "frames meant" "$(wc -l <"$work/meant")" "$1"
	# Kernels may ask for their neighbours meanwhile.
	tshark-frames "$work/cap" | grep ' from=02:00:00:00:00:a1 ' >"$work/tshark"
	grep ' from=02:00:00:00:00:a1 ' "$work/frames" | sed 's/ sum=.*//' >"$work/ours"
	same "meant <, tshark >" "$work/meant" "$work/tshark"
	sed -E 's/ (ip|ipv6|arp|udp|stp)=.*//' "$work/meant" >"$work/plain"
	same "meant <, tools/frames >" "$work/plain" "$work/ours"
}

# injected HEADER WORDS: a frame from the switch with a tag we never make
injected() {
	local fill
	fill=$(printf '5a%.0s' {1..46})
	echo "ffffffffffff0200000000a1${1}88b5$fill $2 to=ff:ff:ff:ff:ff:ff" \
		"from=02:00:00:00:00:a1 vlans=none type=0x88b5 len=60"
}

# The numbers are so high that a field one bit off is seen.
is_what_wireshark_says() {
	two_guests tag="$1"
	"samples_of_$1"
}

# between UP DOWN: the ports of the guests a and b
between() {
	local port
	for port in host/fex0v0 switch/fi0v0; do
		vmfex -n "${port%/*}" port set "${port#*/}" vif "$1"
	done
	for port in host/fex0v1 switch/fi0v1; do
		vmfex -n "${port%/*}" port set "${port#*/}" vif "$2"
	done
}

samples_of_vntag() {
	between 2730 4094
	samples >"$work/samples"
	{
		injected 8926c0050000 "tag=vntag dir=1 ptr=1 dst=5 looped=0 version=0 src=0"
		injected 8926ffff8aaa "tag=vntag dir=1 ptr=1 dst=16383 looped=1 version=0 src=2730"
		injected 892690013001 "tag=vntag dir=1 ptr=0 dst=4097 looped=0 version=3 src=1"
		injected 8926800147ff "tag=vntag dir=1 ptr=0 dst=1 looped=0 version=0 src=2047"
	} >"$work/injected"
	compare 26 "$(to_bridge 2730)" "$(to_vnic 4094) src=0"
}

samples_of_etag() {
	between 70000 1048575
	# tshark 4.0 takes an 802.3 length behind an E-Tag for a type.
	samples --no-llc >"$work/samples"
	{
		injected 893f000010010000 "tag=etag pcp=0 dei=0 grp=1 ecid=1048577 ingress=0"
		injected 893fb5553aaaabcd "tag=etag pcp=5 dei=1 grp=3 ecid=$((0x3cdaaa)) ingress=$((0xab555))"
		injected 893f200160020100 "tag=etag pcp=1 dei=0 grp=2 ecid=$((0x200002)) ingress=4097"
	} >"$work/injected"
	compare 23 "tag=etag pcp=0 dei=0 grp=0 ecid=70000 ingress=0" \
		"tag=etag pcp=0 dei=0 grp=0 ecid=1048575 ingress=0"
}

samples_of_svlan() {
	between 2730 4093
	# Nor does it know a length behind an 802.1ad header.
	samples --no-llc >"$work/samples"
	{
		injected 88a8baaa "tag=svlan pcp=5 dei=1 vid=2730"
		injected 88a84fff "tag=svlan pcp=2 dei=0 vid=4095"
		injected 88a8e000 "tag=svlan pcp=7 dei=0 vid=0"
	} >"$work/injected"
	compare 23 "tag=svlan pcp=0 dei=0 vid=2730" "tag=svlan pcp=0 dei=0 vid=4093"
}

run_tests
