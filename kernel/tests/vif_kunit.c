// SPDX-License-Identifier: GPL-2.0-only
/* VIF tables: which number is which vNIC, on each uplink. */
#include "model/path.h"
#include "model/vif.h"
#include "rig.h"
#include "vic/adapter.h"
#include "vic/uplink.h"

#define VFS		4
#define STEPS		600

/* Numbers that a step of a random walk may choose, free and taken ones */
static const u32 vmfex_test_vifs[] = {
	0, 1, 2, 3, 4, 5, 100, VMFEX_SELF_VIF - 1, VMFEX_SELF_VIF,
	VMFEX_VIF_SLOTS, VMFEX_VIF_SLOTS + 1, 0x12345, 0xfffff, 0x100000,
	U32_MAX,
};

static const struct vmfex_rig_config vmfex_vif_config = {
	.num_vfs = VFS,
	.uplinks = 2,
};

/* Of the adapter's own port, by default */
static u32 vmfex_test_last(const struct vmfex_rig *rig)
{
	return rig->adapter->tag->type == VMFEX_TAG_SVLAN ? 4094 : 4095;
}

/* What filters by a tag that it knows was told of all numbers, and only of those. */
static void vmfex_test_expect_vids(struct kunit *test,
				   const struct vmfex_uplink *uplink)
{
	KUNIT_EXPECT_EQ(test, vmfex_rig_count_vids(uplink->dev),
			uplink->tag->in_metadata ? uplink->num_vifs : 0);
}

/* The lookup of the packet path, and that of changes: both say the same. */
static struct vmfex_vnic *vmfex_test_owner(struct kunit *test,
					   const struct vmfex_uplink *uplink,
					   u32 id)
{
	struct vmfex_vif *found = vmfex_vif_find(uplink, id);
	struct vmfex_vif *vif;

	rcu_read_lock();
	vif = vmfex_vif_lookup(uplink, id);
	rcu_read_unlock();
	KUNIT_EXPECT_PTR_EQ(test, vif, found);
	if (!found)
		return NULL;
	KUNIT_EXPECT_EQ(test, found->id, id);
	KUNIT_EXPECT_EQ(test, found->next_id, id);
	KUNIT_EXPECT_PTR_EQ(test, found->uplink,
			    (struct vmfex_uplink *)uplink);
	KUNIT_EXPECT_PTR_EQ(test, vmfex_vif_of(found->vnic, uplink), found);
	return found->vnic;
}

static void vmfex_test_run_defaults(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_adapter *adapter = rig->adapter;
	const struct vmfex_vnic *want;
	struct vmfex_uplink *uplink;
	u32 i, id;

	rtnl_lock();
	for (i = 0; i < 2; i++) {
		uplink = vmfex_rig_uplink(rig, i);
		KUNIT_EXPECT_EQ(test, uplink->num_vifs, VFS + 1);
		for (id = 0; id <= VMFEX_VIF_SLOTS; id++) {
			want = NULL;
			if (id >= 1 && id <= VFS)
				want = adapter->vnics[id - 1];
			if (id == vmfex_test_last(rig))
				want = &adapter->self;
			KUNIT_EXPECT_PTR_EQ_MSG(test,
						vmfex_test_owner(test, uplink, id),
						(struct vmfex_vnic *)want,
						"VIF %u", id);
		}
		vmfex_test_expect_vids(test, uplink);
	}
	rtnl_unlock();
}

static void vmfex_test_default_numbers(struct kunit *test)
{
	vmfex_rig_each_end(test, vmfex_vif_config, vmfex_test_run_defaults);
}

/**
 * struct vmfex_test_bound - a number, and what becomes of it
 * @id: number
 * @err: expected, by tag format
 */
struct vmfex_test_bound {
	u32 id;
	int err[VMFEX_RIG_TAGS];
};

