// SPDX-License-Identifier: GPL-2.0-only
/*
 * IFLA_VF_PORTS and IFLA_PORT_SELF, by which libvirt binds a port for a
 * <virtualport type='802.1Qbh'>: one message asks, and then the client polls for
 * the answer.
 *
 * A request that is malformed fails. One that cannot be fulfilled is taken and
 * answered by a response code, which is what libvirt shows to its user.
 */
#include <linux/if_link.h>
#include <net/netlink.h>

#include "base/bus.h"
#include "base/name.h"
#include "compat/extack.h"
#include "face/vf.h"
#include "model/adapter.h"
#include "model/profile.h"

static_assert(VMFEX_PROFILE_NAME_MAX == PORT_PROFILE_MAX);
static_assert(UUID_SIZE == PORT_UUID_MAX);

/**
 * struct vmfex_vf_request - a request as it came
 * @req: points to @profile
 * @profile: name, NUL terminated
 */
struct vmfex_vf_request {
	struct vmfex_port_request req;
	char profile[VMFEX_PROFILE_NAME_MAX + 1];
};

/* With one NUL behind it, with many, or with none: clients differ. */
static int vmfex_vf_parse_profile(struct vmfex_vf_request *request,
				  const struct nlattr *attr,
				  struct netlink_ext_ack *extack)
{
	const char *name;
	char shown[49];
	int len;

	if (!attr) {
		vmfex_err(extack, "the profile is missing");
		return -EINVAL;
	}
	name = nla_data(attr);
	for (len = nla_len(attr); len && !name[len - 1]; len--)
		;
	if (len > VMFEX_PROFILE_NAME_MAX) {
		vmfex_err(extack, "a profile's name has at most %u bytes, not %d",
			  VMFEX_PROFILE_NAME_MAX, len);
		return -EINVAL;
	}
	memcpy(request->profile, name, len);
	request->profile[len] = '\0';
	if (strlen(request->profile) != len ||
	    !vmfex_name_valid(request->profile, VMFEX_PROFILE_NAME_MAX)) {
		snprintf(shown, sizeof(shown), "%*pE", len, name);
		vmfex_err(extack, "\"%s\" is not a name for a profile", shown);
		return -EINVAL;
	}
	request->req.profile = request->profile;
	return 0;
}

static int vmfex_vf_parse_uuid(uuid_t *uuid, const char *whose,
			       const struct nlattr *attr,
			       struct netlink_ext_ack *extack)
{
	if (!attr)
		return 0;
	if (nla_len(attr) != UUID_SIZE) {
		vmfex_err(extack, "the %s UUID has %d bytes, not %u", whose,
			  nla_len(attr), UUID_SIZE);
		return -EINVAL;
	}
	import_uuid(uuid, nla_data(attr));
	return 0;
}

static int vmfex_vf_parse(struct vmfex_vf_request *request,
			  struct nlattr *attrs[],
			  struct netlink_ext_ack *extack)
{
	u8 number;
	int err;

	if (attrs[IFLA_PORT_VSI_TYPE]) {
		vmfex_err(extack, "a VSI type is 802.1Qbg's, which is not supported");
		return -EOPNOTSUPP;
	}
	if (!attrs[IFLA_PORT_REQUEST]) {
		vmfex_err(extack, "the request is missing");
		return -EINVAL;
	}
	number = nla_get_u8(attrs[IFLA_PORT_REQUEST]);
	if (number > PORT_REQUEST_DISASSOCIATE) {
		vmfex_err(extack, "unknown request %u", number);
		return -EOPNOTSUPP;
	}
	request->req.request = number;
	err = vmfex_vf_parse_uuid(&request->req.instance_uuid, "instance",
				  attrs[IFLA_PORT_INSTANCE_UUID], extack);
	if (err)
		return err;
	err = vmfex_vf_parse_uuid(&request->req.host_uuid, "host",
				  attrs[IFLA_PORT_HOST_UUID], extack);
	if (err || number == PORT_REQUEST_DISASSOCIATE)
		return err;
	return vmfex_vf_parse_profile(request, attrs[IFLA_PORT_PROFILE],
				      extack);
}

static struct vmfex_vnic *vmfex_vf_port_find(struct net_device *dev, int vf,
					     struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic = vmfex_vf_find(dev, vf, extack);

	if (IS_ERR(vnic))
		return vnic;
	if (vf >= VMFEX_RTNL_VF_PORTS) {
		vmfex_err(extack, "an answer could be read for VFs below %u only, use generic netlink",
			  VMFEX_RTNL_VF_PORTS);
		return ERR_PTR(-ERANGE);
	}
	if (vf == PORT_SELF_VF && vmfex_vnic_is_away(vnic)) {
		vmfex_err(extack, "it can be changed only in the netns of its adapter %s",
			  vnic->adapter->self.dev->name);
		return ERR_PTR(-EPERM);
	}
	return vnic;
}

