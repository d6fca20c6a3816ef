#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the kernel tells is whole: each value of each object, by the tool and by ip, and dumps during which
# objects come and go.
#
# What is told of an object is the module's alone, and the tool's:
# kernels: 6.12 uml: every_key

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="every_key $(by_tag format_is_told) changed_between_parts"

# everything: objects none of whose values are those of an object that nobody touched
everything() {
	rig tag=etag vfs=3 links=2
	netns other
	ip -n host -b - <<-END
		link add fi9 type vmfex mode fabric tag etag num_vfs 3 cluster lab idle_timeout 3600
		link add d0 mtu 1520 type dummy
		link set d0 up master fi9
		link set fex0 vf 1 mac 02:00:00:00:dd:01
		link set fex0 vf 1 vlan 7 qos 3
		link set fex0 vf 1 spoofchk on
		link set fi9 vf 1 state enable
		link set fi9 vf 1 trust on
		link set fi9v1 netns other name eth0
	END
	vmfex -n host -b - <<-END
		profile add web cluster lab vlan 100
		profile set web cluster lab mac_forge deny cos 5 uplink_fail warning confirm on
		profile add trunk cluster lab trunk 20-30 native 20
		profile set trunk cluster lab cos 1
		profile add strict mac_forge deny
		uplink set up1 fabric Z physnet net1 priority 60 offload off
		port bind fi9 vf 1 profile web mac 02:00:00:00:dd:02 owner "rack 7" \
			instance 00112233-4455-6677-8899-aabbccddeeff host ffeeddcc-bbaa-9988-7766-554433221100
		port answer fi9 vf 1 response success
		port set fi9 vf 1 host_stack on
		port set fi9 vf 1 vif 100
		port bind fi9 profile trunk
		port bind fi9v2 profile trunk
		viflist add up0 list 1048577 vif 2
		viflist add up0 list 1048577 vif 3
	END
	vfport -n host set fi9 vf 1 profile gold request associate
	vmfex -n switch profile add any
	bind switch fi0v0 any
	bind host fex0v0 strict
	poll 10 carrier fex0v0 host
	poll 10 carrier fi0v0 switch
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -t 0x0806 -c 2
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -s 02:00:00:00:00:99 -c 3
	send -n switch -i fi0v0 -d ff:ff:ff:ff:ff:ff -t 0x0806 -c 4
	# to VIF 1, from VIF 1
	sendhex switch sw0 <<<"ffffffffffff 020000000077 893f 000100010000 0806"
	poll 10 received
}

received() {
	(($(stat_of fex0v0 rx_packets host) == 4))
}

# told OBJECT WORD...: all that is told of it, as JSON
told() {
	case $1 in
	ip) ip -n host -d -j link show "${@:2}" |
		jq '[.[].linkinfo | select((.info_kind // "" | startswith("vmfex")) or .info_slave_kind == "vmfex")]' ;;
	*) vmfex -n host -j -d -s "$1" show "${@:2}" ;;
	esac
}

# as_text OBJECT WORD...
as_text() {
	case $1 in
	ip) ip -n host -d link show "${@:2}" ;;
	*) vmfex -n host -d -s "$1" show "${@:2}" ;;
	esac
}

# keys: of JSON, what leads to each value, without places in arrays
# shellcheck disable=SC2016 # jq's
keys='.[] | paths(scalars) as $path | "\($path | map(strings) | join(".")) \(getpath($path))"'

