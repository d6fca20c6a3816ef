#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two real guests, each on a profile of its own, boot over the network through vmfex.
#
# Emulation within emulation is slow, and tells nothing new about another kernel:
# kernels: 6.1

. "$(dirname "$0")/lib.sh"
. "$here/guestlib.sh"

TESTS="$(by_tag guests_boot)"

web=52:54:00:00:01:00
db=52:54:00:00:02:00

guests_boot() {
	modprobe macvtap
	rig vfs=2 tag="$1"
	vmfex -n host profile add web vlan 100 mac_forge deny
	vmfex -n host profile add db vlan 200 mac_forge deny
	vmfex -n switch profile add bridge
	bind switch fi0v0 fi0v1 bridge
	switch_bridge vlan_filtering 1 vlan_default_pvid 0 -- fi0v0 fi0v1
	bridge -n switch vlan add dev fi0v0 vid 100
	bridge -n switch vlan add dev fi0v1 vid 200
	# Before the server says anything that a vNIC not yet bound would drop.
	bind host fex0v0 web
	bind host fex0v1 db
	make_server 100 200
	start_servers 100 200
	start_ipxe_guest vm-web fex0v0 "$web"
	start_ipxe_guest vm-db fex0v1 "$db"
	served "$web" 10.100.0 fex0v0 vm-web
	served "$db" 10.200.0 fex0v1 vm-db
}

# served MAC NETWORK VNIC NAME: did the guest get everything, in the VLAN of its profile?
served() {
	local start=$SECONDS address
	(wait_for_file "$1") || {
		tail -n 20 "$work/server/"*.log "$work/$4.console" || true
		fail "$4 has no file; $3 dropped: $(all_drops "$3" host)"
	}
	address=$(lease_of "$1")
	equal "$4: network" "${address%.*}" "$2"
	got_script "$1" || fail "$4: no script by TFTP"
	got_file "$1" || fail "$4: no file by HTTP"
	equal "$4: MAC address of $3" "$(ip netns exec host cat "/sys/class/net/$3/address")" "$1"
	equal "$4: dropped" "$(all_drops "$3" host)" ""
	echo "# $4 is $address, after another $((SECONDS - start)) s"
}

run_tests
