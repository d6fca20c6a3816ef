// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tests/tools/churn does to adapters, VFs, ports, profiles and VIF lists.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/if_vmfex.h>
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "churn.h"

#define UUID_LEN	16
#define MAC_LEN		6
#define NUM_LISTS	3

struct vmfex_data {
	struct nlattr *info;
	struct nlattr *data;
};

static struct nlmsghdr *adapter_request(const char *name,
					u16 flags, struct vmfex_data *nests)
{
	struct nlmsghdr *msg = link_request(RTM_NEWLINK, flags, name,
					    IFF_UP, IFF_UP);

	nests->info = mnl_attr_nest_start(msg, IFLA_LINKINFO);
	mnl_attr_put_strz(msg, IFLA_INFO_KIND, VMFEX_KIND_ADAPTER);
	nests->data = mnl_attr_nest_start(msg, IFLA_INFO_DATA);
	return msg;
}

static int adapter_talk(struct actor *actor, struct nlmsghdr *msg,
			struct vmfex_data *nests)
{
	mnl_attr_nest_end(msg, nests->data);
	mnl_attr_nest_end(msg, nests->info);
	return link_talk(actor, msg);
}

/* Both ends of a link have the same tag format, that of the link's number. */
static int add_adapter(struct actor *actor)
{
	const char *name = adapter_name(actor);
	unsigned int number = name[strlen(name) - 1] - '0';
	struct vmfex_data nests;
	struct nlmsghdr *msg;

	msg = adapter_request(name, NLM_F_CREATE | NLM_F_EXCL, &nests);
	mnl_attr_put_u32(msg, IFLA_VMFEX_MODE,
			 actor->end == HOST ? VMFEX_MODE_HOST : VMFEX_MODE_FABRIC);
	mnl_attr_put_u32(msg, IFLA_VMFEX_TAG, number);
	mnl_attr_put_u32(msg, IFLA_VMFEX_NUM_VFS, NUM_VFS);
	return adapter_talk(actor, msg, &nests);
}

static int delete_adapter(struct actor *actor)
{
	return link_delete(actor, adapter_name(actor));
}

static int set_idle_timeout(struct actor *actor)
{
	struct vmfex_data nests;
	struct nlmsghdr *msg;

	msg = adapter_request(adapter_name(actor), 0, &nests);
	mnl_attr_put_u32(msg, IFLA_VMFEX_IDLE_TIMEOUT, roll(actor, 2));
	return adapter_talk(actor, msg, &nests);
}

static int rename_adapter(struct actor *actor)
{
	return link_rename(actor, adapter_name(actor), "other");
}

const struct op adapter_ops[] = {
	{ "add", 6, add_adapter },
	{ "delete", 2, delete_adapter },
	{ "idle timeout", 1, set_idle_timeout },
	{ "rename", 1, rename_adapter },
	{}
};

static int resize(struct actor *actor)
{
	struct vmfex_data nests;
	struct nlmsghdr *msg;

	msg = adapter_request(adapter_name(actor), 0, &nests);
	mnl_attr_put_u32(msg, IFLA_VMFEX_NUM_VFS, roll(actor, MOST_VFS + 1));
	return adapter_talk(actor, msg, &nests);
}

static int write_numvfs(struct actor *actor)
{
	char path[96], text[16];
	int fd, len, err = 0;

	snprintf(path, sizeof(path), "/run/churn/%d/class/net/%s/device/sriov_numvfs",
		 actor->end, adapter_name(actor));
	len = snprintf(text, sizeof(text), "%u\n", roll(actor, MOST_VFS + 1));
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return errno;
	if (write(fd, text, len) != len)
		err = errno;
	close(fd);
	return err;
}

const struct op vf_ops[] = {
	{ "rtnetlink", 1, resize },
	{ "sysfs", 1, write_numvfs },
	{}
};

/* A VF or, at times, the adapter's own port */
static const char *port_name(struct actor *actor)
{
	return roll(actor, 16) ? vnic_name(actor) : adapter_name(actor);
}

static struct nlmsghdr *port_request(const char *name)
{
	struct nlmsghdr *msg = genl_request(VMFEX_CMD_PORT_SET, 0);

	mnl_attr_put_strz(msg, VMFEX_A_PORT_IFNAME, name);
	return msg;
}

static int bind_port(struct actor *actor, const char *name, u32 request)
{
	struct nlmsghdr *msg = port_request(name);

	mnl_attr_put_u32(msg, VMFEX_A_PORT_REQUEST, request);
	if (request != VMFEX_REQUEST_DISASSOCIATE)
		mnl_attr_put_strz(msg, VMFEX_A_PORT_PROFILE, profile_name(actor));
	return genl_talk(actor, msg);
}

