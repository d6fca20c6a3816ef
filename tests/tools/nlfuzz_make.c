// SPDX-License-Identifier: GPL-2.0-only
/* Requests as someone may send them: of vmfex's family, and of rtnetlink. */
#include <linux/genetlink.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vmfex.h>
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "nlfuzz.h"

/* A VF at most as high as this one; those that do not exist are refused. */
#define MANY_VFS	10

/* How a value is made */
enum kind {
	NONE,
	DEV,		/* index of a netdev */
	DEV_NAME,
	PROFILE_NAME,
	CLUSTER_NAME,
	TEXT,
	SMALL,		/* u32 */
	SMALL8,
	VLAN,		/* u16 */
	VIF,
	LIST,
	RESPONSE,
	MAC,
	UUID,
	RANGES,
};

#define MAX_FIELDS	16

/* A command and what may be said with it */
struct command {
	u8 cmd;
	struct {
		u8 attr;
		u8 kind;
		u8 percent;
	} fields[MAX_FIELDS];
};

static const struct command commands[] = {
	{ VMFEX_CMD_ADAPTER_GET, {
		{ VMFEX_A_ADAPTER_IFINDEX, DEV, 70 },
		{ VMFEX_A_ADAPTER_IFNAME, DEV_NAME, 30 },
	} },
	{ VMFEX_CMD_UPLINK_GET, {
		{ VMFEX_A_UPLINK_IFINDEX, DEV, 70 },
		{ VMFEX_A_UPLINK_IFNAME, DEV_NAME, 30 },
		{ VMFEX_A_UPLINK_ADAPTER_IFINDEX, DEV, 10 },
		{ VMFEX_A_UPLINK_ADAPTER, DEV_NAME, 10 },
	} },
	{ VMFEX_CMD_UPLINK_SET, {
		{ VMFEX_A_UPLINK_IFINDEX, DEV, 70 },
		{ VMFEX_A_UPLINK_IFNAME, DEV_NAME, 30 },
		{ VMFEX_A_UPLINK_FABRIC, TEXT, 30 },
		{ VMFEX_A_UPLINK_PHYSNET, TEXT, 30 },
		{ VMFEX_A_UPLINK_PRIORITY, SMALL, 50 },
		{ VMFEX_A_UPLINK_OFFLOAD, SMALL, 30 },
	} },
	{ VMFEX_CMD_PORT_GET, {
		{ VMFEX_A_PORT_IFINDEX, DEV, 50 },
		{ VMFEX_A_PORT_IFNAME, DEV_NAME, 20 },
		{ VMFEX_A_PORT_ADAPTER_IFINDEX, DEV, 40 },
		{ VMFEX_A_PORT_ADAPTER, DEV_NAME, 10 },
		{ VMFEX_A_PORT_VF, SMALL, 40 },
		{ VMFEX_A_PORT_PROFILE, PROFILE_NAME, 5 },
		{ VMFEX_A_PORT_STATE, SMALL, 5 },
	} },
	{ VMFEX_CMD_PORT_SET, {
		{ VMFEX_A_PORT_IFINDEX, DEV, 60 },
		{ VMFEX_A_PORT_IFNAME, DEV_NAME, 10 },
		{ VMFEX_A_PORT_ADAPTER_IFINDEX, DEV, 10 },
		{ VMFEX_A_PORT_ADAPTER, DEV_NAME, 10 },
		{ VMFEX_A_PORT_VF, SMALL, 20 },
		{ VMFEX_A_PORT_REQUEST, SMALL, 60 },
		{ VMFEX_A_PORT_PROFILE, PROFILE_NAME, 60 },
		{ VMFEX_A_PORT_RESPONSE, RESPONSE, 15 },
		{ VMFEX_A_PORT_ERROR, TEXT, 5 },
		{ VMFEX_A_PORT_MAC, MAC, 20 },
		{ VMFEX_A_PORT_INSTANCE_UUID, UUID, 20 },
		{ VMFEX_A_PORT_HOST_UUID, UUID, 20 },
		{ VMFEX_A_PORT_UPLINK_IFINDEX, DEV, 20 },
		{ VMFEX_A_PORT_VIF_ID, VIF, 20 },
	} },
	{ VMFEX_CMD_PROFILE_GET, {
		{ VMFEX_A_PROFILE_NAME, PROFILE_NAME, 90 },
		{ VMFEX_A_PROFILE_CLUSTER, CLUSTER_NAME, 20 },
	} },
	{ VMFEX_CMD_PROFILE_NEW, {
		{ VMFEX_A_PROFILE_NAME, PROFILE_NAME, 95 },
		{ VMFEX_A_PROFILE_CLUSTER, CLUSTER_NAME, 20 },
		{ VMFEX_A_PROFILE_ACCESS_VLAN, VLAN, 40 },
		{ VMFEX_A_PROFILE_NATIVE_VLAN, VLAN, 20 },
		{ VMFEX_A_PROFILE_VLAN_RANGE, RANGES, 30 },
		{ VMFEX_A_PROFILE_MAC_FORGE, SMALL, 20 },
		{ VMFEX_A_PROFILE_COS, SMALL8, 20 },
		{ VMFEX_A_PROFILE_UPLINK_FAIL, SMALL, 20 },
		{ VMFEX_A_PROFILE_CONFIRM, SMALL8, 20 },
	} },
	{ VMFEX_CMD_PROFILE_SET, {
		{ VMFEX_A_PROFILE_NAME, PROFILE_NAME, 95 },
		{ VMFEX_A_PROFILE_CLUSTER, CLUSTER_NAME, 10 },
		{ VMFEX_A_PROFILE_ACCESS_VLAN, VLAN, 40 },
		{ VMFEX_A_PROFILE_NATIVE_VLAN, VLAN, 20 },
		{ VMFEX_A_PROFILE_VLAN_RANGE, RANGES, 30 },
		{ VMFEX_A_PROFILE_MAC_FORGE, SMALL, 20 },
		{ VMFEX_A_PROFILE_COS, SMALL8, 20 },
		{ VMFEX_A_PROFILE_UPLINK_FAIL, SMALL, 20 },
		{ VMFEX_A_PROFILE_CONFIRM, SMALL8, 20 },
	} },
	{ VMFEX_CMD_PROFILE_DEL, {
		{ VMFEX_A_PROFILE_NAME, PROFILE_NAME, 95 },
		{ VMFEX_A_PROFILE_CLUSTER, CLUSTER_NAME, 20 },
	} },
	{ VMFEX_CMD_VIFLIST_GET, {
		{ VMFEX_A_VIFLIST_UPLINK_IFINDEX, DEV, 70 },
		{ VMFEX_A_VIFLIST_UPLINK, DEV_NAME, 30 },
		{ VMFEX_A_VIFLIST_LIST, LIST, 80 },
		{ VMFEX_A_VIFLIST_VIF_ID, VIF, 20 },
	} },
	{ VMFEX_CMD_VIFLIST_NEW, {
		{ VMFEX_A_VIFLIST_UPLINK_IFINDEX, DEV, 80 },
		{ VMFEX_A_VIFLIST_UPLINK, DEV_NAME, 20 },
		{ VMFEX_A_VIFLIST_LIST, LIST, 95 },
		{ VMFEX_A_VIFLIST_VIF_ID, VIF, 80 },
	} },
	{ VMFEX_CMD_VIFLIST_DEL, {
		{ VMFEX_A_VIFLIST_UPLINK_IFINDEX, DEV, 80 },
		{ VMFEX_A_VIFLIST_UPLINK, DEV_NAME, 20 },
		{ VMFEX_A_VIFLIST_LIST, LIST, 95 },
		{ VMFEX_A_VIFLIST_VIF_ID, VIF, 60 },
	} },
};

