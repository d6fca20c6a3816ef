/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Traffic and drop counters.
 */
#ifndef VMFEX_COUNTERS_H
#define VMFEX_COUNTERS_H

#include <linux/vmfex.h>
#include <netlink/attr.h>

#include "out.h"
#include "short_types.h"

/**
 * struct drops - dropped frames
 * @frames: by reason, VMFEX_A_DROPS_*
 */
struct drops {
	u64 frames[VMFEX_A_DROPS_MAX + 1];
};

/**
 * struct stats - traffic
 * @rx_packets: delivered to the port
 * @rx_bytes: the same in bytes
 * @tx_packets: sent by the port
 * @tx_bytes: the same in bytes
 * @rx_looped: frames that came back to the port that had sent them
 */
struct stats {
	u64 rx_packets;
	u64 rx_bytes;
	u64 tx_packets;
	u64 tx_bytes;
	u64 rx_looped;
};

void drops_parse(struct drops *drops, const struct nlattr *nest);
void drops_print(struct out *out, const struct drops *drops);
void stats_parse(struct stats *stats, const struct nlattr *nest);
void stats_print(struct out *out, const struct stats *stats);

#endif /* VMFEX_COUNTERS_H */
