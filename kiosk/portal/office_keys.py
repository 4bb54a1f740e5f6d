"""The private keys of the receiving offices: wrapped on the disk, open only in memory.

An office's key is an age identity. On the disk it lies wrapped with the office's passphrase (age's
own scrypt format, so that ``age -d`` opens it too). A clerk gives the passphrase after signing
in; from then the key is in the memory of the portal's process, for that clerk's session alone,
until sign-out, `IDLE` without a use, or a restart.

What this protects: a stolen disk, a backup, a copied database, an administrator who reads files.
What it does not: whoever controls the running portal while an office is unlocked can read that
office's dossiers, and a passphrase that is easy to guess can be guessed from a stolen disk (each
try costs as much as an unlocking, `kiosk.portal.wrapping.LOG_N`).
"""

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyrage

from kiosk.portal.wrapping import LOG_N, wrap

# A clerk who has left the desk for half an hour proves again that it is the same person.
IDLE: Final = dt.timedelta(minutes=30)
#: What a time server corrects in one step. A clock that went back further tells nothing of how long
#: a key has not been used: the office is unlocked anew.
SET_RIGHT: Final = dt.timedelta(minutes=5)

# Unwrapping takes about a second of the processor and 256 MB (scrypt, measured); two at once would
# starve the machine.
UNWRAP_AT_ONCE: Final = 1
UNWRAP_WAIT_S: Final = 20.0

MIN_PASSPHRASE: Final = 12


class WrongPassphraseError(Exception):
    """The passphrase opens no key of the office."""


class LockedError(Exception):
    """The session holds no key; someone must unlock the office first."""


class UnreadableError(Exception):
    """The sealed part opens with none of the session's keys, or was damaged."""


class TooBusyError(Exception):
    """Others are unlocking; try again in some seconds."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A fresh key: public half, and the private half wrapped."""

    recipient: str
    wrapped: bytes


def make_key(passphrase: str, *, log_n: int = LOG_N) -> NewKey:
    """Make an office's key; `log_n` is what a guess costs.

    Raises:
        ValueError: the passphrase is shorter than `MIN_PASSPHRASE` characters.
        WrongPassphraseError: the key would not open again (the machine is too slow for it).
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise ValueError(f"the passphrase needs at least {MIN_PASSPHRASE} characters")
    identity = pyrage.x25519.Identity.generate()
    wrapped = wrap(str(identity).encode(), passphrase, log_n=log_n)
    unwrap([wrapped], passphrase)  # a key that does not open loses what is sealed to it
    return NewKey(recipient=str(identity.to_public()), wrapped=wrapped)


def unwrap(wrapped: Iterable[bytes], passphrase: str) -> tuple[pyrage.x25519.Identity, ...]:
    """The keys that `passphrase` opens; raises `WrongPassphraseError` if there is none."""
    opened = []
    for one in wrapped:
        try:
            opened.append(pyrage.passphrase.decrypt(one, passphrase).decode())
        except pyrage.DecryptError:  # an older key may have had another passphrase
            continue
    if not opened:
        raise WrongPassphraseError
    return tuple(pyrage.x25519.Identity.from_str(text) for text in opened)


def seal_note(text: str, recipients: Sequence[str]) -> bytes:
    """A clerk's words, readable by the office alone."""
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    return bytes(pyrage.encrypt(text.encode(), keys))


@dataclass(slots=True)
class _Open:
    keys: tuple[pyrage.x25519.Identity, ...]
    used_at: dt.datetime


class Vault:
    """The keys that are open now, by session. Memory only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, _Open] = {}
        self._unwrapping = threading.Semaphore(UNWRAP_AT_ONCE)

    def unlock(
        self, session: str, wrapped: Iterable[bytes], passphrase: str, *, now: dt.datetime
    ) -> None:
        """Open an office's keys for a session.

        Raises:
            WrongPassphraseError: none opens.
            TooBusyError: others are unlocking.
        """
        if not self._unwrapping.acquire(timeout=UNWRAP_WAIT_S):
            raise TooBusyError
        try:
            keys = unwrap(wrapped, passphrase)
        finally:
            self._unwrapping.release()
        with self._lock:
            self._open[session] = _Open(keys, now)

    def is_open(self, session: str, *, now: dt.datetime) -> bool:
        """Whether the session holds keys."""
        with self._lock:
            return self._current(session, now) is not None

    def lock(self, session: str) -> None:
        """Forget a session's keys."""
        with self._lock:
            self._open.pop(session, None)

    def forget_idle(self, now: dt.datetime) -> None:
        """Forget the keys nobody has used for `IDLE`, also when nobody asks for any again."""
        with self._lock:
            self._forget_idle(now)

    def read(self, session: str, sealed: bytes, *, now: dt.datetime) -> bytes:
        """What is inside a sealed part.

        Raises:
            LockedError: the session holds no keys (any more).
            UnreadableError: none of them opens it.
        """
        with self._lock:
            held = self._current(session, now)
            if held is None:
                raise LockedError
            held.used_at = now
            keys = held.keys
        try:
            return bytes(pyrage.decrypt(sealed, list(keys)))
        except pyrage.DecryptError as error:
            raise UnreadableError from error

    def _current(self, session: str, now: dt.datetime) -> _Open | None:
        """The session's keys; forgets those of every session that has been idle too long."""
        self._forget_idle(now)
        return self._open.get(session)

    def _forget_idle(self, now: dt.datetime) -> None:
        used = {key: now - held.used_at for key, held in self._open.items()}
        for idle in [key for key, since in used.items() if not -SET_RIGHT <= since <= IDLE]:
            del self._open[idle]
