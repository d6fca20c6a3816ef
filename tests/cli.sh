#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The tool vmfex and ip's plugins against the kernel: what they print, word by
# word, and their exit status. The tool is the same on each kernel:
# kernels: 6.12 uml
# Valgrind takes half a minute:
# kernels: 6.12: memory
# The kernel asks for the module, by a name of its own:
# kernels: 6.1 6.1-rt 6.12 7.2 uml: autoload ip_link ip_uplink

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="json text filters ip_link ip_uplink statuses refusals names exists replaces reading_is_for_everyone batch batch_flags monitor monitor_moves
	monitor_ends autoload completion uplink_add memory"

# host_end: fex0 with something of everything, and addresses that are known
host_end() {
	rig vfs=3 links=2
	ip -n host -b - <<-END
		link set fex0 address 02:00:00:00:00:ff
		link set fex0v1 address 02:00:00:00:00:02
		link set fex0v2 address 02:00:00:00:00:03
	END
	vmfex -n host -b - <<-END
		profile add web vlan 100 mac_forge deny cos 5
		profile add trunk cluster lab trunk 10,20-30 native 10 uplink_fail warning
		uplink set up1 fabric Z physnet net1 priority 60
		port bind fex0v0 profile web mac 02:00:00:00:00:01 instance \
			00112233-4455-6677-8899-aabbccddeeff host ffeeddcc-bbaa-9988-7766-554433221100
		port set fex0v1 vif 100 uplink up1
		port preassociate fex0v2 profile web rr
		viflist add up0 list 5 vif 1,2
		viflist add up1 list 6
	END
}

# two_adapters: host_end, and fex1 with something of everything as well
two_adapters() {
	host_end
	ip -n host -b - <<-END
		link add fex1 type vmfex num_vfs 1 cluster lab
		link add d0 mtu 1520 type dummy
		link set d0 up master fex1
	END
	vmfex -n host -b - <<-END
		profile add web cluster lab
		port bind fex1v0 profile web instance 00112233-4455-6677-8899-aabbccddeeff
		viflist add d0 list 5 vif 1
		viflist add d0 list 7
	END
}

# Each filter of each dump, and what it leaves.
filters() {
	local object filter want
	two_adapters
	while IFS=: read -r object filter want; do
		# shellcheck disable=SC2086 # words
		equal "$object show $filter" "$(vmfex -n host -j "$object" show $filter |
			jq -r '[.[] | [.ifname // .uplink // .name, .list // empty, .cluster // empty] | map(tostring) | join("/")] | join(" ")')" "$want"
	done <<-END
		adapter::fex0/default fex1/lab
		uplink::up0 up1 d0
		uplink:adapter fex0:up0 up1
		uplink:adapter fex1:d0
		uplink:d0:d0
		profile::web/default trunk/lab web/lab
		profile:cluster lab:trunk/lab web/lab
		profile:cluster default:web/default
		profile:web cluster lab:web/lab
		viflist::up0/5 up1/6 d0/5 d0/7
		viflist:adapter fex0:up0/5 up1/6
		viflist:adapter fex1:d0/5 d0/7
		viflist:up0:up0/5
		viflist:up1:up1/6
		viflist:d0 list 5:d0/5
		port::fex0 fex0v0/default fex0v1 fex0v2/default fex1 fex1v0/lab
		port:adapter fex1:fex1 fex1v0/lab
		port:profile web:fex0v0/default fex0v2/default fex1v0/lab
		port:profile web adapter fex1:fex1v0/lab
		port:state associated:fex0v0/default fex1v0/lab
		port:state preassociated:fex0v2/default
		port:state associated adapter fex0:fex0v0/default
		port:instance 00112233-4455-6677-8899-aabbccddeeff:fex0v0/default fex1v0/lab
		port:instance 00112233-4455-6677-8899-aabbccddeeff adapter fex1:fex1v0/lab
		port:instance 00112233-4455-6677-8899-aabbccddeefe:
	END
}

# outcome STATUS COMMAND...: the command's exit status; its output is left in $said
outcome() {
	local status=0
	said=$("${@:2}" 2>&1) || status=$?
	equal "status of '${*:2}' ($said)" "$status" "$1"
}

# says STATUS TEXT COMMAND...: all that the command prints
says() {
	outcome "$1" "${@:3}"
	equal "output of '${*:3}'" "$said" "$2"
}

# json_of ARGUMENT...: with ifindexes that compare
json_of() {
	vmfex -n host -j "$@" | sed -E 's/"ifindex":[0-9]+/"ifindex":0/g'
}

