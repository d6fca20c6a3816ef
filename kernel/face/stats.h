/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters. */
#ifndef _VMFEX_STATS_H
#define _VMFEX_STATS_H

#include <linux/netdevice.h>

void vmfex_stats64(struct net_device *dev, struct rtnl_link_stats64 *stats);

#endif /* _VMFEX_STATS_H */
