// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a frame costs, counted in cycles. On a machine whose time stamp counter
 * counts instructions (scripts/vm --icount) the numbers repeat.
 *
 * The frames are the module's own, so that nobody else holds a reference that
 * would have a receiver copy them. They are made before and given back afterwards,
 * and what is counted is the way from the entry point of the stack to the end: a
 * netdev that drops what it sends, or the handler of the module on the netdev where
 * they should arrive. Batches are counted one by one, and the median is what holds:
 * timer interrupts and what a first batch warms up are in a few of them only.
 *
 * A command is written to /sys/kernel/debug/vmfex_bench, the answer read there:
 *
 *   xmit|receive|gro DEV SINK BATCHES LENGTH HEADER [TAG]
 *
 * HEADER is the beginning of each frame in hexadecimal, zeros follow up to LENGTH
 * bytes. SINK is the netdev where frames arrive, or - if none do. gro takes the
 * last 40 bytes of HEADER for those of IPv4 and TCP, and counts their numbers on, as
 * whoever cuts a packet does: segments of one number no tap takes as a whole. TAG, in
 * hexadecimal as well, is a VLAN header that DEV's hardware has taken off.
 * Answer: cycles of a frame, thousandths of them; frames that arrived, and the
 * packets in which they did.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/nsproxy.h>
#include <linux/rtnetlink.h>
#include <linux/sort.h>
#include <linux/tcp.h>
#include <linux/timex.h>
#include <net/ip.h>

#define BENCH_BATCH	64
#define BENCH_BATCHES	256
#define BENCH_HEADER	128

enum bench_entry {
	BENCH_XMIT,
	BENCH_RECEIVE,
	BENCH_GRO,
};

static const char *const bench_entries[] = { "xmit", "receive", "gro" };

/**
 * struct bench_run - one command
 * @entry: where the frames enter the stack
 * @dev: netdev that sends or receives them
 * @sink: netdev where they arrive, or NULL
 * @batches: number of batches
 * @len: length of a frame in bytes
 * @header: their beginning
 * @header_len: its length in bytes
 * @tag: VLAN header beside each frame, or 0
 * @id: next IP identification
 * @seq: next TCP sequence number
 * @napi: what GRO needs
 * @done: completed by each poll of @napi
 * @polled: what the poll took
 * @skbs: a batch
 * @cycles: what each batch took
 * @arrived: what the sink took
 * @frames: frames that arrived, segments counted one by one
 * @packets: skbs that arrived
 */
struct bench_run {
	enum bench_entry entry;
	struct net_device *dev;
	struct net_device *sink;
	unsigned int batches;
	unsigned int len;
	u8 header[BENCH_HEADER];
	unsigned int header_len;
	u32 tag;
	u16 id;
	u32 seq;
	struct napi_struct napi;
	struct completion done;
	u64 polled;
	struct sk_buff *skbs[BENCH_BATCH];
	u64 cycles[BENCH_BATCHES];
	struct sk_buff_head arrived;
	unsigned long frames;
	unsigned long packets;
};

static DEFINE_MUTEX(bench_lock);
static struct dentry *bench_file;
static char bench_answer[80];

static rx_handler_result_t bench_sink(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;
	struct bench_run *run = rcu_dereference(skb->dev->rx_handler_data);

	run->packets++;
	run->frames += max_t(unsigned int, skb_shinfo(skb)->gso_segs, 1);
	__skb_queue_tail(&run->arrived, skb);
	return RX_HANDLER_CONSUMED;
}

static void bench_next_segment(struct bench_run *run)
{
	struct tcphdr *tcp = (struct tcphdr *)(run->header + run->header_len -
					       sizeof(*tcp));
	struct iphdr *ip = (struct iphdr *)tcp - 1;

	ip->id = htons(run->id++);
	ip_send_check(ip);
	tcp->seq = htonl(run->seq);
	run->seq += run->len - run->header_len;
}

static struct sk_buff *bench_frame(struct bench_run *run)
{
	struct net_device *dev = run->dev;
	struct sk_buff *skb;

