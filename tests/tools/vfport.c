// SPDX-License-Identifier: GPL-2.0-only
/*
 * Port profiles by rtnetlink, as libvirt sends them for 802.1Qbh, or deformed.
 *
 *   vfport [OPTION...] COMMAND
 *   vfport [OPTION...] -b		commands from the standard input, one a
 *					line; "= STATUS" after what each prints
 *
 *   set DEV ENTRY...			one RTM_SETLINK
 *   libvirt-start DEV ENTRY...		ASSOCIATE each port, and poll
 *   libvirt-prepare DEV ENTRY...	PREASSOCIATE_RR each port, and poll
 *   libvirt-stop DEV ENTRY...		DISASSOCIATE each port, and poll
 *   libvirt-poll DEV ENTRY...		poll only
 *   get DEV [ vf N[-M] | self ]	what RTM_GETLINK tells of ports
 *   dump [ vfs ]			all netdevs, with their VFs if asked
 *
 * ENTRY := { vf N[-M] | self } [ WORD... ]
 * WORD  := profile NAME | instance UUID | host UUID | mac LLADDR
 *	  | request { preassociate | preassociate-rr | associate |
 *		      disassociate | NUMBER }
 *	  | profile-bare NAME		without the NUL at its end
 *	  | port-vf N			not the VF that has the MAC
 *	  | raw ATTRIBUTE HEX		these bytes; - for none
 *	  | no ATTRIBUTE		leave it out
 * ATTRIBUTE := vf | profile | vsi | instance | host | request | response
 *	      | NUMBER
 *
 * What is given twice is sent twice. Of a range, each VF gets an entry; its place in
 * the range is added to the numbers at the end of the MAC and of the instance.
 *
 * Exit status: 0, 1 for wrong usage or no answer, 2 refused (errno), 3 the response
 * is bad or missing, 4 libvirt would give up waiting.
 */
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netns.h"
#include "options.h"
#include "vfport.h"

/* libvirt's. */
#define POLL_TRIES	80
#define POLL_USEC	125000

#define MAX_WORDS	256
#define ROOM_MAX	0x1000000

/* Instead of a PORT_REQUEST_* */
#define ONLY_POLL	-1

/* What libvirt makes of an answer. */
enum judgement {
	DONE,
	AGAIN,
	BAD,
};

static void print_text(const char *key, const struct nlattr *attr)
{
	const char *text = mnl_attr_get_payload(attr);
	size_t len = mnl_attr_get_payload_len(attr);
	size_t shown = strnlen(text, len);

	printf(" %s ", key);
	fwrite(text, 1, shown, stdout);
	if (len != shown + 1)
		printf(" %s-length %zu", key, len);
}

static void print_uuid(const char *key, const struct nlattr *attr)
{
	const u8 *uuid = mnl_attr_get_payload(attr);
	size_t len = mnl_attr_get_payload_len(attr);

	printf(" %s ", key);
	for (size_t i = 0; i < len; i++)
		printf("%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ?
		       "-" : "", uuid[i]);
	if (len != UUID_LEN)
		printf(" %s-length %zu", key, len);
}

static void print_port(const struct port_view *view)
{
	const struct nlattr *const *tb = view->tb;

	if (tb[IFLA_PORT_VF])
		printf("vf %u", mnl_attr_get_u32(tb[IFLA_PORT_VF]));
	else
		printf("self");
	if (tb[IFLA_PORT_PROFILE])
		print_text("profile", tb[IFLA_PORT_PROFILE]);
	if (tb[IFLA_PORT_VSI_TYPE])
		printf(" vsi");
	if (tb[IFLA_PORT_INSTANCE_UUID])
		print_uuid("instance", tb[IFLA_PORT_INSTANCE_UUID]);
	if (tb[IFLA_PORT_HOST_UUID])
		print_uuid("host", tb[IFLA_PORT_HOST_UUID]);
	if (tb[IFLA_PORT_REQUEST]) {
		printf(" request %s",
		       request_name(mnl_attr_get_u8(tb[IFLA_PORT_REQUEST])));
		if (mnl_attr_get_payload_len(tb[IFLA_PORT_REQUEST]) != 1)
			printf(" request-length %u",
			       mnl_attr_get_payload_len(tb[IFLA_PORT_REQUEST]));
	}
	if (tb[IFLA_PORT_RESPONSE])
		printf(" response %s",
		       response_name(mnl_attr_get_u16(tb[IFLA_PORT_RESPONSE])));
	putchar('\n');
}

static void print_link(const char *dev, const struct link_view *link)
{
	printf("%s num_vf %lld vfinfo %d ports ", dev, (long long)link->num_vf,
	       link->vfinfo);
	if (link->ports) {
		const struct nlattr *attr;
		int count = 0;

		mnl_attr_for_each_nested(attr, link->ports)
			count++;
		printf("%d", count);
	} else {
		printf("-1");
	}
	printf(" self %d bytes %zu\n", !!link->self, link->len);
}

