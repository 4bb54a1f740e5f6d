"""Who is called next.

People are called in the order they arrived. Those who ask for priority (older or disabled
people, pregnant women, people with small children) go ahead, but after `interleave` priority
calls in a row one other person is due, so that nobody waits for ever behind them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

INTERLEAVE: Final = 2  # priority calls in a row before another person is due


@dataclass(frozen=True, slots=True)
class Person:
    """One person in the line: `place` orders arrivals and is unique within a day."""

    place: int
    priority: bool


def priority_is_due(
    *, streak: int, others_wait: bool, priority_waits: bool, interleave: int = INTERLEAVE
) -> bool:
    """Whether the next call goes to the priority line.

    `streak` is how many priority people this desk called in a row. Both lines may be empty;
    then the answer does not matter.
    """
    return priority_waits and not (others_wait and streak >= interleave)


def calling_order(
    line: Iterable[Person], *, streak: int = 0, interleave: int = INTERLEAVE
) -> tuple[Person, ...]:
    """`line` in the order in which one desk will call it.

    Somebody without priority and with `k` such people before them is called within
    ``(k + 1) * (interleave + 1)`` calls, whoever still arrives (tests/unit/test_calling.py).
    """
    people = sorted(line, key=lambda person: person.place)
    priority = [person for person in people if person.priority]
    others = [person for person in people if not person.priority]
    order: list[Person] = []
    first_priority = first_other = 0
    while first_priority < len(priority) or first_other < len(others):
        if priority_is_due(
            streak=streak,
            others_wait=first_other < len(others),
            priority_waits=first_priority < len(priority),
            interleave=interleave,
        ):
            order.append(priority[first_priority])
            first_priority += 1
            streak += 1
        else:
            order.append(others[first_other])
            first_other += 1
            streak = 0
    return tuple(order)


def people_ahead(
    *, priority: bool, same_before: int, other_line: int, interleave: int = INTERLEAVE
) -> int:
    """How many people are called before one person, without walking the line.

    `same_before` people of the same line (priority or not) arrived earlier; `other_line`
    people wait in the other line. Equals the person's index in `calling_order` from streak 0.
    """
    if priority:
        return same_before + min(other_line, same_before // interleave)
    return same_before + min(other_line, interleave * (same_before + 1))
