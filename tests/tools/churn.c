// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything at once: processes that make, change, look at and destroy what
 * vmfex has, each as fast as it can, while others send frames.
 *
 *   churn [-s SEED] [-n STEPS] [-t SECONDS] HOST SWITCH
 *
 * HOST and SWITCH are network namespaces of ip-netns(8), the latter with a
 * bridge br0. A step is a request of one who changes things that was granted;
 * those that were refused come on top. The seed determines what each process asks for, but not
 * in which order they come. SECONDS is how long one request may take.
 *
 * It ends when there were steps enough, each kind of request succeeded, and frames
 * came through at both ends; in a short run, one request of each actor, and frames
 * at one end. It prints how they ended. Exit status: 1 if after SECONDS more that
 * was not so, if a request was refused for a reason that no race explains, or if
 * one took too long; then the kernel's log tells who waits for what.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "churn.h"
#include "netns.h"
#include "options.h"

/* A short run says only of each actor that it succeeded, a long one of each operation. */
#define LONG_RUN	2000

/* Who is refused, and who looks, leaves the processors to those who change things. */
#define PAUSE_US	20000

static const struct role roles[] = {
	{ "adapters", false, adapter_ops },
	{ "vfs", false, vf_ops },
	{ "ports", false, port_ops },
	{ "ports", false, port_ops },
	{ "vfports", false, vfport_ops },
	{ "profiles", false, profile_ops },
	{ "viflists", false, viflist_ops },
	{ "uplinks", false, uplink_ops },
	{ "veths", false, veth_ops },
	{ "netdevs", false, netdev_ops },
	{ "guests", false, guest_ops },
	{ "uppers", false, upper_ops },
	{ "module", false, module_ops },
	{ "dumps", true, dump_ops },
	{ "links", true, link_reader_ops },
	{ "files", true, file_ops },
	{ "monitor", true, monitor_ops },
	{ "sender", true, sender_ops },
	{ "tags", true, tag_sender_ops },
	{ "receiver", true, receiver_ops },
};

/* What one may be told when others were quicker. */
static const int expected[] = {
	ENOENT, EINTR, ENXIO, EAGAIN, EBUSY, EEXIST, ENODEV, EINVAL, ERANGE,
	ELOOP, EOPNOTSUPP, EADDRINUSE, EADDRNOTAVAIL, ENETDOWN, ENOBUFS,
	EMSGSIZE, EINPROGRESS,
	/* a dump of a family whose module goes */
	EPROTONOSUPPORT,
};

static struct shared *shared;
static pid_t pids[ARRAY_SIZE(roles)];
static u64 seed, wanted = 1000, limit = 60;

/**
 * roll() - draw a number
 * @actor: actor
 * @sides: how many numbers there are
 *
 * Return: a number below @sides.
 */
unsigned int roll(struct actor *actor, unsigned int sides)
{
	return rng_next(&actor->random) % sides;
}

/**
 * go_to() - enter one of the two network namespaces
 * @actor: actor
 * @end: which
 */
void go_to(struct actor *actor, enum end end)
{
	if (setns(actor->ns[end], CLONE_NEWNET)) {
		perror("churn: setns");
		exit(1);
	}
	actor->end = end;
}

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/**
 * go_on() - begin the next request of an operation that has several
 * @actor: actor, whom nobody thinks stuck then
 */
void go_on(struct actor *actor)
{
	actor->account->since = now();
}

static unsigned int num_ops(const struct role *role)
{
	unsigned int n = 0;

	while (role->ops[n].name)
		n++;
	return n;
}

static unsigned int choose(struct actor *actor, const struct role *role)
{
	unsigned int i, sum = 0, n = num_ops(role);

	for (i = 0; i < n; i++)
		sum += role->ops[i].weight;
	sum = roll(actor, sum);
	for (i = 0; sum >= role->ops[i].weight; i++)
		sum -= role->ops[i].weight;
	return i;
}

static void do_one(struct actor *actor, const struct role *role)
{
	struct account *account = actor->account;
	unsigned int op = choose(actor, role);
	int result;

	go_to(actor, roll(actor, NUM_ENDS));
	go_on(actor);
	account->op = op;
	result = role->ops[op].run(actor);
	account->op = -1;
	if (result == NOT_ISSUED)
		return;
	if (result) {
		account->tallies[op].refused[result < MAX_ERRNO ? result : 0]++;
		usleep(PAUSE_US);
		return;
	}
	account->tallies[op].ok++;
	if (role->looks)
		usleep(PAUSE_US);
	else
		__atomic_add_fetch(&shared->steps, 1, __ATOMIC_RELAXED);
}

