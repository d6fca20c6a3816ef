// SPDX-License-Identifier: GPL-2.0-only
/*
 * The netlink engine: send a request, collect the answer, keep what the
 * kernel has to say about it.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/vmfex.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "engine.h"
#include "nlattr.h"

/* A dump that meets changes this often is printed as it is. */
#define DUMP_TRIES	8

/* Events of 4,094 ports that change at once, with room. */
#define MAX_GROUPS	8	/* the family has fewer */
#define MONITOR_BUFFER	(8 << 20)

/**
 * struct answer - what came back for one request
 * @conn: connections
 * @msgs: messages, one after the other, aligned
 * @len: bytes used of @msgs
 * @size: bytes allocated for @msgs
 * @seq: sequence number of the request
 * @err: verdict, 0 or a negative errno
 * @done: the verdict has come
 * @interrupted: the dump is not consistent
 */
struct answer {
	struct conn *conn;
	char *msgs;
	size_t len;
	size_t size;
	u32 seq;
	int err;
	bool done;
	bool interrupted;
};

static int answer_grow(struct answer *answer, size_t len)
{
	size_t size = answer->size ? answer->size : 65536;
	char *msgs;

	if (answer->len + len <= answer->size)
		return 0;
	while (size < answer->len + len)
		size *= 2;
	msgs = realloc(answer->msgs, size);
	if (!msgs)
		return -ENOMEM;
	answer->msgs = msgs;
	answer->size = size;
	return 0;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	const struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct answer *answer = arg;
	size_t len = NLMSG_ALIGN(hdr->nlmsg_len);

	if (answer_grow(answer, len)) {
		answer->err = -ENOMEM;
		answer->done = true;
		return NL_STOP;
	}
	memset(answer->msgs + answer->len, 0, len);
	memcpy(answer->msgs + answer->len, hdr, hdr->nlmsg_len);
	answer->len += len;
	return NL_OK;
}

/* An answer that an earlier, failed request left behind is of no interest. */
static int on_seq_check(struct nl_msg *msg, void *arg)
{
	const struct answer *answer = arg;

	return nlmsg_hdr(msg)->nlmsg_seq == answer->seq ? NL_OK : NL_SKIP;
}

static int on_dump_intr(struct nl_msg *msg, void *arg)
{
	struct answer *answer = arg;

	(void)msg;
	answer->interrupted = true;
	return NL_OK;
}

/* Extended ACK: attributes behind the error code of the kernel's verdict. */
static void keep_text(struct conn *conn, const struct nlmsghdr *hdr,
		      size_t skip)
{
	struct nlattr *attrs[NLMSGERR_ATTR_MAX + 1] = { NULL };
	size_t len = nlmsg_datalen(hdr);
	char *from = nlmsg_data(hdr);

	/* What the message says to be repeated need not all be there. */
	if (!(hdr->nlmsg_flags & NLM_F_ACK_TLVS) || skip >= len)
		return;
	if (nla_parse(attrs, NLMSGERR_ATTR_MAX, (struct nlattr *)(from + skip),
		      len - skip, NULL))
		return;
	attr_string(attrs[NLMSGERR_ATTR_MSG], conn->text, sizeof(conn->text));
}

static void keep_verdict(struct answer *answer, const struct nlmsghdr *hdr)
{
	const struct nlmsgerr *verdict = nlmsg_data(hdr);
	size_t skip = sizeof(*verdict);

	/* Unless capped, the request's own payload comes first. */
	if (!(hdr->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(verdict->msg.nlmsg_len) - NLMSG_HDRLEN;
	answer->err = verdict->error;
	answer->done = true;
	keep_text(answer->conn, hdr, skip);
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *verdict,
		    void *arg)
{
	(void)from;
	keep_verdict(arg, (void *)((char *)verdict - NLMSG_HDRLEN));
	return NL_STOP;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	keep_verdict(arg, nlmsg_hdr(msg));
	return NL_STOP;
}

/* The end of a dump carries an error code of its own. */
static int on_finish(struct nl_msg *msg, void *arg)
{
	const struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct answer *answer = arg;
	int err = 0;

	if (nlmsg_datalen(hdr) >= (int)sizeof(err))
		memcpy(&err, nlmsg_data(hdr), sizeof(err));
	answer->err = err < 0 ? err : 0;
	answer->done = true;
	keep_text(answer->conn, hdr, sizeof(err));
	return NL_STOP;
}

static struct nl_cb *answer_callbacks(struct answer *answer)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);

	if (!cb)
		return NULL;
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, answer);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, answer);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, answer);
	nl_cb_set(cb, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, on_seq_check, answer);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, on_dump_intr, answer);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, answer);
	return cb;
}

