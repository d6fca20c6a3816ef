# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Real libvirt, for the selftests (needs lib.sh): a libvirtd in a network namespace, without systemd,
# udev and dbus, and with directories of its own in $work/libvirt/NETNS, so that there can be several.
# Its QEMU emulates. The examples are those of Documentation/libvirt.rst.

page=${here:?}/../Documentation/libvirt.rst

# example NAME: the text of a code block of the page
example() {
	awk -v name="$1" '
		/^\.\. code-block::/ { block = 1; found = 0; next }
		block && /^   :name: / { found = $2 == name; next }
		block && /^[^ ]/ { block = found = 0 }
		found { sub(/^   /, ""); print; lines++ }
		END { exit !lines }
	' "$page" || fail "$page has no example $1"
}

# run_example NAME: run the commands of a code block of the page as the host's administrator would. Their virsh
# is ours, since the namespace has no daemon at the usual place.
run_example() {
	eval "$(example "$1" | sed -E "s/^(vmfex|ip) /\\1 -n ${hypervisor:-host} /")"
}

# page_profiles NETNS: what the page has to be there before the guests start; rig made the adapter
page_profiles() {
	hypervisor=$1 run_example adapter
}

# libvirt_directory NETNS
libvirt_directory() {
	echo "${work:?}/libvirt/$1"
}

# virsh ARGUMENT...: on the hypervisor that $hypervisor names, the network namespace host unless set.
# Without polkit newer ones complain of it on stderr.
virsh() {
	command virsh -q -c "$(uri_of "${hypervisor:-host}")" "$@" \
		2> >(grep -vi polkit >&2 || true)
}

# uri_of NETNS
uri_of() {
	echo "qemu+unix:///system?socket=$(libvirt_directory "$1")/run/libvirt-sock"
}

# libvirt_files NETNS: configuration, and nothing else. The filter spares some 400 questions about the
# CPU at each start, which take an emulated machine seconds.
libvirt_files() {
	local dir
	dir=$(libvirt_directory "$1")
	rm -rf "$dir"
	mkdir -p "$dir"/{run,lib,log,etc/qemu} /run/libvirt /var/{lib,log,cache}/libvirt /etc/libvirt
	cat >"$dir/etc/libvirtd.conf" <<-END
	auth_unix_rw = "none"
	host_uuid = "$(cat /proc/sys/kernel/random/uuid)"
	END
	cat >"$dir/etc/qemu.conf" <<-END
	user = "root"
	group = "root"
	security_driver = "none"
	remember_owner = 0
	namespaces = []
	stdio_handler = "file"
	cgroup_controllers = []
	capability_filters = [ "cpu-unavailable-features" ]
	END
}

# What the daemon learned of QEMU stays in /var/cache/libvirt, for all: that takes it seconds.
_libvirtd() {
	local ns=$1 dir
	dir=$(libvirt_directory "$1")
	# shellcheck disable=SC2016 # for the inner shell
	exec ip netns exec "$ns" unshare --mount --uts bash -ec '
		hostname "$2"
		mount --bind "$1/run" /run/libvirt
		mount --bind "$1/lib" /var/lib/libvirt
		mount --bind "$1/log" /var/log/libvirt
		mount --bind "$1/etc" /etc/libvirt
		exec libvirtd --pid-file /run/libvirt/libvirtd.pid >>"$1/log/libvirtd.log" 2>&1
	' - "$dir" "$ns"
}

# libvirt_start [NETNS]: start the daemon and wait until it serves; it keeps what it had
libvirt_start() {
	local ns=${1:-host}
	background _libvirtd "$ns"
	echo $! >"$(libvirt_directory "$ns")/pid"
	poll 120 _libvirt_serves "$ns"
}

# The socket is there before the drivers are.
_libvirt_serves() {
	[[ -S $(libvirt_directory "$1")/run/libvirt-sock ]] && hypervisor=$1 virsh list >/dev/null 2>&1
}

# libvirt_stop [NETNS]: end the daemon; its guests go on
libvirt_stop() {
	local pid
	pid=$(<"$(libvirt_directory "${1:-host}")/pid")
	kill "$pid"
	poll 60 ended "$pid"
}

# ended PROCESS
ended() {
	[[ $(awk '/^State:/ { print $2 }' "/proc/$1/status" 2>/dev/null) =~ ^Z?$ ]]
}

