"""Numbers, days and ranges."""

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.ticket import (
    HUB_RANGE,
    NumberRange,
    OutOfNumbersError,
    TicketNumber,
    business_day,
    slot_range,
)

ALL_RANGES = [HUB_RANGE, *(slot_range(slot) for slot in range(1, 26))]


def test_a_number_reads_as_the_board_shows_it() -> None:
    assert str(TicketNumber("A", 1)) == "A001"
    assert str(TicketNumber("B", 1999)) == "B1999"


@pytest.mark.parametrize(
    ("series", "serial"), [("a", 1), ("", 1), ("AB", 1), ("A", 0), ("A", 10000)]
)
def test_a_number_that_no_board_can_show_is_refused(series: str, serial: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        TicketNumber(series, serial)


def test_the_day_turns_at_midnight_in_viet_nam_and_not_in_utc() -> None:
    assert business_day(dt.datetime(2026, 11, 25, 16, 59, 59, tzinfo=dt.UTC)) == dt.date(
        2026, 11, 25
    )
    assert business_day(dt.datetime(2026, 11, 25, 17, 0, 0, tzinfo=dt.UTC)) == dt.date(2026, 11, 26)
    with pytest.raises(ValueError, match="aware"):
        business_day(dt.datetime(2026, 11, 25))  # noqa: DTZ001 - the naive time is the point


def test_no_two_issuers_share_a_serial() -> None:
    for one, other in combinations(ALL_RANGES, 2):
        serials = {serial for block in one.blocks for serial in block}
        assert not any(serial in other for serial in serials)


@given(st.sampled_from(ALL_RANGES), st.integers(0, 3000))
def test_a_range_counts_up_and_ends_instead_of_wrapping(
    numbers: NumberRange, position: int
) -> None:
    size = sum(len(block) for block in numbers.blocks)
    if position >= size:
        with pytest.raises(OutOfNumbersError):
            numbers.serial(position)
        return
    assert numbers.serial(position) in numbers
    if position:
        assert numbers.serial(position - 1) < numbers.serial(position)


def test_a_slot_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="slot"):
        slot_range(26)
