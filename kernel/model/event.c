// SPDX-License-Identifier: GPL-2.0-only
/* Tells listeners what changed; no object knows who listens. */
#include <linux/notifier.h>
#include <linux/rtnetlink.h>

#include "model/event.h"

static RAW_NOTIFIER_HEAD(vmfex_listeners);

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
	raw_notifier_call_chain(&vmfex_listeners, event, object);
}

/**
 * vmfex_event_listen() - begin to be told
 * @nb: called with enum vmfex_event and the object, RTNL held
 *
 * Context: Process context, takes RTNL.
 * Return: 0 or a negative error.
 */
int vmfex_event_listen(struct notifier_block *nb)
{
	int err;

	rtnl_lock();
	err = raw_notifier_chain_register(&vmfex_listeners, nb);
	rtnl_unlock();
	return err;
}

/**
 * vmfex_event_unlisten() - end to be told
 * @nb: listener
 *
 * Context: Process context, takes RTNL.
 */
void vmfex_event_unlisten(struct notifier_block *nb)
{
	rtnl_lock();
	raw_notifier_chain_unregister(&vmfex_listeners, nb);
	rtnl_unlock();
}
