// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tests/tools/churn says to rtnetlink and to generic netlink. Each actor
 * is one process, with one request at a time.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "churn.h"

#define REQUEST_ROOM	8192
#define ANSWER_ROOM	(256 * 1024)

static char request[REQUEST_ROOM];
static char answer[ANSWER_ROOM];

static struct mnl_socket *open_socket(int protocol)
{
	struct mnl_socket *socket = mnl_socket_open(protocol);

	if (socket && !mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID))
		return socket;
	perror("churn: socket");
	return NULL;
}

/**
 * nl_open() - open the sockets of an actor, in each of the network namespaces
 * @actor: actor
 *
 * Return: 0, or -1 after a message.
 */
int nl_open(struct actor *actor)
{
	int end;

	for (end = 0; end < NUM_ENDS; end++) {
		go_to(actor, end);
		actor->rtnl[end] = open_socket(NETLINK_ROUTE);
		actor->genl[end] = open_socket(NETLINK_GENERIC);
		if (!actor->rtnl[end] || !actor->genl[end])
			return -1;
	}
	return 0;
}

/* What one datagram says: -1 if there is more to come, or the errno. */
static int read_answers(struct actor *actor, int len, mnl_cb_t each, void *data)
{
	const struct nlmsghdr *msg = (const void *)answer;
	const struct nlmsgerr *err;
	int changed = EINTR;

	for (; mnl_nlmsg_ok(msg, len); msg = mnl_nlmsg_next(msg, &len)) {
		if (msg->nlmsg_seq != actor->seq)
			continue;
		if (msg->nlmsg_flags & NLM_F_DUMP_INTR)
			return changed;
		if (msg->nlmsg_type == NLMSG_ERROR || msg->nlmsg_type == NLMSG_DONE) {
			err = mnl_nlmsg_get_payload(msg);
			return -err->error;
		}
		if (each)
			each(msg, data);
	}
	return -1;
}

static int talk(struct actor *actor, struct mnl_socket *socket,
		struct nlmsghdr *msg, mnl_cb_t each, void *data)
{
	int len, result;

