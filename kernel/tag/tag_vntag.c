// SPDX-License-Identifier: GPL-2.0-only
/* The format VN-Tag; tag_vntag.h shows it. */
#include "tag/tag_vntag.h"

static void vntag_encode(u8 *p, bool fabric, u32 vif, u8 pcp)
{
	u32 word = fabric ? VNTAG_FROM_BRIDGE | vif << VNTAG_DST_SHIFT : vif;

	p[0] = VMFEX_ETH_P_VNTAG >> 8;
	p[1] = VMFEX_ETH_P_VNTAG & 0xff;
	p[2] = word >> 24;
	p[3] = word >> 16;
	p[4] = word >> 8;
	p[5] = word;
}

const struct vmfex_tag_ops vmfex_vntag_ops = {
	.name = "vntag",
	.type = VMFEX_TAG_VNTAG,
	.ethertype = VMFEX_ETH_P_VNTAG,
	.len = VNTAG_LEN,
	.max_vif = VNTAG_SRC,
	.min_list = 1,
	.max_list = VNTAG_DST_MAX,
	.encode = vntag_encode,
	.decode = vntag_decode,
};