# object | key | value in JSON, + for a number that is not 0 | words in text, key and value if left out
table() {
	cat <<-END
		adapter fi9|ifname|fi9|fi9:
		adapter fi9|ifindex|+|-
		adapter fi9|mode|fabric
		adapter fi9|tag|etag
		adapter fi9|num_vfs|3
		adapter fi9|total_vfs|4094
		adapter fi9|num_uplinks|1
		adapter fi9|cluster|lab
		adapter fi9|device|f003:00:00.0
		adapter fi9|idle_timeout|3600
		uplink up1|ifname|up1|up1:
		uplink up1|ifindex|+|-
		uplink up1|adapter|fex0
		uplink up1|fabric|Z
		uplink up1|physnet|net1
		uplink up1|priority|60
		uplink up1|state|standby
		uplink up0|num_vifs|4
		uplink up0|num_lists|1
		uplink up1|offload|off
		uplink up1|offload_used|none
		uplink up1|offload_reason|set
		port fi9 vf 1|ifname|eth0
		port fi9 vf 1|ifindex|+|-
		port fi9 vf 1|adapter|fi9
		port fi9 vf 1|vf|1
		port fi9 vf 1|netnsid|1
		port fi9|vf|self
		port fi9 vf 1|state|associated
		port fi9 vf 1|carrier|true
		port fi9 vf 1|profile|web
		port fi9 vf 1|cluster|lab
		port fi9 vf 1|generation|2
		port fi9 vf 1|vif|100
		port fi9 vf 1|uplink|d0
		port fi9 vf 1|mac|02:00:00:00:dd:02
		port fi9 vf 1|link_state|enable
		port fi9 vf 1|trust|true
		port fi9 vf 1|host_stack|true
		port fi9 vf 1|error|no profile gold in cluster lab
		port fi9 vf 1|vifs.uplink|d0
		port fi9 vf 1|vifs.vif|100
		port fi9 vf 1|vifs.active|true
		port fi9 vf 1|request|associate
		port fi9 vf 1|response|invalid
		port fi9 vf 1|instance_uuid|00112233-4455-6677-8899-aabbccddeeff
		port fi9 vf 1|host_uuid|ffeeddcc-bbaa-9988-7766-554433221100
		port fi9 vf 1|owner|rack 7
		port fex0v1|vlan|7
		port fex0v1|qos|3
		port fex0v1|admin_mac|02:00:00:00:dd:01
		port fex0v1|spoofchk|true
		port fex0v0|stats.rx_packets|4
		port fex0v0|stats.rx_bytes|+
		port fex0v0|stats.tx_packets|2
		port fex0v0|stats.tx_bytes|+
		port fex0v0|stats.rx_looped|+
		port fex0v0|drops.tx_mac|3
		profile web cluster lab|name|web|web:
		profile web cluster lab|cluster|lab
		profile web cluster lab|generation|2
		profile web cluster lab|access_vlan|100|vlan 100
		profile trunk cluster lab|native_vlan|20|native 20
		profile trunk cluster lab|vlan_range.start|20|trunk 20-30
		profile trunk cluster lab|vlan_range.end|30|trunk 20-30
		profile web cluster lab|mac_forge|deny
		profile web cluster lab|cos|5
		profile web cluster lab|uplink_fail|warning
		profile web cluster lab|confirm|true
		profile web cluster lab|num_ports|1
		viflist up0|uplink|up0|up0:
		viflist up0|adapter|fex0
		viflist up0|list|1048577
		viflist up0|num_members|2
		viflist up0|members.vif|3|vif 2,3
		viflist up0|members.vf|2|-
		ip fi9|info_kind|vmfex|vmfex
		ip fi9|info_data.mode|fabric
		ip fi9|info_data.tag|etag
		ip fi9|info_data.num_vfs|3
		ip fi9|info_data.cluster|lab
		ip fi9|info_data.idle_timeout|3600
		ip fi9|info_data.port.vf|self
		ip fi9|info_data.port.state|associated
		ip fi9|info_data.port.profile|trunk
		ip fi9|info_data.port.generation|2
		ip fi9|info_data.port.vif|+
		ip fi9|info_data.port.uplink|d0
		ip fi9v2|info_kind|vmfex_vnic|vmfex_vnic
		ip fi9v2|info_data.adapter|fi9
		ip fi9v2|info_data.vf|2
		ip fi9v2|info_data.mode|fabric
		ip fi9v2|info_data.tag|etag
		ip fi9v2|info_data.state|associated
		ip fi9v2|info_data.profile|trunk
		ip fi9v2|info_data.generation|2
		ip fi9v2|info_data.vif|3
		ip fi9v2|info_data.uplink|d0
		ip up1|info_slave_kind|vmfex|vmfex_slave
		ip up1|info_slave_data.state|standby
		ip up1|info_slave_data.fabric|Z
		ip up1|info_slave_data.physnet|net1
		ip up1|info_slave_data.priority|60
		ip up0|info_slave_data.num_vifs|4
		ip up0|info_slave_data.num_lists|1
		ip up1|info_slave_data.offload|off
		ip up1|info_slave_data.offload_used|none
	END
}

# Each key has a value that is not what it is when nobody said anything, and no key is not in the table. Of
# drops, which are all told by the same lines, it has one.
every_key() {
	local object key value words show untrue=0
	local -A told text
	everything
	table >"$work/table"
	while IFS='|' read -r object key value words; do
		if [[ ! ${told[$object]-} ]]; then
			read -ra show <<<"$object"
			told[$object]=$(told "${show[@]}" | jq -r "$keys")
			text[$object]=" $(as_text "${show[@]}" | tr -s '[:space:]' ' ') "
		fi
		if [[ $value == + ]]; then
			value=$(sed -n "s/^$key \([1-9][0-9]*\)$/\1/p" <<<"${told[$object]}")
		fi
		: "${words:=${key##*.} ${value/#true/on}}"
		[[ $value && $'\n'${told[$object]}$'\n' == *$'\n'"$key $value"$'\n'* &&
			($words == - || ${text[$object]} == *" $words "*) ]] && continue
		echo "$object: no '$key $value' or no '$words' in ${told[$object]} and ${text[$object]}"
		: $((++untrue))
	done <"$work/table"
	equal "rows that are not true" "$untrue" 0
	for object in adapter uplink port profile viflist ip; do
		equal "keys of $object without a row" "$(comm -13 \
			<(sed -n "s/^${object}[^|]*|\([^|]*\)|.*/\1/p" "$work/table" | sort -u) \
			<(told "$object" | jq -r "$keys" | cut -d ' ' -f 1 | grep -v '^drops\.' | sort -u) | xargs)" ""
	done
}

