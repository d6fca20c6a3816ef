/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Options before the object.
 */
#ifndef VMFEX_OPTIONS_H
#define VMFEX_OPTIONS_H

#include "lib/args.h"
#include "lib/short_types.h"
#include "tool.h"

/**
 * struct options - what is not about one command only
 * @version: print the version
 * @help: print the usage
 * @force: go on after a failure in a batch
 * @netns: name of a network namespace, NULL for the current one
 * @batch: file with commands, NULL for none
 */
struct options {
	bool version;
	bool help;
	bool force;
	const char *netns;
	const char *batch;
};

int options_parse(struct args *args, struct options *options,
		  struct tool *tool);
void options_take_flags(struct args *args, struct tool *tool);

#endif /* VMFEX_OPTIONS_H */
