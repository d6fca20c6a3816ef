# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Open vSwitch in a network namespace, for those who have sourced lib.sh.

vsctl() {
	ovs-vsctl -t 30 "$@"
}

up_for() {
	local seconds
	read -r seconds _ </proc/uptime
	((${seconds%.*} >= $1))
}

# start_openvswitch NETNS: until the test ends. All its bridges are one datapath of the kernel; what leaves one bridge by
# a veth and comes back by its peer to another passes it again.
start_openvswitch() {
	local dir=${work:?}/ovs
	export OVS_RUNDIR=$dir OVS_LOGDIR=$dir OVS_DBDIR=$dir
	mkdir "$dir"
	ovsdb-tool create "$dir/conf.db" /usr/share/openvswitch/vswitch.ovsschema
	background ip netns exec "$1" ovsdb-server "$dir/conf.db" --remote="punix:$dir/db.sock" \
		--unixctl="$dir/server.ctl" >"$dir/server" 2>&1
	poll 30 test -S "$dir/db.sock"
	vsctl --no-wait init
	# In the first 10 s it finds no processor, and of one that it finds later it takes no frame.
	poll 30 up_for 11
	background ip netns exec "$1" ovs-vswitchd "unix:$dir/db.sock" \
		--unixctl="$dir/switch.ctl" >"$dir/switch" 2>&1
}

# kernel_switches BRIDGE: it is the kernel's datapath that does
kernel_switches() {
	[[ $(vsctl get bridge "$1" datapath_type) != *netdev* ]] || fail "not the kernel's datapath"
}
