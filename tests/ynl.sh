#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A client that we did not write: the kernel's ynl knows the family from the
# specification alone. `scripts/ynl-regen --fetch` fetches it into build/ynl,
# which scripts/vm puts at /vmfex/ynl. Once for the oldest netlink and the newest; it does not know the
# padding that numbers of 64 bits have where processors want them aligned, as in User Mode Linux:
# kernels: 6.1 7.2

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="library command_line subscription"

ynl=${VMFEX_YNL:-/vmfex/ynl}
# Number of the system call
clock_nanosleep=230
spec=${VMFEX_SPEC:-/vmfex/Documentation/netlink/specs/vmfex.yaml}

# host_end: fex0 with two uplinks
host_end() {
	[[ -e $ynl/tools/net/ynl/cli.py ]] ||
		skip "no client in $ynl, run scripts/ynl-regen --fetch"
	rig vfs=3 links=2
}

# cli ARGUMENT...: as scripts/ynl-cli does
cli() {
	ip netns exec host python3 "$ynl/tools/net/ynl/cli.py" --spec "$spec" \
		--output-json "$@"
}

library() {
	host_end
	ip netns exec host ynl-check "$ynl" "$spec"
}

# The schema is what the specification must keep to.
command_line() {
	host_end
	equal "reply" "$(cli --schema "$ynl/Documentation/netlink/genetlink-legacy.yaml" \
		--do profile-new --json '{"name": "web", "access-vlan": 100, "mac-forge": "deny"}')" null
	equal "profile" "$(vmfex -n host profile show web)" \
		"web: cluster default generation 1 vlan 100 mac_forge deny cos none uplink_fail link-down num_ports 0"
	equal "adapters" "$(cli --no-schema --dump adapter-get |
		jq -c '[.[] | [.ifname, .mode, ."num-vfs", ."num-uplinks"]]')" '[["fex0","host",3,2]]'
	refused cli --no-schema --do profile-get --json '{"name": "nope"}'
	[[ $refusal == *"no profile nope in cluster default"* ]] || fail "$refusal"
}

# The client subscribes, sleeps and then prints what it was told meanwhile. It is
# held in its sleep, so that it does not matter how long that is.
subscription() {
	host_end
	background ip netns exec host python3 "$ynl/tools/net/ynl/cli.py" --spec "$spec" \
		--no-schema --output-json --subscribe profile --sleep 3 >"$work/events"
	local client=$!
	poll 30 grep -q "^$clock_nanosleep " "/proc/$client/syscall"
	kill -STOP "$client"
	vmfex -n host profile add web cos 3
	vmfex -n host profile set web cos 4
	vmfex -n host profile del web
	kill -CONT "$client"
	wait "$client"
	equal "events" "$(jq -c '.[] | [.name, .msg.name, .msg.cos, .msg.generation]' "$work/events")" \
		'["profile-ntf","web",3,1]
["profile-ntf","web",4,2]
["profile-del-ntf","web",4,2]'
}

run_tests
