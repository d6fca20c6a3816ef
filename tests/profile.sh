#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Profiles: generations, changes under load, users.
#
# What profiles are to ports without a frame is the module's alone:
# kernels: 6.12 debug uml: all_ports_at_once refused_change users

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="changes_under_load all_ports_at_once new_generation_on_the_wire
	refused_change users"

# fields KEY...: reads what vmfex -j show printed, prints `KEY=VALUE ...` of
# each object; of all objects that print the same, once, with their number
fields() {
	python3 -c '
import collections, json, sys
lines = collections.Counter()
for line in sys.stdin:
    for one in json.loads(line):
        lines[" ".join(f"{key}={one.get(key)}" for key in sys.argv[1:])] += 1
for text, count in lines.items():
    print(f"{count}: {text}")' "$@"
}

generation() {
	vmfex -n host -j profile show "$1" | fields generation | sed 's/.*=//'
}

changes_under_load() {
	local before i cos result sent
	two_guests
	before=$(cat_carrier)
	for ((i = 0; i < 1000; i++)); do
		# Both guests send from their own address: deny costs them nothing.
		cos=$((i % 9))
		echo "profile set any cos ${cos/8/none} mac_forge $( ((i & 1)) && echo deny || echo allow)"
	done >"$work/batch"
	# In portions, so that there are packets between them.
	split -l 20 "$work/batch" "$work/batch."
	ip netns exec a ip monitor link dev eth0 >"$work/links_a" &
	echo $! >>"$work/background"
	ip netns exec b ip monitor link dev eth0 >"$work/links_b" &
	echo $! >>"$work/background"
	# shellcheck disable=SC2016 # for the inner shell
	result=$(steady a b 192.0.2.2 500 sh -ec '
		for batch in "$work"/batch.*; do vmfex -n host -b "$batch"; done')
	echo "# $result"
	[[ $result =~ sent=([0-9]+)\ received=([0-9]+)\ wrong=([0-9]+) ]]
	sent=${BASH_REMATCH[1]}
	equal "received" "${BASH_REMATCH[2]}" "$sent"
	equal "twice or out of order" "${BASH_REMATCH[3]}" 0
	((sent >= 200)) || fail "only $sent packets were sent"
	equal "generation" "$(generation any)" 1001
	equal "carrier changes" "$(cat_carrier)" "$before"
	# The monitors live: they see what is no change of a profile.
	ip -n a link set eth0 txqueuelen 77
	ip -n b link set eth0 txqueuelen 77
	poll 10 grep -q . "$work/links_a"
	poll 10 grep -q . "$work/links_b"
	equal "link events of a" "$(grep -c ': eth0' "$work/links_a")" 1
	equal "link events of b" "$(grep -c ': eth0' "$work/links_b")" 1
	for guest in a b; do
		equal "drops of $guest" "$(all_drops eth0 "$guest")" ""
	done
	equal "drops of the adapter" "$(all_drops fex0 host)" ""
}

# What the guests have seen of their carriers so far
cat_carrier() {
	local guest
	for guest in a b; do
		ip netns exec "$guest" cat /sys/class/net/eth0/carrier_changes
	done | xargs
}

# many_ports: 64 vNICs of the host are bound to the profile `many`, and its adapter,
# too
many_ports() {
	rig vfs=64
	vmfex -n host -b - <<-END
		profile add many
		port bind fex0 vf 0-63 profile many
		port bind fex0 vf self profile many
	END
}

all_ports_at_once() {
	local i
	many_ports
	# A port that is elsewhere belongs to them, too.
	guest g fex0v63 192.0.2.1/24
	equal "at first" "$(vmfex -n host -j port show adapter fex0 | fields profile generation)" \
		"65: profile=many generation=1"
	for ((i = 2; i <= 21; i++)); do
		echo "profile set many cos $((i % 8))"
		echo "port show profile many"
		echo "profile show many"
	done | vmfex -n host -j -b - >"$work/shown"
	# Twenty times 65 ports, each with the generation of its change
	equal "generations" "$(grep ifname "$work/shown" | fields profile generation)" \
		"$(for ((i = 2; i <= 21; i++)); do echo "65: profile=many generation=$i"; done)"
	equal "profile" "$(grep -v ifname "$work/shown" | fields generation cos num_ports)" \
		"$(for ((i = 2; i <= 21; i++)); do echo "1: generation=$i cos=$((i % 8)) num_ports=65"; done)"
	equal "sysfs" "$(ip netns exec host sh -c 'cat /sys/class/net/fex0*/vmfex/generation' |
		sort | uniq -c | xargs)" "64 21"
	equal "sysfs of the guest" "$(ip netns exec g cat /sys/class/net/eth0/vmfex/generation)" 21
}