# Scripts read this: keys, their order and their types are an interface.
json() {
	host_end
	local vifs='"vifs":[{"uplink":"up0","vif":%s,"active":true},{"uplink":"up1","vif":%s,"active":false}]'
	# shellcheck disable=SC2059 # the format is ours
	vifs() { printf "$vifs" "$@"; }
	equal adapter "$(json_of adapter show)" '[{"ifname":"fex0","ifindex":0,"mode":"host","tag":"vntag","num_vfs":3,"total_vfs":4094,"num_uplinks":2,"cluster":"default","device":"f000:00:00.0","idle_timeout":0}]'
	equal uplink "$(json_of uplink show)" '[{"ifname":"up0","ifindex":0,"adapter":"fex0","fabric":"A","physnet":"","priority":50,"state":"active","num_vifs":4,"num_lists":1,"offload":"auto","offload_used":"all","offload_reason":"no paravirtual NIC"},{"ifname":"up1","ifindex":0,"adapter":"fex0","fabric":"Z","physnet":"net1","priority":60,"state":"standby","num_vifs":4,"num_lists":1,"offload":"auto","offload_used":"all","offload_reason":"no paravirtual NIC"}]'
	equal profile "$(json_of profile show)" '[{"name":"web","cluster":"default","generation":1,"access_vlan":100,"native_vlan":0,"vlan_range":[],"mac_forge":"deny","cos":5,"uplink_fail":"link-down","confirm":false,"num_ports":2},{"name":"trunk","cluster":"lab","generation":1,"access_vlan":0,"native_vlan":10,"vlan_range":[{"start":10,"end":10},{"start":20,"end":30}],"mac_forge":"allow","cos":"none","uplink_fail":"warning","confirm":false,"num_ports":0}]'
	equal viflist "$(json_of viflist show)" '[{"uplink":"up0","adapter":"fex0","list":5,"num_members":2,"members":[{"vif":1,"vf":0},{"vif":2,"vf":1}]},{"uplink":"up1","adapter":"fex0","list":6,"num_members":0,"members":[]}]'
	equal port "$(json_of port show)" '[{"ifname":"fex0","ifindex":0,"adapter":"fex0","vf":"self","state":"unbound","carrier":false,"vif":4095,"uplink":"up0","mac":"02:00:00:00:00:ff","host_stack":true,'"$(vifs 4095 4095)"'},{"ifname":"fex0v0","ifindex":0,"adapter":"fex0","vf":0,"state":"associated","carrier":true,"profile":"web","cluster":"default","generation":1,"vif":1,"uplink":"up0","mac":"02:00:00:00:00:01","host_stack":false,'"$(vifs 1 1)"',"request":"associate","response":"success","instance_uuid":"00112233-4455-6677-8899-aabbccddeeff","host_uuid":"ffeeddcc-bbaa-9988-7766-554433221100"},{"ifname":"fex0v1","ifindex":0,"adapter":"fex0","vf":1,"state":"unbound","carrier":false,"vif":2,"uplink":"up0","mac":"02:00:00:00:00:02","host_stack":false,'"$(vifs 2 100)"'},{"ifname":"fex0v2","ifindex":0,"adapter":"fex0","vf":2,"state":"preassociated","carrier":false,"profile":"web","cluster":"default","generation":1,"vif":3,"uplink":"up0","mac":"02:00:00:00:00:03","host_stack":false,'"$(vifs 3 3)"',"request":"preassociate-rr","response":"success"}]'
	equal counters "$(vmfex -n host -j -s port show fex0v1 | jq -c '.[0] | .stats, .drops | keys_unsorted')" '["rx_packets","rx_bytes","tx_packets","tx_bytes","rx_looped"]
["tx_unbound","tx_malformed","tx_forged_tag","tx_mac","tx_vlan","tx_no_uplink","tx_uplink","tx_nomem","rx_short","rx_version","rx_direction","rx_unknown_vif","rx_unknown_list","rx_standby","rx_unbound","rx_vlan","rx_down","rx_nomem","tx_too_long","rx_other_tag"]'
	equal "pretty" "$(vmfex -n host -j -p port show | jq -c .)" "$(vmfex -n host -j port show)"
	equal "nothing" "$(vmfex -n switch -j profile show)" '[]'
}

