// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of all kinds, good and bad, to uplinks and from guests, and an account
 * of what became of them.
 *
 *   framefuzz [--seed S] [--from K] [--count N] [--wait FILE] END...
 *
 *   END := ADAPTER:{host|fabric}:{vntag|etag|svlan}:UPLINK:{PEER|-}[:LIST=MEMBERS,...]
 *
 * PEER is the other end of the uplink, where frames are put on the wire; an
 * uplink without is a tap, which this program holds. vNICs are those that there
 * are; frames go in at each that is up, and at the VLAN device DEV.7 of a vNIC or
 * a peer if there is one.
 *
 * Frames N of the seed S are always the same, and go in by the same ways;
 * --from K leaves out those before. --wait: when the taps are there, wait until
 * someone writes to the FILE, which is a pipe. Exit status: 0, 1 when a sum does not
 * hold.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "framefuzz.h"
#include "series.h"

#define BURST		32	/* consecutive frames that go in by one way */
#define MAX_WAYS	64
#define SETTLE_SECONDS	20
#define MAX_PIECES	12

/* Taps tell their reader of segments that it shall cut. */
#define OFFLOADS	(TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN)

/**
 * struct way - a way into the kernel for frames
 * @end: where they come in, or leave
 * @vnic: the guest's, NULL for the wire
 * @fd: socket or tap
 * @vnet: frames have a vnet header
 * @room: most bytes that make sense
 */
struct way {
	struct end *end;
	struct vnic *vnic;
	int fd;
	bool vnet;
	u32 room;
};

static struct end ends[MAX_ENDS];
static u32 num_ends;
static struct way wire_ways[MAX_WAYS], guest_ways[MAX_WAYS];
static u32 num_wire_ways, num_guest_ways;
static struct frame frames[BURST];
static u64 sent, damaged, refused;
static const char *wait_file;

static bool wait_for(bool (*done)(void *what), void *what, int seconds)
{
	struct timespec pause = { .tv_nsec = 20000000 };
	time_t end = time(NULL) + seconds;

	while (!done(what)) {
		if (time(NULL) > end)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

static bool uplink_is_active(void *what)
{
	const struct end *end = what;
	char path[64], state[16] = "";
	FILE *in;

	snprintf(path, sizeof(path), "/sys/class/net/%s/vmfex/state",
		 end->uplink);
	in = fopen(path, "r");
	if (!in || !fgets(state, sizeof(state), in))
		state[0] = 0;
	if (in)
		fclose(in);
	return !strcmp(state, "active\n");
}

static int packet_socket(const char *dev, bool vnet, u32 mark)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_ifindex = if_nametoindex(dev),
	};
	int on = 1, room = 1 << 23;
	int fd;

	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room)) ||
	    setsockopt(fd, SOL_SOCKET, SO_MARK, &mark, sizeof(mark)) ||
	    (vnet && setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on,
				sizeof(on))))
		err(EXIT_BROKEN, "%s: no packet socket", dev);
	return fd;
}

static struct way *add_way(struct way *ways, u32 *num, struct end *end, int fd,
			   bool vnet, u32 room)
{
	struct way *way = &ways[(*num)++];

	if (*num > MAX_WAYS)
		errx(EXIT_BROKEN, "too many ways");
	*way = (struct way) { .end = end, .fd = fd, .vnet = vnet,
			      .room = room };
	return way;
}

/* What a packet socket takes, and now and then a little more */
static u32 room_of(const char *dev)
{
	u64 room = sysfs_number(dev, "mtu") + ETH_HLEN + 8;

	return room < FRAME_ROOM ? room : FRAME_ROOM;
}

static void add_wire_ways(struct end *end)
{
	u32 room = room_of(end->uplink);
	char vlan[IFNAMSIZ + 2];

	if (end->tap >= 0) {
		add_way(wire_ways, &num_wire_ways, end, end->tap, true,
			FRAME_ROOM);
		return;
	}
	for (int vnet = 0; vnet < 2; vnet++)
		add_way(wire_ways, &num_wire_ways, end,
			packet_socket(end->peer, vnet, INJECTED), vnet, room);
	snprintf(vlan, sizeof(vlan), "%s.7", end->peer);
	if (if_nametoindex(vlan))
		add_way(wire_ways, &num_wire_ways, end,
			packet_socket(vlan, false, INJECTED), false, room);
}

