"""What a scanned code is: decided here and nowhere else, by its form and never by its host.

A slip printed while the portal had another name must still be understood, so addresses are
known by their path: ``…/d/<code>#<secret>`` is a dossier, ``…/t/<22 characters>`` a number.
An address is never opened, only read.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from kiosk.domain.citizen_card import MAX_PAYLOAD, Card, Reason, Refused, parse_card
from kiosk.domain.dossier_code import (
    BadCodeError,
    DossierCode,
    OfficialCode,
    parse_code,
    parse_official,
    parse_secret,
)
from kiosk.domain.staff import PREFIX as STAFF_PREFIX

_LIKE_A_CARD: Final = re.compile(rb"[\s\x00]*(?:\xef\xbb\xbf)?[\s\x00]*[0-9]{12}\|")
#: Token of a ticket: 16 random bytes in the URL-safe alphabet of RFC 4648.
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
#: Before the secret of a form that was put aside, which has the shape of a token.
DRAFT_PREFIX: Final = "LUUTAM-"
#: EMVCo QR for merchant-presented payment: tag 00, two characters, value 01.
_EMVCO_START: Final = "000201"
#: Application id of NAPAS inside tag 38 of a VietQR.
_NAPAS: Final = "A000000727"
#: Query keys in which lookup pages of agencies carry the dossier code ("mã hồ sơ").
_CODE_KEYS: Final = frozenset({"mhs", "mahoso", "ma_ho_so"})


@dataclass(frozen=True, slots=True)
class CardScan:
    """An identity card."""

    card: Card


@dataclass(frozen=True, slots=True)
class SpoiltCardScan:
    """Meant as an identity card, but it cannot be used as one."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class SlipScan:
    """A slip of ours for a dossier; `secret` is None if only the code was in the picture."""

    code: DossierCode
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class TicketScan:
    """A number from the line; `token` is the secret of its page."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftScan:
    """A slip that opens a form put aside at this kiosk."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfficialScan:
    """A receipt of the national or of a provincial system."""

    code: OfficialCode


@dataclass(frozen=True, slots=True)
class PaymentScan:
    """A code to pay with; `vietqr` if it is one of NAPAS."""

    vietqr: bool


@dataclass(frozen=True, slots=True)
class StaffScan:
    """Meant as a staff card; whoever takes `token` must check it (`StaffAccess.present`)."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LinkScan:
    """Some other web address. It is neither kept nor opened."""


@dataclass(frozen=True, slots=True)
class UnknownScan:
    """None of these."""


Scan = (
    CardScan
    | SpoiltCardScan
    | SlipScan
    | TicketScan
    | DraftScan
    | OfficialScan
    | PaymentScan
    | StaffScan
    | LinkScan
    | UnknownScan
)


def read_scan(payload: bytes) -> Scan:
    """What `payload`, as a scanner or camera gave it, is."""
    if _LIKE_A_CARD.match(payload):
        card = parse_card(payload)
        return SpoiltCardScan(card.reason) if isinstance(card, Refused) else CardScan(card)
    if len(payload) > MAX_PAYLOAD:
        return UnknownScan()
    try:
        text = payload.decode("ascii").strip("\x00\r\n\t ")
    except UnicodeDecodeError:
        # A web address with Vietnamese letters in it is still only a web address.
        text = payload.decode("utf-8", errors="replace").strip("\ufeff\x00\r\n\t ")
    if text.startswith((STAFF_PREFIX, _EMVCO_START)):
        return _by_prefix(text)
    if text.lower().startswith(("http://", "https://")):
        return _address(text)
    return _bare(text)


def _bare(text: str) -> DraftScan | OfficialScan | SlipScan | UnknownScan:
    if text.startswith(DRAFT_PREFIX) and _TOKEN.fullmatch(text.removeprefix(DRAFT_PREFIX)):
        return DraftScan(text.removeprefix(DRAFT_PREFIX))
    official = parse_official(text)
    if official is not None:
        return OfficialScan(official)
    code = _own_code(text)
    return UnknownScan() if code is None else SlipScan(code, None)


def _by_prefix(text: str) -> StaffScan | PaymentScan:
    if text.startswith(STAFF_PREFIX):
        return StaffScan(text)
    return PaymentScan(vietqr=_NAPAS in text)


def _own_code(text: str) -> DossierCode | None:
    try:
        return parse_code(text)
    except BadCodeError:
        return None


def _address(text: str) -> SlipScan | TicketScan | OfficialScan | LinkScan:
    try:
        parts = urlsplit(text)
        query = parse_qsl(parts.query, max_num_fields=20)  # more is no lookup page of an office
    except ValueError:  # "http://[": begins like an address and is none
        return LinkScan()
    path = [piece for piece in parts.path.split("/") if piece]
    if len(path) >= 2 and path[-2] == "d":
        code = _own_code(path[-1])
        if code is not None:
            return SlipScan(code, _secret(parts.fragment))
    if len(path) >= 2 and path[-2] == "t" and _TOKEN.fullmatch(path[-1]):
        return TicketScan(path[-1])
    for key, value in query:
        official = parse_official(value) if key.lower() in _CODE_KEYS else None
        if official is not None:
            return OfficialScan(official)
    return LinkScan()


def _secret(fragment: str) -> str | None:
    try:
        return parse_secret(fragment)
    except BadCodeError:
        return None