text() {
	host_end
	says 0 'fex0: mode host tag vntag num_vfs 3 total_vfs 4094 num_uplinks 2 cluster default device f000:00:00.0' \
		vmfex -n host adapter
	says 0 'up0: adapter fex0 fabric A priority 50 state active num_vifs 4 num_lists 1 offload auto offload_used all
up1: adapter fex0 fabric Z physnet net1 priority 60 state standby num_vifs 4 num_lists 1 offload auto offload_used all' \
		vmfex -n host uplink show adapter fex0
	says 0 'web: cluster default generation 1 vlan 100 mac_forge deny cos 5 uplink_fail link-down num_ports 2
trunk: cluster lab generation 1 trunk 10,20-30 native 10 mac_forge allow cos none uplink_fail warning num_ports 0' \
		vmfex -n host profile
	says 0 'up0: adapter fex0 list 5 num_members 2 vif 1,2
up1: adapter fex0 list 6 num_members 0' vmfex -n host viflist
	says 0 'fex0v0: adapter fex0 vf 0 state associated carrier on profile web cluster default generation 1 vif 1 uplink up0 mac 02:00:00:00:00:01
    uplink up0 vif 1 active on
    uplink up1 vif 1 active off
    request associate response success
    instance_uuid 00112233-4455-6677-8899-aabbccddeeff
    host_uuid ffeeddcc-bbaa-9988-7766-554433221100
    stats rx_packets 0 rx_bytes 0 tx_packets 0 tx_bytes 0 rx_looped 0
    drops none' vmfex -n host -d -s port show fex0v0
	equal brief "$(vmfex -n host -br port show | tr -s ' ')" 'DEV VIF PROFILE CLUSTER STATE UPLINK MAC
fex0 4095 - - unbound up0 02:00:00:00:00:ff
fex0v0 1 web default associated up0 02:00:00:00:00:01
fex0v1 2 - - unbound up0 02:00:00:00:00:02
fex0v2 3 web default preassociated up0 02:00:00:00:00:03'
	outcome 0 vmfex -V
	[[ $said =~ ^vmfex\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "$said"
}

ip_link() {
	host_end
	[[ $(ip -n host -d link show fex0) == *'vmfex mode host tag vntag num_vfs 3 cluster default idle_timeout 0 vf self state unbound vif 4095 uplink up0 '* ]]
	[[ $(ip -n host -d link show fex0v0) == *'vmfex_vnic adapter fex0 vf 0 mode host tag vntag state associated profile web generation 1 vif 1 uplink up0 '* ]]
	equal "adapter" "$(ip -n host -d -j link show fex0 | jq -c '.[0].linkinfo')" \
		'{"info_kind":"vmfex","info_data":{"mode":"host","tag":"vntag","num_vfs":3,"cluster":"default","idle_timeout":0,"port":{"vf":"self","state":"unbound","vif":4095,"uplink":"up0"}}}'
	equal "vNIC" "$(ip -n host -d -j link show fex0v0 | jq -c '.[0] | .linkinfo, .parentbus, .parentdev')" \
		'{"info_kind":"vmfex_vnic","info_data":{"adapter":"fex0","vf":0,"mode":"host","tag":"vntag","state":"associated","profile":"web","generation":1,"vif":1,"uplink":"up0"}}
"vmfex"
"f000:00:00.1"'
	ip -n host link add fi9 type vmfex mode fabric tag etag cluster lab num_vfs 2 idle_timeout 30
	ip -n host link set fi9 type vmfex num_vfs 4
	equal "created by ip" "$(json_of adapter show fi9)" \
		'[{"ifname":"fi9","ifindex":0,"mode":"fabric","tag":"etag","num_vfs":4,"total_vfs":4094,"num_uplinks":0,"cluster":"lab","device":"f003:00:00.0","idle_timeout":30}]'
	ip -n host link del fi9
	outcome 0 ip -n host link show type vmfex_vnic
	equal "vNICs" "$(grep -c '^[0-9]' <<<"$said")" 3
}

# alike: ip and the tool say the same of the uplinks
alike() {
	equal "uplinks" "$(ip -n host -d -j link show master fex0 | jq -cS 'map(.linkinfo.info_slave_data) | sort_by(.fabric)')" \
		"$(vmfex -n host -j uplink show | jq -cS 'map(del(.ifname, .ifindex, .adapter, .offload_reason,
			(.physnet | select(. == "")))) | sort_by(.fabric)')"
}

# is_down UPLINK: to its adapter
is_down() {
	[[ $(vmfex -n host -j uplink show "$1" | jq -r '.[0].state') == down ]]
}

# An uplink is a slave of its adapter, to look at.
ip_uplink() {
	host_end
	[[ $(ip -n host -d link show up0) == *' vmfex_slave state active fabric A priority 50 num_vifs 4 num_lists 1 offload auto offload_used all '* ]]
	[[ $(ip -n host -d link show up1) == *' vmfex_slave state standby fabric Z physnet net1 priority 60 num_vifs 4 num_lists 1 offload auto offload_used all '* ]]
	equal "without a physnet" "$(ip -n host -d -j link show up0 | jq -c '.[0].linkinfo | .info_slave_kind, .info_slave_data')" \
		'"vmfex"
{"state":"active","fabric":"A","priority":50,"num_vifs":4,"num_lists":1,"offload":"auto","offload_used":"all"}'
	equal "with one" "$(ip -n host -d -j link show up1 | jq -c '.[0].linkinfo.info_slave_data')" \
		'{"state":"standby","fabric":"Z","physnet":"net1","priority":60,"num_vifs":4,"num_lists":1,"offload":"auto","offload_used":"all"}'
	alike
	vmfex -n host uplink set up0 offload trust
	vmfex -n host uplink set up1 offload off priority 1 physnet ''
	ip -n host link set up0 down
	poll 10 is_down up0
	alike

	local usage='Usage: ... vmfex_slave
Uplinks are changed by: vmfex uplink set DEV ...'
	says 0 "$usage" ip link help vmfex_slave
	says 1 "$usage" ip -n host link set up0 type vmfex_slave help
	says 1 "$usage" ip -n host link set up0 type vmfex_slave priority 3
	ip -n host link set up0 nomaster
	equal "no uplink" "$(ip -n host -d -j link show up0 | jq -c '.[0].linkinfo.info_slave_data')" null
}

