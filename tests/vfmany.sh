#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# More VFs than rtnetlink has room for: the ports of the first 512 and the rest of the
# first 128 are in an adapter's message, and nobody's listing breaks for it.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="ports_of_512_vfs links_of_all_vfs"
ALL=$(slice 4094)
instance=11111111-2222-3333-4444-5555
host=66666666-7777-8888-9999-aaaaaaaaaaaa
long=$(printf 'p%.0s' {1..39})

# alone VFS: netns host with fex0, without a switch
alone() {
	# Where step prints, wherever the command's output goes
	exec 3>&1
	expedite
	netns host
	ip -n host link add up0 mtu 1520 type veth peer name sw0 mtu 1520
	ip -n host link add fex0 type vmfex num_vfs "$1"
	ip -n host link set up0 up master fex0
	ip -n host link set sw0 up
	poll 10 uplink_active up0
	vmfex -n host profile add web
	vmfex -n host profile add "$long" vlan 100
}

# step WHAT COMMAND...: run it and print how long it took
step() {
	local what=$1 start=$EPOCHREALTIME
	shift
	"$@"
	awk -v a="$start" -v b="$EPOCHREALTIME" -v what="$what" \
		'BEGIN { printf "# %s: %.2f s\n", what, b - a }' >&3
}

# associate_512: as libvirt does it, half of them with its longest name
associate_512() {
	vfport -n host libvirt-start \
		fex0 vf 0-255 profile web mac 02:00:00:00:00:00 instance "${instance}00000000" host "$host" \
		vf 256-511 profile "$long" mac 02:00:00:00:01:00 instance "${instance}00000100" host "$host" \
		>"$work/said"
}

disassociate_512() {
	vfport -n host libvirt-stop fex0 vf 0-511 >"$work/said"
}

# ports TEXT: a line for each of 512, with its number for VF, and in hexadecimal for
# NUMBER, and its profile for PROFILE
ports() {
	awk -v text="$1" -v web=web -v long="$long" 'BEGIN {
		for (vf = 0; vf < 512; vf++) {
			line = text
			gsub("VF", vf, line)
			gsub("NUMBER", sprintf("%08x", vf), line)
			gsub("PROFILE", vf < 256 ? web : long, line)
			print line
		}
	}'
}

# the_512: what the client must read of them
the_512() {
	ports "vf VF profile PROFILE instance ${instance}NUMBER host $host request associate response success"
}

ports_of_512_vfs() {
	local vf
	alone 520
	step "associate 512 VFs, one by one" associate_512
	equal "answers" "$(sort "$work/said" | uniq -c | xargs)" "512 done after 1 512 ok"
	for vf in 512 519; do
		refused vfport -n host set fex0 vf "$vf" profile web request associate
		equal "VF $vf" "$refusal" "refused ERANGE"
	done

	step "read by the client" vfport -n host get fex0 >"$work/read"
	echo "# $(head -n 1 "$work/read")"
	[[ $(head -n 1 "$work/read") == "fex0 num_vf 512 vfinfo 128 ports 512 self 1 "* ]] ||
		fail "$(head -n 1 "$work/read")"
	the_512 >"$work/wanted"
	grep ^vf "$work/read" | diff "$work/wanted" -

	step "read by ip" ip -n host -d -j link show type vmfex_vnic >"$work/links"
	jq -r '.[] | select(.linkinfo.info_data.vf < 512) | [.linkinfo.info_data.vf, .ifname,
		.linkinfo.info_data.state, .linkinfo.info_data.profile] | join(" ")' "$work/links" |
		sort -n >"$work/read"
	ports "VF fex0vVF associated PROFILE" | diff - "$work/read"
	equal "states of the others" "$(jq -r '.[].linkinfo.info_data | select(.vf >= 512) | .state' \
		"$work/links" | xargs)" "unbound unbound unbound unbound unbound unbound unbound unbound"

	# Of the VFs themselves the adapter shows 128.
	ip -n host link show fex0 >"$work/links" 2>"$work/errors"
	equal "complaints of ip" "$(cat "$work/errors")" "Truncated VF list: fex0"
	sed -n 's/^ *vf \([0-9]* \)  *link.ether \([^ ]*\) .*/\1\2/p' "$work/links" >"$work/read"
	for vf in {0..127}; do
		printf '%d 02:00:00:00:00:%02x\n' "$vf" "$vf"
	done | diff - "$work/read"
	ip -n host -j link show fex0 2>/dev/null | jq -r '.[0].vfinfo_list[] | "\(.vf) \(.address)"' |
		diff "$work/read" -

	# All in one message, which only an adapter with fewer VFs could not take
	step "associate 512 VFs at once" vfport -n host set \
		fex0 vf 0-511 profile web instance "${instance}00000000" host "$host" request associate
	vfport -n host get fex0 | grep ^vf | diff <(sed "s/$long/web/" "$work/wanted") -
	step "disassociate 512 VFs, one by one" disassociate_512
	vfport -n host get fex0 | grep ^vf |
		diff <(seq -f 'vf %g request disassociate response success' 0 511) -
	ip -n host link del fex0
}

