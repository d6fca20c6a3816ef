// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: what is asked of ports. */
#include "base/name.h"
#include "compat/extack.h"
#include "face/nl.h"
#include "model/event.h"
#include "model/place.h"
#include "model/vif.h"

static_assert((int)VMFEX_REQUEST_PREASSOCIATE == (int)PORT_REQUEST_PREASSOCIATE);
static_assert((int)VMFEX_REQUEST_PREASSOCIATE_RR == (int)PORT_REQUEST_PREASSOCIATE_RR);
static_assert((int)VMFEX_REQUEST_ASSOCIATE == (int)PORT_REQUEST_ASSOCIATE);
static_assert((int)VMFEX_REQUEST_DISASSOCIATE == (int)PORT_REQUEST_DISASSOCIATE);

static int vmfex_nl_port_renumber(struct genl_info *info,
				  struct vmfex_vnic *vnic)
{
	const struct nlattr *index = info->attrs[VMFEX_A_PORT_UPLINK_IFINDEX];
	const struct nlattr *vif = info->attrs[VMFEX_A_PORT_VIF_ID];
	struct vmfex_uplink *uplink;
	int err;

	err = vmfex_nl_check_meaning(info->nlhdr, VMFEX_NL_PORT_NAMES |
				     VMFEX_NL_ATTR(VMFEX_A_PORT_UPLINK_IFINDEX) |
				     VMFEX_NL_ATTR(VMFEX_A_PORT_VIF_ID),
				     "a change of the VIF", info->extack);
	if (err)
		return err;

	uplink = vmfex_nl_find_uplink(genl_info_net(info), index, NULL,
				      info->extack);
	if (IS_ERR(uplink))
		return PTR_ERR(uplink);
	if (uplink && uplink->adapter != vnic->adapter) {
		vmfex_err_attr(info->extack, index,
			       "%s is an uplink of %s, not of %s",
			       uplink->dev->name,
			       uplink->adapter->self.dev->name,
			       vnic->adapter->self.dev->name);
		return -EINVAL;
	}

	err = vmfex_vif_renumber(vnic, uplink, nla_get_u32(vif), info->extack);
	if (err)
		NL_SET_BAD_ATTR(info->extack, vif);
	return err;
}

static int vmfex_nl_port_unbind(struct genl_info *info, struct vmfex_vnic *vnic)
{
	const struct nlattr *instance = info->attrs[VMFEX_A_PORT_INSTANCE_UUID];
	struct vmfex_port_request req = {
		.request = VMFEX_REQUEST_DISASSOCIATE,
	};
	int err;

	err = vmfex_nl_check_meaning(info->nlhdr, VMFEX_NL_PORT_NAMES |
				     VMFEX_NL_ATTR(VMFEX_A_PORT_INSTANCE_UUID) |
				     VMFEX_NL_ATTR(VMFEX_A_PORT_REQUEST),
				     "a disassociation", info->extack);
	if (err)
		return err;
	vmfex_nl_get_uuid(&req.instance_uuid, instance);
	err = vmfex_port_request(vnic, &req, info->extack);
	if (err)
		NL_SET_BAD_ATTR(info->extack, instance);
	return err;
}

static int vmfex_nl_port_answer(struct genl_info *info, struct vmfex_vnic *vnic)
{
	const struct nlattr *response = info->attrs[VMFEX_A_PORT_RESPONSE];
	const struct nlattr *error = info->attrs[VMFEX_A_PORT_ERROR];
	int err;

	err = vmfex_nl_check_meaning(info->nlhdr, VMFEX_NL_PORT_NAMES |
				     VMFEX_NL_ATTR(VMFEX_A_PORT_RESPONSE) |
				     VMFEX_NL_ATTR(VMFEX_A_PORT_ERROR),
				     "an answer", info->extack);
	if (err)
		return err;
	if (error && nla_get_u32(response) == PORT_PROFILE_RESPONSE_SUCCESS) {
		vmfex_err_attr(info->extack, error,
			       "success has no reason \"%.55s\"",
			       (const char *)nla_data(error));
		return -EINVAL;
	}
	err = vmfex_port_confirm(vnic, nla_get_u32(response),
				 error ? nla_data(error) : NULL, info->extack);
	if (err && err != -ENOMEM)
		NL_SET_BAD_ATTR(info->extack, response);
	return err;
}

/* The attribute behind what port.c refuses. */
static void vmfex_nl_port_blame(struct genl_info *info, int err)
{
	switch (err) {
	case 0:
	case -ENOMEM:
	case -EEXIST:
		return;
	case -ENOENT:
		NL_SET_BAD_ATTR(info->extack, info->attrs[VMFEX_A_PORT_PROFILE]);
		return;
	case -EBUSY:
		NL_SET_BAD_ATTR(info->extack,
				info->attrs[VMFEX_A_PORT_INSTANCE_UUID]);
		return;
	}
	NL_SET_BAD_ATTR(info->extack, info->attrs[VMFEX_A_PORT_MAC]);
}

