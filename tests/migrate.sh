#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Unmodified libvirt migrates a running guest from one host to another, each with an adapter and a fabric
# link of its own to one switch. The commands are those of Documentation/libvirt.rst.
#
# Emulation within emulation is slow, and tells nothing new about another kernel:
# kernels: 6.1

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=guestlib.sh
. "$here/guestlib.sh"
# shellcheck source=libvirtlib.sh
. "$here/libvirtlib.sh"

TESTS="guest_moves refused_at_destination"

mac=52:54:00:00:01:01	# the page's

# host_on_switch NETNS NUMBER: a host with adapter fex0; the switch has fiNUMBER for it
host_on_switch() {
	ip -n "$1" link add fex0 type vmfex num_vfs 2
	ip -n "$1" link add up0 mtu 1520 type veth peer name "sw$2" mtu 1520 netns switch
	ip -n switch link add "fi$2" type vmfex mode fabric num_vfs 2
	ip -n "$1" link set up0 up master fex0
	ip -n switch link set "sw$2" up master "fi$2"
	poll 10 uplink_active up0 "$1"
	poll 10 uplink_active "sw$2" switch
	remember_addresses "$1"
	page_profiles "$1"
}

# two_hosts: host1 and host2 with libvirt, a network for migration, and the page's network of guests
two_hosts() {
	local vnic
	modprobe macvtap
	netns host1
	netns host2
	netns switch
	# A macvtap's file is named by its interface index, and all namespaces share /dev.
	ip -n host2 link add skip type vmfex num_vfs 100
	ip -n host2 link del skip
	host_on_switch host1 0
	host_on_switch host2 1
	vmfex -n switch profile add bridge
	bind switch fi0v0 fi0v1 fi1v0 fi1v1 bridge
	switch_bridge vlan_filtering 1 vlan_default_pvid 0 -- fi0v0 fi0v1 fi1v0 fi1v1
	for vnic in fi0v0 fi0v1 fi1v0 fi1v1; do
		bridge -n switch vlan add dev "$vnic" vid 100
	done
	ip -n host1 link add mgmt type veth peer name mgmt netns host2
	ip -n host1 address add 192.0.2.1/24 dev mgmt
	ip -n host2 address add 192.0.2.2/24 dev mgmt
	ip -n host1 link set mgmt up
	ip -n host2 link set mgmt up
	rm -f "$work"/events-*
	libvirt_files host1
	libvirt_files host2
	example network >"$work/fex.xml"
	for hypervisor in host1 host2; do
		libvirt_start "$hypervisor"
		(cd "$work" && run_example network-start)
		background vmfex -n "$hypervisor" -j monitor port >>"$work/events-$hypervisor"
		poll 10 listening "$hypervisor"
	done
	hypervisor=host1
	example portgroup-default | define web1
	virsh start web1
	given web1 fex0v0 "$mac" passthru web
}

# migrate: the page's command, with the other host's daemon behind a socket
migrate() {
	local to
	to="$(uri_of host2) tcp://192.0.2.2"
	eval "$(example migrate | sed "s|qemu+ssh://host2/system|'${to/ /\' \'}'|")"
}

# listening HOST: its monitor is, when it has told an event
listening() {
	vmfex -n "$1" port bind fex0v1 profile web
	vmfex -n "$1" port unbind fex0v1
	[[ -s $work/events-$1 ]]
}

# history: states of the vNICs' ports and the requests that led there, on both hosts, by time
history() {
	for host in host1 host2; do
		jq -r --arg host "$host" 'select(.ifname == "fex0v0" and .request) |
			"\(.time) \($host) \(.state) \(.request)"' "$work/events-$host"
	done | sort | cut -d ' ' -f 2- | uniq
}

learned_at() {
	bridge -n switch fdb show br br0 | grep -q "^$mac dev $1 "
}

# stopped_at: when QEMU stopped the guest at the source
stopped_at() {
	sed -n 's/^event STOP at \([0-9.]*\) for.*/\1/p' "$work/stop" | head -n 1
}

guest_moves() {
	local start
	two_hosts
	make_server 100
	start_servers 100
	virsh reset web1
	wait_for_file "$mac"
	learned_at fi0v0 || fail "the switch knows: $(bridge -n switch fdb show br br0)"
	: >"$work/events-host1"
	: >"$work/events-host2"
	background virsh qemu-monitor-event --event STOP >"$work/stop"
	start=$SECONDS
	(set -o pipefail
	migrate | timeout 240 handover server eth0.100 "$mac" 1000 host1:fex0v0 host2:fex0v0 >"$work/handover")
	echo "# migrated in $((SECONDS - start)) s; frames: $(<"$work/handover")"

	equal "requests" "$(history)" "host2 preassociated preassociate-rr
host2 associated associate
host1 unbound disassociate"
	equal "source" "$(virsh domstate web1)" "shut off"
	freed fex0v0
	hypervisor=host2
	equal "destination" "$(virsh domstate web1)" running
	given web1 fex0v0 "$mac" passthru web
	learned_at fi1v0 || fail "the switch knows: $(bridge -n switch fdb show br br0)"
	poll 30 ip netns exec server ping -qc 1 -W 1 "$(lease_of "$mac")"

	only_once
	loss_window
}

# result NAME: of handover
result() {
	sed -E "s/.*\b$1=([0-9]+).*/\1/" "$work/handover"
}

# only_once: each frame arrived at one place, and after the switch at the new one
only_once() {
	(($(result old) > 100 && $(result new) > 100)) || fail "too little to judge"
	equal "at two places" "$(result both)" 0
	equal "at the old place after the switch" "$(result back)" 0
	equal "nowhere after the switch" "$(result gone)" 0
}

# loss_window: what the guest cannot have got, because it was stopped here and not yet known there
loss_window() {
	local stopped
	stopped=$(stopped_at)
	[[ $stopped ]] || fail "no event of the stop: $(<"$work/stop")"
	awk -v stopped="$stopped" -v nowhere="$(result nowhere)" '
		!$3 && $2 > stopped { late++ }
		$3 && !first { first = $2 }
		END { printf "# loss window %.0f ms, %d frames\n", (first - stopped) * 1000, late + nowhere }
	' "$work/arrivals"
}

# The destination does not know the profile: the guest stays where it is.
refused_at_destination() {
	two_hosts
	vmfex -n host2 profile del web
	: >"$work/events-host1"
	refused migrate
	[[ $refusal == *'error 258 during port-profile setlink'* ]] || fail "virsh says: $refusal"
	equal "source" "$(virsh domstate web1)" running
	given web1 fex0v0 "$mac" passthru web
	equal "events at the source" "$(<"$work/events-host1")" ""
	hypervisor=host2
	refused virsh domstate web1
	equal "port at the destination" "$(port_field fex0v0 state)" error
	[[ $(port_field fex0v0 error) == *'no profile web'* ]] || fail "$(port_field fex0v0 error)"
	not_given fex0v0 "$mac"
}

run_tests