static void act(unsigned int number, const int *ns)
{
	const struct role *role = &roles[number];
	struct actor actor = {
		.random = { seed * ARRAY_SIZE(roles) + number },
		.ns = { ns[HOST], ns[SWITCH] },
		.shared = shared,
		.account = &shared->accounts[number],
	};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (nl_open(&actor))
		exit(1);
	while (!shared->stop)
		do_one(&actor, role);
	exit(0);
}

static int start_actors(const int *ns)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(roles); i++) {
		shared->accounts[i].op = -1;
		pids[i] = fork();
		if (!pids[i])
			act(i, ns);
		if (pids[i] < 0) {
			perror("churn: fork");
			return -1;
		}
	}
	return 0;
}

static void show_file(const char *format, pid_t pid)
{
	char path[64], text[4096];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), format, pid);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return;
	len = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len <= 0)
		return;
	text[len] = '\0';
	printf("%s", text);
}

static void show_waiting(void)
{
	int fd = open("/proc/sysrq-trigger", O_WRONLY);

	if (fd < 0)
		return;
	if (write(fd, "w", 1) < 0)
		perror("churn: sysrq");
	close(fd);
}

/* Whether no request has been under way for too long. */
static bool all_alive(void)
{
	const struct account *account;
	unsigned int i;
	long most = limit;
	bool good = true;
	int op;

	for (i = 0; i < ARRAY_SIZE(roles); i++) {
		account = &shared->accounts[i];
		op = account->op;
		if (!pids[i] || op < 0 || now() - account->since <= most)
			continue;
		printf("FAULT: %s %s takes more than %ld s\n", roles[i].name,
		       roles[i].ops[op].name, most);
		show_file("/proc/%d/stack", pids[i]);
		good = false;
	}
	if (!good)
		show_waiting();
	return good;
}

/* Takes those that have ended; how many are left, or -1 if one ended by mishap. */
static int reap(void)
{
	unsigned int i;
	int status, left = 0;

	for (i = 0; i < ARRAY_SIZE(roles); i++) {
		if (!pids[i])
			continue;
		if (waitpid(pids[i], &status, WNOHANG) != pids[i]) {
			left++;
			continue;
		}
		pids[i] = 0;
		if (!status && shared->stop)
			continue;
		printf("FAULT: %s ended with status %#x\n", roles[i].name, status);
		return -1;
	}
	return left;
}

static bool is_expected(int error)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(expected); i++)
		if (expected[i] == error)
			return true;
	return false;
}

/* Prints one operation's line and returns whether its refusals can be explained. */
static bool report_op(const struct role *role, const struct op *op,
		      const struct tally *tally)
{
	unsigned long sum = 0;
	bool good = true;
	int error;

	for (error = 0; error < MAX_ERRNO; error++)
		sum += tally->refused[error];
	printf("# %-9s %-14s %7lu ok %7lu refused", role->name, op->name,
	       tally->ok, sum);
	for (error = 0; error < MAX_ERRNO; error++) {
		if (!tally->refused[error])
			continue;
		printf(" %s %lu", strerrorname_np(error), tally->refused[error]);
		if (is_expected(error))
			continue;
		printf(" (FAULT)");
		good = false;
	}
	printf("\n");
	return good;
}

/* Actors of the same role have one table. */
static void add_to(struct account *sum, const struct account *account)
{
	unsigned int op, error;

	for (op = 0; op < MAX_OPS; op++) {
		sum->tallies[op].ok += account->tallies[op].ok;
		for (error = 0; error < MAX_ERRNO; error++)
			sum->tallies[op].refused[error] +=
				account->tallies[op].refused[error];
	}
}

/* Each operation, or in a short run each actor, must succeed. */
static bool role_content(const struct role *role, const struct account *account)
{
	unsigned int op, good = 0, n = num_ops(role);

	for (op = 0; op < n; op++)
		good += !!account->tallies[op].ok;
	return shared->wanted < LONG_RUN ? good : good == n;
}

/* The next role and its actors' sum; NULL after the last */
static const struct role *next_role(unsigned int *i, struct account *sum)
{
	const struct role *role = &roles[*i];

	if (*i == ARRAY_SIZE(roles))
		return NULL;
	memset(sum, 0, sizeof(*sum));
	do {
		add_to(sum, &shared->accounts[(*i)++]);
	} while (*i < ARRAY_SIZE(roles) && roles[*i].ops == role->ops);
	return role;
}