static const struct vmfex_test_bound vmfex_test_bounds[] = {
	{ 0, { -ERANGE, -ERANGE, -ERANGE } },
	{ 1, { 0, 0, 0 } },
	{ 2, { -EBUSY, -EBUSY, -EBUSY } },
	{ VFS, { -EBUSY, -EBUSY, -EBUSY } },
	{ VFS + 1, { 0, 0, 0 } },
	{ 4093, { 0, 0, 0 } },
	{ 4094, { 0, 0, -EBUSY } },
	{ 4095, { -EBUSY, -EBUSY, -ERANGE } },
	{ 4096, { -ERANGE, 0, -ERANGE } },
	{ 4097, { -ERANGE, 0, -ERANGE } },
	{ 0xfffff, { -ERANGE, 0, -ERANGE } },
	{ 0x100000, { -ERANGE, -ERANGE, -ERANGE } },
	{ 0x100001, { -ERANGE, -ERANGE, -ERANGE } },
	{ 0x3ffffe, { -ERANGE, -ERANGE, -ERANGE } },
	{ U32_MAX, { -ERANGE, -ERANGE, -ERANGE } },
};

/* VF 0 has no number on the second uplink, which is not active, VF 1 has its own. */
static void vmfex_test_add_bounds(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_vnic *vnic = rig->adapter->vnics[0];
	const struct vmfex_test_bound *bound;
	struct netlink_ext_ack extack;
	struct vmfex_uplink *uplink;
	struct vmfex_vif *vif;
	int err;

	rtnl_lock();
	vmfex_rig_set_link(rig, 0, VMFEX_RIG_UP);
	uplink = vmfex_rig_uplink(rig, 1);
	vmfex_vif_del(vmfex_vif_of(vnic, uplink));
	KUNIT_EXPECT_NULL(test, vmfex_test_owner(test, uplink, 1));
	KUNIT_EXPECT_NULL(test, vmfex_vif_of(vnic, uplink));
	for (bound = vmfex_test_bounds;
	     bound < vmfex_test_bounds + ARRAY_SIZE(vmfex_test_bounds); bound++) {
		extack = (struct netlink_ext_ack){};
		err = bound->err[uplink->tag->type];
		vif = vmfex_vif_add(vnic, uplink, bound->id, &extack);
		KUNIT_EXPECT_EQ_MSG(test, PTR_ERR_OR_ZERO(vif), err, "VIF %u",
				    bound->id);
		KUNIT_EXPECT_EQ(test, !!extack._msg, IS_ERR(vif));
		KUNIT_EXPECT_EQ(test, uplink->num_vifs, VFS + !IS_ERR(vif));
		vmfex_test_expect_vids(test, uplink);
		if (IS_ERR(vif)) {
			KUNIT_EXPECT_NULL(test, vmfex_vif_of(vnic, uplink));
			continue;
		}
		KUNIT_EXPECT_PTR_EQ(test, vmfex_test_owner(test, uplink, bound->id),
				    vnic);
		vmfex_vif_del(vif);
		KUNIT_EXPECT_NULL(test, vmfex_test_owner(test, uplink, bound->id));
		vmfex_test_expect_vids(test, uplink);
	}
	rtnl_unlock();
}

static void vmfex_test_number_bounds(struct kunit *test)
{
	vmfex_rig_each_tag(test, vmfex_vif_config, vmfex_test_add_bounds);
}

/**
 * struct vmfex_test_model - what the tables should say
 * @id: number of each port on each uplink, the adapter's own port last
 */
struct vmfex_test_model {
	u32 id[2][VFS + 1];
};

static bool vmfex_test_model_taken(const struct vmfex_test_model *model,
				   unsigned int uplink, unsigned int port,
				   u32 id)
{
	unsigned int i;

	for (i = 0; i <= VFS; i++)
		if (i != port && model->id[uplink][i] == id)
			return true;
	return false;
}

