// SPDX-License-Identifier: GPL-2.0-only
/*
 * Command lines: the exit code and what would be asked of the kernel. The
 * numbers in the requests are those of the netlink contract.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/args.h"
#include "lib/report.h"
#include "tool/cli.h"
#include "conn_fake.h"
#include "unit.h"

#define MAX_WORDS	64
#define UUID		"01234567-89ab-cdef-fedc-ba9876543210"
#define UUID_HEX	"0123456789abcdeffedcba9876543210"
#define NAME_40		"1234567890123456789012345678901234567890"
#define NAME_31		"1234567890123456789012345678901"

/**
 * struct row - one command line
 * @line: words after the name of the tool
 * @code: exit code
 * @requests: requests, NULL for none
 * @fail_at: request that fails
 * @fail_err: how
 * @uplink_of: adapter that every netdev is an uplink of
 */
struct row {
	const char *line;
	int code;
	const char *requests;
	int fail_at;
	int fail_err;
	const char *uplink_of;
};

/* What the tool refuses by itself: no request may be sent. */
static const char *const usage_errors[] = {
	"",
	"nonsense",
	"p show",
	"-x",
	"-",
	"--",
	"-b",
	"-n",
	"-n a/b adapter show",
	"-n '' adapter show",
	"-b file adapter",
	"adapter nonsense",
	"adapter s",
	"adapter ''",
	"adapter show fex0 fex1",
	"adapter show a/b",
	"adapter show sixteen_bytes_xx",
	"adapter add",
	"adapter add fex0 mode",
	"adapter add fex0 mode hos",
	"adapter add fex0 mode host mode host",
	"adapter add fex0 tag vlan",
	"adapter add fex0 num_vfs -1",
	"adapter add fex0 num_vfs 4095",
	"adapter add fex0 num_vfs many",
	"adapter add fex0 cluster ''",
	"adapter add fex0 cluster " NAME_31 "x",
	"adapter add fex0 idle_timeout 86401",
	"adapter set fex0",
	"adapter add fex0 color red",
	"adapter set fex0",
	"adapter set fex0 mode host",
	"adapter del",
	"adapter del fex0 fex1",
	"uplink show adapter",
	"uplink show adapter fex0 eth0",
	"uplink show eth0 adapter fex0",
	"uplink add",
	"uplink add eth0",
	"uplink add eth0 fex0",
	"uplink add eth0 adapter",
	"uplink set eth0",
	"uplink set eth0 priority 0",
	"uplink set eth0 priority 101",
	"uplink set eth0 fabric ''",
	"uplink set eth0 fabric sixteen_bytes_xx",
	"uplink del",
	"port show fex0 vf",
	"port show fex0 vf x",
	"port show fex0 vf 4-2",
	"port show fex0 vf 1,2",
	"port show fex0 vf 65536",
	"port show state up",
	"port show profile ''",
	"port show profile",
	"port show adapter",
	"port bind",
	"port bind fex0v0",
	"port bind fex0v0 profile",
	"port bind fex0v0 profile " NAME_40 "x",
	"port bind fex0v0 web",
	"port bind fex0v0 profile web rr",
	"port bind fex0v0 profile web mac 52:54:00:00:00",
	"port bind fex0v0 profile web instance 1234",
	"port bind fex0v0 profile web host " UUID "0",
	"port bind fex0 vf 0-3 profile web mac 52:54:00:00:00:01",
	"port preassociate fex0v0 rr",
	"port preassociate fex0v0 profile web rr rr",
	"port unbind",
	"port unbind fex0v0 profile web",
	"port answer fex0v0",
	"port answer fex0v0 reason why",
	"port answer fex0v0 response perhaps",
	"port answer fex0v0 response error reason ''",
	"port set fex0v0",
	"port set fex0v0 vif 0",
	"port set fex0v0 vif 4194304",
	"port set fex0v0 uplink lo",
	"port set fex0 vf 0-1 vif 5",
	"port add fex0v0",
	"profile show web extra",
	"profile show web cluster",
	"profile show " NAME_40 "x",
	"profile add",
	"profile add ''",
	"profile add web vlan 4095",
	"profile add web vlan 1 vlan 2",
	"profile add web vlan 1 trunk 2",
	"profile add web vlan 1 native 1",
	"profile add web trunk 0",
	"profile add web trunk ''",
	"profile add web trunk 1-",
	"profile add web mac_forge maybe",
	"profile add web cos 8",
	"profile add web cos any",
	"profile add web uplink_fail up",
	"profile add web confirm maybe",
	"profile add web confirm 2",
	"profile set web",
	"profile set web cluster lab",
	"profile del",
	"viflist show eth0 list 0",
	"viflist show list",
	"viflist add eth0",
	"viflist add eth0 list 4194304",
	"viflist add eth0 list 5 vif",
	"viflist add eth0 list 5 vif 1,",
	"viflist add eth0 list 5 vif 0",
	"viflist del eth0 vif 1",
	"viflist set eth0",
	"monitor everything",
	"monitor port profile",
	"monitor p",
	"--if-exists adapter show",
	"--may-exist adapter del fex0",
	"--if-exists profile add web",
	"port show --may-exist",
};

