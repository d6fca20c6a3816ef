/* SPDX-License-Identifier: GPL-2.0-only */
/* What the messages of tests/tools/nlfuzz are about, and how they are sent. */
#ifndef NLFUZZ_WORLD_H
#define NLFUZZ_WORLD_H

#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/if_vmfex.h>
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>

#include "nlfuzz.h"

#define BLOCK	4096	/* messages between two beginnings */

/**
 * struct answers - what the kernel said to a request
 * @ends: acknowledgements, errors and ends of dumps, which should be one
 * @error: errno of the last of them, negative
 * @overrun: some were lost
 */
struct answers {
	u32 ends;
	int error;
	bool overrun;
};

int open_netlink(int protocol);
void ask(int fd, const struct message *request, struct answers *answers);
void world_open(struct world *world);
void world_make(struct world *world);
bool world_remove(struct world *world);

#endif
