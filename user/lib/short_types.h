/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's short names, so that both halves of the project read alike.
 */
#ifndef VMFEX_SHORT_TYPES_H
#define VMFEX_SHORT_TYPES_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;

#ifndef __printf
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#endif

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#endif

#endif /* VMFEX_SHORT_TYPES_H */
