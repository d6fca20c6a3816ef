// SPDX-License-Identifier: GPL-2.0-only
/*
 * The objects that tests/tools/nlfuzz sends messages about: two adapters with
 * uplinks and profiles. Also the one place that sends and receives.
 */
#include <err.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "nlfuzz_world.h"
#include "series.h"

#define ANSWER_ROOM	262144
#define MAX_OBJECTS	8192

static int route = -1, genl = -1;
static struct message request;
static u8 buffer[ANSWER_ROOM];

/* Names or indices of objects that a dump has told */
static struct {
	u32 index;
	char name[64];
	char cluster[64];
} objects[MAX_OBJECTS];

static u32 num_objects;

/**
 * open_netlink() - open a socket
 * @protocol: NETLINK_*
 *
 * Return: the socket.
 */
int open_netlink(int protocol)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	int room = 1 << 21;
	int fd;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(EXIT_BROKEN, "no netlink socket");
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	return fd;
}

static const struct nlattr *find_attr(const void *attrs, u32 len, u16 type)
{
	const struct nlattr *attr = attrs;

	while (len >= NLA_HDRLEN && attr->nla_len >= NLA_HDRLEN &&
	       attr->nla_len <= len) {
		u32 step = NLA_ALIGN(attr->nla_len);

		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
		if (step >= len)
			break;
		len -= step;
		attr = (const void *)((const u8 *)attr + step);
	}
	return NULL;
}

static const struct nlattr *find_inner(const struct nlattr *attr, u16 type)
{
	if (!attr)
		return NULL;
	return find_attr(attr + 1, attr->nla_len - NLA_HDRLEN, type);
}

static bool is_text(const struct nlattr *attr, const char *text)
{
	return attr && !strcmp((const char *)(attr + 1), text);
}

/* An adapter or a profile; other messages are left alone. */
static void remember(const struct nlmsghdr *head)
{
	const struct ifinfomsg *info = (const void *)(head + 1);
	const u8 *attrs = (const u8 *)(head + 1) +
		(head->nlmsg_type == RTM_NEWLINK ? sizeof(*info) : GENL_HDRLEN);
	u32 len = (const u8 *)head + head->nlmsg_len - attrs;
	const struct nlattr *name, *cluster;

	if (num_objects == MAX_OBJECTS)
		errx(EXIT_BROKEN, "too many objects");
	if (head->nlmsg_type == RTM_NEWLINK) {
		name = find_attr(attrs, len, IFLA_LINKINFO);
		if (is_text(find_inner(name, IFLA_INFO_KIND), "vmfex"))
			objects[num_objects++].index = info->ifi_index;
		return;
	}
	name = find_attr(attrs, len, VMFEX_A_PROFILE_NAME);
	cluster = find_attr(attrs, len, VMFEX_A_PROFILE_CLUSTER);
	if (!name || !cluster)
		return;
	snprintf(objects[num_objects].name, sizeof(objects[0].name), "%s",
		 (const char *)(name + 1));
	snprintf(objects[num_objects++].cluster, sizeof(objects[0].cluster),
		 "%s", (const char *)(cluster + 1));
}

static void look_at(const u8 *bytes, ssize_t left, u32 seq, bool collect,
		    struct answers *answers)
{
	const struct nlmsghdr *head = (const void *)bytes;

	for (; NLMSG_OK(head, left); head = NLMSG_NEXT(head, left)) {
		if (head->nlmsg_seq != seq)
			continue;
		if (head->nlmsg_type == NLMSG_ERROR ||
		    head->nlmsg_type == NLMSG_DONE) {
			answers->ends++;
			memcpy(&answers->error, head + 1, sizeof(int));
		} else if (collect) {
			remember(head);
		}
	}
}

/* The kernel has answered when send() returns; more of a dump comes by reading. */
static void converse(int fd, const struct message *message, bool collect,
		     struct answers *answers)
{
	ssize_t len;

	memset(answers, 0, sizeof(*answers));
	while (send(fd, message->data, message->len, 0) < 0)
		if (errno != ENOBUFS && errno != EINTR)
			err(EXIT_BROKEN, "send");
	for (;;) {
		len = recv(fd, buffer, sizeof(buffer), MSG_DONTWAIT);
		if (len > 0)
			look_at(buffer, len, message->head.nlmsg_seq, collect,
				answers);
		else if (len < 0 && errno == ENOBUFS)
			answers->overrun = true;
		else if (len < 0 && errno == EAGAIN)
			return;
		else if (len < 0 && errno != EINTR)
			err(EXIT_BROKEN, "receive");
	}
}