/* All uplinks take the number or none does; @uplink 2 means all. */
static int vmfex_test_model_renumber(struct vmfex_test_model *model, u32 max,
				     unsigned int uplink, unsigned int port,
				     u32 id)
{
	unsigned int i;

	for (i = 0; i < 2; i++) {
		if (uplink != 2 && i != uplink)
			continue;
		if (!id || id > max)
			return -ERANGE;
		if (vmfex_test_model_taken(model, i, port, id))
			return -EBUSY;
	}
	for (i = 0; i < 2; i++)
		if (uplink == 2 || i == uplink)
			model->id[i][port] = id;
	return 0;
}

static struct vmfex_vnic *vmfex_test_port(const struct vmfex_rig *rig,
					  unsigned int port)
{
	return port < VFS ? rig->adapter->vnics[port] : &rig->adapter->self;
}

/* Every port is where the model says, with that number in its path, and nobody else. */
static void vmfex_test_compare(struct kunit *test,
			       const struct vmfex_test_model *model)
{
	const struct vmfex_rig *rig = test->priv;
	unsigned int uplink, port, i;
	struct vmfex_uplink *up;
	struct vmfex_vif *vif;
	u8 want[VMFEX_TAG_LEN_MAX], got[VMFEX_TAG_LEN_MAX];
	u32 id;

	for (uplink = 0; uplink < 2; uplink++) {
		up = vmfex_rig_uplink(rig, uplink);
		KUNIT_EXPECT_EQ(test, up->num_vifs, VFS + 1);
		vmfex_test_expect_vids(test, up);
		for (i = 0; i < ARRAY_SIZE(vmfex_test_vifs); i++) {
			id = vmfex_test_vifs[i];
			if (!vmfex_test_model_taken(model, uplink, VFS + 1, id))
				KUNIT_EXPECT_NULL_MSG(test, vmfex_test_owner(test, up, id),
						      "VIF %u", id);
		}
		for (port = 0; port <= VFS; port++) {
			KUNIT_EXPECT_PTR_EQ(test,
					    vmfex_test_owner(test, up, model->id[uplink][port]),
					    vmfex_test_port(rig, port));
			vif = vmfex_vif_of(vmfex_test_port(rig, port), up);
			if (!vif || !vif->path)
				continue;
			up->tag->encode(want, false, model->id[uplink][port], 0);
			vmfex_rig_read_tag(vif->path, got);
			KUNIT_EXPECT_MEMEQ(test, got, want, up->tag->len);
		}
	}
}

static void vmfex_test_renumber_walk(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	const u32 max = rig->adapter->tag->max_vif;
	struct netlink_ext_ack extack;
	struct vmfex_test_model model;
	unsigned int i, uplink, port;
	u32 random = rig->adapter->tag->type + 1;
	u32 id;
	int want, got;

	for (uplink = 0; uplink < 2; uplink++) {
		for (port = 0; port < VFS; port++)
			model.id[uplink][port] = port + 1;
		model.id[uplink][VFS] = vmfex_test_last(rig);
	}
	rtnl_lock();
	/* Half of the ports have paths to keep up with. */
	for (port = 0; port < VFS; port += 2)
		KUNIT_EXPECT_EQ(test, vmfex_rig_request(rig->adapter->vnics[port],
							VMFEX_REQUEST_ASSOCIATE,
							VMFEX_RIG_PROFILE), 0);
	for (i = 0; i < STEPS; i++) {
		uplink = vmfex_rig_random(&random, 3);
		port = vmfex_rig_random(&random, VFS + 1);
		id = vmfex_test_vifs[vmfex_rig_random(&random, ARRAY_SIZE(vmfex_test_vifs))];
		extack = (struct netlink_ext_ack){};
		got = vmfex_vif_renumber(vmfex_test_port(rig, port),
					 uplink < 2 ? vmfex_rig_uplink(rig, uplink) : NULL,
					 id, &extack);
		want = vmfex_test_model_renumber(&model, max, uplink, port, id);
		KUNIT_EXPECT_EQ_MSG(test, got, want, "step %u: VIF %u for port %u on uplink %u",
				    i, id, port, uplink);
		KUNIT_EXPECT_EQ(test, !!extack._msg, want != 0);
		vmfex_test_compare(test, &model);
	}
	rtnl_unlock();
}

