# SPDX-License-Identifier: GPL-2.0-only
"""What the tools share that send and receive frames in several network
namespaces at once: one process sees both ends of a link.
"""
import contextlib
import ctypes
import errno
import fcntl
import os
import select
import socket
import struct
import time
import typing

ETH_P_ALL = 3
OUTGOING = 4
SOL_PACKET = 263
VLANS = (b"\x81\x00", b"\x88\xa8")

_libc = ctypes.CDLL(None, use_errno=True)


def enter(netns):
    """Work in a network namespace of ip-netns from now on."""
    with open(f"/run/netns/{netns}", "rb") as file:
        if _libc.setns(file.fileno(), 0x40000000):
            raise OSError(ctypes.get_errno(), f"setns {netns}")


@contextlib.contextmanager
def inside(netns):
    with open("/proc/thread-self/ns/net", "rb") as home:
        enter(netns)
        try:
            yield
        finally:
            _libc.setns(home.fileno(), 0)


def number(text):
    return int(text, 0)


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def address(netns, dev):
    with inside(netns), socket.socket() as sock:
        got = fcntl.ioctl(sock, 0x8927, struct.pack("16s24x", dev.encode()))
    return got[18:24]


def mtu(netns, dev):
    with inside(netns), socket.socket() as sock:
        got = fcntl.ioctl(sock, 0x8921, struct.pack("16s24x", dev.encode()))
    return struct.unpack_from("i", got, 16)[0]


def ones_sum(data):
    """What checksums of IP are sums of: 16 bits, in which 0xffff is another 0"""
    data += bytes(len(data) & 1)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return total


def checksum(data):
    return ones_sum(data) ^ 0xffff


def vntag(d=0, p=0, dst=0, l=0, r=0, ver=0, src=0):
    word = d << 31 | p << 30 | dst << 16 | l << 15 | r << 14 | ver << 12 | src
    return b"\x89\x26" + word.to_bytes(4, "big")


def etag(pcp=0, dei=0, ingress=0, res=0, ecid=0):
    """ecid: all 22 bits, GRP in front."""
    return struct.pack(">HHHBB", 0x893F,
                       pcp << 13 | dei << 12 | ingress & 0xfff,
                       res << 14 | ecid >> 20 << 12 | ecid & 0xfff,
                       ingress >> 12, ecid >> 12 & 0xff)


def svlan(pcp=0, dei=0, vid=0):
    return struct.pack(">HH", 0x88A8, pcp << 13 | dei << 12 | vid)


class Format(typing.NamedTuple):
    """A tag format: its ethertype, how it is made of its fields, and the fields of what an
    end of a link sends for a VIF: up to the bridge, down from it, or down to a list, of
    which the source is no member."""
    type: int
    make: typing.Callable
    up: typing.Callable
    down: typing.Callable
    list: typing.Callable | None = None
    source: typing.Callable | None = None
    pcp: bool = False       # a priority is in the tag
    beside: bool = False    # it goes beside the frame, and no MTU counts it

    def forged(self, kind):
        """May no frame of a guest have this type, be it as that of a VLAN header?"""
        return kind in (0x8926, 0x893F, self.type)


FORMATS = {
    "vntag": Format(0x8926, vntag, lambda vif: {"src": vif}, lambda vif: {"d": 1, "dst": vif},
                    lambda number: {"d": 1, "p": 1, "dst": number},
                    lambda vif: {"l": 1, "src": vif}),
    "etag": Format(0x893F, etag, lambda vif: {"ecid": vif}, lambda vif: {"ecid": vif},
                   lambda number: {"ecid": number},
                   lambda vif: {"ingress": vif}, pcp=True),
    "svlan": Format(0x88A8, svlan, lambda vif: {"vid": vif}, lambda vif: {"vid": vif}, pcp=True,
                    beside=True),
}


def tag_up(tag, vif, pcp=0):
    one = FORMATS[tag]
    return one.make(**one.up(vif) | ({"pcp": pcp} if one.pcp else {}))


