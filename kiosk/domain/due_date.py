"""When a result is due: working days, hours, holidays, and terms that stand still.

Two ways of counting are in use at one-stop offices; both are here by name:

* `Strategy.DAYS`: the day of receipt is not counted and the term ends at closing time of its
  last day (Bộ luật Dân sự 2015, Điều 147-148: a last day that is a rest day moves to the next
  working day). Default.
* `Strategy.CLOCK`: eight working hours make a day, so N days end at the same time of day, N
  working days later; received after closing counts from the next opening, at lunch from 13:30.

Some civil-status procedures are due the same day, and the next working day if accepted after
15:00. All local times are of the office's zone; results are aware.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from kiosk.domain.ticket import OFFICE_ZONE

#: No term of a commune-level procedure comes near two years; beyond, the data are at fault.
_LONGEST_SEARCH: Final = 730  # days
_ONE_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which offices are closed; `verified` if a source announces this very day."""

    day: dt.date
    name: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """The working time of an office.

    `sessions` are the parts of a working day in order, as local times; `rest_days` are ISO
    weekdays (6 = Saturday). `years` have holiday data: outside of them a result is uncertain.
    Opening hours for the public (residence counters open on Saturday morning) are not this.
    """

    days_off: Mapping[dt.date, DayOff]
    years: frozenset[int]
    rest_days: frozenset[int] = frozenset({6, 7})
    sessions: tuple[tuple[dt.time, dt.time], ...] = (
        (dt.time(7, 0), dt.time(11, 30)),
        (dt.time(13, 30), dt.time(17, 0)),
    )

    def __post_init__(self) -> None:
        edges = [edge for session in self.sessions for edge in session]
        if not edges or any(one >= other for one, other in pairwise(edges)):
            raise ValueError("sessions must be in order and must not overlap")
        object.__setattr__(self, "days_off", MappingProxyType(dict(self.days_off)))

    def works(self, day: dt.date) -> bool:
        """Whether the office works on `day`."""
        return day.isoweekday() not in self.rest_days and day not in self.days_off

    def closing(self, day: dt.date) -> dt.datetime:
        """Closing time of `day`."""
        return dt.datetime.combine(day, self.sessions[-1][1], OFFICE_ZONE)

    def this_or_next_working_day(self, day: dt.date) -> dt.date:
        """`day`, or the first working day after it."""
        for ahead in range(_LONGEST_SEARCH):
            if self.works(found := day + ahead * _ONE_DAY):
                return found
        raise ValueError("the calendar has no working day in two years")

    def working_day_after(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day`, which itself is not counted."""
        for _ in range(count):
            day = self.this_or_next_working_day(day + _ONE_DAY)
        return day

    def working_days_between(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to and including `last`."""
        span = range(1, (last - first).days + 1)
        return sum(self.works(first + ahead * _ONE_DAY) for ahead in span)

    def next_working_moment(self, at: dt.datetime) -> dt.datetime:
        """`at` (office time) if the office works then, else the next opening."""
        day = self.this_or_next_working_day(at.date())
        if day == at.date():
            for start, end in self.sessions:
                if at.time() < end:
                    return max(at, dt.datetime.combine(day, start, OFFICE_ZONE))
            day = self.this_or_next_working_day(day + _ONE_DAY)
        return dt.datetime.combine(day, self.sessions[0][0], OFFICE_ZONE)

    def add_working_time(self, at: dt.datetime, amount: dt.timedelta) -> dt.datetime:
        """`at` and then `amount` of working time later. A sum that ends with a session ends
        there, not at the opening of the next one.
        """
        at = self.next_working_moment(at)
        while True:
            end = next(
                stop
                for _, time in self.sessions
                if (stop := dt.datetime.combine(at.date(), time, OFFICE_ZONE)) > at
            )
            if at + amount <= end:
                return at + amount
            amount -= end - at
            at = self.next_working_moment(end)

    def working_time_between(self, first: dt.datetime, last: dt.datetime) -> dt.timedelta:
        """Working time from `first` to `last`, both aware."""
        first, last = first.astimezone(OFFICE_ZONE), last.astimezone(OFFICE_ZONE)
        total = dt.timedelta()
        for ahead in range((last.date() - first.date()).days + 1):
            day = first.date() + ahead * _ONE_DAY
            if self.works(day):
                for start, end in self.sessions:
                    begin = max(first, dt.datetime.combine(day, start, OFFICE_ZONE))
                    stop = min(last, dt.datetime.combine(day, end, OFFICE_ZONE))
                    total += max(stop - begin, dt.timedelta())
        return total

    def is_certain(self, first: dt.date, last: dt.date) -> bool:
        """Whether every day from `first` to `last` is known from announced holidays."""
        if not {first.year, last.year} <= self.years:
            return False
        return all(off.verified for day, off in self.days_off.items() if first <= day <= last)


class Strategy(StrEnum):
    """How days of a term are counted; a setting of the office."""

    DAYS = "days"
    CLOCK = "clock"


class TermKind(StrEnum):
    """The kinds of term that procedures have."""

    SAME_DAY = "same_day"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    STAFF_SETS = "staff_sets"


@dataclass(frozen=True, slots=True)
class Term:
    """The time a procedure may take. `quantity` counts days or hours; `at_most` is the longer
    term where the law gives a range; `cutoff` ends the intake of a same-day procedure.
    """

    kind: TermKind
    quantity: int = 0
    at_most: int | None = None
    cutoff: dt.time = dt.time(15, 0)

    def __post_init__(self) -> None:
        counted = self.kind not in {TermKind.SAME_DAY, TermKind.STAFF_SETS}
        if counted != (self.quantity > 0):
            raise ValueError(f"{self.kind.value} with quantity {self.quantity}")
        if self.at_most is not None and (not counted or self.at_most <= self.quantity):
            raise ValueError(f"at_most {self.at_most} must exceed quantity {self.quantity}")


@dataclass(frozen=True, slots=True)
class Due:
    """When a result is due. Not `certain`: the time may move when holidays are announced."""

    at: dt.datetime
    certain: bool


def due(
    term: Term,
    received: dt.datetime,
    calendar: OfficeCalendar,
    *,
    strategy: Strategy = Strategy.DAYS,
) -> Due | None:
    """When the result of a dossier is due that a clerk accepted at `received` (aware).

    With a range the longer term counts: a promise that is kept is worth more than a short one.
    None: the officer sets the date.

    Raises:
        ValueError: `received` has no zone.
    """
    if received.tzinfo is None:
        raise ValueError("received must be aware")
    if term.kind is TermKind.STAFF_SETS:
        return None
    start = received.astimezone(OFFICE_ZONE)
    end = _end(term, start, calendar, strategy)
    return Due(end, calendar.is_certain(start.date(), end.date()))


def _end(
    term: Term, start: dt.datetime, calendar: OfficeCalendar, strategy: Strategy
) -> dt.datetime:
    count = term.at_most or term.quantity
    if term.kind is TermKind.HOURS:
        return calendar.add_working_time(start, dt.timedelta(hours=count))
    if term.kind is TermKind.SAME_DAY:
        return calendar.closing(_same_day(start, term.cutoff, calendar))
    if term.kind is TermKind.CALENDAR_DAYS:
        last = calendar.this_or_next_working_day(start.date() + count * _ONE_DAY)
        return calendar.closing(last)
    return _working_days(start, count, calendar, strategy)


def _working_days(
    start: dt.datetime, count: int, calendar: OfficeCalendar, strategy: Strategy
) -> dt.datetime:
    if strategy is Strategy.DAYS:
        return calendar.closing(calendar.working_day_after(start.date(), count))
    begin = calendar.next_working_moment(start)
    last = calendar.working_day_after(begin.date(), count)
    return dt.datetime.combine(last, begin.time(), OFFICE_ZONE)


def _same_day(start: dt.datetime, cutoff: dt.time, calendar: OfficeCalendar) -> dt.date:
    """Today, unless it is after `cutoff` ("sau 15 giờ") or the office rests."""
    today = start.date()
    if not calendar.works(today):
        return calendar.this_or_next_working_day(today)
    return today if start.time() <= cutoff else calendar.working_day_after(today, 1)


def after_pause(
    old: Due,
    term: Term,
    paused: dt.datetime,
    resumed: dt.datetime,
    calendar: OfficeCalendar,
    *,
    strategy: Strategy = Strategy.DAYS,
) -> Due:
    """The new due time when the term stood still from `paused` to `resumed` (both aware).

    The pause is measured in the term's own unit: working days after the day it began, calendar
    days, or working time.

    Raises:
        ValueError: the pause ends before it begins, or the officer sets the date.
    """
    if resumed < paused:
        raise ValueError("a pause cannot end before it begins")
    first, last = (at.astimezone(OFFICE_ZONE).date() for at in (paused, resumed))
    end = old.at.astimezone(OFFICE_ZONE)
    by_clock = term.kind is TermKind.WORKING_DAYS and strategy is Strategy.CLOCK
    if term.kind is TermKind.STAFF_SETS:
        raise ValueError("the officer sets the date")
    if term.kind is TermKind.CALENDAR_DAYS:
        later = end.date() + (last - first)
        end = calendar.closing(calendar.this_or_next_working_day(later))
    elif term.kind is TermKind.HOURS or by_clock:
        end = calendar.add_working_time(end, calendar.working_time_between(paused, resumed))
    else:
        days = calendar.working_days_between(first, last)
        later = calendar.working_day_after(end.date(), days)
        end = dt.datetime.combine(later, end.time(), OFFICE_ZONE)
    return Due(end, old.certain and calendar.is_certain(first, end.date()))


def printed(at: dt.datetime) -> str:
    """`at` as receipts print it: ``17 giờ 00 phút, ngày 24/02/2026`` (Mẫu 01, TT 03/2025)."""
    local = at.astimezone(OFFICE_ZONE)
    return f"{local:%H} giờ {local:%M} phút, ngày {local:%d/%m/%Y}"
