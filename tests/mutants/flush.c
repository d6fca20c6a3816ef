// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linked into programs that are built for gcov: what they have counted is written when
 * somebody ends them, too, as tests end `vmfex monitor`.
 */
#include <signal.h>
#include <unistd.h>

void __gcov_dump(void);

static void flush(int number)
{
	__gcov_dump();
	signal(number, SIG_DFL);
	raise(number);
}

__attribute__((constructor)) static void flush_at_end(void)
{
	signal(SIGTERM, flush);
}
