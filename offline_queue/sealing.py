"""Sealing in memory to the public keys of those who may read, and to nobody on this machine.

The format is age (age-encryption.org/v1), through pyrage. A sealed page cannot be opened here
again, not even by us: what must be shown or printed is made before.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, cast

import pyrage


class _Recipient(Protocol):
    """A parsed public key of pyrage, which ships no types."""


class NoValidKeyError(Exception):
    """No key may be used now: nothing personal must be asked for. Tells the ids and the time."""


class KeyRefusedError(ValueError):
    """The text is not a public key of this format."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key to seal to, usable in ``not_before <= now < not_after`` (None: open)."""

    key_id: str
    recipient: str  # age1…
    not_before: dt.datetime
    not_after: dt.datetime | None = None

    def __post_init__(self) -> None:
        _parse(self.recipient)
        if self.not_before.tzinfo is None or (self.not_after and self.not_after.tzinfo is None):
            raise ValueError(f"{self.key_id}: validity needs a time zone")

    def valid(self, now: dt.datetime) -> bool:
        """Whether it may be used at `now`."""
        return self.not_before <= now and (self.not_after is None or now < self.not_after)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What goes to the disk, and the ids of the keys that open it."""

    data: bytes
    key_ids: tuple[str, ...]


class KeySet:
    """The keys of one receiving office. Its signature was checked by whoever loaded it."""

    def __init__(self, keys: Iterable[PublicKey]) -> None:
        self._keys = tuple(keys)

    def valid(self, now: dt.datetime) -> tuple[PublicKey, ...]:
        """The keys to seal to now.

        Raises:
            NoValidKeyError: there is none; ask before the citizen starts.
        """
        keys = tuple(key for key in self._keys if key.valid(now))
        if not keys:
            known = ", ".join(key.key_id for key in self._keys) or "none"
            raise NoValidKeyError(f"no valid key at {now.isoformat()}; known keys: {known}")
        return keys

    def seal(self, plain: bytes, *, now: dt.datetime) -> Sealed:
        """Seal `plain` to every valid key, in memory.

        Seal a thing once and keep the result: sealing again gives other bytes with another hash.

        Raises:
            NoValidKeyError: no key may be used now.
        """
        keys = self.valid(now)
        data = pyrage.encrypt(plain, [_parse(key.recipient) for key in keys])
        return Sealed(cast("bytes", data), tuple(key.key_id for key in keys))


def _parse(recipient: str) -> _Recipient:
    try:
        return cast("_Recipient", pyrage.x25519.Recipient.from_str(recipient))
    except pyrage.RecipientError as error:
        raise KeyRefusedError(f"not an age public key: {recipient[:12]}…") from error
