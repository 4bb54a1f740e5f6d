"""Opening hours say what the weekly timetable says, and nothing that is not written there."""

import datetime as dt

import pytest

from kiosk.domain.premises import Hours, Opening, Pause, Premises
from kiosk.domain.words import Words

WEEK = Hours(Words("Thứ Hai đến thứ Sáu"), "07:30-11:30, 13:30-17:00", "12345")
MONDAY = dt.datetime(2026, 3, 9)  # noqa: DTZ001 - the office's own time


@pytest.mark.parametrize(
    ("time", "says"),
    [
        ("07:29", (Opening.LATER, "07:30")),
        ("07:30", (Opening.OPEN, "11:30")),
        ("11:30", (Opening.LATER, "13:30")),
        ("16:59", (Opening.OPEN, "17:00")),
        ("17:00", (Opening.OVER, "")),
    ],
)
def test_a_line_of_hours_knows_each_turn_of_its_day(time: str, says: tuple[Opening, str]) -> None:
    assert WEEK.opening(dt.datetime.combine(MONDAY, dt.time.fromisoformat(time))) == says


def test_a_day_that_is_not_meant_is_not_called_closed() -> None:
    assert WEEK.opening(MONDAY + dt.timedelta(days=5)) == (Opening.OTHER_DAY, "")


def test_days_written_for_people_alone_say_nothing_of_now() -> None:
    assert Hours(Words("Các ngày trong tuần"), "07:30-17:00").opening(MONDAY)[0] is Opening.UNSAID


def test_day_and_night_has_no_end_and_one_long_day_has() -> None:
    guards = Hours(Words("Bảo vệ"), "00:00-24:00", "1234567")
    assert guards.opening(MONDAY) == (Opening.ALWAYS, "")
    duty = Hours(Words("Trực Chủ nhật"), "00:00-24:00", "7")
    assert duty.opening(MONDAY - dt.timedelta(days=1)) == (Opening.OPEN, "24:00")


@pytest.mark.parametrize(
    ("time", "minutes", "says"),
    [
        ("07:00", 0, Pause("opens", "07:30")),
        ("11:00", 30, None),
        ("11:00", 31, Pause("closes", "11:30")),
        ("12:00", 5, Pause("opens", "13:30")),
        ("16:30", 90, Pause("closes", "17:00")),
        ("17:10", 90, None),  # whoever is served now is served against the timetable
    ],
)
def test_the_next_break_is_known_as_far_as_one_looks(
    time: str, minutes: int, says: Pause | None
) -> None:
    moment = dt.datetime.combine(MONDAY, dt.time.fromisoformat(time))
    assert Premises((WEEK,), ()).pause(moment, minutes) == says


def test_of_several_lines_the_last_to_close_and_the_first_to_open_count() -> None:
    late = Hours(Words("Thứ Hai"), "13:00-18:00", "1")
    both = Premises((WEEK, late), ())
    noon = MONDAY + dt.timedelta(hours=12)
    assert both.pause(noon, 5) == Pause("opens", "13:00")
    assert both.pause(noon + dt.timedelta(hours=4), 100) is None
    assert both.pause(noon + dt.timedelta(hours=4), 125) == Pause("closes", "18:00")


def test_a_place_that_never_closes_has_no_break_and_late_minutes_reach_midnight() -> None:
    guards = Hours(Words("Bảo vệ"), "00:00-24:00", "1234567")
    evening = Hours(Words("Thứ Hai"), "18:00-23:50", "1")
    night = MONDAY + dt.timedelta(hours=23, minutes=45)
    assert Premises((WEEK, guards), ()).pause(night, 60) is None
    assert Premises((evening,), ()).pause(night, 60) == Pause("closes", "23:50")
    assert Premises((), ()).pause(night, 60) is None
