// SPDX-License-Identifier: GPL-2.0-only
/* What ethtool reads of adapters and vNICs: ethtool, -i, -S and -T. */
#include <linux/ethtool.h>

#include "base/bus.h"
#include "compat/compat.h"
#include "face/ethtool.h"
#include "model/vif.h"
#include "path/tx.h"
#include "vic/adapter.h"

#define VMFEX_NUM_REASONS	(VMFEX_NUM_DROPS - 1)
/* The reasons, tx_realloc and rx_looped. */
#define VMFEX_NUM_PORT_STATS	(VMFEX_NUM_REASONS + 2)

static void vmfex_get_drvinfo(struct net_device *dev,
			      struct ethtool_drvinfo *info)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);

	strscpy(info->driver, "vmfex", sizeof(info->driver));
	strscpy(info->version, VMFEX_VERSION, sizeof(info->version));
	strscpy(info->bus_info, vmfex_device_name(vnic->device),
		sizeof(info->bus_info));
	snprintf(info->fw_version, sizeof(info->fw_version), "%s %s",
		 vnic->adapter->tag->name,
		 vnic->adapter->fabric ? "fabric" : "host");
}

/* The adapter's netdev also shows what no port can be charged for. */
static int vmfex_get_sset_count(struct net_device *dev, int sset)
{
	if (sset != ETH_SS_STATS)
		return -EOPNOTSUPP;
	if (!vmfex_adapter_from_dev(dev))
		return VMFEX_NUM_PORT_STATS;
	return VMFEX_NUM_PORT_STATS + VMFEX_NUM_REASONS;
}

static void vmfex_get_strings(struct net_device *dev, u32 sset, u8 *data)
{
	unsigned int i;

	if (sset != ETH_SS_STATS)
		return;
	for (i = 1; i < VMFEX_NUM_DROPS; i++)
		ethtool_sprintf(&data, "drop_%s", vmfex_drop_names[i]);
	ethtool_puts(&data, "tx_realloc");
	ethtool_puts(&data, "rx_looped");
	if (!vmfex_adapter_from_dev(dev))
		return;
	for (i = 1; i < VMFEX_NUM_DROPS; i++)
		ethtool_sprintf(&data, "adapter_drop_%s", vmfex_drop_names[i]);
}

static u64 *vmfex_copy_drops(u64 *data, const atomic_long_t *drops)
{
	unsigned int i;

	for (i = 1; i < VMFEX_NUM_DROPS; i++)
		*data++ = atomic_long_read(&drops[i]);
	return data;
}

static void vmfex_get_ethtool_stats(struct net_device *dev,
				    struct ethtool_stats *stats, u64 *data)
{
	struct vmfex_adapter *adapter = vmfex_adapter_from_dev(dev);
	const struct vmfex_vnic *vnic = netdev_priv(dev);

	data = vmfex_copy_drops(data, vnic->drops);
	*data++ = atomic_long_read(&vnic->tx_reallocs);
	*data++ = vmfex_vnic_rx_looped(vnic);
	if (adapter)
		vmfex_copy_drops(data, adapter->drops);
}

/* A port is as fast as the link that carries its frames, and none without it. */
static int vmfex_get_link_ksettings(struct net_device *dev,
				    struct ethtool_link_ksettings *cmd)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);
	int err = -EOPNOTSUPP;

	if (vnic->active)
		err = __ethtool_get_link_ksettings(vnic->active->uplink->dev,
						   cmd);
	if (err) {
		memset(cmd, 0, sizeof(*cmd));
		cmd->base.speed = SPEED_UNKNOWN;
		cmd->base.duplex = DUPLEX_UNKNOWN;
		cmd->base.port = PORT_OTHER;
	}
	return 0;
}

/*
 * It is the uplink's driver who takes the time of a frame that leaves, whichever
 * uplink that will be. A clock of hardware is the host's, no port sets it up.
 */
static int vmfex_get_ts_info(struct net_device *dev,
			     struct vmfex_ts_info *info)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);
	const struct vmfex_uplink *uplink;
	u32 all = SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE |
		  SOF_TIMESTAMPING_SOFTWARE;

	list_for_each_entry(uplink, &vnic->adapter->uplinks, node) {
		struct vmfex_ts_info lower = { .cmd = ETHTOOL_GET_TS_INFO };

		if (vmfex_dev_get_ts_info(uplink->dev, &lower) ||
		    !(lower.so_timestamping & SOF_TIMESTAMPING_TX_SOFTWARE))
			all &= ~SOF_TIMESTAMPING_TX_SOFTWARE;
	}
	info->so_timestamping = all;
	info->phc_index = -1;
	return 0;
}

const struct ethtool_ops vmfex_ethtool_ops = {
	.get_drvinfo = vmfex_get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = vmfex_get_link_ksettings,
	.get_ts_info = vmfex_get_ts_info,
	.get_sset_count = vmfex_get_sset_count,
	.get_strings = vmfex_get_strings,
	.get_ethtool_stats = vmfex_get_ethtool_stats,
};
