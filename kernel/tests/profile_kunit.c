// SPDX-License-Identifier: GPL-2.0-only
/*
 * Profiles: a change is in force everywhere at once or nowhere, and a profile lives as
 * long as a port uses it.
 */
#include <linux/slab.h>

#include "base/name.h"
#include "model/net.h"
#include "model/path.h"
#include "model/profile.h"
#include "model/vif.h"
#include "model/vnic.h"
#include "rig.h"

#define VFS		8
#define UPLINKS		2
#define STEPS		600

static struct vmfex_profile *vmfex_test_find(struct kunit *test,
					     const char *name)
{
	struct vmfex_profile *profile = vmfex_rig_profile(test->priv, name);

	KUNIT_EXPECT_NOT_NULL(test, profile);
	return profile;
}

/* Ports of every state use the profile @name: each third VF one of them. */
static void vmfex_test_bind_all(struct kunit *test, const char *name)
{
	const struct vmfex_rig *rig = test->priv;
	unsigned int i;

	for (i = 0; i < UPLINKS; i++)
		vmfex_rig_set_link(rig, i, VMFEX_RIG_UP);
	for (i = 0; i < VFS; i++)
		KUNIT_EXPECT_EQ(test, vmfex_rig_request(rig->adapter->vnics[i],
							i % 3 == 2 ?
							VMFEX_REQUEST_PREASSOCIATE :
							VMFEX_REQUEST_ASSOCIATE,
							name), 0);
}

/* Each associated port runs on the newest generation, on every uplink; others on none. */
static void vmfex_test_check_paths(struct kunit *test,
				   const struct vmfex_profile *profile)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_path *path;
	const struct vmfex_vnic *vnic;
	const struct vmfex_vif *vif;
	unsigned int i;
	bool bound;

	for (i = 0; i < VFS; i++) {
		vnic = rig->adapter->vnics[i];
		bound = vnic->port.state == VMFEX_PORT_STATE_ASSOCIATED;
		path = rtnl_dereference(vnic->path);
		KUNIT_EXPECT_EQ_MSG(test, !!path, bound, "VF %u", i);
		if (path)
			KUNIT_EXPECT_PTR_EQ(test, path->policy,
					    (const struct vmfex_policy *)profile->policy);
		list_for_each_entry(vif, &vnic->vifs, node) {
			KUNIT_EXPECT_NULL(test, vif->next_path);
			KUNIT_EXPECT_EQ_MSG(test, !!vif->path, bound, "VF %u", i);
			if (vif->path)
				KUNIT_EXPECT_PTR_EQ(test, vif->path->policy,
						    (const struct vmfex_policy *)profile->policy);
		}
	}
}

static unsigned int vmfex_test_carrier_changes(const struct vmfex_rig *rig)
{
	unsigned int i, changes = 0;

	for (i = 0; i < VFS; i++)
		changes += atomic_read(&rig->adapter->vnics[i]->dev->carrier_up_count) +
			   atomic_read(&rig->adapter->vnics[i]->dev->carrier_down_count);
	return changes;
}

/* The next generation: @change makes it differ, what it returns is expected. */
static void vmfex_test_publish(struct kunit *test,
			       struct vmfex_profile *profile,
			       int (*change)(struct vmfex_policy *policy))
{
	const struct vmfex_policy *old = profile->policy;
	u32 generation = old->generation;
	const struct vmfex_rig *rig = test->priv;
	struct netlink_ext_ack extack = {};
	unsigned int seq = vmfex_net(rig->adapter->net)->seq;
	unsigned int events = rig->events;
	unsigned int changes = vmfex_test_carrier_changes(rig);
	struct vmfex_policy *policy, *copy;
	int want;

	policy = vmfex_policy_new(old);
	copy = vmfex_policy_new(old);
	KUNIT_EXPECT_NOT_NULL(test, policy);
	KUNIT_EXPECT_NOT_NULL(test, copy);
	if (!policy || !copy) {
		kfree(policy);
		kfree(copy);
		return;
	}
	want = change(policy);
	KUNIT_EXPECT_EQ(test, vmfex_port_publish(profile, policy, &extack), want);
	KUNIT_EXPECT_EQ(test, !!extack._msg, want != 0);
	if (want) {
		KUNIT_EXPECT_PTR_EQ(test, (const struct vmfex_policy *)profile->policy, old);
		KUNIT_EXPECT_MEMEQ(test, profile->policy, copy, sizeof(*copy));
		KUNIT_EXPECT_EQ(test, vmfex_net(rig->adapter->net)->seq, seq);
		KUNIT_EXPECT_EQ(test, rig->events, events);
	} else {
		KUNIT_EXPECT_PTR_EQ(test, profile->policy, policy);
		KUNIT_EXPECT_EQ(test, policy->generation, generation + 1);
		KUNIT_EXPECT_NE(test, vmfex_net(rig->adapter->net)->seq, seq);
		KUNIT_EXPECT_EQ(test, rig->events, events + profile->num_ports);
	}
	KUNIT_EXPECT_EQ(test, vmfex_test_carrier_changes(rig), changes);
	vmfex_test_check_paths(test, profile);
	kfree(copy);
}

