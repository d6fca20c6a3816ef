// SPDX-License-Identifier: GPL-2.0-only
/*
 * What requests to the family vmfex cost, in nanoseconds of this thread's processor
 * time: waiting and what other threads do is not in it. Where one instruction takes a
 * nanosecond (scripts/vm --icount), these are instructions.
 *
 *   cost bind ADAPTER COUNT PROFILE	bind the first VFs to a profile and unbind them,
 *					in rounds; prints both costs for one port, and the
 *					cost of the cheapest binding, which a machine that is
 *					busy with other things does not raise
 *   cost dump ADAPTER BUFFER		dump the ports; prints the cost for one port, the
 *					bytes of the largest datagram, and the most bytes
 *					that waited in the kernel
 *   cost change PROFILE		change a profile; prints the cost of a change
 *
 * ADAPTER is a name or an ifindex. Figures are printed in the order that is said above.
 */
#include <err.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/vmfex.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "number.h"

/* Rounds are repeated until this many requests were measured. */
#define REQUESTS	2048
#define CHANGES		16
#define ROOM		65536
#define MAX_VFS		4094

static struct mnl_socket *nl;
static uint16_t family;
static uint32_t seq;
static uint64_t clock_cost;
static uint8_t answer[ROOM];

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static uint64_t since(uint64_t start)
{
	uint64_t taken = now() - start;

	return taken > clock_cost ? taken - clock_cost : 0;
}

static void measure_clock(void)
{
	uint64_t best = UINT64_MAX;
	uint64_t start, taken;
	int i;

	for (i = 0; i < 64; i++) {
		start = now();
		taken = now() - start;
		if (taken < best)
			best = taken;
	}
	clock_cost = best;
}

static struct nlmsghdr *begin(void *buffer, uint16_t type, uint16_t flags, uint8_t cmd)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

static void send_request(struct nlmsghdr *nlh)
{
	nlh->nlmsg_seq = ++seq;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		err(EXIT_FAILURE, "send");
}

/* The kernel has answered before the request is sent: nothing here waits. */
static void ask(struct nlmsghdr *nlh)
{
	ssize_t len;

	send_request(nlh);
	len = mnl_socket_recvfrom(nl, answer, sizeof(answer));
	if (len < 0 || mnl_cb_run(answer, len, seq, 0, NULL, NULL) < 0)
		err(EXIT_FAILURE, "request");
}

static int take_family(const struct nlattr *attr, void *data)
{
	(void)data;
	if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID)
		family = mnl_attr_get_u16(attr);
	return MNL_CB_OK;
}

static int take_families(const struct nlmsghdr *nlh, void *data)
{
	return mnl_attr_parse(nlh, sizeof(struct genlmsghdr), take_family, data);
}

static void find_family(void)
{
	uint8_t buffer[128];
	struct nlmsghdr *nlh;
	ssize_t len;

	nlh = begin(buffer, GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, VMFEX_FAMILY_NAME);
	send_request(nlh);
	len = mnl_socket_recvfrom(nl, answer, sizeof(answer));
	if (len < 0 || mnl_cb_run(answer, len, seq, 0, take_families, NULL) < 0)
		err(EXIT_FAILURE, "family");
}

/* The kernel finds a name among 4,096 more slowly than among few. */
static void put_adapter(struct nlmsghdr *nlh, const char *adapter)
{
	unsigned long ifindex;
	char *end;

	ifindex = strtoul(adapter, &end, 10);
	if (*end)
		mnl_attr_put_strz(nlh, VMFEX_A_PORT_ADAPTER, adapter);
	else
		mnl_attr_put_u32(nlh, VMFEX_A_PORT_ADAPTER_IFINDEX, ifindex);
}

static struct nlmsghdr *port_request(void *buffer, const char *adapter, uint32_t vf,
				     const char *profile)
{
	struct nlmsghdr *nlh = begin(buffer, family, NLM_F_ACK, VMFEX_CMD_PORT_SET);

	put_adapter(nlh, adapter);
	mnl_attr_put_u32(nlh, VMFEX_A_PORT_VF, vf);
	mnl_attr_put_u32(nlh, VMFEX_A_PORT_REQUEST,
			 profile ? VMFEX_REQUEST_ASSOCIATE : VMFEX_REQUEST_DISASSOCIATE);
	if (profile)
		mnl_attr_put_strz(nlh, VMFEX_A_PORT_PROFILE, profile);
	return nlh;
}

/* One request after the other; returns the cost of all. */
static uint64_t all_ports(const char *adapter, uint32_t count, const char *profile,
			  uint64_t *cheapest)
{
	uint64_t taken = 0;
	uint8_t buffer[256];
	struct nlmsghdr *nlh;
	uint64_t start, one;
	uint32_t vf;

	for (vf = 0; vf < count; vf++) {
		nlh = port_request(buffer, adapter, vf, profile);
		start = now();
		ask(nlh);
		one = since(start);
		taken += one;
		if (one < *cheapest)
			*cheapest = one;
	}
	return taken;
}

