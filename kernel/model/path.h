/* SPDX-License-Identifier: GPL-2.0-only */
/* What a port gives to the packet path. */
#ifndef _VMFEX_PATH_H
#define _VMFEX_PATH_H

#include <linux/if_vlan.h>
#include <linux/rcupdate.h>

#include "tag/tag.h"

/* Tag, and the 802.1Q header that a profile puts behind it. */
#define VMFEX_HDR_MAX		(VMFEX_TAG_LEN_MAX + VLAN_HLEN)

struct net_device;
struct vmfex_policy;
struct vmfex_uplink;
struct vmfex_vif;
struct vmfex_vnic;

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
 * @meta_proto: ethertype of a tag that goes into the skb's metadata, else 0
 * @meta_tci: what that tag says
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
	__be16 meta_proto;
	u16 meta_tci;
	struct rcu_head rcu;
};

int vmfex_path_prepare_vif(struct vmfex_vif *vif,
			   const struct vmfex_policy *policy);
int vmfex_path_prepare(struct vmfex_vnic *vnic,
		       const struct vmfex_policy *policy);
void vmfex_path_abort(struct vmfex_vnic *vnic);
void vmfex_path_commit(struct vmfex_vnic *vnic);
void vmfex_path_clear(struct vmfex_vnic *vnic);
void vmfex_path_expect(struct vmfex_vnic *vnic);
void vmfex_path_publish(struct vmfex_vnic *vnic);

#endif /* _VMFEX_PATH_H */
