// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands about uplinks.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <stdio.h>
#include <string.h>

#include "lib/adapter.h"
#include "lib/engine.h"
#include "lib/keyword.h"
#include "lib/link.h"
#include "lib/names.h"
#include "lib/nlattr.h"
#include "lib/report.h"
#include "lib/request.h"
#include "lib/uplink.h"
#include "object.h"

static int uplink_show_adapter(struct tool *tool, struct args *args)
{
	const char *name = args_dev(args, "adapter");
	struct nl_msg *msg;

	if (!name || args_end(args))
		return EXIT_USAGE;
	msg = request_new(VMFEX_CMD_UPLINK_GET);
	put_string(msg, VMFEX_A_UPLINK_ADAPTER, name);
	return show_all(tool, msg, uplink_show_msg);
}

static int uplink_show(struct tool *tool, struct args *args)
{
	struct nl_msg *msg;
	const char *name;

	if (!args->argc)
		return show_all(tool, request_new(VMFEX_CMD_UPLINK_GET),
				uplink_show_msg);
	if (args_skip(args, "adapter"))
		return uplink_show_adapter(tool, args);

	name = args_dev(args, "uplink");
	if (!name || args_end(args))
		return EXIT_USAGE;
	msg = request_new(VMFEX_CMD_UPLINK_GET);
	put_string(msg, VMFEX_A_UPLINK_IFNAME, name);
	return show_one(tool, msg, uplink_show_msg);
}

/* Nor a port of a bridge or a bond. */
static int uplink_check_master(struct tool *tool, const char *name, int ifindex)
{
	char master[IF_NAMESIZE];
	u32 index;
	int err;

	err = link_get_master(&tool->conn, ifindex, &index);
	if (err || !index)
		return err;
	if (!if_indextoname(index, master))
		snprintf(master, sizeof(master), "%u", index);
	return conn_fail(&tool->conn, -EBUSY,
			 "%s is a port of %s, which it must leave before", name,
			 master);
}

static int uplink_enslave(struct tool *tool, const char *name,
			  const char *master)
{
	struct adapter adapter;
	struct uplink uplink;
	int ifindex, err;

	err = adapter_get(&tool->conn, master, &adapter);
	if (err)
		return err;
	ifindex = if_nametoindex(name);
	if (!ifindex)
		return conn_fail(&tool->conn, -ENODEV, "no netdev %s", name);

	/* The kernel would move the uplink of another adapter in silence. */
	err = uplink_get(&tool->conn, name, &uplink);
	if (!err) {
		conn_fail(&tool->conn, 0, "%s is an uplink of %s already",
			  name, uplink.adapter);
		return strcmp(uplink.adapter, master) ? -EBUSY : -EEXIST;
	}
	if (err != -ENODEV)
		return err;
	err = uplink_check_master(tool, name, ifindex);
	if (err)
		return err;
	return link_set_master(&tool->conn, ifindex, adapter.ifindex);
}

static int uplink_add(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = {
		{ .name = "adapter", .type = KEYWORD_DEV },
		{}
	};
	const char *name;

	name = args_dev(args, "uplink");
	if (!name || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (!keywords_seen(keywords))
		return usage_error("\"adapter\" expected");
	return finish(tool, uplink_enslave(tool, name, keywords[0].string));
}

static int uplink_set(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = {
		{ .name = "fabric", .type = KEYWORD_STRING, .min = 1,
		  .max = 15, .attr = VMFEX_A_UPLINK_FABRIC },
		{ .name = "physnet", .type = KEYWORD_STRING, .max = 31,
		  .attr = VMFEX_A_UPLINK_PHYSNET },
		{ .name = "priority", .type = KEYWORD_U32, .min = 1,
		  .max = 100, .attr = VMFEX_A_UPLINK_PRIORITY },
		{ .name = "offload", .type = KEYWORD_ENUM,
		  .names = offload_names, .attr = VMFEX_A_UPLINK_OFFLOAD },
		{}
	};
	struct nl_msg *msg;
	const char *name;

	name = args_dev(args, "uplink");
	if (!name || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (!keywords_seen(keywords))
		return keywords_error(keywords, "nothing to set");

	msg = request_new(VMFEX_CMD_UPLINK_SET);
	put_string(msg, VMFEX_A_UPLINK_IFNAME, name);
	keywords_put(msg, keywords);
	return finish(tool, conn_do(&tool->conn, msg, NULL, NULL));
}

static int uplink_del(struct tool *tool, struct args *args)
{
	struct uplink uplink;
	const char *name;
	int err;

	name = args_dev(args, "uplink");
	if (!name || args_end(args))
		return EXIT_USAGE;

	/* Asked first, so that no port of a bridge is taken out of it. */
	err = uplink_get(&tool->conn, name, &uplink);
	if (!err)
		err = link_set_master(&tool->conn, uplink.ifindex, 0);
	return finish(tool, err);
}

static const struct command uplink_commands[] = {
	{ "show", uplink_show, 0 },
	{ "list", uplink_show, 0 },
	{ "add", uplink_add, COMMAND_CREATES },
	{ "set", uplink_set, 0 },
	{ "delete", uplink_del, COMMAND_DELETES },
	{}
};

/* Uplinks: netdevs that carry the tagged frames of an adapter. */
const struct object uplink_object = {
	.name = "uplink",
	.commands = uplink_commands,
	.usage =
"Usage: vmfex uplink show [ DEV | adapter ADAPTER ]\n"
"       vmfex uplink add DEV adapter ADAPTER\n"
"       vmfex uplink set DEV [ fabric NAME ] [ physnet LABEL ] [ priority 1-100 ]\n"
"                             [ offload auto|trust|off ]\n"
"       vmfex uplink del DEV\n",
};
