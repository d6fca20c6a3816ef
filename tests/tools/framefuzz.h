/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of tests/tools/framefuzz share. */
#ifndef FRAMEFUZZ_H
#define FRAMEFUZZ_H

#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/virtio_net.h>
#include <linux/vmfex.h>
#include <net/if.h>
#include <stdio.h>

#include "rng.h"

#define VNTAG_TYPE	0x8926
#define ETAG_TYPE	0x893f
#define SVLAN_TYPE	ETH_P_8021AD

#define NUM_TAGS	(VMFEX_TAG_SVLAN + 1)

#define FRAME_ROOM	65536
#define GSO_ROOM	65000	/* no lower device needs to cut it again for a tag */
/* Newer than the headers of some */
#ifndef VIRTIO_NET_HDR_GSO_UDP_L4
#define VIRTIO_NET_HDR_GSO_UDP_L4	5
#endif

#define MAX_ENDS	4
#define MAX_LISTS	4
#define MAX_VNICS	8
#define MAX_DROPS	64	/* reasons, twice: ports' and the adapter's */
#define MAX_FILTER	48
#define INJECTED	1	/* SO_MARK of frames that no adapter sends */

/* Why an adapter drops a frame before it knows whose it is, as far as one filter tells */
enum reason {
	OTHER_TAG,
	VERSION,
	DIRECTION,
	UNKNOWN_VIF,
	NUM_REASONS,
};

/**
 * struct frame - a frame and what a vnet header says of it
 * @vnet: the header
 * @len: bytes of @data
 * @pieces: in how many parts a tap gets it
 * @damaged: it is not as it was made
 * @data: from the destination address on
 */
struct frame {
	struct virtio_net_hdr vnet;
	u32 len;
	u32 pieces;
	bool damaged;
	u8 data[FRAME_ROOM];
};

/**
 * struct list - a VIF list
 * @id: its number on the wire
 * @members: how many it has
 */
struct list {
	u32 id;
	u32 members;
};

/**
 * struct vnic - a vNIC, or the adapter's own port, and its counts
 * @name: netdev
 * @up: it can send
 * @mac: its address
 * @in: socket that counts what it delivers
 * @out: socket that counts what it is given to send
 * @rx: frames delivered, as @in counts
 * @tx: frames to send, as @out counts
 * @base: its own counters at the start
 */
struct vnic {
	char name[IFNAMSIZ];
	bool up;
	u8 mac[ETH_ALEN];
	int in;
	int out;
	u64 rx;
	u64 tx;
	struct counters {
		u64 rx_packets;
		u64 tx_packets;
		u64 drops[MAX_DROPS];
	} base;
};

/**
 * struct end - one end of a fabric link: an adapter and its uplink
 * @adapter: netdev
 * @uplink: netdev
 * @peer: netdev at the other end of the uplink, empty if the uplink is a tap
 * @fabric: mode of the adapter
 * @tag: its tag format
 * @lists: VIF lists
 * @num_lists: how many there are
 * @vnics: ports, the adapter's own first
 * @num_vnics: how many there are
 * @tap: file of the tap, -1 for none
 * @fragments: whether the tap makes a fragment of each part of a frame
 * @tap_read: frames read from the tap
 * @ours: socket that counts what the uplink receives with the tag
 * @predicted: sockets that count what the adapter must drop, 0 for a reason that
 *	the format does not have
 * @to_list: sockets that count whole frames to each list
 * @wire: socket that counts what the adapter sends on the uplink
 * @arrived: socket that counts what of it the peer receives
 * @counts: what these sockets counted
 * @base_tx_dropped: the uplink's counter at the start
 */
struct end {
	char adapter[IFNAMSIZ];
	char uplink[IFNAMSIZ];
	char peer[IFNAMSIZ];
	bool fabric;
	enum vmfex_tag tag;
	struct list lists[MAX_LISTS];
	u32 num_lists;
	struct vnic vnics[MAX_VNICS];
	u32 num_vnics;
	int tap;
	bool fragments;
	u64 tap_read;
	int ours;
	int predicted[NUM_REASONS];
	int to_list[MAX_LISTS];
	int wire;
	int arrived;
	struct {
		u64 ours;
		u64 predicted[NUM_REASONS];
		u64 to_list[MAX_LISTS];
		u64 wire;
		u64 arrived;
	} counts;
	u64 base_tx_dropped;
};

/**
 * struct filter - a classic BPF program
 * @code: instructions
 * @len: how many
 */
struct filter {
	struct sock_filter code[MAX_FILTER];
	u32 len;
};

/* The name of a netdev, cut as the kernel does */
static inline void set_name(char *name, const char *from)
{
	snprintf(name, IFNAMSIZ, "%s", from);
}

/* framefuzz_make.c */
void make_wire_frame(struct frame *frame, struct rng *rng,
		     const struct end *end, u32 room);
void make_guest_frame(struct frame *frame, struct rng *rng,
		      const struct vnic *vnic, u32 room);

/* framefuzz_filter.c */
void filter_direction(struct filter *filter, bool out);
void filter_forwarded(struct filter *filter, bool out);
void filter_ours(struct filter *filter, const struct end *end);
void filter_list(struct filter *filter, const struct end *end, u32 id);
bool filter_reason(struct filter *filter, const struct end *end,
		   enum reason reason);
void filter_end(struct filter *filter);

/* framefuzz_count.c */
void count_open(struct end *end);
bool counts_agree(struct end *ends, u32 num, bool tell);
u64 sysfs_number(const char *dev, const char *file);

#endif