def tag_down(tag, vif):
    one = FORMATS[tag]
    return one.make(**one.down(vif))


def types_in(frame, at=12):
    """Types from here on: those of VLAN headers, and what is behind them"""
    while frame[at:at + 2] in VLANS:
        yield int.from_bytes(frame[at:at + 2], "big")
        at += 4
    yield int.from_bytes(frame[at:at + 2], "big")


def forges(tag, frame):
    """Is this what no guest may send behind such a tag?"""
    return any(FORMATS[tag].forged(kind) for kind in types_in(frame))


def vlan(vid, pcp=0, tpid=0x8100):
    return struct.pack(">HH", tpid, pcp << 13 | vid)


def restore(frame, aux):
    """With the VLAN header that the kernel keeps beside the frame"""
    for level, kind, data in aux:
        if (level, kind) != (SOL_PACKET, 8):
            continue
        status, _, _, _, _, tci, tpid = struct.unpack("IIIHHHH", data[:20])
        if status & 0x10:
            if not status & 0x40:
                tpid = 0x8100
            frame = frame[:12] + struct.pack(">HH", tpid, tci) + frame[12:]
    return frame


class Tap:
    """A packet socket that gives back frames as they are on the wire."""

    def __init__(self, netns, dev=None, proto=ETH_P_ALL):
        with inside(netns):
            # Protocol 0 first: else it hears every device until it is bound.
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                      0 if dev else socket.htons(proto))
        self.sock.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)  # RCVBUFFORCE
        self.sock.setsockopt(SOL_PACKET, 8, 1)                 # AUXDATA
        if dev:
            self.sock.bind((dev, proto))

    def wait(self, seconds):
        return bool(select.select([self.sock], [], [], seconds)[0])

    def heads(self):
        """(type of packet, first bytes, whole length) of what is there"""
        head = bytearray(64)
        while True:
            try:
                size, aux, _, where = self.sock.recvmsg_into(
                    [head], 256, socket.MSG_DONTWAIT | socket.MSG_TRUNC)
            except BlockingIOError:
                return
            first = restore(bytes(head[:size]), aux)
            yield where[2], first, size + len(first) - min(size, len(head))

    def frames(self):
        """(device, type of packet, frame) of what is there"""
        while True:
            try:
                frame, aux, _, where = self.sock.recvmsg(
                    70000, 256, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError as error:
                # told once, of a netdev that went; frames of others may follow
                if error.errno != errno.ENETDOWN:
                    raise
                continue
            yield where[0], where[2], restore(frame, aux)

    def lost(self):
        return struct.unpack("II", self.sock.getsockopt(SOL_PACKET, 6, 8))[1]


def until(seconds, done):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


class Counters:
    """ethtool -S without starting a process"""

    def __init__(self, netns):
        with inside(netns):
            self.sock = socket.socket()
        self.names = {}

    def _ioctl(self, dev, data):
        buffer = ctypes.create_string_buffer(bytes(data), len(data))
        request = struct.pack("16sP16x", dev.encode(), ctypes.addressof(buffer))
        fcntl.ioctl(self.sock, 0x8946, request)
        return buffer.raw

    def _names(self, dev):
        info = self._ioctl(dev, struct.pack("IIQI", 0x37, 0, 1 << 1, 0))
        count = struct.unpack_from("I", info, 16)[0]
        data = self._ioctl(dev, struct.pack("III", 0x1B, 1, count) +
                           bytes(32 * count))
        return [data[12 + 32 * i:44 + 32 * i].split(b"\0")[0].decode()
                for i in range(count)]

    def read(self, dev):
        if dev not in self.names:
            self.names[dev] = self._names(dev)
        names = self.names[dev]
        data = self._ioctl(dev, struct.pack("II", 0x1D, len(names)) +
                           bytes(8 * len(names)))
        return dict(zip(names, struct.unpack_from(f"{len(names)}Q", data, 8)))
