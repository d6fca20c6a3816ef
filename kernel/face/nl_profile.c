// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: profiles. */
#include "base/name.h"
#include "compat/compat.h"
#include "compat/extack.h"
#include "face/nl.h"
#include "model/net.h"
#include "model/profile.h"

#define VMFEX_NL_COS_MAX	7

/**
 * struct vmfex_nl_profile_ctx - position of a dump
 * @id: the next profile has this id or a greater one
 * @begun: the filter was checked
 */
struct vmfex_nl_profile_ctx {
	unsigned long id;
	bool begun;
};

VMFEX_NL_CTX_FITS(vmfex_nl_profile_ctx);

static int vmfex_nl_profile_put_range(struct sk_buff *msg, u16 start, u16 end)
{
	struct nlattr *nest;

	nest = nla_nest_start(msg, VMFEX_A_PROFILE_VLAN_RANGE);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u16(msg, VMFEX_A_VLAN_RANGE_START, start) ||
	    nla_put_u16(msg, VMFEX_A_VLAN_RANGE_END, end))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int vmfex_nl_profile_put_trunk(struct sk_buff *msg,
				      const struct vmfex_policy *policy)
{
	unsigned int start, end;

	if (policy->untagged_vid &&
	    nla_put_u16(msg, VMFEX_A_PROFILE_NATIVE_VLAN, policy->untagged_vid))
		return -EMSGSIZE;
	for_each_set_bitrange(start, end, policy->vlans, VLAN_N_VID)
		if (vmfex_nl_profile_put_range(msg, start, end - 1))
			return -EMSGSIZE;
	return 0;
}

static int vmfex_nl_profile_put_vlans(struct sk_buff *msg,
				      const struct vmfex_policy *policy)
{
	switch (policy->vlan_mode) {
	case VMFEX_VLAN_ACCESS:
		return nla_put_u16(msg, VMFEX_A_PROFILE_ACCESS_VLAN,
				   policy->untagged_vid);
	case VMFEX_VLAN_TRUNK:
		return vmfex_nl_profile_put_trunk(msg, policy);
	default:
		return 0;
	}
}

/**
 * vmfex_nl_profile_put() - write a profile
 * @msg: message
 * @object: struct vmfex_profile
 *
 * Context: RTNL held.
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_nl_profile_put(struct sk_buff *msg, const void *object)
{
	const struct vmfex_profile *profile = object;
	const struct vmfex_policy *policy = profile->policy;

	if (nla_put_string(msg, VMFEX_A_PROFILE_NAME, profile->name) ||
	    nla_put_string(msg, VMFEX_A_PROFILE_CLUSTER, profile->cluster) ||
	    nla_put_u32(msg, VMFEX_A_PROFILE_GENERATION, policy->generation) ||
	    vmfex_nl_profile_put_vlans(msg, policy) ||
	    nla_put_u32(msg, VMFEX_A_PROFILE_MAC_FORGE, policy->mac_forge) ||
	    nla_put_u8(msg, VMFEX_A_PROFILE_COS, policy->cos) ||
	    nla_put_u32(msg, VMFEX_A_PROFILE_UPLINK_FAIL,
			policy->uplink_fail) ||
	    nla_put_u32(msg, VMFEX_A_PROFILE_NUM_PORTS, profile->num_ports) ||
	    nla_put_u8(msg, VMFEX_A_PROFILE_CONFIRM, policy->confirm))
		return -EMSGSIZE;
	return 0;
}

static const char *vmfex_nl_profile_cluster(const struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[VMFEX_A_PROFILE_CLUSTER];

	return attr ? nla_data(attr) : VMFEX_CLUSTER_DEFAULT;
}

static struct vmfex_profile *
vmfex_nl_profile_of_request(struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[VMFEX_A_PROFILE_NAME];
	const char *cluster = vmfex_nl_profile_cluster(info);
	struct vmfex_profile *profile;

	if (!attr)
		return ERR_PTR(vmfex_nl_missing(info->extack,
						VMFEX_A_PROFILE_NAME, "name"));
	profile = vmfex_profile_find(genl_info_net(info), cluster,
				     nla_data(attr));
	if (profile)
		return profile;
	vmfex_err_attr(info->extack, attr, "no profile %s in cluster %.16s",
		       (const char *)nla_data(attr), cluster);
	return ERR_PTR(-ENOENT);
}

/**
 * vmfex_nl_profile_get_doit() - answer VMFEX_CMD_PROFILE_GET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_profile_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vmfex_profile *profile;

	profile = vmfex_nl_profile_of_request(info);
	if (IS_ERR(profile))
		return PTR_ERR(profile);
	return vmfex_nl_reply(info, vmfex_nl_profile_put, profile);
}

/* A cluster is no object: it is there when something is in it. */
static bool vmfex_nl_cluster_exists(struct net *net, const char *cluster)
{
	struct vmfex_net *vn = vmfex_net(net);
	struct vmfex_adapter *adapter;
	struct vmfex_profile *profile;
	unsigned long id;

	if (!strcmp(cluster, VMFEX_CLUSTER_DEFAULT))
		return true;
	list_for_each_entry(adapter, &vn->adapters, node)
		if (!strcmp(adapter->cluster, cluster))
			return true;
	xa_for_each(&vn->profiles, id, profile)
		if (!strcmp(profile->cluster, cluster))
			return true;
	return false;
}