static const struct row rows[] = {
	{ "help", 0, "" },
	{ "-V", 0, "" },
	{ "-h", 0, "" },
	{ "port help", 0, "" },
	{ "ad help", 0, "" },
	{ "help port", 0, "" },
	{ "help port bind", 0, "" },
	{ "help help", 0, "" },
	{ "help nonsense", 1, "" },
	{ "-h port", 0, "" },
	{ "port -h", 0, "" },
	{ "port --help", 0, "" },
	{ "port bind help", 0, "" },
	{ "port show -help", 0, "" },
	{ "--may-exist profile add help", 0, "" },
	{ "monitor help", 0, "" },
	/* What has such a name can be named. */
	{ "port show dev help", 0, "8{2=help}" },
	{ "profile show name help", 0, "12{1=help}" },
	{ "profile add help vlan 5", 0, "13{1=help 4=5}" },

	/* adapter-get 1, IFINDEX 1, IFNAME 2 */
	{ "adapter", 0, "*1{}" },
	{ "adapter show", 0, "*1{}" },
	{ "adapter list", 0, "*1{}" },
	{ "-j -p -s -d -br a sh", 0, "*1{}" },
	{ "--json --pretty a sh", 0, "*1{}" },
	{ "adapter show fex0", 0, "1{2=fex0}" },
	{ "adapter show dev fex0", 0, "1{2=fex0}" },
	{ "adapter show dev", 0, "1{2=dev}" },
	{ "adapter show", 2, "*1{}", 1, -EPERM },
	{ "adapter show fex9", 3, "1{2=fex9}", 1, -ENODEV },
	{ "adapter add fex0", 0, "rt16+{3=fex0 18={1=vmfex 2={}}}" },
	{ "adapter add fex0 mode fabric tag etag num_vfs 4 cluster lab", 0,
	  "rt16+{3=fex0 18={1=vmfex 2={1=1 2=1 4=lab 3=4}}}" },
	{ "adapter add fex0 tag vntag", 0,
	  "rt16+{3=fex0 18={1=vmfex 2={2=0}}}" },
	{ "adapter add fex0 tag svlan", 0,
	  "rt16+{3=fex0 18={1=vmfex 2={2=2}}}" },
	{ "adapter add fex0 idle_timeout 60", 0,
	  "rt16+{3=fex0 18={1=vmfex 2={6=60}}}" },
	{ "adapter add fex0 num_vfs 0x10", 0,
	  "rt16+{3=fex0 18={1=vmfex 2={3=16}}}" },
	{ "adapter add fex0", 2, "rt16+{3=fex0 18={1=vmfex 2={}}}", 1,
	  -EEXIST },
	{ "--may-exist adapter add fex0", 0, "1{2=fex0}" },
	{ "adapter add --may-exist fex0", 0, "1{2=fex0}" },
	{ "--may-exist adapter add fex0", 0,
	  "1{2=fex0} rt16+{3=fex0 18={1=vmfex 2={}}}", 1, -ENODEV },
	{ "--may-exist adapter add fex0 mode host tag vntag num_vfs 0", 0,
	  "1{2=fex0}" },
	{ "--may-exist adapter add fex0 num_vfs 9", 2, "1{2=fex0}" },
	{ "--may-exist adapter add fex0 tag svlan", 2, "1{2=fex0}" },
	{ "--may-exist adapter add fex0 cluster lab", 2, "1{2=fex0}" },
	{ "--may-exist adapter add fex0", 2, "1{2=fex0}", 1, -EPROTONOSUPPORT },
	{ "adapter replace fex0 num_vfs 8", 0,
	  "1{2=fex0} rt16:7{18={1=vmfex 2={3=8}}}" },
	{ "adapter replace fex0 mode host", 0, "1{2=fex0}" },
	{ "adapter replace fex0 mode fabric num_vfs 8", 2, "1{2=fex0}" },
	{ "adapter replace fex0 num_vfs 8", 0,
	  "1{2=fex0} rt16+{3=fex0 18={1=vmfex 2={3=8}}}", 1, -ENODEV },
	{ "adapter set fex0 num_vfs 8", 0,
	  "1{2=fex0} rt16:7{18={1=vmfex 2={3=8}}}" },
	{ "adapter set fex0 num_vfs 8", 3, "1{2=fex0}", 1, -ENODEV },
	{ "adapter set fex0 num_vfs 8", 2,
	  "1{2=fex0} rt16:7{18={1=vmfex 2={3=8}}}", 2, -EBUSY },
	{ "adapter del fex0", 0, "1{2=fex0} rt17:7{}" },
	{ "adapter delete fex0", 0, "1{2=fex0} rt17:7{}" },
	{ "adapter del fex0", 3, "1{2=fex0}", 1, -ENODEV },
	{ "--if-exists adapter del fex0", 0, "1{2=fex0}", 1, -ENODEV },
	{ "--if-exists adapter del fex0", 2, "1{2=fex0}", 1, -EPERM },

	/* uplink-get 4, uplink-set 5 */
	{ "uplink", 0, "*4{}" },
	{ "uplink show eth0", 0, "4{2=eth0}", .uplink_of = "fex0" },
	{ "uplink show eth0", 3, "4{2=eth0}" },
	{ "uplink show adapter fex0", 0, "*4{4=fex0}" },
	{ "uplink show dev adapter", 3, "4{2=adapter}" },
	{ "uplink add lo adapter fex0", 0,
	  "1{2=fex0} 4{2=lo} rt18:1{} rt16:1{10=7}" },
	{ "uplink add nosuchdev adapter fex0", 3, "1{2=fex0}" },
	{ "uplink add lo adapter fex9", 3, "1{2=fex9}", 1, -ENODEV },
	{ "uplink add lo adapter fex0", 2, "1{2=fex0} 4{2=lo}",
	  .uplink_of = "fex0" },
	{ "--may-exist uplink add lo adapter fex0", 0, "1{2=fex0} 4{2=lo}",
	  .uplink_of = "fex0" },
	{ "--may-exist uplink add lo adapter fex0", 2, "1{2=fex0} 4{2=lo}",
	  .uplink_of = "fex1" },
	{ "uplink set eth0 fabric Left physnet red priority 10", 0,
	  "5{2=eth0 5=Left 6=red 7=10}" },
	{ "uplink set eth0 physnet ''", 0, "5{2=eth0 6=0}" },
	{ "uplink del eth0", 0, "4{2=eth0} rt16:7{10=0}",
	  .uplink_of = "fex0" },
	{ "uplink del eth0", 3, "4{2=eth0}" },
	{ "--if-exists uplink del eth0", 0, "4{2=eth0}" },
	{ "uplink set eth0 priority 1", 3, "5{2=eth0 7=1}", 1, -ENODEV },
	{ "uplink set eth0 priority 1", 2, "5{2=eth0 7=1}", 1, -EINVAL },

	/* port-get 8, port-set 9 */
	{ "port", 0, "*8{}" },
	{ "po show", 0, "*8{}" },
	{ "port show fex0v3", 0, "8{2=fex0v3}" },
	{ "port show fex0", 0, "8{2=fex0}" },
	{ "port show fex0 vf 3", 0, "8{4=fex0 5=3}" },
	{ "port show fex0 vf self", 0, "8{4=fex0 5=4294967295}" },
	{ "port show fex0 vf 1-3", 0,
	  "8{4=fex0 5=1} 8{4=fex0 5=2} 8{4=fex0 5=3}" },
	{ "port show fex0 vf 1-3", 3, "8{4=fex0 5=1} 8{4=fex0 5=2}", 2,
	  -ENODEV },
	/* The netdev lo exists in every network namespace, lov3 in none. */
	{ "port show lov3", 0, "8{4=lo 5=3}" },
	{ "port show adapter fex0 profile web state associated", 0,
	  "*8{4=fex0 9=web 7=3}" },
	{ "port show state error", 0, "*8{7=4}" },
	{ "port show dev profile", 0, "8{2=profile}" },
	{ "port bind fex0v0 profile web", 0, "9{2=fex0v0 12=2 9=web}" },
	{ "port bind fex0v0 profile web mac 52:54:00:AB:CD:EF instance " UUID
	  " host " UUID, 0,
	  "9{2=fex0v0 12=2 9=web 15=525400abcdef 16=" UUID_HEX " 17=" UUID_HEX
	  "}" },
	{ "port bind fex0v0 profile " NAME_40, 0,
	  "9{2=fex0v0 12=2 9=" NAME_40 "}" },
	{ "port bind fex0 vf 0-1 profile web", 0,
	  "9{4=fex0 5=0 12=2 9=web} 9{4=fex0 5=1 12=2 9=web}" },
	{ "port bind fex0 vf 0-9 profile web", 4,
	  "9{4=fex0 5=0 12=2 9=web} 9{4=fex0 5=1 12=2 9=web}", 2, -ENOENT },
	{ "port bind fex0 vf 0-9 profile web", 3, "9{4=fex0 5=0 12=2 9=web}",
	  1, -ENOENT },
	{ "port bind fex0v0 profile web", 2, "9{2=fex0v0 12=2 9=web}", 1,
	  -EBUSY },
	{ "port preassociate fex0v0 profile web", 0,
	  "9{2=fex0v0 12=0 9=web}" },
	{ "port pre fex0v0 profile web rr mac 02:00:00:00:00:01", 0,
	  "9{2=fex0v0 12=1 9=web 15=020000000001}" },
	{ "port unbind fex0v0", 0, "9{2=fex0v0 12=3}" },
	{ "port unbind fex0 vf self", 0, "9{4=fex0 5=4294967295 12=3}" },
	{ "--if-exists port unbind fex0v9", 0, "9{2=fex0v9 12=3}", 1,
	  -ENODEV },
	{ "port answer fex0v0 response success", 0, "9{2=fex0v0 13=256}" },
	{ "port answer fex0 vf 1 response invalid reason why", 0,
	  "9{4=fex0 5=1 13=258 14=why}" },
	{ "port set fex0v0 vif 77", 0, "9{2=fex0v0 19=77}" },
	{ "port set fex0v0 vif 0x3ff uplink lo", 0,
	  "9{2=fex0v0 19=1023 18=1}" },
	{ "port set fex0v0 vif 77 uplink nosuchdev", 3, "" },

	/* profile-get 12, new 13, set 14, del 15 */
	{ "profile", 0, "*12{}" },
	{ "profile show cluster lab", 0, "*12{2=lab}" },
	{ "profile show web", 0, "12{1=web}" },
	{ "profile show cluster", 0, "12{1=cluster}" },
	{ "profile show web cluster lab", 0, "12{1=web 2=lab}" },
	{ "profile add web", 0, "13{1=web}" },
	{ "profile add web vlan 100 cluster lab mac_forge deny cos 5 uplink_fail warning",
	  0, "13{1=web 2=lab 4=100 7=1 8=5 9=1}" },
	{ "profile set web confirm on", 0, "14{1=web 11=1}" },
	{ "profile set web confirm off", 0, "14{1=web 11=0}" },
	{ "profile add web vlan 0 cos none", 0, "13{1=web 4=0 8=255}" },
	{ "profile add web trunk 10,20-30 native 10", 0,
	  "13{1=web 5=10 6={1=10 2=10} 6={1=20 2=30}}" },
	{ "profile add web", 2, "13{1=web}", 1, -EEXIST },
	{ "--may-exist profile add web", 0, "13{1=web} 12{1=web}", 1, -EEXIST },
	{ "--may-exist profile add web trunk 12,10-11 mac_forge deny confirm off",
	  0, "13{1=web 7=1 11=0 6={1=12 2=12} 6={1=10 2=11}} 12{1=web}",
	  1, -EEXIST },
	{ "--may-exist profile add web vlan 5", 2,
	  "13{1=web 4=5} 12{1=web}", 1, -EEXIST },
	{ "--may-exist profile add web trunk 10-13", 2,
	  "13{1=web 6={1=10 2=13}} 12{1=web}", 1, -EEXIST },
	{ "--may-exist profile add web cluster lab cos 3", 2,
	  "13{1=web 2=lab 8=3} 12{1=web 2=lab}", 1, -EEXIST },
	{ "profile replace web vlan 5", 0, "13{1=web 4=5}" },
	{ "profile replace web cos 3", 0,
	  "13{1=web 8=3} 14{1=web 4=0 7=0 8=3 9=0 11=0}", 1, -EEXIST },
	{ "profile replace web trunk 5", 0,
	  "13{1=web 6={1=5 2=5}} 14{1=web 5=0 7=0 8=255 9=0 11=0 6={1=5 2=5}}",
	  1, -EEXIST },
	{ "profile replace web native 5", 2, "13{1=web 5=5}", 1, -EINVAL },
	{ "profile set web native 0", 0, "14{1=web 5=0}" },
	{ "profile set web trunk 1-4094", 0, "14{1=web 6={1=1 2=4094}}" },
	{ "profile del web", 0, "15{1=web}" },
	{ "profile del web cluster lab", 3, "15{1=web 2=lab}", 1, -ENOENT },
	{ "--if-exists profile del web", 0, "15{1=web}", 1, -ENOENT },

	/* viflist-get 18, new 19, del 20 */
	{ "viflist", 0, "*18{}" },
	{ "viflist list", 0, "*18{}" },
	{ "viflist show eth0", 0, "*18{2=eth0}" },
	{ "viflist show eth0 list 5", 0, "*18{2=eth0 5=5}" },
	{ "viflist show adapter fex0 list 0x100000", 0,
	  "*18{4=fex0 5=1048576}" },
	{ "viflist show list 5", 0, "*18{5=5}" },
	{ "viflist add eth0 list 5", 0, "19{2=eth0 5=5}" },
	{ "viflist add eth0 list 5 vif 1,3-4", 0,
	  "19{2=eth0 5=5 6=1} 19{2=eth0 5=5 6=3} 19{2=eth0 5=5 6=4}" },
	{ "viflist add eth0 list 5 vif 1,3", 4,
	  "19{2=eth0 5=5 6=1} 19{2=eth0 5=5 6=3}", 2, -ENOENT },
	{ "--may-exist viflist add eth0 list 5 vif 1,3", 0,
	  "19{2=eth0 5=5 6=1} 19{2=eth0 5=5 6=3}", 1, -EEXIST },
	{ "viflist del eth0 list 5", 0, "20{2=eth0 5=5}" },
	{ "--if-exists viflist del eth0 list 5 vif 9", 0,
	  "20{2=eth0 5=5 6=9}", 1, -ENOENT },

	{ "monitor", 0, "monitor adapter uplink port profile viflist" },
	{ "monitor all", 0, "monitor adapter uplink port profile viflist" },
	{ "-t mon po", 0, "monitor port" },
	{ "monitor viflist", 0, "monitor viflist" },

	{ "-n nosuchnetns adapter show", 3, "" },
	{ "-b /nosuchfile", 3, "" },
	{ "-b /", 2, "" },
};

