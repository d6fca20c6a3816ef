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
 *
 * Under a profile that wants a confirmation the port is `associating` first,
 * until vmfex_port_confirm() makes it associated, or unbound with an error. An
 * unbound port whose request is refused is in the state `error`, which is unbound
 * but for its name.
 */
#include <linux/net.h>
#include <linux/slab.h>

#include "base/trace.h"
#include "compat/compat.h"
#include "compat/extack.h"
#include "model/adapter.h"
#include "model/event.h"
#include "model/idle.h"
#include "model/path.h"
#include "model/place.h"
#include "model/port.h"
#include "model/profile.h"

static void vmfex_port_set_state(struct vmfex_vnic *vnic, u8 state)
{
	u8 old = vnic->port.state;

	WRITE_ONCE(vnic->port.state, state);
	if (old != state)
		trace_vmfex_port_state(vnic->dev, old, state);
	vmfex_idle_update(vnic);
}

/* A reader of sysfs sees the old profile or the new one, not that there is none. */
static void vmfex_port_set_profile(struct vmfex_port *port,
				   struct vmfex_profile *profile)
{
	struct vmfex_profile *old = port->profile;

	if (old == profile)
		return;
	if (old) {
		list_del(&port->node);
		old->num_ports--;
	}
	/* Whoever reads it without RTNL finds the profile whole. */
	smp_store_release(&port->profile, profile);
	if (profile) {
		list_add_tail(&port->node, &profile->ports);
		profile->num_ports++;
	}
	if (old && vmfex_profile_is_own(old))
		vmfex_profile_free(old);
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
	vmfex_port_set_profile(port, NULL);
	port->holder = (struct vmfex_port_holder){};
	port->intruded = 0;
	port->spared = 0;
	port->error[0] = '\0';
	/* Who binds the port next did not change to another uplink. */
	vnic->announcements = 0;
}

static void vmfex_port_answer(struct vmfex_vnic *vnic,
			      const struct vmfex_port_request *req,
			      u16 response, const char *error)
{
	struct vmfex_port *port = &vnic->port;

	port->has_request = true;
	port->request = req->request;
	port->response = response;
	uuid_copy(&port->asker, &req->instance_uuid);
	strscpy(port->error, error, sizeof(port->error));
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
}

static bool vmfex_port_holds(const struct vmfex_vnic *vnic,
			     const struct vmfex_profile *profile,
			     const struct vmfex_port_request *req)
{
	return vnic->port.profile == profile &&
	       vmfex_holder_asks(&vnic->port, req);
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
	vnic->granted_mac = ether_addr_to_u64(mac);
	err = dev_set_mac_address(vnic->dev, (void *)&addr, extack);
	vnic->granted_mac = 0;
	if (err)
		vmfex_err(extack, "%s cannot take the address %pM",
			  vnic->dev->name, mac);
	return err;
}

/* Let pass what the port's profile allows. */
static void vmfex_port_open(struct vmfex_vnic *vnic)
{
	vmfex_path_commit(vnic);
	vmfex_port_set_state(vnic, VMFEX_PORT_STATE_ASSOCIATED);
	vmfex_vnic_update_carrier(vnic);
}

static int vmfex_port_prepare(struct vmfex_vnic *vnic,
			      const struct vmfex_profile *profile,
			      struct netlink_ext_ack *extack)
{
	int err;

	err = vmfex_path_prepare(vnic, profile->policy);
	if (err)
		vmfex_err(extack, "no memory to bind %s", vnic->dev->name);
	return err;
}

static int vmfex_port_associate(struct vmfex_vnic *vnic,
				struct vmfex_profile *profile,
				const struct vmfex_port_request *req,
				struct netlink_ext_ack *extack)
{
	bool held = vmfex_port_holds(vnic, profile, req);
	u8 state = vnic->port.state;
	int err;

	if (held && (state == VMFEX_PORT_STATE_ASSOCIATED ||
		     state == VMFEX_PORT_STATE_ASSOCIATING))
		return vmfex_port_set_mac(vnic, req->mac, extack);

