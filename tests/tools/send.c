// SPDX-License-Identifier: GPL-2.0-only
/*
 * Send raw Ethernet frames.
 *
 *   send [-n NETNS] -i DEV -d DST [-s SRC] [-t TYPE] [-p PAYLOAD-HEX] [-l LENGTH]
 *	  [-c COUNT]
 *
 * SRC is the device's address unless given, TYPE 0x88b5. Frames are filled up to LENGTH, by
 * default 60. In C: an interpreter took 100 million instructions to start, twice with -n.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netns.h"
#include "options.h"

#define ROOM	65536

struct mac {
	u8 bytes[6];
};

struct frame {
	u8 bytes[ROOM];
	size_t length;
};

static void put(struct frame *frame, const void *bytes, size_t length)
{
	if (length > sizeof(frame->bytes) - frame->length)
		errx(2, "the frame is too long");
	memcpy(frame->bytes + frame->length, bytes, length);
	frame->length += length;
}

static void put_hex(struct frame *frame, const char *hex)
{
	u8 byte;
	int used;

	for (; *hex; hex += used) {
		if (sscanf(hex, "%2hhx%n", &byte, &used) != 1 || used != 2)
			errx(2, "'%s' is not hexadecimal", hex);
		put(frame, &byte, 1);
	}
}

static struct mac mac(const char *text)
{
	struct mac mac;
	u8 *b = mac.bytes;
	int used;

	if (sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n",
		   b, b + 1, b + 2, b + 3, b + 4, b + 5, &used) != 6 || text[used])
		errx(2, "'%s' is not an address", text);
	return mac;
}

/* A packet socket that sends, and hears nothing; own is the device's address. */
static int open_device(const char *dev, struct mac *own)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET };
	socklen_t length = sizeof(address);
	int sock;

	sock = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (sock < 0)
		err(1, "packet socket");
	address.sll_ifindex = if_nametoindex(dev);
	if (!address.sll_ifindex || bind(sock, (struct sockaddr *)&address, length) ||
	    getsockname(sock, (struct sockaddr *)&address, &length))
		err(1, "%s", dev);
	memcpy(own->bytes, address.sll_addr, sizeof(own->bytes));
	return sock;
}

/* To a device without carrier or with a full queue it was offered. */
static void offer(int sock, const struct frame *frame)
{
	if (send(sock, frame->bytes, frame->length, 0) < 0 && errno != ENETDOWN && errno != ENOBUFS)
		err(1, "send");
}

int main(int argc, char **argv)
{
	const char *netns = NULL, *dev = NULL, *dst = NULL, *src = NULL, *payload = "";
	u64 count = 1, least = 60, type = 0x88b5;
	const struct option options[] = {
		{ "-n", "NETNS", "in a network namespace of ip-netns(8)", .text = &netns },
		{ "-i", "DEV", "device", .text = &dev },
		{ "-d", "DST", "address", .text = &dst },
		{ "-s", "SRC", "address, else the device's", .text = &src },
		{ "-t", "TYPE", "EtherType", .number = &type, .max = UINT16_MAX },
		{ "-p", "HEX", "payload", .text = &payload },
		{ "-l", "LENGTH", "filled up to", .number = &least, .max = ROOM },
		{ "-c", "COUNT", "how many", .number = &count, .max = UINT32_MAX },
		{}
	};
	int first = options_parse(options, "", argc, argv), sock;
	static struct frame frame;
	struct mac from, to;
	u16 proto;

	if (first < 0)
		return 2;
	if (!dev || !dst || first != argc)
		errx(2, "-i DEV and -d DST are needed, and nothing but options");

	if (netns && netns_enter(netns))
		return 1;
	sock = open_device(dev, &from);
	to = mac(dst);
	if (src)
		from = mac(src);
	proto = htons(type);
	put(&frame, &to, sizeof(to));
	put(&frame, &from, sizeof(from));
	put(&frame, &proto, sizeof(proto));
	put_hex(&frame, payload);
	if (frame.length < least)
		frame.length = least;
	while (count--)
		offer(sock, &frame);
	return 0;
}