statuses() {
	host_end
	local args
	# Usage: nothing is asked of the kernel, the netns does not even exist.
	for args in "" "nonsense" "adapter nonsense" "adapter add" "adapter set fex0" \
		"adapter add fex0 num_vfs 4095" "adapter add fex0 mode both" "adapter add a/b" \
		"uplink add up0" "uplink set up0 priority 101" "uplink set up0" \
		"port bind fex0v0" "port bind fex0 vf 1-0 profile web" "port set fex0v0 vif 0" \
		"port bind fex0v0 profile web mac 02:00" "port bind fex0v0 profile web host 1" \
		"port bind fex0 vf 0-1 profile web mac 02:00:00:00:00:01" \
		"profile add new vlan 4095" "profile add new vlan 1 trunk 2" "profile add new cos 8" \
		"profile add new trunk 5-1" "profile add new cos 1 cos 2" "profile set web" \
		"viflist add up0" "viflist add up0 list 0" "viflist add up0 list 5 vif 0" \
		"--nonsense adapter" "--if-exists profile add new" "--may-exist profile del web"; do
		# shellcheck disable=SC2086 # words
		outcome 1 vmfex $args
		[[ $said == *Error:* || $said == *Usage:* ]] || fail "no reason: $said"
	done
	for args in "profile add web" "adapter add fex0" "port set fex0v0 vif 2" "profile del web" \
		"uplink add fex0v0 adapter fex0" "uplink add up0 adapter fex0" \
		"viflist add up0 list 5 vif 1" "adapter set fex0 num_vfs 0" \
		"--may-exist profile add web vlan 200" "--may-exist adapter add fex0 num_vfs 9" \
		"adapter replace fex0 tag etag" "adapter replace up0" "profile replace web native 40"; do
		# shellcheck disable=SC2086
		outcome 2 vmfex -n host $args
	done
	for args in "adapter show nope" "adapter show up0" "adapter del lo" "uplink show fex0" \
		"uplink del fex0v0" "port show up0" "port bind nope profile web" \
		"port bind fex0v0 profile nope" "port set fex0v0 vif 9 uplink nope" \
		"profile show nope" "profile del trunk" "viflist show up0 list 9" \
		"viflist add up0 list 5 vif 77" "uplink set fex0 priority 1" "port bind up0 profile web" \
		"port bind fex0 vf 3 profile web" "port set fex0 vf 3 vif 9" "port set fex0v0 vif 9 uplink fex0" \
		"viflist add fex0v0 list 9" "adapter set up0 num_vfs 1" "port show adapter up0" "port show profile nope" \
		"uplink show adapter nope" "profile show cluster nope" "-b /nonexistent"; do
		# shellcheck disable=SC2086
		outcome 3 vmfex -n host $args
	done
	says 3 'Error: network namespace nope: No such file or directory' vmfex -n nope adapter
	says 4 'Error: VF 3 is out of range, fex0 has 0 to 2
Stopped at fex0 vf 3, 2 of 9 are done.' vmfex -n host port bind fex0 vf 1-9 profile web
	equal "ports" "$(vmfex -n host -j port show profile web | jq -c '[.[] | [.vf, .state]]')" \
		'[[0,"associated"],[1,"associated"],[2,"associated"]]'
	says 4 'Error: no vNIC has VIF 77 on up0
Stopped at vif 77, 1 done.' vmfex -n host viflist add up0 list 5 vif 3,77
	says 2 'Error: profile add new: Operation not permitted, it takes root or CAP_NET_ADMIN in the network namespace of the adapter' ip netns exec host \
		setpriv --reuid 65534 --regid 65534 --clear-groups vmfex profile add new
	outcome 2 bash -c 'vmfex -n host port show >/dev/full'
}

# The kernel's texts, as they are
refusals() {
	host_end
	says 2 'Error: profile web exists in cluster default' vmfex -n host profile add web
	says 2 'Error: profile web is used by fex0v0, fex0v2' vmfex -n host profile del web
	says 2 'Error: VIF 2 on up0 belongs to fex0v1' vmfex -n host port set fex0v0 vif 2
	says 2 'Error: VIF 4096 is out of range, vntag has 1 to 4095' vmfex -n host port set fex0v0 vif 4096
	says 3 'Error: VF 3 is out of range, fex0 has 0 to 2' vmfex -n host port show fex0 vf 3
	says 3 'Error: no profile nope in cluster default' vmfex -n host port bind fex0v0 profile nope
	says 2 'Error: fex0v2 is bound to profile web' vmfex -n host adapter set fex0 num_vfs 2
	says 2 'Error: fex0v1 is or stands on a vNIC' vmfex -n host uplink add fex0v1 adapter fex0
	says 2 'Error: another uplink of fex0 is on fabric Z' vmfex -n host uplink set up0 fabric Z
	says 2 'Error: native VLAN 40 is not among the VLANs of the trunk' \
		vmfex -n host profile set trunk cluster lab native 40
	says 2 'Error: list 16384 is out of range, vntag has 1 to 16383' vmfex -n host viflist add up0 list 16384
	says 2 'Error: sw0 is at the fabric end, lists are of the host end' vmfex -n switch viflist add sw0 list 5
}