/**
 * struct capture - output of the tool, kept from the output of the test
 * @saved: the test's own file descriptors
 * @fd: where the tool writes to
 */
struct capture {
	int saved[2];
	int fd;
};

static void capture_begin(struct capture *capture)
{
	fflush(stdout);
	capture->fd = memfd_create("output", MFD_CLOEXEC);
	for (int i = 0; i < 2; i++) {
		capture->saved[i] = dup(i + 1);
		dup2(capture->fd, i + 1);
	}
}

static void capture_end(struct capture *capture, char *text, size_t size)
{
	ssize_t len;

	fflush(stdout);
	len = pread(capture->fd, text, size - 1, 0);
	text[len > 0 ? len : 0] = 0;
	for (int i = 0; i < 2; i++) {
		dup2(capture->saved[i], i + 1);
		close(capture->saved[i]);
	}
	close(capture->fd);
}

/* Runs the tool in this process; its output in @text. */
static int run(const char *line, char *text, size_t size)
{
	char *words[MAX_WORDS + 1] = { "vmfex" };
	struct capture capture;
	char copy[1024];
	int count, code;

	snprintf(copy, sizeof(copy), "%s", line);
	count = split_words(copy, words + 1, MAX_WORDS - 1);
	capture_begin(&capture);
	code = cli_run(count + 1, words);
	capture_end(&capture, text, size);
	return code;
}

