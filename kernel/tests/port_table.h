/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of port_kunit.c, its only user: the situations that a port can be in, what
 * can happen to it, and what follows.
 */
#ifndef _VMFEX_TESTS_PORT_TABLE_H
#define _VMFEX_TESTS_PORT_TABLE_H

#include "rig.h"

/**
 * enum vmfex_test_situation - what a port can be, told apart by what follows from it
 * @NO_ROW: somebody forgot
 * @UNBOUND: never bound, or not any more
 * @PRE: pre-associated with a profile that wants no confirmation
 * @PRE_CONFIRM: pre-associated with one that does
 * @WAITING: for an answer
 * @BOUND: associated without confirmation
 * @CONFIRMED: associated after an answer
 * @OWN: associated by a policy of its own
 * @REFUSED: unbound with an error
 * @SITUATIONS: end of the situations
 * @SAME: the request is refused and the situation remains
 */
enum vmfex_test_situation {
	NO_ROW,
	UNBOUND,
	PRE,
	PRE_CONFIRM,
	WAITING,
	BOUND,
	CONFIRMED,
	OWN,
	REFUSED,
	SITUATIONS,
	SAME,
};

static const struct {
	const char *name;
	u8 state;
	const char *profile;	/* NULL if the port has none that has a name */
} vmfex_test_situations[SITUATIONS] = {
	[UNBOUND] = { "unbound", VMFEX_PORT_STATE_UNBOUND },
	[PRE] = { "preassociated", VMFEX_PORT_STATE_PREASSOCIATED,
		  VMFEX_RIG_PROFILE },
	[PRE_CONFIRM] = { "preassociated, to be confirmed",
			  VMFEX_PORT_STATE_PREASSOCIATED, VMFEX_RIG_CONFIRM },
	[WAITING] = { "associating", VMFEX_PORT_STATE_ASSOCIATING,
		      VMFEX_RIG_CONFIRM },
	[BOUND] = { "associated", VMFEX_PORT_STATE_ASSOCIATED,
		    VMFEX_RIG_PROFILE },
	[CONFIRMED] = { "associated, confirmed", VMFEX_PORT_STATE_ASSOCIATED,
			VMFEX_RIG_CONFIRM },
	[OWN] = { "associated, own policy", VMFEX_PORT_STATE_ASSOCIATED },
	[REFUSED] = { "error", VMFEX_PORT_STATE_ERROR },
};

/**
 * enum vmfex_test_mac - the address in a request
 * @NO_MAC: none
 * @BAD_MAC: one that no netdev may have
 * @NEW_MAC: another than the netdev has
 * @VETOED_MAC: another, which somebody does not let the netdev have
 */
enum vmfex_test_mac {
	NO_MAC,
	BAD_MAC,
	NEW_MAC,
	VETOED_MAC,
};

/* Requests come in these variants; situations are of the first machine. */
static const struct {
	const char *name;
	const char *profile;
	unsigned int machine;
	enum vmfex_test_mac mac;
} vmfex_test_variants[] = {
#define PLAIN			0
	{ "", VMFEX_RIG_PROFILE, 0, NO_MAC },
#define OTHER_MACHINE		1
	{ ", other machine", VMFEX_RIG_PROFILE, 1, NO_MAC },
#define CONFIRM			2
	{ ", to be confirmed", VMFEX_RIG_CONFIRM, 0, NO_MAC },
#define CONFIRM_OTHER		3
	{ ", to be confirmed, other machine", VMFEX_RIG_CONFIRM, 1, NO_MAC },
#define UNKNOWN			4
	{ ", unknown profile", "unknown", 0, NO_MAC },
#define BAD			5
	{ ", bad address", VMFEX_RIG_PROFILE, 0, BAD_MAC },
#define NEW			6
	{ ", new address", VMFEX_RIG_PROFILE, 0, NEW_MAC },
#define VETOED			7
	{ ", vetoed address", VMFEX_RIG_PROFILE, 0, VETOED_MAC },
#define CONFIRM_VETOED		8
	{ ", to be confirmed, vetoed address", VMFEX_RIG_CONFIRM, 0, VETOED_MAC },
};

