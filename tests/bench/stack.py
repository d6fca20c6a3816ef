# SPDX-License-Identifier: GPL-2.0-only
"""What is measured by tests/bench/vmfex_bench.c: a netdev below, what is on top of it, and the frames."""
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../tools"))
# pylint: disable=wrong-import-position
import wire

BATCH, BATCHES = 64, 33
TYPE = "88b5"		# for local experiments: nobody else handles it
SENDER = "020000000001"
TAGS = ("vntag", "etag", "svlan")
KINDS = ("bare", "8021q", "macvlan", *TAGS, "passthru")
STRIPPED = ("8021q", "svlan")	# what hardware knows
VLANS = ("8021q", "bridge", "openvswitch")
MTU = 1600


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def ip(line):
    run("ip", *line.split())


def vmfex(line):
    run("vmfex", *line.split())


def bench(entry, dev, sink, length, header, beside="", batches=BATCHES):  # pylint: disable=too-many-arguments
    """Instructions of a frame, frames and packets that arrived; BESIDE: the tag in the metadata"""
    with open("/sys/kernel/debug/vmfex_bench", "w", encoding="ascii") as file:
        file.write(f"{entry} {dev} {sink or '-'} {batches} {length} {header} {beside}\n")
    with open("/sys/kernel/debug/vmfex_bench", encoding="ascii") as file:
        cost, frames, packets = map(int, file.read().split())
    return cost / 1000, frames, packets


def whole(found, frames=BATCH * BATCHES):
    """All must have arrived: what was counted would be the way to a drop."""
    if found[1] != frames:
        raise RuntimeError(f"{found[1]} of {frames} frames arrived")
    return found[0]


def sent(dev):
    with open(f"/sys/class/net/{dev}/statistics/tx_packets", encoding="ascii") as file:
        return int(file.read())


def address(dev):
    with open(f"/sys/class/net/{dev}/address", encoding="ascii") as file:
        return file.read().strip().replace(":", "")


class Report:
    """Results of one group; the bare netdev's comes first."""

    def __init__(self, group):
        self.group, self.base = group, {}

    def tell(self, what, value, base="bare", **more):
        key = tuple(sorted(more.items()))
        if what == base:
            self.base[key] = value
        print(json.dumps({
            "group": self.group, "what": what, "unit": "instructions", **more,
            "value": round(value, 2),
            "added": round(value - self.base[key], 2)}), flush=True)


# What is below, and what is on top

def up(dev):
    """Set it up, and wait until the kernel lets it send."""
    ip(f"link set {dev} up")
    end = time.monotonic() + 10
    with open(f"/sys/class/net/{dev}/operstate", encoding="ascii") as file:
        while file.read().strip() not in ("up", "unknown"):
            if time.monotonic() > end:
                raise TimeoutError(f"{dev} does not come up")
            time.sleep(0.01)
            file.seek(0)


def adapter(name, lower, tag, mode="host", vfs=1):
    ip(f"link add {name} type vmfex mode {mode} tag {tag} num_vfs {vfs}")
    ip(f"link set {lower} up master {name}")
    last = vfs - 1
    vmfex(f"port bind {name} vf {f'0-{last}' if last else 0} profile any")
    up(f"{name}v0")


def remove(*names):
    for name in names:
        if os.path.exists(f"/sys/class/net/{name}"):
            ip(f"link del {name}")


def top(kind, lower, number=0):
    """The netdev to use on LOWER; number 1 is the far end of a link."""
    name = f"top{number}"
    if kind == "bare":
        return lower
    if kind in ("8021q", "macvlan"):
        ip(f"link add link {lower} name {name} type " +
           {"8021q": "vlan id 100", "macvlan": "macvlan mode private"}[kind])
    else:
        tag = "vntag" if kind == "passthru" else kind
        adapter(f"fex{number}", lower, tag, ("host", "fabric")[number])
        if kind != "passthru":
            return f"fex{number}v0"
        ip(f"link add link fex{number}v0 name {name} type macvlan mode passthru")
    up(name)
    return name


def untop(number=0):
    remove(f"top{number}", f"fex{number}")


def tag_of(kind, vif=1):
    """What a frame carries in front of its type when it comes from the switch."""
    if kind in VLANS:
        return wire.vlan(100).hex()
    if kind == "passthru":
        kind = "vntag"
    if kind in TAGS:
        return wire.tag_down(kind, vif).hex()
    return ""


def frame_up(far):
    return far + SENDER + TYPE


def frame_down(kind, dev, vif=1):
    return address(dev) + SENDER + tag_of(kind, vif) + TYPE


def checksum(data):
    total = sum(int(data[i:i + 4], 16) for i in range(0, len(data), 4))
    total = (total & 0xffff) + (total >> 16)
    return f"{0xffff - (total & 0xffff) - (total >> 16):04x}"


def segment(payload):
    """IPv4 and TCP headers of a segment without options"""
    start = f"4500{40 + payload:04x}000040004006"
    ends = "c0000201c0000202"
    return start + checksum(start + ends) + ends + "00010002" + "00000000" * 2 + "50100400" + "00000000"


def lower():
    ip("link add low type dummy")
    ip(f"link set low mtu {MTU}")
    up("low")


def prepare():
    run("modprobe", "-a", "vmfex", "vmfex_bench", "dummy")
    run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1")
    if not os.path.ismount("/sys/kernel/debug"):
        run("mount", "-t", "debugfs", "none", "/sys/kernel/debug")
    vmfex("profile add any")
