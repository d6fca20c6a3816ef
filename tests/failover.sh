#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two uplinks to one switch: which carries, what happens when it is lost, and how the
# switch learns of it.
#
# Which events there are is the module's alone:
# kernels: 6.12 debug uml: events_tell

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="$(by_tag carrier_lost_at_the_peer) uplink_taken_away
	best_uplink_carries $(by_tag announced_at_once) announced_when_the_only_uplink_is_back
	$(by_tag announced_on_every_vlan) announced_addresses announced_by_a_bond
	$(by_tag fabric_follows_the_host) fabric_prefers $(by_tag fabric_stays_calm standby_drops)
	no_uplink_left events_tell"

# two_links [TAG]: netns a and b on fex0v0 and fex0v1, both fabrics in one bridge
two_links() {
	rig links=2 tag="${1-vntag}"
	vmfex -n host profile add any
	vmfex -n switch profile add any
	bind host fex0v0 fex0v1 any
	bind switch fi0v0 fi0v1 fi1v0 fi1v1 any
	switch_bridge mcast_snooping 0 -- fi0v0 fi0v1 fi1v0 fi1v1
	guest a fex0v0 192.0.2.1/24
	guest b fex0v1 192.0.2.2/24
	poll 10 carrier eth0 a
	poll 10 carrier eth0 b
	poll 10 forwards switch fi0v0 fi0v1 fi1v0 fi1v1
	poll 10 ip netns exec a ping -qc 1 -W 1 192.0.2.2
	acquaint
	equal "carrying uplink" "$(carrying)" up0
}

# uplink_state UPLINK
uplink_state() {
	ip netns exec host cat "/sys/class/net/$1/vmfex/state"
}

uplink_is() {
	[[ $(uplink_state "$1") == "$2" ]]
}

# carrying: the uplink that the bound ports use, or several if they disagree
carrying() {
	vmfex -n host -br port show | awk '
		$5 == "associated" && !seen[$6]++ { printf "%s%s", n++ ? " " : "", $6 }'
}

# learned ADDRESS: the port of the bridge behind which the address is
learned() {
	bridge -n switch fdb show br br0 |
		awk -v mac="$1" '$1 == mac && !/permanent/ { print $3 }'
}

learned_at() {
	[[ $(learned "$1") == "$2" ]]
}

carrier_changes() {
	ip netns exec "$1" cat /sys/class/net/eth0/carrier_changes
}

answers() {
	(($(grep -c 'bytes from' "$work/ping") >= $1))
}

last_answer() {
	awk -F '[= ]' '/bytes from/ { for (i = 1; i < NF; i++) if ($i == "icmp_seq") n = $(i + 1) }
		END { print n + 0 }' "$work/ping"
}

answered_after() {
	(($(last_answer) > $1))
}

# fails_over COMMAND...: the command takes up0 away; traffic goes on over up1
fails_over() {
	local changes pid received sent
	equal "carrying uplink before" "$(carrying)" up0
	changes="$(carrier_changes a) $(carrier_changes b)"
	ip netns exec a ping -ni 0.01 192.0.2.2 >"$work/ping" &
	pid=$!
	echo "$pid" >>"$work/background"
	poll 10 answers 10
	"$@"
	poll 10 uplink_is up1 active
	equal "carrying uplink" "$(carrying)" up1
	poll 10 learned_at "$(address eth0 a)" fi1v0
	poll 10 learned_at "$(address eth0 b)" fi1v1
	# The answers that count are to requests of from now on.
	poll 10 answered_after $(($(last_answer) + 30))
	kill -INT "$pid"
	wait "$pid" || true
	read -r sent received < <(awk '/packets transmitted/ { print $1, $4 }' "$work/ping")
	echo "# $((sent - received)) of $sent requests lost"
	# A hundred are a second: more would be an outage and not a failover.
	((sent - received <= 100)) || fail "$((sent - received)) of $sent requests lost"
	equal "changes of carrier" "$(carrier_changes a) $(carrier_changes b)" "$changes"
}

