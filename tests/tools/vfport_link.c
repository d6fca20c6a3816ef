// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tests/tools/vfport says to rtnetlink and hears from it.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "vfport.h"

/* libvirt's. */
#define RECEIVE_BUFFER	131702

#define MESSAGE_ROOM	(256 * 1024)
#define MAX_IFINDEX	65536

/**
 * conn_open() - open a socket
 * @conn: connection
 * @room: bytes to read into, 0 for as many as there are
 *
 * Return: 0, or -1 after a message.
 */
int conn_open(struct conn *conn, size_t room)
{
	int on = 1, bytes = RECEIVE_BUFFER;

	memset(conn, 0, sizeof(*conn));
	conn->room = room;
	conn->socket = mnl_socket_open(NETLINK_ROUTE);
	if (!conn->socket ||
	    mnl_socket_bind(conn->socket, 0, MNL_SOCKET_AUTOPID)) {
		perror("vfport: socket");
		return -1;
	}
	setsockopt(mnl_socket_get_fd(conn->socket), SOL_SOCKET, SO_RCVBUF,
		   &bytes, sizeof(bytes));
	/* For people. Without the first one the request comes back as well. */
	mnl_socket_setsockopt(conn->socket, NETLINK_CAP_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(conn->socket, NETLINK_EXT_ACK, &on, sizeof(on));
	return 0;
}

/**
 * conn_close() - close a socket
 * @conn: connection
 */
void conn_close(struct conn *conn)
{
	mnl_socket_close(conn->socket);
	free(conn->buffer);
}

/* One datagram, whole; its length, or -1 after a message. */
static ssize_t conn_receive(struct conn *conn)
{
	int fd = mnl_socket_get_fd(conn->socket);
	size_t room = conn->room;
	u8 *buffer;
	ssize_t len;

	if (!room) {
		len = recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC);
		if (len < 0) {
			perror("vfport: receive");
			return -1;
		}
		room = len;
	}
	if (room > conn->size) {
		buffer = realloc(conn->buffer, room);
		if (!buffer) {
			perror("vfport");
			return -1;
		}
		conn->buffer = buffer;
		conn->size = room;
	}
	len = recv(fd, conn->buffer, room, MSG_TRUNC);
	if (len < 0) {
		perror("vfport: receive");
		return -1;
	}
	if ((size_t)len <= room)
		return len;
	fprintf(stderr, "vfport: %zd bytes do not fit %zu\n", len, room);
	return -1;
}

static int conn_send(struct conn *conn, struct nlmsghdr *msg)
{
	msg->nlmsg_seq = ++conn->seq;
	if (mnl_socket_sendto(conn->socket, msg, msg->nlmsg_len) >= 0)
		return 0;
	perror("vfport: send");
	return -1;
}

static int parse_extack(const struct nlattr *attr, void *text)
{
	if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
		*(const char **)text = mnl_attr_get_str(attr);
	return MNL_CB_OK;
}

/* Prints what the kernel says to a request; 0 or the errno. */
static int read_verdict(const struct nlmsghdr *msg)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(msg);
	const char *text = "", *name;

	if (!err->error) {
		puts("ok");
		return 0;
	}
	if (msg->nlmsg_flags & NLM_F_ACK_TLVS)
		mnl_attr_parse(msg, sizeof(*err), parse_extack, &text);
	name = strerrorname_np(-err->error);
	printf("refused %s%s%s\n", name ? name : "?", *text ? " " : "", text);
	return -err->error;
}

/* Whether the message answers the last request. */
static bool is_answer(const struct conn *conn, const struct nlmsghdr *msg)
{
	return msg->nlmsg_seq == conn->seq &&
	       msg->nlmsg_pid == mnl_socket_get_portid(conn->socket);
}

/* The first answer that is of the type, or a verdict; NULL after a message. */
static const struct nlmsghdr *await(struct conn *conn, u16 type)
{
	const struct nlmsghdr *msg;
	ssize_t received;
	int len;

	for (;;) {
		received = conn_receive(conn);
		if (received < 0)
			return NULL;
		len = received;
		msg = (void *)conn->buffer;
		for (; mnl_nlmsg_ok(msg, len); msg = mnl_nlmsg_next(msg, &len))
			if (is_answer(conn, msg) &&
			    (msg->nlmsg_type == type ||
			     msg->nlmsg_type == NLMSG_ERROR))
				return msg;
	}
}

static int await_verdict(struct conn *conn)
{
	const struct nlmsghdr *msg = await(conn, NLMSG_ERROR);

	return msg ? read_verdict(msg) : -1;
}

static void put_mac(struct nlmsghdr *msg, const struct entry *entry)
{
	struct ifla_vf_mac mac = { .vf = entry->first };
	struct nlattr *nest;

	memcpy(mac.mac, entry->mac, MAC_LEN);
	nest = mnl_attr_nest_start(msg, IFLA_VF_INFO);
	mnl_attr_put(msg, IFLA_VF_MAC, sizeof(mac), &mac);
	mnl_attr_nest_end(msg, nest);
}

