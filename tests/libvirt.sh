#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Unmodified libvirt gives guests vNICs and binds their ports, by virtual ports of type 802.1Qbh. The XML
# is that of Documentation/libvirt.rst.
#
# Emulation within emulation is slow, and tells nothing new about another kernel:
# kernels: 6.1

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=guestlib.sh
. "$here/guestlib.sh"
# shellcheck source=libvirtlib.sh
. "$here/libvirtlib.sh"

TESTS="passthrough private network network_restarted attached saved daemon_restarted qemu_killed
	second_guest second_guest_passthrough second_guest_attached
	second_guest_with_a_name
	forced_unbind idle_unbound unknown_profile confirmed never_confirmed cycles guests_boot
	examples_run"

# The addresses in the page
domain_mac=52:54:00:00:01:00
private_mac=52:54:00:00:02:00
web_mac=52:54:00:00:01:01
db_mac=52:54:00:00:02:01

# hypervisor_up: a rig with the page's profiles, and libvirt
hypervisor_up() {
	modprobe macvtap
	rig vfs=2
	remember_addresses host
	page_profiles host
	libvirt_files host
	vmfex -n switch profile add bridged
	bind switch fi0v0 fi0v1 bridged
	libvirt_start
}

# page_domain: define web1, the page's domain, which has fex0v0
page_domain() {
	example domain | sed "s/type='kvm'/type='qemu'/" >"$work/web1.xml"
	virsh define "$work/web1.xml"
}

# page_network: define and start the page's network
page_network() {
	example network >"$work/fex.xml"
	(cd "$work" && run_example network-start)
}

# listing: what could be left behind
listing() {
	local dir
	dir=$(libvirt_directory host)
	ip -n host -br link show | awk '{ print $1, $2, $3 }'
	vmfex -n host -j port show | jq -c '.[] | [.ifname, .state, .profile, .instance_uuid, .carrier, .mac]'
	(cd "$dir" && find run/qemu run/network lib/qemu -mindepth 1 ! -name driver.pid | sort)
	find /dev -name 'tap*'
}

passthrough() {
	hypervisor_up
	page_domain
	virsh start web1
	given web1 fex0v0 "$domain_mac" passthru web
	poll 30 hears_multicast 0 100
	virsh destroy web1
	freed fex0v0
}

# hears_multicast VF VLAN: does the macvtap on this vNIC take a frame to a group that nobody there has joined?
hears_multicast() {
	local tap received
	tap=$(macvtap_of "fex0v$1" | cut -d ' ' -f 1)
	received=$(ip netns exec host cat "/sys/class/net/$tap/statistics/rx_packets")
	send -n switch -i "fi0v$1" -d 33:33:ff:00:00:77 -s 02:00:00:00:00:77 -t 0x8100 -p "$(printf %04x "$2")88b5"
	(($(ip netns exec host cat "/sys/class/net/$tap/statistics/rx_packets") > received))
}

private() {
	hypervisor_up
	example private | sed "s/ trustGuestRxFilters='yes'//" | define db1
	virsh start db1
	given db1 fex0v1 "$private_mac" private db
	! hears_multicast 1 200 || fail "multicast without a reason"
	eval "$(example allmulticast | sed "s/^ip /ip -n host /; s/macvtap0/$(macvtap_of fex0v1 | cut -d ' ' -f 1)/")"
	poll 10 hears_multicast 1 200
	virsh destroy db1
	freed fex0v1
}

network() {
	local vnic
	hypervisor_up
	page_network
	{ example portgroup-default; example portgroup; } | define both
	virsh start both
	# libvirt chooses; it is not for us to say in which order.
	vnic=$(vnic_with "$web_mac")
	given both "$vnic" "$web_mac" passthru web
	vnic=$(vnic_with "$db_mac")
	given both "$vnic" "$db_mac" passthru db
	example portgroup | sed "s/$db_mac/52:54:00:00:02:02/" | define late
	refused virsh start late
	[[ $refusal == *'none are available'* ]] || fail "a third guest with two vNICs: $refusal"
	virsh destroy both
	freed fex0v0
	freed fex0v1
}

