/* SPDX-License-Identifier: GPL-2.0-only */
/* Tells listeners what changed. */
#ifndef _VMFEX_EVENT_H
#define _VMFEX_EVENT_H

#include <linux/types.h>

struct vmfex_uplink;
struct vmfex_vif;

/**
 * enum vmfex_event - what changed; the argument is the object
 * @VMFEX_EVENT_ADAPTER: struct vmfex_adapter is new or changed
 * @VMFEX_EVENT_ADAPTER_DEL: struct vmfex_adapter goes away
 * @VMFEX_EVENT_UPLINK: struct vmfex_uplink is new or changed
 * @VMFEX_EVENT_UPLINK_DEL: struct vmfex_uplink goes away
 * @VMFEX_EVENT_PORT: struct vmfex_vnic is new or changed
 * @VMFEX_EVENT_PORT_DEL: struct vmfex_vnic goes away
 * @VMFEX_EVENT_PROFILE: struct vmfex_profile is new or changed
 * @VMFEX_EVENT_PROFILE_DEL: struct vmfex_profile goes away
 * @VMFEX_EVENT_VIFLIST: struct vmfex_viflist_event tells a list or member
 * @VMFEX_EVENT_VIFLIST_DEL: struct vmfex_viflist_event tells what goes away
 */
enum vmfex_event {
	VMFEX_EVENT_ADAPTER,
	VMFEX_EVENT_ADAPTER_DEL,
	VMFEX_EVENT_UPLINK,
	VMFEX_EVENT_UPLINK_DEL,
	VMFEX_EVENT_PORT,
	VMFEX_EVENT_PORT_DEL,
	VMFEX_EVENT_PROFILE,
	VMFEX_EVENT_PROFILE_DEL,
	VMFEX_EVENT_VIFLIST,
	VMFEX_EVENT_VIFLIST_DEL,
};

/**
 * struct vmfex_viflist_event - argument of the events of VIF lists
 * @uplink: uplink of the list
 * @list: number of the list
 * @num: members that the list has now
 * @member: the member that came or goes, NULL for the list itself
 */
struct vmfex_viflist_event {
	const struct vmfex_uplink *uplink;
	u32 list;
	unsigned int num;
	const struct vmfex_vif *member;
};

/**
 * typedef vmfex_listener_t - is told what changed
 * @event: what happened
 * @object: what it happened to
 *
 * Context: Process context, RTNL held.
 */
typedef void vmfex_listener_t(enum vmfex_event event, void *object);

void vmfex_notify(enum vmfex_event event, void *object);
vmfex_listener_t *vmfex_event_listen(vmfex_listener_t *listener);

#endif /* _VMFEX_EVENT_H */
