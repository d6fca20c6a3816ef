// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel says, made from the bytes of an input: messages with attributes
 * of the right lengths, unless the input wants them wrong.
 */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/errno.h>
#include <string.h>

#include "fuzz.h"
#include "replies.h"

#define FAMILY		31
#define DATAGRAM_SIZE	16384
#define DEPTH		6

/* Flags of a message, as an input has them: those that the tool looks at. */
static const u16 flag_bits[8] = {
	NLM_F_MULTI, NLM_F_DUMP_INTR, NLM_F_ACK_TLVS, NLM_F_CAPPED,
	NLM_F_ACK, NLM_F_REQUEST, NLM_F_ECHO, NLM_F_DUMP_FILTERED,
};

/**
 * struct input - bytes that are still to be read
 * @at: next one
 * @left: how many
 */
struct input {
	const u8 *at;
	size_t left;
};

static struct input input;

/**
 * struct datagram - one that is being made
 * @bytes: contents
 * @len: how many
 * @message: where the last message begins, -1 if there is none
 * @attr: where its last attribute begins, -1 if there is none
 * @nests: where its open nests begin
 * @depth: number of these
 * @lie: length that the message is to have, -1 for the right one
 */
struct datagram {
	u8 bytes[DATAGRAM_SIZE];
	size_t len;
	int message;
	int attr;
	int nests[DEPTH];
	int depth;
	int lie;
};

static struct datagram datagram;

static u32 take(int bytes)
{
	u32 value = 0;

	for (int i = 0; i < bytes && input.left; i++) {
		value |= (u32)*input.at++ << 8 * i;
		input.left--;
	}
	return value;
}

static void *put(const void *bytes, size_t len)
{
	size_t aligned = NLMSG_ALIGN(len);
	u8 *to = datagram.bytes + datagram.len;

	if (datagram.len + aligned > DATAGRAM_SIZE)
		return NULL;
	memset(to, 0, aligned);
	if (len)
		memcpy(to, bytes, len);
	datagram.len += aligned;
	return to;
}

static void put_input(size_t len)
{
	if (len > input.left)
		len = input.left;
	put(input.at, len);
	input.at += len;
	input.left -= len;
}

static struct nlmsghdr *message(void)
{
	if (datagram.message < 0)
		return NULL;
	return (struct nlmsghdr *)(datagram.bytes + datagram.message);
}

static void close_nest(void)
{
	struct nlattr *nest;

	if (!datagram.depth)
		return;
	nest = (void *)(datagram.bytes + datagram.nests[--datagram.depth]);
	nest->nla_len = datagram.bytes + datagram.len - (u8 *)nest;
}

static void end_message(void)
{
	struct nlmsghdr *hdr = message();

	if (!hdr)
		return;
	while (datagram.depth)
		close_nest();
	hdr->nlmsg_len = datagram.bytes + datagram.len - (u8 *)hdr;
	if (datagram.lie >= 0)
		hdr->nlmsg_len = datagram.lie;
	datagram.message = -1;
}

static void begin_message(int type, u8 flags, u32 seq, const void *head,
			  size_t len)
{
	struct nlmsghdr hdr = { .nlmsg_type = type, .nlmsg_seq = seq };

	end_message();
	for (int i = 0; i < 8; i++)
		if (flags & 1 << i)
			hdr.nlmsg_flags |= flag_bits[i];
	if (datagram.len + sizeof(hdr) + len > DATAGRAM_SIZE)
		return;
	datagram.message = datagram.len;
	datagram.attr = -1;
	datagram.lie = -1;
	put(&hdr, sizeof(hdr));
	put(head, len);
}

static void begin_family(u32 seq)
{
	struct genlmsghdr head = { .cmd = take(1), .version = 1 };

	begin_message(FAMILY, take(1), seq, &head, sizeof(head));
}

