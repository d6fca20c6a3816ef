/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Random numbers. In the fuzzers, what belongs to a frame or a message comes from
 * the seed and its running number only, so that any of them can be made again
 * without those before it.
 */
#ifndef RNG_H
#define RNG_H

#include <stddef.h>

#include "lib/short_types.h"

#define RNG_ODD		0x9e3779b97f4a7c15ull

/**
 * struct rng - a source of numbers
 * @state: of splitmix64
 */
struct rng {
	u64 state;
};

/* The next number */
static inline u64 rng_next(struct rng *rng)
{
	u64 z = rng->state += RNG_ODD;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

/* The source that belongs to @number of the run with @seed */
static inline struct rng rng_of(u64 seed, u64 number)
{
	struct rng rng = { seed };

	rng.state = rng_next(&rng) ^ number * 0xd1342543de82ef95ull;
	rng_next(&rng);
	return rng;
}

/* 0 to @limit - 1 */
static inline u32 rng_below(struct rng *rng, u32 limit)
{
	return (rng_next(rng) >> 32) * limit >> 32;
}

/* True in @percent of the cases */
static inline bool rng_chance(struct rng *rng, u32 percent)
{
	return rng_below(rng, 100) < percent;
}

/* Any bytes */
static inline void rng_fill(struct rng *rng, void *to, size_t len)
{
	u8 *p = to;
	u64 word = 0;

	for (size_t i = 0; i < len; i++, word >>= 8) {
		if (!(i % 8))
			word = rng_next(rng);
		p[i] = word;
	}
}

#define RNG_PICK(rng, array)	\
	((array)[rng_below(rng, sizeof(array) / sizeof((array)[0]))])

#endif