/* And up, or else nothing passes. */
static int associate(struct actor *actor)
{
	const char *name = port_name(actor);
	int err = bind_port(actor, name, VMFEX_REQUEST_ASSOCIATE);

	if (!err)
		link_flags(actor, name, true);
	return err;
}

static int preassociate(struct actor *actor)
{
	return bind_port(actor, port_name(actor),
			 roll(actor, 2) ? VMFEX_REQUEST_PREASSOCIATE :
					  VMFEX_REQUEST_PREASSOCIATE_RR);
}

static int disassociate(struct actor *actor)
{
	return bind_port(actor, port_name(actor), VMFEX_REQUEST_DISASSOCIATE);
}

/* A profile that wants to be confirmed leaves its ports waiting for this. */
static int answer_port(struct actor *actor)
{
	struct nlmsghdr *msg = port_request(port_name(actor));

	mnl_attr_put_u32(msg, VMFEX_A_PORT_RESPONSE,
			 roll(actor, 4) ? PORT_PROFILE_RESPONSE_SUCCESS :
					  PORT_PROFILE_RESPONSE_ERROR);
	return genl_talk(actor, msg);
}

/* Every other number is the one that the VF has by itself. */
static int change_vif(struct actor *actor)
{
	u32 uplink = link_index(uplink_name(actor, roll(actor, NUM_ADAPTERS)));
	u32 vf = roll(actor, NUM_VFS);
	struct nlmsghdr *msg = genl_request(VMFEX_CMD_PORT_SET, 0);

	mnl_attr_put_strz(msg, VMFEX_A_PORT_ADAPTER, adapter_name(actor));
	mnl_attr_put_u32(msg, VMFEX_A_PORT_VF, vf);
	mnl_attr_put_u32(msg, VMFEX_A_PORT_UPLINK_IFINDEX, uplink);
	mnl_attr_put_u32(msg, VMFEX_A_PORT_VIF_ID,
			 roll(actor, 2) ? vf + 1 : 100 + vf);
	return genl_talk(actor, msg);
}

const struct op port_ops[] = {
	{ "associate", 8, associate },
	{ "preassociate", 1, preassociate },
	{ "disassociate", 1, disassociate },
	{ "response", 2, answer_port },
	{ "vif", 2, change_vif },
	{}
};

static int set_vf_port(struct actor *actor, u8 request)
{
	struct nlmsghdr *msg = link_request(RTM_NEWLINK, 0,
					    adapter_name(actor), 0, 0);
	u8 uuid[UUID_LEN] = { 1, roll(actor, 4) };
	struct nlattr *ports, *port;

	ports = mnl_attr_nest_start(msg, IFLA_VF_PORTS);
	port = mnl_attr_nest_start(msg, IFLA_VF_PORT);
	mnl_attr_put_u32(msg, IFLA_PORT_VF, roll(actor, NUM_VFS));
	if (request != PORT_REQUEST_DISASSOCIATE)
		mnl_attr_put_strz(msg, IFLA_PORT_PROFILE, profile_name(actor));
	mnl_attr_put(msg, IFLA_PORT_INSTANCE_UUID, UUID_LEN, uuid);
	mnl_attr_put_u8(msg, IFLA_PORT_REQUEST, request);
	mnl_attr_nest_end(msg, port);
	mnl_attr_nest_end(msg, ports);
	return link_talk(actor, msg);
}

static int vf_associate(struct actor *actor)
{
	return set_vf_port(actor, PORT_REQUEST_ASSOCIATE);
}

static int vf_preassociate(struct actor *actor)
{
	return set_vf_port(actor, roll(actor, 2) ? PORT_REQUEST_PREASSOCIATE :
						   PORT_REQUEST_PREASSOCIATE_RR);
}

static int vf_disassociate(struct actor *actor)
{
	return set_vf_port(actor, PORT_REQUEST_DISASSOCIATE);
}

static int set_vf(struct actor *actor, u16 type, size_t len, const void *data)
{
	struct nlmsghdr *msg = link_request(RTM_NEWLINK, 0,
					    adapter_name(actor), 0, 0);
	struct nlattr *list, *info;

	list = mnl_attr_nest_start(msg, IFLA_VFINFO_LIST);
	info = mnl_attr_nest_start(msg, IFLA_VF_INFO);
	mnl_attr_put(msg, type, len, data);
	mnl_attr_nest_end(msg, info);
	mnl_attr_nest_end(msg, list);
	return link_talk(actor, msg);
}

static int vf_mac(struct actor *actor)
{
	struct ifla_vf_mac mac = {
		.vf = roll(actor, NUM_VFS),
		.mac = { 2, 0, 0, 0, 1, roll(actor, 4) },
	};

	if (!roll(actor, 2))
		memset(mac.mac, 0, sizeof(mac.mac));
	return set_vf(actor, IFLA_VF_MAC, sizeof(mac), &mac);
}