# ports_of ARGUMENT...: the VFs that are meant
ports_of() {
	vmfex -n host -j port show "$@" | jq -c '[.[].vf]'
}

# A port has several names, and keeps its first one wherever its netdev goes.
names() {
	host_end
	equal "netdev" "$(ports_of fex0v1)" '[1]'
	equal "netdev" "$(ports_of dev fex0v1)" '[1]'
	equal "VF" "$(ports_of fex0 vf 1)" '[1]'
	equal "range" "$(ports_of fex0 vf 0-2)" '[0,1,2]'
	equal "adapter" "$(ports_of fex0)" '["self"]'
	equal "self" "$(ports_of fex0 vf self)" '["self"]'
	equal "state" "$(ports_of state unbound)" '["self",1]'
	equal "profile" "$(ports_of adapter fex0 profile web)" '[0,2]'
	netns other
	ip -n host link set fex0v0 netns other name eth0
	says 0 'fex0v0: adapter fex0 vf 0 netnsid 0 ifname eth0 state associated carrier on profile web cluster default generation 1 vif 1 uplink up0 mac 02:00:00:00:00:01' \
		bash -c "vmfex -n host port show fex0v0 | sed 's/netnsid [0-9]*/netnsid 0/'"
	equal "brief" "$(vmfex -n host -br port show fex0v0 | tail -n 1 | tr -s ' ')" \
		'fex0v0 1 web default associated up0 02:00:00:00:00:01'
	equal "its netns" "$(vmfex -n host -j port show fex0v0 | jq '.[0].netnsid')" \
		"$(ip -n host netns list-id | awk '/name: other/ { print $2 }')"
	vmfex -n host port set fex0v0 vif 200
	vmfex -n host port unbind fex0v0
	vmfex -n host port bind fex0v0 profile web
	equal "from there" "$(vmfex -n other -j port show eth0 | jq -c '[.[] | [.ifname, .vf, .state, .vif]]')" \
		'[["eth0",0,"associated",200]]'
	says 0 'eth0: adapter fex0 vf 0 state associated carrier on profile web cluster default generation 1 vif 200 uplink up0 mac 02:00:00:00:00:01' \
		vmfex -n other port show eth0
	equal "netns from there" "$(vmfex -n other -j port show eth0 | jq '.[0] | has("netnsid")')" false
	says 2 'Error: eth0 can be changed only in the netns of its adapter fex0' \
		vmfex -n other port unbind eth0
	outcome 3 vmfex -n other port show fex0v0
	equal "option" "$(vmfex -netns host adapter)" "$(ip netns exec host vmfex adapter)"
}

exists() {
	host_end
	local before
	before=$(vmfex -n host profile show web)
	says 0 '' vmfex -n host --may-exist profile add web vlan 100 cos 5
	says 0 '' vmfex -n host profile add --may-exist trunk cluster lab trunk 21-30,10,20
	says 2 'Error: profile web exists with vlan 100, not 200' vmfex -n host --may-exist profile add web vlan 200
	says 2 'Error: profile trunk exists with trunk 10,20-30, not 10-30' \
		vmfex -n host --may-exist profile add trunk cluster lab trunk 10-30
	equal "left as it is" "$(vmfex -n host profile show web)" "$before"
	says 0 '' vmfex -n host --may-exist adapter add fex0 num_vfs 3 mode host
	says 2 'Error: adapter fex0 exists with num_vfs 3, not 9' vmfex -n host --may-exist adapter add fex0 num_vfs 9
	says 0 '' vmfex -n host --may-exist uplink add up0 adapter fex0
	says 0 '' vmfex -n host --may-exist viflist add up0 list 5 vif 1,2
	outcome 2 vmfex -n switch --may-exist uplink add sw0 adapter fi1
	outcome 2 vmfex -n host --may-exist adapter add up0
	says 0 '' vmfex -n host --if-exists profile del nope
	says 0 '' vmfex -n host --if-exists adapter del nope
	says 0 '' vmfex -n host --if-exists uplink del fex0v0
	says 0 '' vmfex -n host --if-exists viflist del up0 list 9
	says 0 '' vmfex -n host --if-exists viflist del fex0v0 list 5
	says 0 '' vmfex -n host --if-exists port unbind nope
	says 0 '' vmfex -n host --if-exists port unbind up0
	says 0 '' vmfex -n host --if-exists port unbind fex0v99
	says 0 '' vmfex -n host --if-exists port unbind fex0 vf 2-9
	equal "unbound" "$(ports_of state unbound)" '["self",1,2]'
	outcome 2 vmfex -n host --if-exists viflist del up0 list 99999
	outcome 2 vmfex -n host --if-exists profile del web
	says 0 '' vmfex -n host viflist del --if-exists up0 list 5
	outcome 3 vmfex -n host viflist show up0 list 5
}

