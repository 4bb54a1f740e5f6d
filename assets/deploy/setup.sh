#!/usr/bin/env bash
# Installs what is missing: Debian packages, then .venv from a hash-locked file.
# usage: setup.sh run|dev|bench. Does nothing (and needs no network) when all is there.
set -euo pipefail
cd "$(dirname "$0")/../.."
what=${1:?usage: setup.sh run|dev|bench}

apt_run=(python3 python3-venv
  libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libzbar0
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0
  libwayland-cursor0 libwayland-egl1)
apt_dev=(chromium git strace systemd espeak-ng libatomic1)  # libatomic1: the Node inside playwright
apt_bench=(tesseract-ocr tesseract-ocr-vie)  # both Apache-2.0: reads what the camera kept

say() { printf 'set-up: %s\n' "$*"; }

lock=requirements.txt packages=("${apt_run[@]}")
case $what in
  run) ;;
  dev) lock=requirements-dev.txt packages+=("${apt_dev[@]}") ;;
  bench) lock=requirements-bench.txt packages+=("${apt_bench[@]}") ;;
  *) echo "usage: setup.sh run|dev|bench" >&2; exit 2 ;;
esac

# The stamp names the state that was installed; equal state, nothing to do.
state=$(cat "$lock" pyproject.toml assets/deploy/setup.sh | sha256sum | cut -d' ' -f1)
stamp=.venv/.installed-$what
if [ -x .venv/bin/python ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "set-up: as root, please run: apt-get install --no-install-recommends ${missing[*]}" >&2
      exit 3
    fi
    sudo=(sudo)
  fi
  say "installing Debian packages: ${missing[*]}"
  "${sudo[@]}" apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

python=python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "set-up: Python 3.11 or newer is needed, found $("$python" --version)" >&2
  exit 3
}
if [ ! -x .venv/bin/python ]; then
  say "making .venv with $("$python" --version)"
  "$python" -m venv .venv
fi
say "installing the packages of $lock, each checked by its hash"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
if [ "$what" != bench ]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
echo "$state" >"$stamp"
say "done"
