// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tests/tools/churn does to the netdevs below and above vmfex, to those of
 * vmfex, to the network namespaces, and to the module.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "churn.h"

#define MAC_LEN		6
#define LINK_MTU	1520

/* So many steps are made at most before the module is unloaded again, or half of all. */
#define STEPS_OF_A_LIFE	400

static const char *any_uplink(struct actor *actor)
{
	return uplink_name(actor, roll(actor, NUM_ADAPTERS));
}

/* Most links go to their own adapters, the others to one that may have the other tag. */
static int enslave(struct actor *actor)
{
	unsigned int number = roll(actor, NUM_ADAPTERS);
	char own[ROOM_FOR_NAME];
	struct nlmsghdr *msg;
	u32 master;

	snprintf(own, sizeof(own), "%s%u", actor->end == HOST ? "fex" : "fi", number);
	master = link_index(roll(actor, 8) ? own : adapter_name(actor));
	msg = link_request(RTM_NEWLINK, 0, uplink_name(actor, number),
			   IFF_UP, IFF_UP);
	mnl_attr_put_u32(msg, IFLA_MASTER, master);
	return link_talk(actor, msg);
}

static int release(struct actor *actor)
{
	struct nlmsghdr *msg = link_request(RTM_NEWLINK, 0,
					    any_uplink(actor), 0, 0);

	mnl_attr_put_u32(msg, IFLA_MASTER, 0);
	return link_talk(actor, msg);
}

static int uplink_down(struct actor *actor)
{
	return link_flags(actor, any_uplink(actor), false);
}

static int uplink_up(struct actor *actor)
{
	return link_flags(actor, any_uplink(actor), true);
}

static int set_priority(struct actor *actor)
{
	struct nlmsghdr *msg = genl_request(VMFEX_CMD_UPLINK_SET, 0);

	mnl_attr_put_strz(msg, VMFEX_A_UPLINK_IFNAME, any_uplink(actor));
	mnl_attr_put_u32(msg, VMFEX_A_UPLINK_PRIORITY, 1 + roll(actor, 3));
	return genl_talk(actor, msg);
}

static int set_mtu(struct actor *actor, const char *name, u32 mtu)
{
	struct nlmsghdr *msg = link_request(RTM_NEWLINK, 0, name, 0, 0);

	mnl_attr_put_u32(msg, IFLA_MTU, mtu);
	return link_talk(actor, msg);
}

static int uplink_mtu(struct actor *actor)
{
	return set_mtu(actor, any_uplink(actor), LINK_MTU - 100 * roll(actor, 2));
}

const struct op uplink_ops[] = {
	{ "enslave", 10, enslave },
	{ "release", 1, release },
	{ "down", 1, uplink_down },
	{ "up", 3, uplink_up },
	{ "priority", 1, set_priority },
	{ "mtu", 1, uplink_mtu },
	{}
};

