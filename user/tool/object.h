/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Objects of the command line: what its first word says.
 */
#ifndef VMFEX_OBJECT_H
#define VMFEX_OBJECT_H

#include "lib/args.h"
#include "tool.h"

/**
 * enum command_flags - what a command is
 * @COMMAND_CREATES: takes --may-exist
 * @COMMAND_DELETES: takes --if-exists
 */
enum command_flags {
	COMMAND_CREATES = 1,
	COMMAND_DELETES = 2,
};

/**
 * struct command - one command of an object
 * @name: word
 * @run: carries it out, returns an exit code
 * @flags: enum command_flags
 */
struct command {
	const char *name;
	int (*run)(struct tool *tool, struct args *args);
	unsigned int flags;
};

/**
 * struct object - one object
 * @name: word
 * @usage: grammar of all commands
 * @commands: table that ends with a NULL name, the first is the default
 */
struct object {
	const char *name;
	const char *usage;
	const struct command *commands;
};

/* Each in the file of its name. */
extern const struct object adapter_object;
extern const struct object uplink_object;
extern const struct object port_object;
extern const struct object profile_object;
extern const struct object viflist_object;
extern const struct object monitor_object;

#endif /* VMFEX_OBJECT_H */
