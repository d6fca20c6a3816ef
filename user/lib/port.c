// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ports: parse and print.
 */
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "nlattr.h"
#include "port.h"

static void parse_vif(struct port *port, const struct nlattr *nest)
{
	struct nlattr *attrs[VMFEX_A_VIF_MAX + 1];
	struct port_vif *vif;

	if (port->num_vifs == PORT_MAX_VIFS)
		return;
	vif = &port->vifs[port->num_vifs++];
	attr_parse_nested(nest, attrs, VMFEX_A_VIF_MAX);
	attr_string(attrs[VMFEX_A_VIF_UPLINK], vif->uplink,
		    sizeof(vif->uplink));
	vif->id = attr_u32(attrs[VMFEX_A_VIF_ID], 0);
	vif->active = attrs[VMFEX_A_VIF_ACTIVE];
}

/* The attribute comes once per uplink, a table by type has one of them. */
static void parse_vifs(struct port *port, const struct nlmsghdr *msg)
{
	const struct genlmsghdr *hdr = nlmsg_data(msg);
	struct nlattr *attr;
	int rest;

	nla_for_each_attr(attr, genlmsg_attrdata(hdr, 0),
			  genlmsg_attrlen(hdr, 0), rest)
		if (nla_type(attr) == VMFEX_A_PORT_VIF)
			parse_vif(port, attr);
}

static void parse_binding(struct port *port, struct nlattr **attrs)
{
	port->state = attr_u32(attrs[VMFEX_A_PORT_STATE], UINT32_MAX);
	port->carrier = attr_u8(attrs[VMFEX_A_PORT_CARRIER], 0);
	attr_string(attrs[VMFEX_A_PORT_PROFILE], port->profile,
		    sizeof(port->profile));
	attr_string(attrs[VMFEX_A_PORT_CLUSTER], port->cluster,
		    sizeof(port->cluster));
	port->generation = attr_u32(attrs[VMFEX_A_PORT_GENERATION], 0);
	port->has_request = attrs[VMFEX_A_PORT_REQUEST];
	port->request = attr_u32(attrs[VMFEX_A_PORT_REQUEST], 0);
	port->response = attr_u32(attrs[VMFEX_A_PORT_RESPONSE], 0);
	attr_string(attrs[VMFEX_A_PORT_ERROR], port->error,
		    sizeof(port->error));
	port->has_instance = attr_bytes(attrs[VMFEX_A_PORT_INSTANCE_UUID],
					port->instance, UUID_LEN);
	port->has_host = attr_bytes(attrs[VMFEX_A_PORT_HOST_UUID], port->host,
				    UUID_LEN);
	attr_string(attrs[VMFEX_A_PORT_OWNER], port->owner,
		    sizeof(port->owner));
}

static void parse_config(struct port *port, struct nlattr **attrs)
{
	port->has_admin_mac = attr_bytes(attrs[VMFEX_A_PORT_ADMIN_MAC],
					 port->admin_mac, MAC_LEN);
	port->link_state = attr_u32(attrs[VMFEX_A_PORT_LINK_STATE],
				    VMFEX_LINK_STATE_AUTO);
	port->trusted = attrs[VMFEX_A_PORT_TRUSTED];
	port->spoofchk = attrs[VMFEX_A_PORT_SPOOFCHK];
	port->own_vlan = attr_u16(attrs[VMFEX_A_PORT_OWN_VLAN], 0);
	port->own_cos = attr_u8(attrs[VMFEX_A_PORT_OWN_COS], VMFEX_COS_NONE);
	port->has_host_stack = attrs[VMFEX_A_PORT_HOST_STACK];
	port->host_stack = attr_u8(attrs[VMFEX_A_PORT_HOST_STACK], 0);
}

/**
 * port_parse() - read a port from a message
 * @port: port
 * @msg: answer or event
 */
void port_parse(struct port *port, const struct nlmsghdr *msg)
{
	struct nlattr *attrs[VMFEX_A_PORT_MAX + 1];

	memset(port, 0, sizeof(*port));
	attr_parse(msg, attrs, VMFEX_A_PORT_MAX);
	port->ifindex = attr_u32(attrs[VMFEX_A_PORT_IFINDEX], 0);
	attr_string(attrs[VMFEX_A_PORT_IFNAME], port->ifname,
		    sizeof(port->ifname));
	attr_string(attrs[VMFEX_A_PORT_ADAPTER], port->adapter,
		    sizeof(port->adapter));
	port->vf = attr_u32(attrs[VMFEX_A_PORT_VF], VMFEX_VF_SELF);
	port->has_netnsid = attr_bytes(attrs[VMFEX_A_PORT_NETNSID],
				       &port->netnsid, sizeof(port->netnsid));
	port->has_mac = attr_bytes(attrs[VMFEX_A_PORT_MAC], port->mac,
				   MAC_LEN);
	parse_binding(port, attrs);
	parse_config(port, attrs);
	parse_vifs(port, msg);
	stats_parse(&port->stats, attrs[VMFEX_A_PORT_STATS]);
	drops_parse(&port->drops, attrs[VMFEX_A_PORT_DROPS]);
}

/* The number in use; without an active uplink the one that would be. */
static const struct port_vif *port_vif(const struct port *port)
{
	for (unsigned int i = 0; i < port->num_vifs; i++)
		if (port->vifs[i].active)
			return &port->vifs[i];
	return port->num_vifs ? &port->vifs[0] : NULL;
}

/*
 * What a command would call the port: its netdev's name means nothing here if
 * that is elsewhere, but the name it was born with still does.
 */
static void port_label(const struct port *port, char *label, size_t size)
{
	if (port->has_netnsid && port->vf != VMFEX_VF_SELF)
		snprintf(label, size, "%sv%u", port->adapter, port->vf);
	else
		snprintf(label, size, "%s", port->ifname);
}