/**
 * ask() - send a request and read what comes
 * @fd: socket
 * @message: request
 * @answers: filled
 */
void ask(int fd, const struct message *message, struct answers *answers)
{
	converse(fd, message, false, answers);
}

/* 0 or a negative error */
static int do_request(void)
{
	struct answers answers;

	converse(request.genl ? genl : route, &request, false, &answers);
	if (answers.ends != 1)
		errx(EXIT_BROKEN, "%u answers where one is due", answers.ends);
	return answers.error;
}

static void link_request(u16 type, u16 flags, u32 index)
{
	struct ifinfomsg *info;

	start_message(&request, type, NLM_F_ACK | flags);
	info = add_head(&request, sizeof(*info));
	info->ifi_index = index;
}

static void genl_request(u16 family, u8 cmd, u16 flags)
{
	struct genlmsghdr *head;

	start_message(&request, family, flags);
	head = add_head(&request, sizeof(*head));
	head->cmd = cmd;
	head->version = VMFEX_FAMILY_VERSION;
	request.genl = true;
}

/**
 * world_open() - get ready
 * @world: its family is filled
 */
void world_open(struct world *world)
{
	const struct nlattr *family;
	const struct nlmsghdr *head = (const void *)buffer;
	ssize_t len;

	route = open_netlink(NETLINK_ROUTE);
	genl = open_netlink(NETLINK_GENERIC);
	genl_request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	add_text(&request, CTRL_ATTR_FAMILY_NAME, VMFEX_FAMILY_NAME);
	if (send(genl, request.data, request.len, 0) < 0)
		err(EXIT_BROKEN, "send");
	len = recv(genl, buffer, sizeof(buffer), 0);
	if (len < NLMSG_HDRLEN || head->nlmsg_type != GENL_ID_CTRL)
		errx(EXIT_BROKEN, "no family %s", VMFEX_FAMILY_NAME);
	family = find_attr(buffer + NLMSG_HDRLEN + GENL_HDRLEN,
			   len - NLMSG_HDRLEN - GENL_HDRLEN,
			   CTRL_ATTR_FAMILY_ID);
	if (!family)
		errx(EXIT_BROKEN, "family without number");
	memcpy(&world->family, family + 1, sizeof(world->family));
}

/* The adapters, or the profiles, to @objects */
static void collect(const struct world *world, bool profiles)
{
	struct answers answers;

	if (profiles)
		genl_request(world->family, VMFEX_CMD_PROFILE_GET, NLM_F_DUMP);
	else
		link_request(RTM_GETLINK, NLM_F_DUMP, 0);
	num_objects = 0;
	converse(profiles ? genl : route, &request, true, &answers);
	if (answers.ends != 1 || answers.error < 0)
		errx(EXIT_BROKEN, "dump: %u ends, error %d", answers.ends, answers.error);
}

/**
 * world_remove() - remove all adapters and profiles
 * @world: world
 *
 * Return: true if none is left.
 */
bool world_remove(struct world *world)
{
	bool removed = true;
	u32 i;

	collect(world, false);
	for (i = 0; i < num_objects; i++) {
		link_request(RTM_DELLINK, 0, objects[i].index);
		removed &= !do_request();
	}
	collect(world, true);
	for (i = 0; i < num_objects; i++) {
		genl_request(world->family, VMFEX_CMD_PROFILE_DEL, NLM_F_ACK);
		add_text(&request, VMFEX_A_PROFILE_NAME, objects[i].name);
		add_text(&request, VMFEX_A_PROFILE_CLUSTER, objects[i].cluster);
		removed &= !do_request();
	}
	collect(world, false);
	removed &= !num_objects;
	collect(world, true);
	return removed && !num_objects;
}