carrier_lost_at_the_peer() {
	two_links "$1"
	fails_over ip -n switch link set sw0 down
	equal "up0" "$(uplink_state up0)" down

	# It comes back and is as good as the other: nobody is disturbed.
	ip -n switch link set sw0 up
	poll 10 uplink_is up0 standby
	equal "carrying uplink" "$(carrying)" up1
	equal "up1" "$(uplink_state up1)" active
	equal "place of a" "$(learned "$(address eth0 a)")" fi1v0

	# And is there when it is needed.
	ip -n switch link set sw1 down
	poll 10 uplink_is up0 active
	equal "carrying uplink" "$(carrying)" up0
	poll 10 learned_at "$(address eth0 a)" fi0v0
	ip netns exec a ping -qc 5 -i 0.05 -W 1 192.0.2.2
}

# restored: up0 is there again and carries, after it was found to be as good as up1
restored() {
	poll 10 uplink_is up0 standby
	equal "carrying uplink when up0 is back" "$(carrying)" up1
	vmfex -n host uplink set up0 priority 40
	equal "carrying uplink when up0 is better" "$(carrying)" up0
	poll 10 learned_at "$(address eth0 a)" fi0v0
	poll 10 learned_at "$(address eth0 b)" fi0v1
	ip netns exec a ping -qc 2 -i 0.02 -W 1 192.0.2.2
	vmfex -n host uplink set up0 priority 50
}

uplink_taken_away() {
	two_links
	fails_over ip -n host link set up0 down
	equal "up0" "$(uplink_state up0)" down
	ip -n host link set up0 up
	restored

	fails_over ip -n host link set up0 nomaster
	refused ip netns exec host cat /sys/class/net/up0/vmfex/state
	equal "uplinks" "$(ip netns exec host cat /sys/class/net/fex0/vmfex/num_uplinks)" 1
	ip -n host link set up0 master fex0
	restored

	fails_over ip -n host link del up0
	equal "uplinks" "$(ip netns exec host cat /sys/class/net/fex0/vmfex/num_uplinks)" 1
}

# The lowest priority number wins; among equals the one that carries stays.
best_uplink_carries() {
	two_links
	local a changes before after
	a=$(address eth0 a)
	changes="$(carrier_changes a) $(carrier_changes b)"

	vmfex -n host uplink set up0 priority 60
	equal "after up0 got worse" "$(carrying)" up1
	vmfex -n host uplink set up0 priority 50
	equal "after up0 got as good" "$(carrying)" up1
	vmfex -n host uplink set up0 priority 49
	equal "after up0 got better" "$(carrying)" up0
	vmfex -n host uplink set up1 priority 1
	equal "after up1 got best" "$(carrying)" up1
	equal "up0" "$(uplink_state up0)" standby
	equal "up1" "$(uplink_state up1)" active
	equal "changes of carrier" "$(carrier_changes a) $(carrier_changes b)" "$changes"

	# Nothing of it is only what is shown.
	before=$(stat_of fi1v0 rx_packets switch)
	after=$(stat_of fi0v0 rx_packets switch)
	ip netns exec a ping -qc 5 -i 0.02 -W 1 192.0.2.2
	(($(stat_of fi1v0 rx_packets switch) >= before + 5)) || fail "not by fi1v0"
	equal "by fi0v0" "$(stat_of fi0v0 rx_packets switch)" "$after"

	# A better one takes back what it lost as soon as it can.
	ip -n switch link set sw1 down
	poll 10 uplink_is up0 active
	poll 10 learned_at "$a" fi0v0
	ip -n switch link set sw1 up
	poll 10 uplink_is up1 active
	equal "after up1 came back" "$(carrying)" up1
	poll 10 learned_at "$a" fi1v0
	ip netns exec a ping -qc 5 -i 0.02 -W 1 192.0.2.2

	# A new one that is better takes over, one that is as good does not.
	ip -n host link set up1 nomaster
	equal "after up1 went" "$(carrying)" up0
	vmfex -n host uplink set up0 priority 50
	ip -n host link set up1 master fex0
	equal "after up1 joined" "$(carrying)" up0
	ip -n host link set up1 nomaster
	vmfex -n host uplink set up0 priority 51
	ip -n host link set up1 master fex0
	equal "after up1 joined as the better one" "$(carrying)" up1
}

