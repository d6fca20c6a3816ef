// SPDX-License-Identifier: GPL-2.0-only
/*
 * The accounts of tests/tools/framefuzz. What the kernel's packet sockets count
 * (PACKET_STATISTICS, that includes what there was no room for) is held
 * against what vmfex counts. tests/fuzz.sh tells the sums.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "framefuzz.h"
#include "series.h"

/* A socket that counts what passes the filter, and keeps next to nothing */
static int counter(const char *dev, struct filter *filter)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = if_nametoindex(dev),
	};
	struct sock_fprog program = { .filter = filter->code };
	int room = 1;
	int fd;

	filter_end(filter);
	program.len = filter->len;
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
		       sizeof(program)) ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room)) ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(EXIT_BROKEN, "%s: cannot count", dev);
	return fd;
}

static void add_count(int fd, u64 *count)
{
	struct tpacket_stats stats;
	socklen_t len = sizeof(stats);

	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &len))
		err(EXIT_BROKEN, "no count of packets");
	*count += stats.tp_packets;
}

/**
 * sysfs_number() - a number that sysfs tells of a netdev
 * @dev: netdev
 * @file: under its directory
 *
 * Return: the number.
 */
u64 sysfs_number(const char *dev, const char *file)
{
	unsigned long long value;
	char path[128];
	FILE *in;

	snprintf(path, sizeof(path), "/sys/class/net/%s/%s", dev, file);
	in = fopen(path, "r");
	if (!in || fscanf(in, "%llu", &value) != 1)
		errx(EXIT_BROKEN, "%s: no number", path);
	fclose(in);
	return value;
}

static void ethtool(const char *dev, void *command)
{
	struct ifreq request = { .ifr_data = command };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	set_name(request.ifr_name, dev);
	if (fd < 0 || ioctl(fd, SIOCETHTOOL, &request))
		err(EXIT_BROKEN, "%s: no drop counters", dev);
	close(fd);
}

/* The kernel wants to know beforehand that there is room for all. */
static u32 num_drops(const char *dev)
{
	struct {
		struct ethtool_sset_info info;
		u32 len;
	} set = {
		.info = {
			.cmd = ETHTOOL_GSSET_INFO,
			.sset_mask = 1 << ETH_SS_STATS,
		},
	};

	ethtool(dev, &set);
	if (set.len > MAX_DROPS)
		errx(EXIT_BROKEN, "%s has %u counters", dev, set.len);
	return set.len;
}

static struct ethtool_gstrings *drop_names(const char *dev)
{
	static u8 room[sizeof(struct ethtool_gstrings) +
		       MAX_DROPS * ETH_GSTRING_LEN];
	struct ethtool_gstrings *names = (void *)room;

	memset(room, 0, sizeof(room));
	names->cmd = ETHTOOL_GSTRINGS;
	names->string_set = ETH_SS_STATS;
	names->len = num_drops(dev);
	ethtool(dev, names);
	return names;
}

static void read_counters(const char *dev, struct counters *counters)
{
	struct {
		struct ethtool_stats head;
		u64 values[MAX_DROPS];
	} stats = {
		.head = { .cmd = ETHTOOL_GSTATS, .n_stats = num_drops(dev) },
	};

	memset(counters, 0, sizeof(*counters));
	ethtool(dev, &stats);
	memcpy(counters->drops, stats.head.data,
	       stats.head.n_stats * sizeof(u64));
	counters->rx_packets = sysfs_number(dev, "statistics/rx_packets");
	counters->tx_packets = sysfs_number(dev, "statistics/tx_packets");
}

static void open_vnic(struct vnic *vnic)
{
	struct filter in = {}, out = {};

	filter_direction(&in, false);
	vnic->in = counter(vnic->name, &in);
	filter_direction(&out, true);
	vnic->out = counter(vnic->name, &out);
	read_counters(vnic->name, &vnic->base);
}

/**
 * count_open() - begin to count at an end
 * @end: end
 */