static void begin_verdict(u32 seq)
{
	struct nlmsgerr head = { .error = -(s32)take(1) };

	head.msg.nlmsg_len = NLMSG_HDRLEN;
	begin_message(NLMSG_ERROR, take(1), seq, &head, sizeof(head));
}

static void begin_done(u32 seq)
{
	s32 head = -(s32)take(1);

	begin_message(NLMSG_DONE, take(1), seq, &head, sizeof(head));
}

static void put_attr(bool nest)
{
	struct nlattr attr = { .nla_type = take(1) };
	size_t len = nest ? 0 : take(1);

	if (nest)
		attr.nla_type |= NLA_F_NESTED;
	if (len > input.left)
		len = input.left;
	attr.nla_len = NLA_HDRLEN + len;
	if (datagram.len + NLMSG_ALIGN(attr.nla_len) > DATAGRAM_SIZE ||
	    (nest && datagram.depth == DEPTH))
		return;
	datagram.attr = datagram.len;
	if (nest)
		datagram.nests[datagram.depth++] = datagram.len;
	put(&attr, sizeof(attr));
	put_input(len);
}

static void lie_about_attr(void)
{
	u16 len = take(2);

	if (datagram.attr >= 0)
		memcpy(datagram.bytes + datagram.attr, &len, sizeof(len));
}

static void lie_about_request(void)
{
	struct nlmsghdr *hdr = message();
	u32 len = take(4);

	if (hdr && hdr->nlmsg_type == NLMSG_ERROR)
		memcpy(datagram.bytes + datagram.message + NLMSG_HDRLEN +
		       offsetof(struct nlmsgerr, msg.nlmsg_len), &len,
		       sizeof(len));
}

static void carry_out(enum reply_op op, u32 seq)
{
	struct nlmsghdr *hdr = message();

	switch (op) {
	case REPLY_MESSAGE:
		begin_family(seq);
		break;
	case REPLY_VERDICT:
		begin_verdict(seq);
		break;
	case REPLY_DONE:
		begin_done(seq);
		break;
	case REPLY_ATTR:
		put_attr(false);
		break;
	case REPLY_NEST:
		put_attr(true);
		break;
	case REPLY_CLOSE:
		close_nest();
		break;
	case REPLY_ATTR_LIE:
		lie_about_attr();
		break;
	case REPLY_MESSAGE_LIE:
		datagram.lie = take(2);
		break;
	case REPLY_REQUEST_LIE:
		lie_about_request();
		break;
	case REPLY_SEQ:
		if (hdr)
			hdr->nlmsg_seq = seq + take(1);
		break;
	case REPLY_TYPE:
		if (hdr)
			hdr->nlmsg_type = take(2);
		break;
	case REPLY_RAW:
		put_input(take(1));
		break;
	default:
		break;
	}
}

/**
 * replies_begin() - take another input
 * @bytes: input
 * @len: its length
 */
void replies_begin(const u8 *bytes, size_t len)
{
	input.at = bytes;
	input.left = len;
}

/**
 * replies_next() - what the kernel says next
 * @seq: sequence number of the request
 * @bytes: datagram, for free()
 *
 * Return: length of the datagram, or an error of libnl: -NLE_NOMEM when events
 * were lost, -NLE_FAILURE at the end of the input.
 */
int replies_next(u32 seq, u8 **bytes)
{
	datagram.len = 0;
	datagram.message = -1;
	datagram.attr = -1;
	datagram.depth = 0;
	datagram.lie = -1;
	while (input.left) {
		enum reply_op op = take(1) % REPLY_OPS;

		if (op == REPLY_OVERRUN && !datagram.len)
			return -NLE_NOMEM;
		if (op == REPLY_FLUSH)
			break;
		carry_out(op, seq);
	}
	end_message();
	if (!datagram.len)
		return -NLE_FAILURE;
	*bytes = fuzz_copy(datagram.bytes, datagram.len);
	return datagram.len;
}
