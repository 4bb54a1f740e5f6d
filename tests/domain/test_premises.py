"""Opening hours say what the weekly timetable says, and nothing that is not written there."""

import datetime as dt

import pytest

from kiosk.domain.premises import Hours, Opening
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
