// SPDX-License-Identifier: GPL-2.0-only
/*
 * Network namespaces of ip-netns(8).
 */
#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "netns.h"

/**
 * netns_open() - open a network namespace
 * @name: name
 *
 * Return: descriptor, or -1 after a message.
 */
int netns_open(const char *name)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		warn("%s", path);
	return fd;
}

/**
 * netns_enter() - work in a network namespace from now on
 * @name: name
 *
 * Return: 0, or -1 after a message.
 */
int netns_enter(const char *name)
{
	int fd = netns_open(name), err;

	if (fd < 0)
		return -1;
	err = setns(fd, CLONE_NEWNET);
	if (err)
		warn("network namespace %s", name);
	close(fd);
	return err;
}
