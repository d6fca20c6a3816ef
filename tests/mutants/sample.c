// SPDX-License-Identifier: GPL-2.0-only
/*
 * What mutations.py must find, for `scripts/mutants --check`: the comment behind a
 * line tells the operators of the mutations that begin there, in their order.
 */

static const int table[] = { VMFEX_DROP_RX_DOWN, 1 < 2 };

static int sample(struct thing *thing, int a, int b)
{
	struct thing *other = find(thing, 1);
	int err = 0;

	ASSERT_RTNL();
	if (a < b)			/*: bound drop-check negate */
		return -EINVAL;		/*: error */
	if (likely(a && b)) {		/*: drop-term drop-term negate */
		notify(thing);		/*: drop-call */
		other->count++;		/*: drop-assignment */
	} else if (!a || (b && err)) {	/*: drop-term drop-term negate */
		err = VMFEX_DROP_RX_SHORT;	/*: drop-assignment reason */
	}
	list_for_each_entry(other, &thing->list, node)	/*: */
		if (other->vf == a)	/*: drop-check negate */
			continue;
	for (a = 0; a <= b; a++)	/*: bound */
		set(a, b);		/*: drop-call swap */
	thing->flags = FLAG_ONE | FLAG_TWO;	/*: drop-assignment drop-flag drop-flag */
	switch (a) {
	case 1:
		return a || b;		/*: drop-term drop-term negate */
	default:
		goto undo;
	}
	return VMFEX_DROP_RX_DOWN;	/*: reason */
undo:
	put(thing->other);		/*: drop-call */
	return err;
}
