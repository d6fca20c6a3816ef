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
#include <fcntl.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM	65536

struct mac {
	uint8_t bytes[6];
};

struct frame {
	uint8_t bytes[ROOM];
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
	uint8_t byte;
	int used;

	for (; *hex; hex += used) {
		if (sscanf(hex, "%2hhx%n", &byte, &used) != 1 || used != 2)
			errx(2, "'%s' is not hexadecimal", hex);
		put(frame, &byte, 1);
	}
}

static unsigned long count_of(const char *text)
{
	unsigned long value;
	char *end;

	value = strtoul(text, &end, 0);
	if (end == text || *end)
		errx(2, "'%s' is not a number", text);
	return value;
}

static struct mac mac(const char *text)
{
	struct mac mac;
	uint8_t *b = mac.bytes;
	int used;

	if (sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n",
		   b, b + 1, b + 2, b + 3, b + 4, b + 5, &used) != 6 || text[used])
		errx(2, "'%s' is not an address", text);
	return mac;
}

static void enter(const char *netns)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "network namespace %s", netns);
	close(fd);
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
	static struct frame frame;
	const char *netns = NULL, *dev = NULL, *dst = NULL, *src = NULL, *payload = "";
	unsigned long count = 1, least = 60;
	uint16_t type = 0x88b5;
	struct mac from, to;
	int option, sock;

	while ((option = getopt(argc, argv, "n:i:d:s:t:p:l:c:")) != -1) {
		switch (option) {
		case 'n':
			netns = optarg;
			break;
		case 'i':
			dev = optarg;
			break;
		case 'd':
			dst = optarg;
			break;
		case 's':
			src = optarg;
			break;
		case 't':
			type = count_of(optarg);
			break;
		case 'p':
			payload = optarg;
			break;
		case 'l':
			least = count_of(optarg);
			break;
		case 'c':
			count = count_of(optarg);
			break;
		default:
			return 2;
		}
	}
	if (!dev || !dst || optind != argc)
		errx(2, "-i DEV and -d DST are needed, and nothing but options");
	if (least > sizeof(frame.bytes))
		errx(2, "the frame is too long");

	if (netns)
		enter(netns);
	sock = open_device(dev, &from);
	to = mac(dst);
	if (src)
		from = mac(src);
	type = htons(type);
	put(&frame, &to, sizeof(to));
	put(&frame, &from, sizeof(from));
	put(&frame, &type, sizeof(type));
	put_hex(&frame, payload);
	if (frame.length < least)
		frame.length = least;
	while (count--)
		offer(sock, &frame);
	return 0;
}