	if (!profile->policy->confirm) {
		err = vmfex_port_prepare(vnic, profile, extack);
		if (err)
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
	vmfex_port_set_profile(&vnic->port, profile);
	if (profile->policy->confirm)
		vmfex_port_set_state(vnic, VMFEX_PORT_STATE_ASSOCIATING);
	else
		vmfex_port_open(vnic);
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
	vmfex_port_set_profile(&vnic->port, profile);
	vmfex_port_set_state(vnic, VMFEX_PORT_STATE_PREASSOCIATED);
	return 0;
}

/* The administrative address was the machine's, which is gone. */
static void vmfex_port_unbind(struct vmfex_vnic *vnic)
{
	vmfex_port_release(vnic);
	WRITE_ONCE(vnic->config.mac, 0);
}

static int vmfex_port_disassociate(struct vmfex_vnic *vnic,
				   const struct vmfex_port_request *req,
				   struct netlink_ext_ack *extack)
{
	if (vnic->port.profile && !vmfex_holder_asks(&vnic->port, req)) {
		if (uuid_is_null(&vnic->port.holder.instance))
			vmfex_err(extack, "%s is held by no instance",
				  vnic->dev->name);
		else
			vmfex_holder_err(vnic, "held", extack);
		return -EBUSY;
	}
	vmfex_port_unbind(vnic);
	vmfex_port_answer(vnic, req, PORT_PROFILE_RESPONSE_SUCCESS, "");
	return 0;
}

/**
 * vmfex_port_spare_holder() - answer a disassociation that is not the holder's
 * @vnic: vNIC
 * @req: disassociation
 *
 * One that names another instance is none. Managers name no instance, and
 * disassociate also after their own association or address was refused.
 *
 * Context: Process context, RTNL held.
 * Return: true if it was such a one, which is answered and changes nothing.
 */
bool vmfex_port_spare_holder(struct vmfex_vnic *vnic,
			     const struct vmfex_port_request *req)
{
	struct vmfex_port *port = &vnic->port;

	ASSERT_RTNL();
	if (!port->profile)
		return false;
	if (vmfex_holder_asks(port, req) &&
	    (!uuid_is_null(&req->instance_uuid) ||
	     !vmfex_holder_expects_intruder(vnic)))
		return false;
	if (vmfex_holder_asks(port, req))
		port->spared = jiffies | 1;
	port->intruded = 0;
	vmfex_port_answer(vnic, req, PORT_PROFILE_RESPONSE_SUCCESS, "");
	return true;
}

/**
 * vmfex_port_end_spared() - unbind a port whose holder's end was taken for another's
 * @vnic: vNIC whose upper devices changed
 *
 * What else the holder's manager does at the end follows at once, and shows whose it
 * was: nobody uses the port any more.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_port_end_spared(struct vmfex_vnic *vnic)
{
	const struct vmfex_port_request req = {
		.request = VMFEX_REQUEST_DISASSOCIATE,
	};
	unsigned long spared = vnic->port.spared;

	ASSERT_RTNL();
	if (spared && time_before(jiffies, spared + VMFEX_HOLDER_SPARE_TIME) &&
	    !vmfex_vnic_in_use(vnic))
		vmfex_port_request(vnic, &req, NULL);
}

static struct vmfex_profile *
vmfex_port_find_profile(const struct vmfex_adapter *adapter, const char *name,
			struct netlink_ext_ack *extack)
{
	struct vmfex_profile *profile;

	profile = vmfex_profile_find(adapter->net, adapter->cluster, name);
	if (!profile)
		vmfex_err(extack, "no profile %s in cluster %.16s", name,
			  adapter->cluster);
	return profile;
}

/**
 * vmfex_port_check_mac() - may a port have an address?
 * @mac: address, NULL for none
 * @extack: why not
 *
 * Return: 0 or -EADDRNOTAVAIL.
 */
int vmfex_port_check_mac(const u8 *mac, struct netlink_ext_ack *extack)
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
 * Return: 0, -ENOENT if there is no such profile, -EBUSY if the port is another
 * instance's, -EEXIST if it should be unbound, -EADDRNOTAVAIL, -ENOMEM, or what the
 * change of the address says.
 */
int vmfex_port_request(struct vmfex_vnic *vnic,
		       const struct vmfex_port_request *req,
		       struct netlink_ext_ack *extack)
{
	struct vmfex_port_holder holder;
	struct vmfex_profile *profile;
	int err;