static int vmfex_test_make_access(struct vmfex_policy *policy)
{
	policy->vlan_mode = VMFEX_VLAN_ACCESS;
	policy->untagged_vid = 100;
	return 0;
}

static int vmfex_test_make_trunk(struct vmfex_policy *policy)
{
	policy->vlan_mode = VMFEX_VLAN_TRUNK;
	policy->untagged_vid = 10;
	bitmap_zero(policy->vlans, VLAN_N_VID);
	bitmap_set(policy->vlans, 10, 20);
	policy->cos = 5;
	return 0;
}

static int vmfex_test_make_nothing(struct vmfex_policy *policy)
{
	return 0;
}

static int vmfex_test_make_empty_trunk(struct vmfex_policy *policy)
{
	policy->vlan_mode = VMFEX_VLAN_TRUNK;
	policy->untagged_vid = 0;
	bitmap_zero(policy->vlans, VLAN_N_VID);
	return -EINVAL;
}

static int vmfex_test_make_foreign_native(struct vmfex_policy *policy)
{
	vmfex_test_make_trunk(policy);
	policy->untagged_vid = 30;
	return -EINVAL;
}

static void vmfex_test_generations(struct kunit *test)
{
	struct vmfex_profile *profile;
	unsigned int round;

	rtnl_lock();
	profile = vmfex_test_find(test, VMFEX_RIG_PROFILE);
	vmfex_test_bind_all(test, VMFEX_RIG_PROFILE);
	KUNIT_EXPECT_EQ(test, profile->policy->generation, 1);
	vmfex_test_check_paths(test, profile);
	for (round = 0; round < 3; round++) {
		vmfex_test_publish(test, profile, vmfex_test_make_access);
		vmfex_test_publish(test, profile, vmfex_test_make_empty_trunk);
		vmfex_test_publish(test, profile, vmfex_test_make_trunk);
		vmfex_test_publish(test, profile, vmfex_test_make_foreign_native);
		vmfex_test_publish(test, profile, vmfex_test_make_nothing);
	}
	KUNIT_EXPECT_EQ(test, profile->policy->generation, 10);
	rtnl_unlock();
}

/* Ports that wait or hold get the newest generation when their time comes. */
static void vmfex_test_later_ports(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_profile *profile;
	unsigned int i;

	rtnl_lock();
	profile = vmfex_test_find(test, VMFEX_RIG_CONFIRM);
	vmfex_test_bind_all(test, VMFEX_RIG_CONFIRM);
	vmfex_test_publish(test, profile, vmfex_test_make_access);
	for (i = 0; i < VFS; i++) {
		if (i % 3 == 2)
			continue;
		KUNIT_EXPECT_EQ(test, vmfex_port_confirm(rig->adapter->vnics[i],
							 PORT_PROFILE_RESPONSE_SUCCESS,
							 NULL, NULL), 0);
		vmfex_test_check_paths(test, profile);
		vmfex_test_publish(test, profile, i % 2 ? vmfex_test_make_trunk :
							  vmfex_test_make_access);
	}
	KUNIT_EXPECT_EQ(test, profile->num_ports, VFS);
	rtnl_unlock();
}

