/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Port profiles by rtnetlink: what the parts of tests/tools/vfport share.
 */
#ifndef VFPORT_H
#define VFPORT_H

#include <libmnl/libmnl.h>
#include <linux/if_link.h>

#include "lib/short_types.h"

#define UUID_LEN	16
#define MAC_LEN		6
#define MAX_ENTRIES	16
#define MAX_PIECES	12
#define PIECE_ROOM	64

/* How a command ends. */
enum status {
	STATUS_OK,
	STATUS_USAGE,
	STATUS_REFUSED,		/* errno */
	STATUS_FAILED,		/* by what the kernel reports */
	STATUS_TIMEOUT,
};

/**
 * struct piece - an attribute of a port
 * @type: IFLA_PORT_*
 * @len: bytes of @data
 * @data: payload
 */
struct piece {
	u16 type;
	u16 len;
	u8 data[PIECE_ROOM];
};

/**
 * struct entry - what is asked for one port, or for each of several
 * @first: index of the first VF, PORT_SELF_VF for the device's own port
 * @last: index of the last VF
 * @has_mac: whether there is an IFLA_VF_MAC
 * @mac: administrative address of the first VF
 * @pieces: attributes, in the order in which they were given
 * @num_pieces: how many there are
 * @left_out: bit for each type of attribute that libvirt would send
 */
struct entry {
	int64_t first;
	int64_t last;
	bool has_mac;
	u8 mac[MAC_LEN];
	struct piece pieces[MAX_PIECES];
	unsigned int num_pieces;
	unsigned int left_out;
};

/**
 * struct request - a command's entries
 * @dev: netdev
 * @ifindex: of @dev
 * @entries: entries
 * @num_entries: how many there are
 */
struct request {
	const char *dev;
	u32 ifindex;
	struct entry entries[MAX_ENTRIES];
	unsigned int num_entries;
};

/**
 * struct conn - a socket of rtnetlink
 * @socket: socket
 * @seq: number of the last request
 * @room: bytes to read into, 0 for as many as there are
 * @buffer: answers
 * @size: bytes of @buffer
 */
struct conn {
	struct mnl_socket *socket;
	u32 seq;
	size_t room;
	u8 *buffer;
	size_t size;
};

/**
 * struct port_view - what the kernel reports of a port
 * @tb: IFLA_PORT_* attributes, NULL if missing
 */
struct port_view {
	const struct nlattr *tb[IFLA_PORT_MAX + 1];
};

/**
 * struct link_view - what the kernel reports of a netdev
 * @len: bytes of the message
 * @num_vf: IFLA_NUM_VF, -1 if missing
 * @vfinfo: number of VFs in IFLA_VFINFO_LIST, -1 if it is missing
 * @ports: IFLA_VF_PORTS
 * @self: IFLA_PORT_SELF
 */
struct link_view {
	size_t len;
	int64_t num_vf;
	int vfinfo;
	const struct nlattr *ports;
	const struct nlattr *self;
};

/* vfport_words.c */
int usage_error(const char *format, ...) __printf(1, 2);
int parse_request(struct request *request, char **words);
const struct piece *find_piece(const struct entry *entry, u16 type);
void set_piece(struct entry *entry, u16 type, const void *data,
	       size_t len);
void pick_vf(struct entry *one, const struct entry *entry, int64_t vf);
int parse_range(const char *word, int64_t *first, int64_t *last);
const char *request_name(unsigned int request);
const char *response_name(unsigned int response);

/* vfport_link.c */
int conn_open(struct conn *conn, size_t room);
void conn_close(struct conn *conn);
int send_request(struct conn *conn, const struct request *request);
int get_link(struct conn *conn, u32 ifindex, struct link_view *link);
int dump_links(struct conn *conn, bool vfs);
void parse_port(struct port_view *view, const struct nlattr *nest);

#endif
