# SPDX-License-Identifier: GPL-2.0-only
"""Just enough netlink for tests that do a thing thousands of times: a process
for each would take longer than the thing itself."""
import errno
import os
import socket
import struct

NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP, NLM_F_EXCL, NLM_F_CREATE = 1, 4, 0x300, 0x200, 0x400
NLM_F_DUMP_INTR = 0x10
NLMSG_ERROR, NLMSG_DONE = 2, 3
RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
IFLA_IFNAME, IFLA_MASTER, IFLA_LINKINFO, IFLA_EXT_MASK = 3, 10, 18, 29
IFLA_INFO_KIND, IFLA_INFO_DATA = 1, 2
IFLA_VMFEX_NUM_VFS = 3
RTEXT_FILTER_VF = 1
IFF_UP = 1

# include/uapi/linux/vmfex.h
PORT_GET, PORT_SET = 8, 9
PORT_IFINDEX, PORT_IFNAME, PORT_ADAPTER, PORT_VF = 1, 2, 4, 5
PORT_STATE, PORT_CARRIER, PORT_PROFILE, PORT_REQUEST, PORT_STATS = 7, 8, 9, 12, 21
PROFILE_NEW, PROFILE_DEL = 13, 15
PROFILE_NAME = 1
STATS_RX_PACKETS, STATS_TX_PACKETS = 2, 4
ASSOCIATE, DISASSOCIATE = 2, 3
ASSOCIATED = 3


def u32(value):
    return struct.pack("=I", value)


def attr(kind, data):
    if isinstance(data, str):
        data = data.encode() + b"\0"
    size = 4 + len(data)
    return struct.pack("=HH", size, kind) + data + bytes(-size % 4)


def attrs(data):
    """{type: payload} of a run of attributes; the last of a type wins."""
    found, at = {}, 0
    while at < len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        if size < 4 or at + size > len(data):
            raise ValueError(f"attribute {kind} of {size} bytes is not whole")
        found[kind & 0x3fff] = data[at + 4:at + size]
        at += size + 3 & ~3
    return found


class Netlink:
    def __init__(self, protocol, buffer=32768):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
        self.sock.bind((0, 0))
        self.buffer = buffer
        self.seq = 0

    def receive(self):
        """Messages of one datagram; it must fit the buffer."""
        data, _, flags, _ = self.sock.recvmsg(self.buffer)
        if flags & socket.MSG_TRUNC:
            raise ValueError(f"a message does not fit {self.buffer} bytes")
        at = 0
        while at < len(data):
            size, kind, flags, seq, _ = struct.unpack_from("=IHHII", data, at)
            if size < 16 or at + size > len(data):
                raise ValueError("a message is not whole")
            if seq == self.seq:
                yield kind, flags, data[at + 16:at + size]
            at += size + 3 & ~3

    def request(self, kind, flags, body):
        """Ask, and give the replies. OSError if the kernel refuses."""
        self.seq += 1
        flags |= NLM_F_REQUEST
        if not flags & NLM_F_DUMP == NLM_F_DUMP:
            flags |= NLM_F_ACK
        self.sock.send(struct.pack("=IHHII", 16 + len(body), kind, flags,
                                   self.seq, 0) + body)
        replies = []
        while True:
            for got, got_flags, payload in self.receive():
                if got in (NLMSG_ERROR, NLMSG_DONE):
                    error = -struct.unpack_from("=i", payload)[0]
                    if error:
                        raise OSError(error, os.strerror(error))
                    return replies
                if got_flags & NLM_F_DUMP_INTR:
                    raise OSError(errno.EINTR, "the dump is inconsistent")
                replies.append(payload)


class Route(Netlink):
    def __init__(self, buffer=1 << 20):
        super().__init__(socket.NETLINK_ROUTE, buffer)

    @staticmethod
    def header(index=0, flags=0, change=0):
        return struct.pack("=BxHiII", 0, 0, index, flags, change)

    def add_adapter(self, name, num_vfs):
        data = attr(IFLA_VMFEX_NUM_VFS, u32(num_vfs))
        info = attr(IFLA_INFO_KIND, "vmfex") + attr(IFLA_INFO_DATA, data)
        self.request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, self.header() +
                     attr(IFLA_IFNAME, name) + attr(IFLA_LINKINFO, info))

    def enslave(self, name, master):
        self.request(RTM_NEWLINK, 0, self.header(socket.if_nametoindex(name)) +
                     attr(IFLA_MASTER, u32(socket.if_nametoindex(master))))

    def set_up(self, name, up=True):
        self.request(RTM_NEWLINK, 0, self.header(
            socket.if_nametoindex(name), IFF_UP if up else 0, IFF_UP))

    def delete(self, name):
        self.request(RTM_DELLINK, 0, self.header() + attr(IFLA_IFNAME, name))

    def get(self, name, mask=0):
        """The RTM_NEWLINK message that tells of a link."""
        return self.request(RTM_GETLINK, 0, self.header() + attr(IFLA_IFNAME, name) +
                            attr(IFLA_EXT_MASK, u32(mask)))[0]


class Vmfex(Netlink):
    def __init__(self, buffer=32768):
        super().__init__(16, buffer)    # NETLINK_GENERIC
        reply = self.request(0x10, 0, struct.pack("=BBH", 3, 1, 0) + attr(2, "vmfex"))[0]
        self.family = struct.unpack("=H", attrs(reply[4:])[1])[0]

    def command(self, command, body=b"", flags=0):
        """Replies as {attribute: payload}."""
        return [attrs(reply[4:]) for reply in self.request(
            self.family, flags, struct.pack("=BBH", command, 1, 0) + body)]

    def bind(self, name, profile):
        self.command(PORT_SET, attr(PORT_IFNAME, name) + attr(PORT_REQUEST, u32(ASSOCIATE)) +
                     attr(PORT_PROFILE, profile))

    def unbind(self, name):
        self.command(PORT_SET, attr(PORT_IFNAME, name) + attr(PORT_REQUEST, u32(DISASSOCIATE)))


def packets(device, buffer=1 << 25):
    """A packet socket on a device, with room for a burst."""
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    sock.setsockopt(socket.SOL_SOCKET, 33, buffer)  # SO_RCVBUFFORCE
    sock.bind((device, 3))
    sock.settimeout(10)
    return sock


def vntag(destination, source, from_bridge):
    """VN-Tag with its ethertype, as it follows the addresses."""
    return struct.pack(">HI", 0x8926, from_bridge << 31 | destination << 16 | source)
