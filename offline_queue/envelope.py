"""What waits in the outbox: envelopes, the sealed files they name, and their states."""

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")


class State(StrEnum):
    """The way of an envelope. Nothing but a verified receipt leads to `COMMITTED`."""

    STAGED = "staged"  # stored, its sender has not let it go yet
    READY = "ready"
    SENDING = "sending"  # under a lease
    UPLOADED = "uploaded"  # under a lease; every part is there, the receipt is not
    COMMITTED = "committed"  # receipt stored
    PURGED = "purged"  # files gone; row and receipt stay
    QUARANTINED = "quarantined"  # someone must look; blocks its own stream only


@dataclass(frozen=True, slots=True)
class Blob:
    """A sealed file: the SHA-256 (hex) and size in bytes of its ciphertext."""

    sha256: str
    size: int

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"sha256 must be 64 lower-case hex digits, got {self.sha256!r}")
        if self.size < 1:
            raise ValueError(f"a sealed file is never empty, got {self.size} bytes")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing to hand over, once.

    `key` is minted at the citizen's first tap and is the idempotency key for ever. `body` is
    sent as it stands (a manifest; never personal data in clear). Envelopes of one `stream` go
    strictly in order; `lane` keeps kinds of traffic apart.
    """

    key: str
    body: bytes
    stream: str
    lane: str = "dossiers"
    blobs: tuple[Blob, ...] = ()
    schema: int = 1
    body_sha256: str = field(init=False)

    def __post_init__(self) -> None:
        for name in ("key", "stream", "lane"):
            if not _NAME.fullmatch(getattr(self, name)):
                raise ValueError(f"{name} must match {_NAME.pattern}, got {getattr(self, name)!r}")
        object.__setattr__(self, "body_sha256", hashlib.sha256(self.body).hexdigest())

    @property
    def size(self) -> int:
        """Bytes of the body and of every file."""
        return len(self.body) + sum(blob.size for blob in self.blobs)


@dataclass(frozen=True, slots=True)
class Taken:
    """An envelope under a lease. `attempt` counts up with each take and fences older holders."""

    seq: int
    attempt: int
    failures: int  # tries in a row that the other side did not answer usably
    envelope: Envelope


@dataclass(frozen=True, slots=True)
class Count:
    """How many envelopes of one lane are in one state, their bytes, and the oldest one's age."""

    lane: str
    state: State
    count: int
    bytes: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Listed:
    """One envelope as support sees it; holds no personal data."""

    key: str
    lane: str
    stream: str
    state: State
    attempts: int
    bytes: int
    age_s: float
    reason: str | None  # why it is quarantined
    http_status: int | None
    receipt_no: str | None