static int vmfex_nl_profile_dump(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct nlattr *attr = vmfex_dump_attrs(cb)[VMFEX_A_PROFILE_CLUSTER];
	struct vmfex_nl_profile_ctx *ctx = (void *)cb->ctx;
	const char *cluster = attr ? nla_data(attr) : NULL;
	struct net *net = sock_net(skb->sk);
	struct vmfex_profile *profile;
	unsigned long id;
	int err;

	if (!ctx->begun && cluster && !vmfex_nl_cluster_exists(net, cluster)) {
		vmfex_err_attr(cb->extack, attr,
			       "no adapter and no profile is in cluster %s",
			       cluster);
		return -ENOENT;
	}
	ctx->begun = true;

	xa_for_each_start(&vmfex_net(net)->profiles, id, profile, ctx->id) {
		ctx->id = id;
		if (cluster && strcmp(profile->cluster, cluster))
			continue;
		err = vmfex_nl_dump_one(skb, cb, vmfex_nl_profile_put,
					profile);
		if (err)
			return err;
	}
	ctx->id = ULONG_MAX;
	return 0;
}

/**
 * vmfex_nl_profile_get_dumpit() - dump the profiles of a network namespace
 * @skb: messages
 * @cb: dump
 *
 * Context: Process context, takes RTNL.
 * Return: bytes in @skb, 0 at the end, or a negative error.
 */
int vmfex_nl_profile_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	return vmfex_nl_dump(skb, cb, vmfex_nl_profile_dump,
			     VMFEX_NL_ATTR(VMFEX_A_PROFILE_CLUSTER),
			     "a dump of profiles");
}

static int vmfex_nl_policy_add_range(struct vmfex_policy *policy,
				     const struct nlattr *range,
				     struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[VMFEX_A_VLAN_RANGE_MAX + 1];
	u16 start, end;
	int err;

	err = nla_parse_nested(attrs, VMFEX_A_VLAN_RANGE_MAX, range,
			       vmfex_vlan_range_nl_policy, extack);
	if (err)
		return err;
	if (!attrs[VMFEX_A_VLAN_RANGE_START]) {
		NL_SET_ERR_ATTR_MISS(extack, range, VMFEX_A_VLAN_RANGE_START);
		vmfex_err_attr(extack, range, "start of a VLAN range is missing");
		return -EINVAL;
	}

	start = nla_get_u16(attrs[VMFEX_A_VLAN_RANGE_START]);
	end = start;
	if (attrs[VMFEX_A_VLAN_RANGE_END])
		end = nla_get_u16(attrs[VMFEX_A_VLAN_RANGE_END]);
	if (start > end) {
		vmfex_err_attr(extack, range,
			       "VLAN range %u-%u ends before it starts", start,
			       end);
		return -EINVAL;
	}
	if (find_next_bit(policy->vlans, end + 1, start) <= end) {
		vmfex_err_attr(extack, range,
			       "VLAN range %u-%u overlaps another one", start,
			       end);
		return -EINVAL;
	}
	bitmap_set(policy->vlans, start, end - start + 1);
	return 0;
}

