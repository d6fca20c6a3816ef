/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel says, made from the bytes of an input.
 */
#ifndef VMFEX_FUZZ_REPLIES_H
#define VMFEX_FUZZ_REPLIES_H

#include "lib/short_types.h"

/**
 * enum reply_op - what a byte of the input says, the rest of it are its values
 * @REPLY_MESSAGE: begin a message of the family: command, flags
 * @REPLY_VERDICT: begin an acknowledgment: errno, flags
 * @REPLY_DONE: begin the end of a dump: errno, flags
 * @REPLY_ATTR: attribute: type, length, bytes
 * @REPLY_NEST: begin a nest: type
 * @REPLY_CLOSE: end a nest
 * @REPLY_ATTR_LIE: length that the last attribute claims to have, 16 bits
 * @REPLY_MESSAGE_LIE: length that the message claims to have, 16 bits
 * @REPLY_REQUEST_LIE: length of the request that an acknowledgment claims to
 *	repeat, 32 bits
 * @REPLY_SEQ: difference to the right sequence number
 * @REPLY_TYPE: message type, 16 bits
 * @REPLY_RAW: bytes outside of attributes: length, bytes
 * @REPLY_FLUSH: what comes now comes in another datagram
 * @REPLY_OVERRUN: the kernel had no room for events
 * @REPLY_OPS: number of these; more count from the first again
 */
enum reply_op {
	REPLY_MESSAGE,
	REPLY_VERDICT,
	REPLY_DONE,
	REPLY_ATTR,
	REPLY_NEST,
	REPLY_CLOSE,
	REPLY_ATTR_LIE,
	REPLY_MESSAGE_LIE,
	REPLY_REQUEST_LIE,
	REPLY_SEQ,
	REPLY_TYPE,
	REPLY_RAW,
	REPLY_FLUSH,
	REPLY_OVERRUN,
	REPLY_OPS,
};

void replies_begin(const u8 *input, size_t len);
int replies_next(u32 seq, u8 **datagram);

#endif /* VMFEX_FUZZ_REPLIES_H */
