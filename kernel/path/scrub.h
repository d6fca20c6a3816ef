/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a frame leaves behind when its vNIC is in another network namespace than
 * the uplinks: all by which one of them could steer the other.
 */
#ifndef _VMFEX_SCRUB_H
#define _VMFEX_SCRUB_H

#include <linux/skbuff.h>

/**
 * vmfex_scrub_tx() - scrub a frame on its way to an uplink
 * @skb: frame
 *
 * A qdisc of the uplink would hold the frame until the delivery time that its
 * sender wants, and other frames behind it.
 */
static inline void vmfex_scrub_tx(struct sk_buff *skb)
{
	skb_scrub_packet(skb, true);
	skb_set_delivery_time(skb, 0, 0);
	skb->priority = 0;
}

/**
 * vmfex_scrub_rx() - scrub a frame on its way to a vNIC
 * @skb: frame
 *
 * When it came in is no secret, and taken only once.
 */
static inline void vmfex_scrub_rx(struct sk_buff *skb)
{
	ktime_t time = skb->tstamp;

	skb_scrub_packet(skb, true);
	skb->tstamp = time;
	skb->priority = 0;
}

#endif /* _VMFEX_SCRUB_H */
