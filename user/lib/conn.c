// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connections to the kernel. Apart from engine.c, so that the tests of the
 * command line can replace the kernel and keep this.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "conn.h"

/**
 * conn_fail() - fail like the kernel, before it was asked
 * @conn: connections
 * @err: negative errno
 * @format: reason, as for printf()
 *
 * Return: @err.
 */
int conn_fail(struct conn *conn, int err, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(conn->text, sizeof(conn->text), format, values);
	va_end(values);
	return err;
}

/**
 * conn_no_module() - fail since the kernel does not know vmfex
 * @conn: connections
 *
 * The kernel loads the module by itself when it is asked, if it can: what keeps it
 * from doing so is told only to those who load it by hand.
 *
 * Return: -EPROTONOSUPPORT.
 */
int conn_no_module(struct conn *conn)
{
	return conn_fail(conn, -EPROTONOSUPPORT,
			 "kernel module vmfex is not loaded, and could not be: see what \"modprobe vmfex\" says as root");
}

/**
 * conn_close() - close the connections
 * @conn: connections
 */
void conn_close(struct conn *conn)
{
	nl_socket_free(conn->genl);
	nl_socket_free(conn->route);
	conn->genl = NULL;
	conn->route = NULL;
}
