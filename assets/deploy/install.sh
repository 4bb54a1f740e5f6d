#!/usr/bin/env bash
# Makes a kiosk of a bare Debian 12. As root, from a clone. May be run again: it keeps settings and data.
# usage: install.sh [--no-screen] [--voice]
# --no-screen: only the hub (a PC behind the desks); --voice: what speaks into headphones
set -euo pipefail
cd "$(dirname "$0")/../.."
deploy=assets/deploy
home=/opt/kiosk-mot-cua
screen=yes voice=no
for option in "$@"; do
  case $option in
    --no-screen) screen=no ;;
    --voice) voice=yes ;;
    *) echo "usage: install.sh [--no-screen] [--voice]" >&2; exit 2 ;;
  esac
done
[ "$(id -u)" -eq 0 ] || { echo "install: needs root" >&2; exit 3; }

say() { printf 'install: %s\n' "$*"; }
running() { [ -d /run/systemd/system ]; }

packages=(systemd udev procps python3 python3-venv)
[ "$screen" = no ] || packages+=(cage xwayland libpam-systemd dbus)  # cage of Debian 12 asks for xwayland
[ "$voice" = no ] || packages+=(espeak-ng alsa-utils)  # alsa-utils: aplay -L, to name an output
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "installing Debian packages: ${missing[*]}"
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

say "the program, in $home"
install -d -m 0755 "$home"
# Only what the program is; a removed file must not stay behind (.venv is kept, it has a stamp).
find "$home" -mindepth 1 -maxdepth 1 ! -name .venv -exec rm -rf {} +
tar -c --exclude=.git --exclude=.venv --exclude=build --exclude='__pycache__' . | tar -x -C "$home" --no-same-owner
bash "$home/$deploy/setup.sh" run

say "users, settings, services"
install -D -m 0644 "$deploy/systemd/kiosk-sysusers.conf" /usr/lib/sysusers.d/kiosk.conf
systemd-sysusers /usr/lib/sysusers.d/kiosk.conf
install -d -m 0755 /etc/kiosk
[ -e /etc/kiosk/kiosk.toml ] || install -m 0644 "$deploy/etc/kiosk.toml" /etc/kiosk/kiosk.toml
units=(kiosk-hub.service)
[ "$screen" = no ] || units+=(kiosk-agent.service kiosk-screen.service kiosk-nightly.timer)
install -m 0644 "$deploy"/systemd/kiosk-*.{service,timer} /etc/systemd/system/
if [ "$screen" = yes ]; then
  install -D -m 0644 "$deploy/udev/70-kiosk.rules" /etc/udev/rules.d/70-kiosk.rules
  install -D -m 0644 "$deploy/etc/99-kiosk-sysctl.conf" /etc/sysctl.d/99-kiosk.conf
  # No login and no restart from a keyboard; the screen belongs to the app.
  systemctl mask --quiet getty@tty1.service autovt@.service ctrl-alt-del.target
  systemctl set-default --quiet multi-user.target
fi
systemctl enable --quiet "${units[@]}"
if running; then
  systemctl daemon-reload
  [ "$screen" = no ] || udevadm control --reload
  systemctl restart "${units[@]}"
fi
say "done. Settings: /etc/kiosk/kiosk.toml; then: systemctl restart ${units[*]}"
