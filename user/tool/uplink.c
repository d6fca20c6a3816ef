// SPDX-License-Identifier: GPL-2.0-only
/*
 * Uplinks: parse, print and the commands.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <string.h>

#include "lib/engine.h"
#include "lib/keyword.h"
#include "lib/link.h"
#include "lib/names.h"
#include "lib/nlattr.h"
#include "lib/report.h"
#include "lib/request.h"
#include "adapter.h"
#include "tool.h"
#include "uplink.h"

/**
 * uplink_parse() - read an uplink from a message
 * @uplink: uplink
 * @msg: answer or event
 */
void uplink_parse(struct uplink *uplink, const struct nlmsghdr *msg)
{
	struct nlattr *attrs[VMFEX_A_UPLINK_MAX + 1];

	attr_parse(msg, attrs, VMFEX_A_UPLINK_MAX);
	uplink->ifindex = attr_u32(attrs[VMFEX_A_UPLINK_IFINDEX], 0);
	attr_string(attrs[VMFEX_A_UPLINK_IFNAME], uplink->ifname,
		    sizeof(uplink->ifname));
	attr_string(attrs[VMFEX_A_UPLINK_ADAPTER], uplink->adapter,
		    sizeof(uplink->adapter));
	attr_string(attrs[VMFEX_A_UPLINK_FABRIC], uplink->fabric,
		    sizeof(uplink->fabric));
	attr_string(attrs[VMFEX_A_UPLINK_PHYSNET], uplink->physnet,
		    sizeof(uplink->physnet));
	uplink->priority = attr_u32(attrs[VMFEX_A_UPLINK_PRIORITY], 0);
	uplink->state = attr_u32(attrs[VMFEX_A_UPLINK_STATE], UINT32_MAX);
	uplink->num_vifs = attr_u32(attrs[VMFEX_A_UPLINK_NUM_VIFS], 0);
	uplink->num_lists = attr_u32(attrs[VMFEX_A_UPLINK_NUM_LISTS], 0);
	uplink->offload = attr_u32(attrs[VMFEX_A_UPLINK_OFFLOAD], UINT32_MAX);
	uplink->offload_used = attr_u32(attrs[VMFEX_A_UPLINK_OFFLOAD_USED],
					UINT32_MAX);
	attr_string(attrs[VMFEX_A_UPLINK_OFFLOAD_REASON],
		    uplink->offload_reason, sizeof(uplink->offload_reason));
}

/**
 * uplink_print() - print an uplink
 * @out: output
 * @uplink: uplink
 */
void uplink_print(struct out *out, const struct uplink *uplink)
{
	out_name(out, "ifname", uplink->ifname);
	if (out->json)
		out_number(out, "ifindex", uplink->ifindex);
	out_string(out, "adapter", uplink->adapter);
	out_string(out, "fabric", uplink->fabric);
	out_string(out, "physnet", uplink->physnet);
	out_number(out, "priority", uplink->priority);
	out_string(out, "state", name_of(uplink_state_names, uplink->state));
	out_number(out, "num_vifs", uplink->num_vifs);
	out_number(out, "num_lists", uplink->num_lists);
	out_string(out, "offload", name_of(offload_names, uplink->offload));
	out_string(out, "offload_used",
		   name_of(offload_used_names, uplink->offload_used));
	if (out->json || uplink->offload_used != VMFEX_OFFLOAD_USED_ALL)
		out_free_text(out, "offload_reason", uplink->offload_reason);
}

/**
 * uplink_show_msg() - print the uplink of a message
 * @msg: answer
 * @out: output
 */
void uplink_show_msg(const struct nlmsghdr *msg, void *out)
{
	struct uplink uplink;

	uplink_parse(&uplink, msg);
	out_object(out);
	uplink_print(out, &uplink);
	out_object_end(out);
}

static void keep_uplink(const struct nlmsghdr *msg, void *arg)
{
	uplink_parse(arg, msg);
}

static int uplink_get(struct tool *tool, const char *name,
		      struct uplink *uplink)
{
	struct nl_msg *msg = request_new(VMFEX_CMD_UPLINK_GET);
	int err;

	put_string(msg, VMFEX_A_UPLINK_IFNAME, name);
	memset(uplink, 0, sizeof(*uplink));
	err = conn_do(&tool->conn, msg, keep_uplink, uplink);
	if (!err && !uplink->ifindex)
		return conn_fail(&tool->conn, -EIO, "answer without an uplink");
	return err;
}

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

	err = adapter_get(tool, master, &adapter);
	if (err)
		return err;
	ifindex = if_nametoindex(name);
	if (!ifindex)
		return conn_fail(&tool->conn, -ENODEV, "no netdev %s", name);

	/* The kernel would move the uplink of another adapter in silence. */
	err = uplink_get(tool, name, &uplink);
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
	err = uplink_get(tool, name, &uplink);
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