# Nobody but the announcements tells the switch: the guests are silent.
announced_at_once() {
	two_links "$1"
	local a b above times
	a=$(address eth0 a)
	b=$(address eth0 b)
	above=02:00:00:00:0a:0a
	ip -n a link add above link eth0 address "$above" type macvlan mode bridge
	ip -n a address add 192.0.2.3/24 dev above
	ip -n a link set above up
	# The bridge must have learned all three where they are no longer.
	send -n a -i above -d ff:ff:ff:ff:ff:ff
	poll 10 learned_at "$above" fi0v0
	poll 10 learned_at "$a" fi0v0
	poll 10 learned_at "$b" fi0v1

	capture -Q out host up1 moved_at_once "$a" "$above" "$b"
	local rarp="to=ff:ff:ff:ff:ff:ff vlans=none type=0x8035 len=60"
	local arp="to=ff:ff:ff:ff:ff:ff vlans=none type=0x0806 len=60"
	# It is said again while we watch, or not; all say the same.
	times=$(captured "from=$a $rarp $(to_bridge 1)")
	((times >= 1 && times <= 3)) || fail "$times times RARP of a"
	equal "RARP of the macvlan" "$(captured "from=$above $rarp $(to_bridge 1)")" "$times"
	equal "RARP of b" "$(captured "from=$b $rarp $(to_bridge 2)")" "$times"
	equal "all RARP" "$(captured type=0x8035)" $((3 * times))
	equal "gratuitous ARP of a" "$(captured "from=$a $arp $(to_bridge 1)")" "$times"
	equal "gratuitous ARP of the macvlan" "$(captured "from=$above $arp $(to_bridge 1)")" "$times"
	equal "gratuitous ARP of b" "$(captured "from=$b $arp $(to_bridge 2)")" "$times"
	equal "all up" "$(wc -l <"$work/frames")" $((6 * times))

	# What is down, or unbound, has nothing to announce.
	ip -n b link set eth0 down
	vmfex -n host port unbind fex0v0
	capture -Q out host up0 vmfex -n host uplink set up0 priority 40
	equal "of the silent" "$(wc -l <"$work/frames")" 0
}

# moved_at_once A ABOVE B: where the addresses are when the command has returned
moved_at_once() {
	vmfex -n host uplink set up0 priority 60
	equal "place of a" "$(learned "$1")" fi1v0
	equal "place of the macvlan above" "$(learned "$2")" fi1v0
	equal "place of b" "$(learned "$3")" fi1v1
}

# An uplink that is a bond has ways of its own to fail over.
announced_by_a_bond() {
	local mac
	two_links
	mac=$(address eth0 a)
	ip -n host link set up0 nomaster
	ip -n host link set up1 nomaster
	ip -n host link add bond0 mtu 1520 type bond mode active-backup miimon 20
	ip -n host link set up0 down
	ip -n host link set up1 down
	ip -n host link set up0 master bond0
	ip -n host link set up1 master bond0
	ip -n host link set bond0 up
	ip -n host link set bond0 master fex0
	ip -n host link set bond0 type bond active_slave up0
	poll 10 uplink_is bond0 active
	poll 10 learned_at "$mac" fi0v0
	# Ends the announcements that this change of uplinks began.
	vmfex -n host port unbind fex0v0
	vmfex -n host port bind fex0v0 profile any
	poll 10 carrier eth0 a
	ip -n host link set bond0 type bond active_slave up1
	poll 10 learned_at "$mac" fi1v0
	# A port that is bound later has nothing to announce, also when it is bound at once.
	vmfex -n host port preassociate fex0v1 profile any
	capture -Q out host bond0 fail_over_and_bind "$mac"
	equal "of the other port" "$(captured "from=$(address eth0 b)" type=0x8035)" 0
}

# fail_over_and_bind MAC: and wait for the last of its announcements
fail_over_and_bind() {
	ip -n host link set bond0 type bond active_slave up0
	vmfex -n host port bind fex0v1 profile any
	poll 10 announced_thrice "$1"
}

# announcements MAC: how many the capture has up to now
announcements() {
	frames "$work/cap" "$rig_tag" | grep -c " from=$1 .* type=0x8035 " || true
}

announced_thrice() {
	(($(announcements "$1") == 3))
}

announced() {
	(($(announcements "$1")))
}

# The switch may have forgotten them meanwhile, and the guests are silent.
announced_when_the_only_uplink_is_back() {
	two_guests
	ip -n switch link set sw0 down
	poll 10 uplink_is up0 down
	capture -Q out host up0 back_with_up0 "$(address eth0 a)" "$(address eth0 b)"
}