static int vmfex_test_make_confirm(struct vmfex_policy *policy)
{
	policy->confirm = !policy->confirm;
	return 0;
}

/* Whoever is associated stays so when the profile begins to want a confirmation. */
static void vmfex_test_confirm_changes(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_profile *profile;

	rtnl_lock();
	profile = vmfex_test_find(test, VMFEX_RIG_PROFILE);
	vmfex_test_bind_all(test, VMFEX_RIG_PROFILE);
	vmfex_test_publish(test, profile, vmfex_test_make_confirm);
	KUNIT_EXPECT_EQ(test, rig->adapter->vnics[0]->port.state,
			VMFEX_PORT_STATE_ASSOCIATED);
	KUNIT_EXPECT_EQ(test, vmfex_rig_request(rig->adapter->vnics[2],
						VMFEX_REQUEST_ASSOCIATE,
						VMFEX_RIG_PROFILE), 0);
	KUNIT_EXPECT_EQ(test, rig->adapter->vnics[2]->port.state,
			VMFEX_PORT_STATE_ASSOCIATING);
	vmfex_test_check_paths(test, profile);
	rtnl_unlock();
}

/* Only a change of uplink-fail itself moves a carrier, and only without an uplink. */
static void vmfex_test_uplink_fail_changes(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_profile *profile;
	struct vmfex_policy *policy;
	unsigned int i, fail;

	rtnl_lock();
	profile = vmfex_test_find(test, VMFEX_RIG_PROFILE);
	vmfex_test_bind_all(test, VMFEX_RIG_PROFILE);
	for (i = 0; i < UPLINKS; i++)
		vmfex_rig_set_link(rig, i, VMFEX_RIG_DOWN);
	for (fail = 0; fail < 3; fail++) {
		for (i = 0; i < VFS; i++)
			KUNIT_EXPECT_EQ(test, netif_carrier_ok(rig->adapter->vnics[i]->dev),
					fail % 2 && i % 3 != 2);
		policy = vmfex_policy_new(profile->policy);
		KUNIT_EXPECT_NOT_NULL(test, policy);
		if (!policy)
			break;
		policy->uplink_fail = fail % 2 ? VMFEX_UPLINK_FAIL_LINK_DOWN :
						 VMFEX_UPLINK_FAIL_WARNING;
		KUNIT_EXPECT_EQ(test, vmfex_port_publish(profile, policy, NULL), 0);
	}
	rtnl_unlock();
}

static void vmfex_test_count_users(struct kunit *test,
				   struct vmfex_profile *const *profiles,
				   const unsigned int *uses)
{
	const struct vmfex_rig *rig = test->priv;
	unsigned int i, users[2] = {};
	struct vmfex_vnic *vnic;

	for (i = 0; i < VFS; i++) {
		if (uses[i] < 2)
			users[uses[i]]++;
		KUNIT_EXPECT_PTR_EQ(test, rig->adapter->vnics[i]->port.profile,
				    uses[i] < 2 ? profiles[uses[i]] : NULL);
	}
	for (i = 0; i < 2; i++) {
		KUNIT_EXPECT_EQ(test, profiles[i]->num_ports, users[i]);
		list_for_each_entry(vnic, &profiles[i]->ports, port.node) {
			KUNIT_EXPECT_PTR_EQ(test, vnic->port.profile, profiles[i]);
			users[i]--;
		}
		KUNIT_EXPECT_EQ(test, users[i], 0);
	}
}

/* Ports come and go in an order without order; 2 stands for no profile. */
static void vmfex_test_users(struct kunit *test)
{
	static const char *const names[] = { VMFEX_RIG_PROFILE, VMFEX_RIG_CONFIRM };
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_profile *profiles[2];
	unsigned int i, vf, uses[VFS];
	u32 random = 3, request;

	rtnl_lock();
	for (i = 0; i < 2; i++)
		profiles[i] = vmfex_test_find(test, names[i]);
	for (vf = 0; vf < VFS; vf++)
		uses[vf] = 2;
	for (i = 0; i < STEPS; i++) {
		vf = vmfex_rig_random(&random, VFS);
		uses[vf] = vmfex_rig_random(&random, 3);
		request = uses[vf] == 2 ? VMFEX_REQUEST_DISASSOCIATE :
					  vmfex_rig_random(&random, 3);
		KUNIT_EXPECT_EQ(test, vmfex_rig_request(rig->adapter->vnics[vf], request,
							uses[vf] < 2 ? names[uses[vf]] : NULL),
				0);
		vmfex_test_count_users(test, profiles, uses);
	}
	rtnl_unlock();
}