static void vmfex_vf_request(struct vmfex_vnic *vnic,
			     const struct vmfex_port_request *req)
{
	struct netlink_ext_ack extack = {};
	int err;

	if (req->request == VMFEX_REQUEST_DISASSOCIATE &&
	    vmfex_port_spare_holder(vnic, req)) {
		vmfex_vf_undo_mac(vnic);
		return;
	}
	err = vmfex_port_request(vnic, req, &extack);
	if (!err) {
		vmfex_vf_keep_mac(vnic);
		return;
	}
	vmfex_vf_undo_mac(vnic);
	vmfex_port_refuse(vnic, req, err, extack._msg ?: "no reason");
}

/**
 * vmfex_vf_set_port() - ndo_set_vf_port of adapters and vNICs
 * @dev: netdev of the adapter, or of the vNIC
 * @vf: index of a VF of the adapter, PORT_SELF_VF for @dev's own port
 * @attrs: attributes by IFLA_PORT_*, which have passed rtnetlink's policy
 *
 * Context: Process context, RTNL held.
 * Return: 0 if the request was answered, in whatever way; -EINVAL, -ERANGE or
 * -EOPNOTSUPP if it is malformed, -EPERM for a vNIC in a foreign network
 * namespace.
 */
int vmfex_vf_set_port(struct net_device *dev, int vf, struct nlattr *attrs[])
{
	struct netlink_ext_ack extack = {};
	struct vmfex_vf_request request = {};
	struct vmfex_vnic *vnic;
	int err;

	vnic = vmfex_vf_port_find(dev, vf, &extack);
	if (IS_ERR(vnic))
		return vmfex_vf_log(dev, vf, PTR_ERR(vnic), &extack);
	err = vmfex_vf_parse(&request, attrs, &extack);
	if (!err) {
		vmfex_vf_request(vnic, &request.req);
		return 0;
	}
	vmfex_vf_undo_mac(vnic);
	vmfex_port_replace_error(vnic, extack._msg ?: "no reason");
	return vmfex_vf_log(dev, vf, err, &extack);
}

/* rtnetlink makes room for PORT_PROFILE_MAX bytes: no NUL then. */
static int vmfex_vf_put_profile(struct sk_buff *skb,
				const struct vmfex_profile *profile)
{
	size_t len;

	if (!profile || vmfex_profile_is_own(profile))
		return 0;
	len = min_t(size_t, strlen(profile->name) + 1, PORT_PROFILE_MAX);
	return nla_put(skb, IFLA_PORT_PROFILE, len, profile->name);
}

static int vmfex_vf_put_uuid(struct sk_buff *skb, int type, const uuid_t *uuid)
{
	if (uuid_is_null(uuid))
		return 0;
	return nla_put(skb, type, UUID_SIZE, uuid);
}

/**
 * vmfex_vf_get_port() - ndo_get_vf_port of adapters and vNICs
 * @dev: netdev of the adapter, or of the vNIC
 * @vf: index of a VF of the adapter, PORT_SELF_VF for @dev's own port
 * @skb: message to write to
 *
 * A port has an entry whether bound or not: libvirt reads there that it is
 * unbound.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EMSGSIZE, or another error, then rtnetlink leaves the entry out.
 */
int vmfex_vf_get_port(struct net_device *dev, int vf, struct sk_buff *skb)
{
	const struct vmfex_port *port;
	struct vmfex_vnic *vnic;

	if (vf >= VMFEX_RTNL_VF_PORTS)
		return -ERANGE;
	vnic = vmfex_vf_find(dev, vf, NULL);
	if (IS_ERR(vnic))
		return PTR_ERR(vnic);

	port = &vnic->port;
	if (vmfex_vf_put_profile(skb, port->profile) ||
	    vmfex_vf_put_uuid(skb, IFLA_PORT_INSTANCE_UUID, &port->asker) ||
	    vmfex_vf_put_uuid(skb, IFLA_PORT_HOST_UUID, &port->holder.host))
		return -EMSGSIZE;
	if (!port->has_request)
		return nla_put_u16(skb, IFLA_PORT_RESPONSE,
				   PORT_PROFILE_RESPONSE_SUCCESS);
	if (nla_put_u8(skb, IFLA_PORT_REQUEST, port->request) ||
	    nla_put_u16(skb, IFLA_PORT_RESPONSE, port->response))
		return -EMSGSIZE;
	return 0;
}