/* The first round, in which the kernel gets the memory it needs, is not counted. */
static void cost_bind(const char *adapter, uint32_t count, const char *profile)
{
	uint64_t cheapest = UINT64_MAX, cheapest_unbind = UINT64_MAX;
	uint64_t bind = 0, unbind = 0;
	uint32_t requests;

	all_ports(adapter, count, profile, &cheapest);
	all_ports(adapter, count, NULL, &cheapest_unbind);
	cheapest = UINT64_MAX;
	for (requests = 0; requests < REQUESTS; requests += count) {
		bind += all_ports(adapter, count, profile, &cheapest);
		unbind += all_ports(adapter, count, NULL, &cheapest_unbind);
	}
	printf("%.1f %.1f %llu\n", (double)bind / requests, (double)unbind / requests,
	       (unsigned long long)cheapest);
}

/* Bytes that wait for us in the socket. */
static unsigned int held(void)
{
	unsigned int portid, groups, rmem, protocol;
	char line[256];
	FILE *file;

	file = fopen("/proc/net/netlink", "r");
	if (!file)
		err(EXIT_FAILURE, "/proc/net/netlink");
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%*s %u %u %x %u", &protocol, &portid, &groups, &rmem) == 4 &&
		    protocol == NETLINK_GENERIC && portid == mnl_socket_get_portid(nl)) {
			fclose(file);
			return rmem;
		}
	}
	fclose(file);
	errx(EXIT_FAILURE, "own socket: not in /proc/net/netlink");
}

/**
 * struct dump - what was seen of a dump
 * @ports: ports
 * @largest: bytes of the largest datagram
 * @most_held: most bytes that waited in the socket
 */
struct dump {
	unsigned int ports;
	unsigned int largest;
	unsigned int most_held;
};

static int count_port(const struct nlmsghdr *nlh, void *data)
{
	struct dump *dump = data;

	(void)nlh;
	dump->ports++;
	return MNL_CB_OK;
}

static void run_dump(const char *adapter, size_t room, bool look, struct dump *dump)
{
	uint8_t buffer[256];
	struct nlmsghdr *nlh;
	int status = MNL_CB_OK;
	unsigned int bytes;
	ssize_t len;

	nlh = begin(buffer, family, NLM_F_DUMP, VMFEX_CMD_PORT_GET);
	put_adapter(nlh, adapter);
	send_request(nlh);
	while (status > MNL_CB_STOP) {
		bytes = look ? held() : 0;
		if (bytes > dump->most_held)
			dump->most_held = bytes;
		len = mnl_socket_recvfrom(nl, answer, room);
		if (len < 0)
			err(EXIT_FAILURE, "dump");
		if (len > dump->largest)
			dump->largest = len;
		status = mnl_cb_run(answer, len, seq, 0, count_port, dump);
		if (status < 0)
			err(EXIT_FAILURE, "dump");
	}
}

static void cost_dump(const char *adapter, size_t room)
{
	struct dump dump = {}, seen = {};
	unsigned int ports = 0;
	uint64_t taken = 0;
	uint64_t start;

	run_dump(adapter, room, true, &seen);
	while (ports < REQUESTS) {
		start = now();
		run_dump(adapter, room, false, &dump);
		taken += since(start);
		ports = dump.ports;
	}
	printf("%.1f %u %u\n", (double)taken / ports, seen.largest, seen.most_held);
}

/* The first change is not counted. */
static void cost_change(const char *profile)
{
	uint64_t taken = 0;
	uint8_t buffer[256];
	struct nlmsghdr *nlh;
	uint64_t start;
	int i;

	for (i = 0; i <= CHANGES; i++) {
		nlh = begin(buffer, family, NLM_F_ACK, VMFEX_CMD_PROFILE_SET);
		mnl_attr_put_strz(nlh, VMFEX_A_PROFILE_NAME, profile);
		mnl_attr_put_u8(nlh, VMFEX_A_PROFILE_COS, i & 7);
		start = now();
		ask(nlh);
		if (i)
			taken += since(start);
	}
	printf("%.1f\n", (double)taken / CHANGES);
}

static int usage(void)
{
	fputs("cost bind ADAPTER COUNT PROFILE | dump ADAPTER BUFFER | change PROFILE\n",
	      stderr);
	return 2;
}

static u64 number_of(const char *what, const char *word, u64 max)
{
	u64 number;

	if (number_parse(what, word, 1, max, &number))
		exit(2);
	return number;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return usage();
	nl = mnl_socket_open(NETLINK_GENERIC);
	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		err(EXIT_FAILURE, "socket");
	find_family();
	measure_clock();

	if (!strcmp(argv[1], "bind") && argc == 5)
		cost_bind(argv[2], number_of("COUNT", argv[3], MAX_VFS), argv[4]);
	else if (!strcmp(argv[1], "dump") && argc == 4)
		cost_dump(argv[2], number_of("BUFFER", argv[3], ROOM));
	else if (!strcmp(argv[1], "change") && argc == 3)
		cost_change(argv[2]);
	else
		return usage();
	return 0;
}