void count_open(struct end *end)
{
	struct filter ours = {}, wire = {}, arrived = {};
	u32 i;

	filter_ours(&ours, end);
	end->ours = counter(end->uplink, &ours);
	for (i = 0; i < NUM_REASONS; i++) {
		struct filter reason = {};

		if (filter_reason(&reason, end, i))
			end->predicted[i] = counter(end->uplink, &reason);
	}
	for (i = 0; i < end->num_lists; i++) {
		struct filter list = {};

		filter_list(&list, end, end->lists[i].id);
		end->to_list[i] = counter(end->uplink, &list);
	}
	filter_forwarded(&wire, true);
	end->wire = counter(end->uplink, &wire);
	if (end->tap < 0) {
		filter_forwarded(&arrived, false);
		end->arrived = counter(end->peer, &arrived);
	}
	for (i = 0; i < end->num_vnics; i++)
		open_vnic(&end->vnics[i]);
	end->base_tx_dropped = sysfs_number(end->uplink,
					    "statistics/tx_dropped");
}

static void read_counts(struct end *end)
{
	u32 i;

	add_count(end->ours, &end->counts.ours);
	for (i = 0; i < NUM_REASONS; i++)
		if (end->predicted[i])
			add_count(end->predicted[i], &end->counts.predicted[i]);
	for (i = 0; i < end->num_lists; i++)
		add_count(end->to_list[i], &end->counts.to_list[i]);
	add_count(end->wire, &end->counts.wire);
	if (end->tap < 0)
		add_count(end->arrived, &end->counts.arrived);
	for (i = 0; i < end->num_vnics; i++) {
		add_count(end->vnics[i].in, &end->vnics[i].rx);
		add_count(end->vnics[i].out, &end->vnics[i].tx);
	}
}

/* What became of the frames of an end, and of each of its ports */
struct account {
	u64 rx_packets;
	u64 tx_packets;
	u64 rx_drops;
	u64 drops[MAX_DROPS];
	bool agree;
};

static bool same(const char *dev, const char *what, u64 left, u64 right,
		 bool tell)
{
	if (left == right)
		return true;
	if (tell)
		printf("FAIL: %s: %s: %llu are not %llu\n", dev, what,
		       (unsigned long long)left, (unsigned long long)right);
	return false;
}

/*
 * The adapter's own drops, behind its port's, are of frames received; those that came
 * back to who had sent them are no drops, but received by nobody as well.
 */
static bool is_rx(const char *name)
{
	return !strncmp(name, "drop_rx_", 8) || !strcmp(name, "rx_looped") ||
	       !strncmp(name, "adapter_drop_", 13);
}

/* Not all that is counted is a drop. */
static bool is_tx(const char *name)
{
	return !strncmp(name, "drop_tx_", 8);
}

static void account_vnic(struct account *account, const struct vnic *vnic,
			 bool tell)
{
	const struct ethtool_gstrings *names = drop_names(vnic->name);
	u64 rx_packets, tx_packets, tx_drops = 0;
	struct counters now;

	read_counters(vnic->name, &now);
	rx_packets = now.rx_packets - vnic->base.rx_packets;
	tx_packets = now.tx_packets - vnic->base.tx_packets;
	for (u32 i = 0; i < names->len; i++) {
		const char *name = (char *)names->data + i * ETH_GSTRING_LEN;
		u64 drops = now.drops[i] - vnic->base.drops[i];

		account->drops[i] += drops;
		if (is_rx(name))
			account->rx_drops += drops;
		else if (is_tx(name))
			tx_drops += drops;
	}
	account->rx_packets += rx_packets;
	account->tx_packets += tx_packets;
	account->agree &= same(vnic->name, "frames seen and rx_packets",
			       vnic->rx, rx_packets, tell);
	account->agree &= same(vnic->name,
			       "frames to send and tx_packets + drops",
			       vnic->tx, tx_packets + tx_drops, tell);
}

static void tell_account(const struct end *end, const struct account *account)
{
	const struct ethtool_gstrings *names = drop_names(end->adapter);

	printf("# %s: from the wire %llu, delivered %llu; to the wire %llu\n",
	       end->adapter, (unsigned long long)(end->counts.ours +
				    end->counts.predicted[OTHER_TAG]),
	       (unsigned long long)account->rx_packets,
	       (unsigned long long)account->tx_packets);
	printf("# %s:", end->adapter);
	for (u32 i = 0; i < names->len; i++)
		if (account->drops[i])
			printf(" %s=%llu", names->data + i * ETH_GSTRING_LEN,
			       (unsigned long long)account->drops[i]);
	putchar('\n');
}