static int vmfex_nl_policy_parse_ranges(struct vmfex_policy *policy,
					struct genl_info *info)
{
	const struct nlattr *attr;
	unsigned int num = 0;
	int rem;
	int err;

	bitmap_zero(policy->vlans, VLAN_N_VID);
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != VMFEX_A_PROFILE_VLAN_RANGE)
			continue;
		if (++num > VMFEX_VLAN_RANGES_MAX) {
			vmfex_err_attr(info->extack, attr,
				       "more than %u VLAN ranges",
				       VMFEX_VLAN_RANGES_MAX);
			return -E2BIG;
		}
		err = vmfex_nl_policy_add_range(policy, attr, info->extack);
		if (err)
			return err;
	}
	return 0;
}

/* What is not given stays, of a policy that was a trunk already. */
static int vmfex_nl_policy_parse_trunk(struct vmfex_policy *policy,
				       struct genl_info *info)
{
	const struct nlattr *native = info->attrs[VMFEX_A_PROFILE_NATIVE_VLAN];

	if (policy->vlan_mode != VMFEX_VLAN_TRUNK) {
		policy->vlan_mode = VMFEX_VLAN_TRUNK;
		policy->untagged_vid = 0;
		bitmap_zero(policy->vlans, VLAN_N_VID);
	}
	if (native)
		policy->untagged_vid = nla_get_u16(native);
	if (info->attrs[VMFEX_A_PROFILE_VLAN_RANGE])
		return vmfex_nl_policy_parse_ranges(policy, info);
	return 0;
}

static int vmfex_nl_policy_parse_vlans(struct vmfex_policy *policy,
				       struct genl_info *info)
{
	const struct nlattr *access = info->attrs[VMFEX_A_PROFILE_ACCESS_VLAN];
	const struct nlattr *native = info->attrs[VMFEX_A_PROFILE_NATIVE_VLAN];
	const struct nlattr *range = info->attrs[VMFEX_A_PROFILE_VLAN_RANGE];
	u16 vid = access ? nla_get_u16(access) : 0;

	if (vid && (native || range)) {
		vmfex_err_attr(info->extack, access,
			       "access VLAN %u excludes native VLAN and VLAN ranges",
			       vid);
		return -EINVAL;
	}
	if (native || range)
		return vmfex_nl_policy_parse_trunk(policy, info);
	if (!access)
		return 0;
	policy->vlan_mode = vid ? VMFEX_VLAN_ACCESS : VMFEX_VLAN_ANY;
	policy->untagged_vid = vid;
	bitmap_zero(policy->vlans, VLAN_N_VID);
	return 0;
}

static int vmfex_nl_policy_parse(struct vmfex_policy *policy,
				 struct genl_info *info)
{
	const struct nlattr *forge = info->attrs[VMFEX_A_PROFILE_MAC_FORGE];
	const struct nlattr *fail = info->attrs[VMFEX_A_PROFILE_UPLINK_FAIL];
	const struct nlattr *confirm = info->attrs[VMFEX_A_PROFILE_CONFIRM];
	const struct nlattr *cos = info->attrs[VMFEX_A_PROFILE_COS];

	if (confirm)
		policy->confirm = nla_get_u8(confirm);
	if (forge)
		policy->mac_forge = nla_get_u32(forge);
	if (fail)
		policy->uplink_fail = nla_get_u32(fail);
	if (cos)
		policy->cos = nla_get_u8(cos);
	if (policy->cos > VMFEX_NL_COS_MAX && policy->cos != VMFEX_COS_NONE) {
		vmfex_err_attr(info->extack, cos,
			       "cos %u is out of range, it has 0 to %u, and %u to leave the guest's",
			       policy->cos, VMFEX_NL_COS_MAX, VMFEX_COS_NONE);
		return -ERANGE;
	}
	return vmfex_nl_policy_parse_vlans(policy, info);
}

/* All but what names the profile */
static bool vmfex_nl_profile_says_policy(const struct genl_info *info)
{
	unsigned int i;

	for (i = VMFEX_A_PROFILE_CLUSTER + 1;
	     i < ARRAY_SIZE(vmfex_profile_set_nl_policy); i++)
		if (info->attrs[i])
			return true;
	return false;
}