/* A refusal names the users, as many as fit. */
static void vmfex_test_delete(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct netlink_ext_ack extack = {};
	struct vmfex_profile *profile;
	unsigned int i;

	rtnl_lock();
	profile = vmfex_test_find(test, VMFEX_RIG_PROFILE);
	vmfex_test_bind_all(test, VMFEX_RIG_PROFILE);
	for (i = 0; i < VFS; i++) {
		extack._msg = NULL;
		KUNIT_EXPECT_EQ(test, vmfex_port_check_unused(profile, &extack), -EBUSY);
		KUNIT_EXPECT_NOT_NULL(test, extack._msg);
		if (extack._msg)
			KUNIT_EXPECT_NOT_NULL(test, strstr(extack._msg,
							   rig->adapter->vnics[i]->dev->name));
		KUNIT_EXPECT_PTR_EQ(test, vmfex_test_find(test, VMFEX_RIG_PROFILE), profile);
		vmfex_port_release(rig->adapter->vnics[i]);
	}
	KUNIT_EXPECT_EQ(test, vmfex_port_check_unused(profile, NULL), 0);
	vmfex_profile_del(profile);
	KUNIT_EXPECT_NULL(test, vmfex_rig_profile(rig, VMFEX_RIG_PROFILE));
	KUNIT_EXPECT_EQ(test, vmfex_rig_request(rig->adapter->vnics[0],
						VMFEX_REQUEST_ASSOCIATE,
						VMFEX_RIG_PROFILE), -ENOENT);
	rtnl_unlock();
}

static int vmfex_test_new(const char *cluster, const char *name,
			  int (*change)(struct vmfex_policy *policy))
{
	struct vmfex_policy *policy = vmfex_policy_new(NULL);

	if (!policy)
		return -ENOMEM;
	change(policy);
	return vmfex_profile_new(&init_net, cluster, name, policy, NULL);
}

/* A name is one profile in a cluster; what is refused leaves nothing. */
static void vmfex_test_names(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_profile *first, *other;
	unsigned int seq;

	rtnl_lock();
	first = vmfex_test_find(test, VMFEX_RIG_PROFILE);
	seq = vmfex_net(&init_net)->seq;
	KUNIT_EXPECT_EQ(test, vmfex_test_new(VMFEX_CLUSTER_DEFAULT, VMFEX_RIG_PROFILE,
					     vmfex_test_make_nothing), -EEXIST);
	KUNIT_EXPECT_EQ(test, vmfex_test_new(VMFEX_CLUSTER_DEFAULT, "trunk",
					     vmfex_test_make_empty_trunk), -EINVAL);
	KUNIT_EXPECT_EQ(test, vmfex_net(&init_net)->seq, seq);
	KUNIT_EXPECT_NULL(test, vmfex_rig_profile(rig, "trunk"));
	KUNIT_EXPECT_EQ(test, vmfex_test_new("elsewhere", VMFEX_RIG_PROFILE,
					     vmfex_test_make_nothing), 0);
	KUNIT_EXPECT_NE(test, vmfex_net(&init_net)->seq, seq);
	other = vmfex_profile_find(&init_net, "elsewhere", VMFEX_RIG_PROFILE);
	KUNIT_EXPECT_NOT_NULL(test, other);
	KUNIT_EXPECT_PTR_NE(test, other, first);
	if (other) {
		KUNIT_EXPECT_GT(test, other->id, first->id);
		KUNIT_EXPECT_EQ(test, other->policy->generation, 1);
	}
	KUNIT_EXPECT_PTR_EQ(test, vmfex_test_find(test, VMFEX_RIG_PROFILE), first);
	rtnl_unlock();
}

