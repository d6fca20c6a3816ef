#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Whose port it is: one holder as long as it is in use, whatever managers do that know nothing of each
# other; and whose address: the administrative one, and nothing that somebody left on the netdev.
#
# Who holds a port is the module's alone:
# kernels: 6.12 debug uml
# What a macvtap or a container does to the netdev is the kernel's, too:
# kernels: 6.1 6.1-rt 6.12 7.2 debug uml: holder_ends_right_after_another held_in_a_container address_in_use
# kernels: 6.1 6.1-rt 6.12 7.2 debug uml: address_left_behind announced_address

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="another_instance_is_refused another_manager_cleans_up
	holder_ends_right_after_another stale_holder_is_replaced
	administrator_keeps_the_holder unbinding_an_instance claimed_once found_by_instance
	held_in_a_container address_in_use address_left_behind announced_address"

A=11111111-1111-4111-8111-111111111111
B=22222222-2222-4222-8222-222222222222
mac_a=52:54:00:00:0a:01
mac_b=52:54:00:00:0b:02
manager_a=(profile web instance "$A" host 33333333-3333-4333-8333-333333333333)
manager_b=(profile db instance "$B" host 33333333-3333-4333-8333-333333333333)

# above NAME ADDRESS [MODE]: a macvtap on fex0v0, as a machine's manager makes one, still down
above() {
	ip -n host link add "$1" link fex0v0 address "$2" type macvtap mode "${3:-private}"
}

# machine_a [MODE]: runs
machine_a() {
	modprobe macvtap
	unbound_rig
	[[ ${1-} != passthru ]] || ip -n host link set fex0v0 address "$mac_a"
	above vma "$mac_a" "${1-}"
	vfport -n host set fex0 vf 0 mac "$mac_a" "${manager_a[@]}" request associate
	ip -n host link set vma up
	poll 10 carrier fex0v0 host
}

# port WORD...: what the tool says of fex0v0, as JSON values in one line
port() {
	vmfex -n host -j port show fex0v0 |
		jq -r "[$(printf '.[0].%s, ' "$@" | sed 's/, $//')] | map(. // \"-\") | join(\" \")"
}

# is_a [STATE]: all that is A's is as it was
is_a() {
	equal "port" "$(port state profile instance_uuid admin_mac)" "associated web $A $mac_a"
}

# B's manager, by what libvirt sends: the refusal is an answer, which its own UUID comes with.
another_instance_is_refused() {
	local mode request
	machine_a
	for mode in private vepa bridge; do
		for request in preassociate-rr associate; do
			above vmb "$mac_b" "$mode"
			vfport -n host set fex0 vf 0 mac "$mac_b" "${manager_b[@]}" request "$request"
			is_a
			equal "answer" "$(vfport -n host get fex0 vf 0 | grep -oE 'instance [^ ]*|response [^ ]*' | xargs)" \
				"instance $B response badstate"
			equal "reason" "$(port error)" "fex0v0 is in use by $A"
			ip -n host link del vmb
		done
	done
	refused vmfex -n host port bind fex0v0 profile db instance "$B" mac "$mac_b"
	[[ $refusal == *"fex0v0 is in use by $A"* ]] || fail "$refusal"
	is_a
	# A's own manager may say it again, and may say something else.
	vfport -n host set fex0 vf 0 mac "$mac_a" "${manager_a[@]}" request associate
	is_a
	vmfex -n host port bind fex0v0 profile db instance "$A" owner "a machine"
	equal "port" "$(port profile instance_uuid owner)" "db $A a machine"
	refused vmfex -n host port bind fex0v0 profile web instance "$B"
	[[ $refusal == *"in use by $A, a machine"* ]] || fail "$refusal"
}

# It does not say whose end that is; the holder's own end says as much. A manager sets the netdev down first.
another_manager_cleans_up() {
	machine_a
	above vmb "$mac_b"
	vfport -n host set fex0 vf 0 mac "$mac_b" "${manager_b[@]}" request associate
	vfport -n host set fex0 vf 0 request disassociate
	is_a
	vfport -n host set fex0 vf 0 mac "$mac_b" "${manager_b[@]}" request associate
	ip -n host link set fex0v0 down
	vfport -n host set fex0 vf 0 request disassociate
	is_a
	ip -n host link del vmb
	is_a
	# The next one is the holder's.
	vfport -n host set fex0 vf 0 request disassociate
	equal "port" "$(port state profile instance_uuid admin_mac)" "unbound - - -"
}

