// SPDX-License-Identifier: GPL-2.0-only
/*
 * Links by rtnetlink: adapters are made and deleted like any virtual netdev,
 * uplinks are netdevs whose master is an adapter.
 */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/if_vmfex.h>
#include <linux/rtnetlink.h>

#include "engine.h"
#include "link.h"
#include "nlattr.h"
#include "request.h"

static void put_link_info(struct nl_msg *msg, const struct keyword *data)
{
	struct nlattr *info, *nest;

	info = put_nest(msg, IFLA_LINKINFO);
	put_string(msg, IFLA_INFO_KIND, VMFEX_KIND_ADAPTER);
	nest = put_nest(msg, IFLA_INFO_DATA);
	keywords_put(msg, data);
	put_nest_end(msg, nest);
	put_nest_end(msg, info);
}

/**
 * link_add() - create an adapter
 * @conn: connections
 * @name: name of the netdev
 * @data: keywords whose attributes are IFLA_VMFEX_*
 *
 * Return: 0 or a negative errno.
 */
int link_add(struct conn *conn, const char *name, const struct keyword *data)
{
	struct nl_msg *msg = request_link(RTM_NEWLINK,
					  NLM_F_CREATE | NLM_F_EXCL, 0);
	int err;

	put_string(msg, IFLA_IFNAME, name);
	put_link_info(msg, data);
	err = conn_do(conn, msg, NULL, NULL);
	/* "Unknown device type" */
	return err == -EOPNOTSUPP ? conn_no_module(conn) : err;
}

/**
 * link_change() - change an adapter
 * @conn: connections
 * @ifindex: adapter
 * @data: keywords whose attributes are IFLA_VMFEX_*
 *
 * Return: 0 or a negative errno.
 */
int link_change(struct conn *conn, int ifindex, const struct keyword *data)
{
	struct nl_msg *msg = request_link(RTM_NEWLINK, 0, ifindex);

	put_link_info(msg, data);
	return conn_do(conn, msg, NULL, NULL);
}

/**
 * link_del() - delete a link
 * @conn: connections
 * @ifindex: link
 *
 * Return: 0 or a negative errno.
 */
int link_del(struct conn *conn, int ifindex)
{
	struct nl_msg *msg = request_link(RTM_DELLINK, 0, ifindex);

	return conn_do(conn, msg, NULL, NULL);
}

static void keep_master(const struct nlmsghdr *msg, void *arg)
{
	struct nlattr *attrs[IFLA_MAX + 1];

	if (!nlmsg_parse((struct nlmsghdr *)msg, sizeof(struct ifinfomsg), attrs,
			 IFLA_MAX, NULL))
		*(u32 *)arg = attr_u32(attrs[IFLA_MASTER], 0);
}

/**
 * link_get_master() - ask what a link is a part of
 * @conn: connections
 * @ifindex: link
 * @master: its bridge, bond, adapter, ...; 0 for none
 *
 * Return: 0 or a negative errno.
 */
int link_get_master(struct conn *conn, int ifindex, u32 *master)
{
	struct nl_msg *msg = request_link(RTM_GETLINK, 0, ifindex);

	*master = 0;
	return conn_do(conn, msg, keep_master, master);
}

/**
 * link_set_master() - enslave or release a link
 * @conn: connections
 * @ifindex: link
 * @master: adapter, 0 for none
 *
 * Return: 0 or a negative errno.
 */
int link_set_master(struct conn *conn, int ifindex, int master)
{
	struct nl_msg *msg = request_link(RTM_NEWLINK, 0, ifindex);

	put_u32(msg, IFLA_MASTER, master);
	return conn_do(conn, msg, NULL, NULL);
}