/* Every byte at every place of a short name, and every length */
static void vmfex_test_valid_names(struct kunit *test)
{
	char name[VMFEX_PROFILE_NAME_MAX + 2];
	unsigned int c, len;
	bool first, later;

	for (c = 1; c < 256; c++) {
		first = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			(c >= '0' && c <= '9');
		later = first || c == '_' || c == '.' || c == ':' || c == '-';
		snprintf(name, sizeof(name), "%c", c);
		KUNIT_EXPECT_EQ_MSG(test, vmfex_name_valid(name, 3), first, "%u", c);
		snprintf(name, sizeof(name), "%ca", c);
		KUNIT_EXPECT_EQ_MSG(test, vmfex_name_valid(name, 3), first, "%u", c);
		snprintf(name, sizeof(name), "a%cb", c);
		KUNIT_EXPECT_EQ_MSG(test, vmfex_name_valid(name, 3), later, "%u", c);
		snprintf(name, sizeof(name), "ab%c", c);
		KUNIT_EXPECT_EQ_MSG(test, vmfex_name_valid(name, 3), later, "%u", c);
	}
	memset(name, 'a', sizeof(name));
	for (len = sizeof(name) - 1; len; len--) {
		name[len] = '\0';
		KUNIT_EXPECT_EQ(test, vmfex_name_valid(name, VMFEX_PROFILE_NAME_MAX),
				len <= VMFEX_PROFILE_NAME_MAX);
	}
	KUNIT_EXPECT_FALSE(test, vmfex_name_valid("", VMFEX_PROFILE_NAME_MAX));
}

/* A port's own policy has generations too, but no name, and goes with the binding. */
static void vmfex_test_own_policy(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct vmfex_vnic *vnic = rig->adapter->vnics[0];
	struct vmfex_profile *own = NULL;
	struct vmfex_policy *policy;
	unsigned int i;

	rtnl_lock();
	for (i = 1; i <= 3; i++) {
		policy = vmfex_policy_new(NULL);
		KUNIT_EXPECT_NOT_NULL(test, policy);
		if (!policy)
			break;
		policy->vlan_mode = VMFEX_VLAN_ACCESS;
		policy->untagged_vid = i;
		KUNIT_EXPECT_EQ(test, vmfex_port_set_own(vnic, policy, NULL), 0);
		if (own)
			KUNIT_EXPECT_PTR_EQ(test, vnic->port.profile, own);
		own = vnic->port.profile;
		KUNIT_EXPECT_TRUE(test, vmfex_profile_is_own(own));
		KUNIT_EXPECT_EQ(test, own->num_ports, 1);
		KUNIT_EXPECT_PTR_EQ(test, own->policy, policy);
		KUNIT_EXPECT_EQ(test, own->policy->generation, i);
		KUNIT_EXPECT_NULL(test, vmfex_rig_profile(rig, ""));
	}
	vmfex_port_release(vnic);
	KUNIT_EXPECT_NULL(test, vnic->port.profile);
	rtnl_unlock();
}

static int vmfex_test_profile_init(struct kunit *test)
{
	static const struct vmfex_rig_config config = {
		.tag = &vmfex_vntag_ops,
		.num_vfs = VFS,
		.uplinks = UPLINKS,
	};

	return vmfex_rig_init(test, &config);
}

static struct kunit_case vmfex_profile_cases[] = {
	KUNIT_CASE(vmfex_test_generations),
	KUNIT_CASE(vmfex_test_later_ports),
	KUNIT_CASE(vmfex_test_confirm_changes),
	KUNIT_CASE(vmfex_test_uplink_fail_changes),
	KUNIT_CASE(vmfex_test_users),
	KUNIT_CASE(vmfex_test_delete),
	KUNIT_CASE(vmfex_test_names),
	KUNIT_CASE(vmfex_test_valid_names),
	KUNIT_CASE(vmfex_test_own_policy),
	{}
};

static struct kunit_suite vmfex_profile_suite = {
	.name = "vmfex_profile",
	.init = vmfex_test_profile_init,
	.exit = vmfex_rig_exit,
	.test_cases = vmfex_profile_cases,
};

kunit_test_suite(vmfex_profile_suite);
