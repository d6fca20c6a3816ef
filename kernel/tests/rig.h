/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the KUnit suites share: a real adapter, made by the module's own
 * functions, on netdevs whose link a test sets. Not for a case that fails while it
 * holds RTNL: use expectations under RTNL, assertions only without.
 */
#ifndef _VMFEX_TESTS_RIG_H
#define _VMFEX_TESTS_RIG_H

#include <kunit/test.h>

#include "model/adapter.h"
#include "model/event.h"
#include "model/profile.h"
#include "model/uplink.h"
#include "tag/tag.h"

struct vmfex_path;

#define VMFEX_RIG_TAGS		3
#define VMFEX_RIG_UPLINKS	3
#define VMFEX_RIG_PROFILE	"web"	/* without rules */
#define VMFEX_RIG_CONFIRM	"slow"	/* waits for a confirmation */

/**
 * struct vmfex_rig - an adapter and what it stands on
 * @adapter: adapter
 * @lower: netdevs that are or may become its uplinks, down at first
 * @listener: who is told of events when no rig is there
 * @events: how often vmfex_notify() told of a port
 */
struct vmfex_rig {
	struct vmfex_adapter *adapter;
	struct net_device *lower[VMFEX_RIG_UPLINKS];
	vmfex_listener_t *listener;
	unsigned int events;
};

/**
 * struct vmfex_rig_config - what a rig shall have
 * @tag: tag format
 * @fabric: mode of the adapter
 * @num_vfs: VFs
 * @uplinks: how many of the netdevs are uplinks
 */
struct vmfex_rig_config {
	const struct vmfex_tag_ops *tag;
	bool fabric;
	u32 num_vfs;
	unsigned int uplinks;
};

/**
 * enum vmfex_rig_link - state of an uplink's netdev
 * @VMFEX_RIG_DOWN: not running, with carrier
 * @VMFEX_RIG_NO_CARRIER: running, without carrier
 * @VMFEX_RIG_UP: usable
 * @VMFEX_RIG_LINKS: their number
 */
enum vmfex_rig_link {
	VMFEX_RIG_DOWN,
	VMFEX_RIG_NO_CARRIER,
	VMFEX_RIG_UP,
	VMFEX_RIG_LINKS,
};

/* All tag formats, each at the place of its &enum vmfex_tag */
extern const struct vmfex_tag_ops *const vmfex_rig_tags[VMFEX_RIG_TAGS];

/* Two virtual machines */
extern const uuid_t vmfex_rig_machines[2];

int vmfex_rig_init(struct kunit *test, const struct vmfex_rig_config *config);
void vmfex_rig_exit(struct kunit *test);
void vmfex_rig_make(struct kunit *test, const struct vmfex_rig_config *config);
void vmfex_rig_each_tag(struct kunit *test, struct vmfex_rig_config config,
			void (*run)(struct kunit *test));
void vmfex_rig_each_end(struct kunit *test, struct vmfex_rig_config config,
			void (*run)(struct kunit *test));
void vmfex_rig_read_tag(const struct vmfex_path *path, u8 *bytes);
unsigned int vmfex_rig_count_vids(struct net_device *dev);
struct vmfex_uplink *vmfex_rig_uplink(const struct vmfex_rig *rig,
				      unsigned int index);
int vmfex_rig_add_frag(struct sk_buff *skb, const void *bytes, unsigned int len);
void vmfex_rig_set_link(const struct vmfex_rig *rig, unsigned int index,
			enum vmfex_rig_link link);
int vmfex_rig_request(struct vmfex_vnic *vnic, enum vmfex_request request,
		      const char *profile);
struct vmfex_profile *vmfex_rig_profile(const struct vmfex_rig *rig,
					const char *name);
u32 vmfex_rig_random(u32 *state, u32 below);

#endif /* _VMFEX_TESTS_RIG_H */
