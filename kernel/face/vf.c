// SPDX-License-Identifier: GPL-2.0-only
/*
 * The legacy VF operations, `ip link set fex0 vf 3 ...`. They rule a port that
 * has no profile; a port that has one is ruled by it. rtnetlink takes no reason
 * for a refusal from them, so the reason goes to the kernel log.
 */
#include <linux/if_link.h>
#include <linux/net.h>

#include "compat/extack.h"
#include "face/vf.h"
#include "model/event.h"
#include "model/path.h"
#include "model/profile.h"
#include "path/tx.h"
#include "vic/adapter.h"

#define VMFEX_VF_QOS_MAX	7
/* More than the operations of one message take, for as many VFs as there can be. */
#define VMFEX_VF_MESSAGE_TIME	HZ

/**
 * vmfex_vf_find() - find the port that a VF operation is about
 * @dev: netdev of an adapter or a vNIC
 * @vf: index of a VF of the adapter, PORT_SELF_VF for the port of @dev itself
 * @extack: why not
 *
 * Context: RTNL held.
 * Return: the vNIC, or the error pointer -EOPNOTSUPP if @dev has no VFs, -EINVAL
 * if there is no such VF.
 */
struct vmfex_vnic *vmfex_vf_find(struct net_device *dev, int vf,
				 struct netlink_ext_ack *extack)
{
	struct vmfex_adapter *adapter = vmfex_adapter_from_dev(dev);

	ASSERT_RTNL();
	if (vf == PORT_SELF_VF)
		return netdev_priv(dev);
	if (!adapter) {
		vmfex_err(extack, "%s is a VF and has none", dev->name);
		return ERR_PTR(-EOPNOTSUPP);
	}
	if (vf >= 0 && vf < adapter->num_vfs)
		return adapter->vnics[vf];
	if (adapter->num_vfs)
		vmfex_err(extack, "it is out of range, %s has 0 to %u",
			  dev->name, adapter->num_vfs - 1);
	else
		vmfex_err(extack, "%s has no VFs", dev->name);
	return ERR_PTR(-EINVAL);
}

/**
 * vmfex_vf_log() - tell why an operation was refused
 * @dev: netdev of an adapter or a vNIC
 * @vf: index of the VF or PORT_SELF_VF
 * @err: negative error, 0 if there is nothing to tell
 * @extack: the reason
 *
 * Context: Process context.
 * Return: @err.
 */
int vmfex_vf_log(struct net_device *dev, int vf, int err,
		 const struct netlink_ext_ack *extack)
{
	const char *reason = extack->_msg ?: "no reason";

	if (!err || !net_ratelimit())
		return err;
	if (vf == PORT_SELF_VF)
		netdev_warn(dev, "refused: %s\n", reason);
	else
		netdev_warn(dev, "VF %d refused: %s\n", vf, reason);
	return err;
}

static void vmfex_vf_put_mac(struct vmfex_vnic *vnic, u64 mac)
{
	if (vnic->config.mac == mac)
		return;
	WRITE_ONCE(vnic->config.mac, mac);
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
}

static int vmfex_vf_do_set_mac(struct net_device *dev, int vf, const u8 *mac,
			       struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic = vmfex_vf_find(dev, vf, extack);

	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	if (!is_zero_ether_addr(mac) && vmfex_port_check_mac(mac, extack))
		return -EINVAL;
	vnic->mac_change.before = vnic->config.mac;
	vnic->mac_change.task = current;
	vnic->mac_change.time = jiffies;
	vmfex_vf_put_mac(vnic, ether_addr_to_u64(mac));
	return 0;
}

/**
 * vmfex_vf_keep_mac() - let the last change of the administrative address stand
 * @vnic: vNIC
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vf_keep_mac(struct vmfex_vnic *vnic)
{
	ASSERT_RTNL();
	vnic->mac_change.task = NULL;
}

/**
 * vmfex_vf_undo_mac() - take back the address that came with a refused request
 * @vnic: vNIC
 *
 * rtnetlink calls one operation for the address and another one for the profile,
 * one right after the other.
 *
 * Context: Process context of the client, RTNL held.
 */
void vmfex_vf_undo_mac(struct vmfex_vnic *vnic)
{
	const struct vmfex_vf_mac_change *change = &vnic->mac_change;

	ASSERT_RTNL();
	if (change->task == current &&
	    time_before(jiffies, change->time + VMFEX_VF_MESSAGE_TIME))
		vmfex_vf_put_mac(vnic, change->before);
	vmfex_vf_keep_mac(vnic);
}

/**
 * vmfex_vf_set_mac() - ndo_set_vf_mac of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @mac: one more address of the port, all zero for none
 *
 * The netdev's own address stays: libvirt sets that itself where it shall
 * change, and pre-associates ports whose machine runs elsewhere still.
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -EINVAL.
 */
int vmfex_vf_set_mac(struct net_device *dev, int vf, u8 *mac)
{
	struct netlink_ext_ack extack = {};

	return vmfex_vf_log(dev, vf,
			    vmfex_vf_do_set_mac(dev, vf, mac, &extack),
			    &extack);
}