static int vmfex_nl_port_bind(struct genl_info *info, struct vmfex_vnic *vnic)
{
	const struct nlattr *profile = info->attrs[VMFEX_A_PORT_PROFILE];
	const struct nlattr *owner = info->attrs[VMFEX_A_PORT_OWNER];
	const struct nlattr *mac = info->attrs[VMFEX_A_PORT_MAC];
	struct vmfex_port_request req = {};
	int err;

	if (info->attrs[VMFEX_A_PORT_UPLINK_IFINDEX])
		return vmfex_nl_missing(info->extack, VMFEX_A_PORT_VIF_ID,
					"vif-id for uplink-ifindex");
	if (!profile)
		return vmfex_nl_missing(info->extack, VMFEX_A_PORT_PROFILE,
					"profile");
	req.profile = nla_data(profile);
	if (!vmfex_name_valid(req.profile, VMFEX_PROFILE_NAME_MAX)) {
		vmfex_err_attr(info->extack, profile,
			       "\"%s\" is not a name for a profile", req.profile);
		return -EINVAL;
	}

	req.request = nla_get_u32(info->attrs[VMFEX_A_PORT_REQUEST]);
	req.mac = mac ? nla_data(mac) : NULL;
	req.owner = owner ? nla_data(owner) : NULL;
	req.exclusive = info->nlhdr->nlmsg_flags & NLM_F_EXCL;
	vmfex_nl_get_uuid(&req.instance_uuid,
			  info->attrs[VMFEX_A_PORT_INSTANCE_UUID]);
	vmfex_nl_get_uuid(&req.host_uuid,
			  info->attrs[VMFEX_A_PORT_HOST_UUID]);
	err = vmfex_port_request(vnic, &req, info->extack);
	vmfex_nl_port_blame(info, err);
	return err;
}

static int vmfex_nl_port_configure(struct genl_info *info,
				   struct vmfex_vnic *vnic)
{
	bool on = nla_get_u8(info->attrs[VMFEX_A_PORT_HOST_STACK]);
	int err;

	err = vmfex_nl_check_meaning(info->nlhdr, VMFEX_NL_PORT_NAMES |
				     VMFEX_NL_ATTR(VMFEX_A_PORT_HOST_STACK),
				     "a change of host-stack", info->extack);
	if (err || on == vnic->config.host_stack)
		return err;
	vnic->config.host_stack = on;
	vmfex_vnic_settle(vnic);
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return 0;
}

/* The client's rights are those in the network namespace of its socket. */
static int vmfex_nl_port_may_change(struct genl_info *info,
				    const struct vmfex_vnic *vnic)
{
	if (net_eq(genl_info_net(info), vnic->adapter->net))
		return 0;
	vmfex_err_attr(info->extack,
		       vmfex_nl_blame(info->attrs[VMFEX_A_PORT_IFINDEX],
				      info->attrs[VMFEX_A_PORT_IFNAME]),
		       "%s can be changed only in the netns of its adapter %s",
		       vnic->dev->name, vnic->adapter->self.dev->name);
	return -EPERM;
}

/**
 * vmfex_nl_port_set_doit() - answer VMFEX_CMD_PORT_SET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_port_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *response = info->attrs[VMFEX_A_PORT_RESPONSE];
	const struct nlattr *request = info->attrs[VMFEX_A_PORT_REQUEST];
	const struct nlattr *vif = info->attrs[VMFEX_A_PORT_VIF_ID];
	struct vmfex_vnic *vnic;
	int err;

	vnic = vmfex_nl_port_of_request(info);
	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	err = vmfex_nl_port_may_change(info, vnic);
	if (err)
		return err;

	if (info->attrs[VMFEX_A_PORT_HOST_STACK])
		return vmfex_nl_port_configure(info, vnic);
	if (response)
		return vmfex_nl_port_answer(info, vnic);
	if (info->attrs[VMFEX_A_PORT_ERROR])
		return vmfex_nl_missing(info->extack, VMFEX_A_PORT_RESPONSE,
					"response for error");
	if (!request && !vif)
		return vmfex_nl_missing(info->extack, VMFEX_A_PORT_REQUEST,
					"request, response, vif-id or host-stack");
	if (vif)
		return vmfex_nl_port_renumber(info, vnic);
	if (nla_get_u32(request) == VMFEX_REQUEST_DISASSOCIATE)
		return vmfex_nl_port_unbind(info, vnic);
	return vmfex_nl_port_bind(info, vnic);
}
