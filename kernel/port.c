// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ports: the binding of a vNIC to a profile. Whoever asks, generic netlink or
 * rtnetlink, asks through vmfex_port_request().
 *
 *             preassociate             associate
 *   unbound ----------------> preassociated ----------> associated
 *      ^  \________________________associate______________^   |
 *      |__________________________disassociate________________|
 *
 * Any request is taken in any state. One that repeats what holds changes
 * nothing; one that differs replaces what holds.
 */
#include "trace.h"
#include "vmfex.h"

static void vmfex_port_set_state(struct vmfex_vnic *vnic, u8 state)
{
	u8 old = vnic->port.state;

	WRITE_ONCE(vnic->port.state, state);
	if (old != state)
		trace_vmfex_port_state(vnic, old, state);
}

static void vmfex_port_put_profile(struct vmfex_port *port)
{
	if (!port->profile)
		return;
	list_del(&port->node);
	port->profile->num_ports--;
	port->profile = NULL;
}

static void vmfex_port_get_profile(struct vmfex_port *port,
				   struct vmfex_profile *profile)
{
	if (port->profile == profile)
		return;
	vmfex_port_put_profile(port);
	port->profile = profile;
	list_add_tail(&port->node, &profile->ports);
	profile->num_ports++;
}

/**
 * vmfex_port_release() - unbind a port without an answer to anybody
 * @vnic: vNIC, which may be about to go
 *
 * Context: Process context, RTNL held.
 */
void vmfex_port_release(struct vmfex_vnic *vnic)
{
	struct vmfex_port *port = &vnic->port;

	ASSERT_RTNL();
	vmfex_path_clear(vnic);
	vmfex_port_set_state(vnic, VMFEX_PORT_STATE_UNBOUND);
	vmfex_vnic_update_carrier(vnic);
	vmfex_port_put_profile(port);
	uuid_copy(&port->instance_uuid, &uuid_null);
	uuid_copy(&port->host_uuid, &uuid_null);
	port->error[0] = '\0';
	/* Who binds the port next did not change to another uplink. */
	vnic->announcements = 0;
}

static void vmfex_port_answer(struct vmfex_vnic *vnic,
			      const struct vmfex_port_request *req)
{
	struct vmfex_port *port = &vnic->port;

	port->has_request = true;
	port->request = req->request;
	port->response = PORT_PROFILE_RESPONSE_SUCCESS;
	port->error[0] = '\0';
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
}

static void vmfex_port_take_uuids(struct vmfex_port *port,
				  const struct vmfex_port_request *req)
{
	uuid_copy(&port->instance_uuid,
		  req->instance_uuid ? req->instance_uuid : &uuid_null);
	uuid_copy(&port->host_uuid,
		  req->host_uuid ? req->host_uuid : &uuid_null);
}

static bool vmfex_port_holds(const struct vmfex_vnic *vnic,
			     const struct vmfex_profile *profile,
			     const struct vmfex_port_request *req)
{
	const struct vmfex_port *port = &vnic->port;

	if (port->profile != profile)
		return false;
	return uuid_equal(&port->instance_uuid, req->instance_uuid ?
			  req->instance_uuid : &uuid_null);
}

static int vmfex_port_set_mac(struct vmfex_vnic *vnic, const u8 *mac,
			      struct netlink_ext_ack *extack)
{
	struct vmfex_sockaddr addr = {};
	int err;

	if (!mac || ether_addr_equal(vnic->dev->dev_addr, mac))
		return 0;
	addr.vmfex_sa_family = vnic->dev->type;
	ether_addr_copy(vmfex_sa_data(&addr), mac);
	err = dev_set_mac_address(vnic->dev, (void *)&addr, extack);
	if (err)
		vmfex_err(extack, "%s cannot take the address %pM",
			  vnic->dev->name, mac);
	return err;
}

static int vmfex_port_associate(struct vmfex_vnic *vnic,
				struct vmfex_profile *profile,
				const struct vmfex_port_request *req,
				struct netlink_ext_ack *extack)
{
	bool held = vmfex_port_holds(vnic, profile, req);
	int err;

	if (held && vnic->port.state == VMFEX_PORT_STATE_ASSOCIATED)
		return vmfex_port_set_mac(vnic, req->mac, extack);

	err = vmfex_path_prepare(vnic, profile->policy);
	if (err) {
		vmfex_err(extack, "no memory to bind %s", vnic->dev->name);
		return err;
	}
	err = vmfex_port_set_mac(vnic, req->mac, extack);
	if (err) {
		vmfex_path_abort(vnic);
		return err;
	}

	/* Another machine or another profile begins with nothing of the old. */
	if (!held)
		vmfex_port_release(vnic);
	vmfex_port_get_profile(&vnic->port, profile);
	vmfex_path_commit(vnic);
	vmfex_port_set_state(vnic, VMFEX_PORT_STATE_ASSOCIATED);
	vmfex_vnic_update_carrier(vnic);
	return 0;
}

static int vmfex_port_preassociate(struct vmfex_vnic *vnic,
				   struct vmfex_profile *profile,
				   const struct vmfex_port_request *req)
{
	if (vmfex_port_holds(vnic, profile, req) &&
	    vnic->port.state == VMFEX_PORT_STATE_PREASSOCIATED)
		return 0;
	vmfex_port_release(vnic);
	vmfex_port_get_profile(&vnic->port, profile);
	vmfex_port_set_state(vnic, VMFEX_PORT_STATE_PREASSOCIATED);
	return 0;
}

static struct vmfex_profile *
vmfex_port_find_profile(const struct vmfex_adapter *adapter, const char *name,
			struct netlink_ext_ack *extack)
{
	struct vmfex_profile *profile;

	profile = vmfex_profile_find(adapter->net, adapter->cluster, name);
	if (!profile)
		vmfex_err(extack, "no profile %s in cluster %s", name,
			  adapter->cluster);
	return profile;
}

static int vmfex_port_check_mac(const u8 *mac, struct netlink_ext_ack *extack)
{
	if (!mac || is_valid_ether_addr(mac))
		return 0;
	vmfex_err(extack, "%pM is not an address that a netdev may have", mac);
	return -EADDRNOTAVAIL;
}

/**
 * vmfex_port_request() - do what a client asks of a port
 * @vnic: vNIC
 * @req: what it asks
 * @extack: why not
 *
 * A request that fails changes nothing.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -ENOENT if there is no such profile, -EADDRNOTAVAIL, -ENOMEM, or
 * what the change of the address says.
 */
int vmfex_port_request(struct vmfex_vnic *vnic,
		       const struct vmfex_port_request *req,
		       struct netlink_ext_ack *extack)
{
	struct vmfex_profile *profile;
	int err;

	ASSERT_RTNL();
	if (req->request == VMFEX_REQUEST_DISASSOCIATE) {
		vmfex_port_release(vnic);
		vmfex_port_answer(vnic, req);
		return 0;
	}

	profile = vmfex_port_find_profile(vnic->adapter, req->profile, extack);
	if (!profile)
		return -ENOENT;
	err = vmfex_port_check_mac(req->mac, extack);
	if (err)
		return err;

	if (req->request == VMFEX_REQUEST_ASSOCIATE)
		err = vmfex_port_associate(vnic, profile, req, extack);
	else
		err = vmfex_port_preassociate(vnic, profile, req);
	if (err)
		return err;
	vmfex_port_take_uuids(&vnic->port, req);
	vmfex_port_answer(vnic, req);
	return 0;
}
