// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink messages about adapters, good and bad, in a network namespace that is
 * this program's own.
 *
 *   nlfuzz [--seed S] [--from K] [--count N] [--as {root|userns|nobody}]
 *
 * Who asks: root; root of a user namespace that is made; or nobody, about what root
 * has made. Message N of a seed is always the same. What it is about is made anew
 * before each whole multiple of BLOCK, so that a replay from there meets the
 * same; --from K begins there, and leaves nothing out.
 *
 * Exit status: 0, or 1 when a request was not answered, or twice, when nobody was
 * allowed to change something, or when something could not be removed.
 */
#include <err.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "nlfuzz_world.h"
#include "series.h"

#define NUM_DUMPS	6
#define NUM_ASKERS	4
#define MAX_ERRNO	134
#define MOST_MADE	6	/* adapters beside those that belong here */
#define MANY_VFS	8
#define SHOWN		256	/* bytes of a message at fault */

static struct world world;
static struct message message;
static const char *who = "root";
static bool nobody;

/* Pairs of sockets: rtnetlink, and generic netlink */
static int askers[NUM_ASKERS][2];
static int dumps[NUM_DUMPS];

static u64 by_errno[MAX_ERRNO];
static u64 faults;
static u32 made;

static void fault(u64 number, const char *what)
{
	if (faults++ >= 10)
		return;
	printf("FAIL: message %llu: %s:", (unsigned long long)number, what);
	for (u32 i = 0; i < message.len && i < SHOWN; i++)
		printf("%s%02x", i % 4 ? "" : " ", message.data[i]);
	putchar('\n');
}

/* rtnetlink ignores a message that is a header only, whatever it asks for. */
static bool is_ignored(const struct message *request)
{
	return !request->genl && request->head.nlmsg_len == NLMSG_HDRLEN;
}

static bool changes(const struct message *request)
{
	if (!request->genl)
		return request->head.nlmsg_type != RTM_GETLINK &&
		       !is_ignored(request);
	switch (request->data[NLMSG_HDRLEN]) {
	case VMFEX_CMD_ADAPTER_GET:
	case VMFEX_CMD_UPLINK_GET:
	case VMFEX_CMD_PORT_GET:
	case VMFEX_CMD_PROFILE_GET:
	case VMFEX_CMD_VIFLIST_GET:
		return false;
	}
	return true;
}

/*
 * Wherever the number of VFs may stand: creating thousands is for a few messages in a
 * million. Returns whether this is one of them.
 */
static bool limit_vfs(struct message *request, struct rng *rng)
{
	u32 offset, vfs;
	bool many = false;

	if (request->genl)
		return false;
	for (offset = NLMSG_HDRLEN; offset + 8 <= request->len; offset += 4) {
		const struct nlattr *attr = (void *)(request->data + offset);

		memcpy(&vfs, attr + 1, sizeof(vfs));
		if ((attr->nla_type & NLA_TYPE_MASK) != IFLA_VMFEX_NUM_VFS ||
		    attr->nla_len < 8 || vfs <= MANY_VFS || vfs > 4094)
			continue;
		if (!rng_below(rng, 2000)) {
			many = true;
			continue;
		}
		vfs = MANY_VFS;
		memcpy(request->data + offset + NLA_HDRLEN, &vfs, sizeof(vfs));
	}
	return many;
}

static bool has(const struct message *request, u16 flags)
{
	return (request->head.nlmsg_flags & flags) == flags;
}

/* The kernel reads no message that claims to be longer than it is. */
static bool is_read(const struct message *request)
{
	return request->head.nlmsg_len >= NLMSG_HDRLEN &&
	       request->head.nlmsg_len <= request->len;
}

/* An answer is an ACK, an error or the end of a dump. */
static void judge(u64 number, const struct answers *answers)
{
	bool dump = has(&message, NLM_F_REQUEST | NLM_F_DUMP) &&
		    !changes(&message) && !is_ignored(&message);
	bool due = is_read(&message) && (dump || has(&message, NLM_F_ACK));
	int error = -answers->error;

	if (answers->ends > 1)
		fault(number, "answered twice");
	if (due && !answers->ends && !answers->overrun)
		fault(number, "not answered");
	if (!is_read(&message) && answers->ends)
		fault(number, "not whole, and answered");
	if (!answers->ends)
		return;
	by_errno[error > 0 && error < MAX_ERRNO ? error : 0]++;
	if (error)
		return;
	if (nobody && changes(&message) && has(&message, NLM_F_REQUEST))
		fault(number, "nobody was allowed to do this");
	if (!message.genl && message.head.nlmsg_type == RTM_NEWLINK &&
	    has(&message, NLM_F_REQUEST | NLM_F_CREATE))
		made++;
}