# A guest is told of an MTU that is not 1500, and of none that its vNIC cannot have. When the pool is made anew while it
# runs, nobody else is given its vNIC once the daemon has looked.
network_restarted() {
	hypervisor_up
	ip -n host link set up0 mtu 1500
	page_network
	example mtu | define web3
	virsh start web3
	tr '\0' '\n' <"/proc/$(pgrep -o qemu-system)/cmdline" | grep -E '"?host_mtu"?[:=]1494\b'
	# shellcheck disable=SC2317 # called by the example
	systemctl() {
		equal "systemctl" "$*" "restart libvirtd"
		libvirt_stop
		libvirt_start
	}
	run_example network-restart
	example portgroup | define db2
	virsh start db2
	given web3 "$(vnic_with 52:54:00:00:01:02)" 52:54:00:00:01:02 passthru web
	given db2 "$(vnic_with "$db_mac")" "$db_mac" passthru db
	virsh destroy db2
	example mtu | sed 's/1494/1495/; s/01:02/01:03/' | define web4
	refused virsh start web4
}

# vnic_with MAC: the vNIC that has a macvtap with this address
vnic_with() {
	ip -n host -j link show type macvtap | jq -r --arg mac "$1" '.[] | select(.address == $mac) | .link'
}

attached() {
	hypervisor_up
	page_domain
	virsh start web1
	example private >"$work/interface.xml"
	(cd "$work" && run_example attach)
	given web1 fex0v1 "$private_mac" private db
	given web1 fex0v0 "$domain_mac" passthru web
	virsh destroy web1
	freed fex0v0
	freed fex0v1
}

saved() {
	hypervisor_up
	page_domain
	virsh start web1
	virsh managedsave web1
	freed fex0v0
	virsh start web1
	equal "state" "$(virsh domstate web1 --reason)" "running (restored)"
	given web1 fex0v0 "$domain_mac" passthru web
	virsh destroy web1
	freed fex0v0
}

daemon_restarted() {
	local before
	hypervisor_up
	page_domain
	example private | define db1
	virsh start web1
	virsh start db1
	before=$(listing)
	libvirt_stop
	equal "without the daemon" "$(listing)" "$before"
	libvirt_start
	given web1 fex0v0 "$domain_mac" passthru web
	given db1 fex0v1 "$private_mac" private db
	virsh destroy web1
	freed fex0v0
	given db1 fex0v1 "$private_mac" private db
	virsh destroy db1
	freed fex0v1
}

qemu_killed() {
	local uuid
	hypervisor_up
	page_domain
	uuid=$(virsh domuuid web1)
	virsh start web1
	kill -9 "$(qemu_of web1)"
	poll 60 has_state web1 'shut off (crashed)'
	freed fex0v0

	# Nobody is there to notice: all stays, until the daemon is.
	virsh start web1
	libvirt_stop
	kill -9 "$(qemu_of web1)"
	equal "port, without the daemon" "$(port_of fex0v0)" "associated web true $uuid"
	libvirt_start
	poll 60 has_state web1 'shut off (crashed)'
	freed fex0v0
	virsh start web1
	given web1 fex0v0 "$domain_mac" passthru web
}

# has_state DOMAIN STATE
has_state() {
	[[ $(virsh domstate "$1" --reason) == "$2" ]]
}

# The macvtap and all else of a guest whose libvirt is gone stay, too, until someone removes them.
idle_unbound() {
	hypervisor_up
	page_domain
	virsh start web1
	run_example idle
	ip -n host link set fex0 type vmfex idle_timeout 2
	libvirt_stop
	kill -9 "$(qemu_of web1)"
	ip -n host link set fex0v0 down
	equal "state, with a macvtap" "$(port_field fex0v0 state)" associated
	ip -n host link del "$(macvtap_of fex0v0 | cut -d ' ' -f 1)"
	poll 20 port_has_state unbound
	# libvirtd finds the rest.
	libvirt_start
	poll 60 has_state web1 'shut off (crashed)'
	virsh start web1
	given web1 fex0v0 "$domain_mac" passthru web
}

first_mac=52:54:00:00:0a:01
second_mac=52:54:00:00:0b:01

# on_first_vnic MAC MODE PROFILE [NAME]: an interface, whose macvtap has the name
# shellcheck disable=SC2016 # the quotes are XML's
on_first_vnic() {
	cat <<-END
	<interface type='direct'>
	  <mac address='$1'/>
	  <source dev='fex0v0' mode='$2'/>
	  <virtualport type='802.1Qbh'><parameters profileid='$3'/></virtualport>
	  ${4:+<target dev='$4'/>}
	  <model type='virtio'/>
	</interface>
	END
}

# second_wants MODE [NAME]: first runs on fex0v0; second wants it, too, with another profile
second_wants() {
	on_first_vnic "$first_mac" "$1" web | define first
	on_first_vnic "$second_mac" "$1" db "${2-}" | define second
	virsh start first
}

