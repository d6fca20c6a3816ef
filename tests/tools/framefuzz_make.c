// SPDX-License-Identifier: GPL-2.0-only
/*
 * The grammar of the frames: addresses, VLAN headers, tags, a packet. A frame
 * is made valid but for fields that get a boundary value now and then, and half
 * of them are damaged afterwards.
 */
#include <arpa/inet.h>
#include <string.h>

#include "framefuzz.h"

#define MAX_DEPTH	4	/* VLAN headers in a row */
#define HEADERS		256	/* room for all of them */

static const u16 vlan_types[] = { ETH_P_8021Q, ETH_P_8021AD };

static const u16 odd_types[] = {
	0, 1, 46, 1500, 1501, 1535, 1536, 1537, 0xffff, 0xfffe,
	VNTAG_TYPE, ETAG_TYPE, VNTAG_TYPE ^ 1, ETAG_TYPE ^ 1,
	ETH_P_8021Q, ETH_P_8021AD, ETH_P_QINQ1, ETH_P_ARP, ETH_P_LLDP,
	0x8940, ETH_P_PAUSE, ETH_P_MPLS_UC, ETH_P_TEB, ETH_P_PPP_SES,
	ETH_P_LOOPBACK, ETH_P_BATMAN, ETH_P_MACSEC, ETH_P_NSH,
};

static const u16 odd_vids[] = { 0, 1, 10, 15, 20, 100, 101, 4094, 4095 };

static const u32 odd_numbers[] = {
	0, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 0xfff, 0xffe, 0x1000, 0x1001,
	0x2001, 0x3001, 0x3fff, 0xfffff, 0x100000, 0x3ffffe, 0x3fffff,
};

static const u32 odd_sizes[] = {
	0, 1, 2, 13, 14, 15, 17, 18, 19, 20, 21, 22, 28, 33, 34, 40, 46, 54, 60,
	64, 255, 256, 1400, 1448, 1460, 1500, 0x7fff, 0x8000, 0xfffe, 0xffff,
};

/* Number of something that there is several times, most often @usual */
static u32 how_many(struct rng *rng, u32 usual_percent, u32 max)
{
	if (rng_chance(rng, usual_percent))
		return 0;
	return 1 + rng_below(rng, max);
}

static void add8(struct frame *frame, u8 value)
{
	frame->data[frame->len++] = value;
}

static void add16(struct frame *frame, u16 value)
{
	add8(frame, value >> 8);
	add8(frame, value);
}

static void add32(struct frame *frame, u32 value)
{
	add16(frame, value >> 16);
	add16(frame, value);
}

static void add_random(struct frame *frame, struct rng *rng, u32 len)
{
	rng_fill(rng, frame->data + frame->len, len);
	frame->len += len;
}

static void set16(struct frame *frame, u32 offset, u16 value)
{
	frame->data[offset] = value >> 8;
	frame->data[offset + 1] = value;
}

