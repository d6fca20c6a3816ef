// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state machine of ports, as a table: every situation that a port can be in
 * times everything that can happen to it. A state, request or answer of the netlink
 * specification that has no row here fails.
 */
#include <linux/rtnetlink.h>

#include "face/nl_gen.h"
#include "face/vf.h"
#include "model/path.h"
#include "model/profile.h"
#include "model/vif.h"
#include "model/vnic.h"
#include "port_table.h"
#include "rig.h"
#include "vic/uplink.h"

/**
 * struct vmfex_test_cell - one step: a row in a situation
 * @test: case
 * @rig: its rig
 * @vnic: port
 * @row: what happens
 * @from: situation before
 * @usable: an uplink is usable
 * @mac: address of the request, if it has one
 * @old_mac: address of the netdev before
 * @old_path: of the packet path before
 * @old: the port before
 * @old_changes: carrier changes of the netdev before
 */
struct vmfex_test_cell {
	struct kunit *test;
	struct vmfex_rig *rig;
	struct vmfex_vnic *vnic;
	const struct vmfex_test_row *row;
	enum vmfex_test_situation from;
	bool usable;
	u8 mac[ETH_ALEN];
	u8 old_mac[ETH_ALEN];
	const struct vmfex_path *old_path;
	struct vmfex_port old;
	int old_changes;
};

#define EXPECT(cell, got, want)						\
	KUNIT_EXPECT_EQ_MSG((cell)->test, got, want,			\
			    "%s %u%s of %s, uplink %susable, from: %s",	\
			    vmfex_test_kinds[(cell)->row->kind],	\
			    (cell)->row->value,				\
			    vmfex_test_variants[(cell)->row->variant].name, \
			    (cell)->vnic->dev->name,			\
			    (cell)->usable ? "" : "un",			\
			    vmfex_test_situations[(cell)->from].name)

static bool vmfex_test_veto_on;

static int vmfex_test_veto(struct notifier_block *nb, unsigned long event,
			   void *ptr)
{
	if (event == NETDEV_PRE_CHANGEADDR && vmfex_test_veto_on)
		return notifier_from_errno(-EACCES);
	return NOTIFY_DONE;
}

static struct notifier_block vmfex_test_veto_block = {
	.notifier_call = vmfex_test_veto,
};

static struct vmfex_policy *vmfex_test_own_policy(void)
{
	struct vmfex_policy *policy = vmfex_policy_new(NULL);

	if (!policy)
		return NULL;
	policy->vlan_mode = VMFEX_VLAN_ACCESS;
	policy->untagged_vid = 7;
	return policy;
}

static int vmfex_test_set_own(struct vmfex_vnic *vnic)
{
	struct vmfex_policy *policy = vmfex_test_own_policy();

	return policy ? vmfex_port_set_own(vnic, policy, NULL) : -ENOMEM;
}

static void vmfex_test_refuse(struct vmfex_vnic *vnic, int err)
{
	const struct vmfex_port_request req = {
		.request = VMFEX_REQUEST_ASSOCIATE,
		.profile = "unknown",
		.instance_uuid = vmfex_rig_machines[1],
	};

	vmfex_port_refuse(vnic, &req, err, "a reason");
}

/* From anywhere, by ways that the diagram in port.c shows. */
static int vmfex_test_go_to(struct vmfex_vnic *vnic,
			    enum vmfex_test_situation situation)
{
	const struct vmfex_port_request unbind = {
		.request = VMFEX_REQUEST_DISASSOCIATE,
	};
	int err;

	err = vmfex_port_request(vnic, &unbind, NULL);
	if (err)
		return err;
	switch (situation) {
	case UNBOUND:
		return 0;
	case PRE:
		return vmfex_rig_request(vnic, VMFEX_REQUEST_PREASSOCIATE,
					 VMFEX_RIG_PROFILE);
	case PRE_CONFIRM:
		return vmfex_rig_request(vnic, VMFEX_REQUEST_PREASSOCIATE,
					 VMFEX_RIG_CONFIRM);
	case WAITING:
		return vmfex_rig_request(vnic, VMFEX_REQUEST_ASSOCIATE,
					 VMFEX_RIG_CONFIRM);
	case BOUND:
		return vmfex_rig_request(vnic, VMFEX_REQUEST_ASSOCIATE,
					 VMFEX_RIG_PROFILE);
	case CONFIRMED:
		err = vmfex_rig_request(vnic, VMFEX_REQUEST_ASSOCIATE,
					VMFEX_RIG_CONFIRM);
		return err ?: vmfex_port_confirm(vnic, PORT_PROFILE_RESPONSE_SUCCESS,
						 NULL, NULL);
	case OWN:
		return vmfex_test_set_own(vnic);
	case REFUSED:
		vmfex_test_refuse(vnic, -ENOENT);
		return 0;
	default:
		return -EINVAL;
	}
}