# What is replaced is as the command says, whether it was there or not, and in use all the time.
replaces() {
	host_end
	says 0 '' vmfex -n host profile replace web trunk 7
	equal "defaults" "$(vmfex -n host profile show web)" \
		'web: cluster default generation 2 trunk 7 mac_forge allow cos none uplink_fail link-down num_ports 2'
	equal "state" "$(vmfex -n host -j port show fex0v0 | jq -r '.[0] | .state, .generation' | paste -sd' ')" 'associated 2'
	says 0 '' vmfex -n host profile replace new vlan 9
	equal "new" "$(vmfex -n host profile show new)" \
		'new: cluster default generation 1 vlan 9 mac_forge allow cos none uplink_fail link-down num_ports 0'
	says 0 '' vmfex -n host adapter replace fex0 mode host num_vfs 4
	says 2 'Error: adapter fex0 exists with tag vntag, not etag' vmfex -n host adapter replace fex0 num_vfs 5 tag etag
	says 0 '' vmfex -n host adapter replace fex9 num_vfs 1
	equal "VFs" "$(vmfex -n host -j adapter show | jq -c '[.[].num_vfs]')" '[4,1]'
}

# Whoever is not root may look, with the PATH that users have, also as the first, who makes the kernel load the module.
reading_is_for_everyone() {
	local object nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups env PATH=/usr/local/bin:/usr/bin:/bin)
	rmmod vmfex
	says 0 '[]' "${nobody[@]}" vmfex -j adapter show
	host_end
	for object in adapter uplink port profile viflist; do
		outcome 0 ip netns exec host "${nobody[@]}" vmfex -d -s "$object" show
		[[ $said ]] || fail "nothing of $object"
	done
	equal "sysfs" "$(ip netns exec host "${nobody[@]}" cat /sys/class/net/fex0v0/vmfex/state)" associated
	background ip netns exec host "${nobody[@]}" vmfex -j monitor all >"$work/events"
	poll 10 monitor_hears host up0
}

# commands: lines 2, 4 and 6 are good; 3 is refused, 5 makes no sense
commands() {
	printf '%s\n' '# a comment' 'profile add one # another' 'profile add web' \
		'prof add "two" cos 1' 'nonsense' 'profile add three'
}

batch() {
	host_end
	says 2 'Error: profile web exists in cluster default
Command failed -:3' bash -c 'vmfex -n host -b -' < <(commands)
	equal "profiles" "$(vmfex -n host -j profile show | jq -c '[.[].name]')" '["web","trunk","one"]'
	vmfex -n host profile del one
	commands >"$work/commands"
	says 2 "Error: profile web exists in cluster default
Command failed $work/commands:3
Error: object \"nonsense\" is unknown, expected adapter, uplink, port, profile, viflist, monitor or help
Command failed $work/commands:5" vmfex -n host -b "$work/commands" -force
	equal "profiles" "$(vmfex -n host -j profile show | jq -c '[.[].name]')" \
		'["web","trunk","one","two","three"]'
	# A flag of one line is not one of the next.
	says 2 'Error: profile web exists in cluster default
Command failed -:2' bash -c 'vmfex -n host -b -' <<-END
		--may-exist profile add web
		profile add web
	END
	says 0 '' vmfex -b /dev/null
	outcome 3 vmfex -b /nonexistent
}

# fails STATUS LINES WORD...: so the batch ends, and no line failed but these
fails() {
	outcome "$1" vmfex -n host "${@:3}"
	equal "failed lines of ${*:3}" "$(sed -n "s,^Command failed $work/commands:,,p" <<<"$said" | xargs)" "$2"
}

# An option is of the line that has it; before -b or after its file it is of all the lines that can use it.
batch_flags() {
	host_end
	cat >"$work/commands" <<-END
		profile del nope
		--if-exists profile del nope
		port unbind nope
		port unbind --if-exists nope
		profile add web vlan 100 cos 5
		# a comment is a line
		--may-exist profile add web vlan 100 cos 5

		profile add --may-exist web vlan 9
		--if-exists profile add early
		uplink del fex0v0
		viflist del --if-exists up0 list 9
		viflist add up0 list 5 vif 1
		viflist add --may-exist up0 list 5 vif 1
		adapter add fex0
		profile add late
	END
	fails 3 1 -b "$work/commands"
	equal "nothing after it" "$(vmfex -n host -j profile show | jq -c '[.[].name]')" '["web","trunk"]'
	fails 3 "1 3 5 9 10 11 13 15" -b "$work/commands" -force
	equal "errors" "$(grep -v '^Command failed' <<<"$said")" 'Error: no profile nope in cluster default
Error: no netdev named nope
Error: profile web exists in cluster default
Error: profile web exists with vlan 100, not 9
Error: profile add: "--if-exists" is for what deletes
Error: fex0v0 is not an uplink of a vmfex adapter
Error: VIF 1 is in list 5 on up0 already
Error: adapter add fex0: File exists'
	vmfex -n host profile del late
	fails 2 "5 9 10 13 15" --if-exists -b "$work/commands" -force
	vmfex -n host profile del late
	fails 3 "1 3 9 10 11" -b "$work/commands" -force --may-exist
	vmfex -n host profile del late
	# One that contradicts what there is, and one that makes no sense, are refused all the same.
	fails 2 9 --may-exist --if-exists -b "$work/commands"
	fails 2 "9 10" -b "$work/commands" --if-exists -force --may-exist
	equal "what there is" "$(vmfex -n host -j profile show | jq -c '[.[] | [.name, .access_vlan]]')" \
		'[["web",100],["trunk",0],["late",0]]'
}