/* Dumps that nobody reads to the end, several at a time */
static void dump_a_bit(struct rng *rng)
{
	int *fd = &dumps[rng_below(rng, NUM_DUMPS)];
	u32 action = rng_below(rng, 10);
	u8 buffer[2048];

	if (*fd < 0 || action < 2) {
		if (*fd >= 0)
			close(*fd);
		make_dump(&message, rng, &world);
		*fd = open_netlink(message.genl ? NETLINK_GENERIC :
						       NETLINK_ROUTE);
		send(*fd, message.data, message.len, 0);
	} else if (action < 3) {
		close(*fd);
		*fd = -1;
	} else {
		recv(*fd, buffer, sizeof(buffer), MSG_DONTWAIT);
	}
}

static void send_one(u64 number)
{
	struct rng rng = rng_of(series.seed, number);
	struct answers answers;
	bool many;
	int fd;

	if (rng_chance(&rng, 4)) {
		dump_a_bit(&rng);
		return;
	}
	make_message(&message, &rng, &world);
	if (rng_chance(&rng, 65))
		damage_message(&message, &rng);
	many = limit_vfs(&message, &rng);
	message.head.nlmsg_seq = number + 1;
	fd = askers[rng_below(&rng, NUM_ASKERS)][message.genl];
	if (message.len < NLMSG_HDRLEN)
		message.len = NLMSG_HDRLEN;
	ask(fd, &message, &answers);
	judge(number, &answers);
	if ((many || made > MOST_MADE) && !nobody) {
		world_make(&world);
		made = 0;
	}
}

/* Some say what they want to know of refusals, and some want everything checked. */
static void open_askers(void)
{
	static const int options[NUM_ASKERS][3] = {
		{ }, { NETLINK_EXT_ACK },
		{ NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK },
		{ NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK },
	};
	int on = 1;

	for (u32 i = 0; i < 2 * NUM_ASKERS; i++) {
		int *fd = &askers[i / 2][i % 2];

		*fd = open_netlink(i % 2 ? NETLINK_GENERIC : NETLINK_ROUTE);
		for (u32 n = 0; n < 3 && options[i / 2][n]; n++)
			if (setsockopt(*fd, SOL_NETLINK, options[i / 2][n], &on,
				       sizeof(on)))
				errx(EXIT_BROKEN, "no option %d", options[i / 2][n]);
	}
	for (u32 i = 0; i < NUM_DUMPS; i++)
		dumps[i] = -1;
}

static void write_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		err(EXIT_BROKEN, "%s", path);
	close(fd);
}

static void become_root_of_user_namespace(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		err(EXIT_BROKEN, "no user namespace");
	write_to("/proc/self/setgroups", "deny");
	write_to("/proc/self/uid_map", "0 0 1");
	write_to("/proc/self/gid_map", "0 0 1");
}

static void become_nobody(void)
{
	if (setgroups(0, NULL) || setgid(65534) || setuid(65534))
		err(EXIT_BROKEN, "cannot become nobody");
	nobody = true;
}

static void parse_arguments(int argc, char **argv)
{
	static const char *const askers[] = { "root", "userns", "nobody", NULL };
	static const struct option options[] = {
		{ "--as", "{root|userns|nobody}", "who asks", .text = &who,
		  .words = askers },
		{ .more = series_options },
	};

	if (options_parse(options, "", argc, argv) < 0)
		exit(EXIT_BROKEN);
}

static void print_result(void)
{
	printf("# %llu accepted; refused:", (unsigned long long)by_errno[0]);
	for (u32 i = 1; i < MAX_ERRNO; i++)
		if (by_errno[i])
			printf(" %s=%llu", strerrorname_np(i),
			       (unsigned long long)by_errno[i]);
	putchar('\n');
}

static void close_all(void)
{
	for (u32 i = 0; i < NUM_DUMPS; i++)
		if (dumps[i] >= 0)
			close(dumps[i]);
	for (u32 i = 0; i < 2 * NUM_ASKERS; i++)
		close(askers[i / 2][i % 2]);
}

int main(int argc, char **argv)
{
	u64 last, skipped;

	parse_arguments(argc, argv);
	if (!strcmp(who, "userns"))
		become_root_of_user_namespace();
	else if (unshare(CLONE_NEWNET))
		err(EXIT_BROKEN, "no network namespace");
	world_open(&world);
	if (!strcmp(who, "nobody")) {
		world_make(&world);
		become_nobody();
	}
	open_askers();

	skipped = series.from % BLOCK;
	series.from -= skipped;
	series.count += skipped;
	last = series_begin("nlfuzz --as %s", who);
	for (u64 number = series.from; number < last; number++) {
		if (!nobody && number % BLOCK == 0) {
			world_make(&world);
			made = 0;
		}
		send_one(number);
	}

	print_result();
	close_all();
	if (!nobody && !world_remove(&world))
		fault(last, "not everything could be removed");
	return faults ? 1 : 0;
}
