// SPDX-License-Identifier: GPL-2.0-only
/* Why frames are dropped, in words, and in those of the core. */
#include <linux/skbuff.h>

#include "base/drop.h"
#include "compat/compat.h"

#define VMFEX_DROP_NAME(upper, lower)	[VMFEX_DROP_##upper] = #lower,

/* Index 0 is no reason and has no name. */
const char *const vmfex_drop_names[VMFEX_NUM_DROPS] = {
	VMFEX_DROPS(VMFEX_DROP_NAME)
};

/* The nearest: modules can have no reasons of their own. */
static const enum skb_drop_reason vmfex_drop_core_reasons[VMFEX_NUM_DROPS] = {
	[VMFEX_DROP_TX_UNBOUND] = SKB_DROP_REASON_DEV_READY,
	[VMFEX_DROP_TX_MALFORMED] = SKB_DROP_REASON_HDR_TRUNC,
	[VMFEX_DROP_TX_FORGED_TAG] = SKB_DROP_REASON_INVALID_PROTO,
	[VMFEX_DROP_TX_MAC] = VMFEX_SKB_REASON_SOURCE,
	[VMFEX_DROP_TX_VLAN] = SKB_DROP_REASON_NOT_SPECIFIED,
	[VMFEX_DROP_TX_NO_UPLINK] = SKB_DROP_REASON_DEV_READY,
	[VMFEX_DROP_TX_UPLINK] = SKB_DROP_REASON_NOT_SPECIFIED,
	[VMFEX_DROP_TX_NOMEM] = SKB_DROP_REASON_NOMEM,
	[VMFEX_DROP_RX_SHORT] = SKB_DROP_REASON_HDR_TRUNC,
	[VMFEX_DROP_RX_VERSION] = SKB_DROP_REASON_INVALID_PROTO,
	[VMFEX_DROP_RX_DIRECTION] = SKB_DROP_REASON_INVALID_PROTO,
	[VMFEX_DROP_RX_UNKNOWN_VIF] = VMFEX_SKB_REASON_NO_TARGET,
	[VMFEX_DROP_RX_UNKNOWN_LIST] = VMFEX_SKB_REASON_NO_TARGET,
	[VMFEX_DROP_RX_STANDBY] = SKB_DROP_REASON_OTHERHOST,
	[VMFEX_DROP_RX_UNBOUND] = SKB_DROP_REASON_DEV_READY,
	[VMFEX_DROP_RX_VLAN] = SKB_DROP_REASON_NOT_SPECIFIED,
	[VMFEX_DROP_RX_DOWN] = SKB_DROP_REASON_DEV_READY,
	[VMFEX_DROP_RX_NOMEM] = SKB_DROP_REASON_NOMEM,
	[VMFEX_DROP_TX_TOO_LONG] = SKB_DROP_REASON_PKT_TOO_BIG,
	[VMFEX_DROP_RX_OTHER_TAG] = SKB_DROP_REASON_INVALID_PROTO,
};

/**
 * vmfex_drop_skb() - free a frame that is dropped
 * @skb: frame, NULL if somebody else has freed it or there was no memory for it
 * @reason: why, not VMFEX_PASS; the core's tools are told what is nearest to it
 *
 * Context: Any.
 */
void vmfex_drop_skb(struct sk_buff *skb, enum vmfex_drop reason)
{
	kfree_skb_reason(skb, vmfex_drop_core_reasons[reason]);
}
