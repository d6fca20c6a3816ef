// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ports that nobody uses any more: whoever bound them died, or forgot. An
 * adapter may be told to unbind a port whose netdev was down and without an
 * upper device (a macvtap, a bridge) for some time.
 */
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

#include "model/adapter.h"
#include "model/event.h"
#include "model/idle.h"

static bool vmfex_idle(const struct vmfex_vnic *vnic)
{
	switch (vnic->port.state) {
	case VMFEX_PORT_STATE_UNBOUND:
	case VMFEX_PORT_STATE_ERROR:
		return false;
	}
	return !(vnic->dev->flags & IFF_UP) &&
	       !netdev_has_any_upper_dev(vnic->dev);
}

/**
 * vmfex_idle_update() - look whether a port is in use
 * @vnic: vNIC whose port, netdev or upper device changed
 *
 * Context: Process context, RTNL held.
 */
void vmfex_idle_update(struct vmfex_vnic *vnic)
{
	struct vmfex_adapter *adapter = vnic->adapter;

	ASSERT_RTNL();
	if (!adapter->idle_timeout || !vmfex_idle(vnic)) {
		vnic->idle_since = 0;
		return;
	}
	if (vnic->idle_since)
		return;
	vnic->idle_since = jiffies | 1;
	/* If it is pending it is for a port that is idle for longer. */
	schedule_delayed_work(&adapter->idle, adapter->idle_timeout * HZ);
}

static void vmfex_idle_unbind(struct vmfex_vnic *vnic)
{
	const struct vmfex_port_request req = {
		.request = VMFEX_REQUEST_DISASSOCIATE,
	};

	if (net_ratelimit())
		netdev_warn(vnic->dev, "unbound, it was down and had no upper device for %u s\n",
			    vnic->adapter->idle_timeout);
	vmfex_port_request(vnic, &req, NULL);
}

static void vmfex_idle_work(struct work_struct *work)
{
	struct vmfex_adapter *adapter =
		container_of(work, struct vmfex_adapter, idle.work);
	unsigned long end, next = ULONG_MAX;
	struct vmfex_vnic *vnic;

	rtnl_lock();
	vmfex_for_each_vnic(vnic, adapter) {
		if (!vnic->idle_since)
			continue;
		end = vnic->idle_since + adapter->idle_timeout * HZ;
		if (time_after_eq(jiffies, end))
			vmfex_idle_unbind(vnic);
		else
			next = min(next, end - jiffies);
	}
	if (next != ULONG_MAX)
		schedule_delayed_work(&adapter->idle, next);
	rtnl_unlock();
}

/**
 * vmfex_idle_init() - prepare an adapter
 * @adapter: adapter that no one sees yet
 */
void vmfex_idle_init(struct vmfex_adapter *adapter)
{
	INIT_DELAYED_WORK(&adapter->idle, vmfex_idle_work);
}

/**
 * vmfex_idle_set_timeout() - set when the idle ports of an adapter are unbound
 * @adapter: adapter
 * @seconds: time, at most VMFEX_IDLE_TIMEOUT_MAX, counted from now even if it is
 *	what it was; 0 for never
 *
 * Context: Process context, RTNL held.
 */
void vmfex_idle_set_timeout(struct vmfex_adapter *adapter, u32 seconds)
{
	bool changed = seconds != adapter->idle_timeout;
	struct vmfex_vnic *vnic;

	ASSERT_RTNL();
	cancel_delayed_work(&adapter->idle);
	adapter->idle_timeout = seconds;
	vmfex_for_each_vnic(vnic, adapter) {
		vnic->idle_since = 0;
		vmfex_idle_update(vnic);
	}
	if (changed)
		vmfex_notify(VMFEX_EVENT_ADAPTER, adapter);
}

/**
 * vmfex_idle_cancel() - end of an adapter
 * @adapter: adapter whose ports are unbound
 *
 * Context: Process context, without RTNL.
 */
void vmfex_idle_cancel(struct vmfex_adapter *adapter)
{
	cancel_delayed_work_sync(&adapter->idle);
}
