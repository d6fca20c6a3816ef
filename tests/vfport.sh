#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Port profiles by rtnetlink, as libvirt binds ports for 802.1Qbh, and as nobody
# should. The requests are in tools/vfcases, as tables; tools/vfport sends them.
#
# The client under valgrind, and the texts of reasons, are the same on each kernel:
# kernels: 6.12 debug uml: libvirt_gives_up reasons reasons_of_malformed

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="requests_and_names malformed_and_odd own_ports uuids_by_themselves libvirts_ways libvirt_gives_up
	cases_enough reasons reasons_of_malformed"
machine=(instance 11111111-2222-3333-4444-555555555501 host 66666666-7777-8888-9999-aaaaaaaaaaaa)

# objects: what the tables speak of, in netns host
objects() {
	rig vfs=8
	ip -n host -b - <<-END
		link add other0 type dummy
		link add fex1 type vmfex num_vfs 3
		link set other0 up master fex1
		link set fex0 up
		link set fex0v1 up
	END
	printf 'profile add %s\n' web db w "$(printf 'p%.0s' {1..39})" "$(printf 'q%.0s' {1..40})" \
		A.b_c:d-9 "slow confirm on" | vmfex -n host -b -
	vmfex -n host port bind fex0v5 profile db
	poll 10 uplink_active other0
}

# cases TABLE...
cases() {
	local status=0
	ip netns exec host vfcases "$@" >"$work/table" || status=$?
	cat "$work/table"
	cat "$work/table" >>"$work/tables"
	return "$status"
}

requests_and_names() {
	objects
	cases requests repeated names
}

malformed_and_odd() {
	objects
	cases malformed tolerated addresses several
}

own_ports() {
	objects
	netns guest
	ip -n host link set fex0v2 netns guest name eth0
	cases selves elsewhere
}

# uuids: the words that tell of instance and host, of what is read
uuids() {
	grep -oE '"?(instance|host)(_uuid)?"?[: ]"?[0-9a-f-]{36}' | tr -d '"' | sed -E 's/_uuid//; s/:/ /' | xargs
}

# told_uuids COUNT: the monitor has told of fex0v1 that often
told_uuids() {
	(($(grep -c '"ifname":"fex0v1"' "$work/events") >= $1))
}

# A port may have an instance, a host, both, or none, and all say the same of it.
uuids_by_themselves() {
	local words told=0
	objects
	background vmfex -n host -j monitor port >"$work/events"
	poll 10 monitored
	for words in "" "${machine[*]:0:2}" "${machine[*]:2}" "${machine[*]}"; do
		for port in "fex0 vf 1" "fex0v1 self"; do
			vmfex -n host port unbind fex0v1
			# shellcheck disable=SC2086 # words
			vfport -n host set $port profile web $words request associate
			: $((told += 2))
			poll 10 told_uuids "$told"
			equal "asked with '$words', $port" "$(vfport -n host get fex0 vf 1 | uuids)" "$words"
			equal "of itself" "$(vfport -n host get fex0v1 self | uuids)" "$words"
			equal "JSON" "$(vmfex -n host -j port show fex0v1 | uuids)" "$words"
			equal "text" "$(vmfex -n host -d port show fex0v1 | uuids)" "$words"
			equal "event" "$(grep '"ifname":"fex0v1"' "$work/events" | sed -n "${told}p" | uuids)" "$words"
		done
	done
	# The tool can say as much.
	vmfex -n host port unbind fex0v1
	vmfex -n host port bind fex0v1 profile web "${machine[@]:2}"
	equal "bound by the tool" "$(vfport -n host get fex0 vf 1 | uuids)" "${machine[*]:2}"
}

libvirts_ways() {
	objects
	cases polls answers migration
}

# It takes ten seconds. The client itself is looked at meanwhile.
libvirt_gives_up() {
	local pid
	objects
	cases timeouts &
	pid=$!
	cat >"$work/lines" <<-END
		set fex1 vf 0-2 profile web ${machine[*]} mac 02:00:00:00:cc:00 request associate
		get fex1
		get fex1 vf 2
		get fex1v2 self
		set fex1 vf 2 raw 77 0102030405 no vf raw profile - request 9 self mac 02:00:00:00:00:01
		libvirt-start fex1 vf 0-1 profile web ${machine[*]} vf 2 profile gold
		libvirt-stop fex1 vf 0-2
		dump vfs
	END
	valgrind -q --leak-check=full --error-exitcode=99 vfport -n host -b <"$work/lines" \
		>"$work/said" 2>"$work/valgrind" && fail "all went well"
	equal "complaints" "$(cat "$work/valgrind")" ""
	equal "statuses" "$(grep ^= "$work/said" | xargs)" "= 0 = 0 = 0 = 0 = 2 = 3 = 0 = 0"
	wait "$pid"
}

cases_enough() {
	local count
	count=$(awk '/^# [a-z]+: [0-9]+ cases, 0 failed$/ { n += $3 } END { print n + 0 }' "$work/tables")
	echo "# $count cases in all"
	((count >= 300)) || fail "$count cases"
}

# log_mark: the kernel log begins here for logged
log_mark() {
	mark="vfport $EPOCHREALTIME"
	echo "$mark" >/dev/kmsg
}

# logged TEXT: the kernel has said so since
logged() {
	dmesg | sed "1,/$mark/d" | grep -qF "$1"
}