/**
 * enum vmfex_test_kind - what can happen to a port
 * @REQUEST: vmfex_port_request(); value is the request
 * @ANSWER: vmfex_port_confirm(); value is the response
 * @REFUSE: vmfex_port_refuse(); value is the positive error
 * @SET_OWN: a policy of its own comes
 * @CLEAR_OWN: it goes
 * @RELEASE: vmfex_port_release()
 * @UPLINK_UP: its uplink becomes usable
 * @UPLINK_DOWN: its uplink goes down
 * @UPLINK_NEW: one more uplink comes, a usable one
 * @UPLINK_GONE: all uplinks are released
 */
enum vmfex_test_kind {
	REQUEST,
	ANSWER,
	REFUSE,
	SET_OWN,
	CLEAR_OWN,
	RELEASE,
	UPLINK_UP,
	UPLINK_DOWN,
	UPLINK_NEW,
	UPLINK_GONE,
};

/**
 * struct vmfex_test_row - what follows from one thing in each situation
 * @kind: what happens
 * @value: which
 * @variant: of a request
 * @err: what is returned where @next is SAME; for an answer, also -EBUSY elsewhere
 * @next: situation that follows, by the situation before
 */
struct vmfex_test_row {
	enum vmfex_test_kind kind;
	u32 value;
	unsigned int variant;
	int err;
	u8 next[SITUATIONS];
};

/* A new situation must be thought of in each row: no ranges. */
#define ROW(unbound, pre, pre_confirm, waiting, bound, confirmed, own, refused)	\
	{ NO_ROW, unbound, pre, pre_confirm, waiting, bound, confirmed, own, refused }
#define EVERY(next)	ROW(next, next, next, next, next, next, next, next)
#define STAY		ROW(UNBOUND, PRE, PRE_CONFIRM, WAITING, BOUND,	\
			    CONFIRMED, OWN, REFUSED)
/* A disassociation: where the first machine holds the port, what follows. */
#define HELD(next)	ROW(UNBOUND, next, next, next, next, next, SAME, UNBOUND)
/* Only who waits takes an answer. */
#define ANSWERED(next)	ROW(SAME, SAME, SAME, next, SAME, SAME, SAME, SAME)

