# SPDX-License-Identifier: GPL-2.0-only
"""What a guest's frames become, seen where they arrive: on the wire, at the neighbours, in the
stacks of both ends. tests/hostile.sh sets up what this speaks of: the vNICs 1 to 3 of a host, of
which a/eth0 is the guest's, and a switch whose bridge joins them.
"""
import os
import socket
import struct

import wire

GUEST, NEIGHBOUR, THIRD = ("a", "eth0"), ("b", "eth0"), ("host", "fex0v2")
VIFS = {1: GUEST, 2: NEIGHBOUR, 3: THIRD}
ALL = b"\xff" * 6
OURS, MARK = b"\x88\xb5", b"\x88\xb6"
# LLC, and types of protocols that the stacks of the two ends have or could have listeners for
STACK = (0x0004, 0x0800, 0x0806, 0x86DD, 0x8100, 0x88A8, 0x8808, 0x8809, 0x888E, 0x88B5, 0x88CC,
         0x88F5, 0x88F7, 0x8902, 0x8926, 0x893F, 0x8940)
QDISC_BYPASS = 20


class Wire(wire.Tap):
    """The wire, as it is behind a NIC that computes the checksums it is asked to."""

    def __init__(self, netns, dev):
        super().__init__(netns, dev)
        self.sock.setsockopt(wire.SOL_PACKET, 15, 1)    # VNET_HDR

    def frames(self):
        while True:
            try:
                data, aux, _, where = self.sock.recvmsg(70000, 256, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            flags, gso, _, _, start, offset = struct.unpack_from("<BBHHHH", data)
            frame = data[10:]
            if flags & 1 and not gso and where[2] != wire.OUTGOING:
                total = wire.checksum(frame[start:])
                frame = frame[:start + offset] + total.to_bytes(2, "big") + frame[start + offset + 2:]
            yield where[0], where[2], wire.restore(frame, aux)


class Sender:
    """A packet socket that tells the error number of a refusal, 0 for none."""

    def __init__(self, netns, dev, bypass=False):
        with wire.inside(netns):
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            self.sock.bind((dev, 0))
        self.sock.setsockopt(wire.SOL_PACKET, QDISC_BYPASS, int(bypass))

    def __call__(self, frame, priority=0):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_PRIORITY, priority)
        try:
            self.sock.send(frame)
        except OSError as error:
            return error.errno
        return 0


class Bench:
    def __init__(self, tag):
        # One processor: then nothing overtakes, and a mark tells that all before it is dealt with.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        self.tag = tag
        self.tag_size = len(wire.tag_up(tag, 1))
        self.tags_down = {wire.tag_down(tag, vif): vif for vif in VIFS}
        self.wire = Wire("switch", "sw0")
        self.guests = {vif: wire.Tap(*where) for vif, where in VIFS.items()}
        self.stack = [wire.Tap(*where, proto) for proto in STACK
                      for where in (("host", "up0"), ("switch", "sw0"))]
        self.mac = {vif: wire.address(*where) for vif, where in VIFS.items()}
        self.send = Sender(*GUEST)
        self.vlans = {}     # by VIF, of access profiles
        self.marks = 0
        self.failures = 0

    def fail(self, text):
        self.failures += 1
        if self.failures <= 12:
            print(f"FAIL: {text}")

    def up(self, inner, vif=1, pcp=0):
        """The inner frame as it is on the wire"""
        inner += bytes(max(0, 60 - len(inner)))
        return inner[:12] + wire.tag_up(self.tag, vif, pcp) + inner[12:]

    def settle(self, send, listener, source):
        """Send a mark until it is with the listener, and return what came meanwhile: frames
        upward, downward by receiver, at each receiver, and in the stacks."""
        up, down = [], []
        got = {vif: [] for vif in self.guests}
        self.marks += 1
        mark = ALL + source + MARK + self.marks.to_bytes(4, "big") + bytes(42)
        if send(mark):
            self.fail("a good frame was refused")

        def collect():
            for _, kind, frame in self.wire.frames():
                (down if kind == wire.OUTGOING else up).append(frame)
            for vif, tap in self.guests.items():
                got[vif] += [f for _, kind, f in tap.frames() if kind != wire.OUTGOING]
            return any(MARK + self.marks.to_bytes(4, "big") in f for f in got[listener])

        if not wire.until(20, collect):
            self.fail("a good frame does not arrive any more")
        collect()   # what came on the way before it did after we looked there
        stack = [f for tap in self.stack for _, kind, f in tap.frames() if kind != wire.OUTGOING]
        return up, down, got, stack

    def look(self, what, send=None, listener=2, source=None):
        """Frames that were sent upward meanwhile, without marks. Whatever they are, the
        neighbours have what came down for them and nothing else, the stacks nothing."""
        up, down, got, stack = self.settle(send or self.send, listener, source or self.mac[1])
        wanted = {vif: [] for vif in self.guests}
        for frame in down:
            head = frame[12:12 + self.tag_size]
            if head not in self.tags_down:
                self.fail(f"{what}: down the wire came {frame.hex()}")
                continue
            wanted[self.tags_down[head]].append(frame[:12] + frame[12 + len(head):])
        for vif, frames in got.items():
            self.at_guest(what, vif, frames, wanted[vif])
        for frame in stack:
            self.fail(f"{what}: a stack got {frame.hex()}")
        if 2 in self.vlans and got[2]:
            self.fail(f"{what}: the other VLAN has {got[2][0].hex()}")
        return [frame for frame in up if MARK not in frame[12:32]]

    def at_guest(self, what, vif, frames, wanted):
        if vif in self.vlans:
            # The header of the VLAN is taken off, all others are kept out.
            own = [f for f in wanted if f[12:14] == b"\x81\x00" and
                   int.from_bytes(f[14:16], "big") & 0xfff == self.vlans[vif]]
            wanted = [f[:12] + f[16:] for f in own]
        if frames != wanted:
            extra = [f.hex() for f in frames if f not in wanted]
            self.fail(f"{what}: VIF {vif} got {len(frames)} frames, {len(wanted)} came down for "
                      f"it; first that did not: {extra[:1]}")

    def expect(self, what, sent, up, wanted):
        """The wire must have had these frames upward, in that order."""
        if up == wanted:
            return
        self.fail(f"{what}: {sent} sent, {len(up)} on the wire, wanted {len(wanted)}")
        for frame in [f for f in up if f not in wanted][:3]:
            self.fail(f"{what}: on the wire {frame.hex()}")
        for frame in [f for f in wanted if f not in up][:3]:
            self.fail(f"{what}: not on the wire {frame.hex()}")

    def lost(self):
        if any(tap.lost() for tap in [self.wire, *self.guests.values()]):
            self.fail("frames lost in the test itself")