# All lines, not as many as are good for the log
log_everything() {
	sysctl -qw net.core.message_cost=0
	log_mark
}

monitored() {
	ip -n host link set fex0v6 name probe
	ip -n host link set probe name fex0v6
	[[ -s $work/events ]]
}

# told STATE ERROR: an event says so of fex0v3
told() {
	grep '"ifname":"fex0v3".*"state":"'"$1"'"' "$work/events" | grep -qF "\"error\":\"$2\""
}

# shown: the words of fex0v3 that tell of the last request
shown() {
	vmfex -n host -j port show fex0v3 | tr '{,' '\n' |
		sed -nE 's/^"(state|profile|error|request|response)":"(.*)"[]}]*$/\1=\2/p' | xargs
}

# start_vf3 STATUS PROFILE: as libvirt does, which sees no more than this
start_vf3() {
	local status=0
	vfport -n host libvirt-start fex0 vf 3 mac 02:00:00:00:bb:03 profile "$2" "${machine[@]}" \
		>"$work/client" || status=$?
	equal "status of the client" "$status" "$1"
}

reasons() {
	local reason="no profile gold in cluster default"
	objects
	background vmfex -n host -j monitor port >"$work/events"
	poll 10 monitored
	log_everything
	start_vf3 3 gold
	equal "what libvirt sees" "$(tail -n 1 "$work/client")" "response invalid"
	equal "port" "$(shown)" "state=error error=$reason request=associate response=invalid"
	vmfex -n host port show fex0v3 | grep -qF "$reason" || fail "$(vmfex -n host port show fex0v3)"
	poll 10 told error "$reason"
	logged "fex0v3: profile gold refused: $reason" || fail "$(dmesg | tail)"

	# What is bound stays so, and has the reason all the same.
	start_vf3 0 web
	equal "port after a success" "$(shown)" "state=associated profile=web request=associate response=success"
	log_mark
	start_vf3 3 silver
	reason="no profile silver in cluster default"
	equal "a bound port" "$(shown)" \
		"state=associated profile=web error=$reason request=associate response=invalid"
	poll 10 told associated "$reason"
	logged "fex0v3: profile silver refused: $reason" || fail "$(dmesg | tail)"

	# The switch's own word
	reason="VLAN 100 is not on this link"
	vfport -n host set fex0 vf 3 profile slow "${machine[@]}" request associate
	log_mark
	vmfex -n host port answer fex0v3 response badstate reason "$reason"
	logged "fex0v3: profile slow refused: $reason" || fail "$(dmesg | tail)"
	equal "port after the answer" "$(shown)" \
		"state=error error=$reason request=associate response=badstate"
	poll 10 told error "$reason"
	vfport -n host libvirt-stop fex0 vf 3
	equal "port in the end" "$(shown)" "state=unbound request=disassociate response=success"

	# Nobody writes lines of his own into the log.
	vfport -n host set fex0 vf 3 profile slow "${machine[@]}" request associate
	log_mark
	vmfex -n host port answer fex0v3 response error reason $'one\nline'
	logged 'fex0v3: profile slow refused: one\nline' || fail "$(dmesg | tail)"
}

# A malformed request has an errno, which virsh does not show, and a line in the log.
reasons_of_malformed() {
	local words text
	objects
	netns guest
	ip -n host link set fex0v2 netns guest name eth0
	cat >"$work/reasons" <<-END
		fex0 vf 3|fex0: VF 3 refused: the request is missing
		fex0 vf 3 request 4|fex0: VF 3 refused: unknown request 4
		fex0 vf 4 request 2|fex0: VF 4 refused: the profile is missing
		fex0 vf 3 request 2 profile a/b|fex0: VF 3 refused: "a/b" is not a name for a profile
		fex0 vf 3 request 2 raw profile $(printf '01%.s' {1..40})|\\001" is not a name for a profile
		fex0 vf 3 request 2 profile web raw instance 00|fex0: VF 3 refused: the instance UUID has 1 bytes, not 16
		fex0 vf 3 request 3 raw host 00112233|fex0: VF 3 refused: the host UUID has 4 bytes, not 16
		fex0 vf 3 request 2 profile web raw vsi 00|fex0: VF 3 refused: a VSI type is 802.1Qbg's
		fex0 vf 8 request 3|fex0: VF 8 refused: it is out of range, fex0 has 0 to 7
		fex0 vf 3 mac 01:00:5e:00:00:01 request 3|fex0: VF 3 refused: 01:00:5e:00:00:01 is not an address
		fex0 self request 9|fex0: refused: unknown request 9
		fex0v3 vf 0 request 3|fex0v3: VF 0 refused: fex0v3 is a VF and has none
	END
	log_everything
	sed 's/|.*//; s/^/set /' "$work/reasons" | vfport -n host -b >"$work/said" && fail "all went well"
	equal "refused" "$(grep -c ^refused "$work/said")" "$(wc -l <"$work/reasons")"
	refused vfport -n guest set eth0 self request 3
	echo "|eth0: refused: it can be changed only in the netns of its adapter fex0" >>"$work/reasons"
	while IFS='|' read -r words text; do
		logged "$text" || fail "set $words: no \"$text\" in $(dmesg | tail -n 20)"
	done <"$work/reasons"
}

run_tests
