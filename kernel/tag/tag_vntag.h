/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VN-Tag: ethertype 0x8926, then one 32-bit word in network byte order,
 *
 *   31 30 29           16 15 14 13 12 11          0
 *   D  P  destination     L  R  ver   source VIF
 *
 * Documentation/networking/vmfex-wire.rst tells what each end sends and takes.
 */
#ifndef _VMFEX_TAG_VNTAG_H
#define _VMFEX_TAG_VNTAG_H

#include "tag/tag.h"

#define VNTAG_LEN		6

#define VNTAG_FROM_BRIDGE	0x80000000u
#define VNTAG_POINTER		0x40000000u
#define VNTAG_DST_SHIFT		16
#define VNTAG_DST_MAX		0x3fffu
#define VNTAG_LOOPED		0x00008000u
#define VNTAG_VERSION		0x00003000u
#define VNTAG_SRC		0x00000fffu

/* &vmfex_tag_ops.decode, here so that the packet path need not call it. */
static inline enum vmfex_drop vntag_decode(const u8 *p, bool fabric,
					   struct vmfex_rx_tag *tag)
{
	u32 word = (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3];
	u32 source = word & VNTAG_SRC;

	if (word & VNTAG_VERSION)
		return VMFEX_DROP_RX_VERSION;
	if (!(word & VNTAG_FROM_BRIDGE) != fabric)
		return VMFEX_DROP_RX_DIRECTION;

	if (fabric) {
		/* A pointer names a list, which only the bridge may address. */
		if (word & VNTAG_POINTER)
			return VMFEX_DROP_RX_DIRECTION;
		tag->id = source;
		tag->source = 0;
		tag->list = false;
		return VMFEX_PASS;
	}

	/* Without L the source is a number of some other link. */
	tag->id = word >> VNTAG_DST_SHIFT & VNTAG_DST_MAX;
	tag->source = word & VNTAG_LOOPED ? source : 0;
	tag->list = word & VNTAG_POINTER;
	return VMFEX_PASS;
}

#endif /* _VMFEX_TAG_VNTAG_H */