static void print_brief(struct out *out, const struct port *port)
{
	const struct port_vif *vif = port_vif(port);
	char id[12] = "", mac[18] = "";
	char label[2 * IF_NAMESIZE];

	port_label(port, label, sizeof(label));
	if (vif)
		snprintf(id, sizeof(id), "%u", vif->id);
	if (port->has_mac)
		snprintf(mac, sizeof(mac), "%02x:%02x:%02x:%02x:%02x:%02x",
			 port->mac[0], port->mac[1], port->mac[2],
			 port->mac[3], port->mac[4], port->mac[5]);

	out_columns(out, (const char *const []) {
		label, id, port->profile, port->cluster,
		name_of(port_state_names, port->state),
		vif && vif->active ? vif->uplink : "", mac, NULL
	});
}

static void print_vifs(struct out *out, const struct port *port)
{
	out_array(out, "vifs");
	for (unsigned int i = 0; i < port->num_vifs; i++) {
		out_nest(out, NULL);
		out_string(out, "uplink", port->vifs[i].uplink);
		out_number(out, "vif", port->vifs[i].id);
		out_bool(out, "active", port->vifs[i].active);
		out_close(out);
	}
	out_close(out);
}

static void print_identity(struct out *out, const struct port *port)
{
	char label[2 * IF_NAMESIZE];

	port_label(port, label, sizeof(label));
	out_name(out, "ifname", out->json ? port->ifname : label);
	if (out->json)
		out_number(out, "ifindex", port->ifindex);
	out_string(out, "adapter", port->adapter);
	if (port->vf == VMFEX_VF_SELF)
		out_string(out, "vf", "self");
	else
		out_number(out, "vf", port->vf);
	if (port->has_netnsid)
		out_signed(out, "netnsid", port->netnsid);
	if (port->has_netnsid && !out->json)
		out_string(out, "ifname", port->ifname);
}

static void print_binding(struct out *out, const struct port *port)
{
	const struct port_vif *vif = port_vif(port);

	out_string(out, "state", name_of(port_state_names, port->state));
	out_bool(out, "carrier", port->carrier);
	if (*port->profile) {
		out_string(out, "profile", port->profile);
		out_string(out, "cluster", port->cluster);
		out_number(out, "generation", port->generation);
	}
	if (vif)
		out_number(out, "vif", vif->id);
	if (vif && vif->active)
		out_string(out, "uplink", vif->uplink);
	if (port->has_mac)
		out_bytes(out, "mac", port->mac, MAC_LEN);
}

/* What ip link set ... vf N and port set do, where they did anything. */
static void print_config(struct out *out, const struct port *port)
{
	bool self = port->vf == VMFEX_VF_SELF;

	if (port->own_vlan)
		out_number(out, "vlan", port->own_vlan);
	if (port->own_vlan && port->own_cos != VMFEX_COS_NONE)
		out_number(out, "qos", port->own_cos);
	if (port->has_admin_mac)
		out_bytes(out, "admin_mac", port->admin_mac, MAC_LEN);
	if (port->link_state != VMFEX_LINK_STATE_AUTO)
		out_string(out, "link_state",
			   name_of(link_state_names, port->link_state));
	if (port->spoofchk)
		out_bool(out, "spoofchk", true);
	if (port->trusted)
		out_bool(out, "trust", true);
	/* An adapter's own port is the host's from the start. */
	if (port->has_host_stack && (out->json || port->host_stack != self))
		out_bool(out, "host_stack", port->host_stack);
}

static void print_details(struct out *out, const struct port *port)
{
	print_vifs(out, port);
	if (port->has_request) {
		out_line(out);
		out_string(out, "request",
			   name_of(request_names, port->request));
		out_string(out, "response",
			   name_of(response_names, port->response));
	}
	if (port->has_instance) {
		out_line(out);
		out_bytes(out, "instance_uuid", port->instance, UUID_LEN);
	}
	if (port->has_host) {
		out_line(out);
		out_bytes(out, "host_uuid", port->host, UUID_LEN);
	}
	if (*port->owner) {
		out_line(out);
		out_free_text(out, "owner", port->owner);
	}
}

/**
 * port_print() - print a port
 * @out: output
 * @port: port
 */
void port_print(struct out *out, const struct port *port)
{
	if (out->brief && !out->json) {
		print_brief(out, port);
		return;
	}
	print_identity(out, port);
	print_binding(out, port);
	print_config(out, port);
	if (*port->error)
		out_free_text(out, "error", port->error);
	if (out->json || out->details)
		print_details(out, port);
	if (out->stats) {
		stats_print(out, &port->stats);
		drops_print(out, &port->drops);
	}
}

/* Events have no titles: they come one by one, and a word before each. */
static void show(struct out *out, const struct port *port)
{
	if (out->brief)
		out_titles(out, (const char *const []) {
			"DEV", "VIF", "PROFILE", "CLUSTER", "STATE", "UPLINK",
			"MAC", NULL
		});
	out_object(out);
	port_print(out, port);
	out_object_end(out);
}

/**
 * port_show_msg() - print the port of a message
 * @msg: answer
 * @out: output
 */
void port_show_msg(const struct nlmsghdr *msg, void *out)
{
	struct port port;

	port_parse(&port, msg);
	show(out, &port);
}

/**
 * port_show_here_msg() - print the port of a message, its netdev being here
 * @msg: answer
 * @out: output
 *
 * The message tells where the netdev is as seen by its adapter, which may be the
 * one that is elsewhere.
 */
void port_show_here_msg(const struct nlmsghdr *msg, void *out)
{
	struct port port;

	port_parse(&port, msg);
	port.has_netnsid = false;
	show(out, &port);
}