static bool at_most(const char *dev, const char *what, u64 left, u64 right,
		    bool tell)
{
	return left <= right || same(dev, what, left, right, tell);
}

/* Its queue has taken what it refuses to cut; and its ring may be full. */
static bool tap_agrees(const struct end *end, u64 tx_packets, bool tell)
{
	u64 dropped = sysfs_number(end->uplink, "statistics/tx_dropped") -
		      end->base_tx_dropped;
	bool agree;

	agree = at_most(end->uplink, "tx_packets above frames sent + dropped",
			tx_packets, end->counts.wire + dropped, tell);
	agree &= at_most(end->uplink, "frames read above frames sent",
			 end->tap_read, end->counts.wire, tell);
	agree &= at_most(end->uplink, "frames sent above frames read + dropped",
			 end->counts.wire, end->tap_read + dropped, tell);
	return agree;
}

/* What comes out at the uplink, and arrives beyond it */
static bool wire_agrees(const struct end *end, u64 tx_packets, bool tell)
{
	bool agree;

	if (end->tap >= 0)
		return tap_agrees(end, tx_packets, tell);
	/* Among those that leave are some that the peer has no room for. */
	agree = at_most(end->uplink, "tx_packets above frames sent",
			tx_packets, end->counts.wire, tell);
	agree &= same(end->uplink, "tx_packets and frames received beyond",
		      tx_packets, end->counts.arrived, tell);
	return agree;
}

/* What no port can be charged for, by reason */
static bool reasons_agree(const struct end *end, const struct account *account,
			  bool tell)
{
	static const char *const reasons[NUM_REASONS] = {
		[OTHER_TAG] = "adapter_drop_rx_other_tag",
		[VERSION] = "adapter_drop_rx_version",
		[DIRECTION] = "adapter_drop_rx_direction",
		[UNKNOWN_VIF] = "adapter_drop_rx_unknown_vif",
	};
	const struct ethtool_gstrings *names = drop_names(end->adapter);
	u32 found = 0;
	bool agree = true;

	for (u32 i = 0; i < names->len * NUM_REASONS; i++) {
		u32 name = i / NUM_REASONS, reason = i % NUM_REASONS;

		if (strcmp((char *)names->data + name * ETH_GSTRING_LEN,
			   reasons[reason]))
			continue;
		found++;
		agree &= same(end->adapter, reasons[reason],
			      end->counts.predicted[reason],
			      account->drops[name], tell);
	}
	if (found != NUM_REASONS)
		errx(EXIT_BROKEN, "%s has %u of %u reasons", end->adapter, found,
		     NUM_REASONS);
	return agree;
}

static bool end_agrees(const struct end *end, bool tell)
{
	struct account account = { .agree = true };
	u64 fates = end->counts.ours + end->counts.predicted[OTHER_TAG];
	u32 i;

	for (i = 0; i < end->num_vnics; i++)
		account_vnic(&account, &end->vnics[i], tell);
	for (i = 0; i < end->num_lists; i++)
		if (end->lists[i].members)
			fates += end->counts.to_list[i] *
				 (end->lists[i].members - 1);
	account.agree &= same(end->adapter,
			      "frames from the wire and rx_packets + drops",
			      fates, account.rx_packets + account.rx_drops,
			      tell);
	account.agree &= reasons_agree(end, &account, tell);
	account.agree &= wire_agrees(end, account.tx_packets, tell);
	if (tell)
		tell_account(end, &account);
	return account.agree;
}

/**
 * counts_agree() - do the sums hold?
 * @ends: ends
 * @num: how many
 * @tell: print sums, and what does not agree
 *
 * Return: true if they do.
 */
bool counts_agree(struct end *ends, u32 num, bool tell)
{
	bool agree = true;
	u32 i;

	for (i = 0; i < num; i++)
		read_counts(&ends[i]);
	for (i = 0; i < num; i++)
		agree &= end_agrees(&ends[i], tell);
	return agree;
}
