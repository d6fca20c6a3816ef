// SPDX-License-Identifier: GPL-2.0-only
/* Which uplink carries the traffic of an adapter's ports. */
#include <linux/rtnetlink.h>

#include "base/trace.h"
#include "model/adapter.h"
#include "model/event.h"
#include "model/path.h"
#include "model/vif.h"
#include "path/announce.h"
#include "path/failover.h"

/*
 * The best usable uplink carries the traffic, of all ports: uplinks are listed
 * best first. Among equals the one that carries it already stays, so that a link
 * that comes back disturbs nobody; the adapter's own port, which chooses first,
 * knows which one that is. Better than all is the one that the host is known to use.
 */
static struct vmfex_vif *vmfex_path_best(const struct vmfex_vnic *vnic)
{
	const struct vmfex_vif *carrying = vnic->adapter->self.active;
	const struct vmfex_uplink *best = NULL;
	const struct vmfex_uplink *uplink;

	if (vnic->adapter->follow.host)
		return vmfex_vif_of(vnic, vnic->adapter->follow.host);
	list_for_each_entry(uplink, &vnic->adapter->uplinks, node) {
		if (!vmfex_uplink_usable(uplink))
			continue;
		if (!best)
			best = uplink;
		if (carrying && carrying->uplink == uplink &&
		    uplink->priority == best->priority)
			return vmfex_vif_of(vnic, uplink);
	}
	return best ? vmfex_vif_of(vnic, best) : NULL;
}

/**
 * vmfex_path_select() - choose the uplink that carries a port's traffic
 * @vnic: vNIC
 *
 * Call it after any uplink came, went, gained or lost carrier, or changed its
 * priority, or the host another one. When an associated port changes from one uplink to another its
 * addresses are announced there.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_path_select(struct vmfex_vnic *vnic)
{
	struct vmfex_vif *old = vnic->active;
	struct vmfex_vif *vif;

	ASSERT_RTNL();
	vmfex_path_expect(vnic);
	vif = vmfex_path_best(vnic);
	if (vif == old)
		return;

	/* Whoever reads it without RTNL finds the VIF whole. */
	smp_store_release(&vnic->active, vif);
	vmfex_path_publish(vnic);
	trace_vmfex_active(vnic->dev, old ? old->uplink->dev : NULL,
			   vif ? vif->uplink->dev : NULL);
	vmfex_vnic_update_carrier(vnic);
	vmfex_vnic_follow_link(vnic);
	if (vnic->port.state != VMFEX_PORT_STATE_ASSOCIATED)
		return;
	if (vif)
		vmfex_vnic_announce(vnic);
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
}

/**
 * vmfex_uplinks_select() - choose the uplink that carries, for all ports
 * @adapter: adapter
 *
 * Tells of the uplinks whose state that changes.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_uplinks_select(struct vmfex_adapter *adapter)
{
	const struct vmfex_vif *active = adapter->self.active;
	struct vmfex_uplink *uplink;
	struct vmfex_vnic *vnic;

	ASSERT_RTNL();
	vmfex_for_each_vnic(vnic, adapter)
		vmfex_path_select(vnic);
	if (adapter->self.active == active)
		return;
	list_for_each_entry(uplink, &adapter->uplinks, node)
		if (vmfex_uplink_usable(uplink))
			vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
}
