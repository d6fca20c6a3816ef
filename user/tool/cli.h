/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the command line to the command of an object.
 */
#ifndef VMFEX_CLI_H
#define VMFEX_CLI_H

int cli_run(int argc, char **argv);

#endif /* VMFEX_CLI_H */
