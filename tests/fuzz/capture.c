// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs of the tool in this process, with its output in memory.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/report.h"
#include "tool/cli.h"
#include "fuzz.h"

static FILE *saved_stdout, *saved_stderr;

/**
 * fuzz_capture() - keep what is printed from now on
 * @output: where, complete after fuzz_capture_end()
 */
void fuzz_capture(struct fuzz_output *output)
{
	saved_stdout = stdout;
	saved_stderr = stderr;
	stdout = open_memstream(&output->text, &output->text_len);
	stderr = open_memstream(&output->errors, &output->errors_len);
	fuzz_check(stdout && stderr, "out of memory");
}

/**
 * fuzz_capture_end() - print to where it was printed before
 * @output: what was printed, for fuzz_output_free()
 */
void fuzz_capture_end(struct fuzz_output *output)
{
	fclose(stdout);
	fclose(stderr);
	stdout = saved_stdout;
	stderr = saved_stderr;
	fuzz_check(output->text && output->errors, "out of memory");
}

/**
 * fuzz_output_free() - forget what was printed
 * @output: output
 */
void fuzz_output_free(struct fuzz_output *output)
{
	free(output->text);
	free(output->errors);
}

/**
 * fuzz_run() - run the tool
 * @output: what it printed, for fuzz_output_free()
 * @argc: number of words, with the name of the program
 * @argv: words
 *
 * Return: exit code.
 */
int fuzz_run(struct fuzz_output *output, int argc, char **argv)
{
	int code;

	fuzz_capture(output);
	code = cli_run(argc, argv);
	fuzz_capture_end(output);
	fuzz_check(code >= EXIT_OK && code <= EXIT_PARTIAL,
		   "exit code %d", code);
	return code;
}
