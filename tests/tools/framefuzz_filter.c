// SPDX-License-Identifier: GPL-2.0-only
/*
 * The filters of tests/tools/framefuzz: which frames its sockets count. What a
 * frame must get is read here from its bytes, by the kernel's interpreter.
 */
#include <linux/if_packet.h>

#include "framefuzz.h"

/* What ends in a jump to this refuses the frame. */
#define REFUSE		255

#define VNTAG_D		0x80000000u
#define VNTAG_P		0x40000000u
#define VNTAG_VERSION	0x00003000u

/* Of the first four bytes behind the type */
#define ETAG_SOURCE	0x0fff0000u
#define ETAG_GROUP	0x00003000u

static void add(struct filter *filter, u16 code, u32 k, u8 yes, u8 no)
{
	filter->code[filter->len++] =
		(struct sock_filter)BPF_JUMP(code, k, yes, no);
}

/* The value in the accumulator must be @value. */
static void must_be(struct filter *filter, u32 value)
{
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, value, 0, REFUSE);
}

static void must_not_be(struct filter *filter, u32 value)
{
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, value, REFUSE, 0);
}

static void mask(struct filter *filter, u32 bits)
{
	add(filter, BPF_ALU | BPF_AND | BPF_K, bits, 0, 0);
}

static void must_have(struct filter *filter, u32 bits)
{
	add(filter, BPF_JMP | BPF_JSET | BPF_K, bits, 0, REFUSE);
}

static void must_not_have(struct filter *filter, u32 bits)
{
	add(filter, BPF_JMP | BPF_JSET | BPF_K, bits, REFUSE, 0);
}

static void load(struct filter *filter, u16 size, u32 offset)
{
	add(filter, BPF_LD | size | BPF_ABS, offset, 0, 0);
}

static void load_extra(struct filter *filter, u32 what)
{
	load(filter, BPF_W, SKF_AD_OFF + what);
}

static void must_be_long(struct filter *filter, u32 len)
{
	add(filter, BPF_LD | BPF_W | BPF_LEN, 0, 0, 0);
	add(filter, BPF_JMP | BPF_JGE | BPF_K, len, 0, REFUSE);
}

/**
 * filter_direction() - frames that come in, or go out
 * @filter: extended
 * @out: the latter
 */
void filter_direction(struct filter *filter, bool out)
{
	load_extra(filter, SKF_AD_PKTTYPE);
	if (out)
		must_be(filter, PACKET_OUTGOING);
	else
		must_not_be(filter, PACKET_OUTGOING);
}

/**
 * filter_forwarded() - frames that an adapter has sent
 * @filter: extended
 * @out: where they go out, or where they come in
 */
void filter_forwarded(struct filter *filter, bool out)
{
	filter_direction(filter, out);
	load_extra(filter, SKF_AD_MARK);
	must_be(filter, 0);
}

/* No VLAN is before it: the accumulator has the type. */
static void load_outermost(struct filter *filter)
{
	load_extra(filter, SKF_AD_VLAN_TAG_PRESENT);
	must_be(filter, 0);
	load_extra(filter, SKF_AD_PROTOCOL);
}

/* The kernel has taken it out, as it does with VLANs: the accumulator has the number. */
static void load_svlan(struct filter *filter)
{
	load_extra(filter, SKF_AD_VLAN_TAG_PRESENT);
	must_be(filter, 1);
	load_extra(filter, SKF_AD_VLAN_TPID);
	must_be(filter, SVLAN_TYPE);
	load_extra(filter, SKF_AD_VLAN_TAG);
	mask(filter, 0xfff);
}

/**
 * filter_ours() - frames that come with the adapter's tag outermost
 * @filter: extended
 * @end: the adapter's
 */
void filter_ours(struct filter *filter, const struct end *end)
{
	filter_direction(filter, false);
	if (end->tag == VMFEX_TAG_SVLAN) {
		load_svlan(filter);
		/* Only a priority: the stack's */
		must_not_be(filter, 0);
	} else {
		load_outermost(filter);
		must_be(filter, end->tag == VMFEX_TAG_ETAG ? ETAG_TYPE : VNTAG_TYPE);
	}
}

/* Where the type behind the tag is, if the tag is in the frame */
static u32 inner_of(const struct end *end)
{
	return end->tag == VMFEX_TAG_ETAG ? 20 : 18;
}

/* All that the adapter reads is there. */
static void must_be_whole(struct filter *filter, const struct end *end)
{
	filter_ours(filter, end);
	must_be_long(filter, inner_of(end) + 2);
}

/**
 * filter_list() - frames to a list, with a tag that is right and all that is needed behind it
 * @filter: extended
 * @end: the list's
 * @id: its number
 */
void filter_list(struct filter *filter, const struct end *end, u32 id)
{
	u32 inner = inner_of(end);

	must_be_whole(filter, end);
	if (end->tag == VMFEX_TAG_ETAG) {
		load(filter, BPF_H, 16);
		mask(filter, 0x3fff);
		must_be(filter, id >> 20 << 12 | (id & 0xfff));
		load(filter, BPF_B, 19);
		must_be(filter, id >> 12 & 0xff);
	} else {
		load(filter, BPF_W, 14);
		mask(filter, 0xffff0000 | VNTAG_VERSION);
		must_be(filter, VNTAG_D | VNTAG_P | id << 16);
	}
	load(filter, BPF_H, inner);
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, ETH_P_8021Q, 1, 0);
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, ETH_P_8021AD, 0, 2);
	/* The header, and what the stack reads behind it */
	must_be_long(filter, inner + 8);
}