static void fake_reset(void)
{
	memset(&conn_fake, 0, sizeof(conn_fake));
}

static void test_usage_errors(void)
{
	char text[4096];

	for (size_t i = 0; i < ARRAY_SIZE(usage_errors); i++) {
		int code;

		fake_reset();
		code = run(usage_errors[i], text, sizeof(text));
		/* With a message, and without asking the kernel. */
		unit_ok(code == EXIT_USAGE && *text && !*conn_fake.text,
			"usage error: vmfex %s", usage_errors[i]);
	}
}

static void test_requests(void)
{
	char text[4096], got[8300], expected[8300];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *row = &rows[i];
		int code;

		fake_reset();
		conn_fake.fail_at = row->fail_at;
		conn_fake.fail_err = row->fail_err;
		conn_fake.uplink_of = row->uplink_of;
		code = run(row->line, text, sizeof(text));
		snprintf(got, sizeof(got), "exit %d %s", code, conn_fake.text);
		snprintf(expected, sizeof(expected), "exit %d %s", row->code,
			 row->requests);
		unit_equal(got, expected, row->line);
	}
}

#define OBJECTS		"adapter, uplink, port, profile, viflist, monitor or help"
#define OF_ADAPTERS	"mode, tag, cluster, num_vfs or idle_timeout"