	msg->nlmsg_seq = ++actor->seq;
	msg->nlmsg_flags |= NLM_F_REQUEST;
	if ((msg->nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
		msg->nlmsg_flags |= NLM_F_ACK;
	if (mnl_socket_sendto(socket, msg, msg->nlmsg_len) < 0)
		return errno;
	do {
		len = mnl_socket_recvfrom(socket, answer, sizeof(answer));
		if (len < 0)
			return errno;
		result = read_answers(actor, len, each, data);
	} while (result < 0);
	return result;
}

/**
 * link_request() - begin a request about a link
 * @type: RTM_*
 * @flags: NLM_F_*
 * @name: of the link, NULL for none
 * @ifi_flags: IFF_*
 * @change: those of @ifi_flags that are meant
 *
 * Return: the message, in a buffer that there is once.
 */
struct nlmsghdr *link_request(u16 type, u16 flags,
			      const char *name, unsigned int ifi_flags,
			      unsigned int change)
{
	struct nlmsghdr *msg = mnl_nlmsg_put_header(request);
	struct ifinfomsg *link;

	msg->nlmsg_type = type;
	msg->nlmsg_flags = flags;
	link = mnl_nlmsg_put_extra_header(msg, sizeof(*link));
	link->ifi_flags = ifi_flags;
	link->ifi_change = change;
	if (name)
		mnl_attr_put_strz(msg, IFLA_IFNAME, name);
	return msg;
}

/**
 * link_talk() - ask rtnetlink, where the actor is
 * @actor: actor
 * @msg: request
 *
 * Return: 0 or the errno.
 */
int link_talk(struct actor *actor, struct nlmsghdr *msg)
{
	return talk(actor, actor->rtnl[actor->end], msg, NULL, NULL);
}

/**
 * link_flags() - set a link up or down
 * @actor: actor
 * @name: of the link
 * @up: which
 *
 * Return: 0 or the errno.
 */
int link_flags(struct actor *actor, const char *name, bool up)
{
	return link_talk(actor, link_request(RTM_NEWLINK, 0, name,
					     up ? IFF_UP : 0, IFF_UP));
}

/**
 * link_delete() - delete a link
 * @actor: actor
 * @name: of the link
 *
 * Return: 0 or the errno.
 */
int link_delete(struct actor *actor, const char *name)
{
	return link_talk(actor, link_request(RTM_DELLINK, 0, name, 0, 0));
}

/**
 * link_index() - number of a link
 * @name: of the link
 *
 * Return: the number; if there is none, that of no link.
 */
u32 link_index(const char *name)
{
	u32 index = if_nametoindex(name);

	return index ? index : 0x7ffffffe;
}

/* Some kernels want the link down, and others set it up again meanwhile. */
static int rename_index(struct actor *actor, u32 index, const char *old,
			const char *new)
{
	struct ifinfomsg *link;
	struct nlmsghdr *msg;
	int err;

	do {
		link_flags(actor, old, false);
		msg = link_request(RTM_NEWLINK, 0, new, 0, 0);
		link = mnl_nlmsg_get_payload(msg);
		link->ifi_index = index;
		err = link_talk(actor, msg);
	} while (err == EBUSY && !actor->shared->stop);
	return err;
}

/**
 * link_rename() - give a link another name, and then its own again
 * @actor: actor, whose links alone have @other
 * @name: of the link
 * @other: the other name
 *
 * It is up afterwards. What cannot have its name back, since another one has it,
 * is deleted if it can be.
 *
 * Return: 0 or the errno.
 */
int link_rename(struct actor *actor, const char *name, const char *other)
{
	u32 index = link_index(name);
	int err;

	err = rename_index(actor, index, name, other);
	if (err)
		return err;
	err = rename_index(actor, index, other, name);
	if (err == EEXIST)
		link_delete(actor, other);
	if (!err)
		link_flags(actor, name, true);
	return err;
}

/**
 * genl_request() - begin a request of the family vmfex
 * @command: VMFEX_CMD_*
 * @flags: NLM_F_*
 *
 * Return: the message, in a buffer that there is once.
 */
struct nlmsghdr *genl_request(u8 command, u16 flags)
{
	struct nlmsghdr *msg = mnl_nlmsg_put_header(request);
	struct genlmsghdr *header;

	msg->nlmsg_flags = flags;
	header = mnl_nlmsg_put_extra_header(msg, sizeof(*header));
	header->cmd = command;
	header->version = VMFEX_FAMILY_VERSION;
	return msg;
}

/**
 * struct groups - what the controller tells of the family
 * @family: its number
 * @groups: numbers of its multicast groups
 * @room: for so many
 * @num: how many there are
 */
struct groups {
	u16 family;
	u32 *groups;
	unsigned int room;
	unsigned int num;
};

static void read_groups(struct groups *groups, const struct nlattr *nest)
{
	const struct nlattr *group, *attr;

	mnl_attr_for_each_nested(group, nest) {
		mnl_attr_for_each_nested(attr, group) {
			if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID &&
			    groups->num < groups->room)
				groups->groups[groups->num++] = mnl_attr_get_u32(attr);
		}
	}
}

static int read_family(const struct nlmsghdr *msg, void *data)
{
	struct groups *groups = data;
	const struct nlattr *attr;

	mnl_attr_for_each(attr, msg, sizeof(struct genlmsghdr)) {
		switch (mnl_attr_get_type(attr)) {
		case CTRL_ATTR_FAMILY_ID:
			groups->family = mnl_attr_get_u16(attr);
			break;
		case CTRL_ATTR_MCAST_GROUPS:
			read_groups(groups, attr);
			break;
		}
	}
	return MNL_CB_OK;
}

static int find_family(struct actor *actor, struct groups *groups)
{
	char buffer[256];
	struct nlmsghdr *msg = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *header;
	int err;

	msg->nlmsg_type = GENL_ID_CTRL;
	header = mnl_nlmsg_put_extra_header(msg, sizeof(*header));
	header->cmd = CTRL_CMD_GETFAMILY;
	header->version = 1;
	mnl_attr_put_strz(msg, CTRL_ATTR_FAMILY_NAME, VMFEX_FAMILY_NAME);
	err = talk(actor, actor->genl[actor->end], msg, read_family, groups);
	actor->family = groups->family;
	return err;
}

/**
 * genl_talk() - ask the family, where the actor is
 * @actor: actor
 * @msg: request
 *
 * The family has another number each time that the module is loaded.
 *
 * Return: 0 or the errno.
 */
int genl_talk(struct actor *actor, struct nlmsghdr *msg)
{
	struct groups groups = {};
	int err;

	if (!actor->family) {
		err = find_family(actor, &groups);
		if (err)
			return err;
	}
	msg->nlmsg_type = actor->family;
	err = talk(actor, actor->genl[actor->end], msg, NULL, NULL);
	if (err == ENOENT)
		actor->family = 0;
	return err;
}

/**
 * genl_find_groups() - find the multicast groups of the family
 * @actor: actor
 * @groups: their numbers
 * @room: how many fit
 *
 * Return: how many there are, or minus the errno.
 */
int genl_find_groups(struct actor *actor, u32 *groups, unsigned int room)
{
	struct groups found = { .groups = groups, .room = room };
	int err = find_family(actor, &found);

	return err ? -err : (int)found.num;
}