static bool all_content(void)
{
	const struct role *role;
	struct account sum;
	unsigned int i = 0;
	bool good = true;

	while ((role = next_role(&i, &sum)))
		good &= role_content(role, &sum);
	return good;
}

static bool report_role(const struct role *role, const struct account *account)
{
	unsigned int op, n = num_ops(role);
	bool good = true;

	for (op = 0; op < n; op++)
		good &= report_op(role, &role->ops[op], &account->tallies[op]);
	if (role_content(role, account))
		return good;
	printf("FAULT: %s did not succeed with all that it must\n", role->name);
	return false;
}

/* Frames came through at both ends, or in a short run at one of them. */
static bool frames_came(void)
{
	bool host = shared->frames[HOST], peer = shared->frames[SWITCH];

	return shared->wanted < LONG_RUN ? host || peer : host && peer;
}

static bool report(void)
{
	const struct role *role;
	struct account sum;
	unsigned int i = 0;
	bool good = true;

	while ((role = next_role(&i, &sum)))
		good &= report_role(role, &sum);
	for (i = 0; i < NUM_ENDS; i++)
		printf("# frames delivered at the %s's end: %lu\n",
		       i == HOST ? "host" : "switch", shared->frames[i]);
	if (!frames_came()) {
		printf("FAULT: no frame came through\n");
		good = false;
	}
	return good;
}

static bool enough(void)
{
	static long end;

	if (shared->steps < shared->wanted)
		return false;
	if (!end)
		end = now() + limit;
	if (now() > end)
		return true;
	return frames_came() && all_content();
}

/* Ten lines in all, so that one sees that it goes on, and how fast. */
static void show_progress(void)
{
	static unsigned long next = 1;
	static long start;

	if (!start)
		start = now();
	if (shared->steps * 10 < shared->wanted * next)
		return;
	next = shared->steps * 10 / shared->wanted + 1;
	fprintf(stderr, "# after %ld s: %lu steps\n", now() - start, shared->steps);
}

static int watch(void)
{
	int left;

	do {
		usleep(100000);
		show_progress();
		if (enough())
			shared->stop = 1;
		left = reap();
		if (left < 0 || !all_alive())
			return -1;
	} while (left);
	return 0;
}

/* Each end has a sysfs of its own, for the netdevs in it: /run/churn/END. */
static int mount_sysfs(const int *ns)
{
	char path[32];
	int end;

	if (unshare(CLONE_NEWNS) || mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("churn", "/run", "tmpfs", 0, NULL))
		return -1;
	if (mkdir("/run/churn", 0700))
		return -1;
	for (end = 0; end < NUM_ENDS; end++) {
		snprintf(path, sizeof(path), "/run/churn/%d", end);
		if (mkdir(path, 0700) || setns(ns[end], CLONE_NEWNET) ||
		    mount("churn", path, "sysfs", 0, NULL))
			return -1;
	}
	return 0;
}

static int parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "-s", "SEED", "what determines who asks for what", .number = &seed,
		  .max = UINT64_MAX },
		{ "-n", "STEPS", "how many changes", .number = &wanted, .min = 1,
		  .max = UINT32_MAX },
		{ "-t", "SECONDS", "how long one request may take", .number = &limit,
		  .min = 1, .max = UINT32_MAX },
		{}
	};
	static const char operands[] = "HOST SWITCH";
	int first;

	seed = time(NULL);
	first = options_parse(options, operands, argc, argv);
	if (first >= 0 && argc - first != NUM_ENDS)
		return options_usage(options, operands);
	return first;
}

/**
 * main() - run all actors until there were steps enough
 * @argc: number of words
 * @argv: the command line
 *
 * Return: exit status.
 */
int main(int argc, char **argv)
{
	int first = parse(argc, argv), ns[NUM_ENDS], broken;
	long start = now();

	if (first < 0)
		return 2;
	setlinebuf(stdout);
	ns[HOST] = netns_open(argv[first]);
	ns[SWITCH] = netns_open(argv[first + 1]);
	if (ns[HOST] < 0 || ns[SWITCH] < 0)
		return 1;
	if (mount_sysfs(ns)) {
		perror("churn: sysfs");
		return 1;
	}
	shared = mmap(NULL, sizeof(*shared) + ARRAY_SIZE(roles) * sizeof(struct account),
		      PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		perror("churn");
		return 1;
	}
	shared->wanted = wanted;
	printf("# seed %llu\n", (unsigned long long)seed);
	broken = start_actors(ns) || watch();
	shared->stop = 1;
	printf("# %lu steps in %ld s\n", shared->steps, now() - start);
	return !report() || broken;
}
