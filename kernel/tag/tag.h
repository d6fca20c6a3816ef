/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tag formats. A format is a struct vmfex_tag_ops whose functions work on
 * bytes: the packet path, KUnit and a plain user space test share them.
 */
#ifndef _VMFEX_TAG_H
#define _VMFEX_TAG_H

#ifdef __KERNEL__
#include <linux/types.h>
#include <uapi/linux/vmfex.h>
#else
#include "user_types.h"
#endif
#include "base/drop.h"

#define VMFEX_ETH_P_VNTAG	0x8926
#define VMFEX_ETH_P_ETAG	0x893f
#define VMFEX_ETH_P_SVLAN	0x88a8
#define VMFEX_TAG_LEN_MAX	8	/* bytes that a tag adds to a frame */

/**
 * struct vmfex_rx_tag - what a received tag says, in host byte order
 * @id: VIF, or number of a VIF list
 * @source: VIF that must not get the frame back, 0 if there is none
 * @list: @id is the number of a list
 */
struct vmfex_rx_tag {
	u32 id;
	u32 source;
	bool list;
};

/**
 * struct vmfex_tag_ops - a tag format
 * @name: as users write it
 * @type: as netlink tells it
 * @ethertype: of the tag, host byte order
 * @len: bytes that the tag adds to a frame, its ethertype included
 * @in_metadata: the stack and NICs know the tag: it goes beside the frame, in the
 *	skb's metadata, and they put it in and take it out
 * @max_vif: highest number of a VIF, the lowest is 1
 * @min_list: lowest number of a VIF list; 0 if there are no lists
 * @max_list: highest number of a VIF list
 * @encode: write the @len bytes, ethertype first, that go after the source
 *	address of a frame of @vif. @fabric tells the direction: true from the
 *	bridge to @vif, false from @vif to the bridge. @pcp is a priority of
 *	0 to 7, for formats that carry one.
 * @decode: read the bytes after the ethertype, @len - 2 of them, of a frame
 *	received at the @fabric end or at the host end of the link. Returns
 *	VMFEX_PASS with @tag filled, or why the frame must be dropped.
 */
struct vmfex_tag_ops {
	const char *name;
	enum vmfex_tag type;
	u16 ethertype;
	u8 len;
	bool in_metadata;
	u32 max_vif;
	u32 min_list;
	u32 max_list;
	void (*encode)(u8 *p, bool fabric, u32 vif, u8 pcp);
	enum vmfex_drop (*decode)(const u8 *p, bool fabric,
				  struct vmfex_rx_tag *tag);
};

extern const struct vmfex_tag_ops vmfex_vntag_ops;
extern const struct vmfex_tag_ops vmfex_etag_ops;
extern const struct vmfex_tag_ops vmfex_svlan_ops;

/**
 * vmfex_tag_room() - what a tag takes of an uplink's MTU
 * @tag: format
 *
 * Every Ethernet carries a VLAN header more than its MTU says.
 *
 * Context: Any.
 * Return: bytes.
 */
static inline unsigned int vmfex_tag_room(const struct vmfex_tag_ops *tag)
{
	return tag->in_metadata ? 0 : tag->len;
}

#endif /* _VMFEX_TAG_H */