# passes: frames do, to and from the guest first
passes() {
	local tap before
	tap=$(macvtap_of fex0v0 | cut -d ' ' -f 1)
	before=$(stat_of "$tap" rx_packets host)
	send -n switch -i fi0v0 -d "$first_mac" -s 02:00:00:00:00:77 -t 0x8100 -p 006488b5
	poll 10 counts_more "$before" "$tap" rx_packets host
	capture switch fi0v0 send -n host -i "$tap" -d 02:00:00:00:00:77 -s "$first_mac"
	equal "frames of first" "$(captured "from=$first_mac" vlans=100.0 type=0x88b5)" 1
}

counts_more() {
	(($(stat_of "${@:2}") > $1))
}

# untouched MODE: first has fex0v0 as before, and nobody else
untouched() {
	given first fex0v0 "$first_mac" "$1" web
	equal "macvtaps" "$(macvtap_of fex0v0 | wc -l)" 1
	equal "administrative address" "$(port_field fex0v0 admin_mac)" "$first_mac"
	passes
}

# What ends a guest and what follows its refused start look alike for 2 s.
settled() {
	poll 10 later_than $((SECONDS + 3))
}

later_than() {
	((SECONDS >= $1))
}

second_guest() {
	local mode
	hypervisor_up
	for mode in private vepa bridge; do
		second_wants "$mode"
		refused virsh start second
		[[ $refusal == *'error 259 during port-profile setlink'* ]] || fail "virsh says: $refusal"
		equal "reason" "$(port_field fex0v0 error)" "fex0v0 is in use by $(virsh domuuid first)"
		untouched "$mode"
		settled
		virsh destroy first
		freed fex0v0
		virsh undefine first
		[[ $mode == bridge ]] || virsh undefine second
	done
	virsh start second
	given second fex0v0 "$second_mac" "$mode" db
}

# Here a guest fails before it asks for the port. The note of the vNIC's own address that libvirt has is lost then.
second_guest_passthrough() {
	hypervisor_up
	second_wants passthrough
	refused virsh start second
	untouched passthru
	# The interface that fails is another one; it is this one whose address libvirt would put back.
	{
		example private | sed "s/profileid='db'/profileid='none'/"
		on_first_vnic "$second_mac" passthrough db
	} | define third
	refused virsh start third
	[[ $refusal == *'error 258 during port-profile setlink'* ]] || fail "virsh says: $refusal"
	untouched passthru
	settled
	virsh destroy first
	equal "port" "$(port_of fex0v0)" "unbound - false -"
	not_given fex0v0 "$first_mac"
	virsh start second
	given second fex0v0 "$second_mac" passthru db
}

second_guest_attached() {
	local mode
	hypervisor_up
	example private | define db1
	virsh start db1
	second_wants private
	for mode in private passthrough; do
		on_first_vnic "$second_mac" "$mode" db >"$work/interface.xml"
		refused virsh attach-device db1 "$work/interface.xml"
		untouched private
	done
	given db1 fex0v1 "$private_mac" private db
}

# libvirt cleans up after an interface with a name of its own whether it had it or not: it sets the vNIC down, which
# nobody can refuse, and disassociates it.
second_guest_with_a_name() {
	hypervisor_up
	second_wants private second0
	refused virsh start second
	ip -n host link set fex0v0 up
	poll 10 carrier fex0v0 host
	untouched private
}

forced_unbind() {
	hypervisor_up
	page_domain
	virsh start web1
	run_example unbind
	equal "port" "$(port_of fex0v0)" "unbound - false -"
	equal "state" "$(virsh domstate web1)" running
	virsh destroy web1
	freed fex0v0
	virsh start web1
	given web1 fex0v0 "$domain_mac" passthru web
}

unknown_profile() {
	local reason='no profile web'
	hypervisor_up
	vmfex -n host profile del web
	page_domain
	background vmfex -n host -j monitor port >"$work/events"
	poll 10 listening
	dmesg -C
	refused virsh start web1
	[[ $refusal == *'error 258 during port-profile setlink'* ]] || fail "virsh says: $refusal"
	equal "state" "$(virsh domstate web1)" "shut off"
	equal "state of the port" "$(port_field fex0v0 state)" error
	equal "response" "$(port_field fex0v0 response)" invalid
	[[ $(port_field fex0v0 error) == *"$reason"* ]] || fail "port show: $(port_field fex0v0 error)"
	poll 10 told "$reason"
	run_example reason >"$work/reason"
	grep -q "fex0.*$reason" <(dmesg) || fail "kernel log: $(dmesg)"
	not_given fex0v0 "$domain_mac"

	vmfex -n host profile add web
	virsh start web1
	given web1 fex0v0 "$domain_mac" passthru web
	equal "error" "$(port_field fex0v0 error)" "-"
}

