// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a command names ports: ``DEV``, ``ADAPTER vf N``, ``ADAPTER vf N-M`` or
 * ``ADAPTER vf self``.
 */
#include <linux/if_vmfex.h>
#include <linux/vmfex.h>
#include <stdio.h>
#include <string.h>

#include "lib/nlattr.h"
#include "lib/report.h"
#include "port_ref.h"

/* Far above what an adapter can have; the kernel knows the real limit. */
#define MAX_VF	65535

static int parse_vfs(const char *word, struct range *vfs)
{
	if (!word)
		return usage_error("\"vf\" needs a value, expected self or N[-M]");
	if (!strcmp(word, "self")) {
		vfs->first = VMFEX_VF_SELF;
		vfs->last = VMFEX_VF_SELF;
		return 0;
	}
	if (parse_range(word, 0, MAX_VF, vfs))
		return usage_error("invalid value \"%s\" of \"vf\", expected self or N[-M] to %u",
				   word, MAX_VF);
	return 0;
}

/**
 * port_ref_parse() - read which ports a command is about
 * @args: words
 * @ref: ports
 *
 * Return: 0, or EXIT_USAGE after a message.
 */
int port_ref_parse(struct args *args, struct port_ref *ref)
{
	const char *name = args_dev(args, "port");

	memset(ref, 0, sizeof(*ref));
	if (!name)
		return EXIT_USAGE;
	snprintf(ref->dev, sizeof(ref->dev), "%s", name);
	if (!args_skip(args, "vf"))
		return 0;
	ref->has_vf = true;
	return parse_vfs(args_next(args), &ref->vfs);
}

/**
 * port_ref_resolve() - find a port whose netdev has moved away
 * @ref: ports
 *
 * A vNIC in a container has no netdev here, its first name still means the
 * port.
 */
void port_ref_resolve(struct port_ref *ref)
{
	char adapter[IF_NAMESIZE];
	u32 vf;

	if (ref->has_vf || if_nametoindex(ref->dev))
		return;
	if (parse_vf_name(ref->dev, adapter, sizeof(adapter), &vf) ||
	    !if_nametoindex(adapter))
		return;
	snprintf(ref->dev, sizeof(ref->dev), "%s", adapter);
	ref->has_vf = true;
	ref->vfs.first = vf;
	ref->vfs.last = vf;
}

/**
 * port_ref_put() - name one port in a request
 * @msg: request
 * @ref: ports
 * @vf: which of them, no matter if they are one netdev
 */
void port_ref_put(struct nl_msg *msg, const struct port_ref *ref, u32 vf)
{
	if (!ref->has_vf) {
		put_string(msg, VMFEX_A_PORT_IFNAME, ref->dev);
		return;
	}
	put_string(msg, VMFEX_A_PORT_ADAPTER, ref->dev);
	put_u32(msg, VMFEX_A_PORT_VF, vf);
}