static const struct vmfex_test_row vmfex_test_rows[] = {
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, PLAIN, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, OTHER_MACHINE, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, CONFIRM, 0, EVERY(PRE_CONFIRM) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, CONFIRM_OTHER, 0,
	  EVERY(PRE_CONFIRM) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, UNKNOWN, -ENOENT, EVERY(SAME) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, BAD, -EADDRNOTAVAIL,
	  EVERY(SAME) },
	/* The address is not taken over, so no one can refuse it. */
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, NEW, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, VETOED, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE, CONFIRM_VETOED, 0,
	  EVERY(PRE_CONFIRM) },

	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, PLAIN, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, OTHER_MACHINE, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, CONFIRM, 0,
	  EVERY(PRE_CONFIRM) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, CONFIRM_OTHER, 0,
	  EVERY(PRE_CONFIRM) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, UNKNOWN, -ENOENT,
	  EVERY(SAME) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, BAD, -EADDRNOTAVAIL,
	  EVERY(SAME) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, NEW, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, VETOED, 0, EVERY(PRE) },
	{ REQUEST, VMFEX_REQUEST_PREASSOCIATE_RR, CONFIRM_VETOED, 0,
	  EVERY(PRE_CONFIRM) },

	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, PLAIN, 0, EVERY(BOUND) },
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, OTHER_MACHINE, 0, EVERY(BOUND) },
	/* What holds is not asked for again. */
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, CONFIRM, 0,
	  ROW(WAITING, WAITING, WAITING, WAITING, WAITING, CONFIRMED, WAITING,
	      WAITING) },
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, CONFIRM_OTHER, 0, EVERY(WAITING) },
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, UNKNOWN, -ENOENT, EVERY(SAME) },
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, BAD, -EADDRNOTAVAIL, EVERY(SAME) },
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, NEW, 0, EVERY(BOUND) },
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, VETOED, -EACCES, EVERY(SAME) },
	{ REQUEST, VMFEX_REQUEST_ASSOCIATE, CONFIRM_VETOED, -EACCES,
	  EVERY(SAME) },

	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, PLAIN, -EBUSY,
	  HELD(UNBOUND) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, OTHER_MACHINE, -EBUSY,
	  HELD(SAME) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, CONFIRM, -EBUSY,
	  HELD(UNBOUND) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, CONFIRM_OTHER, -EBUSY,
	  HELD(SAME) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, UNKNOWN, -EBUSY,
	  HELD(UNBOUND) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, BAD, -EBUSY,
	  HELD(UNBOUND) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, NEW, -EBUSY,
	  HELD(UNBOUND) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, VETOED, -EBUSY,
	  HELD(UNBOUND) },
	{ REQUEST, VMFEX_REQUEST_DISASSOCIATE, CONFIRM_VETOED, -EBUSY,
	  HELD(UNBOUND) },

	{ ANSWER, PORT_PROFILE_RESPONSE_SUCCESS, 0, -EBUSY, ANSWERED(CONFIRMED) },
	{ ANSWER, PORT_PROFILE_RESPONSE_INPROGRESS, 0, -EINVAL, EVERY(SAME) },
	{ ANSWER, PORT_PROFILE_RESPONSE_INVALID, 0, -EBUSY, ANSWERED(REFUSED) },
	{ ANSWER, PORT_PROFILE_RESPONSE_BADSTATE, 0, -EBUSY, ANSWERED(REFUSED) },
	{ ANSWER, PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES, 0, -EBUSY,
	  ANSWERED(REFUSED) },
	{ ANSWER, PORT_PROFILE_RESPONSE_ERROR, 0, -EBUSY, ANSWERED(REFUSED) },

	/* A binding survives another client's mistake. */
	{ REFUSE, ENOENT, 0, 0, ROW(REFUSED, PRE, PRE_CONFIRM, WAITING, BOUND,
				    CONFIRMED, OWN, REFUSED) },
	{ REFUSE, ENOMEM, 0, 0, ROW(REFUSED, PRE, PRE_CONFIRM, WAITING, BOUND,
				    CONFIRMED, OWN, REFUSED) },
	{ REFUSE, EACCES, 0, 0, ROW(REFUSED, PRE, PRE_CONFIRM, WAITING, BOUND,
				    CONFIRMED, OWN, REFUSED) },

	{ SET_OWN, 0, 0, -EBUSY, ROW(OWN, SAME, SAME, SAME, SAME, SAME, OWN,
				     OWN) },
	{ CLEAR_OWN, 0, 0, 0, ROW(UNBOUND, PRE, PRE_CONFIRM, WAITING, BOUND,
				  CONFIRMED, UNBOUND, REFUSED) },
	{ RELEASE, 0, 0, 0, EVERY(UNBOUND) },
	{ UPLINK_UP, 0, 0, 0, STAY },
	{ UPLINK_DOWN, 0, 0, 0, STAY },
	{ UPLINK_NEW, 0, 0, 0, STAY },
	{ UPLINK_GONE, 0, 0, 0, STAY },
};

static const char *const vmfex_test_kinds[] = {
	[REQUEST] = "request",
	[ANSWER] = "answer",
	[REFUSE] = "refuse",
	[SET_OWN] = "set own policy",
	[CLEAR_OWN] = "clear own policy",
	[RELEASE] = "release",
	[UPLINK_UP] = "uplink up",
	[UPLINK_DOWN] = "uplink down",
	[UPLINK_NEW] = "uplink new",
	[UPLINK_GONE] = "uplink gone",
};

#endif /* _VMFEX_TESTS_PORT_TABLE_H */
