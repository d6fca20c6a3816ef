// SPDX-License-Identifier: GPL-2.0-only
/* The tracepoints are defined here and declared everywhere else. */
#define CREATE_TRACE_POINTS
#include "base/trace.h"