/* What an error says after "Error: ". */
static const char *const advice[][2] = {
	{ "nonsense",
	  "object \"nonsense\" is unknown, expected " OBJECTS },
	{ "p", "object \"p\" is ambiguous, expected port or profile" },
	{ "adapter s", "adapter: command \"s\" is ambiguous, expected show or set" },
	{ "viflist change",
	  "viflist: command \"change\" is unknown, expected show, list, add or delete" },
	{ "adapter add fex0 color red",
	  "adapter add: unknown keyword \"color\", expected " OF_ADAPTERS },
	{ "adapter add fex0 mode both",
	  "adapter add: invalid value \"both\" of \"mode\", expected host or fabric" },
	{ "adapter add fex0 num_vfs 4095",
	  "adapter add: invalid value \"4095\" of \"num_vfs\", expected 0 to 4094" },
	{ "adapter add fex0 num_vfs",
	  "adapter add: \"num_vfs\" needs a value, expected 0 to 4094" },
	{ "adapter set fex0",
	  "adapter set: nothing to set, expected num_vfs or idle_timeout" },
	{ "profile add web trunk",
	  "profile add: \"trunk\" needs a value, expected numbers like 1,3-4" },
	{ "profile add web cos 8",
	  "profile add: invalid value \"8\" of \"cos\", expected 0 to 7, none" },
	{ "profile add web trunk 0",
	  "profile add: invalid value \"0\" of \"trunk\", expected 1 to 4094 like 10,20-30" },
	{ "profile add web cluster ''",
	  "profile add: invalid value \"\" of \"cluster\", expected 1 to 31 bytes" },
	{ "profile del web vlan 5",
	  "profile delete: unknown keyword \"vlan\", expected cluster" },
	{ "port bind fex0v0 profile web mac 1",
	  "port bind: invalid value \"1\" of \"mac\", expected an address like 52:54:00:12:34:56" },
	{ "port bind fex0v0", "port bind: \"profile\" expected" },
	{ "port show fex0 vf x",
	  "port show: invalid value \"x\" of \"vf\", expected self or N[-M] to 65535" },
	{ "-n nosuchnetns port",
	  "network namespace nosuchnetns: No such file or directory" },
	{ "-b /nosuchfile", "/nosuchfile: No such file or directory" },
};

