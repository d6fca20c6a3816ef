#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What `ip link set fex0 vf N ...` does, on ports without a profile and with one, and
# the end of ports that nobody uses.
#
# When a port is idle is the module's alone:
# kernels: 6.12 debug uml: idle_ports idle_one_after_another idle_timeout_changes

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="values vlan_and_stats spoofchk_drops link_states trust_of_a_container trust_of_a_bond
	trust_of_a_balancing_bond
	refusals profiles_and_vlans vlan_after_a_request idle_ports idle_one_after_another
	idle_timeout_changes"

# ports [ARGUMENT of rig...]: all is up, nothing of the host is bound, the switch's end
# lets everything pass
ports() {
	rig "$@"
	vmfex -n switch profile add any
	bind switch fi0v0 fi0v1 any
	ip -n host link set fex0 up
	ip -n host link set fex0v0 up
	ip -n host link set fex0v1 up
	poll 10 carrier fi0v0 switch
}

# vf N WORD...: ip link set fex0 vf N WORD...
vf() {
	ip -n host link set fex0 vf "$@"
}

# words N: all of it that we say something about
words() {
	ip -n host link show fex0 | sed -nE "s/^ +vf $1 +(.*[^ ]) *$/\1/p"
}

# state DEV [NETNS]: of its port
state() {
	ip netns exec "${2:-host}" cat "/sys/class/net/$1/vmfex/state"
}

# profile DEV: of its port
profile() {
	ip netns exec host cat "/sys/class/net/$1/vmfex/profile"
}

state_is() {
	[[ $(state "$1") == "$2" ]]
}

# fates: a script for tools/fate on standard input
fates() {
	{
		cat <<-END
			listen host/fex0v0
			listen switch/fi0v0
			wire switch/sw0
			watch host/fex0v0
			watch host/fex0
			watch switch/fi0
			watch switch/fi0v0
		END
		cat
	} >"$work/fates"
	fate <"$work/fates"
}

log_everything() {
	sysctl -qw net.core.message_cost=0
	mark="vf $EPOCHREALTIME"
	echo "$mark" >/dev/kmsg
}

# logged TEXT: the kernel has said so since
logged() {
	dmesg | sed "1,/$mark/d" | grep -qF "$1" ||
		fail "no \"$1\" in $(dmesg | tail -n 3)"
}

