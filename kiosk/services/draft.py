"""A form that its person put aside for a quarter of an hour, and opens again with a slip.

One small file for each, sealed with a key that follows from a random secret. The secret stands in
the code on the slip and nowhere else: whoever has the disk, or this program, cannot read the
file. Deleting a file does not scrub a flash disk; that nobody keeps the secret is what protects.
"""

import datetime as dt
import hashlib
import os
import secrets
import struct
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.clock import Clock
from offline_queue.durable import write_durably

log = structlog.get_logger()

#: As long as it takes to fetch a paper from home next door, or to calm a child.
HOLDS: Final = dt.timedelta(minutes=15)
#: More than this at once is nobody's morning but somebody's mischief.
MOST: Final = 12
#: Every file has the same size, so that its length tells nothing of the form.
PADDED: Final = 32 * 1024
SECRET_BYTES: Final = 16
FOLDER: Final = "drafts"
_SUFFIX: Final = ".draft"
_NONCE: Final = 12
_HEAD: Final = struct.Struct(">4sQ")  # magic, end as seconds since 1970
_MAGIC: Final = b"KMC1"
_LENGTH: Final = struct.Struct(">I")


class Refusal(StrEnum):
    """Why nothing was kept, or nothing opens; each has a sentence ``draft.<refusal>``."""

    FULL = "full"
    TOO_LARGE = "too_large"
    NOT_STORED = "not_stored"
    GONE = "gone"  # run out, opened before, or of another kiosk: nobody can tell which


class DraftError(Exception):
    """Nothing was kept, or nothing opens."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Kept:
    """What goes on the slip: the secret (22 characters), and until when it opens anything."""

    secret: str = field(repr=False)
    until: dt.datetime


class DraftShelf:
    """The drafts of this kiosk; every call touches the disk and is made on a worker thread.

    One call at a time: to whoever looks for what was never finished, a draft that is being written
    looks like one.
    """

    def __init__(self, data: Path, *, clock: Clock) -> None:
        """Nothing is opened; what is too old goes.

        Raises:
            OSError: the folder cannot be made.
        """
        self._folder, self._clock = data / FOLDER, clock
        self._turn = threading.Lock()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep()

    def keep(self, plain: bytes) -> Kept:
        """Seal and store; raises `DraftError`."""
        if len(plain) > PADDED - _LENGTH.size:
            raise DraftError(Refusal.TOO_LARGE)
        with self._turn:
            return self._keep(plain)

    def _keep(self, plain: bytes) -> Kept:
        self._sweep()
        if len(list(self._folder.glob(f"*{_SUFFIX}"))) >= MOST:
            raise DraftError(Refusal.FULL)
        secret = secrets.token_urlsafe(SECRET_BYTES)
        until = self._clock().replace(microsecond=0) + HOLDS
        head = _HEAD.pack(_MAGIC, int(until.timestamp()))
        nonce = secrets.token_bytes(_NONCE)
        padded = (_LENGTH.pack(len(plain)) + plain).ljust(PADDED, b"\0")
        sealed = ChaCha20Poly1305(_key(secret)).encrypt(nonce, padded, head)
        try:
            write_durably(self._folder / _name(secret), head + nonce + sealed)
        except OSError as error:
            log.warning("draft.not_stored", why=str(error))
            raise DraftError(Refusal.NOT_STORED) from error
        log.info("draft.kept")
        return Kept(secret, until)

    def take(self, secret: str) -> bytes:
        """What was put aside; it opens once. Raises `DraftError`."""
        with self._turn:
            return self._take(secret)

    def _take(self, secret: str) -> bytes:
        self._sweep()
        path = self._folder / _name(secret)
        try:
            data = path.read_bytes()
            head, rest = data[: _HEAD.size], data[_HEAD.size :]
            padded = ChaCha20Poly1305(_key(secret)).decrypt(rest[:_NONCE], rest[_NONCE:], head)
        except (OSError, InvalidTag, ValueError) as error:
            raise DraftError(Refusal.GONE) from error
        _remove(path)
        (length,) = _LENGTH.unpack(padded[: _LENGTH.size])
        log.info("draft.opened")
        return padded[_LENGTH.size : _LENGTH.size + length]

    def sweep(self) -> int:
        """What has run out, is damaged or was never finished goes; returns how many."""
        with self._turn:
            return self._sweep()

    def _sweep(self) -> int:
        now, gone = self._clock().timestamp(), 0
        for path in self._folder.iterdir():
            if not _holds(path, now):
                _remove(path)
                gone += 1
        if gone:
            log.info("draft.swept", count=gone)
        return gone


def _holds(path: Path, now: float) -> bool:
    if path.suffix != _SUFFIX:
        return False
    try:
        with path.open("rb") as file:
            magic, end = _HEAD.unpack(file.read(_HEAD.size))
    except (OSError, struct.error):
        return False
    # A clock that was set back must not make a draft live on.
    return bool(magic == _MAGIC and now < end <= now + HOLDS.total_seconds())


def _derived(secret: str, what: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"kiosk-mot-cua draft " + what).derive(
        secret.encode()
    )


def _key(secret: str) -> bytes:
    return _derived(secret, b"key")


def _name(secret: str) -> str:
    return hashlib.sha256(_derived(secret, b"name")).hexdigest()[:32] + _SUFFIX


def _remove(path: Path) -> None:
    """Written over, then gone. On a flash disk the old block may stay, unreadable as it is."""
    try:
        with path.open("r+b") as file:
            file.write(b"\0" * path.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except OSError as error:
        log.warning("draft.not_removed", why=str(error))
