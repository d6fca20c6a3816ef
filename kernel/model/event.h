/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The objects of vmfex and what each file offers the others. Everything that
 * is not marked __rcu or atomic is changed under RTNL only;
 * Documentation/networking/vmfex-locking.rst tells the rest.
 */
#ifndef _VMFEX_H
#define _VMFEX_H

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/device.h>
#include <linux/etherdevice.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/rhashtable-types.h>
#include <linux/rtnetlink.h>
#include <linux/uuid.h>
#include <linux/xarray.h>
#include <net/net_namespace.h>
#include <uapi/linux/if_vmfex.h>
#include <uapi/linux/vmfex.h>

#include "compat/compat.h"
#include "base/drop.h"
#include "path/follow.h"
#include "tag/tag.h"

#define VMFEX_MAX_UPLINKS	8
/* VF index + 1 is the default VIF, the last VIF is the adapter's own. */
#define VMFEX_MAX_VFS		4094
#define VMFEX_SELF_VIF		(VMFEX_MAX_VFS + 1)
#define VMFEX_PRIORITY_DEFAULT	50
#define VMFEX_PRIORITY_MAX	100
#define VMFEX_VLAN_RANGES_MAX	64	/* keeps a profile within a message */
/* How many VFs rtnetlink shows, so that no nest outgrows its 16-bit length and
 * no message the memory that a kernel can find in one piece.
 */
#define VMFEX_RTNL_VF_INFOS	128
#define VMFEX_RTNL_VF_PORTS	512
#define VMFEX_PORT_ERROR_LEN	96	/* bytes, with the NUL */
/* Tag, and the 802.1Q header that a profile puts behind it. */
#define VMFEX_HDR_MAX		(VMFEX_TAG_LEN_MAX + VLAN_HLEN)

struct vmfex_adapter;
struct vmfex_device;
struct vmfex_profile;
struct vmfex_uplink;
struct vmfex_vif;
struct vmfex_vnic;

/**
 * struct vmfex_net - what a network namespace holds
 * @adapters: list of struct vmfex_adapter, in the order of creation
 * @profiles: struct vmfex_profile by an id that grows, the order of dumps
 * @profile_next: allocation cursor of @profiles
 * @profile_names: struct vmfex_profile by name and cluster
 * @seq: changes whenever an object comes or goes, tells a dump that it may be
 *	inconsistent
 */
struct vmfex_net {
	struct list_head adapters;
	struct xarray profiles;
	u32 profile_next;
	struct rhashtable profile_names;
	unsigned int seq;
};

/**
 * enum vmfex_vlan_mode - what a policy does with VLANs
 * @VMFEX_VLAN_ANY: frames pass as they are
 * @VMFEX_VLAN_ACCESS: one VLAN, untagged to the guest
 * @VMFEX_VLAN_TRUNK: the VLANs of a list, one of them may be untagged
 */
enum vmfex_vlan_mode {
	VMFEX_VLAN_ANY,
	VMFEX_VLAN_ACCESS,
	VMFEX_VLAN_TRUNK,
};

/**
 * struct vmfex_policy - one generation of a profile, never changed once published
 * @vlan_mode: enum vmfex_vlan_mode
 * @mac_forge: enum vmfex_mac_forge
 * @uplink_fail: enum vmfex_uplink_fail
 * @cos: priority of every frame, VMFEX_COS_NONE to leave the guest's
 * @confirm: an association waits for a client's answer
 * @untagged_vid: access or native VLAN, host byte order, 0 for none
 * @generation: from 1
 * @vlans: VLANs that may pass tagged, of a trunk
 * @rcu: frees the policy when the last reader is gone
 */
struct vmfex_policy {
	u8 vlan_mode;
	u8 mac_forge;
	u8 uplink_fail;
	u8 cos;
	bool confirm;
	u16 untagged_vid;
	u32 generation;
	DECLARE_BITMAP(vlans, VLAN_N_VID);
	struct rcu_head rcu;
};

/**
 * vmfex_policy_takes_untagged() - may a guest send without an 802.1Q header?
 * @policy: policy
 *
 * Context: Any.
 * Return: true if it may.
 */