/* Two of the netdevs are used: the first is the uplink, the second may become one. */
static void vmfex_test_set_uplinks(const struct vmfex_rig *rig, bool exists,
				   bool usable)
{
	struct vmfex_uplink *first = vmfex_rig_uplink(rig, 0);
	struct vmfex_uplink *second = vmfex_rig_uplink(rig, 1);

	if (second)
		vmfex_uplink_del(second);
	vmfex_rig_set_link(rig, 0, usable ? VMFEX_RIG_UP : VMFEX_RIG_DOWN);
	vmfex_rig_set_link(rig, 1, VMFEX_RIG_UP);
	if (first && !exists)
		vmfex_uplink_del(first);
	if (!first && exists)
		WARN_ON(vmfex_uplink_add(rig->adapter, rig->lower[0], NULL));
}

static int vmfex_test_do_request(struct vmfex_test_cell *cell)
{
	const struct vmfex_test_row *row = cell->row;
	struct vmfex_port_request req = {
		.request = row->value,
		.profile = vmfex_test_variants[row->variant].profile,
	};
	int err;

	req.instance_uuid = vmfex_rig_machines[vmfex_test_variants[row->variant].machine];
	ether_addr_copy(cell->mac, cell->old_mac);
	switch (vmfex_test_variants[row->variant].mac) {
	case NO_MAC:
		break;
	case BAD_MAC:
		cell->mac[0] |= 1;
		req.mac = cell->mac;
		break;
	case NEW_MAC:
	case VETOED_MAC:
		cell->mac[5] ^= 0xff;
		req.mac = cell->mac;
		break;
	}
	vmfex_test_veto_on = vmfex_test_variants[row->variant].mac == VETOED_MAC;
	err = vmfex_port_request(cell->vnic, &req, NULL);
	vmfex_test_veto_on = false;
	return err;
}

static int vmfex_test_do(struct vmfex_test_cell *cell)
{
	const struct vmfex_rig *rig = cell->rig;
	struct vmfex_uplink *uplink = vmfex_rig_uplink(rig, 0);

	switch (cell->row->kind) {
	case REQUEST:
		return vmfex_test_do_request(cell);
	case ANSWER:
		return vmfex_port_confirm(cell->vnic, cell->row->value, NULL,
					  NULL);
	case REFUSE:
		vmfex_test_refuse(cell->vnic, -(int)cell->row->value);
		return 0;
	case SET_OWN:
		return vmfex_test_set_own(cell->vnic);
	case CLEAR_OWN:
		return vmfex_port_set_own(cell->vnic, NULL, NULL);
	case RELEASE:
		vmfex_port_release(cell->vnic);
		return 0;
	case UPLINK_UP:
		vmfex_rig_set_link(rig, 0, VMFEX_RIG_UP);
		cell->usable = uplink;
		return 0;
	case UPLINK_DOWN:
		vmfex_rig_set_link(rig, 0, VMFEX_RIG_DOWN);
		cell->usable = false;
		return 0;
	case UPLINK_NEW:
		cell->usable = true;
		return vmfex_uplink_add(rig->adapter, rig->lower[1], NULL);
	case UPLINK_GONE:
		if (uplink)
			vmfex_uplink_del(uplink);
		cell->usable = false;
		return 0;
	}
	return -EINVAL;
}

/* What follows from the situation alone */
static void vmfex_test_check_situation(const struct vmfex_test_cell *cell,
				       enum vmfex_test_situation is)
{
	const char *name = vmfex_test_situations[is].profile;
	u8 state = vmfex_test_situations[is].state;
	bool bound = state == VMFEX_PORT_STATE_ASSOCIATED;
	const struct vmfex_vnic *vnic = cell->vnic;
	const struct vmfex_port *port = &vnic->port;
	const struct vmfex_path *path = rtnl_dereference(vnic->path);
	const struct vmfex_profile *profile;
	const struct vmfex_vif *vif;

