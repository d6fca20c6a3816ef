// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands about profiles.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <string.h>

#include "lib/engine.h"
#include "lib/keyword.h"
#include "lib/names.h"
#include "lib/nlattr.h"
#include "lib/profile.h"
#include "lib/report.h"
#include "lib/request.h"
#include "lib/value.h"
#include "object.h"

#define MAX_VLAN	4094
#define MAX_COS		7

/* A profile that comes and goes in between so often is left to others. */
#define REPLACE_TRIES	8

#define CLUSTER_KEYWORD	\
	{ .name = "cluster", .type = KEYWORD_STRING, .min = 1, \
	  .max = VMFEX_CLUSTER_NAME_MAX, .attr = VMFEX_A_PROFILE_CLUSTER }

static const char *profile_name(struct args *args)
{
	const char *name;

	if (args->argc > 1)
		args_skip(args, "name");
	name = args_next(args);
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
	keywords_put(msg, keywords);
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
		usage_error("invalid value \"%s\" of \"trunk\", expected 1 to %d like 10,20-30",
			    trunk->string, MAX_VLAN);
	return count;
}

enum {
	CLUSTER,
	VLAN,
	TRUNK,
	NATIVE,
	MAC_FORGE,
	COS,
	UPLINK_FAIL,
	CONFIRM,
	NUM_KEYWORDS
};

static const struct name none_names[] = { { "none", VMFEX_COS_NONE }, {} };
static const struct name off_on_names[] = { { "off", 0 }, { "on", 1 }, {} };

/* What a profile says, behind the cluster, which is part of its name. */
static const struct keyword profile_keywords[NUM_KEYWORDS + 1] = {
	[CLUSTER] = CLUSTER_KEYWORD,
	[VLAN] = { .name = "vlan", .type = KEYWORD_U16, .max = MAX_VLAN,
		   .attr = VMFEX_A_PROFILE_ACCESS_VLAN },
	[TRUNK] = { .name = "trunk", .type = KEYWORD_STRING,
		    .max = UINT32_MAX },
	[NATIVE] = { .name = "native", .type = KEYWORD_U16, .max = MAX_VLAN,
		     .attr = VMFEX_A_PROFILE_NATIVE_VLAN },
	[MAC_FORGE] = { .name = "mac_forge", .type = KEYWORD_ENUM,
			.names = mac_forge_names,
			.attr = VMFEX_A_PROFILE_MAC_FORGE },
	[COS] = { .name = "cos", .type = KEYWORD_U8, .max = MAX_COS,
		  .names = none_names, .attr = VMFEX_A_PROFILE_COS },
	[UPLINK_FAIL] = { .name = "uplink_fail", .type = KEYWORD_ENUM,
			  .names = uplink_fail_names,
			  .attr = VMFEX_A_PROFILE_UPLINK_FAIL },
	[CONFIRM] = { .name = "confirm", .type = KEYWORD_U8, .max = 1,
		      .names = off_on_names,
		      .attr = VMFEX_A_PROFILE_CONFIRM },
};

/**
 * struct profile_change - what the command line says about a profile
 * @name: its name
 * @keywords: profile_keywords, filled
 * @ranges: VLANs of a trunk
 * @count: number of @ranges
 * @trunk: the same as text
 */
struct profile_change {
	const char *name;
	struct keyword keywords[NUM_KEYWORDS + 1];
	struct range ranges[PROFILE_MAX_RANGES];
	int count;
	char trunk[PROFILE_RANGES_SIZE];
};

