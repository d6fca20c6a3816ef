# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the selftests share. A script lists its tests, functions, in TESTS and
# ends with `run_tests`. Each test starts with the module freshly loaded and no
# network namespace but the initial one, and runs in a shell of its own with
# `set -e`: the first command that fails fails the test. Output is KTAP.

export LC_ALL=C
# The tag of the last rig
rig_tag=vntag
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PATH=$here/tools:$PATH
# shellcheck source=headlib.sh
. "$here/headlib.sh"

# fail TEXT...: fail the running test
fail() {
	echo "FAIL: $*"
	exit 1
}

# skip TEXT...: the running test cannot run here, and says why
skip() {
	echo "SKIP: $*"
	exit 4
}

# equal WHAT GOT WANTED
equal() {
	[[ $2 == "$3" ]] || fail "$1: got '$2', wanted '$3'"
}

# refused COMMAND...: the command must fail; its output is left in $refusal
# shellcheck disable=SC2034 # for the caller
refused() {
	if refusal=$("$@" 2>&1); then
		fail "not refused: $*"
	fi
}

# An emulated kernel that checks everything takes up to 70 times as long as User Mode Linux.
unhurried=1
[[ ! -e /sys/kernel/debug/kmemleak ]] || unhurried=20

# slice COUNT: how much of what a test repeats is enough. On the kernel that checks locks as well all of it
# takes most of an hour; User Mode Linux does all.
slice() {
	if [[ -e /proc/lockdep_stats ]]; then
		echo $(($1 / 4))
	else
		echo "$1"
	fi
}

# portion COUNT: of what finds more the more often it is done: enough for each time. `make check-all` does all.
portion() {
	if [[ ${FULL-} ]]; then
		slice "$1"
	else
		slice $(($1 * 2 / 5))
	fi
}

# A pipe that nobody writes to, to wait with: without a process each time, and without another $!.
exec {never}<> <(:)

# poll SECONDS COMMAND...: until the command succeeds; a debug kernel has more time
poll() {
	local end=$((SECONDS + $1 * unhurried))
	shift
	until "$@"; do
		((SECONDS < end)) || fail "not in time: $*"
		read -rt 0.05 <&"$never" || true
	done
}

# knob PATH VALUE: until the test ends; a kernel without it has nothing to tell
knob() {
	[[ -w $1 ]] || return 0
	echo "$1 $(<"$1")" >>"$work/knobs"
	echo "$2" >"$1"
}

# expedite: until the test ends, do not wait for grace periods as long as the kernel would like to. The
# core waits for one for each netdev that loses its carrier, and PREEMPT_RT never hurries unless told to.
expedite() {
	knob /sys/kernel/rcu_normal 0
	knob /sys/kernel/rcu_expedited 1
}

# background COMMAND...: until the test ends; leaves the process id in $!
background() {
	"$@" &
	echo $! >>"$work/background"
}

# drops DEV REASON [NETNS]: frames that DEV dropped for the REASON
drops() {
	${3:+ip netns exec "$3"} ethtool -S "$1" | awk -v name="drop_$2:" '$1 == name { print $2 }'
}

# adapter_drops ADAPTER REASON [NETNS]: those that no port is charged for
adapter_drops() {
	${3:+ip netns exec "$3"} ethtool -S "$1" | awk -v name="adapter_drop_$2:" '$1 == name { print $2 }'
}

# all_drops DEV [NETNS]: the reasons that count, as `reason=number` words
all_drops() {
	${2:+ip netns exec "$2"} ethtool -S "$1" |
		awk '/drop_/ && $2 { sub(":", "", $1); printf "%s=%s ", $1, $2 }' | sed 's/ $//'
}

# stat DEV NAME [NETNS]: a counter of ip -s link, such as rx_packets
stat_of() {
	${3:+ip netns exec "$3"} cat "/sys/class/net/$1/statistics/$2"
}

# carrier DEV [NETNS]: it has one, and the core has acted on it; until then every frame sent there is dropped
carrier() {
	local link
	link=$(ip ${2:+-n "$2"} link show dev "$1" 2>/dev/null) || return
	[[ $link == *LOWER_UP* && $link != *' state DOWN '* ]]
}