static void vmfex_test_renumber(struct kunit *test)
{
	vmfex_rig_each_tag(test, vmfex_vif_config, vmfex_test_renumber_walk);
}

static void vmfex_test_run_nowhere(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	unsigned int i;

	rtnl_lock();
	for (i = 0; i < 2; i++) {
		vmfex_uplink_del(vmfex_rig_uplink(rig, i));
		KUNIT_EXPECT_EQ(test, vmfex_rig_count_vids(rig->lower[i]), 0);
	}
	KUNIT_EXPECT_EQ(test, vmfex_vif_renumber(rig->adapter->vnics[0], NULL, 9, NULL),
			-ENODEV);
	/* An uplink that comes gives the default number. */
	KUNIT_EXPECT_EQ(test, vmfex_uplink_add(rig->adapter, rig->lower[2], NULL), 0);
	KUNIT_EXPECT_PTR_EQ(test, vmfex_test_owner(test, vmfex_rig_uplink(rig, 2), 1),
			    rig->adapter->vnics[0]);
	rtnl_unlock();
}

static void vmfex_test_renumber_nowhere(struct kunit *test)
{
	vmfex_rig_each_tag(test, vmfex_vif_config, vmfex_test_run_nowhere);
}

/* A new VF whose number someone took gets a free one, and leaves that alone. */
static void vmfex_test_run_taken(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_adapter *adapter = rig->adapter;
	struct vmfex_uplink *up[2];
	struct vmfex_vif *vif;

	rtnl_lock();
	up[0] = vmfex_rig_uplink(rig, 0);
	up[1] = vmfex_rig_uplink(rig, 1);
	KUNIT_EXPECT_EQ(test, vmfex_vif_renumber(adapter->vnics[0], up[0],
						 VFS + 1, NULL), 0);
	KUNIT_EXPECT_EQ(test, vmfex_adapter_set_num_vfs(adapter, VFS + 1, NULL), 0);
	KUNIT_EXPECT_PTR_EQ(test, vmfex_test_owner(test, up[0], VFS + 1),
			    adapter->vnics[0]);
	KUNIT_EXPECT_PTR_EQ(test, vmfex_test_owner(test, up[1], VFS + 1),
			    adapter->vnics[VFS]);
	vif = vmfex_vif_of(adapter->vnics[VFS], up[0]);
	KUNIT_EXPECT_NOT_NULL(test, vif);
	if (vif)
		KUNIT_EXPECT_PTR_EQ(test, vmfex_test_owner(test, up[0], vif->id),
				    adapter->vnics[VFS]);
	KUNIT_EXPECT_EQ(test, up[0]->num_vifs, VFS + 2);

	/* It takes its numbers along. */
	KUNIT_EXPECT_EQ(test, vmfex_adapter_set_num_vfs(adapter, VFS, NULL), 0);
	KUNIT_EXPECT_EQ(test, up[0]->num_vifs, VFS + 1);
	KUNIT_EXPECT_NULL(test, vmfex_test_owner(test, up[1], VFS + 1));
	vmfex_test_expect_vids(test, up[0]);
	rtnl_unlock();
}

static void vmfex_test_default_is_taken(struct kunit *test)
{
	vmfex_rig_each_tag(test, vmfex_vif_config, vmfex_test_run_taken);
}

static struct kunit_case vmfex_vif_cases[] = {
	KUNIT_CASE(vmfex_test_default_numbers),
	KUNIT_CASE(vmfex_test_number_bounds),
	KUNIT_CASE(vmfex_test_renumber),
	KUNIT_CASE(vmfex_test_renumber_nowhere),
	KUNIT_CASE(vmfex_test_default_is_taken),
	{}
};

static struct kunit_suite vmfex_vif_suite = {
	.name = "vmfex_vif",
	.exit = vmfex_rig_exit,
	.test_cases = vmfex_vif_cases,
};

kunit_test_suite(vmfex_vif_suite);