/* Sends the request and waits for the verdict on it. */
static int transact(struct conn *conn, struct nl_sock *sock, struct nl_msg *msg,
		    struct answer *answer)
{
	struct nl_cb *cb;
	int err;

	cb = answer_callbacks(answer);
	if (!cb)
		return -ENOMEM;
	nl_complete_msg(sock, msg);
	answer->seq = nlmsg_hdr(msg)->nlmsg_seq;
	err = nl_send(sock, msg);
	while (err >= 0 && !answer->done)
		err = nl_recvmsgs(sock, cb);
	nl_cb_put(cb);

	if (answer->done)
		return answer->err;
	return conn_fail(conn, -EIO, "netlink: %s", nl_geterror(err));
}

static struct nl_sock *connect_socket(struct conn *conn, int protocol)
{
	struct nl_sock *sock = nl_socket_alloc();
	int err = sock ? nl_connect(sock, protocol) : -NLE_NOMEM;
	int on = 1;

	if (err) {
		conn_fail(conn, -EIO, "cannot open a netlink socket: %s",
			  nl_geterror(err));
		nl_socket_free(sock);
		return NULL;
	}
	/* Kernels without these answer with the error code alone. */
	setsockopt(nl_socket_get_fd(sock), SOL_NETLINK, NETLINK_EXT_ACK, &on,
		   sizeof(on));
	setsockopt(nl_socket_get_fd(sock), SOL_NETLINK, NETLINK_CAP_ACK, &on,
		   sizeof(on));
	return sock;
}

static int open_genl(struct conn *conn)
{
	if (conn->genl)
		return 0;
	conn->genl = connect_socket(conn, NETLINK_GENERIC);
	if (!conn->genl)
		return -EIO;
	/* Makes the kernel load the module by its alias. */
	conn->family = genl_ctrl_resolve(conn->genl, VMFEX_FAMILY_NAME);
	if (conn->family >= 0)
		return 0;
	nl_socket_free(conn->genl);
	conn->genl = NULL;
	if (conn->family == -NLE_OBJ_NOTFOUND)
		return conn_no_module(conn);
	return conn_fail(conn, -EIO, "cannot ask for the netlink family %s: %s",
			 VMFEX_FAMILY_NAME, nl_geterror(conn->family));
}

static int open_route(struct conn *conn)
{
	if (!conn->route)
		conn->route = connect_socket(conn, NETLINK_ROUTE);
	return conn->route ? 0 : -EIO;
}

/* Message type 0 is a request to the family, whose number comes with it. */
static int request_socket(struct conn *conn, struct nl_msg *msg,
			  struct nl_sock **sock)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	int err;

	if (hdr->nlmsg_type) {
		err = open_route(conn);
		*sock = conn->route;
		return err;
	}
	err = open_genl(conn);
	*sock = conn->genl;
	hdr->nlmsg_type = conn->family;
	return err;
}

static void hand_over(const struct answer *answer, conn_handler handler,
		      void *arg)
{
	const struct nlmsghdr *hdr;
	size_t at = 0;

	for (; handler && at < answer->len; at += NLMSG_ALIGN(hdr->nlmsg_len)) {
		hdr = (const struct nlmsghdr *)(answer->msgs + at);
		handler(hdr, arg);
	}
}

static int talk(struct conn *conn, struct nl_msg *msg, int tries,
		conn_handler handler, void *arg)
{
	struct answer answer = { .conn = conn };
	struct nl_sock *sock;
	int err;

	conn->text[0] = 0;
	err = request_socket(conn, msg, &sock);
	do {
		answer.len = 0;
		answer.done = false;
		answer.interrupted = false;
		if (!err)
			err = transact(conn, sock, msg, &answer);
		/* The next try needs a sequence number of its own. */
		nlmsg_hdr(msg)->nlmsg_seq = NL_AUTO_SEQ;
	} while (!err && answer.interrupted && --tries > 0);

	if (!err)
		hand_over(&answer, handler, arg);
	if (!err && answer.interrupted)
		conn_fail(conn, 0, "objects changed during the dump, some may be missing");
	free(answer.msgs);
	nlmsg_free(msg);
	return err;
}

/**
 * conn_do() - carry out a request
 * @conn: connections, @conn->text has the kernel's error or warning afterwards
 * @msg: request, is freed
 * @handler: takes the answer, not called on failure; or NULL
 * @arg: for @handler
 *
 * Return: 0 or a negative errno.
 */
int conn_do(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	    void *arg)
{
	nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	return talk(conn, msg, 1, handler, arg);
}

