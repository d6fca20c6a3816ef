// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink attributes from and to the values of C.
 */
#include <netlink/genl/genl.h>
#include <stdlib.h>
#include <string.h>

#include "nlattr.h"
#include "report.h"

/**
 * attr_bytes() - copy an attribute of fixed size
 * @attr: attribute or NULL
 * @bytes: where to, untouched if the attribute is missing
 * @size: size that the attribute must have at least
 *
 * Return: true if the attribute was there.
 */
bool attr_bytes(const struct nlattr *attr, void *bytes, size_t size)
{
	if (!attr || (size_t)nla_len(attr) < size)
		return false;
	memcpy(bytes, nla_data(attr), size);
	return true;
}

/**
 * attr_u8() - read a number
 * @attr: attribute or NULL
 * @missing: default
 *
 * Return: number or default.
 */
u8 attr_u8(const struct nlattr *attr, u8 missing)
{
	attr_bytes(attr, &missing, sizeof(missing));
	return missing;
}

/**
 * attr_u16() - read a number
 * @attr: attribute or NULL
 * @missing: default
 *
 * Return: number or default.
 */
u16 attr_u16(const struct nlattr *attr, u16 missing)
{
	attr_bytes(attr, &missing, sizeof(missing));
	return missing;
}

/**
 * attr_u32() - read a number
 * @attr: attribute or NULL
 * @missing: default
 *
 * Return: number or default.
 */
u32 attr_u32(const struct nlattr *attr, u32 missing)
{
	attr_bytes(attr, &missing, sizeof(missing));
	return missing;
}

/**
 * attr_u64() - read a counter
 * @attr: attribute or NULL
 *
 * Return: counter or 0.
 */
u64 attr_u64(const struct nlattr *attr)
{
	u64 value = 0;

	attr_bytes(attr, &value, sizeof(value));
	return value;
}

/**
 * attr_string() - read a string, with or without a NUL
 * @attr: attribute or NULL
 * @string: buffer, empty if the attribute is missing
 * @size: size of the buffer
 */
void attr_string(const struct nlattr *attr, char *string, size_t size)
{
	size_t len;

	string[0] = 0;
	if (!attr)
		return;
	len = strnlen(nla_data(attr), nla_len(attr));
	if (len >= size)
		len = size - 1;
	memcpy(string, nla_data(attr), len);
	string[len] = 0;
}

/**
 * attr_parse() - attributes of a generic netlink message by their type
 * @msg: message
 * @attrs: table of @max + 1 pointers, NULL where the attribute is missing
 * @max: highest type that matters, others are ignored
 */
void attr_parse(const struct nlmsghdr *msg, struct nlattr **attrs, int max)
{
	const struct genlmsghdr *hdr = nlmsg_data(msg);

	/* Cleared first: a malformed message is an empty one. */
	memset(attrs, 0, (max + 1) * sizeof(*attrs));
	if (nlmsg_datalen(msg) < (int)GENL_HDRLEN)
		return;
	nla_parse(attrs, max, genlmsg_attrdata(hdr, 0),
		  genlmsg_attrlen(hdr, 0), NULL);
}

/**
 * attr_parse_nested() - attributes of a nest by their type
 * @nest: nest or NULL
 * @attrs: table of @max + 1 pointers, NULL where the attribute is missing
 * @max: highest type that matters, others are ignored
 */
void attr_parse_nested(const struct nlattr *nest, struct nlattr **attrs,
		       int max)
{
	memset(attrs, 0, (max + 1) * sizeof(*attrs));
	if (nest)
		nla_parse(attrs, max, nla_data(nest), nla_len(nest), NULL);
}

/* Messages have room for the longest request, so this never happens. */
static void put_check(bool fits)
{
	if (fits)
		return;
	print_error("request does not fit into a message");
	exit(EXIT_KERNEL);
}

/**
 * put_u8() - add a number to a request
 * @msg: request
 * @attr: type
 * @value: number
 */
void put_u8(struct nl_msg *msg, int attr, u8 value)
{
	put_check(!nla_put_u8(msg, attr, value));
}

/**
 * put_u16() - add a number to a request
 * @msg: request
 * @attr: type
 * @value: number
 */
void put_u16(struct nl_msg *msg, int attr, u16 value)
{
	put_check(!nla_put_u16(msg, attr, value));
}

/**
 * put_u32() - add a number to a request
 * @msg: request
 * @attr: type
 * @value: number
 */
void put_u32(struct nl_msg *msg, int attr, u32 value)
{
	put_check(!nla_put_u32(msg, attr, value));
}

/**
 * put_string() - add a string to a request
 * @msg: request
 * @attr: type
 * @value: string
 */
void put_string(struct nl_msg *msg, int attr, const char *value)
{
	put_check(!nla_put_string(msg, attr, value));
}

/**
 * put_flag() - add what says something by being there to a request
 * @msg: request
 * @attr: type
 */
void put_flag(struct nl_msg *msg, int attr)
{
	put_check(!nla_put_flag(msg, attr));
}

/**
 * put_bytes() - add an address or a UUID to a request
 * @msg: request
 * @attr: type
 * @bytes: value
 * @size: bytes of it
 */
void put_bytes(struct nl_msg *msg, int attr, const void *bytes, size_t size)
{
	put_check(!nla_put(msg, attr, size, bytes));
}

/**
 * put_nest() - start a nest in a request
 * @msg: request
 * @attr: type
 *
 * Return: the nest, for put_nest_end().
 */
struct nlattr *put_nest(struct nl_msg *msg, int attr)
{
	struct nlattr *nest = nla_nest_start(msg, attr | NLA_F_NESTED);

	put_check(nest);
	return nest;
}

/**
 * put_nest_end() - close a nest
 * @msg: request
 * @nest: nest, kept even if it is empty
 */
void put_nest_end(struct nl_msg *msg, struct nlattr *nest)
{
	put_check(!nla_nest_end_keep_empty(msg, nest));
}
