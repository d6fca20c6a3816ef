// SPDX-License-Identifier: GPL-2.0-only
/*
 * Failover: which uplink carries, after any single change of any combination of links
 * and priorities, against the rules of vmfex.rst. And what a path sends.
 */
#include "compat/compat.h"
#include "model/adapter.h"
#include "model/path.h"
#include "model/profile.h"
#include "model/vif.h"
#include "rig.h"
#include "vic/uplink.h"

#define UPLINKS		VMFEX_RIG_UPLINKS
#define NOBODY		UPLINKS
#define COMBINATIONS	27	/* of three values for three uplinks */

/**
 * struct vmfex_test_oracle - what the rules look at
 * @priority: of each uplink, in the order in which they were enslaved
 * @usable: is the link up?
 * @carries: which of them does, or NOBODY
 */
struct vmfex_test_oracle {
	u32 priority[UPLINKS];
	bool usable[UPLINKS];
	unsigned int carries;
};

/*
 * The lowest priority number among the usable carries. Among equals the one that
 * carries already, else the one that was enslaved first.
 */
static void vmfex_test_decide(struct vmfex_test_oracle *oracle)
{
	unsigned int i, winner = NOBODY;

	for (i = 0; i < UPLINKS; i++) {
		if (!oracle->usable[i])
			continue;
		if (winner == NOBODY ||
		    oracle->priority[i] < oracle->priority[winner] ||
		    (oracle->priority[i] == oracle->priority[winner] &&
		     i == oracle->carries))
			winner = i;
	}
	oracle->carries = winner;
}

static unsigned int vmfex_test_digit(unsigned int combination, unsigned int i)
{
	while (i--)
		combination /= 3;
	return combination % 3;
}

static void vmfex_test_check_vnic(struct kunit *test,
				  const struct vmfex_vnic *vnic,
				  const struct net_device *carries,
				  const char *text)
{
	bool bound = vnic->port.state == VMFEX_PORT_STATE_ASSOCIATED;
	const struct vmfex_path *path = rtnl_dereference(vnic->path);
	const struct net_device *active = NULL;

	if (vnic->active)
		active = vnic->active->uplink->dev;
	KUNIT_EXPECT_PTR_EQ_MSG(test, active, carries, "%s: %s",
				vnic->dev->name, text);
	KUNIT_EXPECT_EQ_MSG(test, !!path, bound && carries, "%s: %s",
			    vnic->dev->name, text);
	KUNIT_EXPECT_EQ_MSG(test, netif_carrier_ok(vnic->dev), bound && carries,
			    "%s: %s", vnic->dev->name, text);
	if (!path)
		return;
	KUNIT_EXPECT_PTR_EQ_MSG(test, (const struct net_device *)path->lower,
				carries, "%s: %s", vnic->dev->name, text);
	KUNIT_EXPECT_PTR_EQ(test, path, (const struct vmfex_path *)vnic->active->path);
}

/* All ports agree, bound or not, and the uplinks say it. */
static void vmfex_test_check(struct kunit *test,
			     const struct vmfex_test_oracle *oracle)
{
	const struct vmfex_rig *rig = test->priv;
	const struct net_device *carries = NULL;
	enum vmfex_uplink_state state;
	struct vmfex_uplink *uplink;
	struct vmfex_vnic *vnic;
	char text[64];
	unsigned int i;

	snprintf(text, sizeof(text), "priorities %u %u %u, usable %u %u %u, %u carries",
		 oracle->priority[0], oracle->priority[1], oracle->priority[2],
		 oracle->usable[0], oracle->usable[1], oracle->usable[2],
		 oracle->carries);
	if (oracle->carries != NOBODY)
		carries = rig->lower[oracle->carries];
	vmfex_for_each_vnic(vnic, rig->adapter)
		vmfex_test_check_vnic(test, vnic, carries, text);
	for (i = 0; i < UPLINKS; i++) {
		uplink = vmfex_rig_uplink(rig, i);
		if (!uplink)
			continue;
		state = VMFEX_UPLINK_STATE_DOWN;
		if (oracle->usable[i])
			state = i == oracle->carries ? VMFEX_UPLINK_STATE_ACTIVE :
						       VMFEX_UPLINK_STATE_STANDBY;
		KUNIT_EXPECT_EQ_MSG(test, vmfex_uplink_state(uplink), state,
				    "uplink %u: %s", i, text);
	}
}

