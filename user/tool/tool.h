/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the commands of all objects share.
 */
#ifndef VMFEX_TOOL_H
#define VMFEX_TOOL_H

#include "lib/args.h"
#include "lib/conn.h"
#include "lib/engine.h"
#include "lib/keyword.h"
#include "lib/out.h"
#include "lib/short_types.h"

/**
 * struct tool - one run of the tool
 * @out: where results go
 * @conn: connections to the kernel
 * @batch: run that this is a line of, NULL if it is none
 * @may_exist: to create what exists is no failure
 * @if_exists: to delete what does not exist is no failure
 */
struct tool {
	struct out out;
	struct conn conn;
	const struct tool *batch;
	bool may_exist;
	bool if_exists;
};

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

extern const struct object adapter_object;
extern const struct object uplink_object;
extern const struct object port_object;
extern const struct object profile_object;
extern const struct object viflist_object;
extern const struct object monitor_object;

int exists_with(struct tool *tool, const char *what, const char *name,
		const struct keyword *keyword, const struct keyword *is);
int finish(struct tool *tool, int err);
int finish_show(struct tool *tool, int err);
int show_one(struct tool *tool, struct nl_msg *msg, conn_handler handler);
int show_all(struct tool *tool, struct nl_msg *msg, conn_handler handler);

int tool_run(int argc, char **argv);

#endif /* VMFEX_TOOL_H */