# Its end is not known from the other's, but for what follows: the machine is gone.
holder_ends_right_after_another() {
	machine_a passthru
	refused ip -n host link set vma address "$mac_b"
	ip -n host link set fex0v0 down
	vfport -n host set fex0 vf 0 request disassociate
	is_a
	ip -n host link del vma
	equal "port" "$(port state profile instance_uuid admin_mac)" "unbound - - -"
}

stale_holder_is_replaced() {
	machine_a
	ip -n host link set vma down
	vfport -n host set fex0 vf 0 mac "$mac_b" "${manager_b[@]}" request associate
	equal "port" "$(port state profile instance_uuid admin_mac)" "associated db $B $mac_b"
	ip -n host link del vma
	vmfex -n host port bind fex0v0 profile web instance "$A"
	equal "port" "$(port state profile instance_uuid)" "associated web $A"
}

administrator_keeps_the_holder() {
	machine_a
	vmfex -n host port bind fex0v0 profile db
	equal "port" "$(port state profile instance_uuid admin_mac)" "associated db $A $mac_a"
	vmfex -n host port bind fex0v0 profile web owner "rack 7"
	equal "port" "$(port profile instance_uuid owner)" "web $A rack 7"
	vmfex -n host port unbind fex0v0
	equal "port" "$(port state instance_uuid owner)" "unbound - -"
	# One that nobody holds: an instance may take it as it is, and not to somewhere else.
	vmfex -n host port bind fex0v0 profile web
	refused vmfex -n host port bind fex0v0 profile db instance "$B"
	[[ $refusal == *"fex0v0 is used under profile web"* ]] || fail "$refusal"
	vmfex -n host port bind fex0v0 profile web instance "$B"
	equal "port" "$(port profile instance_uuid)" "web $B"
}

unbinding_an_instance() {
	machine_a
	refused vmfex -n host port unbind fex0v0 instance "$B"
	[[ $refusal == *"fex0v0 is held by $A"* ]] || fail "$refusal"
	is_a
	vfport -n host set fex0 vf 0 instance "$B" request disassociate
	is_a
	vmfex -n host port unbind fex0v0 instance "$A"
	equal "port" "$(port state instance_uuid)" "unbound -"
	vmfex -n host port unbind fex0v0 instance "$A"
	vmfex -n host port bind fex0v0 profile web
	refused vmfex -n host port unbind fex0v0 instance "$A"
	[[ $refusal == *"fex0v0 is held by no instance"* ]] || fail "$refusal"
	vmfex -n host port unbind fex0v0
}

# Of many at once one gets the port.
claimed_once() {
	local i pids=() won=0
	unbound_rig
	for i in 1 2 3 4 5 6; do
		vmfex -n host port bind fex0v0 profile web exclusive instance "$i$i$i$i$i$i$i$i-0000-4000-8000-000000000000" \
			2>"$work/claim$i" &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		! wait "$i" || ((++won))
	done
	equal "who got it" "$won" 1
	equal "refusals" "$(cat "$work"/claim? | grep -c "fex0v0 is held by ")" 5
	refused vmfex -n host port bind fex0v0 profile web exclusive
	[[ $refusal == *"fex0v0 is held by "* ]] || fail "$refusal"
	refused vmfex -n host port preassociate fex0v0 profile web exclusive instance "$A"
	vmfex -n host port unbind fex0v0
	vmfex -n host port bind fex0v0 profile web exclusive
	refused vmfex -n host port bind fex0v0 profile web exclusive
	[[ $refusal == *"fex0v0 is bound to profile web"* ]] || fail "$refusal"
}