static void vmfex_test_set_link(struct kunit *test,
				struct vmfex_test_oracle *oracle,
				unsigned int i, enum vmfex_rig_link link)
{
	vmfex_rig_set_link(test->priv, i, link);
	oracle->usable[i] = link == VMFEX_RIG_UP;
	vmfex_test_decide(oracle);
	vmfex_test_check(test, oracle);
}

static void vmfex_test_set_priority(struct kunit *test,
				    struct vmfex_test_oracle *oracle,
				    unsigned int i, u32 priority)
{
	const struct vmfex_uplink_config config = { .priority = priority };

	KUNIT_EXPECT_EQ(test, vmfex_uplink_set(vmfex_rig_uplink(test->priv, i),
					       &config, NULL), 0);
	oracle->priority[i] = priority;
	vmfex_test_decide(oracle);
	vmfex_test_check(test, oracle);
}

static void vmfex_test_oracle_init(struct kunit *test,
				   struct vmfex_test_oracle *oracle)
{
	unsigned int i;

	*oracle = (struct vmfex_test_oracle){ .carries = NOBODY };
	for (i = 0; i < UPLINKS; i++)
		oracle->priority[i] = VMFEX_PRIORITY_DEFAULT;
	vmfex_test_check(test, oracle);
}

/*
 * For all priorities: from each combination of usable links every other single
 * link changes, there and back, down in both ways.
 */
static void vmfex_test_links(struct kunit *test)
{
	struct vmfex_test_oracle oracle;
	unsigned int order, links, i;

	rtnl_lock();
	vmfex_test_oracle_init(test, &oracle);
	for (order = 0; order < COMBINATIONS; order++) {
		for (i = 0; i < UPLINKS; i++)
			vmfex_test_set_priority(test, &oracle, i,
						1 + vmfex_test_digit(order, i));
		for (links = 0; links < COMBINATIONS; links++) {
			for (i = 0; i < UPLINKS; i++)
				vmfex_test_set_link(test, &oracle, i,
						    vmfex_test_digit(links, i));
			for (i = 0; i < UPLINKS; i++) {
				vmfex_test_set_link(test, &oracle, i,
						    (vmfex_test_digit(links, i) + 1) %
						    VMFEX_RIG_LINKS);
				vmfex_test_set_link(test, &oracle, i,
						    vmfex_test_digit(links, i));
			}
		}
	}
	rtnl_unlock();
}

/* For all links: every priority of every uplink changes to every other. */
static void vmfex_test_priorities(struct kunit *test)
{
	struct vmfex_test_oracle oracle;
	unsigned int order, links, i;

	rtnl_lock();
	vmfex_test_oracle_init(test, &oracle);
	for (links = 0; links < 1 << UPLINKS; links++) {
		for (i = 0; i < UPLINKS; i++)
			vmfex_test_set_link(test, &oracle, i, links & BIT(i) ?
					    VMFEX_RIG_UP : VMFEX_RIG_NO_CARRIER);
		for (order = 0; order < COMBINATIONS; order++)
			for (i = UPLINKS; i--;)
				vmfex_test_set_priority(test, &oracle, i,
							1 + vmfex_test_digit(order, i));
	}
	rtnl_unlock();
}

