# SPDX-License-Identifier: GPL-2.0-only
"""The kernel's slab caches, with nothing in them but objects in use."""
import glob

# A slab that a CPU allocates from counts as full, so no cache may be allocated from once it was shrunk.
# sysfs copies what is written: of this length, the copy comes from a cache with few objects in a slab.
SHRINK = "1".ljust(4000)


def write(name, text):
    with open(name, "w", encoding="ascii") as file:
        file.write(text)


def shrink():
    """Gives back what is only cached."""
    write("/proc/sys/vm/drop_caches", "3")
    for name in glob.glob("/sys/kernel/slab/*/shrink"):
        write(name, SHRINK)


def caches():
    """A line of /proc/slabinfo for each, as words: name, objects in use, objects, ..."""
    with open("/proc/slabinfo", encoding="ascii") as file:
        return [line.split() for line in list(file)[2:]]