/* The peer cannot be up before it has one. */
static int add_veth(struct actor *actor)
{
	unsigned int number = roll(actor, NUM_ADAPTERS);
	struct nlattr *info, *data, *peer;
	struct nlmsghdr *msg;
	int err;

	go_to(actor, HOST);
	msg = link_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL,
			   uplink_name(actor, number), IFF_UP, IFF_UP);
	mnl_attr_put_u32(msg, IFLA_MTU, LINK_MTU);
	info = mnl_attr_nest_start(msg, IFLA_LINKINFO);
	mnl_attr_put_strz(msg, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(msg, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(msg, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(msg, sizeof(struct ifinfomsg));
	go_to(actor, SWITCH);
	mnl_attr_put_strz(msg, IFLA_IFNAME, uplink_name(actor, number));
	go_to(actor, HOST);
	mnl_attr_put_u32(msg, IFLA_MTU, LINK_MTU);
	mnl_attr_put_u32(msg, IFLA_NET_NS_FD, actor->ns[SWITCH]);
	mnl_attr_nest_end(msg, peer);
	mnl_attr_nest_end(msg, data);
	mnl_attr_nest_end(msg, info);
	err = link_talk(actor, msg);
	if (err)
		return err;
	go_to(actor, SWITCH);
	link_flags(actor, uplink_name(actor, number), true);
	return 0;
}

static int delete_veth(struct actor *actor)
{
	return link_delete(actor, any_uplink(actor));
}

static int move_link(struct actor *actor, const char *name, int ns)
{
	struct nlmsghdr *msg = link_request(RTM_NEWLINK, 0, name, 0, 0);

	mnl_attr_put_u32(msg, IFLA_NET_NS_FD, ns);
	return link_talk(actor, msg);
}

/* A network namespace that lives as long as the file is open; go_to() leads back. */
static int new_ns(void)
{
	if (unshare(CLONE_NEWNET)) {
		perror("churn: unshare");
		exit(1);
	}
	return open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

/* The link dies with the namespace that it goes to. */
static int lose_veth(struct actor *actor)
{
	const char *name = any_uplink(actor);
	int ns, err;

	if (!if_nametoindex(name))
		return NOT_ISSUED;
	ns = new_ns();
	go_to(actor, actor->end);
	err = move_link(actor, name, ns);
	close(ns);
	return err;
}

const struct op veth_ops[] = {
	{ "add", 6, add_veth },
	{ "delete", 1, delete_veth },
	{ "lose", 1, lose_veth },
	{}
};

static int nic_up(struct actor *actor)
{
	return link_flags(actor, vnic_name(actor), true);
}

static int nic_down(struct actor *actor)
{
	return link_flags(actor, vnic_name(actor), false);
}

static int nic_mtu(struct actor *actor)
{
	return set_mtu(actor, vnic_name(actor), 1300 + roll(actor, 100));
}

static int nic_address(struct actor *actor)
{
	struct nlmsghdr *msg = link_request(RTM_NEWLINK, 0,
					    vnic_name(actor), 0, 0);
	u8 address[MAC_LEN] = { 2, 0, 0, 0, 2, roll(actor, 16) };

	mnl_attr_put(msg, IFLA_ADDRESS, MAC_LEN, address);
	return link_talk(actor, msg);
}

static int nic_rename(struct actor *actor)
{
	return link_rename(actor, vnic_name(actor), "renamed");
}

static int nic_delete(struct actor *actor)
{
	return link_delete(actor, vnic_name(actor)) == EOPNOTSUPP ? 0 : NOT_ISSUED;
}

const struct op netdev_ops[] = {
	{ "up", 6, nic_up },
	{ "down", 1, nic_down },
	{ "mtu", 1, nic_mtu },
	{ "address", 1, nic_address },
	{ "rename", 1, nic_rename },
	{ "not deleted", 1, nic_delete },
	{}
};

/* Moves a vNIC away; the file of its namespace, or minus the errno. */
static int take_away(struct actor *actor, const char *name)
{
	int ns, err;

	if (!if_nametoindex(name))
		return -ENODEV;
	ns = new_ns();
	go_to(actor, actor->end);
	err = move_link(actor, name, ns);
	if (!err)
		return ns;
	close(ns);
	return -err;
}

static int die_with_vnic(struct actor *actor)
{
	int ns = take_away(actor, vnic_name(actor));

	if (ns < 0)
		return -ns;
	close(ns);
	return 0;
}

/* A socket's namespace is that in which it was made. */
static int visit(struct actor *actor)
{
	const char *name = vnic_name(actor);
	enum end home = actor->end;
	struct mnl_socket *socket = actor->rtnl[home];
	int ns = take_away(actor, name);
	int err;

	if (ns < 0)
		return -ns;
	if (setns(ns, CLONE_NEWNET)) {
		perror("churn: setns");
		exit(1);
	}
	actor->rtnl[home] = mnl_socket_open(NETLINK_ROUTE);
	if (!actor->rtnl[home] ||
	    mnl_socket_bind(actor->rtnl[home], 0, MNL_SOCKET_AUTOPID)) {
		perror("churn: socket");
		exit(1);
	}
	err = link_flags(actor, name, true);
	if (!err)
		err = move_link(actor, name, actor->ns[home]);
	mnl_socket_close(actor->rtnl[home]);
	actor->rtnl[home] = socket;
	close(ns);
	return err;
}

/* An adapter stays where it is. */
static int keep_adapter(struct actor *actor)
{
	int err = move_link(actor, adapter_name(actor), actor->ns[!actor->end]);

	return err == EINVAL ? 0 : err;
}

const struct op guest_ops[] = {
	{ "die with vnic", 2, die_with_vnic },
	{ "visit", 2, visit },
	{ "keep adapter", 1, keep_adapter },
	{}
};

/* @vlan: protocol of a VLAN device */
static int add_upper(struct actor *actor, const char *kind, u32 lower, u16 vlan)
{
	struct nlattr *info, *data;
	struct nlmsghdr *msg;

	msg = link_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL,
			   upper_name(actor), IFF_UP, IFF_UP);
	mnl_attr_put_u32(msg, IFLA_LINK, lower);
	info = mnl_attr_nest_start(msg, IFLA_LINKINFO);
	mnl_attr_put_strz(msg, IFLA_INFO_KIND, kind);
	data = mnl_attr_nest_start(msg, IFLA_INFO_DATA);
	if (vlan) {
		mnl_attr_put_u16(msg, IFLA_VLAN_ID, 1 + roll(actor, NUM_UPPERS));
		mnl_attr_put_u16(msg, IFLA_VLAN_PROTOCOL, htons(vlan));
	} else {
		mnl_attr_put_u32(msg, IFLA_MACVLAN_MODE, roll(actor, 2) ?
				 MACVLAN_MODE_BRIDGE : MACVLAN_MODE_PASSTHRU);
	}
	mnl_attr_nest_end(msg, data);
	mnl_attr_nest_end(msg, info);
	return link_talk(actor, msg);
}

static int add_macvlan(struct actor *actor)
{
	return add_upper(actor, "macvlan", link_index(vnic_name(actor)), 0);
}

static int add_macvtap(struct actor *actor)
{
	return add_upper(actor, "macvtap", link_index(vnic_name(actor)), 0);
}

static int add_vlan(struct actor *actor)
{
	return add_upper(actor, "vlan", link_index(vnic_name(actor)), ETH_P_8021Q);
}

/* Of two who want the service VLANs of an uplink one is refused. */
static int add_service_vlan(struct actor *actor)
{
	return add_upper(actor, "vlan", link_index(any_uplink(actor)), ETH_P_8021AD);
}

static int delete_upper(struct actor *actor)
{
	return link_delete(actor, upper_name(actor));
}

static int bridge(struct actor *actor)
{
	struct nlmsghdr *msg;
	u32 index;

	go_to(actor, SWITCH);
	index = link_index("br0");
	msg = link_request(RTM_NEWLINK, 0, vnic_name(actor), IFF_UP, IFF_UP);
	mnl_attr_put_u32(msg, IFLA_MASTER, index);
	return link_talk(actor, msg);
}

const struct op upper_ops[] = {
	{ "add macvlan", 2, add_macvlan },
	{ "add macvtap", 2, add_macvtap },
	{ "add vlan", 1, add_vlan },
	{ "service vlan", 1, add_service_vlan },
	{ "delete", 2, delete_upper },
	{ "bridge", 3, bridge },
	{}
};

static int nap(void)
{
	usleep(10000);
	return NOT_ISSUED;
}

/* Tried again until nobody holds it. */
static int unload(struct actor *actor)
{
	unsigned long steps = actor->shared->steps;
	unsigned long life = actor->shared->wanted / 2;

	if (life > STEPS_OF_A_LIFE)
		life = STEPS_OF_A_LIFE;
	if (steps < actor->died + life)
		return nap();
	if (syscall(SYS_delete_module, "vmfex", O_NONBLOCK))
		return errno;
	actor->died = steps;
	actor->unloaded = true;
	return 0;
}

static int load(struct actor *actor)
{
	int status;
	pid_t pid;

	if (!actor->unloaded)
		return nap();
	actor->unloaded = false;
	pid = fork();
	if (!pid) {
		execlp("modprobe", "modprobe", "vmfex", NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return errno;
	return status ? EIO : 0;
}

const struct op module_ops[] = {
	{ "unload", 1, unload },
	{ "load", 1, load },
	{}
};