found_by_instance() {
	local long
	long=$(printf 'o%.0s' {1..64})
	unbound_rig vfs=4
	vmfex -n host port bind fex0v0 profile web instance "$A" owner "$long"
	vmfex -n host port bind fex0v1 profile web instance "$B"
	vmfex -n host port bind fex0v2 profile db instance "$A"
	vmfex -n host port bind fex0v3 profile db
	equal "A's" "$(vmfex -n host -j port show instance "$A" | jq -r '.[].ifname' | xargs)" "fex0v0 fex0v2"
	equal "A's under db" "$(vmfex -n host -j port show instance "$A" profile db | jq -r '.[].ifname')" fex0v2
	equal "nobody's" "$(vmfex -n host -j port show instance "${A/1/9}" | jq length)" 0
	equal "owner" "$(port owner)" "$long"
	refused vmfex -n host port bind fex0v1 profile web owner "${long}x"
	# Whoever comes next has an owner of its own, or none.
	vmfex -n host port bind fex0v0 profile web instance "$B"
	equal "owner" "$(port owner)" -
}

held_in_a_container() {
	unbound_rig
	vmfex -n host port bind fex0v0 profile web instance "$A"
	guest box fex0v0 192.0.2.1/24
	refused vmfex -n host port bind fex0 vf 0 profile db instance "$B"
	[[ $refusal == *"is in use by $A"* ]] || fail "$refusal"
	ip -n box link set eth0 down
	vmfex -n host port bind fex0 vf 0 profile db instance "$B"
}

# Managers write the second machine's address before anything else, and macvtap's own does the same.
address_in_use() {
	machine_a passthru
	refused ip -n host link set fex0v0 address "$mac_b"
	[[ $refusal == *"resource busy"* ]] || fail "$refusal"
	refused ip -n host link set vma address "$mac_b"
	equal "addresses" "$(address fex0v0 host) $(address vma host)" "$mac_a $mac_a"
	# What it was refused for, its manager cleans up.
	ip -n host link set fex0v0 address "$mac_a"
	ip -n host link set fex0v0 down
	vfport -n host set fex0 vf 0 request disassociate
	is_a
	ip -n host link set fex0v0 up
	ip -n host link set fex0 vf 0 trust on
	ip -n host link set vma address "$mac_b"
	equal "address of a trusted one" "$(address fex0v0 host)" "$mac_b"
	ip -n host link set fex0 vf 0 trust off
	# A manager that crashed left it behind.
	ip -n host link del vma
	ip -n host link set fex0v0 address 52:54:00:00:0c:03
	vfport -n host set fex0 vf 0 request disassociate
	ip -n host link set fex0v0 address "$mac_b"
}

address_left_behind() {
	local left=52:54:00:00:0f:01
	unbound_rig
	vmfex -n host profile add strict mac_forge deny
	ip -n host link set fex0v0 address "$left"
	ip -n host link set fex0 vf 0 mac "$mac_a"
	vmfex -n host port bind fex0v0 profile strict
	cat >"$work/fates" <<-END
		listen switch/fi0v0
		watch host/fex0v0
		watch switch/fi0v0
		up host/fex0v0
		send host/fex0v0 from=$left : drop host/fex0v0 tx_mac
		send host/fex0v0 from=$mac_a : got switch/fi0v0 from=$mac_a
	END
	fate <"$work/fates"
}

# At a failover other machines learn where the port's address is, and no other's.
announced_address() {
	local left=52:54:00:00:0f:01
	unbound_rig
	ip -n host link add up1 mtu 1520 type veth peer name sw1 mtu 1520 netns switch
	ip -n switch link set sw1 up
	ip -n host link set up1 up
	poll 10 carrier up1 host
	ip -n host link set up1 master fex0
	ip -n host link set fex0v0 address "$left"
	ip -n host link set fex0 vf 0 mac "$mac_a"
	vmfex -n host port bind fex0v0 profile web
	poll 10 carrier fex0v0 host
	capture switch sw1 fail_over
	(($(captured "from=$mac_a") > 0)) || fail "no announcement: $(cat "$work/frames")"
	equal "announcements of what was left" "$(captured "from=$left")" 0
}

fail_over() {
	ip -n host link set up0 down
	poll 10 uplink_active up1
}

run_tests
