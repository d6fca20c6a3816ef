# SPDX-License-Identifier: GPL-2.0-only
"""A raw netlink client for the tests: rtnetlink and the family vmfex.

The numbers are written down here once more, not taken from the header or the
specification: they are the ABI, and a change of them must not go unnoticed.
"""
import os
import socket
import struct

NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 1, 4, 0x300
NLM_F_EXCL, NLM_F_CREATE = 0x200, 0x400
NLM_F_CAPPED, NLM_F_ACK_TLVS = 0x100, 0x200
NLMSG_ERROR, NLMSG_DONE = 2, 3
SOL_NETLINK, NETLINK_CAP_ACK, NETLINK_EXT_ACK = 270, 10, 11
GENL_ID_CTRL = NETLINK_GENERIC = 16

RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
IFLA_ADDRESS, IFLA_IFNAME, IFLA_MASTER, IFLA_LINKINFO = 1, 3, 10, 18
IFLA_NET_NS_PID, IFLA_NET_NS_FD, IFLA_EXT_MASK = 19, 28, 29
RTEXT_FILTER_SKIP_STATS = 8

COMMANDS = {"adapter-get": 1, "uplink-get": 4, "uplink-set": 5, "port-get": 8,
            "port-set": 9, "profile-get": 12, "profile-new": 13,
            "profile-set": 14, "profile-del": 15, "viflist-get": 18,
            "viflist-new": 19, "viflist-del": 20}

# object: name of the attribute: number, type as of struct.pack(), s for text
ATTRS = {
    "adapter": {"ifindex": (1, "I"), "ifname": (2, "s"), "mode": (3, "I"),
                "num_vfs": (5, "I")},
    "uplink": {"ifindex": (1, "I"), "ifname": (2, "s"),
               "adapter_ifindex": (3, "I"), "adapter": (4, "s"),
               "fabric": (5, "s"), "physnet": (6, "s"), "priority": (7, "I"),
               "state": (8, "I"), "offload": (11, "I")},
    "port": {"ifindex": (1, "I"), "ifname": (2, "s"),
             "adapter_ifindex": (3, "I"), "adapter": (4, "s"), "vf": (5, "I"),
             "state": (7, "I"), "profile": (9, "s"), "cluster": (10, "s"),
             "request": (12, "I"), "response": (13, "I"), "error": (14, "s"),
             "mac": (15, "b"),
             "instance_uuid": (16, "b"), "host_uuid": (17, "b"),
             "uplink_ifindex": (18, "I"), "vif_id": (19, "I")},
    "profile": {"name": (1, "s"), "cluster": (2, "s"), "generation": (3, "I"),
                "access_vlan": (4, "H"), "native_vlan": (5, "H"),
                "vlan_range": (6, "r"), "mac_forge": (7, "I"), "cos": (8, "B"),
                "uplink_fail": (9, "I"), "confirm": (11, "B")},
    "viflist": {"uplink_ifindex": (1, "I"), "uplink": (2, "s"),
                "adapter_ifindex": (3, "I"), "adapter": (4, "s"),
                "list": (5, "I"), "vif_id": (6, "I"), "vf": (7, "I")},
}

# rtnetlink, kind vmfex
LINK_ATTRS = {"mode": (1, "I"), "tag": (2, "I"), "num_vfs": (3, "I"),
              "cluster": (4, "s"), "port": (5, "b"), "idle_timeout": (6, "I")}


def attr(number, data):
    return struct.pack("=HH", 4 + len(data), number) + data + bytes(-len(data) % 4)


def attrs_of(data):
    """Walk through attributes: number, offset, data."""
    at = 0
    while at + 4 <= len(data):
        size, number = struct.unpack_from("=HH", data, at)
        yield number & 0x3fff, at, data[at + 4:at + size]
        at += (size + 3) & ~3


def encode(table, name, value):
    """A value given as bytes is taken as it is, whatever the type."""
    number, kind = table[name]
    if kind == "r" and not isinstance(value, bytes):
        return b"".join(
            attr(number | 0x8000, b"".join(
                attr(i + 1, struct.pack("=H", vid))
                for i, vid in enumerate(one) if vid is not None))
            for one in value)
    if isinstance(value, bytes):
        return attr(number, value)
    if kind == "s":
        return attr(number, value.encode() + b"\0")
    return attr(number, struct.pack("=" + kind, value))


def encode_all(table, values):
    """VALUES: a dictionary, or pairs if an attribute is there twice."""
    pairs = values.items() if isinstance(values, dict) else values
    return b"".join(encode(table, name, value) for name, value in pairs)