values() {
	local own mac=02:00:00:00:dd:01
	ports
	own=$(address fex0v1 host)
	equal "a VF that nobody touched" "$(words 1)" \
		"link/ether $own brd ff:ff:ff:ff:ff:ff, spoof checking off, link-state auto, trust off"
	vf 1 mac "$mac"
	vf 1 vlan 100 qos 5
	vf 1 spoofchk on
	vf 1 state enable
	vf 1 trust on
	vf 1 max_tx_rate 0 min_tx_rate 0
	equal "a VF with everything" "$(words 1)" \
		"link/ether $mac brd ff:ff:ff:ff:ff:ff, vlan 100, qos 5, spoof checking on, link-state enable, trust on"
	equal "the other VF" "$(words 0)" \
		"link/ether $(address fex0v0 host) brd ff:ff:ff:ff:ff:ff, spoof checking off, link-state auto, trust off"
	equal "JSON" "$(ip -n host -j link show fex0 | jq -c '.[0].vfinfo_list[1] |
		[.address, .vlan_list[0].vlan, .vlan_list[0].qos, .spoofchk, .link_state, .trust]')" \
		'["'"$mac"'",100,5,true,"enable",true]'
	equal "of VFs that rtnetlink does not show, too" \
		"$(vmfex -n host -j port show fex0v1 | grep -o '"admin_mac":"[^"]*"')" '"admin_mac":"'"$mac"'"'
	equal "address of the netdev" "$(address fex0v1 host)" "$own"
	vf 1 state disable
	equal "disabled" "$(words 1 | grep -o 'link-state [a-z]*')" "link-state disable"
	vf 1 mac 00:00:00:00:00:00
	equal "no address" "$(words 1 | cut -d ' ' -f 2)" "$own"
	vf 1 vlan 0
	vf 1 spoofchk off
	vf 1 state auto
	vf 1 trust off
	equal "a VF as it was" "$(words 1)" \
		"link/ether $own brd ff:ff:ff:ff:ff:ff, spoof checking off, link-state auto, trust off"
	# Another netdev's address says nothing against an administrative one.
	vf 0 mac "$own"
	equal "address of both" "$(words 0 | cut -d ' ' -f 2)" "$own"
}

vlan_and_stats() {
	local changes
	ports
	vf 0 vlan 100
	equal "port" "$(state fex0v0) $(profile fex0v0)" "associated "
	poll 10 carrier fex0v0 host
	changes=$(ip netns exec host cat /sys/class/net/fex0v0/carrier_changes)
	fates <<-END
		up host/fex0v0
		send host/fex0v0 : got switch/sw0 dir=up vif=1 vlans=100.0 : got switch/fi0v0 vlans=100.0
		send host/fex0v0 vlans=0.3 : got switch/sw0 dir=up vif=1 vlans=100.3 : got switch/fi0v0 vlans=100.3
		send host/fex0v0 vlans=100 : drop host/fex0v0 tx_vlan
		send host/fex0v0 vlans=5 : drop host/fex0v0 tx_vlan
		send switch/fi0v0 vlans=100 : got switch/sw0 dir=down vif=1 vlans=100.0 : got host/fex0v0
		send switch/fi0v0 vlans=5 : got switch/sw0 dir=down vif=1 vlans=5.0 : drop host/fex0v0 rx_vlan
		run ip -n host link set fex0 vf 0 vlan 200 qos 6
		send host/fex0v0 : got switch/sw0 dir=up vif=1 vlans=200.6 : got switch/fi0v0 vlans=200.6
		send host/fex0v0 vlans=0.3 : got switch/sw0 dir=up vif=1 vlans=200.6 : got switch/fi0v0 vlans=200.6
		send switch/fi0v0 vlans=100 : got switch/sw0 dir=down vif=1 vlans=100.0 : drop host/fex0v0 rx_vlan
		run ip -n host link set fex0 vf 0 vlan 4094
		send host/fex0v0 vlans=0.2 : got switch/sw0 dir=up vif=1 vlans=4094.2 : got switch/fi0v0 vlans=4094.2
	END
	equal "changes of carrier" "$(ip netns exec host cat /sys/class/net/fex0v0/carrier_changes)" "$changes"

	# A VF's counters are those of its netdev.
	ip -n host -s -j link show >"$work/links"
	equal "of VFs" "$(jq -c '.[] | select(.ifname == "fex0") | .vfinfo_list[].stats |
		[.rx.packets, .tx.tx_packets, .rx.dropped, .tx.dropped, .rx.bytes, .tx.tx_bytes]' "$work/links")" \
		"$(jq -c '.[] | select(.ifname | startswith("fex0v")) | .stats64 |
			[.rx.packets, .tx.packets, .rx.dropped, .tx.dropped, .rx.bytes, .tx.bytes]' "$work/links")"
	equal "numbers" "$(jq -c '.[] | select(.ifname == "fex0") | .vfinfo_list[].stats |
		[.rx.packets, .tx.tx_packets, .rx.dropped, .tx.dropped]' "$work/links")" $'[1,5,2,2]\n[0,0,0,0]'

	vf 0 vlan 0
	equal "port without VLAN" "$(state fex0v0)" unbound
	no_carrier fex0v0 host
	cat >>"$work/end" <<-END
		send host/fex0v0 : may-drop host/fex0v0 tx_unbound
		send switch/fi0v0 : got switch/sw0 dir=down vif=1 : drop host/fex0v0 rx_unbound
	END
	fates <"$work/end"
}

spoofchk_drops() {
	local mac admin=02:00:00:00:dd:02
	ports
	mac=$(address fex0v0 host)
	# Before there is a VLAN, it waits for one.
	vf 0 spoofchk on
	equal "spoofchk alone" "$(state fex0v0) $(words 0 | grep -o 'checking on')" "unbound checking on"
	vf 0 vlan 7
	ip -n host link add link fex0v0 name mv0 address 02:00:00:00:0b:01 type macvlan mode private
	ip -n host link set mv0 up
	fates <<-END
		up host/fex0v0
		send host/fex0v0 : got switch/sw0 dir=up vlans=7.0 from=$mac : got switch/fi0v0 vlans=7.0
		send host/fex0v0 from=02:00:00:00:00:99 count=3 : drop host/fex0v0 tx_mac
		send host/fex0v0 from=$admin : drop host/fex0v0 tx_mac
		# The host's own macvlan needs no trust.
		send host/fex0v0 from=02:00:00:00:0b:01 : got switch/sw0 dir=up vlans=7.0 : got switch/fi0v0 vlans=7.0
		run ip -n host link set fex0 vf 0 mac $admin
		send host/fex0v0 from=$admin : got switch/sw0 dir=up vlans=7.0 from=$admin : got switch/fi0v0 vlans=7.0
		# It is the only one then, unless the VF is trusted.
		send host/fex0v0 : drop host/fex0v0 tx_mac
		send host/fex0v0 from=02:00:00:00:0b:01 : drop host/fex0v0 tx_mac
		run ip -n host link set fex0 vf 0 trust on
		send host/fex0v0 : got switch/sw0 dir=up vlans=7.0 from=$mac : got switch/fi0v0 vlans=7.0
		send host/fex0v0 from=02:00:00:00:0b:01 : got switch/sw0 dir=up vlans=7.0 : got switch/fi0v0 vlans=7.0
		send host/fex0v0 from=02:00:00:00:00:99 : drop host/fex0v0 tx_mac
		run ip -n host link set fex0 vf 0 trust off
		run ip -n host link set fex0 vf 0 spoofchk off
		send host/fex0v0 from=02:00:00:00:00:99 : got switch/sw0 dir=up vlans=7.0 : got switch/fi0v0 vlans=7.0
		run ip -n host link set fex0 vf 0 spoofchk on
		run ip -n host link set fex0 vf 0 vlan 8
		send host/fex0v0 from=02:00:00:00:00:99 : drop host/fex0v0 tx_mac
		run ip -n host link set fex0 vf 0 mac 00:00:00:00:00:00
		send host/fex0v0 from=$admin : drop host/fex0v0 tx_mac
		send host/fex0v0 : got switch/sw0 dir=up vlans=8.0 from=$mac : got switch/fi0v0 vlans=8.0
	END
	equal "drops" "$(all_drops fex0v0 host)" "drop_tx_mac=9"
}

link_states() {
	ports
	vmfex -n host profile add any
	# It waits for the port to be bound.
	vf 0 state enable
	no_carrier fex0v0 host
	vmfex -n host port bind fex0v0 profile any
	poll 10 carrier fex0v0 host
	fates <<-END
		up host/fex0v0
		send host/fex0v0 : got switch/sw0 dir=up vif=1 : got switch/fi0v0
		run ip -n host link set fex0 vf 0 state disable
		send host/fex0v0 count=2 : may-drop host/fex0v0 tx_unbound
		send switch/fi0v0 count=2 : got switch/sw0 dir=down vif=1 : drop host/fex0v0 rx_down
		run ip -n host link set fex0 vf 0 state auto
		up host/fex0v0
		send host/fex0v0 : got switch/sw0 dir=up vif=1 : got switch/fi0v0
		send switch/fi0v0 : got switch/sw0 dir=down vif=1 : got host/fex0v0
	END
	equal "port" "$(state fex0v0)" associated
	vf 0 state disable
	no_carrier fex0v0 host
	# A port that is bound meanwhile stays dark.
	vmfex -n host port unbind fex0v0
	vmfex -n host port bind fex0v0 profile any
	no_carrier fex0v0 host
	vf 0 state auto
	poll 10 carrier fex0v0 host

	ip -n host link set up0 down
	poll 10 no_carrier fex0v0 host
	vf 0 state enable
	poll 10 carrier fex0v0 host
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -c 3
	equal "dropped without uplink" "$(drops fex0v0 tx_no_uplink host)" 3
	vf 0 state auto
	no_carrier fex0v0 host
	vf 0 state enable
	ip -n host link set up0 up
	poll 10 uplink_active up0
	has_carrier fex0v0 host
	vmfex -n host port unbind fex0v0
	no_carrier fex0v0 host
}

in_own_netns() {
	[[ $(readlink "/proc/$1/ns/user") != "$(readlink /proc/self/ns/user)" &&
		$(readlink "/proc/$1/ns/net") != "$(readlink /proc/self/ns/net)" ]]
}

# container: netns box with fex0v0 as eth0, and the process whose user namespace's root, who is nobody here,
# has it, in $container
container() {
	background setpriv --reuid 65534 --regid 65534 --clear-groups unshare -Urn sleep infinity
	container=$!
	poll 10 in_own_netns "$container"
	ip netns attach box "$container"
	ip netns exec box sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
	ip -n host link set fex0v0 netns box name eth0
}

trust_of_a_container() {
	local mac new=02:00:00:00:dd:03 above=02:00:00:00:0b:02 inside
	ports
	vmfex -n host profile add strict mac_forge deny
	vmfex -n host port bind fex0v0 profile strict
	container
	mac=$(address eth0 box)
	inside=(nsenter -t "$container" -U -n)
	"${inside[@]}" ip link set eth0 up
	"${inside[@]}" ip link add link eth0 name mv0 address "$above" type macvlan mode private
	"${inside[@]}" ip link set mv0 up

	refused "${inside[@]}" ip link set eth0 address "$new"
	[[ $refusal == *"Operation not permitted"* ]] || fail "$refusal"
	equal "address" "$(address eth0 box)" "$mac"
	# Nor does it help to have the host's rights inside, as in a container without a user namespace.
	refused ip -n box link set eth0 address "$new"
	equal "address by the host's root, inside" "$(address eth0 box)" "$mac"
	# What it takes where any address may send is not the port's where not.
	vmfex -n host profile set strict mac_forge allow
	ip -n box link set eth0 address "$above"
	vmfex -n host profile set strict mac_forge deny
	ip -n box link set eth0 address "$mac"
	refused ip -n box link set eth0 address "$above"
	# Whoever has the adapter gives the port another one.
	vmfex -n host port bind fex0v0 profile strict mac "$new"
	equal "address by the host" "$(address eth0 box)" "$new"
	vmfex -n host port bind fex0v0 profile strict mac "$mac"
	cat >"$work/fates" <<-END
		listen box/eth0
		listen switch/fi0v0
		watch box/eth0
		watch host/fex0
		watch switch/fi0
		watch switch/fi0v0
		up box/eth0
		send box/eth0 : got switch/fi0v0 from=$mac
		send box/eth0 from=$above : drop box/eth0 tx_mac
		run ip -n host link set fex0 vf 0 trust on
		send box/eth0 from=$above : got switch/fi0v0 from=$above
		send box/eth0 from=02:00:00:00:00:99 : drop box/eth0 tx_mac
		run ip -n host link set fex0 vf 0 trust off
		send box/eth0 from=$above : drop box/eth0 tx_mac
		# The host's word is enough.
		run ip -n host link set fex0 vf 0 mac $above
		send box/eth0 : drop box/eth0 tx_mac
		send box/eth0 from=$above : got switch/fi0v0 from=$above
	END
	fate <"$work/fates"
	vf 0 mac 00:00:00:00:00:00
	vf 0 trust on
	"${inside[@]}" ip link set eth0 address "$new"
	equal "address of a trusted one" "$(address eth0 box)" "$new"
	vf 0 trust off
	refused "${inside[@]}" ip link set eth0 address "$mac"
	equal "address in the end" "$(address eth0 box)" "$new"
}

# active_slave_is NETDEV: of the bond in netns box
active_slave_is() {
	[[ $(ip netns exec box cat /sys/class/net/b0/bonding/active_slave) == "$1" ]]
}

# A bond changes addresses of its own accord, and with the kernel's rights.
trust_of_a_bond() {
	local mac
	ports
	container
	mac=$(address eth0 box)
	nsenter -t "$container" -U -n ip -b - <<-END
		link add d0 address 02:00:00:00:dd:04 mtu 1400 type dummy
		link add b0 mtu 1400 type bond mode active-backup fail_over_mac follow miimon 20
		link set d0 master b0
		link set eth0 down
		link set eth0 master b0
		link set b0 up
	END
	vmfex -n host profile add strict mac_forge deny
	vmfex -n host port bind fex0v0 profile strict
	poll 10 active_slave_is d0
	nsenter -t "$container" -U -n ip link set d0 carrier off
	poll 10 active_slave_is eth0
	equal "address" "$(address eth0 box)" "$mac"
}

# A bond that balances writes the address itself. It also teaches the switch each second,
# from that address: here not before the test has ended.
trust_of_a_balancing_bond() {
	local mac other=02:00:00:00:dd:04
	ports
	container
	mac=$(address eth0 box)
	nsenter -t "$container" -U -n ip -b - <<-END
		link add b0 mtu 1400 type bond mode balance-tlb miimon 20 lp_interval 86400
		link add d0 address $other mtu 1400 type dummy
		link set eth0 down
		link set eth0 master b0
		link set d0 master b0
		link set b0 up
		link set b0 type bond active_slave d0
	END
	poll 10 active_slave_is d0
	equal "address" "$(address eth0 box)" "$other"
	vmfex -n host profile add strict mac_forge deny
	vmfex -n host port bind fex0v0 profile strict
	cat >"$work/fates" <<-END
		listen switch/fi0v0
		watch box/eth0
		watch host/fex0
		watch switch/fi0
		watch switch/fi0v0
		send box/eth0 from=$other : drop box/eth0 tx_mac
		send box/eth0 from=$mac : got switch/fi0v0 from=$mac
		run ip -n host link set fex0 vf 0 trust on
		send box/eth0 from=$other : got switch/fi0v0 from=$other
	END
	fate <"$work/fates"
}

refusals() {
	ports vfs=8
	vmfex -n host profile add web vlan 100
	vmfex -n host port bind fex0v3 profile web
	vf 4 vlan 7
	log_everything
	ip netns exec host vfcases legacy
	refused ip -n host link set fex0v3 vf 0 vlan 5
	# Before it comes to the driver, the kernel asks for the right.
	refused ip netns exec host setpriv --reuid 65534 --regid 65534 --clear-groups \
		ip link set fex0 vf 0 vlan 5
	equal "port" "$(state fex0v0)" unbound
}

profiles_and_vlans() {
	ports vfs=3
	vmfex -n host profile add web vlan 100 cos 4 mac_forge deny
	# A profile takes the place of a VLAN, and leaves none behind.
	vf 0 vlan 7
	vf 0 spoofchk off
	vmfex -n host port bind fex0v0 profile web
	# The profile's VLAN is none that a client could save and restore.
	equal "under a profile" "$(words 0)" \
		"link/ether $(address fex0v0 host) brd ff:ff:ff:ff:ff:ff, spoof checking on, link-state auto, trust off"
	fates <<-END
		up host/fex0v0
		send host/fex0v0 : got switch/sw0 dir=up vif=1 vlans=100.4 : got switch/fi0v0 vlans=100.4
		send host/fex0v0 from=02:00:00:00:00:99 : drop host/fex0v0 tx_mac
		run vmfex -n host profile set web vlan 101 cos none mac_forge allow
		send host/fex0v0 from=02:00:00:00:00:99 : got switch/sw0 dir=up vif=1 vlans=101.0 : got switch/fi0v0 vlans=101.0
	END
	equal "under the changed profile" "$(words 0 | grep -o 'checking [a-z]*')" "checking off"
	refused vf 0 vlan 7
	vmfex -n host port unbind fex0v0
	equal "unbound" "$(words 0)" \
		"link/ether $(address fex0v0 host) brd ff:ff:ff:ff:ff:ff, spoof checking off, link-state auto, trust off"
	vmfex -n host profile del web

	# A VLAN after a refusal, and what ends it
	vfport -n host set fex0 vf 0 profile web request associate
	equal "refused" "$(state fex0v0)" error
	vf 0 vlan 7
	equal "VLAN after the refusal" "$(state fex0v0)" associated
	equal "error" "$(vmfex -n host -j port show fex0v0 | grep -c '"error"' || true)" 0
	equal "answer to the request before" "$(vmfex -n host -j port show fex0v0 | grep -c '"response"' || true)" 0
	vfport -n host libvirt-stop fex0 vf 0
	equal "VLAN ended by libvirt" "$(state fex0v0) $(words 0 | grep -c vlan || true)" "unbound 0"
	vf 0 vlan 7
	vmfex -n host port unbind fex0v0
	equal "VLAN ended by vmfex" "$(state fex0v0)" unbound
	# VFs that have a VLAN are in use.
	vf 2 vlan 9
	refused ip -n host link set fex0 type vmfex num_vfs 2
	[[ $refusal == *"fex0v2 is bound to a VLAN of its own"* ]] || fail "$refusal"
	vf 2 vlan 0
	ip -n host link set fex0 type vmfex num_vfs 2
	# One that comes after it has nothing of it.
	vf 1 mac 02:00:00:00:dd:04
	vf 1 trust on
	ip -n host link set fex0 type vmfex num_vfs 1
	ip -n host link set fex0 type vmfex num_vfs 2
	equal "a new VF" "$(words 1)" \
		"link/ether $(address fex0v1 host) brd ff:ff:ff:ff:ff:ff, spoof checking off, link-state auto, trust off"
	# An adapter goes with its VLANs; that nothing is left shows when the module goes.
	vf 0 vlan 7
	vf 1 vlan 8
	ip -n host link del fex0
}

# answer: what rtnetlink tells of the last request for fex0v0, in one line
answer() {
	vfport -n host get fex0 vf 0 | xargs
}

# Nobody asked for a VLAN by a port profile: what a client reads is not of a request before, nor of who made it.
vlan_after_a_request() {
	local request asker=11111111-1111-4111-8111-111111111111
	ports
	equal "a port that nobody asked for" "$(answer)" "vf 0 response success"
	for request in "profile nobody request associate" "request disassociate"; do
		# shellcheck disable=SC2086 # words
		vfport -n host set fex0 vf 0 instance "$asker" $request
		[[ $(answer) == *"instance $asker request "* ]] || fail "$request: $(answer)"
		vf 0 vlan 7
		equal "with a VLAN after $request" "$(answer)" "vf 0 response success"
		refused vfport -n host libvirt-poll fex0 vf 0 instance "$asker"
		# Another asks meanwhile, for nothing that there is.
		vfport -n host set fex0 vf 0 instance "$asker" profile nobody request associate
		[[ $(answer) == *"instance $asker request associate response invalid" ]] || fail "$(answer)"
		vf 0 vlan 0
		equal "without the VLAN" "$(answer)" "vf 0 response success"
		refused vfport -n host libvirt-poll fex0 vf 0 instance "$asker"
	done
}

# since TIME: milliseconds
since() {
	awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%d", (b - a) * 1000 }'
}

# timeout_of ADAPTER SECONDS
timeout_of() {
	ip -n host link set "$1" type vmfex idle_timeout "$2"
}

events() {
	grep -q '"ifname":"fex0v0".*"state":"unbound"' "$work/events"
}

monitored() {
	ip -n host link set fex0v4 name probe
	ip -n host link set probe name fex0v4
	[[ -s $work/events ]]
}

idle_ports() {
	local start
	rig vfs=6
	vmfex -n host profile add any
	background vmfex -n host -j monitor port >"$work/events"
	poll 10 monitored
	timeout_of fex0 1
	ip -n host link set fex0v1 up
	ip -n host link add link fex0v2 name mv2 type macvlan mode private
	vmfex -n host port bind fex0 vf 1-2 profile any
	log_everything
	start=$EPOCHREALTIME
	vmfex -n host port bind fex0v0 profile any
	vmfex -n host port preassociate fex0v3 profile any
	vmfex -n host port bind fex0v5 profile any
	poll 10 state_is fex0v0 unbound
	(($(since "$start") >= 1000)) || fail "unbound after $(since "$start") ms"
	echo "# unbound after $(since "$start") ms"
	poll 10 events
	logged "fex0v0: unbound, it was down and had no upper device for 1 s"
	poll 10 state_is fex0v3 unbound
	poll 10 state_is fex0v5 unbound
	equal "a port that is up" "$(state fex0v1)" associated
	equal "a port with an upper device" "$(state fex0v2)" associated
	vmfex -n host profile show any | grep -q "num_ports 2$"

	# It counts from when the last use ends: all three are bound for longer.
	start=$EPOCHREALTIME
	ip -n host link set fex0v1 down
	ip -n host link del mv2
	poll 10 state_is fex0v1 unbound
	poll 10 state_is fex0v2 unbound
	(($(since "$start") >= 1000)) || fail "unbound after $(since "$start") ms"

	# A VLAN of its own and the adapter's own port are no exceptions.
	ip -n host link set fex0 down
	vf 0 vlan 7
	vmfex -n host port bind fex0 vf self profile any
	poll 10 state_is fex0v0 unbound
	poll 10 state_is fex0 unbound
}

# moment NETDEV WHAT: when the kernel log said so of it, in milliseconds
moment() {
	dmesg | sed "1,/$mark/d" | grep -F "$1: $2" | sed -E '1!d; s/^\[ *([0-9]+)\.([0-9]{3}).*/\1\2/'
}

# bind_idle PORT...: at the same time, which is told to the kernel log
bind_idle() {
	local port
	for port; do
		echo "$port: bound" >/dev/kmsg
		vmfex -n host port bind "$port" profile any
	done
}

# Each has its own time, whether it is the first or the last in the adapter's order. A port that is
# used before its time has come has none.
idle_one_after_another() {
	local i port last now
	rig vfs=4
	vmfex -n host profile add any
	ip -n host link add fex1 type vmfex num_vfs 4
	timeout_of fex0 4
	timeout_of fex1 4
	log_everything
	vmfex -n host port bind fex0v3 profile any
	vmfex -n host port bind fex1v3 profile any
	for i in 0 1 2; do
		bind_idle "fex0v$i" "fex1v$((2 - i))"
		# What is looked at is the distance.
		read -rt 1 <&"$never" || true
		ip -n host link set fex0v3 up
		ip -n host link set fex1v3 up
	done
	for i in 0 1 2; do
		poll 15 state_is "fex0v$i" unbound
		poll 15 state_is "fex1v$i" unbound
	done
	for port in fex0v{0,1,2} - fex1v{2,1,0}; do
		if [[ $port == - ]]; then
			last=
			continue
		fi
		now=$(moment "$port" unbound)
		echo "# $port: bound for $((now - $(moment "$port" bound))) ms"
		# The clock of the log is another than that of timers, and an emulated one.
		((now - $(moment "$port" bound) >= 3700)) || fail "$port: too early"
		((!last || now - last >= 200)) || fail "$port: not by itself, but $((now - last)) ms after the other"
		last=$now
	done
	equal "used before its time" "$(state fex0v3) $(state fex1v3)" "associated associated"
}

# That nothing happens is seen when something has happened to fex1 for which it was
# time later.
idle_timeout_changes() {
	local start
	rig vfs=2
	vmfex -n host profile add any
	ip -n host link add fex1 type vmfex num_vfs 1 idle_timeout 60
	equal "shown" "$(ip -n host -d link show fex1 | grep -o 'idle_timeout [0-9]*')" "idle_timeout 60"
	equal "shown by vmfex" "$(vmfex -n host -j adapter show | grep -o '"idle_timeout":[0-9]*' | xargs)" \
		"idle_timeout:0 idle_timeout:60"

	# Off, which is the default, and off again while it counts
	vmfex -n host port bind fex0v0 profile any
	ip -n host -b - <<-END
		link set fex0 type vmfex idle_timeout 1
		link set fex0 type vmfex idle_timeout 0
	END
	timeout_of fex1 1
	start=$EPOCHREALTIME
	vmfex -n host port bind fex1v0 profile any
	poll 10 state_is fex1v0 unbound
	(($(since "$start") >= 1000)) || fail "unbound after $(since "$start") ms"
	equal "never" "$(state fex0v0)" associated

	# On: it counts from then.
	timeout_of fex0 60
	start=$EPOCHREALTIME
	timeout_of fex0 1
	poll 10 state_is fex0v0 unbound
	(($(since "$start") >= 1000)) || fail "unbound after $(since "$start") ms"

	# The module goes while it counts.
	timeout_of fex0 60
	vmfex -n host port bind fex0v1 profile any
	equal "in the end" "$(state fex0v1)" associated
}

run_tests