static inline bool
vmfex_policy_takes_untagged(const struct vmfex_policy *policy)
{
	return policy->vlan_mode == VMFEX_VLAN_ANY || policy->untagged_vid;
}

/**
 * struct vmfex_profile - a named policy, or the policy that one port has of its own
 * @net: network namespace of the profile and of the adapters that may use it
 * @id: key in &vmfex_net.profiles
 * @policy: the newest generation
 * @ports: struct vmfex_port that use the profile
 * @num_ports: length of @ports
 * @node: in &vmfex_net.profile_names
 * @rcu: frees the profile when the last reader of sysfs is gone
 * @key: key in &vmfex_net.profile_names, no byte behind the NULs is anything but 0
 * @name: NUL terminated; empty if the policy is one port's own: no one finds
 *	it, and it goes with the binding
 * @cluster: NUL terminated
 */
struct vmfex_profile {
	struct net *net;
	u32 id;
	struct vmfex_policy *policy;
	struct list_head ports;
	unsigned int num_ports;
	struct rhash_head node;
	struct rcu_head rcu;
	struct_group_tagged(vmfex_profile_key, key,
		char name[VMFEX_PROFILE_NAME_MAX + 1];
		char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
	);
};

/**
 * struct vmfex_hdr - what goes between a frame's addresses and its type
 * @len: its length in bytes
 * @bytes: the last @len of them, with zeros in front, so that always as many
 *	are copied
 */
struct vmfex_hdr {
	u8 len;
	u8 bytes[VMFEX_HDR_MAX];
};

/**
 * struct vmfex_path - all that the packet path needs of an associated port on
 *	one uplink, built whole and swapped whole
 * @uplink: the uplink
 * @from: the same if frames are expected from there, else NULL
 * @lower: netdev of @uplink
 * @policy: what may pass
 * @strict: of frames without an 802.1Q header not all may
 * @plain: for those, the tag and the 802.1Q header that @policy gives them
 * @tagged: for frames that have an 802.1Q header, the tag
 * @rcu: frees the path when the last reader is gone
 */
struct vmfex_path {
	struct vmfex_uplink *uplink;
	struct vmfex_uplink *from;
	struct net_device *lower;
	const struct vmfex_policy *policy;
	bool strict;
	struct vmfex_hdr plain;
	struct vmfex_hdr tagged;
	struct rcu_head rcu;
};

/**
 * struct vmfex_vif - a vNIC on the wire of one uplink
 * @id: number on the wire
 * @next_id: number that @id is about to become, else the same
 * @vnic: the vNIC
 * @uplink: the uplink
 * @path: of the port if it is associated, else NULL
 * @next_path: prepared, not yet published path
 * @node: in &vmfex_vnic.vifs
 * @rcu: frees the VIF when the last reader is gone
 */
struct vmfex_vif {
	u32 id;
	u32 next_id;
	struct vmfex_vnic *vnic;
	struct vmfex_uplink *uplink;
	struct vmfex_path *path;
	struct vmfex_path *next_path;
	struct list_head node;
	struct rcu_head rcu;
};

/**
 * struct vmfex_viflist - receivers of a multicast
 * @id: number on the wire
 * @num: members
 * @slots: length of @members
 * @rcu: frees the list when the last reader is gone
 * @members: receivers; NULL where one left
 */
struct vmfex_viflist {
	u32 id;
	unsigned int num;
	unsigned int slots;
	struct rcu_head rcu;
	struct vmfex_vif *members[];
};

/**
 * struct vmfex_port_holder - whose port it is; all zero if nobody's
 * @instance: UUID of the virtual machine, all zero if not told
 * @host: UUID of its host, all zero if not told
 * @owner: what people and tools call the holder, NUL terminated
 */
struct vmfex_port_holder {
	uuid_t instance;
	uuid_t host;
	char owner[VMFEX_OWNER_MAX + 1];
};

/**
 * struct vmfex_port - binding of a vNIC to a profile, and the last request
 * @state: enum vmfex_port_state; written under RTNL, read anywhere
 * @profile: NULL while unbound
 * @node: in &vmfex_profile.ports
 * @holder: whose port it is
 * @has_request: there was a request
 * @request: enum vmfex_request
 * @response: PORT_PROFILE_RESPONSE_* to @request
 * @asker: instance UUID of @request, which may have been refused
 * @intruded: when somebody else wanted the port while its holder used it, in
 *	jiffies, never 0; 0 if nobody did
 * @spared: when a disassociation was taken for theirs, likewise
 * @error: why @request was refused, empty if it was not
 */
