/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unit tests in plain C: a program is a list of checks and prints KTAP.
 */
#ifndef VMFEX_UNIT_H
#define VMFEX_UNIT_H

#include "lib/short_types.h"

void unit_begin(void);
bool unit_ok(bool ok, const char *format, ...) __printf(2, 3);
bool unit_equal(const char *got, const char *expected, const char *name);
int unit_end(void);

#endif /* VMFEX_UNIT_H */
