# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Real guests, for the selftests and the demo (needs lib.sh): QEMU machines that do what an iPXE script
# tells them, and a server whose own logs tell whether they did. A guest gets a lease by DHCP and the
# script by TFTP, fetches a file by HTTP, and fetches a report when it has the whole file. From then on
# it answers pings.
#
# VLAN N has the network 10.N.0.0/24, with the server at 10.N.0.1 and containers above 10.N.0.199.
# The server's files and logs are in $work/server.

# run TEXT: a command that the demo shows; it has a run of its own for that
declare -F run >/dev/null || run() {
	eval "$1"
}

# make_server VLAN...: netns server behind swp2, a port of the switch's VLAN-aware br0
make_server() {
	local vlan
	run "ip netns add server"
	run "ip -n switch link add swp2 type veth peer name eth0 netns server"
	run "ip -n switch link set swp2 up master br0"
	run "ip -n server link set lo up"
	run "ip -n server link set eth0 up"
	for vlan; do
		run "bridge -n switch vlan add dev swp2 vid $vlan"
		run "ip -n server link add eth0.$vlan link eth0 type vlan id $vlan"
		run "ip -n server address add 10.$vlan.0.1/24 dev eth0.$vlan"
		run "ip -n server link set eth0.$vlan up"
	done
}

# What a guest does; iPXE puts in the values, such as the server that DHCP told it.
_boot_script() {
	cat <<-'END'
	#!ipxe
	imgfetch http://${next-server}/file
	imgfetch http://${next-server}/report?guest=${net0/mac:hexhyp}
	sleep 86400
	END
}

# start_servers VLAN...: DHCP, TFTP and HTTP, and wait until they serve
start_servers() {
	local vlan ranges='' dir=${work:?}/server
	mkdir -p "$dir/files"
	_boot_script >"$dir/files/boot.ipxe"
	head -c 1M /dev/urandom >"$dir/files/file"
	echo thanks >"$dir/files/report"
	# dnsmasq serves nothing as root that is not for all to read.
	chmod -R a+rX "$work"
	for vlan; do
		ranges+=" --dhcp-range=10.$vlan.0.2,10.$vlan.0.199"
	done

	run "ip netns exec server dnsmasq --no-daemon --conf-file=/dev/null --user=root --port=0 \\
	    --no-ping$ranges \\
	    --dhcp-leasefile=$dir/leases --dhcp-boot=boot.ipxe --enable-tftp --tftp-root=$dir/files \\
	    >$dir/dnsmasq.log 2>&1 &"
	echo $! >>"$work/background"
	run "ip netns exec server python3 -u -m http.server --bind 0.0.0.0 --directory $dir/files 80 \\
	    >$dir/http.log 2>&1 &"
	echo $! >>"$work/background"
	poll 30 grep -q 'TFTP root' "$dir/dnsmasq.log"
	poll 30 grep -q '^Serving' "$dir/http.log"
}

# start_ipxe_guest NAME VNIC MAC: its console goes to $work/NAME.console
start_ipxe_guest() {
	local name=$1 vnic=$2 mac=$3 tap
	run "ip -n host link add $name link $vnic type macvtap mode passthru"
	# The vNIC's address comes along. When the macvtap is made it would be the other way round.
	run "ip -n host link set $name address $mac"
	run "ip -n host link set $name allmulticast on"
	run "ip -n host link set $vnic up"
	run "ip -n host link set $name up"
	tap=/dev/tap$(ip netns exec host cat "/sys/class/net/$name/ifindex")
	run "qemu-system-x86_64 -M pc,graphics=off -m 64 -nodefaults -display none \\
	    -serial file:$work/$name.console -netdev tap,id=net,fd=3 \\
	    -device virtio-net-pci,netdev=net,mac=$mac 3<>$tap &"
	echo $! >>"$work/background"
}

# lease_of MAC: the address that the DHCP server gave
lease_of() {
	awk -v mac="$1" '$2 == mac { print $3 }' "$work/server/leases"
}

# got_script MAC: did the TFTP server send the script to this guest?
got_script() {
	grep -q "sent .*/boot.ipxe to $(lease_of "$1")\$" "$work/server/dnsmasq.log"
}

# got_file MAC: did the HTTP server give the file to this guest?
got_file() {
	grep -q "^$(lease_of "$1") .*\"GET /file HTTP/1.1\" 200 " "$work/server/http.log"
}

# reported MAC: did this guest say that it has the file?
reported() {
	grep -q "^$(lease_of "$1") .*\"GET /report?guest=${1//:/-} HTTP/1.1\" 200 " "$work/server/http.log"
}

# wait_for_file MAC: until the guest has everything. Emulated in a machine that is itself emulated, that
# takes half a minute, and longer while the computer has other work.
wait_for_file() {
	poll 180 reported "$1"
}