# The monitor is listening when it has told an event.
listening() {
	vmfex -n host port bind fex0v1 profile db
	vmfex -n host port unbind fex0v1
	[[ -s $work/events ]]
}

# told TEXT: an event has it as the error of fex0v0
told() {
	jq -se --arg text "$1" 'any(.[]; .ifname == "fex0v0" and (.error // "" | contains($text)))' \
		"$work/events" >/dev/null
}

# Someone has to allow each association: in state associating libvirt waits.
confirmed() {
	local pid uuid
	hypervisor_up
	vmfex -n host profile set web confirm on
	page_domain
	uuid=$(virsh domuuid web1)
	virsh start web1 &
	pid=$!
	poll 60 port_has_state associating
	equal "port" "$(port_of fex0v0)" "associating web false $uuid"
	vmfex -n host port answer fex0v0 response success
	wait "$pid"
	given web1 fex0v0 "$domain_mac" passthru web
}

port_has_state() {
	[[ $(port_field fex0v0 state) == "$1" ]]
}

never_confirmed() {
	local start=$SECONDS
	hypervisor_up
	vmfex -n host profile set web confirm on
	page_domain
	start=$SECONDS
	refused virsh start web1
	((SECONDS - start >= 10)) || fail "libvirt gave up after $((SECONDS - start)) s: $refusal"
	[[ $refusal == *'port-profile setlink timed out'* ]] || fail "virsh says: $refusal"
	echo "# libvirt gave up after $((SECONDS - start)) s"
	equal "state" "$(virsh domstate web1)" "shut off"
	equal "port" "$(port_of fex0v0)" "unbound - false -"
	not_given fex0v0 "$domain_mac"
}

# Two guests at a time, one in each mode, that need not boot.
cycles() {
	local before pid
	hypervisor_up
	page_domain
	example private | define db1
	# Directories that stay are there from now on.
	cycle web1
	cycle db1
	before=$(listing)
	repeat "$(portion 25)" cycle web1 &
	pid=$!
	repeat "$(portion 25)" cycle db1
	wait "$pid"
	equal "left" "$(listing)" "$before"
	freed fex0v0
	freed fex0v1
	equal "guests" "$(virsh list --name | xargs)" ""
}

# repeat COUNT COMMAND...
repeat() {
	local i
	for ((i = 0; i < $1; i++)); do
		"${@:2}"
	done
}

cycle() {
	virsh "start --paused $1; destroy $1"
}

# Real guests on vNICs of libvirt: passthrough with a network's portgroup, and private.
guests_boot() {
	local vnic
	hypervisor_up
	vmfex -n switch profile add bridge
	bind switch fi0v0 fi0v1 bridge
	switch_bridge vlan_filtering 1 vlan_default_pvid 0 -- fi0v0 fi0v1
	for vnic in fi0v0 fi0v1; do
		bridge -n switch vlan add dev "$vnic" vid 100
		bridge -n switch vlan add dev "$vnic" vid 200
	done
	make_server 100 200
	start_servers 100 200
	page_network
	example portgroup-default | define web2
	example private | define db1
	virsh start web2
	virsh start db1
	given web2 fex0v0 "$web_mac" passthru web
	given db1 fex0v1 "$private_mac" private db
	served web2 "$web_mac" 10.100.0
	served db1 "$private_mac" 10.200.0
	virsh destroy web2
	virsh destroy db1
	freed fex0v0
	freed fex0v1
}

# served DOMAIN MAC NETWORK: did the guest get everything, in the VLAN of its profile?
served() {
	local start=$SECONDS address
	(wait_for_file "$2") || {
		tail -n 20 "$work/server/"*.log "$work/$1.console" || true
		fail "$1 has no file; dropped: $(all_drops fex0v0 host) $(all_drops fex0v1 host)"
	}
	address=$(lease_of "$2")
	equal "$1: network" "${address%.*}" "$3"
	got_script "$2" || fail "$1: no script by TFTP"
	got_file "$2" || fail "$1: no file by HTTP"
	(($(virsh domifstat "$1" "$2" | awk '$2 == "rx_bytes" { print $3 }') > 1048576)) ||
		fail "$1: $(virsh domifstat "$1" "$2")"
	echo "# $1 is $address, after another $((SECONDS - start)) s"
}

# The page has no example that no test runs.
examples_run() {
	local name names
	names=$(sed -n 's/^   :name: //p' "$page")
	equal "examples" "$(wc -w <<<"$names")" "$(grep -c '^\.\. code-block::' "$page")"
	for name in $names; do
		grep -qE "example $name( |;|\$|\))" "$here"/{libvirt,libvirtlib,migrate}.sh || fail "no test runs the example $name"
	done
}

run_tests
