// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands about ports.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <stdio.h>
#include <string.h>

#include "lib/engine.h"
#include "lib/keyword.h"
#include "lib/names.h"
#include "lib/nlattr.h"
#include "lib/out.h"
#include "lib/port.h"
#include "lib/report.h"
#include "lib/request.h"
#include "object.h"
#include "port_ref.h"

/* 22 bits of an E-CID; the kernel knows the limit of the tag in use. */
#define MAX_VIF	0x3fffff
/* Bytes of a reason that the kernel keeps. */
#define MAX_REASON	95

static int show_filtered(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = {
		{ .name = "adapter", .type = KEYWORD_DEV,
		  .attr = VMFEX_A_PORT_ADAPTER },
		{ .name = "profile", .type = KEYWORD_STRING, .min = 1,
		  .max = VMFEX_PROFILE_NAME_MAX,
		  .attr = VMFEX_A_PORT_PROFILE },
		{ .name = "state", .type = KEYWORD_ENUM,
		  .names = port_state_names, .attr = VMFEX_A_PORT_STATE },
		{ .name = "instance", .type = KEYWORD_UUID,
		  .attr = VMFEX_A_PORT_INSTANCE_UUID },
		{}
	};
	struct nl_msg *msg;

	if (keywords_parse(args, keywords))
		return EXIT_USAGE;
	msg = request_new(VMFEX_CMD_PORT_GET);
	keywords_put(msg, keywords);
	return show_all(tool, msg, port_show_msg);
}

static int show_named(struct tool *tool, struct port_ref *ref)
{
	conn_handler show;
	u32 vf;
	int err;

	port_ref_resolve(ref);
	show = ref->has_vf ? port_show_msg : port_show_here_msg;
	vf = ref->vfs.first;
	out_begin(&tool->out);
	do {
		struct nl_msg *msg = request_new(VMFEX_CMD_PORT_GET);

		port_ref_put(msg, ref, vf);
		err = conn_do(&tool->conn, msg, show, &tool->out);
	} while (!err && vf++ < ref->vfs.last);
	return finish_show(tool, err);
}

/* Words that are filters, so a netdev of such a name needs "dev" before it. */
static bool is_filter(const char *word)
{
	return !strcmp(word, "adapter") || !strcmp(word, "profile") ||
	       !strcmp(word, "state") || !strcmp(word, "instance");
}

static int port_show(struct tool *tool, struct args *args)
{
	struct port_ref ref;

	if (!args->argc || is_filter(args_peek(args)))
		return show_filtered(tool, args);
	if (port_ref_parse(args, &ref) || args_end(args))
		return EXIT_USAGE;
	return show_named(tool, &ref);
}

/* What has been done stays done, so the user must know how far it went. */
static int stopped(struct tool *tool, const struct port_ref *ref, u32 vf,
		   int err)
{
	int code = finish(tool, err);

	if (!code || vf == ref->vfs.first)
		return code;
	fprintf(stderr, "Stopped at %s vf %u, %u of %u are done.\n", ref->dev,
		vf, vf - ref->vfs.first, ref->vfs.last - ref->vfs.first + 1);
	return EXIT_PARTIAL;
}

/**
 * struct port_change - what to do with a port
 * @request: enum vmfex_request, -1 for none
 * @flags: of the message
 * @keywords: what else the command line said
 * @uplink: netdev that a new number is for, 0 for all
 */
struct port_change {
	int request;
	int flags;
	const struct keyword *keywords;
	u32 uplink;
};

static int change_ports(struct tool *tool, struct port_ref *ref,
			const struct port_change *change)
{
	u32 vf;
	int err;

	port_ref_resolve(ref);
	vf = ref->vfs.first;
	do {
		struct nl_msg *msg = request_new(VMFEX_CMD_PORT_SET);

		port_ref_put(msg, ref, vf);
		nlmsg_hdr(msg)->nlmsg_flags |= change->flags;
		if (change->request >= 0)
			put_u32(msg, VMFEX_A_PORT_REQUEST, change->request);
		if (change->keywords)
			keywords_put(msg, change->keywords);
		if (change->uplink)
			put_u32(msg, VMFEX_A_PORT_UPLINK_IFINDEX,
				change->uplink);
		err = conn_do(&tool->conn, msg, NULL, NULL);
		if (err)
			return stopped(tool, ref, vf, err);
		/* Each of them may have a warning. */
		finish(tool, 0);
	} while (vf++ < ref->vfs.last);
	return EXIT_OK;
}