static const u8 dumps[] = {
	VMFEX_CMD_ADAPTER_GET, VMFEX_CMD_UPLINK_GET, VMFEX_CMD_PORT_GET,
	VMFEX_CMD_PROFILE_GET, VMFEX_CMD_VIFLIST_GET,
};

/**
 * start_message() - make it a netlink header
 * @message: emptied
 * @type: of the message
 * @flags: NLM_F_*
 */
void start_message(struct message *message, u16 type, u16 flags)
{
	memset(message, 0, sizeof(*message));
	message->len = NLMSG_HDRLEN;
	message->head.nlmsg_len = NLMSG_HDRLEN;
	message->head.nlmsg_type = type;
	message->head.nlmsg_flags = NLM_F_REQUEST | flags;
}

/**
 * add_head() - add what stands before the attributes
 * @message: message
 * @len: bytes
 *
 * Return: the zeroed bytes.
 */
void *add_head(struct message *message, size_t len)
{
	void *head = message->data + message->len;

	message->len += NLMSG_ALIGN(len);
	message->head.nlmsg_len = message->len;
	return head;
}

/**
 * add_attr() - add an attribute
 * @message: message
 * @type: of the attribute
 * @data: payload
 * @len: bytes of it
 *
 * Return: the attribute.
 */
struct nlattr *add_attr(struct message *message, u16 type, const void *data,
			size_t len)
{
	struct nlattr *attr = (struct nlattr *)(message->data + message->len);

	if (message->num_attrs < MAX_ATTRS)
		message->attrs[message->num_attrs++] = message->len;
	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	memcpy(attr + 1, data, len);
	message->len += NLA_ALIGN(attr->nla_len);
	message->head.nlmsg_len = message->len;
	return attr;
}

