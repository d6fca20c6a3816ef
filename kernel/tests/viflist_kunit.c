// SPDX-License-Identifier: GPL-2.0-only
/* VIF lists: who gets a frame that the bridge sent once for many. */
#include "model/vif.h"
#include "model/viflist.h"
#include "rig.h"
#include "vic/adapter.h"
#include "vic/uplink.h"

#define VFS		6
#define LISTS		3
#define STEPS		1500

static const struct vmfex_rig_config vmfex_viflist_config = {
	.tag = &vmfex_vntag_ops,
	.num_vfs = VFS,
	.uplinks = 2,
};

/**
 * struct vmfex_test_model - what the lists of an uplink should be
 * @exists: by list
 * @members: bit N is the VF with VIF N + 1, by list
 */
struct vmfex_test_model {
	bool exists[LISTS];
	unsigned long members[LISTS];
};

/* As many slots as members, or more that are empty; nobody twice. */
static void vmfex_test_compare(struct kunit *test,
			       const struct vmfex_test_model *model, u32 first)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_uplink *uplink = vmfex_rig_uplink(rig, 0);
	unsigned int i, slot, exist = 0;
	struct vmfex_viflist *list;
	unsigned long members;

	for (i = 0; i < LISTS; i++) {
		exist += model->exists[i];
		list = vmfex_viflist_find(uplink, first + i);
		KUNIT_EXPECT_EQ_MSG(test, !!list, model->exists[i], "list %u", i);
		if (!list)
			continue;
		KUNIT_EXPECT_EQ(test, list->id, first + i);
		KUNIT_EXPECT_EQ(test, list->num, hweight_long(model->members[i]));
		members = 0;
		for (slot = 0; slot < list->slots; slot++) {
			if (!list->members[slot])
				continue;
			KUNIT_EXPECT_PTR_EQ(test, list->members[slot]->uplink,
					    (struct vmfex_uplink *)uplink);
			KUNIT_EXPECT_FALSE(test, members & BIT(list->members[slot]->vnic->vf));
			members |= BIT(list->members[slot]->vnic->vf);
		}
		KUNIT_EXPECT_EQ_MSG(test, members, model->members[i], "list %u", i);
	}
	KUNIT_EXPECT_EQ(test, uplink->num_lists, exist);
}

/* The member is a number from 1, 0 for the list itself; VFS + 1 is nobody's. */
static int vmfex_test_model_add(struct vmfex_test_model *model,
				unsigned int list, u32 member)
{
	if (member > VFS)
		return -ENOENT;
	if (!member && model->exists[list])
		return -EEXIST;
	if (member && model->members[list] & BIT(member - 1))
		return -EEXIST;
	model->exists[list] = true;
	if (member)
		model->members[list] |= BIT(member - 1);
	return 0;
}

static int vmfex_test_model_del(struct vmfex_test_model *model,
				unsigned int list, u32 member)
{
	if (!model->exists[list])
		return -ENOENT;
	if (!member) {
		model->exists[list] = false;
		model->members[list] = 0;
		return 0;
	}
	if (member > VFS || !(model->members[list] & BIT(member - 1)))
		return -ENOENT;
	model->members[list] &= ~BIT(member - 1);
	return 0;
}

/* All that can be asked, in an order without order, each compared with the model */
static void vmfex_test_walk(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_uplink *uplink;
	struct vmfex_test_model model = {};
	struct netlink_ext_ack extack;
	u32 random = 1, member, first;
	unsigned int i, list;
	int got, want;
	bool add;

	rtnl_lock();
	uplink = vmfex_rig_uplink(rig, 0);
	first = uplink->tag->max_list - LISTS + 1;
	for (i = 0; i < STEPS; i++) {
		add = vmfex_rig_random(&random, 2);
		list = vmfex_rig_random(&random, LISTS);
		/* Whole lists do not come and go all the time. */
		member = 1 + vmfex_rig_random(&random, VFS + 1);
		if (!vmfex_rig_random(&random, 16))
			member = 0;
		extack = (struct netlink_ext_ack){};
		if (add) {
			got = vmfex_viflist_add(uplink, first + list, member, &extack);
			want = vmfex_test_model_add(&model, list, member);
		} else {
			got = vmfex_viflist_del(uplink, first + list, member, &extack);
			want = vmfex_test_model_del(&model, list, member);
		}
		KUNIT_EXPECT_EQ_MSG(test, got, want, "step %u: %s VIF %u, list %u",
				    i, add ? "add" : "del", member, list);
		KUNIT_EXPECT_EQ(test, !!extack._msg, want != 0);
		vmfex_test_compare(test, &model, first);
	}
	rtnl_unlock();
}

