"""Room on the disk: refuse new hand-ins before the citizen starts, and keep a reserve.

On a full disk SQLite can neither delete nor checkpoint (both want to write), so a queue that
filled the disk could not even be drained. A ballast file is the way out: unlinking it needs no
room.
"""

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from offline_queue.durable import sync_folder

_MB: Final = 1_000_000

#: The largest dossier (100 MB of sealed pages), and as much again for the one after it.
FLOOR_BYTES: Final = 2 * 100 * _MB
FLOOR_SHARE: Final = 0.05  # file systems slow down and fragment when nearly full
#: Ten of the largest dossiers. A share of a large disk knows no bound: 5 % of 250 GB is three
#: times a full queue, and nobody is turned away while so much is free.
FLOOR_CAP_BYTES: Final = 1_000 * _MB

#: At least twice the largest write-ahead log (journal_size_limit, 8 MB), with room for the
#: receipts of a whole backlog.
BALLAST_BYTES: Final = 32 * 1024 * 1024

#: Three days cut off at ten times the load of a busy ward: about 0.9 GB, and a margin.
QUEUE_BYTES: Final = 4_000 * _MB


class Refusal(StrEnum):
    """Why nothing new may be handed in."""

    DISK_LOW = "disk-low"
    QUEUE_FULL = "queue-full"


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes an ordinary process may still write, and the size of the file system."""

    free: int
    total: int

    @property
    def floor(self) -> int:
        """Below so much free space nothing new is taken."""
        return max(FLOOR_BYTES, min(FLOOR_CAP_BYTES, int(self.total * FLOOR_SHARE)))


def space(folder: Path) -> Space:
    """Space of the file system that holds `folder`; raises `OSError`."""
    figures = os.statvfs(folder)
    return Space(figures.f_bavail * figures.f_frsize, figures.f_blocks * figures.f_frsize)


def refusal(disk: Space, *, queued_bytes: int, quota_bytes: int = QUEUE_BYTES) -> Refusal | None:
    """Why a new hand-in must not start now; None if it may.

    What is in the queue is never thrown away to make room, however old.
    """
    if disk.free < disk.floor:
        return Refusal.DISK_LOW
    if queued_bytes > quota_bytes:
        return Refusal.QUEUE_FULL
    return None


class Ballast:
    """A file that only takes room, to be given up when the disk is full."""

    def __init__(self, path: Path, size: int = BALLAST_BYTES) -> None:
        self._path, self._size = path, size

    def present(self) -> bool:
        """Whether all of it is on the disk."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return False
        # Allocated blocks (512 bytes, stat(2)), not the length: a sparse file keeps no room.
        return found.st_size == self._size and found.st_blocks * 512 >= self._size

    def fill(self) -> bool:
        """Take the room now; returns False, leaving nothing, if there is too little."""
        if self.present():
            return True
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                os.posix_fallocate(handle, 0, self._size)
                os.fsync(handle)
            finally:
                os.close(handle)
            sync_folder(self._path.parent)
        except OSError:
            self._path.unlink(missing_ok=True)
            return False
        return True

    def release(self) -> bool:
        """Give the room up so that the queue can drain; returns whether there was any."""
        there = self._path.exists()
        self._path.unlink(missing_ok=True)
        if there:
            sync_folder(self._path.parent)
        return there

    def refill(self, disk: Space) -> bool:
        """Take the room again once that leaves the disk above its floor."""
        return self.present() or (disk.free - self._size >= disk.floor and self.fill())
