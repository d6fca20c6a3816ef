/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a command names ports.
 */
#ifndef VMFEX_PORT_REF_H
#define VMFEX_PORT_REF_H

#include <net/if.h>
#include <netlink/msg.h>

#include "lib/args.h"
#include "lib/short_types.h"
#include "lib/value.h"

/**
 * struct port_ref - ports that a command names
 * @dev: netdev, or the adapter if @has_vf
 * @has_vf: named by adapter and index
 * @vfs: indexes
 */
struct port_ref {
	char dev[IF_NAMESIZE];
	bool has_vf;
	struct range vfs;
};

int port_ref_parse(struct args *args, struct port_ref *ref);
void port_ref_resolve(struct port_ref *ref);
void port_ref_put(struct nl_msg *msg, const struct port_ref *ref, u32 vf);

#endif /* VMFEX_PORT_REF_H */
