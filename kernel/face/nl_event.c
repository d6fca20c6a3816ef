// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: events, which are what a get would answer. */
#include "face/nl.h"
#include "model/event.h"
#include "model/profile.h"
#include "model/uplink.h"

/**
 * struct vmfex_nl_event - how an event is told
 * @group: multicast group
 * @cmd: command of the message
 * @put: writes the object
 */
struct vmfex_nl_event {
	unsigned int group;
	u8 cmd;
	vmfex_nl_put_t *put;
};

#define VMFEX_NL_EVENT(upper, lower)					\
	[VMFEX_EVENT_##upper] = {					\
		.group = VMFEX_NLGRP_##upper,				\
		.cmd = VMFEX_CMD_##upper##_NTF,				\
		.put = vmfex_nl_##lower##_put,				\
	},								\
	[VMFEX_EVENT_##upper##_DEL] = {					\
		.group = VMFEX_NLGRP_##upper,				\
		.cmd = VMFEX_CMD_##upper##_DEL_NTF,			\
		.put = vmfex_nl_##lower##_put,				\
	}

static const struct vmfex_nl_event vmfex_nl_events[] = {
	VMFEX_NL_EVENT(ADAPTER, adapter),
	VMFEX_NL_EVENT(UPLINK, uplink),
	VMFEX_NL_EVENT(PORT, port),
	VMFEX_NL_EVENT(PROFILE, profile),
	VMFEX_NL_EVENT(VIFLIST, viflist),
};

static struct net *vmfex_nl_event_net(unsigned int group, const void *object)
{
	switch (group) {
	case VMFEX_NLGRP_ADAPTER:
		return ((const struct vmfex_adapter *)object)->net;
	case VMFEX_NLGRP_UPLINK:
		return ((const struct vmfex_uplink *)object)->adapter->net;
	case VMFEX_NLGRP_PORT:
		return ((const struct vmfex_vnic *)object)->adapter->net;
	case VMFEX_NLGRP_PROFILE:
		return ((const struct vmfex_profile *)object)->net;
	default:
		return ((const struct vmfex_viflist_event *)object)->uplink->adapter->net;
	}
}

/**
 * vmfex_nl_event() - tell clients what changed
 * @what: what happened
 * @object: what it happened to, see enum vmfex_event
 *
 * Context: Process context, RTNL held.
 */
void vmfex_nl_event(enum vmfex_event what, void *object)
{
	const struct vmfex_nl_event *event = &vmfex_nl_events[what];
	struct net *net = vmfex_nl_event_net(event->group, object);
	struct sk_buff *msg;

	ASSERT_RTNL();
	if (!genl_has_listeners(&vmfex_nl_family, net, event->group))
		return;
	msg = vmfex_nl_new(event->put, object, 0, 0, event->cmd);
	if (IS_ERR(msg)) {
		/* Listeners must learn that they missed something. */
		genl_set_err(&vmfex_nl_family, net, 0, event->group, -ENOBUFS);
		return;
	}
	/* A listener without room is told so by its socket. */
	genlmsg_multicast_netns(&vmfex_nl_family, net, msg, 0, event->group,
				GFP_KERNEL);
}