# forwards NETNS DEV...: these ports of a bridge do; it learns of a carrier after everyone else
forwards() {
	local dev
	for dev in "${@:2}"; do
		[[ $(bridge -n "$1" link show dev "$dev") == *'state forwarding'* ]] || return
	done
}

# has_carrier DEV [NETNS]: as of now, whether the core knows yet or not
has_carrier() {
	[[ $(${2:+ip netns exec "$2"} cat "/sys/class/net/$1/carrier" 2>/dev/null) == 1 ]]
}

no_carrier() {
	! has_carrier "$@"
}

# monitor_hears NETNS UPLINK: what is told from now on is in $work/events; labels that say "listening" mean this
monitor_hears() {
	vmfex -n "$1" uplink set "$2" physnet "listening$RANDOM"
	[[ -s $work/events ]]
}

# netns NAME: a network namespace where nobody sends unasked; IPv6 is off in it
netns() {
	ip netns add "$1"
	ip netns exec "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1
	ip -n "$1" link set lo up
}

# ipv6 NAME: switch IPv6 on again
ipv6() {
	ip netns exec "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=0 \
		net.ipv6.conf.default.disable_ipv6=0
}

# large_segments NETNS...: TCP cuts what it sends to what it believes that a millisecond takes: little, on a
# slow machine.
large_segments() {
	local ns
	for ns; do
		ip netns exec "$ns" sysctl -qw net.ipv4.tcp_min_tso_segs=32
	done
}

# What tests have to know of a tag format, for each, and only here: its type; the bytes that it adds to a frame, and
# those of them that an uplink's MTU has to have room for; the VIF of the adapter's own port; the number of a VIF list,
# if there are lists. The word pcp: a profile's priority is in the tag; vlan: it is a VLAN header, that the stack and
# NICs take off and put on, and that a guest may have nowhere.
declare -A tag_formats=(
	[vntag]="type=0x8926 len=6 room=6 self=4095 list=5"
	[etag]="type=0x893f len=8 room=8 self=4095 list=0x100005 pcp"
	[svlan]="type=0x88a8 len=4 room=0 self=4094 pcp vlan"
)
tags=(vntag etag svlan)

# tag_value TAG NAME: nothing if it has none
tag_value() {
	[[ " ${tag_formats[$1]} " != *" $2="* ]] || { set -- "${tag_formats[$1]#*"$2="}"; echo "${1%% *}"; }
}

# tag_is TAG WORD
tag_is() {
	[[ " ${tag_formats[$1]} " == *" $2 "* ]]
}

other_tags() {
	printf '%s\n' "${tags[@]}" | grep -vx "$1"
}

# by_tag FUNCTION...: names of tests, one for each format, each of which is the function called with the format
by_tag() {
	local name
	for name; do
		printf "${name}_%s\n" "${tags[@]}"
	done
}