# By each of those that tell of an adapter, of either mode
format_is_told() {
	local dev told
	rig tag="$1" vfs=1
	for dev in host/fex0 switch/fi0; do
		told=$(vmfex -n "${dev%/*}" -j adapter show "${dev#*/}" | jq -r '.[].tag')
		told+=" $(ip -n "${dev%/*}" -d -j link show "${dev#*/}" | jq -r '.[].linkinfo.info_data.tag')"
		told+=" $(ip -n "${dev%/*}" -d -j link show "${dev#*/}v0" | jq -r '.[].linkinfo.info_data.tag')"
		equal "$dev" "$told" "$1 $1 $1"
		[[ $(vmfex -n "${dev%/*}" -d adapter show "${dev#*/}") == *" tag $1 "* ]] || fail "not in text"
		[[ $(ip -n "${dev%/*}" -d link show "${dev#*/}") == *" tag $1 "* ]] || fail "not in ip's text"
	done
}

# many: more of everything than one part of a dump has room for
many() {
	local i
	netns host
	for i in {0..39}; do
		cat <<-END
			link add fex$i type vmfex num_vfs $((i ? 1 : 60))
			link add d$i mtu 1520 type dummy
			link set d$i up master fex$i
		END
	done | ip -n host -b -
	{
		printf 'profile add p%s\n' {1..150}
		printf 'viflist add d0 list %s vif 1-60\n' 5 6 7
	} | vmfex -n host -b -
}

# parts OBJECT COMMAND...: what a dump of it told, in $work/told, and its last line in $verdict
parts() {
	ip netns exec host parts "$@" >"$work/parts"
	verdict=$(tail -n 1 "$work/parts")
	sed '$d' "$work/parts" >"$work/told"
}

# during OBJECT COMMAND...: a dump during which the command runs, and in $work/before what one told until then
during() {
	parts "$1"
	mv "$work/told" "$work/before"
	parts "$@"
}

# whole OBJECT COMMAND...: what it was before and is afterwards is told, and nothing twice
whole() {
	equal "$*: twice" "$(sort "$work/told" | uniq -d)" ""
	cp "$work/told" "$work/during"
	parts "$1"
	sort "$work/before" "$work/told" | uniq -d >"$work/always"
	equal "$*: lost" "$(sort "$work/during" | comm -13 - "$work/always" | xargs)" ""
}

# Whoever reads a dump learns that something came or went, or that a profile is another. It may change the places of
# others; where it does not, nothing of them is lost or told twice.
changed_between_parts() {
	local object count change stays
	many
	while read -r object count; do
		parts "$object"
		[[ $verdict =~ ^=\ [0-9]+\ whole$ ]] || fail "$object: $verdict"
		(($(cut -d ' ' -f 2 <<<"$verdict") >= 3)) || fail "$object: $verdict"
		equal "$object" "$(sort -u "$work/told" | wc -l) $(wc -l <"$work/told")" "$count $count"
		echo "# $object: $count in $(cut -d ' ' -f 2 <<<"$verdict") parts"
	done <<-END
		adapter 40
		uplink 40
		port 139
		profile 150
		viflist 180
	END
	while IFS='|' read -r object change stays; do
		# shellcheck disable=SC2086 # words
		during "$object" $change
		[[ $verdict == *flagged ]] || fail "$object, $change: $verdict"
		[[ $stays != stays ]] || whole "$object" "$change"
	done <<-END
		adapter|ip link del fex1
		adapter|ip link del fex37
		adapter|ip link add fex40 type vmfex
		uplink|ip link set d2 nomaster
		uplink|ip link set d2 master fex2
		uplink|ip link del d36
		uplink|vmfex uplink set d3 priority 60
		uplink|ip link del fex3
		port|ip link set fex0 type vmfex num_vfs 58|stays
		port|ip link set fex0 type vmfex num_vfs 62|stays
		port|ip link set fex20 type vmfex num_vfs 3|stays
		port|ip link del fex4
		profile|vmfex profile del p1|stays
		profile|vmfex profile del p140|stays
		profile|vmfex profile add p151|stays
		profile|vmfex profile set p2 cos 1|stays
		viflist|vmfex viflist del d0 list 5 vif 1|stays
		viflist|vmfex viflist add d0 list 5 vif 1
		viflist|vmfex viflist del d0 list 7 vif 50|stays
		viflist|vmfex viflist add d0 list 9|stays
		viflist|vmfex viflist del d0 list 9|stays
		viflist|vmfex viflist del d0 list 6|stays
		viflist|vmfex port set fex0v1 vif 300
		viflist|ip link set fex0 type vmfex num_vfs 50
	END
	# Neither comes nor goes what changes.
	while IFS='|' read -r object change; do
		# shellcheck disable=SC2086 # words
		during "$object" $change
		[[ $verdict == *whole ]] || fail "$object, $change: $verdict"
		equal "$object, $change" "$(<"$work/told")" "$(<"$work/before")"
	done <<-END
		adapter|ip link set fex0 type vmfex idle_timeout 60
		uplink|vmfex uplink set d5 physnet net1
		port|vmfex port bind fex0v1 profile p2
		profile|vmfex port bind fex0v2 profile p2
		viflist|vmfex port unbind fex0v1
	END
}

run_tests