hears_text() {
	vmfex -n host profile set web cos 3
	[[ -s $work/text ]]
}

heard() {
	(($(grep -vc listening "$work/events") >= $1))
}

monitor() {
	host_end
	background vmfex -n host -j monitor all >"$work/events"
	poll 10 monitor_hears host up0
	vmfex -n host -b - <<-END
		profile add new cos 1
		port bind fex0v1 profile new
		profile set new cos 2
		port unbind fex0v1
		viflist add up0 list 9 vif 3
		viflist del up0 list 9
		profile del new
		adapter add fex9 num_vfs 1
		adapter del fex9
	END
	poll 10 heard 15
	equal "events" "$(grep -v listening "$work/events" |
		jq -c '[.event, .name // .ifname // .list, .generation // .num_members // .state]')" \
		'["profile","new",1]
["port","fex0v1",1]
["profile","new",2]
["port","fex0v1",2]
["port","fex0v1","unbound"]
["viflist",9,1]
["viflist-del",9,1]
["profile-del","new",2]
["adapter","fex9",null]
["port","fex9","unbound"]
["port","fex9v0","unbound"]
["adapter","fex9",null]
["port-del","fex9v0","unbound"]
["port-del","fex9","unbound"]
["adapter-del","fex9",null]'
	equal "numbers" "$(jq -c '.seq' "$work/events" | paste -sd' ')" \
		"$(seq "$(wc -l <"$work/events")" | paste -sd' ')"
	equal "times" "$(jq '.time | test("^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{6}Z$")' \
		"$work/events" | sort -u)" true
	# The keys of show
	equal "keys" "$(jq -c 'select(.event == "port-del" and .vf == 0) | keys_unsorted[3:9]' "$work/events")" \
		'["ifname","ifindex","adapter","vf","state","carrier"]'
	# One object only
	background vmfex -n host -t monitor profile >"$work/text"
	poll 10 hears_text
	grep -qE '^20[0-9TZ:.-]+ profile web: cluster default generation [0-9]+ vlan 100 ' "$work/text"
}

# A port elsewhere, or with another number, is another to whoever keeps a copy.
monitor_moves() {
	host_end
	netns other
	background vmfex -n host -j monitor all >"$work/events"
	poll 10 monitor_hears host up0
	ip -n host link set fex0v0 netns other
	ip -n other link set fex0v0 netns host
	vmfex -n host port set fex0v0 vif 50
	poll 10 heard 5
	equal "events" "$(grep -v listening "$work/events" |
		jq -c '[.event, .ifname // .list, has("netnsid"), .vif // .members[0].vif, .num_members]')" \
		'["port","fex0v0",true,1,null]
["port","fex0v0",false,1,null]
["viflist-del",5,false,1,1]
["viflist",5,false,50,2]
["port","fex0v0",false,50,null]'
}

# has_ended PROCESS: a monitor, which is given something to tell
has_ended() {
	vmfex -n host profile set web cos 3
	vmfex -n host profile set web cos 5
	! kill -0 "$1" 2>"$work/kill"
}

# A monitor that can tell no more says so.
monitor_ends() {
	local status=0
	host_end
	background vmfex -n host monitor all >/dev/full 2>"$work/full"
	poll 10 has_ended $!
	wait $! || status=$?
	equal "status" "$status" 2
	equal "full" "$(cat "$work/full")" "Error: cannot write the output: No space left on device"

	background vmfex -n host -j monitor all >"$work/events" 2>"$work/gone"
	poll 10 monitor_hears host up0
	rmmod vmfex
	status=0
	wait $! || status=$?
	equal "status" "$status" 2
	equal "gone" "$(cat "$work/gone")" "Error: kernel module vmfex was unloaded"
}

# The module comes by itself.
autoload() {
	rmmod vmfex
	says 0 '[]' vmfex -j adapter show
	grep -q '^vmfex ' /proc/modules
	rmmod vmfex
	ip link add fex0 type vmfex
	equal "adapter" "$(vmfex -j adapter show | jq -r '.[].ifname')" fex0
	ip link del fex0
	rmmod vmfex
	vmfex adapter add fex0
	ip link del fex0
	rmmod vmfex
	# And if it does not, the user is told.
	knob /proc/sys/kernel/modprobe /bin/false
	local status=0
	said=$(vmfex adapter show 2>&1) || status=$?
	equal "status" "$status" 2
	[[ $said == *'"modprobe vmfex"'* ]] || fail "$said"
	status=0
	said=$(vmfex adapter add fex0 2>&1) || status=$?
	equal "status" "$status" 2
	[[ $said == *'"modprobe vmfex"'* ]] || fail "$said"
}

