// SPDX-License-Identifier: GPL-2.0-only
/* What tests/tools/nlfuzz does to a message that was right. */
#include <string.h>

#include "nlfuzz.h"

#define TREE_DEPTH	4

static const u32 odd_numbers[] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 31, 32, 40, 41, 127, 128, 255, 256,
	261, 262, 4094, 4095, 4096, 0x3fff, 0x4000, 0x7fff, 0x8000, 0xffff,
	0x10000, 0xfffff, 0x100000, 0x3ffffe, 0x3fffff, 0x7fffffff, 0x80000000,
	0xfffffffe, 0xffffffff,
};

static const u16 odd_lens[] = {
	0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 19, 20, 21, 35, 36, 44, 45, 46,
	100, 0x7fff, 0x8000, 0xfffc, 0xffff,
};

static struct nlattr *any_attr(struct message *message, struct rng *rng)
{
	if (!message->num_attrs)
		return NULL;
	return (struct nlattr *)(message->data +
		message->attrs[rng_below(rng, message->num_attrs)]);
}

/* Bytes of @attr's payload that are in the message */
static u32 payload_of(const struct message *message, const struct nlattr *attr)
{
	u32 start = (const u8 *)attr - message->data + NLA_HDRLEN;
	u32 len = attr->nla_len;

	if (len <= NLA_HDRLEN || start >= message->len)
		return 0;
	len -= NLA_HDRLEN;
	return len < message->len - start ? len : message->len - start;
}

static void damage_len(struct nlattr *attr, struct rng *rng)
{
	if (rng_chance(rng, 50))
		attr->nla_len = RNG_PICK(rng, odd_lens);
	else
		attr->nla_len += rng_below(rng, 9) - 4;
}

static void damage_type(struct nlattr *attr, struct rng *rng)
{
	switch (rng_below(rng, 4)) {
	case 0:
		attr->nla_type ^= NLA_F_NESTED;
		break;
	case 1:
		attr->nla_type ^= NLA_F_NET_BYTEORDER;
		break;
	case 2:
		attr->nla_type += rng_below(rng, 3) - 1;
		break;
	default:
		attr->nla_type = rng_chance(rng, 80) ? rng_below(rng, 64) :
						       rng_next(rng);
		break;
	}
}

static void damage_payload(struct message *message, struct nlattr *attr,
			   struct rng *rng)
{
	u32 len = payload_of(message, attr);
	u8 *payload = (u8 *)(attr + 1);
	u32 number = RNG_PICK(rng, odd_numbers);

	if (!len)
		return;
	switch (rng_below(rng, 4)) {
	case 0:
		memset(payload, rng_chance(rng, 50) ? 0xff : 'a', len);
		break;
	case 1:
		payload[len - 1] = 'x';		/* a text without its end */
		break;
	case 2:
		payload[rng_below(rng, len)] ^= 1 << rng_below(rng, 8);
		break;
	default:
		memcpy(payload, &number, len < 4 ? len : 4);
		break;
	}
}

/* Once more at the end: outermost, whatever it was before */
static void repeat(struct message *message, const struct nlattr *attr)
{
	u32 len = payload_of(message, attr);

	if (message->len + len + 8 < MESSAGE_ROOM)
		add_attr(message, attr->nla_type, attr + 1, len);
}

/* Two neighbours in the list change places, if they are equally long. */
static void swap(struct message *message, struct rng *rng)
{
	struct nlattr *one = any_attr(message, rng);
	struct nlattr *other = any_attr(message, rng);
	u8 copy[64];

	if (one == other || one->nla_len != other->nla_len ||
	    one->nla_len > sizeof(copy) ||
	    payload_of(message, one) + NLA_HDRLEN != one->nla_len ||
	    payload_of(message, other) + NLA_HDRLEN != other->nla_len)
		return;
	memcpy(copy, one, one->nla_len);
	memmove(one, other, one->nla_len);
	memcpy(other, copy, one->nla_len);
}

static void damage_head(struct message *message, struct rng *rng)
{
	struct nlmsghdr *head = &message->head;

	switch (rng_below(rng, 5)) {
	case 0:
		head->nlmsg_flags |= 1 << rng_below(rng, 16);
		break;
	case 1:
		head->nlmsg_flags = rng_next(rng);
		break;
	case 2:
		head->nlmsg_len = RNG_PICK(rng, odd_lens);
		break;
	case 3:
		/* Command and version, or the start of struct ifinfomsg */
		message->data[NLMSG_HDRLEN + rng_below(rng, 4)] =
			rng_below(rng, 40);
		break;
	default:
		rng_fill(rng, message->data + NLMSG_HDRLEN, 4);
		break;
	}
}

static void cut(struct message *message, struct rng *rng)
{
	u32 len = NLMSG_HDRLEN +
		  rng_below(rng, message->len - NLMSG_HDRLEN + 1);

	message->len = len;
	if (rng_chance(rng, 80))
		message->head.nlmsg_len = len;
}

static void flip_bits(struct message *message, struct rng *rng)
{
	for (u32 n = 1 + rng_below(rng, 8); n; n--)
		message->data[NLMSG_HDRLEN +
			      rng_below(rng, message->len - NLMSG_HDRLEN)] ^=
			1 << rng_below(rng, 8);
}

static void damage_once(struct message *message, struct rng *rng)
{
	struct nlattr *attr = any_attr(message, rng);
	u32 kind = rng_below(rng, 12);

	if (message->len <= NLMSG_HDRLEN + 4)
		return;
	if (!attr && kind < 8)
		kind += 4;
	switch (kind) {
	case 0:
	case 1:
		damage_len(attr, rng);
		break;
	case 2:
	case 3:
		damage_type(attr, rng);
		break;
	case 4:
	case 5:
		if (attr)
			damage_payload(message, attr, rng);
		break;
	case 6:
		if (attr)
			repeat(message, attr);
		break;
	case 7:
		if (attr)
			swap(message, rng);
		break;
	case 8:
		damage_head(message, rng);
		break;
	case 9:
		cut(message, rng);
		break;
	case 10:
		flip_bits(message, rng);
		break;
	default:
		add_tree(message, rng, 0);
		break;
	}
}

/**
 * damage_message() - change a message once or a few times
 * @message: message
 * @rng: source
 */
void damage_message(struct message *message, struct rng *rng)
{
	u32 times = 1 + (rng_chance(rng, 30) ? rng_below(rng, 4) : 0);

	while (times--)
		damage_once(message, rng);
}

/**
 * add_tree() - add an attribute of any kind, perhaps with others in it
 * @message: message
 * @rng: source
 * @depth: of the attribute
 */
void add_tree(struct message *message, struct rng *rng, u32 depth)
{
	u16 type = rng_below(rng, 64);
	u8 bytes[64];
	u32 nest, num;

	if (message->len > MESSAGE_ROOM / 2 || message->num_attrs == MAX_ATTRS)
		return;
	if (depth == TREE_DEPTH || rng_chance(rng, 60)) {
		rng_fill(rng, bytes, sizeof(bytes));
		num = RNG_PICK(rng, odd_numbers);
		memcpy(bytes, &num, sizeof(num));
		add_attr(message, type, bytes,
			 rng_chance(rng, 70) ? 4 : rng_below(rng, 64));
		return;
	}
	nest = begin_nest(message, rng_chance(rng, 80) ? type | NLA_F_NESTED :
							 type);
	for (num = rng_below(rng, 6); num; num--)
		add_tree(message, rng, depth + 1);
	end_nest(message, nest);
}