# The next frame of each port obeys the generation that the command has published.
new_generation_on_the_wire() {
	local i cos
	many_ports
	for ((i = 0; i < 64; i++)); do
		echo "link set fex0v$i up"
	done | ip -n host -b -
	{
		echo "wire switch/sw0"
		echo "watch host/fex0v0"
		echo "watch host/fex0v63"
		for cos in 3 6; do
			echo "run vmfex -n host profile set many cos $cos"
			for ((i = 0; i < 64; i++)); do
				echo "send host/fex0v$i : got switch/sw0 dir=up vif=$((i + 1)) vlans=0.$cos"
			done
		done
		echo "run vmfex -n host profile set many vlan 7"
		for i in 0 31 63; do
			echo "send host/fex0v$i : got switch/sw0 dir=up vif=$((i + 1)) vlans=7.6"
		done
		echo "run vmfex -n host profile set many trunk 8-9"
		echo "send host/fex0v0 : drop host/fex0v0 tx_vlan"
		echo "send host/fex0v63 vlans=7 : drop host/fex0v63 tx_vlan"
		echo "send host/fex0v63 vlans=8 : got switch/sw0 dir=up vif=64 vlans=8.6"
		echo "run vmfex -n host profile set many vlan 0 cos none mac_forge deny"
		echo "send host/fex0v0 from=02:00:00:00:00:01 : drop host/fex0v0 tx_mac"
		echo "send host/fex0v0 : got switch/sw0 dir=up vif=1"
	} >"$work/fates"
	fate <"$work/fates"
}

refused_change() {
	local before change
	two_guests
	vmfex -n host profile add keep trunk 10,20-30 native 10 cos 3 mac_forge deny
	vmfex -n host port bind fex0v0 profile keep
	before=$(vmfex -n host -j profile show keep)
	vmfex -n host -j monitor all >"$work/events" &
	echo $! >>"$work/background"
	poll 10 monitored
	for change in "native 99" "trunk 11 cos 5" "trunk 11-20,15-30 cos 5" \
		"trunk 30-20 cos 5" "vlan 5000 cos 5" "cos 8" "cos 9 mac_forge allow"; do
		# shellcheck disable=SC2086 # words
		refused vmfex -n host profile set keep $change
		equal "profile after $change" "$(vmfex -n host -j profile show keep)" "$before"
	done
	refused vmfex -n host profile set keep native 99
	[[ $refusal == *"native VLAN 99 is not among the VLANs of the trunk"* ]] || fail "$refusal"
	refused vmfex -n host profile set nobody cos 5
	[[ $refusal == *"no profile nobody in cluster default"* ]] || fail "$refusal"
	refused vmfex -n host profile add keep cos 5
	[[ $refusal == *"profile keep exists in cluster default"* ]] || fail "$refusal"
	equal "profile at last" "$(vmfex -n host -j profile show keep)" "$before"
	equal "port" "$(vmfex -n host -j port show profile keep | fields profile generation state)" \
		"1: profile=keep generation=1 state=associated"
	# A change that is not refused is the first event.
	vmfex -n host profile set keep cos 4
	poll 10 grep -q '"generation":2' "$work/events"
	poll 10 grep -q '"event":"port"' "$work/events"
	equal "events" "$(grep -v '"name":"probe"' "$work/events" |
		sed -E 's/.*"event":"([^"]*)".*/\1/' | sort | uniq -c | xargs)" "1 port 1 profile"
	equal "generation" "$(generation keep)" 2
}

# The monitor is listening when it has told an event; more of the probe may follow.
monitored() {
	vmfex -n host profile add probe
	vmfex -n host profile del probe
	[[ -s $work/events ]]
}

users() {
	local i
	rig vfs=6
	vmfex -n host -b - <<-END
		profile add one
		profile add two cos 5
		profile add two cluster other
		port bind fex0v0 profile one
		port bind fex0 vf 1-3 profile two
		port preassociate fex0v4 profile two
		port bind fex0 profile one
	END
	equal "users of one" "$(vmfex -n host -j port show profile one | fields ifname state)" \
		"1: ifname=fex0 state=associated
1: ifname=fex0v0 state=associated"
	equal "users of two" "$(vmfex -n host -j port show profile two | fields ifname state)" \
		"1: ifname=fex0v1 state=associated
1: ifname=fex0v2 state=associated
1: ifname=fex0v3 state=associated
1: ifname=fex0v4 state=preassociated"
	equal "numbers" "$(vmfex -n host -j profile show | fields name cluster num_ports)" \
		"1: name=one cluster=default num_ports=2
1: name=two cluster=default num_ports=4
1: name=two cluster=other num_ports=0"
	equal "unbound ports" "$(vmfex -n host -j port show state unbound | fields ifname)" \
		"1: ifname=fex0v5"

	# A preassociated port gets the new generation, and stays without carrier.
	vmfex -n host profile set two cos 6
	equal "new generation" "$(vmfex -n host -j port show profile two | fields state generation)" \
		"3: state=associated generation=2
1: state=preassociated generation=2"
	equal "carrier" "$(vmfex -n host -j port show fex0v4 | fields state carrier)" \
		"1: state=preassociated carrier=False"
	vmfex -n host port bind fex0v1 profile one
	vmfex -n host port unbind fex0v2
	equal "numbers at last" "$(vmfex -n host -j profile show cluster default | fields name num_ports)" \
		"1: name=one num_ports=3
1: name=two num_ports=2"
	# An adapter that goes leaves none behind.
	ip -n host link del fex0
	equal "numbers without adapter" "$(vmfex -n host -j profile show | fields num_ports)" \
		"3: num_ports=0"
	for i in one two "two cluster other"; do
		# shellcheck disable=SC2086 # words
		vmfex -n host profile del $i
	done
	equal "profiles" "$(vmfex -n host -j profile show)" "[]"
}

run_tests
