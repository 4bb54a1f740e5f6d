"""Where the kiosk stands, for those who ask: hours, telephone numbers, what to do in a fire."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Literal

from kiosk.domain.words import Words


class PremisesError(Exception):
    """The file of the premises has a mistake; the message says where."""


class Opening(StrEnum):
    """What a line of opening hours says of one moment, by the weekly timetable alone."""

    UNSAID = "unsaid"  # on which days it holds is written for people only
    ALWAYS = "always"
    OPEN = "open"
    LATER = "later"  # today, or again today after a break
    OVER = "over"
    OTHER_DAY = "other_day"


@dataclass(frozen=True, slots=True)
class Hours:
    """One line of opening hours: which days, and "07:30-11:30, 13:30-17:00"."""

    days: Words
    at: str
    on: str = ""  # the same days as ISO 8601 numbers of weekdays, Monday 1: "12345"

    def opening(self, moment: dt.datetime) -> tuple[Opening, str]:
        """What holds at `moment` (of the office's time zone), and "HH:MM" of its next change.

        The second is "" when nothing changes any more that day.
        """
        if not self.on:
            return Opening.UNSAID, ""
        if str(moment.isoweekday()) not in self.on:
            return Opening.OTHER_DAY, ""
        spans = sorted(tuple(span.split("-")) for span in self.at.split(", "))
        if spans == [("00:00", "24:00")] and len(set(self.on)) == DAYS:
            return Opening.ALWAYS, ""
        now = f"{moment:%H:%M}"  # two digits each: the order of the words is that of the times
        for begins, ends in spans:
            if now < begins:
                return Opening.LATER, begins
            if now < ends:
                return Opening.OPEN, ends
        return Opening.OVER, ""


@dataclass(frozen=True, slots=True)
class Pause:
    """The next moment at which the place closes, or opens again: "HH:MM"."""

    kind: Literal["closes", "opens"]
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

    def pause(self, moment: dt.datetime, minutes: int) -> Pause | None:
        """What the timetable sets between `moment` (of the office's time zone) and so many later.

        During a break it is the opening, however far away. None where the place stays open, where
        no line says on which days it holds, and after the last closing time of a day: whoever is
        still served then is served against the timetable.
        """
        said = [hours.opening(moment) for hours in self.hours]
        if any(opening is Opening.ALWAYS for opening, _ in said):
            return None
        if ends := [at for opening, at in said if opening is Opening.OPEN]:
            until = moment + dt.timedelta(minutes=minutes)
            reached = f"{until:%H:%M}" if until.date() == moment.date() else "24:00"
            return Pause("closes", max(ends)) if max(ends) < reached else None
        begins = [at for opening, at in said if opening is Opening.LATER]
        return Pause("opens", min(begins)) if begins else None


#: Numbers that work everywhere in Viet Nam, free of charge: police; fire and rescue; ambulance
#: (Decision 22/2014/TT-BTTTT's plan of numbers), children in danger (Law on Children 2016, 111).
NATIONAL: Final = (
    Hotline(Words("Cháy, cứu nạn", "Fire and rescue"), "114", Words("")),
    Hotline(Words("Cấp cứu", "Ambulance"), "115", Words("")),
    Hotline(Words("Công an", "Police"), "113", Words("")),
    Hotline(Words("Bảo vệ trẻ em", "Children in danger"), "111", Words("")),
)

DAYS: Final = 7
_NUMBER = re.compile(r"\+?[\d ]{3,20}")
_WEEKDAYS = re.compile(r"[1-7]{1,7}")
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
            _matching(row, "on", _WEEKDAYS, f"{source}: hours {n}") if "on" in row else "",
        )
        for n, row in _rows(table, "hours", source)
    )
    hotlines = tuple(
        Hotline(
            _words(row.get("name"), f"{source}: hotline {n}: name"),
            _matching(row, "number", _NUMBER, f"{source}: hotline {n}"),
            _words(row["note"], f"{source}: hotline {n}: note") if "note" in row else Words(""),
        )
        for n, row in _rows(table, "hotline", source)
    )
    return Premises(hours, hotlines)


def _rows(table: dict[str, Any], key: str, source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PremisesError(f"{source}: '{key}' is no list of [[{key}]]")
    return enumerate(rows, 1)


def _matching(row: dict[str, Any], key: str, shape: re.Pattern[str], where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise PremisesError(f"{where}: '{key}' is {value!r}")
    return value


def _words(value: object, where: str) -> Words:
    if not isinstance(value, dict) or not isinstance(value.get("vi"), str) or not value["vi"]:
        raise PremisesError(f"{where}: needs 'vi' and 'en'")
    return Words(value["vi"], str(value.get("en", "")))
