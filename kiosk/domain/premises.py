"""Where the kiosk stands, for those who ask: hours, telephone numbers, what to do in a fire."""

import re
from dataclasses import dataclass
from typing import Any, Final

from kiosk.domain.words import Words


class PremisesError(Exception):
    """The file of the premises has a mistake; the message says where."""


@dataclass(frozen=True, slots=True)
class Hours:
    """One line of opening hours: which days, and "07:30-11:30, 13:30-17:00"."""

    days: Words
    at: str


@dataclass(frozen=True, slots=True)
class Hotline:
    """Somebody to call."""

    name: Words
    number: str  # as people read it, "0000 000 001"
    note: Words

    @property
    def dialled(self) -> str:
        """Digits and a leading plus alone, for a ``tel:`` address (RFC 3966)."""
        return re.sub(r"[^\d+]", "", self.number)


@dataclass(frozen=True, slots=True)
class Premises:
    """What is known of the place."""

    hours: tuple[Hours, ...]
    hotlines: tuple[Hotline, ...]


#: Numbers that work everywhere in Viet Nam, free of charge: police; fire and rescue; ambulance
#: (Decision 22/2014/TT-BTTTT's plan of numbers), children in danger (Law on Children 2016, 111).
NATIONAL: Final = (
    Hotline(Words("Cháy, cứu nạn", "Fire and rescue"), "114", Words("")),
    Hotline(Words("Cấp cứu", "Ambulance"), "115", Words("")),
    Hotline(Words("Công an", "Police"), "113", Words("")),
    Hotline(Words("Bảo vệ trẻ em", "Children in danger"), "111", Words("")),
)

_NUMBER = re.compile(r"\+?[\d ]{3,20}")
_TIMES = re.compile(r"\d\d:\d\d-\d\d:\d\d(, \d\d:\d\d-\d\d:\d\d)*")


def parse_premises(table: dict[str, Any], *, source: str) -> Premises:
    """The premises of a TOML table.

    Raises:
        PremisesError: a key is missing or unknown, or a value is not what it should be.
    """
    unknown = set(table) - {"hours", "hotline"}
    if unknown:
        raise PremisesError(f"{source}: unknown '{min(unknown)}'; known: hours, hotline")
    hours = tuple(
        Hours(
            _words(row, f"{source}: hours {n}"),
            _matching(row, "at", _TIMES, f"{source}: hours {n}"),
        )
        for n, row in enumerate(table.get("hours", []), 1)
    )
    hotlines = tuple(
        Hotline(
            _words(row.get("name"), f"{source}: hotline {n}: name"),
            _matching(row, "number", _NUMBER, f"{source}: hotline {n}"),
            _words(row["note"], f"{source}: hotline {n}: note") if "note" in row else Words(""),
        )
        for n, row in enumerate(table.get("hotline", []), 1)
    )
    return Premises(hours, hotlines)


def _matching(row: dict[str, Any], key: str, shape: re.Pattern[str], where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise PremisesError(f"{where}: '{key}' is {value!r}")
    return value


def _words(value: object, where: str) -> Words:
    if not isinstance(value, dict) or not isinstance(value.get("vi"), str) or not value["vi"]:
        raise PremisesError(f"{where}: needs 'vi' and 'en'")
    return Words(value["vi"], str(value.get("en", "")))
