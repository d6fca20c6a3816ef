/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the generic netlink family share. Each object has one
 * function that writes it, for a get, a dump and an event alike.
 */
#ifndef _VMFEX_NL_H
#define _VMFEX_NL_H

#include <net/genetlink.h>
#include <net/sock.h>

#include "face/nl_gen.h"
#include "model/adapter.h"
#include "model/event.h"

/**
 * typedef vmfex_nl_put_t - write the attributes of an object
 * @msg: message, with its header
 * @object: object
 *
 * Context: RTNL held.
 * Return: 0, or -EMSGSIZE and @msg is the caller's to repair.
 */
typedef int vmfex_nl_put_t(struct sk_buff *msg, const void *object);

/**
 * typedef vmfex_nl_dump_t - continue a dump where &netlink_callback.ctx tells
 * @skb: messages
 * @cb: dump
 *
 * Context: RTNL held.
 * Return: 0 at the end, -EMSGSIZE to be called again, or why there is no dump.
 */
typedef int vmfex_nl_dump_t(struct sk_buff *skb, struct netlink_callback *cb);

/* A dump's position of type struct NAME. */
#define VMFEX_NL_CTX_FITS(name)					\
	static_assert(sizeof(struct name) <=			\
		      sizeof_field(struct netlink_callback, ctx))

/* A set of attributes is an OR of these, no object has more than 63. */
#define VMFEX_NL_ATTR(type)	BIT_ULL(type)
#define VMFEX_NL_NO_ATTRS	0ULL

extern struct genl_family vmfex_nl_family;

/* nl.c */
int vmfex_nl_check_meaning(const struct nlmsghdr *nlh, u64 allowed,
			   const char *what, struct netlink_ext_ack *extack);
int vmfex_nl_missing(struct netlink_ext_ack *extack, int type,
		     const char *name);
struct net_device *vmfex_nl_find_dev(struct net *net,
				     const struct nlattr *index,
				     const struct nlattr *name,
				     struct netlink_ext_ack *extack);
struct vmfex_adapter *vmfex_nl_find_adapter(struct net *net,
					    const struct nlattr *index,
					    const struct nlattr *name,
					    struct netlink_ext_ack *extack);
struct vmfex_uplink *vmfex_nl_find_uplink(struct net *net,
					  const struct nlattr *index,
					  const struct nlattr *name,
					  struct netlink_ext_ack *extack);
struct vmfex_adapter *vmfex_nl_adapter_at(struct net *net, unsigned int index);
struct vmfex_uplink *vmfex_nl_uplink_at(struct net *net, unsigned int index);
struct sk_buff *vmfex_nl_new(vmfex_nl_put_t *put, const void *object,
			     u32 portid, u32 seq, u8 cmd);
int vmfex_nl_reply(struct genl_info *info, vmfex_nl_put_t *put,
		   const void *object);
int vmfex_nl_dump(struct sk_buff *skb, struct netlink_callback *cb,
		  vmfex_nl_dump_t *dump, u64 filters, const char *what);
int vmfex_nl_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		      vmfex_nl_put_t *put, const void *object);
int vmfex_nl_put_drops(struct sk_buff *msg, int type,
		       const atomic_long_t *drops);

/* nl_port.c */

/* What names a port. */
#define VMFEX_NL_PORT_NAMES	(VMFEX_NL_ATTR(VMFEX_A_PORT_IFINDEX) |	\
				 VMFEX_NL_ATTR(VMFEX_A_PORT_IFNAME) |	\
				 VMFEX_NL_ATTR(VMFEX_A_PORT_ADAPTER_IFINDEX) | \
				 VMFEX_NL_ATTR(VMFEX_A_PORT_ADAPTER) |	\
				 VMFEX_NL_ATTR(VMFEX_A_PORT_VF))

struct vmfex_vnic *vmfex_nl_port_of_request(struct genl_info *info);

vmfex_nl_put_t vmfex_nl_adapter_put;
vmfex_nl_put_t vmfex_nl_uplink_put;
vmfex_nl_put_t vmfex_nl_port_put;
vmfex_nl_put_t vmfex_nl_profile_put;
vmfex_nl_put_t vmfex_nl_viflist_put;

/* nl_event.c */
vmfex_listener_t vmfex_nl_event;

/* The attribute that named an object which cannot be had. */
static inline const struct nlattr *vmfex_nl_blame(const struct nlattr *index,
						  const struct nlattr *name)
{
	return name ? name : index;
}

/* Leaves @uuid if the attribute is not there. */
static inline void vmfex_nl_get_uuid(uuid_t *uuid, const struct nlattr *attr)
{
	if (attr)
		import_uuid(uuid, nla_data(attr));
}

#endif /* _VMFEX_NL_H */
