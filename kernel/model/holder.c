// SPDX-License-Identifier: GPL-2.0-only
/* Whose a port is, and who else may have it. */
#include <linux/jiffies.h>

#include "compat/extack.h"
#include "model/holder.h"
#include "model/place.h"
#include "model/profile.h"
#include "model/vnic.h"

/**
 * vmfex_holder_asks() - is a request the holder's?
 * @port: port
 * @req: request
 *
 * An administrator, who names no instance, asks on behalf of the holder.
 *
 * Return: true if it is.
 */
bool vmfex_holder_asks(const struct vmfex_port *port,
		       const struct vmfex_port_request *req)
{
	return uuid_is_null(&req->instance_uuid) ||
	       uuid_equal(&port->holder.instance, &req->instance_uuid);
}

/**
 * vmfex_holder_next() - whose the port is when a request was granted
 * @port: port
 * @req: request
 *
 * What was not told stays, if the holder does.
 *
 * Return: the holder.
 */
struct vmfex_port_holder
vmfex_holder_next(const struct vmfex_port *port,
		  const struct vmfex_port_request *req)
{
	struct vmfex_port_holder holder = {};

	if (vmfex_holder_asks(port, req))
		holder = port->holder;
	if (!uuid_is_null(&req->instance_uuid))
		holder.instance = req->instance_uuid;
	if (!uuid_is_null(&req->host_uuid))
		holder.host = req->host_uuid;
	if (req->owner)
		strscpy(holder.owner, req->owner, sizeof(holder.owner));
	return holder;
}

/**
 * vmfex_holder_err() - refuse for the sake of an instance that holds the port
 * @vnic: vNIC that an instance holds
 * @how: what it does with it
 * @extack: names both
 */
void vmfex_holder_err(const struct vmfex_vnic *vnic, const char *how,
		      struct netlink_ext_ack *extack)
{
	const struct vmfex_port_holder *holder = &vnic->port.holder;

	vmfex_err(extack, "%s is %s by %pUb%s%.12s", vnic->dev->name, how,
		  &holder->instance, holder->owner[0] ? ", " : "",
		  holder->owner);
}

static const char *vmfex_holder_profile(const struct vmfex_port *port)
{
	return vmfex_profile_is_own(port->profile) ? "of its own" :
						     port->profile->name;
}

static int vmfex_holder_check_unbound(const struct vmfex_vnic *vnic,
				      struct netlink_ext_ack *extack)
{
	const struct vmfex_port *port = &vnic->port;

	if (!port->profile)
		return 0;
	if (uuid_is_null(&port->holder.instance))
		vmfex_err(extack, "%s is bound to profile %s", vnic->dev->name,
			  vmfex_holder_profile(port));
	else
		vmfex_holder_err(vnic, "held", extack);
	return -EEXIST;
}

/**
 * vmfex_holder_check() - may a request have the port?
 * @vnic: vNIC
 * @profile: profile that is asked for
 * @req: request
 * @extack: why not
 *
 * A port in use has one holder. Another instance may take one that is not, since
 * managers crash; and one that nobody holds, under the profile that it has.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EBUSY, or -EEXIST if it should be unbound.
 */
int vmfex_holder_check(const struct vmfex_vnic *vnic,
		       const struct vmfex_profile *profile,
		       const struct vmfex_port_request *req,
		       struct netlink_ext_ack *extack)
{
	const struct vmfex_port *port = &vnic->port;

	if (req->exclusive)
		return vmfex_holder_check_unbound(vnic, extack);
	if (!port->profile || vmfex_holder_asks(port, req) ||
	    !vmfex_vnic_in_use(vnic))
		return 0;
	if (!uuid_is_null(&port->holder.instance)) {
		vmfex_holder_err(vnic, "in use", extack);
		return -EBUSY;
	}
	if (port->profile == profile)
		return 0;
	vmfex_err(extack, "%s is used under profile %s", vnic->dev->name,
		  vmfex_holder_profile(port));
	return -EBUSY;
}

/**
 * vmfex_holder_expects_intruder() - may a disassociation be of somebody refused?
 * @vnic: vNIC
 *
 * A manager that was refused cleans up what it takes for its own. It sets the netdev
 * down first, as the holder's does at its end; that one may follow at any time.
 *
 * Context: Process context, RTNL held.
 * Return: true if it may.
 */
bool vmfex_holder_expects_intruder(const struct vmfex_vnic *vnic)
{
	unsigned long wait = vnic->dev->flags & IFF_UP ? VMFEX_HOLDER_SPARE_TIME :
							 2 * HZ;
	unsigned long intruded = vnic->port.intruded;

	return intruded && time_before(jiffies, intruded + wait) &&
	       vmfex_vnic_in_use(vnic);
}