static void vmfex_test_bounds_of(struct kunit *test)
{
	struct vmfex_uplink *uplink = vmfex_rig_uplink(test->priv, 0);
	const struct vmfex_tag_ops *tag = uplink->tag;
	const struct {
		u32 id;
		int err;
	} rows[] = {
		{ 0, -ERANGE },
		{ tag->min_list - 1, -ERANGE },
		{ tag->min_list, 0 },
		{ tag->min_list + 1, 0 },
		{ tag->max_list - 1, 0 },
		{ tag->max_list, 0 },
		{ tag->max_list + 1, -ERANGE },
		{ U32_MAX, -ERANGE },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		KUNIT_EXPECT_EQ_MSG(test, vmfex_viflist_add(uplink, rows[i].id, 1, NULL),
				    rows[i].err, "add %#x", rows[i].id);
		KUNIT_EXPECT_EQ(test, uplink->num_lists, !rows[i].err);
		KUNIT_EXPECT_EQ(test, !!vmfex_viflist_find(uplink, rows[i].id),
				!rows[i].err);
		KUNIT_EXPECT_EQ_MSG(test, vmfex_viflist_del(uplink, rows[i].id, 0, NULL),
				    rows[i].err, "del %#x", rows[i].id);
		KUNIT_EXPECT_EQ(test, uplink->num_lists, 0);
	}
}

static void vmfex_test_none_of(struct kunit *test)
{
	static const u32 ids[] = { 0, 1, 5, 0x100000, U32_MAX };
	struct vmfex_uplink *uplink = vmfex_rig_uplink(test->priv, 0);
	struct netlink_ext_ack extack;
	unsigned int i, member;

	for (i = 0; i < ARRAY_SIZE(ids) * 2; i++) {
		member = i % 2;
		extack = (struct netlink_ext_ack){};
		KUNIT_EXPECT_EQ(test, vmfex_viflist_add(uplink, ids[i / 2], member, &extack),
				-EOPNOTSUPP);
		KUNIT_EXPECT_NOT_NULL(test, extack._msg);
		extack = (struct netlink_ext_ack){};
		KUNIT_EXPECT_EQ(test, vmfex_viflist_del(uplink, ids[i / 2], member, &extack),
				-EOPNOTSUPP);
		KUNIT_EXPECT_NOT_NULL(test, extack._msg);
	}
	KUNIT_EXPECT_EQ(test, uplink->num_lists, 0);
}

/* The bridge's end has none, and where each VIF is sent a copy nobody has. */
static void vmfex_test_run_bounds(struct kunit *test)
{
	const struct vmfex_adapter *adapter = ((struct vmfex_rig *)test->priv)->adapter;

	rtnl_lock();
	if (adapter->fabric || adapter->tag == &vmfex_svlan_ops)
		vmfex_test_none_of(test);
	else
		vmfex_test_bounds_of(test);
	rtnl_unlock();
}

static void vmfex_test_bounds(struct kunit *test)
{
	static const struct vmfex_rig_config config = { .num_vfs = 1, .uplinks = 1 };

	vmfex_rig_each_end(test, config, vmfex_test_run_bounds);
}

/* List 0 has everybody, list 1 those with even numbers; lists are of one uplink only. */
static void vmfex_test_fill(struct kunit *test, struct vmfex_test_model *model)
{
	struct vmfex_uplink *uplink = vmfex_rig_uplink(test->priv, 0);
	unsigned int i;

	for (i = 1; i <= VFS; i++) {
		KUNIT_EXPECT_EQ(test, vmfex_viflist_add(uplink, 1, i, NULL), 0);
		vmfex_test_model_add(model, 0, i);
		if (i % 2)
			continue;
		KUNIT_EXPECT_EQ(test, vmfex_viflist_add(uplink, 2, i, NULL), 0);
		vmfex_test_model_add(model, 1, i);
	}
	vmfex_test_compare(test, model, 1);
	KUNIT_EXPECT_EQ(test, vmfex_rig_uplink(test->priv, 1)->num_lists, 0);
}

