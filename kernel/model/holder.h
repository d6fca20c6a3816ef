/* SPDX-License-Identifier: GPL-2.0-only */
/* Whose a port is. */
#ifndef _VMFEX_HOLDER_H
#define _VMFEX_HOLDER_H

#include <linux/uuid.h>
#include <uapi/linux/if_vmfex.h>

#define VMFEX_HOLDER_SPARE_TIME	(10 * HZ)

struct netlink_ext_ack;
struct vmfex_port;
struct vmfex_port_request;
struct vmfex_profile;
struct vmfex_vnic;

/**
 * struct vmfex_port_holder - whose port it is; all zero if nobody's
 * @instance: UUID of the virtual machine, all zero if not told
 * @host: UUID of its host, all zero if not told
 * @owner: what people and tools call the holder, NUL terminated
 */
struct vmfex_port_holder {
	uuid_t instance;
	uuid_t host;
	char owner[VMFEX_OWNER_MAX + 1];
};

bool vmfex_holder_asks(const struct vmfex_port *port,
		       const struct vmfex_port_request *req);
struct vmfex_port_holder
vmfex_holder_next(const struct vmfex_port *port,
		  const struct vmfex_port_request *req);
void vmfex_holder_err(const struct vmfex_vnic *vnic, const char *how,
		      struct netlink_ext_ack *extack);
int vmfex_holder_check(const struct vmfex_vnic *vnic,
		       const struct vmfex_profile *profile,
		       const struct vmfex_port_request *req,
		       struct netlink_ext_ack *extack);
bool vmfex_holder_expects_intruder(const struct vmfex_vnic *vnic);

#endif /* _VMFEX_HOLDER_H */
