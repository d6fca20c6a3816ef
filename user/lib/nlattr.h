/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Netlink attributes from and to the values of C. A missing or short
 * attribute has the default, as an older kernel would not send it.
 */
#ifndef VMFEX_NLATTR_H
#define VMFEX_NLATTR_H

#include <netlink/attr.h>
#include <netlink/msg.h>

#include "short_types.h"

u8 attr_u8(const struct nlattr *attr, u8 missing);
u16 attr_u16(const struct nlattr *attr, u16 missing);
u32 attr_u32(const struct nlattr *attr, u32 missing);
u64 attr_u64(const struct nlattr *attr);
void attr_string(const struct nlattr *attr, char *string, size_t size);
bool attr_bytes(const struct nlattr *attr, void *bytes, size_t size);
void attr_parse(const struct nlmsghdr *msg, struct nlattr **attrs, int max);
void attr_parse_nested(const struct nlattr *nest, struct nlattr **attrs,
		       int max);

void put_u8(struct nl_msg *msg, int attr, u8 value);
void put_u16(struct nl_msg *msg, int attr, u16 value);
void put_u32(struct nl_msg *msg, int attr, u32 value);
void put_string(struct nl_msg *msg, int attr, const char *value);
void put_flag(struct nl_msg *msg, int attr);
void put_bytes(struct nl_msg *msg, int attr, const void *bytes, size_t size);
struct nlattr *put_nest(struct nl_msg *msg, int attr);
void put_nest_end(struct nl_msg *msg, struct nlattr *nest);

#endif /* VMFEX_NLATTR_H */
