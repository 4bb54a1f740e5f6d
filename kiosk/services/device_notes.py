"""How the devices are, written down by the program that holds them.

A printer's line, a serial scanner and a camera have one holder at a time. While the touch app
runs, a technician at the command line reads what it last saw instead of taking a device away.
"""

import fcntl
import json
import os
import threading
from pathlib import Path
from time import monotonic
from typing import Final, Self

import structlog

from devices.health import Health, State
from kiosk.clock import Clock
from kiosk.services.disk_fault import remedy
from offline_queue.durable import write_durably

log = structlog.get_logger()

NOTES: Final = "devices.json"
_LOCK: Final = "devices.lock"
#: Whoever looks whether the lock is taken takes it for a moment (`held`); who holds the devices
#: keeps it for as long as it lives.
HELD_S: Final = 0.5


def _locked(lock: int) -> bool:
    """Whether the lock is this process's now."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class DeviceNotes:
    """Written while it is open; whether it is, others see by a lock that ends with the process."""

    def __init__(self, data: Path, *, clock: Clock) -> None:
        self._path, self._clock = data / NOTES, clock
        self._turn = threading.Lock()
        self._told: dict[str, dict[str, str | None]] = {}
        data.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(data / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)

    def open(self) -> Self:
        """Say that this process holds the devices; another that does keeps its notes."""
        until, pause = monotonic() + HELD_S, threading.Event()
        while not _locked(self._lock):
            if monotonic() > until:
                os.close(self._lock)
                self._lock = -1
                break
            pause.wait(HELD_S / 50)
        return self

    def told(self, device: str, health: Health) -> None:
        """A device changed (any thread)."""
        with self._turn:
            if self._lock < 0:
                return
            self._told[device] = {
                "state": health.state.value,
                "code": health.code,
                "evidence": health.evidence,
                "at": self._clock().isoformat(timespec="seconds"),
            }
            try:
                write_durably(self._path, json.dumps(self._told, indent=1).encode())
            except OSError as error:  # a full disk must not end the device's own thread
                self._withdraw()
                found = remedy(self._path.parent)
                log.warning("devices.not_noted", device=device, why=str(error), **found)

    def _withdraw(self) -> None:
        """No note is better than an old one, which would still be believed."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            log.warning("devices.old_note_stays")  # `kiosk check` says that nothing can be written

    def close(self) -> None:
        """Let go."""
        with self._turn:
            if self._lock >= 0:
                os.close(self._lock)
                self._lock = -1


def held(data: Path) -> bool:
    """Whether a running program holds the devices."""
    try:
        lock = os.open(data / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _locked(lock)
    finally:
        os.close(lock)


def noted(data: Path, device: str) -> Health:
    """What the program that holds the devices saw last of `device`."""
    try:
        said = json.loads((data / NOTES).read_text(encoding="utf-8"))[device]
        evidence = f"{said['evidence']} (since {said['at']})"
        return Health(State(said["state"]), said["code"], evidence)
    except (OSError, ValueError, KeyError, TypeError):
        return Health(State.UNKNOWN, None, "the touch app has not said")
