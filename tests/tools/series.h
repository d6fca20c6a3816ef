/* SPDX-License-Identifier: GPL-2.0-only */
/* What the fuzzers have in common: a part of an endless series, and how they end. */
#ifndef SERIES_H
#define SERIES_H

#include "options.h"

/* What became of the series is unknown: there was something that it needs and did not get. */
#define EXIT_BROKEN	2

/**
 * struct series - the part that is made
 * @seed: which series
 * @from: number of the first
 * @count: how many
 */
struct series {
	u64 seed;
	u64 from;
	u64 count;
};

extern struct series series;
extern const struct option series_options[];

u64 series_begin(const char *format, ...) __printf(1, 2);

#endif