/**
 * add_text() - add an attribute that is a text
 * @message: message
 * @type: of the attribute
 * @text: text
 */
void add_text(struct message *message, u16 type, const char *text)
{
	add_attr(message, type, text, strlen(text) + 1);
}

/**
 * add_number() - add an attribute that is a u32
 * @message: message
 * @type: of the attribute
 * @number: value
 */
void add_number(struct message *message, u16 type, u32 number)
{
	add_attr(message, type, &number, sizeof(number));
}

/**
 * begin_nest() - begin an attribute of attributes
 * @message: message
 * @type: of the attribute, with NLA_F_NESTED or without
 *
 * Return: what end_nest() wants.
 */
u32 begin_nest(struct message *message, u16 type)
{
	u32 nest = message->len;

	add_attr(message, type, "", 0);
	return nest;
}

/**
 * end_nest() - end it
 * @message: message
 * @nest: of begin_nest()
 */
void end_nest(struct message *message, u32 nest)
{
	((struct nlattr *)(message->data + nest))->nla_len =
		message->len - nest;
}

static u32 any_dev(struct rng *rng, const struct world *world)
{
	if (!world->num_devs || rng_chance(rng, 5))
		return rng_below(rng, 50);
	return world->devs[rng_below(rng, world->num_devs)];
}

static const char *dev_name(struct rng *rng)
{
	static const char *const names[] = {
		"fz0", "fz1", "fz2", "fz3", "fz0v0", "fz0v1", "fz0v2", "fz0v3",
		"fz1v0", "fz1v1", "fz2v0", "fz2v1", "d0", "d1", "d2", "d3",
		"d4", "lo", "none", "",
		"a-name-of-15-cha", "fz%d",
	};

	return RNG_PICK(rng, names);
}

static const char *profile_name(struct rng *rng)
{
	static const char *const names[] = {
		"web", "web", "db", "p1", "p2", "slow", "", "no such", "a\nb",
		"a-name-of-forty-characters-and-no-more-x",
		"a-name-of-forty-characters-and-one-more-x",
	};

	return RNG_PICK(rng, names);
}

static const char *cluster_name(struct rng *rng)
{
	static const char *const names[] = {
		"default", "default", "default", "lab", "", "a/b",
		"a-cluster-of-thirty-one-letters",
	};

	return RNG_PICK(rng, names);
}