struct vmfex_port {
	u8 state;
	struct vmfex_profile *profile;
	struct list_head node;
	struct vmfex_port_holder holder;
	bool has_request;
	u8 request;
	u16 response;
	uuid_t asker;
	unsigned long intruded;
	unsigned long spared;
	char error[VMFEX_PORT_ERROR_LEN];
};

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
 * @announcements: how often its addresses shall still be announced
 * @tx_reallocs: frames sent that had no room for the tag
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
	u8 announcements;
	atomic_long_t tx_reallocs;
	atomic_long_t drops[VMFEX_NUM_DROPS];
};

/**
 * struct vmfex_adapter - a software VIC
 * @self: the adapter's own port, must be first
 * @node: in &vmfex_net.adapters
 * @net: network namespace, never changes
 * @tag: tag format
 * @fabric: mode, true at the bridge's end of the link
 * @num_vfs: VFs that exist
 * @vnics: the VFs, by index
 * @uplinks: struct vmfex_uplink, best first: by priority, then by age
 * @num_uplinks: length of @uplinks
 * @uplinks_made: uplinks that there ever were
 * @announce: announces the ports' addresses once more
 * @idle_timeout: seconds after which an idle port is unbound, 0 for never
 * @idle: unbinds idle ports
 * @follow: which uplink the host uses, in mode fabric
 * @recheck: looks again at what is below the uplinks
 * @drops: frames dropped that no port can be charged for, by reason
 * @cluster: scope of profile names, NUL terminated
 *
 * Private data of the PF's netdev.
 */
struct vmfex_adapter {
	struct vmfex_vnic self;
	struct list_head node;
	struct net *net;
	const struct vmfex_tag_ops *tag;
	bool fabric;
	unsigned int num_vfs;
	struct vmfex_vnic **vnics;
	struct list_head uplinks;
	unsigned int num_uplinks;
	u64 uplinks_made;
	struct delayed_work announce;
	u32 idle_timeout;
	struct delayed_work idle;
	struct vmfex_follow follow;
	struct work_struct recheck;
	atomic_long_t drops[VMFEX_NUM_DROPS];
	char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
};

#define VMFEX_VIF_SLOTS	4096

/**
 * struct vmfex_uplink - a netdev that carries an adapter's tagged frames
 * @dev: netdev
 * @adapter: adapter
 * @tag: tag format of @adapter
 * @fabric_end: mode of @adapter
 * @vifs: VIFs below VMFEX_VIF_SLOTS
 * @high_vifs: all others
 * @lists: struct vmfex_viflist by number
 * @num_vifs: VIFs in @vifs and @high_vifs
 * @num_lists: lists in @lists
 * @node: in &vmfex_adapter.uplinks
 * @serial: grows from each uplink of the adapter to the next
 * @tracker: reference on @dev
 * @priority: 1 to 100, the lowest usable is active
 * @offload: enum vmfex_offload
 * @offload_used: enum vmfex_offload_used, what follows from it
 * @cut_early: packets must be cut before they get here
 * @opaque: packets must not look like what is behind the tag
 * @fabric: name of the fabric, NUL terminated
 * @physnet: label of the physical network, NUL terminated
 */
struct vmfex_uplink {
	struct net_device *dev;
	struct vmfex_adapter *adapter;
	const struct vmfex_tag_ops *tag;
	bool fabric_end;
	struct vmfex_vif __rcu **vifs;
	struct xarray high_vifs;
	struct xarray lists;
	unsigned int num_vifs;
	unsigned int num_lists;
	struct list_head node;
	u64 serial;
	netdevice_tracker tracker;
	u32 priority;
	u8 offload;
	u8 offload_used;
	bool cut_early;
	bool opaque;
	char fabric[16];
	char physnet[32];
};

/* extack.c */
__printf(2, 3)
void vmfex_err(struct netlink_ext_ack *extack, const char *fmt, ...);

