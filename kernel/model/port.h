/* SPDX-License-Identifier: GPL-2.0-only */
/* The state machine of ports. */
#ifndef _VMFEX_PORT_H
#define _VMFEX_PORT_H

#include <linux/list.h>
#include <linux/uuid.h>
#include <uapi/linux/if_vmfex.h>
#include <uapi/linux/vmfex.h>

#include "model/holder.h"

#define VMFEX_PORT_ERROR_LEN	96	/* bytes, with the NUL */

struct netlink_ext_ack;
struct vmfex_policy;
struct vmfex_profile;
struct vmfex_vnic;

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
 * struct vmfex_port_request - what a client asks of a port
 * @request: enum vmfex_request
 * @profile: name of the profile, NUL terminated; not of a disassociation
 * @mac: new address of the netdev, NULL to leave it
 * @instance_uuid: of the virtual machine; all zero if not told: an administrator
 *	asks, who leaves the holder
 * @host_uuid: of the host, all zero if not told
 * @owner: what people call the holder, NUL terminated; NULL if not told
 * @exclusive: only a port that is unbound
 */
struct vmfex_port_request {
	enum vmfex_request request;
	const char *profile;
	const u8 *mac;
	uuid_t instance_uuid;
	uuid_t host_uuid;
	const char *owner;
	bool exclusive;
};

int vmfex_port_check_mac(const u8 *mac, struct netlink_ext_ack *extack);
int vmfex_port_request(struct vmfex_vnic *vnic,
		       const struct vmfex_port_request *req,
		       struct netlink_ext_ack *extack);
void vmfex_port_refuse(struct vmfex_vnic *vnic,
		       const struct vmfex_port_request *req, int err,
		       const char *reason);
void vmfex_port_replace_error(struct vmfex_vnic *vnic, const char *reason);
int vmfex_port_confirm(struct vmfex_vnic *vnic, u16 response,
		       const char *reason, struct netlink_ext_ack *extack);
int vmfex_port_publish(struct vmfex_profile *profile,
		       struct vmfex_policy *policy,
		       struct netlink_ext_ack *extack);
int vmfex_port_check_unused(const struct vmfex_profile *profile,
			    struct netlink_ext_ack *extack);
int vmfex_port_set_own(struct vmfex_vnic *vnic, struct vmfex_policy *policy,
		       struct netlink_ext_ack *extack);
bool vmfex_port_spare_holder(struct vmfex_vnic *vnic,
			     const struct vmfex_port_request *req);
void vmfex_port_end_spared(struct vmfex_vnic *vnic);
void vmfex_port_release(struct vmfex_vnic *vnic);

#endif /* _VMFEX_PORT_H */