static u32 vif_number(struct rng *rng)
{
	static const u32 odd[] = {
		0, 4094, 4095, 4096, 70000, 0xfffff, 0x100000, 0xffffffff,
	};

	return rng_chance(rng, 80) ? 1 + rng_below(rng, 12) :
				     RNG_PICK(rng, odd);
}

static u32 list_number(struct rng *rng)
{
	static const u32 odd[] = {
		0, 0x3fff, 0x4000, 0xfffff, 0x100000, 0x100001, 0x3ffffe,
		0x3fffff, 0xffffffff,
	};

	return rng_chance(rng, 80) ? 1 + rng_below(rng, 6) : RNG_PICK(rng, odd);
}

static void add_ranges(struct message *message, u16 type, struct rng *rng)
{
	for (u32 n = 1 + rng_below(rng, 4); n; n--) {
		u32 nest = begin_nest(message, type | NLA_F_NESTED);
		u16 vlan = rng_below(rng, 4097);

		add_attr(message, VMFEX_A_VLAN_RANGE_START, &vlan,
			 sizeof(vlan));
		vlan += rng_below(rng, 10);
		add_attr(message, VMFEX_A_VLAN_RANGE_END, &vlan, sizeof(vlan));
		end_nest(message, nest);
	}
}

static void add_bytes(struct message *message, u16 type, struct rng *rng,
		      u32 len)
{
	u8 bytes[16];

	rng_fill(rng, bytes, sizeof(bytes));
	bytes[0] &= rng_chance(rng, 90) ? 0xfe : 0xff;	/* a MAC of one only */
	add_attr(message, type, bytes, len);
}

static void add_field(struct message *message, u16 type, enum kind kind,
		      struct rng *rng, const struct world *world)
{
	u16 number16 = rng_below(rng, 200);
	u8 number8 = rng_below(rng, 9);

	switch (kind) {
	case DEV:
		return add_number(message, type, any_dev(rng, world));
	case DEV_NAME:
		return add_text(message, type, dev_name(rng));
	case PROFILE_NAME:
		return add_text(message, type, profile_name(rng));
	case CLUSTER_NAME:
		return add_text(message, type, cluster_name(rng));
	case TEXT:
		return add_text(message, type, profile_name(rng));
	case SMALL:
		return add_number(message, type, number8);
	case SMALL8:
		add_attr(message, type, &number8, 1);
		return;
	case VLAN:
		add_attr(message, type, &number16, 2);
		return;
	case VIF:
		return add_number(message, type, vif_number(rng));
	case LIST:
		return add_number(message, type, list_number(rng));
	case RESPONSE:
		return add_number(message, type, 256 + number8);
	case MAC:
		return add_bytes(message, type, rng, ETH_ALEN);
	case UUID:
		return add_bytes(message, type, rng, 16);
	case RANGES:
		return add_ranges(message, type, rng);
	case NONE:
		return;
	}
}

static void add_genl_head(struct message *message, u8 cmd)
{
	struct genlmsghdr *head = add_head(message, sizeof(*head));

	head->cmd = cmd;
	head->version = VMFEX_FAMILY_VERSION;
	message->genl = true;
}

static void make_genl(struct message *message, struct rng *rng,
		      const struct world *world)
{
	const struct command *command = &RNG_PICK(rng, commands);

	start_message(message, world->family, NLM_F_ACK);
	add_genl_head(message, command->cmd);
	for (u32 i = 0; command->fields[i].kind != NONE; i++)
		if (rng_chance(rng, command->fields[i].percent))
			add_field(message, command->fields[i].attr,
				  command->fields[i].kind, rng, world);
}

static void make_genl_tree(struct message *message, struct rng *rng,
			   const struct world *world)
{
	start_message(message, world->family, NLM_F_ACK);
	add_genl_head(message, 1 + rng_below(rng, VMFEX_CMD_MAX));
	for (u32 n = rng_below(rng, 8); n; n--)
		add_tree(message, rng, 0);
}

static struct ifinfomsg *start_link(struct message *message, u16 type,
				    u16 flags, u32 dev)
{
	struct ifinfomsg *info;

	start_message(message, type, NLM_F_ACK | flags);
	info = add_head(message, sizeof(*info));
	info->ifi_index = dev;
	return info;
}