/* What libvirt sends comes in libvirt's order. */
static const u16 order[] = {
	IFLA_PORT_PROFILE, IFLA_PORT_VSI_TYPE, IFLA_PORT_INSTANCE_UUID,
	IFLA_PORT_HOST_UUID, IFLA_PORT_VF, IFLA_PORT_REQUEST,
	IFLA_PORT_RESPONSE
};

static void put_port(struct nlmsghdr *msg, const struct entry *entry)
{
	const struct piece *piece;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(order); i++) {
		if (entry->left_out & 1U << order[i])
			continue;
		if (order[i] == IFLA_PORT_VF && entry->first >= 0 &&
		    !find_piece(entry, IFLA_PORT_VF))
			mnl_attr_put_u32(msg, IFLA_PORT_VF, entry->first);
		for (j = 0; j < entry->num_pieces; j++) {
			piece = &entry->pieces[j];
			if (piece->type == order[i])
				mnl_attr_put(msg, piece->type, piece->len,
					     piece->data);
		}
	}
	for (j = 0; j < entry->num_pieces; j++) {
		piece = &entry->pieces[j];
		if (!piece->type || piece->type > IFLA_PORT_MAX)
			mnl_attr_put(msg, piece->type, piece->len,
				     piece->data);
	}
}

/* Entries of VFs with a MAC, of VFs, or of the device itself */
enum kind {
	MACS,
	VFS,
	SELF,
};

static bool is_of(const struct entry *entry, enum kind kind)
{
	return kind == MACS ? entry->has_mac : (entry->first < 0) == (kind == SELF);
}

static void put_entry(struct nlmsghdr *msg, const struct entry *entry,
		      enum kind kind)
{
	struct nlattr *nest;
	struct entry one;
	int64_t vf;

	for (vf = entry->first; vf <= entry->last; vf++) {
		pick_vf(&one, entry, vf);
		if (kind == MACS) {
			put_mac(msg, &one);
			continue;
		}
		nest = mnl_attr_nest_start(msg, kind == VFS ? IFLA_VF_PORT :
					   IFLA_PORT_SELF);
		put_port(msg, &one);
		mnl_attr_nest_end(msg, nest);
	}
}

/* All entries of a kind, in a list of that type if it is not 0 */
static void put_entries(struct nlmsghdr *msg, const struct request *request,
			enum kind kind, u16 type)
{
	struct nlattr *list = NULL;

	for (unsigned int i = 0; i < request->num_entries; i++) {
		if (!is_of(&request->entries[i], kind))
			continue;
		if (type && !list)
			list = mnl_attr_nest_start(msg, type);
		put_entry(msg, &request->entries[i], kind);
	}
	if (list)
		mnl_attr_nest_end(msg, list);
}

/* What the nests of a request may take at most. */
static bool fits(const struct request *request)
{
	size_t ports = 0;

	for (unsigned int i = 0; i < request->num_entries; i++) {
		const struct entry *entry = &request->entries[i];
		size_t len = MNL_ATTR_HDRLEN + MNL_ALIGN(sizeof(u32)) + 4;

		for (unsigned int j = 0; j < entry->num_pieces; j++)
			len += MNL_ATTR_HDRLEN +
			       MNL_ALIGN(entry->pieces[j].len);
		ports += len * (entry->last - entry->first + 1);
	}
	return ports <= UINT16_MAX - MNL_ATTR_HDRLEN;
}

/**
 * send_request() - set ports, in one RTM_SETLINK
 * @conn: connection
 * @request: request
 *
 * Prints "ok", or "refused", the errno's name and the kernel's text.
 *
 * Return: 0, the errno, or -1 after a message.
 */
int send_request(struct conn *conn, const struct request *request)
{
	struct ifinfomsg *info;
	struct nlmsghdr *msg;
	u8 *buffer;
	int ret;

	if (!fits(request)) {
		fprintf(stderr, "vfport: more than fits one message\n");
		return -1;
	}
	buffer = calloc(1, MESSAGE_ROOM);
	if (!buffer) {
		perror("vfport");
		return -1;
	}
	msg = mnl_nlmsg_put_header(buffer);
	msg->nlmsg_type = RTM_SETLINK;
	msg->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	info = mnl_nlmsg_put_extra_header(msg, sizeof(*info));
	info->ifi_family = AF_UNSPEC;
	info->ifi_index = request->ifindex;
	put_entries(msg, request, MACS, IFLA_VFINFO_LIST);
	put_entries(msg, request, VFS, IFLA_VF_PORTS);
	put_entries(msg, request, SELF, 0);
	ret = conn_send(conn, msg);
	free(buffer);
	return ret ? ret : await_verdict(conn);
}

static int count_nested(const struct nlattr *nest)
{
	const struct nlattr *attr;
	int count = 0;

	mnl_attr_for_each_nested(attr, nest)
		count++;
	return count;
}

