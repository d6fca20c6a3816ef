#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What is dropped, as the kernel's own tools for such frames see it. The sums over frames of all kinds are in fuzz.sh.
#
# only: 6.1 6.1-rt 6.12 7.2

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

TESTS="nearest_reason_of_the_core looped_frame_is_consumed dropwatch_tells_a_forger"

# frames_for_nobody: of each reason that a frame can have one or more, on the wire and from guests
frames_for_nobody() {
	local to=ffffffffffff020000000077 own rest
	rest=$(printf '0806%092d' 0)
	sendhex switch sw0 <<-END
		$to 8926 8001
		$to 8926 8001 1000 $rest
		$to 8926 0000 0001 $rest
		$to 8926 8ffe 0000 $rest
		$to 8926 8ffe 0000 $rest
		$to 8926 c005 0000 $rest
		$to 893f 0000 0001 0000 $rest
		$to 8926 8002 0000 8100 0009 $rest
		$to 8926 8003 0000 $rest
		$to 8926 8003 0000 $rest
		$to 8926 8003 0000 $rest
		$to 8926 8004 0000 $rest
	END
	own=$(address fex0v0 host | tr -d :)
	sendhex host fex0v0 <<-END
		$to $rest
		ffffffffffff $own 8926 0000 0001 $rest
		ffffffffffff $own 8100 0001
		ffffffffffff $own 8100
	END
	sendhex host fex0v1 <<<"ffffffffffff $(address fex0v1 host | tr -d :) 8100 0009 $rest"
}

nearest_reason_of_the_core() {
	local dev counter
	rig vfs=4
	vmfex -n host -b - <<-END
		profile add any mac_forge deny
		profile add access vlan 7
	END
	bind host fex0v0 fex0v2 any
	bind host fex0v1 access
	ip -n host link set fex0v2 down
	poll 10 carrier fex0v0 host
	poll 10 carrier fex0v1 host
	reasons watch
	frames_for_nobody
	reasons told >"$work/told"
	reasons counted host fex0 fex0v0 fex0v1 fex0v2 fex0v3 >"$work/counted"
	cat "$work/told"
	equal "reasons told by the core" "$(<"$work/told")" "$(<"$work/counted")"
	equal "reasons counted" "$(for dev in fex0 fex0v{0..3}; do all_drops "$dev" host && echo; done | xargs)" \
		"adapter_drop_rx_short=1 adapter_drop_rx_version=1 adapter_drop_rx_direction=1 $(
		)adapter_drop_rx_unknown_vif=2 adapter_drop_rx_unknown_list=1 adapter_drop_rx_other_tag=1 $(
		)drop_tx_malformed=2 drop_tx_forged_tag=1 drop_tx_mac=1 drop_tx_vlan=1 drop_rx_vlan=1 drop_rx_down=3 $(
		)drop_rx_unbound=1"
	counter=$(awk '$1 == "INVALID_PROTO" { print $2 }' "$work/told")
	equal "frames with a tag that must not be there" "$counter" 4
}

looped_frame_is_consumed() {
	local dropped
	rig tag=etag
	vmfex -n host profile add any
	bind host fex0v0 fex0v1 any
	vmfex -n host viflist add up0 list 0x100005 vif 1,2
	poll 10 carrier fex0v0 host
	poll 10 carrier fex0v1 host
	dropped=$(stat_of fex0v0 rx_dropped host)
	reasons watch
	sendhex switch sw0 <<-END
		ffffffffffff 020000000077 893f 000100010000 88b5 $(printf '%092d' 0)
		ffffffffffff 020000000077 893f 000110050000 88b5 $(printf '%092d' 0)
	END
	equal "received by the other member" "$(stat_of fex0v1 rx_packets host)" 1
	equal "told as dropped" "$(reasons told)" ""
	equal "counted as dropped" "$(stat_of fex0v0 rx_dropped host)" "$dropped"
	equal "counted as looped" "$(vmfex -n host -j -s port show fex0v0 | jq '.[0].stats.rx_looped')" 2
}

# symbol_at ADDRESS: the function of the module that it is in; dropwatch does not look into modules
symbol_at() {
	grep -w vmfex /proc/kallsyms | sort | awk -v address="$1" '$1 > address { exit } { name = $3 } END { print name }'
}

watches_no_more() {
	[[ $(</sys/module/drop_monitor/refcnt) == 0 ]]
}

dropwatch_tells_a_forger() {
	local address pid
	rig
	vmfex -n host profile add any mac_forge deny
	bind host fex0v0 any
	poll 10 carrier fex0v0 host
	background bash -c 'exec stdbuf -oL dropwatch <<<start' >"$work/dropwatch" 2>&1
	pid=$!
	poll 20 grep -q 'Kernel monitoring activated' "$work/dropwatch"
	send -n host -i fex0v0 -d ff:ff:ff:ff:ff:ff -s 02:00:00:00:00:99 -c 5
	poll 20 grep -q '^5 drops at ' "$work/dropwatch"
	address=$(sed -n 's/^5 drops at .*0x\([0-9a-f]*\).*/\1/p' "$work/dropwatch")
	equal "dropped by" "$(symbol_at "$address")" vmfex_xmit
	# Killed, it would leave the kernel watching, and telling.
	kill -INT "$pid"
	poll 20 watches_no_more
}

run_tests
