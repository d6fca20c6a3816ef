// SPDX-License-Identifier: GPL-2.0-only
/* Tells what changed; no object knows who listens. */
#include <linux/rtnetlink.h>

#include "model/event.h"

static vmfex_listener_t *vmfex_listener;

/**
 * vmfex_notify() - tell that an object changed
 * @event: what happened
 * @object: what it happened to, see enum vmfex_event
 *
 * Context: Process context, RTNL held.
 */
void vmfex_notify(enum vmfex_event event, void *object)
{
	ASSERT_RTNL();
	if (vmfex_listener)
		vmfex_listener(event, object);
}

/**
 * vmfex_event_listen() - say who is told
 * @listener: the only one, NULL for nobody
 *
 * Context: Process context, takes RTNL.
 * Return: who was told until now.
 */
vmfex_listener_t *vmfex_event_listen(vmfex_listener_t *listener)
{
	vmfex_listener_t *old;

	rtnl_lock();
	old = vmfex_listener;
	vmfex_listener = listener;
	rtnl_unlock();
	return old;
}
