/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Links by rtnetlink.
 */
#ifndef VMFEX_LINK_H
#define VMFEX_LINK_H

#include "conn.h"
#include "keyword.h"
#include "short_types.h"

int link_add(struct conn *conn, const char *name, const struct keyword *data);
int link_change(struct conn *conn, int ifindex, const struct keyword *data);
int link_del(struct conn *conn, int ifindex);
int link_get_master(struct conn *conn, int ifindex, u32 *master);
int link_set_master(struct conn *conn, int ifindex, int master);

#endif /* VMFEX_LINK_H */