	ASSERT_RTNL();
	if (req->request == VMFEX_REQUEST_DISASSOCIATE)
		return vmfex_port_disassociate(vnic, req, extack);

	profile = vmfex_port_find_profile(vnic->adapter, req->profile, extack);
	if (!profile)
		return -ENOENT;
	err = vmfex_port_check_mac(req->mac, extack);
	if (err)
		return err;
	err = vmfex_holder_check(vnic, profile, req, extack);
	if (err)
		return err;

	holder = vmfex_holder_next(&vnic->port, req);
	if (req->request == VMFEX_REQUEST_ASSOCIATE)
		err = vmfex_port_associate(vnic, profile, req, extack);
	else
		err = vmfex_port_preassociate(vnic, profile, req);
	if (err)
		return err;
	vnic->port.holder = holder;
	vmfex_port_answer(vnic, req,
			  vnic->port.state == VMFEX_PORT_STATE_ASSOCIATING ?
			  PORT_PROFILE_RESPONSE_INPROGRESS :
			  PORT_PROFILE_RESPONSE_SUCCESS, "");
	return 0;
}

static u16 vmfex_port_response(int err)
{
	switch (err) {
	case -ENOENT:
		return PORT_PROFILE_RESPONSE_INVALID;
	case -EBUSY:
		return PORT_PROFILE_RESPONSE_BADSTATE;
	case -ENOMEM:
		return PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES;
	default:
		return PORT_PROFILE_RESPONSE_ERROR;
	}
}

/* Neither virsh nor ip show a person the reason. */
static void vmfex_port_log(const struct vmfex_vnic *vnic, const char *profile,
			   const char *reason)
{
	if (net_ratelimit())
		netdev_warn(vnic->dev, "profile %s refused: %*pE\n", profile,
			    (int)strlen(reason), reason);
}

/**
 * vmfex_port_refuse() - answer a request that vmfex_port_request() refused
 * @vnic: vNIC
 * @req: the request
 * @err: what vmfex_port_request() returned
 * @reason: why, for a person
 *
 * For clients that read the answer afterwards. The binding, if there is one,
 * stays as it is.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_port_refuse(struct vmfex_vnic *vnic,
		       const struct vmfex_port_request *req, int err,
		       const char *reason)
{
	ASSERT_RTNL();
	if (!vnic->port.profile)
		vmfex_port_set_state(vnic, VMFEX_PORT_STATE_ERROR);
	else if (err == -EBUSY)
		vnic->port.intruded = jiffies | 1;
	vmfex_port_log(vnic, req->profile, reason);
	vmfex_port_answer(vnic, req, vmfex_port_response(err), reason);
}

/**
 * vmfex_port_replace_error() - tell a new reason in place of an older one
 * @vnic: vNIC, to which something came that is no request
 * @reason: what is wrong with it
 *
 * Context: Process context, RTNL held.
 */
void vmfex_port_replace_error(struct vmfex_vnic *vnic, const char *reason)
{
	ASSERT_RTNL();
	if (!vnic->port.error[0])
		return;
	strscpy(vnic->port.error, reason, sizeof(vnic->port.error));
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
}

/* What a client's answer means when it gives no reason. */
static const char *vmfex_port_reason(u16 response)
{
	switch (response) {
	case PORT_PROFILE_RESPONSE_INVALID:
		return "the request is invalid";
	case PORT_PROFILE_RESPONSE_BADSTATE:
		return "the request does not fit the state";
	case PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES:
		return "resources are insufficient";
	default:
		return "refused without a reason";
	}
}

/* The request that waits; another may have been refused since. */
static struct vmfex_port_request
vmfex_port_waiting(const struct vmfex_vnic *vnic)
{
	return (struct vmfex_port_request){
		.request = VMFEX_REQUEST_ASSOCIATE,
		.profile = vnic->port.profile->name,
		.instance_uuid = vnic->port.holder.instance,
	};
}

static int vmfex_port_grant(struct vmfex_vnic *vnic,
			    struct netlink_ext_ack *extack)
{
	const struct vmfex_port_request req = vmfex_port_waiting(vnic);
	int err;

