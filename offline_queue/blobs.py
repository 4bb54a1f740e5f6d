"""Sealed files, named by the SHA-256 of their content, on the disk before any row names them."""

import errno
import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from offline_queue import steps
from offline_queue.durable import make_folder, sync_folder
from offline_queue.envelope import Blob

_UNFINISHED: Final = ".part"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_READ_BYTES: Final = 1 << 20

#: ENOSPC: the disk; EDQUOT: the user's quota; EFBIG: the process's limit (RLIMIT_FSIZE).
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFullError(Exception):
    """There is no room for the file; nothing of it was kept, no row may name it."""


class BlobNotStoredError(Exception):
    """The disk did not take the file; the message carries the system's reason."""


class BlobDamagedError(Exception):
    """The file is missing, or its bytes are not the ones its name promises."""


class BlobStore:
    """A folder (0700) of sealed files. The process that writes it is the one that cleans it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        make_folder(folder)

    def path(self, sha256: str) -> Path:
        """Where the file of this name lies, or would lie."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256

    def put(self, data: bytes) -> Blob:
        """Store `data` (sealed already) so that it survives a power cut on return.

        Unfinished name, fsync, rename, fsync of the folder. After a failed fsync the kernel may
        have dropped the dirty pages while calling them clean, so a second fsync proves nothing
        (fsync(2), errors): the file is thrown away and written anew, once.

        Raises:
            DiskFullError: no room; nothing is left behind.
            BlobNotStoredError: the disk refused twice, or refused to write or rename.
        """
        blob = Blob(hashlib.sha256(data).hexdigest(), len(data))
        final = self.path(blob.sha256)
        if not self._holds(blob):
            unfinished = final.with_name(final.name + _UNFINISHED)
            try:
                if not _write_synced(unfinished, data) and not _write_synced(unfinished, data):
                    raise BlobNotStoredError(f"{final.name}: fsync failed twice")
                unfinished.replace(final)
            except OSError as error:
                raise _named(error, final.name) from error
            finally:
                unfinished.unlink(missing_ok=True)
            steps.reached("blob.renamed")
        try:
            sync_folder(self.folder)  # also when it was there: its name may not be durable yet
        except OSError as error:
            raise _named(error, final.name) from error
        steps.reached("blob.stored")
        return blob

    def _holds(self, blob: Blob) -> bool:
        try:
            self.check(blob)
        except BlobDamagedError:
            return False
        return True

    def read(self, blob: Blob, offset: int, size: int) -> bytes:
        """At most `size` bytes from `offset`; fewer only at the end.

        Raises:
            BlobDamagedError: the file is missing or shorter than it was.
        """
        try:
            with self.path(blob.sha256).open("rb") as file:
                file.seek(offset)
                data = file.read(size)
        except OSError as error:
            raise BlobDamagedError(f"{blob.sha256}: {error.strerror}") from error
        if len(data) != max(0, min(size, blob.size - offset)):
            raise BlobDamagedError(f"{blob.sha256}: shorter than {blob.size} bytes")
        return data

    def check(self, blob: Blob) -> None:
        """Read the whole file; raises `BlobDamagedError` unless size and hash are right."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.path(blob.sha256).open("rb") as file:
                while chunk := file.read(_READ_BYTES):
                    digest.update(chunk)
                    size += len(chunk)
        except OSError as error:
            raise BlobDamagedError(f"{blob.sha256}: {error.strerror}") from error
        if size != blob.size or digest.hexdigest() != blob.sha256:
            raise BlobDamagedError(f"{blob.sha256}: other bytes than were stored")

    def remove(self, names: Collection[str]) -> None:
        """Delete files for good; names that are gone already are fine."""
        for name in names:
            self.path(name).unlink(missing_ok=True)
        if names:
            sync_folder(self.folder)

    def clean(self, keep: Collection[str]) -> int:
        """At the writer's start: delete unfinished files and those no envelope names.

        Returns:
            How many files went.
        """
        kept = frozenset(keep)
        stale = [path for path in self.folder.iterdir() if path.is_file() and path.name not in kept]
        for path in stale:
            path.unlink(missing_ok=True)
        if stale:
            sync_folder(self.folder)
        return len(stale)


def _write_synced(path: Path, data: bytes) -> bool:
    """Write a new file; False if only its fsync failed. Other failures raise `OSError`."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        steps.reached("blob.written")
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno in _FULL:  # delayed allocation may find the disk full only now
                raise
            return False
        steps.reached("blob.synced")
        return True
    finally:
        os.close(handle)


def _named(error: OSError, name: str) -> Exception:
    if error.errno in _FULL:
        return DiskFullError(f"{name}: {error.strerror}")
    return BlobNotStoredError(f"{name}: {error.strerror}")