static int change_parse(struct args *args, struct profile_change *change)
{
	struct keyword *keywords = change->keywords;

	memcpy(keywords, profile_keywords, sizeof(profile_keywords));
	change->name = profile_name(args);
	if (!change->name || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (keywords[VLAN].seen &&
	    (keywords[TRUNK].seen || keywords[NATIVE].seen))
		return usage_error("either \"vlan\" or \"trunk\" with \"native\"");
	change->count = parse_trunk(&keywords[TRUNK], change->ranges);
	if (change->count < 0)
		return EXIT_USAGE;
	profile_ranges_text(change->ranges, change->count, change->trunk,
			    sizeof(change->trunk));
	keywords[TRUNK].string = change->trunk;
	return 0;
}

static int change_send(struct tool *tool, const struct profile_change *change,
		       int cmd)
{
	struct nl_msg *msg = request_new(cmd);

	put_string(msg, VMFEX_A_PROFILE_NAME, change->name);
	keywords_put(msg, change->keywords);
	put_ranges(msg, change->ranges, change->count);
	return conn_do(&tool->conn, msg, NULL, NULL);
}

/* 0 if the profile is as the command line says. */
static int profile_differs(struct tool *tool, const struct profile *profile,
			   const struct profile_change *change)
{
	char trunk[PROFILE_RANGES_SIZE];
	const struct keyword is[NUM_KEYWORDS] = {
		[VLAN] = { .number = profile->access_vlan },
		[TRUNK] = { .string = trunk },
		[NATIVE] = { .number = profile->native_vlan },
		[MAC_FORGE] = { .number = profile->mac_forge },
		[COS] = { .number = profile->cos },
		[UPLINK_FAIL] = { .number = profile->uplink_fail },
		[CONFIRM] = { .number = profile->confirm },
	};

	profile_ranges_text(profile->ranges, profile->num_ranges, trunk,
			    sizeof(trunk));
	for (int i = VLAN; i < NUM_KEYWORDS; i++)
		if (keyword_differs(&change->keywords[i], &is[i]))
			return exists_with(tool, "profile", change->name,
					   &change->keywords[i], &is[i]);
	return 0;
}

static int profile_add(struct tool *tool, struct args *args)
{
	struct profile_change change;
	struct profile profile;
	int err;

	if (change_parse(args, &change))
		return EXIT_USAGE;
	err = change_send(tool, &change, VMFEX_CMD_PROFILE_NEW);
	if (err == -EEXIST && tool->may_exist) {
		tool->may_exist = false;
		err = profile_get(&tool->conn, change.name,
				  change.keywords[CLUSTER].string, &profile);
		if (!err)
			err = profile_differs(tool, &profile, &change);
	}
	return finish(tool, err);
}

/* What a profile has of which its command says nothing when it is added. */
static void change_fill(struct profile_change *change)
{
	static const struct keyword defaults[NUM_KEYWORDS] = {
		[MAC_FORGE] = { .number = VMFEX_MAC_FORGE_ALLOW },
		[COS] = { .number = VMFEX_COS_NONE },
		[UPLINK_FAIL] = { .number = VMFEX_UPLINK_FAIL_LINK_DOWN },
	};
	struct keyword *keywords = change->keywords;

	for (int i = VLAN; i < NUM_KEYWORDS; i++) {
		/* Either of them, and there is no trunk but that of the command. */
		if (keywords[i].seen || i == TRUNK ||
		    i == (keywords[TRUNK].seen ? VLAN : NATIVE))
			continue;
		keywords[i].number = defaults[i].number;
		keywords[i].seen = true;
	}
}

static int profile_replace(struct tool *tool, struct args *args)
{
	struct profile_change change, all;
	int tries = REPLACE_TRIES;
	int err;

	if (change_parse(args, &change))
		return EXIT_USAGE;
	all = change;
	change_fill(&all);
	do {
		err = change_send(tool, &change, VMFEX_CMD_PROFILE_NEW);
		if (err == -EEXIST)
			err = change_send(tool, &all, VMFEX_CMD_PROFILE_SET);
	} while (err == -ENOENT && --tries);
	return finish(tool, err);
}

static int profile_set(struct tool *tool, struct args *args)
{
	struct profile_change change;

	if (change_parse(args, &change))
		return EXIT_USAGE;
	if (!keywords_seen(&change.keywords[VLAN]))
		return keywords_error(&change.keywords[VLAN], "nothing to set");
	return finish(tool, change_send(tool, &change, VMFEX_CMD_PROFILE_SET));
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
	keywords_put(msg, keywords);
	return finish(tool, conn_do(&tool->conn, msg, NULL, NULL));
}

static const struct command profile_commands[] = {
	{ "show", profile_show, 0 },
	{ "list", profile_show, 0 },
	{ "add", profile_add, COMMAND_CREATES },
	{ "replace", profile_replace, 0 },
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
"       vmfex profile { add | replace | set } NAME [ cluster CLUSTER ]\n"
"                            [ vlan VID | trunk VIDS [ native VID ] ]\n"
"                            [ mac_forge { allow | deny } ] [ cos { 0-7 | none } ]\n"
"                            [ uplink_fail { link-down | warning } ]\n"
"                            [ confirm { on | off } ]\n"
"       vmfex profile del NAME [ cluster CLUSTER ]\n"
"VIDS := VID[-VID][,VID[-VID]]...\n",
};
