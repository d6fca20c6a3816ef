// SPDX-License-Identifier: GPL-2.0-only
/*
 * The traffic of tests/tools/churn: through ports, and tagged on the links.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "churn.h"

#define ETHERTYPE_VNTAG	0x8926
#define ETHERTYPE_ETAG	0x893f
#define ETHERTYPE_SVLAN	ETH_P_8021AD
#define VNTAG_TO_VNIC	0x80000000u
#define VNTAG_LIST	0x40000000u
#define VNTAG_DST_SHIFT	16

#define FRAME_ROOM	256
#define FRAMES		32
#define PAUSE_MS	50

/**
 * struct frame - one that is being written
 * @data: bytes
 * @len: how many there are
 */
struct frame {
	u8 data[FRAME_ROOM];
	size_t len;
};

static void put(struct frame *frame, size_t bytes, u64 value)
{
	while (bytes--)
		frame->data[frame->len++] = value >> 8 * bytes;
}

/* To all, to one of the few addresses that vNICs may have, or to nobody. */
static void begin(struct actor *actor, struct frame *frame)
{
	static const u64 to[] = { 0xffffffffffff, 0x020000000200, 0x020000000300 };

	frame->len = 0;
	put(frame, ETH_ALEN, to[roll(actor, ARRAY_SIZE(to))]);
	put(frame, ETH_ALEN, 0x020000000200 + roll(actor, 16));
}

static void finish(struct actor *actor, struct frame *frame)
{
	if (!roll(actor, 4))
		put(frame, 4, ETH_P_8021Q << 16 | 100);
	put(frame, 2, CHURN_ETHERTYPE);
	memset(frame->data + frame->len, 0, 100);
	frame->len += 100;
}

static int open_packet(const char *dev, u16 ethertype)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ethertype),
		.sll_ifindex = dev ? (int)link_index(dev) : 0,
	};
	int err, fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	if (fd >= 0 && !bind(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	err = errno;
	if (fd >= 0)
		close(fd);
	return -err;
}

/* One succeeds if a frame of it was taken. */
static int burst(struct actor *actor, const char *dev,
		 void (*write)(struct actor *actor, struct frame *frame))
{
	int fd = open_packet(dev, 0), i, err = 0;
	struct frame frame;
	bool any = false;

	if (fd < 0)
		return -fd;
	for (i = 0; i < FRAMES; i++) {
		write(actor, &frame);
		if (send(fd, frame.data, frame.len, 0) >= 0)
			any = true;
		else
			err = errno;
	}
	close(fd);
	return any ? 0 : err;
}

static void plain(struct actor *actor, struct frame *frame)
{
	begin(actor, frame);
	finish(actor, frame);
}

static int send_by_vnic(struct actor *actor)
{
	return burst(actor, vnic_name(actor), plain);
}

static int send_by_upper(struct actor *actor)
{
	return burst(actor, upper_name(actor), plain);
}

const struct op sender_ops[] = {
	{ "by vnics", 4, send_by_vnic },
	{ "by uppers", 1, send_by_upper },
	{}
};

/* What goes to the host has a destination, what goes to the switch a source. */
static void vntag(struct actor *actor, struct frame *frame, u32 list)
{
	u32 vif = roll(actor, MOST_VFS + 1);
	u32 tag = vif;

	if (actor->end == SWITCH)
		tag = VNTAG_TO_VNIC | (list ? VNTAG_LIST | list << VNTAG_DST_SHIFT | vif :
					      vif << VNTAG_DST_SHIFT);
	put(frame, 2, ETHERTYPE_VNTAG);
	put(frame, 4, tag);
}

/* The source's, and then the destination's: group, lower bits; then the upper bits of both. */
static void etag(struct actor *actor, struct frame *frame, u32 list)
{
	u32 vif = roll(actor, MOST_VFS + 1);

	put(frame, 2, ETHERTYPE_ETAG);
	put(frame, 2, list ? vif : 0);
	put(frame, 2, list ? list >> 20 << 12 | (list & 0xfff) : vif);
	put(frame, 2, 0);
}

/* There are no lists: the number is one that a port may have, or none. */
static void svlan(struct actor *actor, struct frame *frame, u32 list)
{
	u32 vif = list ? list : roll(actor, MOST_VFS + 1);

	put(frame, 2, ETHERTYPE_SVLAN);
	put(frame, 2, roll(actor, 16) << 12 | vif);
}

static void tagged(struct actor *actor, struct frame *frame, bool list)
{
	static void (*const write[])(struct actor *actor, struct frame *frame,
				     u32 list) = {
		[VMFEX_TAG_VNTAG] = vntag,
		[VMFEX_TAG_ETAG] = etag,
		[VMFEX_TAG_SVLAN] = svlan,
	};
	enum vmfex_tag tag = roll(actor, ARRAY_SIZE(write));

	begin(actor, frame);
	write[tag](actor, frame, list ? first_list(tag) + roll(actor, 3) : 0);
	finish(actor, frame);
}

static void to_vif(struct actor *actor, struct frame *frame)
{
	tagged(actor, frame, false);
}

static void to_list(struct actor *actor, struct frame *frame)
{
	tagged(actor, frame, true);
}

/* Anything may be behind the ethertype, or nothing. */
static void broken(struct actor *actor, struct frame *frame)
{
	static const u16 types[] = { ETHERTYPE_VNTAG, ETHERTYPE_ETAG, ETHERTYPE_SVLAN };

	begin(actor, frame);
	put(frame, 2, types[roll(actor, ARRAY_SIZE(types))]);
	put(frame, roll(actor, 9), (u64)roll(actor, 1u << 31) << 33 | roll(actor, 1u << 31));
}

static const char *link_of(struct actor *actor)
{
	return uplink_name(actor, roll(actor, NUM_ADAPTERS));
}

static int send_to_vifs(struct actor *actor)
{
	return burst(actor, link_of(actor), to_vif);
}

static int send_to_lists(struct actor *actor)
{
	return burst(actor, link_of(actor), to_list);
}

static int send_broken(struct actor *actor)
{
	return burst(actor, link_of(actor), broken);
}

const struct op tag_sender_ops[] = {
	{ "to vifs", 3, send_to_vifs },
	{ "to lists", 2, send_to_lists },
	{ "broken", 1, send_broken },
	{}
};

/* None of ours is without a tag on a link: what comes in so came through a port. */
static int receive(struct actor *actor)
{
	int *file = &actor->files[actor->end];
	struct pollfd wait = { .events = POLLIN };
	struct sockaddr_ll from;
	socklen_t room = sizeof(from);
	unsigned int count = 0;
	struct frame frame;

	if (!*file)
		*file = open_packet(NULL, CHURN_ETHERTYPE);
	if (*file < 0) {
		fprintf(stderr, "churn: receiver: %s\n", strerror(-*file));
		exit(1);
	}
	wait.fd = *file;
	if (poll(&wait, 1, PAUSE_MS) < 1)
		return NOT_ISSUED;
	while (count < FRAMES && recvfrom(*file, frame.data, sizeof(frame.data), MSG_DONTWAIT,
					  (struct sockaddr *)&from, &room) >= 0)
		if (from.sll_pkttype != PACKET_OUTGOING)
			count++;
	if (!count)
		return NOT_ISSUED;
	__atomic_add_fetch(&actor->shared->frames[actor->end], count, __ATOMIC_RELAXED);
	return 0;
}

const struct op receiver_ops[] = {
	{ "receive", 1, receive },
	{}
};
