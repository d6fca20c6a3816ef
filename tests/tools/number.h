/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers that were typed. */
#ifndef NUMBER_H
#define NUMBER_H

#include "lib/short_types.h"

int number_parse(const char *what, const char *word, u64 min, u64 max,
		 u64 *number);

#endif