static void add_link_info(struct message *message, struct rng *rng,
			  const struct world *world)
{
	u32 nest = begin_nest(message, IFLA_LINKINFO | NLA_F_NESTED);
	u32 data;

	add_text(message, IFLA_INFO_KIND,
		 rng_chance(rng, 95) ? "vmfex" : "vmfex_vnic");
	data = begin_nest(message, IFLA_INFO_DATA | NLA_F_NESTED);
	if (rng_chance(rng, 40))
		add_number(message, IFLA_VMFEX_MODE, rng_below(rng, 3));
	if (rng_chance(rng, 40))
		add_number(message, IFLA_VMFEX_TAG,
			   rng_below(rng, VMFEX_TAG_SVLAN + 2));
	if (rng_chance(rng, 70))
		add_number(message, IFLA_VMFEX_NUM_VFS,
			   rng_below(rng, MANY_VFS));
	if (rng_chance(rng, 10))
		add_text(message, IFLA_VMFEX_CLUSTER, cluster_name(rng));
	if (rng_chance(rng, 5))
		add_number(message, IFLA_VMFEX_IDLE_TIMEOUT,
			   rng_below(rng, 1000));
	if (rng_chance(rng, 2))
		add_field(message, IFLA_VMFEX_PORT, UUID, rng, world);
	end_nest(message, data);
	end_nest(message, nest);
}

static void make_new_link(struct message *message, struct rng *rng,
			  const struct world *world)
{
	bool change = rng_chance(rng, 70);

	start_link(message, RTM_NEWLINK,
		   change ? 0 : NLM_F_CREATE | NLM_F_EXCL,
		   change ? any_dev(rng, world) : 0);
	if (rng_chance(rng, change ? 10 : 95))
		add_text(message, IFLA_IFNAME, dev_name(rng));
	add_link_info(message, rng, world);
}

/* What an `ip link set` of a netdev may say */
static void make_set_link(struct message *message, struct rng *rng,
			  const struct world *world)
{
	struct ifinfomsg *info;

	info = start_link(message, rng_chance(rng, 80) ? RTM_NEWLINK :
							 RTM_SETLINK,
			  0, any_dev(rng, world));
	if (rng_chance(rng, 40)) {
		info->ifi_change = IFF_UP;
		info->ifi_flags = rng_chance(rng, 70) ? IFF_UP : 0;
	}
	if (rng_chance(rng, 40))
		add_number(message, IFLA_MASTER,
			   rng_chance(rng, 30) ? 0 : any_dev(rng, world));
	if (rng_chance(rng, 15))
		add_number(message, IFLA_MTU, rng_below(rng, 10000));
	if (rng_chance(rng, 15))
		add_field(message, IFLA_ADDRESS, MAC, rng, world);
	if (rng_chance(rng, 5))
		add_text(message, IFLA_IFNAME, dev_name(rng));
}

static void make_del_link(struct message *message, struct rng *rng,
			  const struct world *world)
{
	start_link(message, RTM_DELLINK, 0, any_dev(rng, world));
	if (rng_chance(rng, 20))
		add_text(message, IFLA_IFNAME, dev_name(rng));
}

static void make_get_link(struct message *message, struct rng *rng,
			  const struct world *world)
{
	start_link(message, RTM_GETLINK, 0, any_dev(rng, world));
	if (rng_chance(rng, 80))
		add_number(message, IFLA_EXT_MASK, rng_below(rng, 16));
}

