/* SPDX-License-Identifier: GPL-2.0-only */
/* All tag formats. */
#ifndef _VMFEX_TAGS_H
#define _VMFEX_TAGS_H

#include <linux/compiler.h>
#include <asm/byteorder.h>

#include "tag/tag_etag.h"
#include "tag/tag_svlan.h"
#include "tag/tag_vntag.h"

const struct vmfex_tag_ops *vmfex_tag_find(u32 type);

/**
 * vmfex_is_tag() - is this the type of a tag that only we know?
 * @type: type of a frame
 *
 * Context: Any.
 * Return: true if it is.
 */
static inline bool vmfex_is_tag(__be16 type)
{
	return type == htons(VMFEX_ETH_P_VNTAG) ||
	       type == htons(VMFEX_ETH_P_ETAG);
}

/**
 * vmfex_tag_decode() - &vmfex_tag_ops.decode without a call
 * @tag: format, of tags in the frame
 * @p: bytes after the ethertype
 * @fabric: the frame was received at the fabric end
 * @rx: filled
 *
 * INDIRECT_CALL would make a direct call of an indirect one; this is none at all.
 *
 * Context: Any.
 * Return: VMFEX_PASS, or why the frame must be dropped.
 */
static inline enum vmfex_drop vmfex_tag_decode(const struct vmfex_tag_ops *tag,
					       const u8 *p, bool fabric,
					       struct vmfex_rx_tag *rx)
{
	if (tag == &vmfex_vntag_ops)
		return vntag_decode(p, fabric, rx);
	return etag_decode(p, fabric, rx);
}

/**
 * vmfex_tag_decode_tci() - the same for tags beside the frame, of which there is but
 * one format
 * @tci: TCI of the tag, host byte order
 * @fabric: the frame was received at the fabric end
 * @rx: filled
 *
 * Context: Any.
 * Return: VMFEX_PASS, or why the frame must be dropped.
 */
static inline enum vmfex_drop vmfex_tag_decode_tci(u16 tci, bool fabric,
						   struct vmfex_rx_tag *rx)
{
	__be16 bytes = htons(tci);

	return svlan_decode((const u8 *)&bytes, fabric, rx);
}

#endif /* _VMFEX_TAGS_H */
