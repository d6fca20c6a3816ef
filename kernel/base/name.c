// SPDX-License-Identifier: GPL-2.0-only
/* Names of profiles, clusters and fabrics. */
#include <linux/ctype.h>
#include <linux/string.h>

#include "base/name.h"

/* The kernel's isalnum() speaks Latin-1. */
static bool vmfex_isalnum(char c)
{
	return isascii(c) && isalnum(c);
}

/**
 * vmfex_name_valid() - check the name of a profile or a cluster
 * @name: NUL terminated
 * @max: longest allowed, in bytes
 *
 * Letters, digits and ``_.:-``, a letter or digit first: what UCS allows, and
 * what needs no quoting in a shell, in XML and in sysfs.
 *
 * Return: true if the name may be used.
 */
bool vmfex_name_valid(const char *name, size_t max)
{
	size_t len = strlen(name);
	size_t i;

	if (!len || len > max || !vmfex_isalnum(name[0]))
		return false;
	for (i = 1; i < len; i++)
		if (!vmfex_isalnum(name[i]) && !strchr("_.:-", name[i]))
			return false;
	return true;
}
