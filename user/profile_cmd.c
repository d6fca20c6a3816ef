// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands about profiles.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <string.h>

#include "nlattr.h"
#include "names.h"
#include "profile.h"

#define MAX_VLAN	4094
#define MAX_COS		7

#define CLUSTER_KEYWORD	\
	{ .name = "cluster", .type = KEYWORD_STRING, .min = 1, \
	  .max = VMFEX_CLUSTER_NAME_MAX, .attr = VMFEX_A_PROFILE_CLUSTER }

static const char *profile_name(struct args *args)
{
	const char *name = args_next(args);

	if (!name)
		usage_error("name of the profile expected");
	else if (!*name || strlen(name) > VMFEX_PROFILE_NAME_MAX)
		usage_error("a profile's name has 1 to %d bytes",
			    VMFEX_PROFILE_NAME_MAX);
	else
		return name;
	return NULL;
}

static int profile_show(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = { CLUSTER_KEYWORD, {} };
	const char *name = NULL;
	struct nl_msg *msg;

	/* "cluster" with a value is the filter, not a name. */
	if (args->argc == 1 ||
	    (args->argc && strcmp(args_peek(args), "cluster"))) {
		name = profile_name(args);
		if (!name)
			return EXIT_USAGE;
	}
	if (keywords_parse(args, keywords))
		return EXIT_USAGE;

	msg = request_new(VMFEX_CMD_PROFILE_GET);
	if (name)
		put_string(msg, VMFEX_A_PROFILE_NAME, name);
	put_keywords(msg, keywords);
	return name ? show_one(tool, msg, profile_show_msg) :
		      show_all(tool, msg, profile_show_msg);
}

static void put_ranges(struct nl_msg *msg, const struct range *ranges,
		       int count)
{
	struct nlattr *nest;

	for (int i = 0; i < count; i++) {
		nest = put_nest(msg, VMFEX_A_PROFILE_VLAN_RANGE);
		put_u16(msg, VMFEX_A_VLAN_RANGE_START, ranges[i].first);
		put_u16(msg, VMFEX_A_VLAN_RANGE_END, ranges[i].last);
		put_nest_end(msg, nest);
	}
}

/* Returns the number of ranges, or a negative number after a message. */
static int parse_trunk(const struct keyword *trunk, struct range *ranges)
{
	int count = 0;

	if (trunk->seen)
		count = parse_ranges(trunk->string, 1, MAX_VLAN, ranges,
				     PROFILE_MAX_RANGES);
	if (count == -E2BIG)
		usage_error("at most %d ranges of VLANs", PROFILE_MAX_RANGES);
	else if (count < 0)
		usage_error("invalid value \"%s\" of \"trunk\"",
			    trunk->string);
	return count;
}

static int publish(struct tool *tool, struct args *args, int cmd)
{
	static const struct name none[] = { { "none", VMFEX_COS_NONE }, {} };
	static const struct name off_on[] = { { "off", 0 }, { "on", 1 }, {} };
	enum { CLUSTER, VLAN, TRUNK, NATIVE, MAC_FORGE, COS, UPLINK_FAIL,
	       CONFIRM };
	struct keyword keywords[] = {
		[CLUSTER] = CLUSTER_KEYWORD,
		[VLAN] = { .name = "vlan", .type = KEYWORD_U16,
			   .max = MAX_VLAN,
			   .attr = VMFEX_A_PROFILE_ACCESS_VLAN },
		[TRUNK] = { .name = "trunk", .type = KEYWORD_STRING,
			    .max = UINT32_MAX },
		[NATIVE] = { .name = "native", .type = KEYWORD_U16,
			     .max = MAX_VLAN,
			     .attr = VMFEX_A_PROFILE_NATIVE_VLAN },
		[MAC_FORGE] = { .name = "mac_forge", .type = KEYWORD_ENUM,
				.names = mac_forge_names,
				.attr = VMFEX_A_PROFILE_MAC_FORGE },
		[COS] = { .name = "cos", .type = KEYWORD_U8, .max = MAX_COS,
			  .names = none, .attr = VMFEX_A_PROFILE_COS },
		[UPLINK_FAIL] = { .name = "uplink_fail", .type = KEYWORD_ENUM,
				  .names = uplink_fail_names,
				  .attr = VMFEX_A_PROFILE_UPLINK_FAIL },
		[CONFIRM] = { .name = "confirm", .type = KEYWORD_U8, .max = 1,
			      .names = off_on,
			      .attr = VMFEX_A_PROFILE_CONFIRM },
		{}
	};
	struct range ranges[PROFILE_MAX_RANGES];
	struct nl_msg *msg;
	const char *name;
	int count;

	name = profile_name(args);
	if (!name || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (keywords[VLAN].seen &&
	    (keywords[TRUNK].seen || keywords[NATIVE].seen))
		return usage_error("either \"vlan\" or \"trunk\" with \"native\"");
	if (cmd == VMFEX_CMD_PROFILE_SET && !keywords_seen(&keywords[VLAN]))
		return usage_error("nothing to set");
	count = parse_trunk(&keywords[TRUNK], ranges);
	if (count < 0)
		return EXIT_USAGE;

	msg = request_new(cmd);
	put_string(msg, VMFEX_A_PROFILE_NAME, name);
	put_keywords(msg, keywords);
	put_ranges(msg, ranges, count);
	return finish(tool, conn_do(&tool->conn, msg, NULL, NULL));
}

static int profile_add(struct tool *tool, struct args *args)
{
	return publish(tool, args, VMFEX_CMD_PROFILE_NEW);
}

static int profile_set(struct tool *tool, struct args *args)
{
	return publish(tool, args, VMFEX_CMD_PROFILE_SET);
}

static int profile_del(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = { CLUSTER_KEYWORD, {} };
	struct nl_msg *msg;
	const char *name;

	name = profile_name(args);
	if (!name || keywords_parse(args, keywords))
		return EXIT_USAGE;
	msg = request_new(VMFEX_CMD_PROFILE_DEL);
	put_string(msg, VMFEX_A_PROFILE_NAME, name);
	put_keywords(msg, keywords);
	return finish(tool, conn_do(&tool->conn, msg, NULL, NULL));
}

static const struct command profile_commands[] = {
	{ "show", profile_show, 0 },
	{ "list", profile_show, 0 },
	{ "add", profile_add, COMMAND_CREATES },
	{ "set", profile_set, 0 },
	{ "delete", profile_del, COMMAND_DELETES },
	{}
};

/* Profiles: named policies that ports are bound to. */
const struct object profile_object = {
	.name = "profile",
	.commands = profile_commands,
	.usage =
"Usage: vmfex profile show [ NAME ] [ cluster CLUSTER ]\n"
"       vmfex profile { add | set } NAME [ cluster CLUSTER ]\n"
"                            [ vlan VID | trunk VIDS [ native VID ] ]\n"
"                            [ mac_forge { allow | deny } ] [ cos { 0-7 | none } ]\n"
"                            [ uplink_fail { link-down | warning } ]\n"
"                            [ confirm { on | off } ]\n"
"       vmfex profile del NAME [ cluster CLUSTER ]\n"
"VIDS := VID[-VID][,VID[-VID]]...\n",
};