/* Which of its equals carried before makes a difference: all three can. */
static void vmfex_test_equals(struct kunit *test)
{
	struct vmfex_test_oracle oracle;
	unsigned int first, i;

	rtnl_lock();
	vmfex_test_oracle_init(test, &oracle);
	for (first = 0; first < UPLINKS; first++) {
		for (i = 0; i < UPLINKS; i++)
			vmfex_test_set_link(test, &oracle, i, VMFEX_RIG_DOWN);
		vmfex_test_set_link(test, &oracle, first, VMFEX_RIG_UP);
		for (i = 0; i < UPLINKS; i++)
			vmfex_test_set_link(test, &oracle, i, VMFEX_RIG_UP);
		KUNIT_EXPECT_EQ(test, oracle.carries, first);
	}
	rtnl_unlock();
}

/* The one that goes hands over; one that comes is the youngest. */
static void vmfex_test_uplinks_go(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_test_oracle oracle;
	unsigned int i;

	rtnl_lock();
	vmfex_test_oracle_init(test, &oracle);
	for (i = 0; i < UPLINKS; i++)
		vmfex_test_set_link(test, &oracle, i, VMFEX_RIG_UP);
	for (i = 0; i < UPLINKS; i++) {
		vmfex_uplink_del(vmfex_rig_uplink(rig, i));
		oracle.usable[i] = false;
		vmfex_test_decide(&oracle);
		vmfex_test_check(test, &oracle);
	}
	KUNIT_EXPECT_EQ(test, oracle.carries, NOBODY);
	for (i = 0; i < UPLINKS; i++) {
		KUNIT_EXPECT_EQ(test, vmfex_uplink_add(rig->adapter, rig->lower[i], NULL), 0);
		oracle.usable[i] = true;
		vmfex_test_decide(&oracle);
		vmfex_test_check(test, &oracle);
	}
	rtnl_unlock();
}

/* An associated port that changes to another uplink announces itself, no other. */
static void vmfex_test_announcements(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_vnic *bound = rig->adapter->vnics[0];
	struct vmfex_vnic *unbound = rig->adapter->vnics[1];
	unsigned int i;

	rtnl_lock();
	for (i = 0; i < UPLINKS; i++)
		vmfex_rig_set_link(rig, i, VMFEX_RIG_UP);
	bound->announcements = 0;
	vmfex_rig_set_link(rig, 1, VMFEX_RIG_DOWN);
	KUNIT_EXPECT_EQ(test, bound->announcements, 0);
	vmfex_rig_set_link(rig, 0, VMFEX_RIG_DOWN);
	KUNIT_EXPECT_GT(test, bound->announcements, 0);
	KUNIT_EXPECT_EQ(test, unbound->announcements, 0);
	bound->announcements = 0;
	vmfex_rig_set_link(rig, 2, VMFEX_RIG_DOWN);
	KUNIT_EXPECT_EQ(test, bound->announcements, 0);
	vmfex_rig_set_link(rig, 2, VMFEX_RIG_UP);
	KUNIT_EXPECT_GT(test, bound->announcements, 0);
	rtnl_unlock();
}

/**
 * struct vmfex_test_tag - the tag of VIF 1
 * @fabric: it is sent by the bridge
 * @type: format
 * @bytes: tag
 * @len: number of @bytes
 * @pcp: which of them has a priority in its upper bits, 0 for none
 */
struct vmfex_test_tag {
	bool fabric;
	enum vmfex_tag type;
	u8 bytes[VMFEX_TAG_LEN_MAX];
	unsigned int len;
	unsigned int pcp;
};

static const struct vmfex_test_tag vmfex_test_tags[] = {
	{ false, VMFEX_TAG_VNTAG, { 0x89, 0x26, 0, 0, 0, 1 }, 6, 0 },
	{ true, VMFEX_TAG_VNTAG, { 0x89, 0x26, 0x80, 1, 0, 0 }, 6, 0 },
	{ false, VMFEX_TAG_ETAG, { 0x89, 0x3f, 0, 0, 0, 1, 0, 0 }, 8, 2 },
	{ true, VMFEX_TAG_ETAG, { 0x89, 0x3f, 0, 0, 0, 1, 0, 0 }, 8, 2 },
	{ false, VMFEX_TAG_SVLAN, { 0x88, 0xa8, 0, 1 }, 4, 2 },
	{ true, VMFEX_TAG_SVLAN, { 0x88, 0xa8, 0, 1 }, 4, 2 },
};