static void make_link(const char *name, const char *kind, int mode, int tag,
		      int vfs)
{
	u32 info, data;
	int err;

	link_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0);
	add_text(&request, IFLA_IFNAME, name);
	info = begin_nest(&request, IFLA_LINKINFO | NLA_F_NESTED);
	add_text(&request, IFLA_INFO_KIND, kind);
	if (!strcmp(kind, "vmfex")) {
		data = begin_nest(&request, IFLA_INFO_DATA | NLA_F_NESTED);
		add_number(&request, IFLA_VMFEX_MODE, mode);
		add_number(&request, IFLA_VMFEX_TAG, tag);
		add_number(&request, IFLA_VMFEX_NUM_VFS, vfs);
		end_nest(&request, data);
	}
	end_nest(&request, info);
	err = do_request();
	if (err)
		errx(EXIT_BROKEN, "cannot make %s: %s", name, strerror(-err));
}

static void set_link(const char *name, const char *master)
{
	struct ifinfomsg *info = (void *)(request.data + NLMSG_HDRLEN);
	int err;

	link_request(RTM_NEWLINK, 0, if_nametoindex(name));
	info->ifi_flags = IFF_UP;
	info->ifi_change = IFF_UP;
	if (master)
		add_number(&request, IFLA_MASTER, if_nametoindex(master));
	err = do_request();
	if (err)
		errx(EXIT_BROKEN, "cannot set %s: %s", name, strerror(-err));
}

static void make_profile(const struct world *world, const char *name, u16 vlan)
{
	int err;

	genl_request(world->family, VMFEX_CMD_PROFILE_NEW, NLM_F_ACK);
	add_text(&request, VMFEX_A_PROFILE_NAME, name);
	if (vlan)
		add_attr(&request, VMFEX_A_PROFILE_ACCESS_VLAN, &vlan,
			 sizeof(vlan));
	err = do_request();
	if (err)
		errx(EXIT_BROKEN, "cannot make profile %s: %s", name, strerror(-err));
}

/*
 * The loopback device stays, and what drivers have in each network namespace. A
 * message may have given it a name that is needed; it must be down to lose it.
 */
static void put_aside(u32 index)
{
	struct ifinfomsg *info = (void *)(request.data + NLMSG_HDRLEN);
	char name[IFNAMSIZ];

	link_request(RTM_NEWLINK, 0, index);
	info->ifi_change = IFF_UP;
	do_request();
	snprintf(name, sizeof(name), "stays%u", index);
	link_request(RTM_NEWLINK, 0, index);
	add_text(&request, IFLA_IFNAME, name);
	do_request();
}

/* Netdevs that the messages made go; some others say so, and stay. */
static void remove_links(void)
{
	struct if_nameindex *names = if_nameindex();
	u32 i;

	for (i = 0; names && names[i].if_index; i++) {
		link_request(RTM_DELLINK, 0, names[i].if_index);
		do_request();
	}
	if_freenameindex(names);
	names = if_nameindex();
	for (i = 0; names && names[i].if_index; i++)
		put_aside(names[i].if_index);
	if_freenameindex(names);
}

static void list_devs(struct world *world)
{
	struct if_nameindex *names = if_nameindex();

	world->num_devs = 0;
	for (u32 i = 0; names && names[i].if_index; i++)
		if (world->num_devs < ARRAY_SIZE(world->devs))
			world->devs[world->num_devs++] = names[i].if_index;
	if_freenameindex(names);
}

/**
 * world_make() - put everything in its first state
 * @world: its netdevs are listed
 */
void world_make(struct world *world)
{
	char name[IFNAMSIZ];

	if (!world_remove(world))
		errx(EXIT_BROKEN, "not everything could be removed");
	remove_links();
	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "d%d", i);
		make_link(name, "dummy", 0, 0, 0);
	}
	make_link("fz0", "vmfex", VMFEX_MODE_HOST, VMFEX_TAG_VNTAG, 4);
	make_link("fz1", "vmfex", VMFEX_MODE_FABRIC, VMFEX_TAG_ETAG, 2);
	make_link("fz2", "vmfex", VMFEX_MODE_HOST, VMFEX_TAG_SVLAN, 2);
	set_link("d0", "fz0");
	set_link("d1", "fz0");
	set_link("d2", "fz1");
	set_link("d3", "fz2");
	set_link("fz0v0", NULL);
	set_link("fz1v0", NULL);
	set_link("fz2v0", NULL);
	make_profile(world, "web", 100);
	make_profile(world, "db", 0);
	list_devs(world);
}
