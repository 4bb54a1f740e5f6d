#!/usr/bin/env bash
# Proves the README's two commands in an empty Debian 12, because a machine at hand hides
# missing packages. As root. usage: fresh.sh [FOLDER]   (default: build/fresh)
#
# The root holds debootstrap's minbase, make, git and CA certificates. Package mirror, pip
# settings and certificates are read from this machine when it runs, and written nowhere else.
# Leaves FOLDER/fresh.json with the seconds of each step.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(realpath -m "${1:-build/fresh}")
root=$out/root
log=$out/fresh.log

[ "$(id -u)" -eq 0 ] || { echo "fresh: needs root (debootstrap, chroot)" >&2; exit 3; }
command -v debootstrap >/dev/null || { echo "fresh: please install debootstrap" >&2; exit 3; }

say() { printf 'fresh: %s\n' "$*"; }
cleanup() {
  local point
  for point in $(awk -v r="$root" 'index($2, r "/") == 1 {print $2}' /proc/mounts | sort -r); do
    umount -l "$point"
  done
}
trap cleanup EXIT

mkdir -p "$out"
cleanup
rm -rf "$root"
: >"$log"

mirror=$(awk '$1 == "URIs:" {print $2; exit} $1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /^http/) {print $i; exit}}' \
  /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null || true)
say "an empty Debian 12 (minbase, make, git, CA certificates)"
debootstrap --variant=minbase --include=make,git,ca-certificates bookworm "$root" "$mirror" >>"$log" 2>&1

# This machine's own way to the package mirrors.
rm -f "$root/etc/apt/sources.list"
cp -a /etc/apt/sources.list* /etc/apt/apt.conf.d "$root/etc/apt/" 2>/dev/null || true
cp -a /etc/resolv.conf /etc/hosts "$root/etc/"
cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
chroot "$root" update-ca-certificates >>"$log" 2>&1
for settings in /etc/pip.conf /etc/xdg/pip "$HOME/.config/pip"; do
  if [ -e "$settings" ]; then
    mkdir -p "$root$(dirname "$settings")"
    cp -a "$settings" "$root$settings"
  fi
done
git clone -q --no-local . "$root/srv/kiosk"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --make-rslave "$root/dev"
mkdir -p "$root/dev/shm"

pip_env=()
while IFS='=' read -r name value; do pip_env+=("$name=$value"); done < <(env | grep '^PIP_' || true)
inside() { # inside NETWORK COMMAND...: prints the seconds; fails with the last lines of the log
  local network=$1 begin end wrap=()
  shift
  [ "$network" = online ] || wrap=(unshare --net sh -c 'ip link set lo up 2>/dev/null; exec "$@"' sh)
  begin=$(date +%s.%N)
  if ! "${wrap[@]}" chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    "${pip_env[@]}" sh -c "cd /srv/kiosk && $*" >>"$log" 2>&1; then
    tail -40 "$log" >&2
    echo "fresh: failed: $*" >&2
    return 1
  fi
  end=$(date +%s.%N)
  awk -v a="$begin" -v b="$end" 'BEGIN {printf "%.1f", b - a}'
}

say "make run, for the first time"
run1=$(inside online make run)
say "  ${run1} s"
say "make run again, without network"
run2=$(inside offline make run)
say "  ${run2} s"
say "make test, for the first time"
test1=$(inside online make test)
say "  ${test1} s"
say "make test again, without network: seconds until it starts testing"
test2=$(inside offline 'make test ARGS="--collect-only -q"')
say "  ${test2} s"
printf '{"run_first_s": %s, "run_again_offline_s": %s, "test_first_s": %s, "test_collects_offline_s": %s}\n' \
  "$run1" "$run2" "$test1" "$test2" | tee "$out/fresh.json"