/* VLAN 0 takes it away again. */
static int vf_vlan(struct actor *actor)
{
	struct ifla_vf_vlan vlan = {
		.vf = roll(actor, NUM_VFS),
		.vlan = roll(actor, 2) * 100,
	};

	return set_vf(actor, IFLA_VF_VLAN, sizeof(vlan), &vlan);
}

static int vf_state(struct actor *actor)
{
	struct ifla_vf_link_state state = {
		.vf = roll(actor, NUM_VFS),
		.link_state = roll(actor, IFLA_VF_LINK_STATE_DISABLE + 1),
	};

	return set_vf(actor, IFLA_VF_LINK_STATE, sizeof(state), &state);
}

static int vf_trust(struct actor *actor)
{
	struct ifla_vf_trust trust = {
		.vf = roll(actor, NUM_VFS),
		.setting = roll(actor, 2),
	};

	return set_vf(actor, IFLA_VF_TRUST, sizeof(trust), &trust);
}

const struct op vfport_ops[] = {
	{ "associate", 6, vf_associate },
	{ "preassociate", 1, vf_preassociate },
	{ "disassociate", 1, vf_disassociate },
	{ "mac", 1, vf_mac },
	{ "vlan", 1, vf_vlan },
	{ "state", 1, vf_state },
	{ "trust", 1, vf_trust },
	{}
};

/* Most of them let everything through, and few want to be confirmed. */
static int put_profile(struct actor *actor, u8 command)
{
	struct nlmsghdr *msg = genl_request(command, 0);

	mnl_attr_put_strz(msg, VMFEX_A_PROFILE_NAME, profile_name(actor));
	if (!roll(actor, 4))
		mnl_attr_put_u16(msg, VMFEX_A_PROFILE_ACCESS_VLAN, 100);
	if (!roll(actor, 4))
		mnl_attr_put_u32(msg, VMFEX_A_PROFILE_MAC_FORGE,
				 VMFEX_MAC_FORGE_DENY);
	if (!roll(actor, 4))
		mnl_attr_put_u8(msg, VMFEX_A_PROFILE_COS, roll(actor, 8));
	if (!roll(actor, 8))
		mnl_attr_put_u8(msg, VMFEX_A_PROFILE_CONFIRM, 1);
	return genl_talk(actor, msg);
}

static int add_profile(struct actor *actor)
{
	return put_profile(actor, VMFEX_CMD_PROFILE_NEW);
}

static int change_profile(struct actor *actor)
{
	return put_profile(actor, VMFEX_CMD_PROFILE_SET);
}

static int delete_profile(struct actor *actor)
{
	struct nlmsghdr *msg = genl_request(VMFEX_CMD_PROFILE_DEL, 0);

	mnl_attr_put_strz(msg, VMFEX_A_PROFILE_NAME, profile_name(actor));
	return genl_talk(actor, msg);
}

const struct op profile_ops[] = {
	{ "add", 3, add_profile },
	{ "change", 3, change_profile },
	{ "delete", 1, delete_profile },
	{}
};

/* Lists are of the host's end. */
static int put_list(struct actor *actor, u8 command, bool member)
{
	unsigned int uplink = roll(actor, NUM_ADAPTERS);
	struct nlmsghdr *msg = genl_request(command, 0);

	go_to(actor, HOST);
	mnl_attr_put_strz(msg, VMFEX_A_VIFLIST_UPLINK, uplink_name(actor, uplink));
	mnl_attr_put_u32(msg, VMFEX_A_VIFLIST_LIST,
			 first_list(uplink) + roll(actor, NUM_LISTS));
	if (member)
		mnl_attr_put_u32(msg, VMFEX_A_VIFLIST_VIF_ID,
				 roll(actor, NUM_VFS) + 1);
	return genl_talk(actor, msg);
}

static int add_list(struct actor *actor)
{
	return put_list(actor, VMFEX_CMD_VIFLIST_NEW, false);
}

static int add_member(struct actor *actor)
{
	return put_list(actor, VMFEX_CMD_VIFLIST_NEW, true);
}

static int delete_list(struct actor *actor)
{
	return put_list(actor, VMFEX_CMD_VIFLIST_DEL, false);
}

static int delete_member(struct actor *actor)
{
	return put_list(actor, VMFEX_CMD_VIFLIST_DEL, true);
}

const struct op viflist_ops[] = {
	{ "add", 1, add_list },
	{ "add member", 4, add_member },
	{ "delete", 1, delete_list },
	{ "delete member", 1, delete_member },
	{}
};