static void add_vf_info(struct message *message, struct rng *rng, u32 vf)
{
	u32 nest = begin_nest(message, IFLA_VF_INFO | NLA_F_NESTED);
	u32 setting[3] = { vf, rng_below(rng, 9), rng_below(rng, 9) };
	struct ifla_vf_mac mac = { .vf = vf };

	switch (rng_below(rng, 7)) {
	case 0:
		rng_fill(rng, mac.mac, ETH_ALEN);
		mac.mac[0] &= 0xfe;
		add_attr(message, IFLA_VF_MAC, &mac, sizeof(mac));
		break;
	case 1:
		setting[1] = rng_below(rng, 4098);
		add_attr(message, IFLA_VF_VLAN, setting, 12);
		break;
	case 2:
		add_attr(message, IFLA_VF_TX_RATE, setting, 8);
		break;
	case 3:
		add_attr(message, IFLA_VF_SPOOFCHK, setting, 8);
		break;
	case 4:
		add_attr(message, IFLA_VF_LINK_STATE, setting, 8);
		break;
	case 5:
		add_attr(message, IFLA_VF_RATE, setting, 12);
		break;
	default:
		add_attr(message, IFLA_VF_TRUST, setting, 8);
		break;
	}
	end_nest(message, nest);
}

static void add_port(struct message *message, struct rng *rng, u16 type, u32 vf)
{
	u32 nest = begin_nest(message, type | NLA_F_NESTED);
	u8 request = rng_below(rng, 5);

	if (rng_chance(rng, 95))
		add_number(message, IFLA_PORT_VF, vf);
	if (rng_chance(rng, 80))
		add_text(message, IFLA_PORT_PROFILE, profile_name(rng));
	if (rng_chance(rng, 50))
		add_bytes(message, IFLA_PORT_INSTANCE_UUID, rng, 16);
	if (rng_chance(rng, 50))
		add_bytes(message, IFLA_PORT_HOST_UUID, rng, 16);
	if (rng_chance(rng, 95))
		add_attr(message, IFLA_PORT_REQUEST, &request, 1);
	end_nest(message, nest);
}

static void make_vfs(struct message *message, struct rng *rng,
		     const struct world *world)
{
	u32 nest, n;

	start_link(message, RTM_SETLINK, 0, any_dev(rng, world));
	if (rng_chance(rng, 50)) {
		nest = begin_nest(message, IFLA_VFINFO_LIST | NLA_F_NESTED);
		for (n = 1 + rng_below(rng, 3); n; n--)
			add_vf_info(message, rng, rng_below(rng, MANY_VFS));
		end_nest(message, nest);
	}
	if (rng_chance(rng, 40)) {
		nest = begin_nest(message, IFLA_VF_PORTS | NLA_F_NESTED);
		for (n = 1 + rng_below(rng, 3); n; n--)
			add_port(message, rng, IFLA_VF_PORT,
				 rng_below(rng, MANY_VFS));
		end_nest(message, nest);
	}
	if (rng_chance(rng, 20))
		add_port(message, rng, IFLA_PORT_SELF, PORT_SELF_VF);
}

/**
 * make_message() - a request that is right in its form
 * @message: filled
 * @rng: source
 * @world: what it may be about
 */
void make_message(struct message *message, struct rng *rng,
		  const struct world *world)
{
	u32 kind = rng_below(rng, 100);

	if (kind < 55)
		make_genl(message, rng, world);
	else if (kind < 67)
		make_genl_tree(message, rng, world);
	else if (kind < 85)
		make_vfs(message, rng, world);
	else if (kind < 91)
		make_get_link(message, rng, world);
	else if (kind < 95)
		make_set_link(message, rng, world);
	else if (kind < 99)
		make_new_link(message, rng, world);
	else
		make_del_link(message, rng, world);
}

/**
 * make_dump() - ask for all objects of a kind
 * @message: filled
 * @rng: source
 * @world: what it may be about
 */
void make_dump(struct message *message, struct rng *rng,
	       const struct world *world)
{
	if (rng_chance(rng, 30)) {
		start_link(message, RTM_GETLINK, NLM_F_DUMP, 0);
		add_number(message, IFLA_EXT_MASK, 1);
		return;
	}
	start_message(message, world->family, NLM_F_DUMP);
	add_genl_head(message, RNG_PICK(rng, dumps));
	if (rng_chance(rng, 20))
		add_number(message, 1 + rng_below(rng, 5), any_dev(rng, world));
}
