// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the fuzzers have in common: of the endless series of frames or messages
 * that belongs to a seed, they make a part.
 */
#include <stdarg.h>
#include <stdio.h>

#include "series.h"

struct series series = { .count = 100000 };

const struct option series_options[] = {
	{ "--seed", "S", "of the same seed, number N is always the same",
	  .number = &series.seed, .max = UINT64_MAX },
	{ "--from", "K", "begin with number K",
	  .number = &series.from, .max = INT64_MAX },
	{ "--count", "N", "how many", .number = &series.count,
	  .max = INT64_MAX },
	{}
};

/**
 * series_begin() - say what comes, as the command that does it again
 * @format: its first words, as for printf()
 *
 * Return: number behind the last.
 */
u64 series_begin(const char *format, ...)
{
	va_list args;

	printf("# ");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf(" --seed %llu --from %llu --count %llu\n",
	       (unsigned long long)series.seed,
	       (unsigned long long)series.from,
	       (unsigned long long)series.count);
	fflush(stdout);
	return series.from + series.count;
}
