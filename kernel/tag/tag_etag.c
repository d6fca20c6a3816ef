// SPDX-License-Identifier: GPL-2.0-only
/* The format E-Tag; tag_etag.h shows it. */
#include "tag/tag_etag.h"

static void etag_encode(u8 *p, bool fabric, u32 vif, u8 pcp)
{
	/* The source is not told: upward it is the E-CID itself, downward the
	 * bridge has no use for the filter, it sends a copy to each port.
	 */
	p[0] = VMFEX_ETH_P_ETAG >> 8;
	p[1] = VMFEX_ETH_P_ETAG & 0xff;
	p[2] = pcp << ETAG_PCP_SHIFT;
	p[3] = 0;
	p[4] = vif >> 8 & ETAG_BASE_HIGH;
	p[5] = vif;
	p[6] = 0;
	p[7] = vif >> 12;
}

const struct vmfex_tag_ops vmfex_etag_ops = {
	.name = "etag",
	.type = VMFEX_TAG_ETAG,
	.ethertype = VMFEX_ETH_P_ETAG,
	.len = ETAG_LEN,
	.max_vif = ETAG_ECID_UNICAST_MAX,
	.min_list = ETAG_ECID_UNICAST_MAX + 1,
	.max_list = ETAG_ECID_MAX,
	.encode = etag_encode,
	.decode = etag_decode,
};
