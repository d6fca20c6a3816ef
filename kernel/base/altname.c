// SPDX-License-Identifier: GPL-2.0-only
/*
 * Alternative names of netdevs. Only user space can take them away, by rtnetlink;
 * so we speak rtnetlink as well.
 */
#include <linux/net.h>
#include <net/netlink.h>
#include <net/sock.h>

#include "base/altname.h"

static struct nlmsghdr *vmfex_altname_put_link(struct sk_buff *skb, int type,
					       int flags, int ifindex)
{
	struct ifinfomsg *info;
	struct nlmsghdr *nlh;

	nlh = nlmsg_put(skb, 0, 0, type, sizeof(*info), NLM_F_REQUEST | flags);
	if (!nlh)
		return NULL;
	info = nlmsg_data(nlh);
	memset(info, 0, sizeof(*info));
	info->ifi_index = ifindex;
	return nlh;
}

/*
 * The answer is there when the request is sent. It is addressed, by which the core
 * looks at the rights of who sends it, and not of who opened the socket: for the
 * kernel's there is no such.
 */
static struct sk_buff *vmfex_altname_ask(struct socket *sock,
					 struct sk_buff *skb)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct msghdr msg = {
		.msg_name = &kernel,
		.msg_namelen = sizeof(kernel),
	};
	struct kvec vec = { .iov_base = skb->data, .iov_len = skb->len };
	struct sk_buff *answer = NULL;
	int err;

	err = kernel_sendmsg(sock, &msg, &vec, 1, skb->len);
	if (err >= 0)
		answer = skb_recv_datagram(sock->sk, MSG_DONTWAIT, &err);
	return answer ?: ERR_PTR(err);
}

static struct sk_buff *vmfex_altname_get_link(struct socket *sock, int ifindex)
{
	struct sk_buff *answer;
	struct sk_buff *skb;

	skb = nlmsg_new(sizeof(struct ifinfomsg), GFP_KERNEL);
	if (!skb)
		return ERR_PTR(-ENOMEM);
	vmfex_altname_put_link(skb, RTM_GETLINK, 0, ifindex);
	answer = vmfex_altname_ask(sock, skb);
	nlmsg_free(skb);
	if (!IS_ERR(answer) && nlmsg_hdr(answer)->nlmsg_type != RTM_NEWLINK) {
		kfree_skb(answer);
		return ERR_PTR(-ENODEV);
	}
	return answer;
}

static bool vmfex_altname_taken(struct net *net, const struct nlattr *name)
{
	bool taken;

	rcu_read_lock();
	taken = dev_get_by_name_rcu(net, nla_data(name));
	rcu_read_unlock();
	return taken;
}

/* A list of the names in @names that are taken in @home; how many. */
static int vmfex_altname_put_taken(struct sk_buff *skb, struct net *home,
				   const struct nlattr *names)
{
	const struct nlattr *name;
	struct nlattr *nest;
	int num = 0;
	int rem;

	nest = nla_nest_start(skb, IFLA_PROP_LIST);
	if (!nest)
		return -EMSGSIZE;
	nla_for_each_nested(name, names, rem) {
		if (!vmfex_altname_taken(home, name))
			continue;
		if (nla_put(skb, IFLA_ALT_IFNAME, nla_len(name), nla_data(name)))
			return -EMSGSIZE;
		num++;
	}
	nla_nest_end(skb, nest);
	return num;
}

/* What a request came to that wanted to be told. */
static int vmfex_altname_error(const struct sk_buff *answer)
{
	const struct nlmsghdr *nlh = nlmsg_hdr(answer);
	const struct nlmsgerr *verdict = nlmsg_data(nlh);

	return nlh->nlmsg_type == NLMSG_ERROR ? verdict->error : -EPROTO;
}

static int vmfex_altname_remove(struct socket *sock, int ifindex,
				struct net *home, const struct nlattr *names)
{
	struct sk_buff *answer;
	struct nlmsghdr *nlh;
	struct sk_buff *skb;
	int err;
	int num;

	skb = nlmsg_new(sizeof(struct ifinfomsg) +
			nla_total_size(nla_len(names)), GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	nlh = vmfex_altname_put_link(skb, RTM_DELLINKPROP, NLM_F_ACK, ifindex);
	num = vmfex_altname_put_taken(skb, home, names);
	if (num <= 0)
		goto out;
	nlmsg_end(skb, nlh);
	answer = vmfex_altname_ask(sock, skb);
	err = IS_ERR(answer) ? PTR_ERR(answer) : vmfex_altname_error(answer);
	if (err)
		num = err;
	if (!IS_ERR(answer))
		kfree_skb(answer);
out:
	nlmsg_free(skb);
	return num;
}

/**
 * vmfex_altname_yield() - take from a netdev the alternative names that are taken
 *	where it shall go
 * @net: network namespace that it is in
 * @ifindex: its number there
 * @home: network namespace that it shall go to
 *
 * Context: Process context, without RTNL.
 * Return: how many names there were, or a negative error.
 */
int vmfex_altname_yield(struct net *net, int ifindex, struct net *home)
{
	const struct nlattr *names;
	struct sk_buff *link;
	struct socket *sock;
	int num = 0;

	num = sock_create_kern(net, PF_NETLINK, SOCK_RAW, NETLINK_ROUTE, &sock);
	if (num)
		return num;
	link = vmfex_altname_get_link(sock, ifindex);
	if (IS_ERR(link)) {
		num = PTR_ERR(link);
		goto out;
	}
	names = nlmsg_find_attr(nlmsg_hdr(link), sizeof(struct ifinfomsg),
				IFLA_PROP_LIST);
	if (names)
		num = vmfex_altname_remove(sock, ifindex, home, names);
	kfree_skb(link);
out:
	sock_release(sock);
	return num;
}