# back_with_up0 MAC...: and wait until all are announced; the first time the link may be too new to send
back_with_up0() {
	local mac
	ip -n switch link set sw0 up
	poll 10 uplink_is up0 active
	for mac; do
		poll 10 announced "$mac"
	done
}

# A bridge learns by VLAN.
announced_on_every_vlan() {
	rig links=2 tag="$1"
	local vid access trunk times
	vmfex -n host -b - <<-END
		profile add access vlan 7
		profile add trunk trunk 100-199 native 100
	END
	bind host fex0v0 access
	bind host fex0v1 trunk
	access=$(address fex0v0 host)
	trunk=$(address fex0v1 host)
	capture -Q out host up1 vmfex -n host uplink set up0 priority 60
	times=$(captured "from=$access type=0x8035 vlans=7.0 $(to_bridge 1)")
	((times >= 1 && times <= 3)) || fail "$times times for the access port"
	equal "of the access port at all" "$(captured "from=$access type=0x8035")" "$times"
	# The native one, and the first sixteen of the others.
	for vid in {100..116}; do
		equal "on VLAN $vid" "$(captured "from=$trunk type=0x8035 vlans=$vid.0 $(to_bridge 2)")" "$times"
	done
	equal "of the trunk at all" "$(captured "from=$trunk type=0x8035")" $((17 * times))
}

# Whoever has the vNIC fills its filter without end.
announced_addresses() {
	two_links
	local mac
	printf 'fdb add 02:00:00:00:01:%02x dev eth0 self\n' {1..100} | bridge -n a -b -
	mac=$(address eth0 a)
	capture -Q out host up1 fail_over_to_up1 "$mac"
	equal "addresses" "$(grep -c ' from=02:00:00:00:01:.* type=0x8035 ' "$work/frames")" $((3 * 64))
}

fail_over_to_up1() {
	vmfex -n host uplink set up0 priority 60
	poll 10 announced_thrice "$1"
}

# one_fabric [TAG]: one adapter of the switch for both links, which it got in the other order; nothing is bound
one_fabric() {
	local i tag=${1-vntag}
	netns host
	netns switch
	ip -n host link add fex0 type vmfex tag "$tag" num_vfs 2
	ip -n switch link add fi0 type vmfex mode fabric tag "$tag" num_vfs 2
	for i in 0 1; do
		ip -n host link add "up$i" mtu 1520 type veth peer name "sw$i" mtu 1520 netns switch
		ip -n host link set "up$i" up
		ip -n switch link set "sw$i" up
	done
	for i in 0 1; do
		poll 10 carrier "up$i" host
		poll 10 carrier "sw$i" switch
	done
	ip -n host link set up0 master fex0
	ip -n host link set up1 master fex0
	ip -n switch link set sw1 master fi0
	ip -n switch link set sw0 master fi0
	vmfex -n switch profile add any
	bind switch fi0v0 fi0v1 any
	equal "carrying uplink of the switch" "$(carrying_there)" sw1
}

# carrying_there: the uplink that the ports of the switch use
carrying_there() {
	vmfex -n switch -br port show | awk '$5 == "associated" && !seen[$6]++ { printf "%s%s", n++ ? " " : "", $6 }'
}

carries_there() {
	[[ $(carrying_there) == "$1" ]]
}

# agreed WHAT UPLINK LINK: both ends use it, and guests hear each other
agreed() {
	poll 10 ip netns exec a ping -qc 1 -W 1 192.0.2.2
	equal "carrying uplink, $1" "$(carrying)" "$2"
	poll 10 carries_there "$3"
	ip netns exec a ping -qc 3 -i 0.02 -W 1 192.0.2.2
}

