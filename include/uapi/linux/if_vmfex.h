/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * rtnetlink attributes of the link kinds "vmfex" (adapter) and "vmfex_vnic"
 * (VF of an adapter), found in IFLA_INFO_DATA, and of uplinks, whose
 * IFLA_INFO_SLAVE_KIND is "vmfex", found in IFLA_INFO_SLAVE_DATA.
 */
#ifndef _UAPI_LINUX_IF_VMFEX_H
#define _UAPI_LINUX_IF_VMFEX_H

#define VMFEX_KIND_ADAPTER	"vmfex"
#define VMFEX_KIND_VNIC		"vmfex_vnic"

/* VF index of the adapter's own port, as PORT_SELF_VF of linux/if_link.h. */
#define VMFEX_VF_SELF		0xffffffffu

#define VMFEX_PROFILE_NAME_MAX	40	/* bytes, without a NUL */
#define VMFEX_CLUSTER_NAME_MAX	31	/* bytes, without a NUL */
#define VMFEX_OWNER_MAX		64	/* bytes, without a NUL */
#define VMFEX_CLUSTER_DEFAULT	"default"

#define VMFEX_COS_NONE		255	/* leave the guest's priority */

#define VMFEX_IDLE_TIMEOUT_MAX	86400	/* seconds */

/**
 * enum - attributes of the link kind "vmfex"
 * @IFLA_VMFEX_UNSPEC: unused
 * @IFLA_VMFEX_MODE: u32, enum vmfex_mode, only at creation
 * @IFLA_VMFEX_TAG: u32, enum vmfex_tag, only at creation
 * @IFLA_VMFEX_NUM_VFS: u32, number of VFs
 * @IFLA_VMFEX_CLUSTER: string, cluster of the profiles, only at creation
 * @IFLA_VMFEX_PORT: nest of IFLA_VMFEX_VNIC_*, the adapter's own port, read only
 * @IFLA_VMFEX_IDLE_TIMEOUT: u32, seconds after which a port is unbound whose
 *	netdev is down and has no upper device, 0 for never
 */
enum {
	IFLA_VMFEX_UNSPEC,
	IFLA_VMFEX_MODE,
	IFLA_VMFEX_TAG,
	IFLA_VMFEX_NUM_VFS,
	IFLA_VMFEX_CLUSTER,
	IFLA_VMFEX_PORT,
	IFLA_VMFEX_IDLE_TIMEOUT,
	__IFLA_VMFEX_MAX,
};

#define IFLA_VMFEX_MAX	(__IFLA_VMFEX_MAX - 1)

/**
 * enum - attributes of the link kind "vmfex_vnic", all read only
 * @IFLA_VMFEX_VNIC_UNSPEC: unused
 * @IFLA_VMFEX_VNIC_ADAPTER: string, name of the adapter
 * @IFLA_VMFEX_VNIC_VF: u32, VF index, VMFEX_VF_SELF for the adapter's own port
 * @IFLA_VMFEX_VNIC_MODE: u32, enum vmfex_mode
 * @IFLA_VMFEX_VNIC_TAG: u32, enum vmfex_tag
 * @IFLA_VMFEX_VNIC_STATE: u32, enum vmfex_port_state
 * @IFLA_VMFEX_VNIC_PROFILE: string, absent while unbound, and of a port that
 *	has a VLAN of its own instead
 * @IFLA_VMFEX_VNIC_GENERATION: u32, generation of the profile
 * @IFLA_VMFEX_VNIC_VIF: u32, number on the wire of the active uplink
 * @IFLA_VMFEX_VNIC_UPLINK: string, name of the active uplink
 */
enum {
	IFLA_VMFEX_VNIC_UNSPEC,
	IFLA_VMFEX_VNIC_ADAPTER,
	IFLA_VMFEX_VNIC_VF,
	IFLA_VMFEX_VNIC_MODE,
	IFLA_VMFEX_VNIC_TAG,
	IFLA_VMFEX_VNIC_STATE,
	IFLA_VMFEX_VNIC_PROFILE,
	IFLA_VMFEX_VNIC_GENERATION,
	IFLA_VMFEX_VNIC_VIF,
	IFLA_VMFEX_VNIC_UPLINK,
	__IFLA_VMFEX_VNIC_MAX,
};

#define IFLA_VMFEX_VNIC_MAX	(__IFLA_VMFEX_VNIC_MAX - 1)

/**
 * enum - attributes of an uplink as a slave of the link kind "vmfex", all read
 *	only; the generic netlink family changes what can be changed
 * @IFLA_VMFEX_UPLINK_UNSPEC: unused
 * @IFLA_VMFEX_UPLINK_STATE: u32, enum vmfex_uplink_state
 * @IFLA_VMFEX_UPLINK_FABRIC: string, name of the fabric
 * @IFLA_VMFEX_UPLINK_PHYSNET: string, label of the physical network, absent if
 *	there is none
 * @IFLA_VMFEX_UPLINK_PRIORITY: u32, the lowest usable one is active
 * @IFLA_VMFEX_UPLINK_NUM_VIFS: u32, numbers in use on its wire
 * @IFLA_VMFEX_UPLINK_NUM_LISTS: u32, VIF lists
 * @IFLA_VMFEX_UPLINK_OFFLOAD: u32, enum vmfex_offload
 * @IFLA_VMFEX_UPLINK_OFFLOAD_USED: u32, enum vmfex_offload_used
 */
enum {
	IFLA_VMFEX_UPLINK_UNSPEC,
	IFLA_VMFEX_UPLINK_STATE,
	IFLA_VMFEX_UPLINK_FABRIC,
	IFLA_VMFEX_UPLINK_PHYSNET,
	IFLA_VMFEX_UPLINK_PRIORITY,
	IFLA_VMFEX_UPLINK_NUM_VIFS,
	IFLA_VMFEX_UPLINK_NUM_LISTS,
	IFLA_VMFEX_UPLINK_OFFLOAD,
	IFLA_VMFEX_UPLINK_OFFLOAD_USED,
	__IFLA_VMFEX_UPLINK_MAX,
};

#define IFLA_VMFEX_UPLINK_MAX	(__IFLA_VMFEX_UPLINK_MAX - 1)

#endif /* _UAPI_LINUX_IF_VMFEX_H */