# rig [tag=TAG] [vfs=N] [links=N] [mtu=N]: both ends of a fabric link
#
#   netns host: fex0, mode host, vNICs fex0v0 ..      uplinks up0 .. (veth)
#                                                        |
#   netns switch: fi0, mode fabric, vEths fi0v0 ..    links sw0 .. (veth)
#
# With several links the switch has one fabric adapter for each: fi0, fi1, ..
# Nothing is bound. The links' MTU leaves room for a vNIC's 1500.
rig() {
	local tag=vntag vfs=2 links=1 mtu=1520 i
	((!$#)) || local "$@"
	rig_tag=$tag
	netns host
	netns switch
	ip -n host link add fex0 type vmfex mode host tag "$tag" num_vfs "$vfs"
	for ((i = 0; i < links; i++)); do
		ip -n host -b - <<-END
			link add up$i mtu $mtu type veth peer name sw$i mtu $mtu netns switch
			link set up$i up master fex0
		END
		ip -n switch -b - <<-END
			link add fi$i type vmfex mode fabric tag $tag num_vfs $vfs
			link set sw$i up master fi$i
		END
		poll 10 carrier "up$i" host
		poll 10 carrier "sw$i" switch
	done
	poll 10 uplink_active up0
	# A port that is bound before its uplink is active announces itself later.
	for ((i = 0; i < links; i++)); do
		poll 10 uplink_active "sw$i" switch
	done
}

uplink_active() {
	[[ $(ip netns exec "${2:-host}" cat "/sys/class/net/$1/vmfex/state") == active ]]
}

# percpu: KiB of per-CPU memory that are populated
percpu() {
	awk '$1 == "Percpu:" { print $2 }' /proc/meminfo
}

# macvlans FIRST COUNT: on sw0 in netns host. To be weighed against vNICs their names must be as long: a longer
# one can take a larger object for each of a netdev's sysctl directories.
macvlans() {
	seq -f 'link add link sw0 name mac0v%g type macvlan mode private' "$1" $(($1 + $2 - 1)) |
		ip -n host -batch -
}

# bind NETNS PORT... PROFILE: bind ports, given as `DEV`, and set them up
bind() {
	local ns=$1 profile=${*: -1} port
	shift
	for port in "${@:1:$#-1}"; do
		vmfex -n "$ns" port bind "$port" profile "$profile"
		ip -n "$ns" link set "$port" up
	done
}

# unbound_rig [ARGUMENT of rig...]: rig, with profiles web and db in netns host, where nothing is bound but
# fex0 and fex0v0 are up; the switch's end takes everything
unbound_rig() {
	rig "$@"
	vmfex -n host profile add web
	vmfex -n host profile add db vlan 7
	vmfex -n switch profile add any
	bind switch fi0v0 any
	ip -n host link set fex0 up
	ip -n host link set fex0v0 up
}

# host_stack NETNS PORT...: ports that are the host's own, or the switch's, and no guest's
host_stack() {
	local port
	for port in "${@:2}"; do
		vmfex -n "$1" port set "$port" host_stack on
	done
}

# guest NAME DEV ADDRESS/LEN: a network namespace whose eth0 is the vNIC DEV
guest() {
	netns "$1"
	ip -n host link set "$2" netns "$1" name eth0
	ip -n "$1" address add "$3" dev eth0
	ip -n "$1" link set eth0 up
}

# switch_bridge [ARGUMENT...] -- VETH...: a bridge of the switch over vEths
switch_bridge() {
	local arguments=() port
	while [[ $1 != -- ]]; do
		arguments+=("$1")
		shift
	done
	shift
	ip -n switch link add br0 type bridge "${arguments[@]}"
	for port; do
		ip -n switch link set "$port" up master br0
	done
	ip -n switch link set br0 up
}

# capture [-Q out] NETNS DEV COMMAND...: what is on the device, or what it sends, while the command runs, in
# $work/cap, and as lines of tools/frames in $work/frames. A frame of our own marks
# the end, so that none before it is missed; it is not among the lines.
capture() {
	local direction=() ns dev pid
	if [[ $1 == -Q ]]; then
		direction=("${@:1:2}")
		shift 2
	fi
	ns=$1 dev=$2
	shift 2
	rm -f "$work/tcpdump"
	ip netns exec "$ns" tcpdump -Uni "$dev" "${direction[@]}" --immediate-mode -B 32768 -w "$work/cap" 2>"$work/tcpdump" &
	pid=$!
	poll 10 grep -q 'listening on' "$work/tcpdump"
	"$@"
	send -n "$ns" -i "$dev" -d 02:00:00:00:00:fe -t 0x88b6
	poll 10 _captured_mark
	kill -INT "$pid"
	wait "$pid"
	frames "$work/cap" "$rig_tag" | grep -v type=0x88b6 >"$work/frames" || true
}

_captured_mark() {
	tcpdump -r "$work/cap" 'ether proto 0x88b6' 2>/dev/null | grep -q .
}

# captured PATTERN...: how many lines of $work/frames have all the words; a PATTERN
# is a regular expression that must match whole words
captured() {
	awk -v patterns="$*" '
		BEGIN { n = split(patterns, want, " ") }
		{
			for (i = 1; i <= n; i++)
				if ($0 !~ "(^| )" want[i] "( |$)")
					next
			count++
		}
		END { print count + 0 }' "$work/frames"
}

# to_bridge VIF, to_vnic VIF: patterns for the rig's tag. Only VN-Tag's two directions differ.
to_bridge() {
	case $rig_tag in
	vntag) echo "tag=vntag dir=0 ptr=0 dst=0 looped=0 version=0 src=$1" ;;
	etag) echo "tag=etag grp=0 ecid=$1 ingress=0" ;;
	svlan) echo "tag=svlan dei=0 vid=$1" ;;
	esac
}

