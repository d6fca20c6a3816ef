/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports.
 */
#ifndef VMFEX_PORT_H
#define VMFEX_PORT_H

#include <linux/if_vmfex.h>
#include <linux/netlink.h>
#include <net/if.h>

#include "counters.h"
#include "out.h"
#include "short_types.h"
#include "value.h"

#define PORT_MAX_VIFS	8

/**
 * struct port_vif - a port's number on the wire of one uplink
 * @uplink: name of the uplink
 * @id: number
 * @active: this uplink carries the port's traffic
 */
struct port_vif {
	char uplink[IF_NAMESIZE];
	u32 id;
	bool active;
};

/**
 * struct port - what the kernel says about a port
 * @ifindex: its netdev
 * @ifname: the same
 * @adapter: its adapter
 * @vf: index, VMFEX_VF_SELF for the adapter's own port
 * @has_netnsid: its netdev is not in the network namespace of the adapter
 * @netnsid: but there
 * @state: enum vmfex_port_state
 * @carrier: it has a carrier
 * @profile: name of its profile, empty if none
 * @cluster: scope of that name
 * @generation: generation of the profile, 0 if none
 * @has_request: there has been a request
 * @request: the last one, enum vmfex_request
 * @response: the answer, PORT_PROFILE_RESPONSE_*
 * @error: why the last request failed, empty if it did not
 * @has_mac: @mac is known
 * @mac: address of the netdev
 * @has_instance: @instance is known
 * @instance: UUID of the virtual machine
 * @has_host: @host is known
 * @host: UUID of the host
 * @owner: what people call the holder, empty if not told
 * @has_admin_mac: @admin_mac is set
 * @admin_mac: one more address
 * @link_state: enum vmfex_link_state
 * @trusted: its netdev's address may be changed from elsewhere
 * @spoofchk: without a profile only its addresses may send
 * @own_vlan: access VLAN without a profile, 0 for none
 * @own_cos: priority of every frame, with @own_vlan; VMFEX_COS_NONE to leave the
 *	guest's
 * @has_host_stack: @host_stack is known
 * @host_stack: its netdev is one of the host's own
 * @num_vifs: number of @vifs
 * @vifs: numbers on the wire, one per uplink
 * @stats: traffic
 * @drops: dropped frames
 */
struct port {
	u32 ifindex;
	char ifname[IF_NAMESIZE];
	char adapter[IF_NAMESIZE];
	u32 vf;
	bool has_netnsid;
	s32 netnsid;
	u32 state;
	bool carrier;
	char profile[VMFEX_PROFILE_NAME_MAX + 1];
	char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
	u32 generation;
	bool has_request;
	u32 request;
	u32 response;
	char error[256];
	bool has_mac;
	u8 mac[MAC_LEN];
	bool has_instance;
	u8 instance[UUID_LEN];
	bool has_host;
	u8 host[UUID_LEN];
	char owner[VMFEX_OWNER_MAX + 1];
	bool has_admin_mac;
	u8 admin_mac[MAC_LEN];
	u32 link_state;
	bool trusted;
	bool spoofchk;
	u16 own_vlan;
	u8 own_cos;
	bool has_host_stack;
	bool host_stack;
	unsigned int num_vifs;
	struct port_vif vifs[PORT_MAX_VIFS];
	struct stats stats;
	struct drops drops;
};

void port_parse(struct port *port, const struct nlmsghdr *msg);
void port_print(struct out *out, const struct port *port);
void port_show_msg(const struct nlmsghdr *msg, void *out);
void port_show_here_msg(const struct nlmsghdr *msg, void *out);

#endif /* VMFEX_PORT_H */
