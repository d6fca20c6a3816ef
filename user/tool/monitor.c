// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events, printed with the printers of the objects.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "lib/adapter.h"
#include "lib/engine.h"
#include "lib/out.h"
#include "lib/port.h"
#include "lib/profile.h"
#include "lib/report.h"
#include "lib/uplink.h"
#include "lib/viflist.h"
#include "object.h"

/**
 * struct monitor - events that have been seen
 * @out: output
 * @seq: number of the next one, from 1
 */
struct monitor {
	struct out *out;
	u64 seq;
};

static void print_adapter(struct out *out, const struct nlmsghdr *msg)
{
	struct adapter adapter;

	adapter_parse(&adapter, msg);
	adapter_print(out, &adapter);
}

static void print_uplink(struct out *out, const struct nlmsghdr *msg)
{
	struct uplink uplink;

	uplink_parse(&uplink, msg);
	uplink_print(out, &uplink);
}

static void print_port(struct out *out, const struct nlmsghdr *msg)
{
	struct port port;

	port_parse(&port, msg);
	port_print(out, &port);
}

static void print_profile(struct out *out, const struct nlmsghdr *msg)
{
	struct profile profile;

	profile_parse(&profile, msg);
	profile_print(out, &profile);
}

static void print_viflist(struct out *out, const struct nlmsghdr *msg)
{
	struct vif_member member;
	struct viflist list;

	viflist_parse(&list, &member, msg);
	viflist_print(out, &list);
}

/**
 * struct event - kind of event
 * @cmd: command of its message, 0 in the last entry
 * @name: what users and scripts know it by
 * @print: prints its object
 */
struct event {
	u8 cmd;
	const char *name;
	void (*print)(struct out *out, const struct nlmsghdr *msg);
};

static const struct event events[] = {
	{ VMFEX_CMD_ADAPTER_NTF, "adapter", print_adapter },
	{ VMFEX_CMD_ADAPTER_DEL_NTF, "adapter-del", print_adapter },
	{ VMFEX_CMD_UPLINK_NTF, "uplink", print_uplink },
	{ VMFEX_CMD_UPLINK_DEL_NTF, "uplink-del", print_uplink },
	{ VMFEX_CMD_PORT_NTF, "port", print_port },
	{ VMFEX_CMD_PORT_DEL_NTF, "port-del", print_port },
	{ VMFEX_CMD_PROFILE_NTF, "profile", print_profile },
	{ VMFEX_CMD_PROFILE_DEL_NTF, "profile-del", print_profile },
	{ VMFEX_CMD_VIFLIST_NTF, "viflist", print_viflist },
	{ VMFEX_CMD_VIFLIST_DEL_NTF, "viflist-del", print_viflist },
	{}
};

static const struct event *find_event(const struct nlmsghdr *msg)
{
	const struct genlmsghdr *hdr = nlmsg_data(msg);
	const struct event *event;

	if (nlmsg_datalen(msg) < (int)GENL_HDRLEN)
		return NULL;
	for (event = events; event->cmd; event++)
		if (event->cmd == hdr->cmd)
			return event;
	return NULL;
}

static void print_head(struct monitor *monitor, const char *name)
{
	struct out *out = monitor->out;
	char date[32], stamp[48];
	struct timeval now;
	struct tm utc;

	gettimeofday(&now, NULL);
	gmtime_r(&now.tv_sec, &utc);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(stamp, sizeof(stamp), "%s.%06ldZ", date, (long)now.tv_usec);

	if (out->timestamp)
		out_text(out, NULL, stamp);
	if (!out->json) {
		out_text(out, NULL, name);
		return;
	}
	out_string(out, "event", name);
	out_number(out, "seq", ++monitor->seq);
	out_string(out, "time", stamp);
}

/* Who takes the output no more must not take silence for no events. */
static void end_event(struct out *out)
{
	out_object_end(out);
	if (!fflush(out->file) && !ferror(out->file))
		return;
	print_error("cannot write the output: %s", strerror(errno));
	exit(EXIT_KERNEL);
}

/* The kernel had no room for events: whoever keeps a copy must read anew. */
static void print_overrun(struct monitor *monitor)
{
	out_object(monitor->out);
	print_head(monitor, "overrun");
	end_event(monitor->out);
}

static void on_event(const struct nlmsghdr *msg, void *arg)
{
	struct monitor *monitor = arg;
	const struct event *event;

	if (!msg) {
		print_overrun(monitor);
		return;
	}
	event = find_event(msg);
	if (!event)
		return;
	out_object(monitor->out);
	print_head(monitor, event->name);
	event->print(monitor->out, msg);
	end_event(monitor->out);
}

static int listen_to(struct tool *tool, struct args *args,
		     const char *const *groups)
{
	struct monitor monitor = { .out = &tool->out };

	if (args_end(args))
		return EXIT_USAGE;
	/* One object a line, whatever was asked for. */
	tool->out.pretty = false;
	return finish(tool, conn_monitor(&tool->conn, groups, on_event, &monitor));
}

static int monitor_all(struct tool *tool, struct args *args)
{
	static const char *const groups[] = {
		VMFEX_MCGRP_ADAPTER, VMFEX_MCGRP_UPLINK, VMFEX_MCGRP_PORT,
		VMFEX_MCGRP_PROFILE, VMFEX_MCGRP_VIFLIST, NULL
	};

	return listen_to(tool, args, groups);
}

static int monitor_adapter(struct tool *tool, struct args *args)
{
	return listen_to(tool, args,
			 (const char *const []) { VMFEX_MCGRP_ADAPTER, NULL });
}

static int monitor_uplink(struct tool *tool, struct args *args)
{
	return listen_to(tool, args,
			 (const char *const []) { VMFEX_MCGRP_UPLINK, NULL });
}

static int monitor_port(struct tool *tool, struct args *args)
{
	return listen_to(tool, args,
			 (const char *const []) { VMFEX_MCGRP_PORT, NULL });
}

static int monitor_profile(struct tool *tool, struct args *args)
{
	return listen_to(tool, args,
			 (const char *const []) { VMFEX_MCGRP_PROFILE, NULL });
}

static int monitor_viflist(struct tool *tool, struct args *args)
{
	return listen_to(tool, args,
			 (const char *const []) { VMFEX_MCGRP_VIFLIST, NULL });
}

static const struct command monitor_commands[] = {
	{ "all", monitor_all, 0 },
	{ "adapter", monitor_adapter, 0 },
	{ "uplink", monitor_uplink, 0 },
	{ "port", monitor_port, 0 },
	{ "profile", monitor_profile, 0 },
	{ "viflist", monitor_viflist, 0 },
	{}
};

/* Events of all objects. */
const struct object monitor_object = {
	.name = "monitor",
	.commands = monitor_commands,
	.usage =
"Usage: vmfex monitor [ all | adapter | uplink | port | profile | viflist ]\n",
};
