/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel that writes down what it is asked, in the place of user/lib/engine.c.
 */
#ifndef VMFEX_CONN_FAKE_H
#define VMFEX_CONN_FAKE_H

#include <stdbool.h>

/**
 * struct conn_fake - how the kernel behaves and what it was asked
 * @fail_at: number of the request that fails, from 1; 0 for none
 * @fail_from: number of the first one from which on all fail; 0 for none
 * @fail_err: how, a negative errno
 * @uplink_of: adapter that every netdev is an uplink of, NULL for none
 * @warning: what the kernel has to say about each success
 * @requests: number of requests
 * @text: requests, ``CMD{ATTR=VALUE ...}``, those to rtnetlink with a leading
 *	``rt``, dumps with a leading ``*``
 */
struct conn_fake {
	int fail_at;
	int fail_from;
	int fail_err;
	const char *uplink_of;
	const char *warning;
	int requests;
	char text[8192];
};

extern struct conn_fake conn_fake;

#endif /* VMFEX_CONN_FAKE_H */
