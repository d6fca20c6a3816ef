/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Everything at once: what the parts of tests/tools/churn share.
 */
#ifndef CHURN_H
#define CHURN_H

#include <libmnl/libmnl.h>
#include <linux/vmfex.h>

#include "rng.h"

/* What an operation returns beside 0 and the errno of a refusal: it asked nothing. */
#define NOT_ISSUED	(-1)

#define MAX_OPS		12
#define MAX_ERRNO	134

#define NUM_ADAPTERS	3	/* of each end, one for each link */
#define NUM_VFS		3	/* of a new adapter */
#define MOST_VFS	5
#define NUM_PROFILES	4
#define NUM_UPPERS	4
#define ROOM_FOR_NAME	32

/* Of the frames that the senders make, and the receivers look for. */
#define CHURN_ETHERTYPE	0x88b5

/* The two network namespaces: of adapters in host mode, and in fabric mode. */
enum end {
	HOST,
	SWITCH,
	NUM_ENDS,
};

/**
 * struct tally - how the requests of one operation ended
 * @ok: they succeeded
 * @refused: number of refusals by errno
 */
struct tally {
	unsigned long ok;
	unsigned long refused[MAX_ERRNO];
};

/**
 * struct account - what an actor tells the process that watches it
 * @tallies: by operation
 * @op: index of the operation under way, -1 for none
 * @since: monotonic seconds when it began
 */
struct account {
	struct tally tallies[MAX_OPS];
	int op;
	long since;
};

/**
 * struct shared - memory that all processes have in common
 * @stop: the end has come
 * @wanted: number of steps
 * @steps: those that were made, requests of those who change things
 * @frames: frames of ours that were delivered to ports
 * @accounts: of each actor
 */
struct shared {
	bool stop;
	unsigned long wanted;
	unsigned long steps;
	unsigned long frames[NUM_ENDS];
	struct account accounts[];
};

/**
 * struct actor - one process
 * @random: what its choices come from
 * @end: where it is
 * @ns: the two network namespaces
 * @rtnl: a socket of rtnetlink in each
 * @genl: a socket of generic netlink in each
 * @family: number of the family, 0 if not known
 * @seq: of the last request
 * @files: files that the actor keeps open at each end, 0 for none
 * @died: number of steps when the module was unloaded last
 * @unloaded: it was unloaded, and nobody was told to load it again
 * @shared: shared memory
 * @account: its own part of it
 */
struct actor {
	struct rng random;
	enum end end;
	int ns[NUM_ENDS];
	struct mnl_socket *rtnl[NUM_ENDS];
	struct mnl_socket *genl[NUM_ENDS];
	u16 family;
	u32 seq;
	int files[NUM_ENDS];
	unsigned long died;
	bool unloaded;
	struct shared *shared;
	struct account *account;
};

/**
 * struct op - something that an actor does
 * @name: name
 * @weight: how often, in comparison
 * @run: does it once; returns 0, the errno of the refusal, or NOT_ISSUED
 */
struct op {
	const char *name;
	unsigned int weight;
	int (*run)(struct actor *actor);
};

/**
 * struct role - what an actor is there for
 * @name: name
 * @looks: changes nothing of vmfex, so that what it does is no step
 * @ops: operations; the last has no name
 */
struct role {
	const char *name;
	bool looks;
	const struct op *ops;
};

/**
 * first_list() - the lowest number of a VIF list
 * @tag: format of the link
 *
 * Return: the number, one that is refused if the format has none.
 */
static inline u32 first_list(enum vmfex_tag tag)
{
	return tag == VMFEX_TAG_ETAG ? 0x100000 : 1;
}

/* churn.c */
unsigned int roll(struct actor *actor, unsigned int sides);
void go_to(struct actor *actor, enum end end);
void go_on(struct actor *actor);

/* churn_nl.c */
int nl_open(struct actor *actor);
struct nlmsghdr *link_request(u16 type, u16 flags,
			      const char *name, unsigned int ifi_flags,
			      unsigned int change);
int link_talk(struct actor *actor, struct nlmsghdr *msg);
int link_flags(struct actor *actor, const char *name, bool up);
int link_delete(struct actor *actor, const char *name);
int link_rename(struct actor *actor, const char *name, const char *other);
u32 link_index(const char *name);
struct nlmsghdr *genl_request(u8 command, u16 flags);
int genl_talk(struct actor *actor, struct nlmsghdr *msg);
int genl_find_groups(struct actor *actor, u32 *groups, unsigned int room);

/* churn_names.c */
const char *adapter_name(struct actor *actor);
const char *vnic_name(struct actor *actor);
const char *uplink_name(struct actor *actor, unsigned int number);
const char *profile_name(struct actor *actor);
const char *upper_name(struct actor *actor);

/* churn_objects.c */
extern const struct op adapter_ops[];
extern const struct op vf_ops[];
extern const struct op port_ops[];
extern const struct op vfport_ops[];
extern const struct op profile_ops[];
extern const struct op viflist_ops[];

/* churn_links.c */
extern const struct op uplink_ops[];
extern const struct op veth_ops[];
extern const struct op netdev_ops[];
extern const struct op guest_ops[];
extern const struct op upper_ops[];
extern const struct op module_ops[];

/* churn_look.c */
extern const struct op dump_ops[];
extern const struct op link_reader_ops[];
extern const struct op file_ops[];
extern const struct op monitor_ops[];

/* churn_frames.c */
extern const struct op sender_ops[];
extern const struct op tag_sender_ops[];
extern const struct op receiver_ops[];

#endif