/**
 * conn_dump() - ask for all objects
 * @conn: connections, @conn->text has the kernel's error or warning afterwards
 * @msg: request, is freed
 * @handler: takes each object, once, after the dump has succeeded
 * @arg: for @handler
 *
 * Return: 0 or a negative errno.
 */
int conn_dump(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	      void *arg)
{
	nlmsg_hdr(msg)->nlmsg_flags |= NLM_F_REQUEST | NLM_F_DUMP;
	return talk(conn, msg, DUMP_TRIES, handler, arg);
}

/**
 * struct listener - who hears events
 * @family: message type of the family vmfex
 * @handler: takes each event
 * @arg: for @handler
 */
struct listener {
	int family;
	conn_handler handler;
	void *arg;
};

/* What the kernel tells of a family that is removed, with which its groups go. */
static bool is_end(const struct nlmsghdr *hdr, int family)
{
	const struct genlmsghdr *control = nlmsg_data(hdr);
	struct nlattr *attrs[CTRL_ATTR_MAX + 1];

	attr_parse(hdr, attrs, CTRL_ATTR_MAX);
	return attr_u16(attrs[CTRL_ATTR_FAMILY_ID], 0) == family &&
	       control->cmd == CTRL_CMD_DELFAMILY;
}

static int on_event(struct nl_msg *msg, void *arg)
{
	const struct listener *listener = arg;
	struct nlmsghdr *hdr = nlmsg_hdr(msg);

	if (hdr->nlmsg_type == GENL_ID_CTRL)
		return is_end(hdr, listener->family) ? -NLE_NODEV : NL_OK;
	listener->handler(hdr, listener->arg);
	return NL_OK;
}

static void grow_buffer(struct nl_sock *sock)
{
	int size = MONITOR_BUFFER;

	/* Beyond rmem_max only with CAP_NET_ADMIN. */
	if (setsockopt(nl_socket_get_fd(sock), SOL_SOCKET, SO_RCVBUFFORCE,
		       &size, sizeof(size)))
		nl_socket_set_buffer_size(sock, size, 0);
}

/*
 * Look all groups up before the first is joined: an event that comes in between a
 * look-up and its answer would be taken for the answer.
 */
static int join_groups(struct conn *conn, const char *const *groups)
{
	int end = genl_ctrl_resolve_grp(conn->genl, "nlctrl", "notify");
	int ids[MAX_GROUPS];
	int i;

	for (i = 0; groups[i] && i < MAX_GROUPS; i++) {
		ids[i] = genl_ctrl_resolve_grp(conn->genl, VMFEX_FAMILY_NAME,
					       groups[i]);
		if (ids[i] < 0)
			return conn_fail(conn, -EOPNOTSUPP,
					 "no events of group %s", groups[i]);
	}
	/* First: a module that goes now is heard of, or has no groups to join. */
	if (end < 0 || nl_socket_add_membership(conn->genl, end))
		return conn_fail(conn, -EOPNOTSUPP,
				 "cannot hear when the module is unloaded");
	while (i--)
		if (nl_socket_add_membership(conn->genl, ids[i]))
			return conn_fail(conn, -EOPNOTSUPP,
					 "cannot join group %s", groups[i]);
	return 0;
}

/**
 * conn_monitor() - listen to events, until the process is stopped
 * @conn: connections
 * @groups: names of multicast groups, NULL after the last
 * @handler: takes each event, or NULL when events were lost
 * @arg: for @handler
 *
 * Ends when the module is unloaded, too.
 *
 * Return: a negative errno.
 */
int conn_monitor(struct conn *conn, const char *const *groups,
		 conn_handler handler, void *arg)
{
	struct listener listener = { .handler = handler, .arg = arg };
	int err;

	conn->text[0] = 0;
	err = open_genl(conn);
	if (!err)
		err = join_groups(conn, groups);
	if (err)
		return err;

	listener.family = conn->family;
	grow_buffer(conn->genl);
	nl_socket_disable_seq_check(conn->genl);
	nl_socket_modify_cb(conn->genl, NL_CB_VALID, NL_CB_CUSTOM, on_event,
			    &listener);
	for (;;) {
		err = nl_recvmsgs_default(conn->genl);
		/* libnl's word for ENOBUFS. */
		if (err == -NLE_NOMEM)
			handler(NULL, arg);
		else if (err == -NLE_NODEV)
			return conn_fail(conn, -EPROTONOSUPPORT,
					 "kernel module vmfex was unloaded");
		else if (err < 0)
			return conn_fail(conn, -EIO, "netlink: %s",
					 nl_geterror(err));
	}
}