to_vnic() {
	if [[ $rig_tag == vntag ]]; then
		echo "tag=vntag dir=1 ptr=0 dst=$1 looped=0 version=0"
	else
		to_bridge "$1"
	fi
}

# address DEV [NETNS]: the MAC address
address() {
	${2:+ip netns exec "$2"} cat "/sys/class/net/$1/address"
}

# two_guests [ARGUMENT of rig...]: netns a and b with eth0 on fex0v0 and fex0v1,
# 192.0.2.1 and .2, profile any, behind a bridge of the switch. No frame but those
# of the test is on the wire.
two_guests() {
	rig "$@"
	vmfex -n host profile add any
	vmfex -n switch profile add any
	bind host fex0v0 fex0v1 any
	bind switch fi0v0 fi0v1 any
	switch_bridge mcast_snooping 0 -- fi0v0 fi0v1
	guest a fex0v0 192.0.2.1/24
	guest b fex0v1 192.0.2.2/24
	poll 10 carrier eth0 a
	poll 10 carrier eth0 b
	poll 10 ip netns exec a ping -qc 1 -W 1 192.0.2.2
}

# acquaint: the guests a and b know each other for ever, and send no ARP while a test
# counts frames
acquaint() {
	ip -n a neigh replace 192.0.2.2 lladdr "$(address eth0 b)" nud permanent dev eth0
	ip -n b neigh replace 192.0.2.1 lladdr "$(address eth0 a)" nud permanent dev eth0
}

_reset() {
	local pid pids ns status=0
	if [[ -e $work/background ]]; then
		while read -r pid; do
			kill "$pid" 2>/dev/null
			wait "$pid" 2>/dev/null
		done <"$work/background"
		rm -f "$work/background"
	fi
	while read -r ns _; do
		mapfile -t pids < <(ip netns pids "$ns")
		((${#pids[@]} == 0)) || kill -9 "${pids[@]}"
		echo "netns del $ns"
	done < <(ip netns list) | ip -force -b -
	! grep -q '^vmfex ' /proc/modules || rmmod vmfex || status=1
	[[ ! -e $work/knobs ]] || _turn_back
	return "$status"
}

# In reverse order, as a test may turn a knob twice.
_turn_back() {
	local path value
	while read -r path value; do
		echo "$value" >"$path"
	done < <(tac "$work/knobs")
	rm "$work/knobs"
}

_run_test() (
	set -eE
	trap 'echo "FAIL: line $LINENO: $BASH_COMMAND"' ERR
	modprobe vmfex
	if declare -F "$1" >"$work/function"; then
		"$1"
	else
		"${1%_*}" "${1##*_}"
	fi
)

# run_tests: run those of $TESTS that are for this kernel, or those named in the environment's ONLY; the command in
# EACH is told the script and the test after each of them
run_tests() {
	local number=0 failed=0 status name start
	work=$(mktemp -d)
	export work
	# shellcheck disable=SC2046,SC2086 # lists of names
	set -- ${ONLY:-$(tests_here "$0" $TESTS)}
	echo "KTAP version 1"
	echo "1..$#"
	_reset >/dev/null 2>&1
	for name; do
		number=$((number + 1))
		start=$EPOCHREALTIME
		_run_test "$name" >"$work/output" 2>&1
		status=$?
		if ! _reset >"$work/reset" 2>&1; then
			status=1
			{ echo "FAIL: clean-up"; cat "$work/reset"; } >>"$work/output"
		fi
		_report "$number" "$name" "$status" \
			"$(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')"
		((status == 0 || status == 4)) || failed=1
		# shellcheck disable=SC2086 # a command
		[[ -z ${EACH-} ]] || $EACH "$(basename "$0" .sh)" "$name"
	done
	rm -rf "$work"
	exit $failed
}

# A test that passes may print figures, in lines that begin with `#`.
_report() {
	case $3 in
	0)
		grep '^#' "$work/output"
		echo "ok $1 $2 # time $4 s"
		;;
	4) echo "ok $1 $2 # SKIP $(sed -n 's/^SKIP: //p' "$work/output" | head -n 1)" ;;
	*)
		sed 's/^/# /' "$work/output"
		echo "not ok $1 $2 # time $4 s"
		;;
	esac
}