# not_truncated DEV VFS: ip shows all of its VFs and has nothing to complain about
not_truncated() {
	ip -n host link show "$1" 2>&1 >/dev/null | grep . && fail "ip complains"
	equal "VFs of $1" "$(ip -n host link show "$1" | grep -c '^ *vf ' || true)" "$2"
}

# listed COMMAND...: ip's list of all links has all of them, and nothing but that one
# adapter has more VFs than are shown is said
listed() {
	"$@" >"$work/links" 2>"$work/errors" || fail "$*: exit status $?"
	equal "$*: complaints" "$(sort -u "$work/errors")" "Truncated VF list: fex0"
}

links_of_all_vfs() {
	local count room
	alone "$ALL"
	ip -n host link add fex1 type vmfex num_vfs 128
	# The largest messages that there can be
	step "associate 512 VFs" associate_512
	count=$(ip netns exec host sh -c 'find /sys/class/net -type l | wc -l')
	((count >= ALL + 128 + 4)) || fail "only $count links"

	step "ip link show" listed ip -n host link show
	equal "links" "$(grep -c '^[0-9]' "$work/links")" "$count"
	step "ip -j link show" listed ip -n host -j link show
	equal "links in JSON" "$(jq '[.[].ifname] | unique | length' "$work/links")" "$count"
	step "ip -d -j link show" listed ip -n host -d -j link show
	equal "links with details" "$(jq '[.[].ifname] | unique | length' "$work/links")" "$count"
	step "ip link show fex0" listed ip -n host link show fex0
	equal "VFs of fex0" "$(grep -c '^ *vf ' "$work/links")" 128
	step "ip -s -d -j link show fex0" listed ip -n host -s -d -j link show fex0
	equal "VFs of fex0 in JSON" "$(jq '.[0].vfinfo_list | length' "$work/links")" 128
	not_truncated fex1 128
	not_truncated "fex0v$((ALL - 1))" 0

	step "read by the client" vfport -n host get fex0 >"$work/read"
	echo "# $(head -n 1 "$work/read")"
	the_512 | diff - <(grep ^vf "$work/read")
	# Who does not ask for VFs needs no room for them.
	for room in 4096 8192 16384 32768; do
		step "dump with $room bytes" vfport -n host -r "$room" dump >"$work/dump"
		cat "$work/dump"
		[[ $(head -n 1 "$work/dump") == "links $count "* ]] || fail "not $count links"
	done
	step "dump with VFs" vfport -n host dump vfs >"$work/dump"
	cat "$work/dump"
	[[ $(head -n 1 "$work/dump") == "links $count "* ]] || fail "not $count links"
	# libvirt's room is enough for them.
	vfport -n host -r 131702 get fex0 | diff "$work/read" -
	ip -n host link del fex0
}

run_tests