/* A tag that no stack knows is outermost, and not the adapter's. */
static bool filter_other_tag(struct filter *filter, const struct end *end)
{
	filter_direction(filter, false);
	load_outermost(filter);
	if (end->tag == VMFEX_TAG_VNTAG)
		must_be(filter, ETAG_TYPE);
	if (end->tag == VMFEX_TAG_ETAG)
		must_be(filter, VNTAG_TYPE);
	if (end->tag == VMFEX_TAG_SVLAN) {
		add(filter, BPF_JMP | BPF_JEQ | BPF_K, VNTAG_TYPE, 1, 0);
		must_be(filter, ETAG_TYPE);
	}
	return true;
}

static bool filter_version(struct filter *filter, const struct end *end)
{
	if (end->tag != VMFEX_TAG_VNTAG)
		return false;
	must_be_whole(filter, end);
	load(filter, BPF_W, 14);
	must_have(filter, VNTAG_VERSION);
	return true;
}

static bool filter_vntag_direction(struct filter *filter, const struct end *end)
{
	must_be_whole(filter, end);
	load(filter, BPF_W, 14);
	must_not_have(filter, VNTAG_VERSION);
	if (end->fabric)
		must_have(filter, VNTAG_D | VNTAG_P);
	else
		must_not_have(filter, VNTAG_D);
	return true;
}

/* Only the bridge may name a group or a source. */
static bool filter_etag_direction(struct filter *filter, const struct end *end)
{
	if (!end->fabric)
		return false;
	must_be_whole(filter, end);
	load(filter, BPF_W, 14);
	add(filter, BPF_JMP | BPF_JSET | BPF_K, ETAG_SOURCE | ETAG_GROUP, 2, 0);
	load(filter, BPF_B, 18);
	must_not_be(filter, 0);
	return true;
}

static bool filter_tag_direction(struct filter *filter, const struct end *end)
{
	switch (end->tag) {
	case VMFEX_TAG_VNTAG:
		return filter_vntag_direction(filter, end);
	case VMFEX_TAG_ETAG:
		return filter_etag_direction(filter, end);
	default:
		return false;
	}
}

/* The number in the accumulator is nobody's: those of VFs begin with 1. */
static void must_be_unknown(struct filter *filter, const struct end *end)
{
	must_not_be(filter, end->tag == VMFEX_TAG_SVLAN ? 4094 : 4095);
	for (u32 vif = 1; vif < end->num_vnics; vif++)
		must_not_be(filter, vif);
}

static void filter_vntag_vif(struct filter *filter, const struct end *end)
{
	must_be_whole(filter, end);
	load(filter, BPF_W, 14);
	mask(filter, VNTAG_D | VNTAG_P | VNTAG_VERSION);
	must_be(filter, end->fabric ? 0 : VNTAG_D);
	load(filter, BPF_H, end->fabric ? 16 : 14);
	mask(filter, end->fabric ? 0xfff : 0x3fff);
	must_be_unknown(filter, end);
}

/* No port of ours has a number above those of the lower part. */
static void filter_etag_vif(struct filter *filter, const struct end *end)
{
	must_be_whole(filter, end);
	load(filter, BPF_W, 14);
	must_not_have(filter, ETAG_GROUP | (end->fabric ? ETAG_SOURCE : 0));
	if (end->fabric) {
		load(filter, BPF_B, 18);
		must_be(filter, 0);
	}
	load(filter, BPF_B, 19);
	add(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2 + end->num_vnics);
	load(filter, BPF_H, 16);
	mask(filter, 0xfff);
	must_be_unknown(filter, end);
}

static bool filter_unknown_vif(struct filter *filter, const struct end *end)
{
	switch (end->tag) {
	case VMFEX_TAG_VNTAG:
		filter_vntag_vif(filter, end);
		break;
	case VMFEX_TAG_ETAG:
		filter_etag_vif(filter, end);
		break;
	default:
		filter_ours(filter, end);
		must_be_unknown(filter, end);
	}
	return true;
}

/**
 * filter_reason() - frames that the adapter must drop
 * @filter: extended
 * @end: the adapter's; its ports are known
 * @reason: for this reason
 *
 * Return: false if it never does.
 */
bool filter_reason(struct filter *filter, const struct end *end,
		   enum reason reason)
{
	static bool (*const filters[NUM_REASONS])(struct filter *filter,
						  const struct end *end) = {
		[OTHER_TAG] = filter_other_tag,
		[VERSION] = filter_version,
		[DIRECTION] = filter_tag_direction,
		[UNKNOWN_VIF] = filter_unknown_vif,
	};

	return filters[reason](filter, end);
}

/**
 * filter_end() - the program is complete: resolve the jumps to refusal
 * @filter: program
 */
void filter_end(struct filter *filter)
{
	u32 refusal = filter->len + 1;

	for (u32 i = 0; i < filter->len; i++) {
		if (filter->code[i].jt == REFUSE)
			filter->code[i].jt = refusal - i - 1;
		if (filter->code[i].jf == REFUSE)
			filter->code[i].jf = refusal - i - 1;
	}
	add(filter, BPF_RET | BPF_K, 1, 0, 0);
	add(filter, BPF_RET | BPF_K, 0, 0, 0);
}