static int associate(struct tool *tool, struct args *args, bool commit)
{
	enum { PROFILE, MAC, INSTANCE, HOST, OWNER, EXCLUSIVE, RR };
	struct keyword keywords[] = {
		[PROFILE] = { .name = "profile", .type = KEYWORD_STRING,
			      .min = 1, .max = VMFEX_PROFILE_NAME_MAX,
			      .attr = VMFEX_A_PORT_PROFILE },
		[MAC] = { .name = "mac", .type = KEYWORD_MAC,
			  .attr = VMFEX_A_PORT_MAC },
		[INSTANCE] = { .name = "instance", .type = KEYWORD_UUID,
			       .attr = VMFEX_A_PORT_INSTANCE_UUID },
		[HOST] = { .name = "host", .type = KEYWORD_UUID,
			   .attr = VMFEX_A_PORT_HOST_UUID },
		[OWNER] = { .name = "owner", .type = KEYWORD_STRING,
			    .min = 1, .max = VMFEX_OWNER_MAX,
			    .attr = VMFEX_A_PORT_OWNER },
		[EXCLUSIVE] = { .name = "exclusive", .type = KEYWORD_FLAG },
		/* "resource reservation", only before an association. */
		[RR] = { .name = commit ? NULL : "rr", .type = KEYWORD_FLAG },
		{}
	};
	struct port_change change = { .keywords = keywords };
	struct port_ref ref;

	if (port_ref_parse(args, &ref) || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (!keywords[PROFILE].seen)
		return usage_error("\"profile\" expected");
	if (keywords[MAC].seen && ref.vfs.first != ref.vfs.last)
		return usage_error("several ports cannot have one \"mac\"");

	if (keywords[EXCLUSIVE].seen)
		change.flags = NLM_F_EXCL;
	if (commit)
		change.request = VMFEX_REQUEST_ASSOCIATE;
	else if (keywords[RR].seen)
		change.request = VMFEX_REQUEST_PREASSOCIATE_RR;
	else
		change.request = VMFEX_REQUEST_PREASSOCIATE;
	return change_ports(tool, &ref, &change);
}

static int port_bind(struct tool *tool, struct args *args)
{
	return associate(tool, args, true);
}

static int port_preassociate(struct tool *tool, struct args *args)
{
	return associate(tool, args, false);
}

static int port_unbind(struct tool *tool, struct args *args)
{
	struct keyword keywords[] = {
		{ .name = "instance", .type = KEYWORD_UUID,
		  .attr = VMFEX_A_PORT_INSTANCE_UUID },
		{}
	};
	struct port_change change = {
		.request = VMFEX_REQUEST_DISASSOCIATE,
		.keywords = keywords,
	};
	struct port_ref ref;

	if (port_ref_parse(args, &ref) || keywords_parse(args, keywords))
		return EXIT_USAGE;
	return change_ports(tool, &ref, &change);
}

static int port_answer(struct tool *tool, struct args *args)
{
	enum { RESPONSE, REASON };
	struct keyword keywords[] = {
		[RESPONSE] = { .name = "response", .type = KEYWORD_ENUM,
			       .names = response_names,
			       .attr = VMFEX_A_PORT_RESPONSE },
		[REASON] = { .name = "reason", .type = KEYWORD_STRING,
			     .min = 1, .max = MAX_REASON,
			     .attr = VMFEX_A_PORT_ERROR },
		{}
	};
	struct port_change change = { .request = -1, .keywords = keywords };
	struct port_ref ref;

	if (port_ref_parse(args, &ref) || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (!keywords[RESPONSE].seen)
		return usage_error("\"response\" expected");
	return change_ports(tool, &ref, &change);
}

static int port_set(struct tool *tool, struct args *args)
{
	static const struct name off_on[] = { { "off", 0 }, { "on", 1 }, {} };
	enum { VIF, UPLINK, HOST_STACK };
	struct keyword keywords[] = {
		[VIF] = { .name = "vif", .type = KEYWORD_U32, .min = 1,
			  .max = MAX_VIF, .attr = VMFEX_A_PORT_VIF_ID },
		[UPLINK] = { .name = "uplink", .type = KEYWORD_DEV },
		[HOST_STACK] = { .name = "host_stack", .type = KEYWORD_U8,
				 .names = off_on, .max = 1,
				 .attr = VMFEX_A_PORT_HOST_STACK },
		{}
	};
	struct port_change change = { .request = -1, .keywords = keywords };
	struct port_ref ref;

	if (port_ref_parse(args, &ref) || keywords_parse(args, keywords))
		return EXIT_USAGE;
	if (keywords[VIF].seen == keywords[HOST_STACK].seen)
		return usage_error("either \"vif\" or \"host_stack\" expected");
	if (keywords[HOST_STACK].seen && keywords[UPLINK].seen)
		return usage_error("\"uplink\" is for \"vif\"");
	if (keywords[VIF].seen && ref.vfs.first != ref.vfs.last)
		return usage_error("several ports cannot have one \"vif\"");

	if (keywords[UPLINK].seen) {
		change.uplink = if_nametoindex(keywords[UPLINK].string);
		if (!change.uplink)
			return finish(tool, conn_fail(&tool->conn, -ENODEV,
						    "no netdev %s",
						    keywords[UPLINK].string));
	}
	return change_ports(tool, &ref, &change);
}

static const struct command port_commands[] = {
	{ "show", port_show, 0 },
	{ "list", port_show, 0 },
	{ "bind", port_bind, 0 },
	{ "preassociate", port_preassociate, 0 },
	{ "unbind", port_unbind, COMMAND_DELETES },
	{ "answer", port_answer, 0 },
	{ "set", port_set, 0 },
	{}
};

/* Ports: the bindings of vNICs to profiles. */
const struct object port_object = {
	.name = "port",
	.commands = port_commands,
	.usage =
"Usage: vmfex port show [ PORT ]\n"
"       vmfex port show [ adapter ADAPTER ] [ profile NAME ] [ state STATE ]\n"
"                            [ instance UUID ]\n"
"       vmfex port bind PORT profile NAME [ mac LLADDR ] [ instance UUID ]\n"
"                            [ host UUID ] [ owner TEXT ] [ exclusive ]\n"
"       vmfex port preassociate PORT profile NAME [ rr ] [ mac LLADDR ]\n"
"                            [ instance UUID ] [ host UUID ] [ owner TEXT ]\n"
"                            [ exclusive ]\n"
"       vmfex port unbind PORT [ instance UUID ]\n"
"       vmfex port answer PORT response RESPONSE [ reason TEXT ]\n"
"       vmfex port set PORT { vif ID [ uplink DEV ] | host_stack { on | off } }\n"
"PORT  := { DEV | ADAPTER vf { N | N-M | self } }\n"
"STATE := { unbound | preassociated | associating | associated | error }\n"
"RESPONSE := { success | invalid | badstate | insufficient-resources | error }\n",
};