/* Starts from the published policy @from, or from the defaults without one. */
static struct vmfex_policy *
vmfex_nl_policy_of_request(const struct vmfex_policy *from,
			   struct genl_info *info)
{
	struct vmfex_policy *policy;
	int err;

	policy = vmfex_policy_new(from);
	if (!policy)
		return ERR_PTR(-ENOMEM);
	err = vmfex_nl_policy_parse(policy, info);
	if (err) {
		kfree(policy);
		return ERR_PTR(err);
	}
	return policy;
}

/* The attribute behind what is refused below. */
static void vmfex_nl_profile_blame(struct genl_info *info, int err)
{
	const struct nlattr *native = info->attrs[VMFEX_A_PROFILE_NATIVE_VLAN];
	const struct nlattr *range = info->attrs[VMFEX_A_PROFILE_VLAN_RANGE];

	if (err == -EINVAL)
		NL_SET_BAD_ATTR(info->extack, native ? native : range);
	else if (err && err != -ENOMEM)
		NL_SET_BAD_ATTR(info->extack, info->attrs[VMFEX_A_PROFILE_NAME]);
}

static int vmfex_nl_profile_check_names(struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[VMFEX_A_PROFILE_NAME];
	const char *name;

	if (!attr)
		return vmfex_nl_missing(info->extack, VMFEX_A_PROFILE_NAME,
					"name");
	name = nla_data(attr);
	if (!vmfex_name_valid(name, VMFEX_PROFILE_NAME_MAX)) {
		vmfex_err_attr(info->extack, attr,
			       "\"%s\" is not a name for a profile", name);
		return -EINVAL;
	}
	name = vmfex_nl_profile_cluster(info);
	if (!vmfex_name_valid(name, VMFEX_CLUSTER_NAME_MAX)) {
		vmfex_err_attr(info->extack,
			       info->attrs[VMFEX_A_PROFILE_CLUSTER],
			       "\"%s\" is not a name for a cluster", name);
		return -EINVAL;
	}
	return 0;
}

/**
 * vmfex_nl_profile_new_doit() - answer VMFEX_CMD_PROFILE_NEW
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_profile_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vmfex_policy *policy;
	int err;

	err = vmfex_nl_profile_check_names(info);
	if (err)
		return err;
	policy = vmfex_nl_policy_of_request(NULL, info);
	if (IS_ERR(policy))
		return PTR_ERR(policy);
	err = vmfex_profile_new(genl_info_net(info),
				vmfex_nl_profile_cluster(info),
				nla_data(info->attrs[VMFEX_A_PROFILE_NAME]),
				policy, info->extack);
	vmfex_nl_profile_blame(info, err);
	return err;
}

/**
 * vmfex_nl_profile_set_doit() - answer VMFEX_CMD_PROFILE_SET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_profile_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vmfex_profile *profile;
	struct vmfex_policy *policy;
	int err;

	profile = vmfex_nl_profile_of_request(info);
	if (IS_ERR(profile))
		return PTR_ERR(profile);
	if (!vmfex_nl_profile_says_policy(info)) {
		vmfex_err(info->extack, "nothing to change in profile %s",
			  profile->name);
		return -EINVAL;
	}
	policy = vmfex_nl_policy_of_request(profile->policy, info);
	if (IS_ERR(policy))
		return PTR_ERR(policy);
	err = vmfex_port_publish(profile, policy, info->extack);
	vmfex_nl_profile_blame(info, err);
	return err;
}

/**
 * vmfex_nl_profile_del_doit() - answer VMFEX_CMD_PROFILE_DEL
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_profile_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vmfex_profile *profile;
	int err;

	profile = vmfex_nl_profile_of_request(info);
	if (IS_ERR(profile))
		return PTR_ERR(profile);
	err = vmfex_port_check_unused(profile, info->extack);
	if (err) {
		NL_SET_BAD_ATTR(info->extack, info->attrs[VMFEX_A_PROFILE_NAME]);
		return err;
	}
	vmfex_profile_del(profile);
	return 0;
}