	err = vmfex_port_prepare(vnic, vnic->port.profile, extack);
	if (err)
		return err;
	vmfex_port_open(vnic);
	vmfex_port_answer(vnic, &req, PORT_PROFILE_RESPONSE_SUCCESS, "");
	return 0;
}

static void vmfex_port_deny(struct vmfex_vnic *vnic, u16 response,
			    const char *reason)
{
	const struct vmfex_port_request req = vmfex_port_waiting(vnic);

	vmfex_port_log(vnic, req.profile, reason);
	vmfex_port_unbind(vnic);
	vmfex_port_set_state(vnic, VMFEX_PORT_STATE_ERROR);
	vmfex_port_answer(vnic, &req, response, reason);
}

/**
 * vmfex_port_confirm() - give the answer that a port waits for
 * @vnic: vNIC
 * @response: PORT_PROFILE_RESPONSE_*, but not that the answer is still to come
 * @reason: why not, for a person; NULL if nobody says
 * @extack: why the answer is not taken
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL if it is no answer, -EBUSY if the port waits for none, or
 * -ENOMEM, and the port waits on.
 */
int vmfex_port_confirm(struct vmfex_vnic *vnic, u16 response,
		       const char *reason, struct netlink_ext_ack *extack)
{
	ASSERT_RTNL();
	if (response == PORT_PROFILE_RESPONSE_INPROGRESS) {
		vmfex_err(extack, "that it is in progress is no answer");
		return -EINVAL;
	}
	if (vnic->port.state != VMFEX_PORT_STATE_ASSOCIATING) {
		vmfex_err(extack, "%s waits for no answer", vnic->dev->name);
		return -EBUSY;
	}

	if (response == PORT_PROFILE_RESPONSE_SUCCESS)
		return vmfex_port_grant(vnic, extack);
	vmfex_port_deny(vnic, response, reason ?: vmfex_port_reason(response));
	return 0;
}

/**
 * vmfex_port_publish() - put the next generation of a profile in force
 * @profile: profile
 * @policy: the next generation, taken over or freed
 * @extack: why not
 *
 * All ports run on the next generation when this returns 0, none does
 * otherwise. No port loses a frame or its carrier.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL or -ENOMEM.
 */
int vmfex_port_publish(struct vmfex_profile *profile,
		       struct vmfex_policy *policy,
		       struct netlink_ext_ack *extack)
{
	struct vmfex_policy *old;
	struct vmfex_vnic *vnic;
	int err;

	ASSERT_RTNL();
	err = vmfex_policy_check(policy, extack);
	if (err)
		goto err_free_policy;

	policy->generation = profile->policy->generation + 1;
	list_for_each_entry(vnic, &profile->ports, port.node) {
		if (vnic->port.state != VMFEX_PORT_STATE_ASSOCIATED)
			continue;
		err = vmfex_path_prepare(vnic, policy);
		if (err) {
			vmfex_err(extack, "no memory to change %s",
				  vnic->dev->name);
			goto err_abort;
		}
	}

