#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
status=0
for script in policy vlan profile port; do
	echo "== $script"; start=$SECONDS
	ONLY='' "$(dirname "$0")/$script.sh" || status=1
	echo "== $script $((SECONDS - start)) s"
done
exit $status
