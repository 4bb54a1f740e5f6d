"""Who is called next: fair by arrival, kind to those with priority, and nobody waits for ever."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.calling import Person, calling_order, people_ahead, priority_is_due

lines = st.lists(st.booleans(), max_size=30).map(
    lambda flags: [Person(place, priority) for place, priority in enumerate(flags)]
)
interleaves = st.integers(1, 5)


def test_without_priority_people_are_called_as_they_came() -> None:
    line = [Person(3, priority=False), Person(1, priority=False), Person(2, priority=False)]
    assert [person.place for person in calling_order(line)] == [1, 2, 3]


def test_after_two_priority_calls_one_other_person_is_due() -> None:
    others = [Person(place, priority=False) for place in (1, 2)]
    priority = [Person(place, priority=True) for place in (3, 4, 5, 6)]
    assert [p.place for p in calling_order([*others, *priority])] == [3, 4, 1, 5, 6, 2]


def test_the_streak_of_earlier_calls_counts() -> None:
    line = [Person(1, priority=False), Person(2, priority=True)]
    assert [p.place for p in calling_order(line, streak=1)] == [2, 1]
    assert [p.place for p in calling_order(line, streak=2)] == [1, 2]


@given(lines, st.integers(0, 6), interleaves)
def test_everybody_is_called_once_and_each_line_in_order_of_arrival(
    line: list[Person], streak: int, interleave: int
) -> None:
    order = calling_order(line, streak=streak, interleave=interleave)
    assert sorted(order, key=lambda person: person.place) == line
    for priority in (True, False):
        places = [person.place for person in order if person.priority is priority]
        assert places == sorted(places)


@given(
    before=st.integers(0, 10),
    streak=st.integers(0, 6),
    interleave=interleaves,
    arrivals=st.lists(st.integers(0, 4), min_size=80, max_size=80),
)
def test_nobody_starves_however_many_priority_people_keep_coming(
    before: int, streak: int, interleave: int, arrivals: list[int]
) -> None:
    """`arrivals` priority people come before each call; one person has `before` others ahead."""
    others, priority_waiting, calls = before + 1, 0, 0
    while others:
        priority_waiting += arrivals[calls]
        if priority_is_due(
            streak=streak,
            others_wait=True,
            priority_waits=priority_waiting > 0,
            interleave=interleave,
        ):
            priority_waiting -= 1
            streak += 1
        else:
            others -= 1
            streak = 0
        calls += 1
    assert calls <= (before + 1) * (interleave + 1)


@given(lines, interleaves)
def test_people_ahead_is_the_place_in_the_calling_order(
    line: list[Person], interleave: int
) -> None:
    order = calling_order(line, interleave=interleave)
    for index, person in enumerate(order):
        same = [p for p in line if p.priority is person.priority]
        ahead = people_ahead(
            priority=person.priority,
            same_before=sum(p.place < person.place for p in same),
            other_line=len(line) - len(same),
            interleave=interleave,
        )
        assert ahead == index
