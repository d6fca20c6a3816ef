/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports of an adapter and their netdevs. */
#ifndef _VMFEX_VNIC_H
#define _VMFEX_VNIC_H

#include <linux/atomic.h>
#include <linux/if_link.h>
#include <linux/netdevice.h>

#include "base/drop.h"
#include "model/port.h"

/* VF index + 1 is the default VIF, the last VIF is the adapter's own. */
#define VMFEX_MAX_VFS		4094
#define VMFEX_SELF_VIF		(VMFEX_MAX_VFS + 1)

struct vmfex_adapter;
struct vmfex_device;
struct vmfex_path;
struct vmfex_uplink;
struct vmfex_vif;

/**
 * struct vmfex_vf_config - what the legacy VF operations set
 * @mac: administrative address as ether_addr_to_u64() gives it, so that it is
 *	read whole without a lock; 0 for none
 * @link_state: IFLA_VF_LINK_STATE_*
 * @spoofchk: while the port has no profile, only its addresses may send
 * @trusted: whoever has the vNIC may change its addresses, also in another
 *	network namespace, and in spite of an administrative one
 * @host_stack: in its adapter's network namespace the netdev is one of the
 *	host's own; set through generic netlink
 */
struct vmfex_vf_config {
	u64 mac;
	u8 link_state;
	bool spoofchk;
	bool trusted;
	bool host_stack;
};

/**
 * struct vmfex_vf_mac_change - the last change of an administrative address
 * @before: address until then, as &vmfex_vf_config.mac
 * @task: who asked for it, never dereferenced; NULL if it stands
 * @time: when, in jiffies
 *
 * A client sets the address and asks for a profile in one message: if the profile
 * is refused it is taken back.
 */
struct vmfex_vf_mac_change {
	u64 before;
	const struct task_struct *task;
	unsigned long time;
};

/**
 * enum vmfex_place - who stands behind a vNIC
 * @VMFEX_PLACE_HOST: the stack of its adapter's network namespace, as behind any
 *	netdev, or a bridge, a VLAN device or the like of it
 * @VMFEX_PLACE_GUEST: a guest, whom a macvtap serves; not that stack
 * @VMFEX_PLACE_AWAY: another network namespace
 */
enum vmfex_place {
	VMFEX_PLACE_HOST,
	VMFEX_PLACE_GUEST,
	VMFEX_PLACE_AWAY,
};

/**
 * struct vmfex_vnic - a VF of an adapter, or the adapter's own port; in fabric
 *	mode the same is called vEth
 * @path: on the active uplink; NULL if nothing may pass
 * @place: enum vmfex_place; written under RTNL, read anywhere
 * @dev: netdev
 * @adapter: adapter
 * @vf: index, VMFEX_VF_SELF for the adapter's own port
 * @active: VIF on the active uplink, NULL if there is none
 * @vifs: struct vmfex_vif, one per uplink
 * @port: binding
 * @config: what the legacy VF operations set
 * @mac_change: of @config.mac
 * @mac: address that was set through this module, as &vmfex_vf_config.mac
 * @granted_mac: address that it may be given now, whoever has it; 0 for none
 * @idle_since: in jiffies, never 0, when its netdev was down and without an
 *	upper device; 0 if it is not, or may remain so
 * @device: on the bus vmfex
 * @tracker: reference of a VF on the netdev of @adapter
 * @announcements: how often its addresses shall still be announced
 * @tx_reallocs: frames sent that had no room for the tag
 * @rx_looped: frames received that it had sent itself
 * @drops: frames dropped, by reason
 *
 * Private data of a VF's netdev.
 */
struct vmfex_vnic {
	struct vmfex_path __rcu *path;
	u8 place;
	struct net_device *dev;
	struct vmfex_adapter *adapter;
	u32 vf;
	struct vmfex_vif *active;
	struct list_head vifs;
	struct vmfex_port port;
	struct vmfex_vf_config config;
	struct vmfex_vf_mac_change mac_change;
	u64 mac;
	u64 granted_mac;
	unsigned long idle_since;
	struct vmfex_device *device;
	netdevice_tracker tracker;
	u8 announcements;
	atomic_long_t tx_reallocs;
	unsigned long __percpu *rx_looped;
	atomic_long_t drops[VMFEX_NUM_DROPS];
};

void vmfex_vnic_init(struct vmfex_vnic *vnic, struct net_device *dev,
		     struct vmfex_adapter *adapter, u32 vf);
int vmfex_vnic_alloc_stats(struct net_device *dev);
void vmfex_vnic_free_stats(struct net_device *dev);
unsigned long vmfex_vnic_rx_looped(const struct vmfex_vnic *vnic);
void vmfex_vnic_update_carrier(struct vmfex_vnic *vnic);
unsigned int vmfex_vnic_max_mtu(const struct vmfex_adapter *adapter);
void vmfex_vnic_follow_uplinks(struct vmfex_vnic *vnic, unsigned int old_max);
void vmfex_vnic_follow_link(struct vmfex_vnic *vnic);
bool vmfex_vnic_is_away(const struct vmfex_vnic *vnic);
bool vmfex_vnic_owns_addr(const struct vmfex_vnic *vnic, const u8 *addr);

#endif /* _VMFEX_VNIC_H */