static void test_advice(void)
{
	char text[4096], expected[512];

	for (size_t i = 0; i < ARRAY_SIZE(advice); i++) {
		fake_reset();
		run(advice[i][0], text, sizeof(text));
		snprintf(expected, sizeof(expected), "Error: %s\n",
			 advice[i][1]);
		unit_equal(text, expected, advice[i][0]);
	}

	fake_reset();
	conn_fake.fail_at = 1;
	conn_fake.fail_err = -EOPNOTSUPP;
	run("adapter add fex0", text, sizeof(text));
	unit_ok(strstr(text, "\"modprobe vmfex\""),
		"a kernel without the kind has no module");

	fake_reset();
	conn_fake.fail_at = 1;
	conn_fake.fail_err = -EEXIST;
	run("--may-exist profile add web trunk 10", text, sizeof(text));
	unit_equal(text, "Error: profile web exists with trunk 10-12, not 10\n",
		   "what exists with another value");
	fake_reset();
	run("--may-exist adapter add fex0 tag etag", text, sizeof(text));
	unit_equal(text, "Error: adapter fex0 exists with tag vntag, not etag\n",
		   "what exists with another word");
}

static void test_messages(void)
{
	char text[4096];

	fake_reset();
	run("-j port show", text, sizeof(text));
	unit_equal(text, "[]\n", "JSON of nothing is an empty array");

	fake_reset();
	run("port show", text, sizeof(text));
	unit_equal(text, "", "text of nothing is empty");

	fake_reset();
	conn_fake.fail_at = 1;
	conn_fake.fail_err = -EPERM;
	run("-j port show", text, sizeof(text));
	unit_equal(text,
		   "Error: port show: Operation not permitted, it takes root or CAP_NET_ADMIN in the network namespace of the adapter\n",
		   "no JSON after a failure, but what it is about");

	fake_reset();
	conn_fake.warning = "not so fast";
	unit_ok(!run("profile add web", text, sizeof(text)),
		"a warning is no failure");
	unit_equal(text, "Warning: not so fast\n", "warning");

	fake_reset();
	conn_fake.warning = "f\xc3\xbcr \\ \033[1m \xc2\x9bm \xfc";
	run("profile add web", text, sizeof(text));
	unit_equal(text, "Warning: f\xc3\xbcr \\ \\033[1m \\302\\233m \\374\n",
		   "no terminal obeys a message");
	run("\033[1m", text, sizeof(text));
	unit_ok(strstr(text, "\\033[1m") && !strchr(text, '\033'),
		"nor a word of the command line");

	fake_reset();
	conn_fake.fail_at = 3;
	conn_fake.fail_err = -EBUSY;
	run("port unbind fex0 vf 4-9", text, sizeof(text));
	unit_equal(text, "Error: port unbind fex0: Device or resource busy\n"
		   "Stopped at fex0 vf 6, 2 of 6 are done.\n",
		   "half-done range");
}

