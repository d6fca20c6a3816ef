// SPDX-License-Identifier: GPL-2.0-only
/* Counters: per CPU for what passes, by reason for what does not. */
#include "face/stats.h"
#include "model/vnic.h"

/**
 * vmfex_stats64() - ndo_get_stats64 of adapters and vNICs
 * @dev: netdev
 * @stats: filled
 *
 * Context: Any.
 */
void vmfex_stats64(struct net_device *dev, struct rtnl_link_stats64 *stats)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);
	unsigned int i;

	dev_get_tstats64(dev, stats);
	for (i = VMFEX_DROP_TX_UNBOUND; i < VMFEX_DROP_RX_SHORT; i++)
		stats->tx_dropped += atomic_long_read(&vnic->drops[i]);
	for (; i < VMFEX_NUM_DROPS; i++)
		stats->rx_dropped += atomic_long_read(&vnic->drops[i]);
}