static void parse_link(struct link_view *link, const struct nlmsghdr *msg)
{
	const struct nlattr *attr;

	*link = (struct link_view) {
		.len = msg->nlmsg_len,
		.num_vf = -1,
		.vfinfo = -1,
	};
	mnl_attr_for_each(attr, msg, sizeof(struct ifinfomsg)) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_NUM_VF:
			link->num_vf = mnl_attr_get_u32(attr);
			break;
		case IFLA_VFINFO_LIST:
			link->vfinfo = count_nested(attr);
			break;
		case IFLA_VF_PORTS:
			link->ports = attr;
			break;
		case IFLA_PORT_SELF:
			link->self = attr;
			break;
		}
	}
}

/**
 * parse_port() - read what the kernel reports of a port
 * @view: filled
 * @nest: IFLA_VF_PORT or IFLA_PORT_SELF
 */
void parse_port(struct port_view *view, const struct nlattr *nest)
{
	const struct nlattr *attr;
	unsigned int type;

	memset(view, 0, sizeof(*view));
	mnl_attr_for_each_nested(attr, nest) {
		type = mnl_attr_get_type(attr);
		if (type <= IFLA_PORT_MAX)
			view->tb[type] = attr;
	}
}

static int ask_links(struct conn *conn, u32 ifindex, u16 flags,
		     bool vfs)
{
	u32 buffer[32] = {};
	struct ifinfomsg *info;
	struct nlmsghdr *msg;

	msg = mnl_nlmsg_put_header(buffer);
	msg->nlmsg_type = RTM_GETLINK;
	msg->nlmsg_flags = NLM_F_REQUEST | flags;
	info = mnl_nlmsg_put_extra_header(msg, sizeof(*info));
	info->ifi_family = AF_UNSPEC;
	info->ifi_index = ifindex;
	if (vfs)
		mnl_attr_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_VF);
	return conn_send(conn, msg);
}

/**
 * get_link() - ask for a netdev with its VFs, as libvirt does
 * @conn: connection
 * @ifindex: netdev
 * @link: filled; lives until the next use of @conn
 *
 * Prints "refused" and the errno's name if the kernel has no answer.
 *
 * Return: 0, the errno, or -1 after a message.
 */
int get_link(struct conn *conn, u32 ifindex, struct link_view *link)
{
	const struct nlmsghdr *msg;

	if (ask_links(conn, ifindex, 0, true))
		return -1;
	msg = await(conn, RTM_NEWLINK);
	if (!msg)
		return -1;
	if (msg->nlmsg_type == NLMSG_ERROR)
		return read_verdict(msg);
	parse_link(link, msg);
	return 0;
}

/**
 * struct tally - what has come of a dump
 * @seen: bit for each ifindex
 * @links: how many there are
 * @datagrams: how many came
 * @largest: bytes of the largest message
 */
struct tally {
	u8 seen[MAX_IFINDEX / 8];
	unsigned int links;
	unsigned int datagrams;
	u32 largest;
};

/* 1 at the end of the dump, 0 before it, -1 after a message. */
static int count_message(struct tally *tally, const struct nlmsghdr *msg)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(msg);
	const int *error = mnl_nlmsg_get_payload(msg);
	unsigned int index;

	if (msg->nlmsg_flags & NLM_F_DUMP_INTR) {
		fprintf(stderr, "vfport: the dump was interrupted\n");
		return -1;
	}
	if (msg->nlmsg_type == NLMSG_ERROR || msg->nlmsg_type == NLMSG_DONE) {
		if (!*error && msg->nlmsg_type == NLMSG_DONE)
			return 1;
		fprintf(stderr, "vfport: dump: %s\n", strerror(-*error));
		return -1;
	}
	index = info->ifi_index;
	if (index >= MAX_IFINDEX || tally->seen[index / 8] & 1 << index % 8) {
		fprintf(stderr, "vfport: link %u twice\n", index);
		return -1;
	}
	tally->seen[index / 8] |= 1 << index % 8;
	tally->links++;
	if (msg->nlmsg_len > tally->largest)
		tally->largest = msg->nlmsg_len;
	return 0;
}

/**
 * dump_links() - list all netdevs and print how many there are
 * @conn: connection
 * @vfs: ask for VFs
 *
 * Return: 0, or -1 after a message: one came twice, or not whole.
 */
int dump_links(struct conn *conn, bool vfs)
{
	struct tally tally = {};
	const struct nlmsghdr *msg;
	ssize_t received;
	int ret = 0, len;

	if (ask_links(conn, 0, NLM_F_DUMP, vfs))
		return -1;
	while (!ret) {
		received = conn_receive(conn);
		if (received < 0)
			return -1;
		tally.datagrams++;
		len = received;
		msg = (void *)conn->buffer;
		for (; !ret && mnl_nlmsg_ok(msg, len);
		     msg = mnl_nlmsg_next(msg, &len))
			if (is_answer(conn, msg))
				ret = count_message(&tally, msg);
	}
	if (ret < 0)
		return -1;
	printf("links %u datagrams %u largest %u\n", tally.links,
	       tally.datagrams, tally.largest);
	return 0;
}
