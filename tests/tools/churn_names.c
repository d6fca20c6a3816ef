// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which object of those that tests/tools/churn makes an operation takes. There
 * are few of each, so that the actors meet. A name is good until the next but
 * seven.
 */
#include <stdio.h>

#include "churn.h"

#define NUM_NAMES	8

static char *next_room(void)
{
	static char names[NUM_NAMES][ROOM_FOR_NAME];
	static unsigned int next;

	return names[next++ % NUM_NAMES];
}

static const char *prefix(const struct actor *actor)
{
	return actor->end == HOST ? "fex" : "fi";
}

/**
 * adapter_name() - one of the end's adapters, whether it exists or not
 * @actor: actor
 *
 * Return: its name, which begins with `f`.
 */
const char *adapter_name(struct actor *actor)
{
	char *name = next_room();

	snprintf(name, ROOM_FOR_NAME, "%s%u", prefix(actor),
		 roll(actor, NUM_ADAPTERS));
	return name;
}

/**
 * vnic_name() - one of the end's vNICs, whether it exists or not
 * @actor: actor
 *
 * Return: its name.
 */
const char *vnic_name(struct actor *actor)
{
	char *name = next_room();

	snprintf(name, ROOM_FOR_NAME, "%s%uv%u", prefix(actor),
		 roll(actor, NUM_ADAPTERS), roll(actor, NUM_VFS));
	return name;
}

/**
 * uplink_name() - the end's side of a link
 * @actor: actor
 * @number: of the link
 *
 * Return: its name.
 */
const char *uplink_name(struct actor *actor, unsigned int number)
{
	char *name = next_room();

	snprintf(name, ROOM_FOR_NAME, "%s%u", actor->end == HOST ? "up" : "sw",
		 number);
	return name;
}

/**
 * profile_name() - one of the profiles; the first are taken most often
 * @actor: actor
 *
 * Return: its name.
 */
const char *profile_name(struct actor *actor)
{
	char *name = next_room();

	snprintf(name, ROOM_FOR_NAME, "profile%u",
		 roll(actor, roll(actor, NUM_PROFILES) + 1));
	return name;
}

/**
 * upper_name() - one of the links that stand on vNICs
 * @actor: actor
 *
 * Return: its name.
 */
const char *upper_name(struct actor *actor)
{
	char *name = next_room();

	snprintf(name, ROOM_FOR_NAME, "upper%u", roll(actor, NUM_UPPERS));
	return name;
}
