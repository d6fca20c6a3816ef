// SPDX-License-Identifier: GPL-2.0-only
/* What a network namespace holds: adapters and profiles. */
#include <net/netns/generic.h>

#include "model/net.h"

unsigned int vmfex_net_id;

/**
 * vmfex_net() - state of a network namespace
 * @net: network namespace
 *
 * Return: its state, never NULL while @net is alive.
 */
struct vmfex_net *vmfex_net(const struct net *net)
{
	return net_generic(net, vmfex_net_id);
}