#define vmfex_err_attr(extack, attr, fmt, args...)	\
	do {						\
		NL_SET_BAD_ATTR(extack, attr);		\
		vmfex_err(extack, fmt, ##args);		\
	} while (0)

/* net.c: per network namespace state */
struct vmfex_net *vmfex_net(const struct net *net);
int vmfex_net_register(void);
void vmfex_net_unregister(void);

/* bus.c: the SR-IOV face of adapters and VFs */
int vmfex_bus_register(void);
void vmfex_bus_unregister(void);
struct vmfex_device *vmfex_device_add_pf(struct vmfex_adapter *adapter,
					 struct netlink_ext_ack *extack);
struct vmfex_device *vmfex_device_add_vf(struct vmfex_vnic *vnic);
void vmfex_device_del(struct vmfex_device *device);
struct device *vmfex_device_dev(struct vmfex_device *device);
const char *vmfex_device_name(const struct vmfex_device *device);

/**
 * struct vmfex_adapter_config - what a new adapter shall be
 * @tag: tag format
 * @fabric: mode, true at the bridge's end of the link
 * @num_vfs: VFs to create
 * @idle_timeout: seconds after which an idle port is unbound, 0 for never
 * @cluster: scope of profile names, NUL terminated
 */
struct vmfex_adapter_config {
	const struct vmfex_tag_ops *tag;
	bool fabric;
	u32 num_vfs;
	u32 idle_timeout;
	char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
};

/* adapter.c: PF netdevs and their VFs */
struct vmfex_adapter *vmfex_adapter_from_dev(const struct net_device *dev);
struct vmfex_vnic *vmfex_adapter_vnic(struct vmfex_adapter *adapter, u32 vf);
void vmfex_adapter_setup(struct net_device *dev);
int vmfex_adapter_create(struct net_device *dev,
			 const struct vmfex_adapter_config *config,
			 struct netlink_ext_ack *extack);
void vmfex_adapter_destroy(struct vmfex_adapter *adapter,
			   struct list_head *kill);
int vmfex_adapter_set_num_vfs(struct vmfex_adapter *adapter, u32 num_vfs,
			      struct netlink_ext_ack *extack);
int vmfex_adapter_add_uplink(struct net_device *dev, struct net_device *slave,
			     struct netlink_ext_ack *extack);
int vmfex_adapter_del_uplink(struct net_device *dev, struct net_device *slave);

/* Every port of an adapter, its own first. */
struct vmfex_vnic *vmfex_adapter_next_vnic(struct vmfex_adapter *adapter,
					   const struct vmfex_vnic *vnic);
#define vmfex_for_each_vnic(vnic, adapter)				\
	for ((vnic) = &(adapter)->self; (vnic);				\
	     (vnic) = vmfex_adapter_next_vnic(adapter, vnic))

/* link.c: rtnetlink kinds */
extern struct rtnl_link_ops vmfex_vnic_link_ops;
int vmfex_link_register(void);
void vmfex_link_unregister(void);

/* vnic.c: the netdev of a vNIC */
extern const struct net_device_ops vmfex_adapter_netdev_ops;
struct vmfex_vnic *vmfex_vnic_from_dev(const struct net_device *dev);
void vmfex_vnic_setup(struct net_device *dev);
void vmfex_vnic_init(struct vmfex_vnic *vnic, struct net_device *dev,
		     struct vmfex_adapter *adapter, u32 vf);
struct vmfex_vnic *vmfex_vnic_create(struct vmfex_adapter *adapter, u32 vf,
				     struct netlink_ext_ack *extack);
void vmfex_vnic_detach(struct vmfex_vnic *vnic);
int vmfex_vnic_join(struct vmfex_vnic *vnic, struct vmfex_uplink *uplink,
		    struct netlink_ext_ack *extack);
void vmfex_vnic_update_carrier(struct vmfex_vnic *vnic);
unsigned int vmfex_vnic_max_mtu(const struct vmfex_adapter *adapter);
void vmfex_vnic_follow_uplinks(struct vmfex_vnic *vnic, unsigned int old_max);
void vmfex_vnic_follow_link(struct vmfex_vnic *vnic);
bool vmfex_vnic_is_away(const struct vmfex_vnic *vnic);
bool vmfex_vnic_owns_addr(const struct vmfex_vnic *vnic, const u8 *addr);

/* place.c: who stands behind a vNIC */
bool vmfex_vnic_in_use(const struct vmfex_vnic *vnic);
void vmfex_vnic_update_place(struct vmfex_vnic *vnic);
void vmfex_vnic_settle(struct vmfex_vnic *vnic);
void vmfex_vnic_forbid_addrconf(struct vmfex_vnic *vnic);

/* idle.c: unbinds ports that nobody uses any more */
void vmfex_idle_init(struct vmfex_adapter *adapter);
void vmfex_idle_update(struct vmfex_vnic *vnic);
void vmfex_idle_set_timeout(struct vmfex_adapter *adapter, u32 seconds);
void vmfex_idle_cancel(struct vmfex_adapter *adapter);

/* announce.c: where a port's addresses are after a failover */
void vmfex_vnic_announce(struct vmfex_vnic *vnic);
void vmfex_announce_init(struct vmfex_adapter *adapter);
void vmfex_uplink_announce(const struct vmfex_uplink *uplink);
void vmfex_announce_cancel(struct vmfex_adapter *adapter);

/* ethtool.c */
extern const struct ethtool_ops vmfex_ethtool_ops;

/* tx.c, rx.c: the packet path */
netdev_tx_t vmfex_xmit(struct sk_buff *skb, struct net_device *dev);
rx_handler_result_t vmfex_rx_handler(struct sk_buff **pskb);

/* offload.c: tagged packets of many frames */
void vmfex_offload_register(void);
void vmfex_offload_unregister(void);

/* notifier.c: what happens to netdevs */
int vmfex_notifier_register(void);
void vmfex_notifier_unregister(void);
void vmfex_uplinks_select(struct vmfex_adapter *adapter);
void vmfex_uplinks_changed(struct vmfex_adapter *adapter);

/**
 * vmfex_vif_lookup() - find a VIF in the packet path
 * @uplink: uplink
 * @id: number on its wire
 *
 * Context: RCU read side.
 * Return: the VIF or NULL.
 */
static inline struct vmfex_vif *
vmfex_vif_lookup(const struct vmfex_uplink *uplink, u32 id)
{
	if (likely(id < VMFEX_VIF_SLOTS))
		return rcu_dereference(uplink->vifs[id]);
	return xa_load((struct xarray *)&uplink->high_vifs, id);
}

/* vif.c: numbers on the wire, viflist.c: lists of them */
int vmfex_vif_table_init(struct vmfex_uplink *uplink);
void vmfex_vif_table_free(struct vmfex_uplink *uplink);
struct vmfex_vif *vmfex_vif_find(const struct vmfex_uplink *uplink, u32 id);
struct vmfex_vif *vmfex_vif_of(const struct vmfex_vnic *vnic,
			       const struct vmfex_uplink *uplink);
struct vmfex_vif *vmfex_vif_add(struct vmfex_vnic *vnic,
				struct vmfex_uplink *uplink, u32 id,
				struct netlink_ext_ack *extack);
void vmfex_vif_del(struct vmfex_vif *vif);
int vmfex_vif_renumber(struct vmfex_vnic *vnic, struct vmfex_uplink *uplink,
		       u32 id, struct netlink_ext_ack *extack);

struct vmfex_viflist *vmfex_viflist_lookup(const struct vmfex_uplink *uplink,
					   u32 id);
struct vmfex_viflist *vmfex_viflist_find(const struct vmfex_uplink *uplink,
					 u32 id);
int vmfex_viflist_add(struct vmfex_uplink *uplink, u32 id, u32 vif,
		      struct netlink_ext_ack *extack);
int vmfex_viflist_del(struct vmfex_uplink *uplink, u32 id, u32 vif,
		      struct netlink_ext_ack *extack);
void vmfex_viflist_forget(struct vmfex_vif *vif);
void vmfex_viflist_tell(const struct vmfex_vif *vif, bool gone);
void vmfex_viflist_flush(struct vmfex_uplink *uplink);

/* profile.c */
struct vmfex_policy *vmfex_policy_new(const struct vmfex_policy *from);
struct vmfex_profile *vmfex_profile_find(struct net *net, const char *cluster,
					 const char *name);
int vmfex_profile_new(struct net *net, const char *cluster, const char *name,
		      struct vmfex_policy *policy,
		      struct netlink_ext_ack *extack);
int vmfex_profile_publish(struct vmfex_profile *profile,
			  struct vmfex_policy *policy,
			  struct netlink_ext_ack *extack);
int vmfex_profile_del(struct vmfex_profile *profile,
		      struct netlink_ext_ack *extack);
struct vmfex_profile *vmfex_profile_alloc(struct net *net,
					  struct vmfex_policy *policy);
bool vmfex_profile_is_own(const struct vmfex_profile *profile);
void vmfex_profile_free(struct vmfex_profile *profile);
int vmfex_profile_table_init(struct net *net);
void vmfex_profile_flush(struct net *net);
bool vmfex_name_valid(const char *name, size_t max);

/* path.c: what a port gives to the packet path */
int vmfex_path_prepare_vif(struct vmfex_vif *vif,
			   const struct vmfex_policy *policy);
int vmfex_path_prepare(struct vmfex_vnic *vnic,
		       const struct vmfex_policy *policy);
void vmfex_path_abort(struct vmfex_vnic *vnic);
void vmfex_path_commit(struct vmfex_vnic *vnic);
void vmfex_path_clear(struct vmfex_vnic *vnic);
void vmfex_path_select(struct vmfex_vnic *vnic);
void vmfex_path_publish(struct vmfex_vnic *vnic);

/* event.c: tells listeners what changed */

/**
 * enum vmfex_event - what changed; the argument is the object
 * @VMFEX_EVENT_ADAPTER: struct vmfex_adapter is new or changed
 * @VMFEX_EVENT_ADAPTER_DEL: struct vmfex_adapter goes away
 * @VMFEX_EVENT_UPLINK: struct vmfex_uplink is new or changed
 * @VMFEX_EVENT_UPLINK_DEL: struct vmfex_uplink goes away
 * @VMFEX_EVENT_PORT: struct vmfex_vnic is new or changed
 * @VMFEX_EVENT_PORT_DEL: struct vmfex_vnic goes away
 * @VMFEX_EVENT_PROFILE: struct vmfex_profile is new or changed
 * @VMFEX_EVENT_PROFILE_DEL: struct vmfex_profile goes away
 * @VMFEX_EVENT_VIFLIST: struct vmfex_viflist_event tells a list or member
 * @VMFEX_EVENT_VIFLIST_DEL: struct vmfex_viflist_event tells what goes away
 */
enum vmfex_event {
	VMFEX_EVENT_ADAPTER,
	VMFEX_EVENT_ADAPTER_DEL,
	VMFEX_EVENT_UPLINK,
	VMFEX_EVENT_UPLINK_DEL,
	VMFEX_EVENT_PORT,
	VMFEX_EVENT_PORT_DEL,
	VMFEX_EVENT_PROFILE,
	VMFEX_EVENT_PROFILE_DEL,
	VMFEX_EVENT_VIFLIST,
	VMFEX_EVENT_VIFLIST_DEL,
};

/**
 * struct vmfex_viflist_event - argument of the events of VIF lists
 * @uplink: uplink of the list
 * @list: number of the list
 * @num: members that the list has now
 * @member: the member that came or goes, NULL for the list itself
 */
struct vmfex_viflist_event {
	const struct vmfex_uplink *uplink;
	u32 list;
	unsigned int num;
	const struct vmfex_vif *member;
};

void vmfex_notify(enum vmfex_event event, void *object);
int vmfex_event_listen(struct notifier_block *nb);
void vmfex_event_unlisten(struct notifier_block *nb);

/* nl.c: generic netlink */
int vmfex_nl_register(void);
void vmfex_nl_unregister(void);

/* sysfs.c */
extern const struct attribute_group vmfex_adapter_group;
extern const struct attribute_group vmfex_vnic_group;
extern const struct attribute_group vmfex_uplink_group;

/* stats.c */
extern const char *const vmfex_drop_names[VMFEX_NUM_DROPS];
void vmfex_stats64(struct net_device *dev, struct rtnl_link_stats64 *stats);

#include "model/lower.h"
#include "model/port.h"
#include "model/uplink.h"
#include "face/vf.h"

#endif /* _VMFEX_H */
