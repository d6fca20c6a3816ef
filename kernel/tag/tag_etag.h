/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * IEEE 802.1BR E-Tag: ethertype 0x893F, then six bytes in network byte order,
 *
 *   E-PCP(3) E-DEI(1) ingress E-CID base(12)
 *   reserved(2) GRP(2) E-CID base(12)
 *   ingress E-CID extension(8)
 *   E-CID extension(8)
 *
 * The numbers are E-CID = GRP << 20 | extension << 12 | base, 22 bits, of which
 * GRP 0 is one port and GRP 1 to 3 is a list (IEEE Std 802.1BR, E-TAG).
 * Documentation/networking/vmfex-wire.rst tells what each end sends and takes.
 */
#ifndef _VMFEX_TAG_ETAG_H
#define _VMFEX_TAG_ETAG_H

#include "tag/tag.h"

#define ETAG_LEN	8

#define ETAG_PCP_SHIFT	5	/* in the first byte */
#define ETAG_BASE_HIGH	0x0f	/* upper bits of a base, in its first byte */
#define ETAG_GRP_SHIFT	4	/* in the third byte */
#define ETAG_GRP	0x30

#define ETAG_ECID_GRP_SHIFT	20
#define ETAG_ECID_UNICAST_MAX	0xfffffu
#define ETAG_ECID_MAX		0x3ffffeu	/* all ones is reserved */

static inline u32 etag_number(u8 base_high, u8 base_low, u8 extension)
{
	return (u32)extension << 12 | (u32)(base_high & ETAG_BASE_HIGH) << 8 |
	       base_low;
}

/* &vmfex_tag_ops.decode, here so that the packet path need not call it. */
static inline enum vmfex_drop etag_decode(const u8 *p, bool fabric,
					  struct vmfex_rx_tag *tag)
{
	u32 grp = (p[2] & ETAG_GRP) >> ETAG_GRP_SHIFT;

	tag->id = grp << ETAG_ECID_GRP_SHIFT | etag_number(p[2], p[3], p[5]);
	tag->source = etag_number(p[0], p[1], p[4]);
	tag->list = grp;

	/* There is no direction bit, but only the bridge may address a list or
	 * name a source.
	 */
	if (fabric && (tag->list || tag->source))
		return VMFEX_DROP_RX_DIRECTION;
	return VMFEX_PASS;
}

#endif /* _VMFEX_TAG_ETAG_H */