	EXPECT(cell, port->state, state);
	EXPECT(cell, netif_carrier_ok(vnic->dev), bound && cell->usable);
	EXPECT(cell, !!path, bound && cell->usable);
	list_for_each_entry(vif, &vnic->vifs, node) {
		EXPECT(cell, !!vif->path, bound);
		EXPECT(cell, !!vif->next_path, false);
	}
	EXPECT(cell, !!port->profile, is == OWN || name);
	if (port->profile) {
		EXPECT(cell, vmfex_profile_is_own(port->profile), is == OWN);
		EXPECT(cell, strcmp(port->profile->name, name ?: ""), 0);
		if (path)
			EXPECT(cell, path->policy == port->profile->policy, true);
	}

	/* The bystander has the first. */
	profile = vmfex_rig_profile(cell->rig, VMFEX_RIG_PROFILE);
	EXPECT(cell, profile->num_ports, 1 + (port->profile == profile));
	EXPECT(cell, list_count_nodes((struct list_head *)&profile->ports),
	       profile->num_ports);
	profile = vmfex_rig_profile(cell->rig, VMFEX_RIG_CONFIRM);
	EXPECT(cell, profile->num_ports, port->profile == profile);
}

/* Does the step only repeat what holds? */
static bool vmfex_test_repeats(const struct vmfex_test_cell *cell)
{
	const struct vmfex_test_row *row = cell->row;
	const char *holds = vmfex_test_situations[cell->from].profile;

	return row->kind == REQUEST && holds &&
	       row->next[cell->from] == cell->from &&
	       !strcmp(vmfex_test_variants[row->variant].profile, holds) &&
	       !vmfex_test_variants[row->variant].machine;
}

static void vmfex_test_check_refused(const struct vmfex_test_cell *cell,
				     unsigned int events)
{
	EXPECT(cell, memcmp(&cell->old, &cell->vnic->port, sizeof(cell->old)), 0);
	EXPECT(cell, rtnl_dereference(cell->vnic->path) == cell->old_path, true);
	EXPECT(cell, atomic_read(&cell->vnic->dev->carrier_up_count) +
	       atomic_read(&cell->vnic->dev->carrier_down_count),
	       cell->old_changes);
	EXPECT(cell, events, 0);
}

static void vmfex_test_expect_answer(const struct vmfex_test_cell *cell,
				     enum vmfex_request request, u16 response,
				     unsigned int machine, bool error)
{
	const struct vmfex_port *port = &cell->vnic->port;

	EXPECT(cell, port->has_request, true);
	EXPECT(cell, port->request, request);
	EXPECT(cell, port->response, response);
	EXPECT(cell, uuid_equal(&port->asker, &vmfex_rig_machines[machine]), true);
	EXPECT(cell, port->error[0] != '\0', error);
}

/* Nobody asked for the policy by a request, and the one before is forgotten. */
static void vmfex_test_expect_no_answer(const struct vmfex_test_cell *cell)
{
	const struct vmfex_port *port = &cell->vnic->port;

	EXPECT(cell, port->has_request, false);
	EXPECT(cell, uuid_is_null(&port->asker), true);
	EXPECT(cell, port->error[0], '\0');
}

static u16 vmfex_test_response(u32 err)
{
	switch (err) {
	case ENOENT:
		return PORT_PROFILE_RESPONSE_INVALID;
	case ENOMEM:
		return PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES;
	default:
		return PORT_PROFILE_RESPONSE_ERROR;
	}
}

/* What clients read afterwards */
static void vmfex_test_check_answer(const struct vmfex_test_cell *cell,
				    enum vmfex_test_situation next,
				    unsigned int events)
{
	unsigned int machine = vmfex_test_variants[cell->row->variant].machine;
	u32 value = cell->row->value;

	switch (cell->row->kind) {
	case REQUEST:
		vmfex_test_expect_answer(cell, value, next == WAITING ?
					 PORT_PROFILE_RESPONSE_INPROGRESS :
					 PORT_PROFILE_RESPONSE_SUCCESS,
					 machine, false);
		EXPECT(cell, uuid_equal(&cell->vnic->port.holder.instance,
					next == UNBOUND ? &uuid_null :
					&vmfex_rig_machines[machine]), true);
		EXPECT(cell, events > 0, true);
		break;
	case ANSWER:
		vmfex_test_expect_answer(cell, VMFEX_REQUEST_ASSOCIATE, value, 0,
					 value != PORT_PROFILE_RESPONSE_SUCCESS);
		EXPECT(cell, events > 0, true);
		break;
	case REFUSE:
		vmfex_test_expect_answer(cell, VMFEX_REQUEST_ASSOCIATE,
					 vmfex_test_response(value), 1, true);
		EXPECT(cell, events > 0, true);
		break;
	case SET_OWN:
		vmfex_test_expect_no_answer(cell);
		break;
	case RELEASE:
		EXPECT(cell, cell->vnic->port.error[0], '\0');
		break;
	default:
		break;
	}
}