static void add_guest_ways(struct end *end, struct vnic *vnic)
{
	char vlan[IFNAMSIZ + 2];
	int fd;

	for (int vnet = 0; vnet < 2; vnet++) {
		fd = packet_socket(vnic->name, vnet, 0);
		add_way(guest_ways, &num_guest_ways, end, fd, vnet,
			vnet ? FRAME_ROOM : room_of(vnic->name))->vnic = vnic;
	}
	snprintf(vlan, sizeof(vlan), "%s.7", vnic->name);
	if (!if_nametoindex(vlan))
		return;
	fd = packet_socket(vlan, true, 0);
	add_way(guest_ways, &num_guest_ways, end, fd, true,
		room_of(vlan))->vnic = vnic;
}

static void open_tap(struct end *end, bool fragments)
{
	struct ifreq request = {
		.ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR |
			     (fragments ? IFF_NAPI | IFF_NAPI_FRAGS : 0),
	};

	set_name(request.ifr_name, end->uplink);
	end->fragments = fragments;
	end->tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
	if (end->tap < 0 || ioctl(end->tap, TUNSETIFF, &request) ||
	    ioctl(end->tap, TUNSETOFFLOAD, fragments ? 0 : OFFLOADS))
		err(EXIT_BROKEN, "%s: no tap", end->uplink);
}

static void find_vnic(struct end *end, const char *name)
{
	struct vnic *vnic = &end->vnics[end->num_vnics++];
	struct ifreq request = {};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	set_name(vnic->name, name);
	set_name(request.ifr_name, name);
	if (fd < 0 || ioctl(fd, SIOCGIFHWADDR, &request))
		err(EXIT_BROKEN, "%s", name);
	memcpy(vnic->mac, request.ifr_hwaddr.sa_data, ETH_ALEN);
	if (ioctl(fd, SIOCGIFFLAGS, &request))
		err(EXIT_BROKEN, "%s", name);
	vnic->up = request.ifr_flags & IFF_UP;
	close(fd);
}

/* Others do what needs the taps meanwhile. */
static void wait_for_word(void)
{
	char word[16];
	FILE *in;

	if (!wait_file)
		return;
	in = fopen(wait_file, "r");
	if (!in || !fgets(word, sizeof(word), in))
		errx(EXIT_BROKEN, "%s: nothing to wait for", wait_file);
	fclose(in);
}

static void open_end(struct end *end)
{
	char name[IFNAMSIZ + 12];

	if (!wait_for(uplink_is_active, end, SETTLE_SECONDS))
		errx(EXIT_BROKEN, "%s is not active", end->uplink);

	find_vnic(end, end->adapter);
	for (u32 i = 0; i < MAX_VNICS - 1; i++) {
		snprintf(name, sizeof(name), "%.15sv%u", end->adapter, i);
		if (if_nametoindex(name))
			find_vnic(end, name);
	}
	count_open(end);
	add_wire_ways(end);
	for (u32 i = 0; i < end->num_vnics; i++)
		if (end->vnics[i].up)
			add_guest_ways(end, &end->vnics[i]);
}

static void parse_lists(struct end *end, char *lists)
{
	char *word;

	while ((word = strsep(&lists, ","))) {
		struct list *list = &end->lists[end->num_lists++];

		if (end->num_lists > MAX_LISTS ||
		    sscanf(word, "%i=%u", (int *)&list->id, &list->members) != 2)
			errx(EXIT_BROKEN, "%s: no list", word);
	}
}

static enum vmfex_tag parse_tag(const char *word)
{
	static const char *const names[NUM_TAGS] = { "vntag", "etag", "svlan" };

	for (u32 i = 0; i < NUM_TAGS; i++)
		if (!strcmp(word, names[i]))
			return i;
	errx(EXIT_BROKEN, "%s: no tag", word);
}

static void parse_end(char *words)
{
	struct end *end = &ends[num_ends++];
	char *part[5];

	if (num_ends > MAX_ENDS)
		errx(EXIT_BROKEN, "too many ends");
	for (u32 i = 0; i < 5; i++) {
		part[i] = strsep(&words, ":");
		if (!part[i])
			errx(EXIT_BROKEN, "a part of an end is missing");
	}
	set_name(end->adapter, part[0]);
	end->fabric = !strcmp(part[1], "fabric");
	end->tag = parse_tag(part[2]);
	set_name(end->uplink, part[3]);
	if (strcmp(part[4], "-"))
		set_name(end->peer, part[4]);
	if (words)
		parse_lists(end, words);
}

static void parse_arguments(int argc, char **argv)
{
	static const struct option options[] = {
		{ "--wait", "FILE", "when the taps are there, wait for a word from this pipe",
		  .text = &wait_file },
		{ .more = series_options },
	};
	int i = options_parse(options, "END...", argc, argv);

	if (i < 0)
		exit(EXIT_BROKEN);
	for (; i < argc; i++)
		parse_end(argv[i]);
	if (!num_ends)
		errx(EXIT_BROKEN, "no end");
}

