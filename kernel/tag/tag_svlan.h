/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The S-TAG of a provider bridge: ethertype 0x88A8, then two bytes in network byte
 * order,
 *
 *   PCP(3) DEI(1) S-VID(12)
 *
 * One S-VLAN is one port, an S-channel (IEEE Std 802.1Q, clauses 9.6 and 40; once
 * 802.1Qbg). There is no direction, and no list.
 * Documentation/networking/vmfex-wire.rst tells what each end sends and takes.
 */
#ifndef _VMFEX_TAG_SVLAN_H
#define _VMFEX_TAG_SVLAN_H

#include "tag/tag.h"

#define SVLAN_LEN	4

#define SVLAN_PCP_SHIFT	5	/* in the first byte */
#define SVLAN_VID_HIGH	0x0f	/* upper bits of the S-VID, in the first byte */
#define SVLAN_VID_MAX	4094

/* &vmfex_tag_ops.decode, here so that the packet path need not call it. */
static inline enum vmfex_drop svlan_decode(const u8 *p, bool fabric,
					   struct vmfex_rx_tag *tag)
{
	tag->id = (u32)(p[0] & SVLAN_VID_HIGH) << 8 | p[1];
	tag->source = 0;
	tag->list = false;
	return VMFEX_PASS;
}

#endif /* _VMFEX_TAG_SVLAN_H */