/* The netdev's address, and the administrative one, which is the machine's */
static void vmfex_test_check_macs(const struct vmfex_test_cell *cell)
{
	const struct vmfex_test_row *row = cell->row;
	const u8 *want = cell->old_mac;
	bool kept = true;

	if (row->kind == REQUEST && row->value == VMFEX_REQUEST_ASSOCIATE &&
	    vmfex_test_variants[row->variant].mac == NEW_MAC)
		want = cell->mac;
	EXPECT(cell, ether_addr_equal(cell->vnic->dev->dev_addr, want), true);
	if ((row->kind == REQUEST && row->value == VMFEX_REQUEST_DISASSOCIATE &&
	     row->next[cell->from] == UNBOUND) ||
	    (row->kind == ANSWER && row->next[cell->from] == REFUSED))
		kept = false;
	EXPECT(cell, cell->vnic->config.mac != 0, kept);
}

static void vmfex_test_step(struct vmfex_test_cell *cell)
{
	enum vmfex_test_situation next = cell->row->next[cell->from];
	struct vmfex_vnic *vnic = cell->vnic;
	struct net_device *dev = vnic->dev;
	unsigned int events;
	bool refused;
	int err;

	EXPECT(cell, next != NO_ROW, true);
	EXPECT(cell, vmfex_test_go_to(vnic, cell->from), 0);
	vmfex_test_check_situation(cell, cell->from);

	vnic->config.mac = 0x020000000077;
	ether_addr_copy(cell->old_mac, dev->dev_addr);
	cell->old_path = rtnl_dereference(vnic->path);
	memcpy(&cell->old, &vnic->port, sizeof(cell->old));
	cell->old_changes = atomic_read(&dev->carrier_up_count) +
			    atomic_read(&dev->carrier_down_count);
	events = cell->rig->events;
	err = vmfex_test_do(cell);
	events = cell->rig->events - events;

	refused = next == SAME;
	if (refused)
		next = cell->from;
	EXPECT(cell, err, refused ? cell->row->err : 0);
	vmfex_test_check_situation(cell, next);
	vmfex_test_check_macs(cell);
	if (refused)
		vmfex_test_check_refused(cell, events);
	else
		vmfex_test_check_answer(cell, next, events);
	if (vmfex_test_repeats(cell)) {
		EXPECT(cell, rtnl_dereference(vnic->path) == cell->old_path, true);
		EXPECT(cell, atomic_read(&dev->carrier_up_count) +
		       atomic_read(&dev->carrier_down_count),
		       cell->old_changes);
	}
}

/* All rows in all situations of a VF and of the adapter's own port */
static void vmfex_test_all_cells(struct kunit *test, bool exists, bool usable)
{
	struct vmfex_rig *rig = test->priv;
	struct vmfex_vnic *bystander = rig->adapter->vnics[1];
	struct vmfex_test_cell cell = { .test = test, .rig = rig };
	unsigned int i, from, self;

	for (self = 0; self < 2; self++) {
		cell.vnic = self ? &rig->adapter->self : rig->adapter->vnics[0];
		for (i = 0; i < ARRAY_SIZE(vmfex_test_rows); i++) {
			cell.row = &vmfex_test_rows[i];
			for (from = UNBOUND; from < SITUATIONS; from++) {
				vmfex_test_set_uplinks(rig, exists, usable);
				cell.usable = usable && exists;
				cell.from = from;
				vmfex_test_step(&cell);
				EXPECT(&cell, bystander->port.state,
				       VMFEX_PORT_STATE_ASSOCIATED);
				EXPECT(&cell, netif_carrier_ok(bystander->dev),
				       cell.usable);
			}
		}
		vmfex_port_release(cell.vnic);
	}
}

