"""Staff cards: who may open the service pages of a kiosk, and how wrong PINs are punished.

A card is something to have (a signed QR code on paper), the PIN something to know. The code says
who, in which role and until when; nothing in it opens anything without the PIN.
"""

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

PREFIX: Final = "KMCS1."
#: In front of what is signed, so that no signature made for something else serves as a card.
CONTEXT: Final = b"kiosk-mot-cua/staff-card/v1\n"
#: Id of a person: short, for a log; no name, so that a lost card names nobody.
STAFF_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,23}")
PIN: Final = re.compile(r"[0-9]{6}")
_SIGNATURE_BYTES: Final = 64  # Ed25519, RFC 8032
_LONGEST: Final = 300

#: Typing errors of a person; then each wrong PIN costs a wait, and the fifteenth the card.
FREE_ERRORS: Final = 5
FIRST_WAIT: Final = dt.timedelta(seconds=15)
ERRORS_TO_LOCK: Final = 15


class Role(StrEnum):
    """What a card opens."""

    TECHNICIAN = "technician"  # the readiness page
    HELPER = "helper"  # helper mode, for a community volunteer


class BadStaffCardError(ValueError):
    """The text is no staff card of ours, or a spoilt one."""


@dataclass(frozen=True, slots=True)
class StaffCard:
    """What a card says. `expires` is the last day on which it opens anything."""

    staff_id: str
    role: Role
    expires: dt.date

    @property
    def body(self) -> bytes:
        """The bytes that the QR code carries and, after `CONTEXT`, the signature covers."""
        return f"{self.staff_id}|{self.role}|{self.expires.isoformat()}".encode("ascii")


@dataclass(frozen=True, slots=True)
class SignedCard:
    """A card and the signature it came with, not yet checked by anyone."""

    card: StaffCard
    signature: bytes

    @property
    def signed(self) -> bytes:
        """What the signature covers."""
        return CONTEXT + self.card.body

    @property
    def token(self) -> str:
        """What the QR code says."""
        return f"{PREFIX}{_text(self.card.body)}.{_text(self.signature)}"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def parse_token(token: str) -> SignedCard:
    """Read a card's code; raises `BadStaffCardError`. Checks no signature and no date."""
    parts = token.removeprefix(PREFIX).split(".")
    if not token.startswith(PREFIX) or len(token) > _LONGEST or len(parts) != 2:
        raise BadStaffCardError("not a staff card")
    try:
        body, signature = (_bytes(part) for part in parts)
        staff_id, role, expires = body.decode("ascii").split("|")
        card = StaffCard(staff_id, Role(role), dt.date.fromisoformat(expires))
    except (ValueError, binascii.Error) as error:
        raise BadStaffCardError("a spoilt staff card") from error
    if not STAFF_ID.fullmatch(staff_id) or len(signature) != _SIGNATURE_BYTES:
        raise BadStaffCardError("a spoilt staff card")
    return SignedCard(card, signature)


def weak_pin(pin: str) -> bool:
    """Whether a PIN is not six digits, or among the first that anyone would try."""
    if not PIN.fullmatch(pin):
        return True
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {-1}) or pin[:3] == pin[3:] or pin[:2] * 3 == pin


def wait_after(errors: int) -> dt.timedelta | None:
    """How long no PIN is looked at after so many wrong ones in a row; None: the card is locked.

    5 wrong → 15 s, doubled by each further one; 15 → locked until a technician at the command
    line lets it go.
    """
    if errors >= ERRORS_TO_LOCK:
        return None
    if errors < FREE_ERRORS:
        return dt.timedelta(0)
    return FIRST_WAIT * int(2 ** (errors - FREE_ERRORS))
