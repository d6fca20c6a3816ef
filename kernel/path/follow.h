/* SPDX-License-Identifier: GPL-2.0-only */
/* The uplink that the host uses; included by vmfex.h. */
#ifndef _VMFEX_FOLLOW_H
#define _VMFEX_FOLLOW_H

#include <linux/workqueue.h>

struct vmfex_adapter;
struct vmfex_uplink;

/**
 * struct vmfex_follow - what an adapter in mode fabric knows of its host's choice
 * @heard: uplink on which a frame came that was not expected there, NULL if
 *	none did; written by the packet path
 * @host: uplink that the host uses, as far as it is known, else NULL
 * @last: ifindex of the uplink that the host used when that was lost, 0 if the
 *	host was heard since
 * @quiet_until: jiffies until which the next change waits
 * @hold: how long the next but one waits, 0 if nothing ever changed
 * @work: looks at @heard
 */
struct vmfex_follow {
	struct vmfex_uplink *heard;
	struct vmfex_uplink *host;
	int last;
	unsigned long quiet_until;
	unsigned long hold;
	struct work_struct work;
};

void vmfex_follow_init(struct vmfex_adapter *adapter);
void vmfex_follow_cancel(struct vmfex_adapter *adapter);
void vmfex_follow_heard(struct vmfex_uplink *uplink);
void vmfex_follow_update(struct vmfex_adapter *adapter);
void vmfex_follow_lost(struct vmfex_uplink *uplink);
void vmfex_follow_forget(struct vmfex_uplink *uplink);

#endif /* _VMFEX_FOLLOW_H */