# Whatever happened at one end, the ends use the same link when the host has spoken.
fabric_follows_the_host() {
	one_fabric "$1"
	vmfex -n host profile add any
	bind host fex0v0 fex0v1 any
	switch_bridge mcast_snooping 0 -- fi0v0 fi0v1
	guest a fex0v0 192.0.2.1/24
	guest b fex0v1 192.0.2.2/24
	poll 10 carrier eth0 a
	poll 10 carrier eth0 b
	poll 10 forwards switch fi0v0 fi0v1
	agreed "enslaved in another order" up0 sw0

	vmfex -n switch uplink set sw1 priority 1
	ip netns exec a ping -qc 3 -i 0.02 -W 1 192.0.2.2
	agreed "priority at the switch" up0 sw0
	vmfex -n host uplink set up1 priority 1
	agreed "priority at the host" up1 sw1
	vmfex -n host uplink set up1 priority 60
	agreed "another one" up0 sw0

	ip -n switch link set sw0 nomaster
	poll 10 carries_there sw1
	ip -n switch link set sw0 master fi0
	# A host that says nothing was not heard elsewhere.
	equal "put back, the host is silent" "$(carrying_there)" sw0
	agreed "taken out and put back at the switch" up0 sw0
	ip -n host link set up0 nomaster
	agreed "taken out at the host" up1 sw1
	ip -n host link set up0 master fex0
	agreed "put back at the host, as a better one" up0 sw0

	ip -n switch link set sw0 down
	poll 10 uplink_is up0 down
	agreed "one link down" up1 sw1
	ip -n switch link set sw0 up
	poll 10 uplink_is up0 active
	agreed "and up" up0 sw0
	ip -n host link set up0 down
	ip -n host link set up1 down
	poll 10 uplink_is up1 down
	ip -n host link set up1 up
	agreed "both down, one up" up1 sw1
	ip -n host link set up0 up
	agreed "both up" up0 sw0
	equal "dropped by the switch" "$(drops fi0v0 rx_standby switch)" 0
}

# Until the host has spoken the priority says where it is believed to be.
fabric_prefers() {
	one_fabric
	vmfex -n switch uplink set sw0 priority 1
	equal "at first" "$(carrying_there)" sw0
	vmfex -n switch uplink set sw0 priority 60
	equal "while nobody spoke" "$(carrying_there)" sw1
	bind_and_speak
	poll 10 carries_there sw0
	vmfex -n switch uplink set sw0 priority 100
	equal "when the host has spoken" "$(carrying_there)" sw0
	# Where it was it need not be any more.
	ip -n switch link set sw0 down
	equal "when its link is lost" "$(carrying_there)" sw1
}

bind_and_speak() {
	vmfex -n host profile add any
	bind host fex0v0 any
	poll 10 carrier fex0v0 host
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff
}

# Frames that come on both links in turn, as from two hosts, are all taken. They move the ports a few times.
fabric_stays_calm() {
	one_fabric "$1"
	local got moves
	ip -n host link set up0 nomaster
	ip -n host link set up1 nomaster
	got=$(stat_of fi0v0 rx_packets switch)
	background vmfex -n switch -j monitor uplink >"$work/events"
	poll 10 monitor_hears switch sw0
	: >"$work/events"
	PYTHONPATH=$here/tools ip netns exec host python3 - <<-END
		import socket, time, wire
		links = [socket.socket(socket.AF_PACKET, socket.SOCK_RAW) for _ in range(2)]
		for number, link in enumerate(links):
		    link.bind((f"up{number}", 0))
		for _ in range(200):
		    for link in links:
		        link.send(bytes.fromhex("ffffffffffff020000000001") + wire.tag_up("$1", 1) + b"\\x88\\xb5" + bytes(60))
		        time.sleep(0.005)
	END
	equal "received" "$(stat_of fi0v0 rx_packets switch)" $((got + 400))
	equal "dropped" "$(all_drops fi0v0 switch)" ""
	moves=$(grep -c '"state":"active"' "$work/events")
	echo "# moved $moves times by 400 changes"
	((moves >= 1 && moves <= 8)) || fail "moved $moves times"
}

# What the bridge floods comes on both uplinks; a port takes it once.
standby_drops() {
	two_links "$1"
	local before_a before_b got
	before_a=$(drops eth0 rx_standby a)
	before_b=$(drops eth0 rx_standby b)
	got=$(stat_of eth0 rx_packets b)
	send -n a -i eth0 -d ff:ff:ff:ff:ff:ff -c 10
	poll 10 standby_dropped b $((before_b + 10))
	equal "dropped by a" "$(drops eth0 rx_standby a)" $((before_a + 10))
	equal "dropped by b" "$(drops eth0 rx_standby b)" $((before_b + 10))
	equal "received by b" "$(stat_of eth0 rx_packets b)" $((got + 10))

	# The same the other way round.
	vmfex -n host uplink set up1 priority 1
	poll 10 learned_at "$(address eth0 b)" fi1v1
	before_b=$(drops eth0 rx_standby b)
	capture b eth0 broadcast_ten "$before_b"
	equal "received by b by up1" "$(captured "from=$(address eth0 a) type=0x88b5")" 10
}