# completes WORDS EXPECTED...: what bash makes of the last of the words
completes() {
	local COMP_WORDS=() COMP_CWORD COMPREPLY=() line=$1
	read -ra COMP_WORDS <<<"$line"
	[[ $line != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	_vmfex
	equal "after '$line'" "${COMPREPLY[*]}" "${*:2}"
}

# The names come from everywhere, and bash must not obey them.
completion() {
	host_end
	netns other
	# shellcheck source=../user/vmfex.bash-completion
	. /usr/share/bash-completion/completions/vmfex
	cd "$work"
	# shellcheck disable=SC2317 # called by the completion
	vmfex() { command vmfex -n host "$@"; }
	completes 'vmfex pro' profile
	completes 'vmfex port ' show list bind preassociate unbind answer set help
	completes 'vmfex adapter set ' fex0
	completes 'vmfex port bind fex0v' fex0v0 fex0v1 fex0v2
	completes 'vmfex port bind fex0v0 profile ' trunk web
	completes 'vmfex port bind fex0v0 profile web ' vf profile mac instance host owner exclusive
	completes 'vmfex -n ho' host
	# shellcheck disable=SC2016 # that is the point
	ip -n host link set fex0v1 netns other name '$(>obeyed)'
	completes 'vmfex port bind fex0v' fex0v0 fex0v1 fex0v2
	# shellcheck disable=SC2016
	vmfex adapter add '$(>obeyed)*'
	# shellcheck disable=SC2016
	completes 'vmfex adapter set $' '\$\(\>obeyed\)\*'
	completes 'vmfex adapter set *'
	completes 'vmfex adapter re' replace
	completes 'vmfex help po' port
	# What can become an uplink, and is none: neither lo, nor a vNIC, nor what has a master
	ip -n host link add free type dummy
	ip -n host link add taken type dummy
	ip -n host link add br9 type bridge
	ip -n host link set taken master br9
	unset -f vmfex
	completes 'vmfex -n host uplink add ' free
	completes 'vmfex -n host port bind fex0v' fex0v0 fex0v1 fex0v2
	[[ ! -e obeyed ]] || fail "bash obeyed the name of a netdev"
}

# One process does it all, good and bad: valgrind takes seconds to start.
memory() {
	host_end
	cat >"$work/commands" <<-END
		adapter show
		adapter add fex9 num_vfs 2 cluster lab
		adapter set fex9 num_vfs 1
		uplink show
		uplink set up1 physnet ''
		uplink add nope adapter fex9
		port show
		port show fex0 vf 0-9
		port bind fex9 vf 0-5 profile trunk
		port unbind fex9v0
		profile add new trunk 1-5,7,9-20 native 9
		profile add new
		profile set new trunk nonsense
		profile show
		profile del new
		viflist show
		viflist add up0 list 5 vif 3,77
		viflist del up0 list 5
		nonsense
		'open quote
		adapter del fex9
	END
	local valgrind=(valgrind -q --leak-check=full --errors-for-leak-kinds=all --error-exitcode=99)
	outcome 3 "${valgrind[@]}" vmfex -n host -j -p -s -b "$work/commands" -force
	equal "failures" "$(grep -c '^Command failed' <<<"$said")" 8
	vmfex -n host viflist add up0 list 5 vif 1,2
	grep ' show$' "$work/commands" >"$work/shows"
	outcome 0 "${valgrind[@]}" vmfex -n host -d -s -b "$work/shows"
}

# It takes no port out of a bridge or a bond, and warns of a small MTU.
uplink_add() {
	netns host
	ip -n host -b - <<-END
		link add fex0 type vmfex
		link add fex1 type vmfex tag etag
		link add br0 type bridge
		link add bond0 type bond mode active-backup
		link add d0 mtu 1520 type dummy
		link add d1 mtu 1520 type dummy
		link add d2 mtu 1505 type dummy
		link add d3 mtu 1507 type dummy
		link add d4 mtu 1506 type dummy
		link add d5 mtu 1508 type dummy
		link set d0 master br0
		link set d1 master bond0
	END
	says 2 'Error: d0 is a port of br0, which it must leave before' vmfex -n host uplink add d0 adapter fex0
	says 2 'Error: d1 is a port of bond0, which it must leave before' vmfex -n host uplink add d1 adapter fex0
	equal "masters" "$(ip -n host -j link show | jq -r '.[] | select(.ifname == "d0" or .ifname == "d1") | .master' | xargs)" "br0 bond0"
	ip -n host link set d0 nomaster
	says 0 '' vmfex -n host uplink add d0 adapter fex0
	says 0 'Warning: MTU 1505 of d2 leaves vNICs 1499 bytes, for 1500 it takes 1506' vmfex -n host uplink add d2 adapter fex0
	says 0 'Warning: MTU 1507 of d3 leaves vNICs 1499 bytes, for 1500 it takes 1508' vmfex -n host uplink add d3 adapter fex1
	says 0 '' vmfex -n host uplink add d4 adapter fex0
	says 0 '' vmfex -n host uplink add d5 adapter fex1
}

run_tests
