"""What is told of a wait is a range that past visits bear out, or nothing."""

import random

import pytest

from kiosk.domain.forecast import AtWork, forecast

CHANCE = random.Random(7)
TEN = [600.0] * 10  # minutes each
DESK = AtWork(frozenset({"a"}))


def test_a_line_of_even_visits_takes_as_long_as_they_do() -> None:
    assert forecast(["a"] * 3, [DESK], {"a": TEN}, CHANCE) == {"a": (30, 35)}
    assert forecast(["a"] * 4, [DESK, DESK], {"a": TEN}, CHANCE) == {"a": (20, 25)}


def test_who_sits_at_the_desk_already_is_waited_for_as_well() -> None:
    busy = AtWork(frozenset({"a"}), "a", busy_s=300)
    assert forecast(["a"], [busy], {"a": TEN}, CHANCE) == {"a": (15, 20)}
    overdue = AtWork(frozenset({"a"}), "a", busy_s=3000)  # perhaps as long again
    assert forecast(["a"], [overdue], {"a": TEN}, CHANCE) == {"a": (20, 25)}


def test_uneven_visits_make_a_wide_range() -> None:
    low, high = forecast(["a"] * 5, [DESK], {"a": [60.0, 1200.0] * 10}, CHANCE)["a"]
    assert low <= 40
    assert high >= 60


def test_others_at_the_same_desk_come_before_those_at_another_do_not() -> None:
    both, other = AtWork(frozenset({"a", "b"})), AtWork(frozenset({"c"}))
    past = {"a": TEN, "b": TEN, "c": TEN}
    assert forecast(["b", "b", "a", "c"], [both, other], past, CHANCE) == {
        "b": (30, 35),
        "a": (30, 35),
        "c": (10, 15),
    }


@pytest.mark.parametrize(
    ("line", "desks", "past"),
    [
        (["a"] * 3, [DESK], {"a": TEN[:9]}),  # too few visits seen
        (["a"] * 3, [], {"a": TEN}),  # nobody works
        (["a"] * 3, [AtWork(frozenset({"b"}))], {"a": TEN, "b": TEN}),
        (["b", "a"], [AtWork(frozenset({"a", "b"}))], {"a": TEN}),  # b is unknown
        (["a"] * 3, [AtWork(frozenset({"a"}), "b")], {"a": TEN}),
        (["a"] * 13, [DESK], {"a": TEN}),  # more than two hours
        (["a"] * 101, [DESK] * 50, {"a": [60.0] * 10}),
        ([], [DESK], {"a": TEN}),
    ],
)
def test_what_nobody_can_know_is_not_told(
    line: list[str], desks: list[AtWork], past: dict[str, list[float]]
) -> None:
    assert forecast(line, desks, past, CHANCE) == {}