# broadcast_ten DROPPED: by a, and b has dropped those that come in twice
broadcast_ten() {
	send -n a -i eth0 -d ff:ff:ff:ff:ff:ff -c 10
	poll 10 standby_dropped b $(($1 + 10))
}

standby_dropped() {
	(($(drops eth0 rx_standby "$1") >= $2))
}

no_uplink_left() {
	two_links
	local before
	vmfex -n host profile add firm uplink_fail warning
	vmfex -n host port bind fex0v1 profile firm
	poll 10 carrier eth0 b
	ip -n switch link set sw0 down
	poll 10 uplink_is up1 active
	poll 10 carriers_are "1 1"
	ip -n switch link set sw1 down
	poll 10 uplink_is up1 down
	poll 10 carriers_are "0 1"

	before=$(drops eth0 tx_no_uplink b)
	send -n b -i eth0 -d ff:ff:ff:ff:ff:ff -c 10
	equal "dropped" "$(drops eth0 tx_no_uplink b)" $((before + 10))

	# The policy can change while it matters.
	vmfex -n host profile set any uplink_fail warning
	vmfex -n host profile set firm uplink_fail link-down
	equal "carriers after both changed" "$(carriers)" "1 0"

	ip -n switch link set sw1 up
	poll 10 uplink_is up1 active
	poll 10 carriers_are "1 1"
	poll 10 ip netns exec a ping -qc 1 -W 1 192.0.2.2

	# No uplink at all is no better than one without carrier.
	vmfex -n host profile set firm uplink_fail warning
	vmfex -n host profile set any uplink_fail link-down
	ip -n host link set up1 nomaster
	ip -n host link set up0 nomaster
	equal "carriers without an uplink" "$(carriers)" "0 1"
}

carriers_are() {
	[[ $(carriers) == "$1" ]]
}

carriers() {
	local ns words=()
	for ns in a b; do
		words+=("$(ip netns exec "$ns" cat /sys/class/net/eth0/carrier)")
	done
	echo "${words[*]}"
}

events_tell() {
	two_links
	# Another test may have listened.
	: >"$work/events"
	background vmfex -n host -j monitor all >>"$work/events"
	poll 10 heard_anything
	# Nothing of that comes after the event of this one.
	vmfex -n host profile add marker
	poll 10 grep -q '"name":"marker"' "$work/events"
	: >"$work/events"
	ip -n switch link set sw0 down
	poll 10 heard uplink up1 '"state":"active"'
	poll 10 heard uplink up0 '"state":"down"'
	equal "ports that told" "$(grep -c '"event":"port".*"vif":[12],"uplink":"up1"' "$work/events")" 2
	: >"$work/events"
	ip -n switch link set sw0 up
	poll 10 heard uplink up0 '"state":"standby"'
	equal "events of ports, which nothing happened to" \
		"$(grep -c '"event":"port"' "$work/events" || true)" 0
	: >"$work/events"
	vmfex -n host uplink set up0 priority 3
	poll 10 heard uplink up0 '"priority":3,"state":"active"'
	poll 10 heard uplink up1 '"priority":50,"state":"standby"'
	poll 10 heard port eth0 '"vif":1,"uplink":"up0"'
	: >"$work/events"
	ip -n host link del up0
	poll 10 heard uplink-del up0
	poll 10 heard uplink up1 '"state":"active"'
	: >"$work/events"
	ip -n switch link set sw1 down
	poll 10 heard uplink up1 '"state":"down"'
	poll 10 heard port eth0 '"carrier":false'
}

heard_anything() {
	vmfex -n host profile set any cos none
	[[ -s $work/events ]]
}

# heard EVENT NAME [PATTERN]
heard() {
	grep -q "\"event\":\"$1\".*\"ifname\":\"$2\".*${3-}" "$work/events"
}

run_tests
