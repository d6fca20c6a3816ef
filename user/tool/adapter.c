// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands about adapters.
 */
#include <errno.h>
#include <string.h>

#include "lib/adapter.h"
#include "lib/keyword.h"
#include "lib/link.h"
#include "lib/names.h"
#include "lib/nlattr.h"
#include "lib/report.h"
#include "lib/request.h"
#include "object.h"

/* The tag's numbers leave room for this many at most. */
#define MAX_VFS	4094

#define IDLE_TIMEOUT_KEYWORD	\
	{ .name = "idle_timeout", .type = KEYWORD_U32, \
	  .max = VMFEX_IDLE_TIMEOUT_MAX, .attr = IFLA_VMFEX_IDLE_TIMEOUT }

static int adapter_show(struct tool *tool, struct args *args)
{
	struct nl_msg *msg;
	const char *name;

	if (!args->argc)
		return show_all(tool, request_new(VMFEX_CMD_ADAPTER_GET),
				adapter_show_msg);

	name = args_dev(args, "adapter");
	if (!name || args_end(args))
		return EXIT_USAGE;
	msg = request_new(VMFEX_CMD_ADAPTER_GET);
	put_string(msg, VMFEX_A_ADAPTER_IFNAME, name);
	return show_one(tool, msg, adapter_show_msg);
}

enum { MODE, TAG, CLUSTER, NUM_VFS, IDLE_TIMEOUT, NUM_KEYWORDS };

/* What an adapter is made with; what is before NUM_VFS stays as it is. */
static const struct keyword adapter_keywords[NUM_KEYWORDS + 1] = {
	[MODE] = { .name = "mode", .type = KEYWORD_ENUM, .names = mode_names,
		   .attr = IFLA_VMFEX_MODE },
	[TAG] = { .name = "tag", .type = KEYWORD_ENUM, .names = tag_names,
		  .attr = IFLA_VMFEX_TAG },
	[CLUSTER] = { .name = "cluster", .type = KEYWORD_STRING, .min = 1,
		      .max = VMFEX_CLUSTER_NAME_MAX,
		      .attr = IFLA_VMFEX_CLUSTER },
	[NUM_VFS] = { .name = "num_vfs", .type = KEYWORD_U32, .max = MAX_VFS,
		      .attr = IFLA_VMFEX_NUM_VFS },
	[IDLE_TIMEOUT] = IDLE_TIMEOUT_KEYWORD,
};

/* Of the first @count keywords: 0 if the adapter is as they say. */
static int adapter_differs(struct tool *tool, const struct adapter *adapter,
			   const struct keyword *keywords, int count)
{
	const struct keyword is[NUM_KEYWORDS] = {
		[MODE] = { .number = adapter->mode },
		[TAG] = { .number = adapter->tag },
		[CLUSTER] = { .string = adapter->cluster },
		[NUM_VFS] = { .number = adapter->num_vfs },
		[IDLE_TIMEOUT] = { .number = adapter->idle_timeout },
	};

	for (int i = 0; i < count; i++)
		if (keyword_differs(&keywords[i], &is[i]))
			return exists_with(tool, "adapter", adapter->ifname,
					   &keywords[i], &is[i]);
	return 0;
}

/* The adapter's name, NULL if the words are wrong. */
static const char *adapter_words(struct args *args, struct keyword *keywords)
{
	const char *name = args_dev(args, "adapter");

	memcpy(keywords, adapter_keywords, sizeof(adapter_keywords));
	return name && !keywords_parse(args, keywords) ? name : NULL;
}

static int adapter_add(struct tool *tool, struct args *args)
{
	struct keyword keywords[ARRAY_SIZE(adapter_keywords)];
	const char *name = adapter_words(args, keywords);
	struct adapter adapter;
	int err;

	if (!name)
		return EXIT_USAGE;

	/* Another kind of netdev of that name is no adapter that exists. */
	err = tool->may_exist ? adapter_get(&tool->conn, name, &adapter) : -ENODEV;
	tool->may_exist = false;
	if (!err)
		err = adapter_differs(tool, &adapter, keywords, NUM_KEYWORDS);
	else if (err == -ENODEV)
		err = link_add(&tool->conn, name, keywords);
	return finish(tool, err);
}

static int adapter_replace(struct tool *tool, struct args *args)
{
	struct keyword keywords[ARRAY_SIZE(adapter_keywords)];
	const char *name = adapter_words(args, keywords);
	struct adapter adapter;
	int err;

	if (!name)
		return EXIT_USAGE;

	err = adapter_get(&tool->conn, name, &adapter);
	if (err == -ENODEV)
		return finish(tool, link_add(&tool->conn, name, keywords));
	if (!err)
		err = adapter_differs(tool, &adapter, keywords, NUM_VFS);
	if (!err && keywords_seen(&keywords[NUM_VFS]))
		err = link_change(&tool->conn, adapter.ifindex, &keywords[NUM_VFS]);
	return finish(tool, err);
}

static int adapter_set(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = {
		{ .name = "num_vfs", .type = KEYWORD_U32, .max = MAX_VFS,
		  .attr = IFLA_VMFEX_NUM_VFS },
		IDLE_TIMEOUT_KEYWORD,
		{}
	};
	struct adapter adapter;
	const char *name;
	int err;

	name = args_dev(args, "adapter");
	if (!name || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (!keywords_seen(keywords))
		return keywords_error(keywords, "nothing to set");

	err = adapter_get(&tool->conn, name, &adapter);
	if (!err)
		err = link_change(&tool->conn, adapter.ifindex, keywords);
	return finish(tool, err);
}

static int adapter_del(struct tool *tool, struct args *args)
{
	struct adapter adapter;
	const char *name;
	int err;

	name = args_dev(args, "adapter");
	if (!name || args_end(args))
		return EXIT_USAGE;

	/* Asked first, so that no other kind of netdev is deleted. */
	err = adapter_get(&tool->conn, name, &adapter);
	if (!err)
		err = link_del(&tool->conn, adapter.ifindex);
	return finish(tool, err);
}

static const struct command adapter_commands[] = {
	{ "show", adapter_show, 0 },
	{ "list", adapter_show, 0 },
	{ "add", adapter_add, COMMAND_CREATES },
	{ "replace", adapter_replace, 0 },
	{ "set", adapter_set, 0 },
	{ "delete", adapter_del, COMMAND_DELETES },
	{}
};

/* Adapters: software VICs. */
const struct object adapter_object = {
	.name = "adapter",
	.commands = adapter_commands,
	.usage =
"Usage: vmfex adapter show [ DEV ]\n"
"       vmfex adapter { add | replace } DEV [ mode { host | fabric } ]\n"
"                             [ tag { vntag | etag | svlan } ] [ num_vfs N ]\n"
"                             [ cluster NAME ] [ idle_timeout SECONDS ]\n"
"       vmfex adapter set DEV [ num_vfs N ] [ idle_timeout SECONDS ]\n"
"       vmfex adapter del DEV\n",
};