static void vmfex_test_without_uplink(struct kunit *test)
{
	rtnl_lock();
	vmfex_test_all_cells(test, false, false);
	rtnl_unlock();
}

static void vmfex_test_uplink_down(struct kunit *test)
{
	rtnl_lock();
	vmfex_test_all_cells(test, true, false);
	rtnl_unlock();
}

static void vmfex_test_uplink_up(struct kunit *test)
{
	rtnl_lock();
	vmfex_test_all_cells(test, true, true);
	rtnl_unlock();
}

static unsigned int vmfex_test_count_rows(enum vmfex_test_kind kind, u32 value,
					  unsigned int variant)
{
	unsigned int i, count = 0;

	for (i = 0; i < ARRAY_SIZE(vmfex_test_rows); i++)
		count += vmfex_test_rows[i].kind == kind &&
			 vmfex_test_rows[i].value == value &&
			 vmfex_test_rows[i].variant == variant;
	return count;
}

/* The generated policies know how many states, requests and answers there are. */
static void vmfex_test_table_is_complete(struct kunit *test)
{
	const struct nla_policy *state, *request, *response;
	unsigned int variant, situation, found;
	int value;

	state = &vmfex_port_get_nl_policy[VMFEX_A_PORT_STATE];
	request = &vmfex_port_set_nl_policy[VMFEX_A_PORT_REQUEST];
	response = &vmfex_port_set_nl_policy[VMFEX_A_PORT_RESPONSE];
	KUNIT_ASSERT_EQ(test, state->validation_type, NLA_VALIDATE_MAX);
	KUNIT_ASSERT_EQ(test, request->validation_type, NLA_VALIDATE_MAX);
	KUNIT_ASSERT_EQ(test, response->validation_type, NLA_VALIDATE_RANGE);

	for (value = 0; value <= state->max; value++) {
		found = 0;
		for (situation = UNBOUND; situation < SITUATIONS; situation++)
			found += vmfex_test_situations[situation].name &&
				 vmfex_test_situations[situation].state == value;
		KUNIT_EXPECT_GT_MSG(test, found, 0, "state %d", value);
	}
	for (value = 0; value <= request->max; value++)
		for (variant = 0; variant < ARRAY_SIZE(vmfex_test_variants); variant++)
			KUNIT_EXPECT_EQ_MSG(test, vmfex_test_count_rows(REQUEST, value, variant),
					    1, "request %d, variant %u", value, variant);
	for (value = response->min; value <= response->max; value++)
		KUNIT_EXPECT_EQ_MSG(test, vmfex_test_count_rows(ANSWER, value, 0), 1,
				    "answer %d", value);
}

/* An answer is to the association that waits, not to a request that was refused since. */
static void vmfex_test_answer_after_refusal(struct kunit *test)
{
	struct vmfex_rig *rig = test->priv;
	struct vmfex_test_cell cell = {
		.test = test, .rig = rig, .vnic = rig->adapter->vnics[0],
		.from = WAITING,
	};
	unsigned int i;

	rtnl_lock();
	for (i = 0; i < ARRAY_SIZE(vmfex_test_rows); i++) {
		cell.row = &vmfex_test_rows[i];
		if (cell.row->kind != ANSWER || cell.row->next[WAITING] == SAME)
			continue;
		EXPECT(&cell, vmfex_test_go_to(cell.vnic, WAITING), 0);
		vmfex_test_refuse(cell.vnic, -ENOENT);
		EXPECT(&cell, vmfex_test_do(&cell), 0);
		vmfex_test_check_situation(&cell, cell.row->next[WAITING]);
		vmfex_test_check_answer(&cell, cell.row->next[WAITING], 1);
	}
	rtnl_unlock();
}

