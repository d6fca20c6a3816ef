// SPDX-License-Identifier: GPL-2.0-only
/*
 * An adapter in mode fabric follows its host: the uplink that carries is that on
 * which the host's frames come. The host sends each frame once, so that all its
 * frames are taken, on whichever uplink they come. Only the first one that comes
 * where none is expected makes the packet path stop and think.
 */
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>

#include "model/adapter.h"
#include "model/uplink.h"
#include "path/failover.h"
#include "path/follow.h"

/* A host that has changed once may do so again at once: a link that flaps, frames
 * that were queued before. Two hosts that are taken for one never end: the times
 * double.
 */
#define VMFEX_FOLLOW_HOLD_MIN	(HZ / 10)
#define VMFEX_FOLLOW_HOLD_MAX	(8 * HZ)

/* Not before the time is over, if the host did that lately. */
static bool vmfex_follow_waits(const struct vmfex_follow *follow)
{
	return READ_ONCE(follow->hold) &&
	       time_before(jiffies, READ_ONCE(follow->quiet_until));
}

static void vmfex_follow_hold(struct vmfex_follow *follow)
{
	unsigned long hold = VMFEX_FOLLOW_HOLD_MIN;

	if (follow->hold && time_before(jiffies, follow->quiet_until +
						 VMFEX_FOLLOW_HOLD_MAX))
		hold = min(2 * follow->hold, VMFEX_FOLLOW_HOLD_MAX);
	WRITE_ONCE(follow->quiet_until, jiffies + hold);
	WRITE_ONCE(follow->hold, hold);
}

static void vmfex_follow_work(struct work_struct *work)
{
	struct vmfex_adapter *adapter =
		container_of(work, struct vmfex_adapter, follow.work);
	struct vmfex_follow *follow = &adapter->follow;
	struct vmfex_uplink *heard;

	rtnl_lock();
	heard = xchg(&follow->heard, NULL);
	if (heard && heard != follow->host && vmfex_uplink_usable(heard)) {
		if (follow->host)
			vmfex_follow_hold(follow);
		follow->host = heard;
		follow->last = 0;
		vmfex_uplinks_select(adapter);
	}
	rtnl_unlock();
}

/**
 * vmfex_follow_heard() - a frame came on an uplink where none was expected
 * @uplink: uplink of an adapter in mode fabric
 *
 * Context: RCU read side, softirq.
 */
void vmfex_follow_heard(struct vmfex_uplink *uplink)
{
	struct vmfex_follow *follow = &uplink->adapter->follow;

	if (vmfex_follow_waits(follow))
		return;
	WRITE_ONCE(follow->heard, uplink);
	schedule_work(&follow->work);
}

/**
 * vmfex_follow_lost() - an uplink carries nothing any more
 * @uplink: uplink
 *
 * Context: Process context, RTNL held.
 */
void vmfex_follow_lost(struct vmfex_uplink *uplink)
{
	struct vmfex_follow *follow = &uplink->adapter->follow;

	ASSERT_RTNL();
	if (follow->host != uplink)
		return;
	follow->last = uplink->dev->ifindex;
	follow->host = NULL;
}

/**
 * vmfex_follow_update() - look whether what is known of the host still holds
 * @adapter: adapter whose uplinks changed
 *
 * A host that was not heard elsewhere is where it was.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_follow_update(struct vmfex_adapter *adapter)
{
	struct vmfex_follow *follow = &adapter->follow;
	struct vmfex_uplink *uplink;

	ASSERT_RTNL();
	if (follow->host && !vmfex_uplink_usable(follow->host))
		vmfex_follow_lost(follow->host);
	if (follow->host || !follow->last)
		return;
	list_for_each_entry(uplink, &adapter->uplinks, node)
		if (uplink->dev->ifindex == follow->last &&
		    vmfex_uplink_usable(uplink))
			follow->host = uplink;
}

/**
 * vmfex_follow_forget() - an uplink goes away
 * @uplink: uplink that receives nothing any more
 *
 * Context: Process context, RTNL held.
 */
void vmfex_follow_forget(struct vmfex_uplink *uplink)
{
	struct vmfex_follow *follow = &uplink->adapter->follow;

	ASSERT_RTNL();
	cmpxchg(&follow->heard, uplink, NULL);
}

/**
 * vmfex_follow_init() - prepare an adapter
 * @adapter: adapter that no one sees yet
 */
void vmfex_follow_init(struct vmfex_adapter *adapter)
{
	INIT_WORK(&adapter->follow.work, vmfex_follow_work);
}

/**
 * vmfex_follow_cancel() - end of an adapter
 * @adapter: adapter without uplinks
 *
 * Context: Process context, without RTNL.
 */
void vmfex_follow_cancel(struct vmfex_adapter *adapter)
{
	cancel_work_sync(&adapter->follow.work);
}