/* All entries, or those from @first to @last. */
static void print_ports(const struct link_view *link, int64_t first,
			int64_t last)
{
	const struct nlattr *attr;
	struct port_view view;
	int64_t vf;

	if (link->self && first <= PORT_SELF_VF) {
		parse_port(&view, link->self);
		print_port(&view);
	}
	if (!link->ports || last == PORT_SELF_VF)
		return;
	mnl_attr_for_each_nested(attr, link->ports) {
		parse_port(&view, attr);
		vf = view.tb[IFLA_PORT_VF] ?
		     mnl_attr_get_u32(view.tb[IFLA_PORT_VF]) : 0;
		if (vf >= first && vf <= last)
			print_port(&view);
	}
}

static enum status do_get(struct conn *conn, char **words)
{
	int64_t first = PORT_SELF_VF, last = UINT32_MAX;
	bool all = !words[0] || !words[1];
	struct link_view link;
	u32 ifindex;
	int err;

	ifindex = words[0] ? if_nametoindex(words[0]) : 0;
	if (!ifindex) {
		usage_error("get which netdev?");
		return STATUS_USAGE;
	}
	if (!all && !strcmp(words[1], "self")) {
		last = PORT_SELF_VF;
	} else if (!all && (strcmp(words[1], "vf") || !words[2] ||
			    parse_range(words[2], &first, &last))) {
		usage_error("get what of %s?", words[0]);
		return STATUS_USAGE;
	}
	err = get_link(conn, ifindex, &link);
	if (err)
		return err < 0 ? STATUS_USAGE : STATUS_REFUSED;
	if (all)
		print_link(words[0], &link);
	print_ports(&link, first, last);
	return STATUS_OK;
}

static enum status do_set(struct conn *conn, char **words)
{
	struct request request;
	int err;

	if (parse_request(&request, words))
		return STATUS_USAGE;
	err = send_request(conn, &request);
	if (err)
		return err < 0 ? STATUS_USAGE : STATUS_REFUSED;
	return STATUS_OK;
}

static enum status do_dump(struct conn *conn, char **words)
{
	bool vfs = words[0] && !strcmp(words[0], "vfs");

	if (words[0] && !vfs) {
		usage_error("dump \"%s\"?", words[0]);
		return STATUS_USAGE;
	}
	return dump_links(conn, vfs) ? STATUS_USAGE : STATUS_OK;
}

static bool same_uuid(const struct nlattr *attr, const struct piece *piece)
{
	return attr && mnl_attr_get_payload_len(attr) == piece->len &&
	       !memcmp(mnl_attr_get_payload(attr), piece->data, piece->len);
}

/* The port that libvirt looks for; false after a message if it is not there. */
static bool find_port(const struct link_view *link, const struct entry *entry,
		      struct port_view *view)
{
	const struct piece *instance;
	const struct nlattr *attr;

	if (entry->first < 0) {
		if (!link->self) {
			printf("no IFLA_PORT_SELF\n");
			return false;
		}
		parse_port(view, link->self);
		return true;
	}
	if (!link->ports) {
		printf("no IFLA_VF_PORTS\n");
		return false;
	}
	instance = find_piece(entry, IFLA_PORT_INSTANCE_UUID);
	mnl_attr_for_each_nested(attr, link->ports) {
		parse_port(view, attr);
		if (!view->tb[IFLA_PORT_VF] ||
		    mnl_attr_get_u32(view->tb[IFLA_PORT_VF]) != entry->first)
			continue;
		if (!instance ||
		    same_uuid(view->tb[IFLA_PORT_INSTANCE_UUID], instance))
			return true;
	}
	printf("no such vf and instance\n");
	return false;
}

static enum judgement judge(const struct link_view *link,
			    const struct entry *entry, bool stop)
{
	const struct nlattr *attr;
	struct port_view view;
	u16 response;

	if (!find_port(link, entry, &view))
		return BAD;
	attr = view.tb[IFLA_PORT_RESPONSE];
	/* libvirt takes the port of another standard for one that is busy. */
	if (!attr && stop)
		return AGAIN;
	if (!attr || mnl_attr_get_payload_len(attr) < sizeof(response)) {
		printf("no response\n");
		return BAD;
	}
	response = mnl_attr_get_u16(attr);
	if (response == PORT_PROFILE_RESPONSE_SUCCESS ||
	    response == PORT_VDP_RESPONSE_SUCCESS)
		return DONE;
	if (response == PORT_PROFILE_RESPONSE_INPROGRESS)
		return AGAIN;
	printf("response %s\n", response_name(response));
	return BAD;
}

