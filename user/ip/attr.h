/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes as ip(8) prints and takes them: a key and a value.
 */
#ifndef VMFEX_ATTR_H
#define VMFEX_ATTR_H

#include "lib/names.h"
#include "link_util.h"

bool get_number(const struct rtattr *attr, u32 *number);
void print_name(const char *key, const char *name);
void print_enum(const char *key, const struct rtattr *attr,
		const struct name *names);
u32 enum_number(const char *key, const char *word, const struct name *names);
void print_string_attr(const char *key, const struct rtattr *attr);
void print_uint_attr(const char *key, const struct rtattr *attr);

#endif /* VMFEX_ATTR_H */