static struct vmfex_test_tag vmfex_test_tag_of(const struct vmfex_adapter *adapter,
					       u8 cos)
{
	const struct vmfex_test_tag *row = vmfex_test_tags;
	struct vmfex_test_tag tag;

	while (row->type != adapter->tag->type || row->fabric != adapter->fabric)
		row++;
	tag = *row;
	if (tag.pcp && cos != VMFEX_COS_NONE)
		tag.bytes[tag.pcp] |= cos << 5;
	return tag;
}

static void vmfex_test_expect_header(struct kunit *test, const struct vmfex_hdr *hdr,
				     const u8 *want, unsigned int len,
				     const char *text)
{
	KUNIT_EXPECT_EQ_MSG(test, hdr->len, len, "%s", text);
	KUNIT_EXPECT_MEMEQ_MSG(test, hdr->bytes + VMFEX_HDR_MAX - len, want, len,
			       "%s", text);
}

/* The 802.1Q header of untagged frames, and the tag before it or beside the frame */
static void vmfex_test_expect_path(struct kunit *test, const struct vmfex_path *path,
				   u16 vid, u8 cos)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_test_tag tag = vmfex_test_tag_of(rig->adapter, cos);
	bool meta = tag.type == VMFEX_TAG_SVLAN;
	unsigned int len = meta ? 0 : tag.len;
	u8 want[VMFEX_HDR_MAX] = {};
	char text[32];

	snprintf(text, sizeof(text), "VLAN %u, CoS %u", vid, cos);
	KUNIT_EXPECT_EQ_MSG(test, ntohs(path->meta_proto), meta ? 0x88a8 : 0, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, path->meta_tci,
			    meta ? get_unaligned_be16(tag.bytes + 2) : 0, "%s", text);
	memcpy(want, tag.bytes, len);
	vmfex_test_expect_header(test, &path->tagged, want, len, text);
	if (vid || cos != VMFEX_COS_NONE) {
		put_unaligned_be16(0x8100, want + len);
		put_unaligned_be16(vid | (cos == VMFEX_COS_NONE ? 0 : cos << 13),
				   want + len + 2);
		len += VLAN_HLEN;
	}
	vmfex_test_expect_header(test, &path->plain, want, len, text);
}

static void vmfex_test_header_one(struct kunit *test, u16 vid, u8 cos)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_vnic *vnic = rig->adapter->vnics[0];
	struct vmfex_policy *policy;
	struct vmfex_vif *vif;

	policy = vmfex_policy_new(NULL);
	KUNIT_EXPECT_NOT_NULL(test, policy);
	if (!policy)
		return;
	policy->vlan_mode = vid ? VMFEX_VLAN_ACCESS : VMFEX_VLAN_ANY;
	policy->untagged_vid = vid;
	policy->cos = cos;
	KUNIT_EXPECT_EQ(test, vmfex_port_publish(vnic->port.profile, policy, NULL), 0);
	list_for_each_entry(vif, &vnic->vifs, node) {
		KUNIT_EXPECT_NOT_NULL(test, vif->path);
		if (!vif->path)
			return;
		vmfex_test_expect_path(test, vif->path, vid, cos);
	}
}

