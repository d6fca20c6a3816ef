/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of tests/tools/nlfuzz share. */
#ifndef NLFUZZ_H
#define NLFUZZ_H

#include <linux/netlink.h>

#include "rng.h"

#define MESSAGE_ROOM	4096
#define MAX_ATTRS	64

/**
 * struct message - a request, and where its attributes are
 * @data: from the netlink header on
 * @len: bytes of it
 * @attrs: offsets of the attributes, outer before inner
 * @num_attrs: how many there are
 * @genl: it is of generic netlink, not of rtnetlink
 */
struct message {
	union {
		struct nlmsghdr head;
		u8 data[MESSAGE_ROOM];
	};
	u32 len;
	u32 attrs[MAX_ATTRS];
	u32 num_attrs;
	bool genl;
};

/**
 * struct world - what requests can be about
 * @family: number of the generic netlink family
 * @devs: indices of netdevs: adapters, uplinks, vNICs, one that is none of them
 * @num_devs: how many there are
 */
struct world {
	u16 family;
	u32 devs[64];
	u32 num_devs;
};

/* nlfuzz_make.c */
void start_message(struct message *message, u16 type, u16 flags);
struct nlattr *add_attr(struct message *message, u16 type, const void *data,
			size_t len);
void add_text(struct message *message, u16 type, const char *text);
void add_number(struct message *message, u16 type, u32 number);
u32 begin_nest(struct message *message, u16 type);
void end_nest(struct message *message, u32 nest);
void *add_head(struct message *message, size_t len);
void make_message(struct message *message, struct rng *rng,
		  const struct world *world);
void make_dump(struct message *message, struct rng *rng,
	       const struct world *world);

/* nlfuzz_damage.c */
void add_tree(struct message *message, struct rng *rng, u32 depth);
void damage_message(struct message *message, struct rng *rng);

#endif
