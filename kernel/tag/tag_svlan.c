// SPDX-License-Identifier: GPL-2.0-only
/* The format svlan; tag_svlan.h shows it. */
#include "tag/tag_svlan.h"

static void svlan_encode(u8 *p, bool fabric, u32 vif, u8 pcp)
{
	p[0] = VMFEX_ETH_P_SVLAN >> 8;
	p[1] = VMFEX_ETH_P_SVLAN & 0xff;
	p[2] = pcp << SVLAN_PCP_SHIFT | (vif >> 8 & SVLAN_VID_HIGH);
	p[3] = vif;
}

const struct vmfex_tag_ops vmfex_svlan_ops = {
	.name = "svlan",
	.type = VMFEX_TAG_SVLAN,
	.ethertype = VMFEX_ETH_P_SVLAN,
	.len = SVLAN_LEN,
	.in_metadata = true,
	.max_vif = SVLAN_VID_MAX,
	.encode = svlan_encode,
	.decode = svlan_decode,
};