class Verdict:
    """What the kernel says at the end: errno, text, offset of the attribute."""

    def __init__(self, data, flags, skip):
        self.error = -struct.unpack_from("=i", data)[0]
        self.text, self.offset, self.missing = "", None, None
        if skip > 4 and not flags & NLM_F_CAPPED:
            skip += ((struct.unpack_from("=I", data, 4)[0] + 3) & ~3) - 16
        if not flags & NLM_F_ACK_TLVS:
            return
        for number, _, value in attrs_of(data[skip:]):
            if number == 1:
                self.text = value.rstrip(b"\0").decode()
            elif number == 2:
                self.offset = struct.unpack("=I", value)[0]
            elif number == 5:
                self.missing = struct.unpack("=I", value)[0]


class Socket:
    def __init__(self, protocol):
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
        self.sock.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
        self.sock.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        self.sock.bind((0, 0))
        self.seq = 0

    def talk(self, kind, flags, payload):
        """Send a request; return the verdict on it and the answers."""
        self.seq += 1
        if flags & NLM_F_DUMP != NLM_F_DUMP:
            flags |= NLM_F_ACK
        self.sock.send(struct.pack("=IHHII", 16 + len(payload), kind,
                                   flags | NLM_F_REQUEST, self.seq, 0) + payload)
        answers = []
        while True:
            data = self.sock.recv(1 << 18)
            while data:
                size, kind, flags, seq, _ = struct.unpack_from("=IHHII", data)
                body, data = data[16:size], data[(size + 3) & ~3:]
                if seq != self.seq:
                    continue
                if kind == NLMSG_ERROR:
                    return Verdict(body, flags, 20), answers
                if kind == NLMSG_DONE:
                    return Verdict(body, flags, 4), answers
                answers.append(body)


class Genl(Socket):
    def __init__(self, name="vmfex"):
        super().__init__(NETLINK_GENERIC)
        verdict, answers = self.talk(
            GENL_ID_CTRL, 0, struct.pack("=BBH", 3, 1, 0) + attr(2, name.encode() + b"\0"))
        if verdict.error:
            raise OSError(verdict.error, f"family {name}")
        for number, _, value in attrs_of(answers[0][4:]):
            if number == 1:
                self.family = struct.unpack("=H", value)[0]

    def request(self, command, values, dump=False, version=1):
        """VALUES: as of encode_all(), or the attributes in bytes."""
        if not isinstance(values, bytes):
            values = encode_all(ATTRS[command.split("-")[0]], values)
        number = COMMANDS[command] if isinstance(command, str) else command
        return self.talk(self.family, NLM_F_DUMP if dump else 0,
                         struct.pack("=BBH", number, version, 0) + values)


class Route(Socket):
    def __init__(self):
        super().__init__(socket.NETLINK_ROUTE)

    def link(self, kind, flags, index, attrs):
        return self.talk(kind, flags,
                         struct.pack("=BxHiII", 0, 0, index, 0, 0) + attrs)


def link_info(kind, data=None):
    """IFLA_LINKINFO of a request, DATA in bytes."""
    info = attr(1, kind.encode() + b"\0")
    if data is not None:
        info += attr(2 | 0x8000, data)
    return attr(IFLA_LINKINFO | 0x8000, info)


def slave_info(data):
    """IFLA_LINKINFO of a request that would change a slave, DATA in bytes."""
    return attr(IFLA_LINKINFO | 0x8000, attr(5 | 0x8000, data))


# Attributes that change unasked: counters of frames, and IP's settings (IFLA_AF_SPEC), in
# which the neighbours' reachable time is drawn anew every five minutes.
COUNTERS = {"adapter": {10}, "port": {21, 22}, "link": {7, 23, 26}}


def without_counters(name, header, message):
    return message[:header] + b"".join(
        attr(number, data) for number, _, data in attrs_of(message[header:])
        if number not in COUNTERS.get(name, ()))


def state(genl, route):
    """All that can be seen of vmfex and of links, but counters of frames."""
    parts = []
    for name in ("adapter", "uplink", "port", "profile", "viflist"):
        verdict, answers = genl.request(name + "-get", {}, dump=True)
        if verdict.error:
            raise OSError(verdict.error, os.strerror(verdict.error))
        parts.append((name, [without_counters(name, 4, one) for one in answers]))
    verdict, answers = route.link(
        RTM_GETLINK, NLM_F_DUMP, 0,
        attr(IFLA_EXT_MASK, struct.pack("=I", RTEXT_FILTER_SKIP_STATS)))
    if verdict.error:
        raise OSError(verdict.error, os.strerror(verdict.error))
    parts.append(("link", [without_counters("link", 16, one) for one in answers]))
    return parts