	/* GRO makes fragments of a packet of heads that are pages' alone, as NICs have them. */
	if (run->entry == BENCH_GRO)
		skb = netdev_alloc_skb(dev, LL_RESERVED_SPACE(dev) + run->len);
	else
		skb = alloc_skb(LL_RESERVED_SPACE(dev) + run->len, GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	if (run->entry == BENCH_GRO)
		bench_next_segment(run);
	skb_put_data(skb, run->header, run->header_len);
	skb_put_zero(skb, run->len - run->header_len);
	skb->dev = dev;
	skb_reset_mac_header(skb);
	if (run->entry == BENCH_XMIT) {
		skb->protocol = eth_hdr(skb)->h_proto;
		skb_set_network_header(skb, ETH_HLEN);
		return skb;
	}
	skb->protocol = eth_type_trans(skb, dev);
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	if (run->tag)
		__vlan_hwaccel_put_tag(skb, htons(run->tag >> 16), run->tag & 0xffff);
	return skb;
}

static int bench_fill(struct bench_run *run)
{
	unsigned int i;

	for (i = 0; i < BENCH_BATCH; i++) {
		run->skbs[i] = bench_frame(run);
		if (!run->skbs[i])
			goto err_free;
	}
	return 0;

err_free:
	while (i--)
		kfree_skb(run->skbs[i]);
	return -ENOMEM;
}

/* Memory is given back later: what that costs depends on where the allocator has it
 * from. A frame that ends at a driver is held for that; GRO would free its head anyway.
 */
static bool bench_holds(const struct bench_run *run)
{
	return run->entry == BENCH_XMIT && !run->sink;
}

/* Softirqs that the frames raise run before it returns, and are counted. */
static u64 bench_batch(struct bench_run *run)
{
	u64 start;
	int i;

	for (i = 0; bench_holds(run) && i < BENCH_BATCH; i++)
		skb_get(run->skbs[i]);

	local_bh_disable();
	start = get_cycles();
	if (run->entry == BENCH_XMIT)
		for (i = 0; i < BENCH_BATCH; i++)
			dev_queue_xmit(run->skbs[i]);
	else
		for (i = 0; i < BENCH_BATCH; i++)
			netif_receive_skb(run->skbs[i]);
	local_bh_enable();
	return get_cycles() - start;
}

/* GRO wants the poll of a NAPI around it. */
static int bench_poll(struct napi_struct *napi, int budget)
{
	struct bench_run *run = container_of(napi, struct bench_run, napi);
	u64 start = get_cycles();
	int i;

	for (i = 0; i < BENCH_BATCH; i++)
		napi_gro_receive(napi, run->skbs[i]);
	napi_complete_done(napi, BENCH_BATCH - 1);
	run->polled = get_cycles() - start;
	complete(&run->done);
	return BENCH_BATCH - 1;
}

/* The poll may be left to ksoftirqd. */
static u64 bench_gro_batch(struct bench_run *run)
{
	local_bh_disable();
	napi_schedule(&run->napi);
	local_bh_enable();
	wait_for_completion(&run->done);
	return run->polled;
}

/* Frames may be left to ksoftirqd, and those that are not there in time are lost. */
static void bench_settle(const struct bench_run *run, unsigned long frames)
{
	unsigned long end = jiffies + HZ;

	while (READ_ONCE(run->frames) < frames && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
}

static void bench_free(struct bench_run *run)
{
	unsigned int i;

	local_bh_disable();
	__skb_queue_purge(&run->arrived);
	local_bh_enable();
	for (i = 0; bench_holds(run) && i < BENCH_BATCH; i++)
		consume_skb(run->skbs[i]);
}

static int bench_count(struct bench_run *run)
{
	unsigned int i;
	int err;

	for (i = 0; i < run->batches; i++) {
		err = bench_fill(run);
		if (err)
			return err;
		run->cycles[i] = run->entry == BENCH_GRO ? bench_gro_batch(run) :
							   bench_batch(run);
		if (run->sink)
			bench_settle(run, (i + 1) * BENCH_BATCH);
		bench_free(run);
	}
	return 0;
}

static int bench_compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static void bench_tell(struct bench_run *run)
{
	u64 median;

	sort(run->cycles, run->batches, sizeof(u64), bench_compare, NULL);
	median = run->cycles[run->batches / 2];
	snprintf(bench_answer, sizeof(bench_answer), "%llu %lu %lu\n",
		 div_u64(median * 1000, BENCH_BATCH), run->frames,
		 run->packets);
}

static int bench_set_sink(struct bench_run *run)
{
	int err;

	if (!run->sink)
		return 0;
	rtnl_lock();
	err = netdev_rx_handler_register(run->sink, bench_sink, run);
	rtnl_unlock();
	return err;
}

static void bench_clear_sink(struct bench_run *run)
{
	if (!run->sink)
		return;
	rtnl_lock();
	netdev_rx_handler_unregister(run->sink);
	rtnl_unlock();
}

static int bench_run(struct bench_run *run)
{
	int err;

	__skb_queue_head_init(&run->arrived);
	err = bench_set_sink(run);
	if (err)
		return err;
	init_completion(&run->done);
	netif_napi_add(run->dev, &run->napi, bench_poll);
	napi_enable(&run->napi);
	err = bench_count(run);
	napi_disable(&run->napi);
	netif_napi_del(&run->napi);
	bench_clear_sink(run);
	__skb_queue_purge(&run->arrived);
	if (!err)
		bench_tell(run);
	return err;
}

static int bench_parse_header(struct bench_run *run, const char *hex)
{
	size_t len = strlen(hex) / 2;
	size_t i;

	if (len > BENCH_HEADER || len < ETH_HLEN || len > run->len)
		return -EINVAL;
	for (i = 0; i < len; i++)
		if (sscanf(hex + 2 * i, "%2hhx", &run->header[i]) != 1)
			return -EINVAL;
	if (run->entry == BENCH_GRO &&
	    len < ETH_HLEN + sizeof(struct iphdr) + sizeof(struct tcphdr))
		return -EINVAL;
	run->header_len = len;
	return 0;
}

static int bench_command(struct bench_run *run, const char *line)
{
	char entry[8], dev[IFNAMSIZ], sink[IFNAMSIZ], hex[2 * BENCH_HEADER + 1];
	struct net *net = current->nsproxy->net_ns;
	int err;

	if (sscanf(line, "%7s %15s %15s %u %u %256s %x", entry, dev, sink,
		   &run->batches, &run->len, hex, &run->tag) < 6)
		return -EINVAL;
	if (!run->batches || run->batches > BENCH_BATCHES || run->len > 9000)
		return -EINVAL;
	err = match_string(bench_entries, ARRAY_SIZE(bench_entries), entry);
	if (err < 0)
		return err;
	run->entry = err;
	err = bench_parse_header(run, hex);
	if (err)
		return err;

	run->dev = dev_get_by_name(net, dev);
	if (!run->dev)
		return -ENODEV;
	err = -ENODEV;
	if (strcmp(sink, "-")) {
		run->sink = dev_get_by_name(net, sink);
		if (!run->sink)
			goto out_put_dev;
	}
	err = bench_run(run);
	dev_put(run->sink);
out_put_dev:
	dev_put(run->dev);
	return err;
}

static ssize_t bench_write(struct file *file, const char __user *from,
			   size_t len, loff_t *pos)
{
	struct bench_run *run;
	char *line;
	int err;

	line = memdup_user_nul(from, len);
	if (IS_ERR(line))
		return PTR_ERR(line);
	err = -ENOMEM;
	run = kzalloc(sizeof(*run), GFP_KERNEL);
	if (!run)
		goto out_free_line;

	mutex_lock(&bench_lock);
	err = bench_command(run, line);
	mutex_unlock(&bench_lock);
	kfree(run);
out_free_line:
	kfree(line);
	return err ?: len;
}

static ssize_t bench_read(struct file *file, char __user *to, size_t len,
			  loff_t *pos)
{
	return simple_read_from_buffer(to, len, pos, bench_answer,
				       strlen(bench_answer));
}

static const struct file_operations bench_fops = {
	.owner = THIS_MODULE,
	.read = bench_read,
	.write = bench_write,
};

static int __init bench_init(void)
{
	bench_file = debugfs_create_file("vmfex_bench", 0600, NULL, NULL,
					 &bench_fops);
	return PTR_ERR_OR_ZERO(bench_file);
}

static void __exit bench_exit(void)
{
	debugfs_remove(bench_file);
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("What a frame costs");