/* Runs a batch with these contents; exit code. */
static int run_batch(const char *contents, const char *options, char *text,
		     size_t size)
{
	char path[] = "/tmp/vmfex-test-XXXXXX", line[128];
	int fd = mkstemp(path);
	int code;

	dprintf(fd, "%s", contents);
	close(fd);
	snprintf(line, sizeof(line), "-b %s %s", path, options);
	code = run(line, text, size);
	unlink(path);
	return code;
}

static void test_batch(void)
{
	char text[4096];

	fake_reset();
	unit_ok(!run_batch("# comment\n\nprofile add web\n"
			   "  uplink set eth0 physnet 'a b' # label",
			   "", text, sizeof(text)), "batch succeeds");
	unit_equal(conn_fake.text, "13{1=web} 5{2=eth0 6=a b}",
		   "batch, requests");

	fake_reset();
	unit_ok(run_batch("profile add a1\nnonsense\nprofile add b2\n", "",
			  text, sizeof(text)) == EXIT_USAGE,
		"batch stops with the code of the failure");
	unit_equal(conn_fake.text, "13{1=a1}", "batch stops, requests");
	unit_ok(strstr(text, "Command failed /tmp/vmfex-test-") &&
		strstr(text, ":2\n"), "batch stops, the line is named");

	fake_reset();
	conn_fake.fail_at = 1;
	conn_fake.fail_err = -ENOENT;
	unit_ok(run_batch("profile del a1\nnonsense\nprofile add b2\n",
			  "-force", text, sizeof(text)) == EXIT_NOT_FOUND,
		"forced batch has the code of the first failure");
	unit_equal(conn_fake.text, "15{1=a1} 13{1=b2}",
		   "forced batch, requests");

	fake_reset();
	conn_fake.fail_at = 2;
	conn_fake.fail_err = -EEXIST;
	unit_ok(run_batch("--may-exist profile add a1\nprofile add b2\n", "",
			  text, sizeof(text)) == EXIT_KERNEL,
		"a flag is for one line of a batch");

	fake_reset();
	conn_fake.fail_at = 1;
	conn_fake.fail_err = -EEXIST;
	unit_ok(!run_batch("profile add a1\nport bind fex0v0 profile a1\n",
			   "--may-exist", text, sizeof(text)),
		"a flag of a batch is for all lines that can use it");
	fake_reset();
	conn_fake.fail_at = 2;
	conn_fake.fail_err = -EEXIST;
	unit_ok(run_batch("profile add a1\nport bind fex0v0 profile a1\n",
			  "--may-exist", text, sizeof(text)) == EXIT_KERNEL,
		"a flag of a batch is for no other line");

	fake_reset();
	unit_ok(run_batch("profile add 'a1\n", "", text, sizeof(text)) ==
		EXIT_USAGE, "open quote in a batch");
}

int main(void)
{
	unit_begin();
	test_usage_errors();
	test_requests();
	test_advice();
	test_messages();
	test_batch();
	return unit_end();
}
