"""Ticket numbers, the day they belong to, and the ranges they come from."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

#: Business days are days of this zone, whatever zone the machine is in.
OFFICE_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

LAST_SERIAL: Final = 9999  # four digits is what a board shows and a voice reads


class TicketState(StrEnum):
    """Where a ticket is on its way; the last three end it."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    CLOSED = "closed"  # the day ended before it was finished


class OutOfNumbersError(Exception):
    """The range of this issuer and series is used up for the day ("hết số")."""


@dataclass(frozen=True, slots=True, order=True)
class TicketNumber:
    """One number in one series, e.g. ``B042``: series B, the 42nd of the day.

    Ordering is by series and serial; the waiting line is ordered by arrival, never by number.
    """

    series: str
    serial: int

    def __post_init__(self) -> None:
        if len(self.series) != 1 or not "A" <= self.series <= "Z":
            raise ValueError(f"series must be one letter A..Z, got {self.series!r}")
        if not 1 <= self.serial <= LAST_SERIAL:
            raise ValueError(f"serial must be 1..{LAST_SERIAL}, got {self.serial}")

    def __str__(self) -> str:
        return f"{self.series}{self.serial:03d}"


def business_day(now: dt.datetime) -> dt.date:
    """The office's day at `now` (aware); never derived from UTC.

    Raises:
        ValueError: `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    return now.astimezone(OFFICE_ZONE).date()


@dataclass(frozen=True, slots=True)
class NumberRange:
    """The serials one issuer may give out in each series, in order.

    Ranges of the hub and of every kiosk slot are disjoint, so a kiosk that is cut off gives
    out numbers that can never meet those of the hub or of another kiosk.
    """

    blocks: tuple[range, ...]

    def serial(self, position: int) -> int:
        """The serial at `position` (0 is the first of the day).

        Raises:
            OutOfNumbersError: the range is used up; numbers never wrap.
        """
        left = position
        for block in self.blocks:
            if left < len(block):
                return block[left]
            left -= len(block)
        raise OutOfNumbersError

    def __contains__(self, serial: int) -> bool:
        return any(serial in block for block in self.blocks)


HUB_RANGE: Final = NumberRange((range(1, 500), range(1001, 2000)))


def slot_range(slot: int) -> NumberRange:
    """The reserved range of kiosk slot 1..25, used only while the hub is out of reach.

    Slots 1-5 own 501-599 ... 901-999 and then 5100-5999 ... 9100-9999; slots 6-25 own
    2001-2099 ... 3901-3999.
    """
    if not 1 <= slot <= 25:
        raise ValueError(f"slot must be 1..25, got {slot}")
    if slot <= 5:
        high = (4 + slot) * 1000
        return NumberRange(
            (range((4 + slot) * 100 + 1, (5 + slot) * 100), range(high + 100, high + 1000))
        )
    first = 2001 + (slot - 6) * 100
    return NumberRange((range(first, first + 99),))