# define NAME: define a guest that boots over the network and has the interfaces of stdin
define() {
	cat >"$work/$1.xml" <<-END
	<domain type='qemu'>
	  <name>$1</name>
	  <memory unit='MiB'>64</memory>
	  <os>
	    <type arch='x86_64' machine='pc'>hvm</type>
	    <boot dev='network'/>
	  </os>
	  <features><acpi/></features>
	  <devices>
	    <controller type='usb' model='none'/>
	    $(cat)
	    <serial type='file'><source path='$work/$1.console'/></serial>
	    <memballoon model='none'/>
	  </devices>
	</domain>
	END
	virsh define "$work/$1.xml"
}

# qemu_of DOMAIN: the process
qemu_of() {
	cat "$(libvirt_directory "${hypervisor:-host}")/run/qemu/$1.pid"
}

# port_of VNIC: state, profile, carrier and instance of its port, in a line
port_of() {
	vmfex -n "${hypervisor:-host}" -j port show "$1" | jq -r '.[0] |
		"\(.state) \(.profile // "-") \(.carrier) \(.instance_uuid // "-")"'
}

# port_field VNIC NAME
port_field() {
	vmfex -n "${hypervisor:-host}" -j port show "$1" | jq -r ".[0].$2 // \"-\""
}

# macvtap_of VNIC: name, address and mode of the macvtap on it, in a line
macvtap_of() {
	ip -n "${hypervisor:-host}" -j -d link show type macvtap | jq -r --arg vnic "$1" '.[] |
		select(.link == $vnic) | "\(.ifname) \(.address) \(.linkinfo.info_data.mode)"'
}

# is_up DEV: administratively
is_up() {
	(($(ip netns exec "${hypervisor:-host}" cat "/sys/class/net/$1/flags") & 1))
}

# given DOMAIN VNIC MAC MODE PROFILE: the guest has the vNIC, as it must be right after it got it
given() {
	local domain=$1 vnic=$2 mac=$3 mode=$4 profile=$5 ns=${hypervisor:-host} tap state
	virsh "domuuid $domain; domiflist $domain; domifstat $domain $mac" >"$work/virsh"
	equal "$vnic: port" "$(port_of "$vnic")" "associated $profile true $(head -n 1 "$work/virsh")"
	is_up "$vnic" || fail "$vnic is down"
	has_carrier "$vnic" "$ns" || fail "$vnic has no carrier"
	read -r tap state <<<"$(macvtap_of "$vnic")"
	[[ $tap ]] || fail "no macvtap on $vnic"
	equal "$tap" "$state" "$mac $mode"
	has_carrier "$tap" "$ns" || fail "$tap has no carrier"
	equal "domiflist" "$(awk -v mac="$mac" 'NF == 5 && $5 == mac { print $1 }' "$work/virsh")" "$tap"
	equal "domifstat" "$(grep -cE '^[^ ]+ [rt]x_(packets|errs) [0-9]+$' "$work/virsh")" 4
	case $mode in
	passthru) equal "$vnic: address" "$(address "$vnic" "$ns")" "$mac" ;;
	*) equal "$vnic: address" "$(address "$vnic" "$ns")" "$(own_address "$vnic")" ;;
	esac
}

# freed VNIC: as it was before, right after the guest lost it
freed() {
	equal "$1: port" "$(port_of "$1")" "unbound - false -"
	equal "$1: macvtap" "$(macvtap_of "$1")" ""
	equal "$1: address" "$(address "$1" "${hypervisor:-host}")" "$(own_address "$1")"
	! is_up "$1" || fail "$1 is up"
	no_carrier "$1" "${hypervisor:-host}" || fail "$1 has a carrier"
}

# not_given VNIC MAC: what a refused guest with this address leaves. Not every libvirt gives the vNIC its own
# address back then; some do only when a guest ends.
not_given() {
	local left
	left=$(address "$1" "${hypervisor:-host}")
	[[ $left == "$2" ]] || equal "$1: address" "$left" "$(own_address "$1")"
	equal "$1: macvtap" "$(macvtap_of "$1")" ""
	no_carrier "$1" "${hypervisor:-host}" || fail "$1 has a carrier"
}

# remember_addresses NETNS: what the vNICs have of their own, for given and freed
# shellcheck disable=SC2016 # for the inner shell
remember_addresses() {
	ip netns exec "$1" bash -c 'cd /sys/class/net && grep "" fex0v*/address' |
		sed 's|/address:| |' >"$work/own-$1"
}

own_address() {
	awk -v vnic="$1" '$1 == vnic { print $2 }' "$work/own-${hypervisor:-host}"
}