/* What a tap's reader gets is only counted. */
static void drain_taps(void)
{
	static u8 buffer[FRAME_ROOM + 1024];

	for (u32 i = 0; i < num_ends; i++)
		while (ends[i].tap >= 0 &&
		       read(ends[i].tap, buffer, sizeof(buffer)) > 0)
			ends[i].tap_read++;
}

/* The first part, which becomes the linear one, has the headers or few of them. */
static u32 split(struct iovec *parts, struct frame *frame, bool vnet,
		 bool fragments)
{
	u32 pieces = fragments ? frame->pieces : 1;
	u32 offset = 0, n = 0, size;

	if (vnet)
		parts[n++] = (struct iovec) { &frame->vnet,
					      sizeof(frame->vnet) };
	while (pieces-- && offset < frame->len) {
		size = pieces ? ETH_HLEN + frame->len / MAX_PIECES / 2 :
				frame->len;
		if (size > frame->len - offset)
			size = frame->len - offset;
		parts[n++] = (struct iovec) { frame->data + offset, size };
		offset += size;
	}
	return n;
}

static void count_sent(const struct frame *frame)
{
	sent++;
	damaged += frame->damaged;
}

static void send_to_tap(struct way *way, u32 num)
{
	struct iovec parts[MAX_PIECES + 1];

	for (u32 i = 0; i < num; i++) {
		u32 n = split(parts, &frames[i], true, way->end->fragments);

		if (writev(way->fd, parts, n) < 0)
			refused++;
		else
			count_sent(&frames[i]);
	}
}

static void send_to_socket(struct way *way, u32 num)
{
	struct iovec parts[BURST][MAX_PIECES + 1];
	struct mmsghdr messages[BURST] = {};
	u32 done = 0;
	int n;

	for (u32 i = 0; i < num; i++) {
		messages[i].msg_hdr.msg_iov = parts[i];
		messages[i].msg_hdr.msg_iovlen =
			split(parts[i], &frames[i], way->vnet, false);
	}
	while (done < num) {
		n = sendmmsg(way->fd, messages + done, num - done, 0);
		if (n <= 0) {
			refused++;
			done++;
		}
		for (; n > 0; n--)
			count_sent(&frames[done++]);
	}
}

static struct way *way_of(u64 burst)
{
	struct rng rng = rng_of(~series.seed, burst);

	if (rng_chance(&rng, 60))
		return &wire_ways[rng_below(&rng, num_wire_ways)];
	return &guest_ways[rng_below(&rng, num_guest_ways)];
}

static void send_burst(u64 first, u32 num)
{
	struct way *way = way_of(first / BURST);

	for (u32 i = 0; i < num; i++) {
		struct rng rng = rng_of(series.seed, first + i);

		if (way->vnic)
			make_guest_frame(&frames[i], &rng, way->vnic,
					 way->room);
		else
			make_wire_frame(&frames[i], &rng, way->end, way->room);
	}
	if (way->fd == way->end->tap)
		send_to_tap(way, num);
	else
		send_to_socket(way, num);
	drain_taps();
}

static bool all_agree(void *what)
{
	(void)what;
	drain_taps();
	return counts_agree(ends, num_ends, false);
}

/* Frames in flight are received in the order in which they were sent: on one CPU. */
static void stay_on_a_cpu(void)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus))
		err(EXIT_BROKEN, "cannot stay on CPU 0");
}

int main(int argc, char **argv)
{
	u64 last, next;
	bool agree;
	u32 i;

	parse_arguments(argc, argv);
	stay_on_a_cpu();
	for (i = 0; i < num_ends; i++) {
		ends[i].tap = -1;
		if (!ends[i].peer[0])
			open_tap(&ends[i], (series.seed ^ i) & 1);
	}
	wait_for_word();
	for (i = 0; i < num_ends; i++)
		open_end(&ends[i]);

	last = series_begin("framefuzz");
	for (u64 first = series.from; first < last; first = next) {
		next = (first / BURST + 1) * BURST;
		if (next > last)
			next = last;
		send_burst(first, next - first);
	}
	/* What agrees for a moment only is not settled. */
	agree = wait_for(all_agree, NULL, SETTLE_SECONDS) && all_agree(NULL);
	printf("# %llu frames sent, %llu of them damaged; %llu refused\n",
	       (unsigned long long)sent, (unsigned long long)damaged,
	       (unsigned long long)refused);
	return counts_agree(ends, num_ends, true) && agree ? 0 : 1;
}