static void add_address(struct frame *frame, struct rng *rng)
{
	static const u8 known[][ETH_ALEN] = {
		{ 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, { },
		{ 0x01, 0x80, 0xc2, 0x00, 0x00, 0x0e },
		{ 0x01, 0x80, 0xc2, 0x00, 0x00, 0x00 },
		{ 0x01, 0x80, 0xc2, 0x00, 0x00, 0x01 },
		{ 0x01, 0x00, 0x5e, 0x01, 0x02, 0x03 },
		{ 0x33, 0x33, 0x00, 0x00, 0x00, 0x01 },
	};

	if (rng_chance(rng, 60)) {
		memcpy(frame->data + frame->len, RNG_PICK(rng, known), ETH_ALEN);
		frame->len += ETH_ALEN;
	} else {
		add_random(frame, rng, ETH_ALEN);
	}
}

static void add_vlans(struct frame *frame, struct rng *rng, u32 none_percent)
{
	u32 num = how_many(rng, none_percent, MAX_DEPTH);

	if (num && rng_chance(rng, 2))
		num += 8;	/* more than anyone looks behind */
	while (num--) {
		add16(frame, RNG_PICK(rng, vlan_types));
		add16(frame, RNG_PICK(rng, odd_vids) |
			     rng_below(rng, 16) << 12);
	}
}

/* Number of a list of this end, or any that is odd */
static u32 list_number(struct rng *rng, const struct end *end)
{
	if (end->num_lists && rng_chance(rng, 80))
		return end->lists[rng_below(rng, end->num_lists)].id;
	return RNG_PICK(rng, odd_numbers);
}

static void add_vntag(struct frame *frame, struct rng *rng,
		      const struct end *end)
{
	bool from_bridge = rng_chance(rng, 95) ? !end->fabric : end->fabric;
	bool list = rng_chance(rng, end->fabric ? 2 : 25);
	u32 to = list ? list_number(rng, end) : RNG_PICK(rng, odd_numbers);
	u32 source = RNG_PICK(rng, odd_numbers);
	u32 word = (u32)from_bridge << 31 | (u32)list << 30 |
		   (to & 0x3fff) << 16 | (source & 0xfff);

	if (end->fabric && rng_chance(rng, 90))
		word &= 0x80000fff;
	if (rng_chance(rng, 20))
		word |= 1 << 15;
	if (rng_chance(rng, 5))
		word |= 1 << 14;
	if (rng_chance(rng, 4))
		word |= (1 + rng_below(rng, 3)) << 12;
	add16(frame, VNTAG_TYPE);
	add32(frame, word);
}

static void add_etag(struct frame *frame, struct rng *rng,
		     const struct end *end)
{
	bool list = rng_chance(rng, end->fabric ? 2 : 25);
	u32 to = list ? list_number(rng, end) : RNG_PICK(rng, odd_numbers);
	u32 reserved = rng_chance(rng, 5) ? rng_below(rng, 4) : 0;
	u32 from = 0;

	if (rng_chance(rng, end->fabric ? 5 : 25))
		from = RNG_PICK(rng, odd_numbers);
	add16(frame, ETAG_TYPE);
	add16(frame, rng_below(rng, 16) << 12 | (from & 0xfff));
	add16(frame, reserved << 14 | (to >> 20 & 3) << 12 | (to & 0xfff));
	add8(frame, from >> 12);
	add8(frame, to >> 12);
}

static void add_svlan(struct frame *frame, struct rng *rng,
		      const struct end *end)
{
	(void)end;
	add16(frame, SVLAN_TYPE);
	add16(frame, rng_below(rng, 16) << 12 |
		     (RNG_PICK(rng, odd_numbers) & 0xfff));
}

static void add_tag(struct frame *frame, struct rng *rng,
		    const struct end *end, enum vmfex_tag tag)
{
	static void (*const add[NUM_TAGS])(struct frame *frame, struct rng *rng,
					   const struct end *end) = {
		add_vntag, add_etag, add_svlan,
	};

	add[tag](frame, rng, end);
}

/* A length that fits in @room, most often short */
static u32 payload_len(struct rng *rng, u32 room)
{
	u32 len = rng_below(rng, 150);

	if (rng_chance(rng, 10))
		len = rng_below(rng, 1500);
	else if (rng_chance(rng, 2))
		len = rng_below(rng, FRAME_ROOM);
	return len < room ? len : room;
}

/* TCP, UDP, ICMP or ICMPv6: the header's length, and where its checksum is */
static u32 add_transport(struct frame *frame, struct rng *rng, u8 protocol,
			 u16 len)
{
	u32 start = frame->len;

	switch (protocol) {
	case IPPROTO_TCP:
		add_random(frame, rng, 12);
		add16(frame, rng_chance(rng, 90) ? 0x5010 : (u16)rng_next(rng));
		add_random(frame, rng, 6);
		frame->vnet.csum_offset = 16;
		break;
	case IPPROTO_UDP:
		add_random(frame, rng, 4);
		add16(frame, rng_chance(rng, 90) ? 8 + len : (u16)rng_next(rng));
		add16(frame, 0);
		frame->vnet.csum_offset = 6;
		break;
	default:
		add16(frame, rng_next(rng));
		add16(frame, 0);
		add_random(frame, rng, 4);
		frame->vnet.csum_offset = 2;
		break;
	}
	frame->vnet.csum_start = start;
	frame->vnet.hdr_len = frame->len;
	return frame->len - start;
}

static u16 ip_sum(const u8 *p, u32 len)
{
	u32 sum = 0;

	for (u32 i = 0; i < len; i += 2)
		sum += p[i] << 8 | p[i + 1];
	sum = (sum & 0xffff) + (sum >> 16);
	return ~(sum + (sum >> 16));
}

static void add_ip(struct frame *frame, struct rng *rng, u8 protocol, u32 len)
{
	u32 start = frame->len;

	add16(frame, rng_chance(rng, 95) ? 0x4500 : (u16)rng_next(rng));
	add16(frame, 0);
	add16(frame, rng_next(rng));
	add16(frame, rng_chance(rng, 90) ? 0x4000 : (u16)rng_next(rng));
	add8(frame, 64);
	add8(frame, protocol);
	add16(frame, 0);
	add32(frame, 0xc0000201);	/* 192.0.2.1 */
	add32(frame, 0xc0000202);
	len += add_transport(frame, rng, protocol, len);
	set16(frame, start + 2, rng_chance(rng, 95) ? 20 + len : (u16)rng_next(rng));
	set16(frame, start + 10, ip_sum(frame->data + start, 20));
}

static void add_ipv6(struct frame *frame, struct rng *rng, u8 protocol,
		     u32 len)
{
	static const u8 prefix[8] = { 0x20, 0x01, 0x0d, 0xb8 };
	u32 start = frame->len;

	add32(frame, 0x60000000);
	add16(frame, 0);
	add8(frame, rng_chance(rng, 95) ? protocol : (u16)rng_next(rng));
	add8(frame, 64);
	for (int i = 0; i < 2; i++) {
		memcpy(frame->data + frame->len, prefix, sizeof(prefix));
		frame->len += sizeof(prefix);
		add_random(frame, rng, 8);
	}
	len += add_transport(frame, rng, protocol, len);
	set16(frame, start + 4, rng_chance(rng, 95) ? len : (u16)rng_next(rng));
}

/* Type and packet; the vnet header is told what it is. */
static void add_packet(struct frame *frame, struct rng *rng, u32 room)
{
	static const u8 protocols[] = {
		IPPROTO_TCP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDP,
		IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_GRE, 255,
	};
	u32 len = payload_len(rng, room);
	u8 protocol = RNG_PICK(rng, protocols);
	bool v6 = protocol == IPPROTO_ICMPV6 || rng_chance(rng, 40);

	frame->vnet.gso_type = VIRTIO_NET_HDR_GSO_NONE;
	if (rng_chance(rng, 25)) {
		add16(frame, RNG_PICK(rng, odd_types));
		frame->vnet.csum_start = frame->len;
		frame->vnet.hdr_len = frame->len;
		add_random(frame, rng, len);
		return;
	}
	add16(frame, v6 ? ETH_P_IPV6 : ETH_P_IP);
	if (v6)
		add_ipv6(frame, rng, protocol, len);
	else
		add_ip(frame, rng, protocol, len);
	if (protocol == IPPROTO_TCP)
		frame->vnet.gso_type = v6 ? VIRTIO_NET_HDR_GSO_TCPV6 :
					    VIRTIO_NET_HDR_GSO_TCPV4;
	else if (protocol == IPPROTO_UDP)
		frame->vnet.gso_type = rng_chance(rng, 70) ?
			VIRTIO_NET_HDR_GSO_UDP_L4 : VIRTIO_NET_HDR_GSO_UDP;
	/* What the payload is says nothing new. */
	memset(frame->data + frame->len, len, len);
	frame->len += len;
}

static void flip_bits(struct frame *frame, struct rng *rng)
{
	u32 range = frame->len < 80 ? frame->len : 80;

	for (u32 n = 1 + rng_below(rng, 8); n; n--)
		frame->data[rng_below(rng, range)] ^= 1 << rng_below(rng, 8);
}

static void overwrite(struct frame *frame, struct rng *rng)
{
	u32 range = frame->len < 60 ? frame->len : 60;
	u32 at = 12 + rng_below(rng, range);

	if (at + 2 > frame->len)
		return;
	set16(frame, at & ~1, rng_chance(rng, 50) ? RNG_PICK(rng, odd_types) :
						    RNG_PICK(rng, odd_sizes));
}

/* Bytes that are there twice, or are not there */
static void shift(struct frame *frame, struct rng *rng, u32 room)
{
	u32 by = 1 + rng_below(rng, 8);
	u32 at = rng_below(rng, frame->len);

	if (frame->len <= at + by || frame->len + by > room)
		return;
	if (rng_chance(rng, 50)) {
		memmove(frame->data + at + by, frame->data + at,
			frame->len - at);
		frame->len += by;
	} else {
		memmove(frame->data + at, frame->data + at + by,
			frame->len - at - by);
		frame->len -= by;
	}
}

static void cut(struct frame *frame, struct rng *rng)
{
	u32 most = frame->len < 90 ? frame->len : 90;

	if (most > ETH_HLEN)
		frame->len = ETH_HLEN + rng_below(rng, most - ETH_HLEN);
}

static void pad(struct frame *frame, struct rng *rng, u32 room)
{
	u32 by = rng_below(rng, rng_chance(rng, 90) ? 64 : room);

	if (frame->len + by > room)
		return;
	memset(frame->data + frame->len, 0, by);
	frame->len += by;
}

static void damage(struct frame *frame, struct rng *rng, u32 room)
{
	u32 times = how_many(rng, 50, 2);

	frame->damaged = times;
	while (times--) {
		switch (rng_below(rng, 6)) {
		case 0:
			flip_bits(frame, rng);
			break;
		case 1:
			overwrite(frame, rng);
			break;
		case 2:
			shift(frame, rng, room);
			break;
		case 3:
			pad(frame, rng, room);
			break;
		default:
			cut(frame, rng);
			break;
		}
	}
}

/* What is known of the packet, as a guest should say it, or a lie */
static void make_vnet(struct frame *frame, struct rng *rng)
{
	static const u16 segments[] = { 1, 7, 100, 536, 1000, 1400, 1448 };
	struct virtio_net_hdr *vnet = &frame->vnet;

	vnet->flags = 0;
	vnet->gso_size = 0;
	if (rng_chance(rng, 40)) {
		memset(vnet, 0, sizeof(*vnet));
		return;
	}
	if (rng_chance(rng, 90))
		vnet->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	if (vnet->gso_type && rng_chance(rng, 70)) {
		vnet->gso_size = RNG_PICK(rng, segments);
		if (rng_chance(rng, 10))
			vnet->gso_type |= VIRTIO_NET_HDR_GSO_ECN;
	} else {
		vnet->gso_type = VIRTIO_NET_HDR_GSO_NONE;
	}

	if (rng_chance(rng, 60))
		return;
	switch (rng_below(rng, 7)) {
	case 0:
		vnet->flags = rng_next(rng);
		break;
	case 1:
		vnet->gso_type = rng_chance(rng, 50) ? rng_below(rng, 8) :
						       rng_next(rng);
		break;
	case 2:
		vnet->hdr_len = RNG_PICK(rng, odd_sizes);
		break;
	case 3:
		vnet->gso_size = RNG_PICK(rng, odd_sizes);
		break;
	case 4:
		vnet->csum_start = RNG_PICK(rng, odd_sizes);
		break;
	case 5:
		vnet->csum_offset = RNG_PICK(rng, odd_sizes);
		break;
	default:
		rng_fill(rng, vnet, sizeof(*vnet));
		break;
	}
}

static void start_frame(struct frame *frame, struct rng *rng)
{
	memset(&frame->vnet, 0, sizeof(frame->vnet));
	frame->len = 0;
	frame->pieces = rng_chance(rng, 50) ? 1 : 1 + rng_below(rng, 12);
	add_address(frame, rng);
}

static void finish_frame(struct frame *frame, struct rng *rng, u32 room)
{
	damage(frame, rng, room);
	make_vnet(frame, rng);
	if (frame->vnet.gso_type && frame->len > GSO_ROOM)
		frame->len = GSO_ROOM;
}

/**
 * make_wire_frame() - a frame that may come to an uplink
 * @frame: filled
 * @rng: source
 * @end: the uplink's
 * @room: most bytes
 */
void make_wire_frame(struct frame *frame, struct rng *rng,
		     const struct end *end, u32 room)
{
	enum vmfex_tag tag = end->tag;

	if (rng_chance(rng, 4))
		tag = rng_below(rng, NUM_TAGS);

	start_frame(frame, rng);
	add_address(frame, rng);
	add_vlans(frame, rng, 96);
	if (!rng_chance(rng, 3))
		add_tag(frame, rng, end, tag);
	if (rng_chance(rng, 5))
		add_tag(frame, rng, end, rng_below(rng, NUM_TAGS));
	add_vlans(frame, rng, 60);
	if (rng_chance(rng, 3))
		add_tag(frame, rng, end, rng_below(rng, NUM_TAGS));
	add_packet(frame, rng, room - HEADERS);
	finish_frame(frame, rng, room);
}

/**
 * make_guest_frame() - a frame that a guest may send
 * @frame: filled
 * @rng: source
 * @vnic: the guest's
 * @room: most bytes
 */
void make_guest_frame(struct frame *frame, struct rng *rng,
		      const struct vnic *vnic, u32 room)
{
	static const struct end nobody;

	start_frame(frame, rng);
	if (rng_chance(rng, 80)) {
		memcpy(frame->data + frame->len, vnic->mac, ETH_ALEN);
		frame->len += ETH_ALEN;
	} else {
		add_address(frame, rng);
	}
	add_vlans(frame, rng, 60);
	if (rng_chance(rng, 8))
		add_tag(frame, rng, &nobody, rng_below(rng, NUM_TAGS));
	if (rng_chance(rng, 5))
		add_vlans(frame, rng, 0);
	add_packet(frame, rng, room - HEADERS);
	finish_frame(frame, rng, room);
}
