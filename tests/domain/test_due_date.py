"""Dates that are promised on paper."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.due_date import (
    Due,
    OfficeCalendar,
    Strategy,
    Term,
    TermKind,
    after_pause,
    due,
    printed,
)
from kiosk.domain.ticket import OFFICE_ZONE
from kiosk.services.holidays import HolidayError, load_calendar

CALENDAR = load_calendar()
SAME_DAY = Term(TermKind.SAME_DAY)


def at(text: str) -> dt.datetime:
    """``24/02 17:00`` of 2026, or with a year, in Viet Nam."""
    form = "%d/%m/%Y %H:%M"
    day, time = text.split(" ")
    full = day if day.count("/") == 2 else f"{day}/2026"
    return dt.datetime.strptime(f"{full} {time}", form).replace(tzinfo=OFFICE_ZONE)


def days(count: int, at_most: int | None = None) -> Term:
    return Term(TermKind.WORKING_DAYS, count, at_most)


def result(term: Term, received: str, strategy: Strategy = Strategy.DAYS) -> dt.datetime:
    found = due(term, at(received), CALENDAR, strategy=strategy)
    assert found is not None
    return found.at


@pytest.mark.parametrize(
    ("received", "term", "expected"),
    [
        ("12/02 09:00", days(3), "24/02 17:00"),  # Tết lies between
        ("24/04 15:05", SAME_DAY, "28/04 17:00"),  # 27/4 is the day off for Giỗ Tổ
        ("29/04 10:00", days(7), "12/05 17:00"),
        ("10/02 10:00", Term(TermKind.CALENDAR_DAYS, 20), "02/03 17:00"),
    ],
)
def test_terms_across_holidays_of_2026(received: str, term: Term, expected: str) -> None:
    assert result(term, received) == at(expected)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("10/03 08:00", "10/03 17:00"),
        ("10/03 15:00", "10/03 17:00"),
        ("10/03 15:01", "11/03 17:00"),
        ("13/03 15:01", "16/03 17:00"),  # Friday afternoon
        ("14/03 09:00", "16/03 17:00"),  # Saturday morning
    ],
)
def test_a_same_day_procedure_after_15h_is_due_the_next_working_day(
    received: str, expected: str
) -> None:
    assert result(SAME_DAY, received) == at(expected)


@pytest.mark.parametrize(
    ("received", "term", "expected"),
    [
        ("10/03 09:20", days(1), "11/03 09:20"),
        ("10/03 17:30", days(1), "12/03 07:00"),  # after closing: from the next morning
        ("10/03 06:10", days(1), "11/03 07:00"),  # before opening: from opening
        ("10/03 12:00", days(2), "12/03 13:30"),  # at lunch: from 13:30
        ("13/03 09:00", days(1), "16/03 09:00"),
        ("14/03 09:00", days(1), "17/03 07:00"),
        ("10/03 11:00", Term(TermKind.HOURS, 1), "10/03 14:00"),
        ("10/03 16:30", Term(TermKind.HOURS, 1), "11/03 07:30"),
        ("10/03 07:00", Term(TermKind.HOURS, 8), "10/03 17:00"),
        ("10/03 10:30", Term(TermKind.HOURS, 1), "10/03 11:30"),
    ],
)
def test_the_hour_clock_stands_still_at_lunch_at_night_and_at_weekends(
    received: str, term: Term, expected: str
) -> None:
    assert result(term, received, Strategy.CLOCK) == at(expected)


def test_a_range_promises_its_longer_end() -> None:
    assert result(days(1, 3), "10/03 09:00") == result(days(3), "10/03 09:00")


def test_where_the_officer_sets_the_date_nothing_is_promised() -> None:
    assert due(Term(TermKind.STAFF_SETS), at("10/03 09:00"), CALENDAR) is None


def test_a_date_that_waits_for_the_government_is_an_estimate() -> None:
    def certain(term: Term, received: str) -> bool:
        found = due(term, at(received), CALENDAR)
        assert found is not None
        return found.certain

    assert certain(days(3), "12/02 09:00")
    assert not certain(days(3), "28/08 09:00")  # the day beside 2/9 is not announced
    assert not certain(days(3), "03/02/2027 09:00")  # Tết 2027
    assert not certain(days(3), "30/12/2027 09:00")  # 2028 has no data at all


@pytest.mark.parametrize(
    ("term", "strategy", "old", "paused", "resumed", "expected"),
    [
        (days(3), Strategy.DAYS, "13/03 17:00", "11/03 10:00", "13/03 09:00", "17/03 17:00"),
        (days(3), Strategy.DAYS, "13/03 17:00", "11/03 10:00", "11/03 16:00", "13/03 17:00"),
        (days(3), Strategy.CLOCK, "13/03 09:00", "11/03 10:00", "11/03 11:00", "13/03 10:00"),
        (days(3), Strategy.CLOCK, "13/03 16:30", "11/03 10:00", "12/03 11:00", "17/03 07:30"),
        (
            Term(TermKind.CALENDAR_DAYS, 20),
            Strategy.DAYS,
            "02/03 17:00",
            "23/02 08:00",
            "28/02 08:00",
            "09/03 17:00",
        ),
        (
            Term(TermKind.HOURS, 1),
            Strategy.DAYS,
            "10/03 14:00",
            "10/03 11:15",
            "10/03 13:45",
            "10/03 14:30",
        ),
    ],
)
def test_a_term_that_stood_still_ends_later_by_the_pause(  # noqa: PLR0917 - one row of a table
    term: Term, strategy: Strategy, old: str, paused: str, resumed: str, expected: str
) -> None:
    before = Due(at(old), certain=True)
    after = after_pause(before, term, at(paused), at(resumed), CALENDAR, strategy=strategy)
    assert after.at == at(expected)


def test_a_pause_must_make_sense() -> None:
    before = Due(at("13/03 17:00"), certain=True)
    with pytest.raises(ValueError, match="before it begins"):
        after_pause(before, SAME_DAY, at("11/03 10:00"), at("10/03 10:00"), CALENDAR)
    with pytest.raises(ValueError, match="officer"):
        after_pause(
            before, Term(TermKind.STAFF_SETS), at("11/03 10:00"), at("12/03 10:00"), CALENDAR
        )


moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 8, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=OFFICE_ZONE, microsecond=0)
)


@given(moments, st.integers(1, 30), st.sampled_from(Strategy))
def test_a_result_is_due_after_receipt_on_a_working_day_and_longer_terms_never_end_earlier(
    received: dt.datetime, count: int, strategy: Strategy
) -> None:
    shorter = due(days(count), received, CALENDAR, strategy=strategy)
    longer = due(days(count + 1), received, CALENDAR, strategy=strategy)
    assert shorter is not None
    assert longer is not None
    assert received < shorter.at < longer.at
    assert CALENDAR.works(shorter.at.date())


@given(moments, st.integers(1, 40 * 60))
def test_working_time_added_is_the_working_time_that_passes(
    start: dt.datetime, minutes: int
) -> None:
    amount = dt.timedelta(minutes=minutes)
    assert CALENDAR.working_time_between(start, CALENDAR.add_working_time(start, amount)) == amount


def test_receipt_in_another_zone_is_the_same_receipt() -> None:
    local = at("10/03 15:01")
    assert due(SAME_DAY, local.astimezone(dt.UTC), CALENDAR) == due(SAME_DAY, local, CALENDAR)
    with pytest.raises(ValueError, match="aware"):
        due(SAME_DAY, local.replace(tzinfo=None), CALENDAR)


def test_a_receipt_prints_the_moment_as_the_form_wants_it() -> None:
    assert printed(at("24/02 17:00")) == "17 giờ 00 phút, ngày 24/02/2026"


@pytest.mark.parametrize(
    ("kind", "quantity", "at_most"),
    [
        (TermKind.WORKING_DAYS, 0, None),
        (TermKind.SAME_DAY, 1, None),
        (TermKind.WORKING_DAYS, 3, 3),
        (TermKind.STAFF_SETS, 0, 2),
    ],
)
def test_a_term_that_means_nothing_is_refused(
    kind: TermKind, quantity: int, at_most: int | None
) -> None:
    with pytest.raises(ValueError):
        Term(kind, quantity, at_most)


def test_sessions_that_overlap_are_refused() -> None:
    noon = dt.time(12)
    with pytest.raises(ValueError, match="in order"):
        OfficeCalendar({}, frozenset(), sessions=((dt.time(7), noon), (dt.time(11), dt.time(17))))


def test_the_shipped_calendars_name_a_source_for_every_day_and_keep_the_law() -> None:
    assert CALENDAR.years == {2026, 2027}
    assert all(off.source for off in CALENDAR.days_off.values())
    for year in CALENDAR.years:
        for day, month in ((1, 1), (30, 4), (1, 5), (2, 9), (24, 11)):
            holiday = dt.date(year, month, day)
            rest = holiday.isoweekday() in CALENDAR.rest_days
            moved = CALENDAR.this_or_next_working_day(holiday)
            assert not CALENDAR.works(holiday)
            # On a rest day the next working day is off in its place.
            if rest:
                assert (moved - holiday).days > 8 - holiday.isoweekday()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("from = 2025-01-01", "2026.toml: off.0.name: Field required"),
        ('from = 2025-01-01\nname = "x"\nsource = "y"\nverified = true', "is not in 2026"),
        (
            'from = 2026-01-02\nto = 2026-01-01\nname = "x"\nsource = "y"\nverified = true',
            "off.0: Value error, 'to' must be after 'from'",
        ),
        ("from =", "not valid TOML"),
    ],
)
def test_a_broken_holiday_file_is_refused_by_file_and_entry(
    tmp_path: Path, entry: str, message: str
) -> None:
    (tmp_path / "2026.toml").write_text(f"year = 2026\n[[off]]\n{entry}\n", encoding="utf-8")
    with pytest.raises(HolidayError, match=r"2026\.toml") as caught:
        load_calendar(tmp_path)
    assert message in str(caught.value)
