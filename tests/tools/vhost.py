# SPDX-License-Identifier: GPL-2.0-only
"""What a hypervisor has for a NIC of its guest: a tap, vhost-net, and the rings between them and the guest, which
is whoever uses this.
"""
import ctypes
import fcntl
import glob
import mmap
import os
import struct
import time

HEADER = 10                 # struct virtio_net_hdr
SIZE = 256                  # of a ring
RX, TX = 0, 1
WRITE = 2                   # of a descriptor: for the device to write to
DESC, AVAIL, USED, DATA = 0, 0x2000, 0x3000, 0x10000
TAP, NO_PI, VNET_HDR = 0x2, 0x1000, 0x4000
TUNSETIFF, TUNSETSNDBUF, TUNSETOFFLOAD = 0x400454CA, 0x400454D4, 0x400454D0
SET_OWNER, SET_FEATURES, SET_MEM_TABLE = 0xAF01, 0x4008AF00, 0x4008AF03
SET_VRING_NUM, SET_VRING_ADDR, SET_VRING_BASE = 0x4008AF10, 0x4028AF11, 0x4008AF12
SET_VRING_KICK, SET_VRING_CALL, NET_SET_BACKEND = 0x4008AF20, 0x4008AF21, 0x4008AF30


def value(dev, name):
    with open(f"/sys/class/net/{dev}/{name}", encoding="ascii") as file:
        return file.read().strip()


def open_tap(dev):
    """A macvtap's, or an ordinary one that is made for it"""
    path = f"/dev/tap{value(dev, 'ifindex')}" if os.path.exists(f"/sys/class/net/{dev}") else None
    tap = os.open(path or "/dev/net/tun", os.O_RDWR | os.O_NONBLOCK * (not path))
    if not path:
        fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", dev.encode(), TAP | NO_PI | VNET_HDR))
    # As QEMU does; vhost-net hands over many frames at once then.
    fcntl.ioctl(tap, TUNSETSNDBUF, struct.pack("=i", 0x7fffffff))
    return tap


def offload(tap, features):
    """What the guest takes of the packets for it: TUN_F_*"""
    fcntl.ioctl(tap, TUNSETOFFLOAD, features)


class Queue:
    """One ring of it; what the guest would call an address counts from the memory's start."""

    def __init__(self, vhost, number, tap, room=2048):
        self.number, self.room = number, room
        self.at = number * (DATA + SIZE * room)
        self.memory = vhost.memory
        self.kick, self.call = os.eventfd(0), os.eventfd(0)
        self.filled = self.taken = 0
        base = vhost.base + self.at
        vhost.set(SET_VRING_NUM, struct.pack("=II", number, SIZE))
        vhost.set(SET_VRING_BASE, struct.pack("=II", number, 0))
        vhost.set(SET_VRING_ADDR, struct.pack("=II4Q", number, 0, base + DESC, base + USED, base + AVAIL, 0))
        vhost.set(SET_VRING_KICK, struct.pack("=Ii", number, self.kick))
        vhost.set(SET_VRING_CALL, struct.pack("=Ii", number, self.call))
        vhost.set(NET_SET_BACKEND, struct.pack("=Ii", number, tap))

    def used(self):
        """How many buffers came back that nobody has taken yet"""
        return struct.unpack_from("=H", self.memory, self.at + USED + 2)[0] - self.taken & 0xffff

    def pending(self):
        """How many buffers the device has, or are back"""
        return self.filled - self.taken

    def give(self, count, frame=None):
        """Make buffers available: with a frame, or empty"""
        self.fill(count, frame)
        self.notify()

    def notify(self):
        os.eventfd_write(self.kick, 1)

    def fill(self, count, frame=None):
        """The same, but tell nobody"""
        for _ in range(count):
            slot = self.filled % SIZE
            data = self.at + DATA + slot * self.room
            length, flags = self.room, WRITE
            if frame:
                self.memory[data:data + len(frame)] = frame
                length, flags = len(frame), 0
            struct.pack_into("=QIHH", self.memory, self.at + DESC + 16 * slot, data, length, flags, 0)
            struct.pack_into("=H", self.memory, self.at + AVAIL + 4 + 2 * slot, slot)
            self.filled += 1
        struct.pack_into("=H", self.memory, self.at + AVAIL + 2, self.filled & 0xffff)

    def wait(self, count):
        """Until so many are back"""
        while self.used() < count:
            os.eventfd_read(self.call)

    def take(self):
        """The next frame that is back, with its header"""
        entry = self.at + USED + 4 + 8 * (self.taken % SIZE)
        slot, length = struct.unpack_from("=II", self.memory, entry)
        data = self.at + DATA + slot * self.room
        self.taken += 1
        return bytes(self.memory[data:data + length])

    def send(self, frame, count):
        """All of them, which have their header in front of them"""
        self.give(count, frame)
        self.wait(count)
        self.taken += count


class Vhost:
    """A device of vhost-net for a tap"""

    def __init__(self, tap, room=2048):
        self.memory = mmap.mmap(-1, 2 * (DATA + SIZE * room))
        self.base = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        self.file = os.open("/dev/vhost-net", os.O_RDWR)
        before = _workers()
        self.set(SET_OWNER)
        self.worker, = _workers() - before
        self.set(SET_FEATURES, struct.pack("=Q", 0))
        self.set(SET_MEM_TABLE, struct.pack("=II4Q", 1, 0, 0, len(self.memory), self.base, 0))
        self.rx, self.tx = Queue(self, RX, tap, room), Queue(self, TX, tap, room)

    def close(self):
        os.close(self.file)

    def set(self, request, argument=0):
        fcntl.ioctl(self.file, request, argument)

    def spent(self):
        """Nanoseconds of processor time of its thread, when it has nothing to do any more"""
        while self._state() != "S":
            time.sleep(0.001)
        with open(f"{self.worker}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[0])

    def _state(self):
        with open(f"{self.worker}/stat", encoding="ascii") as file:
            return file.read().rsplit(") ", 1)[1][0]


def _workers():
    """Threads of ours by that name: since 6.4 they are of this process, before they were the kernel's"""
    found = set()
    for path in glob.glob(f"/proc/{os.getpid()}/task/*/comm") + glob.glob("/proc/[0-9]*/comm"):
        with open(path, encoding="ascii") as file:
            if file.read().strip() == f"vhost-{os.getpid()}":
                found.add(os.path.dirname(path))
    return found
