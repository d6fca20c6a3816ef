// SPDX-License-Identifier: GPL-2.0-only
/*
 * Paths: all that a frame of an associated port needs, in one object that is
 * found by one RCU read. A port has a path on every uplink, so that a failover
 * is the change of a pointer and cannot fail.
 *
 * A change goes in two steps. Preparing builds new paths and may fail, nothing
 * is seen of it. Committing publishes them and cannot fail.
 */
#include <linux/slab.h>

#include "compat/compat.h"
#include "model/adapter.h"
#include "model/path.h"
#include "model/policy.h"
#include "model/vif.h"

/* A header has room for the longest tag and a VLAN. */
static_assert(VMFEX_TAG_LEN_MAX + VLAN_HLEN <=
	      sizeof_field(struct vmfex_hdr, bytes));

/* A longer header, whose first bytes are not set yet. */
static u8 *vmfex_hdr_extend(struct vmfex_hdr *hdr, unsigned int len)
{
	hdr->len += len;
	return hdr->bytes + sizeof(hdr->bytes) - hdr->len;
}

/* The 802.1Q header of a frame that the guest sent without one. */
static void vmfex_hdr_put_vlan(struct vmfex_hdr *hdr,
			       const struct vmfex_policy *policy)
{
	bool pcp = policy->cos != VMFEX_COS_NONE;
	u16 tci = policy->untagged_vid;
	u8 *p;

	/* Without a VLAN a header is needed only to carry the priority. */
	if (!tci && !pcp)
		return;
	if (pcp)
		tci |= policy->cos << VLAN_PRIO_SHIFT;
	p = vmfex_hdr_extend(hdr, VLAN_HLEN);
	put_unaligned_be16(ETH_P_8021Q, p);
	put_unaligned_be16(tci, p + 2);
}

static void vmfex_path_put_tag(struct vmfex_path *path,
			       const struct vmfex_vif *vif)
{
	const struct vmfex_policy *policy = path->policy;
	const struct vmfex_uplink *uplink = vif->uplink;
	const struct vmfex_tag_ops *tag = uplink->tag;
	u8 bytes[VMFEX_TAG_LEN_MAX];

	tag->encode(bytes, uplink->fabric_end, vif->next_id,
		    policy->cos == VMFEX_COS_NONE ? 0 : policy->cos);
	if (tag->in_metadata) {
		path->meta_proto = htons(tag->ethertype);
		path->meta_tci = get_unaligned_be16(bytes + 2);
		return;
	}
	memcpy(vmfex_hdr_extend(&path->plain, tag->len), bytes, tag->len);
	memcpy(vmfex_hdr_extend(&path->tagged, tag->len), bytes, tag->len);
}

/* The host may only be on the active uplink, the fabric wherever the host is. */
static struct vmfex_uplink *vmfex_path_from(struct vmfex_uplink *uplink)
{
	const struct vmfex_adapter *adapter = uplink->adapter;

	return adapter->fabric && adapter->follow.host != uplink ? NULL : uplink;
}

static struct vmfex_path *vmfex_path_build(const struct vmfex_vif *vif,
					   const struct vmfex_policy *policy)
{
	struct vmfex_path *path;

	path = kzalloc(sizeof(*path), GFP_KERNEL_ACCOUNT);
	if (!path)
		return NULL;
	path->uplink = vif->uplink;
	path->from = vmfex_path_from(vif->uplink);
	path->lower = vif->uplink->dev;
	path->policy = policy;
	path->strict = policy->mac_forge == VMFEX_MAC_FORGE_DENY ||
		       !vmfex_policy_takes_untagged(policy);
	vmfex_hdr_put_vlan(&path->plain, policy);
	vmfex_path_put_tag(path, vif);
	return path;
}

/**
 * vmfex_path_prepare_vif() - build the path of one VIF
 * @vif: VIF
 * @policy: what may pass
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -ENOMEM.
 */
int vmfex_path_prepare_vif(struct vmfex_vif *vif,
			   const struct vmfex_policy *policy)
{
	ASSERT_RTNL();
	WARN_ON_ONCE(vif->next_path);
	vif->next_path = vmfex_path_build(vif, policy);
	return vif->next_path ? 0 : -ENOMEM;
}

/**
 * vmfex_path_prepare() - build the paths of a port
 * @vnic: vNIC
 * @policy: what may pass
 *
 * Context: Process context, RTNL held.
 * Return: 0, or -ENOMEM with nothing prepared.
 */
int vmfex_path_prepare(struct vmfex_vnic *vnic,
		       const struct vmfex_policy *policy)
{
	struct vmfex_vif *vif;
	int err;

	list_for_each_entry(vif, &vnic->vifs, node) {
		err = vmfex_path_prepare_vif(vif, policy);
		if (err)
			goto err_abort;
	}
	return 0;

err_abort:
	vmfex_path_abort(vnic);
	return err;
}

/**
 * vmfex_path_abort() - drop prepared paths
 * @vnic: vNIC
 *
 * Context: Process context, RTNL held.
 */
void vmfex_path_abort(struct vmfex_vnic *vnic)
{
	struct vmfex_vif *vif;

	ASSERT_RTNL();
	list_for_each_entry(vif, &vnic->vifs, node) {
		kfree(vif->next_path);
		vif->next_path = NULL;
	}
}

/**
 * vmfex_path_publish() - give a port's path to the packet path, if it may pass
 * @vnic: vNIC, whose path, active VIF or link state changed
 *
 * Context: Process context, RTNL held.
 */
void vmfex_path_publish(struct vmfex_vnic *vnic)
{
	struct vmfex_path *path = NULL;

	ASSERT_RTNL();
	if (vnic->active &&
	    vnic->config.link_state != IFLA_VF_LINK_STATE_DISABLE)
		path = vnic->active->path;
	rcu_assign_pointer(vnic->path, path);
}

static void vmfex_path_replace(struct vmfex_vif *vif, struct vmfex_path *path)
{
	struct vmfex_path *old = vif->path;

	vif->path = path;
	if (vif->vnic->active == vif)
		vmfex_path_publish(vif->vnic);
	if (old)
		kfree_rcu(old, rcu);
}

/**
 * vmfex_path_commit() - publish prepared paths
 * @vnic: vNIC
 *
 * VIFs without a prepared path keep theirs.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_path_commit(struct vmfex_vnic *vnic)
{
	struct vmfex_vif *vif;

	ASSERT_RTNL();
	list_for_each_entry(vif, &vnic->vifs, node) {
		if (!vif->next_path)
			continue;
		vmfex_path_replace(vif, vif->next_path);
		vif->next_path = NULL;
	}
}

/**
 * vmfex_path_clear() - let nothing pass
 * @vnic: vNIC
 *
 * Frames that are already under way may pass until a grace period has gone by.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_path_clear(struct vmfex_vnic *vnic)
{
	struct vmfex_vif *vif;

	ASSERT_RTNL();
	RCU_INIT_POINTER(vnic->path, NULL);
	list_for_each_entry(vif, &vnic->vifs, node)
		vmfex_path_replace(vif, NULL);
}

/**
 * vmfex_path_expect() - tell the packet path where frames of the host are expected
 * @vnic: vNIC
 *
 * That may change; readers see the one or the other.
 *
 * Context: RTNL held.
 */
void vmfex_path_expect(struct vmfex_vnic *vnic)
{
	struct vmfex_vif *vif;

	list_for_each_entry(vif, &vnic->vifs, node)
		if (vif->path)
			WRITE_ONCE(vif->path->from,
				   vmfex_path_from(vif->uplink));
}
