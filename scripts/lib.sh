# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the scripts share: where things are, progress on stderr, the lock, and a private apt.

set -euo pipefail
export LC_ALL=C

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
build=${VMFEX_BUILD:-$top/build}
me=${0##*/}
mkdir -p "$build/log"

die() {
	printf '%s: %s\n' "$me" "$*" >&2
	exit 1
}

# usage: print the comment at the head of the running script
usage() {
	sed -n '3,/^$/{s/^# \{0,1\}//p}' "$0"
}

# step TEXT COMMAND...: one line of progress with the time taken; the command's output goes to a log.
# Not to be called where `set -e` is off (in a condition, left of || or &&).
step() {
	local text=$1 start=$SECONDS log status
	shift
	log=$build/log/${text//[^[:alnum:].-]/-}.log
	printf '%s: %s ... ' "$me" "$text" >&2
	set +e
	(set -e; "$@") >"$log" 2>&1 </dev/null
	status=$?
	set -e
	printf '(%d s)\n' $((SECONDS - start)) >&2
	((status == 0)) && return
	tail -n 20 "$log" >&2
	die "$text failed, log: $log"
}

# One at a time: everything that writes the shared part of build/. Scripts called by the holder go on.
lock() {
	[[ -z ${VMFEX_LOCKED-} ]] || return 0
	exec 9>"$build/.lock"
	flock 9
	export VMFEX_LOCKED=1
}

# repo_of SUITE FIELD: what the system's own apt configuration says about a suite (deb822 or one line)
repo_of() {
	apt-get indextargets --no-release-info --format "\$(RELEASE) \$($2)" 'Created-By: Packages' 'Component: main' |
		awk -v suite="$1" '$1 == suite { print $2; exit }'
}

# apt_line SUITE [LIKE]: a sources.list line for a suite of the mirror and keyring of suite LIKE
apt_line() {
	local uri entry key
	uri=$(repo_of "${2:-$1}" REPO_URI)
	[[ $uri ]] || die "the system's apt configuration has no suite ${2:-$1}"
	entry=$(repo_of "${2:-$1}" SOURCESENTRY)
	key=$(grep -ioP '^[^#]*signed-by[:=]\s*\K/[^]\s]+' "${entry%:*}" | head -n 1 || true)
	echo "deb ${key:+[signed-by=$key] }$uri $1 main"
}

apt_sources() {
	case $1 in
	bookworm)
		apt_line bookworm
		apt_line bookworm-updates bookworm
		apt_line bookworm-security
		;;
	trixie)
		apt_line trixie bookworm
		apt_line trixie-security bookworm-security
		;;
	bookworm-backports | sid)
		apt_line "$1" bookworm
		;;
	esac
}

# private_apt DISTRIBUTION: make apt work on lists and a cache of its own; the host's are not touched
private_apt() {
	local dir=$build/apt/$1
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	unset APT_CONFIG
	apt_sources "$1" >"$dir/sources.list"
	# the system's proxies and timeouts, for mmdebstrap, which does not read them by itself
	apt-config dump Acquire >"$dir/acquire.conf"
	cat >"$dir/apt.conf" <<-EOF
	Dir::Etc::SourceList "$dir/sources.list";
	Dir::Etc::SourceParts "/dev/null";
	Dir::State::Lists "$dir/lists";
	Dir::Cache "$dir/cache";
	Acquire::Languages "none";
	APT::Sandbox::User "root";
	EOF
	export APT_CONFIG=$dir/apt.conf
}

# download_package SUITE PACKAGE: into the current directory
download_package() {
	private_apt "$1"
	apt-get update
	apt-get download "$2"
}

# once DIR FILE COMMAND...: unless DIR has FILE, make it by a command that runs in it, whole or not at all
once() {
	local dir=$1 file=$2
	shift 2
	[[ ! -e $dir/$file ]] || return 0
	lock
	[[ ! -e $dir/$file ]] || return 0
	rm -rf "$dir" "$dir.new"
	mkdir -p "$dir.new"
	cd "$dir.new"
	"$@"
	cd "$top"
	mv "$dir.new" "$dir"
}

# make_image DIRECTORY FILE: a read-only ext4 image; not compressed, since emulated CPUs are the bottleneck
make_image() {
	local size
	size=$(du -sm --apparent-size "$1" | cut -f 1)
	truncate -s $((size + size / 8 + 16))M "$2"
	mke2fs -q -F -t ext4 -O ^has_journal -E root_owner=0:0 -m 0 -d "$1" "$2"
}
