"""Where sealed parts lie on the portal: resumable, and only whole once their hash is right."""

import datetime as dt
import errno
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from offline_queue.durable import sync_folder

_READ_BYTES: Final = 1024 * 1024


class NoSpaceError(Exception):
    """The disk is full; what was acknowledged before is still there."""


class OffsetError(Exception):
    """The bytes do not follow on what is there; `offset` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"go on at {offset}")
        self.offset = offset


class BlobStore(Protocol):
    """Content-addressed, append-only storage of whole parts, and of parts on their way."""

    def offset(self, sha256: str) -> int:
        """Bytes that survive a power cut now; the whole size once the part is whole."""
        ...

    def whole(self, sha256: str) -> bool:
        """Whether the part was finished."""
        ...

    def append(self, sha256: str, offset: int, data: bytes, *, size: int) -> int:
        """Add `data` at `offset`; returns the new offset once it is durable.

        With the last byte the part is checked and becomes whole; wrong bytes are thrown away
        and the offset is 0 again.

        Raises:
            OffsetError: `offset` is not where the part ends, or `data` passes `size`.
            NoSpaceError: the disk is full.
        """
        ...

    def verify(self, sha256: str, size: int) -> bool:
        """Read a whole part again: does it still have its size and hash?"""
        ...

    def read(self, sha256: str) -> bytes:
        """A whole part; raises `FileNotFoundError` if there is none."""
        ...

    def discard(self, sha256: str, *, before: dt.datetime) -> bool:
        """Remove a part, whole or on its way, unless bytes came since; whether it was there."""
        ...


@contextmanager
def _space() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoSpaceError(os.strerror(error.errno)) from error
        raise


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


class LocalBlobs:
    """A `BlobStore` in a folder: ``incoming/<sha256>`` grows, ``whole/ab/<sha256>`` stays."""

    def __init__(self, root: Path) -> None:
        self._incoming = root / "incoming"
        self._whole = root / "whole"
        for folder in (self._incoming, self._whole):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._locks = [threading.Lock() for _ in range(64)]  # by hash: parts rarely meet

    def offset(self, sha256: str) -> int:
        """See `BlobStore.offset`; appends are synced, so the file's length is the answer."""
        for path in (self._path(sha256), self._incoming / sha256):
            try:
                return path.stat().st_size
            except FileNotFoundError:
                continue
        return 0

    def whole(self, sha256: str) -> bool:
        """See `BlobStore.whole`."""
        return self._path(sha256).exists()

    def append(self, sha256: str, offset: int, data: bytes, *, size: int) -> int:
        """See `BlobStore.append`."""
        with self._locks[int(sha256[:2], 16) % len(self._locks)]:
            present = self.offset(sha256)
            if self.whole(sha256) or offset != present or offset + len(data) > size:
                raise OffsetError(present)
            with _space():
                self._write(self._incoming / sha256, present, data)
                if present + len(data) == size and not self._finish(sha256):
                    return 0
            return present + len(data)

    @staticmethod
    def _write(path: Path, present: int, data: bytes) -> None:
        """Append and sync; a failed write leaves the length that was acknowledged."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            view, at = memoryview(data), present
            while view:
                written = os.pwrite(handle, view, at)
                view, at = view[written:], at + written
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, present)
            raise
        finally:
            os.close(handle)
        if present == 0:
            sync_folder(path.parent)

    def _finish(self, sha256: str) -> bool:
        path = self._incoming / sha256
        if _hash_of(path) != sha256:
            path.unlink()
            return False
        target = self._path(sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        path.rename(target)
        sync_folder(target.parent)
        sync_folder(self._whole)
        return True

    def verify(self, sha256: str, size: int) -> bool:
        """See `BlobStore.verify`."""
        path = self._path(sha256)
        try:
            return path.stat().st_size == size and _hash_of(path) == sha256
        except FileNotFoundError:
            return False

    def read(self, sha256: str) -> bytes:
        """See `BlobStore.read`."""
        return self._path(sha256).read_bytes()

    def discard(self, sha256: str, *, before: dt.datetime) -> bool:
        """See `BlobStore.discard`; a removal that a power cut undoes is done again."""
        with self._locks[int(sha256[:2], 16) % len(self._locks)]:
            for path in (self._incoming / sha256, self._path(sha256)):
                try:
                    if path.stat().st_mtime < before.timestamp():
                        path.unlink()
                        return True
                except FileNotFoundError:
                    continue
        return False

    def _path(self, sha256: str) -> Path:
        return self._whole / sha256[:2] / sha256


class Fence:
    """Lets a newer request for an upload disarm an older one that still hangs on a dead line.

    Without it the older request's bytes land after the newer one has asked for the offset
    (11 of 12 uploads over a cut link ended wrong or stuck).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest: dict[str, int] = {}
        self._count = 0

    def enter(self, upload: str) -> int:
        """Begin a request; every older one of this upload is disarmed from now on."""
        with self._lock:
            self._count += 1
            self._latest[upload] = self._count
            return self._count

    def holds(self, upload: str, ticket: int) -> bool:
        """Whether no newer request has begun since `enter` gave `ticket`."""
        with self._lock:
            return self._latest.get(upload) == ticket

    def leave(self, upload: str, ticket: int) -> None:
        """End a request; forgets the upload if no newer one is on its way."""
        with self._lock:
            if self._latest.get(upload) == ticket:
                del self._latest[upload]
