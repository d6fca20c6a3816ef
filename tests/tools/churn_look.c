// SPDX-License-Identifier: GPL-2.0-only
/*
 * How tests/tools/churn looks at everything: dumps, events, files.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/vmfex.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "churn.h"

#define MAX_GROUPS	8
#define MAX_STATS	256
#define MAX_EVENTS	256
#define PAUSE_MS	50

static char room[64 * 1024];

static int dump_adapters(struct actor *actor)
{
	return genl_talk(actor, genl_request(VMFEX_CMD_ADAPTER_GET, NLM_F_DUMP));
}

static int dump_uplinks(struct actor *actor)
{
	return genl_talk(actor, genl_request(VMFEX_CMD_UPLINK_GET, NLM_F_DUMP));
}

static int dump_ports(struct actor *actor)
{
	return genl_talk(actor, genl_request(VMFEX_CMD_PORT_GET, NLM_F_DUMP));
}

static int dump_profiles(struct actor *actor)
{
	return genl_talk(actor, genl_request(VMFEX_CMD_PROFILE_GET, NLM_F_DUMP));
}

static int dump_viflists(struct actor *actor)
{
	return genl_talk(actor, genl_request(VMFEX_CMD_VIFLIST_GET, NLM_F_DUMP));
}

static int get_port(struct actor *actor)
{
	struct nlmsghdr *msg = genl_request(VMFEX_CMD_PORT_GET, 0);

	mnl_attr_put_strz(msg, VMFEX_A_PORT_IFNAME, vnic_name(actor));
	return genl_talk(actor, msg);
}

const struct op dump_ops[] = {
	{ "adapters", 1, dump_adapters },
	{ "uplinks", 1, dump_uplinks },
	{ "ports", 2, dump_ports },
	{ "profiles", 1, dump_profiles },
	{ "viflists", 1, dump_viflists },
	{ "one port", 2, get_port },
	{}
};

static int dump_links(struct actor *actor)
{
	struct nlmsghdr *msg = link_request(RTM_GETLINK, NLM_F_DUMP,
					    NULL, 0, 0);

	mnl_attr_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_VF);
	return link_talk(actor, msg);
}

static int get_link(struct actor *actor)
{
	struct nlmsghdr *msg = link_request(RTM_GETLINK, 0,
					    adapter_name(actor), 0, 0);

	mnl_attr_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_VF);
	return link_talk(actor, msg);
}

/* What `ethtool -S` asks; if the number changes meanwhile, more than there is room for. */
static int read_stats(struct actor *actor)
{
	union {
		struct ethtool_drvinfo info;
		struct ethtool_gstrings names;
		struct ethtool_stats stats;
	} *query = (void *)room;
	struct ifreq ifr = { .ifr_data = room };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	u32 n, err = 0;

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.15s",
		 roll(actor, 4) ? vnic_name(actor) : adapter_name(actor));
	query->info = (struct ethtool_drvinfo) { .cmd = ETHTOOL_GDRVINFO };
	if (ioctl(fd, SIOCETHTOOL, &ifr))
		goto failed;
	n = query->info.n_stats;
	query->names = (struct ethtool_gstrings) {
		.cmd = ETHTOOL_GSTRINGS, .string_set = ETH_SS_STATS, .len = n,
	};
	if (ioctl(fd, SIOCETHTOOL, &ifr))
		goto failed;
	query->stats = (struct ethtool_stats) { .cmd = ETHTOOL_GSTATS, .n_stats = n };
	if (!ioctl(fd, SIOCETHTOOL, &ifr))
		goto done;
failed:
	err = errno;
done:
	close(fd);
	return err;
}

const struct op link_reader_ops[] = {
	{ "dump", 1, dump_links },
	{ "one adapter", 1, get_link },
	{ "ethtool -S", 3, read_stats },
	{}
};

/* A link leads to a name, and a directory is none of ours. */
static bool read_file(const char *path)
{
	ssize_t len;
	int fd;

	if (readlink(path, room, sizeof(room)) > 0)
		return true;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, room, sizeof(room));
	close(fd);
	return len >= 0;
}

/* All that match; fails if none could be read. */
static int read_files(struct actor *actor, const char *pattern)
{
	char path[96];
	glob_t found;
	bool any = false;
	size_t i;

	snprintf(path, sizeof(path), "/run/churn/%d/%s", actor->end, pattern);
	if (!glob(path, GLOB_NOSORT, NULL, &found)) {
		for (i = 0; i < found.gl_pathc; i++) {
			go_on(actor);
			any |= read_file(found.gl_pathv[i]);
		}
		globfree(&found);
	}
	return any ? 0 : ENOENT;
}

static int read_netdev_files(struct actor *actor)
{
	return read_files(actor, "class/net/*/vmfex/*");
}

static int read_bus_files(struct actor *actor)
{
	return read_files(actor, "bus/vmfex/devices/*/*");
}

static int read_statistics(struct actor *actor)
{
	return read_files(actor, "class/net/f*/statistics/*");
}

/* The tracepoints are off again each time that the module was loaded. */
static int read_trace(struct actor *actor)
{
	static const char enable[] = "/sys/kernel/tracing/events/vmfex/enable";
	int fd = open(enable, O_WRONLY | O_CLOEXEC), err = 0;

	(void)actor;
	if (fd < 0)
		return errno;
	if (write(fd, "1", 1) != 1)
		err = errno;
	close(fd);
	if (err)
		return err;
	fd = open("/sys/kernel/tracing/trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (read(fd, room, sizeof(room)) < 0)
		err = errno;
	close(fd);
	return err;
}

const struct op file_ops[] = {
	{ "netdevs", 3, read_netdev_files },
	{ "bus", 3, read_bus_files },
	{ "statistics", 1, read_statistics },
	{ "trace", 2, read_trace },
	{}
};

/* The groups are others each time that the module was loaded. */
static int join(struct actor *actor)
{
	u32 groups[MAX_GROUPS];
	int i, n = genl_find_groups(actor, groups, MAX_GROUPS);
	int *file = &actor->files[actor->end];
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };

	if (n < 0)
		return -n;
	if (*file)
		close(*file);
	*file = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (*file < 0 || bind(*file, (struct sockaddr *)&address, sizeof(address))) {
		perror("churn: monitor");
		exit(1);
	}
	for (i = 0; i < n; i++)
		if (setsockopt(*file, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
			       &groups[i], sizeof(groups[i])))
			return errno;
	return 0;
}

/* Events that came, or a new beginning when none come. */
static int listen_to_events(struct actor *actor)
{
	struct pollfd wait = { .fd = actor->files[actor->end], .events = POLLIN };
	int i;

	if (!wait.fd || poll(&wait, 1, PAUSE_MS) < 1)
		return NOT_ISSUED;
	for (i = 0; i < MAX_EVENTS; i++)
		if (recv(wait.fd, room, sizeof(room), MSG_DONTWAIT) < 0)
			break;
	return i || errno == EAGAIN ? 0 : errno;
}

const struct op monitor_ops[] = {
	{ "join", 1, join },
	{ "listen", 8, listen_to_events },
	{}
};