	old = vmfex_profile_replace(profile, policy);
	list_for_each_entry(vnic, &profile->ports, port.node)
		vmfex_path_commit(vnic);
	vmfex_profile_tell(profile);
	list_for_each_entry(vnic, &profile->ports, port.node) {
		vmfex_vnic_update_carrier(vnic);
		vmfex_notify(VMFEX_EVENT_PORT, vnic);
	}
	kfree_rcu(old, rcu);
	return 0;

err_abort:
	list_for_each_entry(vnic, &profile->ports, port.node)
		vmfex_path_abort(vnic);
err_free_policy:
	kfree(policy);
	return err;
}

/* As many users as the text has room for. */
static void vmfex_port_err_users(const struct vmfex_profile *profile,
				 struct netlink_ext_ack *extack)
{
	const struct vmfex_vnic *vnic;
	unsigned int named = 0;
	char names[23];
	size_t len = 0;

	list_for_each_entry(vnic, &profile->ports, port.node) {
		if (len + strlen(", ") + strlen(vnic->dev->name) >= sizeof(names))
			break;
		len += scnprintf(names + len, sizeof(names) - len, "%s%s",
				 named ? ", " : "", vnic->dev->name);
		named++;
	}
	if (named == profile->num_ports)
		vmfex_err(extack, "profile %.20s is used by %s", profile->name,
			  names);
	else
		vmfex_err(extack, "profile %.20s is used by %s and %u more",
			  profile->name, names, profile->num_ports - named);
}

/**
 * vmfex_port_check_unused() - may a profile be deleted?
 * @profile: profile
 * @extack: why not, names the ports that use it
 *
 * Context: RTNL held.
 * Return: 0, or -EBUSY if a port uses the profile.
 */
int vmfex_port_check_unused(const struct vmfex_profile *profile,
			    struct netlink_ext_ack *extack)
{
	ASSERT_RTNL();
	if (!profile->num_ports)
		return 0;
	vmfex_port_err_users(profile, extack);
	return -EBUSY;
}

/* Of a port that was released. */
static void vmfex_port_forget_request(struct vmfex_port *port)
{
	port->has_request = false;
	uuid_copy(&port->asker, &uuid_null);
}

static int vmfex_port_new_own(struct vmfex_vnic *vnic,
			      struct vmfex_policy *policy,
			      struct netlink_ext_ack *extack)
{
	struct vmfex_profile *profile;
	int err;

	profile = vmfex_profile_alloc(vnic->adapter->net, policy);
	if (!profile) {
		kfree(policy);
		return -ENOMEM;
	}
	err = vmfex_port_prepare(vnic, profile, extack);
	if (err) {
		vmfex_profile_free(profile);
		return err;
	}
	vmfex_port_release(vnic);
	vmfex_port_forget_request(&vnic->port);
	vmfex_port_set_profile(&vnic->port, profile);
	vmfex_port_open(vnic);
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return 0;
}

/**
 * vmfex_port_set_own() - give a port that has no profile a policy of its own
 * @vnic: vNIC
 * @policy: what may pass, taken over or freed; NULL to take it away, if it is
 *	there
 * @extack: why not
 *
 * With such a policy the port is associated.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EBUSY if the port is bound to a profile, -EINVAL or -ENOMEM.
 */
int vmfex_port_set_own(struct vmfex_vnic *vnic, struct vmfex_policy *policy,
		       struct netlink_ext_ack *extack)
{
	struct vmfex_profile *profile = vnic->port.profile;
	bool named = profile && !vmfex_profile_is_own(profile);

	ASSERT_RTNL();
	if (!policy && (!profile || named))
		return 0;
	if (!policy) {
		vmfex_port_release(vnic);
		vmfex_port_forget_request(&vnic->port);
		vmfex_notify(VMFEX_EVENT_PORT, vnic);
		return 0;
	}
	if (named) {
		vmfex_err(extack, "%s is bound to profile %s",
			  vnic->dev->name, profile->name);
		kfree(policy);
		return -EBUSY;
	}
	if (profile)
		return vmfex_port_publish(profile, policy, extack);
	return vmfex_port_new_own(vnic, policy, extack);
}
