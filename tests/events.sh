#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Whoever keeps a copy of our objects is told of each change, once, and of nothing that is none.
# Which events there are is the module's alone:
# kernels: 6.12 debug uml

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="vf_settings labels_and_numbers requests_and_generations"

# hears: of adapters, the last group that who listens to all joins
hears() {
	vmfex -n host adapter set fex0 idle_timeout $((1000 + RANDOM))
	[[ -s $work/events ]]
}

# make_changes: those of the table on standard input, each and again, and behind it a mark among the events
make_changes() {
	local line words mark=0
	vmfex -n host profile add mark0
	while IFS='|' read -r line _; do
		read -ra words <<<"$line"
		for _ in 1 2; do
			mark=$((mark + 1))
			"${words[0]}" -n host "${words[@]:1}"
			vmfex -n host profile add "mark$mark"
		done
	done
	poll 10 grep -q "\"name\":\"mark$mark\"" "$work/events"
}

# told: the events from one mark up to the next, which ends a line
told() {
	jq -r 'if .name // "" | startswith("mark") then "." else "\(.event) \(.ifname // .name)" end' "$work/events" |
		awk '
			$0 == "." { if (marks++) print line; line = ""; next }
			{ line = line (line ? ", " : "") $0 }'
}

# tells: the table on standard input has a line for each change: the command, the events of it, and those of
# the same command again
tells() {
	rig links=2
	vmfex -n host profile add web
	ip -n host link set fex0 up
	ip -n host link set fex0v1 up
	bind host fex0v0 web
	poll 10 carrier fex0v0 host
	background vmfex -n host -j monitor all >"$work/events"
	poll 10 hears
	cat >"$work/table"
	make_changes <"$work/table"
	told | paste -d '|' - - >"$work/told"
	cut -d '|' -f 1 "$work/table" | paste -d '|' - "$work/told" | diff "$work/table" -
}

# Of a port that has a profile, and of one that has none, or a VLAN of its own
vf_settings() {
	tells <<-END
		ip link set fex0 vf 0 mac 02:00:00:00:dd:03|port fex0v0|
		ip link set fex0 vf 0 spoofchk off||
		ip link set fex0 vf 0 state disable|port fex0v0|
		ip link set fex0 vf 0 trust on|port fex0v0|
		ip link set fex0 vf 1 mac 02:00:00:00:dd:01|port fex0v1|
		ip link set fex0 vf 1 mac 02:00:00:00:dd:02|port fex0v1|
		ip link set fex0 vf 1 mac 00:00:00:00:00:00|port fex0v1|
		ip link set fex0 vf 1 spoofchk on|port fex0v1|
		ip link set fex0 vf 1 spoofchk off|port fex0v1|
		ip link set fex0 vf 1 state enable|port fex0v1|
		ip link set fex0 vf 1 trust on|port fex0v1|
		ip link set fex0 vf 1 trust off|port fex0v1|
		ip link set fex0 vf 1 vlan 7|port fex0v1|
		ip link set fex0 vf 1 vlan 7 qos 3|port fex0v1|
		ip link set fex0 vf 1 vlan 8 qos 3|port fex0v1|
		ip link set fex0 vf 1 spoofchk on|port fex0v1|
		ip link set fex0 vf 1 vlan 8|port fex0v1|
		ip link set fex0 vf 1 spoofchk off|port fex0v1|
		ip link set fex0 vf 1 mac 02:00:00:00:dd:01|port fex0v1|
		ip link set fex0 vf 1 trust on|port fex0v1|
		ip link set fex0 vf 1 state disable|port fex0v1|
		ip link set fex0 vf 1 state auto|port fex0v1|
		ip link set fex0 vf 1 vlan 0|port fex0v1|
	END
	# What was told was true then: the events of VLAN 8, up to the end of spoofchk
	equal "spoofchk" "$(jq -c 'select(.ifname == "fex0v1" and .vlan == 8) | .spoofchk' "$work/events" |
		head -n 4 | xargs)" "null true true null"
}

# Of uplinks, adapters and ports; a change of more than one thing at once is one, too.
labels_and_numbers() {
	tells <<-END
		vmfex port set fex0v1 host_stack on|port fex0v1|
		vmfex port set fex0v1 host_stack off|port fex0v1|
		vmfex port set fex0v1 vif 50|port fex0v1|
		vmfex port set fex0v1 vif 60 uplink up1|port fex0v1|
		vmfex port set fex0v1 vif 60|port fex0v1|
		vmfex port set fex0v0 vif 70|port fex0v0|
		vmfex uplink set up0 fabric Y|uplink up0|
		vmfex uplink set up0 physnet net2|uplink up0|
		vmfex uplink set up0 offload trust|uplink up0|
		vmfex uplink set up0 priority 40|uplink up0|
		vmfex uplink set up1 priority 70 fabric X physnet net3 offload off|uplink up1|
		vmfex adapter set fex0 idle_timeout 60|adapter fex0|
		vmfex adapter set fex0 idle_timeout 0|adapter fex0|
		vmfex adapter set fex0 num_vfs 3|port fex0v2, adapter fex0|
		vmfex adapter set fex0 num_vfs 2|port-del fex0v2, adapter fex0|
	END
}

# What is told each time: a request, which has an answer, and a generation of a profile.
requests_and_generations() {
	tells <<-END
		vmfex port bind fex0v1 profile web|port fex0v1|port fex0v1
		vmfex profile set web cos 6|profile web, port fex0v0, port fex0v1|profile web, port fex0v0, port fex0v1
		vmfex port unbind fex0v1|port fex0v1|port fex0v1
	END
}

run_tests
