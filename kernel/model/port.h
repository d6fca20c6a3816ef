/* SPDX-License-Identifier: GPL-2.0-only */
/* The state machine of ports; included by vmfex.h. */
#ifndef _VMFEX_PORT_H
#define _VMFEX_PORT_H

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

int vmfex_port_request(struct vmfex_vnic *vnic,
		       const struct vmfex_port_request *req,
		       struct netlink_ext_ack *extack);
void vmfex_port_refuse(struct vmfex_vnic *vnic,
		       const struct vmfex_port_request *req, int err,
		       const char *reason);
void vmfex_port_replace_error(struct vmfex_vnic *vnic, const char *reason);
int vmfex_port_confirm(struct vmfex_vnic *vnic, u16 response,
		       const char *reason, struct netlink_ext_ack *extack);
int vmfex_port_set_own(struct vmfex_vnic *vnic, struct vmfex_policy *policy,
		       struct netlink_ext_ack *extack);
bool vmfex_port_spare_holder(struct vmfex_vnic *vnic,
			     const struct vmfex_port_request *req);
void vmfex_port_end_spared(struct vmfex_vnic *vnic);
void vmfex_port_release(struct vmfex_vnic *vnic);

#endif /* _VMFEX_PORT_H */
