// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unit tests in plain C. The plan comes last, as TAP allows: nobody has to
 * count the rows of a table.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"

static unsigned int passed, failed;

/**
 * unit_begin() - begin a test program
 */
void unit_begin(void)
{
	/* A sanitizer that ends the program must not take results with it. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("KTAP version 1\n");
}

/**
 * unit_ok() - report one check
 * @ok: it passed
 * @format: its name, as for printf()
 *
 * Return: @ok.
 */
bool unit_ok(bool ok, const char *format, ...)
{
	va_list values;

	if (ok)
		passed++;
	else
		failed++;
	printf("%s %u ", ok ? "ok" : "not ok", passed + failed);
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	putchar('\n');
	return ok;
}

static void print_comment(const char *what, const char *text)
{
	printf("# %s: ", what);
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n' && text[1])
			printf("#    ");
	}
	if (text[-1] != '\n')
		putchar('\n');
}

/**
 * unit_equal() - check that two texts are equal
 * @got: text of the program
 * @expected: text that is right
 * @name: name of the check
 *
 * Return: true if they are.
 */
bool unit_equal(const char *got, const char *expected, const char *name)
{
	if (unit_ok(!strcmp(got, expected), "%s", name))
		return true;
	print_comment("expected", expected);
	print_comment("got", got);
	return false;
}

/**
 * unit_end() - end a test program
 *
 * Return: exit code.
 */
int unit_end(void)
{
	printf("1..%u\n", passed + failed);
	return failed || !passed;
}