static void vmfex_test_run_headers(struct kunit *test)
{
	static const u16 vids[] = { 0, 1, 2, 0x555, 0xaaa, 4093, 4094 };
	const struct vmfex_rig *rig = test->priv;
	unsigned int i;
	u8 cos;

	rtnl_lock();
	KUNIT_EXPECT_EQ(test, vmfex_rig_request(rig->adapter->vnics[0],
						VMFEX_REQUEST_ASSOCIATE,
						VMFEX_RIG_PROFILE), 0);
	for (i = 0; i < ARRAY_SIZE(vids); i++) {
		for (cos = 0; cos < 8; cos++)
			vmfex_test_header_one(test, vids[i], cos);
		vmfex_test_header_one(test, vids[i], VMFEX_COS_NONE);
	}
	rtnl_unlock();
}

static void vmfex_test_headers(struct kunit *test)
{
	static const struct vmfex_rig_config config = { .num_vfs = 1, .uplinks = 2 };

	vmfex_rig_each_end(test, config, vmfex_test_run_headers);
}

/* What all uplinks can send at once, whichever came first. */
static void vmfex_test_segments(struct kunit *test)
{
	static const struct vmfex_rig_config config = {
		.tag = &vmfex_vntag_ops, .num_vfs = 1,
	};
	const struct vmfex_rig *rig;
	const struct net_device *dev;
	unsigned int first, i;

	vmfex_rig_make(test, &config);
	rig = test->priv;
	dev = rig->adapter->vnics[0]->dev;
	rtnl_lock();
	netif_set_tso_max_size(rig->lower[0], 30000);
	netif_set_tso_max_segs(rig->lower[0], 200);
	netif_set_tso_max_size(rig->lower[1], 20000);
	netif_set_tso_max_segs(rig->lower[1], 300);
	for (first = 0; first < 2; first++) {
		for (i = 0; i < 2; i++)
			KUNIT_EXPECT_EQ(test, vmfex_uplink_add(rig->adapter,
							       rig->lower[first ^ i], NULL), 0);
		KUNIT_EXPECT_EQ(test, dev->tso_max_size, 20000);
		KUNIT_EXPECT_EQ(test, dev->tso_max_segs, 200);
		vmfex_uplink_del(vmfex_rig_uplink(rig, 1));
		KUNIT_EXPECT_EQ(test, dev->tso_max_size, 30000);
		KUNIT_EXPECT_EQ(test, dev->tso_max_segs, 200);
		vmfex_uplink_del(vmfex_rig_uplink(rig, 0));
		KUNIT_EXPECT_EQ(test, dev->tso_max_size, TSO_LEGACY_MAX_SIZE);
		KUNIT_EXPECT_EQ(test, dev->tso_max_segs, TSO_MAX_SEGS);
	}
	rtnl_unlock();
}

/* VF 0 is bound, VF 1 is not, nor is the adapter's own port, which decides. */
static int vmfex_test_path_init(struct kunit *test)
{
	static const struct vmfex_rig_config config = {
		.tag = &vmfex_vntag_ops,
		.num_vfs = 2,
		.uplinks = UPLINKS,
	};
	struct vmfex_rig *rig;
	int err;

	err = vmfex_rig_init(test, &config);
	if (err)
		return err;
	rig = test->priv;
	rtnl_lock();
	err = vmfex_rig_request(rig->adapter->vnics[0], VMFEX_REQUEST_ASSOCIATE,
				VMFEX_RIG_PROFILE);
	rtnl_unlock();
	return err;
}

static struct kunit_case vmfex_path_cases[] = {
	KUNIT_CASE(vmfex_test_links),
	KUNIT_CASE(vmfex_test_priorities),
	KUNIT_CASE(vmfex_test_equals),
	KUNIT_CASE(vmfex_test_uplinks_go),
	KUNIT_CASE(vmfex_test_announcements),
	KUNIT_CASE(vmfex_test_headers),
	KUNIT_CASE(vmfex_test_segments),
	{}
};

static struct kunit_suite vmfex_path_suite = {
	.name = "vmfex_path",
	.init = vmfex_test_path_init,
	.exit = vmfex_rig_exit,
	.test_cases = vmfex_path_cases,
};

kunit_test_suite(vmfex_path_suite);