/* The policy of a port without profile; NULL without memory. */
static struct vmfex_policy *vmfex_vf_policy(const struct vmfex_vnic *vnic,
					    u16 vlan, u8 qos)
{
	struct vmfex_policy *policy = vmfex_policy_new(NULL);

	if (!policy)
		return NULL;
	policy->vlan_mode = VMFEX_VLAN_ACCESS;
	policy->untagged_vid = vlan;
	if (qos)
		policy->cos = qos;
	if (vnic->config.spoofchk)
		policy->mac_forge = VMFEX_MAC_FORGE_DENY;
	return policy;
}

static bool vmfex_vf_has_vlan(const struct vmfex_vnic *vnic, u16 vlan, u8 qos)
{
	const struct vmfex_profile *profile = vnic->port.profile;

	return profile && vmfex_profile_is_own(profile) &&
	       profile->policy->untagged_vid == vlan &&
	       profile->policy->cos == (qos ?: VMFEX_COS_NONE);
}

static int vmfex_vf_do_set_vlan(struct net_device *dev, int vf, u16 vlan,
				u8 qos, __be16 proto,
				struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic = vmfex_vf_find(dev, vf, extack);
	struct vmfex_policy *policy;

	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	if (proto != htons(ETH_P_8021Q)) {
		vmfex_err(extack, "VLAN protocol %#06x is not 802.1Q",
			  ntohs(proto));
		return -EPROTONOSUPPORT;
	}
	if (vlan > VLAN_VID_MASK - 1 || qos > VMFEX_VF_QOS_MAX) {
		vmfex_err(extack, "VLAN %u with priority %u is out of range, there are 0 to %u with 0 to %u",
			  vlan, qos, VLAN_VID_MASK - 1, VMFEX_VF_QOS_MAX);
		return -EINVAL;
	}
	if (!vlan && qos) {
		vmfex_err(extack, "priority %u needs a VLAN", qos);
		return -EINVAL;
	}
	if (!vlan)
		return vmfex_port_set_own(vnic, NULL, extack);
	if (vmfex_vf_has_vlan(vnic, vlan, qos))
		return 0;
	policy = vmfex_vf_policy(vnic, vlan, qos);
	if (!policy)
		return -ENOMEM;
	return vmfex_port_set_own(vnic, policy, extack);
}

/**
 * vmfex_vf_set_vlan() - ndo_set_vf_vlan of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @vlan: access VLAN, host byte order; 0 for none
 * @qos: priority of every frame, 0 to leave the guest's
 * @proto: VLAN protocol, network byte order
 *
 * Binds a port that has no profile to a policy of its own; without a VLAN
 * unbinds it again.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL, -EPROTONOSUPPORT, -EBUSY under a profile, or -ENOMEM.
 */
int vmfex_vf_set_vlan(struct net_device *dev, int vf, u16 vlan, u8 qos,
		      __be16 proto)
{
	struct netlink_ext_ack extack = {};

	return vmfex_vf_log(dev, vf,
			    vmfex_vf_do_set_vlan(dev, vf, vlan, qos, proto,
						 &extack),
			    &extack);
}

static int vmfex_vf_do_set_rate(struct net_device *dev, int vf, int min,
				int max, struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic = vmfex_vf_find(dev, vf, extack);

	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	if (!min && !max)
		return 0;
	vmfex_err(extack, "cannot keep %d to %d Mbit/s, put a qdisc on %s",
		  min, max, vnic->dev->name);
	return -EOPNOTSUPP;
}

/**
 * vmfex_vf_set_rate() - ndo_set_vf_rate of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @min: guaranteed rate in Mbit/s, 0 for none
 * @max: highest rate in Mbit/s, 0 for none
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL, or -EOPNOTSUPP for any rate.
 */
int vmfex_vf_set_rate(struct net_device *dev, int vf, int min, int max)
{
	struct netlink_ext_ack extack = {};

	return vmfex_vf_log(dev, vf,
			    vmfex_vf_do_set_rate(dev, vf, min, max, &extack),
			    &extack);
}

static bool vmfex_vf_spoofchk(const struct vmfex_vnic *vnic)
{
	const struct vmfex_profile *profile = vnic->port.profile;

	if (!profile)
		return vnic->config.spoofchk;
	return profile->policy->mac_forge == VMFEX_MAC_FORGE_DENY;
}

/* The event of the policy tells of the setting as well. */
static int vmfex_vf_put_spoofchk(struct vmfex_vnic *vnic, bool on,
				 struct netlink_ext_ack *extack)
{
	bool before = vnic->config.spoofchk;
	struct vmfex_policy *policy;
	int err;

	policy = vmfex_policy_new(vnic->port.profile->policy);
	if (!policy)
		return -ENOMEM;
	policy->mac_forge = on ? VMFEX_MAC_FORGE_DENY : VMFEX_MAC_FORGE_ALLOW;
	vnic->config.spoofchk = on;
	err = vmfex_port_set_own(vnic, policy, extack);
	if (err)
		vnic->config.spoofchk = before;
	return err;
}

