// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmfex: configure and watch vmfex adapters. Apart from cli.c for the sake of
 * the tests, which have a main() of their own.
 */
#include "cli.h"

/**
 * main() - run the tool
 * @argc: number of words
 * @argv: words
 *
 * Return: exit code.
 */
int main(int argc, char **argv)
{
	return cli_run(argc, argv);
}