/* Whoever goes leaves all lists, and an empty slot: a reader meets nobody twice. */
static void vmfex_test_vf_goes(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_test_model model = {};
	struct vmfex_viflist *list;
	struct vmfex_vif *second;
	unsigned int num;

	rtnl_lock();
	vmfex_test_fill(test, &model);
	list = vmfex_viflist_find(vmfex_rig_uplink(rig, 0), 1);
	second = list->members[1];
	KUNIT_EXPECT_EQ(test, vmfex_viflist_del(vmfex_rig_uplink(rig, 0), 1, 1, NULL), 0);
	vmfex_test_model_del(&model, 0, 1);
	KUNIT_EXPECT_PTR_EQ(test, vmfex_viflist_find(vmfex_rig_uplink(rig, 0), 1), list);
	KUNIT_EXPECT_NULL(test, list->members[0]);
	KUNIT_EXPECT_PTR_EQ(test, list->members[1], second);
	vmfex_test_compare(test, &model, 1);

	for (num = VFS; num--;) {
		KUNIT_EXPECT_EQ(test, vmfex_adapter_set_num_vfs(rig->adapter, num, NULL), 0);
		model.members[0] &= ~BIT(num);
		model.members[1] &= ~BIT(num);
		vmfex_test_compare(test, &model, 1);
	}
	rtnl_unlock();
}

/* A list has vNICs, not numbers. */
static void vmfex_test_member_renumbered(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_test_model model = {};
	struct vmfex_uplink *uplink;

	rtnl_lock();
	uplink = vmfex_rig_uplink(rig, 0);
	vmfex_test_fill(test, &model);
	KUNIT_EXPECT_EQ(test, vmfex_vif_renumber(rig->adapter->vnics[2], NULL, 77, NULL), 0);
	vmfex_test_compare(test, &model, 1);
	KUNIT_EXPECT_EQ(test, vmfex_viflist_del(uplink, 1, 3, NULL), -ENOENT);
	KUNIT_EXPECT_EQ(test, vmfex_viflist_add(uplink, 1, 77, NULL), -EEXIST);
	KUNIT_EXPECT_EQ(test, vmfex_viflist_del(uplink, 1, 77, NULL), 0);
	vmfex_test_model_del(&model, 0, 3);
	vmfex_test_compare(test, &model, 1);
	rtnl_unlock();
}

static void vmfex_test_uplink_goes(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_test_model model = {};
	struct vmfex_uplink *uplink;

	rtnl_lock();
	vmfex_test_fill(test, &model);
	uplink = vmfex_rig_uplink(rig, 0);
	vmfex_viflist_flush(uplink);
	vmfex_test_compare(test, &(struct vmfex_test_model){}, 1);
	model = (struct vmfex_test_model){};
	vmfex_test_fill(test, &model);
	/* It would warn of lists that are left. */
	vmfex_uplink_del(uplink);
	KUNIT_EXPECT_EQ(test, vmfex_uplink_add(rig->adapter, rig->lower[0], NULL), 0);
	vmfex_test_compare(test, &(struct vmfex_test_model){}, 1);
	rtnl_unlock();
}

static int vmfex_test_viflist_init(struct kunit *test)
{
	return vmfex_rig_init(test, &vmfex_viflist_config);
}

static struct kunit_case vmfex_viflist_cases[] = {
	KUNIT_CASE(vmfex_test_walk),
	KUNIT_CASE(vmfex_test_bounds),
	KUNIT_CASE(vmfex_test_vf_goes),
	KUNIT_CASE(vmfex_test_member_renumbered),
	KUNIT_CASE(vmfex_test_uplink_goes),
	{}
};

static struct kunit_suite vmfex_viflist_suite = {
	.name = "vmfex_viflist",
	.init = vmfex_test_viflist_init,
	.exit = vmfex_rig_exit,
	.test_cases = vmfex_viflist_cases,
};

kunit_test_suite(vmfex_viflist_suite);
