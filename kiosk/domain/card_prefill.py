"""What an identity card fills in, and what it leaves to the person.

Since 1/7/2025 addresses have two levels. A card printed before carries three, of communes that
may no longer exist; mapping them is not done here, and never guessed: `Prefill.address_on_card`
then goes beside an open field.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kiosk.domain.answer_kinds import Address, Value
from kiosk.domain.citizen_card import Card, Generation
from kiosk.domain.form import CardFact, Form
from kiosk.domain.vietnamese import form_name

#: First day of provinces and communes without districts between them.
TWO_LEVELS_DAY: Final = dt.date(2025, 7, 1)

_COMMUNE: Final = re.compile(r"(Xã|Phường|Đặc khu)\s", re.IGNORECASE)
_PROVINCE: Final = re.compile(r"(Tỉnh|Thành phố|TP\.?)\s", re.IGNORECASE)

#: The option of "loại giấy tờ" for each card, as the portal's forms name them.
_PAPER: Final[Mapping[Generation, str]] = {
    Generation.CCCD: "Thẻ căn cước công dân",
    Generation.CAN_CUOC: "Thẻ căn cước",
}


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An address of three levels; `district` was abolished on 1/7/2025 and is only shown."""

    detail: str
    commune: str
    district: str
    province: str


@dataclass(frozen=True, slots=True)
class Prefill:
    """Values by field name, and the address as printed if it must be chosen anew."""

    values: Mapping[str, Value] = field(repr=False)
    address_on_card: str = field(repr=False)


def split_address(text: str) -> Address | OldAddress | None:
    """The levels of an address as cards print it, small to large.

    Two levels if it says so itself ("Phường …, Thành phố …"); otherwise it is of the time of
    three. None if it has too few parts to tell.
    """
    parts = [part.strip() for part in text.split(",")]
    if any(not part for part in parts):
        return None
    if len(parts) >= 2 and _COMMUNE.match(parts[-2]) and _PROVINCE.match(parts[-1]):
        return Address(parts[-1], parts[-2], ", ".join(parts[:-2]))
    if len(parts) >= 3:
        return OldAddress(", ".join(parts[:-3]), parts[-3], parts[-2], parts[-1])
    return None


def prefill(form: Form, group: str, card: Card) -> Prefill:
    """What `card` fills in of `form`, for the person `group` (see `Form.card_groups`)."""
    facts = _facts(card)
    values: dict[str, Value] = {}
    open_address = False
    for item in form.single_fields():
        if item.group != group or item.card is None:
            continue
        if item.card in facts:
            values[item.name] = facts[item.card]
        elif item.card is CardFact.ADDRESS:
            open_address = True
    return Prefill(values, card.address if open_address else "")


def _facts(card: Card) -> dict[CardFact, Value]:
    birth = card.birth.day.isoformat() if card.birth.day else str(card.birth.year)
    facts: dict[CardFact, Value] = {
        CardFact.NAME: form_name(card.name),
        CardFact.BIRTH: birth,
        CardFact.SEX: card.sex.value,
        CardFact.NUMBER: card.number.digits,
        CardFact.PAPER: _PAPER[card.generation],
        CardFact.ISSUED: card.issued.isoformat(),
        CardFact.ISSUER: card.generation.issuer,
    }
    address = split_address(card.address)
    if isinstance(address, Address) and card.issued >= TWO_LEVELS_DAY:
        facts[CardFact.ADDRESS] = address
    return facts