static int vmfex_vf_do_set_spoofchk(struct net_device *dev, int vf, bool on,
				    struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic = vmfex_vf_find(dev, vf, extack);

	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	if (vmfex_vf_spoofchk(vnic) == on)
		return 0;
	if (vnic->port.profile)
		return vmfex_vf_put_spoofchk(vnic, on, extack);
	vnic->config.spoofchk = on;
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return 0;
}

/**
 * vmfex_vf_set_spoofchk() - ndo_set_vf_spoofchk of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @on: only the port's addresses may send
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL, -EBUSY if the port's profile says otherwise, or -ENOMEM.
 */
int vmfex_vf_set_spoofchk(struct net_device *dev, int vf, bool on)
{
	struct netlink_ext_ack extack = {};

	return vmfex_vf_log(dev, vf,
			    vmfex_vf_do_set_spoofchk(dev, vf, on, &extack),
			    &extack);
}

static int vmfex_vf_do_set_link_state(struct net_device *dev, int vf,
				      int state, struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic = vmfex_vf_find(dev, vf, extack);

	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	if (state < 0 || state >= __IFLA_VF_LINK_STATE_MAX) {
		vmfex_err(extack, "unknown link state %d", state);
		return -EINVAL;
	}
	if (state == vnic->config.link_state)
		return 0;
	WRITE_ONCE(vnic->config.link_state, state);
	vmfex_path_publish(vnic);
	vmfex_vnic_update_carrier(vnic);
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return 0;
}

/**
 * vmfex_vf_set_link_state() - ndo_set_vf_link_state of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @state: IFLA_VF_LINK_STATE_AUTO: the carrier of an associated port follows the
 *	uplinks; _ENABLE: it stays; _DISABLE: there is none and nothing passes
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -EINVAL.
 */
int vmfex_vf_set_link_state(struct net_device *dev, int vf, int state)
{
	struct netlink_ext_ack extack = {};

	return vmfex_vf_log(dev, vf,
			    vmfex_vf_do_set_link_state(dev, vf, state, &extack),
			    &extack);
}

/**
 * vmfex_vf_set_trust() - ndo_set_vf_trust of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @on: whoever has the vNIC in another network namespace may change its addresses
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -EINVAL.
 */
int vmfex_vf_set_trust(struct net_device *dev, int vf, bool on)
{
	struct netlink_ext_ack extack = {};
	struct vmfex_vnic *vnic;

	vnic = vmfex_vf_find(dev, vf, &extack);
	if (IS_ERR(vnic))
		return vmfex_vf_log(dev, vf, PTR_ERR(vnic), &extack);
	if (vnic->config.trusted == on)
		return 0;
	WRITE_ONCE(vnic->config.trusted, on);
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return 0;
}

/**
 * vmfex_vf_get_config() - ndo_get_vf_config of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @info: filled
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL, or -ERANGE for VFs that rtnetlink does not show.
 */
int vmfex_vf_get_config(struct net_device *dev, int vf,
			struct ifla_vf_info *info)
{
	const struct vmfex_profile *profile;
	const struct vmfex_policy *policy;
	const struct vmfex_vnic *vnic;

	if (vf >= VMFEX_RTNL_VF_INFOS)
		return -ERANGE;
	vnic = vmfex_vf_find(dev, vf, NULL);
	if (IS_ERR(vnic))
		return PTR_ERR(vnic);

	info->vf = vf;
	if (vnic->config.mac)
		u64_to_ether_addr(vnic->config.mac, info->mac);
	else
		ether_addr_copy(info->mac, vnic->dev->dev_addr);
	info->vlan_proto = htons(ETH_P_8021Q);
	info->linkstate = vnic->config.link_state;
	info->spoofchk = vmfex_vf_spoofchk(vnic);
	info->trusted = vnic->config.trusted;
	/* A profile's VLAN is none that a client should save and restore. */
	profile = vnic->port.profile;
	if (!profile || !vmfex_profile_is_own(profile))
		return 0;
	policy = profile->policy;
	info->vlan = policy->untagged_vid;
	info->qos = policy->cos == VMFEX_COS_NONE ? 0 : policy->cos;
	return 0;
}

/**
 * vmfex_vf_get_stats() - ndo_get_vf_stats of adapters
 * @dev: netdev of the adapter
 * @vf: index
 * @stats: filled
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -EINVAL.
 */
int vmfex_vf_get_stats(struct net_device *dev, int vf,
		       struct ifla_vf_stats *stats)
{
	const struct vmfex_vnic *vnic = vmfex_vf_find(dev, vf, NULL);
	struct rtnl_link_stats64 link;

	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	dev_get_stats(vnic->dev, &link);
	stats->rx_packets = link.rx_packets;
	stats->tx_packets = link.tx_packets;
	stats->rx_bytes = link.rx_bytes;
	stats->tx_bytes = link.tx_bytes;
	stats->multicast = link.multicast;
	stats->rx_dropped = link.rx_dropped;
	stats->tx_dropped = link.tx_dropped;
	return 0;
}
