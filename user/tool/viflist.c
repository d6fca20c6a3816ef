// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands about VIF lists.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/engine.h"
#include "lib/keyword.h"
#include "lib/nlattr.h"
#include "lib/out.h"
#include "lib/report.h"
#include "lib/request.h"
#include "lib/value.h"
#include "lib/viflist.h"
#include "object.h"

/* 22 bits of an E-CID; the kernel knows the limits of the tag in use. */
#define MAX_ID		0x3fffff

/* Ranges of members in one command. */
#define MAX_RANGES	64

/**
 * struct gather - lists being put together from their members
 * @out: output
 * @list: the current one, no uplink if there is none yet
 * @size: members that @list.members has room for
 */
struct gather {
	struct out *out;
	struct viflist list;
	unsigned int size;
};

static void gather_print(struct gather *gather)
{
	if (!*gather->list.uplink)
		return;
	out_object(gather->out);
	viflist_print(gather->out, &gather->list);
	out_object_end(gather->out);
}

static void gather_add(struct gather *gather, const struct vif_member *member)
{
	unsigned int size = gather->size ? 2 * gather->size : 64;
	struct viflist *list = &gather->list;
	struct vif_member *members;

	if (list->known == gather->size) {
		members = realloc(list->members, size * sizeof(*members));
		if (!members) {
			print_error("out of memory");
			exit(EXIT_KERNEL);
		}
		list->members = members;
		gather->size = size;
	}
	list->members[list->known++] = *member;
}

/* All members of a list come one after the other. */
static void gather_msg(const struct nlmsghdr *msg, void *arg)
{
	struct gather *gather = arg;
	struct vif_member member;
	struct viflist list;

	viflist_parse(&list, &member, msg);
	if (strcmp(list.uplink, gather->list.uplink) ||
	    list.list != gather->list.list) {
		struct vif_member *members = gather->list.members;

		gather_print(gather);
		gather->list = list;
		gather->list.members = members;
		gather->list.known = 0;
	}
	if (list.known)
		gather_add(gather, &member);
}

static int viflist_show(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = {
		{ .name = "adapter", .type = KEYWORD_DEV,
		  .attr = VMFEX_A_VIFLIST_ADAPTER },
		{ .name = "list", .type = KEYWORD_U32, .min = 1,
		  .max = MAX_ID, .attr = VMFEX_A_VIFLIST_LIST },
		{}
	};
	struct gather gather = { .out = &tool->out };
	const char *uplink = NULL;
	struct nl_msg *msg;
	int err;

	if (args->argc && strcmp(args_peek(args), "adapter") &&
	    strcmp(args_peek(args), "list")) {
		uplink = args_dev(args, "uplink");
		if (!uplink)
			return EXIT_USAGE;
	}
	if (keywords_parse(args, keywords))
		return EXIT_USAGE;

	msg = request_new(VMFEX_CMD_VIFLIST_GET);
	if (uplink)
		put_string(msg, VMFEX_A_VIFLIST_UPLINK, uplink);
	keywords_put(msg, keywords);
	out_begin(&tool->out);
	err = conn_dump(&tool->conn, msg, gather_msg, &gather);
	gather_print(&gather);
	free(gather.list.members);
	return finish_show(tool, err);
}

/**
 * struct viflist_change - what to do with a list
 * @uplink: uplink that it is for
 * @list: number of the list
 * @members: ranges of members
 * @count: number of ranges, 0 for the list itself
 */
struct viflist_change {
	const char *uplink;
	u32 list;
	struct range members[MAX_RANGES];
	int count;
};

static int change_parse(struct args *args, struct viflist_change *change)
{
	enum { LIST, VIF };
	struct keyword keywords[] = {
		[LIST] = { .name = "list", .type = KEYWORD_U32, .min = 1,
			   .max = MAX_ID },
		[VIF] = { .name = "vif", .type = KEYWORD_STRING,
			  .max = UINT32_MAX },
		{}
	};

	change->count = 0;
	change->uplink = args_dev(args, "uplink");
	if (!change->uplink || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (!keywords[LIST].seen)
		return usage_error("\"list\" expected");
	change->list = keywords[LIST].number;
	if (!keywords[VIF].seen)
		return 0;
	change->count = parse_ranges(keywords[VIF].string, 1, MAX_ID,
				     change->members, MAX_RANGES);
	if (change->count == -E2BIG)
		return usage_error("at most %d ranges of VIFs", MAX_RANGES);
	if (change->count < 0)
		return usage_error("invalid value \"%s\" of \"vif\", expected 1 to %u like 1,3-4",
				   keywords[VIF].string, MAX_ID);
	return 0;
}

static int change_list(struct tool *tool, const struct viflist_change *change,
		       int cmd, const u32 *vif)
{
	struct nl_msg *msg = request_new(cmd);

	put_string(msg, VMFEX_A_VIFLIST_UPLINK, change->uplink);
	put_u32(msg, VMFEX_A_VIFLIST_LIST, change->list);
	if (vif)
		put_u32(msg, VMFEX_A_VIFLIST_VIF_ID, *vif);
	return finish(tool, conn_do(&tool->conn, msg, NULL, NULL));
}

static int change_members(struct tool *tool,
			  const struct viflist_change *change, int cmd)
{
	unsigned int done = 0;
	int code;

	for (int i = 0; i < change->count; i++) {
		const struct range *range = &change->members[i];

		for (u32 vif = range->first; vif <= range->last; vif++) {
			code = change_list(tool, change, cmd, &vif);
			if (!code) {
				done++;
				continue;
			}
			if (!done)
				return code;
			fprintf(stderr, "Stopped at vif %u, %u done.\n", vif,
				done);
			return EXIT_PARTIAL;
		}
	}
	return EXIT_OK;
}

static int change(struct tool *tool, struct args *args, int cmd)
{
	struct viflist_change what;

	if (change_parse(args, &what))
		return EXIT_USAGE;
	if (!what.count)
		return change_list(tool, &what, cmd, NULL);
	return change_members(tool, &what, cmd);
}

static int viflist_add(struct tool *tool, struct args *args)
{
	return change(tool, args, VMFEX_CMD_VIFLIST_NEW);
}

static int viflist_del(struct tool *tool, struct args *args)
{
	return change(tool, args, VMFEX_CMD_VIFLIST_DEL);
}

static const struct command viflist_commands[] = {
	{ "show", viflist_show, 0 },
	{ "list", viflist_show, 0 },
	{ "add", viflist_add, COMMAND_CREATES },
	{ "delete", viflist_del, COMMAND_DELETES },
	{}
};

/* VIF lists: who gets a multicast frame. */
const struct object viflist_object = {
	.name = "viflist",
	.commands = viflist_commands,
	.usage =
"Usage: vmfex viflist show [ UPLINK | adapter ADAPTER ] [ list ID ]\n"
"       vmfex viflist add UPLINK list ID [ vif VIFS ]\n"
"       vmfex viflist del UPLINK list ID [ vif VIFS ]\n"
"VIFS := N[-M][,N[-M]]...\n",
};