static enum status poll_port(struct conn *conn, const struct request *request,
			     bool stop)
{
	const struct entry *entry = &request->entries[0];
	struct link_view link;
	int tries, err;

	for (tries = 1; tries <= POLL_TRIES; tries++) {
		err = get_link(conn, request->ifindex, &link);
		if (err)
			return err < 0 ? STATUS_USAGE : STATUS_REFUSED;
		switch (judge(&link, entry, stop)) {
		case DONE:
			printf("done after %d\n", tries);
			return STATUS_OK;
		case BAD:
			return STATUS_FAILED;
		case AGAIN:
			break;
		}
		/* Whoever reads this can act while the client waits. */
		if (tries == 1) {
			puts("busy");
			fflush(stdout);
		}
		usleep(POLL_USEC);
	}
	printf("timeout after %d\n", tries - 1);
	return STATUS_TIMEOUT;
}

static enum status send_and_poll(struct conn *conn,
				 const struct request *request, bool stop)
{
	int err;

	err = send_request(conn, request);
	if (err)
		return err < 0 ? STATUS_USAGE : STATUS_REFUSED;
	return poll_port(conn, request, stop);
}

static void set_request(struct entry *entry, u8 value)
{
	set_piece(entry, IFLA_PORT_REQUEST, &value, sizeof(value));
}

/* @value: PORT_REQUEST_*, or ONLY_POLL */
static enum status libvirt_port(struct conn *conn, struct request *request,
				int value)
{
	struct entry *entry = &request->entries[0];
	bool stop = value == PORT_REQUEST_DISASSOCIATE;
	enum status status;

	if (value == ONLY_POLL)
		return poll_port(conn, request, false);
	set_request(entry, value);
	status = send_and_poll(conn, request, stop);
	if (status != STATUS_TIMEOUT || stop)
		return status;
	/* It asks for the same port, and for nothing else. */
	entry->num_pieces = 0;
	entry->has_mac = false;
	set_request(entry, PORT_REQUEST_DISASSOCIATE);
	printf("disassociate: ");
	send_and_poll(conn, request, true);
	return status;
}

static enum status do_libvirt(struct conn *conn, char **words, int value)
{
	struct request given, request;
	enum status status;
	int64_t vf;

	if (parse_request(&given, words))
		return STATUS_USAGE;
	request = given;
	request.num_entries = 1;
	for (unsigned int i = 0; i < given.num_entries; i++) {
		const struct entry *entry = &given.entries[i];

		for (vf = entry->first; vf <= entry->last; vf++) {
			pick_vf(&request.entries[0], entry, vf);
			status = libvirt_port(conn, &request, value);
			if (status)
				return status;
		}
	}
	return STATUS_OK;
}

static enum status run(struct conn *conn, char **words)
{
	const char *command = *words++;

	if (!strcmp(command, "set"))
		return do_set(conn, words);
	if (!strcmp(command, "get"))
		return do_get(conn, words);
	if (!strcmp(command, "dump"))
		return do_dump(conn, words);
	if (!strcmp(command, "libvirt-start"))
		return do_libvirt(conn, words, PORT_REQUEST_ASSOCIATE);
	if (!strcmp(command, "libvirt-prepare"))
		return do_libvirt(conn, words, PORT_REQUEST_PREASSOCIATE_RR);
	if (!strcmp(command, "libvirt-stop"))
		return do_libvirt(conn, words, PORT_REQUEST_DISASSOCIATE);
	if (!strcmp(command, "libvirt-poll"))
		return do_libvirt(conn, words, ONLY_POLL);
	usage_error("unknown command \"%s\"", command);
	return STATUS_USAGE;
}

/* The worst status of all lines. */
static enum status run_batch(struct conn *conn)
{
	enum status status, worst = STATUS_OK;
	char *words[MAX_WORDS + 1];
	unsigned int count;
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) >= 0) {
		char *rest = line, *word;

		count = 0;
		while ((word = strsep(&rest, " \t\n")))
			if (*word && count < MAX_WORDS)
				words[count++] = word;
		words[count] = NULL;
		if (!count)
			continue;
		status = run(conn, words);
		if (status > worst)
			worst = status;
		printf("= %d\n", status);
		fflush(stdout);
	}
	free(line);
	return worst;
}

int main(int argc, char **argv)
{
	const char *netns = NULL;
	bool batch = false;
	u64 room = 0;
	const struct option options[] = {
		{ "-n", "NETNS", "in a network namespace of ip-netns(8)", .text = &netns },
		{ "-r", "BYTES", "read into so many; else into as many as there are",
		  .number = &room, .min = 1, .max = ROOM_MAX },
		{ "-b", .help = "read commands, a line each", .flag = &batch },
		{}
	};
	int first = options_parse(options, "[COMMAND...]", argc, argv);
	enum status status = STATUS_USAGE;
	struct conn conn;

	if (first < 0 || (netns && netns_enter(netns)))
		return STATUS_USAGE;
	if (conn_open(&conn, room))
		return STATUS_USAGE;
	if (batch)
		status = run_batch(&conn);
	else if (first < argc)
		status = run(&conn, argv + first);
	else
		usage_error("no command");
	conn_close(&conn);
	return status;
}
