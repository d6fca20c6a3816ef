// SPDX-License-Identifier: GPL-2.0-only
/*
 * A system without files and network namespaces, and with three netdevs.
 */
#define VMFEX_FUZZ_INSIDE

#include <errno.h>
#include <string.h>

#include "fuzz.h"
#include "outside.h"

/**
 * outside_fopen() - there are no batch files
 * @path: file
 * @mode: is not looked at
 *
 * Return: NULL.
 */
FILE *outside_fopen(const char *path, const char *mode)
{
	(void)path;
	(void)mode;
	errno = ENOENT;
	return NULL;
}

/**
 * outside_open() - there are no network namespaces
 * @path: file, whose name must have its place in the path
 * @flags: are not looked at
 *
 * Return: -1.
 */
int outside_open(const char *path, int flags, ...)
{
	(void)flags;
	fuzz_check(!strncmp(path, "/run/netns/", 11) && path[11] &&
		   !strchr(path + 11, '/'), "opens \"%s\"", path);
	errno = ENOENT;
	return -1;
}

/**
 * outside_if_nametoindex() - look a netdev up
 * @name: its name
 *
 * Return: index, 0 if there is none.
 */
unsigned int outside_if_nametoindex(const char *name)
{
	static const char *const netdevs[] = { "lo", "eth0", "fex0" };

	for (size_t i = 0; i < ARRAY_SIZE(netdevs); i++)
		if (!strcmp(name, netdevs[i]))
			return i + 1;
	return 0;
}

/**
 * outside_exit() - the tool ends only by the end of main()
 * @code: is not looked at
 */
void outside_exit(int code)
{
	fuzz_check(false, "exits with code %d", code);
	abort();
}