/* The carrier follows the profile, the link state of the VF and the uplinks. */
static void vmfex_test_carrier_one(struct kunit *test, u8 uplink_fail,
				   int link_state, bool usable)
{
	struct vmfex_rig *rig = test->priv;
	struct vmfex_vnic *vnic = rig->adapter->vnics[0];
	enum vmfex_test_situation is;
	bool carrier, passes;

	for (is = UNBOUND; is < SITUATIONS; is++) {
		/* That of the rig's profiles; a policy of its own has the default. */
		u8 fail = is == OWN ? VMFEX_UPLINK_FAIL_LINK_DOWN : uplink_fail;

		KUNIT_EXPECT_EQ(test, vmfex_test_go_to(vnic, is), 0);
		passes = vmfex_test_situations[is].state == VMFEX_PORT_STATE_ASSOCIATED &&
			 link_state != IFLA_VF_LINK_STATE_DISABLE;
		carrier = passes && (usable || link_state == IFLA_VF_LINK_STATE_ENABLE ||
				     fail == VMFEX_UPLINK_FAIL_WARNING);
		passes = passes && usable;
		KUNIT_EXPECT_EQ_MSG(test, netif_carrier_ok(vnic->dev), carrier,
				    "%s, uplink-fail %u, link state %d, uplink %u",
				    vmfex_test_situations[is].name, uplink_fail,
				    link_state, usable);
		KUNIT_EXPECT_EQ_MSG(test, !!rtnl_dereference(vnic->path), passes,
				    "%s, uplink-fail %u, link state %d, uplink %u",
				    vmfex_test_situations[is].name, uplink_fail,
				    link_state, usable);
	}
}

static int vmfex_test_set_uplink_fail(const struct vmfex_rig *rig,
				      const char *name, u8 uplink_fail)
{
	struct vmfex_profile *profile = vmfex_rig_profile(rig, name);
	struct vmfex_policy *policy = vmfex_policy_new(profile->policy);

	if (!policy)
		return -ENOMEM;
	policy->uplink_fail = uplink_fail;
	return vmfex_port_publish(profile, policy, NULL);
}

static void vmfex_test_carrier(struct kunit *test)
{
	struct vmfex_rig *rig = test->priv;
	u8 uplink_fail;
	int link_state;

	rtnl_lock();
	for (uplink_fail = VMFEX_UPLINK_FAIL_LINK_DOWN;
	     uplink_fail <= VMFEX_UPLINK_FAIL_WARNING; uplink_fail++) {
		KUNIT_EXPECT_EQ(test, vmfex_test_set_uplink_fail(rig, VMFEX_RIG_PROFILE,
								 uplink_fail), 0);
		KUNIT_EXPECT_EQ(test, vmfex_test_set_uplink_fail(rig, VMFEX_RIG_CONFIRM,
								 uplink_fail), 0);
		for (link_state = IFLA_VF_LINK_STATE_AUTO;
		     link_state <= IFLA_VF_LINK_STATE_DISABLE; link_state++) {
			KUNIT_EXPECT_EQ(test,
					vmfex_vf_set_link_state(rig->adapter->self.dev,
								0, link_state), 0);
			vmfex_test_set_uplinks(rig, true, false);
			vmfex_test_carrier_one(test, uplink_fail, link_state, false);
			vmfex_test_set_uplinks(rig, true, true);
			vmfex_test_carrier_one(test, uplink_fail, link_state, true);
		}
	}
	rtnl_unlock();
}

static int vmfex_test_port_init(struct kunit *test)
{
	static const struct vmfex_rig_config config = {
		.tag = &vmfex_vntag_ops,
		.num_vfs = 2,
		.uplinks = 1,
	};
	struct vmfex_rig *rig;
	int err;

	err = register_netdevice_notifier(&vmfex_test_veto_block);
	if (err)
		return err;
	err = vmfex_rig_init(test, &config);
	if (err)
		return err;
	rig = test->priv;
	rtnl_lock();
	err = vmfex_rig_request(rig->adapter->vnics[1], VMFEX_REQUEST_ASSOCIATE,
				VMFEX_RIG_PROFILE);
	rtnl_unlock();
	return err;
}

static void vmfex_test_port_exit(struct kunit *test)
{
	vmfex_rig_exit(test);
	unregister_netdevice_notifier(&vmfex_test_veto_block);
}

static struct kunit_case vmfex_port_cases[] = {
	KUNIT_CASE(vmfex_test_table_is_complete),
	KUNIT_CASE(vmfex_test_without_uplink),
	KUNIT_CASE(vmfex_test_uplink_down),
	KUNIT_CASE(vmfex_test_uplink_up),
	KUNIT_CASE(vmfex_test_answer_after_refusal),
	KUNIT_CASE(vmfex_test_carrier),
	{}
};

static struct kunit_suite vmfex_port_suite = {
	.name = "vmfex_port",
	.init = vmfex_test_port_init,
	.exit = vmfex_test_port_exit,
	.test_cases = vmfex_port_cases,
};

kunit_test_suite(vmfex_port_suite);
