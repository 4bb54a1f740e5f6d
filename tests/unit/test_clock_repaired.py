"""A kiosk's clock that is set while it is cut off misdates nobody who took a number before."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.services.own_numbers import OwnNumbers
from offline_queue.moment import Moment
from tests.unit.test_own_numbers import issue

TEN = dt.datetime(2026, 11, 25, 10, 0, tzinfo=OFFICE_ZONE)  # what time it is in truth
WRONG = (dt.timedelta(days=-3), dt.timedelta(days=-20_000), dt.timedelta(hours=-15))


@dataclass
class Machine:
    """A clock that can be set, and an uptime that cannot."""

    file: Path
    off: dt.timedelta = dt.timedelta()
    passed: dt.timedelta = dt.timedelta()
    boot: str = "first"

    def __post_init__(self) -> None:
        self.own = OwnNumbers(self.file, slot=1, moment=self.moment)

    def now(self) -> dt.datetime:
        return (TEN + self.passed + self.off).astimezone(dt.UTC)

    def moment(self, now: dt.datetime) -> Moment:
        up_ms = 5_000_000 + self.passed // dt.timedelta(milliseconds=1)
        return Moment(int(now.timestamp() * 1000), self.boot, up_ms)

    def take(self) -> str:
        return issue(self.own, now=self.now())

    def told(self) -> list[tuple[str, dt.datetime]]:
        """Day and moment of what waits, as the hub is told."""
        waiting = self.own.waiting(now=self.now())
        return [(ticket.day.isoformat(), ticket.arrived_at) for ticket in waiting]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = Machine(tmp_path / "kiosk.db")
    yield made
    made.own.close()


@pytest.mark.parametrize("off", [*WRONG, dt.timedelta(days=2), dt.timedelta(hours=20)])
def test_a_number_is_filed_under_the_day_its_person_came(
    machine: Machine, off: dt.timedelta
) -> None:
    machine.off = off
    machine.take()
    machine.passed, machine.off = dt.timedelta(minutes=20), dt.timedelta()
    assert machine.told() == [("2026-11-25", TEN)]


def test_whoever_came_yesterday_by_the_right_clock_came_yesterday(machine: Machine) -> None:
    machine.off = dt.timedelta(days=-3)
    machine.take()
    machine.passed, machine.off = dt.timedelta(hours=23), dt.timedelta()
    assert machine.told() == [("2026-11-25", TEN)]
    assert machine.take() == "A501"  # of the 26th, a day of its own


@pytest.mark.parametrize("off", WRONG)
def test_nobody_holds_the_same_number_twice_on_the_day_the_clock_was_set(
    machine: Machine, off: dt.timedelta
) -> None:
    machine.off = off
    assert [machine.take(), machine.take()] == ["A501", "A502"]
    machine.passed, machine.off = dt.timedelta(minutes=20), dt.timedelta()
    assert [machine.take(), machine.take()] == ["A503", "A504"]
    assert [day for day, _ in machine.told()] == ["2026-11-25"] * 4


def test_a_clock_that_was_not_set_is_believed(machine: Machine) -> None:
    machine.take()
    machine.passed, machine.off = dt.timedelta(hours=2), dt.timedelta(minutes=5)
    assert machine.told() == [("2026-11-25", TEN)]


def test_of_a_machine_that_was_off_nobody_knows_better(machine: Machine) -> None:
    machine.off = dt.timedelta(days=-3)
    machine.take()
    machine.passed, machine.off = dt.timedelta(minutes=20), dt.timedelta()
    machine.boot = "second"
    assert machine.told() == [("2026-11-22", TEN - dt.timedelta(days=3))]


def test_numbers_of_an_older_version_are_handed_in_as_they_were(machine: Machine) -> None:
    machine.take()
    machine.own._database.execute("DELETE FROM own_moment")
    machine.passed, machine.off = dt.timedelta(minutes=20), dt.timedelta(days=3)
    assert machine.told() == [("2026-11-25", TEN)]
